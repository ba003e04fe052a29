"""The rules to work by: each holds of the stack that it is told of, names what is fetched, and they fit on a page.

What holds is worked out from the products themselves, by code that does not choose what is told (test_sentences.py).
"""

from __future__ import annotations

import re
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.test_sentences import file_of, holds
from tests.test_start import SPEAKS, before, fetched
from wizard.catalogue.ended import is_older
from wizard.catalogue.load import load
from wizard.catalogue.packages import name
from wizard.catalogue.vocabulary import FURTHER, INSTRUCTIONS
from wizard.converse.record import Record, fingerprint
from wizard.decide.answers import Answers, hold
from wizard.decide.rulebook import rulebook
from wizard.decide.rules import everywhere as at_all
from wizard.explain.beside import brought_by_customers
from wizard.explain.reading import Reading
from wizard.write import presumed, standard

if TYPE_CHECKING:
    from wizard.catalogue.model import Client, Cost
    from wizard.catalogue.rule_model import Selector
    from wizard.decide.rules import Store

CATALOGUE = load()
BOOK = rulebook(CATALOGUE)
DRAWN: Final = 300
MOST_FIRST: Final = presumed.most_first(CATALOGUE.instructions)

#: What a stack selects, which the situations that it is in do not change.
SELECTED: dict[tuple[str, object, tuple[tuple[str, str], ...]], list[Cost]] = {}

#: Names in code: an environment's variable, and what stands between backticks.
VARIABLE: Final = re.compile(r"\b[A-Z]+(?:_[A-Z]+)*_(?:URL|URI|PATH|TOKEN|HOST|KEY|TABLE|DATABASE)\b")
CODE: Final = re.compile(r"`([^`]+)`")

#: Packages whose names are names of other things too.
NAMES_TOO: Final = frozenset({"redis", "mongodb", "postgres"})

#: Variables that tools and not the project name.
OF_TOOLS: Final = frozenset(
    {"AWS_ENDPOINT_URL", "AWS_SECRET_ACCESS_KEY", "CLOUDFLARE_API_TOKEN", "FIRESTORE_EMULATOR_HOST"}
)


#: What is told of a reading, worked out once for all tests.
told = cache(standard.told)


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    return [file_of(seed)[0] for seed in range(DRAWN)]


def ids(item: Cost) -> str:
    return f"{item.fact.key}: {item.fact.text[:40]}"


@pytest.mark.parametrize("item", CATALOGUE.instructions, ids=ids)
def test_a_rule_is_one_short_statement(item: Cost) -> None:
    assert len(item.fact.text.split()) <= (36 if item.fact.key in {*FURTHER, "stays"} else 28)
    assert item.fact.text.endswith(".")
    assert item.fact.source.url.startswith("https://") or item.fact.confidence == "judgement"
    assert not re.search(r"\b(wizard|guide|answers?|question)\b", item.fact.text)
    assert not re.search(r"\b(you|your|we|should|could|might)\b", item.fact.text), "it is an imperative"
    assert item.fact.text.count("`") % 2 == 0


def test_no_two_rules_are_the_same() -> None:
    claims = [(item.fact.key, str(item.when), str(item.pick)) for item in CATALOGUE.instructions]
    assert len(set(claims)) == len(claims), [claim for claim in claims if claims.count(claim) > 1]


def test_each_rule_holds_of_the_finished_stack(readings: list[Reading]) -> None:
    count = 0
    for reading in readings:
        own = {"kind"} if reading.own_service else set[str]()
        for item in told(reading).values():
            count += 1
            pick = {key: wanted for key, wanted in item.pick.items() if key not in own}
            assert holds(pick, reading.pick, reading.client), (item.fact.text, reading.answers)
        for companion in presumed.apart(reading):
            for item in standard.told_beside(reading, companion).values():
                count += 1
                assert holds(item.pick, companion.store, companion.client), (item.fact.text, reading.answers)
    print(f"\nrules: {count:,} held against the finished stack")


def test_a_database_is_never_without_the_rules_that_everybody_asks_for(readings: list[Reading]) -> None:
    asked = {"store", "driver", "addresses", "pool", "schema", "transactions", "types", "security", "secrets", "local"}
    for reading in readings:
        there = told(reading)
        if reading.blocks:
            assert "first" in there
            continue
        stays = there["stays"].instead if "stays" in there else ()
        pools = set() if reading.pick.family in ("turso", "d1") else {"pool"}  # which have none
        missing = {*asked - {"pool"}, *pools, "open", "silent"} - there.keys() - {*stays}
        assert missing <= {"driver"}, (missing, reading.pick.name)
        assert not missing or reading.client is None, reading.pick.name


