"""The page "How the wizard decides": every rule in words with its source, and what the proofs covered."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from wizard.catalogue import Catalogue, Condition, Effect, Rule, load
from wizard.document import label
from wizard.decision import LEANING
from wizard.recommendation import CLOSE
from wizard.rules import rulebook
from wizard.site.factors import client_factors, combinations, store_factors
from wizard.site.words import FAMILY_NAMES, linked, product

#: How an attribute that a rule names reads, with its values.
ATTRIBUTES: Final[Mapping[str, str]] = {
    "database": "", "service": "", "client": "", "family": "", "kind": "", "platform": "belongs to",
    "serves": "holds", "language": "is written for", "style": "is of the style", "support": "support",
    "upkeep": "upkeep", "open_source": "open source", "self_host": "can be self-hosted", "free_tier": "free plan",
    "scale_to_zero": "scales to zero", "autoscaling": "scales by itself", "branching": "branches",
    "client_realtime": "live updates to clients", "encryption_at_rest": "encryption at rest", "residency": "choice of region",
    "transactions": "transactions", "json": "JSON", "write_scaling": "spreads writes", "auth": "sign-in built in",
    "storage": "file storage built in", "http_access": "reachable over HTTP", "type_safety": "type safety",
    "migrations": "migrations", "async": "async", "edge": "runs at the edge", "several_engines": "several engines",
    "sql_control": "control over SQL", "pickable": "can be proposed",
}  # fmt: skip

KINDS: Final[Mapping[str, str]] = {"managed": "any managed service", "self-hosted": "running it yourself",
                                   "embedded": "an embedded database"}  # fmt: skip


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
    return (
        f'<span id="rule-{rule.id}"></span>**{_title(rule.id)}.** {_when(catalogue, rule)} {conclusion}. '
        f"*{because}*{ways} Source: {cited}.\n"
    )


def _title(id_: str) -> str:
    """A rule's claim as a title, with the names that it holds spelt as they are spelt."""
    words = [NAMES.get(word, word) for word in id_.split("-")]
    return " ".join([words[0][0].upper() + words[0][1:], *words[1:]])


#: Names in the ids of rules.
NAMES: Final[Mapping[str, str]] = {
    "postgresql": "PostgreSQL", "mysql": "MySQL", "sqlite": "SQLite", "mongodb": "MongoDB", "redis": "Redis",
    "valkey": "Valkey", "dynamodb": "DynamoDB", "firestore": "Firestore", "timescaledb": "TimescaleDB",
    "timescale": "Timescale", "influxdb": "InfluxDB", "cockroachdb": "CockroachDB", "supabase": "Supabase",
    "neon": "Neon", "planetscale": "PlanetScale", "aurora": "Aurora", "atlas": "Atlas", "d1": "D1", "vercel": "Vercel",
    "aws": "AWS", "google": "Google", "azure": "Azure", "amazon": "Amazon", "elasticache": "ElastiCache",
    "prisma": "Prisma", "drizzle": "Drizzle", "kysely": "Kysely", "typeorm": "TypeORM", "nestjs": "NestJS",
    "mongoose": "Mongoose", "django": "Django", "fastapi": "FastAPI", "sqlalchemy": "SQLAlchemy", "pymongo": "PyMongo",
    "beanie": "Beanie", "asyncpg": "asyncpg", "gorm": "GORM", "sequelize": "Sequelize", "motor": "Motor",
    "typescript": "TypeScript", "python": "Python", "go": "Go", "sql": "SQL", "http": "HTTP", "json": "JSON",
    "jsonb": "JSONB", "sdk": "SDK", "api": "API", "agpl": "AGPL", "bsd": "BSD", "osi": "OSI", "eu": "EU",
    "europe": "Europe", "london": "London", "vitess": "Vitess", "flux": "Flux", "tsl": "TSL", "tiger": "Tiger",
    "cloud": "cloud", "automigrate": "AutoMigrate", "crdt": "CRDT", "orm": "ORM",
}  # fmt: skip


def _plain(text: str) -> str:
    for name, word in (
        ("name", "it"),
        ("database", "the database"),
        ("service", "the service"),
        ("client", "the client"),
    ):
        text = text.replace("{" + name + "}", word)
    text = re.sub(r"(^|[.:] )([a-z])", lambda match: match[1] + match[2].upper(), text)
    return text.replace("*", "\\*").replace("<", "&lt;")


