"""How the catalogue reads on the site: its values and its sources in words, and links to its products.

Links begin at the root of `docs/` (`/databases/neon.md`): MkDocs checks them, and makes them relative to each page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from wizard.catalogue.model import Catalogue, Client, Database, Fact, Service, Source
from wizard.write.markdown import escape

type Product = Database | Service | Client

#: How the catalogue's values read. A missing fact never reads as "no".
WORDS: Final[Mapping[str, str]] = {
    "yes": "Yes",
    "no": "No",
    "partial": "Partly",
    "pauses": "Yes, but it pauses",
    "beta": "Beta",
    "limited": "Limited",
    "optional": "Optional",
    "unknown": "Not confirmed",
    "generated": "Generated",
    "static": "Static",
    "none": "None",
    "built-in": "Built in",
    "companion": "By a companion tool",
    "active": "Active",
    "dormant": "Dormant",
    "deprecated": "Deprecated",
    "archived": "Archived",
    "caveat": "With care",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Hosting:
    """How a service's kind reads: in a table, as who runs it, and after "rules out" and "PostgreSQL"."""

    name: str
    who: str
    what: str
    where: str


HOSTING: Final[Mapping[str, Hosting]] = {
    "managed": Hosting(
        name="Managed", who="Managed by its provider", what="a managed service", where="as a managed service"
    ),
    "self-hosted": Hosting(
        name="Self-hosted", who="You run it", what="a database on your own machines", where="on your own machines"
    ),
    "embedded": Hosting(
        name="Embedded", who="Part of your program", what="an embedded database", where="inside the program"
    ),
}

PLATFORM_NAMES: Final[Mapping[str, str]] = {
    "aws": "AWS",
    "google-cloud": "Google Cloud",
    "azure": "Azure",
    "cloudflare": "Cloudflare",
    "independent": "no cloud",
}

#: What stands in a rule's reason for a name that only an answer could fill in.
STANDS_FOR: Final[Mapping[str, str]] = {
    "name": "it",
    "database": "the database",
    "service": "the service",
    "client": "the client",
    "relational": "PostgreSQL, or what is in use beside it",
    "vectors": "PostgreSQL with pgvector, or what is in use beside it",
    "portable": "another client",
}

#: What a fact is about.
FACT_NAMES: Final[Mapping[str, str]] = {
    "licence": "Licence",
    "open_source": "Open source",
    "self_host": "Run it yourself",
    "free_tier": "Free plan",
    "scale_to_zero": "Scales to zero",
    "autoscaling": "Scales by itself",
    "branching": "Branches",
    "client_realtime": "Live updates to clients",
    "encryption_at_rest": "Encrypts at rest",
    "residency": "Choice of region",
    "transactions": "Transactions",
    "json": "JSON",
    "write_scaling": "Spreads writes",
    "ceiling": "Ceiling",
    "auth": "Sign-in",
    "storage": "File storage",
    "http_access": "Reachable over HTTP",
    "versions": "Versions",
    "type_safety": "Types",
    "migrations": "Migrations",
    "async": "Async",
    "edge": "Edge",
    "several_engines": "Several engines",
    "sql_control": "Control over SQL",
}

#: What stands beside a source, so that nobody takes a well-known thing, or our judgement, for a page that was read.
#: The page "Compare" says what each means (`#provenance`).
LOOKED: Final[Mapping[str, str]] = {
    "verified": "checked {day}",
    "second-hand": "read second-hand, {day}",
    "well-known": "well known",
    "judgement": "our judgement, {day}",
    "unverified": "not verified",
}


def plain(text: str) -> str:
    """Text from the catalogue as Markdown, safe in a table's cell too."""
    return escape(text).replace("|", "\\|")


def cite(source: Source, confidence: str = "verified") -> str:
    """Where a sentence comes from, how sure we are and when we looked: a link, or a package whose metadata say it."""
    where = f"[Source]({source.url})" if source.url.startswith("https://") else f"Source: {plain(source.title)}"
    return f"{where}, {LOOKED[confidence].format(day=source.checked)}."


def told(fact: Fact) -> str:
    """A fact's sentence with its source; what is not verified is never told as a fact."""
    return f"{plain(fact.text)} {cite(fact.source, fact.confidence)}" if fact.printable else f"{WORDS['unknown']}."


def folder(product: Product) -> str:
    """The folder of the product's kind, in the catalogue and on the site."""
    if isinstance(product, Database):
        return "databases"
    return "services" if isinstance(product, Service) else "clients"


def page(product: Product) -> str:
    """Where a product's page lies below `docs/`."""
    return f"{folder(product)}/{product.id}.md"


def product(catalogue: Catalogue, id_: str) -> Product:
    """The database, service or client with this id. Raises KeyError."""
    groups: Iterable[Mapping[str, Product]] = (catalogue.databases, catalogue.services, catalogue.clients)
    for group in groups:
        if id_ in group:
            return group[id_]
    raise KeyError(id_)


def linked(product: Product, anchor: str = "") -> str:
    """A product's name as a link to its page."""
    return f"[{plain(product.name)}](/{page(product)}{f'#{anchor}' if anchor else ''})"


def listed(items: Iterable[str], between: str = "and") -> str:
    """`a, b and c`."""
    *most, last = items
    return f"{', '.join(most)} {between} {last}" if most else last


def definitions(items: Iterable[tuple[str, str]]) -> list[str]:
    """A definition list, line by line."""
    return [line for term, text in items for line in (term, f":   {text}", "")]


def section(heading: str, anchor: str, lines: Iterable[str]) -> list[str]:
    """A section with an anchor of its own, line by line; nothing where there is nothing to say."""
    lines = list(lines)
    return [f"## {heading} {{ #{anchor} }}", "", *lines, ""] if lines else []


def folded(summary: str, lines: Iterable[str], attributes: str = "") -> list[str]:
    """What not everybody needs, below a line to press; anchors inside open it (docs/javascripts/folds.js)."""
    opened = f'<details class="ds-fold"{attributes} markdown="block"><summary>{summary}</summary>'
    return [opened, "", *lines, "", "</details>", ""]
