"""What conversations brought to light: each test is something that a person was told wrongly, or not at all."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import given

from tests.door import press
from tests.strategies import EXAMPLES, legal_answers
from tests.talking import Talk, talking
from tests.test_data import problems
from wizard.agent import coming, comparing, telling
from wizard.agent.warned import first_sentence
from wizard.catalogue.load import load
from wizard.converse.record import Record
from wizard.decide.answers import Value
from wizard.decide.rulebook import rulebook
from wizard.explain.reading import Reading
from wizard.explain.words import rule_title

CATALOGUE = load()
BOOK = rulebook(CATALOGUE)


@pytest.fixture
def talk(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Talk:
    return talking(capsys, monkeypatch, tmp_path)


def told(line: str) -> Reading:
    """The reading of answers as `key=value key=value`."""
    answers: dict[str, Value] = {}
    for pair in line.split():
        key, value = pair.split("=")
        answers[key] = tuple(value.split(",")) if CATALOGUE.questions[key].several else value
    return Reading(book=BOOK, answers=answers)


def why_not(reading: Reading, id_: str) -> str:
    return comparing.why_not_text(comparing.why_not(reading, id_))


# --- places and releases ----------------------------------------------------------------------------------------------

DEVICE = "set  persistence=yes  language=typescript  framework=other  existing_database=sqlite  existing_stance=decided"


def test_where_data_stay_is_asked_of_a_device_too(talk: Talk) -> None:
    talk(f"{DEVICE}  existing_client=none  existing_stores=none  data=relational  scale=thousands  runtime=local")
    talk("set  compliance=residency  hosting=self-hosted")
    assert "We assume that the data has to stay in the EU" in talk("summary")
    talk("weigh  none")
    assert talk("next").startswith("region:")
    talk("set  region=other  --because  Korea, in the office")
    assert "Somewhere else" not in talk("summary")


def test_a_release_past_its_end_is_objected_to_however_it_is_named(talk: Talk) -> None:
    talk("set  persistence=yes  language=other  existing_database=mariadb  existing_stance=decided  runtime=server")
    talk("set  data=relational  scale=thousands  compliance=none  hosting=self-hosted  platform=own  realtime=no")
    talk("set  existing_stores=none  budget=modest")
    talk("set  existing_database=mariadb  --because  MariaDB 10.6.18")
    talk("weigh  none")
    assert "MariaDB 10.6.18 has been without its makers' fixes" in talk("next")
    talk("keep  end-of-life  --because  the host upgrades in March")
    assert "the host upgrades in March" in talk("summary")
    assert talk("next").startswith("Done")


# --- a section that was edited by hand --------------------------------------------------------------------------------

OUTPUT = "data-stack.md"
SHOP = "set  persistence=yes  language=go  data=relational  scale=millions  runtime=server  budget=unsure"


def mended(old: str, new: str) -> None:
    file = Path(OUTPUT)
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_what_was_mended_on_purpose_is_not_told(talk: Talk) -> None:
    talk(SHOP)
    talk(f"write  --output  {OUTPUT}")
    mended("**On call:**", "**At night:**")
    for _ in range(2):
        said = talk(f"write  --output  {OUTPUT}")
        assert "Kept, as it was written by hand: How This Was Decided." in said
        assert "does not say" not in said
    assert "agree" in talk(f"check  --file  {OUTPUT}")


def test_answers_that_a_mended_section_does_not_say_are_told_each_time(talk: Talk) -> None:
    talk(SHOP)
    talk(f"write  --output  {OUTPUT}")
    mended("**On call:**", "**At night:**")
    talk("set  budget=flexible")
    for _ in range(2):
        said = talk(f"write  --output  {OUTPUT}")
        assert "How This Was Decided was edited by hand and stands as it is; its answers have changed since." in said
        assert re.search(r"It does not say: We plan for: .*budget", said)
        assert re.search(r"It still says: Assumed, because we were not sure: .*modest budget", said)
        assert "At night" not in said
        assert "edited by hand, and answers have changed since" in talk(f"check  --file  {OUTPUT}")


def test_answers_set_in_a_document_itself_are_told_too_and_a_section_can_go_back(talk: Talk) -> None:
    talk(SHOP)
    talk(f"write  --output  {OUTPUT}")
    mended("**On call:**", "**At night:**")
    said = talk(f"set  scale=billions  --answers  {OUTPUT}")
    assert re.search(r"It does not say: We plan for: .*billions", said)
    assert "delete the section's text" in said
    text = Path(OUTPUT).read_text(encoding="utf-8")
    cut = re.sub(r"(?s)(## How This Was Decided\n).*(\n<!--)", r"\1\2", text)
    Path(OUTPUT).write_text(cut, encoding="utf-8")
    said = talk(f"write  {OUTPUT}  --output  {OUTPUT}")
    assert "does not say" not in said
    assert "billions of records" in Path(OUTPUT).read_text(encoding="utf-8")
    assert "agree" in talk(f"check  --file  {OUTPUT}")


def test_the_page_tells_the_same_of_an_edit() -> None:
    answers = {"persistence": "yes", "language": "go", "data": ["relational"], "scale": "millions"}
    state = {"answers": answers, "record": {}, "at": "document", "review": True}
    edited = press(state, "save", fields={"prose:How This Was Decided": ["Mine."]})
    assert "does not say" not in edited["html"]
    then = {**state, "answers": {**answers, "scale": "billions"}, "record": edited["record"], "at": "review"}
    assert re.search(r"It does not say: We plan for: .*billions of records", press(then, "confirm")["html"])


# --- what is said -----------------------------------------------------------------------------------------------------

APP = "persistence=yes language=other runtime=local data=relational hosting=managed budget=modest"
SENSORS = (
    "persistence=yes language=python platform=own hosting=self-hosted compliance=open-source "
    "data=relational,time-series"
)
DJANGO = (
    "persistence=yes language=python framework=django existing_client=django-orm data=relational,vectors platform=own "
    "hosting=self-hosted existing_database=mysql existing_stance=in-use"
)
RDS = (
    "persistence=yes language=go existing_client=sqlc existing_database=aws-rds existing_engine=postgresql "
    "existing_stance=decided data=relational"
)


def test_a_store_without_a_copy_on_the_device_is_an_objection_and_is_said() -> None:
    said = telling.say(told(APP))
    assert said.startswith("One thing has to be settled first. Supabase's SDKs keep no copy on the device")
    assert "does not hold for it: Supabase's SDKs keep no copy" in why_not(told(APP), "firebase")


def test_every_warning_that_stands_is_said_and_one_that_is_kept_is_not() -> None:
    now = told(f"{APP} compliance=residency region=eu")
    said = telling.say(now)
    assert [item for item in now.conflicts if item.level == "warn" and item.text not in said] == []
    kept = Record(kept={"supabase-europe-is-not-the-eu": ""})
    assert "general region" not in telling.say(now, kept)


@EXAMPLES
@given(legal_answers())
def test_no_warning_is_left_out_however_many_there_are(answers: dict[str, Value]) -> None:
    now = Reading(book=BOOK, answers=answers)
    said = telling.say(now)
    for item in now.conflicts:
        if item.level == "warn":
            first = re.split(r"(?<=[.!?;:])\s", item.text.replace("`", ""), maxsplit=1)[0].rstrip(";:.")
            assert first in said or rule_title(CATALOGUE, item.rule) in said


def test_a_requirement_that_is_met_by_half_is_the_reason() -> None:
    assert "continuous aggregates are under the Timescale License" in why_not(told(SENSORS), "timescaledb")


def test_what_was_brought_along_has_no_false_runner_up() -> None:
    assert "runner-up" not in telling.say(told(RDS))
    assert told(DJANGO).client_alternatives == ()
    assert why_not(told(DJANGO), "sqlalchemy") == "You brought Django ORM along, and it stays."
    assert why_not(told(RDS), "pgx") == "It is beneath sqlc already, as its driver."
    assert why_not(told(RDS), "gorm") == "You brought sqlc along, and it stays."
    assert why_not(told(DJANGO), "postgresql").startswith("It is beside the pick already: PostgreSQL on your own")


def test_in_use_it_stays_where_it_runs() -> None:
    relational = DJANGO.replace("relational,vectors", "relational")  # a second engine would have to be settled first
    assert telling.say(told(relational)).startswith("MySQL on your own machines stays, reached with Django ORM.")
    open_ = "persistence=yes language=python existing_database=mysql existing_stance=in-use data=relational"
    assert telling.say(told(open_)).startswith("MySQL stays where it runs, reached with ")


def test_why_not_an_engine_is_about_what_choosing_it_would_take(talk: Talk) -> None:
    assert why_not(told(APP), "sqlite").startswith("An embedded SQLite file: ")


def test_a_product_that_was_not_weighed_is_told_so(talk: Talk) -> None:
    talk("set  " + SENSORS.replace(" ", "  ") + "  scale=billions")
    said = talk("why-not  clickhouse")
    assert said.startswith("The guide does not cover ClickHouse, so it was not weighed.")
    assert "are made for; none was weighed here." in said
    for name in ("powersync", "pgvector"):
        assert "the guide does not cover it, so it was not weighed" in talk(f"why-not  {name}")


# --- what is assumed --------------------------------------------------------------------------------------------------


def test_nothing_is_assumed_of_what_cannot_matter() -> None:
    asked = told(
        "persistence=yes existing_database=none language=go existing_client=none runtime=server platform=own "
        "data=relational scale=millions realtime=no hosting=self-hosted compliance=none query_style=any "
        "migrations=any engines=one"
    )
    assert asked.left_out == (), "nothing is asked any more, and nothing is assumed of it"
    assert asked.instead({**asked.answers, "budget": "unsure"}).unsure, "who is not sure reads what was assumed"
    assert told("persistence=yes language=go data=relational budget=unsure").unsure


# --- answers and reasons ----------------------------------------------------------------------------------------------


def test_a_reason_for_a_choice_stands_once(talk: Talk) -> None:
    talk("set  language=go  data=relational")
    for _ in range(2):
        talk("choose  aws-rds  --because  Our people know it.")
    file = Path("data-stack.toml").read_text(encoding="utf-8")
    assert file.count("Our people know it.") == 1
    assert 'existing_database = "Our people know it."' in file


def test_a_chosen_service_answers_who_runs_it_and_that_data_are_kept(talk: Talk) -> None:
    talk("set  language=go  data=relational")
    said = talk("choose  aws-rds  postgresql")
    assert "hosting = managed, for Amazon RDS is run by its provider." in said
    assert "persistence = yes" in said
    assert not talk("next").startswith(("persistence", "hosting"))


def test_a_reason_without_another_answer_before_it_is_no_old_one(talk: Talk) -> None:
    talk("set  language=go  data=relational  persistence=yes")
    talk("choose  supabase  --because  It costs nothing.")
    assert "stands" not in talk("set  hosting=managed")


def test_a_reason_is_taken_back_alone_or_with_its_answer(talk: Talk) -> None:
    talk("set  language=go  --because  habit")
    said = talk("set  language=go  --because  ")
    assert "The reason for language is taken back: “habit”" in said
    assert "[notes]\nlanguage" not in Path("data-stack.toml").read_text(encoding="utf-8")
    talk("set  language=go  --because  habit")
    said = talk("set  language=")
    assert said.count("habit") == 1
    assert "stands" not in said


def test_a_choice_without_a_reason_is_told_one_thing(talk: Talk) -> None:
    talk("set  existing_database=mysql  --because  habit")
    talk("set  existing_stance=leaning")
    said = talk("choose  sqlite")
    assert "left out, for it was given for mysql: “habit”" in said
    assert "No reason was given" not in said


def test_a_warning_that_comes_up_has_a_name_and_ways_out(talk: Talk) -> None:
    talk(SHOP)
    said = talk("set  scale=billions")
    assert "Warning, new: " in said
    assert "  Ways out: " in said
    rule = re.search(r"data-stack keep ([\w-]+) --because", said)
    assert rule
    assert "kept, and written down" in talk(f"keep  {rule[1]}  --because  We know.")


def test_what_stands_beside_none_has_a_true_way_out(talk: Talk) -> None:
    said = talk("set  existing_database=none  existing_stores=redis")
    assert "it is asked after existing_database (any but none); say in the reason for data" in said


def test_no_data_to_keep_says_what_was_named_and_where_it_goes(talk: Talk) -> None:
    talk("set  language=typescript  existing_database=mongodb  existing_stance=leaning")
    said = talk("set  persistence=no")
    assert "MongoDB was named, and the file keeps no more of it: put it into the reason for persistence." in said
    text = talk("write  data-stack.toml")
    assert "wizard again" not in text
    assert "ask a person before we add one" in text


def test_a_new_file_is_told_and_a_missing_argument_is_one_line(talk: Talk, capsys: pytest.CaptureFixture[str]) -> None:
    assert talk("set  language=go  --answers  typo.toml").startswith("New file: typo.toml\n")
    assert "New file" not in talk("set  language=go  --answers  typo.toml")
    with pytest.raises(SystemExit):
        talk("set")
    assert capsys.readouterr().err.count("\n") == 1


# --- what is found ----------------------------------------------------------------------------------------------------


def test_the_engine_that_queries_are_written_for_is_not_in_use(talk: Talk) -> None:
    Path("sqlc.yaml").write_text('version: "2"\nsql:\n  - engine: postgresql\n', encoding="utf-8")
    said = talk("detect  sqlc.yaml")
    assert 'existing_database = "postgresql"' in said
    assert "existing_stance" not in said


def test_a_lone_cache_is_marked(talk: Talk) -> None:
    Path("requirements.txt").write_text("fastapi\nredis\n", encoding="utf-8")
    said = talk("detect  requirements.txt")
    assert "existing_database" not in said or "# Redis as a cache or a queue is not the main database" in said


def test_on_own_machines_a_place_is_an_answer(talk: Talk) -> None:
    assert "self-hosted" not in talk("set  persistence=yes") + talk("next")
    talk("set  platform=own")
    assert ", self-hosted, embedded" in talk("next")


def test_two_databases_are_compared_by_the_data_that_they_hold(talk: Talk) -> None:
    said = talk("compare  mysql  postgresql")
    kinds = "- MySQL: relational data and documents\n- PostgreSQL: relational data, documents and vector embeddings"
    assert f"Kinds of data\n{kinds}" in said


def test_summary_and_file_say_the_same_of_a_client_that_is_open(talk: Talk) -> None:
    talk("set  " + APP.replace(" ", "  "))
    line = next(line for line in talk("summary").splitlines() if "Clients were compared" in line).removeprefix("- ")
    assert "On a device take the SDK" in line
    assert line in talk("write  data-stack.toml")


# --- what four conversations by the skill alone brought to light ------------------------------------------------------

CLUB = (
    "persistence=yes language=python framework=flask runtime=server platform=own data=relational scale=hundreds "
    "hosting=self-hosted budget=free existing_database=none existing_client=none"
)
MEASURED = f"{SENSORS} existing_database=none framework=other existing_client=none runtime=server scale=billions"
RUNNING = (
    "set  persistence=yes  language=python  framework=django  existing_database=aws-rds  existing_engine=mysql  "
    "existing_stance=in-use  existing_client=django-orm  existing_stores=redis  runtime=server  data=relational  "
    "scale=millions  compliance=none  budget=flexible  migrations=built-in"
)


def test_why_not_says_what_speaks_for_the_other_one() -> None:
    club = told(CLUB.replace("hundreds", "thousands"))
    assert "One server can keep that much in a file beside the code" in why_not(club, "sqlite")


def test_warnings_that_say_the_same_of_two_stacks_tell_nothing_apart() -> None:
    said = why_not(told(MEASURED), "timescaledb") + why_not(told(MEASURED), "postgresql")
    assert said.count("may outgrow the one primary") <= 1


def test_compare_tells_what_is_alike_from_what_is_not_known() -> None:
    told_ = comparing.compare(CATALOGUE, ("neon", "supabase"))
    assert "branching" in [item["fact"] for item in told_["facts"]], "the sentences differ"
    products = [CATALOGUE.services[id_] for id_ in ("neon", "supabase")]
    for key in told_["unknown"]:
        assert not any(key in item.facts and item.facts[key].printable for item in products)
    for key in told_["alike"]:
        assert len({item.facts[key].text for item in products}) == 1
    assert "or not known of either" not in comparing.compare_text(told_)


def test_a_pick_is_not_told_of_before_anything_was_said_of_the_data(talk: Talk) -> None:
    said = talk("set  persistence=yes  language=python")
    assert "too early to tell a pick" in said
    assert "The pick moved" not in talk("set  framework=django")
    assert "The pick" in talk("set  data=relational")


def test_an_engine_that_is_decided_on_says_nothing_of_who_runs_it(talk: Talk) -> None:
    named = "set  persistence=yes  language=python  existing_stance=decided  existing_database="
    assert "too early" in talk(f"{named}postgresql")
    assert "The pick: PostgreSQL on Neon" in talk(f"{named}neon")


def test_any_question_can_be_looked_at(talk: Talk) -> None:
    assert talk("next").startswith("persistence: ")
    assert "self-hosted (We run it ourselves)" in talk("next  hosting")
    assert json.loads(talk("next  hosting  --format=json"))["question"]["key"] == "hosting"
    for key, way in (("hostin", "did you mean hosting?"), ("region", "set that first")):
        assert way in talk(f"next  {key}")


def test_nothing_stays_that_was_not_there() -> None:
    decided = told(f"{CLUB.replace('=none existing_client', '=postgresql existing_stance=decided existing_client')}")
    said = telling.say(decided)
    assert said.startswith("You decided on PostgreSQL on your own machines, reached"), "self-hosting was answered"


def test_what_was_proposed_and_not_taken_is_recorded(talk: Talk) -> None:
    talk("set  persistence=yes  language=go  data=documents  scale=thousands  runtime=server  hosting=managed")
    before = telling.runner_up(told("persistence=yes language=go data=documents scale=thousands hosting=managed"))
    assert before
    talk("set  existing_database=influxdb  existing_stance=leaning")
    said = talk("choose  mongodb-atlas  --because  documents of many shapes")
    assert "InfluxDB was named before" in said


def test_a_release_past_its_end_is_raised_once_and_kept_until_a_day(talk: Talk, tmp_path: Path) -> None:
    talk(RUNNING)
    talk("set  existing_database=aws-rds  --because  MySQL 8.0.39, Multi-AZ")
    talk("weigh  none")
    assert talk("next").startswith("Objection, to be made once: MySQL 8.0.39 has been without its makers' fixes since")
    assert "such as 2027-12-31" in talk("keep  end-of-life  --until  soon")
    assert "name a day to come" in talk("keep  end-of-life  --until  2020-01-01")
    talk("keep  end-of-life  --until  2999-12-31  --because  8.4 next quarter")
    assert talk("next").startswith("Done.")
    (tmp_path / "compose.yaml").write_text("services:\n  db:\n    image: mysql:8.0\n", encoding="utf-8")
    talk(f"write  --output  {OUTPUT}")
    assert "MySQL 8.0.39 stays past its end: until 2999-12-31: 8.4 next quarter" in " ".join(
        Path(OUTPUT).read_text(encoding="utf-8").split()
    )
    assert "without fixes" not in talk(f"check  --file  {OUTPUT}")
    text = Path(OUTPUT).read_text(encoding="utf-8").replace("2999-12-31", "2026-05-31")
    Path(OUTPUT).write_text(text, encoding="utf-8")
    assert "without fixes" in talk(f"check  --file  {OUTPUT}"), "the day has passed"
    assert "nothing objects" not in talk(f"next  --answers  {OUTPUT}")


def test_their_own_reason_stands_before_ours(talk: Talk) -> None:
    talk(RUNNING)
    assert "it stays until a person decides" in talk("summary")
    talk("set  existing_stance=in-use  --because  five years of operating it")
    assert "it stays until a person decides" not in talk("summary")


def test_detect_notes_the_driver_and_python(talk: Talk, tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("Django==4.2.16\nmysqlclient==2.2.4\n", encoding="utf-8")
    assert "mysqlclient 2.2.4, as requirements.txt has it." in talk("detect  .")
    (tmp_path / "requirements.txt").unlink()
    project = '[project]\nname = "x"\nrequires-python = ">=3.12"\ndependencies = ["aiomqtt"]\n'
    (tmp_path / "pyproject.toml").write_text(project, encoding="utf-8")
    assert "Python 3.12, as pyproject.toml has it." in talk("detect  .")


def test_detect_notes_the_version_of_the_client(talk: Talk) -> None:
    Path("package.json").write_text('{"dependencies": {\n"@prisma/client": "^5.22.0",\n"mysql2": "3.1.0"}}')
    Path("compose.yaml").write_text("services:\n  db:\n    image: mysql:8.0.40\n")
    assert "Prisma 5.22.0, as package.json has it." in talk("detect  .")


# --- six conversations ------------------------------------------------------------------------------------------------


def test_the_host_of_what_is_in_use_leaves_it_in_use(talk: Talk) -> None:
    talk("set  existing_database=mysql  existing_stance=in-use  language=go  data=relational")
    talk("set  existing_client=database-sql")
    said = talk("choose  aws-rds  --because  it runs there")
    assert "existing_stance = decided" not in said
    assert "weighs it no more" not in said
    said = talk("choose  sqlc")
    assert "weighs it no more" not in said, "it is the driver of sqlc"


def test_what_was_named_and_is_no_part_of_the_pick_is_still_told(talk: Talk) -> None:
    talk("set  existing_database=mongodb  existing_stance=leaning  language=go  data=relational")
    assert "MongoDB was named before, and the file weighs it no more" in talk("choose  postgresql")


def test_a_pick_that_reads_the_same_has_not_moved(talk: Talk) -> None:
    talk("set  persistence=yes  language=go  data=relational  existing_database=postgresql  existing_stance=decided")
    for answer in ("hosting=self-hosted", "hosting=managed", "platform=own", "scale=millions"):
        moved = re.search(r"The pick moved: (.*), no longer (.*)\.", talk(f"set  {answer}"))
        assert moved is None or moved[1] != moved[2]


# --- six conversations again, and four more ---------------------------------------------------------------------------


def test_a_sentence_does_not_end_behind_one_letter() -> None:
    cut = first_sentence("Lambda@Edge is created in N. Virginia and runs near each visitor. More.")
    assert cut == "Lambda@Edge is created in N. Virginia and runs near each visitor."


@EXAMPLES
@given(legal_answers())
def test_the_pick_is_not_said_to_move_to_itself(answers: dict[str, Value]) -> None:
    now = Reading(book=BOOK, answers=answers)
    if (key := coming.at(now, Record())) in CATALOGUE.questions:
        outcomes = coming.could(CATALOGUE.questions[key], now)
        assert coming.pick_name(now) not in [item.pick for item in outcomes]


def test_of_many_picks_none_is_named(talk: Talk) -> None:
    assert "it can make another pick" in (talk("set  persistence=yes") and talk("next"))


AKTEN = (
    "set  persistence=yes  language=other  runtime=server  platform=own  data=relational  hosting=self-hosted  "
    "engines=several  compliance=open-source"
)


def test_engines_that_are_promised_are_read_back_and_nothing_of_ours_is_said_of_one(talk: Talk) -> None:
    talk(AKTEN)
    talk("set  engines=several  --because  The hospital runs PostgreSQL, Oracle or SQL Server")
    talk("set  language=other  --because  Java 21, Hibernate 6.6, Liquibase 4.29")
    said = talk("summary")
    assert "**Database**: PostgreSQL, Oracle and SQL Server" in said
    assert "**ORM / Database Client**: Hibernate 6.6" in said
    assert "your own machines" not in said
    assert "pgBackRest" not in said


def test_a_database_that_the_guide_does_not_cover_has_a_way_out(talk: Talk) -> None:
    said = talk("set  existing_database=oracle")
    assert "the guide does not cover Oracle, so it was not weighed; set none, with its name in the reason" in said


def test_what_needs_no_answer_is_not_taken_back(talk: Talk) -> None:
    said = talk("set  persistence=yes  existing_database=none  existing_stores=none")
    assert "existing_stores = none needs no answer here." in said
    assert "left out" not in said
    assert "taken back" not in said


def test_what_runs_has_no_runner_up() -> None:
    running = told(
        "persistence=yes existing_database=postgresql existing_stance=in-use language=python framework=fastapi "
        "existing_client=sqlalchemy runtime=server platform=own data=relational scale=millions hosting=self-hosted"
    )
    assert "runner-up" not in telling.say(running)


HOSPITAL = (
    "set  persistence=yes  language=python  framework=django  existing_database=none  existing_client=django-orm  "
    "runtime=server  platform=own  hosting=self-hosted  data=relational  scale=thousands"
)


def test_a_store_that_the_reason_for_those_in_use_names_is_known_to_the_file(talk: Talk, tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("Django==5.2.8\noracledb==3.4.0\npsycopg==3.2.12\n", encoding="utf-8")
    talk(HOSPITAL)
    talk(f"write  --output  {OUTPUT}")
    assert "Oracle is in the project" in talk(f"check  --file  {OUTPUT}")
    talk("set  existing_database=none  --because  The hospital's system is on Oracle 19c, and nobody may touch it")
    talk(f"write  --output  {OUTPUT}")
    assert "Oracle is in the project" in talk(f"check  --file  {OUTPUT}")  # those words are quoted, and assert nothing
    assert "the only store" not in Path(OUTPUT).read_text(encoding="utf-8")
    talk("set  existing_database=postgresql  existing_stance=in-use  existing_client=django-orm")
    talk("set  existing_stores=none  --because  Oracle 19c holds the patients, and we read and write there")
    talk(f"write  --output  {OUTPUT}")
    assert "Oracle" not in talk(f"check  --file  {OUTPUT}")


def test_code_that_has_not_begun_is_behind_its_file_whatever_another_language_has(talk: Talk, tmp_path: Path) -> None:
    (tmp_path / "Gemfile").write_text('gem "rails"\ngem "pg"\n', encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\ndependencies = ["fastapi"]\n', encoding="utf-8")
    talk("set  persistence=yes  existing_database=postgresql  existing_stance=in-use  language=python")
    talk("choose  sqlalchemy  --because  closest to Active Record")
    talk(f"write  --output  {OUTPUT}")
    assert "and the project does not use it yet" in talk(f"check  --file  {OUTPUT}")


def test_the_last_questions_are_asked_only_where_an_answer_matters() -> None:
    club = told(f"{CLUB} realtime=no compliance=none".replace("existing_client=none", "existing_client=sqlalchemy"))
    hives = (
        "persistence=yes existing_database=sqlite existing_stance=decided language=python framework=flask "
        "existing_client=none runtime=server platform=own data=relational,time-series scale=thousands realtime=no "
        "hosting=self-hosted compliance=none budget=free"
    )
    for now in (club, told(hives)):
        assert coming.at(now, Record(weighed=())) not in ("query_style", "migrations")


def test_detect_notes_what_runs_it_on_devices(talk: Talk) -> None:
    Path("package.json").write_text('{"dependencies": {\n"expo": "~54.0.0",\n"react": "19.1.0"}}')
    assert 'runtime = "Expo 54.0.0, as package.json has it."' in talk("detect  .")


# --- what six conversations by the skill alone brought to light -------------------------------------------------------

SHELF = "set  persistence=yes  existing_database=mariadb  existing_stance=in-use  language=other  runtime=server"
SHELF += "  platform=own  hosting=self-hosted  data=relational  scale=millions  compliance=none"
DOCUMENT = "standards/data-stack.md"


def test_a_client_that_was_named_is_the_client_everywhere(talk: Talk) -> None:
    talk(SHELF)
    noted = talk("set  existing_client=none  --because  Dapper, with MySqlConnector.")
    assert "existing_client: noted, “Dapper, with MySqlConnector.”" in noted
    assert "reached with Dapper" in talk("say")
    summary = talk("summary")
    assert "**ORM / Database Client**: Dapper" in summary
    assert "Driver:" not in summary
    document = talk("write  data-stack.toml")
    assert "**Dapper**" in document
    assert "has to be one that Dapper reaches" in document
    assert "was not said" not in document


def test_what_is_kept_for_ever_is_dropped_by_no_sentence_of_the_summary(talk: Talk) -> None:
    talk("set  persistence=yes  existing_database=postgresql  existing_stance=decided  language=other  runtime=server")
    talk("set  platform=own  hosting=self-hosted  scale=millions")
    talk("set  data=relational,time-series  --because  one measurement a minute, kept forever")
    for told in (talk("summary"), talk("say"), talk("write  data-stack.toml")):
        assert not re.search(r"\bdrop|Rows are deleted|deletes old|How long measurements", told)


def test_a_release_past_its_end_stays_without_a_day(talk: Talk) -> None:
    talk(SHELF)
    talk("set  existing_stance=in-use  --because  MariaDB 10.6.16")
    assert "No day? Leave --until out" in talk("next")
    assert "becomes of this: MariaDB 10.6.16" in talk(f"write  --output  {DOCUMENT}")
    assert "say in --because" in talk("keep  end-of-life")
    talk("keep  end-of-life  --because  the vendor certifies the next")
    assert "- MariaDB 10.6.16 stays past its end. You said: “the vendor certifies the next”" in talk("summary")
    assert "end-of-life" not in talk("next")
    assert "- MariaDB 10.6.16 stays past its end: the vendor certifies the next" in talk("write  data-stack.toml")


def test_writing_undoes_no_correction_that_was_made_in_the_file(talk: Talk) -> None:
    talk(SHELF)
    talk("set  scale=millions  --because  four million a year")
    talk(f"write  --output  {DOCUMENT}")
    talk(f"set  scale=billions  --because  two billion in two years  --answers  {DOCUMENT}")
    refused = talk(f"write  --output  {DOCUMENT}")
    assert "it was changed after data-stack.toml, and says otherwise of scale" in refused
    assert "two billion in two years" in Path(DOCUMENT).read_text(encoding="utf-8")
    talk("set  scale=millions  --because  five million a year")
    talk(f"write  --output  {DOCUMENT}")
    assert "five million a year" in Path(DOCUMENT).read_text(encoding="utf-8")


def test_the_file_holds_the_answers_where_the_other_is_gone(talk: Talk) -> None:
    talk(SHELF)
    talk(f"write  --output  {DOCUMENT}")
    Path("data-stack.toml").unlink()
    assert "MariaDB" in talk("summary")
    assert not talk("next").startswith("persistence")
    talk("set  scale=billions  --because  two billion in two years")
    assert "two billion in two years" in Path(DOCUMENT).read_text(encoding="utf-8")
    talk(f"write  --output  {DOCUMENT}")
    assert "two billion in two years" in Path(DOCUMENT).read_text(encoding="utf-8")
    assert not Path("data-stack.toml").exists()


@pytest.mark.parametrize("words", ["no internet in the field", "It works offline.", "They merge over USB sticks."])
def test_a_device_without_a_network_is_not_asked_who_runs_the_server(talk: Talk, words: str) -> None:
    talk(
        "set  persistence=yes  existing_database=none  language=other  runtime=local  data=relational  scale=thousands"
    )
    assert talk("next").startswith("realtime" if "USB" not in words else ("realtime", "hosting"))
    talk(f"set  runtime=local  --because  {words}")
    assert talk("next").startswith(("compliance", "Done"))


def test_copies_that_are_edited_apart_are_warned_of_once(talk: Talk) -> None:
    talk(
        "set  persistence=yes  existing_database=none  language=other  runtime=local  data=relational  scale=thousands"
    )
    assert "Warning, new: Copies that are edited apart" in talk(
        "set  runtime=local  --because  Both laptops sync later."
    )
    assert "becomes a rule" in talk("keep  copies-edited-apart  --way  2  --because  the office edits")
    assert "Agreed, in our words, on “One copy edits at a time, and the others read”" in talk("summary")


LEFT = 'requires-python = ">=3.6"'


@pytest.mark.parametrize(
    ("name", "text", "never"),
    [
        ("requirements.txt", "# sqlalchemy==1.3 was removed, too old\nsqlalchemy>=2\n", "1.3"),
        ("requirements.txt", "sqlalchemy>=2  # sqlalchemy==1.3 was too old\n", "1.3"),
        ("setup.py", 'setup(install_requires=[\n# "sqlalchemy==1.3",\n"sqlalchemy",  # sqlalchemy==1.3\n])\n', "1.3"),
        ("go.mod", "module x\n// github.com/jackc/pgx/v5 v5.1.1\nrequire gorm.io/gorm v1.2.0 // 5.1.1\n", "5.1.1"),
        (
            "pyproject.toml",
            f'[project]\nname = "x"\ndescription = """\n{LEFT}\npeewee 3.9"""\n#{LEFT}\ndependencies = ["peewee"]',
            "as pyproject.toml has it",
        ),
        (
            "package.json",
            '{"scripts": {\n"node": "18.1"},\n"pg": "7.1.0",\n"dependencies": {\n"pg": ">=8.1"}}',
            "as package.json has it",
        ),
        ("compose.yaml", "services:\n  db:\n    image: registry.example.com:5000/postgres\n", "5000"),
        ("compose.yaml", f"services:\n  db:\n    image: postgres@sha256:9812{60 * 'a'}\n", "9812"),
    ],
)
def test_detect_takes_no_version_from_what_the_project_does_not_use(
    talk: Talk, name: str, text: str, never: str
) -> None:
    Path(name).write_text(text, encoding="utf-8")
    notes = talk("detect  .").partition("[notes]")[2]
    assert never not in notes


def test_detect_reads_the_version_wherever_the_list_stands(talk: Talk) -> None:
    Path("pyproject.toml").write_text(
        '[tool.poetry]\nname = "x"\n[tool.poetry.dependencies]\npython = "^3.12"\nSQLAlchemy = { version = "^2.0.4" }\n'
        'psycopg = {version = "3.2.1", extras = ["binary"]}\n',
        encoding="utf-8",
    )
    said = talk("detect  .")
    assert 'language = "Python 3.12, as pyproject.toml has it."' in said
    assert "SQLAlchemy 2.0.4, as pyproject.toml has it. psycopg 3.2.1" in said
    Path("pyproject.toml").unlink()
    Path("package.json").write_text('{"engines": {"node": "22.x"}, "dependencies": {"mysql2": "^3.1.0"}}')
    Path("compose.yaml").write_text("services:\n  db:\n    image: registry.example.com:5000/mysql:8.0.40\n")
    said = talk("detect  .")
    assert "Node.js 22, as package.json has it." in said
    assert "mysql2 3.1.0, as package.json has it." in said
    assert "MySQL 8.0.40, as compose.yaml has it." in said


def test_detect_leaves_the_made_up_projects_of_tests_alone(talk: Talk) -> None:
    made_up = Path("test/fixtures/app")
    made_up.mkdir(parents=True)
    (made_up / "package.json").write_text('{"dependencies": {"mongoose": "^8.1.0"}}')
    said = talk("detect  .")
    assert "existing_database" not in said
    assert "only folders of test data hold files" in said
    Path("requirements.txt").write_text("psycopg==3.2.1\n")
    assert "mongo" not in talk("detect  .")


# --- hosts that the guide does not weigh ------------------------------------------------------------------------------

HOSTED = "set  language=other  runtime=server  data=relational  existing_database=postgresql  existing_stance=decided"


def test_a_host_that_is_not_listed_has_a_way_to_be_said(talk: Talk) -> None:
    talk(HOSTED)
    assert "any, or own for plain machines" in talk("set  platform=hetzner")
    assert "what is not among them is self-hosted" in talk("set  hosting=render")
    said = talk("set  hosting=managed  --because  Heroku Postgres")
    assert "You named Heroku, which was not weighed" in said
    said = talk("set  hosting=self-hosted  --because  Heroku Postgres")
    assert "No longer raised: You named Heroku" in said
    for command in ("say", "summary"):
        assert "own machines" not in talk(command)
        assert "Supabase" not in talk(command)


@pytest.mark.parametrize(
    ("words", "others"),
    [
        ("Render runs it", True),
        ("our hoster in Graz", True),
        ("the hospital's IT runs PostgreSQL", True),
        ("a Hetzner machine", False),
        ("Hetzner", False),
        ("droplets at DigitalOcean that we run", False),
        ("not Heroku", False),
        ("heroku postgres", True),
        ("OVH runs MySQL", True),
        ("OVH web hosting", True),
        ("OVH, only FTP", True),
        ("no shell there", True),
        ("we deploy over FTP", True),
        ("our images have no shell", False),
        ("partners send files by SFTP", False),
        ("our provider is AWS", False),
        ("it has to render charts from Postgres", False),
        ("we run it", False),
    ],
)
def test_who_runs_it_is_heard(words: str, others: bool) -> None:
    assert Record(notes={"hosting": words}).by_others is others


def test_where_the_code_runs_says_nothing_of_the_database() -> None:
    assert not Record(notes={"platform": "Fly.io"}).by_others
    assert Record(notes={"platform": "Fly.io with its managed Postgres"}).by_others


def test_detect_names_the_other_language(talk: Talk) -> None:
    Path("mix.exs").write_text('defp deps do\n[{:phoenix, "~> 1.7"},\n{:ecto_sql, "~> 3.12"}]\n', encoding="utf-8")
    assert 'language = "Elixir with Phoenix, Ecto"' in talk("detect  .")
    Path("mix.exs").unlink()
    Path("pubspec.yaml").write_text("dependencies:\n  flutter:\n    sdk: flutter\n  drift: ^2.18.0\n", encoding="utf-8")
    assert 'language = "Dart with Flutter, drift"' in talk("detect  .")


def test_detect_hears_tauri(talk: Talk) -> None:
    Path("package.json").write_text('{"dependencies": {"@tauri-apps/api": "2.1.0"}}', encoding="utf-8")
    said = talk("detect  .")
    assert 'runtime = "local"' in said
    assert "Tauri 2.1.0" in said


def test_done_names_the_warnings_that_stand(talk: Talk) -> None:
    talk(f"{OWN_SERVER}  data=relational  scale=billions  compliance=none  realtime=no  budget=modest  engines=one")
    talk("set  existing_database=none")
    assert "data-stack keep billions-on-one-primary" in talk("next")
    talk("keep  billions-on-one-primary")
    assert "billions-on-one-primary" not in talk("next")


def test_an_engine_in_use_has_no_service_in_the_summary(talk: Talk) -> None:
    talk("set  language=go  runtime=server  data=relational  existing_database=postgresql  existing_stance=in-use")
    talk("set  hosting=managed")
    assert "Supabase" not in talk("summary")
    assert "its provider" not in talk("summary")


def test_what_was_decided_is_spoken_once(talk: Talk) -> None:
    talk(f"{HOSTED}  hosting=self-hosted  platform=own")
    said = talk("say")
    assert said.startswith("You decided on PostgreSQL on your own machines")
    assert "I would take" not in said
    assert "have decided" not in said


def test_answers_that_are_there_are_written_without_their_name(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"")))
    talk(HOSTED)
    assert "# Data Stack" in talk("write  data-stack.toml")


@pytest.mark.parametrize(
    ("asked", "python"),
    [(">=3.12", "3.12"), ("<3.14,>=3.11", "3.11"), ("!=3.9.1", ""), ("<3.13", "")],
)
def test_a_python_that_is_excluded_is_not_the_one_in_use(talk: Talk, asked: str, python: str) -> None:
    Path("pyproject.toml").write_text(
        f'[project]\nname = "x"\nrequires-python = "{asked}"\ndependencies = ["psycopg", "fastapi"]\n', encoding="utf-8"
    )
    said = talk("detect  .")
    assert ("Python 3" in said) == bool(python)
    assert f"Python {python}" in said or not python


def test_a_reason_for_the_pace_is_refused_and_nothing_is_lost(talk: Talk) -> None:
    talk("set  persistence=yes  language=python")
    assert "takes no reason" in talk("set  pace=guided  --because  We are new to this")
    assert talk("next").startswith("existing_database")


def test_a_reason_that_is_too_long_with_the_one_before_is_refused_before_it_is_written(talk: Talk) -> None:
    talk(
        "set  persistence=yes  existing_database=mongodb  existing_stance=leaning  data=relational  language=typescript"
        "  existing_client=mongoose"
    )
    talk(f"set  existing_stance=leaning  --because  {'We lean to it for reasons. ' * 20}")
    assert "600 are kept" in talk(f"keep  the-leaning-against-the-answers  --because  {'Ann said so. ' * 20}")
    assert "600 are kept" not in talk("summary")


def test_bytes_that_are_no_utf_8_are_refused_and_not_dropped(talk: Talk) -> None:
    assert "no UTF-8" in talk("set  budget=free  --because  f\udcfcr Kunden")


# --- a database that the guide does not have --------------------------------------------------------------------------

OWN_SERVER = "set  persistence=yes  language=other  runtime=server  hosting=self-hosted  platform=own"


def test_a_database_that_was_not_weighed_can_stay(talk: Talk) -> None:
    talk(f"{OWN_SERVER}  data=relational,time-series  scale=millions  compliance=none  realtime=no  budget=modest")
    said = talk("set  existing_database=none  --because  SQL Server 2019: the DBAs back it up")
    assert "keep database-not-compared" in said
    assert "SQL Server" in talk("say")
    assert talk("next").startswith("Objection")
    said = talk("choose  timescaledb")
    assert "left out, for it names another product" in said
    assert "because “SQL Server" not in said


def test_so_can_one_that_nothing_here_knows(talk: Talk) -> None:
    talk(f"{OWN_SERVER}  data=relational")
    assert "Objection, new: RavenDB was named" in talk("set  existing_database=none  --because  RavenDB 6")
    assert "RavenDB stays" in talk("keep  database-not-compared")
    talk("set  existing_database=none  --because  a ledger on tape, ours")
    assert "I would take PostgreSQL" in talk("say")
    said = talk("keep  database-not-compared  --because  the auditor")
    assert "a ledger on tape stays" in said
    assert "Objection" not in said
    talk("set  existing_database=none  --because  nothing is there")
    assert "I would take PostgreSQL" in talk("say")


def test_who_keeps_it_gets_a_file_that_leaves_the_database_to_them(talk: Talk) -> None:
    talk(f"{OWN_SERVER}  data=relational,time-series  scale=billions  compliance=residency  region=eu")
    talk("set  existing_database=none  --because  SQL Server 2019: our DBAs know it")
    assert "SQL Server stays" in talk("keep  database-not-compared  --because  the rule IT-17")
    assert not talk("next").startswith("Objection")
    assert talk("say").startswith("SQL Server stays.")
    assert "**Database**: SQL Server" in talk("summary")
    assert "SQL Server stays" in talk("why-not  postgresql")
    told = json.loads(talk("recommend  data-stack.toml"))
    assert problems("recommendation", told) == []
    assert (told["database"], [item["rule"] for item in told["reasons"]]) == (None, ["database-not-compared"])
    talk(f"write  --output  {OUTPUT}")
    text = Path(OUTPUT).read_text(encoding="utf-8").split("<!--")[0]
    for words in ("**SQL Server 2019**", "the rule IT-17", "stays in the EU"):
        assert words in text
    assert not re.search("PostgreSQL|TimescaleDB|Settle first", text)
    Path("compose.yaml").write_text("services:\n  d:\n    image: mcr.microsoft.com/mssql/server:2019\n", "utf-8")
    assert "agree" in talk(f"check  --file  {OUTPUT}")


def test_a_database_that_was_not_weighed_is_replaced_or_stands_beside_by_the_number_of_its_way(talk: Talk) -> None:
    talk(f"{OWN_SERVER}  data=relational  scale=millions  compliance=none  realtime=no")
    talk("set  existing_database=none  --because  SQL Server 2019")
    assert "SQL Server stays" not in talk("keep  database-not-compared  --way  2")
    assert talk("say").startswith("I would take PostgreSQL")
    assert not talk("next").startswith("Objection")
    assert "Agreed: SQL Server may be replaced" in talk("write  data-stack.toml")
    talk("keep  database-not-compared  --way  3  --because  payroll")
    assert "Beside it, as “In our own words” has it: SQL Server." in talk("write  data-stack.toml")


def test_a_database_in_the_place_of_none_counts_as_decided_until_they_say(talk: Talk) -> None:
    talk("set  persistence=yes  language=go  existing_database=none  data=relational")
    assert "existing_stance = decided, until they say how settled it is: ask." in talk("set  existing_database=mongodb")
    assert "already use" not in talk("say")


def test_a_refusal_of_the_pick_is_heard(talk: Talk) -> None:
    talk(f"{OWN_SERVER}  data=relational,time-series  scale=millions")
    assert "data-stack choose postgresql" in talk("why-not  timescaledb")
    assert "The pick moved: PostgreSQL on your own machines" in talk(
        "set  hosting=self-hosted  --because  we refuse TimescaleDB: no contract"
    )
    assert "The pick moved: TimescaleDB" in talk("set  hosting=self-hosted  --because  photos are not in TimescaleDB")


def test_a_way_that_was_agreed_on_is_heard_by_every_command(talk: Talk) -> None:
    talk(
        "set  persistence=yes  language=other  existing_database=none  data=relational  scale=thousands  runtime=local"
    )
    talk("set  runtime=local  --because  copies are edited apart")
    talk("keep  copies-edited-apart  --way  2  --because  I write, my mentor reads")
    talk(f"write  --output  {OUTPUT}")
    text = Path(OUTPUT).read_text(encoding="utf-8")
    assert "Agreed, in our words, on “One copy edits at a time" in text
    assert "become one" not in text
    Path("data-stack.toml").unlink()
    assert "nothing objects" not in talk(f"next  --answers  {OUTPUT}")


def test_a_rented_host_is_not_ours(talk: Talk) -> None:
    talk("set  persistence=yes  language=other  runtime=server  platform=any  data=relational  hosting=self-hosted")
    talk("set  scale=thousands  compliance=none  existing_database=mariadb  existing_stance=decided")
    talk("set  existing_database=mariadb  --because  MariaDB 11.8 at my web hotel")
    text = talk("write  data-stack.toml")
    assert "own machines" not in text.split("<!--")[0]
    assert "Theirs who run it" in text


def test_how_long_data_is_kept_is_not_asked_twice(talk: Talk) -> None:
    talk(f"{OWN_SERVER}  data=relational  scale=thousands  existing_database=mariadb  existing_stance=decided")
    assert "how long personal data" in talk("write  data-stack.toml")
    talk("set  compliance=none  --because  no phone numbers kept after the evening: deleted each night")
    assert "how long personal data" not in talk("write  data-stack.toml")


def test_a_kept_database_that_the_guide_lacks_ends_the_questions(talk: Talk) -> None:
    talk("set  persistence=yes  language=other  existing_database=none")
    talk("set  existing_database=none  --because  Oracle Database 19c, a rule of the house")
    talk("keep  database-not-compared  --way  1  --because  Oracle stays")
    said = talk("next")
    assert said.startswith("compliance")
    assert "Could change: rules of the file." in said
    for command in (
        "set  compliance=residency",
        "set  region=other  --because  Switzerland",
        "set  language=other  --because  Java 21; jOOQ",
        "set  migrations=separate  --because  Liquibase is mandatory; the DBAs run DDL",
        "set  existing_stores=none  --because  Kafka 3.6 is the event log. Redis 6.2 for sessions",
    ):
        assert "PostgreSQL" not in talk(command)
    assert talk("next").startswith("Done. Oracle stays")
    said = talk("summary")
    assert "**Database**: Oracle 19c" in said
    assert "Beside it, as I understood: Redis and Kafka." in said
    text = talk("write  data-stack.toml")
    assert "- Store: Oracle 19c." in text
    assert "- Redis and Kafka: As" in text
    assert "- Schema: Changed as" in text


def test_a_host_that_has_another_server_is_asked_about(talk: Talk) -> None:
    talk("set  persistence=yes  language=other  existing_database=none")
    said = talk("set  existing_database=none  --because  MySQL 5.7 at OVH is offered")
    assert "Objection" not in said  # it was not asked yet who runs it
    assert "You named MySQL at OVH" in talk("set  hosting=managed")
    talk("set  existing_database=mysql  existing_stance=decided  data=relational  scale=thousands  runtime=server")
    said = talk("set  hosting=self-hosted  --because  OVH web hosting runs MySQL; only FTP, no shell")
    assert "No longer raised: You named OVH" in said
    text = talk("write  data-stack.toml").split("<!--")[0]
    assert "which a person runs, each once and in order, in the host's own tool" in text
    for wrong in ("own machines", "dbmate", "binary log"):
        assert wrong not in text


def test_nothing_is_set_where_one_of_several_is_refused(talk: Talk) -> None:
    assert "Nothing was set" in talk("set  persistence=yes  language=python  migrations=generated")
    talk("set  persistence=no")
    assert "put it into the reason for persistence" in talk("set  language=typescript")


def test_no_later_answer_replaces_how_settled_the_database_is(talk: Talk) -> None:
    talk("set  persistence=yes  existing_database=influxdb  existing_stance=in-use  language=go  runtime=server")
    talk("set  data=relational,time-series  scale=billions  hosting=self-hosted  existing_stores=postgresql")
    assert "existing_stance" not in talk("set  query_style=sql")
    assert 'existing_stance = "in-use"' in Path("data-stack.toml").read_text(encoding="utf-8")


def test_an_engine_that_is_put_right_is_as_settled_as_it_was(talk: Talk) -> None:
    talk("set  persistence=yes  existing_database=aws-rds  existing_engine=postgresql  existing_stance=in-use")
    assert "existing_stance" not in talk("set  existing_engine=mysql")
    assert 'existing_stance = "in-use"' in Path("data-stack.toml").read_text(encoding="utf-8")


def test_how_settled_one_database_was_is_not_said_of_the_next(talk: Talk) -> None:
    talk("set  persistence=yes  language=go  existing_database=mongodb  data=relational")
    talk("set  existing_stance=in-use  --because  since 2019")
    told = talk("set  existing_database=mysql")
    assert "existing_stance = in-use was said of MongoDB, and is left out: ask how settled MySQL is." in told
    assert "went with it: “since 2019”" in told
    assert talk("next").startswith("existing_stance: How settled")
    assert "**Not settled, so defaults stand:** How settled MySQL is was not said" in talk("write  data-stack.toml")


@pytest.mark.parametrize("key", ["scale=thousands", "budget=modest", "runtime=server"])
def test_own_words_on_an_answer_take_no_cost_out_of_the_file(talk: Talk, key: str) -> None:
    talk("set  persistence=yes  language=other  existing_database=neon  existing_stance=decided  data=relational")
    talk("set  runtime=server  scale=thousands  budget=modest")
    talk(f"set  {key}  --because  we counted them")
    assert "The first query after an idle time waits" in talk("write  data-stack.toml")


def test_a_way_that_was_agreed_on_stays_where_a_later_answer_takes_the_warning(talk: Talk) -> None:
    talk("set  persistence=yes  language=other  existing_database=sqlite  existing_stance=decided  platform=own")
    talk("set  hosting=self-hosted  data=relational  runtime=server")
    talk("keep  one-writer-at-a-time  --way  1  --because  I want no moving parts")
    said = talk("set  scale=thousands")
    assert "was agreed on and stays" in said
    assert "no longer stands" not in said
    assert "back the file up continuously. I want no moving parts" in talk("write  data-stack.toml")


def test_a_reason_for_two_products_is_said_of_each(talk: Talk) -> None:
    talk("set  persistence=yes  language=go  data=relational")
    assert "choose aws-rds and sqlc one by one" in talk("choose  aws-rds  sqlc  --because  no ORM ever")
    talk("choose  aws-rds")
    assert "existing_client = sqlc, because “no ORM ever”" in talk("choose  sqlc  --because  no ORM ever")


def test_who_follows_the_load_is_asked_again_beside_another_service(talk: Talk) -> None:
    talk("set  persistence=yes  language=other  existing_database=neon  existing_stance=decided  data=relational")
    talk("set  runtime=server  hosting=serverless")
    assert "was answered beside Neon: ask whether it still holds" in talk("choose  planetscale")


def test_a_standby_and_how_long_backups_are_kept_are_told_as_they_were_said(talk: Talk) -> None:
    talk("set  persistence=yes  language=go  existing_database=aws-rds  existing_engine=postgresql  data=relational")
    talk("set  existing_stance=decided  platform=aws  runtime=server")
    assert "One zone unless we choose Multi-AZ" in (before := talk("write  data-stack.toml"))
    assert "at least 7 days" in before
    talk("set  hosting=managed  --because  Multi-AZ, backups kept 3 days")
    after = talk("write  data-stack.toml")
    assert "One zone unless" not in after
    assert "at least 7 days" not in after


@pytest.mark.parametrize("words", ["at most 5 euros a month", "€20 each month, no more"])
def test_an_amount_of_money_is_not_answered_by_a_plan(talk: Talk, words: str) -> None:
    talk("set  persistence=yes  language=python  framework=django  existing_database=none  data=relational")
    talk("set  existing_client=none  runtime=server  scale=hundreds  budget=modest")
    assert "on a paid plan of Supabase" in talk("write  data-stack.toml")
    talk(f"set  budget=modest  --because  {words}")
    text = talk("write  data-stack.toml")
    assert "on a paid plan of Supabase" not in text
    assert "Whether Supabase stays within what “In our own words” allows was not compared" in text


# --- six more, by the skill alone -------------------------------------------------------------------------------------


def test_a_warning_is_told_by_what_it_warns_of(talk: Talk) -> None:
    talk(
        "set  persistence=yes  existing_database=none  language=go  framework=other  runtime=local  query_style=sql  "
        "existing_client=sqlc  data=relational  scale=thousands  compliance=none  migrations=separate  realtime=no  "
        "engines=one"
    )
    talk("weigh  none")
    for command in ("next", "summary", "say"):
        assert "sqlc with SQLite: Support for SQLite is beta" in talk(command)


def test_that_another_client_comes_nearest_is_told(talk: Talk) -> None:
    talk("set  persistence=yes  existing_database=none  language=go  framework=other  runtime=local")
    talk("set  existing_client=none  data=relational")
    assert "database/sql, no longer with GORM. The client is still open." in talk("set  migrations=separate")


def test_what_has_no_place_is_not_said_to_have_one(talk: Talk) -> None:
    talk("set  persistence=yes  existing_database=none  language=python  framework=fastapi  existing_client=none")
    talk("set  runtime=server  data=relational  scale=thousands  hosting=managed  compliance=none  budget=free")
    talk("set  platform=any  --because  Render, a friend says")
    talk("set  query_style=sql  migrations=any  realtime=no")
    talk("weigh  none")
    place = talk("next").partition("To name a place: data-stack ")[2].partition("\n")[0].replace(" ", "  ")
    assert "The pick names no place" in talk(place.replace("choose", "why-not"))
    assert "It was the pick already" not in talk(place)
    assert "It is in the pick" in talk(place.replace("choose", "why-not"))


def test_files_that_are_named_so_are_not_asked_for_again(talk: Talk) -> None:
    talk("set  persistence=yes  existing_database=none  language=python  framework=fastapi  data=relational")
    talk("set  things=bookings, photos (as files)")
    assert "Name them as such" not in talk("set  scale=thousands  --because  Some 300 photos a month")


def test_what_was_agreed_on_before_a_choice_stays_as_is_said(talk: Talk) -> None:
    talk("set  persistence=yes  language=python  data=time-series  platform=own  hosting=self-hosted  scale=millions")
    talk("set  existing_database=none  --because  TimescaleDB, ClickHouse or DuckDB, we don't know")
    talk("keep  database-not-compared  --way  4")
    told = talk("choose  timescaledb  --because  Grafana reads it")
    agreed = "ClickHouse and DuckDB were only mentioned: not in use"
    assert f"“{agreed}” was agreed on and stays" in told
    assert f"In your words, existing database: “{agreed}. Grafana reads it”" in talk("summary")
