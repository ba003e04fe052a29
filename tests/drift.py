"""Repositories as a generator makes them: a stack, its data-stack.md, the files of a project that keeps to it, and one
drift that is planted.

The names of packages, images and hosts are written down here and not taken from the tables that the check reads.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final

from wizard.catalogue.load import load
from wizard.catalogue.model import Database
from wizard.check.standard import Standard, read
from wizard.decide.answers import Value, check, prune
from wizard.decide.rulebook import rulebook
from wizard.explain.reading import reading_of
from wizard.write import forms

FILE: Final = "standards/data-stack.md"

#: What the generated projects are asked for; each is one file that the wizard writes.
_ASKED: Final[tuple[dict[str, Value], ...]] = (
    {"data": ("relational",), "scale": "millions", "hosting": "managed"},
    {"data": ("relational",), "scale": "thousands", "hosting": "serverless", "budget": "free"},
    {"data": ("relational",), "hosting": "self-hosted", "query_style": "sql"},
    {"data": ("relational",), "existing_database": "mysql", "existing_stance": "decided", "hosting": "self-hosted"},
    {"data": ("documents",), "existing_database": "mongodb-atlas", "existing_stance": "decided"},
    {"data": ("relational", "key-value"), "scale": "millions", "hosting": "managed"},
)
_WRITTEN_IN: Final[tuple[dict[str, Value], ...]] = (
    {"language": "typescript", "framework": "express"},
    {"language": "typescript", "framework": "nestjs"},
    {"language": "python", "framework": "fastapi"},
    {"language": "go"},
)
STACKS: Final[tuple[Mapping[str, Value], ...]] = tuple(
    {"persistence": "yes", "runtime": "server", **code, **asked} for code in _WRITTEN_IN for asked in _ASKED
)

#: Packages that have nothing to do with data.
NOISE: Final = {
    "typescript": ["zod", "dayjs", "pino", "undici", "lodash", "dotenv", "helmet"],
    "python": ["pydantic", "httpx", "structlog", "orjson", "uvicorn", "python-dotenv"],
    "go": ["github.com/rs/zerolog", "github.com/spf13/cobra", "golang.org/x/sync", "github.com/google/uuid"],
}
FRAMEWORKS: Final = {"express": "express", "nestjs": "@nestjs/core", "fastapi": "fastapi"}

IMAGES: Final = {
    "postgresql": ("postgres:18", "postgres:17-alpine", "postgres", "postgis/postgis:17-3.5"),
    "mysql": ("mysql:8.4", "mysql:8"),
    "mongodb": ("mongo:8.0", "mongo:7"),
    "redis": ("redis:8.4", "redis:7-alpine"),
    "valkey": ("valkey/valkey:9.0",),
    "sqlite": (),
}
OLD_IMAGES: Final = {
    "postgresql": ("postgres:12", "postgres:9.6-alpine", "bitnami/postgresql:13", "postgres:14.2"),
    "mysql": ("mysql:5.7", "mysql:8.0.36"),
    "mongodb": ("mongo:4.4", "mongo:5", "mongo:6.0.3"),
}
SCHEMES: Final = {
    "postgresql": "postgresql",
    "mysql": "mysql",
    "mongodb": "mongodb+srv",
    "redis": "redis",
    "valkey": "redis",
}
HOSTS: Final = {
    "supabase": "db.abcdefgh.supabase.co",
    "neon": "ep-calm-sun-123.eu-central-1.aws.neon.tech",
    "aws-rds": "shop.abc123.eu-west-1.rds.amazonaws.com",
    "azure-database": "shop.postgres.database.azure.com",
    "mongodb-atlas": "cluster0.ab1cd.mongodb.net",
    "planetscale": "aws.connect.psdb.cloud",
    "upstash": "eu1-shop-123.upstash.io",
    "redis-cloud": "redis-123.c1.eu-west-1-1.ec2.redis-cloud.com",
}
#: Places of an engine that a drift moves to.
ELSEWHERE: Final = {
    "postgresql": ("neon", "supabase", "aws-rds", "azure-database"),
    "mysql": ("planetscale", "aws-rds"),
    "mongodb": ("mongodb-atlas",),
}
#: What talks to a store that a project may not have, by the family that it speaks.
STRANGERS: Final = {
    "typescript": {
        "mongodb": "mongoose",
        "redis": "ioredis",
        "mysql": "mysql2",
        "dynamodb": "@aws-sdk/client-dynamodb",
    },
    "python": {
        "mongodb": "pymongo",
        "redis": "redis",
        "influxdb": "influxdb3-python",
        "firestore": "google-cloud-firestore",
    },
    "go": {
        "mongodb": "go.mongodb.org/mongo-driver/v2",
        "redis": "github.com/redis/go-redis/v9",
        "dynamodb": "github.com/aws/aws-sdk-go-v2/service/dynamodb",
    },
}
STRANGE_IMAGES: Final = {
    "mongodb": "mongo:8.0",
    "redis": "redis:8.4",
    "": "elasticsearch:8.15.0",
    "influxdb": "influxdb:3-core",
}
#: Clients of SQL databases.
SQL_CLIENTS: Final = {
    "typescript": {
        "prisma": "@prisma/client",
        "drizzle": "drizzle-orm",
        "kysely": "kysely",
        "typeorm": "typeorm",
        "sequelize": "sequelize",
        "knex": "knex",
    },
    "python": {"sqlalchemy": "SQLAlchemy", "peewee": "peewee", "tortoise": "tortoise-orm"},
    "go": {
        "gorm": "gorm.io/gorm",
        "sqlx": "github.com/jmoiron/sqlx",
        "ent": "entgo.io/ent",
        "bun": "github.com/uptrace/bun",
    },
}
#: Drivers beneath a client that runs on several databases.
DRIVERS: Final = {
    "typescript": {"postgresql": "pg", "mysql": "mysql2"},
    "python": {"postgresql": "psycopg[binary]", "mysql": "pymysql"},
    "go": {"postgresql": "gorm.io/driver/postgres", "mysql": "gorm.io/driver/mysql"},
}


#: Files that real projects have and that do not contradict anything: path -> text.
HARMLESS: Final = {
    "examples/old/requirements.txt": "pymongo==3.0\n",
    "tests/docker-compose.yml": "services:\n  cache:\n    image: redis:7\n",
    "docker-compose.test.yml": "services:\n  db:\n    image: mysql:5.7\n",
    ".env.test": "DATABASE_URL=sqlite:///test.db\nCACHE=redis://localhost:6379\n",
    "docs/requirements.txt": "mkdocs\npsycopg2\n",
    "requirements-dev.txt": "pytest\naiosqlite\nfakeredis\n",
    "scripts/push/package.json": '{"dependencies": {"firebase-admin": "^13.0.0"}}',
    "vendor/other/go.mod": "module other\n\nrequire go.mongodb.org/mongo-driver v1.0.0\n",
    "node_modules/x/package.json": '{"dependencies": {"mongoose": "^8.0.0"}}',
    "e2e/package.json": '{"devDependencies": {"better-sqlite3": "^12.0.0", "pg": "^8.0.0"}}',
    ".env.example.md": "redis://localhost",
    "infra/.env.example": "# DATABASE_URL=mongodb://localhost/app\nSENTRY_DSN=https://1@o1.ingest.sentry.io/1\n",
    "README.md": "We looked at MongoDB and Redis.\n",
    "deploy/compose.yaml": "services:\n  app:\n    image: example.org/app:5.7\n  proxy:\n    image: nginx:1.27\n",
}


@dataclass(frozen=True, kw_only=True)
class Repository:
    """A project in memory. `packages` are what the running application needs, with their versions; `images` and
    `addresses` go into compose.yaml and .env.example."""

    standard: Standard
    document: str
    packages: Mapping[str, str]
    tools: Mapping[str, str] = field(default_factory=dict)
    images: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    front_end: bool = False
    beside: tuple[str, ...] = ()
    """Files that say nothing against the stack: see :data:`HARMLESS`."""
    shape: int = 0

    @property
    def language(self) -> str:
        return str(self.standard.answers["language"])

    @property
    def engine(self) -> str:
        assert self.standard.store
        return self.standard.store.database.id

    @property
    def service(self) -> str:
        assert self.standard.store
        return self.standard.store.service.id

    def files(self) -> dict[str, str]:
        """The project files by path, the data-stack.md left out."""
        found = {
            "typescript": self._package_json,
            "python": self._pyproject if self.shape % 2 else self._requirements,
            "go": self._go_mod,
        }[self.language]()
        if self.images:
            services = "".join(f"  store{at}:\n    image: {image}\n" for at, image in enumerate(self.images))
            found["compose.yaml"] = f"services:\n  app:\n    build: .\n{services}"
        if self.addresses:
            found[".env.example"] = "# copy to .env\nPORT=8000\n" + "".join(f"{line}\n" for line in self.addresses)
        if self.front_end and self.language != "typescript":
            found["web/package.json"] = json.dumps(
                {"name": "web", "dependencies": {"react": "^19.0.0", "vite": "^7.0.0"}}
            )
        return found | {path: HARMLESS[path] for path in self.beside}

    def _package_json(self) -> dict[str, str]:
        dependencies = {name: f"^{version}" if version else "*" for name, version in self.packages.items()}
        tools = {name: f"^{version}" if version else "*" for name, version in self.tools.items()}
        told = {"name": "app", "dependencies": dependencies, "devDependencies": {"typescript": "^5.9.0", **tools}}
        return {("apps/api/" if self.shape % 4 == 1 else "") + "package.json": json.dumps(told, indent=2)}

    def _requirements(self) -> dict[str, str]:
        every = {**self.packages, **self.tools}
        return {
            "requirements.txt": "".join(
                f"{name}=={version}\n" if version else f"{name}\n" for name, version in every.items()
            )
        }

    def _pyproject(self) -> dict[str, str]:
        every = {**self.packages, **self.tools}
        listed = "".join(
            f'  "{name}~={version}",\n' if "." in version else f'  "{name}",\n' for name, version in every.items()
        )
        return {"pyproject.toml": f'[project]\nname = "app"\nversion = "1"\ndependencies = [\n{listed}]\n'}

    def _go_mod(self) -> dict[str, str]:
        required = "".join(f"\t{name} v{version or '1.0.0'}\n" for name, version in self.packages.items())
        return {"go.mod": f"module example.org/app\n\ngo 1.25\n\nrequire (\n{required})\n"}


@cache
def written(stack: int) -> tuple[str, Standard]:
    """The data-stack.md of a stack, and the same read back."""
    catalogue = load()
    answers, _ = prune(catalogue, check(catalogue, STACKS[stack]))
    text = forms.write(reading_of(catalogue, answers))[1]
    return text, read(rulebook(catalogue), FILE, text)


def fetched(document: str) -> tuple[dict[str, str], dict[str, str]]:
    """(packages, tools) with their versions, as the commands in the document fetch them."""
    packages: dict[str, str] = {}
    tools: dict[str, str] = {}
    for command, words in re.findall(
        r"^(npm install --save-exact(?: --save-dev)?|python -m pip install|go get|go install) (.+)$",
        document,
        re.MULTILINE,
    ):
        for word in words.split():
            name, _, version = re.sub(r"^(.[^@]*)@", r"\1==", word.strip('"')).partition("==")
            (tools if command.endswith(("dev", "go install")) else packages)[name] = version.lstrip("v")
    return packages, tools


def _fitting(standard: Standard, engine: Database) -> list[str]:
    """The images of an engine in the release that the file's rule for the store gives, where it gives one."""
    rules = " ".join(item.text for item in standard.sentences if item.text.startswith("Store: "))
    release = re.search(rf"{engine.name} (\d+(?:\.\d+)?)", rules)
    images = IMAGES.get(engine.id, ())
    return [it for it in images if not release or ":" not in it or it.partition(":")[2].startswith(release[1])]


