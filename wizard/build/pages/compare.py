"""The page "Compare": every fact of every database, service and client, a fact to a row and a product to a column.

The tables are whole without a script; the page's script shows two or three columns of one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Final

from wizard.build.pages.words import FACT_NAMES, HOSTING, LOOKED, WORDS, Product, linked
from wizard.catalogue.load import load
from wizard.catalogue.model import Catalogue, Client, Database, Fact
from wizard.catalogue.vocabulary import CLIENT_FACTS, FAMILIES, LANGUAGES, STORE_FACTS
from wizard.explain.words import label, language_name

#: What is compared: the key in a link, and the heading.
KINDS: Final[Mapping[str, str]] = {"databases": "Databases", "services": "Services", "clients": "Clients"}

#: What a page asks for: the part's name, and the kind.
KINDS_BY_PART: Final[Mapping[str, str]] = {f"compare-{kind}": kind for kind in KINDS}

#: How many products stand side by side.
MOST: Final = 3

ORDINALS: Final = ("First", "Second", "Third")

#: Stands in a cell about which nothing is said.
NOTHING: Final = "\N{EN DASH}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A cell. `html` is what it says; `value` is what it is compared by, where that is not its first sentences."""

    html: str
    value: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A row: an entry for each product. `always` rows are of interest even where they do not differ."""

    title: str
    entries: tuple[Entry, ...]
    always: bool = False


def section(kind: str) -> str:
    """Everything about one kind: heading, form and table, as HTML with Markdown in it. Raises KeyError."""
    title = KINDS[kind]
    catalogue = load()
    products = tuple(products_of(catalogue, kind).values())
    head = "\n".join(
        f'<th scope="col" data-product="{item.id}" markdown="span">{linked(item)}</th>' for item in products
    )
    rows = "\n".join(_row(products, line) for line in lines(catalogue, kind))
    return (
        f'\n<section class="ds-versus" data-versus="{kind}" markdown="block">\n'
        f"\n## {title}\n\n"
        f"{_form(kind, title, products)}\n"
        f'<div class="ds-late" markdown="block">\n<table data-search-exclude="" markdown="block">\n'
        f'<thead markdown="block">\n<tr markdown="block">\n<th scope="col">Fact</th>\n{head}\n</tr>\n</thead>\n'
        f"<tbody>\n{rows}\n</tbody>\n</table>\n</div>\n</section>\n"
    )


def products_of(catalogue: Catalogue, kind: str) -> Mapping[str, Product]:
    """The products of a kind that the guide lists, in its order."""
    kinds: Mapping[str, Mapping[str, Product]] = {
        "databases": catalogue.databases,
        "services": catalogue.services,
        "clients": catalogue.clients,
    }
    return {item.id: item for item in catalogue.listed(kinds[kind])}


def lines(catalogue: Catalogue, kind: str) -> list[Line]:
    """The rows of a kind's table. A fact that is known of no product has none."""
    products = tuple(products_of(catalogue, kind).values())
    known = CLIENT_FACTS if kind == "clients" else STORE_FACTS
    facts = [key for key in known if any(key in item.facts for item in products)]
    return [
        Line(title="What it is", entries=tuple(Entry(html=escape(item.summary)) for item in products), always=True),
        *DESCRIBED[kind](catalogue),
        *(Line(title=FACT_NAMES[key], entries=tuple(_fact(item.facts.get(key)) for item in products)) for key in facts),
        Line(title="Upkeep", entries=tuple(_fact(item.upkeep) for item in products)),
        Line(title="Pick it when", entries=tuple(_list(map(escape, item.pick_when)) for item in products), always=True),
        Line(
            title="Think twice when",
            entries=tuple(_list(map(escape, item.avoid_when)) for item in products),
            always=True,
        ),
        Line(title="Trade-offs", entries=tuple(_costs(item) for item in products), always=True),
    ]


def _database_lines(catalogue: Catalogue) -> list[Line]:
    products = catalogue.listed(catalogue.databases)
    runs = {id_: [item.name for item in catalogue.services.values() if id_ in item.runs] for id_ in catalogue.databases}
    return [
        _words("Model", (item.model for item in products)),
        _words("Holds", (", ".join(label(catalogue, "data", kind) for kind in item.serves) for item in products)),
        _words("Protocol", (FAMILIES[item.family] for item in products)),
        _words("Runs on", (", ".join(runs[item.id]) for item in products)),
        *(
            _words(f"Clients in {language_name(language)}", (_talkers(catalogue, item, language) for item in products))
            for language in LANGUAGES
        ),
    ]


