"""The catalogue: TOML files in, frozen dataclasses out.

The files are parsed once, at the edge; everything inside trusts the types. A mistake in a file is a
:class:`CatalogueError` whose text begins with the file's name and the key's path.

In the browser the same catalogue comes out of one file, pickled at build time, because reading and checking some
hundred TOML files is what start-up can least afford. The classes here have no slots: an object without them is
unpickled in one step, and there are three thousand.
"""

from __future__ import annotations

import os
import pkgutil
from _pickle import loads as unpickle
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final, Self

from wizard import overlay
from wizard.overlay import Overlay
from wizard.toml_table import CatalogueError, Node

FOLDER: Final = Path(__file__).parent / "catalogue"

#: Stands in its place in the browser's archive, beside this file.
PACKED: Final = "packed.pickle"

#: The environment variable that names the folder of an overlay: a company's own rules (see :mod:`wizard.overlay`).
OVERLAY: Final = "DATA_STACK_OVERLAY"

#: What stands for a client's support of a family when there is nothing more to say.
SUPPORTED: Final = "Supported."

#: How sure we are of a fact. `unverified` is never printed as a fact.
CONFIDENCES: Final = ("verified", "second-hand", "well-known", "unverified", "judgement")

#: Wire protocols, and the near-relatives that clients support separately.
FAMILIES: Final = (
    "postgresql",
    "cockroachdb",
    "mysql",
    "vitess",
    "sqlite",
    "turso",
    "d1",
    "mongodb",
    "redis",
    "dynamodb",
    "firestore",
    "influxdb",
)

PLATFORMS: Final = ("aws", "google-cloud", "azure", "cloudflare")
KINDS: Final = ("managed", "self-hosted", "embedded")
LANGUAGES: Final = ("typescript", "python", "go")
STYLES: Final = ("orm", "query-builder", "driver", "odm", "codegen", "sdk", "thin")
STAGES: Final = ("stores", "clients", "coherence", "companions")
DATA_KINDS: Final = ("relational", "documents", "key-value", "time-series", "vectors")

#: The facts of databases and services, with the values that `is` may take; `()` marks a fact that is text only.
STORE_FACTS: Final[Mapping[str, tuple[str, ...]]] = {
    "licence": (),
    "open_source": ("yes", "no", "partial", "unknown"),
    "self_host": ("yes", "partial", "no", "unknown"),
    "free_tier": ("yes", "pauses", "no", "unknown"),
    "scale_to_zero": ("yes", "no", "unknown"),
    "autoscaling": ("yes", "partial", "no", "unknown"),
    "branching": ("yes", "partial", "no", "unknown"),
    "client_realtime": ("yes", "beta", "no", "unknown"),
    "encryption_at_rest": ("yes", "optional", "no", "unknown"),
    "residency": ("yes", "partial", "no", "unknown"),
    "transactions": ("yes", "limited", "no", "unknown"),
    "json": ("yes", "limited", "no", "unknown"),
    "write_scaling": ("yes", "partial", "no", "unknown"),
    "ceiling": (),
    "auth": ("yes", "no", "unknown"),
    "storage": ("yes", "no", "unknown"),
    "http_access": ("yes", "no", "unknown"),
    "versions": (),
}
CLIENT_FACTS: Final[Mapping[str, tuple[str, ...]]] = {
    "type_safety": ("generated", "static", "partial", "none", "unknown"),
    "migrations": ("built-in", "companion", "none", "unknown"),
    "async": ("yes", "partial", "no", "unknown"),
    "edge": ("yes", "partial", "no", "unknown"),
    "several_engines": ("yes", "partial", "no", "unknown"),
    "sql_control": ("yes", "partial", "no", "unknown"),
    "licence": (),
    "versions": (),
}
UPKEEP: Final = ("active", "dormant", "deprecated", "archived", "unknown")


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
            source=_source(node, sources),
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


def _source(node: Node, sources: Mapping[str, Source], key: str = "source") -> Source:
    name = node.text(key)
    if name not in sources:
        raise node.fail(key, f"no source is called {name!r}")
    return sources[name]


def _facts(node: Node, known: Mapping[str, tuple[str, ...]], sources: Mapping[str, Source]) -> dict[str, Fact]:
    if not node.has("facts"):
        return {}
    facts = node.table("facts")
    for key in facts.data:
        if key not in known:
            raise facts.fail(key, "unknown fact")
    return {key: Fact.read(key, facts.table(key), known[key], sources) for key in known if facts.has(key)}


