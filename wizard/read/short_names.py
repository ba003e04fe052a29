"""What people call products, languages and places in a line of text, beside the catalogue's own names and ids."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from wizard.catalogue import elsewhere

_TABLE: Final = """
    existing_database postgresql postgres|psql|pg|pgvector
    existing_database mongodb mongo
    existing_database mongodb-atlas atlas
    existing_database dynamodb dynamo|dynamodb
    existing_database timescaledb timescale
    existing_database influxdb influx
    existing_database firestore firestore
    existing_database mariadb maria
    existing_database cockroachdb cockroach|crdb
    existing_database aws-rds rds
    existing_database aws-aurora aurora|aurora serverless|aurora serverless v2
    existing_database google-cloud-sql cloud sql|cloudsql
    existing_database aws-elasticache elasticache
    existing_database upstash upstash
    existing_database azure-database azure flexible server
    existing_database turso turso|libsql
    existing_database cloudflare-d1 d1
    existing_client prisma prisma
    existing_client drizzle drizzle
    existing_client mikro-orm mikro orm
    existing_client typeorm type orm
    existing_client psycopg psycopg|psycopg2|psycopg3
    existing_client sqlalchemy sql alchemy
    existing_client sqlmodel sql model
    existing_client tortoise tortoise
    existing_client knex knex
    existing_client pgx pgx
    language typescript typescript|ts|javascript|js|node|node.js|nodejs|deno
    language python python|py
    language go golang
    framework nextjs next|next.js|next js
    framework nestjs nest|nest.js
    framework express express.js|expressjs
    framework fastapi fast api
    platform aws aws|amazon|amazon web services
    platform google-cloud gcp|google cloud
    platform azure azure
    platform cloudflare cloudflare
    platform vercel vercel
    platform own vps
    runtime serverless serverless|functions
    runtime server servers|two servers|three servers|several servers|long running|containers
    runtime edge edge
    data relational relational|refer to each other|refers to each other|refer to one another|foreign keys|joins
    data documents documents|one document|a document|single document|nested
    data key-value cache|caching|sessions
    data time-series time series|metrics
    data vectors vectors|embeddings|rag|semantic search
    hosting self-hosted self hosted|self host
    hosting managed managed|cloud|clouds|cloud provider|cloud providers|hosted
    hosting managed hosted database|hosted databases|managed database
    budget free free|for free|free plan|free tier|nothing to spend|no money|no money to spend|no budget|zero budget
    budget flexible no budget limit|no budget limits|unlimited budget
    budget modest cheap|low cost|small budget|low budget|tight budget|modest budget
    scale hundreds hundreds
    scale thousands thousands
    scale millions million|millions
    scale billions billion|billions
    query_style sql write sql|plain sql|raw sql
    query_style type-safe type safe
    compliance unsure gdpr|dsgvo|rgpd|hipaa|pci dss|health data|health records|healthcare|patients
    compliance unsure patient data|patient records|medical data|medical records
    compliance residency residency|data residency
    compliance encryption encryption at rest
    compliance open-source open source
    realtime core realtime|real time
