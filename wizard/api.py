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
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from wizard import document, link, record
from wizard.answers import AnswerError, Value, applies, check, prune
from wizard.catalogue import Catalogue, load, packed
from wizard.entered import (
    answer_of,
    as_entered,
    fields_of,
    note_problem,
    problem_of,
    prose_in,
    question_of,
    text_of,
    with_answer,
    with_written,
)
from wizard.given_files import take_files
from wizard.interview import first_open, next_question, objections, pace, previous_question, relevant, to_weigh
from wizard.opening import makes_sense, open_interview, restart, resume, say_dropped
from wizard.prose import settle
from wizard.record import Origin
from wizard.state import FIRST, Handler, RequestError, State, Step

if TYPE_CHECKING:
    from wizard.screens import Screen


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
    catalogue = load()
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
    return _screen(load(), FIRST).html


def first_response() -> dict[str, Any]:
    """What opening the wizard with nothing answered and nothing kept gives.

    The build packs it for the browser: so a start need not draw a screen that the page shows already, nor load what
    draws it.
    """
    return _drawn(load(), FIRST)


# --- files ------------------------------------------------------------------------------------------------------------


def _take_found(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
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
    return _onward(catalogue, moved, answers, dropped, say_dropped(catalogue, dropped, merged))


# --- questions --------------------------------------------------------------------------------------------------------


def _continue(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    """Take the form's answer and go on: to the next question, or back to the summary when it has been seen."""
    if state.at in ON_CONTINUE:
        return ON_CONTINUE[state.at](catalogue, state, event)
    return _answered(catalogue, state, event) or _refused(catalogue, state, event)


def _answered(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step | None:
    """The next screen, when the answer can be accepted."""
    question = question_of(catalogue, state.at)
    try:
        value = answer_of(question, state.answers, event)
    except AnswerError:
        return None
    if note_problem(event):
        return None
    said = state.record
    if not state.answers:
        said = replace(said, earlier=said.earlier[1:])  # "Start again" is meant
    merged = with_answer(catalogue, state.answers, question.key, value)
    answers, dropped = prune(catalogue, merged)
    notices = say_dropped(catalogue, dropped, merged)
    if pace(answers) == "guided" and pace(state.answers) == "brief":
        notices += ("You were not sure twice, so there is more explanation from here on. “Brief” takes it away again.",)
    moved = replace(state, record=record.without(said, (question.key, *dropped)))
    return _onward(catalogue, moved, answers, dropped, notices)


def _refused(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    """The same screen again, with what was entered and what is wrong with it."""
    entered = as_entered(event, state.at)
    note_error = note_problem(event)
    error = "" if note_error else problem_of(catalogue.questions[state.at], event)
    return Step(state=state, error=error, note_error=note_error, entered=entered, replace=True)


def _onward(
    catalogue: Catalogue,
    state: State,
    answers: Mapping[str, Value],
    dropped: tuple[str, ...] = (),
    notices: tuple[str, ...] = (),
) -> Step:
    """The screen after these answers. What does not fit comes first, once; then what a change raised, or the next
    question; then the trade-offs of a stack that is kept; then the summary."""
    moved = replace(state, answers=answers)
    if objections(catalogue, answers, state.record):
        at = "conflict"
    elif question := _to_ask(catalogue, state, answers, dropped):
        at = question
        moved = replace(moved, reviewed=False)
    elif state.record.weighed is None and to_weigh(catalogue, answers):
        at = "weigh"
    else:
        at = "review"
        moved = replace(moved, reviewed=True)
    return Step(state=replace(moved, at=at), before=state.answers, notices=notices)


def _to_ask(catalogue: Catalogue, state: State, answers: Mapping[str, Value], dropped: tuple[str, ...]) -> str:
    """The question to ask next. Once the summary has been seen, only those that the last change raised."""
    if not state.reviewed:
        following = next_question(catalogue, answers)
        return following.key if following else ""
    raised = (
        question.key
        for question in relevant(catalogue, answers)
        if question.key not in answers and (question.key in dropped or not applies(question, state.answers))
    )
    return next(raised, "")


def _back(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    if state.at == "document" or (state.reviewed and state.at not in ("review", "found", "opened")):
        return Step(state=replace(state, at="review", reviewed=True))
    if state.at == "opened":
        return resume(catalogue, state, event) if state.record.earlier else restart(catalogue, state, event)
    if state.at == "found":
        said = replace(state.record, found=(), problems=())
        at = "review" if state.reviewed else first_open(catalogue, state.answers)
        return Step(state=replace(state, at=at, record=said))
    if state.at == "conflict":
        # To the answer that was given last: the objection is about it.
        keys = [key for found in objections(catalogue, state.answers, state.record) for key in found.answers]
        last = [question.key for question in relevant(catalogue, state.answers) if question.key in keys]
        return Step(state=replace(state, at=last[-1] if last else first_open(catalogue, state.answers)))
    previous = previous_question(catalogue, state.answers, state.at)
    at = previous.key if previous else first_open(catalogue, state.answers)
    return Step(state=replace(state, at=at, reviewed=False))


def _finish(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    """Stop asking: what was chosen on this screen still counts, the rest takes its labelled default."""
    asked: Step | None = Step(state=state)
    if state.at in catalogue.questions and fields_of(event, state.at):
        asked = _answered(catalogue, state, event)
    if asked is None or note_problem(event):
        return _refused(catalogue, state, event)
    answers, said = asked.state.answers, asked.state.record
    at = "conflict" if objections(catalogue, answers, said) else "review"
    return Step(
        state=State(answers=answers, at=at, reviewed=True, record=said), before=state.answers, notices=asked.notices
    )


def _change(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    asked = str(event.get("question") or "")
    if asked == "weigh":
        return Step(state=replace(state, at="weigh", reviewed=True))
    return Step(state=replace(state, at=question_of(catalogue, asked).key, reviewed=True))


# --- what does not fit, and what it costs -----------------------------------------------------------------------------


def _settle_conflict(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
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
        return _onward(catalogue, replace(state, record=said), state.answers)
    if chosen in {key for item in found for key in item.answers}:
        return Step(state=replace(state, at=chosen, record=said))
    return Step(state=state, error="Choose whether to keep it, or which answer to change.", replace=True)


def _settle_weigh(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    """Record which trade-offs the person has considered. None is an answer too."""
    keys = {item.key for item in to_weigh(catalogue, state.answers)}
    weighed = tuple(key for key in fields_of(event, "weigh") if key in keys)
    said = replace(state.record, weighed=weighed)
    return _onward(catalogue, replace(state, record=said), state.answers)


# --- the summary and the document -------------------------------------------------------------------------------------


def _review(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    return Step(state=replace(state, at="review", reviewed=True))


def _leave_opened(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    """From what has changed in a file that was opened, to the summary; or to what other files propose."""
    said = replace(state.record, problems=())
    return Step(state=replace(state, at="found" if said.found else "review", reviewed=True, record=said))


def _confirm(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    """The person has seen every answer: those that came from a link or a file are theirs now."""
    return Step(state=replace(state, at="document", reviewed=True, record=replace(state.record, origins={})))


def _save(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    """Keep the prose that was edited, and stay on the document."""
    settled = {heading: settle(prose) for heading, prose in state.record.prose.items()}
    notices: tuple[str, ...] = () if settled == state.record.prose else (ESCAPED,)
    notices += tuple(
        f"“{heading}” has {len(prose):,} characters, and {record.LONGEST_PROSE:,} are kept: shorten it by "
        f"{len(prose) - record.LONGEST_PROSE:,}, or its end will be missing."
        for heading, prose in settled.items()
        if len(prose) > record.LONGEST_PROSE
    )
    said = replace(state.record, prose=settled)
    if prose_in(event):
        said = replace(said, edited_for=document.pick_ids(catalogue, state.answers))
    return Step(state=replace(state, record=said), notices=notices, replace=True)


ESCAPED: Final = (
    "Some marks were escaped or left out, because they would have broken the file: headings of the first two levels, "
    "HTML, attributes in braces, links that run code, or more than a language where a code block begins."
)


def _reset(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    """Give one section back to the guide."""
    heading = str(event.get("question") or "")
    prose = {name: text for name, text in state.record.prose.items() if name != heading}
    return Step(state=replace(state, record=replace(state.record, prose=prose)), replace=True)


def _form(to: str) -> Handler:
    def event_handler(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
        return Step(state=replace(state, at="document", record=replace(state.record, form=to)), replace=True)

    return event_handler


def _pace(to: str) -> Handler:
    def event_handler(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
        entered = as_entered(event, state.at)
        answers = with_answer(catalogue, state.answers, "pace", to)
        return Step(state=replace(state, answers=answers), entered=entered, replace=True)

    return event_handler


#: What Continue does on screens that are no questions.
ON_CONTINUE: Final[Mapping[str, Handler]] = {
    "conflict": _settle_conflict,
    "weigh": _settle_weigh,
    "found": _take_found,
    "opened": _leave_opened,
}

EVENTS: Final[Mapping[str, Handler]] = {
    "open": open_interview,
    "files": take_files,
    "continue": _continue,
    "back": _back,
    "finish": _finish,
    "change": _change,
    "review": _review,
    "confirm": _confirm,
    "save": _save,
    "reset": _reset,
    "form-guide": _form("guide"),
    "form-adr": _form("adr"),
    "restart": restart,
    "resume": resume,
    "pace-brief": _pace("brief"),
    "pace-guided": _pace("guided"),
}


# --- responses --------------------------------------------------------------------------------------------------------


def _response(catalogue: Catalogue, step: Step) -> dict[str, Any]:
    kept = packed()
    return kept["first"] if kept and step == FIRST else _drawn(catalogue, step)


def _drawn(catalogue: Catalogue, step: Step) -> dict[str, Any]:
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
    from wizard.screens import screen  # noqa: PLC0415, with Jinja2 it is a third of what a start would import

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
