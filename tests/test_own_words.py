"""What a person's own words give as a version: the file's rule has it, and the check reads the same."""

from __future__ import annotations

import pytest

from wizard.catalogue.load import load
from wizard.converse.libraries_said import mapper_said, migrates_otherwise
from wizard.converse.own_words import affirmed, settled_by, version_said
from wizard.converse.record import Record
from wizard.decide.answers import check
from wizard.explain.reading import Reading, reading_of
from wizard.write.forms import write

CATALOGUE = load()


@pytest.mark.parametrize(
    ("name", "words", "version"),
    [
        ("PostgreSQL", "We run PostgreSQL 17 on RDS", "17"),
        ("PostgreSQL", "the image postgres:16.2-alpine", "16.2"),
        ("PostgreSQL", "Postgres v15.", "15"),
        ("MySQL", "MySQL 5.7, old", "5.7"),
        ("MongoDB", "mongo 6.0", "6.0"),
        ("MySQL", "moved from MySQL 5.7", ""),
        ("MySQL", "we do not take MySQL 8", ""),
        ("PostgreSQL", "Postgres 14 and PostgreSQL 17", ""),
        ("PostgreSQL", "PostgreSQL 40 GB", ""),
        ("MySQL", "MySQL 8 years old", ""),
        ("PostgreSQL", "PostgreSQL since 2017", ""),
    ],
)
def test_a_version_is_read_from_words(name: str, words: str, version: str) -> None:
    assert version_said(name, affirmed([words])) == version


@pytest.mark.parametrize(
    ("words", "own", "otherwise"),
    [
        ("Liquibase, run by the DBA team; no Alembic.", ["Alembic"], True),
        ("Flyway rather than Alembic", ["Alembic"], True),
        ("SQLAlchemy with Alembic", ["Alembic"], False),
        ("no Liquibase here", ["Alembic"], False),
        ("we moved from Flyway to Alembic", ["Alembic"], False),
        ("Prisma 5.22, with Prisma Migrate", ["Prisma"], False),
        ("it runs on MongoDB Atlas", ["Alembic"], False),
        ("migrations by mix ecto.migrate", [], True),
        ("numbered .sql files", [], True),
        ("we write plain SQL", ["goose"], False),
    ],
)
def test_another_tool_that_migrates_is_heard(words: str, own: list[str], otherwise: bool) -> None:
    assert migrates_otherwise([words], own) is otherwise


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Dapper, with MySqlConnector.", "Dapper"),
        ("Ecto 3 and Postgrex.", "Ecto 3"),
        ("Npgsql alone", "Npgsql"),
        ("no Hibernate", ""),
        ("Rust, sqlx 0.8", "sqlx 0.8"),
        ("EF Core or Dapper", ""),
    ],
)
def test_a_client_of_another_language_is_heard(words: str, name: str) -> None:
    assert mapper_said([words]) == name


@pytest.mark.parametrize("words", ["kept forever", "we keep all of it for good", "nothing is dropped", "never deleted"])
def test_what_stays_for_ever_is_heard(words: str) -> None:
    assert "kept" in settled_by([words])


def reading(**more: str) -> Reading:
    answers = {"persistence": "yes", "language": "python", "existing_stance": "in-use", "data": ["relational"], **more}
    return reading_of(CATALOGUE, check(CATALOGUE, answers))


def test_the_version_that_was_said_stands_in_the_rule() -> None:
    said = Record(notes={"existing_database": "MySQL 5.7, for eight years"})
    text = write(reading(existing_database="mysql"), said)[1]
    assert "- Store: MySQL 5.7; an upgrade is a change of its own." in text
    assert "Check which one runs" not in text
    without = write(reading(existing_database="mysql"))[1]
    assert "- Store: MySQL in the version that runs" in without
    assert "Check which one runs" in without


def test_a_version_that_was_decided_is_not_replaced_by_the_newest() -> None:
    said = Record(notes={"existing_database": "PostgreSQL 17, as everywhere here"})
    decided = reading(existing_database="aws-rds", existing_engine="postgresql", existing_stance="decided")
    text = write(decided, said)[1]
    assert "- Store: PostgreSQL 17; the only store." in text
    assert "Pin 18" not in text


def test_a_version_of_another_engine_changes_nothing() -> None:
    said = Record(notes={"existing_database": "moved from MySQL 5.7"})
    assert (
        "- Store: PostgreSQL in the major version that runs" in write(reading(existing_database="postgresql"), said)[1]
    )
