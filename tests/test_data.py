"""What machines read: the data meet their schemas, and so does every recommendation that the situations lead to."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from tests.vocabulary import ALL_CLIENTS, DATABASES, QUESTIONS, SERVICES
from wizard.build.machines.data import files
from wizard.build.pages.words import product
from wizard.catalogue.load import load
from wizard.catalogue.model import Client
from wizard.decide.answers import check, prune
from wizard.explain.machine import as_json
from wizard.explain.reading import reading_of

CATALOGUE = load()
ROOT = "https://example.org/below/"
FILES = {name: json.loads(text) for name, text in files(CATALOGUE, ROOT).items()}
SCHEMAS = {name.removesuffix(".schema.json"): schema for name, schema in FILES.items() if name.endswith(".schema.json")}
REGISTRY: Registry[Any] = Registry().with_resources(
    (schema["$id"], Resource.from_contents(schema)) for schema in SCHEMAS.values()
)


def problems(name: str, instance: Any) -> list[str]:
    validator = Draft202012Validator(
        SCHEMAS[name], registry=REGISTRY, format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(instance)]


def situations() -> list[Any]:
    found = []
    for path in sorted((Path(__file__).parent / "situations").glob("*.toml")):
        told = tomllib.loads(path.read_text(encoding="utf-8"))["situation"]
        found += [pytest.param(item["answers"], id=f"{path.stem}: {item['title']}") for item in told]
    return found


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["$id"] == f"{ROOT}data/{name}.schema.json"


@pytest.mark.parametrize("name", ["catalogue", "questions"])
def test_data_meet_their_schema(name: str) -> None:
    data = FILES[f"{name}.json"]
    assert problems(name, data) == []
    assert data["$schema"] == f"{name}.schema.json"


@pytest.mark.parametrize("answers", situations())
def test_answers_and_recommendations_of_real_projects_meet_their_schemas(answers: dict[str, Any]) -> None:
    assert problems("answers", answers) == []
    kept = prune(CATALOGUE, check(CATALOGUE, answers))[0]
    assert problems("recommendation", as_json(reading_of(CATALOGUE, kept))) == []


@pytest.mark.parametrize(
    ("answers", "where"),
    [
        ({"persistence": "perhaps"}, "$.persistence"),
        ({"colour": "red"}, "$"),
        ({"data": ["relational", "unsure"]}, "$.data"),
        ({"data": []}, "$.data"),
        ({"compliance": ["none", "residency"]}, "$.compliance"),
        ({"language": ["go", "python"]}, "$.language"),
    ],
)
def test_what_the_wizard_refuses_the_schema_refuses(answers: dict[str, Any], where: str) -> None:
    assert [problem.split(":")[0] for problem in problems("answers", answers)] == [where]
    with pytest.raises(ValueError, match=r".+"):
        check(CATALOGUE, answers)


def test_a_recommendation_that_is_none_is_refused() -> None:
    good = as_json(reading_of(CATALOGUE, {"persistence": "yes", "language": "go"}))
    assert problems("recommendation", good) == []
    assert problems("recommendation", {**good, "database": "oracle"})
    assert problems("recommendation", {**good, "extra": 1})
    assert problems("recommendation", {key: value for key, value in good.items() if key != "reasons"})


def test_the_catalogue_is_all_there() -> None:
    data = FILES["catalogue.json"]
    assert {item["id"] for item in data["databases"]} == set(DATABASES)
    assert {item["id"] for item in data["services"]} == set(SERVICES)
    assert {item["id"] for item in data["clients"]} == set(ALL_CLIENTS)
    assert [rule["id"] for rule in data["rules"]] == [rule.id for rule in CATALOGUE.rules]
    assert {question["key"] for question in FILES["questions.json"]["questions"]} == set(QUESTIONS)


def test_an_unverified_fact_keeps_its_sentence_to_itself() -> None:
    kept_back = 0
    for kind in ("databases", "services", "clients"):
        for item in FILES["catalogue.json"][kind]:
            facts = product(CATALOGUE, item["id"]).facts
            for key, fact in item["facts"].items():
                assert ("text" in fact) == facts[key].printable
                kept_back += "text" not in fact
    assert kept_back


def test_a_client_says_why_it_is_not_proposed() -> None:
    for item in FILES["catalogue.json"]["clients"]:
        client = product(CATALOGUE, item["id"])
        assert isinstance(client, Client)
        assert item["proposed"] == client.pickable
        assert item["proposed"] or item["not_proposed_because"]
