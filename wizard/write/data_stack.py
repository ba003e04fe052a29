"""What `data-stack.md` says, in the guide's shape: four sections, always the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from wizard.catalogue.vocabulary import SUPPORTED
from wizard.converse.record import Record
from wizard.decide.answers import values
from wizard.decide.decision import language_of
from wizard.decide.rules import Store
from wizard.explain.beside import Alternative, companion_sentence, in_use_sentences
from wizard.explain.conflicts import Conflict
from wizard.explain.reading import Reading
from wizard.explain.reasons import Reason
from wizard.explain.trade_offs import TradeOff
from wizard.explain.words import Told, kind_of_data, label, language_name, listed, no_client, say
from wizard.write.blocks import Block, Blocks, Item, bullets, paragraph
from wizard.write.operations import on_call, on_call_beside
from wizard.write.revisit import revisit
from wizard.write.start import start

HEADINGS: Final = ("Overview", "Database", "ORM / Database Client", "Decision Relationships")


TITLES: Final = re.compile("Data Stack")


def title(reading: Reading) -> str:
    return "Data Stack"


def sections(reading: Reading, record: Record) -> dict[str, Blocks]:
    """The document for these answers, in the guide's shape: four sections, always the same."""
    if reading.store is None:
        return _without_database(reading, record)
    made = {
        "Overview": (*overview(reading), *objections(reading, record)),
        "Database": _database(reading, record),
        "ORM / Database Client": _client(reading, record),
        "Decision Relationships": relationships(reading, record),
    }
    return said_once(made)


#: Blocks that tell how the stack is run, and the block that says no more of it where it would say much the same.
_TELLING: Final = ("How it scales", "On call", "Migrations")
_COSTS: Final = "What it costs us"
_GIVING_WAY: Final = (_COSTS, "Good to know")


def said_once(made: Mapping[str, Blocks]) -> dict[str, Blocks]:
    """The sections without costs and notes that repeat what another block has told."""
    told = Told(
        item.text for blocks in made.values() for block in blocks if block.label in _TELLING for item in block.items
    )

    def kept(block: Block) -> Block:
        if block.label not in _GIVING_WAY:
            return block
        by_topic = block.label == _COSTS
        return replace(
            block, items=tuple(item for item in block.items if not told.repeats(item.text, by_topic=by_topic))
        )

    return {
        heading: tuple(block for block in map(kept, blocks) if block.items or block.label not in _GIVING_WAY)
        for heading, blocks in made.items()
    }


def notes_on(reading: Reading, record: Record, *topics: str) -> Blocks:
    """What the team added in its own words, on questions of these topics."""
    return bullets(
        "In our own words",
        [
            Item(text=f"{question.short}:", said=record.notes[key])
            for key, question in reading.catalogue.questions.items()
            if key in record.notes and question.topic in topics
        ],
    )


def _without_database(reading: Reading, record: Record) -> dict[str, Blocks]:
    why, reverse = (reason.text for reason in reading.reasons)
    none = Block(kind="pick", items=(Item(text="None"),))
    later = (
        "Keeping no state leaves nothing to back up, migrate or secure. Adding a database later is a decision of its "
        "own, not a detail of a feature."
    )
    notes = notes_on(reading, record, "stack", "database", "client")
    return {
        "Overview": (paragraph("This project keeps no data of its own, so it uses no database."),),
        "Database": (none, paragraph(why, "Why"), paragraph(reverse, "Revisit when"), *notes),
        "ORM / Database Client": (none, paragraph("Without a database there is nothing to connect to.")),
        "Decision Relationships": (paragraph(later),),
    }


def stack_sentence(reading: Reading) -> str:
    """The pick as one sentence."""
    where = reading.pick.database.name if reading.place_open else reading.pick.name
    if reading.client is None:
        return f"This project keeps its data in {where}."
    code = _code(reading)
    return f"This project keeps its data in {where}, and reaches it from {code} with {reading.client.name}."


def _code(reading: Reading) -> str:
    """The language, and the framework where one was named: `Python (FastAPI)`."""
    language = label(reading.catalogue, "language", language_of(reading.answers))
    framework = reading.answers.get("framework")
    if isinstance(framework, str) and framework != "other":
        return f"{language} ({label(reading.catalogue, 'framework', framework)})"
    return language


def overview(reading: Reading) -> Blocks:
    """The whole stack in a few sentences, with what speaks against it."""
    sentence = stack_sentence(reading)
    held: dict[str, list[str]] = {}
    for item in reading.companions:
        if not item.within:
            held.setdefault(_capital(item.store.name), []).append(kind_of_data(item.for_))
    beside = [f"{name} beside it holds {listed(kinds)}." for name, kinds in held.items()]
    within = [f"Its {kind_of_data(item.for_)} live in the same database." for item in reading.companions if item.within]
    given_up = [item.text for item in reading.answered if item.rule == "leaning-not-followed"]
    rests_on = [item.text for item in reading.conflicts if item.leads]
    in_use = in_use_sentences(reading)
    return (paragraph(" ".join([sentence, *rests_on, *beside, *in_use, *within, *given_up])),)


