"""The page "How the wizard decides": every rule in words with its source, and what the proofs covered."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from wizard.build.pages.conditions import in_labels
from wizard.build.pages.factors import client_factors, combinations, store_factors
from wizard.build.pages.words import FAMILY_NAMES, HOSTING, PLATFORM_NAMES, STANDS_FOR, linked, listed, product
from wizard.catalogue import overlay
from wizard.catalogue.load import load
from wizard.catalogue.model import Catalogue, Effect, Rule
from wizard.catalogue.vocabulary import CLIENT_FACTS
from wizard.decide.decision import LEANING
from wizard.decide.rules import rulebook
from wizard.explain.recommendation import CLOSE
from wizard.explain.words import kind_of_data

#: What a rule asks of a candidate, by the fact and the values that will do. What is not here reads as `fact: value`.
ASKS: Final[Mapping[tuple[str, tuple[str, ...]], str]] = {
    ("support", ("caveat",)): "works there only with a caveat",
    ("type_safety", ("generated",)): "generates its types",
    ("type_safety", ("static",)): "carries static types",
    ("type_safety", ("partial",)): "is typed in part",
    ("type_safety", ("none",)): "is untyped",
    ("migrations", ("built-in",)): "brings its own migrations",
    ("migrations", ("companion",)): "leaves migrations to a companion tool",
    ("edge", ("yes",)): "runs in edge functions",
    ("edge", ("no",)): "does not run in edge functions",
    ("edge", ("no", "unknown")): "is not known to run in edge functions",
    ("several_engines", ("yes",)): "runs the same code on several engines",
    ("several_engines", ("partial",)): "runs on several engines, with a schema for each",
    ("several_engines", ("no",)): "is tied to one engine",
    ("http_access", ("yes",)): "answers over HTTP",
    ("http_access", ("no", "unknown")): "is not known to answer over HTTP",
    ("client_realtime", ("yes",)): "sends live updates to clients",
    ("client_realtime", ("no", "beta", "unknown")): "sends no live updates to clients, or only in beta",
    ("encryption_at_rest", ("yes",)): "encrypts at rest",
    ("encryption_at_rest", ("optional",)): "encrypts at rest when you switch it on",
    ("encryption_at_rest", ("no",)): "does not encrypt at rest",
    ("encryption_at_rest", ("unknown",)): "is not confirmed to encrypt at rest",
    ("scale_to_zero", ("yes",)): "scales to zero",
    ("scale_to_zero", ("no",)): "does not scale to zero",
    ("self_host", ("no",)): "cannot be self-hosted",
    ("free_tier", ("yes",)): "has a free plan that does not pause",
    ("free_tier", ("no",)): "has no free plan",
    ("free_tier", ("unknown",)): "is not confirmed to have a free plan",
    ("residency", ("yes",)): "lets you choose the region",
    ("open_source", ("no",)): "is not open source",
    ("style", ("orm", "query-builder")): "is an ORM or a query builder",
}


def rules(stage: str) -> str:
    """The rules of one file as Markdown, each with an anchor that never changes: `rule-` and its id."""
    catalogue = load()
    return "\n".join(_rule(catalogue, rule) for rule in catalogue.rules if rule.stage == stage)


def _rule(catalogue: Catalogue, rule: Rule) -> str:
    conclusion = "; ".join(_conclusions(catalogue, rule))
    because = _plain(rule.because)
    ways = f" Ways out: {_plain(' '.join(rule.ways_out))}" if rule.ways_out else ""
    source = rule.source
    cited = f"[{source.title}]({source.url}), checked {source.checked}"
    if not source.url.startswith("https://"):
        cited = source.title
    ours = rule.id == overlay.HIDDEN_RULE or catalogue.overlay.wrote(f"rules/{rule.stage}.toml", "rule", rule.id)
    owner = f" (a rule of {catalogue.overlay.name})" if ours else ""
    return (
        f'<span id="rule-{rule.id}"></span>**{_title(rule.id)}{owner}.** {_when(catalogue, rule)}: {conclusion}. '
        f"*{because}*{ways} Source: {cited}.\n"
    )


def _title(id_: str) -> str:
    """A rule's claim as a title, with the names that it holds spelt as they are spelt."""
    first, *rest = id_.split("-")
    return " ".join([NAMES.get(first, first.capitalize()), *(NAMES.get(word, word) for word in rest)])


