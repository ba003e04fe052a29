"""Events on a question: Continue, Back, Finish, Change; and the screen that comes next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from wizard.catalogue.model import Catalogue
from wizard.converse import record
from wizard.converse.flow import first_open, objections, pace, previous_question, relevant
from wizard.decide.answers import AnswerError, prune
from wizard.door.event import answer_of, as_entered, fields_of, note_problem, problem_of, question_of, with_answer
from wizard.door.onward import onward
from wizard.door.opening import restart, resume, say_dropped
from wizard.door.settling import leave_opened, settle_conflict, settle_weigh, take_found
from wizard.door.state import Handler, State, Step

# --- questions --------------------------------------------------------------------------------------------------------


def go_on(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
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
    return onward(catalogue, moved, answers, dropped, notices)


def _refused(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    """The same screen again, with what was entered and what is wrong with it."""
    entered = as_entered(event, state.at)
    note_error = note_problem(event)
    error = "" if note_error else problem_of(catalogue.questions[state.at], event)
    return Step(state=state, error=error, note_error=note_error, entered=entered, replace=True)


def back(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
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


def finish(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
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


def change(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    asked = str(event.get("question") or "")
    if asked == "weigh":
        return Step(state=replace(state, at="weigh", reviewed=True))
    return Step(state=replace(state, at=question_of(catalogue, asked).key, reviewed=True))


#: What Continue does on screens that are no questions.
ON_CONTINUE: Final[Mapping[str, Handler]] = {
    "conflict": settle_conflict,
    "weigh": settle_weigh,
    "found": take_found,
    "opened": leave_opened,
}
