"""What is opened is kept or named: all of a file's text is in the next one, or a sentence says what is not, and why."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.door import WHOLE, files, opened, press, shown, words
from wizard.catalogue.load import load
from wizard.converse.record import LONGEST_PROSE
from wizard.decide.rulebook import rulebook
from wizard.explain.reading import reading_of
from wizard.read.reopening import reopen
from wizard.write.comment import LONGEST, DocumentError
from wizard.write.forms import write

CATALOGUE = load()
ANSWERS = {key: value if isinstance(value, str) else tuple(value) for key, value in WHOLE.items()}
FILE = write(reading_of(CATALOGUE, ANSWERS))[1]
LINE = FILE.rindex("\n---\n\n## Further Rules")
#: What stands above the line, where sections of one's own stand too, and what stands below it.
BODY, COMMENT = FILE[:LINE], FILE[LINE:]


def through(file: str, *, name: str = "data-stack.md") -> tuple[str, str]:
    """(the words of the screen that opens a file, the file that comes of it), over the page's storage."""
    state = files(opened(), {name: file})
    assert state["at"] == "opened"
    said = words(state)
    state = opened(state["fragment"], json.dumps({"fragment": state["fragment"], "record": state["record"]}))
    state = press(press(state, "continue"), "confirm")
    return said, state["document"]["markdown"]


def again(file: str) -> str:
    return through(file)[1]


# --- kept -------------------------------------------------------------------------------------------------------------

SECTIONS = "".join(f"\n## Our {number}\n\nText {number}.\n" for number in range(200))
LONG_HEADINGS = "".join(f"\n## {'long ' * 60}{end}\n\nBelow {end}.\n" for end in ("one", "two"))


@pytest.mark.parametrize(
    "own",
    [
        "\n## Backups\n\n" + "word " * 8000 + "the end\n",
        SECTIONS,
        LONG_HEADINGS,
        "\n## Backups\n\n- a\n\n```sql\nselect 1\n```\n\n> quoted *and* [linked](https://a.example)\n",
    ],
    ids=["a long section", "many sections", "headings that differ at their end", "Markdown"],
)
def test_own_sections_come_through_to_the_letter(own: str) -> None:
    file = BODY + own + COMMENT
    assert again(file) == file
    assert "not in the next" not in through(file)[0]


def test_long_text_before_the_first_section_comes_through() -> None:
    before = "word " * 8000 + "the end"
    file = FILE.replace("# Data Stack\n", f"# Data Stack\n\n{before}\n", 1)
    assert again(file) == file


@pytest.mark.parametrize("form", ["guide", "adr"])
def test_a_title_that_was_changed_by_hand_stays_with_its_form(form: str) -> None:
    state = press(press(shown(WHOLE, "review", review=True), "confirm"), f"form-{form}")
    title, _, rest = state["document"]["markdown"].partition("\n")
    file = f"# Stack of project X\n{rest}"
    said, next_ = through(file)
    assert next_ == file
    assert "The title" in said
    other = "adr" if form == "guide" else "guide"
    state = press(press(files(opened(), {"a.md": file}), "continue"), "confirm")
    assert "project X" not in press(state, f"form-{other}")["document"]["markdown"]
    assert press(press(state, f"form-{other}"), f"form-{form}")["document"]["markdown"] == file
    assert through(f"{title}\n{rest}")[1] == f"{title}\n{rest}"


def test_front_matter_stays_where_it_is() -> None:
    file = "---\ntitle: Data stack of X\ntags:\n  - data\n  - adr\n---\n\n" + FILE
    said, next_ = through(file)
    assert next_ == file
    assert "Front matter" in said


@pytest.mark.parametrize("inside", ["title: <b>x</b>", "a: {b: c}", "[x]: javascript:alert(1)", "x: [a](javascript:b)"])
def test_front_matter_that_could_bring_more_than_values_is_text_and_that_is_said(inside: str) -> None:
    said, next_ = through(f"---\nkey: value\n{inside}\n---\n\n{FILE}")
    assert next_.startswith("# Data Stack\n")
    assert "front matter" in said.lower()
    assert "key: value" in next_


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("```sh\nnpm", "```sh\n  npm"),
        ("\n- ", "\n  - "),
        (". ", ".  "),
        ("\n- ", "  \n- "),
        ("\n\n- ", "\n\n\n- "),
        ("This project", "This\u00a0project"),
    ],
)
def test_an_edit_of_nothing_but_space_is_an_edit(before: str, after: str) -> None:
    """A line that is broken by two spaces, code that is indented, a list in a list."""
    file = FILE.replace(before, after, 1)
    assert file != FILE
    once = again(file)
    replaced = re.search(r'\[written\.replaced\]\n.* = "[0-9a-f]+"\n', once)
    assert replaced, "what the edit replaced is noted"
    assert once.replace(replaced[0], "") == file
    assert again(once) == once


