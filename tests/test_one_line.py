"""A line that names a stack: what is understood of it, what is left out, and what is not understood."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.door import Json, line_of, opened, press, send, words
from tests.strategies import tried
from wizard.build.pages.front import ASKED, EXAMPLE
from wizard.catalogue.load import load
from wizard.decide.answers import Value, check
from wizard.read.one_line import LONGEST, OneLine, read_line

CATALOGUE = load()


def read(text: str) -> OneLine:
    return read_line(CATALOGUE, text)


def said(text: str) -> dict[str, Value]:
    """The answers, less those that every line gives."""
    return {key: value for key, value in read(text).answers.items() if key not in ("persistence", "existing_stance")}


TYPESCRIPT = {"language": "typescript"}


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        (
            "Postgres on Neon, Drizzle, Next.js on Vercel",
            {
                **TYPESCRIPT,
                "existing_database": "neon",
                "framework": "nextjs",
                "existing_client": "drizzle",
                "runtime": "serverless",
                "platform": "vercel",
            },
        ),
        (
            "MySQL on RDS, Go with sqlc",
            {
                "existing_database": "aws-rds",
                "existing_engine": "mysql",
                "language": "go",
                "existing_client": "sqlc",
                "platform": "aws",
            },
        ),
        (
            "Django 5 with MySQL 8 on Amazon RDS, in use since 2019",
            {
                "existing_database": "aws-rds",
                "existing_engine": "mysql",
                "language": "python",
                "framework": "django",
                "platform": "aws",
            },
        ),
        (
            "Amazon RDS MySQL with Django on AWS eu-west-1, in use",
            {
                "existing_database": "aws-rds",
                "existing_engine": "mysql",
                "language": "python",
                "framework": "django",
                "platform": "aws",
            },
        ),
        ("Neon, EU", {"existing_database": "neon", "compliance": ("residency",), "region": "eu"}),
        ("Neon, EU residents' data", {"existing_database": "neon", "compliance": ("residency",), "region": "eu"}),
        (
            "Postgres decided, open source, GDPR",
            {"existing_database": "postgresql", "compliance": ("open-source",)},
        ),
        (
            "MongoDB, records that refer to each other, two servers",
            {"existing_database": "mongodb", "data": ("relational",), "runtime": "server"},
        ),
        (
            "Redis Cloud, node-redis",
            {**TYPESCRIPT, "existing_database": "redis-cloud", "existing_client": "node-redis"},
        ),
        (
            "Cloudflare Workers with D1",
            {"existing_database": "cloudflare-d1", "platform": "cloudflare", "runtime": "edge"},
        ),
        (
            "Postgres on our own machines, Go, pgx",
            {
                "existing_database": "postgresql",
                "language": "go",
                "existing_client": "pgx",
                "platform": "own",
                "hosting": "self-hosted",
            },
        ),
        ("Hono and kysely", {**TYPESCRIPT, "framework": "other", "existing_client": "kysely"}),
        (
            "Prisma, Python, MongoDB",
            {"existing_database": "mongodb", "language": "python", "existing_client": "prisma-python"},
        ),
        (
            "Django + Postgres from Supabase",
            {"existing_database": "supabase", "language": "python", "framework": "django"},
        ),
        ("We want no database", {}),
        ("Not MongoDB. We tried Mongo and lost data. Next.js", {**TYPESCRIPT, "framework": "nextjs"}),
        ("We use MongoDB today and want to leave it. Express", {**TYPESCRIPT, "framework": "express"}),
        ("Elixir, readings of 2,000 wind turbines", {"language": "other", "data": ("time-series",)}),
        (
            "Laravel with MySQL on RDS, ElastiCache Redis as cache, in use",
            {
                "existing_database": "aws-rds",
                "existing_engine": "mysql",
                "existing_stores": ("redis",),
                "data": ("relational", "key-value"),
                "language": "other",
                "platform": "aws",
            },
        ),
        ("Rails", {"language": "other"}),
        ("Flask, 5 euros a month", {"language": "python", "framework": "flask", "budget": "modest"}),
        ("Python, $0", {"language": "python", "budget": "free"}),
        ("Python, a small budget", {"language": "python", "budget": "modest"}),
        ("Python, cheap", {"language": "python", "budget": "modest"}),
        ("Python, for free", {"language": "python", "budget": "free"}),
    ],
)
def test_names_become_answers(text: str, answers: dict[str, Value]) -> None:
    assert said(text) == answers


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("postgress", ("existing_database", "postgresql")),
        ("postgers", ("existing_database", "postgresql")),
        ("mongdb", ("existing_database", "mongodb")),
        ("supabse", ("existing_database", "supabase")),
        ("drizle", ("existing_client", "drizzle")),
        ("sqlachemy", ("existing_client", "sqlalchemy")),
        ("vercell", ("platform", "vercel")),
        ("pyhton", ("language", "python")),
    ],
)
def test_a_letter_or_two_may_be_wrong(typed: str, meant: tuple[str, str]) -> None:
    assert read(typed).answers[meant[0]] == meant[1]


@pytest.mark.parametrize("word", ["hasura", "world", "monday", "table", "server", "prison", "trust", "mails", "string"])
def test_another_word_is_no_misspelt_name(word: str) -> None:
    assert not {"existing_database", "existing_client"} & set(read(word).answers)


@pytest.mark.parametrize(
    ("text", "database", "left_out"),
    [
        ("moving from MySQL to Postgres", "postgresql", ("MySQL",)),
        ("moving to Postgres from MySQL on RDS", "postgresql", ("MySQL", "RDS")),
        ("migrating off MongoDB, onto Neon", "neon", ("MongoDB",)),
        ("replace MongoDB with Postgres", "postgresql", ("MongoDB",)),
        ("SQLite instead of Postgres", "sqlite", ("Postgres",)),
        ("not Supabase but Neon", "neon", ("Supabase",)),
        ("anything but MongoDB, MySQL or MariaDB", None, ("MongoDB", "MySQL", "MariaDB")),
        ("MongoDB is out, Postgres", "postgresql", ("MongoDB",)),
    ],
)
def test_what_one_leaves_is_not_the_pick(text: str, database: str | None, left_out: tuple[str, ...]) -> None:
    found = read(text)
    assert found.left_out == left_out
    if database:
        assert found.answers["existing_database"] == database


def test_what_is_not_wanted_is_not_taken() -> None:
    found = read("Postgres, TypeScript, no Prisma or TypeORM")
    assert "existing_client" not in found.answers
    assert found.left_out == ("Prisma", "TypeORM")
    assert found.out.clients == {"prisma", "typeorm"}


def test_of_several_engines_the_first_counts_and_a_cache_stands_beside_it() -> None:
    assert read("Postgres and MongoDB").second == ("MongoDB",)
    cached = read("FastAPI, Redis for caching, Postgres on RDS")
    assert (cached.answers["existing_database"], cached.answers["data"]) == ("aws-rds", ("relational", "key-value"))
    assert cached.second == ("Redis",)


def test_the_example_on_the_home_page_is_understood() -> None:
    found = read(ASKED)
    assert {"existing_database": "none", **found.answers} == EXAMPLE
    assert found.unknown == ()


def test_what_no_answer_has_is_noted_and_no_number_vanishes() -> None:
    found = read("Laravel 11 with MySQL 8 on RDS, Frankfurt, in production for 6 years, 300 GB")
    assert found.notes == {
        "existing_database": "MySQL 8",
        "language": "Laravel 11",
        "platform": "Frankfurt",
        "scale": "300 GB",
    }
    assert found.unknown == ("6 years",)
    assert read("Spring Boot, Hibernate").notes == {"language": "Spring Boot, Hibernate"}


def test_what_follows_from_another_name_is_told_apart() -> None:
    found = read("Postgres on Neon, Next.js on Vercel")
    assert (found.engine, found.concluded) == ("PostgreSQL", frozenset({"language", "runtime"}))


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("We use MongoDB", "in-use"),
        ("Postgres in production", "in-use"),
        ("maybe SQLite", "leaning"),
        ("Neon", "decided"),
    ],
)
def test_how_firm_it_is(text: str, stance: str) -> None:
    assert read(text).answers["existing_stance"] == stance


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        (
            "TimescaleDB on bare metal, billions of sensor readings from tractors that are offline for days",
            ("tractors that are offline for days",),
        ),
        ("Go, Postgres, goose, multi-tenant SaaS", ("multi-tenant SaaS",)),
        ("Kotlin on Kubernetes, MySQL, must never leave the building", ("must never leave the building",)),
        ("Django, data must stay in Switzerland", ()),
        ("Postgres with PostGIS for maps, and Hasura. Zod", ("PostGIS for maps", "Hasura", "Zod")),
        ("Postgres on RDS, SQLAlchemy with Alembic, FastAPI on ECS, 50k orders a day, must stay in the EU", ()),
    ],
)
def test_what_is_not_understood_is_told_in_phrases(text: str, phrases: tuple[str, ...]) -> None:
    assert read(text).unknown == phrases


@pytest.mark.parametrize(
    ("text", "answers", "notes"),
    [
        ("Go on ECS", {"platform": "aws", "runtime": "server"}, {"runtime": "ECS"}),
        ("Go on Cloud Run", {"platform": "google-cloud", "runtime": "server"}, {"runtime": "Cloud Run"}),
        ("Go, Lambda", {"platform": "aws", "runtime": "serverless"}, {"runtime": "Lambda"}),
        ("Go, k8s", {"runtime": "server"}, {"runtime": "K8s"}),
        ("Go on bare metal", {"platform": "own", "hosting": "self-hosted"}, {"runtime": "bare metal"}),
        ("Go on-prem", {"platform": "own", "hosting": "self-hosted"}, {"runtime": "on premises"}),
        ("Go, air-gapped", {"platform": "own", "hosting": "self-hosted"}, {"runtime": "air-gapped"}),
        ("Go with goose", {"migrations": "separate"}, {"migrations": "goose"}),
        ("Go, no Flyway", {}, {}),
        ("Go, 50k orders a day", {"scale": "millions", "data": ("relational",)}, {"scale": "50k orders a day"}),
    ],
)
def test_places_tools_and_rates_are_understood(text: str, answers: dict[str, Value], notes: dict[str, str]) -> None:
    assert said(text) == {"language": "go", **answers}
    assert read(text).notes == notes
    assert read(text).unknown == ()


def test_what_never_leaves_the_house_is_on_own_machines() -> None:
    line = read("Django, Postgres, must never leave the building")
    assert (line.answers["platform"], line.answers["hosting"]) == ("own", "self-hosted")
    assert {"platform", "hosting"} <= line.concluded
    assert read("Django, Postgres on RDS, must never leave the building").answers["platform"] == "aws"


def test_what_migrates_for_another_client_is_not_a_second_one() -> None:
    line = read("SQLModel with Alembic, Neon")
    assert (line.answers["existing_client"], line.answers["migrations"], line.second) == ("sqlmodel", "built-in", ())
    assert read("Alembic, Neon").answers["existing_client"] == "sqlalchemy"


def test_what_is_not_understood_is_named() -> None:
    assert read("Hasura on Neon, with Zod").unknown == ("Hasura", "Zod")
    assert read("hello world").answers == {}


@pytest.mark.parametrize(
    "text",
    [
        "Django 5 with MySQL 8 on Amazon RDS, in use since 2019",
        "Amazon RDS MySQL with Django on AWS eu-west-1, in use",
        "We have decided on our main Postgres on Neon since 2019, with EU residents' data that refer to each other",
    ],
)
def test_nothing_that_was_understood_or_says_nothing_is_listed(text: str) -> None:
    assert read(text).unknown == ()


def test_what_is_in_use_stays_on_the_service_that_was_named() -> None:
    state = press(opened(), "express", fields={"line": ["Django with MySQL on Amazon RDS, AWS eu-west-1, in use"]})
    assert "Amazon RDS" in words(state).partition("Understood:")[2].partition(".")[0]
    assert "eu-west-1" in words(state).partition("Understood:")[2].partition(". ")[0]
    file = press(state, "confirm")["document"]["markdown"]
    assert "was not said" not in file.partition("## Database")[0]
    assert "MySQL on Amazon RDS" in file


WORDS = ("Postgres", "Neon", "no", "from", "to", "Prisma", "on", "Redis", "Python", "drizle", ",", "or", "d1", "rds")


@tried(150)
@given(st.text(max_size=2 * LONGEST) | st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
def test_any_text_gives_legal_answers(text: str) -> None:
    answers = read(text).answers
    plain = {key: value if isinstance(value, str) else list(value) for key, value in answers.items()}
    assert check(CATALOGUE, plain) == dict(answers)


# --- the door ---------------------------------------------------------------------------------------------------------


def typed(line: str) -> Json:
    return press(opened(), "express", fields={"line": [line]})


def test_the_line_leads_straight_to_the_summary_and_says_what_was_understood() -> None:
    state = typed("Postgres on Neon, Drizzle, Next.js on Vercel, hasura")
    assert state["at"] == "review"
    text = words(state)
    assert "Understood: PostgreSQL on Neon, Next.js, Drizzle ORM, Vercel." in text
    assert "Concluded: TypeScript, Serverless functions." in text
    assert "Not understood, and kept as your note on “Data to keep”: “hasura”." in text
    assert state["record"]["notes"] == {"persistence": "hasura"}
    assert "The project: hasura" in press(state, "confirm")["document"]["markdown"]
    assert "A colleague's answers" not in text


FIRST_STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("pace-brief", ()),
    ("pace-guided", ()),
    ("continue", ("no",)),
)


def test_continue_with_a_line_and_no_answer_shows_the_result() -> None:
    """As where Continue replaced the press on the line's own button, because Python was still starting."""
    line = "Postgres on Neon, Drizzle"
    after = press(opened(), "continue", fields={"line": [line]})
    assert (after["at"], after["html"]) == ("review", typed(line)["html"])
    asked = press(opened(), "continue", fields={"line": ["hasura"]})
    assert "No product in it: then let us ask." in words(asked)


