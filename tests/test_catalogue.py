"""The catalogue: a mistake in a file is named with its file and key; the vocabulary is exactly the public one."""

from __future__ import annotations

import dataclasses
import json
import os
import pickle
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import vocabulary
from tests.misplaced import MISPLACED
from tests.strategies import tried
from wizard.build.pages import tables
from wizard.catalogue.load import OVERLAY, build, load, merged_raw, read_raw
from wizard.catalogue.model import ADDRESS, Catalogue, Condition, Database, Fact, Service
from wizard.catalogue.rule_model import AnswerRule, ClientRule, CoherenceRule, StoreRule
from wizard.catalogue.toml_table import CatalogueError
from wizard.catalogue.vocabulary import CLIENT_FACTS, STORE_FACTS
from wizard.decide.answers import Value
from wizard.decide.rulebook import asks_the_client
from wizard.explain.reading import reading_of
from wizard.explain.words import ELSEWHERE
from wizard.write import forms

type Raw = dict[str, Any]

RAW = read_raw()
FRESH = pickle.dumps(RAW)
CATALOGUE = load()
POSTGRESQL, NEON, PRISMA = "databases/postgresql.toml", "services/neon.toml", "clients/prisma.toml"
QUESTIONS, TABLES, STORES = "questions.toml", "tables.toml", "rules/stores.toml"


def at(raw: Raw, path: tuple[str | int, ...]) -> Any:
    for step in path:
        raw = raw[step]  # type: ignore[index]  # a path says what is a table and what a list
    return raw


def spoilt(change: Callable[[Raw], object]) -> str:
    """What the loader says about the real files after one change."""
    raw = pickle.loads(FRESH)
    change(raw)
    with pytest.raises(CatalogueError) as caught:
        build(raw)
    return str(caught.value)


def put(value: object, *path: str | int) -> Callable[[Raw], object]:
    def change(raw: Raw) -> None:
        at(raw, path[:-1])[path[-1]] = value

    return change


def drop(*path: str | int) -> Callable[[Raw], object]:
    return lambda raw: at(raw, path[:-1]).pop(path[-1])


def again(*path: str | int) -> Callable[[Raw], object]:
    """Repeat one member of a list at the list's end."""
    return lambda raw: at(raw, path[:-1]).append(at(pickle.loads(FRESH), path))


def rule_at(stage: str, id_: str) -> int:
    return [rule["id"] for rule in RAW[f"rules/{stage}.toml"]["rule"]].index(id_)


def question_at(key: str) -> int:
    return [question["key"] for question in RAW[QUESTIONS]["question"]].index(key)


# --- errors name the file and the key ---------------------------------------------------------------------------------


def test_the_real_files_load() -> None:
    assert set(build(RAW).databases) == set(CATALOGUE.databases)


def test_the_raw_files_survive_json() -> None:
    """In the browser they come from one JSON file."""
    assert json.loads(json.dumps(RAW)) == RAW


@pytest.mark.parametrize(
    "path",
    [
        *[
            (POSTGRESQL, key)
            for key in (
                "id",
                "name",
                "order",
                "family",
                "model",
                "serves",
                "summary",
                "website",
                "pick_when",
                "avoid_when",
                "upkeep",
            )
        ],
        *[(NEON, key) for key in ("kind", "summary", "pick_when", "avoid_when", "upkeep")],
        *[
            (PRISMA, key)
            for key in (
                "language",
                "style",
                "style_text",
                "best_for",
                "version",
                "pickable",
                "speaks",
                "pick_when",
            )
        ],
        *[(POSTGRESQL, "facts", "json", key) for key in ("is", "text", "source", "confidence")],
        *[(POSTGRESQL, "trade_off", 0, key) for key in ("text", "source", "confidence")],
        (PRISMA, "speaks", "postgresql", "source"),
        *[(QUESTIONS, "question", 0, key) for key in ("key", "takes", "topic", "short", "question", "why", "context")],
        (QUESTIONS, "question", 0, "option", 0, "value"),
        (QUESTIONS, "question", 0, "option", 0, "label"),
        *[(TABLES, "table", 0, key) for key in ("id", "title", "columns")],
        *[(TABLES, "table", 0, "row", 0, key) for key in ("id", "cells", "recommends", "answers")],
        *[(STORES, "rule", 0, key) for key in ("id", "because", "source")],
        (STORES, "rule", 0, "favour", "by"),
        ("sources/databases.toml", next(iter(RAW["sources/databases.toml"])), "url"),
        ("sources/databases.toml", next(iter(RAW["sources/databases.toml"])), "checked"),
    ],
    ids=lambda path: "/".join(map(str, path)),
)
def test_a_missing_key_is_named(path: tuple[str | int, ...]) -> None:
    message = spoilt(drop(*path))
    assert message.startswith(f"{path[0]}: ")
    assert message.endswith(f"{path[-1]}: missing")


