"""How databases that the guide does not hold are named in projects' files; versions that matter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from wizard.catalogue.elsewhere import which

#: Those that could well be the main one: beside one of these the wizard proposes nothing silently.
MAIN_ELSEWHERE: Final = frozenset(which("main"))

#: Those of them that products promise to run on beside others.
RELATIONAL_ELSEWHERE: Final = frozenset(which("promised"))

#: Products that projects run beside their own code, and what looks into databases: a container with such a word in its
#: name, or from such a publisher, keeps nothing of the project's.
BESIDE_PROJECTS: Final = frozenset(
    {
        *("keycloak", "authentik", "authelia", "zitadel", "hydra", "kratos", "keto", "grafana", "zabbix", "sentry"),
        *("glitchtip", "sonarqube", "sonar", "gitea", "gitlab", "jenkins", "nexus", "harbor", "jira", "confluence"),
        *("redmine", "mattermost", "nextcloud", "matomo", "metabase", "superset", "airflow", "temporal", "mlflow"),
        *("langfuse", "n8n", "kong", "unleash", "pgadmin", "phpmyadmin", "adminer"),
    }
)

#: Container images and providers.
ELSEWHERE: Final[Mapping[str, str]] = {
    "sqlserver": "SQL Server",
    "mssql/server": "SQL Server",
    "azure-sql-edge": "SQL Server",
    "cassandra": "Cassandra",
    "scylla": "ScyllaDB",
    "neo4j": "Neo4j",
    "elasticsearch": "Elasticsearch",
    "opensearch": "OpenSearch",
    "opensearchproject/opensearch": "OpenSearch",
    "meilisearch": "Meilisearch",
    "typesense": "Typesense",
    "clickhouse": "ClickHouse",
    "clickhouse-server": "ClickHouse",
    "couchdb": "CouchDB",
    "oracle-free": "Oracle",
    "oracle-xe": "Oracle",
    "qdrant": "Qdrant",
    "weaviate": "Weaviate",
    "milvus": "Milvus",
    "chromadb/chroma": "Chroma",
    "surrealdb": "SurrealDB",
    "questdb": "QuestDB",
    "victoria-metrics": "VictoriaMetrics",
    "yugabyte": "YugabyteDB",
    "yugabytedb/yugabyte": "YugabyteDB",
    "tidb": "TiDB",
    "vitess/lite": "Vitess",
    "vttestserver": "Vitess",
    "rethinkdb": "RethinkDB",
    "arangodb": "ArangoDB",
    "dgraph": "Dgraph",
    "memcached": "Memcached",
    "gcr.io/cloud-spanner-emulator/emulator": "Spanner",
    "cloud-spanner-emulator/emulator": "Spanner",
    "rqlite": "rqlite",
    "etcd": "etcd",
    "edgedb": "Gel",
    "geldata/gel": "Gel",
}

#: Packages, by language.
ELSEWHERE_PACKAGES: Final[Mapping[str, Mapping[str, str]]] = {
    "typescript": {
        "@clickhouse/client": "ClickHouse",
        "clickhouse": "ClickHouse",
        "mssql": "SQL Server",
        "tedious": "SQL Server",
        "@prisma/adapter-mssql": "SQL Server",
        "oracledb": "Oracle",
        "cassandra-driver": "Cassandra",
        "neo4j-driver": "Neo4j",
        "@elastic/elasticsearch": "Elasticsearch",
        "@opensearch-project/opensearch": "OpenSearch",
        "meilisearch": "Meilisearch",
        "typesense": "Typesense",
        "@qdrant/js-client-rest": "Qdrant",
        "weaviate-client": "Weaviate",
        "@pinecone-database/pinecone": "Pinecone",
        "chromadb": "Chroma",
        "@azure/cosmos": "Cosmos DB",
        "@google-cloud/spanner": "Spanner",
        "@google-cloud/bigquery": "BigQuery",
        "nano": "CouchDB",
        "surrealdb": "SurrealDB",
        "rethinkdb": "RethinkDB",
        "arangojs": "ArangoDB",
        "memjs": "Memcached",
        "memcached": "Memcached",
        "duckdb": "DuckDB",
        "@duckdb/node-api": "DuckDB",
        "@influxdata/influxdb-client": "InfluxDB 2",
        "influx": "InfluxDB 1",
    },
    "python": {
        "clickhouse-connect": "ClickHouse",
        "clickhouse-driver": "ClickHouse",
        "clickhouse-sqlalchemy": "ClickHouse",
        "mssql-django": "SQL Server",
        "django-mssql-backend": "SQL Server",
        "pyodbc": "SQL Server",
        "pymssql": "SQL Server",
        "oracledb": "Oracle",
        "cx-oracle": "Oracle",
        "cassandra-driver": "Cassandra",
        "scylla-driver": "ScyllaDB",
        "neo4j": "Neo4j",
        "neomodel": "Neo4j",
        "elasticsearch": "Elasticsearch",
        "elasticsearch-dsl": "Elasticsearch",
        "opensearch-py": "OpenSearch",
        "meilisearch": "Meilisearch",
        "qdrant-client": "Qdrant",
        "weaviate-client": "Weaviate",
        "pymilvus": "Milvus",
        "chromadb": "Chroma",
        "pinecone": "Pinecone",
        "azure-cosmos": "Cosmos DB",
        "google-cloud-spanner": "Spanner",
        "google-cloud-bigquery": "BigQuery",
        "snowflake-connector-python": "Snowflake",
        "couchdb": "CouchDB",
        "surrealdb": "SurrealDB",
        "python-arango": "ArangoDB",
        "pymemcache": "Memcached",
        "pylibmc": "Memcached",
        "duckdb": "DuckDB",
        "influxdb-client": "InfluxDB 2",
        "influxdb": "InfluxDB 1",
    },
    "go": {
        "github.com/ClickHouse/clickhouse-go": "ClickHouse",
        "github.com/microsoft/go-mssqldb": "SQL Server",
        "github.com/denisenkom/go-mssqldb": "SQL Server",
        "gorm.io/driver/sqlserver": "SQL Server",
        "github.com/godror/godror": "Oracle",
        "github.com/sijms/go-ora": "Oracle",
        "github.com/gocql/gocql": "Cassandra",
        "github.com/neo4j/neo4j-go-driver": "Neo4j",
        "github.com/elastic/go-elasticsearch": "Elasticsearch",
        "github.com/olivere/elastic": "Elasticsearch",
        "github.com/opensearch-project/opensearch-go": "OpenSearch",
        "github.com/meilisearch/meilisearch-go": "Meilisearch",
        "github.com/qdrant/go-client": "Qdrant",
        "github.com/weaviate/weaviate-go-client": "Weaviate",
        "github.com/Azure/azure-sdk-for-go/sdk/data/azcosmos": "Cosmos DB",
        "cloud.google.com/go/spanner": "Spanner",
        "cloud.google.com/go/bigquery": "BigQuery",
        "github.com/bradfitz/gomemcache": "Memcached",
        "github.com/marcboeker/go-duckdb": "DuckDB",
        "github.com/go-kivik/kivik": "CouchDB",
        "github.com/rqlite/gorqlite": "rqlite",
        "github.com/dgraph-io/badger": "Badger",
        "go.etcd.io/bbolt": "bbolt",
        "github.com/influxdata/influxdb-client-go": "InfluxDB 2",
        "github.com/influxdata/influxdb1-client": "InfluxDB 1",
    },
}

#: Images whose tag begins with the engine's version. Citus, ParadeDB and Dragonfly count their own.
_TAGGED_AS_ENGINE: Final = (
    "postgres postgresql postgresql-repmgr postgis pgautoupgrade mysql mysql-server percona percona-server mariadb "
    "mongo mongodb mongodb-community-server percona-server-mongodb redis redis-sentinel redis-cluster valkey "
    "timescaledb cockroach influxdb"
)
TAGGED_AS_ENGINE: Final = frozenset(_TAGGED_AS_ENGINE.split())
