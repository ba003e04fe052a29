"""What others make of our Markdown: four readers that filter nothing, and what a person reads in what they print."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from typing import Final

#: Addresses that run nothing. What is meant by `www.` GitHub's reader says itself.
SAFE: Final = re.compile(r"(?:https?:|mailto:|#|\.{0,2}/)")

#: Signs that a reader may take for a mark of blocks, or leave out with one; and the box of a task.
_MARKS: Final = re.compile(r"\[[ xX]\]|[\s*~#>|`\\=+\-\[\]()!:.\d\"'\ufeff]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """A page as it is read: its text, the addresses that it leads to, and its elements."""

    text: str
    addresses: tuple[str, ...]
    tags: tuple[str, ...]

    @property
    def words(self) -> str:
        """The text without the signs that mark blocks, emphasis and lists."""
        return _MARKS.sub("", self.text)


class _Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self.addresses: list[str] = []
        self.tags: list[str] = []
        self.hidden = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.tags.append(tag)
        self.addresses += [named[name] or "" for name in ("href", "src") if name in named]
        self.hidden = tag == "span" and named.get("class") == "dsw-hidden"
        if tag == "img":
            self.text.append(named.get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        self.hidden = False

    def handle_comment(self, data: str) -> None:
        self.tags.append("comment")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.text.append(data)


def seen(html: str) -> Seen:
    page = _Page(html)
    return Seen(text="".join(page.text), addresses=tuple(page.addresses), tags=tuple(page.tags))


@cache
def readers() -> Mapping[str, Callable[[str], str]]:
    """Reader -> what makes HTML of Markdown, with nothing held back."""
    import cmarkgfm  # noqa: PLC0415, these are not there where other tests are run too
    import markdown  # noqa: PLC0415
    from cmarkgfm.cmark import Options  # noqa: PLC0415
    from markdown_it import MarkdownIt  # noqa: PLC0415

    unsafe = Options.CMARK_OPT_UNSAFE
    other = MarkdownIt("commonmark")
    other.validateLink = lambda url: True  # type: ignore[method-assign]  # it would hide what is looked for
    return {
        "CommonMark": lambda text: cmarkgfm.markdown_to_html(text, unsafe),
        "GitHub": lambda text: cmarkgfm.github_flavored_markdown_to_html(text, unsafe),
        "markdown-it": other.render,
        "Python-Markdown": lambda text: markdown.markdown(text, extensions=["extra", "admonition"]),
    }


def read_as_section(text: str) -> dict[str, Seen]:
    """Reader -> what is read of a section that stands between others. AssertionError where it leaves its place."""
    found = {}
    for name, read in readers().items():
        html = read(f"# Data Stack\n\n## Overview\n\n{text}\n\n## Next\n\nlast\n")
        inside = re.fullmatch(r".*?Overview</h2>(.*)<h2[^>]*>Next</h2>.*", html, re.DOTALL)
        assert inside, f"{name}: the sections are no longer there: {html}"
        assert not re.search("<h[12]", inside[1]), f"{name}: a section of its own: {html}"
        found[name] = seen(inside[1])
    return found


def runs(addresses: tuple[str, ...]) -> list[str]:
    """The addresses that may run something."""
    return [address for address in addresses if address and not SAFE.match(address)]
