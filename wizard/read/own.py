"""What a person has written into a document: all that is kept of it, and a sentence for what is not kept as it stands.

What is kept here is what the record will hold: nothing is cut later.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from wizard.converse import record
from wizard.converse.record import fingerprint
from wizard.explain.words import listed
from wizard.write.comment import DocumentError
from wizard.write.forms import FORMS, GENERATED, of_the_other_form
from wizard.write.front import begins_with_front, split_front
from wizard.write.length import length
from wizard.write.markdown import LINE
from wizard.write.prose import in_fences, settle, split

#: Headings that stand below a line.
BELOW: Final = frozenset(heading for form in FORMS.values() for heading in form.below)

#: So many lines, or names, are quoted; of more, the number is said.
MOST_QUOTED: Final = 5

#: In characters: of a line that is quoted.
LONGEST_QUOTE: Final = 60

#: What escaping writes for signs, without the table of all entities, which would have to be loaded.
_NAMED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
#: What of a heading is not read as its words: tags, a link's address, and attributes such as `{#db}`.
_NO_WORDS: Final = re.compile(r"<[^<>]*>|\]\([^()]*\)|\{[#.:][^{}]*\}\s*$")

#: Letters as wide as an ideograph -> those of ASCII.
_WIDE: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}

_ENTITY: Final = re.compile(r"&(lt|gt|amp|quot|#[0-9]{1,5});")

#: The lines that a merge leaves behind, in their order.
_MERGE: Final = tuple(map(re.compile, ("<{7}( |$)", "={7}$", ">{7}( |$)")))


@dataclass(frozen=True, kw_only=True, slots=True)
class Own:
    """A file's own words. `sections` has all of its sections, by hand or not, as the record would hold them; the text
    before the first is under "". `problems` names what is not kept as it stands."""

    front: str
    title: str
    sections: Mapping[str, str]
    twice: tuple[str, ...]
    problems: tuple[str, ...]


def own_words(body: str) -> Own:
    """The words of a file without its answers. Raises :class:`DocumentError` where they are in no state to be kept."""
    front, rest = split_front(body)
    if record.clean(front, len(front)) != front:
        front, rest = "", body
    parts = split(rest)
    problems = []
    if not front and begins_with_front(rest):
        problems.append(
            "its front matter holds more than plain keys and values, so it stands below the title now, as text."
        )
    sections: dict[str, str] = {}
    twice = list(parts.twice)
    unseen = []
    for heading, words in {"": parts.before, **_without_line(parts.sections)}.items():
        name, text = record.heading(heading), record.clean(words, len(words))
        if signs(name) + signs(text) < signs(heading) + signs(words):
            unseen.append(name)
        twice += [name] if name in sections else []
        sections[name] = "\n\n".join(filter(None, (sections.get(name, ""), text)))
    if not sections[""]:
        del sections[""]
    if unseen:
        problems.append(f"signs that nobody sees were left out of {_named(unseen)}.")
    if twice:
        problems.append(f"{_named(dict.fromkeys(twice))} stands in it more than once: the texts are one section now.")
    title = record.heading(parts.title)
    return Own(front=front, title=title, sections=sections, twice=tuple(twice), problems=tuple(problems))


def _without_line(sections: Mapping[str, str]) -> dict[str, str]:
    """The sections without the line that the file draws before the first below it: it belongs to no section."""
    headings = [*sections]
    drawn = {above for above, below in pairwise(headings) if below in BELOW and above not in BELOW}
    return {heading: _less_line(text) if heading in drawn else text for heading, text in sections.items()}


def _less_line(text: str) -> str:
    """A text without a line across the page at its end, with an empty line before it."""
    above, drawn, below = text.rpartition(LINE)
    words = above.rstrip()
    between = above[len(words) :]
    if not drawn or below.strip() or (above and not (between.endswith("\n") and between.count("\n") > 1)):
        return text
    return words + between.partition("\n")[0]


def restored(own: Own, told: Mapping[str, str]) -> Own:
    """The words with the guide's own sections under their headings, where one was renamed or taken away and the text is
    still the guide's: else it would stand twice. `told` has a fingerprint of each section of the guide."""
    gone = {mark: name for name, mark in told.items() if name in GENERATED and not own.sections.get(name)}
    kept = {mark: name for name, mark in told.items() if name in GENERATED and own.sections.get(name)}
    sections: dict[str, str] = {}
    problems = []
    for heading, text in own.sections.items():
        name, mark = heading, fingerprint(text)
        if heading and heading not in GENERATED and mark in gone:
            name = gone.pop(mark)
            problems.append(
                f"“{short(heading)}” is the guide's “{name}” under another heading: it has that name again in the next "
                "version."
            )
        elif heading and heading not in GENERATED and kept.get(mark) in own.sections:
            both = f"“{kept[mark]}”, and both stand in the next version: give the one or the other up."
            problems.append(f"“{short(heading)}” is a copy of the guide's {both}")
        head, *parts = _parted(text, gone) if gone and mark != told.get(heading) else [("", text)]
        sections[name] = head[1]
        for found, words in parts:
            sections[found] = words
            problems.append(f"the heading “{found}” was gone from it, and stands above its text in the next version.")
    sections = {name: text for name, text in sections.items() if name or text}
    return replace(own, sections=sections, problems=(*own.problems, *problems)) if problems else own


