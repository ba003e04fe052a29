"""What Material's markup leaves open for a screen reader, put right in the finished HTML."""

from __future__ import annotations

import re
from typing import Final

#: A nested navigation names itself by a label that holds nothing but an icon; the title inside it would do.
_NESTED: Final = re.compile(r'aria-labelledby="(__nav_[\d_]+)_label"([^>]*>\s*<label class="md-nav__title")')


def repaired(html: str) -> str:
    """Name Material's search dialog and its nested navigations; a section's label is no stop for the keyboard."""
    html = html.replace('="search" role="dialog">', '="search" role="dialog" aria-label="Search">')
    html = html.replace(' tabindex="">', ">")
    return _NESTED.sub(r'aria-labelledby="\1_title"\2 id="\1_title"', html)
