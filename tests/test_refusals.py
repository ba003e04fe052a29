"""What own words refuse is out while something else is left, whichever way they come in."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from wizard.catalogue.load import load
from wizard.converse.flow import conflicts, objections
from wizard.converse.record import Record
from wizard.converse.state import State, Step, reading_with
from wizard.decide.answers import check
from wizard.decide.rulebook import rulebook
from wizard.door.event import Event
from wizard.door.express import open_address
from wizard.explain.alternatives import why_not
from wizard.explain.reading import Reading
from wizard.explain.words import say
from wizard.show.weigh import weigh_view
from wizard.write.forms import write

CATALOGUE = load()
BOOK = rulebook(CATALOGUE)

NEW: dict[str, object] = {
    "persistence": "yes",
    "language": "typescript",
    "framework": "nestjs",
    "data": ["relational"],
    "hosting": "managed",
}


def read(given: dict[str, object], **notes: str) -> tuple[Reading, Record]:
    said = Record(notes=notes)
    return reading_with(BOOK, check(CATALOGUE, given), said), said


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("No Supabase please.", {"supabase"}),
        ("Not Supabase, our lawyers forbid it.", {"supabase"}),
        ("We would rather not use Supabase.", {"supabase"}),
        ("Supabase is forbidden by our lawyers.", {"supabase"}),
        ("We don't want Supabase or Neon.", {"supabase", "neon"}),
        ("Anything but MongoDB Atlas.", {"mongodb-atlas"}),
        ("Never Firebase: it locks us in", {"firebase"}),
        ("We can't use RDS", {"aws-rds"}),
        ("no Prisma, TypeORM or Sequelize", {"prisma", "typeorm", "sequelize"}),
        ("Neon rather than Supabase", {"supabase"}),
        ("Nobody wants Mongoose here.", {"mongoose"}),
        ("No Supabase login.", set()),
        ("Why not Supabase?", set()),
        ("Not only Supabase", set()),
        ("No problem with Supabase.", set()),
        ("Supabase is out of beta.", set()),
        ("No PostgreSQL 9.6 here.", set()),
        ("no Postgres-specific types", set()),
        ("Users are not in Supabase yet", set()),
        ("The team does not know Postgres.", set()),
        ("There is no ORM yet.", set()),
        ("We have no Prisma.", set()),
        ("No ORM yet", set()),
    ],
)
def test_words_refuse_a_product_whole_or_not_at_all(words: str, ids: set[str]) -> None:
    assert read(NEW, hosting=words)[0].refused == ids


@pytest.mark.parametrize("key", ["hosting", "language", "data"])
def test_a_refused_service_is_out_whichever_note_says_so(key: str) -> None:
    assert read(NEW)[0].pick.service.id == "supabase"
    reading, said = read(NEW, **{key: "Not Supabase, our lawyers forbid it."})
    assert reading.pick.service.id != "supabase"
    assert objections(reading, said) == ()
    assert all(item.store.service.id != "supabase" for item in reading.alternatives)
    text = write(reading, said)[1]
    assert "Left out, as we said: Supabase." in text
    assert "Not Supabase, our lawyers forbid it." in text
    assert "PostgreSQL on Supabase" not in text


def test_what_was_named_is_not_refused_by_a_note_on_it() -> None:
    assert (
        read({**NEW, "existing_database": "supabase", "existing_stance": "in-use"}, data="no Supabase")[0].refused
        == set()
    )


@pytest.mark.parametrize(
    "words",
    ["No ORM: we write SQL by hand.", "We want no ORM, plain SQL.", "No Prisma, please", "We don't want an ORM."],
)
def test_a_refused_client_is_out_in_a_note(words: str) -> None:
    assert read(NEW)[0].client is CATALOGUE.clients["prisma"]
    reading, _ = read({**NEW, "existing_client": "none"}, existing_client=words)
    assert reading.client is not None
    assert reading.client.style != "orm" or "ORM" not in words
    assert reading.client.id != "prisma"


@pytest.mark.parametrize("language", ["typescript", "python", "go"])
def test_no_orm_leaves_a_driver_for_documents(language: str) -> None:
    given: dict[str, object] = {
        "persistence": "yes",
        "language": language,
        "data": ["documents"],
        "existing_database": "mongodb",
    }
    reading, _ = read(
        {**given, "existing_stance": "decided"}, existing_client="No ORM and no Mongoose: plain driver only."
    )
    assert reading.client is not None
    assert reading.client.style == "driver"


def test_where_nothing_else_is_left_each_way_is_an_answer_and_the_right_note_is_quoted() -> None:
    given = {**NEW, "existing_database": "firestore", "existing_stance": "decided"}
    reading, said = read(given, hosting="No Firebase, please.", existing_client="No ORM.")
    (found,) = [item for item in conflicts(reading, said) if item.rule == "service-refused-in-words"]
    assert found.level == "block"
    assert {"existing_database", "hosting"} <= set(found.answers)


def test_a_refused_engine_takes_what_is_the_same_along() -> None:
    reading, _ = read(NEW, data="We refuse PostgreSQL and MySQL.")
    assert reading.pick.database.id not in ("postgresql", "mysql", "timescaledb")


@pytest.mark.parametrize(
    ("line", "refused"),
    [
        ("NestJS, Postgres, not Supabase, no ORM", "supabase"),
        ("Postgres, Django, no Supabase", "supabase"),
        ("FastAPI, orders, no Supabase please", "supabase"),
        ("MySQL on RDS, moving to Postgres, Go", ""),
    ],
)
def test_a_line_is_read_as_a_note_is(line: str, refused: str) -> None:
    step = open_address(
        State(reading=Reading(book=BOOK, answers={})), Event(type="open", fragment=f"line={quote(line)}", how="typed")
    )
    reading, told = step.state.reading, " ".join(step.notices)
    assert reading.pick.service.id != (refused or "supabase")
    assert not refused or "all the same" not in told
    assert ("Not Supabase" in step.state.record.notes.values()) is bool(refused)


def test_why_not_says_that_it_was_refused() -> None:
    reading, _ = read(NEW, hosting="No Supabase")
    said = say(CATALOGUE, "refused-in-words")
    store = next(it for it in BOOK.stores if it.service.id == "supabase")
    assert why_not(reading, store) == said


def test_the_own_commands_of_a_kept_database_are_no_wish_for_sql() -> None:
    given = {**NEW, "data": ["documents"], "existing_database": "mongodb", "existing_stance": "decided"}
    text = write(*read({**given, "existing_client": "none", "query_style": "sql"}))[1].partition("<!--")[0]
    assert "prefer SQL" not in text
    assert "copied to a store" not in text
    assert "MongoDB Node.js driver" in text


def test_a_reason_that_stands_in_a_note_is_not_asked_for_again() -> None:
    given = {**NEW, "data": ["documents"], "existing_database": "mongodb", "existing_stance": "decided"}
    reading, said = read(given, existing_database="Nine years of it.")
    assert weigh_view(Step(state=State(reading=reading, record=said, at="weigh"))).note == "Nine years of it."
