"""Detection: real project files give the right proposals with the right line, and no text whatever raises."""

from __future__ import annotations

from time import process_time
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import EXAMPLES
from wizard.catalogue.elsewhere import STORES
from wizard.catalogue.load import load
from wizard.catalogue.signs import quoted
from wizard.converse.record import Found
from wizard.decide.answers import Value, check, check_one, prune
from wizard.read import known_elsewhere, known_names, known_others, known_stores
from wizard.read.clients import STYLE_RANKS
from wizard.read.detection import LONGEST, LONGEST_TOGETHER, MOST_FILES, Detection, detect

CATALOGUE = load()
NAMES = (
    "package.json",
    "pyproject.toml",
    "requirements.txt",
    "requirements-dev.txt",
    "go.mod",
    "prisma/schema.prisma",
    "compose.yaml",
    "compose.yml",
    "docker-compose.yml",
    "docker-compose.yaml",
    "pom.xml",
    "build.gradle.kts",
    "Gemfile",
    "src/Shop.csproj",
    "composer.json",
    "Cargo.toml",
    "mix.exs",
    "pubspec.yaml",
)

NEXT = """{
  "name": "shop",
  "private": true,
  "scripts": { "dev": "next dev", "pg": "psql" },
  "dependencies": {
    "@prisma/client": "^6.5.0",
    "ioredis": "^5.4.1",
    "next": "15.2.0",
    "pg": "^8.13.0"
  },
  "devDependencies": { "prisma": "^6.5.0", "typescript": "^5.8.2" }
}
"""
NEST = """{
  "name": "api",
  "dependencies": {
    "@nestjs/core": "^11.0.0",
    "@nestjs/typeorm": "^11.0.0",
    "express": "^5.0.0",
    "mysql2": "^3.12.0",
    "typeorm": "^0.3.20"
  }
}
"""
TAILWIND = """{
  "devDependencies": { "tailwindcss": "^4.0.0" }
}
"""
PYPROJECT = """[project]
name = "bookings"
requires-python = ">=3.13"
keywords = ["django"]
dependencies = [
    "fastapi[standard]>=0.115",
    "SQLAlchemy[asyncio]>=2.0; python_version >= '3.12'",
    "sqlmodel",
    "psycopg[binary]>=3.2",
]

[project.optional-dependencies]
cache = ["redis>=5"]

[dependency-groups]
dev = ["pytest", "aiosqlite", {include-group = "lint"}]
lint = ["ruff"]
"""
POETRY = """[tool.poetry]
name = "site"

[tool.poetry.dependencies]
python = "^3.12"
Django = "^5.1"
psycopg2-binary = {version = "^2.9", optional = true}

[tool.poetry.group.dev.dependencies]
pytest = "*"

[tool.poetry.dependencies.mongoengine]
version = "^0.29"
"""
REQUIREMENTS = """# made by pip-compile
-r base.txt
--prefer-binary
flask==3.1.0 \\
    --hash=sha256:d667207822eb83f1c4b50949b1623c8fc8d51f2341d65f72e1a1815397551136
Flask_SQLAlchemy == 3.1.1  # via -r requirements.in
pymysql>=1.1 ; sys_platform != "win32"
django-stubs
"""
GO = """module example.com/ledger

go 1.24

require (
\tgithub.com/jackc/pgx/v5 v5.7.2
\tgithub.com/redis/go-redis/v9 v9.7.0
)

require (
\tgo.mongodb.org/mongo-driver/v2 v2.0.0 // indirect
)

tool github.com/sqlc-dev/sqlc/cmd/sqlc
"""
PRISMA = """// the schema
generator client {
  provider = "prisma-client-js"
}

datasource db {
  provider = "mysql" // or postgresql
  url      = env("DATABASE_URL")
}

model User {
  id       Int    @id
  provider String
}
"""
COMPOSE = """services:
  web:
    build: .
    image: "registry.example.com:5000/shop/web:latest"
    environment:
      - DATABASE_URL=postgresql+asyncpg://shop:s3cret@db:5432/shop
      - REDIS_URL=redis://cache:6379/0
  # image: mysql:8
  db:
    image: 'postgres:16'   # the main one
  cache:
    image: ${CACHE_IMAGE:-redis:7-alpine}
  search:
    image: docker.elastic.co/elasticsearch/elasticsearch:8.17.0
"""


def found(files: dict[str, str]) -> dict[str, Value]:
    return {item.key: item.value for item in detect(CATALOGUE, files).proposals}


def proposal(files: dict[str, str], key: str) -> Found:
    (item,) = [item for item in detect(CATALOGUE, files).proposals if item.key == key]
    return item


