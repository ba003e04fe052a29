"""The decision map: what each answer, given alone, does to each engine, drawn from the rules and told in words.

An engine stands for its best place: points that PostgreSQL gets only on Neon count for PostgreSQL. What depends on two
answers together is on the page with the rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from wizard.build.pages import leads
from wizard.build.pages.drawn_text import NARROW, text_width, wrap
from wizard.build.pages.words import linked, listed, plain
from wizard.catalogue.model import Catalogue, Database, Option, Question
from wizard.converse import link
from wizard.decide.answers import Answers
from wizard.decide.decision import decide
from wizard.decide.rulebook import rulebook
from wizard.decide.rules import WeighedRule, fires

#: The width of the wide drawing: most of a column of text.
WIDE: Final = 640

CAPTION: Final = (
    "A disc counts for an engine and a ring against it: the larger, the more points. A cross rules it out. "
    "A square frames the engine that the answer leads to when it is the only one."
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """What an answer does to an engine: points at its best place, or out everywhere; whether it alone leads there."""

    points: int
    out: bool
    alone: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """An answer and its marks, by the engine's id. `answers` are the ones to open the wizard with."""

    option: Option
    answers: Answers
    marks: Mapping[str, Mark]


type Panel = tuple[Question, tuple[Row, ...]]


def panels(catalogue: Catalogue) -> tuple[Panel, ...]:
    """Every question some answer of which tells engines apart, with those answers."""
    found = []
    for question in catalogue.questions.values():
        if not question.unranked:
            rows = tuple(row for option in question.options if (row := _row(catalogue, question, option)))
            found += [(question, rows)] if rows else []
    return tuple(found)


def figure(catalogue: Catalogue) -> str:
    """The map as one figure, drawn for a phone and for a column of text; the stylesheet shows the one that fits."""
    engines = tuple(catalogue.databases.values())
    drawings = [_drawing(panels(catalogue), engines, form) for form in (_NARROW, _WIDE)]
    scrolls = ' tabindex="0"' if any(_grown(form, len(engines)) for form in (_NARROW, _WIDE)) else ""
    return "\n".join(
        [f'<figure class="dsw-picture ds-map"{scrolls}>', f"<figcaption>{CAPTION}</figcaption>", *drawings, "</figure>"]
    )


def words(catalogue: Catalogue, root: str) -> str:
    """The map in words, with an anchor for each answer: `answer-`, the question's key and the value."""
    lines = []
    for question, rows in panels(catalogue):
        lines += [f"### {plain(question.short)} {{ #question-{question.key} }}", ""]
        for row in rows:
            anchor = f"answer-{question.key}-{row.option.value}"
            opened = f'<a href="{root}/wizard/#{link.write(row.answers)}">Open the wizard with this</a>'
            told = " ".join(_sentences(catalogue, row))
            lines.append(f'- <span id="{anchor}"></span>**{plain(row.option.label)}.** {told} {opened}.')
        lines.append("")
    return "\n".join(lines)


PARTS: Final[Mapping[str, Callable[[Catalogue, str], str]]] = {
    "decision-map": lambda catalogue, _: figure(catalogue),
    "decision-map-words": words,
}


# --- what the rules say -----------------------------------------------------------------------------------------------


def _row(catalogue: Catalogue, question: Question, option: Option) -> Row | None:
    book = rulebook(catalogue)
    answers = leads.answered(catalogue, question.key, option)
    hits = [
        item
        for item in book.store_rules
        if question.key in {*item.rule.when, *item.rule.unless} and fires(item.rule, answers)
    ]
    store = decide(book, answers).store
    marks = {
        id_: _mark(catalogue, hits, id_, store is not None and store.database.id == id_) for id_ in catalogue.databases
    }
    tells_apart = len({(mark.points, mark.out) for mark in marks.values()}) > 1
    return Row(option=option, answers=answers, marks=marks) if tells_apart else None


def _mark(catalogue: Catalogue, hits: Iterable[WeighedRule], database: str, alone: bool) -> Mark:
    hits = tuple(hits)
    stores = {store.index for store in rulebook(catalogue).stores if store.database.id == database}
    left = stores.difference(*(item.excluded for item in hits))
    points = max((sum(item.weights[index] for item in hits) for index in left), default=0)
    return Mark(points=points, out=not left, alone=alone)


