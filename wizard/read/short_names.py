"""What people call products, languages and places in a line of text, beside the catalogue's own names and ids."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from wizard.catalogue import elsewhere

#: Name -> (question, value). A value may be left to the catalogue: what is not in it is not taken.
SYNONYMS: Final[Mapping[str, tuple[str, str]]] = {
    "postgres": ("existing_database", "postgresql"),
    "psql": ("existing_database", "postgresql"),
    "pg": ("existing_database", "postgresql"),
    "pgvector": ("existing_database", "postgresql"),
    "mongo": ("existing_database", "mongodb"),
    "atlas": ("existing_database", "mongodb-atlas"),
    "dynamo": ("existing_database", "dynamodb"),
    "dynamodb": ("existing_database", "dynamodb"),
    "timescale": ("existing_database", "timescaledb"),
    "influx": ("existing_database", "influxdb"),
    "firestore": ("existing_database", "firestore"),
    "maria": ("existing_database", "mariadb"),
    "cockroach": ("existing_database", "cockroachdb"),
    "crdb": ("existing_database", "cockroachdb"),
    "rds": ("existing_database", "aws-rds"),
    "aurora": ("existing_database", "aws-aurora"),
    "aurora serverless": ("existing_database", "aws-aurora"),
    "aurora serverless v2": ("existing_database", "aws-aurora"),
    "cloud sql": ("existing_database", "google-cloud-sql"),
    "cloudsql": ("existing_database", "google-cloud-sql"),
    "elasticache": ("existing_database", "aws-elasticache"),
    "upstash": ("existing_database", "upstash"),
    "azure flexible server": ("existing_database", "azure-database"),
    "turso": ("existing_database", "turso"),
    "libsql": ("existing_database", "turso"),
    "d1": ("existing_database", "cloudflare-d1"),
    "prisma": ("existing_client", "prisma"),
    "drizzle": ("existing_client", "drizzle"),
    "mikro orm": ("existing_client", "mikro-orm"),
    "type orm": ("existing_client", "typeorm"),
    "psycopg": ("existing_client", "psycopg"),
    "psycopg2": ("existing_client", "psycopg"),
    "psycopg3": ("existing_client", "psycopg"),
    "sql alchemy": ("existing_client", "sqlalchemy"),
    "sql model": ("existing_client", "sqlmodel"),
    "tortoise": ("existing_client", "tortoise"),
    "knex": ("existing_client", "knex"),
    "pgx": ("existing_client", "pgx"),
    "typescript": ("language", "typescript"),
    "ts": ("language", "typescript"),
    "javascript": ("language", "typescript"),
    "js": ("language", "typescript"),
    "node": ("language", "typescript"),
    "node.js": ("language", "typescript"),
    "nodejs": ("language", "typescript"),
    "deno": ("language", "typescript"),
    "python": ("language", "python"),
    "py": ("language", "python"),
    "golang": ("language", "go"),
    "next": ("framework", "nextjs"),
    "next.js": ("framework", "nextjs"),
    "next js": ("framework", "nextjs"),
    "nest": ("framework", "nestjs"),
    "nest.js": ("framework", "nestjs"),
    "express.js": ("framework", "express"),
    "expressjs": ("framework", "express"),
    "fast api": ("framework", "fastapi"),
    "aws": ("platform", "aws"),
    "amazon": ("platform", "aws"),
    "amazon web services": ("platform", "aws"),
    "gcp": ("platform", "google-cloud"),
    "google cloud": ("platform", "google-cloud"),
    "azure": ("platform", "azure"),
    "cloudflare": ("platform", "cloudflare"),
    "vercel": ("platform", "vercel"),
    "vps": ("platform", "own"),
    "serverless": ("runtime", "serverless"),
    "functions": ("runtime", "serverless"),
    "servers": ("runtime", "server"),
    "two servers": ("runtime", "server"),
    "three servers": ("runtime", "server"),
    "several servers": ("runtime", "server"),
    "long running": ("runtime", "server"),
    "containers": ("runtime", "server"),
    "edge": ("runtime", "edge"),
    "relational": ("data", "relational"),
    "refer to each other": ("data", "relational"),
    "refers to each other": ("data", "relational"),
    "refer to one another": ("data", "relational"),
    "foreign keys": ("data", "relational"),
    "joins": ("data", "relational"),
    "documents": ("data", "documents"),
    "one document": ("data", "documents"),
    "a document": ("data", "documents"),
    "single document": ("data", "documents"),
    "cache": ("data", "key-value"),
    "caching": ("data", "key-value"),
    "sessions": ("data", "key-value"),
    "time series": ("data", "time-series"),
    "metrics": ("data", "time-series"),
    "vectors": ("data", "vectors"),
    "embeddings": ("data", "vectors"),
    "self hosted": ("hosting", "self-hosted"),
    "self host": ("hosting", "self-hosted"),
    "managed": ("hosting", "managed"),
    "free": ("budget", "free"),
    "for free": ("budget", "free"),
    "free plan": ("budget", "free"),
    "free tier": ("budget", "free"),
    "nothing to spend": ("budget", "free"),
    "no money": ("budget", "free"),
    "no money to spend": ("budget", "free"),
    "no budget": ("budget", "free"),
    "no budget limit": ("budget", "flexible"),
    "no budget limits": ("budget", "flexible"),
    "unlimited budget": ("budget", "flexible"),
    "zero budget": ("budget", "free"),
    "cheap": ("budget", "modest"),
    "low cost": ("budget", "modest"),
    "small budget": ("budget", "modest"),
    "low budget": ("budget", "modest"),
    "tight budget": ("budget", "modest"),
    "modest budget": ("budget", "modest"),
    "hundreds": ("scale", "hundreds"),
    "thousands": ("scale", "thousands"),
    "million": ("scale", "millions"),
    "millions": ("scale", "millions"),
    "billion": ("scale", "billions"),
    "billions": ("scale", "billions"),
    "nested": ("data", "documents"),
    "write sql": ("query_style", "sql"),
    "plain sql": ("query_style", "sql"),
    "raw sql": ("query_style", "sql"),
    "type safe": ("query_style", "type-safe"),
    "gdpr": ("compliance", "none"),
    "residency": ("compliance", "residency"),
    "data residency": ("compliance", "residency"),
    "encryption at rest": ("compliance", "encryption"),
    "open source": ("compliance", "open-source"),
    "realtime": ("realtime", "core"),
    "real time": ("realtime", "core"),
}

#: Words of what is stored that hint at a kind of data, where the line names none.
HINTS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("orders", "invoices", "bookings", "members", "courses", "appointments"), "relational"),
    **dict.fromkeys(("readings", "sensor", "sensors", "telemetry"), "time-series"),
}

#: Hosts of code that the guide does not tell apart -> (the platform that they are, how they are written).
HOSTS: Final[Mapping[str, tuple[str, str]]] = {
    **{name.lower(): (platform, name) for name, platform in elsewhere.HOSTS.items()},
    "render.com": ("any", "Render"),
    "fly": ("any", "Fly.io"),
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
    | {"ios", "iphone", "ipad", "android", "desktop", "cli", "mobile app", "mobile apps", "phone app"}
)

#: Names of other languages, of their frameworks and of what maps objects there -> what is noted of them.
OTHER_LANGUAGES: Final[Mapping[str, str]] = {
    "php": "PHP",
    "laravel": "Laravel",
    "symfony": "Symfony",
    "java": "Java",
    "kotlin": "Kotlin",
    "scala": "Scala",
    "spring": "Spring",
    "spring boot": "Spring Boot",
    "quarkus": "Quarkus",
    "ktor": "Ktor",
    "ruby": "Ruby",
    "rails": "Rails",
    "ruby on rails": "Ruby on Rails",
    "c#": "C#",
    ".net": ".NET",
    "dotnet": ".NET",
    "asp.net": "ASP.NET",
    "asp.net core": "ASP.NET Core",
    "rust": "Rust",
    "axum": "axum",
    "actix": "Actix",
    "elixir": "Elixir",
    "phoenix": "Phoenix",
    "eloquent": "Eloquent",
    "doctrine": "Doctrine",
    "hibernate": "Hibernate",
    "jooq": "jOOQ",
    "mybatis": "MyBatis",
    "active record": "Active Record",
    "ef core": "EF Core",
    "entity framework": "Entity Framework",
    "dapper": "Dapper",
    "diesel": "Diesel",
    "seaorm": "SeaORM",
    "ecto": "Ecto",
    "maui": ".NET MAUI",
    "qt": "Qt (C++)",
    "vapor": "Vapor (Swift)",
    **{
        name.lower(): name
        for name in (
            *("Flutter", "Dart", "Swift", "SwiftUI", "Jetpack Compose", ".NET MAUI", "WPF", "WinForms", "Avalonia"),
            *("JavaFX", "Micronaut", "C++", "F#", "Clojure", "Perl", "Haskell", "Erlang", "Zig"),
        )
    },
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
    server works work program script mobile people somebody someone later now yet up rows records
"""

#: Words that say nothing about a stack by themselves.
ORDINARY: Final = frozenset(_WORDS.split())

#: Those of them that do say something about the words beside them.
DENYING: Final = frozenset({
    "no", "not", "never", "without", "avoid", "except", "nor", "neither", "instead", "rather", "drop", "don't", "dont",
    "replace", "replacing", "leave", "leaving", "off", "away", "out", "stay", "stays",
})  # fmt: skip
