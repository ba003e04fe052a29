"""Events on the summary and the document: confirm, save, reset, the form, the pace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from wizard.catalogue.model import Catalogue
from wizard.converse import record
from wizard.door.event import as_entered, prose_in, with_answer
from wizard.door.state import Handler, State, Step
from wizard.write.comment import pick_ids
from wizard.write.prose import settle

# --- the summary and the document -------------------------------------------------------------------------------------


def review(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    return Step(state=replace(state, at="review", reviewed=True))


def confirm(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    """The person has seen every answer: those that came from a link or a file are theirs now."""
    return Step(state=replace(state, at="document", reviewed=True, record=replace(state.record, origins={})))


def save(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    """Keep the prose that was edited, and stay on the document."""
    settled = {heading: settle(prose) for heading, prose in state.record.prose.items()}
    notices: tuple[str, ...] = () if settled == state.record.prose else (ESCAPED,)
    notices += tuple(
        f"“{heading}” has {len(prose):,} characters, and {record.LONGEST_PROSE:,} are kept: shorten it by "
        f"{len(prose) - record.LONGEST_PROSE:,}, or its end will be missing."
        for heading, prose in settled.items()
        if len(prose) > record.LONGEST_PROSE
    )
    said = replace(state.record, prose=settled)
    if prose_in(event):
        said = replace(said, edited_for=pick_ids(catalogue, state.answers))
    return Step(state=replace(state, record=said), notices=notices, replace=True)


ESCAPED: Final = (
    "Some marks were escaped or left out, because they would have broken the file: headings of the first two levels, "
    "HTML, attributes in braces, links that run code, or more than a language where a code block begins."
)


def reset(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
    """Give one section back to the guide."""
    heading = str(event.get("question") or "")
    prose = {name: text for name, text in state.record.prose.items() if name != heading}
    return Step(state=replace(state, record=replace(state.record, prose=prose)), replace=True)


def choose_form(to: str) -> Handler:
    def event_handler(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
        return Step(state=replace(state, at="document", record=replace(state.record, form=to)), replace=True)

    return event_handler


def choose_pace(to: str) -> Handler:
    def event_handler(catalogue: Catalogue, state: State, event: Mapping[str, Any]) -> Step:
        entered = as_entered(event, state.at)
        answers = with_answer(catalogue, state.answers, "pace", to)
        return Step(state=replace(state, answers=answers), entered=entered, replace=True)

    return event_handler
