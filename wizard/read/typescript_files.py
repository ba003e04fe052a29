"""Project files of TypeScript and JavaScript beside package.json: what Deno imports, and what Drizzle is told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from wizard.catalogue import json_text
from wizard.catalogue.later import later
from wizard.read.sign import FIRM, Sign, UnreadableError, manifest, package, parsed, table

#: Drizzle's dialects -> (the key, what is in use). `turso` is libSQL at a service or in a file.
_DIALECTS: Final[Mapping[str, tuple[str, str]]] = {
    "postgresql": ("existing_database", "postgresql"),
    "mysql": ("existing_database", "mysql"),
    "sqlite": ("existing_database", "sqlite"),
    "turso": ("existing_database", "turso"),
    "mssql": ("elsewhere", "SQL Server"),
    "singlestore": ("elsewhere", "SingleStore"),
}
_DIALECT: Final = later(r"""(?<![\w.])dialect["']?\s*:\s*["'](\w+)["']""")
_COMMENT: Final = later(
    r"""("(?:[^"\\\n]|\\.)*+"|'(?:[^'\\\n]|\\.)*+'|`[^`]*+`)|//[^\n]*|/\*.*?(?:\*/|\Z)""", re.DOTALL
)
_COMMA: Final = later(r"""("(?:[^"\\\n]|\\.)*+")|,(?=\s*[}\]])""")

#: Where an import leads: npm's package by its name, or a module of Deno's by its own.
_NPM: Final = later(r"npm:/?(@[^@/]+/[^@/]+|[^@/]+)")
_DENO: Final = later(r"(?:jsr:/?@db/|https://deno\.land/x/)([\w-]+)")
_MODULES: Final[Mapping[str, str]] = {
    "postgres": "postgresql",
    "postgresjs": "postgresql",
    "mysql": "mysql",
    "sqlite": "sqlite",
    "sqlite3": "sqlite",
    "redis": "redis",
    "mongo": "mongodb",
}


def drizzle_config(text: str) -> Iterator[Sign]:
    """drizzle.config.ts: the dialect that it migrates. It is code: of two dialects none decides."""
    code = _uncommented(text)
    found = list(_DIALECT.finditer(code))
    for hit in found:
        if hit[1] in _DIALECTS:
            key, value = _DIALECTS[hit[1]]
            value = "cloudflare-d1" if value == "sqlite" and "d1-http" in code else value
            line = code.count("\n", 0, hit.start()) + 1
            yield Sign(key=key, value=value, line=line, how="provider" if len(found) == 1 else "package", what=hit[1])


def deno_json(text: str) -> Iterator[Sign]:
    """deno.json, and the same with comments: its imports."""
    code = _COMMA.sub(lambda it: it[1] or "", _uncommented(text))
    data = parsed(json_text.parsed, code, "JSON")
    if not isinstance(data, dict):
        raise UnreadableError(1, "a deno.json holds an object, and this does not")
    yield manifest("typescript", 1)
    for name, target in table(data, "imports").items():
        if isinstance(target, str):
            line = code.count("\n", 0, max(code.find(f'"{name}"'), 0)) + 1
            yield from _imported(target, line)


def _imported(target: str, line: int) -> Iterator[Sign]:
    if npm := _NPM.match(target):
        yield from package("typescript", npm[1], line, aside=FIRM)
    elif (deno := _DENO.match(target)) and deno[1] in _MODULES:
        value = _MODULES[deno[1]]
        yield Sign(key="existing_database", value=value, line=line, how="package", what=deno[1], language="typescript")


def _uncommented(text: str) -> str:
    """Code with its lines and without its comments."""
    return _COMMENT.sub(lambda it: it[1] or "\n" * it[0].count("\n"), text)
