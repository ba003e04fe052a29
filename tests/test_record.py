"""What was said beside the answers: read from anywhere, and never a reason to stop."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import tried
from wizard.catalogue.load import load
from wizard.converse.record import (
    EMPTY,
    LONGEST_PROSE,
    LONGEST_TYPED,
    MOST,
    Found,
    Origin,
    Record,
    Written,
    as_plain,
    clean,
    fingerprint,
    read,
    without,
)
from wizard.write.length import length

CATALOGUE = load()
FULL = Record(
    notes={"scale": "We grow."},
    weighed=("mongodb-1a2b3c4d",),
    kept={"prisma-for-python-is-archived": "Until May."},
    raised=("prisma-for-python-is-archived",),
    origins={"language": Origin(), "framework": Origin(file="package.json", line=3)},
    found=(Found(key="data", value=("relational",), file="a", line=1, text="t", because="b"),),
    problems=("nothing",),
    prose={"Overview": "Ours.", "": "Before."},
    titles={"guide": "Ours"},
    front="a: b",
    reasons={"neon": "Because"},
    form="adr",
    written=Written(
        file="data-stack.md",
        guide="2026-11-23",
        pick=("postgresql",),
        sections={"Overview": "12345678"},
        texts={"Database": "x"},
    ),
    earlier=('{"fragment": "language=go"}', '{"fragment": "language=python"}'),
    undo=('{"after": "at=found", "fragment": "language=go"}',),
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)


def through_json(record: Record) -> Record:
    return read(CATALOGUE, json.loads(json.dumps(as_plain(record))))


def test_it_comes_back_from_json_as_it_went() -> None:
    assert through_json(FULL) == FULL
    assert through_json(EMPTY) == EMPTY
    assert as_plain(EMPTY) == {}
    assert through_json(Record(weighed=())).weighed == (), "none considered differs from not asked"


@tried(100)
@given(st.dictionaries(st.sampled_from([*Record.__dataclass_fields__, "else"]), JSON) | JSON)
def test_whatever_comes_is_read(raw: Any) -> None:
    record = read(CATALOGUE, raw)
    assert through_json(record) == record


@pytest.mark.parametrize(
    "raw",
    [
        {"notes": {"colour": "red"}},
        {"notes": {"scale": 7}},
        {"notes": "scale"},
        {"form": 7},
        {"weighed": "all"},
        {"found": [{"key": "scale", "value": "tens"}]},
        {"found": [{"key": ["a"], "value": "b"}]},
        {"origins": {"x": {}}},
    ],
)
def test_what_is_not_of_the_right_form_is_left_out(raw: Any) -> None:
    assert read(CATALOGUE, raw) == EMPTY


def test_there_are_limits() -> None:
    record = read(
        CATALOGUE, {"notes": {"scale": "x" * 9999}, "raised": ["a"] * 9999, "prose": {str(n): "x" for n in range(999)}}
    )
    assert len(record.notes["scale"]) == LONGEST_TYPED
    assert len(record.raised) == MOST
    prose = read(CATALOGUE, {"prose": {str(n): "x" * 999 for n in range(999)}})
    assert LONGEST_PROSE - 999 < length(prose) <= LONGEST_PROSE


def test_clean_text_has_no_control_characters_and_no_halves_of_characters() -> None:
    assert clean("a\x00b\x1b[31mc\x7f\ud800d\r\ne\u202ef", 99) == "ab[31mcd\nef"
    assert clean("👩\u200d💻 é", 99) == "👩\u200d💻 é"
    assert clean("\n\nab  \n", 99) == "ab"


def test_a_fingerprint_tells_texts_apart_by_their_space_too() -> None:
    assert fingerprint("a b\n\nc") == fingerprint("\na b\r\n\r\nc\n\n")
    for other in ("a c", "a  b", "a b  \nc", "  a b", "a\tb", "a\u00a0b", "a\nb"):
        assert fingerprint("a b\nc") != fingerprint(f"{other}\nc"), other
    assert len(fingerprint("")) == 8


def test_confirming_an_answer_ends_its_origin() -> None:
    assert set(without(FULL, ["language"]).origins) == {"framework"}


def test_an_origin_in_words() -> None:
    assert (Origin().words, Origin(file="go.mod").words) == ("from your link", "from go.mod")
