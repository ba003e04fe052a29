"""A line that names two of a kind, one of them unwanted, somebody's wish or for later; and what it must not lose."""

from __future__ import annotations

import pytest

from tests.door import line_of, press, send, words
from tests.test_one_line import read, said

PG = {"existing_database": "postgresql"}
DJANGO = {**PG, "language": "python", "framework": "django"}
EXPRESS = {**PG, "language": "typescript", "framework": "express"}


@pytest.mark.parametrize(
    ("text", "answers", "out"),
    [
        ("Postgres not MySQL, Django", DJANGO, ("MySQL",)),
        ("Postgres not Mongo, Express", EXPRESS, ("Mongo",)),
        ("Postgres, not MySQL, Django", DJANGO, ("MySQL",)),
        ("Postgres (not MySQL), Django", DJANGO, ("MySQL",)),
        ("Postgres no MySQL, Django", DJANGO, ("MySQL",)),
        ("Postgres instead of MySQL, Django", DJANGO, ("MySQL",)),
        ("Postgres, rather than Mongo, Express", EXPRESS, ("Mongo",)),
        ("Postgres over MySQL, Django", DJANGO, ("MySQL",)),
        ("Postgres, over MySQL, Django", DJANGO, ("MySQL",)),
        ("we prefer Postgres over MySQL, Django", DJANGO, ("MySQL",)),
        ("we prefer Postgres to MySQL, Django", DJANGO, ("MySQL",)),
        ("rather Postgres than MySQL, Django", DJANGO, ("MySQL",)),
        ("Postgres is preferred over MySQL, Django", DJANGO, ("MySQL",)),
        ("Postgres not MySQL or MongoDB, Django", DJANGO, ("MySQL", "MongoDB")),
        ("Postgres not MySQL, not Mongo, Django", DJANGO, ("MySQL", "Mongo")),
        ("Postgres not the old MySQL, Django", DJANGO, ("MySQL",)),
        ("Postgres not Oracle, Django", DJANGO, ()),
        ("Django with Postgres not MySQL on Render", {**DJANGO, "platform": "any", "hosting": ""}, ("MySQL",)),
        ("Postgres on Neon not MySQL on RDS", {"existing_database": "neon"}, ("MySQL", "RDS")),
        ("Postgres on Neon not Supabase, Flask", {"existing_database": "neon", "framework": "flask"}, ("Supabase",)),
        ("Neon over Supabase, Flask", {"existing_database": "neon", "framework": "flask"}, ("Supabase",)),
        ("PlanetScale not RDS, Laravel", {"existing_database": "planetscale", "language": "other"}, ("RDS",)),
        ("SQLite not Postgres, Go", {"existing_database": "sqlite", "language": "go"}, ("Postgres",)),
        ("MySQL not Postgres Go sqlc", {"existing_database": "mysql", "existing_client": "sqlc"}, ("Postgres",)),
        (
            "Drizzle not Prisma, Postgres on Neon, Next.js",
            {"existing_client": "drizzle", "existing_database": "neon", "framework": "nextjs"},
            ("Prisma",),
        ),
        ("psycopg not SQLAlchemy, Postgres", {**PG, "existing_client": "psycopg"}, ("SQLAlchemy",)),
        ("SQLAlchemy over Django ORM, Postgres", {**PG, "existing_client": "sqlalchemy"}, ("Django ORM",)),
        ("Prisma not Sequelize, Postgres", {**PG, "existing_client": "prisma"}, ("Sequelize",)),
        ("Python not Node, Postgres", {**PG, "language": "python"}, ("Node",)),
        ("TypeScript not Python; Postgres", {**PG, "language": "typescript"}, ("Python",)),
        ("FastAPI not Django, Postgres", {**PG, "framework": "fastapi"}, ("Django",)),
        ("Vercel not AWS, Next.js, Neon", {"platform": "vercel", "existing_database": "neon"}, ("AWS",)),
        ("Postgres not managed, on our own servers, Go", {**PG, "hosting": "self-hosted"}, ("managed",)),
        ("Postgres not self-hosted, Go", {**PG, "language": "go"}, ("self-hosted",)),
        ("Redis not only as cache, Python", {"existing_database": "redis"}, ()),
        ("Postgres hosted by Neon not by Supabase, Flask", {"existing_database": "neon"}, ("Supabase",)),
        ("Prisma not with MongoDB, Postgres", {**PG, "existing_client": "prisma"}, ("MongoDB",)),
        ("Oracle not Postgres, Java", {"existing_database": "none", "language": "other"}, ("Postgres",)),
        ("SQL Server instead of Postgres, C#", {"existing_database": "none"}, ("Postgres",)),
        ("Oracle over Postgres, Java", {"existing_database": "none", "language": "other"}, ("Postgres",)),
        ("Postgres over Oracle, Java", {**PG, "language": "other"}, ()),
        ("Drizzle over Prisma over TypeORM, Postgres", {"existing_client": "drizzle"}, ("Prisma", "TypeORM")),
        ("Laravel not Symfony, MySQL", {"language": "other", "existing_database": "mysql"}, ("Symfony",)),
        ("Java, no Hibernate, jOOQ, Postgres", {**PG, "language": "other"}, ("Hibernate",)),
        ("EF Core not Dapper, Postgres, C#", {**PG, "language": "other"}, ("Dapper",)),
        ("Render not Fly.io, Postgres, Django", {**DJANGO, "platform": "any"}, ("Fly.io",)),
        ("serverless not containers, Go, Postgres", {**PG, "runtime": "serverless"}, ("containers",)),
        ("MongoDB not yet, Postgres, Express", EXPRESS, ("MongoDB",)),
        # as before
        ("Postgres, not MySQL on AWS, Go", {**PG, "platform": ""}, ("MySQL", "AWS")),
        ("Postgres at Neon, the boss likes Neon, Go", {"existing_database": "neon", "existing_stance": "decided"}, ()),
        ("MySQL is not wanted, Postgres with Django", DJANGO, ("MySQL",)),
        ("MongoDB not, Postgres, Django", DJANGO, ("MongoDB",)),
        ("Not Postgres not MySQL, Express", {"existing_database": "", "framework": "express"}, ("Postgres", "MySQL")),
        ("Prisma over Postgres, Express", {**EXPRESS, "existing_client": "prisma"}, ()),
        ("moving MySQL over to Postgres, Django", DJANGO, ("MySQL",)),
        ("Postgres over at Neon, Go", {"existing_database": "neon"}, ()),
    ],
)
def test_what_stands_behind_not_is_denied_and_never_what_stands_before(
    text: str, answers: dict[str, str], out: tuple[str, ...]
) -> None:
    line = read(text)
    assert {key: line.answers.get(key, "") for key in answers} == answers
    assert line.left_out == out
    assert line.second == ()


