"""What a careful person reads in a project's files, the wizard reads, too: cases of public repositories."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import EXAMPLES
from wizard.catalogue.load import load
from wizard.decide.answers import Value, check, prune
from wizard.explain.reading import reading_of
from wizard.read.detection import detect

CATALOGUE = load()
FOLDER = Path(__file__).parent / "detect"
FIELDS = ("language", "framework", "existing_database", "existing_client")

#: File of cases -> what share of them must be right as a whole.
SHARES = {"cases.toml": 0.95, "more.toml": 0.92}


def _cases(name: str) -> list[dict[str, Any]]:
    return list(tomllib.loads((FOLDER / name).read_text())["case"])


def _wrong(case: dict[str, Any]) -> dict[str, str]:
    """Field -> what the wizard says and a person would not."""
    files = {file["name"]: file["content"] for file in case["files"]}
    got = {item.key: str(item.value) for item in detect(CATALOGUE, files).proposals}
    allowed = {field: case["expect"].get(field, "-").split("|") for field in FIELDS}
    return {field: got.get(field, "-") for field in FIELDS if got.get(field, "-") not in allowed[field]}


@pytest.mark.parametrize("name", SHARES)
def test_cases_of_real_repositories(name: str) -> None:
    cases = _cases(name)
    wrong = {case["name"]: _wrong(case) for case in cases}
    fields = Counter(field for found in wrong.values() for field in found)
    whole = sum(not found for found in wrong.values())
    rates = ", ".join(f"{field} {1 - fields[field] / len(cases):.0%}" for field in FIELDS)
    print(f"\n{name}: {whole} of {len(cases)} whole ({whole / len(cases):.0%}); {rates}")
    assert whole / len(cases) >= SHARES[name], {key: found for key, found in wrong.items() if found}


# --- nothing is proposed that cannot work -----------------------------------------------------------------------------


def _speak(answers: dict[str, Value]) -> bool:
    """Whether the client and the database that are proposed talk to each other."""
    client = CATALOGUE.clients[str(answers["existing_client"])]
    place, engine = str(answers["existing_database"]), answers.get("existing_engine")
    if place not in CATALOGUE.services:
        return CATALOGUE.databases[place].family in client.speaks
    runs = CATALOGUE.services[place].runs
    return any(family in client.speaks for id_, family in runs.items() if engine in (None, id_))


def _fits(files: dict[str, str]) -> dict[str, Value]:
    """What is proposed for these files, once it has been found to fit together."""
    answers = {item.key: item.value for item in detect(CATALOGUE, files).proposals}
    assert prune(CATALOGUE, check(CATALOGUE, {"persistence": "yes"} | answers))[1] == (), answers
    if "existing_client" in answers:
        assert CATALOGUE.clients[str(answers["existing_client"])].language == answers["language"]
        assert "existing_database" not in answers or _speak(answers), answers
    beside = answers.get("existing_stores", ())
    assert answers.get("existing_database") not in beside
    return answers


ALL = [{file["name"]: file["content"] for file in case["files"]} for name in SHARES for case in _cases(name)]


def test_no_case_is_proposed_what_cannot_work() -> None:
    assert sum("existing_client" in _fits(files) for files in ALL) > 50


@EXAMPLES
@given(st.lists(st.sampled_from([(name, text) for files in ALL for name, text in files.items()]), max_size=5))
def test_no_mixture_of_projects_is_proposed_what_cannot_work(drawn: list[tuple[str, str]]) -> None:
    _fits({f"{at}/{name}": text for at, (name, text) in enumerate(drawn)})


PACKAGES = sorted({line for files in ALL for text in files.values() for line in text.splitlines() if '": "*"' in line})


@EXAMPLES
@given(
    st.sets(st.sampled_from([line.split('"')[1] for line in PACKAGES]), max_size=6),
    st.sets(st.sampled_from(["postgres:17", "mongo:8", "redis:8", "mariadb:11", "cockroachdb/cockroach"]), max_size=2),
)
def test_no_mixture_of_packages_is_proposed_what_cannot_work(packages: set[str], images: set[str]) -> None:
    listed = ", ".join(f'"{name}": "*"' for name in sorted(packages))
    services = "".join(f"  s{at}:\n    image: {image}\n" for at, image in enumerate(sorted(images)))
    _fits({"package.json": f'{{"dependencies": {{{listed}}}}}', "compose.yaml": f"services:\n{services}"})


@pytest.mark.parametrize(
    ("files", "place", "engine", "client"),
    [
        (
            {
                "package.json": '{"dependencies": {"@prisma/client": "7", "@prisma/adapter-planetscale": "7"}}',
                "schema.prisma": 'datasource db {\n  provider = "mysql"\n}\n',
            },
            *("planetscale", "mysql", "prisma"),
        ),
        (
            {"package.json": '{"dependencies": {"mysql2": "3", "@planetscale/database": "1", "drizzle-orm": "0"}}'},
            *("planetscale", "mysql", "drizzle"),
        ),
        (
            {
                "package.json": '{"dependencies": {"mysql2": "3", "knex": "3"}}',
                "compose.yaml": "services:\n  a:\n    environment:\n      U: mysql://u:p@a.b.eu-west-1.rds.amazonaws.com/s\n",
            },
            *("aws-rds", "mysql", "knex"),
        ),
        (
            {
                "requirements.txt": "django\nmysqlclient\n",
                "compose.yaml": "services:\n  a:\n    environment:\n      - U=mysql://u:p@a.mysql.database.azure.com/s\n",
            },
            *("azure-database", "mysql", "django-orm"),
        ),
        (
            {
                "go.mod": "module x\nrequire gorm.io/gorm v1\nrequire gorm.io/driver/mysql v1\n",
                "compose.yaml": "services: {a: {environment: {U: 'mysql://u:p@a.cluster-x.b.rds.amazonaws.com/s'}}}\n",
            },
            *("aws-aurora", "mysql", "gorm"),
        ),
    ],
)
def test_the_engine_goes_with_the_service(files: dict[str, str], place: str, engine: str, client: str) -> None:
    answers = _fits(files)
    assert (answers["existing_database"], answers["existing_engine"]) == (place, engine)
    assert answers["existing_client"] == client
    reading = reading_of(CATALOGUE, check(CATALOGUE, {"persistence": "yes"} | answers))
    assert (reading.pick.database.id, reading.pick.service.id) == (engine, place)
    assert not reading.blocks
