"""The catalogue and the questions as JSON for machines, with JSON Schemas for these, answers and recommendations.

Keys and ids are the public vocabulary. An unverified fact keeps its source and its confidence but not its sentence.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from wizard.answers import ALONE, PACES
from wizard.build.pages.conditions import as_json
from wizard.build.pages.words import Product, page
from wizard.catalogue import (
    CLIENT_FACTS,
    CONFIDENCES,
    DATA_KINDS,
    FAMILIES,
    KINDS,
    LANGUAGES,
    PLATFORMS,
    STAGES,
    STORE_FACTS,
    STYLES,
    UPKEEP,
    Catalogue,
    Client,
    Cost,
    Database,
    Fact,
    Question,
    Row,
    Rule,
    Service,
)

type Json = dict[str, Any]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def files(catalogue: Catalogue, root: str) -> dict[str, str]:
    """Name -> text of every file in `data/`; `root` is the site's address, with a slash at its end."""
    schemas = {
        "catalogue.schema.json": catalogue_schema(catalogue),
        "questions.schema.json": questions_schema(),
        "answers.schema.json": answers_schema(catalogue),
        "recommendation.schema.json": recommendation_schema(catalogue),
    }
    contents = {
        "catalogue.json": {"$schema": "catalogue.schema.json", **catalogue_json(catalogue)},
        "questions.json": {"$schema": "questions.schema.json", **questions_json(catalogue)},
        **{name: {"$schema": DIALECT, "$id": f"{root}data/{name}", **schema} for name, schema in schemas.items()},
    }
    return {name: json.dumps(content, indent=1, ensure_ascii=False) + "\n" for name, content in contents.items()}


# --- the data ---------------------------------------------------------------------------------------------------------


def catalogue_json(catalogue: Catalogue) -> Json:
    """Databases, services and clients with their facts, the guide's tables, and the rules."""
    return {
        "databases": [_database(item) for item in catalogue.databases.values()],
        "services": [_service(item) for item in catalogue.services.values()],
        "clients": [_client(item) for item in catalogue.clients.values()],
        "tables": [
            {
                "id": table.id,
                "title": table.title,
                "columns": list(table.columns),
                "rows": [_row(row) for row in table.rows],
            }
            for table in catalogue.tables.values()
        ],
        "rules": [_rule(rule) for rule in catalogue.rules],
    }


def questions_json(catalogue: Catalogue) -> Json:
    """Every question with the values that it takes, in asking order."""
    return {"questions": [_question(question) for question in catalogue.questions.values()]}


def _fact(fact: Fact) -> Json:
    value = {"is": fact.value} if fact.value else {}
    text = {"text": fact.text} if fact.printable else {}
    source = {"source": fact.source.url, "checked": fact.source.checked, "confidence": fact.confidence}
    return {**value, **text, **source}


def _facts(facts: Mapping[str, Fact]) -> Json:
    return {key: _fact(fact) for key, fact in facts.items()}


def _selector(selector: Mapping[str, Iterable[str]]) -> Json:
    return {key: list(wanted) for key, wanted in selector.items()}


def _cost(cost: Cost) -> Json:
    return {**_fact(cost.fact), "when": as_json(cost.when), "pick": _selector(cost.pick)}


def _product(product: Product) -> Json:
    return {
        "id": product.id,
        "name": product.name,
        "page": page(product).removesuffix(".md") + "/",
        "website": product.website,
        "summary": product.summary,
        "pick_when": list(product.pick_when),
        "avoid_when": list(product.avoid_when),
        "facts": _facts(product.facts),
        "upkeep": _fact(product.upkeep),
        "trade_offs": [_cost(cost) for cost in product.trade_offs],
    }


def _database(item: Database) -> Json:
    own = {"family": item.family, "model": item.model, "serves": list(item.serves), "never_first": item.never_first}
    return {**_product(item), **own}


def _service(item: Service) -> Json:
    runs = [{"database": database, "family": family} for database, family in item.runs.items()]
    own = {"runs": runs, "platform": item.platform or None, "kind": item.kind, "start": item.start}
    return {**_product(item), **own, "never_first": item.never_first}


def _client(item: Client) -> Json:
    return {
        **_product(item),
        "language": item.language,
        "style": item.style,
        "best_for": item.best_for,
        "install": item.install,
        "version": item.version,
        "proposed": item.pickable,
        "not_proposed_because": item.pickable_why,
        "frameworks": list(item.frameworks),
        "services": list(item.services),
        "migrations_with": item.migrations_with,
        "speaks": _facts(item.speaks),
    }


def _answers(answers: Mapping[str, str | tuple[str, ...]]) -> Json:
    return {key: value if isinstance(value, str) else list(value) for key, value in answers.items()}


