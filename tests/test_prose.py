"""Markdown that a person wrote: split, made harmless, and shown; judged by a CommonMark parser that is not ours."""

from __future__ import annotations

import re
import sys
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.strategies import tried
from wizard.converse.record import clean
from wizard.write.prose import settle, split, to_html
from wizard.write.spans import inline

COMMONMARK = MarkdownIt("commonmark")

#: Signs of which hostile Markdown is made, with enough letters to make tags and links.
HOSTILE = st.text(alphabet="#>+-*_[]()<>!`~\\|=&:/.1 \n\taxjs", max_size=60)
PIECES = st.lists(
    st.sampled_from(
        [
            "# x",
            "## x",
            "### x",
            "```",
            "~~~~",
            "```js",
            "<script>",
            "<!--",
            "-->",
            "<b>",
            "`",
            "``",
            "\\",
            "\n",
            "\n\n",
            "[x](javascript:a)",
            "[x]: javascript:a",
            "[x]",
            "---",
            "===",
            "text",
            "- ",
            "1. ",
            "> ",
            "    ",
            "<!-- data-stack answers",
            "[a](https://x.example)",
            "**b**",
            "&lt;",
            "`<i>`",
        ]
    ),
    max_size=12,
).map("".join)


def kinds(markdown: str) -> list[str]:
    """The types of everything that CommonMark sees, inside blocks too."""
    return [one.type for token in COMMONMARK.parse(markdown) for one in (token, *(token.children or ()))]


def links(markdown: str) -> list[str]:
    children = [child for token in COMMONMARK.parse(markdown) for child in token.children or ()]
    return [
        str(child.attrGet("href") or child.attrGet("src")) for child in children if child.type in ("link_open", "image")
    ]


# --- settled ----------------------------------------------------------------------------------------------------------


@tried(400)
@given(st.one_of(HOSTILE, PIECES))
def test_settled_prose_stays_inside_its_section(text: str) -> None:
    settled = settle(text)
    assert settle(settled) == settled
    after = f"{settled}\n\n## Next\n\nlast\n"
    headings = [token.tag for token in COMMONMARK.parse(after) if token.type == "heading_open" and token.level == 0]
    assert "h1" not in headings
    assert headings.count("h2") == 1, "only the section that follows"
    assert not {"html_block", "html_inline"} & set(kinds(after))
    assert split(after).sections["Next"] == "last"
    assert not [url for url in links(settled) if re.match(r"\s*(javascript|data|vbscript):", url, re.IGNORECASE)]


@pytest.mark.parametrize(
    ("text", "settled"),
    [
        ("Plain, with **bold** and `code <b>`.", "Plain, with **bold** and `code <b>`."),
        ("### A smaller heading", "### A smaller heading"),
        ("## Costs", "\\## Costs"),
        ("# Ours", "\\# Ours"),
        ("Costs\n-----", "Costs\n\\-----"),
        ("<b>bold</b>", "&lt;b>bold&lt;/b>"),
        ("\\<b>", "&lt;b>"),
        ("| `a | <img> `|", "| `a | <img> `|"),
        ("| `a | <img> `|\n|---|---|", "| \\`a | &lt;img> \\`|\n|---|---|"),
        ("[a](javascript:b)", "[a\\](javascript:b)"),
        ("[a](https://b.example)", "[a](https://b.example)"),
        ("[a](../adr/1.md)", "[a](../adr/1.md)"),
        ("```\n# a comment in code", "```\n# a comment in code\n```"),
        ("2 < 3 and a<1", "2 < 3 and a<1"),
    ],
)
def test_only_what_breaks_the_file_is_escaped(text: str, settled: str) -> None:
    assert settle(text) == settled


@pytest.mark.parametrize(
    "text",
    [
        "<0<",
        "<=<",
        "<7<x> ",
        "e\n    =\n-|",
        "-|\ne\n    =",
        "[\n-\n-|-\n\tx\nl]",
        "|\n\t=\n",
        "\u2002\n*",
        "a\n\n\u1680\n>",
    ],
)
def test_what_is_settled_stays_as_it_is(text: str) -> None:
    """Else a file of ours would change each time that it is opened."""
    settled = settle(clean(text, 99))
    assert settle(clean(settled, 99)) == settled