def _talkers(catalogue: Catalogue, database: Database, language: str) -> str:
    """The clients of a language that speak a database's protocol, and those that do with care."""
    found = [
        item.name + (" (with care)" if item.speaks[database.family].value == "caveat" else "")
        for item in catalogue.clients.values()
        if item.language == language and database.family in item.speaks and item.speaks[database.family].value != "no"
    ]
    return ", ".join(found) or "None in the catalogue"


def _service_lines(catalogue: Catalogue) -> list[Line]:
    products = catalogue.listed(catalogue.services)
    return [
        _words("Runs", (", ".join(catalogue.name(id_) for id_ in item.runs) for item in products)),
        _words("Hosting", (HOSTING[item.kind].name for item in products)),
        _words("Part of", (label(catalogue, "platform", item.platform) if item.platform else "" for item in products)),
        _words("How to start", (item.start for item in products)),
    ]


def _client_lines(catalogue: Catalogue) -> list[Line]:
    products = catalogue.listed(catalogue.clients)
    return [
        _words("Language", (language_name(item.language) for item in products)),
        _words("Style", (item.style_text for item in products)),
        _words("Best for", (item.best_for for item in products)),
        Line(title="Install", entries=tuple(Entry(html=f"<code>{escape(item.install)}</code>") for item in products)),
        _words("Talks to", (_families(item, "yes") for item in products)),
        _words("With care", (_families(item, "caveat") for item in products)),
    ]


def _families(client: Client, support: str) -> str:
    return ", ".join(
        FAMILIES[family] for family in FAMILIES if (fact := client.speaks.get(family)) and fact.value == support
    )


DESCRIBED: Final[Mapping[str, Callable[[Catalogue], list[Line]]]] = {
    "databases": _database_lines,
    "services": _service_lines,
    "clients": _client_lines,
}


def _words(title: str, said: Iterable[str]) -> Line:
    return Line(title=title, entries=tuple(Entry(html=escape(text) or NOTHING) for text in said))


def _fact(fact: Fact | None) -> Entry:
    """A fact in a word and a sentence; two are alike if the word is, or the sentence where there is no word."""
    if fact is None or not fact.printable:
        return Entry(html=f"{WORDS['unknown']}.", value="unknown")
    word = f"<strong>{WORDS[fact.value]}.</strong> " if fact.value else ""
    return Entry(html=f"{word}{escape(fact.text)} {_cited(fact)}", value=fact.value)


def _cited(fact: Fact) -> str:
    source = fact.source
    where = f"Source: {escape(source.title)}"
    if source.url.startswith("https://"):
        where = f'<a href="{escape(source.url)}">Source</a>'
    return f'<small class="ds-source">{where}, {LOOKED[fact.confidence].format(day=source.checked)}.</small>'


def _list(items: Iterable[str]) -> Entry:
    return Entry(html=f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>")


def _costs(item: Product) -> Entry:
    told = [cost.fact for cost in item.trade_offs if cost.fact.printable]
    return _list(f"{escape(fact.text)} {_cited(fact)}" for fact in told) if told else Entry(html=NOTHING)


def _row(products: Iterable[Product], line: Line) -> str:
    cells = "".join(
        f'<td data-product="{product.id}" data-label="{escape(product.name)}"'
        f"{f' data-value="{escape(entry.value)}"' if entry.value else ''}>{entry.html}</td>\n"
        for product, entry in zip(products, line.entries, strict=True)
    )
    always = " data-always" if line.always else ""
    return f'<tr{always}>\n<th scope="row">{escape(line.title)}</th>\n{cells}</tr>'


def _form(kind: str, title: str, products: Iterable[Product]) -> str:
    """The products to choose from, in one line, so that Markdown leaves it whole. Hidden until the script is there."""
    groups: dict[str, list[Product]] = {}
    for item in products:
        groups.setdefault(language_name(item.language) if isinstance(item, Client) else "", []).append(item)
    options = "".join(
        f'<optgroup label="{name}">{_options(items)}</optgroup>' if name else _options(items)
        for name, items in groups.items()
    )
    selects = "".join(
        f'<label class="ds-field"><span>{ORDINALS[at]}</span> <select name="{kind}">'
        f"{'<option value="">None</option>' if at > 1 else ''}{options}</select></label>"
        for at in range(MOST)
    )
    return (
        f'<form class="ds-filters" aria-label="{title} to compare" hidden><div class="ds-fields">{selects}</div>'
        '<p><label class="ds-switch"><input type="checkbox" name="differs" value="yes"> Only show what differs</label> '
        f'<span role="status" class="ds-count" data-count></span></p></form>\n'
    )


def _options(items: Iterable[Product]) -> str:
    return "".join(f'<option value="{item.id}">{escape(item.name)}</option>' for item in items)
