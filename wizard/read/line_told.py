"""What is made of a line that was read: what stands in for what it refuses, its reasons, and what is told of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from wizard.catalogue.later import later
from wizard.converse.refusals import heard
from wizard.explain.alternatives import why_not
from wizard.explain.words import in_words, listed
from wizard.read.mentions import BESIDE, mentions
from wizard.read.one_line import OneLine

if TYPE_CHECKING:
    from wizard.catalogue.model import Catalogue
    from wizard.decide.answers import Answers
    from wizard.explain.reading import Reading

#: The first question: there a line's words stand that no answer has.
KEPT_AT: Final = "persistence"


def with_reasons(notes: Mapping[str, str], line: OneLine, answers: Answers) -> dict[str, str]:
    """The notes with the reasons behind them; one against a database where none was named is the project's."""
    found = dict(notes)
    for key, why in line.reasons.items():
        if key != "existing_database":
            at = KEPT_AT if key == "existing_stance" and key not in answers else key
            found[at] = f"{found[at]}. {why}" if found.get(at) else why
    return found


def with_words(catalogue: Catalogue, line: OneLine, vetoes: tuple[str, ...]) -> dict[str, str]:
    """The notes with what is refused, which moves the pick and reaches the file, and the clauses of which something was
    not understood. What is refused of clients stands with the client, where none was named."""
    notes = dict(line.notes)
    reasons = tuple(line.reasons.values())
    for veto in vetoes:
        at = "existing_client" if veto == line.out.of_clients and "existing_client" not in line.answers else KEPT_AT
        of_it = heard(catalogue, (veto,))
        if not of_it or not heard(catalogue, reasons) >= of_it:  # a reason may say it as it was typed
            notes[at] = "; ".join(filter(None, [notes.get(at), veto]))
    words = [clause for clause in dict.fromkeys(line.kept.values()) if clause not in notes.get(KEPT_AT, "")]
    notes[KEPT_AT] = "; ".join(filter(None, [notes.get(KEPT_AT), *words])).replace("?; ", "? ")  # no sentence goes on
    return {key: note for key, note in notes.items() if note}


def open_with_words(line: OneLine) -> str:
    """The question that words are about and that they do not answer: a law, or a size."""
    said = [key for key in ("compliance", "scale") if key in line.notes and key not in line.answers]
    return next((key for key in said if key != "scale" or _SIZE.fullmatch(line.notes[key])), "")


_SIZE: Final = later(r"[\d.]+\s?[kmgt]i?b", re.IGNORECASE)


def why_asked(line: OneLine) -> str:
    """Why a line leads to the first question."""
    if line.foreign:
        return "The line is read in English, and nothing was decided from it"
    if line.asked:
        return "A question decides nothing"
    if line.second:
        return f"What it says of {listed(line.second)} is read and decides nothing"
    if line.asks:
        return "Whether a database is needed comes first"
    return "It names only what you do not want" if line.left_out else "No product in it"


def told_of(reading: Reading, line: OneLine, *, theirs: bool) -> str:
    """What was understood, and what was not, in sentences."""
    catalogue = reading.catalogue
    skipped = ("persistence", "existing_stance")
    words = {key: line_in_words(catalogue, line, key) for key in line.answers if key not in skipped}
    about = [it for it in line.notes.get(KEPT_AT, "").split("; ") if any(name in it for name in line.second)]
    noted = [it for note in line.notes.values() for it in note.split("; ") if it not in about]
    noted = [note for note in noted if note != line.notes.get("scale")]
    if line.engine:
        versions = [note for note in noted if note.startswith(line.engine)]
        words["existing_database"] = f"{(versions or [line.engine])[0]} on {words['existing_database']}"
        words.pop("existing_engine", None)
        noted = [note for note in noted if note not in versions[:1]]
    understood = [
        text
        for key, text in words.items()
        if key not in line.concluded
        and line.answers[key] not in ("unsure", ("none",))
        and not (
            (line.answers[key] in ("other", "any") or key in ("runtime", "migrations", "budget", "hosting"))
            and key in line.notes
        )
        and not any(note.startswith(text) for note in noted)
    ]
    understood += noted
    told = [f"Understood: {', '.join(understood or ['no database'])}."]
    if line.answers.get("existing_database") == "none":
        del words["existing_database"]
    noted_too = {"compliance", "region"} if "compliance" in line.notes else set[str]()
    noted_too |= {"hosting"} & line.notes.keys()
    if concluded := [text for key, text in words.items() if key in line.concluded - noted_too]:
        told.append(f"Concluded: {', '.join(concluded)}.")
    if line.reasons:
        at = listed([f"“{_short(catalogue, key, line)}”" for key in line.reasons])
        told.append(f"Your {'reasons are' if len(line.reasons) > 1 else 'reason is'} noted under {at}.")
    told += [*_not_taken(catalogue, line), *_asked_about(reading, line)]
    if "scale" in line.notes and "scale" not in line.answers and open_with_words(line) != "scale":
        told.append(f"Noted, and no answer to “{catalogue.questions['scale'].short}”: {line.notes['scale']}.")
    if out := (*line.left_out, *(["every ORM"] if line.out.typed else [])):
        told.append(f"Left out, as you said: {listed(out)}.")
    second = {it.value for text in line.second for it in mentions(catalogue, text)}
    if there := [catalogue.name(id_) for id_ in reading.pick_ids if id_ in second]:
        told.append(f"In the result all the same: {listed(there)}. “Not” before a name leaves it out.")
    if reading.store and not line.out.stores.isdisjoint(reading.pick_ids[:2]):
        told.append(f"{reading.pick.name} comes first for these needs all the same.")
    return " ".join([*told, *_kept(catalogue, line, about, theirs=theirs)])


