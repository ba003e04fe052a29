"""The guide's tables as Markdown, straight from the catalogue: what a reader sees is what the wizard runs on.

Every row carries an anchor (`row-` and the row's id, after the table's id) that never changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from wizard import link
from wizard.catalogue import Catalogue, Database, Fact, Row, Service, Table, load
from wizard.decision import language_name
from wizard.site import compatibility, decision_map, rulebook
from wizard.site.words import WORDS, cite, linked, product


def table(name: str, root: str = "../..") -> str:
    """One table as Markdown. `root` leads from the page to the site's root. Raises KeyError for an unknown name."""
    catalogue = load()
    if name in catalogue.tables:
        return _decisions(catalogue, catalogue.tables[name], root)
    if name in rulebook.PARTS:
        return rulebook.PARTS[name]()
    if name in decision_map.PARTS:
        return decision_map.PARTS[name](catalogue, root)
    return OTHERS[name](catalogue)


def names() -> tuple[str, ...]:
    """Every table that a page may ask for."""
    return (*load().tables, *rulebook.PARTS, *decision_map.PARTS, *OTHERS)


def _decisions(catalogue: Catalogue, table_: Table, root: str) -> str:
    """A decision table of the guide: the seed's columns, what has changed since, and a way into the wizard."""
    recommendation = table_.columns.index("Recommendation") if "Recommendation" in table_.columns else 0
    has_today = any(row.today for row in table_.rows)
    header = [*table_.columns, *(["Today"] if has_today else []), "Wizard"]
    rows = []
    for row in table_.rows:
        cells = [_cell(text) for text in row.cells]
        cells.insert(recommendation, ", ".join(linked(product(catalogue, id_)) for id_ in row.recommends))
        cells[0] = _anchor(f"{table_.id}-{row.id}") + cells[0]
        if has_today:
            cells.append(_today(row))
        cells.append(f'<a href="{root}/wizard/#{link.write(row.answers)}">Open with this</a>')
        rows.append(cells)
    return _boxed("ds-decisions", _markdown(header, rows))


def _today(row: Row) -> str:
    if not row.source:
        return ""
    return f"{_cell(row.today)} {cite(row.source)}"


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
    return f"{_cell(fact.text)} {cite(fact.source, fact.confidence)}"


def _boxed(kind: str, table_: str) -> str:
    """A table in a box of its own kind: `ds-decisions` and `ds-wide` hold sentences, `ds-grid` short words."""
    return f'\n<div class="{kind}" markdown="block">\n{table_}\n</div>\n'


def _databases(catalogue: Catalogue) -> str:
    keys = ("open_source", "transactions", "json", "write_scaling", "encryption_at_rest", "client_realtime")
    header = ("Database", "Model", "Open source", "Transactions", "JSON", "Spreads writes", "Encrypts at rest",
              "Live updates to clients", "Licence")  # fmt: skip
    return _boxed("ds-wide", _markdown(header, [_database_row(item, keys) for item in catalogue.databases.values()]))


def _database_row(item: Database, keys: Iterable[str]) -> list[str]:
    name = f"{_anchor(f'databases-{item.id}')}{linked(item)}"
    return [name, _cell(item.model), *(_word(item.facts, key) for key in keys), _text(item.facts, "licence")]


def _services(catalogue: Catalogue) -> str:
    keys = ("scale_to_zero", "autoscaling", "branching", "client_realtime", "encryption_at_rest", "self_host", "auth")
    header = ("Service", "Runs", "Scales to zero", "Scales by itself", "Branches", "Live updates to clients",
              "Encrypts at rest", "Run it yourself", "Sign-in", "Free plan")  # fmt: skip
    return _boxed(
        "ds-wide", _markdown(header, [_service_row(catalogue, item, keys) for item in catalogue.services.values()])
    )


def _service_row(catalogue: Catalogue, item: Service, keys: Iterable[str]) -> list[str]:
    name = f"{_anchor(f'services-{item.id}')}{linked(item)}"
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
            f"{_anchor(f'clients-{item.id}')}{linked(item)}",
            WORDS[item.upkeep.value],
            language_name(item.language), _cell(item.style_text), _cell(item.best_for),
            *(_word(item.facts, key) for key in keys),
        ]
        for item in catalogue.clients.values()
    ]  # fmt: skip
    return _boxed("ds-grid", _markdown(header, rows))


OTHERS: Final[Mapping[str, Callable[[Catalogue], str]]] = {
    "databases": _databases,
    "services": _services,
    "clients": _clients,
    "compatibility": compatibility.clients,
    "compatibility-services": compatibility.services,
}
