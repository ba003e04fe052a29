"""What the file says, checked against the finished stack by code that does not choose what is said.

Promises 8 to 10, 12 and 13 of the design, over drawn answers with anything in use. The numbers that are printed say how
many sentences were held against the stack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from random import Random

import pytest

from wizard.catalogue.load import load
from wizard.catalogue.model import Client
from wizard.catalogue.rule_model import RankingRule, Selector
from wizard.decide.answers import ALONE, Value, applies, offered, several, values
from wizard.decide.decision import decide
from wizard.decide.rulebook import rulebook
from wizard.decide.rules import Store, fires
from wizard.decide.what_if import NOTHING
from wizard.explain.alternatives import WOULD_DO
from wizard.explain.answered import asked_for, statement, told_already
from wizard.explain.beside import brought_by_customers
from wizard.explain.reading import Reading, reading_of
from wizard.explain.words import fill
from wizard.write.blocks import ours
from wizard.write.forms import write
from wizard.write.markdown import escape
from wizard.write.revisit import difference
from wizard.write.start import UNLESS_ANOTHER, UNLESS_THERE

CATALOGUE = load()
BOOK = rulebook(CATALOGUE)
RULES = {rule.id: rule for rule in CATALOGUE.rules}
DRAWN = 260


def drawn(seed: int) -> dict[str, Value]:
    """One legal set of answers; in four of ten something is in use, decided or leaned towards."""
    draw = Random(seed)
    answers: dict[str, Value] = {}
    for key, question in CATALOGUE.questions.items():
        if not applies(question, answers) or (key not in ("persistence", "language") and draw.random() < 0.1):
            continue
        options = [option.value for option in offered(question, answers)]
        if key == "persistence":
            answers[key] = "yes"
        elif key.startswith("existing_") and "none" in options and draw.random() < 0.6:
            answers[key] = "none"
        elif question.several:
            named = [value for value in options if value not in ALONE]
            some = set(draw.sample(named, min(draw.choice([1, 1, 2, 3]), len(named))))
            answers[key] = tuple(value for value in options if value in some) or ("unsure",)
        else:
            answers[key] = draw.choice(options)
    return answers


@cache
def file_of(seed: int) -> tuple[Reading, str]:
    """A reading of drawn answers with its file, without the comment that holds the answers."""
    reading = reading_of(CATALOGUE, drawn(seed))
    return reading, write(reading)[1].partition("<!-- data-stack answers")[0]


@cache
def files() -> tuple[tuple[Reading, str], ...]:
    return tuple(map(file_of, range(DRAWN)))


def facts_of(store: Store, client: Client | None) -> Mapping[str, str]:
    """What is known of a stack, read from the products themselves and not from the rulebook's attributes."""
    of_it = {key: fact for key, fact in store.service.facts.items() if fact.engine in ("", store.database.id)}
    told = {**store.database.facts, **of_it, **(client.facts if client else {})}
    found = {key: fact.value for key, fact in told.items() if fact.value}
    found |= {"database": store.database.id, "service": store.service.id, "family": store.family}
    found |= {"kind": store.service.kind, "platform": store.service.platform or "independent"}
    found["by_driver"] = "no" if client and client.style == "sdk" else "yes"
    if client:
        found |= {"client": client.id, "language": client.language, "style": client.style}
        found |= {"over_http": "yes" if store.service.id in client.over_http else "no"}
        found |= {"on_device": "yes" if store.service.id in client.on_devices else "no"}
        found["support"] = client.speaks[store.family].value if store.family in client.speaks else "no"
    return found


def holds(selector: Selector, store: Store, client: Client | None) -> bool:
    told = facts_of(store, client)
    known = {key: wanted for key, wanted in selector.items() if key in told}
    served = all(set(wanted) & set(store.database.serves) for key, wanted in selector.items() if key == "serves")
    return served and all(told[key] in wanted for key, wanted in known.items())


def test_each_reason_holds_of_the_finished_stack() -> None:
    count = 0
    for reading, _ in files():
        for reason in reading.reasons:
            rule = RULES.get(reason.rule)
            if isinstance(rule, RankingRule):
                count += 1
                assert fires(rule, reading.held)
                favours = [effect.where for effect in rule.effects if effect.by > 0]
                assert any(holds(where, reading.pick, reading.client) for where in favours), reason.text
    print(f"\nreasons: {count:,} held against the finished stack")


