"""What a person has written into a document: all that is kept of it, and a sentence for what is not kept as it stands.

What is kept here is what the record will hold: nothing is cut later.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from wizard.catalogue.model import Catalogue
from wizard.converse import record
from wizard.explain.words import listed
from wizard.write.comment import DocumentError
from wizard.write.forms import FORMS, GENERATED
from wizard.write.front import begins_with_front, split_front
from wizard.write.markdown import LINE
from wizard.write.prose import settle, split

#: Headings that stand below a line.
BELOW: Final = frozenset(form.below for form in FORMS.values() if form.below)

#: So many lines, or names, are quoted; of more, the number is said.
MOST_QUOTED: Final = 5

#: In characters: of a line that is quoted.
LONGEST_QUOTE: Final = 60

#: What escaping writes for signs, without the table of all entities, which would have to be loaded.
_NAMED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
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
        name, text = (record.clean(one, len(one)) for one in (heading, words))
        if _signs(name) + _signs(text) < _signs(heading) + _signs(words):
            unseen.append(name)
        twice += [name] if name in sections else []
        sections[name] = "\n\n".join(filter(None, (sections.get(name, ""), text)))
    if not sections[""]:
        del sections[""]
    if unseen:
        problems.append(f"signs that nobody sees were left out of {_named(unseen)}.")
    if twice:
        problems.append(f"{_named(dict.fromkeys(twice))} stands in it more than once: the texts are one section now.")
    title = record.clean(parts.title, len(parts.title))
    return Own(front=front, title=title, sections=sections, twice=tuple(twice), problems=tuple(problems))


def _without_line(sections: Mapping[str, str]) -> dict[str, str]:
    """The sections without the line that the file draws before one of them: it belongs to no section."""
    headings = [*sections]
    drawn = {above for above, below in pairwise(headings) if below in BELOW}
    return {
        heading: re.sub(rf"(?:^|\n\s*\n){LINE}\s*$", "", text) if heading in drawn else text
        for heading, text in sections.items()
    }


def refuse_merge(name: str, text: str) -> None:
    """Raises :class:`DocumentError` for a file with the marks of a merge in it: which half counts, nobody can tell."""
    begun, at = 0, 0
    for number, line in enumerate(text.splitlines(), 1):
        if not _MERGE[at].match(line):
            continue
        begun, at = begun or number, at + 1
        if at == len(_MERGE):
            raise DocumentError(
                f"{name} holds the marks of a merge that is not finished (line {begun}), so none of its text was taken "
                "over. Settle the merge, and open it then."
            )


def refuse_too_long(name: str, prose: Mapping[str, str]) -> None:
    """Raises :class:`DocumentError` for more words than are kept: a file is opened whole or not at all."""
    length = record.told(record.Record(prose=prose))
    if length > record.LONGEST_PROSE:
        longest = max(prose, key=lambda heading: len(prose[heading]))
        raise DocumentError(
            f"{name} holds {length:,} characters of your own words, and {record.LONGEST_PROSE:,} are kept, so it was "
            f"not opened. {_named([longest])} is the longest section: move some of it into a file of its own."
        )


def changed_on_the_way(by_hand: Mapping[str, str], form: str) -> Iterator[str]:
    """A sentence for each thing about sections edited by hand that the next file will not hold as it stands."""
    marked = [heading for heading, text in by_hand.items() if settle(text) != text]
    if marked:
        yield (
            f"marks in {_named(marked)} stand in the next version as plain text, or are left out: HTML and its "
            "comments, headings of the first two levels, links that run code, and the like."
        )
    others = [heading for heading in by_hand if heading in GENERATED - {*FORMS[form].headings}]
    if others:
        yield f"{_named(others)} belongs to the other form of the document, and is kept for it in this browser."


def empty_ones(sections: Mapping[str, str], generated: Iterable[str]) -> Iterator[str]:
    """A sentence for the headings of one's own that have nothing below them."""
    empty = [heading for heading, text in sections.items() if not text and heading not in set(generated)]
    if empty:
        yield f"{_named(empty)} has nothing below its heading, and was left out."


def not_in(lines: Iterable[str], file: str) -> Iterator[str]:
    """A sentence for lines that the next file does not have: a net below all that is named on its own."""
    there = set(map(_plain, file.splitlines()))
    gone = [line.strip() for line in lines if _plain(line) and _plain(line) not in there]
    if gone:
        yield f"not in the next version: {listed(_some([f'“{_short(line)}”' for line in gone], 'lines'))}."


def beside_the_answers(catalogue: Catalogue, raw: Mapping[str, Any], kept: record.Record) -> Iterator[str]:
    """A sentence for notes and reasons in the comment that are not kept, or not to their end."""
    for table, there in (("notes", kept.notes), ("kept", kept.kept)):
        given = raw.get(table)
        if given is None:
            continue
        texts = given if isinstance(given, Mapping) else {table: given}
        lost = [
            f"“{_short(key)}”"
            for key, text in texts.items()
            if not isinstance(text, str) or _signs(there.get(key, "")) < _signs(text) or (not text and key not in there)
        ]
        if lost and (table == "kept" or any(texts.values())):
            names = listed(_some(lost, "more"))
            yield f"in the comment at its end, {names} under “{table}” was left out, in part or whole."


def _signs(text: str) -> int:
    """How many signs a text has, spaces and line ends apart."""
    return len("".join(text.split()))


def _plain(line: str) -> str:
    """A line without its spaces, and without what escaping adds."""
    line = line.replace("\\", "")
    for _ in range(3):
        line = _ENTITY.sub(lambda found: _NAMED.get(found[1]) or chr(int(found[1][1:])), line)
    return "".join(line.split()).strip("#")


def _short(text: str) -> str:
    text = " ".join(record.clean(text, 2 * LONGEST_QUOTE).split())
    return text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 1]}…"


def _named(headings: Iterable[str]) -> str:
    return listed(
        _some(
            [f"“{_short(heading)}”" if heading else "the text before the first section" for heading in headings], "more"
        )
    )


def _some(items: list[str], what: str) -> list[str]:
    """The first few, and how many there are beside them."""
    more = len(items) - MOST_QUOTED
    return items if more <= 0 else [*items[:MOST_QUOTED], f"{more} {'more ' if what != 'more' else ''}{what}"]
