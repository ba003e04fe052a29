"""Which stores own words put beside the main one: those that the reason for the stores in use plainly says are there.
Whatever else names one is quoted, and asserts nothing (record 0037)."""

from __future__ import annotations

import pytest

from wizard.converse.stores_said import BESIDE, denied_beside, stand_beside
from wizard.converse.uncompared import main_elsewhere

#: The reason for the stores in use -> those that it says are there, of those that the guide does not cover.
HONEST: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Kafka 3.6 is the event log", ("Kafka",)),
    ("Kafka 3.6 is the event log, no personal data in it. Redis 6.2 for sessions", ("Kafka",)),
    ("ClickHouse for events", ("ClickHouse",)),
    ("cache, Celery and Channels; Elasticsearch for search", ("Elasticsearch",)),
    ("Sidekiq on Redis 7.0; Memcached for fragments", ("Memcached",)),
    ("Memcached for template fragments; Solr for search", ("Solr", "Memcached")),
    ("OpenSearch 2.11 for full text", ("OpenSearch",)),
    ("S3 for scans; RabbitMQ, Neo4j", ("RabbitMQ", "Neo4j", "S3")),
    ("We run Kafka and RabbitMQ.", ("Kafka", "RabbitMQ")),
    ("The reports are in ClickHouse, and MSSQL has the ledger", ("SQL Server", "ClickHouse")),
    ("Events go to Kafka.", ("Kafka",)),
    ("We use Elasticsearch for the product search; it can be rebuilt.", ("Elasticsearch",)),
    ("Oracle 19c holds the general ledger; we read and write it.", ("Oracle",)),
    ("Our app also writes to BigQuery every night.", ("BigQuery",)),
    ("Sessions live in Memcached", ("Memcached",)),
    ("RabbitMQ (3.13) carries the jobs.", ("RabbitMQ",)),
    ("An Oracle with the invoices, and Kafka", ("Oracle", "Kafka")),
    ("Photos are kept in MinIO", ("MinIO",)),
    ("- Kafka\n- Neo4j", ("Kafka", "Neo4j")),
    ("In use:\nKafka\nNeo4j", ("Kafka", "Neo4j")),
    ("Neo4j: the recommendations", ("Neo4j",)),
    ("We keep the audit trail in Cassandra.", ("Cassandra",)),
    ("Kafka, RabbitMQ and Elasticsearch are in use.", ("Kafka", "RabbitMQ", "Elasticsearch")),
    ("SQL Server 2019 has the master data", ("SQL Server",)),
    ("Snowflake has the history since 2019.", ("Snowflake",)),
    ("There is a Neo4j with the permissions graph.", ("Neo4j",)),
    ("Memcached as the cache", ("Memcached",)),
    ("We have Typesense as well. No personal data in it.", ("Typesense",)),
    ("We also use Redis, and Kafka for what the billing sends.", ("Kafka",)),
    ("We run Kafka. Also RabbitMQ.", ("Kafka", "RabbitMQ")),
    ("Elasticsearch (8.x) for the product search", ("Elasticsearch",)),
    ("Search: Elasticsearch; the warehouse is Snowflake", ("Elasticsearch", "Snowflake")),
    ("We have one Cassandra cluster for telemetry", ("Cassandra",)),
    ("BigQuery for analytics, loaded nightly", ("BigQuery",)),
)

#: Reasons for the stores in use by which none is there: asked, denied, supposed, other people's, past, or to come.
FORGED = (
    "We use Oracle? Certainly not.",
    "If we used Kafka, it would be for events.",
    "If we grow, we use Kafka.",
    "My last company runs Snowflake",
    "Snowflake, at my last company.",
    "The auditors use Oracle for their own ledgers",
    "Nobody here runs Cassandra any more",
    "Do we use Kafka? No.",
    "We run Oracle. No, that was a joke.",
    "Kafka was here until 2023.",
    "We will run ClickHouse soon.",
    "Kafka is planned.",
    "We use Kafka from next year.",
    "Suppose we run Kafka.",
    "Imagine that we use Neo4j for the graph.",
    "Our parent company has SAP HANA.",
    "The bank keeps its ledgers in Db2.",
    "A friend of mine runs ClickHouse at home.",
    "Oracle is used by the auditors.",
    "We used to have Memcached.",
    "We got rid of RabbitMQ.",
    "Kafka has been switched off.",
    "It is not true that we run Oracle.",
    "I read about Redis and Kafka.",
    "The wish list:\nKafka\nClickHouse",
    "Unless we buy Snowflake, none.",
    "They say we run Oracle.",
    "None. Oracle is what the hospital has.",
    "In 2019 we ran Cassandra.",
    "Everybody uses Elasticsearch these days.",
    "Kafka in Q3",
    "Kafka, starting in March",
    "We use Solr, until March",
    "Neo4j in my previous job",
    "Kafka is the wrong tool",
    "Oracle for the auditors' own ledgers",
    "Kafka; just kidding",
    "We use Oracle; or so the auditors believe.",
    "Finance runs SAP HANA",
    "Kafka or RabbitMQ",
    "If we had money: Kafka. And Snowflake.",
    "Wishes\nKafka\nNeo4j",
)


