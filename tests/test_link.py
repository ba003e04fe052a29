"""The link: answers in, fragment out, and the same answers in again; whatever is foreign is named."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.door import line_of, opened, words
from tests.strategies import EXAMPLES, legal_answers, tried
from wizard.catalogue.load import load
from wizard.converse import link
from wizard.decide.answers import Value, check

CATALOGUE = load()


@EXAMPLES
@given(legal_answers(), st.sampled_from(["", "scale", "review", "document"]), st.booleans())
def test_round_trip(answers: dict[str, Value], at: str, reviewed: bool) -> None:
    opened = link.read(CATALOGUE, link.write(answers, at, reviewed=reviewed))
    assert opened == link.Opened(answers=answers, at=at, reviewed=reviewed, problems=())


PIECES = st.sampled_from(["scale", "data", "pace", "at", "review", "=", "&", ",", "%", "%ff", "#", "millions", "\x00"])


@tried(100)
@given(st.lists(PIECES | st.text(max_size=3), max_size=12).map("".join))
def test_any_text_can_be_opened(fragment: str) -> None:
    """It never fails, and what comes out is in the vocabulary."""
    opened = link.read(CATALOGUE, fragment)
    assert check(CATALOGUE, opened.answers) == opened.answers
    assert opened.at in ("", *CATALOGUE.questions, *link.SCREENS)


@pytest.mark.parametrize(
    ("answers", "written"),
    [
        ({}, ""),
        ({"language": "python"}, "language=python"),
        (
            {"language": "python", "data": ("relational", "documents"), "pace": "brief"},
            "language=python&data=relational,documents&pace=brief",
        ),
    ],
)
def test_links_in_the_wild_never_change_their_shape(answers: dict[str, Value], written: str) -> None:
    assert link.write(answers) == written
    assert link.write(answers, "scale", reviewed=True) == f"{written}&at=scale&review=yes".removeprefix("&")


def test_the_hash_itself_and_percent_signs_do_not_matter() -> None:
    expected = {"language": "python", "data": ("relational", "documents")}
    assert link.read(CATALOGUE, "#language=python&data=relational,documents").answers == expected
    assert link.read(CATALOGUE, "language=%70ython&data=relational%2Cdocuments").answers == expected
    assert link.read(CATALOGUE, "&&data=documents,relational&language=python&").answers == expected


def test_answers_come_back_in_the_order_of_the_questions() -> None:
    assert list(link.read(CATALOGUE, "pace=brief&scale=millions&persistence=yes").answers) == [
        "persistence",
        "scale",
        "pace",
    ]


@pytest.mark.parametrize(
    ("part", "named"),
    [
        ("colour=red", "colour"),
        ("colour", "colour"),
        ("scale=tens", "tens"),
        ("scale=", "scale"),
        ("scale=hundreds,millions", "hundreds,millions"),
        ("data=relational,graphs", "graphs"),
        ("compliance=none,residency", "none"),
        ("pace=slow", "slow"),
        ("at=nowhere", "nowhere"),
        ("=millions", "no such question"),
    ],
)
def test_what_is_ignored_is_named_and_the_rest_kept(part: str, named: str) -> None:
    opened = link.read(CATALOGUE, f"language=go&{part}&budget=free")
    assert opened.answers == {"language": "go", "budget": "free"}
    assert len(opened.problems) == 1
    assert named in opened.problems[0]


def test_only_real_screens_are_opened() -> None:
    assert link.read(CATALOGUE, "at=review").at == "review"
    assert link.read(CATALOGUE, "at=nowhere").at == ""
    assert not link.read(CATALOGUE, "review=perhaps").reviewed


def test_a_long_foreign_value_is_named_in_short() -> None:
    (problem,) = link.read(CATALOGUE, f"scale={'x' * 500}").problems
    assert len(problem) <= 160


def test_an_overlong_fragment_is_not_read_at_all() -> None:
    opened = link.read(CATALOGUE, f"language=go&scale={'x' * link.LONGEST}")
    assert opened.answers == {}
    assert len(opened.problems) == 1
    assert str(link.LONGEST) in opened.problems[0]


def test_the_longest_link_the_wizard_writes_is_far_below_that() -> None:
    """Even if every question were answered with its longest value, or with all of them."""
    longest: dict[str, Value] = {}
    for key, question in CATALOGUE.questions.items():
        found = [option.value for option in question.options]
        longest[key] = tuple(found) if question.several else max(found, key=len)
    assert len(link.write({**longest, "pace": "guided"}, "existing_database", reviewed=True)) < 1000


def test_nothing_in_a_link_needs_quoting() -> None:
    """The vocabulary's values are plain, so that a link can be read and typed."""
    for key, question in CATALOGUE.questions.items():
        for text in (key, *(option.value for option in question.options)):
            assert quote(text) == text


@pytest.mark.parametrize("line", ["Fly.io runs our Postgres, Go", "Rails on Heroku, Heroku Postgres in use"])
def test_a_link_does_not_say_that_we_run_what_a_host_runs(line: str) -> None:
    seen = line_of(line)
    assert "hosting=self-hosted" in seen["fragment"], "the address keeps it: the words are in this browser"
    assert "hosting=" not in seen["link"]
    assert "The link leaves out what you wrote on" in words(seen)
    theirs = opened(seen["link"])
    assert theirs["at"] == "hosting", "whoever opens it is asked"
