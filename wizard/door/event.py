"""An event of the browser, parsed once at the door, and what a screen's form held when a button was pressed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Self

from wizard.catalogue.model import Question
from wizard.catalogue.signs import quoted
from wizard.converse import record
from wizard.converse.flow import objections
from wizard.converse.keeping import why_kept
from wizard.converse.record import Record
from wizard.converse.state import State, Step
from wizard.converse.switch import STANCE
from wizard.converse.uncompared import ANOTHER, EXISTING, compared
from wizard.converse.weighing import reason_key
from wizard.decide.answers import ALONE, AnswerError, Answers, Value, check_one, in_order, offered, values
from wizard.explain.words import listed
from wizard.write import forms
from wizard.write.length import length
from wizard.write.unsaid import replaced

#: Fields that hold a section's prose are called this and the section's heading.
PROSE: Final = "prose:"

#: The field that holds what the project will store.
THINGS: Final = record.THINGS

#: Fields that hold a reason which a button on the screen would take are called this, and what the reason is for.
WHY: Final = "why:"

#: The field of the first question that holds a line that names a stack.
LINE: Final = "line"


class RequestError(ValueError):
    """A request that no page of ours sends."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """What the form of a screen holds: `at` is the screen, `fields` maps a field's name to its values, empty ones left
    out. A field that was there and empty has none."""

    at: str = ""
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Self:
        fields = raw.get("fields")
        return cls(
            at=_text(raw, "at"),
            fields={
                str(name): tuple(
                    item for item in (given if isinstance(given, list) else [given]) if item and isinstance(item, str)
                )
                for name, given in (fields.items() if isinstance(fields, Mapping) else ())
            },
        )

    def values(self, name: str) -> tuple[str, ...]:
        """What the form holds under a name; nothing where it has no such field."""
        return self.fields.get(name, ())

    def text(self, name: str) -> str:
        """The text in a field of several lines."""
        return "\n".join(self.values(name))


@dataclass(frozen=True, kw_only=True, slots=True)
class File:
    """A file that was picked or dropped, by its name as sentences may quote it. `text` is None where it was too large
    to be read."""

    name: str
    text: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """What happened on the page, as :mod:`wizard.door.api` lists it. Raises :class:`RequestError` for another form.

    `today` is the day where the person is, as 2026-11-28. `left` is what the screen held that an address, Back or
    Forward leads away from.
    """

    type: str
    form: Form = Form()
    reviewed: bool = False
    question: str = ""
    how: str = ""
    fragment: str = ""
    stored: str = ""
    today: str = ""
    left: Form | None = None
    files: tuple[File, ...] = ()

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Self:
        left, files = raw.get("left"), raw.get("files")
        return cls(
            type=str(raw["type"]),
            form=Form.read({"at": "persistence", **raw}),
            reviewed=raw.get("review") in (True, "yes"),
            question=_text(raw, "question"),
            how=_text(raw, "how"),
            fragment=_text(raw, "fragment").removeprefix("#"),
            stored=_text(raw, "stored"),
            today=_text(raw, "today"),
            left=Form.read(left) if isinstance(left, Mapping) else None,
            files=tuple(
                File(name=quoted(item["name"])[-record.LONGEST_NAME :], text=item.get("text"))
                for item in (files if isinstance(files, list) else [])
                if isinstance(item, Mapping)
                and isinstance(item.get("name"), str)
                and ("text" not in item or isinstance(item["text"], str))
            ),
        )


def _text(raw: Mapping[str, Any], key: str) -> str:
    """The text under a key; nothing where there is none, or something else."""
    found = raw.get(key)
    return found if isinstance(found, str) else ""


# --- what was written -------------------------------------------------------------------------------------------------


def with_written(state: State, form: Form) -> State:
    """The state with what was written in the text fields of the screen `form.at`."""
    said, questions = state.record, state.reading.catalogue.questions
    notes = dict(said.notes)
    if "note" in form.fields and (about := _noted(state, form.at)) in questions:
        notes[about] = record.clean(form.text("note"), 10 * record.LONGEST_TYPED)  # too long: shown once more, whole
    if THINGS in form.fields:
        notes[THINGS] = record.one_line(form.text(THINGS), 10 * record.LONGEST_TYPED)  # as a note
    if notes != said.notes:
        said = replace(said, notes={key: notes[key] for key in (*questions, THINGS) if notes.get(key)})
    whys = {name.removeprefix(WHY): form.text(name) for name in form.fields if name.startswith(WHY)}
    if whys:
        whys = {name: record.clean(text, 10 * record.LONGEST_TYPED) for name, text in whys.items()}
        said = replace(said, reasons={name: text for name, text in {**said.reasons, **whys}.items() if text})
    if LINE in form.fields:
        said = replace(said, line=record.clean(form.text(LINE), 10 * record.LONGEST_TYPED))
    edited = prose_in(form)
    prose = {heading: text for heading, text in {**said.prose, **edited}.items() if text}
    said = replace(said, prose=prose)
    return replace(state, record=replace(said, replaced=_replaced(state, said)) if edited else said)


def _noted(state: State, at: str) -> str:
    """The question that a note on a screen belongs to."""
    return reason_key(state.reading, state.record) if at == "weigh" else STANCE if at == "review" else at


def _replaced(state: State, said: Record) -> dict[str, str]:
    """The lines that edits replaced: of each section those that the guide wrote when it was edited first."""
    made = forms.document(state.reading, said).sections
    return {**said.replaced, **replaced((item for item in made if item.prose), said.replaced)}


def prose_in(form: Form) -> dict[str, str]:
    """The text of each section that was edited, by its heading. The page leaves out what nobody has touched."""
    return {
        record.heading(name.removeprefix(PROSE)): record.clean(form.text(name), 10 * record.LONGEST_PROSE)  # as a note
        for name in form.fields
        if name.startswith(PROSE)
    }


def too_long(state: State) -> tuple[str, ...]:
    """A sentence for each text that is longer than is kept, while all of it is still there."""
    questions, said = state.reading.catalogue.questions, state.record
    notes = {f"The note on “{questions[key].short}”": text for key, text in said.notes.items() if key in questions}
    notes |= {"Your reason": max(said.reasons.values(), key=len, default=""), "Your line": said.line}
    lengths = {what: (len(text), record.LONGEST_TYPED) for what, text in notes.items()}
    if state.at != record.THINGS_ASKED_WITH:  # there its field says so
        lengths["What is stored"] = (len(said.notes.get(THINGS, "")), record.LONGEST_THINGS)
    lengths["Your text in the document"] = (length(said), record.LONGEST_PROSE)
    crowded = len(said.earlier) - record.MOST_ASIDE
    aside = (
        f"{record.MOST_ASIDE} other interviews are kept here: the oldest {'is' if crowded == 1 else 'are'} given up."
    )
    return ((aside,) if crowded > 0 else ()) + tuple(
        f"{what} has {long:,} characters, and {most:,} are kept: shorten it by {long - most:,}, or its end will be "
        "missing."
        for what, (long, most) in lengths.items()
        if long > most
    )


def left_over(before: Record, step: Step, event: Event) -> tuple[str, ...]:
    """A sentence for each text that was typed for a button that was not pressed, where the next screen does not show
    it; also where it has come back with another interview than the one with the record `before`."""
    form, state = event.left or event.form, step.state
    there = event.question if step.seen else ""
    if state.at == "conflict":
        there = why_kept(state.reading, state.record, objections(state.reading, state.record))
    left = [
        text
        for name, text in state.record.reasons.items()
        if name != there
        and (WHY + name in form.fields or before.reasons.get(name) != text or form.at == "conflict" != state.at)
    ]
    first = not any(it.key in state.answers and it.key != state.at for it in state.reading.questions)
    if not (first and state.at in state.reading.catalogue.questions) and (LINE in form.fields or not before.line):
        left += [state.record.line] if state.record.line else []
    return tuple(f"Not taken, as its own button was not pressed: “{text}”" for text in left)


def note_problem(form: Form, name: str = "note") -> str:
    """What is wrong with the note, or the reason in another field, in words that say what to do."""
    if name == "note" and form.values(EXISTING) == (ANOTHER,):
        note = form.text("note")
        if not note.strip():
            return "Which database is it? Write its name in the note."
        if names := compared(note):
            return f"{listed(names)} can be chosen from the list."
    return _shorten("The note", len(form.text(name)), record.longest_note(form.at))


def things_problem(form: Form) -> str:
    """What is wrong with the words on what is stored."""
    text = form.text(THINGS)
    return _shorten("What is stored", len(record.one_line(text, len(text))), record.LONGEST_THINGS)


def _shorten(what: str, long: int, most: int) -> str:
    if long <= most:
        return ""
    return f"{what} has {long:,} characters, and {most:,} are kept: shorten it by {long - most:,}."


# --- what was answered ------------------------------------------------------------------------------------------------


def question_of(state: State, key: str) -> Question:
    """The question of that key. Raises RequestError where there is none."""
    if key not in state.reading.catalogue.questions:
        raise RequestError(f"no such question: {quoted(key)}")
    return state.reading.catalogue.questions[key]


def answer_of(question: Question, answers: Answers, form: Form) -> Value:
    """The form's answer; it must be one that the screen offered. Raises AnswerError."""
    value = check_one(question, list(chosen(form, question.key)))
    if not values({question.key: value}, question.key) <= {option.value for option in offered(question, answers)}:
        raise AnswerError(question.key, "not offered after these answers")
    return value


def chosen(form: Form, key: str) -> tuple[str, ...]:
    """What the form holds as an answer: a database that only the note names is none of the guide's."""
    given = form.values(key)
    if key != EXISTING or given not in ((), (ANOTHER,)):
        return given
    note = form.text("note")
    return ("none",) if note.strip() and not compared(note) else ()


def as_entered(form: Form, key: str) -> Value | None:
    """What the form held, to show it again as it was."""
    return form.values(key) or None


def with_answer(state: State, answers: Answers, key: str, value: Value) -> dict[str, Value]:
    """The answers with one more, in the questions' order."""
    return in_order(state.reading.catalogue, {**answers, key: value})


def problem_of(question: Question, form: Form) -> str:
    """Why an answer cannot be accepted, in words that say what to do."""
    given = form.values(question.key)
    if not given:
        return "Choose at least one answer to go on." if question.several else "Choose one of the answers to go on."
    alone = [option.label for option in question.options if option.value in ALONE.intersection(given)]
    if alone and len(given) > 1:
        return f"Choose “{alone[0]}” on its own, or the others without it."
    return "Choose one of the answers."
