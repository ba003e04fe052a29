"""Real projects, told in tests/situations/*.toml, and what must, may and must never be recommended to them."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from wizard.catalogue.load import load
from wizard.decide.answers import check, prune
from wizard.explain.machine import as_json
from wizard.explain.reading import reading_of

CATALOGUE = load()
#: A situation names the least that must be reported.
ENOUGH = {"block": {"block"}, "warn": {"warn", "block"}}
KEYS = {"title", "story", "origin", "answers", "must", "may", "never", "companions", "conflicts", "why"}


def situations() -> list[Any]:
    found = []
    for path in sorted((Path(__file__).parent / "situations").glob("*.toml")):
        told = tomllib.loads(path.read_text(encoding="utf-8"))["situation"]
        found += [pytest.param(item, id=f"{path.stem}: {item['title']}") for item in told]
    return found


@pytest.mark.parametrize("told", situations())
def test_situation(told: dict[str, Any]) -> None:
    assert set(told) <= KEYS
    answers = check(CATALOGUE, told["answers"])
    result = as_json(reading_of(CATALOGUE, prune(CATALOGUE, answers)[0]))
    picked = {key: result[key] for key in ("persistence", "database", "service", "client")}
    why = f"{told['why']} Picked: {picked}, because {[reason['rule'] for reason in result['reasons']]}"
    for key, wanted in told.get("must", {}).items():
        assert picked[key] == wanted, why
    for key, allowed in told.get("may", {}).items():
        assert picked[key] in allowed, why
    for key, refused in told.get("never", {}).items():
        assert picked[key] not in refused, why
    beside = {item["database"] for item in result["companions"]}
    for wanted in told.get("companions", []):
        assert beside & set(wanted.split("|")), f"{told['why']} Beside it: {beside}"
    levels = {item["level"] for item in result["conflicts"]}
    for level in told.get("conflicts", []):
        assert levels & ENOUGH[level], f"{told['why']} Conflicts: {[item['rule'] for item in result['conflicts']]}"


def test_there_are_enough_and_each_has_a_source() -> None:
    told = [item.values[0] for item in situations()]
    assert len(told) >= 60
    assert len({item["title"] for item in told}) == len(told)
    assert sum(item["origin"].startswith("https://") for item in told) >= 45
    assert {item["answers"].get("language") for item in told} >= {"typescript", "python", "go", "other"}