@pytest.mark.parametrize(("kind", "values"), FIRST_STEPS)
def test_a_line_that_was_typed_and_not_taken_is_still_there(kind: str, values: tuple[str, ...]) -> None:
    after = press(opened(), kind, *values, fields={"line": ["Postgres on Neon"]})
    back = press(after, "back") if after["at"] != "persistence" else after
    assert back["at"] == "persistence"
    assert 'value="Postgres on Neon"' in back["html"]


def test_a_line_that_was_typed_survives_files_and_the_way_back() -> None:
    dropped = [{"name": "package.json", "text": '{"dependencies": {"pg": "8"}}'}]
    after = press(opened(), "files", files=dropped, fields={"line": ["Postgres on Neon"]})
    assert after["at"] == "found"
    assert 'value="Postgres on Neon"' in press(after, "back")["html"]


def test_a_line_that_is_too_long_stays_whole() -> None:
    line = "Postgres " + "word " * 80 + "and we use MongoDB"
    state = typed(line)
    assert state["at"] == "persistence"
    assert f"That is {len(line) - LONGEST} characters too long" in words(state)
    assert f'value="{line}"' in press(press(state, "pace-guided", fields={"line": [line]}), "pace-brief")["html"]


def test_a_cache_in_use_is_kept_and_named() -> None:
    state = typed("Laravel with MySQL 8 on Amazon RDS, ElastiCache Redis in use as cache")
    understood = "Understood: MySQL 8 on Amazon RDS, Relational, Key-value or cache, Redis, Laravel."
    assert understood in words(state)
    assert "Redis" in words(state).partition("In use beside it")[2][:30]
    assert "answers look-ups" not in words(state)
    file = press(state, "confirm")["document"]["markdown"]
    assert "In use beside it, and staying: Redis." in file
    assert "answers look-ups" not in file
    assert "Eloquent" in file


