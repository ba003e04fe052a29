"""The screen of one question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from wizard.catalogue.model import Option, Question
from wizard.converse.flow import at_most_left, previous_question
from wizard.converse.record import LONGEST_NOTE, LONGEST_THINGS, THINGS, THINGS_ASKED_WITH, longest_note
from wizard.converse.state import Step
from wizard.converse.uncompared import ANOTHER, EXISTING, named_main
from wizard.converse.weighing import has_to_weigh
from wizard.decide.answers import Answers, offered, values
from wizard.explain.words import language_label
from wizard.show.render import render
from wizard.show.shown import Shown
from wizard.show.so_far import SoFar, so_far

#: By the words of 15 questions and the summary, at 238 words a minute and three seconds a choice, on 30 November 2026:
#: 9.3 minutes with every word that is not folded.
PROMISE: Final = "5 to 10 minutes."

#: Where a database has been named: see :func:`wizard.converse.flow.still_asked`.
NAMED: Final = "Fewer if you name its client too: seven answers at most follow. The rest can be added in the summary."

#: In the place of how far one is, where one has been through.
CHANGING: Final = "Changing one answer"

#: From this question on a person may finish early.
FINISH_FROM = 2

#: (the answer of which the note has the name; what the note is called there), by questions.
IN_THE_NOTE: Final = {
    EXISTING: (ANOTHER, "Name another database, or add a note"),
    "language": ("other", "Name another language, or add a note"),
}

#: And only once this is answered: files may name a database and leave open whether data are kept.
FIRST: Final = "persistence"


@dataclass(frozen=True, kw_only=True, slots=True)
class OptionView:
    value: str
    label: str
    hint: str
    checked: bool
    tag: str


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupView:
    label: str
    options: tuple[OptionView, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionView:
    key: str
    kind: str
    """`radio`, `checkbox` or `select`."""
    question: str
    why: str
    context: tuple[str, ...]
    """Guided pace: paragraphs; the first is shown, the others are folded."""
    options: tuple[OptionView, ...]
    groups: tuple[GroupView, ...]
    error: str
    note_error: str
    """What is wrong with the note alone."""
    progress: str
    pace: str
    can_go_back: bool
    can_finish: bool
    notices: tuple[str, ...]
    returning: str
    so_far: SoFar | None
    note: str
    takes_files: bool
    line: str | None = None
    """What the express door's field holds; None where there is no such door: after the first answer, unless something
    was typed there."""
    line_error: str = ""
    promise: str = ""
    """How long it takes: on the first question, and where a database has been named."""
    longest_note: int = LONGEST_NOTE
    named: str = ""
    """The answer whose name goes into the note, which is open where that is chosen."""
    note_label: str = "Add a note"
    note_open: bool = False
    things: str | None = None
    """What the field on what is stored holds; None where that is not asked."""
    longest_things: int = LONGEST_THINGS


def show(step: Step) -> Shown:
    """The screen of one question."""
    view = question_view(step)
    return Shown(
        html=render("question.html.jinja", view=view, reviewed=step.state.reviewed),
        title=view.question,
        announcement=f"{view.progress}.",
    )


def question_view(step: Step) -> QuestionView:
    """What the screen of a question shows."""
    state, reading, key = step.state, step.state.reading, step.state.at
    answers, record = state.answers, state.record
    question = reading.catalogue.questions[key]
    entered = {key: step.entered} if step.entered is not None else answers
    picked = values(entered, key) if key in entered else frozenset()
    note = record.notes.get(key, "")
    named, note_label = ("", "") if step.adjusting else IN_THE_NOTE.get(key, ("", ""))
    if named == ANOTHER and picked == {"none"} and named_main(reading.catalogue, note):
        picked = frozenset({ANOTHER})
    tag = record.origins[key].words if key in record.origins and key in answers else ""
    spoken = str(answers.get("language", ""))
    options = [_option(option, picked, tag, spoken) for option in offered(question, answers)]
    groups = _groups(_distinct(offered(question, answers), picked, answers), picked)
    number = sum(item.key in answers and item.key != key for item in reading.questions) + 1
    line = step.line or record.line
    return QuestionView(
        key=key,
        kind="select" if groups else ("checkbox" if question.several else "radio"),
        question=question.question,
        why=question.why,
        context=(question.most, question.context, question.example) if reading.pace == "guided" else (),
        options=tuple(options) if not groups else tuple(item for item in options if not _grouped(question, item.value)),
        groups=groups,
        error=step.error,
        note_error=step.note_error,
        progress=CHANGING if state.reviewed else _progress(step, number),
        pace=reading.pace,
        can_go_back=previous_question(reading, key) is not None,
        can_finish=number >= FINISH_FROM and FIRST in answers,
        notices=step.notices,
        returning=step.returning,
        so_far=so_far(reading, step.before, record.things) if set(answers) - {"pace"} else None,
        note=note,
        named=named,
        note_label=note_label or "Add a note",
        note_open=named in picked,
        longest_note=longest_note(key),
        takes_files=question.takes_files,
        things=record.notes.get(THINGS, "") if key == THINGS_ASKED_WITH else None,
        promise=PROMISE if number == 1 else NAMED if key == "existing_stance" and reading.pace == "brief" else "",
        line=line if number == 1 and (line or not set(answers) - {"pace"}) else None,
        line_error=step.line_error,
    )


def _progress(step: Step, number: int) -> str:
    """Where the question stands, and how many screens may follow."""
    reading, record, key = step.state.reading, step.state.record, step.state.at
    without = {name: value for name, value in reading.answers.items() if name != key}
    left = at_most_left(reading.instead(without) if key in reading.answers else reading) - 1
    left += record.weighed is None and has_to_weigh(reading)  # a screen of its own
    return f"Question {number}" + (f", at most {left} more" if left > 0 else ", the last one")


def _option(option: Option, picked: frozenset[str], tag: str = "", language: str = "") -> OptionView:
    checked = option.value in picked
    hint = option.hint_in.get(language, option.hint)
    return OptionView(value=option.value, label=option.label, hint=hint, checked=checked, tag=tag if checked else "")


def hidden_places(answers: Answers) -> tuple[str, ...]:
    """Values that are no answer to "which database?", unless it runs on the team's own machines."""
    own = answers.get("platform") == "own" or answers.get("hosting") == "self-hosted"
    return () if own else ("self-hosted", "embedded")


def _distinct(options: tuple[Option, ...], picked: frozenset[str], answers: Answers) -> tuple[Option, ...]:
    """Without places that are no answer to "which database?", and without a name that stands there already; what has
    been answered (a link may say anything that is legal) stays."""
    named: dict[str, Option] = {}
    for option in sorted(options, key=lambda option: option.value not in picked):
        if option.value not in hidden_places(answers) or option.value in picked:
            named.setdefault(option.label, option)
    return tuple(option for option in options if option in named.values())


def _grouped(question: Question, value: str) -> bool:
    return any(option.value == value and option.group for option in question.options)


def _groups(options: tuple[Option, ...], picked: frozenset[str]) -> tuple[GroupView, ...]:
    names = dict.fromkeys(option.group for option in options if option.group)
    return tuple(
        GroupView(
            label=language_label(name),
            options=tuple(_option(option, picked) for option in options if option.group == name),
        )
        for name in names
    )
