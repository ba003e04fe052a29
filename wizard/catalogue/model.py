"""What the catalogue's files hold, as frozen dataclasses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from wizard.catalogue.overlay import Overlay
from wizard.catalogue.toml_table import Node
from wizard.catalogue.vocabulary import CONFIDENCES

# --- what the files hold ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Source:
    """A page we rely on, or a package's own metadata (`url` is then a package URL such as `pkg:pypi/alembic`).

    `checked` is the ISO day we last looked; `copy`, the day of the copy we read, if known.
    """

    key: str
    url: str
    title: str
    checked: str
    copy: str

    @classmethod
    def read(cls, key: str, node: Node) -> Self:
        source = cls(
            key=key,
            url=node.text("url"),
            title=node.maybe_text("title") or key,
            checked=node.day("checked"),
            copy=node.maybe_text("copy"),
        )
        if not source.url.startswith(("https://", "pkg:", "guide/")):
            raise node.fail(
                "url", "expected an address (https://), a package URL (pkg:) or a page of the guide (guide/)"
            )
        node.done()
        return source


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One checked statement. `value` is the machine-readable part (empty for facts that are text only)."""

    key: str
    value: str
    text: str
    source: Source
    confidence: str

    @property
    def printable(self) -> bool:
        """Whether `text` may be printed as a fact."""
        return self.confidence != "unverified"

    @classmethod
    def read(cls, key: str, node: Node, values: tuple[str, ...], sources: Mapping[str, Source]) -> Self:
        fact = cls(
            key=key,
            value=node.choice("is", values) if values else "",
            text=node.text("text"),
            source=read_source(node, sources),
            confidence=node.choice("confidence", CONFIDENCES),
        )
        if values and fact.confidence == "unverified" and fact.value != "unknown":
            raise node.fail("is", "a fact that is unverified must be 'unknown'")
        node.done()
        return fact


@dataclass(frozen=True, kw_only=True)
class Condition:
    """What an answer must be: any of `any_of`, all of `all_of`, nothing but `only`, none of `none_of`.

    A question that was not answered counts as `unsure`: both take the labelled default.
    """

    any_of: frozenset[str] = frozenset()
    all_of: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()
    none_of: frozenset[str] = frozenset()

    def holds(self, values: frozenset[str]) -> bool:
        return (
            (not self.any_of or bool(self.any_of & values))
            and self.all_of <= values
            and (not self.only or values <= self.only)
            and not self.none_of & values
        )

    def mentioned(self) -> frozenset[str]:
        return self.any_of | self.all_of | self.only | self.none_of


@dataclass(frozen=True, kw_only=True)
class Cost:
    """A trade-off. With `when` or `pick` it is only told to those whom it concerns, and then before the others."""

    fact: Fact
    when: Mapping[str, Condition]
    pick: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class Database:
    """An engine, as it is when you run it yourself. `never_first` says why no rule proposes it unasked, if so."""

    id: str
    name: str
    order: int
    family: str
    model: str
    serves: tuple[str, ...]
    summary: str
    website: str
    never_first: str
    pick_when: tuple[str, ...]
    avoid_when: tuple[str, ...]
    facts: Mapping[str, Fact]
    upkeep: Fact
    trade_offs: tuple[Cost, ...]


@dataclass(frozen=True, kw_only=True)
class Service:
    """Where engines run. `runs` maps a database's id to the family that clients see there; `never_first` as above."""

    id: str
    name: str
    order: int
    runs: Mapping[str, str]
    platform: str
    kind: str
    summary: str
    website: str
    start: str
    never_first: str
    pick_when: tuple[str, ...]
    avoid_when: tuple[str, ...]
    facts: Mapping[str, Fact]
    upkeep: Fact
    trade_offs: tuple[Cost, ...]


@dataclass(frozen=True, kw_only=True)
class Client:
    """A library. `speaks` maps a family to its support: `yes`, `caveat`, or `no` where that needs a word.

    A family that is not there is a plain no.
    """

    id: str
    name: str
    order: int
    language: str
    style: str
    style_text: str
    best_for: str
    summary: str
    website: str
    install: str
    version: str
    pickable: bool
    pickable_why: str
    frameworks: tuple[str, ...]
    services: tuple[str, ...]
    migrations_with: str
    pick_when: tuple[str, ...]
    avoid_when: tuple[str, ...]
    facts: Mapping[str, Fact]
    upkeep: Fact
    speaks: Mapping[str, Fact]
    trade_offs: tuple[Cost, ...]


@dataclass(frozen=True, kw_only=True)
class Effect:
    """`by` points for the candidates whose attributes match `where` (each attribute: any of its values)."""

    where: Mapping[str, tuple[str, ...]]
    by: int


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule: a condition on the answers (`when`, `unless`), a conclusion, its reason and its source.

    `stage` is the file's name: `stores` and `clients` rank candidates (`effects`, `excludes`), `coherence`
    speaks about the pick (`level`, `pick`), `companions` puts a second store beside the first, or
    (`companion_within`) says that the first one does that job too. `unfit` marks an
    exclusion that says what a store cannot hold. `because` may hold `{name}`, `{database}`,
    `{service}` and `{client}`.
    """

    id: str
    stage: str
    when: Mapping[str, Condition]
    unless: Mapping[str, Condition]
    effects: tuple[Effect, ...]
    excludes: tuple[Mapping[str, tuple[str, ...]], ...]
    unfit: bool
    level: str
    pick: Mapping[str, tuple[str, ...]]
    pick_not: Mapping[str, tuple[str, ...]]
    companion: tuple[str, ...]
    companion_for: str
    companion_within: bool
    because: str
    ways_out: tuple[str, ...]
    source: Source


@dataclass(frozen=True, kw_only=True)
class Option:
    value: str
    label: str
    hint: str
    phrase: str
    assumes: str
    when: Mapping[str, Condition]
    group: str = ""


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question in both paces: `question` and `why` always; `context`, `example` and `most` when guided."""

    key: str
    several: bool
    topic: str
    short: str
    question: str
    why: str
    context: str
    example: str
    most: str
    when: Mapping[str, Condition]
    options: tuple[Option, ...]


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row of a decision table: what it says, what it recommends, and the answers that lead there."""

    id: str
    cells: tuple[str, ...]
    recommends: tuple[str, ...]
    answers: Mapping[str, str | tuple[str, ...]]
    today: str
    source: Source | None


@dataclass(frozen=True, kw_only=True)
class Table:
    id: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Catalogue:
    """Everything the guide prints and the wizard runs on; mappings keep the guide's order."""

    sources: Mapping[str, Source]
    databases: Mapping[str, Database]
    services: Mapping[str, Service]
    clients: Mapping[str, Client]
    questions: Mapping[str, Question]
    tables: Mapping[str, Table]
    rules: tuple[Rule, ...]
    overlay: Overlay

    def listed[Entry: Database | Service | Client](self, group: Mapping[str, Entry]) -> tuple[Entry, ...]:
        """What the guide lists of a group of products: all but those that a company's overlay hides."""
        return tuple(entry for id_, entry in group.items() if id_ not in self.overlay.hidden)

    def name(self, id_: str) -> str:
        """The printed name of a database, service or client."""
        for group in (self.databases, self.services, self.clients):
            if id_ in group:
                return group[id_].name
        raise KeyError(id_)


# --- file by file -----------------------------------------------------------------------------------------------------


def read_source(node: Node, sources: Mapping[str, Source], key: str = "source") -> Source:
    name = node.text(key)
    if name not in sources:
        raise node.fail(key, f"no source is called {name!r}")
    return sources[name]
