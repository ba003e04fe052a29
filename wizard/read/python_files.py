"""What a Python project lists: requirements, pyproject.toml, Pipfile, setup.cfg and setup.py."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from wizard.catalogue import toml_text
from wizard.read.known_stores import EXTRAS
from wizard.read.sign import FIRM, GROUP, NEVER, Sign, manifest, package, parsed, table

_REQUIREMENT: Final = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)(?=\s*(?:[\[(<>=!~;@#,]|$)|\s)(?:\s*\[([^\]]*)\])?")
_INCLUDE: Final = re.compile(r"\s*(?:-r|--requirement|-c|--constraint)(?:\s+|=)?([^\s#]+)")
_TOML_PART: Final = re.compile(r"\"([^\"]*)\"|'([^']*)'|([A-Za-z0-9_-]+)")
_TOML_STRING: Final = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_TOML_KEY: Final = re.compile(r"[\w\s.\"'-]+")

#: A marker of Python 2, and of no other one: what has it is installed nowhere.
_OF_PYTHON_2: Final = re.compile(
    r"^(?![^#]*\bor\b)[^#;]*;[^#]*\bpython(?:_full)?_version\s*"
    r"(?:(?:<=?|={2,3}|~=)\s*[\"'][012](?:\.[\d.*]*)?[\"']|<\s*[\"']3(?:\.0)*[\"'])"
)

#: Groups that the running application does not need.
ASIDE_GROUPS: Final = frozenset(
    {"dev", "develop", "development", "test", "tests", "testing", "lint", "docs", "doc", "ci", "typing", "bench"}
)

#: So many extras of one requirement are read, more than one has.
_MOST_EXTRAS: Final = 20


def _normal(name: str) -> str:
    """A name as PEP 503 has it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _required(text: str) -> Iterator[str]:
    """The names of packages in a requirement (PEP 508): its own, and the drivers that its extras bring."""
    found = _REQUIREMENT.match(text)
    if found and not _OF_PYTHON_2.match(text):
        name = _normal(found[1])
        yield name
        known = EXTRAS.get(name, {})
        for extra in (found[2] or "").split(",", _MOST_EXTRAS)[:_MOST_EXTRAS]:
            if _normal(extra.strip()) in known:
                yield known[_normal(extra.strip())]


def _signs(text: str, line: int, aside: int = FIRM) -> Iterator[Sign]:
    for name in _required(text):
        yield from package("python", name, line, aside=aside)


def requirements(text: str) -> Iterator[Sign]:
    """requirements.txt, or what it is made from."""
    any_line = 0
    signs: list[Sign] = []
    for line, content in enumerate(text.split("\n"), 1):
        include = _INCLUDE.match(content)
        if include:
            any_line = any_line or line
            if content.lstrip().startswith(("-r", "--r")):
                signs.append(Sign(key="include", value=include[1], line=line, how="include", what=include[1]))
        elif _REQUIREMENT.match(content):
            any_line = any_line or line
            signs += _signs(content, line)
    if any_line:
        says = [sign.line for sign in signs if sign.key != "include"]
        yield manifest("python", says[0] if says else any_line)
    yield from signs


def pyproject(text: str) -> Iterator[Sign]:
    """pyproject.toml: standard metadata, dependency groups, Poetry, uv."""
    data = parsed(toml_text.parsed, text, "TOML")
    lines = TomlLines(text)
    signs: list[Sign] = []
    for path, requirement, aside in _listed(data):
        signs += _signs(requirement, lines.of(path, requirement), aside)
    if not any(sign.key == "existing_database" and sign.aside == FIRM for sign in signs):
        signs = [replace(sign, aside=FIRM) if sign.aside == GROUP else sign for sign in signs]
    places: list[tuple[str, ...]] = [("project",), ("tool", "poetry"), ("dependency-groups",)]
    place = next((path for path in places if table(data, *path)), ())
    if place or signs:  # else it only holds the settings of tools
        firm = place in places[:2] or any(sign.aside == FIRM for sign in signs)
        yield manifest("python", signs[0].line if signs else lines.of(place, ""), aside=FIRM if firm else NEVER)
    yield from signs


def _listed(data: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], str, int]]:
    """Every requirement that a pyproject.toml lists, with its place, and how far it stands aside."""
    lists: list[tuple[tuple[str, ...], Any, int]] = [
        (("project", "dependencies"), table(data, "project").get("dependencies"), FIRM),
        (("tool", "uv", "dev-dependencies"), table(data, "tool", "uv").get("dev-dependencies"), NEVER),
    ]
    lists += [
        (("project", "optional-dependencies", group), items, NEVER)
        for group, items in table(data, "project", "optional-dependencies").items()
    ]
    lists += [
        (("dependency-groups", group), items, _aside(group))
        for group, items in table(data, "dependency-groups").items()
    ]
    for path, items, aside in lists:
        for item in items if isinstance(items, list) else ():
            if isinstance(item, str):
                yield path, item, aside
    yield from _of_poetry(data)


def _aside(group: str) -> int:
    return NEVER if group.lower() in ASIDE_GROUPS else GROUP


