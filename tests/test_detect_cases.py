"""What a careful person reads in a project's files, the wizard reads, too: cases of public repositories."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from wizard.catalogue.load import load
from wizard.read.detection import detect

CATALOGUE = load()
FOLDER = Path(__file__).parent / "detect"
FIELDS = ("language", "framework", "existing_database", "existing_client")

#: File of cases -> what share of them must be right as a whole.
SHARES = {"cases.toml": 0.95}


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
