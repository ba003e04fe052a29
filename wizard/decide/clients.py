"""Clients in front of a store: which can talk to it, and how the rules rank them."""

from __future__ import annotations

from wizard.catalogue.model import Catalogue, Client
from wizard.decide.answers import Answers
from wizard.decide.rules import MAIN_DATA, Rulebook, Store, fires


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
        and main <= set(store.database.serves)
    )


def excluded_client(book: Rulebook, store: Store, client: Client, answers: Answers) -> bool:
    """Whether a rule rules this client out for this store."""
    excluding = book.client_rules_for(store, client).excluding
    return any(fires(book.client_rules[index], answers) for index in excluding)


def client_ranking(book: Rulebook, store: Store, answers: Answers) -> tuple[Client, ...]:
    """The clients for `store`, best first; ties go to the guide's order. Empty when the catalogue has none.

    A ranking depends on few answers, and every "what if" asks for the same ones again.
    """
    key = store.index, tuple(map(answers.get, book.client_keys))
    if key not in book.memo.rankings:
        book.memo.rankings[key] = _ranked(book, store, answers)
    return book.memo.rankings[key]


def _ranked(book: Rulebook, store: Store, answers: Answers) -> tuple[Client, ...]:
    language, framework = str(answers.get("language", "")), str(answers.get("framework", ""))
    hits = [index for index, rule in enumerate(book.client_rules) if fires(rule, answers)]
    ranked: list[tuple[int, int, Client]] = []
    for client in usable_clients(book.catalogue, store, language, framework):
        rules = book.client_rules_for(store, client)
        if rules.excluding.isdisjoint(hits):
            ranked.append((-sum(rules.weights[index] for index in hits), len(ranked), client))
    return tuple(client for _, _, client in sorted(ranked, key=lambda item: item[:2]))
