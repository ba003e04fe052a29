"""What six conversations that were held by the skill left unsaid, or had wrong in the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.talking import Talk, talking

OUTPUT = "standards/data-stack.md"
#: A database that is not compared, and that stays.
ORACLE = "set  persistence=yes  language=python  framework=django  existing_client={}  existing_database=none"


@pytest.fixture
def talk(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Talk:
    return talking(capsys, monkeypatch, tmp_path)


def _with_oracle(talk: Talk, client: str = "none") -> None:
    talk(ORACLE.format(client))
    talk("set  existing_database=none  --because  Oracle 19c, in use")
    talk("keep  database-not-compared  --because  DBAs run it")


def _written(talk: Talk) -> str:
    talk(f"write  --output  {OUTPUT}")
    return Path(OUTPUT).read_text(encoding="utf-8")


def test_a_client_can_be_named_beside_a_database_that_is_not_compared(talk: Talk) -> None:
    _with_oracle(talk, "django-orm")
    talk("set  existing_client=django-orm  --because  all of us know it")
    said, written = talk("summary"), _written(talk)
    assert "**ORM / Database Client**: Django ORM" in said
    assert "all of us know it" in said
    assert "**Django ORM**" in written
    assert "all of us know it" in written
    assert "Which of its costs" not in talk("next")


@pytest.mark.parametrize(
    ("reason", "client"),
    [
        ("SQLAlchemy 2.0, and no Django ORM", "SQLAlchemy"),
        ("jOOQ 3.19", "jOOQ 3.19"),
        ("python-oracledb", "As your words have it"),
    ],
)
def test_so_can_one_in_words(talk: Talk, reason: str, client: str) -> None:
    _with_oracle(talk)
    assert "**ORM / Database Client**: Left to who knows it" in talk("summary")
    talk(f"set  existing_client=none  --because  {reason}")
    assert f"**ORM / Database Client**: {client}" in talk("summary")


def test_its_migrations_are_read_back(talk: Talk) -> None:
    _with_oracle(talk)
    talk("set  migrations=separate  --because  reviewed as an SQL file, with Liquibase")
    assert "with Liquibase" in talk("summary")


def test_no_database_is_taken_because_a_list_allows_it(talk: Talk) -> None:
    talk(ORACLE.format("none"))
    talk(
        "set  existing_database=none  --because  Oracle 19c; the company's list allows only Oracle and SQL Server 2019"
    )
    assert talk("next").startswith("Objection, to be made once: Oracle was named")
    talk("set  existing_database=none  --because  The company's list allows Oracle and SQL Server")
    assert "Oracle and SQL Server were named, and not compared" in (asked := talk("next"))
    assert "Which of them holds the data?" in asked
    assert "Oracle and SQL Server stay, not weighed" in talk("keep  database-not-compared")


def test_nor_does_a_store_stand_beside_because_it_is_allowed_or_planned(talk: Talk) -> None:
    _with_oracle(talk)
    talk("set  existing_stores=none  --because  no Redis: its licence is not on the list; Valkey is allowed (BSD)")
    said = talk("summary")
    assert "as I understood" not in said
    assert "In your words, other stores:" in said
    assert "Valkey: " not in _written(talk)
    assert "Beside it" not in _written(talk)


SERVER = "set  persistence=yes  language={}  data=relational  runtime=server  platform=own  hosting=self-hosted"


@pytest.mark.parametrize(
    ("language", "ids", "generated"),
    [
        ("typescript", "drizzle  postgresql", "generated `bigint`"),
        ("python", "mysql  sqlalchemy", "AUTO_INCREMENT"),
        ("python", "sqlite  sqlalchemy", "the integers that it generates"),
        ("go", "mongodb", "keys `ObjectId`"),
    ],
)
def test_keys_of_a_kind_that_was_said_are_no_others(talk: Talk, language: str, ids: str, generated: str) -> None:
    talk(SERVER.format(language))
    talk(f"choose  {ids}")
    assert generated in _written(talk)
    talk("set  data=relational  --because  Keys are UUIDv7.")
    written = _written(talk)
    assert generated not in written
    assert "Keys as “In our own words” has them." in written
    assert "Keys as “In our own words” has them." in talk("summary")


def _on_a_device(talk: Talk, language: str, runtime: str) -> None:
    talk(f"set  language=other  --because  {language}")
    talk(f"set  runtime=local  --because  {runtime}")
    talk("set  persistence=yes  existing_database=none  data=relational  realtime=no  scale=thousands  compliance=none")


def test_phones_that_meet_have_a_store_to_choose_and_are_asked_how_changes_travel(talk: Talk) -> None:
    _on_a_device(talk, "Dart with Flutter", "no network in the valley; copies are edited apart: two phones")
    assert "needs an account and, at times at least, a network" in talk("why-not  firestore")
    talk("set  hosting=any")
    talk("keep  copies-edited-apart  --way  4")
    assert "keeps a copy on each phone" in talk("summary")
    talk("keep  copies-edited-apart  --way  1")
    assert "how do the changes get from one device to the other?" in talk("next")


def test_what_is_asked_of_a_device_destroys_no_reason_and_is_asked_until_it_is_answered(talk: Talk) -> None:
    _on_a_device(talk, "C# with Avalonia", "nine laptops")
    talk("set  hosting=any")
    asked = talk("next")
    assert "set runtime=local" not in asked
    assert asked.count("Ask, unless they said it") == 2
    talk("set  runtime=local  --because  nine laptops; one laptop has a dig at a time")
    talk("set  data=relational  --because  when one is stolen a week may be gone")
    assert "Ask, unless they said it" not in talk("next")


def test_a_device_is_not_asked_about_clouds_and_engines(talk: Talk) -> None:
    _on_a_device(talk, "Dart with Flutter, sqflite", "a phone")
    assert talk("next").startswith("Done")


def test_what_is_usual_in_a_language_is_said_with_the_pick(talk: Talk) -> None:
    _on_a_device(talk, "C# with Avalonia", "nine laptops")
    assert "with Microsoft.Data.Sqlite or EF Core, not weighed" in talk("say")
    talk("set  existing_client=none  --because  Microsoft.Data.Sqlite: you tell me")
    assert "was named, and" not in _written(talk)


def test_a_number_in_a_list_costs_no_and(talk: Talk) -> None:
    talk(SERVER.format("go"))
    talk("set  things=song requests, 240,000 tracks")
    assert "keeps song requests and 240,000 tracks in" in _written(talk)


def test_an_engine_that_is_not_covered_names_the_way_to_keep_it(talk: Talk) -> None:
    assert "if it holds the data, keep database-not-compared" in talk("set  existing_database=oracle")
    assert "keep database-not-compared" not in talk("set  existing_stores=meilisearch")


def test_a_library_that_migrates_in_code_has_no_commands(talk: Talk) -> None:
    _on_a_device(talk, "Dart with Flutter, sqflite", "a phone")
    assert "Those of sqflite, in its own way." in _written(talk)
