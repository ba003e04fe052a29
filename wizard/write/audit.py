"""What stands below the line: where it all comes from, for those who doubt or come back to it.

What a rule, a reason or another block has told is not told again here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from wizard.catalogue.vocabulary import INSTRUCTIONS, SUPPORTED
from wizard.converse.record import Record
from wizard.decide.answers import several, values
from wizard.decide.what_if import NOTHING, Flip
from wizard.explain.beside import companion_sentence
from wizard.explain.words import Told, label, listed, say
from wizard.write.blocks import Block, Blocks, Item, bullets, capital, paragraph
from wizard.write.comment import guide_day
from wizard.write.operations import on_call, on_call_beside
from wizard.write.standard import apart, on_call_told, told, told_beside

if TYPE_CHECKING:
    from wizard.decide.rules import Store
    from wizard.explain.conflicts import Conflict
    from wizard.explain.reading import Reading
    from wizard.explain.trade_offs import TradeOff

HEADING: Final = "How This Was Decided"


def audit(reading: Reading, record: Record, above: Iterable[Block]) -> Blocks:
    """The blocks below the line; `above` are those that stand before it."""
    there = Told(item.text for block in above for item in block.items if block.kind != "code")
    ids = {reading.pick.database.id, reading.pick.service.id, *([reading.client.id] if reading.client else [])}
    found = (
        *((paragraph(f"{listed(phrases)}.", "We plan for"),) if (phrases := planned(reading)) else ()),
        *ways_out(reading, record),
        *warnings(reading.conflicts, record),
        *bullets("What else speaks for it", reasons(reading)[2]),
        *bullets("What else was asked for", asked_for(reading)),
        *bullets("Beside it", [Item(text=companion_sentence(item)) for item in reading.companions]),
        *what_it_is(reading),
        *bullets("How far it scales", [item for key in ("ceiling",) if (item := known_fact(reading.pick, key))]),
        *on_call(reading, on_call_told(reading)),
        *on_call_beside(reading),
        *client_facts(reading),
        *costs(reading.trade_offs, ids, record),
        *bullets("Also considered", considered(reading)),
        *free_choice(reading),
        *bullets("Revisit when", revisit(reading)),
        *assumed(reading),
        *made_no_difference(reading),
    )
    return (*_once(found, there), *sources(reading))


#: So many reasons for the store, and for the client, stand above the line.
MOST_REASONS: Final = (2, 1)


def reasons(reading: Reading) -> tuple[list[Item], list[Item], list[Item]]:
    """What speaks for the store, what speaks for the client, and what speaks for either beside the first few."""
    store = openings_once(Item(text=reason.text) for reason in reading.reasons if reason.for_ != "client")
    client = [Item(text=reason.text) for reason in reading.reasons if reason.for_ == "client"]
    of_store, of_client = MOST_REASONS
    return store[:of_store], client[:of_client], store[of_store:] + client[of_client:]


def openings_once(items: Iterable[Item]) -> list[Item]:
    """Without those that begin with the same words, up to a comma or a semicolon, as one before."""
    return list({re.split("[,;]", item.text, maxsplit=1)[0]: item for item in reversed([*items])}.values())[::-1]


#: Blocks that say no more of what was told before: others are answers to what was asked, and stand whole.
_GIVING_WAY: Final = ("How far it scales", "With", "Migrations", "What it costs us")


def _once(blocks: Iterable[Block], there: Told) -> Blocks:
    """The blocks without what was told, above or in a block before."""
    found: list[Block] = []
    for block in blocks:
        gives_way = block.label.startswith(_GIVING_WAY)
        items = tuple(item for item in block.items if not (gives_way and there.repeats(item.text)))
        for item in items:
            there.add(item.text)
        found += [replace(block, items=items)] if items else []
    return tuple(found)


def known_fact(store: Store, key: str) -> Item | None:
    known = store.facts.get(key)
    return Item(text=known.text, url=known.source.url) if known and known.printable else None


def asked_for(reading: Reading) -> list[Item]:
    """What was asked for by name, and how the pick has it."""
    return [
        Item(text=item.text, url=item.source.url if item.source else "")
        for item in reading.answered
        if item.rule != "leaning-not-followed"
    ]


def what_it_is(reading: Reading) -> Blocks:
    """The service where a provider runs it, and the client, in words of their own."""
    service, client = reading.pick.service, reading.client
    managed = service.kind == "managed" and not reading.own_service
    about = [service.summary] if managed else []
    about += [f"{client.name}: {client.style_text}. {client.summary}"] if client else []
    return (paragraph(" ".join(about), "What it is"),) if about else ()


def client_facts(reading: Reading) -> Blocks:
    """How the client reaches this database, and how it migrates it."""
    client = reading.client
    if client is None:
        return ()
    blocks: Blocks = ()
    support, migrations = client.speaks.get(reading.pick.family), client.facts.get("migrations")
    if support and support.value == "yes" and support.text != SUPPORTED:
        blocks += (paragraph(support.text, f"With {reading.pick.database.name}", support.source.url),)
    if migrations and migrations.printable:
        blocks += (paragraph(migrations.text, "Migrations", migrations.source.url),)
    return blocks


def considered(reading: Reading) -> list[Item]:
    """The other stores with what speaks against them, and the other clients with what speaks for them."""
    return [
        *(Item(text=f"{capital(item.store.name)}. {item.why_not}") for item in reading.alternatives),
        *(Item(text=f"{other.name}. Best for: {best_for}.") for other, best_for in reading.client_alternatives),
    ]


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


def free_choice(reading: Reading) -> Blocks:
    """That the framework left the client open, where it did."""
    client, framework = reading.client, reading.answers.get("framework")
    own = any(framework in other.frameworks for other in reading.catalogue.clients.values())
    free = client is not reading.existing_client and not any("framework" in item.answers for item in reading.reasons)
    if client is None or own or not free or not isinstance(framework, str) or framework == "other":
        return ()
    named = label(reading.catalogue, "framework", framework)
    text = say(reading.catalogue, "framework-prescribes-nothing", framework=named, client=client.name)
    return (paragraph(text, "A free choice"),)


def made_no_difference(reading: Reading) -> Blocks:
    """The questions whose answers moved nothing."""
    shorts = [reading.catalogue.questions[key].short for key in reading.without_difference]
    return (paragraph(f"{listed(shorts)}.", "Made no difference"),) if shorts else ()


def sources(reading: Reading) -> Blocks:
    """Where each rule comes from and when that was checked, what is judgement, and the day of it all."""
    known = [(INSTRUCTIONS[about], item.fact) for about, item in told(reading).items()]
    known += [
        (capital(companion.store.name), item.fact)
        for companion in apart(reading)
        for item in told_beside(reading, companion).values()
    ]
    judged = dict.fromkeys(about for about, fact in known if fact.confidence == "judgement")
    found = [
        Item(text=f"{about}, checked on {fact.source.checked}", url=fact.source.url)
        for about, fact in known
        if fact.confidence != "judgement"
    ]
    return (
        *bullets("Sources of the rules", found),
        *((paragraph(f"{listed([*judged])}.", "Our own judgement"),) if judged else ()),
        paragraph(f"Everything here was last checked on or before {guide_day(reading.catalogue)}.", "Checked"),
    )


def assumed(reading: Reading) -> Blocks:
    """The defaults that stand in for what was not known or not said."""
    return (
        *bullets("Assumed, because we were not sure", [Item(text=text) for text in reading.unsure]),
        *bullets("Not settled, so defaults stand", [Item(text=text) for text in reading.left_out]),
    )


def costs(trade_offs: Iterable[TradeOff], ids: set[str], record: Record) -> Blocks:
    """The trade-offs of these products; where the person was asked, apart by whether they have been considered."""
    ours_ = [item for item in trade_offs if item.id in ids]
    parts: Mapping[str, list[TradeOff]] = {"What it costs us": ours_}
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


#: Changes from an open answer to what the file says that we assume: nothing to come back for.
ASSUMED: Final = tuple((("unsure",), value) for value in ("server", "managed", "modest", "millions"))


def revisit(reading: Reading, most: int = 4) -> list[Item]:
    """The changes that would move the database, told as the difference; one for each question and outcome."""
    found: dict[object, Item] = {}
    for move in reading.what_if.flips:
        if move.store is not reading.pick and (several(move.from_), move.to) not in ASSUMED:
            found.setdefault(move.question, Item(text=difference(reading, move)))
    return list(found.values())[:most]


def difference(reading: Reading, move: Flip) -> str:
    """What a changed answer adds, drops or exchanges, and where it leads."""
    then = f"{move.store.name} with {move.client.name}" if move.client else move.store.name
    before, after = set(several(move.from_)) - NOTHING, set(several(move.to)) - NOTHING
    added, dropped = after - before, before - after
    question = reading.catalogue.questions[move.question]
    said = {option.value: option.phrase for option in question.options}
    more, less = ([said[value] for value in said if value in some] for some in (added, dropped))
    if added and dropped:
        return say(reading.catalogue, "revisit-changed", what=listed(more), before=listed(less), then=then)
    if added and not before and question.key == "data":
        return say(reading.catalogue, "revisit-known", what=listed(more), then=then)
    if added and (not question.several or not before):
        return say(reading.catalogue, "revisit-with", what=listed(more), then=then)
    if added:
        return say(reading.catalogue, "revisit-added", what=listed(more), then=then)
    return say(reading.catalogue, "revisit-removed", what=listed(less), then=then)


def warnings(conflicts: Iterable[Conflict], record: Record) -> Blocks:
    """What has a price, and what is good to know; what blocks, or was kept against advice, stands in the overview."""
    rest = [item for item in conflicts if item.rule not in record.kept]
    return (
        *bullets("Watch out for", [warning(item) for item in rest if item.level == "warn"]),
        *bullets("Good to know", [warning(item) for item in rest if item.level == "note"]),
    )


def warning(item: Conflict) -> Item:
    ways = f" Ways out: {' Or: '.join(item.ways_out)}" if item.ways_out else ""
    return replace(objection(item), text=f"{item.text}{ways}")


def objection(item: Conflict) -> Item:
    return Item(text=item.text, url=item.source.url if item.source else "")


def to_be_settled(reading: Reading, record: Record) -> list[Conflict]:
    """What blocks and was not kept knowingly."""
    return [item for item in reading.blocks if item.rule not in record.kept]


def ways_out(reading: Reading, record: Record) -> Blocks:
    """The ways out of what is to be settled, which stands in the overview."""
    ways = [Item(text=way) for item in to_be_settled(reading, record) for way in item.ways_out]
    return bullets("Ways to settle what is open", ways)
