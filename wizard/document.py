"""The outcome as a document: `data-stack.md` for the project's `standards/` folder, and its answers read back.

A document is sections of blocks, written as Markdown; a section that was edited by hand is the person's own prose. At
the end an HTML comment holds the answers and the record as TOML, so the file can be opened again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

from wizard.answers import Answers, Value, check, several, values
from wizard.catalogue import LANGUAGES, SUPPORTED, Catalogue
from wizard.decision import decide, language_name, language_of, require
from wizard.prose import settle, trusted_code, without_tags
from wizard.recommendation import Companion, Conflict, Recommendation, TradeOff, listed, recommend
from wizard.record import EMPTY, Record, fingerprint
from wizard.rules import Store
from wizard.what_if import Flip, what_if

FILENAME: Final = "data-stack.md"

#: How the comment that holds the answers begins and ends, each on a line of its own. Inside stand basic TOML strings,
#: in which neither `--` nor `<` nor `>` occurs.
OPENING: Final = "<!-- data-stack answers"
CLOSING: Final = "-->"

#: In characters: more than a data-stack.md whose every section is as long as is kept. Reading stays cheap whatever is
#: dropped on the page.
LONGEST: Final = 300_000


#: Headings that one of the forms writes itself: prose under them belongs to that form alone.
GENERATED: Final = frozenset(
    {
        "Overview",
        "Database",
        "ORM / Database Client",
        "Decision Relationships",
        "Context and Problem Statement",
        "Decision Drivers",
        "Considered Options",
        "Decision Outcome",
        "Pros and Cons of the Options",
        "More Information",
    }
)


class DocumentError(ValueError):
    """A file cannot be opened again; the text says what is missing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """A sentence, with the address of its source where it has one."""

    text: str
    url: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """`kind`: `pick` (the choice itself), `text` (a paragraph), `list`, `code` or `subheading`; `label` comes first."""

    kind: str
    items: tuple[Item, ...]
    label: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """`prose`, where there is any, stands instead of the blocks that the guide wrote."""

    heading: str
    blocks: tuple[Block, ...]
    prose: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    title: str
    sections: tuple[Section, ...]
    filename: str = FILENAME


# --- what it says -----------------------------------------------------------------------------------------------------


def compose(catalogue: Catalogue, answers: Answers, record: Record = EMPTY) -> Document:
    """The document for these answers, in the guide's shape: four sections, always the same."""
    result = recommend(catalogue, answers)
    if result.store is None:
        sections = _without_database(catalogue, result, record)
    else:
        moves, _ = what_if(catalogue, answers)
        sections = {
            "Overview": overview(catalogue, result, answers),
            "Database": _database(catalogue, result, moves, answers, record),
            "ORM / Database Client": _client(catalogue, result, answers, record),
            "Decision Relationships": relationships(catalogue, result, answers, record),
        }
    return assemble("Data Stack", FILENAME, sections, record)


def assemble(title: str, filename: str, sections: Mapping[str, tuple[Block, ...]], record: Record) -> Document:
    """A document from the blocks of its sections: in the team's voice, and with the prose that was edited by hand in
    its place. Sections that only the person has follow at the end; what stood before the first, in the front."""
    made = [
        Section(heading=heading, blocks=tuple(map(_signed, blocks)), prose=record.prose.get(heading, ""))
        for heading, blocks in sections.items()
    ]
    own = [
        Section(heading=heading, blocks=(), prose=prose)
        for heading, prose in record.prose.items()
        if heading and heading not in sections and heading not in GENERATED
    ]
    front = [Section(heading="", blocks=(), prose=record.prose[""])] if "" in record.prose else []
    return Document(title=title, filename=filename, sections=(*front, *made, *own))


def _signed(block: Block) -> Block:
    """The block in the team's own voice; commands stay as they are."""
    if block.kind == "code":
        return block
    return replace(block, items=tuple(replace(item, text=ours(item.text)) for item in block.items))


def paragraph(text: str, label: str = "", url: str = "") -> Block:
    return Block(kind="text", items=(Item(text=text, url=url),), label=label)


def bullets(label: str, items: Iterable[Item]) -> tuple[Block, ...]:
    """A list under its label; nothing where there is nothing to list."""
    items = tuple(dict.fromkeys(items))
    return (Block(kind="list", items=items, label=label),) if items else ()


def notes_on(catalogue: Catalogue, record: Record, *topics: str) -> tuple[Block, ...]:
    """What the team added in its own words, on questions of these topics."""
    return bullets(
        "In our own words",
        [
            Item(text=f"{question.short}: {record.notes[key]}")
            for key, question in catalogue.questions.items()
            if key in record.notes and question.topic in topics
        ],
    )


