"""Which of the databases in a project's files is its main one, and which are beside it.

What runs says more than what is listed, and where two of one rank remain nothing is proposed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from wizard.catalogue.model import Catalogue
from wizard.read.known_others import MAIN_ELSEWHERE, RELATIONAL_ELSEWHERE
from wizard.read.languages import OF_PLATFORMS, engines, is_key_value, serves
from wizard.read.sign import FIRM, GROUP, NEVER, Sign

#: A driver or an address for the first may well talk to the others, which speak the same protocol.
RELATIVES: Final[Mapping[str, tuple[str, ...]]] = {
    "postgresql": ("timescaledb", "cockroachdb"),
    "mysql": ("mariadb",),
    "redis": ("valkey",),
}

#: Styles of clients that map objects or write queries.
MAPPERS: Final = frozenset({"orm", "odm", "query-builder", "codegen"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Stores:
    """What was seen. Signs of one store stand for all of its signs."""

    main: Sign | None = None
    engine: Sign | None = None
    """What the service `main` runs, where it runs several engines."""
    several: tuple[Sign, ...] = ()
    """Those of which each could be the main one: none is proposed."""
    beside: tuple[Sign, ...] = ()
    runs: bool = False
    """Whether the files start `main`, or hold its address: a library for it does not say that it holds anything."""
    listed: tuple[Sign, ...] = ()
    """Databases of the main one's kind, and platforms, that are listed and do not run: nothing says that they are in
    use."""
    cache: Sign | None = None
    """A key-value store that is all there is, and seems to be a cache or a queue: it is not proposed."""
    instead: Sign | None = None
    """What says so of `cache`."""


def seen(catalogue: Catalogue, signs: list[Sign], language: str) -> Stores:
    """The databases that all signs of a project speak of; `language` is its own, empty where that is open."""
    named = [sign for sign in signs if sign.key == "existing_database" and sign.aside != NEVER]
    named = [sign for sign in named if not language or sign.language in ("", language) or not _has_own(named, language)]
    alone = {sign.value for sign in named if not _within(catalogue, sign, named)}
    known = [sign for sign in named if sign.value in alone]
    stores = [sign for sign in known if not is_key_value(catalogue, sign)]
    keys = [sign for sign in known if is_key_value(catalogue, sign)]
    elsewhere = [sign for sign in signs if sign.key == "elsewhere" and sign.aside != NEVER]
    chosen = _candidates(catalogue, stores, signs, language)
    chosen = _narrowed(catalogue, chosen, signs)
    if len(chosen) > 1 or (
        chosen and (_rivalled(chosen[0], elsewhere) or any(promised(it, chosen, elsewhere) for it in known))
    ):
        beside = _once([sign for sign in known if sign.value not in {item.value for item in chosen}])
        return Stores(several=tuple(chosen), beside=tuple(beside))
    if chosen and (mapper := _kept_elsewhere(catalogue, chosen[0], signs)):
        return Stores(cache=chosen[0], instead=mapper)
    if chosen:
        main = chosen[0]
        others = _once(sign for sign in known if not _same(catalogue, main.value, sign.value))
        listed = [sign for sign in others if _only_listed(catalogue, main, sign, known)]
        return Stores(
            main=main,
            engine=_engine(catalogue, main, signs),
            runs=_runs(catalogue, main, named),
            beside=tuple(sign for sign in others if sign not in listed),
            listed=tuple(listed),
        )
    return _of_keys(catalogue, _once(keys), signs, elsewhere)


def _only_listed(catalogue: Catalogue, main: Sign, sign: Sign, known: list[Sign]) -> bool:
    """Whether a database may be another choice for the main one's place: it is only listed, and for the same kind."""
    if any(item.value == sign.value and item.how != "package" and item.aside == FIRM for item in known):
        return False
    both = serves(catalogue, main.value) & serves(catalogue, sign.value)
    return "relational" in both or sign.value in OF_PLATFORMS or sign.aside != FIRM


def _has_own(named: Iterable[Sign], language: str) -> bool:
    """Whether manifests of the language name a database, so that those of other languages say nothing."""
    return any(sign.language == language and sign.aside == FIRM for sign in named)


def _tier(sign: Sign) -> int:
    """How much a sign says that its database is the one: a schema's provider, what runs, what is listed."""
    if sign.aside != FIRM:
        return 2 if sign.how in ("image", "address", "provider") else 4
    return {"provider": 0, "image": 1, "address": 1}.get(sign.how, 3)


