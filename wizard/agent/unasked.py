"""What no question asks and the file has a place for: files that people make, and a store that is only planned."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from wizard.converse.files_said import files_placed
from wizard.converse.own_words import affirmed
from wizard.converse.record import THINGS, Record
from wizard.converse.uncompared import stays_unweighed
from wizard.decide.answers import values
from wizard.explain.reading import Reading
from wizard.explain.words import listed
from wizard.write import standard

if TYPE_CHECKING:
    from wizard.agent.changing import Change

#: What is asked with the kinds of data.
NOUNS: Final = '\nAsk what it will store, files such as photos too: data-stack set things="…"'

#: What is said where somebody looks for a kind of data that files are.
ARE_FILES: Final = "files, such as photos, are none of them: they go into things"

#: How the file hears of them.
AS_NOUNS: Final = 'Name them as such, or no rule has them: data-stack set things="…, PDFs of invoices"'

#: Files that people make, as somebody calls them in passing.
_FILES: Final = re.compile(r"\b(?:(?:photo|picture|video|pdf|attachment|avatar)s?|uploads)\b", re.IGNORECASE)


def nouns(key: str, record: Record) -> str:
    """What is asked with a question, where it was not said."""
    return NOUNS if key == "data" and THINGS not in record.notes else ""


def brought_up(change: Change) -> Iterator[str]:
    """What a change has brought up."""
    yield from _taken_for_in_use(change)
    yield from _files_heard(change.was, change.record)
    if change.record.files != change.was.files:
        yield from where_files_lie(change.after, change.record)


def where_files_lie(reading: Reading, record: Record) -> Iterator[str]:
    """What the file says of files whose place no words name; nothing of what lies somewhere already."""
    if reading.store is None or reading.full or not record.files or stays_unweighed(reading, record):
        return
    rule = standard.told(reading, record).get("files")
    if rule and not files_placed(record.notes.values()):
        told = standard.filled(rule.fact.text, reading, record)
        yield f"Of files the file has: {told} Is it otherwise? Say where they lie in --because for data."


def _files_heard(was: Record, record: Record) -> Iterator[str]:
    """That files were named in a reason alone, of which the file makes no rule."""
    new = [text for key, text in record.notes.items() if was.notes.get(key) != text]
    hit = _FILES.search(affirmed(new))
    if hit and not record.files and not files_placed(record.notes.values()):
        yield f"“{hit[0]}” are files. {AS_NOUNS}"


def _taken_for_in_use(change: Change) -> Iterator[str]:
    """That a store which was just named beside the main one counts as in use."""
    before, after = (values(it.answers, "existing_stores") for it in (change.before, change.after))
    if new := after - before - {"none", "unsure"}:
        names = listed([change.after.catalogue.name(id_) for id_ in sorted(new)])
        yield f"The file has {names} as in use. Only planned? Set existing_stores=none, with the plan as the reason."
    if change.after.store is not None and change.before.store is not None:
        then = standard.stores_in_words(change.before, change.was)
        if heard := [it for it in standard.stores_in_words(change.after, change.record) if it not in then]:
            yield f"The file has {listed(heard)} as in use. Only planned? Put it into the reason for data."
