"""The door again: notes, trade-offs, conflicts, files, edited prose, and ways back to what was there before."""

from __future__ import annotations

import json
from typing import Any

import pytest
from markdown_it import MarkdownIt

from tests.door import WHOLE, checked, opened, press, reloaded, send, shown, words
from wizard.catalogue.load import load
from wizard.converse import link
from wizard.converse.record import LONGEST_NOTE, LONGEST_PROSE, LONGEST_TYPED
from wizard.door.event import RequestError
from wizard.door.screens import EVERYWHERE, QUESTION, SCREENS
from wizard.write.data_stack import HEADINGS

type Json = dict[str, Any]

CATALOGUE = load()
KEPT: Json = {
    **WHOLE,
    "existing_database": "mongodb",
    "existing_stance": "decided",
    "language": "python",
    "framework": "fastapi",
    "existing_client": "beanie",
    "existing_stores": ["none"],
}
PACKAGE_JSON = '{\n  "dependencies": {\n    "next": "16.0.1",\n    "drizzle-orm": "0.45.4",\n    "pg": "8"\n  }\n}\n'


def files(state: Json, **texts: str | None) -> Json:
    named = {name.replace("__", "-").replace("_", "."): text for name, text in texts.items()}
    given = [{"name": name} | ({"text": text} if text is not None else {}) for name, text in named.items()]
    return press(state, "files", files=given)


# --- notes ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["continue", "finish", "back", "pace-guided"])
def test_a_note_is_kept_whichever_way_one_goes(kind: str) -> None:
    state = press(shown(WHOLE, "runtime"), kind, "server", fields={"note": ["Two machines in Paris."]})
    assert state["record"]["notes"] == {"runtime": "Two machines in Paris."}
    assert "Two machines in Paris." in words(press(state, "change", question="runtime"))
    assert "Two machines in Paris." in words(press(state, "review"))
    assert "Two machines in Paris." in press(press(state, "review"), "confirm")["document"]["markdown"]


#: Every button on a screen with a field for text.
PRESSED = [
    *((kind, "runtime", "note") for kind in sorted({*QUESTION.press, *EVERYWHERE} - {"open"})),
    *((kind, "document", "prose:Overview") for kind in sorted({*SCREENS["document"].press, *EVERYWHERE} - {"open"})),
]


@pytest.mark.parametrize(("kind", "at", "field"), PRESSED)
def test_whatever_is_pressed_what_was_written_is_kept(kind: str, at: str, field: str) -> None:
    before = press(press(shown(WHOLE, "review", review=True), "restart"), "resume")  # there is one to return to
    state = {**before, "at": at, "record": {**before["record"], "earlier": ['{"fragment": "persistence=no"}']}}
    more: dict[str, Json] = {"change": {"question": "scale"}, "reset": {"question": "Database"}, "files": {"files": []}}
    pressed = press(state, kind, "server", fields={field: ["Two machines in Paris."]}, **more.get(kind, {}))
    assert "Two machines in Paris." in json.dumps(pressed["record"])


def test_an_emptied_note_is_gone() -> None:
    state = press(shown(WHOLE, "runtime"), "continue", "server", fields={"note": ["x"]})
    state = press(press(state, "change", question="runtime"), "continue", "server", fields={"note": [""]})
    assert "notes" not in state["record"]


@pytest.mark.parametrize("kind", ["continue", "finish"])
def test_a_note_that_is_too_long_is_refused_and_shown_again(kind: str) -> None:
    note = "word " * 200
    state = press(shown(WHOLE, "runtime"), kind, "edge", fields={"note": [note]})
    assert (state["at"], state["answers"]["runtime"], checked(state)) == ("runtime", "server", {"edge"})
    assert state["title"].startswith("Error: ")
    assert f"shorten it by {len(note) - LONGEST_NOTE}" in state["announcement"]
    assert note.strip() in words(state)
    assert 'href="#dsw-note"' in state["html"]


def test_notes_are_no_part_of_a_link() -> None:
    state = press(shown(WHOLE, "runtime"), "continue", "server", fields={"note": ["Secret."]})
    assert "Secret" not in state["link"] + state["fragment"]
    assert link.read(CATALOGUE, state["link"]).answers == link.read(CATALOGUE, state["fragment"]).answers


# --- from a link ------------------------------------------------------------------------------------------------------


def test_answers_from_a_link_are_marked_until_somebody_confirms_them() -> None:
    state = opened("persistence=yes&language=python&framework=django&at=framework")
    assert "from your link" in words(state)
    state = press(state, "continue", "flask")
    assert set(state["record"]["origins"]) == {"persistence", "language"}
    state = press(state, "review")
    assert words(state).count("from your link") == 2
    state = press(state, "confirm")
    assert "origins" not in state["record"]
    assert "from your link" not in words(press(state, "back"))


