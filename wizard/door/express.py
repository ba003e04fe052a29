"""The express door: a line of text that names a stack, straight to the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from wizard.converse import record
from wizard.converse.flow import at_once, objections
from wizard.converse.keeping import why_kept
from wizard.converse.link import line_in
from wizard.converse.record import Origin, Record
from wizard.converse.state import TYPED, Returning, State, Step
from wizard.decide.answers import prune
from wizard.door.event import LINE, Event
from wizard.door.onward import parted
from wizard.door.opening import address, as_stored, open_interview, put_aside, set_by_link
from wizard.explain.words import listed

if TYPE_CHECKING:
    from wizard.read.one_line import OneLine


#: What to write where nothing was.
NAMES: Final = "Name a database, a service, a client, a framework or a platform, such as “Postgres on Neon, Drizzle”."


def open_address(state: State, event: Event) -> Step:
    """What an address opens; where it holds a line of text that names a stack, the summary of that."""
    step = open_interview(state, event)
    text = line_in(event.fragment)
    if not text:
        return step
    before = step.state
    fresh = State(reading=before.reading.instead({}), record=Record(earlier=put_aside(before)))
    theirs = event.how != "typed"
    put_by: Returning = "link" if theirs else "earlier"
    returning = put_by if fresh.record.earlier else ""
    step = replace(_of_line(fresh, text, theirs=theirs), replace=True, returning=returning)
    if theirs or step.state.at == fresh.at:
        return step
    said = step.state.record
    way = as_stored(replace(fresh, record=replace(fresh.record, line=text)), after=address(step.state), entered=[])
    return replace(step, state=replace(step.state, record=replace(said, undo=(way,))))


def take_line(state: State, event: Event) -> Step:
    """The summary of what a line of text names, with what was understood of it and what was not."""
    return _of_line(state, event.form.text(LINE))


def _of_line(state: State, typed: str, *, theirs: bool = False) -> Step:
    """`theirs`: it came with a link, so that its words are nobody's here, and its answers are the link's."""
    from wizard.read import line_told  # noqa: PLC0415 - in the browser it comes with the first line
    from wizard.read.one_line import LONGEST, read_line  # noqa: PLC0415 - likewise

    catalogue = state.reading.catalogue
    text = record.clean(typed, 10 * record.LONGEST_TYPED)
    if (more := len(" ".join(text.split())) - LONGEST) > 0:
        too_long = f"That is {more} characters too long: {LONGEST} are read."
        return Step(state=state, line=text, line_error=too_long, replace=True)
    if not text.strip():
        return Step(state=state, line_error=NAMES, replace=True)
    line = read_line(catalogue, text)
    beyond = [note for note in line.notes.values() if not (line.rate and note == line.rate.text)] if theirs else []
    line = replace(line, reasons={}, notes={}) if theirs else line  # no words of somebody else's stay
    if line.asks or (not line.named and line.answers.get("persistence") != "no"):
        return _asked_instead(state, text, line, theirs=theirs)
    answers, _ = prune(catalogue, line.answers)
    vetoes = line.out.vetoes if answers.get("persistence") == "yes" else ()
    notes = {} if theirs else line_told.with_words(catalogue, line, vetoes)
    beyond += vetoes if theirs else ()
    of_another = line.reasons.get("existing_database", "")  # of a database that we do not have: asked for on the way
    notes = line_told.with_reasons(notes, line, answers)
    state, gone = parted(state, answers)
    said = _noting(replace(state.record, line=""), notes)
    stores = () if answers.get("existing_database", "none") == "none" else ("existing_database",)
    said = replace(said, origins=dict.fromkeys(answers, Origin()) if theirs else dict.fromkeys(stores, TYPED))
    moved = replace(replace(state, record=said).with_answers(answers), reviewed=True)
    if of_another:
        about = why_kept(moved.reading, said, objections(moved.reading, said))
        moved = replace(moved, record=replace(said, reasons={**said.reasons, about: of_another}))
    at = at_once(moved.reading) or ("conflict" if objections(moved.reading, moved.record) else "")
    at = at or line_told.open_with_words(line) or "review"
    told = (*gone, *([set_by_link(catalogue, answers)] if theirs else []))
    if beyond:
        told += (f"In the link, and not taken as words of yours: {listed([f'“{note}”' for note in beyond])}.",)
    understood = line_told.told_of(moved.reading, line, theirs=theirs)
    open_ = f" “{line.notes[at]}” leaves this question open." if at in line.notes else ""
    understood += open_
    return Step(state=replace(moved, at=at), notices=(*told, understood))


def _asked_instead(state: State, text: str, line: OneLine, *, theirs: bool) -> Step:
    """The first question, where a line names no product: what it says beside is answered, and its words are kept."""
    from wizard.read import line_told  # noqa: PLC0415 - it has come by now

    catalogue = state.reading.catalogue
    guessed = {line_told.KEPT_AT, *line.concluded} - {"scale"}
    answers, _ = prune(catalogue, {key: value for key, value in line.answers.items() if key not in guessed})
    state, gone = parted(state, answers)
    said = replace(state.record, line="")
    if theirs:
        said = replace(said, origins={key: Origin() for key in answers})
    else:
        said = _noting(said, {line_told.KEPT_AT: record.one_line(text, record.LONGEST_NOTE)})
    understood = [line_told.line_in_words(catalogue, line, key) for key in answers]
    told = [f"{line_told.why_asked(line)}: then let us ask."]
    told += [f"Understood: {', '.join(understood)}."] if understood else []
    told += [] if theirs else ["Your words are kept as a note."]
    return Step(
        state=replace(state.with_answers(answers), at=line_told.KEPT_AT, record=said), notices=(*gone, " ".join(told))
    )


def _noting(said: Record, notes: Mapping[str, str]) -> Record:
    """The record with these notes behind those that are there: no answer has them, and the file's rules read them."""
    both = {key: f"{said.notes[key]} {note}" for key, note in notes.items() if note not in said.notes.get(key, note)}
    return replace(said, notes={**notes, **said.notes, **both})
