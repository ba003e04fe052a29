"""What a project will store, in the person's own nouns: asked in passing, used in sentences, and kept as a note is."""

from __future__ import annotations

import io
import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.door import WHOLE, Json, files, kept, opened, press, reloaded, send, shown, words
from tests.hostile_text import FUZZING, hostile, markdown_pieces
from tests.readers import readers, runs, seen
from tests.strategies import tried
from tests.test_data import problems
from wizard.__main__ import main
from wizard.catalogue.load import load
from wizard.converse import record
from wizard.converse.record import LONGEST_THINGS, Record
from wizard.decide.answers import Value
from wizard.decide.rulebook import rulebook
from wizard.explain.reading import reading_of
from wizard.read.reopening import reopen
from wizard.show.decided import sentence
from wizard.write import forms
from wizard.write.markdown import section_markdown
from wizard.write.prose import to_html

CATALOGUE = load()
ANSWERS: dict[str, Value] = {"persistence": "yes", "language": "python", "data": ("relational",)}
TYPED = "recipes, cooks, comments"
NAMED = "recipes, cooks and comments"


def things(text: str) -> Record:
    return record.read(CATALOGUE, {"notes": {"things": text}})


def typed(kind: str = "continue", text: str = TYPED, **event: object) -> Json:
    return press(shown(WHOLE, "data"), kind, "relational", fields={"things": [text]}, **event)


# --- what it is -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (TYPED, NAMED),
        ("recipes", "recipes"),
        ("recipes, cooks.", "recipes and cooks"),
        ("recipes, cooks and comments", "recipes, cooks and comments"),
        ("films & reviews, people", "films & reviews, and people"),
        ("weights and times of hives, notes", "weights and times of hives, and notes"),
        ("recipes, cooks, and", "recipes and cooks"),
        ("recipes, cooks etc.", "recipes and cooks"),
        ("a, b, and c", "a, b, and c"),
        ("sandwiches, bands", "sandwiches and bands"),
        ("\u202erecipes\u200b,\n cooks\n", "recipes and cooks"),
        (" , ", ""),
        ("\u200b", ""),
    ],
)
def test_a_list_reads_as_one_and_all_else_as_it_was_typed(text: str, read: str) -> None:
    assert things(text).things == read


@pytest.mark.parametrize(
    ("text", "read", "files"),
    [
        ("members, loans and photos of tools", "members and loans", "photos of tools"),
        ("recipes with photos, cooks", "recipes and cooks", "photos"),
        ("invoices as PDFs, customers", "invoices and customers", "PDFs"),
        ("videos & their comments", "comments", "videos"),
        ("uploads", "", "uploads"),
        ("an image of each tool, loans", "loans", "an image of each tool"),
        ("attachments, messages", "messages", "attachments"),
        ("members, no photos", "members", ""),
        ("photo albums, users", "photo albums and users", ""),
        ("patient files, visits", "patient files and visits", ""),
        ("image metadata", "image metadata", ""),
    ],
)
def test_files_are_told_from_records(text: str, read: str, files: str) -> None:
    assert (things(text).things, ", ".join(things(text).files)) == (read, files)


def test_files_have_a_rule_of_their_own() -> None:
    summary = press(typed(text="members, loans and photos of tools"), "review")
    assert "Keep members and loans in PostgreSQL on" in words(summary)
    assert "In object storage; the database keeps their key" in words(summary)
    document = press(summary, "confirm")["document"]["markdown"]
    assert "This project keeps members and loans in" in document
    rule = "Files: They (“photos of tools”) go into object storage; the database keeps their key."
    assert f"{rule} They have backups of their own." in document.replace("**", "")
    assert "object storage" not in press(press(typed(), "review"), "confirm")["document"]["markdown"]


def test_it_is_one_line_of_so_many_characters() -> None:
    assert len(things("x" * 500).notes["things"]) == LONGEST_THINGS
    assert record.read(CATALOGUE, {"notes": {"things": 7}}).notes == {}


# --- on the page ------------------------------------------------------------------------------------------------------


