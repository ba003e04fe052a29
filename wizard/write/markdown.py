"""A document as Markdown: every sentence escaped, edited prose as it stands."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from wizard.catalogue.later import later
from wizard.write.blocks import Block, Document, Item, Section
from wizard.write.prose import settle
from wizard.write.spans import headline, literal

# --- how it is written ------------------------------------------------------------------------------------------------

_CODE: Final = later(r"((?<!`)`(?!`)[^`]+`(?!`))")


@lru_cache(maxsize=512)  # the same sentences go into a screen, a file, and what tells whether a section was edited
def escape(text: str) -> str:
    """A sentence of ours (with `code` in backticks) as Markdown that can hold no heading, link, HTML or fence."""
    parts = _CODE.split(" ".join(text.split()))
    escaped = "".join(part if at % 2 else literal(part) for at, part in enumerate(parts))
    begun = re.sub(r"^(#|\+|-)", r"\\\1", escaped)
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", begun)


def _sentence(entry: Item) -> str:
    """The sentence, with the person's own nouns in their place."""
    escaped = escape(entry.text)
    return escaped.replace(r"\{things}", literal(entry.things)) if entry.things else escaped


#: What stands before the section that is below it.
LINE: Final = "---"


def markdown(document: Document, comment: str = "") -> str:
    """The whole file; `comment` is what :func:`answers_comment` gives."""
    parts = [f"# {document.title}"]
    for section in document.sections:
        parts += [LINE] if section.heading and section.heading == document.below else []
        parts += [f"## {headline(section.heading)}"] if section.heading else []
        parts += [section_markdown(section)]
    return "\n\n".join(part for part in (*parts, comment) if part) + "\n"


def section_markdown(section: Section) -> str:
    """What stands below the heading: the prose that was edited by hand, or what the guide writes."""
    return settle(section.prose) if section.prose else generated(section)


def generated(section: Section) -> str:
    """What the guide writes below the heading, whether it was edited by hand or not."""
    return "\n\n".join("\n".join(_block_lines(block)) for block in section.blocks)


def _block_lines(block: Block) -> list[str]:
    def item(entry: Item) -> str:
        url = entry.url if entry.url.startswith("https://") else ""
        said = f" {literal(' '.join(entry.said.split()))}" if entry.said else ""
        return _sentence(entry) + said + (f" ([source]({url}))" if url else "")

    label_ = f"**{block.label}:** " if block.label else ""
    if block.kind == "subheading":
        return [f"### {escape(block.items[0].text)}"]
    if block.kind == "pick":
        return [f"**{escape(block.items[0].text)}**"]
    if block.kind == "text":
        return [label_ + item(block.items[0])]
    if block.kind == "links":
        return [f"{label_}{', '.join(f'[{escape(entry.text)}]({entry.url})' for entry in block.items)}."]
    if block.kind == "code":
        return [f"{label_}".rstrip(), "", "```sh", *block.items[0].text.splitlines(), "```"]
    heading = [f"**{block.label}:**", ""] if block.label else []
    return heading + [f"- {item(entry)}" for entry in block.items]
