"""The parts and the words of a line: what it says that nothing was made of, in the phrases in which it was typed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from wizard.catalogue.later import later
from wizard.read.short_names import DENYING, ORDINARY

type Span = tuple[int, int]

_WORD: Final = later(r"(?:[^\s,;:!?()\"]|(?<=\d),(?=\d))+")
_CLAUSE: Final = later(r",(?!\d)|[;:!?()\"]|\.\s")


def phrases(line: str, understood: Iterable[Span], names: Iterable[Span]) -> tuple[str, ...]:
    """Of each clause from its first word that was not `understood` to the last, as far as none of the `names` stands
    between them."""
    understood, names = [*understood], [*names]
    parts: list[list[re.Match[str]]] = [[]]
    beside = set[int]()  # the parts in clauses with a name
    last = 0
    for word in _WORD.finditer(line):
        named = _in_one_of(names, word)
        if _CLAUSE.search(line, last, word.start()):
            parts.append([])
        if named:
            parts.append([])
            beside |= {len(parts) - 2, len(parts) - 1}
        last = max(word.start(), word.end() - 1)  # with the full stop at its end
        if not named:
            parts[-1].append(word)
    told = (_phrase(line, words, understood, whole=at not in beside) for at, words in enumerate(parts))
    return tuple(dict.fromkeys(filter(None, told)))


def whole(line: str, told: Iterable[str]) -> dict[str, str]:
    """Phrase -> the clause that it is a part of: a scrap of one says nothing to whoever reads it later."""
    clauses = [clause.strip(" .") for clause in re.split(r"[,;:!?()\"]+(?:\s|$)|\s[(\"]|\.\s", line)]
    return {phrase: next((it for it in clauses if phrase in it), phrase) for phrase in told}


#: Words that join a phrase to its neighbours.
_JOINING: Final = frozenset(
    {"a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "of", "on", "or", "our", "so", "that", "the"}
    | {"to", "with"}
)  # fmt: skip


#: What turns the sense of a clause: without it, or with it alone, nobody says what was said.
_TURNING: Final = later(r"not|never|no|none|nobody|cannot|without|\w+n['\u2019]t|wont|cant|dont", re.IGNORECASE)


def _phrase(line: str, words: list[re.Match[str]], understood: list[Span], *, whole: bool) -> str:
    """From the first word to the last that says something; nothing where all of them are understood or ordinary. A
    clause that stands alone and that a word turns is a phrase as a `whole`."""
    bare = [word[0].strip(".'").lower() for word in words]
    turning = [word for it, word in zip(bare, words, strict=True) if _TURNING.fullmatch(it)]
    if whole and len(words) > 1 and not all(_in_one_of(understood, word) for word in turning):
        return line[words[0].start() : words[-1].end()].strip(".'")
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


#: Between parts of a line that mean their stores each in its own way.
_PART: Final = later(
    r"[,;:]\s+|(?<=\w[.!?])\s+|\s+(?=unless\b)|\s+(?:(?<!thing )(?<!where )but|while|whereas|(?:al)?though)\s+|"
    r"\s+and\s+(?=(?:are |am |have )?"
    r"(?:\w+ing|we|I|no|not|never|\w+n['\u2019]t|will|want|plan|might|maybe|perhaps|people)\b)",
    re.IGNORECASE,
)


def parts(line: str) -> list[tuple[int, str]]:
    """(where it begins, the text) of each part of a line."""
    ends = [*_PART.finditer(line)]
    starts = [0, *(it.end() for it in ends)]
    return [(at, line[at:end]) for at, end in zip(starts, [*(it.start() for it in ends), len(line)], strict=True)]


def clause_at(line: str, at: int) -> str:
    """The part of a line in which a place is."""
    return next(text for start, text in reversed(parts(line)) if start <= at)


def apart(one: str, other: str, most: int) -> int:
    """How many letters are wrong, missing, too many or swapped; more than `most` where it is more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = last, row, [i]
        for j, wanted in enumerate(other, 1):
            row.append(min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != wanted)))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                row[j] = min(row[j], before[j - 2] + 1)
        if min(row) > most:
            return most + 1
    return row[-1]