#: Names in the ids of rules.
NAMES: Final[Mapping[str, str]] = {
    "postgresql": "PostgreSQL",
    "mysql": "MySQL",
    "sqlite": "SQLite",
    "mongodb": "MongoDB",
    "redis": "Redis",
    "valkey": "Valkey",
    "dynamodb": "DynamoDB",
    "firestore": "Firestore",
    "timescaledb": "TimescaleDB",
    "timescale": "Timescale",
    "influxdb": "InfluxDB",
    "cockroachdb": "CockroachDB",
    "supabase": "Supabase",
    "neon": "Neon",
    "planetscale": "PlanetScale",
    "aurora": "Aurora",
    "atlas": "Atlas",
    "d1": "D1",
    "vercel": "Vercel",
    "aws": "AWS",
    "google": "Google",
    "azure": "Azure",
    "amazon": "Amazon",
    "elasticache": "ElastiCache",
    "prisma": "Prisma",
    "drizzle": "Drizzle",
    "kysely": "Kysely",
    "typeorm": "TypeORM",
    "nestjs": "NestJS",
    "mongoose": "Mongoose",
    "django": "Django",
    "fastapi": "FastAPI",
    "sqlalchemy": "SQLAlchemy",
    "pymongo": "PyMongo",
    "beanie": "Beanie",
    "asyncpg": "asyncpg",
    "gorm": "GORM",
    "sequelize": "Sequelize",
    "motor": "Motor",
    "typescript": "TypeScript",
    "python": "Python",
    "go": "Go",
    "sql": "SQL",
    "http": "HTTP",
    "json": "JSON",
    "jsonb": "JSONB",
    "sdk": "SDK",
    "api": "API",
    "agpl": "AGPL",
    "bsd": "BSD",
    "osi": "OSI",
    "eu": "EU",
    "europe": "Europe",
    "london": "London",
    "vitess": "Vitess",
    "flux": "Flux",
    "tsl": "TSL",
    "tiger": "Tiger",
    "cloud": "cloud",
    "automigrate": "AutoMigrate",
    "crdt": "CRDT",
    "orm": "ORM",
    "sqlx": "sqlx",
    "sqlc": "sqlc",
    "pgx": "pgx",
    "pgvector": "pgvector",
    "ioredis": "ioredis",
    "microsoft": "Microsoft",
}


def _plain(text: str) -> str:
    """A rule's text without its placeholders: a capital where one begins a sentence."""

    def word(match: re.Match[str]) -> str:
        begins, name = match.groups()
        plain = STANDS_FOR[name]
        return plain if begins is None else begins + plain[0].upper() + plain[1:]

    text = re.sub(r"(^|[.] )?\{(name|database|service|client)\}", word, text)
    return text.replace("*", "\\*").replace("<", "&lt;")


def _when(catalogue: Catalogue, rule: Rule) -> str:
    parts = [in_labels(catalogue, key, condition) for key, condition in rule.when.items()]
    unless = [in_labels(catalogue, key, condition) for key, condition in rule.unless.items()]
    told = f"When {' and '.join(parts)}" if parts else "Always"
    return f"{told}, unless {' and '.join(unless)}" if unless else told


def _conclusions(catalogue: Catalogue, rule: Rule) -> list[str]:
    found = [_effect(catalogue, effect) for effect in rule.effects]
    main = " as the main store" if rule.unfit else ""
    found += [f"rules out {selector(catalogue, where)}{main}" for where in rule.excludes]
    about = f" about {selector(catalogue, rule.pick)}" if rule.pick and rule.level else ""
    if rule.level:
        found.append({"block": "objects", "warn": "warns", "note": "adds a note"}[rule.level] + about)
    if rule.companion_for:
        data = kind_of_data(rule.companion_for)
        inside = f", where the pick {_asks('family', rule.pick['family'])}" if "family" in rule.pick else ""
        found.append(
            f"keeps {data} in the same database{inside}"
            if rule.companion_within
            else f"puts {_names(catalogue, rule.companion)} beside the pick for {data}"
        )
    if rule.pick_not:
        excepted = [selector(catalogue, {key: wanted}) for key, wanted in rule.pick_not.items()]
        found[-1] += f", except where the pick is {listed(excepted, 'or')}"
    return found


