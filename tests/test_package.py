"""The package: what is in it, that the same commit gives the same bytes, and that the command line runs from it alone,
on every Python from 3.12 on that this machine has."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from wizard import __version__
from wizard.catalogue.load import FOLDER, load, read_raw
from wizard.decide.answers import check
from wizard.explain.reading import reading_of
from wizard.write import forms

ROOT: Final = Path(__file__).parents[1]
PROJECT: Final = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OLDEST: Final = (3, 12)

#: What differs between two machines, and must not show in what they build.
CIRCUMSTANCES: Final = (
    {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"},
    {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "2"},
)

pytestmark = pytest.mark.xdist_group("package")


def built(folder: Path, circumstances: Mapping[str, str]) -> Path:
    """A wheel and an sdist of this working tree, built with what is installed here."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1764288000", **circumstances}
    command = [sys.executable, "-m", "hatchling", "build", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=environment)
    return folder


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("dist"), CIRCUMSTANCES[0])


def test_the_same_tree_gives_the_same_bytes(dist: Path, tmp_path: Path) -> None:
    other = built(tmp_path / "in" / "a" / "longer" / "folder", CIRCUMSTANCES[1])
    names = sorted(file.name for file in dist.iterdir())
    assert names == [f"data_stack-{__version__}-py3-none-any.whl", f"data_stack-{__version__}.tar.gz"]
    assert [(other / name).read_bytes() == (dist / name).read_bytes() for name in names] == [True, True]


def test_the_package_has_the_catalogue_and_nothing_that_builds_the_site(dist: Path) -> None:
    (wheel,) = dist.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
        in_one = json.loads(packed.read("wizard/catalogue/catalogue.json"))
    for file in FOLDER.rglob("*.toml"):
        assert f"wizard/catalogue/{file.relative_to(FOLDER).as_posix()}" in names
    assert in_one == read_raw(), "what is read in the place of the TOML files"
    assert not [name for name in names if name.startswith(("wizard/build/", "wizard/browser/", "tests/"))]
    (sdist,) = dist.glob("*.tar.gz")
    with tarfile.open(sdist) as packed:
        inside = {name.partition("/")[2] for name in packed.getnames()}
    made = {"wizard/catalogue/catalogue.json"}
    assert {name for name in names if name.startswith("wizard/")} - made <= inside
    assert "hatch_build.py" in inside


def test_the_name_is_that_of_the_command() -> None:
    """So that `uvx data-stack` finds it."""
    assert PROJECT["name"] == "data-stack"
    assert list(PROJECT["scripts"]) == ["data-stack"]
    assert PROJECT["version"] == __version__
    assert PROJECT["requires-python"] == f">={OLDEST[0]}.{OLDEST[1]}"


@cache
def pythons() -> dict[str, str]:
    """Version -> interpreter: every CPython from the oldest on that this machine has, one a minor version."""
    places = [*Path.home().glob(".pyenv/versions/*/bin"), *map(Path, os.get_exec_path())]
    found = {f"{sys.version_info[0]}.{sys.version_info[1]}": sys._base_executable}  # type: ignore[attr-defined]  # typeshed lacks it
    for minor in range(OLDEST[1], 20):
        for place in places:
            interpreter = place / f"python3.{minor}"
            if interpreter.is_file() and f"3.{minor}" not in found and _runs(interpreter):
                found[f"3.{minor}"] = str(interpreter)
    return dict(sorted(found.items()))


def _runs(interpreter: Path) -> bool:
    """Whether it is an interpreter, and no note that says where to get one."""
    done = subprocess.run([interpreter, "-c", "import venv, ensurepip"], capture_output=True, check=False)
    return done.returncode == 0


@pytest.mark.full("the package, installed alone for each Python that is here")
@pytest.mark.parametrize("version", pythons())
def test_the_wheel_alone_gives_the_command_line(dist: Path, tmp_path: Path, version: str) -> None:
    """In an empty environment: the same file as here, byte for byte, and a check of a project."""
    uv, home = [sys.executable, "-m", "uv"], tmp_path / "environment"
    (wheel,) = dist.glob("*.whl")
    subprocess.run([*uv, "venv", "--quiet", "--python", pythons()[version], home], check=True, capture_output=True)
    install = [*uv, "pip", "install", "--quiet", "--python", str(home), str(wheel)]
    done = subprocess.run(install, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        clean = {key: value for key, value in os.environ.items() if not re.match("PYTHON|DATA_STACK|VIRTUAL_ENV", key)}
        command = [str(home / "bin" / "data-stack"), *arguments]
        return subprocess.run(command, cwd=tmp_path, env=clean, capture_output=True, text=True, check=False)

    assert run("--version").stdout == f"data-stack {__version__}\n"
    answers = {"persistence": "yes", "language": "python", "framework": "fastapi", "data": ["relational", "key-value"]}
    (tmp_path / "answers.json").write_text(json.dumps(answers), encoding="utf-8")
    document = forms.write(reading_of(load(), check(load(), answers)))[1]
    assert run("write", "answers.json").stdout == document
    (tmp_path / "standards").mkdir()
    (tmp_path / "standards" / "data-stack.md").write_text(document, encoding="utf-8")
    (tmp_path / "requirements.txt").write_text("SQLAlchemy\npsycopg\npymongo\n", encoding="utf-8")
    checked = run("check")
    assert (checked.returncode, checked.stderr) == (1, "")
    assert checked.stdout.startswith(
        "standards/data-stack.md and the project differ in one thing.\n\n1. MongoDB is in "
    )
