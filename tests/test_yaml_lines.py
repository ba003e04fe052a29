"""The reader of YAML says what PyYAML says, for what people write, and takes its time from the length alone."""

from __future__ import annotations

import random
from contextlib import suppress
from time import process_time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import EXAMPLES
from wizard.read.yaml_lines import DamagedError, scalars

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
    with suppress(DamagedError):
        list(scalars(text))
    assert process_time() - started < 5  # what grows with the square takes minutes


@EXAMPLES
@given(st.text(alphabet="ab:-[]{}\"'|>&*!#, \n\t?\\") | st.text())
def test_no_text_raises_more(text: str) -> None:
    lines = text.split("\n")
    with suppress(DamagedError):
        assert all(1 <= item.line <= len(lines) for item in scalars(text))


COMPOSE = """services:
  db:
    image: postgres:17   # main
    environment:
      PASSWORD: "x: y"
      A: 'b'
    ports:
      - "5432:5432"
      - 80
    test: ["CMD", "pg_isready",
      "-U", "x"]
  cache:
    image: redis:8
    command: >
      redis-server
      --save 60
    depends_on: {db: {condition: ok}}
    list:
    - a
    - b: c
      d: e
volumes:
  data:
"""


def edited(chance: random.Random) -> str:
    """A Compose file in which one line or two were moved, doubled, lost, indented otherwise or cut."""
    lines = COMPOSE.split("\n")
    for _ in range(chance.randrange(1, 3)):
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        line = lines[at]
        sign = chance.choice([":", '"', "]", "}", "- "])
        lines[at] = chance.choice(
            (" " + line, "   " + line, line[1:], line[2:], line.replace(sign, "", 1), lines[other])
        )
        if chance.random() < 0.3:
            del lines[other]
    return "\n".join(lines)


def whole(node: yaml.Node) -> bool:
    """Whether no key stands twice in a mapping."""
    if isinstance(node, yaml.MappingNode):
        keys = [key.value for key, _ in node.value]
        return len(keys) == len(set(keys)) and all(whole(value) for _, value in node.value)
    return not isinstance(node, yaml.SequenceNode) or all(map(whole, node.value))


def test_what_pyyaml_refuses_is_damaged_and_nothing_else() -> None:
    """But a dash, a quote or a bracket at the column of nothing: for PyYAML it goes on with the text above it, and
    whoever wrote it meant an item."""
    valid = refused = missed = 0
    for seed in range(600):
        text = edited(random.Random(seed))
        damaged = None
        try:
            list(scalars(text))
        except DamagedError as error:
            damaged = error
        try:
            node = yaml.compose(text, Loader=yaml.SafeLoader)
            taken = node is None or whole(node)
        except yaml.YAMLError:
            taken = False
        valid, refused, missed = valid + taken, refused + (not taken), missed + (not taken and not damaged)
        if taken and damaged:
            assert text.split("\n")[damaged.line - 1].lstrip()[:1] in "-\"'[{", (seed, damaged, text)
    assert min(valid, refused) > 80
    assert missed < refused / 100


@pytest.mark.parametrize("text", ["a:\n\tb: c\n", "a:\n  \tb: c\n", "a:\n  b: c\n\td: e\n", "\ta: b\n"])
def test_a_tab_that_indents_is_damage(text: str) -> None:
    with pytest.raises(DamagedError, match="a tab indents this line"):
        list(scalars(text))
