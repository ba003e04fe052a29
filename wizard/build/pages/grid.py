"""A table as data, and its two printers: Markdown to be read anywhere, and HTML for the guide's pages.

The HTML is whole without a script. What the page's script needs to sort and filter is in it: `data-rank` orders cells
that are not words, `data-tags` holds what a row can be filtered by, and a hidden form holds the filters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Final


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column; `key` names it in links to a sorted table, and is empty where sorting would mean nothing."""

    title: str
    key: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """`text` is Markdown. `rank` orders cells whose words have an order of their own, from the best."""

    text: str
    rank: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """`id` is the anchor without its `row-`, and never changes. `tags` maps a filter's key to what holds here."""

    id: str
    name: str
    cells: tuple[Cell, ...]
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Filter:
    """`options` maps each value to its words."""

    key: str
    title: str
    options: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Grid:
    """A table of products or decisions. `kind` says what it holds: `ds-decisions` and `ds-wide` hold sentences,
    `ds-grid` short words, `ds-keys` keys and values. `noun` is what its rows are, in the plural.
    `compare` says that they can be compared."""

    id: str
    kind: str
    noun: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    filters: tuple[Filter, ...] = ()
    compare: bool = False


#: Shorter tables are seen whole: nothing is gained by sorting them.
WORTH_SORTING: Final = 5


def markdown(grid: Grid) -> str:
    """The table in Markdown's own syntax, with its anchors."""
    lines = [f"| {' | '.join(column.title for column in grid.columns)} |", "|" + " --- |" * len(grid.columns)]
    for row in grid.rows:
        anchor = f'<span id="row-{row.id}"></span>'
        lines.append(f"| {anchor}{' | '.join(cell.text for cell in row.cells)} |")
    return "\n".join(["", *lines, ""])


def html(grid: Grid, root: str) -> str:
    """The table for a page, its cells still in Markdown. `root` leads from the page to the site's root."""
    sortable = len(grid.rows) >= WORTH_SORTING and any(column.key for column in grid.columns)
    head = "\n".join(_head(column, sortable=sortable) for column in grid.columns)
    rows = "\n".join(_row(grid, row) for row in grid.rows)
    live = f' data-grid="{grid.id}" data-noun="{grid.noun}"' if sortable else ""
    return (
        f'\n<div class="ds-table {grid.kind}"{live} markdown="block">\n'
        f"{_filters(grid, root) if grid.filters else ''}"
        f'<table markdown="block">\n<thead markdown="block">\n<tr markdown="block">\n{head}\n</tr>\n</thead>\n'
        f'<tbody markdown="block">\n{rows}\n</tbody>\n</table>\n</div>\n'
    )


def _head(column: Column, *, sortable: bool) -> str:
    key = f' data-key="{column.key}"' if sortable and column.key else ""
    return f'<th scope="col"{key}>{escape(column.title)}</th>'


def _row(grid: Grid, row: Row) -> str:
    tags = " ".join(f"{key}:{value}" for key, values in row.tags.items() for value in values)
    first, *others = row.cells
    label = f'title="Link to this row" aria-label="Link to {escape(row.name)}"'
    link = f'<a class="ds-row-link" href="#row-{row.id}" {label}></a>'
    cells = [f'<th scope="row" markdown="span">{first.text} {link}</th>']
    for column, cell in zip(grid.columns[1:], others, strict=True):
        rank = "" if cell.rank is None else f' data-rank="{cell.rank}"'
        cells.append(f'<td data-label="{escape(column.title)}"{rank} markdown="span">{cell.text}</td>')
    tagged = f' data-tags="{tags}"' if tags else ""
    return (
        f'<tr id="row-{row.id}" data-name="{escape(row.name)}"{tagged} markdown="block">\n'
        + "\n".join(cells)
        + "\n</tr>"
    )


def _filters(grid: Grid, root: str) -> str:
    """The filters as a form that stays hidden until the script is there. One line: Markdown would part it."""
    selects = "".join(select(item.title, item.key, {"": "Any", **item.options}) for item in grid.filters)
    orders = {"": "The guide's order"}
    for column in grid.columns:
        if column.key:
            orders |= {column.key: column.title, f"-{column.key}": f"{column.title}, reversed"}
    compare = f' data-compare="{root}/guide/compare/"' if grid.compare else ""
    return (
        f'<form class="ds-filters" aria-label="Filter the {grid.noun}"{compare} hidden>'
        f'<p class="ds-find"><label>Find in the {grid.noun} '
        '<input type="search" name="text" autocomplete="off"></label></p>'
        f'<details open><summary>Filters</summary><div class="ds-fields">{selects}'
        f"{select('Sort by', 'sort', orders)}</div></details>"
        f'<p class="ds-count"><span role="status" data-count></span> '
        f'<button type="reset" class="ds-plain" data-all hidden>Show all</button></p>'
        f"</form>\n"
    )


def select(title: str, name: str, options: Mapping[str, str]) -> str:
    """A labelled select. The first option is chosen."""
    items = "".join(f'<option value="{escape(value)}">{escape(words)}</option>' for value, words in options.items())
    return (
        f'<label class="ds-field"><span>{escape(title)}</span> <select name="{escape(name)}">{items}</select></label>'
    )


def filters(rows: Sequence[Row], known: Mapping[str, tuple[str, Mapping[str, str]]]) -> tuple[Filter, ...]:
    """The filters of some rows: key -> (title, words of every value). What no row has, or all have, is left out."""
    found = []
    for key, (title, words) in known.items():
        held = [set(row.tags.get(key, ())) for row in rows]
        offered = {value: text for value, text in words.items() if any(value in values for values in held)}
        if any(value not in values for value in offered for values in held):
            found.append(Filter(key=key, title=title, options=offered))
    return tuple(found)