def compose(*lines: str) -> dict[str, str]:
    return {"compose.yaml": "services:\n  db:\n" + "".join(f"    {line}\n" for line in lines)}


def package(*names: str) -> dict[str, str]:
    listed = ",\n".join(f'    "{name}": "*"' for name in names)
    return {"package.json": f'{{\n  "dependencies": {{\n{listed}\n  }}\n}}\n'}


# --- real files -------------------------------------------------------------------------------------------------------


def test_next_with_prisma() -> None:
    files = {"web/package.json": NEXT}
    assert found(files) == {
        "language": "typescript",
        "framework": "nextjs",
        "existing_database": "postgresql",
        "existing_stores": ("redis",),
        "existing_client": "prisma",
    }
    language, framework, database, beside, client = detect(CATALOGUE, files).proposals
    assert beside.because == "Also here: Redis (web/package.json, line 7). A cache, or does it keep something?"
    assert (language.line, framework.line, database.line, client.line) == (11, 8, 9, 6)
    assert framework.text == '"next": "15.2.0",'
    assert framework.because == "web/package.json lists next: the framework is Next.js."
    assert database.because == "web/package.json lists pg, which talks to PostgreSQL."
    assert detect(CATALOGUE, files).problems == ()


def test_nest_on_express_is_nest() -> None:
    detected = detect(CATALOGUE, {"package.json": NEST})
    assert {item.key: item.value for item in detected.proposals} == {
        "language": "typescript",
        "framework": "nestjs",
        "existing_database": "mysql",
        "existing_client": "typeorm",
    }
    assert detected.problems == ()


def test_pyproject_with_standard_metadata() -> None:
    files = {"pyproject.toml": PYPROJECT}
    assert found(files) == {
        "language": "python",
        "framework": "fastapi",
        "existing_database": "postgresql",
        "existing_client": "sqlmodel",
    }
    assert proposal(files, "existing_client").line == 8
    database = proposal(files, "existing_database")
    assert (database.line, database.text) == (9, '"psycopg[binary]>=3.2",')
    assert detect(CATALOGUE, files).problems == ()


def test_pyproject_of_poetry() -> None:
    files = {"pyproject.toml": POETRY}
    assert found(files)["framework"] == "django"
    assert proposal(files, "framework").text == 'Django = "^5.1"'
    assert found(files)["existing_client"] == "mongoengine"
    assert (proposal(files, "existing_database").value, proposal(files, "existing_database").line) == ("mongodb", 12)
    only_document = {"pyproject.toml": POETRY.replace("psycopg2-binary", "httpx").replace("Django", "httpcore")}
    assert proposal(only_document, "existing_database").line == 12


def test_a_pyproject_that_only_holds_settings_says_nothing() -> None:
    detected = detect(CATALOGUE, {"pyproject.toml": "[tool.ruff]\nline-length = 120\n"})
    assert detected == Detection(proposals=(), problems=("pyproject.toml names nothing that the wizard knows.",))


def test_requirements() -> None:
    files = {"requirements.txt": REQUIREMENTS}
    assert found(files) == {
        "language": "python",
        "framework": "flask",
        "existing_database": "mysql",
        "existing_client": "sqlalchemy",
    }
    assert proposal(files, "framework").line == 4
    assert proposal(files, "existing_client").line == 6
    assert proposal(files, "existing_database").text == 'pymysql>=1.1 ; sys_platform != "win32"'


def test_go_mod() -> None:
    files = {"go.mod": GO}
    assert found(files) == {
        "language": "go",
        "existing_database": "postgresql",
        "existing_stores": ("redis",),
        "existing_client": "sqlc",
    }
    assert (proposal(files, "language").line, proposal(files, "existing_client").line) == (1, 14)
    assert proposal(files, "existing_database").text == "github.com/jackc/pgx/v5 v5.7.2"


def test_prisma_schema() -> None:
    files = {"prisma/schema.prisma": PRISMA}
    assert found(files) == {
        "language": "typescript",
        "existing_database": "mysql",
        "existing_client": "prisma",
    }
    assert proposal(files, "existing_database").line == 7
    assert proposal(files, "existing_client").line == 3


def test_the_schema_outranks_an_image_of_the_same_kind() -> None:
    files = {"schema.prisma": PRISMA, "compose.yaml": COMPOSE}
    assert (proposal(files, "existing_database").value, proposal(files, "existing_database").line) == ("mysql", 7)


def test_compose() -> None:
    files = {"docker-compose.yml": COMPOSE}
    assert found(files) == {
        "existing_database": "postgresql",
        "existing_stance": "in-use",
        "existing_stores": ("redis",),
    }
    database = proposal(files, "existing_database")
    assert database.because == "docker-compose.yml holds an address of PostgreSQL."
    assert database.text == "- DATABASE_URL=postgresql+asyncpg://shop:…@db:5432/shop"
    assert detect(CATALOGUE, files).problems[-1:] == (
        "docker-compose.yml, line 14 names Elasticsearch, which the guide does not cover.",
    )


