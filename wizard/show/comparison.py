"""The pick beside the alternatives, fact by fact."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from wizard.catalogue.model import Fact
from wizard.converse.switch import by_points
from wizard.decide.rules import Store
from wizard.explain.reading import Reading


@dataclass(frozen=True, kw_only=True, slots=True)
class ComparisonView:
    """The pick beside the alternatives: the first of `names` is the pick; a cell of `rows` for each."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


#: How facts read in a table. A missing fact never reads as "no".
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

#: What costs what, where there is no provider with plans and an idle price.
NO_PLAN: Final[Mapping[str, str]] = {
    "self-hosted": "No plans: you pay for your machines",
    "embedded": "No plans: part of the application",
}
IDLE: Final[Mapping[str, str]] = {
    "self-hosted": "Your machines, as always",
    "embedded": "Nothing: no server runs",
}
IDLE_MANAGED: Final[Mapping[str, str]] = {"yes": "Storage only", "no": "As much as in use"}


def comparison(reading: Reading) -> ComparisonView:
    """The pick and the alternatives side by side, in what differs most between places to keep data."""
    others = by_points(reading)
    stores: tuple[Store, ...] = (reading.pick, *(item.store for item in others))
    clients = (reading.client, *(item.client for item in others))
    kinds = ["self-hosted" if reading.own_service else reading.pick.service.kind]
    kinds += [item.store.service.kind for item in others]

    def row(name: str, said: Callable[[str, Store], str]) -> tuple[str, tuple[str, ...]]:
        return name, tuple(said(kind, store) for kind, store in zip(kinds, stores, strict=True))

    rows = [
        ("Client", tuple(client.name if client else "None in the guide" for client in clients)),
        row("Who runs it", lambda kind, _: WHO_RUNS_IT[kind]),
        row("Open source", lambda _, store: _word(store.facts.get("open_source"))),
        row("Paid for while idle", lambda kind, store: IDLE.get(kind) or _idle(store.facts.get("scale_to_zero"))),
        row("Live updates to clients", lambda _, store: _word(store.facts.get("client_realtime"))),
        row("Free plan", lambda kind, store: NO_PLAN.get(kind) or _word(store.facts.get("free_tier"))),
    ]
    return ComparisonView(names=tuple(store.name for store in stores), rows=tuple(rows))


def _word(fact: Fact | None) -> str:
    return WORDS.get(fact.value, "Not confirmed") if fact and fact.printable else "Not confirmed"


def _idle(fact: Fact | None) -> str:
    return IDLE_MANAGED.get(fact.value, "Not confirmed") if fact and fact.printable else "Not confirmed"