def _trade_offs(node: Node, sources: Mapping[str, Source]) -> tuple[Cost, ...]:
    found = []
    for item in node.tables("trade_off"):
        when = _conditions(item, "when")
        pick = _where(item.table("pick")) if item.has("pick") else {}
        found.append(Cost(fact=Fact.read("trade_off", item, (), sources), when=when, pick=pick))
    return tuple(found)


def _common(node: Node, stem: str, sources: Mapping[str, Source]) -> dict[str, Any]:
    if node.text("id") != stem:
        raise node.fail("id", f"must be the file's name, {stem!r}")
    return {
        "id": stem,
        "name": node.text("name"),
        "order": node.number("order"),
        "summary": node.text("summary"),
        "website": node.text("website"),
        "pick_when": node.texts("pick_when", required=True),
        "avoid_when": node.texts("avoid_when", required=True),
        "upkeep": Fact.read("upkeep", node.table("upkeep"), UPKEEP, sources),
        "trade_offs": _trade_offs(node, sources),
    }


def _database(node: Node, stem: str, sources: Mapping[str, Source]) -> Database:
    database = Database(
        **_common(node, stem, sources),
        family=node.choice("family", FAMILIES),
        model=node.text("model"),
        never_first=node.maybe_text("never_first"),
        serves=node.texts("serves", DATA_KINDS, required=True),
        facts=_facts(node, STORE_FACTS, sources),
    )
    node.done()
    return database


def _service(node: Node, stem: str, sources: Mapping[str, Source], databases: Mapping[str, Database]) -> Service:
    runs = {}
    for item in node.tables("runs"):
        database = item.choice("database", databases)
        runs[database] = item.choice("family", FAMILIES) if item.has("family") else databases[database].family
        item.done()
    if not runs:
        raise node.fail("runs", "names no database")
    service = Service(
        **_common(node, stem, sources),
        runs=runs,
        platform=node.choice("platform", PLATFORMS) if node.has("platform") else "",
        kind=node.choice("kind", KINDS),
        start=node.maybe_text("start"),
        never_first=node.maybe_text("never_first"),
        facts=_facts(node, STORE_FACTS, sources),
    )
    node.done()
    return service


def _client(node: Node, stem: str, sources: Mapping[str, Source], services: Mapping[str, Service]) -> Client:
    speaks_node = node.table("speaks")
    for family in speaks_node.data:
        if family not in FAMILIES:
            raise speaks_node.fail(family, f"not one of {', '.join(FAMILIES)}")
    speaks = {}
    for family in FAMILIES:
        if speaks_node.has(family):
            item = speaks_node.table(family)
            if item.data.get("is") == "yes" and "text" not in item.data:
                item = Node({**item.data, "text": SUPPORTED}, item.where)
            speaks[family] = Fact.read(family, item, ("yes", "caveat", "no"), sources)
    pickable = node.choice("pickable", ("yes", "no")) == "yes"
    client = Client(
        **_common(node, stem, sources),
        language=node.choice("language", LANGUAGES),
        style=node.choice("style", STYLES),
        style_text=node.text("style_text"),
        best_for=node.text("best_for"),
        install=node.text("install"),
        version=node.text("version"),
        pickable=pickable,
        pickable_why=node.maybe_text("pickable_why") if pickable else node.text("pickable_why"),
        frameworks=node.texts("frameworks"),
        services=node.texts("services", services),
        migrations_with=node.maybe_text("migrations_with"),
        facts=_facts(node, CLIENT_FACTS, sources),
        speaks=speaks,
    )
    node.done()
    return client


def _condition(node: Node, key: str) -> Condition:
    value = node.raw(key)
    if isinstance(value, dict):
        inner = node.table(key)
        condition = Condition(
            any_of=frozenset(inner.texts("any")),
            all_of=frozenset(inner.texts("all")),
            only=frozenset(inner.texts("only")),
            none_of=frozenset(inner.texts("not")),
        )
        inner.done()
        return condition
    return Condition(any_of=frozenset(node.texts(key)))


def _conditions(node: Node, key: str) -> dict[str, Condition]:
    if not node.has(key):
        return {}
    table = node.table(key)
    return {name: _condition(table, name) for name in table.data}


def _where(node: Node, skip: str = "") -> dict[str, tuple[str, ...]]:
    return {key: node.texts(key) for key in node.data if key != skip}


