"""What talks to what: the tables say what the catalogue says, and every caveat is written out."""

from __future__ import annotations

import re

import pytest

from wizard.build.pages.compatibility import clients, services, talkers
from wizard.build.pages.words import told
from wizard.catalogue.load import load
from wizard.catalogue.vocabulary import FAMILIES, LANGUAGES

CATALOGUE = load()
TEXT = clients(CATALOGUE)


def row(text: str, anchor: str) -> str:
    (line,) = [line for line in text.splitlines() if f' id="{anchor}"' in line]
    return line


@pytest.mark.parametrize("id_", CATALOGUE.clients)
def test_a_clients_row_says_what_the_catalogue_says(id_: str) -> None:
    client = CATALOGUE.clients[id_]
    line = row(TEXT, f"row-compatibility-{id_}")
    spoken = {family: fact.value for family, fact in client.speaks.items()}
    for value, class_ in (("yes", "ds-yes"), ("caveat", "ds-caveat")):
        assert line.count(f'class="{class_}"') == list(spoken.values()).count(value)
    (rest,) = re.findall(r'class="ds-rest"[^>]*>.*?</span> (.*?)</td>', line)
    for family in FAMILIES:
        told_ = spoken.get(family, "no")
        if told_ != "no":
            assert FAMILIES[family] not in rest
            assert f">{FAMILIES[family]}:</span>" in line


def test_every_caveat_and_every_no_with_a_reason_is_written_out_where_its_cell_leads() -> None:
    links = re.findall(r"\]\(#(note-[^)]+)\)", TEXT)
    notes = re.findall(r'<span id="(note-[^"]+)"></span>', TEXT)
    assert sorted(links) == sorted(notes)
    assert len(set(notes)) == len(notes)
    for client in CATALOGUE.clients.values():
        for family, fact in client.speaks.items():
            if fact.value != "yes" and fact.printable:
                assert f"**{client.name} with {FAMILIES[family]}:** {told(fact)}" in TEXT


def test_every_cell_has_a_column() -> None:
    columns = 0
    for line in TEXT.splitlines():
        if line.startswith("<thead"):
            columns = line.count('role="columnheader"')
        elif line.startswith('<tr role="row" id='):
            assert line.count('role="rowheader"') + line.count('role="cell"') == columns
    assert columns


@pytest.mark.parametrize("family", FAMILIES)
def test_a_protocols_row_names_who_speaks_it(family: str) -> None:
    line = row(services(CATALOGUE), f"row-protocols-{family}")
    for service in CATALOGUE.services.values():
        assert (f"](/services/{service.id}.md)" in line) == (family in service.runs.values())
    for client in CATALOGUE.clients.values():
        speaks = family in client.speaks and client.speaks[family].value != "no"
        assert (f"](/clients/{client.id}.md#speaks-{family})" in line) == speaks


def test_a_client_of_one_service_is_not_offered_at_another() -> None:
    neon, supabase = CATALOGUE.services["neon"], CATALOGUE.services["supabase"]
    assert "supabase-js" not in talkers(CATALOGUE, "postgresql", "typescript", neon)
    assert "supabase-js" in talkers(CATALOGUE, "postgresql", "typescript", supabase)
    assert "(Supabase only, with care)" in talkers(CATALOGUE, "postgresql", "typescript")


def test_every_language_has_a_table() -> None:
    for language in LANGUAGES:
        assert f"{{ #compatibility-{language} }}" in TEXT
