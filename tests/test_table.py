"""Why a candidate won: the table of rule and candidate agrees with the decision that it explains."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from tests.strategies import legal_answers, tried
from wizard.__main__ import main
from wizard.catalogue.load import load
from wizard.explain.reading import reading_of
from wizard.explain.table import as_text, client_table, store_table
from wizard.explain.words import place_name, rule_title

if TYPE_CHECKING:
    from pathlib import Path

    from wizard.decide.answers import Value

CATALOGUE = load()
ANSWERS: dict[str, Value] = {
    "persistence": "yes",
    "language": "python",
    "framework": "fastapi",
    "data": ("relational", "vectors"),
    "hosting": "managed",
    "budget": "modest",
}


@tried(60)
@given(legal_answers())
def test_the_points_add_up_to_the_totals_that_decided(answers: dict[str, Value]) -> None:
    reading = reading_of(CATALOGUE, answers)
    if reading.store is None:
        return
    table = store_table(reading)
    assert list(table.totals) == sorted(table.totals, reverse=True)
    assert [sum(row.points[place] for row in table.rows) for place in range(len(table.names))] == list(table.totals)
    assert place_name(reading.pick) == table.names[0]
    clients = client_table(reading)
    brought = reading.client is not None and reading.client is reading.existing_client
    if reading.client and not brought:
        # Where no client meets what was required, the best that there is stands in the pick, and an objection with it.
        assert clients.names[0] == reading.client.name if clients.names else reading.decision.broken
    assert list(clients.totals) == sorted(clients.totals, reverse=True)


@tried(60)
@given(legal_answers())
def test_what_a_rule_rules_out_is_not_a_candidate_unless_it_is_kept(answers: dict[str, Value]) -> None:
    reading = reading_of(CATALOGUE, answers)
    if reading.store is None or reading.decision.forced:
        return
    table = store_table(reading)
    out = {name for row in table.ruled_out for name in row.names}
    everything_is_out = len(out) == len(reading.book.stores)
    assert everything_is_out or out.isdisjoint(table.names)


def test_a_leaning_is_a_row_without_a_rule() -> None:
    reading = reading_of(CATALOGUE, {**ANSWERS, "existing_database": "neon", "existing_stance": "leaning"})
    (row,) = [row for row in store_table(reading).rows if not row.rule]
    assert (row.text, row.answers) == ("You lean towards it", ("existing_stance",))
    assert {*row.points} == {0, 4}


def test_the_text_shows_the_best_and_says_how_many_more() -> None:
    table = store_table(reading_of(CATALOGUE, ANSWERS))
    text = as_text(table, "Why", 3)
    assert text.startswith("Why\n\n  A  ")
    assert f"and {len(table.names) - 3} more" in text
    assert "relational-data-suits-postgresql" in text
    assert "total" in text.splitlines()[-2 - len(table.ruled_out) - 1]
    assert "Ruled out:" in text


def test_the_command_line_explains(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(ANSWERS))
    assert main(["explain", str(file)]) == 0
    text = capsys.readouterr().out
    reading = reading_of(CATALOGUE, ANSWERS)
    assert text.startswith(f"{place_name(reading.pick)}: {reading.certainty}\n")
    assert f"Clients for it: {reading.client.name if reading.client else ''}" in text
    assert main(["explain", str(file), "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [item["name"] for item in told["stores"]["candidates"]] == list(store_table(reading).names)
    file.write_text('{"persistence": "no"}')
    assert main(["explain", str(file)]) == 0
    assert capsys.readouterr().out == "No database is needed, so there is nothing to choose from.\n"


@pytest.mark.parametrize(
    ("rule", "title"),
    [
        ("self-hosted-supabase-gains-nothing-from-encryption", "Self hosted Supabase gains nothing from encryption"),
        ("stay-on-google-cloud", "Stay on Google Cloud"),
        ("sqlx-is-dormant", "sqlx is dormant"),
        ("browsers-subscribe-with-supabase-js", "Browsers subscribe with supabase-js"),
        ("own-machines-run-their-own-database", "Own machines run their own database"),
    ],
)
def test_a_rules_title_spells_names_as_they_are_spelt(rule: str, title: str) -> None:
    assert rule in {item.id for item in CATALOGUE.rules}
    assert rule_title(CATALOGUE, rule) == title
