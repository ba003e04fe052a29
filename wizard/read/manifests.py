"""Project files, read line by line: what each names that the wizard knows.

Reading takes time that grows with the text's length. Nothing is guessed: a file that is damaged is named as such.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from wizard.catalogue import json_text, toml_text
from wizard.catalogue.signs import quoted
from wizard.catalogue.text_error import TextError, TooMuchError
from wizard.read.known_names import ELSEWHERE, GENERATORS, HOSTS, IMAGES, PACKAGES, PROVIDERS, SCHEMES


@dataclass(frozen=True, kw_only=True, slots=True)
class Sign:
    """One line of one file that speaks for one value.

    `what` was read there, and `how`: `package`, `image`, `address`, `provider` (of a Prisma schema) or `manifest`.
    `language` is that of the manifest. `aside`: only development or tests need it.
    """

    key: str
    value: str
    line: int
    how: str
    what: str
    language: str = ""
    aside: bool = False
    file: str = ""
    order: int = 0
    text: str = ""


class UnreadableError(ValueError):
    """A file is damaged. The text says how; `line` says where."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line = line


type Reader = Callable[[str], Iterator[Sign]]

#: Where a line is shown, in characters.
SHOWN: Final = 120


def short(text: str) -> str:
    """Some text as it is shown: on one line, its unseen signs by their code points, and not long."""
    text = quoted(" ".join(text[: 10 * SHOWN].split()))
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def _package(language: str, name: str, line: int, *, aside: bool = False) -> Iterator[Sign]:
    """What the tables know about a package."""
    for key, table in PACKAGES.items():
        value = table.get(language, {}).get(name)
        if value is not None:
            yield Sign(key=key, value=value, line=line, how="package", what=name, language=language, aside=aside)


def _manifest(language: str, line: int, *, aside: bool = False) -> Sign:
    return Sign(key="language", value=language, line=line, how="manifest", what="", language=language, aside=aside)


# --- package.json -----------------------------------------------------------------------------------------------------

_JSON_TOKEN: Final = re.compile(r'"(?:[^"\\]++|\\.)*+"|[{}\[\]:\n]')

#: Sections of package.json that list packages; the value says whether only development needs them.
_NPM_SECTIONS: Final[Mapping[str, bool]] = {
    "dependencies": False,
    "peerDependencies": False,
    "optionalDependencies": False,
    "devDependencies": True,
}


def _parsed(read: Callable[[str], Any], text: str, form: str) -> Any:
    """What a text of this form holds. Raises :class:`UnreadableError`."""
    try:
        return read(text)
    except TooMuchError as error:
        raise UnreadableError(error.line, str(error)) from None
    except TextError as error:
        raise UnreadableError(error.line, f"this is not valid {form} ({short(str(error))})") from None


def _package_json(text: str) -> Iterator[Sign]:
    data = _parsed(json_text.parsed, text, "JSON")
    if not isinstance(data, dict):
        raise UnreadableError(1, "a package.json holds an object, and this does not")
    # Of a key that is given twice the last one counts, as it does for npm.
    listed = [
        (name, line, aside) for section, name, line, aside in _npm_packages(text) if name in _table(data, section)
    ]
    signs = [sign for name, line, aside in listed for sign in _package("typescript", name, line, aside=aside)]
    says = [line for name, line, _ in listed if name == "typescript"] + [sign.line for sign in signs] + [1]
    tools_only = bool(listed) and all(aside for _, _, aside in listed)
    yield _manifest("typescript", says[0], aside=tools_only)
    yield from signs


def _npm_packages(text: str) -> Iterator[tuple[str, str, int, bool]]:
    """The packages of a valid package.json with their sections and lines, which the JSON parser does not give."""
    depth, line, section, last = 0, 1, "", ""
    for found in _JSON_TOKEN.finditer(text):
        token = found[0]
        if token == "\n":
            line += 1
        elif token in "{[":
            depth += 1
        elif token in "}]":
            depth -= 1
        elif token != ":":
            last = token
        elif depth == 1:
            section = json.loads(last)
        elif depth == 2 and section in _NPM_SECTIONS:
            yield section, json.loads(last), line, _NPM_SECTIONS[section]


# --- Python's files ---------------------------------------------------------------------------------------------------

