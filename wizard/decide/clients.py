"""Clients in front of a store: which can talk to it, and how the rules rank them."""

from __future__ import annotations

from wizard.catalogue.model import Catalogue, Client
from wizard.decide.answers import Answers
from wizard.decide.rules import MAIN_DATA, ClientClass, Lineup, Rulebook, Store, firing_of


def usable_clients(catalogue: Catalogue, store: Store, language: str, framework: str) -> list[Client]:
    """The clients the wizard may propose for `store`: right language, family, service and framework; in the guide's
    order."""
    return [
        client
        for client in catalogue.clients.values()
        if client.language == language
        and client.pickable
        and speaks(client, store)
        and (not client.frameworks or framework in client.frameworks)
    ]


def speaks(client: Client, store: Store) -> bool:
    """Whether `client` can talk to `store` at all."""
    support = client.speaks.get(store.family)
    spoken = support is not None and support.value != "no"
    return spoken and (not client.services or store.service.id in client.services)


def reachable_stores(book: Rulebook, language: str) -> frozenset[int]:
    """Stores for which some client exists in `language` (all of them when the language has none in the catalogue)."""
    return book.reachable[language] if language in book.reachable else frozenset(range(len(book.stores)))


def held(store: Store) -> frozenset[str]:
    """The kinds of data that a store can hold: a table or a collection holds what is looked up by its key too."""
    serves = frozenset(store.database.serves)
    return serves | {"key-value"} if serves & MAIN_DATA else serves


def home_stores(book: Rulebook, client_id: str, data: frozenset[str]) -> frozenset[int]:
    """Stores where the client with this id is at home: it speaks to them without a caveat, they can hold the `data`,
    and somebody still looks after the client."""
    client = book.catalogue.clients[client_id]
    if client.upkeep.value in ("archived", "deprecated"):
        return frozenset()
    main = data & MAIN_DATA or data - {"unsure"}
    return frozenset(
        store.index
        for store in book.stores
        if speaks(client, store)
        and (client.services or client.speaks[store.family].value == "yes")
        and main <= held(store)
    )


def lineup(book: Rulebook, answers: Answers, refused: frozenset[str] = frozenset()) -> Lineup:
    """The client that each store would have: the one in use where it speaks to the store, else the best that meets what
    was required, else the best that there is. None that is `refused` (ids) is taken while there is another.

    A line-up depends on few answers, and every "what if" asks for the same ones again.
    """
    language, in_use = str(answers.get("language", "")), str(answers.get("existing_client", "none"))
    key = (
        language,
        str(answers.get("framework", "")),
        in_use,
        _firing(book, answers),
        refused.intersection(book.catalogue.clients) if refused else refused,
    )
    if key not in book.memo.lineups:
        book.memo.lineups[key] = _lined_up(book, *key)
    return book.memo.lineups[key]


def _lined_up(
    book: Rulebook, language: str, framework: str, existing: str, hits: frozenset[int], refused: frozenset[str]
) -> Lineup:
    clients: list[Client | None] = [None] * len(book.stores)
    if language not in book.client_classes:
        return Lineup(clients=tuple(clients), out=frozenset())
    out = set(range(len(book.stores)))
    for group in book.client_classes[language]:
        ranked = _ranked(group, framework, hits, hits)
        best = ranked or _ranked(group, framework, hits, book.always_out)
        for index in group.stores:
            left = next((it for it in best if it.id not in refused), None)
            # who refuses all that is proposed, or all but a kit of the service, has a driver left, as nobody else has
            if refused and best and (left is None or (left.style == "sdk" and left is not best[0])):
                left = _driver(book, language, book.stores[index], hits, refused) or left
            clients[index] = left or (best[0] if best else None)
            if ranked:
                out.discard(index)
    in_use = book.catalogue.clients.get(existing)
    if in_use and in_use.language == language:
        for store in book.stores:
            if speaks(in_use, store) and book.client_rules_for(store, in_use).excluding.isdisjoint(book.always_out):
                clients[store.index] = in_use
                out.discard(store.index)
    return Lineup(clients=tuple(clients), out=frozenset(out))


def _driver(
    book: Rulebook, language: str, store: Store, hits: frozenset[int], refused: frozenset[str]
) -> Client | None:
    """The first driver for a store that is not proposed as a rule, and neither ruled out nor refused."""
    for it in book.catalogue.clients.values():
        ours = it.style == "driver" and it.language == language and it.id not in refused and speaks(it, store)
        if ours and book.client_rules_for(store, it).excluding.isdisjoint(hits):
            return it
    return None


def _firing(book: Rulebook, answers: Answers) -> frozenset[int]:
    """The client rules, by index, whose conditions hold."""
    key = tuple(map(answers.get, book.client_keys))
    if key not in book.memo.firing:
        found = firing_of(book.client_rules, book.client_rules_by_keys, answers, book.memo.of_clients)
        book.memo.firing[key] = frozenset(found)
    return book.memo.firing[key]


def _ranked(group: ClientClass, framework: str, hits: frozenset[int], excluding: frozenset[int]) -> tuple[Client, ...]:
    """Those that no rule of `excluding` rules out, best first by the rules in `hits`; ties go to the guide's order."""
    left = [
        (-sum(by for index, by in points if index in hits), place, client)
        for place, ((client, rules), points) in enumerate(zip(group.clients, group.points, strict=True))
        if rules.excluding.isdisjoint(excluding) and (not client.frameworks or framework in client.frameworks)
    ]
    return tuple(client for _, _, client in sorted(left, key=lambda item: item[:2]))


def client_ranking(book: Rulebook, store: Store, answers: Answers) -> tuple[Client, ...]:
    """The clients for `store` that meet what was required, best first; empty when the catalogue has none."""
    key = store.index, tuple(map(answers.get, book.client_keys))
    if key not in book.memo.rankings:
        groups = book.client_classes.get(str(answers.get("language", "")), ())
        group = next((group for group in groups if store.index in group.stores), None)
        hits, framework = _firing(book, answers), str(answers.get("framework", ""))
        book.memo.rankings[key] = _ranked(group, framework, hits, hits) if group else ()
    return book.memo.rankings[key]
