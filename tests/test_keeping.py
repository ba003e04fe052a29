"""What is kept is what the person named: leanings, clients and data that do not go together, and each way on."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Final

import pytest

from tests.door import Json, opened, press, shown, words
from wizard.agent.answers_file import Said
from wizard.agent.changing import kept
from wizard.catalogue.load import load
from wizard.converse.flow import objections
from wizard.converse.keeping import ways
from wizard.converse.record import EMPTY
from wizard.decide.answers import Answers, prune
from wizard.decide.rulebook import rulebook
from wizard.explain.client_conflicts import UNUSED_CLIENT
from wizard.explain.reading import Reading

CATALOGUE: Final = load()
BOOK: Final = rulebook(CATALOGUE)

#: Of each protocol and language one client that is much used.
CLIENTS: Final = (
    "mongoose", "prisma", "mysql2", "node-redis", "aws-sdk-js-dynamodb", "supabase-js", "firebase-js", "libsql-client",
    "django-orm", "pymongo", "redis-py", "sqlc", "mongo-go", "influxdb3-go",
)  # fmt: skip
DATA: Final = (("relational",), ("documents",), ("key-value",))


def sets() -> Iterator[Answers]:
    names = [
        id_ for id_ in ("none", *CATALOGUE.databases, *CATALOGUE.services) if id_ not in ("embedded", "self-hosted")
    ]
    for stance, named, id_, data in product(("leaning", "decided"), names, CLIENTS, DATA):
        if named != "none" or stance == "leaning":
            settled = {"existing_stance": stance} if named != "none" else {}
            language = CATALOGUE.clients[id_].language
            yield {
                "persistence": "yes",
                "existing_database": named,
                **settled,
                "language": language,
                "existing_client": id_,
                "data": data,
            }
    yield {"persistence": "yes", "language": "go", "existing_client": "mongoose", "data": ("documents",)}


def reading(answers: Answers) -> Reading:
    return Reading(book=BOOK, answers=prune(CATALOGUE, answers)[0])


def test_each_way_on_keeps_what_it_names_and_leaves_nothing_of_the_kind() -> None:
    seen = 0
    for answers in sets():
        before = reading(answers)
        if before.client is before.existing_client:
            continue
        found = objections(before, EMPTY)
        offered = ways(before, found)
        assert bool(offered) == (not UNUSED_CLIENT.isdisjoint(item.rule for item in found)), answers
        for way in offered:
            seen += 1
            after = reading(way.answers)
            assert UNUSED_CLIENT.isdisjoint(item.rule for item in after.conflicts), (answers, way)
            if way.label.startswith("Keep"):
                assert after.client is before.existing_client, (answers, way)
                assert after.pick.index in after.existing_stores, (answers, way)
                assert after.leaning_not_followed is None, (answers, way)
            if way.about == "existing_stance":
                assert after.pick.index in before.existing_stores, (answers, way)
    assert seen > 500


#: Answers -> how the way to another database begins, where there is one.
TO_ANOTHER: Final[tuple[tuple[Answers, str], ...]] = (
    ({"language": "go", "existing_client": "go-redis", "data": ("relational",)}, ""),
    ({"language": "go", "existing_client": "firestore-go", "data": ("documents",), "compliance": ("open-source",)}, ""),
    ({"language": "python", "existing_client": "influxdb3-python", "data": ("time-series",), "engines": "several"}, ""),
    ({"language": "python", "existing_client": "boto3", "data": ("relational",), "engines": "several"}, ""),
    ({"language": "python", "existing_client": "pymongo", "data": ("relational",)}, "Take MongoDB"),
)


@pytest.mark.parametrize(("answers", "way"), TO_ANOTHER)
def test_another_database_is_a_way_out_by_name_where_nothing_objects_to_it(answers: Answers, way: str) -> None:
    before = reading({"persistence": "yes", "runtime": "server", **answers})
    (found,) = (item for item in before.conflicts if item.rule == "a-client-speaks-its-own-protocol")
    others = [text for text in found.ways_out if "instead" in text]
    assert [text.startswith(way) for text in others] == ([True] if way else []), found.ways_out
    stays = [item for item in ways(before, (found,)) if item.label.startswith("Keep")]
    assert len(stays) == len(others), "the buttons offer what the file does"
    assert all(not reading(item.answers).blocks for item in stays)


def test_who_agrees_on_another_database_has_it_decided_on() -> None:
    given = reading({"persistence": "yes", "runtime": "server", **TO_ANOTHER[-1][0]}).answers
    taken = [
        kept(
            BOOK, Said(name="answers.toml", answers=given), "a-client-speaks-its-own-protocol", way=way
        ).after.pick.database.id
        for way in (1, 2)
    ]
    assert taken == ["postgresql", "mongodb"]


LEANS: Final[Json] = {
    "persistence": "yes",
    "existing_database": "mongodb",
    "existing_stance": "leaning",
    "language": "typescript",
    "framework": "express",
    "existing_client": "mongoose",
    "runtime": "server",
    "platform": "any",
}
WHY: Final = "We have run MongoDB for three years, and since 4.0 it has transactions."
NOTED: Final[Json] = {"notes": {"existing_stance": WHY, "things": "customers, orders, invoices"}}


def objected() -> Json:
    return press({**shown(LEANS, "data"), "record": NOTED}, "continue", "relational")


def file_after(state: Json) -> str:
    while state["at"] != "review":
        state = press(state, "continue" if state["at"] == "weigh" else "finish")
    return str(press(state, "confirm")["document"]["markdown"])


def test_the_objection_is_about_the_data_and_quotes_what_was_said() -> None:
    state = objected()
    assert state["at"] == "conflict"
    said = words(state)
    assert "You named MongoDB and Mongoose, and your answers speak for PostgreSQL" in said
    assert "has transactions on a replica set, but no foreign keys" in said
    assert f"You said: “{WHY}”" in said
    assert "is no client for" not in said
    assert "Keep MongoDB" in said
    assert "Take PostgreSQL" in said


def test_what_is_kept_is_decided_in_the_file_too() -> None:
    after = press(objected(), "continue", fields={"conflict": ["keep"], "note": ["An order is one document for us."]})
    assert (after["answers"]["existing_stance"], after["answers"]["existing_database"]) == ("decided", "mongodb")
    file = file_after(after)
    overview, _, rest = file.partition("## Database")
    assert "with Mongoose" in overview
    assert "has transactions on a replica set, but no foreign keys" in overview
    assert "not taken" not in file
    why = rest.partition("**Why:**")[2].strip().splitlines()[0]
    assert WHY.rstrip(".") in why
    assert "An order is one document for us." in why
    assert file.count("three years") == 2, "said once, and once in the comment that holds the answers"


def test_what_was_kept_with_an_objection_is_considered_and_not_asked_again() -> None:
    state = press(objected(), "continue", fields={"conflict": ["keep"], "note": ["An order is one document."]})
    while state["at"] not in ("weigh", "review"):
        state = press(state, "finish")
    seen = press(state, "review") if state["at"] == "weigh" else state
    assert "considered MongoDB has transactions" in words(seen), "though nobody has been asked"
    weighs = press(seen, "change", question="weigh")
    assert "The application must cope" in words(weighs)
    assert "MongoDB has transactions" not in words(weighs)
    after = press(weighs, "continue")
    assert "considered MongoDB has transactions" in words(after)
    overview = file_after(after).partition("## Rules")[0]
    assert "no foreign keys and no cheap joins. We have considered this, and accept it." in overview


def test_what_is_taken_leaves_the_client_out() -> None:
    after = press(objected(), "continue", fields={"conflict": ["take"]})
    assert after["answers"]["existing_client"] == "none"
    file = file_after(after)
    assert "You leaned" not in file
    assert "We leaned towards MongoDB, and said:" in file
    assert "Known, and kept" not in file
    assert "npm install mongoose" not in file


# --- what the data hang on --------------------------------------------------------------------------------------------


def test_what_is_weighed_first_is_what_the_data_hang_on() -> None:
    answers = {**LEANS, "existing_stance": "decided", "data": ["relational"]}
    state = press(shown(answers, "review"), "change", question="weigh")
    first = state["html"].partition('name="weigh" value="')[2].partition("</label>")[0]
    assert "has transactions on a replica set, but no foreign keys" in first
    file = file_after(press(state, "continue", fields={"weigh": [first.partition('"')[0]]}))
    assert "no foreign keys and no cheap joins. We have considered this, and accept it." in file


def test_the_costs_on_the_page_are_those_of_this_stack() -> None:
    state = press(opened(), "express", fields={"line": ["Postgres on Neon with Drizzle, Next.js on Vercel"]})
    page = words(state).partition("Does this capture")[0]
    assert "waits for compute to wake" in page
    assert "safe default" not in page, "nobody asked for a default"
