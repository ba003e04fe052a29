"""The browser's only door: :func:`handle`, a string in and a string out, and pure.

Request: ``{"answers": {...}, "record": {...}, "event": {"type": ..., ...}}``. Response: ``{"answers", "record", "at",
"review", "fragment", "link", "html", "title", "announcement", "history", "document"}``. Because the same request always
gives the same response, a reload, Back and Forward, a link, a restarted worker and a test are all the same thing.

Events: ``open`` (how, fragment, stored); ``files`` (a list of name and text); and, from a pressed button, those in
:data:`EVENTS`, each with ``at``, ``review`` and the form's ``fields``. Answers are in :mod:`wizard.answers`, what was
said beside them in :mod:`wizard.record`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from wizard import document, link, record
from wizard.answers import ALONE, AnswerError, Value, applies, check, check_one, offered, prune, several, values
from wizard.catalogue import Catalogue, Question, load, packed
from wizard.document import DocumentError
from wizard.interview import first_open, next_question, objections, pace, previous_question, relevant, to_weigh
from wizard.nesting import too_deep
from wizard.prose import settle
from wizard.record import Found, Origin, Record

if TYPE_CHECKING:
    from wizard.screens import Screen


@dataclass(frozen=True, kw_only=True, slots=True)
class State:
    """Where the person is: the answers, the record, the screen, and whether the summary has been seen."""

    answers: Mapping[str, Value]
    at: str
    reviewed: bool = False
    record: Record = record.EMPTY


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """What an event leads to."""

    state: State
    before: Mapping[str, Value] | None = None
    notices: tuple[str, ...] = ()
    error: str = ""
    note_error: str = ""
    note: str = ""
    """The note as it was entered, where it could not be accepted on a screen that keeps none."""
    entered: Value | None = None
    replace: bool = False
    returning: str = ""
    """What put another interview aside that one can return to: `link`, `file` or `restart`."""


#: The wizard, opened before anybody has said anything.
FIRST: Final = Step(state=State(answers={}, at="persistence"), replace=True)


class RequestError(ValueError):
    """A request that no page of ours sends."""


def handle(request: str) -> str:
    """Answer one event. Raises :class:`RequestError` for a request that is not of this form."""
    try:
        asked = json.loads(request)
        event = dict(asked["event"])
        kind = str(event["type"])
        raw_answers = dict(asked.get("answers") or {})
        raw_record = asked.get("record")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise RequestError(f"not a request: {error}") from None
    catalogue = load()
    if kind not in EVENTS:
        raise RequestError(f"no such event: {kind}")
    state = _state(catalogue, raw_answers, raw_record, event)
    step = EVENTS[kind](catalogue, state, event)
    shown = step.state
    if shown.at in ("conflict", "weigh") and not _makes_sense(catalogue, shown.answers, shown.record, shown.at):
        raise RequestError(f"nothing to show at {shown.at}")
    return json.dumps(_response(catalogue, step), ensure_ascii=False)


def _state(catalogue: Catalogue, raw_answers: Mapping[str, Any], raw_record: Any, event: Mapping[str, Any]) -> State:
    at = str(event.get("at") or "persistence")
    if at not in catalogue.questions and at not in link.SCREENS:
        raise RequestError(f"no such screen: {at}")
    try:
        answers, _ = prune(catalogue, check(catalogue, raw_answers))
    except AnswerError as error:
        raise RequestError(str(error)) from None
    said = record.read(catalogue, raw_record)
    return State(answers=answers, at=at, reviewed=event.get("review") in (True, "yes"), record=said)


def first_screen() -> str:
    """The first question as HTML, for the page as it is built."""
    return _screen(load(), FIRST).html


def first_response() -> dict[str, Any]:
    """What opening the wizard with nothing answered and nothing kept gives.

    The build packs it for the browser: so a start need not draw a screen that the page shows already, nor load what
    draws it.
    """
    return _drawn(load(), FIRST)


# --- opening ----------------------------------------------------------------------------------------------------------


def _open(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    """A page load (`how` is load), a link to the page that is open (link), or Back and Forward (history).

    `left` is what the screen that is left for it held: its `at` and `fields`.
    """
    fragment = str(event.get("fragment") or "").removeprefix("#")
    if event.get("how") == "history" and not _is_a_link(catalogue, fragment):
        return _back_in_history(catalogue, replace(state, record=_left(catalogue, state.record, event)), fragment)
    kept, said = _stored(catalogue, str(event.get("stored") or ""))
    said = _left(catalogue, said, event)
    aside = "earlier" if said.earlier else ""
    opened = link.read(catalogue, fragment)
    notices = tuple(f"Ignored in the link: {problem.rstrip('.…')}." for problem in opened.problems)
    if not opened.answers:
        if kept.answers:
            notices += ("This is where you left off. “Start again” in the summary clears everything.",)
        else:
            kept = replace(kept, at=opened.at or kept.at)
            aside = "restart" if said.earlier else ""
        return replace(_opened(catalogue, kept, said, notices), returning=aside)
    if opened.at and kept.answers and _agrees(kept.answers, opened.answers):  # a later moment of this interview
        return replace(_opened(catalogue, opened, said, notices), returning=aside)
    if _agrees(opened.answers, kept.answers):
        # An earlier moment, or the same link again: what was said since must not be lost to it.
        notices += ("You have answered all of this here before. This is where you left off.",)
        return replace(_opened(catalogue, replace(kept, at=opened.at or kept.at), said, notices), returning=aside)
    other = bool(kept.answers) and kept.answers != opened.answers
    before = State(answers=kept.answers, at=kept.at, reviewed=kept.reviewed, record=said)
    said = Record(
        origins={key: Origin() for key in opened.answers if key != "pace"},
        earlier=_aside(before) if other and (_ones_own(before) or not said.earlier) else said.earlier,
    )
    if said.origins:
        notices += ("Your link filled in some answers. They are marked in the summary, where you can change them.",)
    return replace(_opened(catalogue, opened, said, notices), returning="link" if other and said.earlier else aside)


def _left(catalogue: Catalogue, said: Record, event: Mapping[str, Any]) -> Record:
    """The record with what had been written on the screen that an address, Back or Forward leads away from."""
    left = event.get("left")
    if not isinstance(left, Mapping):
        return said
    return _noted(catalogue, State(answers={}, at=str(left.get("at")), record=said), left).record


def _is_a_link(catalogue: Catalogue, fragment: str) -> bool:
    """Whether a fragment comes from somebody else: every address of our own says on which screen it is."""
    opened = link.read(catalogue, fragment)
    return bool(opened.answers) and not opened.at


def _stored(catalogue: Catalogue, stored: str) -> tuple[link.Opened, Record]:
    """What the browser kept: JSON with a fragment and a record, or, from an older version, the fragment alone.

    `others` are interviews of other tabs, in the same form.
    """
    if not stored.startswith("{"):
        return link.read(catalogue, stored), record.EMPTY
    if too_deep(stored):
        return link.read(catalogue, ""), record.EMPTY
    try:
        raw = json.loads(stored)
    except (ValueError, RecursionError):
        return link.read(catalogue, ""), record.EMPTY
    fragment = raw.get("fragment")
    opened = link.read(catalogue, fragment if isinstance(fragment, str) else "")
    said = record.read(catalogue, raw.get("record"))
    beside = tuple(text for text in record.interviews(raw.get("others")) if _adds(catalogue, text, opened, said))
    return opened, replace(said, earlier=(*said.earlier, *beside)[: record.MOST_ASIDE])


def _adds(catalogue: Catalogue, stored: str, opened: link.Opened, said: Record) -> bool:
    """Whether the interview of another tab holds anything that this one does not."""
    other, noted = _stored(catalogue, stored)
    return not (_agrees(other.answers, opened.answers) and noted.notes.items() <= said.notes.items())


def _aside(state: State) -> tuple[str, ...]:
    """The interviews to return to once another one begins: this one, as browsers store it, and those before it."""
    others = state.record.earlier
    if not state.answers:
        return others
    fragment = link.write(state.answers, state.at, reviewed=state.reviewed)
    stored = json.dumps({"fragment": fragment, "record": record.as_plain(replace(state.record, earlier=()))})
    return (stored, *others)[: record.MOST_ASIDE]


def _ones_own(state: State) -> bool:
    """Whether an interview holds more than what a link or a file filled in, which can be followed or opened again."""
    said = state.record
    return not set(state.answers) - {"pace"} <= set(said.origins) or bool(said.notes or said.kept or said.prose)


def _agrees(some: Mapping[str, Value], all_: Mapping[str, Value]) -> bool:
    """Whether every one of some answers is among all, the pace apart."""
    return all(all_.get(key) == value for key, value in some.items() if key != "pace")


def _opened(catalogue: Catalogue, opened: link.Opened, said: Record, notices: tuple[str, ...]) -> Step:
    """The screen that an address names, or the next one that makes sense."""
    answers, dropped = prune(catalogue, opened.answers)
    notices += _dropped(catalogue, dropped, opened.answers)
    at = opened.at
    if not at or (at in catalogue.questions and not _reachable(catalogue, answers, at)):
        at = first_open(catalogue, answers)
    if at in link.SCREENS and not _makes_sense(catalogue, answers, said, at):
        at = first_open(catalogue, answers)
    said = record.without(said, set(said.origins) - set(answers))
    state = State(answers=answers, at=at, reviewed=opened.reviewed, record=said)
    return Step(state=state, notices=notices, replace=True)


def _back_in_history(catalogue: Catalogue, state: State, fragment: str) -> Step:
    """An earlier or later step. What was said since an earlier one is kept; what was said otherwise then, counts."""
    opened = link.read(catalogue, fragment)
    said = state.record
    for stored in said.earlier:
        before, noted = _stored(catalogue, stored)
        # Back to before everything was cleared, or to before a link began another interview.
        if not state.answers or (
            _agrees(opened.answers, before.answers) and not _agrees(opened.answers, state.answers)
        ):
            others = tuple(other for other in _aside(state) if other != stored)
            said = replace(noted, earlier=others)
            state = replace(state, answers=before.answers)
            break
    if not opened.answers and opened.at not in link.SCREENS:
        return Step(state=replace(state, at="persistence", reviewed=False), replace=True)
    if _agrees(opened.answers, state.answers):
        opened = replace(opened, answers=dict(state.answers))
    return _opened(catalogue, opened, said, ())


def _makes_sense(catalogue: Catalogue, answers: Mapping[str, Value], said: Record, at: str) -> bool:
    """Whether there is anything to show on a screen that is no question."""
    needed: Mapping[str, Callable[[], object]] = {
        "review": lambda: "persistence" in answers,
        "document": lambda: "persistence" in answers,
        "conflict": lambda: objections(catalogue, answers, said),
        "weigh": lambda: to_weigh(catalogue, answers),
        "found": lambda: said.found or said.problems,
        "opened": lambda: said.written,
    }
    return bool(needed[at]())


def _reachable(catalogue: Catalogue, answers: Mapping[str, Value], key: str) -> bool:
    return any(question.key == key for question in relevant(catalogue, answers))


def _dropped(catalogue: Catalogue, dropped: tuple[str, ...], answers: Mapping[str, Value]) -> tuple[str, ...]:
    """A sentence for every answer that no longer applies."""
    found = []
    for key in dropped:
        words = ", ".join(document.label(catalogue, key, item) for item in several(answers[key]))
        found.append(f"“{catalogue.questions[key].short}: {words}” no longer applies and was left out.")
    return tuple(found)


# --- files ------------------------------------------------------------------------------------------------------------


def _files(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    """Files that were picked or dropped: a data-stack.md is opened again, project files propose answers."""
    given = event.get("files")
    files = {
        item["name"][-record.LONGEST_NAME :]: item["text"]
        for item in (given if isinstance(given, list) else [])
        if isinstance(item, Mapping) and isinstance(item.get("name"), str) and isinstance(item.get("text"), str)
    }
    unread = tuple(
        f"{item['name'][-record.LONGEST_NAME :]} is larger than a project file ever is, so it was not read."
        for item in (given if isinstance(given, list) else [])
        if isinstance(item, Mapping) and isinstance(item.get("name"), str) and "text" not in item
    )
    documents = {name: text for name, text in files.items() if name.lower().endswith((".md", ".markdown"))}
    others = {name: text for name, text in files.items() if name not in documents}
    state = replace(state, record=replace(_noted(catalogue, state, event).record, found=(), problems=unread))
    if documents:
        return _reopened(catalogue, state, *next(iter(documents.items())), also=others, left=list(documents)[1:])
    return Step(state=replace(_detected(catalogue, state, others), at="found"))


def _detected(catalogue: Catalogue, state: State, files: Mapping[str, str]) -> State:
    """The state with what project files propose, less what is answered that way already."""
    from wizard.detection import detect  # noqa: PLC0415 - loaded when the first file comes, not at start-up

    found = detect(catalogue, files)
    proposals = tuple(
        Found(key=item.key, value=item.value, file=item.file, line=item.line, text=item.text, because=item.because)
        for item in found.proposals
        if state.answers.get(item.key) != item.value
    )
    stored = next((item for item in proposals if item.key in ("existing_database", "existing_client")), None)
    if stored and state.answers.get("persistence") != "yes":
        because = "A project that names a database or a client keeps data."
        proposals = (replace(stored, key="persistence", value="yes", because=because), *proposals)
    said = replace(
        state.record, found=(*state.record.found, *proposals), problems=(*state.record.problems, *found.problems)
    )
    return replace(state, record=said)


def _reopened(
    catalogue: Catalogue, state: State, name: str, text: str, *, also: Mapping[str, str], left: Iterable[str]
) -> Step:
    """The state that a data-stack.md holds; project files that came with it propose what it leaves open."""
    from wizard.reopening import reopen  # noqa: PLC0415 - loaded when the first file comes, not at start-up

    try:
        opened = reopen(catalogue, name, text)
    except DocumentError as error:
        said = replace(state.record, problems=(*state.record.problems, str(error)))
        return Step(state=replace(state, at="found", record=said))
    problems = opened.problems + tuple(f"{other} was left alone: one document is opened at a time." for other in left)
    if opened.record.written:
        said = replace(opened.record, problems=problems, earlier=_aside(state))
        found = State(answers=opened.answers, at="opened", reviewed=True, record=said)
    else:
        read = opened.record
        said = replace(state.record, found=read.found, prose={**state.record.prose, **read.prose}, problems=problems)
        found = replace(state, at="found", record=said)
    return Step(state=_detected(catalogue, found, also) if also else found, returning="file" if said.earlier else "")


def _take_found(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    """Take the proposals that are ticked; the others are gone."""
    ticked = _fields(event, "found")
    taken = [item for item in state.record.found if item.key in ticked]
    merged: Mapping[str, Value] = state.answers
    for item in taken:
        merged = _with(catalogue, merged, item.key, item.value)
    answers, dropped = prune(catalogue, merged)
    origins = {item.key: Origin(file=item.file, line=item.line) for item in taken if item.key in answers}
    said = replace(state.record, found=(), problems=(), origins={**state.record.origins, **origins})
    moved = replace(state, record=record.without(said, dropped))
    return _onward(catalogue, moved, answers, dropped, _dropped(catalogue, dropped, merged))


# --- questions --------------------------------------------------------------------------------------------------------


def _continue(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    """Take the form's answer and go on: to the next question, or back to the summary when it has been seen."""
    if state.at in ON_CONTINUE:
        return ON_CONTINUE[state.at](catalogue, state, event)
    return _answered(catalogue, state, event) or _refused(catalogue, state, event)


