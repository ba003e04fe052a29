"""The browser's door: every event, from request to response, and the same request always gives the same response."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given

from tests.door import START, WHOLE, Json, checked, opened, press, send, shown, words
from tests.strategies import legal_answers, tried
from wizard.catalogue.load import load
from wizard.converse import link
from wizard.converse.flow import at_once, named, next_question, objections
from wizard.converse.record import EMPTY
from wizard.converse.weighing import to_weigh
from wizard.decide.answers import Value, offered, prune
from wizard.door.api import first_step, handle
from wizard.door.event import RequestError
from wizard.door.screens import EVENTS
from wizard.door.screens import shown as drawn
from wizard.explain.reading import reading_of
from wizard.write import comment

CATALOGUE = load()

# --- pure -------------------------------------------------------------------------------------------------------------

REQUESTS = [
    json.dumps({"answers": answers, "event": event})
    for answers, event in [
        ({}, {"type": "open", "fragment": "", "stored": ""}),
        ({}, {"type": "open", "fragment": "language=python&colour=red&data=documents", "stored": ""}),
        (START, {"type": "continue", "at": "runtime", "fields": {"runtime": ["edge"]}}),
        (START, {"type": "continue", "at": "runtime", "fields": {}}),
        (START, {"type": "finish", "at": "runtime", "fields": {}}),
        (WHOLE, {"type": "change", "at": "review", "review": True, "question": "data"}),
        (WHOLE, {"type": "confirm", "at": "review", "review": True}),
        ({"persistence": "no"}, {"type": "confirm", "at": "review", "review": True}),
    ]
]


def test_the_same_request_gives_the_same_response_byte_for_byte() -> None:
    """Twice in a row, after every other request, and in the other order."""
    first = [handle(request) for request in REQUESTS]
    assert [handle(request) for request in REQUESTS] == first
    assert [handle(request) for request in reversed(REQUESTS)] == first[::-1]
    assert len(set(first)) == len(first)


@tried(40)
@given(legal_answers())
def test_a_fragment_brings_back_the_same_screen(answers: dict[str, Value]) -> None:
    """A reload: the address and what the browser keeps hold everything."""
    response = send({key: list(v) if isinstance(v, tuple) else v for key, v in answers.items()}, "review", at="review")
    again = opened(response["fragment"], json.dumps({"fragment": response["fragment"], "record": response["record"]}))
    if "persistence" in answers:
        assert (again["answers"], again["at"], again["html"]) == (
            response["answers"],
            "review",
            response["html"],
        )
    else:
        assert again["at"] == "persistence"


def test_every_response_says_where_it_is() -> None:
    response = send(START, "continue", at="runtime", fields={"runtime": ["edge"]})
    assert response["at"] == "platform"
    assert response["fragment"] == link.write({**START, "runtime": "edge"}, "platform")
    assert response["title"] == CATALOGUE.questions["platform"].question
    assert response["announcement"]
    assert response["history"] == "push"
    assert response["document"] is None
    assert response["html"].count("data-focus") == 1


@pytest.mark.parametrize(
    "request_",
    [
        "",
        "null",
        "7",
        "[]",
        "{}",
        '{"event": {}}',
        '{"event": "open"}',
        '{"event": {"type": "dance"}}',
        '{"answers": [1], "event": {"type": "continue"}}',
        '{"event": {"type": "continue", "at": "colour"}}',
        '{"event": {"type": "change", "question": "colour"}}',
        '{"event": {"type": "continue", "at": "review"}}',
        '{"answers": {"colour": "red"}, "event": {"type": "review"}}',
        '{"answers": {"scale": "tens"}, "event": {"type": "review"}}',
        '{"event": {"type": "pace-brief", "at": "colour"}}',
    ],
)
def test_what_no_page_of_ours_sends_is_a_request_error(request_: str) -> None:
    with pytest.raises(RequestError):
        handle(request_)


# --- open -------------------------------------------------------------------------------------------------------------


def test_the_built_page_shows_what_opening_with_nothing_shows() -> None:
    response = opened()
    assert response["html"] == drawn(first_step()).html
    assert (response["answers"], response["at"], response["fragment"]) == ({}, "persistence", "")
    assert response["history"] == "replace"


def test_open_ignores_the_answers_of_the_request() -> None:
    assert send({"language": "go"}, "open", fragment="", stored="")["answers"] == {}


def test_a_prefilled_link_asks_the_rest() -> None:
    response = opened("#persistence=yes&language=python")
    assert response["answers"] == {"persistence": "yes", "language": "python"}
    assert response["at"] == "existing_database"
    assert "Set for you by the link: data to keep, Python." in words(response)
    assert response["record"]["origins"] == {key: {"file": "", "line": 0} for key in response["answers"]}


def test_a_link_may_name_its_screen() -> None:
    response = opened("persistence=yes&language=python&at=scale")
    assert response["at"] == "scale"
    assert response["title"] == CATALOGUE.questions["scale"].question


@pytest.mark.parametrize(
    ("fragment", "at"),
    [
        ("persistence=no&at=scale", "review"),
        ("persistence=yes&at=framework", "existing_database"),
        ("persistence=yes&existing_database=none&language=other&at=existing_client", "runtime"),
        ("at=review", "persistence"),
        ("language=go&at=document", "persistence"),
        ("at=scale", "scale"),
    ],
)
def test_a_screen_that_makes_no_sense_becomes_one_that_does(fragment: str, at: str) -> None:
    assert opened(fragment)["at"] == at


def test_what_a_link_holds_beside_the_vocabulary_is_named() -> None:
    response = opened("persistence=yes&colour=red&scale=tens")
    assert response["answers"] == {"persistence": "yes"}
    assert "colour" in words(response)
    assert "'tens'" in words(response)


def test_hostile_links_stay_text() -> None:
    response = opened("persistence=yes&scale=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script" not in response["html"]
    assert "<script>" in words(response)


def test_an_overlong_link_is_refused_in_one_sentence() -> None:
    response = opened("scale=" + "x" * link.LONGEST)
    assert response["at"] == "persistence"
    assert "longer than" in words(response)
    assert ".." not in words(response)


def test_answers_of_a_link_that_do_not_apply_are_named() -> None:
    response = opened("persistence=yes&language=go&framework=django&existing_stance=decided")
    assert response["answers"] == {"persistence": "yes", "language": "go"}
    for text in ("Framework", "Django", CATALOGUE.questions["existing_stance"].short):
        assert text in words(response)


def test_an_empty_address_resumes_what_was_stored_and_says_so() -> None:
    response = opened("", "persistence=yes&language=go&at=scale")
    assert (response["answers"], response["at"]) == ({"persistence": "yes", "language": "go"}, "scale")
    assert "left off" in words(response)
    assert "left off" not in words(opened("persistence=yes&at=scale", "persistence=no"))


def test_the_address_goes_before_what_was_stored() -> None:
    assert opened("persistence=yes", "persistence=no")["answers"] == {"persistence": "yes"}


# --- continue ---------------------------------------------------------------------------------------------------------


def test_continue_takes_the_answer_and_asks_the_next_question() -> None:
    state = press(press(opened(), "continue", "yes"), "continue", "none")
    assert (state["answers"], state["at"]) == ({"persistence": "yes", "existing_database": "none"}, "language")


NAMING: Json = {
    "existing_database": "neon",
    "existing_stance": "in-use",
    "language": "typescript",
    "framework": "nextjs",
    "existing_client": "drizzle",
}


#: Services that run several engines.
SEVERAL = [item.id for item in CATALOGUE.services.values() if len(item.runs) > 1 and item.kind == "managed"]

#: What the rules of the file hang on is asked too: on functions the pool and the addresses are others.
HANGS_ON: Json = {"runtime": "serverless", "platform": "vercel"}


def test_a_stack_that_is_named_needs_six_answers_behind_it_and_a_region() -> None:
    state = press(opened(), "continue", "yes")
    for key, value in (NAMING | HANGS_ON | {"compliance": "none"}).items():
        assert state["at"] == key
        assert ("seven answers at most follow" in words(state)) == (key == "existing_stance")
        state = press(state, "continue", value)
    assert state["at"] == "weigh"
    state = press(state, "continue")
    assert (state["at"], state["review"]) == ("review", True)
    assert "no more is asked" in words(state)
    assert "Stay with PostgreSQL on Neon" in words(state)
    del state["record"]["weighed"]  # as after a line, which leads past that screen: what is changed stays in its place
    more = press(state, "adjust", question="runtime")
    more = press(more, "adjusted", question="runtime", fields={"runtime": ["edge"]})
    assert (more["at"], more["answers"]["runtime"]) == ("review", "edge")


@pytest.mark.parametrize(
    "instead",
    [
        {"existing_client": "none"},
        {"existing_stance": "leaning"},
        {"existing_database": "postgresql", "existing_stance": "decided"},  # where it is to run is open
        {"pace": "guided"},
    ],
)
def test_what_is_not_named_is_asked(instead: Json) -> None:
    answers = {"persistence": "yes", **NAMING, **instead}
    client = answers.pop("existing_client")
    after = press(press(shown(answers, "existing_client"), "continue", client), "continue", "server")
    assert after["at"] == "platform"


def test_the_six_have_what_changes_the_rules_and_the_count_is_true() -> None:
    """Rules to meet are asked of every named stack, the platform where functions run; the trade-offs are counted."""
    state = press(shown({"persistence": "yes", **NAMING}, "existing_client"), "continue", "drizzle")
    assert (state["at"], "at most 4 more" in words(state)) == ("runtime", True)
    state = press(state, "continue", "server")
    assert (state["at"], "at most 2 more" in words(state)) == ("compliance", True)
    state = press(state, "continue", "residency")
    assert state["at"] == "region"
    assert press(state, "continue", "eu")["at"] == "weigh"


@pytest.mark.parametrize("service", SEVERAL)
def test_which_engine_a_service_runs_is_asked_before_anything_is_said_of_it(service: str) -> None:
    """Nothing rests on a guess that the next answer settles; who does not know is told, once."""
    state = press(shown({"persistence": "yes"}, "existing_database"), "continue", service)
    assert state["at"] == "existing_engine"
    engine = CATALOGUE.services[service].runs
    assert press(state, "continue", next(iter(engine)))["at"] == "existing_stance"
    unsure = press(state, "continue", "unsure")
    assert unsure["at"] == "existing_stance"
    asked = press(unsure, "continue", "in-use")
    assert (asked["at"], "runs more than one engine" in words(asked)) == ("conflict", True)
    assert (press(unsure, "continue", "decided")["at"], press(state, "finish")["at"]) == ("language", "review")


@pytest.mark.parametrize("line", ["we use RDS, Prisma", "Prisma on Cloud SQL", "data residency, Postgres on Neon"])
def test_what_a_line_leaves_open_that_all_rests_on_is_asked(line: str) -> None:
    state = press(opened(), "express", fields={"line": [line]})
    assert state["at"] in ("existing_engine", "region")
    after = press(state, "continue", "postgresql" if state["at"] == "existing_engine" else "uk")
    assert after["at"] == "review"
    both = press(opened(), "express", fields={"line": ["PlanetScale, Drizzle, data residency"]})
    assert "Your answers" not in words(both)
    then = press(both, "continue", "mysql")
    assert (then["at"], press(then, "continue", "us")["at"]) == ("region", "review")


def test_where_data_stay_is_asked_directly_after_it_is_said_that_they_have_to_however_the_stack_was_named() -> None:
    """Also where six answers have been given, and where others are still open before it."""
    rds = {"existing_database": "aws-rds", "existing_engine": "postgresql", "existing_stance": "in-use"}
    named = {"persistence": "yes", **NAMING, **rds, **HANGS_ON}
    assert press(shown(named, "compliance"), "continue", "residency")["at"] == "region"
    assert press(shown({"persistence": "yes"}, "compliance"), "continue", "residency")["at"] == "region"
    summary = press(shown(WHOLE, "review", review=True), "adjust", question="compliance")
    changed = press(summary, "adjusted", question="compliance", fields={"compliance": ["residency"]})
    assert (changed["at"], "Where does the data have to stay?" in words(changed)) == ("review", True)


def test_a_named_database_that_is_not_made_for_relations_is_asked_what_the_data_are() -> None:
    named = {
        **NAMING,
        "existing_database": "mongodb-atlas",
        "existing_stance": "decided",
        "existing_client": "mongoose",
    }
    state = press(shown({"persistence": "yes", **named, "runtime": "server"}, "runtime"), "continue", "server")
    assert state["at"] == "data"
    state = press(state, "continue", "relational")
    assert state["at"] == "compliance"
    weigh = press(state, "continue", "none")
    assert weigh["at"] == "weigh"
    assert "joins" in words(weigh)


def test_a_stack_named_for_functions_has_their_rules() -> None:
    state = shown({"persistence": "yes", **NAMING, **HANGS_ON}, "platform")
    asked = press(press(state, "continue", "vercel"), "continue", "none")
    file = press(press(asked, "continue"), "confirm")["document"]["markdown"]
    assert "We assume a long-running server" not in file
    assert "One per instance, outside the handler" in file


def test_several_values_are_kept_as_a_list() -> None:
    assert press(shown(START, "data"), "continue", "vectors", "relational")["answers"]["data"] == [
        "relational",
        "vectors",
    ]


def test_no_data_leads_straight_to_the_summary() -> None:
    state = press(opened(), "continue", "no")
    assert (state["at"], state["review"]) == ("review", True)
    assert "No database needed" in words(state)


def test_the_last_answer_leads_to_the_summary() -> None:
    answers = {key: value for key, value in WHOLE.items() if key != "engines"}
    state = press(shown(answers, "engines"), "continue", "one")
    assert (state["at"], state["review"], state["answers"]) == ("review", True, WHOLE)


@pytest.mark.parametrize(
    ("at", "values"),
    [
        ("runtime", ()),
        ("runtime", ("",)),
        ("runtime", ("moon",)),
        ("runtime", ("edge", "server")),
        ("data", ()),
        ("compliance", ("none", "residency")),
        ("data", ("unsure", "vectors")),
    ],
)
def test_an_answer_that_cannot_be_accepted_changes_nothing_and_is_kept_on_the_screen(
    at: str, values: tuple[str, ...]
) -> None:
    state = press(shown(START, at), "continue", *values)
    assert (state["answers"], state["at"], state["history"]) == (START, at, "replace")
    assert state["title"] == f"Error: {CATALOGUE.questions[at].question}"
    known = {option.value for option in CATALOGUE.questions[at].options}
    assert checked(state) == set(values) & known
    assert words(state).count(state["announcement"]) == 2  # the summary and the field say the same
    assert 'href="#dsw-field"' in state["html"]
    assert 'id="dsw-field"' in state["html"]


def test_a_framework_of_another_language_is_not_accepted() -> None:
    state = press(shown({"persistence": "yes", "language": "python"}, "framework"), "continue", "nextjs")
    assert "framework" not in state["answers"]
    assert state["title"].startswith("Error: ")


def test_the_panel_says_what_the_last_answer_changed() -> None:
    assert "now MongoDB" in words(press(shown(START, "data"), "continue", "documents"))


def test_answers_that_no_longer_apply_are_named() -> None:
    state = press(shown(START, "language"), "continue", "python")
    assert "framework" not in state["answers"]
    assert "Next.js" in words(state)
    assert "no longer applies" in words(state)


# --- back, finish, change, review -------------------------------------------------------------------------------------


def test_back_shows_the_question_before_with_its_answer() -> None:
    state = press(shown(START, "runtime"), "back")
    assert (state["at"], state["answers"]) == ("existing_client", START)
    state = press(state, "back")
    assert "nextjs" in checked(state)
    assert press(state, "back")["at"] == "language"


def test_back_from_the_document_and_the_summary() -> None:
    summary = press(press(shown(WHOLE, "review", review=True), "confirm"), "back")
    assert (summary["at"], summary["review"]) == ("review", True)
    assert press(summary, "back")["at"] == "engines"


def test_finish_leads_to_the_summary_and_keeps_what_was_chosen_on_the_screen() -> None:
    state = press(shown(START, "runtime"), "finish", "edge")
    assert (state["at"], state["review"]) == ("review", True)
    assert state["answers"] == {**START, "runtime": "edge"}
    assert press(shown(START, "runtime"), "finish")["answers"] == START


def test_finish_names_answers_that_no_longer_apply() -> None:
    """Nothing is decided silently."""
    state = press(shown(START, "language"), "finish", "python")
    left = {key: value for key, value in START.items() if key != "framework"}
    assert state["answers"] == left | {"language": "python"}
    assert "Next.js" in words(state)


def test_finish_does_not_swallow_what_was_entered() -> None:
    """Two values that exclude each other are an error here, as they are on Continue."""
    state = press(shown(START, "compliance"), "finish", "none", "residency")
    assert (state["at"], checked(state)) == ("compliance", {"none", "residency"})


def test_change_shows_the_question_filled_in_and_continue_leads_back() -> None:
    state = press(shown(WHOLE, "review", review=True), "change", question="scale")
    assert (state["at"], state["review"]) == ("scale", True)
    assert "thousands" in checked(state)
    state = press(state, "continue", "billions")
    assert (state["at"], state["answers"]) == ("review", {**WHOLE, "scale": "billions"})


def test_change_and_back_changes_nothing() -> None:
    state = press(press(shown(WHOLE, "review", review=True), "change", question="scale"), "back", "billions")
    assert (state["at"], state["answers"]) == ("review", WHOLE)


def asked_until_the_summary(state: Json) -> list[str]:
    """The questions shown from here until the summary, each answered by its first option."""
    asked = []
    while state["at"] != "review":
        asked.append(state["at"])
        state = press(state, "continue", re.findall(r'(?:<input|<option)[^>]* value="([^"]+)"', state["html"])[0])
    return asked


@pytest.mark.parametrize(
    ("change", "to", "raised"),
    [
        ("existing_database", "mysql", ["existing_stance"]),
        ("language", "python", ["framework"]),
        ("language", "other", []),
        ("scale", "millions", []),
    ],
)
def test_a_change_asks_what_it_newly_raises_and_then_leads_back(change: str, to: str, raised: list[str]) -> None:
    state = press(shown(WHOLE, "review", review=True), "change", question=change)
    assert asked_until_the_summary(press(state, "continue", to)) == raised


def test_a_new_language_asks_everything_about_its_clients() -> None:
    about_clients = ("framework", "existing_client", "query_style", "migrations", "engines")
    answers = {key: value for key, value in WHOLE.items() if key not in about_clients} | {"language": "other"}
    state = press(shown(answers, "review", review=True), "change", question="language")
    assert asked_until_the_summary(press(state, "continue", "go")) == list(about_clients[1:-1]), (
        "nothing suggests several"
    )


def test_data_after_all_asks_everything() -> None:
    state = press(shown({"persistence": "no"}, "review", review=True), "change", question="persistence")
    asked = asked_until_the_summary(press(state, "continue", "yes"))
    assert {"language", "framework", "runtime", "data", "scale", "hosting", "budget", "query_style"} <= set(asked)


def test_no_data_after_all_names_what_is_dropped() -> None:
    state = press(shown(WHOLE, "review", review=True), "change", question="persistence")
    state = press(state, "continue", "no")
    assert (state["answers"], state["at"]) == ({"persistence": "no"}, "review")
    assert "TypeScript" in words(state)


def test_review_shows_the_summary() -> None:
    state = press(shown(START, "document", review=True), "review")
    assert state["at"] == "review"
    assert "Does this capture your data stack? Any adjustments?" in words(state)
    keys = re.findall(r'value="adjust" data-question="([^"]+)"', state["html"])
    assert keys[:4] == ["existing_database", "persistence", "existing_database", "language"]  # the first: “another one”
    assert len({*keys[1:]}) == len(keys[1:])


def test_restart_forgets_everything() -> None:
    state = press(shown({**WHOLE, "pace": "guided"}, "review", review=True), "restart")
    assert (state["answers"], state["at"], state["review"], state["fragment"]) == ({}, "persistence", False, "")


# --- the document -----------------------------------------------------------------------------------------------------


def test_confirm_writes_the_document() -> None:
    state = press(shown(WHOLE, "review", review=True), "confirm")
    assert state["at"] == "document"
    assert state["document"]["filename"] == "data-stack.md"
    read = comment.read_answers(CATALOGUE, state["document"]["markdown"])
    assert {key: list(v) if isinstance(v, tuple) else v for key, v in read.items()} == WHOLE


def test_only_the_document_screen_has_a_document() -> None:
    for kind, at in (("review", "document"), ("back", "document"), ("continue", "runtime")):
        assert press(shown(WHOLE, at), kind, "server")["document"] is None


# --- pace -------------------------------------------------------------------------------------------------------------


def test_the_pace_is_switched_on_the_spot() -> None:
    state = press(shown(START, "runtime"), "pace-guided", "edge")
    assert (state["at"], state["history"]) == ("runtime", "replace")
    assert state["answers"] == {**START, "pace": "guided"}
    assert checked(state) == {"edge"}  # chosen, not yet continued: kept
    assert CATALOGUE.questions["runtime"].context in words(state)
    brief = press(state, "pace-brief")
    assert brief["answers"]["pace"] == "brief"
    assert CATALOGUE.questions["runtime"].context not in words(brief)


def test_the_pace_can_be_switched_on_the_summary() -> None:
    state = press(shown(WHOLE, "review", review=True), "pace-guided")
    assert (state["at"], state["review"]) == ("review", True)


# --- any way through --------------------------------------------------------------------------------------------------


def test_every_event_is_covered_here() -> None:
    assert {
        "open",
        "files",
        "continue",
        "back",
        "finish",
        "change",
        "review",
        "confirm",
        "adjust",
        "adjusted",
        "express",  # in test_one_line.py
        "see",
        "take",
        "hosted",  # in test_one_line.py
        "own",
        "save",
        "reset",
        "form-guide",
        "form-adr",
        "restart",
        "resume",
        "pace-brief",
        "pace-guided",
    } == EVENTS


@tried(40)
@given(legal_answers())
def test_continue_from_anywhere_leads_to_the_next_open_question(answers: dict[str, Value]) -> None:
    question = next_question(reading_of(CATALOGUE, answers))
    if question is None:
        return
    plain = {key: list(value) if isinstance(value, tuple) else value for key, value in answers.items()}
    value = offered(question, answers)[0].value
    state = press(shown(plain, question.key), "continue", value)
    now, _ = prune(CATALOGUE, {**answers, question.key: (value,) if question.several else value})
    following = next_question(reading_of(CATALOGUE, now))
    if first := at_once(reading_of(CATALOGUE, now)):
        assert state["at"] == first
    elif objections(reading_of(CATALOGUE, now), EMPTY):
        assert state["at"] == "conflict"
    elif following and not named(reading_of(CATALOGUE, now)):
        assert state["at"] == following.key
    else:
        assert state["at"] == ("weigh" if to_weigh(reading_of(CATALOGUE, now)) else "review")
    assert set(state["answers"]) == set(now)


def test_a_note_counts_on_the_screen_that_follows_it() -> None:
    answers = {
        "persistence": "yes",
        "existing_database": "mysql",
        "existing_stance": "decided",
        "language": "other",
        "runtime": "server",
        "platform": "any",
        "data": ["relational"],
    }
    event = {
        "type": "continue",
        "at": "hosting",
        "review": "",
        "fields": {"hosting": ["self-hosted"], "note": ["Render"]},
    }
    shown = json.loads(handle(json.dumps({"answers": answers, "record": {}, "event": event})))
    assert shown["record"]["notes"] == {"hosting": "Render"}
    assert "MySQL" in shown["html"]
    assert "MySQL on your own machines" not in shown["html"]
