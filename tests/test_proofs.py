"""What is kept of proofs: for which sources it holds, and that nothing is kept which was not proved."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import proofs
from tests.browser import independent

PROMISES = Path(__file__).with_name("test_promises.py")

FILES = {
    "requirements.txt": "jinja2==3.1.6\n",
    "pyproject.toml": "[tool.pytest.ini_options]\nmarkers = ['proof', 'xdist_group', 'full']\n",
    "engine/__init__.py": "",
    "engine/rules.py": "def weigh():\n    from engine.deep import late\n    return late\n",
    "engine/deep/__init__.py": "",
    "engine/deep/late.py": "from . import beside\nfrom .. import above\n",
    "engine/above.py": "import importlib\nimportlib.import_module(f'engine.screens.{1}')\n",
    "engine/screens/__init__.py": "",
    "engine/screens/first.py": "",
    "engine/deep/beside.py": "",
    "engine/rules/stores.toml": "by = 3\n",
    "engine/pages.py": "import engine.rules\n",
    "engine/page.css": "a {}\n",
    "tests/helper.py": "",
    "tests/test_promises.py": "from engine import rules\nimport tests.helper\n",
    "tests/test_other.py": "",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def digest(project: Path) -> str:
    return proofs.digest(proofs.covered(project / "tests" / "test_promises.py", project), project)


@pytest.mark.parametrize(
    "name",
    [
        "engine/rules/stores.toml",
        "engine/rules.py",
        "engine/__init__.py",
        "engine/deep/late.py",
        "engine/deep/beside.py",
        "engine/above.py",
        "engine/screens/first.py",
        "tests/helper.py",
        "tests/test_promises.py",
        "requirements.txt",
        "pyproject.toml",
    ],
)
def test_whatever_a_proof_depends_on_changes_its_digest(project: Path, name: str) -> None:
    before = digest(project)
    with (project / name).open("a") as file:
        file.write("# changed\n")
    assert digest(project) != before


def test_a_new_file_of_rules_changes_it_too(project: Path) -> None:
    before = digest(project)
    (project / "engine" / "rules" / "more.toml").touch()
    assert digest(project) != before


@pytest.mark.parametrize("name", ["engine/page.css", "engine/pages.py", "tests/test_other.py"])
def test_pages_and_other_tests_do_not(project: Path, name: str) -> None:
    before = digest(project)
    with (project / name).open("a") as file:
        file.write("# changed\n")
    assert digest(project) == before


def test_a_company_s_rules_are_part_of_it(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = digest(project)
    (project / "company").mkdir()
    (project / "company" / "overlay.toml").write_text("name = 'Acme'\n")
    monkeypatch.setenv(proofs.OVERLAY, str(project / "company"))
    with_it = digest(project)
    (project / "company" / "overlay.toml").write_text("name = 'Another'\n")
    assert len({before, with_it, digest(project)}) == 3


def test_another_python_is_another_digest(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = digest(project)
    monkeypatch.setattr(sys, "version", "3.99.0")
    assert digest(project) != before


OPENED = """
from tests import proofs
from tests.browser import independent
with proofs.watched() as opened:
    import tests.test_promises
    tests.test_promises.test_every_answer_survives_a_link_and_a_document()
print(*opened, sep="\\n")
"""


def test_all_that_the_promises_open_and_import_is_covered() -> None:
    """In a Python of its own: here, other tests have imported most of it before."""
    done = subprocess.run(
        [sys.executable, "-c", OPENED], cwd=proofs.ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    opened = {Path(line) for line in done.stdout.splitlines() if line.startswith(str(proofs.ROOT))}
    covered = proofs.covered(PROMISES)
    assert opened <= covered
    assert any(file.suffix == ".toml" for file in opened)
    loaded = {file for file in covered if file.suffix == ".py" and "tests" not in file.relative_to(proofs.ROOT).parts}
    assert loaded & opened > {file for file in loaded if file.name in ("rules.py", "factors.py")}


# --- kept or not ------------------------------------------------------------------------------------------------------

PROVED = """
import pathlib, pytest

pytestmark = [pytest.mark.proof, pytest.mark.xdist_group("one")]
BESIDE = pathlib.Path(__file__).with_name("beside.css")


@pytest.mark.parametrize("answer", [1, 2])
def test_it_holds(answer):
    pass


def test_it_does_not():
    assert pathlib.Path(__file__).with_name("flag").exists() is None


def test_it_reads_what_the_digest_does_not_cover():
    BESIDE.read_text()
