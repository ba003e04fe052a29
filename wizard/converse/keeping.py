"""What it means to keep what does not fit: the answers that follow, so that what is kept is what the person named."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from wizard.catalogue.model import Client
from wizard.converse.flow import against, agreed_way
from wizard.converse.record import END_OF_LIFE, LONGEST_NOTE, Record, fingerprint
from wizard.converse.state import reading_with
from wizard.converse.switch import PRODUCTS, answers_gone
from wizard.converse.uncompared import EXISTING, NOT_COMPARED, not_compared
from wizard.converse.weighing import heard_with
from wizard.decide.answers import Answers, in_order
from wizard.decide.decision import language_of
from wizard.explain.client_conflicts import UNUSED_CLIENT, goes_with_the_leaning
from wizard.explain.conflict import Conflict
from wizard.explain.kept import decided_on, named_for, nearest_kept
from wizard.explain.reading import Reading

#: What is sent for the ways on from a database that was not compared, in the order of its ways out.
UNCOMPARED: Final = ("keep", "replaced", "beside", "mentioned")


@dataclass(frozen=True, kw_only=True, slots=True)
class Way:
    """A way on where the client that is there cannot be the one for the pick: what it is called, what follows, the
    answers after it, and the question (`about`) that a reason for it belongs to."""

    label: str
    hint: str
    answers: Answers
    about: str


def ways(reading: Reading, found: tuple[Conflict, ...]) -> tuple[Way, ...]:
    """The ways on where a client that is there stays unused, the one that keeps most of what was named first; none
    where nothing of the kind was found. Each ends in a stack to which its client speaks."""
    client = reading.existing_client
    if client is None or UNUSED_CLIENT.isdisjoint(item.rule for item in found):
        return ()
    found_ways = [kept] if (kept := _keeps(reading)) else []
    without = {**reading.answers, "existing_client": "none"}
    found_ways.append(_way(reading, "Take", without, f"{client.name} is not used here.", "existing_client"))
    return tuple(found_ways)


def with_client(reading: Reading, client: Client) -> Way | None:
    """The way to the nearest database that the client speaks to."""
    after = nearest_kept(reading, client)
    return _way(reading, "Keep", after.answers, _stays(client), "existing_client") if after else None


def _keeps(reading: Reading) -> Way | None:
    """The way on that keeps the client, with the database that was leaned to where the client goes with it; None where
    another database is there to stay, or the project is written in another language."""
    client = reading.existing_client
    if client is None or reading.decision.forced or client.language != language_of(reading.answers):
        return None
    leaning = goes_with_the_leaning(reading)
    if not leaning and reading.client is not client:
        return with_client(reading, client)
    spoken = [index for index in _by_points(reading) if _speaks(reading, index)]
    if leaning:
        spoken = [index for index in spoken if index in reading.existing_stores]
    for answers in _deciding(reading, spoken, leaning=leaning):
        after = reading.instead(answers)
        if after.client is client and after.pick.index in spoken:
            about = "existing_stance" if leaning else "existing_client"
            return _way(reading, "Keep", answers, _stays(client), about)
    return None


def _stays(client: Client) -> str:
    return f"{client.name} stays, and the database counts as decided."


def _deciding(reading: Reading, spoken: list[int], *, leaning: bool) -> Iterator[Answers]:
    """Answers that may decide on one of the stores that the client speaks to, the nearest to what was said first."""
    decided = {**reading.answers, "existing_stance": "decided"}
    if leaning:
        yield decided
        named = reading.answers["existing_database"]
        for index in spoken:
            store = reading.book.stores[index]
            if store.service.id == named:
                yield in_order(reading.catalogue, {**decided, "existing_engine": store.database.id})
    for index in spoken:
        if id_ := named_for(reading, reading.book.stores[index]):
            yield decided_on(reading, id_)


def _by_points(reading: Reading) -> list[int]:
    """All stores, those that nothing rules out and that have most points first."""
    decision = reading.decision
    return sorted(
        range(len(reading.book.stores)),
        key=lambda index: (index not in decision.running, -decision.points[index], index),
    )


def _speaks(reading: Reading, index: int) -> bool:
    line = reading.decision.lineup
    return line is not None and line.clients[index] is reading.existing_client


def _way(reading: Reading, verb: str, answers: Answers, hint: str, about: str) -> Way:
    after = reading.instead(answers)
    client = f" with {after.client.name}" if after.client else ""
    return Way(label=f"{verb} {after.pick_name}{client}", hint=hint, answers=answers, about=about)


def why_kept(reading: Reading, record: Record, found: tuple[Conflict, ...]) -> str:
    """Under which name a reason to keep what was found stands among those that have been typed and not settled."""
    about = not_compared(reading, record) if any(item.rule == NOT_COMPARED for item in found) else ()
    return fingerprint(" ".join(about or (item.text for item in found)))


def reasons_given(reading: Reading, record: Record) -> Mapping[str, str]:
    """Question -> what the person has said of the database and the client that are there."""
    keys = ("existing_database", "existing_stance", "existing_client")
    return {key: record.notes[key] for key in keys if key in record.notes}


def with_way(record: Record, reading: Reading, found: tuple[Conflict, ...], way: Way, why: str) -> Record:
    """The record after a way on: the reason, and what was told with the objections of the stack that it leads to."""
    told = heard_with(reading.instead(way.answers), found)
    raised = dict.fromkeys((*record.raised, *(item.rule for item in (*found, *told))))
    return with_reason(replace(record, raised=tuple(raised)), way.about, why)


def with_reason(record: Record, about: str, why: str) -> Record:
    """The record with a reason behind those that were given before."""
    if not why:
        return record
    before = record.notes.get(about, "")
    joined = f"{before.rstrip()}{'' if before.rstrip().endswith(('.', '!', '?')) else '.'} {why}" if before else why
    return replace(record, notes={**record.notes, about: joined})


def parted(was: Reading, answers: Answers, said: Record, but: Collection[str] = ()) -> tuple[Record, tuple[str, ...]]:
    """The record, where the answers become these, without the words on what is no longer answered, nor what was kept
    against an objection that no longer stands or says something else now; and a sentence for each. Words on the
    questions of `but` have just been said, or seen. What is said of the next product is heard, although the same was
    said before."""
    gone = answers_gone(was.catalogue, was.answers, answers)
    notes = {key: text for key, text in said.notes.items() if key not in gone or key in but}
    told = [
        f"“{said.notes[key]}” was said of “{gone[key]}”, and went with it." for key in said.notes if key not in notes
    ]
    said = replace(said, notes=notes)
    if answers != was.answers and (said.kept or said.raised):
        after = reading_with(was.book, answers, said)
        before, now = (_objected(it, said) for it in (was, after))
        over = {rule for rule in said.kept if before.get(rule) != now.get(rule)}
        over |= {END_OF_LIFE} if EXISTING in gone else set()
        said, agreed = _still_agreed(was, after, said, gone, {rule for rule in over if rule not in now})
        again = {rule for rule in now if before.get(rule) != now[rule]} if gone.keys() & {*PRODUCTS} else over
        ways = {it.rule: agreed_way(it, said) for it in against(was, said)}
        told += [
            f"“{why or ways[rule]}” was said of what no longer stands, and went with it."
            for rule, why in said.kept.items()
            if rule in over and rule not in agreed and (why or ways.get(rule))
        ]
        told += agreed.values()
        said = replace(
            said,
            kept={rule: why for rule, why in said.kept.items() if rule not in over},
            taken={rule: mark for rule, mark in said.taken.items() if rule not in over},
            raised=tuple(rule for rule in said.raised if rule not in over | again),
        )
    return said, tuple(told)


def _still_agreed(
    was: Reading, after: Reading, said: Record, gone: Collection[str], over: Collection[str]
) -> tuple[Record, Mapping[str, str]]:
    """The record with the ways out that were agreed on as own words, where answers that came later raise nothing any
    more against the same pick; and a sentence for each rule. What was agreed on an answer that is another one now goes
    with it."""
    told: dict[str, str] = {}
    if not over or was.store is None or after.store is None or was.pick_ids != after.pick_ids:
        return said, told
    for item in against(was, said):
        way = agreed_way(item, said)
        about = next((key for key in item.answers if key in after.answers), "")
        if not way or item.rule not in over or not about or any(key in gone for key in item.answers):
            continue
        noted = with_reason(said, about, " ".join(filter(None, (way, said.kept[item.rule]))))
        if len(noted.notes[about]) <= LONGEST_NOTE:
            said = noted
            told[item.rule] = f"“{way.removesuffix('.')}” was agreed on and stays, among the words on {about}."
    return said, told


def _objected(reading: Reading, said: Record) -> Mapping[str, str]:
    """Rule -> what it says against these answers; of what was not compared it is the same beside each pick."""
    return {item.rule: item.text if item.rule != NOT_COMPARED else "" for item in against(reading, said)}
