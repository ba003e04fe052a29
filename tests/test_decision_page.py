"""The summary as a decision on one page: what stands on it, what is folded, and the runner-up as a switch."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given

from tests.door import Json, opened, press, words
from tests.steps import on
from tests.strategies import legal_answers, tried
from wizard.catalogue.load import load
from wizard.converse.switch import runner_up
from wizard.decide.answers import Answers, Value
from wizard.door.event import RequestError
from wizard.explain.alternatives import MOST_ALTERNATIVES
from wizard.explain.candidates import MOST, candidates
from wizard.explain.kept import decided_on, named_for
from wizard.explain.reading import reading_of
from wizard.explain.words import place_name, rule_title
from wizard.show.decided import REASONS, certainty_sentence
from wizard.show.review import COSTS, review_view

CATALOGUE = load()
RELATIONAL: dict[str, Value] = {"persistence": "yes", "language": "python", "data": ("relational",)}
MONGODB: dict[str, Value] = {
    "persistence": "yes",
    "existing_database": "mongodb",
    "existing_stance": "decided",
    "language": "typescript",
    "data": ("relational",),
    "compliance": ("open-source",),
}


# --- the page ---------------------------------------------------------------------------------------------------------


@tried(60)
@given(legal_answers())
def test_a_few_reasons_stand_on_the_page_and_the_rest_is_folded(answers: dict[str, Value]) -> None:
    view, reading = review_view(on(CATALOGUE, answers, "review")), reading_of(CATALOGUE, answers)
    if reading.store is None:
        return
    assert {reason.text for reason in reading.reasons} <= {*view.every_reason, *view.reasons}
    assert 1 <= len(view.reasons) <= REASONS
    assert 1 <= len(view.costs) <= COSTS or not view.trade_offs
    assert not set(view.costs) & set(view.trade_offs)
    assert view.database in view.sentence
    if reading.client:
        assert view.client in view.sentence
        assert view.reasons[-1] in view.client_why, "each choice has its reason"
    assert not set(view.changes) & set(view.would_change), "nothing is told twice"


def test_what_sets_the_pick_apart_is_told_before_what_both_have() -> None:
    free: dict[str, Value] = {**RELATIONAL, "budget": "free", "hosting": "managed"}
    reading = reading_of(CATALOGUE, free)
    other = runner_up(reading)
    assert other
    assert other.store.service.id == "supabase"
    assert "Neon" in review_view(on(CATALOGUE, free, "review")).reasons[1]


# --- the candidates ---------------------------------------------------------------------------------------------------


@tried(60)
@given(legal_answers())
def test_each_candidate_has_a_distance_and_a_reason_and_the_alternatives_are_among_them(
    answers: dict[str, Value],
) -> None:
    reading = reading_of(CATALOGUE, answers)
    if reading.store is None:
        return
    found = candidates(reading)
    assert len(found) <= MOST
    assert all(item.why_not for item in found)
    assert {place_name(item.store) for item in reading.alternatives} <= {item.name for item in found}
    assert place_name(reading.pick) not in {item.name for item in found}
    points = {place_name(store): reading.decision.points[store.index] for store in reading.book.stores}
    for item in found:
        if item.distance != "ruled out":
            gap = abs(points[place_name(reading.pick)] - points[item.name])
            assert item.distance == "level" or item.distance.startswith(f"{gap} point")


@pytest.mark.parametrize("language", ["typescript", "python", "go"])
def test_a_newcomer_reads_of_each_kind_that_they_have_heard_of_once(language: str) -> None:
    found = candidates(reading_of(CATALOGUE, {"persistence": "yes", "language": language}))
    for name in ("MongoDB", "MySQL", "SQLite", "Firestore", "DynamoDB"):
        told = [item for item in found if name in item.name]
        assert len(told) == 1, name
        assert "is the one to take when" in told[0].why_not
    assert sum("PostgreSQL" in item.name for item in found) <= MOST_ALTERNATIVES
    assert "what was said" not in " ".join(item.why_not for item in found)


def test_what_is_ahead_of_what_is_kept_is_shown_as_ahead() -> None:
    """Table and list agree: the pick is not called the best where the answers speak for another."""
    reading = reading_of(CATALOGUE, MONGODB)
    assert reading.pick.database.id == "mongodb"
    first = candidates(reading)[0]
    assert first.name.startswith("PostgreSQL")
    assert first.distance.endswith("ahead")


# --- the switch -------------------------------------------------------------------------------------------------------


@tried(60)
@given(legal_answers())
def test_the_switch_leads_to_the_runner_up(answers: dict[str, Value]) -> None:
    reading = reading_of(CATALOGUE, answers)
    other = runner_up(reading) if reading.store else None
    if other is None:
        return
    id_ = named_for(reading, other.store)
    if id_:
        assert reading.instead(decided_on(reading, id_)).store is other.store


def test_most_runner_ups_can_be_seen() -> None:
    for data in ("relational", "documents", "time-series", "vectors", "key-value"):
        reading = reading_of(CATALOGUE, {**RELATIONAL, "data": (data,)})
        other = runner_up(reading)
        assert other is None or named_for(reading, other.store)


SUMMARY = "persistence=yes&language=python&data=relational&at=review&review=yes"


def kept() -> Json:
    """The summary of one's own answers."""
    return opened("", json.dumps({"fragment": SUMMARY}))


