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
from wizard.decide.answers import ALONE, PACES

type Json = dict[str, Any]

_TEXT: Final[Json] = {"type": "string"}
_TEXTS: Final[Json] = {"type": "array", "items": _TEXT}
_DAY: Final[Json] = {"type": "string", "format": "date"}
_SELECTOR: Final[Json] = {"type": "object", "additionalProperties": _TEXTS}


def _one(values: Iterable[str]) -> Json:
    return {"enum": list(dict.fromkeys(values))}


def _list(items: Json) -> Json:
    return {"type": "array", "items": items}


def _object(required: Json, optional: Json | None = None) -> Json:
    properties = {**required, **(optional or {})}
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


_CONDITIONS: Final[Json] = {
    "type": "object",
    "description": "Every key is a question; a question that was not answered counts as `unsure`.",
    "additionalProperties": _object({}, {"any": _TEXTS, "all": _TEXTS, "only": _TEXTS, "not": _TEXTS}),
}


def _fact_schema(values: Iterable[str]) -> Json:
    values = list(values)
    required: Json = {"source": _TEXT, "checked": _DAY, "confidence": _one(CONFIDENCES)}
    return _object({**({"is": _one(values)} if values else {}), **required}, {"text": _TEXT})


def _facts_schema(known: Mapping[str, Iterable[str]]) -> Json:
    return _object({}, {key: _fact_schema(values) for key, values in known.items()})


def _cost_schema() -> Json:
    schema = _fact_schema(())
    schema["properties"] |= {"when": _CONDITIONS, "pick": _SELECTOR}
    return schema


def _operation_schema() -> Json:
    schema = _cost_schema()
    about = {"description": "What it is about; of each the first is told whose conditions hold.", **_one(OPERATIONS)}
    return {
        **schema,
        "properties": {"about": about, **schema["properties"]},
        "required": ["about", *schema["required"]],
    }


def _product_schema(ids: Iterable[str], facts: Mapping[str, Iterable[str]], own: Json) -> Json:
    common = {
        "id": _one(ids),
        "name": _TEXT,
        "page": {"type": "string", "description": "The product's page, from the site's root."},
        "website": {"type": "string", "format": "uri"},
        "summary": _TEXT,
        "pick_when": _TEXTS,
        "avoid_when": _TEXTS,
        "facts": _facts_schema(facts),
        "upkeep": _fact_schema(UPKEEP),
        "trade_offs": _list(_cost_schema()),
    }
    return _object({**common, **own})


def catalogue(known: Catalogue) -> Json:
    """The schema of `catalogue.json`."""
    databases, services, clients = known.databases, known.services, known.clients
    row = _object(
        {"id": _TEXT, "cells": _TEXTS, "recommends": _TEXTS, "answers": {"$ref": "answers.schema.json"}},
        {"today": _TEXT, "source": _TEXT, "checked": _DAY},
    )
    table = _object({"id": _TEXT, "title": _TEXT, "columns": _TEXTS, "rows": _list(row)})
    return {
        "title": "The catalogue that the guide prints and the wizard runs on",
        **_object(
            {
                "$schema": _TEXT,
                "databases": _list(_product_schema(databases, STORE_FACTS, _database())),
                "services": _list(_product_schema(services, STORE_FACTS, _service(databases))),
                "clients": _list(_product_schema(clients, CLIENT_FACTS, _client(services))),
                "tables": _list(table),
                "rules": _list(_rule(databases)),
            }
        ),
    }


_NEVER_FIRST: Final[Json] = {"type": "string", "description": "Why no rule proposes it unasked; empty if one does."}


def _database() -> Json:
    return {
        "family": _one(FAMILIES),
        "model": _TEXT,
        "serves": _list(_one(DATA_KINDS)),
        "never_first": _NEVER_FIRST,
        "operations": _list(_operation_schema()),
    }


def _service(databases: Iterable[str]) -> Json:
    return {
        "runs": _list(_object({"database": _one(databases), "family": _one(FAMILIES)})),
        "platform": {"enum": [*PLATFORMS, None]},
        "kind": _one(KINDS),
        "start": _TEXT,
        "never_first": _NEVER_FIRST,
        "operations": _list(_operation_schema()),
    }


def _client(services: Iterable[str]) -> Json:
    return {
        "language": _one(LANGUAGES),
        "style": _one(STYLES),
        "best_for": _TEXT,
        "install": _TEXT,
        "version": _TEXT,
        "proposed": {"type": "boolean"},
        "not_proposed_because": _TEXT,
        "frameworks": _TEXTS,
        "services": _list(_one(services)),
        "migrations_with": _TEXT,
        "fetches": {
            "description": "Packages for the cases that `when` and `pick` name, added up; tools are not shipped.",
            **_list(_object({"when": _CONDITIONS, "pick": _SELECTOR, "packages": _TEXTS, "tools": _TEXTS})),
        },
        "speaks": {
            "description": "Protocols, and how well; one that is not there is a plain no.",
            **_object({}, dict.fromkeys(FAMILIES, _fact_schema(("yes", "caveat", "no")))),
        },
    }