# --- shown ------------------------------------------------------------------------------------------------------------


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@tried(400)
@given(st.one_of(HOSTILE, PIECES))
def test_shown_prose_has_no_tag_but_its_own(text: str) -> None:
    seen = Tags(str(to_html(text)))
    allowed = {"p", "ul", "ol", "li", "h3", "pre", "code", "strong", "a", "span"}
    assert {tag for tag, _ in seen.tags} <= allowed
    for tag, attributes in seen.tags:
        assert set(attributes) <= {"href", "rel", "class", "tabindex"}, tag
        assert re.match(r"https?://|mailto:|#|\.{0,2}/", attributes.get("href") or "#")


@tried(200)
@given(st.text(alphabet="abc DE.,\n-", max_size=60))
def test_no_word_is_lost(text: str) -> None:
    shown = "".join(Tags(str(to_html(text))).text.split())
    assert re.sub(r"[-\s]", "", text) == re.sub(r"-", "", shown)


def test_what_our_documents_use_is_shown() -> None:
    html = str(
        to_html("**Why:**\n\n- one ([source](https://x.example/y))\n- two `three`\n\n```sh\nnpm i a<b\n```\n\n### More")
    )
    assert "<strong>Why:</strong>" in html
    assert '<a class="dsw-source" href="https://x.example/y"' in html
    assert "<li>two <code>three</code></li>" in html
    assert "npm i a&lt;b</code></pre>" in html
    assert "<h3>More</h3>" in html


def test_a_line_alone() -> None:
    assert str(inline("a &lt;b&gt; **c**")) == "a &lt;b&gt; <strong>c</strong>"


# --- split ------------------------------------------------------------------------------------------------------------


def test_sections_are_split_outside_code() -> None:
    parts = split("# Title\r\n\r\nbefore\r\n\r\n## A\r\n\r\n```\r\n## not one\r\n```\r\n\r\n## B ##\r\nb")
    assert (parts.title, parts.before) == ("Title", "before")
    assert parts.sections == {"A": "```\n## not one\n```", "B": "b"}


@pytest.mark.parametrize("blank", ["##", "## ", "## ##", "##\t", "## \u200b", "## \u202e\ufeff"])
def test_a_blank_heading_is_text_of_its_section(blank: str) -> None:
    """Its text would join the text before the first section."""
    parts = split(f"before\n\n## A\n1\n\n{blank}\n2\n\n{blank}\n3")
    assert (parts.before, parts.twice) == ("before", ())
    assert parts.sections == {"A": f"1\n\n{blank}\n2\n\n{blank}\n3"}


def test_the_same_heading_twice_loses_nothing() -> None:
    assert split("## A\n1\n## B\n2\n## A\n3").sections == {"A": "1\n3", "B": "2"}


@pytest.mark.parametrize(
    "unit",
    ["# ", "`", "`a", "[", "[a](", "<", "**", "[x", "- ", "\\", "~~~\n", "a\n", "](", "<!--", "1. ", " ", "|", "*a"],
)
def test_time_grows_with_length_and_no_faster(unit: str) -> None:
    """Counted in steps of the interpreter, not in seconds: twice the text takes at most about twice the steps."""

    def steps(text: str) -> int:
        count = 0

        def trace(*_: object) -> object:
            nonlocal count
            count += 1
            return trace

        sys.settrace(trace)  # type: ignore[arg-type]  # its type cannot say that it returns itself
        try:
            to_html(settle(text))
            split(text)
        finally:
            sys.settrace(None)
        return count

    short, long = steps(unit * 400), steps(unit * 800)
    assert long <= 2.3 * short + 200


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("![plan](https://evil.example/x.png)", "[plan](https://evil.example/x.png)"),
        ("![](//evil.example/x.png)", "[image](//evil.example/x.png)"),
        ("[![build](https://a.example/b.svg)](https://a.example)", "[build](https://a.example)"),
        ("![plan](./plan.png)", "![plan](./plan.png)"),
        ("`![plan](https://a.example/x.png)`", "`![plan](https://a.example/x.png)`"),
    ],
)
def test_an_image_from_elsewhere_is_the_link_that_the_page_shows(typed: str, written: str) -> None:
    assert settle(typed) == settle(written) == written
