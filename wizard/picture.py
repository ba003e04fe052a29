"""The stack as a picture and the totals as a plot: plain strings and numbers, which a template lays out as SVG.

Every drawing is made twice, `narrow` for a phone and `wide` for a column of text; the stylesheet shows the one that
fits. Lengths are in the drawing's own units, each a CSS pixel at the width the drawing is made for. Nobody's font is
known here, so text is measured by the widest font in common use, and broken before it can leave its box.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate
from typing import Final

from wizard.answers import Answers
from wizard.catalogue import Catalogue, Client, Rule
from wizard.decision import language_name, language_of
from wizard.document import kind_of_data, label
from wizard.recommendation import Companion, Recommendation
from wizard.rules import Store, rulebook

MINUS: Final = "\N{MINUS SIGN}"

#: The widths the drawings are made for: a screen of 320 pixels less Material's margins, and most of a text column.
NARROW: Final = 288
WIDE: Final = 560

#: How many stores the plot shows: the pick, and up to five others.
MOST_BARS: Final = 6


# --- text -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line of text with its baseline at `y`; `kind` is a class: `name`, `where`, `letter` or `total`."""

    x: float
    y: float
    text: str
    kind: str


#: Font sizes by kind of line. They are the stylesheet's, too.
SIZES: Final[Mapping[str, int]] = {"name": 15, "where": 13, "letter": 12, "total": 14}


class _Widths(dict[str, float]):
    def __missing__(self, character: str) -> float:
        return 0.64


#: Widths of characters, in ems of DejaVu Sans. Bold is wider by `_BOLD`.
_WIDTHS: Final = _Widths(
    {
        **dict.fromkeys("ijl'|", 0.3),
        **dict.fromkeys("It.,:;!/-() ", 0.42),
        **dict.fromkeys("frJ", 0.44),
        **dict.fromkeys("mMW%@", 1.0),
        **dict.fromkeys("wGOQDHNU", 0.82),
        **dict.fromkeys("ABCEFKLPRSTVXYZ", 0.7),
    }
)
_BOLD: Final = 1.12


def text_width(text: str, kind: str) -> float:
    """At most how wide `text` is, in units."""
    ems = sum(map(_WIDTHS.__getitem__, text))
    return ems * SIZES[kind] * (_BOLD if kind in ("name", "total") else 1)


@lru_cache(maxsize=512)
def wrap(text: str, kind: str, room: float) -> tuple[str, ...]:
    """`text` in lines no wider than `room`: broken at spaces, after hyphens and slashes, and inside a word only where
    the word alone is too wide. A letter that is wider than `room` stands as it is."""
    lines: list[str] = []
    line = ""
    for piece in re.findall(r"\s*[^\s/-]*[/-]?", text):
        if text_width((line + piece).strip(), kind) <= room:
            line += piece
            continue
        if line.strip():
            lines.append(line.strip())
        line = piece.lstrip()
        while len(line) > 1 and text_width(line, kind) > room:
            fits = max(1, sum(width <= room for width in accumulate(text_width(letter, kind) for letter in line)))
            lines.append(line[:fits])
            line = line[fits:]
    return (*lines, line.strip()) if line.strip() else tuple(lines)


