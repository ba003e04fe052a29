"""The recommendation: the guide's rows lead where they say, and everything in it has a reason."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from tests.strategies import legal_answers, tried
from wizard.catalogue.load import load
from wizard.catalogue.model import Row
from wizard.decide.answers import Value, values
from wizard.decide.rulebook import rulebook
from wizard.decide.rules import selects
from wizard.decide.what_if import one_change_away
from wizard.explain.machine import as_json
from wizard.explain.places import RUNS_FUNCTIONS
from wizard.explain.reading import reading_of
from wizard.explain.words import fill

CATALOGUE = load()
BOOK = rulebook(CATALOGUE)
ROWS = [(table.id, row) for table in CATALOGUE.tables.values() for row in table.rows]
SHAPE = {
    "persistence",
    "database",
    "service",
    "client",
    "companions",
    "certainty",
    "reasons",
    "trade_offs",
    "conflicts",
    "alternatives",
    "would_change_it",
    "made_no_difference",
}
TRIPLE = {"database", "service", "client"}


def picked(**answers: Any) -> dict[str, Any]:
    return as_json(reading_of(CATALOGUE, {"persistence": "yes", **answers}))


def triple(found: dict[str, Any]) -> tuple[str | None, str | None, str | None]:
    return found["database"], found["service"], found["client"]


def rules(found: dict[str, Any], part: str) -> set[str]:
    return {item["rule"] for item in found[part]}


# --- the guide's rows -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("table", "row"), ROWS, ids=lambda item: item.id if isinstance(item, Row) else item)
def test_each_row_answered_alone_gives_what_it_recommends(table: str, row: Row) -> None:
    found = as_json(reading_of(CATALOGUE, row.answers))
    if table.endswith("-clients"):
        assert [found["client"]] == list(row.recommends)
        return
    pick = {found["database"], found["service"]}
    others = {id_ for item in found["alternatives"] for id_ in (item["database"], item["service"])}
    assert pick & set(row.recommends)
    assert set(row.recommends) <= pick | others


def test_there_are_twenty_one_rows() -> None:
    assert len(ROWS) == 21


# --- the shape --------------------------------------------------------------------------------------------------------


@tried(80)
@given(legal_answers())
def test_the_json_has_exactly_the_public_keys(answers: dict[str, Value]) -> None:
    found = as_json(reading_of(CATALOGUE, answers))
    assert json.loads(json.dumps(found)) == found
    assert set(found) == SHAPE
    assert found["certainty"] in ("clear", "close", "forced")
    assert found["persistence"] in ("yes", "no")
    parts: dict[str, set[str]] = {
        "companions": TRIPLE | {"for"},
        "reasons": {"for", "id", "rule", "text", "answers"},
        "trade_offs": {"id", "text", "source"},
        "conflicts": {"level", "rule", "text", "answers", "ways_out"},
        "alternatives": TRIPLE | {"why_not"},
        "would_change_it": {"question", "from", "to", "becomes"},
    }
    for part, keys in parts.items():
        assert all(set(item) == keys for item in found[part]), part
    assert all(set(item["becomes"]) == TRIPLE for item in found["would_change_it"])
    assert all(item["for"] in TRIPLE for item in found["reasons"])
    assert all(item["level"] in ("block", "warn", "note") for item in found["conflicts"])
    assert all(
        item["source"].startswith(("https://", "pkg:", "guide/")) for item in found["trade_offs"] if item["source"]
    )
    assert len(found["alternatives"]) <= 2


@tried(80)
@given(legal_answers())
def test_everything_rests_on_answers_that_were_given(answers: dict[str, Value]) -> None:
    found = as_json(reading_of(CATALOGUE, answers))
    for part in ("reasons", "conflicts"):
        for item in found[part]:
            assert set(item["answers"]) <= set(answers), (part, item["rule"])
    assert set(found["made_no_difference"]) <= set(answers)


@tried(80)
@given(legal_answers())
def test_the_pick_has_its_reasons_and_its_texts_are_whole(answers: dict[str, Value]) -> None:
    found = as_json(reading_of(CATALOGUE, answers))
    ids = {found["database"], found["service"], found["client"], "none"}
    for reason in found["reasons"]:
        assert reason["id"] in ids or reason["id"] in answers.values()
    if found["client"]:
        assert any(reason["for"] == "client" for reason in found["reasons"])
    texts = [item["text"] for part in ("reasons", "conflicts", "trade_offs") for item in found[part]]
    assert not any("{" in text for text in texts)
    assert triple(found) not in [triple(item) for item in found["alternatives"]]
    assert all(conflict["ways_out"] for conflict in found["conflicts"] if conflict["level"] != "note")


def test_nothing_is_decided_twice_differently() -> None:
    answers: dict[str, Value] = {"persistence": "yes", "language": "go", "data": ("documents", "vectors")}
    assert as_json(reading_of(CATALOGUE, answers)) == as_json(reading_of(CATALOGUE, dict(reversed(answers.items()))))


# --- no database ------------------------------------------------------------------------------------------------------


def test_no_database_needed() -> None:
    found = as_json(reading_of(CATALOGUE, {"persistence": "no"}))
    assert triple(found) == (None, None, None)
    assert found["persistence"] == "no"
    assert rules(found, "reasons") == {"nothing-to-keep", "reverse-when-state-appears"}
    empty = SHAPE - {"persistence", "reasons", "certainty", *TRIPLE}
    assert all(found[part] == [] for part in empty)


@pytest.mark.parametrize("answers", [{}, {"persistence": "unsure"}, {"persistence": "yes"}])
def test_who_is_not_sure_gets_postgresql(answers: dict[str, Value]) -> None:
    found = as_json(reading_of(CATALOGUE, answers))
    assert (found["persistence"], found["database"]) == ("yes", "postgresql")


# --- what is in use, decided, leaned towards --------------------------------------------------------------------------


@pytest.mark.parametrize("id_", [*CATALOGUE.databases, *CATALOGUE.services])
@pytest.mark.parametrize("stance", ["in-use", "decided"])
def test_what_is_in_use_or_decided_is_kept(id_: str, stance: str) -> None:
    found = picked(existing_database=id_, existing_stance=stance, data=("relational",), hosting="managed")
    kept = id_ in (found["database"], found["service"])
    beside = any(id_ in (item["database"], item["service"]) for item in found["companions"])
    if stance == "decided":
        assert kept
    assert kept or beside  # what cannot hold the data stays beside the pick
    if kept:
        assert found["certainty"] == "forced"
        told = {f"kept-because-{stance}", "kept-for-now"}
        assert told & rules(found, "reasons")
        blocked = any(item["level"] == "block" for item in found["conflicts"])
        assert ("kept-for-now" in rules(found, "reasons")) == (blocked and stance == "in-use")
    assert triple(found) not in [triple(item) for item in found["alternatives"]]


def test_naming_a_database_without_a_stance_means_that_it_is_in_use() -> None:
    assert triple(picked(existing_database="mysql")) == triple(
        picked(existing_database="mysql", existing_stance="in-use")
    )
    assert picked(existing_database="mysql")["database"] == "mysql"


def test_a_leaning_is_weighed_not_obeyed() -> None:
    leaning = {"existing_database": "mongodb", "existing_stance": "leaning"}
    assert picked(**leaning, data=("documents", "key-value"))["database"] == "mongodb"
    against = picked(**leaning, data=("relational",))
    assert against["database"] == "postgresql"
    assert "mongodb" in [item["database"] for item in against["alternatives"]]


def test_a_leaning_can_tip_the_scales() -> None:
    assert picked(hosting="managed")["service"] != "planetscale"
    tipped = picked(hosting="managed", existing_database="planetscale", existing_stance="leaning")
    assert tipped["service"] == "planetscale"
    assert "weighed-because-leaning" in rules(tipped, "reasons")
    assert tipped["certainty"] != "forced"


@pytest.mark.parametrize(
    ("answers", "rule"),
    [
        ({"existing_database": "embedded", "runtime": "serverless"}, "a-file-cannot-live-in-a-function"),
        ({"existing_database": "planetscale", "budget": "free"}, "nothing-to-spend-needs-a-free-tier"),
        ({"existing_database": "self-hosted", "hosting": "managed"}, "somebody-else-runs-it"),
        ({"existing_database": "mongodb", "compliance": ("open-source",)}, "open-source-means-osi-approved"),
    ],
)
def test_a_choice_that_breaks_a_constraint_is_kept_with_one_objection_and_ways_out(
    answers: dict[str, Value], rule: str
) -> None:
    found = picked(existing_stance="decided", **answers)
    assert answers["existing_database"] in (found["database"], found["service"])
    (block,) = [item for item in found["conflicts"] if item["rule"] == rule]
    assert block["level"] == "block"
    assert len(block["ways_out"]) >= 2
    assert set(block["answers"]) == set(answers)
    assert "block" not in [item["level"] for item in picked()["conflicts"]]


def test_the_serious_comes_first() -> None:
    found = picked(existing_database="embedded", existing_stance="decided", runtime="serverless", realtime="core")
    levels = [item["level"] for item in found["conflicts"]]
    assert levels == sorted(levels, key=["block", "warn", "note"].index)
    assert levels[0] == "block"


# --- clients ----------------------------------------------------------------------------------------------------------


def test_an_unlisted_language_gets_no_client() -> None:
    found = picked(language="other")
    assert (found["database"], found["client"]) == ("postgresql", None)
    assert not any(item["for"] == "client" for item in found["reasons"])


@pytest.mark.parametrize(
    "client", [item for item in CATALOGUE.clients.values() if item.id != "motor"], ids=lambda item: item.id
)
def test_a_client_in_use_is_kept_and_decides_between_databases(client: Any) -> None:
    found = picked(language=client.language, existing_client=client.id)
    assert found["client"] == client.id
    service = CATALOGUE.services[found["service"]]
    assert service.runs[found["database"]] in client.speaks
    assert "kept-because-in-use" in rules(found, "reasons")


def test_a_client_in_use_that_does_not_speak_the_database_in_use_is_a_conflict() -> None:
    found = picked(language="go", existing_database="mysql", existing_stance="in-use", existing_client="pgx")
    assert found["database"] == "mysql"
    assert found["client"] != "pgx"
    (block,) = [item for item in found["conflicts"] if item["level"] == "block"]
    assert "existing_client" in block["answers"]
    assert block["ways_out"]


@pytest.mark.parametrize(
    ("client", "database", "level"), [("prisma-python", "postgresql", "block"), ("motor", "mongodb", "warn")]
)
def test_an_abandoned_client_is_kept_with_an_objection(client: str, database: str, level: str) -> None:
    """Motor gets critical fixes until 14 May 2027: work on what is there goes on."""
    found = picked(language="python", existing_client=client, existing_database=database, existing_stance="in-use")
    assert found["client"] == client
    assert level in [item["level"] for item in found["conflicts"]]


def test_an_abandoned_client_does_not_choose_the_database() -> None:
    found = picked(language="python", existing_client="motor")
    assert found["database"] == "postgresql"
    assert "block" in [item["level"] for item in found["conflicts"]]


def test_a_framework_brings_its_own_client() -> None:
    assert picked(language="python", framework="django")["client"] == "django-orm"
    assert picked(language="python", framework="fastapi")["client"] == "sqlalchemy"


# --- companions -------------------------------------------------------------------------------------------------------


def test_a_second_kind_of_data_gets_a_store_beside_the_first() -> None:
    found = picked(language="python", data=("relational", "key-value"), scale="millions", budget="flexible")
    assert found["database"] == "postgresql"
    (beside,) = found["companions"]
    assert (beside["database"], beside["for"]) == ("redis", "key-value")
    assert beside["client"] == "redis-py"


def test_vectors_live_in_the_same_database() -> None:
    found = picked(language="python", data=("relational", "vectors"))
    (within,) = found["companions"]
    assert {**within, "for": None} == {**{key: found[key] for key in TRIPLE}, "for": None}
    assert within["for"] == "vectors"


# --- how sure, and what if --------------------------------------------------------------------------------------------


def test_certainty_goes_by_the_lead() -> None:
    assert picked(data=("documents",))["certainty"] == "clear"
    for answers in ({}, {"language": "go"}, {"data": ("relational",)}, {"hosting": "serverless"}):
        decision = reading_of(CATALOGUE, {"persistence": "yes", **answers}).decision
        first, second = (decision.points[index] for index in decision.standings[:2])
        assert picked(**answers)["certainty"] == ("close" if first - second <= 1 else "clear")


@tried(40)
@given(legal_answers())
def test_each_what_if_does_what_it_says(answers: dict[str, Value]) -> None:
    found = reading_of(CATALOGUE, answers)
    moves, same = found.what_if.flips, found.what_if.unmoved
    pick = found.decision.key
    for move in moves:
        now = reading_of(CATALOGUE, {**answers, move.question: move.to}).decision
        assert (now.store, now.client) == (move.store, move.client)
        assert now.key != pick
    for key in same:
        assert key in answers
        assert key not in {move.question for move in moves}
        others = next(others for question, _, others in one_change_away(CATALOGUE, answers) if question == key)
        assert all(reading_of(CATALOGUE, {**answers, key: other}).decision.key == pick for other in others)


def test_what_if_adds_or_takes_away_one_kind_of_data_at_a_time() -> None:
    all_others = {
        key: others for key, _, others in one_change_away(CATALOGUE, {"persistence": "yes", "data": ("relational",)})
    }
    assert set(all_others["data"]) == {
        ("unsure",),
        ("relational", "documents"),
        ("relational", "key-value"),
        ("relational", "time-series"),
        ("relational", "vectors"),
    }


def test_what_if_leaves_the_team_and_its_surroundings_alone() -> None:
    asked = {key for key, *_ in one_change_away(CATALOGUE, {"persistence": "yes", "language": "go"})}
    assert asked == {
        "runtime",
        "data",
        "scale",
        "realtime",
        "hosting",
        "compliance",
        "budget",
        "query_style",
        "migrations",
        "engines",
    }


def test_settled_is_said_when_nothing_is_left_and_not_at_the_start() -> None:
    assert reading_of(CATALOGUE, {"persistence": "no"}).settled
    assert not reading_of(CATALOGUE, {"persistence": "yes"}).settled
    whole: dict[str, Value] = {"persistence": "yes", "language": "other"}
    for key, question in CATALOGUE.questions.items():
        if key not in whole:
            last = question.options[-1].value
            whole[key] = (last,) if question.several else last
    assert reading_of(CATALOGUE, whole | {"existing_database": "none"}).settled


@tried(60)
@given(legal_answers())
def test_what_is_assumed_is_said_for_each_open_question(answers: dict[str, Value]) -> None:
    reading = reading_of(CATALOGUE, answers)
    said = reading.unsure
    client = CATALOGUE.clients.get(str(answers.get("existing_client")))
    for key, question in CATALOGUE.questions.items():
        for option in question.options:
            if option.assumes and key in answers:
                told = reading.store is not None and values(answers, key) == {"unsure"}
                told = told and selects(option.presumes, reading.attributes)
                told = told and (bool(option.stands_for) or not (client and question.topic == "client"))
                if key == "runtime" and answers.get("platform") in RUNS_FUNCTIONS:
                    assert not told or any(text.startswith("We assume functions") for text in said)
                    told = False  # no long-running server is assumed there
                assert (option.assumes in said) == told


def test_names_are_filled_in() -> None:
    store = next(item for item in BOOK.stores if item.service.id == "neon")
    text = fill("{name}, {database}, {service}, {client}", store, CATALOGUE.clients["pgx"])
    assert text == "PostgreSQL on Neon, PostgreSQL, Neon, pgx"
    assert fill("{client}", store) == "the client"
