"""The recommendation for machines: the vocabulary's JSON."""

from __future__ import annotations

from typing import Any

from wizard.catalogue.model import Catalogue, Client
from wizard.decide.answers import Answers, Value
from wizard.decide.rules import Store
from wizard.decide.what_if import what_if
from wizard.explain.recommendation import recommend, without_difference


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