def _kept(catalogue: Catalogue, line: OneLine, noted: list[str], *, theirs: bool) -> list[str]:
    """What was not understood, and what of it says what the project is; first what is `noted` of what is not taken."""
    told = []
    about = [] if theirs else [phrase for phrase in line.unknown if _SENTENCE.fullmatch(phrase)]
    if about or noted:
        clauses = [*noted, *dict.fromkeys(line.kept[phrase] for phrase in about)]
        told.append(f"Kept as what you say of the project: {listed([f'“{clause}”' for clause in clauses])}.")
        about += [phrase for phrase in line.unknown if line.kept[phrase] in clauses]
    if unknown := [phrase for phrase in line.unknown if phrase not in about]:
        kept = "" if theirs else f", and kept as your note on “{catalogue.questions[KEPT_AT].short}”"
        told.append(f"Not understood{kept}: {listed([f'“{phrase}”' for phrase in unknown])}.")
    return told


def _not_taken(catalogue: Catalogue, line: OneLine) -> Iterator[str]:
    """The names that do not count, each beside what counts in its place; no cache that is told as what it holds."""
    cache, beside = "key-value" in line.answers.get("data", ()), dict[str, list[str]]()
    for text in line.second:
        found = mentions(catalogue, text)
        if not (cache and any(it.value in BESIDE for it in found)):
            beside.setdefault(found[0].key if found else "existing_database", []).append(text)
    for key, texts in beside.items():
        taken = line.answers.get(key, "none")
        name = "" if taken in ("none", "other") else in_words(catalogue, key, taken)
        if name and key == "existing_database" and line.answers.get("existing_stance") == "leaning":
            yield f"{name} or {' or '.join(texts)}: which is it?"
        else:
            yield f"Not taken{name and f' beside {name}'}: {listed(texts)}."


def _asked_about(reading: Reading, line: OneLine) -> Iterator[str]:
    """What there is to say of each product that a question names, which has decided nothing."""
    points, running = reading.decision.points, reading.decision.running
    for id_ in line.asked if reading.store else ():
        why = (
            "it is in the result."
            if id_ in reading.pick_ids
            else f"the result has {reading.client.name if reading.client else 'no client yet'}."
        )
        others = [it for it in reading.book.stores if id_ in (it.database.id, it.service.id)]
        if others and id_ not in reading.pick_ids:
            why = why_not(reading, max(others, key=lambda it: (it.index in running, points[it.index])))
        how = "asked about" if "?" in line.kept[id_] else "weigh"
        yield f"You {how} {reading.catalogue.name(id_)}: {why}"


#: Words without a name: what a project is, and no product of which nothing is known.
_SENTENCE: Final = later(
    r"(?:[\w-]+ )*(?:SaaS|[Mm]ulti-?[Tt]enan\w+)(?: [\w-]+)*|"
    r"(?:[A-Z]?[a-z'\u2019-]+|~?\d[\w.,%]*)(?: (?:[a-z'\u2019-]+|\d[\w.,%]*|[KMGT]i?B))+"
)


def _short(catalogue: Catalogue, key: str, line: OneLine) -> str:
    """The question under which a reason is noted."""
    return catalogue.questions[KEPT_AT if key == "existing_stance" and key not in line.answers else key].short


def line_in_words(catalogue: Catalogue, line: OneLine, key: str) -> str:
    """An answer in words, with what it was concluded from."""
    value = line.answers[key]
    phrases = {option.value: option.phrase for option in catalogue.questions[key].options}
    text = phrases[str(value)] if key in ("budget", "scale") else in_words(catalogue, key, value)
    text += f", from “{line.guessed[key]}”" if key in line.guessed else ""
    client = catalogue.clients.get(str(line.answers.get("existing_client")))
    if key == "migrations" and value == "built-in" and client and client.migrations_with:
        return client.migrations_with
    if key == "data" and line.hint:
        return f"{text}, from “{line.hint}”"
    return f"{text}, from “{line.rate.text}”: {line.rate.sum}" if key == "scale" and line.rate else text
