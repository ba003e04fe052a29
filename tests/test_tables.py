"""The guide's tables: every row of the seed guide is there, with an anchor that stays and a way into the wizard."""

from __future__ import annotations

import re

import pytest

from tests.vocabulary import ALL_CLIENTS, DATABASES, SERVICES
from wizard.build.pages.tables import names, table
from wizard.build.pages.words import WORDS
from wizard.catalogue.load import load
from wizard.catalogue.vocabulary import FAMILIES
from wizard.converse import link
from wizard.decide.answers import prune

CATALOGUE = load()

#: Anchor -> what the seed guide recommends there, and a word of what it says. Anchors are public: they never change.
ROWS = {
    "row-data-patterns-relational": (["PostgreSQL"], "Relational"),
    "row-data-patterns-documents": (["MongoDB"], "nested data"),
    "row-data-patterns-serverless": (["Supabase", "PlanetScale", "Neon"], "scales automatically"),
    "row-data-patterns-real-time": (["Supabase", "Firebase"], "subscriptions"),
    "row-data-patterns-key-value": (["Redis", "DynamoDB"], "caching"),
    "row-data-patterns-time-series": (["TimescaleDB", "InfluxDB"], "logs, metrics"),
    "row-managed-services-supabase": (["Supabase"], "great for startups"),
    "row-managed-services-planetscale": (["PlanetScale"], "great for scaling"),
    "row-managed-services-neon": (["Neon"], "great for development"),
    "row-managed-services-mongodb-atlas": (["MongoDB Atlas"], "Managed MongoDB"),
    "row-managed-services-aws-rds-aurora": (["RDS", "Aurora"], "Enterprise"),
    "row-typescript-clients-prisma": (["Prisma"], "Schema-first"),
    "row-typescript-clients-drizzle": (["Drizzle"], "SQL lovers"),
    "row-typescript-clients-kysely": (["Kysely"], "Raw SQL with types"),
    "row-typescript-clients-typeorm": (["TypeORM"], "Decorator-based"),
    "row-python-clients-sqlalchemy": (["SQLAlchemy"], "Most projects"),
    "row-python-clients-django-orm": (["Django ORM"], "Django projects"),
    "row-python-clients-prisma-python": (["Prisma"], "Prisma fans"),
    "row-go-clients-gorm": (["GORM"], "Quick development"),
    "row-go-clients-sqlx": (["sqlx"], "SQL control"),
    "row-go-clients-pgx": (["pgx"], "Maximum performance"),
}

DECISIONS = ("data-patterns", "managed-services", "typescript-clients", "python-clients", "go-clients")


def lines(name: str) -> list[str]:
    """The rows of a table, without its header."""
    return [line for line in table(name).splitlines() if '<span id="row-' in line]


def anchors(name: str) -> list[str]:
    return re.findall(r'<(?:span|tr role="row") id="([^"]+)"', table(name))


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def test_the_seeds_tables_are_complete() -> None:
    assert [anchor for name in DECISIONS for anchor in anchors(name)] == list(ROWS)


@pytest.mark.parametrize("anchor", ROWS)
def test_a_row_says_what_the_seed_said(anchor: str) -> None:
    recommended, words = ROWS[anchor]
    (line,) = [line for name in DECISIONS for line in lines(name) if f'id="{anchor}"' in line]
    assert words in line
    (cell,) = [
        cell
        for cell in cells(line)
        if re.match(r"(<span[^>]*></span>)?\[[^\]]+\]\(/(databases|services|clients)/", cell)
    ]
    found = re.findall(r"\[([^\]]+)\]", cell)
    assert len(found) == len(recommended)
    assert all(name in full for name, full in zip(recommended, found, strict=True))


def test_anchors_are_unique_and_stable() -> None:
    found = [anchor for name in names() for anchor in anchors(name)]
    assert len(set(found)) == len(found)
    assert {anchor for anchor in found if anchor.startswith("row-")} == {
        *ROWS,
        *(f"row-databases-{id_}" for id_ in DATABASES),
        *(f"row-services-{id_}" for id_ in SERVICES),
        *(f"row-clients-{id_}" for id_ in ALL_CLIENTS),
        *(f"row-compatibility-{id_}" for id_ in ALL_CLIENTS),
        *(f"row-protocols-{family}" for family in FAMILIES),
        *(f"row-keys-{key}" for key in (*CATALOGUE.questions, "pace")),
    }


def test_every_row_links_into_the_wizard_with_its_own_answers() -> None:
    rows = [row for name in DECISIONS for row in CATALOGUE.tables[name].rows]
    links = [re.findall(r'href="\.\./\.\./wizard/#([^"]*)"', line) for name in DECISIONS for line in lines(name)]
    assert len(links) == len(rows) == len(ROWS)
    for row, (fragment,) in zip(rows, links, strict=True):
        opened = link.read(CATALOGUE, fragment)
        assert opened.problems == ()
        assert opened.answers == dict(row.answers)
        assert prune(CATALOGUE, opened.answers) == (opened.answers, ())


def test_links_lead_from_where_the_page_is() -> None:
    assert 'href="../wizard/#' in table("go-clients", "..")


def test_what_has_changed_since_stands_beside_the_row_with_its_source() -> None:
    for name in DECISIONS:
        for row, line in zip(CATALOGUE.tables[name].rows, lines(name), strict=True):
            if row.today:
                assert row.source
                assert row.today.replace("|", "\\|") in line
                assert f"[Source]({row.source.url}), checked {row.source.checked}." in line


@pytest.mark.parametrize("name", [*DECISIONS, "databases", "services", "clients"])
def test_every_row_of_a_table_has_as_many_cells_as_its_header(name: str) -> None:
    columns = 0
    for line in table(name).splitlines():
        if line.startswith("| --- "):
            assert len(cells(line)) == columns
        elif line.startswith("|"):
            columns = columns if '<span id="row-' in line else len(cells(line))
            assert len(cells(line)) == columns
    assert columns


def test_every_table_can_be_asked_for_and_no_other() -> None:
    assert set(names()) >= {*DECISIONS, "databases", "services", "clients", "compatibility"}
    assert len(set(names())) == len(names())
    for name in names():
        assert table(name).strip()
    with pytest.raises(KeyError):
        table("nothing")


def test_an_unknown_fact_never_reads_as_no() -> None:
    assert WORDS["unknown"] not in ("", WORDS["no"])
    row = next(line for line in lines("services") if '"row-services-self-hosted"' in line)
    assert "client_realtime" not in CATALOGUE.services["self-hosted"].facts
    assert cells(row)[5] == WORDS["unknown"]
