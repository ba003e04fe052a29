"""The summary before the document: a decision on one page, and below it what somebody who doubts it asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from wizard.converse.clients_in_words import AS_SAID, client_of_unweighed, code_in_words
from wizard.converse.flow import conflicts, named_elsewhere, said_first, to_be_settled
from wizard.converse.record import LONGEST_NOTE, Record
from wizard.converse.state import Step
from wizard.converse.switch import runner_up
from wizard.converse.uncompared import agreeing, stays_unweighed
from wizard.converse.weighing import accepted, considered, to_weigh
from wizard.explain.alternatives import Alternative
from wizard.explain.beside import companion_sentence, in_use_sentences
from wizard.explain.candidates import Candidate, candidates
from wizard.explain.conflict import Conflict
from wizard.explain.kept import named_for
from wizard.explain.reading import Reading
from wizard.explain.words import kind_of_data, listed, say
from wizard.show.decided import (
    begun,
    certainty_sentence,
    database_why,
    how_weighed,
    likely_changes,
    name_of,
    not_in_link,
    reasons_told,
    sentence,
    strongest,
    told_changes,
)
from wizard.show.one_page import as_express, named_it_all, on_one_page
from wizard.show.question import QuestionView, question_view
from wizard.show.render import render
from wizard.show.rows import (
    AnswerRow,
    TradeOffView,
    answer_row,
    first_sentence,
    operated_rows,
    reason_text,
    rows_beside,
    trade_off_rows,
)
from wizard.show.shown import Shown
from wizard.show.so_far import changed
from wizard.write import forms
from wizard.write.audit import planned
from wizard.write.blocks import ours
from wizard.write.client import no_client
from wizard.write.quotes import CLIENT_SAID, STORE_SAID, own_reasons_given
from wizard.write.situation import situation
from wizard.write.start import first_minutes

#: So many costs and changes stand on the page itself; fewer where there is no room.
COSTS: Final = 2
CHANGES: Final = 2

#: So many where it is asked how settled the database is.
PRICE: Final = 3

#: The question whose answers may exclude a stack: it is not called one without a difference.
BINDS: Final = "compliance"


@dataclass(frozen=True, kw_only=True, slots=True)
class AlternativeView:
    name: str
    client: str
    why_not: str
    """Whether that is what speaks for it: it is not the pick because another is kept."""
    how: str = ""
    """How the pick came about, where this is the pick."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewView:
    """The summary before the document, and the explanation of the pick."""

    sentence: str
    """The decision."""
    database: str
    database_why: tuple[str, ...]
    client: str
    client_why: tuple[str, ...]
    reasons: tuple[str, ...]
    """Those that stand on the page; every one of them is in `every_reason`."""
    answers: tuple[AnswerRow, ...]
    defaults: tuple[AnswerRow, ...]
    """Questions without an answer."""
    notices: tuple[str, ...]
    returning: str
    pace: str
    situation: str
    """The answers as a situation, for the form that tells of a wrong pick."""
    every_reason: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    """Why what was brought along is kept, in the person's own words; `own_short` is as there is room for."""
    own_short: tuple[str, ...] = ()
    note: str = ""
    """Where the runner-up is looked at: why it would be taken, as far as that was typed, and what is wrong with it."""
    note_error: str = ""
    longest_note: int = LONGEST_NOTE
    objections: tuple[Conflict, ...] = ()
    """What does not fit or has a price, as far as it stands on the page."""
    picked: str = "No database"
    none: bool = False
    filename: str = ""
    """The file that can be taken from here: not while an answer is being changed, which is not in it."""
    express: bool = False
    """Whether a line named it all: then what was understood, objections, a price and the button are all there is."""
    beside: tuple[tuple[str, str], ...] = ()
    """(what it is there for, its name) of each store beside the pick."""
    beside_why: tuple[str, ...] = ()
    certainty: str = ""
    first: tuple[str, ...] = ()
    """What all the rest rests on: beside the decision, and not among what is good to know."""
    hosted: str = ""
    """Who may run the database, where that was not compared: the way to say so."""
    conflicts: tuple[Conflict, ...] = ()
    accepted: tuple[str, ...] = ()
    """Those that the person has considered, by their rules."""
    kept: Mapping[str, str] = field(default_factory=dict)
    """Conflict -> why it is kept."""
    costs: tuple[TradeOffView, ...] = ()
    """The trade-offs that stand on the page."""
    trade_offs: tuple[TradeOffView, ...] = ()
    weighed: str = ""
    """How many of the trade-offs have been considered, as a sentence; nothing when there is nothing to ask."""
    asked_to_weigh: bool = False
    runner_up: AlternativeView | None = None
    switch: str = ""
    """The id that leads to the runner-up, where the summary can be seen with it."""
    shared: bool = False
    """Whether these are somebody else's answers, to be read."""
    not_in_link: str = ""
    """What the pick may rest on and a link does not carry."""
    adjusting: QuestionView | None = None
    """The question whose answer is being changed here."""
    price: tuple[TradeOffView, ...] | None = None
    """Where it is asked how settled the database is: what it costs; the reason is asked there too."""
    seen: AlternativeView | None = None
    """Where this is the runner-up, which is only looked at: what the answers point to, and why not to this."""
    clients: tuple[tuple[str, str], ...] = ()
    """(name, why not it) of the next client."""
    candidates: tuple[Candidate, ...] = ()
    changes: tuple[str, ...] = ()
    """What would change the pick, as far as it stands on the page."""
    first_minutes: tuple[tuple[str, str, str], ...] = ()
    """(what there is, the client, where) to begin with the main store."""
    would_change: tuple[str, ...] = ()
    no_difference: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    gloss: Mapping[str, str] = field(default_factory=dict)
    """Guided pace: what each part of the summary is."""

    @property
    def good_to_know(self) -> tuple[Conflict, ...]:
        return tuple(item for item in self.conflicts if item.level == "note")


