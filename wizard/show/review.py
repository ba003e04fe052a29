"""The summary before the document, and the explanation of the pick."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from wizard.catalogue.model import Catalogue
from wizard.converse.flow import pace, relevant, to_weigh
from wizard.converse.record import EMPTY, Record
from wizard.decide.answers import Answers
from wizard.decide.decision import Decision, stance
from wizard.decide.what_if import Flip, what_if
from wizard.explain.beside import companion_sentence
from wizard.explain.conflicts import Conflict
from wizard.explain.recommendation import Recommendation, no_client, recommend, without_difference
from wizard.explain.trade_offs import TradeOff
from wizard.explain.words import flip_sentence
from wizard.show.comparison import ComparisonView, comparison
from wizard.show.rows import AnswerRow, TradeOffView, answer_row, trade_off_rows
from wizard.show.stack import StackView, stack_view
from wizard.show.totals import TotalsView, totals_view


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


def certainty(catalogue: Catalogue, result: Recommendation, answers: Answers) -> str:
    """How sure the pick is, in a sentence."""
    if result.certainty == "forced":
        return "Kept, because you have decided on it." if stance(answers) == "decided" else "Kept, because you use it."
    named = str(answers.get("existing_database", "none"))
    picked = (result.store.database.id, result.store.service.id) if result.store else ()
    if stance(answers) == "leaning" and named != "none" and named not in picked:
        return f"You lean towards {catalogue.name(named)}, but your answers speak for this, for these reasons."
    if result.certainty == "close":
        return "It was close: one different answer could change it."
    return "Your answers point here clearly."


def review_view(
    catalogue: Catalogue,
    answers: Answers,
    notices: tuple[str, ...] = (),
    record: Record = EMPTY,
    *,
    returning: str = "",
) -> ReviewView:
    """The summary of everything, before the document."""
    result = recommend(catalogue, answers)
    rows = [answer_row(catalogue, answers, question, record) for question in relevant(catalogue, answers)]
    answered = tuple(row for row in rows if row.key in answers)
    defaults = tuple(row for row in rows if row.key not in answers)
    if result.store is None:
        return ReviewView(
            database="None",
            database_why=tuple(reason.text for reason in result.reasons),
            client="None",
            client_why=("Without a database there is nothing to connect to.",),
            answers=answered,
            defaults=defaults,
            notices=notices,
            returning=returning,
            pace=pace(answers),
            none=True,
        )
    moves, unmoved = what_if(catalogue, answers)
    return ReviewView(
        database=result.store.name,
        database_why=tuple(reason.text for reason in result.reasons if reason.for_ != "client"),
        client=result.client.name if result.client else "To be chosen",
        client_why=tuple(reason.text for reason in result.reasons if reason.for_ == "client")
        or (no_client(result, answers),),
        beside=tuple(companion_sentence(item) for item in result.companions),
        certainty=certainty(catalogue, result, answers),
        conflicts=result.conflicts,
        kept=record.kept,
        trade_offs=trade_off_rows(catalogue, result, record),
        weighed=_weighed(to_weigh(catalogue, answers), record),
        asked_to_weigh=record.weighed is not None,
        alternatives=tuple(
            AlternativeView(name=item.store.name, client=item.client.name if item.client else "", why_not=item.why_not)
            for item in result.alternatives
        ),
        comparison=comparison(result) if result.alternatives else None,
        would_change=tuple(_flip(catalogue, move, result.decision) for move in _first_of_each(moves)),
        no_difference=tuple(catalogue.questions[key].short for key in without_difference(result, unmoved)),
        unsure=result.unsure,
        left_out=result.left_out,
        answers=answered,
        defaults=defaults,
        notices=notices,
        returning=returning,
        pace=pace(answers),
        gloss=GLOSS if pace(answers) == "guided" else {},
        stack=stack_view(result, answers, catalogue),
        totals=totals_view(result, catalogue),
    )


def _first_of_each(moves: tuple[Flip, ...]) -> list[Flip]:
    """One move for each (question, outcome): the list is to be read, not to be complete."""
    found: dict[tuple[str, int, str], Flip] = {}
    for move in moves:
        found.setdefault((move.question, move.store.index, move.client.id if move.client else ""), move)
    return list(found.values())


def _flip(catalogue: Catalogue, move: Flip, decision: Decision) -> str:
    parts = []
    if move.store is not decision.store:
        parts.append(move.store.name)
    if move.client is not decision.client:
        parts.append(move.client.name if move.client else "no listed client")
    return f"{flip_sentence(catalogue, move)}: {' with '.join(parts)}."


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
