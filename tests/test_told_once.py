"""What stands against a stack that was decided on is heard though the agent sets nothing more; and no answer to “why
not” is the end of the talk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.talking import Talk, talking
from tests.test_data import problems

#: As a file of answers that somebody else has filled in.
LEDGER = """
persistence = "yes"
existing_database = "mongodb-atlas"
existing_stance = "decided"
language = "typescript"
framework = "nestjs"
existing_client = "none"
runtime = "server"
platform = "aws"
data = ["relational"]
scale = "millions"
realtime = "no"
hosting = "managed"
compliance = ["none"]
budget = "modest"
query_style = "type-safe"
migrations = "any"
"""


@pytest.fixture
def talk(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Talk:
    said = talking(capsys, monkeypatch, tmp_path)
    Path("data-stack.toml").write_text(LEDGER, encoding="utf-8")
    return said


def test_a_caveat_of_what_was_decided_is_told_before_done(talk: Talk) -> None:
    first = talk("next")
    assert first.startswith("Warning, to be made once: Mongoose checks queries against types only in part.")
    told = json.loads(talk("next  --format  json"))
    assert (told["kind"], [it["level"] for it in told["objections"]], problems("next", told)) == (
        "objection",
        ["warn"],
        [],
    )
    talk("keep  types-reach-only-part-of-the-way  --because  we test them")
    costs = talk("next")
    assert "MongoDB has transactions on a replica set" in costs
    assert "A way out: 1. Move the relational part to PostgreSQL." in costs
    assert "data-stack keep relations-in-a-document-store" in costs
    talk("weigh  none")
    assert talk("next").startswith("Done.")


def test_it_is_read_back_until_it_was_considered(talk: Talk) -> None:
    assert "A warning stands: MongoDB has transactions on a replica set" in talk("summary")
    talk("keep  relations-in-a-document-store  --because  transactions since 4.0")
    said = talk("summary")
    assert "A warning stands: MongoDB has transactions" not in said
    assert "Known, and kept: MongoDB has transactions" in said


def test_a_pick_that_is_not_decided_on_is_done_with_its_warnings(talk: Talk) -> None:
    talk("set  existing_stance=leaning")
    assert "to be made once: Mongoose" not in talk("next")


def test_why_not_the_pick_says_why_and_goes_on(talk: Talk) -> None:
    said = talk("why-not  mongodb-atlas")
    assert "You have decided on MongoDB Atlas" in said
    assert "data-stack keep relations-in-a-document-store" in said
    assert "data-stack set existing_stance=leaning" in said
    assert "`data-stack why-not mikro-orm`" in talk("why-not  mongoose")


def test_why_not_a_store_beside_it_goes_on(talk: Talk) -> None:
    talk("set  existing_stance=in-use  existing_stores=redis")
    said = talk("why-not  redis")
    assert "It stays in use beside MongoDB Atlas." in said
    assert "existing_database=redis existing_stance=in-use" in said
