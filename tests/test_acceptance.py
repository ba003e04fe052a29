"""Every point of how the wizard behaves towards a person has a test that exists, or somebody has looked."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

TESTS: Final = Path(__file__).parent
POINTS: Final[list[dict[str, Any]]] = tomllib.loads((TESTS / "acceptance.toml").read_text(encoding="utf-8"))["point"]


@cache
def names_in(file: str) -> frozenset[str]:
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("point", POINTS, ids=range(1, len(POINTS) + 1))
def test_every_point_is_held(point: dict[str, Any]) -> None:
    for name in point["tests"]:
        file, _, test = name.partition("::")
        assert test in names_in(file), f"{name}: no such test"
    assert point["tests"] or re.match(r"\d{4}-\d\d-\d\d: ", point.get("looked", ""))
