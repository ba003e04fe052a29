"""The templates: an undefined name is an error, and nothing from outside becomes HTML."""

from __future__ import annotations

import dataclasses
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import UndefinedError, nodes

from tests.steps import on
from wizard.catalogue.load import load
from wizard.explain.candidates import Candidate
from wizard.show.document import document_view
from wizard.show.question import GroupView, OptionView, question_view
from wizard.show.render import code, environment, render
from wizard.show.review import review_view
from wizard.show.rows import AnswerRow, TradeOffView

CATALOGUE = load()
HOSTILE = "\"><script>alert('x')</script>&amp;{{ 7 * 7 }}"
SCREENS = ("question.html.jinja", "review.html.jinja", "document.html.jinja")


class Elements(HTMLParser):
    """The elements, attributes and text of a screen."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.compiler
def test_no_template_uses_a_filter_that_is_not_our_own() -> None:
    """The browser has none of Jinja2's: see `wizard/browser/python/stand_ins/jinja2/filters.py`."""
    made = environment()
    sources = list(Path(render.__code__.co_filename).parent.glob("*.jinja"))
    trees = [made.parse(source.read_text(encoding="utf-8")) for source in sources]
    used = {node.name for tree in trees for node in tree.find_all(nodes.Filter)}
    assert len(sources) > 5
    assert used == {"bdi", "code", "prose"}


@pytest.mark.parametrize("name", SCREENS)
def test_an_undefined_name_is_an_error(name: str) -> None:
    with pytest.raises(UndefinedError):
        render(name)


@pytest.mark.compiler
def test_an_undefined_attribute_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        environment().from_string("{{ view.nothing }}").render(view=object())


def test_an_unknown_template_is_an_error() -> None:
    with pytest.raises(OSError, match="nothing"):  # TemplateNotFound is one, too
        render("nothing.html.jinja")


def test_every_template_compiles() -> None:
    folder = Path(__file__).parents[1] / "wizard" / "show"
    names = sorted(path.name for path in folder.glob("*.jinja"))
    assert set(SCREENS) <= set(names)
    for name in names:
        environment().get_template(name)


@pytest.mark.compiler
def test_html_is_escaped_wherever_it_comes_from() -> None:
    made = environment().from_string("<p title='{{ text }}'>{{ text }}{{ text | code }}</p>").render(text=HOSTILE)
    seen = Elements(made)
    assert seen.tags == ["p"]
    assert seen.attributes == [("title", HOSTILE)]
    assert seen.text == HOSTILE * 2


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("plain", "plain"),
        ("run `npm ci` now", "run <code>npm ci</code> now"),
        ("`a` and `b`", "<code>a</code> and <code>b</code>"),
        ("a lone ` tick", "a lone ` tick"),
        ("`<b>`", "<code>&lt;b&gt;</code>"),
        ("<b>", "&lt;b&gt;"),
    ],
)
def test_backticks_become_code_and_nothing_else_does(text: str, html: str) -> None:
    assert str(code(text)) == html


def test_a_hostile_question_stays_text() -> None:
    option = OptionView(value=HOSTILE, label=HOSTILE, hint=HOSTILE, checked=True, tag=HOSTILE)
    view = question_view(on(CATALOGUE, {"persistence": "yes", "pace": "guided"}, "scale"))
    plain = Elements(render("question.html.jinja", view=view, reviewed=False))
    hostile = dataclasses.replace(
        view,
        question=HOSTILE,
        why=HOSTILE,
        context=(HOSTILE, HOSTILE, HOSTILE),
        error=HOSTILE,
        progress=HOSTILE,
        notices=(HOSTILE,),
        options=(option,),
    )
    seen = Elements(render("question.html.jinja", view=hostile, reviewed=False))
    assert set(seen.tags) <= {*plain.tags, "a", "strong"}
    assert "script" not in seen.tags
    assert ("value", HOSTILE) in seen.attributes
    assert HOSTILE in seen.text


def test_a_hostile_list_stays_text() -> None:
    option = OptionView(value=HOSTILE, label=HOSTILE, hint="", checked=True, tag="")
    view = question_view(on(CATALOGUE, {"persistence": "yes"}, "existing_database"))
    hostile = dataclasses.replace(view, groups=(GroupView(label=HOSTILE, options=(option,)),))
    seen = Elements(render("question.html.jinja", view=hostile, reviewed=True))
    assert "script" not in seen.tags
    assert ("label", HOSTILE) in seen.attributes
    assert ("value", HOSTILE) in seen.attributes


def test_a_hostile_summary_stays_text() -> None:
    view = review_view(on(CATALOGUE, {"persistence": "yes", "language": "go"}, "review"))
    hostile = dataclasses.replace(
        view,
        database=HOSTILE,
        database_why=(HOSTILE,),
        client=HOSTILE,
        client_why=(HOSTILE,),
        sentence=HOSTILE,
        reasons=(HOSTILE,),
        beside=((HOSTILE, HOSTILE),),
        beside_why=(HOSTILE,),
        candidates=(Candidate(name=HOSTILE, full_name=HOSTILE, distance=HOSTILE, within_reach=True, why_not=HOSTILE),),
        changes=(HOSTILE,),
        would_change=(HOSTILE,),
        no_difference=(HOSTILE,),
        unsure=(HOSTILE,),
        left_out=(HOSTILE,),
        notices=(HOSTILE,),
        answers=(AnswerRow(key=HOSTILE, label=HOSTILE, answer=HOSTILE),),
    )
    seen = Elements(render("review.html.jinja", view=hostile))
    assert "script" not in seen.tags
    assert ("data-question", HOSTILE) in seen.attributes
    assert HOSTILE in seen.text


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "guide/", "http://x.example", ""])
def test_only_web_addresses_become_links(url: str) -> None:
    view = review_view(on(CATALOGUE, {"persistence": "yes", "language": "go"}, "review"))
    before = Elements(render("review.html.jinja", view=dataclasses.replace(view, trade_offs=())))
    trade_off = TradeOffView(key="k", name="Go", text="It costs.", url=url, considered=False)
    with_item = dataclasses.replace(view, trade_offs=(trade_off,))
    seen = Elements(render("review.html.jinja", view=with_item))
    assert "It costs." in seen.text
    assert seen.tags.count("a") == before.tags.count("a")


def test_the_markdown_is_shown_as_text() -> None:
    view = dataclasses.replace(document_view(on(CATALOGUE, {"persistence": "no"}, "document")), markdown=HOSTILE)
    seen = Elements(render("document.html.jinja", view=view))
    assert "script" not in seen.tags
    assert HOSTILE in seen.text