def _candidates(catalogue: Catalogue, stores: list[Sign], signs: list[Sign], language: str) -> list[Sign]:
    """The databases of the highest tier that the code can talk to, one sign each, the guide's first one first."""
    listed = [sign for sign in stores if sign.how == "package"]
    reach = _reach(catalogue, signs, language)
    can = [
        sign
        for sign in stores
        if sign.how in ("package", "provider") or not reach or _families(catalogue, sign.value) & reach
    ]
    left = can or listed or stores
    best = min(map(_tier, left), default=0)
    first = [sign for sign in left if _tier(sign) == best]
    both = {sign.value for sign in listed if sign.aside == FIRM}
    if best in (1, 2) and len({sign.value for sign in first}) > 1:
        spoken = [sign for sign in first if any(_same(catalogue, value, sign.value) for value in both)]
        first = spoken or first
    nearest = min((sign.depth for sign in first), default=0)
    first = [sign for sign in first if sign.depth == nearest]
    ordered = sorted(first, key=lambda sign: (_order(catalogue, sign.value), sign.how != "image", sign.order))
    return _once(ordered)


def _reach(catalogue: Catalogue, signs: list[Sign], language: str) -> frozenset[str]:
    """The families that what is listed talks to, extras and peers included; empty where nothing is listed that says."""
    found: set[str] = set()
    for sign in signs:
        if sign.how != "package" or (language and sign.language != language):
            continue
        if sign.key == "existing_database" and not is_key_value(catalogue, sign) and sign.value not in OF_PLATFORMS:
            for value in (sign.value, *RELATIVES.get(sign.value, ())):
                found |= _families(catalogue, value)
            if sign.value in catalogue.services:
                found |= {catalogue.databases[item].family for item in engines(catalogue, sign.value)}
    return frozenset(found)


def _narrowed(catalogue: Catalogue, chosen: list[Sign], signs: list[Sign]) -> list[Sign]:
    """Without those that are plainly beside another one: time series, a platform's SDK, and documents beside what an
    ORM for relational data maps."""
    if len(chosen) < 2:
        return chosen
    relational = [sign for sign in chosen if "relational" in serves(catalogue, sign.value)]
    rows = [sign for sign in chosen if serves(catalogue, sign.value) != {"time-series"}]
    chosen = rows or chosen
    own = [sign for sign in chosen if sign.value not in OF_PLATFORMS or sign.how != "package"]
    chosen = own or chosen
    if len({_family(catalogue, sign.value) for sign in relational}) == 1 and len(relational) < len(chosen):
        styles = {
            catalogue.clients[sign.value].style: _speaks(catalogue, sign, relational[0].value)
            for sign in signs
            if sign.key == "existing_client" and sign.aside != NEVER and sign.language
        }
        if styles.get("orm") and "odm" not in styles:
            chosen = relational
    if len({_family(catalogue, sign.value) for sign in chosen}) == 1 and all(sign.how == "image" for sign in chosen):
        return chosen[:1]
    return chosen


def _rivalled(main: Sign, elsewhere: list[Sign]) -> bool:
    """Whether a database that the guide does not hold has as good a claim."""
    return any(sign.value in MAIN_ELSEWHERE and _tier(sign) <= _tier(main) for sign in elsewhere)


def promised(driver: Sign, named: Iterable[Sign], elsewhere: Iterable[Sign]) -> bool:
    """Whether a driver is for a database that is `named`, and the code has drivers for two more relational ones that
    the guide does not hold: then it must run on each, whichever of them a developer starts."""
    others = {sign.value for sign in elsewhere if sign.how == "package" and sign.value in RELATIONAL_ELSEWHERE}
    return len(others) > 1 and driver.how == "package" and any(sign.value == driver.value for sign in named)


def _of_keys(catalogue: Catalogue, keys: list[Sign], signs: list[Sign], elsewhere: list[Sign]) -> Stores:
    """What is to be said where there are key-value stores only."""
    ordered = sorted(keys, key=lambda sign: (_tier(sign), _order(catalogue, sign.value)))
    if not ordered:
        return Stores()
    first = ordered[0]
    said = next((sign for sign in signs if sign.key in ("queue", "built", "mapper")), None)
    said = said or next(iter(elsewhere), None)
    said = said or next(
        (sign for sign in signs if sign.key == "existing_client" and _keeps_elsewhere(catalogue, sign, first)), None
    )
    said = said or next(
        (sign for sign in signs if sign.key == "existing_database" and not is_key_value(catalogue, sign)), None
    )
    if said is None and first.how == "address" and first.value not in catalogue.services:
        said = first
    if said is not None:
        return Stores(cache=first, instead=said)
    engine = _engine(catalogue, first, signs)
    return Stores(main=first, engine=engine, runs=_runs(catalogue, first, keys), beside=tuple(ordered[1:]))


