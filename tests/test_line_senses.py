"""A line that refuses, weighs or hedges what it names, and words that are no names: nothing is decided that it does not
say."""

from __future__ import annotations

import pytest

from tests.door import line_of, words
from tests.test_one_line import read


@pytest.mark.parametrize(
    ("text", "out", "store"),
    [
        ("Postgres, Prisma was dropped", "Prisma", "postgresql"),
        ("Postgres, Prisma considered and rejected", "Prisma", "postgresql"),
        ("SQLite, Drizzle ruled out", "Drizzle", "sqlite"),
        ("nobody here knows Django, Postgres", "Django", "postgresql"),
        ("no one on the team knows Rust, MySQL", "Rust", "mysql"),
        ("edge is out of question, Postgres on Cloudflare", "edge", "postgresql"),
        ("Bob's MySQL died; Postgres", "MySQL", "postgresql"),
        ("Postgres \u274c SQLite \u2705", "Postgres", "sqlite"),
        ("~~Postgres~~ SQLite", "Postgres", "sqlite"),
        ("Postgres -> SQLite", "Postgres", "sqlite"),
        ("Prisma \u2192 Drizzle, Postgres", "Prisma", "postgresql"),
        ("Postgres: no thanks, SQLite", "Postgres", "sqlite"),
        ("Postgres = bad, SQLite", "Postgres", "sqlite"),
        ("migrate from Heroku to Fly, Postgres", "Heroku", "postgresql"),
    ],
)
def test_what_is_refused_is_left_out(text: str, out: str, store: str) -> None:
    line = read(text)
    assert line.left_out == (out,)
    assert line.answers["existing_database"] == store
    assert line.answers.get("existing_client") in (None, "drizzle")
    assert not {"framework", "runtime"} & line.answers.keys()


@pytest.mark.parametrize("text", ["Postgres: no thanks", "\u00acPostgres", "Postgres was rejected", "MySQL's out"])
def test_what_is_refused_alone_decides_nothing(text: str) -> None:
    assert "existing_database" not in read(text).answers


@pytest.mark.parametrize(
    "text",
    [
        "Postgres -> Redis",
        "Next.js -> Postgres",
        "Postgres out of the box",
        "Django: no Celery, Postgres",
        "Postgres dead simple",
        "Postgres, Django: abandoned carts",
    ],
)
def test_what_only_looks_like_it_refuses_nothing(text: str) -> None:
    assert read(text).left_out == ()


@pytest.mark.parametrize(
    ("text", "store", "second", "note"),
    [
        ("Postgres unless the client insists on Oracle", "postgresql", "Oracle", "unless the client insists on Oracle"),
        ("Postgres unless MySQL is cheaper", "postgresql", "MySQL", "unless MySQL is cheaper"),
        ("probably Postgres, possibly MySQL", "postgresql", "MySQL", "possibly MySQL"),
        (
            "Postgres if Neon is cheap enough, otherwise SQLite",
            "neon",
            "SQLite",
            "Postgres if Neon is cheap enough; otherwise SQLite",
        ),
    ],
)
def test_what_depends_is_not_decided(text: str, store: str, second: str, note: str) -> None:
    line = read(text)
    assert (line.answers["existing_database"], line.answers["existing_stance"]) == (store, "leaning")
    assert (line.second, line.notes["persistence"]) == ((second,), note)
    assert not {"budget", "existing_stores"} & {*line.answers, *line.notes}


def test_what_is_only_read_from_holds_nothing() -> None:
    line = read("read only from MySQL of the ERP, own data in SQLite")
    assert line.answers["existing_database"] == "sqlite"
    assert line.notes["persistence"] == "read only from MySQL of the ERP"


def test_a_refused_store_that_the_guide_lacks_is_none_beside() -> None:
    assert "existing_stores" not in read("Oracle's out, Postgres").notes
    assert "existing_stores" not in read("Postgres, MSSQL was dropped").notes


@pytest.mark.parametrize("text", ["MSSQL", "our MSSQL", "MSSQL 2019"])
def test_a_store_that_the_guide_lacks_is_no_misspelt_one(text: str) -> None:
    line = read(text)
    assert line.answers["existing_database"] == "none"
    assert line.notes["existing_database"].startswith("SQL Server")


def test_the_store_of_somebody_else_is_not_ours() -> None:
    line = read("the vendor's MSSQL stays; ours: Postgres")
    assert (line.answers["existing_database"], line.second) == ("postgresql", ())


@pytest.mark.parametrize("word", ["Flash", "Prism", "Prisms", "Turbo", "mango", "gender", "tender", "panic"])
def test_an_english_word_is_no_misspelt_name(word: str) -> None:
    line = read(f"Postgres, {word}")
    assert line.answers.keys() == {"persistence", "existing_database", "existing_stance"}
    assert line.unknown == (word,)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Torso", "Turso Cloud, from “Torso”"),
        ("Redit", "Redis, from “Redit”"),
        ("Postgres, Drizle", "Drizzle ORM, from “Drizle”"),
        ("Postgers on Neon", "PostgreSQL on Neon, from “Postgers”"),
        ("jango, MySQL", "Django, from “jango”"),
    ],
)
def test_a_misspelt_name_is_told_with_the_word(text: str, told: str) -> None:
    assert told in words(line_of(text))


def test_a_misspelt_name_that_is_not_taken_is_not_told_of_another() -> None:
    assert "from “" not in words(line_of("Postgres, Redes")).replace("from “key", "")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Postgres, our team is in the EU", "region"),
        ("Postgres, ORM-free", "budget"),
        ("free as in freedom, Postgres", "budget"),
        ("billions of dollars revenue, Postgres", "scale"),
        ("we have 3 million euros, Postgres", "scale"),
    ],
)
def test_words_about_something_else_answer_nothing(text: str, key: str) -> None:
    assert key not in read(text).answers
    assert read(text).unknown


def test_the_language_of_the_backend_reaches_the_data() -> None:
    for text in ("TypeScript frontend, Rust backend, Postgres", "Rust backend, TypeScript frontend, Postgres"):
        line = read(text)
        assert (line.answers["language"], line.second) == ("other", ("TypeScript",))


def test_no_mapper_is_noted_where_no_language_is_named() -> None:
    assert line_of("Postgres without an ORM")["record"]["notes"] == {"existing_client": "without an ORM"}


def test_a_duty_and_a_condition_stay_in_what_was_not_understood() -> None:
    assert "must upgrade to 17" in read("Postgres 9.6 end of life, must upgrade to 17").unknown
    assert "if we grow" in " ".join(read("Postgres, sharding if we grow").unknown)
