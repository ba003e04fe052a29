"""Every condition, effect and row names questions, values and attributes that exist."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.catalogue.model import Catalogue, Client, Condition, Database, Service
from wizard.catalogue.toml_table import CatalogueError, once
from wizard.catalogue.vocabulary import (
    CLIENT_FACTS,
    DATA_KINDS,
    FAMILIES,
    KINDS,
    LANGUAGES,
    PLATFORMS,
    STORE_FACTS,
    STYLES,
    UPKEEP,
)


def check_vocabulary(catalogue: Catalogue) -> None:
    """Every condition, effect and row names questions, values and attributes that exist."""
    values = {
        key: {option.value for option in question.options} | {"unsure"} for key, question in catalogue.questions.items()
    }
    attributes = store_attributes(catalogue)
    client_attributes = {**attributes, **_client_attributes(catalogue)}

    def conditions(where: str, table: Mapping[str, Condition]) -> None:
        for key, condition in table.items():
            if key not in values:
                raise CatalogueError(f"{where}: {key}: no such question")
            for value in condition.mentioned() - values[key]:
                raise CatalogueError(f"{where}: {key}: {value!r} is not a value of this question")

    def selectors(where: str, table: Mapping[str, tuple[str, ...]], known: Mapping[str, frozenset[str]]) -> None:
        for key, wanted in table.items():
            if key not in known:
                raise CatalogueError(f"{where}: {key}: no such attribute")
            for value in wanted:
                if value not in known[key]:
                    raise CatalogueError(f"{where}: {key}: {value!r} is not one of {', '.join(sorted(known[key]))}")

    for client in catalogue.clients.values():
        for framework in client.frameworks:
            if framework not in values["framework"]:
                allowed = ", ".join(sorted(values["framework"]))
                raise CatalogueError(f"clients/{client.id}.toml: frameworks: {framework!r} is not one of {allowed}")
    groups: dict[str, Mapping[str, Database | Service | Client]] = {
        "databases": catalogue.databases,
        "services": catalogue.services,
        "clients": catalogue.clients,
    }
    for folder, group in groups.items():
        for id_, entry in group.items():
            for cost in entry.trade_offs:
                conditions(f"{folder}/{id_}.toml: trade_off: when", cost.when)
                selectors(f"{folder}/{id_}.toml: trade_off: pick", cost.pick, client_attributes)
    for question in catalogue.questions.values():
        once(f"questions.toml: {question.key}", ((f"{item.value} {item.when}", item) for item in question.options))
        conditions(f"questions.toml: {question.key}: when", question.when)
        for option in question.options:
            conditions(f"questions.toml: {question.key}: {option.value}: when", option.when)
    ids = set()
    for rule in catalogue.rules:
        where = f"rules/{rule.stage}.toml: {rule.id}"
        if rule.id in ids:
            raise CatalogueError(f"{where}: id: used twice")
        ids.add(rule.id)
        known = attributes if rule.stage in ("stores", "companions") else client_attributes
        conditions(f"{where}: when", rule.when)
        conditions(f"{where}: unless", rule.unless)
        for effect in rule.effects:
            selectors(f"{where}: effect", effect.where, known)
        for exclude in rule.excludes:
            selectors(f"{where}: exclude", exclude, known)
        selectors(f"{where}: pick", rule.pick, client_attributes)
        selectors(f"{where}: pick_not", rule.pick_not, client_attributes)
        selectors(f"{where}: companion", {"database": rule.companion}, attributes)
    for table in catalogue.tables.values():
        for row in table.rows:
            for key, answer in row.answers.items():
                chosen = {answer} if isinstance(answer, str) else set(answer)
                if key not in values or chosen - values[key]:
                    raise CatalogueError(f"tables.toml: {table.id}: {row.id}: answers: {key}: not in the vocabulary")


def store_attributes(catalogue: Catalogue) -> dict[str, frozenset[str]]:
    """What a rule may say about a store, and the values each attribute can take."""
    return {
        "database": frozenset(catalogue.databases),
        "service": frozenset(catalogue.services),
        "family": frozenset(FAMILIES),
        "kind": frozenset(KINDS),
        "platform": frozenset(PLATFORMS) | {"independent"},
        "serves": frozenset(DATA_KINDS),
        **{key: frozenset(allowed) for key, allowed in STORE_FACTS.items() if allowed},
    }


def _client_attributes(catalogue: Catalogue) -> dict[str, frozenset[str]]:
    return {
        "client": frozenset(catalogue.clients),
        "language": frozenset(LANGUAGES),
        "style": frozenset(STYLES),
        "support": frozenset({"yes", "caveat"}),
        "pickable": frozenset({"yes", "no"}),
        "upkeep": frozenset(UPKEEP),
        **{key: frozenset(allowed) for key, allowed in CLIENT_FACTS.items() if allowed},
    }
