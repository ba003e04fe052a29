"""The express door: a line of text that names a stack, straight to the page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wizard.converse import record
from wizard.converse.flow import at_once, objections
from wizard.converse.link import line_in
from wizard.converse.record import Origin, Record
from wizard.converse.state import Returning, State, Step
from wizard.decide.answers import in_order, prune
from wizard.decide.clients import client_ranking
from wizard.door.event import LINE, Event
from wizard.door.opening import open_interview, put_aside, set_by_link
from wizard.explain.words import in_words, listed

if TYPE_CHECKING:
    from wizard.explain.reading import Reading
    from wizard.read.one_line import OneLine


def open_address(state: State, event: Event) -> Step:
    """What an address opens; where it holds a line of text that names a stack, the summary of that."""
    step = open_interview(state, event)
    text = line_in(event.fragment)
    if not text:
        return step
    before = step.state
    fresh = State(reading=before.reading.instead({}), record=Record(earlier=put_aside(before)))
    returning: Returning = "link" if fresh.record.earlier else ""
    return replace(_of_line(fresh, text, theirs=event.how != "typed"), replace=True, returning=returning)


def take_line(state: State, event: Event) -> Step:
    """The summary of what a line of text names, with what was understood of it and what was not."""
    return _of_line(state, event.form.text(LINE))


def _of_line(state: State, typed: str, *, theirs: bool = False) -> Step:
    """`theirs`: it came with a link, so that its words are nobody's here, and its answers are the link's."""
    from wizard.read.one_line import LONGEST, read_line  # noqa: PLC0415 - in the browser it comes with the first line

    catalogue = state.reading.catalogue
    text = record.clean(typed, record.LONGEST_TYPED)
    if (more := len(" ".join(text.split())) - LONGEST) > 0:
        return Step(
            state=state, line=text, line_error=f"That is {more} characters too long: {LONGEST} are read.", replace=True
        )
    line = read_line(catalogue, text)
    if not line.answers:
        return Step(state=state, line=text, line_error=_nothing(text, line), replace=True)
    answers, _ = prune(catalogue, line.answers)
    now = state.with_answers(answers).reading
    instead = _instead_of_avoided(now, line)
    beyond = [f"“{note}”" for note in line.notes.values()] if theirs else []
    line = replace(line, reasons={}, notes={}) if theirs else line
    notes = dict(line.notes)
    if instead:
        answers = in_order(catalogue, {**answers, "existing_client": instead})
        why = line.reasons.get("existing_client", "")
        refusal = "; ".join(it for it in line.refusal.split("; ") if it not in why)
        notes |= {} if theirs else {"existing_client": refusal}
    of_another = line.reasons.get("existing_database", "")  # of a database that we do not have: asked for on the way
    for key, why in line.reasons.items():
        if key != "existing_database":
            notes[key] = f"{notes[key]}. {why}" if notes.get(key) else why
    said = replace(state.record, line="", reason=of_another or state.record.reason)
    if notes:  # no answer has them, and the file's rules read them there
        both = {key: f"{said.notes[key]} {note}" for key, note in notes.items() if key in said.notes}
        said = replace(said, notes={**notes, **said.notes, **both})
    said = replace(said, origins={key: Origin() for key in answers}) if theirs else said
    moved = replace(replace(state, record=said).with_answers(answers), reviewed=True)
    at = at_once(moved.reading) or ("conflict" if objections(moved.reading, moved.record) else "review")
    told: tuple[str, ...] = (set_by_link(catalogue, answers),) if theirs else ()
    told += (f"In the link, and not taken as words of yours: {listed(beyond)}.",) if beyond else ()
    understood = _told(moved.reading, line, instead)
    understood += " Change one thing under “Your answers”." if at == "review" else ""
    return Step(state=replace(moved, at=at), notices=(*told, understood))


def _instead_of_avoided(reading: Reading, line: OneLine) -> str:
    """The next best client, where the one that would be picked is named as not wanted; nothing elsewhere."""
    if reading.client is None or reading.client.id not in line.avoided:
        return ""
    ranking = client_ranking(reading.book, reading.pick, reading.answers)
    return next((client.id for client in ranking if client.id not in line.avoided), "")


def _told(reading: Reading, line: OneLine, instead: str) -> str:
    """What was understood, and what was not, in sentences."""
    catalogue = reading.catalogue
    skipped = ("persistence", "existing_stance")
    words = {key: in_words(catalogue, key, value) for key, value in line.answers.items() if key not in skipped}
    noted = [*line.notes.values()]
    if line.engine:
        versions = [note for note in noted if note.startswith(line.engine)]
        words["existing_database"] = f"{(versions or [line.engine])[0]} on {words['existing_database']}"
        words.pop("existing_engine", None)
        noted = [note for note in noted if note not in versions[:1]]
    understood = [
        text
        for key, text in words.items()
        if key not in line.concluded
        and not (line.answers[key] in ("other", "any") and key in line.notes)
        and not any(note.startswith(text) for note in noted)
    ]
    understood += noted
    told = [f"Understood: {', '.join(understood or ['no database'])}."]
    if line.answers.get("existing_database") == "none":
        del words["existing_database"]
    if line.hint:
        words["data"] = f"{words['data']}, from “{line.hint}”"
    if concluded := [text for key, text in words.items() if key in line.concluded]:
        told.append(f"Concluded: {', '.join(concluded)}.")
    if line.reasons:
        told.append("Your reasons are noted." if len(line.reasons) > 1 else "Your reason is noted.")
    if instead:
        told.append(f"{catalogue.name(instead)} stands in for what you do not want.")
    if line.second:
        told.append(f"Not taken: {listed(line.second)}.")
    if line.left_out:
        told.append(f"Left out, as you said: {listed(line.left_out)}.")
    if reading.store and {reading.pick.database.id, reading.pick.service.id} & line.refused:
        told.append(f"{reading.pick.name} comes first for these needs all the same.")
    if line.unknown:
        told.append(f"Not understood: {listed([f'“{word}”' for word in line.unknown])}.")
    return " ".join(told)


def _nothing(text: str, line: OneLine) -> str:
    """Why a line leads nowhere, and what to write."""
    names = "Name a database, a service, a client, a framework or a platform, such as “Postgres on Neon, Drizzle”."
    if not text.strip():
        return names
    if line.left_out:
        return f"That names only what you do not want. {names}"
    return f"No name in it is one that we know. {names}"
