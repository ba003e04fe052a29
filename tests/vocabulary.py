"""The public vocabulary, written out a second time: once published, a key or a value is never renamed."""

from __future__ import annotations

DATABASES = (
    "postgresql",
    "mysql",
    "mariadb",
    "sqlite",
    "mongodb",
    "redis",
    "valkey",
    "dynamodb",
    "firestore",
    "timescaledb",
    "influxdb",
    "cockroachdb",
)

SERVICES = (
    "supabase",
    "neon",
    "planetscale",
    "aws-rds",
    "aws-aurora",
    "google-cloud-sql",
    "azure-database",
    "mongodb-atlas",
    "firebase",
    "aws-dynamodb",
    "redis-cloud",
    "aws-elasticache",
    "upstash",
    "tiger-cloud",
    "influxdb-cloud",
    "cockroach-cloud",
    "turso",
    "cloudflare-d1",
    "self-hosted",
    "embedded",
)

CLIENTS = {
    "typescript": (
        "prisma",
        "drizzle",
        "kysely",
        "typeorm",
        "mikro-orm",
        "mongoose",
        "mongodb-node",
        "supabase-js",
        "firebase-js",
        "node-redis",
        "aws-sdk-js-dynamodb",
        "influxdb3-js",
    ),
    "python": (
        "sqlalchemy",
        "sqlmodel",
        "django-orm",
        "prisma-python",
        "psycopg",
        "asyncpg",
        "pymongo",
        "beanie",
        "redis-py",
        "boto3",
        "firebase-admin-python",
        "influxdb3-python",
    ),
    "go": (
        "gorm",
        "sqlx",
        "pgx",
        "sqlc",
        "ent",
        "database-sql",
        "mongo-go",
        "go-redis",
        "aws-sdk-go",
        "firestore-go",
        "influxdb3-go",
    ),
}

#: Respected where they are in use, whether or not the rules ever pick them.
KNOWN_CLIENTS = {
    "typescript": (
        "node-postgres",
        "postgres-js",
        "mysql2",
        "better-sqlite3",
        "libsql-client",
        "ioredis",
        "sequelize",
        "knex",
    ),
    "python": ("tortoise", "peewee", "mongoengine", "motor", "supabase-py"),
    "go": ("bun",),
}

ALL_CLIENTS = tuple(id_ for group in (CLIENTS, KNOWN_CLIENTS) for ids in group.values() for id_ in ids)

#: key -> (takes, values)
QUESTIONS = {
    "persistence": ("one", ("yes", "no", "unsure")),
    "language": ("one", ("typescript", "python", "go", "other", "unsure")),
    "framework": ("one", ("nextjs", "nestjs", "express", "other", "django", "fastapi", "flask")),
    "runtime": ("one", ("server", "serverless", "edge", "local", "unsure")),
    "platform": ("one", ("aws", "google-cloud", "azure", "cloudflare", "vercel", "own", "any", "unsure")),
    "existing_database": ("one", ("none", *DATABASES, *SERVICES)),
    "existing_engine": (
        "one",
        (
            "unsure",
            *("postgresql", "mysql", "mariadb", "mongodb", "redis", "valkey", "timescaledb", "influxdb", "cockroachdb"),
        ),
    ),
    "existing_stance": ("one", ("in-use", "decided", "leaning")),
    "data": ("several", ("relational", "documents", "key-value", "time-series", "vectors", "unsure")),
    "scale": ("one", ("hundreds", "thousands", "millions", "billions", "unsure")),
    "realtime": ("one", ("no", "nice", "core", "unsure")),
    "hosting": ("one", ("managed", "serverless", "self-hosted", "any", "unsure")),
    "compliance": ("several", ("none", "residency", "encryption", "open-source", "unsure")),
    "region": ("one", ("eu", "uk", "us", "other", "unsure")),
    "budget": ("one", ("free", "modest", "flexible", "unsure")),
    "existing_stores": ("several", ("none", *DATABASES)),
    "query_style": ("one", ("type-safe", "sql", "any", "unsure")),
    "migrations": ("one", ("built-in", "separate", "any", "unsure")),
    "engines": ("one", ("one", "several", "unsure")),
    "existing_client": ("one", ("none", *ALL_CLIENTS)),
}

FRAMEWORKS = {
    "typescript": {"nextjs", "nestjs", "express", "other"},
    "python": {"django", "fastapi", "flask", "other"},
}
