"""What `data-stack.md` says, in the guide's shape: four sections, always the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from wizard.catalogue.vocabulary import SUPPORTED
from wizard.converse.record import Record
from wizard.decide.answers import several, values
from wizard.decide.decision import language_of
from wizard.decide.rules import Store
from wizard.explain.beside import companion_sentence
from wizard.explain.conflicts import Conflict
from wizard.explain.reading import Reading
from wizard.explain.trade_offs import TradeOff
from wizard.explain.words import kind_of_data, label, language_name, listed, no_client
from wizard.write.blocks import Block, Blocks, Item, bullets, paragraph
from wizard.write.operations import on_call, on_call_beside
from wizard.write.start import start

HEADINGS: Final = ("Overview", "Database", "ORM / Database Client", "Decision Relationships")


TITLES: Final = re.compile("Data Stack")


def title(reading: Reading) -> str:
    return "Data Stack"


def sections(reading: Reading, record: Record) -> dict[str, Blocks]:
    """The document for these answers, in the guide's shape: four sections, always the same."""
    if reading.store is None:
        return _without_database(reading, record)
    return {
        "Overview": overview(reading),
        "Database": _database(reading, record),
        "ORM / Database Client": _client(reading, record),
        "Decision Relationships": relationships(reading, record),
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
        "own, not a detail of a feature: run the wizard again when it comes up."
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
    where = reading.pick.name
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
    sentence = stack_sentence(reading)
    beside = [
        f"{item.store.name} beside it holds {kind_of_data(item.for_)}."
        for item in reading.companions
        if not item.within
    ]
    within = [f"Its {kind_of_data(item.for_)} live in the same database." for item in reading.companions if item.within]
    return (paragraph(" ".join([sentence, *beside, *within])),)


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
    why = [Item(text=reason.text) for reason in reading.reasons if reason.for_ != "client"]
    scaling = [item for item in (_fact(store, "write_scaling"), _fact(store, "ceiling")) if item]
    own = store.service.kind == "managed" and reading.answers.get("hosting") == "self-hosted"
    kind = "own-service" if own else store.service.kind
    hosting = {
        "own-service": f"Self-hosted: the team runs {store.service.name}, with its backups, upgrades and monitoring.",
        "managed": f"Managed: {store.service.name} runs it. {store.service.summary}",
        "self-hosted": "Self-hosted: the team runs it, with its backups, upgrades and monitoring.",
        "embedded": "Embedded: it runs inside the application, and the data is a file beside it.",
    }[kind]
    beside = [Item(text=companion_sentence(item)) for item in reading.companions]
    others = [Item(text=f"{item.store.name}. {item.why_not}") for item in reading.alternatives]
    return (
        Block(kind="pick", items=(Item(text=store.name[0].upper() + store.name[1:]),)),
        *((paragraph(f"{listed(phrases)}.", "We plan for"),) if (phrases := planned(reading)) else ()),
        *bullets("Why", why),
        *bullets("How it scales", scaling),
        paragraph(hosting, "Where it runs"),
        *on_call(reading),
        *bullets("Beside it", beside),
        *on_call_beside(reading),
        *costs(reading.trade_offs, {store.database.id, store.service.id}, record),
        *bullets("Also considered", others),
        *bullets("Revisit when", revisit(reading)),
        *notes_on(reading, record, "stack", "database"),
        *assumed(reading),
    )


def assumed(reading: Reading) -> Blocks:
    """The defaults that stand in for what was not known or not said."""
    return (
        *bullets("Assumed, because we were not sure", [Item(text=text) for text in reading.unsure]),
        *bullets("Not settled, so the guide's defaults stand", [Item(text=text) for text in reading.left_out]),
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


def revisit(reading: Reading, most: int = 4) -> list[Item]:
    """The changes that would move the database, told as triggers; one for each question."""
    found: dict[str, Item] = {}
    for move in reading.what_if.flips:
        if move.question in found or move.store is reading.pick:
            continue
        phrases = [
            option.phrase
            for option in reading.catalogue.questions[move.question].options
            if option.value in several(move.to)
        ]
        found[move.question] = Item(text=f"With {listed(phrases)}, we would look at {move.store.name}.")
    return list(found.values())[:most]


def _client(reading: Reading, record: Record) -> Blocks:
    client = reading.client
    notes = notes_on(reading, record, "client")
    if client is None:
        open_ = Block(kind="pick", items=(Item(text="To be chosen"),))
        return (open_, paragraph(no_client(reading.pick, language_of(reading.answers))), *notes)
    migrations = client.facts.get("migrations")
    others = [
        Item(text=f"{other.name}, which the guide suggests for: {best_for}.")
        for other, best_for in reading.client_alternatives
    ]
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
    store, client = reading.pick, reading.client
    items = []
    if client and store.family in client.speaks:
        language = language_name(client.language)
        items.append(
            Item(
                text=f"{client.name} is a {language} library that speaks to {store.name}; another kind of database "
                "would mean another client."
            )
        )
    for key in ("framework", "runtime", "platform", "hosting"):
        chosen = values(reading.answers, key) - {"any", "unsure", "other"}
        rests = [reason.text for reason in reading.reasons if key in reason.answers]
        if rests and chosen:
            named = label(reading.catalogue, key, next(iter(chosen)))
            items.append(Item(text=f"{reading.catalogue.questions[key].short}: {named}. {rests[0]}"))
    framework = reading.answers.get("framework")
    free = not any("framework" in reason.answers for reason in reading.reasons)
    own = any(framework in other.frameworks for other in reading.catalogue.clients.values())
    if client and free and not own and isinstance(framework, str) and framework != "other":
        named = label(reading.catalogue, "framework", framework)
        items.append(Item(text=f"{named} prescribes no database library, so {client.name} was a free choice."))
    if "residency" in values(reading.answers, "compliance"):
        items.append(
            Item(
                text=f"The rule about where data stays binds {store.name}, its backups and its logs: choose the region "
                "when it is created, and write it down here."
            )
        )
    main = client.name if client else "the main client"
    items += [
        Item(text=f"{item.store.name} is reached through {item.client.name}, beside {main}.")
        for item in reading.companions
        if item.client and not item.within
    ]
    if not items:
        items = [Item(text=f"{store.name} stands on its own: nothing else in the stack depends on it yet.")]
    return (*bullets("", items), *warnings(reading.conflicts, record))


def warnings(conflicts: Iterable[Conflict], record: Record) -> Blocks:
    """What does not fit: what was kept against advice, what is open, and what is good to know."""
    kept = [item for item in conflicts if item.rule in record.kept]
    serious = [item for item in conflicts if item.level != "note" and item not in kept]
    notes = [item for item in conflicts if item.level == "note" and item not in kept]
    return (
        *bullets("Kept against the guide's advice", [_kept(item, record.kept[item.rule]) for item in kept]),
        *bullets("Watch out for", [_conflict(item) for item in serious]),
        *bullets("Good to know", [_conflict(item) for item in notes]),
    )


def _conflict(item: Conflict) -> Item:
    ways = f" Ways out: {' Or: '.join(item.ways_out)}" if item.ways_out else ""
    return Item(text=f"{item.text}{ways}", url=item.source.url if item.source else "")


def _kept(item: Conflict, why: str) -> Item:
    reason = "We keep it:" if why else "We know this and keep it."
    return Item(text=f"{item.text} {reason}", said=why, url=item.source.url if item.source else "")