#: More of both, written before the forms were.
PLAIN: tuple[tuple[str, set[str]], ...] = (
    ("We use Oracle 19c for billing.", {"Oracle"}),
    ("Kafka holds the events.", {"Kafka"}),
    ("Our backend writes its logs to ClickHouse.", {"ClickHouse"}),
    ("The warehouse is Snowflake, fed nightly.", {"Snowflake"}),
    ("RabbitMQ for jobs", {"RabbitMQ"}),
    ("Kafka, RabbitMQ and Neo4j", {"Neo4j", "Kafka", "RabbitMQ"}),
    ("Elasticsearch: full-text search", {"Elasticsearch"}),
    ("Neo4j: the graph of parts", {"Neo4j"}),
    ("Cassandra keeps the telemetry since 2020.", {"Cassandra"}),
    ("There is an Oracle with the master data.", {"Oracle"}),
    ("We have OpenSearch too.", {"OpenSearch"}),
    ("The app keeps thumbnails in MinIO.", {"MinIO"}),
    ("Memcached as a page cache", {"Memcached"}),
    ("Our search runs on Typesense.", {"Typesense"}),
    ("Reports are stored in BigQuery.", {"BigQuery"}),
    ("SQL Server has the payroll; we read and write it.", {"SQL Server"}),
    ("We run Kafka on our own machines.", {"Kafka"}),
    ("Solr", {"Solr"}),
    ("Kafka (3.7)", {"Kafka"}),
    ("Kafka 3.7 for orders. It is backed up every night.", {"Kafka"}),
    ("RabbitMQ carries the mails, without personal data.", {"RabbitMQ"}),
    ("All invoices live in Oracle.", {"Oracle"}),
    ("We still run Db2 for payroll.", {"Db2"}),
    ("Queue: RabbitMQ; search: Solr", {"Solr", "RabbitMQ"}),
    ("The shop uses Elasticsearch for its product search.", {"Elasticsearch"}),
    ("Snowflake serves the analysts.", {"Snowflake"}),
    ("We send events through Kafka to the warehouse.", {"Kafka"}),
    ("Kafka is our event log and Neo4j our graph", {"Kafka"}),
    ("- RabbitMQ\n- Elasticsearch for search", {"Elasticsearch", "RabbitMQ"}),
    ("Photos go to S3.", {"S3"}),
)
DOUBTFUL = (
    "Oracle: n/a",
    "Oracle: tbd",
    "Oracle: retired",
    "Oracle, retired",
    "Oracle: nada",
    "We use Oracle for nothing.",
    "Oracle for nothing",
    "Oracle, at Siemens",
    "We use Oracle at Siemens.",
    "Kafka, RabbitMQ. Only the first is live.",
    "Oracle (retired)",
    "Oracle - none",
    "~~Oracle~~",
    "Use of Oracle: none",
    "Oracle? Certainly not.",
    "Oracle: 0",
    "Oracle: nil",
    "Oracle: zero use",
    "Nothing goes to Oracle.",
    "Oracle, EOL",
    "Oracle: deprecated",
    "Oracle: decommissioned in May",
    "Oracle: status unknown",
    "Oracle... as if!",
    "Oracle. Ha!",
    "We use Oracle. Kidding.",
    "Oracle: a pipe dream",
    "Oracle, Kafka: both scrapped",
    "Oracle: on hold",
    "My wife's firm uses Oracle.",
    "Kafka, as a joke",
    "Oracle on request",
    "Oracle in name only",
    "No one lives in Oracle",
    "Siemens uses Oracle",
    "The Oracle of Delphi",
    "Oracle - to be confirmed",
    "Oracle: proposed",
    "Oracle: rejected",
    "Oracle: sold",
)


@pytest.mark.parametrize(("words", "stores"), PLAIN)
def test_a_plain_statement_puts_its_stores_beside(words: str, stores: set[str]) -> None:
    assert {*stand_beside({BESIDE: words})} == stores


@pytest.mark.parametrize("words", DOUBTFUL)
def test_what_makes_a_store_doubtful_puts_none_beside(words: str) -> None:
    assert stand_beside({BESIDE: words}) == ()


@pytest.mark.parametrize(
    ("words", "denied"),
    [
        ("Redis? Certainly not.", True),
        ("Redis: none", True),
        ("We don't use Redis.", True),
        ("Redis is not used.", True),
        ("Redis, not Memcached", False),
        ("Redis, no persistence", False),
        ("Redis is not backed up", False),
    ],
)
def test_a_store_of_the_answers_that_its_reason_denies_is_asked_about(words: str, denied: bool) -> None:
    assert denied_beside({BESIDE: words}, ["Redis"]) == (["Redis"] if denied else [])


@pytest.mark.parametrize(
    "words", ["~~Oracle~~", "Use of Oracle: none", "Oracle: n/a", "Oracle (retired)", "Oracle? No."]
)
def test_a_database_that_is_denied_is_not_what_holds_the_data(words: str) -> None:
    assert main_elsewhere(words) == ()


@pytest.mark.parametrize(("words", "stores"), HONEST)
def test_a_store_that_is_plainly_said_to_be_there_stands_beside(words: str, stores: tuple[str, ...]) -> None:
    assert stand_beside({BESIDE: words}) == stores


@pytest.mark.parametrize("words", FORGED)
def test_words_that_do_not_say_so_put_no_store_beside(words: str) -> None:
    assert stand_beside({BESIDE: words}) == ()


@pytest.mark.parametrize("words", [words for words, _ in HONEST])
@pytest.mark.parametrize("key", ["data", "existing_database", "scale"])
def test_what_is_said_elsewhere_puts_no_store_beside(key: str, words: str) -> None:
    assert stand_beside({key: words}) == ()
