"""What a person's own words give as a version: the file's rule has it, and the check reads the same."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

import pytest

from wizard.catalogue.load import load
from wizard.converse.libraries_said import mapper_said, migrates_otherwise
from wizard.converse.own_words import (
    affirmed,
    leaves,
    merged_later,
    others_said,
    settled_by,
    version_alone,
    version_said,
)
from wizard.converse.quoting import quoted
from wizard.converse.record import Record
from wizard.converse.regions_said import place_words, places_bound, region_elsewhere, region_said
from wizard.converse.state import reading_with
from wizard.converse.stores_said import stand_beside
from wizard.converse.uncompared import main_elsewhere, named_main
from wizard.decide.answers import check
from wizard.decide.rulebook import rulebook
from wizard.explain.reading import Reading, reading_of
from wizard.write.blocks import ours
from wizard.write.forms import write

CATALOGUE = load()


@pytest.mark.parametrize(
    ("name", "words", "version"),
    [
        ("PostgreSQL", "We run PostgreSQL 17 on RDS", "17"),
        ("PostgreSQL", "the image postgres:16.2-alpine", "16.2"),
        ("PostgreSQL", "Postgres v15.", "15"),
        ("MySQL", "MySQL 5.7, old", "5.7"),
        ("MongoDB", "mongo 6.0", "6.0"),
        ("MySQL", "moved from MySQL 5.7", ""),
        ("MySQL", "we do not take MySQL 8", ""),
        ("PostgreSQL", "Postgres 14 and PostgreSQL 17", ""),
        ("PostgreSQL", "PostgreSQL 40 GB", ""),
        ("MySQL", "MySQL 8 years old", ""),
        ("PostgreSQL", "PostgreSQL since 2017", ""),
        ("PostgreSQL", "PostgreSQL 9.6 is banned by security.", ""),
        ("PostgreSQL", "PostgreSQL 9.6 is forbidden here. We run PostgreSQL 17.", "17"),
        ("PostgreSQL", "Hardly anyone trusts PostgreSQL 11 here; we want the newest.", ""),
        ("PostgreSQL", "We hate PostgreSQL 9 and will have 17 by 2030.", ""),
        ("PostgreSQL", "Our competitor's site runs on PostgreSQL 12.", ""),
        ("PostgreSQL", "Our customers mostly run PostgreSQL 12, ours is PostgreSQL 16.", "16"),
        ("MySQL", "Does anybody still run MySQL 5.7?", ""),
        ("Oracle", "Oracle 19c stays, a rule of the house", "19c"),
        ("Oracle", "Oracle Database 19c", "19c"),
        ("Oracle", "Oracle, version 19c", "19c"),
        ("Oracle", "Oracle (11g), run by the DBAs", "11g"),
        ("Oracle", "the 23ai Oracle of the DBAs", "23ai"),
        ("Oracle", "Oracle 11gR2", "11gR2"),
        ("SQL Server", "MSSQL 2019", "2019"),
        ("SQL Server", "SQL Server Standard 2016", "2016"),
        ("PostgreSQL", "Postgres is at version 9.6", "9.6"),
        ("MySQL", "version 5.7 of MySQL", "5.7"),
        ("PostgreSQL", "PostgreSQL (12 people know it)", ""),
        ("PostgreSQL", "Postgres, 12 people", ""),
    ],
)
def test_a_version_is_read_from_words(name: str, words: str, version: str) -> None:
    assert version_said(name, affirmed([words])) == version


@pytest.mark.parametrize(
    ("words", "own", "otherwise"),
    [
        ("Liquibase, run by the DBA team; no Alembic.", ["Alembic"], True),
        ("Flyway rather than Alembic", ["Alembic"], True),
        ("SQLAlchemy with Alembic", ["Alembic"], False),
        ("no Liquibase here", ["Alembic"], False),
        ("we moved from Flyway to Alembic", ["Alembic"], False),
        ("Prisma 5.22, with Prisma Migrate", ["Prisma"], False),
        ("it runs on MongoDB Atlas", ["Alembic"], False),
        ("migrations by mix ecto.migrate", [], True),
        ("numbered .sql files", [], True),
        ("we write plain SQL", ["goose"], False),
    ],
)
def test_another_tool_that_migrates_is_heard(words: str, own: list[str], otherwise: bool) -> None:
    assert migrates_otherwise([words], own) is otherwise


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Dapper, with MySqlConnector.", "Dapper"),
        ("Ecto 3 and Postgrex.", "Ecto 3"),
        ("Npgsql alone", "Npgsql"),
        ("no Hibernate", ""),
        ("Rust, sqlx 0.8", "sqlx 0.8"),
        ("EF Core or Dapper", ""),
    ],
)
def test_a_client_of_another_language_is_heard(words: str, name: str) -> None:
    assert mapper_said({"data": words}) == name


@pytest.mark.parametrize("words", ["kept forever", "we keep all of it for good", "nothing is dropped", "never deleted"])
def test_what_stays_for_ever_is_heard(words: str) -> None:
    assert "kept" in settled_by([words])


def reading(**more: str) -> Reading:
    answers = {"persistence": "yes", "language": "python", "existing_stance": "in-use", "data": ["relational"], **more}
    return reading_of(CATALOGUE, check(CATALOGUE, answers))


def test_the_version_that_was_said_stands_in_the_rule() -> None:
    said = Record(notes={"existing_database": "MySQL 5.7, for eight years"})
    text = write(reading(existing_database="mysql"), said)[1]
    assert (
        "- Store: MySQL 5.7; an upgrade is a change of its own, one major at a time. It is past its end: a person"
        in text
    )
    assert "Check which one runs" not in text
    without = write(reading(existing_database="mysql"))[1]
    assert "- Store: MySQL in the version that runs" in without
    assert "Check which one runs" in without


def test_a_version_that_was_decided_is_not_replaced_by_the_newest() -> None:
    said = Record(notes={"existing_database": "PostgreSQL 17, as everywhere here"})
    decided = reading(existing_database="aws-rds", existing_engine="postgresql", existing_stance="decided")
    text = write(decided, said)[1]
    assert "- Store: PostgreSQL 17." in text
    assert "Pin 18" not in text


def test_a_version_of_another_engine_changes_nothing() -> None:
    said = Record(notes={"existing_database": "moved from MySQL 5.7"})
    assert (
        "- Store: PostgreSQL in the major version that runs" in write(reading(existing_database="postgresql"), said)[1]
    )


def test_a_release_that_still_gets_fixes_is_not_told_the_end_of_others() -> None:
    said = Record(notes={"existing_database": "MySQL 8.4"})
    assert (
        "- Store: MySQL 8.4; an upgrade is a change of its own, one major at a time.\n"
        in write(reading(existing_database="mysql"), said)[1]
    )


def test_expo_changes_what_is_fetched_for_sqlite_on_a_phone_and_nothing_else() -> None:
    said = Record(notes={"runtime": "The API of an Expo app"})
    server = reading(existing_database="none", existing_stance="decided", framework="django", runtime="server")
    assert '"Django==' in write(server, said)[1]
    phone = {
        "language": "typescript",
        "runtime": "local",
        "existing_database": "embedded",
        "existing_stance": "decided",
    }
    text = write(reading(**phone), said)[1]
    assert "npx expo install expo-sqlite" in text
    assert "better-sqlite3@" not in text


@pytest.mark.parametrize(
    ("words", "stores"),
    [
        ("The reports are in ClickHouse, and MSSQL has the ledger", ("SQL Server", "ClickHouse")),
        ("SurrealDB has the graph", ("SurrealDB",)),
        ("Vitess under PlanetScale, and a gel for the hands", ()),
        ("moved from Oracle", ()),
        ("Our competitor runs Oracle in its shops.", ()),
        ("The competitor's Oracle is slow, and the ledger is in MSSQL", ("SQL Server",)),
        ("Our customers use Oracle.", ()),
        ("Oracle is forbidden here.", ()),
        ("We refuse Oracle; we hate ClickHouse.", ()),
        ("Our customers' orders are in Oracle.", ("Oracle",)),
    ],
)
def test_stores_that_the_guide_does_not_hold_are_read_from_words(words: str, stores: tuple[str, ...]) -> None:
    assert others_said([words]) == stores


@pytest.mark.parametrize(
    "words", ["We refuse Hibernate.", "The team hates Hibernate.", "Hibernate is banned, too", "Hibernate?"]
)
def test_a_mapper_that_is_refused_is_not_taken(words: str) -> None:
    assert mapper_said({"data": words}) == ""


@pytest.mark.parametrize(
    ("words", "region"),
    [
        ("Everything runs in eu-central-1.", "eu-central-1"),
        ("Frankfurt, eu-central-1, says the contract.", "eu-central-1"),
        ("Personal data must never leave eu-central-1.", "eu-central-1"),
        ("Staging is in eu-west-1 and I forget where production is.", ""),
        ("Not in us-east-1, but in eu-central-1.", "eu-central-1"),
        ("us-east-1 is forbidden.", ""),
        ("Our lawyers fear us-east-1.", ""),
    ],
)
def test_a_region_is_where_the_data_are(words: str, region: str) -> None:
    assert region_said([words]) == region


@pytest.mark.parametrize(
    ("words", "bound", "said"),
    [
        ("our auditor is from Paris", (), ""),
        ("must stay in the EU; our office is in Frankfurt", (), ""),
        ("the database is in Frankfurt today", (), "“the database is in Frankfurt today”"),
        ("Frankfurt", (), "“Frankfurt”"),
        ("Not only in Frankfurt", (), "“Not only in Frankfurt”"),
        ("customer data in Frankfurt only", ("Frankfurt",), "“customer data in Frankfurt only”"),
        ("must stay in Germany or Austria", ("Germany", "Austria"), "“must stay in Germany or Austria”"),
        ("no data outside Germany", ("Germany",), "“no data outside Germany”"),
        ("stored on Swiss soil only", ("Switzerland",), "“stored on Swiss soil only”"),
        (
            "GDPR and health data, German hospital law: Germany West Central, keys in our own Key Vault",
            (),
            "“German hospital law: Germany West Central”",
        ),
    ],
)
def test_a_place_binds_where_words_bind_to_it_and_is_quoted_else(words: str, bound: tuple[str, ...], said: str) -> None:
    assert places_bound({"region": words}, "eu") == bound
    assert place_words({"region": words}) == said


def test_a_quotation_is_no_rule_and_no_code() -> None:
    said = quoted(["`rm` is {client}”s, and you <b>know</b>"], lambda _: True)
    assert said == "“'rm' is (client)'s, and you <b>know</b>”"
    assert ours(f"It is yours. {said}") == f"It is ours. {said}"


@pytest.mark.parametrize(
    ("words", "is_one"),
    [
        ("double-entry postings", True),
        ("invoices kept ten years under GoBD", False),
        ("invoices under GoBD, immutable records", True),
        ("audit log and audit trail", False),
        ("journal entries of users", False),
        ("Redis with an append-only file", False),
    ],
)
def test_a_ledger_is_what_words_call_so(words: str, is_one: bool) -> None:
    assert ("ledger" in settled_by([words])) is is_one


def test_a_question_settles_nothing() -> None:
    assert "backup" in settled_by(["Backups run nightly."])
    assert "backup" not in settled_by(["Do the backups run nightly?"])


def test_what_is_said_to_be_open_is_not_settled() -> None:
    assert "sign-in" in settled_by(["Login with Google."])
    assert "sign-in" not in settled_by(["Sign-in is open."])
    assert "sign-in" not in settled_by(["Login with Google, how is open."])


def test_what_nothing_does_is_not_done() -> None:
    assert merged_later(["Both phones edit the records offline."])
    assert not merged_later(["nothing is edited apart"])
    assert not merged_later(["no record is changed on two devices"])


@pytest.mark.parametrize(
    ("words", "going"),
    [
        ("mongo is the old catalogue, to be switched off", True),
        ("postgres is the ledger, mongo will be retired", True),
        ("mongo is the catalogue, dynamo will be retired", False),
        ("mongo will not be replaced", False),
        ("mongo for the catalogue", False),
    ],
)
def test_a_store_goes_where_a_sentence_says_so_of_it(words: str, going: bool) -> None:
    assert leaves("MongoDB", [words]) is going


@pytest.mark.parametrize(
    ("words", "version"),
    [
        ("Flexible Server, version 14, zone redundant", "14"),
        ("1.8 on a Pi", "1.8"),
        ("40 GB, AOF on", ""),
        ("moved from version 13 to version 16", ""),
        ("version 2 years ago", ""),
    ],
)
def test_a_version_without_a_name(words: str, version: str) -> None:
    assert version_alone(words) == version


@pytest.mark.parametrize(
    ("region", "words", "elsewhere"),
    [
        ("us", "runs since 2017 in eu-west-1", "eu-west-1"),
        ("eu", "eu-west-2", "eu-west-2"),
        ("eu", "eu-central-1", ""),
        ("eu", "Zurich", "Zurich"),
        ("uk", "London", ""),
        ("other", "us-east-1", ""),
    ],
)
def test_a_region_that_is_named_and_not_where_data_have_to_stay(region: str, words: str, elsewhere: str) -> None:
    assert region_elsewhere(region, [words]) == elsewhere


#: Words of which many in one clause once took time that grew with the square.
SLOW: tuple[tuple[Callable[[str], object], str], ...] = (
    (lambda text: mapper_said({"data": text}), "jOOQ "),
    (lambda text: region_said([text]), "eu-central-1 "),
    (lambda text: leaves("PostgreSQL", [text]), "phased out "),
    (lambda text: merged_later([text]), "edit "),
    (lambda text: settled_by([text]), "never leaves "),
    (lambda text: stand_beside({"existing_stores": text}), "in Oracle has "),
    (lambda text: stand_beside({"existing_stores": text}), "Oracle, "),
    (lambda text: stand_beside({"existing_stores": text}), "we use Oracle. "),
)


@pytest.mark.parametrize(("heard", "word"), SLOW)
def test_words_are_heard_in_time_that_grows_with_them(heard: Callable[[str], object], word: str) -> None:
    def taken(n: int) -> float:
        """The least of three: a collection of garbage may fall into any."""
        each = []
        for _ in range(3):
            begun = process_time()
            heard(word * n)
            each.append(process_time() - begun)
        return min(each)

    assert taken(8_000) < max(9 * taken(2_000), 0.3)


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("Django's own migrations", ""),
        ("Prisma\u2019s own migrations", ""),
        ("own migrations", ""),
        ("the ORM's own migrations", ""),
        ("Rails own migrations", ""),
        ("the migrations are run by CI", ""),
        ("the schema is changed by Django's migrations", ""),
        ("Django owns the schema", ""),
        ("Alembic would be a second truth", ""),
        ("Flyway is forbidden", ""),
        ("Flyway, as ever", "tool"),
        ("the DBAs own the schema", "schema"),
        ("Rails owns the schema until April", "schema"),
        ("migrations are run by the DBAs", "schema"),
        ("the tables belong to the ERP", "schema"),
    ],
)
def test_a_framework_s_own_migrations_are_this_code_s(words: str, topic: str) -> None:
    assert settled_by([words]) & {"schema", "tool"} == ({topic} if topic else set())


def test_what_passes_messages_on_or_keeps_files_stands_beside() -> None:
    said = "Kafka 3.6 is the event log, no personal data in it. Elasticsearch is banned. S3 for scans; RabbitMQ, Neo4j"
    assert stand_beside({"existing_stores": said}) == ("Kafka", "RabbitMQ", "Neo4j", "S3")
    assert stand_beside({"data": "photos are in S3"}) == ()
    assert stand_beside({"existing_database": "SQL Server 2016 stays, with RabbitMQ"}) == ()  # which is quoted
    assert stand_beside({"existing_database": "MariaDB 10.11; later perhaps Kafka"}) == ()
    assert main_elsewhere("Kafka 3.6 is the event log") == ()


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Azure SQL. The board signs it in a week", ("Azure SQL",)),
        ("SQL Server, as Azure SQL Database", ("Azure SQL",)),
        ("Firebird 3 since 2009", ("Firebird",)),
        ("MS Access", ("Microsoft Access",)),
        ("FileMaker", ("FileMaker",)),
        ("Core Data", ("Core Data",)),
        ("It is a Realm", ("Realm",)),
        ("in the realm of research", ()),
        ("Parquet files", ("Parquet",)),
        ("The app runs in Oracle Cloud", ()),
        ("We left Oracle in 2019", ()),
        ("DuckDB. IT's Postgres is only read", ("DuckDB",)),
        ("IT runs a Postgres 13 that I can only read from. Someone said DuckDB", ("DuckDB",)),
        ("Oracle. It belongs to another team", ()),
    ],
)
def test_a_database_that_the_guide_does_not_have_is_heard_by_its_name(words: str, names: tuple[str, ...]) -> None:
    assert main_elsewhere(words) == names


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("XTDB 2: our history tables in Postgres were wrong twice", ("XTDB",)),
        ("We use FoundationDB 7.3", ("FoundationDB",)),
        ("Apache Ignite 3", ("Apache Ignite",)),
        ("RavenDB 6.0", ("RavenDB",)),
        ("GridGain, in use since 2019", ("GridGain",)),
        ("New project", ()),
        ("Greenfield", ()),
        ("Cheap, simple", ()),
        ("Supabase", ()),
        ("Postgres 17", ()),
        ("Hetzner VM", ()),
        ("no XTDB", ()),
    ],
)
def test_a_reason_that_is_a_name_which_nothing_here_knows_names_a_database(words: str, names: tuple[str, ...]) -> None:
    assert named_main(load(), words) == names


@pytest.mark.parametrize(
    ("words", "is_ours"),
    [
        ("IT runs a Postgres 13 that I can only read from.", False),
        ("IT runs Postgres 13. I have read access only.", False),
        ("The IT department hosts a MySQL we just query", False),
        ("IT runs Postgres 13, from which we import each night", False),
        ("IT runs a MySQL for us; BI tools only read from it", True),
        ("IT runs Postgres 14 with a read-only replica", True),
    ],
)
def test_a_store_of_others_that_is_only_read_is_not_ours(words: str, is_ours: bool) -> None:
    book, given = rulebook(CATALOGUE), {"hosting": "self-hosted", "data": ["relational"], "existing_database": "none"}
    reading = reading_with(book, check(CATALOGUE, given), Record(notes={"existing_database": words}))
    assert reading.by_others is is_ours


@pytest.mark.parametrize(
    ("notes", "name"),
    [
        ({"language": "Swift with GRDB", "data": "The app in the store has Core Data, it copies once."}, "GRDB"),
        ({"existing_client": "EF Core. NHibernate has to go."}, "EF Core"),
        ({"existing_client": "jOOQ, compared with Hibernate"}, "jOOQ"),
        ({"data": "We move from Doctrine to Eloquent"}, "Eloquent"),
        ({"data": "Diesel instead of SeaORM"}, "Diesel"),
        ({"language": "C# with EF Core", "existing_client": "Dapper"}, "Dapper"),
        ({"language": "C# with EF Core and Dapper"}, ""),
    ],
)
def test_a_library_that_goes_takes_nothing_from_the_one_that_is_there(notes: dict[str, str], name: str) -> None:
    assert mapper_said(notes) == name
