"""The catalogue and the questions as JSON for machines, with JSON Schemas for these, answers and recommendations.

Keys and ids are the public vocabulary. An unverified fact keeps its source and its confidence but not its sentence.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Final

from wizard.build.machines import schemas, talk_schemas
from wizard.build.machines.schemas import Json
from wizard.build.pages.conditions import as_json
from wizard.build.pages.words import Product, page
from wizard.catalogue.model import Catalogue, Client, Cost, Database, Fact, Question, Row, Service
from wizard.catalogue.rule_model import AnswerRule, CoherenceRule, CompanionRule, RankingRule, Rule

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def files(catalogue: Catalogue, root: str) -> dict[str, str]:
    """Name -> text of every file in `data/`; `root` is the site's address, with a slash at its end."""
    described = {
        "catalogue.schema.json": schemas.catalogue(catalogue),
        "questions.schema.json": schemas.questions(),
        "answers.schema.json": schemas.answers(catalogue),
        "recommendation.schema.json": schemas.recommendation(catalogue),
        "check.schema.json": schemas.check_report(catalogue),
        **{f"{name}.schema.json": schema for name, schema in talk_schemas.schemas(catalogue).items()},
    }
    contents = {
        "catalogue.json": {"$schema": "catalogue.schema.json", **catalogue_json(catalogue)},
        "questions.json": {"$schema": "questions.schema.json", **questions_json(catalogue)},
        **{name: {"$schema": DIALECT, "$id": f"{root}data/{name}", **schema} for name, schema in described.items()},
    }
    return {name: json.dumps(content, indent=1, ensure_ascii=False) + "\n" for name, content in contents.items()}


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


def _operations(costs: Iterable[Cost]) -> list[Json]:
    return [{"about": cost.fact.key, **_cost(cost)} for cost in costs]


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
    return {**_product(item), **own, "operations": _operations(item.operations)}


def _service(item: Service) -> Json:
    runs = [{"database": database, "family": family} for database, family in item.runs.items()]
    own = {"runs": runs, "platform": item.platform or None, "kind": item.kind, "start": item.start}
    return {**_product(item), **own, "never_first": item.never_first, "operations": _operations(item.operations)}


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
        "fetches": [
            {
                "when": as_json(fetch.when),
                "pick": _selector(fetch.pick),
                "packages": list(fetch.packages),
                "tools": list(fetch.tools),
                "commands": list(fetch.commands),
                "instead": list(fetch.instead),
            }
            for fetch in item.fetches
        ],
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
    ranking = rule if isinstance(rule, RankingRule) else None
    effects = ranking.effects if ranking else ()
    told["effects"] = [{"where": _selector(effect.where), "by": effect.by} for effect in effects]
    told["excludes"] = [_selector(where) for where in ranking.excludes] if ranking else []
    if isinstance(rule, CoherenceRule):
        told |= {"level": rule.level, "pick": _selector(rule.pick), "pick_not": _selector(rule.pick_not)}
    if isinstance(rule, AnswerRule):
        told |= {"about": rule.about, "pick": _selector(rule.pick), "pick_not": _selector(rule.pick_not)}
    if isinstance(rule, CompanionRule):
        beside = {"for": rule.for_, "within": rule.within, "databases": list(rule.databases)}
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