def _effects(node: Node) -> tuple[Effect, ...]:
    effects = []
    for key, sign in (("favour", 1), ("against", -1)):
        if not node.has(key):
            continue
        items = node.tables(key) if isinstance(node.raw(key), list) else (node.table(key),)
        for item in items:
            by = item.number("by")
            if not 1 <= by <= 12:
                raise item.fail("by", "expected a whole weight from 1 to 12")
            effects.append(Effect(where=_where(item, "by"), by=sign * by))
    return tuple(effects)


def _rule(node: Node, stage: str, sources: Mapping[str, Source]) -> Rule:
    levels = [level for level in ("block", "warn", "note") if node.has(level)]
    companion = node.table("companion") if node.has("companion") else None
    excluding = "unfit" if node.has("unfit") else "exclude"
    exclude: tuple[Node, ...] = ()
    if node.has(excluding):
        exclude = node.tables(excluding) if isinstance(node.raw(excluding), list) else (node.table(excluding),)
    rule = Rule(
        id=node.text("id"),
        stage=stage,
        when=_conditions(node, "when"),
        unless=_conditions(node, "unless"),
        effects=_effects(node),
        excludes=tuple(_where(item) for item in exclude),
        unfit=excluding == "unfit",
        level=levels[0] if levels else "",
        pick=_where(node.table("pick")) if node.has("pick") else {},
        pick_not=_where(node.table("pick_not")) if node.has("pick_not") else {},
        companion=companion.texts("database") if companion else (),
        companion_for=companion.choice("for", DATA_KINDS) if companion else "",
        companion_within=companion is not None and companion.has("within") and companion.flag("within"),
        because=node.text(levels[0]) if levels else node.text("because"),
        ways_out=node.texts("ways_out"),
        source=_source(node, sources),
    )
    if not (rule.effects or rule.excludes or rule.level or companion):
        raise node.fail("id", f"rule {rule.id!r} concludes nothing")
    if rule.level in ("block", "warn") and not rule.ways_out:
        raise node.fail("ways_out", f"rule {rule.id!r} warns without a way out")
    node.done()
    return rule


def _option(node: Node) -> Option:
    option = Option(
        value=node.text("value"),
        label=node.text("label"),
        hint=node.maybe_text("hint"),
        phrase=node.maybe_text("phrase"),
        assumes=node.maybe_text("assumes"),
        when=_conditions(node, "when"),
    )
    node.done()
    return option


def _listed(
    kind: str, databases: Mapping[str, Database], services: Mapping[str, Service], clients: Mapping[str, Client]
) -> tuple[Option, ...]:
    """The options that a question takes from the catalogue itself."""

    def option(entry: Database | Service | Client, group: str, when: Mapping[str, Condition]) -> Option:
        return Option(value=entry.id, label=entry.name, hint="", phrase=entry.name, assumes="", when=when, group=group)

    if kind == "databases":
        return tuple(option(item, "Databases", {}) for item in databases.values()) + tuple(
            option(item, "Services", {}) for item in services.values()
        )
    return tuple(
        option(item, item.language, {"language": Condition(any_of=frozenset({item.language}))})
        for item in clients.values()
    )


def _question(
    node: Node, databases: Mapping[str, Database], services: Mapping[str, Service], clients: Mapping[str, Client]
) -> Question:
    options = tuple(_option(item) for item in node.tables("option"))
    if node.has("options_from"):
        options += _listed(node.choice("options_from", ("databases", "clients")), databases, services, clients)
    question = Question(
        key=node.text("key"),
        several=node.choice("takes", ("one", "several")) == "several",
        topic=node.choice("topic", ("stack", "database", "client")),
        short=node.text("short"),
        question=node.text("question"),
        why=node.text("why"),
        context=node.text("context"),
        example=node.maybe_text("example"),
        most=node.maybe_text("most"),
        when=_conditions(node, "when"),
        options=options,
    )
    node.done()
    return question


def _table(node: Node, ids: frozenset[str], sources: Mapping[str, Source]) -> Table:
    rows = []
    for item in node.tables("row"):
        given = item.table("answers")
        answers = {
            key: given.texts(key) if isinstance(value, list) else given.text(key) for key, value in given.data.items()
        }
        row = Row(
            id=item.text("id"),
            cells=item.texts("cells", required=True),
            recommends=item.texts("recommends", ids, required=True),
            answers=answers,
            today=item.maybe_text("today"),
            source=_source(item, sources) if item.has("source") else None,
        )
        if row.today and not row.source:
            raise item.fail("today", "needs a source")
        item.done()
        rows.append(row)
    _once(f"{node.where}: row", ((row.id, row) for row in rows))
    table = Table(
        id=node.text("id"), title=node.text("title"), columns=node.texts("columns", required=True), rows=tuple(rows)
    )
    node.done()
    return table