def show(step: Step) -> Shown:
    """The screen of the summary."""
    view = review_view(step)
    return Shown(
        html=render("review.html.jinja", view=view),
        title="No database needed" if view.none else "Your data stack",
        announcement=f"As it would be with {view.database}." if view.seen else "Summary of your data stack.",
        filename=view.filename,
        markdown=forms.write(step.state.reading, step.state.record)[1] if view.filename else "",
    )


def review_view(step: Step) -> ReviewView:
    """The summary of everything, before the document."""
    reading, record = step.state.reading, step.state.record
    rows = [answer_row(reading, question, record) for question in reading.questions]
    if step.state.shared:  # that is said once, above
        rows = [replace(row, origin="") for row in rows]
    why = database_why(reading, record.things)
    none = ReviewView(
        sentence="No database needed",
        database="None",
        database_why=why,
        client="None",
        client_why=("Without a database there is nothing to connect to.",),
        reasons=why,
        answers=tuple(row for row in rows if row.key in reading.answers),
        defaults=tuple(row for row in rows if row.key not in reading.answers),
        notices=step.notices,
        returning=step.returning,
        shared=step.state.shared,
        adjusting=_adjusting(step),
        pace=reading.pace,
        situation=situation(reading.answers),
        none=True,
    )
    if reading.store is None:
        return none
    if names := stays_unweighed(reading, record):
        told = say(reading.catalogue, "stays-unweighed", **agreeing(names))
        return _left_to_them(none, told, listed(names), client_of_unweighed(reading, record))
    view = _with_what_is_first(_with_a_database(none, reading, record), reading, record)
    view = replace(view, certainty=_told_first(step))
    if step.adjusting == "existing_stance":
        view = replace(view, price=trade_off_rows(reading, record, to_weigh(reading))[:PRICE])
    view = _as_theirs(view, reading) if step.state.shared else view
    if step.seen is None:
        return as_express(view, reading, record) if named_it_all(reading, record) else on_one_page(view)
    note = record.reasons.get(view.switch, "")
    seen = replace(_seen(view, step.seen, record), note=note, note_error=step.note_error)
    return on_one_page(replace(seen, seen=replace(seen.seen, how=_how(reading)) if seen.seen else None))


def _left_to_them(view: ReviewView, told: str, names: str, client: str) -> ReviewView:
    """The summary for a database that the guide does not have, and that stays."""
    return replace(
        view,
        sentence=f"Your data stay in {names}",
        database=names,
        database_why=(told,),
        client="As your words have it" if client == AS_SAID else client or "To be named",
        client_why=("Named, not weighed." if client else "Whoever knows the database names the client.",),
        reasons=(told,),
    )


def _how(reading: Reading) -> str:
    """How the pick came about, as a heading."""
    if not reading.decision.forced:
        return "Your answers point to"
    return "You decided on" if reading.stance == "decided" else "You use"


def _as_theirs(view: ReviewView, reading: Reading) -> ReviewView:
    """The summary of a colleague's answers: it speaks as they do, and has what was planned for in sight."""
    planned_for = planned(reading)
    return replace(
        view,
        certainty=f"{view.certainty} Planned for: {listed(planned_for)}." if planned_for else view.certainty,
        reasons=tuple(map(ours, view.reasons)),
        every_reason=tuple(map(ours, view.every_reason)),
        database_why=tuple(map(ours, view.database_why)),
        client_why=tuple(map(ours, view.client_why)),
        first=tuple(map(ours, view.first)),
        changes=view.changes[:1],  # on a phone there is no room for more beside what was planned for
        objections=tuple(replace(item, text=ours(item.text)) for item in view.objections),
        conflicts=tuple(replace(item, text=ours(item.text)) for item in view.conflicts),
    )


def _adjusting(step: Step) -> QuestionView | None:
    """The question that is open on the summary."""
    if not step.adjusting:
        return None
    return question_view(replace(step, state=replace(step.state, at=step.adjusting)))


def _told_first(step: Step) -> str:
    """What the answer that was just changed did to the stack, or else how sure the pick is."""
    did = changed(step.before, step.state.reading) if step.before and step.state.reviewed else ""
    return did or certainty_sentence(step.state.reading, shared=step.state.shared)


