"""The start page shows a real result, and counts what is there."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

from wizard.build.pages import front
from wizard.catalogue.load import load
from wizard.converse import link
from wizard.explain.reading import reading_of
from wizard.explain.words import day_in_words

CATALOGUE = load()


def test_the_result_is_what_its_link_opens() -> None:
    shown = unescape(front.result(CATALOGUE, "."))
    (fragment,) = re.findall(r'href="\./wizard/#([^"]+)"', shown)
    opened = link.read(CATALOGUE, fragment)
    assert not opened.problems
    assert opened.at == "review"
    reading = reading_of(CATALOGUE, opened.answers)
    assert reading.client
    assert f"<strong>{reading.pick.name}, with {reading.client.name}</strong>" in shown
    assert any(f"<dd>{reason.text}</dd>" in shown for reason in reading.reasons)
    assert any(f"<dd>{cost.text}</dd>" in shown for cost in reading.trade_offs)


def test_facts_are_counted_and_the_day_is_the_last_one() -> None:
    told = front.facts(CATALOGUE, ".")
    total, checked = (int(number.replace(",", "")) for number in re.findall(r"\b\d[\d,]*\b", told)[:2])
    assert 500 < checked < total
    assert re.search(r"Last looked at: \d\d? [A-Z][a-z]+ 20\d\d\.", told)
    last = max(fact.source.checked for item in CATALOGUE.databases.values() for fact in item.facts.values())
    assert day_in_words(date(2026, 11, 8)) == "8 November 2026"
    assert day_in_words(date.fromisoformat(last)).split()[-1] in told
