"""Project files, and how each is read: what it names that the wizard knows.

Reading takes time that grows with the text's length. Nothing is guessed: a file that is damaged is named as such.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from wizard.catalogue import json_text
from wizard.read import containers, other_languages, python_files, typescript_files
from wizard.read.known_others import ELSEWHERE
from wizard.read.known_stores import GENERATORS, PROVIDERS
from wizard.read.sign import FIRM, GROUP, NEVER, SECOND, Reader, Sign, UnreadableError, manifest, package, parsed, table

# --- package.json -----------------------------------------------------------------------------------------------------

_JSON_TOKEN: Final = re.compile(r'"(?:[^"\\]++|\\.)*+"|[{}\[\]:\n]')

#: Sections of package.json that list packages, and how far these stand aside: what a bundler takes in may be listed
#: for development, and the peers of a library are what its users may choose from.
_NPM_SECTIONS: Final[Mapping[str, int]] = {
    "dependencies": FIRM,
    "peerDependencies": NEVER,
    "optionalDependencies": GROUP,
    "devDependencies": SECOND,
}


def _package_json(text: str) -> Iterator[Sign]:
    data = parsed(json_text.parsed, text, "JSON")
    if not isinstance(data, dict):
        raise UnreadableError(1, "a package.json holds an object, and this does not")
    # Of a key that is given twice the last one counts, as it does for npm.
    listed = [
        (_aliased(table(data, section)[name]) or name, line, aside)
        for section, name, line, aside in _npm_packages(text)
        if name in table(data, section)
    ]
    signs = [sign for name, line, aside in listed for sign in package("typescript", name, line, aside=aside)]
    typed = [line for name, line, _ in listed if name == "typescript"]
    says = typed + [sign.line for sign in signs] + [1]
    found = manifest("typescript", says[0], aside=min((aside for _, _, aside in listed), default=SECOND))
    yield replace(found, what="typescript" if typed else "")
    yield from signs


def _aliased(version: object) -> str:
    """The package that is installed under another name: `npm:pg@8` is pg."""
    found = re.match(r"npm:(@?[^@]+)", version) if isinstance(version, str) else None
    return found[1] if found else ""


def _npm_packages(text: str) -> Iterator[tuple[str, str, int, int]]:
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
            signs += package("go", name, line)
    if block:
        raise UnreadableError(block, "this bracket is never closed")
    if not module:
        raise UnreadableError(1, "a go.mod names its module, and this one does not")
    yield manifest("go", module)
    yield from signs


_PRISMA_BLOCK: Final = re.compile(r"(\w+)\s+\w+\s*\{")
_PRISMA_PROVIDER: Final = re.compile(r'provider\s*+=\s*+(\[\s*+)?("[^\]]*)')
_PRISMA_NAME: Final = re.compile(r'"([^"]*)"')


def _schema_prisma(text: str) -> Iterator[Sign]:
    kind = ""
    for line, content in enumerate(text.split("\n"), 1):
        code = content.strip()
        opened = _PRISMA_BLOCK.match(code)
        if opened:
            kind = opened[1]
            code = code[opened.end() :].strip()
        found = _PRISMA_PROVIDER.match(code)
        if found and kind in ("datasource", "generator"):
            names = _PRISMA_NAME.findall(found[2])[: None if found[1] else 1]
            for name in names[:_MOST_PROVIDERS]:
                yield from _of_datasource(name, line, len(names)) if kind == "datasource" else _of_generator(name, line)
        elif code.startswith("}"):
            kind = ""


#: So many providers of one datasource are read, more than there are.
_MOST_PROVIDERS: Final = 20


def _of_datasource(name: str, line: int, many: int) -> Iterator[Sign]:
    """What a datasource's provider says: of several, none decides."""
    how = "provider" if many == 1 else "package"
    if name in PROVIDERS:
        yield Sign(key="existing_database", value=PROVIDERS[name], line=line, how=how, what=name)
    elif name in ELSEWHERE:
        yield Sign(key="elsewhere", value=ELSEWHERE[name], line=line, how=how, what=name)


def _of_generator(name: str, line: int) -> Iterator[Sign]:
    if name in GENERATORS:
        language, client = GENERATORS[name]
        made = replace(manifest(language, line), how="provider", what=name)
        yield made
        yield replace(made, key="existing_client", value=client)


# --- which file is read how -------------------------------------------------------------------------------------------

_YAML: Final = r"\.ya?ml"

#: Patterns of a file's name, or of its folder and its name. The order is the one in which files are read.
READERS: Final[tuple[tuple[re.Pattern[str], Reader], ...]] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (r"package\.json", _package_json),
        (r"deno\.jsonc?", typescript_files.deno_json),
        (r"pyproject\.toml", python_files.pyproject),
        (r"Pipfile", python_files.pipfile),
        (r"setup\.cfg", python_files.setup_cfg),
        (r"setup\.py", python_files.setup_py),
        (r"(?:[\w.-]*requirements[\w.-]*|requirements/[^/]*)\.(?:txt|in)", python_files.requirements),
        (r"go\.mod", _go_mod),
        (r"pom\.xml", other_languages.pom),
        (r"build\.gradle(?:\.kts)?", other_languages.gradle),
        (r"[^/]+\.csproj", other_languages.csproj),
        (r"Gemfile", other_languages.gemfile),
        (r"composer\.json", other_languages.composer),
        (r"Cargo\.toml", other_languages.cargo),
        (r"mix\.exs", other_languages.mix),
        (r"pubspec\.yaml", other_languages.pubspec),
        (r"[^/]+\.prisma", _schema_prisma),
        (r"drizzle(?:[.-][\w-]+)?\.config(?:[.-][\w-]+)?\.[cm]?[jt]s", typescript_files.drizzle_config),
        (r"sqlc" + _YAML, containers.sqlc),
        (r"(?:docker-)?compose(?:[._-][\w.-]*)?" + _YAML, containers.compose),
    )
)

#: Any of them: one question for each of ten thousand names.
_ANY: Final = re.compile("|".join(f"(?:{pattern.pattern})" for pattern, _ in READERS))


def place_of(name: str) -> int | None:
    """Where in :data:`READERS` a file stands, by its name, which may have folders; None for a file of no kind there."""
    folder, _, base = name.replace("\\", "/").rpartition("/")
    whole = f"{folder.rpartition('/')[2]}/{base}"
    if not (_ANY.fullmatch(base) or _ANY.fullmatch(whole)):
        return None
    return next(at for at, (pattern, _) in enumerate(READERS) if pattern.fullmatch(base) or pattern.fullmatch(whole))


def reader_of(name: str) -> Reader | None:
    """How a file of this name is read, or None."""
    place = place_of(name)
    return None if place is None else READERS[place][1]
