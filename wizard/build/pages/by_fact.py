"""The facts turned round: who has it, who has not, and what nobody could confirm."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from wizard.build.pages.words import FACT_NAMES, WORDS, Product, definitions, linked
from wizard.catalogue.model import Catalogue
from wizard.catalogue.vocabulary import CLIENT_FACTS, LANGUAGES, STORE_FACTS
from wizard.explain.words import language_name

#: What a page asks for -> a kind of product, and the facts that it may have.
KINDS: Final[Mapping[str, tuple[str, Mapping[str, tuple[str, ...]]]]] = {
    "facts-databases": ("databases", STORE_FACTS),
    "facts-services": ("services", STORE_FACTS),
    "facts-clients": ("clients", CLIENT_FACTS),
}


def part(catalogue: Catalogue, name: str) -> str:
    """The facts of one kind as Markdown; anchors are `databases-…`, `services-…` and `clients-…` with the fact's name.
    Raises KeyError."""
    kind, facts = KINDS[name]
    groups: Mapping[str, Mapping[str, Product]] = {
        "databases": catalogue.databases,
        "services": catalogue.services,
        "clients": catalogue.clients,
    }
    products = catalogue.listed(groups[kind])
    lines: list[str] = []
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