def test_what_is_denied_is_no_word_that_was_not_understood() -> None:
    for text in (
        "serverless not containers, Go",
        "MySQL not allowed, Go",
    ):
        assert read(text).unknown == ()
    assert read("Java, no Hibernate, jOOQ, Postgres").notes["language"] == "Java, jOOQ"


@pytest.mark.parametrize("text", ["Postgres not MySQL, Django", "Drizzle not Prisma, Postgres on Neon, Next.js"])
def test_no_third_is_picked_where_the_first_was_wanted(text: str) -> None:
    seen = words(line_of(text))
    assert "Instead of what you do not want" not in seen
    assert "all the same" not in seen


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("rusqlite, SQLite, Rust, Raspberry Pi", "Rust, rusqlite"),
        ("tokio-postgres, Rust, axum", "Rust, tokio-postgres, axum"),
        ("Kotlin, Exposed, Postgres", "Kotlin, Exposed"),
        ("Ruby, Sequel, Postgres", "Ruby, Sequel"),
        ("C#, Npgsql, Postgres", "C#, Npgsql"),
        ("Entity Framework Core, Postgres", "Entity Framework Core"),
        ("Dart, Drift, SQLite", "Dart, Drift"),
        ("Flutter, sqflite", "Flutter, sqflite"),
        ("Swift, GRDB, SQLite", "Swift, GRDB"),
        ("Java, JDBI, Postgres", "Java, JDBI"),
        ("Java, Spring Data JPA, MySQL", "Java, Spring Data JPA"),
        ("Ruby, Mongoid, MongoDB", "Ruby, Mongoid"),
        ("PDO, PHP, MySQL", "PHP, PDO"),
    ],
)
def test_a_library_of_a_language_that_is_not_compared_is_noted_with_it(text: str, language: str) -> None:
    line = read(text)
    assert (line.answers["language"], line.notes["language"], line.unknown) == ("other", language, ())


def test_such_a_library_is_the_client_of_the_page() -> None:
    assert "reach it from Rust with rusqlite" in words(line_of("Rust, rusqlite, SQLite, Raspberry Pi"))
    assert "reach it from Ruby with Sequel" in words(line_of("Ruby, Sequel, Postgres"))


@pytest.mark.parametrize(
    "text",
    [
        "Express, data exposed to partners, Postgres",
        "Go, Postgres, a sequel to our game",
        "Node, drift in clocks, MySQL",
    ],
)
def test_a_word_that_is_no_library_is_none(text: str) -> None:
    assert read(text).answers["language"] != "other"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("MongoDB for our orders, because all four of us have run it for six years; TypeScript, Express", "orders"),
        ("MongoDB for orders because we know it", "orders"),
        ("DynamoDB for bookings because the team likes it, Python", "bookings"),
        ("MongoDB for orders because each order is read whole, Node", ""),
        ("MongoDB for orders because the schema changes weekly, Node", ""),
    ],
)
def test_a_reason_about_people_leaves_the_data_as_they_were_named(text: str, hint: str) -> None:
    assert read(text).hint == hint


