"""Opening: what is shown when a page loads, a link is followed, or Back and Forward lead to an address.

Interviews that are put aside by this are kept in the record's `earlier`, each as browsers store one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from wizard.catalogue.json_text import too_deep
from wizard.catalogue.model import Catalogue
from wizard.converse import link, record
from wizard.converse.flow import first_open, objections
from wizard.converse.record import Origin, Record
from wizard.converse.state import Returning, State, Step
from wizard.converse.weighing import to_weigh
from wizard.decide.answers import Answers, prune, several
from wizard.door.event import Event, RequestError, with_written
from wizard.door.onward import parted
from wizard.explain.words import in_words

#: Said where Forward leads to a file that Back has put away.
WITHOUT_ITS_WORDS: Final = "These are the file's answers. Its notes and edited text were put away: open the file again."

#: Stands beside an interview that "Start again" put aside.
CLEARED: Final = {"cleared": True}


def open_interview(state: State, event: Event) -> Step:
    """A page load (`how` is load; reload where the address is a step that the tab's history holds as the page's own), a
    link to the page that is open (link), or Back and Forward (history)."""
    catalogue = state.reading.catalogue
    opened = link.read(catalogue, event.fragment)
    if event.how == "history" and not _is_a_link(opened):
        return _back_in_history(_with_what_was_left(state, event), opened)
    kept, said = stored(catalogue, event.stored)
    state = _with_what_was_left(replace(state, record=said), event)
    said = state.record
    aside: Returning = "earlier" if said.earlier else ""
    notices = tuple(f"Ignored in the link: {problem.rstrip('.…')}." for problem in opened.problems)
    if not opened.answers:
        kept, said = _ones_last(state, kept, said)
        aside = "earlier" if said.earlier else ""
        if kept.answers and not _theirs(state, kept, said):
            notices += ("This is where you left off. “Start again” in the summary clears everything.",)
        elif not kept.answers:
            kept = replace(kept, at=opened.at or kept.at)
        return replace(_opened(state, kept, said, notices), returning=aside)
    earlier, later = _agrees(opened.answers, kept.answers), _agrees(kept.answers, opened.answers)
    # What an address adds is of this interview only where this tab has made the address: anybody can write one.
    if opened.at and kept.answers and later and (earlier or event.how == "reload"):
        said = said if opened.answers == kept.answers else replace(said, undo=())  # what came with it is not undone
        return replace(_opened(state, opened, said, notices), returning=aside)
    if earlier:
        # An earlier moment, or the same link again: what was said since must not be lost to it.
        notices += ("You have answered all of this here before. This is where you left off.",)
        return replace(_opened(state, replace(kept, at=opened.at or kept.at), said, notices), returning=aside)
    other = bool(kept.answers or _written(said)) and kept.answers != opened.answers
    before = replace(state.with_answers(kept.answers), at=kept.at, reviewed=kept.reviewed)
    said = Record(
        origins={key: Origin() for key in opened.answers if key != "pace"},
        earlier=put_aside(before) if other and (_ones_own(before) or not said.earlier) else said.earlier,
    )
    if said.origins and opened.at != "review":
        notices += (set_by_link(catalogue, opened.answers),)
    return replace(_opened(state, opened, said, notices), returning="link" if other and said.earlier else aside)


def _ones_last(state: State, kept: link.Opened, said: Record) -> tuple[link.Opened, Record]:
    """What was kept; where that is only what a link said, which can be followed again, one's own interview before it,
    if there is one."""
    if not _theirs(state, kept, said):
        return kept, said
    catalogue = state.reading.catalogue
    for text in said.earlier:
        before, own = stored(catalogue, text)
        if not (_is_cleared(text) or _theirs(state, before, own)):
            more = (it for it in said.earlier if _adds(catalogue, it, before, own))
            return before, replace(own, earlier=(*more, *own.earlier))
    return kept, said


def _theirs(state: State, kept: link.Opened, said: Record) -> bool:
    """Whether what was kept came with a link, and nothing was added to it."""
    return not _written(said) and replace(state, record=said).with_answers(kept.answers).shared


def set_by_link(catalogue: Catalogue, answers: Answers) -> str:
    """What a link has filled in, in a sentence."""
    phrases = [
        next(
            (option.phrase for option in catalogue.questions[key].options if option.value == value and option.phrase),
            in_words(catalogue, key, value),
        )
        for key, given in answers.items()
        if key != "pace"
        for value in several(given)
    ]
    return f"Set for you by the link: {', '.join(phrases)}. You can change each in the summary."


def _with_what_was_left(state: State, event: Event) -> State:
    """The state with what had been written on the screen that an address, Back or Forward leads away from."""
    return with_written(state, event.left) if event.left else state


def _is_a_link(opened: link.Opened) -> bool:
    """Whether a fragment comes from somebody else: every address of our own says on which screen it is."""
    return bool(opened.answers) and not opened.at


def stored(catalogue: Catalogue, text: str) -> tuple[link.Opened, Record]:
    """What the browser kept: JSON with a fragment and a record, or, from an older version, the fragment alone.

    `others` are interviews of other tabs, in the same form.
    """
    if not text.startswith("{"):
        return link.read(catalogue, text), record.EMPTY
    raw = as_object(text)
    fragment = raw.get("fragment")
    opened = link.read(catalogue, fragment if isinstance(fragment, str) else "")
    said = record.read(catalogue, raw.get("record"))
    beside = tuple(other for other in record.interviews(raw.get("others")) if _adds(catalogue, other, opened, said))
    # Those of other tabs would be gone with the way back.
    return opened, replace(said, earlier=(*said.earlier, *beside), undo=() if beside else said.undo)


def as_object(text: str) -> dict[str, Any]:
    """What was stored as JSON; nothing where it is damaged."""
    try:
        raw = None if too_deep(text) else json.loads(text)
    except (ValueError, RecursionError):
        raw = None
    return raw if isinstance(raw, dict) else {}


def _adds(catalogue: Catalogue, text: str, opened: link.Opened, said: Record) -> bool:
    """Whether the interview of another tab holds anything that this one does not."""
    other, noted = stored(catalogue, text)
    return not (
        _agrees(other.answers, opened.answers)
        and all(
            getattr(noted, part).items() <= getattr(said, part).items()
            for part in ("notes", "kept", "prose", "titles", "reasons")
        )
        and noted.front in ("", said.front)
        and noted.line in ("", said.line)
    )


def as_stored(state: State, **beside: Any) -> str:
    """An interview as browsers store it; what can be undone stays out of it."""
    said = record.as_plain(replace(state.record, undo=()))
    return json.dumps({"fragment": address(state), "record": said, **beside}, ensure_ascii=False)


def address(state: State) -> str:
    """The fragment that leads to a moment of an interview."""
    return link.write(state.answers, state.at, reviewed=state.reviewed)


def put_aside(state: State, **beside: Any) -> tuple[str, ...]:
    """The interviews to return to once another one begins: this one, as browsers store it, and those before it."""
    others = state.record.earlier
    if not (state.answers or _written(state.record)):
        return others
    this = as_stored(replace(state, record=replace(state.record, earlier=())), **beside)
    return (this, *others)


def _ones_own(state: State) -> bool:
    """Whether an interview holds more than what a link or a file filled in, which can be followed or opened again."""
    return not set(state.answers) - {"pace"} <= set(state.record.origins) or _written(state.record)


def _written(said: Record) -> bool:
    """Whether the person has written anything."""
    return bool(said.notes or said.kept or said.prose or said.titles or said.front or said.reasons or said.line)


def _agrees(some: Answers, all_: Answers) -> bool:
    """Whether every one of some answers is among all, the pace apart."""
    return all(all_.get(key) == value for key, value in some.items() if key != "pace")


def _opened(state: State, opened: link.Opened, said: Record, notices: tuple[str, ...]) -> Step:
    """The screen that an address names, or the next one that makes sense."""
    catalogue = state.reading.catalogue
    answers, dropped = prune(catalogue, opened.answers)
    notices += say_dropped(catalogue, dropped, opened.answers)
    now = replace(replace(state, record=said).with_answers(answers), reviewed=opened.reviewed)
    at = opened.at
    if not at or (at in catalogue.questions and not _reachable(now, at)):
        at = first_open(now.reading)
    if at in link.SCREENS and not makes_sense(now, at):
        # Forward to a file whose reading was undone: its answers are in the address, its words are not.
        undone = at == "opened" and makes_sense(now, "review")
        notices += (WITHOUT_ITS_WORDS,) if undone else ()
        at = "review" if undone else first_open(now.reading)
        now = replace(now, reviewed=at == "review")
    said = record.without(said, set(said.origins) - set(answers))
    return Step(state=replace(now, at=at, record=said), notices=notices, replace=True)


def _back_in_history(state: State, opened: link.Opened) -> Step:
    """An earlier or later step. What was said since an earlier one is kept; what was said otherwise then, counts."""
    said = state.record
    for text in said.earlier:
        before, noted = stored(state.reading.catalogue, text)
        # Back to before everything was cleared, or to before a link began another interview, which may repeat this one.
        elsewhere = not _agrees(opened.answers, state.answers) or (state.shared and opened.answers == before.answers)
        if not state.answers or (_agrees(opened.answers, before.answers) and elsewhere):
            others = tuple(other for other in put_aside(state) if other != text)
            said = replace(noted, earlier=others)
            state = state.with_answers(before.answers)
            break
    if not opened.answers and opened.at not in link.SCREENS:
        return Step(state=replace(state, at="persistence", reviewed=False), replace=True)
    if _agrees(opened.answers, state.answers):
        opened = replace(opened, answers=dict(state.answers))
    # What an earlier step does not have yet is there again when one goes forward.
    state, told = parted(replace(state, record=said), {**state.answers, **opened.answers})
    return _opened(state, opened, state.record, told)


def makes_sense(state: State, at: str) -> bool:
    """Whether there is anything to show on a screen that is no question."""
    reading, said = state.reading, state.record
    needed: Mapping[str, Callable[[], object]] = {
        "review": lambda: "persistence" in reading.answers,
        "document": lambda: "persistence" in reading.answers,
        "conflict": lambda: objections(reading, said),
        "weigh": lambda: to_weigh(reading),
        "found": lambda: said.found or said.problems,
        "opened": lambda: said.written,
    }
    return bool(needed[at]())


def _reachable(state: State, key: str) -> bool:
    return any(question.key == key for question in state.reading.questions)


def say_dropped(catalogue: Catalogue, dropped: tuple[str, ...], answers: Answers) -> tuple[str, ...]:
    """A sentence for every answer that no longer applies."""
    return tuple(
        f"“{catalogue.questions[key].short}: {in_words(catalogue, key, answers[key])}” "
        "no longer applies and was left out."
        for key in dropped
    )


def restart(state: State, event: Event) -> Step:
    """Begin anew. What was entered is put aside until the next document is written, to be brought back."""
    said = Record(earlier=put_aside(state, **CLEARED))
    return Step(state=State(reading=state.reading.instead({}), record=said))


def begin_ones_own(state: State, event: Event) -> Step:
    """From somebody else's answers to the first question: what one had entered before is still there to return to."""
    said = Record(earlier=state.record.earlier if state.shared else put_aside(state))
    returning: Returning = "earlier" if said.earlier else ""
    return Step(state=State(reading=state.reading.instead({}), record=said), returning=returning)


