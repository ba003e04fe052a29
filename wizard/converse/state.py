"""Where the person is, and what an event leads to: what every handler of an event takes and gives, and every screen
shows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

from wizard.converse.hosts_said import others_run_it
from wizard.converse.own_words import ours
from wizard.converse.record import EMPTY, Origin, Record
from wizard.converse.refusals import refused
from wizard.decide.answers import Answers, Value
from wizard.decide.rules import Rulebook
from wizard.explain.reading import Reading

type Returning = Literal["", "link", "file", "restart", "earlier"]
"""What put another interview aside that one can return to; `earlier` is a page load that found one put aside, and
`restart`, "Start again"."""


#: Where the database came from that a line named, until the answer is changed or confirmed.
TYPED: Final = Origin(file="your line")

#: So many readings are remembered: of the answers that a press comes from, and of those that it leads to.
REMEMBERED: Final = 2


def reading_with(book: Rulebook, answers: Answers, said: Record) -> Reading:
    """What follows from answers, with what the record has beside them: the products that were chosen, those that
    own words refuse, and who runs the server and the code, as they have it. Where no database is there, one that is
    only read from is not ours."""
    none = answers.get("existing_database", "none") == "none"
    by_others = said.by_others and (not none or others_run_it(ours(said.notes)))
    no = refused(book.catalogue, answers, said)
    by_words = {"by_others": by_others, "law": "compliance" in said.notes}
    key = (tuple(answers.items()), said.chosen, *by_words.values(), said.host, no)
    last = book.memo.readings
    found = last.pop(key, None)
    if not isinstance(found, Reading):
        found = Reading(book=book, answers=answers, chosen=said.chosen, host=said.host, refused=no, **by_words)
    last[key] = found
    while len(last) > REMEMBERED:
        del last[next(iter(last))]
    return found


@dataclass(frozen=True, kw_only=True, slots=True)
class State:
    """Where the person is: the answers and what follows from them, the record, the screen, and whether the summary has
    been seen."""

    reading: Reading
    at: str = "persistence"
    reviewed: bool = False
    record: Record = EMPTY

    @property
    def answers(self) -> Answers:
        return self.reading.answers

    @property
    def shared(self) -> bool:
        """Whether all that was answered came with a link, and nobody here has confirmed or added anything."""
        said, keys = self.record, set(self.answers) - {"pace"}
        linked = all(key in said.origins and not said.origins[key].file for key in keys)
        return bool(keys) and linked and not (said.notes or said.kept or said.weighed or said.prose)

    def with_answers(self, answers: Answers) -> State:
        """With these answers, and with what the record says by now; the same reading where nothing differs."""
        was, now = self.reading, reading_with(self.reading.book, answers, self.record)
        before, after = ((it.answers, it.chosen, it.by_others, it.host, it.refused) for it in (was, now))
        return self if after == before else replace(self, reading=now)  # what was worked out is not worked out again


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """What an event leads to: a state, and what its screen has to say of how one came there."""

    state: State
    before: Reading | None = None
    """The reading before the last answer, so that a screen can say what it changed."""
    notices: tuple[str, ...] = ()
    error: str = ""
    note_error: str = ""
    entered: Value | None = None
    """What the form held, where it could not be accepted."""
    replace: bool = False
    returning: Returning = ""
    seen: Reading | None = None
    """On the summary: the reading with another stack, which is only looked at."""
    line: str = ""
    """On the first question: the line that was typed, where it named nothing, and in `line_error` what to write."""
    line_error: str = ""
    adjusting: str = ""
    """On the summary: the question whose answer is being changed there."""
