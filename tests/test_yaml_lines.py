"""The reader of YAML says what PyYAML says, for what people write, and takes its time from the length alone."""

from __future__ import annotations

from contextlib import suppress
from time import process_time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import EXAMPLES
from wizard.read.yaml_lines import NestedTooDeeplyError, scalars

FILES = [
    "services:\n  db:\n    image: postgres:16\n",
    'services: {db: {image: "postgres:16", ports: ["5432:5432", x]}}\n',
    "s:\n  db:\n    image: >-\n      postgres:16\n    command: |\n      one\n      two: three\n  web:\n    build: .\n",
    "a:\n- b: 1\n  c: 2\n- d\n-\n  e: 3\n",
    "a:\n  - - x\n    - y\n  - {k: v, l: [m, n]}\n",
    "\"a b\": 'it''s'\n'c': \"d # e\" # f\ng: h#i\nj: k # l\n",
    "a: &x {b: c}\nd: !t e\nf:\n  <<: *x\n  g: h\n",
    "# one\n---\na:\n  # two\n  b: c\n\n  d: e\n",
    "environment:\n  - URL=postgres://a:b@c:5432/d\n  - B=c\nlist: [a,\n  b, # c\n  d]\n",
    "a:\n    b:\n        c: d\n    e: f\ng: h\n",
]


def expected(text: str) -> list[tuple[tuple[str, ...], str, int]]:
    """The scalars of a text as PyYAML composes them; aliases and empty ones are left out."""
    found: list[tuple[tuple[str, ...], str, int]] = []

    def walk(node: yaml.Node, path: tuple[str, ...]) -> None:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value != "<<":
                    walk(value, (*path, key.value))
        elif isinstance(node, yaml.SequenceNode):
            for value in node.value:
                walk(value, (*path, "-"))
        elif node.value:
            line = node.start_mark.line + (2 if node.style in ("|", ">") else 1)
            for offset, part in enumerate(node.value.splitlines()):
                found.append((path, part, line + offset))

    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if root is not None:
        walk(root, ())
    return found


def read(text: str) -> list[tuple[tuple[str, ...], str, int]]:
    return [(item.path, item.text, item.line) for item in scalars(text) if item.text and "<<" not in item.path]


@pytest.mark.parametrize("text", FILES)
def test_real_ways_to_write_it(text: str) -> None:
    assert read(text) == expected(text)


NAMES = st.text("abcxyz_-09", min_size=1, max_size=6).filter(lambda name: name[0] not in "-09")
VALUES = st.one_of(
    NAMES,
    st.sampled_from(["postgres:16", "redis://cache:6379/0", "5432:5432", "a b", "it's", "${A:-b}", "x#y", "{{ t }}"]),
)
TREES = st.recursive(
    VALUES,
    lambda inside: st.one_of(
        st.lists(inside, min_size=1, max_size=3), st.dictionaries(NAMES, inside, min_size=1, max_size=3)
    ),
    max_leaves=10,
)


@EXAMPLES
@given(st.dictionaries(NAMES, TREES, min_size=1, max_size=3), st.sampled_from([None, False, True]), st.integers(2, 4))
def test_what_pyyaml_writes_is_read_as_pyyaml_reads_it(tree: dict[str, object], flow: bool | None, indent: int) -> None:
    text = yaml.safe_dump(tree, default_flow_style=flow, indent=indent, width=1_000)
    short = [item for item in expected(text) if len(item[0]) <= 8]
    assert [item for item in read(text) if len(item[0]) < 8] == [item for item in short if len(item[0]) < 8]


@pytest.mark.parametrize(
    "piece",
    [
        "[",
        "{a: [b], ",
        "- ",
        "a: ",
        '"',
        '"a',
        "& ",
        "!",
        "a: |\n",
        ":",
        '{"a\\',
        "{ :",
        "{\na\n",
        "' ",
        "{[",
        "a:\n ",
        "? ",
    ],
)
def test_time_grows_with_the_length(piece: str) -> None:
    text = (piece * (200_000 // len(piece)))[:200_000]
    started = process_time()
    with suppress(NestedTooDeeplyError):
        list(scalars(text))
    assert process_time() - started < 5  # what grows with the square takes minutes


@EXAMPLES
@given(st.text(alphabet="ab:-[]{}\"'|>&*!#, \n\t?\\") | st.text())
def test_no_text_raises_more(text: str) -> None:
    lines = text.split("\n")
    with suppress(NestedTooDeeplyError):
        assert all(1 <= item.line <= len(lines) for item in scalars(text))
