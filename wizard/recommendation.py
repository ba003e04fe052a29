"""The recommendation, explained: the pick with its reasons, its costs, its conflicts, and what stands beside it.

Everything is a function of the answers. :mod:`wizard.decision` decides; this says why.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from wizard.answers import Answers, Value, applies, hold, kept_for_a_moment, values
from wizard.catalogue import LANGUAGES, Catalogue, Client, Cost, Fact, Rule, Source
from wizard.decision import (
    LEANING,
    Decision,
    choose_client,
    decide,
    existing_client,
    existing_stores,
    framework_of,
    language_name,
    language_of,
    require,
    stance,
)
from wizard.rules import (
    Attributes,
    Rulebook,
    Selector,
    Store,
    client_ranking,
    fires,
    reachable_stores,
    rulebook,
    selects,
    speaks,
    touches,
    verdict,
)
from wizard.what_if import what_if

#: A lead of at most this many points is called close: a single weak reason could have turned it.
CLOSE: Final = 1

#: More would be a list to choose from again.
MOST_ALTERNATIVES: Final = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """Why `id` (of kind `for_`: database, service or client) is proposed; `answers` are the questions it rests on."""

    for_: str
    id: str
    rule: str
    text: str
    answers: tuple[str, ...]
    by: int
    source: Source | None


@dataclass(frozen=True, kw_only=True, slots=True)
class TradeOff:
    id: str
    text: str
    source: Source

    @property
    def key(self) -> str:
        """Names this very sentence: when the guide says something else, it has not been considered yet."""
        return f"{self.id}-{zlib.crc32(self.text.encode()):08x}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Conflict:
    """Something that does not fit: `block` (would really break), `warn` (works, at a price), `note`."""

    level: str
    rule: str
    text: str
    answers: tuple[str, ...]
    ways_out: tuple[str, ...]
    source: Source | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Companion:
    store: Store
    client: Client | None
    for_: str
    within: bool
    text: str
    source: Source


@dataclass(frozen=True, kw_only=True, slots=True)
class Alternative:
    store: Store
    client: Client | None
    total: int
    why_not: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Recommendation:
    persistence: str
    decision: Decision
    certainty: str
    reasons: tuple[Reason, ...]
    trade_offs: tuple[TradeOff, ...]
    conflicts: tuple[Conflict, ...]
    alternatives: tuple[Alternative, ...]
    client_alternatives: tuple[tuple[Client, str], ...]
    companions: tuple[Companion, ...]
    unsure: tuple[str, ...]
    """The labelled defaults that stand in for "not sure", as sentences."""
    left_out: tuple[str, ...]
    """The defaults of questions without an answer."""

    @property
    def store(self) -> Store | None:
        return self.decision.store

    @property
    def client(self) -> Client | None:
        return self.decision.client


@kept_for_a_moment
def recommend(catalogue: Catalogue, answers: Answers) -> Recommendation:
    """The whole recommendation for `answers`, which must have been checked (see :mod:`wizard.answers`)."""
    decision = decide(catalogue, answers)
    if decision.store is None:
        return _nothing_to_keep(decision)
    book = rulebook(catalogue)
    return Recommendation(
        persistence="yes",
        decision=decision,
        certainty=_certainty(decision),
        reasons=tuple(_answered(item, answers) for item in _reasons(book, decision, answers)),
        trade_offs=_trade_offs(book, decision, answers),
        conflicts=conflicts(catalogue, answers),
        alternatives=_alternatives(book, decision, answers),
        client_alternatives=_client_alternatives(book, decision, answers),
        companions=_companions(book, decision, answers),
        unsure=assumptions(catalogue, answers, asked=True),
        left_out=assumptions(catalogue, answers, asked=False),
    )


@kept_for_a_moment
def conflicts(catalogue: Catalogue, answers: Answers) -> tuple[Conflict, ...]:
    """What does not fit together in the pick for `answers`. After each answer this alone is asked."""
    decision = decide(catalogue, answers)
    if decision.store is None:
        return ()
    book = rulebook(catalogue)
    companions = _companions(book, decision, answers)
    return tuple(_answered(item, answers) for item in _conflicts(book, decision, answers, companions))


def _answered[Told: (Reason, Conflict)](told: Told, answers: Answers) -> Told:
    """The same, resting only on questions that were answered."""
    return replace(told, answers=tuple(key for key in told.answers if key in answers))


def _nothing_to_keep(decision: Decision) -> Recommendation:
    texts = {
        "nothing-to-keep": "Nothing this project makes has to be there after a restart, so there is nothing to store.",
        "reverse-when-state-appears": "The first user account, saved setting, upload or history that must outlive a "
        "restart reverses this: run the wizard again then.",
    }
    return Recommendation(
        persistence="no",
        decision=decision,
        certainty="forced",
        reasons=tuple(
            Reason(for_="database", id="none", rule=rule, text=text, answers=("persistence",), by=0, source=None)
            for rule, text in texts.items()
        ),
        trade_offs=(),
        conflicts=(),
        alternatives=(),
        client_alternatives=(),
        companions=(),
        unsure=(),
        left_out=(),
    )


def _certainty(decision: Decision) -> str:
    if decision.forced:
        return "forced"
    best, *rest = (decision.points[index] for index in decision.standings)
    return "close" if rest and best - rest[0] <= CLOSE else "clear"


def source_of(rule: Rule, selectors: Iterable[Selector], store: Store) -> Source:
    """Where the claim can be checked: the source of the one fact that a rule asks for, else the rule's own."""
    asked = {key for selector in selectors for key in selector if key in store.facts}
    if len(asked) == 1:
        fact = store.facts[asked.pop()]
        if fact.printable:
            return fact.source
    return rule.source


