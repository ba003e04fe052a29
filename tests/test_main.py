"""The command line: answers in as JSON, TOML or a data-stack.md; what is wrong goes to standard error in one line."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.hostile_text import hostile
from tests.strategies import EXAMPLES
from tests.vocabulary import QUESTIONS
from wizard import __version__
from wizard.__main__ import main
from wizard.catalogue.load import load
from wizard.converse.record import Record
from wizard.decide.answers import Value
from wizard.explain.machine import as_json
from wizard.explain.reading import reading_of
from wizard.write import forms

CATALOGUE = load()
ANSWERS: dict[str, Value] = {"persistence": "yes", "language": "go", "data": ("relational", "documents")}
JSON = '{"persistence": "yes", "language": "go", "data": ["documents", "relational"]}'
TOML = 'persistence = "yes"\nlanguage = "go"\ndata = ["relational", "documents"]\n'
MARKDOWN = forms.write(reading_of(CATALOGUE, ANSWERS))[1]


class Result(NamedTuple):
    status: int
    out: str
    err: str


type Run = Callable[..., Result]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command, with `given` on standard input."""

    def command(*arguments: str, given: str | bytes = "") -> Result:
        data = given if isinstance(given, bytes) else given.encode()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
        return Result(main(arguments), *capsys.readouterr())

    return command


