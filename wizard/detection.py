"""Detection: project files in, proposed answers out, each with the line that says so.

The files are read where the person is and never sent anywhere. What they propose is confirmed by the person, so this
reads what a file says plainly and does not guess. Whatever is dropped on the page, reading takes time that grows with
the text's length and never raises.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from wizard.answers import AnswerError, check_one
from wizard.catalogue import Catalogue, Client
from wizard.document import label
from wizard.nesting import too_deep

#: In characters. A longer file is not one that a person wrote.
LONGEST: Final = 1_000_000
MOST_FILES: Final = 20

#: Characters of all files together: so many take a second or two in the browser, and a project's have a tenth.
LONGEST_TOGETHER: Final = 1_000_000

#: Where a line is shown, in characters.
SHOWN: Final = 120


# --- what says what ---------------------------------------------------------------------------------------------------
# A package's name -> the vocabulary's value, by the language whose manifest names it. Python's names are normalised
# (PEP 503), Go's have no version at the end.

#: The first of a language wins over the later ones.
FRAMEWORKS: Final[Mapping[str, Mapping[str, str]]] = {
    "typescript": {
        "next": "nextjs",
        "@nestjs/core": "nestjs",
        "express": "express",
        "fastify": "other", "koa": "other", "hono": "other", "@hapi/hapi": "other", "nuxt": "other", "astro": "other",
        "@sveltejs/kit": "other", "@remix-run/node": "other", "@adonisjs/core": "other", "elysia": "other",
    },
    "python": {
        "django": "django",
        "fastapi": "fastapi",
        "flask": "flask",
        "litestar": "other", "starlette": "other", "sanic": "other", "pyramid": "other", "falcon": "other",
        "bottle": "other", "quart": "other",
    },
}  # fmt: skip

CLIENTS: Final[Mapping[str, Mapping[str, str]]] = {
    "typescript": {
        "prisma": "prisma", "@prisma/client": "prisma",
        "drizzle-orm": "drizzle", "drizzle-kit": "drizzle",
        "kysely": "kysely",
        "typeorm": "typeorm", "@nestjs/typeorm": "typeorm",
        "@mikro-orm/core": "mikro-orm", "@mikro-orm/nestjs": "mikro-orm",
        "@mikro-orm/postgresql": "mikro-orm", "@mikro-orm/mysql": "mikro-orm", "@mikro-orm/mariadb": "mikro-orm",
        "@mikro-orm/sqlite": "mikro-orm", "@mikro-orm/libsql": "mikro-orm", "@mikro-orm/mongodb": "mikro-orm",
        "mongoose": "mongoose", "@nestjs/mongoose": "mongoose", "@typegoose/typegoose": "mongoose",
        "mongodb": "mongodb-node",
        "@supabase/supabase-js": "supabase-js", "@supabase/ssr": "supabase-js",
        "firebase": "firebase-js", "firebase-admin": "firebase-js",
        "redis": "node-redis", "@redis/client": "node-redis",
        "@aws-sdk/client-dynamodb": "aws-sdk-js-dynamodb", "@aws-sdk/lib-dynamodb": "aws-sdk-js-dynamodb",
        "@influxdata/influxdb3-client": "influxdb3-js",
        "pg": "node-postgres",
        "postgres": "postgres-js",
        "mysql2": "mysql2",
        "better-sqlite3": "better-sqlite3",
        "@libsql/client": "libsql-client",
        "ioredis": "ioredis",
        "sequelize": "sequelize", "sequelize-typescript": "sequelize", "@nestjs/sequelize": "sequelize",
        "@sequelize/core": "sequelize",
        "knex": "knex",
    },
    "python": {
        "sqlalchemy": "sqlalchemy", "flask-sqlalchemy": "sqlalchemy", "advanced-alchemy": "sqlalchemy",
        "sqlmodel": "sqlmodel",
        "django": "django-orm",
        "prisma": "prisma-python",
        "psycopg": "psycopg", "psycopg-binary": "psycopg", "psycopg-pool": "psycopg",
        "psycopg2": "psycopg", "psycopg2-binary": "psycopg",
        "asyncpg": "asyncpg",
        "pymongo": "pymongo", "flask-pymongo": "pymongo",
        "beanie": "beanie",
        "redis": "redis-py", "django-redis": "redis-py",
        "boto3": "boto3",
        "firebase-admin": "firebase-admin-python",
        "influxdb3-python": "influxdb3-python",
        "tortoise-orm": "tortoise",
        "peewee": "peewee",
        "mongoengine": "mongoengine", "flask-mongoengine": "mongoengine",
        "motor": "motor",
        "supabase": "supabase-py",
    },
    "go": {
        "gorm.io/gorm": "gorm",
        "github.com/jmoiron/sqlx": "sqlx",
        "github.com/jackc/pgx": "pgx",
        "github.com/sqlc-dev/sqlc": "sqlc", "github.com/sqlc-dev/sqlc/cmd/sqlc": "sqlc",
        "entgo.io/ent": "ent",
        "github.com/lib/pq": "database-sql", "github.com/go-sql-driver/mysql": "database-sql",
        "github.com/mattn/go-sqlite3": "database-sql", "modernc.org/sqlite": "database-sql",
        "github.com/tursodatabase/libsql-client-go": "database-sql",
        "github.com/tursodatabase/go-libsql": "database-sql",
        "go.mongodb.org/mongo-driver": "mongo-go",
        "github.com/redis/go-redis": "go-redis", "github.com/go-redis/redis": "go-redis",
        "github.com/aws/aws-sdk-go": "aws-sdk-go", "github.com/aws/aws-sdk-go-v2/service/dynamodb": "aws-sdk-go",
        "cloud.google.com/go/firestore": "firestore-go", "firebase.google.com/go": "firestore-go",
        "github.com/InfluxCommunity/influxdb3-go": "influxdb3-go",
        "github.com/uptrace/bun": "bun",
    },
}  # fmt: skip

#: Engines and services. A driver says which protocol is spoken; the engine behind it may be a relative: see `_within`.
DATABASES: Final[Mapping[str, Mapping[str, str]]] = {
    "typescript": {
        "pg": "postgresql", "postgres": "postgresql", "pgvector": "postgresql", "@vercel/postgres": "postgresql",
        "@mikro-orm/postgresql": "postgresql", "@prisma/adapter-pg": "postgresql",
        "mysql2": "mysql", "mysql": "mysql", "@mikro-orm/mysql": "mysql",
        "mariadb": "mariadb", "@mikro-orm/mariadb": "mariadb", "@prisma/adapter-mariadb": "mariadb",
        "better-sqlite3": "sqlite", "sqlite3": "sqlite", "@mikro-orm/sqlite": "sqlite",
        "@prisma/adapter-better-sqlite3": "sqlite", "expo-sqlite": "sqlite",
        "mongodb": "mongodb", "mongoose": "mongodb", "@nestjs/mongoose": "mongodb", "@typegoose/typegoose": "mongodb",
        "@mikro-orm/mongodb": "mongodb",
        "redis": "redis", "@redis/client": "redis", "ioredis": "redis", "connect-redis": "redis", "bullmq": "redis",
        "iovalkey": "valkey", "@valkey/valkey-glide": "valkey",
        "@aws-sdk/client-dynamodb": "dynamodb", "@aws-sdk/lib-dynamodb": "dynamodb", "dynamoose": "dynamodb",
        "electrodb": "dynamodb",
        "@google-cloud/firestore": "firestore",
        "@influxdata/influxdb3-client": "influxdb", "@influxdata/influxdb-client": "influxdb",
        "@supabase/supabase-js": "supabase", "@supabase/ssr": "supabase",
        "@neondatabase/serverless": "neon", "@prisma/adapter-neon": "neon",
        "@planetscale/database": "planetscale", "@prisma/adapter-planetscale": "planetscale",
        "@libsql/client": "turso", "@prisma/adapter-libsql": "turso", "@mikro-orm/libsql": "turso",
        "@prisma/adapter-d1": "cloudflare-d1",
        "@upstash/redis": "upstash", "@vercel/kv": "upstash",
        "firebase": "firebase", "firebase-admin": "firebase",
    },
    "python": {
        "psycopg": "postgresql", "psycopg-binary": "postgresql", "psycopg-pool": "postgresql",
        "psycopg2": "postgresql", "psycopg2-binary": "postgresql", "asyncpg": "postgresql", "pg8000": "postgresql",
        "pgvector": "postgresql",
        "mysqlclient": "mysql", "pymysql": "mysql", "aiomysql": "mysql", "asyncmy": "mysql",
        "mysql-connector-python": "mysql",
        "mariadb": "mariadb",
        "aiosqlite": "sqlite",
        "pymongo": "mongodb", "beanie": "mongodb", "mongoengine": "mongodb", "motor": "mongodb",
        "flask-pymongo": "mongodb", "flask-mongoengine": "mongodb", "django-mongodb-backend": "mongodb",
        "redis": "redis", "django-redis": "redis", "aioredis": "redis",
        "valkey": "valkey", "valkey-glide": "valkey",
        "pynamodb": "dynamodb",
        "google-cloud-firestore": "firestore",
        "influxdb3-python": "influxdb", "influxdb-client": "influxdb",
        "sqlalchemy-cockroachdb": "cockroachdb", "django-cockroachdb": "cockroachdb",
        "supabase": "supabase",
        "libsql": "turso", "libsql-client": "turso", "sqlalchemy-libsql": "turso", "pyturso": "turso",
        "upstash-redis": "upstash",
        "firebase-admin": "firebase",
    },
    "go": {
        "github.com/jackc/pgx": "postgresql", "github.com/lib/pq": "postgresql",
        "gorm.io/driver/postgres": "postgresql",
        "github.com/uptrace/bun/driver/pgdriver": "postgresql", "github.com/pgvector/pgvector-go": "postgresql",
        "github.com/go-sql-driver/mysql": "mysql", "gorm.io/driver/mysql": "mysql",
        "github.com/mattn/go-sqlite3": "sqlite", "modernc.org/sqlite": "sqlite", "gorm.io/driver/sqlite": "sqlite",
        "github.com/glebarez/sqlite": "sqlite",
        "go.mongodb.org/mongo-driver": "mongodb",
        "github.com/redis/go-redis": "redis", "github.com/go-redis/redis": "redis",
        "github.com/valkey-io/valkey-go": "valkey",
        "github.com/aws/aws-sdk-go-v2/service/dynamodb": "dynamodb",
        "cloud.google.com/go/firestore": "firestore",
        "github.com/InfluxCommunity/influxdb3-go": "influxdb", "github.com/influxdata/influxdb-client-go": "influxdb",
        "github.com/tursodatabase/libsql-client-go": "turso", "github.com/tursodatabase/go-libsql": "turso",
        "firebase.google.com/go": "firebase",
    },
}  # fmt: skip

#: Packages that run in one place only.
RUNTIMES: Final[Mapping[str, Mapping[str, str]]] = {
    "typescript": {"wrangler": "edge", "electron": "local", "expo": "local", "react-native": "local"},
    "python": {"mangum": "serverless", "pyside6": "local", "pyqt6": "local"},
    "go": {"github.com/aws/aws-lambda-go": "serverless", "fyne.io/fyne": "local"},
}
PLATFORMS: Final[Mapping[str, Mapping[str, str]]] = {
    "typescript": {"wrangler": "cloudflare"},
    "python": {"mangum": "aws"},
    "go": {"github.com/aws/aws-lambda-go": "aws"},
}

#: Every table of packages, by the key it answers.
PACKAGES: Final[Mapping[str, Mapping[str, Mapping[str, str]]]] = {
    "framework": FRAMEWORKS,
    "runtime": RUNTIMES,
    "platform": PLATFORMS,
    "existing_database": DATABASES,
    "existing_client": CLIENTS,
}

#: Container images, without host and tag. A name without a slash also stands for the same name of another publisher.
IMAGES: Final[Mapping[str, str]] = {
    "postgres": "postgresql", "postgresql": "postgresql", "postgis": "postgresql", "pgvector": "postgresql",
    "timescaledb": "timescaledb", "timescaledb-ha": "timescaledb",
    "mysql": "mysql", "mysql-server": "mysql", "percona": "mysql", "percona-server": "mysql",
    "mariadb": "mariadb",
    "mongo": "mongodb", "mongodb": "mongodb", "mongodb-community-server": "mongodb", "mongodb-atlas-local": "mongodb",
    "redis": "redis", "redis-stack": "redis", "redis-stack-server": "redis",
    "valkey": "valkey", "valkey-bundle": "valkey",
    "influxdb": "influxdb",
    "cockroachdb/cockroach": "cockroachdb",
    "amazon/dynamodb-local": "dynamodb", "aws-dynamodb-local/aws-dynamodb-local": "dynamodb",
    "neondatabase/neon_local": "neon",
    "tursodatabase/libsql-server": "turso",
}  # fmt: skip

#: The beginning of a connection's address.
SCHEMES: Final[Mapping[str, str]] = {
    "postgres": "postgresql", "postgresql": "postgresql", "mysql": "mysql", "mariadb": "mariadb",
    "mongodb": "mongodb", "mongodb+srv": "mongodb", "redis": "redis", "rediss": "redis", "valkey": "valkey",
    "cockroachdb": "cockroachdb", "sqlite": "sqlite", "libsql": "turso",
}  # fmt: skip

#: The end of a host's name; the first that fits counts.
HOSTS: Final[Mapping[str, str]] = {
    ".neon.tech": "neon", ".supabase.co": "supabase", ".supabase.com": "supabase", ".psdb.cloud": "planetscale",
    ".mongodb.net": "mongodb-atlas", ".rds.amazonaws.com": "aws-rds", ".cache.amazonaws.com": "aws-elasticache",
    ".upstash.io": "upstash", ".turso.io": "turso", ".cockroachlabs.cloud": "cockroach-cloud",
    ".tsdb.cloud.timescale.com": "tiger-cloud", ".redislabs.com": "redis-cloud", ".redis-cloud.com": "redis-cloud",
    ".postgres.database.azure.com": "azure-database", ".mysql.database.azure.com": "azure-database",
}  # fmt: skip

#: What schema.prisma may name as the datasource's provider, and what its generators make.
PROVIDERS: Final[Mapping[str, str]] = {
    "postgresql": "postgresql", "postgres": "postgresql", "mysql": "mysql", "sqlite": "sqlite", "mongodb": "mongodb",
    "cockroachdb": "cockroachdb",
}  # fmt: skip
GENERATORS: Final[Mapping[str, tuple[str, str]]] = {
    "prisma-client-js": ("typescript", "prisma"),
    "prisma-client": ("typescript", "prisma"),
    "prisma-client-py": ("python", "prisma-python"),
}

#: Databases that the guide does not hold, so that a person is told rather than left to wonder.
ELSEWHERE: Final[Mapping[str, str]] = {
    "sqlserver": "SQL Server", "mssql/server": "SQL Server", "azure-sql-edge": "SQL Server", "cassandra": "Cassandra",
    "scylla": "ScyllaDB", "neo4j": "Neo4j", "elasticsearch": "Elasticsearch", "opensearch": "OpenSearch",
    "clickhouse-server": "ClickHouse", "couchdb": "CouchDB", "oracle-free": "Oracle", "oracle-xe": "Oracle",
    "qdrant": "Qdrant", "weaviate": "Weaviate", "surrealdb": "SurrealDB",
}  # fmt: skip

#: What is only the ground that another one stands on: where both are there, the one that stands on it is meant.
BENEATH: Final[Mapping[str, tuple[str, ...]]] = {
    "express": ("nextjs", "nestjs"),
    "sqlalchemy": ("sqlmodel",),
}

#: Libraries for a whole platform: alone they do not say that its database is used.
GENERAL: Final = frozenset({"boto3", "aws-sdk-go"})

#: A client in use: what maps objects or writes queries is what the code is written in; a driver may sit beneath it.
STYLE_RANKS: Final[Mapping[str, int]] = {
    "orm": 0, "odm": 0, "query-builder": 1, "codegen": 1, "sdk": 2, "thin": 2, "driver": 3,
}  # fmt: skip

#: The order of databases where several are found, by the data they serve.
DATA_RANKS: Final = ("relational", "documents", "time-series", "key-value")
KEY_VALUE: Final = DATA_RANKS.index("key-value")

#: In folders of these names lie other people's projects.
FOREIGN_FOLDERS: Final = frozenset({"node_modules", "site-packages", ".venv", "venv", "vendor"})


# --- what comes out ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """An answer that a file suggests. `line` counts from 1; `text` is that line, shortened, without passwords.

    `also` holds other values for the same key that were seen and not proposed.
    """

    key: str
    value: str
    file: str
    line: int
    text: str
    because: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Detection:
    """At most one proposal for each key, in the questions' order; `problems` are sentences for the person."""

    proposals: tuple[Proposal, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Sign:
    """One line of one file that speaks for one value.

    `what` was read there, and `how`: `package`, `image`, `address`, `provider` (of a Prisma schema) or `manifest`.
    `language` is that of the manifest. `aside`: only development or tests need it.
    """

    key: str
    value: str
    line: int
    how: str
    what: str
    language: str = ""
    aside: bool = False
    file: str = ""
    order: int = 0
    text: str = ""


class UnreadableError(ValueError):
    """A file is damaged. The text says how; `line` says where."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line = line


type Reader = Callable[[str], Iterator[Sign]]


def detect(catalogue: Catalogue, files: Mapping[str, str]) -> Detection:
    """Proposed answers from project files: `files` maps a name (perhaps with folders) to the text.

    Never raises: what cannot be read is named in `problems`. The proposals are legal answers and fit together.
    """
    problems: list[str] = []
    signs: list[Sign] = []
    for order, (name, reader) in enumerate(_chosen(files, problems)):
        found = _read(name, reader, files[name], problems)
        signs += [replace(sign, file=name, order=order) for sign in found]
    legal = [sign for sign in signs if _is_legal(catalogue, sign)]
    return Detection(proposals=tuple(_proposals(catalogue, legal, problems)), problems=tuple(problems))


def _is_legal(catalogue: Catalogue, sign: Sign) -> bool:
    """Whether the catalogue offers the value: the tables above may be ahead of it."""
    try:
        check_one(catalogue.questions[sign.key], sign.value)
    except (AnswerError, KeyError):
        return False
    return True


# --- the files --------------------------------------------------------------------------------------------------------


def _chosen(files: Mapping[str, str], problems: list[str]) -> list[tuple[str, Reader]]:
    """The files to be read, those that win first. The others are named in `problems`."""
    ranked: list[tuple[int, str, Reader]] = []
    foreign = []
    for name in files:
        *folders, base = re.split(r"[/\\]", name)
        rank = next((rank for rank, (pattern, _) in enumerate(READERS) if pattern.fullmatch(base)), None)
        if rank is None or not FOREIGN_FOLDERS.isdisjoint(folders):
            foreign.append(name)
        else:
            ranked.append((rank, name, READERS[rank][1]))
    if foreign:
        problems.append(f"Ignored, because this is not a kind of file that is read here: {_names(foreign)}.")
    ranked.sort(key=lambda item: item[0])  # the order in which the files came decides between two of a kind
    if len(ranked) > MOST_FILES:
        left_out = [name for _, name, _ in ranked[MOST_FILES:]]
        problems.append(f"Only {MOST_FILES} files are read at once; left out: {_names(left_out)}.")
    chosen: list[tuple[str, Reader]] = []
    beyond = []
    length = 0
    for _, name, reader in ranked[:MOST_FILES]:
        if len(files[name]) > LONGEST:
            problems.append(f"{_short(name)} is longer than {LONGEST:,} characters, so it was not read.")
        elif length + len(files[name]) > LONGEST_TOGETHER:
            beyond.append(name)
        else:
            chosen.append((name, reader))
            length += len(files[name])
    if beyond:
        problems.append(f"Only {LONGEST_TOGETHER:,} characters are read at once; left out: {_names(beyond)}.")
    return chosen


def _names(names: list[str]) -> str:
    shown = ", ".join(_short(name) for name in names[:MOST_FILES])
    return f"{shown} and {len(names) - MOST_FILES} more" if len(names) > MOST_FILES else shown


def _read(name: str, reader: Reader, text: str, problems: list[str]) -> list[Sign]:
    """The signs in one file, each key and value once, with their lines' texts."""
    text = text.removeprefix("\ufeff")
    found: dict[tuple[str, str, bool], Sign] = {}
    elsewhere: dict[str, int] = {}
    try:
        for sign in reader(text):
            if sign.key:
                found.setdefault((sign.key, sign.value, sign.aside), sign)
            else:
                elsewhere.setdefault(sign.value, sign.line)
    except UnreadableError as error:
        problems.append(f"{_short(name)}, line {error.line}: {error}. The file was left out.")
        return []
    problems += [
        f"{_short(name)}, line {line} names {what}, which the guide does not cover." for what, line in elsewhere.items()
    ]
    if not found and not elsewhere:
        problems.append(f"{_short(name)} names nothing that the wizard knows.")
    if re.search(r"(^|[-_.])(dev|develop|development|test|tests|testing|lint|docs)([-_.]|$)", _base(name)):
        found = {key: replace(sign, aside=True) for key, sign in found.items()}
    lines = text.split("\n")
    return [replace(sign, text=_shown(lines[sign.line - 1])) for sign in found.values()]


def _base(name: str) -> str:
    return re.split(r"[/\\]", name)[-1]


def _short(text: str) -> str:
    text = " ".join(text[: 10 * SHOWN].split())
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def _shown(line: str) -> str:
    """A line as it is shown: short, and without the password of an address."""
    return _short(re.sub(r"(://[^\s:/@]*):[^\s\"']*@", r"\1:…@", line.strip()[: 10 * SHOWN]))


def _package(language: str, name: str, line: int, *, aside: bool = False) -> Iterator[Sign]:
    """What the tables know about a package."""
    for key, table in PACKAGES.items():
        value = table.get(language, {}).get(name)
        if value is not None:
            yield Sign(key=key, value=value, line=line, how="package", what=name, language=language, aside=aside)


def _manifest(language: str, line: int, *, aside: bool = False) -> Sign:
    return Sign(key="language", value=language, line=line, how="manifest", what="", language=language, aside=aside)


# --- package.json -----------------------------------------------------------------------------------------------------

_JSON_TOKEN: Final = re.compile(r'"(?:[^"\\]++|\\.)*+"|[{}\[\]:\n]')

#: Sections of package.json that list packages; the value says whether only development needs them.
_NPM_SECTIONS: Final[Mapping[str, bool]] = {
    "dependencies": False, "peerDependencies": False, "optionalDependencies": False, "devDependencies": True,
}  # fmt: skip


def _package_json(text: str) -> Iterator[Sign]:
    if too_deep(text):
        raise UnreadableError(1, "the brackets are nested too deeply")
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise UnreadableError(error.lineno, f"this is not valid JSON ({error.msg})") from None
    except ValueError:
        raise UnreadableError(1, "a number is too long to be read") from None
    if not isinstance(data, dict):
        raise UnreadableError(1, "a package.json holds an object, and this does not")
    listed = list(_npm_packages(text))
    signs = [sign for name, line, aside in listed for sign in _package("typescript", name, line, aside=aside)]
    says = [line for name, line, _ in listed if name == "typescript"] + [sign.line for sign in signs] + [1]
    tools_only = bool(listed) and all(aside for _, _, aside in listed)
    yield _manifest("typescript", says[0], aside=tools_only)
    yield from signs


def _npm_packages(text: str) -> Iterator[tuple[str, int, bool]]:
    """The packages of a valid package.json with their lines, which the JSON parser does not give."""
    depth, line, section, last = 0, 1, "", ""
    for found in _JSON_TOKEN.finditer(text):
        token = found[0]
        if token == "\n":
            line += 1
        elif token in "{[":
            depth += 1
        elif token in "}]":
            depth -= 1
        elif token != ":":
            last = token
        elif depth == 1:
            section = json.loads(last)
        elif depth == 2 and section in _NPM_SECTIONS:
            yield json.loads(last), line, _NPM_SECTIONS[section]


# --- Python's files ---------------------------------------------------------------------------------------------------

_REQUIREMENT: Final = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)(?=\s*(?:[\[(<>=!~;@#,]|$)|\s)")
_TOML_LINE: Final = re.compile(r"\(at line (\d+), column \d+\)$")
_TOML_PART: Final = re.compile(r"\"([^\"]*)\"|'([^']*)'|([A-Za-z0-9_-]+)")
_TOML_STRING: Final = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_TOML_KEY: Final = re.compile(r"[\w\s.\"'-]+")

#: A dotted key of many parts: reading one takes the TOML parser time that grows with the square of its length.
_TOML_LONG_KEY: Final = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){20}""")

#: Groups that the running application does not need.
_ASIDE_GROUPS: Final = frozenset({"dev", "develop", "development", "test", "tests", "testing", "lint", "docs", "doc"})


def _requirement(text: str) -> str:
    """The normalised name in a requirement (PEP 508); empty when there is none."""
    found = _REQUIREMENT.match(text)
    return re.sub(r"[-_.]+", "-", found[1]).lower() if found else ""


def _requirements(text: str) -> Iterator[Sign]:
    any_line = 0
    signs: list[Sign] = []
    for line, content in enumerate(text.split("\n"), 1):
        name = _requirement(content)
        if name:
            any_line = any_line or line
            signs += _package("python", name, line)
    if any_line:
        yield _manifest("python", signs[0].line if signs else any_line)
    yield from signs


def _pyproject(text: str) -> Iterator[Sign]:
    long_key = _TOML_LONG_KEY.search(text)
    if long_key:
        raise UnreadableError(text.count("\n", 0, long_key.start()) + 1, "a name has too many parts to be read")
    try:
        data = tomllib.loads(text)
    except RecursionError:
        raise UnreadableError(1, "the brackets are nested too deeply") from None
    except ValueError as error:  # TOML's own error, and numbers of absurd length
        where = _TOML_LINE.search(str(error))
        line = int(where[1]) if where else text.count("\n") + 1 if "end of document" in str(error) else 1
        problem = _TOML_LINE.sub("", str(error)).strip()
        raise UnreadableError(line, f"this is not valid TOML ({_short(problem)})") from None
    lines = _TomlLines(text)
    signs: list[Sign] = []
    for path, requirement, aside in _python_packages(data):
        signs += _package("python", _requirement(requirement), lines.of(path, requirement), aside=aside)
    places: list[tuple[str, ...]] = [("project",), ("tool", "poetry"), ("dependency-groups",)]
    place = next((path for path in places if _table(data, *path)), ())
    if place or signs:  # else it only holds the settings of tools
        yield _manifest("python", signs[0].line if signs else lines.of(place, ""), aside=place not in places[:2])
    yield from signs


def _table(data: Any, *path: str) -> dict[str, Any]:
    """The table at `path`; empty where there is none."""
    for part in path:
        data = data.get(part) if isinstance(data, dict) else None
    return data if isinstance(data, dict) else {}


def _python_packages(data: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], str, bool]]:
    """Every requirement that a pyproject.toml lists, with its place, and whether it stands aside."""
    lists: list[tuple[tuple[str, ...], Any, bool]] = [
        (("project", "dependencies"), _table(data, "project").get("dependencies"), False),
        (("tool", "uv", "dev-dependencies"), _table(data, "tool", "uv").get("dev-dependencies"), True),
    ]
    for place in (("project", "optional-dependencies"), ("dependency-groups",)):
        lists += [
            ((*place, group), items, group.lower() in _ASIDE_GROUPS) for group, items in _table(data, *place).items()
        ]
    for path, items, aside in lists:
        for item in items if isinstance(items, list) else ():
            if isinstance(item, str):
                yield path, item, aside
    poetry = ("tool", "poetry")
    tables: list[tuple[tuple[str, ...], bool]] = [
        ((*poetry, "dependencies"), False),
        ((*poetry, "dev-dependencies"), True),
    ]
    tables += [
        ((*poetry, "group", group, "dependencies"), group.lower() in _ASIDE_GROUPS)
        for group in _table(data, *poetry, "group")
    ]
    for path, aside in tables:
        for name in _table(data, *path):
            yield (*path, name), name, aside


class _TomlLines:
    """Where keys and strings stand in a valid TOML file, line by line: the parser does not say."""

    def __init__(self, text: str) -> None:
        self._keys: dict[tuple[str, ...], int] = {}
        self._strings: dict[tuple[tuple[str, ...], str], int] = {}
        header: tuple[str, ...] = ()
        path: tuple[str, ...] = ()
        for number, line in enumerate(text.split("\n"), 1):
            content = line.strip()
            if content.startswith("[") and "]" in content and "=" not in content and "," not in content:
                header = path = self._parts(content[: content.index("]")])
                self._keys.setdefault(path, number)
                continue
            left, equals, right = content.partition("=")
            if equals and _TOML_KEY.fullmatch(left) and left.count('"') % 2 == left.count("'") % 2 == 0:
                path = header + self._parts(left)
                self._keys.setdefault(path, number)
                content = right
            for found in _TOML_STRING.finditer(content):
                self._strings.setdefault((path, found[1] or found[2] or ""), number)

    @staticmethod
    def _parts(dotted: str) -> tuple[str, ...]:
        return tuple(bare or one or two for two, one, bare in _TOML_PART.findall(dotted))

    def of(self, path: tuple[str, ...], string: str) -> int:
        """The line of `string` under the key `path`, else of the key, else of the nearest table around it, else 1."""
        places = [self._strings.get((path, string))]
        places += [self._keys.get(path[:length]) for length in range(len(path), 0, -1)]
        return next((place for place in places if place), 1)


# --- go.mod, schema.prisma --------------------------------------------------------------------------------------------


def _go_mod(text: str) -> Iterator[Sign]:
    block = module = 0
    directive = ""
    signs: list[Sign] = []
    for line, content in enumerate(text.split("\n"), 1):
        code, _, comment = content.partition("//")
        words = code.split(None, 3)
        if not words:
            continue
        if block:
            if words[0] == ")":
                block = 0
                continue
        else:
            directive, *words = words
            if directive in ("module", "go") and words:
                module = module or line
            if words == ["("]:
                block = line
                continue
        if directive in ("require", "tool") and words and not comment.strip().startswith("indirect"):
            name = re.sub(r"/v\d+$", "", words[0].strip('"`'))
            signs += _package("go", name, line)
    if block:
        raise UnreadableError(block, "this bracket is never closed")
    if not module:
        raise UnreadableError(1, "a go.mod names its module, and this one does not")
    yield _manifest("go", module)
    yield from signs


_PRISMA_BLOCK: Final = re.compile(r"(\w+)\s+\w+\s*\{")
_PRISMA_PROVIDER: Final = re.compile(r'provider\s*=\s*\[?\s*"([^"]*)"')


def _schema_prisma(text: str) -> Iterator[Sign]:
    kind = ""
    for line, content in enumerate(text.split("\n"), 1):
        code = content.strip()
        opened = _PRISMA_BLOCK.match(code)
        if opened:
            kind = opened[1]
            code = code[opened.end() :].strip()
        found = _PRISMA_PROVIDER.match(code)
        if found and kind == "datasource":
            name = found[1]
            if name in PROVIDERS:
                yield Sign(key="existing_database", value=PROVIDERS[name], line=line, how="provider", what=name)
            elif name in ELSEWHERE:
                yield Sign(key="", value=ELSEWHERE[name], line=line, how="provider", what=name)
        elif found and kind == "generator" and found[1] in GENERATORS:
            language, client = GENERATORS[found[1]]
            yield replace(_manifest(language, line), how="provider", what=found[1])
            yield replace(_manifest(language, line), key="existing_client", value=client, how="provider", what=found[1])
        elif code.startswith("}"):
            kind = ""


# --- compose.yaml -----------------------------------------------------------------------------------------------------

_IMAGE: Final = re.compile(r"(?:-\s+)?[\"']?image[\"']?\s*:\s*(?:[\"']([^\"']*)|(\S*))")
_DEFAULT: Final = re.compile(r"\$\{\w+:?-([^{}]*)\}")
_ADDRESS: Final = re.compile(
    r"(?<![\w+])(" + "|".join(re.escape(scheme) for scheme in sorted(SCHEMES, reverse=True)) + r")(?:\+\w++)?://"
    r"([^\s\"'/?,]*+)"
)


def _compose(text: str) -> Iterator[Sign]:
    """Images and addresses, line by line: all that is needed, in any YAML that people write for Compose."""
    for line, raw in enumerate(text.split("\n"), 1):
        content = raw.strip()
        if content.startswith("#"):
            continue
        content = content.split(" #", 1)[0].split("\t#", 1)[0]
        found = _IMAGE.match(content)
        if found:
            full = _DEFAULT.sub(r"\1", found[1] or found[2] or "")
            for key, table in (("existing_database", IMAGES), ("", ELSEWHERE)):
                value = _image(full, table)
                if value:
                    yield Sign(key=key, value=value, line=line, how="image", what=full)
        for address in _ADDRESS.finditer(content):
            host = re.sub(r":\d*$", "", address[2].rpartition("@")[2]).lower()
            store = _at(host, address[1])
            yield Sign(key="existing_database", value=store, line=line, how="address", what=address[1])


def _image(full: str, table: Mapping[str, str]) -> str:
    """What `table` says about an image, whatever its registry, tag and digest (empty: nothing)."""
    parts = full.partition("@")[0].split("/")
    parts[-1] = parts[-1].partition(":")[0]
    if len(parts) > 1 and ("." in parts[0] or ":" in parts[0] or parts[0] == "localhost"):
        parts = parts[1:]
    return table.get("/".join(parts)) or table.get(parts[-1], "")


def _at(host: str, scheme: str) -> str:
    """The service whose host this is, else the engine that the address' scheme names."""
    if host.endswith(".rds.amazonaws.com") and ".cluster-" in host:
        return "aws-aurora"
    return next((service for end, service in HOSTS.items() if host.endswith(end)), SCHEMES[scheme])


#: Which file is read how. Where two disagree about the language, the one further up wins.
READERS: Final[tuple[tuple[re.Pattern[str], Reader], ...]] = (
    (re.compile(r"package\.json"), _package_json),
    (re.compile(r"pyproject\.toml"), _pyproject),
    (re.compile(r"requirements.*\.txt"), _requirements),
    (re.compile(r"go\.mod"), _go_mod),
    (re.compile(r"schema\.prisma"), _schema_prisma),
    (re.compile(r"(?:docker-)?compose\.ya?ml"), _compose),
)


# --- from signs to proposals ------------------------------------------------------------------------------------------


def _proposals(catalogue: Catalogue, signs: list[Sign], problems: list[str]) -> Iterator[Proposal]:
    by_key: dict[str, list[Sign]] = {key: [] for key in catalogue.questions}
    for sign in signs:
        by_key[sign.key].append(sign)
    languages = _best(by_key["language"], lambda sign: (sign.aside, sign.order))
    language = languages[0].value if languages else ""
    firm = [sign for sign in languages if not sign.aside]
    if len(firm) > 1:
        problems.append(_conflict(catalogue, "languages", firm))
    if languages:
        yield _proposal(catalogue, languages)
    for key in ("framework", "runtime", "platform", "existing_client"):
        left_out = [sign for sign in by_key[key] if sign.language != language]
        by_key[key] = [sign for sign in by_key[key] if sign.language == language]
        if language and left_out and key in ("framework", "existing_client"):
            problems.append(_left_out(catalogue, key, language, left_out))

    frameworks = _best(by_key["framework"], lambda sign: _framework_rank(sign, by_key["framework"]))
    if frameworks:
        yield _proposal(catalogue, frameworks)
        rivals = [sign for sign in _not_beneath(frameworks) if sign.value != "other" and not sign.aside]
        if len(rivals) > 1:
            problems.append(_conflict(catalogue, "frameworks", rivals))
    for key in ("runtime", "platform"):
        found = _best(by_key[key], lambda sign: (sign.order,))
        if found:
            yield _proposal(catalogue, found)
        if len(found) > 1:
            problems.append(_conflict(catalogue, f"{key}s", found))

    databases = _databases(catalogue, by_key["existing_database"])
    clients = by_key["existing_client"]
    mapper = _kept_elsewhere(catalogue, databases, clients)
    if mapper:
        cache = databases[0]
        problems.append(
            f"{_where(cache)} names {label(catalogue, cache.key, cache.value)}, which "
            f"{label(catalogue, mapper.key, mapper.value)} does not talk to. It looks like a cache beside another "
            "database, so it is not proposed as the existing one."
        )
        databases = [sign for sign in databases if _data_rank(catalogue, sign.value) < KEY_VALUE]
    clients = _clients(catalogue, clients, databases, frameworks[0].value if frameworks else "")
    if databases:
        main = _proposal(catalogue, databases)
        yield main
        yield replace(
            main,
            key="existing_stance",
            value="in-use",
            because=f"What a project's files name is taken to be in use. If {label(catalogue, main.key, main.value)} "
            "is only planned, change this.",
            also=(),
        )
    if clients:
        yield _proposal(catalogue, clients)
        rank = STYLE_RANKS[catalogue.clients[clients[0].value].style]
        rivals = [
            sign
            for sign in _not_beneath(clients)
            if rank < 2 and STYLE_RANKS[catalogue.clients[sign.value].style] <= rank and not sign.aside
        ]
        if len(rivals) > 1:
            problems.append(_conflict(catalogue, "clients", rivals))


def _best(signs: Iterable[Sign], rank: Callable[[Sign], tuple[int, ...]]) -> list[Sign]:
    """One sign for each value, the best first."""
    best: dict[str, Sign] = {}
    for sign in sorted(signs, key=rank):
        best.setdefault(sign.value, sign)
    return list(best.values())


def _not_beneath(signs: list[Sign]) -> list[Sign]:
    """`signs` without those that another one stands on."""
    there = {sign.value for sign in signs}
    return [sign for sign in signs if there.isdisjoint(BENEATH.get(sign.value, ()))]


def _framework_rank(sign: Sign, signs: list[Sign]) -> tuple[int, ...]:
    return (sign.value == "other", sign.aside, list(FRAMEWORKS[sign.language].values()).index(sign.value), sign.order)


def _engines(catalogue: Catalogue, store: str) -> tuple[str, ...]:
    """The engine itself, or those that a service runs."""
    return tuple(catalogue.services[store].runs) if store in catalogue.services else (store,)


def _families(catalogue: Catalogue, store: str) -> frozenset[str]:
    if store in catalogue.services:
        return frozenset(catalogue.services[store].runs.values())
    return frozenset({catalogue.databases[store].family})


def _data_rank(catalogue: Catalogue, store: str) -> int:
    serves = {data for engine in _engines(catalogue, store) for data in catalogue.databases[engine].serves}
    return next((rank for rank, data in enumerate(DATA_RANKS) if data in serves), len(DATA_RANKS))


#: A driver or an address for the first may well talk to the others, which speak the same protocol.
RELATIVES: Final[Mapping[str, tuple[str, ...]]] = {
    "postgresql": ("timescaledb", "cockroachdb"),
    "mysql": ("mariadb",),
    "redis": ("valkey",),
}


def _within(catalogue: Catalogue, sign: Sign, signs: list[Sign]) -> bool:
    """Whether a more exact sign names the same database: a service that runs it, or a relative behind its protocol."""
    there = {other.value for other in signs}
    if sign.value in catalogue.services:
        return False
    if any(sign.value in catalogue.services[store].runs for store in there & catalogue.services.keys()):
        return True
    exact = any(other.value == sign.value and other.how == "image" for other in signs)
    return not exact and not there.isdisjoint(RELATIVES.get(sign.value, ()))


def _databases(catalogue: Catalogue, signs: list[Sign]) -> list[Sign]:
    """The databases seen, the main one first; what is the same database under a less exact name is left out."""
    ways = ("provider", "image", "address", "package")

    def rank(sign: Sign) -> tuple[int, ...]:
        engine = min(catalogue.databases[item].order for item in _engines(catalogue, sign.value))
        return (
            sign.aside, _data_rank(catalogue, sign.value), sign.how != "provider", engine, ways.index(sign.how),
            sign.order,
        )  # fmt: skip

    within = {sign.value for sign in signs if _within(catalogue, sign, signs)}
    return _best([sign for sign in signs if sign.value not in within], rank)


def _speaks(client: Client, families: frozenset[str]) -> bool:
    return not families.isdisjoint(client.speaks)


def _clients(catalogue: Catalogue, signs: list[Sign], databases: list[Sign], framework: str) -> list[Sign]:
    """The clients seen, the main one first: it talks to the main database, and no other one stands on it."""
    main = _families(catalogue, databases[0].value) if databases else frozenset()
    seen = frozenset(family for sign in databases for family in _families(catalogue, sign.value))
    values = {sign.value for sign in signs}

    def rank(sign: Sign) -> tuple[int, ...]:
        client = catalogue.clients[sign.value]
        return (
            bool(main) and not _speaks(client, main),
            STYLE_RANKS[client.style],
            not values.isdisjoint(BENEATH.get(sign.value, ())),
            bool(framework) and framework not in client.frameworks,
            client.order,
            sign.aside,
            sign.order,
        )

    useful = [sign for sign in signs if sign.value not in GENERAL or _speaks(catalogue.clients[sign.value], seen)]
    return _best(useful, rank)


def _kept_elsewhere(catalogue: Catalogue, databases: list[Sign], clients: list[Sign]) -> Sign | None:
    """Where the main database seen is a key-value store: a client that must keep its data in one of another kind."""
    if not databases or _data_rank(catalogue, databases[0].value) < KEY_VALUE:
        return None
    seen = frozenset(family for sign in databases for family in _families(catalogue, sign.value))
    for sign in clients:
        client = catalogue.clients[sign.value]
        if client.style not in ("driver", "sdk") and not _speaks(client, seen):
            return sign
    return None


# --- in words ---------------------------------------------------------------------------------------------------------


def _where(sign: Sign) -> str:
    return f"{_short(sign.file)}, line {sign.line}"


def _proposal(catalogue: Catalogue, found: list[Sign]) -> Proposal:
    """The first of `found`; the others were seen too."""
    first, *others = found
    return Proposal(
        key=first.key,
        value=first.value,
        file=first.file,
        line=first.line,
        text=first.text,
        because=_because(catalogue, first),
        also=tuple(sign.value for sign in others if sign.value != "other"),
    )


def _because(catalogue: Catalogue, sign: Sign) -> str:
    file, what = _short(sign.file), _short(sign.what)
    name = label(catalogue, sign.key, sign.value)
    if sign.how == "manifest":
        kind = "TypeScript or JavaScript" if sign.value == "typescript" else name
        return f"{file} is the file in which a {kind} project lists what it needs."
    if sign.how == "image":
        return f"{file} starts the container image {what}: {name}."
    if sign.how == "address":
        return f"{file} holds an address of {name}."
    if sign.how == "provider":
        return f"{file} names {what} as a provider: {name}."
    if sign.value == "other":
        return f"{file} lists {what}, a framework that the question does not name."
    return {
        "existing_database": f"{file} lists {what}, which talks to {name}.",
        "existing_client": f"{file} lists {what}, which is part of {name}." if sign.value == "django-orm"
        else f"{file} lists {what}: the code talks to its database through {name}.",
        "framework": f"{file} lists {what}: the framework is {name}.",
        "runtime": f"{file} lists {what}, which says where the code runs: {name}.",
        "platform": f"{file} lists {what}, which is made for {name}.",
    }[sign.key]  # fmt: skip


def _conflict(catalogue: Catalogue, things: str, signs: list[Sign]) -> str:
    said = "; ".join(f"{label(catalogue, sign.key, sign.value)} ({_where(sign)})" for sign in signs)
    first = label(catalogue, signs[0].key, signs[0].value)
    return f"The files name several {things}: {said}. {first} is proposed; change it if another one is meant."


def _left_out(catalogue: Catalogue, key: str, language: str, signs: list[Sign]) -> str:
    named = _best(signs, lambda sign: (sign.order, sign.line))
    said = "; ".join(f"{label(catalogue, key, sign.value)} ({_where(sign)})" for sign in named)
    return f"Left out, because it does not go with {label(catalogue, 'language', language)}: {said}."
