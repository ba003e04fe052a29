"""Answers as a situation: what the form for a wrong pick is filled in with."""

from __future__ import annotations

import html
import re
import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given

from tests.steps import on
from tests.strategies import legal_answers, tried
from wizard.catalogue.load import load
from wizard.converse.record import Record
from wizard.decide.answers import check
from wizard.show import review
from wizard.write.situation import situation

if TYPE_CHECKING:
    from wizard.decide.answers import Value

CATALOGUE = load()


@tried(60)
@given(legal_answers())
def test_a_situation_is_read_as_the_answers_that_it_was_made_of(answers: dict[str, Value]) -> None:
    (told,) = tomllib.loads(situation(answers))["situation"]
    assert check(CATALOGUE, told["answers"]) == {key: value for key, value in answers.items() if key != "pace"}
    assert {"title", "story", "must", "why"} <= told.keys()


def test_the_summary_offers_the_answers_and_no_note() -> None:
    step = on(CATALOGUE, {"persistence": "yes", "language": "go"}, "review")
    noted = replace(step, state=replace(step.state, record=Record(notes={"language": "A secret."})))
    view = review.review_view(noted)
    assert "A secret." not in view.situation
    assert view.picked.startswith(view.database)
    (place,) = re.findall("<p[^>]* data-wrong-pick [^>]*>", review.show(step).html)
    assert place.endswith(" hidden>"), "only the page knows whether there is a repository to tell"
    assert situation(step.state.answers) in html.unescape(place)
