"""The pages say what is so: their commands run, and the files that they show are the files that the tests use.

A shell block below a line `<!-- run -->` is run, block after block, in one folder for each page. A block with
a title, or below `<!-- file: NAME -->` where a title would not show, is that file.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from wizard.__main__ import main
from wizard.catalogue.load import load
from wizard.write.comment import read_answers

ROOT = Path(__file__).parents[1]
COMPANY = ROOT / "tests" / "company"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
RUN = re.compile(r"^<!-- run -->\n```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r'^(?:<!-- file: (\S+) -->\n```toml|```toml title="([^"]+)")\n(.*?)^```$', re.MULTILINE | re.DOTALL)
SHELL = re.compile(r"^(<!-- run -->\n)?```(?:sh|bash|shell|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

#: Shell blocks that no test can run, and why.
NOT_RUN = {
    "docs/deploying.md": "curl -sI https://example.org/",  # needs somebody's own site
    "docs/threat-model.md": "uvx pip-audit",  # asks databases of vulnerabilities, whose answers change by the day
}

#: A project as an agent may find it.
PROJECT = {
    "package.json": '{"dependencies": {"next": "16.0.0", "drizzle-orm": "0.45.4"}}\n',
    "compose.yaml": "services:\n  db:\n    image: postgres:18\n",
}


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def files(page: Path) -> dict[str, str]:
    """The files that a page shows whole, by name."""
    return {name or title: text for name, title, text in FILE.findall(page.read_text())}


def blocks(page: Path) -> list[str]:
    return RUN.findall(page.read_text())


def project(tmp_path: Path) -> Path:
    """A folder with a small project, the company's overlay, the names of a built site, and `data-stack`."""
    for file, text in PROJECT.items():
        (tmp_path / file).write_text(text)
    (tmp_path / "standards").mkdir()
    (tmp_path / ".venv").symlink_to(Path(sys.prefix))
    (tmp_path / "company").symlink_to(COMPANY)
    (tmp_path / "bin").mkdir()
    make = tmp_path / "bin" / "make"
    make.write_text(f'#!/bin/sh\nexec {shutil.which("make")} --dry-run --directory {ROOT} "$@"\n')
    make.chmod(0o755)
    assets = tmp_path / "site" / "assets" / "runtime"
    assets.mkdir(parents=True)
    for file in ("runtime.json", "app-0123456789abcdef.bin", "app.bin"):
        (assets / file).write_text("")
    (tmp_path / "site" / "_headers").write_text("/*\n  Referrer-Policy: no-referrer\n")
    return tmp_path


def run(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The script in `folder`; `make` only says what it would do, for it would set up and build this very project."""
    path = f"{folder}/bin:{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")} | {"PATH": path}
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


type Ran = Callable[[Path], Path]


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The folder in which the commands of a page have run, once for all tests: each of them without an error."""

    @cache
    def folder(page: Path) -> Path:
        made = project(tmp_path_factory.mktemp("page"))
        for file, text in files(page).items():
            if not file.startswith("company/"):
                (made / file).write_text(text)
        for block in blocks(page):
            done = run(block, made)
            assert done.returncode == 0, f"{name(page)}: {block}{done.stderr}"
            assert "data-stack:" not in done.stderr, done.stderr
        return made

    return folder


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page)], ids=name)
def test_every_command_on_a_page_runs(page: Path, ran: Ran) -> None:
    assert ran(page).is_dir()


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_no_shell_block_is_left_out(page: Path) -> None:
    for marked, block in SHELL.findall(page.read_text()):
        assert marked or block.startswith(NOT_RUN.get(name(page), "\0")), f"{name(page)}: not run by a test:\n{block}"


def test_what_the_agents_page_does_ends_in_a_document(ran: Ran) -> None:
    document = ran(ROOT / "docs" / "agents.md") / "standards" / "data-stack.md"
    answers = read_answers(load(), document.read_text())
    assert answers["existing_database"] == "postgresql"
    assert (answers["language"], answers["framework"], answers["existing_client"]) == (
        "typescript",
        "nextjs",
        "drizzle",
    )
    assert (answers["data"], answers["scale"]) == (("relational",), "millions")


