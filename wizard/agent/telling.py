"""What is told of the pick, in sentences that can be spoken."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from wizard.agent.coming import ids_of, triple
from wizard.agent.price import prices, what_it_costs
from wizard.agent.warned import gist
from wizard.converse import switch
from wizard.converse.clients_in_words import client_in_words, usual_there
from wizard.converse.flow import conflicts, guess_beside_a_host, to_be_settled
from wizard.converse.record import EMPTY, Record
from wizard.converse.uncompared import agreeing, stays_unweighed
from wizard.explain.alternatives import Alternative, why_not
from wizard.explain.conflict import Conflict
from wizard.explain.reading import Reading
from wizard.explain.reasons import Reason
from wizard.explain.trade_offs import TradeOff
from wizard.explain.words import Told, capital, kind_of_data, listed, rule_title
from wizard.explain.words import say as say_built_in

#: In characters: what somebody listens to at a stretch.
LONGEST: Final = 800

#: So many trade-offs are spoken.
MOST_COSTS: Final = 2


# --- spoken -----------------------------------------------------------------------------------------------------------


def say(reading: Reading, record: Record = EMPTY) -> str:
    """The pick, one reason, every objection and warning that stands, what it costs, two trade-offs and the runner-up,
    in at most :data:`LONGEST` characters. What would really break comes first. Where it gets too long, trade-offs go
    first, then what is said of the runner-up, then the price; warnings get shorter, and none is left out."""
    if reading.store is None:
        return " ".join(reason.text for reason in reading.reasons)
    if names := stays_unweighed(reading, record):
        return say_built_in(reading.catalogue, "stays-unweighed", **agreeing(names))
    blocks, warnings = (standing(reading, record, level) for level in ("block", "warn"))
    reason = [_first_reason(reading).text]
    costs = [item.text for item in costs_to_say(reading)]
    rival = runner_up(reading)
    named = [f"The runner-up is {rival[0]}."] if rival else []
    told = [f"{named[0]} {rival[1]}"] if rival else []
    fewer = [costs, *([cost] for cost in sorted(costs, key=len)), []]
    money = what_it_costs(reading)
    whole = [item.text for item in warnings]
    firsts = [gist(item) for item in warnings]
    titles = [f"{rule_title(reading.catalogue, item.rule)}." for item in warnings]
    ways = [
        *((whole, money, some, other) for other in (told, named) for some in fewer),
        (whole, [], [], named),
        *((firsts, paid, [], other) for paid in (money, []) for other in (told, named)),
        (titles, [], [], named),
    ]
    for warned, paid, some, other in ways:
        trouble = _trouble(blocks, whole=warned is whole)
        pick = [_pick(reading, record), *reason]
        text = spoken([*trouble, *pick, *_mind(warned), *paid, *_trade_offs(some), *other])
        if len(text) <= LONGEST:
            return text
    return spoken([*_trouble(blocks[:1], whole=False), _pick(reading, record), *reason, *_mind(titles), *named])


def standing(reading: Reading, record: Record, level: str) -> list[Conflict]:
    """The objections (`block`) or the warnings (`warn`) that were not kept knowingly."""
    if level == "block":
        return to_be_settled(reading, record)
    return [item for item in conflicts(reading, record) if item.level == level and item.rule not in record.kept]


def _trouble(blocks: list[Conflict], *, whole: bool) -> list[str]:
    """What has to be settled: the first one as it is, the others perhaps in their first sentence."""
    if not blocks:
        return []
    first = "One thing has" if len(blocks) == 1 else f"{len(blocks)} things have"
    rest = [item.text if whole else gist(item) for item in blocks[1:]]
    return [f"{first} to be settled first. {blocks[0].text}", *rest]


def _mind(warnings: list[str]) -> list[str]:
    return [f"{'A warning' if len(warnings) == 1 else 'Warnings'}: {' '.join(warnings)}"] if warnings else []


def spoken(sentences: Iterable[str]) -> str:
    """Sentences without the marks of a page."""
    return " ".join(sentence.replace("`", "") for sentence in sentences)


def _pick(reading: Reading, record: Record) -> str:
    name = reading.pick_name
    client = reading.client.name if reading.client else client_in_words(reading, record)
    usual = "" if client else usual_there(reading, record)[1]
    open_ = f"{usual}, not weighed" if usual else "a client that is still to be chosen"
    through = f", reached with {client}" if client else f", with {open_}"
    if reading.decision.forced and reading.stance == "decided":
        first = f"{_decided(reading)}{through}."
    elif reading.decision.forced and reading.place_open:
        first = f"{reading.pick.database.name} stays where it runs{through}."
    elif reading.decision.forced:
        first = f"{capital(name)} stays{through}."
    elif reading.decision.broken:
        first = f"Nothing meets all that you require. What comes nearest is {name}{through}."
    else:
        first = f"I would take {name}{through}{', though it was close' if reading.certainty == 'close' else ''}."
    beside = [guess.text] if (guess := guess_beside_a_host(reading, record)) else []
    beside += [
        f"Beside it, {item.name} for {kind_of_data(item.for_)}." for item in reading.companions if not item.within
    ]
    used = [item.name for item in reading.in_use_beside]
    beside += [f"Beside it, {listed(used)} {'stays' if len(used) == 1 else 'stay'} in use."] if used else []
    return " ".join([first, *beside])


def _decided(reading: Reading) -> str:
    """What was decided on; of an engine, with the place that is proposed for it. Nothing of it is there to stay."""
    name, engine = reading.pick.name, reading.pick.database.name
    placed = reading.answers.get("existing_database") in reading.catalogue.services or reading.placeless
    if placed or reading.pick.service.kind == "embedded" or reading.answers.get("hosting") == "self-hosted":
        return f"You decided on {reading.pick_name}"
    return f"You decided on {engine}; of what runs it I would take {name}"


def reasons(reading: Reading) -> list[Reason]:
    """The reasons for the store, the one that was said or weighs most first; of an engine whose place nobody named no
    service is praised."""
    told = [item for item in reading.reasons if item.for_ != "client" and not item.by_order]
    told = [item for item in told if not (item.for_ == "service" and reading.place_open)]
    return sorted(told, key=lambda item: not item.kept) or [*reading.reasons[:1]]


def _first_reason(reading: Reading) -> Reason:
    """The reason to be spoken: that something is kept is said with its name."""
    told = reasons(reading)
    return next((item for item in told if not (item.kept and reading.decision.forced)), told[0])


def costs_to_say(reading: Reading) -> tuple[TradeOff, ...]:
    """The trade-offs to be spoken: of different parts of the stack where there are any, and none that is a price."""
    parts: dict[str, list[TradeOff]] = {}
    paid = Told(text for text, _ in prices(reading))
    for item in (it for it in reading.trade_offs if not paid.repeats(it.text, by_topic=False)):
        parts.setdefault(item.id, []).append(item)
    first = [items[0] for items in parts.values()]
    rest = [item for items in parts.values() for item in items[1:]]
    return tuple([*first, *rest][:MOST_COSTS])


def _trade_offs(costs: list[str]) -> list[str]:
    return [f"Trade-offs: {' '.join(costs)}"] if costs else []


def runner_up(reading: Reading) -> tuple[str, str] | None:
    """(the name of what came second, why it did): another store, else another client; None where nothing did."""
    if reading.without_leaning:
        return reading.without_leaning.name, why_not(reading, reading.without_leaning)
    item = switch.runner_up(reading)
    if item and not reading.run_by_others:
        return _named(item), item.why_not
    if reading.full or reading.run_by_others:  # it stays where it is: nothing was weighed against it
        return None
    others = [index for index in reading.decision.standings if index != reading.pick.index]
    if others:
        rival = reading.book.stores[others[0]]
        return rival.name, why_not(reading, rival)
    for client, why in reading.client_alternatives[:1]:
        return client.name, why
    return None


def _named(item: Alternative) -> str:
    return f"{item.store.name} with {item.client.name}" if item.client else item.store.name


# --- as JSON ----------------------------------------------------------------------------------------------------------


def say_json(reading: Reading, record: Record = EMPTY) -> dict[str, Any]:
    """What :func:`say` says, and what it says it from."""
    rival = runner_up(reading) if reading.store else None
    return {
        "text": say(reading, record),
        "pick": triple(ids_of(reading)),
        "certainty": reading.certainty,
        "objections": [item.text for item in standing(reading, record, "block")],
        "warnings": [item.text for item in standing(reading, record, "warn")],
        "reason": (_first_reason(reading).text if reading.store else reading.reasons[0].text),
        "prices": [{"text": text, "source": source} for text, source in prices(reading)],
        "trade_offs": [{"id": item.id, "text": item.text, "source": item.url} for item in costs_to_say(reading)],
        "runner_up": {"name": rival[0], "why_not": rival[1]} if rival else None,
    }
