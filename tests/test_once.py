"""A fact stands once in a file: of two places the stronger keeps it."""

from __future__ import annotations

import re

import pytest

from tests.test_stacks import cases, read
from wizard.catalogue.told_once import FACTS
from wizard.explain.words import Told
from wizard.write.audit import SENTENCES, _once
from wizard.write.blocks import Block, Item


def block(label: str, *texts: str) -> Block:
    return Block(kind="list", items=tuple(Item(text=text) for text in texts), label=label)


def test_the_stronger_place_keeps_a_fact_whichever_stands_first() -> None:
    watch = block("Watch out for", "Transactions and change streams need a replica set, which costs.")
    good = block("Good to know", "Transactions and change streams need a replica set.")
    kept = _once((good, watch), Told(()))
    assert [item.text for part in kept for item in part.items] == [watch.items[0].text]


def test_what_a_rule_says_is_not_said_below() -> None:
    above = Told(["Compliance: inside the EU, which London and Zurich are not."])
    region = block("What else was asked for", "Region: inside the EU, which London and Zurich are not.")
    assert _once((region,), above) == ()


def test_a_warning_is_told_whole() -> None:
    warned = block("Watch out for", "SQLite lets one process write at a time. A second server cannot share it.")
    assert _once((warned,), Told(["One writer at a time."])) == (warned,)


@pytest.mark.parametrize("told", cases()[:60])
def test_no_fact_stands_twice_below_the_line(told: dict[str, object]) -> None:
    below = read(told)[2].partition("\n---\n")[2]
    blocks = re.split(r"\n\*\*(?=[A-Z][^*\n]+:\*\*)", below)
    labels = ("On call:", "What else")
    giving_way = [part for part in blocks if part.startswith(labels)]
    sentences = [part for one in giving_way for line in one.split("\n- ")[1:] for part in SENTENCES.split(line)]
    for fact in FACTS:
        assert sum(bool(fact.search(sentence)) for sentence in sentences) <= 1, fact.pattern
