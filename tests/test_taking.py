"""Which sentences written into a file by hand make a store known: those that plainly say that it is there, alone in
their paragraph or beside others that say no more than how it is run (record 0037)."""

from __future__ import annotations

import tomllib
from pathlib import Path
from time import process_time
from typing import Final

import pytest

from wizard.check.lines import paragraphs
from wizard.check.taking import Paragraph, takes

SAID: Final = tomllib.loads((Path(__file__).parent / "taking.toml").read_text(encoding="utf-8"))
STORES: Final = r"(?<![\w-])(?:Redis|Oracle|MongoDB|Elasticsearch|Cassandra)(?![\w-])"


def known(text: str, *below: str, beside: str = "") -> bool:
    text = text.replace("**", "").removeprefix("- ")
    return takes(Paragraph(text=text, below=below, beside=beside), STORES)


def test_what_plainly_says_that_a_store_is_there_makes_it_known() -> None:
    assert [it for it in SAID["plain"] if not known(it)] == []


def test_what_refuses_doubts_or_jokes_makes_none_known() -> None:
    assert [it for it in SAID["doubtful"] if known(it)] == []


@pytest.mark.parametrize(
    ("text", "below", "beside", "is_known"),
    [
        ("Redis for sessions", ("Database", "Caching"), "", True),
        ("Redis for sessions", ("Database", "Open questions"), "", False),
        ("Redis for sessions", ("Ideas",), "", False),
        ("We use Redis for sessions.", ("Notes",), "", True),
        ("We use Redis for sessions.", ("Ideas",), "", False),
        ("We use Redis for sessions.", ("Database",), "Not any more.", False),
        ("We use Redis for sessions.", ("Database",), "Backups are nightly.", True),
        ("| Redis | cache |", ("Database",), "| Store | For |", True),
        ("| Redis | cache |", ("Database",), "| Store | Why not |", False),
    ],
)
def test_what_stands_around_a_sentence_counts(text: str, below: tuple[str, ...], beside: str, is_known: bool) -> None:
    assert known(text, *below, beside=beside) is is_known


def test_damaged_paragraphs_take_no_time() -> None:
    started = process_time()
    for text in (
        "We use Redis" + " for a" * 90 + " !x (",
        "Redis holds " + "a" * 500 + " (",
        "a " * 250 + "is in Redis (",
        "We use " + "A, " * 150 + "Redis (",
        "We use Redis. " + "It reads " * 60 + "(",
        "x" * 1_000_000 + " Redis",
    ):
        known(text)
    assert process_time() - started < 2


@pytest.mark.parametrize(
    "words",
    [
        "We use MongoDB for logs.\n\nThat is what the wiki says, and it is wrong.",
        "We use MongoDB for logs.\n\n- No longer true.",
        "What we never do:\n\n- We use MongoDB for logs.",
        "Never write:\n\n- We use MongoDB for logs.",
        "Prohibited:\n\n* Logs are in MongoDB.",
        "The following is false:\n\nWe use MongoDB for logs.",
        "### Rejected\n\nWe use MongoDB for logs.",
        "### Not ours\n\nWe use MongoDB for logs.",
        "### April fools\n\nWe use MongoDB for logs.",
        "### Before 2024\n\nWe use MongoDB for logs.",
        "At ACME, which we left:\n\nWe use MongoDB for logs.",
        "We asked ChatGPT. It wrote:\n\nWe use MongoDB for logs.",
        "1. We use MongoDB for logs.\n2. Strike line 1.",
    ],
)
def test_what_stands_around_a_paragraph_may_take_it_back(words: str) -> None:
    assert not any(takes(it, STORES) for it in paragraphs("Our notes", words, ()))


def test_a_list_below_what_says_that_it_is_there_is_known() -> None:
    said = "Beside it we run:\n\n- Redis for sessions\n- MongoDB for the audit log"
    assert all(takes(it, STORES) for it in list(paragraphs("Database", said, ()))[1:])
