"""What stands beside the pick: stores for other kinds of data, and what is in use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from wizard.catalogue.model import Client, Database, Source
from wizard.catalogue.rule_model import CompanionRule
from wizard.decide.answers import Answers, Value
from wizard.decide.clients import lineup, speaks
from wizard.decide.decision import judged, refused_stores
from wizard.decide.in_use import beside_in_use
from wizard.decide.questions import NOT_OF_STORES_BESIDE
from wizard.decide.rules import Store, fires, selects, touches
from wizard.explain import attributes, places
from wizard.explain.words import fill, listed, say

if TYPE_CHECKING:
    from wizard.explain.reading import Reading


#: So many names are said again.
FEW: Final = 2

#: Kinds of database that code can be made to run on in turn.
PROMISED: Final = frozenset({"postgresql", "cockroachdb", "mysql", "vitess", "sqlite"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Companion:
    store: Store
    client: Client | None
    for_: str
    within: bool
    text: str
    source: Source | None
    place_open: bool = False
    """Whether it is an engine in use, and where it runs was not said."""

    @property
    def name(self) -> str:
        """How it reads in a sentence: without a place that nobody named."""
        return self.store.database.name if self.place_open else self.store.name


def companions(reading: Reading) -> tuple[Companion, ...]:
    """The stores beside the pick: what is in use and stays, then what the rules add."""
    book, answers, store = reading.book, reading.answers, reading.pick
    kept = _kept_beside(reading)
    found = [kept] if kept else []
    for rule in book.companions:
        if not fires(rule, answers) or not selects(rule.pick, reading.attributes):
            continue
        held = kept is not None and rule.for_ in kept.store.database.serves
        if held or all(touches(rule.pick_not, at) for at in reading.wherever):
            continue
        if not rule.within and places.taker(reading, rule.for_):
            continue  # no second one for the same job
        beside, client = store, reading.client
        if not rule.within:
            best = _beside(reading, rule)
            if best is None:
                continue
            there = [(item.store, item.client) for item in found if item.store.family == best[0].family]
            beside, client = there[0] if there else best  # one store for both: what speaks the same holds the same
        found.append(
            Companion(
                store=beside,
                client=client,
                for_=rule.for_,
                within=rule.within,
                text=fill(rule.because, beside, client),
                source=rule.source,
            )
        )
    return tuple(found)


def _kept_beside(reading: Reading) -> Companion | None:
    """A database in use that cannot be the main store of these data: it stays for what it does."""
    book, decision = reading.book, reading.decision
    if not decision.beside:
        return None
    out = [hit.excluded for hit in decision.hits if not hit.rule.unfit]
    own = frozenset(index for index in decision.beside if book.stores[index].service.kind == "self-hosted")
    allowed = decision.beside - frozenset().union(*out) or own or decision.beside
    kept = book.stores[max(allowed, key=lambda index: (decision.points[index], -index))]
    client = reading.client_of(kept)
    if reading.answers.get("runtime") == "local" and client and kept.service.id not in client.on_devices:
        client = None  # a program that people install holds no secret: a server of the team's own asks it
    return Companion(
        store=kept,
        client=client,
        for_=kept.database.serves[0],
        within=False,
        text=say(reading.catalogue, "kept-beside"),
        source=None,
        place_open=attributes.unplaced(reading, kept, decision.beside),
    )


def _beside(reading: Reading, rule: CompanionRule) -> tuple[Store, Client | None] | None:
    """The best store for a companion, with its client: the same rules, asked about its own kind of data alone. What was
    required of the main store is required of it too; how many engines the code runs on is not its business.

    Beside what a provider runs for the team already, only what is of the same cloud comes in question: a second vendor,
    network and contract are more than a second kind of data is worth.
    """
    book, cloud = reading.book, reading.pick.service.platform
    alone: dict[str, Value] = {
        key: value
        for key, value in reading.answers.items()
        if not key.startswith("existing_") and key not in NOT_OF_STORES_BESIDE
    }
    alone |= {"data": (rule.for_,), "realtime": "no"}
    if cloud and alone.get("platform", "unsure") in ("any", "unsure"):
        alone["platform"] = cloud
    bound = reading.decision.forced and reading.pick.service.kind == "managed"
    line = lineup(book, alone, reading.refused)
    found = judged(book, alone, line)
    out = found.excluded | line.out | refused_stores(book, reading.refused)
    left = [
        store
        for store in book.stores
        if store.database.id in rule.databases
        and store.index not in out
        and found.points[store.index] > 0
        and (not bound or (bool(cloud) and store.service.platform == cloud))
    ]
    best = max(left, key=lambda store: (found.points[store.index], -store.index), default=None)
    return None if best is None else (best, _client_beside(reading, best, alone))


def _client_beside(reading: Reading, store: Store, alone: Answers) -> Client | None:
    """The client for a store beside the pick: that of the pick where it speaks to both, else the one that is closest to
    the store, for one kind of data wants no models of its own."""
    known = reading.client
    if known and speaks(known, store) and known.speaks[store.family].value == "yes":
        return known
    return lineup(reading.book, {**alone, "query_style": "sql"}, reading.refused).clients[store.index]


def in_use_beside(reading: Reading) -> tuple[Database, ...]:
    """The engines that are in use beside the pick, less those that are it or are told beside it already. A pick that is
    not there yet may be a second of its engine, and Turso and D1 are not SQLite's file."""
    kept, store = _kept_beside(reading), reading.pick
    second = (not reading.full and store.service.kind != "embedded") or store.family != store.database.family
    told = ({kept.store.database.id} if kept else set()) | (set() if second else {store.database.id})
    told |= {item.id for item in brought_by_customers(reading)}
    return tuple(item for item in beside_in_use(reading.book, reading.answers) if item.id not in told)


