"""The screen of what would really break: the reasons, and the ways on."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.catalogue.model import Catalogue
from wizard.converse.flow import objections
from wizard.converse.record import EMPTY, LONGEST_NOTE, Record
from wizard.decide.answers import Answers
from wizard.explain.conflicts import Conflict
from wizard.show.rows import AnswerRow, answer_row
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


def conflict_view(
    catalogue: Catalogue,
    answers: Answers,
    record: Record,
    *,
    error: str = "",
    note_error: str = "",
    chosen: str = "",
    note: str = "",
) -> ConflictView:
    """The screen of what would really break: the reasons, and the ways on."""
    found = objections(catalogue, answers, record)
    keys = dict.fromkeys(key for item in found for key in item.answers)
    rows = tuple(
        answer_row(catalogue, answers, question, EMPTY)
        for key, question in catalogue.questions.items()
        if key in keys and key in answers
    )
    return ConflictView(
        conflicts=found,
        changes=rows,
        keep="Keep it, and record why" if len(found) == 1 else "Keep all of it, and record why",
        error=error,
        note_error=note_error,
        chosen=chosen,
        note=note,
        so_far=so_far(catalogue, answers),
    )
