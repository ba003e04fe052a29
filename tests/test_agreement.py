"""The rules of one file agree with each other: for every stack, in many situations, no two exclude one another, what
one names the others know, and none is told where it does not work.

Which rules exclude each other is written down here, from what they say and not from how they are chosen.
"""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.test_standard import VARIABLE, stacks, told_of
from tests.test_start import fetched
from wizard.catalogue.load import load
from wizard.catalogue.packages import name
from wizard.converse.record import EMPTY
from wizard.decide.answers import check
from wizard.explain.reading import reading_of
from wizard.write.forms import write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.model import Client, Cost
    from wizard.decide.answers import Answers
    from wizard.decide.rules import Store

CATALOGUE: Final = load()

#: Of each pair one at most is in a file.
EXCLUSIVE: Final = (
    (r"supabase start", r"compose\.yaml|/var/lib/postgresql|its superuser"),
    (r"per process", r"per instance|per request"),
    (r"per instance", r"per request"),
    (r"owns no table", r"sign in as `postgres`"),
    (r"hypertable", r"BRIN"),
    (r"no poller", r"runs `LISTEN`|on a timer|platform's timer"),
)

#: The same of the whole file: what tells an answer or an assumption, and a rule.
EXCLUSIVE_IN_THE_FILE: Final = (
    (r"[Pp]ages ask again", r"told of changes by LISTEN"),
    (r"dump[^.]* nightly", r"at least weekly"),
    (r"nightly|access to no backup", r"backups [^.]*are the provider's work"),
)

#: What one engine has alone, in rules about code, data and migrations.
OF_ONE_ENGINE: Final = re.compile(
    r"jsonb`, with|BRIN|ON CONFLICT|strftime|PRAGMA|row level security|char\(3\)|`DATETIME\(6\)`|identity`|@db\.[A-Z]|"
    r"runs `LISTEN`|SKIP LOCKED|PARTITION BY|halfvec|CONCURRENTLY|AUTO_INCREMENT|timestamptz`"
)
IN_CODE: Final = ("schema", "migrations", "releases", "transactions", "types", "documents", "security", "values")
IN_CODE_TOO: Final = ("partitions", "measurements", "vectors", "realtime", "jobs")

#: Commands of packages: what runs -> the packages one of which brings it.
COMMANDS: Final = {
    "alembic": ("alembic",),
    "goose": ("github.com/pressly/goose/v3/cmd/goose",),
    "npx prisma": ("prisma",),
    "npx drizzle-kit": ("drizzle-kit",),
    "npx kysely": ("kysely-ctl",),
    "npx typeorm": ("typeorm",),
    "npx mikro-orm": ("@mikro-orm/cli",),
    "npx node-pg-migrate": ("node-pg-migrate",),
    "npx dbmate": ("dbmate",),
    "npx knex": ("knex",),
    "npx sequelize-cli": ("sequelize-cli",),
    "npx migrate-mongo": ("migrate-mongo",),
    "npx wrangler": ("wrangler",),
    "tortoise": ("tortoise-orm",),
    "pwmigrate": ("peewee",),
}

SITUATIONS: Final[tuple[Answers, ...]] = tuple(
    {
        "persistence": "yes",
        "runtime": runtime,
        "platform": platform,
        "data": data,
        "scale": scale,
        "budget": budget,
        "engines": engines,
        "realtime": "core",
    }
    for (runtime, platform), (data, scale), (engines, budget) in product(
        (
            ("server", "aws"),
            ("server", "own"),
            ("local", "any"),
            ("serverless", "vercel"),
            ("edge", "any"),
            ("edge", "cloudflare"),
        ),
        ((("relational", "vectors"), "millions"), (("relational", "time-series"), "billions")),
        (("one", "free"), ("one", "modest"), ("several", "flexible")),
    )
)

PLANS: Final = ("neon", "supabase", "postgresql", "cockroach-cloud", "aws-rds")
OPEN: Final[dict[str, Any]] = {
    "persistence": "yes",
    "language": "python",
    "data": ["relational"],
    "hosting": "unsure",
}

type Told = tuple[Client | None, Store, Answers, dict[str, Cost]]


@pytest.fixture(scope="module")
def files() -> list[Told]:
    return [
        (client, store, answers, told_of(client, store, answers))
        for client, store in stacks()
        for answers in SITUATIONS
    ]


def wrong(files: list[Told]) -> Iterator[tuple[str, str, Answers, str]]:
    """(client, store, answers, what does not work there)."""
    for client, store, answers, told in files:
        text = " ".join(item.fact.text for item in told.values())
        for found in _there(client, store, answers, told, text):
            yield client.id if client else "-", store.name, answers, found