def brought_by_customers(reading: Reading) -> tuple[Database, ...]:
    """Of the engines in use, those that are taken to be promised ones, which customers run: where the code runs on
    several, another database of records is one of them."""
    if reading.answers.get("engines") != "several" or reading.pick.family not in PROMISED:
        return ()
    used = (it for it in beside_in_use(reading.book, reading.answers) if it.id != reading.pick.database.id)
    return tuple(item for item in used if item.family in PROMISED)


def on_several(reading: Reading, engines: str) -> tuple[str, ...]:
    """That the code runs on several engines, and which is ours: the one that is proposed, unless customers bring theirs
    by name (`engines`), or one is in use, of which nobody said whose it is."""
    if reading.answers.get("engines") != "several" or reading.pick.family not in PROMISED:
        return ()
    ours = reading.pick.service.kind != "embedded" and not (reading.full or engines)
    said = "ours-of-several" if ours else "the-same-code"
    found = [say(reading.catalogue, said, **({"name": reading.pick.database.name} if ours else {}))]
    if theirs := brought_by_customers(reading):
        found.append(say(reading.catalogue, "brought-by-customers", names=listed([item.name for item in theirs])))
    return tuple(found)


def in_use_sentences(reading: Reading) -> tuple[str, ...]:
    """What to know of the stores in use beside the pick, in one sentence."""
    names = [item.name for item in reading.in_use_beside]
    if not names:
        return ()
    told = listed(names) if len(names) <= FEW else "any of them"  # the overview has their names
    return (say(reading.catalogue, "in-use-beside", names=told),)


def companion_sentence(reading: Reading, companion: Companion) -> str:
    """A companion with its client, its reason, and where it is to be made."""
    if companion.within:
        return companion.text
    through = f", through {companion.client.name}" if companion.client else ""
    told = f"{companion.name}{through}. {companion.text}"
    new = companion.store.index not in reading.decision.beside
    if new and companion.store.service.kind == reading.pick.service.kind == "managed":
        told += " " + say(reading.catalogue, "beside-in-the-same-region", name=reading.pick.name)
    return told
