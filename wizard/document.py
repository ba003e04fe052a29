"""The outcome as a document: `data-stack.md` for the project's `standards/` folder, and its answers read back.

A document is sections of blocks; the same blocks become Markdown and HTML. At the end of the Markdown an HTML comment
holds the answers as TOML, so the file can be opened again.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from wizard.answers import Answers, Value, check, several, values
from wizard.catalogue import LANGUAGES, SUPPORTED, Catalogue
from wizard.decision import language_name, language_of, require
from wizard.recommendation import Companion, Conflict, Recommendation, TradeOff, listed, recommend
from wizard.rules import Store
from wizard.what_if import Flip, what_if

FILENAME: Final = "data-stack.md"

#: The comment that holds the answers. Values are written as basic TOML strings, in which `--` never occurs.
COMMENT: Final = re.compile(r"<!-- data-stack answers\r?\n(?P<toml>(?:.*\n)*?)-->")

#: A longer file is not a data-stack.md; reading stays cheap whatever is dropped on the page.
LONGEST: Final = 200_000


class DocumentError(ValueError):
    """A file cannot be opened again; the text says what is missing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """A sentence, with the address of its source where it has one."""

    text: str
    url: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """`kind`: `pick` (the choice itself), `text` (a paragraph), `list` or `code`. `label` introduces it."""

    kind: str
    items: tuple[Item, ...]
    label: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    title: str
    sections: tuple[Section, ...]


# --- what it says -----------------------------------------------------------------------------------------------------


def compose(catalogue: Catalogue, answers: Answers) -> Document:
    """The document for these answers, in the guide's shape: four sections, always the same."""
    result = recommend(catalogue, answers)
    if result.store is None:
        return _without_database(result)
    moves, _ = what_if(catalogue, answers)
    sections = {
        "Overview": _overview(catalogue, result, answers),
        "Database": _database(catalogue, result, moves, answers),
        "ORM / Database Client": _client(catalogue, result, answers),
        "Decision Relationships": _relationships(catalogue, result, answers),
    }
    return Document(
        title="Data Stack",
        sections=tuple(
            Section(heading=heading, blocks=tuple(map(_signed, blocks))) for heading, blocks in sections.items()
        ),
    )


def _signed(block: Block) -> Block:
    """The block in the team's own voice; commands stay as they are."""
    if block.kind == "code":
        return block
    return replace(block, items=tuple(replace(item, text=ours(item.text)) for item in block.items))


def _text(text: str, label: str = "", url: str = "") -> Block:
    return Block(kind="text", items=(Item(text=text, url=url),), label=label)


def _list(label: str, items: Iterable[Item]) -> tuple[Block, ...]:
    items = tuple(dict.fromkeys(items))
    return (Block(kind="list", items=items, label=label),) if items else ()


def _without_database(result: Recommendation) -> Document:
    why, reverse = (reason.text for reason in result.reasons)
    none = Block(kind="pick", items=(Item(text="None"),))
    later = (
        "Keeping no state leaves nothing to back up, migrate or secure. Adding a database later is a decision of its "
        "own, not a detail of a feature: run the wizard again when it comes up."
    )
    sections = {
        "Overview": (_text("This project keeps no data of its own, so it uses no database."),),
        "Database": (none, _text(why, "Why"), _text(reverse, "Revisit when")),
        "ORM / Database Client": (none, _text("Without a database there is nothing to connect to.")),
        "Decision Relationships": (_text(later),),
    }
    return Document(
        title="Data Stack",
        sections=tuple(Section(heading=heading, blocks=blocks) for heading, blocks in sections.items()),
    )


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


def _overview(catalogue: Catalogue, result: Recommendation, answers: Answers) -> tuple[Block, ...]:
    sentence = stack_sentence(catalogue, result, answers)
    beside = [
        f"{item.store.name} beside it holds {kind_of_data(item.for_)}." for item in result.companions if not item.within
    ]
    within = [f"Its {kind_of_data(item.for_)} live in the same database." for item in result.companions if item.within]
    return (_text(" ".join([sentence, *beside, *within])),)


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


def _planned_for(catalogue: Catalogue, answers: Answers) -> tuple[Block, ...]:
    """What the project knows about itself, in a sentence: the answers that were given, less the indifferent ones."""
    phrases = [
        option.phrase
        for key in PLANNED
        for option in catalogue.questions[key].options
        if key in answers and option.value in values(answers, key) - {"unsure", "any", "none", "no"}
    ]
    return (_text(f"{listed(phrases)}.", "We plan for"),) if phrases else ()


def _database(
    catalogue: Catalogue, result: Recommendation, moves: tuple[Flip, ...], answers: Answers
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
        *_planned_for(catalogue, answers),
        *_list("Why", why),
        *_list("How it scales", scaling),
        _text(hosting, "Where it runs"),
        *_list("Beside it", beside),
        *_list("What it costs us", _trade_offs(result.trade_offs, {store.database.id, store.service.id})),
        *_list("Also considered", others),
        *_list("Revisit when", _revisit(catalogue, store, moves)),
        *_list("Assumed, because we were not sure", [Item(text=text) for text in result.unsure]),
        *_list("Not settled, so the guide's defaults stand", [Item(text=text) for text in result.left_out]),
    )


