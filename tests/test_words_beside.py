"""How much a person reads on a question beside its options: all visible words, the column of the stack so far apart."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Final

import pytest

from tests.steps import on
from wizard.catalogue.load import load
from wizard.decide.answers import Value
from wizard.show.question import show

CATALOGUE: Final = load()
MOST: Final = 120

#: What is open is a guided pace of somebody who builds a first product, and later one whose database is in use.
NEW: Final[dict[str, Value]] = {
    "persistence": "yes",
    "existing_database": "none",
    "language": "python",
    "framework": "fastapi",
    "existing_client": "none",
    "pace": "guided",
}
IN_USE: Final[dict[str, Value]] = {**NEW, "existing_database": "neon", "existing_stance": "in-use"}
#: Elements that end themselves.
EMPTY: Final = ("input", "br", "img")


class _Beside(HTMLParser):
    """The text of a form without its options, what is folded, and what only a screen reader says."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[bool] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in EMPTY:
            return
        classes = (dict(attrs).get("class") or "").split()
        apart = tag in ("aside", "textarea", "option", "optgroup") or {"dsw-option", "dsw-hidden"} & {*classes}
        folded = tag == "details" and "open" not in dict(attrs)
        # A summary is seen while the rest of it is folded.
        self.open.append(tag == "summary" or (not apart and not folded and all(self.open[-1:])))

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if all(self.open[-1:]):
            self.words += data.split()


def beside(answers: dict[str, Value], key: str) -> list[str]:
    before = {name: value for name, value in answers.items() if name != key}
    if key == "persistence":
        before = {"pace": "guided"}
    return _Beside(show(on(CATALOGUE, before, key)).html).words


@pytest.mark.parametrize("key", CATALOGUE.questions)
def test_a_question_is_at_most_so_many_words_beside_its_options(key: str) -> None:
    for answers in (NEW, IN_USE):
        words = beside(answers, key)
        assert len(words) <= MOST, (len(words), " ".join(words))
