"""What the pick costs: its trade-offs, those that concern this project first."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from wizard.catalogue.model import Client, Cost, Database, Product
from wizard.decide.answers import hold
from wizard.decide.rules import everywhere, fires
from wizard.explain.reasons import about_database, source_of
from wizard.explain.words import Told, capital, fill

if TYPE_CHECKING:
    from wizard.explain.reading import Reading


@dataclass(frozen=True, kw_only=True, slots=True)
class TradeOff:
    id: str
    text: str
    url: str
    telling: int = 0
    """How much it says of this very stack: 0 what counts against it by the answers, then what the service costs and a
    database that is not relational, what else holds for these answers, what the client costs, and last what any
    relational database would."""

    @property
    def key(self) -> str:
        """Names this very sentence: when the guide says something else, it has not been considered yet."""
        return f"{self.id}-{zlib.crc32(self.text.encode()):08x}"


#: So many trade-offs of the database, of the service and of the client are told; more would be noise.
TOLD: Final = (1, 1, 1)

#: :attr:`TradeOff.telling` of what holds for these answers, and of what any relational database costs.
HELD: Final = 2
ANYWHERE: Final = 4


def trade_offs(reading: Reading) -> tuple[TradeOff, ...]:
    """What counts against the pick, then what its products cost."""
    store, client = reading.pick, reading.client
    told = Told([*(item.text for item in reading.conflicts), *(item.text for item in reading.answered)])
    found: list[TradeOff] = []
    open_ = reading.place_open
    for hit in reading.decision.hits:
        against = all(hit.weights[index] < 0 for index in (reading.existing_stores if open_ else (store.index,)))
        if (
            against
            and (open_ or not reading.placeless or about_database(hit.rule))
            and everywhere(hit.rule.presumes, reading.wherever)
            and fires(hit.rule, reading.held)
        ):
            text = capital(fill(hit.rule.because, store, client))
            source = source_of(hit.rule, (effect.where for effect in hit.rule.effects), store)
            found += _unless_told([TradeOff(id=store.service.id, text=text, url=source.url)], told)
    service = None if reading.placeless else store.service
    for entry, most in zip((store.database, service, client), TOLD, strict=True):
        if entry is not None:
            costs = [
                TradeOff(
                    id=entry.id,
                    text=cost.fact.text,
                    url=cost.fact.link(store.database.id),
                    telling=min(HELD if cost.when else 9, _telling(entry)),
                )
                for cost in _concerned(entry.trade_offs, reading)
            ]
            found += _unless_told(costs, told)[:most]
    return tuple(found)


def _telling(entry: Product) -> int:
    """:attr:`TradeOff.telling` of what holds whatever the answers are."""
    if isinstance(entry, Client):
        return 3
    return ANYWHERE if isinstance(entry, Database) and entry.serves[0] == "relational" else 1


def _unless_told(costs: Iterable[TradeOff], told: Told) -> list[TradeOff]:
    """Those of which nothing in `told` says much the same; they are added to it."""
    left = []
    for cost in costs:
        if not told.repeats(cost.text):
            left.append(cost)
            told.add(cost.text)
    return left


def _concerned(costs: Iterable[Cost], reading: Reading) -> list[Cost]:
    """The printable trade-offs that concern this person: those with a condition that holds, then those without any."""
    told = [
        cost
        for cost in costs
        if cost.fact.printable and hold(cost.when, reading.as_assumed) and everywhere(cost.pick, reading.wherever)
    ]
    return sorted(told, key=lambda cost: not (cost.when or cost.pick))