@pytest.mark.parametrize(
    ("path", "value", "hint"),
    [
        ((POSTGRESQL, "id"), "postgres", "id: must be the file's name, 'postgresql'"),
        ((POSTGRESQL, "order"), "10", "order: expected a whole number, not '10'"),
        ((POSTGRESQL, "order"), True, "order: expected a whole number, not True"),
        ((POSTGRESQL, "name"), 7, "name: expected text, not 7"),
        ((POSTGRESQL, "name"), "  ", "name: expected text, not '  '"),
        ((POSTGRESQL, "pick_when"), [7], "pick_when: expected a list of texts, not [7]"),
        ((POSTGRESQL, "upkeep"), "active", "upkeep: expected a table, not 'active'"),
        ((POSTGRESQL, "trade_off"), {"text": "x"}, "trade_off: expected an array of tables"),
        ((POSTGRESQL, "operation", 0, "about"), "parking", "about: 'parking' is not one of backup, availability"),
        ((POSTGRESQL, "operation", 0, "pick"), {"colour": "red"}, "operation: pick: colour: no such attribute"),
        ((POSTGRESQL, "operation", 0, "when"), {"scale": "tens"}, "operation: when: scale: 'tens' is not a value"),
        ((PRISMA, "fetch", 1, "pick"), {"family": "oracle"}, "fetch: pick: family: 'oracle' is not one of"),
        ((PRISMA, "fetch", 0), {"pick": {"family": "sqlite"}}, "fetch 1: packages: names neither packages nor tools"),
        ((PRISMA, "fetch"), [], "fetch: nothing says what is fetched in every case"),
        ((POSTGRESQL, "family"), "oracle", "family: 'oracle' is not one of postgresql, cockroachdb"),
        ((POSTGRESQL, "serves"), ["graphs"], "serves: 'graphs' is not one of relational"),
        ((POSTGRESQL, "upkeep", "is"), "alive", "upkeep: is: 'alive' is not one of active"),
        ((POSTGRESQL, "facts", "json", "is"), "perhaps", "facts: json: is: 'perhaps' is not one of yes"),
        ((POSTGRESQL, "facts", "json", "confidence"), "sure", "facts: json: confidence: 'sure' is not one of verified"),
        ((POSTGRESQL, "facts", "json", "confidence"), "unverified", "facts: json: is: a fact that is unverified"),
        ((POSTGRESQL, "facts", "json", "source"), "nowhere", "facts: json: source: no source is called 'nowhere'"),
        ((POSTGRESQL, "facts", "speed"), {}, "facts: speed: unknown fact"),
        ((POSTGRESQL, "facts", "licence", "is"), "yes", "facts: licence: is: unknown key"),
        ((NEON, "runs"), [], "runs: names no database"),
        ((NEON, "runs", 0, "database"), "oracle", "runs 1: database: 'oracle' is not one of"),
        ((NEON, "platform"), "ibm", "platform: 'ibm' is not one of aws"),
        ((NEON, "kind"), "rented", "kind: 'rented' is not one of managed"),
        ((PRISMA, "language"), "rust", "language: 'rust' is not one of typescript"),
        ((PRISMA, "pickable"), "no", "pickable_why: missing"),
        ((PRISMA, "services"), ["heroku"], "services: 'heroku' is not one of"),
        ((PRISMA, "frameworks"), ["djagno"], "frameworks: 'djagno' is not one of"),
        ((PRISMA, "speaks", "oracle"), {}, "speaks: oracle: not one of postgresql"),
        ((PRISMA, "speaks", "mysql"), {"is": "caveat", "source": "the-guide"}, "speaks: mysql: text: missing"),
        ((QUESTIONS, "question", 0, "takes"), "two", "question 'persistence': takes: 'two' is not one of one, several"),
        (
            (QUESTIONS, "question", 0, "given"),
            "yes",
            "persistence': given: expected true or false, not 'yes'",
        ),
        ((QUESTIONS, "question", 0, "planned"), 0, "question 'persistence': planned: expected a whole number from 1"),
        ((QUESTIONS, "question", 0, "when"), {"colour": ["red"]}, "persistence: when: colour: no such question"),
        (
            (QUESTIONS, "question", 1, "when"),
            {"persistence": ["si"]},
            "existing_database: when: persistence: 'si' is",
        ),
        (
            (TABLES, "table", 0, "row", 0, "recommends"),
            ["oracle"],
            "row 'relational': recommends: 'oracle' is not one of",
        ),
        ((TABLES, "table", 0, "row", 0, "today"), "New.", "row 'relational': today: needs a source"),
        ((TABLES, "table", 0, "row", 0, "answers"), {"colour": "red"}, "relational: answers: colour: not in the voc"),
        ((TABLES, "table", 0, "row", 0, "answers"), {"scale": "tens"}, "relational: answers: scale: not in the voc"),
        ((TABLES, "table", 0, "row", 0, "answers"), {"scale": 10}, "answers: scale: "),
        ((STORES, "rule", 0, "when"), {"colour": "red"}, "unsure-data-starts-relational: when: colour: no such quest"),
        ((STORES, "rule", 0, "when"), {"scale": "tens"}, "relational: when: scale: 'tens' is not a value"),
        ((STORES, "rule", 0, "unless"), {"colour": "red"}, "relational: unless: colour: no such question"),
        (
            (STORES, "rule", 0, "when"),
            {"data": {"some": ["documents"]}},
            "rule 'unsure-data-starts-relational': when: data: some: unknown key",
        ),
        ((STORES, "rule", 0, "favour"), {"colour": "red", "by": 1}, "effect: colour: no such attribute"),
        ((STORES, "rule", 0, "favour"), {"standing": "new", "by": 1}, "effect: standing: no such attribute"),
        ((STORES, "rule", 0, "favour"), {"database": "oracle", "by": 1}, "effect: database: 'oracle' is not one of"),
        ((STORES, "rule", 0, "favour"), {"database": "mysql", "by": 0}, "by: expected a whole weight from 1 to 12"),
        ((STORES, "rule", 0, "favour"), {"database": "mysql", "by": 13}, "by: expected a whole weight from 1 to 12"),
        ((STORES, "rule", 0, "exclude"), {"database": "oracle"}, "exclude: database: 'oracle' is not one of"),
        (
            (STORES, "rule", 0, "source"),
            "nowhere",
            "rule 'unsure-data-starts-relational': source: no source is called 'nowhere'",
        ),
        (("sources/rules.toml", "the-guide", "url"), "ftp://x.example", "the-guide: url: expected an address"),
        (("sources/rules.toml", "the-guide", "checked"), "yesterday", "the-guide: checked: expected a date"),
    ],
)
def test_a_wrong_value_is_named_with_what_was_expected(path: tuple[str | int, ...], value: object, hint: str) -> None:
    message = spoilt(put(value, *path))
    assert message.startswith(f"{path[0]}: ")
    assert hint in message


