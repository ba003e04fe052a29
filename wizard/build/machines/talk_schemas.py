"""JSON Schemas of what the commands of a conversation print with `--format json`: command -> schema.

`set`, `choose`, `keep` and `weigh` print one form, which is called `change`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from wizard.build.machines.schemas import ANSWER, TEXT, TEXTS, Json, list_of, object_with, one_of
from wizard.catalogue.model import Catalogue

#: In the place of what there is not.
_NOTHING: Final[Json] = {"type": "null"}


def _maybe(schema: Json) -> Json:
    return {"anyOf": [schema, _NOTHING]}


_CONFLICT: Final = object_with(
    {
        "level": one_of(("block", "warn", "note")),
        "rule": TEXT,
        "text": TEXT,
        "answers": TEXTS,
        "ways_out": TEXTS,
    }
)


def schemas(known: Catalogue) -> Mapping[str, Json]:
    """Every schema, by its name."""
    triple = object_with(
        {
            "database": one_of([*known.databases, None]),
            "service": one_of([*known.services, None]),
            "client": one_of([*known.clients, None]),
        }
    )
    told = {
        "next": ("What comes next in the conversation", _next(known, triple)),
        "say": ("The pick, to be spoken", _say(triple)),
        "summary": ("The summary to read back", _summary()),
        "change": ("The answers after `set`, `choose`, `keep` or `weigh`", _change(triple)),
        "why-not": ("Why a product is not the pick", _why_not()),
        "compare": ("Two products side by side", _compare()),
    }
    return {name: {"title": title, **schema} for name, (title, schema) in told.items()}


def _next(known: Catalogue, triple: Json) -> Json:
    value = {"value": TEXT, "label": TEXT, "hint": TEXT, "becomes": _maybe(triple), "warnings": TEXTS}
    question = object_with(
        {
            "key": one_of(known.questions),
            "takes": one_of(("one", "several")),
            "question": TEXT,
            "why": TEXT,
            "guided": object_with({"context": TEXT, "example": TEXT, "most": TEXT}),
            "could_change": TEXT,
            "values": list_of(object_with(value)),
        }
    )
    cost = object_with({"key": TEXT, "id": TEXT, "text": TEXT, "source": TEXT})
    return object_with(
        {
            "kind": one_of(("question", "objection", "trade-offs", "done")),
            "question": _maybe(question),
            "objections": list_of(_CONFLICT),
            "trade_offs": list_of(cost),
            "left_out": list_of(one_of(known.questions)),
        }
    )


def _say(triple: Json) -> Json:
    return object_with(
        {
            "text": {**TEXT, "maxLength": 800},
            "pick": triple,
            "certainty": one_of(("clear", "close", "forced")),
            "objections": TEXTS,
            "warnings": TEXTS,
            "reason": TEXT,
            "prices": list_of(object_with({"text": TEXT, "source": TEXT})),
            "trade_offs": list_of(object_with({"id": TEXT, "text": TEXT, "source": TEXT})),
            "runner_up": _maybe(object_with({"name": TEXT, "why_not": TEXT})),
        }
    )


def _summary() -> Json:
    part = object_with({"choice": TEXT, "why": TEXTS})
    return object_with({"text": TEXT, "database": part, "client": part})


def _change(triple: Json) -> Json:
    answers = {"type": "object", "additionalProperties": ANSWER}
    return object_with(
        {
            "answers": answers,
            "notes": {"type": "object", "additionalProperties": TEXT},
            "left_out": answers,
            "before": triple,
            "after": triple,
            "warnings": list_of(_CONFLICT),
            "told": TEXTS,
        }
    )


def _why_not() -> Json:
    return object_with(
        {"id": TEXT, "name": TEXT, "is_the_pick": {"type": "boolean"}, "text": TEXT, "would_take": TEXTS}
    )


def _compare() -> Json:
    product = object_with({"id": TEXT, "name": TEXT, "summary": TEXT})
    fact = object_with({"is": TEXT, "text": TEXT, "source": TEXT, "checked": TEXT})
    return object_with(
        {
            "products": list_of(product),
            "facts": list_of(object_with({"fact": TEXT, "of": list_of(fact)})),
            "pick_when": list_of(TEXTS),
            "alike": TEXTS,
            "unknown": TEXTS,
        }
    )
