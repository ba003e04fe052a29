"""Events on the screens between: a conflict, trade-offs to weigh, what files propose, an opened file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from wizard.catalogue.model import Catalogue
from wizard.converse import record
from wizard.converse.flow import objections, to_weigh
from wizard.converse.record import Origin
from wizard.decide.answers import Value, prune
from wizard.door.event import fields_of, note_problem, text_of, with_answer
from wizard.door.onward import onward
from wizard.door.opening import say_dropped
from wizard.door.state import State, Step

# --- files ------------------------------------------------------------------------------------------------------------


def take_found(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    """Take the proposals that are ticked; the others are gone."""
    ticked = fields_of(event, "found")
    taken = [item for item in state.record.found if item.key in ticked]
    merged: Mapping[str, Value] = state.answers
    for item in taken:
        merged = with_answer(catalogue, merged, item.key, item.value)
    answers, dropped = prune(catalogue, merged)
    origins = {item.key: Origin(file=item.file, line=item.line) for item in taken if item.key in answers}
    said = replace(state.record, found=(), problems=(), origins={**state.record.origins, **origins})
    moved = replace(state, record=record.without(said, dropped))
    return onward(catalogue, moved, answers, dropped, say_dropped(catalogue, dropped, merged))


# --- what does not fit, and what it costs -----------------------------------------------------------------------------


def settle_conflict(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    """Keep what does not fit and record it, or go to the answer that is to change. Nobody is asked twice."""
    found = objections(catalogue, state.answers, state.record)
    chosen = next(iter(fields_of(event, "conflict")), "")
    rules = tuple(item.rule for item in found)
    said = replace(state.record, raised=(*state.record.raised, *rules))
    if chosen == "keep":
        if problem := note_problem(event):
            note = text_of(event, "note")
            return Step(state=state, note_error=problem, note=note, entered=(chosen,), replace=True)
        why = record.clean(text_of(event, "note"), record.LONGEST_NOTE)
        said = replace(said, kept={**said.kept, **dict.fromkeys(rules, why)})
        return onward(catalogue, replace(state, record=said), state.answers)
    if chosen in {key for item in found for key in item.answers}:
        return Step(state=replace(state, at=chosen, record=said))
    return Step(state=state, error="Choose whether to keep it, or which answer to change.", replace=True)


def settle_weigh(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    """Record which trade-offs the person has considered. None is an answer too."""
    keys = {item.key for item in to_weigh(catalogue, state.answers)}
    weighed = tuple(key for key in fields_of(event, "weigh") if key in keys)
    said = replace(state.record, weighed=weighed)
    return onward(catalogue, replace(state, record=said), state.answers)


def leave_opened(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    """From what has changed in a file that was opened, to the summary; or to what other files propose."""
    said = replace(state.record, problems=())
    return Step(state=replace(state, at="found" if said.found else "review", reviewed=True, record=said))