def test_a_whole_project() -> None:
    files = {"compose.yaml": COMPOSE, "README.md": "# Shop", "pyproject.toml": PYPROJECT, "package.json": TAILWIND}
    detected = detect(CATALOGUE, files)
    assert {item.key: (item.value, item.file) for item in detected.proposals} == {
        "language": ("python", "pyproject.toml"),
        "framework": ("fastapi", "pyproject.toml"),
        "existing_database": ("postgresql", "compose.yaml"),
        "existing_stance": ("in-use", "compose.yaml"),
        "existing_stores": (("redis",), "compose.yaml"),
        "existing_client": ("sqlmodel", "pyproject.toml"),
    }
    assert detected.problems[0] == "Ignored, because this is not a kind of file that is read here: README.md."


# --- databases --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("image", "database"),
    [
        ("postgres", "postgresql"),
        ("postgres:16", "postgresql"),
        ('"postgis/postgis:17-3.5"', "postgresql"),
        ("pgvector/pgvector:pg17", "postgresql"),
        ("public.ecr.aws/docker/library/postgres:16@sha256:abc", "postgresql"),
        ("bitnami/postgresql:17", "postgresql"),
        ("timescale/timescaledb:latest-pg17", "timescaledb"),
        ("timescale/timescaledb-ha:pg17", "timescaledb"),
        ("mysql:8", "mysql"),
        ("mariadb:11", "mariadb"),
        ("mongo:8", "mongodb"),
        ("redis:7", "redis"),
        ("redis/redis-stack-server", "redis"),
        ("valkey/valkey:8", "valkey"),
        ("influxdb:3-core", "influxdb"),
        ("cockroachdb/cockroach:v25.1.0", "cockroachdb"),
        ("amazon/dynamodb-local", "dynamodb"),
        ("localhost:5000/postgres", "postgresql"),
        ("${DB:-mariadb:11}", "mariadb"),
        ("prometheuscommunity/postgres-exporter", None),
        ("oliver006/redis_exporter", None),
        ("mcr.microsoft.com/mssql/server:2022-latest", None),
        ("${DB}", None),
    ],
)
def test_images(image: str, database: str | None) -> None:
    assert found(compose(f"image: {image}")).get("existing_database") == database


@pytest.mark.parametrize(
    ("address", "database"),
    [
        ("postgres://u:p@ep-cool-1.eu-central-1.aws.neon.tech/shop?sslmode=require", "neon"),
        ("postgresql://postgres.abc:p@aws-0-eu-west-1.pooler.supabase.com:6543/postgres", "supabase"),
        ("mongodb+srv://u:p@cluster0.abc.mongodb.net/shop", "mongodb-atlas"),
        ("postgres://u:p@shop.cluster-abc.eu-west-1.rds.amazonaws.com:5432/shop", "aws-aurora"),
        ("postgres://u:p@shop.abc.eu-west-1.rds.amazonaws.com:5432/shop", "aws-rds"),
        ("rediss://default:p@eu1-abc.upstash.io:6379", "upstash"),
        ("libsql://shop-me.turso.io", "turso"),
        ("mysql+pymysql://u:p@db/shop", "mysql"),
        ("sqlite:///data/shop.db", "sqlite"),
        ("jdbc:postgresql://db/shop", "postgresql"),
        ("https://postgres.example.com/", None),
    ],
)
def test_addresses(address: str, database: str | None) -> None:
    assert found(compose(f'DATABASE_URL: "{address}"')).get("existing_database") == database


@pytest.mark.parametrize(
    ("files", "database"),
    [
        (package("mongodb", "redis"), "mongodb"),
        (package("pg", "@neondatabase/serverless") | compose("image: postgres:17"), "neon"),
        (package("@supabase/supabase-js", "postgres"), "supabase"),
        (package("@planetscale/database", "mysql2"), "planetscale"),
        (package("@libsql/client"), "turso"),
        (package("pg") | compose("image: cockroachdb/cockroach:v25.1.0"), "cockroachdb"),
        (package("pg") | compose("image: timescale/timescaledb:2.18-pg17"), "timescaledb"),
        ({"compose.yaml": "services:\n  a: {image: postgres}\n  b: {image: timescale/timescaledb}\n"}, "postgresql"),
        (package("ioredis") | compose("image: valkey/valkey:8"), "valkey"),
        (package("mysql2") | compose("image: mariadb:11"), "mariadb"),
        (package("@influxdata/influxdb3-client", "redis"), "influxdb"),
    ],
)
def test_the_main_database(files: dict[str, str], database: str) -> None:
    assert proposal(files, "existing_database").value == database


