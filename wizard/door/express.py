"""The express door: a line of text that names a stack, straight to the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from wizard.converse import record
from wizard.converse.flow import at_once, objections
from wizard.converse.link import line_in
from wizard.converse.record import Origin, Record
from wizard.converse.state import Returning, State, Step
from wizard.converse.switch import by_points, decided_on, named_for
from wizard.decide.answers import Answers, in_order, prune
from wizard.decide.clients import client_ranking
from wizard.door.event import LINE, Event
from wizard.door.opening import open_interview, put_aside, set_by_link
from wizard.explain.words import in_words, listed

if TYPE_CHECKING:
    from wizard.catalogue.model import Catalogue
    from wizard.decide.rules import Store
    from wizard.explain.reading import Reading
    from wizard.read.one_line import OneLine


#: What to write where nothing was.
NAMES: Final = "Name a database, a service, a client, a framework or a platform, such as “Postgres on Neon, Drizzle”."

#: The first question: there a line's words stand that no answer has.
KEPT_AT: Final = "persistence"


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
    if not text.strip():
        return Step(state=state, line_error=NAMES, replace=True)
    line = read_line(catalogue, text)
    beyond = [note for note in line.notes.values() if not (line.rate and note == line.rate.text)] if theirs else []
    line = replace(line, reasons={}, notes={}) if theirs else line  # no words of somebody else's stay
    if not line.named and line.answers.get("persistence") != "no":
        return _asked_instead(state, text, line, theirs=theirs)
    answers, _ = prune(catalogue, line.answers)
    now = state.with_answers(answers).reading
    store = _instead_of_refused(now, line)
    if store:
        answers, _ = prune(catalogue, dict(decided_on(now, store)))
        now = state.with_answers(answers).reading
    instead = _instead_of_avoided(now, line)
    notes = dict(line.notes)
    if line.unknown and not theirs:
        notes[KEPT_AT] = "; ".join([*filter(None, [notes.get(KEPT_AT)]), *line.unknown])
    if instead:
        answers = in_order(catalogue, {**answers, "existing_client": instead})
        why = line.reasons.get("existing_client", "").lower()  # as it was typed
        refusal = "; ".join(
            it for it in line.refusal.split("; ") if it.removesuffix(" ORM").split()[-1].lower() not in why
        )
        notes |= {} if theirs else {"existing_client": refusal}
    of_another = line.reasons.get("existing_database", "")  # of a database that we do not have: asked for on the way
    notes = _with_reasons(notes, line, answers)
    taken = tuple(id_ for id_ in (store, instead) if id_)  # the guide's own, and nobody's decision
    said = replace(state.record, chosen=(*state.record.chosen, *taken))
    said = _noting(replace(said, line="", reason=of_another or said.reason), notes)
    said = replace(said, origins={key: Origin() for key in answers}) if theirs else said
    moved = replace(replace(state, record=said).with_answers(answers), reviewed=True)
    at = at_once(moved.reading) or ("conflict" if objections(moved.reading, moved.record) else "review")
    told: tuple[str, ...] = (set_by_link(catalogue, answers),) if theirs else ()
    if beyond:
        told += (f"In the link, and not taken as words of yours: {listed([f'“{note}”' for note in beyond])}.",)
    understood = _told(moved.reading, line, [*filter(None, (store, instead))], theirs=theirs)
    understood += " Change one thing under “Your answers”." if at == "review" else ""
    return Step(state=replace(moved, at=at), notices=(*told, understood))


def _with_reasons(notes: Mapping[str, str], line: OneLine, answers: Answers) -> dict[str, str]:
    """The notes with the reasons behind them; one against a database where none was named is the project's."""
    found = dict(notes)
    for key, why in line.reasons.items():
        if key != "existing_database":
            at = KEPT_AT if key == "existing_stance" and key not in answers else key
            found[at] = f"{found[at]}. {why}" if found.get(at) else why
    return found