def _when(catalogue: Catalogue, rule: Rule) -> str:
    parts = [_condition(catalogue, key, condition) for key, condition in rule.when.items()]
    unless = [_condition(catalogue, key, condition) for key, condition in rule.unless.items()]
    told = f"When {' and '.join(parts)}:" if parts else "Always:"
    return f"Unless {' and '.join(unless)}:" if unless and not parts else told


def _condition(catalogue: Catalogue, key: str, condition: Condition) -> str:
    question = catalogue.questions[key]
    order = [option.value for option in question.options] + ["unsure"]

    def words(values: frozenset[str], between: str) -> str:
        chosen = dict.fromkeys(value for value in order if value in values)
        return between.join(f"“{'not answered' if v == 'unsure' else label(catalogue, key, v)}”" for v in chosen)

    parts = []
    if condition.any_of:
        parts.append(f"is {words(condition.any_of, ' or ')}")
    if condition.all_of:
        parts.append(f"holds {words(condition.all_of, ' and ')}")
    if condition.only:
        parts.append(f"is nothing but {words(condition.only, ' or ')}")
    if condition.none_of:
        parts.append(f"is not {words(condition.none_of, ' or ')}")
    return f"{question.short.lower()} {' and '.join(parts)}"


def _conclusions(catalogue: Catalogue, rule: Rule) -> list[str]:
    found = [_effect(catalogue, effect) for effect in rule.effects]
    found += [f"rules out {selector(catalogue, where)}" for where in rule.excludes]
    if rule.level:
        about = f" about {selector(catalogue, rule.pick)}" if rule.pick else ""
        but = f", except {selector(catalogue, rule.pick_not)}" if rule.pick_not else ""
        found.append({"block": "objects", "warn": "warns", "note": "adds a note"}[rule.level] + about + but)
    if rule.companion_for:
        beside = "the same database" if rule.companion_within else _names(catalogue, rule.companion)
        found.append(f"puts {beside} beside it for {rule.companion_for}" if not rule.companion_within
                     else f"uses {beside} for {rule.companion_for}")  # fmt: skip
    return found


def _effect(catalogue: Catalogue, effect: Effect) -> str:
    sign = "plus" if effect.by > 0 else "minus"
    return f"{sign} {abs(effect.by)} for {selector(catalogue, effect.where)}"


def selector(catalogue: Catalogue, where: Mapping[str, tuple[str, ...]]) -> str:
    parts = []
    for key, wanted in where.items():
        if key in ("database", "service", "client"):
            parts.append(_names(catalogue, wanted))
        elif key == "kind":
            parts.append(" or ".join(KINDS[value] for value in wanted))
        elif key == "family":
            parts.append(f"the protocol of {' or '.join(FAMILY_NAMES[value] for value in wanted)}")
        else:
            parts.append(f"{ATTRIBUTES[key]}: {' or '.join(value.replace('-', ' ') for value in wanted)}")
    return " with ".join(parts) or "any pick"


def _names(catalogue: Catalogue, ids: tuple[str, ...]) -> str:
    return " or ".join(linked(product(catalogue, id_)) for id_ in ids)


def proofs() -> str:
    """What the tests walk over, counted from the same classes that they walk."""
    book = rulebook(load())
    stores, store_classes = combinations(store_factors(book))
    clients, client_classes = combinations(client_factors(book))
    rows = sum(len(table.rows) for table in load().tables.values())
    return (
        f"- **Databases and services:** {stores:,} combinations of answers, walked whole as {store_classes:,} classes that no "
        f"rule tells apart, over {len(book.stores)} stores (an engine at a place).\n"
        f"- **Clients:** {clients:,} combinations of answers as {client_classes:,} classes, for every store.\n"
        f"- **Rules:** {len(load().rules)}; each fires somewhere, and each says what it rests on.\n"
        f"- **The guide's rows:** {rows}; each, answered alone, gives its own recommendation.\n"
        f"- **Weights:** leaning towards a database is worth {LEANING}; a lead of {CLOSE} or less is called close.\n"
    )


PARTS: Final[Mapping[str, Callable[[], str]]] = {
    "rules-stores": lambda: rules("stores"),
    "rules-clients": lambda: rules("clients"),
    "rules-coherence": lambda: rules("coherence"),
    "rules-companions": lambda: rules("companions"),
    "proofs": proofs,
}
