"""A project, and everything in it that the check knows: what its files name, each with file and line.

Only this module knows how project files are read: the readers are those of :mod:`wizard.read`. Addresses in files of
settings are read here, because only the check wants them. Nothing that a file keeps secret leaves this module: an
address is known by its scheme and its service.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from wizard.catalogue.model import Catalogue
from wizard.catalogue.signs import quoted
from wizard.check import readers
from wizard.check.readers import (
    ELSEWHERE,
    FOREIGN_FOLDERS,
    GROUP,
    HOSTS,
    KINDS,
    LONGEST,
    SCHEMES,
    Reader,
    Sign,
    UnreadableError,
    is_beside,
    is_left,
    short,
)
from wizard.check.versions import declared

#: What is needed for development or tests alone, by its name; more such names and folders are in wizard/read/aside.py.
_ASIDE_NAME: Final = re.compile(r"(^|[-_.])(dev|develop|development|local|test|tests|testing|ci|lint|docs)([-_.]|$)")

#: Files of settings, in which addresses stand.
SETTINGS: Final = re.compile(
    r"\.env(\.[\w-]+)*(?<!\.md)|.+\.env|env\.(example|sample|template)|fly\.toml|render\.yaml|wrangler\.(toml|jsonc?)|app\.ya?ml"
    r"|application.*\.(ya?ml|properties)|database\.ya?ml|(drizzle\.config|prisma\.config|ormconfig|knexfile)\.\w+"
    r"|alembic\.ini|sqlc\.ya?ml"
)

#: `"name": "version"`: a line with more names several things, and each is shown by itself.
_QUOTES_OF_ONE: Final = 4

_SCHEME: Final = re.compile(rf"(?<![\w+])({'|'.join(map(re.escape, sorted(SCHEMES, reverse=True)))})(?:\+\w++)?://")
_HOST: Final = re.compile(r"(?<![A-Za-z0-9-])[A-Za-z0-9-]++(?:\.[A-Za-z0-9-]++){2,}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Name:
    """Something that one line of a project file names.

    `kind` is `store`, `client`, or the vocabulary's key (`language`, `framework`, `runtime`, `platform`); `id`, the
    vocabulary's value, empty for what the guide does not cover. `how` it is named: `package`, `image`, `address`,
    `provider` or `manifest`. `aside`: only development, tests or examples need it. `shown` holds no secrets.
    """

    kind: str
    id: str
    title: str
    file: str
    line: int
    how: str
    what: str
    version: str
    shown: str
    language: str
    aside: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Project:
    """What the files of a folder name, by file and line. `unread` are sentences about what could not be read."""

    names: tuple[Name, ...]
    unread: tuple[str, ...]

    @property
    def lines(self) -> int:
        """How many lines name something."""
        return len({(name.file, name.line) for name in self.names})


def of(catalogue: Catalogue, texts: Mapping[str, str]) -> Project:
    """The project that these files are, by path; files of other kinds say nothing."""
    names: list[Name] = []
    unread = []
    for file, text in texts.items():
        reader = reader_of(file)
        if reader is None:
            continue
        if len(text) > LONGEST:
            unread.append(f"{short(file)} is longer than {LONGEST:,} characters, so it was not read.")
            continue
        try:
            names += [*named(catalogue, file, reader, text)]  # all of it or nothing
            unread += [*_passed_over(file, reader, text, texts)]
        except UnreadableError as error:
            unread.append(f"{short(file)}, line {error.line}: {error}. The file was left out.")
    return Project(names=tuple(names), unread=tuple(unread))


def _passed_over(file: str, reader: Reader, text: str, there: Container[str]) -> Iterator[str]:
    """A sentence for each file that this one includes and that is not there to be read, and for a store built here."""
    for sign in reader(text):
        if sign.key == "include" and readers.resolved(file, sign.value) not in there:
            yield f"{short(file)}, line {sign.line} includes {short(sign.value)}, which was not read."
        elif sign.key == "built":
            yield f"{short(file)}, line {sign.line}: {short(sign.what)} is built, and its Dockerfile was not read."


# --- which files ------------------------------------------------------------------------------------------------------


def reader_of(file: str) -> Reader | None:
    """How a file is read, by its path; None where nothing is to be learnt from it."""
    is_settings = SETTINGS.fullmatch(file.rpartition("/")[2])
    reader = readers.reader_of(file)
    if is_settings and FOREIGN_FOLDERS.isdisjoint(file.split("/")):
        return _both(reader) if reader else _settings
    return reader


# --- what they name ---------------------------------------------------------------------------------------------------


def named(catalogue: Catalogue, file: str, reader: Reader, text: str) -> Iterator[Name]:
    """What one file names. Raises :class:`UnreadableError` where it is damaged."""
    there = file.split("/")
    aside = is_left(there) or is_beside(there) or bool(_ASIDE_NAME.search(there[-1]))
    lines = text.split("\n")
    for sign in readers.signs(reader, text):
        line = lines[sign.line - 1] if sign.line <= len(lines) else ""
        yield Name(
            kind=KINDS[sign.key],
            id="" if sign.key in ELSEWHERE else sign.value,
            title=_title(catalogue, sign),
            file=file,
            line=sign.line,
            how=sign.how,
            what=short(sign.what),
            version=short(declared(sign.how, sign.what, line)),
            shown=_shown(sign, line),
            language=sign.language,
            aside=aside or sign.aside > GROUP,
        )


def _title(catalogue: Catalogue, sign: Sign) -> str:
    if sign.key not in ("existing_database", "existing_client"):
        return sign.value
    try:
        return catalogue.name(sign.value)
    except KeyError:
        return sign.value


def _shown(sign: Sign, line: str) -> str:
    """The line as it may be repeated. Only a plain line of a manifest stands as it is: others may hold secrets."""
    what = short(sign.what)
    if sign.how == "image":
        return f"image: {what}"
    if sign.how == "address":
        return f"{what}://…" if what in SCHEMES else f"…{what}"
    if sign.how == "provider":
        return f'provider = "{what}"'
    plain = line.strip().rstrip(",")
    several = plain.count('"') > _QUOTES_OF_ONE
    return what if several or "://" in plain or len(plain) > 3 * len(what) + 60 else quoted(plain) or what


def _settings(text: str) -> Iterator[Sign]:
    """Addresses and hosts in a file of settings, line by line, comments left out."""
    for number, line in enumerate(text.split("\n"), 1):
        content = re.split(r"(?:^|\s)(?:#|//)", line, maxsplit=1)[0]
        hosts = [service for host in _HOST.findall(content) for service in [_service(host)] if service]
        for service, end in hosts:
            yield Sign(key="existing_database", value=service, line=number, how="address", what=end)
        if not hosts:
            for found in _SCHEME.finditer(content):
                value = SCHEMES[found[1]]
                yield Sign(key="existing_database", value=value, line=number, how="address", what=found[1])


def _both(reader: Reader) -> Reader:
    """A file of settings that names a store as well."""

    def read(text: str) -> Iterator[Sign]:
        yield from reader(text)
        yield from _settings(text)

    return read


def _service(host: str) -> tuple[str, str] | None:
    """(the service whose host this is, the end by which it is known)."""
    host = host.lower()
    if host.endswith(".rds.amazonaws.com") and ".cluster-" in host:
        return "aws-aurora", ".rds.amazonaws.com"
    return next(((service, end) for end, service in HOSTS.items() if host.endswith(end)), None)