def other_of(state: Json) -> str:
    """What the button of the runner-up names."""
    found: str = state["html"].partition('value="see" data-question="')[2].partition('"')[0]
    assert found
    return found


def test_looking_at_the_runner_up_changes_no_answer() -> None:
    before = kept()
    seen = press(before, "see", question=other_of(before))
    assert "As it would be with" in words(seen)
    assert (seen["answers"], seen["fragment"], seen["history"]) == (before["answers"], before["fragment"], "replace")
    assert press(seen, "review")["html"] == press(before, "review")["html"]


def test_the_end_of_a_reason_that_is_too_long_is_named_before_it_is_missing() -> None:
    before = kept()
    other = other_of(before)
    looked = press(
        press(before, "see", question=other), "take", question=other, fields={"note": ["x" * 6_000 + " Anna."]}
    )
    assert "Anna." in looked["record"]["reasons"][other]
    assert "shorten it by 6, or its end will be missing" in words(looked)


def test_taking_the_runner_up_makes_it_decided_and_says_so() -> None:
    before = kept()
    id_ = other_of(before)
    taken = press(before, "take", question=id_)
    assert (taken["answers"]["existing_database"], taken["answers"]["existing_stance"]) == (id_, "decided")
    assert "now counts as decided" in words(taken)


def proposed() -> Json:
    return opened("", json.dumps({"fragment": f"{SUMMARY}&budget=free&realtime=nice&existing_database=none"}))


def test_what_was_proposed_first_is_told_as_ours() -> None:
    before = proposed()
    taken = press(before, "take", question=other_of(before))
    assert "notes" not in taken["record"]
    assert taken["answers"]["existing_stores"] == ["none"]
    assert "Which other databases are in use" not in words(taken)
    written = press(press(taken, "review"), "confirm")["document"]["markdown"]
    assert "In our own words" not in written
    below = written.partition("## How This Was Decided")[2]
    told = "It comes first by the answers alone; PostgreSQL on Supabase was chosen over it."
    assert f"PostgreSQL on Neon. {told}" in below


def test_why_the_runner_up_is_taken_is_the_first_reason_of_the_page_and_of_both_forms() -> None:
    before = proposed()
    seen = press(before, "see", question=other_of(before))
    assert "If you take it: why?" in words(seen)
    why = "Two of us run Supabase on call already"
    taken = press(seen, "take", fields={"note": [why]}, question=other_of(before))
    summary = press(taken, "review")
    assert f"Why In your words: “{why}”" in words(summary)
    guide = press(summary, "confirm")
    assert (
        f"- In our own words: {why}" in guide["document"]["markdown"].partition("**Why:**")[2].strip().splitlines()[0]
    )
    drivers = press(guide, "form-adr")["document"]["markdown"].partition("## Decision Drivers")[2].partition("##")[0]
    assert f"In our own words: {why}" in drivers


DECIDED = f"{SUMMARY}&existing_database=mongodb-atlas&existing_stance=decided"


def test_where_the_choices_faults_are_weighed_its_reason_is_asked_for() -> None:
    weigh = press(opened("", json.dumps({"fragment": DECIDED})), "change", question="weigh")
    assert "Your reason, in your words" in words(weigh)
    summary = press(weigh, "continue", fields={"note": ["We know how to run it at night"]})
    assert summary["record"]["notes"] == {"existing_stance": "We know how to run it at night"}
    assert "Why In your words: “We know how to run it at night”" in words(summary)
    assert "so it is kept" not in words(summary).partition("Trade-offs")[0]


def test_the_end_of_what_runs_comes_first_and_its_set_up_is_no_cost() -> None:
    runs = f"{SUMMARY}&existing_database=aws-rds&existing_engine=mysql&existing_stance=in-use"
    costs = words(opened("", json.dumps({"fragment": runs}))).partition("Trade-offs ")[2]
    assert costs.startswith("RDS ended standard support of MySQL 8.0 on 31 July 2026")
    assert "that you have to set up" not in costs
    noted = {"fragment": runs, "record": {"notes": {"existing_database": "We run MySQL 8.4"}}}
    assert "standard support of MySQL 8.0" not in words(opened("", json.dumps(noted))), "the version was said"