def test_a_rule_must_conclude_something() -> None:
    assert spoilt(drop(STORES, "rule", 0, "favour")) == (
        f"{STORES}: rule 'unsure-data-starts-relational': id: rule 'unsure-data-starts-relational' concludes nothing"
    )


@pytest.mark.parametrize("level", ["block", "warn"])
def test_an_objection_needs_a_way_out(level: str) -> None:
    rules = RAW["rules/coherence.toml"]["rule"]
    number, rule = next((index, rule) for index, rule in enumerate(rules) if level in rule)
    assert f"rule {rule['id']!r}: ways_out: " in spoilt(drop("rules/coherence.toml", "rule", number, "ways_out"))


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        (again(STORES, "rule", 0), "rules/stores.toml: unsure-data-starts-relational: id: used twice"),
        (
            put(RAW[STORES]["rule"][0]["id"], "rules/clients.toml", "rule", 0, "id"),
            "unsure-data-starts-relational: id: used twice",
        ),
        (put(RAW["sources/rules.toml"]["the-guide"], "sources/tables.toml", "the-guide"), "the-guide: "),
        (again(QUESTIONS, "question", question_at("scale")), "scale"),
        (again(QUESTIONS, "question", question_at("scale"), "option", 0), "hundreds"),
        (again(TABLES, "table", 0), "data-patterns"),
        (again(TABLES, "table", 0, "row", 0), "relational"),
    ],
    ids=["rule", "rule in another file", "source", "question", "option", "table", "row"],
)
def test_nothing_is_defined_twice(change: Callable[[Raw], object], hint: str) -> None:
    assert hint in spoilt(change)


