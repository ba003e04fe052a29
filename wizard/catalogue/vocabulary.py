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
    "licence": "Ask a person",
    "model": "Ask a person",
    "open": "Ask a person",
    "readers": "Ask a person",
    "signed": "Ask a person",
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
    *("client", "client_version", "database", "engines", "mapper", "place", "runtime_version", "service", "version"),
)

#: Parts of a statement, as `{money:…}`, that are told only where money may be kept, while nobody has said which version
#: it is, where the one that was said is past its end, and where nobody has said when data go, in which region they are,
#: that tenants share the database, what encrypts a file on a device, or of which kind keys are.
PARTS: Final = ("money", "choosing", "ended", "ages", "region", "apart", "disk", "ids")

#: What a person's own words settle.
_SAID: Final = (
    "another-major approval async availability backup budget client community copies dbup desktop dimensions dotnet "
    "engines expo files files-placed house inside jobs jvm kept keys law ledger licences lost-region machines mapper "
    "merge merge-open migrations money moves named-licences no-shell node-is-not-it php place placed queue ranks "
    "regions retention reviewed runtime schema search sqlite tauri tenants theirs tool travels version words"
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

#: What the wizard says of its own accord: id -> the names that its words may hold. The words are in `built-in.toml`.
BUILT_IN: Final[Mapping[str, tuple[str, ...]]] = {
    "kept-because-in-use": ("name",),
    "engine-kept-because-in-use": ("name",),
    "client-in-use-not-said": ("name",),
    "migration-tool-stays": ("otherwise",),
    "kept-for-now": ("name",),
    "assumed-in-use": ("name",),
    "assumed-engine": ("database", "service"),
    "some-engine-of-your-own": (),
    "kept-beside": (),
    "billions-and-an-assumed-budget": (),
    "kept-as-it-is": ("name",),
    "in-use-beside": ("names",),
    "store-that-goes": (),
    "in-use-outside-the-rules": ("names", "what"),
    **dict.fromkeys(("no-edge-on-aws", "no-edge-on-this-cloud"), ()),
    "in-use-takes-all": ("names", "used", "name"),
    **dict.fromkeys(("in-use-could-hold-it", "in-use-would-be-picked"), ("names", "name")),
    "how-a-point-is-settled": ("name",),
    "in-use-takes-these": ("name",),
    **dict.fromkeys(("goes-there", "where-they-are-until-settled"), ("what",)),
    **dict.fromkeys(("kept-because-decided", "decided-and-objected-to", "weighed-because-leaning"), ("name",)),
    "without-the-leaning": (),
    "leaning-not-followed": ("name", "why"),
    "leaning-host-kept": ("name", "why"),
    "kept-though-not-without-a-price": ("name",),
    "the-client-decides": ("client", "name"),
    "client-kept-because-in-use": ("client", "database"),
    "client-kept-for-customers": ("client",),
    "promised-to-customers": ("names",),
    "the-same-code": (),
    "in-use-of-several": ("name",),
    "ours-of-several": ("name",),
    "client-kept-because-chosen": ("client", "database"),
    "client-kept-for-now": ("client",),
    "only-client": ("client", "database", "language"),
    "clients-level": ("client", "database", "language"),
    "answered-by-a-fact": ("asked", "fact"),
    "asked-of-a-store-beside": ("name", "text"),
    "no-client-that-meets-it": (),
    "would-do-as-well": (),
    "proposed-and-not-taken": ("name",),
    "what-runs-stays": ("name",),
    "instead-of-the-client-in-use": ("client",),
    "would-do-too": ("name",),
    "made-for-another-case": ("case",),
    "revisit-known": ("what", "then"),
    "revisit-with": ("what", "then"),
    "revisit-added": ("what", "then"),
    "revisit-removed": ("what", "then"),
    "revisit-changed": ("what", "before", "then"),
    "one-server-is-enough": (),
    "runs-managed": ("service",),
    "runs-own-service": ("service",),
    "runs-self-hosted": (),
    "runs-in-house": (),
    "runs-embedded": (),
    "runs-where-it-did": ("place",),
    "client-spans-engines": ("client", "database"),
    "client-for-every-engine": ("client",),
    "client-ties-to-service": ("client", "service"),
    "client-with-sql-of-each": ("client", "database"),
    "client-without-models": ("client", "database"),
    "client-ties-to-engine": ("client", "database"),
    "server-not-compared": ("names",),
    "client-of-another-influxdb": ("client", "version"),
    "nobody-looked-for-the-place": ("place", "service"),
    "second-cache": ("names", "name"),
    "residency-binds-new": ("name",),
    "assumed-against-the-store": ("name",),
    "residency-binds-there": ("name", "place"),
    "residency-binds-in-use": ("name",),
    "residency-binds-bound": ("name",),
    "encryption-binds-in-use": ("name",),
    "reached-through": ("name", "client"),
    "beside-in-the-same-region": ("name",),
    "stands-on-its-own": ("name",),
    "client-to-be-named": ("name",),
    "client-named-reaches-it": ("name", "client"),
    "kept-in-step": ("name",),
    "beside-in-words": ("names",),
    "each-record-has-one-owner": ("name", "kinds"),
    "what-is-there-stays": ("name",),
    "what-is-there-ends": (),
    "what-is-there-meanwhile": (),
    "brought-by-customers": ("names",),
    "its-job-stays": (),
    "there-and-not-of-this-project": ("names",),
    "named-and-not-needed": ("names",),
    "new-beside": (),
    "goes-into-what-is-in-use": ("what", "name"),
    "functions-assumed": ("platform",),
    "same-engine-in-use": ("database", "name"),
    "memory-in-use": ("database", "name"),
    "language-not-said": (),
    "language-open": (),
    "to-be-chosen-with-sql": ("database",),
    "to-be-chosen-for-several": ("database",),
    "to-be-chosen-in": ("language", "names"),
    "to-be-chosen-for-a-file-on-a-device": (),
    "to-be-chosen": ("name",),
    "to-be-chosen-in-workers": ("name",),
    "to-be-chosen-on-a-device": ("service",),
    "to-be-chosen-none-reaches": ("name", "language"),
    "held-in-use-relational": ("name",),
    "held-in-use-vectors": ("name",),
    "held-in-use-vectors-perhaps": ("name",),
    "held-in-use-vectors-built-in": ("name",),
    "nothing-to-keep": (),
    "reverse-when-state-appears": (),
    "unfit-stays-beside": ("database", "name"),
    "kept-against-a-rule": ("name",),
    "one-language-per-client": ("existing", "theirs", "ours", "instead"),
    "a-client-lost-its-protocol": ("existing", "instead"),
    "a-client-speaks-on-a-condition": ("existing", "instead"),
    "a-client-that-ended": ("existing", "name", "speaks", "instead"),
    "no-host-meets-the-answers": ("database", "asked", "near"),
    "a-client-speaks-its-own-protocol": ("existing", "name", "speaks", "instead", "near"),
    "a-client-is-not-what-reaches-it": ("existing", "name", "speaks"),
    "leaned-for": ("name",),
    "the-nearest-way": ("near", "existing"),
    "the-client-against-the-leaning": ("existing", "speaks", "database", "name", "near"),
    "the-leaning-against-the-answers": ("name", "existing", "instead", "why", "left"),
    "the-leaning-against-a-firm-rule": ("name", "instead", "firm", "left"),
    "that-leaves": ("left",),
    "instead-with-a-client": ("client",),
    "instead-without-a-client": (),
    "no-client-in-this-language": ("name", "language"),
    "client-not-on-a-phone": ("client",),
    "region-said-is-elsewhere": ("place", "asked"),
    **dict.fromkeys(("copies-edited-apart", "keys-as-said", "refused-in-words"), ()),
    "left-out-as-you-said": ("names",),
    "service-refused-in-words": ("service", "database"),
    "service-of-another-cloud": ("service", "database", "cloud"),
    "database-refused-in-words": ("database",),
    "host-not-weighed": ("service", "database", "host"),
    "host-has-another": ("names", "host", "name"),
    "host-of-the-code": ("host", "database", "name"),
    "price-not-compared": ("service",),
    "database-not-compared": ("names", "name", "was", "stays", "stands", "which"),
    "stays-unweighed": ("names", "stays"),
    "without-what-was-not-compared": ("names", "name", "stays"),
    "said-of-the-pair": ("client", "database", "text"),
    "works-with-a-caveat": (),
    "a-framework-orm-belongs-to-its-framework": ("client", "frameworks"),
}

#: Those of them whose reason is a sentence of the catalogue, or another rule's: they have ways out alone.
WAYS_OUT_ALONE: Final = frozenset(
    {
        "unfit-stays-beside",
        "kept-against-a-rule",
        "the-leaning-against-a-firm-rule",
        "a-client-lost-its-protocol",
        "a-client-speaks-on-a-condition",
        "works-with-a-caveat",
    }
)
