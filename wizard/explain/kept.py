"""Another database, had it been decided on: the answers that lead to it, and the nearest one that a client reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.decide.answers import prune
from wizard.decide.decision import decide, refused_stores
from wizard.decide.rules import union

if TYPE_CHECKING:
    from wizard.catalogue.model import Client
    from wizard.decide.answers import Answers
    from wizard.decide.rules import Store
    from wizard.explain.reading import Reading

#: So many stores are read before none counts as fit: each is a reading of its own.
MOST_READ: Final = 3


def named_for(reading: Reading, store: Store) -> str:
    """The id (of a service or an engine) that leads to this store when it is decided on; nothing where none does."""
    ids = (store.service.id, store.database.id)
    for id_ in ids if store.service.kind == "managed" else ids[::-1]:
        if decide(reading.book, decided_on(reading, id_), reading.refused).store is store:
            return id_
    return ""


def decided_on(reading: Reading, id_: str) -> Answers:
    """The answers, had this database or service been decided on."""
    merged = {**reading.answers, "existing_database": id_, "existing_stance": "decided"}
    return prune(reading.catalogue, merged)[0]


def nearest_kept(reading: Reading, client: Client) -> Reading | None:
    """The reading with the nearest database to which the client that is there speaks, decided on; None where each would
    be objected to. What no database of these answers is spared is no objection to one."""
    tried = set[str]()  # the engines: another place of one raises much the same
    spared: frozenset[str] | None = None
    for store in _spoken(reading, client):
        if len(tried) == MOST_READ:
            break
        if store.database.id in tried or not (id_ := named_for(reading, store)):
            continue
        tried.add(store.database.id)
        after = reading.instead(decided_on(reading, id_))
        if after.client is not client or after.pick is not store:
            continue
        if not after.blocks:
            return after
        spared = _spared(reading) if spared is None else spared
        if all(item.rule in spared for item in after.blocks):
            return after
    return None


def _spoken(reading: Reading, client: Client) -> list[Store]:
    """The stores that nothing rules out and that would have this client, those with most points first."""
    decision, book = reading.decision, reading.book
    if decision.lineup is None:
        return []
    out = union(decision.hits) | decision.lineup.out | refused_stores(book, reading.refused) | book.never
    found = [it for it in book.stores if it.index not in out and decision.lineup.clients[it.index] is client]
    return sorted(found, key=lambda store: (-decision.points[store.index], store.index))


def _spared(reading: Reading) -> frozenset[str]:
    """The rules that block what is picked where neither a database nor a client is named: nothing is spared those."""
    free = reading.unbound
    return frozenset(item.rule for item in free.instead({**free.answers, "existing_client": "none"}).blocks)
