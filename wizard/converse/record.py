"""The record: what a person said beside the answers. The answers decide, and the record explains.

Notes, the trade-offs that were weighed, conflicts that were kept, prose edited by hand, and where answers came from
that nobody has confirmed yet. It travels with the answers between page and Python, rests in this browser's
storage and in the document, and is never part of a link. It comes from outside, so what is damaged or unknown is left
out of it.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final

from wizard.catalogue.later import later
from wizard.catalogue.model import Catalogue
from wizard.catalogue.signs import visible
from wizard.converse.files_said import COMMA, files_said
from wizard.converse.hosts_said import host_of_the_code, others_run_it
from wizard.decide.answers import Value, check_one
from wizard.explain.words import listed

#: What is no noun of a list, so that all is told as it was typed: a bare number, or more than five words
#: without an article before them.
NO_NOUN: Final = later(r"^\W*[\d.,]+\W*$|^(?!(?:an?|the) )(?:\S+\s+){5}\S", re.IGNORECASE)

#: In characters. A note is asked to be shorter before one goes on with it; what was typed is kept until then.
LONGEST_NOTE: Final = 600
LONGEST_TYPED: Final = 10 * LONGEST_NOTE
#: Of a project that keeps no data the one note holds all that was considered: it alone is longer.
LONGEST_WHY_NONE: Final = 1_500
LONGEST_NAME: Final = 120
LONGEST_PROBLEM: Final = 1_000

#: Stands among the notes: what the project will store, in the person's own nouns, as one line. It is asked with a
#: question, and at most so many characters are kept.
THINGS: Final = "things"

#: Among what is kept: a release past its end; the words begin with the day, as `until 2027-12-31: …`.
END_OF_LIFE: Final = "end-of-life"
THINGS_ASKED_WITH: Final = "data"
LONGEST_THINGS: Final = 120

#: In characters, with the headings and as it is written: all that a person has put into a document (see
#: :mod:`wizard.write.length`). A document that holds so much, the guide's text and the answers, is still short enough
#: to be opened again.
LONGEST_PROSE: Final = 200_000

#: Sections of a document, conflicts, proposals: more than a person ever has.
MOST: Final = 60

#: Some readers of Markdown end a line at signs that others take for a space.
_LINE_END: Final = later("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BLANK_LINES: Final = later(r"(?:[^\S\n]*+\n)+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """Where an answer came from that the person has not confirmed: a link (no file), or a line of a file."""

    file: str = ""
    line: int = 0

    @property
    def words(self) -> str:
        """`from your link`, `from package.json`."""
        return f"from {self.file}" if self.file else "from your link"


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """An answer that a file proposes, not yet taken. `text` is the line that says so; `because`, why it follows."""

    key: str
    value: Value
    file: str
    line: int
    text: str
    because: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """What a document that was opened again says of the day it was written.

    `sections` maps headings to fingerprints of what the guide wrote then; `texts` are sections as they stood, where the
    guide writes them differently now.
    """

    file: str = ""
    guide: str = ""
    pick: tuple[str, ...] = ()
    sections: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A line of a file; `text` is what may be shown of it."""

    file: str
    line: int
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """What no longer agrees between a project and its data-stack.md, or, as a `note`, is worth knowing. `sentence` is
    the file's, `places` are the project's."""

    note: bool
    says: str
    why: str
    do: str
    sentence: Place
    places: tuple[Place, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """What came of holding project files against the data-stack.md that came with them: so many `lines` of so many
    `files` name something that the two can differ in."""

    files: int
    lines: int
    differences: tuple[Difference, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    notes: Mapping[str, str] = field(default_factory=dict)
    """Question -> note; and what is stored, as :data:`THINGS`."""
    weighed: tuple[str, ...] | None = None
    """Keys of the trade-offs that were ticked as considered; None when that was not asked."""
    kept: Mapping[str, str] = field(default_factory=dict)
    """Conflict (the rule's id) -> why it is kept; perhaps nothing."""
    taken: Mapping[str, str] = field(default_factory=dict)
    """Conflict -> the mark (see :func:`fingerprint`) of the way out that was agreed on. Those in `kept` without one
    are kept against advice."""
    chosen: tuple[str, ...] = ()
    """Products (ids) that were taken as the answers propose them: decided on, and not there yet."""
    raised: tuple[str, ...] = ()
    """Conflicts that were objected to. Nobody hears the same objection twice."""
    origins: Mapping[str, Origin] = field(default_factory=dict)
    """Question -> where its unconfirmed answer came from."""
    found: tuple[Found, ...] = ()
    problems: tuple[str, ...] = ()
    """What could not be read in the files that `found` comes from."""
    checked: Checked | None = None
    """Where a data-stack.md came with project files: whether they agree."""
    prose: Mapping[str, str] = field(default_factory=dict)
    """Heading of a section -> Markdown in the person's own words."""
    replaced: Mapping[str, str] = field(default_factory=dict)
    """Heading of a section in their words -> marks of the lines that the guide wrote there when it was edited (see
    :mod:`wizard.write.unsaid`)."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """Form of the document -> its title in the person's own words."""
    front: str = ""
    """YAML front matter that a document was opened with, without its marks."""
    reasons: Mapping[str, str] = field(default_factory=dict)
    """What it is for (see :func:`wizard.converse.keeping.why_kept`; or the product that would be taken) -> a reason, as
    far as it has been typed and not settled."""
    line: str = ""
    """The line that names a stack, as far as it has been typed and not taken."""
    edited_for: tuple[str, ...] = ()
    """The pick (ids) that the prose was written for: words about another one are pointed out."""
    form: str = "guide"
    written: Written | None = None
    earlier: tuple[str, ...] = ()
    """Other interviews as they were stored when a link, a file or "Start again" began another, the last one first."""
    undo: tuple[str, ...] = ()
    """The ways back over files, the last one first: see :mod:`wizard.door.undoing`."""

    @property
    def things(self) -> str:
        """What is stored, as it reads inside a sentence: as it was typed, but that a list gets its one "and", and less
        what are files."""
        nouns, _ = files_said(self.notes.get(THINGS, ""))
        text = re.sub(r"[\s,;.]+(?:and|or|etc|&)?[\s,;.]*$", "", nouns + " ").lstrip()
        *first, last = [part.strip() for part in COMMA.split(text) if part.strip()] or [""]
        if not first or any(map(NO_NOUN.search, (*first, last))) or re.search(r"\b(?:and|or)\b|&", last):
            return text
        pairs = re.search(r"\b(?:and|or)\b|&", " ".join(first))
        return f"{', '.join(first)}, and {last}" if pairs else listed([*first, last])

    @property
    def by_others(self) -> bool:
        """Whether others than the team run the server, as their own words have it."""
        return others_run_it(self.notes)

    @property
    def host(self) -> str:
        """The host of the code, of those that the guide does not weigh, as their own words have it."""
        return host_of_the_code(self.notes)

    @property
    def files(self) -> tuple[str, ...]:
        """What is stored and is files, such as photos, as it was typed."""
        return files_said(self.notes.get(THINGS, ""))[1]


EMPTY: Final = Record()

#: So many other interviews are kept to return to.
MOST_ASIDE: Final = 5

#: So many steps over files can be undone.
MOST_UNDONE: Final = 5


def one_line(text: str, longest: int) -> str:
    """Text from outside on one line, without signs that cannot be seen, at most `longest` characters."""
    return heading(text)[:longest].rstrip()


def fingerprint(text: str) -> str:
    """Eight hexadecimal digits of a text. Space inside counts, for it can be an edit; around it, and line ends, not."""
    return f"{zlib.crc32(clean(text, len(text)).encode('utf-8', 'replace')):08x}"


def clean(text: str, longest: int) -> str:
    """Text from outside without signs that cannot be seen, nor blank lines around it, at most `longest` characters."""
    text = readable(text[:longest]).rstrip()
    blank = _BLANK_LINES.match(text)
    return text[blank.end() :] if blank else text


def longest_note(key: str) -> int:
    """How long the note on a question may be, in characters."""
    return LONGEST_WHY_NONE if key == "persistence" else LONGEST_NOTE


def heading(text: str) -> str:
    """A heading from outside: one line, without signs that cannot be seen."""
    return clean(text, len(text)).replace("\n", " ").strip()


def readable(text: str) -> str:
    """A whole file without signs that cannot be seen, its lines where they were."""
    return visible(_LINE_END.sub("\n", text))


def as_plain(record: Record) -> dict[str, Any]:
    """The record for JSON, without what is empty."""
    return {key: value for key, value in asdict(record).items() if value not in (None, "", (), {}, "guide")} | (
        {"weighed": list(record.weighed)} if record.weighed is not None else {}
    )


def read(catalogue: Catalogue, raw: Any) -> Record:
    """A record from JSON or TOML. Whatever is not of the right form is left out: it explains, so it never stops one."""
    if not isinstance(raw, Mapping):
        return EMPTY
    questions = catalogue.questions
    weighed = raw.get("weighed")
    return Record(
        notes=_notes(catalogue, raw.get("notes")),
        weighed=_names(weighed) if isinstance(weighed, list | tuple) else None,
        kept=_texts(raw.get("kept"), LONGEST_TYPED, empty=True),
        taken=_texts(raw.get("taken"), 8),
        chosen=_names(raw.get("chosen")),
        raised=_names(raw.get("raised")),
        origins={key: _origin(item) for key, item in _mapping(raw.get("origins")).items() if key in questions},
        found=tuple(filter(None, (_found(catalogue, item) for item in _list(raw.get("found"))))),
        problems=tuple(clean(item, LONGEST_PROBLEM) for item in _list(raw.get("problems")) if isinstance(item, str)),
        checked=_checked(raw.get("checked")),
        prose=_prose(raw.get("prose")),
        replaced=_texts(raw.get("replaced"), LONGEST_PROSE),
        titles={form: heading(title) for form, title in _texts(raw.get("titles"), LONGEST_PROSE).items()},
        front=_text(raw.get("front"), LONGEST_PROSE),
        reasons=_texts(raw.get("reasons"), LONGEST_TYPED),
        line=_text(raw.get("line"), LONGEST_TYPED),
        edited_for=_names(raw.get("edited_for")),
        form=_text(raw.get("form"), LONGEST_NAME) or "guide",
        written=_written(raw.get("written")),
        earlier=interviews(raw.get("earlier")),
        undo=tuple(item for item in _list(raw.get("undo")) if isinstance(item, str))[:MOST_UNDONE],
    )


def interviews(raw: Any) -> tuple[str, ...]:
    """Interviews as browsers store them, to return to. Versions before 2026-11-25 kept one, as a text."""
    items = [raw] if isinstance(raw, str) else _list(raw)
    return tuple(item for item in items if isinstance(item, str) and item)[:MOST_ASIDE]


def without(record: Record, keys: Iterable[str]) -> Record:
    """The record without the origins of these questions: their answers have been confirmed, or are gone."""
    left = {key: origin for key, origin in record.origins.items() if key not in set(keys)}
    return replace(record, origins=left)


def _notes(catalogue: Catalogue, raw: Any) -> dict[str, str]:
    found = _texts(raw, LONGEST_TYPED)
    found[THINGS] = one_line(found.get(THINGS, ""), LONGEST_THINGS)
    return {key: found[key] for key in (*found, THINGS) if found[key] and (key in catalogue.questions or key == THINGS)}


def _mapping(raw: Any) -> dict[str, Any]:
    return {str(key): value for key, value in list(raw.items())[:MOST]} if isinstance(raw, Mapping) else {}


def _list(raw: Any) -> list[Any]:
    return list(raw[:MOST]) if isinstance(raw, list | tuple) else []


def _names(raw: Any) -> tuple[str, ...]:
    return tuple(clean(item, LONGEST_NAME) for item in _list(raw) if isinstance(item, str))


def _texts(raw: Any, longest: int, *, empty: bool = False) -> dict[str, str]:
    found = {
        clean(key, LONGEST_NAME): clean(text, longest) for key, text in _mapping(raw).items() if isinstance(text, str)
    }
    return {key: text for key, text in found.items() if text or empty}


def _prose(raw: Any) -> dict[str, str]:
    """Sections as far as the limit goes: their headings whole, so that two of them stay two."""
    found: dict[str, str] = {}
    left = LONGEST_PROSE
    for name, text in raw.items() if isinstance(raw, Mapping) else ():
        if isinstance(text, str) and len(name) < left:
            kept = clean(text, left - len(name))
            left -= len(name) + len(text)
            found |= {heading(name): kept} if kept else {}
    return found


def _text(raw: Any, longest: int) -> str:
    return clean(raw, longest) if isinstance(raw, str) else ""


def _origin(raw: Any) -> Origin:
    given = _mapping(raw)
    line = given.get("line")
    return Origin(file=_text(given.get("file"), LONGEST_NAME), line=line if isinstance(line, int) else 0)


def answer(catalogue: Catalogue, key: Any, raw: Any) -> Value | None:
    """One answer from outside, or None when the vocabulary does not have it."""
    try:
        return check_one(catalogue.questions[key], raw)
    except (ValueError, KeyError, TypeError):
        return None


def _found(catalogue: Catalogue, raw: Any) -> Found | None:
    given = _mapping(raw)
    taken = answer(catalogue, given.get("key"), given.get("value"))
    where = _origin(raw)
    if taken is None:
        return None
    text, because = (given.get(name) if isinstance(given.get(name), str) else "" for name in ("text", "because"))
    return Found(
        key=str(given["key"]),
        value=taken,
        file=where.file,
        line=where.line,
        text=clean(text or "", 2 * LONGEST_NAME),
        because=clean(because or "", LONGEST_NOTE),
    )


def _checked(raw: Any) -> Checked | None:
    given = _mapping(raw)
    files, lines = given.get("files"), given.get("lines")
    if not (isinstance(files, int) and isinstance(lines, int)):
        return None
    return Checked(files=files, lines=lines, differences=tuple(map(_difference, _list(given.get("differences")))))


def _difference(raw: Any) -> Difference:
    given = _mapping(raw)
    says, why, do = (_text(given.get(name), LONGEST_PROBLEM) for name in ("says", "why", "do"))
    places = tuple(map(_place, _list(given.get("places"))))
    return Difference(
        note=given.get("note") is True, says=says, why=why, do=do, sentence=_place(given.get("sentence")), places=places
    )


def _place(raw: Any) -> Place:
    where = _origin(raw)
    return Place(file=where.file, line=where.line, text=_text(_mapping(raw).get("text"), LONGEST_PROBLEM))


def _written(raw: Any) -> Written | None:
    given = _mapping(raw)
    if not given:
        return None
    return Written(
        file=_origin(raw).file,
        guide=_text(given.get("guide"), 10),
        pick=_names(given.get("pick")),
        sections=_texts(given.get("sections"), 8),
        texts=_texts(given.get("texts"), LONGEST_PROSE),
    )
