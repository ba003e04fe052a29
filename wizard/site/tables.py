"""The guide's tables as Markdown, straight from the catalogue: what a reader sees is what the wizard runs on.

Every row carries an anchor (`row-` and the row's id, after the table's id) that never changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from wizard import link
from wizard.catalogue import FAMILIES, LANGUAGES, Catalogue, Client, Database, Fact, Row, Service, Source, Table, load
from wizard.decision import language_name
from wizard.site import rulebook
from wizard.site.words import FAMILY_NAMES

#: How the catalogue's values read in a table.
WORDS: Final[Mapping[str, str]] = {
    "yes": "Yes", "no": "No", "partial": "Partly", "unknown": "Not confirmed", "pauses": "Yes, but pauses",
    "beta": "Beta", "optional": "Optional", "limited": "Limited", "generated": "Generated", "static": "Static",
    "none": "None", "built-in": "Built in", "companion": "By a companion tool", "active": "Active", "dormant": "Dormant",
    "deprecated": "Deprecated", "archived": "Archived", "caveat": "With care",
}  # fmt: skip


def table(name: str, root: str = "../..") -> str:
    """One table as Markdown. `root` leads from the page to the site's root. Raises KeyError for an unknown name."""
    catalogue = load()
    if name in catalogue.tables:
        return _decisions(catalogue, catalogue.tables[name], root)
    if name in rulebook.PARTS:
        return rulebook.PARTS[name]()
    return OTHERS[name](catalogue)


def names() -> tuple[str, ...]:
    """Every table that a page may ask for."""
    return (*load().tables, *rulebook.PARTS, *OTHERS)


def _decisions(catalogue: Catalogue, table_: Table, root: str) -> str:
    """A decision table of the guide: the seed's columns, what has changed since, and a way into the wizard."""
    recommendation = table_.columns.index("Recommendation") if "Recommendation" in table_.columns else 0
    has_today = any(row.today for row in table_.rows)
    header = [*table_.columns, *(["Today"] if has_today else []), "Wizard"]
    rows = []
    for row in table_.rows:
        cells = [_cell(text) for text in row.cells]
        cells.insert(recommendation, ", ".join(_link(catalogue, id_) for id_ in row.recommends))
        cells[0] = _anchor(f"{table_.id}-{row.id}") + cells[0]
        if has_today:
            cells.append(_today(row))
        if catalogue.overlay.wrote("tables.toml", "table", table_.id, "row", row.id):
            cells[0] += f" (a row of {catalogue.overlay.name})"
        cells.append(f'<a href="{root}/wizard/#{link.write(row.answers)}">Open with this</a>')
        rows.append(cells)
    return _boxed("ds-decisions", _markdown(header, rows))


def _today(row: Row) -> str:
    if not row.source:
        return ""
    return f"{_cell(row.today)} {_cite(row.source)}"


#: What stands beside a source, so that nobody takes a well-known thing, or our judgement, for a page that was read.
LOOKED: Final[Mapping[str, str]] = {
    "verified": "checked {day}",
    "second-hand": "read second-hand, {day}",
    "well-known": "well known; this page was not read again",
    "judgement": "our judgement, {day}",
    "unverified": "not verified",
}


def _cite(source: Source, confidence: str = "verified") -> str:
    """Where a sentence comes from, how sure we are and when we looked: a link, or a package whose metadata say it."""
    where = f"[Source]({source.url})" if source.url.startswith("https://") else f"Source: {_cell(source.title)}"
    return f"{where}, {LOOKED[confidence].format(day=source.checked)}."


def _link(catalogue: Catalogue, id_: str) -> str:
    for group in (catalogue.databases, catalogue.services, catalogue.clients):
        if id_ in group:
            unused = f" (not used at {catalogue.overlay.name})" if id_ in catalogue.overlay.hidden else ""
            return f"[{_cell(group[id_].name)}]({group[id_].website}){unused}"
    raise KeyError(id_)


def _anchor(id_: str) -> str:
    return f'<span id="row-{id_}"></span>'


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def _markdown(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(header)} |", "|" + " --- |" * len(header)]
    lines += [f"| {' | '.join(cells)} |" for cells in rows]
    return "\n".join(["", *lines, ""])


def _word(facts: Mapping[str, Fact], key: str) -> str:
    fact = facts.get(key)
    return WORDS[fact.value] if fact else WORDS["unknown"]