def test_the_rules_stand_in_their_order(readings: list[Reading]) -> None:
    order = list(INSTRUCTIONS)
    for reading in readings:
        found = [order.index(about) for about in told(reading)]
        assert found == sorted(found)


def test_a_variable_that_a_rule_names_is_one_of_the_addresses(readings: list[Reading]) -> None:
    count = 0
    for reading in readings:
        rules = standard.rules(reading, told(reading))
        there = {*VARIABLE.findall(rules.get("addresses", "")), *OF_TOOLS}
        for about, text in rules.items():
            count += len(VARIABLE.findall(text))
            assert set(VARIABLE.findall(text)) <= there, (about, text, rules.get("addresses"))
        for item in standard.beside(reading):
            named = set(VARIABLE.findall(item.text))
            kept = (it.store for it in reading.companions if it.store.index in reading.decision.beside)
            engines = {engine.name for engine in (*reading.in_use_beside, *brought_by_customers(reading))}
            engines |= {store.database.name for store in kept}
            in_use = any(engine in item.text.partition(":")[0] for engine in engines)
            asked_by_a_server = reading.answers.get("runtime") == "local"  # no program on a device has its address
            assert in_use or named or asked_by_a_server, item.text
            assert not named & there - OF_TOOLS, "two stores, two addresses"
    print(f"\nvariables: {count:,} named, each among the addresses")


def stacks() -> list[tuple[Client | None, Store]]:
    found: list[tuple[Client | None, Store]] = [(None, store) for store in BOOK.stores]
    return found + [(client, store) for client in CATALOGUE.clients.values() for store in before(client)]


SITUATIONS: Final[tuple[Answers, ...]] = tuple(
    {"persistence": "yes", "runtime": runtime, "platform": platform, "data": data, "budget": budget}
    for (runtime, platform), data, budget in product(
        (
            ("server", "any"),
            ("local", "any"),
            ("serverless", "any"),
            ("serverless", "aws"),
            ("serverless", "vercel"),
            ("edge", "vercel"),
            ("edge", "cloudflare"),
        ),
        (("relational",), ("vectors",)),
        ("free", "modest", "flexible"),
    )
)

WORKERS: Final[Answers] = {"runtime": "serverless", "platform": "cloudflare"}

#: The families whose servers are reached by a network, and have roles.
RELATIONAL_SERVERS: Final = frozenset({"postgresql", "mysql", "vitess", "cockroachdb"})

#: What says in PRESUMED that the team runs itself what a vendor sells.
OWN_SERVICE: Final = "own_service"

