"""A data-stack.md that is dropped with the project's files: the page says what no longer agrees."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest

from tests.door import START, opened, send, words

ANSWERS: Final = {
    **START,
    "language": "python",
    "framework": "fastapi",
    "runtime": "server",
    "data": ["relational"],
    "scale": "millions",
    "hosting": "managed",
}
AGREES: Final = "fastapi==0.121\nSQLAlchemy==2.1.9\npsycopg[binary]==3.3.9\n"
DIFFERS: Final = f"{AGREES}pymongo==4.15\n"
ADDRESS: Final = "DATABASE_URL=postgres://shop:hunter2@shop.abc.eu-central-1.rds.amazonaws.com:5432/shop\n"

type Json = dict[str, Any]


@pytest.fixture(scope="module")
def document() -> str:
    return str(send(ANSWERS, "confirm", at="review")["document"]["markdown"])


def dropped(
    document: str, *, name: str = "shop/standards/data-stack.md", today: str = "2026-11-28", **files: str
) -> Json:
    named = {f"shop/{key.replace('__', '.')}": text for key, text in files.items()}
    sent = [{"name": name, "text": text} for name, text in {name: document, **named}.items()]
    return send({}, "files", at="persistence", files=sent, today=today)


def test_each_difference_has_its_line_its_sentence_why_and_what_to_do(document: str) -> None:
    response = dropped(document, requirements__txt=DIFFERS)
    assert response["at"] == "opened"
    said = words(response)
    assert "The file and the project differ in one thing. 4 lines of one file were compared." in said
    assert "MongoDB is in the project, and the file does not know it: it decides PostgreSQL on Supabase." in said
    assert "shop/requirements.txt, line 4: pymongo==4.15" in said
    assert "shop/standards/data-stack.md, line 5: This project keeps its data in PostgreSQL on Supabase" in said
    assert "Nobody has decided that MongoDB is worth that here." in said
    assert "Take pymongo out again, or decide on MongoDB" in said
    assert response["announcement"].endswith(
        "The file and the project differ in one thing. 4 lines of one file were compared."
    )


def test_where_all_agrees_one_sentence_says_how_much_was_compared(document: str) -> None:
    response = dropped(document, requirements__txt=AGREES, compose__yaml="services:\n  db:\n    image: postgres:17\n")
    said = words(response)
    assert "The file and the project agree. 4 lines of 2 files were compared, and none differs." in said
    assert response["record"]["checked"]["differences"] == []


def test_files_that_name_nothing_are_not_said_to_agree(document: str) -> None:
    response = dropped(document, compose__yaml="services: {}\n")
    said = words(response)
    assert "so there was nothing to compare" in said
    assert "agree" not in said


def test_the_next_screen_proposes_the_difference(document: str) -> None:
    response = dropped(document, requirements__txt=DIFFERS)
    found = send(response["answers"], "continue", response["record"], at="opened", review="yes")
    assert found["at"] == "found"
    proposed = {item["key"]: item for item in found["record"]["found"]}
    assert proposed["existing_stores"]["value"] == ["mongodb"]
    assert proposed["existing_stores"]["line"] == 4
    assert proposed["existing_client"]["value"] == "sqlalchemy"
    assert proposed["existing_client"]["line"] == 2
    assert "checked" not in found["record"], "it was about the screen before"
    back = send(found["answers"], "back", found["record"], at="found", review="yes")
    assert back["at"] == "opened"
    assert back["html"] == response["html"]


def test_an_address_is_held_against_the_file_and_its_password_is_never_repeated(document: str) -> None:
    response = dropped(document, requirements__txt=AGREES, __env=ADDRESS)
    assert "The project connects to Amazon RDS, and the file decides PostgreSQL on Supabase." in words(response)
    assert "hunter2" not in json.dumps(response)
    assert "not a kind of file that is read here" not in json.dumps(response), "the check has read it"


def test_what_git_ignores_is_not_compared(document: str) -> None:
    response = dropped(
        document, requirements__txt=AGREES, compose__yaml="image: mongo:7\n", __gitignore="compose.yaml\n"
    )
    assert response["record"]["checked"]["differences"] == []


def test_the_day_is_the_persons(document: str) -> None:
    compose = "services:\n  db:\n    image: postgres:17\n"
    later = dropped(document, today="2030-12-01", requirements__txt=AGREES, compose__yaml=compose)
    assert "PostgreSQL 17 has been without fixes since 8 November 2029." in words(later)
    for nonsense in ("", "tomorrow"):
        now = dropped(document, today=nonsense, requirements__txt=AGREES, compose__yaml=compose)
        assert now["record"]["checked"]["differences"] == []


def test_a_file_in_somebodys_own_words_is_held_against_the_project_too() -> None:
    text = "# Our data\n\n## Database\n\nWe run PostgreSQL on Neon.\n\n## ORM / Database Client\n\nSQLAlchemy.\n"
    response = dropped(text, requirements__txt=DIFFERS)
    assert response["at"] == "found"
    assert "MongoDB is in the project, and the file does not know it" in words(response)


def test_a_document_that_decides_nothing_is_told_as_before() -> None:
    response = dropped("# Notes\n\nBuy milk.\n", requirements__txt=DIFFERS)
    assert "checked" not in response["record"]
    assert response["at"] == "found"


def test_without_project_files_nothing_is_compared(document: str) -> None:
    assert "checked" not in dropped(document)["record"]


def test_a_damaged_record_of_a_check_is_left_out(document: str) -> None:
    response = dropped(document, requirements__txt=DIFFERS)
    damages: tuple[Any, ...] = (
        {"files": "many"},
        {"files": 1, "lines": 2, "differences": [7, {"places": "x"}]},
        [],
        "x",
    )
    for damaged in damages:
        kept = json.dumps({"fragment": response["fragment"], "record": {**response["record"], "checked": damaged}})
        assert opened(stored=kept)["at"] == "opened"


AGENTS: Final = '# Agents\n\nUse MongoDB.\n\n<!-- data-stack answers\npersistence = "no"\n-->\n'


def picked(**texts: str) -> Json:
    return send({}, "files", at="persistence", files=[{"name": name, "text": text} for name, text in texts.items()])


@pytest.mark.parametrize("other", ["AGENTS.md", "README.md", "shop/old/data-stack.md", "shop/services/a/data-stack.md"])
def test_the_projects_own_document_goes_before_others_whatever_their_order(document: str, other: str) -> None:
    own = "shop/standards/data-stack.md" if "/" in other else "data-stack.md"
    for order in ((other, own), (own, other)):
        response = picked(**{name: document if name == own else AGENTS for name in order})
        assert response["answers"]["persistence"] == "yes", order
        assert response["record"].get("titles") is None
        assert other in " ".join(response["record"]["problems"])


@pytest.mark.parametrize("name", ["AGENTS.md", "shop/docs/data-stack.md", "shop/examples/x/standards/data-stack.md"])
def test_what_is_not_the_projects_document_is_opened_alone_only(document: str, name: str) -> None:
    requirements = f"{name.partition('/')[0]}/requirements.txt" if "/" in name else "requirements.txt"
    beside = picked(**{name: document, requirements: AGREES})
    assert (beside["at"], beside["record"].get("checked")) == ("found", None)
    assert {item["key"] for item in beside["record"]["found"]} >= {"language", "existing_database"}
    assert f"{name} was not opened: " in beside["record"]["problems"][0]
    alone = picked(**{name: document})
    assert alone["at"] == "opened"
    told = "came alone, so it was opened as a data-stack.md" in " ".join(alone["record"].get("problems", ()))
    assert told == (name == "AGENTS.md")