def test_the_decision_a_reason_the_panel_and_the_document_say_it() -> None:
    state = typed()
    assert f"keeps records such as {NAMED} consistent" in words(state)
    summary = press(state, "review")
    assert f"Keep {NAMED} in PostgreSQL on" in words(summary)
    assert f"keeps records such as {NAMED} consistent" in words(summary)
    assert TYPED in words(summary)  # among the answers
    text = press(summary, "confirm")["document"]["markdown"]
    assert f"This project keeps {NAMED} in PostgreSQL on" in text
    assert f"keeps records such as {NAMED} consistent" in text


def test_without_it_everything_reads_as_before() -> None:
    summary = press(typed(text=""), "review")
    assert "notes" not in summary["record"]
    assert "Keep your data in PostgreSQL on" in words(summary)
    assert "keeps the records consistent" in words(summary)


def test_a_stack_in_use_stays_for_it() -> None:
    in_use = {**ANSWERS, "existing_database": "neon", "existing_stance": "in-use"}
    assert f"Stay with PostgreSQL on Neon for {NAMED}, reached from Python" in sentence(
        reading_of(CATALOGUE, in_use), things(NAMED), "PostgreSQL on Neon"
    )


@pytest.mark.parametrize("kind", ["continue", "finish", "back", "pace-guided", "restart"])
def test_whatever_is_pressed_it_is_kept(kind: str) -> None:
    state = typed(kind)
    if kind == "restart":
        assert "notes" not in state["record"]
        state = press(state, "resume")
    assert state["record"]["notes"] == {"things": TYPED}
    assert f'value="{TYPED}"' in press(state, "change", question="data")["html"]
    assert reloaded(press(state, "review"))["record"]["notes"] == {"things": TYPED}


def test_it_is_there_though_the_answer_is_refused() -> None:
    state = press(shown({"persistence": "yes", "language": "go"}, "data"), "continue", fields={"things": [TYPED]})
    assert state["title"].startswith("Error")
    assert f'value="{TYPED}"' in state["html"]


def test_it_is_changed_and_emptied_in_the_summary() -> None:
    summary = press(press(typed(), "review"), "adjust", question="data")
    fields = {"data": ["relational"], "things": ["orders, customers"]}
    changed = press(summary, "adjusted", question="data", fields=fields)
    assert "Keep orders and customers in" in words(changed)
    again = press(changed, "adjust", question="data")
    assert "notes" not in press(again, "adjusted", question="data", fields={**fields, "things": [""]})["record"]


def test_a_link_does_not_hold_it_and_another_tab_is_told() -> None:
    state = press(typed(), "review")
    assert "recipes" not in state["link"] + state["fragment"]
    assert "Ignored in the link: things" in words(opened("persistence=yes&things=recipes"))
    other = json.dumps({"fragment": state["fragment"], "record": {}, "others": [kept(state)]})
    tab = opened("", other)
    assert "Another interview" in words(tab)
    assert press(tab, "resume")["record"]["notes"] == {"things": TYPED}


def test_back_over_a_file_gives_it_back() -> None:
    state = files(
        press(typed(), "change", question="language"),
        {"go.mod": "module x\n\nrequire github.com/jackc/pgx/v5 v5.7.0\n"},
    )
    assert press(state, "back")["record"]["notes"] == {"things": TYPED}


def test_left_by_the_browsers_own_back_it_is_kept() -> None:
    left = {"at": "data", "fields": {"data": ["relational"], "things": [TYPED]}}
    state = send(WHOLE, "open", how="history", fragment="persistence=yes&at=language", left=left)
    assert state["record"]["notes"] == {"things": TYPED}


# --- as it was typed --------------------------------------------------------------------------------------------------

HOSTILE = (
    "`code` and <b>bold</b>",
    "your {things} and [x](javascript:alert(1))",
    "*a* _b_ ~~c~~ https://a.example/_x_",
    "what you owe & &lt;",
    "--> <!-- data-stack answers",
    "# x | y",
)


