"""A choice: products that the person has decided on, put into the answers with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from wizard.agent.answers_file import Said, note_of
from wizard.agent.changing import Change, answered
from wizard.agent.coming import in_the_pick
from wizard.agent.unknown import no_such_product
from wizard.catalogue.model import Catalogue
from wizard.catalogue.packages import name as package_name
from wizard.converse.own_words import others_said
from wizard.converse.record import Record, longest_note
from wizard.converse.state import reading_with
from wizard.decide.answers import AnswerError, Value, in_order
from wizard.decide.rules import Rulebook
from wizard.explain.reading import Reading
from wizard.explain.words import in_words
from wizard.read.known_names import CLIENTS
from wizard.write.start import client_fetches

#: What is said of the stance that a choice brings.
LEANS: Final = "It counts as decided. Where they only lean: data-stack set existing_stance=leaning"

#: What is said where a choice takes the place of a database that was there, or decided on.
BESIDE: Final = (
    "Is {name} to stay, and the other one only to come beside it? Then data-stack set existing_database={id} "
    "existing_stance={stance}, and put the plan into the reason for existing_stores=none."
)


def chosen(book: Rulebook, said: Said, ids: Iterable[str], because: str = "") -> Change:
    """The answers with products that the person has decided on: a database or a service, a client, or both. They are
    recorded although they are the pick already: other answers may still move it. Raises AnswerError for an id that
    there is not."""
    ids = tuple(ids)
    for id_ in ids:
        if id_ not in {**book.catalogue.databases, **book.catalogue.services, **book.catalogue.clients}:
            raise AnswerError(id_, no_such_product(book.catalogue, id_))
    given = _decided(book.catalogue, ids, said.answers)
    if because and {"existing_database", "existing_client"} <= given.keys():
        raise AnswerError(
            "because", f"a reason goes with one product; choose {' and '.join(ids)} one by one, each with its own"
        )
    there = set(ids) <= set(in_the_pick(said.reading(book))) if said.answers else False
    change = _with_who_runs_it(book, answered(book, said, given), ids)
    change = _with_record(book, change, replace(change.record, chosen=_new(said, given)))
    told = tuple(text for text in change.told if not text.startswith("The reason that was given"))
    told += _what_stays(change.after, ids, there=there)
    told += (LEANS,) if given.get("existing_stance") == "decided" != said.answers.get("existing_stance") else ()
    key = next(key for key in given if key != "existing_stance")
    before = said.answers.get(key)
    other = before not in (given[key], None, "none")
    goes_on = other and _goes_on(book.catalogue, change.after, str(before))
    if other and not goes_on:
        named = book.catalogue.name(str(before))
        told += (f"{named} was named before, and the file weighs it no more: put into the reason why not.",)
        stance = said.answers.get("existing_stance") if key == "existing_database" else None
        told += (BESIDE.format(name=named, id=before, stance=stance),) if stance in ("in-use", "decided") else ()
        told += _said_of_the_other(book.catalogue, said, change, named)
    old, noted_now = said.record.notes.get(key, ""), change.record.notes.get(key, "")
    agreed = noted_now.removeprefix(old).lstrip(". ") if noted_now.startswith(old) else ""
    if old and ((other and not goes_on) or (before == "none" and others_said([old]))):
        of = f"was given for {before}" if other else "names another product"
        told += (f"The reason for {key} was {'replaced' if because else 'left out'}, for it {of}: “{old}”",)
        old = ""
        notes = {name: text for name, text in change.record.notes.items() if name != key}
        notes |= {key: agreed} if agreed else {}
        change = _with_record(book, change, replace(change.record, notes=notes))
    if because:
        return _with_reason(replace(change, told=told), key, because, joined(old, agreed) if agreed else old)
    none = "No reason was given: the file will say no more than that it was decided. Add it with --because."
    if key in said.record.notes and key not in change.record.notes:
        return replace(change, told=told)
    noted = key in change.record.notes
    return replace(change, told=change.told if noted and not there else (*told, *(() if noted else (none,))))


def _said_of_the_other(catalogue: Catalogue, said: Said, change: Change, named: str) -> tuple[str, ...]:
    """What was answered while another product was `named`, and does not go with the one that takes its place."""
    known = {item.rule for item in said.reading(change.after.book).conflicts}
    new = [item for item in change.after.conflicts if item.rule not in known and "hosting" in item.answers]
    if not new or "hosting" not in said.answers or change.after.pick_ids == change.before.pick_ids:
        return ()
    hosting = in_words(catalogue, "hosting", said.answers["hosting"])
    return (
        f"hosting = {said.answers['hosting']} ({hosting}) was answered beside {named}: ask whether it still holds.",
    )


def _with_record(book: Rulebook, change: Change, record: Record) -> Change:
    """The change with this beside its answers, and with what follows from it."""
    return replace(change, record=record, after=reading_with(book, change.answers, record))


def _what_stays(after: Reading, ids: tuple[str, ...], *, there: bool) -> tuple[str, ...]:
    """What of the pick a choice settles: an engine alone leaves open who runs it."""
    if after.store is None:
        return ()
    hosted = after.pick.service.kind in ("self-hosted", "embedded")
    if after.pick.database.id in ids and after.answers.get("existing_database") in ids and not (after.full or hosted):
        return (
            f"{after.pick.database.name} stays. Who runs it is not decided: {after.pick.name} is what is proposed.",
        )
    return ("It was the pick already, and stays so whatever the other answers are.",) if there else ()


def _goes_on(catalogue: Catalogue, after: Reading, id_: str) -> bool:
    """Whether what was named before is part of what was chosen: its engine, or the driver of its client."""
    if id_ in after.pick_ids:
        return True
    known = {name.lower(): client for table in CLIENTS.values() for name, client in table.items()}
    packages = (package_name(it).lower() for fetch in client_fetches(after) for it in fetch.packages)
    return id_ in catalogue.clients and id_ in {known.get(re.sub(r"/v\d+$", "", it)) for it in packages}


def _new(said: Said, given: Mapping[str, Value]) -> tuple[str, ...]:
    """What was chosen and is not there yet: what was named before, as there or as decided, stays so."""
    keys = ("existing_database", "existing_client")
    before = [said.answers.get(key) for key in keys]
    kept = [id_ for id_ in said.record.chosen if id_ in [given.get(key, said.answers.get(key)) for key in keys]]
    new = [str(given[key]) for key, old in zip(keys, before, strict=True) if key in given and given[key] != old]
    new = [] if given.get("existing_stance") == "in-use" and "existing_client" not in given else new
    return tuple(dict.fromkeys((*kept, *new)))


def _with_who_runs_it(book: Rulebook, change: Change, ids: Iterable[str]) -> Change:
    """The change with `hosting` answered where a chosen service answers it and nothing else follows from that."""
    catalogue = book.catalogue
    run = [id_ for id_ in ids if id_ in catalogue.services and catalogue.services[id_].kind == "managed"]
    if not run or "hosting" in change.answers:
        return change
    answers = in_order(catalogue, {**change.answers, "hosting": "managed"})
    after = reading_with(book, answers, change.record)
    known = {item.rule for item in change.after.conflicts}
    if after.decision.key != change.after.decision.key or {item.rule for item in after.conflicts} != known:
        return change
    told = f"hosting = managed, for {catalogue.name(run[0])} is run by its provider."
    return replace(change, answers=answers, after=after, told=(*change.told, told))


def _with_reason(change: Change, key: str, because: str, old: str) -> Change:
    """The change with a reason, behind the one that was given before: both are the person's words. Where that would be
    too long, the new one takes its place."""
    because = note_of(key, because)
    text = joined(old, because)
    if len(text) > longest_note(key):
        told: tuple[str, ...] = (f"The reason for {key} was replaced, for both would be too long. It was: “{old}”",)
        text = because
    else:
        told = (f"It was joined to what was said before: “{old}”",) if old and text not in (old, because) else ()
    notes = {**change.record.notes, key: text}
    return replace(change, record=replace(change.record, notes=notes), told=(*change.told, *told))


def joined(old: str, new: str) -> str:
    """Two reasons as sentences, each of them once."""
    if not old or old in new:
        return new
    if new in old:
        return old
    return f"{old}{'' if old.endswith(('.', '!', '?', '…')) else '.'} {new}"


def _decided(catalogue: Catalogue, ids: Iterable[str], answers: Mapping[str, Value]) -> dict[str, Value]:
    """The answers that say that these products are decided on; what is in use stays in use. Raises AnswerError for two
    of a kind."""
    found: dict[str, str] = {}
    for id_ in ids:
        kind = "client" if id_ in catalogue.clients else "service" if id_ in catalogue.services else "database"
        if kind in found:
            raise AnswerError(id_, f"{found[kind]} is chosen already; choose one {kind}")
        found[kind] = id_
    service, engine = found.get("service"), found.get("database")
    named = str(answers.get("existing_database"))
    runs = getattr(catalogue.services.get(named), "runs", ())
    if engine and not service and engine in runs and (len(runs) > 1 or answers.get("existing_stance") == "in-use"):
        service = named  # the place that was named runs it
    given: dict[str, Value] = {}
    if service or engine:
        place = service or str(engine)
        # The host of an engine in use, or the engine of such a host, says more of the same database.
        same = named in (place, *getattr(catalogue.services.get(place), "runs", ()))
        used = answers.get("existing_stance") == "in-use" and same
        given |= {"existing_database": place, "existing_stance": "in-use" if used else "decided"}
    if service and engine:
        runs = catalogue.services[service].runs
        if engine not in runs:
            raise AnswerError(engine, f"{service} does not run it; it runs {', '.join(runs)}")
        given |= {"existing_engine": engine} if len(runs) > 1 else {}
    return given | ({"existing_client": found["client"]} if "client" in found else {})
