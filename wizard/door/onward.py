"""The screen after these answers: what does not fit, the next question, trade-offs to weigh, the summary."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from wizard.converse import keeping
from wizard.converse.flow import AT_ONCE, asked_of_any, at_once, named, next_question, objections, still_asked
from wizard.converse.state import State, Step
from wizard.converse.uncompared import stays_unweighed
from wizard.converse.weighing import still_to_weigh, to_weigh
from wizard.decide.answers import Answers, applies
from wizard.explain.reading import Reading

#: Said in the summary of a stack that was named.
NAMED: Final = (
    "Your stack is named, so no more is asked. What else the file should know, such as its scale, goes under "
    "“Your answers”."
)

#: A database that is named on the summary raises both of the others, one after the other.
OF_THE_DATABASE: Final = ("existing_database", "existing_engine", "existing_stance")


def onward(
    state: State,
    answers: Answers,
    dropped: tuple[str, ...] = (),
    notices: tuple[str, ...] = (),
    *,
    all_that_warns: bool = False,
) -> Step:
    """The screen after these answers. What is asked at once comes first; then what does not fit, once; then what a
    change raised, or the next question; then the trade-offs of a stack that is kept; then the summary. A stack that was
    named is asked only what the rules of the file hang on, unless `all_that_warns` is wanted."""
    moved = state.with_answers(answers)
    question = _to_ask(state, moved.reading, dropped, all_that_warns=all_that_warns)
    if question not in AT_ONCE and objections(moved.reading, moved.record):
        at = "conflict"
    elif question:
        at = question
        moved = replace(moved, reviewed=state.reviewed and {state.at, question} <= {*AT_ONCE})
    elif _to_be_weighed(state, moved):
        at = "weigh"
    else:
        at = "review"
        notices += (NAMED,) if not state.reviewed and named(moved.reading) and next_question(moved.reading) else ()
        moved = replace(moved, reviewed=True)
    return Step(state=replace(moved, at=at), before=state.reading, notices=notices)


def _to_be_weighed(state: State, moved: State) -> bool:
    """Whether trade-offs are still to be asked about. Once the summary has been seen, which offers that itself, only
    where there were none before."""
    seen = state.reviewed and state.at != "weigh" and to_weigh(state.reading)
    return moved.record.weighed is None and not seen and bool(still_to_weigh(moved.reading, moved.record))


def _to_ask(state: State, now: Reading, dropped: tuple[str, ...], *, all_that_warns: bool) -> str:
    """The question to ask next. Once the summary has been seen, only those that the last change raised."""
    if not state.reviewed and stays_unweighed(now, state.record):
        return asked_of_any(now.answers, now.catalogue)
    if (not state.reviewed or state.at in AT_ONCE) and (first := at_once(now)):
        return first
    if not state.reviewed:
        if named(now) and not all_that_warns:
            return next(iter(still_asked(now)), "")
        following = next_question(now)
        return following.key if following else ""
    about_it = state.at in OF_THE_DATABASE
    raised = [
        question.key
        for question in now.questions
        if question.key not in now.answers
        and (
            question.key in dropped
            or not applies(question, state.answers)
            or (about_it and question.key in OF_THE_DATABASE)
        )
    ]
    return next((key for key in AT_ONCE if key in raised), next(iter(raised), ""))


def parted(state: State, answers: Answers, but: Collection[str] = ()) -> tuple[State, tuple[str, ...]]:
    """The state, whose answers become these, without the words on what is no longer answered, and what is told."""
    said, told = keeping.parted(state.reading, answers, state.record, but)
    return replace(state, record=said), told
