"""The page that turns the facts round: who has it, who has not, and what nobody could confirm."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from wizard.build.pages.words import FACT_NAMES, WORDS, Product, definitions, linked
from wizard.catalogue.model import Catalogue
from wizard.catalogue.vocabulary import CLIENT_FACTS, LANGUAGES, STORE_FACTS
from wizard.explain.words import language_name

HEAD: Final = """---
title: By fact
description: For each fact, such as scaling to zero or a free plan, which databases, services and clients have it.
---

# By fact

Which databases, services and clients have what. A name leads to the sentence on the product's page, with its source and
the day on which it was checked. A service is listed where it says something of its own; otherwise what holds for its
database holds there, too. "Not confirmed" means that nobody could confirm it, not that the answer is no.
"""


def page(catalogue: Catalogue) -> str:
    """The page as Markdown; anchors are `databases-…`, `services-…` and `clients-…` with the fact's name."""
    kinds: dict[str, tuple[str, Mapping[str, Product], Mapping[str, tuple[str, ...]]]] = {
        "databases": ("Databases", catalogue.databases, STORE_FACTS),
        "services": ("Services", catalogue.services, STORE_FACTS),
        "clients": ("Clients", catalogue.clients, CLIENT_FACTS),
    }
    lines = [HEAD]
    for kind, (heading, group, facts) in kinds.items():
        products = catalogue.listed(group)
        lines += [f"## {heading}", ""]
        for key, values in facts.items():
            if values and any(key in product.facts for product in products):
                lines += [f"### {FACT_NAMES[key]} {{ #{kind}-{_anchor(key)} }}", ""]
                lines += definitions(_groups(products, key, values, kind))
    return "\n".join(lines) + "\n"


def _groups(products: Iterable[Product], key: str, values: Iterable[str], kind: str) -> Iterable[tuple[str, str]]:
    for value in values:
        found = [product for product in products if (fact := product.facts.get(key)) and fact.value == value]
        if found and kind == "clients":
            yield WORDS[value], "; ".join(_by_language(found, key))
        elif found:
            yield WORDS[value], _names(found, key)


def _by_language(products: Iterable[Product], key: str) -> Iterable[str]:
    products = list(products)
    for language in LANGUAGES:
        found = [product for product in products if getattr(product, "language", "") == language]
        if found:
            yield f"{language_name(language)}: {_names(found, key)}"


def _names(products: Iterable[Product], key: str) -> str:
    return ", ".join(linked(product, f"fact-{_anchor(key)}") for product in products)


def _anchor(key: str) -> str:
    return key.replace("_", "-")
