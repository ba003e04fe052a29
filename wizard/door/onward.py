"""The screen after these answers: what does not fit, the next question, trade-offs to weigh, the summary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from wizard.catalogue.model import Catalogue
from wizard.converse.flow import next_question, objections, relevant, to_weigh
from wizard.decide.answers import Value, applies
from wizard.door.state import State, Step


def onward(
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