def _without_database(catalogue: Catalogue, result: Recommendation, record: Record) -> dict[str, tuple[Block, ...]]:
    why, reverse = (reason.text for reason in result.reasons)
    none = Block(kind="pick", items=(Item(text="None"),))
    later = (
        "Keeping no state leaves nothing to back up, migrate or secure. Adding a database later is a decision of its "
        "own, not a detail of a feature: run the wizard again when it comes up."
    )
    notes = notes_on(catalogue, record, "stack", "database", "client")
    return {
        "Overview": (paragraph("This project keeps no data of its own, so it uses no database."),),
        "Database": (none, paragraph(why, "Why"), paragraph(reverse, "Revisit when"), *notes),
        "ORM / Database Client": (none, paragraph("Without a database there is nothing to connect to.")),
        "Decision Relationships": (paragraph(later),),
    }


def stack_sentence(catalogue: Catalogue, result: Recommendation, answers: Answers) -> str:
    """The pick as one sentence."""
    where = require(result.store).name
    if result.client is None:
        return f"This project keeps its data in {where}."
    code = _code(catalogue, answers)
    return f"This project keeps its data in {where}, and reaches it from {code} with {result.client.name}."


def _code(catalogue: Catalogue, answers: Answers) -> str:
    """The language, and the framework where one was named: `Python (FastAPI)`."""
    language = label(catalogue, "language", language_of(answers))
    framework = answers.get("framework")
    if isinstance(framework, str) and framework != "other":
        return f"{language} ({label(catalogue, 'framework', framework)})"
    return language


def label(catalogue: Catalogue, key: str, value: str) -> str:
    """How the vocabulary's value reads: the option's label."""
    return next((option.label for option in catalogue.questions[key].options if option.value == value), value)


def overview(catalogue: Catalogue, result: Recommendation, answers: Answers) -> tuple[Block, ...]:
    sentence = stack_sentence(catalogue, result, answers)
    beside = [
        f"{item.store.name} beside it holds {kind_of_data(item.for_)}." for item in result.companions if not item.within
    ]
    within = [f"Its {kind_of_data(item.for_)} live in the same database." for item in result.companions if item.within]
    return (paragraph(" ".join([sentence, *beside, *within])),)


def kind_of_data(data: str) -> str:
    """The vocabulary's kind of data as it reads inside a sentence."""
    return {
        "key-value": "key-value data",
        "time-series": "measurements over time",
        "vectors": "vector embeddings",
    }.get(data, data)


def _fact(store: Store, key: str) -> Item | None:
    fact = store.facts.get(key)
    return Item(text=fact.text, url=fact.source.url) if fact and fact.printable else None


#: What the project said of itself that a reader of the document needs, in this order.
PLANNED: Final = ("data", "scale", "realtime", "runtime", "platform", "hosting", "compliance", "region", "budget")


def planned(catalogue: Catalogue, answers: Answers) -> list[str]:
    """What the project knows about itself, in phrases: the answers that were given, less the indifferent ones."""
    return [
        option.phrase
        for key in PLANNED
        for option in catalogue.questions[key].options
        if key in answers and option.value in values(answers, key) - {"unsure", "any", "none", "no"}
    ]


def _database(
    catalogue: Catalogue, result: Recommendation, moves: tuple[Flip, ...], answers: Answers, record: Record
) -> tuple[Block, ...]:
    store = require(result.store)
    why = [Item(text=reason.text) for reason in result.reasons if reason.for_ != "client"]
    scaling = [item for item in (_fact(store, "write_scaling"), _fact(store, "ceiling")) if item]
    own = store.service.kind == "managed" and answers.get("hosting") == "self-hosted"
    kind = "own-service" if own else store.service.kind
    hosting = {
        "own-service": f"Self-hosted: the team runs {store.service.name}, with its backups, upgrades and monitoring.",
        "managed": f"Managed: {store.service.name} runs it. {store.service.summary}",
        "self-hosted": "Self-hosted: the team runs it, with its backups, upgrades and monitoring.",
        "embedded": "Embedded: it runs inside the application, and the data is a file beside it.",
    }[kind]
    beside = [Item(text=companion_sentence(item)) for item in result.companions]
    others = [Item(text=f"{item.store.name}. {item.why_not}") for item in result.alternatives]
    return (
        Block(kind="pick", items=(Item(text=store.name[0].upper() + store.name[1:]),)),
        *((paragraph(f"{listed(phrases)}.", "We plan for"),) if (phrases := planned(catalogue, answers)) else ()),
        *bullets("Why", why),
        *bullets("How it scales", scaling),
        paragraph(hosting, "Where it runs"),
        *bullets("Beside it", beside),
        *costs(result.trade_offs, {store.database.id, store.service.id}, record),
        *bullets("Also considered", others),
        *bullets("Revisit when", revisit(catalogue, store, moves)),
        *notes_on(catalogue, record, "stack", "database"),
        *assumed(result),
    )