def _check_vocabulary(catalogue: Catalogue) -> None:
    """Every condition, effect and row names questions, values and attributes that exist."""
    values = {
        key: {option.value for option in question.options} | {"unsure"} for key, question in catalogue.questions.items()
    }
    attributes = store_attributes(catalogue)
    client_attributes = {**attributes, **_client_attributes(catalogue)}

    def conditions(where: str, table: Mapping[str, Condition]) -> None:
        for key, condition in table.items():
            if key not in values:
                raise CatalogueError(f"{where}: {key}: no such question")
            for value in condition.mentioned() - values[key]:
                raise CatalogueError(f"{where}: {key}: {value!r} is not a value of this question")

    def selectors(where: str, table: Mapping[str, tuple[str, ...]], known: Mapping[str, frozenset[str]]) -> None:
        for key, wanted in table.items():
            if key not in known:
                raise CatalogueError(f"{where}: {key}: no such attribute")
            for value in wanted:
                if value not in known[key]:
                    raise CatalogueError(f"{where}: {key}: {value!r} is not one of {', '.join(sorted(known[key]))}")

    for client in catalogue.clients.values():
        for framework in client.frameworks:
            if framework not in values["framework"]:
                allowed = ", ".join(sorted(values["framework"]))
                raise CatalogueError(f"clients/{client.id}.toml: frameworks: {framework!r} is not one of {allowed}")
    groups: dict[str, Mapping[str, Database | Service | Client]] = {
        "databases": catalogue.databases,
        "services": catalogue.services,
        "clients": catalogue.clients,
    }
    for folder, group in groups.items():
        for id_, entry in group.items():
            for cost in entry.trade_offs:
                conditions(f"{folder}/{id_}.toml: trade_off: when", cost.when)
                selectors(f"{folder}/{id_}.toml: trade_off: pick", cost.pick, client_attributes)
    for question in catalogue.questions.values():
        _once(f"questions.toml: {question.key}", ((f"{item.value} {item.when}", item) for item in question.options))
        conditions(f"questions.toml: {question.key}: when", question.when)
        for option in question.options:
            conditions(f"questions.toml: {question.key}: {option.value}: when", option.when)
    ids = set()
    for rule in catalogue.rules:
        where = f"rules/{rule.stage}.toml: {rule.id}"
        if rule.id in ids:
            raise CatalogueError(f"{where}: id: used twice")
        ids.add(rule.id)
        known = attributes if rule.stage in ("stores", "companions") else client_attributes
        conditions(f"{where}: when", rule.when)
        conditions(f"{where}: unless", rule.unless)
        for effect in rule.effects:
            selectors(f"{where}: effect", effect.where, known)
        for exclude in rule.excludes:
            selectors(f"{where}: exclude", exclude, known)
        selectors(f"{where}: pick", rule.pick, client_attributes)
        selectors(f"{where}: pick_not", rule.pick_not, client_attributes)
        selectors(f"{where}: companion", {"database": rule.companion}, attributes)
    for table in catalogue.tables.values():
        for row in table.rows:
            for key, answer in row.answers.items():
                chosen = {answer} if isinstance(answer, str) else set(answer)
                if key not in values or chosen - values[key]:
                    raise CatalogueError(f"tables.toml: {table.id}: {row.id}: answers: {key}: not in the vocabulary")


def store_attributes(catalogue: Catalogue) -> dict[str, frozenset[str]]:
    """What a rule may say about a store, and the values each attribute can take."""
    return {
        "database": frozenset(catalogue.databases),
        "service": frozenset(catalogue.services),
        "family": frozenset(FAMILIES),
        "kind": frozenset(KINDS),
        "platform": frozenset(PLATFORMS) | {"independent"},
        "serves": frozenset(DATA_KINDS),
        **{key: frozenset(allowed) for key, allowed in STORE_FACTS.items() if allowed},
    }


def _client_attributes(catalogue: Catalogue) -> dict[str, frozenset[str]]:
    return {
        "client": frozenset(catalogue.clients),
        "language": frozenset(LANGUAGES),
        "style": frozenset(STYLES),
        "support": frozenset({"yes", "caveat"}),
        "pickable": frozenset({"yes", "no"}),
        "upkeep": frozenset(UPKEEP),
        **{key: frozenset(allowed) for key, allowed in CLIENT_FACTS.items() if allowed},
    }


