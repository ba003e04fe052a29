"""What stands below the line: where it all comes from, for those who doubt or come back to it.

What a rule, a reason or another block has told is not told again here: of two places the stronger keeps it.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from wizard.catalogue.later import later
from wizard.converse.clients_in_words import another_tool
from wizard.converse.flow import conflicts, to_be_settled
from wizard.converse.record import EMPTY, Record
from wizard.converse.regions_said import places_bound
from wizard.converse.weighing import accepted, to_weigh
from wizard.decide.answers import values
from wizard.explain.alternatives import CORE, elsewhere, overruled
from wizard.explain.beside import companion_sentence, in_use_sentences
from wizard.explain.conflict import FIRM
from wizard.explain.places import goes_beside, where_it_goes
from wizard.explain.trade_offs import ANYWHERE
from wizard.explain.words import Told, capital, listed, say
from wizard.write.asked import asked_for, by_words, price, told_in
from wizard.write.assumed import assumed
from wizard.write.blocks import Block, Blocks, Item, bullets, paragraph
from wizard.write.operations import ends_beside, on_call, on_call_beside
from wizard.write.points import hangs_on, objection, of_theirs, ways_out, with_what_was_said
from wizard.write.presumed import engines_of_customers
from wizard.write.revisit import revisit
from wizard.write.said import heard, names_a_migration_tool, pushes_already, settled
from wizard.write.sources import sources
from wizard.write.standard import goes_on, on_call_told, version_told

if TYPE_CHECKING:
    from wizard.catalogue.model import Cost, Fact
    from wizard.explain.conflict import Conflict
    from wizard.explain.reading import Reading
    from wizard.explain.reasons import Reason
    from wizard.explain.trade_offs import TradeOff

HEADING: Final = "How This Was Decided"


def audit(reading: Reading, record: Record, above: Iterable[Block], rules: Mapping[str, Cost]) -> Blocks:
    """The blocks below the line; `above` are those that stand before it, `rules` the statements behind the rules."""
    above = [block for block in above if block.kind != "code"]
    # The label of own words, such as "Scale:", tells nothing by itself.
    there = Told(item.text for block in above for item in block.items if not item.text.endswith(":"))
    theirs = bool(engines_of_customers(reading, record))
    told = _until_settled if to_be_settled(reading, record) else _once_settled
    found = (
        *((paragraph(f"{listed(phrases)}.", "We plan for"),) if (phrases := planned(reading, record)) else ()),
        *told(reading, record, rules, above),
        *assumed(reading, theirs=theirs),
    )
    return (*_once(found, there), *sources(reading, rules))


def _until_settled(reading: Reading, record: Record, rules: Mapping[str, Cost], above: Iterable[Block]) -> Blocks:
    """What is told while something has to be settled first: the ways, what the proposed stack costs and hangs on, what
    was asked for by name and no point answers, and what was considered. Of how it is built, only a price is told; the
    rest presumes a decision that is not taken."""
    theirs, open_ = bool(engines_of_customers(reading, record)), to_be_settled(reading, record)
    ids = {item.rule for item in open_}
    points = [rule for rule in reading.told if rule.id in ids]
    said = settled(reading, record)
    prices, notes = hangs_on(reading, record)
    told = told_in(reading, above, (*open_, *prices, *(it for it in notes if "compliance" in it.answers)))
    asked = [
        *price(reading, said),
        *asked_for(reading, by_words(reading, said & {"money"}), theirs=theirs, points=points, told=told),
        *(Item(text=text) for text in goes_beside(reading, stays=goes_on(reading, record))),
    ]
    weighed = [Item(text=it.text, url=it.url) for it in reading.trade_offs if it.key in (record.weighed or ())]
    return (
        *ways_out(reading, record),
        *bullets("Watch out for", [with_what_was_said(reading, item, record) for item in prices]),
        *bullets("Good to know", [objection(item) for item in notes]),
        *bullets("What else was asked for", asked),
        *(_of_what_runs(reading, record, rules) if goes_on(reading, record) else ()),
        *bullets(ACCEPTED, weighed),
    )


def _of_what_runs(reading: Reading, record: Record, rules: Mapping[str, Cost]) -> Blocks:
    """What somebody on call wants to know of the main store. Of what is in use, and of a standby, their own words say
    more than what the service has when nothing is set."""
    said = heard(record)
    told = on_call_told(reading, rules) | (said if reading.full else said.intersection(("availability",)))
    if reading.run_by_others:
        told |= {"versions", "availability", "connections"}  # others know these
    return on_call(reading, told, {"choosing"} if version_told(rules) else frozenset[str]())


def _once_settled(reading: Reading, record: Record, rules: Mapping[str, Cost], above: Iterable[Block]) -> Blocks:
    """What is told of a stack that is built."""
    said = settled(reading, record)
    theirs = bool(engines_of_customers(reading, record)) or "installed" in said
    ids = {*(() if theirs else reading.pick_ids[:2]), *([reading.client.id] if reading.client else [])}
    asked = {item.key for item in to_weigh(reading)}
    without = another_tool(reading, record)
    prices = [it for it in reading.trade_offs if not (without and names_a_migration_tool(it.text))]
    functions = reading.as_assumed.get("runtime") in FUNCTIONS  # of what holds their connections the rule says little
    functions = functions and reading.answers.get("platform") != "cloudflare"
    functions = functions and reading.answers.get("realtime") == "core"  # else pages ask again, and that is all
    answered = {"realtime": not functions, "migrations": without}
    of_rules = frozenset(about for about, holds in answered.items() if holds and about in rules)
    of_rules |= by_words(reading, said)
    said_above = told_in(reading, above, conflicts(reading, record))
    return (
        *warnings(reading, record, rules),
        *bullets(
            "What else was asked for",
            [*price(reading, said), *asked_for(reading, of_rules, theirs=theirs, told=said_above)],
        ),
        *(() if theirs else bullets("Beside it", beside(reading, record))),
        *(() if theirs else scaling(reading)[1]),
        *(() if theirs else _of_what_runs(reading, record, rules)),
        *on_call_beside(reading),
        *costs(prices, ids, record, asked),
        *bullets("Also weighed", considered(reading, theirs=theirs)),
        *(() if theirs else bullets("Revisit when", revisit(reading))),
    )


#: So many reasons for the store, and for the client, stand above the line; one each where there are objections, which
#: stand there too, open or kept.
MOST_REASONS: Final = (2, 1)
OBJECTED: Final = (1, 1)


def reason_item(reading: Reading, reason: Reason, record: Record) -> Item:
    """A reason, in the person's own nouns where it has a place for them, and no other store may hold some of them."""
    if record.things and reason.of_things and not reading.in_use_beside:
        return Item(text=reason.of_things, things=record.things)
    return Item(text=reason.text)


