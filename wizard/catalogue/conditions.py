"""What an answer, or an attribute, must be: tables of TOML in, conditions and selectors out."""

from __future__ import annotations

from wizard.catalogue.model import Condition
from wizard.catalogue.toml_table import Node

# --- conditions and selectors -----------------------------------------------------------------------------------------


def _condition(node: Node, key: str) -> Condition:
    value = node.raw(key)
    if isinstance(value, dict):
        inner = node.table(key)
        condition = Condition(
            any_of=frozenset(inner.texts("any")),
            all_of=frozenset(inner.texts("all")),
            only=frozenset(inner.texts("only")),
            none_of=frozenset(inner.texts("not")),
        )
        inner.done()
        return condition
    return Condition(any_of=frozenset(node.texts(key)))


def conditions(node: Node, key: str) -> dict[str, Condition]:
    if not node.has(key):
        return {}
    table = node.table(key)
    return {name: _condition(table, name) for name in table.data}


def where(node: Node, skip: str = "") -> dict[str, tuple[str, ...]]:
    return {key: node.texts(key) for key in node.data if key != skip}


def selector(node: Node, key: str) -> dict[str, tuple[str, ...]]:
    """The selector under a key; one that selects everything where there is none."""
    return where(node.table(key)) if node.has(key) else {}
