"""How long a person's own words are once they are written, escapes with them, and what of them a file can hold.

A file of ours can be opened again: so what is counted, when words are typed and when a file is opened, is what stands
in the file. What is longer as it was typed counts as it was typed, for browsers keep it so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from wizard.converse.record import LONGEST_PROSE, LONGEST_TYPED, Record, clean
from wizard.write.comment import toml
from wizard.write.prose import settle
from wizard.write.spans import headline, literal

#: No sign becomes longer than this: `~` is written `&#126;`, and a note's `<` is `&lt;` and, in the comment, `\u003c`.
_MOST_TIMES: Final = 12

#: A text that is too long is cut in proportion so often, and then so that it fits whatever it holds.
_TRIES: Final = 6


def length(record: Record) -> int:
    """The characters of a record's own words, of which :data:`LONGEST_PROSE` are kept. Where that is far off, they are
    counted as they were typed."""
    typed = sum(len(name) + len(text) for name, text, _ in _texts(record))
    if typed * _MOST_TIMES <= LONGEST_PROSE:
        return typed
    return sum(_whole(name, text, written) for name, text, written in _texts(record))


def fitted(record: Record) -> Record:
    """The record with the ends missing of words for which a file has no room."""
    left = LONGEST_PROSE

    def fits(texts: Mapping[str, str], written: Callable[[str], str]) -> dict[str, str]:
        nonlocal left
        found = {}
        for name, text in texts.items():
            kept = _cut(text, left - len(headline(name)), written)
            if kept or not text:
                left -= _whole(name, kept, written)
                found[name] = kept
        return found

    notes, kept = (
        {name: clean(text, LONGEST_TYPED) for name, text in texts.items()} for texts in (record.notes, record.kept)
    )
    record = replace(record, notes=notes, kept=kept)
    if length(record) <= LONGEST_PROSE:
        return record
    return replace(
        record,
        front=record.front if fits({"": record.front}, str) == {"": record.front} else "",
        titles=fits(record.titles, headline),
        notes=fits(notes, _twice),
        kept=fits(kept, _twice),
        prose=fits(record.prose, settle),
    )


def _texts(record: Record) -> Iterator[tuple[str, str, Callable[[str], str]]]:
    """(heading, text, what writes it) of all that a person wrote."""
    yield "", record.front, str
    for written, texts in (
        (headline, record.titles),
        (_twice, record.notes),
        (_twice, record.kept),
        (settle, record.prose),
    ):
        yield from ((name, text, written) for name, text in texts.items())


def _twice(text: str) -> str:
    """A note, or a reason, as it stands in the text and in the comment."""
    return literal(text) + toml(text)


def _whole(name: str, text: str, written: Callable[[str], str]) -> int:
    return len(headline(name)) + max(len(text), len(written(text)))


def _cut(text: str, most: int, written: Callable[[str], str]) -> str:
    """The beginning of a text that is not longer than this as it is written."""
    for _ in range(_TRIES):
        now = max(len(text), len(written(text)))
        if now <= most or not text:
            return text
        text = clean(text, len(text) * max(most, 0) // now)
    return clean(text, max(most, 0) // _MOST_TIMES)