@pytest.mark.parametrize(
    "files",
    [
        package("pg", "mongoose"),
        package("better-sqlite3", "pg"),
        package("mysql2", "pg") | compose("image: node"),
        package("mssql", "pg"),
        compose("image: postgres:17") | {"compose.mongo.yaml": "services:\n  m:\n    image: mongo:8\n"},
        {"go.mod": "module x\nrequire github.com/lib/pq v1\nrequire modernc.org/sqlite v1\n"},
        {"schema.prisma": 'datasource db {\n  provider = ["postgresql", "sqlite"]\n}\n'},
    ],
)
def test_of_several_none_is_proposed(files: dict[str, str]) -> None:
    detected = detect(CATALOGUE, files)
    assert "existing_database" not in found(files)
    assert any("none is proposed" in problem for problem in detected.problems)


@pytest.mark.parametrize(
    ("files", "database"),
    [
        ({"requirements.txt": "fastapi\npymongo\npsycopg2-binary\n"} | compose("image: mongo:8"), "mongodb"),
        (
            {"go.mod": "module x\nrequire github.com/go-sql-driver/mysql v1\nrequire github.com/jackc/pgx/v5 v5\n"}
            | compose("image: cockroachdb/cockroach"),
            "cockroachdb",
        ),
        (
            {
                "compose.yaml": "services:\n  mongo:\n    image: mongo:8\n  pg:\n    image: postgres:17\n"
                "    profiles: [pg]\n"
            },
            "mongodb",
        ),
        (
            package("express", "mongoose")
            | {"compose.yaml": "services:\n  kcdb:\n    image: postgres:17\n  mongo:\n    image: mongo:8\n"},
            "mongodb",
        ),
    ],
)
def test_what_runs_says_more_than_what_is_listed(files: dict[str, str], database: str) -> None:
    assert proposal(files, "existing_database").value == database


@pytest.mark.parametrize(
    "files",
    [
        package("next", "bullmq", "ioredis"),
        {"requirements.txt": "flask\ncelery[redis]\n"},
        {"compose.yaml": "services:\n  mysql:\n    build: .\n  redis:\n    image: redis:8\n"},
        {"compose.yaml": "services:\n  cache:\n    image: redis:8\n"},
        compose('command: tool "redis://$$HOST"'),
    ],
)
def test_a_cache_or_a_queue_alone_is_not_the_main_database(files: dict[str, str]) -> None:
    detected = detect(CATALOGUE, files)
    assert "existing_database" not in found(files)
    assert any("A cache, or does it keep something?" in problem for problem in detected.problems)


def test_what_is_optional_stands_aside() -> None:
    extras = (
        '[project]\nname = "a"\ndependencies = ["django"]\n[project.optional-dependencies]\npostgres = ["psycopg"]\n'
    )
    assert "existing_database" not in found({"pyproject.toml": extras})
    assert found({"pyproject.toml": extras} | compose("image: postgres:17"))["existing_database"] == "postgresql"
    library = '{"dependencies": {"zod": "4"}, "peerDependencies": {"pg": "8", "mysql2": "3"}}'
    assert "existing_database" not in found({"package.json": library})


@pytest.mark.parametrize(
    ("image", "told"),
    [
        (
            "postgres:12",
            "runs PostgreSQL 12, which is past its end of life: even PostgreSQL 14 ended on 12 November 2026.",
        ),
        ("mysql:5.7", "runs MySQL 5.7, which is past its end of life: even MySQL 8.0 ended on 30 April 2026."),
        ("mongo:4.4-focal", "runs MongoDB 4.4, which is past its end of life: even MongoDB 6 ended on 31 July 2025."),
        ("mariadb:10.5", "runs MariaDB 10.5, which is past its end of life: even MariaDB 10.6 ended on 6 July 2026."),
        ("redis:5-alpine", "runs Redis 5, which is past its end of life: even Redis 6.0 ended on 31 May 2022."),
        ("influxdb:1.8", "names InfluxDB 1, which is another database than the InfluxDB 3 of the guide"),
        ("postgres:18", ""),
        ("mysql:8.4", ""),
        ("mysql:8", ""),  # the newest 8, which is 8.4
        ("mariadb:10.11", ""),
        ("redis:6", ""),
        ("mongo:7", ""),
        ("postgres", ""),
        ("postgis/postgis:12-3.4", "runs PostgreSQL 12, which is past its end of life"),
        ("citusdata/citus:12.1", ""),  # Citus' own version
        ("mysql:99999999999999999999", ""),
    ],
)
def test_versions_are_read_and_told(image: str, told: str) -> None:
    problems = detect(CATALOGUE, compose(f"image: {image}")).problems
    assert told in problems[0] if told else not problems