def _parted(text: str, gone: dict[str, str]) -> list[tuple[str, str]]:
    """A text, less the guide's sections that stand at its end without their headings; then each of these, by name."""
    found: list[tuple[str, str]] = []
    ends = [0, *(hit.end() for hit in re.finditer(r"\n\n", text))]
    while gone and (at := next((it for it in ends if fingerprint(text[it:]) in gone), -1)) >= 0:
        name = gone.pop(fingerprint(text[at:]))
        found.insert(0, (name, text[at:].strip("\n")))
        text = text[:at].rstrip()
        text = _less_line(text) if name in BELOW else text
    return [("", text), *found]


def merge_marks(name: str, text: str) -> Iterator[str]:
    """A sentence for the marks of a merge that stand within one block of code, as an example does. Raises
    :class:`DocumentError` for any others: which half counts, nobody can tell."""
    begun, at, example = 0, 0, True
    for number, (line, fenced) in enumerate(in_fences(text.split("\n")), 1):
        example = example and (fenced or not at)
        if not _MERGE[at].match(line):
            continue
        begun, at, example = begun or number, at + 1, example and fenced
        if at < len(_MERGE):
            continue
        if not example:
            raise DocumentError(
                f"{name} holds the marks of a merge that is not finished (line {begun}), so none of its text was taken "
                "over. Settle the merge, and open it then."
            )
        yield f"the marks of a merge stand in its code (line {begun}). Settle it there, unless it is an example."
        begun, at = 0, 0


def refuse_other_encoding(name: str, text: str) -> None:
    """Raises :class:`DocumentError` for text that was read in an encoding that it is not in: letters of it are lost."""
    bad = re.search("[\ufffd\0]", text)
    if bad:
        line = text.count("\n", 0, bad.start()) + 1
        raise DocumentError(
            f"{name} holds letters that cannot be read (line {line}), so it was not opened: it is in another encoding "
            "than UTF-8, or they were lost before. Save it as UTF-8, and open it then."
        )


def refuse_too_long(name: str, said: record.Record) -> None:
    """Raises :class:`DocumentError` for more words than are kept: a file is opened whole or not at all."""
    long = length(said)
    if long > record.LONGEST_PROSE:
        texts = {**said.prose, "its title": max(said.titles.values(), default=""), "its front matter": said.front}
        longest = max(texts, key=lambda heading: len(texts[heading]))
        raise DocumentError(
            f"{name} holds {long:,} characters of your own words, escapes with them, and {record.LONGEST_PROSE:,} are "
            f"kept, so it was not opened. {_named([longest])} is the longest: move some of it into a file of its own."
        )


def changed_on_the_way(by_hand: Mapping[str, str], form: str) -> Iterator[str]:
    """A sentence for each thing about sections edited by hand that the next file will not hold as it stands."""
    marked = [heading for heading, text in by_hand.items() if settle(text) != text]
    if marked:
        yield (
            f"marks in {_named(marked)} stand in the next version as plain text, or are left out: HTML and its "
            "comments, headings of the first two levels, links that run code, and the like."
        )
    others = of_the_other_form(by_hand, form)
    if others:
        yield f"{_named(others)} belongs to the other form of the document, and is kept for it in this browser."


def empty_ones(sections: Mapping[str, str], generated: Iterable[str]) -> Iterator[str]:
    """A sentence for the headings of one's own that have nothing below them."""
    empty = [heading for heading, text in sections.items() if not text and heading not in set(generated)]
    if empty:
        yield f"{_named(empty)} has nothing below its heading, and was left out."


