"""Reading TOML tables strictly: every key is asked for by type, and an error names the file and the key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from wizard.catalogue.signs import quoted, visible


class CatalogueError(ValueError):
    """A catalogue file is wrong; the text names the file, the key and what was expected."""


_NAMES: Final = re.compile(r"\{([^{}]*)")


def _label(item: Mapping[str, Any], index: int) -> str:
    """How a member of an array is called in an error: by its id where it has one, else by its place."""
    named = item.get("id", item.get("key"))
    return repr(named) if isinstance(named, str) else str(index)


@dataclass(slots=True)
class Node:
    """A TOML table, the place where it stands, and which of its keys have been read."""

    data: Mapping[str, Any]
    where: str
    seen: set[str] = field(default_factory=set)

    def fail(self, key: str, problem: str) -> CatalogueError:
        return CatalogueError(f"{self.where}: {key}: {problem}")

    def has(self, key: str) -> bool:
        return key in self.data

    def raw(self, key: str) -> Any:
        self.seen.add(key)
        if key not in self.data:
            raise self.fail(key, "missing")
        return self.data[key]

    def text(self, key: str) -> str:
        value = self.raw(key)
        if not isinstance(value, str) or not value.strip():
            raise self.fail(key, f"expected text, not {value!r}")
        self._is_seen(key, value)
        return value

    def _is_seen(self, key: str, text: str) -> None:
        if visible(text) != text:
            raise self.fail(key, f"it holds signs that nobody sees: {quoted(text)[:80]}")

    def named(self, key: str, allowed: Iterable[str], texts: Iterable[str] | None = None) -> None:
        """Refuse a name in braces that nothing stands for: it would be printed as it is."""
        for name in _NAMES.findall(" ".join(self.texts(key) if texts is None else texts)):
            if name not in allowed:
                may = ", ".join(allowed) or "there is none"
                raise self.fail(key, f"{{{name}}} is not one of the names it may hold: {may}")

    def maybe_text(self, key: str) -> str:
        return self.text(key) if self.has(key) else ""

    def number(self, key: str) -> int:
        value = self.raw(key)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.fail(key, f"expected a whole number, not {value!r}")
        return value

    def flag(self, key: str) -> bool:
        value = self.raw(key)
        if not isinstance(value, bool):
            raise self.fail(key, f"expected true or false, not {value!r}")
        return value

    def day(self, key: str) -> str:
        value = self.raw(key)
        try:
            return date.fromisoformat(value).isoformat()
        except (TypeError, ValueError):
            raise self.fail(key, f"expected a date such as 2026-11-23, not {value!r}") from None

    def choice(self, key: str, allowed: Iterable[str]) -> str:
        value = self.text(key)
        allowed = tuple(allowed)
        if value not in allowed:
            raise self.fail(key, f"{value!r} is not one of {', '.join(allowed)}")
        return value

    def texts(self, key: str, allowed: Iterable[str] = (), *, required: bool = False) -> tuple[str, ...]:
        value = self.raw(key) if required else self.data.get(key, ())
        self.seen.add(key)
        if isinstance(value, str):
            value = (value,)
        if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
            raise self.fail(key, f"expected a list of texts, not {value!r}")
        allowed = tuple(allowed)
        for item in value:
            if allowed and item not in allowed:
                raise self.fail(key, f"{item!r} is not one of {', '.join(allowed)}")
            self._is_seen(key, item)
        return tuple(value)

    def table(self, key: str) -> Node:
        value = self.raw(key)
        if not isinstance(value, dict):
            raise self.fail(key, f"expected a table, not {value!r}")
        return Node(value, f"{self.where}: {key}")

    def tables(self, key: str) -> tuple[Node, ...]:
        """The array of tables under `key`; empty when the key is not there."""
        self.seen.add(key)
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.fail(key, "expected an array of tables")
        return tuple(Node(item, f"{self.where}: {key} {_label(item, index)}") for index, item in enumerate(value, 1))

    def done(self) -> None:
        """Refuse keys that nobody read: a misspelt key must not pass in silence."""
        unknown = sorted(set(self.data) - self.seen)
        if unknown:
            raise CatalogueError(f"{self.where}: {unknown[0]}: unknown key")


def once[Entry](where: str, entries: Iterable[tuple[str, Entry]]) -> dict[str, Entry]:
    """A mapping, with an error for a key that comes twice."""
    found: dict[str, Entry] = {}
    for key, entry in entries:
        if key in found:
            raise CatalogueError(f"{where}: {key}: defined twice")
        found[key] = entry
    return found