def _effect(catalogue: Catalogue, effect: Effect) -> str:
    points = "point" if abs(effect.by) == 1 else "points"
    return f"{abs(effect.by)} {points} {'for' if effect.by > 0 else 'against'} {selector(catalogue, effect.where)}"


def selector(catalogue: Catalogue, where: Mapping[str, tuple[str, ...]]) -> str:
    """What a rule speaks of, as words: `Mongoose with a database that speaks MongoDB`."""
    products = [key for key in ("client", "database", "service") if key in where]
    asked = {key: _asks(key, wanted) for key, wanted in where.items() if key not in (*products, "kind")}
    of_client = " and ".join(text for key, text in asked.items() if key in OF_CLIENT)
    of_store = " and ".join(text for key, text in asked.items() if key not in OF_CLIENT)
    kind = where.get("kind", ())
    head = " on ".join(_names(catalogue, where[key]) for key in products)
    if not products and (kind or of_store or not of_client):
        head = listed((HOSTING[value].what for value in kind), "or") if kind else "anything"
    elif kind:
        head += f" {listed((HOSTING[value].where for value in kind), 'or')}"
    if of_store:
        head += f"{' with a database' if products[:1] == ['client'] else ''} that {of_store}"
    if of_client:
        head += f"{' with a client' if head else 'a client'} that {of_client}"
    return head


#: What a rule may ask of a client; the rest it asks of a store.
OF_CLIENT: Final = frozenset({*CLIENT_FACTS, "support", "style", "language", "pickable", "upkeep"})


def _asks(key: str, wanted: tuple[str, ...]) -> str:
    if key == "family":
        return f"speaks {listed((FAMILY_NAMES[value].replace(' and ', ' or ') for value in wanted), 'or')}"
    if key == "platform":
        return f"belongs to {listed((PLATFORM_NAMES[value] for value in wanted), 'or')}"
    if key == "serves":
        return f"holds {listed((kind_of_data(value) for value in wanted), 'or')}"
    values = listed((value.replace("-", " ") for value in wanted), "or")
    return ASKS.get((key, wanted), f"has {key.replace('_', ' ')}: {values}")


def _names(catalogue: Catalogue, ids: tuple[str, ...]) -> str:
    return listed((linked(product(catalogue, id_)) for id_ in ids), "or")


def proofs() -> str:
    """What the tests walk over, counted from the same classes that they walk."""
    book = rulebook(load())
    stores, store_classes = combinations(store_factors(book))
    clients, client_classes = combinations(client_factors(book))
    catalogue = load()
    rows = sum(len(table.rows) for table in catalogue.tables.values())
    own = f"- **The guide's rows:** {rows}; each, answered alone, gives its own recommendation.\n"
    theirs = (
        f"- **The rules of {catalogue.overlay.name}** are among these. `make promises` proves the promises with them.\n"
    )
    return (
        f"- **Databases and services:** {stores:,} combinations of answers, walked whole as {store_classes:,} classes "
        f"that no rule tells apart, over {len(book.stores)} stores (an engine at a place).\n"
        f"- **Clients:** {clients:,} combinations of answers as {client_classes:,} classes, for every store.\n"
        f"- **Rules:** {len(catalogue.rules)}; each fires somewhere, and each says what it rests on.\n"
        f"{theirs if catalogue.overlay.name else own}"
        f"- **Weights:** leaning towards a database is worth {LEANING}; a lead of {CLOSE} or less is called close.\n"
    )


PARTS: Final[Mapping[str, Callable[[], str]]] = {
    "rules-stores": lambda: rules("stores"),
    "rules-clients": lambda: rules("clients"),
    "rules-coherence": lambda: rules("coherence"),
    "rules-companions": lambda: rules("companions"),
    "proofs": proofs,
}
