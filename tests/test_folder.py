"""A whole folder: what git ignores is passed over as git does, and so is what is no file."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from time import process_time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from wizard.__main__ import main
from wizard.catalogue.load import load
from wizard.check.project import SETTINGS
from wizard.read import folder
from wizard.read.aside import FOREIGN_FOLDERS
from wizard.read.detection import detect
from wizard.read.ignore import is_ignored, patterns
from wizard.read.manifests import reader_of

CATALOGUE = load()
SCRIPT = Path(__file__).parents[1] / "wizard" / "browser" / "page" / "files.js"


def lay(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def test_of_a_folder_what_is_known_and_not_ignored_is_read(tmp_path: Path) -> None:
    lay(
        tmp_path,
        {
            ".gitignore": "/built\n*.prisma\n!main.prisma\n",
            "go.mod": "module x\n",
            "built/go.mod": "module y\n",
            "api/schema.prisma": "",
            "api/main.prisma": "",
            "api/.gitignore": "local/\n",
            "api/local/compose.yaml": "",
            "web/package.json": "{}",
            "web/index.ts": "",
            "node_modules/pg/package.json": "{}",
            ".git/compose.yaml": "",
        },
    )
    os.mkfifo(tmp_path / "compose.yaml")
    (tmp_path / "requirements.txt").symlink_to("/dev/zero")
    (tmp_path / "again").symlink_to(tmp_path)
    there = ["compose.yaml", "go.mod", "api/main.prisma", "web/package.json"]
    assert list(folder.names(tmp_path)) == there
    with pytest.raises(OSError, match=folder.NO_FILE):
        folder.read(tmp_path / there[0])


def test_the_command_reads_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lay(
        tmp_path, {"api/requirements/base.txt": "django\npsycopg\n", "web/package.json": '{"dependencies": {"vue": 3}}'}
    )
    lay(tmp_path, {"docs/requirements.txt": "mkdocs\n", "broken/setup.cfg": ""})
    (tmp_path / "broken" / "go.mod").write_bytes(b"\xff\xfe")
    assert main(["detect", str(tmp_path)]) == 0
    printed = capsys.readouterr()
    assert '# api/requirements/base.txt, line 1: django\nlanguage = "python"\n' in printed.out
    assert 'existing_database = "postgresql"' in printed.out
    assert "broken/go.mod: not UTF-8 text; left out." in printed.err


def test_a_folder_without_anything_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["detect", str(tmp_path)]) == 0
    assert "no file in it that is read here" in capsys.readouterr().err


def test_a_large_folder_tells_its_progress_and_is_quick(tmp_path: Path) -> None:
    for place in range(20):
        (tmp_path / str(place)).mkdir()
        for number in range(200):
            (tmp_path / str(place) / f"{number}.ts").touch()
    told: list[int] = []
    started = process_time()
    assert list(folder.names(tmp_path, told.append)) == []
    assert process_time() - started < 2
    assert told == [1_000, 2_000, 3_000, 4_000]


def test_in_the_browser_a_folder_comes_with_what_git_ignores() -> None:
    files = {"shop/.gitignore": "generated/\n", "shop/go.mod": "module x\n", "shop/generated/package.json": "{"}
    detected = detect(CATALOGUE, files)
    assert [item.value for item in detected.proposals] == ["go"]
    assert detected.problems == ()


# --- as git does ------------------------------------------------------------------------------------------------------

LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "a",
                "/a",
                "a/",
                "b/a",
                "**/b",
                "a/**",
                "a/**/c",
                "*",
                "!a",
                "!/b",
                "*.x",
                "?",
                "[ab]",
                "[!a]",
                "#a",
                "\\#a",
                "b*",
                "/b/",
            ]
        ),
        st.text("abc*?/!x.", min_size=1, max_size=6),
    ),
    max_size=4,
)
PATHS = ["a", "b", "c.x", "a/b", "a/c", "b/a", "b/c.x", "a/b/c", "b/a/c", "#a", "c/b/a"]


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "-q", root], check=True)
    return root


@settings(max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(lines=LINES)
@example(lines=["?//"])
@example(lines=["//a", "a//b", "/"])
def test_what_is_ignored_is_what_git_ignores(repository: Path, lines: list[str]) -> None:
    text = "\n".join(lines) + "\n"
    (repository / ".gitignore").write_text(text)
    asked = "\n".join(PATHS)
    command = ["git", "-c", "core.excludesFile=/dev/null", "check-ignore", "--no-index", "--stdin"]
    done = subprocess.run(command, cwd=repository, input=asked, capture_output=True, text=True, check=False)
    theirs = {line.strip('"') for line in done.stdout.splitlines()}
    told = {"": patterns(text)}
    assert {path for path in PATHS if is_ignored(path, told)} == theirs


@pytest.mark.parametrize("pattern", ["*a" * 150, "[" * 300, "**/" * 100, "?*" * 150, "\\" * 300])
def test_no_pattern_takes_long(pattern: str) -> None:
    started = process_time()
    is_ignored("a" * 4_000 + "/" + "a" * 4_000, {"": patterns(f"{pattern}\n" * 20)})
    assert process_time() - started < 20  # what is tried in every way takes for ever


# --- the page asks for the same files ---------------------------------------------------------------------------------


def test_the_page_reads_the_files_that_python_reads() -> None:
    found = re.findall(r"^const (KNOWN|REQUIREMENTS|FOREIGN) =\s+/(.*)/i?;$", SCRIPT.read_text(), re.MULTILINE)
    known, requirements, foreign = (
        re.compile(dict(found)[name].replace("\\/", "/"), re.IGNORECASE if name != "FOREIGN" else 0)
        for name in ("KNOWN", "REQUIREMENTS", "FOREIGN")
    )
    names = """package.json pyproject.toml Pipfile setup.cfg setup.py requirements.txt requirements-dev.in
        dev-requirements.txt requirements/base.txt a/requirements/prod.in go.mod schema.prisma schema/user.prisma
        sqlc.yml compose.yaml docker-compose.yml compose.prod.yaml docker-compose.dev.yml docker-compose-redis.yml
        pom.xml build.gradle build.gradle.kts Gemfile Shop.csproj composer.json Cargo.toml mix.exs
        pubspec.yaml deno.json deno.jsonc drizzle.config.ts drizzle.dev.config.mjs"""
    for name in names.split():
        assert reader_of(name), name
        assert known.search(name.rpartition("/")[2]) or requirements.search(name), name
    for name in ("tsconfig.json", "main.go", "notes.txt", "mkdocs.yml"):
        assert not reader_of(name)
        assert not known.search(name)
    assert all(foreign.search(name) for name in FOREIGN_FOLDERS)


def test_beside_a_document_the_page_reads_the_files_of_settings_that_the_check_reads() -> None:
    (found,) = re.findall(r"^const SETTINGS =\s+/\^(.*)\$/;$", SCRIPT.read_text(), re.MULTILINE)
    assert found.replace("(?:", "(") == f"({SETTINGS.pattern})"
