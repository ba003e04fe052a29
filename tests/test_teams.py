"""Where teams use the check: the hook by pre-commit itself, the Action's steps as its shell runs them, a team's day."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
import yaml

from tests.door import opened, press
from wizard.check import project, readers

ROOT: Final = Path(__file__).parents[1]
HOOKS: Final = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
ACTION: Final = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))

pytestmark = pytest.mark.xdist_group("package")

#: What a clone of this repository needs, to be installed as a hook.
INSTALLED: Final = ("LICENSE", "pyproject.toml", "hatch_build.py", ".pre-commit-hooks.yaml", "wizard")


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "init.defaultBranch=main")
    done = subprocess.run(["git", "-C", folder, *who, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


def environment(**more: str) -> dict[str, str]:
    """This process' surroundings, without what would lead git or Python back here."""
    kept = {key: value for key, value in os.environ.items() if not re.match("GIT_|PYTHON|VIRTUAL_ENV|DATA_STACK", key)}
    who = {
        f"GIT_{role}_{part}": value
        for role in ("AUTHOR", "COMMITTER")
        for part, value in (("NAME", "Ada"), ("EMAIL", "ada@example.org"))
    }
    return {**kept, **who, **more}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """(a repository with the hook, as this working tree has it; its commit)."""
    folder = tmp_path_factory.mktemp("source")
    for name in INSTALLED:
        if (ROOT / name).is_dir():
            left_out = shutil.ignore_patterns("node_modules", "__pycache__", "browser", "build")
            shutil.copytree(ROOT / name, folder / name, ignore=left_out)
        else:
            shutil.copy(ROOT / name, folder / name)
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "The hook")
    return folder, git(folder, "rev-parse", "HEAD")


# --- a team's day -----------------------------------------------------------------------------------------------------


@pytest.mark.full("a team's day with the hook, installed by pre-commit")
def test_a_teams_day(source: tuple[Path, str], tmp_path: Path) -> None:
    """From an empty folder: the wizard's file, the hook, a colleague who adds pymongo, and how it ends well."""
    team = tmp_path / "shop"
    standard, needs = team / "standards" / "data-stack.md", team / "requirements.txt"
    standard.parent.mkdir(parents=True)
    git(team, "init", "--quiet")

    # The wizard writes the file.
    fragment = "persistence=yes&existing_database=none&language=python&framework=fastapi&existing_client=none"
    screen = opened(f"{fragment}&runtime=server&data=relational&scale=thousands&hosting=managed&review=yes&at=document")
    standard.write_text(screen["document"]["markdown"], encoding="utf-8")
    needs.write_text("fastapi==0.121\nSQLAlchemy==2.1.9\npsycopg[binary]==3.3.9\n", encoding="utf-8")

    # The hook is installed, and what keeps to the file is committed.
    folder, commit = source
    hooks = {"repos": [{"repo": str(folder), "rev": commit, "hooks": [{"id": "data-stack-check"}]}]}
    (team / ".pre-commit-config.yaml").write_text(yaml.safe_dump(hooks), encoding="utf-8")
    surroundings = environment(PRE_COMMIT_HOME=str(tmp_path / "pre-commit"))

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, cwd=team, env=surroundings, capture_output=True, text=True, check=False)

    def committed(message: str) -> subprocess.CompletedProcess[str]:
        git(team, "add", "--all")
        return run("git", "commit", "--message", message)

    assert run(sys.executable, "-m", "pre_commit", "install").returncode == 0
    first = committed("The stack")
    assert first.returncode == 0, first.stdout + first.stderr
    assert "data-stack check" in first.stdout + first.stderr
    (team / "README.md").write_text("A shop.\n", encoding="utf-8")
    other = committed("A page")
    assert other.returncode == 0
    assert "Skipped" in other.stdout + other.stderr, "a commit that names no database waits for nothing"

    # A colleague adds pymongo. The commit is stopped with a sentence that they understand.
    needs.write_text(needs.read_text(encoding="utf-8") + "pymongo==4.15.0\n", encoding="utf-8")
    stopped = committed("Events")
    said = " ".join((stopped.stdout + stopped.stderr).split())
    assert stopped.returncode == 1
    assert "1. MongoDB is in the project, and the file does not know it: it decides PostgreSQL on Supabase." in said
    assert "project requirements.txt:4: pymongo==4.15.0" in said
    assert "do Take pymongo out again, or decide on MongoDB and have the file say what it is for." in said
    assert "data-stack check --fix" in said

    # The wizard opens with the difference; they say what MongoDB is for, and the new file passes.
    (installed,) = (tmp_path / "pre-commit").glob("repo*/py_env-*/bin/data-stack")
    link = run(str(installed), "check", "--fix").stdout.strip()
    assert link.startswith("wizard/#persistence=yes&")
    screen = opened(link.partition("#")[2])
    assert screen["at"] == "review"
    assert "documents" in screen["answers"]["data"] or "mongodb" in screen["answers"].get("existing_stores", ())
    note = "Events are kept in MongoDB, which the warehouse reads; pymongo writes them."
    screen = press({**screen, "record": {**screen["record"], "notes": {"data": note}}}, "confirm")
    while screen["at"] != "document":  # what does not fit is kept, what it costs is read
        screen = press(screen, "continue")
    standard.write_text(screen["document"]["markdown"], encoding="utf-8")
    assert run(str(installed), "check").stdout.startswith("standards/data-stack.md and the project agree.")
    last = committed("Events in MongoDB, as decided")
    assert last.returncode == 0, last.stdout + last.stderr
    assert git(team, "log", "--format=%s").splitlines() == ["Events in MongoDB, as decided", "A page", "The stack"]


