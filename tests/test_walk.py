"""Random events through the door: nobody's text is lost, and Back over a file gives the state before it."""

from __future__ import annotations

from typing import Any, override

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.strategies import tried
from tests.walk import EVENTS, Walk


class Visit(RuleBasedStateMachine):
    """A visit that Hypothesis leads, and shortens where it goes wrong; tests/walk.py says what can happen."""

    @override
    def __init__(self) -> None:
        super().__init__()
        self.walk = Walk()

    @rule(event=st.sampled_from(EVENTS), chances=st.lists(st.integers(0, 719), min_size=12, max_size=12))
    def event(self, event: str, chances: list[int]) -> None:
        numbers = iter(chances)
        self.walk.step(event, lambda below: next(numbers, 0) % below)

    @invariant()
    def nothing_is_lost(self) -> None:
        self.walk.nothing_is_lost()


Visit.TestCase.settings = settings(
    max_examples=tried(25).max_examples,
    stateful_step_count=10,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
test_a_visit: Any = Visit.TestCase
