"""The browser's only door: :func:`handle`, a string in and a string out, and pure.

Request: ``{"answers": {...}, "event": {"type": ..., ...}}``. Response: ``{"answers", "at", "review", "fragment",
"html", "title", "announcement", "history", "document"}``. Because the same request always gives the same response, a
reload, Back and Forward, a link, a restarted worker and a test are all the same thing.

Events: ``open`` (fragment, stored); and, from a pressed button, ``continue``, ``back``, ``finish``, ``change``
(question), ``review``, ``confirm``, ``restart``, ``pace-brief``, ``pace-guided``, each with ``at``, ``review`` and the
form's ``fields``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Final

from wizard import document, link
from wizard.answers import ALONE, AnswerError, Value, applies, check, check_one, offered, prune, several, values
from wizard.catalogue import Catalogue, Question, load
from wizard.interview import next_question, pace, previous_question, relevant
from wizard.rules import OPEN, possible_verdicts, rulebook
from wizard.templates import render
from wizard.view import document_view, first_open, question_view, review_view


@dataclass(frozen=True, kw_only=True, slots=True)
class State:
    """Where the person is: the answers, the screen, and whether the summary has been seen."""

    answers: Mapping[str, Value]
    at: str
    reviewed: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """What an event leads to."""

    state: State
    before: Mapping[str, Value] | None = None
    notices: tuple[str, ...] = ()
    error: str = ""
    entered: Value | None = None
    replace: bool = False


class RequestError(ValueError):
    """A request that no page of ours sends."""


def handle(request: str) -> str:
    """Answer one event. Raises :class:`RequestError` for a request that is not of this form."""
    try:
        asked = json.loads(request)
        event = dict(asked["event"])
        kind = str(event["type"])
        raw_answers = dict(asked.get("answers") or {})
    except (ValueError, KeyError, TypeError) as error:
        raise RequestError(f"not a request: {error}") from None
    catalogue = load()
    if kind == "open":
        step = _open(catalogue, event)
    elif kind in EVENTS:
        state = _state(catalogue, raw_answers, event)
        step = EVENTS[kind](catalogue, state, event)
    else:
        raise RequestError(f"no such event: {kind}")
    return json.dumps(_response(catalogue, step), ensure_ascii=False)


def warm_up(step: int) -> bool:
    """Do one piece of what the first answers would otherwise wait for; whether there is another piece.

    The pieces are small, so that an answer that comes in between waits for one of them at most: the rules meet
    everything that can still be said, group by group, and each kind of screen is drawn once.
    """
    steps = _warm_steps()
    steps[step]()
    return step + 1 < len(steps)


@cache
def _warm_steps() -> tuple[Callable[[], object], ...]:
    catalogue = load()
    book = rulebook(catalogue)
    answers: dict[str, Value] = {"persistence": "yes", "language": "go", "data": ("relational",)}
    screens = [Step(state=State(answers=answers, at=at)) for at in ("data", *link.SCREENS)]
    return (
        *(partial(possible_verdicts, book, group, (OPEN,) * len(group.keys)) for group in book.groups),
        *(partial(_screen, catalogue, step) for step in screens),
    )


def _state(catalogue: Catalogue, raw_answers: Mapping[str, Any], event: Mapping[str, Any]) -> State:
    at = str(event.get("at") or "")
    if at not in catalogue.questions and at not in link.SCREENS:
        raise RequestError(f"no such screen: {at}")
    try:
        answers, _ = prune(catalogue, check(catalogue, raw_answers))
    except AnswerError as error:
        raise RequestError(str(error)) from None
    return State(answers=answers, at=at, reviewed=event.get("review") in (True, "yes"))


def first_screen() -> str:
    """The first question as HTML, for the page as it is built."""
    catalogue = load()
    return _screen(catalogue, Step(state=State(answers={}, at="persistence")))[0]


# --- events -----------------------------------------------------------------------------------------------------------


def _open(catalogue: Catalogue, event: Mapping[str, Any]) -> Step:
    """A page load, Back or Forward, or an edited address. An empty fragment resumes what the browser has stored."""
    fragment, stored = str(event.get("fragment") or ""), str(event.get("stored") or "")
    opened = link.read(catalogue, fragment)
    notices: tuple[str, ...] = tuple(f"Ignored in the link: {problem.rstrip('.')}." for problem in opened.problems)
    if not fragment.removeprefix("#") and stored:
        opened = link.read(catalogue, stored)
        if opened.answers:
            notices = ("This is where you left off. “Start again” below clears everything.",)
    answers, dropped = prune(catalogue, opened.answers)
    notices += _dropped(catalogue, dropped, opened.answers)
    at = opened.at
    if not at or (at in catalogue.questions and not _reachable(catalogue, answers, at)):
        at = first_open(catalogue, answers)
        if answers and opened.at == "" and fragment.removeprefix("#"):
            notices += ("Your link filled in some answers. You can check and change every one of them in the summary.",)
    if at in link.SCREENS and "persistence" not in answers:
        at = first_open(catalogue, answers)
    return Step(state=State(answers=answers, at=at, reviewed=opened.reviewed), notices=notices, replace=True)


def _reachable(catalogue: Catalogue, answers: Mapping[str, Value], key: str) -> bool:
    return any(question.key == key for question in relevant(catalogue, answers))


def _dropped(catalogue: Catalogue, dropped: tuple[str, ...], answers: Mapping[str, Value]) -> tuple[str, ...]:
    """A sentence for every answer that no longer applies."""
    found = []
    for key in dropped:
        words = ", ".join(document.label(catalogue, key, item) for item in several(answers[key]))
        found.append(f"“{catalogue.questions[key].short}: {words}” no longer applies and was left out.")
    return tuple(found)


def _continue(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    """Take the form's answer and go on: to the next question, or back to the summary when it has been seen."""
    question = _question(catalogue, state.at)
    try:
        value = _entered(question, state.answers, event)
    except AnswerError:
        return _refused(question, state, event)
    answers, dropped = prune(catalogue, _with(catalogue, state.answers, question.key, value))
    notices = _dropped(catalogue, dropped, state.answers)
    if pace(answers) == "guided" and pace(state.answers) == "brief":
        notices += ("You were not sure twice, so there is more explanation from here on. “Brief” takes it away again.",)
    return Step(state=_onward(catalogue, state, answers, dropped), before=state.answers, notices=notices)


