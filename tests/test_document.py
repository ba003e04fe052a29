"""The document: the guide's four sections, Markdown that nothing can break out of, and its answers read back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.strategies import legal_answers, tried
from wizard.catalogue.load import load
from wizard.decide.answers import AnswerError, Value
from wizard.explain.machine import as_json
from wizard.explain.reading import reading_of
from wizard.explain.words import label
from wizard.write import assumed as assumed_
from wizard.write import audit, forms, standard
from wizard.write.blocks import Block, Document, ours
from wizard.write.comment import LONGEST, DocumentError, answers_comment, read_answers
from wizard.write.data_stack import LOOKED_UP
from wizard.write.forms import write
from wizard.write.markdown import escape

CATALOGUE = load()
COMMONMARK = MarkdownIt("commonmark")
ANSWERS: dict[str, Value] = {
    "persistence": "yes",
    "language": "typescript",
    "framework": "nextjs",
    "data": ("relational", "vectors"),
    "hosting": "serverless",
    "scale": "unsure",
}
FEW = tried(60)
HEADINGS = ["Overview", "Database", "ORM / Database Client", "Decision Relationships"]


def written(answers: dict[str, Value]) -> str:
    """The whole file."""
    return write(reading_of(CATALOGUE, answers))[1]


def blocks(document: Document, heading: str) -> tuple[Block, ...]:
    return next(section.blocks for section in document.sections if section.heading == heading)


def pick(document: Document, heading: str) -> str:
    (block,) = [block for block in blocks(document, heading) if block.kind == "pick"]
    return block.items[0].text


def outside_fences(text: str) -> list[str]:
    """The lines that Markdown interprets."""
    return re.sub(r"^```sh\n.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE).splitlines()


# --- what it says -----------------------------------------------------------------------------------------------------


@FEW
@given(legal_answers())
def test_the_sections_are_always_the_same(answers: dict[str, Value]) -> None:
    """The guide's four, the rules after the first, with a database the audit at the end, and before it further rules
    where nothing has to be settled before; of what is in use there may be some, or none."""
    text = written(answers)
    lines = outside_fences(text)
    stored = answers.get("persistence") != "no"
    reading = reading_of(CATALOGUE, answers)
    further = f"## {standard.FURTHER_RULES}" in lines if stored and reading.full else not reading.blocks
    headings = [
        "Overview",
        standard.HEADING,
        *HEADINGS[1:],
        *([standard.FURTHER_RULES] if stored and further else []),
        *([audit.HEADING] if stored else []),
    ]
    assert [line for line in lines if line.startswith("#")] == ["# Data Stack", *(f"## {item}" for item in headings)]
    assert lines.count("---") == stored
    assert len(text) < LONGEST / 4  # so that every document can be opened again


@FEW
@given(legal_answers())
def test_no_section_is_empty(answers: dict[str, Value]) -> None:
    for section in forms.document(reading_of(CATALOGUE, answers)).sections:
        assert section.blocks, section.heading
        for block in section.blocks:
            assert block.items
            assert all(item.text.strip() for item in block.items)


@FEW
@given(legal_answers())
def test_each_not_sure_is_listed_with_what_is_assumed(answers: dict[str, Value]) -> None:
    reading = reading_of(CATALOGUE, answers)
    below = [part for part in forms.document(reading).sections if part.heading == audit.HEADING]
    text = " ".join(item.text for part in below for block in part.blocks for item in block.items)
    elsewhere = {"existing_engine", "hosting", *(assumed_.OURS if answers.get("engines") == "several" else ())}
    for key in reading.assumed.keys() & answers.keys() - elsewhere:
        assert ours(assumed_.assumption(reading.assumed[key]))[1:] in text, key


@FEW
@given(legal_answers())
def test_it_names_the_pick_its_reasons_and_everything_beside_it(answers: dict[str, Value]) -> None:
    result = reading_of(CATALOGUE, answers)
    document = forms.document(reading_of(CATALOGUE, answers))
    text = " ".join(item.text for section in document.sections for block in section.blocks for item in block.items)
    if result.store is None:
        assert pick(document, "Database") == pick(document, "ORM / Database Client") == "None"
    else:
        named = f"{result.store.database.name}, where it runs today" if result.place_open else ours(result.store.name)
        if any(item.rule in LOOKED_UP for item in result.blocks):  # the engine is a guess
            named = CATALOGUE.name(str(answers["existing_database"]))
        assert pick(document, "Database").lower() == named.lower()
        there = result.full and "language" in result.answers and "existing_client" not in result.answers
        open_ = "The one that is there" if there else "To be chosen"
        assert pick(document, "ORM / Database Client") == (result.client.name if result.client else open_)
        for companion in result.companions if not result.blocks else ():
            there = companion.within or companion.store.index in result.decision.beside  # the overview has it
            assert there or ours(companion.text) in text
        for conflict in result.conflicts:
            if result.blocks and conflict.level != "block" and not conflict.leads:
                continue  # it presumes a decision that is not taken
            if (conflict.level == "note" and not conflict.leads) or conflict.ruled or conflict.rule in audit.RULED:
                continue  # it gives way where another block says much the same, or a rule says what to do
            assert ours(conflict.text) in text
            offered = conflict.level != "block"  # of a warning, on the screen
            assert offered or all(ours(way) in text for way in conflict.ways_out)
        unsure, left_out = assumed_.to_check(result)
        assumed = [*unsure, *left_out]
        assert all(ours(assumed_.assumption(said))[1:] in text for said in assumed)
    for kind in ("database", "client"):
        first = next((it for it in result.reasons if it.for_ == kind), None)
        assert result.blocks or first is None or ours(first.text) in text


@pytest.mark.parametrize(
    ("said", "signed"),
    [
        ("It is PostgreSQL on your own machines.", "It is PostgreSQL on machines that we run."),
        ("This leaves you free: it is yours, and it suits you.", "This leaves us free: it is ours, and it suits us."),
        ("Do it yourself.", "Do it ourselves."),
        ("The youth of yourdata", "The youth of yourdata"),
    ],
)
def test_the_document_speaks_for_the_team(said: str, signed: str) -> None:
    assert ours(said) == signed


def test_the_rationale_says_why_how_it_scales_where_it_runs_and_what_would_reverse_it() -> None:
    made = forms.document(reading_of(CATALOGUE, ANSWERS))
    assert {"Why", "How it scales", "Where it runs"} <= {block.label for block in blocks(made, "Database")}
    assert {"What it costs us", "Revisit when"} <= {block.label for block in blocks(made, audit.HEADING)}


def test_an_unlisted_language_gets_a_reason_instead_of_a_client() -> None:
    section = blocks(
        forms.document(reading_of(CATALOGUE, {"persistence": "yes", "language": "other"})), "ORM / Database Client"
    )
    assert "TypeScript, Python and Go" in section[1].items[0].text


def test_no_database_is_a_document_of_its_own() -> None:
    text = written({"persistence": "no"})
    assert "reverses this" in text
    assert read_answers(CATALOGUE, text) == {"persistence": "no"}


def test_the_same_answers_give_the_same_document() -> None:
    assert written(ANSWERS) == written(dict(ANSWERS))


def test_an_unknown_value_is_its_own_label() -> None:
    assert label(CATALOGUE, "language", "python") == "Python"
    assert label(CATALOGUE, "language", "cobol") == "cobol"


# --- how it is written ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("plain, with `code` in it", "plain, with `code` in it"),
        ("# a heading", "\\# a heading"),
        ("> a quote", "&gt; a quote"),
        ("- an item", "\\- an item"),
        ("+ an item", "\\+ an item"),
        ("* an item", "\\* an item"),
        ("1. an item", "1\\. an item"),
        ("12) an item", "12\\) an item"),
        ("in 2026. Then", "in 2026. Then"),
        ("**bold**", "\\*\\*bold\\*\\*"),
        ("[text](https://x.example)", "\\[text\\](https://x.example)"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("<!-- data-stack answers", "&lt;!-- data-stack answers"),
        ("a \\ b", "a \\\\ b"),
        ("two\n\n# lines", "two # lines"),
        ("  spaced\tout ", "spaced out"),
    ],
)
def test_escape(text: str, escaped: str) -> None:
    assert escape(text) == escaped


@pytest.mark.parametrize("fence", ["```js", "~~~", "````"])
def test_escape_opens_no_fence(fence: str) -> None:
    """An open fence would swallow the rest of the document."""
    assert not escape(fence).startswith(("```", "~~~"))


@tried(100)
@given(st.text(alphabet="#>+-*_[]()<>!`~\\|=&1.) \n\ta", max_size=20))
def test_hostile_text_is_one_line_that_begins_no_block(text: str) -> None:
    escaped = escape(text)
    assert "\n" not in escaped
    assert not re.match(r"#|>|[-+*]|\d+[.)]|```|~~~", escaped)
    seen = {one.type for token in COMMONMARK.parse(f"- {escaped}") for one in (token, *(token.children or ()))}
    assert not {kind for kind in seen if kind.startswith(("html", "link", "image", "heading", "fence", "strong"))}


def test_hostile_text_from_the_catalogue_reaches_the_document_escaped() -> None:
    """Only the wizard's own comment is a comment; only its own headings are headings."""
    text = written(ANSWERS)
    assert text.count("<!--") == text.count("-->") == 1
    assert not any(re.match(r"\s*<(?!!-- data-stack answers)", line) for line in outside_fences(text))


