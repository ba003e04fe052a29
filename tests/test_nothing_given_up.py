"""Files that the command line reads and writes: each text of one is in the next one, or in what is said of it."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from typing import Final

import pytest

from tests.test_agent import BOOK, Result, Run
from wizard.__main__ import main
from wizard.agent import answers_file
from wizard.agent.answers_file import Said
from wizard.agent.files import InputError
from wizard.agent.server import called
from wizard.catalogue import toml_text
from wizard.converse.record import EMPTY, LONGEST_PROSE, fingerprint

TOML: Final = 'persistence = "yes"\nlanguage = "python"\ndata = ["relational"]\n'


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a command in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: Result(main(arguments), *capsys.readouterr())


def documents(run: Run, *names: str) -> None:
    """Documents of these names, as `write` makes them."""
    Path("data-stack.toml").write_text(TOML, encoding="utf-8")
    for name in names:
        assert run("write", "-o", name).status == 0


def with_section(name: str, text: str) -> None:
    whole = Path(name).read_text(encoding="utf-8")
    Path(name).write_text(whole.replace("\n## Database\n", f"\n{text}\n\n## Database\n", 1), encoding="utf-8")


# --- a document over another one --------------------------------------------------------------------------------------


def test_a_document_that_is_written_over_another_one_brings_its_own_words(run: Run) -> None:
    documents(run, "one.md", "two.md")
    with_section("one.md", "## Our habits\n\nWords of one.")
    with_section("two.md", "## Our hours\n\nWords of two.")
    result = run("write", "one.md", "-o", "two.md")
    assert result.status == 0
    text = Path("two.md").read_text(encoding="utf-8")
    assert "Words of one." in text
    assert "Words of two." in text


@pytest.mark.parametrize(
    "arguments", [("set", "--answers", "one.md", "budget=free"), ("write", "one.md", "-o", "one.md")]
)
def test_a_section_under_a_heading_of_the_other_form_is_not_lost(run: Run, arguments: tuple[str, ...]) -> None:
    documents(run, "one.md")
    with_section("one.md", "## Considered Options\n\nMySQL was weighed by Ann.")
    before = Path("one.md").read_text(encoding="utf-8")
    result = run(*arguments)
    assert result.status == 2
    assert "Considered Options” is a heading of the other form" in result.err
    assert Path("one.md").read_text(encoding="utf-8") == before


def test_an_older_file_of_answers_does_not_take_what_a_newer_document_has(run: Run) -> None:
    documents(run, "one.md")
    os.utime("data-stack.toml", (1, 1))
    assert run("set", "--answers", "one.md", "budget=free", "scale=hundreds").status == 0
    result = run("write", "--answers", "data-stack.toml", "-o", "one.md")
    assert result.status == 2
    assert "says otherwise of budget and scale" in result.err
    assert run("set", "runtime=server").status == 0  # now the file of answers is the newer one
    newer = run("write", "--answers", "data-stack.toml", "-o", "one.md")
    assert newer.status == 0
    assert "it had other answers to" in newer.out + newer.err


def test_what_words_say_is_heard_in_time_that_grows_with_them(run: Run) -> None:
    documents(run, "one.md")
    begun = time.monotonic()
    assert run("set", "--answers", "one.md", "scale=hundreds", "--because", "never leaves " * 45).status == 0
    assert time.monotonic() - begun < 10, "it took minutes, for each word looked to the end of the text"


@pytest.mark.parametrize(
    ("heading", "first", "second"),
    [
        ("## Our habits", "## Our habits\n\nWords of one.", "## Our habits\n\nWords of two."),
        ("text before the first section", "Words of one.", "Words of two."),
    ],
)
def test_two_texts_for_one_place_are_refused_and_neither_file_changes(
    run: Run, heading: str, first: str, second: str
) -> None:
    documents(run, "one.md", "two.md")
    for name, text in (("one.md", first), ("two.md", second)):
        whole = Path(name).read_text(encoding="utf-8")
        Path(name).write_text(whole.replace("\n## ", f"\n{text}\n\n## ", 1), encoding="utf-8")
    before = Path("two.md").read_bytes()
    result = run("write", "one.md", "-o", "two.md")
    assert (result.status, Path("two.md").read_bytes()) == (2, before)
    assert heading.removeprefix("## ") in result.err


def test_a_reason_that_gives_way_to_another_one_is_repeated(run: Run) -> None:
    documents(run)
    run("set", "data=relational", "--because", "The first reason.")
    run("write", "-o", "two.md")
    run("set", "data=relational", "--because", "The second reason.")
    result = run("write", "-o", "two.md")
    assert result.status == 0
    assert "The first reason." in result.err
    assert "The second reason." in Path("two.md").read_text(encoding="utf-8")


def in_comment(name: str, before: str, after: str) -> None:
    whole = Path(name).read_text(encoding="utf-8")
    assert before in whole
    Path(name).write_text(whole.replace(before, after), encoding="utf-8")


def test_a_document_whose_comment_is_damaged_is_left_as_it_is(run: Run) -> None:
    documents(run, "one.md")
    in_comment("one.md", 'language = "python"', 'language = "python"\nlanguage = "go"\n[notes]\nlanguage = "Mine."')
    before = Path("one.md").read_bytes()
    result = run("write", "data-stack.toml", "-o", "one.md")
    assert (result.status, Path("one.md").read_bytes()) == (2, before)
    assert "one.md: the answers at the end of the file are damaged: line " in result.err
    assert "it was left as it is" in result.err


def with_mark(name: str, heading: str) -> None:
    """Mends the mark of a section in the comment, as an agent may who "repairs" the file."""
    whole = Path(name).read_text(encoding="utf-8")
    words = re.search(rf"(?ms)^## {heading}\n\n(.*?)(?=\n\n(?:---\n\n)?## )", whole)
    assert words
    marked = re.sub(rf'"?{heading}"? = "[0-9a-f]{{8}}"', f'{heading} = "{fingerprint(words[1])}"', whole)
    assert marked != whole
    Path(name).write_text(marked, encoding="utf-8")


@pytest.mark.parametrize(
    "arguments",
    [
        ("write", "one.md", "-o", "one.md"),
        ("write", "data-stack.toml", "-o", "one.md"),
        ("write", "one.md", "-o", "two.md"),
        ("write", "one.md"),
        ("set", "budget=free", "--answers", "one.md"),
    ],
    ids=" ".join,
)
def test_a_section_whose_mark_was_mended_is_named_by_the_lines_that_go(run: Run, arguments: tuple[str, ...]) -> None:
    documents(run, "one.md")
    assert "not in the next version" not in run(*arguments).err
    documents(run, "one.md")
    in_comment("one.md", "\n## Database\n\n", "\n## Database\n\nA house rule of ours.\n\n")
    with_mark("one.md", "Database")
    result = run(*arguments)
    assert result.status == 0
    assert "not in the next version: “A house rule of ours.”" in result.err


def test_a_skill_that_was_edited_by_hand_is_left_as_it_is(run: Run) -> None:
    assert run("skill", "--to", "skills").status == 0
    assert run("skill", "--to", "skills").status == 0, "it is there already"
    file = Path("skills/data-stack/SKILL.md")
    file.write_text(file.read_text(encoding="utf-8") + "\nA house rule.\n", encoding="utf-8")
    result = run("skill", "--to", "skills")
    assert result.status == 2
    assert "skills/data-stack/SKILL.md: it is not what this version writes" in result.err
    assert "A house rule." in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('budget = "NOTVALUE"', "budget: 'NOTVALUE' is not one of free, "),
        ('data = ["relational", "NOTVALUE"]', "; ['relational', 'NOTVALUE'] was left out"),
        ('pace = "NOTVALUE"', "pace: 'NOTVALUE' is not one of "),
        ('colour = "NOTVALUE"', "the answer 'colour' is not one that the wizard knows, and was left out: 'NOTVALUE'"),
        ('"lang\\u200buage" = "NOTVALUE"', "is given twice, and the first one counts, not 'NOTVALUE'"),
        ('[notes]\ncolour = "Mine."', "“Mine. (colour)” under “notes” was left out"),
        ("[notes]\nscale = 777", "“777 (scale)” under “notes” was left out"),
        ('[team]\nowner = "Ada"', "{'owner': 'Ada'}"),
    ],
)
def test_what_the_next_document_leaves_out_of_the_comment_is_quoted(run: Run, said: str, told: str) -> None:
    documents(run, "one.md")
    in_comment("one.md", 'data = ["relational"]\n', "")
    top, tables = ("", said) if said.startswith("[") else (said, "")
    in_comment("one.md", 'language = "python"', f'language = "python"\n{top}')
    in_comment("one.md", "\n-->", f"\n{tables}\n-->")
    result = run("write", "data-stack.toml", "-o", "one.md")
    assert result.status == 0
    assert told in result.err


# --- near the limit ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ("set", "hosting=managed", "--answers", "one.md", "--because", "<&~" * 190),
        ("write", "data-stack.toml", "-o", "one.md"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_what_would_cut_the_end_of_a_section_is_refused(run: Run, arguments: tuple[str, ...]) -> None:
    documents(run, "one.md")
    with_section("one.md", f"## Ours\n\n{'word ' * ((LONGEST_PROSE - 900) // 5)}THE END")
    run("set", "budget=free", "--because", "<&~" * 190)
    before = Path("one.md").read_bytes()
    result = run(*arguments)
    assert (result.status, Path("one.md").read_bytes()) == (2, before)
    assert f"{LONGEST_PROSE:,} are kept" in result.err


# --- answers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tables", "named"),
    [
        (f'[kept]\nx = "{"a" * 7_000}"\n', "7,000 characters, and 6,000 are kept; shorten it by 1,000"),
        ("[kept]\n" + "".join(f'r{number} = "why"\n' for number in range(70)), "70 of them, and 60 are kept"),
        (f'[kept]\n{"k" * 130} = "why"\n', "no name of an objection"),
        ('[kept]\n"x\\u200b" = "why"\n', "no name of an objection"),
        ("[weighed]\ntrade_offs = [" + '"a",' * 61 + "]\n", "61 of them, and 60 are kept"),
    ],
)
def test_more_than_is_kept_is_refused(run: Run, tables: str, named: str) -> None:
    text = f"{TOML}\n{tables}"
    Path("data-stack.toml").write_text(text, encoding="utf-8")
    result = run("set", "language=go")
    assert (result.status, Path("data-stack.toml").read_text(encoding="utf-8")) == (2, text)
    assert named in result.err


@pytest.mark.parametrize("name", ["a.json", "a.toml"])
def test_what_the_wizard_has_no_use_for_is_named(run: Run, name: str) -> None:
    text = {
        "a.json": '{"language": "go", "written": {"mine": "MINE"}, "weighed": {"other": "OTHER"}}',
        "a.toml": 'language = "go"\n[written]\nmine = "MINE"\n[weighed]\nother = "OTHER"\n',
    }[name]
    Path(name).write_text(text, encoding="utf-8")
    result = run("set", "language=python", "--answers", name)
    assert result.status == 0
    assert "written.mine: not used, and not in the next file: 'MINE'" in result.err
    assert "weighed.other: not used, and not in the next file: 'OTHER'" in result.err


REMARKED: Final = '''# above
language = "python"  # beside
data = [ # first
  "relational", # second
]
[notes] # of the notes
language = """
# no remark
[no table]
language = no answer
"""
'''


@pytest.mark.parametrize("pair", ["language=go", "language=", "data=documents", "budget=free", "data="])
def test_every_remark_stays_and_nothing_becomes_one(run: Run, pair: str) -> None:
    Path("data-stack.toml").write_text(REMARKED, encoding="utf-8")
    assert run("set", pair).status == 0
    text = Path("data-stack.toml").read_text(encoding="utf-8")
    assert sorted(toml_text.remarks(text)) == sorted(toml_text.remarks(REMARKED))
    key, _, value = pair.partition("=")
    found = tomllib.loads(text).get(key)
    assert (found if isinstance(found, str) else ",".join(found or ())) == value


def test_a_remark_beside_an_answer_stays_beside_it(run: Run) -> None:
    Path("data-stack.toml").write_text('language = "python" # ours\n', encoding="utf-8")
    run("set", "language=go")
    assert Path("data-stack.toml").read_text(encoding="utf-8") == 'language = "go"  # ours\n'


@pytest.mark.parametrize("sign", ["\u2028", "\x85", "\u2029"])
def test_a_sign_that_ends_a_line_elsewhere_ends_none_in_toml(run: Run, sign: str) -> None:
    Path("data-stack.toml").write_text(f'language = "go"\n[notes]\nlanguage = "One.{sign}Two."\n', encoding="utf-8")
    assert run("set", "budget=free").status == 0
    notes = tomllib.loads(Path("data-stack.toml").read_text(encoding="utf-8"))["notes"]
    assert notes["language"].split() == ["One.", "Two."]


PIECES: Final = (
    *("# remark\n", '"x"', "'y'", '"""', "'''", "[", "]", "{", "}", "\n", " = ", "data", "language", ", ", "\\", "#"),
    *('language = "go"\n', "[notes]\n", 'data = ["relational"]\n', 'language = """a\nb"""\n', 'budget = "free" # x\n'),
)