def reasons(reading: Reading, record: Record) -> tuple[list[Item], list[Item]]:
    """What speaks most for the store, and for the client. A need at the core of the product that decided where the
    store runs comes second."""
    said = not {"existing_database", "existing_stance"}.isdisjoint(record.notes)  # why it is kept, in their own words
    engines = engines_of_customers(reading, record)
    placeless = reading.placeless or bool(engines)
    pushes = pushes_already(record)
    weighed = [
        reason
        for reason in reading.reasons
        if (reason.for_ == "database" or (reason.for_ == "service" and not placeless))
        if not (reason.kept and said and not reading.full)
        if not ("realtime" in reason.answers and pushes)
    ]
    weighed.sort(key=lambda item: not (item.kept and reading.full))  # of what runs, that it runs comes first
    decides = [item for item in weighed[1:] if item.for_ == "service" and item.by >= CORE and not item.kept][:1]
    of_store, of_client = OBJECTED if reading.blocks and not decides else MOST_REASONS
    weighed = [*weighed[:1], *decides, *(item for item in weighed[1:] if item not in decides)]
    leant = [item for item in weighed[of_store:] if not (item.kept or NAMED.isdisjoint(item.answers))]
    weighed = [*weighed[:of_store], *leant, *_of_more_kinds(reading, weighed, of_store)]
    store = [reason_item(reading, reason, record) for reason in weighed]
    store = [Item(text=say(reading.catalogue, "promised-to-customers", names=engines))] if engines else store
    named = {"existing_database", "existing_engine", "existing_client"}
    objected = {key for item in reading.blocks for key in item.answers} - named
    client = [
        Item(text=reason.text) for reason in client_reasons(reading, record) if objected.isdisjoint(reason.answers)
    ]
    return store, client[:of_client]


