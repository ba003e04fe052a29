"""The browser's only door: :func:`handle`, a string in and a string out, and pure.

Request: ``{"answers": {...}, "record": {...}, "event": {"type": ..., ...}}``. Response: ``{"answers", "record", "at",
"review", "fragment", "link", "html", "title", "announcement", "history", "document"}``. Because the same request always
gives the same response, a reload, Back and Forward, a link, a restarted worker and a test are all the same thing.

Events: ``open`` (how, fragment, stored); ``files`` (a list of name and text); and, from a pressed button, those in
:data:`EVENTS`, each with ``at``, ``review`` and the form's ``fields``. Answers are in :mod:`wizard.answers`, what was
said beside them in :mod:`wizard.record`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from wizard.catalogue.model import Catalogue
from wizard.converse import link, record
from wizard.decide.answers import AnswerError, check, prune
from wizard.door.answering import back, change, finish, go_on
from wizard.door.event import with_written
from wizard.door.files import take_files
from wizard.door.opening import makes_sense, open_interview, restart, resume
from wizard.door.packed import rules_in_force
from wizard.door.result import choose_form, choose_pace, confirm, reset, review, save
from wizard.door.state import FIRST, Handler, RequestError, State, Step

if TYPE_CHECKING:
    from wizard.show.screens import Screen


def handle(request: str) -> str:
    """Answer one event. Raises :class:`RequestError` for a request that is not of this form."""
    try:
        asked = json.loads(request)
        event = dict(asked["event"])
        kind = str(event["type"])
        raw_answers = dict(asked.get("answers") or {})
        raw_record = asked.get("record")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise RequestError(f"not a request: {error}") from None
    catalogue = rules_in_force().catalogue
    if kind not in EVENTS:
        raise RequestError(f"no such event: {kind}")
    # Whatever is pressed: nothing that was written on the screen gets lost on the way.
    state = with_written(catalogue, _state(catalogue, raw_answers, raw_record, event), event)
    step = EVENTS[kind](catalogue, state, event)
    shown = step.state
    if shown.at in ("conflict", "weigh") and not makes_sense(catalogue, shown.answers, shown.record, shown.at):
        raise RequestError(f"nothing to show at {shown.at}")
    return json.dumps(_response(catalogue, step), ensure_ascii=False)


def _state(catalogue: Catalogue, raw_answers: Mapping[str, Any], raw_record: Any, event: Mapping[str, Any]) -> State:
    at = str(event.get("at") or "persistence")
    if at not in catalogue.questions and at not in link.SCREENS:
        raise RequestError(f"no such screen: {at}")
    try:
        answers, _ = prune(catalogue, check(catalogue, raw_answers))
    except AnswerError as error:
        raise RequestError(str(error)) from None
    said = record.read(catalogue, raw_record)
    return State(answers=answers, at=at, reviewed=event.get("review") in (True, "yes"), record=said)


def first_screen() -> str:
    """The first question as HTML, for the page as it is built."""
    return _screen(rules_in_force().catalogue, FIRST).html


EVENTS: Final[Mapping[str, Handler]] = {
    "open": open_interview,
    "files": take_files,
    "continue": go_on,
    "back": back,
    "finish": finish,
    "change": change,
    "review": review,
    "confirm": confirm,
    "save": save,
    "reset": reset,
    "form-guide": choose_form("guide"),
    "form-adr": choose_form("adr"),
    "restart": restart,
    "resume": resume,
    "pace-brief": choose_pace("brief"),
    "pace-guided": choose_pace("guided"),
}


# --- responses --------------------------------------------------------------------------------------------------------


def _response(catalogue: Catalogue, step: Step) -> dict[str, Any]:
    shown = _screen(catalogue, step)
    state = step.state
    return {
        "answers": {key: value if isinstance(value, str) else list(value) for key, value in state.answers.items()},
        "record": record.as_plain(state.record),
        "at": state.at,
        "review": state.reviewed,
        "fragment": link.write(state.answers, state.at, reviewed=state.reviewed)
        if state.answers or state.at in link.SCREENS
        else "",
        "link": link.write({key: value for key, value in state.answers.items() if key != "pace"}, "review"),
        "html": shown.html,
        "title": f"Error: {shown.title}" if step.error or step.note_error else shown.title,
        "announcement": step.error or step.note_error or shown.announcement,
        "history": "replace" if step.replace else "push",
        "document": {"filename": shown.filename, "markdown": shown.markdown} if shown.markdown else None,
    }


def _screen(catalogue: Catalogue, step: Step) -> Screen:
    """The screen that a step leads to."""
    from wizard.show.screens import screen  # noqa: PLC0415, with Jinja2 it is a third of what a start would import

    state = step.state
    return screen(
        catalogue,
        state.answers,
        state.record,
        state.at,
        reviewed=state.reviewed,
        entered=step.entered,
        error=step.error,
        note_error=step.note_error,
        note=step.note,
        notices=step.notices,
        before=step.before,
        returning=step.returning,
    )