def test_a_line_that_was_taken_is_gone() -> None:
    assert "line" not in typed("Postgres on Neon")["record"]


def test_a_client_that_is_not_wanted_is_not_picked() -> None:
    state = typed("Postgres, TypeScript, no Prisma")
    assert "existing_client" not in state["answers"], "nobody named one"
    assert "with Drizzle ORM" in words(state)


def test_a_line_without_a_product_leads_to_the_first_question_with_its_words_as_a_note() -> None:
    state = typed("<b>I need something for 500 bookings a day, free</b>")
    assert (state["at"], state["answers"]) == ("persistence", {"scale": "thousands", "budget": "free"})
    told = "No product in it: then let us ask. Understood: thousands of records, from “500 bookings a day”"
    assert f"{told}: some 360,000 in two years, no money to spend. Your words are kept as a note." in words(state)
    assert not state["title"].startswith("Error")
    assert '<h1 tabindex="-1" data-focus>' in state["html"]
    assert state["record"]["notes"]["persistence"] == "<b>I need something for 500 bookings a day, free</b>"
    assert "&lt;b&gt;I need" in state["html"]
    assert "It names only what you do not want: then let us ask." in words(typed("anything but MongoDB"))


def test_nothing_at_all_is_an_error() -> None:
    assert typed(" ")["title"].startswith("Error:")
    assert "Name a database" in words(typed(" "))


def test_what_would_break_is_objected_to_first() -> None:
    assert typed("MongoDB, Python, Prisma")["at"] == "conflict"


@pytest.mark.parametrize(
    ("line", "service", "engine"),
    [
        ("Postgres on RDS, SQLAlchemy", "aws-rds", "postgresql"),
        ("RDS for MariaDB", "aws-rds", "mariadb"),
        ("rds/postgres", "aws-rds", "postgresql"),
        ("Aurora Serverless v2 Postgres", "aws-aurora", "postgresql"),
        ("MySQL 8 on Amazon Aurora", "aws-aurora", "mysql"),
        ("CloudSQL, Django, postgres", "google-cloud-sql", "postgresql"),
        ("Azure Database for PostgreSQL, Prisma", "azure-database", "postgresql"),
        ("postgres, azure flexible server", "azure-database", "postgresql"),
        ("Drizzle on PlanetScale Postgres", "planetscale", "postgresql"),
        ("we use MySQL at PlanetScale", "planetscale", "mysql"),
        ("maybe Postgres on RDS", "aws-rds", "postgresql"),
        ("ElastiCache Redis", "aws-elasticache", "redis"),
        ("RDS, pgx, Go", "aws-rds", "postgresql"),  # pgx speaks to nothing else there
    ],
)
def test_an_engine_that_is_named_beside_its_service_is_stored(line: str, service: str, engine: str) -> None:
    state = typed(line)
    assert (state["answers"]["existing_database"], state["answers"]["existing_engine"]) == (service, engine)
    assert state["at"] == "review"
    assert "was not said" not in press(state, "confirm")["document"]["markdown"].partition("## Rules")[0]