def fill(text: str, store: Store, client: Client | None = None) -> str:
    """Put names into a rule's text."""
    return (
        text.replace("{name}", store.name)
        .replace("{database}", store.database.name)
        .replace("{service}", store.service.name)
        .replace("{client}", client.name if client else "the client")
    )


def listed(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return ", ".join(parts[:-1]) + (" and " if len(parts) > 1 else "") + parts[-1]


def _about_database(rule: Rule) -> bool:
    return all(set(effect.where) <= {"database", "family", "serves"} for effect in rule.effects)


def _reasons(book: Rulebook, decision: Decision, answers: Answers) -> tuple[Reason, ...]:
    store = require(decision.store)
    reasons = []
    existing = store.index in existing_stores(book, answers)
    if existing:
        id_ = next(iter(values(answers, "existing_database")))
        for_ = "service" if id_ in book.catalogue.services else "database"
        reasons.append(_existing_reason(book, id_, for_, stance(answers)))
    for hit in decision.hits:
        by = hit.weights[store.index]
        if by > 0:
            for_ = "database" if _about_database(hit.rule) else "service"
            reasons.append(
                Reason(
                    for_=for_,
                    id=store.database.id if for_ == "database" else store.service.id,
                    rule=hit.rule.id,
                    text=fill(hit.rule.because, store),
                    answers=tuple(hit.rule.when),
                    by=by,
                    source=source_of(hit.rule, (effect.where for effect in hit.rule.effects), store),
                )
            )
    reasons.sort(key=lambda reason: (reason.for_ != "database", -reason.by))
    tied = [
        book.stores[index].service.name
        for index in sorted(decision.running)
        if decision.points[index] == decision.points[store.index]
        and book.stores[index].database is store.database
        and index != store.index
    ]
    if tied and not existing:
        home = store.service.name
        reasons.append(
            Reason(
                for_="service",
                id=store.service.id,
                rule="guide-order",
                text=f"By what you said {listed(tied)} would do as well; {home} comes first in the guide.",
                answers=(),
                by=0,
                source=None,
            )
        )
    return tuple(reasons) + _client_reasons(book, decision, answers)


def _existing_reason(book: Rulebook, id_: str, for_: str, how: str) -> Reason:
    name = book.catalogue.name(id_)
    text = {
        "in-use": f"You already use {name}, and nothing is gained by moving without a real problem.",
        "decided": f"You have decided on {name}, so it is kept, with its trade-offs on the table.",
        "leaning": f"You lean towards {name}, and a choice the team likes is worth something.",
    }[how]
    return Reason(
        for_=for_,
        id=id_,
        rule={
            "in-use": "kept-because-in-use",
            "decided": "kept-because-decided",
            "leaning": "weighed-because-leaning",
        }[how],
        text=text,
        answers=("existing_database", "existing_stance"),
        by=LEANING,
        source=None,
    )


def _client_reasons(book: Rulebook, decision: Decision, answers: Answers) -> tuple[Reason, ...]:
    store, client = decision.store, decision.client
    if store is None or client is None:
        return ()
    if client is existing_client(book, answers):
        text = f"You brought {client.name} along, and it speaks to {store.database.name}."
        return (
            Reason(
                for_="client",
                id=client.id,
                rule="kept-because-in-use",
                text=text,
                answers=("existing_client",),
                by=LEANING,
                source=None,
            ),
        )
    weights = book.client_rules_for(store, client).weights
    reasons = [
        Reason(
            for_="client",
            id=client.id,
            rule=rule.id,
            text=fill(rule.because, store, client),
            answers=tuple(rule.when),
            by=weight,
            source=rule.source,
        )
        for rule, weight in zip(book.client_rules, weights, strict=True)
        if weight > 0 and fires(rule, answers)
    ]
    reasons.sort(key=lambda reason: -reason.by)
    if not reasons:
        only = len(client_ranking(book, store, answers)) == 1
        language = language_name(client.language)
        reasons.append(
            Reason(
                for_="client",
                id=client.id,
                rule="only-client" if only else "guide-order",
                text=f"{client.name} is what this guide lists for {store.database.name} in {language}."
                if only
                else f"Nothing you said separates the clients that are left; the guide names {client.name} first.",
                answers=("language",),
                by=0,
                source=None,
            )
        )
    return tuple(reasons)


#: So many trade-offs of the database, of the service and of the client are told; more would be noise.
TOLD: Final = (2, 2, 2)


def _trade_offs(book: Rulebook, decision: Decision, answers: Answers) -> tuple[TradeOff, ...]:
    store, client = require(decision.store), decision.client
    attributes = book.client_attributes(store, client) if client else store.attributes
    found = [
        TradeOff(
            id=store.service.id,
            text=fill(hit.rule.because, store),
            source=source_of(hit.rule, (effect.where for effect in hit.rule.effects), store),
        )
        for hit in decision.hits
        if hit.weights[store.index] < 0
    ]
    for entry, most in zip((store.database, store.service, client), TOLD, strict=True):
        if entry is not None:
            concerned = _concerned(entry.trade_offs, answers, attributes)
            found += [TradeOff(id=entry.id, text=fact.text, source=fact.source) for fact in concerned[:most]]
    return tuple(found)


def _concerned(costs: Iterable[Cost], answers: Answers, attributes: Attributes) -> list[Fact]:
    """The printable trade-offs that concern this person: those with a condition that holds, then those without any."""
    told = [
        cost for cost in costs if cost.fact.printable and hold(cost.when, answers) and selects(cost.pick, attributes)
    ]
    return [cost.fact for cost in sorted(told, key=lambda cost: not (cost.when or cost.pick))]


def _conflicts(
    book: Rulebook, decision: Decision, answers: Answers, companions: tuple[Companion, ...]
) -> tuple[Conflict, ...]:
    store, client = require(decision.store), decision.client
    found: list[Conflict] = []
    for hit in decision.hits:
        if decision.beside & hit.excluded and hit.rule.unfit:
            kept = book.stores[min(decision.beside & hit.excluded)]
            found.append(
                Conflict(
                    level="warn",
                    rule=hit.rule.id,
                    text=fill(hit.rule.because, kept),
                    answers=(*hit.rule.when, "existing_database"),
                    ways_out=(f"Keep {kept.database.name} for what it does now, beside {store.name}.",),
                    source=hit.rule.source,
                )
            )
        if store.index in hit.excluded:
            keep = f"Keep {store.name}, and record why in the document."
            found.append(
                Conflict(
                    level="block",
                    rule=hit.rule.id,
                    text=fill(hit.rule.because, store),
                    answers=(*hit.rule.when, "existing_database"),
                    ways_out=(*(fill(way, store) for way in hit.rule.ways_out), keep),
                    source=source_of(hit.rule, hit.rule.excludes, store),
                )
            )
    existing = existing_client(book, answers)
    if existing and existing is not client and not any(speaks(existing, book.stores[i]) for i in decision.beside):
        found.append(_unused_client(existing, store, client, language_of(answers)))
    found += _client_conflicts(book, store, client, answers)
    attributes = book.client_attributes(store, client) if client else store.attributes
    for rule in book.coherence:
        if fires(rule, answers) and selects(rule.pick, attributes) and not touches(rule.pick_not, attributes):
            found.append(
                Conflict(
                    level=rule.level,
                    rule=rule.id,
                    text=fill(rule.because, store, client),
                    answers=(*rule.when, *_brought_along(rule, client, answers)),
                    ways_out=tuple(fill(way, store, client) for way in rule.ways_out),
                    source=source_of(rule, (rule.pick,), store),
                )
            )
    found += _companion_conflicts(book, companions, answers)
    rank = {"block": 0, "warn": 1, "note": 2}
    return tuple(sorted(dict.fromkeys(found), key=lambda conflict: rank[conflict.level]))


def _brought_along(rule: Rule, client: Client | None, answers: Answers) -> tuple[str, ...]:
    """The answers that brought what the rule is about: a database or a client that is there already."""
    about_client = client is not None and client.id == answers.get("existing_client") and "client" in rule.pick
    about_store = "client" not in rule.pick and not STORE_KEYS.isdisjoint(rule.pick)
    about_store = about_store and answers.get("existing_database", "none") != "none"
    named = {"existing_database": about_store, "existing_client": about_client}
    return tuple(key for key, said in named.items() if said and key not in rule.when)


#: What selects a store by what it is.
STORE_KEYS: Final = frozenset({"database", "service", "family"})


def _companion_conflicts(book: Rulebook, companions: Iterable[Companion], answers: Answers) -> list[Conflict]:
    """What has to be said of the stores beside the pick: compliance, and what the rules know of that very database."""
    return [
        Conflict(
            level=rule.level,
            rule=rule.id,
            text=f"Beside it: {fill(rule.because, item.store, item.client)}",
            answers=tuple(rule.when),
            ways_out=tuple(fill(way, item.store, item.client) for way in rule.ways_out),
            source=source_of(rule, (rule.pick,), item.store),
        )
        for item in companions
        if not item.within
        for rule in book.coherence
        if rule.level != "note" and ("compliance" in rule.when or "database" in rule.pick) and fires(rule, answers)
        if selects(rule.pick, _attributes(book, item)) and not touches(rule.pick_not, _attributes(book, item))
    ]


def _attributes(book: Rulebook, item: Companion) -> Attributes:
    return book.client_attributes(item.store, item.client) if item.client else item.store.attributes


def _unused_client(existing: Client, store: Store, client: Client | None, language: str) -> Conflict:
    """The client in use cannot be the one for this store: another language, or another protocol."""
    instead = f"Use {client.name} for this project" if client else "Use a client of the project's language"
    if existing.language != language:
        theirs, ours = language_name(existing.language), language_name(language)
        rule = "one-language-per-client"
        text = f"{existing.name} is a {theirs} library; this project is written in {ours}."
        ways = (f"{instead}, and keep {existing.name} where {theirs} is used.", "Change the language if it was a slip.")
    elif store.family in existing.speaks and existing.speaks[store.family].value == "no":
        rule = "a-client-speaks-its-own-protocol"
        text = existing.speaks[store.family].text
        ways = (f"{instead}.", f"Stay on the version of {existing.name} that you run, and record when you leave it.")
    else:
        rule = "a-client-speaks-its-own-protocol"
        text = f"{existing.name} is not the client for {store.name}: its support there is missing or too thin."
        ways = (
            f"{instead}, and keep {existing.name} for the database it already serves.",
            f"Choose a database that {existing.name} is made for.",
        )
    return Conflict(
        level="block",
        rule=rule,
        text=text,
        answers=("existing_client", "language"),
        ways_out=ways,
        source=existing.upkeep.source,
    )


def _client_conflicts(book: Rulebook, store: Store, client: Client | None, answers: Answers) -> list[Conflict]:
    found = []
    language, framework = language_of(answers), framework_of(answers)
    if client is None and language in LANGUAGES:
        found.append(
            Conflict(
                level="block",
                rule="no-client-in-this-language",
                text=f"No client in the catalogue reaches {store.name} from {language_name(language)}.",
                answers=("language", "existing_database"),
                ways_out=(
                    "Put a small service in a language with a client in front of it.",
                    "Choose another database.",
                ),
                source=store.database.upkeep.source,
            )
        )
    if client is None:
        return found
    support = client.speaks.get(store.family)
    said = any("client" in rule.pick and client.id in rule.pick["client"] for rule in book.coherence)
    if support and support.value == "caveat" and support.printable and not said:
        found.append(
            Conflict(
                level="note" if client is not existing_client(book, answers) else "warn",
                rule="works-with-a-caveat",
                text=support.text,
                answers=("language", "existing_client"),
                ways_out=("Plan for it, or choose another client.",),
                source=support.source,
            )
        )
    if client.frameworks and framework not in client.frameworks:
        found.append(
            Conflict(
                level="warn",
                rule="a-framework-orm-belongs-to-its-framework",
                text=f"{client.name} is made to run inside {' or '.join(name.title() for name in client.frameworks)}; "
                "outside it you set up the framework's settings and start-up yourself.",
                answers=("existing_client", "framework"),
                ways_out=(
                    "Keep it, and own the set-up.",
                    "Use a client that does not belong to a framework.",
                ),
                source=client.upkeep.source,
            )
        )
    return found


def _companions(book: Rulebook, decision: Decision, answers: Answers) -> tuple[Companion, ...]:
    """The stores beside the pick: what is in use and stays, then what the rules add."""
    store = require(decision.store)
    kept = _kept_beside(book, decision, answers)
    found = [kept] if kept else []
    for rule in book.companions:
        if not fires(rule, answers) or not selects(rule.pick, store.attributes):
            continue
        if touches(rule.pick_not, store.attributes) or (kept and rule.companion_for in kept.store.database.serves):
            continue
        beside, client = store, decision.client
        if not rule.companion_within:
            best = _beside(book, rule, answers)
            if best is None:
                continue
            asked = {key: value for key, value in answers.items() if not key.startswith("existing_")}
            beside, client = best, choose_client(book, best, asked)
        found.append(
            Companion(
                store=beside,
                client=client,
                for_=rule.companion_for,
                within=rule.companion_within,
                text=fill(rule.because, beside, client),
                source=rule.source,
            )
        )
    return tuple(found)


def _kept_beside(book: Rulebook, decision: Decision, answers: Answers) -> Companion | None:
    """A database in use that cannot be the main store of these data: it stays for what it does."""
    if not decision.beside:
        return None
    out = [hit.excluded for hit in decision.hits if not hit.rule.unfit]
    own = frozenset(index for index in decision.beside if book.stores[index].service.kind == "self-hosted")
    allowed = decision.beside - frozenset().union(*out) or own or decision.beside
    kept = book.stores[max(allowed, key=lambda index: (decision.points[index], -index))]
    return Companion(
        store=kept,
        client=choose_client(book, kept, answers),
        for_=kept.database.serves[0],
        within=False,
        text="It is in use and stays for what it does well.",
        source=kept.database.upkeep.source,
    )


def _beside(book: Rulebook, rule: Rule, answers: Answers) -> Store | None:
    """The best store for a companion: the same rules, asked about its own kind of data alone."""
    alone: dict[str, Value] = {key: value for key, value in answers.items() if not key.startswith("existing_")}
    alone |= {"data": (rule.companion_for,), "realtime": "no"}
    found = verdict(book, alone, book.groups)
    left = [
        store
        for store in book.stores
        if store.database.id in rule.companion
        and store.index not in found.excluded
        and store.index in reachable_stores(book, language_of(answers))
    ]
    return max(left, key=lambda store: (found.points[store.index], -store.index), default=None)


def _alternatives(book: Rulebook, decision: Decision, answers: Answers) -> tuple[Alternative, ...]:
    """At most two, the higher total first: what the person leans towards, the best of another engine (when it suits the
    data and earned more than a third of the pick's points), and the best other homes of the same engine."""
    pick = require(decision.store)
    field = decision
    if decision.forced:
        free = {key: value for key, value in answers.items() if key not in ("existing_database", "existing_stance")}
        field = decide(book.catalogue, free)
    rivals = [index for index in field.standings if index != pick.index]
    unsure = values(answers, "data") == {"unsure"}
    others = [
        index
        for index in rivals
        if book.stores[index].database is not pick.database
        and field.points[index] * 3 > field.points[pick.index]
        and (unsure or any(hit.weights[index] > 0 and "data" in hit.rule.when for hit in field.hits))
    ]
    homes = [index for index in rivals if book.stores[index].database is pick.database]
    liked = existing_stores(book, answers) if stance(answers) == "leaning" else frozenset[int]()
    wished = [index for index in rivals if index in liked]
    best = list(dict.fromkeys(wished[:1] + others[:1] + homes))
    chosen = best[:MOST_ALTERNATIVES]
    return tuple(
        Alternative(
            store=book.stores[index],
            client=choose_client(book, book.stores[index], answers),
            total=field.points[index],
            why_not=_why_not(book, decision, book.stores[index], answers),
        )
        for index in sorted(chosen, key=rivals.index)
    )


def _why_not(book: Rulebook, decision: Decision, rival: Store, answers: Answers) -> str:
    """What the pick has and the rival has not, or what counts against the rival, or that they are level."""
    pick = require(decision.store)
    if decision.forced:
        return _why_not_instead(book, pick, rival, answers)
    only = [hit for hit in decision.hits if hit.weights[pick.index] > 0 >= hit.weights[rival.index]]
    against = [hit for hit in decision.hits if hit.weights[rival.index] < 0 <= hit.weights[pick.index]]
    if only:
        best = max(only, key=lambda hit: hit.weights[pick.index])
        return f"This speaks for {pick.name} and not for it: {_lower(fill(best.rule.because, pick))}"
    if against:
        return fill(min(against, key=lambda hit: hit.weights[rival.index]).rule.because, rival)
    if decision.points[pick.index] > decision.points[rival.index]:
        if pick.index in existing_stores(book, answers):
            return "It would do as well; you lean towards the other."
        return f"It would do, but less closely: {pick.name} fits more of what you said."
    return f"It would do as well; nothing you said separates the two, and {pick.name} comes first in the guide."


def _why_not_instead(book: Rulebook, pick: Store, rival: Store, answers: Answers) -> str:
    """Why what is in use or decided is not given up for `rival`."""
    named = str(answers["existing_database"])
    name = book.catalogue.name(named)
    if rival.database is pick.database and named == pick.database.id:
        return f"{name} runs there as well; nothing you said speaks for moving."
    if stance(answers) == "decided":
        return f"You have decided on {name}; this would need a reason to reopen that."
    return f"You already use {name}; this would be a migration, and needs a problem that it solves."


def _lower(text: str) -> str:
    """Lower the first letter of a sentence, unless its first word is a name."""
    first = text.split(" ", 1)[0]
    plain = {"It", "A", "An", "The", "You", "Your", "Users,", "Devices", "Data", "At", "Measurements", "With"}
    return text[0].lower() + text[1:] if first in plain else text


def _client_alternatives(book: Rulebook, decision: Decision, answers: Answers) -> tuple[tuple[Client, str], ...]:
    """The runner-up among the clients, with what it would be better for."""
    if decision.client is None:
        return ()
    others = [
        client for client in client_ranking(book, require(decision.store), answers) if client is not decision.client
    ]
    return tuple((client, client.best_for) for client in others[:1])


def assumptions(catalogue: Catalogue, answers: Answers, *, asked: bool) -> tuple[str, ...]:
    """The labelled defaults in force, as sentences: where the person was not sure (`asked`), or gave no answer.

    With a client in use, wishes about clients are settled by it and assume nothing.
    """
    found = []
    kept = existing_client(rulebook(catalogue), answers)
    for key, question in catalogue.questions.items():
        if not applies(question, answers) or (kept and question.topic == "client"):
            continue
        if values(answers, key) == {"unsure"} and (key in answers) == asked:
            found += [option.assumes for option in question.options if option.value == "unsure" and option.assumes]
    return tuple(found)


def without_difference(result: Recommendation, unmoved: Iterable[str]) -> tuple[str, ...]:
    """The answers that made no difference: no change of theirs moves the pick, and nothing said rests on them."""
    grounds = {key for reason in result.reasons for key in reason.answers}
    grounds |= {key for conflict in result.conflicts for key in conflict.answers}
    grounds |= {"data", "scale"} if result.companions else set()
    return tuple(key for key in unmoved if key not in grounds)


def as_json(catalogue: Catalogue, answers: Answers) -> dict[str, Any]:
    """The recommendation in the vocabulary's JSON shape."""
    result = recommend(catalogue, answers)
    moves, unmoved = what_if(catalogue, answers)
    same = without_difference(result, unmoved)

    def triple(store: Store | None, client: Client | None) -> dict[str, str | None]:
        return {
            "database": store.database.id if store else None,
            "service": store.service.id if store else None,
            "client": client.id if client else None,
        }

    def plain(value: Value) -> str | list[str]:
        return value if isinstance(value, str) else list(value)

    return {
        "persistence": result.persistence,
        **triple(result.store, result.client),
        "companions": [{**triple(item.store, item.client), "for": item.for_} for item in result.companions],
        "certainty": result.certainty,
        "reasons": [
            {
                "for": item.for_,
                "id": item.id,
                "rule": item.rule,
                "text": item.text,
                "answers": list(item.answers),
            }
            for item in result.reasons
        ],
        "trade_offs": [{"id": item.id, "text": item.text, "source": item.source.url} for item in result.trade_offs],
        "conflicts": [
            {
                "level": item.level,
                "rule": item.rule,
                "text": item.text,
                "answers": list(item.answers),
                "ways_out": list(item.ways_out),
            }
            for item in result.conflicts
        ],
        "alternatives": [{**triple(item.store, item.client), "why_not": item.why_not} for item in result.alternatives],
        "would_change_it": [
            {
                "question": item.question,
                "from": plain(item.from_),
                "to": plain(item.to),
                "becomes": triple(item.store, item.client),
            }
            for item in moves
        ],
        "made_no_difference": list(same),
    }