# --- the stack --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Box:
    """`kind` is a class: `app`, `client`, `pick` or `store`."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class StackDrawing:
    """`arrows` are SVG paths, heads included. `form` is a class: `narrow` or `wide`."""

    form: str
    width: int
    height: float
    boxes: tuple[Box, ...]
    arrows: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class StackView:
    title: str
    sentences: tuple[str, ...]
    drawings: tuple[StackDrawing, ...]

    @property
    def description(self) -> str:
        return " ".join(self.sentences)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Part:
    kind: str
    name: str
    notes: tuple[str, ...]


type _Chain = tuple[_Part, _Part]
"""A client, and the store it reaches."""

_PAD: Final = 12  # beside the text
_ROOM_ABOVE: Final = 8  # above and below the text
_LEADING: Final[Mapping[str, int]] = {"name": 24, "where": 16}
_ARROW: Final = 24  # from box to box
_APART: Final = 16  # from chain to chain
_INDENT: Final = 32  # of the chains, when there are several
_HEAD: Final = 4  # half an arrow's head
_SHORT: Final = 2  # of its box an arrow stops

INSIDE: Final = "inside the app"


def stack_view(result: Recommendation, answers: Answers, catalogue: Catalogue) -> StackView | None:
    """The application, what it reaches its data with, and where they are; None when there is nothing to store."""
    store = result.store
    if store is None:
        return None
    beside = [item for item in result.companions if not item.within]
    within = [kind_of_data(item.for_) for item in result.companions if item.within]
    app = _Part(kind="app", name="Your app", notes=_application(answers, catalogue))
    chains = [
        (_client(result.client), _store("pick", store, f"with {_and(within)}" if within else "")),
        *((_client(item.client), _store("store", item.store, f"for {kind_of_data(item.for_)}")) for item in beside),
    ]
    return StackView(
        title="Your data stack",
        sentences=_sentences(app, result, beside, within),
        drawings=(_narrow(app, chains), _wide(app, chains)),
    )


def _application(answers: Answers, catalogue: Catalogue) -> tuple[str, ...]:
    """What the application is written in, and how and where it runs, as far as that was said."""
    written = language_name(language_of(answers)) if language_of(answers) not in ("", "other") else ""
    framework = answers.get("framework")
    if written and isinstance(framework, str) and framework != "other":
        written += f" with {label(catalogue, 'framework', framework)}"
    runtime, platform = answers.get("runtime", "unsure"), answers.get("platform", "any")
    runs = _phrase(catalogue, "runtime", runtime) if runtime != "unsure" else ""
    if platform == "own":
        place = "on your machines"
    else:
        place = f"on {_phrase(catalogue, 'platform', platform)}" if platform != "any" else ""
    return tuple(note for note in (written, f"{runs} {place}".strip() if runtime != "local" else runs) if note)


def _phrase(catalogue: Catalogue, key: str, value: object) -> str:
    return next((option.phrase for option in catalogue.questions[key].options if option.value == value), "")


def _client(client: Client | None) -> _Part:
    return _Part(kind="client", name=client.name if client else "Client to be chosen", notes=(INSIDE,))


def _store(kind: str, store: Store, holds: str) -> _Part:
    notes = (where(store), holds) if holds else (where(store),)
    return _Part(kind=kind, name=store.database.name, notes=notes)


def where(store: Store) -> str:
    """Where a store runs: `on Neon`, `on your machines`, `inside the app`, `a managed service`."""
    if store.service.kind == "self-hosted":
        return "on your machines"
    if store.service.kind == "embedded":
        return INSIDE
    return f"on {store.service.name}" if store.service.name != store.database.name else "a managed service"


def place_name(store: Store) -> str:
    """A store as a heading: `PostgreSQL on Neon`, `SQLite inside the app`."""
    return store.name if store.service.kind == "managed" else f"{store.database.name} {where(store)}"


def _and(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def _sentences(
    app: _Part, result: Recommendation, beside: Iterable[Companion], within: Sequence[str]
) -> tuple[str, ...]:
    def reached(client: Client | None) -> str:
        return f"through {client.name}" if client else "through a client that is still to be chosen"

    def runs(store: Store) -> str:
        verb = "is" if store.service.kind == "managed" and store.service.name == store.database.name else "runs"
        return f"{store.database.name} {verb} {where(store)}"

    if result.store is None:
        return ()
    told = [f"{app.name} ({', '.join(app.notes)})" if app.notes else app.name]
    told[0] += f" reaches {result.store.database.name} {reached(result.client)}, {INSIDE}."
    if result.store.service.kind == "embedded":
        told[0] = told[0].removesuffix(f", {INSIDE}.") + "."
    told.append(f"{runs(result.store)}{f', and holds the {_and(within)} too' if within else ''}.")
    told += [
        f"Beside it, {runs(item.store)} for {kind_of_data(item.for_)}, reached {reached(item.client)}."
        for item in beside
    ]
    return tuple(told)


def _lines(part: _Part, room: float) -> list[tuple[str, str]]:
    """(text, kind) of each line in a part's box."""
    named = [(text, "name") for text in wrap(part.name, "name", room)]
    return named + [(text, "where") for note in part.notes for text in wrap(note, "where", room)]


