"""What git ignores, by the .gitignore files of a project.

Patterns come from outside, so matching takes time that grows with the length of the pattern times that of the name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

#: More lines, or longer ones, than a person writes are left out.
MOST_PATTERNS: Final = 1_000
LONGEST_PATTERN: Final = 300

#: More folders of one path are not looked at.
DEEPEST: Final = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Pattern:
    """One line of a .gitignore, for paths below its folder; `parts` are matched part by part."""

    parts: tuple[str, ...]
    again: bool
    """It takes back what an earlier line ignores."""
    only_folders: bool


def patterns(text: str) -> tuple[Pattern, ...]:
    """The patterns of a .gitignore in their order."""
    found = []
    for raw in text.split("\n", MOST_PATTERNS)[:MOST_PATTERNS]:
        line = raw.rstrip("\r").rstrip(" ")
        if not line or line.startswith("#") or len(line) > LONGEST_PATTERN:
            continue
        again = line.startswith("!")
        only_folders = line.endswith("/")
        line = line.removeprefix("!").removesuffix("/")
        anchored = "/" in line
        parts = tuple(line.removeprefix("/").split("/"))
        if all(parts):  # `a//` is the name of nothing
            found.append(Pattern(parts=parts if anchored else ("**", *parts), again=again, only_folders=only_folders))
    return tuple(found)


def is_ignored(name: str, told: Mapping[str, Iterable[Pattern]]) -> bool:
    """Whether git ignores a file, or a folder above it. `told` has the patterns of each folder (the root's is "")."""
    parts = tuple(part for part in re.split(r"[/\\]", name) if part)[:DEEPEST]
    return any(ignores(parts[:length], told, folder=length < len(parts)) for length in range(1, len(parts) + 1))


def ignores(parts: tuple[str, ...], told: Mapping[str, Iterable[Pattern]], *, folder: bool) -> bool:
    """Whether the patterns name this very file or folder; the last one that does counts."""
    found = False
    for length in range(len(parts)):
        for pattern in told.get("/".join(parts[:length]), ()):
            if (folder or not pattern.only_folders) and _path(pattern.parts, parts[length:]):
                found = not pattern.again
    return found


def _path(pattern: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    """Whether the parts of a path match; `**` stands for any number of folders."""
    return _taken(pattern, parts, "**", _part) == len(pattern)


def _taken(
    pattern: Sequence[str], items: Sequence[str], any_number: str, same: Callable[[str, str], bool]
) -> int | None:
    """How much of the pattern all the items take up, or None where they do not match. `any_number` stands for as many
    items as need be; only the last one met is tried anew, so that time grows with the product of both lengths."""
    at, here, star, mark = 0, 0, -1, 0
    while here < len(items):
        if at < len(pattern) and pattern[at] == any_number:
            star, mark, at = at, here, at + 1
        elif at < len(pattern) and same(pattern[at], items[here]):
            at, here = at + 1, here + 1
        elif star >= 0:
            mark += 1
            at, here = star + 1, mark
        else:
            return None
    return at


_TOKEN: Final = re.compile(r"\\.|\[[!^]?\]?[^\]]*\]|.", re.DOTALL)


def _part(pattern: str, name: str) -> bool:
    """Whether one part matches: `*`, `?` and `[a-z]` as in a shell."""
    if not any(mark in pattern for mark in "*?[\\"):
        return pattern == name
    tokens = _TOKEN.findall(pattern)
    taken = _taken(tokens, name, "*", _one)
    return taken is not None and all(token == "*" for token in tokens[taken:])


def _one(token: str, sign: str) -> bool:
    """Whether one sign matches."""
    if token == "?":
        return True
    if len(token) == 2 and token[0] == "\\":
        return token[1] == sign
    if token[0] != "[" or len(token) < 3:
        return token == sign
    inside = token[1:-1]
    negated = inside[0] in "!^"
    inside = inside[1:] if negated else inside
    found = False
    at = 0
    while at < len(inside):
        if inside[at + 1 : at + 2] == "-" and at + 2 < len(inside):
            found = found or inside[at] <= sign <= inside[at + 2]
            at += 3
        else:
            found = found or inside[at] == sign
            at += 1
    return found is not negated
