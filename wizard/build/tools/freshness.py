"""Name what has aged: facts whose source was looked at long ago, and products whose upkeep nobody knows.

`make check` prints one line for each, with the file and the key, and fails when there is any.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final

from wizard.catalogue.load import load
from wizard.catalogue.model import Catalogue, Client, Database, Fact, Service

#: A fact is looked at again after this long: prices, quotas and licences move within half a year.
STALE_AFTER: Final = timedelta(days=180)


def stale(catalogue: Catalogue, today: date) -> list[str]:
    """One line for each source that was checked too long ago, with the places that rest on it."""
    resting: dict[str, list[str]] = {}
    for where, fact in facts(catalogue):
        resting.setdefault(fact.source.key, []).append(where)
    for rule in catalogue.rules:
        resting.setdefault(rule.source.key, []).append(f"rules/{rule.stage}.toml: {rule.id}")
    found = []
    for key, source in catalogue.sources.items():
        age = today - date.fromisoformat(source.checked)
        if age > STALE_AFTER:
            places = resting.get(key, [])
            rests = f"; {len(places)} rest on it, such as {places[0]}" if places else "; nothing rests on it"
            found.append(f"sources: {key}: checked {source.checked}, {age.days} days ago{rests}")
    return found


def unknown_upkeep(catalogue: Catalogue) -> list[str]:
    """One line for each product that nobody knows to be alive."""
    return [f"{where}: upkeep: unknown" for where, entry in entries(catalogue) if entry.upkeep.value == "unknown"]


def entries(catalogue: Catalogue) -> Iterator[tuple[str, Database | Service | Client]]:
    """Every product with its file."""
    for id_, database in catalogue.databases.items():
        yield f"databases/{id_}.toml", database
    for id_, service in catalogue.services.items():
        yield f"services/{id_}.toml", service
    for id_, client in catalogue.clients.items():
        yield f"clients/{id_}.toml", client


def facts(catalogue: Catalogue) -> Iterator[tuple[str, Fact]]:
    """Every fact with its file and key."""
    for where, entry in entries(catalogue):
        yield f"{where}: upkeep", entry.upkeep
        for fact in (*entry.facts.values(), *(cost.fact for cost in entry.trade_offs)):
            yield f"{where}: {fact.key}", fact
        for cost in () if isinstance(entry, Client) else entry.operations:
            yield f"{where}: operation: {cost.fact.key}", cost.fact
        if isinstance(entry, Client):
            for family, fact in entry.speaks.items():
                yield f"{where}: speaks: {family}", fact
    for item in catalogue.instructions:
        yield f"standards: {item.fact.key}", item.fact


def main() -> int:
    """Print what has aged; the exit status says whether anything has."""
    catalogue = load()
    lines = stale(catalogue, datetime.now(tz=UTC).date()) + unknown_upkeep(catalogue)
    print("\n".join(lines) or f"All {len(catalogue.sources)} sources were checked within {STALE_AFTER.days} days.")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