#: What a few rules presume beside the situations: more answers, and more of the stack.
PRESUMED: Final[tuple[tuple[Answers, dict[str, str]], ...]] = (
    ({"framework": "nextjs"}, {}),
    ({"realtime": "core", "runtime": "local"}, {}),
    ({"runtime": "serverless", "platform": "vercel", "compliance": ("residency",), "region": "uk"}, {}),
    ({}, {"standing": "decided"}),
    ({"framework": "nestjs"}, {}),
    ({"runtime": "serverless", "platform": "own"}, {}),
    ({"runtime": "unsure", "platform": "vercel"}, {}),
    ({"compliance": ("encryption", "residency"), "budget": "modest"}, {"standing": "in-use"}),
    ({"runtime": "serverless", "platform": "google-cloud"}, {}),
    ({"runtime": "serverless", "platform": "google-cloud", "compliance": ("residency",), "region": "eu"}, {}),
    ({"data": ("vectors",), "scale": "millions"}, {}),
    ({"data": ("key-value",)}, {"standing": "in-use", "part": "beside", "alone": "no"}),
    ({"data": ("vectors",)}, {"said": "version"}),
    *(({}, {"said": it}) for it in ("moves", "from-mongodb", "from-mysql", "from-postgresql", "from-sqlite")),
    ({"budget": "free"}, {"said": "host"}),
    ({}, {"standing": "in-use", "said": "rehearsed"}),
    ({}, {"said": "audited"}),
    ({}, {"said": "at-start"}),
    ({}, {"said": "pooler"}),
    ({"runtime": "server"}, {"release": "5.7"}),
    ({"runtime": "local", "compliance": ("encryption",)}, {"said": "files"}),
    ({"runtime": "local", "compliance": ("encryption",)}, {"said": "encrypts"}),
    ({"runtime": "local", "compliance": ("encryption",)}, {"said": "disk"}),
    ({"data": ("time-series", "vectors"), "compliance": ("open-source",)}, {}),
    ({"engines": "several"}, {"said": "engines"}),
    ({"engines": "several", "compliance": ("open-source",)}, {"said": "sqlite"}),
    ({"engines": "several", "compliance": ("encryption", "open-source")}, {}),
    ({"engines": "several", "migrations": "separate"}, {}),
    ({"language": "other"}, {"said": "client"}),
    ({"engines": "several"}, {"standing": "in-use"}),
    ({"data": ("time-series",)}, {"standing": "in-use", "said": "partitioned"}),
    ({"realtime": "core"}, {"said": "pushes"}),
    ({"engines": "several"}, {"standing": "in-use", "said": "engines"}),
    ({"budget": "modest"}, {"standing": "in-use", "said": "budget"}),
    ({"data": ("time-series",)}, {"standing": "in-use"}),
    ({"language": "other", "engines": "several", "runtime": "local"}, {"said": "mapper"}),
    ({"engines": "several", "runtime": "local"}, {}),
    ({"runtime": "local", "existing_stores": ("postgresql",)}, {}),
    ({"engines": "several", "runtime": "local"}, {"said": "sqlite"}),
    ({"language": "other"}, {"standing": "in-use", "said": "mapper"}),
    ({}, {"standing": "engine-in-use"}),
    ({"realtime": "core", "runtime": "server"}, {"standing": "engine-in-use"}),
    ({"realtime": "nice", "runtime": "server", "hosting": "serverless", "budget": "flexible"}, {}),
    ({"realtime": "nice", "runtime": "serverless", "platform": "aws", "hosting": "serverless"}, {}),
    ({"realtime": "core", "runtime": "server", "data": ("time-series",)}, {"standing": "engine-in-use"}),
    ({"realtime": "nice", "runtime": "server"}, {"beside": "time-series"}),
    ({"realtime": "core", "runtime": "serverless", "engines": "several"}, {}),
    ({"realtime": "nice", "runtime": "serverless"}, {"standing": "engine-in-use"}),
    ({"realtime": "core", "runtime": "serverless"}, {"standing": "engine-in-use"}),
    ({"language": "other", "realtime": "core", "runtime": "server"}, {}),
    ({"realtime": "core", "runtime": "serverless", "platform": "google-cloud"}, {}),
    ({"language": "other", "runtime": "local"}, {"said": "client"}),
    ({"language": "other", "runtime": "local"}, {"said": "mapper"}),
    ({"language": "other", "engines": "several"}, {"said": "mapper"}),
    ({"engines": "several", "language": "other"}, {"said": "engines"}),
    ({"engines": "several"}, {"said": "engines", "standing": "in-use"}),
    ({"language": "other"}, {"said": "mapper", "standing": "in-use"}),
    ({"runtime": "serverless", "platform": "cloudflare"}, {"standing": "in-use"}),
    ({"runtime": "serverless", "platform": "cloudflare"}, {"standing": "in-use", "client_standing": "in-use"}),
    (
        {"runtime": "serverless", "platform": "aws"},
        {"standing": "in-use", "client_standing": "in-use", "blocked": "no"},
    ),
    ({"runtime": "serverless", "platform": "aws", "scale": "thousands", "budget": "modest"}, {}),
    ({"compliance": ("residency",), "data": ("vectors",)}, {"part": "beside", "alone": "no"}),
    ({}, {"standing": "in-use", "said": "schema"}),
    ({"compliance": ("residency",)}, {"said": "inside"}),
    ({"compliance": ("residency",), "region": "eu"}, {"said": "placed"}),
    ({"compliance": ("encryption",)}, {"said": "keys"}),
    ({"compliance": ("encryption",)}, {"standing": "in-use", "said": "keys"}),
    ({}, {"standing": "in-use", "said": "tool"}),
    ({"data": ("time-series",), "scale": "millions"}, {"said": "theirs"}),
    ({}, {"said": "money"}),
    *(({}, {"said": topic}) for topic in ("ledger", "machines", "queue", "ranks", "regions", "tenants")),
    ({}, {"said": "lost-region"}),
    ({}, {"said": "ledger", "standing": "in-use"}),
    ({"platform": "azure", "compliance": ("residency",)}, {}),
    ({"platform": "azure", "runtime": "serverless", "budget": "modest"}, {}),
    ({"platform": "azure", "runtime": "serverless"}, {"standing": "in-use"}),
    ({"platform": "vercel", "runtime": "serverless", "compliance": ("residency",)}, {}),
    ({"platform": "vercel", "runtime": "serverless", "compliance": ("residency",)}, {"standing": "in-use"}),
    ({"data": ("relational", "key-value")}, {}),
    ({}, {"said": "tenants", "standing": "in-use"}),
    ({}, {"said": "ranks", "cache": "in-use"}),
    ({"engines": "several"}, {"said": "ledger"}),
    ({"runtime": "server"}, {"said": "copies"}),
    ({"data": ("vectors",)}, {"said": "dimensions"}),
    ({"compliance": ("open-source",)}, {"said": "version"}),
    ({"scale": "hundreds", "platform": "own", "runtime": "server"}, {}),
    ({"scale": "billions", "compliance": ("residency",), "budget": "modest"}, {}),
    ({"compliance": ("open-source",), "migrations": "any"}, {}),
    ({"runtime": "local", "language": "other"}, {}),
    ({"runtime": "local", "compliance": ("residency",), "region": "eu"}, {}),
    ({"runtime": "local", "compliance": ("residency",), "region": "uk"}, {}),
    ({"runtime": "local", "compliance": ("residency",), "region": "us"}, {}),
    ({"runtime": "local", "compliance": ("residency",), "region": "other"}, {}),
    ({"runtime": "local", "compliance": ("residency",), "region": "unsure"}, {}),
    ({"runtime": "local", "compliance": ("residency",), "region": "other"}, {"said": "place"}),
    ({}, {"said": "words"}),
    ({"runtime": "local"}, {"said": "travels"}),
    ({"engines": "several"}, {"said": "approval"}),
    ({}, {"said": "approval", "standing": "in-use"}),
    ({"runtime": "edge"}, {"blocked": "yes", "standing": "in-use", "client_standing": "open"}),
    ({"compliance": ("open-source",)}, {"blocked": "no"}),
    ({"compliance": ("open-source",)}, {"blocked": "yes"}),
    ({"compliance": ("open-source",)}, {"blocked": "yes", "standing": "in-use"}),
    ({"compliance": ("open-source",)}, {"said": "version"}),
    ({"compliance": ("open-source",), "data": ("time-series",)}, {"standing": "in-use"}),
    ({"engines": "several", "data": ("vectors",), "compliance": ("open-source",)}, {"said": "engines"}),
    ({"engines": "several", "data": ("documents",), "realtime": "nice"}, {"said": "engines"}),
    ({}, {"standing": "engine-in-use"}),
    ({}, {"client_standing": "in-use"}),
    ({"realtime": "core"}, {}),
    ({"realtime": "core", "runtime": "serverless"}, {}),
    ({"realtime": "nice", "runtime": "server", "data": ("time-series",)}, {}),
    ({"scale": "hundreds", "data": ("time-series", "vectors")}, {}),
    ({"scale": "billions", "data": ("relational", "time-series"), "budget": "flexible"}, {}),
    ({"data": ("relational", "documents")}, {}),
    ({"runtime": "local"}, {"unsettled": "no"}),
    ({"data": ("documents",)}, {}),
    ({"data": ("key-value",)}, {"part": "beside", "alone": "no"}),
    ({"data": ("vectors",)}, {"standing": "in-use"}),
    ({"data": ("vectors",)}, {"standing": "in-use", "client_standing": "in-use"}),
    (
        {"runtime": "serverless", "platform": "aws"},
        {"standing": "in-use", "client_standing": "in-use", "blocked": "no"},
    ),
    ({"runtime": "serverless"}, {"standing": "engine-in-use"}),
    ({"data": ("time-series",)}, {"standing": "in-use"}),
    ({"compliance": ("open-source",)}, {"standing": "in-use"}),
    ({"compliance": ("residency",)}, {"standing": "in-use"}),
    ({"compliance": ("open-source",), "data": ("time-series",)}, {"standing": "in-use"}),
    ({"compliance": ("open-source",)}, {"said": "version"}),
    ({"compliance": ("open-source",), "data": ("vectors",)}, {"standing": "in-use"}),
    ({"data": ("time-series",)}, {"client_standing": "in-use"}),
    ({"engines": "several"}, {"standing": "in-use"}),
    ({"engines": "several", "runtime": "serverless"}, {}),
    ({"language": "other"}, {"standing": "in-use"}),
    ({"migrations": "separate"}, {"standing": "in-use"}),
    ({"runtime": "local"}, {"part": "beside", "alone": "no"}),
    ({"data": ("relational",)}, {"part": "beside", "alone": "no", "standing": "in-use"}),
    ({"runtime": "local", "compliance": ("encryption",)}, {}),
    ({"runtime": "local", "compliance": ("encryption",)}, {"standing": "in-use"}),
    ({"runtime": "local"}, {"standing": "in-use"}),
    ({"runtime": "local"}, {"client_standing": "in-use"}),
    ({"runtime": "local", "compliance": ("residency",), "region": "eu"}, {}),
    ({"runtime": "local", "compliance": ("residency",), "region": "uk"}, {}),
    ({"runtime": "local", "compliance": ("residency",), "region": "us"}, {}),
    ({"runtime": "serverless", "platform": "cloudflare"}, {}),
    ({"runtime": "serverless", "platform": "cloudflare", "data": ("time-series",)}, {}),
    ({"data": ("time-series",)}, {}),
    ({"data": ("time-series",)}, {"unsettled": "no"}),
    ({"compliance": ("residency",)}, {}),
    ({"runtime": "serverless", "realtime": "nice"}, {}),
    ({"platform": "own"}, {}),
    ({"platform": "aws"}, {}),
    ({"platform": "google-cloud"}, {}),
    ({"engines": "several"}, {"unsettled": "no"}),
    ({"engines": "several"}, {}),
    ({"engines": "several", "data": ("documents",)}, {}),
    ({"engines": "several", "data": ("vectors",)}, {}),
    ({"compliance": ("open-source",)}, {}),
    ({"compliance": ("open-source",), "data": ("vectors",)}, {}),
    ({"scale": "billions", "data": ("time-series",)}, {}),
    ({"language": "other"}, {}),
    ({"migrations": "separate"}, {}),
    ({"compliance": ("encryption",)}, {}),
    ({"data": ("vectors",)}, {"part": "beside", "alone": "no"}),
    ({"engines": "several", "data": ("time-series",)}, {}),
    ({"engines": "several", "realtime": "core"}, {}),
    ({"engines": "several", "language": "other"}, {}),
    *(({"compliance": ("residency",), "region": region}, {}) for region in ("eu", "uk", "us", "other")),
    *(
        ({"compliance": ("residency",), "region": region, "data": ("vectors",)}, {})
        for region in ("eu", "uk", "us", "other")
    ),
    ({"data": ("key-value",)}, {}),
    *(
        ({"compliance": ("residency",), "region": region, "runtime": "serverless", "platform": "vercel"}, {})
        for region in ("eu", "uk", "us")
    ),
    ({"compliance": ("residency",), "runtime": "serverless"}, {}),
    ({"compliance": ("open-source",), "data": ("time-series",)}, {}),
    ({"framework": "fastapi"}, {}),
    ({"framework": "fastapi"}, {"said": "runtime"}),
    ({"framework": "fastapi"}, {"client_standing": "in-use", "standing": "in-use"}),
    ({"framework": "django"}, {"client_standing": "in-use", "standing": "in-use"}),
    ({"runtime": "serverless", "platform": "google-cloud"}, {"client_standing": "in-use", "standing": "in-use"}),
    ({"engines": "several", "runtime": "local"}, {}),
    ({"scale": "billions"}, {}),
    ({"scale": "billions", "data": ("vectors",)}, {}),
    ({"scale": "billions", "data": ("vectors",)}, {"standing": "in-use"}),
    ({"compliance": ("open-source",), "data": ("time-series",)}, {"standing": "in-use"}),
    ({"language": "other", "data": ("time-series",)}, {}),
    ({"realtime": "core", "existing_stores": ("firestore",)}, {}),
    ({"compliance": ("residency",), "region": "other"}, {"said": "place"}),
    ({"compliance": ("residency",), "region": "other", "data": ("vectors",)}, {"said": "place"}),
    ({"scale": "billions", "budget": "modest"}, {}),
    ({"platform": "azure"}, {}),
    ({"platform": "vercel"}, {}),
    ({"realtime": "core", "budget": "modest"}, {}),
    ({"data": ("time-series",)}, {"part": "beside", "alone": "no"}),
    ({"runtime": "serverless", "platform": "google-cloud"}, {}),
    ({"runtime": "serverless", "platform": "google-cloud", "data": ("vectors",)}, {}),
    ({"runtime": "serverless", "platform": "cloudflare", "language": "other"}, {}),
    ({**WORKERS, "realtime": "core", "compliance": ("encryption",)}, {}),
    ({"existing_database": "aws-rds", "existing_engine": "unsure"}, {"standing": "decided", "blocked": "yes"}),
    ({"existing_database": "aws-rds", "existing_engine": "unsure"}, {"standing": "decided"}),
    ({"runtime": "serverless", "platform": "cloudflare"}, {"standing": "engine-in-use"}),
    ({"runtime": "serverless", "platform": "cloudflare"}, {"part": "beside", "alone": "no"}),
    ({"runtime": "serverless", "platform": "aws"}, {"part": "beside", "alone": "no"}),
    ({"runtime": "serverless", "platform": "any"}, {"part": "beside", "alone": "no"}),
    ({"runtime": "serverless", "platform": "vercel"}, {}),
    ({"engines": "several", "realtime": "nice"}, {}),
    ({"runtime": "serverless", "realtime": "core"}, {"standing": "in-use"}),
    *(
        ({**WORKERS, "realtime": "core", "compliance": ("residency",), "region": region}, {})
        for region in ("eu", "uk", "us")
    ),
    ({"realtime": "core", "framework": "nestjs"}, {}),
    ({"realtime": "core", "framework": "nestjs"}, {"cache": "in-use"}),
    ({}, {"cache": "new"}),
    ({"engines": "several"}, {"cache": "new"}),
    *(
        ({"runtime": runtime, "platform": platform}, {"standing": "in-use", "client_standing": standing})
        for runtime, platform in (("server", "any"), ("serverless", "any"), ("serverless", "aws"))
        for standing in ("in-use", "open")
    ),
    ({"realtime": "core"}, {"cache": "in-use"}),
    ({}, {"standing": "in-use", "client_standing": "in-use"}),
    (
        {"runtime": "serverless", "platform": "aws"},
        {"standing": "in-use", "client_standing": "in-use", "blocked": "no"},
    ),
    ({"budget": "modest"}, {"standing": "in-use"}),
    ({}, {"standing": "in-use", "said": "backup"}),
    ({}, {"standing": "in-use", "said": "files"}),
    *(({"data": ("time-series",)}, {"said": said}) for said in ("async", "backup", "retention")),
    ({"runtime": "serverless", "platform": "aws", "scale": "thousands", "budget": "modest"}, {}),
    *(
        ({}, {"said": said})
        for said in (
            "another-major",
            "files",
            "jobs",
            "kept",
            "migrations",
            "restore",
            "runtime",
            "search",
            "version",
        )
    ),
    ({}, {"said": "node-is-not-it"}),
    *(({}, {"said": said}) for said in ("approval", "house", "installed", "law", "no-shell")),
    ({"framework": "django"}, {"standing": "new", "client_standing": "new"}),
    (WORKERS, {OWN_SERVICE: ""}),
    ({"compliance": ("open-source",), "data": ("time-series",)}, {"standing": "in-use"}),
    ({}, {"said": "version", "standing": "in-use"}),
    ({}, {"said": "version", "alone": "no"}),
    ({"budget": "modest"}, {"said": "version"}),
    ({"compliance": ("open-source",)}, {"said": "version"}),
    *(
        ({"runtime": "local"}, {"said": said})
        for said in ("desktop", "expo", "files", "files-placed", "merge", "merge-open", "sends", "tauri", "version")
    ),
    ({"runtime": "local", "compliance": ("encryption",)}, {"said": "expo"}),
    *(
        ({"language": "other", "runtime": "serverless", "platform": it, "budget": "flexible"}, {})
        for it in ("any", "aws")
    ),
    ({"language": "other", "platform": "google-cloud"}, {}),
    ({"language": "other"}, {"said": "mapper"}),
    *(({"language": "other"}, {"said": said}) for said in ("community", "dbup", "dotnet", "jvm", "php")),
    ({"runtime": "local", "language": "other"}, {"said": "mapper"}),
    *(({"runtime": "local", "language": "other"}, {"said": said}) for said in ("dotnet", "merge")),
    ({"runtime": "local", "compliance": ("residency",), "region": "other"}, {"said": "place"}),
    ({"runtime": "local", "language": "other"}, {"standing": "in-use"}),
    ({"data": ("time-series",)}, {"said": "kept"}),
    ({}, {"said": "jobs", "cache": "new"}),
    ({"compliance": ("residency",)}, {"said": "kept"}),
    *(({"compliance": ("open-source",)}, {"said": said}) for said in ("licences", "named-licences", "version")),
    *(({}, {"said": said}) for said in ("licences", "named-licences", "reviewed")),
    ({"data": ("time-series",)}, {"said": "retention", "unsettled": "no"}),
    *(
        ({"runtime": runtime, "realtime": realtime}, {"alone": alone, OWN_SERVICE: ""})
        for runtime in ("server", "serverless")
        for realtime in ("no", "core")
        for alone in ("yes", "no")
    ),
)


