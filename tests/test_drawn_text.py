"""Text in drawings: every name fits, and nothing is cut where it need not be."""

from __future__ import annotations

import pytest

from wizard.build.pages.drawn_text import NARROW, SIZES, text_width, wrap
from wizard.catalogue.load import load
from wizard.decide.rulebook import rulebook
from wizard.explain.words import place_name

CATALOGUE = load()
BOOK = rulebook(CATALOGUE)
NAMES = sorted(
    {item.name for group in (CATALOGUE.databases, CATALOGUE.services, CATALOGUE.clients) for item in group.values()}
    | {store.name for store in BOOK.stores}
    | {place_name(store) for store in BOOK.stores}
    | {"Azure Database for PostgreSQL and MySQL", "google-cloud-firestore"}
)


@pytest.mark.parametrize("kind", ["name", "where"])
@pytest.mark.parametrize("room", [60, 144, 230, 286])
def test_every_name_in_the_catalogue_fits(room: int, kind: str) -> None:
    for name in NAMES:
        lines = wrap(name, kind, room)
        assert all(text_width(line, kind) <= room for line in lines), (name, lines)
        assert "".join(lines).replace(" ", "") == name.replace(" ", ""), (name, lines)


def test_no_name_in_the_catalogue_is_broken_inside_a_word() -> None:
    """Where the boxes are narrowest, lines end at spaces and hyphens alone."""
    for name in NAMES:
        lines = wrap(name, "name", NARROW / 2)
        pieces = set(name.replace("-", "- ").replace("/", "/ ").split())
        assert all(set(line.replace("-", "- ").replace("/", "/ ").split()) <= pieces for line in lines), (name, lines)


def test_a_word_that_is_too_wide_is_cut() -> None:
    assert "".join(wrap("x" * 100, "name", 50)) == "x" * 100
    assert wrap("", "name", 50) == ()


@pytest.mark.parametrize("room", [1, 0, -40])
def test_a_letter_that_is_too_wide_is_placed_as_it_is(room: int) -> None:
    """Wrapping ends, whatever room there is."""
    assert wrap("Go on", "name", room) == ("G", "o", "o", "n")


def test_text_is_never_below_12_pixels_at_320() -> None:
    assert min(SIZES.values()) >= 12
    assert NARROW <= 320 - 2 * 16  # Material's margins: the drawing is not made smaller
