"""Pages that have become part of another: their addresses lead there, with whatever stands after the `#`.

A static host knows no redirects, so each is a page that says where its text is; `overrides/moved.html` goes there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True, slots=True)
class Moved:
    """What the page was called, and what it is part of: that page's title, and its place below `docs/`."""

    title: str
    into: str
    place: str


#: Where the page lay below `docs/`. Its anchors are public, and stay what they are on the page that it has moved into.
MOVED: Final = {
    "facts.md": Moved(title="By fact", into="Compare", place="guide/compare.md"),
    "guide/completing.md": Moved(title="Completing the conversation", into="The file", place="guide/output.md"),
    "guide/decision-map.md": Moved(
        title="Decision map", into="How the wizard decides", place="guide/how-it-decides.md"
    ),
}


def pages() -> dict[str, str]:
    """Place below `docs/` -> the page as Markdown."""
    return {place: _page(moved) for place, moved in MOVED.items()}


def _page(moved: Moved) -> str:
    return (
        f"---\ntitle: {moved.title}\ndescription: {moved.title} is part of the page {moved.into} now.\n"
        "template: moved.html\nsearch:\n  exclude: true\n---\n\n"
        f"# {moved.title}\n\nThis is part of [{moved.into}](/{moved.place}){{ data-moved }} now.\n"
    )