def test_a_reload_marks_nothing() -> None:
    state = press(opened("persistence=yes&language=python"), "review")
    state = press(press(state, "confirm"), "back")
    stored = json.dumps({"fragment": state["fragment"], "record": state["record"]})
    assert "from your link" not in words(opened(state["fragment"], stored))


def test_a_link_does_not_overwrite_the_interview_that_was_stored() -> None:
    before = press(shown(WHOLE, "runtime"), "continue", "server", fields={"note": ["Mine."]})
    stored = json.dumps({"fragment": before["fragment"], "record": before["record"]})
    state = opened("persistence=yes&language=go", stored)
    assert state["answers"] == {"persistence": "yes", "language": "go"}
    assert "notes" not in state["record"]
    assert "is kept" in words(state)
    state = press(state, "resume")
    assert (state["answers"], state["record"]["notes"]) == (before["answers"], {"runtime": "Mine."})


@pytest.mark.parametrize(
    "stored", ["{", '{"fragment": 7}', '{"record": []}', "{}", '{"fragment": "language=go", "record": 3}', "[" * 9999]
)
def test_whatever_was_stored_is_survived(stored: str) -> None:
    assert opened("", stored)["at"] in CATALOGUE.questions


# --- Back and Forward -------------------------------------------------------------------------------------------------


def test_back_in_history_keeps_what_was_said_since() -> None:
    state = send(
        WHOLE, "open", {"notes": {"scale": "x"}}, how="history", fragment="persistence=yes&at=existing_database"
    )
    assert (state["at"], state["answers"], state["record"]["notes"]) == ("existing_database", WHOLE, {"scale": "x"})
    assert "none" in checked(state)
    state = send(WHOLE, "open", how="history", fragment="")
    assert (state["at"], state["answers"]) == ("persistence", WHOLE)


def test_back_in_history_undoes_a_changed_answer() -> None:
    before = link.write(
        {**WHOLE, "data": ("relational",), "compliance": ("none",), "scale": "hundreds"}, "review", reviewed=True
    )
    assert send(WHOLE, "open", how="history", fragment=before)["answers"]["scale"] == "hundreds"


LEFT = {"at": "language", "fields": {"language": ["go"], "note": ["Not passed on."]}}


def test_what_is_written_on_a_screen_that_back_leaves_is_kept() -> None:
    state = send(
        WHOLE, "open", {"notes": {"scale": "x"}}, how="history", fragment="persistence=yes&at=scale", left=LEFT
    )
    assert state["record"]["notes"] == {"scale": "x", "language": "Not passed on."}
    assert state["answers"]["language"] == WHOLE["language"], "what was only marked is not an answer"


def test_what_is_written_on_a_screen_that_a_link_leaves_is_put_aside() -> None:
    mine = opened("persistence=yes&existing_database=none&at=language")
    state = send(mine["answers"], "open", how="link", fragment="persistence=no", stored=kept(mine), left=LEFT)
    assert "notes" not in state["record"]
    assert press(state, "resume")["record"]["notes"] == {"language": "Not passed on."}


@pytest.mark.parametrize("left", ["x", {}, {"at": 7, "fields": "x"}, {"at": "nowhere", "fields": {"note": ["x"]}}])
def test_whatever_a_page_says_it_left_is_survived(left: Any) -> None:
    assert "notes" not in send(WHOLE, "open", how="history", fragment="", left=left)["record"]


def test_an_interview_has_one_address() -> None:
    state = press(opened("persistence=yes&existing_database=none&at=language"), "pace-brief")
    assert opened(state["fragment"], kept(state))["fragment"] == state["fragment"]


def test_starting_again_can_be_undone_by_a_button_and_by_back() -> None:
    before = press(shown(WHOLE, "runtime"), "continue", "server", fields={"note": ["Mine."]})
    cleared = press(press(before, "review"), "restart")
    assert (cleared["answers"], cleared["fragment"]) == ({}, "")
    assert "were cleared" in words(cleared)
    back = press(cleared, "resume")
    assert (back["answers"], back["record"]["notes"]) == (WHOLE, {"runtime": "Mine."})
    by_history = send({}, "open", cleared["record"], how="history", fragment=before["fragment"])
    assert (by_history["answers"], by_history["record"]["notes"]) == (WHOLE, {"runtime": "Mine."})