HOSTS = ("Heroku", "Fly.io", "Railway", "Render", "DigitalOcean", "Scaleway", "Koyeb", "IONOS", "Hetzner", "OVH")


@pytest.mark.parametrize("host", HOSTS)
def test_a_host_of_the_code_may_run_the_database_and_no_other_vendor_is_proposed(host: str) -> None:
    state = typed(f"Postgres, Django, {host}")
    open_ = f"The code runs at {host}, whose own databases were not compared. Look up there whether it has PostgreSQL"
    assert open_ in words(state).partition("Why")[0]
    assert "Supabase" not in words(state)
    file = press(state, "confirm")["document"]["markdown"]
    assert open_ in file.partition("## Rules")[0]
    assert f"To be written down here: whether its host is {host}" in file
    assert "Supabase" not in file.replace("supabase", "Supabase")
    theirs = press(state, "hosted")
    assert (theirs["at"], theirs["record"]["notes"]["hosting"]) == ("review", f"{host} runs PostgreSQL.")
    assert "not compared" not in words(theirs)
    file = press(theirs, "confirm")["document"]["markdown"]
    assert f"Managed: {host} runs it." in file
    assert "Supabase" not in file


@pytest.mark.parametrize("line", ["Postgres on Neon, Render", "SQLite, Go, Fly.io", "we use Postgres, Django, Heroku"])
def test_a_host_is_no_matter_where_the_place_is_known(line: str) -> None:
    state = typed(line)
    assert "not compared" not in words(state)
    assert "hosted" not in state["html"]


def test_no_database_is_an_answer() -> None:
    assert typed("no database")["answers"] == {"persistence": "no"}


def test_the_door_is_on_the_first_screen_only() -> None:
    assert 'name="line"' in opened()["html"]
    assert 'name="line"' not in opened("persistence=yes")["html"]
    assert 'name="line"' not in press(opened("", json.dumps({"fragment": "persistence=no&at=review"})), "back")["html"]


def test_an_address_with_a_line_opens_its_summary_and_puts_aside_what_was_there() -> None:
    mine = json.dumps({"fragment": "persistence=yes&language=go&at=runtime"})
    state = opened("line=Postgres%20on%20Neon%2C%20Drizzle", mine)
    assert (state["at"], state["answers"]["existing_database"]) == ("review", "neon")
    assert "Understood: PostgreSQL on Neon" in words(state)
    assert press(state, "resume")["answers"] == {"persistence": "yes", "language": "go"}
    assert "line" not in state["fragment"]
    nothing = opened("line=hello")
    assert (nothing["at"], "No product in it" in words(nothing)) == ("persistence", True)
    assert "hello" not in json.dumps(nothing), "it is somebody else's"


def test_a_reason_in_somebody_elses_link_is_nobodys_here() -> None:
    line = "line=Postgres%20on%20Neon%20because%20we%20never%20trust%20Ann%2C%20Drizzle"
    theirs = opened(line)
    assert "Set for you by the link" in words(theirs)
    assert "Ann" not in json.dumps(theirs)
    assert set(theirs["record"]["origins"]) == set(theirs["answers"])
    ours = send({}, "open", how="typed", fragment=line, stored="")
    assert "Your reason is noted" in words(ours)
    assert "we never trust Ann" in ours["record"]["notes"]["existing_stance"]
    assert [*ours["record"]["origins"]] == ["existing_database"], "the line has named it"


def test_no_words_of_somebody_elses_link_are_the_visitors() -> None:
    theirs = opened("line=Postgres%2017%20on%20Neon%2C%20no%20Prisma%2C%20Next.js%20in%20Frankfurt%2C%20GDPR")
    assert not theirs["record"].get("notes")
    assert "not taken as words of yours: " in words(theirs)
    assert "“PostgreSQL 17”" in words(theirs)
    assert "You decided" not in words(theirs)
    assert "In your words" not in words(theirs)


def test_a_note_that_was_there_stands_before_the_lines_reason() -> None:
    fields = {"line": ["no database because everything is in SAP"], "note": ["NOTE-A by me"]}
    assert press(opened(), "continue", fields=fields)["record"]["notes"]["persistence"] == (
        "NOTE-A by me everything is in SAP"
    )


@pytest.mark.parametrize(
    "line",
    [
        "We won't use Supabase because of lock-in, FastAPI",
        "we will not use Supabase, FastAPI",
        "We would never use Supabase, FastAPI",
        "we can\u2019t take Supabase, FastAPI",
    ],
)
def test_what_one_will_not_use_is_not_decided_on(line: str) -> None:
    said = read(line)
    assert "existing_database" not in said.answers
    assert said.left_out == ("Supabase",)


@pytest.mark.parametrize("line", ["no database yet, Django on AWS", "We have no database so far. Django shop on AWS"])
def test_none_yet_is_not_none(line: str) -> None:
    assert read(line).answers["persistence"] == "yes"
    assert (read(line).answers["framework"], read(line).answers["platform"]) == ("django", "aws")


@pytest.mark.parametrize(
    ("line", "region"),
    [
        ("Python, must stay in Switzerland", "other"),
        ("Postgres, data has to stay in Frankfurt, Go", "eu"),
        ("Go, data must be kept in London", "uk"),
        ("12 developers in Zurich, Python", ""),
    ],
)
def test_a_place_that_data_are_bound_to_is_a_rule(line: str, region: str) -> None:
    assert read(line).answers.get("region", "") == region
    assert ("compliance" in read(line).answers) == bool(region)
    assert bool(read(line).notes.get("compliance")) == bool(region)
    assert not region or not read(line).unknown


def test_a_place_is_told_by_its_name() -> None:
    said = words(press(opened(), "continue", fields={"line": ["Postgres, Go, must stay in Switzerland"]}))
    assert "Understood: PostgreSQL, Go, must stay in Switzerland." in said
    assert "Concluded" not in said


def test_a_house_of_ones_own_is_where_it_runs() -> None:
    said = read("Kotlin backend, must run in our hospital's data centre").answers
    assert (said["platform"], said["hosting"]) == ("own", "self-hosted")


