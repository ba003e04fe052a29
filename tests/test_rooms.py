"""The rooms of the package: what each may import, and that each module holds one subject."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Final

import pytest

PACKAGE: Final = Path(__file__).parents[1] / "wizard"

#: Data flow down this list, and imports up: a room imports from itself and from those before it.
ROOMS: Final = (
    "catalogue",
    "decide",
    "explain",
    "converse",
    "write",
    "read",
    "check",
    "show",
    "door",
    "agent",
    "build",
)

#: What puts the rooms together: the package's public names.
ABOVE_ALL: Final = {"__init__", "__main__", "api"}

#: In lines. A module, or a function, that is longer holds more than one subject.
LONGEST_MODULE: Final = 400
LONGEST_FUNCTION: Final = 50

MODULES: Final = sorted(
    path
    for path in PACKAGE.rglob("*.py")
    if "browser" not in path.relative_to(PACKAGE).parts and "node_modules" not in path.parts
)


def name(path: Path) -> str:
    """`wizard/show/review.py` is `show.review`."""
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


def imported(tree: ast.AST) -> set[str]:
    """The modules of `wizard` that a module names, its own imports for types included, as `show.review`."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "wizard":
            inside = node.module.removeprefix("wizard").removeprefix(".")
            found |= {f"{inside}.{item.name}".removeprefix(".") for item in node.names}
        elif isinstance(node, ast.Import):
            found |= {item.name.removeprefix("wizard.") for item in node.names if item.name.startswith("wizard.")}
    return found


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_imports_run_one_way(path: Path) -> None:
    room = name(path).split(".")[0]
    if room in ABOVE_ALL:
        return
    assert room in ROOMS, "a room of its own, or a new one: add it here, to the README's map and to its own docstring"
    allowed = {*ROOMS[: ROOMS.index(room) + 1], "__version__"}
    rooms = {item.split(".")[0] for item in imported(ast.parse(path.read_text(encoding="utf-8")))}
    assert rooms <= allowed, f"{name(path)} imports from a room below its own"


def test_a_wrong_import_is_seen() -> None:
    assert imported(ast.parse("from wizard.door import api\nimport wizard.show.review")) == {"door.api", "show.review"}
    assert imported(ast.parse("def f():\n    from wizard.door.api import handle")) == {"door.api.handle"}


@pytest.mark.parametrize("room", ROOMS)
def test_each_room_says_what_comes_in_what_goes_out_and_what_it_may_import(room: str) -> None:
    docstring = ast.get_docstring(ast.parse((PACKAGE / room / "__init__.py").read_text(encoding="utf-8"))) or ""
    first, *lines = [line for line in docstring.splitlines() if line]
    assert first.endswith("."), "one sentence that says what the room is for"
    assert [line.partition(":")[0] for line in lines] == ["In", "Out", "May import"]
    assert lines[2].partition(": ")[2].rstrip(".") == (
        ", ".join(ROOMS[: ROOMS.index(room)]) or "nothing of this package"
    )


def test_the_readmes_map_has_the_rooms_in_their_order() -> None:
    readme = (PACKAGE.parent / "README.md").read_text(encoding="utf-8")
    places = [readme.find(f"\n  {room}/ ") for room in ROOMS]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_holds_one_subject(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_MODULE
    long = {
        node.name: (node.end_lineno or 0) - node.lineno + 1
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    }
    assert not long, f"functions of more than {LONGEST_FUNCTION} lines"