@pytest.mark.parametrize(
    ("kind", "fields"),
    [("continue", {"persistence": ["yes"]}), ("express", {"line": ["MySQL, Python, Django"]})],
)
def test_what_starting_again_cleared_is_offered_until_the_document_is_written(
    kind: str, fields: dict[str, list[str]]
) -> None:
    document = press(shown(WHOLE, "review", review=True), "confirm")
    edited = press(document, "save", fields={"prose:Database": ["Mine."]})
    now = press(press(edited, "restart"), kind, fields=fields)
    ways = [now, reloaded(now)]
    if now["at"] != "review":
        ways += [press(now, "back"), press(now, "pace-guided"), press(now, "review")]
    for state in ways:
        assert "They are kept until you write the document" in words(state)
        assert press(state, "resume")["record"]["prose"] == {"Database": "Mine."}
    assert 'value="resume"' in files(now, data__stack_md=document["document"]["markdown"])["html"]
    written = press(press(now, "review"), "confirm")
    assert "earlier" not in written["record"], "meant: what it cleared is gone"


def test_a_link_to_what_one_has_answered_already_loses_nothing() -> None:
    mine = press(shown(WHOLE, "runtime"), "continue", "server", fields={"note": ["Mine."]})
    stored = json.dumps({"fragment": mine["fragment"], "record": mine["record"]})
    for answers in (WHOLE, {"language": WHOLE["language"]}):
        again = send({}, "open", fragment=link.write(answers, ""), stored=stored)
        assert (again["answers"], again["record"]["notes"]) == (WHOLE, {"runtime": "Mine."})
        assert "This is where you left off." in words(again)


def test_back_from_a_link_that_was_followed_by_mistake_brings_everything_back_and_forward_too() -> None:
    mine = press(shown(WHOLE, "runtime"), "continue", "server", fields={"note": ["Mine."]})
    stored = json.dumps({"fragment": mine["fragment"], "record": mine["record"]})
    theirs = send({}, "open", fragment="persistence=yes&language=go", stored=stored)
    assert theirs["answers"]["language"] == "go"
    back = send(theirs["answers"], "open", theirs["record"], how="history", fragment=mine["fragment"])
    assert (back["answers"], back["record"]["notes"]) == (WHOLE, {"runtime": "Mine."})
    forward = send(back["answers"], "open", back["record"], how="history", fragment=theirs["fragment"])
    assert forward["answers"] == theirs["answers"]
    assert "notes" not in forward["record"]
    returned = press(forward, "resume")
    assert (returned["answers"], returned["record"]["notes"]) == (WHOLE, {"runtime": "Mine."})


def test_what_was_put_aside_is_offered_after_a_reload_too() -> None:
    mine = press(shown(WHOLE, "runtime"), "continue", "server", fields={"note": ["Mine."]})
    stored = json.dumps({"fragment": mine["fragment"], "record": mine["record"]})
    theirs = send({}, "open", fragment="persistence=yes&language=go", stored=stored)
    later = json.dumps({"fragment": theirs["fragment"], "record": theirs["record"]})
    reloaded = send({}, "open", fragment=theirs["fragment"], stored=later)
    assert "Another interview that was begun here is kept." in words(reloaded)
    assert press(reloaded, "resume")["answers"] == WHOLE


# --- what does not fit ------------------------------------------------------------------------------------------------

BREAKS: Json = {key: value for key, value in KEPT.items() if key != "existing_client"}


def objected() -> Json:
    return press(shown(BREAKS, "existing_client"), "continue", "prisma-python")


def test_what_breaks_gets_a_screen_with_a_reason_and_ways_out() -> None:
    state = objected()
    assert (state["at"], state["answers"]["existing_client"]) == ("conflict", "prisma-python")
    assert "archived" in words(state)
    assert 'value="existing_client"' in state["html"]


def test_it_can_be_kept_with_a_reason_and_nobody_objects_twice() -> None:
    state = press(objected(), "continue", fields={"conflict": ["keep"], "note": ["Until May."]})
    assert state["at"] == "weigh"
    assert "Until May." in state["record"]["kept"].values()
    state = press(state, "continue")
    assert "You keep it. Until May." in words(state)
    assert "We keep it: Until May." in press(state, "confirm")["document"]["markdown"]
    state = press(press(state, "change", question="scale"), "continue", "hundreds")
    assert state["at"] == "review"


def test_an_answer_can_be_changed_instead() -> None:
    state = press(objected(), "continue", fields={"conflict": ["existing_client"]})
    assert state["at"] == "existing_client"
    assert press(state, "continue", "beanie")["at"] != "conflict"
    again = press(state, "continue", "prisma-python")
    assert again["at"] != "conflict", "objected to once"
    assert "This does not fit" in words(press(again, "review"))