# --- named ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "hint"),
    [
        ("\n## Backups\n\n<!-- ask Ada -->\n", "“Backups”"),
        ("\n## Backups\n\n## Restores\n\nWeekly.\n", "“Backups”"),
        ("\n## Backups\n\nNightly.\n\n## Backups\n\nWeekly.\n", "“Backups”"),
        ("\n## Backups\n\nNight\u200bly\u0007.\n", "“Backups”"),
        ("\n## Backups\n\n```py title=x\n1\n```\n", "py title=x"),
        ("\n## Decision Outcome\n\nWe chose it.\n", "“Decision Outcome”"),
    ],
    ids=["a comment", "an empty section", "a heading twice", "signs that are not shown", "a fence", "the other form"],
)
def test_what_changes_is_named_before_anything_is_written(own: str, hint: str) -> None:
    said, _ = through(BODY + own + COMMENT)
    assert hint in said


@pytest.mark.parametrize(
    ("inside", "hint"),
    [
        ('[notes]\nscale = "' + "x" * 7000 + '"', "scale"),
        ('[notes]\ncolour = "Red is what we want."', "colour"),
        ("[notes]\nscale = 7", "scale"),
        ("[kept]\nsome-rule = 7", "some-rule"),
        ('[kept]\nsome-rule = "' + "x" * 7000 + '"', "some-rule"),
        ("# Ask Ada before this changes.", "“# Ask Ada before this changes.”"),
        ('[team]\nowner = "Ada"', "team"),
        ('[written.team]\nowner = "Ada"', "written.team"),
        (
            '[weighed]\ntrade_offs = ["a", 7]\nwhy = "late"',
            "“weighed.trade_offs” (['a', 7]) and “weighed.why” ('late')",
        ),
        ('[weighed]\ntrade_offs = "a"', "weighed.trade_offs"),
        ('weighed = "all of them"', "weighed"),
    ],
)
def test_what_the_comment_holds_and_nobody_can_use_is_named(inside: str, hint: str) -> None:
    said, _ = through(FILE.replace("\n-->", f"\n{inside}\n-->"))
    assert hint in said


@pytest.mark.parametrize(
    ("before", "after", "hint"),
    [
        ('form = "guide"', 'form = "poem"', "written.form"),
        ("guide = ", "owner = [1979-05-27]\nguide = ", "written.owner"),
        ("pick = [", "pick = [7, ", "written.pick"),
        ('Overview = "', 'Overview = ["a"]\nx = "', "written.sections.Overview"),
        ('language = "typescript"', 'language = "typescript"  # since 2019 #1', "“# since 2019 #1”"),
    ],
)
def test_a_value_that_says_nothing_to_us_is_named(before: str, after: str, hint: str) -> None:
    assert before in COMMENT
    said, _ = through(BODY + COMMENT.replace(before, after, 1))
    assert hint in said


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[written.sections]\n", '[written.sections]\nk = "MINE"\n'),
        ("guide = ", 'k = "MINE"\nguide = '),
        ("\n-->", '\n[written.replaced]\nk = "MINE"\n-->'),
    ],
)
def test_a_text_among_our_marks_is_quoted(before: str, after: str) -> None:
    said, _ = through(BODY + COMMENT.replace(before, after, 1))
    assert "k” ('MINE') says: it was left out" in said


def test_a_mark_of_a_section_that_is_not_there_is_named_and_the_section_stays_the_guides() -> None:
    said, next_ = through(BODY + COMMENT.replace('"Rules to Work By" =', '"R-MINE ules" =', 1))
    assert "R-MINE ules" in said
    assert next_ == FILE


def test_the_words_of_a_damaged_comment_are_quoted() -> None:
    damaged = 'budget = "free"\n[notes]\nbudget = "NOTE-ONE"\nscale = "We grow."\n-->'
    state = files(opened(), {"data-stack.md": FILE.replace("\n-->", f'\n[kept]\na = "Why"\n[kept]\n{damaged}')})
    assert state["at"] == "found"
    assert '“a = "Why"”, “budget = "free"”, “budget = "NOTE-ONE"” and “scale = "We grow."”' in words(state)
    assert "[written" not in words(state)