def _runs(catalogue: Catalogue, main: Sign, named: Iterable[Sign]) -> bool:
    """Whether the files start a store, or hold its address."""
    return any(sign.how in ("image", "address") and _same(catalogue, main.value, sign.value) for sign in named)


def _kept_elsewhere(catalogue: Catalogue, main: Sign, signs: list[Sign]) -> Sign | None:
    """A client that must keep its data in a store of another kind, where no other one maps what `main` holds."""
    mappers = [
        sign
        for sign in signs
        if sign.key == "existing_client"
        and sign.aside != NEVER
        and (sign.depth <= main.depth or main.how != "package")
        and catalogue.clients[sign.value].style in MAPPERS
        and sign.language == (main.language or sign.language)
    ]
    if main.how == "provider" or any(_speaks(catalogue, sign, main.value) for sign in mappers):
        return None
    return next(iter(mappers), None)


def _keeps_elsewhere(catalogue: Catalogue, client: Sign, store: Sign) -> bool:
    """Whether a client must keep its data in a store of another kind."""
    return catalogue.clients[client.value].style in MAPPERS and not _speaks(catalogue, client, store.value)


def _engine(catalogue: Catalogue, main: Sign, signs: list[Sign]) -> Sign | None:
    """What a service with several engines runs, where the files agree about it."""
    runs = catalogue.services[main.value].runs if main.value in catalogue.services else {}
    if len(runs) < 2:
        return None
    told = [
        sign
        for sign in signs
        if sign.key in ("existing_engine", "existing_database") and sign.value in runs and sign.aside != NEVER
    ]
    exact = [sign for sign in told if not any(item.value in RELATIVES.get(sign.value, ()) for item in told)]
    best = min(map(_tier, exact), default=0)
    first = _once([sign for sign in exact if _tier(sign) == best])
    return first[0] if len(first) == 1 else None


# --- what is the same -------------------------------------------------------------------------------------------------


def _once(signs: Iterable[Sign]) -> list[Sign]:
    """One sign for each value."""
    found: dict[str, Sign] = {}
    for sign in signs:
        found.setdefault(sign.value, sign)
    return list(found.values())


def _order(catalogue: Catalogue, store: str) -> tuple[bool, int]:
    return store not in catalogue.services, min(catalogue.databases[item].order for item in engines(catalogue, store))


def _families(catalogue: Catalogue, store: str) -> frozenset[str]:
    if store in catalogue.services:
        return frozenset(catalogue.services[store].runs.values()) | {
            catalogue.databases[item].family for item in engines(catalogue, store)
        }
    return frozenset({catalogue.databases[store].family})


def _family(catalogue: Catalogue, store: str) -> str:
    return catalogue.databases[engines(catalogue, store)[0]].family


def _speaks(catalogue: Catalogue, client: Sign, store: str) -> bool:
    return not _families(catalogue, store).isdisjoint(catalogue.clients[client.value].speaks)


def _same(catalogue: Catalogue, one: str, other: str) -> bool:
    """Whether two names may be of one database: a service and what it runs, or relatives behind a protocol."""
    if one == other:
        return True
    if not set(engines(catalogue, one)).isdisjoint(engines(catalogue, other)):
        return True
    return other in RELATIVES.get(one, ()) or one in RELATIVES.get(other, ())


def _within(catalogue: Catalogue, sign: Sign, signs: list[Sign]) -> bool:
    """Whether a more exact sign names the same database: a service that runs it, or a relative behind its protocol.
    What a group beside the main list names says nothing of the main list's."""
    there = {other.value for other in signs if other.aside != GROUP or sign.aside == GROUP}
    if sign.value == "firebase":  # its SDKs are for more than Firestore, and say less than Firestore's own
        return "firestore" in there
    if sign.value in catalogue.services:
        return False
    there -= {"firebase"}
    if any(sign.value in catalogue.services[store].runs for store in there & catalogue.services.keys()):
        return True
    exact = any(other.value == sign.value and other.how == "image" for other in signs)
    return not exact and not there.isdisjoint(RELATIVES.get(sign.value, ()))