def test_no_mapper_is_what_it_says() -> None:
    line = read("SvelteKit, Turso, no ORM")
    assert {"drizzle", "prisma", "mikro-orm"} <= line.out.clients
    assert "libsql-client" not in line.out.clients
    assert (line.out.of_clients, line.unknown) == ("no ORM", ())
    assert "query_style" not in read("MongoDB, Node, native driver").answers, "MongoDB has no SQL to prefer"
    assert read("MongoDB, Node, native driver").unknown == ()
    assert read("not Prisma, Postgres").out.of_clients == "not Prisma"
    assert read("Flask, Postgres, no orm, just raw sql").out.of_clients == "no orm, just raw sql", "as it was typed"


def test_a_host_of_code_is_a_platform_with_its_name() -> None:
    line = read("Django, Postgres, on Render")
    assert (line.answers["platform"], line.notes["platform"], line.unknown) == ("any", "Render", ())
    assert read("Go, Postgres, Hetzner").answers["platform"] == "own"


def test_a_store_that_the_guide_lacks_is_noted_as_the_database_or_beside_it() -> None:
    line = read("Kotlin, Spring, Oracle on premises")
    assert (line.answers["existing_database"], line.notes["existing_database"]) == ("none", "Oracle")
    beside = read("ClickHouse for events, Postgres for accounts")
    assert (beside.answers["existing_database"], dict(beside.notes)) == (
        "postgresql",
        {"existing_stores": "ClickHouse for events"},
    )
    assert "existing_database" not in read("Go, we moved off Oracle").notes


def test_a_store_of_others_is_noted_with_what_is_said_of_it() -> None:
    assert read("Postgres; the ERP runs on Oracle").notes == {"existing_stores": "the ERP runs on Oracle"}
    assert read("data from SAP HANA, stored in Postgres").notes == {"existing_stores": "data from SAP HANA"}
    gone = read("Postgres, we had Oracle until 2019")
    assert (gone.notes, gone.unknown) == ({}, ("had Oracle until 2019",))


def test_what_is_named_beside_no_database_is_said_to_be_not_taken() -> None:
    assert read("no database, Postgres").second == ("Postgres",)
    line = read("no database, the site is Next.js on Vercel and Postgres belongs to another team")
    assert (line.answers, line.notes) == ({"persistence": "no"}, {})
    assert line.second == ("Next.js", "Vercel", "Postgres")
    assert line.unknown == ("the site is Next.js on Vercel and Postgres belongs to another team",)


def test_a_reason_is_kept_and_says_what_the_data_are() -> None:
    line = read("MongoDB for orders because they arrive nested, and we know it, native driver, Node")
    assert line.reasons["existing_stance"] == "they arrive nested, and we know it"
    assert (line.answers["data"], line.answers["language"]) == (("documents",), "typescript")
    assert read("because it is fun").answers == {}


def test_what_is_stored_only_hints_at_a_kind_of_data() -> None:
    line = read("MongoDB for orders, Node")
    assert (line.answers["data"], line.hint) == (("relational",), "orders")
    assert "data" in line.concluded


def test_a_library_of_another_language_is_noted_with_it() -> None:
    line = read("Rust axum with sqlx, Postgres")
    assert (line.notes["language"], line.second, line.unknown) == ("Rust, axum, SQLx", (), ())


@pytest.mark.parametrize(
    ("text", "out"),
    [
        ("Anything but MySQL, Go", ("MySQL",)),
        ("MySQL is banned here; Go, Postgres", ("MySQL",)),
        ("neither Drizzle nor Prisma, TypeScript, Neon", ("Drizzle", "Prisma")),
        ("ex-MySQL shop, Python", ("MySQL",)),
        ("we hate Prisma, TypeScript on Vercel", ("Prisma",)),
        ("Postgres would be overkill for our Go tool", ("Postgres",)),
        ("Aurora is too expensive, Postgres, Go", ("Aurora",)),
        ("We can't afford Aurora; Postgres, Go", ("Aurora",)),
        ("Nobody wants MongoDB, Python", ("MongoDB",)),
    ],
)
def test_what_is_refused_is_left_out_however_it_is_said(text: str, out: tuple[str, ...]) -> None:
    line = read(text)
    assert line.left_out == out
    assert not {"mysql", "mongodb", "aws-aurora", "prisma", "drizzle"} & set(map(str, line.answers.values()))


def test_words_that_begin_like_a_name_are_none() -> None:
    assert "framework" not in read("We deploy next week, Python").answers
    assert "framework" not in read("Express delivery app in Python").answers
    assert read("Next on Vercel").answers["framework"] == "nextjs"


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("Postgres, Express, no ORM because DBAs review SQL", {"existing_client": "no ORM because DBAs review SQL"}),
        (
            "Postgres because we know it and Prisma because of types",
            {"existing_stance": "we know it", "existing_client": "because of types"},
        ),
        ("not MongoDB because it lost data, Postgres, Go", {"existing_stance": "not MongoDB because it lost data"}),
        ("Drizzle on Neon, because we like SQL", {"existing_client": "we like SQL"}),
        ("Express because the team knows it, Postgres", {"framework": "the team knows it"}),
        (
            "Next.js because we know it, anything but MySQL because of bugs, Neon",
            {"framework": "we know it", "existing_stance": "anything but MySQL because of bugs"},
        ),
        ("SQLite because one process writes, Electron", {"existing_stance": "one process writes"}),
        ("DB2 because the mainframe has it, Java", {"existing_database": "the mainframe has it"}),
        (
            "We run MySQL, moving to Postgres because MySQL is slow",
            {"existing_stance": "MySQL is slow"},
        ),
        (
            "We use Postgres but Ann wants MongoDB because of documents",
            {"existing_stance": "Ann wants MongoDB because of documents"},
        ),
        ("MariaDB instead of MySQL because it stays", {"existing_stance": "MariaDB instead of MySQL because it stays"}),
        ("Postgres on Neon because it is cheap", {"existing_stance": "it is cheap"}),
        ("no database because SAP has it, Oracle runs there", {"persistence": "SAP has it, Oracle runs there"}),
        ("Because the bank says so, Postgres, Go", {"existing_stance": "the bank says so"}),
    ],
)
def test_a_reason_belongs_to_the_clause_before_its_because(text: str, reasons: dict[str, str]) -> None:
    assert read(text).reasons == reasons


