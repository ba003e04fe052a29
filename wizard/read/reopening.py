"""A data-stack.md opened again: its answers, what was written by hand, and what has changed since.

A file that this wizard wrote holds its answers and a fingerprint of each section. A section with another fingerprint
was edited by hand, and is kept as it stands. A section with the same one is the guide's, and is written anew. A file
without answers is read as far as it goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from wizard.catalogue.model import Catalogue, Client, Database, Service
from wizard.catalogue.signs import named, visible
from wizard.converse import record
from wizard.converse.record import Found, Record, Written, fingerprint
from wizard.decide.answers import Value, prune
from wizard.decide.rules import Rulebook
from wizard.explain.reading import Reading
from wizard.write import forms
from wizard.write.comment import (
    BESIDE,
    LONGEST,
    DocumentError,
    guide_day,
    pick_names,
    read_comment,
    split_comment,
)
from wizard.write.markdown import generated
from wizard.write.prose import split

#: A product is looked for in the first lines of its section: later ones name what was not chosen.
FIRST_CHARACTERS: Final = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Reopened:
    """What a file gave: answers, the record, and in `problems` what could not be used."""

    answers: dict[str, Value]
    record: Record
    problems: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A section that the guide writes differently now: the lines that go and the lines that come."""

    heading: str
    gone: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Differences:
    """What is not as it was when the file was written, by who changed it."""

    by_hand: tuple[str, ...]
    by_guide: tuple[Change, ...]
    missing: tuple[str, ...]
    """Sections that the guide writes and the file no longer has."""
    pick_then: str
    pick_now: str
    guide_then: str
    guide_now: str


def reopen(book: Rulebook, name: str, text: str) -> Reopened:
    """Read a file that may be a data-stack.md. Raises :class:`DocumentError`, with what to do, where it is none."""
    catalogue = book.catalogue
    if len(text) > LONGEST:
        raise DocumentError(f"{name} is longer than {LONGEST:,} characters, so it was not read.")
    text = record.readable(text)
    body, toml = split_comment(text)
    if toml is None:
        return _without_answers(catalogue, name, body)
    try:
        raw = read_comment(text)
    except DocumentError as error:
        read = _without_answers(catalogue, name, body)
        return replace(read, problems=(f"{name}: {error}.", *read.problems))
    answers, problems = _answers(catalogue, raw)
    if split_comment(body)[1] is not None:
        problems.insert(0, "there is more than one comment with answers; the last one counts.")
    written = _table(raw, "written")
    kept = record.read(
        catalogue,
        {
            "notes": raw.get("notes"),
            "kept": raw.get("kept"),
            "raised": list(_table(raw, "kept")),
            "weighed": _table(raw, "weighed").get("trade_offs"),
            "form": written.get("form"),
            "written": {**written, "file": name},
        },
    )
    told = kept.written or Written(file=name)
    parts = split(body)
    by_hand = {
        heading: words
        for heading, words in parts.sections.items()
        if words and told.sections.get(heading) != fingerprint(words)
    }
    same = {heading: words for heading, words in parts.sections.items() if heading not in by_hand}
    before = {"": parts.before} if parts.before else {}
    made = forms.document(Reading(book=book, answers=answers), kept)
    now = {section.heading: fingerprint(generated(section)) for section in made.sections}
    texts = {heading: words for heading, words in same.items() if now.get(heading) != fingerprint(words)}
    return Reopened(
        answers=answers,
        record=replace(
            kept,
            prose={**before, **by_hand},
            edited_for=told.pick if by_hand else (),
            written=replace(told, texts=texts, sections={key: told.sections.get(key, "") for key in parts.sections}),
        ),
        problems=tuple(f"{name}: {problem}" for problem in problems),
    )


