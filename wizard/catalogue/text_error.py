"""What is wrong with a text from outside that cannot be read, and where."""

from __future__ import annotations


class TextError(ValueError):
    """Text that is none of its format, or none that is read: what is wrong, and on which `line`, counted from 1."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line = line


class TooMuchError(TextError):
    """It may be of its format, but nobody wrote it by hand, and reading it would take too long or too much."""