@pytest.mark.parametrize("head", ["[notes", "notes]", "[no tes]", ""])
def test_a_word_below_a_damaged_head_is_quoted_though_it_looks_like_a_value(head: str) -> None:
    damaged = FILE.replace("<!-- data-stack answers\n", f'<!-- data-stack answers\n{head}\nscale = "fast"\n= x\n')
    assert '“scale = "fast"”' in words(files(opened(), {"data-stack.md": damaged}))


def test_sections_that_move_are_named() -> None:
    said, next_ = through(FILE.replace("\n## Database", "\n## Costs\n\nFew.\n\n## Database", 1))
    assert next_.index("## Costs") > next_.index("## Decision Relationships")
    assert "“Costs” moves behind the sections of the guide" in said
    first, *sections = BODY.split("\n## ")
    said, _ = through("\n## ".join([first, *reversed(sections)]) + COMMENT)
    assert "in the guide's order" in said
    assert "moves" not in through(f"{BODY}\n## Costs\n\nFew.\n{COMMENT}")[0]
    assert "behind the comment" not in through(FILE.replace("\n", "\r"))[0]
    said, next_ = through(f"{FILE}\nOne more word.\n")
    assert "One more word." in next_
    assert "behind the comment" in said


def test_a_comment_of_ours_names_nothing() -> None:
    said = {"notes": {"scale": "We # grow."}, "kept": {"a": "# b"}, "weighed": ["a-1"]}
    state = press({**shown(WHOLE, "review", review=True), "record": said}, "confirm")
    said_, next_ = through(state["document"]["markdown"])
    assert next_ == state["document"]["markdown"]
    assert "comment at its end" not in said_


@pytest.mark.parametrize(
    "heading",
    [
        *("**Database**", "database", "Database:", "D\u0430tabase", "\uff24atabase", "Da\u0301tabase", "1. Database"),
        *(
            "[Database](https://a.example)",
            "Data&#98;ase",
            "<b>Database</b>",
            "Data base",
            "_Database_",
            "# Database #",
        ),
    ],
)
def test_a_heading_that_looks_like_ours_is_told_in_one_sentence(heading: str) -> None:
    said, next_ = through(f"{BODY}\n## {heading}\n\nOurs.\n{COMMENT}")
    assert "\n## Database\n" in next_
    assert "looks like “Database”" in said
    assert said.count("looks like") == 1


@pytest.mark.parametrize(
    "heading", ["Databases", "Our database", "Data", "\u0414\u0430\u043d\u043d\u044b\u0435\u0434\u0430"]
)
def test_a_heading_of_ones_own_is_not(heading: str) -> None:
    assert "looks like" not in through(f"{BODY}\n## {heading}\n\nOurs.\n{COMMENT}")[0]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-16-le", "shift_jis"])
def test_a_file_in_another_encoding_is_not_opened(encoding: str) -> None:
    """Browsers read it as UTF-8, and put U+FFFD, or nothing, for the letters that they cannot read."""
    own = "\u65e5\u672c" if encoding == "shift_jis" else "na\u00efve"
    read = (
        f"{BODY}\n## Backups\n\n{own}\n{COMMENT}".replace("\u2026", "")
        .encode(encoding, "ignore")
        .decode("utf-8", "replace")
    )
    state = files(opened(), {"data-stack.md": read})
    assert state["at"] == "found"
    assert "Save it as UTF-8" in words(state)
    assert not state["answers"]


def test_files_beyond_those_that_the_page_reads_are_named() -> None:
    """The page sends their names alone, as it does for what is too large, or no file."""
    said = words(files(opened(), {"package.json": "{}", "folder": None, "a/b.sql": None}))
    assert "folder and a/b.sql were not read" in said