def objections(reading: Reading, record: Record) -> Blocks:
    """What has to be settled first, and what was kept knowingly, each with its reason."""
    kept = [item for item in reading.conflicts if item.rule in record.kept]
    open_ = [item for item in reading.blocks if item not in kept]
    return (
        *bullets("To be settled before anybody builds on this", [_conflict(item) for item in open_]),
        *bullets("Kept against advice", [_kept(item, record.kept[item.rule]) for item in kept]),
    )


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _fact(store: Store, key: str) -> Item | None:
    fact = store.facts.get(key)
    return Item(text=fact.text, url=fact.source.url) if fact and fact.printable else None


def planned(reading: Reading) -> list[str]:
    """What the project knows about itself, in phrases: the answers that were given, less the indifferent ones."""
    answers, questions = reading.answers, reading.catalogue.questions.values()
    return [
        option.phrase
        for question in sorted(questions, key=lambda question: question.planned)
        if question.planned and question.key in answers
        for option in question.options
        if option.value in values(answers, question.key) - {"unsure", "any", "none", "no"}
    ]


def _database(reading: Reading, record: Record) -> Blocks:
    """The main store. Where it runs is said here; the service's own words follow only where a provider runs it."""
    store = reading.pick
    why = [
        Item(text=reason.text)
        for reason in reading.reasons
        if (reason.for_ == "database" or (reason.for_ == "service" and not reading.place_open))
        and not _held_beside(reading, reason)
    ]
    keys = ("write_scaling",) if reading.own_service else ("write_scaling", "ceiling")
    scaling = [item for key in keys if (item := _fact(store, key))]
    beside = [Item(text=companion_sentence(reading, item)) for item in reading.companions if not item.within]
    others = [Item(text=f"{_capital(item.store.name)}. {_why_not(reading, item)}") for item in reading.alternatives]
    asked = [
        Item(text=item.text, url=item.source.url if item.source else "")
        for item in reading.answered
        if item.rule != "leaning-not-followed"
    ]
    return (
        Block(kind="pick", items=(Item(text=_pick(reading)),)),
        *((paragraph(f"{listed(phrases)}.", "We plan for"),) if (phrases := planned(reading)) else ()),
        *bullets("Why", why),
        *bullets("What else was asked for", asked),
        *bullets("How it scales", scaling),
        paragraph(where_it_runs(reading), "Where it runs"),
        *on_call(reading),
        *bullets("Beside it", beside),
        *on_call_beside(reading),
        *costs(reading.trade_offs, {store.database.id, store.service.id}, record),
        *bullets("Also considered", others),
        *bullets("Revisit when", revisit(reading)),
        *notes_on(reading, record, "stack", "database"),
        *assumed(reading),
    )


def _held_beside(reading: Reading, reason: Reason) -> bool:
    """Whether the reason is about kinds of data that a store beside the pick takes."""
    held = {item.for_ for item in reading.companions if not item.within}
    rule = next((rule for rule in reading.catalogue.store_rules if rule.id == reason.rule), None)
    asked = rule.when["data"].any_of if rule and "data" in rule.when else frozenset()
    return bool(asked) and asked <= held


def _why_not(reading: Reading, item: Alternative) -> str:
    """Why it is not this one; of what was leaned towards the overview has said it."""
    lean = reading.leaning_not_followed
    return say(reading.catalogue, "leaned-to-and-told") if lean and lean.store is item.store else item.why_not


def _pick(reading: Reading) -> str:
    """The store as a headline."""
    return f"{reading.pick.database.name}, where it runs today" if reading.place_open else _capital(reading.pick.name)


def where_it_runs(reading: Reading) -> str:
    """Who runs the main store: the service's own words follow only where a provider does."""
    store = reading.pick
    said = "runs-own-service" if reading.own_service else RUNS[store.service.kind]
    if reading.place_open:
        said = "runs-where-it-did"
    return say(reading.catalogue, said, service=store.service.name, summary=store.service.summary)


#: How it is said who runs what.
RUNS: Final = {"managed": "runs-managed", "self-hosted": "runs-self-hosted", "embedded": "runs-embedded"}


def assumed(reading: Reading) -> Blocks:
    """The defaults that stand in for what was not known or not said."""
    return (
        *bullets("Assumed, because we were not sure", [Item(text=text) for text in reading.unsure]),
        *bullets("Not settled, so defaults stand", [Item(text=text) for text in reading.left_out]),
    )


def costs(trade_offs: Iterable[TradeOff], ids: set[str], record: Record) -> Blocks:
    """The trade-offs of these products; where the person was asked, apart by whether they have been considered."""
    ours_ = [item for item in trade_offs if item.id in ids]
    parts = {"What it costs us": ours_}
    if record.weighed is not None:
        parts = {
            "Trade-offs we have considered and accept": [item for item in ours_ if item.key in record.weighed],
            "Trade-offs we have not considered yet": [item for item in ours_ if item.key not in record.weighed],
        }
    return tuple(
        block
        for label_, items in parts.items()
        for block in bullets(label_, [Item(text=item.text, url=item.source.url) for item in items])
    )