@pytest.mark.parametrize(
    "text",
    [
        "MongoDB for orders because each order is one document, Express",
        "MongoDB for orders because we don't need joins, Node",
        "DynamoDB for bookings because keys are enough, Python",
        "Postgres for orders, no joins because we shard by hand, Go",
    ],
)
def test_a_kind_of_data_concluded_from_a_noun_yields_to_what_was_stated(text: str) -> None:
    line = read(text)
    assert (line.hint, "relational" in line.answers.get("data", ())) == ("", False)


def test_a_reason_against_an_orm_stands_under_the_client_and_drives_the_decision() -> None:
    typed = "Postgres, Express, no ORM because our DBAs review every SQL statement"
    seen = send({}, "express", at="persistence", review=False, fields={"line": [typed]})
    said = "In our own words: no ORM because our DBAs review every SQL statement"
    guide = press(seen, "confirm")["document"]["markdown"]
    assert said in guide.split("## ORM / Database Client")[1].split("##")[0]
    assert guide.count("our DBAs review") == 2, "once told, once kept in the comment"
    drivers = press(press(seen, "confirm"), "form-adr")["document"]["markdown"].split("## Decision Drivers")[1]
    assert "no ORM because our DBAs review" in drivers.split("##")[0]


@pytest.mark.parametrize(
    ("text", "store", "moving"),
    [
        (
            "Flask, Azure Database for MySQL, in use since 2019, moving to Postgres there because of PostGIS",
            ("azure-database", "postgresql"),
            "Azure Database for MySQL \u2026 moving to Postgres there",
        ),
        ("MySQL on RDS, moving to Postgres, Django", ("postgresql", None), "MySQL on RDS \u2026 moving to Postgres"),
        (
            "MongoDB Atlas in production, migrating to DynamoDB, Node",
            ("dynamodb", None),
            "MongoDB Atlas in production \u2026 migrating to DynamoDB",
        ),
        (
            "Rails on Heroku with Heroku Postgres, moving to Supabase because Heroku is in sustaining mode",
            ("supabase", None),
            "Rails on Heroku with Heroku Postgres \u2026 moving to Supabase",
        ),
        (
            "Cloud SQL for MySQL, to be migrated to Postgres in place, Go",
            ("google-cloud-sql", "postgresql"),
            "Cloud SQL for MySQL \u2026 to be migrated to Postgres in place",
        ),
        (
            "We are leaving DynamoDB for Postgres on RDS, Python",
            ("aws-rds", "postgresql"),
            "We are leaving DynamoDB for Postgres on RDS",
        ),
        ("We moved to Postgres from MySQL in 2020, Django", ("postgresql", None), None),
    ],
)
def test_who_is_on_the_way_has_decided_on_where_to(
    text: str, store: tuple[str, str | None], moving: str | None
) -> None:
    line = read(text)
    assert (line.answers["existing_database"], line.answers.get("existing_engine")) == store
    assert (line.answers["existing_stance"], line.notes.get("persistence")) == ("decided", moving)


def test_an_engine_that_is_left_leaves_its_cloud_behind() -> None:
    assert read("MySQL on RDS, moving to Postgres, Django").answers["platform"] == "aws"


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("Go service on GCP, Cloud SQL for SQL Server, sqlx", "SQL Server on Google Cloud SQL"),
        ("Java, Oracle on RDS", "Oracle on Amazon RDS"),
        ("Node, RDS for Db2", "Db2 on Amazon RDS"),
        ("C#, Azure SQL, EF Core", "Azure SQL"),
    ],
)
def test_an_engine_that_the_guide_lacks_is_none_of_those_that_its_service_runs(text: str, note: str) -> None:
    line = read(text)
    assert (line.answers["existing_database"], line.notes["existing_database"]) == ("none", note)
    assert line.answers["platform"] in ("google-cloud", "aws", "azure")
    assert line.unknown == ()


@pytest.mark.parametrize(
    ("text", "platform", "hosting"),
    [
        ("Node API on Fly.io with Fly Postgres, Prisma", "Fly.io", "Fly Postgres"),
        ("FastAPI app on Render with Render Postgres", "Render", "Render Postgres"),
        ("Railway Postgres, Go, sqlc", "Railway", "Railway Postgres"),
        ("Next.js on Railway, Postgres there too, Prisma", "Railway", "PostgreSQL at Railway"),
        ("PHP site with MariaDB 10.6 on Heroku JawsDB", "Heroku", "MariaDB 10.6 on Heroku JawsDB"),
        ("Django, Postgres on Render", "Render", "Postgres on Render"),
        ("Postgres (Heroku), Django", "Heroku", "PostgreSQL at Heroku"),
        ("Node on Koyeb with its Postgres", "Koyeb", "Koyeb with its Postgres"),
        ("Laravel on DigitalOcean, DigitalOcean Managed MySQL", "DigitalOcean", "DigitalOcean Managed MySQL"),
        ("Next.js on Vercel, Postgres 16 on Railway", None, "Postgres 16 on Railway"),
        ("Next.js on Vercel, Aiven for PostgreSQL, Drizzle", None, "Aiven for PostgreSQL"),
    ],
)
def test_a_host_beside_the_database_s_name_runs_it(text: str, platform: str | None, hosting: str) -> None:
    line = read(text)
    assert (line.answers["hosting"], line.notes["hosting"], line.unknown) == ("self-hosted", hosting, ())
    assert line.notes.get("platform") == platform
    seen = words(line_of(text))
    assert "guess" not in seen
    assert "run it ourselves. Change" not in seen
    assert "want to run the database yourself" not in seen
    assert "No preference" not in seen
    assert f"Hosting {hosting} Change" in seen


@pytest.mark.parametrize(
    ("text", "store", "platform"),
    [
        ("Vercel, TypeScript, PostgreSQL on Azure, Prisma", "azure-database", "vercel"),
        ("Postgres on Azure, Next.js on Vercel", "azure-database", "vercel"),
        ("Go on Fly.io, Postgres on AWS", "aws-rds", "any"),
        ("Cloudflare Workers, MySQL on Google Cloud", "google-cloud-sql", "cloudflare"),
        ("Postgres on AWS, Go", "postgresql", "aws"),
        ("Next.js on Vercel with Postgres", "postgresql", "vercel"),
    ],
)
def test_a_cloud_beside_the_database_s_name_is_none_of_the_code_s(text: str, store: str, platform: str) -> None:
    line = read(text)
    assert (line.answers["existing_database"], line.answers["platform"], line.second) == (store, platform, ())