def _answered(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step | None:
    """The next screen, when the answer can be accepted."""
    question = _question(catalogue, state.at)
    try:
        value = _entered(question, state.answers, event)
    except AnswerError:
        return None
    if _note_problem(event):
        return None
    noted = _noted(catalogue, state, event)
    if not state.answers:
        noted = replace(noted, record=replace(noted.record, earlier=noted.record.earlier[1:]))  # "Start again" is meant
    merged = _with(catalogue, state.answers, question.key, value)
    answers, dropped = prune(catalogue, merged)
    notices = _dropped(catalogue, dropped, merged)
    if pace(answers) == "guided" and pace(state.answers) == "brief":
        notices += ("You were not sure twice, so there is more explanation from here on. “Brief” takes it away again.",)
    moved = replace(noted, record=record.without(noted.record, (question.key, *dropped)))
    return _onward(catalogue, moved, answers, dropped, notices)


def _refused(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    """The same screen again, with what was entered and what is wrong with it."""
    entered = _as_entered(event, state.at)
    note_error = _note_problem(event)
    error = "" if note_error else _problem(catalogue.questions[state.at], event)
    noted = _noted(catalogue, state, event)
    return Step(state=noted, error=error, note_error=note_error, entered=entered, replace=True)


def _onward(
    catalogue: Catalogue,
    state: State,
    answers: Mapping[str, Value],
    dropped: tuple[str, ...] = (),
    notices: tuple[str, ...] = (),
) -> Step:
    """The screen after these answers. What does not fit comes first, once; then what a change raised, or the next
    question; then the trade-offs of a stack that is kept; then the summary."""
    moved = replace(state, answers=answers)
    if objections(catalogue, answers, state.record):
        at = "conflict"
    elif question := _to_ask(catalogue, state, answers, dropped):
        at = question
        moved = replace(moved, reviewed=False)
    elif state.record.weighed is None and to_weigh(catalogue, answers):
        at = "weigh"
    else:
        at = "review"
        moved = replace(moved, reviewed=True)
    return Step(state=replace(moved, at=at), before=state.answers, notices=notices)


def _to_ask(catalogue: Catalogue, state: State, answers: Mapping[str, Value], dropped: tuple[str, ...]) -> str:
    """The question to ask next. Once the summary has been seen, only those that the last change raised."""
    if not state.reviewed:
        following = next_question(catalogue, answers)
        return following.key if following else ""
    raised = (
        question.key
        for question in relevant(catalogue, answers)
        if question.key not in answers and (question.key in dropped or not applies(question, state.answers))
    )
    return next(raised, "")


def _back(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    noted = _noted(catalogue, state, event)
    if state.at == "document" or (state.reviewed and state.at not in ("review", "found", "opened")):
        return Step(state=replace(noted, at="review", reviewed=True))
    if state.at == "opened":
        return _resume(catalogue, state, event) if state.record.earlier else _restart(catalogue, state, event)
    if state.at == "found":
        said = replace(noted.record, found=(), problems=())
        at = "review" if state.reviewed else first_open(catalogue, state.answers)
        return Step(state=replace(noted, at=at, record=said))
    if state.at == "conflict":
        # To the answer that was given last: the objection is about it.
        keys = [key for found in objections(catalogue, state.answers, noted.record) for key in found.answers]
        last = [question.key for question in relevant(catalogue, state.answers) if question.key in keys]
        return Step(state=replace(noted, at=last[-1] if last else first_open(catalogue, state.answers)))
    previous = previous_question(catalogue, state.answers, state.at)
    at = previous.key if previous else first_open(catalogue, state.answers)
    return Step(state=replace(noted, at=at, reviewed=False))


def _finish(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    """Stop asking: what was chosen on this screen still counts, the rest takes its labelled default."""
    asked: Step | None = Step(state=_noted(catalogue, state, event))
    if state.at in catalogue.questions and _fields(event, state.at):
        asked = _answered(catalogue, state, event)
    if asked is None or _note_problem(event):
        return _refused(catalogue, state, event)
    answers, said = asked.state.answers, asked.state.record
    at = "conflict" if objections(catalogue, answers, said) else "review"
    return Step(
        state=State(answers=answers, at=at, reviewed=True, record=said), before=state.answers, notices=asked.notices
    )


def _change(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    asked = str(event.get("question") or "")
    if asked == "weigh":
        return Step(state=replace(state, at="weigh", reviewed=True))
    return Step(state=replace(state, at=_question(catalogue, asked).key, reviewed=True))


# --- what does not fit, and what it costs -----------------------------------------------------------------------------


def _settle_conflict(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    """Keep what does not fit and record it, or go to the answer that is to change. Nobody is asked twice."""
    found = objections(catalogue, state.answers, state.record)
    chosen = next(iter(_fields(event, "conflict")), "")
    rules = tuple(item.rule for item in found)
    said = replace(state.record, raised=(*state.record.raised, *rules))
    if chosen == "keep":
        if problem := _note_problem(event):
            note = _text(event, "note")
            return Step(state=state, note_error=problem, note=note, entered=(chosen,), replace=True)
        why = record.clean(_text(event, "note"), record.LONGEST_NOTE)
        said = replace(said, kept={**said.kept, **dict.fromkeys(rules, why)})
        return _onward(catalogue, replace(state, record=said), state.answers)
    if chosen in {key for item in found for key in item.answers}:
        return Step(state=replace(state, at=chosen, record=said))
    return Step(state=state, error="Choose whether to keep it, or which answer to change.", replace=True)


def _settle_weigh(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    """Record which trade-offs the person has considered. None is an answer too."""
    keys = {item.key for item in to_weigh(catalogue, state.answers)}
    weighed = tuple(key for key in _fields(event, "weigh") if key in keys)
    said = replace(state.record, weighed=weighed)
    return _onward(catalogue, replace(state, record=said), state.answers)


# --- the summary and the document -------------------------------------------------------------------------------------


def _review(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    return Step(state=replace(_noted(catalogue, state, event), at="review", reviewed=True))


def _leave_opened(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    """From what has changed in a file that was opened, to the summary; or to what other files propose."""
    said = replace(state.record, problems=())
    return Step(state=replace(state, at="found" if said.found else "review", reviewed=True, record=said))


def _confirm(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    """The person has seen every answer: those that came from a link or a file are theirs now."""
    return Step(state=replace(state, at="document", reviewed=True, record=replace(state.record, origins={})))


def _save(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    """Keep the prose that was edited, and stay on the document."""
    noted = _noted(catalogue, state, event)
    settled = {heading: settle(prose) for heading, prose in noted.record.prose.items()}
    notices = () if settled == noted.record.prose else (ESCAPED,)
    said = replace(noted.record, prose=settled)
    if settled != state.record.prose:
        said = replace(said, edited_for=document.pick_ids(catalogue, state.answers))
    return Step(state=replace(noted, record=said), notices=notices, replace=True)


ESCAPED: Final = (
    "Some marks were escaped, because they would have broken the file: headings of the first two levels, HTML, or "
    "links that run code."
)


def _reset(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    """Give one section back to the guide."""
    heading = str(event.get("question") or "")
    noted = _noted(catalogue, state, event)
    prose = {name: text for name, text in noted.record.prose.items() if name != heading}
    return Step(state=replace(noted, record=replace(noted.record, prose=prose)), replace=True)


def _form(to: str) -> Callable[[Catalogue, State, Mapping[str, Any]], Step]:
    def event_handler(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
        noted = _noted(catalogue, state, event)
        return Step(state=replace(noted, at="document", record=replace(noted.record, form=to)), replace=True)

    return event_handler


def _restart(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    """Begin anew. The answers are put aside until the first new one, to be brought back."""
    said = Record(earlier=_aside(state))
    returning = "restart" if state.answers else ""
    return Step(state=State(answers={}, at="persistence", record=said), returning=returning)


def _resume(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    """Return to the interview that was stored before a link or a file began this one. This one is kept behind it."""
    if not state.record.earlier:
        raise RequestError("no interview to return to")
    stored, *others = state.record.earlier
    kept, said = _stored(catalogue, stored)
    this = _aside(replace(state, record=replace(state.record, earlier=()))) if _ones_own(state) else ()
    said = replace(said, earlier=(*others, *said.earlier, *this)[: record.MOST_ASIDE])
    return replace(_opened(catalogue, kept, said, ()), replace=False, returning="earlier" if said.earlier else "")


def _pace(to: str) -> Callable[[Catalogue, State, Mapping[str, Any]], Step]:
    def event_handler(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
        entered = _as_entered(event, state.at)
        noted = _noted(catalogue, state, event)
        answers = _with(catalogue, state.answers, "pace", to)
        return Step(state=replace(noted, answers=answers), entered=entered, replace=True)

    return event_handler


#: What Continue does on screens that are no questions.
ON_CONTINUE: Final[Mapping[str, Callable[[Catalogue, State, Mapping[str, Any]], Step]]] = {
    "conflict": _settle_conflict,
    "weigh": _settle_weigh,
    "found": _take_found,
    "opened": _leave_opened,
}

EVENTS: Final[Mapping[str, Callable[[Catalogue, State, Mapping[str, Any]], Step]]] = {
    "open": _open,
    "files": _files,
    "continue": _continue,
    "back": _back,
    "finish": _finish,
    "change": _change,
    "review": _review,
    "confirm": _confirm,
    "save": _save,
    "reset": _reset,
    "form-guide": _form("guide"),
    "form-adr": _form("adr"),
    "restart": _restart,
    "resume": _resume,
    "pace-brief": _pace("brief"),
    "pace-guided": _pace("guided"),
}


# --- forms ------------------------------------------------------------------------------------------------------------


def _question(catalogue: Catalogue, key: str) -> Question:
    if key not in catalogue.questions:
        raise RequestError(f"no such question: {key}")
    return catalogue.questions[key]


def _fields(event: Mapping[str, Any], key: str) -> list[str]:
    fields = event.get("fields")
    given = fields.get(key) if isinstance(fields, Mapping) else None
    several_ = given if isinstance(given, list) else [given]
    return [str(item) for item in several_ if item]


def _text(event: Mapping[str, Any], key: str) -> str:
    return "\n".join(_fields(event, key))


def _noted(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> State:
    """The state with what was written in the screen's text fields: nothing that is entered gets lost on the way."""
    fields = event.get("fields")
    names = list(fields) if isinstance(fields, Mapping) else []
    said = state.record
    if "note" in names and state.at in catalogue.questions:
        note = record.clean(_text(event, "note"), 10 * record.LONGEST_NOTE)  # too long: shown again whole, not kept
        notes = {**said.notes, state.at: note}
        said = replace(said, notes={key: notes[key] for key in catalogue.questions if notes.get(key)})
    edited = {
        name.removeprefix(PROSE): record.clean(_text(event, name), record.LONGEST_PROSE)
        for name in names
        if name.startswith(PROSE)
    }
    prose = {**said.prose, **edited}
    return replace(state, record=replace(said, prose={heading: text for heading, text in prose.items() if text}))


#: Fields that hold a section's prose are called this and the section's heading.
PROSE: Final = "prose:"


def _note_problem(event: Mapping[str, Any]) -> str:
    """What is wrong with the note, in words that say what to do."""
    length = len(_text(event, "note"))
    if length <= record.LONGEST_NOTE:
        return ""
    return (
        f"The note has {length:,} characters, and {record.LONGEST_NOTE} are kept: "
        f"shorten it by {length - record.LONGEST_NOTE:,}."
    )


def _entered(question: Question, answers: Mapping[str, Value], event: Mapping[str, Any]) -> Value:
    """The form's answer; it must be one that the screen offered. Raises AnswerError."""
    value = check_one(question, _fields(event, question.key))
    if not values({question.key: value}, question.key) <= {option.value for option in offered(question, answers)}:
        raise AnswerError(question.key, "not offered after these answers")
    return value


def _as_entered(event: Mapping[str, Any], key: str) -> Value | None:
    """What the form held, to show it again as it was."""
    return tuple(_fields(event, key)) or None


def _with(catalogue: Catalogue, answers: Mapping[str, Value], key: str, value: Value) -> dict[str, Value]:
    """The answers with one more, in the questions' order."""
    merged = {**answers, key: value}
    return {name: merged[name] for name in (*catalogue.questions, "pace") if name in merged}


def _problem(question: Question, event: Mapping[str, Any]) -> str:
    """Why an answer cannot be accepted, in words that say what to do."""
    given = _fields(event, question.key)
    if not given:
        return "Choose at least one answer to go on." if question.several else "Choose one of the answers to go on."
    alone = [option.label for option in question.options if option.value in ALONE.intersection(given)]
    if alone and len(given) > 1:
        return f"Choose “{alone[0]}” on its own, or the others without it."
    return "Choose one of the answers."


# --- responses --------------------------------------------------------------------------------------------------------


def _response(catalogue: Catalogue, step: Step) -> dict[str, Any]:
    kept = packed()
    return kept["first"] if kept and step == FIRST else _drawn(catalogue, step)


def _drawn(catalogue: Catalogue, step: Step) -> dict[str, Any]:
    shown = _screen(catalogue, step)
    state = step.state
    return {
        "answers": {key: value if isinstance(value, str) else list(value) for key, value in state.answers.items()},
        "record": record.as_plain(state.record),
        "at": state.at,
        "review": state.reviewed,
        "fragment": link.write(state.answers, state.at, reviewed=state.reviewed)
        if state.answers or state.at in link.SCREENS
        else "",
        "link": link.write({key: value for key, value in state.answers.items() if key != "pace"}, "review"),
        "html": shown.html,
        "title": f"Error: {shown.title}" if step.error or step.note_error else shown.title,
        "announcement": step.error or step.note_error or shown.announcement,
        "history": "replace" if step.replace else "push",
        "document": {"filename": shown.filename, "markdown": shown.markdown} if shown.markdown else None,
    }


def _screen(catalogue: Catalogue, step: Step) -> Screen:
    """The screen that a step leads to."""
    from wizard.screens import screen  # noqa: PLC0415, with Jinja2 it is a third of what a start would import

    state = step.state
    return screen(
        catalogue, state.answers, state.record, state.at,
        reviewed=state.reviewed, entered=step.entered, error=step.error, note_error=step.note_error, note=step.note,
        notices=step.notices, before=step.before,
        returning=step.returning,
    )  # fmt: skip