def test_each_objection_and_each_price_holds_of_the_finished_stack() -> None:
    count = 0
    for reading, _ in files():
        own = {"kind", "encryption_at_rest"} if reading.own_service else set[str]()
        for item in reading.conflicts:
            rule = RULES.get(item.rule)
            if rule is not None and hasattr(rule, "pick") and not item.text.startswith("Beside it: "):
                count += 1
                pick = {key: wanted for key, wanted in rule.pick.items() if key not in own}
                assert holds(pick, reading.pick, reading.client), item.text
    print(f"\nobjections: {count:,} held against the finished stack")


def test_a_service_is_run_by_those_who_can() -> None:
    for reading, text in files():
        service = reading.pick.service
        if "Self-hosted: the team runs" in text:
            told = reading.pick.facts.get("self_host")
            assert service.kind == "self-hosted" or (told is not None and told.value in ("yes", "partial"))
        if "assume managed hosting" in text:
            assert service.kind == "managed"
        client = reading.client
        if client is not None and client is reading.existing_client and client.install in text:
            assert f"**{UNLESS_THERE}:**" in text or f"**{UNLESS_ANOTHER}:**" in text


def test_everything_that_was_asked_for_is_answered() -> None:
    count = 0
    for reading, text in files():
        for key, value in asked_for(reading):
            count += 1
            found = statement(reading, key, value)
            assert found or told_already(reading, key, value) or reading.client is None, (key, value, reading.answers)
        for key in ("existing_database", "existing_client"):
            named = str(reading.answers.get(key, "none"))
            if named not in ("none", "self-hosted", "embedded"):
                count += 1
                assert CATALOGUE.name(named) in text.replace("\\", ""), (named, reading.answers)
    print(f"\nanswered: {count:,} names, kinds of data, requirements and wishes")


#: An answer -> words of which one names it.
NAMED_BY: dict[tuple[str, str], tuple[str, ...]] = {
    ("data", "relational"): ("elational", "joins"),
    ("data", "documents"): ("ocuments",),
    ("data", "key-value"): ("ey-value", "by key", "by its id"),
    ("data", "time-series"): ("easure", "ime series", "eadings", "TimescaleDB", "time column"),
    ("data", "vectors"): ("ector", "mbedding"),
    ("hosting", "managed"): ("Managed", "provider", "runs it", "lways on", "omebody else"),
    ("hosting", "serverless"): ("want somebody else to run", "provider", "load", "scale", "idle"),
    ("hosting", "self-hosted"): ("our own machines", "elf-host", "ourselves", "ours to run"),
    ("query_style", "type-safe"): ("types", "ype-safe"),
    ("query_style", "sql"): ("SQL",),
    ("migrations", "built-in"): ("igrat",),
    ("migrations", "separate"): ("igrat",),
    ("realtime", "core"): ("ive updates", "changes to", "ask again"),
    ("realtime", "nice"): ("ive updates", "changes to", "ask again"),
    ("compliance", "residency"): ("esiden", "Region", "region", "data stay"),
    ("compliance", "encryption"): ("ncrypt",),
    ("compliance", "open-source"): ("icence", "open source"),
    ("budget", "free"): ("free", "o money", "o budget", "at no cost"),
    ("budget", "modest"): ("modest budget", "bill", "tens of euros"),
}

#: Where the file only repeats what was answered or taken.
REPEATS = ("**We plan for:**", "**Assumed, because", "**Not settled, so", "**Sources of the rules")


def test_no_answer_vanishes_from_the_file() -> None:
    """Each is named where something follows from it, or the stack is simply as it was asked."""
    count, missing = 0, []
    for reading, text in files():
        if reading.store is None:
            continue
        body = "\n".join(line for line in text.splitlines() if not line.startswith(REPEATS))
        asked = [(key, value) for key, value in NAMED_BY if value in values(reading.answers, key)]
        for key, value in asked:
            if key in ("query_style", "migrations") and reading.client is None:  # of a client that nobody named
                continue
            count += 1
            found = statement(reading, key, value, ())
            simply = found and found.simply
            if not simply and not any(word in body for word in NAMED_BY[key, value]):
                missing.append((key, value, reading.answers))
        for store in values(reading.answers, "existing_stores") - ALONE:
            count += 1
            if CATALOGUE.name(store) not in body.replace("\\", ""):
                missing.append(("existing_stores", store, reading.answers))
    assert not missing, missing
    print(f"\nnot vanished: {count:,} answers")


