"""What a project is told to fetch: for each client before each store, the packages that speak its protocol and no other
driver. Which protocol a package speaks is written down here, from its own documentation and not from the catalogue."""

from __future__ import annotations

from itertools import product
from typing import Final

import pytest

from wizard.catalogue.load import load
from wizard.catalogue.model import Client, Fetch
from wizard.catalogue.packages import commands, name
from wizard.decide.answers import Answers, hold
from wizard.decide.rulebook import rulebook
from wizard.decide.rules import Store, selects
from wizard.explain.reading import reading_of
from wizard.write.start import start_lines

CATALOGUE = load()
BOOK = rulebook(CATALOGUE)

#: Google documents MongoDB's drivers for Firestore's databases that are compatible with MongoDB.
MONGODB: Final = frozenset({"mongodb", "firestore"})
POSTGRESQL: Final = frozenset({"postgresql", "cockroachdb"})
MYSQL: Final = frozenset({"mysql", "vitess"})

#: Drivers -> the protocols that they speak.
SPEAKS: Final[dict[str, frozenset[str]]] = {
    "pg": POSTGRESQL,
    "postgres": POSTGRESQL,
    "@types/pg": POSTGRESQL,
    "node-pg-migrate": POSTGRESQL,
    "@prisma/adapter-pg": POSTGRESQL,
    "@prisma/adapter-neon": frozenset({"postgresql"}),
    "@neondatabase/serverless": frozenset({"postgresql"}),
    "@mikro-orm/postgresql": POSTGRESQL,
    "mysql2": MYSQL,
    "@prisma/adapter-mariadb": MYSQL,
    "@mikro-orm/mysql": MYSQL,
    "@mikro-orm/mariadb": MYSQL,
    "@prisma/adapter-planetscale": frozenset({"vitess"}),
    "@planetscale/database": frozenset({"vitess"}),
    "better-sqlite3": frozenset({"sqlite"}),
    "@types/better-sqlite3": frozenset({"sqlite"}),
    "sqlite3": frozenset({"sqlite"}),
    "@prisma/adapter-better-sqlite3": frozenset({"sqlite"}),
    "@mikro-orm/sqlite": frozenset({"sqlite"}),
    "@libsql/client": frozenset({"turso", "sqlite"}),
    "@libsql/kysely-libsql": frozenset({"turso", "sqlite"}),
    "@prisma/adapter-libsql": frozenset({"turso", "sqlite"}),
    "@mikro-orm/libsql": frozenset({"turso", "sqlite"}),
    "kysely-d1": frozenset({"d1"}),
    "@prisma/adapter-d1": frozenset({"d1"}),
    "wrangler": frozenset({"d1"}),
    "vitest": frozenset({"d1"}),
    "typescript": frozenset({"d1"}),
    "@cloudflare/vitest-plugin": frozenset({"d1"}),
    "@mikro-orm/migrations": POSTGRESQL | MYSQL | {"sqlite", "turso"},
    "@mikro-orm/mongodb": frozenset({"mongodb"}),
    "@mikro-orm/migrations-mongodb": frozenset({"mongodb"}),
    "mongodb": MONGODB,
    "mongoose": MONGODB,
    "migrate-mongo": MONGODB,
    "redis": frozenset({"redis"}),
    "ioredis": frozenset({"redis"}),
    "@supabase/supabase-js": frozenset({"postgresql"}),
    "supabase": frozenset({"postgresql"}),
    "firebase": frozenset({"firestore"}),
    "firebase-admin": frozenset({"firestore"}),
    "@aws-sdk/client-dynamodb": frozenset({"dynamodb"}),
    "@aws-sdk/lib-dynamodb": frozenset({"dynamodb"}),
    "@influxdata/influxdb3-client": frozenset({"influxdb"}),
    "psycopg": POSTGRESQL,
    "asyncpg": POSTGRESQL,
    "pgvector": frozenset({"postgresql"}),
    "sqlalchemy-cockroachdb": frozenset({"cockroachdb"}),
    "django-cockroachdb": frozenset({"cockroachdb"}),
    "PyMySQL": MYSQL,
    "mysqlclient": MYSQL,
    "sqlalchemy-libsql": frozenset({"turso", "sqlite"}),
    "django-cf": frozenset({"d1"}),
    "django-mongodb-backend": frozenset({"mongodb"}),
    "pymongo": MONGODB,
    "motor": frozenset({"mongodb"}),
    "beanie": frozenset({"mongodb"}),
    "mongoengine": frozenset({"mongodb"}),
    "boto3": frozenset({"dynamodb"}),
    "influxdb3-python": frozenset({"influxdb"}),
    "github.com/jackc/pgx/v5": POSTGRESQL,
    "github.com/pgvector/pgvector-go": frozenset({"postgresql"}),
    "gorm.io/driver/postgres": POSTGRESQL,
    "gorm.io/driver/mysql": MYSQL,
    "gorm.io/driver/sqlite": frozenset({"sqlite", "turso"}),
    "github.com/go-sql-driver/mysql": MYSQL,
    "modernc.org/sqlite": frozenset({"sqlite"}),
    "github.com/mattn/go-sqlite3": frozenset({"sqlite"}),
    "github.com/tursodatabase/libsql-client-go": frozenset({"turso"}),
    "github.com/syumai/workers": frozenset({"d1"}),
    "github.com/uptrace/bun/dialect/pgdialect": POSTGRESQL,
    "github.com/uptrace/bun/driver/pgdriver": POSTGRESQL,
    "github.com/uptrace/bun/dialect/mysqldialect": MYSQL,
    "github.com/uptrace/bun/dialect/sqlitedialect": frozenset({"sqlite", "turso"}),
    "github.com/uptrace/bun/driver/sqliteshim": frozenset({"sqlite"}),
    "go.mongodb.org/mongo-driver/v2": MONGODB,
    "github.com/redis/go-redis/v9": frozenset({"redis"}),
    "cloud.google.com/go/firestore": frozenset({"firestore"}),
    "github.com/aws/aws-sdk-go-v2/config": frozenset({"dynamodb"}),
    "github.com/aws/aws-sdk-go-v2/service/dynamodb": frozenset({"dynamodb"}),
    "github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue": frozenset({"dynamodb"}),
    "github.com/InfluxCommunity/influxdb3-go/v2": frozenset({"influxdb"}),
}