#: How a stack came about, which the stack itself does not say.
CAME_ABOUT: Final = frozenset(
    {"standing", "client_standing", "alone", "unsettled", "part", "cache", "beside", "blocked", "said"}
)


#: The rules that a stack itself allows, each with what it asks of how that came about.
ALLOWED: dict[tuple[str, int, bool, bool], list[tuple[Cost, Selector]]] = {}


def of_the_stack(client: Client | None, store: Store, *, place_open: bool, own: bool) -> list[tuple[Cost, Selector]]:
    """See ALLOWED; worked out once for each stack."""
    own = own and store.service.kind == "managed" and store.facts["self_host"].value in ("yes", "partial")
    key = (client.id if client else "", store.index, place_open, own)
    if key not in ALLOWED:
        homes = [item for item in BOOK.stores if item.database is store.database] if place_open else [store]
        kind = {"kind": frozenset({"self-hosted"})} if own else {}
        places = tuple({**BOOK.stack_attributes(home, client), **kind} for home in homes)
        assert not any(CAME_ABOUT & place.keys() for place in places)
        ALLOWED[key] = [
            (item, {key: wanted for key, wanted in item.pick.items() if key in CAME_ABOUT})
            for item in MOST_FIRST
            if at_all({key: wanted for key, wanted in item.pick.items() if key not in CAME_ABOUT}, places)
        ]
    return ALLOWED[key]


