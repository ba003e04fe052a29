"""The stack as a picture: boxes and arrows, for a phone and for a column of text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from wizard.catalogue.model import Catalogue, Client
from wizard.decide.decision import language_of
from wizard.decide.rules import Store
from wizard.explain.beside import Companion
from wizard.explain.reading import Reading
from wizard.explain.words import INSIDE, kind_of_data, label, language_name, where
from wizard.show.text import NARROW, SIZES, WIDE, Line, wrap

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


def stack_view(reading: Reading) -> StackView | None:
    """The application, what it reaches its data with, and where they are; None when there is nothing to store."""
    store = reading.store
    if store is None:
        return None
    beside = [item for item in reading.companions if not item.within]
    within = [kind_of_data(item.for_) for item in reading.companions if item.within]
    app = _Part(kind="app", name="Your app", notes=_application(reading))
    chains = [
        (_client(reading.client), _store("pick", store, f"with {_and(within)}" if within else "")),
        *((_client(item.client), _store("store", item.store, f"for {kind_of_data(item.for_)}")) for item in beside),
    ]
    return StackView(
        title="Your data stack",
        sentences=_sentences(app, reading, beside, within),
        drawings=(_narrow(app, chains), _wide(app, chains)),
    )


def _application(reading: Reading) -> tuple[str, ...]:
    """What the application is written in, and how and where it runs, as far as that was said."""
    written = language_name(language_of(reading.answers)) if language_of(reading.answers) not in ("", "other") else ""
    framework = reading.answers.get("framework")
    if written and isinstance(framework, str) and framework != "other":
        written += f" with {label(reading.catalogue, 'framework', framework)}"
    runtime, platform = reading.answers.get("runtime", "unsure"), reading.answers.get("platform", "any")
    runs = _phrase(reading.catalogue, "runtime", runtime) if runtime != "unsure" else ""
    if platform == "own":
        place = "on your machines"
    else:
        place = f"on {_phrase(reading.catalogue, 'platform', platform)}" if platform != "any" else ""
    return tuple(note for note in (written, f"{runs} {place}".strip() if runtime != "local" else runs) if note)


def _phrase(catalogue: Catalogue, key: str, value: object) -> str:
    return next((option.phrase for option in catalogue.questions[key].options if option.value == value), "")


def _client(client: Client | None) -> _Part:
    return _Part(kind="client", name=client.name if client else "Client to be chosen", notes=(INSIDE,))


def _store(kind: str, store: Store, holds: str) -> _Part:
    notes = (where(store), holds) if holds else (where(store),)
    return _Part(kind=kind, name=store.database.name, notes=notes)


def _and(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def _sentences(app: _Part, reading: Reading, beside: Iterable[Companion], within: Sequence[str]) -> tuple[str, ...]:
    def reached(client: Client | None) -> str:
        return f"through {client.name}" if client else "through a client that is still to be chosen"

    def runs(store: Store) -> str:
        verb = "is" if store.service.kind == "managed" and store.service.name == store.database.name else "runs"
        return f"{store.database.name} {verb} {where(store)}"

    if reading.store is None:
        return ()
    told = [f"{app.name} ({', '.join(app.notes)})" if app.notes else app.name]
    told[0] += f" reaches {reading.store.database.name} {reached(reading.client)}, {INSIDE}."
    if reading.store.service.kind == "embedded":
        told[0] = told[0].removesuffix(f", {INSIDE}.") + "."
    told.append(f"{runs(reading.store)}{f', and holds the {_and(within)} too' if within else ''}.")
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
