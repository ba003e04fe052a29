"""The pick beside the alternatives, fact by fact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from wizard.catalogue.model import Fact
from wizard.decide.rules import Store
from wizard.explain.reading import Reading


@dataclass(frozen=True, kw_only=True, slots=True)
class ComparisonView:
    """The pick beside the alternatives: the first of `names` is the pick; a cell of `rows` for each."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


#: Facts in which places to keep data differ most: row by row in the comparison.
COMPARED: Final[Mapping[str, str]] = {
    "open_source": "Open source",
    "scale_to_zero": "Costs nothing while idle",
    "client_realtime": "Live updates to clients",
    "free_tier": "Free plan",
}

#: How facts read in a comparison. A missing fact never reads as "no".
WORDS: Final[Mapping[str, str]] = {
    "yes": "Yes",
    "no": "No",
    "partial": "Partly",
    "pauses": "Yes, but it pauses",
    "beta": "Beta",
    "limited": "Limited",
    "optional": "Optional",
}

WHO_RUNS_IT: Final[Mapping[str, str]] = {
    "managed": "The provider",
    "self-hosted": "Your team",
    "embedded": "Nobody: it is inside the application",
}


def comparison(reading: Reading) -> ComparisonView:
    """The pick and the alternatives side by side."""
    pick = reading.pick
    stores: tuple[Store, ...] = (pick, *(item.store for item in reading.alternatives))
    clients = (reading.client, *(item.client for item in reading.alternatives))
    totals = (str(reading.decision.points[pick.index]), *(str(item.total) for item in reading.alternatives))
    rows = [
        ("Client", tuple(client.name if client else "None in the guide" for client in clients)),
        ("Points", totals),
        ("Who runs it", tuple(WHO_RUNS_IT[store.service.kind] for store in stores)),
        *((label, tuple(_word(store.facts.get(key)) for store in stores)) for key, label in COMPARED.items()),
    ]
    return ComparisonView(names=tuple(store.name for store in stores), rows=tuple(rows))


def _word(fact: Fact | None) -> str:
    return WORDS.get(fact.value, "Not confirmed") if fact and fact.printable else "Not confirmed"
