"""The screen of what would really break: the reasons, and the ways on."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.converse.flow import objections
from wizard.converse.record import EMPTY, LONGEST_NOTE
from wizard.converse.state import Step
from wizard.decide.answers import several
from wizard.explain.conflicts import Conflict
from wizard.show.render import render
from wizard.show.rows import AnswerRow, answer_row
from wizard.show.shown import Shown
from wizard.show.so_far import SoFar, so_far


@dataclass(frozen=True, kw_only=True, slots=True)
class ConflictView:
    conflicts: tuple[Conflict, ...]
    changes: tuple[AnswerRow, ...]
    """The answers of which one can be changed."""
    keep: str
    error: str
    note_error: str
    chosen: str
    note: str
    so_far: SoFar | None
    longest_note: int = LONGEST_NOTE


# --- what does not fit, what it costs, what files say -----------------------------------------------------------------


def show(step: Step) -> Shown:
    """The screen of what would really break."""
    return Shown(
        html=render(
            "conflict.html.jinja", view=conflict_view(step), reviewed=step.state.reviewed, notices=step.notices
        ),
        title="This does not fit together",
        announcement="Something does not fit together.",
    )


def conflict_view(step: Step) -> ConflictView:
    """The reasons, and the ways on."""
    reading = step.state.reading
    found = objections(reading, step.state.record)
    keys = dict.fromkeys(key for item in found for key in item.answers)
    rows = tuple(
        answer_row(reading, question, EMPTY)
        for key, question in reading.catalogue.questions.items()
        if key in keys and key in reading.answers
    )
    return ConflictView(
        conflicts=found,
        changes=rows,
        keep="Keep it, and record why" if len(found) == 1 else "Keep all of it, and record why",
        error=step.error,
        note_error=step.note_error,
        chosen=several(step.entered)[0] if step.entered else "",
        note=step.note or step.state.record.reason,
        so_far=so_far(reading, things=step.state.record.things),
    )
