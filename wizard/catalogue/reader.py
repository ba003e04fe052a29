"""File by file: a table of TOML in, a dataclass of :mod:`wizard.catalogue.model` out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from wizard.catalogue.conditions import conditions, selector
from wizard.catalogue.model import (
    Client,
    Condition,
    Cost,
    Database,
    Fact,
    Fetch,
    Option,
    Product,
    Question,
    Row,
    Service,
    Source,
    Table,
    read_source,
)
from wizard.catalogue.packages import commands
from wizard.catalogue.toml_table import Node, once
from wizard.catalogue.vocabulary import (
    CLIENT_FACTS,
    DATA_KINDS,
    FAMILIES,
    INSTRUCTION_NAMES,
    INSTRUCTIONS,
    KINDS,
    LANGUAGES,
    OPERATIONS,
    PARTS,
    PLATFORMS,
    STORE_FACTS,
    STYLES,
    SUPPORTED,
    UPKEEP,
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
    return tuple(_cost("trade_off", item, sources) for item in node.tables("trade_off"))


def _operations(node: Node, sources: Sources) -> tuple[Cost, ...]:
    return tuple(_cost(item.choice("about", OPERATIONS), item, sources) for item in node.tables("operation"))


def read_instructions(node: Node, sources: Sources) -> tuple[Cost, ...]:
    """The instructions of a file in `standards/`."""
    found = []
    for item in node.tables("instruction"):
        about, instead = item.choice("about", INSTRUCTIONS), item.texts("instead", INSTRUCTIONS)
        needs = _needs(item.table("needs")) if item.has("needs") else {}
        found.append(replace(_cost(about, item, sources, INSTRUCTION_NAMES), instead=instead, needs=needs))
    node.done()
    return tuple(found)


def _needs(node: Node) -> dict[str, str]:
    """The first release of each engine that knows what an instruction asks for."""
    needs = {engine: node.text(engine) for engine in node.data}
    for engine, release in needs.items():
        if not re.fullmatch(r"\d+(?:\.\d+)*", release):
            raise node.fail(engine, f"expected a release such as 8.0, not {release!r}")
    return needs


def _cost(about: str, node: Node, sources: Sources, names: tuple[str, ...] = ()) -> Cost:
    when, pick = conditions(node, "when"), selector(node, "pick")
    fact = Fact.read(about, node, (), sources)
    parts = tuple(_parts(fact.text))
    whole = "".join(words for _, words in parts)
    node.named("text", names, (whole,))
    if len(parts) == 1:
        return Cost(fact=fact, when=when, pick=pick)
    return Cost(fact=replace(fact, text=whole), when=when, pick=pick, parts=parts)


_PART = re.compile(rf"\{{({'|'.join(PARTS)}):([^{{}}]*)\}}")


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """`Keys{money:, money as integers}.`, cut into its parts."""
    at = 0
    for part in _PART.finditer(text):
        yield "", text[at : part.start()]
        yield part[1], part[2]
        at = part.end()
    yield "", text[at:]


def _fetches(node: Node) -> tuple[Fetch, ...]:
    found = []
    for item in node.tables("fetch"):
        fetch = Fetch(
            when=conditions(item, "when"),
            pick=selector(item, "pick"),
            packages=item.texts("packages"),
            tools=item.texts("tools"),
            commands=item.texts("commands"),
            instead=item.texts("instead"),
        )
        if not fetch.packages and not fetch.tools and not fetch.commands:
            raise item.fail("packages", "names neither packages nor tools")
        item.done()
        found.append(fetch)
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
        operations=_operations(node, sources),
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
        operations=_operations(node, sources),
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
    language, fetches = node.choice("language", LANGUAGES), _fetches(node)
    always = [fetch for fetch in fetches if not fetch.when and not fetch.pick]
    if not always:
        raise node.fail("fetch", "nothing says what is fetched in every case")
    client = Client(
        **_common(node, stem, CLIENT_FACTS, sources),
        language=language,
        style=node.choice("style", STYLES),
        style_text=node.text("style_text"),
        best_for=node.text("best_for"),
        install=" && ".join(commands(language, always)),
        version=node.text("version"),
        pickable=pickable,
        pickable_why=node.maybe_text("pickable_why") if pickable else node.text("pickable_why"),
        frameworks=node.texts("frameworks"),
        services=node.texts("services", services),
        over_http=node.texts("over_http", services),
        on_devices=node.texts("on_devices", services),
        migrations_with=node.maybe_text("migrations_with"),
        starts=node.texts("starts", speaks),
        fetches=fetches,
        speaks=speaks,
    )
    node.done()
    return client


# --- questions --------------------------------------------------------------------------------------------------------


def _option(node: Node) -> Option:
    option = Option(
        value=node.text("value"),
        label=node.text("label"),
        hint=node.maybe_text("hint"),
        phrase=node.maybe_text("phrase"),
        assumes=node.maybe_text("assumes"),
        stands_for=node.maybe_text("stands_for"),
        presumes=selector(node, "presumes"),
        when=conditions(node, "when"),
        hint_in=_hints(node),
    )
    node.done()
    return option


def _hints(node: Node) -> dict[str, str]:
    if not node.has("hint_in"):
        return {}
    hints = node.table("hint_in")
    found = {language: hints.text(language) for language in LANGUAGES if hints.has(language)}
    hints.done()
    return found


def _listed(
    kind: str, databases: Mapping[str, Database], services: Mapping[str, Service], clients: Mapping[str, Client]
) -> tuple[Option, ...]:
    """The options that a question takes from the catalogue itself."""

    def option(entry: Product, group: str, when: Mapping[str, Condition]) -> Option:
        return Option(
            value=entry.id,
            label=entry.name,
            hint="",
            phrase=entry.name,
            assumes="",
            stands_for="",
            presumes={},
            when=when,
            group=group,
        )

    if kind == "engines":
        return tuple(
            option(item, "", {"existing_database": Condition(none_of=_at_home(services, item.id) | {item.id})})
            for item in databases.values()
        )
    if kind == "engines-of-services":
        homes = {item.id: _of_several(services, item.id) for item in databases.values()}
        return tuple(
            option(databases[engine], "", {"existing_database": Condition(any_of=places)})
            for engine, places in homes.items()
            if places
        )
    if kind == "databases":
        return tuple(option(item, "Databases", {}) for item in databases.values()) + tuple(
            option(item, "Services", {}) for item in services.values()
        )
    return tuple(
        option(item, item.language, {"language": Condition(any_of=frozenset({item.language}))})
        for item in clients.values()
    )


def _at_home(services: Mapping[str, Service], engine: str) -> frozenset[str]:
    """The service that is its engine: the one that runs it, and runs nothing else."""
    homes = [item for item in services.values() if engine in item.runs]
    return frozenset(item.id for item in homes if len(homes) == len(item.runs) == 1)


def _of_several(services: Mapping[str, Service], engine: str) -> frozenset[str]:
    """The services that run this engine and others."""
    return frozenset(item.id for item in services.values() if engine in item.runs and len(item.runs) > 1)


def read_question(
    node: Node, databases: Mapping[str, Database], services: Mapping[str, Service], clients: Mapping[str, Client]
) -> Question:
    options = tuple(_option(item) for item in node.tables("option"))
    when = conditions(node, "when")
    if node.has("options_from"):
        kind = node.choice("options_from", ("databases", "clients", "engines", "engines-of-services"))
        listed = _listed(kind, databases, services, clients)
        options = (*listed, *options) if kind == "engines-of-services" else (*options, *listed)
        if kind == "engines-of-services":
            several = frozenset(item.id for item in services.values() if len(item.runs) > 1)
            when = {"existing_database": Condition(any_of=several)}
    question = Question(
        key=node.text("key"),
        several=node.choice("takes", ("one", "several")) == "several",
        topic=node.choice("topic", ("stack", "database", "client")),
        given=flag(node, "given"),
        unranked=flag(node, "unranked"),
        takes_files=flag(node, "takes_files"),
        planned=_place(node, "planned"),
        short=node.text("short"),
        question=node.text("question"),
        why=node.text("why"),
        context=node.text("context"),
        example=node.maybe_text("example"),
        most=node.maybe_text("most"),
        when=when,
        asked=conditions(node, "asked"),
        told=_told(node, services, clients),
        options=options,
    )
    node.done()
    return question


def _told(node: Node, services: Mapping[str, Service], clients: Mapping[str, Client]) -> dict[str, Condition]:
    """What tells an answer: the conditions beside `told_by`, and a product that was named and has this of its own. Who
    runs a service that a team can run itself is not told."""
    told = conditions(node, "told")
    if not node.has("told_by"):
        return told
    by = node.choice("told_by", ("platform", "kind", "frameworks"))
    if by == "frameworks":
        return told | {"existing_client": Condition(any_of=frozenset(i.id for i in clients.values() if i.frameworks))}
    known = [i.id for i in services.values() if (i.platform if by == "platform" else _told_who_runs(i))]
    return told | {"existing_database": Condition(any_of=frozenset(known))}


def _told_who_runs(service: Service) -> bool:
    """Whether the vendor runs it, and no team can."""
    fact = service.facts.get("self_host")
    return service.kind == "managed" and (fact is None or fact.value not in ("yes", "partial"))


def flag(node: Node, key: str) -> bool:
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
