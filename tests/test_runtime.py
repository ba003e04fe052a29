"""The runtime that the browser gets: reproducible, complete, and started here under Node with the very files."""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from types import CodeType

import pytest

from tests import proofs
from tests.in_pyodide import run
from tests.in_pyodide import staged as stage_for_node
from tests.profile.asked import requests as asked_at_random
from wizard.build.assets import bytecode, compiled, prepare, runtime
from wizard.door import api

TESTS = Path(__file__).parent

#: Of each table of cases in the suite so many run in Pyodide, where each takes ten times as long. All run outside it:
#: what is proved here is that what is shipped does as CPython does, and that nothing is missing.
CASES = 4

#: A first question, and a summary with all that the rules say.
REQUESTS = [
    json.dumps({"answers": {}, "event": {"type": "open", "fragment": fragment, "stored": ""}})
    for fragment in ("", "persistence=yes&language=python&at=review")
]


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A staged runtime, with what its loader needs to run under Node beside it."""
    return stage_for_node(tmp_path_factory.mktemp("node"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with all of the WebAssembly: tests and their tools call what the wizard does not."""
    return stage_for_node(tmp_path_factory.mktemp("whole"), wasm=bytes)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def opened(archive: Path) -> zipfile.ZipFile:
    content = archive.read_bytes()
    return zipfile.ZipFile(io.BytesIO(gzip.decompress(content) if archive.suffix == ".bin" else content))


def names_in(archive: Path) -> set[str]:
    return set(opened(archive).namelist())


@pytest.mark.full("a second staging of the runtime, with nothing kept of the first")
def test_two_stagings_are_identical(staged: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "CACHE", tmp_path / "empty-cache")
    runtime.stage(tmp_path / "again")
    assert contents(tmp_path / "again") == contents(staged)


@pytest.mark.full("a second staging of the runtime, with nothing kept of the first")
def test_staging_removes_what_an_earlier_build_left(tmp_path: Path) -> None:
    (tmp_path / "app-0000000000000000.bin").write_bytes(b"old")
    runtime.stage(tmp_path)
    assert len(list(tmp_path.glob("app-*.bin"))) == 1


def test_runtime_json_describes_every_file(staged: Path) -> None:
    described = json.loads((staged / "runtime.json").read_text())
    files = [part for part in described.values() if isinstance(part, dict) and "path" in part]
    found = {path: content for path, content in contents(staged).items() if path != "runtime.json"}
    assert {file["path"] for file in files} == found.keys()
    for file in files:
        content = found[file["path"]]
        assert file["bytes"] == len(content)
        assert file["sha256"] == hashlib.sha256(content).hexdigest()
        assert file["gzip"] <= file["bytes"]
    assert described["pyodide"] == "0.29.5"
    assert {described["index"] + name for name in runtime.CORE} < found.keys()
    assert found[described["wasm_full"]["path"]] == (runtime.PYODIDE / "pyodide.asm.wasm").read_bytes()


def test_nothing_that_is_sent_reads_what_the_pages_alone_say() -> None:
    """It is empty in the browser. `summary` is a screen's too, of a check, and `pick_when` stays for databases."""
    sent = {path: content.decode() for path, content in runtime.app_files().items() if path.startswith("wizard/")}
    reads = re.compile(rf"\.(?:{'|'.join(sorted(prepare.ON_PAGES - {'summary', 'pick_when'}))})\b")
    assert [path for path, text in sent.items() if path.endswith(".py") and reads.search(text)] == []


def test_the_browser_gets_no_more_bytes_than_it_may(staged: Path) -> None:
    """Sizes on the line. A budget that is met with much room to spare should be made smaller."""
    described = json.loads((staged / "runtime.json").read_text())
    sizes = {name: described[name]["gzip"] for name in ("loader", "glue", "wasm", "stdlib", "app")}
    assert sizes["glue"] < 105_000
    assert sizes["stdlib"] < 195_000
    assert sizes["app"] < 646_500
    assert sizes["wasm"] < 1_240_000
    assert sum(sizes.values()) < 2_176_000
    assert described["reader"]["gzip"] < 213_500  # fetched only where a file or a line is read


def test_the_app_archive_holds_what_the_browser_runs_and_no_more(staged: Path) -> None:
    (archive,) = staged.glob("app-*.bin")
    names = names_in(archive)
    assert {
        "jinja2/__init__.pyc",
        "markupsafe/_native.pyc",
        "wizard/api.pyc",
        "wizard/door/packed.pickle",
    } <= names
    assert not [name for name in names if name.startswith(runtime.READER)], "they have an archive of their own"
    (archive,) = staged.glob("reader-*.bin")
    held = names_in(archive)
    assert {
        "wizard/check/dropped.pyc",
        "wizard/check/kinds.toml",
        "wizard/read/detection.pyc",
    } <= held
    assert not [
        name for name in held if name.endswith(("command.pyc", "report.pyc", "repository.pyc", "governing.pyc"))
    ]
    templates = list((runtime.PACKAGE / "show").glob("*.jinja"))
    assert templates
    assert sum(name.startswith("wizard/show/compiled/") for name in names) == len(templates)
    unwanted = (".py", ".so", ".toml", ".c", ".jinja")
    assert not [name for name in names if name.endswith(unwanted) or "__main__" in name or "/site/" in name]


