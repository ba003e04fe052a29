"""The catalogue: TOML files in, frozen dataclasses out.

The files are parsed once, at the edge; everything inside trusts the types. A mistake in a file is a
:class:`CatalogueError` whose text begins with the file's name and the key's path.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from wizard.catalogue import overlay
from wizard.catalogue.integrity import check_vocabulary
from wizard.catalogue.model import Catalogue, Product, Source
from wizard.catalogue.overlay import Overlay
from wizard.catalogue.reader import (
    read_client,
    read_database,
    read_instructions,
    read_question,
    read_service,
    read_table,
)
from wizard.catalogue.rule_reader import (
    read_answer_rule,
    read_built_in,
    read_client_rule,
    read_coherence_rule,
    read_companion_rule,
    read_store_rule,
)
from wizard.catalogue.text_error import TextError
from wizard.catalogue.toml_table import CatalogueError, Node, once
from wizard.catalogue.toml_text import parsed
from wizard.catalogue.vocabulary import LANGUAGES, STAGES

FOLDER: Final = Path(__file__).parent

#: The same files in one, parsed, where the package was built (hatch_build.py): not in the repository.
PACKED: Final = FOLDER / "catalogue.json"

#: The environment variable that names the folder of a company's own rules (see :mod:`wizard.catalogue.overlay`).
OVERLAY: Final = "DATA_STACK_OVERLAY"


def read_raw(folder: Path = FOLDER) -> dict[str, Any]:
    """All TOML files below `folder`, JSON-serialisable: relative path -> parsed file, with dates as ISO text."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: plain(item) for key, item in value.items()}
        if isinstance(value, list):
            return [plain(item) for item in value]
        return value.isoformat() if isinstance(value, date) else value

    if folder == FOLDER and PACKED.is_file():
        packed: dict[str, Any] = json.loads(PACKED.read_text(encoding="utf-8"))
        return packed
    raw = {}
    for path in sorted(folder.rglob("*.toml")):
        name = path.relative_to(folder).as_posix()
        if not path.is_file():
            raise CatalogueError(f"{name}: this is not a file")  # a folder, a dangling link, a pipe, a device
        try:
            raw[name] = plain(parsed(path.read_text(encoding="utf-8-sig")))
        except UnicodeDecodeError:
            raise CatalogueError(f"{name}: this is not UTF-8 text") from None
        except OSError as error:
            raise CatalogueError(f"{name}: {error.strerror}") from None
        except TextError as error:
            raise CatalogueError(f"{name}: line {error.line}: {error}") from None
    return raw


def _by_id[Entry: Product](entries: Iterable[Entry]) -> dict[str, Entry]:
    """Entries by id in the guide's order; clients by language first."""

    def place(entry: Entry) -> tuple[int, int, str]:
        language = getattr(entry, "language", LANGUAGES[0])
        return LANGUAGES.index(language), entry.order, entry.id

    return {entry.id: entry for entry in sorted(entries, key=place)}


type Raw = Mapping[str, Mapping[str, Any]]
"""What :func:`read_raw` gives."""


def build(raw: Raw) -> Catalogue:
    """Turn what :func:`read_raw` gives into a checked catalogue. Raises :class:`CatalogueError`."""
    sources = _sources(raw)
    databases = _by_id(read_database(node, stem, sources) for stem, node in _files(raw, "databases"))
    services = _by_id(read_service(node, stem, sources, databases) for stem, node in _files(raw, "services"))
    clients = _by_id(read_client(node, stem, sources, services) for stem, node in _files(raw, "clients"))
    ids = frozenset(databases) | frozenset(services) | frozenset(clients)
    questions = _tables(raw, "questions", "question", lambda node: read_question(node, databases, services, clients))
    tables = _tables(raw, "tables", "table", lambda node: read_table(node, ids, sources))
    for stage, node in _files(raw, "rules"):
        if stage not in STAGES:
            raise CatalogueError(f"{node.where}: rules are of one of these files: {', '.join(STAGES)}")

    def rules[Kind](stage: str, read: Callable[[Node, Mapping[str, Source]], Kind]) -> tuple[Kind, ...]:
        return _tables(raw, f"rules/{stage}", "rule", lambda node: read(node, sources))

    catalogue = Catalogue(
        sources=sources,
        databases=databases,
        services=services,
        clients=clients,
        questions=once("questions.toml", ((question.key, question) for question in questions)),
        tables=once("tables.toml", ((table.id, table) for table in tables)),
        store_rules=rules("stores", read_store_rule),
        client_rules=rules("clients", read_client_rule),
        coherence_rules=rules("coherence", read_coherence_rule),
        companion_rules=rules("companions", read_companion_rule),
        answer_rules=rules("answered", read_answer_rule),
        standards={stem: read_instructions(node, sources) for stem, node in _files(raw, "standards")},
        built_in=read_built_in(Node(raw.get("built-in.toml", {}), "built-in.toml"), sources),
        overlay=Overlay.read(Node(raw[overlay.FILE], overlay.FILE)) if overlay.FILE in raw else overlay.NONE,
    )
    check_vocabulary(catalogue)
    return catalogue


def _files(raw: Raw, folder: str) -> list[tuple[str, Node]]:
    """(name without its suffix, content) of each file in a folder."""
    return [
        (name.removeprefix(f"{folder}/").removesuffix(".toml"), Node(data, name))
        for name, data in raw.items()
        if name.startswith(f"{folder}/")
    ]


def _tables[Kind](raw: Raw, file: str, key: str, read: Callable[[Node], Kind]) -> tuple[Kind, ...]:
    """Every table of an array that is all a file holds, read."""
    node = Node(raw.get(f"{file}.toml", {}), f"{file}.toml")
    found = tuple(read(item) for item in node.tables(key))
    node.done()
    return found


def _sources(raw: Raw) -> dict[str, Source]:
    sources: dict[str, Source] = {}
    for _, node in _files(raw, "sources"):
        for key in node.data:
            if key in sources:
                raise node.fail(key, "this source is defined twice")
            sources[key] = Source.read(key, node.table(key))
    return sources


def merged_raw() -> dict[str, Any]:
    """What :func:`read_raw` gives, with the overlay that `DATA_STACK_OVERLAY` names merged into it, and checked.

    Raises :class:`CatalogueError`, whose text begins with the file: the overlay's, where that file is in the overlay.
    """
    base = read_raw()
    named = os.environ.get(OVERLAY)
    if not named:
        return base
    folder = Path(named)
    if not folder.is_dir():
        raise CatalogueError(f"{OVERLAY}: {named}: there is no such folder")
    over: Mapping[str, Any] = {}
    try:
        over = read_raw(folder)
        raw = overlay.lay_over(base, over)
        build(raw)
    except CatalogueError as error:
        lines = str(error).splitlines()
        raise CatalogueError("\n".join(_in_folder(folder, over, line) for line in lines)) from None
    return raw


def _in_folder(folder: Path, over: Mapping[str, Any], line: str) -> str:
    """A mistake with the overlay's folder before it, where the file that it names is in the overlay."""
    file = line.partition(":")[0]
    ours = file in over or (folder / file).is_file() or file == overlay.FILE
    return f"{folder.as_posix()}/{line}" if ours else line


@cache
def load() -> Catalogue:
    """The catalogue that ships with the package, from the TOML files, with the company's overlay if there is one."""
    return build(merged_raw())