def names_in(text: str) -> Iterator[str]:
    for group in CATALOGUE.products.values():
        for id_, entry in group.items():
            if entry.name[0].isupper() and re.search(rf"(?<![\w/]){re.escape(entry.name)}(?![\w.])", text):
                yield id_


def test_the_overview_names_what_is_there_or_was_named() -> None:
    for reading, text in files():
        sentence = re.split(r"\n\n|, which is not the pick", text.partition("## Overview\n\n")[2])[0]
        there = {*reading.pick_ids, str(reading.answers.get("existing_database"))}
        there |= {str(reading.answers.get("framework"))}
        if lean := reading.leaning_not_followed:
            there |= {lean.store.database.id, lean.store.service.id}
        for item in reading.companions:
            there |= {item.store.database.id, item.store.service.id}
        there |= {item.id for item in (*reading.in_use_beside, *brought_by_customers(reading))}
        names = {CATALOGUE.name(id_) for id_ in there if any(id_ in group for group in CATALOGUE.products.values())}
        for id_ in names_in(sentence):
            assert any(CATALOGUE.name(id_) in name for name in names), (id_, sentence)


def test_each_change_says_what_it_changes() -> None:
    count = 0
    for reading, _ in files():
        for flip in reading.what_if.flips[:6]:
            count += 1
            changed = decide(BOOK, {**reading.answers, flip.question: flip.to})
            assert (changed.store, changed.client) == (flip.store, flip.client)
            text = difference(reading, flip)
            phrases = {o.value: o.phrase for o in CATALOGUE.questions[flip.question].options}
            kept = (values(reading.answers, flip.question) & values({flip.question: flip.to}, flip.question)) - ALONE
            said = text.partition(", we would look at")[0]
            assert flip.store.name in text or "in use" in text
            for value in kept:
                others = [phrase for other, phrase in phrases.items() if other not in kept and phrases[value] in phrase]
                assert phrases[value] not in said or others, text
            assert said.removeprefix("Without ").removeprefix("With ").removeprefix("If ").strip() != "came in"
    print(f"\nwhat would change it: {count:,} sentences")


def test_each_why_not_is_true_of_the_alternative_and_false_of_the_pick() -> None:
    count = 0
    for reading, _ in files():
        if reading.decision.forced:
            continue
        for item in reading.alternatives:
            for hit in reading.decision.hits:
                told = fill(hit.rule.because, item.store, item.client)
                if item.why_not == told:
                    count += 1
                    theirs, mine = item.store.index, reading.pick.index
                    against = hit.weights[theirs] < 0 <= hit.weights[mine]
                    assert against or (theirs in hit.excluded and mine not in hit.excluded)
                if hit.rule.lacking and item.why_not == fill(hit.rule.lacking, item.store, item.client):
                    count += 1
                    assert hit.weights[reading.pick.index] > 0 >= hit.weights[item.store.index]
    print(f"\nwhy not: {count:,} sentences")


def test_an_alternative_has_a_reason_and_nothing_asked_for_separates_what_would_do_as_well() -> None:
    level = 0
    for reading, _ in files():
        for item in reading.alternatives:
            assert item.rule != WOULD_DO or item == reading.leaning_not_followed
            if item.rule == "would-do-as-well":
                level += 1
                asked = [flip for flip in reading.what_if.flips if not set(several(flip.from_)) <= NOTHING]
                assert item.store not in [flip.store for flip in asked]
    print(f"\nwould do as well: {level:,} alternatives")


def test_what_blocks_stands_in_the_overview() -> None:
    blocked = 0
    for reading, text in files():
        overview = text.partition("## Database")[0]
        for item in reading.blocks:
            blocked += 1
            assert escape(ours(item.text)) in overview
    assert blocked > 20
    print(f"\nblocks: {blocked:,}, each in the overview")


def test_no_sentence_stands_twice() -> None:
    for _, text in files():
        lines = [line for line in text.splitlines() if len(line) > 40]
        assert len(lines) == len(set(lines)), [line for line in lines if lines.count(line) > 1]


#: Words of the wizard and of the guide, which nobody who reads a standard knows.
WORDS = re.compile(
    r"\bwizard\b|\b(this|the) guide\b|\bthe document\b|\banswer [“\"]|\bfirst in the\b|Self-hosted keeps|Embedded "
)


@pytest.mark.guide
def test_no_word_of_the_wizard_is_in_the_file() -> None:
    for reading, text in files():
        found = WORDS.search(text.replace("Embedded: ", ""))
        assert not found, (found, reading.answers)
