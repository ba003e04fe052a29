"""The flow: which question comes next, at which pace, and how many are still to come."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import EXAMPLES, legal_answers
from tests.vocabulary import QUESTIONS
from wizard.catalogue.load import load
from wizard.converse.flow import at_most_left, next_question, previous_question
from wizard.decide.answers import Value, applies, offered, prune
from wizard.decide.questions import is_suggested, pace
from wizard.explain.reading import reading_of

CATALOGUE = load()


def following(answers: Mapping[str, Value]) -> str | None:
    question = next_question(reading_of(CATALOGUE, answers))
    return question.key if question else None


def walk(answers: dict[str, Value], choices: Mapping[str, Value]) -> list[str]:
    """The questions asked from here on, answered by `choices` or else by the last option."""
    asked = []
    while key := following(answers):
        asked.append(key)
        last = offered(CATALOGUE.questions[key], answers)[-1].value
        answers = {**answers, key: choices.get(key, (last,) if QUESTIONS[key][0] == "several" else last)}
    return asked


def test_the_interview_begins_with_whether_there_are_data_to_keep() -> None:
    assert following({}) == "persistence"


def test_no_data_ends_it_at_once() -> None:
    assert following({"persistence": "no"}) is None
    assert at_most_left(reading_of(CATALOGUE, {"persistence": "no"})) == 0


def test_every_question_is_asked_in_the_order_of_the_catalogue() -> None:
    choices: dict[str, Value] = {"persistence": "yes", "language": "python", "existing_database": "aws-rds"}
    choices |= {"data": ("relational", "key-value"), "scale": "millions"}  # a cache beside it may come
    choices |= {"existing_stance": "leaning", "hosting": "any"}
    choices |= {"existing_client": "none", "compliance": ("residency",), "pace": "guided"}
    asked = walk({}, choices)
    idle = {"existing_stores", "migrations"}  # nothing is in use yet, and the last one moves nothing
    assert asked == [key for key in CATALOGUE.questions if key not in idle]
    used = walk({}, choices | {"existing_stance": "in-use"})
    told = {"realtime", "hosting", "engines", "migrations"}
    assert used == [key for key in CATALOGUE.questions if key not in told]


def test_what_was_named_tells_is_not_asked() -> None:
    rds: dict[str, Value] = {"persistence": "yes", "existing_database": "aws-rds", "existing_engine": "mysql"}
    django: dict[str, Value] = {"language": "python", "framework": "django", "existing_client": "django-orm"}
    in_use = rds | django | {"existing_stance": "in-use", "runtime": "server", "pace": "guided"}
    assert not {"platform", "hosting", "realtime", "query_style", "engines"} & set(walk(in_use, {}))
    assert {"platform", "hosting"} <= set(walk(in_use | {"existing_stance": "leaning"}, {})), "it is weighed"
    assert "platform" in walk(in_use | {"runtime": "serverless"}, {}), "functions run elsewhere too"
    supabase = {**in_use, "existing_database": "supabase"}
    del supabase["existing_engine"]
    assert "hosting" in walk(supabase, {}), "teams run it themselves too"


def test_an_unlisted_language_is_asked_nothing_about_clients() -> None:
    asked = walk({}, {"persistence": "yes", "language": "other", "existing_database": "none"})
    assert not {"framework", "existing_client", "existing_stance", "query_style", "migrations"} & set(asked)
    assert {"runtime", "data", "budget", "engines"} <= set(asked), "several engines rule databases out in any language"


def test_a_client_that_stays_leaves_no_wishes_to_ask_for_but_those_that_it_cannot_meet() -> None:
    wishes = {"query_style", "migrations", "engines"}
    prisma: dict[str, Value] = {"persistence": "yes", "language": "typescript", "existing_client": "prisma"}
    assert reading_of(CATALOGUE, prisma).decision.client is CATALOGUE.clients["prisma"]
    assert wishes & set(walk(prisma, {})) == {"engines"}, "a schema of Prisma is written for one engine"
    pgx: dict[str, Value] = {"persistence": "yes", "language": "go", "existing_client": "pgx"}
    assert wishes & set(walk(pgx, {})) == {"query_style", "engines"}, "it has no types, and speaks to one engine"
    assert wishes <= set(walk({**pgx, "existing_client": "none"}, {}))


def test_what_is_answered_is_not_asked_again() -> None:
    assert following({"persistence": "yes", "existing_database": "none", "language": "go"}) == "existing_client"


# --- pace -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, "brief"),
        ({"persistence": "unsure"}, "brief"),
        ({"persistence": "unsure", "runtime": "unsure"}, "guided"),
        ({"data": ("unsure",), "runtime": "unsure"}, "guided"),
        ({"existing_database": "none", "data": ("unsure",), "runtime": "unsure"}, "guided"),
        ({"existing_database": "mysql", "data": ("unsure",), "runtime": "unsure"}, "brief"),
        ({"pace": "guided"}, "guided"),
        ({"pace": "guided", "existing_database": "mysql"}, "guided"),
        ({"pace": "brief", "data": ("unsure",), "runtime": "unsure"}, "brief"),
    ],
)
def test_the_pace_follows_the_person(answers: dict[str, Value], expected: str) -> None:
    assert pace(answers) == expected


@EXAMPLES
@given(legal_answers())
def test_the_pace_changes_words_never_the_questions_or_the_pick(answers: dict[str, Value]) -> None:
    ways = [{**answers, "pace": way} for way in ("brief", "guided")]
    assert len({reading_of(CATALOGUE, way).decision.key for way in ways}) == 1
    assert following(ways[0]) == following(ways[1])


# --- back and ahead ---------------------------------------------------------------------------------------------------


def test_back_leads_to_the_answered_question_before() -> None:
    answers: dict[str, Value] = {"persistence": "yes", "language": "go", "platform": "aws"}

    def before(at: str) -> str | None:
        question = previous_question(reading_of(CATALOGUE, answers), at)
        return question.key if question else None

    assert before("persistence") is None
    assert before("language") == "persistence"
    assert before("platform") == "language"  # runtime, between them, was not answered
    assert before("review") == "platform"


@EXAMPLES
@given(legal_answers(), st.data())
def test_the_interview_ends_and_never_asks_more_than_it_said(answers: dict[str, Value], data: st.DataObject) -> None:
    promised = at_most_left(reading_of(CATALOGUE, answers))
    asked = 0
    while question := next_question(reading_of(CATALOGUE, answers)):
        assert applies(question, answers)
        value = data.draw(st.sampled_from([option.value for option in offered(question, answers)]))
        answers, _ = prune(CATALOGUE, {**answers, question.key: (value,) if question.several else value})
        asked += 1
        assert asked <= promised
    assert at_most_left(reading_of(CATALOGUE, answers)) == 0


@EXAMPLES
@given(legal_answers())
def test_relevant_questions_apply_and_keep_their_order(answers: dict[str, Value]) -> None:
    keys = [question.key for question in reading_of(CATALOGUE, answers).questions]
    assert keys == [key for key in CATALOGUE.questions if key in keys]
    assert all(applies(CATALOGUE.questions[key], answers) for key in keys)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("scale", {"language": "go", "runtime": "server", "platform": "own", "data": ("relational",)}),
        (
            "realtime",
            {"language": "typescript", "runtime": "serverless", "platform": "vercel", "hosting": "serverless"},
        ),
        ("platform", {"language": "typescript", "runtime": "serverless"}),
    ],
)
def test_a_question_that_many_find_odd_still_moves_a_pick_or_warns(key: str, said: dict[str, Value]) -> None:
    base = {"persistence": "yes", "existing_database": "none", "existing_client": "none", **said}
    question = CATALOGUE.questions[key]
    assert is_suggested(question, base)
    found = [reading_of(CATALOGUE, {**base, key: option.value}) for option in question.options]
    warned = {tuple(item.rule for item in now.conflicts if item.level != "note") for now in found}
    assert len({now.decision.key for now in found}) > 1 or len(warned) > 1
