"""A name decides in a list and in a plain clause about what is ours; what any other clause names is read, not taken."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.door import line_of, words
from tests.test_one_line import read

LINES = tomllib.loads(Path(__file__).with_name("affirmed.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", LINES["taken"], ids=lambda case: case["line"])
def test_what_is_used_wanted_or_chosen_is_taken(case: dict[str, Any]) -> None:
    answers = read(case["line"]).answers
    assert {key: answers.get(key) for key in case["is"]} == case["is"]


@pytest.mark.parametrize("case", LINES["not_taken"], ids=lambda case: case["line"])
def test_what_is_only_named_decides_nothing(case: dict[str, Any]) -> None:
    line = read(case["line"])
    assert not {"existing_database", "existing_client"} & line.answers.keys()
    assert case["names"] in (*line.second, *line.left_out, *line.asked)


def test_what_is_not_taken_is_told_and_kept() -> None:
    seen = line_of("Our competitors use MongoDB, we take Postgres and Django")
    assert "Not taken beside PostgreSQL: MongoDB. Kept as what you say of the project: “Our competitors" in words(seen)
    assert "Our competitors use MongoDB" in seen["record"]["notes"]["persistence"]
    seen = line_of("We got rid of MongoDB")
    assert (seen["at"], seen["answers"]) == ("persistence", {})
    assert "What it says of MongoDB is read and decides nothing: then let us ask." in words(seen)


@pytest.mark.parametrize("line", ["My last job used Django", "Netflix runs on AWS", "our rivals have a Rails app"])
def test_no_language_framework_or_place_of_others_is_ours(line: str) -> None:
    assert not {"language", "framework", "platform", "runtime"} & read(line).answers.keys()


def test_a_refused_library_of_another_language_is_not_proposed() -> None:
    told = words(line_of("Rust, Diesel is forbidden"))
    assert "With Rust take SQLx or SeaORM" in told


def test_a_library_that_was_not_compared_is_told_as_such() -> None:
    told = words(line_of("Spring Boot, JPA, Postgres"))
    assert "ORM / Database Client JPA" in told
    assert "Named, not weighed." in told


def test_a_question_with_its_own_no_is_a_no() -> None:
    seen = line_of("We use Prisma? Certainly not. TypeScript, Next.js, Postgres")
    assert "Left out, as you said: Prisma" in words(seen)
    assert seen["answers"]["existing_stance"] == "decided"
    assert "existing_client" not in seen["answers"]
    seen = line_of("Postgres on Neon, Drizzle, Next.js. We use Oracle? Certainly not.")
    assert seen["answers"]["existing_stance"] == "decided", "nobody uses Neon yet"


def test_what_is_not_taken_and_comes_first_all_the_same_is_told() -> None:
    said = words(line_of("Legal blocked Prisma. TypeScript, Next.js"))
    assert "Not taken: Prisma. In the result all the same: Prisma ORM." in said
