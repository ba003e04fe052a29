"""The outcome as a decision record, for teams that keep them: MADR 4.0 (https://adr.github.io/madr/)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from wizard.catalogue.model import Catalogue
from wizard.converse.record import Record
from wizard.decide.answers import Answers
from wizard.decide.decision import require
from wizard.decide.what_if import what_if
from wizard.explain.beside import Alternative, companion_sentence
from wizard.explain.recommendation import Recommendation, recommend
from wizard.explain.trade_offs import TradeOff
from wizard.write.blocks import Block, Document, Item, assemble, bullets, paragraph
from wizard.write.data_stack import assumed, notes_on, overview, planned, revisit, warnings

FILENAME: Final = "data-stack-decision.md"


def compose(catalogue: Catalogue, answers: Answers, record: Record) -> Document:
    """The decision record for these answers, with MADR's headings in MADR's order."""
    result = recommend(catalogue, answers)
    if result.store is None:
        sections = _no_database(catalogue, result, record)
    else:
        sections = _sections(catalogue, result, answers, record)
    return assemble(_title(result), FILENAME, sections, record)


def _title(result: Recommendation) -> str:
    if result.store is None:
        return "Keep no data and use no database"
    return f"Use {_option(result)} for the project's data"


def _option(result: Recommendation | Alternative) -> str:
    where = require(result.store).name
    return f"{where} with {result.client.name}" if result.client else where


def _sections(
    catalogue: Catalogue, result: Recommendation, answers: Answers, record: Record
) -> dict[str, tuple[Block, ...]]:
    moves, _ = what_if(catalogue, answers)
    pick = _option(result)
    question = "Where does this project keep its data, and how does its code talk to it?"
    others = [Item(text=_option(item)) for item in result.alternatives]
    good = [_good(reason.text) for reason in result.reasons if not reason.rule.startswith("kept-because")]
    given = [Item(text=reason.text) for reason in result.reasons if reason.rule.startswith("kept-because")]
    return {
        "Context and Problem Statement": (
            paragraph(question),
            *overview(catalogue, result, answers),
            *bullets("Given", given),
            *notes_on(catalogue, record, "stack", "database", "client"),
        ),
        "Decision Drivers": bullets("", [Item(text=text) for text in planned(catalogue, answers)])
        or (paragraph("Nothing was said that would set a direction, so the guide's defaults stand."),),
        "Considered Options": bullets("", [Item(text=pick), *others]),
        "Decision Outcome": (
            paragraph(f"Chosen option: “{pick}”, because of what follows."),
            Block(kind="subheading", items=(Item(text="Consequences"),)),
            *bullets("", [*good, *(_bad(item, record) for item in result.trade_offs)]),
            *bullets("Beside it", [Item(text=companion_sentence(item)) for item in result.companions]),
            *warnings(result.conflicts, record),
            Block(kind="subheading", items=(Item(text="Confirmation"),)),
            paragraph(
                "The project's deployment names this database, and its dependencies this client, until a later record "
                "says otherwise."
            ),
        ),
        "Pros and Cons of the Options": tuple(_pros_and_cons(result)) or (paragraph("No other option came close."),),
        "More Information": (
            *assumed(result),
            *bullets("Revisit when", revisit(catalogue, require(result.store), moves)),
            *(
                (Block(kind="code", items=(Item(text=result.client.install),), label="Start with"),)
                if result.client
                else ()
            ),
            paragraph("This record was made with the data stack wizard. Its answers are in the comment below."),
        ),
    }


def _good(text: str) -> Item:
    return Item(text=f"Good: {text}")


def _bad(item: TradeOff, record: Record) -> Item:
    weighed = " (considered)" if record.weighed is not None and item.key in record.weighed else ""
    return Item(text=f"Bad{weighed}: {item.text}", url=item.source.url)


def _pros_and_cons(result: Recommendation) -> Iterable[Block]:
    word = "Neutral" if result.certainty == "forced" else "Bad"
    for item in result.alternatives:
        yield Block(kind="subheading", items=(Item(text=_option(item)),))
        yield from bullets("", [Item(text=f"{word}: {item.why_not}")])


def _no_database(catalogue: Catalogue, result: Recommendation, record: Record) -> dict[str, tuple[Block, ...]]:
    why, reverse = (reason.text for reason in result.reasons)
    return {
        "Context and Problem Statement": (
            paragraph("Does this project need a database?"),
            *notes_on(catalogue, record, "stack", "database", "client"),
        ),
        "Considered Options": bullets("", [Item(text="No database"), Item(text="A database from the start")]),
        "Decision Outcome": (
            paragraph("Chosen option: “No database”, because of what follows."),
            Block(kind="subheading", items=(Item(text="Consequences"),)),
            *bullets("", [_good(why)]),
        ),
        "More Information": (paragraph(reverse, "Revisit when"),),
    }
