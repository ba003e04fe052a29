"""YAML as people write it for Compose: every scalar with the keys above it and its line.

Not a parser of all of YAML: anchors, tags and aliases are passed over, and escapes are left as they stand. What no
reader of YAML takes is damaged: a tab that indents, a line at a column of nothing above it, a key that stands twice, a
quote or a bracket that is never closed. It takes time that grows with the length, whatever the text is, and needs no
library (decision 0020).
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from typing import Final, NamedTuple

#: So many keys above a value are told; what is looked for stands higher.
DEEPEST: Final = 8

#: Brackets within brackets, more than a person writes.
MOST_BRACKETS: Final = 50


class Scalar(NamedTuple):
    """`path` are the keys above, `-` standing for an item of a list; `line` counts from 1."""

    path: tuple[str, ...]
    text: str
    line: int


class DamagedError(ValueError):
    """What no reader takes. `line` says where."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line = line


_BLOCK: Final = re.compile(r"[|>][+-]?\d?[+-]?(?:\s+#.*)?$")
_DASHES: Final = re.compile(r"(?:- +)*+(?:-$)?")
_PROPERTIES: Final = re.compile(r"(?:[&!]\S*+\s*+)++")
_QUOTED: Final = re.compile(r"\"((?:[^\"\\]++|\\.)*+)\"|'((?:[^']++|'')*+)'")
_TO_ITS_QUOTE: Final = {'"': re.compile(r"(?:[^\"\\]++|\\.?)*+\""), "'": re.compile(r"(?:[^']++|'')*+'")}
_FLOW: Final = re.compile(
    r"\"(?:[^\"\\]++|\\.)*+\"|'(?:[^']++|'')*+'|[{}\[\],]|:(?=[\s,\[\]{}]|$)|(?:[^\s,\[\]{}:\"']|:(?![\s,\[\]{}]|$))"
    r"(?:[^\s,\[\]{}:]|:(?![\s,\[\]{}]|$)|[ \t](?![ \t#]|$))*+",
)


class _Shape:
    """The keys and dashes above a line. Each holds keys, or items, all at one column, or a text."""

    def __init__(self, *, whole: bool) -> None:
        self.above: list[tuple[int, str, int]] = []  # column, name, line
        self._whole = whole
        self._holds: dict[tuple[int, int], tuple[str, int]] = {}
        self._keys: set[tuple[tuple[int, int], str]] = set()
        self._begins = 0

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(name for _, name, _ in self.above[:DEEPEST])

    @property
    def outer(self) -> int:
        return self.above[-1][0] if self.above else -1

    def begin(self, line: int) -> None:
        """Another document begins."""
        self.above.clear()
        self._begins = line

    def put(self, line: int, column: int, name: str) -> None:
        """A key or a dash stands below what is above it."""
        there = self.hold(line, "-" if name == "-" else ":", column)
        if self._whole and name not in ("-", "<<", "") and (there, name) in self._keys:
            raise DamagedError(line, "this key stands here for the second time")
        self._keys.add((there, name))
        self.above.append((column, name, line))

    def hold(self, line: int, kind: str, column: int = 0) -> tuple[int, int]:
        """What is above holds this, too. Raises :class:`DamagedError` where it holds something else."""
        there = (self.above[-1][2], self.above[-1][0]) if self.above else (self._begins, -1)
        if self._holds.setdefault(there, (kind, column)) != (kind, column) and self._whole:
            raise DamagedError(line, "this line is indented as nothing above it is")
        return there


def scalars(text: str, *, whole: bool = True) -> Iterator[Scalar]:
    """Every scalar of a YAML text in its order. Raises :class:`DamagedError`. A template is not `whole`: some of its
    lines stand there in one case, and some in the other."""
    lines = text.split("\n")
    shape = _Shape(whole=whole)
    at = 0
    while at < len(lines):
        raw = lines[at].rstrip()
        at += 1
        content = raw.lstrip(" ")
        if not content or content.lstrip()[0] == "#" or raw.startswith(("---", "...", "%")):
            if raw.startswith("---"):
                shape.begin(at)
            continue
        if whole and content[0] == "\t":
            raise DamagedError(at, "a tab indents this line, where YAML takes spaces")
        key, indent, content = _under(shape, at, len(raw) - len(content), content)
        content = _without_properties(content)
        path = shape.path
        if content and content[0] != "#":
            shape.hold(at, content[0] if content[0] in "{[|>\"'" else "")
        if _BLOCK.match(content):
            even = whole and not re.search(r"\d", content)
            at, inside = _block(lines, at, indent if key else shape.outer, even=even)
            yield from (Scalar(path, line.strip(), number) for number, line in inside)
        elif content[:1] in ("{", "["):
            at = yield from _flow(lines, at - 1, content, path, shape.outer if whole else None)
        elif content:
            yield Scalar(path, _plain(content), at)
            at = _after(lines, at, content) if whole else at
        elif key:
            yield Scalar(path, "", at)


def _under(shape: _Shape, line: int, indent: int, content: str) -> tuple[bool, int, str]:
    """Goes to the place of a line: (whether a key stands on it, at which column, what follows). Changes `shape`."""
    above = shape.above
    item = content == "-" or content.startswith("- ")
    while above and (above[-1][0] > indent or (above[-1][0] == indent and not (item and above[-1][1] != "-"))):
        above.pop()
    dashes = _DASHES.match(content)
    for dash in re.finditer("-", dashes[0] if dashes else ""):
        shape.put(line, indent + dash.start(), "-")
    if dashes:
        indent, content = indent + dashes.end(), content[dashes.end() :]
    name, value = _key(content)
    if name is None:
        return False, indent, content
    shape.put(line, indent, name)
    return True, indent, value


