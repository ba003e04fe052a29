"""What a document is made of: sections of blocks of sentences, in the team's own voice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """A sentence, with the address of its source where it has one, and behind it what the person `said`, word for
    word. Where the sentence says `{things}` it has what the person called so, word for word too. `about` are the first
    words of the text, where they only say what it is about."""

    text: str
    said: str = ""
    url: str = ""
    things: str = ""
    about: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """`kind`: `pick` (the choice itself), `text` (a paragraph), `list`, `links` (in one line), `code` or `subheading`;
    `label` comes first."""

    kind: str
    items: tuple[Item, ...]
    label: str = ""


type Blocks = tuple[Block, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """`prose`, where there is any, stands instead of the blocks that the guide wrote."""

    heading: str
    blocks: Blocks
    prose: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    title: str
    sections: tuple[Section, ...]
    filename: str
    below: str = ""
    """The heading of the first section below the line, if one stands there."""


def assembled(
    title: str,
    filename: str,
    sections: Mapping[str, Blocks],
    prose: Mapping[str, str],
    below: tuple[str, ...] = (),
    *,
    by_others: bool = False,
) -> Document:
    """A document from the blocks of its sections: in the team's voice, and with the prose that was edited by hand in
    its place. Sections that only the person has follow above the line; what stood before the first, in the front. Where
    others run the database, as own words have it, no machines are the team's."""
    made = [
        Section(
            heading=heading,
            blocks=tuple(_signed(block, by_others=by_others) for block in blocks),
            prose=prose.get(heading, ""),
        )
        for heading, blocks in sections.items()
    ]
    own = [
        Section(heading=heading, blocks=(), prose=text)
        for heading, text in prose.items()
        if heading and heading not in sections
    ]
    front = [Section(heading="", blocks=(), prose=prose[""])] if "" in prose else []
    above = [section for section in (*made, *own) if section.heading not in below]
    last = [section for section in (*made, *own) if section.heading in below]
    last.sort(key=lambda section: below.index(section.heading))  # one that was edited by hand may be of them
    first = last[0].heading if last else ""
    return Document(title=title, filename=filename, sections=(*front, *above, *last), below=first)


def _signed(block: Block, *, by_others: bool = False) -> Block:
    """The block in the team's own voice; commands stay as they are."""
    if block.kind == "code":
        return block
    without = " on machines that we run" if by_others else "\n"
    items = (replace(item, text=ours(item.text).replace(without, "")) for item in block.items)
    return replace(block, items=tuple(items), label=block.label.replace(without, ""))


def paragraph(text: str, label: str = "", url: str = "") -> Block:
    return Block(kind="text", items=(Item(text=text, url=url),), label=label)


def bullets(label: str, items: Iterable[Item]) -> Blocks:
    """A list under its label; nothing where there is nothing to list."""
    items = tuple(dict.fromkeys(items))
    return (Block(kind="list", items=items, label=label),) if items else ()


_OURS: Final = (
    (re.compile(r"\b([Yy])ourselves\b|\b([Yy])ourself\b"), "ourselves"),
    (re.compile(r"\byour own machines\b"), "machines that we run"),  # rented ones too
    (re.compile(r"\byours\b"), "ours"),
    (re.compile(r"\bYours\b"), "Ours"),
    (re.compile(r"\byour\b"), "our"),
    (re.compile(r"\bYour\b"), "Our"),
    (
        re.compile(
            r"\b(for|to|with|from|of|by|lets?|gives?|spares?|costs?|asks?|tells?|leaves?|suits?|ties?|bothers?) you\b"
        ),
        r"\1 us",
    ),
    (re.compile(r"\byou\b"), "we"),
    (re.compile(r"\bYou\b"), "We"),
)


#: What people said, word for word.
_QUOTED: Final = re.compile(r"(“[^”]*”)")


def ours(text: str) -> str:
    """A sentence that speaks to the person, turned into one that the team can sign: "you" becomes "we", but for what it
    quotes."""
    if "you" not in text and "You" not in text:
        return text
    return "".join(part if part.startswith("“") else _ours(part) for part in _QUOTED.split(text))


def _ours(text: str) -> str:
    for pattern, instead in _OURS:
        text = pattern.sub(instead, text)
    return text