def test_what_only_tests_need_comes_last() -> None:
    text = '{"dependencies": {"mongodb": "7"}, "devDependencies": {"better-sqlite3": "12"}}'
    assert proposal({"package.json": text}, "existing_database").value == "mongodb"
    files = {"requirements-dev.txt": "aiosqlite\n", "requirements.txt": "beanie\n"}
    assert proposal(files, "existing_database").value == "mongodb"


def test_a_cache_beside_an_orm_is_no_existing_database() -> None:
    detected = detect(CATALOGUE, {"requirements.txt": "django\nredis\n"})
    assert {item.key: item.value for item in detected.proposals} == {
        "language": "python",
        "framework": "django",
        "existing_client": "django-orm",
    }
    (problem,) = detected.problems
    assert problem.startswith("requirements.txt, line 2 names Redis, which Django ORM does not talk to.")
    assert found(package("typeorm", "redis")).get("existing_database") is None


# --- clients ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "client"),
    [
        (package("pg", "drizzle-orm"), "drizzle"),
        (package("pg", "ioredis"), "node-postgres"),
        (package("pg", "redis"), "node-postgres"),
        (package("postgres", "kysely"), "kysely"),
        (package("mongodb", "mongoose"), "mongoose"),
        (package("pg", "knex", "mongoose"), None),  # two databases, and a mapper for each
        (package("@nestjs/typeorm", "mongoose") | compose("image: mongo:8"), "mongoose"),
        (package("firebase-admin"), None),  # the SDK of browsers is another one
        ({"requirements.txt": "asyncpg\npsycopg2-binary\n"}, "asyncpg"),
        ({"go.mod": "module x\nrequire github.com/lib/pq v1.10.9\nrequire xorm.io/xorm v1.3.9\n"}, None),
        ({"go.mod": "module x\nrequire github.com/lib/pq v1.10.9\nrequire github.com/jinzhu/gorm v1.9.16\n"}, "gorm"),
        ({"requirements.txt": "motor\nbeanie\npymongo\n"}, "beanie"),
        ({"requirements.txt": "django\nsqlalchemy\npsycopg2-binary\n"}, "django-orm"),
        ({"requirements.txt": "boto3\n"}, None),  # files in S3, for all we know
        ({"requirements.txt": "boto3\n"} | compose("image: amazon/dynamodb-local"), "boto3"),
        ({"go.mod": "module x\nrequire github.com/lib/pq v1.10.9\n"}, "database-sql"),
    ],
)
def test_the_main_client(files: dict[str, str], client: str | None) -> None:
    assert found(files).get("existing_client") == client


def test_two_orms_are_named() -> None:
    (problem,) = detect(CATALOGUE, package("@prisma/client", "drizzle-orm", "pg")).problems
    assert problem == (
        "The files name several clients: Prisma ORM (package.json, line 3); Drizzle ORM (package.json, line 4). "
        "Prisma ORM is proposed; change it if another one is meant."
    )


# --- conflicts and damage ---------------------------------------------------------------------------------------------


def test_where_two_languages_talk_to_a_database_none_is_proposed() -> None:
    files = {"go.mod": GO, "api/pyproject.toml": PYPROJECT, "web/package.json": NEXT}
    detected = detect(CATALOGUE, files)
    keys = ["existing_database", "existing_stores"]
    assert [item.key for item in detected.proposals] == keys
    assert detected.problems[0] == (
        "The files name several languages: TypeScript (web/package.json, line 11); Python (api/pyproject.toml, line 6);"
        " Go (go.mod, line 1). Which one talks to the database is not clear from them, so none is proposed: answer for "
        "the one that does most of the reading and writing."
    )


@pytest.mark.parametrize(
    "page",
    [
        '{"dependencies": {"react": "19", "vite": "7"}}',
        '{"dependencies": {"next": "16"}}',
        '{"dependencies": {"nuxt": "4"}}',
        '{"dependencies": {"serverless-python-requirements": "6"}}',
        '{"dependencies": {"firebase": "12"}}',
        '{"name": "assets"}',
        '{"devDependencies": {"tailwindcss": "4"}}',
    ],
)
def test_a_front_end_or_tooling_never_outranks_a_back_end(page: str) -> None:
    back = {"pyproject.toml": PYPROJECT, "frontend/package.json": page}
    assert found(back) | {"existing_stance": ""} == found({"pyproject.toml": PYPROJECT}) | {"existing_stance": ""}
    assert found({"go.mod": GO, "web/package.json": page})["language"] == "go"


