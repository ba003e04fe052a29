"""What stands in for answers that nobody gave, or of which nobody was sure, as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.decide.answers import applies, values
from wizard.decide.decision import existing_stores
from wizard.decide.rules import everywhere
from wizard.explain.places import RUNS_FUNCTIONS
from wizard.explain.words import called, label, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.explain.reading import Reading


def assumed(reading: Reading) -> Mapping[str, str]:
    """Question -> the default that stands in for its answer. With a client in use, wishes about clients are settled
    by it and assume nothing. Nor does what nobody was asked and cannot matter."""
    if reading.store is None:
        return {}
    catalogue, platform = reading.catalogue, reading.answers.get("platform")
    functions = say(catalogue, "functions-assumed", platform=label(catalogue, "platform", str(platform)))
    instead = {"runtime": functions} if platform in RUNS_FUNCTIONS else {}
    if _ours_unasked(reading):
        instead["hosting"] = say(catalogue, "self-hosting-assumed", database=reading.pick.database.name)
    return {
        key: instead.get(key, option.assumes)
        for key, question in catalogue.questions.items()
        if applies(question, reading.answers)
        if values(reading.answers, key) == {"unsure"}
        for option in question.options
        if option.value == "unsure" and option.assumes
        if everywhere(option.presumes, reading.wherever) or (key == "hosting" and key in instead)
        if option.stands_for or not (reading.existing_client and question.topic == "client")
        # a region moves no pick, and the rules rest on it
        if key in reading.answers or key == "region" or reading.matters(key)
    }


def _ours_unasked(reading: Reading) -> bool:
    """Whether the team is to run a new store that it did not say it would run: no provider of it was left, or liked."""
    named = reading.answers.get("existing_database") == reading.pick.service.id
    kind = reading.pick.service.kind
    return kind == "self-hosted" and not (named or reading.full or reading.run_by_others)


def left_out(reading: Reading) -> tuple[str, ...]:
    """The defaults of questions without an answer; of a database that was named, that it is in use."""
    catalogue, answers = reading.catalogue, reading.answers
    there = existing_stores(reading.book, answers)
    in_use = reading.store is not None and bool(there) and "existing_stance" not in answers
    name = existing_called(reading, str(answers.get("existing_database"))) if in_use else ""
    return (
        *([say(catalogue, "assumed-in-use", name=name)] if in_use else []),
        # what own words say of rules is open, and no default stands in for it
        *(
            text
            for key, text in reading.assumed.items()
            if key not in answers and not (reading.law and key == "compliance")
        ),
    )


def existing_called(reading: Reading, named: str) -> str:
    """How what was named as existing reads in a sentence: without an engine that nobody said."""
    if named == "self-hosted" and values(reading.answers, "existing_engine") == frozenset({"unsure"}):
        return say(reading.catalogue, "some-engine-of-your-own")
    return called(reading.catalogue, named, reading.pick)