def _seen(view: ReviewView, reading: Reading, record: Record) -> ReviewView:
    """The summary with the runner-up, beside `view`, that of the pick."""
    if reading.store is None or view.runner_up is None:
        return view
    new = [reason for reason in reading.reasons if reason.rule != "kept-because-decided"]
    shown = _with_a_database(replace(view, returning=""), reading, record)
    shown = _with_what_is_first(shown, reading, record)
    told = strongest(reading, new)
    return replace(
        shown,
        reasons=tuple(reason_text(reason, record.things) for reason in told) or shown.reasons,
        every_reason=tuple(reason_text(reason, record.things) for reason in new),
        certainty="",
        switch=view.switch,
        seen=replace(view.runner_up, name=view.database, client=view.client),
        runner_up=None,
        clients=(),
        candidates=(),
        changes=(),
        would_change=(),
        no_difference=(),
        weighed="",
    )


def _with_what_is_first(view: ReviewView, reading: Reading, record: Record) -> ReviewView:
    """`view` with what all the rest rests on beside the decision, and not below."""
    first, host = said_first(reading, record), reading.host_not_compared
    below = tuple(item for item in view.conflicts if item.text not in first)
    return replace(view, first=tuple(first), hosted=f"Say that {host} runs it" if host else "", conflicts=below)


def _with_a_database(view: ReviewView, reading: Reading, record: Record) -> ReviewView:
    """`view` with the pick, and all that there is to say about it."""
    things, database = record.things, name_of(reading, record)
    against = (*named_elsewhere(reading, record), *conflicts(reading, record))
    (name, why), named = no_client(reading, record), code_in_words(reading, record)
    client_why = tuple(reason.text for reason in reading.reasons if reason.for_ == "client") or (why,)
    costs = (*operated_rows(reading, record), *trade_off_rows(reading, record, reading.trade_offs))
    other = runner_up(reading)
    of_the_store, of_the_client = (own_reasons_given(reading, record, keys) for keys in (STORE_SAID, CLIENT_SAID))
    own, instead_of = (*of_the_store[0], *of_the_client[0]), of_the_store[1] | of_the_client[1]
    return replace(
        view,
        none=False,
        sentence=sentence(reading, record, database, named=named, open_=bool(to_be_settled(reading, record))),
        picked=", ".join([reading.pick.name, *([reading.client.name] if reading.client else [])]),
        database=database,
        client=reading.client.name if reading.client else name,
        client_why=client_why,
        own=own,
        own_short=tuple(map(begun, own)),
        reasons=tuple(text for text in reasons_told(reading, client_why, things) if text not in instead_of),
        every_reason=(*database_why(reading, things), *client_why),
        beside=_beside(reading, record),
        beside_why=(*(companion_sentence(reading, item) for item in reading.companions), *in_use_sentences(reading)),
        conflicts=against,
        objections=tuple(item for item in against if item.level != "note"),
        accepted=tuple(item.rule for item in against if accepted(reading, item, record)),
        kept=record.kept,
        costs=tuple(map(first_sentence, sorted(costs, key=lambda item: item.telling)[:COSTS])),
        trade_offs=costs,
        weighed=how_weighed(to_weigh(reading), considered(reading, record)),
        asked_to_weigh=record.weighed is not None,
        runner_up=_alternative(other) if other else None,
        switch=named_for(reading, other.store) if other else "",
        clients=tuple((client.name, why) for client, why in reading.client_alternatives),
        candidates=candidates(reading),
        changes=likely_changes(reading)[:CHANGES],
        not_in_link=not_in_link(reading, record),
        first_minutes=first_minutes(reading)[:1],
        would_change=told_changes(reading),
        no_difference=tuple(
            reading.catalogue.questions[key].short for key in reading.without_difference if key != BINDS
        ),
        unsure=reading.unsure,
        left_out=reading.left_out,
        gloss=(GLOSS | (A_CLIENT if reading.client else {})) if reading.pace == "guided" else {},
    )


def _beside(reading: Reading, record: Record) -> tuple[tuple[str, str], ...]:
    """(what it is there for, its name) of each store beside the pick, and what else stands there."""
    found = [(f"Beside it, for {kind_of_data(item.for_)}", item.name) for item in reading.companions if not item.within]
    return (*found, *rows_beside(reading, record))


def _alternative(item: Alternative) -> AlternativeView:
    client = item.client.name if item.client else ""
    return AlternativeView(name=item.store.name, client=client, why_not=item.why_not)


#: What the parts of the summary are, for a person who reads one for the first time.
GLOSS: Final = {
    "costs": "Every choice gives something up; this is what this one gives up, so that nobody is surprised later.",
    "candidates": "Each of your answers speaks for or against a candidate, by so many points.",
    "change": "If one of these answers turns out differently, come back: another choice would fit better.",
    "unsure": "Where there was no answer we took the safe choice. Check these with somebody who knows.",
}

#: What the second name is, where there is one.
A_CLIENT: Final = {"client": "The ORM or client is the library by which your code talks to the database."}
