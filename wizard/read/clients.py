"""Which of the clients in a project's files is the one that its code is written in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from wizard.catalogue.model import Catalogue, Client
from wizard.read.languages import GENERAL, engines, is_key_value
from wizard.read.sign import FIRM, NEVER, Sign
from wizard.read.stores import MAPPERS, Stores

#: What is only the ground that another one stands on: where both are there, the one that stands on it is meant.
BENEATH: Final[Mapping[str, tuple[str, ...]]] = {
    "express": ("nextjs", "nestjs"),
    "sqlalchemy": ("sqlmodel",),
}

#: A client in use: what maps objects or writes queries is what the code is written in; a driver may sit beneath it.
STYLE_RANKS: Final[Mapping[str, int]] = {
    "orm": 0,
    "odm": 0,
    "query-builder": 1,
    "codegen": 1,
    "sdk": 2,
    "thin": 2,
    "driver": 3,
}

#: A driver that stays behind when code moves on to another one, or that only migrations use.
LEFT_BEHIND: Final = frozenset({"psycopg2", "psycopg2-binary"})


def ranked(catalogue: Catalogue, signs: list[Sign], stores: Stores, framework: str) -> list[Sign]:
    """The clients that talk to the main database, the main one first. Where several databases could be the main one,
    only what the code is written in whichever it is."""
    clients = [sign for sign in signs if sign.key == "existing_client"]
    families = _families(catalogue, stores)
    if stores.main:
        clients = [sign for sign in clients if _speaks(catalogue.clients[sign.value], families)]
    else:
        clients = [sign for sign in clients if sign.value not in GENERAL and not is_key_value(catalogue, sign)]
    firm = [sign for sign in clients if sign.aside != NEVER]
    clients = firm or clients
    if any(sign.key == "mapper" for sign in signs):  # what the vocabulary does not have stands on the drivers
        clients = [sign for sign in clients if catalogue.clients[sign.value].style in MAPPERS]
    newer = [sign for sign in clients if sign.what not in LEFT_BEHIND]
    clients = newer or clients
    values = {sign.value for sign in clients}
    if stores.several:
        alone = len(values) == 1
        clients = [sign for sign in clients if _is_sure(catalogue, sign, stores, alone=alone)]

    def rank(sign: Sign) -> tuple[int, ...]:
        client = catalogue.clients[sign.value]
        return (
            STYLE_RANKS[client.style],
            bool(stores.main) and client.style != "odm",  # it is made for this kind of database
            not values.isdisjoint(BENEATH.get(sign.value, ())),
            bool(framework) and framework not in client.frameworks,
            sign.depth,
            client.order,
            sign.aside,
            sign.order,
        )

    found = best(clients, rank)
    if not stores.main and _of_different_stores(catalogue, found):
        return []
    return found


def _is_sure(catalogue: Catalogue, sign: Sign, stores: Stores, *, alone: bool) -> bool:
    """Whether a client is what the code is written in, whichever of several databases is the main one: no driver, or
    the one driver that there is, and it talks to them all."""
    client = catalogue.clients[sign.value]
    written = client.style not in ("driver", "sdk")
    if written or not alone:
        return written
    there = [item for item in stores.several if item.what not in LEFT_BEHIND]
    return all(
        not set(client.speaks).isdisjoint(
            catalogue.databases[engine].family for engine in engines(catalogue, item.value)
        )
        for item in there
    )


def best(signs: Iterable[Sign], rank: Callable[[Sign], tuple[int, ...]]) -> list[Sign]:
    """One sign for each value, the best first."""
    found: dict[str, Sign] = {}
    for sign in sorted(signs, key=rank):
        found.setdefault(sign.value, sign)
    return list(found.values())


def not_beneath(signs: list[Sign]) -> list[Sign]:
    """`signs` without those that another one stands on."""
    there = {sign.value for sign in signs}
    return [sign for sign in signs if there.isdisjoint(BENEATH.get(sign.value, ()))]


def rivals(catalogue: Catalogue, clients: list[Sign]) -> list[Sign]:
    """The clients that could be the main one: those that map objects or write queries, as the first does."""
    ranks = {sign.value: STYLE_RANKS[catalogue.clients[sign.value].style] for sign in clients}
    if not clients or ranks[clients[0].value] >= STYLE_RANKS["sdk"]:
        return []
    return [
        sign for sign in not_beneath(clients) if ranks[sign.value] <= ranks[clients[0].value] and sign.aside == FIRM
    ]


def _families(catalogue: Catalogue, stores: Stores) -> frozenset[str]:
    """What the main database speaks: the engine's family where its service runs several and it is known."""
    if not stores.main:
        return frozenset()
    place = stores.main.value
    if place not in catalogue.services:
        return frozenset({catalogue.databases[place].family})
    runs = catalogue.services[place].runs
    if stores.engine:
        return frozenset({runs[stores.engine.value]})
    return frozenset(runs.values()) & frozenset(runs[engine] for engine in engines(catalogue, place))


def _speaks(client: Client, families: frozenset[str]) -> bool:
    return not families.isdisjoint(client.speaks)


def _of_different_stores(catalogue: Catalogue, found: list[Sign]) -> bool:
    """Whether the best clients are made for different kinds of database."""
    first = [catalogue.clients[sign.value] for sign in found if sign.aside == FIRM]
    mapping = bool(first) and first[0].style in MAPPERS
    same = [client for client in first if client.style in MAPPERS or not mapping]
    styles = {client.style for client in same}
    return styles == {"orm", "odm"} or any(set(client.speaks).isdisjoint(same[0].speaks) for client in same)
