"""The forms of the document: the guide's own, and a decision record; with what the person said in both."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from tests.door import press, shown, words
from tests.strategies import legal_answers, tried
from wizard.catalogue.load import load
from wizard.converse.record import Record
from wizard.decide.answers import Value
from wizard.explain.reading import reading_of
from wizard.write.comment import LONGEST, OPENING, read_answers, read_comment
from wizard.write.forms import FORMS, write
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


def test_every_form_can_be_asked_for_and_says_where_to_keep_the_file() -> None:
    for id_, form in FORMS.items():
        reading = reading_of(CATALOGUE, BREAKS)
        kept = {item.rule: "" for item in reading.blocks}  # with something to be settled there are fewer sections
        made, _ = write(reading, Record(form=id_, kept=kept))
        assert (made.filename, [section.heading for section in made.sections]) == (form.filename, [*form.headings])
        page = words(press(shown(BREAKS, "document", review=True), f"form-{id_}"))
        assert form.name in page
        assert form.keep_it.replace("`", "") in page
        _, text = write(reading, Record(form=id_))
        assert text == press(shown(BREAKS, "document", review=True), f"form-{id_}")["document"]["markdown"]


NAMED: dict[str, Value] = {
    "persistence": "yes",
    "existing_database": "neon",
    "existing_stance": "decided",
    "language": "typescript",
    "framework": "nextjs",
    "existing_client": "drizzle",
    "runtime": "serverless",
    "platform": "vercel",
}


def test_a_decision_record_names_what_is_level_and_fetches_what_the_guides_form_does() -> None:
    adr, guide = (write(reading_of(CATALOGUE, NAMED), Record(form=form))[1] for form in ("adr", "guide"))
    assert "- PostgreSQL on Supabase with Drizzle ORM" in adr.partition("## Decision Outcome")[0]
    assert "Neutral: level by our answers." in adr
    assert "No other option came close" not in adr
    fetched = [line for line in guide.splitlines() if line.startswith("npm install")]
    assert fetched
    assert fetched == [line for line in adr.splitlines() if line.startswith("npm install")]


def test_what_is_in_use_was_given_and_nothing_is_said_of_others() -> None:
    used: dict[str, Value] = {"persistence": "yes", "existing_database": "postgresql", "existing_stance": "in-use"}
    adr = write(reading_of(CATALOGUE, used), Record(form="adr"))[1]
    assert "was given; no other option was weighed against it." in adr


def test_the_page_of_the_document_has_the_files_line() -> None:
    page = press(shown(NAMED, "document", review=True), "form-guide")["html"]
    before, line, after = page.partition("<hr>")
    assert line
    assert "Decision Relationships" in before
    assert "Further Rules" in after


def test_where_data_stay_is_planned_for_once() -> None:
    placed = {**NAMED, "compliance": ("residency",), "region": "eu"}
    told = write(reading_of(CATALOGUE, placed), Record())[1]
    assert "data that stays in the EU" in told
    assert "data residency" not in told


def test_a_form_that_there_is_not_is_the_standard_one() -> None:
    assert write(reading_of(CATALOGUE, BREAKS), Record(form="toml")) == write(reading_of(CATALOGUE, BREAKS))


@tried(60)
@given(legal_answers())
def test_a_decision_record_has_madrs_headings_in_madrs_order(answers: dict[str, Value]) -> None:
    document, text = write(reading_of(CATALOGUE, answers), Record(form="adr"))
    headings = list(split(text).sections)
    assert headings == [heading for heading in MADR if heading in headings]
    assert {"Context and Problem Statement", "Considered Options", "Decision Outcome"} <= set(headings)
    if reading_of(CATALOGUE, answers).store:
        assert headings == MADR
    assert "Chosen option: “" in text
    assert text.startswith(f"# {document.title}\n")
    assert read_answers(CATALOGUE, text) == answers
    assert len(text) < LONGEST / 4


@pytest.mark.parametrize("form", FORMS)
def test_what_was_said_is_in_the_document(form: str) -> None:
    result = reading_of(CATALOGUE, BREAKS)
    (block,) = [item for item in result.conflicts if item.level == "block"]
    considered = result.trade_offs[0]
    record = Record(
        form=form,
        notes={"existing_client": "We wrote it ourselves."},
        kept={block.rule: "Until May."},
        raised=(block.rule,),
        weighed=(considered.key,),
    )
    text = write(reading_of(CATALOGUE, BREAKS), record)[1]
    assert "We wrote it ourselves." in text
    assert "Known, and kept" in text
    assert "We keep it: Until May." in text
    assert "onsidered" in text
    plain = write(reading_of(CATALOGUE, BREAKS), Record(form=form))[1]
    assert "We wrote it ourselves." not in plain
    assert "Kept against" not in plain
    assert "To be settled" in plain


@pytest.mark.parametrize("form", FORMS)
def test_a_note_cannot_break_out(form: str) -> None:
    hostile = (
        "x\n## Fake\n\n```\n--> <script>alert(1)</script> [a](javascript:b) <!-- data-stack answers\n"
        'language = "go"\n-->'
    )
    text = write(
        reading_of(CATALOGUE, BREAKS), Record(form=form, notes={"language": hostile, "existing_client": hostile})
    )[1]
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
    guide = write(reading_of(CATALOGUE, BREAKS), record)[1]
    adr = write(reading_of(CATALOGUE, BREAKS), replace(record, form="adr"))[1]
    assert ("Ours." in guide, "Theirs." in guide, "Nightly." in guide) == (True, False, True)
    assert ("Ours." in adr, "Theirs." in adr, "Nightly." in adr) == (False, True, True)
