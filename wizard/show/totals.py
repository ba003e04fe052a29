"""The totals as a plot: a bar for each candidate, a segment for each reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from wizard.catalogue.model import Catalogue, Rule
from wizard.decide.rules import Store
from wizard.explain.reading import Reading
from wizard.explain.words import place_name, rule_text, signed
from wizard.show.text import NARROW, WIDE, Line, text_width, wrap

#: How many stores the plot shows: the pick, and up to five others.
MOST_BARS: Final = 6


# --- the totals -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Segment:
    """One reason's points. What counts against a store (`against`) lies left of the line and has `hatch` lines, an SVG
    path. The reason's letter is left out where the segment is too short for it."""

    x: float
    y: float
    width: float
    height: float
    points: int
    against: bool
    hatch: str
    letter: Line | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    pick: bool
    name: tuple[Line, ...]
    segments: tuple[Segment, ...]
    total: Line


@dataclass(frozen=True, kw_only=True, slots=True)
class TotalsDrawing:
    """`zero` is the line that the bars start from, an SVG path. `form` is a class: `narrow` or `wide`."""

    form: str
    width: int
    height: float
    zero: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class TotalsRow:
    """What one reason gives each store, in the order of `TotalsView.stores`; `about` are the answers it rests on."""

    letter: str
    text: str
    about: str
    cells: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class TotalsView:
    title: str
    description: str
    caption: str
    drawings: tuple[TotalsDrawing, ...]
    stores: tuple[str, ...]
    rows: tuple[TotalsRow, ...]
    totals: tuple[str, ...]
    some_against: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class _Reason:
    letter: str
    text: str
    about: str
    weights: tuple[int, ...]
    """By position among the stores shown."""


#: Letters that nobody mistakes for another, and that are not too wide for a short segment.
_LETTERS: Final = "abcdefghjknopqrstuvxyz"

_BAR: Final = 24
_BAR_GAP: Final = 16
_NAME_LEADING: Final = 20
_NAME_COLUMN: Final = 184
_MOST_PER_POINT: Final = 24


def totals_view(reading: Reading) -> TotalsView | None:
    """The points of the pick and of up to five others still in the running, split by reason; None without a pick and
    without a rival.

    The others are those named as alternatives, then the next best.
    """
    decision = reading.decision
    if decision.store is None:
        return None
    book = reading.book
    standings = decision.standings
    named = [item.store.index for item in reading.alternatives if item.store.index in decision.running]
    chosen = list(dict.fromkeys([decision.store.index, *named, *standings]))[:MOST_BARS]
    shown = sorted(chosen, key=standings.index)
    if len(shown) < 2:
        return None  # nothing to compare it with
    stores = [book.stores[index] for index in shown]
    totals = [decision.points[index] for index in shown]
    reasons = _reasons(reading, shown)
    return TotalsView(
        title="Points by reason",
        description=" ".join(
            f"{place_name(store)}: {_points(total)}." for store, total in zip(stores, totals, strict=True)
        ),
        caption=_caption(len(shown) - 1, len(standings) - 1),
        drawings=tuple(_bars(form, stores, totals, reasons) for form in ("narrow", "wide")),
        stores=tuple(place_name(store) for store in stores),
        rows=tuple(
            TotalsRow(letter=item.letter, text=item.text, about=item.about, cells=tuple(map(signed, item.weights)))
            for item in reasons
        ),
        totals=tuple(map(signed, totals)),
        some_against=any(by < 0 for item in reasons for by in item.weights),
    )


def _points(total: int) -> str:
    return f"{signed(total)} {'point' if abs(total) == 1 else 'points'}"


def _caption(shown: int, others: int) -> str:
    if shown < others:
        return f"The pick and {shown} of the {others} others that nothing rules out."
    return f"The pick and the {'only other one' if others == 1 else f'{others} others'} that nothing rules out."


