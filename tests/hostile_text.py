"""Hostile text for the tests: the corpus in hostile/, what Hypothesis makes of its pieces, and what may come of it."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.strategies import HOW_MANY

CORPUS: Final = Path(__file__).parent / "hostile"

FUZZING: Final = settings(
    max_examples=HOW_MANY, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)

#: A tag that nothing of ours writes.
MARKER: Final = "x-evil"

#: Pieces that mean something to one of the parsers.
PIECES: Final = (
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    " ",
    "   ",
    "\t",
    "\\",
    "`",
    "```",
    "\n```\n",
    "~~~",
    "#",
    "# ",
    "\n## ",
    "\n### ",
    "=",
    "\n===\n",
    "\n---\n",
    "--",
    "-->",
    "--!>",
    "<!--",
    "<",
    ">",
    "</",
    "/>",
    f"<{MARKER}>",
    f"<{MARKER} onclick=x>",
    f"\n<{MARKER}>\n",
    "<script>",
    "<!doctype",
    "<![CDATA[",
    "<?",
    "]]>",
    "[",
    "]",
    "(",
    ")",
    "](",
    "[x](",
    "![",
    "javascript:",
    "https://a.example/",
    "[x](javascript:x)",
    "<javascript:x>",
    "\n[x]: javascript:x\n",
    "*",
    "**",
    "_",
    "|",
    "\n|-|-|\n",
    "- ",
    "\n1. ",
    "> ",
    "&",
    "&lt;",
    "&#60;",
    "%",
    "%3C",
    "%ff",
    "+",
    ",",
    ";",
    ":",
    "'",
    '"',
    '"""',
    "'''",
    "{",
    "}",
    "{{",
    "}}",
    "{%",
    "${",
    "$",
    "@",
    "!",
    "\0",
    "\ufeff",
    "\u202e",
    "\u2028",
    "\ud800",
    "language=python",
    "data=relational,documents",
    "&at=review",
    "review=yes",
    "persistence=yes",
    "<!-- data-stack answers\n",
    "\n<!-- data-stack answers\n",
    "\n-->",
    'language = "python"\n',
    "[notes]\n",
    "[written.sections]\n",
    'data = ["relational"]\n',
    "[[",
    "]]\n",
    " = ",
    "1979-05-27",
    "0x",
    "1e999",
    "true",
    "null",
    '{"dependencies": {',
    '"pg": "1"',
    "[project]\n",
    "dependencies = [",
    '"fastapi>=1"',
    "postgresql://u:p@h/d",
    "require (\n",
    "github.com/jackc/pgx/v5 v5.0.0\n",
    "datasource db {\n",
    'provider = "postgresql"\n',
    "services:\n",
    "image: postgres:16\n",
)

#: Pieces that readers of Markdown take in different ways.
MARKDOWN: Final = (
    "\n>     ",
    "\n-     ",
    "\u00a0",
    "\u3000",
    "__init__.py",
    "_",
    "__",
    "`",
    "``",
    "\\",
    "&#x202E;",
    "&rlm;",
    "&ZeroWidthSpace;",
    "&copy",
    "&amp;",
    "&#58;",
    "[x]: javascript:a",
    "\n- [x]: javascript:a",
    "> [x]: javascript:a",
    "1. [x]: javascript:a",
    "- - [x]: javascript:a",
    "[x\ny]: javascript:a",
    "[x\\]y]: javascript:a",
    "[x]",
    "a ` b\n`[x](javascript:a)`",
    "[a](https://a.example/x_y_z)",
    "![a_b](./x.png)",
    "**b**",
    "*e*",
    "***",
    "~~s~~",
    "~",
    "{: .x}",
    "{#id}",
    "<1@x.y>",
    "<https://a.example>",
    "\n    code <b>",
    "\n\n    code &amp; *x*\n\n",
    "\n#tag",
    "\n: def",
    "*[x]: y",
    "[^1]: note",
    "[^1]",
    "| a | b |\n|---|---|\n| `c` | d_ |",
    "\n2026. year",
    "\u00e4",
    "two words",
    "\t",
    "1) ",
    "](javascript:a)",
    "](<javascript:a>)",
    "][x]",
    "\\]",
    "\\[",
    "\\:",
    "\\~",
    "\\&lt;",
    "www.a.example",
    "https://a.example/_x_",
    "a_b",
    "_a_",
    "\n===",
    "\n---",
)

markdown_pieces = st.lists(st.sampled_from(MARKDOWN) | st.sampled_from(PIECES), max_size=12).map("".join)

hostile = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=40).map("".join)


@cache
def corpus() -> tuple[str, ...]:
    """Every text in hostile/*.toml."""
    files = (tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted(CORPUS.glob("*.toml")))
    return tuple(entry["text"] * entry.get("times", 1) for file in files for entry in file["text"])


# --- what a reader of the document gets -------------------------------------------------------------------------------


@cache
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark")
    reader.validateLink = lambda url: True  # type: ignore[method-assign]  # else it would drop what is looked for
    return reader


_ADDRESS: Final = re.compile(r"(?i)\s*(?:https?:|mailto:|#|/|\.)")


def headings(markdown: str) -> list[str]:
    """First- and second-level headings as CommonMark sees them."""
    tokens = _reader().parse(markdown)
    return [
        tokens[i + 1].content for i, token in enumerate(tokens) if token.type == "heading_open" and token.tag < "h3"
    ]


def intrusions(markdown: str) -> list[str]:
    """What CommonMark makes of a text that plain prose would not hold: HTML, and links that run code."""
    found = []
    for token in _reader().parse(markdown):
        for part in (token, *(token.children or ())):
            address = str(part.attrs.get("href") or part.attrs.get("src") or "")
            if part.type in ("html_block", "html_inline"):
                found.append(part.content)
            elif address and not _ADDRESS.match(address) and re.match(r"[\w+.-]*:", address):
                found.append(address)
    return found


# --- what the browser gets --------------------------------------------------------------------------------------------

#: Elements that run or fetch something, or take the page over.
_ACTIVE: Final = frozenset(
    {"script", "style", "iframe", "object", "embed", "base", "link", "meta", "img", "video", "audio"}
)


class _Html(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _ACTIVE or tag == MARKER:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            address = name in ("href", "src", "action", "formaction", "xlink:href")
            runs = address and not re.match(r"(?:https?:|mailto:|#|/|\.|[\w-]+(?:/|$)|$)", value or "")
            if name.startswith("on") or name in ("style", "srcdoc") or runs:
                self.found.append(f"<{tag} {name}={value!r}>")


def dangers(html: str) -> list[str]:
    """Whatever in HTML runs, fetches or takes over."""
    reader = _Html()
    reader.feed(html)
    reader.close()
    return reader.found