def _after(lines: list[str], at: int, content: str) -> int:
    """The line after a text that begins with this content. Raises :class:`DamagedError` where it is none."""
    begun, rest = at, content[1:]
    if content[0] in "]},@`%":
        raise DamagedError(at, f"no text begins with {content[0]}")
    if content[0] not in _TO_ITS_QUOTE:
        return at
    while not (found := _TO_ITS_QUOTE[content[0]].match(rest)):
        if at >= len(lines):
            raise DamagedError(begun, "this quote is never closed")
        rest = lines[at]
        at += 1
    _end(rest[found.end() :], at)
    return at


def _end(rest: str, line: int) -> None:
    """Nothing but a comment stands behind a text in quotes, or in brackets. Raises :class:`DamagedError`."""
    if rest.strip() and not rest.lstrip().startswith("#"):
        raise DamagedError(line, "more stands here behind what is closed")


def _key(content: str) -> tuple[str | None, str]:
    """(the key of a line, the value after it), or None and the line."""
    content = _without_properties(content)
    if content[:1] in ('"', "'"):
        found = _QUOTED.match(content)
        rest = content[found.end() :].lstrip() if found else ""
        if found and rest.startswith(":") and rest[1:2] in ("", " ", "\t"):
            return found[1] if found[1] is not None else found[2], rest[1:].strip()
        return None, content
    if content[:1] in ("{", "[", "#", "*", "|", ">"):
        return None, content
    if content.startswith("? "):
        return content[2:].strip(), ""
    name, colon, value = content.partition(": ")
    if not colon and content.endswith(":"):
        name, colon, value = content[:-1], ":", ""
    if not colon:
        name, colon, value = content.partition(":\t")
    if not colon or " #" in name:
        return None, content
    return name.strip(), value.strip()


def _without_properties(content: str) -> str:
    """Without anchors and tags in front."""
    found = _PROPERTIES.match(content)
    return content[found.end() :] if found else content


def _plain(content: str) -> str:
    """A scalar without its quotes and without a comment."""
    if content[0] in ('"', "'"):
        found = _QUOTED.match(content)
        if found:
            return found[1] if found[1] is not None else found[2].replace("''", "'")
        return content[1:]
    if content[0] == "#":
        return ""
    for mark in (" #", "\t#"):
        content = content.split(mark, 1)[0]
    return content.rstrip()


def _block(lines: list[str], at: int, indent: int, *, even: bool) -> tuple[int, list[tuple[int, str]]]:
    """(the line after a block scalar, its lines with their numbers): all that stand further in than `indent`, and where
    they are `even`, as far in as the first."""
    inside: list[tuple[int, str]] = []
    first = 0
    while at < len(lines):
        content = lines[at].lstrip(" ")
        if content.strip():
            column = len(lines[at]) - len(content)
            if column <= indent:
                break
            first = first or column
            if even and column < first and content[0] != "#":
                raise DamagedError(at + 1, "this line is indented less than the first of its text")
            inside.append((at + 1, lines[at]))
        at += 1
    return at, inside


def _flow(
    lines: list[str], at: int, content: str, path: tuple[str, ...], outer: int | None
) -> Generator[Scalar, None, int]:
    """The scalars of a collection in brackets that begins on line `at`; returns the line after it. In a text that is
    whole, a key as far out as `outer` is none of them."""
    above: list[str] = []
    begun, word, since = at, "", at
    while True:
        line = _commentless(content)
        for hit in _FLOW.finditer(line):
            token = hit[0]
            if token in "{[":
                if len(above) >= MOST_BRACKETS:
                    raise DamagedError(at + 1, "the brackets are nested too deeply")
                above.append("-" if token == "[" else "")
            elif token == ":":
                if above and above[-1] != "-":
                    above[-1] = word
                word = ""
            elif token in ("}", "]", ","):
                if word:
                    yield Scalar((*path, *above)[:DEEPEST], word, since + 1)
                    word = ""
                if token != ",":
                    if (above.pop() == "-") != (token == "]") and outer is not None:
                        raise DamagedError(at + 1, "this bracket closes another one")
                    if not above:
                        if outer is not None:
                            _end(line[hit.end() :], at + 1)
                        return at + 1
            else:
                word, since = _plain(token), at
        at += 1
        content = lines[at].strip() if at < len(lines) else ""
        if outer is not None and (at >= len(lines) or _is_outside(lines[at], content, outer)):
            raise DamagedError(begun + 1, "this bracket is never closed")
        if at >= len(lines):
            return at


def _is_outside(line: str, content: str, outer: int) -> bool:
    """Whether a line behind an open bracket is none of what it holds."""
    further_out = len(line) - len(line.lstrip()) <= outer and content[:1] not in ("]", "}")
    return content.startswith("- ") or (further_out and _key(content)[0] is not None)


def _commentless(content: str) -> str:
    """A line of a collection in brackets, without a comment that is surely one."""
    return "" if content.startswith("#") else content.split(" #", 1)[0]
