"""The page "How the wizard decides": every rule is there whole, in words, with its source."""

import re

import pytest

from wizard.build.pages import rulebook
from wizard.catalogue.load import load
from wizard.catalogue.rule_model import Rule
from wizard.catalogue.vocabulary import STAGES

CATALOGUE = load()
TEXT = {stage: rulebook.rules(stage) for stage in STAGES}


def line(stage: str, id_: str) -> str:
    (found,) = [line for line in TEXT[stage].splitlines() if f'<span id="rule-{id_}"></span>' in line]
    return found


@pytest.mark.parametrize("stage", STAGES)
def test_every_rule_is_printed_once_with_its_source(stage: str) -> None:
    rules = CATALOGUE.rules_by_file[stage]
    assert re.findall(r'<span id="rule-([^"]+)">', TEXT[stage]) == [rule.id for rule in rules]
    for rule in rules:
        assert rule.source.title in line(stage, rule.id)
        assert "{" not in line(stage, rule.id)


@pytest.mark.parametrize("rule", CATALOGUE.rules, ids=lambda rule: rule.id)
def test_a_rule_says_all_that_it_asks_and_concludes(rule: Rule) -> None:
    text = line(rule.stage, rule.id)
    for key in (*rule.when, *rule.unless):
        assert CATALOGUE.questions[key].short.lower() in text.lower()
    told = vars(rule)
    effects, excludes = told.get("effects", ()), told.get("excludes", ())
    for effect in effects:
        assert re.search(rf"\b{abs(effect.by)} points? {'for' if effect.by > 0 else 'against'} ", text)
    assert text.count("rules out ") >= len(excludes)
    assert ("as the main store" in text.split("*")[4]) == told.get("unfit", False)
    assert ("except where the pick is" in text) == bool(told.get("pick_not"))
    named = (*(effect.where for effect in effects), *excludes, told.get("pick", {}), told.get("pick_not", {}))
    for where in named:
        for key in ("database", "service", "client"):
            assert all(CATALOGUE.name(id_) in text for id_ in where.get(key, ()))
    assert all(CATALOGUE.name(id_) in text for id_ in told.get("databases", ()) if not told["within"])
    assert ("Ways out:" in text) == bool(rule.ways_out)


def test_what_a_rule_asks_reads_as_a_sentence() -> None:
    """No rule of the guide falls back on `has fact: value`."""
    asked = re.sub(r"\*[^*]*\*", "", "\n".join(TEXT.values()))  # less what it says in its own words
    assert not re.search(r"\bhas [a-z ]+: ", asked)


def test_names_are_spelt_as_they_are_spelt() -> None:
    assert "**sqlx is dormant.**" in TEXT["coherence"]
    assert "**SQLAlchemy for most Python projects.**" in TEXT["clients"]
    assert "with a client that is an ORM or a query builder" in line("coherence", "hypertables-are-made-in-sql")
    assert line("stores", "d1-lives-inside-workers").startswith(
        '<span id="rule-d1-lives-inside-workers"></span>**D1 lives inside Workers.** Always, unless platform is '
    )