def test_who_gives_a_reason_is_told_the_price_too() -> None:
    assert "This has a price" in words(line_of("MongoDB for orders because we know it, TypeScript, Express"))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("MongoDB because we know it, Express", "How settled it is"),
        ("Postgres, no ORM because ORMs hide the queries, Flask", "Existing client"),
        ("Postgres, no ORM because ORMs hide the queries, plain SQL, Python, Flask", "Existing client"),
        ("Express because the team knows it, Postgres", "Framework"),
        ("Anything but MySQL because Oracle owns it, Go", "Data to keep"),
    ],
)
def test_a_reason_is_noted_where_the_line_says(text: str, place: str) -> None:
    seen = line_of(text)
    assert f"Your reason is noted under “{place}”." in words(seen)
    key = {"How settled it is": "existing_stance", "Existing client": "existing_client", "Framework": "framework"}
    assert seen["record"]["notes"].get(key.get(place, "persistence"))


@pytest.mark.parametrize(
    ("text", "store", "second"),
    [
        ("We love Mongo but the boss wants Postgres, Python", "mongodb", "Postgres"),
        ("I like MySQL but my cofounder insists on Postgres, Django", "mysql", "Postgres"),
        ("We want Postgres, the boss wants Mongo, Python", "postgresql", "Mongo"),
        ("The CTO prefers MySQL, we prefer Postgres, Django", "postgresql", "MySQL"),
        ("My team wants Mongo; I'd rather have Postgres, Express", "postgresql", "Mongo"),
    ],
)
def test_what_people_wish_apart_is_not_decided(text: str, store: str, second: str) -> None:
    line = read(text)
    assert (line.answers["existing_database"], line.answers["existing_stance"]) == (store, "leaning")
    assert line.second == (second,)
    seen = words(line_of(text))
    assert "ou decided" not in seen
    assert f"or {second}: which is it?" in seen


@pytest.mark.parametrize(
    "text",
    [
        "We use MySQL today, want Postgres tomorrow, PHP",
        "MySQL today, want Postgres tomorrow",
        "MySQL today, Postgres tomorrow",
        "Currently on MySQL, planning Postgres, Express",
        "Currently MySQL; Postgres next year; Express",
        "We run MySQL but want Postgres, Laravel",
        "Today MySQL, tomorrow Postgres, PHP",
        "migrating MySQL to Postgres, Django",
    ],
)
def test_what_is_wanted_for_tomorrow_is_where_one_goes(text: str) -> None:
    line = read(text)
    assert (line.answers["existing_database"], line.answers["existing_stance"]) == ("postgresql", "decided")
    assert (line.left_out, line.second) == (("MySQL",), ())
    assert "MySQL" in line.notes["persistence"]
    assert "Postgres" in line.notes["persistence"]


@pytest.mark.parametrize(
    ("text", "store"),
    [
        ("SQLite now, Postgres later, Go", "sqlite"),
        ("We have MySQL and want Postgres, Laravel", "mysql"),
        ("We run MySQL, the boss wants Postgres, PHP", "mysql"),
        ("We use MySQL and want Postgres for analytics, PHP", "mysql"),
        ("We use Postgres and want Redis tomorrow, Rails", "postgresql"),
        ("We use MySQL and do not want Postgres, PHP", "mysql"),
        ("We use MySQL, maybe want Postgres next year, PHP", "mysql"),
    ],
)
def test_not_all_that_comes_later_is_a_move(text: str, store: str) -> None:
    assert read(text).answers["existing_database"] == store


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("Postgres on RDS, SQLAlchemy async, Alembic, personal data in the EU, FastAPI", ()),
        ("customer data in the EU, Postgres, Django", ()),
        ("our users' data stored in the EU, Postgres, Django", ()),
        ("health data in the EU, Postgres, Django", ()),
        ("personal data, Postgres, Django", ("personal data",)),
        ("We love Postgres, Django", ()),
        ("I insist on Postgres, Django", ()),
        ("I know a bit of Python, Postgres", ()),
        ("We'd like Postgres, and I prefer Django", ()),
    ],
)
def test_nothing_is_both_understood_and_not(text: str, unknown: tuple[str, ...]) -> None:
    assert read(text).unknown == unknown


def test_users_are_noted_with_the_comma_of_their_number() -> None:
    line = read("Postgres, Django, 50,000 users")
    assert (line.notes["scale"], line.unknown, "scale" in line.answers) == ("50,000 users", (), False)
    assert read("Go, Postgres, 2,500,000 visitors a day, 12,000 articles").unknown == (
        "2,500,000 visitors a day",
        "12,000 articles",
    )
    assert "50,000 users" in words(line_of("Postgres, Django, 50,000 users")).partition("Understood:")[2]
    assert said("Postgres, Django, 2 million users")["scale"] == "millions"
    assert read("Postgres, Django, 2 million users").unknown == ()


def test_async_reaches_the_file() -> None:
    seen = send({}, "express", at="persistence", review=False, fields={"line": ["FastAPI, SQLAlchemy async, Postgres"]})
    assert "create_async_engine" in press(seen, "confirm")["document"]["markdown"]
