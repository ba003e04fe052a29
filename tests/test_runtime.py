"""The runtime that the browser gets: reproducible, complete, and started here under Node with the very files."""

from __future__ import annotations

import importlib.util
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from wizard import api
from wizard.site import runtime

OPEN = json.dumps({"answers": {}, "event": {"type": "open", "fragment": "", "stored": ""}})


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A staged runtime, with what its loader needs to run under Node beside it."""
    folder = tmp_path_factory.mktemp("node")
    (folder / "node_modules").symlink_to(runtime.BROWSER / "node_modules")
    runtime.stage(folder / "runtime")
    return folder / "runtime"


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def names_in(archive: Path) -> set[str]:
    return set(zipfile.ZipFile(archive).namelist())


def test_two_stagings_are_identical(staged: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime, "CACHE", tmp_path / "empty-cache")
    runtime.stage(tmp_path / "again")
    assert contents(tmp_path / "again") == contents(staged)


def test_staging_removes_what_an_earlier_build_left(tmp_path: Path) -> None:
    (tmp_path / "app-0000000000000000.zip").write_bytes(b"old")
    runtime.stage(tmp_path)
    assert len(list(tmp_path.glob("app-*.zip"))) == 1


def test_runtime_json_names_every_file_and_its_size(staged: Path) -> None:
    described = json.loads((staged / "runtime.json").read_text())
    sizes = {path: len(content) for path, content in contents(staged).items() if path != "runtime.json"}
    assert sizes.keys() - described["files"].keys() == {described["stdlib_full"]}
    assert described["files"] == {path: sizes[path] for path in described["files"]}
    assert described["bytes"] == sum(described["files"].values())
    assert described["pyodide"] == "0.29.5"
    assert {described["stdlib"], described["app"]} < described["files"].keys()
    assert {described["index"] + name for name in runtime.CORE} < described["files"].keys()


def test_the_app_archive_holds_what_the_browser_runs_and_no_more(staged: Path) -> None:
    (archive,) = staged.glob("app-*.zip")
    names = names_in(archive)
    assert {"jinja2/__init__.pyc", "markupsafe/_native.pyc", "wizard/api.pyc", "wizard/catalogue.json"} <= names
    templates = {f"wizard/templates/{path.name}" for path in (runtime.PACKAGE / "templates").glob("*.jinja")}
    assert templates
    assert templates <= names
    unwanted = (".py", ".so", ".toml", ".c")
    assert not [name for name in names if name.endswith(unwanted) or "__main__" in name or "/site/" in name]


def test_the_standard_library_is_whole(staged: Path) -> None:
    (compiled,) = (path for path in staged.glob("stdlib-*.zip") if "full" not in path.name)
    (full,) = staged.glob("stdlib-full-*.zip")
    sources = {name for name in names_in(full) if not name.endswith("/")}
    assert {name + "c" if name.endswith(".py") else name for name in sources} == names_in(compiled)


def test_archives_do_not_carry_the_clock(staged: Path) -> None:
    (app,) = staged.glob("app-*.zip")
    assert {entry.date_time for entry in zipfile.ZipFile(app).infolist()} == {(1980, 1, 1, 0, 0, 0)}
    files = {"b.txt": b"b", "a.txt": b"a"}
    assert runtime.zip_files(files) == runtime.zip_files(dict(reversed(files.items())))
    assert zipfile.ZipFile(io.BytesIO(runtime.zip_files(files))).namelist() == ["a.txt", "b.txt"]


def test_bytecode_is_stamped_with_its_source_and_carries_no_docstrings() -> None:
    archive = runtime.compiled_archive({"one.py": b'"""About one."""\n', "two.txt": b"2"})
    files = runtime.unzip(archive)
    assert files.keys() == {"one.pyc", "two.txt"}
    assert files["one.pyc"][:4] == importlib.util.MAGIC_NUMBER
    assert files["one.pyc"][4] & 1, "stamped with the time of day"
    assert b"About one" not in files["one.pyc"]


@pytest.mark.parametrize("stdlib", ["stdlib", "stdlib_full"])
def test_it_starts_and_answers_as_this_python_does(staged: Path, stdlib: str) -> None:
    node = Path(sys.executable).with_name("node")
    script = Path(__file__).with_name("start_runtime.mjs")
    started = subprocess.run(
        [node, script, staged, stdlib, OPEN], capture_output=True, text=True, timeout=120, check=False
    )
    # Pyodide's errors under Node come with its whole source.
    assert started.returncode == 0, started.stderr[-2000:]
    seen = json.loads(started.stdout)
    assert seen["magic"] == importlib.util.MAGIC_NUMBER.hex()
    assert seen["python"].startswith("3.13.")
    assert seen["jinja2"] == "&lt;b&gt;"
    assert seen["markupsafe"] == "markupsafe._native"
    suffix = "py" if stdlib == "stdlib_full" else "pyc"
    assert seen["files"] == [
        f"/lib/python313.zip/json/decoder.{suffix}",
        "/lib/app.zip/jinja2/__init__.pyc",
        "/lib/app.zip/markupsafe/__init__.pyc",
        "/lib/app.zip/wizard/__init__.pyc",
    ]
    assert json.loads(seen["response"]) == json.loads(api.handle(OPEN))


def test_without_pyodide_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime, "PYODIDE", tmp_path)
    with pytest.raises(runtime.RuntimeFilesError, match="make setup"):
        runtime.stage(tmp_path / "out")


def test_another_python_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pyodide-lock.json").write_text('{"info": {"python": "3.99.0"}, "packages": {}}')
    monkeypatch.setattr(runtime, "PYODIDE", tmp_path)
    with pytest.raises(runtime.RuntimeFilesError, match="bytecode differs"):
        runtime.stage(tmp_path / "out")


def test_a_source_that_does_not_compile_is_named() -> None:
    with pytest.raises(runtime.RuntimeFilesError, match=r"broken\.py"):
        runtime.compiled_archive({"broken.py": b"def :"})