def test_not_deciding_is_an_error_that_keeps_everything() -> None:
    state = press(objected(), "continue")
    assert state["at"] == "conflict"
    assert state["title"].startswith("Error: ")
    long = press(objected(), "continue", fields={"conflict": ["keep"], "note": ["x" * 700]})
    assert (long["at"], checked(long)) == ("conflict", {"keep"})
    assert "x" * 700 in words(long)
    assert press(objected(), "back")["at"] == "existing_client"


def test_finishing_early_hears_the_objection_too() -> None:
    state = press(shown(BREAKS, "existing_client"), "finish", "prisma-python")
    assert state["at"] == "conflict"
    assert press(state, "continue", fields={"conflict": ["keep"]})["at"] in ("weigh", "review")


# --- trade-offs -------------------------------------------------------------------------------------------------------


def test_trade_offs_of_what_is_kept_are_asked_for_once_and_recorded() -> None:
    state = press(shown({key: value for key, value in KEPT.items() if key != "engines"}, "engines"), "continue", "one")
    assert state["at"] == "weigh"
    keys = [part.partition('"')[0] for part in state["html"].split('name="weigh" value="')[1:]]
    assert len(keys) > 1
    state = press(state, "continue", fields={"weigh": [keys[-1], "made-up"]})
    assert (state["at"], state["record"]["weighed"]) == ("review", keys[-1:])
    assert f"considered 1 of the {len(keys)}" in words(state)
    markdown = press(state, "confirm")["document"]["markdown"]
    assert "Trade-offs we have considered and accept" in markdown
    assert "Trade-offs we have not considered yet" in markdown
    state = press(state, "change", question="weigh")
    assert checked(state) == {keys[-1]}
    assert press(press(state, "continue"), "confirm")["record"]["weighed"] == []


def test_a_new_stack_has_no_trade_offs_to_tick() -> None:
    state = press(shown({key: value for key, value in WHOLE.items() if key != "engines"}, "engines"), "continue", "one")
    assert state["at"] == "review"
    assert "brought this choice along" not in words(state)


# --- files ------------------------------------------------------------------------------------------------------------


def test_project_files_propose_and_the_person_takes() -> None:
    state = files(opened(), package_json=PACKAGE_JSON, notes_yaml="a: 1")
    assert (state["at"], state["answers"]) == ("found", {})
    proposed = checked(state)
    assert proposed == {
        "persistence",
        "language",
        "framework",
        "existing_database",
        "existing_client",
    }
    assert 'package.json, line 4: "drizzle-orm": "0.45.4",' in words(state)
    assert "notes.yaml" in words(state)
    taken = sorted(proposed - {"existing_stance"})
    state = press(state, "continue", fields={"found": taken})
    assert state["answers"] == {
        "persistence": "yes",
        "existing_database": "postgresql",
        "language": "typescript",
        "framework": "nextjs",
        "existing_client": "drizzle",
    }
    assert state["at"] == "existing_stance"
    assert state["record"]["origins"]["existing_client"] == {"file": "package.json", "line": 4}
    assert "from package.json" in words(press(state, "review"))


def test_a_file_that_contradicts_an_answer_is_not_taken_unasked() -> None:
    state = files(shown({"persistence": "yes", "language": "go"}, "existing_client"), package_json=PACKAGE_JSON)
    assert "language" not in checked(state)
    assert "instead of Go" in words(state)


def test_files_that_say_nothing_or_are_too_large_are_named() -> None:
    state = files(opened(), notes_txt="Buy milk.", package_json=None)
    assert "say nothing" in words(state)
    assert "package.json was not read" in words(state)
    assert press(state, "continue")["at"] == "persistence"
    assert press(state, "back")["record"] == {}


def test_a_document_is_opened_again() -> None:
    before = press(press(shown(KEPT, "review", review=True), "confirm"), "save", fields={"prose:Overview": ["Ours."]})
    state = files(shown({"persistence": "no"}, "review", review=True), data__stack_md=before["document"]["markdown"])
    assert (state["at"], state["answers"]) == ("opened", KEPT)
    assert "Overview" in words(state)
    assert press(state, "resume")["answers"] == {"persistence": "no"}
    assert press(state, "back")["answers"] == {"persistence": "no"}
    state = press(state, "continue")
    assert state["at"] == "review"
    assert press(state, "confirm")["document"]["markdown"] == before["document"]["markdown"]