def _of_more_kinds(reading: Reading, weighed: list[Reason], of_store: int) -> list[Reason]:
    """Of what is proposed, the first reason for each kind of data of which those told say nothing."""
    if reading.blocks or any(item.kept for item in weighed):
        return []
    kinds = {rule.id: it.all_of or it.only or it.any_of for rule in reading.told if (it := rule.when.get("data"))}
    found, said = [], {kind for item in weighed[:of_store] for kind in kinds.get(item.rule, ())}
    for item in weighed[of_store:]:
        if len(about := kinds.get(item.rule, frozenset())) == 1 and not about <= said:
            found.append(item)
            said |= about
    return found


def client_reasons(reading: Reading, record: Record) -> list[Reason]:
    """What speaks for the client; without what speaks for its own tool for migrations, where another one migrates."""
    without = another_tool(reading, record)
    told = [reason for reason in reading.reasons if reason.for_ == "client"]
    if engines_of_customers(reading, record) and reading.client:  # it speaks to more than the one that was picked
        kept = say(reading.catalogue, "client-kept-for-customers", client=reading.client.name)
        told = [replace(reason, text=kept) if reason.kept else reason for reason in told]
    return [reason for reason in told if not (without and names_a_migration_tool(reason.text))]


#: What was leaned towards, and a rule to meet: a reason that rests on one of them is told in any case.
NAMED: Final = frozenset({"existing_database", "existing_stance", "compliance"})

_COSTS: Final = "What it costs us"
ACCEPTED: Final = "Trade-offs we have considered and accept"

#: Blocks that say nothing that was told, the strongest place first. The others are told whole, before these.
_GIVING_WAY: Final = ("On call", "What else was asked for", "Good to know", _COSTS)

#: Those of them whose sentences stand alone; a note or a trade-off is told whole, or not at all.
_BY_SENTENCE: Final = ("On call", "What else was asked for")


def _once(blocks: Iterable[Block], above: Told) -> Blocks:
    """The blocks without what was told, above or in a stronger block; `above` takes in what is told here."""
    kept: dict[int, Block] = {}
    for at, block in sorted(enumerate(blocks), key=lambda item: _strength(item[1])):
        kept[at] = replace(block, items=tuple(_untold(block, above)))
    return tuple(kept[at] for at in sorted(kept) if kept[at].items)


def _strength(block: Block) -> int:
    """Where a block comes when facts are given to places."""
    return next((at for at, label in enumerate(_GIVING_WAY, start=1) if block.label.startswith(label)), 0)


def _untold(block: Block, above: Told) -> Iterator[Item]:
    """The items of a block, sentence by sentence, without what was told."""
    for item in block.items:
        text = item.text
        if block.label.startswith(_BY_SENTENCE):
            first, *rest = SENTENCES.split(text)
            left = [part for part in (first, *rest) if not above.knows(part)]
            bare = left == [item.about.strip()]  # what was said of it is told
            # They begin with what they are about: without the first sentence the rest would hang in the air.
            text = "" if bare or first not in left else " ".join(left)
        if text and not _repeats(block, text.removeprefix(item.about), above):
            above.add(text)
            yield replace(item, text=text)


