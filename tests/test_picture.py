"""The picture of the stack and the plot of the totals: everything fits, and every point has its reason."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given

from tests.strategies import EXAMPLES, legal_answers
from wizard.catalogue.load import load
from wizard.decide.answers import Value
from wizard.decide.decision import LEANING
from wizard.decide.rulebook import rulebook
from wizard.explain.beside import Companion
from wizard.explain.reading import Reading, reading_of
from wizard.explain.words import MINUS, place_name, rule_title, signed, where
from wizard.show.render import environment
from wizard.show.stack import StackView, stack_view
from wizard.show.text import NARROW, SIZES, WIDE, Line, text_width, wrap
from wizard.show.totals import MOST_BARS, TotalsView, letter, totals_view

CATALOGUE = load()
BOOK = rulebook(CATALOGUE)
NAMES = sorted(
    {item.name for group in (CATALOGUE.databases, CATALOGUE.services, CATALOGUE.clients) for item in group.values()}
    | {store.name for store in BOOK.stores}
    | {place_name(store) for store in BOOK.stores}
    | {where(store) for store in BOOK.stores}
    | {"Azure Database for PostgreSQL and MySQL", "google-cloud-firestore"}
)
RELATIONAL: dict[str, Value] = {"persistence": "yes", "language": "python", "data": ("relational",)}
SEVERAL: dict[str, Value] = {
    "persistence": "yes",
    "language": "typescript",
    "framework": "nextjs",
    "runtime": "serverless",
    "platform": "aws",
    "data": ("relational", "key-value", "time-series", "vectors"),
    "hosting": "managed",
    "budget": "modest",
}


def stack(answers: dict[str, Value]) -> StackView:
    view = stack_view(reading_of(CATALOGUE, answers))
    assert view is not None
    return view


def totals(answers: dict[str, Value]) -> TotalsView:
    view = totals_view(reading_of(CATALOGUE, answers))
    assert view is not None
    return view


def end(line: Line) -> float:
    return line.x + text_width(line.text, line.kind)


# --- text -------------------------------------------------------------------------------------------------------------


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
        lines = wrap(name, "name", WIDE / 4)
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


# --- the stack --------------------------------------------------------------------------------------------------------


def test_the_app_reaches_its_database_through_its_client() -> None:
    for drawing in stack(RELATIONAL).drawings:
        assert [box.kind for box in drawing.boxes] == ["app", "client", "pick"]
        assert len(drawing.arrows) == 2
        assert [box.lines[0].text for box in drawing.boxes] == ["Your app", "SQLAlchemy", "PostgreSQL"]


def test_each_companion_has_its_client_and_its_place() -> None:
    kept: dict[str, Value] = {"existing_database": "dynamodb", "existing_stance": "in-use"}
    chosen = ("persistence", "language", "framework", "data")
    several = {key: value for key, value in SEVERAL.items() if key in chosen} | kept | {"scale": "millions"}
    result = reading_of(CATALOGUE, several)
    beside = [item for item in result.companions if not item.within]
    assert len(beside) == 2
    for drawing in stack(several).drawings:
        assert [box.kind for box in drawing.boxes] == ["app", "client", "pick", *["client", "store"] * 2]
        assert len(drawing.arrows) == 6
        drawn = [" ".join(line.text for line in box.lines) for box in drawing.boxes]
        for item in beside:
            assert any(item.store.database.name in text and where(item.store) in text for text in drawn)
            assert item.client is not None
            assert any(text.startswith(item.client.name) for text in drawn)


def test_what_lives_in_the_same_database_has_no_box_of_its_own() -> None:
    view = stack(RELATIONAL | {"data": ("relational", "vectors")})
    for drawing in view.drawings:
        assert len(drawing.boxes) == 3
        assert "with vector embeddings" in " ".join(line.text for line in drawing.boxes[-1].lines)
    assert "vector embeddings" in view.description


def test_where_a_store_runs() -> None:
    places = {(store.database.id, store.service.id): where(store) for store in BOOK.stores}
    assert places["postgresql", "neon"] == "on Neon"
    assert places["postgresql", "self-hosted"] == "on your machines"
    assert places["sqlite", "embedded"] == "inside the app"
    assert places["dynamodb", "aws-dynamodb"] == "a managed service"


def test_no_two_places_have_one_name() -> None:
    assert len({place_name(store) for store in BOOK.stores}) == len(BOOK.stores)


def test_a_language_without_a_client() -> None:
    view = stack({"persistence": "yes", "language": "other", "data": ("relational",)})
    assert view.drawings[0].boxes[1].lines[0].text == "Client to be chosen"
    assert "a client that is still to be chosen" in view.description


@EXAMPLES
@given(answers=legal_answers())
def test_no_stack_overflows_and_the_words_say_what_is_drawn(answers: dict[str, Value]) -> None:
    result = reading_of(CATALOGUE, answers)
    view = stack_view(result)
    if result.store is None:
        assert view is None
        return
    assert view is not None
    assert {drawing.width for drawing in view.drawings} == {NARROW, WIDE}
    for drawing in view.drawings:
        for box in drawing.boxes:
            assert box.x >= 1
            assert box.x + box.width <= drawing.width - 1 + 1e-9
            assert box.y + box.height <= drawing.height - 1 + 1e-9
            for line in box.lines:
                assert end(line) <= box.x + box.width - 12 + 1e-9
                assert box.y < line.y < box.y + box.height
        for one in drawing.boxes:
            for other in drawing.boxes:
                apart = one.x + one.width < other.x or one.y + one.height < other.y
                apart_too = other.x + other.width < one.x or other.y + other.height < one.y
                assert one is other or apart or apart_too
    stacks: list[Reading | Companion] = [result, *(item for item in result.companions if not item.within)]
    for item in stacks:
        assert item.store is not None
        assert item.store.database.name in view.description
        assert where(item.store) in view.description
        assert item.client is None or item.client.name in view.description


# --- the totals -------------------------------------------------------------------------------------------------------


@EXAMPLES
@given(answers=legal_answers())
def test_every_point_has_its_reason_and_everything_fits(answers: dict[str, Value]) -> None:
    result = reading_of(CATALOGUE, answers)
    view = totals_view(result)
    if result.store is None or len(result.decision.running) == 1:
        assert view is None
        return
    assert view is not None
    assert view.stores[0] == place_name(result.store)
    assert len(view.stores) == min(MOST_BARS, len(result.decision.running))
    by_name = {place_name(BOOK.stores[index]): result.decision.points[index] for index in result.decision.running}
    assert view.totals == tuple(signed(by_name[name]) for name in view.stores)
    for column, total in enumerate(view.totals):
        cells = [int(row.cells[column].replace(MINUS, "-")) for row in view.rows]
        assert signed(sum(cells)) == total
        for drawing in view.drawings:
            assert sorted(part.points for part in drawing.bars[column].segments) == sorted(by for by in cells if by)
    leaning = [row.cells for row in view.rows if row.text == "You lean towards it"]
    assert all(set(cells) == {str(LEANING)} or set(cells) == {"0", str(LEANING)} for cells in leaning)
    assert len({row.letter for row in view.rows}) == len(view.rows)
    for drawing in view.drawings:
        for bar in drawing.bars:
            assert end(bar.total) <= drawing.width + 1e-9
            assert bar.total.y <= drawing.height
            assert all(end(line) <= drawing.width for line in bar.name)
            assert all(part.x >= 1 - 1e-9 and part.y + part.height <= drawing.height for part in bar.segments)
            assert all(part.width >= text_width(part.letter.text, "letter") for part in bar.segments if part.letter)


def test_length_is_points_and_what_counts_against_lies_left_of_the_line() -> None:
    view = totals(SEVERAL)
    assert view.some_against
    for drawing in view.drawings:
        parts = [part for bar in drawing.bars for part in bar.segments]
        units = {round(part.width / abs(part.points), 6) for part in parts}
        assert len(units) == 1
        zero = float(drawing.zero.removeprefix("M").split(" ")[0])
        for part in parts:
            assert part.against == (part.points < 0) == bool(part.hatch)
            assert (part.x + part.width <= zero + 1e-3) if part.against else (part.x >= zero - 1e-3)


def test_leaning_is_a_reason() -> None:
    answers = RELATIONAL | {"existing_database": "mysql", "existing_stance": "leaning"}
    row = next(row for row in totals(answers).rows if row.text == "You lean towards it")
    mysql = [name.startswith("MySQL") for name in totals(answers).stores]
    assert any(mysql)
    assert row.cells == tuple(str(LEANING) if named else "0" for named in mysql)


def test_the_alternatives_that_are_named_are_plotted() -> None:
    result = reading_of(CATALOGUE, RELATIONAL)
    assert result.alternatives
    assert {place_name(item.store) for item in result.alternatives} <= set(totals(RELATIONAL).stores)


def test_one_store_in_the_running() -> None:
    alone: dict[str, Value] = {"persistence": "yes", "existing_database": "dynamodb", "existing_stance": "in-use"}
    assert totals_view(reading_of(CATALOGUE, alone)) is None, "nothing to compare it with"


def test_nothing_said_is_no_bar_but_a_number() -> None:
    view = totals({"persistence": "yes", "existing_database": "mongodb", "existing_stance": "decided"})
    assert all(total.lstrip(MINUS).isdigit() for total in view.totals)


def test_a_rule_in_a_few_words() -> None:
    texts = {rule.id: rule_title(CATALOGUE, rule.id) for rule in CATALOGUE.rules}
    assert texts["relational-data-suits-postgresql"] == "Relational data suits PostgreSQL"
    assert texts["stay-on-google-cloud"] == "Stay on Google Cloud"
    assert texts["no-rival-cloud-from-aws"] == "No rival cloud from AWS"
    assert texts["key-value-suits-redis-or-dynamodb"] == "Key value suits Redis or DynamoDB"
    assert texts["edge-functions-without-tcp-need-http"] == "Edge functions without TCP need HTTP"


def test_letters_go_on_after_the_last() -> None:
    assert (letter(0), letter(1)) == ("a", "b")
    assert len({letter(number) for number in range(60)}) == 60


# --- the template -----------------------------------------------------------------------------------------------------


class Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.names: set[str] = set()
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.names |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def page(macro: str, view: object) -> Page:
    source = f'{{% import "picture.html.jinja" as picture %}}{{{{ picture.{macro}(view) }}}}'
    return Page(environment().from_string(source).render(view=view))


@pytest.mark.compiler
def test_the_stack_is_an_image_with_its_words_beside_it() -> None:
    view = stack(SEVERAL)
    seen = page("stack", view)
    assert seen.tags.count("svg") == seen.tags.count("title") == seen.tags.count("desc") == 2
    assert seen.text.count(view.description) == 2
    assert seen.tags.count("li") == len(view.sentences)


@pytest.mark.compiler
def test_the_totals_are_a_table_too() -> None:
    view = totals(SEVERAL)
    seen = page("totals", view)
    assert seen.tags.count("td") == len(view.stores) * (len(view.rows) + 1)
    assert {"figure", "figcaption", "details", "summary", "caption", "dl"} <= set(seen.tags)
    for row in view.rows:
        assert seen.text.count(row.text) >= 2


@pytest.mark.compiler
def test_no_styles_no_ids_no_scripts() -> None:
    for seen in (page("stack", stack(SEVERAL)), page("totals", totals(SEVERAL))):
        assert not {"style", "id", "onclick"} & seen.names
        assert not {"style", "script", "a"} & set(seen.tags)


@pytest.mark.compiler
def test_without_a_database_there_is_nothing_to_draw() -> None:
    assert page("stack", None).tags == page("totals", None).tags == []