# --- the hook ---------------------------------------------------------------------------------------------------------


def test_the_hook_is_one_that_pre_commit_takes() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-manifest", ROOT / ".pre-commit-hooks.yaml"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_the_hook_waits_for_every_file_that_the_check_reads() -> None:
    (hook,) = HOOKS
    names = [
        *("package.json", "deno.json", "a/pyproject.toml", "requirements.txt", "requirements-dev.txt", "go.mod"),
        "schema.prisma",
        *("Pipfile", "setup.cfg", "setup.py", "requirements/base.in", "sqlc.yaml", "prisma/schema/user.prisma"),
        *("docker-compose.dev.yml", "compose.mariadb.yaml", "docker-compose-redis.yml", "requirements/prod.txt"),
        *(
            "compose.yaml",
            "docker-compose.yml",
            "x/.env.example",
            "prod.env",
            "fly.toml",
            "drizzle.config.ts",
            "knexfile.js",
        ),
        *(
            "wrangler.jsonc",
            "alembic.ini",
            "application-prod.yml",
            "database.yml",
            "render.yaml",
            "app.yaml",
            "env.sample",
        ),
        *(
            "pom.xml",
            "build.gradle.kts",
            "src/App.csproj",
            "Gemfile",
            "composer.json",
            "Cargo.toml",
            "mix.exs",
            "pubspec.yaml",
        ),
    ]
    for name in [*names, "standards/data-stack.md"]:
        assert name.endswith(".md") or project.reader_of(name), name
        assert re.search(hook["files"], name), name
    for pattern, _ in readers.READERS:
        assert any(pattern.fullmatch(name.rpartition("/")[2]) for name in names), (
            f"{pattern.pattern}: a name for it is missing"
        )
    assert not any(
        re.search(hook["files"], name) for name in ("README.md", "src/app.ts", "main.go", "package-lock.json")
    )


# --- the Action -------------------------------------------------------------------------------------------------------


def test_the_action_is_pinned_and_puts_nothing_into_its_scripts() -> None:
    assert ACTION["runs"]["using"] == "composite"
    for step in ACTION["runs"]["steps"]:
        assert re.search(r"@[0-9a-f]{40}$", step.get("uses", "@" + "0" * 40))
        assert "${{" not in step.get("run", ""), "what comes from outside goes through the environment"
        assert step.get("shell", "bash") == "bash"
    assert all({"description", "default"} <= set(given) for given in ACTION["inputs"].values())