def _repeats(block: Block, text: str, above: Told) -> bool:
    """Whether a note or a trade-off says much the same as what was told."""
    if block.label == "Good to know":
        return above.holds(text)
    return block.label == _COSTS and above.repeats(text)


#: Where one sentence ends and the next begins.
SENTENCES: Final = later(r"(?<=[.?!])\s+(?=[A-Z`])")


def _told(known: Fact | None) -> Item | None:
    return Item(text=known.text, url=known.link()) if known and known.printable else None


#: What is spread over machines by a key, which nobody needs for what one machine takes.
SHARDED: Final = frozenset({"mongodb", "redis", "vitess"})

#: So many records do not come near any ceiling.
SMALL: Final = frozenset({"hundreds", "thousands"})


def scaling(reading: Reading) -> tuple[Blocks, Blocks]:
    """How it scales: (above the line, below it where objections take the room, open or kept). How far is told with
    it, where that many records may come near, and no warning says it; of a plan that is free the rules say it."""
    kind = reading.pick.service.kind
    free = reading.answers.get("budget") == "free" and not reading.placeless and kind == "managed"
    far = not (reading.own_service or reading.blocks or free) and reading.answers.get("scale") not in SMALL
    told = Told(item.text for item in reading.conflicts)
    known = reading.pick.database.facts if reading.placeless else reading.pick.facts
    items = [item for key in ("write_scaling", "ceiling")[: 1 + far] if (item := _told(known.get(key)))]
    items = [item for item in items if not told.repeats(item.text)]
    spreads = known.get("write_scaling")
    scale, sharded = reading.answers.get("scale"), reading.pick.family in SHARDED
    fits = scale in SMALL or (sharded and scale == "millions")
    if items and fits and (sharded or (not far and spreads and spreads.value == "no")) and kind != "embedded":
        items = [Item(text=say(reading.catalogue, "one-server-is-enough"))]
    blocks = tuple(replace(block, label="How it scales") for block in bullets("", items))
    if len(items) == 1:
        blocks = tuple(replace(block, kind="text") for block in blocks)
    return ((), blocks) if reading.blocks else (blocks, ())


#: How code runs that holds no connections of its own to browsers.
FUNCTIONS: Final = frozenset({"serverless", "edge"})


def beside(reading: Reading, record: Record = EMPTY) -> list[Item]:
    """The stores beside the pick with their reasons, and what to know of those that are in use already, where their own
    words say nothing of these."""
    new = (it for it in reading.companions if not (it.within or it.store.index in reading.decision.beside))
    there = [companion_sentence(reading, item) for item in new]
    in_use = () if "existing_stores" in record.notes else in_use_sentences(reading)
    texts = (*there, *where_it_goes(reading), *in_use)
    return [*(Item(text=text) for text in texts), *ends_beside(reading, record)]


def considered(reading: Reading, *, theirs: bool = False) -> list[Item]:
    """The other stores, less the one that the overview tells of, and the other clients, each with why it is not it: a
    client that would do as well is no matter for a file. Engines that customers bring (`theirs`) were not weighed."""
    level = say(reading.catalogue, "would-do-as-well")
    return [
        *(
            Item(text=_named(capital(item.store.name), item.why_not))
            for item in (*reading.alternatives, *elsewhere(reading), *overruled(reading))
            if item != reading.leaning_not_followed and not theirs
        ),
        *(Item(text=_named(other.name, why)) for other, why in reading.client_alternatives if why != level),
    ]


def _named(name: str, why: str) -> str:
    """Why something is not the pick, behind its name; a sentence that begins with the name has it already."""
    return why if why.startswith(f"{name} ") else f"{name}. {why}"


