"""What the team would come back for: the changes that would move the database, told as the difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.decide.answers import several
from wizard.decide.what_if import NOTHING
from wizard.explain.reasons import CLOSE
from wizard.explain.words import listed, say
from wizard.write.blocks import Item

if TYPE_CHECKING:
    from wizard.decide.what_if import Flip
    from wizard.explain.reading import Reading


def revisit(reading: Reading, most: int = 4) -> list[Item]:
    """The changes that would move the database, told as the difference; one for each question and outcome."""
    return [Item(text=difference(reading, move)) for move in moves(reading)[:most]]


def moves(reading: Reading) -> list[Flip]:
    """The first change of each question that would move the database for more than a hair."""
    found: dict[str, Flip] = {}
    for move in reading.what_if.flips:
        if move.store is reading.pick or _moves_what_stays(reading, move) or _by_a_hair(move):
            continue
        if not _assumed(reading, move):
            found.setdefault(move.question, move)
    return list(found.values())


def _moves_what_stays(reading: Reading, move: Flip) -> bool:
    """Whether the change would only move what is in use and stays: to another place, or to another engine there."""
    pick, standing = reading.pick, reading.attributes["standing"]
    return (reading.place_open and move.store.database is pick.database) or (
        "in-use" in standing and move.store.service is pick.service
    )


def _by_a_hair(move: Flip) -> bool:
    """Whether the pick would be close behind after the change: nobody moves a database for that."""
    return move.by is not None and move.by <= CLOSE


def _assumed(reading: Reading, move: Flip) -> bool:
    """Whether the change only says what is assumed anyway: nothing to come back for."""
    open_ = several(move.from_) == ("unsure",)
    options = reading.catalogue.questions[move.question].options
    return open_ and any(several(move.to) == (item.stands_for,) for item in options if item.value == "unsure")


def difference(reading: Reading, move: Flip) -> str:
    """What a changed answer adds, drops or exchanges, and where it leads."""
    then = f"{move.store.name} with {move.client.name}" if move.client else move.store.name
    before, after = set(several(move.from_)) - NOTHING, set(several(move.to)) - NOTHING
    added, dropped = after - before, before - after
    question = reading.catalogue.questions[move.question]
    said = {option.value: option.phrase for option in question.options}
    more, less = ([said[value] for value in said if value in some] for some in (added, dropped))
    if added and dropped:
        return say(reading.catalogue, "revisit-changed", what=listed(more), before=listed(less), then=then)
    if added and not before and question.key == "data":
        return say(reading.catalogue, "revisit-known", what=listed(more), then=then)
    if added and (not question.several or not before):
        return say(reading.catalogue, "revisit-with", what=listed(more), then=then)
    if added:
        return say(reading.catalogue, "revisit-added", what=listed(more), then=then)
    return say(reading.catalogue, "revisit-removed", what=listed(less), then=then)
