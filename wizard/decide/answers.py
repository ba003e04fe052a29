"""Answers: what a person has said so far, checked against the vocabulary.

Answers are the wizard's only state. They map a question's key to a value, or to a tuple of values where a question
takes several. A question that is not in the mapping has not been answered, which differs from `unsure`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any, Final

from wizard.catalogue.model import Catalogue, Condition, Option, Question
from wizard.catalogue.signs import key_named, named, visible

type Value = str | tuple[str, ...]
type Answers = Mapping[str, Value]

#: Set by the person, never asked; see the vocabulary.
PACES: Final = ("brief", "guided")

#: In questions that take several values these stand alone.
ALONE: Final = frozenset({"none", "unsure"})

UNSURE: Final = frozenset({"unsure"})


class AnswerError(ValueError):
    """An answer is not in the vocabulary. `key` names the question; the text, what was found and what is allowed."""

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(f"{key_named(key)}: {problem}")
        self.key = key
        self.problem = problem


def several(value: Value) -> tuple[str, ...]:
    """One value or several, as several."""
    return (value,) if isinstance(value, str) else value


def values(answers: Answers, key: str) -> frozenset[str]:
    """The answer to `key` as a set; a question that was not answered counts as `unsure`."""
    value = answers.get(key)
    if value is None:
        return UNSURE
    return frozenset((value,) if isinstance(value, str) else value)  # not several(): it is asked thousands of times


def hold(conditions: Mapping[str, Condition], answers: Answers) -> bool:
    """Whether every condition holds."""
    for key, condition in conditions.items():  # no all(), no sets: this is most of what is computed
        value = answers.get(key, "unsure")
        if not condition.holds((value,) if isinstance(value, str) else value):
            return False
    return True


def applies(question: Question, answers: Answers) -> bool:
    """Whether `question` makes sense after these answers; without data to keep, only `persistence` does."""
    if question.key != "persistence" and answers.get("persistence") == "no":
        return False
    return question.when.keys() <= answers.keys() and hold(question.when, answers)


def may_apply(question: Question, answers: Answers) -> bool:
    """Whether `question` applies, or could once questions before it are answered."""
    if question.key != "persistence" and answers.get("persistence") == "no":
        return False
    for key, condition in question.when.items():  # no all(), as in hold()
        value = answers.get(key)
        if value is not None and not condition.holds((value,) if isinstance(value, str) else value):
            return False
    return True


#: Of more values than this, sets are told in pairs: no rule asks for more together, and there would be millions.
MOST_IN_SETS: Final = 8


def possible(question: Question) -> tuple[Value, ...]:
    """Every answer that `question` takes: each value, or each set of values that may stand together; of very many
    values, each one and each two."""
    named = question.values
    if not question.several:
        return named
    together = [value for value in named if value not in ALONE]
    most = len(together) if len(together) <= MOST_IN_SETS else 2
    sets = [chosen for size in range(1, most + 1) for chosen in combinations(together, size)]
    return (*sets, *((value,) for value in named if value in ALONE))


def offered(question: Question, answers: Answers) -> tuple[Option, ...]:
    """The options of `question` after these answers (the frameworks of the language, and so on)."""
    return tuple(option for option in question.options if hold(option.when, answers))


def fits(option: Option, answers: Answers) -> bool:
    """Whether a given answer still makes sense. A client of another language does: that is a conflict to be named."""
    return bool(option.group) or hold(option.when, answers)


def check(catalogue: Catalogue, raw: Mapping[str, Any]) -> dict[str, Value]:
    """Answers from outside (JSON, TOML, a form, a link), checked key by key, in the questions' order.

    Raises :class:`AnswerError` for the first key or value that the vocabulary does not have.
    """
    checked: dict[str, Value] = {}
    seen = {visible(key): value for key, value in raw.items()}
    if len(seen) < len(raw):
        key = next(key for key in raw if key != visible(key))
        raise AnswerError(visible(key), f"given twice, once as {named(key)}")
    for key in seen:
        if key != "pace" and key not in catalogue.questions:
            raise AnswerError(key, f"no such question; there are {', '.join(catalogue.questions)}, pace")
    raw = seen
    for key, question in catalogue.questions.items():
        if key in raw:
            checked[key] = check_one(question, raw[key])
    if "pace" in raw:
        if raw["pace"] not in PACES:
            raise AnswerError("pace", f"{named(raw['pace'])} is not one of {', '.join(PACES)}")
        checked["pace"] = raw["pace"]
    return checked


def check_one(question: Question, value: Any) -> Value:
    """One answer, checked. Several values come back without repetition, in the order of the options."""
    allowed = question.values
    given: Iterable[Any] = (value,) if isinstance(value, str) else value
    if not isinstance(given, list | tuple) or not given:
        raise AnswerError(
            question.key, f"expected {'a list of values' if question.several else 'one value'}, not {named(value)}"
        )
    given = [visible(item) if isinstance(item, str) else item for item in given]
    for item in given:
        if not isinstance(item, str) or item not in allowed:
            raise AnswerError(question.key, f"{named(item)} is not one of {', '.join(allowed)}")
    if not question.several:
        if len(given) != 1:
            raise AnswerError(question.key, f"takes one value, not {len(given)}")
        return str(given[0])
    chosen = tuple(item for item in allowed if item in given)
    alone = [item for item in chosen if item in ALONE]
    if alone and len(chosen) > 1:
        raise AnswerError(question.key, f"{alone[0]!r} cannot stand beside other values")
    return chosen


def in_order(catalogue: Catalogue, answers: Answers) -> dict[str, Value]:
    """The answers in the questions' order, the pace last."""
    return {key: answers[key] for key in (*catalogue.questions, "pace") if key in answers}


def prune(catalogue: Catalogue, answers: Answers) -> tuple[dict[str, Value], tuple[str, ...]]:
    """Split answers into those that still apply and the keys of those that do not (a framework after a new language).

    Keys are dropped in the questions' order, so one that depends on a dropped one goes too.
    """
    kept: dict[str, Value] = {}
    dropped = []
    for key, question in catalogue.questions.items():
        if key not in answers:
            continue
        chosen = values(answers, key)
        options = [option for option in question.options if option.value in chosen]
        if applies(question, kept) and chosen <= {option.value for option in options if fits(option, kept)}:
            kept[key] = answers[key]
        else:
            dropped.append(key)
    if "pace" in answers:
        kept["pace"] = answers["pace"]  # last, as everywhere: one interview has one address
    return kept, tuple(dropped)