def test_a_database_on_machines_of_one_s_own_is_run_there() -> None:
    said = read("Next.js on Vercel, Postgres on our own servers").answers
    assert (said["platform"], said["hosting"]) == ("vercel", "self-hosted")


@pytest.mark.parametrize(
    ("text", "beside", "unknown"),
    [
        ("Postgres for the shop and ClickHouse for analytics, Django", "ClickHouse for analytics", ()),
        ("Postgres on Neon, Go, S3 for uploads, Kafka", "S3 for uploads; Kafka", ()),
        ("Node, Postgres on Neon, SQL Server for the ERP", "SQL Server for the ERP", ()),
        ("Postgres, Elasticsearch 8 for search, Node", "Elasticsearch 8 for search", ()),
        ("Spring Boot, SQL Server on RDS, moving to Postgres on RDS", None, ()),
        ("Postgres on RDS, Go, backups to S3", None, ("backups to S3",)),
    ],
)
def test_what_stands_beside_is_no_reason(text: str, beside: str | None, unknown: tuple[str, ...]) -> None:
    line = read(text)
    assert (line.notes.get("existing_stores"), line.unknown) == (beside, unknown)
    assert "existing_database" not in line.notes


def test_a_law_and_an_amount_are_noted_as_they_were_said() -> None:
    line = read("Vercel, Postgres, GDPR, 500 euros a month")
    assert (line.answers.get("compliance"), line.answers["budget"]) == (None, "flexible")
    assert (line.notes["compliance"], line.notes["budget"]) == ("GDPR", "500 euros a month")
    seen = words(press(line_of("Vercel, Neon, GDPR, 20 dollars"), "continue", "none"))
    assert "Rules to meet GDPR" in seen
    assert "not sure" not in seen
    assert "no rules beyond" not in seen


@pytest.mark.parametrize(
    "text",
    ["Python, Supabase is out because of lock-in", "TypeScript on AWS, anything but RDS", "Go, no Supabase please"],
)
def test_a_refused_default_makes_room_for_the_next(text: str) -> None:
    seen = line_of(text)
    assert seen["at"] == "review"
    assert not {"existing_database", "existing_stance"} & seen["answers"].keys(), "nobody named one"
    assert "existing_stance" not in seen["fragment"]
    assert "sees a pick that you refuse" in words(seen), "the link has no place for it"
    assert "ou decided" not in words(seen)
    assert "ou have decided" not in words(seen)


def test_a_stand_in_was_not_brought_along() -> None:
    seen = line_of("TypeScript, Postgres on Supabase, no Prisma because it is slow")
    assert "brought Drizzle" not in words(seen)
    assert seen["record"]["notes"] == {"existing_client": "no Prisma because it is slow"}


def test_the_reason_for_a_refusal_is_shown() -> None:
    seen = line_of("Anything but MySQL because Oracle owns it, Go")
    assert "Data to keep Yes Anything but MySQL because Oracle owns it" in words(seen)
    assert "The project: Anything but MySQL because" in press(seen, "confirm")["document"]["markdown"]


def test_what_becomes_of_a_database_that_was_not_compared_stands_before_its_name() -> None:
    seen = press(line_of(".NET, SQL Server, Azure"), "continue", fields={"conflict": ["replaced"]})
    while seen["at"] != "review":
        seen = press(seen, "skip")
    assert "Existing database SQL Server Change" in words(seen)
    assert "- To be replaced: SQL Server" in press(seen, "confirm")["document"]["markdown"]


def test_a_word_alone_stands_in_its_clause() -> None:
    assert read("Go, we write SQL by hand, Postgres").unknown == ("we write SQL by hand",)
    assert read("Booking site, nothing decided, Django").unknown == ("Booking site",)
    assert read("Next.js on Railway, Postgres there too").unknown == ()


@pytest.mark.parametrize(
    ("text", "store", "stance", "note"),
    [
        ("Ktor in Kotlin, SQL Server in use, no plans to migrate to Postgres", "none", None, "SQL Server"),
        ("dotnet app on SQL Server 2019, we will not move to MySQL", "none", None, "SQL Server 2019"),
        ("Java, Cassandra in use, people ask about MongoDB", "none", None, "Cassandra"),
        (".NET 8, Azure SQL already in use, we think of moving to Postgres", "none", None, "Azure SQL"),
        ("We have Oracle 19c and don't want to switch to MySQL, Java", "none", None, "Oracle 19c"),
        ("DB2 in the back office, might switch to Postgres, Java", "none", None, "Db2"),
        ("Oracle in use, Postgres is the plan, Java", "none", None, "Oracle"),
        ("FileMaker in use, Python, we want to move to Postgres", "postgresql", "decided", None),
        ("Symfony, MySQL in use, thinking of moving to Postgres", "mysql", "in-use", None),
        ("Should we move from MySQL to Postgres? PHP", "mysql", "in-use", None),
        ("We have Postgres and don't want to switch to MongoDB, NestJS", "postgresql", "in-use", None),
        ("our CTO wants MongoDB, we run Postgres, Express", "postgresql", "in-use", None),
        ("Node 22, Redis 7 in use as main store, thinking about Postgres", "redis", "in-use", "Redis 7"),
        ("We never considered MySQL; Postgres, Django", "postgresql", "decided", None),
        ("NestJS, MongoDB is used by another team, Postgres for us", "postgresql", "decided", None),
        ("We won't leave MariaDB, Laravel", "mariadb", "in-use", None),
        ("Thinking about Postgres, Go", "postgresql", "leaning", None),
        ("Could we replace Oracle with Postgres? Java", "none", None, "Oracle"),
        ("We want to replace Oracle with Postgres, Java", "postgresql", "decided", None),
        ("We won't leave SQL Server for Postgres, C#", "none", None, "SQL Server"),
        ("Azure SQL in use, considering Cosmos DB, C#", "none", None, "Azure SQL"),
        ("SQL Server Express in use, C#", "none", None, "SQL Server"),
        ("SQL Server for the ERP, new Python service on Postgres", "postgresql", "decided", None),
        ("Django on MySQL, management asks whether MongoDB would be better", "mysql", "decided", None),
    ],
)
def test_what_is_in_use_goes_before_what_is_thought_about(
    text: str, store: str, stance: str | None, note: str | None
) -> None:
    line = read(text)
    assert (line.answers["existing_database"], line.answers.get("existing_stance")) == (store, stance)
    assert line.notes.get("existing_database") == note