# --- what it prints ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text"), [("answers.json", JSON), ("answers.toml", TOML), ("data-stack.md", MARKDOWN), ("answers", JSON)]
)
def test_recommend_and_write_read_a_file(run: Run, tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    result = run("recommend", str(path))
    assert (result.status, result.err) == (0, "")
    assert json.loads(result.out) == as_json(reading_of(CATALOGUE, ANSWERS))
    result = run("write", str(path))
    assert (result.status, result.err) == (0, "")
    assert result.out == MARKDOWN


@pytest.mark.parametrize("arguments", [["recommend"], ["recommend", "-"]])
@pytest.mark.parametrize("text", [JSON, TOML, MARKDOWN, f"\n  {JSON}\n"])
def test_recommend_reads_standard_input(run: Run, arguments: list[str], text: str) -> None:
    result = run(*arguments, given=text)
    assert (result.status, result.err) == (0, "")
    assert json.loads(result.out) == as_json(reading_of(CATALOGUE, ANSWERS))


def test_what_write_prints_can_be_piped_back(run: Run) -> None:
    once = run("write", given=TOML).out
    assert run("write", given=once).out == once


def test_no_answers_are_answers_too(run: Run) -> None:
    """Said so, at least: every question takes its default."""
    result = run("recommend", given="{}")
    assert result.status == 0
    assert json.loads(result.out)["database"] == "postgresql"


def test_questions_prints_the_vocabulary(run: Run) -> None:
    result = run("questions")
    assert result.status == 0
    printed = json.loads(result.out)
    assert {item["key"]: item["takes"] for item in printed} == {key: takes for key, (takes, _) in QUESTIONS.items()}
    for item in printed:
        assert {option["value"] for option in item["values"]} == set(QUESTIONS[item["key"]][1])
        assert item["question"]
        assert item["why"]


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--version"])
    assert stopped.value.code == 0
    assert capsys.readouterr().out == f"data-stack {__version__}\n"


@pytest.mark.parametrize("arguments", [[], ["dance"], ["recommend", "a", "b"]])
def test_a_wrong_command_is_status_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    told = capsys.readouterr().err
    assert told.startswith("data-stack: ")
    assert (told.count("\n"), "`data-stack --help` says what it takes" in told) == (1, True)


# --- what it refuses --------------------------------------------------------------------------------------------------

BAD = {
    "empty": ("", "empty"),
    "blank": (" \n\n", "empty"),
    "not UTF-8": (b'{"language": "\xff"}', "not UTF-8 text"),
    "a list": ('["python"]', "expected a table of answers"),
    "a list of lists": ("[[1]]", ""),
    "cut off": ('{"language": "python"', "line 1"),
    "an error on line 3": ('{\n"language": "go",\n"data": }', "line 3"),
    "prose": ("We use PostgreSQL.\n", "line 1"),
    "TOML without a value": ('language = "go"\nscale =\n', "line 2"),
    "a key twice": ('language = "go"\nlanguage = "python"\n', "line 2"),
    "unknown key": ('{"colour": "red"}', "colour: no such question"),
    "unknown key with a line break": ('{"co\\nlour": "red"}', "no such question"),
    "unknown value": ('{"scale": "tens"}', "scale: 'tens' is not one of hundreds"),
    "unknown value in TOML": ('scale = "tens"', "scale: 'tens' is not one of hundreds"),
    "unknown value in a document": ('<!-- data-stack answers\nscale = "tens"\n-->', "scale: 'tens' is not one of"),
    "a document without answers": ("# Data Stack\n\n<!-- nothing here -->\n", "holds no answers"),
    "a number": ('{"scale": 7}', "scale: expected one value"),
    "a table": ('[scale]\nis = "millions"\n', "expected one value"),
    "a date": ("scale = 2026-11-23", "scale: expected one value"),
    "nothing": ('{"scale": null}', "scale: expected one value"),
    "too many": ('{"scale": ["hundreds", "millions"]}', "scale: takes one value"),
    "none of several": ('{"data": []}', "data: expected a list of values"),
    "values that exclude each other": ('{"compliance": ["none", "residency"]}', "compliance: 'none' cannot stand"),
    "unknown pace": ('{"pace": "slow"}', "pace: 'slow' is not one of"),
    "a huge number in JSON": ('{"scale": ' + "9" * 5000 + "}", ""),
    "a huge number in TOML": ("scale = " + "9" * 5000, ""),
    "nested too deeply": ('{"a":' * 200_000, ""),
}


@pytest.mark.parametrize("command", ["recommend", "write"])
@pytest.mark.parametrize(("text", "hint"), BAD.values(), ids=BAD)
def test_bad_input_is_one_line_that_names_what_and_where(
    run: Run, tmp_path: Path, command: str, text: str | bytes, hint: str
) -> None:
    path = tmp_path / "answers"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    for result, where in ((run(command, str(path)), str(path)), (run(command, given=text), "standard input")):
        assert (result.status, result.out) == (2, "")
        assert result.err.startswith(f"data-stack: {where}: ")
        assert result.err.count("\n") == 1
        assert hint in result.err


def test_a_file_that_cannot_be_read_is_named(run: Run, tmp_path: Path) -> None:
    for path, why in ((tmp_path / "missing.json", "No such file"), (tmp_path, "Is a directory")):
        result = run("recommend", str(path))
        assert (result.status, result.out) == (2, "")
        assert result.err.startswith(f"data-stack: {path}: {why}")
        assert result.err.count("\n") == 1


def test_a_byte_order_mark_does_not_matter(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    path.write_text(JSON, encoding="utf-8-sig")
    assert run("recommend", str(path)).status == 0


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('{"persistence": "no", "language": "go"}', "language"),
        ('{"language": "go", "framework": "django"}', "framework"),
        ('{"language": "other", "query_style": "sql"}', "query_style"),
        ('{"existing_database": "none", "existing_stance": "decided"}', "existing_stance"),
    ],
)
def test_answers_that_do_not_apply_are_named_and_never_used_in_silence(run: Run, text: str, key: str) -> None:
    result = run("recommend", given=text)
    assert result.err.startswith(f"data-stack: standard input: {key}: does not apply")
    assert result.err.count("\n") == 1
    if result.status == 0:
        rest = {name: value for name, value in json.loads(text).items() if name != key}
        assert json.loads(result.out) == as_json(reading_of(CATALOGUE, rest))
    else:
        assert (result.status, result.out) == (2, "")


