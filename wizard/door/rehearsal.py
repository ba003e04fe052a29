"""What the wizard does while the first question is read, so that answers come at once. Nobody's answers are in it.

Both functions yield between pieces, so that a press in between waits for one piece at most.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from wizard.converse.state import State, Step
from wizard.decide.answers import Answers, check, offered
from wizard.decide.reach import OPEN, possible_verdicts
from wizard.door.api import handle
from wizard.door.packed import rules_in_force
from wizard.door.screens import shown
from wizard.explain.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator


#: Browsers compile for speed what has run often. After so many interviews, Chromium's answers get no faster: by hand,
#: 25 November 2026, the same 18 requests again and again went from a median of 6 ms to 2.5 ms (see decision 0009).
INTERVIEWS: Final = 6


def warm_up() -> Iterator[None]:
    """Fill what is computed once: what can still be said, group by group of the rules, and each kind of screen."""
    book = rules_in_force()
    for group in book.groups:
        possible_verdicts(book, group, (OPEN,) * len(group.keys))
        yield
    answers: Answers = {"persistence": "yes", "language": "go", "data": ("relational",)}
    for at in ("data", "review", "document"):
        shown(Step(state=State(reading=Reading(book=book, answers=answers), at=at)))
        yield


def rehearse() -> Iterator[None]:
    """Go through interviews up to the document, each with other answers."""
    for interview in range(INTERVIEWS):
        said: dict[str, Any] = {"answers": {}, "record": {}, "at": "persistence"}
        while said["at"] != "document":
            request = {"answers": said["answers"], "record": said["record"], "event": _press(said, interview)}
            said = json.loads(handle(json.dumps(request)))
            yield


def _press(said: dict[str, Any], interview: int) -> dict[str, Any]:
    """An event that goes on from a screen."""
    catalogue = rules_in_force().catalogue
    at = said["at"]
    if at == "review":
        return {"type": "confirm", "at": at}
    if at not in catalogue.questions:
        return {"type": "continue", "at": at, "fields": {at: ["keep"]}}
    options = offered(catalogue.questions[at], check(catalogue, said["answers"]))
    value = "yes" if at == "persistence" else options[interview % len(options)].value
    return {"type": "continue", "at": at, "fields": {at: [value]}}
