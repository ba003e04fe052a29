"""A finding: what no longer agrees, the sentence of the file, the line of the project, why it matters, what to do."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from wizard.catalogue import beside
from wizard.converse.record import Place

DIFFERS: Final = "differs"
NOTE: Final = "note"


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """A kind of finding, as `kinds.toml` has it. Its texts hold names in braces."""

    id: str
    level: str
    title: str
    says: str
    why: str
    do: str


def table(name: str) -> dict[str, Any]:
    """A TOML file of this room, which is in an archive in the browser."""
    return tomllib.loads(beside.content("wizard.check", name).decode())


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by its id, in the order in which they are looked for."""
    return {raw["id"]: Kind(**raw) for raw in table("kinds.toml")["kind"]}


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """A sentence of the file. `label` is the bold word before it or its list; `heading`, that of its section."""

    line: int
    heading: str
    label: str
    text: str

    def __str__(self) -> str:
        return f"{self.label}: {self.text}" if self.label else self.text


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """`places` are the lines of the project, the telling one first; none where nothing in the project says so.

    `answers` are what the wizard is to be opened with: question -> value, or the values to add.
    """

    kind: Kind
    says: str
    why: str
    do: str
    sentence: Sentence
    places: tuple[Place, ...] = ()
    answers: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)

    @property
    def differs(self) -> bool:
        return self.kind.level == DIFFERS


def finding(
    id_: str,
    sentence: Sentence,
    places: tuple[Place, ...] = (),
    answers: Mapping[str, str | tuple[str, ...]] | None = None,
    **words: str,
) -> Finding:
    """A finding of a kind, its texts filled in. Raises KeyError for a name that is not given."""
    kind = kinds()[id_]
    return Finding(
        kind=kind,
        says=kind.says.format(**words),
        why=kind.why.format(**words),
        do=kind.do.format(**words),
        sentence=sentence,
        places=places,
        answers=answers or {},
    )
