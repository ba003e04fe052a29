"""A step to a screen, for tests of what screens show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wizard.converse.state import State, Step
from wizard.explain.reading import reading_of

if TYPE_CHECKING:
    from wizard.catalogue.model import Catalogue
    from wizard.decide.answers import Answers


def on(catalogue: Catalogue, answers: Answers, at: str, **said: Any) -> Step:
    """The step that leads to the screen `at`; `said` is what else a :class:`Step` holds."""
    return Step(state=State(reading=reading_of(catalogue, answers), at=at), **said)