def test_a_rules_file_must_be_one_of_the_stages() -> None:
    message = spoilt(put({"rule": [RAW[STORES]["rule"][0] | {"id": "new"}]}, "rules/wishes.toml"))
    assert message.startswith("rules/wishes.toml: ")


@pytest.mark.parametrize(("stage", "conclusion", "message"), MISPLACED)
def test_a_conclusion_in_the_wrong_file_is_named_with_the_right_one(
    stage: str, conclusion: dict[str, Any], message: str
) -> None:
    """Added to a rule that is right without it."""
    file = f"rules/{stage}.toml"
    rule = RAW[file]["rule"][0] | conclusion
    assert spoilt(put(rule, file, "rule", 0)) == f"{file}: rule {rule['id']!r}: {message}"


def test_every_mistake_of_names_is_reported_at_once() -> None:
    raw = pickle.loads(FRESH)
    raw[STORES]["rule"][0]["when"] = {"colour": "red", "scale": ["tens", "dozens"]}
    raw[STORES]["rule"][1]["id"] = raw[STORES]["rule"][0]["id"]
    raw["rules/companions.toml"]["rule"][0]["companion"]["database"] = "oracle"
    raw[PRISMA]["frameworks"] = ["djagno"]
    raw[TABLES]["table"][0]["row"][0]["answers"] = {"colour": "red"}
    with pytest.raises(CatalogueError) as caught:
        build(raw)
    first = raw[STORES]["rule"][0]["id"]
    lines = str(caught.value).splitlines()
    assert [line.partition(" is not one of")[0] for line in lines] == [
        "clients/prisma.toml: frameworks: 'djagno'",
        f"rules/stores.toml: {first}: id: used twice",
        "rules/companions.toml: a-cache-beside-the-main-store: companion: database: 'oracle'",
        f"rules/stores.toml: {first}: when: colour: no such question",
        f"rules/stores.toml: {first}: when: scale: 'dozens' is not a value of this question",
        f"rules/stores.toml: {first}: when: scale: 'tens' is not a value of this question",
        "tables.toml: data-patterns: relational: answers: colour: not in the vocabulary",
    ]


def test_nothing_that_decides_asks_how_the_stack_came_about() -> None:
    """Only texts may presume it: what is in use is kept by the engine and not by points."""
    number = rule_at("companions", "pgvector-in-the-same-database")
    assert spoilt(put({"client": "pgy"}, "rules/companions.toml", "rule", number, "pick")).startswith(
        "rules/companions.toml: pgvector-in-the-same-database: pick: client: 'pgy' is not one of"
    )
    assert spoilt(put({"standing": "new", "by": 1}, STORES, "rule", 0, "favour")).endswith("no such attribute")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (drop("built-in.toml", "only-client"), "built-in.toml: only-client: missing"),
        (drop("built-in.toml", "only-client", "when"), "built-in.toml: only-client: when: missing"),
        (drop("built-in.toml", "only-client", "text"), "built-in.toml: only-client: text: missing"),
        (drop("built-in.toml", "works-with-a-caveat", "ways_out"), "works-with-a-caveat: ways_out: missing"),
        (put("Hm.", "built-in.toml", "works-with-a-caveat", "text"), "works-with-a-caveat: text: unknown key"),
        (put({"when": "Ever.", "text": "Hm."}, "built-in.toml", "a-wish"), "built-in.toml: a-wish: unknown key"),
        (
            put("Take {service}.", "built-in.toml", "only-client", "text"),
            "only-client: text: {service} is not one of the names it may hold: client, database, language",
        ),
        (
            put(["Use {client}."], "built-in.toml", "works-with-a-caveat", "ways_out"),
            "works-with-a-caveat: ways_out: {client} is not one of the names it may hold: there is none",
        ),
    ],
)
def test_what_is_built_in_has_its_words_and_no_others(change: Callable[[Raw], object], message: str) -> None:
    assert message in spoilt(change)


