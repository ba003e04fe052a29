"""What is not among the answers: it is named in the note of its question, and no link carries it."""

from __future__ import annotations

import json

import pytest

from tests.door import WHOLE, checked, opened, press, send, words

DATABASE_ASKED = "persistence=yes&at=existing_database"


@pytest.mark.parametrize("chosen", [(), ("another",)])
@pytest.mark.parametrize("kind", ["continue", "finish"])
@pytest.mark.parametrize("named", ["SQL Server 2019, in use", "Firebird 3", "DuckDB"])
def test_a_database_that_is_not_in_the_list_is_named_in_the_note(
    chosen: tuple[str, ...], kind: str, named: str
) -> None:
    state = press(opened(DATABASE_ASKED), kind, *chosen, fields={"note": [named]})
    assert state["answers"]["existing_database"] == "none"
    assert "was named, and not compared" in words(state)
    if kind == "continue":
        assert "another" in checked(press(state, "back"))


def test_another_database_has_to_be_named_and_not_to_be_one_of_the_list() -> None:
    state = opened(DATABASE_ASKED)
    unnamed = press(state, "continue", "another", fields={"note": []})
    assert "Write its name in the note" in words(unnamed)
    assert '<details class="dsw-note" open>' in unnamed["html"]
    assert "another" in checked(unnamed)
    listed = press(state, "continue", "another", fields={"note": ["PostgreSQL 15"]})
    assert (listed["at"], "can be chosen from the list" in words(listed)) == ("existing_database", True)
    unknown = press(state, "continue", "another", fields={"note": ["FoxPro 9"]})
    assert (unknown["at"], unknown["answers"]["existing_database"]) == ("conflict", "none")
    assert "FoxPro was named, and not compared" in words(unknown)


def test_nothing_chosen_and_nothing_named_is_still_an_error() -> None:
    for note in ([], ["Postgres, I think"]):
        state = press(opened(DATABASE_ASKED), "continue", fields={"note": note})
        assert "Choose one of the answers to go on" in words(state)


def test_another_language_is_named_in_the_note() -> None:
    state = opened("persistence=yes&existing_database=none&at=language")
    assert "Name another language, or add a note" in words(state)
    there = opened("persistence=yes&existing_database=none&language=other&at=language")
    assert '<details class="dsw-note" open>' in there["html"]


def test_the_result_says_what_the_link_leaves_out() -> None:
    state = press(opened(), "continue", fields={"line": ["Laravel 12 and PHP 8.3, MariaDB in use on Hetzner"]})
    assert "The link leaves out what you wrote on “Language” and “Platform”" in words(state)
    assert "leaves out" not in words(opened(state["link"]))
    bare = press(opened(), "continue", fields={"line": ["Django, MariaDB in use"]})
    assert "leaves out" not in words(bare)


def summary(fragment: str) -> str:
    """The text of the summary of answers that are one's own."""
    return words(press(opened(f"{fragment}&at=review") | {"record": {}}, "pace-brief"))


def test_what_would_change_it_begins_with_what_a_project_is_likely_to_change() -> None:
    text = summary(
        "persistence=yes&existing_database=none&language=typescript&framework=nestjs&existing_client=none"
        "&runtime=server&platform=aws&data=relational&scale=millions&hosting=managed&budget=modest"
    )
    page, _, below = text.partition("Does this capture")
    assert page.partition("What would change it ")[2].startswith("Budget becomes “Nothing”")
    assert "Time series" not in page
    changes = below.partition("What changes it, and what does not ")[2]
    assert changes.index("Hosting becomes") < changes.index("Kind of data becomes")


def test_nothing_left_to_ask_and_a_close_call_do_not_contradict_each_other() -> None:
    answered = {key: value for key, value in WHOLE.items() if key not in ("migrations", "engines")}
    text = words(press({"answers": answered, "at": "migrations", "review": False}, "pace-brief"))
    assert "already settle" not in text
    assert "No question left can change the database" in text


def test_a_line_of_ones_own_is_no_link() -> None:
    begun = opened("persistence=yes&existing_database=none&at=language")
    mine = json.dumps({"fragment": begun["fragment"], "record": begun["record"]})
    line = "line=Postgres%20on%20Neon"
    typed = send({}, "open", how="typed", fragment=line, stored=mine)
    assert "starts anew" not in words(typed)
    assert "Another interview that was begun here is kept" in words(typed)
    assert "This link starts anew" in words(send({}, "open", how="load", fragment=line, stored=mine))