def _rule(databases: Iterable[str]) -> Json:
    companion = _object({"for": _one(DATA_KINDS), "within": {"type": "boolean"}, "databases": _list(_one(databases))})
    return _object(
        {
            "id": _TEXT,
            "stage": _one(STAGES),
            "when": _CONDITIONS,
            "unless": _CONDITIONS,
            "effects": _list(_object({"where": _SELECTOR, "by": {"type": "integer", "minimum": -12, "maximum": 12}})),
            "excludes": _list(_SELECTOR),
            "because": _TEXT,
            "ways_out": _TEXTS,
            "source": _TEXT,
        },
        {
            "about": _TEXT,
            "level": _one(("block", "warn", "note")),
            "pick": _SELECTOR,
            "pick_not": _SELECTOR,
            "companion": companion,
        },
    )


def questions() -> Json:
    """The schema of `questions.json`."""
    value = _object({"value": _TEXT, "label": _TEXT, "hint": _TEXT, "when": _CONDITIONS})
    question = {
        "key": _TEXT,
        "takes": _one(("one", "several")),
        "topic": _one(("stack", "database", "client")),
        "short": _TEXT,
        "question": _TEXT,
        "why": _TEXT,
        "when": _CONDITIONS,
        "values": _list(value),
    }
    return {
        "title": "The wizard's questions",
        **_object({"$schema": _TEXT, "questions": _list(_object(question))}),
    }


def answers(known: Catalogue) -> Json:
    """The schema of a set of answers; any question may be left out."""
    properties = {key: _answer_schema(question) for key, question in known.questions.items()}
    return {
        "title": "Answers to the wizard's questions",
        "description": "What the command line reads, and what a data-stack.md carries.",
        **_object({}, {**properties, "pace": _one(PACES)}),
    }


def _answer_schema(question: Question) -> Json:
    values = list(dict.fromkeys(option.value for option in question.options))
    described = {"description": question.question}
    if not question.several:
        return {**described, **_one(values)}
    together = [value for value in values if value not in ALONE]
    several = {"type": "array", "items": _one(together), "minItems": 1, "uniqueItems": True}
    alone = {"type": "array", "items": _one(v for v in values if v in ALONE), "minItems": 1, "maxItems": 1}
    return {**described, "anyOf": [_one(values), several, alone]}


def recommendation(known: Catalogue) -> Json:
    """The schema of a recommendation, as `data-stack recommend` prints it."""

    def id_or_none(ids: Iterable[str]) -> Json:
        return {"enum": [*ids, None]}

    triple = {
        "database": id_or_none(known.databases),
        "service": id_or_none(known.services),
        "client": id_or_none(known.clients),
    }
    keys = _list(_one(known.questions))
    answer: Json = {"anyOf": [_TEXT, _TEXTS]}
    ids = _one([*known.databases, *known.services, *known.clients])
    picked = {"description": "What is proposed; `none` where no database is.", "anyOf": [ids, {"const": "none"}]}
    reason = {"for": _one(("database", "service", "client")), "id": picked, "rule": _TEXT}
    conflict = {
        "level": _one(("block", "warn", "note")),
        "rule": _TEXT,
        "text": _TEXT,
        "answers": keys,
        "ways_out": _TEXTS,
    }
    flip = {"question": _one(known.questions), "from": answer, "to": answer, "becomes": _object(triple)}
    return {
        "title": "A recommendation",
        "description": "With `persistence` `no`, database, service and client are null.",
        **_object(
            {
                "persistence": _one(("yes", "no", "unsure")),
                **triple,
                "companions": _list(_object({**triple, "for": _one(DATA_KINDS)})),
                "certainty": _one(("clear", "close", "forced")),
                "reasons": _list(_object({**reason, "text": _TEXT, "answers": keys})),
                "trade_offs": _list(_object({"id": ids, "text": _TEXT, "source": _TEXT})),
                "conflicts": _list(_object(conflict)),
                "alternatives": _list(_object({**triple, "why_not": _TEXT})),
                "would_change_it": _list(_object(flip)),
                "made_no_difference": keys,
            }
        ),
    }


def check_report(known: Catalogue) -> Json:
    """The schema of what `data-stack check --format json` prints."""
    line: Json = {"type": "integer", "minimum": 1}
    place = _object({"file": _TEXT, "line": line, "text": _TEXT})
    finding = {
        "kind": _one(kinds()),
        "level": {"description": "`differs` ends the check with status 1.", **_one((DIFFERS, NOTE))},
        "says": _TEXT,
        "why": _TEXT,
        "do": _TEXT,
        "sentence": {"description": "The sentence of the file.", **_object({"line": line, "text": _TEXT})},
        "places": {"description": "The lines of the project, the telling one first.", **_list(place)},
        "answers": {
            "description": "What the wizard is opened with: answers, or values to add where a question takes several.",
            **_object({}, {key: {"anyOf": [_TEXT, _TEXTS]} for key in known.questions}),
        },
    }
    return {
        "title": "A project held against its data-stack.md",
        **_object(
            {
                "version": {"const": VERSION},
                "file": _TEXT,
                "agrees": {"type": "boolean"},
                "decided": _TEXT,
                "findings": _list(_object(finding)),
                "unread": {"description": "What could not be read of the project.", **_TEXTS},
                "link": {"description": "The wizard's link with the difference filled in.", **_TEXT},
            }
        ),
    }