#: How a stack came about, where nothing else is said.
USUAL: Final = {
    "standing": "new",
    "client_standing": "new",
    "alone": "yes",
    "unsettled": "yes",
    "part": "main",
    "cache": "no",
}


def told_of(client: Client | None, store: Store, answers: Answers, **more: str) -> dict[str, Cost]:
    """What is told of a stack, whether or not any answers lead there."""
    known = USUAL | more
    key = (client.id if client else "", store.index, tuple(known.items()))
    place_open = known.pop("of_a_place", None) is not None
    own = known.pop(OWN_SERVICE, None) is not None
    release = tuple(map(int, known.pop("release", "9999").split(".")))
    if key not in SELECTED:
        came_about = ({name: frozenset({value}) for name, value in known.items()},)
        allowed = of_the_stack(client, store, place_open=place_open, own=own)
        SELECTED[key] = [
            item
            for item, how in allowed
            if at_all(how, came_about) and not is_older(release, item.needs.get(store.database.id, "0"))
        ]
    found: dict[str, Cost] = {}
    for item in SELECTED[key]:
        if hold(item.when, answers):
            found.setdefault(item.fact.key, item)
    return found


@pytest.fixture(scope="module")
def everywhere() -> list[tuple[Client | None, Store, Answers, dict[str, Cost]]]:
    """Every stack in every situation, with what is told of it."""
    return [
        (client, store, answers, told_of(client, store, answers))
        for client, store in stacks()
        for answers in SITUATIONS
    ]