def _refused(question: Question, state: State, event: Mapping[str, Any]) -> Step:
    """The same screen again, with what was entered and what is wrong with it."""
    entered = _as_entered(event, question.key)
    return Step(state=state, error=_problem(question, event), entered=entered, replace=True)


def _onward(catalogue: Catalogue, state: State, answers: Mapping[str, Value], dropped: tuple[str, ...]) -> State:
    """After a change from the summary: back to it, unless the change raised questions; those come first."""
    following = next_question(catalogue, answers)
    if not state.reviewed:
        return State(answers=answers, at=following.key if following else "review", reviewed=following is None)
    raised = [
        question.key
        for question in relevant(catalogue, answers)
        if question.key not in answers and (question.key in dropped or not applies(question, state.answers))
    ]
    return State(answers=answers, at=raised[0] if raised else "review", reviewed=not raised)


def _back(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    if (state.reviewed and state.at in catalogue.questions) or state.at == "document":
        return Step(state=State(answers=state.answers, at="review", reviewed=True))
    previous = previous_question(catalogue, state.answers, state.at)
    at = previous.key if previous else first_open(catalogue, state.answers)
    return Step(state=State(answers=state.answers, at=at))


def _finish(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    """Stop asking: what was chosen on this screen still counts, the rest takes its labelled default."""
    answers: Mapping[str, Value] = state.answers
    notices: tuple[str, ...] = ()
    if state.at in catalogue.questions and _fields(event, state.at):
        question = catalogue.questions[state.at]
        try:
            value = _entered(question, answers, event)
        except AnswerError:
            return _refused(question, state, event)
        answers, dropped = prune(catalogue, _with(catalogue, answers, question.key, value))
        notices = _dropped(catalogue, dropped, state.answers)
    return Step(state=State(answers=answers, at="review", reviewed=True), before=state.answers, notices=notices)


def _change(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    question = _question(catalogue, str(event.get("question") or ""))
    return Step(state=State(answers=state.answers, at=question.key, reviewed=True))


def _review(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    return Step(state=State(answers=state.answers, at="review", reviewed=True))


def _confirm(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    return Step(state=State(answers=state.answers, at="document", reviewed=True))


def _restart(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    cleared = ("Your answers were cleared. The browser's Back button brings them back.",) if state.answers else ()
    return Step(state=State(answers={}, at="persistence"), notices=cleared)


def _pace(to: str) -> Callable[[Catalogue, State, Mapping[str, Any]], Step]:
    def event_handler(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
        entered = _as_entered(event, state.at)
        answers = _with(catalogue, state.answers, "pace", to)
        return Step(state=State(answers=answers, at=state.at, reviewed=state.reviewed), entered=entered, replace=True)

    return event_handler


EVENTS: Final[Mapping[str, Callable[[Catalogue, State, Mapping[str, Any]], Step]]] = {
    "continue": _continue,
    "back": _back,
    "finish": _finish,
    "change": _change,
    "review": _review,
    "confirm": _confirm,
    "restart": _restart,
    "pace-brief": _pace("brief"),
    "pace-guided": _pace("guided"),
}


def _question(catalogue: Catalogue, key: str) -> Question:
    if key not in catalogue.questions:
        raise RequestError(f"no such question: {key}")
    return catalogue.questions[key]


def _fields(event: Mapping[str, Any], key: str) -> list[str]:
    fields = event.get("fields")
    given = fields.get(key, []) if isinstance(fields, Mapping) else []
    return [str(item) for item in ([given] if isinstance(given, str) else given) if item]


def _entered(question: Question, answers: Mapping[str, Value], event: Mapping[str, Any]) -> Value:
    """The form's answer; it must be one that the screen offered. Raises AnswerError."""
    value = check_one(question, _fields(event, question.key))
    if not values({question.key: value}, question.key) <= {option.value for option in offered(question, answers)}:
        raise AnswerError(question.key, "not offered after these answers")
    return value


def _as_entered(event: Mapping[str, Any], key: str) -> Value | None:
    """What the form held, to show it again as it was."""
    return tuple(_fields(event, key)) or None


def _with(catalogue: Catalogue, answers: Mapping[str, Value], key: str, value: Value) -> dict[str, Value]:
    """The answers with one more, in the questions' order."""
    merged = {**answers, key: value}
    return {name: merged[name] for name in (*catalogue.questions, "pace") if name in merged}


def _problem(question: Question, event: Mapping[str, Any]) -> str:
    """Why an answer cannot be accepted, in words that say what to do."""
    given = _fields(event, question.key)
    if not given:
        return "Choose at least one answer to go on." if question.several else "Choose one of the answers to go on."
    alone = [option.label for option in question.options if option.value in ALONE.intersection(given)]
    return f"Choose “{alone[0]}” on its own, or the others without it." if alone else "Choose one of the answers."


# --- responses --------------------------------------------------------------------------------------------------------


def _response(catalogue: Catalogue, step: Step) -> dict[str, Any]:
    html, title, announcement, written = _screen(catalogue, step)
    state = step.state
    return {
        "answers": {key: value if isinstance(value, str) else list(value) for key, value in state.answers.items()},
        "at": state.at,
        "review": state.reviewed,
        "fragment": link.write(state.answers, state.at, reviewed=state.reviewed) if state.answers else "",
        "html": html,
        "title": title,
        "announcement": announcement,
        "history": "replace" if step.replace else "push",
        "document": written,
    }


def _screen(catalogue: Catalogue, step: Step) -> tuple[str, str, str, dict[str, str] | None]:
    """(HTML, title, announcement, the file) of the screen that a step leads to."""
    state = step.state
    if state.at == "review":
        review = review_view(catalogue, state.answers, step.notices)
        return (
            render("review.html.jinja", view=review),
            "Your data stack",
            "Summary of your data stack.",
            None,
        )
    if state.at == "document":
        shown = document_view(catalogue, state.answers)
        file = {"filename": shown.filename, "markdown": shown.markdown}
        return (
            render("document.html.jinja", view=shown),
            f"Your {shown.filename}",
            "Your document is ready.",
            file,
        )
    question = question_view(
        catalogue, state.answers, state.at,
        chosen=step.entered, error=step.error, notices=step.notices, before=step.before,
    )  # fmt: skip
    title = f"Error: {question.question}" if step.error else question.question
    announcement = step.error or f"{question.progress}."
    return render("question.html.jinja", view=question, reviewed=state.reviewed), title, announcement, None
