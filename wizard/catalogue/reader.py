"""File by file: a table of TOML in, a dataclass of :mod:`wizard.catalogue.model` out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from wizard.catalogue.model import (
    BuiltIn,
    Client,
    ClientRule,
    CoherenceRule,
    CompanionRule,
    Condition,
    Cost,
    Database,
    Effect,
    Fact,
    Option,
    Product,
    Question,
    Row,
    Service,
    Source,
    StoreRule,
    Table,
    read_source,
)
from wizard.catalogue.toml_table import CatalogueError, Node, once
from wizard.catalogue.vocabulary import (
    BUILT_IN,
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
    WAYS_OUT_ALONE,
)

type Sources = Mapping[str, Source]

# --- products ---------------------------------------------------------------------------------------------------------


def _facts(node: Node, known: Mapping[str, tuple[str, ...]], sources: Sources) -> dict[str, Fact]:
    if not node.has("facts"):
        return {}
    facts = node.table("facts")
    for key in facts.data:
        if key not in known:
            raise facts.fail(key, "unknown fact")
    return {key: Fact.read(key, facts.table(key), known[key], sources) for key in known if facts.has(key)}


def _trade_offs(node: Node, sources: Sources) -> tuple[Cost, ...]:
    found = []
    for item in node.tables("trade_off"):
        when = _conditions(item, "when")
        pick = _where(item.table("pick")) if item.has("pick") else {}
        found.append(Cost(fact=Fact.read("trade_off", item, (), sources), when=when, pick=pick))
    return tuple(found)


def _common(node: Node, stem: str, known: Mapping[str, tuple[str, ...]], sources: Sources) -> dict[str, Any]:
    """What every product has; `known` are its facts."""
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
        "facts": _facts(node, known, sources),
        "upkeep": Fact.read("upkeep", node.table("upkeep"), UPKEEP, sources),
        "trade_offs": _trade_offs(node, sources),
    }


def read_database(node: Node, stem: str, sources: Sources) -> Database:
    database = Database(
        **_common(node, stem, STORE_FACTS, sources),
        family=node.choice("family", FAMILIES),
        model=node.text("model"),
        never_first=node.maybe_text("never_first"),
        serves=node.texts("serves", DATA_KINDS, required=True),
    )
    node.done()
    return database


def read_service(node: Node, stem: str, sources: Sources, databases: Mapping[str, Database]) -> Service:
    runs = {}
    for item in node.tables("runs"):
        database = item.choice("database", databases)
        runs[database] = item.choice("family", FAMILIES) if item.has("family") else databases[database].family
        item.done()
    if not runs:
        raise node.fail("runs", "names no database")
    service = Service(
        **_common(node, stem, STORE_FACTS, sources),
        runs=runs,
        platform=node.choice("platform", PLATFORMS) if node.has("platform") else "",
        kind=node.choice("kind", KINDS),
        start=node.maybe_text("start"),
        never_first=node.maybe_text("never_first"),
    )
    node.done()
    return service


def read_client(node: Node, stem: str, sources: Sources, services: Mapping[str, Service]) -> Client:
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
        **_common(node, stem, CLIENT_FACTS, sources),
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
        speaks=speaks,
    )
    node.done()
    return client


# --- conditions and selectors -----------------------------------------------------------------------------------------


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


# --- rules: four files, each with a kind of its own -------------------------------------------------------------------

#: What each file's rules conclude.
CONCLUDES: Final[Mapping[str, str]] = {
    "stores": "a rule about stores gives points or rules out",
    "clients": "a rule about clients gives points or rules out",
    "coherence": "a rule about coherence objects, warns or notes",
    "companions": "a rule about companions puts a store beside the pick",
}

#: The keys of a conclusion: what they hold, and the files that they belong to.
BELONGS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "favour": ("weights", ("stores", "clients")),
    "against": ("weights", ("stores", "clients")),
    "exclude": ("exclusions", ("stores", "clients")),
    "unfit": ("exclusions for what a store cannot hold", ("stores",)),
    "block": ("objections", ("coherence",)),
    "warn": ("warnings", ("coherence",)),
    "note": ("notes", ("coherence",)),
    "companion": ("companions", ("companions",)),
    "pick": ("conditions on the pick", ("coherence", "companions")),
    "pick_not": ("conditions on the pick", ("coherence", "companions")),
}


def read_store_rule(node: Node, sources: Sources) -> StoreRule:
    _refuse_other_kinds(node, StoreRule.stage)
    unfit = node.has("unfit")
    rule = StoreRule(
        **_claim(node, sources),
        **_ranking(node, "unfit" if unfit else "exclude"),
        unfit=unfit,
    )
    node.done()
    return rule


def read_client_rule(node: Node, sources: Sources) -> ClientRule:
    _refuse_other_kinds(node, ClientRule.stage)
    rule = ClientRule(**_claim(node, sources), **_ranking(node, "exclude"))
    node.done()
    return rule


def read_coherence_rule(node: Node, sources: Sources) -> CoherenceRule:
    _refuse_other_kinds(node, CoherenceRule.stage)
    level = next((level for level in ("block", "warn", "note") if node.has(level)), "")
    if not level:
        raise _nothing(node)
    rule = CoherenceRule(
        **_claim(node, sources, because=level),
        **_about_the_pick(node),
        level=level,
        ways_out=node.texts("ways_out"),
    )
    if level != "note" and not rule.ways_out:
        raise node.fail("ways_out", f"rule {rule.id!r} warns without a way out")
    node.done()
    return rule


def read_companion_rule(node: Node, sources: Sources) -> CompanionRule:
    _refuse_other_kinds(node, CompanionRule.stage)
    if not node.has("companion"):
        raise _nothing(node)
    companion = node.table("companion")
    rule = CompanionRule(
        **_claim(node, sources),
        **_about_the_pick(node),
        databases=companion.texts("database"),
        for_=companion.choice("for", DATA_KINDS),
        within=_flag(companion, "within"),
    )
    companion.done()
    node.done()
    return rule


def _refuse_other_kinds(node: Node, stage: str) -> None:
    """Refuse a conclusion that rules of this file do not draw: it would have no effect."""
    for key, (what, stages) in BELONGS.items():
        if node.has(key) and stage not in stages:
            files = " or ".join(f"rules/{other}.toml" for other in stages)
            raise node.fail(key, f"{CONCLUDES[stage]}; {what} belong to {files}")


def _claim(node: Node, sources: Sources, because: str = "because") -> dict[str, Any]:
    """What every rule has; `because` is the key that holds its reason."""
    return {
        "id": node.text("id"),
        "when": _conditions(node, "when"),
        "unless": _conditions(node, "unless"),
        "because": node.text(because),
        "source": read_source(node, sources),
    }


def _ranking(node: Node, exclude: str) -> dict[str, Any]:
    effects = []
    for key, sign in (("favour", 1), ("against", -1)):
        for item in _one_or_more(node, key):
            by = item.number("by")
            if not 1 <= by <= 12:
                raise item.fail("by", "expected a whole weight from 1 to 12")
            effects.append(Effect(where=_where(item, "by"), by=sign * by))
    excludes = tuple(_where(item) for item in _one_or_more(node, exclude))
    if not (effects or excludes):
        raise _nothing(node)
    return {"effects": tuple(effects), "excludes": excludes, "ways_out": node.texts("ways_out")}


def _about_the_pick(node: Node) -> dict[str, Any]:
    return {key: _where(node.table(key)) if node.has(key) else {} for key in ("pick", "pick_not")}


def _one_or_more(node: Node, key: str) -> tuple[Node, ...]:
    """A table, or an array of them, or nothing."""
    if not node.has(key):
        return ()
    return node.tables(key) if isinstance(node.raw(key), list) else (node.table(key),)


def _nothing(node: Node) -> CatalogueError:
    return node.fail("id", f"rule {node.text('id')!r} concludes nothing")


# --- what is built in -------------------------------------------------------------------------------------------------


def read_built_in(node: Node) -> dict[str, BuiltIn]:
    """Every entry of :data:`BUILT_IN`, and no other."""
    found = {id_: _built_in(id_, node.table(id_)) for id_ in BUILT_IN}
    node.done()
    return found


def _built_in(id_: str, node: Node) -> BuiltIn:
    alone = id_ in WAYS_OUT_ALONE
    entry = BuiltIn(
        id=id_,
        when=node.text("when"),
        text="" if alone else node.text("text"),
        ways_out=node.texts("ways_out", required=alone),
    )
    node.done()
    for key, texts in (("text", (entry.text,)), ("ways_out", entry.ways_out)):
        for name in re.findall(r"\{(.*?)\}", " ".join(texts)):
            if name not in BUILT_IN[id_]:
                allowed = ", ".join(BUILT_IN[id_]) or "there is none"
                raise node.fail(key, f"{{{name}}} is not one of the names it may hold: {allowed}")
    return entry


# --- questions --------------------------------------------------------------------------------------------------------


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

    def option(entry: Product, group: str, when: Mapping[str, Condition]) -> Option:
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
        given=_flag(node, "given"),
        unranked=_flag(node, "unranked"),
        takes_files=_flag(node, "takes_files"),
        planned=_place(node, "planned"),
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


def _flag(node: Node, key: str) -> bool:
    """A flag that is false where it is not there."""
    return node.has(key) and node.flag(key)


def _place(node: Node, key: str) -> int:
    """A place in a list, counted from 1; 0 where it is not there."""
    place = node.number(key) if node.has(key) else 0
    if node.has(key) and place < 1:
        raise node.fail(key, f"expected a whole number from 1, not {place}")
    return place


# --- tables -----------------------------------------------------------------------------------------------------------


def read_table(node: Node, ids: frozenset[str], sources: Sources) -> Table:
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