def test_always_on_with_nothing_to_spend_is_a_conflict_with_its_ways_out_and_the_limits_come_first() -> None:
    said = words(opened("", json.dumps({"fragment": f"{SUMMARY}&existing_database=none&hosting=managed&budget=free"})))
    price, costs = said.partition("This has a price ")[2], said.partition("Trade-offs ")[2]
    assert price.startswith("Always on and nothing to spend conflict")
    assert "the first query after an idle time waits" in price.partition("Why")[0]
    assert costs.startswith("0.5 GB and 100 CU-hours a month")


def test_the_runner_up_is_the_nearest_by_points() -> None:
    answers = {**RELATIONAL, "platform": "aws", "hosting": "serverless", "budget": "modest", "scale": "billions"}
    reading = reading_of(CATALOGUE, answers)
    assert (other := runner_up(reading)) is not reading.alternatives[0]
    view = review_view(on(CATALOGUE, answers, "review"))
    assert view.runner_up
    assert other
    assert view.runner_up.name == other.store.name


def test_a_price_that_was_considered_says_so() -> None:
    weigh = press(opened("", json.dumps({"fragment": DECIDED})), "change", question="weigh")
    keys = re.findall(r'name="weigh" value="([^"]+)"', weigh["html"])
    summary = press(weigh, "continue", fields={"weigh": keys})
    assert "This has a price considered" in words(summary)


def test_rules_to_meet_are_never_without_a_difference() -> None:
    summary = words(opened("", json.dumps({"fragment": DECIDED})))
    assert "Rules to meet" not in summary.partition("no reason rests on them:")[2].partition(".")[0]


def test_a_reason_that_is_too_long_is_shown_whole_beside_the_runner_up() -> None:
    before = proposed()
    seen = press(before, "see", question=other_of(before))
    long = press(seen, "take", fields={"note": ["word " * 200]}, question=other_of(before))
    assert "existing_stance" not in long["answers"]
    assert "shorten it by" in words(long)
    assert ("word " * 200).strip() in long["html"]


@pytest.mark.parametrize("id_", ["", "dynamodb", "nothing"])
def test_only_the_runner_up_is_on_offer(id_: str) -> None:
    with pytest.raises(RequestError, match="not on offer"):
        press(kept(), "see", question=id_)


# --- changing an answer in place --------------------------------------------------------------------------------------


def test_an_answer_is_changed_where_it_stands() -> None:
    state = press(kept(), "adjust", question="language")
    assert state["at"] == "review"
    assert 'name="language"' in state["html"]
    changed = press(state, "adjusted", fields={"language": ["go"]}, question="language")
    assert (changed["at"], changed["answers"]["language"]) == ("review", "go")
    assert "Your last answer changed this" in words(changed)


def test_a_change_that_was_not_saved_is_taken_before_the_document_is_written() -> None:
    state = press(kept(), "adjust", question="language")
    same = press(state, "confirm", fields={"language": [state["answers"]["language"]]})
    assert same["at"] == "document"
    taken = press(state, "confirm", fields={"language": ["go"]})
    assert (taken["at"], taken["answers"]["language"]) == ("review", "go")
    assert "What you had chosen here is saved first." in words(taken)
    assert press(taken, "confirm")["at"] == "document"


def test_a_change_that_is_no_answer_stays_open_and_says_what_is_wrong() -> None:
    state = press(press(kept(), "adjust", question="data"), "adjusted", fields={}, question="data")
    assert "Choose at least one answer" in words(state)
    assert state["title"].startswith("Error:")
    assert 'name="data"' in state["html"]


def test_a_change_raises_what_it_raises_in_its_place() -> None:
    state = press(kept(), "adjusted", fields={"existing_database": ["mysql"]}, question="existing_database")
    assert (state["at"], 'name="existing_stance"' in state["html"]) == ("review", True)
    state = press(kept(), "adjusted", fields={"compliance": ["residency"]}, question="compliance")
    assert (state["at"], 'name="region"' in state["html"]) == ("review", True)
    after = press(state, "adjusted", fields={"region": ["eu"]}, question="region")
    assert (after["at"], after["answers"]["region"]) == ("review", "eu")
    assert "dsw-adjusting" not in after["html"]


def test_who_was_not_sure_is_not_told_that_it_is_clear() -> None:
    known = (
        "persistence=yes&existing_database=none&language=python&framework=django&existing_client=none&data=relational"
    )
    some = opened(f"{known}&budget=free&scale=unsure&at=review&review=yes")
    assert "not sure of" not in words(some)
    many = opened(f"{known}&budget=free&scale=unsure&hosting=unsure&realtime=unsure&at=review&review=yes")
    assert "They were not sure of 3 answers, so defaults stand for them." in words(many)