@pytest.mark.parametrize("kind", ["continue", "finish"])
def test_more_than_is_kept_is_said_and_shown_again_whole(kind: str) -> None:
    long = "members, " * 20 + "loans"
    again = typed(kind, long)
    assert again["at"] == "data"
    assert "What is stored has 185 characters, and 120 are kept: shorten it by 65." in words(again)
    assert f'value="{long}"' in again["html"]
    left = typed("back", long)
    assert "What is stored has 185 characters, and 120 are kept: shorten it by 65, or" in words(left)


@pytest.mark.parametrize("text", HOSTILE)
def test_on_the_page_and_in_every_reader_it_is_what_was_typed(text: str) -> None:
    check(text)


@settings(FUZZING, max_examples=tried(40).max_examples)  # each is written, read by every reader, and opened again
@given(text=markdown_pieces | hostile | st.text(max_size=LONGEST_THINGS))
def test_any_of_it_is_what_was_typed(text: str) -> None:
    check(text)


def check(text: str) -> None:
    said = things(text)
    if not said.things:
        return
    wanted = " ".join(said.things.split())
    html = str(sentence(reading_of(CATALOGUE, ANSWERS), said, "PostgreSQL"))
    assert f"Keep {wanted} in PostgreSQL" in " ".join(seen(f"<h1>{html}</h1>").text.split())
    made, file = forms.write(reading_of(CATALOGUE, ANSWERS), said)
    overview = section_markdown(made.sections[0])
    told = f"This project keeps {wanted} in PostgreSQL"
    assert told in " ".join(seen(str(to_html(overview))).text.split())
    for name, read in readers().items():
        page = seen(read(overview))
        assert told in " ".join(page.text.split()), name
        assert runs(page.addresses) == []
    again = reopen(rulebook(CATALOGUE), "data-stack.md", file)
    assert (again.answers, again.record.notes, again.problems) == (ANSWERS, said.notes, ())


# --- in a file of answers ---------------------------------------------------------------------------------------------


def run(*arguments: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> tuple[int, str, str]:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b""), encoding="utf-8"))
    return main(arguments), *capsys.readouterr()


def test_the_command_line_sets_it_says_it_and_takes_it_back(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)

    def do(*arguments: str) -> str:
        status, out, err = run(*arguments, capsys=capsys, monkeypatch=monkeypatch)
        assert (status, err) == (0, ""), err
        return out

    said = do("set", "persistence=yes", "language=python", "data=relational", f"things={TYPED}", "--format", "json")
    assert json.loads(said)["notes"] == {"things": TYPED}
    file = tomllib.loads(Path("data-stack.toml").read_text(encoding="utf-8"))
    assert file["notes"] == {"things": TYPED}
    assert problems("answers", file) == []
    assert f"It stores: “{TYPED}”" in do("summary")
    assert f"This project keeps {NAMED} in" in do("write", "data-stack.toml")
    do("write", "--output", "data-stack.md")
    do("set", "things=orders", "--answers", "data-stack.md")
    assert "This project keeps orders in" in Path("data-stack.md").read_text(encoding="utf-8")
    assert "things: taken back" in do("set", "things=")
    assert not tomllib.loads(Path("data-stack.toml").read_text(encoding="utf-8"))["notes"]
    assert "what is stored" not in do("write", "--output", "data-stack.md")
    assert "This project keeps orders in" in Path("data-stack.md").read_text(encoding="utf-8"), "words are not lost"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("things=" + "x" * 130,), "things: 130 characters, and 120 are kept; shorten it by 10"),
        (("things=\u200b",), "things: expected what is stored, in the person's own nouns"),
        (("things=recipes", "--because", "x"), "because: a reason goes with an answer, and things is none"),
    ],
)
def test_a_mistake_says_the_way_out(
    arguments: tuple[str, ...],
    told: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    status, _, err = run("set", *arguments, capsys=capsys, monkeypatch=monkeypatch)
    assert status == 2
    assert told in err
    assert not Path("data-stack.toml").exists()