def clean(seed: int) -> Repository:
    """A repository that keeps to its file."""
    chance = random.Random(seed)
    document, standard = written(seed % len(STACKS))
    packages, tools = fetched(document)
    language = str(standard.answers["language"])
    framework = str(standard.answers.get("framework", ""))
    noise = dict.fromkeys(chance.sample(NOISE[language], 3), "1.2.3")
    named = {FRAMEWORKS[framework]: ""} if framework in FRAMEWORKS else {}
    assert standard.store
    engine, service = standard.store.database.id, standard.store.service.id
    fitting = [_fitting(standard, store.database) for store in standard.decided]
    images = [chance.choice(images) for images in fitting if images]
    addresses = []
    if chance.random() < 0.6 and engine in SCHEMES:
        host = HOSTS.get(service, "localhost:5432") if chance.random() < 0.6 else "localhost:5432"
        addresses.append(f"DATABASE_URL={SCHEMES[engine]}://user:s3cret@{host}/app")
    return Repository(
        standard=standard,
        document=document,
        packages={**named, **noise, **packages},
        tools=tools,
        images=tuple(images) if chance.random() < 0.7 else (),
        addresses=tuple(addresses),
        front_end=chance.random() < 0.3,
        beside=tuple(chance.sample(sorted(HARMLESS), chance.randrange(5))),
        shape=chance.randrange(12),
    )


