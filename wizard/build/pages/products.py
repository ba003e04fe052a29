"""A page for each database, service and client, and an index for each kind, as Markdown.

Anchors on a page never change: `pick-when`, `avoid-when`, `compared`, `not-proposed`, `trade-offs`, `operations`,
`facts` with one `fact-…` for each fact, `runs`, `clients`, `talks-to` with one `speaks-…` for each protocol, `start`,
`leads-here` and `rows`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import quote

from wizard.build.pages import compatibility, concerns, leads, pairs, ways_here
from wizard.build.pages.conditions import phrase
from wizard.build.pages.ways_here import ROOT
from wizard.build.pages.words import (
    FACT_NAMES,
    HOSTING,
    PLATFORM_NAMES,
    WORDS,
    Product,
    cite,
    definitions,
    folded,
    folder,
    linked,
    listed,
    page,
    plain,
    section,
    told,
)
from wizard.catalogue.load import FOLDER
from wizard.catalogue.model import Catalogue, Client, Condition, Cost, Database, Fact, Service
from wizard.catalogue.vocabulary import CLIENT_FACTS, FAMILIES, LANGUAGES, OPERATIONS, STORE_FACTS, SUPPORTED
from wizard.converse import link
from wizard.explain.words import capital, language_name

KINDS: Final[Mapping[str, str]] = {
    "databases": "Databases",
    "services": "Services",
    "clients": "ORMs and database clients",
}

#: The folder of the repository, on this machine.
CHECKOUT: Final = Path(__file__).parents[3]


def pages(catalogue: Catalogue, repository: str = "") -> dict[str, str]:
    """Every generated page: its place below `docs/` and its Markdown. `repository` is its address, if it has one."""
    indexes = {f"{kind}/index.md": index(catalogue, kind) for kind in KINDS}
    return indexes | {page(product): product_page(catalogue, product, repository) for product in _all(catalogue)}


def sources(catalogue: Catalogue) -> dict[str, str]:
    """Place of a product's page -> the file that it is made from, in the repository; not of what an overlay added."""
    found = {page(product): FOLDER / f"{folder(product)}/{product.id}.toml" for product in _all(catalogue)}
    return {place: file.relative_to(CHECKOUT).as_posix() for place, file in found.items() if file.is_file()}


def _all(catalogue: Catalogue) -> list[Product]:
    groups: Iterable[Mapping[str, Product]] = (catalogue.databases, catalogue.services, catalogue.clients)
    return [product for group in groups for product in group.values()]


def index(catalogue: Catalogue, kind: str) -> str:
    """The list of all databases, services or clients."""
    if kind == "databases":
        entries: list[str] = [_entry(item) for item in catalogue.listed(catalogue.databases)]
        about = "What keeps the data. Where it runs is a [service](/services/index.md)."
        table = "[Compare every database](/guide/database.md#compare-every-database)"
    elif kind == "services":
        entries = [_entry(item) for item in catalogue.listed(catalogue.services)]
        about = "Where a [database](/databases/index.md) runs, and who looks after it."
        table = "[Compare every service](/guide/database.md#compare-every-service)"
    else:
        entries = []
        for language in LANGUAGES:
            entries += ["", f"## {language_name(language)}", ""]
            entries += [_entry(item) for item in catalogue.listed(catalogue.clients) if item.language == language]
        about = "How code talks to a [database](/databases/index.md): ORMs, query builders, generated code and drivers."
        table = "[Compare every client](/guide/client.md#compare-every-client)"
    words = {"databases": "database", "services": "service", "clients": "ORM, query builder and driver"}[kind]
    lines = [
        *_front(KINDS[kind], f"Every {words} that the guide knows, with a page for each."),
        f"# {KINDS[kind]}\n",
        f"{about} {table}, or read one by one.\n",
        *entries,
    ]
    return "\n".join(lines) + "\n"


def product_page(catalogue: Catalogue, product: Product, repository: str = "") -> str:
    """One product's page."""
    parts: list[Iterable[str]] = [
        _front(product.name, product.summary),
        [f"# {plain(product.name)}\n", plain(product.summary), ""],
        _at_a_glance(catalogue, product),
        _not_proposed(product),
        section("When to pick it", "pick-when", [f"- {_sentence(text)}" for text in product.pick_when]),
        section("When to look elsewhere", "avoid-when", [f"- {_sentence(text)}" for text in product.avoid_when]),
        pairs.compared(catalogue, product),
        section("Trade-offs", "trade-offs", [_trade_off(catalogue, cost) for cost in product.trade_offs]),
        _operations(catalogue, product),
        _start(catalogue, product),
        _around(catalogue, product),
        _facts(catalogue, product),
        _tell_us(product, repository),
        ways_here.leads_here(catalogue, product),
        ways_here.in_the_tables(catalogue, product),
    ]
    return "\n".join(line for part in parts for line in part) + "\n"