def tables_in(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every table in the raw files."""
    if isinstance(value, dict):
        if path:
            yield path
        for key, item in value.items():
            yield from tables_in(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from tables_in(item, (*path, index))


def leaves_in(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every value that is not a table or a list."""
    if isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves_in(item, (*path, key))
    else:
        yield path


@tried(120)
@given(st.sampled_from(sorted(tables_in(RAW), key=str)))
def test_an_unknown_key_anywhere_is_named(path: tuple[str | int, ...]) -> None:
    message = spoilt(put("7", *path, "colour"))
    assert message.startswith(f"{path[0]}: ")
    assert "colour: " in message


@tried(120)
@given(st.sampled_from(sorted(leaves_in(RAW), key=str)))
def test_a_fraction_is_legal_nowhere(path: tuple[str | int, ...]) -> None:
    """Whatever value is replaced by one of the wrong type, the loader says in which file."""
    assert spoilt(put(7.5, *path)).startswith(f"{path[0]}: ")


def test_within_is_true_or_missing() -> None:
    number = rule_at("companions", "pgvector-in-the-same-database")
    assert "within" in spoilt(put("yes", "rules/companions.toml", "rule", number, "companion", "within"))


# --- conditions -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "yes", "no"),
    [
        (Condition(any_of=frozenset("ab")), ["a", "b", "ac"], ["c", "cd"]),
        (Condition(all_of=frozenset("ab")), ["ab", "abc"], ["a", "bc"]),
        (Condition(only=frozenset("ab")), ["a", "b", "ab"], ["c", "ac"]),
        (Condition(none_of=frozenset("ab")), ["c", "cd"], ["a", "bc"]),
        (Condition(any_of=frozenset("a"), none_of=frozenset("b")), ["a", "ac"], ["ab", "c"]),
    ],
)
def test_a_condition_holds_for(condition: Condition, yes: list[str], no: list[str]) -> None:
    assert [text for text in yes + no if condition.holds(frozenset(text))] == yes


def test_a_bare_value_means_any_of() -> None:
    for written in ("documents", ["documents"], {"any": ["documents"]}):
        raw = pickle.loads(FRESH)
        raw[STORES]["rule"][0]["when"] = {"data": written}
        rule = next(rule for rule in build(raw).rules if rule.id == raw[STORES]["rule"][0]["id"])
        assert rule.when == {"data": Condition(any_of=frozenset({"documents"}))}


# --- the vocabulary ---------------------------------------------------------------------------------------------------


def test_the_ids_are_the_public_ones() -> None:
    assert set(CATALOGUE.databases) == set(vocabulary.DATABASES)
    assert set(CATALOGUE.services) == set(vocabulary.SERVICES)
    by_language = {
        language: {client.id for client in CATALOGUE.clients.values() if client.language == language}
        for language in ("typescript", "python", "go")
    }
    assert by_language == {
        language: {*vocabulary.CLIENTS[language], *vocabulary.KNOWN_CLIENTS[language]} for language in by_language
    }


def test_the_questions_and_their_values_are_the_public_ones() -> None:
    found = {
        key: ("several" if question.several else "one", {option.value for option in question.options})
        for key, question in CATALOGUE.questions.items()
    }
    assert found == {key: (takes, set(values)) for key, (takes, values) in vocabulary.QUESTIONS.items()}


def test_the_only_known_clients_are_never_picked() -> None:
    for client in CATALOGUE.clients.values():
        if client.id in vocabulary.KNOWN_CLIENTS[client.language]:
            assert not client.pickable
        if not client.pickable:
            assert client.pickable_why


def test_ids_of_different_kinds_never_collide() -> None:
    """`existing_database` takes a database's or a service's id."""
    assert not {*CATALOGUE.databases, *CATALOGUE.services} & set(CATALOGUE.clients)
    assert not set(CATALOGUE.databases) & set(CATALOGUE.services)


