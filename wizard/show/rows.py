"""Rows that several screens show: an answer, and a trade-off."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.catalogue.model import Catalogue, Question
from wizard.converse.record import Record
from wizard.decide.answers import Answers
from wizard.explain.recommendation import Recommendation
from wizard.explain.words import in_words


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerRow:
    key: str
    label: str
    answer: str
    origin: str = ""
    """`from your link`, for an answer that nobody has confirmed."""
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class TradeOffView:
    key: str
    name: str
    """Of the product that it belongs to."""
    text: str
    url: str
    considered: bool


def trade_off_rows(catalogue: Catalogue, result: Recommendation, record: Record) -> tuple[TradeOffView, ...]:
    weighed = record.weighed or ()
    return tuple(
        TradeOffView(
            key=item.key,
            name=catalogue.name(item.id),
            text=item.text,
            url=item.source.url,
            considered=item.key in weighed,
        )
        for item in result.trade_offs
    )


def answer_row(catalogue: Catalogue, answers: Answers, question: Question, record: Record) -> AnswerRow:
    key = question.key
    words = in_words(catalogue, key, answers[key]) if key in answers else "Not answered: the default stands"
    origin = record.origins[key].words if key in record.origins and key in answers else ""
    return AnswerRow(key=key, label=question.short, answer=words, origin=origin, note=record.notes.get(key, ""))