def assumed(result: Recommendation) -> tuple[Block, ...]:
    """The defaults that stand in for what was not known or not said."""
    return (
        *bullets("Assumed, because we were not sure", [Item(text=text) for text in result.unsure]),
        *bullets("Not settled, so the guide's defaults stand", [Item(text=text) for text in result.left_out]),
    )


def companion_sentence(companion: Companion) -> str:
    """A companion with its client and its reason."""
    if companion.within:
        return companion.text
    through = f", through {companion.client.name}" if companion.client else ""
    return f"{companion.store.name}{through}. {companion.text}"


def costs(trade_offs: Iterable[TradeOff], ids: set[str], record: Record) -> tuple[Block, ...]:
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


def revisit(catalogue: Catalogue, pick: Store, moves: tuple[Flip, ...], most: int = 4) -> list[Item]:
    """The changes that would move the database, told as triggers; one for each question."""
    found: dict[str, Item] = {}
    for move in moves:
        if move.question in found or move.store is pick:
            continue
        phrases = [
            option.phrase for option in catalogue.questions[move.question].options if option.value in several(move.to)
        ]
        found[move.question] = Item(text=f"With {listed(phrases)}, we would look at {move.store.name}.")
    return list(found.values())[:most]


def flip_sentence(catalogue: Catalogue, move: Flip) -> str:
    """A changed answer in words: `"Real-time updates" becomes "Core"`."""
    question = catalogue.questions[move.question]
    words = ", ".join(label(catalogue, move.question, item) for item in several(move.to))
    return f"{question.short} becomes “{words}”"


def no_client(result: Recommendation, answers: Answers) -> str:
    """Why no client is named."""
    store = require(result.store)
    if language_of(answers) not in LANGUAGES:
        return (
            "The guide lists clients for TypeScript, Python and Go. "
            f"In another language, use the driver that {store.database.name} documents for it."
        )
    return f"No client in the guide reaches {store.name} from {language_name(language_of(answers))}."


def language_label(group: str) -> str:
    """A group of options in words: a language's name, or the group's own."""
    return language_name(group) if group in LANGUAGES else group


def _client(catalogue: Catalogue, result: Recommendation, answers: Answers, record: Record) -> tuple[Block, ...]:
    client = result.client
    notes = notes_on(catalogue, record, "client")
    if client is None:
        open_ = Block(kind="pick", items=(Item(text="To be chosen"),))
        return (open_, paragraph(no_client(result, answers)), *notes)
    migrations = client.facts.get("migrations")
    others = [
        Item(text=f"{other.name}, which the guide suggests for: {best_for}.")
        for other, best_for in result.client_alternatives
    ]
    fits = [Item(text=reason.text) for reason in result.reasons if reason.for_ == "client"]
    blocks: tuple[Block, ...] = (
        Block(kind="pick", items=(Item(text=client.name),)),
        *bullets("Why", fits),
        paragraph(f"{client.style_text}. {client.summary}", "What it is"),
        Block(kind="code", items=(Item(text=client.install),), label="Start with"),
    )
    support = client.speaks.get(require(result.store).family)
    if support and support.value == "yes" and support.text != SUPPORTED:
        blocks += (paragraph(support.text, f"With {require(result.store).database.name}", support.source.url),)
    if migrations and migrations.printable:
        tool = (
            f" Use {client.migrations_with}."
            if client.migrations_with and client.migrations_with not in migrations.text
            else ""
        )
        blocks += (paragraph(f"{migrations.text}{tool}", "Migrations", migrations.source.url),)
    return (
        *blocks,
        *costs(result.trade_offs, {client.id}, record),
        *bullets("Also considered", others),
        *notes,
    )