def test_a_file_with_more_text_than_is_kept_is_refused_whole() -> None:
    """Nothing of it is lost: it is not opened. The file on the disk is as it was."""
    file = BODY + "\n## Backups\n\n" + "word " * (LONGEST_PROSE // 5 + 1) + "\n" + COMMENT
    assert len(file) < LONGEST
    with pytest.raises(DocumentError, match=r"^data-stack\.md .*200,000"):
        reopen(rulebook(CATALOGUE), "data-stack.md", file)


def test_whatever_is_kept_can_be_opened_again() -> None:
    file = BODY + "\n## Backups\n\n" + "x" * (LONGEST_PROSE - 100) + "\n" + COMMENT
    assert again(file) == file


# --- no record of a stack ---------------------------------------------------------------------------------------------

README = "# Project X\n\nIt does things.\n\n## Install\n\nnpm i\n\n## Database\n\n{}\n\n## License\n\nMIT\n"
NONE: dict[str, tuple[str, str]] = {
    "a README": ("README.md", README.format("We use whatever is there.")),
    "a README that names one": ("README.md", README.format("PostgreSQL on Neon.")),
    "a README by another name": ("data-stack.md", README.format("PostgreSQL on Neon.")),
    "a template": (
        "data-stack.md",
        "# Data Stack\n\n## Database\n\n[Which database, and why]\n\n## ORM / Database Client\n\nTODO\n",
    ),
    "a template with names": (
        "data-stack.md",
        "# Data Stack\n\n## Database\n\n{{ PostgreSQL or MySQL }}\n\n## ORM / Database Client\n\n<name of the ORM>\n",
    ),
    "a template of names": (
        "data-stack.md",
        "# Data Stack\n\n## Database\n\n[PostgreSQL / MySQL]\n\n## ORM / Database Client\n\n[Prisma | Drizzle]\n",
    ),
    "a heading twice": ("data-stack.md", "# Data Stack\n\n## Database\n\nPostgreSQL\n\n## Database\n\nMySQL\n"),
    "a merge": (
        "data-stack.md",
        "# Data Stack\n\n## Database\n\n<<<<<<< HEAD\nPostgreSQL\n=======\nMySQL\n>>>>>>> b\n",
    ),
    "a merge with answers": (
        "data-stack.md",
        BODY + "\n## Backups\n\n<<<<<<< HEAD\nNightly\n=======\nHourly\n>>>>>>> b\n" + COMMENT,
    ),
}


@pytest.mark.parametrize("kind", NONE)
def test_a_file_that_is_no_record_of_a_stack_brings_no_prose_and_says_so(kind: str) -> None:
    name, file = NONE[kind]
    mine = press(press(shown(WHOLE, "review", review=True), "confirm"), "save", fields={"prose:Database": ["Mine."]})
    state = files(mine, {name: file})
    assert state["at"] == "found"
    assert f"{name} " in words(state)
    assert "none of its text" in words(state)
    assert state["record"]["prose"] == {"Database": "Mine."}
    state = press(press(state, "continue"), "review")
    assert press(state, "confirm")["document"]["markdown"] == mine["document"]["markdown"]


def test_a_template_and_a_merge_propose_nothing() -> None:
    for kind in ("a template with names", "a template of names", "a heading twice", "a merge", "a merge with answers"):
        name, file = NONE[kind]
        assert "found" not in files(opened(), {name: file})["record"], kind


def test_ones_own_words_are_not_replaced_by_those_of_a_file_without_answers() -> None:
    mine = press(press(shown(WHOLE, "review", review=True), "confirm"), "save", fields={"prose:Database": ["Mine."]})
    state = files(mine, {"data-stack.md": "# Data Stack\n\n## Database\n\nPostgreSQL.\n\n## Backups\n\nNightly.\n"})
    assert state["record"]["prose"] == {"Database": "Mine.", "Backups": "Nightly."}
    assert "“Database”" in words(state)


# --- words against answers --------------------------------------------------------------------------------------------


def edited(heading: str, text: str, file: str = FILE) -> str:
    before, _, rest = file.partition(f"## {heading}\n")
    ends = [at for at in (rest.find("\n## "), rest.find("\n<!--")) if at >= 0]
    return f"{before}## {heading}\n\n{text}\n{rest[min(ends) :]}"


@pytest.mark.parametrize(
    ("heading", "text", "hint"),
    [
        ("Database", "We use MongoDB Atlas, as always.", "names MongoDB Atlas"),
        ("Overview", "This project keeps its data in MySQL.", "names MySQL"),
        ("ORM / Database Client", "**TypeORM**, since it is known here.", "says “TypeORM”"),
    ],
)
def test_words_that_contradict_the_answers_are_told_in_one_sentence(heading: str, text: str, hint: str) -> None:
    said, next_ = through(edited(heading, text))
    assert text in next_
    assert f"“{heading}” {hint}" in said
    assert len(re.findall(r"” (?:names|says) ", said)) == 1


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("Database", "PostgreSQL, agreed in March."),
        ("Database", "We moved from MySQL to PostgreSQL."),
        ("Database", "See the wiki."),
        ("Backups", "MongoDB is backed up too."),
    ],
)
def test_words_that_do_not_are_not(heading: str, text: str) -> None:
    file = edited(heading, text) if f"## {heading}\n" in FILE else f"{BODY}\n## {heading}\n\n{text}\n{COMMENT}"
    assert " names " not in through(file)[0]


def test_a_database_where_the_answers_want_none() -> None:
    none: dict[str, Any] = {"persistence": "no"}
    file = write(reading_of(CATALOGUE, none))[1]
    assert "names SQLite" in through(edited("Database", "SQLite, for the cache.", file))[0]