#: What says that a connection is encrypted, or that it crosses no network; and what a new store's rules never lose.
ENCRYPTED: Final = re.compile(r"tls|ssl(?!mode=disable)|https|unix socket|auth proxy", re.IGNORECASE)
LIMITED: Final = re.compile(r"owns no table|may not change tables|changes no schema|go through branches|row level")
ENDED: Final = re.compile(r"statement_timeout|max_execution_time|max_statement_time|ends after|rpc\(\)")


@pytest.mark.full("the rules of each server in each variant")
def test_no_variant_loses_encryption_roles_or_time_outs() -> None:
    count = 0
    servers = [(client, store) for client, store in stacks() if store.family in RELATIONAL_SERVERS]
    for (client, store), (answers, more) in product(servers, (({}, {}), *PRESUMED)):
        if more.get("part") == "beside":
            continue
        found = told_of(client, store, {**SITUATIONS[0], **answers}, **more)
        text = " ".join(item.fact.text for item in found.values())
        where = (client and client.id, store.name, answers, more, text)
        assert ENCRYPTED.search(text), where
        if more.get("standing", "new") == "new":
            assert LIMITED.search(text), where
            assert answers.get("engines") == "several" or ENDED.search(text), where
        count += 1
    print(f"\nrules: {count:,} lists of rules for servers in the network, each with encryption, roles and time-outs")


