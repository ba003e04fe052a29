"""The way out that gives up least, where a client and a service do not speak to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.decide.answers import values
from wizard.decide.clients import speaks
from wizard.explain.words import say

if TYPE_CHECKING:
    from wizard.catalogue.model import Client
    from wizard.explain.reading import Reading


def nearest_ways(reading: Reading, existing: Client) -> tuple[str, ...]:
    """The way out that gives up least: the engine of the service leaned towards, run by the team, as it asked for."""
    stores = reading.book.stores
    engines = {stores[at].database.id for at in reading.existing_stores}
    near = [
        store.name
        for store in stores
        if store.service.kind == "self-hosted" and store.database.id in engines and speaks(existing, store)
        if store.index in reading.decision.standings
    ]
    if values(reading.answers, "hosting") != {"self-hosted"} or reading.pick_name in near:
        return ()
    return tuple(say(reading.catalogue, "the-nearest-way", near=name, existing=existing.name) for name in near)
