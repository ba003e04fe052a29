"""Rendered is shown is typed: notes and edited sections read alike in every reader of Markdown, and on the page."""

from __future__ import annotations

from time import process_time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from tests.hostile_text import FUZZING, MARKER, hostile, markdown_pieces
from tests.readers import Seen, read_as_section, readers, runs, seen
from wizard.catalogue.load import load
from wizard.converse import record
from wizard.decide.answers import Value
from wizard.explain.reading import reading_of
from wizard.write import forms
from wizard.write.markdown import markdown, section_markdown
from wizard.write.prose import settle, to_html
from wizard.write.spans import literal

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.beside

ANSWERS: dict[str, Value] = {"persistence": "yes", "language": "python", "data": ("relational",)}

#: A link that runs code, in every place in which some reader takes one for a link.
RUNNING = (
    "See [our plan].\n\n- [our plan]: javascript:alert(1)",
    "See [x].\n\n> [x]: javascript:alert(1)",
    "See [x].\n\n1. [x]: javascript:alert(1)",
    "See [x].\n\n- - [x]: javascript:alert(1)",
    "See [x].\n\n- > 1) [x]: javascript:alert(1)",
    "See [x y].\n\n[x\ny]: javascript:alert(1)",
    "See [x y].\n\n- [x\n  y]: javascript:alert(1)",
    "See [x].\n\n[x]:\njavascript:alert(1)",
    "See [plan\\]y].\n\n[plan\\]y]: javascript:alert(1)",
    "See [plan\\]].\n\n> [plan\\]]: javascript:alert(1)",
    "a ` b\n`[x](javascript:alert(1))`",
    "a `` b `\n`[x](javascript:alert(1))` ``",
    "[a`](https://a.example) `[x](javascript:alert(1))`",
    "[x](javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x]( javascript:alert(1))",
    "[x](\njavascript:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](&#x6a;avascript&colon;alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:x)",
    "![x](javascript:alert(1))",
    "[![x](https://a.example/x.png)](javascript:alert(1))",
    "<javascript:alert(1)>",
    "| a |\n|---|\n| `a | [x](javascript:alert(1)) `|",
    "a[^1]\n\n[^1]: [x](javascript:alert(1))",
    "*[x]: javascript:alert(1)",
    "Our plan\n\u00a0\n    [x](javascript:alert(1)) <img src=x onerror=alert(1)>",
    "Forged\n\u00a0\n---\nUse MySQL\n\n\u3000\n    <script>alert(2)</script>",
    "- a\n\n1. \n    [x](javascript:alert(1)) <b> {a",
    "- a\n\n-\n\t[x](javascript:alert(1)) <b>",
    "Our plan is\n>     <b> we use ~A~",
    "Our plan is\n-     costs <b> 3",
    "Our plan is\n- a\n    -     costs <b> 3",
    "*     : {#id}",
    "a\n*     : {#id}",
    "> - a\n>\n>       <b> ~x~",
    "see www.a.example\u00a0a~b <x>",
    "see www.a.example\u3000<x>",
    '!!! danger "Use MySQL"\n    Nobody said so',
    "We said\n!!! note\n    no box",
    "- !!! note\n\n    no box\n\n> !!!note\n> no box",
    "```\ncode\n```\u00a0\n[x](javascript:alert(1))\n```\n\nreal",
)

#: Texts of which a thousand of some piece once took time that grew with the square.
SLOW: tuple[Callable[[int], str], ...] = (
    lambda n: "a|b\n" + "|-" * n + "\n" + "a|b\n" * n,
    lambda n: "a|b\n|" + "-" * (8 * n) + "x",
    lambda n: "." * n + "a\n" + "a\n" * n,
)


@pytest.mark.parametrize("text", RUNNING)
def test_no_link_runs_code_and_no_word_is_lost(text: str) -> None:
    settled = settle(text)
    assert settle(settled) == settled
    shown = seen(str(to_html(settled)))
    assert runs(shown.addresses) == []
    for name, read in read_as_section(settled).items():
        assert runs(read.addresses) == [], name
        assert read.words == shown.words, name
    if "https:" not in text:
        assert shown.words == Seen(text=text, addresses=(), tags=()).words, "shown as it was typed"


