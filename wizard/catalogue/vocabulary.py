"""The words that the catalogue's files may use: families, kinds, facts and their values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: What stands for a client's support of a family when there is nothing more to say.
SUPPORTED: Final = "Supported."

#: How sure we are of a fact. `unverified` is never printed as a fact.
CONFIDENCES: Final = ("verified", "second-hand", "well-known", "unverified", "judgement")

#: Wire protocols, and the near-relatives that clients support separately: id -> name.
FAMILIES: Final[Mapping[str, str]] = {
    "postgresql": "PostgreSQL",
    "cockroachdb": "CockroachDB",
    "mysql": "MySQL and MariaDB",
    "vitess": "PlanetScale Vitess",
    "sqlite": "SQLite",
    "turso": "Turso",
    "d1": "Cloudflare D1",
    "mongodb": "MongoDB",
    "redis": "Redis and Valkey",
    "dynamodb": "DynamoDB",
    "firestore": "Firestore",
    "influxdb": "InfluxDB 3",
}

PLATFORMS: Final = ("aws", "google-cloud", "azure", "cloudflare")
KINDS: Final = ("managed", "self-hosted", "embedded")
LANGUAGES: Final = ("typescript", "python", "go")
STYLES: Final = ("orm", "query-builder", "driver", "odm", "codegen", "sdk", "thin")
STAGES: Final = ("answered", "clients", "coherence", "companions", "stores")
DATA_KINDS: Final = ("relational", "documents", "key-value", "time-series", "vectors")

#: The facts of databases and services, with the values that `is` may take; `()` marks a fact that is text only.
STORE_FACTS: Final[Mapping[str, tuple[str, ...]]] = {
    "licence": (),
    "open_source": ("yes", "no", "partial", "unknown"),
    "self_host": ("yes", "partial", "no", "unknown"),
    "free_tier": ("yes", "pauses", "no", "unknown"),
    "scale_to_zero": ("yes", "no", "unknown"),
    "autoscaling": ("yes", "partial", "no", "unknown"),
    "branching": ("yes", "partial", "no", "unknown"),
    "client_realtime": ("yes", "beta", "no", "unknown"),
    "encryption_at_rest": ("yes", "optional", "no", "unknown"),
    "residency": ("yes", "partial", "no", "unknown"),
    "transactions": ("yes", "limited", "no", "unknown"),
    "json": ("yes", "limited", "no", "unknown"),
    "write_scaling": ("yes", "partial", "no", "unknown"),
    "ceiling": (),
    "auth": ("yes", "no", "unknown"),
    "storage": ("yes", "beta", "no", "unknown"),
    "http_access": ("yes", "no", "unknown"),
    "versions": (),
}
CLIENT_FACTS: Final[Mapping[str, tuple[str, ...]]] = {
    "type_safety": ("generated", "static", "partial", "none", "unknown"),
    "migrations": ("built-in", "companion", "none", "unknown"),
    "async": ("yes", "partial", "no", "unknown"),
    "edge": ("yes", "partial", "no", "unknown"),
    "several_engines": ("yes", "partial", "no", "unknown"),
    "sql_control": ("yes", "partial", "no", "unknown"),
    "licence": (),
    "versions": (),
}
#: What only a whole stack has: whether its client can use the service's HTTP interface, and whether that client may be
#: held by a program on somebody's device; and whether code reaches the store by a driver, and by no vendor's SDK: a
#: client that is still to be chosen does.
STACK_FACTS: Final[Mapping[str, tuple[str, ...]]] = {
    "over_http": ("yes", "no"),
    "on_device": ("yes", "no"),
    "by_driver": ("yes", "no"),
}
#: How the stack and its client came about, which part of the whole a store is, what other stores hold beside it, what
#: of that a new one is to hold, and whether one of them is a store of keys and values in memory.
#: Texts may presume it; nothing that decides may ask it.
STANDING: Final[Mapping[str, tuple[str, ...]]] = {
    "standing": ("new", "leaning", "decided", "in-use", "engine-in-use"),
    "client_standing": ("new", "in-use", "open"),
    "part": ("main", "beside"),
    "beside": DATA_KINDS,
    "added": DATA_KINDS,
    "cache": ("no", "new", "in-use"),
}
UPKEEP: Final = ("active", "dormant", "deprecated", "archived", "unknown")

#: What somebody on call wants to know of a store, in this order: key -> how the file calls it.
OPERATIONS: Final[Mapping[str, str]] = {
    "backup": "Backup and restore",
    "availability": "Availability",
    "connections": "Connections",
    "limits": "Limits",
    "extensions": "Extensions",
    "versions": "Version",
    "local": "On a laptop and in tests",
}

#: What somebody who works by the file is told to do, in this order: key -> how the file calls it. Those of one name
#: are one line.
INSTRUCTIONS: Final[Mapping[str, str]] = {
    "first": "Settle first",
    "store": "Store",
    "engines": "Engines",
    "stays": "As it is",
    "driver": "Driver",
    "addresses": "Addresses",
    "pool": "Pool",
    "copies": "Pool",
    "pooler": "Pooler",
    "schema": "Schema",
    "migrations": "Migrations",
    "baseline": "Baseline",
    "releases": "Releases",
    "transactions": "Transactions",
    "ledger": "Ledger",
    "tenants": "Tenants",
    "ranks": "Leaderboard",
    "regions": "Regions",
    "types": "Types",
    "documents": "Documents",
    "files": "Files",
    "security": "Security",
    "residency": "Compliance",
    "encryption": "Compliance",
    "licences": "Compliance",
    "secrets": "Secrets",
    "extensions": "Extensions",
    "limits": "Limits",
    "backup": "Backup",
    "local": "Tests",
    "beside": "Beside it",
    "place": "Ask a person",
    "standby": "Ask a person",
    "rows": "Ask a person",
    "licence": "Ask a person",
    "model": "Ask a person",
    "open": "Ask a person",
    "readers": "Ask a person",
    "signed": "Ask a person",
    "audited": "Ask a person",
    "logs": "Ask a person",
    "words": "Ask a person",
    "assumed": "Ask a person",
    "silent": "Where silent",
    "versions": "Versions",
    "setup": "Set-up",
    "roles": "Roles",
    "configuration": "Configuration",
    "timeouts": "Time-outs",
    "retries": "Isolation and retries",
    "values": "Values",
    "lists": "Lists",
    "deletes": "Deletes and keys",
    "filters": "Filters",
    "search": "Search",
    "partitions": "Partitions",
    "measurements": "Measurements",
    "vectors": "Vectors",
    "realtime": "Live updates",
    "jobs": "Jobs and cache",
    "hobby": "Plan",
    "previews": "Previews",
    "tls": "TLS",
    "region": "Region",
    "personal": "Personal data",
    "moving": "Data from before",
    "server": "Test database",
    "left": "Not decided here",
}
#: Those of them that stand below the line, for whoever sets up, runs or tests the store.
FURTHER: Final = frozenset(
    {
        "versions",
        "setup",
        "roles",
        "configuration",
        "timeouts",
        "retries",
        "values",
        "lists",
        "deletes",
        "filters",
        "search",
        "partitions",
        "measurements",
        "vectors",
        "realtime",
        "jobs",
        "hobby",
        "previews",
        "tls",
        "region",
        "personal",
        "moving",
        "server",
        "left",
    }
)
#: A name, in braces, that an instruction's text may hold.
INSTRUCTION_NAMES: Final = (
    *("client", "client_version", "database", "engines", "files", "jobs", "mapper", "place", "runtime_version", "said"),
    *("service", "tool", "version"),
)

#: Parts of a statement, as `{money:…}`, that are told only where money may be kept, while nobody has said which version
#: it is, where the one that was said is past its end, and where nobody has said when data go, in which region they are,
#: that tenants share the database, what encrypts a file on a device, of which kind keys are, or that a cache is meant;
#: who holds the keys of what is encrypted, and how people sign in.
PARTS: Final = (
    "money",
    "choosing",
    "ended",
    "ages",
    "region",
    "apart",
    "disk",
    "ids",
    "loss",
    "cache",
    "holder",
    "sign-in",
)

#: What a person's own words settle.
_SAID: Final = (
    "another-major approval at-start async audited availability backup budget client community copies dbup desktop "
    "dimensions disk dotnet encrypts engines expo files files-placed from-mongodb from-mysql from-postgresql "
    "from-sqlite host house inside installed jobs jvm kept keys law ledger licences lost-region machines mapper merge "
    "merge-open migrations money moves named-licences no-shell node-is-not-it partitioned php place placed pooler "
    "pushes queue ranks regions rehearsed retention reviewed runtime schema search sends sqlite tauri tenants theirs "
    "tool travels version words"
)

#: What an instruction may presume beside all else: whether there is no other store, whether something in the file was
#: assumed, or has to be settled before anybody builds on the stack, and what the person's own words settle.
WHOLE_FILE: Final[Mapping[str, tuple[str, ...]]] = {
    "alone": ("yes", "no"),
    "unsettled": ("yes", "no"),
    "blocked": ("yes", "no"),
    "said": tuple(_SAID.split()),
}

#: What the texts call the tools that clients migrate with: none of it is told where words settle that another one does.
MIGRATION_TOOLS: Final = (
    "alembic",
    "atlas",
    "dbmate",
    "drizzle-kit",
    "env.py",
    "goose",
    "kysely-ctl",
    "migrate-mongo",
    "migrate dev",
    "migrate deploy",
    "MIGRATIONS_URL",
    "mikro-orm/migrations",
    "node-pg-migrate",
    "sequelize-cli",
)
