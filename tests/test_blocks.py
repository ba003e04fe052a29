"""What a document is made of; and the team's voice, over every sentence of the catalogue."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from wizard.catalogue.load import load
from wizard.write.blocks import Item, bullets, ours, paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

CATALOGUE = load()

#: What stands before "we" where it is the subject, each read by somebody. Before the object of a verb or a preposition
#: it must be "us": then the pattern in `wizard/write/blocks.py` lacks that word, and it belongs there and not here.
BEFORE_A_SUBJECT = {
    "after",
    "and",
    "as",
    "because",
    "before",
    "but",
    "day",
    "features",
    "functions",
    "how",
    "if",
    "mode",
    "mongodb",
    "once",
    "one",
    "or",
    "others",
    "promise",
    "region",
    "regions",
    "since",
    "so",
    "software",
    "sql",
    "than",
    "that",
    "then",
    "there",
    "those",
    "till",
    "tool",
    "unless",
    "until",
    "values",
    "what",
    "when",
    "where",
    "wherever",
    "whether",
    "which",
    "while",
    "who",
    "write",
}


def texts(value: Any) -> Iterator[str]:
    """Every text in a piece of the catalogue."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts(item)
    elif isinstance(value, tuple | list | frozenset):
        for item in value:
            yield from texts(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name))


YOU = re.compile(r"\byou(?:r|rs|rself|rselves)?\b", re.IGNORECASE)

SENTENCES = sorted(
    {
        sentence
        for group in (CATALOGUE.rules, CATALOGUE.databases, CATALOGUE.services, CATALOGUE.clients)
        for text in texts(dict(group) if not isinstance(group, tuple) else group)
        for sentence in re.split(r"(?<=[.;:]) ", text)
        if YOU.search(sentence)
    }
)


def test_every_sentence_of_the_catalogue_can_be_signed_by_the_team() -> None:
    assert len(SENTENCES) > 200, "the catalogue speaks to the person in some hundred sentences"
    for sentence in SENTENCES:
        told = ours(sentence)
        assert not YOU.search(told), told
        for before in re.findall(r"(?:\b([A-Za-z-]+),? )?\bwe\b", told):
            assert not before or before.lower() in BEFORE_A_SUBJECT, told


def test_you_becomes_us_where_it_is_the_object() -> None:
    assert ours("It spares you a pool, and you keep your own.") == "It spares us a pool, and we keep our own."
    assert ours("Yours to build, by yourself.") == "Ours to build, by ourselves."


def test_a_list_says_nothing_twice() -> None:
    assert bullets("Why", [Item(text="It is."), Item(text="It is.")])[0].items == (Item(text="It is."),)
    assert bullets("Why", []) == ()
    assert paragraph("It is.", "Why").label == "Why"