def test_only_web_addresses_are_linked() -> None:
    assert "](guide/" not in written(ANSWERS)
    assert " ([source](https://" in written(ANSWERS)


# --- read back --------------------------------------------------------------------------------------------------------


@FEW
@given(legal_answers())
def test_round_trip(answers: dict[str, Value]) -> None:
    assert read_answers(CATALOGUE, written(answers)) == answers


def test_the_comment_is_toml_at_the_end() -> None:
    comment = answers_comment({"language": "python", "data": ("relational", "documents")})
    assert comment == '<!-- data-stack answers\nlanguage = "python"\ndata = ["relational", "documents"]\n-->'
    in_order = {key: ANSWERS[key] for key in CATALOGUE.questions if key in ANSWERS}
    assert written(ANSWERS).count(answers_comment(in_order).removesuffix("\n-->")) == 1
    assert written(ANSWERS).endswith("\n-->\n")


def test_no_answers_at_all_come_back_too() -> None:
    assert read_answers(CATALOGUE, answers_comment({})) == {}


def test_prose_edited_by_hand_does_not_matter() -> None:
    text = written(ANSWERS)
    edited = "# Ours\n\nWe chose <!-- a remark --> this.\n\n" + text.split("## Decision Relationships")[1] + "\nMore.\n"
    assert read_answers(CATALOGUE, edited) == ANSWERS