def test_two_frameworks_are_named() -> None:
    detected = detect(CATALOGUE, {"requirements.txt": "fastapi\ndjango\nstarlette\n"})
    assert detected.proposals[1].value == "django"
    assert (
        "several frameworks: Django (requirements.txt, line 2); FastAPI (requirements.txt, line 1)"
        in (detected.problems[0])
    )


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("package.json", '{\n  "a": 1,\n}\n', "package.json, line 2: this is not valid JSON (Illegal trailing comma"),
        ("package.json", "[1]", "package.json, line 1: a package.json holds an object, and this does not."),
        ("package.json", "", "package.json, line 1: this is not valid JSON (Expecting value)."),
        ("package.json", "[" * 200_000, "package.json, line 1: the brackets are nested too deeply."),
        ("package.json", '{"a": ' + "1" * 5000 + "}", "package.json, line 1: a number is too long to be read."),
        ("pyproject.toml", "[project]\nname = \n", "pyproject.toml, line 2: this is not valid TOML (Invalid value)."),
        ("pyproject.toml", "a = 1\nb = [1,\n", "pyproject.toml, line 3: this is not valid TOML ("),
        ("pyproject.toml", "a = " + "[" * 200_000, "pyproject.toml, line 1: "),
        ("pyproject.toml", "\n" + "a." * 300_000 + "b = 1", "pyproject.toml, line 2: a name has too many parts"),
        ("pyproject.toml", "a = " + "1" * 5000, "pyproject.toml, line 1: this is not valid TOML ("),
        ("go.mod", "hello\n", "go.mod, line 1: a go.mod names its module, and this one does not."),
        ("go.mod", "module x\nrequire (\n\ta v1\n", "go.mod, line 2: this bracket is never closed."),
        ("schema.prisma", "datasource db {\n", "schema.prisma names nothing that the wizard knows."),
        ("compose.yaml", "services: {}\n", "compose.yaml names nothing that the wizard knows."),
        ("requirements.txt", "\n# none\n", "requirements.txt names nothing that the wizard knows."),
        (
            "schema.prisma",
            'datasource db {\n  provider = "sqlserver"\n}\n',
            "schema.prisma, line 2 names SQL Server, which the guide does not cover.",
        ),
        ("compose.yml", "x" * (LONGEST + 1), "compose.yml is longer than 1,000,000 characters, so it was not read."),
    ],
)
def test_damage_is_named(name: str, text: str, problem: str) -> None:
    detected = detect(CATALOGUE, {name: text})
    assert detected.proposals == ()
    (said,) = detected.problems
    assert said.startswith(problem)


def test_damage_in_one_file_leaves_the_others() -> None:
    assert found({"package.json": "{", "go.mod": GO})["language"] == "go"


def test_at_most_so_many_files() -> None:
    files = {f"{number}/go.mod": "module x\n" for number in range(MOST_FILES)} | {"a.txt": "", "z/package.json": NEXT}
    detected = detect(CATALOGUE, files)
    assert detected.proposals[0].value == "typescript"  # the files that say most are read first
    assert detected.problems[1] == f"Only 200 files are read at once; left out: {MOST_FILES - 1}/go.mod."


def test_foreign_files_are_named_once() -> None:
    detected = detect(CATALOGUE, {f"src/{number}.ts": "" for number in range(1000)})
    (problem,) = detected.problems
    assert problem.endswith("src/18.ts, src/19.ts and 980 more.")
    (problem,) = detect(CATALOGUE, {"node_modules/next/package.json": NEXT}).problems
    assert problem.startswith("Ignored")


def test_a_byte_order_mark_and_windows_lines() -> None:
    for name, text in (("package.json", NEXT), ("pyproject.toml", PYPROJECT), ("go.mod", GO), ("compose.yml", COMPOSE)):
        windows = "\ufeff" + text.replace("\n", "\r\n")
        assert detect(CATALOGUE, {name: windows}) == detect(CATALOGUE, {name: text})


def test_passwords_and_long_lines_are_not_shown() -> None:
    line = f"DATABASE_URL: postgres://shop:s3cr@t/x@db/{'x' * 500}"
    (database, _) = detect(CATALOGUE, compose(line)).proposals
    assert len(database.text) == 120
    assert database.text.startswith("DATABASE_URL: postgres://shop:…@db/xx")


