"""The decision: the stack that the rules favour, store and client at once. Fast, for it answers every what-if.

What is in use or decided is kept whatever the totals say; a client that is in use narrows the choice to the databases
where it is at home, as long as one of them can hold the data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from wizard.catalogue.model import Client
from wizard.catalogue.rule_model import CoherenceRule
from wizard.decide.answers import Answers, values
from wizard.decide.clients import home_stores, lineup, speaks
from wizard.decide.in_use import home_in_use, in_memory, without_what_is_taken
from wizard.decide.rules import (
    Lineup,
    Rulebook,
    Store,
    Verdict,
    WeighedRule,
    coherent,
    group_verdicts,
    selects,
    stack_verdict,
    together,
    touches,
    union,
)

#: So many judgements are remembered: what is asked for one press, several times over.
MOST_JUDGED: Final = 200

#: What leaning towards a database or service is worth: as much as a strong wish, less than the shape of the data.
LEANING: Final = 4

#: What the other engines of a service get that is leaned towards: where one engine falls, the host does not.
SAME_HOST: Final = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """The pick alone: `store` is None when no database is needed, `client` when no listed client fits.

    `points` go by `Store.index`; `running` are the stores that nothing rules out; `beside` are those of a database in
    use that cannot hold the data as the main store, and therefore stays beside it. `home` are those of an engine that
    was named as in use beside the main one, and is the main one. `lineup` has the client of every store. `broken`:
    nothing meets what was required, so a rule rules the pick out and it is picked all the same. `refused` are ids that
    own words refuse: none of them is taken while something else is left.
    """

    store: Store | None
    client: Client | None
    forced: bool = False
    beside: frozenset[int] = frozenset()
    home: frozenset[int] = frozenset()
    points: tuple[int, ...] = ()
    running: frozenset[int] = frozenset()
    hits: tuple[WeighedRule, ...] = ()
    lineup: Lineup | None = None
    broken: bool = False
    refused: frozenset[str] = frozenset()

    @property
    def key(self) -> tuple[int | None, str | None]:
        """What makes two decisions the same: the store and the client."""
        return (self.store.index if self.store else None, self.client.id if self.client else None)

    @property
    def standings(self) -> list[int]:
        """The indices of the stores still in the running, best first."""
        return sorted(self.running, key=lambda index: (-self.points[index], index))


def decide(book: Rulebook, answers: Answers, refused: frozenset[str] = frozenset()) -> Decision:
    """The pick for these answers: the stack with the highest total that nothing rules out.

    What is in use or decided is kept whatever the totals say. A client that is in use narrows the choice to the
    databases where it is at home, as long as one of them can hold the data. What stores in use beside it take, the main
    store is not chosen for; and where it would be new, what is in use and holds the rest comes before it.
    """
    if answers.get("persistence") == "no":
        return Decision(store=None, client=None)
    line = lineup(book, answers, refused)
    existing = existing_stores(book, answers)
    asked = without_what_is_taken(book, answers, existing)
    found = judged(book, asked, line)
    beside = existing if existing <= found.unfit and stance(answers) == "in-use" else frozenset()
    if beside:
        existing = frozenset()
        asked = without_what_it_holds(book, beside, asked)
        found = judged(book, asked, line)
    forced = bool(existing) and stance(answers) != "leaning"
    points = found.points if forced or not existing else _with_leaning(found.points, leaning(book, asked, existing))

    def best(running: frozenset[int]) -> Store:
        """The store with the most points; of several the one leaned to."""
        return book.stores[max(running, key=lambda index: (points[index], index in existing, -index))]

    excluded = found.excluded | in_memory(book, answers, existing)
    running = running_stores(book, answers, _possible(existing, found) if forced else None, excluded, line.out, refused)
    store = best(running)
    new = not forced and store.index not in existing
    home = home_in_use(book, asked, excluded | line.out, store.database) if new else frozenset()
    if home:
        running = running_stores(book, answers, home, excluded, line.out, refused)
        store = best(running)
    return Decision(
        store=store,
        client=_client(book, answers, line.clients[store.index], home or existing),
        forced=forced or bool(home),
        beside=beside,
        home=home,
        points=points,
        running=running,
        hits=found.hits,
        lineup=line,
        broken=store.index in found.excluded | line.out,
        refused=refused,
    )


def _client(book: Rulebook, answers: Answers, found: Client | None, there: frozenset[int]) -> Client | None:
    """The client that was `found`; none where another was named, and the store is in use (`there`): what reaches that
    one was not said, and stays."""
    named = existing_client(book, answers)
    return None if there and stance(answers) == "in-use" and named and named is not found else found


def _with_leaning(points: tuple[int, ...], liked: Mapping[int, int]) -> tuple[int, ...]:
    raised = list(points)
    for index, by in liked.items():
        raised[index] += by
    return tuple(raised)


def leaning(book: Rulebook, answers: Answers, existing: frozenset[int]) -> Mapping[int, int]:
    """What a leaning adds to stores, by their indices: to what was named (`existing`), and less to the other engines of
    a service that was named, unless its engine was named too and all that it would hold are relations."""
    hosts = {book.stores[index].service.id for index in existing} & {str(answers.get("existing_database"))}
    if "existing_engine" in answers and all(_holds_relations(book.stores[index], answers) for index in existing):
        hosts = set()
    same = {store.index: SAME_HOST for store in book.stores if store.service.id in hosts}
    return same | dict.fromkeys(existing, LEANING)


def _holds_relations(store: Store, answers: Answers) -> bool:
    """Whether relations, and look-ups by key and few readings in tables of theirs, are all the data, and the engine
    holds them."""
    kinds = values(answers, "data") - ({"time-series"} if answers.get("scale") in ("hundreds", "thousands") else set())
    return "relational" in kinds and kinds <= {"relational", "key-value"} and "relational" in store.database.serves


def _possible(existing: frozenset[int], found: Verdict) -> frozenset[int]:
    """What was named, less the places where it cannot be whatever is asked for, unless nothing else is left."""
    nowhere = union(hit for hit in found.hits if not hit.rule.when)
    return (existing - nowhere or existing) if existing <= found.excluded else existing


def judged(book: Rulebook, answers: Answers, line: Lineup) -> Verdict:
    """What all rules say about every stack."""
    known, answer = book.memo.judged, answers.get
    given = line, tuple([answer(key) for key in book.judged_by])
    said = known.get(given)
    if said is None:
        if len(known) >= MOST_JUDGED:
            known.clear()
        said = together(book, [*group_verdicts(book, book.groups, answers), stack_verdict(book, answers, line)])
        known[given] = said
    return said


def without_what_it_holds(book: Rulebook, beside: frozenset[int], answers: Answers) -> Answers:
    """The answers, less the kinds of data that a store in use keeps holding beside the pick."""
    if not beside:
        return answers
    held = frozenset(book.stores[min(beside)].database.serves)
    left = tuple(kind for kind in answers.get("data", ()) if kind not in held)
    return {**answers, "data": left or ("unsure",)}


def stance(answers: Answers) -> str:
    """How firm the existing database is; naming one without a stance means that it is in use."""
    return str(answers.get("existing_stance", "in-use"))


def existing_stores(book: Rulebook, answers: Answers) -> frozenset[int]:
    """The stores that the existing database (an engine or a service) can mean; empty when there is none.

    An engine's name does not mean its near-relatives, which have names of their own: SQLite is not Turso. Of a service
    with several engines it is the one that it runs, where that was said.
    """
    named = answers.get("existing_database", "none")
    if named == "none":
        return frozenset()
    engine = answers.get("existing_engine")
    found = [
        store
        for store in book.stores
        if named == store.service.id or (named == store.database.id and store.family == store.database.family)
    ]
    exact = [store for store in found if store.database.id == engine] if named in book.catalogue.services else []
    return frozenset(store.index for store in exact or found)


def existing_client(book: Rulebook, answers: Answers) -> Client | None:
    named = answers.get("existing_client", "none")
    return book.catalogue.clients[named] if isinstance(named, str) and named != "none" else None


def language_of(answers: Answers) -> str:
    return str(answers.get("language", ""))


def framework_of(answers: Answers) -> str:
    return str(answers.get("framework", ""))


def running_stores(
    book: Rulebook,
    answers: Answers,
    kept: frozenset[int] | None,
    excluded: frozenset[int],
    out: frozenset[int],
    refused: frozenset[str] = frozenset(),
) -> frozenset[int]:
    """The stores still in the running. Each filter applies only while it leaves something: first what is kept, then
    the hard constraints, then a client in the project's language that meets them (`out` have none), then what is
    `refused`, then the client that is in use."""
    everywhere = frozenset(range(len(book.stores)))
    running = kept if kept is not None else everywhere - book.never or everywhere
    running = running - excluded or running
    running = running - out or running
    running = running - refused_stores(book, refused) or running
    client = existing_client(book, answers)
    if client and client.language == language_of(answers):
        liked = existing_stores(book, answers) if stance(answers) == "leaning" else frozenset[int]()
        spoken = {index for index in liked if speaks(client, book.stores[index])}
        home = home_stores(book, client.id, values(answers, "data"))
        running = running & (home | spoken) if running & home else running
    return running


def refused_stores(book: Rulebook, refused: frozenset[str]) -> frozenset[int]:
    """The stores, by index, whose database or service is among these ids."""
    if not refused:
        return frozenset()
    return frozenset(it.index for it in book.stores if not refused.isdisjoint((it.database.id, it.service.id)))


def firing_blocks(book: Rulebook, answers: Answers) -> tuple[CoherenceRule, ...]:
    """The rules that block the stacks that they are about, by these answers."""
    return tuple(rule for rule in coherent(book, answers) if rule.level == "block")


def about(
    book: Rulebook, rules: Iterable[CoherenceRule], store: Store, client: Client | None
) -> Iterator[CoherenceRule]:
    """Those of `rules` (see :func:`firing_blocks`) that are about this stack, were it new."""
    new = frozenset({"new"})
    main = {"standing": new, "client_standing": new, "part": frozenset({"main"})}
    has = {**book.stack_attributes(store, client), **main}
    return (rule for rule in rules if selects(rule.pick, has) and not touches(rule.pick_not, has))