def test_a_file_that_is_no_document_is_named_and_nothing_is_lost() -> None:
    state = files(shown(WHOLE, "review", review=True), todo_md="Buy milk.")
    assert (state["at"], state["answers"]) == ("found", WHOLE)
    assert "todo.md holds no answers" in words(state)
    assert press(state, "back")["at"] == "review"


def test_words_of_a_document_without_answers_are_kept() -> None:
    state = files(opened(), data__stack_md="## Database\n\nPostgreSQL on Neon, since 2024.\n\n## Backups\n\nNightly.\n")
    assert state["at"] == "found"
    state = press(state, "continue", fields={"found": ["persistence", "existing_database"]})
    markdown = press(press(state, "review"), "confirm")["document"]["markdown"]
    assert "PostgreSQL on Neon, since 2024." in markdown
    assert "## Backups\n\nNightly." in markdown


# --- the document -----------------------------------------------------------------------------------------------------


def test_prose_is_edited_kept_and_given_back() -> None:
    document = press(shown(WHOLE, "review", review=True), "confirm")
    state = press(document, "save", fields={"prose:Database": ["**Ours.**\n\n## Not a section\n\n<b>x</b>"]})
    assert "**Ours.**" in state["document"]["markdown"]
    assert "\n\\## Not a section" in state["document"]["markdown"]
    assert "were escaped" in words(state)
    assert state["record"]["prose"]["Database"].startswith("**Ours.**")
    assert "escaped" not in words(press(state, "save"))
    again = press(press(press(state, "review"), "change", question="scale"), "continue", "hundreds")
    assert "**Ours.**" in press(again, "confirm")["document"]["markdown"]
    state = press(state, "reset", question="Database")
    assert state["document"]["markdown"] == document["document"]["markdown"]


def test_a_section_that_is_too_long_is_said_to_be_before_anything_of_it_is_missing() -> None:
    document = press(shown(KEPT, "review", review=True), "confirm")
    room = LONGEST_PROSE - len("Database")
    longest = press(document, "save", fields={"prose:Database": ["x" * room]})
    assert "characters" not in words(longest)
    too_long = press(document, "save", fields={"prose:Database": ["x" * (room + 12)]})
    assert "has 200,012 characters, and 200,000 are kept: shorten it by 12" in words(too_long)
    assert "x" * (room + 12) in too_long["html"], "whole where it can be shortened"
    assert "x" * room in too_long["document"]["markdown"]
    assert "x" * (room + 1) not in too_long["document"]["markdown"], "the file can be opened again"


def test_a_note_that_is_longer_than_is_kept_is_said_to_be_on_every_way() -> None:
    long = press(shown(WHOLE, "runtime"), "back", fields={"note": ["x" * (LONGEST_TYPED + 12)]})
    assert "6,012 characters, and 6,000 are kept" in words(long)
    kept = press(shown(WHOLE, "runtime"), "back", fields={"note": ["x" * LONGEST_TYPED]})
    assert press(kept, "review")["record"]["notes"]["runtime"] == "x" * LONGEST_TYPED


@pytest.mark.parametrize("name", ["language", "prose:Database", "\ud800", "prose:\udfff", "note"])
@pytest.mark.parametrize("kind", ["files", "back", "\ud800"])
def test_half_a_character_stops_nothing(name: str, kind: str) -> None:
    """A browser makes none; a request with one is answered in text that can be sent, or refused in such text."""
    file = {"name": "\ud800.md", "text": "\ud800"}
    try:
        state = press(shown(WHOLE, "language"), kind, fields={name: ["\ud800"]}, files=[file])
    except RequestError as error:
        str(error).encode()
    else:
        json.dumps(state, ensure_ascii=False).encode()


def test_a_reason_is_kept_until_it_is_settled() -> None:
    state = press(objected(), "back", fields={"note": ["Because."]})
    state = press(state, "continue", "prisma-python")
    assert state["at"] == "conflict"
    assert "Because." in words(state)
    settled = press(state, "continue", fields={"conflict": ["keep"], "note": ["Because."]})
    assert "reasons" not in settled["record"]


def test_the_same_answers_as_a_decision_record() -> None:
    document = press(shown(WHOLE, "review", review=True), "confirm")
    state = press(document, "form-adr")
    assert state["document"]["filename"] == "data-stack-decision.md"
    assert "## Context and Problem Statement" in state["document"]["markdown"]
    assert state["answers"] == document["answers"]
    assert press(state, "form-guide")["document"] == document["document"]


def test_an_expert_needs_three_presses_from_a_link_of_five_keys_to_the_file() -> None:
    """Finish, confirm, and the download of the file that is then there."""
    state = opened(
        "persistence=yes&existing_database=postgresql&existing_stance=decided&language=go&existing_client=pgx"
    )
    state = press(press(state, "finish"), "confirm")
    assert state["document"]["markdown"].startswith("# Data Stack\n")


