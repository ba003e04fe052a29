"""Products that prose names: what a file without answers says, whether it is a record of a stack at all, and words that
contradict answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from wizard.catalogue import elsewhere
from wizard.catalogue.model import Catalogue, Client, Database, Service
from wizard.catalogue.signs import visible
from wizard.converse import record
from wizard.converse.own_words import is_denied
from wizard.converse.record import Found
from wizard.explain.reading import Reading
from wizard.explain.words import listed
from wizard.read.decided import Contradiction, decided_otherwise
from wizard.read.mentions import mentions
from wizard.read.own import Own
from wizard.write.blocks import Section
from wizard.write.comment import pick_names
from wizard.write.forms import GENERATED
from wizard.write.markdown import generated

#: A product is looked for in the first lines of its section: later ones name what was not chosen.
FIRST_CHARACTERS: Final = 200

#: Headings of what was not chosen name nothing.
LEFT_OUT: Final = (
    r"(?:.*\b(?:reject|refus|exclud|consider|weigh|alternativ|former|previous|old|options|no[tr]?\b|ruled out))"
)
_DATABASE: Final = re.compile(rf"^(?!{LEFT_OUT}).*database\b(?!.*client)", re.IGNORECASE)
_CLIENT: Final = re.compile(rf"^(?!{LEFT_OUT}).*(?:\borm\b|client)", re.IGNORECASE)

#: Sections of the document that name the pick -> whether they name a client.
_NAMING: Final = {"Overview": False, "Database": False, "ORM / Database Client": True, "Decision Outcome": False}

#: What somebody has still to fill in: `{{ name }}`, `${NAME}`, `<name of the database>`, `<DATABASE>`, TODO, and
#: brackets that are no link.
_BLANK: Final = re.compile(
    r"(?P<sure>\{\{[^{}\n]*\}\}|\$\{[^{}\n]*\}|<[A-Za-z][^<>=\n]*[ _-][^<>=\n]*>|<[A-Z][A-Z_]*>)"
    r"|\b(?:TODO|TBD|FIXME)\b|\[[^\[\]\n]{2,}\](?![(:\[])|_{3,}"
)
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)

#: What stands in a text and is not said by it: comments, what is hidden or struck through, boxes that nobody ticked,
#: where a link leads, what an image shows.
NOT_SAID: Final = re.compile(
    r"<!--.*?(?:-->|\Z)|~~[^~\n]+~~|<(del|s|strike)>[^<]*</\1>|<(\w+) [^<>]*hidden[^<>]*>[^<]*</\2>|"
    r"(?<![^\n])(?:[ \t>]*[-*+] \[ \]|[ ]{0,3}\[[^\]\n]+\]:)[^\n]*|!\[[^\]\n]*\]|(?<=\]\()[^()\n]*",
    re.DOTALL,
)

#: Between clauses. What stands before a colon says how what follows is meant.
_CLAUSE: Final = re.compile(r"[,.;!?]\s|\n")
_NOT_TAKEN: Final = re.compile(
    r"\b(?:consider\w*|weigh\w*|reject\w*|outgr[eo]wn?|left|leav\w+|ruled out|former\w*|previous\w*|old)\b",
    re.IGNORECASE,
)

#: Headings of a README, and of no record of a stack.
_README: Final = re.compile(
    r"install(?:ation|ing)?|getting started|quick ?start|usage|contributing|licen[cs]e|features|tests?|deployment",
    re.IGNORECASE,
)


def proposals(catalogue: Catalogue, name: str, sections: Mapping[str, str], body: str) -> tuple[Found, ...]:
    """The database and the client that a file without answers names under a heading for them."""
    named = (_named(catalogue, _names_of(group), sections, body, _DATABASE) for group in _stores(catalogue))
    database = next(filter(None, named), None)
    client = _named(catalogue, _names_of(catalogue.clients.values()), sections, body, _CLIENT)
    found: list[tuple[str, str, int, str]] = []
    if database:
        found += [("persistence", "yes", *database[1:]), ("existing_database", *database)]
    if client:
        found.append(("language", catalogue.clients[client[0]].language, *client[1:]))
        found.append(("existing_client", *client))
    return tuple(
        Found(
            key=key,
            value=value,
            file=name,
            line=line,
            text=visible(text),
            because=f"{catalogue.name(client[0])} is a library for it." if key == "language" and client else "",
        )
        for key, value, line, text in found
    )


def unfinished(own: Own) -> str:
    """Why a file without answers says nothing yet, as after "it": a template that nobody has filled in, say."""
    if own.twice:
        return f"has {listed([f'“{heading[:60]}”' for heading in own.twice[:3]])} more than once"
    asked = [
        words
        for heading, words in own.sections.items()
        if _DATABASE.search(heading[:200]) or _CLIENT.search(heading[:200])
    ]
    return "is a template that nobody has filled in" if asked and all(map(_is_blank, asked)) else ""


def other_kind(name: str, own: Own, found: tuple[Found, ...]) -> str:
    """Why a file without answers is another kind of document, as after "it"; nothing for a record of a stack."""
    if not found:
        return "names no database and no client as taken under a heading for one"
    if "data stack" in _words(own.title):
        return ""
    readme = [heading for heading in own.sections if _README.fullmatch(heading)]
    if readme or _words(name).startswith("readme"):
        return "reads like a README"
    ours = "data stack" in _words(name) or len(GENERATED.intersection(own.sections)) > 1
    return "" if ours else "has neither the name nor the headings of one"


def _words(text: str) -> str:
    return " ".join(re.split(r"[\W_]+", text.lower())).strip()


def _is_blank(words: str) -> bool:
    """Whether the beginning of a section is to be filled in: it begins with a blank, or holds one that nobody writes
    into a sentence, or no word at all."""
    first = _COMMENT.sub("", words[: 5 * FIRST_CHARACTERS])[:FIRST_CHARACTERS].lstrip(" \t\n-*>#`|")
    found = _BLANK.search(first)
    return not re.search(r"\w", first) or (found is not None and (found.start() == 0 or bool(found["sure"])))


def contradictions(
    reading: Reading, by_hand: Mapping[str, str], pick_then: Iterable[str], made: Iterable[Section] = ()
) -> Iterator[Contradiction]:
    """What sections edited by hand say against the answers: each deciding line that is another than in `made`, the
    guide's sections; and prose that names another product than the answers give, and did when it was written."""
    catalogue = reading.catalogue
    picks = {*reading.pick_ids, *pick_then}
    texts = {section.heading: generated(section) for section in made if section.heading in by_hand}
    lines = [*decided_otherwise(reading, by_hand, texts, picks)]
    yield from lines
    told = {item.heading for item in lines}
    for heading, of_client in _NAMING.items():
        groups = [catalogue.clients.values()] if of_client else _stores(catalogue)
        named = {name: id_ for group in groups for name, id_ in _names_of(group).items()}
        named |= {name: name for name in elsewhere.which("main")} if heading == "Database" else {}
        there = set[str]() if heading in told else _all_named(catalogue, named, by_hand.get(heading, ""))
        there -= _all_named(catalogue, named, texts.get(heading, "")) - picks if there else set()
        if there and not there & picks:
            now = pick_names(catalogue, reading.pick_ids)
            names = listed([*dict.fromkeys(pick_names(catalogue, [id_]) for id_ in sorted(there))][:3])
            said = f"“{heading}” names {names}, but the answers in the file give {now}: change the one or the other."
            yield Contradiction(heading=heading, line="", says=said)
            return


