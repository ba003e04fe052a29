"""The summary that is read back before a file is written: a line for each thing that was decided, then the person's
own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from wizard.agent.telling import reasons, spoken
from wizard.agent.warned import stands
from wizard.catalogue.model import Client, Cost
from wizard.catalogue.packages import name as package_name
from wizard.catalogue.vocabulary import INSTRUCTIONS
from wizard.converse.clients_in_words import AS_SAID, client_of_unweighed
from wizard.converse.flow import agreed_way, conflicts, guess_beside_a_host, to_be_settled
from wizard.converse.record import END_OF_LIFE, THINGS, Record
from wizard.converse.regions_said import places_bound
from wizard.converse.uncompared import NOT_COMPARED, agreeing, stays_unweighed, unweighed
from wizard.decide.answers import values
from wizard.explain.beside import companion_sentence, in_use_sentences
from wizard.explain.reading import Reading
from wizard.explain.reasons import Reason
from wizard.explain.words import capital, day_in_words, in_words, listed, say, small
from wizard.read.known_names import CLIENTS
from wizard.write import presumed, standard
from wizard.write.audit import client_reasons, planned
from wizard.write.client import no_client
from wizard.write.no_database import with_release
from wizard.write.quotes import agreed_on, label_of
from wizard.write.said import pushes_already
from wizard.write.start import client_fetches

#: So many reasons of a part of the stack are read back.
MOST_REASONS: Final = 2

#: The guide's summary, word for word.
SUMMARY: Final = """\
## Data Stack Summary

Based on our conversation, here's what I understand:

**Database**: {database}
{database_why}

**ORM / Database Client**: {client}
{client_why}

---

Does this capture your data stack accurately? Any adjustments needed?"""


def summary(reading: Reading, record: Record) -> str:
    """The guide's summary, each line of it an item to be read out."""
    choice = _choices(reading, record)
    return SUMMARY.format(
        database=choice[0],
        database_why="\n".join(f"- {line}" for line in _database(reading, record)),
        client=choice[1],
        client_why="\n".join(f"- {line}" for line in _client(reading, record)),
    )


def summary_json(reading: Reading, record: Record) -> dict[str, Any]:
    """The summary, and what stands under each of its headings."""
    choice = _choices(reading, record)
    return {
        "text": summary(reading, record),
        "database": {"choice": choice[0], "why": _database(reading, record)},
        "client": {"choice": choice[1], "why": _client(reading, record)},
    }


def _choices(reading: Reading, record: Record) -> tuple[str, str]:
    if reading.store is None:
        return "None", "None"
    if stays := stays_unweighed(reading, record):
        return listed(with_release(stays, record)), _theirs(reading, record)
    store = presumed.engines_of_customers(reading, record) or capital(reading.pick_name)
    return store, reading.client.name if reading.client else no_client(reading, record)[0]


def _theirs(reading: Reading, record: Record) -> str:
    """The client beside a database that was not weighed."""
    client = client_of_unweighed(reading, record)
    return "As your words have it" if client == AS_SAID else client or "Left to who knows it"


def _database(reading: Reading, record: Record) -> list[str]:
    own = _own_words(reading, record, "stack", "database")
    if reading.store is None:
        return [*(reason.text for reason in reading.reasons), *own]
    if stays := stays_unweighed(reading, record):
        why = _because(record.kept[NOT_COMPARED])
        return [
            f"{say(reading.catalogue, 'stays-unweighed', **agreeing(stays))}{why}",
            *_heard_beside(reading, record),
            *_place(reading, record),
            *own,
        ]
    kept = [it for it in (*unweighed(reading, record), *conflicts(reading, record)) if it.rule in record.kept]
    agreed = [(way, record.kept[item.rule]) for item in kept if (way := agreed_way(item, record))]
    against = [item for item in kept if not agreed_way(item, record)]
    open_ = to_be_settled(reading, record)
    rules = standard.told(reading, record)
    return [
        *(spoken([item.text]) for item in _reasons(reading, record)[:MOST_REASONS]),
        *(item.text for item in [guess_beside_a_host(reading, record)] if item),
        *(item.text for item in reading.answered if item.rule == "leaning-not-followed"),
        *(f"Beside it: {spoken([companion_sentence(reading, item)])}" for item in reading.companions),
        *(() if "existing_stores" in record.notes else in_use_sentences(reading)),
        *_heard_beside(reading, record),
        *_backup(reading, record, rules.get("backup")),
        *_files(reading, record, rules.get("files")),
        *_place(reading, record),
        *_licences(reading),
        *(f"{spoken([agreed_on(way, why)])}{f' “{why}”' if why else ''}" for way, why in agreed),
        *(spoken([f"Known, and kept: {item.text}{_because(record.kept[item.rule])}"]) for item in against),
        *_past_its_end(reading, record),
        *(spoken([f"Still to be settled: {item.text}"]) for item in open_),
        *(spoken([f"A warning stands: {item.text}"]) for item in stands(reading, record)),
        *(f"Not sure, so: {text}" for text in reading.unsure),
        *_answered(reading, record),
        *own,
        *_from_words(reading, record, rules),
    ]


