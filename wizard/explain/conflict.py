"""One thing that does not fit together, with its ways out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from wizard.explain.words import say, ways_out

if TYPE_CHECKING:
    from wizard.catalogue.model import Source
    from wizard.explain.reading import Reading

#: Answers that no reason of ours cures: a rule to meet, and money that is not there.
FIRM: Final = frozenset({"compliance", "budget"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Conflict:
    """Something that does not fit: `block` (would really break), `warn` (works, at a price), `note`."""

    level: str
    rule: str
    text: str
    answers: tuple[str, ...]
    ways_out: tuple[str, ...]
    source: Source | None
    leads: bool = False
    """All the rest rests on it: it is said at the beginning."""
    ruled: bool = False
    """How it is built, which the rules of the file say."""
    about: str = ""
    """The first words of `text`, where they only say what it is about."""


def of_our_own(reading: Reading, said: str, level: str, answers: tuple[str, ...], **names: str) -> Conflict:
    """An objection that no rule has the words for."""
    return Conflict(
        level=level,
        rule=said,
        text=say(reading.catalogue, said, **names),
        answers=answers,
        ways_out=ways_out(reading.catalogue, said, **names),
        source=reading.catalogue.built_in[said].source,
    )