def toml_like(chance: random.Random) -> str:
    """A file of answers, or what is left of it."""
    return "".join(chance.choice(PIECES) for _ in range(chance.randrange(1, 12)))


def check_changed(text: str) -> None:
    """Every remark and every note of a file that can be read is in the next one."""
    try:
        before = answers_file.parsed(BOOK, "a.toml", text)
    except (InputError, ValueError):
        return
    if before.form != "toml":
        return
    assert "\n".join(answers_file.statements(text)) == text
    after = answers_file.changed(BOOK, before, {**before.answers, "language": "other"}, before.record)
    found = answers_file.parsed(BOOK, "a.toml", after)
    assert found.answers["language"] == "other"
    assert found.record.notes == before.record.notes
    assert sorted(toml_text.remarks(after)) == sorted(toml_text.remarks(text))


def test_files_of_answers_at_random_keep_remarks_and_notes() -> None:
    chance = random.Random(11)
    for _ in range(1_500):
        check_changed(toml_like(chance))


def test_a_long_list_is_changed_in_time_that_grows_with_it() -> None:
    def taken(lines: int) -> float:
        text = "data = [\n" + '  "relational",\n' * lines + "]\n"
        begun = time.process_time()
        answers_file.changed(BOOK, Said(name="a.toml", text=text), {"language": "go"}, EMPTY)
        return time.process_time() - begun

    taken(100)
    assert taken(8_000) < 9 * taken(2_000) + 0.1


