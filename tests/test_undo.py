"""Back undoes a file: the state before it, to the letter, as long as nothing else has been said."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.door import WHOLE, files, opened, press, reloaded, send, shown, words

type Json = dict[str, Any]

FILE = press(press(shown({"persistence": "no"}, "review", review=True), "confirm"), "save")["document"]["markdown"]
EDITED = FILE.replace("# Data Stack\n", "# Data Stack of theirs\n\nTheir words.\n", 1)
PACKAGE = '{"dependencies": {"next": "16", "drizzle-orm": "0.45", "pg": "8"}}'

DROPPED: dict[str, dict[str, str | None]] = {
    "a README": {"README.md": "## Install\n\nnpm i\n\n## Database\n\nWe use whatever is there.\n\n## License\n\nMIT\n"},
    "a document without answers": {
        "data-stack.md": "# Data Stack\n\n## Database\n\nMySQL.\n\n## Backups\n\nNightly.\n"
    },
    "a document": {"data-stack.md": FILE},
    "a document that was edited": {"data-stack.md": EDITED, "package.json": PACKAGE},
    "project files": {"package.json": PACKAGE, "notes.txt": "Buy milk."},
    "a file that is too large": {"go.mod": None},
}

SHOWN = ("answers", "record", "at", "review", "fragment", "link", "html", "document")


def noted() -> Json:
    return press(shown(WHOLE, "runtime"), "continue", "server", fields={"note": ["Mine."]})


def edited() -> Json:
    return press(press(noted(), "confirm"), "save", fields={"prose:Database": ["Ours."]})


def aside() -> Json:
    """With another interview put aside."""
    return press(
        send(
            {},
            "open",
            fragment="persistence=yes&language=go",
            stored=json.dumps({"fragment": noted()["fragment"], "record": noted()["record"]}),
        ),
        "review",
    )


def resting(state: Json) -> Json:
    """The same screen without the notices of the way there."""
    return reloaded(state)


BEFORE: dict[str, Callable[[], Json]] = {
    "nothing": opened,
    "a note on the first screen": lambda: press(opened(), "back", fields={"note": ["Mine."]}),
    "a question": lambda: press(noted(), "change", question="scale"),
    "the summary": noted,
    "the document": edited,
    "another interview aside": aside,
}


def same(state: Json, before: Json, *, ways: bool = True) -> None:
    """To the letter; without `ways`, what else can be undone apart."""
    for part in ("answers", "at", "review", "fragment", "document"):
        assert state[part] == before[part], part
    left_out = set() if ways else {"undo"}
    assert {key: value for key, value in state["record"].items() if key not in left_out} == {
        key: value for key, value in before["record"].items() if key not in left_out
    }


@pytest.mark.parametrize("on", BEFORE)
@pytest.mark.parametrize("kind", DROPPED)
def test_back_gives_the_state_before_a_file(kind: str, on: str) -> None:
    before = BEFORE[on]()
    dropped = files(before, DROPPED[kind])
    assert dropped["at"] in ("found", "opened")
    same(press(dropped, "back"), before)
    same(press(reloaded(dropped), "back"), before)
    same(reloaded(press(dropped, "back")), before)


@pytest.mark.parametrize("on", BEFORE)
@pytest.mark.parametrize("kind", DROPPED)
def test_so_does_back_in_the_browser(kind: str, on: str) -> None:
    before = BEFORE[on]()
    dropped = files(before, DROPPED[kind])
    for state in (dropped, reloaded(dropped)):
        back = send(
            state["answers"], "open", state["record"], at=state["at"], how="history", fragment=before["fragment"]
        )
        same(back, before)


@pytest.mark.parametrize("kind", DROPPED)
def test_back_walks_back_over_a_file_that_was_taken(kind: str) -> None:
    """As long as nothing else has been said: first to the screen of the file, and then to the state before it."""
    before = edited()
    dropped = files(before, DROPPED[kind])
    taken = press(dropped, "continue", fields={"found": ["existing_database"]})
    while taken["at"] == "found":
        taken, dropped = press(taken, "continue"), taken
    back = press(reloaded(taken), "back")
    same(back, dropped)
    while back["at"] in ("found", "opened"):
        back = press(back, "back")
    same(back, before)


@pytest.mark.parametrize("kind", DROPPED)
def test_what_has_been_said_since_is_never_undone(kind: str) -> None:
    taken = press(files(noted(), DROPPED[kind]), "continue")
    at = "persistence"
    noted_since = press(press(taken, "change", question=at), "back", fields={"note": ["Since."]})
    state = noted_since
    for _ in range(6):
        state = press(state, "back")
        assert state["record"]["notes"][at] == "Since."


def test_files_after_files_are_walked_back_one_by_one() -> None:
    states = [noted()]
    for dropped in DROPPED.values():
        states.append(files(states[-1], dropped))
    for before in states[-2:-5:-1]:
        states[-1] = press(states[-1], "back")
        same(states[-1], before, ways=False)
    for _ in range(10):
        if states[-1]["at"] not in ("found", "opened"):
            break
        states[-1] = press(states[-1], "back")
    same(states[-1], states[0])


def test_a_choice_that_was_marked_when_a_file_came_is_marked_again() -> None:
    before = press(opened(), "continue", "yes")
    dropped = press(before, "files", "postgresql", files=[{"name": "package.json", "text": PACKAGE}])
    assert 'value="postgresql" selected' in press(dropped, "back")["html"]


def test_a_file_that_was_left_stays_left_when_files_come_again() -> None:
    state = press(files(opened(), DROPPED["a README"]), "back")
    assert "prose" not in press(files(state, DROPPED["project files"]), "continue")["record"]
    assert words(state)


def test_forward_to_a_file_that_back_put_away_shows_its_summary() -> None:
    before = opened()
    read = files(before, DROPPED["a document"])
    assert read["at"] == "opened"
    back = send(read["answers"], "open", read["record"], at=read["at"], how="history", fragment=before["fragment"])
    assert back["answers"] == {}
    forward = send(back["answers"], "open", back["record"], at=back["at"], how="history", fragment=read["fragment"])
    assert (forward["at"], forward["answers"]) == ("review", read["answers"])
    assert "open the file again" in words(forward)
