"""A data-stack.md opened again: what was said comes back, what was written by hand stays, changes are told apart."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from tests.strategies import legal_answers, tried
from wizard.catalogue.load import load
from wizard.converse.record import EMPTY, Record, fingerprint
from wizard.decide.answers import Value, check, prune
from wizard.decide.rulebook import rulebook
from wizard.explain.reading import reading_of
from wizard.read.named import contradictions
from wizard.read.own import own_words
from wizard.read.reopening import differences, reopen
from wizard.write import audit, standard
from wizard.write.comment import LONGEST, OPENING, DocumentError, guide_day, read_comment
from wizard.write.forms import FORMS, write
from wizard.write.prose import split

CATALOGUE = load()
ANSWERS: dict[str, Value] = {
    "persistence": "yes",
    "existing_database": "mongodb",
    "existing_stance": "decided",
    "language": "python",
    "framework": "fastapi",
    "data": ("documents",),
}
SAID = Record(
    notes={"data": 'Product sheets --> <!-- "quoted" \\ and\n## more', "language": "We know it."},
    kept={"a-rule": "Until May.", "another": ""},
    raised=("a-rule", "another"),
    weighed=("mongodb-12345678",),
)


def text(record: Record = SAID, answers: dict[str, Value] = ANSWERS) -> str:
    return write(reading_of(CATALOGUE, answers), record)[1]


# --- a file of ours ---------------------------------------------------------------------------------------------------


@tried(60)
@given(legal_answers())
def test_it_comes_back_as_it_was_written(answers: dict[str, Value]) -> None:
    answers, _ = prune(CATALOGUE, answers)
    for form in FORMS:
        record = replace(SAID, form=form)
        file = text(record, answers)
        opened = reopen(rulebook(CATALOGUE), "data-stack.md", file)
        (idle,) = opened.problems  # nothing objects by that name
        assert (opened.answers, "a-rule" in idle) == (answers, True)
        assert replace(opened.record, written=None) == record
        assert write(reading_of(CATALOGUE, opened.answers), opened.record)[1] == file
        changed = differences(reading_of(CATALOGUE, opened.answers), opened.record)
        assert (changed.by_hand, changed.by_guide, changed.missing) == ((), (), ())
        assert changed.pick_then == changed.pick_now
        assert changed.guide_then == changed.guide_now == guide_day(CATALOGUE)


@pytest.mark.parametrize("form", FORMS)
def test_prose_edited_by_hand_survives(form: str) -> None:
    file = text(replace(SAID, form=form))
    heading = list(split(file).sections)[1]
    file = file.replace(f"## {heading}\n", f"## {heading}\n\nAgreed on *3 March*:\n\n1. first\n", 1)
    file = file.replace("\n\n## ", "\n\nA word before.\n\n## ", 1).replace(
        "\n<!--", "\n## Backups\n\nEvery night.\n\n<!--", 1
    )
    opened = reopen(rulebook(CATALOGUE), "data-stack.md", file)
    assert opened.record.prose[""] == "A word before."
    assert opened.record.prose["Backups"] == "Every night."
    assert "Agreed on *3 March*" in opened.record.prose[heading]
    again = write(reading_of(CATALOGUE, opened.answers), opened.record)[1]
    assert own_words(again.rpartition("\n<!--")[0]).sections == own_words(file.rpartition("\n<!--")[0]).sections
    assert reopen(rulebook(CATALOGUE), "data-stack.md", again).record.prose == opened.record.prose


def test_what_the_guide_changed_is_told_apart_from_what_a_person_changed() -> None:
    file = text(EMPTY)
    sections = split(file.rpartition("\n<!--")[0]).sections
    older = sections["Overview"].replace("This project", "Our project")
    file = file.replace(sections["Overview"], older).replace(fingerprint(sections["Overview"]), fingerprint(older))
    file = file.replace("**Beanie**", "**Beanie**, for now").replace('guide = "2026', 'guide = "2024')
    file = file.replace('"mongodb-atlas", "beanie"', '"mongodb-atlas", "motor"')
    opened = reopen(rulebook(CATALOGUE), "data-stack.md", file)
    changed = differences(reading_of(CATALOGUE, opened.answers), opened.record)
    assert changed.by_hand == ("ORM / Database Client",)
    (by_guide,) = changed.by_guide
    assert by_guide.heading == "Overview"
    assert by_guide.gone == (older,)
    assert by_guide.new == (sections["Overview"],)
    assert changed.guide_then.startswith("2024-")
    assert changed.pick_then.endswith("Motor")
    assert changed.pick_now.endswith("Beanie")


def test_a_section_that_is_gone_comes_back_and_is_named() -> None:
    file = text(EMPTY)
    head, _, rest = file.partition("## Decision Relationships")
    file = head + rest[rest.index("---\n") :]
    opened = reopen(rulebook(CATALOGUE), "data-stack.md", file)
    assert differences(reading_of(CATALOGUE, opened.answers), opened.record).missing == ("Decision Relationships",)


def test_a_file_of_before_the_rules_opens_as_it_did() -> None:
    """It gets the new sections, and nobody says that they had been deleted."""
    file = text(EMPTY)
    above, _, rest = file.partition(f"## {standard.HEADING}\n")
    between, _, below = rest[rest.index("## Database") :].partition("\n---\n")
    comment = below[below.index("<!-- data-stack answers") :]
    old = "\n".join(
        line
        for line in f"{above}{between}\n{comment}".splitlines()
        if not line.startswith((f'"{standard.HEADING}"', f'"{standard.FURTHER_RULES}"', f'"{audit.HEADING}"'))
    )
    opened = reopen(rulebook(CATALOGUE), "data-stack.md", f"{old}\n")
    assert (opened.answers, opened.problems, opened.record.prose) == (ANSWERS, (), {})
    changed = differences(reading_of(CATALOGUE, opened.answers), opened.record)
    assert (changed.by_hand, changed.by_guide, changed.missing) == ((), (), ())
    assert write(reading_of(CATALOGUE, opened.answers), opened.record)[1] == file


def test_the_line_belongs_to_no_section_but_a_line_of_ones_own_does() -> None:
    own = "\n## Backups\n\nEvery night.\n\n---\n\n---\n\n## How This Was Decided\n\nBy us.\n"
    assert own_words(own).sections == {"Backups": "Every night.\n\n---", audit.HEADING: "By us."}
    assert own_words("## A\n\ntext\n\n---\n\n## B\n\ntext\n").sections["A"] == "text\n\n---"


def test_line_ends_of_windows_and_a_mark_at_the_start_do_not_matter() -> None:
    opened = reopen(rulebook(CATALOGUE), "data-stack.md", "\ufeff" + text().replace("\n", "\r\n"))
    assert (opened.answers, opened.record.prose) == (ANSWERS, {})


def test_answers_that_nobody_knows_are_named_and_the_rest_is_kept() -> None:
    file = text(EMPTY).replace('language = "python"', 'language = "python"\ncolour = "red"\nscale = "tens"')
    file = file.replace('framework = "fastapi"', 'framework = "nextjs"')
    opened = reopen(rulebook(CATALOGUE), "mine.md", file)
    assert opened.answers == {key: value for key, value in ANSWERS.items() if key != "framework"}
    assert [problem.partition(":")[0] for problem in opened.problems] == ["mine.md"] * 4
    assert "colour" in opened.problems[0]
    assert "scale" in opened.problems[1]
    assert "Framework" in opened.problems[2]
    assert "its text was written for “FastAPI”" in opened.problems[3]


# --- a file without answers -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("database", "client", "expected"),
    [
        ("We use PostgreSQL.", "Prisma", ("postgresql", "typescript", "prisma")),
        ("PostgreSQL on Neon", "Drizzle ORM, for its types", ("neon", "typescript", "drizzle")),
        ("**MongoDB Atlas**", "Beanie", ("mongodb-atlas", "python", "beanie")),
        ("amazon dynamodb", "GORM", ("dynamodb", "go", "gorm")),
    ],
)
def test_a_file_without_answers_is_read_as_far_as_it_goes(
    database: str, client: str, expected: tuple[str, str, str]
) -> None:
    file = f"# Data Stack\n\n## Database\n\n{database}\n\n## ORM / Database Client\n\n{client}\n"
    opened = reopen(rulebook(CATALOGUE), "data-stack.md", file)
    found = {item.key: item.value for item in opened.record.found}
    if expected[0] == "dynamodb":
        assert found["existing_database"] in ("dynamodb", "aws-dynamodb")
    else:
        assert found["existing_database"] == expected[0]
    assert (found["persistence"], found["language"], found["existing_client"]) == ("yes", *expected[1:])
    lines = {item.key: item.line for item in opened.record.found}
    assert (lines["existing_database"], lines["existing_client"]) == (5, 9)
    assert opened.record.prose == {"Database": database, "ORM / Database Client": client}
    assert "Scale" in opened.problems[0]
    assert opened.answers == {}


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("## Database\n\nNot MongoDB: we left it for files on disk.", {}),
        ("## Database\n\nMySQL is forbidden. Decide by June.", {}),
        ("## Database\n\nMySQL was rejected.", {}),
        ("## Database\n\n**Not** MongoDB.", {}),
        ("## Database\n\nWe outgrew SQLite, and considered MongoDB.", {}),
        ("## Database\n\nWe do not want to run MongoDB. PostgreSQL on Neon.", {"existing_database": "neon"}),
        ("## Database\n\nPostgreSQL instead of MySQL.", {"existing_database": "postgresql"}),
        ("## Database\n\nPostgreSQL, not MySQL.", {"existing_database": "postgresql"}),
        ("## Database\n\nWe moved from MySQL to PostgreSQL.", {"existing_database": "postgresql"}),
        ("## Database\n\n~~PostgreSQL~~ MySQL", {"existing_database": "mysql"}),
        ("## Database\n\n<del>PostgreSQL</del> MySQL", {"existing_database": "mysql"}),
        ("## Database\n\n<!-- PostgreSQL -->\nMySQL", {"existing_database": "mysql"}),
        ("## Database\n\n- [ ] PostgreSQL\n- [x] MySQL", {"existing_database": "mysql"}),
        ("## Database\n\n* [ ] PostgreSQL\n* [ ] MySQL", {}),
        ("## Database options we rejected\n\nFirestore\n\n## Database\n\nMySQL", {"existing_database": "mysql"}),
        ("## ORM / Database Client\n\nNever Prisma.", {}),
        ("## ORM / Database Client\n\nNever Prisma; Drizzle.", {"existing_client": "drizzle"}),
    ],
)
def test_what_words_refuse_or_strike_out_is_not_proposed(body: str, named: dict[str, str]) -> None:
    try:
        found = reopen(rulebook(CATALOGUE), "data-stack.md", f"# Data Stack\n\n{body}\n").record.found
    except DocumentError:
        found = ()
    keys = ("existing_database", "existing_client")
    assert {item.key: item.value for item in found if item.key in keys} == named


def test_a_second_comment_with_answers_is_named() -> None:
    file = text(EMPTY, {"persistence": "no"})
    comment = file[file.index(f"{OPENING}\n") :]
    read = reopen(rulebook(CATALOGUE), "data-stack.md", file + "\n" + comment.replace('"no"', '"unsure"'))
    assert read.answers == {"persistence": "unsure"}
    assert "more than one comment" in " ".join(read.problems)


EXAMPLE = '<!-- data-stack answers\npersistence = "no"\n-->'


@pytest.mark.parametrize("fence", ["```", "~~~~", "```md"])
@pytest.mark.parametrize("where", ["before", "after"])
def test_an_example_of_the_comment_in_code_is_code(fence: str, where: str) -> None:
    file = text(EMPTY)
    body, comment = file[: file.index(f"{OPENING}\n")], file[file.index(f"{OPENING}\n") :]
    own = f"## How to read this\n\n{fence}\n{EXAMPLE}\n{fence.removesuffix('md')}\n"
    opened = reopen(
        rulebook(CATALOGUE), "data-stack.md", f"{body}{own}\n{comment}" if where == "before" else file + own
    )
    assert opened.answers == ANSWERS
    assert not any("more than one comment" in problem for problem in opened.problems)
    assert EXAMPLE in opened.record.prose["How to read this"]


def test_a_file_with_nothing_but_an_example_holds_no_answers() -> None:
    with pytest.raises(DocumentError, match="holds no answers"):
        reopen(rulebook(CATALOGUE), "a.md", f"# Notes\n\n```\n{EXAMPLE}\n```\n")


def test_code_that_never_ends_does_not_swallow_the_answers() -> None:
    file = text(EMPTY).replace(f"{OPENING}\n", f"## Backups\n\n```sh\nrun\n\n{OPENING}\n")
    opened = reopen(rulebook(CATALOGUE), "data-stack.md", file)
    assert opened.answers == ANSWERS
    assert opened.record.prose["Backups"] == "```sh\nrun"


def test_spaces_behind_the_marks_of_the_comment_do_not_matter() -> None:
    file = text(EMPTY).replace(OPENING, f"{OPENING} ").replace("\n-->", "\n--> ")
    assert reopen(rulebook(CATALOGUE), "data-stack.md", file).answers == ANSWERS


def test_the_marks_of_a_merge_in_code_are_an_example_and_are_named() -> None:
    own = "## Merging\n\n```\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> main\n```\n\n"
    opened = reopen(rulebook(CATALOGUE), "data-stack.md", text(EMPTY).replace(OPENING, own + OPENING))
    assert opened.record.prose["Merging"].startswith("```\n<<<<<<<")
    assert "marks of a merge" in " ".join(opened.problems)


def test_a_damaged_comment_is_named_and_the_words_are_read() -> None:
    file = text(EMPTY).replace('persistence = "yes"', "persistence = yes")
    opened = reopen(rulebook(CATALOGUE), "data-stack.md", file)
    assert "damaged" in opened.problems[0]
    assert {item.value for item in opened.record.found} >= {"mongodb-atlas", "beanie"}


@pytest.mark.parametrize(
    ("file", "hint"), [("", "holds no answers"), ("Buy milk.", "holds no answers"), ("x" * (LONGEST + 1), "longer")]
)
def test_a_file_that_is_none_is_refused_by_name(file: str, hint: str) -> None:
    with pytest.raises(DocumentError, match=rf"^todo\.md .*{hint}"):
        reopen(rulebook(CATALOGUE), "todo.md", file)


# --- what a comment says of the file ----------------------------------------------------------------------------------


def test_a_section_of_ones_own_that_the_comment_calls_the_guides_is_kept_and_named() -> None:
    words = "Our habits stay."
    file = text().replace("\n## Database\n", f"\n## Team habits\n\n{words}\n\n## Database\n", 1)
    file = file.replace("[written.sections]\n", f'[written.sections]\n"Team habits" = "{fingerprint(words)}"\n', 1)
    opened = reopen(rulebook(CATALOGUE), "x.md", file)
    assert opened.record.prose["Team habits"] == words
    assert any("Team habits" in problem and "kept as yours" in problem for problem in opened.problems)


def test_a_section_that_the_guide_writes_for_other_answers_is_named() -> None:
    words = "It has its own store."
    heading = next(name for name in FORMS["adr"].headings if name not in FORMS["guide"].headings)
    file = text().replace("\n## Database\n", f"\n## {heading}\n\n{words}\n\n## Database\n", 1)
    file = file.replace("[written.sections]\n", f'[written.sections]\n"{heading}" = "{fingerprint(words)}"\n', 1)
    opened = reopen(rulebook(CATALOGUE), "x.md", file)
    assert f"x.md: the guide writes no “{heading}” for these answers, so the next version has none." in opened.problems


@pytest.mark.parametrize(
    ("table", "named"),
    [
        ('[notes]\ndata = "The first."\n"data\\u200b" = "Another one."\n', "“The first. (data)” under “notes”"),
        ('[kept]\n"no-such" = "We know it."\n', "no-such, so its reason is in the comment alone: “We know it.”"),
    ],
)
def test_what_no_reader_of_the_next_file_would_see_is_told(table: str, named: str) -> None:
    opened = reopen(rulebook(CATALOGUE), "x.md", text(EMPTY).replace("\n-->", f"\n{table}-->"))
    assert any(named in problem for problem in opened.problems), opened.problems


def test_a_place_that_nobody_named_stands_in_no_comment() -> None:
    """An older file names the service that stood for the place: that is no difference, and neither is one by hand."""
    said = {"persistence": "yes", "existing_database": "postgresql", "existing_stance": "in-use", "language": "go"}
    answers = dict(check(CATALOGUE, said))
    file = text(replace(SAID, form="guide"), answers)
    assert 'pick = ["postgresql", ' in file or 'pick = ["postgresql"]' in file
    assert not set(read_comment(file)["written"]["pick"]) & set(CATALOGUE.services)
    older = file.replace('pick = ["postgresql"', 'pick = ["postgresql", "supabase"')
    by_hand = older.replace("To be written down here:", "Neon, eu-central-1; still open:")
    for name in (older, by_hand):
        opened = reopen(rulebook(CATALOGUE), "data-stack.md", name)
        reading = reading_of(CATALOGUE, opened.answers)
        changed = differences(reading, opened.record)
        assert changed.pick_then == changed.pick_now
        assert not list(contradictions(reading, opened.record.prose, ("postgresql",)))
    assert by_hand != older


# --- headings that were changed or taken away -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("## Database\n", "## Our Database\n", "“Our Database” is the guide's “Database” under another heading"),
        ("## Database\n", "## Database {#db}\n", "“Database {#db}” is the guide's “Database”"),
        ("## Rules to Work By\n", "## Rules for agents\n", "“Rules for agents” is the guide's “Rules to Work By”"),
        ("## ORM / Database Client\n\n", "", "the heading “ORM / Database Client” was gone from it"),
        ("## Further Rules\n\n", "", "the heading “Further Rules” was gone from it"),
        ("## Overview\n\n", "", "the heading “Overview” was gone from it"),
    ],
)
def test_the_guides_text_without_its_heading_stands_once(old: str, new: str, said: str) -> None:
    file = text()
    assert old in file
    opened = reopen(rulebook(CATALOGUE), "data-stack.md", file.replace(old, new, 1))
    assert any(said in problem for problem in opened.problems)
    assert (opened.record.prose, opened.missing) == ({}, ())
    assert write(reading_of(CATALOGUE, opened.answers), opened.record)[1] == file


def test_what_was_edited_too_is_said_to_stand_twice() -> None:
    mended = text().replace("## Database\n", "## Database {#db}\n").replace("\n\n## ORM", "\n\nMine.\n\n## ORM", 1)
    opened = reopen(rulebook(CATALOGUE), "data-stack.md", mended)
    assert any("“Database {#db}” looks like “Database”" in problem for problem in opened.problems)
    assert opened.missing == ("Database",)


def test_the_line_in_bold_is_compared_before_prose() -> None:
    opened = reopen(rulebook(CATALOGUE), "data-stack.md", text().replace("**MongoDB Atlas**", "**PostgreSQL on Neon**"))
    (found,) = opened.contradictions
    assert found.says.startswith("“Database” says “PostgreSQL on Neon”, but the answers in the file give “MongoDB")
    assert any(found.says in problem for problem in opened.problems)
