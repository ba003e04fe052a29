"""The driver of a project held against the file's rule about drivers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from wizard.check.case import Case, places
from wizard.check.finding import Finding, finding
from wizard.check.project import Name
from wizard.check.readers import CLIENTS, STYLE_RANKS
from wizard.read.decided import drivers_said

#: Drivers that are no client of the guide, by their packages.
OTHERS: Final = frozenset(
    {"pg8000", "aiopg", "pymysql", "mysqlclient", "aiomysql", "asyncmy", "mysql-connector-python"}
)

#: What an ORM is told to use where none is there yet.
_UNLESS: Final = re.compile(r"\bother driver\b|\bto add\b|\bthe code has\b|\bpromised\b")


def other_driver(case: Case) -> Iterator[Finding]:
    """A driver that the file's rule refuses, or one in the place of the rule's."""
    rule = next((it for it in case.standard.sentences if it.text.startswith("Driver: ")), None)
    client = case.standard.client
    if rule is None or client is None or _UNLESS.search(rule.text):
        return
    taken, refused = drivers_said(client.language, rule.text)
    there = [
        name for name in (*case.clients, *case.stores) if name.how == "package" and name.language == client.language
    ]
    taken = with_theirs(taken)
    kept = any(_package(name) in taken for name in there)
    for name in there:
        package = _package(name)
        no = package in refused or package.removesuffix("-binary") in refused
        if no or (taken and not kept and package not in taken and _is_driver(case, name, client.id)):
            yield finding("other-driver", rule, places([name]), what=name.what, rule=rule.text.partition(": ")[2])
            return


def with_theirs(taken: set[str]) -> set[str]:
    """Packages, with the drivers that those of them rest on which are Prisma's adapters."""
    return {*taken, *(it.removeprefix("@prisma/adapter-") for it in taken)}


def _package(name: Name) -> str:
    return re.sub(r"/v\d+$", "", name.what.lower())


def _is_driver(case: Case, name: Name, client: str) -> bool:
    """Whether a package is a driver for the store that the file decides, and does not map objects itself."""
    store, package = case.standard.store, _package(name)
    if store is None or CLIENTS.get(name.language, {}).get(package) == client:
        return False
    if package in OTHERS:
        return any(it.what == name.what and it.id == store.database.id for it in case.stores)
    entry = case.catalogue.clients.get(CLIENTS.get(name.language, {}).get(package, ""))
    spoken = entry is not None and store.family in entry.speaks and entry.speaks[store.family].value != "no"
    return entry is not None and STYLE_RANKS[entry.style] >= STYLE_RANKS["driver"] and spoken