def test_words_about_another_pick_are_pointed_out() -> None:
    document = press(shown(WHOLE, "review", review=True), "confirm")
    state = press(document, "save", fields={"prose:Database": ["PostgreSQL, of course."]})
    assert "read your words again" not in words(state)
    state = press(press(state, "change", question="data"), "continue", "documents")
    state = press(state, "confirm")
    assert "You edited Database when the pick was PostgreSQL" in words(state)
    assert "about another pick" in words(state)
    file = state["document"]["markdown"]
    opened_again = press(files(opened(), data__stack_md=file), "continue")
    assert "PostgreSQL, of course." in press(opened_again, "confirm")["document"]["markdown"]
    assert "read your words again" not in words(press(state, "reset", question="Database"))


def test_edits_of_the_other_form_are_not_dropped_silently() -> None:
    document = press(shown(WHOLE, "review", review=True), "confirm")
    state = press(press(document, "save", fields={"prose:Overview": ["Ours."]}), "form-adr")
    assert "Your edits of Overview belong to the other form" in words(state)


def test_a_second_link_keeps_the_interview_that_the_first_put_aside() -> None:
    state = press(shown(WHOLE, "runtime"), "continue", "server", fields={"note": ["Precious."]})
    for fragment in ("persistence=no", "persistence=unsure"):
        state = opened(fragment, kept(state))
    assert press(state, "resume")["record"]["notes"] == {"runtime": "Precious."}


def kept(state: dict[str, Any]) -> str:
    return json.dumps({"fragment": state["fragment"], "record": state["record"]})


def test_interviews_of_ones_own_are_all_kept_when_links_follow_one_another() -> None:
    """Mine, then a link that is gone on with, then another link: one can return to both, and from there to the last."""
    mine = press(shown(WHOLE, "runtime"), "continue", "server", fields={"note": ["Precious."]})
    second = press(opened("persistence=unsure", kept(mine)), "continue", "none", fields={"note": ["Too."]})
    third = press(
        press(opened("persistence=no", kept(second)), "change", question="persistence"),
        "continue",
        "no",
        fields={"note": ["And this."]},
    )
    state, seen = third, []
    for _ in range(3):
        state = press(state, "resume")
        seen.append([*state["record"]["notes"].values()])
        assert "Another interview that was begun here is kept" in words(state)
    assert seen == [["Too."], ["Precious."], ["And this."]]


def test_back_over_files_does_not_go_behind_a_link_that_answered_more() -> None:
    found = files(press(opened(), "pace-guided"), package__json=PACKAGE_JSON)
    link_ = "persistence=yes&language=python&at=review"
    followed = send(found["answers"], "open", found["record"], how="link", fragment=link_, stored=kept(found))
    document = press(followed, "confirm")
    edited = document["document"]["markdown"].replace("\n## ", "\n## Ours\n\nMine.\n\n## ", 1)
    reopened = files(document, data__stack_md=edited)
    back = send(reopened["answers"], "open", reopened["record"], how="history", fragment="pace=guided&at=persistence")
    assert back["record"]["prose"] == {"Ours": "Mine."}
    assert back["answers"]["language"] == "python"


def test_starting_again_clears_one_interview_and_no_other() -> None:
    mine = press(shown(WHOLE, "runtime"), "continue", "server", fields={"note": ["Precious."]})
    second = opened("persistence=no", kept(mine))
    noted = press(press(second, "change", question="persistence"), "continue", "no", fields={"note": ["Other."]})
    for now in (second, noted):
        cleared = press(press(now, "review"), "restart")
        assert press(cleared, "resume")["answers"] == {"persistence": "no"}
        written = press(press(press(cleared, "continue", "yes"), "review"), "confirm")
        assert press(written, "resume")["record"]["notes"] == {"runtime": "Precious."}


@pytest.mark.parametrize("fragment", ["nonsense", "persistence=perhaps", "%", "at=nowhere"])
def test_a_link_without_any_answer_begins_nothing(fragment: str) -> None:
    mine = press(shown(WHOLE, "runtime"), "continue", "server", fields={"note": ["Precious."]})
    state = opened(fragment, kept(mine))
    assert (state["answers"], state["record"]["notes"]) == (mine["answers"], {"runtime": "Precious."})