def test_detect_writes_answers_that_recommend_reads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    package = tmp_path / "package.json"
    package.write_text('{\n "dependencies": {\n  "next": "16.0.0",\n  "drizzle-orm": "0.45.4"\n }\n}\n')
    assert main(["detect", str(package)]) == 0
    found = capsys.readouterr().out
    assert "line 4" in found
    answers = tmp_path / "answers.toml"
    answers.write_text('persistence = "yes"\n' + found)
    assert main(["recommend", str(answers)]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["client"] == "drizzle"


def test_versions_in_images_and_of_what_runs_the_code_become_notes(tmp_path: Path, run: Run) -> None:
    (tmp_path / "package.json").write_text(
        '{"engines": {"node": "22.x"}, "dependencies": {"drizzle-orm": "0.45.4", "pg": "8"}}'
    )
    (tmp_path / "compose.yaml").write_text(
        "services:\n  app:\n    environment:\n      DATABASE_URL: postgres://app@db/app\n"
        "  db:\n    image: postgres:15.6-alpine\n  cache:\n    image: redis:7.2\n"
    )
    notes = tomllib.loads(run("detect", str(tmp_path)).out)["notes"]
    assert notes["existing_database"].startswith("PostgreSQL 15.6, as")
    assert notes["existing_stores"].startswith("Redis 7.2, as")
    assert notes["language"].startswith("Node.js 22, as")
    (tmp_path / "package.json").write_text('{"engines": {"node": ">=18"}, "dependencies": {"pg": "8"}}')
    assert "Node.js" not in run("detect", str(tmp_path)).out, "an open range decides on none"


def test_detect_names_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["detect", str(tmp_path / "go.mod")]) == 2
    assert "go.mod: No such file" in capsys.readouterr().err


# --- what is quoted stays quoted --------------------------------------------------------------------------------------

ESCAPES = "\x1b]0;x\x07\x9b2J\u202etxt.exe"


