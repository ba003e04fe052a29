"""Versions as project files declare them, and whether they admit the one that was decided."""

from __future__ import annotations

import re
from typing import Final

from wizard.check.readers import TAGGED_AS_ENGINE

type Version = tuple[int, ...]

#: In characters: of a longer line, a whole file in one perhaps, the beginning is read for each thing that it names.
LONGEST_LINE: Final = 10_000

_NUMBERS: Final = re.compile(r"\d+(?:\.\d+)*")

#: What stands behind a package on its line: `[extras]==1.4`, `": "^8.0.0"`, ` = { version = "^1.4" }`, ` v1.8.1`.
_BEHIND: Final = re.compile(
    r"(?:\[[^\]]*\])?[\"']?\s*(?:[:=]?\s*(?:\{[^}]*?version\s*=\s*)?[\"']|\()?\s*"
    r"(?P<range>(?:[\^~<>=!]{0,3}\s*v?\d[\w.*+-]*(?:\s*(?:\|\||,|\s)\s*)?)+)"
)
#: The same without a version, or with any: `psycopg[binary]`, `": "*"`.
_ANY: Final = re.compile(r"(?:\[[^\]]*\])?[\"']?\s*(?:$|[,;#\])]|[:=]\s*[\"'](?:\*|x|latest)[\"'])")
ANY: Final = "*"
_PART: Final = re.compile(r"(?P<sign>\^|~=|~|===?|>=|<=|!=|<|>|)\s*v?(?P<number>\d+(?:\.\d+)*)(?P<open>(?:\.[x*])*)")


def declared(how: str, what: str, line: str) -> str:
    """The version that a line gives for a package, or for the engine of an image, as it stands there, or :data:`ANY`;
    empty where it gives none that is understood."""
    if how == "image":
        name, _, tag = what.partition("@")[0].rpartition("/")[2].partition(":")
        if name not in TAGGED_AS_ENGINE:
            return ""
        if tag[:1].isdigit() or tag[:1] == "v":
            return tag
        return ANY if tag in ("", "latest", "alpine") and "@" not in what else ""
    if how != "package":
        return ""
    line = " ".join(line[:LONGEST_LINE].split())  # so that no space is looked at twice
    pattern = "[-_.]+".join(map(re.escape, re.split("[-_.]+", what.lower())))
    at = re.search(rf"(?<![\w@/.-]){pattern}(?:/v\d+)?(?![\w-])", line.lower())
    found = _BEHIND.match(line, at.end()) if at else None
    if found:
        return found["range"].strip(" ,|")
    return ANY if at and _ANY.match(line, at.end()) else ""


def numbers(text: str) -> Version:
    """The numbers a version begins with: `16.2-alpine` is (16, 2)."""
    found = _NUMBERS.search(text)
    return tuple(int(part) for part in found[0].split(".")[:4]) if found and len(found[0]) < 40 else ()


def admits_major(range_: str, version: Version) -> bool:
    """Whether a declared range admits some version of this major, and does not exclude this very one: `^8.0`,
    `>=1.4,<2`, `~=1.4`, `v1.8.1`, `1 || 2`.

    A part that is not understood rules out nothing.
    """
    return any(all(_admits(part, version) for part in _PART.finditer(option)) for option in range_.split("||"))


def admits_another_major(range_: str, version: Version) -> bool:
    """Whether a declared range admits a version of another major, too: `>=1.3`, `1 || 2`, any."""
    named = {version[0], *(int(part["number"].partition(".")[0]) for part in _PART.finditer(range_))}
    others = {major + step for major in named for step in (-1, 0, 1)} - {version[0], -1}
    return any(admits_major(range_, (major,)) for major in others)


def _admits(part: re.Match[str], version: Version) -> bool:
    given, major = tuple(int(number) for number in part["number"].split(".")), version[0]
    sign = part["sign"]
    if sign in (">=", ">"):
        return major >= given[0]
    if sign == "<":
        return major < given[0] or (major == given[0] and any(given[1:]))
    if sign == "<=":
        return major <= given[0]
    if sign == "!=":
        return version[: len(given)] != given or not (part["open"] or len(given) >= len(version))
    return major == given[0]