def _there(client: Client | None, store: Store, answers: Answers, told: dict[str, Cost], text: str) -> Iterator[str]:
    service, platform, runtime = store.service.id, answers["platform"], answers["runtime"]
    if client and re.search(r"framework's own (commands|migrations)|next rule names", text):
        yield "the rule for an unknown client"
    if (
        re.search(r"\bsuperuser", told["extensions"].fact.text if "extensions" in told else "")
        and store.service.kind == "managed"
    ):
        yield "a superuser where there is none"
    if "Private subnets" in text and platform in ("vercel", "cloudflare"):
        yield "private subnets, which functions elsewhere do not reach"
    if "at least weekly" in text and answers["scale"] == "billions" and answers["budget"] != "free":
        yield "dumps of billions of rows"
    if "runs `LISTEN`" in text and service == "neon" and "Scale to zero is off" not in text:
        yield "LISTEN on compute that sleeps"
    if re.search(r"builds take|\.env\.local|\.dev\.vars", text):
        yield "another place for secrets"
    if runtime == "edge" and client and client.language == "typescript" and re.search(r"`?pool`?.*per process", text):
        yield "a pool that requests share at the edge"
    if answers["engines"] == "several" and store.family in ("postgresql", "mysql", "sqlite"):
        of_code = [told[about].fact.text for about in (*IN_CODE, *IN_CODE_TOO) if about in told]
        yield from (f"of one engine alone: {item}" for item in of_code if OF_ONE_ENGINE.search(item))


def test_no_rule_is_told_where_it_does_not_work(files: list[Told]) -> None:
    found = list(wrong(files))
    assert not found, (len(found), list({(it[0], it[1], it[3]): it for it in found}.values())[:8])
    print(f"\nagreement: {len(files):,} files, each rule where it works")


def test_no_two_rules_exclude_each_other(files: list[Told]) -> None:
    pairs = [(re.compile(one), re.compile(other)) for one, other in EXCLUSIVE]
    seen = dict.fromkeys(EXCLUSIVE, 0)
    for client, store, answers, told in files:
        text = " ".join(item.fact.text for item in told.values())
        for (one, other), pair in zip(pairs, EXCLUSIVE, strict=True):
            found = one.search(text), other.search(text)
            seen[pair] += bool(found[0])
            assert not all(found), (client and client.id, store.name, answers, pair)
    assert all(seen.values()), [pair for pair, times in seen.items() if not times]


def test_what_tells_an_answer_agrees_with_the_rules() -> None:
    pairs = [(re.compile(one), re.compile(other)) for one, other in EXCLUSIVE_IN_THE_FILE]
    seen = [0] * len(pairs)
    for there, runtime, realtime, budget in product(
        ({"existing_database": "none"}, *({"existing_database": it, "existing_stance": "decided"} for it in PLANS)),
        ("server", "serverless", "unsure"),
        ("nice", "core"),
        ("free", "modest"),
    ):
        said = {**OPEN, **there, "runtime": runtime, "realtime": realtime, "budget": budget}
        text = write(reading_of(CATALOGUE, check(CATALOGUE, said)), EMPTY)[1]
        for place, (one, other) in enumerate(pairs):
            seen[place] += bool(one.search(text))
            assert not (one.search(text) and other.search(text)), (said, one.pattern, other.pattern)
    assert all(seen), seen


def test_a_variable_that_a_rule_names_is_one_that_the_addresses_name(files: list[Told]) -> None:
    of_tools = {
        "GOOSE_DBSTRING",
        "GOOSE_DRIVER",
        "AWS_ENDPOINT_URL",
        "AWS_SECRET_ACCESS_KEY",
        "CLOUDFLARE_API_TOKEN",
        "FIRESTORE_EMULATOR_HOST",
    }
    for client, store, answers, told in files:
        there = {*VARIABLE.findall(told["addresses"].fact.text), *of_tools}
        for item in told.values():
            assert set(VARIABLE.findall(item.fact.text)) <= there, (client and client.id, store.name, answers, item)


def test_the_command_that_a_rule_names_comes_with_a_package(files: list[Told]) -> None:
    count = 0
    for client, store, answers, told in files:
        if client is None or "migrations" not in told:
            continue
        text = told["migrations"].fact.text
        there = {name(it) for fetch in fetched(client, store, answers) for it in (*fetch.packages, *fetch.tools)}
        for command, brought in COMMANDS.items():
            if re.search(rf"`{re.escape(command)} ", text):
                count += 1
                assert there & set(brought), (client.id, store.name, answers, command)
    assert count > 1000