def test_a_colleague_s_address_that_shares_answers_replaces_nothing() -> None:
    """Copied out of the address bar, so that it names a screen: it agrees with mine as far as both go."""
    begun = {"persistence": "yes", "existing_database": "none"}
    mine = press(shown(begun, "language"), "continue", "go", fields={"note": ["Precious."]})
    state = opened("persistence=yes&existing_database=none&scale=thousands&at=review", kept(mine))
    assert state["answers"] == {**begun, "scale": "thousands"}
    returned = press(state, "resume")
    assert (returned["answers"], returned["record"]["notes"]) == (mine["answers"], {"language": "Precious."})


@pytest.mark.parametrize("how", ["load", "link"])
@pytest.mark.parametrize("at", ["at=review&review=yes", "at=document&review=yes", "at=data", "pace=brief&at=review"])
def test_an_address_that_repeats_all_of_my_answers_and_adds_others_is_a_link(how: str, at: str) -> None:
    """Anybody can guess the few answers that are in nearly every interview."""
    mine = press(opened(), "continue", "yes", fields={"note": ["Mine."]})
    fragment = f"persistence=yes&existing_database=mongodb&existing_stance=in-use&language=go&{at}"
    state = send(mine["answers"], "open", how=how, fragment=fragment, stored=kept(mine))
    assert {"existing_database", "existing_stance", "language"} <= state["record"]["origins"].keys()
    assert "notes" not in state["record"]
    assert "Set for you by the link" in words(state) or "A colleague's answers" in words(state)
    assert "you use it" not in words(state)
    back = send(state["answers"], "open", state["record"], how="history", fragment=mine["fragment"])
    for returned in (press(state, "resume"), back):
        assert (returned["answers"], returned["record"]["notes"]) == (mine["answers"], {"persistence": "Mine."})


def test_a_tab_with_the_same_answers_and_another_note_is_kept_and_one_with_the_same_note_is_not() -> None:
    mine, other = (press(opened(), "continue", "yes", fields={"note": [note]}) for note in ("Mine.", "Another's."))
    for tab, beside in ((other, 1), (mine, 0)):
        stored = json.dumps({**json.loads(kept(mine)), "others": [kept(tab)]})
        state = send({}, "open", how="load", fragment="", stored=stored)
        assert (state["record"]["notes"], len(state["record"].get("earlier", ()))) == ({"persistence": "Mine."}, beside)


def test_a_later_step_that_this_tab_has_made_goes_on_with_the_interview() -> None:
    """What the tab's history holds can be ahead of what its storage kept."""
    mine = press(opened(), "continue", "yes", fields={"note": ["Mine."]})
    later = press(mine, "continue", "none")
    state = send({}, "open", how="reload", fragment=later["fragment"], stored=kept(mine))
    assert (state["answers"], state["record"]) == (later["answers"], mine["record"])


def test_an_earlier_address_of_ones_own_takes_nothing_back() -> None:
    mine = press(shown(WHOLE, "runtime"), "continue", "server", fields={"note": ["Precious."]})
    state = opened("persistence=yes&existing_database=none&at=existing_database", kept(mine))
    assert (state["at"], state["answers"], state["record"]) == ("existing_database", mine["answers"], mine["record"])


def test_an_interview_put_aside_by_the_version_before_is_returned_to() -> None:
    mine = press(shown(WHOLE, "runtime"), "continue", "server", fields={"note": ["Precious."]})
    state = opened("", json.dumps({"fragment": "persistence=no&at=review", "record": {"earlier": kept(mine)}}))
    assert press(state, "resume")["record"]["notes"] == {"runtime": "Precious."}


def test_a_link_pasted_into_the_same_tab_is_a_link() -> None:
    mine = press(shown(WHOLE, "runtime"), "continue", "server", fields={"note": ["Mine."]})
    stored = json.dumps({"fragment": mine["fragment"], "record": mine["record"]})
    state = send(mine["answers"], "open", mine["record"], how="history", fragment="persistence=no", stored=stored)
    assert "notes" not in state["record"]
    assert press(state, "resume")["record"]["notes"] == {"runtime": "Mine."}


@pytest.mark.parametrize("depth", [150, 3000, 200_000])
def test_deep_nesting_is_named_or_survived(depth: int) -> None:
    state = files(opened(), package_json="[" * depth)
    assert state["at"] == "found"
    assert "package.json" in words(state)
    assert opened("", '{"record": ' + "[" * depth)["at"] == "persistence"


