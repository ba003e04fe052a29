"""What an agent says to a person, and hears: what was kept, what was answered, and what own words change."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from tests.talking import Talk, talking
from wizard.converse.clouds_said import only_cloud

OWN_SERVER = "set  persistence=yes  language=other  runtime=server  hosting=self-hosted  platform=own"


@pytest.fixture
def talk(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Talk:
    return talking(capsys, monkeypatch, tmp_path)


MONGO: Final = (
    "set  language=typescript  framework=nextjs  existing_database=mongodb-atlas  existing_stance=decided  "
    "existing_client=mongoose  runtime=serverless  platform=vercel  data=documents,relational  scale=thousands  "
    "realtime=no  compliance=none  budget=modest  query_style=any  hosting=managed"
)


def test_what_was_kept_is_not_asked_again(talk: Talk) -> None:
    talk(MONGO)
    assert "foreign keys" in talk("next")
    talk("keep  mostly-relational-with-some-json  --because  I know")
    assert "foreign keys" not in talk("next")
    assert "Known, and kept: You named relational data too." in talk("summary")


def test_answers_without_a_reason_are_read_back(talk: Talk) -> None:
    talk(MONGO)
    talk("set  budget=modest  --because  at most 60 euros a month")
    said = talk("summary")
    assert "You answered: TypeScript, Next.js, relational data, documents, thousands of records, serverless" in said
    assert "a modest budget" not in said
    assert "no rules to meet" in said


def test_what_words_change_in_the_rules_is_read_back(talk: Talk) -> None:
    talk(MONGO)
    assert "By your words" not in talk("summary")
    talk("set  data=documents,relational  --because  Photos are files in Cloudflare R2. Each clinic sees only its own.")
    assert "By your words: Tenants: Every document has the tenant" in talk("summary")


def test_no_warning_about_a_pick_that_is_too_early_to_tell(talk: Talk) -> None:
    talk("set  language=python")
    assert "Supabase's general region" not in talk("set  compliance=residency  --because  no cloud")
    assert "Supabase's general region" in talk("set  data=relational")
    Path("data-stack.toml").unlink()
    assert "record of a migration tool" not in talk("set  existing_database=sqlite  runtime=local  language=other")
    assert "record of a migration tool" in talk("set  existing_stance=in-use")


def test_the_pick_does_not_move_while_the_client_is_open(talk: Talk) -> None:
    talk("set  persistence=yes  language=python  data=relational")
    said = talk("set  framework=django")
    assert "So far: " in said
    assert "The client is still open." in said
    said = talk("set  hosting=self-hosted")
    assert "The pick moved: PostgreSQL on your own machines, no longer PostgreSQL on Supabase." in said


def test_a_name_that_was_only_heard_is_no_store(talk: Talk) -> None:
    talk(f"{OWN_SERVER}  data=relational  scale=millions  compliance=none  realtime=no")
    talk("set  existing_database=none  --because  IT runs a Postgres 13 that I can only read from. Someone said DuckDB")
    assert "DuckDB was only mentioned" in talk("next")
    talk("keep  database-not-compared  --way  4")
    text = talk("write  data-stack.toml").split("<!--")[0]
    assert "Beside it" not in text
    assert "PostgreSQL on machines that we run" in text
    assert "Theirs who run it" not in text


def test_azure_sql_is_raised_and_stays(talk: Talk) -> None:
    talk("set  persistence=yes  language=other  platform=azure  hosting=managed  data=relational  runtime=server")
    talk("set  existing_database=none  --because  Azure SQL. The architecture board signs it in a week")
    assert "Azure SQL was named, and not compared" in talk("next")
    talk("keep  database-not-compared")
    assert "**Database**: Azure SQL" in talk("summary")


def test_the_services_of_one_cloud_alone_are_held_to(talk: Talk) -> None:
    talk("set  language=other  platform=azure  hosting=managed  persistence=yes  data=relational  runtime=server")
    assert "Objection" not in talk("set  platform=azure  --because  Only Azure services, the company's rule.")
    assert "You take services of Azure only, and the other answers lead to Neon." in talk("set  budget=free")
    assert "No longer raised: You take" in talk("set  budget=flexible")


@pytest.mark.parametrize(
    ("words", "cloud"),
    [
        ("Only Azure services, the company's rule.", "Azure"),
        ("It has to be AWS only", "AWS"),
        ("everything runs in Google Cloud", "Google Cloud"),
        ("We use only services from Amazon", "AWS"),
        ("not only Azure", ""),
        ("only Azure for login", ""),
        ("Azure, as the rest", ""),
        ("only AWS or Azure", ""),
        ("We know only AWS", ""),
    ],
)
def test_one_cloud_alone_is_heard(words: str, cloud: str) -> None:
    assert only_cloud([words]) == cloud


DEVICE: Final = "set  language=other  runtime=local  existing_database=sqlite  existing_stance=decided  data=relational"


def test_an_app_is_not_asked_for_a_platform(talk: Talk) -> None:
    talk(DEVICE)
    asked = []
    while not (said := talk("next")).startswith(("Done", "Objection", "This is settled")):
        asked.append(said.split(":")[0].split(" ")[0])
        talk(f"set  {asked[-1]}={said.split('Values: ')[1].split(',')[-1].split(' (')[0].split()[0].strip()}")
    assert asked
    assert {"platform", "hosting"}.isdisjoint(asked)


def test_an_encrypting_build_that_was_agreed_on_is_not_put_in_question(talk: Talk) -> None:
    talk(f"{DEVICE}  scale=thousands  compliance=encryption")
    assert "unless a person says that an encrypted disk" in talk("write  data-stack.toml")
    talk("keep  who-encrypts-on-the-device  --way  1  --because  SQLCipher")
    text = talk("write  data-stack.toml").split("<!--")[0]
    assert "encrypted disk is enough" not in text
    assert "each machine's disk" not in text


@pytest.mark.parametrize(
    ("code", "plain", "encrypts"),
    [
        ("go  existing_client=database-sql", "modernc.org/sqlite", "`ncruces/go-sqlite3`"),
        ("go  existing_client=gorm", "driver/sqlite", "`ncruces/go-sqlite3`"),
        ("python  existing_client=sqlalchemy", "Python's own sqlite3", "`sqlcipher3`"),
        ("typescript  existing_client=kysely", "better-sqlite3@", "better-sqlite3-multiple-ciphers@"),
        ("typescript  existing_client=knex", "better-sqlite3", "One that encrypts the file"),
    ],
)
def test_a_driver_that_was_exchanged_is_neither_fetched_nor_named(
    talk: Talk, code: str, plain: str, encrypts: str
) -> None:
    talk(f"{DEVICE}  scale=thousands  compliance=encryption".replace("language=other", f"language={code}"))
    talk("keep  who-encrypts-on-the-device  --way  1")
    text = talk("write  data-stack.toml").split("\n---\n")[0]
    rules = re.sub(r"^- Agreed: .*$", "", text, flags=re.MULTILINE)
    assert encrypts in rules
    assert plain not in rules


def test_a_disk_that_was_agreed_on_is_what_is_encrypted(talk: Talk) -> None:
    talk(f"{DEVICE}  scale=thousands  compliance=encryption")
    talk("keep  who-encrypts-on-the-device  --way  2")
    text = talk("write  data-stack.toml")
    assert "The disk of every machine is encrypted" in text
    assert "by a build such as SQLCipher" not in text


def test_what_encrypts_a_file_is_heard(talk: Talk) -> None:
    assert "who-encrypts-on-the-device" in talk(f"{DEVICE}  scale=thousands  compliance=encryption")
    assert "No longer raised: Encryption" in talk(
        "set  existing_database=sqlite  --because  SQLCipher, the key in the keychain"
    )


def test_years_and_a_region_in_own_words_are_heard(talk: Talk) -> None:
    talk("set  language=other  platform=azure  hosting=managed  persistence=yes  data=relational  runtime=server")
    talk("set  compliance=residency  region=eu  scale=millions  realtime=no  budget=flexible")
    talk("set  compliance=residency  --because  Data kept ten years; only in West Europe")
    assert "The data stay in West Europe." in talk("summary")
    text = talk("write  data-stack.toml").split("<!--")[0]
    assert "how long personal data is kept" not in text
    assert "data that stays in West Europe" in text


def test_a_release_past_its_end_is_spoken_of_once(talk: Talk) -> None:
    talk("set  persistence=yes  language=other  existing_database=mysql  existing_stance=in-use  data=relational")
    talk("set  existing_database=mysql  --because  MySQL 5.7.44")
    assert "has no ways out" in talk("keep  end-of-life  --way  1  --because  x")
    talk("keep  end-of-life  --until  2099-06-30  --because  Until the summer. Then 8.4.")
    assert "MySQL 5.7.44 stays past its end, until 30 June 2099. You said: “Until the summer." in talk("summary")


def test_what_a_refused_command_says_leads_on(talk: Talk) -> None:
    talk("set  persistence=yes  language=python")
    assert "among them is other" in talk("set  language=swift")
    for command in ("keep  foo", "choose  azure-sql"):
        assert "keep database-not-compared" in talk(command)


def test_why_there_is_none_is_read_back_as_that(talk: Talk) -> None:
    talk("set  persistence=no  --because  They only look.")
    assert "Why none, in your words: “They only look.”" in talk("summary")
