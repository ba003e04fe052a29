"""YAML front matter: what some tools want to stand above a document's title. The guide writes none, and keeps one."""

from __future__ import annotations

import re
from typing import Final

from wizard.catalogue.later import later

#: Keys with plain values, and lists of them: lines that are harmless to a reader of Markdown who takes them for text.
#: Anything with a tag, a link, code or attributes in it is none.
_LINE: Final = r"(?:[\w-]+:|[ \t]+\S|-[ \t]|#)(?:[^\n<>`{}\\\]]|\](?![(:]))*"
_FRONT: Final = later(rf"[\w-]+:(?:[^\n<>`{{}}\\\]]|\](?![(:]))*(?:\n(?:{_LINE})?)*")

_BLOCK: Final = later(r"---[ \t]*\n(?P<inside>(?:(?!---)[^\n]*\n)*)---[ \t]*(?:\n+|\Z)")


def is_front(text: str) -> bool:
    """Whether a text can stand between the marks as it is."""
    return _FRONT.fullmatch(text) is not None


def split_front(text: str) -> tuple[str, str]:
    """(the front matter without its marks, the rest); nothing, and the whole text, where it has none to be kept."""
    found = _BLOCK.match(text)
    if not found or not is_front(found["inside"].rstrip("\n")):
        return "", text
    return found["inside"].rstrip("\n"), text[found.end() :]


def begins_with_front(text: str) -> bool:
    """Whether a text begins as front matter does, whatever is in it."""
    found = _BLOCK.match(text)
    return found is not None and re.match(r"[\w\"'-]+[ \t]*:", found["inside"]) is not None
