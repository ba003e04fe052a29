"""Two at once on one file, an editor that saves meanwhile, and Ctrl-C: nothing that was written is lost."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import threading
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from wizard.__main__ import INTERRUPTED, main
from wizard.agent import answers_file, commands, files, server

FILE = Path("data-stack.toml")
DOCUMENT = Path("data-stack.md")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A folder of its own, in which nothing unfinished is left."""
    monkeypatch.chdir(tmp_path)
    yield
    assert not [item.name for item in tmp_path.iterdir() if item.name.startswith(".")]


def meanwhile(monkeypatch: pytest.MonkeyPatch, name: str, happens: Callable[[], object], *, times: int = 1) -> None:
    """Let something happen after a command has read its file and before it writes, the first so many times."""
    make, left = getattr(answers_file, name), [happens] * times

    def made(*given: Any) -> Any:
        if left:
            left.pop()()
        return make(*given)

    monkeypatch.setattr(answers_file, name, made)


def edited(mark: str) -> Callable[[], object]:
    """An editor that saves the document with one more section."""

    def save() -> None:
        text = DOCUMENT.read_text(encoding="utf-8")
        DOCUMENT.write_text(text.replace("\n<!--", f"\n## {mark}\n\nBy hand.\n\n<!--", 1), encoding="utf-8")

    return save


def begin() -> None:
    assert main(["set", "persistence=yes", "language=go", "data=relational"]) == 0


def test_two_servers_on_one_file_keep_each_answer_and_each_reason() -> None:
    begin()
    keys = {"budget": "free", "scale": "thousands", "language": "python", "data": "documents"}
    start = threading.Barrier(2)

    def say(part: list[str]) -> None:
        start.wait()
        for key in part:
            server.called("set", {"pairs": {key: keys[key]}, "because": f"Because of {key}."})

    both = [threading.Thread(target=say, args=(part,)) for part in ([*keys][:2], [*keys][2:])]
    for one in both:
        one.start()
    for one in both:
        one.join()
    said = tomllib.loads(FILE.read_text(encoding="utf-8"))
    assert said["notes"] == {key: f"Because of {key}." for key in keys}


def test_a_command_goes_on_from_what_another_wrote_meanwhile(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    meanwhile(monkeypatch, "changed", lambda: main(["set", "persistence=yes", "--because", "orders"]))
    assert main(["set", "language=go", "--because", "habit"]) == 0
    said = tomllib.loads(FILE.read_text(encoding="utf-8"))
    assert said["notes"] == {"persistence": "orders", "language": "habit"}
    assert capsys.readouterr().out.count("New file: ") == 1


@pytest.mark.parametrize(
    "command",
    [
        ["write", "-o", "data-stack.md"],
        ["write", "data-stack.md", "-o", "data-stack.md"],
        ["set", "budget=free", "--answers", "data-stack.md"],
    ],
)
def test_what_an_editor_saves_meanwhile_is_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    begin()
    assert main(["write", "-o", "data-stack.md"]) == 0
    meanwhile(monkeypatch, "document", edited("Backups"))
    assert main(command) == 0
    assert DOCUMENT.read_text(encoding="utf-8").count("## Backups\n\nBy hand.") == 1
    if command[0] == "write":
        assert command[1] != "-o" or "Kept, as it was written by hand: Backups." in capsys.readouterr().out


def test_an_editor_that_is_still_saving_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    begin()
    assert main(["write", "-o", "data-stack.md"]) == 0
    text = DOCUMENT.read_text(encoding="utf-8").replace("\n<!--", "\n## Backups\n\nBy hand.\n\n<!--", 1)
    second_half = threading.Timer(0.08, DOCUMENT.write_text, (text, "utf-8"))

    def save() -> None:
        DOCUMENT.write_text("", encoding="utf-8")
        second_half.start()

    meanwhile(monkeypatch, "document", save)
    assert main(["write", "data-stack.md", "-o", "data-stack.md"]) == 0
    second_half.join()
    assert "## Backups\n\nBy hand." in DOCUMENT.read_text(encoding="utf-8")


def test_who_saves_without_an_end_wins_and_the_command_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    begin()
    FILE.write_text("", encoding="utf-8")
    meanwhile(
        monkeypatch,
        "changed",
        lambda: FILE.write_text(f"{FILE.read_text(encoding='utf-8')}# more\n", encoding="utf-8"),
        times=commands.AGAIN + 1,
    )
    assert main(["set", "language=go"]) == 2
    told = "data-stack: data-stack.toml: it was changed meanwhile; nothing was written. Try again\n"
    assert capsys.readouterr().err == told
    assert FILE.read_text(encoding="utf-8") == "# more\n" * (commands.AGAIN + 1)


def test_standard_input_is_read_once(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    begin()
    with FILE.open(encoding="utf-8") as given:
        monkeypatch.setattr("sys.stdin", given)
        meanwhile(monkeypatch, "document", lambda: DOCUMENT.write_text("mine\n", encoding="utf-8"))
        assert main(["write", "-", "-o", "data-stack.md"]) == 2
    assert "data-stack.md: it was changed meanwhile" in capsys.readouterr().err
    assert DOCUMENT.read_text(encoding="utf-8") == "mine\n"


def test_a_lock_that_stays_is_not_waited_for_without_an_end(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(files, "PATIENCE", 0.05)
    lock = os.open(".", os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    assert main(["set", "persistence=yes"]) == 2
    assert "another program has locked this folder; nothing was written. Try again\n" in capsys.readouterr().err
    assert not FILE.exists()
    os.close(lock)
    assert main(["set", "persistence=yes"]) == 0


def test_where_a_file_system_has_no_locks_the_comparison_stands_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr("fcntl.flock", none)
    begin()
    with pytest.raises(files.ChangedError):
        files.replace(str(FILE), "new", was="old")


@pytest.mark.parametrize(
    ("link", "to", "output"),
    [
        ("data-stack.md", "data-stack.md", "data-stack.md"),
        ("data-stack.md", "outside.md", "data-stack.md"),
        ("standards", "outside", "standards/data-stack.md"),
    ],
)
def test_a_link_that_leads_nowhere_stays_and_makes_nothing(
    capsys: pytest.CaptureFixture[str], link: str, to: str, output: str
) -> None:
    begin()
    Path(link).symlink_to(to)
    assert main(["write", "-o", output]) == 2
    assert f"{output}: a link in it leads to nothing that is there; nothing was written" in capsys.readouterr().err
    assert {str(file) for file in Path().iterdir()} == {"data-stack.toml", link}


def test_ctrl_c_ends_quietly_while_python_imports() -> None:
    code = (
        "import os, signal, sys\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # whoever runs tests may ignore it
        "class At:\n"
        "    @staticmethod\n"
        "    def find_spec(name, *_):\n"
        "        if name == 'wizard.check.command': os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, At)\n"
        "import wizard.__main__\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (INTERRUPTED, "", "")


def test_ctrl_c_ends_quietly_and_leaves_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    begin()
    before = FILE.read_text(encoding="utf-8")

    def pressed(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", pressed)
    assert main(["set", "budget=free"]) == INTERRUPTED
    assert FILE.read_text(encoding="utf-8") == before