def _row(row: Row) -> Json:
    changed = {"today": row.today, "source": row.source.url, "checked": row.source.checked} if row.source else {}
    told = {"id": row.id, "cells": list(row.cells), "recommends": list(row.recommends)}
    return {**told, "answers": _answers(row.answers), **changed}


def _rule(rule: Rule) -> Json:
    told: Json = {
        "id": rule.id,
        "stage": rule.stage,
        "when": as_json(rule.when),
        "unless": as_json(rule.unless),
    }
    told["effects"] = [{"where": _selector(effect.where), "by": effect.by} for effect in rule.effects]
    told["excludes"] = [_selector(where) for where in rule.excludes]
    if rule.level:
        told |= {"level": rule.level, "pick": _selector(rule.pick), "pick_not": _selector(rule.pick_not)}
    if rule.companion_for:
        beside = {"for": rule.companion_for, "within": rule.companion_within, "databases": list(rule.companion)}
        told["companion"] = beside
    return {**told, "because": rule.because, "ways_out": list(rule.ways_out), "source": rule.source.url}


def _question(question: Question) -> Json:
    return {
        "key": question.key,
        "takes": "several" if question.several else "one",
        "topic": question.topic,
        "short": question.short,
        "question": question.question,
        "why": question.why,
        "when": as_json(question.when),
        "values": [
            {"value": option.value, "label": option.label, "hint": option.hint, "when": as_json(option.when)}
            for option in question.options
        ],
    }


# --- schemas ----------------------------------------------------------------------------------------------------------

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


def catalogue_schema(catalogue: Catalogue) -> Json:
    """The schema of `catalogue.json`."""
    databases, services, clients = catalogue.databases, catalogue.services, catalogue.clients
    why = {"type": "string", "description": "Why no rule proposes it unasked; empty if one does."}
    database = {"family": _one(FAMILIES), "model": _TEXT, "serves": _list(_one(DATA_KINDS)), "never_first": why}
    service = {
        "runs": _list(_object({"database": _one(databases), "family": _one(FAMILIES)})),
        "platform": {"enum": [*PLATFORMS, None]},
        "kind": _one(KINDS),
        "start": _TEXT,
        "never_first": why,
    }
    client = {
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
        "speaks": {
            "description": "Protocols, and how well; one that is not there is a plain no.",
            **_object({}, dict.fromkeys(FAMILIES, _fact_schema(("yes", "caveat", "no")))),
        },
    }
    row = _object(
        {"id": _TEXT, "cells": _TEXTS, "recommends": _TEXTS, "answers": {"$ref": "answers.schema.json"}},
        {"today": _TEXT, "source": _TEXT, "checked": _DAY},
    )
    companion = _object({"for": _one(DATA_KINDS), "within": {"type": "boolean"}, "databases": _list(_one(databases))})
    rule = _object(
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
        {"level": _one(("block", "warn", "note")), "pick": _SELECTOR, "pick_not": _SELECTOR, "companion": companion},
    )
    table = _object({"id": _TEXT, "title": _TEXT, "columns": _TEXTS, "rows": _list(row)})
    return {
        "title": "The catalogue that the guide prints and the wizard runs on",
        **_object(
            {
                "$schema": _TEXT,
                "databases": _list(_product_schema(databases, STORE_FACTS, database)),
                "services": _list(_product_schema(services, STORE_FACTS, service)),
                "clients": _list(_product_schema(clients, CLIENT_FACTS, client)),
                "tables": _list(table),
                "rules": _list(rule),
            }
        ),
    }


def questions_schema() -> Json:
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


def answers_schema(catalogue: Catalogue) -> Json:
    """The schema of a set of answers; any question may be left out."""
    properties = {key: _answer_schema(question) for key, question in catalogue.questions.items()}
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


def recommendation_schema(catalogue: Catalogue) -> Json:
    """The schema of a recommendation, as `data-stack recommend` prints it."""

    def id_or_none(ids: Iterable[str]) -> Json:
        return {"enum": [*ids, None]}

    triple = {
        "database": id_or_none(catalogue.databases),
        "service": id_or_none(catalogue.services),
        "client": id_or_none(catalogue.clients),
    }
    keys = _list(_one(catalogue.questions))
    answer: Json = {"anyOf": [_TEXT, _TEXTS]}
    ids = _one([*catalogue.databases, *catalogue.services, *catalogue.clients])
    picked = {"description": "What is proposed; `none` where no database is.", "anyOf": [ids, {"const": "none"}]}
    reason = {"for": _one(("database", "service", "client")), "id": picked, "rule": _TEXT}
    conflict = {
        "level": _one(("block", "warn", "note")),
        "rule": _TEXT,
        "text": _TEXT,
        "answers": keys,
        "ways_out": _TEXTS,
    }
    flip = {"question": _one(catalogue.questions), "from": answer, "to": answer, "becomes": _object(triple)}
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