def _sentences(catalogue: Catalogue, row: Row) -> list[str]:
    def engines(wanted: Sequence[str]) -> str:
        return listed(linked(catalogue.databases[id_]) for id_ in wanted)

    def weighed(sign: int) -> str:
        alike: dict[int, list[str]] = {}
        for id_, mark in row.marks.items():
            if not mark.out and mark.points * sign > 0:
                alike.setdefault(abs(mark.points), []).append(id_)
        return (
            listed(
                f"{engines(ids)} ({points}{' each' if len(ids) > 1 else ''})"
                for points, ids in sorted(alike.items(), reverse=True)
            )
            if alike
            else ""
        )

    told = [f"Counts for {weighed(1)}."] if weighed(1) else []
    told += [f"Counts against {weighed(-1)}."] if weighed(-1) else []
    out = [id_ for id_, mark in row.marks.items() if mark.out]
    told += [f"Rules out {engines(out)}."] if out else []
    alone = [id_ for id_, mark in row.marks.items() if mark.alone]
    told += [f"Alone it leads to {engines(alone)}."] if alone else []
    return told


# --- the drawing ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class _Form:
    """A layout, in units that are pixels at the width it is made for. `beside` puts an answer's words left of its
    marks; otherwise they stand above them. `least` is the least room left of the marks: with more engines than fit
    beside it, the drawing grows, and the page scrolls it."""

    name: str
    width: int
    column: int
    beside: bool
    least: int


_NARROW: Final = _Form(name="narrow", width=NARROW, column=24, beside=False, least=0)
_WIDE: Final = _Form(name="wide", width=WIDE, column=32, beside=True, least=192)

_LEADING: Final = 16
_ROW: Final = 28  # of marks
_GAP: Final = 8
_BETWEEN: Final = 32  # panels


def _grown(form: _Form, engines: int) -> int:
    """How much wider than its form a drawing of so many engines is."""
    return max(0, form.least + form.column * engines - form.width)


def _drawing(shown: Iterable[Panel], engines: Sequence[Database], form: _Form) -> str:
    grown = _grown(form, len(engines))
    width = form.width + grown
    left = width - form.column * len(engines)
    places = {engine.id: left + form.column * (number + 0.5) for number, engine in enumerate(engines)}
    names = max(text_width(engine.name, "where") for engine in engines)
    parts: list[str] = []
    y = 0.0
    for question, rows in shown:
        parts.append(_text(0, y + 16, question.short, "name"))
        y += (_GAP if form.beside else 24) + names
        parts += [_upright(places[engine.id], y, engine.name) for engine in engines]
        y += _GAP
        for row in rows:
            lines = wrap(row.option.label, "where", (left if form.beside else form.width) - _GAP)
            parts.append(f'<path class="ds-map-line" d="M0 {y:g}H{width}"/>')
            words_top = y + _GAP / 2
            parts += [_text(0, words_top + 14 + _LEADING * number, line, "where") for number, line in enumerate(lines)]
            tall = _LEADING * len(lines) + _GAP
            middle = y + max(tall, _ROW) / 2 if form.beside else y + tall + _ROW / 2
            parts += [_mark_at(places[id_], middle, mark) for id_, mark in row.marks.items()]
            y += max(tall, _ROW) if form.beside else tall + _ROW
        y += _BETWEEN
    height = y - _BETWEEN + _GAP
    size = f' width="{width}"' if grown else ""
    return "\n".join(
        [
            f'<svg class="dsw-drawing dsw-drawing--{form.name}" viewBox="0 0 {width} {height:g}"{size} role="img">',
            "<title>Decision map: answers down, engines across</title>",
            f"<desc>{CAPTION} The same is told in words below the picture.</desc>",
            *filter(None, parts),
            "</svg>",
        ]
    )


def _text(x: float, y: float, text: str, kind: str) -> str:
    return f'<text class="dsw-svg-{kind}" x="{x:g}" y="{y:g}">{escape(text)}</text>'


def _upright(x: float, y: float, text: str) -> str:
    return f'<text class="dsw-svg-where" transform="translate({x + 4:g} {y:g}) rotate(-90)">{escape(text)}</text>'


def _mark_at(x: float, y: float, mark: Mark) -> str:
    frame = f'<rect class="ds-map-alone" x="{x - 11:g}" y="{y - 11:g}" width="22" height="22"/>' if mark.alone else ""
    if mark.out:
        return f'<path class="ds-map-out" d="M{x - 5:g} {y - 5:g}l10 10m0 -10l-10 10"/>'
    if not mark.points:
        return frame
    radius = 2.5 + min(abs(mark.points), 12) / 2
    kind = "for" if mark.points > 0 else "against"
    return f'{frame}<circle class="ds-map-{kind}" cx="{x:g}" cy="{y:g}" r="{radius:g}"/>'