def _height(part: _Part, width: float) -> float:
    return 2 * _ROOM_ABOVE + sum(_LEADING[kind] for _, kind in _lines(part, width - 2 * _PAD))


def _box(part: _Part, x: float, y: float, width: float, height: float) -> Box:
    """A part in its box, its text set from the top."""
    lines = _lines(part, width - 2 * _PAD)
    bottoms = accumulate((_LEADING[kind] for _, kind in lines), initial=y + _ROOM_ABOVE)
    return Box(
        kind=part.kind,
        x=x,
        y=y,
        width=width,
        height=height,
        lines=tuple(
            Line(x=x + _PAD, y=top + _LEADING[kind] * 0.5 + SIZES[kind] * 0.35, text=text, kind=kind)
            for (text, kind), top in zip(lines, bottoms, strict=False)
        ),
    )


def _narrow(app: _Part, chains: Sequence[_Chain]) -> StackDrawing:
    """From top to bottom; when there are several chains, each branches off a line that runs down from the app."""
    indent = _INDENT if len(chains) > 1 else 0
    width = NARROW - 2 - indent
    boxes = [_box(app, 1, 1, NARROW - 2, _height(app, NARROW - 2))]
    arrows = []
    foot = y = boxes[0].y + boxes[0].height
    for number, parts in enumerate(chains):
        y += _APART if indent else 0
        for part in parts:
            if part is parts[0] and indent:
                middle = y + _height(part, width) / 2
                last = number == len(chains) - 1  # draws the line that all branch off
                start = f"M{indent / 2:g} {foot:g}V{middle:g}" if last else f"M{indent / 2:g} {middle:g}"
                arrows.append(f"{start}{_to(indent + 1, middle, right=True)}")
            else:
                arrows.append(f"M{indent + 24:g} {y:g}{_to(indent + 24, y + _ARROW, right=False)}")
                y += _ARROW
            boxes.append(_box(part, indent + 1, y, width, _height(part, width)))
            y += boxes[-1].height
    return StackDrawing(form="narrow", width=NARROW, height=y + 1, boxes=tuple(boxes), arrows=tuple(arrows))


def _wide(app: _Part, chains: Sequence[_Chain]) -> StackDrawing:
    """From left to right, a chain to a row; the rows below the first branch off a line that runs down from the app."""
    width = (WIDE - 2 - 2 * _ARROW) / 3
    columns = [1 + number * (width + _ARROW) for number in range(3)]
    boxes: list[Box] = []
    arrows = []
    y = foot = 1.0
    for number, parts in enumerate(chains):
        row = [app, *parts] if number == 0 else list(parts)
        height = max(_height(part, width) for part in row)
        boxes += [_box(part, x, y, width, height) for part, x in zip(reversed(row), reversed(columns), strict=False)][
            ::-1
        ]
        middle = y + height / 2
        arrows.append(f"M{columns[1] + width:g} {middle:g}{_to(columns[2], middle, right=True)}")
        if number == 0:
            foot = y + height
            start = f"M{columns[0] + width:g} {middle:g}"
        else:
            turn = columns[0] + 24
            start = f"M{turn:g} {foot:g}V{middle:g}" if number == len(chains) - 1 else f"M{turn:g} {middle:g}"
        arrows.append(f"{start}{_to(columns[1], middle, right=True)}")
        y += height + _APART
    height = y - _APART + 1
    return StackDrawing(form="wide", width=WIDE, height=height, boxes=tuple(boxes), arrows=tuple(arrows))


