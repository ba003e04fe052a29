"""Why a candidate won: what each rule that fires gives to each candidate, as a table.

`data-stack explain` prints it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wizard.decide.clients import client_ranking, usable_clients
from wizard.decide.rules import fires
from wizard.explain.words import place_name, rule_title, signed

if TYPE_CHECKING:
    from wizard.explain.reading import Reading


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """What one rule gives the candidates: `points` go by their order. `answers` are the questions that it asks; `rule`
    is empty for a leaning, which is no rule."""

    rule: str
    text: str
    answers: tuple[str, ...]
    points: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RuledOut:
    """Candidates that one rule rules out."""

    rule: str
    text: str
    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Candidates by name, best first, with their totals; the strongest reason for the first comes first."""

    names: tuple[str, ...]
    totals: tuple[int, ...]
    rows: tuple[Row, ...]
    ruled_out: tuple[RuledOut, ...] = ()


def store_table(reading: Reading, shown: Sequence[int] | None = None) -> Table:
    """The stores with these indices, or all that are in the running; there must be data to keep."""
    book, catalogue, decision = reading.book, reading.catalogue, reading.decision
    shown = decision.standings if shown is None else shown
    rows = [
        Row(
            rule=hit.rule.id,
            text=rule_title(catalogue, hit.rule.id),
            answers=tuple(hit.rule.when),
            points=tuple(hit.weights[index] for index in shown),
        )
        for hit in decision.hits
    ]
    leaning = tuple(
        decision.points[index] - sum(row.points[place] for row in rows) for place, index in enumerate(shown)
    )
    rows.append(Row(rule="", text="You lean towards it", answers=("existing_stance",), points=leaning))
    return Table(
        names=tuple(place_name(book.stores[index]) for index in shown),
        totals=tuple(decision.points[index] for index in shown),
        rows=_strongest_first(rows),
        ruled_out=tuple(
            RuledOut(
                rule=hit.rule.id,
                text=rule_title(catalogue, hit.rule.id),
                names=tuple(place_name(book.stores[index]) for index in sorted(hit.excluded)),
            )
            for hit in decision.hits
            if hit.excluded
        ),
    )


def client_table(reading: Reading) -> Table:
    """The clients that can talk to the pick, in the project's language."""
    book, answers, store = reading.book, reading.answers, reading.pick
    ranking = client_ranking(book, store, answers)
    language, framework = str(answers.get("language", "")), str(answers.get("framework", ""))
    usable = usable_clients(reading.catalogue, store, language, framework)
    firing = [(index, rule) for index, rule in enumerate(book.client_rules) if fires(rule, answers)]
    said = {client.id: book.client_rules_for(store, client) for client in usable}
    rows = [
        Row(
            rule=rule.id,
            text=rule_title(reading.catalogue, rule.id),
            answers=tuple(rule.when),
            points=tuple(said[client.id].weights[index] for client in ranking),
        )
        for index, rule in firing
    ]
    left = [client for client in usable if client not in ranking]
    return Table(
        names=tuple(client.name for client in ranking),
        totals=tuple(sum(row.points[place] for row in rows) for place in range(len(ranking))),
        rows=_strongest_first(rows),
        ruled_out=tuple(
            RuledOut(rule=rule.id, text=rule_title(reading.catalogue, rule.id), names=names)
            for index, rule in firing
            if (names := tuple(client.name for client in left if index in said[client.id].excluding))
        ),
    )


def _strongest_first(rows: Sequence[Row]) -> tuple[Row, ...]:
    told = [row for row in rows if any(row.points)]
    return tuple(sorted(told, key=lambda row: (-row.points[0], -max(row.points))))


def as_text(table: Table, title: str, most: int) -> str:
    """The table for a terminal: rules down, the first `most` candidates across, a letter for each."""
    letters = [chr(ord("A") + place) for place in range(min(most, len(table.names), 26))]
    rows = [row for row in table.rows if any(row.points[: len(letters)])]
    wide = max([len(row.rule or row.text) for row in rows] + [len("total")])
    lines = [title, ""]
    lines += [f"  {letter}  {name}" for letter, name in zip(letters, table.names, strict=False)]
    if len(table.names) > len(letters):
        lines.append(f"     and {len(table.names) - len(letters)} more")
    lines += ["", " ".join([" " * wide, *(f"{letter:>4}" for letter in letters)])]
    for row in rows:
        cells = (f"{signed(by) if by else '.':>4}" for by in row.points[: len(letters)])
        lines.append(" ".join([f"{row.rule or row.text:<{wide}}", *cells]))
    totals = (f"{signed(total):>4}" for total in table.totals[: len(letters)])
    lines.append(" ".join([f"{'total':<{wide}}", *totals]))
    if table.ruled_out:
        lines += ["", "Ruled out:"]
        lines += [f"  {out.rule}: {', '.join(out.names)}" for out in table.ruled_out]
    return "\n".join(lines)


def as_json(table: Table) -> dict[str, Any]:
    """The table for machines: each row's points go by the order of the candidates."""
    return {
        "candidates": [{"name": name, "total": total} for name, total in zip(table.names, table.totals, strict=True)],
        "rules": [
            {"rule": row.rule, "text": row.text, "answers": list(row.answers), "points": list(row.points)}
            for row in table.rows
        ],
        "ruled_out": [{"rule": out.rule, "text": out.text, "names": list(out.names)} for out in table.ruled_out],
    }
