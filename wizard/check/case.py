"""What every kind of finding is worked out from: the file, the project, the day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from wizard.catalogue.model import Catalogue
from wizard.check.known import knows_client, knows_store, same_store
from wizard.check.project import Name, Project
from wizard.check.standard import Standard
from wizard.converse.record import Place


@dataclass(frozen=True, kw_only=True)
class Case:
    """A file and the project that it is held against. Its lists leave out what only development or tests need."""

    standard: Standard
    project: Project
    today: date

    @property
    def catalogue(self) -> Catalogue:
        return self.standard.catalogue

    @cached_property
    def stores(self) -> tuple[Name, ...]:
        return tuple(name for name in self.project.names if name.kind == "store" and not name.aside)

    @cached_property
    def clients(self) -> tuple[Name, ...]:
        return tuple(name for name in self.project.names if name.kind == "client" and not name.aside)

    @cached_property
    def unknown_stores(self) -> dict[str, tuple[Name, ...]]:
        """The stores that the file does not know, by title: the lines that name each."""
        return grouped(same_store(name for name in self.stores if not knows_store(self.standard, name)))

    @cached_property
    def unknown_clients(self) -> dict[str, tuple[Name, ...]]:
        """The clients that the file does not know, by title."""
        return grouped(name for name in self.clients if not knows_client(self.standard, name))

    def uses(self, client: str) -> bool:
        """Whether the project names a client, be it for development alone: its command line is often only there."""
        return any(name.id == client for name in self.project.names if name.kind == "client")

    def manifests(self, language: str) -> tuple[Name, ...]:
        """The lines that say that the project is written in a language."""
        found = [name for name in self.project.names if name.kind == "language" and name.id == language]
        return tuple(sorted(found, key=lambda name: name.aside))


def grouped(names: Iterable[Name]) -> dict[str, tuple[Name, ...]]:
    """The names by title, in the order in which they come."""
    found: dict[str, list[Name]] = {}
    for name in names:
        found.setdefault(name.title, []).append(name)
    return {title: tuple(lines) for title, lines in found.items()}


def places(names: Iterable[Name]) -> tuple[Place, ...]:
    """Where they stand, each line once."""
    return tuple(dict.fromkeys(Place(file=name.file, line=name.line, text=name.shown) for name in names))
