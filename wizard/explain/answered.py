"""What was asked for, by name: how the pick has it, or why not."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from wizard.catalogue.model import Source
from wizard.catalogue.rule_model import AnswerRule
from wizard.decide import what_if
from wizard.decide.answers import values
from wizard.decide.rules import anywhere, everywhere, fires
from wizard.explain.reasons import without_the_place
from wizard.explain.words import called, capital, fill, say

if TYPE_CHECKING:
    from wizard.catalogue.model import Client
    from wizard.catalogue.rule_model import Rule
    from wizard.decide.rules import Everywhere, Store
    from wizard.explain.reading import Reading

#: Rules to meet and money are answered in any case: an objection says what is missing, and not what there is.
ALWAYS: Final = frozenset({"compliance", "region", "budget"})

#: What says that a leaning was not followed.
GIVEN_UP: Final = "leaning-not-followed"

#: Answers that ask for nothing: whatever the money, it is enough.
NOTHING: Final = what_if.NOTHING | {"flexible"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """`text` answers the `value` of a question; `rule` says which statement it is. `simply`: it is as it was asked.
    `about` are the first words of the text, where they only say which store it is about."""

    question: str
    value: str
    rule: str
    text: str
    source: Source | None
    simply: bool = False
    about: str = ""


def answered(reading: Reading, rules: Collection[Rule] | None = None) -> tuple[Answered, ...]:
    """One statement for everything that was asked for, in the questions' order: first what was named and is not there,
    then what nothing else that is told answers; `rules` are those that are told, where not all are."""
    unsure = [(key, "unsure") for key in reading.answers if values(reading.answers, key) == {"unsure"}]
    asked = [*asked_for(reading), *unsure]
    told = [found for key, value in asked if (found := statement(reading, key, value, rules)) is not None]
    return (*_given_up(reading), *told, *_beside(reading))


def _beside(reading: Reading) -> list[Answered]:
    """The rules to meet, of each store beside the pick: they hold for it as well."""
    asked = [("compliance", value) for value in sorted(values(reading.answers, "compliance") - NOTHING)]
    found = []
    for item in reading.companions:
        places = reading.wherever_beside(item)
        for key, value in asked if not item.within and item.store.database is not reading.pick.database else ():
            rule = next((rule for rule in _about(reading, key, value) if _holds(rule, places)), None)
            if rule is not None:
                text, source = _said(reading, rule, item.store, item.client, key, value)
                about = say(reading.catalogue, "asked-of-a-store-beside", name=item.name, text="")
                told = f"{about}{text}"
                found.append(Answered(question=key, value=value, rule=rule.id, text=told, source=source, about=about))
    return found


def asked_for(reading: Reading) -> Iterator[tuple[str, str]]:
    """(question, value) of every answer that asks for something and that some statement is about."""
    about = {rule.about for rule in reading.book.answered}
    for key in reading.catalogue.questions:
        if key in about and key in reading.answers:
            yield from ((key, value) for value in sorted(values(reading.answers, key) - NOTHING))


def statement(reading: Reading, key: str, value: str, rules: Collection[Rule] | None = None) -> Answered | None:
    """What is to be said of this answer; None where a reason, an objection or a store beside the pick says it."""
    if key not in ALWAYS and told_already(reading, key, value, rules):
        return None
    rule = next((rule for rule in _about(reading, key, value) if _holds(rule, reading.around)), None)
    others = reading.run_by_others or (reading.place_open and reading.by_others)
    theirs = others and key in ("budget", "hosting")  # a host's whose prices nobody looked up
    if rule is None or theirs:
        return None
    text, source = _said(reading, rule, reading.pick, reading.client, key, value)
    return Answered(question=key, value=value, rule=rule.id, text=text, source=source, simply=rule.simply)


def _said(
    reading: Reading, rule: AnswerRule, store: Store, client: Client | None, key: str, value: str
) -> tuple[str, Source | None]:
    """The rule's words about a store, or the fact that it names, with their source."""
    fact = (store.database.facts if reading.placeless and store is reading.pick else store.facts).get(rule.fact)
    if fact is None or not fact.printable:
        because = without_the_place(reading, rule.because) if store is reading.pick else rule.because
        return fill(because, store, client), rule.source.about(store.database.id)
    phrase = next(item.phrase for item in reading.catalogue.questions[key].options if item.value == value)
    return say(reading.catalogue, "answered-by-a-fact", asked=capital(phrase), fact=fact.text), fact.page


def _about(reading: Reading, key: str, value: str) -> Iterator[AnswerRule]:
    return (
        rule
        for rule in reading.book.answered
        if rule.about == key and value in rule.when[key].any_of and fires(rule, reading.as_assumed)
    )


def _holds(rule: AnswerRule, places: Everywhere) -> bool:
    return everywhere(rule.pick, places) and not anywhere(rule.pick_not, places)


def told_already(reading: Reading, key: str, value: str, rules: Collection[Rule] | None = None) -> bool:
    """Whether a rule that asks for this very answer is told: as a reason, an objection, or a store beside the pick. One
    that holds as well where nothing is asked for only keeps another answer out, and answers nothing."""
    if key == "data" and any(item.for_ == value for item in reading.companions):
        return True
    if key == "data" and any(item.kind == value and item.store is not reading.pick for item in reading.places):
        return True
    told = reading.told if rules is None else rules
    asks = [rule.when[key] for rule in told if key in rule.when]
    if key == "data":  # what is said of any of several kinds says nothing of each
        return any(value in it.all_of | it.only or (not it.all_of and it.any_of == {value}) for it in asks)
    asking = (it.mentioned() for it in asks)
    return any(value in mentioned and not ("no" in mentioned and value != "no") for mentioned in asking)


def _given_up(reading: Reading) -> list[Answered]:
    """A leaning that was not followed, with the reason."""
    lean = reading.leaning_not_followed
    if lean is None:
        return []
    named = str(reading.answers["existing_database"])
    engine = reading.answers.get("existing_engine", "unsure") != "unsure"
    name = lean.store.name if engine else called(reading.catalogue, named, lean.store)
    host_stays = lean.store.service is reading.pick.service and lean.store.service.id == named
    said, told = ("leaning-host-kept", lean.store.name) if host_stays else ("leaning-not-followed", name)
    text = say(reading.catalogue, said, name=told, why=lean.why_not)
    return [
        Answered(
            question="existing_database",
            value=lean.store.service.id,
            rule=GIVEN_UP,
            text=text,
            source=None,
        )
    ]