"""

#: Name -> (question, value). A value may be left to the catalogue: what is not in it is not taken.
SYNONYMS: Final[Mapping[str, tuple[str, str]]] = {
    name: (key, value)
    for row in _TABLE.strip().split("\n")
    for key, value, names in (row.split(maxsplit=2),)
    for name in names.split("|")
}

#: Names that only say something where they are refused: much of what is no cloud has one.
CLOUD: Final = frozenset(
    {"cloud", "clouds", "cloud provider", "cloud providers", "hosted", "hosted database", "hosted databases"}
)

#: Words of what is stored that hint at a kind of data, where the line names none.
HINTS: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        ("ledger", "payments", "orders", "invoices", "bookings", "members", "courses", "appointments"), "relational"
    ),
    **dict.fromkeys(("readings", "sensor", "sensors", "telemetry", "measurements"), "time-series"),
}

#: Hosts of code that the guide does not tell apart -> (the platform that they are, how they are written).
HOSTS: Final[Mapping[str, tuple[str, str]]] = {
    **{name.lower(): (platform, name) for name, platform in elsewhere.HOSTS.items()},
    "render.com": ("any", "Render"),
    "fly": ("any", "Fly.io"),
    **dict.fromkeys(("digital ocean", "digitalocean app platform"), ("any", "DigitalOcean")),
    **dict.fromkeys(
        (
            "webhoster",
            "hoster",
            "web host",
            "web hosting",
            "webspace",
            "web space",
            "shared hosting",
            "hosting company",
        ),
        ("any", "our hosting company"),
    ),
}

#: Where code runs, by a name that no answer has -> (what it says, how it is written).
PLACES: Final[Mapping[str, tuple[tuple[tuple[str, str], ...], str]]] = {
    **{
        name.lower(): ((("platform", platform), ("runtime", runtime)), name)
        for platform, runtime, names in (
            ("aws", "server", "Amazon ECS|ECS|AWS Fargate|Fargate|ECS Fargate|EKS|EC2|App Runner|Elastic Beanstalk"),
            ("aws", "serverless", "Lambda"),
            ("google-cloud", "server", "Cloud Run|GKE|App Engine|Compute Engine"),
            ("google-cloud", "serverless", "Cloud Functions"),
            ("azure", "server", "Azure App Service|App Service|Azure Container Apps|Container Apps|AKS"),
            ("azure", "serverless", "Azure Functions"),
        )
        for name in names.split("|")
    },
    **{
        name.lower(): ((("runtime", "server"),), name)
        for name in ("Kubernetes", "K8s", "k3s", "OpenShift", "Nomad", "Docker Compose", "Docker Swarm")
    },
    **{
        name: ((("platform", "own"), ("hosting", "self-hosted")), written)
        for written, names in (
            ("bare metal", "bare metal|own metal"),
            ("on premises", "on premises|on premise|on prem|onprem"),
            ("own hardware", "own hardware|own hosts|own data centre|own data center|own datacenter"),
            ("Raspberry Pi", "raspberry pi"),
            *((name, name.lower()) for name in ("Coolify", "Dokku", "Dokploy", "CapRover")),
            ("a NAS", "nas"),
            ("homelab", "homelab|home lab"),
            ("droplet", "droplet|droplets|digitalocean droplet|digital ocean droplet|do droplet"),
            ("Proxmox", "proxmox"),
            ("a dedicated server", "dedicated server|dedicated servers|root server"),
            ("air-gapped", "air gapped|airgapped"),
        )
        for name in names.split("|")
    },
}

#: What changes a schema -> (what it says, how it is written).
MIGRATION_TOOLS: Final[Mapping[str, tuple[tuple[tuple[str, str], ...], str]]] = {
    "alembic": ((("existing_client", "sqlalchemy"), ("migrations", "built-in")), "Alembic"),
    "drizzle kit": ((("existing_client", "drizzle"), ("migrations", "built-in")), "drizzle-kit"),
    "prisma migrate": ((("existing_client", "prisma"), ("migrations", "built-in")), "Prisma Migrate"),
    **{
        plain_name: ((("migrations", "separate"),), name)
        for name in (
            *("Flyway", "Liquibase", "dbmate", "goose", "golang-migrate", "Sqitch", "node-pg-migrate", "db-migrate"),
            *("graphile-migrate", "migrate-mongo", "umzug", "pgroll", "Bytebase", "yoyo"),
        )
        for plain_name in (name.lower().replace("-", " "),)
    },
}

#: Where data stays, and that it has to.
_EU: Final = (("compliance", "residency"), ("region", "eu"))
_UK: Final = (("compliance", "residency"), ("region", "uk"))
_US: Final = (("compliance", "residency"), ("region", "us"))

#: Names that say two things.
BOTH: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "eu": _EU,
    "eu residents": _EU,
    "eu residency": _EU,
    "european union": _EU,
    "uk": _UK,
    "uk residents": _UK,
    "united kingdom": _UK,
    "us residents": _US,
    "us residency": _US,
    "united states": _US,
    "deno deploy": (("language", "typescript"), ("platform", "any")),
    "workers": (("platform", "cloudflare"), ("runtime", "edge")),
    "cloudflare workers": (("platform", "cloudflare"), ("runtime", "edge")),
    "vercel functions": (("platform", "vercel"), ("runtime", "serverless")),
    "own machines": (("platform", "own"), ("hosting", "self-hosted")),
    "own servers": (("platform", "own"), ("hosting", "self-hosted")),
    "pgvector": (("existing_database", "postgresql"), ("data", "vectors")),
    **{name: said for name, (said, _) in [*PLACES.items(), *MIGRATION_TOOLS.items()]},
}

#: Frameworks that the catalogue only knows as another one, by their language.
OTHERS: Final[Mapping[str, str]] = {
    "fastify": "typescript",
    "hono": "typescript",
    "sveltekit": "typescript",
    "nuxt": "typescript",
    "remix": "typescript",
    "astro": "typescript",
    "koa": "typescript",
    "litestar": "python",
    "starlette": "python",
    "sanic": "python",
    "pyramid": "python",
    **dict.fromkeys(("react native", "expo", "ionic", "capacitor", "electron"), "typescript"),
}

#: What runs on the user's device, with the language that it has elsewhere in here.
ON_DEVICE: Final = frozenset(
    {
        "flutter",
        "swift",
        "swiftui",
        "jetpack compose",
        "maui",
        ".net maui",
        "wpf",
        "winforms",
        "avalonia",
        "javafx",
        "qt",
    }
    | {"react native", "expo", "ionic", "capacitor", "electron", "tauri"}
    | {
        "ios",
        "iphone",
        "ipad",
        "android",
        "desktop",
        "cli",
        "command line tool",
        "command line program",
        "mobile app",
        "mobile apps",
        "phone app",
    }
)

#: Names of other languages, of their frameworks and of what maps objects there -> what is noted of them.
OTHER_LANGUAGES: Final[Mapping[str, str]] = {
    **{
        name.lower(): name
        for name in [
            "PHP",
            "Laravel",
            "Symfony",
            "Java",
            "Kotlin",
            "Scala",
            "Spring",
            "Spring Boot",
            "Quarkus",
            "Ktor",
            "Ruby",
            "Rails",
            "Ruby on Rails",
            "C#",
            ".NET",
            "ASP.NET",
            "ASP.NET Core",
            "Rust",
            "axum",
            "Actix",
            "Elixir",
            "Phoenix",
            "Eloquent",
            "Doctrine",
            "Hibernate",
            "JPA",
            "jOOQ",
            "MyBatis",
            "Active Record",
            "ActiveRecord",
            "NHibernate",
            "Mongoid",
            "Ktorm",
            "SQLDelight",
            "Spring Data",
            "EF Core",
            "Entity Framework",
            "Dapper",
            "Diesel",
            "SeaORM",
            "Ecto",
            "Flutter",
            "Dart",
            "Swift",
            "SwiftUI",
            "Jetpack Compose",
            ".NET MAUI",
            "WPF",
            "WinForms",
            "Avalonia",
            "JavaFX",
            "Micronaut",
            "C++",
            "F#",
            "Clojure",
            "Perl",
            "Haskell",
            "Erlang",
            "Zig",
        ]
    },
    "dotnet": ".NET",
    "maui": ".NET MAUI",
    "qt": "Qt (C++)",
    "vapor": "Vapor (Swift)",
}

#: A client's name means another library in another language.
ELSEWHERE: Final[Mapping[tuple[str, str], str]] = {("prisma", "python"): "prisma-python"}

#: Where the code of a platform runs, as long as nobody says otherwise.
RUNS_AS: Final[Mapping[str, str]] = {"vercel": "serverless", "cloudflare": "edge"}

_WORDS: Final = """
    a an and app application api as at backend back end but by client cloud code data database databases db deployed
    driver for from frontend have host hosted hosting i in is it its language layer library my new of on onto or orm our
    please plus project running runs service site stack store stored talk that the then through to use used uses using
    via want we web website will with would write written
    all also are data's each every main one only our own residents since stay stays that these they this version we've
    small shop running month must should has can it's i me my us there here some plan plans planned or so
    no not never without avoid except nor instead rather than away off drop out don't dont do need like anything
    banned unwanted forbidden overkill too nothing be kept centre center won't wont wouldn't can't cant cannot
    replace replacing leave leaving over into production
    love insist prefer know bit we'd i'd wanted allowed option neither
    yes w/ we're server works work program script mobile people somebody someone later now yet up rows records
    home everything worker
"""

#: Words that say nothing about a stack by themselves.
ORDINARY: Final = frozenset(_WORDS.split())

#: Those of them that do say something about the words beside them.
DENYING: Final = frozenset({
    "no", "not", "never", "without", "avoid", "except", "nor", "neither", "instead", "rather", "drop", "don't", "dont",
    "replace", "replacing", "leave", "leaving", "off", "away", "out", "stay", "stays", "must",
})  # fmt: skip
