"""How much a person reads: on a question beside its options, and in a whole guided interview, its options included."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Final

import pytest

from tests.steps import on
from wizard.catalogue.load import load
from wizard.converse.flow import next_question
from wizard.decide.answers import Value
from wizard.explain.reading import reading_of
from wizard.show.question import show

CATALOGUE: Final = load()
MOST: Final = 120

#: Of all questions that are asked of a novice, their options and the column of the stack so far included.
MOST_IN_ALL: Final = 1800

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
#: What somebody answers who builds a first product and is not sure of much.
NOVICE: Final[dict[str, Value]] = {
    **NEW,
    "language": "typescript",
    "framework": "nextjs",
    "runtime": "unsure",
    "platform": "any",
    "data": ("relational",),
    "scale": "thousands",
    "realtime": "nice",
    "hosting": "managed",
    "compliance": ("none",),
    "budget": "free",
    "query_style": "unsure",
    "migrations": "unsure",
    "engines": "one",
}
#: Elements that end themselves.
EMPTY: Final = ("input", "br", "img")


class _Beside(HTMLParser):
    """The text of a screen without what is folded, what only a screen reader says, what only a narrow window has in
    the place of the column, and the options of a list; the other options where they are asked for."""

    def __init__(self, html: str, *, options: bool = False) -> None:
        super().__init__()
        self.left_out = {"dsw-hidden", "dsw-sofar-line", *(() if options else ("dsw-option",))}
        self.open: list[bool] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in EMPTY:
            return
        classes = (dict(attrs).get("class") or "").split()
        apart = tag in ("textarea", "option", "optgroup") or self.left_out & {*classes}
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


def test_a_guided_interview_is_at_most_so_many_words() -> None:
    """At 238 words a minute (silent reading, Brysbaert 2019) under eight minutes."""
    answers: dict[str, Value] = {"pace": "guided"}
    seen: dict[str, int] = {}
    before = None
    while question := next_question(reading := reading_of(CATALOGUE, answers)):
        html = show(on(CATALOGUE, answers, question.key, before=before)).html
        seen[question.key] = len(_Beside(html, options=True).words)
        before, answers = reading, {**answers, question.key: NOVICE[question.key]}
    assert len(seen) >= 15, "the whole interview"
    assert sum(seen.values()) <= MOST_IN_ALL, (sum(seen.values()), seen)
