"""What was typed, and does not go on with the answers: words that go with their product, and texts whose button was
not pressed. A notice quotes each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from wizard.converse.flow import against, objections
from wizard.converse.keeping import why_kept
from wizard.converse.record import END_OF_LIFE, Record
from wizard.converse.state import State, Step, reading_with
from wizard.converse.switch import products_gone
from wizard.converse.uncompared import EXISTING
from wizard.decide.answers import Answers
from wizard.door.event import LINE, WHY, Event
from wizard.explain.reading import Reading


def parted(state: State, answers: Answers, but: Collection[str] = ()) -> tuple[State, tuple[str, ...]]:
    """The state, whose answers become these, without the words on what they no longer name, and a sentence for each;
    words on the questions of `but` have just been said, or seen."""
    gone = products_gone(state.reading.catalogue, state.answers, answers)
    said = state.record
    if not gone:
        return state, ()
    notes = {key: text for key, text in said.notes.items() if key in gone and key not in but}
    told = [f"“{text}” was said of “{gone[key]}”, and went with it." for key, text in notes.items()]
    said = replace(said, notes={key: text for key, text in said.notes.items() if key not in notes})
    was, now = (_objected(it, said) for it in (state.reading, reading_with(state.reading.book, answers, said)))
    over = {rule for rule in said.kept if was.get(rule) != now.get(rule) or (rule == END_OF_LIFE and EXISTING in gone)}
    told += [f"“{why}” was said of what no longer stands, and went with it." for why in map(said.kept.get, over) if why]
    said = replace(
        said,
        kept={rule: why for rule, why in said.kept.items() if rule not in over},
        raised=tuple(rule for rule in said.raised if rule not in now or was.get(rule) == now[rule]),
    )
    return replace(state, record=said), tuple(told)


def _objected(reading: Reading, said: Record) -> Mapping[str, str]:
    """Rule -> what it says against these answers; nothing is looked for where nothing was said to any."""
    return {item.rule: item.text for item in against(reading, said)} if said.kept or said.raised else {}


def left_over(before: Record, step: Step, event: Event) -> tuple[str, ...]:
    """A sentence for each text that was typed for a button that was not pressed, where the next screen does not show
    it; also where it has come back with another interview than the one with the record `before`."""
    form, state = event.left or event.form, step.state
    there = event.question if step.seen else ""
    if state.at == "conflict":
        there = why_kept(state.reading, state.record, objections(state.reading, state.record))
    left = [
        text
        for name, text in state.record.reasons.items()
        if name != there and (WHY + name in form.fields or before.reasons.get(name) != text)
    ]
    first = not any(it.key in state.answers and it.key != state.at for it in state.reading.questions)
    if not (first and state.at in state.reading.catalogue.questions) and (LINE in form.fields or not before.line):
        left += [state.record.line] if state.record.line else []
    return tuple(f"Not taken, as its own button was not pressed: “{text}”" for text in left)