def test_what_a_change_left_as_it_was_is_said() -> None:
    same = press(kept(), "adjusted", fields={"language": [kept()["answers"]["language"]]}, question="language")
    assert "Nothing changed: the stack and its rules stay as they were." in words(same)
    named = opened(
        "persistence=yes&existing_database=mysql&existing_stance=decided&language=python&at=review&review=yes"
    )
    fields = {"existing_stance": ["decided"], "note": ["Our operators know it"]}
    reason = press(named, "adjusted", fields=fields, question="existing_stance")
    assert "Your reason is in the document: the stack and its rules stay as they were." in words(reason)
    rules = press(kept(), "adjusted", fields={"compliance": ["encryption"]}, question="compliance")
    assert "The stack stays as it was; what the file says of it has changed." in words(rules)
    moved = press(kept(), "adjusted", fields={"language": ["go"]}, question="language")
    assert "stays as it was" not in words(moved)
    assert "stay as they were" not in words(moved)


# --- a summary that somebody else has shared --------------------------------------------------------------------------


def test_a_shared_link_is_read_not_confirmed() -> None:
    state = opened(SUMMARY.removesuffix("&review=yes"))
    assert "A colleague's answers. Here is the stack." in words(state)
    assert "from your link" not in words(state)
    assert "Does this capture" not in words(state)
    own = press(state, "own")
    assert (own["at"], own["answers"]) == ("persistence", {})


def test_a_shared_stack_speaks_as_a_colleague_and_has_all_in_sight() -> None:
    state = opened(
        "persistence=yes&existing_database=neon&existing_stance=decided&language=typescript&existing_client=drizzle"
        "&runtime=serverless&compliance=residency&region=eu&at=review"
    )
    page = words(state).partition("Your data stack")[2].partition("to change any")[0]
    assert "We have decided on Neon" in page
    assert "You " not in page
    assert "data that stays in the EU" in page
    assert "a link holds answers alone" in page


def test_nothing_is_said_of_points_where_nothing_was_said_of_the_data() -> None:
    line = {"line": ["Django with MySQL on Amazon RDS, in use"]}
    assert "points ahead" not in words(press(opened(), "express", fields=line))


def test_what_one_had_oneself_is_kept_behind_a_shared_link() -> None:
    mine = json.dumps({"fragment": "persistence=yes&language=go&at=runtime"})
    state = opened(SUMMARY.removesuffix("&review=yes"), mine)
    own = press(state, "own")
    assert "Return to it" in words(own)
    assert press(own, "resume")["answers"] == {"persistence": "yes", "language": "go"}


def test_once_an_answer_is_ones_own_it_is_ones_own_summary() -> None:
    state = opened(SUMMARY.removesuffix("&review=yes"))
    changed = press(state, "adjusted", fields={"language": ["go"]}, question="language")
    assert "A colleague's answers" not in words(changed)
    assert "Does this capture your data stack? Any adjustments?" in words(changed)


def test_an_onboarding_link_says_what_it_has_set() -> None:
    state = opened("language=python&framework=django&platform=aws")
    assert "Set for you by the link: Python, Django, AWS." in words(state)


# --- how rules read ---------------------------------------------------------------------------------------------------


def test_a_rule_in_a_few_words() -> None:
    texts = {rule.id: rule_title(CATALOGUE, rule.id) for rule in CATALOGUE.rules}
    assert texts["relational-data-suits-postgresql"] == "Relational data suits PostgreSQL"
    assert texts["stay-on-google-cloud"] == "Stay on Google Cloud"
    assert texts["no-rival-cloud-from-aws"] == "No rival cloud from AWS"
    assert texts["key-value-suits-redis-or-dynamodb"] == "Key value suits Redis or DynamoDB"
    assert texts["edge-functions-without-tcp-need-http"] == "Edge functions without TCP need HTTP"


@pytest.mark.parametrize(
    "answers",
    [
        {"language": "python", "data": ("relational",), "hosting": "serverless"},
        {"language": "python", "existing_database": "neon", "existing_stance": "decided"},
        {"language": "python", "existing_database": "neon", "existing_stance": "in-use"},
        {"language": "go", "data": ("relational",), "existing_database": "mongodb", "existing_stance": "leaning"},
    ],
)
def test_of_a_colleagues_answers_nobody_is_told_that_they_are_theirs(answers: Answers) -> None:
    reading = reading_of(CATALOGUE, {"persistence": "yes", **answers})
    assert certainty_sentence(reading) != certainty_sentence(reading, shared=True)
    assert not re.search(r"\byou", certainty_sentence(reading, shared=True), re.IGNORECASE)


def test_what_was_chosen_on_the_summary_is_still_chosen_where_it_is_explained() -> None:
    summary = opened("", json.dumps({"fragment": f"{SUMMARY}&existing_database=none"}))
    there = press(
        press(summary, "adjust", question="scale"), "change", question="scale", fields={"scale": ["billions"]}
    )
    assert re.search(r'value="billions"[^>]* checked', there["html"])