# --- drifts -----------------------------------------------------------------------------------------------------------

type Drift = Callable[[Repository, random.Random], tuple[Repository, str] | None]
"""A repository with one drift, and what a line of it names; None where this stack cannot drift so."""


def another_store(repository: Repository, chance: random.Random) -> tuple[Repository, str] | None:
    families = repository.standard.families
    strange = {family: name for family, name in STRANGERS[repository.language].items() if family not in families}
    sql = {"postgresql", "mysql"} & families
    name = chance.choice([name for family, name in strange.items() if not (sql and family == "mysql")])
    return replace(repository, packages={**repository.packages, name: "4.5.6"}), name.removesuffix("/v9").removesuffix(
        "/v2"
    )


def another_image(repository: Repository, chance: random.Random) -> tuple[Repository, str] | None:
    strange = [image for family, image in STRANGE_IMAGES.items() if family not in repository.standard.families]
    image = chance.choice(strange)
    return replace(repository, images=(*repository.images, image)), image


def another_client(repository: Repository, chance: random.Random) -> tuple[Repository, str] | None:
    name = _other_client(repository, chance)
    return (replace(repository, packages={**repository.packages, name: "1.0.0"}), name) if name else None


def _other_client(repository: Repository, chance: random.Random) -> str | None:
    if repository.engine not in ("postgresql", "mysql") or repository.standard.client is None:
        return None
    others = {
        id_: name for id_, name in SQL_CLIENTS[repository.language].items() if id_ != repository.standard.client.id
    }
    return chance.choice([name for name in others.values() if name not in repository.packages])