def _of_poetry(data: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], str, int]]:
    poetry = ("tool", "poetry")
    tables: list[tuple[tuple[str, ...], int]] = [
        ((*poetry, "dependencies"), FIRM),
        ((*poetry, "dev-dependencies"), NEVER),
    ]
    for group in table(data, *poetry, "group"):
        optional = table(data, *poetry, "group", group).get("optional") is True
        tables.append(((*poetry, "group", group, "dependencies"), NEVER if optional else _aside(group)))
    for path, aside in tables:
        for name, how in table(data, *path).items():
            optional = isinstance(how, dict) and how.get("optional") is True
            extras = how.get("extras") if isinstance(how, dict) else None
            named = ",".join(item for item in extras if isinstance(item, str)) if isinstance(extras, list) else ""
            yield (*path, name), f"{name}[{named}]" if named else name, NEVER if optional else aside


def pipfile(text: str) -> Iterator[Sign]:
    """Pipfile."""
    data = parsed(toml_text.parsed, text, "TOML")
    lines = TomlLines(text)
    signs: list[Sign] = []
    for section, aside in (("packages", FIRM), ("dev-packages", NEVER)):
        for name in table(data, section):
            signs += _signs(name, lines.of((section, name), name), aside)
    if table(data, "packages") or signs:
        yield manifest("python", signs[0].line if signs else lines.of(("packages",), ""))
    yield from signs


# --- setup.cfg and setup.py -------------------------------------------------------------------------------------------


def setup_cfg(text: str) -> Iterator[Sign]:
    """setup.cfg: what stands under `install_requires`, and under the extras."""
    section, key = "", ""
    signs: list[Sign] = []
    started = 0
    for line, raw in enumerate(text.split("\n"), 1):
        content = raw.strip()
        if not content or content[0] in "#;":
            continue
        if content.startswith("["):
            section, key = content.strip("[] "), ""
            started = started or (line if section in ("options", "metadata") else 0)
            continue
        if not raw[0].isspace():
            key, _, content = (part.strip() for part in content.partition("="))
        if section == "options" and key == "install_requires":
            signs += _signs(content, line)
        elif section == "options.extras_require":
            signs += _signs(content, line, NEVER)
    if started:
        yield manifest("python", signs[0].line if signs else started)
    yield from signs


_SETUP_LIST: Final = re.compile(r"\b(install_requires|extras_require|tests_require|setup_requires)\s*=\s*([\[{(])")
_SETUP_TOKEN: Final = re.compile(r"\"([^\"\n]*)\"|'([^'\n]*)'|#[^\n]*|[\[\]{}()]|\n")


def setup_py(text: str) -> Iterator[Sign]:
    """setup.py: the strings in the list of `install_requires`, and in the extras. Nothing is run."""
    signs: list[Sign] = []
    at, line = 0, 1
    while found := _SETUP_LIST.search(text, at):
        line += text.count("\n", at, found.start(2))
        aside = FIRM if found[1] == "install_requires" else NEVER
        depth = 0
        at = found.start(2)
        for token in _SETUP_TOKEN.finditer(text, at):
            at = token.end()
            sign = token[0]
            if sign == "\n":
                line += 1
            elif sign in "[{(":
                depth += 1
            elif sign in "]})":
                depth -= 1
                if not depth:
                    break
            elif sign[0] != "#":
                signs += _signs(token[1] or token[2] or "", line, aside)
        else:
            at = len(text)
    setup = re.search(r"^(?:setuptools\.)?setup\s*\(", text, re.MULTILINE)
    if setup or signs:
        starts = text.count("\n", 0, setup.start()) + 1 if setup else 1
        yield manifest("python", signs[0].line if signs else starts)
    yield from signs


# --- lines of TOML ----------------------------------------------------------------------------------------------------


class TomlLines:
    """Where keys and strings stand in a valid TOML file, line by line: the parser does not say."""

    def __init__(self, text: str) -> None:
        self._keys: dict[tuple[str, ...], int] = {}
        self._strings: dict[tuple[tuple[str, ...], str], int] = {}
        header: tuple[str, ...] = ()
        path: tuple[str, ...] = ()
        for number, line in enumerate(text.split("\n"), 1):
            content = line.strip()
            if content.startswith("[") and "]" in content and "=" not in content and "," not in content:
                header = path = self._parts(content[: content.index("]")])
                self._keys.setdefault(path, number)
                continue
            left, equals, right = content.partition("=")
            if equals and _TOML_KEY.fullmatch(left) and left.count('"') % 2 == left.count("'") % 2 == 0:
                path = header + self._parts(left)
                self._keys.setdefault(path, number)
                content = right
            for found in _TOML_STRING.finditer(content):
                self._strings.setdefault((path, found[1] or found[2] or ""), number)

    @staticmethod
    def _parts(dotted: str) -> tuple[str, ...]:
        return tuple(bare or one or two for two, one, bare in _TOML_PART.findall(dotted))

    def of(self, path: tuple[str, ...], string: str) -> int:
        """The line of `string` under the key `path`, else of the key, else of the nearest table around it, else 1."""
        places = [self._strings.get((path, string))]
        places += [self._keys.get(path[:length]) for length in range(len(path), 0, -1)]
        return next((place for place in places if place), 1)
