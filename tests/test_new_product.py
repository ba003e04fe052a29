"""Adding a database is adding TOML: a made-up one is recommended, compared and printed, and no Python changes."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.copied import copied, run
from tests.steps import on
from wizard.catalogue.load import build, read_raw
from wizard.decide.answers import Answers
from wizard.decide.rulebook import rulebook
from wizard.explain.reading import reading_of
from wizard.show.question import question_view
from wizard.write import forms

#: The worked example of CONTRIBUTING.md.
TINDERBOX = """
id = "tinderbox"
name = "TinderboxDB"
order = 130
family = "postgresql"
model = "Documents and time series"
serves = ["documents", "time-series"]
summary = "A made-up database that speaks PostgreSQL's protocol."
website = "https://example.org/tinderbox"
pick_when = ["measurements come with documents"]
avoid_when = ["it has to exist"]

[facts.licence]
text = "Apache-2.0."
source = "tinderbox-docs"
confidence = "verified"

[facts.open_source]
is = "yes"
text = "Apache-2.0 is approved by the OSI."
source = "tinderbox-docs"
confidence = "verified"

[facts.self_host]
is = "yes"
text = "You run it yourself."
source = "tinderbox-docs"
confidence = "verified"

[upkeep]
is = "active"
text = "It was released this month."
source = "tinderbox-docs"
confidence = "verified"

[[trade_off]]
text = "It does not exist."
source = "tinderbox-docs"
confidence = "verified"
"""

RULE = """
[[rule]]
id = "documents-over-time-suit-tinderbox"
when = { data = { all = ["documents", "time-series"] } }
favour = { database = ["tinderbox"], by = 12 }
because = "{database} was made up for documents that come with time."
source = "tinderbox-docs"
"""


def raw_with_tinderbox() -> dict[str, Any]:
    raw = read_raw()
    raw["databases/tinderbox.toml"] = tomllib.loads(TINDERBOX)
    raw["sources/tinderbox.toml"] = {"tinderbox-docs": {"url": "https://example.org/docs", "checked": "2026-11-23"}}
    raw["services/self-hosted.toml"]["runs"].append({"database": "tinderbox"})
    raw["rules/stores.toml"]["rule"] += tomllib.loads(RULE)["rule"]
    return raw


def test_a_new_database_is_recommended_compared_and_printed() -> None:
    catalogue = build(raw_with_tinderbox())
    answers: Answers = {
        "persistence": "yes",
        "language": "python",
        "framework": "flask",
        "data": ("documents", "time-series"),
        "hosting": "self-hosted",
    }
    result = reading_of(catalogue, answers)
    assert result.store is not None
    assert result.store.name == "TinderboxDB on your own machines"
    assert result.client is not None
    assert result.client.id == "sqlalchemy", "its clients come with its family"
    assert "TinderboxDB was made up for documents" in forms.write(reading_of(catalogue, answers))[1]
    assert "It does not exist." in forms.write(reading_of(catalogue, answers))[1]

    beaten = reading_of(
        catalogue, {**answers, "data": ("relational",), "existing_database": "tinderbox", "existing_stance": "leaning"}
    )
    assert beaten.store is not None
    assert beaten.store.database.id == "postgresql"
    assert "TinderboxDB on your own machines" in {item.store.name for item in beaten.alternatives}


def test_it_can_be_named_as_the_existing_database() -> None:
    catalogue = build(raw_with_tinderbox())
    view = question_view(on(catalogue, {"persistence": "yes", "language": "go"}, "existing_database"))
    assert "tinderbox" in {option.value for group in view.groups for option in group.options}
    assert any(store.database.id == "tinderbox" for store in rulebook(catalogue).stores)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package to which TinderboxDB was added with a protocol of its own, as README says."""
    package = copied(tmp_path_factory.mktemp("copy"))
    catalogue = package / "catalogue"
    words = catalogue / "vocabulary.py"
    last = '    "influxdb": "InfluxDB 3",\n'
    assert last in words.read_text()
    words.write_text(words.read_text().replace(last, f'{last}    "tinder": "Tinder and Flint",\n'))
    database = TINDERBOX.replace('family = "postgresql"', 'family = "tinder"')
    (catalogue / "databases" / "tinderbox.toml").write_text(database)
    source = '[tinderbox-docs]\nurl = "https://example.org/docs"\nchecked = 2026-11-23\n'
    (catalogue / "sources" / "tinderbox.toml").write_text(source)
    client = catalogue / "clients" / "sqlalchemy.toml"
    spoken = (
        '[speaks.tinder]\nis = "caveat"\ntext = "Flint only."\nsource = "tinderbox-docs"\nconfidence = "verified"\n'
    )
    client.write_text(f"{client.read_text()}\n{spoken}")
    service = catalogue / "services" / "self-hosted.toml"
    service.write_text(service.read_text().replace("runs = [", 'runs = [{ database = "tinderbox" }, ', 1))
    rules = catalogue / "rules" / "stores.toml"
    rules.write_text(rules.read_text() + RULE)
    return package


@pytest.mark.parametrize(
    ("program", "printed"),
    [
        ("pages import tables; print('\\n'.join(map(tables.table, tables.names())))", "Tinder and Flint"),
        ("pages import products; print('\\n'.join(products.pages(load()).values()))", "Tinder and Flint"),
        ("pages import compare; print(compare.section('databases'), compare.section('clients'))", "Tinder and Flint"),
        ("machines import data; print(data.files(load(), 'https://example.org/'))", '"tinder"'),
    ],
    ids=["the guide's tables", "a page for each product", "comparing two", "data for machines"],
)
def test_a_new_protocol_has_its_name_wherever_protocols_are_named(package: Path, program: str, printed: str) -> None:
    told = run(package, f"from wizard.catalogue.load import load\nfrom wizard.build.{program}")
    assert printed in told


def test_what_speaks_the_new_protocol_is_recommended(package: Path) -> None:
    answers = {"persistence": "yes", "language": "python", "data": ["documents", "time-series"]}
    answers |= {"hosting": "self-hosted", "framework": "flask"}
    program = f"""
import json
from wizard.api import handle
answers = {answers!r}
asked = {{"answers": answers, "record": {{}}, "event": {{"type": "confirm", "at": "review"}}}}
print(json.loads(handle(json.dumps(asked)))["document"]["markdown"])
"""
    written = run(package, program)
    assert "TinderboxDB was made up for documents" in written
    assert "SQLAlchemy" in written
    assert "Flint only." in written
