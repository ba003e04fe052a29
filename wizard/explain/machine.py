"""The recommendation for machines: the vocabulary's JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wizard.catalogue.model import Client
from wizard.decide.answers import Value
from wizard.decide.rules import Store
from wizard.explain.reading import Reading


def as_json(reading: Reading) -> dict[str, Any]:
    """The recommendation in the vocabulary's JSON shape."""
    return {
        "persistence": "yes" if reading.store else "no",
        **_triple(reading.store, reading.client),
        "companions": [{**_triple(item.store, item.client), "for": item.for_} for item in reading.companions]
        + [
            {"database": item.id, "service": None, "client": None, "for": item.serves[0]}
            for item in reading.in_use_beside
        ],
        "certainty": reading.certainty,
        "reasons": [
            {
                "for": item.for_,
                "id": item.id,
                "rule": item.rule,
                "text": item.text,
                "answers": list(item.answers),
            }
            for item in reading.reasons
        ],
        "trade_offs": [{"id": item.id, "text": item.text, "source": item.url} for item in reading.trade_offs],
        "conflicts": [
            {
                "level": item.level,
                "rule": item.rule,
                "text": item.text,
                "answers": list(item.answers),
                "ways_out": list(item.ways_out),
            }
            for item in reading.conflicts
        ],
        "alternatives": [
            {**_triple(item.store, item.client), "why_not": item.why_not} for item in reading.alternatives
        ],
        "would_change_it": [
            {
                "question": item.question,
                "from": _plain(item.from_),
                "to": _plain(item.to),
                "becomes": _triple(item.store, item.client),
            }
            for item in reading.what_if.flips
        ],
        "made_no_difference": list(reading.without_difference),
    }


def unweighed_as_json(reason: Mapping[str, Any]) -> dict[str, Any]:
    """The same where the data stay in a database that the guide does not have, for this one reason: nothing is picked,
    and nothing was compared with it."""
    lists = ("companions", "trade_offs", "conflicts", "alternatives", "would_change_it", "made_no_difference")
    return {
        "persistence": "yes",
        **_triple(None, None),
        **{key: [] for key in lists},
        "certainty": "forced",
        "reasons": [{"for": "database", "id": "none", **reason}],
    }


def _triple(store: Store | None, client: Client | None) -> dict[str, str | None]:
    return {
        "database": store.database.id if store else None,
        "service": store.service.id if store else None,
        "client": client.id if client else None,
    }


def _plain(value: Value) -> str | list[str]:
    return value if isinstance(value, str) else list(value)
