"""What the buttons of a question do: Continue, Back, Finish."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from wizard.converse import record
from wizard.converse.flow import first_open, objections, previous_question
from wizard.converse.state import State, Step
from wizard.converse.switch import STANCE, UNSAID, another_named
from wizard.converse.uncompared import ANOTHER, EXISTING, named_main
from wizard.decide.answers import AnswerError, prune, values
from wizard.door import result
from wizard.door.event import (
    LINE,
    Event,
    answer_of,
    as_entered,
    chosen,
    note_problem,
    problem_of,
    question_of,
    things_problem,
    with_answer,
)
from wizard.door.express import take_line
from wizard.door.onward import onward, parted
from wizard.door.opening import say_dropped
from wizard.explain.reading import Reading
from wizard.explain.words import in_words
from wizard.show.so_far import changed
from wizard.write import standard

#: Of a database that was named as another one, and that nothing here knows.
UNKNOWN: Final = (
    "That database is not known here: the rest is weighed as if there were none, and the document has your words."
)


#: Where a change had not been saved before the document was asked for.
TAKEN: Final = "What you had chosen here is saved first. If this is right, write the document."


def go_on(state: State, event: Event) -> Step:
    """Take the form's answer and go on: to the next question, or back to the summary when it has been seen. A line that
    names a stack is an answer too."""
    if event.form.text(LINE).strip():
        return _with_the_line(state, event)
    return _answered(state, event) or _refused(state, event)


def _with_the_line(state: State, event: Event) -> Step:
    """What a line names, where an answer may be marked beside it: one that denies it is asked about."""
    step, marked = take_line(state, event), event.form.values(state.at)
    if not marked or step.line_error:
        return step
    if step.state.at == state.at and (also := _answered(step.state, event)):
        return replace(also, notices=(*step.notices, *also.notices))
    if {*marked, str(step.state.answers.get(state.at))} >= {"yes", "no"}:
        denied = "Your answer says otherwise than this line: change the answer, or empty the line."
        return replace(_refused(state, event), error="", line_error=denied)
    return step


def adjust(state: State, event: Event) -> Step:
    """The summary with the question open in which an answer is to be changed."""
    return Step(state=state, adjusting=question_of(state, event.question).key, replace=True)


def adjusted(state: State, event: Event) -> Step:
    """Take the answer that was changed on the summary, and stay there: a question that it raises is open there too, and
    only what would really break has a screen of its own."""
    key = question_of(state, event.question).key
    there = replace(state, at=key, reviewed=True)
    if step := _answered(there, event):
        return step if step.state.at == "conflict" else _in_place(state, step, event)
    refused = _refused(there, event)
    return replace(refused, state=state, adjusting=key)


def confirm(state: State, event: Event) -> Step:
    """On to the document; but what was chosen on the summary and not saved is taken first, and seen there before."""
    form = event.form
    key = next((key for key in state.reading.catalogue.questions if form.values(key)), "")
    note = record.clean(form.text("note"), record.longest_note(key))
    known = values(state.answers, key) == {*form.values(key)} and (not note or note in state.record.notes.values())
    if key and not known:
        step = adjusted(state, replace(event, question=key))
        return replace(step, notices=(*step.notices, TAKEN)) if step.state.at == "review" and not step.error else step
    return result.confirm(state, event)


def _in_place(before: State, step: Step, event: Event) -> Step:
    """The summary after a change on it, with the question that it has raised, or with the word that nothing moved."""
    raised = step.state.at if step.state.at in step.state.reading.catalogue.questions else ""
    after = replace(step.state, at="review", reviewed=True)
    notices = step.notices + (() if raised else _unmoved(before.reading, after.reading, event.form.text("note")))
    return replace(step, state=after, notices=notices, adjusting=raised)


def _unmoved(before: Reading, after: Reading, noted: str) -> tuple[str, ...]:
    """That a change left the stack as it was, and whether it left the rules of the file."""
    if before.store is None or after.store is None or changed(before, after):
        return ()
    rules = [[item.fact.text for item in standard.told(reading).values()] for reading in (before, after)]
    said = [(reading.reasons, reading.conflicts) for reading in (before, after)]
    if rules[0] == rules[1] and said[0] == said[1]:
        heard = "Your reason is in the document" if noted.strip() else "Nothing changed"
        return (f"{heard}: the stack and its rules stay as they were.",)
    return ("The stack stays as it was; what the file says of it has changed.",)


def _answered(state: State, event: Event) -> Step | None:
    """The next screen, when the answer can be accepted."""
    question = question_of(state, state.at)
    try:
        value = answer_of(question, state.answers, event.form)
    except AnswerError:
        return None
    if note_problem(event.form) or things_problem(event.form):
        return None
    merged = with_answer(state, state.answers, question.key, value)
    another = question.key == EXISTING and another_named(state.reading, merged)
    unsaid = state.reviewed and another
    if unsaid:
        merged = with_answer(state, merged, STANCE, UNSAID)
    elif another:
        merged.pop(STANCE, None)  # it was said of another one
    answers, dropped = prune(state.reading.catalogue, merged)
    # A note beside the answer was seen, and left.
    state, gone = parted(state, answers, (event.form.at,) if "note" in event.form.fields else ())
    moved = replace(state, record=record.without(state.record, (question.key, *dropped)))
    step = onward(moved, answers, dropped, gone + say_dropped(state.reading.catalogue, dropped, merged))
    if unsaid:
        name = in_words(state.reading.catalogue, EXISTING, value)
        told = f"{name} counts as decided, until you say how settled it is."
        step = replace(step, notices=(*step.notices, told))
    if unsaid and step.state.at != "conflict":
        step = replace(step, state=replace(step.state, at=STANCE, reviewed=True), entered=())
    if event.form.values(EXISTING) == (ANOTHER,) and not named_main(state.reading.catalogue, event.form.text("note")):
        step = replace(step, notices=(*step.notices, UNKNOWN))
    if step.state.reading.pace == "guided" and state.reading.pace == "brief":
        doubt = "You left some things open, so each question is explained from here on. “Brief” takes that away again."
        return replace(step, notices=(*step.notices, doubt))
    return step


def _refused(state: State, event: Event) -> Step:
    """The same screen again, with what was entered and what is wrong with it."""
    note_error = note_problem(event.form)
    question = state.reading.catalogue.questions[state.at]
    error = "" if note_error else things_problem(event.form) or problem_of(question, event.form)
    entered = as_entered(event.form, state.at)
    return Step(state=state, error=error, note_error=note_error, entered=entered, replace=True)


def back(state: State, event: Event) -> Step:
    """To the question before, or to the summary it was changed from."""
    if state.reviewed:
        return to_summary(state, event)
    return before(state, event)


def before(state: State, event: Event) -> Step:
    """To the question before this screen."""
    previous = previous_question(state.reading, state.at)
    at = previous.key if previous else first_open(state.reading)
    return Step(state=replace(state, at=at, reviewed=False))


def to_summary(state: State, event: Event) -> Step:
    return Step(state=replace(state, at="review", reviewed=True))


def finish(state: State, event: Event) -> Step:
    """Stop asking: what was chosen on this screen still counts, the rest takes its labelled default."""
    asked = _answered(state, event) if chosen(event.form, state.at) else Step(state=state)
    if asked is None or note_problem(event.form) or things_problem(event.form):
        return _refused(state, event)
    moved = asked.state
    at = "conflict" if objections(moved.reading, moved.record) else "review"
    return Step(state=replace(moved, at=at, reviewed=True), before=state.reading, notices=asked.notices)