def _past_its_end(reading: Reading, record: Record) -> list[str]:
    """That a release past its end stays, until when, and why, as it is spoken."""
    told = standard.past_its_end(reading, record)
    kept = re.fullmatch(r"(?:until (\d{4}-\d\d-\d\d)(?:: |$))?(.*)", record.kept.get(END_OF_LIFE, ""), re.DOTALL)
    if not kept or not kept[0]:
        return []
    day = f", until {day_in_words(date.fromisoformat(kept[1]))}" if kept[1] else ""
    return [f"{told.removesuffix(':')}{day}.{_because(kept[2])}"]


def _answered(reading: Reading, record: Record) -> list[str]:
    """The answers that were given without a reason, which nothing else reads back."""
    code = [in_words(reading.catalogue, key, reading.answers[key]) for key in _CODE if key in _unsaid(reading, record)]
    told = [*code, *planned(reading, record, {*record.notes, "region"})]
    free = reading.answers.get("compliance") == ("none",) and "compliance" not in record.notes
    told += ["no rules to meet"] if free else []
    return [f"You answered: {listed(told)}."] if told else []


#: The questions about the code, whose answers no other sentence names.
_CODE: Final = ("language", "framework")


def _unsaid(reading: Reading, record: Record) -> set[str]:
    return {key for key, value in reading.answers.items() if key not in record.notes and value != "other"}


def _from_words(reading: Reading, record: Record, rules: Mapping[str, Cost]) -> list[str]:
    """What the file has other rules on because of own words."""
    if not record.notes:
        return []
    without = replace(record, notes={key: it for key, it in record.notes.items() if key == THINGS})
    before = [
        sentence
        for key, rule in standard.told(reading, without).items()
        for sentence in _sentences(standard.rules(reading, {key: rule}, without)[key])
    ]
    told: list[str] = []
    for key, rule in rules.items():
        said = _sentences(standard.rules(reading, {key: rule}, record)[key])
        new = [it for it in said if it not in before and "In our words:" not in it]  # which are read back themselves
        if new and key not in _READ_BACK and INSTRUCTIONS[key] not in _OPEN:
            label = "" if new[0].startswith(INSTRUCTIONS[key]) else f"{INSTRUCTIONS[key]}: "
            told.append(f"By your words: {label}{' '.join(new).rstrip(';.')}.")
    return told


#: Rules that are read back already.
_READ_BACK: Final = ("backup", "driver", "files")

#: Those of what is asked or open, which most words change.
_OPEN: Final = ("Ask a person", "Not decided here")


def _reasons(reading: Reading, record: Record) -> list[Reason]:
    """The reasons for the store; why it is kept they may have said themselves."""
    said = not {"existing_database", "existing_stance"}.isdisjoint(record.notes)
    theirs = bool(presumed.engines_of_customers(reading, record))
    told = [item for item in reasons(reading) if not ((theirs or reading.placeless) and item.for_ == "service")]
    told = [item for item in told if not ("realtime" in item.answers and pushes_already(record))] or told
    return [item for item in told if not (item.kept and said)] or told


def _because(why: str) -> str:
    return f" You said: “{why}”" if why else ""


def _backup(reading: Reading, record: Record, rule: Cost | None) -> list[str]:
    """The rule about backups, where it says more than that their own words have it."""
    return [f"Backup: {_first(reading, record, rule)}"] if rule and "said" not in rule.pick else []


def _files(reading: Reading, record: Record, rule: Cost | None) -> list[str]:
    """Where the files among what is stored go, where no words say it and none lies anywhere yet."""
    new = rule and "files" in rule.pick.get("said", ()) and not reading.full
    return [f"Files: {_first(reading, record, rule)}"] if rule and new else []


