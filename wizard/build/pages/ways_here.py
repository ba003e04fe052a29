"""The end of a product's page: which answers lead to it, and where the guide's tables have it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from wizard.build.pages import leads
from wizard.build.pages.conditions import phrase
from wizard.build.pages.leads import Lead
from wizard.build.pages.words import STANDS_FOR, Product, folded, folder, linked, listed, plain, section
from wizard.catalogue.model import Catalogue, Client, Service
from wizard.converse import link
from wizard.decide.answers import Answers
from wizard.explain.words import capital

#: The guide's page that holds the rows of each table.
ROW_PAGES: Final[Mapping[str, str]] = {
    "data-patterns": "database",
    "managed-services": "database",
    "typescript-clients": "client",
    "python-clients": "client",
    "go-clients": "client",
    "databases": "database",
    "services": "database",
    "clients": "client",
    "compatibility": "client",
}

#: From the pages to the site's root, as they are served.
ROOT: Final = "../.."


#: What a product wins and loses by is no answer to a question about it.
NOT_SEARCHED: Final = ' data-search-exclude="yes"'


# --- which answers lead here ------------------------------------------------------------------------------------------


def leads_here(catalogue: Catalogue, product: Product) -> list[str]:
    """The section with the rows and the rules that lead to a product; nothing where none does."""
    found = leads.leads(catalogue, product)
    name = plain(product.name)
    groups = {
        f"These answers alone lead to {name}": [lead for lead in found if (lead.by or 0) > 0 and lead.picks],
        "These count for it": [lead for lead in found if (lead.by or 0) > 0 and not lead.picks],
        "These count against it": [lead for lead in found if lead.by is not None and lead.by < 0],
        "These rule it out": [lead for lead in found if lead.by is None],
    }
    lines = []
    rows = [
        f"- {_row_link(table.id, row.id, row.cells[0])}. {_open(row.answers)}"
        for table, row in leads.rows(catalogue, product)
    ]
    if rows:
        lines += [f"The guide's tables recommend {name} for:", "", *rows, ""]
    for heading, group in groups.items():
        if group:
            told = [f"- {_lead(catalogue, lead, product)}" for lead in group]
            lines += folded(f"{heading}: {len(group)}", told, NOT_SEARCHED)
    if isinstance(product, Service):
        engines = [catalogue.databases[id_] for id_ in product.runs]
        led = [linked(engine, "leads-here") for engine in engines if leads.has_any(catalogue, engine)]
        lines += [f"What counts for or against the database counts here, too: {listed(led)}.", ""] if led else []
    return section("Which answers lead here", "leads-here", lines)


def _lead(catalogue: Catalogue, lead: Lead, product: Product) -> str:
    when = [f"**{phrase(catalogue, key, item)}**" for key, item in lead.rule.when.items()]
    unless = [f"**{phrase(catalogue, key, item)}**" for key, item in lead.rule.unless.items()]
    words = f"With {listed(when)}" if when else "Always"
    words += f", unless {listed(unless)}" if unless else ""
    sign = "" if lead.by is None else f" ({'plus' if lead.by > 0 else 'minus'} {abs(lead.by)})"
    opened = f" {_open(lead.answers)}" if lead.answers and (lead.by or 0) > 0 else ""
    rule = f"[Rule](/guide/how-it-decides.md#rule-{lead.rule.id})."
    return f"{words}{sign}: {_because(lead.rule.because, product)} {rule}{opened}"


def _because(text: str, product: Product) -> str:
    """A rule's reason with this product's name in it."""
    names = {**STANDS_FOR, "name": product.name, folder(product)[:-1]: product.name}
    return plain(capital(text.format(**names)))


def _open(answers: Answers) -> str:
    return f'<a href="{ROOT}/wizard/#{link.write(answers)}">Open the wizard with this</a>.'


# --- its rows in the guide --------------------------------------------------------------------------------------------


def in_the_tables(catalogue: Catalogue, product: Product) -> list[str]:
    """The section with links to the product's rows in the guide."""
    return section("In the guide's tables", "rows", [f"- {row}" for row in _row_links(catalogue, product)])


def _row_links(catalogue: Catalogue, product: Product) -> Iterator[str]:
    for table, row in leads.rows(catalogue, product):
        yield _row_link(table.id, row.id, f"{table.title}: {row.cells[0]}")
    kind = folder(product)
    if product.id in catalogue.overlay.hidden:
        return  # a company that hides it does not list it
    yield _row_link(kind, product.id, f"Compare every {kind[:-1]}")
    if isinstance(product, Client):
        yield _row_link("compatibility", product.id, "What talks to what")


def _row_link(table: str, row: str, text: str) -> str:
    return f"[{plain(text)}](/guide/{ROW_PAGES[table]}.md#row-{table}-{row})"
