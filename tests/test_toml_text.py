"""TOML from outside: read in time that grows with its length, and what is not read is named with its line."""

from __future__ import annotations

import time
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import tried
from wizard.catalogue.text_error import TextError
from wizard.catalogue.toml_text import parsed


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("a = 1\n" + "a." * 20 + "b = 1", 2, "a name has too many parts to be read"),
        ('"a" . ' * 20 + "b = 1", 1, "a name has too many parts to be read"),
        ("[" + "a." * 8000 + "a]", 1, "a name has too many parts to be read"),
        ("# '''\n" + "a." * 8000 + "b = 1", 2, "a name has too many parts to be read"),
        ('x = """\n\n"""\n' + "'a'." * 30 + "b = 1", 4, "a name has too many parts to be read"),
        ("a = " + "[" * 100_000, 1, "the brackets are nested too deeply"),
        ("a = 1\na = 2", 2, "Cannot overwrite a value"),
        ("a =\n", 1, "Invalid value"),
        ("a = " + "9" * 10_000, 1, "Exceeds the limit"),
    ],
)
def test_what_is_not_read_is_named_with_its_line(text: str, line: int, problem: str) -> None:
    with pytest.raises(TextError) as caught:
        parsed(text)
    assert caught.value.line == line
    assert str(caught.value).startswith(problem)
    assert "(at line" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        'note = "' + "Yes. No. " * 40 + '"',
        "note = '" + "a." * 40 + "'",
        'note = """\n' + "1. 2. 3. " * 20 + '\n"""',
        "a.b.c.d.e.f = 1",
        "# it's a folder called " + "a." * 40 + "/x\na = '# '",
        "x = [" + "1.5, " * 200 + "]",
    ],
)
def test_dots_in_texts_and_numbers_are_no_parts_of_a_name(text: str) -> None:
    assert parsed(text) == tomllib.loads(text)


def test_time_grows_with_the_length() -> None:
    def took(length: int) -> float:
        begin = time.perf_counter()
        for text in ("a." * length, '"' * length, "'''" * length, "a = '" + "\\" * length):
            with pytest.raises(TextError):
                parsed(text)
        return time.perf_counter() - begin

    took(10_000)
    assert took(400_000) < 40 * max(took(40_000), 0.005), "ten times the length, with room for a busy machine"


@tried(200)
@given(st.text(alphabet="ab.=[]{}\"'\\\n #1", max_size=60))
def test_whatever_is_read_is_what_pythons_own_parser_reads(text: str) -> None:
    try:
        found = parsed(text)
    except TextError:
        return
    assert found == tomllib.loads(text)