def no_longer_written(
    sections: Mapping[str, str], told: Mapping[str, str], by_hand: Mapping[str, str], next_: Iterable[str]
) -> Iterator[str]:
    """A sentence for sections that the file's comment calls the guide's and the guide does not write: those under a
    heading that it never had are kept. `told` has a fingerprint for each that it calls so."""
    next_ = set(next_)
    kept = [name for name, text in by_hand.items() if name not in GENERATED and told.get(name) == fingerprint(text)]
    if kept:
        yield f"{_named(kept)} is no section of the guide, though the comment at its end says so: it is kept as yours."
    gone = [name for name, text in sections.items() if text and name in told and name not in {*by_hand, *next_}]
    if gone:
        yield f"the guide writes no {_named(gone)} for these answers, so the next version has none."


def moved(headings: Iterable[str], next_: Iterable[str]) -> Iterator[str]:
    """A sentence for sections that will stand in another order; `next_` are the headings of the next file."""
    there = [heading for heading in headings if heading]
    after = {heading: at for at, heading in enumerate(dict.fromkeys(next_))}
    both = [heading for heading in there if heading in after]
    guides = [heading for heading in both if heading in GENERATED]
    own: list[str] = []
    first = len(after)  # of the guide's sections that stand further down, where the first one will stand
    for heading in reversed(both):
        if heading in GENERATED:
            first = min(first, after[heading])
        elif first < after[heading]:
            own.append(heading)
    ordered = sorted(guides, key=after.__getitem__)
    if own:
        yield f"{_named(reversed(own))} moves behind the sections of the guide in the next version."
    if guides != ordered:
        yield "in the next version the guide's sections are in the guide's order again."


def look_alikes(by_hand: Iterable[str], form: str) -> Iterator[str]:
    """A sentence for headings of one's own that look like one that the guide writes: both will be in the next file."""
    ours = {_letters(heading): heading for heading in FORMS[form].headings}
    own = [(heading, _letters(heading)) for heading in by_hand if heading not in GENERATED]
    found = [(heading, ours[letters]) for heading, theirs in own for letters in ours if _alike(theirs, letters)]
    if found:
        pairs = [f"“{short(heading)}” looks like “{our}”" for heading, our in found]
        yield f"{listed(some(pairs, 'more'))}, and both stand in the next version: give the one or the other up."


def _letters(heading: str) -> str:
    """The letters that a reader sees in a heading, without accents, capitals, marks and links."""
    text = _NO_WORDS.sub("", _plain(heading).translate(_WIDE)).lower()
    return "".join(filter(str.isalpha, text))


def _alike(letters: str, ours: str) -> bool:
    """Whether letters could be taken for ours: each is the same, or one of another alphabet, and most are the same."""
    if len(letters) != len(ours):
        return False
    same = sum(map(str.__eq__, letters, ours))
    others = sum(not letter.isascii() for letter in letters)
    return len(letters) == same + others and same > others


def not_in(lines: Iterable[str], file: str) -> Iterator[str]:
    """A sentence for lines that the next file does not have: a net below all that is named on its own."""
    there = {"", *map(_plain, file.splitlines())}
    gone = [line.strip() for line in lines if _plain(line) not in there]
    if gone:
        yield f"not in the next version: {listed(some([f'“{short(line)}”' for line in gone], 'lines'))}."


def signs(text: str) -> int:
    """How many signs a text has, spaces and line ends apart."""
    return len("".join(text.split()))


def _plain(line: str) -> str:
    """A line without its spaces, and without what escaping adds."""
    line = line.replace("\\", "")
    for _ in range(3 if "&" in line else 0):
        line = _ENTITY.sub(lambda found: _NAMED.get(found[1]) or chr(int(found[1][1:])), line)
    return "".join(line.split()).strip("#")


def short(text: str) -> str:
    text = " ".join(record.clean(text, 2 * LONGEST_QUOTE).split())
    return text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 1]}…"


def _named(headings: Iterable[str]) -> str:
    return listed(
        some(
            [f"“{short(heading)}”" if heading else "the text before the first section" for heading in headings], "more"
        )
    )


def some(items: list[str], what: str) -> list[str]:
    """The first few, and how many there are beside them."""
    more = len(items) - MOST_QUOTED
    return items if more <= 0 else [*items[:MOST_QUOTED], f"{more} {'more ' if what != 'more' else ''}{what}"]
