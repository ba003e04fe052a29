"""The summary before the document, and the explanation of the pick."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from wizard.converse.flow import to_weigh
from wizard.converse.record import Record
from wizard.converse.state import Step
from wizard.decide.decision import language_of, stance
from wizard.decide.what_if import Flip
from wizard.explain.beside import companion_sentence, in_use_sentences
from wizard.explain.conflicts import Conflict
from wizard.explain.reading import Reading
from wizard.explain.trade_offs import TradeOff
from wizard.explain.words import flip_sentence, no_client
from wizard.show.comparison import ComparisonView, comparison
from wizard.show.render import render
from wizard.show.rows import AnswerRow, TradeOffView, answer_row, trade_off_rows
from wizard.show.shown import Shown
from wizard.show.stack import StackView, stack_view
from wizard.show.totals import TotalsView, totals_view
from wizard.write.situation import situation


@dataclass(frozen=True, kw_only=True, slots=True)
class AlternativeView:
    name: str
    client: str
    why_not: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewView:
    """The summary before the document, and the explanation of the pick."""

    database: str
    database_why: tuple[str, ...]
    client: str
    client_why: tuple[str, ...]
    answers: tuple[AnswerRow, ...]
    defaults: tuple[AnswerRow, ...]
    """Questions without an answer."""
    notices: tuple[str, ...]
    returning: str
    pace: str
    situation: str
    """The answers as a situation, for the form that tells of a wrong pick."""
    picked: str = "No database"
    none: bool = False
    beside: tuple[str, ...] = ()
    certainty: str = ""
    conflicts: tuple[Conflict, ...] = ()
    kept: Mapping[str, str] = field(default_factory=dict)
    """Conflict -> why it is kept."""
    trade_offs: tuple[TradeOffView, ...] = ()
    weighed: str = ""
    """How many of the trade-offs have been considered, as a sentence; nothing when there is nothing to ask."""
    asked_to_weigh: bool = False
    alternatives: tuple[AlternativeView, ...] = ()
    comparison: ComparisonView | None = None
    would_change: tuple[str, ...] = ()
    no_difference: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    gloss: Mapping[str, str] = field(default_factory=dict)
    """Guided pace: what each part of the summary is."""
    stack: StackView | None = None
    totals: TotalsView | None = None


def certainty_sentence(reading: Reading) -> str:
    """How sure the pick is, in a sentence. What is close is set by `CLOSE` in `wizard/explain/reasons.py`."""
    if reading.certainty == "forced" and not reading.decision.forced:
        return "Nothing meets all that you require; this comes nearest."
    if reading.certainty == "forced":
        decided = stance(reading.answers) == "decided"
        return "Kept, because you have decided on it." if decided else "Kept, because you use it."
    named = str(reading.answers.get("existing_database", "none"))
    picked = (reading.store.database.id, reading.store.service.id) if reading.store else ()
    if stance(reading.answers) == "leaning" and named != "none" and named not in picked:
        return f"You lean towards {reading.catalogue.name(named)}, but your answers speak for this, for these reasons."
    if reading.certainty == "close":
        return "It was close: one different answer could change it."
    return "Your answers point here clearly."


def show(step: Step) -> Shown:
    """The screen of the summary."""
    view = review_view(step)
    return Shown(
        html=render("review.html.jinja", view=view),
        title="No database needed" if view.none else "Your data stack",
        announcement="Summary of your data stack.",
    )


def review_view(step: Step) -> ReviewView:
    """The summary of everything, before the document."""
    reading, record = step.state.reading, step.state.record
    rows = [answer_row(reading, question, record) for question in reading.questions]
    answered = tuple(row for row in rows if row.key in reading.answers)
    none = ReviewView(
        database="None",
        database_why=tuple(reason.text for reason in reading.reasons if reason.for_ != "client"),
        client="None",
        client_why=("Without a database there is nothing to connect to.",),
        answers=answered,
        defaults=tuple(row for row in rows if row.key not in reading.answers),
        notices=step.notices,
        returning=step.returning,
        pace=reading.pace,
        situation=situation(reading.answers),
        none=True,
    )
    return none if reading.store is None else _with_a_database(none, reading, record)


def _with_a_database(view: ReviewView, reading: Reading, record: Record) -> ReviewView:
    """`view` with the pick, and all that there is to say about it."""
    return replace(
        view,
        none=False,
        picked=", ".join([reading.pick.name, *([reading.client.name] if reading.client else [])]),
        database=reading.pick.name,
        client=reading.client.name if reading.client else "To be chosen",
        client_why=tuple(reason.text for reason in reading.reasons if reason.for_ == "client")
        or (no_client(reading.catalogue, reading.pick, language_of(reading.answers)),),
        beside=(*(companion_sentence(reading, item) for item in reading.companions), *in_use_sentences(reading)),
        certainty=certainty_sentence(reading),
        conflicts=reading.conflicts,
        kept=record.kept,
        trade_offs=trade_off_rows(reading, record),
        weighed=_weighed(to_weigh(reading), record),
        asked_to_weigh=record.weighed is not None,
        alternatives=tuple(
            AlternativeView(name=item.store.name, client=item.client.name if item.client else "", why_not=item.why_not)
            for item in reading.alternatives
        ),
        comparison=comparison(reading) if reading.alternatives else None,
        would_change=tuple(_flip(reading, flip) for flip in _first_of_each(reading.what_if.flips)),
        no_difference=tuple(reading.catalogue.questions[key].short for key in reading.without_difference),
        unsure=reading.unsure,
        left_out=reading.left_out,
        gloss=GLOSS if reading.pace == "guided" else {},
        stack=stack_view(reading),
        totals=totals_view(reading),
    )


def _first_of_each(moves: tuple[Flip, ...]) -> list[Flip]:
    """One move for each (question, outcome): the list is to be read, not to be complete."""
    found: dict[tuple[str, int, str], Flip] = {}
    for move in moves:
        found.setdefault((move.question, move.store.index, move.client.id if move.client else ""), move)
    return list(found.values())


def _flip(reading: Reading, flip: Flip) -> str:
    parts = []
    if flip.store is not reading.store:
        parts.append(flip.store.name)
    if flip.client is not reading.client:
        parts.append(flip.client.name if flip.client else "no listed client")
    return f"{flip_sentence(reading.catalogue, flip)}: {' with '.join(parts)}."


#: What the parts of the summary are, for a person who reads one for the first time.
GLOSS: Final[Mapping[str, str]] = {
    "picture": "Your application is at one end and your data at the other. Each line says what runs where.",
    "costs": "Every choice gives something up. These are the prices of this one, so that nobody is surprised later.",
    "alternatives": "The next best choices for your answers, and why they came second.",
    "totals": "Each of your answers speaks for or against a candidate. The longer the bar, the more speaks for it.",
    "change": "If one of these answers turns out differently, come back: another choice would fit better.",
    "unsure": "Where there was no answer we took the safe choice. Check these with somebody who knows.",
}


def _weighed(concerned: Iterable[TradeOff], record: Record) -> str:
    """How many of these trade-offs were ticked as considered; nothing where there is nothing to ask."""
    keys = [item.key for item in concerned]
    if not keys:
        return ""
    if record.weighed is None:
        return "You brought this choice along. Nobody has asked yet which of its trade-offs you have considered."
    number = sum(key in record.weighed for key in keys)
    return f"You have considered {number} of the {len(keys)} trade-offs of what you keep."
