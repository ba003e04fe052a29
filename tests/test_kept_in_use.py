"""What a conversation says of what is in use, and of what runs on a device or nowhere yet."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.talking import Talk, talking

IN_USE = "language=other  runtime=server  platform=azure  data=relational  scale=millions  realtime=no  hosting=managed"


@pytest.fixture
def talk(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Talk:
    return talking(capsys, monkeypatch, tmp_path)


@pytest.mark.parametrize(
    ("service", "reason", "name"),
    [
        ("azure-database", "Azure SQL Database (SQL Server), in use since 2021; it stays", "Azure SQL"),
        ("google-cloud-sql", "Cloud SQL for SQL Server", "SQL Server"),
        ("aws-rds", "RDS, Oracle Standard Edition", "Oracle"),
    ],
)
def test_a_service_with_an_engine_that_is_not_compared_is_told(
    talk: Talk, service: str, reason: str, name: str
) -> None:
    told = talk(f"set  existing_database={service}  --because  {reason}")
    assert f"{name} was named, and not compared" in told
    talk(f"set  existing_stance=in-use  existing_engine=postgresql  {IN_USE}")
    assert talk("next").startswith(f"Objection, to be made once: {name} was named, and not compared")
    talk("keep  engine-not-compared  --because  PostgreSQL runs there after all")
    assert "not compared" not in talk("next")


def test_the_engine_that_runs_there_is_heard_beside_the_one_before(talk: Talk) -> None:
    assert "not compared" not in talk("set  existing_database=aws-rds  --because  PostgreSQL 16; came from Oracle")


def test_an_engine_that_is_not_compared_has_the_rules_of_any_and_no_pick(talk: Talk) -> None:
    talk("set  existing_database=none  --because  Azure SQL, in use since 2021; it stays")
    talk(f"set  persistence=yes  {IN_USE}  compliance=encryption")
    talk("keep  database-not-compared  --because  the reports read it")
    text = talk("write  data-stack.toml")
    for rule in ("Releases: ", "Backup: ", "Tests: ", "Secrets: ", "Encryption: ", "Ask a person: "):
        assert f"- {rule}" in text
    assert "pick = []" in text


def test_an_answer_that_names_nothing_takes_no_others_with_it(talk: Talk) -> None:
    told = talk("set  persistence=yes  language=go  framework=other  runtime=server  data=relational")
    assert "framework = other needs no answer here." in told
    assert "runtime = server" in told
    assert "does not" in talk("set  framework=django")


def test_nothing_is_picked_before_it_is_known_where_the_code_runs(talk: Talk) -> None:
    assert "PostgreSQL" not in talk("set  persistence=yes  existing_database=none  language=other")
    assert "SQLite" in talk("set  runtime=local")


def test_nobody_is_asked_who_runs_a_file_on_a_device(talk: Talk) -> None:
    talk("set  persistence=yes  existing_database=none  language=other  runtime=local  data=relational")
    talk("set  scale=thousands  realtime=no  compliance=none")
    told = talk("next")
    assert "hosting:" not in told
    assert "Not asked, for the data are a file on the device: hosting." in told


def test_what_is_in_use_beside_is_not_called_immaterial(talk: Talk) -> None:
    talk(
        "set  persistence=yes  existing_database=postgresql  existing_stance=in-use  language=python  framework=django"
    )
    talk("set  existing_client=django-orm  runtime=server  platform=own  data=relational  scale=millions  realtime=no")
    talk("set  hosting=self-hosted  compliance=none  budget=modest")
    talk("weigh  none")
    told = talk("next")
    assert "cannot matter: existing_stores" not in told
    assert "rules of the file hang on it: existing_stores" in told or told.startswith("existing_stores")
