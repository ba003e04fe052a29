"""What the catalogue's files hold, as frozen dataclasses.

They have no slots: the browser unpickles three thousand of them, and an object without slots comes in one step.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final, Self

from wizard.catalogue.overlay import Overlay
from wizard.catalogue.rule_model import (
    AnswerRule,
    ClientRule,
    CoherenceRule,
    CompanionRule,
    Rule,
    Selector,
    StoreRule,
)
from wizard.catalogue.toml_table import Node
from wizard.catalogue.vocabulary import CONFIDENCES

#: How sure we are of a sentence for which a page was read: what a person is told has its link.
READ: Final = ("verified", "second-hand")

#: Where a claim can be checked. It goes into Markdown as a link's address, so it holds nothing that ends one there.
ADDRESS: Final = re.compile(r"(?:https://|pkg:|guide/)[!#$%&*+,\-./0-9:;=?@A-Z_a-z~]*")


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
    also: tuple[tuple[str, str], ...]
    """Where a service documents each of its engines apart: engine -> the same page for it."""

    def about(self, engine: str) -> Source:
        """The page for this engine, where there is one."""
        pages = dict(self.also)
        return replace(self, url=pages[engine], also=()) if engine in pages else self

    @classmethod
    def read(cls, key: str, node: Node) -> Self:
        source = cls(
            key=key,
            url=node.text("url"),
            title=node.maybe_text("title") or key,
            checked=node.day("checked"),
            copy=node.maybe_text("copy"),
            also=_pages(node.table("also")) if node.has("also") else (),
        )
        named = (("url", source.url), *((f"also: {engine}", page) for engine, page in source.also))
        wrong = [place for place, url in named if not ADDRESS.fullmatch(url)]
        if wrong:
            raise node.fail(
                wrong[0],
                "expected an address (https://), a package URL (pkg:) or a page of the guide (guide/), "
                "without spaces, brackets, quotes or signs that are not printed",
            )
        node.done()
        return source


def _pages(node: Node) -> tuple[tuple[str, str], ...]:
    return tuple((engine, node.text(engine)) for engine in node.data)


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One checked statement. `value` is the machine-readable part (empty for facts that are text only); `engine` is the
    only one of a service's engines that it is about."""

    key: str
    value: str
    text: str
    source: Source
    confidence: str
    engine: str = ""

    @property
    def page(self) -> Source | None:
        """The page that was read for this sentence: none for what is well known, and for our judgement."""
        return self.source if self.confidence in READ else None

    def link(self, engine: str = "") -> str:
        """The address of :attr:`page`, of this engine where there is one."""
        return self.page.about(engine).url if self.page else ""

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
            engine=node.maybe_text("engine"),
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

    def holds(self, values: Collection[str]) -> bool:
        return (
            not (self.any_of and self.any_of.isdisjoint(values))
            and not (self.all_of and not self.all_of.issubset(values))
            and not (self.only and not self.only.issuperset(values))
            and self.none_of.isdisjoint(values)
        )

    def mentioned(self) -> frozenset[str]:
        return self.any_of | self.all_of | self.only | self.none_of


@dataclass(frozen=True, kw_only=True)
class Cost:
    """A trade-off, what is to know in operation, or an instruction (`fact.key` says about what). With `when` or `pick`
    it is only told to those whom it concerns, and then before the others."""

    fact: Fact
    when: Mapping[str, Condition]
    pick: Selector
    instead: tuple[str, ...] = ()
    """Aspects of which an instruction says all there is to say."""
    needs: Mapping[str, str] = field(default_factory=dict)
    """Engine -> its first release that knows what an instruction asks for, where that may not be there."""
    parts: tuple[tuple[str, str], ...] = ()
    """The words of `fact.text`, cut where some are told in certain files alone: (one of PARTS or "", the words)."""

    def without(self, names: Container[str]) -> str:
        """The text, less the parts of these names."""
        parts = self.parts or (("", self.fact.text),)
        return "".join(words for name, words in parts if name not in names)


@dataclass(frozen=True, kw_only=True)
class Fetch:
    """Packages to fetch where `when` and `pick` hold, pinned; `tools` are for developers and not shipped. `commands` of
    another manager fetch what stands `instead` of some of the packages and tools."""

    when: Mapping[str, Condition]
    pick: Selector
    packages: tuple[str, ...]
    tools: tuple[str, ...]
    commands: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Product:
    """What a database, a service and a client have in common: what the guide prints of anything that one can choose."""

    id: str
    name: str
    order: int
    summary: str
    website: str
    pick_when: tuple[str, ...]
    avoid_when: tuple[str, ...]
    facts: Mapping[str, Fact]
    upkeep: Fact
    trade_offs: tuple[Cost, ...]


@dataclass(frozen=True, kw_only=True)
class Database(Product):
    """An engine, as it is when you run it yourself. `never_first` says why no rule proposes it unasked, if so."""

    family: str
    model: str
    serves: tuple[str, ...]
    never_first: str
    operations: tuple[Cost, ...]


