"""The screen of what files propose, each with the line that says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wizard.converse.state import Step
from wizard.explain.words import in_words
from wizard.show.checked import checked_view, told
from wizard.show.render import render
from wizard.show.shown import Shown
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
    checked: Mapping[str, object] | None
    problems: tuple[str, ...]
    prose: tuple[str, ...]
    """Headings of sections whose words are kept."""
    so_far: SoFar | None


def show(step: Step) -> Shown:
    """The screen of what files propose."""
    view = found_view(step)
    title = "This is what your files say" if view.rows else "Your files say nothing that we can use"
    return Shown(
        html=render("found.html.jinja", view=view, reviewed=step.state.reviewed, title=title, notices=step.notices),
        title=title,
        announcement=f"{len(view.rows)} answers proposed. {told(step.state.record.checked)}".rstrip(),
    )


def found_view(step: Step) -> FoundView:
    """What files propose, each with the line that says so."""
    reading, record = step.state.reading, step.state.record
    catalogue, answers = reading.catalogue, reading.answers
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
        checked=checked_view(record.checked),
        problems=record.problems,
        prose=tuple(heading for heading in record.prose if heading),
        so_far=so_far(reading) if "persistence" in answers else None,
    )
