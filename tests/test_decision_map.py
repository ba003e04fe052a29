"""The decision map says what the rules say, in the picture and in words."""

from __future__ import annotations

import html
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.grown import write_overlay
from wizard.build.pages.decision_map import Row, figure, panels, words
from wizard.catalogue.load import build, load, read_raw
from wizard.catalogue.overlay import lay_over
from wizard.converse import link
from wizard.decide.answers import prune
from wizard.decide.rulebook import rulebook
from wizard.decide.rules import verdict
from wizard.explain.reading import reading_of

CATALOGUE = load()
BOOK = rulebook(CATALOGUE)
ROWS = [
    pytest.param(question.key, row, id=f"{question.key}-{row.option.value}")
    for question, rows in panels(CATALOGUE)
    for row in rows
]


@pytest.mark.parametrize(("key", "row"), ROWS)
def test_a_mark_is_what_the_rules_that_ask_this_question_conclude(key: str, row: Row) -> None:
    """Worked out a second way: all rules with the answer, less the rules that do not ask the question."""
    found = verdict(BOOK, row.answers, BOOK.groups)
    hits = [item for item in found.hits if key in {*item.rule.when, *item.rule.unless}]
    for id_, mark in row.marks.items():
        stores = [store.index for store in BOOK.stores if store.database.id == id_]
        out = [all(index not in item.excluded for item in hits) for index in stores]
        assert mark.out == (not any(out))
        best = [sum(item.weights[index] for item in hits) for index, stays in zip(stores, out, strict=True) if stays]
        assert mark.points == max(best, default=0)


@pytest.mark.parametrize(("key", "row"), ROWS)
def test_what_an_answer_alone_leads_to_is_what_the_wizard_picks(key: str, row: Row) -> None:
    store = reading_of(CATALOGUE, row.answers).decision.store
    assert store
    assert [id_ for id_, mark in row.marks.items() if mark.alone] == [store.database.id]
    assert prune(CATALOGUE, row.answers) == (row.answers, ())
    assert row.option.value in (row.answers[key] if isinstance(row.answers[key], tuple) else (row.answers[key],))


def test_both_drawings_hold_every_mark() -> None:
    drawings = ElementTree.fromstring(figure(CATALOGUE)).findall("svg")
    assert [drawing.attrib["viewBox"].split()[2] for drawing in drawings] == ["288", "640"]
    marks = [mark for _, rows in panels(CATALOGUE) for row in rows for mark in row.marks.values()]
    for drawing in drawings:
        kinds = [item.attrib.get("class") for item in drawing.iter()]
        assert kinds.count("ds-map-out") == sum(mark.out for mark in marks)
        assert kinds.count("ds-map-for") == sum(mark.points > 0 and not mark.out for mark in marks)
        assert kinds.count("ds-map-against") == sum(mark.points < 0 and not mark.out for mark in marks)
        assert kinds.count("ds-map-alone") == sum(mark.alone for mark in marks)


@pytest.mark.parametrize("times", [1, 2, 4])
def test_nothing_is_drawn_outside_the_picture(times: int, tmp_path: Path) -> None:
    """However many engines a company adds: the drawing grows, and its words keep their room."""
    catalogue = build(lay_over(read_raw(), read_raw(write_overlay(tmp_path, times))))
    for drawing in ElementTree.fromstring(figure(catalogue)).findall("svg"):
        _, _, width, height = map(float, drawing.attrib["viewBox"].split())
        assert drawing.attrib.get("width", f"{width:g}") == f"{width:g}"
        assert ("width" in drawing.attrib) == (width not in (288, 640)), "a drawing that has grown says how wide it is"
        for circle in drawing.iter("circle"):
            x, y, r = (float(circle.attrib[key]) for key in ("cx", "cy", "r"))
            assert 0 <= x - r <= x + r <= width
            assert 0 <= y - r <= y + r <= height


def test_colour_is_left_to_the_page() -> None:
    assert not re.search(r"#[0-9a-f]{3}|fill=|stroke=|style=", figure(CATALOGUE))


def test_the_words_say_what_the_picture_shows() -> None:
    text = words(CATALOGUE, "../..")
    anchors = re.findall(r'id="answer-([^"]+)"', text)
    assert anchors == [parameter.id for parameter in ROWS]
    (documents,) = [line for line in text.splitlines() if 'id="answer-data-documents"' in line]
    assert "Counts for [MongoDB](/databases/mongodb.md) (7), [PostgreSQL](/databases/postgresql.md) (4)" in documents
    assert "Rules out [InfluxDB](/databases/influxdb.md). Alone it leads to [MongoDB]" in documents
    for fragment in re.findall(r'href="\.\./\.\./wizard/#([^"]+)"', text):
        assert link.read(CATALOGUE, html.unescape(fragment)).problems == ()
