"""The conversation without a page: what is asked next, what is said, what is changed, and that nothing is lost."""

from __future__ import annotations

import io
import json
import random
import re
import tomllib
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import EXAMPLES, legal_answers
from tests.test_data import problems
from wizard.__main__ import main
from wizard.agent import answers_file, coming, files, reading_back, telling
from wizard.agent.answers_file import Said
from wizard.catalogue.load import load
from wizard.converse.record import EMPTY, Record
from wizard.decide.answers import ALONE, Value, applies, in_order, offered, prune
from wizard.decide.questions import is_suggested
from wizard.decide.rulebook import rulebook
from wizard.explain.reading import Reading
from wizard.write import comment

CATALOGUE = load()
BOOK = rulebook(CATALOGUE)


class Result(NamedTuple):
    status: int
    out: str
    err: str


type Run = Callable[..., Result]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a command in a folder of its own, with `given` on standard input."""
    monkeypatch.chdir(tmp_path)

    def command(*arguments: str, given: str = "") -> Result:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given.encode()), encoding="utf-8"))
        return Result(main(arguments), *capsys.readouterr())

    return command


def reading(answers: dict[str, Value]) -> Reading:
    return Reading(book=BOOK, answers=answers)


# --- next -------------------------------------------------------------------------------------------------------------


def test_next_begins_where_the_page_begins_with_no_file_at_all(run: Run) -> None:
    result = run("next")
    assert (result.status, result.err) == (0, "")
    assert result.out.startswith("persistence: Does this project need to keep data of its own?\n")
    assert not [*Path().iterdir()], "asking writes nothing"


def test_next_has_the_values_that_apply_what_they_could_change_and_both_wordings(run: Run) -> None:
    run("set", "persistence=yes", "existing_database=none", "language=go", "existing_client=none")
    told = json.loads(run("next", "--format", "json").out)
    assert problems("next", told) == []
    assert told["kind"] == "question"
    question = told["question"]
    assert question["key"] == "runtime"
    local = next(value for value in question["values"] if value["value"] == "local")
    assert local["becomes"]["database"] == "sqlite"
    assert question["guided"]["example"]
    text = run("next").out
    assert "SQLite" in text
    assert "If they hesitate: " in text
    assert question["guided"]["context"] not in text
    assert question["guided"]["context"] in run("next", "--guided").out


def test_a_client_of_another_language_is_no_value_that_applies() -> None:
    question = CATALOGUE.questions["existing_client"]
    values = {option.value for option in coming.options(question, reading({"persistence": "yes", "language": "go"}))}
    assert "pgx" in values
    assert "none" in values
    assert not {"prisma", "sqlalchemy"} & values


def test_a_warning_that_an_answer_would_bring_is_told_beforehand() -> None:
    answers: dict[str, Value] = {"persistence": "yes", "existing_database": "sqlite", "existing_stance": "decided"}
    outcomes = coming.could(CATALOGUE.questions["runtime"], reading({**answers, "language": "other"}))
    found = {item.option.value: [warning.rule for warning in item.warnings] for item in outcomes}
    assert found["serverless"], "a file is gone when a function ends"
    assert not found["local"]


@EXAMPLES
@given(legal_answers())
def test_what_comes_next_meets_its_schema_and_is_short(answers: dict[str, Value]) -> None:
    told = coming.as_json(reading(answers), EMPTY)
    assert problems("next", told) == []
    key = told["question"]["key"] if told["question"] else ""
    text = coming.as_text(reading({**answers, "pace": "brief"}), EMPTY)
    if told["kind"] == "question":
        assert len(text) <= (1_100 if key in ("existing_database", "existing_client") else 900)
    assert told["kind"] in ("objection", "trade-offs", "done") or key in CATALOGUE.questions


def outcome(answers: dict[str, Value]) -> tuple[Any, ...]:
    """What a recommendation is: the pick as it is told, what stands beside it, and what it is warned of."""
    now = reading(answers)
    store = now.pick.database.id if now.store and now.placeless else now.decision.key
    beside = tuple((item.store.index, item.for_) for item in now.companions)
    warned = {(item.level, item.rule, item.text) for item in now.conflicts if item.level != "note"}
    return (store, now.client and now.client.id, beside, frozenset(warned))


def values_of(key: str, answers: dict[str, Value]) -> list[Value]:
    question = CATALOGUE.questions[key]
    found = [option.value for option in offered(question, answers)]
    return [(value,) for value in found] if question.several else [*found]


def heard(answers: dict[str, Value]) -> Record:
    """What somebody has said who has heard every objection, and weighed what there was to weigh."""
    return Record(weighed=(), raised=tuple(item.rule for item in reading(answers).blocks))


def finished(answers: dict[str, Value], chance: random.Random) -> dict[str, Value]:
    """The interview, gone through to its end with answers by chance."""
    while (key := coming.at(reading(answers), heard(answers))) in CATALOGUE.questions:
        answers, _ = prune(CATALOGUE, {**answers, key: chance.choice(values_of(key, answers))})
    return answers


def drawn(chance: random.Random) -> dict[str, Value]:
    """Answers by chance, of which some are there from the start."""
    answers: dict[str, Value] = {}
    left_out = chance.choice((0, 0.2, 0.5, 0.8))
    for key, question in CATALOGUE.questions.items():
        if not applies(question, answers) or chance.random() < left_out:
            continue
        several = [value for value in values_of(key, answers) if value[0] not in ALONE] if question.several else []
        some = tuple(chain.from_iterable(chance.sample(several, chance.randint(1, len(several))))) if several else ()
        ordered = tuple(option.value for option in question.options if option.value in some)
        answers[key] = ordered or chance.choice(values_of(key, answers))
    return answers


def completions(answers: dict[str, Value], chance: random.Random) -> Iterator[dict[str, Value]]:
    """Every single answer that is left, and several at once."""
    for key, question in CATALOGUE.questions.items():
        if key not in answers and applies(question, answers) and is_suggested(question, answers):
            yield from ({**answers, key: value} for value in values_of(key, answers))
    for _ in range(3):
        more = dict(answers)
        for key, question in CATALOGUE.questions.items():
            if key not in more and applies(question, more) and is_suggested(question, answers):
                more[key] = chance.choice(values_of(key, more))
        yield more


def test_done_is_sound_no_answer_that_is_left_changes_pick_or_warnings() -> None:
    chance = random.Random(2)
    left = 0
    for _ in range(60):
        done = finished(drawn(chance), chance)
        for more in completions(done, chance):
            left += 1
            assert outcome(more) == outcome(done), (done, more)
    assert left > 50, "in some interviews answers are left"


def named_stack(chance: random.Random) -> dict[str, Value]:
    """A stack that was decided on, its client too, and some other answers by chance."""
    named = chance.choice([it for it in values_of("existing_database", {}) if it != "none"])
    answers = {"persistence": "yes", "existing_database": named, "language": chance.choice(("typescript", "python"))}
    answers |= {"existing_stance": chance.choice(("decided", "in-use"))}
    if client := reading(answers).client:
        answers |= {"existing_client": client.id}
    for key in ("framework", "runtime", "platform", "data", "scale", "hosting", "compliance"):
        if chance.random() < 0.6 and applies(CATALOGUE.questions[key], answers):
            answers[key] = chance.choice([it for it in values_of(key, answers) if it != "local"])  # which nobody hosts
    return prune(CATALOGUE, in_order(CATALOGUE, answers))[0]


def test_done_is_sound_where_the_whole_stack_was_named() -> None:
    chance = random.Random(3)
    for _ in range(40):
        done = finished(named_stack(chance), chance)
        for more in completions(done, chance):
            assert outcome(more) == outcome(done), (done, more)


def test_what_cannot_matter_to_a_named_stack_is_not_asked(run: Run) -> None:
    run("set", "persistence=yes", "existing_database=postgresql", "existing_stance=in-use", "language=python")
    run("set", "framework=django", "existing_client=django-orm", "existing_stores=none", "runtime=server")
    run("set", "platform=any", "data=relational", "scale=millions", "hosting=managed", "compliance=none")
    assert not run("next").out.startswith("budget:")
    run("weigh", "none")
    assert "rules of the file hang on it: " in (said := run("next").out)
    assert "budget" in said.partition("rules of the file hang on it: ")[2].partition(".")[0]


# --- say and summary --------------------------------------------------------------------------------------------------


@EXAMPLES
@given(legal_answers())
def test_what_is_said_is_short_and_says_the_pick_and_the_runner_up(answers: dict[str, Value]) -> None:
    now = reading(answers)
    told = telling.say_json(now)
    assert problems("say", told) == []
    assert len(told["text"]) <= telling.LONGEST
    assert "`" not in told["text"]
    assert "  " not in told["text"]
    if now.store is not None:
        assert (now.pick.database.name if now.place_open else now.pick.name) in told["text"]
        assert told["reason"].replace("`", "") in told["text"]
        assert not now.client or now.client.name in told["text"]
        assert not now.blocks or now.blocks[0].text.replace("`", "") in told["text"]
        assert told["runner_up"] is None or told["runner_up"]["name"] in told["text"]


def test_two_trade_offs_are_said_where_there_are_two(run: Run) -> None:
    run("set", "persistence=yes", "language=python", "framework=fastapi", "data=relational")
    told = json.loads(run("say", "--format", "json").out)
    assert len(told["trade_offs"]) == 2
    for item in told["trade_offs"]:
        assert item["text"].replace("`", "") in told["text"]


def test_where_an_engine_is_decided_its_place_is_proposed_and_not_said_to_stay(run: Run) -> None:
    run("set", "persistence=yes", "language=go", "existing_database=redis", "existing_stance=decided")
    assert run("say").out.startswith("You decided on Redis; of what runs it I would take Redis Cloud, ")


def test_a_store_that_is_in_use_beside_is_said_and_read_back(run: Run) -> None:
    run("set", "persistence=yes", "language=go", "data=relational", "existing_database=postgresql")
    run("set", "existing_stance=in-use", "existing_stores=redis")
    assert "Beside it, Redis stays in use." in run("say").out
    assert "What is kept in Redis alone needs backups of its own there" in run("summary").out


def test_the_summary_is_the_seeds_word_for_word() -> None:
    frame = reading_back.SUMMARY.format(
        database="{choice}", database_why="{brief rationale}", client="{choice}", client_why="{brief rationale}"
    )
    assert frame == SEED_SUMMARY


SEED_SUMMARY = """\
## Data Stack Summary

