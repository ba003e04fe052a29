"""What a person rejected, chose or agreed to in a conversation, and what file, check and commands make of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.talking import Talk, talking

OUTPUT = "standards/data-stack.md"


@pytest.fixture
def talk(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Talk:
    (tmp_path / "standards").mkdir()
    return talking(capsys, monkeypatch, tmp_path)


# --- what was rejected, or is left behind -----------------------------------------------------------------------------


def test_a_product_rejected_in_a_reason_is_unknown(talk: Talk) -> None:
    talk("set  persistence=no  --because  MongoDB was considered, and HubSpot keeps the leads.")
    talk(f"write  --output  {OUTPUT}")
    Path("package.json").write_text('{"dependencies": {"mongoose": "^8.0.0"}}', encoding="utf-8")
    assert "MongoDB is in the project, and the file does not know it" in talk("check")


GO = "set  persistence=yes  language=go  data=relational  runtime=server  platform=aws"
COMPOSE = "services:\n  db:\n    image: {}\n"


@pytest.mark.parametrize(
    ("reason", "image", "said"),
    [
        ("moved from MySQL 5.7", "mysql:8", "MySQL is in the project, and the file does not know it"),
        ("PostgreSQL 17, moved from PostgreSQL 12", "postgres:17", "agree"),
        ("PostgreSQL 17, moved from PostgreSQL 12", "postgres:16", "the file has PostgreSQL 17"),
        ("moved from PostgreSQL 12", "postgres:18", "agree"),
    ],
)
def test_an_old_version_in_a_reason_is_none_that_was_decided(talk: Talk, reason: str, image: str, said: str) -> None:
    talk(GO)
    talk(f"choose  aws-rds  postgresql  --because  {reason}")
    talk("choose  sqlc")
    talk(f"write  --output  {OUTPUT}")
    Path("compose.yaml").write_text(COMPOSE.format(image), encoding="utf-8")
    assert said in talk("check")


# --- what was chosen --------------------------------------------------------------------------------------------------

NEXT = "set  language=typescript  framework=nextjs  persistence=yes  existing_database=none  data=relational"
VERCEL = f"{NEXT}  hosting=managed  runtime=serverless  platform=vercel  existing_client=none"


def stored(name: str) -> str:
    text = Path("data-stack.toml").read_text(encoding="utf-8")
    return next((line for line in text.splitlines() if line.startswith(f"{name} =")), "")


def test_the_pick_is_recorded_when_it_is_chosen_and_stays(talk: Talk) -> None:
    talk(VERCEL)
    said = talk("choose  supabase  --because  Then Supabase")
    assert "It was the pick already" in said
    assert (stored("existing_database"), stored("existing_stance")) == (
        'existing_database = "supabase"\nexisting_stance = "decided"'.splitlines()[0],
        'existing_stance = "decided"',
    )
    assert "Supabase" in talk("set  hosting=serverless").partition("The pick")[2]


def test_a_choice_after_a_lean_is_decided_and_what_is_in_use_stays_so(talk: Talk) -> None:
    talk(VERCEL)
    talk("set  existing_database=supabase  existing_stance=leaning")
    talk("choose  supabase")
    assert stored("existing_stance") == 'existing_stance = "decided"'
    talk("set  existing_stance=in-use")
    talk("choose  supabase")
    assert stored("existing_stance") == 'existing_stance = "in-use"'


def test_reasons_are_joined_by_a_full_stop_and_both_are_told(talk: Talk) -> None:
    talk(NEXT)
    talk("set  existing_database=none  --because  Firestore is out: every read is billed")
    said = talk("choose  supabase  --because  The SDK is there.")
    assert "It was joined to what was said before: “Firestore is out: every read is billed”" in said
    assert "every read is billed. The SDK is there." in Path("data-stack.toml").read_text(encoding="utf-8")
    said = talk("set  existing_database=supabase  --because  Another.")
    assert "The reason for existing_database was replaced. It was: “Firestore is out" in said


def test_a_client_that_was_chosen_was_not_brought_along(talk: Talk) -> None:
    talk(VERCEL)
    talk("choose  supabase  drizzle")
    text = talk("write  data-stack.toml")
    assert "Drizzle ORM was chosen" in talk("summary")
    assert "brought" not in text + talk("next") + talk("why-not  prisma")
    assert "npm install --save-exact drizzle-orm" in text
    talk(f"write  --output  {OUTPUT}")
    again = talk(f"write  {OUTPUT}")
    assert "npm install --save-exact drizzle-orm" in again, "the file keeps it"
    talk(f"set  existing_client=drizzle  --answers  {OUTPUT}")
    again = Path(OUTPUT).read_text(encoding="utf-8")
    there = r"another for the same job with this database, is there:\*\*\s+```sh\nnpm install --save-exact drizzle-orm"
    assert re.search(there, again), "it may be there"


def test_weighing_adds_and_none_clears(talk: Talk) -> None:
    talk(VERCEL)
    talk("choose  supabase  drizzle")
    shown = [line.split(":")[0].removeprefix("- ") for line in talk("next").splitlines() if line.startswith("- ")]
    if not shown:
        talk("set  scale=thousands  realtime=no  compliance=none  budget=modest  query_style=any  migrations=any")
        talk("set  existing_stores=none  engines=one")
        shown = [line.split(":")[0].removeprefix("- ") for line in talk("next").splitlines() if line.startswith("- ")]
    talk(f"weigh  {shown[0]}")
    assert f"Considered: {shown[0]}, {shown[1]}." in talk(f"weigh  {shown[1]}")
    assert "Considered: none." in talk("weigh  none")


# --- ways out ---------------------------------------------------------------------------------------------------------

APP = "set  persistence=yes  language=other  runtime=local  data=relational  hosting=managed  budget=modest"


def test_a_way_out_that_is_taken_is_a_rule_and_no_advice_is_refused(talk: Talk) -> None:
    talk(APP)
    shown = talk("next")
    name = shown.split("data-stack keep ")[1].split()[0]
    way = next(line for line in shown.splitlines() if line.startswith("1. ")).removeprefix("1. ")
    assert "has no way out 9" in talk(f"keep  {name}  --way  9")
    talk(f"keep  {name}  --way  1  --because  A sync engine goes between.")
    text = talk("write  data-stack.toml")
    rules = text.partition("## Rules to Work By")[2].partition("\n## ")[0]
    assert "- Agreed, in our words, on “" in rules
    assert "A sync engine goes between." in rules
    assert "Known, and kept" not in text + talk("summary")
    assert way[:30].split(" you")[0] in talk("summary")
    assert "settled first" not in talk("say")
    talk(f"write  --output  {OUTPUT}")
    assert "- Agreed, in our words, on “" in talk(f"write  {OUTPUT}")
    talk(f"keep  {name}  --because  We know.")
    assert "Known, and kept" in talk("write  data-stack.toml")


SENSORS = (
    "set  persistence=yes  language=python  data=relational,time-series  scale=billions  realtime=no  runtime=server  "
    "platform=own  hosting=self-hosted  compliance=open-source  budget=flexible"
)


def test_what_would_be_picked_without_a_lean_is_told(talk: Talk) -> None:
    talk(SENSORS)
    assert talk("say").startswith("I would take PostgreSQL on your own machines")
    talk("set  existing_database=timescaledb  existing_stance=leaning")
    told = "Without your leaning it would be the pick"
    assert told in talk("say")
    assert told in talk("why-not  postgresql")
    talk("set  existing_stance=decided")
    assert "- PostgreSQL" not in talk("write  data-stack.toml")  # which TimescaleDB is


# --- read back --------------------------------------------------------------------------------------------------------


def test_the_summary_has_a_line_for_each_thing_and_every_licence_that_was_asked_for(talk: Talk) -> None:
    talk(SENSORS + "  existing_database=none")
    talk("set  data=relational,time-series  --because  Readings and the machines they come from.")
    said = talk("summary")
    for name in ("PostgreSQL", "SQLAlchemy", "psycopg 3"):
        assert f"\n- Licence of {name}: " in said
    assert "\n- Driver: psycopg 3" in said
    assert "\n- Backup: " in said
    assert "\n- In your words, kind of data: “Readings and the machines they come from.”\n" in said


def test_the_summary_names_the_second_client(talk: Talk) -> None:
    talk(VERCEL)
    talk("set  realtime=core  query_style=sql")
    talk("choose  supabase  drizzle")
    assert "\n- Beside it in the code: @supabase/supabase-js.\n" in talk("summary")


# --- a file on one server, and on a device ----------------------------------------------------------------------------

OWN = (
    "set  persistence=yes  language=python  runtime=server  platform=own  data=relational  scale=thousands  realtime=no"
)


def test_on_one_server_with_little_data_a_file_is_the_runner_up_and_no_bad_advice(talk: Talk) -> None:
    talk(OWN + "  budget=free  compliance=none  existing_database=none  hosting=self-hosted")
    said = talk("say")
    assert "The runner-up is an embedded SQLite file" in said
    assert "one writer at a time" in said
    talk("choose  sqlite  --because  One file.")
    text = talk("write  data-stack.toml")
    assert "fit what was asked better" not in text + talk("say")
    assert "Watch out for" not in text
    assert "A second server could not share it" in text


def test_a_taste_for_sql_ships_no_password(talk: Talk) -> None:
    talk("set  persistence=yes  language=typescript  runtime=local  data=relational  hosting=managed  realtime=no")
    said = talk("set  query_style=sql")
    assert "supabase-js" in said
    assert "No longer" not in said
    assert "Settle first" in talk("write  data-stack.toml")
    talk("keep  supabase-js-keeps-no-offline-copy  --because=Always online.")
    text = talk("write  data-stack.toml")
    assert "keys are `uuid`, made on the device" in text
    assert "Whether it must work offline" not in text


def test_sqlite_on_a_phone_has_its_driver(talk: Talk) -> None:
    talk("set  persistence=yes  language=typescript  runtime=local  data=relational  hosting=any  realtime=no")
    assert "under Expo `expo-sqlite`" in talk("write  data-stack.toml")


def test_a_budget_that_nobody_named_is_no_warning(talk: Talk) -> None:
    talk("set  persistence=yes  language=go  data=relational  platform=aws  existing_database=aws-rds")
    talk("set  existing_engine=postgresql  existing_stance=decided")
    assert "tens of euros" not in talk("set  scale=billions")
    assert "tens of euros" in talk("set  budget=modest")


# --- a place, a budget, a question that nobody expects ----------------------------------------------------------------


def test_a_region_that_was_named_is_written_down(talk: Talk) -> None:
    talk("set  persistence=yes  language=go  data=relational  platform=aws  compliance=residency  region=eu")
    assert "what is fixed then (the region, encryption and its keys)" in talk("write  data-stack.toml")
    talk("set  region=eu  --because  Frankfurt, eu-central-1, says the contract.")
    text = talk("write  data-stack.toml")
    assert "stays in the EU. In our words: “Frankfurt, eu-central-1, says the contract”." in text
    assert "what is fixed then (encryption and its keys), and the plan or maximum paid for" in text


def test_no_database_has_a_why_that_another_systems_data_leave_true_and_room_for_what_was_considered(
    talk: Talk,
) -> None:
    assert "data-stack.toml" in talk(f"set  persistence=no  --because  {'HubSpot keeps the leads. ' * 40}")
    assert "500 are kept" in talk(f"set  persistence=no  --because  {'HubSpot keeps the leads. ' * 80}")
    text = talk("write  data-stack.toml")
    assert "own code keeps nothing that it has to find again" in text


def test_engines_are_asked_where_something_suggests_several(talk: Talk) -> None:
    asked = (
        "set  persistence=yes  language=go  framework=  existing_database=none  existing_client=none  runtime=server"
    )
    asked += "  platform=any  data=relational  scale=thousands  realtime=no  compliance=none  budget=modest"
    talk(asked.replace("  framework=", "") + "  query_style=any  migrations=any  hosting=managed")
    said = talk("next")
    assert "Not asked, for nothing suggests it: engines." in said
    talk("set  hosting=self-hosted")
    assert talk("next").startswith("engines:")
    talk("set  hosting=managed")
    assert "engines = several" in talk("set  engines=several"), "said unasked, it is taken"


def test_a_library_alone_does_not_say_that_a_database_is_in_use(talk: Talk) -> None:
    Path("package.json").write_text('{"dependencies": {"next": "16", "mongoose": "^8.0.0"}}', encoding="utf-8")
    said = talk("detect  package.json")
    assert 'existing_database = "mongodb"' in said
    assert "existing_stance" not in said
    Path("compose.yaml").write_text(COMPOSE.format("mongo:8"), encoding="utf-8")
    assert 'existing_stance = "in-use"' in talk("detect  package.json  compose.yaml")
