"""The facts turned round: every product stands where its own fact puts it."""

from __future__ import annotations

import re

import pytest

from wizard.build.pages.by_fact import KINDS, part
from wizard.build.pages.words import FACT_NAMES, WORDS
from wizard.catalogue.load import load
from wizard.catalogue.vocabulary import CLIENT_FACTS, STORE_FACTS

CATALOGUE = load()
TEXT = "\n".join(part(CATALOGUE, name) for name in KINDS)
GROUPS = {"databases": CATALOGUE.databases, "services": CATALOGUE.services, "clients": CATALOGUE.clients}
FACTS = [
    (kind, key)
    for kind in GROUPS
    for key, values in (CLIENT_FACTS if kind == "clients" else STORE_FACTS).items()
    if values
]


@pytest.mark.parametrize(("kind", "key"), FACTS)
def test_every_product_stands_under_its_own_value(kind: str, key: str) -> None:
    anchor = key.replace("_", "-")
    known = any(key in product.facts for product in GROUPS[kind].values())
    section = re.search(rf"^### .* \{{ #{kind}-{anchor} \}}$\n(.*?)(?=^##|\Z)", TEXT, re.MULTILINE | re.DOTALL)
    assert bool(section) == known
    if not section:
        return
    lists = dict(re.findall(r"^(\S.*)\n:   (.*)$", section[1], re.MULTILINE))
    for id_, product in GROUPS[kind].items():
        fact = product.facts.get(key)
        under = [word for word, names in lists.items() if f"](/{kind}/{id_}.md#fact-{anchor})" in names]
        assert under == ([WORDS[fact.value]] if fact else []), id_


def test_every_fact_has_a_name() -> None:
    assert set(FACT_NAMES) == {*STORE_FACTS, *CLIENT_FACTS}