Based on our conversation, here's what I understand:

**Database**: {choice}
{brief rationale}

**ORM / Database Client**: {choice}
{brief rationale}

---

Does this capture your data stack accurately? Any adjustments needed?"""


def test_the_summary_has_the_persons_own_words_what_is_assumed_and_what_is_kept(run: Run) -> None:
    run("set", "data=relational", "--because", "recipes, and who cooked them")
    run("set", "persistence=yes", "language=typescript", "framework=nextjs", "runtime=unsure")
    told = run("summary").out
    assert "\n- In your words, kind of data: “recipes, and who cooked them”\n" in told
    assert "Not sure, so: We assume a long-running server" in told
    assert problems("summary", json.loads(run("summary", "--format", "json").out)) == []


# --- set --------------------------------------------------------------------------------------------------------------


def test_set_keeps_comments_order_and_what_was_said(run: Run) -> None:
    text = (
        '# found in package.json, line 4\nlanguage = "typescript"\npersistence = "yes" # of course\n\n'
        'data = [\n  "relational", # orders\n]\n\n[notes]\n# their words\nlanguage = "It is what we know."\n'
    )
    Path("data-stack.toml").write_text(text, encoding="utf-8")
    assert run("set", "scale=millions", "--because", "a million orders a year").status == 0
    now = Path("data-stack.toml").read_text(encoding="utf-8")
    for line in text.splitlines():
        assert line in now.splitlines()
    assert now.index("found in") < now.index("persistence") < now.index("scale") < now.index("[notes]")
    assert tomllib.loads(now)["notes"] == {"language": "It is what we know.", "scale": "a million orders a year"}
    run("set", "data=documents,relational")
    assert tomllib.loads(Path("data-stack.toml").read_text(encoding="utf-8"))["data"] == ["relational", "documents"]


ODD = (
    "notes.budget = 'ours'\nlanguage = 'go'\n",
    'notes = { budget = "ours" }\n"language" = "go"\n',
    "[notes]\nbudget = '''\nours'''\n",
    '[notes]\n"budget" = "ours"\n[weighed]\ntrade_offs = []\n[kept]\nx = "y"\n',
    '# a comment\r\nlanguage = "go"\r\n\r\n[notes]\r\nbudget = "ours"\r\n',
    '{"language": "go", "notes": {"budget": "ours"}}',
)


@pytest.mark.parametrize("text", ODD)
def test_whatever_form_toml_has_nothing_is_lost(run: Run, text: str) -> None:
    Path("data-stack.toml").write_bytes(text.encode())
    before = answers_file.read(BOOK, "data-stack.toml")
    assert run("set", "persistence=yes", "--because", "“a” \\ 'b' # c\n[d]").status == 0
    after = answers_file.read(BOOK, "data-stack.toml")
    assert after.answers == {**before.answers, "persistence": "yes"}
    assert after.record.notes == {"persistence": "“a” \\ 'b' # c\n[d]", "budget": "ours"}
    assert (after.record.kept, after.record.weighed) == (before.record.kept, before.record.weighed)
    assert ("# a comment" in after.text) == ("# a comment" in text)


@EXAMPLES
@given(legal_answers(), legal_answers(), st.dictionaries(st.sampled_from([*CATALOGUE.questions]), st.text(max_size=40)))
def test_answers_and_notes_come_back_as_they_were_set(
    first: dict[str, Value], then: dict[str, Value], notes: dict[str, str]
) -> None:
    said = Record(notes={key: text for key, text in notes.items() if text.strip() == text != "" and text.isprintable()})
    begun = answers_file.changed(BOOK, Said(name="x"), first, EMPTY)
    middle = answers_file.parsed(BOOK, "x", begun) if begun.strip() else Said(name="x")
    text = answers_file.changed(BOOK, middle, then, said)
    if text.strip():
        again = answers_file.parsed(BOOK, "x", text)
        assert (again.answers, again.record.notes, again.problems) == (then, said.notes, ())


MISTAKES = {
    "colour=red": "colour: no such question; there are persistence, ",
    "langauge=go": "langauge: no such question; did you mean language?",
    "language=rust": "language: 'rust' is not one of ",
    "framework=django": "framework: Django does not go with the other answers; there are nextjs, ",
    "region=eu": "region: does not apply to the other answers: it is asked after compliance (residency)",
    "data=relational,unsure": "data: 'unsure' cannot stand beside other values",
}


@pytest.mark.parametrize(("pair", "told"), MISTAKES.items())
def test_a_mistake_names_the_key_and_the_way_out_and_leaves_the_file_as_it_is(run: Run, pair: str, told: str) -> None:
    text = '# mine\npersistence = "yes"\nlanguage = "typescript"\n[notes]\nlanguage = "habit"\n'
    Path("data-stack.toml").write_text(text, encoding="utf-8")
    result = run("set", pair)
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith(f"data-stack: {told}")
    assert result.err.count("\n") == 1
    assert Path("data-stack.toml").read_text(encoding="utf-8") == text


def test_a_reason_goes_with_one_answer_and_fits(run: Run) -> None:
    assert (
        "set persistence and language one by one" in run("set", "persistence=yes", "language=go", "--because", "x").err
    )
    assert "notes.language: 700 characters, and 600 are kept" in run("set", "language=go", "--because", "x" * 700).err
    assert not Path("data-stack.toml").exists()


def test_an_answer_taken_back_and_one_that_no_longer_applies_are_told_with_their_reasons(run: Run) -> None:
    run("set", "persistence=yes", "language=typescript", "framework=nextjs")
    run("set", "framework=nextjs", "--because", "the team knows React")
    told = run("set", "language=go").out
    assert "framework = nextjs does not apply any more" in told
    assert "The reason for framework went with it: “the team knows React”" in told
    assert "framework" not in Path("data-stack.toml").read_text(encoding="utf-8")
    assert "language: taken back" in run("set", "language=").out
    assert "language" not in Path("data-stack.toml").read_text(encoding="utf-8")


def test_a_reason_for_another_answer_is_pointed_out(run: Run) -> None:
    run("set", "budget=free", "--because", "we are students")
    assert "The reason that was given for another answer stands: “we are students”" in run("set", "budget=modest").out
    told = run("set", "budget=modest", "--because", "we found a sponsor").out
    assert "The reason for budget was replaced. It was: “we are students”" in told


def test_what_was_stored_is_named_when_it_is_replaced_or_taken_back(run: Run) -> None:
    assert "What is stored" not in run("set", "things=recipes, cooks").out
    assert "What is stored" not in run("set", "things=recipes, cooks").out
    assert "What is stored was replaced. It was: “recipes, cooks”" in run("set", "things=orders").out
    assert "What is stored is taken back: “orders”" in run("set", "things=").out
    assert "What is stored" not in run("set", "things=").out


def test_set_tells_that_the_pick_moved_and_what_it_is_warned_of(run: Run) -> None:
    run("set", "persistence=yes", "language=go", "data=relational")
    told = run("set", "existing_database=sqlite", "existing_stance=decided", "runtime=serverless")
    assert "The pick moved: an embedded SQLite file, no longer" in told.out
    assert "new: " in told.out
    change = json.loads(run("set", "runtime=local", "--format", "json").out)
    assert problems("change", change) == []


def test_answers_from_standard_input_go_to_standard_output(run: Run) -> None:
    result = run("set", "language=go", "--answers", "-", given='persistence = "yes"\n')
    assert tomllib.loads(result.out) == {"persistence": "yes", "language": "go"}
    assert "language = go" in result.err
    assert run("say", "--answers", "-", given=result.out).status == 0


# --- what may stand in answers ----------------------------------------------------------------------------------------

BESIDE = {
    '[notes]\ncolour = "red"': "notes.colour: no such question",
    "[notes]\nlanguage = 7": "notes.language: expected the person's reason as text",
    'notes = "mine"': "notes: expected a table",
    "[kept]\nx = 1": "kept.x: expected why it is kept",
    '[weighed]\ntrade_offs = "all"': "weighed.trade_offs: expected a list",
    '[written]\nform = "poem"': "written.form: 'poem' is not one of guide, adr",
}


@pytest.mark.parametrize(("text", "told"), BESIDE.items())
def test_what_stands_wrong_beside_answers_is_named_and_not_dropped(run: Run, text: str, told: str) -> None:
    result = run("recommend", given=f'language = "go"\n{text}\n')
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith(f"data-stack: standard input: {told}")


def test_notes_reasons_and_weighed_costs_of_the_answers_are_in_the_file(run: Run) -> None:
    run("set", "persistence=yes", "language=go", "existing_client=pgx", "data=relational")
    run("set", "existing_database=postgresql", "existing_stance=in-use", "runtime=server", "platform=own")
    run("set", "existing_database=postgresql", "--because", "Six years, and version 17.")
    costs = [item["key"] for item in finished_by_hand(run)["trade_offs"]]
    assert run("weigh", costs[0]).status == 0
    assert "no such trade-off" in run("weigh", "mongodb-0").err
    text = run("write", "data-stack.toml").out
    assert "Six years, and version 17." in text
    assert "have considered and accept" in text
    assert comment.read_comment(text)["weighed"] == {"trade_offs": costs[:1]}


def finished_by_hand(run: Run) -> Any:
    """What comes once every question has its plainest answer."""
    plain = {"compliance": "none", "data": "relational", "engines": "one", "realtime": "no", "scale": "millions"}
    for _ in range(20):
        told = json.loads(run("next", "--format", "json").out)
        if told["kind"] != "question":
            return told
        values = [value["value"] for value in told["question"]["values"]]
        key = told["question"]["key"]
        value = plain.get(key) or next(value for value in ("any", "none", values[0]) if value in values)
        assert run("set", f"{key}={value}").status == 0
    raise AssertionError("it never ends")


# --- choose, keep, why-not, compare -----------------------------------------------------------------------------------


def test_a_choice_is_the_pick_with_the_persons_reason(run: Run) -> None:
    run("set", "persistence=yes", "language=typescript", "framework=nextjs", "data=relational")
    run("choose", "neon", "--because", "a branch for each pull request")
    told = run("choose", "drizzle").out
    assert "PostgreSQL on Neon with Drizzle ORM" in told
    assert "a branch for each pull request" in run("summary").out
    assert "No reason was given" in run("choose", "prisma").out
    assert "was given for neon: “a branch for each pull request”" in run("choose", "aws-rds").out
    assert "did you mean neon" in run("choose", "neno").err
    assert "existing_engine = mysql" in run("choose", "aws-rds", "mysql", "prisma").out
    assert "neon does not run it; it runs postgresql" in run("choose", "neon", "mysql").err
    assert "neon is chosen already; choose one service" in run("choose", "neon", "supabase").err


def test_who_takes_what_is_proposed_adds_a_reason_and_the_proposals_own_stay(run: Run) -> None:
    run("set", "persistence=yes", "language=typescript", "framework=nextjs", "data=relational", "budget=free")
    before = json.loads(run("recommend", "data-stack.toml").out)
    assert before["service"] == "neon"
    told = run("choose", "neon", "--because", "It costs nothing while nobody cooks.").out
    assert "The pick: PostgreSQL on Neon" in told
    assert "existing_stance = decided" in told
    after = json.loads(run("recommend", "data-stack.toml").out)
    for key in ("database", "service", "client"):
        assert after[key] == before[key]
    assert [item["text"] for item in after["reasons"]] == [item["text"] for item in before["reasons"]]
    assert "existing database: “It costs nothing while nobody cooks.”" in run("summary").out
    assert "It was the pick already" in run("choose", "neon").out


def test_an_objection_is_made_once_and_what_is_kept_is_written_down(run: Run) -> None:
    run("set", "persistence=yes", "language=go", "existing_client=prisma")
    told = json.loads(run("next", "--format", "json").out)
    assert (told["kind"], problems("next", told)) == ("objection", [])
    rule = told["objections"][0]["rule"]
    assert f"data-stack keep {rule}" in run("next").out
    assert run("keep", "nothing-of-that-name").err.startswith("data-stack: nothing-of-that-name: no objection")
    assert run("keep", rule, "--because", "the generator makes Go too").status == 0
    assert json.loads(run("next", "--format", "json").out)["kind"] == "question"
    assert "Known, and kept" in run("summary").out
    assert "the generator makes Go too" in run("write", "data-stack.toml").out


@pytest.mark.parametrize(
    ("id_", "told"),
    [
        ("mongodb", "no foreign keys"),
        ("firebase", ""),
        ("postgresql", "It is in the pick"),
        ("sqlx", "sqlx is a library for Go. The project's is Python."),
        ("pymongo", "does not speak to"),
        ("psycopg", "best for"),
    ],
)
def test_why_not(run: Run, id_: str, told: str) -> None:
    run("set", "persistence=yes", "language=python", "framework=fastapi", "data=relational")
    result = run("why-not", id_)
    assert (result.status, result.err) == (0, "")
    assert told in result.out
    assert problems("why-not", json.loads(run("why-not", id_, "--format", "json").out)) == []


def test_every_product_has_a_why_not() -> None:
    from wizard.agent.comparing import why_not  # noqa: PLC0415, beside what it is for

    some: dict[str, Value] = {"persistence": "yes", "language": "typescript", "data": ("relational",)}
    kept: dict[str, Value] = {**some, "existing_database": "mysql", "existing_stance": "in-use"}
    for answers in (some, kept, {"persistence": "no"}):
        now = reading(dict(answers))
        for id_ in (*CATALOGUE.databases, *CATALOGUE.services, *CATALOGUE.clients):
            told = why_not(now, id_)
            assert told["text"]
            assert told["text"][-1] in ".!?", told["text"]
            assert not re.search(r"[{}]", told["text"])


def test_two_products_are_compared_by_the_facts_in_which_they_differ(run: Run) -> None:
    told = json.loads(run("compare", "neon", "supabase", "--format", "json").out)
    assert problems("compare", told) == []
    keys = [fact["fact"] for fact in told["facts"]]
    assert "scale_to_zero" in keys
    assert not set(keys) & set(told["alike"])
    text = run("compare", "neon", "supabase", "--only", "free_tier").out
    assert "Free tier" in text
    assert "https://" in text
    assert "Scale to zero" not in text
    assert "not of one kind" in run("compare", "neon", "drizzle").err
    assert "no such fact" in run("compare", "neon", "supabase", "--only", "beauty").err


# --- write ------------------------------------------------------------------------------------------------------------


def test_write_keeps_what_was_written_by_hand_and_the_reasons_of_answers_that_stay(run: Run) -> None:
    output = Path("standards/data-stack.md")
    run("set", "persistence=yes", "language=go", "data=relational", "budget=free")
    run("set", "budget=free", "--because", "students")
    run("set", "language=go", "--because", "habit")
    assert "Wrote standards/data-stack.md" in run("write", "--output", str(output)).out
    text = output.read_text(encoding="utf-8")
    output.write_text(text.replace("\n<!--", "\n## Backups\n\nNightly, by Ana.\n\n<!--"), encoding="utf-8")
    Path("data-stack.toml").unlink()
    run("set", "persistence=yes", "language=go", "data=relational", "budget=modest", "--answers", "new.toml")
    result = run("write", "new.toml", "--output", str(output))
    assert "Kept, as it was written by hand: Backups." in result.out
    assert "the reason for budget belonged to another answer, and was left out: “students”" in result.err
    now = output.read_text(encoding="utf-8")
    assert "Nightly, by Ana." in now
    assert "habit" in now
    assert "students" not in now
    assert not [*Path("standards").glob(".*")], "nothing unfinished is left"


def test_what_was_chosen_before_is_named_where_the_answers_have_it_no_more(run: Run) -> None:
    run("set", "persistence=yes", "language=go", "data=relational")
    run("choose", "sqlc")
    run("write", "--output", "data-stack.md")
    run("set", "persistence=yes", "language=go", "data=relational", "--answers", "new.toml")
    result = run("write", "new.toml", "--output", "data-stack.md")
    assert "sqlc was chosen, and is not in new.toml: `data-stack choose sqlc` takes it again" in result.err


def test_a_document_is_its_own_file_of_answers(run: Run) -> None:
    run("set", "persistence=yes", "language=go", "data=relational")
    run("write", "--output", "data-stack.md")
    text = Path("data-stack.md").read_text(encoding="utf-8")
    Path("data-stack.md").write_text(text.replace("\n<!--", "\n## Backups\n\nNightly.\n\n<!--"), encoding="utf-8")
    assert run("next", "--answers", "data-stack.md").status == 0
    assert run("set", "budget=free", "--because", "students", "--answers", "data-stack.md").status == 0
    now = Path("data-stack.md").read_text(encoding="utf-8")
    assert "students" in now
    assert "## Backups\n\nNightly." in now
    assert run("write", "data-stack.md", "--output", "data-stack.md").status == 0
    assert Path("data-stack.md").read_text(encoding="utf-8") == now


@pytest.mark.parametrize("text", ["# Read me\n\nHello.\n", "<<<<<<< a\n=======\n>>>>>>> b\n", "\xff"])
def test_a_file_of_something_else_is_never_written_over(run: Run, text: str) -> None:
    run("set", "persistence=yes", "language=go")
    Path("data-stack.md").write_bytes(text.encode("latin-1"))
    result = run("write", "--output", "data-stack.md")
    assert (result.status, result.err.count("\n")) == (2, 1)
    assert Path("data-stack.md").read_bytes() == text.encode("latin-1")


def test_an_empty_file_such_as_a_shell_makes_is_filled(run: Run) -> None:
    run("set", "persistence=yes", "language=go")
    Path("data-stack.md").touch()
    assert run("write", "--output", "data-stack.md").status == 0
    assert Path("data-stack.md").read_text(encoding="utf-8").startswith("# Data Stack\n")


@pytest.mark.parametrize(
    ("was", "made"), [("a\r\nb\r\n", b"c\r\nd\r\n"), ("a\nb\r\n", b"c\nd\n"), ("a\n", b"c\nd\n"), ("", b"c\nd\n")]
)
def test_a_file_keeps_the_ends_of_its_lines(tmp_path: Path, was: str, made: bytes) -> None:
    file = tmp_path / "data-stack.md"
    file.write_bytes(was.encode())
    files.replace(str(file), "c\nd\n", was=was)
    assert file.read_bytes() == made


def test_a_sign_that_is_not_seen_does_not_vanish_from_a_reason_without_a_word(run: Run) -> None:
    assert "signs that cannot be seen were left out" in run("set", "persistence=no", "--because", "One\u202e page.")[2]
    assert run("set", "persistence=no", "--because", "One\u00a0page,\n ünd 👩\u200d👧.")[2] == ""


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, link = tmp_path / "a.toml", tmp_path / "link.toml"
    file.write_text("old", encoding="utf-8")
    file.chmod(0o640)
    link.symlink_to(file)
    files.replace(str(link), "new")
    assert (file.read_text(encoding="utf-8"), file.stat().st_mode & 0o777, link.is_symlink()) == ("new", 0o640, True)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(files.InputError, match="No space left on device; nothing was written"):
        files.replace(str(file), "newer")
    assert [item.name for item in tmp_path.iterdir() if item.name.startswith(".")] == []
    assert file.read_text(encoding="utf-8") == "new"


def test_without_answers_the_way_out_is_named(run: Run) -> None:
    for command in ("say", "summary"):
        result = run(command)
        assert result.status == 2
        assert "data-stack.toml: No such file" in result.err
        assert "`data-stack next` has the first question" in result.err


# --- a document that was edited by hand -------------------------------------------------------------------------------


def laid_out(run: Run) -> Path:
    """A document where one belongs, and no file of answers."""
    run("set", "persistence=yes", "existing_database=none", "language=python", "framework=fastapi", "data=relational")
    file = Path("standards/data-stack.md")
    run("write", "--output", str(file))
    Path("data-stack.toml").unlink()
    return file


def test_a_document_without_answers_is_named_by_who_passes_it_over(run: Run) -> None:
    file = laid_out(run)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("\n-->", "\n"), encoding="utf-8")
    assert "its comment with the answers has no end, a line “-->”, so it was passed over" in run("next").err
    file.write_text(text.partition("<!--")[0], encoding="utf-8")
    assert "it holds no answers, so it was passed over" in run("say").err
    assert "it holds no answers, so it was passed over" in run("set", "budget=free").err


def test_the_command_line_says_which_sections_are_written_again(run: Run) -> None:
    file = laid_out(run)
    above, _, below = file.read_text(encoding="utf-8").partition("## Further Rules\n")
    file.write_text(f"{above}## How{below.partition('## How')[2]}", encoding="utf-8")
    assert "gone from the file, and written again by the guide: “Further Rules”." in run("set", "budget=free").err
    assert "gone from the file" not in run("next").err


def test_next_and_write_say_what_the_line_in_bold_says_otherwise(run: Run) -> None:
    file = laid_out(run)
    text = file.read_text(encoding="utf-8")
    bold = next(line for line in text.split("\n") if line.startswith("**PostgreSQL on "))
    file.write_text(text.replace(bold, "**MongoDB on MongoDB Atlas**"), encoding="utf-8")
    for command in (("next",), ("write", str(file), "--output", str(file))):
        assert "“Database” says “MongoDB on MongoDB Atlas”, but the answers in the file give" in run(*command).err
    assert run("check").status == 1