@pytest.mark.parametrize(
    ("name", "piece"),
    [
        ("package.json", '{"dependencies":'),
        ("package.json", '"'),
        ("package.json", "\\"),
        ("pyproject.toml", "a"),
        ("pyproject.toml", "a "),
        ("pyproject.toml", "a = 1\n"),
        ("pyproject.toml", "'\""),
        ("pyproject.toml", '"a" .'),
        ("pyproject.toml", "a. "),
        ("pyproject.toml", "[[a.b.c]]\n"),
        ("pyproject.toml", "#"),
        ("pyproject.toml", "\n"),
        ("pyproject.toml", " "),
        ("requirements.txt", "a-"),
        ("requirements.txt", " "),
        ("requirements.txt", "a\n"),
        ("go.mod", "a"),
        ("go.mod", "require (\n"),
        ("go.mod", "require github.com/lib/pq v1\n"),
        ("go.mod", "/v1"),
        ("schema.prisma", "a"),
        ("schema.prisma", "a "),
        ("schema.prisma", "generator a {"),
        ("schema.prisma", 'provider = "a'),
        ("compose.yaml", "postgres://"),
        ("compose.yaml", "postgres+"),
        ("compose.yaml", "redis://a:b,"),
        ("compose.yaml", "image: redis://a:\n"),
        ("compose.yaml", "image: ${a:-"),
        ("compose.yaml", "- "),
    ],
)
@pytest.mark.full("the time that readers of project files take, on texts of each length")
def test_time_grows_with_the_length(name: str, piece: str) -> None:
    text = (piece * (LONGEST // len(piece)))[:LONGEST]
    started = process_time()
    detect(CATALOGUE, {name: text})
    assert process_time() - started < 15  # what grows with the square takes hours


def test_files_that_are_long_together_are_read_as_far_as_it_goes() -> None:
    files = {f"{number}/requirements.txt": "psycopg\n" * (LONGEST_TOGETHER // 20) for number in range(4)}
    found = detect(CATALOGUE, files)
    assert {item.file for item in found.proposals} == {"0/requirements.txt"}
    assert (
        found.problems[-1]
        == "Only 1,000,000 characters are read at once; left out: 2/requirements.txt, 3/requirements.txt."
    )


# --- for every text ---------------------------------------------------------------------------------------------------

#: Text that is nearly a real file: pieces of the real ones, and noise.
PIECES = sorted(
    {
        piece
        for text in (NEXT, NEST, PYPROJECT, POETRY, REQUIREMENTS, GO, PRISMA, COMPOSE)
        for line in text.splitlines(keepends=True)
        for piece in (line, line.strip(), *line.split())
    }
)
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=40).map("".join),
    st.sampled_from((NEXT, NEST, TAILWIND, PYPROJECT, POETRY, REQUIREMENTS, GO, PRISMA, COMPOSE)),
)
FILES = st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=10), TEXTS, max_size=6)


@EXAMPLES
@given(FILES)
def test_no_text_raises_and_what_is_proposed_fits_together(files: dict[str, str]) -> None:
    detected = detect(CATALOGUE, files)
    answers = {item.key: item.value for item in detected.proposals}
    assert len(answers) == len(detected.proposals)
    kept, dropped = prune(CATALOGUE, check(CATALOGUE, {"persistence": "yes"} | answers))
    assert (dropped, len(kept)) == ((), len(answers) + 1)
    for item in detected.proposals:
        assert item.because
        assert len(item.text) <= 120
        line = files[item.file].removeprefix("\ufeff").split("\n")[item.line - 1]
        if len(line) < 100 and "://" not in line:
            assert item.text == quoted(" ".join(line.split()))
    assert all(problem.endswith((".", "?")) for problem in detected.problems)


@EXAMPLES
@given(st.sampled_from(NAMES), st.text() | st.text(alphabet="\"'{}[]:=.,\n\\ a#(1"))
def test_any_text_under_any_name(name: str, text: str) -> None:
    detect(CATALOGUE, {name: text})


# --- the tables -------------------------------------------------------------------------------------------------------


def test_the_tables_hold_the_vocabulary_only() -> None:
    for key, table in known_names.PACKAGES.items():
        for language, values in table.items():
            for value in values.values():
                check_one(CATALOGUE.questions[key], value)
                if key == "existing_client":
                    assert CATALOGUE.clients[value].language == language
    for values in (known_stores.IMAGES, known_stores.SCHEMES, known_stores.HOSTS, known_stores.PROVIDERS):
        for value in values.values():
            check_one(CATALOGUE.questions["existing_database"], value)
    for language, client in known_stores.GENERATORS.values():
        assert CATALOGUE.clients[client].language == language


def test_every_client_can_be_detected() -> None:
    detectable = {value for table in known_names.CLIENTS.values() for value in table.values()}
    assert detectable == set(CATALOGUE.clients)


def test_every_engine_can_be_detected() -> None:
    tables = (*known_stores.DATABASES.values(), known_stores.IMAGES)
    assert set(CATALOGUE.databases) <= {value for table in tables for value in table.values()}


def test_every_style_has_a_rank() -> None:
    assert {client.style for client in CATALOGUE.clients.values()} <= STYLE_RANKS.keys()