def test_a_store_in_use_that_the_guide_lacks_is_asked_about() -> None:
    seen = line_of("Ktor backend in Kotlin, SQL Server in use, no plans to migrate to Postgres")
    assert seen["title"] == "What becomes of SQL Server?"
    assert "decided" not in words(seen)


def test_a_version_may_have_letters() -> None:
    assert read("Go, Postgres 19beta2").notes["existing_database"] == "PostgreSQL 19beta2"
    assert read("Spring Boot, Oracle 19c").unknown == ()


@pytest.mark.parametrize(
    ("text", "language", "note"),
    [
        ("Flutter app with Supabase, offline first", "other", ("language", "Flutter")),
        ("Swift iOS app that works offline, data in Supabase", "other", ("language", "Swift")),
        ("Kotlin Android app, SQLite", "other", ("language", "Kotlin")),
        ("React Native app with Firestore", "typescript", ("framework", "React Native")),
        ("Electron app, SQLite", "typescript", ("framework", "Electron")),
        ("Tauri app in Rust with SQLite", "other", ("language", "Rust")),
        (".NET MAUI app, SQLite", "other", ("language", ".NET MAUI")),
    ],
)
def test_what_runs_on_devices_says_so(text: str, language: str, note: tuple[str, str]) -> None:
    line = read(text)
    assert (line.answers["runtime"], line.answers["language"], line.unknown) == ("local", language, ())
    assert line.notes[note[0]] == note[1]


def test_offline_is_heard() -> None:
    seen = line_of("Flutter app with Supabase, offline first")
    assert (seen["at"], seen["record"]["notes"]["runtime"]) == ("conflict", "offline first")
    assert read("Go CLI with SQLite").answers["runtime"] == "local"
    assert "offline" not in read("Flutter app with Supabase, no offline").notes.get("runtime", "")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Flutter app, Go backend, Postgres", "go"),
        ("FastAPI for our mobile app, Postgres", "python"),
        ("React Native app, Node API, Postgres", "typescript"),
        ("Swift app, Laravel, MySQL", "other"),
    ],
)
def test_a_device_before_a_server_has_no_database(text: str, language: str) -> None:
    line = read(text)
    assert (line.answers["language"], line.answers.get("runtime")) == (language, None)
    assert line.notes["persistence"] in ("Flutter", "mobile app", "React Native", "Swift")


def test_a_host_that_is_not_weighed_is_known_by_name() -> None:
    assert read("Next.js on Netlify, Postgres on Neon").notes == {"platform": "Netlify"}
    line = read("PHP, MySQL 5.7 at our webhoster")
    assert (line.notes["hosting"], line.unknown) == ("MySQL 5.7 at our webhoster", ())


def test_a_reason_that_names_the_store_is_the_store_s() -> None:
    typed = "Webshop orders in MongoDB, no ORM, Node on AWS, because our whole team has run Mongo for nine years"
    assert read(typed).reasons == {"existing_stance": "our whole team has run Mongo for nine years"}
    seen = words(line_of(typed))
    assert "Your reason is noted under \u201cHow settled it is\u201d." in seen
    assert "In your words: \u201cour whole team has run Mongo for nine years\u201d" in seen


def test_what_the_project_is_was_understood() -> None:
    seen = words(line_of("booking system for small hotels, Laravel, MariaDB in use"))
    assert "Kept as what you say of the project: \u201cbooking system for small hotels\u201d." in seen
    assert "Not understood" not in seen
    assert "Not understood, and kept as your note" in words(line_of("WordPress, MySQL"))


def test_a_place_that_is_refused_is_left_out() -> None:
    line = read("Postgres, Rust, not on AWS")
    assert ("platform" in line.answers, line.left_out) == (False, ("AWS",))


def test_another_store_that_is_thought_about_is_not_taken() -> None:
    line = read("Azure SQL in use, considering Cosmos DB, C#")
    assert (line.second, line.unknown) == (("Cosmos DB",), ())


@pytest.mark.parametrize(
    ("text", "project"),
    [
        ("Rails on MySQL in use, considering Postgres", "considering Postgres"),
        ("Java, Cassandra in use, people ask about MongoDB", "people ask about MongoDB"),
        ("Azure SQL in use, considering Cosmos DB, C#", "considering Cosmos DB"),
        ("PHP, MySQL in use, Redis", "also named: Redis"),
    ],
)
def test_a_store_that_is_not_taken_is_in_the_file(text: str, project: str) -> None:
    line = read(text)
    assert (line.notes["persistence"], line.unknown) == (project, ())


@pytest.mark.parametrize(
    ("text", "answers", "unknown"),
    [
        ("Postgres, not in the US", {}, "not in the US"),
        ("Postgres, won't migrate", {}, "won't migrate"),
        ("Postgres, can't pay more", {}, "can't pay more"),
        ("MySQL 5.7, can't upgrade until June", {}, "can't upgrade until June"),
        ("Postgres, not because of hype", {}, "not because of hype"),
        ("Postgres, isn't in production", {"existing_stance": "decided"}, "isn't in production"),
        ("Postgres, never on Azure", {"platform": ""}, ""),
        ("Postgres not on Neon", {"existing_database": "postgresql"}, ""),
        ("Postgres, anywhere but AWS", {"platform": ""}, "anywhere"),
        ("Our app isn't using Neon any more, it uses Supabase", {"existing_database": "supabase"}, "any more"),
        ("never again MongoDB, so Postgres", {"existing_database": "postgresql"}, "never again"),
        ("MongoDB must go, Postgres comes", {"existing_database": "postgresql", "language": ""}, "comes"),
        ("Postgres, Prisma? no", {"existing_client": ""}, ""),
        ("Postgres, no budget limit", {"budget": "flexible"}, ""),
        ("Postgres, not only in the EU", {"compliance": ""}, "not only in the EU"),
        ("Rails, moving off MySQL next spring", {"language": "other"}, "spring"),
    ],
)
def test_a_small_word_that_turns_the_sense_is_heard_or_stands(text: str, answers: dict[str, str], unknown: str) -> None:
    """Nothing is taken for its contrary, and nothing is noted without the word that turns it."""
    line = read(text)
    assert {key: line.answers.get(key, "") for key in answers} == answers
    assert unknown in " ".join(line.unknown)