def test_a_reason_that_an_edited_section_lacks_is_named_in_a_line(run: Run) -> None:
    """What is set and kept after a section was edited is at the file's end alone, and each `write` says so."""
    run("set", "persistence=yes", "language=python", "runtime=server", "data=relational", "hosting=managed")
    assert run("write", "--output", "data-stack.md").status == 0
    made = Path("data-stack.md").read_text(encoding="utf-8")
    Path("data-stack.md").write_text(made.replace("**Why:**", "Ours.\n\n**Why:**", 1), encoding="utf-8")
    time.sleep(0.01)
    run("set", "budget=modest", "--because", "The board gave us *300* a month.")
    for _ in range(2):
        told = run("write", "--output", "data-stack.md").out
        says = "“The board gave us *300* a month.”: add it under “Database”, which was edited by hand."
        assert f"\nIts text lacks the reason for Budget, {says}\n" in told
        assert told.count("300") == 1
    mended = Path("data-stack.md").read_text(encoding="utf-8").replace("Ours.", "The board gave us *300* a month.")
    Path("data-stack.md").write_text(mended, encoding="utf-8")
    assert "lacks" not in run("write", "--output", "data-stack.md").out


# --- no traceback -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [("write", "-"), ("recommend", "-"), ("mcp",)])
def test_standard_input_that_is_closed_is_one_line(
    run: Run, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.setattr(sys, "stdin", None)  # as Python does where a program starts without one
    result = run(*arguments)
    assert (result.status, len(result.err.splitlines())) == (2, 1)
    assert "standard input: it is closed" in result.err


def test_bytes_that_are_no_text_in_a_reason_are_refused_and_leave_no_file_behind(run: Run) -> None:
    documents(run)
    before = Path("data-stack.toml").read_bytes()
    result = run("set", "language=go", "--because", "Fast\udcff enough.")
    assert (result.status, "no UTF-8" in result.err) == (2, True)
    assert Path("data-stack.toml").read_bytes() == before
    assert [path.name for path in Path().iterdir()] == ["data-stack.toml"]


def conflicting(run: Run) -> str:
    """The name of an objection that stands against the answers in the file."""
    Path("data-stack.toml").write_text(
        'persistence = "yes"\nlanguage = "python"\nruntime = "serverless"\nexisting_database = "sqlite"\n'
        'existing_stance = "decided"\ndata = ["relational"]\n',
        encoding="utf-8",
    )
    reading = answers_file.read(BOOK, "data-stack.toml").reading(BOOK)
    return next(item.rule for item in reading.conflicts if item.level != "note")


def test_the_reason_for_what_is_kept_is_cleaned_as_a_note_is(run: Run) -> None:
    rule = conflicting(run)
    assert run("keep", rule, "--because", "We know\u200b.").status == 0
    kept = tomllib.loads(Path("data-stack.toml").read_text(encoding="utf-8"))["kept"]
    assert kept == {rule: "We know."}
    assert [path.name for path in Path().iterdir()] == ["data-stack.toml"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("next", "--answers", "x" * 300),
        ("set", "language=go", "--answers", "x" * 300),
        ("set", "language=go", "--answers", "x/" * 3000),
        ("write", "a.toml", "-o", "x" * 300),
        ("detect", "x" * 300),
        ("check", "x" * 300),
        ("check", "--file", "x" * 300),
        ("governs", "x" * 300),
        ("outdated", "x" * 300),
        ("skill", "--to", "x" * 300),
        ("recommend", "x" * 300),
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_name_that_is_too_long_is_one_line(run: Run, arguments: tuple[str, ...]) -> None:
    Path("a.toml").write_text(TOML, encoding="utf-8")
    result = run(*arguments)
    assert result.status == 2
    assert len(result.err.splitlines()) == 1
    assert [path.name for path in Path().iterdir()] == ["a.toml"]


def test_a_name_of_255_bytes_can_be_written(run: Run) -> None:
    name = f"{'x' * 250}.toml"
    assert run("set", "language=go", "--answers", name).status == 0
    assert [path.name for path in Path().iterdir()] == [name]


@pytest.mark.parametrize("sign", ["\0", "\ud800"])
@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("next", {"answers": "a{}.toml"}),
        ("set", {"pairs": {"language": "go"}, "because": "a{}"}),
        ("set", {"pairs": {"language": "g{}o"}}),
        ("set", {"pairs": {"data": ["g{}o"]}}),
        ("write", {"output": "a{}.md"}),
        ("detect", {"files": ["a{}"]}),
        ("check", {"folder": "a{}"}),
        ("check", {"file": "a{}"}),
        ("why-not", {"id": "a{}"}),
    ],
)
def test_a_sign_that_no_name_has_is_an_error_of_a_tool(
    run: Run, tool: str, arguments: dict[str, object], sign: str
) -> None:
    def filled(value: object) -> object:
        if isinstance(value, dict):
            return {key: filled(item) for key, item in value.items()}
        return [filled(item) for item in value] if isinstance(value, list) else str(value).format(sign)

    given = {key: filled(value) for key, value in arguments.items()}
    with pytest.raises(InputError):
        called(tool, given)
    assert not [*Path().iterdir()]


def test_a_terminal_of_ascii_gets_what_it_cannot_show_and_no_traceback(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "wizard", "set", "language=go", "--because", "Él dijo."],
        capture_output=True,
        check=False,
        cwd=tmp_path,
        env=os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONPATH": str(Path(__file__).parents[1])},
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Él dijo." in done.stdout.decode()


def test_a_name_with_signs_for_a_terminal_is_shown_by_their_code_points(run: Run) -> None:
    documents(run)
    result = run("write", "-o", "a\x1b[2Jb.md")
    assert result.status == 0
    assert "Wrote a\\x1b[2Jb.md." in result.out