def test_every_rule_is_told_of_some_stack(
    everywhere: list[tuple[Client | None, Store, Answers, dict[str, Cost]]],
) -> None:
    seen = {id(item) for *_, found in everywhere for item in found.values()}
    others: tuple[dict[str, str], ...] = (
        {"standing": "in-use"},
        {"part": "beside", "alone": "no"},
        {"alone": "no"},
        {"unsettled": "no"},
        {"blocked": "yes"},
        {"blocked": "yes", "standing": "in-use"},
        {"blocked": "yes", "standing": "in-use", "client_standing": "open"},
    )
    presumed = [*(({}, more) for more in others), *PRESUMED]
    for client, store in stacks():
        for answers, more in presumed:
            asked, known = {**SITUATIONS[0], **answers}, ({key: frozenset({it}) for key, it in (USUAL | more).items()},)
            left = [
                it
                for it in of_the_stack(client, store, place_open=False, own=OWN_SERVICE in more)
                if id(it[0]) not in seen
            ]
            if any(at_all(how, known) and hold(item.when, asked) for item, how in left):  # most have been seen already
                seen |= {id(item) for item in told_of(client, store, asked, **more).values()}
    for _, store in stacks():
        for also in ({}, {"compliance": ("encryption",)}):
            found = told_of(None, store, {**SITUATIONS[0], **also}, of_a_place="")
            seen |= {id(item) for item in found.values()}
    unseen = [ids(item) for item in CATALOGUE.instructions if id(item) not in seen]
    assert unseen == [], str(unseen)
    print(f"\nrules: {len(CATALOGUE.instructions)}, each told of some of {len(stacks())} stacks")


