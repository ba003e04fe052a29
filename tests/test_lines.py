"""Lines of three kinds, written down before they were tried: what they refuse, whose machine they name, what they doubt."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.door import words
from tests.test_one_line import line_of, read

LINES = tomllib.loads(Path(__file__).with_name("lines.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", [case for group in LINES.values() for case in group], ids=lambda case: case["line"])
def test_a_line_is_heard_as_it_was_meant(case: dict[str, Any]) -> None:
    line, seen = read(case["line"]), line_of(case["line"])
    answers = {**line.answers, **({} if "is" in case else seen["answers"])}
    assert {key: answers.get(key, "") for key in case.get("is", {})} == case.get("is", {})
    refused = sorted(line.refused | line.avoided)
    assert refused == case.get("no", refused)
    assert seen["at"] == case.get("at", seen["at"])
    told = words(seen)
    assert [it for it in case.get("on", []) if it not in told] == []
    assert [it for it in case.get("never", []) if it in told] == []
