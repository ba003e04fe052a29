"""What the buttons of the screens between do: a conflict, trade-offs to weigh, what files propose, an opened file."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from wizard.converse import record
from wizard.converse.flow import first_open, objections
from wizard.converse.keeping import UNCOMPARED, Way, ways, why_kept, with_way
from wizard.converse.record import Origin
from wizard.converse.state import State, Step
from wizard.converse.uncompared import NOT_COMPARED
from wizard.converse.weighing import heard, still_to_weigh
from wizard.decide.answers import Answers, prune
from wizard.door.answering import to_summary
from wizard.door.event import WHY, Event, note_problem, with_answer
from wizard.door.onward import onward, parted
from wizard.door.opening import restart, resume, say_dropped
from wizard.explain.conflict import Conflict

#: What the screen of a conflict sends for the first of the ways on, and for another one.
KEEP: Final = "keep"
TAKE: Final = "take"


def settle_conflict(state: State, event: Event) -> Step:
    """Keep what does not fit and record it, or go to the answer that is to change. Nobody is asked twice."""
    found = objections(state.reading, state.record)
    chosen = next(iter(event.form.values("conflict")), "")
    rules = tuple(item.rule for item in found)
    said = replace(state.record, raised=(*state.record.raised, *rules))
    offered = dict(zip((KEEP, TAKE), ways(state.reading, found), strict=False))
    unweighed = found[0].ways_out if any(item.rule == NOT_COMPARED for item in found) else ()
    marks = dict(zip(UNCOMPARED, map(record.fingerprint, unweighed), strict=False))
    if chosen == KEEP or chosen in offered or chosen in marks:
        field = WHY + why_kept(state.reading, state.record, found)
        if problem := note_problem(event.form, field):
            return Step(state=state, note_error=problem, entered=(chosen,), replace=True)
        why = record.clean(event.form.text(field), record.LONGEST_NOTE)
        said = replace(said, reasons={name: text for name, text in said.reasons.items() if WHY + name != field})
        if way := offered.get(chosen):
            return _gone(replace(state, record=said), found, way, why)
        taken = {**said.taken, NOT_COMPARED: marks[chosen]} if chosen in marks and chosen != KEEP else said.taken
        said = replace(said, kept={**said.kept, **dict.fromkeys(rules, why)}, taken=taken)
        return onward(replace(state, record=said), state.answers)
    if chosen in {key for item in found for key in item.answers}:
        return Step(state=replace(state, at=chosen, record=said))
    return Step(state=state, error="Choose whether to keep it, or which answer to change.", replace=True)


def _gone(state: State, found: tuple[Conflict, ...], way: Way, why: str) -> Step:
    """After a way on that changes answers: nothing of the kind is left to object to."""
    answers, dropped = prune(state.reading.catalogue, way.answers)
    state, told = parted(state, answers)
    said = with_way(state.record, state.reading, found, way, why)
    changed = [key for key in answers if answers[key] != state.answers.get(key)]
    moved = replace(state, record=record.without(said, (*changed, *dropped)))
    return onward(moved, answers, dropped, told + say_dropped(state.reading.catalogue, dropped, way.answers))


def leave_conflict(state: State, event: Event) -> Step:
    """Back: to the answer that was given last, for the objection is about it."""
    if state.reviewed:
        return to_summary(state, event)
    keys = [key for found in objections(state.reading, state.record) for key in found.answers]
    last = [question.key for question in state.reading.questions if question.key in keys]
    return Step(state=replace(state, at=last[-1] if last else first_open(state.reading)))


def settle_weigh(state: State, event: Event) -> Step:
    """Record which trade-offs the person has considered. None is an answer too. The reason that stands there has been
    written down already."""
    if problem := note_problem(event.form):
        return Step(state=state, note_error=problem, replace=True)
    keys = {item.key for item in still_to_weigh(state.reading, state.record)}
    weighed = tuple(key for key in event.form.values("weigh") if key in keys)
    weighed = (*heard(state.reading, state.record), *weighed)
    return onward(replace(state, record=replace(state.record, weighed=weighed)), state.answers)


def take_found(state: State, event: Event) -> Step:
    """Take the proposals that are ticked; the others are gone."""
    catalogue = state.reading.catalogue
    taken = [item for item in state.record.found if item.key in event.form.values("found")]
    merged: Answers = state.answers
    for item in taken:
        merged = with_answer(state, merged, item.key, item.value)
    answers, dropped = prune(catalogue, merged)
    origins = {item.key: Origin(file=item.file, line=item.line) for item in taken if item.key in answers}
    said = replace(state.record, found=(), problems=(), checked=None, origins={**state.record.origins, **origins})
    moved, told = parted(replace(state, record=record.without(said, dropped)), answers)
    return onward(moved, answers, dropped, told + say_dropped(catalogue, dropped, merged))


def leave_found(state: State, event: Event) -> Step:
    """Back: nothing that the files propose is taken."""
    said = replace(state.record, found=(), problems=(), checked=None)
    at = "review" if state.reviewed else first_open(state.reading)
    return Step(state=replace(state, at=at, record=said))


def accept_opened(state: State, event: Event) -> Step:
    """From what has changed in a file that was opened, to the summary; or to what other files propose."""
    said = replace(state.record, problems=(), checked=None)
    return Step(state=replace(state, at="found" if said.found else "review", reviewed=True, record=said))


def leave_opened(state: State, event: Event) -> Step:
    """Back: to the interview that the file put aside, or to none."""
    return resume(state, event) if state.record.earlier else restart(state, event)
