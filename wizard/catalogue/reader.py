"""File by file: a table of TOML in, a dataclass of :mod:`wizard.catalogue.model` out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wizard.catalogue.model import (
    Client,
    Condition,
    Cost,
    Database,
    Effect,
    Fact,
    Option,
    Question,
    Row,
    Rule,
    Service,
    Source,
    Table,
    read_source,
)
from wizard.catalogue.toml_table import Node, once
from wizard.catalogue.vocabulary import (
    CLIENT_FACTS,
    DATA_KINDS,
    FAMILIES,
    KINDS,
    LANGUAGES,
    PLATFORMS,
    STORE_FACTS,
    STYLES,
    SUPPORTED,
    UPKEEP,
)


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


def read_database(node: Node, stem: str, sources: Mapping[str, Source]) -> Database:
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


def read_service(node: Node, stem: str, sources: Mapping[str, Source], databases: Mapping[str, Database]) -> Service:
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


def read_client(node: Node, stem: str, sources: Mapping[str, Source], services: Mapping[str, Service]) -> Client:
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


def read_rule(node: Node, stage: str, sources: Mapping[str, Source]) -> Rule:
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
        source=read_source(node, sources),
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


def read_question(
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


def read_table(node: Node, ids: frozenset[str], sources: Mapping[str, Source]) -> Table:
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
            source=read_source(item, sources) if item.has("source") else None,
        )
        if row.today and not row.source:
            raise item.fail("today", "needs a source")
        item.done()
        rows.append(row)
    once(f"{node.where}: row", ((row.id, row) for row in rows))
    table = Table(
        id=node.text("id"), title=node.text("title"), columns=node.texts("columns", required=True), rows=tuple(rows)
    )
    node.done()
    return table
