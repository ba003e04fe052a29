"""The names that project files use for what the vocabulary knows: packages, images, addresses, providers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

# A package's name -> the vocabulary's value, by the language whose manifest names it. Python's names are normalised
# (PEP 503), Go's have no version at the end.

#: The first of a language wins over the later ones.
FRAMEWORKS: Final[Mapping[str, Mapping[str, str]]] = {
    "typescript": {
        "next": "nextjs",
        "@nestjs/core": "nestjs",
        "express": "express",
        "fastify": "other", "koa": "other", "hono": "other", "@hapi/hapi": "other", "nuxt": "other", "astro": "other",
        "@sveltejs/kit": "other", "@remix-run/node": "other", "@adonisjs/core": "other", "elysia": "other",
    },
    "python": {
        "django": "django",
        "fastapi": "fastapi",
        "flask": "flask",
        "litestar": "other", "starlette": "other", "sanic": "other", "pyramid": "other", "falcon": "other",
        "bottle": "other", "quart": "other",
    },
}  # fmt: skip

CLIENTS: Final[Mapping[str, Mapping[str, str]]] = {
    "typescript": {
        "prisma": "prisma", "@prisma/client": "prisma",
        "drizzle-orm": "drizzle", "drizzle-kit": "drizzle",
        "kysely": "kysely",
        "typeorm": "typeorm", "@nestjs/typeorm": "typeorm",
        "@mikro-orm/core": "mikro-orm", "@mikro-orm/nestjs": "mikro-orm",
        "@mikro-orm/postgresql": "mikro-orm", "@mikro-orm/mysql": "mikro-orm", "@mikro-orm/mariadb": "mikro-orm",
        "@mikro-orm/sqlite": "mikro-orm", "@mikro-orm/libsql": "mikro-orm", "@mikro-orm/mongodb": "mikro-orm",
        "mongoose": "mongoose", "@nestjs/mongoose": "mongoose", "@typegoose/typegoose": "mongoose",
        "mongodb": "mongodb-node",
        "@supabase/supabase-js": "supabase-js", "@supabase/ssr": "supabase-js",
        "firebase": "firebase-js", "firebase-admin": "firebase-js",
        "redis": "node-redis", "@redis/client": "node-redis",
        "@aws-sdk/client-dynamodb": "aws-sdk-js-dynamodb", "@aws-sdk/lib-dynamodb": "aws-sdk-js-dynamodb",
        "@influxdata/influxdb3-client": "influxdb3-js",
        "pg": "node-postgres",
        "postgres": "postgres-js",
        "mysql2": "mysql2",
        "better-sqlite3": "better-sqlite3",
        "@libsql/client": "libsql-client",
        "ioredis": "ioredis",
        "sequelize": "sequelize", "sequelize-typescript": "sequelize", "@nestjs/sequelize": "sequelize",
        "@sequelize/core": "sequelize",
        "knex": "knex",
    },
    "python": {
        "sqlalchemy": "sqlalchemy", "flask-sqlalchemy": "sqlalchemy", "advanced-alchemy": "sqlalchemy",
        "sqlmodel": "sqlmodel",
        "django": "django-orm",
        "prisma": "prisma-python",
        "psycopg": "psycopg", "psycopg-binary": "psycopg", "psycopg-pool": "psycopg",
        "psycopg2": "psycopg", "psycopg2-binary": "psycopg",
        "asyncpg": "asyncpg",
        "pymongo": "pymongo", "flask-pymongo": "pymongo",
        "beanie": "beanie",
        "redis": "redis-py", "django-redis": "redis-py",
        "boto3": "boto3",
        "firebase-admin": "firebase-admin-python",
        "influxdb3-python": "influxdb3-python",
        "tortoise-orm": "tortoise",
        "peewee": "peewee",
        "mongoengine": "mongoengine", "flask-mongoengine": "mongoengine",
        "motor": "motor",
        "supabase": "supabase-py",
    },
    "go": {
        "gorm.io/gorm": "gorm",
        "github.com/jmoiron/sqlx": "sqlx",
        "github.com/jackc/pgx": "pgx",
        "github.com/sqlc-dev/sqlc": "sqlc", "github.com/sqlc-dev/sqlc/cmd/sqlc": "sqlc",
        "entgo.io/ent": "ent",
        "github.com/lib/pq": "database-sql", "github.com/go-sql-driver/mysql": "database-sql",
        "github.com/mattn/go-sqlite3": "database-sql", "modernc.org/sqlite": "database-sql",
        "github.com/tursodatabase/libsql-client-go": "database-sql",
        "github.com/tursodatabase/go-libsql": "database-sql",
        "go.mongodb.org/mongo-driver": "mongo-go",
        "github.com/redis/go-redis": "go-redis", "github.com/go-redis/redis": "go-redis",
        "github.com/aws/aws-sdk-go": "aws-sdk-go", "github.com/aws/aws-sdk-go-v2/service/dynamodb": "aws-sdk-go",
        "cloud.google.com/go/firestore": "firestore-go", "firebase.google.com/go": "firestore-go",
        "github.com/InfluxCommunity/influxdb3-go": "influxdb3-go",
        "github.com/uptrace/bun": "bun",
    },
}  # fmt: skip

#: Engines and services. A driver says which protocol is spoken; the engine behind it may be a relative: see `_within`.
DATABASES: Final[Mapping[str, Mapping[str, str]]] = {
    "typescript": {
        "pg": "postgresql", "postgres": "postgresql", "pgvector": "postgresql", "@vercel/postgres": "postgresql",
        "@mikro-orm/postgresql": "postgresql", "@prisma/adapter-pg": "postgresql",
        "mysql2": "mysql", "mysql": "mysql", "@mikro-orm/mysql": "mysql",
        "mariadb": "mariadb", "@mikro-orm/mariadb": "mariadb", "@prisma/adapter-mariadb": "mariadb",
        "better-sqlite3": "sqlite", "sqlite3": "sqlite", "@mikro-orm/sqlite": "sqlite",
        "@prisma/adapter-better-sqlite3": "sqlite", "expo-sqlite": "sqlite",
        "mongodb": "mongodb", "mongoose": "mongodb", "@nestjs/mongoose": "mongodb", "@typegoose/typegoose": "mongodb",
        "@mikro-orm/mongodb": "mongodb",
        "redis": "redis", "@redis/client": "redis", "ioredis": "redis", "connect-redis": "redis", "bullmq": "redis",
        "iovalkey": "valkey", "@valkey/valkey-glide": "valkey",
        "@aws-sdk/client-dynamodb": "dynamodb", "@aws-sdk/lib-dynamodb": "dynamodb", "dynamoose": "dynamodb",
        "electrodb": "dynamodb",
        "@google-cloud/firestore": "firestore",
        "@influxdata/influxdb3-client": "influxdb", "@influxdata/influxdb-client": "influxdb",
        "@supabase/supabase-js": "supabase", "@supabase/ssr": "supabase",
        "@neondatabase/serverless": "neon", "@prisma/adapter-neon": "neon",
        "@planetscale/database": "planetscale", "@prisma/adapter-planetscale": "planetscale",
        "@libsql/client": "turso", "@prisma/adapter-libsql": "turso", "@mikro-orm/libsql": "turso",
        "@prisma/adapter-d1": "cloudflare-d1",
        "@upstash/redis": "upstash", "@vercel/kv": "upstash",
        "firebase": "firebase", "firebase-admin": "firebase",
    },
    "python": {
        "psycopg": "postgresql", "psycopg-binary": "postgresql", "psycopg-pool": "postgresql",
        "psycopg2": "postgresql", "psycopg2-binary": "postgresql", "asyncpg": "postgresql", "pg8000": "postgresql",
        "pgvector": "postgresql",
        "mysqlclient": "mysql", "pymysql": "mysql", "aiomysql": "mysql", "asyncmy": "mysql",
        "mysql-connector-python": "mysql",
        "mariadb": "mariadb",
        "aiosqlite": "sqlite",
        "pymongo": "mongodb", "beanie": "mongodb", "mongoengine": "mongodb", "motor": "mongodb",
        "flask-pymongo": "mongodb", "flask-mongoengine": "mongodb", "django-mongodb-backend": "mongodb",
        "redis": "redis", "django-redis": "redis", "aioredis": "redis",
        "valkey": "valkey", "valkey-glide": "valkey",
        "pynamodb": "dynamodb",
        "google-cloud-firestore": "firestore",
        "influxdb3-python": "influxdb", "influxdb-client": "influxdb",
        "sqlalchemy-cockroachdb": "cockroachdb", "django-cockroachdb": "cockroachdb",
        "supabase": "supabase",
        "libsql": "turso", "libsql-client": "turso", "sqlalchemy-libsql": "turso", "pyturso": "turso",
        "upstash-redis": "upstash",
        "firebase-admin": "firebase",
    },
    "go": {
        "github.com/jackc/pgx": "postgresql", "github.com/lib/pq": "postgresql",
        "gorm.io/driver/postgres": "postgresql",
        "github.com/uptrace/bun/driver/pgdriver": "postgresql", "github.com/pgvector/pgvector-go": "postgresql",
        "github.com/go-sql-driver/mysql": "mysql", "gorm.io/driver/mysql": "mysql",
        "github.com/mattn/go-sqlite3": "sqlite", "modernc.org/sqlite": "sqlite", "gorm.io/driver/sqlite": "sqlite",
        "github.com/glebarez/sqlite": "sqlite",
        "go.mongodb.org/mongo-driver": "mongodb",
        "github.com/redis/go-redis": "redis", "github.com/go-redis/redis": "redis",
        "github.com/valkey-io/valkey-go": "valkey",
        "github.com/aws/aws-sdk-go-v2/service/dynamodb": "dynamodb",
        "cloud.google.com/go/firestore": "firestore",
        "github.com/InfluxCommunity/influxdb3-go": "influxdb", "github.com/influxdata/influxdb-client-go": "influxdb",
        "github.com/tursodatabase/libsql-client-go": "turso", "github.com/tursodatabase/go-libsql": "turso",
        "firebase.google.com/go": "firebase",
    },
}  # fmt: skip

#: Packages that run in one place only.
RUNTIMES: Final[Mapping[str, Mapping[str, str]]] = {
    "typescript": {"wrangler": "edge", "electron": "local", "expo": "local", "react-native": "local"},
    "python": {"mangum": "serverless", "pyside6": "local", "pyqt6": "local"},
    "go": {"github.com/aws/aws-lambda-go": "serverless", "fyne.io/fyne": "local"},
}
PLATFORMS: Final[Mapping[str, Mapping[str, str]]] = {
    "typescript": {"wrangler": "cloudflare"},
    "python": {"mangum": "aws"},
    "go": {"github.com/aws/aws-lambda-go": "aws"},
}

#: Every table of packages, by the key it answers.
PACKAGES: Final[Mapping[str, Mapping[str, Mapping[str, str]]]] = {
    "framework": FRAMEWORKS,
    "runtime": RUNTIMES,
    "platform": PLATFORMS,
    "existing_database": DATABASES,
    "existing_client": CLIENTS,
}

#: Container images, without host and tag. A name without a slash also stands for the same name of another publisher.
IMAGES: Final[Mapping[str, str]] = {
    "postgres": "postgresql", "postgresql": "postgresql", "postgis": "postgresql", "pgvector": "postgresql",
    "timescaledb": "timescaledb", "timescaledb-ha": "timescaledb",
    "mysql": "mysql", "mysql-server": "mysql", "percona": "mysql", "percona-server": "mysql",
    "mariadb": "mariadb",
    "mongo": "mongodb", "mongodb": "mongodb", "mongodb-community-server": "mongodb", "mongodb-atlas-local": "mongodb",
    "redis": "redis", "redis-stack": "redis", "redis-stack-server": "redis",
    "valkey": "valkey", "valkey-bundle": "valkey",
    "influxdb": "influxdb",
    "cockroachdb/cockroach": "cockroachdb",
    "amazon/dynamodb-local": "dynamodb", "aws-dynamodb-local/aws-dynamodb-local": "dynamodb",
    "neondatabase/neon_local": "neon",
    "tursodatabase/libsql-server": "turso",
}  # fmt: skip

#: The beginning of a connection's address.
SCHEMES: Final[Mapping[str, str]] = {
    "postgres": "postgresql", "postgresql": "postgresql", "mysql": "mysql", "mariadb": "mariadb",
    "mongodb": "mongodb", "mongodb+srv": "mongodb", "redis": "redis", "rediss": "redis", "valkey": "valkey",
    "cockroachdb": "cockroachdb", "sqlite": "sqlite", "libsql": "turso",
}  # fmt: skip

#: The end of a host's name; the first that fits counts.
HOSTS: Final[Mapping[str, str]] = {
    ".neon.tech": "neon", ".supabase.co": "supabase", ".supabase.com": "supabase", ".psdb.cloud": "planetscale",
    ".mongodb.net": "mongodb-atlas", ".rds.amazonaws.com": "aws-rds", ".cache.amazonaws.com": "aws-elasticache",
    ".upstash.io": "upstash", ".turso.io": "turso", ".cockroachlabs.cloud": "cockroach-cloud",
    ".tsdb.cloud.timescale.com": "tiger-cloud", ".redislabs.com": "redis-cloud", ".redis-cloud.com": "redis-cloud",
    ".postgres.database.azure.com": "azure-database", ".mysql.database.azure.com": "azure-database",
}  # fmt: skip

#: What schema.prisma may name as the datasource's provider, and what its generators make.
PROVIDERS: Final[Mapping[str, str]] = {
    "postgresql": "postgresql", "postgres": "postgresql", "mysql": "mysql", "sqlite": "sqlite", "mongodb": "mongodb",
    "cockroachdb": "cockroachdb",
}  # fmt: skip
GENERATORS: Final[Mapping[str, tuple[str, str]]] = {
    "prisma-client-js": ("typescript", "prisma"),
    "prisma-client": ("typescript", "prisma"),
    "prisma-client-py": ("python", "prisma-python"),
}

#: Databases that the guide does not hold, so that a person is told rather than left to wonder.
ELSEWHERE: Final[Mapping[str, str]] = {
    "sqlserver": "SQL Server", "mssql/server": "SQL Server", "azure-sql-edge": "SQL Server", "cassandra": "Cassandra",
    "scylla": "ScyllaDB", "neo4j": "Neo4j", "elasticsearch": "Elasticsearch", "opensearch": "OpenSearch",
    "clickhouse-server": "ClickHouse", "couchdb": "CouchDB", "oracle-free": "Oracle", "oracle-xe": "Oracle",
    "qdrant": "Qdrant", "weaviate": "Weaviate", "surrealdb": "SurrealDB",
}  # fmt: skip
