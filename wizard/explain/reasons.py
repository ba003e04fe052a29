"""Why the pick is the pick: a reason for the database, the service and the client."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from wizard.catalogue.model import Catalogue, Client, Source
from wizard.catalogue.rule_model import Rule, Selector, StoreRule
from wizard.decide.clients import speaks
from wizard.decide.decision import LEANING, Decision
from wizard.decide.rules import Store, everywhere, fires
from wizard.explain.words import fill, language_name, only_answered, say

if TYPE_CHECKING:
    from wizard.explain.reading import Reading

#: What says no more of the pick than where it was asked to run: no reason beside another one.
RESTATES: Final = "plain-engine-on-your-own-machines"

#: A lead of at most this many points is called close: one weak wish could have turned it.
CLOSE: Final = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """Why `id` (of kind `for_`: database, service or client) is proposed; `answers` are the questions it rests on.

    `kept`: it is in use or decided. `by_order`: nothing that was said tells it from another. `of_things` is the text
    where somebody has said what is stored: it has `{things}` in that place.
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
    of_things: str = ""


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
    """`forced` where the pick is in use or decided, or nothing meets what was required; else by its lead `close` or
    `clear`."""
    if decision.store is None or decision.forced or decision.broken:
        return "forced"
    best, *rest = (decision.points[index] for index in decision.standings)
    return "close" if rest and best - rest[0] <= CLOSE else "clear"


def without_the_place(reading: Reading, text: str) -> str:
    """A text about the pick, without a place that the guide knows nothing of."""
    return text.replace("{name}", "{database}").replace("{service}", "its provider") if reading.placeless else text


def source_of(rule: Rule, selectors: Iterable[Selector], store: Store, *, place_open: bool = False) -> Source:
    """Where the claim can be checked: the page of the one fact that a rule asks for, else the rule's own. Where the
    store's place is open, no fact of a service is asked for."""
    facts = store.database.facts if place_open else store.facts
    asked = {key for selector in selectors for key in selector if key in facts}
    if len(asked) == 1:
        page = facts[asked.pop()].page
        if page:
            return page
    return rule.source.about(store.database.id)


def about_database(rule: StoreRule) -> bool:
    return all(set(effect.where) <= {"database", "family", "serves"} for effect in rule.effects)


def reasons(reading: Reading) -> tuple[Reason, ...]:
    """Why the pick is the pick: the database first, then the service, then the client; the strongest first of each."""
    existing = _existing_reason(reading) if reading.pick.index in reading.existing_stores else None
    by_rule = _rule_reasons(reading)
    found = [*([existing] if existing and not (by_rule and reading.store_is_chosen) else []), *by_rule]
    if reading.run_by_others or reading.host_not_compared:
        # no place is praised for little, or at all, where a host may take it
        found = [it for it in found if it.for_ != "service" or (it.by > LEANING and reading.run_by_others)] or found
    found = [it for it in found if it.rule != RESTATES] or _client_decides(reading) or found
    found.sort(key=lambda reason: (reason.for_ != "database", reason.rule == "weighed-because-leaning", -reason.by))
    return tuple(
        replace(reason, answers=only_answered(reason.answers, reading.answers))
        for reason in (*found, *_client_reasons(reading))
    )


def _client_decides(reading: Reading) -> list[Reason]:
    """Where nothing else speaks for the pick: that the client which is there speaks to it."""
    client, store = reading.client, reading.pick
    if client is None or client is not reading.existing_client:
        return []
    text = say(reading.catalogue, "the-client-decides", client=client.name, name=store.name)
    answers = ("existing_client",)
    id_ = store.database.id
    return [Reason(for_="database", id=id_, rule="the-client-decides", text=text, answers=answers, by=0, source=None)]


