"""One function a kind of finding about what the project names: stores, services, clients, picks that are not used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from wizard.check.case import Case, places
from wizard.check.finding import Finding, finding
from wizard.check.known import DRIVER, PLATFORMS, engines, families, speaks
from wizard.check.project import Name
from wizard.check.readers import CLIENTS, OF_DEVICES, STYLE_RANKS
from wizard.check.standard import fetched_with
from wizard.decide.rules import Store
from wizard.read.own import short

#: So a package.json names what talks to the database itself.
DIRECT: Final = ("package", "provider")


# --- stores -----------------------------------------------------------------------------------------------------------


def unknown_store(case: Case) -> Iterator[Finding]:
    """A store in the code that the file does not know."""
    for title, names in case.unknown_stores.items():
        if _is_driver(case, names) or _elsewhere(case, names) or names[0].id in PLATFORMS:
            continue
        yield finding(
            "unknown-store",
            case.standard.of_the_store,
            places(names),
            with_store(case, names[0]),
            name=title,
            what=_what(names),
            store=case.standard.store_name,
            named=_in_doubt(case, title),
        )


def driver_of_another_family(case: Case) -> Iterator[Finding]:
    """A driver for another database, beneath the very client that the file decides."""
    for title, names in case.unknown_stores.items():
        client = case.standard.client
        if client is None or not _is_driver(case, names) or names[0].id in PLATFORMS:
            continue
        yield finding(
            "driver-of-another-family",
            case.standard.of_the_store,
            places(names),
            {**kept(case), "engines": "several"} if _is_used(case, case.standard.store) else with_store(case, names[0]),
            name=title,
            what=names[0].what,
            store=case.standard.store_name,
            client=client.name,
            named=_in_doubt(case, title),
        )


def _is_driver(case: Case, names: tuple[Name, ...]) -> bool:
    """Whether it is there as what the decided client drives: that one speaks its protocol too, and nothing else in the
    project does."""
    client, named = case.standard.client, [name for name in names if name.how in DIRECT]
    if client is None or not named or STYLE_RANKS[client.style] >= DRIVER or not case.uses(client.id):
        return False
    spoken = families(case.catalogue, names[0].id)
    own = [case.catalogue.clients[name.id] for group in case.unknown_clients.values() for name in group]
    alone = not any(speaks(other, spoken) for other in own)
    relational = (
        names[0].id in case.catalogue.databases and "relational" in case.catalogue.databases[names[0].id].serves
    )
    here = relational and all(name.language in ("", client.language) for name in named)
    return alone and here and speaks(client, spoken) and spoken.isdisjoint(case.standard.families)


def other_service(case: Case) -> Iterator[Finding]:
    """A service in an address, or in a package for it, other than the one that the file decides for this engine."""
    for title, names in case.unknown_stores.items():
        store = _elsewhere(case, names)
        if store is None:
            continue
        main = store is case.standard.store
        yield finding(
            "other-service",
            case.standard.of_the_place if main else case.standard.of(store),
            places(names),
            {**kept(case), **_in_use(case, names[0].id)}
            if main
            else {**kept(case), **_beside(case, store.database.id)},
            name=title,
            store=case.standard.name_of(store),
        )


def _elsewhere(case: Case, names: tuple[Name, ...]) -> Store | None:
    """The decided store that is the same engine, or a relative, at another place; None for any other store."""
    id_, decided = names[0].id, case.standard.decided
    if id_ not in case.catalogue.services or case.standard.store is None:
        return None
    run, spoken = engines(case.catalogue, id_), families(case.catalogue, id_)
    same = [store for store in decided if store.database.id in run]
    return next(iter((*same, *(store for store in decided if store.family in spoken))), None)


def other_engine_in_tests(case: Case) -> Iterator[Finding]:
    """Another engine where only development or tests use it."""
    decided = case.standard.store
    if decided is None or "relational" not in decided.database.serves:
        return
    known = {name.id for name in case.stores}
    for name in case.project.names:
        engine = case.catalogue.databases.get(name.id)
        if name.kind != "store" or not name.aside or engine is None or engine.id in known or name.what in OF_DEVICES:
            continue
        if "relational" in engine.serves and not families(case.catalogue, name.id) & case.standard.families:
            known.add(name.id)
            yield finding(
                "other-engine-in-tests",
                case.standard.of_the_store,
                places([name]),
                {"engines": "several"},
                name=name.title,
                store=case.standard.store_name,
            )


# --- clients ----------------------------------------------------------------------------------------------------------


def client_cannot_speak(case: Case) -> Iterator[Finding]:
    """A client that speaks to none of the stores that the file knows."""
    if case.standard.store is None:
        return
    for title, names in case.unknown_clients.items():
        client = case.catalogue.clients[names[0].id]
        if speaks(client, case.standard.families) or client.id in _keeping_unknown(case):
            continue
        refused = client.speaks.get(case.standard.store.family)
        spoken = [case.catalogue.databases[id_].name for id_ in _spoken(case, names[0].id)]
        yield finding(
            "client-cannot-speak",
            case.standard.of_the_store,
            places(names),
            {"existing_client": client.id},
            name=title,
            what=_what(names),
            store=case.standard.store_name,
            because=refused.text
            if refused
            else f"{client.name} speaks to {' and '.join(spoken) or 'another store'} alone.",
        )


def _keeping_unknown(case: Case) -> frozenset[str]:
    """The clients that belong to a store which is named as unknown: one finding says both."""
    unknown = [families(case.catalogue, names[0].id) for names in case.unknown_stores.values()]
    spoken = frozenset[str]().union(*unknown)
    return frozenset(id_ for id_, client in case.catalogue.clients.items() if speaks(client, spoken))


def _spoken(case: Case, client: str) -> list[str]:
    """The engines that a client speaks to."""
    return [
        id_
        for id_, item in case.catalogue.databases.items()
        if speaks(case.catalogue.clients[client], frozenset({item.family}))
    ]


def second_client(case: Case) -> Iterator[Finding]:
    """Another client for a store for which the file decides one."""
    for title, names in case.unknown_clients.items():
        client = case.catalogue.clients[names[0].id]
        decided = next(
            (own for store, own in case.standard.pairs if own and speaks(client, frozenset({store.family}))), None
        )
        if decided is None:
            continue
        yield finding(
            "second-client",
            case.standard.of_a_client(decided),
            places(names),
            {"existing_client": client.id} if decided is case.standard.client else {},
            name=title,
            what=_what(names),
            client=decided.name,
            beside="beside" if case.uses(decided.id) else "in the place of",
            named=_in_doubt(case, title),
        )


def pick_not_used(case: Case) -> Iterator[Finding]:
    """The client that the file decides is no dependency, and something else is."""
    if not _something_else(case):
        return
    client = case.standard.client
    replaced = client is not None and any(
        speaks(case.catalogue.clients[names[0].id], case.standard.families) for names in case.unknown_clients.values()
    )
    if client is not None and not replaced and _missing(case, client.id):
        there = [name for name in (*case.clients, *case.stores) if name.language == client.language]
        yield finding(
            "pick-not-used",
            case.standard.of_a_client(client),
            places(there[:1] or case.manifests(client.language)[:1]),
            name=client.name,
        )


def pick_not_used_yet(case: Case) -> Iterator[Finding]:
    """The picks that no dependency is, where nothing stands in their place."""
    standard = case.standard
    if standard.client is not None and not _something_else(case) and _missing(case, standard.client.id):
        manifest = case.manifests(standard.client.language)[:1]
        yield finding(
            "pick-not-used-yet", standard.of_a_client(standard.client), places(manifest), name=standard.client.name
        )
    for store, client in standard.beside:
        there = any(name.how in DIRECT and name.id in (store.database.id, store.service.id) for name in case.stores)
        if client is not None and client is not standard.client and not there and _missing(case, client.id):
            named = f"{standard.name_of(store)} with {client.name}"
            yield finding("pick-not-used-yet", standard.of(store), name=named)


def _missing(case: Case, client: str) -> bool:
    """Whether a client is no dependency, as far as manifests can tell."""
    language = case.catalogue.clients[client].language
    told = client in CLIENTS.get(language, {}).values() and case.manifests(language)
    return bool(told) and not case.uses(client) and not _runs_as_a_tool(case, client)


def _runs_as_a_tool(case: Case, client: str) -> bool:
    """Whether a client is no dependency of anybody's, as the generator that the file itself has installed: what it
    writes drives a package that is there."""
    entry = case.catalogue.clients[client]
    installed = not any(first.packages for first in entry.fetches[:1])
    return installed and any(case.uses(driver) for driver in fetched_with(entry))


def _something_else(case: Case) -> bool:
    """Whether the project has a dependency on any store or client in the client's language: then it has begun."""
    own = ("", case.standard.client.language if case.standard.client else "")
    named = [name for name in (*case.stores, *case.clients) if name.id not in PLATFORMS]
    return any(name.how in DIRECT and (name.language in own or own[1] == "") for name in named)