def test_the_standard_library_holds_what_was_traced_and_no_more(staged: Path) -> None:
    (archive,) = staged.glob("stdlib-*.bin")
    (full,) = staged.glob("stdlib-full-*.zip")
    traced = set(runtime.TRACED.read_text().split())
    stock = dict.fromkeys(names_in(full), b"")
    modules = {
        name: name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for name in runtime.with_stand_ins(stock, {})[0]
    }
    (reader,) = staged.glob("reader-*.bin")
    wanted = {name for name, module in modules.items() if module in traced}
    late = {name for name in wanted if name.startswith(runtime.READER)}
    assert "tomllib/__init__.py" in late
    assert names_in(archive) == {f"{name}c" for name in wanted - late}
    assert {f"{name}c" for name in late} <= names_in(reader)
    assert traced.isdisjoint(runtime.NOT_MISSED)


def test_every_stand_in_takes_the_place_of_something_and_is_shipped(staged: Path) -> None:
    """A stand-in that nothing imports any more, or whose original has gone, should go too."""
    stand_ins = {str(file.relative_to(runtime.STAND_INS)) for file in runtime.STAND_INS.rglob("*.py")}
    (stdlib,), (app,) = staged.glob("stdlib-????????????????.bin"), staged.glob("app-*.bin")
    assert {f"{name}c" for name in stand_ins} <= names_in(stdlib) | names_in(app)
    (full,) = staged.glob("stdlib-full-*.zip")
    packages = {name.replace("/__init__.py", ".py") for name in names_in(full)}
    assert stand_ins <= packages | names_in(full) | runtime.app_files().keys()


def test_a_stand_in_replaces_a_package_with_all_that_is_in_it() -> None:
    stdlib = {"asyncio/__init__.py": b"", "asyncio/events.py": b"", "asynciox.py": b"", "random.py": b"stock"}
    got, _ = runtime.with_stand_ins(stdlib, {})
    assert "asynciox.py" in got
    assert {name for name in got if name.startswith("asyncio/")} == set()
    assert got["random.py"] != b"stock"


def test_a_module_that_nobody_traced_comes_with_what_it_needs() -> None:
    stdlib = {
        "another/__init__.py": b"from .part import Thing",
        "another/part.py": b"import json, os, scan\ndef late():\n  import never",
        "os.py": b"",
        "scan.py": b"",
        "never.py": b"",
        "other.py": b"",
    }
    app = {"wizard/new.py": b"def late():\n  from another import Thing", "wizard/a.txt": b"", "jinja2/unused.py": b""}
    got, own = runtime.used(stdlib, app)
    assert got.keys() == {"another/__init__.py", "another/part.py", "scan.py"}
    assert own.keys() == {"wizard/new.py", "wizard/a.txt"}


def test_every_screen_and_interviews_at_random_call_nothing_that_is_left_out(staged: Path) -> None:
    """If this fails, `make profile`: what is shipped would start Python twice."""
    node = Path(sys.executable).with_name("node")
    command = [str(node), "--stack-size=5000", str(TESTS / "profile" / "ask.mjs"), str(staged)]
    asked = list(asked_at_random(3, "a test"))
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["fatal"] == ""
    assert told["answered"] > len(asked) / 2


@pytest.mark.full("the unit tests inside the trimmed Pyodide")
def test_every_test_of_what_is_shipped_passes_in_the_trimmed_pyodide(
    whole: Path, request: pytest.FixtureRequest
) -> None:
    """And while they run, nothing is imported but what the browser gets, and all that it gets is imported.

    A proof that need not be proved again for the same runtime and the same tests: see proofs.py.
    """
    sources = sources_of_the_suite()
    digest = proofs.digest(sources, more=(whole / "runtime.json").read_text())
    name = proofs.name_of(request.node)
    if proofs.is_kept(digest, name) and not proofs.proves_again(request.config):
        pytest.skip(f"{proofs.PROVED}{digest}")
    found = run(whole, cases=CASES)
    assert found.passed, found.said
    assert {"tests/test_api.py", "tests/test_detection.py", "tests/test_view.py"} <= set(found.files)
    needed = {*found.modules} - runtime.NOT_MISSED
    assert sorted(needed) == runtime.TRACED.read_text().split(), "run `python -m tests.in_pyodide`"
    read = {proofs.ROOT / name for name in found.read}
    strangers = {file for file in read if proofs.is_ours(file)} - sources
    assert not strangers, "it depends on files that its digest does not cover"
    proofs.keep(digest, name)


