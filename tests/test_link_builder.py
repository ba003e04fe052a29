"""Links for onboarding docs: the table, the examples and the form say what the vocabulary says."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from wizard.build.pages import link_builder
from wizard.build.pages.conditions import as_json
from wizard.catalogue.load import load
from wizard.catalogue.model import Condition
from wizard.converse import link
from wizard.decide.answers import ALONE, PACES, prune

CATALOGUE = load()
KEYS = (*CATALOGUE.questions, "pace")


def test_the_table_has_every_key_and_value() -> None:
    grid = link_builder.keys()
    assert [row.name for row in grid.rows] == list(KEYS)
    for row in grid.rows:
        values = PACES if row.name == "pace" else [option.value for option in CATALOGUE.questions[row.name].options]
        assert all(f"`{value}`" in row.cells[3].text for value in values), row.name


def test_the_table_says_what_is_conditional() -> None:
    asked = {row.name: row.cells[4].text for row in link_builder.keys().rows}
    assert asked["language"] == "Always"
    assert asked["framework"] == "When `language` is `typescript` or `python`"
    assert asked["existing_stance"] == "When `existing_database` is given and not `none`"
    conditional = {key for key, question in CATALOGUE.questions.items() if question.when}
    assert {key for key, text in asked.items() if text.startswith("When")} == conditional


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        (Condition(any_of=frozenset({"vectors"})), "`data` holds `vectors`"),
        (Condition(all_of=frozenset({"vectors", "relational"})), "`data` holds `relational` and `vectors`"),
        (Condition(only=frozenset({"relational"})), "`data` is nothing but `relational`"),
        (Condition(none_of=frozenset({"unsure"})), "`data` is given and not `unsure`"),
    ],
)
def test_conditions_in_words(condition: Condition, told: str) -> None:
    assert link_builder._conditions(CATALOGUE, {"data": condition}) == told


def test_the_form_has_every_key_and_value() -> None:
    form = link_builder.form("../..")
    assert re.findall(r'data-question="([^"]+)"', form) == list(KEYS)
    for key, question in CATALOGUE.questions.items():
        (field,) = re.findall(rf'data-question="{key}".*?</(?:label|fieldset)>', form)
        field = form[form.index(field) :]
        field = field[: field.find("data-question=", 1)]
        assert re.findall(r'value="([^"]+)"', field) == [option.value for option in question.options]
        assert re.findall(r'value="([^"]+)" data-alone', field) == [
            option.value for option in question.options if question.several and option.value in ALONE
        ]


def test_what_applies_goes_along_as_data() -> None:
    told = as_json({"language": Condition(any_of=frozenset({"go", "python"}))})
    assert told == {"language": {"any": ["go", "python"]}}
    whens = [json.loads(unescape(text)) for text in re.findall(r'data-when="([^"]+)"', link_builder.form("../.."))]
    questions = CATALOGUE.questions.values()
    assert len(whens) == sum(bool(item.when) + sum(bool(option.when) for option in item.options) for item in questions)


def test_the_example_is_a_link_that_the_wizard_takes() -> None:
    text = link_builder.examples("https://site.example/wizard/")
    fragments = [unescape(found) for found in re.findall(r"https://site\.example/wizard/#([^)\"|\s]+)", text)]
    assert len(fragments) == len(link_builder.SNIPPETS)
    for fragment in fragments:
        opened = link.read(CATALOGUE, fragment)
        assert (opened.answers, opened.problems) == (dict(link_builder.EXAMPLE), ())
        assert prune(CATALOGUE, opened.answers) == (opened.answers, ())
