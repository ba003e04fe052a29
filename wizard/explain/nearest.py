"""The way out that gives up least, where a client and a service do not speak to each other, and what one leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.decide.answers import values
from wizard.decide.clients import speaks
from wizard.explain.places import able_beside
from wizard.explain.words import listed, say, ways_out

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


def into_what_is_in_use(reading: Reading) -> tuple[str, ...]:
    """The way into an engine that is in use and holds these data too."""
    able = able_beside(reading)
    return ways_out(reading.catalogue, "same-engine-in-use", database=listed(able))[:1] if able else ()


def that_leaves(kept: Reading, firm: list[str]) -> str:
    """What keeping the database leaves to be settled, or built, beside the rules that are `firm`."""
    core = kept.answers.get("realtime") == "core"
    built = [item for item in kept.conflicts if core and item.level == "warn" and "realtime" in item.answers]
    left = [item.text for item in (*kept.blocks, *built) if item.text not in firm]
    return say(kept.catalogue, "that-leaves", left=" ".join(left)) if left else ""
