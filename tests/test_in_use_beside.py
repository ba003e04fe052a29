"""Stores in use beside the main one: they are spoken of as in use, and nothing new does their job."""

from __future__ import annotations

from dataclasses import replace

from wizard.agent.reading_back import summary_json
from wizard.catalogue.load import load
from wizard.converse.flow import objections
from wizard.converse.record import EMPTY, Record
from wizard.converse.state import State, Step
from wizard.decide.answers import Value, applies, check, offered, prune
from wizard.explain.machine import as_json
from wizard.explain.reading import Reading, reading_of
from wizard.show.review import review_view
from wizard.show.so_far import so_far
from wizard.write import forms

CATALOGUE = load()
SHOP: dict[str, Value] = {
    "persistence": "yes",
    "existing_database": "postgresql",
    "existing_stance": "leaning",
    "language": "typescript",
    "runtime": "server",
    "data": ("relational", "key-value"),
    "scale": "millions",
    "budget": "flexible",
}


def reading(**more: Value) -> Reading:
    return reading_of(CATALOGUE, check(CATALOGUE, SHOP | more))


def test_what_is_in_use_takes_the_place_of_a_new_one() -> None:
    new = [(item["database"], item["service"]) for item in as_json(reading())["companions"]]
    assert [database for database, service in new if service] == ["redis"] or new[0][0] == "valkey"
    beside = as_json(reading(existing_stores=("redis",)))["companions"]
    assert beside == [{"database": "redis", "service": None, "client": None, "for": "key-value"}]


def test_what_does_another_job_leaves_the_new_one() -> None:
    beside = as_json(reading(existing_stores=("influxdb",)))["companions"]
    assert {item["for"] for item in beside} == {"key-value", "time-series"}


def test_it_stands_in_the_file_in_the_summary_and_beside_the_questions() -> None:
    told = reading(existing_stores=("redis",))
    sentence = "What is kept in Redis alone needs backups of its own there"
    for form in forms.FORMS:
        file = forms.write(told, replace(EMPTY, form=form))[1]
        assert file.count("In use beside it, and staying: Redis.") == 1
        assert file.count(sentence) == (form == "guide")
    view = review_view(Step(state=State(reading=told, at="review", record=EMPTY)))
    assert ("In use beside it", "Redis") in view.beside
    assert any(text.startswith(sentence) for text in view.beside_why)
    panel = so_far(told, reading())
    assert panel is not None
    assert "Redis, in use" in panel.beside
    assert "Redis beside it" in panel.changed


def test_the_main_database_is_not_offered_beside_itself() -> None:
    question = CATALOGUE.questions["existing_stores"]
    assert not applies(question, {"persistence": "yes", "existing_database": "none"})
    assert "postgresql" not in {option.value for option in offered(question, SHOP)}
    changed = {**SHOP, "existing_stores": ("redis",), "existing_database": "redis"}
    assert prune(CATALOGUE, changed)[1] == ("existing_stores",)


def test_the_engine_is_asked_for_where_a_service_runs_several() -> None:
    question = CATALOGUE.questions["existing_engine"]
    several = {item.id for item in CATALOGUE.services.values() if len(item.runs) > 1}
    asked = {
        id_
        for id_ in (*CATALOGUE.databases, *CATALOGUE.services)
        if applies(question, {"existing_database": id_, "persistence": "yes"})
    }
    assert asked == several
    for service in several:
        engines = {option.value for option in offered(question, {"existing_database": service})} - {"unsure"}
        assert engines == set(CATALOGUE.services[service].runs)


def test_the_engine_that_was_named_is_the_one_in_use() -> None:
    for engine in ("postgresql", "mysql", "mariadb"):
        told = reading(existing_database="aws-rds", existing_engine=engine, existing_stance="in-use")
        assert (told.pick.database.id, told.pick.service.id) == (engine, "aws-rds")
        assert not any(item.rule == "look-which-engine-runs" for item in told.conflicts)
    open_ = reading(existing_database="aws-rds", existing_stance="in-use")
    assert any(item.rule == "look-which-engine-runs" for item in open_.blocks)


def test_screen_summary_and_file_say_that_the_client_is_there() -> None:
    """A database in use is reached by something: nobody is told to choose it."""
    told = reading(existing_stance="in-use", language="other")
    view = review_view(Step(state=State(reading=told, at="review", record=EMPTY)))
    read_back = summary_json(told, EMPTY)["client"]
    assert (view.client, read_back["choice"]) == ("The one that is there", "The one that is there")
    assert "now stays" in view.client_why[0]
    assert "now stay" in read_back["why"][0]


def test_a_client_that_own_words_name_stands_on_the_page_as_in_the_file() -> None:
    told = reading(existing_stance="in-use", language="other")
    said = Record(notes={"language": "Laravel with Eloquent"})
    view = review_view(Step(state=State(reading=told, at="review", record=said)))
    read_back = summary_json(told, said)["client"]
    assert (view.client, read_back["choice"]) == ("Eloquent", "Eloquent")
    assert "**Eloquent**" in forms.write(told, said)[1]
    assert not any("was not said" in text for text in view.reasons)


def test_the_page_and_the_file_have_the_same_objections_of_own_words() -> None:
    device: dict[str, Value] = {"persistence": "yes", "existing_database": "none", "language": "typescript"}
    device |= {"existing_client": "better-sqlite3", "runtime": "local", "data": ("relational",)}
    told, said = reading_of(CATALOGUE, check(CATALOGUE, device)), Record(notes={"runtime": "An Expo app."})
    view = review_view(Step(state=State(reading=told, at="review", record=said)))
    rules = {"client-not-on-a-phone"}
    assert rules <= {item.rule for item in objections(told, said)}
    assert rules <= {item.rule for item in view.objections}
    assert "is for Node.js, which no phone runs" in forms.write(told, said)[1]
    assert not rules & {item.rule for item in objections(told, EMPTY)}