def test_signs_that_are_not_printed_are_shown_as_escapes(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "requirements.txt"
    file.write_text(f"psycopg==3  # {ESCAPES}\n", encoding="utf-8")
    for result in (
        run("detect", str(file)),
        run("recommend", given=json.dumps({ESCAPES: "y"})),
        run("recommend", given=json.dumps({"language": ESCAPES})),
        run("recommend", f"{tmp_path}/{ESCAPES}.toml"),
    ):
        assert all(sign.isprintable() or sign == "\n" for sign in result.out + result.err)
    assert "\\x1b" in run("detect", str(file)).out


@pytest.mark.parametrize(
    "name", ['x\nbudget = "free"\n#', "x\rbudget", "\u2028y", "\u202ez", '"quoted"', "# sharp", "a\tb", "\x85n"]
)
def test_what_detect_prints_is_what_recommend_reads_whatever_a_folder_is_called(
    run: Run, tmp_path: Path, name: str
) -> None:
    folder = tmp_path / name
    folder.mkdir()
    (folder / "requirements.txt").write_text("django==5\npsycopg==3\n", encoding="utf-8")
    found = run("detect", str(folder / "requirements.txt"))
    answers = tomllib.loads(found.out)
    assert answers["framework"] == "django"
    assert "budget" not in answers
    assert run("recommend", given=found.out).status == 0


#: A name in a folder: any bytes but those that a path cannot hold.
names = st.binary(min_size=1, max_size=60).map(lambda data: data.replace(b"/", b"_").replace(b"\0", b"_")) | st.lists(
    st.sampled_from(
        ["\n", 'budget = "free"', "#", "\x1b]0;x\x07", "\u202e", 3 * "'", '"', 25 * "a.", "<!--", "\U000e0041", "-"]
    ),
    min_size=1,
    max_size=4,
).map(lambda parts: "".join(parts).encode())


@settings(EXAMPLES, max_examples=40, suppress_health_check=list(HealthCheck))
@given(name=names, line=hostile)
def test_whatever_a_folder_and_a_line_are_called_the_answers_are_the_same(
    run: Run, tmp_path_factory: pytest.TempPathFactory, name: bytes, line: str
) -> None:
    """`data-stack detect … | data-stack recommend` takes what the file says, and nothing that a name or a line says."""
    folder = os.fsencode(tmp_path_factory.mktemp("any")) + b"/x" + name
    os.makedirs(folder)  # noqa: PTH103, it is bytes
    file = os.fsdecode(folder + b"/requirements.txt")
    comment = " ".join(line.encode("utf-8", "ignore").decode().split())
    Path(file).write_text(f"django==5 # {comment}\npsycopg==3\n", encoding="utf-8")
    found = run("detect", file)
    assert (found.status, found.err) == (0, "")
    assert all(sign.isprintable() or sign == "\n" for sign in found.out)
    wanted = {"language": "python", "framework": "django"}
    answers = tomllib.loads(found.out)
    assert {key: answers[key] for key in wanted} == wanted
    assert set(answers) - {"existing_client", "existing_database", "existing_stance"} == set(wanted)
    read = run("recommend", given=found.out)
    assert read.status == 0, read.err
    assert read.out == run("recommend", given=json.dumps(answers)).out


def test_arguments_that_are_not_known_are_quoted(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["recommend", "a.toml", ESCAPES], [ESCAPES], ["explain", "--most", ESCAPES]):
        with pytest.raises(SystemExit):
            run(*arguments)
        assert all(sign.isprintable() or sign == "\n" for sign in capsys.readouterr().err)


def test_a_value_of_megabytes_is_not_repeated_whole(run: Run) -> None:
    result = run("recommend", given=json.dumps({"language": "x" * 1_000_000}))
    assert result.status == 2
    assert "xxx…' is not one of typescript, " in result.err
    assert len(result.err) < 1_100


def test_a_key_that_json_gives_twice_is_refused_as_toml_refuses_it(run: Run) -> None:
    result = run("recommend", given='{"language": "go", "language": "python"}')
    assert (result.status, result.out) == (2, "")
    assert "line 1: not JSON: 'language' is given twice" in result.err


def test_json_that_fells_a_reader_is_named_with_its_line(run: Run) -> None:
    deep = run("recommend", given='{\n"data": ' + "[" * 100_000)
    assert deep.status == 2
    assert deep.err == "data-stack: standard input: line 2: not JSON: the brackets are nested too deeply\n"
    long = run("recommend", given='{"language":\n\n' + "9" * 10_000 + "}")
    assert long.err.endswith("line 3: not JSON: a number is too long to be read\n")
    just = run("recommend", given='{"data": ' + "[" * 190 + "]" * 190 + "}")
    assert (just.status, just.err.count("\n")) == (2, 1)


def test_a_pipe_is_not_waited_for_and_a_device_does_not_fill_memory(run: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name in (tmp_path / "pipe", Path("/dev/zero"), Path("/dev/full")):
        for command in ("recommend", "detect"):
            result = run(command, str(name))
            assert (result.status, "give a pipe as standard input, with -" in result.err) == (2, True), name
    assert "longer than" in run("recommend", given=b" " * 5_000_001).err


def test_long_names_end_at_once(run: Run) -> None:
    begin = time.perf_counter()
    assert "too many parts" in run("recommend", given="a." * 50_000 + "b = 1").err
    forged = MARKDOWN.replace("[written]", "a." * 50_000 + "b = 1\n[written]")
    assert "too many parts" in run("recommend", given=forged).err
    assert time.perf_counter() - begin < 20, "it took minutes"


def test_a_reader_that_has_seen_enough_is_no_mistake() -> None:
    command = f"{sys.executable} -m wizard questions | head -c 10; echo; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert (done.stdout.splitlines()[-1], done.stderr) == ("0", "")


# --- a document that is given -----------------------------------------------------------------------------------------


def test_write_keeps_the_notes_the_edits_and_the_form_of_a_document(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "data-stack.md"
    said = Record(notes={"language": "We like gophers."}, form="adr", weighed=())
    text = forms.write(reading_of(CATALOGUE, ANSWERS), said)[1]
    file.write_text(f"{text.replace('## Decision Drivers', '## Decision Drivers\n\nOur own words.')}", encoding="utf-8")
    result = run("write", str(file))
    assert (result.status, result.err) == (0, "")
    assert "Our own words." in result.out
    assert "We like gophers." in result.out
    assert "## Decision Outcome" in result.out
    file.write_text(result.out, encoding="utf-8")
    assert run("write", str(file)).out == result.out, "written again it is the same"


#: With a section of one's own, which stands above the line.
EDITED = MARKDOWN.replace("\n---\n", "\n## Backups\n\nNightly.\n\n---\n")


def test_a_document_can_be_written_over_itself(run: Run, tmp_path: Path) -> None:
    """The file is whole at every moment, keeps its rights, and a link to it stays one."""
    file, link = tmp_path / "data-stack.md", tmp_path / "link.md"
    file.write_text(EDITED, encoding="utf-8")
    file.chmod(0o640)
    link.symlink_to(file)
    told = run("write", str(link), "-o", str(link))
    assert (told.status, told.err) == (0, "")
    assert told.out.startswith(f"Wrote {link}.")
    assert file.read_text(encoding="utf-8") == EDITED
    assert file.stat().st_mode & 0o777 == 0o640
    assert link.is_symlink()
    assert run("write", "-", "--output", str(tmp_path / "new.md"), given=TOML).status == 0
    assert (tmp_path / "new.md").read_text(encoding="utf-8") == MARKDOWN
    assert sorted(item.name for item in tmp_path.iterdir()) == ["data-stack.md", "link.md", "new.md"]


@pytest.mark.parametrize("where", ["", "no/such/folder/x.md", "folder", "none/", "folder/none/", "/dev/full"])
def test_a_place_that_cannot_be_written_is_named_and_nothing_is_left_there(
    run: Run, tmp_path: Path, where: str
) -> None:
    (tmp_path / "folder").mkdir()
    result = run("write", "-", "-o", f"{tmp_path / where}{'/' * where.endswith('/')}", given=TOML)
    assert (result.status, result.out) == (2, "")
    assert result.err.count("\n") == 1
    assert [*tmp_path.iterdir()] == [tmp_path / "folder"]


def test_a_file_that_the_shell_has_emptied_is_explained(tmp_path: Path) -> None:
    """`data-stack write x > x`: the shell empties the file before anybody can read it."""
    file = tmp_path / "x.md"
    with file.open("wb") as out:
        command = [sys.executable, "-m", "wizard", "write", str(file)]
        run = subprocess.run(command, stdout=out, stderr=subprocess.PIPE, text=True, check=False)
    assert run.returncode == 2
    assert f"-o {file}" in run.stderr


@pytest.mark.parametrize("out", ["/dev/full", "closed"])
def test_output_that_goes_nowhere_is_one_line(out: str) -> None:
    shell = f"{sys.executable} -m wizard questions " + (">&-" if out == "closed" else f"> {out}")
    run = subprocess.run(["sh", "-c", shell], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr.count("\n")) == (2, 1), run.stderr
    assert "standard output" in run.stderr


@pytest.mark.parametrize("end", ["\r", "\r\n"])
def test_line_ends_of_others_do_not_matter(run: Run, end: str) -> None:
    assert run("write", given=EDITED.replace("\n", end)).out == EDITED


def test_a_file_that_is_not_utf_8_is_told_what_to_do(run: Run) -> None:
    assert "save it as UTF-8" in run("write", given=EDITED.encode("utf-16")).err


def test_a_comment_in_toml_that_begins_as_html_does_is_a_comment(run: Run) -> None:
    assert run("recommend", given=f"# <!-- mine\n{TOML}").status == 0