def test_names_come_from_one_place() -> None:
    assert [CATALOGUE.name(id_) for id_ in ("postgresql", "neon", "pgx")] == ["PostgreSQL", "Neon", "pgx"]
    with pytest.raises(KeyError):
        CATALOGUE.name("oracle")


def test_questions_can_be_told_apart() -> None:
    headings = [question.question for question in CATALOGUE.questions.values()]
    assert len(set(headings)) == len(headings)
    shorts = [question.short for question in CATALOGUE.questions.values()]
    assert len(set(shorts)) == len(shorts)
    assert max(map(len, headings)) <= 70


def test_every_not_sure_says_what_is_assumed() -> None:
    for question in CATALOGUE.questions.values():
        for option in question.options:
            assert bool(option.assumes) == (option.value == "unsure"), (question.key, option.value)


# --- facts ------------------------------------------------------------------------------------------------------------


def facts() -> Iterator[tuple[str, Fact]]:
    """Every statement of the catalogue, with the id of what it is about."""
    stores: tuple[Database | Service, ...] = (*CATALOGUE.databases.values(), *CATALOGUE.services.values())
    for store in stores:
        told = (cost.fact for cost in (*store.trade_offs, *store.operations))
        for fact in (*store.facts.values(), store.upkeep, *told):
            yield store.id, fact
    for client in CATALOGUE.clients.values():
        for fact in (
            *client.facts.values(),
            client.upkeep,
            *(cost.fact for cost in client.trade_offs),
            *client.speaks.values(),
        ):
            yield client.id, fact


def test_every_fact_has_a_source_and_a_day() -> None:
    for id_, fact in facts():
        assert fact.source.url.startswith(("https://", "pkg:", "guide/")), (id_, fact.key)
        assert date(2026, 1, 1) <= date.fromisoformat(fact.source.checked), (id_, fact.key)
    for rule in CATALOGUE.rules:
        assert date(2026, 1, 1) <= date.fromisoformat(rule.source.checked), rule.id


def test_every_service_states_what_the_rules_ask_of_services() -> None:
    needed = {
        "free_tier",
        "scale_to_zero",
        "autoscaling",
        "branching",
        "self_host",
        "client_realtime",
        "encryption_at_rest",
        "residency",
        "auth",
        "storage",
        "http_access",
    }
    for service in CATALOGUE.services.values():
        if service.kind == "managed":  # elsewhere it is the engine that decides
            assert not needed - set(service.facts), service.id


def test_unknown_is_a_value_of_every_fact_that_has_values() -> None:
    for values in (*STORE_FACTS.values(), *CLIENT_FACTS.values()):
        assert not values or "unknown" in values


def printed(answers: list[dict[str, Value]]) -> str:
    pages = [tables.table(name) for name in tables.names()]
    return " ".join(" ".join([*pages, *(written(CATALOGUE, item) for item in answers)]).split())


def written(catalogue: Catalogue, answers: dict[str, Value]) -> str:
    return forms.write(reading_of(catalogue, answers))[1]


def test_unverified_text_is_never_printed() -> None:
    """Not in the guide's tables, and not in the document of any store that carries such text."""
    unverified = {id_: fact for id_, fact in facts() if not fact.printable}
    everything: list[dict[str, Value]] = [
        {"persistence": "yes", "existing_database": id_, "existing_stance": "decided"}
        for id_ in (*vocabulary.DATABASES, *vocabulary.SERVICES)
    ]
    everything += [
        {"persistence": "yes", "language": client.language, "existing_client": client.id}
        for client in CATALOGUE.clients.values()
    ]
    text = printed(everything)
    assert [id_ for id_, fact in unverified.items() if " ".join(fact.text.split()) in text] == []


def test_a_fact_made_unverified_disappears_from_print() -> None:
    """The test above can fail: the same fact is printed as long as it is verified."""
    raw = pickle.loads(FRESH)
    sentence = "This sentence is only here to be looked for."
    raw[POSTGRESQL]["facts"]["write_scaling"]["text"] = sentence
    answers: dict[str, Value] = {"persistence": "yes", "data": ("relational",), "hosting": "self-hosted"}
    assert sentence in written(build(raw), answers)
    raw[POSTGRESQL]["facts"]["write_scaling"] |= {"confidence": "unverified", "is": "unknown"}
    assert sentence not in written(build(raw), answers)


