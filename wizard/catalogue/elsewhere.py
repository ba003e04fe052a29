"""Stores that the guide does not hold, so that a person is told rather than left to wonder."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

#: Name -> what is known of it. `main`: it could well be the main one, and beside it the wizard proposes nothing
#: silently. `promised`: products promise to run on it beside others. `said`: a note that has the name means the store;
#: the others are ordinary words, or names of what the guide has too. `mongodb`: it takes MongoDB's clients, and is
#: another server. `cache`: a second store for keys and values does its job. `messages`: it passes them on, and is never
#: the main one. `files`: it keeps files, and only the question about stores beside asks for it. `named`: it is heard
#: only where a reason says which database there is, for elsewhere it is a word, or a library.
STORES: Final[Mapping[str, str]] = {
    "Oracle": "main promised said",
    "SQL Server": "main promised said",
    "Db2": "main promised said",
    "SAP HANA": "said",
    "Cassandra": "main said",
    "ScyllaDB": "main said",
    "Kafka": "said messages",
    "Redpanda": "said messages",
    "Pulsar": "said messages",
    "RabbitMQ": "said messages",
    "ActiveMQ": "said messages",
    "S3": "files",
    "MinIO": "files",
    "ClickHouse": "said",
    "Elasticsearch": "said",
    "OpenSearch": "said",
    "Solr": "said",
    "Algolia": "said",
    "Neo4j": "said",
    "BigQuery": "said",
    "Snowflake": "said",
    "Redshift": "said",
    "Spanner": "main said",
    "Cosmos DB": "main said mongodb",
    "DocumentDB": "main said mongodb",
    "FerretDB": "main said mongodb",
    "CouchDB": "main said",
    "DuckDB": "said",
    "Qdrant": "said",
    "Meilisearch": "said",
    "Typesense": "said",
    "Memcached": "said cache",
    "YugabyteDB": "main said",
    "TiDB": "main said",
    "SurrealDB": "main said",
    "RethinkDB": "main said",
    "ArangoDB": "said",
    "QuestDB": "said",
    "Weaviate": "said",
    "Milvus": "said",
    "rqlite": "main named",
    "Vitess": "main named",
    "Gel": "main",
    "Chroma": "",
    "Pinecone": "",
    "Dgraph": "named",
    "VictoriaMetrics": "",
    "etcd": "",
    "Badger": "",
    "bbolt": "",
    "InfluxDB 1": "",
    "InfluxDB 2": "",
    "Azure SQL": "main promised said",
    **dict.fromkeys(("Firebird", "Informix", "SAP ASE", "Teradata", "Couchbase", "Aerospike", "HBase"), "main said"),
    **dict.fromkeys(("Bigtable", "FileMaker", "Microsoft Access", "PocketBase", "Airtable", "Datomic"), "main said"),
    **dict.fromkeys(("Databricks", "Greenplum", "Vertica", "Exasol", "Neptune"), "said"),
    **dict.fromkeys(("Core Data", "Realm", "SwiftData", "ObjectBox", "LevelDB", "RocksDB", "LMDB", "H2"), "named"),
    **dict.fromkeys(("Parquet", "Convex", "Appwrite", "Fauna", "Back4App"), "named"),
    **dict.fromkeys(("TigerBeetle", "Datahike", "Datalevin", "XTDB", "Dolt", "immudb"), "named"),
}

#: Hosts that the guide does not weigh -> the platform that they are for the code: `own` where what one has there is
#: machines alone, nothing where it runs databases alone.
HOSTS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("Render", "Railway", "Fly.io", "Heroku", "DigitalOcean", "Scaleway"), "any"),
    **dict.fromkeys(("Northflank", "Koyeb", "Clever Cloud", "Scalingo", "Exoscale", "UpCloud"), "any"),
    **dict.fromkeys(("Netlify", "Deno Deploy", "PythonAnywhere", "Zeabur", "Upsun", "Oracle Cloud"), "any"),
    **dict.fromkeys(("Aiven", "Crunchy Bridge", "JawsDB", "ClearDB"), ""),
    **dict.fromkeys(("one.com", "IONOS", "Strato", "Infomaniak", "Hostinger", "Gandi", "netcup"), "any"),
    **dict.fromkeys(("Coolify", "Hetzner", "Linode", "OVH", "Contabo", "Vultr"), "own"),
}

#: How one is called beside its name.
CALLED: Final[Mapping[str, str]] = {
    "SQL Server": r"SQL[ -]?Server(?: Express)?|MSSQL",
    "Azure SQL": r"Azure SQL(?: (?:Database|DB|Server|Managed Instance))?(?! (?:for )?(?:Postgres|My))",
    "Oracle": r"Oracle(?! (?:Cloud|Linux|Java|VM|Forms))",
    "Microsoft Access": r"(?:MS|Microsoft)[ -]Access|(?-i:Access)(?= (?:database|DB|file)s?)|\.accdb",
    "Firebird": "Firebird|InterBase",
    "SAP ASE": "SAP ASE|Sybase",
    "Neptune": "(?:Amazon|AWS) Neptune",
    "Bigtable": "(?:Cloud )?Bigtable",
    "Back4App": "Back4App|Parse Server",
    **{name: f"(?-i:{name})" for name in ("Realm", "Core Data", "Convex", "Fauna", "H2")},
}


@cache
def which(can: str) -> tuple[str, ...]:
    """The names of those that can be this."""
    return tuple(name for name, known in STORES.items() if can in known.split())
