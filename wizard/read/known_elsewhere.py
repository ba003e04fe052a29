"""The names of drivers in languages that the vocabulary has no clients for: JVM, .NET, Ruby, PHP, Rust, Elixir,
Dart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: A database's id, or the name of one that the guide does not hold -> its drivers, in small letters.
_DRIVERS: Final[Mapping[str, str]] = {
    "postgresql": """
        postgresql pgjdbc-ng r2dbc-postgresql quarkus-jdbc-postgresql npgsql
        npgsql.entityframeworkcore.postgresql pg ext-pgsql ext-pdo_pgsql postgres tokio-postgres
        sqlx-postgres postgrex""",
    "mysql": """
        mysql-connector-j mysql-connector-java quarkus-jdbc-mysql mysqlconnector mysql.data
        pomelo.entityframeworkcore.mysql mysql.entityframeworkcore mysql2 trilogy ext-pdo_mysql ext-mysqli
        mysql mysql_async sqlx-mysql myxql""",
    "mariadb": "mariadb-java-client quarkus-jdbc-mariadb",
    "sqlite": """
        sqlite-jdbc microsoft.data.sqlite microsoft.entityframeworkcore.sqlite sqlite3 ext-pdo_sqlite
        rusqlite sqlite sqlx-sqlite ecto_sqlite3 drift sqflite""",
    "mongodb": """
        mongodb-driver-sync mongodb-driver-reactivestreams spring-boot-starter-data-mongodb mongodb.driver
        mongoid mongo mongodb mongodb/mongodb mongodb/laravel-mongodb mongodb_driver""",
    "redis": """
        jedis lettuce-core spring-boot-starter-data-redis stackexchange.redis redis redis-client sidekiq
        predis/predis ext-redis redix""",
    "dynamodb": "dynamodb dynamodb-enhanced awssdk.dynamodbv2 aws-sdk-dynamodb",
    "Oracle": """
        ojdbc8 ojdbc10 ojdbc11 ojdbc17 quarkus-jdbc-oracle oracle.manageddataaccess.core
        oracle.entityframeworkcore activerecord-oracle_enhanced-adapter ruby-oci8 ext-oci8""",
    "SQL Server": """
        mssql-jdbc quarkus-jdbc-mssql microsoft.data.sqlclient system.data.sqlclient
        microsoft.entityframeworkcore.sqlserver activerecord-sqlserver-adapter tiny_tds ext-sqlsrv
        ext-pdo_sqlsrv tiberius tds""",
    "Db2": "jcc quarkus-jdbc-db2",
    "Cassandra": "java-driver-core spring-boot-starter-data-cassandra cassandracsharpdriver",
    "ClickHouse": "clickhouse-jdbc clickhouse-java client-v2 clickhouse.client clickhouse",
}

#: A driver -> the database that it talks to.
DRIVERS: Final[Mapping[str, str]] = {name: store for store, names in _DRIVERS.items() for name in names.split()}

#: Manifests whose name, or its end, tells the language.
LANGUAGES: Final[Mapping[str, str]] = {
    "Cargo.toml": "Rust",
    "mix.exs": "Elixir",
    "Gemfile": "Ruby",
    "composer.json": "PHP",
    "build.gradle.kts": "Kotlin or Java",
    "build.gradle": "Java or Kotlin",
    "pom.xml": "Java",
    "pubspec.yaml": "Dart",
    ".csproj": "C#",
}

#: What is built with, and what reaches the database, as these manifests name it -> how a person calls it.
LIBRARIES: Final[Mapping[str, str]] = {
    "tauri": "Tauri",
    "axum": "axum",
    "rusqlite": "rusqlite",
    "sqlx": "sqlx",
    "diesel": "Diesel",
    "sea-orm": "SeaORM",
    ":phoenix": "Phoenix",
    ":phoenix_live_view": "LiveView",
    ":ecto_sql": "Ecto",
    ":oban": "Oban",
    "rails": "Rails",
    "laravel/framework": "Laravel",
    "doctrine/orm": "Doctrine",
    "spring-boot": "Spring Boot",
    "ktor": "Ktor",
    "jooq": "jOOQ",
    "exposed-core": "Exposed",
    "flutter": "Flutter",
    "drift": "drift",
    "sqflite": "sqflite",
    "Dapper": "Dapper",
    "Microsoft.EntityFrameworkCore": "EF Core",
}
