"""Regular expressions that are compiled when they are first asked.

To compile all of them took a start in the browser as long as to unpack the rules, and most answers ask few of them.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, cast


class _Later:
    """Answers as the pattern that it becomes when anything of it is asked for."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._made_of = pattern, flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(*self._made_of)

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._compiled, name)
        setattr(self, name, value)  # the next time it is found without this detour
        return value


def later(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """A module's pattern, by its source. `re`'s own functions do not take it: call its methods."""
    return cast("re.Pattern[str]", _Later(pattern, flags))
