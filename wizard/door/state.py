"""Where the person is, and what an event leads to: what every handler of an event takes and gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from wizard.catalogue.model import Catalogue
from wizard.converse import record
from wizard.converse.record import Record
from wizard.decide.answers import Value


@dataclass(frozen=True, kw_only=True, slots=True)
class State:
    """Where the person is: the answers, the record, the screen, and whether the summary has been seen."""

    answers: Mapping[str, Value]
    at: str
    reviewed: bool = False
    record: Record = record.EMPTY


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """What an event leads to."""

    state: State
    before: Mapping[str, Value] | None = None
    notices: tuple[str, ...] = ()
    error: str = ""
    note_error: str = ""
    note: str = ""
    """The note as it was entered, where it could not be accepted on a screen that keeps none."""
    entered: Value | None = None
    replace: bool = False
    returning: str = ""
    """What put another interview aside that one can return to: `link`, `file` or `restart`."""


#: The wizard, opened before anybody has said anything.
FIRST: Final = Step(state=State(answers={}, at="persistence"), replace=True)

type Handler = Callable[[Catalogue, State, Mapping[str, Any]], Step]


class RequestError(ValueError):
    """A request that no page of ours sends."""
