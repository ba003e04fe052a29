"""Back over a file, or a line that names a stack: to the state before it, to the letter, as long as nothing else has
been said.

The record's `undo` holds the ways back, the last one first: each is an interview as browsers store it, with the address
that the step over it led to (`after`) and what was marked on the screen that was left (`entered`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from wizard.catalogue.model import Catalogue
from wizard.converse import link, record
from wizard.converse.record import Record
from wizard.converse.state import State, Step
from wizard.door.event import Event, as_entered, with_written
from wizard.door.opening import address, as_object, as_stored, stored


def remembered(state: State, written: State, step: Step, event: Event) -> Step:
    """The step with its way back, where it leads over a file; without any, where something else has been said.

    `written` is the state that was left, with what was written on its screen.
    """
    now = step.state
    if event.type == "open" and event.how != "history":
        said_since = event.left and not _as_before(state, with_written(state, event.left))
        return replace(step, state=replace(now, record=replace(now.record, undo=()))) if said_since else step
    over_a_file = event.type in ("files", "express") or (event.type == "continue" and state.at in ("found", "opened"))
    ways = state.record.undo if _as_before(state, written if over_a_file else now) else ()
    if over_a_file:
        entered = as_entered(event.form, state.at)
        ways = (as_stored(written, after=address(now), entered=list(entered or ())), *ways)
        # The first one leads to before there was any file: it stays.
        ways = ways if len(ways) <= record.MOST_UNDONE else (*ways[: record.MOST_UNDONE - 1], ways[-1])
    return replace(step, state=replace(now, record=replace(now.record, undo=ways)))


def undone(state: State, event: Event) -> Step | None:
    """The step that undoes the last step over a file, if it is this that Back, or the browser's Back, would undo."""
    catalogue = state.reading.catalogue
    if event.type == "back" and _as_before(state, with_written(state, event.form)):
        after = as_object(state.record.undo[0]).get("after") if state.record.undo else None
        return _restored(state, 0) if after == address(state) else None
    if event.type == "open" and event.how == "history":
        wanted = _place(catalogue, event.fragment)
        if event.left and not _as_before(state, with_written(state, event.left)):
            return None
        for at, way in enumerate(state.record.undo):
            if _place(catalogue, str(as_object(way).get("fragment"))) == wanted:
                return replace(_restored(state, at), replace=True)
    return None


def _restored(state: State, at: int) -> Step:
    """The state that a way back leads to, with those that lead on from there."""
    way = state.record.undo[at]
    opened, said = stored(state.reading.catalogue, way)
    before = replace(state.with_answers(opened.answers), at=opened.at or "persistence", reviewed=opened.reviewed)
    entered = as_object(way).get("entered")
    marked = tuple(item for item in entered if isinstance(item, str)) if isinstance(entered, list) else ()
    said = replace(said, undo=state.record.undo[at + 1 :])
    return Step(state=replace(before, record=said), entered=marked or None)


def _as_before(state: State, now: State) -> bool:
    """Whether nothing has been said in between, the screen apart."""
    return state.answers == now.answers and _said(state.record) == _said(now.record)


def _said(said: Record) -> Record:
    return replace(said, undo=())


def _place(catalogue: Catalogue, fragment: str) -> tuple[Any, str]:
    opened = link.read(catalogue, fragment)
    return opened.answers, opened.at or "persistence"