def read_raw(folder: Path = FOLDER) -> dict[str, Any]:
    """All TOML files below `folder`, JSON-serialisable: relative path -> parsed file, with dates as ISO text."""
    import tomllib  # noqa: PLC0415, the browser does without

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: plain(item) for key, item in value.items()}
        if isinstance(value, list):
            return [plain(item) for item in value]
        return value.isoformat() if isinstance(value, date) else value

    raw = {}
    for path in sorted(folder.rglob("*.toml")):
        name = path.relative_to(folder).as_posix()
        try:
            raw[name] = plain(tomllib.loads(path.read_text(encoding="utf-8")))
        except tomllib.TOMLDecodeError as error:
            raise CatalogueError(f"{name}: {error}") from None
    return raw


def _by_id[Entry: (Database, Service, Client)](entries: Iterable[Entry]) -> dict[str, Entry]:
    """Entries by id in the guide's order; clients by language first."""

    def place(entry: Entry) -> tuple[int, int, str]:
        language = getattr(entry, "language", LANGUAGES[0])
        return LANGUAGES.index(language), entry.order, entry.id

    return {entry.id: entry for entry in sorted(entries, key=place)}


def _once[Entry](where: str, entries: Iterable[tuple[str, Entry]]) -> dict[str, Entry]:
    """A mapping, with an error for a key that comes twice."""
    found: dict[str, Entry] = {}
    for key, entry in entries:
        if key in found:
            raise CatalogueError(f"{where}: {key}: defined twice")
        found[key] = entry
    return found


def build(raw: Mapping[str, Mapping[str, Any]]) -> Catalogue:
    """Turn what :func:`read_raw` gives into a checked catalogue. Raises :class:`CatalogueError`."""

    def files(folder: str) -> list[tuple[str, Node]]:
        return [
            (name.removeprefix(f"{folder}/").removesuffix(".toml"), Node(data, name))
            for name, data in raw.items()
            if name.startswith(f"{folder}/")
        ]

    sources: dict[str, Source] = {}
    for _, node in files("sources"):
        for key in node.data:
            if key in sources:
                raise node.fail(key, "this source is defined twice")
            sources[key] = Source.read(key, node.table(key))

    databases = _by_id(_database(node, stem, sources) for stem, node in files("databases"))
    services = _by_id(_service(node, stem, sources, databases) for stem, node in files("services"))
    clients = _by_id(_client(node, stem, sources, services) for stem, node in files("clients"))

    asked = Node(raw.get("questions.toml", {}), "questions.toml")
    questions = [_question(node, databases, services, clients) for node in asked.tables("question")]
    asked.done()
    printed = Node(raw.get("tables.toml", {}), "tables.toml")
    ids = frozenset(databases) | frozenset(services) | frozenset(clients)
    tables = [_table(node, ids, sources) for node in printed.tables("table")]
    printed.done()

    rules: list[Rule] = []
    for stage, node in files("rules"):
        if stage not in STAGES:
            raise CatalogueError(f"{node.where}: rules are of one of these files: {', '.join(STAGES)}")
        rules += [_rule(item, stage, sources) for item in node.tables("rule")]
        node.done()

    catalogue = Catalogue(
        sources=sources,
        databases=databases,
        services=services,
        clients=clients,
        questions=_once("questions.toml", ((question.key, question) for question in questions)),
        tables=_once("tables.toml", ((table.id, table) for table in tables)),
        rules=tuple(rules),
        overlay=Overlay.read(Node(raw[overlay.FILE], overlay.FILE)) if overlay.FILE in raw else overlay.NONE,
    )
    _check_vocabulary(catalogue)
    return catalogue


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
        file = str(error).partition(":")[0]
        ours = file in over or (folder / file).is_file() or file == overlay.FILE
        raise CatalogueError(f"{folder.as_posix()}/{error}" if ours else str(error)) from None
    return raw


@cache
def load() -> Catalogue:
    """The catalogue that ships with the package: from the TOML files, with the company's overlay if there is one, or as
    the build has packed it."""
    kept = packed()
    made: Catalogue = kept["book"].catalogue if kept else build(merged_raw())
    return made


@cache
def packed() -> dict[str, Any] | None:
    """What the browser's archive holds, worked out at build time; nothing where the TOML files are.

    `book`: the `wizard.rules.Rulebook` with its catalogue; `first`: what `wizard.api.first_response` gives.
    """
    if FOLDER.is_dir():
        return None
    content = pkgutil.get_data("wizard", PACKED)
    if content is None:
        raise CatalogueError(f"{PACKED}: missing from the application archive")
    made: dict[str, Any] = unpickle(content)
    return made