def relationships(catalogue: Catalogue, result: Recommendation, answers: Answers, record: Record) -> tuple[Block, ...]:
    """What depends on what, and what does not fit."""
    store, client = require(result.store), result.client
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
        chosen = values(answers, key) - {"any", "unsure", "other"}
        rests = [reason.text for reason in result.reasons if key in reason.answers]
        if rests and chosen:
            named = label(catalogue, key, next(iter(chosen)))
            items.append(Item(text=f"{catalogue.questions[key].short}: {named}. {rests[0]}"))
    framework = answers.get("framework")
    free = not any("framework" in reason.answers for reason in result.reasons)
    own = any(framework in other.frameworks for other in catalogue.clients.values())
    if client and free and not own and isinstance(framework, str) and framework != "other":
        named = label(catalogue, "framework", framework)
        items.append(Item(text=f"{named} prescribes no database library, so {client.name} was a free choice."))
    if "residency" in values(answers, "compliance"):
        items.append(
            Item(
                text=f"The rule about where data stays binds {store.name}, its backups and its logs: choose the region "
                "when it is created, and write it down here."
            )
        )
    main = client.name if client else "the main client"
    items += [
        Item(text=f"{item.store.name} is reached through {item.client.name}, beside {main}.")
        for item in result.companions
        if item.client and not item.within
    ]
    if not items:
        items = [Item(text=f"{store.name} stands on its own: nothing else in the stack depends on it yet.")]
    return (*bullets("", items), *warnings(result.conflicts, record))


def warnings(conflicts: Iterable[Conflict], record: Record) -> tuple[Block, ...]:
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
    reason = f" We keep it: {why}" if why else " We know this and keep it."
    return Item(text=f"{item.text}{reason}", url=item.source.url if item.source else "")


_OURS: Final = (
    (re.compile(r"\b([Yy])ourselves\b|\b([Yy])ourself\b"), "ourselves"),
    (re.compile(r"\byours\b"), "ours"),
    (re.compile(r"\bYours\b"), "Ours"),
    (re.compile(r"\byour\b"), "our"),
    (re.compile(r"\bYour\b"), "Our"),
    (re.compile(r"\b(for|to|with|from|of|by|lets?|gives?|spares?|costs?|asks?|tells?|leaves?|suits?) you\b"), r"\1 us"),
    (re.compile(r"\byou\b"), "we"),
    (re.compile(r"\bYou\b"), "We"),
)


def ours(text: str) -> str:
    """A sentence that speaks to the person, turned into one that the team can sign: "you" becomes "we"."""
    for pattern, instead in _OURS:
        text = pattern.sub(instead, text)
    return text


# --- how it is written ------------------------------------------------------------------------------------------------

_SPECIAL: Final = re.compile(r"[\\*\[\]<>{~]|(?<!\w)_|_(?!\w)")


def _escaped(text: str) -> str:
    """Every sign that Markdown or HTML takes for its own; `<` and `>` as entities, which every Markdown knows."""
    return _SPECIAL.sub(lambda found: {"<": "&lt;", ">": "&gt;"}.get(found[0], f"\\{found[0]}"), text)


@lru_cache(maxsize=512)  # the same sentences go into a screen, a file, and what tells whether a section was edited
def escape(text: str) -> str:
    """Plain text (with `code` in backticks) as Markdown that can hold no heading, link, HTML or fence.

    Code stays as it is, up to the first backtick that closes nothing.
    """
    one_line = " ".join(text.split())
    trusted = trusted_code(one_line)
    parts = re.split(r"((?<!`)`[^`]+`(?!`))", one_line[:trusted])
    escaped = "".join(part if at % 2 else _escaped(part) for at, part in enumerate(parts))
    escaped += _escaped(one_line[trusted:])
    fenced = re.sub(r"^(#|\+|-|```|~~~)", r"\\\1", escaped)
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", fenced)


def markdown(document: Document, comment: str = "") -> str:
    """The whole file; `comment` is what :func:`answers_comment` gives."""
    parts = [f"# {document.title}"]
    for section in document.sections:
        parts += [f"## {without_tags(section.heading, trust_code=False)}"] if section.heading else []
        parts += [section_markdown(section)]
    return "\n\n".join(part for part in (*parts, comment) if part) + "\n"


def section_markdown(section: Section) -> str:
    """What stands below the heading: the prose that was edited by hand, or what the guide writes."""
    return settle(section.prose) if section.prose else generated(section)


def generated(section: Section) -> str:
    """What the guide writes below the heading, whether it was edited by hand or not."""
    return "\n\n".join("\n".join(_block_lines(block)) for block in section.blocks)


