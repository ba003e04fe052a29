"""A law, a kind of data that one binds, or a size, said in a line: none is an answer, and each is asked about."""

from __future__ import annotations

import pytest

from tests.door import line_of, press, words
from tests.test_refusals import read as reading_of
from wizard.catalogue.load import load
from wizard.read.one_line import OneLine, read_line
from wizard.write.forms import write

CATALOGUE = load()


def read(text: str) -> OneLine:
    return read_line(CATALOGUE, text)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("FastAPI, Postgres, HIPAA", "HIPAA"),
        ("FastAPI for patient data, HIPAA, Postgres", "patient data, HIPAA"),
        ("GDPR, Django", "GDPR"),
        ("a healthcare app in Go on AWS", "healthcare"),
        ("Laravel shop, MySQL, PCI DSS", "PCI DSS"),
    ],
)
def test_a_law_is_no_answer_and_is_asked_about(text: str, note: str) -> None:
    assert "compliance" not in read(text).answers
    seen = line_of(text)
    assert (seen["at"], seen["record"]["notes"]["compliance"]) == ("compliance", note)
    assert f"“{note}” leaves this question open." in words(seen)


@pytest.mark.parametrize("note", ["HIPAA", "GDPR", "patient data"])
def test_no_default_denies_a_law_that_was_said(note: str) -> None:
    given = {"persistence": "yes", "language": "python", "existing_database": "neon", "existing_stance": "decided"}
    text = write(*reading_of({**given}, compliance=note))[1]
    assert f"Rules to meet: {note}" in text
    assert "no rules beyond good practice" not in text.lower()
    assert "no rules beyond good practice" in write(*reading_of({**given}))[1].lower()


def test_what_was_answered_beside_a_law_counts() -> None:
    line = read("a healthcare app in Go, EU only")
    assert (line.answers["compliance"], line.answers["region"]) == (("residency",), "eu")
    assert line.notes["compliance"] == "healthcare"
    assert "compliance" not in read("Django, Postgres, no HIPAA").notes


def test_a_size_is_read_and_the_scale_asked() -> None:
    seen = line_of("Postgres on Neon, 50 GB, nothing to spend, Next.js")
    assert (seen["at"], seen["record"]["notes"]["scale"]) == ("scale", "50 GB")
    assert "“50 GB” leaves this question open." in words(seen)
    told = words(press(seen, "continue", "millions"))
    assert "50 GB" in told
    assert "0.5 GB" in told
    assert "scale" not in read("Postgres, 16 GB of RAM, Go").notes


def test_what_many_customers_share_is_kept_as_what_the_project_is() -> None:
    assert "Kept as what you say of the project: “multi-tenant SaaS”" in words(line_of("multi-tenant SaaS, Postgres"))
