"""What a screen's form held when a button was pressed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from wizard.catalogue.model import Catalogue, Question
from wizard.converse import record
from wizard.decide.answers import ALONE, AnswerError, Value, check_one, offered, values
from wizard.door.state import RequestError, State

#: Fields that hold a section's prose are called this and the section's heading.
PROSE: Final = "prose:"


def question_of(catalogue: Catalogue, key: str) -> Question:
    """The question of that key. Raises RequestError where there is none."""
    if key not in catalogue.questions:
        raise RequestError(f"no such question: {key}")
    return catalogue.questions[key]


def fields_of(event: Mapping[str, Any], key: str) -> list[str]:
    """What the form holds under a name; nothing where it has no such field."""
    fields = event.get("fields")
    given = fields.get(key) if isinstance(fields, Mapping) else None
    several_ = given if isinstance(given, list) else [given]
    return [str(item) for item in several_ if item]


def text_of(event: Mapping[str, Any], key: str) -> str:
    """The text in a field of several lines."""
    return "\n".join(fields_of(event, key))


def with_written(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> State:
    """The state with what was written in the screen's text fields."""
    said = state.record
    if "note" in _names(event) and state.at in catalogue.questions:
        note = record.clean(text_of(event, "note"), 10 * record.LONGEST_NOTE)  # too long: shown again whole, not kept
        notes = {**said.notes, state.at: note}
        said = replace(said, notes={key: notes[key] for key in catalogue.questions if notes.get(key)})
    prose = {**said.prose, **prose_in(event)}
    return replace(state, record=replace(said, prose={heading: text for heading, text in prose.items() if text}))


def prose_in(event: Mapping[str, Any]) -> dict[str, str]:
    """The text of each section that was edited, by its heading. The page leaves out what nobody has touched."""
    return {
        name.removeprefix(PROSE): record.clean(text_of(event, name), 10 * record.LONGEST_PROSE)  # as a note
        for name in _names(event)
        if name.startswith(PROSE)
    }


def _names(event: Mapping[str, Any]) -> list[str]:
    fields = event.get("fields")
    return [str(name) for name in fields] if isinstance(fields, Mapping) else []


def note_problem(event: Mapping[str, Any]) -> str:
    """What is wrong with the note, in words that say what to do."""
    length = len(text_of(event, "note"))
    if length <= record.LONGEST_NOTE:
        return ""
    return (
        f"The note has {length:,} characters, and {record.LONGEST_NOTE} are kept: "
        f"shorten it by {length - record.LONGEST_NOTE:,}."
    )


def answer_of(question: Question, answers: Mapping[str, Value], event: Mapping[str, Any]) -> Value:
    """The form's answer; it must be one that the screen offered. Raises AnswerError."""
    value = check_one(question, fields_of(event, question.key))
    if not values({question.key: value}, question.key) <= {option.value for option in offered(question, answers)}:
        raise AnswerError(question.key, "not offered after these answers")
    return value


def as_entered(event: Mapping[str, Any], key: str) -> Value | None:
    """What the form held, to show it again as it was."""
    return tuple(fields_of(event, key)) or None


def with_answer(catalogue: Catalogue, answers: Mapping[str, Value], key: str, value: Value) -> dict[str, Value]:
    """The answers with one more, in the questions' order."""
    merged = {**answers, key: value}
    return {name: merged[name] for name in (*catalogue.questions, "pace") if name in merged}


def problem_of(question: Question, event: Mapping[str, Any]) -> str:
    """Why an answer cannot be accepted, in words that say what to do."""
    given = fields_of(event, question.key)
    if not given:
        return "Choose at least one answer to go on." if question.several else "Choose one of the answers to go on."
    alone = [option.label for option in question.options if option.value in ALONE.intersection(given)]
    if alone and len(given) > 1:
        return f"Choose “{alone[0]}” on its own, or the others without it."
    return "Choose one of the answers."