def _to(x: float, y: float, *, right: bool) -> str:
    """The end of an arrow, from where its path is: to the box whose edge is at (x, y), pointing right or down."""
    if right:
        x -= _SHORT
        return f"H{x:g}M{x - _HEAD:g} {y - _HEAD:g}L{x:g} {y:g}L{x - _HEAD:g} {y + _HEAD:g}"
    y -= _SHORT
    return f"V{y:g}M{x - _HEAD:g} {y - _HEAD:g}L{x:g} {y:g}L{x + _HEAD:g} {y - _HEAD:g}"


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


def totals_view(result: Recommendation, catalogue: Catalogue) -> TotalsView | None:
    """The points of the pick and of up to five others still in the running, split by reason; None without a pick and
    without a rival.

    The others are those named as alternatives, then the next best.
    """
    decision = result.decision
    if decision.store is None:
        return None
    book = rulebook(catalogue)
    standings = decision.standings
    named = [item.store.index for item in result.alternatives if item.store.index in decision.running]
    chosen = list(dict.fromkeys([decision.store.index, *named, *standings]))[:MOST_BARS]
    shown = sorted(chosen, key=standings.index)
    if len(shown) < 2:
        return None  # nothing to compare it with
    stores = [book.stores[index] for index in shown]
    totals = [decision.points[index] for index in shown]
    reasons = _reasons(result, catalogue, shown)
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


def signed(number: int) -> str:
    """A number with a real minus sign."""
    return str(number) if number >= 0 else f"{MINUS}{-number}"


def _points(total: int) -> str:
    return f"{signed(total)} {'point' if abs(total) == 1 else 'points'}"


def _caption(shown: int, others: int) -> str:
    if shown < others:
        return f"The pick and {shown} of the {others} others that nothing rules out."
    return f"The pick and the {'only other one' if others == 1 else f'{others} others'} that nothing rules out."


def _reasons(result: Recommendation, catalogue: Catalogue, shown: Sequence[int]) -> list[_Reason]:
    """What gave or took points from the stores shown, the pick's strongest reason first."""
    decision = result.decision
    found = [
        (rule_text(catalogue, hit.rule), _about(catalogue, hit.rule), tuple(hit.weights[index] for index in shown))
        for hit in decision.hits
    ]
    leaning = tuple(
        decision.points[index] - sum(weights[place] for _, _, weights in found) for place, index in enumerate(shown)
    )
    found.append(("You lean towards it", catalogue.questions["existing_stance"].short, leaning))
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


def rule_text(catalogue: Catalogue, rule: Rule) -> str:
    """A rule in a few words. Its id claims what it says: `stay-on-aws` is `Stay on AWS`."""
    return _in_words(catalogue, rule.id)


@cache
def _in_words(catalogue: Catalogue, rule: str) -> str:
    names = _names(catalogue)
    text = rule.replace("-", " ")
    for phrase in sorted((name for name in names if " " in name), key=len, reverse=True):
        text = re.sub(rf"\b{re.escape(phrase)}\b", names[phrase], text)
    words = [names.get(word, word) for word in text.split(" ")]
    return " ".join([words[0][0].upper() + words[0][1:], *words[1:]])


@cache
def _names(catalogue: Catalogue) -> Mapping[str, str]:
    """Names in lower case, as they are spelt. A word that the rules write small anywhere is no name."""
    platforms = [option.phrase for option in catalogue.questions["platform"].options if option.value != "any"]
    frameworks = [option.phrase for option in catalogue.questions["framework"].options if option.value != "other"]
    products = [
        *(item.name for item in catalogue.databases.values()),
        *(item.name for item in catalogue.services.values() if item.kind == "managed"),
        *(item.name for item in catalogue.clients.values()),
    ]
    prose = [word for rule in catalogue.rules for word in re.findall(r"(?<!^)(?<!\. )\b[A-Za-z]\w*", rule.because)]
    small = {word for word in prose if word[0].islower()}
    known = {word for name in (*platforms, *frameworks, *products) for word in re.findall(r"\w+", name)} | set(prose)
    words = {word.lower(): word for word in sorted(known) if word != word.lower() and word.lower() not in small}
    engines = [item.name for item in catalogue.databases.values() if " " not in item.name]
    return words | {name.lower(): name for name in (*platforms, *engines) if name in engines or " " in name}


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
