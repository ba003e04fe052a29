"""What the buttons of the summary and the document do; and the pace, which is everywhere."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from wizard.converse import record
from wizard.converse.keeping import with_reason
from wizard.converse.state import State, Step, reading_with
from wizard.converse.switch import runner_up
from wizard.decide.answers import Answers, in_order, prune
from wizard.door.event import WHY, Event, RequestError, as_entered, note_problem, prose_in, question_of, with_answer
from wizard.door.onward import onward, parted
from wizard.door.opening import without_cleared
from wizard.explain.kept import decided_on, named_for
from wizard.write.prose import BEHIND, ESCAPED, behind_languages, settle


def confirm(state: State, event: Event) -> Step:
    """The person has seen every answer: those that came from a link or a file are theirs now. "Start again" was meant:
    what it cleared goes, as the summary has said."""
    said = replace(without_cleared(state.record), origins={})
    return Step(state=replace(state, at="document", reviewed=True, record=said))


def change(state: State, event: Event) -> Step:
    """To one question, or to the trade-offs, and then back to the summary; with what was chosen on the summary."""
    at = "weigh" if event.question == "weigh" else question_of(state, event.question).key
    return Step(state=replace(state, at=at, reviewed=True), entered=as_entered(event.form, at))


def see(state: State, event: Event) -> Step:
    """The summary as it would be with the runner-up. The answers stay as they are."""
    return Step(state=state, seen=state.reading.instead(_with_the_other(state, event)), replace=True)


def take(state: State, event: Event) -> Step:
    """Take the runner-up: from now on it is what was decided on, for the reason that was given, if one was."""
    answers = _with_the_other(state, event)
    field = f"{WHY}{event.question}"
    if problem := note_problem(event.form, field):
        return replace(see(state, event), note_error=problem)
    catalogue = state.reading.catalogue
    settled = catalogue.questions["existing_stance"].short
    notice = f"{catalogue.name(event.question)} now counts as decided. “{settled}” among your answers takes that back."
    state, told = parted(state, answers)
    said = record.without(state.record, ("existing_database", "existing_stance"))
    left = {name: text for name, text in said.reasons.items() if name != event.question}
    said = replace(said, chosen=(*said.chosen, event.question), reasons=left)
    said = with_reason(said, "existing_stance", record.clean(event.form.text(field), record.LONGEST_NOTE))
    reading = reading_with(state.reading.book, state.answers, said)
    return onward(replace(state, reading=reading, record=said), answers, notices=(notice, *told))


def hosted(state: State, event: Event) -> Step:
    """The host of the code runs the database too: their own words have it, and the file leaves the server to them."""
    host = state.reading.host_not_compared
    if not host:
        raise RequestError("no host of the code to run it")
    answers = {**state.answers, "hosting": "self-hosted"}
    kept, dropped = prune(state.reading.catalogue, in_order(state.reading.catalogue, answers))
    state, told = parted(state, kept)
    said = with_reason(state.record, "hosting", f"{host} runs {state.reading.pick.database.name}.")
    reading = reading_with(state.reading.book, state.answers, said)
    return onward(replace(state, reading=reading, record=said, reviewed=True), kept, dropped, notices=(*told, HOSTED))


#: Said then.
HOSTED: Final = "Noted under “Hosting”, and the file leaves the server to them."


def _with_the_other(state: State, event: Event) -> Answers:
    """The answers with what a button of the summary names. Raises RequestError for what is not offered there."""
    other = runner_up(state.reading)
    if other is None or not event.question or named_for(state.reading, other.store) != event.question:
        raise RequestError(f"not on offer: {event.question}")
    answers = decided_on(state.reading, event.question)
    # Who has named no database has none in use beside it.
    in_use = state.answers.get("existing_database", "none") != "none"
    return answers if in_use else {**answers, "existing_stores": ("none",)}


def save(state: State, event: Event) -> Step:
    """Keep the prose that was edited, and stay on the document."""
    bare = {heading: behind_languages(prose) for heading, prose in state.record.prose.items()}
    settled = {heading: settle(prose) for heading, (prose, _) in bare.items()}
    escaped = any(settled[heading] != prose for heading, (prose, _) in bare.items())
    notices: tuple[str, ...] = (ESCAPED,) if escaped else ()
    notices += tuple(f"{BEHIND} “{text}”" for _, left in bare.values() for text in left)
    said = replace(state.record, prose=settled)
    if prose_in(event.form):
        said = replace(said, edited_for=state.reading.pick_ids)
    return Step(state=replace(state, record=said), notices=notices, replace=True)


def reset(state: State, event: Event) -> Step:
    """Give one section back to the guide."""
    prose, replaced = (
        {name: text for name, text in texts.items() if name != event.question}
        for texts in (state.record.prose, state.record.replaced)
    )
    return Step(state=replace(state, record=replace(state.record, prose=prose, replaced=replaced)), replace=True)


def choose_form(state: State, event: Event) -> Step:
    """The document in the form that the button `form-…` names."""
    said = replace(state.record, form=event.type.removeprefix("form-"))
    return Step(state=replace(state, record=said), replace=True)


def choose_pace(state: State, event: Event) -> Step:
    """The same screen in the pace that the button `pace-…` names, with what was entered on it."""
    answers = with_answer(state, state.answers, "pace", event.type.removeprefix("pace-"))
    return Step(state=state.with_answers(answers), entered=as_entered(event.form, state.at), replace=True)