def test_rules_use_no_unknown_placeholder() -> None:
    for rule in CATALOGUE.rules:
        told = vars(rule)
        for text in (rule.because, *rule.ways_out, told.get("lacking", ""), told.get("less", "")):
            names = set(re.findall(r"\{(.*?)\}", text))
            elsewhere = set(ELSEWHERE) if text in told.get("ways_out", ()) else set()
            assert names <= {"name", "database", "service", "client"} | elsewhere, rule.id
            speaks = isinstance(rule, ClientRule | CoherenceRule | AnswerRule) or (
                isinstance(rule, StoreRule) and asks_the_client(rule)
            )
            assert "client" not in names or speaks, rule.id


def test_the_catalogue_cannot_be_changed() -> None:
    database = CATALOGUE.databases["postgresql"]
    with pytest.raises(dataclasses.FrozenInstanceError):
        database.name = "Postgres"  # type: ignore[misc]  # what mypy forbids must fail when it is run, too


def test_hints_are_one_short_sentence_without_links() -> None:
    """Longer help is body text: a hint is read out with its option."""
    for question in load().questions.values():
        for option in question.options:
            assert len(option.hint) <= 120, (question.key, option.value)
            assert not re.search(r"https?://|\]\(|[.!?] ", option.hint), (question.key, option.value)


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/x\n\n## Database\n\n<script>",
        "https://a.example/x) [y](javascript:alert(1)",
        "https://a.example/x y",
        "https://a.example/\u202ex",
        "https://a.example/'x'",
        'https://a.example/"x"',
        "https://a.example/<x>",
        "https://a.example/\x1b",
        "javascript:alert(1)",
        "http://a.example/",
    ],
)
def test_an_address_holds_nothing_that_ends_a_link(url: str) -> None:
    raw = deepcopy(RAW)
    raw["sources/x.toml"] = {"x": {"url": url, "checked": "2026-11-28"}}
    with pytest.raises(
        CatalogueError,
        match=r"sources/x\.toml: x: url: (expected an address|it holds signs that nobody sees)",
    ):
        build(raw)


def test_every_address_of_the_catalogue_is_one() -> None:
    assert all(ADDRESS.fullmatch(source.url) for source in CATALOGUE.sources.values())


def _bytes(path: Path) -> None:
    path.write_bytes(b"\xff\xfe")


def _deep(path: Path) -> None:
    path.write_text("a = " + "[" * 100_000)


def _long(path: Path) -> None:
    path.write_text("a." * 20_000 + "b = 1")


def _number(path: Path) -> None:
    path.write_text("a = " + "9" * 10_000)


def _dangling(path: Path) -> None:
    path.symlink_to(path.parent / "nowhere.toml")


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (_bytes, "this is not UTF-8 text"),
        (_deep, "line 1: the brackets are nested too deeply"),
        (_long, "line 1: a name has too many parts to be read"),
        (_number, "line 1: Exceeds the limit"),
        (Path.mkdir, "this is not a file"),
        (os.mkfifo, "this is not a file"),
        (_dangling, "this is not a file"),
    ],
    ids=lambda item: getattr(item, "__name__", ""),
)
def test_a_hostile_file_in_an_overlay_is_one_line(
    make: Callable[[Path], object], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path / "overlay.toml")
    monkeypatch.setenv(OVERLAY, str(tmp_path))
    with pytest.raises(CatalogueError) as caught:
        merged_raw()
    assert str(caught.value).startswith(f"{tmp_path.as_posix()}/overlay.toml: {told}")
    assert "\n" not in str(caught.value)


def test_a_byte_order_mark_is_no_part_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "overlay.toml").write_text('\ufeffname = "Acme"\n', encoding="utf-8")
    assert read_raw(tmp_path) == {"overlay.toml": {"name": "Acme"}}


def test_a_trade_off_says_of_what_it_is() -> None:
    """Those of several products stand together."""
    products = (*CATALOGUE.databases.values(), *CATALOGUE.services.values(), *CATALOGUE.clients.values())
    there = [cost.fact.text for product in products for cost in product.trade_offs]
    assert [text for text in there if text.split()[0] in {"It", "Its", "They", "Their"}] == []