def test_the_headers_are_written_for_names_with_a_hash_only(ran: Ran) -> None:
    assert (ran(ROOT / "docs" / "deploying.md") / "site" / "_headers").read_text() == (
        "/*\n  Referrer-Policy: no-referrer\n"
        "/assets/runtime/app-0123456789abcdef.bin\n  Cache-Control: public, max-age=31536000, immutable\n"
    )


def test_the_companys_files_on_the_page_are_those_that_the_tests_build() -> None:
    shown = files(ROOT / "docs" / "company-rules.md")
    assert tomllib.loads(shown.pop("answers.toml"))["hosting"] == "serverless"
    assert shown == {
        f"company/{path.relative_to(COMPANY).as_posix()}": path.read_text() for path in sorted(COMPANY.rglob("*.toml"))
    }


#: What the seed guide says outside its tables, and where this guide says it in its own words.
SEED = {
    "guide/index.md": (
        "not a form",  # a conversation
        "Treat them as experienced and be brief",
        "**They hesitate.** Slow down.",
        "Ask which of its trade-offs they have considered",
        "Guide the discovery",
        "Surface trade-offs",
        "Keep the choices coherent",
        "Capture the why",
        "Do not try to talk them out of it",
        "only for projects that keep data",
        "the tech stack in its `standards/` folder",
    ),
    "guide/database.md": (
        "**The data model.**",
        "**The queries.**",
        "**Scaling.**",
        "**Operations.**",
        "Some projects start without a database",
        "Users, products, transactions, documents, measurements over time",
        "Hundreds, thousands, millions of records",
        "### Does it need real-time subscriptions?",
        "### Managed or self-hosted?",
        "**Data residency.**",
        "**Encryption at rest.**",
        "### What is the budget?",
        "<!-- table: data-patterns -->",
        "<!-- table: managed-services -->",
        "For most web applications it is the safe default",
        "Supabase wraps PostgreSQL nicely",
    ),
    "guide/client.md": (
        "### Type-safe queries or raw SQL?",
        "### How important are migrations?",
        "### Must it support several databases?",
        "<!-- table: typescript-clients -->",
        "<!-- table: python-clients -->",
        "<!-- table: go-clients -->",
    ),
    "guide/output.md": (
        "## Data Stack Summary",
        "**Database**: {choice}",
        "**ORM / Database Client**: {choice}",
        "Does this capture your data stack accurately? Any adjustments needed?",
        "create `standards/data-stack.md`",
        "# Data Stack\n\n## Overview\n",
        "## Database\n",
        "## ORM / Database Client\n",
        "## Decision Relationships\n",
        "Prisma was chosen because the project is in TypeScript",
    ),
}


@pytest.mark.parametrize(("page", "said"), [(page, said) for page, all_said in SEED.items() for said in all_said])
def test_what_the_seed_guide_says_is_said(page: str, said: str) -> None:
    assert said in (ROOT / "docs" / page).read_text()


#: A conversation on a page: what people say, commands, and what these print.
CONVERSATION = re.compile(r"(^<!-- conversation -->\n```text\n)(.*?)(^```$)", re.MULTILINE | re.DOTALL)
SAID = re.compile(r"^(?:\$|Lea:|Agent:) ")


def replayed(conversation: str, output: Callable[[], tuple[str, str]]) -> str:
    """The same conversation, with what its commands print now."""
    told: list[str] = []
    for line in filter(SAID.match, conversation.splitlines()):
        talk = not line.startswith("$ ")
        told += [""] if told and (talk or told[-1].startswith("$ ") or not SAID.match(told[-1])) else []
        told.append(line)
        if not talk:
            assert main(shlex.split(line)[2:]) == 0, line
            printed, wrong = output()
            assert not wrong, line
            told += printed.splitlines()
    return "\n".join(told) + "\n"


def test_the_recorded_conversation_is_what_the_commands_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = ROOT / "docs" / "agents.md"
    text = page.read_text(encoding="utf-8")
    begin, recorded, end = CONVERSATION.findall(text)[0]
    monkeypatch.chdir(tmp_path)
    now = replayed(recorded, capsys.readouterr)
    if os.environ.get("UPDATE_SNAPSHOTS"):
        page.write_text(CONVERSATION.sub(lambda _: f"{begin}{now}{end}", text), encoding="utf-8")
    else:
        assert recorded == now, "UPDATE_SNAPSHOTS=1 records it anew: read the difference"
    assert recorded.count("$ data-stack") >= 5
