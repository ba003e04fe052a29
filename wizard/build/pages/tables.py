"""The guide's tables, straight from the catalogue: what a reader sees is what the wizard runs on.

Every row carries an anchor (`row-` and the row's id, after the table's id) that never changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from wizard.build.pages import by_fact, compare, compatibility, decision_map, front, grid, link_builder, pairs, rulebook
from wizard.build.pages.grid import Cell, Column, Grid, Row
from wizard.build.pages.words import (
    FACT_NAMES,
    HOSTING,
    WORDS,
    Product,
    cite,
    folder,
    linked,
    plain,
    product,
)
from wizard.catalogue.load import load
from wizard.catalogue.model import Catalogue, Client, Database, Fact, Service, Table
from wizard.catalogue.vocabulary import CLIENT_FACTS, FAMILIES, LANGUAGES, STORE_FACTS, UPKEEP
from wizard.converse import link
from wizard.explain.words import language_name

STYLE_NAMES: Final[Mapping[str, str]] = {
    "orm": "ORM",
    "odm": "ORM for documents",
    "query-builder": "Query builder",
    "codegen": "Generated code",
    "driver": "Driver",
    "sdk": "Service's own SDK",
    "thin": "Thin layer over a driver",
}

#: The order of a fact's values, from the best.
RANKS: Final[Mapping[str, tuple[str, ...]]] = {**STORE_FACTS, **CLIENT_FACTS, "upkeep": UPKEEP}

TITLES: Final[Mapping[str, str]] = {**FACT_NAMES, "upkeep": "Upkeep"}


def table(name: str, root: str = "../..") -> str:
    """One table as Markdown. `root` leads from the page to the site's root. Raises KeyError for an unknown name."""
    return _printed(name, root, lambda item, _: grid.markdown(item))


def for_page(name: str, root: str, site: str) -> str:
    """The same for a page of the guide: HTML around cells that are still Markdown, with what its script needs; and the
    parts that only a page has. `site` is the address of the site's root, with a slash at its end."""
    if name in compare.KINDS_BY_PART:
        return compare.section(compare.KINDS_BY_PART[name])
    if name == "pairs":
        return pairs.part(load())
    if name in front.PARTS:
        return front.PARTS[name](load(), root)
    if name == "link-examples":
        return link_builder.examples(f"{site}wizard/")
    if name == "link-builder":
        return link_builder.form(root)
    return _printed(name, root, grid.html)


def names() -> tuple[str, ...]:
    """Every table that a page may ask for."""
    return (*load().tables, *rulebook.PARTS, *decision_map.PARTS, *by_fact.KINDS, *GRIDS, *COMPATIBILITY)


def _printed(name: str, root: str, printer: Callable[[Grid, str], str]) -> str:
    catalogue = load()
    if name in rulebook.PARTS:
        return rulebook.PARTS[name]()
    if name in decision_map.PARTS:
        return decision_map.PARTS[name](catalogue, root)
    if name in by_fact.KINDS:
        return by_fact.part(catalogue, name)
    if name in COMPATIBILITY:
        return COMPATIBILITY[name](catalogue)
    if name in catalogue.tables:
        return printer(_decisions(catalogue, catalogue.tables[name], root), root)
    return printer(GRIDS[name](catalogue), root)