def _front(title: str, description: str) -> list[str]:
    """Front matter. JSON's strings are YAML's, too."""
    described = json.dumps(" ".join(description.split()), ensure_ascii=False)
    return ["---", f"title: {json.dumps(title, ensure_ascii=False)}", f"description: {described}", "---", ""]


def _entry(product: Product) -> str:
    proposed = "" if not isinstance(product, Client) or product.pickable else " Not proposed for new projects."
    return f"- **{linked(product)}.** {plain(product.summary)}{proposed}"


def _sentence(text: str) -> str:
    return f"{capital(plain(text))}."


def _at_a_glance(catalogue: Catalogue, product: Product) -> list[str]:
    items: list[tuple[str, str]]
    if isinstance(product, Database):
        serves = capital(phrase(catalogue, "data", Condition(all_of=frozenset(product.serves))))
        protocol = f"{FAMILIES[product.family]}. [What talks to it](#clients)"
        items = [("Model", plain(product.model)), ("Holds", serves), ("Protocol", protocol)]
    elif isinstance(product, Service):
        runs = ", ".join(linked(catalogue.databases[id_]) for id_ in product.runs)
        items = [("Runs", runs), ("Who runs it", HOSTING[product.kind].who)]
        items += [("Platform", PLATFORM_NAMES[product.platform])] if product.platform else []
    else:
        items = [("Language", language_name(product.language)), ("Style", plain(product.style_text))]
        items += [("Best for", plain(product.best_for))]
    items.append(('<span id="upkeep"></span>Upkeep', f"{WORDS[product.upkeep.value]}. {told(product.upkeep)}"))
    items.append(("Website", f"[{product.website}]({product.website}){{ .ds-address }}"))
    lean = link.write(leads.in_mind(product))
    items.append(("Wizard", f'<a href="{ROOT}/wizard/#{lean}">Open it with {plain(product.name)} in mind</a>'))
    return definitions(items)


def _not_proposed(product: Product) -> list[str]:
    why = product.pickable_why if isinstance(product, Client) else product.never_first
    return section("Why the wizard does not propose it", "not-proposed", [_sentence(why.rstrip("."))] if why else [])


def _trade_off(catalogue: Catalogue, cost: Cost) -> str:
    return f"- {_concerned(catalogue, cost)}{told(cost.fact)}"


def _operations(catalogue: Catalogue, product: Product) -> list[str]:
    """What somebody on call wants to know, aspect by aspect."""
    if isinstance(product, Client):
        return []
    items = [
        (name, "\n\n:   ".join(f"{_concerned(catalogue, cost)}{told(cost.fact)}" for cost in found))
        for key, name in OPERATIONS.items()
        if (found := [cost for cost in product.operations if cost.fact.key == key])
    ]
    return section("In operation", "operations", definitions(items))


def _concerned(catalogue: Catalogue, cost: Cost) -> str:
    """Whom a sentence concerns, before it; nothing where it concerns everybody."""
    label = concerns.label(catalogue, cost)
    return f"**{label}:** " if label else ""


# --- how to start -----------------------------------------------------------------------------------------------------


def _start(catalogue: Catalogue, product: Product) -> list[str]:
    lines: list[str] = []
    if isinstance(product, Client):
        lines = ["```sh", product.install, "```", ""]
        if product.migrations_with:
            lines += [f"Migrations: with {plain(product.migrations_with)}.", ""]
        if product.starts:
            starts = [f"[{FAMILIES[key]}](/first-ten-minutes/{product.id}-{key}.md)" for key in product.starts]
            lines.append(f"The first ten minutes, with lines that are run: with {listed(starts, 'or')}.")
    elif isinstance(product, Service) and product.start:
        lines = _command(product.start)
    elif isinstance(product, Database):
        lines = ["How to start depends on where it runs:", ""]
        for service in catalogue.services.values():
            if product.id in service.runs:
                lines.append(f"- {linked(service, 'start' if service.start else '')}")
    return section("How to start", "start", lines)


def _command(start: str) -> list[str]:
    """A command in a box of its own; where there is none, the sentence that says what to do."""
    if start[0].isupper():
        words = [f"<{word}>" if word.startswith("https://") else plain(word) for word in start.split()]
        return [" ".join(words) + ("" if words[-1].startswith("<") else ".")]
    return ["```sh", start, "```"]


# --- what is around it ------------------------------------------------------------------------------------------------


