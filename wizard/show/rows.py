"""What several screens show: a reason, and the rows of an answer and of a trade-off."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from wizard.catalogue.later import later
from wizard.catalogue.model import Question
from wizard.converse.own_words import affirmed, version_said
from wizard.converse.record import THINGS, THINGS_ASKED_WITH, Record
from wizard.converse.uncompared import named_main
from wizard.explain.reading import Reading
from wizard.explain.reasons import Reason
from wizard.explain.trade_offs import TradeOff
from wizard.explain.words import fill, in_words
from wizard.show.render import with_things
from wizard.write.audit import SENTENCES
from wizard.write.operations import operations


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerRow:
    key: str
    label: str
    answer: str
    origin: str = ""
    """`from your link`, for an answer that nobody has confirmed."""
    note: str = ""
    things: str = ""
    """What is stored, in the person's own words."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TradeOffView:
    key: str
    name: str
    """Of the product that it belongs to."""
    text: str
    url: str
    considered: bool
    telling: int = 0


def trade_off_rows(reading: Reading, record: Record, items: Iterable[TradeOff]) -> tuple[TradeOffView, ...]:
    weighed = record.weighed or ()
    return tuple(
        TradeOffView(
            key=item.key,
            name=reading.catalogue.name(item.id),
            text=item.text,
            url=item.url,
            considered=item.key in weighed,
            telling=item.telling,
        )
        for item in items
    )


#: What somebody on call would come upon too late: releases that have ended, and where a free plan stops.
FIRST: Final[Mapping[str, str]] = {"versions": "existing_stance", "limits": "budget"}


def operated_rows(reading: Reading, record: Record) -> tuple[TradeOffView, ...]:
    """What the pick costs before anything else: the end of what runs, of which no version was said, and the limits of a
    plan that costs nothing."""
    if reading.store is None:
        return ()
    store, told = reading.pick, operations(reading, reading.pick, reading.wherever)
    wanted = {
        "versions": reading.full and not version_said(store.database.name, affirmed(record.notes.values())),
        "limits": reading.answers.get("budget") == "free",
    }
    return tuple(
        TradeOffView(
            key=f"{about}-{store.service.id}",
            name=store.database.name,
            text=fill(item.fact.text, store, reading.client),
            url=item.fact.link(store.database.id),
            considered=False,
            telling=-1,
        )
        for about, asks in FIRST.items()
        if wanted[about] and (item := told.get(about)) and asks in item.when
    )


def first_sentence(row: TradeOffView) -> TradeOffView:
    """A row of :func:`operated_rows`, which can be long, as the page itself has room for it; any other as it is."""
    return replace(row, text=SENTENCES.split(row.text)[0]) if row.telling < 0 else row


def reason_text(reason: Reason, things: str) -> str:
    """A reason, as HTML in the person's own nouns where it has a place for them."""
    return with_things(reason.of_things, things) if things and reason.of_things else reason.text


def answer_row(reading: Reading, question: Question, record: Record) -> AnswerRow:
    key = question.key
    words = in_words(reading.catalogue, key, reading.answers[key]) if key in reading.answers else "The default"
    origin = record.origins[key].words if key in record.origins and key in reading.answers else ""
    things = record.notes.get(THINGS, "") if key == THINGS_ASKED_WITH else ""
    note = record.notes.get(key, "")
    if note and _said_by_the_note(reading, key, record):
        words, note = note, ""
    return AnswerRow(key=key, label=question.short, answer=words, origin=origin, note=note, things=things)


#: Laws, and data that one binds.
_GDPR: Final = later(r"\b(?:GDPR|DSGVO|RGPD|HIPAA|PCI|patients?|medical|health\w*)\b", re.IGNORECASE)


def _said_by_the_note(reading: Reading, key: str, record: Record) -> bool:
    """Whether own words have what no answer has, so that the answer in their place would deny it: a host, who runs the
    database there, a database that the guide does not have, a law."""
    answer, note = reading.answers.get(key), record.notes[key]
    if key == "hosting":
        return reading.run_by_others and answer == "self-hosted"
    if key == "platform":
        return answer == "any" and bool(record.host)
    if key == "existing_database":
        return answer == "none" and bool(named_main(reading.catalogue, note))
    return key == "compliance" and answer in (None, ("none",)) and _GDPR.search(note) is not None


def rows_beside(reading: Reading, record: Record) -> tuple[tuple[str, str], ...]:
    """(heading, words) for what is in use beside the pick, and for files that were named among what is stored."""
    rows = [("In use beside it", item.name) for item in reading.in_use_beside]
    if record.files and not reading.full:
        local = reading.answers.get("runtime") == "local"
        rows.append(
            ("Files", "In the program's own folder" if local else "In object storage; the database keeps their key")
        )
    return tuple(rows)
