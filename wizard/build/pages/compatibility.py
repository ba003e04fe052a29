"""What talks to what: clients against protocols, and protocols with the places that speak them.

Each table is one piece of HTML that reads in two ways: as a grid where there is room, and on a phone as a list for each
row. So every cell carries its column's name, which the stylesheet shows on a phone, and a client's "no" cells are
gathered in one cell at the end, which it shows there instead of them. The roles say again what the elements are, since
a table that is laid out as a list is no table any more to some browsers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wizard.build.pages.words import WORDS, folded, linked, listed, plain, told
from wizard.catalogue.model import Catalogue, Client, Service
from wizard.catalogue.vocabulary import FAMILIES, LANGUAGES
from wizard.explain.words import language_name

type Cell = tuple[str, str]
"""Class and text, which may hold inline Markdown."""

REST = "Does not talk to"


def clients(catalogue: Catalogue) -> str:
    """For each language, clients down and protocols across; what there is to say about a cell stands below."""
    return "\n".join(_language(catalogue, language) for language in LANGUAGES)


def services(catalogue: Catalogue) -> str:
    """Protocols down, with the services that speak them and the clients that talk to them."""
    header = ["Protocol", "Spoken by", *map(language_name, LANGUAGES)]
    rows = [
        (
            f"row-protocols-{family}",
            [
                ("", FAMILIES[family]),
                ("", _speakers(catalogue, family)),
                *(("", talkers(catalogue, family, language)) for language in LANGUAGES),
            ],
        )
        for family in FAMILIES
    ]
    table = _table("ds-matrix ds-matrix--words", "Which services and clients share a protocol", header, rows)
    return "\n".join(folded(f"{len(rows)} protocols", [table]))


def _language(catalogue: Catalogue, language: str) -> str:
    of_language = [item for item in catalogue.listed(catalogue.clients) if item.language == language]
    spoken = [family for family in FAMILIES if any(_support(item, family) != "no" for item in of_language)]
    header = ["Client", *(FAMILIES[family] for family in spoken), REST]
    rows = [(f"row-compatibility-{item.id}", _row(item, spoken)) for item in of_language]
    notes = [
        f'- <span id="{_note(item, family)}"></span>**{plain(item.name)} with {FAMILIES[family]}:** {told(fact)}'
        for item in of_language
        for family, fact in item.speaks.items()
        if _noted(item, family)
    ]
    heading = f"### {language_name(language)} {{ #compatibility-{language} }}"
    name = f"What clients in {language_name(language)} talk to"
    summary = f"{len(rows)} clients in {language_name(language)}"
    table = _table("ds-matrix", name, header, rows)
    return "\n".join(["", heading, "", *folded(summary, [table, *notes])])


def _row(client: Client, spoken: Iterable[str]) -> list[Cell]:
    upkeep = client.upkeep.value
    alive = "" if upkeep in ("active", "unknown") else f" ({WORDS[upkeep].lower()})"
    silent = [FAMILIES[family] for family in spoken if _support(client, family) == "no"]
    return [
        ("", linked(client) + alive),
        *(_cell(client, family) for family in spoken),
        ("ds-rest", listed(silent, "or") if silent else "nothing in this table"),
    ]


def _cell(client: Client, family: str) -> Cell:
    support = _support(client, family)
    word = WORDS[support]
    return f"ds-{support}", f"[{word}](#{_note(client, family)})" if _noted(client, family) else word


def _support(client: Client, family: str) -> str:
    fact = client.speaks.get(family)
    return fact.value if fact else "no"


def _noted(client: Client, family: str) -> bool:
    """Whether a cell needs a sentence: it is not a plain yes, and there is something that may be told."""
    fact = client.speaks.get(family)
    return fact is not None and fact.value != "yes" and fact.printable


def _note(client: Client, family: str) -> str:
    return f"note-{client.id}-{family}"


def _speakers(catalogue: Catalogue, family: str) -> str:
    """The services that speak a protocol, in the guide's order."""
    return ", ".join(linked(item) for item in catalogue.services.values() if family in item.runs.values())


def talkers(catalogue: Catalogue, family: str, language: str, service: Service | None = None) -> str:
    """The clients of a language that speak a protocol, or that do so at one `service`, as links to what they say."""
    found = []
    for client in catalogue.clients.values():
        elsewhere = service is not None and client.services and service.id not in client.services
        if client.language == language and (support := _support(client, family)) != "no" and not elsewhere:
            only = [catalogue.services[id_].name for id_ in client.services]
            limits = [f"{listed(only)} only"] if only and not service else []
            limits += ["with care"] if support == "caveat" else []
            found.append(linked(client, f"speaks-{family}") + (f" ({', '.join(limits)})" if limits else ""))
    return ", ".join(found) or "None in the catalogue"


def _table(kind: str, name: str, header: Sequence[str], rows: Iterable[tuple[str, Sequence[Cell]]]) -> str:
    """HTML with Markdown in its cells. `rows` are (anchor, cells); the first cell heads its row."""

    def column(text: str) -> str:
        rest = ' class="ds-rest"' if text == REST else ""
        return f'<th role="columnheader" scope="col"{rest} markdown="span">{text}</th>'

    def cell(label: str, item: Cell) -> str:
        class_ = f' class="{item[0]}"' if item[0] else ""
        return f'<td role="cell"{class_} markdown="span"><span class="ds-label">{label}:</span> {item[1]}</td>'

    def row(anchor: str, cells: Sequence[Cell]) -> str:
        head = f'<th role="rowheader" scope="row" markdown="span">{cells[0][1]}</th>'
        rest = "".join(cell(label, item) for label, item in zip(header[1:], cells[1:], strict=True))
        return f'<tr role="row" id="{anchor}" markdown="1">{head}{rest}</tr>'

    lines = [
        f'<div class="ds-matrix-box" role="region" aria-label="{name}" tabindex="0" markdown="1">',
        f'<table class="{kind}" role="table" aria-label="{name}" markdown="1">',
        f'<thead role="rowgroup" markdown="1"><tr role="row" markdown="1">{"".join(map(column, header))}</tr></thead>',
        '<tbody role="rowgroup" markdown="1">',
        *(row(*item) for item in rows),
        "</tbody>",
        "</table>",
        "</div>",
    ]
    return "\n".join(["", *lines, ""])
