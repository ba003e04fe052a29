"""The screen of the trade-offs of what the person keeps, to be ticked as considered."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.converse.record import LONGEST_NOTE
from wizard.converse.state import Step
from wizard.converse.weighing import reason_key, still_to_weigh
from wizard.explain.words import listed
from wizard.show.render import render
from wizard.show.rows import TradeOffView, trade_off_rows
from wizard.show.shown import Shown
from wizard.show.so_far import SoFar, so_far


@dataclass(frozen=True, kw_only=True, slots=True)
class WeighView:
    name: str
    """What is kept."""
    trade_offs: tuple[TradeOffView, ...]
    so_far: SoFar | None
    note: str
    """Why it is kept, in the person's own words."""
    note_error: str
    longest_note: int = LONGEST_NOTE


def show(step: Step) -> Shown:
    """The screen of the trade-offs of what the person keeps."""
    return Shown(
        html=render("weigh.html.jinja", view=weigh_view(step), reviewed=step.state.reviewed, notices=step.notices),
        title="Which of these have you considered?",
        announcement="Trade-offs of what you keep.",
    )


def weigh_view(step: Step) -> WeighView:
    """The trade-offs, to be ticked as considered."""
    reading = step.state.reading
    shown = trade_off_rows(reading, step.state.record, still_to_weigh(reading, step.state.record))
    return WeighView(
        name=listed(list(dict.fromkeys(item.name for item in shown))),
        trade_offs=shown,
        so_far=so_far(reading, things=step.state.record.things),
        note=step.state.record.notes.get(reason_key(reading, step.state.record), ""),
        note_error=step.note_error,
    )