def sources_of_the_suite() -> frozenset[Path]:
    """What the suite in Pyodide depends on, beside the runtime: the tests outside browsers, and what runs them."""
    tests = {file for file in proofs.below(TESTS) if not file.is_relative_to(TESTS / "browser")}
    return proofs.imported(Path(__file__)) | tests | {proofs.ROOT / name for name in proofs.PINNED}


def test_archives_do_not_carry_the_clock(staged: Path) -> None:
    (app,) = staged.glob("app-*.bin")
    assert {entry.date_time for entry in opened(app).infolist()} == {(1980, 1, 1, 0, 0, 0)}
    files = {"b.txt": b"b", "a.txt": b"a"}
    assert compiled.zip_files(files) == compiled.zip_files(dict(reversed(files.items())))
    assert zipfile.ZipFile(io.BytesIO(compiled.zip_files(files))).namelist() == ["a.txt", "b.txt"]


def test_bytecode_is_stamped_with_its_source_and_carries_no_docstrings() -> None:
    archive = compiled.compiled_archive({"one.py": b'"""About one."""\n', "two.txt": b"2"})
    files = compiled.unzip(gzip.decompress(archive))
    assert files.keys() == {"one.pyc", "two.txt"}
    assert files["one.pyc"][:4] == importlib.util.MAGIC_NUMBER
    assert files["one.pyc"][4] & 1, "stamped with the time of day"
    assert b"About one" not in files["one.pyc"]


def test_code_has_its_lines_and_no_columns() -> None:
    """As a traceback reads them. The text has jumps of many lines, back too, and a line of many instructions."""
    text = "x = [\n" + "\n" * 100 + f"  1, f(\n{', '.join('abc' * 40)}, y)]\ndef late():\n  for i in x: yield i"
    old = compile(text, "late.py", "exec")
    new = bytecode.without_columns(old)
    inner = [next(item for item in code.co_consts if isinstance(item, CodeType)) for code in (old, new)]
    for before, after in ((old, new), inner):
        assert len({line for line, *_ in before.co_positions()}) > 1
        assert [line for line, *_ in after.co_positions()] == [line for line, *_ in before.co_positions()]
        assert {column for *_, column in after.co_positions()} == {None}
        assert len(after.co_linetable) < len(before.co_linetable)
        assert after.co_code == before.co_code


@pytest.mark.parametrize(
    "stdlib", ["stdlib", pytest.param("stdlib_full", marks=pytest.mark.full("Python with its untouched library"))]
)
def test_it_starts_and_answers_as_this_python_does(staged: Path, stdlib: str) -> None:
    node = Path(sys.executable).with_name("node")
    script = Path(__file__).with_name("start_runtime.mjs")
    started = subprocess.run(
        [node, script, staged, stdlib, *REQUESTS], capture_output=True, text=True, timeout=120, check=False
    )
    # Pyodide's errors under Node come with its whole source.
    assert started.returncode == 0, started.stderr[-2000:]
    seen = json.loads(started.stdout)
    assert seen["magic"] == list(importlib.util.MAGIC_NUMBER)
    assert seen["python"].startswith("3.13.")
    assert seen["markupsafe"] == "markupsafe._native"
    suffix = "py" if stdlib == "stdlib_full" else "pyc"
    assert seen["files"] == [
        f"/lib/python313.zip/json/decoder.{suffix}",
        "/lib/app.zip/jinja2/__init__.pyc",
        "/lib/app.zip/markupsafe/__init__.pyc",
        "/lib/app.zip/wizard/__init__.pyc",
    ]
    for request, response in zip(REQUESTS, seen["responses"], strict=True):
        assert json.loads(response) == json.loads(api.handle(request))


def test_without_pyodide_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime, "PYODIDE", tmp_path)
    with pytest.raises(compiled.RuntimeFilesError, match="make setup"):
        runtime.stage(tmp_path / "out")


def test_another_python_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pyodide-lock.json").write_text('{"info": {"python": "3.99.0"}, "packages": {}}')
    monkeypatch.setattr(runtime, "PYODIDE", tmp_path)
    with pytest.raises(compiled.RuntimeFilesError, match="bytecode differs"):
        runtime.stage(tmp_path / "out")


def test_a_source_that_does_not_compile_is_named() -> None:
    with pytest.raises(compiled.RuntimeFilesError, match=r"broken\.py"):
        compiled.compiled_archive({"broken.py": b"def :"})
