"""Lines that refuse, name a machine or doubt, written down before they were tried; and what becomes of such words."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.door import line_of, press, send, words
from tests.test_one_line import read

LINES = tomllib.loads(Path(__file__).with_name("lines.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", [case for group in LINES.values() for case in group], ids=lambda case: case["line"])
def test_a_line_is_heard_as_it_was_meant(case: dict[str, Any]) -> None:
    line, seen = read(case["line"]), line_of(case["line"])
    answers = {**line.answers, **({} if "is" in case else seen["answers"])}
    answers = {key: list(value) if isinstance(value, tuple) else value for key, value in answers.items()}
    assert {key: answers.get(key, "") for key in case.get("is", {})} == case.get("is", {})
    refused = sorted(line.out.stores | line.out.clients)
    assert refused == case.get("no", refused)
    assert seen["at"] == case.get("at", seen["at"])
    told = words(seen)
    assert [it for it in case.get("on", []) if it not in told] == []
    assert [it for it in case.get("never", []) if it in told.partition(" Why ")[0]] == []


@pytest.mark.parametrize(
    "text",
    [
        "Kein MySQL, Postgres mit Django",
        "Postgres nicht MySQL",
        "Pas de Postgres, MySQL",
        "weg von Oracle wegen Lizenzkosten, im eigenen Rechenzentrum",
        "Supabase no porque queremos el servidor en Uruguay",
        "geen Mongo, wel Postgres",
        "\u043d\u0435 Postgres, MySQL",
    ],
)
def test_of_a_line_in_another_language_nothing_is_decided(text: str) -> None:
    seen = line_of(text)
    assert (seen["at"], seen["answers"]) == ("persistence", {})
    assert "The line is read in English, and nothing was decided from it" in words(seen)
    assert seen["record"]["notes"] == {"persistence": text}, "nothing of it is lost"


@pytest.mark.parametrize(
    ("text", "told", "never"),
    [
        ("pg, django, celery + redis, go live soon", "celery + redis", "Not taken: redis"),
        ("FastAPI, Redis for caching, Postgres on RDS", "Key-value or cache", "Not taken: Redis"),
        ("postgres, node, bullmq with redis", "bullmq with redis", "Key-value"),
    ],
)
def test_no_word_is_both_taken_and_not(text: str, told: str, never: str) -> None:
    seen = words(line_of(text))
    assert told in seen
    assert never not in seen


def test_what_was_understood_stands_in_no_phrase_that_was_not() -> None:
    assert read("postgres + pgvector, FastAPI, HIPAA no but GDPR yes").unknown == ()
    assert read("postgres + pgvector, FastAPI, HIPAA no but GDPR yes").notes["compliance"] == "GDPR"


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("sqlite in prod w/ litestream, rails", "sqlite in prod w/ litestream"),
        ("discord bot in python, 1 raspberry pi at home", "discord bot in python; 1 raspberry pi at home"),
        ("pg, django, no supabase pls we got burned", "Not Supabase; no supabase pls we got burned"),
        ("go, postgres, auditors want 10 years retention", "auditors want 10 years retention"),
    ],
)
def test_whole_clauses_are_kept(text: str, note: str) -> None:
    assert line_of(text)["record"]["notes"]["persistence"] == note


@pytest.mark.parametrize(
    ("text", "scale"),
    [
        ("go, postgres, 300 rows", "hundreds"),
        ("mysql, php, 40k records", "thousands"),
        ("pg, go, 2 billion rows", "billions"),
    ],
)
def test_a_plain_number_of_records_is_the_scale(text: str, scale: str) -> None:
    assert read(text).answers["scale"] == scale


@pytest.mark.parametrize(
    ("text", "client"),
    [
        ("postgres on neon, sveltekit, no ORM, I like raw SQL", "node-postgres"),
        ("express, mysql, no ORM, plain SQL", "mysql2"),
        ("python, flask, postgres, no orm, raw sql", "psycopg"),
    ],
)
def test_who_writes_sql_and_refuses_orms_has_a_driver(text: str, client: str) -> None:
    seen = line_of(text)
    assert f"with {client}" in words(seen)
    assert "existing_client" not in seen["answers"]


def test_back_from_what_a_line_gave_leads_to_the_line() -> None:
    text = "postgres, go, on our NAS"
    for seen in (line_of(text), send({}, "open", how="typed", fragment=f"line={text}", stored="")):
        back = press(seen, "back")
        assert (back["at"], back["answers"]) == ("persistence", {})
        assert f'value="{text}"' in back["html"] or text in back["html"]


def test_a_file_that_comes_in_does_not_ask_whether_a_database_is_needed() -> None:
    assert line_of("express api, a csv file is uploaded by users")["at"] == "review"


@pytest.mark.parametrize(
    "text", ["no cloud, Java, orders", "Postgres on our own servers, C#", "we host it ourselves, FastAPI", "Go on-prem"]
)
def test_who_runs_it_themselves_is_told_of_no_provider_that_would_change_it(text: str) -> None:
    seen = words(line_of(text))
    on_the_page = seen.partition("What would change it")[2].partition("Does this capture")[0]
    folded = seen.rpartition("What changes it, and what does not")[1:]
    told = on_the_page + "".join(folded).partition("What was assumed")[0] * bool(folded[0])
    assert "Data to keep" in seen
    assert "Hosting becomes" not in told
    assert "Supabase" not in told


def test_who_does_not_know_the_language_goes_on_without() -> None:
    seen = press(send({"persistence": "yes", "existing_database": "none"}, "change", question="language"), "back")
    seen = press({**seen, "at": "language", "review": False}, "continue", "unsure")
    assert seen["answers"]["language"] == "unsure"
    assert seen["at"] == "runtime", "no question about libraries follows"
