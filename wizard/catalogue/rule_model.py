"""Rules as frozen dataclasses: a condition on the answers, a conclusion, a reason and a source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from wizard.catalogue.model import Condition, Source

type Selector = Mapping[str, tuple[str, ...]]
"""Which candidates: attribute -> any of these values."""


@dataclass(frozen=True, kw_only=True)
class Effect:
    """`by` points for the candidates that `where` selects."""

    where: Selector
    by: int


@dataclass(frozen=True, kw_only=True)
class _Rule:
    """What every rule has: a condition on the answers (`when`, and not `unless`), a reason and a source.

    `because` and `ways_out` may hold `{name}`, `{database}`, `{service}` and `{client}`; ways out of objections also
    `{relational}` and `{vectors}`, the store that is proposed for such data.
    """

    stage: ClassVar[str]
    """The name of the file that such rules stand in, without its ending."""

    id: str
    when: Mapping[str, Condition]
    unless: Mapping[str, Condition]
    because: str
    source: Source
    also_of: Selector
    """Stacks of which it holds as well, in other words: beside such a pick it is no reason against another."""


@dataclass(frozen=True, kw_only=True)
class RankingRule(_Rule):
    """A rule that ranks candidates: it gives them points, or rules them out.

    Its reason is told only of a stack that has what it `presumes`. `lacking` says of a candidate that it favours not at
    all why that counts against it, `less` of one that it favours less than another; each where `…_of` selects it.
    """

    effects: tuple[Effect, ...]
    excludes: tuple[Selector, ...]
    ways_out: tuple[str, ...]
    presumes: Selector
    lacking: str
    lacking_of: Selector
    less: str
    less_of: Selector


@dataclass(frozen=True, kw_only=True)
class StoreRule(RankingRule):
    """Ranks engines at their places, and may ask what their client there can do.

    `unfit`: it rules them out because they cannot hold the data as the main store. `because_things`: the reason where
    somebody has said what is stored, which goes where it says `{things}`.
    """

    stage = "stores"
    unfit: bool
    because_things: str


@dataclass(frozen=True, kw_only=True)
class ClientRule(RankingRule):
    """Ranks the clients for a store."""

    stage = "clients"


@dataclass(frozen=True, kw_only=True)
class _AboutThePick(_Rule):
    """A rule about the stack that `pick` selects and `pick_not` does not touch."""

    pick: Selector
    pick_not: Selector


@dataclass(frozen=True, kw_only=True)
class CoherenceRule(_AboutThePick):
    """Says what does not fit in the pick. `level`: `block` (would really break), `warn` (works, at a price), `note`
    (good to know)."""

    stage = "coherence"
    level: str
    leads: bool
    """What all the rest rests on: it is said at the beginning."""
    ruled: bool
    """How it is built: where the rules that people work by stand beside it, they say it."""
    ways_out: tuple[str, ...]
    as_if: Mapping[str, str]
    """Answers as the first way out has them: until it is settled, the rest of the file is written as if they were
    given."""


@dataclass(frozen=True, kw_only=True)
class CompanionRule(_AboutThePick):
    """Puts the best of `databases` beside such a pick, or (`within`) says that the pick does that job too.

    `for_` is the kind of data that goes there.
    """

    stage = "companions"
    ways_out: ClassVar[tuple[str, ...]] = ()
    """There is nothing to get out of."""

    databases: tuple[str, ...]
    for_: str
    within: bool


@dataclass(frozen=True, kw_only=True)
class AnswerRule(_AboutThePick):
    """Says of one thing that was asked for how such a stack has it, or why not.

    `about` is the question; its values are those of the condition on it. `fact`: that fact of the store is told, with
    its own source, where it may be printed. `simply`: it is as it was asked for, which the file says in few words.
    """

    stage = "answered"
    ways_out: ClassVar[tuple[str, ...]] = ()

    about: str
    fact: str
    simply: bool


type Rule = StoreRule | ClientRule | CoherenceRule | CompanionRule | AnswerRule