def test_the_driver_that_a_rule_names_is_fetched_and_no_other_is_named(
    everywhere: list[tuple[Client | None, Store, Answers, dict[str, Cost]]],
) -> None:
    count = 0
    for client, store, answers, found in everywhere:
        if client is None:
            continue
        there = {name(item) for fetch in fetched(client, store, answers) for item in (*fetch.packages, *fetch.tools)}
        for about, item in found.items():
            text = re.split(r"\b[Nn]ot |\badd ", item.fact.text)[0]
            named = {code for code in CODE.findall(text) if code in SPEAKS and code not in NAMES_TOO}
            if about in ("driver", "pool"):
                count += len(named)
                assert named <= there, (client.id, store.name, answers, text)
            assert all(store.family in SPEAKS[code] for code in named), (client.id, store.name, text)
    print(f"\ndrivers: {count:,} named, each fetched")


def words(text: str) -> int:
    """Words as they are read: addresses of sources are none."""
    return len(re.findall(r"\S*\w\S*", re.sub(r"\(\[source\]\([^)]*\)\)", "", text)))


def test_what_stands_above_the_line_fits_on_a_page() -> None:
    """At most 450 words for 95 of 100."""
    counts = sorted(words(file_of(seed)[1].partition("\n---\n")[0]) for seed in range(DRAWN))
    within = sum(count <= 450 for count in counts) / len(counts)
    median, late = counts[len(counts) // 2], counts[len(counts) * 95 // 100]
    print(
        f"\nwords above the line: {counts[0]} to {counts[-1]}, median {median}, 95th of 100 {late}; within {within:.1%}"
    )
    assert within >= 0.95


def test_partitions_that_were_agreed_on_are_not_kept_as_they_were() -> None:
    answers: dict[str, Any] = {
        "persistence": "yes",
        "existing_database": "aws-rds",
        "existing_engine": "postgresql",
        "language": "go",
    }
    answers |= {"existing_stance": "in-use", "data": ("time-series",), "scale": "billions", "existing_client": "pgx"}
    reading, rule, stays = Reading(book=BOOK, answers=answers), "amazon-offers-no-timescaledb", "Tables of readings"
    record = Record(kept={rule: "Daily, with pg_partman"}, taken={rule: fingerprint("Partition by time.")})
    assert stays in standard.told(reading)["measurements"].fact.text
    assert "Partitions come as agreed" in standard.told(reading, record)["measurements"].fact.text
