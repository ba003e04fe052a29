"""A sentence that takes something for in use, or for new, says so in the catalogue, and is told of nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tests.test_sentences import files
from wizard.catalogue.load import load
from wizard.catalogue.rule_model import AnswerRule, CoherenceRule, Selector
from wizard.write.operations import on_call, on_call_beside

CATALOGUE = load()

OWNED: Final = re.compile(r"\b(runs? today|runs? now|runs? already|was created|which one runs|what you run)\b")
NEW: Final = re.compile(
    r"when you create (it|the)|[Cc]reate (it with|tables)|anything is created|choose at creation|"
    r"[Cc]hoose (the|an|a specific|Frankfurt or another) (EU )?region"
)
USED: Final = frozenset({"in-use", "engine-in-use"})


def texts() -> Iterator[tuple[str, str, Selector, bool]]:
    """(place, text, what it presumes of the stack, whether its condition asks what is in use) of all that is told."""
    for rule in CATALOGUE.rules:
        if isinstance(rule, CoherenceRule | AnswerRule):
            for text in (rule.because, *rule.ways_out):
                yield rule.id, text, rule.pick, "existing_database" in rule.when
    for group in (CATALOGUE.databases, CATALOGUE.services):
        for id_, product in group.items():
            for item in (*product.trade_offs, *product.operations):
                asks = "existing_database" in item.when
                told_apart = item.fact.key == "versions" and any(
                    other.fact.key == "versions" and "existing_database" in other.when for other in product.operations
                )
                yield id_, item.fact.text, item.pick, asks or told_apart


def test_what_takes_the_store_for_in_use_presumes_it() -> None:
    found = [(place, text, pick) for place, text, pick, asks in texts() if OWNED.search(text) and not asks]
    assert len(found) > 4
    for place, text, pick in found:
        assert pick.get("standing"), (place, text)
        assert set(pick["standing"]) <= USED, (place, text)


def test_what_takes_the_store_for_new_presumes_it() -> None:
    found = [(place, text, pick) for place, text, pick, asks in texts() if NEW.search(text) and not asks]
    assert len(found) > 3
    for place, text, pick in found:
        assert pick.get("standing"), (place, text)
        assert not set(pick["standing"]) & USED, (place, text)


def test_no_file_takes_what_is_in_use_for_new_nor_the_other_way_round() -> None:
    for reading, text in files():
        used = bool(reading.attributes["standing"] & USED)
        lines = [item.text for block in on_call(reading) for item in block.items]
        beside = [item.text for block in on_call_beside(reading) for item in block.items]
        assert used or not any("which one runs" in line for line in lines), reading.answers
        assert not any("which one runs" in line for line in beside if not reading.decision.beside), reading.answers
        assert not used or "Pin 18" not in "\n".join(lines)
        if used and reading.pick.service.kind == "managed":
            assert not re.search(
                r"choose (an|a specific) EU region|when we create the", text.partition("**Beside it")[0]
            )