_REQUIREMENT: Final = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)(?=\s*(?:[\[(<>=!~;@#,]|$)|\s)")
_TOML_PART: Final = re.compile(r"\"([^\"]*)\"|'([^']*)'|([A-Za-z0-9_-]+)")
_TOML_STRING: Final = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_TOML_KEY: Final = re.compile(r"[\w\s.\"'-]+")

#: Groups that the running application does not need.
_ASIDE_GROUPS: Final = frozenset({"dev", "develop", "development", "test", "tests", "testing", "lint", "docs", "doc"})


def _requirement(text: str) -> str:
    """The normalised name in a requirement (PEP 508); empty when there is none."""
    found = _REQUIREMENT.match(text)
    return re.sub(r"[-_.]+", "-", found[1]).lower() if found else ""


def _requirements(text: str) -> Iterator[Sign]:
    any_line = 0
    signs: list[Sign] = []
    for line, content in enumerate(text.split("\n"), 1):
        name = _requirement(content)
        if name:
            any_line = any_line or line
            signs += _package("python", name, line)
    if any_line:
        yield _manifest("python", signs[0].line if signs else any_line)
    yield from signs


def _pyproject(text: str) -> Iterator[Sign]:
    data = _parsed(toml_text.parsed, text, "TOML")
    lines = _TomlLines(text)
    signs: list[Sign] = []
    for path, requirement, aside in _python_packages(data):
        signs += _package("python", _requirement(requirement), lines.of(path, requirement), aside=aside)
    places: list[tuple[str, ...]] = [("project",), ("tool", "poetry"), ("dependency-groups",)]
    place = next((path for path in places if _table(data, *path)), ())
    if place or signs:  # else it only holds the settings of tools
        yield _manifest("python", signs[0].line if signs else lines.of(place, ""), aside=place not in places[:2])
    yield from signs


def _table(data: Any, *path: str) -> dict[str, Any]:
    """The table at `path`; empty where there is none."""
    for part in path:
        data = data.get(part) if isinstance(data, dict) else None
    return data if isinstance(data, dict) else {}


def _python_packages(data: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], str, bool]]:
    """Every requirement that a pyproject.toml lists, with its place, and whether it stands aside."""
    lists: list[tuple[tuple[str, ...], Any, bool]] = [
        (("project", "dependencies"), _table(data, "project").get("dependencies"), False),
        (("tool", "uv", "dev-dependencies"), _table(data, "tool", "uv").get("dev-dependencies"), True),
    ]
    for place in (("project", "optional-dependencies"), ("dependency-groups",)):
        lists += [
            ((*place, group), items, group.lower() in _ASIDE_GROUPS) for group, items in _table(data, *place).items()
        ]
    for path, items, aside in lists:
        for item in items if isinstance(items, list) else ():
            if isinstance(item, str):
                yield path, item, aside
    poetry = ("tool", "poetry")
    tables: list[tuple[tuple[str, ...], bool]] = [
        ((*poetry, "dependencies"), False),
        ((*poetry, "dev-dependencies"), True),
    ]
    tables += [
        ((*poetry, "group", group, "dependencies"), group.lower() in _ASIDE_GROUPS)
        for group in _table(data, *poetry, "group")
    ]
    for path, aside in tables:
        for name in _table(data, *path):
            yield (*path, name), name, aside


class _TomlLines:
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


# --- go.mod, schema.prisma --------------------------------------------------------------------------------------------


def _go_mod(text: str) -> Iterator[Sign]:
    block = module = 0
    directive = ""
    signs: list[Sign] = []
    for line, content in enumerate(text.split("\n"), 1):
        code, _, comment = content.partition("//")
        words = code.split(None, 3)
        if not words:
            continue
        if block:
            if words[0] == ")":
                block = 0
                continue
        else:
            directive, *words = words
            if directive in ("module", "go") and words:
                module = module or line
            if words == ["("]:
                block = line
                continue
        if directive in ("require", "tool") and words and not comment.strip().startswith("indirect"):
            name = re.sub(r"/v\d+$", "", words[0].strip('"`'))
            signs += _package("go", name, line)
    if block:
        raise UnreadableError(block, "this bracket is never closed")
    if not module:
        raise UnreadableError(1, "a go.mod names its module, and this one does not")
    yield _manifest("go", module)
    yield from signs


_PRISMA_BLOCK: Final = re.compile(r"(\w+)\s+\w+\s*\{")
_PRISMA_PROVIDER: Final = re.compile(r'provider\s*=\s*\[?\s*"([^"]*)"')


def _schema_prisma(text: str) -> Iterator[Sign]:
    kind = ""
    for line, content in enumerate(text.split("\n"), 1):
        code = content.strip()
        opened = _PRISMA_BLOCK.match(code)
        if opened:
            kind = opened[1]
            code = code[opened.end() :].strip()
        found = _PRISMA_PROVIDER.match(code)
        if found and kind == "datasource":
            name = found[1]
            if name in PROVIDERS:
                yield Sign(key="existing_database", value=PROVIDERS[name], line=line, how="provider", what=name)
            elif name in ELSEWHERE:
                yield Sign(key="", value=ELSEWHERE[name], line=line, how="provider", what=name)
        elif found and kind == "generator" and found[1] in GENERATORS:
            language, client = GENERATORS[found[1]]
            yield replace(_manifest(language, line), how="provider", what=found[1])
            yield replace(_manifest(language, line), key="existing_client", value=client, how="provider", what=found[1])
        elif code.startswith("}"):
            kind = ""


# --- compose.yaml -----------------------------------------------------------------------------------------------------

_IMAGE: Final = re.compile(r"(?:-\s+)?[\"']?image[\"']?\s*:\s*(?:[\"']([^\"']*)|(\S*))")
_DEFAULT: Final = re.compile(r"\$\{\w+:?-([^{}]*)\}")
_ADDRESS: Final = re.compile(
    r"(?<![\w+])(" + "|".join(re.escape(scheme) for scheme in sorted(SCHEMES, reverse=True)) + r")(?:\+\w++)?://"
    r"([^\s\"'/?,]*+)"
)


def _compose(text: str) -> Iterator[Sign]:
    """Images and addresses, line by line: all that is needed, in any YAML that people write for Compose."""
    for line, raw in enumerate(text.split("\n"), 1):
        content = raw.strip()
        if content.startswith("#"):
            continue
        content = content.split(" #", 1)[0].split("\t#", 1)[0]
        found = _IMAGE.match(content)
        if found:
            full = _DEFAULT.sub(r"\1", found[1] or found[2] or "")
            for key, table in (("existing_database", IMAGES), ("", ELSEWHERE)):
                value = _image(full, table)
                if value:
                    yield Sign(key=key, value=value, line=line, how="image", what=full)
        for address in _ADDRESS.finditer(content):
            host = re.sub(r":\d*$", "", address[2].rpartition("@")[2]).lower()
            store = _at(host, address[1])
            yield Sign(key="existing_database", value=store, line=line, how="address", what=address[1])


def _image(full: str, table: Mapping[str, str]) -> str:
    """What `table` says about an image, whatever its registry, tag and digest (empty: nothing)."""
    parts = full.partition("@")[0].split("/")
    parts[-1] = parts[-1].partition(":")[0]
    if len(parts) > 1 and ("." in parts[0] or ":" in parts[0] or parts[0] == "localhost"):
        parts = parts[1:]
    return table.get("/".join(parts)) or table.get(parts[-1], "")


def _at(host: str, scheme: str) -> str:
    """The service whose host this is, else the engine that the address' scheme names."""
    if host.endswith(".rds.amazonaws.com") and ".cluster-" in host:
        return "aws-aurora"
    return next((service for end, service in HOSTS.items() if host.endswith(end)), SCHEMES[scheme])


#: Which file is read how. Where two disagree about the language, the one further up wins.
READERS: Final[tuple[tuple[re.Pattern[str], Reader], ...]] = (
    (re.compile(r"package\.json"), _package_json),
    (re.compile(r"pyproject\.toml"), _pyproject),
    (re.compile(r"requirements.*\.txt"), _requirements),
    (re.compile(r"go\.mod"), _go_mod),
    (re.compile(r"schema\.prisma"), _schema_prisma),
    (re.compile(r"(?:docker-)?compose\.ya?ml"), _compose),
)
