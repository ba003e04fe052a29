"""The screen of the trade-offs of what the person keeps, to be ticked as considered."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.catalogue.model import Catalogue
from wizard.converse.flow import to_weigh
from wizard.converse.record import Record
from wizard.decide.answers import Answers
from wizard.explain.recommendation import recommend
from wizard.explain.words import listed
from wizard.show.rows import TradeOffView, trade_off_rows
from wizard.show.so_far import SoFar, so_far


@dataclass(frozen=True, kw_only=True, slots=True)
class WeighView:
    name: str
    """What is kept."""
    trade_offs: tuple[TradeOffView, ...]
    so_far: SoFar | None


def weigh_view(catalogue: Catalogue, answers: Answers, record: Record) -> WeighView:
    """The trade-offs of what the person keeps, to be ticked as considered."""
    result = recommend(catalogue, answers)
    concerned = {item.key for item in to_weigh(catalogue, answers)}
    shown = tuple(item for item in trade_off_rows(catalogue, result, record) if item.key in concerned)
    return WeighView(
        name=listed(list(dict.fromkeys(item.name for item in shown))),
        trade_offs=shown,
        so_far=so_far(catalogue, answers),
    )
