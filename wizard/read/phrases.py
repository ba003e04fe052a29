"""What a line says that nothing was made of, in the phrases in which it was typed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from wizard.catalogue.later import later
from wizard.read.short_names import DENYING, ORDINARY

type Span = tuple[int, int]

_WORD: Final = later(r"[^\s,;:!?()\"]+")
_CLAUSE: Final = later(r"[,;:!?()\"]|\.\s")


def phrases(line: str, understood: Iterable[Span], names: Iterable[Span]) -> tuple[str, ...]:
    """Of each clause from its first word that was not `understood` to the last, as far as none of the `names` stands
    between them."""
    understood, names = [*understood], [*names]
    parts: list[list[re.Match[str]]] = [[]]
    last = 0
    for word in _WORD.finditer(line):
        if _CLAUSE.search(line, last, word.start()) or _in_one_of(names, word):
            parts.append([])
        last = max(word.start(), word.end() - 1)  # with the full stop at its end
        if not _in_one_of(names, word):
            parts[-1].append(word)
    return tuple(dict.fromkeys(filter(None, (_phrase(line, words, understood) for words in parts))))


#: Words that join a phrase to its neighbours.
_JOINING: Final = frozenset(
    {"a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "of", "on", "or", "our", "so", "that", "the"}
    | {"to", "with"}
)  # fmt: skip


def _phrase(line: str, words: list[re.Match[str]], understood: list[Span]) -> str:
    """From the first word to the last that says something; nothing where all of them are understood or ordinary."""
    bare = [word[0].strip(".'").lower() for word in words]
    new = [
        at
        for at, word in enumerate(words)
        if not _in_one_of(understood, word) and bare[at] not in ORDINARY and re.search(r"\w", bare[at])
    ]
    if not new:
        return ""
    first = next((at for at in range(new[0]) if bare[at] in DENYING), new[0])
    last = new[-1]
    if len(new) == 1:  # a word alone says nothing: with what stands around it
        first = next(at for at in range(len(words)) if bare[at] not in _JOINING)
        last = next(at for at in reversed(range(len(words))) if bare[at] not in _JOINING)
    return line[words[min(first, new[0])].start() : words[max(last, new[0])].end()].strip(".'")


def _in_one_of(spans: Iterable[Span], word: re.Match[str]) -> bool:
    return any(start < word.end() and word.start() < end for start, end in spans)
