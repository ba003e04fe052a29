"""YAML as people write it for Compose: every scalar with the keys above it and its line.

Not a parser of all of YAML: anchors, tags and aliases are passed over, and escapes are left as they stand. It takes
time that grows with the length, whatever the text is, and needs no library (decision 0020).
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


class NestedTooDeeplyError(ValueError):
    """Brackets within brackets. `line` says where."""

    def __init__(self, line: int) -> None:
        super().__init__("the brackets are nested too deeply")
        self.line = line


_BLOCK: Final = re.compile(r"[|>][+-]?\d?[+-]?(?:\s+#.*)?$")
_DASHES: Final = re.compile(r"(?:- +)*+(?:-$)?")
_PROPERTIES: Final = re.compile(r"(?:[&!]\S*+\s*+)++")
_QUOTED: Final = re.compile(r"\"((?:[^\"\\]++|\\.)*+)\"|'((?:[^']++|'')*+)'")
_FLOW: Final = re.compile(
    r"\"(?:[^\"\\]++|\\.)*+\"|'(?:[^']++|'')*+'|[{}\[\],]|:(?=[\s,\[\]{}]|$)|(?:[^\s,\[\]{}:\"']|:(?![\s,\[\]{}]|$))"
    r"(?:[^\s,\[\]{}:]|:(?![\s,\[\]{}]|$)|[ \t](?![ \t#]|$))*+",
)


def scalars(text: str) -> Iterator[Scalar]:
    """Every scalar of a YAML text in its order. Raises :class:`NestedTooDeeplyError`."""
    lines = text.split("\n")
    above: list[tuple[int, str]] = []
    at = 0
    while at < len(lines):
        raw = lines[at].rstrip()
        at += 1
        content = raw.lstrip(" ")
        if not content or content[0] == "#" or raw.startswith(("---", "...", "%")):
            continue
        indent = len(raw) - len(content)
        key, indent, content = _under(above, indent, content)
        content = _without_properties(content)
        path = tuple(name for _, name in above[:DEEPEST])
        if _BLOCK.match(content):
            at, inside = _block(lines, at, indent if key else _outer(above))
            yield from (Scalar(path, line.strip(), number) for number, line in inside)
        elif content[:1] in ("{", "["):
            at = yield from _flow(lines, at - 1, content, path)
        elif content:
            yield Scalar(path, _plain(content), at)
        elif key:
            yield Scalar(path, "", at)


def _under(above: list[tuple[int, str]], indent: int, content: str) -> tuple[bool, int, str]:
    """Goes to the place of a line: (whether a key stands on it, at which column, what follows). Changes `above`."""
    item = content == "-" or content.startswith("- ")
    while above and (above[-1][0] > indent or (above[-1][0] == indent and not (item and above[-1][1] != "-"))):
        above.pop()
    dashes = _DASHES.match(content)
    above.extend((indent + dash.start(), "-") for dash in re.finditer("-", dashes[0] if dashes else ""))
    if dashes:
        indent, content = indent + dashes.end(), content[dashes.end() :]
    name, value = _key(content)
    if name is None:
        return False, indent, content
    above.append((indent, name))
    return True, indent, value


def _outer(above: list[tuple[int, str]]) -> int:
    return above[-1][0] if above else -1


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


def _block(lines: list[str], at: int, indent: int) -> tuple[int, list[tuple[int, str]]]:
    """(the line after a block scalar, its lines with their numbers): all that stand further in than `indent`."""
    inside = []
    while at < len(lines):
        content = lines[at].lstrip(" ")
        if content.strip():
            if len(lines[at]) - len(content) <= indent:
                break
            inside.append((at + 1, lines[at]))
        at += 1
    return at, inside


def _flow(lines: list[str], at: int, content: str, path: tuple[str, ...]) -> Generator[Scalar, None, int]:
    """The scalars of a collection in brackets that begins on line `at`; returns the line after it. What is never closed
    ends with the text."""
    above: list[str] = []
    word, since = "", at
    while True:
        for token in _FLOW.findall(_commentless(content)):
            if token in "{[":
                if len(above) >= MOST_BRACKETS:
                    raise NestedTooDeeplyError(at + 1)
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
                    above.pop()
                    if not above:
                        return at + 1
            else:
                word, since = _plain(token), at
        at += 1
        if at >= len(lines):
            return at
        content = lines[at].strip()


def _commentless(content: str) -> str:
    """A line of a collection in brackets, without a comment that is surely one."""
    return "" if content.startswith("#") else content.split(" #", 1)[0]