def _reasons(reading: Reading, shown: Sequence[int]) -> list[_Reason]:
    """What gave or took points from the stores shown, the pick's strongest reason first."""
    decision = reading.decision
    found = [
        (
            rule_text(reading.catalogue, hit.rule),
            _about(reading.catalogue, hit.rule),
            tuple(hit.weights[index] for index in shown),
        )
        for hit in decision.hits
    ]
    leaning = tuple(
        decision.points[index] - sum(weights[place] for _, _, weights in found) for place, index in enumerate(shown)
    )
    found.append(("You lean towards it", reading.catalogue.questions["existing_stance"].short, leaning))
    found = [item for item in found if any(item[2])]
    found.sort(key=lambda item: (-item[2][0], -max(item[2])))
    return [
        _Reason(letter=letter(number), text=text, about=about, weights=weights)
        for number, (text, about, weights) in enumerate(found)
    ]


def letter(number: int) -> str:
    """The letter of reason `number`, from 0: `a`, `b`, … and `aa`, `bb` after the last."""
    return _LETTERS[number % len(_LETTERS)] * (number // len(_LETTERS) + 1)


def _about(catalogue: Catalogue, rule: Rule) -> str:
    return ", ".join(catalogue.questions[key].short for key in rule.when)


def _bars(form: str, stores: Sequence[Store], totals: Sequence[int], reasons: Sequence[_Reason]) -> TotalsDrawing:
    """Narrow: each name above its bar. Wide: the names in a column of their own."""
    wide = form == "wide"
    width, left = (WIDE, _NAME_COLUMN + 16) if wide else (NARROW, 1)
    gains = [sum(max(item.weights[place], 0) for item in reasons) for place in range(len(stores))]
    losses = [sum(max(-item.weights[place], 0) for item in reasons) for place in range(len(stores))]
    room = [width - left - 8 - text_width(signed(total), "total") for total in totals]
    unit = min(
        _MOST_PER_POINT,
        *(space / (max(losses) + gain or 1) for space, gain in zip(room, gains, strict=True)),
    )
    zero = left + max(losses) * unit
    bars = []
    line = ""
    y = 0.0
    for place, (store, total) in enumerate(zip(stores, totals, strict=True)):
        names = wrap(place_name(store), "name", _NAME_COLUMN if wide else NARROW)
        tall = len(names) * _NAME_LEADING
        height = max(tall, _BAR) if wide else tall + 4 + _BAR
        text_top = y + (height - tall) / 2 if wide else y
        bar_top = y + (height - _BAR) / 2 if wide else y + tall + 4
        end = zero + gains[place] * unit
        bars.append(
            Bar(
                pick=place == 0,
                name=tuple(
                    Line(x=0, y=text_top + number * _NAME_LEADING + 15, text=text, kind="name")
                    for number, text in enumerate(names)
                ),
                segments=_segments(reasons, place, zero, bar_top, unit),
                total=Line(x=end + 8, y=bar_top + 17, text=signed(total), kind="total"),
            )
        )
        if not wide:  # the names are in the way of one line for all
            line += f"M{zero:g} {bar_top - 2:g}V{bar_top + _BAR + 2:g}"
        y += height + _BAR_GAP
    bottom = y - _BAR_GAP + 2
    line = line or f"M{zero:g} 0V{bottom:g}"
    return TotalsDrawing(form=form, width=width, height=bottom, zero=line, bars=tuple(bars))


def _segments(reasons: Iterable[_Reason], place: int, zero: float, top: float, unit: float) -> tuple[Segment, ...]:
    segments = []
    left = right = zero
    for item in reasons:
        by = item.weights[place]
        if by == 0:
            continue
        width = abs(by) * unit
        if by > 0:
            x, right = right, right + width
        else:
            x = left = left - width
        fits = text_width(item.letter, "letter") + 1 <= width
        middle = x + width / 2
        segments.append(
            Segment(
                x=x,
                y=top,
                width=width,
                height=_BAR,
                points=by,
                against=by < 0,
                hatch=_hatch(x, top, width, _BAR) if by < 0 else "",
                letter=Line(x=middle, y=top + 16, text=item.letter, kind="letter") if fits else None,
            )
        )
    return tuple(segments)


def _hatch(x: float, y: float, width: float, height: float, step: int = 6) -> str:
    """Lines that rise to the right through a rectangle, cut at its edges."""
    lines = []
    for offset in range(step, int(width + height), step):
        x1, y1 = (x, y + offset) if offset <= height else (x + offset - height, y + height)
        x2, y2 = (x + offset, y) if offset <= width else (x + width, y + offset - width)
        lines.append(f"M{x1:g} {y1:g}L{x2:g} {y2:g}")
    return "".join(lines)