def _around(catalogue: Catalogue, product: Product) -> list[str]:
    if isinstance(product, Client):
        return _talks_to(catalogue, product)
    if isinstance(product, Database):
        services = [service for service in catalogue.services.values() if product.id in service.runs]
        places = [f"- **{linked(item)}.** {plain(item.summary)}" for item in services]
        return [*section("Where it runs", "runs", places), *_clients(catalogue, product)]
    return _clients_there(catalogue, product)


def _clients(catalogue: Catalogue, database: Database) -> list[str]:
    """The clients for an engine, by language, with what there is to say about each."""
    lines = []
    for language in LANGUAGES:
        found = [
            f"- {_client(catalogue, client, fact)}"
            for client in catalogue.clients.values()
            if client.language == language
            if (fact := client.speaks.get(database.family)) and fact.value != "no"
        ]
        name = language_name(language)
        lines += folded(f"{name}: {len(found)}", found) if found else [f"{name}: no client in the catalogue.", ""]
    return section("What talks to it", "clients", lines)


def _client(catalogue: Catalogue, client: Client, fact: Fact) -> str:
    only = [linked(catalogue.services[id_]) for id_ in client.services]
    words = [f"Only with {listed(only)}."] if only else []
    words += ["With care."] if fact.value == "caveat" else []
    words += [told(fact)] if fact.text != SUPPORTED else []
    words += [] if client.pickable else [f"[Not proposed for new projects](/{page(client)}#not-proposed)."]
    return " ".join([f"**{linked(client, f'speaks-{fact.key}')}.**", *words])


def _clients_there(catalogue: Catalogue, service: Service) -> list[str]:
    """The clients for a place, by protocol and language; what there is to say stands on the clients' pages."""
    lines = []
    for family in dict.fromkeys(service.runs.values()):
        lines += [f"### {FAMILIES[family]}", ""] if len(set(service.runs.values())) > 1 else []
        lines += definitions(
            (language_name(language), compatibility.talkers(catalogue, family, language, service))
            for language in LANGUAGES
        )
    return section("What talks to it", "clients", lines)


def _talks_to(catalogue: Catalogue, client: Client) -> list[str]:
    """Every protocol that the client speaks, and where it is spoken; those it does not, in one line or with reasons."""
    items = []
    for family, fact in client.speaks.items():
        support = "" if fact.text == SUPPORTED else f" {told(fact)}"
        source = f" {cite(fact.source, fact.confidence)}" if not support and fact.printable else ""
        places = _places(catalogue, client, family) if fact.value != "no" else ""
        term = f'<span id="speaks-{family}"></span>{FAMILIES[family]}: {WORDS[fact.value].lower()}'
        items.append((term, f"{support}{source}{places}".strip()))
    silent = [FAMILIES[family] for family in FAMILIES if family not in client.speaks]
    rest = ["It does not talk to " + listed(silent, "or") + "."] if silent else []
    return section("What it talks to", "talks-to", [*definitions(items), *rest])


def _places(catalogue: Catalogue, client: Client, family: str) -> str:
    services = [
        linked(service)
        for service in catalogue.services.values()
        if family in service.runs.values() and (not client.services or service.id in client.services)
    ]
    return f" Spoken by {listed(services)}."


# --- facts ------------------------------------------------------------------------------------------------------------


def _facts(catalogue: Catalogue, product: Product) -> list[str]:
    known = CLIENT_FACTS if isinstance(product, Client) else STORE_FACTS
    items = [_fact(key, product.facts[key]) for key in known if key in product.facts]
    missing = [FACT_NAMES[key] for key in known if key not in product.facts]
    rest = []
    if isinstance(product, Service):
        engines = listed(f"{linked(catalogue.databases[id_], 'facts')}" for id_ in product.runs)
        rest = [f"What is not said here is as it is for the database itself: {engines}."]
    elif missing:
        rest = [f"{WORDS['unknown']}: {', '.join(missing)}."]
    sure = "Beside each source: the day on which we last looked, and [how sure we are](/guide/compare.md#provenance)."
    return section("Facts", "facts", [sure, "", *definitions(items), *rest])


def _fact(key: str, fact: Fact) -> tuple[str, str]:
    word = f": {WORDS[fact.value].lower()}" if fact.value else ""
    anchor = f'<span id="fact-{key.replace("_", "-")}"></span>'
    if not fact.printable:
        return f"{anchor}{FACT_NAMES[key]}: {WORDS['unknown'].lower()}", f"{cite(fact.source, fact.confidence)}"
    return f"{anchor}{FACT_NAMES[key]}{word}", told(fact)


def _tell_us(product: Product, repository: str) -> list[str]:
    """A way to the form for a wrong fact, where it is known whom to tell."""
    form = f"{repository}/issues/new?template=wrong-fact.yml&title={quote(product.name)}"
    return [f"Something wrong? [Tell us]({form}).", ""] if repository else []