@pytest.mark.parametrize(
    "heading", ["<img src=x onerror=alert(1)>", "[a](javascript:b)", "<!-- data-stack answers", "a | `<b>`"]
)
def test_a_hostile_heading_of_a_file_is_harmless_and_stays_one(heading: str) -> None:
    file = f'## {heading}\n\nb\n\n<!-- data-stack answers\npersistence = "yes"\n-->\n'
    for _ in range(3):
        state = press(press(files(opened(), data__stack_md=file), "continue"), "confirm")
        file = state["document"]["markdown"]
        body = file.rpartition("\n<!--")[0]
        seen = [one for token in MarkdownIt().parse(body) for one in (token, *(token.children or ()))]
        assert not [one.type for one in seen if one.type.startswith("html")]
        assert not [one for one in seen if str(one.attrGet("href")).startswith("javascript")]
    assert len([line for line in file.splitlines() if line.startswith("## ")]) == len(HEADINGS) + 1


@pytest.mark.parametrize("before", ["existing_database=none&", ""])
def test_a_database_that_is_named_on_the_summary_is_not_in_use_until_that_is_said(before: str) -> None:
    opening = opened(f"persistence=yes&{before}language=typescript&framework=express&at=review")
    named = press(opening, "adjusted", question="existing_database", fields={"existing_database": ["mongodb"]})
    assert (named["at"], named["answers"]["existing_stance"]) == ("review", "decided")
    text = words(named)
    assert "MongoDB counts as decided, until you say how settled it is." in text
    assert "Stay with" not in text
    assert "already use" not in text
    editor = text.partition("How settled is that choice of database?")[2]
    assert "Trade-offs" in editor
    assert "Your reason, in your words" in editor
    assert not {"in-use", "decided", "leaning"} & checked(named), "nobody has said it"
    fields = {"existing_stance": ["decided"], "note": ["Our orders are documents."]}
    settled = press(named, "adjusted", question="existing_stance", fields=fields)
    assert settled["record"]["notes"]["existing_stance"] == "Our orders are documents."
    assert "In your words: “Our orders are documents.”" in words(settled)


def test_of_a_host_that_is_named_on_the_summary_both_are_asked() -> None:
    opening = opened("persistence=yes&existing_database=none&language=typescript&framework=express&at=review")
    named = press(opening, "adjusted", question="existing_database", fields={"existing_database": ["google-cloud-sql"]})
    settled = press(named, "adjusted", question="existing_stance", fields={"existing_stance": ["leaning"]})
    assert 'data-question="existing_engine">Save' in settled["html"]


@pytest.mark.parametrize(
    ("way", "says"),
    [
        ("keep", "This project keeps its data in Oracle."),
        ("replaced", "on “Oracle may be replaced: what this file names takes its place”: As IT says"),
        ("beside", "Beside it, as “In our own words” has it: Oracle."),
    ],
)
def test_a_product_that_was_not_compared_stays_is_replaced_or_stands_beside_as_is_chosen(way: str, says: str) -> None:
    fields = {"line": ["Spring Boot, Hibernate, Oracle"]}
    asked = send({}, "express", at="persistence", review=False, fields=fields)
    assert asked["at"] == "conflict"
    assert asked["title"] == "What becomes of Oracle?"
    assert "We would not build on this" not in words(asked)
    assert "You answered: Oracle, which is not in the list." in words(asked)
    after = press(asked, "continue", fields={"conflict": [way], "note": ["As IT says"]})
    assert after["at"] == "review"
    file = press(after, "confirm")["document"]["markdown"]
    assert says in file
    assert "unless Oracle stays" not in file
    again = files(opened(), data__stack_md=file)
    assert "nothing objects" not in words(again)


def test_a_plain_page_opens_ones_own_interview_and_not_the_link_that_was_followed_since() -> None:
    own = press(opened(), "continue", "yes", fields={"note": ["Mine."]})
    theirs = opened("line=MongoDB,+Mongoose", kept(own))
    assert theirs["record"]["earlier"]
    again = opened("", json.dumps({**json.loads(kept(theirs)), "others": [json.loads(kept(own))]}))  # its tab is open
    assert not again["record"].get("earlier")
    assert (again["answers"], again["record"]["notes"]) == (own["answers"], {"persistence": "Mine."})
    assert "This is where you left off." in words(again)
    alone = opened("", kept(opened("line=MongoDB,+Mongoose")))
    assert alone["answers"]
    assert "left off" not in words(alone)  # for nobody here did


def test_the_way_back_stands_on_the_summary_of_a_link_however_one_came_there() -> None:
    own = press(opened(), "continue", "yes", fields={"note": ["Mine."]})
    document = opened("persistence=yes&language=go&at=document&review=yes", kept(own))
    assert document["at"] == "document"
    summary = press(document, "review")
    assert "Return to it" in words(summary)
    assert press(summary, "resume")["record"]["notes"] == {"persistence": "Mine."}
