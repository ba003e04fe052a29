"""The decision in sentences: what is picked, how sure that is, and the few reasons that stand on the summary's page."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Final

from wizard.converse.hosts_said import host_said
from wizard.converse.record import Record
from wizard.converse.switch import runner_up
from wizard.decide.answers import values
from wizard.decide.decision import stance
from wizard.decide.what_if import Flip
from wizard.explain.reading import Reading
from wizard.explain.reasons import Reason
from wizard.explain.trade_offs import TradeOff
from wizard.explain.words import flip_sentence, label, language_name, listed
from wizard.show.render import with_things
from wizard.show.rows import reason_text
from wizard.write.points import decided
from wizard.write.revisit import moves, moves_what_stays, to_a_provider, unlikely

#: So many reasons stand on the page; fewer where there is no room.
REASONS: Final = 3

#: What own words say here no answer does, and the pick or the client may rest on it.
IN_OWN_WORDS: Final = ("existing_database", "language", "framework", "existing_client", "platform", "hosting")

#: So many answers "not sure" are too many for a pick to be called clear.
UNSURE: Final = 3

#: So many words of a person's own reason.
OWN_WORDS: Final = 30


def certainty_sentence(reading: Reading, *, shared: bool = False) -> str:
    """How sure the pick is, in a sentence; `shared` answers are somebody else's. What is close is set by `CLOSE` in
    `wizard/explain/reasons.py`."""
    if reading.certainty == "forced" and not reading.decision.forced:
        return f"Nothing meets all that {'is required' if shared else 'you require'}; this comes nearest."
    if reading.certainty == "forced":
        decided = stance(reading.answers) == "decided"
        named = str(reading.answers.get("existing_database"))
        engine = reading.store is not None and named in reading.catalogue.databases and not reading.place_open
        name = reading.catalogue.name(named) if engine else ""  # where it runs was not theirs to keep
        if reading.store_is_chosen:
            return "Taken, until you say otherwise."
        if decided:
            return f"{'They' if shared else 'You'} decided on {name or 'it'}."
        kept = f"{name} is kept" if name else "Kept"
        return f"{kept}, because it is in use." if shared else f"{kept}, because you use it."
    named = str(reading.answers.get("existing_database", "none"))
    picked = (reading.store.database.id, reading.store.service.id) if reading.store else ()
    if stance(reading.answers) == "leaning" and named != "none" and named not in picked:
        lean, speak = ("They lean", "their answers") if shared else ("You lean", "your answers")
        return f"{lean} towards {reading.catalogue.name(named)}, but {speak} speak for this, for these reasons."
    if reading.certainty == "close" and likely_changes(reading):
        return "It was close: one different answer could change it."
    if (number := sum(values(reading.answers, key) == {"unsure"} for key in reading.answers)) >= UNSURE:
        return f"{'They' if shared else 'You'} were not sure of {number} answers, so defaults stand for them."
    return f"{'Their' if shared else 'Your'} answers point here clearly."


def begun(text: str) -> str:
    """As much of a person's own reason as the page has room for."""
    words = text.split()
    return " ".join(words[:OWN_WORDS]) + " …" if len(words) > OWN_WORDS else text


def reasons_told(reading: Reading, client_why: tuple[str, ...], things: str) -> tuple[str, ...]:
    """The reasons that stand on the page: for the database, and for the client or why there is none."""
    given = [reason for reason in reading.reasons if reason.answers or not reading.decision.forced]
    told = strongest(reading, given or reading.reasons, REASONS if reading.client else REASONS - 1)
    alone = all(reason.for_ == "client" for reason in told)
    return (
        *(database_why(reading, things) if alone else ()),
        *(reason_text(reason, things) for reason in told),
        *(client_why if reading.client is None else ()),
    )


def database_why(reading: Reading, things: str) -> tuple[str, ...]:
    """Why this database: where no rule speaks for it, the client in use has led there."""
    why = tuple(reason_text(reason, things) for reason in reading.reasons if reason.for_ != "client")
    if why or reading.store is None or reading.client is None:
        return why
    return (f"{reading.client.name} is in use, and is at home with {reading.pick.database.name}.",)


def name_of(reading: Reading, record: Record) -> str:
    """The pick; with the host that own words name; of an engine in use, of which it was not said where it runs, no
    place."""
    if reading.place_open:
        return f"{reading.pick.database.name}, where it runs today"
    host = host_said(record.notes) if reading.run_by_others else ""
    return f"{reading.pick_name} at {host}" if host else reading.pick_name


