"""The screens in a table: what shows each, and what its buttons do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final

from wizard.catalogue.signs import quoted
from wizard.converse.link import SCREENS as NAMES
from wizard.converse.state import State, Step
from wizard.door import answering, between, express, result
from wizard.door.event import Event, RequestError
from wizard.door.files import take_files
from wizard.door.opening import begin_ones_own, restart, resume
from wizard.show import broken
from wizard.write.forms import FORMS

if TYPE_CHECKING:
    from wizard.show.shown import Shown

type Handler = Callable[[State, Event], Step]


@dataclass(frozen=True, kw_only=True, slots=True)
class Screen:
    """`show` is the module of :mod:`wizard.show` that shows it, loaded when it is first shown: with Jinja2 they are a
    third of what a start would import. `press` is what its own buttons do."""

    show: str
    press: Mapping[str, Handler]


QUESTION: Final = Screen(
    show="question",
    press={
        "continue": answering.go_on,
        "back": answering.back,
        "finish": answering.finish,
        "express": express.take_line,
    },
)

SCREENS: Final[Mapping[str, Screen]] = {
    "review": Screen(
        show="review",
        press={
            "confirm": answering.confirm,
            "adjust": answering.adjust,
            "adjusted": answering.adjusted,
            "see": result.see,
            "take": result.take,
            "hosted": result.hosted,
            "own": begin_ones_own,
            "back": answering.before,
        },
    ),
    "document": Screen(
        show="document",
        press={
            "save": result.save,
            "reset": result.reset,
            **{f"form-{form}": result.choose_form for form in FORMS},
            "back": answering.to_summary,
        },
    ),
    "conflict": Screen(show="conflict", press={"continue": between.settle_conflict, "back": between.leave_conflict}),
    "weigh": Screen(show="weigh", press={"continue": between.settle_weigh, "back": answering.back}),
    "found": Screen(show="found", press={"continue": between.take_found, "back": between.leave_found}),
    "opened": Screen(show="opened", press={"continue": between.accept_opened, "back": between.leave_opened}),
}
assert tuple(SCREENS) == NAMES, "a link must know every screen"

#: What can happen on every screen.
EVERYWHERE: Final[Mapping[str, Handler]] = {
    "open": express.open_address,
    "files": take_files,
    "change": result.change,
    "review": answering.to_summary,
    "restart": restart,
    "resume": resume,
    "pace-brief": result.choose_pace,
    "pace-guided": result.choose_pace,
}


#: Every event that there is.
EVENTS: Final = frozenset(EVERYWHERE).union(*(screen.press for screen in (QUESTION, *SCREENS.values())))


def handler(at: str, type_: str) -> Handler:
    """What an event does on a screen. Raises :class:`RequestError` where the screen has no such button."""
    found = SCREENS.get(at, QUESTION).press.get(type_) or EVERYWHERE.get(type_)
    if found is None:
        raise RequestError(f"no such event on {at}: {quoted(type_)}")
    return found


def shown(step: Step) -> Shown:
    """The screen that a step leads to."""
    try:
        module = import_module(f"wizard.show.{SCREENS.get(step.state.at, QUESTION).show}")
        made: Shown = module.show(step)
    except Exception as error:  # whatever it is, nobody loses an answer by it
        return broken.show(step.state, error)
    return made
