"""The browser's only door: :func:`handle`, a string in and a string out, and pure.

Request: ``{"answers": {...}, "record": {...}, "event": {"type": ..., ...}}``. Response: ``{"answers", "record", "at",
"review", "fragment", "link", "html", "title", "announcement", "history", "document"}``. Because the same request always
gives the same response, a reload, Back and Forward, a link, a restarted worker and a test are all the same thing.

Events are listed in :mod:`wizard.door.screens`: ``open`` (how, fragment, stored, left); ``files`` (a list of name and
text, and the day as ``today``); and those of buttons, each with ``at``, ``review`` and the form's ``fields``. Answers
are in :mod:`wizard.decide.answers`, what was said beside them in :mod:`wizard.converse.record`.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from wizard.catalogue.signs import quoted
from wizard.converse import link, record
from wizard.converse.state import State, Step, reading_with
from wizard.decide.answers import AnswerError, check, prune
from wizard.door.event import Event, RequestError, left_over, too_long, with_written
from wizard.door.opening import address, makes_sense, offered
from wizard.door.packed import rules_in_force
from wizard.door.screens import handler, shown
from wizard.door.undoing import remembered, undone
from wizard.explain.reading import Reading


def handle(request: str) -> str:
    """Answer one event. Raises :class:`RequestError` for a request that is not of this form."""
    try:
        asked = json.loads(request)
        event = Event.read(dict(asked["event"]))
        answers = dict(asked.get("answers") or {})
        said = asked.get("record")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise RequestError(f"not a request: {error}") from None
    state = _state(event, answers, said)
    does = handler(state.at, event.type)
    # Whatever is pressed: nothing that was written on the screen gets lost on the way.
    written = with_written(state, event.form)
    step = undone(state, event) or remembered(state, written, does(written, event), event)
    left = with_written(written, event.left) if event.left else written
    told = (*too_long(left), *too_long(step.state), *left_over(state.record, step, event))
    step = replace(step, notices=(*step.notices, *dict.fromkeys(told)))
    step = replace(step, returning=offered(step))
    if step.state.at in ("conflict", "weigh") and not makes_sense(step.state, step.state.at):
        raise RequestError(f"nothing to show at {step.state.at}")
    return _sendable(json.dumps(response(step), ensure_ascii=False))


def _sendable(text: str) -> str:
    """A text without halves of characters, which JSON may hold and no encoding can send."""
    return text.encode("utf-8", "replace").decode()


def _state(event: Event, raw_answers: dict[str, Any], raw_record: Any) -> State:
    """Where the person is, by what the page sent."""
    book = rules_in_force()
    at = event.form.at or "persistence"
    if at not in book.catalogue.questions and at not in link.SCREENS:
        raise RequestError(f"no such screen: {quoted(at)}")
    try:
        answers, _ = prune(book.catalogue, check(book.catalogue, raw_answers))
    except AnswerError as error:
        raise RequestError(_sendable(str(error))) from None
    said = record.read(book.catalogue, raw_record)
    return State(
        reading=reading_with(book, answers, said),
        at=at,
        reviewed=event.reviewed,
        record=said,
    )


def first_step() -> Step:
    """The wizard, opened before anybody has said anything."""
    return Step(state=State(reading=Reading(book=rules_in_force(), answers={})), replace=True)


def response(step: Step) -> dict[str, Any]:
    """What the page gets for a step."""
    screen, state = shown(step), step.state
    problem = step.error or step.note_error or step.line_error
    somewhere = bool(state.answers) or state.at in link.SCREENS
    return {
        "answers": {key: value if isinstance(value, str) else list(value) for key, value in state.answers.items()},
        "record": record.as_plain(state.record),
        "at": state.at,
        "review": state.reviewed,
        "fragment": address(state) if somewhere else "",
        "link": _link(state),
        "html": screen.html,
        "title": f"Error: {screen.title}" if problem else screen.title,
        "announcement": problem or screen.announcement,
        "history": "replace" if step.replace else "push",
        "document": {"filename": screen.filename, "markdown": screen.markdown} if screen.markdown else None,
    }


def _link(state: State) -> str:
    """What is sent to others: without who runs the database where own words alone have that, so that they are asked."""
    asked = "hosting" if state.reading.run_by_others and "hosting" in state.answers else ""
    answers = {key: value for key, value in state.answers.items() if key not in ("pace", asked)}
    return link.write(answers, asked or "review")