def planned(reading: Reading, record: Record = EMPTY, less: Container[str] = ()) -> list[str]:
    """What the project knows about itself, in phrases: the answers that were given, `less` those to some questions, and
    the indifferent ones. Where own words bind data to a narrower place, that is where they stay."""
    answers, questions = reading.answers, reading.catalogue.questions.values()
    placed = answers.get("region", "unsure") != "unsure"  # which says that data stay somewhere, and where
    bound = placed and places_bound(record.notes, str(answers.get("region")))
    return [
        f"data that stays in {listed(bound)}" if bound and question.key == "region" else option.phrase
        for question in sorted(questions, key=lambda question: question.planned)
        if question.planned and question.key in answers and question.key not in less
        for option in question.options
        if option.value in values(answers, question.key) - {"unsure", "any", "none", "no", "one"}
        if not (placed and option.value == "residency")
        if not (reading.run_by_others and option.value == "self-hosted")
    ]


#: So many trade-offs are told.
MOST_COSTS: Final = 3


def costs(trade_offs: Iterable[TradeOff], ids: set[str], record: Record, asked: Container[str] = ()) -> Blocks:
    """The most telling trade-offs of these products, without what any such database would cost;
    where the person was asked, all of them, apart by whether they have been considered; `asked` are the keys of those
    that were put to them."""
    ours_ = [item for item in trade_offs if item.id in ids]
    telling = sorted(ours_, key=lambda item: item.telling)
    parts: Mapping[str, list[TradeOff]] = {_COSTS: [item for item in telling if item.telling < ANYWHERE][:MOST_COSTS]}
    if record.weighed is not None:
        parts = {
            ACCEPTED: [item for item in ours_ if item.key in record.weighed],
            "Trade-offs we have not considered yet": [
                it for it in ours_ if it.key in asked and it.key not in record.weighed
            ],
            _COSTS: [it for it in parts[_COSTS] if it.key not in asked and it.key not in record.weighed],
        }
    return tuple(
        block
        for label_, items in parts.items()
        for block in bullets(label_, [Item(text=item.text, url=item.url) for item in items])
    )


#: Warnings that say no more than a rule does -> what that rule is about.
RULED: Final = {
    "live-updates-are-yours-to-build": "realtime",
    "live-updates-are-the-servers-to-send": "realtime",
}


#: Answers that ask for more than the pick may have: a rule, money, very many records, code that is out of its reach.
HEAVY: Final = FIRM | {"scale", "platform"}


def warnings(reading: Reading, record: Record, ruled: Container[str] | None = None) -> Blocks:
    """What has a price, and what is good to know; what blocks, or was kept against advice, stands in the overview. The
    ways out were offered where a person could take one: what nobody took is no part of the standard, but of what may
    ask for more than the pick can do.
    `ruled`: what the rules are about, which stand beside it, and say how it is built."""
    left = [item for item in conflicts(reading, record) if item.rule not in record.kept]
    said = [item for item in left if not item.leads]
    leads = (_ways(reading, item, record) for item in left if item.leads and item.level == "warn")
    first = [Item(text=f"Ways out of what the overview warns of: {ways}") for ways in leads if ways]
    open_ = [
        item for item in said if ruled is None or not (RULED[item.rule] in ruled if item.rule in RULED else item.ruled)
    ]
    open_ = of_theirs(reading, record, open_)
    return (
        *bullets("Watch out for", [*first, *(_watched(reading, it, record) for it in open_ if it.level == "warn")]),
        *bullets("Good to know", [objection(item) for item in open_ if item.level == "note"]),
    )


def _watched(reading: Reading, item: Conflict, record: Record) -> Item:
    told, ways = with_what_was_said(reading, item, record), _ways(reading, item, record)
    return replace(told, text=f"{told.text} Ways out: {ways}") if ways else told


def _ways(reading: Reading, item: Conflict, record: Record) -> str:
    """The ways out of what may ask for more than the pick can do, unless it was accepted."""
    heavy = not (HEAVY.isdisjoint(item.answers) or accepted(reading, item, record))
    return " Or: ".join(item.ways_out) if heavy else ""