def _asked_instead(state: State, text: str, line: OneLine, *, theirs: bool) -> Step:
    """The first question, where a line names no product: what it says beside is answered, and its words are kept."""
    catalogue = state.reading.catalogue
    guessed = {KEPT_AT, *line.concluded} - {"scale"}
    answers, _ = prune(catalogue, {key: value for key, value in line.answers.items() if key not in guessed})
    said = replace(state.record, line="")
    if theirs:
        said = replace(said, origins={key: Origin() for key in answers})
    else:
        said = _noting(said, {KEPT_AT: record.one_line(text, record.LONGEST_NOTE)})
    why = "It names only what you do not want" if line.left_out else "No product in it"
    understood = [_in_words(catalogue, line, key) for key in answers]
    told = [f"{why}: then let us ask."]
    told += [f"Understood: {', '.join(understood)}."] if understood else []
    told += [] if theirs else ["Your words are kept as a note."]
    return Step(state=replace(state.with_answers(answers), at=KEPT_AT, record=said), notices=(" ".join(told),))


def _noting(said: Record, notes: Mapping[str, str]) -> Record:
    """The record with these notes behind those that are there: no answer has them, and the file's rules read them."""
    both = {key: f"{said.notes[key]} {note}" for key, note in notes.items() if key in said.notes}
    return replace(said, notes={**notes, **said.notes, **both})


def _instead_of_avoided(reading: Reading, line: OneLine) -> str:
    """The next best client, where the one that would be picked is named as not wanted; nothing elsewhere."""
    if reading.client is None or reading.client.id not in line.avoided:
        return ""
    ranking = client_ranking(reading.book, reading.pick, reading.answers)
    return next((client.id for client in ranking if client.id not in line.avoided), "")


def _instead_of_refused(reading: Reading, line: OneLine) -> str:
    """What the next best database is called, where nobody named one and the pick is named as not wanted; nothing
    elsewhere."""
    if reading.store is None or "existing_database" in line.answers or not _is_refused(reading.pick, line):
        return ""
    left = [item.store for item in by_points(reading) if not _is_refused(item.store, line)]
    return next(filter(None, (named_for(reading, store) for store in left)), "")


def _is_refused(store: Store, line: OneLine) -> bool:
    return not line.refused.isdisjoint((store.database.id, store.service.id))


def _told(reading: Reading, line: OneLine, instead: list[str], *, theirs: bool) -> str:
    """What was understood, and what was not, in sentences."""
    catalogue = reading.catalogue
    skipped = ("persistence", "existing_stance")
    words = {key: _in_words(catalogue, line, key) for key in line.answers if key not in skipped}
    noted = [note for note in line.notes.values() if not (line.rate and note == line.rate.text)]
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
        told.append("Your reasons are noted." if len(line.reasons) > 1 else "Your reason is noted.")
    if instead:
        told.append(f"Instead of what you do not want: {listed([catalogue.name(id_) for id_ in instead])}.")
    if line.second:
        told.append(f"Not taken: {listed(line.second)}.")
    if line.left_out:
        told.append(f"Left out, as you said: {listed(line.left_out)}.")
    if reading.store and _is_refused(reading.pick, line):
        told.append(f"{reading.pick.name} comes first for these needs all the same.")
    if line.unknown:
        kept = "" if theirs else f", and kept as your note on “{catalogue.questions[KEPT_AT].short}”"
        told.append(f"Not understood{kept}: {listed([f'“{phrase}”' for phrase in line.unknown])}.")
    return " ".join(told)


def _in_words(catalogue: Catalogue, line: OneLine, key: str) -> str:
    """An answer in words, with what it was concluded from."""
    value = line.answers[key]
    phrases = {option.value: option.phrase for option in catalogue.questions[key].options}
    text = phrases[str(value)] if key in ("budget", "scale") else in_words(catalogue, key, value)
    client = catalogue.clients.get(str(line.answers.get("existing_client")))
    if key == "migrations" and value == "built-in" and client and client.migrations_with:
        return client.migrations_with
    if key == "data" and line.hint:
        return f"{text}, from “{line.hint}”"
    return f"{text}, from “{line.rate.text}”: {line.rate.sum}" if key == "scale" and line.rate else text
