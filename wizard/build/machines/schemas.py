"""JSON Schemas for the catalogue, the questions, a set of answers and a recommendation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from wizard.catalogue.model import Catalogue, Question
from wizard.catalogue.vocabulary import (
    CLIENT_FACTS,
    CONFIDENCES,
    DATA_KINDS,
    FAMILIES,
    KINDS,
    LANGUAGES,
    OPERATIONS,
    PLATFORMS,
    STAGES,
    STORE_FACTS,
    STYLES,
    UPKEEP,
)
from wizard.check.finding import DIFFERS, NOTE, kinds
from wizard.check.report import VERSION
from wizard.converse.record import LONGEST_THINGS, THINGS, longest_note
from wizard.decide.answers import ALONE, PACES
from wizard.write.forms import FORMS

type Json = dict[str, Any]

TEXT: Final[Json] = {"type": "string"}
TEXTS: Final[Json] = {"type": "array", "items": TEXT}
_DAY: Final[Json] = {"type": "string", "format": "date"}
_SELECTOR: Final[Json] = {"type": "object", "additionalProperties": TEXTS}


#: One value, or several.
ANSWER: Final[Json] = {"anyOf": [TEXT, TEXTS]}


def one_of(values: Iterable[str | None]) -> Json:
    return {"enum": list(dict.fromkeys(values))}


def list_of(items: Json) -> Json:
    return {"type": "array", "items": items}


def object_with(required: Json, optional: Json | None = None) -> Json:
    properties = {**required, **(optional or {})}
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


_CONDITIONS: Final[Json] = {
    "type": "object",
    "description": "Every key is a question; a question that was not answered counts as `unsure`.",
    "additionalProperties": object_with({}, {"any": TEXTS, "all": TEXTS, "only": TEXTS, "not": TEXTS}),
}


def _fact_schema(values: Iterable[str]) -> Json:
    values = list(values)
    required: Json = {"source": TEXT, "checked": _DAY, "confidence": one_of(CONFIDENCES)}
    return object_with({**({"is": one_of(values)} if values else {}), **required}, {"text": TEXT})


def _facts_schema(known: Mapping[str, Iterable[str]]) -> Json:
    return object_with({}, {key: _fact_schema(values) for key, values in known.items()})


def _cost_schema() -> Json:
    schema = _fact_schema(())
    schema["properties"] |= {"when": _CONDITIONS, "pick": _SELECTOR}
    return schema


def _operation_schema() -> Json:
    schema = _cost_schema()
    about = {"description": "What it is about; of each the first is told whose conditions hold.", **one_of(OPERATIONS)}
    return {
        **schema,
        "properties": {"about": about, **schema["properties"]},
        "required": ["about", *schema["required"]],
    }


def _product_schema(ids: Iterable[str], facts: Mapping[str, Iterable[str]], own: Json) -> Json:
    common = {
        "id": one_of(ids),
        "name": TEXT,
        "page": {"type": "string", "description": "The product's page, from the site's root."},
        "website": {"type": "string", "format": "uri"},
        "summary": TEXT,
        "pick_when": TEXTS,
        "avoid_when": TEXTS,
        "facts": _facts_schema(facts),
        "upkeep": _fact_schema(UPKEEP),
        "trade_offs": list_of(_cost_schema()),
    }
    return object_with({**common, **own})


def catalogue(known: Catalogue) -> Json:
    """The schema of `catalogue.json`."""
    databases, services, clients = known.databases, known.services, known.clients
    row = object_with(
        {"id": TEXT, "cells": TEXTS, "recommends": TEXTS, "answers": {"$ref": "answers.schema.json"}},
        {"today": TEXT, "source": TEXT, "checked": _DAY},
    )
    table = object_with({"id": TEXT, "title": TEXT, "columns": TEXTS, "rows": list_of(row)})
    return {
        "title": "The catalogue that the guide prints and the wizard runs on",
        **object_with(
            {
                "$schema": TEXT,
                "databases": list_of(_product_schema(databases, STORE_FACTS, _database())),
                "services": list_of(_product_schema(services, STORE_FACTS, _service(databases))),
                "clients": list_of(_product_schema(clients, CLIENT_FACTS, _client(services))),
                "tables": list_of(table),
                "rules": list_of(_rule(databases)),
            }
        ),
    }


_NEVER_FIRST: Final[Json] = {"type": "string", "description": "Why no rule proposes it unasked; empty if one does."}


def _database() -> Json:
    return {
        "family": one_of(FAMILIES),
        "model": TEXT,
        "serves": list_of(one_of(DATA_KINDS)),
        "never_first": _NEVER_FIRST,
        "operations": list_of(_operation_schema()),
    }


def _service(databases: Iterable[str]) -> Json:
    return {
        "runs": list_of(object_with({"database": one_of(databases), "family": one_of(FAMILIES)})),
        "platform": {"enum": [*PLATFORMS, None]},
        "kind": one_of(KINDS),
        "start": TEXT,
        "never_first": _NEVER_FIRST,
        "operations": list_of(_operation_schema()),
    }


def _client(services: Iterable[str]) -> Json:
    return {
        "language": one_of(LANGUAGES),
        "style": one_of(STYLES),
        "best_for": TEXT,
        "install": TEXT,
        "version": TEXT,
        "proposed": {"type": "boolean"},
        "not_proposed_because": TEXT,
        "frameworks": TEXTS,
        "services": list_of(one_of(services)),
        "migrations_with": TEXT,
        "fetches": {
            "description": "Packages for the cases that `when` and `pick` name, added up; tools are not shipped. "
            "`commands` of another manager fetch what stands `instead` of some.",
            **list_of(
                object_with(
                    {
                        "when": _CONDITIONS,
                        "pick": _SELECTOR,
                        "packages": TEXTS,
                        "tools": TEXTS,
                        "commands": TEXTS,
                        "instead": TEXTS,
                    }
                )
            ),
        },
        "speaks": {
            "description": "Protocols, and how well; one that is not there is a plain no.",
            **object_with({}, dict.fromkeys(FAMILIES, _fact_schema(("yes", "caveat", "no")))),
        },
    }


def _rule(databases: Iterable[str]) -> Json:
    companion = object_with(
        {"for": one_of(DATA_KINDS), "within": {"type": "boolean"}, "databases": list_of(one_of(databases))}
    )
    return object_with(
        {
            "id": TEXT,
            "stage": one_of(STAGES),
            "when": _CONDITIONS,
            "unless": _CONDITIONS,
            "effects": list_of(
                object_with({"where": _SELECTOR, "by": {"type": "integer", "minimum": -12, "maximum": 12}})
            ),
            "excludes": list_of(_SELECTOR),
            "because": TEXT,
            "ways_out": TEXTS,
            "source": TEXT,
        },
        {
            "about": TEXT,
            "level": one_of(("block", "warn", "note")),
            "pick": _SELECTOR,
            "pick_not": _SELECTOR,
            "companion": companion,
        },
    )


def questions() -> Json:
    """The schema of `questions.json`."""
    value = object_with({"value": TEXT, "label": TEXT, "hint": TEXT, "when": _CONDITIONS})
    question = {
        "key": TEXT,
        "takes": one_of(("one", "several")),
        "topic": one_of(("stack", "database", "client")),
        "short": TEXT,
        "question": TEXT,
        "why": TEXT,
        "when": _CONDITIONS,
        "values": list_of(value),
    }
    return {
        "title": "The wizard's questions",
        **object_with({"$schema": TEXT, "questions": list_of(object_with(question))}),
    }


def answers(known: Catalogue) -> Json:
    """The schema of a set of answers; any question may be left out."""
    properties = {key: _answer_schema(question) for key, question in known.questions.items()}
    return {
        "title": "Answers to the wizard's questions",
        "description": "What the command line reads, and what a data-stack.md carries.",
        **object_with({}, {**properties, "pace": one_of(PACES), **_beside(known)}),
    }


def _beside(known: Catalogue) -> Json:
    """What was said beside the answers."""
    things = {"type": "string", "minLength": 1, "maxLength": LONGEST_THINGS, "description": "What is stored."}
    own = {key: {"type": "string", "minLength": 1, "maxLength": longest_note(key)} for key in known.questions}
    notes = object_with({}, {**own, THINGS: things})
    kept: Json = {"type": "object", "additionalProperties": TEXT}
    return {
        "notes": {"description": "Question -> why, in the person's own words.", **notes},
        "kept": {"description": "Objection -> why it is kept against advice.", **kept},
        "taken": {"description": "Objection -> the mark of its way out that was agreed on.", **kept},
        "chosen": {"description": "What was taken as proposed.", **object_with({}, {"products": TEXTS})},
        "weighed": {"description": "Trade-offs that were considered.", **object_with({}, {"trade_offs": TEXTS})},
        "written": object_with({}, {"form": one_of(FORMS)}),
    }


def _answer_schema(question: Question) -> Json:
    values = list(dict.fromkeys(option.value for option in question.options))
    described = {"description": question.question}
    if not question.several:
        return {**described, **one_of(values)}
    together = [value for value in values if value not in ALONE]
    several = {"type": "array", "items": one_of(together), "minItems": 1, "uniqueItems": True}
    alone = {"type": "array", "items": one_of(v for v in values if v in ALONE), "minItems": 1, "maxItems": 1}
    return {**described, "anyOf": [one_of(values), several, alone]}


def recommendation(known: Catalogue) -> Json:
    """The schema of a recommendation, as `data-stack recommend` prints it."""

    triple = {
        "database": one_of([*known.databases, None]),
        "service": one_of([*known.services, None]),
        "client": one_of([*known.clients, None]),
    }
    keys = list_of(one_of(known.questions))
    ids = one_of([*known.databases, *known.services, *known.clients])
    picked = {"description": "What is proposed; `none` where no database is.", "anyOf": [ids, {"const": "none"}]}
    reason = {"for": one_of(("database", "service", "client")), "id": picked, "rule": TEXT}
    conflict = {
        "level": one_of(("block", "warn", "note")),
        "rule": TEXT,
        "text": TEXT,
        "answers": keys,
        "ways_out": TEXTS,
    }
    flip = {"question": one_of(known.questions), "from": ANSWER, "to": ANSWER, "becomes": object_with(triple)}
    return {
        "title": "A recommendation",
        "description": "Database, service and client are null where there is none, or one that the guide lacks stays.",
        **object_with(
            {
                "persistence": one_of(("yes", "no", "unsure")),
                **triple,
                "companions": list_of(object_with({**triple, "for": one_of(DATA_KINDS)})),
                "certainty": one_of(("clear", "close", "forced")),
                "reasons": list_of(object_with({**reason, "text": TEXT, "answers": keys})),
                "trade_offs": list_of(object_with({"id": ids, "text": TEXT, "source": TEXT})),
                "conflicts": list_of(object_with(conflict)),
                "alternatives": list_of(object_with({**triple, "why_not": TEXT})),
                "would_change_it": list_of(object_with(flip)),
                "made_no_difference": keys,
            }
        ),
    }


def check_report(known: Catalogue) -> Json:
    """The schema of what `data-stack check --format json` prints."""
    line: Json = {"type": "integer", "minimum": 1}
    place = object_with({"file": TEXT, "line": line, "text": TEXT})
    finding = {
        "kind": one_of(kinds()),
        "level": {"description": "`differs` ends the check with status 1.", **one_of((DIFFERS, NOTE))},
        "says": TEXT,
        "why": TEXT,
        "do": TEXT,
        "sentence": {"description": "The sentence of the file.", **object_with({"line": line, "text": TEXT})},
        "places": {"description": "The lines of the project, the telling one first.", **list_of(place)},
        "answers": {
            "description": "What the wizard is opened with: answers, or values to add where a question takes several.",
            **object_with({}, {key: {"anyOf": [TEXT, TEXTS]} for key in known.questions}),
        },
    }
    return {
        "title": "A project held against its data-stack.md",
        **object_with(
            {
                "version": {"const": VERSION},
                "file": TEXT,
                "agrees": {"type": "boolean"},
                "decided": TEXT,
                "findings": list_of(object_with(finding)),
                "unread": {"description": "What could not be read of the project.", **TEXTS},
                "link": {"description": "The wizard's link with the difference filled in.", **TEXT},
            }
        ),
    }
