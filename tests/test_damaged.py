"""Project files that are damaged, or none at all: they are named, and nothing is made of them."""

from __future__ import annotations

import os
import socket
import subprocess
from pathlib import Path

import pytest

from tests.test_check import BASE, PYTHON, document, laid, told
from wizard.__main__ import main
from wizard.catalogue.load import load
from wizard.read.detection import detect

DB = "services:\n  db:\n    image: mysql:8.4\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("services:\n  db:\n    image: mysql:8.4\n   web:\n    build: .\n", 4),
        ("services:\n  db:\n\timage: mysql:8.4\n", 3),
        ("services:\n  db:\n  \timage: mysql:8.4\n", 3),
        (f"{DB}    image: postgres:18\n", 4),
        (f"{DB}  db:\n    image: postgres:18\n", 4),
        (f"{DB}services:\n  web:\n    build: .\n", 4),
        ("services:\n  db:\n    image: mysql:8.4\n      ports:\n        - 80\n", 4),
        ("services:\n  db\n    image: mysql:8.4\n", 3),
        (f"{DB}    ports: [80,\n  web:\n    build: .\n", 4),
        (f'{DB}    command: "a\n  web:\n    build: .\n', 4),
        (f"{DB}    command: ]\n", 4),
        ("services:\n  db:\n  image: mysql:8.4\n", 3),
        (f"{DB}web:\n  image: postgres:18\n", 5),
        (f"{DB}    ports:\n      - 80\n    - 81\n", 6),
        (f"{DB}    command: >\n      a\n     b\n", 6),
    ],
)
def test_a_damaged_compose_file_is_named_with_its_line_and_left_out(tmp_path: Path, text: str, line: int) -> None:
    found = detect(load(), {"compose.yaml": text})
    assert not found.proposals
    assert [it for it in found.problems if f"compose.yaml, line {line}: " in it], found.problems
    report = told(tmp_path, {"requirements.txt": BASE, "compose.yaml": text}, document(PYTHON))
    assert not report.findings
    assert report.agree == "agree in what was read"
    assert f"compose.yaml, line {line}: " in report.unread[0]


@pytest.mark.parametrize(
    "text",
    [
        f"{DB}  web:\n    build: .\n    command: a\n      b\n    environment:\n    - A=b\n    - B=c\n",
        f'{DB}    command: "a\n      b: c"\n    ports: [\n      "80",\n    ]\n',
        f"{DB}---\n{DB}",
        f"x-a: &a\n  image: redis:8\n  restart: always\n{DB}  cache: *a\n",
        f"{DB}  web:\n    <<: *a\n    <<: *b\n    build: .\n",
        f"{DB.replace('    image', '{% if x %}\n    image')}{{% else %}}\n    image: mysql:9.7\n{{% endif %}}\n",
        f"{DB}    command: |\n      a: b\n        a: b\n      a: b\n",
        f"{DB}\t\n    # b\n    ports: # c\n      - 80\n",
    ],
)
def test_what_is_written_otherwise_is_not_damaged(text: str) -> None:
    found = detect(load(), {"compose.yaml": text})
    assert ([*found.problems], [it.value for it in found.proposals if it.key == "existing_database"]) == ([], ["mysql"])


def no_file(kind: str, place: Path) -> None:
    place.parent.mkdir(exist_ok=True)
    if kind == "pipe":
        os.mkfifo(place)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as listening:
            here = Path.cwd()
            os.chdir(place.parent)  # a socket's name may not be long
            listening.bind(place.name)
            os.chdir(here)
    else:
        place.symlink_to("/dev/zero")


@pytest.mark.parametrize("kind", ["pipe", "socket", "device"])
@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("standards/data-stack.md", "check"),
        ("standards/data-stack.md", "check --file standards/data-stack.md"),
        ("standards/data-stack.md", "outdated --file standards/data-stack.md"),
        ("standards/data-stack.md", "governs app.py"),
        ("standards/data-stack.md", "governs app.py --file standards/data-stack.md"),
        ("standards/data-stack.md", "next"),
        ("standards/data-stack.md", "set persistence=yes"),
        ("data-stack.toml", "recommend data-stack.toml"),
        ("data-stack.toml", "write data-stack.toml"),
        ("data-stack.toml", "set persistence=yes"),
        ("data-stack.toml", "next"),
        ("package.json", "detect package.json"),
    ],
)
def test_what_is_no_file_is_refused_and_not_waited_for(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    kind: str,
    name: str,
    command: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    no_file(kind, tmp_path / name)
    assert main(command.split()) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert name in line
    assert any(words in line for words in ("no file", "link out of the folder", "in a folder above"))


@pytest.mark.parametrize("kind", ["pipe", "socket"])
@pytest.mark.parametrize("git", [False, True])
def test_a_manifest_that_is_no_file_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str, git: bool
) -> None:
    laid(tmp_path, {"requirements.txt": BASE}, document(PYTHON))
    no_file(kind, tmp_path / "package.json")
    if git:
        subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    assert main(["check", str(tmp_path)]) == 0
    assert "package.json: this is no file. The file was left out." in " ".join(capsys.readouterr().out.split())
    assert main(["detect", str(tmp_path)]) == 0
    assert "package.json: this is no file; left out." in capsys.readouterr().err