"""

#: As `make test` runs it: groups are part of a test's id then.
GROUPED = ("-p", "xdist.plugin", "--numprocesses", "1", "--dist", "loadgroup")


def prove(project: Path, *options: str, ci: str = "") -> str:
    """What pytest says at the end of a run in a project of its own."""
    left_out = ("PYTEST_", "CI", "DATA_STACK_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--import-mode=importlib", *options]
    done = subprocess.run(
        command,
        cwd=project,
        env=environment | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"} | ({"CI": ci} if ci else {}),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


def shared(project: Path, test: str) -> Path:
    """A file of tests in a project of its own, beside what all of ours share."""
    for name in ("requirements.txt", "pyproject.toml"):
        (project / name).write_text(FILES[name])
    (project / "tests").mkdir()
    for name in ("conftest.py", "proofs.py"):
        shutil.copy(Path(__file__).with_name(name), project / "tests" / name)
    (project / "tests" / "test_it.py").write_text(test)
    return project / "tests" / "test_it.py"


LONG = """
import os, pytest

@pytest.mark.full("a long walk")
def test_long():
    pass

def test_short(widths):
    assert (len(widths), os.environ.get("DATA_STACK_EXAMPLES")) == SEEN
"""


def test_what_is_marked_full_is_left_out_by_quick_alone_and_named(tmp_path: Path) -> None:
    test = shared(tmp_path, LONG.replace("SEEN", '(1, "20")'))
    said = prove(tmp_path, "--quick")
    assert "1 passed, 1 left to the full run" in said, said
    assert "1 of a long walk" in said
    assert "`make test-all`" in said
    assert "20 of 100 examples" in said
    test.write_text(LONG.replace("SEEN", "(2, None)"))
    assert "2 passed" in (said := prove(tmp_path)), said


@pytest.mark.parametrize(
    ("goal", "ci", "quick"), [("test", "", True), ("test", "true", False), ("test-all", "", False)]
)
def test_make_leaves_something_out_unless_all_is_asked_for_or_it_is_ci(goal: str, ci: str, quick: bool) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    command = ["make", "--dry-run", "--directory", str(proofs.ROOT), goal]
    done = subprocess.run(command, env=clean | {"CI": ci}, capture_output=True, text=True, check=True)
    (line,) = [line for line in done.stdout.splitlines() if " -m pytest " in line]
    assert ("--quick" in line) == quick


def test_the_tests_of_a_file_go_to_one_process(tmp_path: Path) -> None:
    """With pytest 9.2, pytest-xdist 3.8 no longer groups and says nothing: what a file makes once was made in each."""
    shared(tmp_path, "def test_its_group(request):\n    assert request.node.nodeid.endswith('@test_it')\n")
    assert "1 passed" in (said := prove(tmp_path, *GROUPED)), said


@pytest.mark.full("pytest itself, seven times, on what it keeps of proofs")
def test_what_has_passed_is_taken_and_what_has_not_is_proved_again(tmp_path: Path) -> None:
    test = shared(tmp_path, PROVED)
    test.with_name("beside.css").touch()
    assert "2 failed, 2 passed" in (said := prove(tmp_path)), said
    assert "its digest does not cover" in said
    said = prove(tmp_path)
    assert "2 failed, 2 proved before" in said, said
    assert "2 of the proofs were taken from .cache/proofs" in said
    assert "make promises" in said
    assert "2 failed, 2 proved before" in prove(tmp_path, *GROUPED)
    assert "2 failed, 2 passed" in prove(tmp_path, "--prove")
    assert "2 failed, 2 passed" in prove(tmp_path, ci="true")
    test.write_text(re.sub("pass$", "assert answer", PROVED, flags=re.MULTILINE))
    assert "2 failed, 2 passed" in prove(tmp_path)


BROWSER = Path(__file__).parent / "browser"


@pytest.mark.parametrize("name", sorted(independent.INDEPENDENT_OF))
def test_a_browser_s_test_depends_on_all_but_what_is_named(name: str) -> None:
    """Each kind that is named stands for files that there are; whatever else there is counts."""
    there = independent.depends_on(BROWSER / f"{name}.py")
    tracked = subprocess.run(["git", "ls-files"], cwd=proofs.ROOT, stdout=subprocess.PIPE, text=True, check=True)
    sources = [Path(line) for line in tracked.stdout.splitlines() if line.split("/")[0] != "tests"]
    left_out = [path for path in sources if not path.name.startswith(".") and proofs.ROOT / path not in there]
    kinds = independent.INDEPENDENT_OF[name]
    assert all(any(kind(path) for kind in kinds) for path in left_out if path.parts[0] not in (".github", ".ci"))
    assert all(any(kind(path) for path in left_out) for kind in kinds)
    assert {BROWSER / f"{name}.py", BROWSER / "conftest.py", proofs.ROOT / "tests" / "conftest.py"} <= there


def test_of_a_site_of_yesterday_nothing_is_proved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "index.html").touch()
    monkeypatch.setenv("DATA_STACK_SITE", str(tmp_path))
    independent.digest_of.cache_clear()
    assert independent.digest_of(BROWSER / "test_start.py", quick=True)
    os.utime(tmp_path / "index.html", (0, 0))
    independent.digest_of.cache_clear()
    assert not independent.digest_of(BROWSER / "test_start.py", quick=True)
