"""What no question asks and an agent is told all the same: what it costs, where files lie, what is only planned, how
firm a choice is, and what came of a mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.talking import Talk, talking
from wizard.agent import skill

NEW = "set  persistence=yes  language=python  framework=django  existing_database=none  runtime=server  data=relational"
IN_USE = "set  persistence=yes  language=python  existing_database=postgresql  existing_stance=in-use  data=relational"


@pytest.fixture
def talk(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Talk:
    return talking(capsys, monkeypatch, tmp_path)


# --- what it costs ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choice", "budget", "told", "not_told"),
    [
        ("neon", "free", "What it costs: The Free plan has 100 projects", "Beyond it"),
        ("neon", "flexible", "What it costs: Billed by use: Compute stops after 5 minutes", "Free plan has"),
        ("supabase", "modest", "There is a Free plan; a project with low activity over 7 days", "Supabase is"),
        ("supabase", "modest", "Beyond it: Every project is a dedicated instance that is charged", "one more instance"),
        ("aws-rds  postgresql", "free", "There is no lasting free plan", "Beyond it"),
        ("aws-rds  postgresql", "flexible", "What it costs: Billed while it runs, used or not: Instances", "free plan"),
    ],
)
def test_what_is_free_and_how_it_is_billed_is_spoken(
    talk: Talk, choice: str, budget: str, told: str, not_told: str
) -> None:
    talk(f"{NEW}  budget={budget}")
    talk(f"choose  {choice}")
    said = talk("say")
    assert told in said
    assert not_told not in said
    assert len(said) <= 801


def test_machines_of_ones_own_and_a_file_have_a_price_too(talk: Talk) -> None:
    talk(f"{NEW}  hosting=self-hosted  platform=own")
    assert "What it costs: No fee: you pay for your machines, and with the time to run it." in talk("say")
    talk("choose  sqlite")
    assert "What it costs: SQLite is in the public domain and has no fee" in talk("say")
    talk("set  runtime=local")
    assert "What it costs" not in talk("say")


def test_of_what_runs_no_price_is_told_and_none_of_a_place_that_nobody_named(talk: Talk) -> None:
    talk(IN_USE)
    assert "What it costs" not in talk("say")
    talk("set  existing_database=neon")
    assert "What it costs" not in talk("say")


@pytest.mark.parametrize("words", ["five euros a month", "5 € a month", "a few euros", "EUR 5"])
def test_an_amount_in_words_is_no_paid_plan(talk: Talk, words: str) -> None:
    talk(f"{NEW}  hosting=managed  budget=modest")
    assert "on a paid plan" in talk("write  data-stack.toml")
    talk(f"set  budget=modest  --because  {words}")
    assert "on a paid plan" not in talk("write  data-stack.toml")


# --- files ------------------------------------------------------------------------------------------------------------


def test_an_agent_hears_where_files_go(talk: Talk) -> None:
    talk("set  persistence=yes  language=python  framework=django  existing_database=none  runtime=server")
    assert "files such as photos too" in talk("next  data")
    assert "files, such as photos, are none of them" in talk("set  data=photos")
    assert "“photos” are files. Name them as such" in talk("set  data=relational  --because  Members upload photos")
    told = "Of files the file has: They (“photos of plants”) go into object storage"
    assert told in talk("set  things=members, photos of plants")
    assert "files such as photos too" not in talk("next  data")
    talk("set  scale=hundreds  realtime=no  hosting=managed  compliance=none  budget=modest  existing_client=none")
    talk("set  query_style=any  migrations=unsure  platform=any")
    assert told in (done := talk("next"))
    assert done.startswith("Done")
    assert "- Files: They (“photos of plants”) go into object storage." in talk("summary")


@pytest.mark.parametrize(
    ("words", "placed"),
    [
        ("The photos lie on the disk of the server.", True),
        ("Photos go to a storage box at Hetzner.", True),
        ("pictures in the database, they are small", True),
        ("Photos are stored under /srv/photos.", True),
        ("Images of products lie on the NAS.", True),
        ("Docker images are stored in a registry.", False),
        ("up to five photos of each, from phones", False),
        ("Photos are kept for ten years.", False),
        ("Photos never go into the database.", False),
        ("Where do the photos go?", False),
    ],
)
def test_where_words_put_files_the_file_says_so(talk: Talk, words: str, placed: bool) -> None:
    talk(f"{NEW}  things=members, photos")
    talk(f"set  data=relational  --because  {words}")
    written = talk("write  data-stack.toml")
    assert ("go into object storage" not in written) == placed
    assert ("Files: In our words: “" in written) == placed
    assert ("go into object storage" not in talk("summary")) == placed


def test_on_machines_of_ones_own_a_folder_does(talk: Talk) -> None:
    told = "They (“photos”) lie in a folder that backups take along, or in object storage: a person says which, here."
    assert told in talk(f"{NEW}  hosting=self-hosted  platform=own  things=members, photos")
    assert told in talk("write  data-stack.toml")
    assert "They (“photos”) go into object storage" in talk("set  runtime=serverless") + talk("write  data-stack.toml")
    talk("set  runtime=server  existing_database=postgresql  existing_stance=in-use")
    assert "They (“photos”) stay where they are" in talk("write  data-stack.toml")


def test_files_of_what_runs_lie_somewhere_and_are_not_asked_for(talk: Talk) -> None:
    talk(IN_USE)
    assert "Of files" not in talk("set  things=patients, PDFs of invoices")
    assert "They (“PDFs of invoices”) stay where they are." in talk("write  data-stack.toml")


# --- a store that is only planned -------------------------------------------------------------------------------------

PLAN = "Redis for sessions in spring; it is not there yet"


def test_a_planned_store_is_quoted_and_not_in_use(talk: Talk) -> None:
    talk(IN_USE)
    assert "The file has Redis as in use. Only planned? Set existing_stores=none" in talk("set  existing_stores=redis")
    assert "as in use" not in talk("set  existing_stores=redis  --because  sessions")
    assert "as in use" not in talk(f"set  existing_stores=none  --because  {PLAN}")
    assert f"In your words, other stores: “{PLAN}”" in talk("summary")
    written = talk("write  data-stack.toml").split("<!--")[0]
    assert f"- Other stores: {PLAN}" in written
    assert written.count("Redis") == 1


@pytest.mark.parametrize("words", ["Kafka carries the events.", "Elasticsearch for search"])
def test_so_is_one_that_only_words_name(talk: Talk, words: str) -> None:
    talk(IN_USE)
    name = words.split(maxsplit=1)[0]
    told = f"The file has {name} as in use. Only planned? Put it into the reason for data."
    assert told in talk(f"set  existing_stores=none  --because  {words}")
    talk("set  existing_stores=")
    assert "as in use" not in talk(f"set  data=relational  --because  {name}, in autumn")
    assert "Beside it" not in talk("write  data-stack.toml")


def test_a_second_store_that_the_guide_lacks_does_not_cost_the_first(talk: Talk) -> None:
    assert "or existing_stores=none for a second one" in talk("choose  elasticsearch")


def test_so_it_is_beside_a_database_that_is_new(talk: Talk) -> None:
    talk(NEW)
    talk(f"set  existing_stores=none  --because  {PLAN}")
    assert f"- Other stores: {PLAN}" in talk("write  data-stack.toml")


def test_a_second_store_that_is_chosen_leads_back_to_the_first(talk: Talk) -> None:
    talk(IN_USE)
    said = talk("choose  redis  --because  sessions, in spring")
    assert "Is PostgreSQL to stay, and the other one only to come beside it?" in said
    assert "data-stack set existing_database=postgresql existing_stance=in-use, and put the plan" in said
    talk("set  existing_database=postgresql  existing_stance=leaning")
    assert "Is PostgreSQL to stay" not in talk("choose  mysql")


# --- how firm a choice is ---------------------------------------------------------------------------------------------


def test_a_choice_says_that_it_counts_as_decided(talk: Talk) -> None:
    talk(NEW)
    assert "It counts as decided. Where they only lean: data-stack set existing_stance=leaning" in talk("choose  neon")
    assert "It counts as decided" not in talk("choose  supabase"), "which was said"
    talk("set  existing_stance=leaning")
    assert "decided" not in talk("write  data-stack.toml").split("<!--")[0].partition("## Rules")[0]


def test_the_reason_for_an_engine_goes_on_with_the_service_that_runs_it(talk: Talk) -> None:
    talk(NEW)
    talk("choose  mongodb  --because  I have written it for eight years.")
    assert "was replaced" not in talk("choose  mongodb-atlas  --because  Atlas shall run it.")
    assert "I have written it for eight years. Atlas shall run it." in talk("summary")


# --- a mistake --------------------------------------------------------------------------------------------------------


def test_all_that_is_wrong_is_named_at_once_and_nothing_is_set(talk: Talk) -> None:
    said = talk("set  persistence=yes  language=rubi  budget=tiny  nosuch=1")
    assert said.startswith("data-stack: language: ")
    assert said.endswith("Wrong too: budget and nosuch. Nothing was set\n")
    assert not Path("data-stack.toml").exists()


@pytest.mark.parametrize(
    ("line", "way"),
    [
        ("existing_database=postgres", "; did you mean postgresql?"),
        ("existing_database=heroku", "; what a host runs goes by its engine, such as postgresql"),
        ("existing_stores=Mongo", "; did you mean mongodb?"),
        ("language=Python", "; did you mean python?"),
        ("existing_client=hibernate", "; what is not among them is none, with its name in the reason"),
        ("region=germany", "; what is not among them is other, with its name in the reason"),
        ("hosting=atlas", "self-hosted (a service that the guide has is a choose)"),
        ("because=cheap", 'a reason is given as --because "…"'),
        ("data=photos", "files, such as photos, are none of them"),
    ],
)
def test_a_mistake_names_what_was_meant_or_what_stands_for_it(talk: Talk, line: str, way: str) -> None:
    assert way in talk(f"set  {line}")


# --- what is read before the first question ---------------------------------------------------------------------------


def test_an_agent_reads_little_before_its_first_question(talk: Talk) -> None:
    assert len(skill.text()) + len(talk("next")) <= 8_000


def test_an_unsure_person_hears_what_each_value_means(talk: Talk) -> None:
    talk(NEW)
    assert "modest (5 euros a month to some tens: one small paid plan)" in talk("next  budget  --guided")
    assert "modest (A modest amount)" in talk("next  budget")