def _block_lines(block: Block) -> list[str]:
    def item(entry: Item) -> str:
        url = entry.url if entry.url.startswith("https://") else ""
        return escape(entry.text) + (f" ([source]({url}))" if url else "")

    label_ = f"**{block.label}:** " if block.label else ""
    if block.kind == "subheading":
        return [f"### {escape(block.items[0].text)}"]
    if block.kind == "pick":
        return [f"**{escape(block.items[0].text)}**"]
    if block.kind == "text":
        return [label_ + item(block.items[0])]
    if block.kind == "code":
        return [f"{label_}".rstrip(), "", "```sh", *block.items[0].text.splitlines(), "```"]
    heading = [f"**{block.label}:**", ""] if block.label else []
    return heading + [f"- {item(entry)}" for entry in block.items]


def answers_comment(answers: Answers, beside: Mapping[str, Mapping[str, Any]] | None = None) -> str:
    """The answers as TOML in an HTML comment, and the tables `beside` them (see :func:`beside_answers`)."""
    lines = []
    for name, table in {"": answers, **(beside or {})}.items():
        if table:
            lines += [f"[{name}]"] if name else []
            lines += [f"{key if _BARE.fullmatch(key) else _toml(key)} = {_toml(value)}" for key, value in table.items()]
    return "\n".join([OPENING, *lines, CLOSING])


def beside_answers(
    catalogue: Catalogue, answers: Answers, record: Record, document: Document
) -> dict[str, Mapping[str, Any]]:
    """What belongs to the answers: the record, when the guide was last checked, its pick, and a fingerprint of each
    section as the guide wrote it, so that edits by hand can be told apart."""
    return {
        "written": {
            "guide": guide_day(catalogue),
            "pick": list(pick_ids(catalogue, answers)),
            "form": record.form,
        },
        "written.sections": {
            section.heading: fingerprint(generated(section)) for section in document.sections if section.blocks
        },
        "notes": record.notes,
        "kept": record.kept,
        "weighed": {} if record.weighed is None else {"trade_offs": list(record.weighed)},
    }


def pick_ids(catalogue: Catalogue, answers: Answers) -> tuple[str, ...]:
    """The ids of the pick: database, service and client; fewer where there is none."""
    decision = decide(catalogue, answers)
    store = (decision.store.database.id, decision.store.service.id) if decision.store else ()
    return (*store, decision.client.id) if decision.client else store


def pick_names(catalogue: Catalogue, pick: Iterable[str]) -> str:
    """A pick by its products' names; an id that the catalogue no longer has stands for itself."""
    known = []
    for id_ in pick:
        try:
            known.append(catalogue.name(id_))
        except KeyError:
            known.append(id_)
    return ", ".join(dict.fromkeys(known)) or "no database"


_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")


def _toml(value: Any) -> str:
    """A basic string, or a list of them, in which no comment can end and no tag begin."""
    if not isinstance(value, str):
        return "[" + ", ".join(map(_toml, value)) + "]"
    text = json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return text.replace("--", "-\\u002d").replace("<", "\\u003c").replace(">", "\\u003e")


def guide_day(catalogue: Catalogue) -> str:
    """The last day on which a source of the guide was checked: which edition of it wrote a document."""
    return max((source.checked for source in catalogue.sources.values()), default="")


def split_comment(text: str) -> tuple[str, str | None]:
    """(the file without its answers, the TOML of the answers or None). The last comment counts."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    start = text.rfind(f"\n{OPENING}\n")
    if start < 0 and text.startswith(f"{OPENING}\n"):
        start = 0
    end = text.find(f"\n{CLOSING}", start + len(OPENING)) if start >= 0 else -1
    if end < 0:
        return text, None
    inside = text[start:end].removeprefix("\n").removeprefix(OPENING).removeprefix("\n")
    return text[:start] + text[end + 1 + len(CLOSING) :], inside


def read_answers(catalogue: Catalogue, text: str) -> dict[str, Value]:
    """The answers that a data-stack.md holds. Raises :class:`DocumentError`, or AnswerError for an unknown value."""
    raw = read_comment(text)
    return check(catalogue, {key: value for key, value in raw.items() if key not in BESIDE})


#: Tables in the comment that are no answers.
BESIDE: Final = ("written", "notes", "kept", "weighed")


def read_comment(text: str) -> dict[str, Any]:
    """The comment at the end as it stands, unchecked. Raises :class:`DocumentError` where it is missing or damaged."""
    if len(text) > LONGEST:
        raise DocumentError(f"the file is longer than {LONGEST} characters")
    _, toml = split_comment(text)
    if toml is None:
        raise DocumentError("the file holds no answers (the comment at its end is missing)")
    import tomllib  # noqa: PLC0415, a start does without

    try:
        return tomllib.loads(toml)
    except (ValueError, RecursionError) as error:  # ValueError: TOML's own error, and numbers of absurd length
        raise DocumentError(f"the answers at the end of the file are damaged: {error}") from None