def companion_sentence(companion: Companion) -> str:
    """A companion with its client and its reason."""
    if companion.within:
        return companion.text
    through = f", through {companion.client.name}" if companion.client else ""
    return f"{companion.store.name}{through}. {companion.text}"


def _trade_offs(trade_offs: Iterable[TradeOff], ids: set[str]) -> list[Item]:
    return [Item(text=item.text, url=item.source.url) for item in trade_offs if item.id in ids]


def _revisit(catalogue: Catalogue, pick: Store, moves: tuple[Flip, ...], most: int = 4) -> list[Item]:
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


def _client(catalogue: Catalogue, result: Recommendation, answers: Answers) -> tuple[Block, ...]:
    client = result.client
    if client is None:
        return (Block(kind="pick", items=(Item(text="To be chosen"),)), _text(no_client(result, answers)))
    migrations = client.facts.get("migrations")
    others = [
        Item(text=f"{other.name}, which the guide suggests for: {best_for}.")
        for other, best_for in result.client_alternatives
    ]
    fits = [Item(text=reason.text) for reason in result.reasons if reason.for_ == "client"]
    blocks: tuple[Block, ...] = (
        Block(kind="pick", items=(Item(text=client.name),)),
        *_list("Why", fits),
        _text(f"{client.style_text}. {client.summary}", "What it is"),
        Block(kind="code", items=(Item(text=client.install),), label="Start with"),
    )
    support = client.speaks.get(require(result.store).family)
    if support and support.value == "yes" and support.text != SUPPORTED:
        blocks += (_text(support.text, f"With {require(result.store).database.name}", support.source.url),)
    if migrations and migrations.printable:
        tool = (
            f" Use {client.migrations_with}."
            if client.migrations_with and client.migrations_with not in migrations.text
            else ""
        )
        blocks += (_text(f"{migrations.text}{tool}", "Migrations", migrations.source.url),)
    return (
        *blocks,
        *_list("What it costs us", _trade_offs(result.trade_offs, {client.id})),
        *_list("Also considered", others),
    )


def _relationships(catalogue: Catalogue, result: Recommendation, answers: Answers) -> tuple[Block, ...]:
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
    if client and free and isinstance(framework, str) and framework != "other":
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
    block: tuple[Block, ...] = _list("", items)
    serious = [item for item in result.conflicts if item.level != "note"]
    notes = [item for item in result.conflicts if item.level == "note"]
    return (
        *block,
        *_list("Watch out for", [_conflict(item) for item in serious]),
        *_list("Good to know", [_conflict(item) for item in notes]),
    )


def _conflict(item: Conflict) -> Item:
    ways = f" Ways out: {' Or: '.join(item.ways_out)}" if item.ways_out else ""
    return Item(text=f"{item.text}{ways}", url=item.source.url if item.source else "")


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

_SPECIAL: Final = re.compile(r"([\\*\[\]<>])")


def escape(text: str) -> str:
    """Plain text (with `code` in backticks) as Markdown that can hold no heading, link, HTML or fence."""
    one_line = " ".join(text.split())
    escaped = _SPECIAL.sub(r"\\\1", one_line)
    fenced = re.sub(r"^(#|>|\+|-|```|~~~)", r"\\\1", escaped)
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", fenced)


def markdown(document: Document, answers: Answers) -> str:
    """The whole file."""
    lines = [f"# {document.title}", ""]
    for section in document.sections:
        lines += [f"## {section.heading}", ""]
        for block in section.blocks:
            lines += [*_block_lines(block), ""]
    lines += [answers_comment(answers), ""]
    return "\n".join(lines)


def _block_lines(block: Block) -> list[str]:
    def item(entry: Item) -> str:
        url = entry.url if entry.url.startswith("https://") else ""
        return escape(entry.text) + (f" ([source]({url}))" if url else "")

    label_ = f"**{block.label}:** " if block.label else ""
    if block.kind == "pick":
        return [f"**{escape(block.items[0].text)}**"]
    if block.kind == "text":
        return [label_ + item(block.items[0])]
    if block.kind == "code":
        return [f"{label_}".rstrip(), "", "```sh", *block.items[0].text.splitlines(), "```"]
    heading = [f"**{block.label}:**", ""] if block.label else []
    return heading + [f"- {item(entry)}" for entry in block.items]


def answers_comment(answers: Answers) -> str:
    """The answers as TOML in an HTML comment."""
    lines = [f"{key} = {_toml(value)}" for key, value in answers.items()]
    return "\n".join(["<!-- data-stack answers", *lines, "-->"])


def _toml(value: Value) -> str:
    return json.dumps(value) if isinstance(value, str) else "[" + ", ".join(json.dumps(item) for item in value) + "]"


def read_answers(catalogue: Catalogue, text: str) -> dict[str, Value]:
    """The answers that a data-stack.md holds. Raises :class:`DocumentError`, or AnswerError for an unknown value."""
    if len(text) > LONGEST:
        raise DocumentError(f"the file is longer than {LONGEST} characters")
    found = COMMENT.search(text)
    if not found:
        raise DocumentError("the file holds no answers (the comment at its end is missing)")
    try:
        raw = tomllib.loads(found["toml"])
    except (ValueError, RecursionError) as error:  # ValueError: TOML's own error, and numbers of absurd length
        raise DocumentError(f"the answers at the end of the file are damaged: {error}") from None
    return check(catalogue, raw)
