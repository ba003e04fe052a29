"""What of a project's names its file knows: the same store under another name, a driver beneath a client."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from wizard.catalogue.model import Catalogue, Client
from wizard.check.project import Name
from wizard.check.readers import BENEATH, GENERAL, RELATIVES, STYLE_RANKS
from wizard.check.standard import Standard
from wizard.converse.stores_said import stand_beside

#: Libraries for a whole platform or for many things, of which a database is one: alone they do not say that it is used.
MANY_THINGS: Final = GENERAL | {"firebase-js", "firebase-admin-python"}
PLATFORMS: Final = frozenset({"firebase"})

#: A store of the second name runs what a driver for the first opens: SQLite's files, Turso's and D1's on a laptop.
OPENS: Final = {"sqlite": frozenset({"turso", "d1"}), "turso": frozenset({"sqlite"})}

#: From here on a client is a driver, an SDK or a thin layer, and may sit beneath one that maps objects.
DRIVER: Final = STYLE_RANKS["sdk"]


def engines(catalogue: Catalogue, id_: str) -> frozenset[str]:
    """The engine itself, or those that a service runs."""
    return frozenset(catalogue.services[id_].runs) if id_ in catalogue.services else frozenset({id_})


def families(catalogue: Catalogue, id_: str) -> frozenset[str]:
    """The protocols in which a store can be spoken to."""
    if id_ in catalogue.services:
        return frozenset(catalogue.services[id_].runs.values())
    return frozenset({catalogue.databases[id_].family}) if id_ in catalogue.databases else frozenset()


def knows_store(standard: Standard, name: Name) -> bool:
    """Whether a store that the project names is one that the file knows, perhaps under a more exact name."""
    catalogue = standard.catalogue
    if not name.id:
        beside = stand_beside(standard.record.notes)
        return standard.names(name.title) or name.title in (*beside, *standard.unweighed)
    pin = standard.pins.get(name.what.lower()) if name.how == "package" else None
    if name.id in standard.stores or (pin and pin[1].text not in standard.edited):
        return True
    if standard.answers.get("engines") == "several" and _is_relational(catalogue, name.id):
        return True
    if name.id in catalogue.services:
        return not engines(catalogue, name.id).isdisjoint(standard.unplaced_engines)
    if name.how == "image":
        return False
    named = standard.stores & catalogue.services.keys() - {store.service.id for store in standard.decided}
    there = standard.engines.union(*(engines(catalogue, id_) for id_ in named))
    reached = (OPENS.get(name.id, frozenset()) | families(catalogue, name.id)) & standard.families
    return bool(reached or there & {name.id, *RELATIVES.get(name.id, ())})


def same_store(names: Iterable[Name]) -> tuple[Name, ...]:
    """The names of stores, a driver under the name of the relative that runs: Redis' library reaches Valkey."""
    found = tuple(names)
    running = {name.id: name.title for name in found if name.how == "image"}

    def of(name: Name) -> Name:
        runs = [id_ for id_ in RELATIVES.get(name.id, ()) if id_ in running and name.id not in running]
        return replace(name, id=runs[0], title=running[runs[0]]) if runs and name.how != "image" else name

    return tuple(map(of, found))


def _is_relational(catalogue: Catalogue, id_: str) -> bool:
    return id_ in catalogue.databases and "relational" in catalogue.databases[id_].serves


def knows_client(standard: Standard, name: Name) -> bool:
    """Whether a client that the project names is one that the file knows, or lies beneath one."""
    if name.id in standard.clients or name.id in MANY_THINGS:
        return True
    client = standard.catalogue.clients.get(name.id)
    if client is None:
        return True
    known = [standard.catalogue.clients[id_] for id_ in standard.clients]
    return any(_beneath(client, other) for other in known)


def _beneath(client: Client, other: Client) -> bool:
    """Whether a client is what another one, which maps objects or writes queries, stands on."""
    if other.id in BENEATH.get(client.id, ()):
        return True
    same = client.language == other.language and not client.speaks.keys().isdisjoint(other.speaks)
    return same and client.style == "driver" and other.style not in ("driver", "sdk")


def speaks(client: Client, wanted: frozenset[str]) -> bool:
    """Whether a client speaks one of these protocols."""
    return any(family in client.speaks and client.speaks[family].value != "no" for family in wanted)
