"""A release that gets no more fixes: raised once, and kept until a day that the person names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from wizard.agent.answers_file import Said, note_of
from wizard.check.lifetimes import ended, lifetimes
from wizard.check.versions import numbers
from wizard.converse.record import END_OF_LIFE, Record
from wizard.decide.answers import AnswerError
from wizard.decide.rules import Rulebook
from wizard.explain.conflict import Conflict
from wizard.explain.reading import Reading
from wizard.explain.words import day_in_words
from wizard.write.said import store_version


def past_it(reading: Reading, record: Record, today: date) -> str:
    """That the release of the pick that was said gets no more fixes, with what to move to; nothing where it does."""
    if reading.store is None:
        return ""
    engine = reading.pick.database
    lifetime = lifetimes().get(engine.id)
    version = store_version(reading, record)
    day = ended(lifetime, numbers(version), today) if lifetime and version else None
    if lifetime is None or day is None:
        return ""
    since = f"{engine.name} {version} has been without its makers' fixes since {day_in_words(day)}"
    return f"{since}; {lifetime.newer} follows it."


def to_raise(reading: Reading, record: Record, today: date) -> str:
    """The same, where nobody has said yet until when it stays."""
    return "" if END_OF_LIFE in record.kept else past_it(reading, record, today)


def as_text(told: str) -> str:
    return "\n".join(
        [
            f"Objection, to be made once: {told}",
            "Ask until when it stays, and what they plan. No day? Leave --until out: --because has what it waits for.",
            f'Then: data-stack keep {END_OF_LIFE} --until 2027-12-31 --because "their own words"',
        ]
    )


def as_conflict(told: str) -> Conflict:
    return Conflict(level="warn", rule=END_OF_LIFE, text=told, answers=("existing_database",), ways_out=(), source=None)


def kept_until(book: Rulebook, said: Said, until: str, because: str, today: date) -> Record:
    """The record with the day until which such a release stays, or with what it waits for. Raises AnswerError where
    none does, for what is no day to come, and where neither is said."""
    if not past_it(said.reading(book), said.record, today):
        raise AnswerError(END_OF_LIFE, "no release past its end was named; put its version into a reason, as MySQL 8.0")
    if because and not until:
        why = note_of(f"kept.{END_OF_LIFE}", because)
        return replace(said.record, kept={**said.record.kept, END_OF_LIFE: why})
    try:
        day = date.fromisoformat(until)
    except ValueError:
        what = until or "nothing"
        way = "; without one, say in --because what it waits for"
        raise AnswerError("until", f"expected a day such as 2027-12-31, until when it stays, not {what}{way}") from None
    if day < today:
        raise AnswerError("until", f"{until} is past; name a day to come")
    why = note_of(f"kept.{END_OF_LIFE}", f"until {until}: {because}" if because else f"until {until}")
    return replace(said.record, kept={**said.record.kept, END_OF_LIFE: why})