def offered(step: Step) -> Returning:
    """What the screen offers to return to: what "Start again" cleared, as long as it is kept; or else what the step
    put aside."""
    cleared = [_is_cleared(text) for text in step.state.record.earlier]
    if not any(cleared):
        theirs = step.state.at == "review" and step.state.shared and cleared
        return step.returning or ("link" if theirs else "")
    return "restart" if cleared[0] else step.returning or "earlier"


def without_cleared(said: Record) -> Record:
    """The record without what "Start again" cleared and the screen offered to bring back."""
    first = next((at for at, text in enumerate(said.earlier) if not _is_cleared(text)), len(said.earlier))
    return replace(said, earlier=said.earlier[first:])


def _is_cleared(text: str) -> bool:
    """Whether "Start again" put this interview aside: told by its end, for it can be long."""
    return text.endswith(json.dumps(CLEARED)[1:])


def resume(state: State, event: Event) -> Step:
    """Return to the interview that was stored before a link or a file began this one. This one is kept behind it."""
    if not state.record.earlier:
        raise RequestError("no interview to return to")
    text, *others = state.record.earlier
    kept, said = stored(state.reading.catalogue, text)
    this = put_aside(replace(state, record=replace(state.record, earlier=()))) if _ones_own(state) else ()
    said = replace(said, earlier=(*others, *said.earlier, *this))
    return replace(_opened(state, kept, said, ()), replace=False, returning="earlier" if said.earlier else "")