@dataclass(frozen=True, kw_only=True)
class Service(Product):
    """Where engines run. `runs` maps a database's id to the family that clients see there; `never_first` as above."""

    runs: Mapping[str, str]
    platform: str
    kind: str
    start: str
    never_first: str
    operations: tuple[Cost, ...]


@dataclass(frozen=True, kw_only=True)
class Client(Product):
    """A library. `speaks` maps a family to its support: `yes`, `caveat`, or `no` where that needs a word.

    A family that is not there is a plain no. `fetches` say what it takes; `install`, what in every case. `over_http`
    are the services that it can reach over HTTP or WebSocket, `on_devices` those at which it signs in each person, so
    that a program on somebody's device may hold it. `starts` are the families for which the site has the first ten
    minutes.
    """

    language: str
    style: str
    style_text: str
    best_for: str
    install: str
    version: str
    pickable: bool
    pickable_why: str
    frameworks: tuple[str, ...]
    services: tuple[str, ...]
    over_http: tuple[str, ...]
    on_devices: tuple[str, ...]
    migrations_with: str
    starts: tuple[str, ...]
    fetches: tuple[Fetch, ...]
    speaks: Mapping[str, Fact]


@dataclass(frozen=True, kw_only=True)
class BuiltIn:
    """What the wizard says of its own accord. `when` is a sentence for the page about the rules; the program decides.

    `text` and `ways_out` may hold the names that :data:`wizard.catalogue.built_in.BUILT_IN` lists, in braces.
    """

    id: str
    when: str
    text: str
    ways_out: tuple[str, ...]
    source: Source | None


@dataclass(frozen=True, kw_only=True)
class Option:
    value: str
    label: str
    hint: str
    phrase: str
    assumes: str
    stands_for: str
    """The value that is assumed, where `assumes` means one."""
    presumes: Selector
    """What the stack must be for `assumes` to make sense."""
    when: Mapping[str, Condition]
    group: str = ""
    hint_in: Mapping[str, str] = field(default_factory=dict)
    """Language -> the hint with examples from it, in the place of the other."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question in both paces: `question` and `why` always; `context`, `example` and `most` when guided."""

    key: str
    several: bool
    topic: str
    given: bool
    """A fact about the team and its surroundings: the wizard does not ask "what if it were otherwise?"."""
    unranked: bool
    """It asks what is there already, which is kept whatever the rules say: not on the decision map."""
    takes_files: bool
    """A project's own files can answer it: the screen offers to read them."""
    planned: int
    """Its place in what the document says of the project, the lowest first; 0 leaves it out."""
    short: str
    question: str
    why: str
    context: str
    example: str
    most: str
    when: Mapping[str, Condition]
    asked: Mapping[str, Condition]
    """What suggests it: without that it is not asked, though it may be answered."""
    told: Mapping[str, Condition]
    """What tells the answer: where all of it holds it is not asked either. Nothing tells most."""
    options: tuple[Option, ...]

    @cached_property
    def values(self) -> tuple[str, ...]:
        """What it takes, each value once, in the order of the options."""
        return tuple(dict.fromkeys(option.value for option in self.options))


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
    store_rules: tuple[StoreRule, ...]
    client_rules: tuple[ClientRule, ...]
    coherence_rules: tuple[CoherenceRule, ...]
    companion_rules: tuple[CompanionRule, ...]
    answer_rules: tuple[AnswerRule, ...]
    standards: Mapping[str, tuple[Cost, ...]]
    """The instructions by the name of the file in `standards/`."""
    built_in: Mapping[str, BuiltIn]
    overlay: Overlay

    @cached_property
    def instructions(self) -> tuple[Cost, ...]:
        """All instructions, file by file."""
        return tuple(item for items in self.standards.values() for item in items)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """All rules, file by file."""
        return tuple(rule for rules in self.rules_by_file.values() for rule in rules)

    @property
    def rules_by_file(self) -> Mapping[str, tuple[Rule, ...]]:
        """The rules by the name of the file in `rules/`."""
        return {
            AnswerRule.stage: self.answer_rules,
            ClientRule.stage: self.client_rules,
            CoherenceRule.stage: self.coherence_rules,
            CompanionRule.stage: self.companion_rules,
            StoreRule.stage: self.store_rules,
        }

    @property
    def products(self) -> Mapping[str, Mapping[str, Product]]:
        """Databases, services and clients by the folder that they are in."""
        return {"databases": self.databases, "services": self.services, "clients": self.clients}

    def listed[Entry: Product](self, group: Mapping[str, Entry]) -> tuple[Entry, ...]:
        """What the guide lists of a group of products: all but those that a company's overlay hides."""
        return tuple(entry for id_, entry in group.items() if id_ not in self.overlay.hidden)

    def name(self, id_: str) -> str:
        """The printed name of a database, service or client."""
        for group in self.products.values():
            if id_ in group:
                return group[id_].name
        raise KeyError(id_)


def read_source(node: Node, sources: Mapping[str, Source], key: str = "source") -> Source:
    name = node.text(key)
    if name not in sources:
        raise node.fail(key, f"no source is called {name!r}")
    return sources[name]