def test_a_kind_of_data_that_a_file_shows_is_told_and_not_taken_for_all_there_is() -> None:
    files = {
        "requirements.txt": "fastapi\npsycopg\npgvector\n",
        "compose.yaml": "services:\n  db: {image: timescaledb}\n",
    }
    found = detect(CATALOGUE, files)
    assert "data" not in {item.key for item in found.proposals}
    assert found.problems == (
        "requirements.txt, line 3 names pgvector: vectors are in the data. What else is, the files do not say.",
        "compose.yaml, line 2 names timescaledb: time series are in the data. What else is, the files do not say.",
    )
    assert not detect(CATALOGUE, {"requirements-test.txt": "pgvector\n", "requirements.txt": "psycopg\n"}).problems


def test_what_the_guide_does_not_hold_has_one_name() -> None:
    named = {*known_others.ELSEWHERE.values(), *known_elsewhere.DRIVERS.values()} - set(CATALOGUE.databases)
    named |= {name for packages in known_others.ELSEWHERE_PACKAGES.values() for name in packages.values()}
    assert named <= set(STORES)


# --- what is not what runs --------------------------------------------------------------------------------------------

PG: Final = '{"dependencies": {"pg": "8", "express": "4"}}'
MONGOOSE: Final = '{"dependencies": {"mongoose": "8"}}'
MYSQL: Final = "services:\n  db:\n    image: mysql:8\n"


@pytest.mark.parametrize(
    "name",
    [
        *("archive/requirements.txt", "_attic/requirements.txt", "apps/legacy/requirements.txt"),
        *("examples/requirements.txt", "Old-2021/requirements.txt", "poc/requirements.txt", "requirements.old.txt"),
    ],
)
def test_what_was_or_is_only_shown_is_said_and_not_proposed(name: str) -> None:
    files = {name: "django\npymongo\n"}
    detected = detect(CATALOGUE, files)
    assert detected.proposals == ()
    assert detected.problems == (f"Not taken, as what is old, an example or for tests alone is not what runs: {name}.",)
    both = {**files, "requirements.txt": "fastapi\nSQLAlchemy\npsycopg\n"}
    assert set(found(both).values()) == {"python", "fastapi", "postgresql", "sqlalchemy"}


@pytest.mark.parametrize(
    "name", ["docker-compose.test.yml", "compose.ci.yaml", "docker-compose.old.yml", "old/compose.yml"]
)
def test_what_a_test_starts_is_not_in_use(name: str) -> None:
    assert found({name: MYSQL}) == {}
    assert found({name: MYSQL, "compose.yaml": MYSQL.replace("mysql:8", "postgres:18")}) == {
        "existing_database": "postgresql",
        "existing_stance": "in-use",
    }


def test_a_folder_that_was_named_may_be_called_anything() -> None:
    files = {"legacy/package.json": PG, "legacy/old/package.json": MONGOOSE}
    detected = detect(CATALOGUE, files, roots=["legacy"])
    assert {item.key: item.value for item in detected.proposals}["existing_client"] == "node-postgres"
    assert "legacy/old/package.json" in detected.problems[0]


@pytest.mark.parametrize("below", ["services/mail/package.json", "lib/package.json"])
def test_what_lies_nearest_the_root_wins(below: str) -> None:
    values = found({below: MONGOOSE, "package.json": PG})
    assert (values["existing_database"], values["existing_client"]) == ("postgresql", "node-postgres")
    frameworks = found({f"{below[:-12]}requirements.txt": "django\n", "requirements.txt": "flask\n"})
    assert frameworks["framework"] == "flask"


@pytest.mark.parametrize("service", ["keycloak-db", "postgres_grafana", "sonardb"])
def test_the_database_of_another_product_is_not_the_projects(service: str) -> None:
    text = f"services:\n  {service}:\n    image: mysql:8\n    environment:\n      URL: postgres://a:b@{service}/x\n"
    detected = detect(CATALOGUE, {"compose.yaml": text})
    assert detected.proposals == ()
    assert detected.problems == (
        f"compose.yaml, line 3: {service} keeps another product's data, so it is not proposed.",
    )


def test_what_looks_into_a_database_is_none() -> None:
    assert found({"compose.yaml": MYSQL.replace("mysql:8", "phpmyadmin/mysql")}) == {}
    assert found({"compose.yaml": MYSQL.replace("mysql:8", "bitnami/mysql")})["existing_database"] == "mysql"


def test_compose_that_is_no_yaml_is_named() -> None:
    (problem,) = detect(CATALOGUE, {"compose.yaml": "<html>\nnot here\n"}).problems
    assert problem == "compose.yaml, line 1: this is not valid YAML of keys and values. The file was left out."