def client_replaced(repository: Repository, chance: random.Random) -> tuple[Repository, str] | None:
    name = _other_client(repository, chance)
    if name is None or repository.standard.client is None:
        return None
    own = _of_the_client(repository)
    left = {key: version for key, version in repository.packages.items() if key not in own}
    return replace(repository, packages={**left, name: "1.0.0"}, tools={}), name


def client_gone(repository: Repository, chance: random.Random) -> tuple[Repository, str] | None:
    """The client is taken out, and the driver alone is left."""
    own = _of_the_client(repository)
    driver = DRIVERS[repository.language].get(repository.engine)
    if driver is None or repository.language == "go" or driver in own or repository.standard.client is None:
        return None
    left = {key: version for key, version in repository.packages.items() if key not in own}
    return replace(repository, packages={**left, driver: ""}, tools={}), driver.partition("[")[0]


def _of_the_client(repository: Repository) -> set[str]:
    """The packages of the decided client: those that the document fetches, drivers left out."""
    packages, _ = fetched(repository.document)
    return set(packages) - {name for drivers in DRIVERS.values() for name in drivers.values()}


def another_driver(repository: Repository, chance: random.Random) -> tuple[Repository, str] | None:
    client = repository.standard.client
    drivers = DRIVERS[repository.language]
    if (
        client is None
        or client.id not in ("sqlalchemy", "sqlmodel", "gorm", "drizzle", "kysely", "typeorm")
        or repository.engine not in drivers
    ):
        return None
    own, other = (
        drivers[repository.engine],
        next(name for engine, name in drivers.items() if engine != repository.engine),
    )
    left = {key: version for key, version in repository.packages.items() if key != own}
    return replace(repository, packages={**left, other: "1.4.2"}), other