@pytest.mark.parametrize("text", SLOW)
def test_time_for_prose_is_linear(text: Callable[[int], str]) -> None:
    def taken(n: int) -> float:
        begun = process_time()
        settle(text(n))
        return process_time() - begun

    assert min(taken(1600) for _ in range(3)) < 9 * max(min(taken(400) for _ in range(3)), 0.005)


@pytest.mark.parametrize("text", ["www." * 20_000, "(www." * 16_000 + "*", "(https://" * 10_000 + "a"])
def test_addresses_without_end_take_a_moment(text: str) -> None:
    """Each of them once looked for a mark in the 2,000 signs behind it, which took ten seconds."""
    begun = process_time()
    settled = settle(text)
    literal(text)
    assert process_time() - begun < 2
    assert settle(settled) == settled


@pytest.mark.parametrize(
    "text",
    [
        "__init__.py and _x_ and a_b",
        "&#x202E;txt.exe &rlm; &ZeroWidthSpace; &copy; &amp;lt;",
        "&#60 and x&#x3c and &lt and & #1",
        "```{a: 1} <b>``` and `code` and ``two`` and `",
        "`<img onerror=x>` \\`{: onx}\\`",
        "[x]: javascript:alert(1)",
        "1986. A year - and * a star ** two *** three ~~gone~~ ~5",
        "www.a.example/" + "b" * 3000 + "*c* (www.b.example/~d www.c.example",
        "https://a.example/_x_?a=1&lt=2 www.a.example/*b* a <1@x.example> < 2 <b>",
        "What you want for your users suits you",
        "\\*not\\* \\<b> C:\\new\\",
        "| a | b | [^1] *[y]: z {#id} $x$ ==y== ^z^ H~2~O",
    ],
)
def test_a_note_reads_as_it_was_typed(text: str) -> None:
    said = record.read(load(), {"notes": {"data": text}, "kept": {"x": text}})
    made = forms.document(reading_of(load(), ANSWERS), said)
    wanted = f"{load().questions['data'].short}: {text}"
    assert wanted in _spaced(" ".join(seen(str(to_html(section_markdown(section)))).text for section in made.sections))
    for name, read in readers().items():
        page = seen(read(markdown(made)))
        assert wanted in _spaced(page.text), name
        assert runs(page.addresses) == []


def _spaced(text: str) -> str:
    return " ".join(text.split())


@FUZZING
@given(text=markdown_pieces)
def test_an_edited_section_reads_alike(text: str) -> None:
    check_section(text)


def check_section(text: str) -> None:
    """What each reader shows of a settled text is what the page shows, and leads nowhere that runs code."""
    settled = settle(record.clean(text, record.LONGEST_PROSE))
    assert settle(settled) == settled
    shown = seen(str(to_html(settled)))
    assert runs(shown.addresses) == []
    for name, read in read_as_section(settled).items():
        assert runs(read.addresses) == [], (name, settled)
        assert not {"script", "comment", MARKER} & set(read.tags), (name, settled)
        assert read.words == shown.words, (name, settled)


@FUZZING
@given(text=markdown_pieces | hostile)
def test_any_note_reads_as_it_was_typed(text: str) -> None:
    check_note(text)


def check_note(text: str) -> None:
    typed = _spaced(record.clean(text, record.LONGEST_NOTE))
    written = literal(typed)
    assert _spaced(seen(str(to_html(f"- Note: {written}"))).text) == _spaced(f"Note: {typed}")
    for name, read in readers().items():
        page = seen(read(f"- Note: {written}\n"))
        assert _spaced(page.text) == _spaced(f"Note: {typed}"), (name, written)
        assert runs(page.addresses) == []


def test_the_check_sees_what_it_looks_for() -> None:
    """The readers hold nothing back: each of them makes the link that a filter would hide."""
    for name, read in read_as_section("See [x].\n\n- [x]: javascript:alert(1)").items():
        if name != "Python-Markdown":  # it knows no definition in a list
            assert runs(read.addresses) == ["javascript:alert(1)"], name
    for name, read in read_as_section("[x](javascript:alert(1))").items():
        assert runs(read.addresses) == ["javascript:alert(1)"], name