def test_line_ends_of_windows_do_not_matter() -> None:
    assert read_answers(CATALOGUE, written(ANSWERS).replace("\n", "\r\n")) == ANSWERS


def test_an_answer_edited_by_hand_counts() -> None:
    edited = written(ANSWERS).replace('hosting = "serverless"', 'hosting = "self-hosted"')
    assert as_json(reading_of(CATALOGUE, read_answers(CATALOGUE, edited)))["service"] == "self-hosted"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("", "the file holds no answers"),
        ("# Data Stack\n\n<!-- another comment -->\n", "the file holds no answers"),
        ('<!-- data-stack answers\nlanguage = "go"\n', "the file holds no answers"),
        ("<!-- data-stack answers\nlanguage = \n-->", "damaged"),
        ('<!-- data-stack answers\na = "1"\na = "2"\n-->', "damaged"),
        (f"<!-- data-stack answers\nscale = {'9' * 5000}\n-->", "damaged"),
        ("x" * (LONGEST + 1), str(LONGEST)),
    ],
    ids=["empty", "another comment", "cut off", "not TOML", "key twice", "huge number", "too long"],
)
def test_a_file_that_cannot_be_opened_says_why(text: str, hint: str) -> None:
    with pytest.raises(DocumentError, match=hint):
        read_answers(CATALOGUE, text)


def test_a_foreign_answer_in_the_comment_is_named() -> None:
    with pytest.raises(AnswerError, match="scale: 'tens' is not one of"):
        read_answers(CATALOGUE, '<!-- data-stack answers\nscale = "tens"\n-->')


def test_the_longest_file_is_still_read() -> None:
    comment = answers_comment(ANSWERS)
    assert read_answers(CATALOGUE, "x" * (LONGEST - len(comment) - 1) + "\n" + comment) == ANSWERS


def test_a_file_says_what_was_passed_over() -> None:
    answers: dict[str, Value] = {"persistence": "yes", "language": "typescript", "data": ("relational",)}
    named: dict[str, Value] = {"existing_database": "mongodb", "existing_stance": "decided"}
    assert "It comes first by the answers alone; MongoDB was chosen over it." in written(answers | named)
    assert "It comes first by the answers alone" not in written(answers | named | {"existing_stance": "in-use"})