#: The same name for two packages: by language.
HOMONYMS: Final = {("python", "supabase"): frozenset({"postgresql"})}

#: Packages that speak to no database themselves: what stands above a driver, and tools that migrate several engines.
ABOVE: Final = frozenset(
    {
        *("prisma", "@prisma/client", "drizzle-orm", "drizzle-kit", "kysely", "kysely-ctl", "typeorm"),
        *(
            "dotenv",
            "@vercel/functions",
            "@supabase/ssr",
            "reflect-metadata",
            "@nestjs/typeorm",
            "@mikro-orm/core",
            "@mikro-orm/cli",
            "@mikro-orm/sql",
            "sequelize",
            "sequelize-cli",
        ),
        *("knex", "dbmate", "SQLAlchemy", "alembic", "sqlmodel", "Django", "tortoise-orm", "peewee", "gorm.io/gorm"),
        *("github.com/jmoiron/sqlx", "github.com/sqlc-dev/sqlc/cmd/sqlc", "entgo.io/ent", "github.com/uptrace/bun"),
        *("github.com/pressly/goose/v3", "github.com/pressly/goose/v3/cmd/goose"),
    }
)

#: Clients that need no driver for a protocol: the standard library has it, or an extra of the package itself.
OWN: Final = frozenset(
    {
        *(("sqlalchemy", "sqlite"), ("sqlmodel", "sqlite"), ("django-orm", "sqlite"), ("peewee", "sqlite")),
        *(("tortoise", family) for family in (*POSTGRESQL, *MYSQL, "sqlite")),
        *(("prisma-python", family) for family in ("postgresql", "cockroachdb", "mysql", "sqlite", "mongodb")),
        *(("drizzle", "d1"), ("drizzle", "sqlite")),
    }
)

SITUATIONS: Final[tuple[Answers, ...]] = tuple(
    {"persistence": "yes", "runtime": runtime, "platform": platform, "data": data}
    for runtime, platform, data in product(
        ("server", "serverless", "edge", "local"), ("any", "vercel", "cloudflare"), (("relational",), ("vectors",))
    )
)


