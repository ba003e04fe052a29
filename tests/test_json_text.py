"""JSON from outside: read in time that grows with its length, and what is not read is named with its line."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import tried
from wizard.catalogue.json_text import DEEPEST, parsed, too_deep
from wizard.catalogue.load import load
from wizard.catalogue.text_error import TextError
from wizard.read.detection import detect


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ('{\n"a": ' + "[" * 100_000, 2, "the brackets are nested too deeply"),
        ("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1), 1, "the brackets are nested too deeply"),
        ('{"a": 1,\n"a": 2}', 1, "'a' is given twice"),
        ('{"b": 0,\n"a\u0430": 1, "a\u0430": 2}', 2, "'a\u0430' (\u0430 is U+0430) is given twice"),
        ('{"a":\n\n' + "9" * 10_000 + "}", 3, "a number is too long to be read"),
        ('{"a": 1,}', 1, "Illegal trailing comma"),
        ("", 1, "Expecting value"),
    ],
)
def test_what_is_not_read_is_named_with_its_line(text: str, line: int, problem: str) -> None:
    with pytest.raises(TextError) as caught:
        parsed(text, once=True)
    assert caught.value.line == line
    assert str(caught.value).startswith(problem)


def test_brackets_in_texts_are_no_brackets() -> None:
    assert parsed(json.dumps({"a": "[" * 1000, "b": '"[' * 300})) == {"a": "[" * 1000, "b": '"[' * 300}
    assert not too_deep("[" * DEEPEST + "]" * DEEPEST)


@tried(200)
@given(st.text(alphabet='{}[]",:\\19e.-tu \n', max_size=40))
def test_whatever_is_read_is_what_pythons_own_parser_reads(text: str) -> None:
    try:
        found = parsed(text)
    except TextError:
        return
    assert json.dumps(found) == json.dumps(json.loads(text))


def test_time_grows_with_the_length() -> None:
    def took(length: int) -> float:
        begin = time.process_time()
        for piece in ("[", '"', '\\"', "9", "1.", '{"a":1,', '"a\\\\', "[[]"):
            with pytest.raises(TextError):
                parsed("[" + piece * (length // len(piece)), once=True)
        many = ",".join(f'"{number}":0' for number in range(length // 8))
        with pytest.raises(TextError):
            parsed(f'{{{many},"0":1}}', once=True)
        return time.process_time() - begin

    took(1_000)
    assert took(400_000) < 40 * max(took(40_000), 0.005), "ten times the length, with room for a busy machine"


def test_of_a_section_that_is_given_twice_the_last_counts_as_for_npm() -> None:
    text = '{"dependencies": {"pg": "1"},\n"dependencies": {"express": "5"}}'
    found = {item.key: item.value for item in detect(load(), {"package.json": text}).proposals}
    assert found["framework"] == "express"
    assert "existing_database" not in found
