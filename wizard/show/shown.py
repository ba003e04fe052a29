"""A screen as it reaches the page: its HTML, its title, and what is announced."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """`filename` and `markdown` are the file that the screen offers; empty on all screens but the document's."""

    html: str
    title: str
    announcement: str
    filename: str = ""
    markdown: str = ""