class Runner:
    """A runner of GitHub's, as far as composite actions see it."""

    def __init__(self, folder: Path, workspace: Path) -> None:
        self.workspace, self.temp = workspace, folder / "temp"
        self.output, self.summary = folder / "output", folder / "summary"
        self.temp.mkdir()

    def run(self, *ids: str, **inputs: str) -> tuple[int, str, dict[str, str]]:
        """(exit status, what the log says, outputs) of the steps with these ids."""
        given = {name: told["default"] for name, told in ACTION["inputs"].items()} | inputs
        known = {
            "github.action_path": str(ROOT),
            "steps.python.outputs.python-path": sys.executable,
            **{f"inputs.{name}": value for name, value in given.items()},
        }
        self.output.write_text("", encoding="utf-8")
        log, status = "", 0
        for step in filter(lambda step: step.get("id") in ids, ACTION["runs"]["steps"]):
            env = {
                key: re.sub(r"\$\{\{ *([\w.-]+) *\}\}", lambda found: known[found[1]], value)
                for key, value in step.get("env", {}).items()
            }
            script = self.temp / "step.sh"
            script.write_text(step["run"], encoding="utf-8")
            files = {
                "GITHUB_OUTPUT": str(self.output),
                "GITHUB_STEP_SUMMARY": str(self.summary),
                "RUNNER_TEMP": str(self.temp),
            }
            # https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax, "bash"
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", script],
                cwd=self.workspace,
                env=environment(**files, **env),
                capture_output=True,
                text=True,
                check=False,
            )
            log += done.stdout + done.stderr
            status = done.returncode
            if status:
                break
        told = dict(line.split("=", 1) for line in self.output.read_text(encoding="utf-8").splitlines())
        return status, log, told


@pytest.mark.full("the Action for pull requests, step by step")
def test_the_actions_steps_say_what_differs_in_the_pull_request(tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    (shop / "standards").mkdir(parents=True)
    (shop / "wizard").mkdir()  # a folder of the project's own by our package's name
    (shop / "wizard" / "__init__.py").write_text("raise SystemExit('not ours')\n", encoding="utf-8")
    document = opened("persistence=yes&language=python&data=relational&hosting=managed&at=document")["document"][
        "markdown"
    ]
    (shop / "standards" / "data-stack.md").write_text(document, encoding="utf-8")
    (shop / "requirements.txt").write_text("SQLAlchemy==2.1.9\npsycopg==3.3.9\n", encoding="utf-8")
    runner = Runner(tmp_path, shop)
    status, log, outputs = runner.run("install", "check")
    assert (status, outputs) == (0, {"status": "agrees"})
    assert log.endswith("standards/data-stack.md and the project agree.\n")

    (shop / "requirements.txt").write_text("SQLAlchemy==2.1.9\npsycopg==3.3.9\nredis\n", encoding="utf-8")
    status, log, outputs = runner.run("check", wizard="https://example.org/wizard/")
    assert status == 1
    assert "::error file=requirements.txt,line=3,title=data-stack%3A A store in the code that the " in log
    assert outputs["status"] == "differs"
    assert outputs["link"].startswith("https://example.org/wizard/#persistence=yes&")
    summary = runner.summary.read_text(encoding="utf-8")
    assert "1. Redis is in the project" in summary
    assert "is the address that" not in summary

    naming = document.replace("## Database", "Decide anew at https://elsewhere.example/wizard/\n\n## Database", 1)
    (shop / "standards" / "data-stack.md").write_text(naming, encoding="utf-8")
    assert runner.run("check")[0] == 1
    summary = runner.summary.read_text(encoding="utf-8")
    assert "https://elsewhere.example/wizard/ is the address that standards/data-stack.md names" in summary

    status, log, outputs = runner.run("check", file="nowhere/$(touch pwned).md")
    assert status == 2
    assert "No such file" in log
    assert not outputs
    assert not list(shop.rglob("pwned*"))