def _table(raw: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = raw.get(key)
    return found if isinstance(found, Mapping) else {}


def _answers(catalogue: Catalogue, raw: Mapping[str, Any]) -> tuple[dict[str, Value], list[str]]:
    """The answers that the vocabulary has and that fit together, and a sentence for each that was left out."""
    found: dict[str, Value] = {}
    problems = []
    for key, given in ((visible(key), given) for key, given in raw.items() if key not in BESIDE):
        taken = given if key == "pace" and given in ("brief", "guided") else record.answer(catalogue, key, given)
        if key in found:
            problems.append(f"the answer {named(key)} is given twice, and the first one counts.")
        elif taken is None:
            problems.append(f"the answer {named(key[:40])} is not one that the wizard knows, and was left out.")
        else:
            found[key] = taken
    ordered = {key: found[key] for key in (*catalogue.questions, "pace") if key in found}
    kept, dropped = prune(catalogue, ordered)
    shorts = [catalogue.questions[key].short for key in dropped]
    problems += [f"“{short}” does not apply to the other answers, and was left out." for short in shorts]
    return kept, problems


def differences(reading: Reading, kept: Record) -> Differences:
    """What is not as it was, for the record of a file that :func:`reopen` read."""
    written = kept.written or Written()
    made = forms.document(reading, kept)
    now = {section.heading: generated(section) for section in made.sections if section.blocks}
    return Differences(
        by_hand=tuple(heading or "Before the first section" for heading in kept.prose),
        by_guide=tuple(
            Change(heading=heading, gone=_lines(old, now[heading]), new=_lines(now[heading], old))
            for heading, old in written.texts.items()
            if heading in now
        ),
        missing=tuple(heading for heading in now if written.sections and heading not in written.sections),
        pick_then=pick_names(reading.catalogue, written.pick) if written.guide else "",
        pick_now=pick_names(reading.catalogue, reading.pick_ids),
        guide_then=written.guide,
        guide_now=guide_day(reading.catalogue),
    )


def _lines(text: str, other: str) -> tuple[str, ...]:
    """The lines of `text` that `other` does not have."""
    there = {" ".join(line.split()) for line in other.splitlines()}
    return tuple(line for line in text.splitlines() if line.strip() and " ".join(line.split()) not in there)


# --- a file without answers -------------------------------------------------------------------------------------------


def _without_answers(catalogue: Catalogue, name: str, body: str) -> Reopened:
    """What can be read from the words: the database and the client that are named, and the prose of each section."""
    parts = split(body)
    database = next(
        filter(None, (_named(_names_of(group), parts.sections, body, _DATABASE) for group in _stores(catalogue))), None
    )
    client = _named(_names_of(catalogue.clients.values()), parts.sections, body, _CLIENT)
    found: list[tuple[str, str, int, str]] = []
    if database:
        found += [("persistence", "yes", *database[1:]), ("existing_database", *database)]
    if client:
        found.append(("language", catalogue.clients[client[0]].language, *client[1:]))
        found.append(("existing_client", *client))
    proposals = tuple(
        Found(
            key=key,
            value=value,
            file=name,
            line=line,
            text=text,
            because=f"{catalogue.name(client[0])} is a library for it." if key == "language" and client else "",
        )
        for key, value, line, text in found
    )
    if not proposals and not parts.sections:
        raise DocumentError(f"{name} holds no answers, and no section that names a database or a client.")
    there = {item.key for item in proposals}
    open_ = [question for key, question in catalogue.questions.items() if key not in there and not question.when]
    missing = ", ".join(question.short for question in open_)
    problems = (
        f"{name} holds no answers of this wizard, so it was read as far as its words go. Not in it: {missing}.",
    )
    prose = {heading: words for heading, words in parts.sections.items() if words}
    before = {"": parts.before} if parts.before else {}
    return Reopened(
        answers={}, record=Record(found=proposals, problems=problems, prose={**before, **prose}), problems=problems
    )


_DATABASE: Final = re.compile(r"database\b(?!.*client)", re.IGNORECASE)
_CLIENT: Final = re.compile(r"\borm\b|client", re.IGNORECASE)


def _stores(catalogue: Catalogue) -> Iterable[Iterable[Service | Database]]:
    """Services before the databases that they run: "PostgreSQL on Neon" is Neon."""
    places = [item for item in catalogue.services.values() if item.kind == "managed"]
    return places, catalogue.databases.values()


def _names_of(group: Iterable[Service | Database | Client]) -> dict[str, str]:
    """How products are called in prose -> id: by name, by name without "ORM", and by id."""
    return {name: item.id for item in group for name in (item.name, item.name.removesuffix(" ORM"), item.id)}


def _named(
    names: Mapping[str, str], sections: Mapping[str, str], body: str, heading: re.Pattern[str]
) -> tuple[str, int, str] | None:
    """(id, line, the line's text) of the product that the section names first; the longest name at a place counts."""
    section = next((words for title, words in sections.items() if heading.search(title)), None)
    if section is None:
        return None
    pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    found = re.search(rf"(?<![\w-])(?:{pattern})(?![\w-])", section[:FIRST_CHARACTERS], re.IGNORECASE)
    if not found:
        return None
    id_ = next(id_ for name, id_ in names.items() if name.lower() == found[0].lower())
    at = body.find(section) + found.start()
    start = body.rfind("\n", 0, at) + 1
    end = body.find("\n", at)
    line = body[start : end if end >= 0 else len(body)].strip()
    return id_, body.count("\n", 0, start) + 1, line[: record.LONGEST_NAME]