def _decisions(catalogue: Catalogue, table_: Table, root: str) -> Grid:
    """A decision table of the guide: the seed's columns, what has changed since, and a way into the wizard."""
    recommendation = table_.columns.index("Recommendation") if "Recommendation" in table_.columns else 0
    has_today = any(row.today for row in table_.rows)
    rows = []
    for row in table_.rows:
        cells = [plain(text) for text in row.cells]
        cells.insert(recommendation, ", ".join(_recommended(catalogue, id_) for id_ in row.recommends))
        if catalogue.overlay.wrote("tables.toml", "table", table_.id, "row", row.id):
            cells[0] += f" (a row of {catalogue.overlay.name})"
        if has_today:
            cells.append(f"{plain(row.today)} {cite(row.source)}" if row.source else "")
        cells.append(f'<a href="{root}/wizard/#{link.write(row.answers)}">Open with this</a>')
        name = row.cells[0] if recommendation else ", ".join(catalogue.name(id_) for id_ in row.recommends)
        rows.append(Row(id=f"{table_.id}-{row.id}", name=name, cells=tuple(Cell(text=text) for text in cells)))
    sorted_by = {0: "name", recommendation: "recommendation"} if recommendation else {0: "name"}
    columns = [Column(title=title, key=sorted_by.get(at, "")) for at, title in enumerate(table_.columns)]
    columns += [Column(title="Today")] * has_today + [Column(title="Wizard")]
    return Grid(id=table_.id, kind="ds-decisions", noun="rows", columns=tuple(columns), rows=tuple(rows))


def _product(catalogue: Catalogue, item: Product) -> str:
    """A product's name in its own row, with a word where the company that built this copy added it."""
    owner = catalogue.overlay.wrote(f"{folder(item)}/{item.id}.toml")
    return f"{linked(item)} (added by {owner})" if owner else linked(item)


def _recommended(catalogue: Catalogue, id_: str) -> str:
    """A product of a row, with a word where the company that built this copy does not use it."""
    unused = f" (not used at {catalogue.overlay.name})" if id_ in catalogue.overlay.hidden else ""
    return linked(product(catalogue, id_)) + unused


def _word(facts: Mapping[str, Fact], key: str) -> Cell:
    """A fact in a word."""
    value = facts[key].value if key in facts else "unknown"
    return Cell(text=WORDS[value], rank=RANKS[key].index(value))


def _text(facts: Mapping[str, Fact], key: str) -> Cell:
    """A fact in a sentence, ordered by its value where it has one."""
    fact = facts.get(key)
    known = fact is not None and fact.printable
    text = f"{plain(fact.text)} {cite(fact.source, fact.confidence)}" if fact and known else WORDS["unknown"]
    value = fact.value if fact and known else "unknown"
    return Cell(text=text, rank=RANKS[key].index(value) if RANKS[key] else None)


def _columns(
    first: str, described: Mapping[str, str], keys: Iterable[str], last: Iterable[str] = ()
) -> tuple[Column, ...]:
    """The product's name, what describes it, its facts; `last` are sentences, in order only where values have one."""
    return (
        Column(title=first, key="name"),
        *(Column(title=title, key=key) for key, title in described.items()),
        *(Column(title=TITLES[key], key=key) for key in keys),
        *(Column(title=TITLES[key], key=key if RANKS[key] else "") for key in last),
    )


def _tags(facts: Mapping[str, Fact], keys: Iterable[str]) -> dict[str, tuple[str, ...]]:
    return {key: (facts[key].value if key in facts else "unknown",) for key in keys}


def _known(keys: Iterable[str]) -> dict[str, tuple[str, Mapping[str, str]]]:
    """Facts as filters."""
    return {key: (TITLES[key], {value: WORDS[value] for value in RANKS[key]}) for key in keys}


def _options(catalogue: Catalogue, key: str) -> dict[str, str]:
    """A question's values and their labels."""
    return {option.value: option.label for option in catalogue.questions[key].options}


def _databases(catalogue: Catalogue) -> Grid:
    keys = ("open_source", "transactions", "json", "write_scaling", "encryption_at_rest", "client_realtime")

    def row(item: Database) -> Row:
        languages = {client.language for client in catalogue.clients.values() if _support(client, item.family) != "no"}
        return Row(
            id=f"databases-{item.id}",
            name=item.name,
            cells=(
                Cell(text=_product(catalogue, item)),
                Cell(text=plain(item.model)),
                *(_word(item.facts, key) for key in keys),
                _text(item.facts, "licence"),
            ),
            tags={
                "serves": item.serves,
                "family": (item.family,),
                "language": tuple(language for language in LANGUAGES if language in languages),
                **_tags(item.facts, keys),
            },
        )

    rows = tuple(row(item) for item in catalogue.listed(catalogue.databases))
    known = {
        "serves": ("Holds", _options(catalogue, "data")),
        "family": ("Protocol", FAMILIES),
        "language": ("Clients in", {language: language_name(language) for language in LANGUAGES}),
        **_known(keys),
    }
    return Grid(
        id="databases",
        kind="ds-wide",
        noun="databases",
        columns=_columns("Database", {"model": "Model"}, keys, ["licence"]),
        rows=rows,
        filters=grid.filters(rows, known),
        compare=True,
    )