def _text(facts: Mapping[str, Fact], key: str) -> str:
    fact = facts.get(key)
    if not fact or not fact.printable:
        return WORDS["unknown"]
    return f"{_cell(fact.text)} {_cite(fact.source, fact.confidence)}"


def _boxed(kind: str, table_: str) -> str:
    """A table in a box of its own kind: `ds-decisions` and `ds-wide` hold sentences, `ds-grid` short words."""
    return f'\n<div class="{kind}" markdown="block">\n{table_}\n</div>\n'


def _databases(catalogue: Catalogue) -> str:
    keys = ("open_source", "transactions", "json", "write_scaling", "encryption_at_rest", "client_realtime")
    header = ("Database", "Model", "Open source", "Transactions", "JSON", "Spreads writes", "Encrypts at rest",
              "Live updates to clients", "Licence")  # fmt: skip
    return _boxed("ds-wide", _markdown(header, [_database_row(item, keys) for item in catalogue.listed(catalogue.databases)]))


def _database_row(item: Database, keys: Iterable[str]) -> list[str]:
    name = f"{_anchor(f'databases-{item.id}')}[{item.name}]({item.website})"
    return [name, _cell(item.model), *(_word(item.facts, key) for key in keys), _text(item.facts, "licence")]


def _services(catalogue: Catalogue) -> str:
    keys = ("scale_to_zero", "autoscaling", "branching", "client_realtime", "encryption_at_rest", "self_host", "auth")
    header = ("Service", "Runs", "Scales to zero", "Scales by itself", "Branches", "Live updates to clients",
              "Encrypts at rest", "Run it yourself", "Sign-in", "Free plan")  # fmt: skip
    return _boxed("ds-wide", _markdown(header, [_service_row(catalogue, item, keys) for item in catalogue.listed(catalogue.services)]))


def _service_row(catalogue: Catalogue, item: Service, keys: Iterable[str]) -> list[str]:
    name = f"{_anchor(f'services-{item.id}')}[{item.name}]({item.website})"
    runs = ", ".join(catalogue.databases[id_].name for id_ in item.runs)
    return [name, runs, *(_word(item.facts, key) for key in keys), _text(item.facts, "free_tier")]


def _clients(catalogue: Catalogue) -> str:
    keys = ("type_safety", "migrations", "async", "edge", "several_engines")
    header = (
        "Client",
        "Upkeep",
        "Language",
        "Style",
        "Best for",
        "Types",
        "Migrations",
        "Async",
        "Edge",
        "Several engines",
    )
    rows = [
        [
            f"{_anchor(f'clients-{item.id}')}[{item.name}]({item.website})",
            WORDS[item.upkeep.value],
            language_name(item.language), _cell(item.style_text), _cell(item.best_for),
            *(_word(item.facts, key) for key in keys),
        ]
        for item in catalogue.listed(catalogue.clients)
    ]  # fmt: skip
    return _boxed("ds-grid", _markdown(header, rows))


def _compatibility(catalogue: Catalogue) -> str:
    """One table for each language: clients down, protocols across; a caveat's text stands below."""
    parts = []
    for language in LANGUAGES:
        clients = [item for item in catalogue.listed(catalogue.clients) if item.language == language]
        used = [family for family in FAMILIES if any(family in item.speaks for item in clients)]
        header = ["Client", *(FAMILY_NAMES[family] for family in used)]
        rows = [
            [f"{_anchor(f'compatibility-{item.id}')}[{item.name}]({item.website})", *(_support(item, family) for family in used)]
            for item in clients
        ]
        caveats = [
            f"- **{item.name} with {FAMILY_NAMES[family]}:** {_cell(fact.text)} {_cite(fact.source, fact.confidence)}"
            for item in clients
            for family, fact in item.speaks.items()
            if fact.value == "caveat" and fact.printable
        ]
        parts += [f"\n### {language_name(language)}\n", _boxed("ds-grid", _markdown(header, rows)), "", "\n".join(caveats), ""]
    return "\n".join(parts)


def _support(client: Client, family: str) -> str:
    fact = client.speaks.get(family)
    return WORDS[fact.value] if fact else WORDS["no"]


OTHERS: Final[Mapping[str, Callable[[Catalogue], str]]] = {
    "databases": _databases,
    "services": _services,
    "clients": _clients,
    "compatibility": _compatibility,
}