def before(client: Client) -> list[Store]:
    """The stores that a client can stand before."""
    return [
        store
        for store in BOOK.stores
        if (fact := client.speaks.get(store.family)) and fact.value != "no"
        if not client.services or store.service.id in client.services
    ]


def fetched(client: Client, store: Store, answers: Answers) -> list[Fetch]:
    attributes = BOOK.client_attributes(store, client)
    return [item for item in client.fetches if hold(item.when, answers) and selects(item.pick, attributes)]


@pytest.mark.parametrize("client", CATALOGUE.clients.values(), ids=lambda client: client.id)
def test_what_is_fetched_speaks_the_protocol_and_no_other_driver_comes_along(client: Client) -> None:
    stores = before(client)
    assert stores
    for store, answers in product(stores, SITUATIONS):
        names = {name(item) for fetch in fetched(client, store, answers) for item in (*fetch.packages, *fetch.tools)}
        known = {item: HOMONYMS.get((client.language, item)) or SPEAKS.get(item) for item in names - ABOVE}
        where = (client.id, store.name, answers)
        assert [item for item, families in known.items() if families is None] == [], where
        assert [item for item, families in known.items() if store.family not in (families or ())] == [], where
        assert known or (client.id, store.family) in OWN, where


def lines(**answers: str | tuple[str, ...]) -> tuple[str, ...]:
    return start_lines(reading_of(CATALOGUE, {"persistence": "yes", **answers}))


def test_sqlite_in_go_gets_a_driver_for_sqlite() -> None:
    found = lines(language="go", runtime="local", data=("relational",), existing_client="database-sql")
    assert found == ()  # it is in use
    found = lines(language="go", runtime="local", data=("relational",), query_style="sql")
    assert any("sqlite" in line for line in found)
    assert not any("pgx" in line for line in found)


def test_vectors_in_python_bring_pgvector() -> None:
    found = lines(language="python", framework="fastapi", data=("relational", "vectors"))
    assert any('"pgvector==' in line and '"psycopg[binary]==' in line for line in found)


def test_the_clients_of_stores_beside_are_fetched_too() -> None:
    found = lines(
        language="typescript", data=("relational", "key-value"), scale="millions", platform="aws", budget="flexible"
    )
    assert any("redis@" in line for line in found)
    assert any("pg" in line for line in found)


def test_what_is_in_use_is_not_fetched_in_another_version() -> None:
    assert lines(language="typescript", existing_client="typeorm", data=("relational",)) == ()
    used = {"existing_database": "mysql", "existing_stance": "in-use"}
    assert lines(language="python", framework="django", **used) == ()
    decided = used | {"existing_stance": "decided"}
    (line,) = lines(language="python", framework="django", **decided)
    assert "Django==" in line
    assert "mysqlclient==" in line


def test_a_package_that_is_named_again_is_taken_in_the_later_version() -> None:
    first = Fetch(when={}, pick={}, packages=("SQLAlchemy==2.1.9", "alembic==1.20.1"), tools=())
    again = Fetch(when={}, pick={}, packages=("SQLAlchemy>=2.0,<2.1",), tools=())
    assert commands("python", [first, again]) == ('python -m pip install "SQLAlchemy>=2.0,<2.1" "alembic==1.20.1"',)


def test_each_of_gos_tools_has_a_command_of_its_own() -> None:
    """`go install` refuses versions of two modules at once."""
    tools = Fetch(when={}, pick={}, packages=(), tools=("example.org/a@v1.0.0", "example.org/b@v2.0.0"))
    assert commands("go", [tools]) == ("go install example.org/a@v1.0.0", "go install example.org/b@v2.0.0")


@pytest.mark.parametrize(
    ("package", "alone"),
    [
        ("@prisma/client@7", "@prisma/client"),
        ("pg@8", "pg"),
        ("psycopg[binary,pool]==3.3.9", "psycopg"),
        ("SQLAlchemy>=2.0,<2.1", "SQLAlchemy"),
        ("github.com/jackc/pgx/v5@v5.10.0", "github.com/jackc/pgx/v5"),
    ],
)
def test_a_package_without_its_version(package: str, alone: str) -> None:
    assert name(package) == alone