# --- in words, and for the wizard -------------------------------------------------------------------------------------


def _in_doubt(case: Case, title: str) -> str:
    """The words of the file that name a product, where they do not plainly take it."""
    said = case.standard.in_doubt(title)
    way = f"a sentence of its own that says it plainly, “We use {title} for …”, would"
    return f" The file names it (“{short(said)}”), and check cannot tell that this takes it: {way}." if said else ""


def _what(names: tuple[Name, ...]) -> str:
    """What to take out: the packages, images or addresses by name."""
    whats = dict.fromkeys(f"the address {name.shown}" if name.how == "address" else name.what for name in names)
    return " and ".join([*whats][:3])


def with_store(case: Case, name: Name) -> Mapping[str, str | tuple[str, ...]]:
    """The answers that bring a store into the interview: beside the one that is used, or in its place."""
    if not name.id:
        return {}
    engine = name.id if name.id in case.catalogue.databases else min(engines(case.catalogue, name.id))
    decided = case.standard.store
    if decided is None:
        return {"persistence": "yes", **_in_use(case, name.id)}
    if not _is_used(case, decided):
        return _in_use(case, name.id)
    return {**kept(case), **_beside(case, engine)}


def _in_use(case: Case, id_: str) -> Mapping[str, str]:
    """The answers that put an engine or a service in the main store's place. Of a service that runs several engines the
    decided one goes with it, or the only one that the project names: MySQL stays MySQL."""
    runs = case.catalogue.services[id_].runs if id_ in case.catalogue.services else {}
    decided = {case.standard.store.database.id} if case.standard.store else set()
    named = {name.id for name in case.stores}
    engine = next((found for found in (decided & {*runs}, named & {*runs}) if len(found) == 1), set())
    told = {"existing_engine": min(engine)} if len(runs) > 1 and engine else {}
    return {"existing_database": id_, "existing_stance": "in-use", **told}


def kept(case: Case) -> Mapping[str, str | tuple[str, ...]]:
    """What is decided and used, as the wizard is told of it: the service with its engine, or the engine."""
    store, client = case.standard.store, case.standard.client
    if store is None:
        return {}
    managed = store.service.kind == "managed" and case.standard.placed
    used = {"existing_client": client.id} if client and case.uses(client.id) else {}
    return {**_in_use(case, store.service.id if managed else store.database.id), **used, **_beside(case)}


def _beside(case: Case, *engines_: str) -> Mapping[str, tuple[str, ...]]:
    """The answer that names engines in use beside the main one: those given, and those that the file decides and the
    project uses. A list of what is in use is taken to be whole."""
    used = [store for store, _ in case.standard.beside if _is_used(case, store)]
    found = (*engines_, *(store.database.id for store in used))
    return {"existing_stores": tuple(dict.fromkeys(found))} if found else {}


def _is_used(case: Case, store: Store | None) -> bool:
    """Whether the project names a decided store, or what speaks its protocol."""
    return store is not None and any(store.family in families(case.catalogue, item.id) for item in case.stores)