def _stores(catalogue: Catalogue) -> Iterable[Iterable[Service | Database]]:
    """Services before the databases that they run: "PostgreSQL on Neon" is Neon."""
    places = [item for item in catalogue.services.values() if item.kind == "managed"]
    return places, catalogue.databases.values()


def _names_of(group: Iterable[Service | Database | Client]) -> dict[str, str]:
    """How products are called in prose -> id: by name, by name without "ORM", and by id."""
    return {name: item.id for item in group for name in (item.name, item.name.removesuffix(" ORM"), item.id)}


def _pattern(names: Mapping[str, str]) -> re.Pattern[str]:
    """Any of the names as a word; the longest at a place counts."""
    pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE)


def _taken(catalogue: Catalogue, names: Mapping[str, str], words: str) -> Iterator[re.Match[str]]:
    """Where the beginning of a text names a product as what is taken, and not as what was refused, weighed or left."""
    first = NOT_SAID.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), words[: 5 * FIRST_CHARACTERS])
    unsaid = sum(map(str.__ne__, first, words))
    for found in _pattern(names).finditer(first[: FIRST_CHARACTERS + unsaid]):
        line, rest = first[: found.start()].rpartition("\n")[2], first[found.end() :].partition("\n")[0]
        at = len(line)
        named = mentions(catalogue, f"{line}{found[0]}{rest}")
        out = any(item.left_out and item.start < at + len(found[0]) and at < item.end for item in named)
        before, after = _CLAUSE.split(line)[-1], _CLAUSE.split(rest)[0]
        if not (out or is_denied(before, after) or _NOT_TAKEN.search(before)):
            yield found


def _all_named(catalogue: Catalogue, names: Mapping[str, str], words: str) -> set[str]:
    """The products that the beginning of a text names."""
    ids = {name.lower(): id_ for name, id_ in names.items()}
    return {ids[found[0].lower()] for found in _taken(catalogue, names, words)}


def _named(
    catalogue: Catalogue,
    names: Mapping[str, str],
    sections: Mapping[str, str],
    body: str,
    heading: re.Pattern[str],
) -> tuple[str, int, str] | None:
    """(id, line, the line's text) of the product that the section names first."""
    section = next((words for title, words in sections.items() if heading.search(title)), None)
    found = next(_taken(catalogue, names, section), None) if section else None
    if section is None or found is None:
        return None
    id_ = next(id_ for name, id_ in names.items() if name.lower() == found[0].lower())
    at = max(body.find(section), 0) + found.start()
    start = body.rfind("\n", 0, at) + 1
    end = body.find("\n", at)
    line = body[start : end if end >= 0 else len(body)].strip()
    return id_, body.count("\n", 0, start) + 1, line[: record.LONGEST_NAME]
