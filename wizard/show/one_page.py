"""What stands on the summary's page itself: as much as can be read at one go. The rest is folded below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from wizard.explain.conflict import Conflict
from wizard.show.rows import TradeOffView

#: In words, the page's own headings and buttons (`_FRAME`) included.
ROOM: Final = 250
_FRAME: Final = 88


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """`names` are what stands there whatever there is room for: the sentence, the names, the runner-up."""

    names: Sequence[str]
    objections: tuple[Conflict, ...]
    reasons: tuple[str, ...]
    costs: tuple[TradeOffView, ...]
    changes: tuple[str, ...]


#: What goes first where there is too much: (the list, how many of it stay).
_GOING: Final = (
    ("changes", 2),
    ("costs", 1),
    ("changes", 1),
    ("objections", 2),
    ("changes", 0),
    ("reasons", 2),
    ("objections", 1),
)


def fitted(page: Page) -> Page:
    """The page with as much as there is room for: of the reasons the first and the last stay longest."""
    for name, left in _GOING:
        if _words(page) <= ROOM:
            break
        kept = getattr(page, name)
        page = replace(page, **{name: (kept[0], kept[-1]) if name == "reasons" and len(kept) > left else kept[:left]})
    return page


def _words(page: Page) -> int:
    texts = [*page.names, *page.reasons, *page.changes]
    texts += [*(item.text for item in page.objections), *(item.text for item in page.costs)]
    return _FRAME + sum(len(text.split()) for text in texts) + len(page.objections) + len(page.costs)
