"""What rules and texts may ask about a stack: what its parts have, and how it came about.

An engine can be named without its place. Then it has the attributes of each place where it can be, and what is told
holds at all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.catalogue.vocabulary import STANDING

if TYPE_CHECKING:
    from collections.abc import Collection

    from wizard.catalogue.model import Client
    from wizard.decide.rules import Attributes, Everywhere, Store
    from wizard.explain.beside import Companion
    from wizard.explain.reading import Reading


def of_the_pick(reading: Reading) -> Attributes:
    """Those of the pick."""
    how = reading.stance if reading.pick.index in reading.existing_stores else "new"
    if how == "in-use" and unplaced(reading, reading.pick, reading.existing_stores):
        how = "engine-in-use"
    known = reading.client is not None and reading.client is reading.existing_client and not reading.client_is_chosen
    own = {"kind": frozenset({"self-hosted"}), "encryption_at_rest": frozenset({"no"})} if reading.own_service else {}
    return {
        **reading.book.stack_attributes(reading.pick, reading.client),
        **own,
        "standing": frozenset({how}),
        "client_standing": frozenset({"open" if reading.client is None else "in-use" if known else "new"}),
        "part": frozenset({"main"}),
    }


def wherever_it_is(reading: Reading) -> Everywhere:
    """Those of the pick at each place where it can be."""
    if not reading.anywhere:
        return (reading.attributes,)
    homes = reading.existing_stores
    if reading.pick.index not in homes:  # nobody named the engine
        homes = frozenset(it.index for it in reading.book.stores if it.database is reading.pick.database)
    return _at_its_homes(reading, homes, reading.client, reading.attributes)


def beside(reading: Reading, item: Companion) -> Attributes:
    """Those of a store beside the pick."""
    return {
        **reading.book.stack_attributes(item.store, item.client),
        "standing": frozenset({"in-use" if item.store.index in reading.decision.beside else "new"}),
        "client_standing": frozenset({"in-use" if item.client is reading.existing_client else "new"}),
        "part": frozenset({"beside"}),
    }


def wherever_beside(reading: Reading, item: Companion) -> Everywhere:
    """Those of a store beside the pick at each place where it can be."""
    known = beside(reading, item)
    return _at_its_homes(reading, reading.decision.beside, item.client, known) if item.place_open else (known,)


def _at_its_homes(reading: Reading, homes: Collection[int], client: Client | None, known: Attributes) -> Everywhere:
    came_about = {key: known[key] for key in STANDING.keys() & known.keys()}
    stores = (reading.book.stores[index] for index in sorted(homes))
    return tuple({**reading.book.stack_attributes(store, client), **came_about} for store in stores)


def unplaced(reading: Reading, store: Store, homes: Collection[int]) -> bool:
    """Whether an engine was named that has several homes, and nothing says which of them this store's is."""
    own = reading.answers.get("hosting") == "self-hosted" and reading.answers.get("platform") == "own"
    by_service = not reading.decision.home and reading.answers["existing_database"] in reading.catalogue.services
    return len(homes) > 1 and not by_service and not (own and store.service.kind == "self-hosted")


def own_service(reading: Reading) -> bool:
    """Whether the team runs itself what a vendor sells as a service."""
    store = reading.pick
    if store.service.kind != "managed" or reading.answers.get("hosting") != "self-hosted":
        return False
    ruled_out = any(store.index in hit.excluded and "hosting" in hit.rule.when for hit in reading.decision.hits)
    return not ruled_out and "self_host" in store.facts and store.facts["self_host"].value in ("yes", "partial")
