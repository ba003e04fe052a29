"""What the place of the pick costs, as far as the catalogue has a sourced fact about it: no amounts, which vendors
change, but whether there is a free plan and where it ends, and whether it is paid for while nobody uses it."""

from __future__ import annotations

import re
from typing import Final

from wizard.explain.reading import Reading
from wizard.explain.words import capital

#: What stands before how it is billed, where the fact does not speak of money.
_BILLED: Final = {"yes": "billed by use", "no": "billed while it runs, used or not"}
_OF_MONEY: Final = re.compile(r"\b(?:bill|charg|pay\b|costs?\b)", re.IGNORECASE)

#: What machines of one's own cost.
OWN_MACHINES: Final = "No fee: you pay for your machines, and with the time to run it."


def prices(reading: Reading) -> tuple[tuple[str, str], ...]:
    """(a sentence about the price, the address that says so): nothing of what runs already, for its bill is known, and
    nothing of a place that nobody named."""
    if reading.store is None or reading.full or reading.placeless or reading.host_not_compared:
        return ()
    kind, facts, engine = reading.pick.service.kind, reading.pick.facts, reading.pick.database.id
    free, idle = facts["free_tier"], facts["scale_to_zero"]
    if kind == "embedded":
        return () if reading.answers.get("runtime") == "local" else ((free.text, free.link(engine)),)
    if kind == "self-hosted" or reading.own_service:
        return ((OWN_MACHINES, ""),) if facts["open_source"].value == "yes" else ()
    budget = reading.answers.get("budget")
    lasts = free.value in ("yes", "pauses")
    told = free.printable and (budget == "free" or (lasts and budget != "flexible"))
    found = [(free.text, free.link(engine))] if told else []
    if idle.printable and idle.value in _BILLED and not (budget == "free" and lasts):
        lead = ["Beyond it"] if told and lasts else []
        lead += [] if _OF_MONEY.search(idle.text) else [_BILLED[idle.value]]
        found.append((capital(": ".join(filter(None, (", ".join(lead), idle.text)))), idle.link(engine)))
    return tuple(found)


def what_it_costs(reading: Reading) -> list[str]:
    """The same as one sentence to be spoken."""
    told = [text for text, _ in prices(reading)]
    return [f"What it costs: {' '.join(told)}"] if told else []