def sentence(reading: Reading, record: Record, name: str, *, named: str = "", open_: bool = False) -> str:
    """The decision in one sentence, as HTML where there is something of the person's own in it. `named`: the code and
    its client, where only own words name them; `open_`: something has to be settled first."""
    things = record.things
    stays = reading.decision.forced and stance(reading.answers) == "in-use"
    if open_ and not stays:
        how = "Decided" if decided(reading) == reading.pick_name else "Proposed"
        proposed = f"{how}, not settled: {'{things} in ' if things else ''}{name}"
        return with_things(f"{proposed}{_through(reading, ', reached from', named)}.", things)
    told = f"Stay with {name}" if stays else f"Keep your data in {name}"
    if things:
        kept = f"Stay with {name} for {{things}}" if stays else f"Keep {{things}} in {name}"
        return with_things(f"{kept}{_through(reading, ', reached from', named)}.", things)
    return f"{told}{_through(reading, ', and reach it from', named)}."


def _through(reading: Reading, reached: str, named: str) -> str:
    """The end of that sentence: the code and its client."""
    if reading.client is None:
        return f"{reached} {named}" if named else ""
    code = language_name(reading.client.language)
    framework = reading.answers.get("framework")
    if isinstance(framework, str) and framework != "other":
        code += f" ({label(reading.catalogue, 'framework', framework)})"
    return f"{reached} {code} with {reading.client.name}"


def strongest(reading: Reading, found: Sequence[Reason], most: int = REASONS) -> list[Reason]:
    """The reasons to tell where few are told: the strongest for the database, then those that set the pick apart from
    the runner-up, and the client's first, so that both choices have one."""
    database = [
        reason for reason in found if reason.for_ == "database" or (reason.for_ == "service" and not reading.anywhere)
    ]
    client = [reason for reason in found if reason.for_ == "client"][:1]
    other = runner_up(reading)
    ahead = {
        hit.rule.id: hit.weights[reading.pick.index] - hit.weights[other.store.index] if other else 0
        for hit in reading.decision.hits
    }
    rest = sorted(database[1:], key=lambda item: (-ahead.get(item.rule, 0), item.for_ != "service", -item.by))
    return [*database[:1], *rest[: most - 1 - len(client)], *client]


def how_weighed(concerned: Iterable[TradeOff], weighed: Collection[str] | None) -> str:
    """How many of these trade-offs were ticked as considered; nothing where there is nothing to ask."""
    keys = [item.key for item in concerned]
    if not keys:
        return ""
    if weighed is None:
        return "You brought this choice along. Nobody has asked yet which of its trade-offs you have considered."
    number = sum(key in weighed for key in keys)
    return f"You have considered {number} of the {len(keys)} trade-offs of what you keep."


def not_in_link(reading: Reading, record: Record) -> str:
    """What was written, as a sentence, where the pick may rest on some of it; else nothing."""
    if not (reading.refused or any(record.notes.get(key) for key in IN_OWN_WORDS)):
        return ""
    shorts = [f"“{question.short}”" for key, question in reading.catalogue.questions.items() if record.notes.get(key)]
    told = f"The link leaves out what you wrote on {listed(shorts)}: the document has it."
    same = replace(reading, refused=frozenset()).pick_ids == reading.pick_ids
    return told if same else f"{told} Who opens it sees a pick that you refuse."


def told_changes(reading: Reading) -> tuple[str, ...]:
    """What would change the pick, the likeliest first: one for each question and outcome, as the list is to be read."""
    found: dict[tuple[str, int, str], Flip] = {}
    for move in _by_likelihood(reading):
        found.setdefault((move.question, move.store.index, move.client.id if move.client else ""), move)
    return tuple(_flip(reading, move) for move in found.values())


def likely_changes(reading: Reading) -> tuple[str, ...]:
    """Of these, those that move the database, and not only what is in use and stays: one for each outcome."""
    found: dict[int, Flip] = {}
    for move in _by_likelihood(reading):
        if not (move.store is reading.store or moves_what_stays(reading, move)):
            found.setdefault(move.store.index, move)
    return tuple(_flip(reading, move) for move in found.values())


def _by_likelihood(reading: Reading) -> list[Flip]:
    every = (*moves(reading), *(it for it in reading.what_if.flips if not to_a_provider(reading, it)))
    return sorted(every, key=lambda move: (unlikely(move), move.store is reading.store))


def _flip(reading: Reading, flip: Flip) -> str:
    parts = []
    if flip.store is not reading.store:
        parts.append(flip.store.name)
    if flip.client is not reading.client:
        parts.append(flip.client.name if flip.client else "no listed client")
    return f"{flip_sentence(reading.catalogue, flip)}: {' with '.join(parts)}."
