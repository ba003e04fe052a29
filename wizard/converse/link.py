"""Answers <-> the fragment of the wizard's address: `language=python&data=relational,documents&at=scale`.

The fragment never leaves the browser. Beside the vocabulary's keys it holds `at` (the screen) and `review=yes` (the
person has seen the summary, so "Continue" leads back to it). Alone, `line` is a line of text that names a stack.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote_plus

from wizard.catalogue.model import Catalogue
from wizard.catalogue.signs import key_named, named, visible
from wizard.decide.answers import AnswerError, Answers, Value, check, in_order

#: Screens beside the questions.
SCREENS: Final = ("review", "document", "conflict", "weigh", "found", "opened")

#: Longer fragments are not read at all; the longest that the wizard writes is below 1,000 characters.
LONGEST: Final = 4000

#: What stands in an address as it is.
PLAIN: Final = re.compile(r"[a-z0-9,-]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    """What a fragment holds. `problems` names, in words, every part that was ignored."""

    answers: dict[str, Value]
    at: str
    reviewed: bool
    problems: tuple[str, ...]


def write(answers: Answers, at: str = "", *, reviewed: bool = False) -> str:
    """The fragment without its `#`."""
    parts = [f"{key}={_quoted(value if isinstance(value, str) else ','.join(value))}" for key, value in answers.items()]
    if at:
        parts.append(f"at={quote(at)}")
    if reviewed:
        parts.append("review=yes")
    return "&".join(parts)


def _quoted(text: str) -> str:
    """What the vocabulary has is mostly as it can stand; a company's own words may not be."""
    return text if PLAIN.fullmatch(text) else quote(text, safe=",")


def read(catalogue: Catalogue, fragment: str) -> Opened:
    """Read a fragment from anywhere: whatever the vocabulary does not know is named and ignored."""
    fragment = fragment.removeprefix("#")
    if len(fragment) > LONGEST:
        return Opened(
            answers={},
            at="",
            reviewed=False,
            problems=(f"The link is longer than {LONGEST} characters and was ignored.",),
        )
    found: dict[str, Value] = {}
    problems = []
    at, reviewed = "", False
    for part in filter(None, fragment.split("&")):
        key, _, text = part.partition("=")
        key, text = visible(unquote_plus(key)), visible(unquote_plus(text))
        if key == "line" and line_in(fragment):
            continue
        if key == "at":
            at = text if text in catalogue.questions or text in SCREENS else ""
            problems += [] if at else [_shorten(f"at: {named(text)} is not a screen")]
        elif key == "review":
            reviewed = text == "yes"
            problems += [] if reviewed else [_shorten(f"review: {named(text)} is not 'yes'")]
        elif key in found:
            problems.append(_shorten(f"{key_named(key)}: given twice; the first one counts"))
        else:
            question = catalogue.questions.get(key)
            value: str | list[str] = text.split(",") if question and question.several else text
            try:
                found.update(check(catalogue, {key: value}))
            except AnswerError as error:
                problems.append(_shorten(f"{error}"))
    return Opened(answers=in_order(catalogue, found), at=at, reviewed=reviewed, problems=tuple(problems))


def line_in(fragment: str) -> str:
    """The line that names a stack, where a fragment holds nothing else: `line=Postgres+on+Neon`."""
    key, _, text = fragment.removeprefix("#").partition("=")
    return visible(unquote_plus(text)) if key == "line" and len(fragment) <= LONGEST else ""


def _shorten(text: str, most: int = 160) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
