"""What the screens show: strings and lists, worked out from the answers."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.steps import on
from tests.strategies import legal_answers, tried
from wizard.catalogue.load import load
from wizard.converse.flow import first_open
from wizard.decide.answers import Value
from wizard.explain.reading import reading_of
from wizard.show.document import document_view
from wizard.show.question import question_view
from wizard.show.review import review_view
from wizard.show.so_far import SoFar, so_far

CATALOGUE = load()
YES: dict[str, Value] = {"persistence": "yes"}
TYPESCRIPT: dict[str, Value] = {"persistence": "yes", "language": "typescript"}


def values(key: str, answers: dict[str, Value]) -> list[str]:
    view = question_view(on(CATALOGUE, answers, key))
    return [item.value for item in (*view.options, *(item for group in view.groups for item in group.options))]


# --- a question -------------------------------------------------------------------------------------------------------


def test_nothing_is_selected_beforehand() -> None:
    for key in CATALOGUE.questions:
        view = question_view(on(CATALOGUE, {"persistence": "yes", "language": "python"}, key))
        if key not in ("persistence", "language"):
            assert not any(item.checked for item in view.options), key
            assert not any(item.checked for group in view.groups for item in group.options), key


def test_an_answer_is_shown_as_given() -> None:
    view = question_view(on(CATALOGUE, YES | {"data": ("documents", "vectors")}, "data"))
    assert [item.value for item in view.options if item.checked] == ["documents", "vectors"]


def test_what_was_entered_goes_before_what_was_answered() -> None:
    entered = ("none", "residency")
    view = question_view(
        on(CATALOGUE, YES | {"compliance": ("encryption",)}, "compliance", entered=entered, error="No.")
    )
    assert {item.value for item in view.options if item.checked} == {"none", "residency"}
    assert view.error == "No."


@pytest.mark.parametrize(("key", "kind"), [("scale", "radio"), ("data", "checkbox"), ("existing_database", "select")])
def test_the_kind_of_field_follows_the_question(key: str, kind: str) -> None:
    assert question_view(on(CATALOGUE, YES, key)).kind == kind


def test_only_what_is_on_offer_is_shown() -> None:
    assert values("framework", TYPESCRIPT) == ["nextjs", "nestjs", "express", "other"]
    assert set(values("existing_client", TYPESCRIPT)) == {
        "none",
        *(client.id for client in CATALOGUE.clients.values() if client.language == "typescript"),
    }


def test_databases_and_services_stand_in_groups_and_every_one_once() -> None:
    view = question_view(on(CATALOGUE, YES, "existing_database"))
    assert [item.value for item in view.options] == ["none"]
    assert [{item.value for item in group.options} for group in view.groups] == [
        set(CATALOGUE.databases),
        set(CATALOGUE.services) - {"self-hosted", "embedded", "aws-dynamodb"},
    ], "places that are no database, and a second Amazon DynamoDB, are left to links and the command line"


def test_the_guided_pace_says_more() -> None:
    assert question_view(on(CATALOGUE, YES | {"pace": "brief"}, "scale")).context == ()
    question = CATALOGUE.questions["scale"]
    guided = question_view(on(CATALOGUE, YES | {"pace": "guided"}, "scale")).context
    assert guided == (question.most, question.context, question.example)


def test_the_first_question_offers_neither_back_nor_finish() -> None:
    first = question_view(on(CATALOGUE, {}, "persistence"))
    assert (first.can_go_back, first.can_finish, first.so_far) == (False, False, None)
    second = question_view(on(CATALOGUE, YES, "language"))
    assert (second.can_go_back, second.can_finish) == (True, True)
    assert not question_view(on(CATALOGUE, {"existing_database": "postgresql"}, "persistence")).can_finish


@tried(60)
@given(legal_answers())
def test_every_relevant_question_can_be_shown(answers: dict[str, Value]) -> None:
    for question in reading_of(CATALOGUE, answers).questions:
        view = question_view(on(CATALOGUE, answers, question.key))
        given_values = answers.get(question.key, ())
        expected = {given_values} if isinstance(given_values, str) else set(given_values)
        shown = (*view.options, *(item for group in view.groups for item in group.options))
        assert {item.value for item in shown if item.checked} == expected


# --- your stack so far ------------------------------------------------------------------------------------------------


def test_the_panel_shows_the_pick() -> None:
    panel = so_far(reading_of(CATALOGUE, TYPESCRIPT))
    decision = reading_of(CATALOGUE, TYPESCRIPT).decision
    assert panel
    assert decision.store
    assert decision.client
    assert (panel.store, panel.client, panel.changed) == (decision.store.database.name, decision.client.name, "")
    known = so_far(reading_of(CATALOGUE, {**TYPESCRIPT, "data": ("relational",)}))
    assert known
    assert (known.store, known.next) == ("PostgreSQL on Supabase", "PostgreSQL on Neon")
    assert so_far(reading_of(CATALOGUE, {"persistence": "no"})) is None


def changed(before: dict[str, Value], now: dict[str, Value]) -> str:
    panel = so_far(reading_of(CATALOGUE, now), reading_of(CATALOGUE, before))
    assert panel
    return panel.changed


def test_the_panel_is_silent_where_nothing_changed() -> None:
    assert changed(TYPESCRIPT, {**TYPESCRIPT, "budget": "modest"}) == ""
    assert panel(TYPESCRIPT, {**TYPESCRIPT, "budget": "modest"}).out == ""


def panel(before: dict[str, Value], now: dict[str, Value]) -> SoFar:
    found = so_far(reading_of(CATALOGUE, now), reading_of(CATALOGUE, before))
    assert found
    return found


def test_the_panel_says_why_the_pick_moved_and_what_is_second_now() -> None:
    before = {**TYPESCRIPT, "data": ("relational",), "hosting": "managed"}
    now = panel(before, {**before, "budget": "free"})
    assert "now PostgreSQL on Neon instead of PostgreSQL on Supabase. Supabase stops a free database" in now.changed
    assert (now.why, now.next) == ("", ""), "that the one that it replaced is second is not said again"


def test_the_panel_says_what_is_out_and_how_much_is_left() -> None:
    before = {**TYPESCRIPT, "data": ("relational",)}
    after = {**before, "hosting": "managed"}
    left = len(reading_of(CATALOGUE, after).decision.running)
    assert (
        panel(before, after).out
        == f"Out now: everything on your machines and SQLite inside the app. {left} candidates are left."
    )


def test_the_panel_claims_nothing_about_a_database_before_it_was_said() -> None:
    named: dict[str, Value] = {"persistence": "yes", "existing_database": "mongodb"}
    assert panel(YES, named).changed == "Your last answer changed this: now MongoDB instead of PostgreSQL."
    assert panel(named, {**named, "language": "go"}).why in ("", "You named MongoDB.")
    assert "already use" in panel(named, {**named, "existing_stance": "in-use"}).why


def test_the_panel_names_no_place_for_an_engine_that_runs_somewhere() -> None:
    used: dict[str, Value] = {"persistence": "yes", "existing_database": "postgresql", "existing_stance": "in-use"}
    assert panel(YES, used).store == "PostgreSQL"


@pytest.mark.parametrize(
    ("said", "pace"),
    [
        ({"data": ("unsure",), "scale": "unsure"}, "guided"),
        ({"data": ("unsure",), "existing_database": "none", "existing_client": "none"}, "guided"),
        ({"existing_database": "none", "existing_client": "none", "framework": "other", "platform": "any"}, "guided"),
        ({"existing_database": "none", "existing_client": "none", "framework": "nextjs"}, "brief"),
        ({"existing_database": "neon", "data": ("unsure",), "scale": "unsure"}, "brief"),
    ],
    ids=["not sure twice", "not sure once, and open twice", "open four times", "a new project", "a name"],
)
def test_the_pace_follows_hesitation(said: dict[str, Value], pace: str) -> None:
    assert reading_of(CATALOGUE, {**TYPESCRIPT, **said}).pace == pace


@pytest.mark.parametrize(
    ("before", "now", "named"),
    [
        (TYPESCRIPT, {**TYPESCRIPT, "data": ("documents",)}, ["MongoDB", "Prisma"]),
        (YES, TYPESCRIPT, ["Prisma"]),
        (TYPESCRIPT, {**TYPESCRIPT, "query_style": "sql"}, ["Prisma", "Drizzle"]),
        (TYPESCRIPT, {"persistence": "yes", "language": "other"}, ["Prisma"]),
        (
            {**TYPESCRIPT, "budget": "flexible"},
            {**TYPESCRIPT, "data": ("relational", "key-value"), "scale": "millions", "budget": "flexible"},
            ["Redis"],
        ),
        ({"persistence": "no"}, YES, ["PostgreSQL"]),
    ],
    ids=["database", "first client", "client", "no client any more", "a store beside it", "no database before"],
)
def test_the_panel_names_what_the_last_answer_changed(
    before: dict[str, Value], now: dict[str, Value], named: list[str]
) -> None:
    text = changed(before, now)
    assert all(name in text for name in named), text


# --- the summary ------------------------------------------------------------------------------------------------------


@tried(60)
@given(legal_answers())
def test_the_summary_lists_every_relevant_question_once_with_its_answer(answers: dict[str, Value]) -> None:
    view = review_view(on(CATALOGUE, answers, "review"))
    asked = [question.key for question in reading_of(CATALOGUE, answers).questions]
    assert [row.key for row in view.answers] == [key for key in asked if key in answers]
    assert [row.key for row in view.defaults] == [key for key in asked if key not in answers]
    for row in view.answers:
        given_values = answers.get(row.key, ())
        for value in (given_values,) if isinstance(given_values, str) else given_values:
            assert next(o.label for o in CATALOGUE.questions[row.key].options if o.value == value) in row.answer


@tried(60)
@given(legal_answers())
def test_the_summary_says_what_the_recommendation_says(answers: dict[str, Value]) -> None:
    view, result = review_view(on(CATALOGUE, answers, "review")), reading_of(CATALOGUE, answers)
    assert view.none == (result.store is None)
    assert view.database_why
    assert view.client_why
    if result.store:
        assert view.database == (
            f"{result.pick_name}, where it runs today"
            if result.place_open
            else result.pick_name
            if result.placeless
            else result.store.name
        )
        assert view.conflicts == tuple(item for item in result.conflicts if item.text not in view.first)
        assert bool(view.runner_up) == bool(result.alternatives)
        assert len(view.would_change) == len(set(view.would_change))


def test_an_answer_left_out_is_shown_as_such() -> None:
    view = review_view(on(CATALOGUE, TYPESCRIPT, "review"))
    assert {row.key: row.answer for row in view.answers}["language"] == "TypeScript"
    assert {row.key: row.answer for row in view.defaults}["scale"] == "The default"


def test_no_database_shows_only_why_and_what_would_reverse_it() -> None:
    view = review_view(on(CATALOGUE, {"persistence": "no"}, "review"))
    assert (view.database, view.client, len(view.database_why)) == ("None", "None", 2)
    assert [row.key for row in view.answers] == ["persistence"]


def test_what_would_change_it_names_the_other_pick() -> None:
    lines = review_view(on(CATALOGUE, TYPESCRIPT, "review")).would_change
    assert any("MongoDB" in line for line in lines)
    assert not any(": ." in line for line in lines)


# --- the rest ---------------------------------------------------------------------------------------------------------


def test_the_first_open_screen_is_the_next_question_or_the_summary() -> None:
    assert first_open(reading_of(CATALOGUE, {})) == "persistence"
    assert first_open(reading_of(CATALOGUE, YES)) == "existing_database"
    assert first_open(reading_of(CATALOGUE, {"persistence": "no"})) == "review"


def test_the_document_is_shown_in_both_forms() -> None:
    view = document_view(on(CATALOGUE, TYPESCRIPT, "document"))
    assert view.filename == "data-stack.md"
    for section in view.sections:
        assert f"## {section.heading}\n" in view.markdown
