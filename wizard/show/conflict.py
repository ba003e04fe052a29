"""The screen of what would really break: the reasons, and the ways on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from wizard.converse.flow import objections
from wizard.converse.keeping import UNCOMPARED, reasons_given, ways, why_kept
from wizard.converse.record import EMPTY, LONGEST_NOTE, Record
from wizard.converse.refusals import NOTHING_LEFT, that_refuse
from wizard.converse.state import Step
from wizard.converse.uncompared import EXISTING, NOT_COMPARED, not_compared
from wizard.decide.answers import several
from wizard.explain.client_conflicts import OF_THE_LEANING
from wizard.explain.conflict import Conflict
from wizard.explain.reading import Reading
from wizard.explain.words import capital, listed
from wizard.show.render import render
from wizard.show.rows import AnswerRow, answer_row
from wizard.show.shown import Shown
from wizard.show.so_far import SoFar, so_far

ADVICE: Final = "We would not build on this. We say so once, and then it is yours to decide."


@dataclass(frozen=True, kw_only=True, slots=True)
class ConflictView:
    title: str
    conflicts: tuple[Conflict, ...]
    changes: tuple[AnswerRow, ...]
    """The answers of which one can be changed."""
    ways: tuple[tuple[str, str, str], ...]
    """(what it sends, what it is called, what follows) of each way that is no answer to be changed."""
    said: tuple[str, ...]
    """What the person has said of the database and the client that are there."""
    error: str
    note_error: str
    chosen: str
    about: str
    note: str
    """The reason that is being typed, and what it is about."""
    so_far: SoFar | None
    advice: str = ADVICE
    """What we say of it; nothing of what was only not compared."""
    why: str = ""
    """What the field for the reason is called."""
    longest_note: int = LONGEST_NOTE


# --- what does not fit, what it costs, what files say -----------------------------------------------------------------


def show(step: Step) -> Shown:
    """The screen of what would really break."""
    found = objections(step.state.reading, step.state.record)
    return Shown(
        html=render(
            "conflict.html.jinja",
            view=conflict_view(step),
            reviewed=step.state.reviewed,
            notices=step.notices,
            returning=step.returning,
        ),
        title=_title(step, found),
        announcement="One question about a database." if _uncompared(found) else "Something does not fit together.",
    )


def conflict_view(step: Step) -> ConflictView:
    """The reasons, and the ways on."""
    reading = step.state.reading
    found = objections(reading, step.state.record)
    keys = dict.fromkeys(key for item in found for key in item.answers)
    rows = tuple(
        _named_elsewhere(answer_row(reading, question, EMPTY), reading, step.state.record)
        for key, question in reading.catalogue.questions.items()
        if key in keys and key in reading.answers
    )
    offered = _ways(reading, found)
    return ConflictView(
        title=_title(step, found),
        conflicts=tuple(replace(item, ways_out=()) for item in found) if len(offered) > 1 else found,
        changes=rows,
        ways=offered,
        said=() if _uncompared(found) else _said(found, reading, step.state.record),
        advice="" if _uncompared(found) else ADVICE,
        why="Your reason, in your words" if _uncompared(found) else "Say why you keep it",
        error=step.error,
        note_error=step.note_error,
        chosen=several(step.entered)[0] if step.entered else "",
        about=(about := why_kept(reading, step.state.record, found)),
        note=step.state.record.reasons.get(about, ""),
        so_far=so_far(reading, things=step.state.record.things),
    )


def _named_elsewhere(row: AnswerRow, reading: Reading, record: Record) -> AnswerRow:
    """The row of an answer; of none of the databases in the list with what was named instead."""
    named = not_compared(reading, record) if row.key == EXISTING else ()
    return replace(row, answer=f"{listed(named)}, which is not in the list") if named else row


def _said(found: tuple[Conflict, ...], reading: Reading, record: Record) -> tuple[str, ...]:
    """Their own words on what was found."""
    if not {item.rule for item in found}.isdisjoint(NOTHING_LEFT):
        return tuple(that_refuse(reading, record).values())
    return tuple(reasons_given(reading, record).values())


def _uncompared(found: tuple[Conflict, ...]) -> bool:
    """Whether it is about a database that the guide does not have, which fits as well as it did."""
    return any(item.rule == NOT_COMPARED for item in found)


def _title(step: Step, found: tuple[Conflict, ...]) -> str:
    if _uncompared(found):
        return f"What becomes of {listed(not_compared(step.state.reading, step.state.record))}?"
    against = any(item.rule in OF_THE_LEANING for item in found)
    return "One objection, before we go on" if against else "This does not fit together"


def _ways(reading: Reading, found: tuple[Conflict, ...]) -> tuple[tuple[str, str, str], ...]:
    """The ways on that change no answer by hand, as the screen sends and shows them."""
    offered = ways(reading, found)
    if _uncompared(found):
        parts = (way.partition(": ") for way in found[0].ways_out)
        return tuple((value, label, capital(hint)) for value, (label, _, hint) in zip(UNCOMPARED, parts, strict=True))
    if offered:
        return tuple((value, way.label, way.hint) for value, way in zip(("keep", "take"), offered, strict=False))
    keep = "Keep it, and record why" if len(found) == 1 else "Keep all of it, and record why"
    return (("keep", keep, "The document will say what does not fit, and that you know it."),)
