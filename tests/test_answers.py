"""Answers: checked key by key against the vocabulary, and pruned to those that still apply."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from tests.strategies import EXAMPLES, legal_answers
from tests.vocabulary import FRAMEWORKS, QUESTIONS
from wizard.catalogue.load import load
from wizard.catalogue.model import Condition
from wizard.decide.answers import AnswerError, Value, applies, check, check_one, hold, offered, prune, values

CATALOGUE = load()
ASKED = CATALOGUE.questions


def test_every_value_of_the_vocabulary_is_accepted() -> None:
    for key, (takes, allowed) in QUESTIONS.items():
        for value in allowed:
            expected = value if takes == "one" else (value,)
            assert check(CATALOGUE, {key: value}) == {key: expected}
            assert check(CATALOGUE, {key: [value]}) == {key: expected}


@pytest.mark.parametrize("pace", ["brief", "guided"])
def test_the_pace_is_an_answer_too(pace: str) -> None:
    assert check(CATALOGUE, {"pace": pace}) == {"pace": pace}


@pytest.mark.parametrize(
    ("key", "value", "hint"),
    [
        ("colour", "red", "no such question"),
        ("pace", "slow", "'slow' is not one of brief, guided"),
        ("pace", ["brief"], "is not one of brief, guided"),
        ("scale", "tens", "'tens' is not one of hundreds, thousands, millions, billions, unsure"),
        ("scale", "Millions", "'Millions' is not one of"),
        ("scale", "", "'' is not one of"),
        ("scale", None, "expected one value, not None"),
        ("scale", 7, "expected one value, not 7"),
        ("scale", True, "expected one value, not True"),
        ("scale", {"is": "millions"}, "expected one value"),
        ("scale", [], "expected one value, not []"),
        ("scale", ["hundreds", "millions"], "takes one value, not 2"),
        ("scale", [["hundreds"]], "['hundreds'] is not one of"),
        ("data", [], "expected a list of values, not []"),
        ("data", ["relational", 7], "7 is not one of"),
        ("data", ["relational", "unsure"], "'unsure' cannot stand beside other values"),
        ("compliance", ["none", "residency"], "'none' cannot stand beside other values"),
        ("framework", "unsure", "'unsure' is not one of"),
    ],
)
def test_a_wrong_answer_names_its_question_and_what_is_allowed(key: str, value: Any, hint: str) -> None:
    with pytest.raises(AnswerError) as caught:
        check(CATALOGUE, {"persistence": "yes", key: value})
    assert caught.value.key == key
    assert str(caught.value).startswith(f"{key}: ")
    assert hint in str(caught.value)


def test_answers_come_back_in_the_order_of_the_questions() -> None:
    checked = check(CATALOGUE, {"pace": "brief", "budget": "free", "language": "go", "persistence": "yes"})
    assert list(checked) == ["persistence", "language", "budget", "pace"]


def test_several_values_come_back_once_and_in_the_order_of_the_options() -> None:
    assert check_one(ASKED["data"], ["vectors", "relational", "vectors"]) == ("relational", "vectors")


def test_not_answered_counts_as_unsure() -> None:
    assert values({}, "scale") == values({"scale": "unsure"}, "scale") == {"unsure"}
    assert values({"data": ("documents", "vectors")}, "data") == {"documents", "vectors"}


def test_all_conditions_must_hold() -> None:
    when = {"scale": Condition(any_of=frozenset({"millions"})), "budget": Condition(none_of=frozenset({"free"}))}
    assert hold({}, {})
    assert hold(when, {"scale": "millions"})
    assert not hold(when, {"scale": "millions", "budget": "free"})
    assert not hold(when, {"budget": "modest"})


def test_without_data_only_the_first_question_applies() -> None:
    assert [key for key, question in ASKED.items() if applies(question, {"persistence": "no"})] == ["persistence"]


@pytest.mark.parametrize("language", ["typescript", "python", "go", "other", None])
def test_the_language_decides_which_frameworks_are_asked_for(language: str | None) -> None:
    spoken: dict[str, Value] = {"language": language} if language else {}
    answers = {"persistence": "yes", **spoken}
    assert applies(ASKED["framework"], answers) == (language in FRAMEWORKS)
    if language in FRAMEWORKS:
        assert {option.value for option in offered(ASKED["framework"], answers)} == FRAMEWORKS[language]


def test_clients_are_asked_for_only_in_a_language_that_has_some() -> None:
    about_clients = ("existing_client", "query_style", "migrations")
    for language, asked in (("go", True), ("other", False)):
        assert [applies(ASKED[key], {"language": language}) for key in about_clients] == [asked] * 3
        assert applies(ASKED["engines"], {"language": language}), "several engines rule databases out"


def test_the_stance_is_asked_for_only_about_an_existing_database() -> None:
    stance = ASKED["existing_stance"]
    assert applies(stance, {"existing_database": "mysql"})
    assert not applies(stance, {"existing_database": "none"})
    assert not applies(stance, {})


def test_prune_drops_what_the_language_no_longer_offers() -> None:
    answers: dict[str, Value] = {
        "persistence": "yes",
        "language": "python",
        "framework": "nextjs",
        "scale": "millions",
        "existing_client": "prisma",
    }
    kept, dropped = prune(CATALOGUE, answers)
    assert kept == {
        "persistence": "yes",
        "language": "python",
        "scale": "millions",
        "existing_client": "prisma",  # a client of another language stays: the recommendation names the conflict
    }
    assert dropped == ("framework",)


def test_prune_drops_everything_but_the_pace_when_there_is_nothing_to_keep() -> None:
    kept, dropped = prune(CATALOGUE, {"persistence": "no", "language": "go", "data": ("documents",), "pace": "guided"})
    assert kept == {"persistence": "no", "pace": "guided"}
    assert dropped == ("language", "data")


def test_prune_leaves_the_given_answers_alone() -> None:
    answers: dict[str, Value] = {"persistence": "no", "language": "go"}
    prune(CATALOGUE, answers)
    assert answers == {"persistence": "no", "language": "go"}


@EXAMPLES
@given(legal_answers())
def test_legal_answers_are_accepted_unchanged_and_none_is_pruned(answers: dict[str, Value]) -> None:
    assert check(CATALOGUE, answers) == answers
    assert prune(CATALOGUE, answers) == (answers, ())
