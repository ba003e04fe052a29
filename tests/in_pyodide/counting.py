"""Counts the functions that run while a test does, and not those that run for pytest and Hypothesis.

What pytest does to collect tests, rewrite assertions, capture output and report is no part of what the wizard can do.
So the count rests, but in the body of each test, in the tests' own fixtures, and in each example that Hypothesis tries.
Outside `make profile` nothing counts, and this does nothing.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, Final

import js
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_tell: Final = getattr(js, "dataStackCounts", lambda _: None)


_counting: list[bool] = [True]


@contextmanager
def _counted() -> Iterator[None]:
    _tell(True)
    _counting.append(True)
    try:
        yield
    finally:
        _counting.pop()
        _tell(_counting[-1])


class Counting:
    """A plugin for pytest."""

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> Iterator[None]:
        """Count in a test, or in each of its examples."""
        tried = getattr(pyfuncitem.obj, "hypothesis", None)
        if tried is None:
            with _counted():
                return (yield)
        if not hasattr(tried.inner_test, "counted"):
            tried.inner_test = _in_each(tried.inner_test)
        return (yield)

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[None]:
        """Count in the tests' own fixtures."""
        if not fixturedef.func.__module__.startswith(("tests", "test_")):
            return (yield)
        with _counted():
            return (yield)


def _in_each(test: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(test)
    def counted(*given: Any, **named: Any) -> Any:
        with _counted():
            return test(*given, **named)

    vars(counted)["counted"] = True
    return counted


def rest() -> Counting:
    """From here on count in tests alone."""
    _counting[:] = [False]
    _tell(False)
    return Counting()