def _rule_reasons(reading: Reading) -> list[Reason]:
    """The rules that give the pick points."""
    store = reading.pick
    found = []
    for hit in reading.decision.hits:
        by = hit.weights[store.index]
        if by > 0 and everywhere(hit.rule.presumes, reading.wherever) and fires(hit.rule, reading.held):
            for_ = "database" if about_database(hit.rule) else "service"
            found.append(
                Reason(
                    for_=for_,
                    id=store.database.id if for_ == "database" else store.service.id,
                    rule=hit.rule.id,
                    text=fill(without_the_place(reading, hit.rule.because), store, reading.client),
                    answers=tuple(hit.rule.when),
                    by=by,
                    source=source_of(hit.rule, (effect.where for effect in hit.rule.effects), store),
                    of_things=fill(hit.rule.because_things, store, reading.client),
                )
            )
    return found


def _existing_reason(reading: Reading) -> Reason:
    """That the pick is in use, decided or leaned towards."""
    named = reading.pick.database.id if reading.decision.home else str(reading.answers["existing_database"])
    id_, how = named, reading.stance
    rule = {
        "in-use": "kept-for-now" if reading.blocks else "kept-because-in-use",
        "decided": "kept-because-decided",
        "leaning": "weighed-because-leaning",
    }[how]
    place_open = rule == "kept-because-in-use" and "engine-in-use" in reading.attributes["standing"]
    said = "engine-kept-because-in-use" if place_open else rule
    if rule == said == "kept-because-in-use" and any(item.level == "warn" for item in reading.conflicts):
        said = "kept-though-not-without-a-price"
    if how == "in-use" and not reading.decision.home and "existing_stance" not in reading.answers:
        said = "kept-because-named"
    if rule == "kept-because-decided" and reading.blocks:
        said = "decided-and-objected-to"
    return Reason(
        for_="service" if id_ in reading.catalogue.services else "database",
        id=id_,
        rule=rule,
        text=say(reading.catalogue, said, name=reading.called(id_)),
        answers=("existing_stores",) if reading.decision.home else ("existing_database", "existing_stance"),
        by=LEANING,
        source=None,
        kept=how != "leaning",
    )


def _client_reasons(reading: Reading) -> list[Reason]:
    """Why the client: it was brought along, or by the rules, or for want of another."""
    store, client = reading.pick, reading.client
    if client is None:
        return []
    weights = reading.book.client_rules_for(store, client).weights
    weighed = [
        (rule, by) for rule, by in zip(reading.book.client_rules, weights, strict=True) if fires(rule, reading.held)
    ]
    found = [
        _about_client(client, rule.id, fill(rule.because, store, client), tuple(rule.when), by=by, source=rule.source)
        for rule, by in sorted(weighed, key=lambda item: -item[1])
        if by > 0 and everywhere(rule.presumes, reading.wherever)
    ]
    if client is not reading.existing_client:
        return found or [_only_or_first(reading, client)]
    spoken_to = store.service if store.service.id in client.services else store.database
    names = {"client": client.name, "database": spoken_to.name}
    lasting = client.upkeep.value not in ("archived", "deprecated")
    brought = "client-kept-because-chosen" if reading.client_is_chosen else "client-kept-because-in-use"
    text = say(reading.catalogue, brought if lasting else "client-kept-for-now", **names)
    kept = _about_client(client, "kept-because-in-use", text, ("existing_client",), by=LEANING, kept=True)
    return [kept, *(found[:1] if reading.client_is_chosen else ())]


def _only_or_first(reading: Reading, client: Client) -> Reason:
    """That no rule speaks for the client: it is the only one, or level with others."""
    store = reading.pick
    only = sum(it.language == client.language and speaks(it, store) for it in reading.catalogue.clients.values()) == 1
    names = {"client": client.name, "database": store.database.name, "language": language_name(client.language)}
    said = "only-client" if only else "clients-level"
    return _about_client(client, said, say(reading.catalogue, said, **names), ("language",), by_order=True)


def _about_client(
    client: Client,
    rule: str,
    text: str,
    answers: tuple[str, ...],
    *,
    by: int = 0,
    source: Source | None = None,
    kept: bool = False,
    by_order: bool = False,
) -> Reason:
    return Reason(
        for_="client",
        id=client.id,
        rule=rule,
        text=text,
        answers=answers,
        by=by,
        source=source,
        kept=kept,
        by_order=by_order,
    )