def cannot_speak(repository: Repository, chance: random.Random) -> tuple[Repository, str] | None:
    if repository.engine != "mongodb":
        return None
    name = chance.choice([*SQL_CLIENTS[repository.language].values()][1:])
    if name in ("@prisma/client", "typeorm"):
        return None
    return replace(repository, packages={**repository.packages, name: "1.0.0"}), name


def old_release(repository: Repository, chance: random.Random) -> tuple[Repository, str] | None:
    if repository.engine not in OLD_IMAGES:
        return None
    image = chance.choice(OLD_IMAGES[repository.engine])
    return replace(repository, images=(image,)), image


def old_major(repository: Repository, chance: random.Random) -> tuple[Repository, str] | None:
    packages, _ = fetched(repository.document)
    pinned = [
        name for name, version in packages.items() if int(version.partition(".")[0] or 0) > 1 and "/v" not in name
    ]
    if not pinned:
        return None
    name = chance.choice(pinned)
    return replace(repository, packages={**repository.packages, name: "1.0.5"}), name.partition("[")[0]


def another_place(repository: Repository, chance: random.Random) -> tuple[Repository, str] | None:
    elsewhere = [place for place in ELSEWHERE.get(repository.engine, ()) if place != repository.service]
    if not elsewhere:
        return None
    host = HOSTS[chance.choice(elsewhere)]
    address = f"DATABASE_URL={SCHEMES[repository.engine]}://user:s3cret@{host}/app"
    return replace(repository, addresses=(*repository.addresses, address)), host


def time_series(repository: Repository, chance: random.Random) -> tuple[Repository, str] | None:
    if "time series came in" not in repository.document:
        return None
    image = "timescale/timescaledb:latest-pg18"
    return replace(repository, images=(image,)), image


#: Drift -> the kinds that may tell it.
DRIFTS: Final[tuple[tuple[Drift, frozenset[str]], ...]] = (
    (another_store, frozenset({"unknown-store", "driver-of-another-family"})),
    (another_image, frozenset({"unknown-store"})),
    (another_client, frozenset({"second-client"})),
    (client_replaced, frozenset({"second-client", "pick-not-used"})),
    (client_gone, frozenset({"pick-not-used", "second-client"})),
    (another_driver, frozenset({"driver-of-another-family"})),
    (cannot_speak, frozenset({"client-cannot-speak"})),
    (old_release, frozenset({"past-end-of-life"})),
    (old_major, frozenset({"off-the-pinned-major"})),
    (another_place, frozenset({"other-service"})),
    (time_series, frozenset({"revisit-came-true", "unknown-store"})),
)


@dataclass(frozen=True, kw_only=True)
class Drifted:
    """A repository with the drift that was planted in it: what it is called, what may tell it, what its line names."""

    repository: Repository
    drift: str
    kinds: frozenset[str]
    named: str


def drifted(seed: int) -> Drifted:
    """A repository with one drift; every drift that the stack can have has its turn."""
    chance = random.Random(f"drift {seed}")
    repository = clean(chance.randrange(10_000))
    for at in range(len(DRIFTS)):
        drift, kinds = DRIFTS[(seed + at) % len(DRIFTS)]
        if found := drift(repository, chance):
            return Drifted(repository=found[0], drift=drift.__name__, kinds=kinds, named=found[1])
    raise AssertionError("no drift fits this stack")
