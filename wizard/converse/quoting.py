"""A person's own words as a rule quotes them: short, and word for word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from wizard.catalogue.later import later
from wizard.converse.own_words import sentences

#: So many words of a quotation stand within a rule.
MOST: Final = 12

_FIRST: Final = later(r"^(?:and|but|so|then)\s+", re.IGNORECASE)

#: Marks that mean something in a rule, and what stands for them in a quotation.
_MARKS: Final = (("`", "'"), ("{", "("), ("}", ")"), ("“", "'"), ("”", "'"))


def quotations(texts: Iterable[str], holds: Callable[[list[str]], bool]) -> list[str]:
    """The sentences of some texts of which something holds, each in quotation marks: of a long one the part, and of a
    long part its first words."""
    found = []
    for sentence in (it for it in sentences(texts) if holds([it])):
        parts = [sentence, *(part for part in re.split(r"[,;]\s", sentence) if holds([part]))]
        short = next((part for part in parts if len(part.split()) <= MOST), "")
        found.append(marked(short or " ".join(min(parts, key=len).split()[:MOST]) + " …"))
    return list(dict.fromkeys(found))


def quoted(texts: Iterable[str], holds: Callable[[list[str]], bool]) -> str:
    """The first of them; empty where there is none."""
    return next(iter(quotations(texts, holds)), "")


def marked(words: str) -> str:
    """Words in quotation marks."""
    words = _FIRST.sub("", words.strip(" .,;:"))
    for mark, instead in _MARKS:
        words = words.replace(mark, instead)
    return f"“{words}”"