def _client(reading: Reading, record: Record) -> Blocks:
    client = reading.client
    notes = notes_on(reading, record, "client")
    if client is None:
        open_ = Block(kind="pick", items=(Item(text="To be chosen"),))
        signs_in = reading.answers.get("runtime") == "local" and "yes" in reading.attributes["on_device"]
        language = language_of(reading.answers)
        why_none = no_client(reading.catalogue, reading.pick, language, on_device=signs_in)
        return (open_, paragraph(why_none), *notes)
    migrations = client.facts.get("migrations")
    others = [Item(text=f"{other.name}. {why_not}") for other, why_not in reading.client_alternatives]
    fits = [Item(text=reason.text) for reason in reading.reasons if reason.for_ == "client"]
    blocks: Blocks = (
        Block(kind="pick", items=(Item(text=client.name),)),
        *bullets("Why", fits),
        paragraph(f"{client.style_text}. {client.summary}", "What it is"),
        *start(reading),
    )
    support = client.speaks.get(reading.pick.family)
    if support and support.value == "yes" and support.text != SUPPORTED:
        blocks += (paragraph(support.text, f"With {reading.pick.database.name}", support.source.url),)
    if migrations and migrations.printable:
        tool = (
            f" Use {client.migrations_with}."
            if client.migrations_with and client.migrations_with not in migrations.text
            else ""
        )
        blocks += (paragraph(f"{migrations.text}{tool}", "Migrations", migrations.source.url),)
    return (
        *blocks,
        *costs(reading.trade_offs, {client.id}, record),
        *bullets("Also considered", others),
        *notes,
    )


def relationships(reading: Reading, record: Record) -> Blocks:
    """What depends on what, and what does not fit."""
    return (*bullets("", [Item(text=text) for text in _depends(reading)]), *warnings(reading.conflicts, record))


def _depends(reading: Reading) -> list[str]:
    """What depends on what, as sentences."""
    store, client, catalogue = reading.pick, reading.client, reading.catalogue
    found = []
    if client and store.family in client.speaks:
        spans = "several_engines" in client.facts and client.facts["several_engines"].value == "yes"
        said = "client-spans-engines" if spans else "client-ties-to-engine"
        found.append(say(catalogue, said, client=client.name, language=language_name(client.language), name=store.name))
    framework = reading.answers.get("framework")
    own = any(framework in other.frameworks for other in catalogue.clients.values())
    free = client is not reading.existing_client and not any("framework" in item.answers for item in reading.reasons)
    if client and free and not own and isinstance(framework, str) and framework != "other":
        named = label(catalogue, "framework", framework)
        found.append(say(catalogue, "framework-prescribes-nothing", framework=named, client=client.name))
    if "residency" in values(reading.answers, "compliance"):
        found += _residency_binds(reading)
    found += [
        say(catalogue, "reached-through", name=_capital(item.store.name), client=item.client.name)
        for item in reading.companions
        if item.client and not item.within
    ]
    alone = say(catalogue, "stands-on-its-own", name=_capital(store.name))
    others = [item.store.name for item in reading.companions if not item.within]
    together = say(catalogue, "kept-in-step", name=listed([store.name, *dict.fromkeys(others)]))
    return found or ([together] if others else [alone])


def _residency_binds(reading: Reading) -> list[str]:
    """Which of the stores that a provider runs the rule about where data stays binds, and what to do about it."""
    stores = [(reading.pick, bool({"in-use", "engine-in-use"} & reading.attributes["standing"]))]
    stores += [
        (item.store, item.store.index in reading.decision.beside) for item in reading.companions if not item.within
    ]
    bound: dict[str, list[str]] = {}
    for store, in_use in stores:
        if store.service.kind == "managed" and not (store is reading.pick and reading.own_service):
            name = store.database.name if store is reading.pick and reading.place_open else store.name
            bound.setdefault("residency-binds-in-use" if in_use else "residency-binds-new", []).append(name)
    return [say(reading.catalogue, said, name=listed(list(dict.fromkeys(names)))) for said, names in bound.items()]


def warnings(conflicts: Iterable[Conflict], record: Record) -> Blocks:
    """What has a price, and what is good to know; what blocks, or was kept against advice, stands in the overview."""
    rest = [item for item in conflicts if item.rule not in record.kept and not item.leads]
    return (
        *bullets("Watch out for", [_conflict(item) for item in rest if item.level == "warn"]),
        *bullets("Good to know", [_conflict(item) for item in rest if item.level == "note"]),
    )


def _conflict(item: Conflict) -> Item:
    ways = f" Ways out: {' Or: '.join(item.ways_out)}" if item.ways_out else ""
    return Item(text=f"{item.text}{ways}", url=item.source.url if item.source else "")


def _kept(item: Conflict, why: str) -> Item:
    reason = "We keep it:" if why else "We know this and keep it."
    return Item(text=f"{item.text} {reason}", said=why, url=item.source.url if item.source else "")
