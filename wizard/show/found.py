"""The screen of what files propose, each with the line that says so."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.catalogue.model import Catalogue
from wizard.converse.record import Record
from wizard.decide.answers import Answers
from wizard.explain.words import in_words
from wizard.show.so_far import SoFar, so_far


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundRow:
    key: str
    label: str
    answer: str
    instead_of: str
    """What the person has answered, where the file says otherwise."""
    where: str
    text: str
    because: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundView:
    rows: tuple[FoundRow, ...]
    problems: tuple[str, ...]
    prose: tuple[str, ...]
    """Headings of sections whose words are kept."""
    so_far: SoFar | None


def found_view(catalogue: Catalogue, answers: Answers, record: Record) -> FoundView:
    """What files propose, each with the line that says so."""
    rows = [
        FoundRow(
            key=item.key,
            label=catalogue.questions[item.key].short,
            answer=in_words(catalogue, item.key, item.value),
            instead_of=in_words(catalogue, item.key, answers[item.key]) if item.key in answers else "",
            where=f"{item.file}, line {item.line}",
            text=item.text,
            because=item.because,
        )
        for item in record.found
        if answers.get(item.key) != item.value  # answered that way meanwhile
    ]
    return FoundView(
        rows=tuple(rows),
        problems=record.problems,
        prose=tuple(heading for heading in record.prose if heading),
        so_far=so_far(catalogue, answers) if "persistence" in answers else None,
    )
