"""The names that project files use for what the vocabulary knows: packages. Stores are in :mod:`known_stores`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from wizard.read.known_stores import DATABASES

# A package's name -> the vocabulary's value, by the language whose manifest names it. Python's names are normalised
# (PEP 503), Go's have no version at the end.

#: The first of a language wins over the later ones.
FRAMEWORKS: Final[Mapping[str, Mapping[str, str]]] = {
    "typescript": {
        "next": "nextjs",
        "@nestjs/core": "nestjs",
        "express": "express",
        "fastify": "other",
        "koa": "other",
        "hono": "other",
        "@hapi/hapi": "other",
        "nuxt": "other",
        "astro": "other",
        "@sveltejs/kit": "other",
        "@remix-run/node": "other",
        "@react-router/node": "other",
        "@apollo/server": "other",
        "@feathersjs/feathers": "other",
        "@strapi/strapi": "other",
        "payload": "other",
        "@trpc/server": "other",
        "@adonisjs/core": "other",
        "elysia": "other",
    },
    "python": {
        "django": "django",
        "fastapi": "fastapi",
        "flask": "flask",
        "litestar": "other",
        "starlette": "other",
        "sanic": "other",
        "pyramid": "other",
        "falcon": "other",
        "bottle": "other",
        "quart": "other",
        "tornado": "other",
        "aiohttp": "other",
        "wagtail": "django",
        "djangorestframework": "django",
    },
}

CLIENTS: Final[Mapping[str, Mapping[str, str]]] = {
    "typescript": {
        "prisma": "prisma",
        "@prisma/client": "prisma",
        "drizzle-orm": "drizzle",
        "drizzle-kit": "drizzle",
        "kysely": "kysely",
        "typeorm": "typeorm",
        "@nestjs/typeorm": "typeorm",
        "@mikro-orm/core": "mikro-orm",
        "@mikro-orm/nestjs": "mikro-orm",
        "@mikro-orm/postgresql": "mikro-orm",
        "@mikro-orm/mysql": "mikro-orm",
        "@mikro-orm/mariadb": "mikro-orm",
        "@mikro-orm/sqlite": "mikro-orm",
        "@mikro-orm/libsql": "mikro-orm",
        "@mikro-orm/mongodb": "mikro-orm",
        "mongoose": "mongoose",
        "@nestjs/mongoose": "mongoose",
        "@typegoose/typegoose": "mongoose",
        "mongodb": "mongodb-node",
        "@supabase/supabase-js": "supabase-js",
        "@supabase/ssr": "supabase-js",
        "firebase": "firebase-js",
        "redis": "node-redis",
        "@redis/client": "node-redis",
        "@aws-sdk/client-dynamodb": "aws-sdk-js-dynamodb",
        "@aws-sdk/lib-dynamodb": "aws-sdk-js-dynamodb",
        "@influxdata/influxdb3-client": "influxdb3-js",
        "pg": "node-postgres",
        "postgres": "postgres-js",
        "mysql2": "mysql2",
        "better-sqlite3": "better-sqlite3",
        "@libsql/client": "libsql-client",
        "ioredis": "ioredis",
        "sequelize": "sequelize",
        "sequelize-typescript": "sequelize",
        "@nestjs/sequelize": "sequelize",
        "@sequelize/core": "sequelize",
        "knex": "knex",
    },
    "python": {
        "sqlalchemy": "sqlalchemy",
        "flask-sqlalchemy": "sqlalchemy",
        "flask-sqlalchemy-lite": "sqlalchemy",
        "zope-sqlalchemy": "sqlalchemy",
        "advanced-alchemy": "sqlalchemy",
        "sqlmodel": "sqlmodel",
        "django": "django-orm",
        "prisma": "prisma-python",
        "psycopg": "psycopg",
        "psycopg-binary": "psycopg",
        "psycopg-pool": "psycopg",
        "psycopg-c": "psycopg",
        "psycopg2": "psycopg",
        "psycopg2-binary": "psycopg",
        "asyncpg": "asyncpg",
        "pymongo": "pymongo",
        "flask-pymongo": "pymongo",
        "beanie": "beanie",
        "redis": "redis-py",
        "django-redis": "redis-py",
        "boto3": "boto3",
        "firebase-admin": "firebase-admin-python",
        "influxdb3-python": "influxdb3-python",
        "tortoise-orm": "tortoise",
        "peewee": "peewee",
        "mongoengine": "mongoengine",
        "flask-mongoengine": "mongoengine",
        "motor": "motor",
        "supabase": "supabase-py",
    },
    "go": {
        "gorm.io/gorm": "gorm",
        "github.com/jinzhu/gorm": "gorm",
        "github.com/jmoiron/sqlx": "sqlx",
        "github.com/jackc/pgx": "pgx",
        "github.com/sqlc-dev/sqlc": "sqlc",
        "github.com/sqlc-dev/sqlc/cmd/sqlc": "sqlc",
        "entgo.io/ent": "ent",
        "github.com/lib/pq": "database-sql",
        "github.com/go-sql-driver/mysql": "database-sql",
        "github.com/mattn/go-sqlite3": "database-sql",
        "modernc.org/sqlite": "database-sql",
        "github.com/ncruces/go-sqlite3": "database-sql",
        "github.com/tursodatabase/libsql-client-go": "database-sql",
        "github.com/tursodatabase/go-libsql": "database-sql",
        "go.mongodb.org/mongo-driver": "mongo-go",
        "github.com/redis/go-redis": "go-redis",
        "github.com/go-redis/redis": "go-redis",
        "github.com/aws/aws-sdk-go": "aws-sdk-go",
        "github.com/aws/aws-sdk-go-v2/service/dynamodb": "aws-sdk-go",
        "cloud.google.com/go/firestore": "firestore-go",
        "firebase.google.com/go": "firestore-go",
        "github.com/InfluxCommunity/influxdb3-go": "influxdb3-go",
        "github.com/uptrace/bun": "bun",
    },
}

#: Packages that run in one place only.
RUNTIMES: Final[Mapping[str, Mapping[str, str]]] = {
    "typescript": {
        "wrangler": "edge",
        "electron": "local",
        "@tauri-apps/api": "local",
        "expo": "local",
        "react-native": "local",
        "serverless-http": "serverless",
        "firebase-functions": "serverless",
    },
    "python": {"mangum": "serverless", "pyside6": "local", "pyqt6": "local"},
    "go": {"github.com/aws/aws-lambda-go": "serverless", "fyne.io/fyne": "local"},
}
PLATFORMS: Final[Mapping[str, Mapping[str, str]]] = {
    "typescript": {"wrangler": "cloudflare", "firebase-functions": "google-cloud"},
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

#: Frameworks that also serve pages: beside a back end with a database they are its front end.
OF_PAGES: Final = frozenset(
    {"next", "nuxt", "astro", "@sveltejs/kit", "@remix-run/node", "@react-router/node", "@trpc/server"}
)

#: Packages that keep data on a device: beside a server they are not where its data are.
OF_DEVICES: Final = frozenset({"expo-sqlite", "react-native-sqlite-storage", "@op-engineering/op-sqlite", "dexie"})

#: Packages that make a project a server, where its language has no question for them.
SERVERS: Final[Mapping[str, frozenset[str]]] = {
    "typescript": frozenset(),
    "python": frozenset({"uvicorn", "gunicorn", "celery", "grpcio", "gevent", "daphne", "hypercorn", "uwsgi"}),
    "go": frozenset(
        {
            "github.com/gin-gonic/gin",
            "github.com/labstack/echo",
            "github.com/go-chi/chi",
            "github.com/gofiber/fiber",
            "github.com/gorilla/mux",
            "github.com/julienschmidt/httprouter",
            "github.com/valyala/fasthttp",
            "google.golang.org/grpc",
            "connectrpc.com/connect",
            "github.com/emicklei/go-restful",
            "github.com/beego/beego",
            "github.com/kataras/iris",
            "github.com/zeromicro/go-zero",
            "github.com/go-kratos/kratos",
            "github.com/danielgtaylor/huma",
        }
    ),
}

#: Packages that draw in the browser.
OF_BROWSERS: Final = frozenset(
    {
        "react",
        "react-dom",
        "vue",
        "svelte",
        "preact",
        "solid-js",
        "@angular/core",
        "jquery",
        "alpinejs",
        "htmx.org",
        "bootstrap",
        "vite",
        "webpack",
        "ember-source",
        "lit",
    }
)

#: Libraries that map objects or build queries, and that the vocabulary does not have: the drivers beneath them are not
#: what the code is written in.
OTHER_MAPPERS: Final[Mapping[str, frozenset[str]]] = {
    "typescript": frozenset(
        {
            "objection",
            "bookshelf",
            "waterline",
            "redbean-node",
            "slonik",
            "@databases/pg",
            "massive",
            "orchid-orm",
            "@waterline/core",
            "sails",
            "dynamoose",
            "electrodb",
            "dynamodb-toolbox",
        }
    ),
    "python": frozenset(
        {
            "piccolo",
            "ormar",
            "odmantic",
            "pony",
            "databases",
            "gino",
            "edgy",
            "pynamodb",
            "dataset",
            "umongo",
        }
    ),
    "go": frozenset(
        {
            "xorm.io/xorm",
            "github.com/go-xorm/xorm",
            "github.com/volatiletech/sqlboiler",
            "github.com/aarondl/sqlboiler",
            "github.com/stephenafamo/bob",
            "github.com/gobuffalo/pop",
            "github.com/ory/pop",
            "github.com/go-pg/pg",
            "github.com/upper/db",
            "github.com/beego/beego",
            "github.com/astaxie/beego",
            "github.com/go-gorp/gorp",
            "github.com/go-jet/jet",
            "github.com/gocraft/dbr",
            "github.com/go-rel/rel",
            "gopkg.in/reform.v1",
        }
    ),
}

#: Packages that keep a queue, a cache, sessions or counters in Redis: beside them it is seldom the main database.
QUEUES: Final[Mapping[str, frozenset[str]]] = {
    "typescript": frozenset(
        {
            "bullmq",
            "bull",
            "bee-queue",
            "kue",
            "connect-redis",
            "rate-limit-redis",
            "rate-limiter-flexible",
            "@upstash/ratelimit",
            "@socket.io/redis-adapter",
            "socket.io-redis",
            "cache-manager",
            "cache-manager-redis-store",
            "cache-manager-ioredis",
            "@keyv/redis",
            "graphql-redis-subscriptions",
            "@nestjs/bull",
            "@nestjs/bullmq",
            "@nestjs/cache-manager",
            "redlock",
        }
    ),
    "python": frozenset(
        {
            "celery",
            "rq",
            "django-rq",
            "django-redis",
            "channels-redis",
            "dramatiq",
            "huey",
            "arq",
            "flask-caching",
            "aiocache",
            "fastapi-cache2",
            "fastapi-limiter",
            "flask-limiter",
            "slowapi",
            "kombu",
            "saq",
            "taskiq-redis",
        }
    ),
    "go": frozenset(
        {
            "github.com/hibiken/asynq",
            "github.com/go-redis/cache",
            "github.com/gocraft/work",
            "github.com/RichardKnop/machinery",
            "github.com/go-redis/redis_rate",
            "github.com/ulule/limiter",
            "github.com/eko/gocache",
            "github.com/gin-contrib/sessions",
            "github.com/gin-contrib/cache",
            "github.com/go-redsync/redsync",
            "github.com/adjust/rmq",
        }
    ),
}
