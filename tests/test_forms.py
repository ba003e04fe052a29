"""The forms of the document: the guide's own, and a decision record; with what the person said in both."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt

from tests.strategies import EXAMPLES, legal_answers
from wizard.catalogue.load import load
from wizard.converse.record import FORMS, Record
from wizard.decide.answers import Value
from wizard.explain.recommendation import recommend
from wizard.write.comment import LONGEST, OPENING, read_answers, read_comment
from wizard.write.forms import COMPOSE, write
from wizard.write.prose import split

CATALOGUE = load()
BREAKS: dict[str, Value] = {
    "persistence": "yes",
    "existing_database": "mongodb",
    "existing_stance": "decided",
    "language": "python",
    "framework": "fastapi",
    "existing_client": "prisma-python",
}

#: https://github.com/adr/madr/blob/4.0.0/template/adr-template.md, with the optional headings that we fill.
MADR = [
    "Context and Problem Statement",
    "Decision Drivers",
    "Considered Options",
    "Decision Outcome",
    "Pros and Cons of the Options",
    "More Information",
]


def test_every_form_can_be_written() -> None:
    assert set(COMPOSE) == set(FORMS)


@settings(EXAMPLES, max_examples=60)
@given(legal_answers())
def test_a_decision_record_has_madrs_headings_in_madrs_order(answers: dict[str, Value]) -> None:
    document, text = write(CATALOGUE, answers, Record(form="adr"))
    headings = list(split(text).sections)
    assert headings == [heading for heading in MADR if heading in headings]
    assert {"Context and Problem Statement", "Considered Options", "Decision Outcome"} <= set(headings)
    if recommend(CATALOGUE, answers).store:
        assert headings == MADR
    assert "Chosen option: “" in text
    assert text.startswith(f"# {document.title}\n")
    assert read_answers(CATALOGUE, text) == answers
    assert len(text) < LONGEST / 4


@pytest.mark.parametrize("form", FORMS)
def test_what_was_said_is_in_the_document(form: str) -> None:
    result = recommend(CATALOGUE, BREAKS)
    (block,) = [item for item in result.conflicts if item.level == "block"]
    considered = result.trade_offs[0]
    record = Record(
        form=form,
        notes={"existing_client": "We wrote it ourselves."},
        kept={block.rule: "Until May."},
        raised=(block.rule,),
        weighed=(considered.key,),
    )
    text = write(CATALOGUE, BREAKS, record)[1]
    assert "We wrote it ourselves." in text
    assert "Kept against the guide's advice" in text
    assert "We keep it: Until May." in text
    assert "onsidered" in text
    plain = write(CATALOGUE, BREAKS, Record(form=form))[1]
    assert "We wrote it ourselves." not in plain
    assert "Kept against" not in plain
    assert "Watch out for" in plain


@pytest.mark.parametrize("form", FORMS)
def test_a_note_cannot_break_out(form: str) -> None:
    hostile = (
        "x\n## Fake\n\n```\n--> <script>alert(1)</script> [a](javascript:b) <!-- data-stack answers\n"
        'language = "go"\n-->'
    )
    text = write(CATALOGUE, BREAKS, Record(form=form, notes={"language": hostile, "existing_client": hostile}))[1]
    parts = split(text.rpartition("\n<!--")[0])
    assert "Fake" not in parts.sections
    assert text.count("\n<!-- data-stack answers\n") == 1
    seen = [one for token in MarkdownIt().parse(text) for one in (token, *(token.children or ()))]
    assert [one.content.partition("\n")[0] for one in seen if one.type.startswith("html")] == [OPENING]
    assert not [one for one in seen if str(one.attrGet("href")).startswith("javascript")]
    assert all(one.content.startswith("python -m pip") for one in seen if one.type == "fence")
    assert read_answers(CATALOGUE, text) == BREAKS
    assert read_comment(text)["notes"]["language"] == hostile


def test_prose_of_one_form_is_kept_while_the_other_is_shown() -> None:
    record = Record(prose={"Overview": "Ours.", "Decision Outcome": "Theirs.", "Backups": "Nightly."})
    guide = write(CATALOGUE, BREAKS, record)[1]
    adr = write(CATALOGUE, BREAKS, replace(record, form="adr"))[1]
    assert ("Ours." in guide, "Theirs." in guide, "Nightly." in guide) == (True, False, True)
    assert ("Ours." in adr, "Theirs." in adr, "Nightly." in adr) == (False, True, True)