def _first(reading: Reading, record: Record, rule: Cost) -> str:
    """The first sentence of a rule."""
    return _sentences(standard.filled(rule.fact.text, reading, record, rule.pick.get("said", ())))[0].rstrip(";.") + "."


def _sentences(rule: str) -> list[str]:
    """A rule as it is spoken, cut behind its sentences."""
    return re.split(r"(?<=[.!?;])(?<!\b[A-Z]\.)\s", spoken([rule]))


def _heard_beside(reading: Reading, record: Record) -> list[str]:
    """The stores that the file will put beside the main one because own words name them."""
    heard = standard.stores_in_words(reading, record)
    return [f"Beside it, as I understood: {listed(heard)}."] if heard else []


def _place(reading: Reading, record: Record) -> list[str]:
    """Where the data have to stay, or that the file assumes a place."""
    region = reading.answers.get("region")
    if region is None:
        return [reading.assumed["region"]] if "region" in reading.assumed else []
    if region == "unsure":
        return []  # which is read back with what else nobody was sure of
    if places := places_bound(record.notes, str(region)):
        return [f"The data stay in {listed(places)}."]
    if region == "other":
        return [] if "region" in record.notes else ["The data stay in one country, which was not named yet."]
    return [f"The data stay {small(in_words(reading.catalogue, 'region', region))}."]


def _licences(reading: Reading) -> list[str]:
    """The licence of each part, where one was asked for."""
    if "open-source" not in values(reading.answers, "compliance"):
        return []
    parts = [reading.pick.database, *([reading.client, *_beneath(reading)] if reading.client else [])]
    known = [(item.name, item.facts["licence"]) for item in parts if "licence" in item.facts]
    return [f"Licence of {name}: {fact.text}" for name, fact in known if fact.printable]


def _beneath(reading: Reading) -> Iterator[Client]:
    """The clients among what the client is fetched with, its driver first of all."""
    client = reading.client
    known = CLIENTS.get(client.language, {}) if client else {}
    ids = dict.fromkeys(
        known[name]
        for fetch in client_fetches(reading)
        for name in map(package_name, map(str.lower, fetch.packages))
        if name in known
    )
    return (reading.catalogue.clients[id_] for id_ in ids if reading.client and id_ != reading.client.id)


def _client(reading: Reading, record: Record) -> list[str]:
    own = _own_words(reading, record, "client")
    if reading.store is None:
        return ["Without a database there is nothing to connect to.", *own]
    if stays_unweighed(reading, record):
        return ["Named, not weighed." if client_of_unweighed(reading, record) else "It was not named yet.", *own]
    told = [item.text for item in client_reasons(reading, record)]
    rules = standard.told(reading, record)
    return [
        *([spoken([item]) for item in told[:MOST_REASONS]] or [no_client(reading, record)[1]]),
        *(
            f"Driver: {_first(reading, record, rules[about])}"
            for about in ("driver",)
            if about in rules and reading.client
        ),
        *_second_client(reading, rules.values()),
        *own,
    ]


def _second_client(reading: Reading, rules: Iterable[Cost]) -> list[str]:
    """The other clients that the rules name: what a browser subscribes with, say."""
    known = CLIENTS.get(reading.client.language, {}) if reading.client else {}
    clients = reading.catalogue.clients
    named = [word for rule in rules for word in re.findall(r"`([^`\s]+)`", rule.fact.text) if word in known]
    sdks = [word for word in named if known[word] not in reading.pick_ids and clients[known[word]].style == "sdk"]
    return [f"Beside it in the code: {word}." for word in dict.fromkeys(sdks)]


def _own_words(reading: Reading, record: Record, *topics: str) -> list[str]:
    """What was said on questions of these topics; on a leaning that was not followed last."""
    questions = reading.catalogue.questions.items()
    given_up = "existing_database" if reading.store and reading.leaning_not_followed else ""
    stored = [f"It stores: “{record.notes[THINGS]}”"] if THINGS in record.notes and "database" in topics else []
    return stored + [
        f"{_of_words(reading, key, small(label_of(reading, record, item)))}: “{record.notes[key]}”"
        for key, item in sorted(questions, key=lambda each: each[0] == given_up)
        if key in record.notes and item.topic in topics
    ]


def _of_words(reading: Reading, key: str, short: str) -> str:
    """What stands before own words on a question."""
    return "Why none, in your words" if key == "persistence" and reading.store is None else f"In your words, {short}"