def _services(catalogue: Catalogue) -> Grid:
    keys = ("scale_to_zero", "autoscaling", "branching", "client_realtime", "encryption_at_rest", "self_host", "auth")

    def row(item: Service) -> Row:
        runs = ", ".join(catalogue.databases[id_].name for id_ in item.runs)
        return Row(
            id=f"services-{item.id}",
            name=item.name,
            cells=(
                Cell(text=_product(catalogue, item)),
                Cell(text=runs),
                *(_word(item.facts, key) for key in keys),
                _text(item.facts, "free_tier"),
            ),
            tags={
                "runs": tuple(item.runs),
                "kind": (item.kind,),
                "platform": (item.platform,) if item.platform else (),
                **_tags(item.facts, ("free_tier", *keys)),
            },
        )

    rows = tuple(row(item) for item in catalogue.listed(catalogue.services))
    known = {
        "runs": ("Runs", {id_: item.name for id_, item in catalogue.databases.items()}),
        "kind": ("Hosting", {kind: hosting.name for kind, hosting in HOSTING.items()}),
        "platform": ("Part of", _options(catalogue, "platform")),
        **_known(("free_tier", *keys)),
    }
    return Grid(
        id="services",
        kind="ds-wide",
        noun="services",
        columns=_columns("Service", {"runs": "Runs"}, keys, ["free_tier"]),
        rows=rows,
        filters=grid.filters(rows, known),
        compare=True,
    )


def _clients(catalogue: Catalogue) -> Grid:
    keys = ("type_safety", "migrations", "async", "edge", "several_engines")
    described = {"upkeep": TITLES["upkeep"], "language": "Language", "style": "Style", "": "Best for"}

    def row(item: Client) -> Row:
        return Row(
            id=f"clients-{item.id}",
            name=item.name,
            cells=(
                Cell(text=_product(catalogue, item)),
                _word({"upkeep": item.upkeep}, "upkeep"),
                Cell(text=language_name(item.language), rank=LANGUAGES.index(item.language)),
                Cell(text=plain(item.style_text)),
                Cell(text=plain(item.best_for)),
                *(_word(item.facts, key) for key in keys),
            ),
            tags={
                "language": (item.language,),
                "family": tuple(family for family in FAMILIES if _support(item, family) != "no"),
                "style": (item.style,),
                **_tags({**item.facts, "upkeep": item.upkeep}, (*keys, "upkeep")),
            },
        )

    rows = tuple(row(item) for item in catalogue.listed(catalogue.clients))
    known = {
        "language": ("Language", {language: language_name(language) for language in LANGUAGES}),
        "family": ("Talks to", FAMILIES),
        "style": ("Style", STYLE_NAMES),
        **_known((*keys, "upkeep")),
    }
    return Grid(
        id="clients",
        kind="ds-grid",
        noun="clients",
        columns=_columns("Client", described, keys),
        rows=rows,
        filters=grid.filters(rows, known),
        compare=True,
    )


def _support(client: Client, family: str) -> str:
    fact = client.speaks.get(family)
    return fact.value if fact else "no"


GRIDS: Final[Mapping[str, Callable[[Catalogue], Grid]]] = {
    "databases": _databases,
    "services": _services,
    "clients": _clients,
    "link-keys": lambda _: link_builder.keys(),
}

#: Which clients and services speak which protocol: tables with a form of their own on a phone.
COMPATIBILITY: Final[Mapping[str, Callable[[Catalogue], str]]] = {
    "compatibility": compatibility.clients,
    "compatibility-services": compatibility.services,
}
