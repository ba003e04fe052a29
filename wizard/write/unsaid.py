"""What a section that was edited by hand does not say: it stands as it was written, and later answers are missing.

The record has a mark of each line that the guide wrote under the heading when it was edited. A line without one that is
not in the section is missing; a line with one that the guide no longer writes, and that is still there, is out of date.
What was mended on purpose is neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from wizard.catalogue.later import later
from wizard.converse.record import Record, fingerprint
from wizard.write.blocks import Document, Section
from wizard.write.markdown import generated
from wizard.write.prose import settle

#: In characters: a line's mark.
MARK: Final = 8

_LABEL: Final = later(r"\*\*[^*]+:\*\*$")
_SOURCE: Final = later(r" \(\[source\]\([^()\s]*\)\)$")

type Line = tuple[str, str]
"""(the label of the list that it stands in, the line)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Unsaid:
    """Lines of one section, as they read: those that it lacks, and those that no longer hold."""

    heading: str
    missing: tuple[str, ...]
    outdated: tuple[str, ...]


def marks(text: str) -> str:
    """The mark of each line, one after another."""
    return "".join(_mark(line) for line in _lines(text))


def replaced(edited: Iterable[Section], known: Mapping[str, str]) -> dict[str, str]:
    """Heading of each section that was edited by hand -> the marks that are `known`, or those of what the guide writes
    there now."""
    return {item.heading: known.get(item.heading) or marks(generated(item)) for item in edited if item.blocks}


def unsaid(document: Document, record: Record) -> tuple[Unsaid, ...]:
    """What the sections that were edited by hand do not say, where there is something."""
    found = []
    for section in document.sections:
        then = record.replaced.get(section.heading)
        if not section.prose or not section.blocks or then is None:
            continue
        known = {then[at : at + MARK] for at in range(0, len(then), MARK)}
        made, there = dict.fromkeys(_lines(generated(section))), dict.fromkeys(_lines(settle(section.prose)))
        missing = tuple(_told(line) for line in made if line not in there and _mark(line) not in known)
        outdated = tuple(_told(line) for line in there if line not in made and _mark(line) in known)
        if missing or outdated:
            found.append(Unsaid(heading=section.heading, missing=missing, outdated=outdated))
    return tuple(found)


def sentences(item: Unsaid) -> tuple[str, ...]:
    """The same in words: what is yours, and a sentence for each line."""
    return (
        f"{item.heading} was edited by hand and stands as it is; its answers have changed since.",
        *(f"It does not say: {line}" for line in item.missing),
        *(f"It still says: {line}" for line in item.outdated),
    )


def _lines(text: str) -> Iterator[Line]:
    label = ""
    for line in text.split("\n"):
        content = " ".join(line.split())
        if _LABEL.fullmatch(content):
            label = content
        elif content:
            label = label if content.startswith("- ") else ""
            yield label, content


def _mark(line: Line) -> str:
    return fingerprint("\n".join(line))


def _told(line: Line) -> str:
    """A line as it is quoted: with its label, and without its mark of a list and its source."""
    label, content = line
    return f"{label} {_SOURCE.sub('', content.removeprefix('- '))}".replace("**", "").strip()
