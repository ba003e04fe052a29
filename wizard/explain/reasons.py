"""Why the pick is the pick: a reason for the database, the service and the client."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from wizard.catalogue.model import Catalogue, Rule, Selector, Source, StoreRule
from wizard.decide.decision import LEANING, Decision, stance
from wizard.decide.rules import Rulebook, Store, client_ranking, fires
from wizard.explain.words import fill, language_name, listed, only_answered, say

if TYPE_CHECKING:
    from wizard.explain.reading import Reading

#: A lead of at most this many points is called close: a single weak reason could have turned it.
CLOSE: Final = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """Why `id` (of kind `for_`: database, service or client) is proposed; `answers` are the questions it rests on.

    `kept`: it is in use or decided. `by_order`: nothing that was said tells it from another.
    """

    for_: str
    id: str
    rule: str
    text: str
    answers: tuple[str, ...]
    by: int
    source: Source | None
    kept: bool = False
    by_order: bool = False


def nothing_to_keep(catalogue: Catalogue) -> tuple[Reason, ...]:
    """Why no database is needed, and what would reverse it."""
    return tuple(
        Reason(
            for_="database",
            id="none",
            rule=rule,
            text=say(catalogue, rule),
            answers=("persistence",),
            by=0,
            source=None,
        )
        for rule in ("nothing-to-keep", "reverse-when-state-appears")
    )


def certainty(decision: Decision) -> str:
    """`forced` where the pick is in use or decided, `close` or `clear` by its lead."""
    if decision.store is None or decision.forced:
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


def _about_database(rule: StoreRule) -> bool:
    return all(set(effect.where) <= {"database", "family", "serves"} for effect in rule.effects)


def reasons(reading: Reading) -> tuple[Reason, ...]:
    """Why the pick is the pick: the database first, then the service, then the client; the strongest first of each."""
    book, decision, store = reading.book, reading.decision, reading.pick
    found = []
    existing = store.index in reading.existing_stores
    if existing:
        id_ = str(reading.answers["existing_database"])
        for_ = "service" if id_ in book.catalogue.services else "database"
        found.append(_existing_reason(book, id_, for_, stance(reading.answers)))
    for hit in decision.hits:
        by = hit.weights[store.index]
        if by > 0:
            for_ = "database" if _about_database(hit.rule) else "service"
            found.append(
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
    found.sort(key=lambda reason: (reason.for_ != "database", -reason.by))
    tied = [
        book.stores[index].service.name
        for index in sorted(decision.running)
        if decision.points[index] == decision.points[store.index]
        and book.stores[index].database is store.database
        and index != store.index
    ]
    if tied and not existing:
        found.append(
            Reason(
                for_="service",
                id=store.service.id,
                rule="guide-order",
                by_order=True,
                text=say(book.catalogue, "guide-order", others=listed(tied), service=store.service.name),
                answers=(),
                by=0,
                source=None,
            )
        )
    return tuple(
        replace(reason, answers=only_answered(reason.answers, reading.answers))
        for reason in (*found, *_client_reasons(reading))
    )


def _existing_reason(book: Rulebook, id_: str, for_: str, how: str) -> Reason:
    rule = {
        "in-use": "kept-because-in-use",
        "decided": "kept-because-decided",
        "leaning": "weighed-because-leaning",
    }[how]
    return Reason(
        for_=for_,
        id=id_,
        rule=rule,
        text=say(book.catalogue, rule, name=book.catalogue.name(id_)),
        answers=("existing_database", "existing_stance"),
        by=LEANING,
        source=None,
        kept=how != "leaning",
    )


def _client_reasons(reading: Reading) -> tuple[Reason, ...]:
    book, answers, store, client = reading.book, reading.answers, reading.pick, reading.client
    if client is None:
        return ()
    if client is reading.existing_client:
        names = {"client": client.name, "database": store.database.name}
        return (
            Reason(
                for_="client",
                id=client.id,
                rule="kept-because-in-use",
                text=say(book.catalogue, "client-kept-because-in-use", **names),
                answers=("existing_client",),
                by=LEANING,
                source=None,
                kept=True,
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
        names = {"client": client.name, "database": store.database.name, "language": language_name(client.language)}
        reasons.append(
            Reason(
                for_="client",
                id=client.id,
                rule="only-client" if only else "guide-order",
                by_order=True,
                text=say(book.catalogue, "only-client" if only else "clients-guide-order", **names),
                answers=("language",),
                by=0,
                source=None,
            )
        )
    return tuple(reasons)
