"""Stacks that a database expert has doubted once: what would have been signed, and what the file must say."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from wizard.catalogue.load import load
from wizard.converse import refusals
from wizard.converse.record import Record
from wizard.decide.answers import check
from wizard.explain.machine import as_json
from wizard.explain.reading import Reading, reading_of
from wizard.write.forms import write

CATALOGUE = load()
KINDS = ("database", "service", "client")


def cases() -> list[Any]:
    found = []
    for path in sorted((Path(__file__).parent / "stacks").glob("*.toml")):
        told = tomllib.loads(path.read_text(encoding="utf-8"))["situation"]
        found += [pytest.param(item, id=item["name"]) for item in told]
    return found


@cache
def _read(
    answers: tuple[tuple[str, Any], ...], notes: tuple[tuple[str, str], ...], *, kept: bool
) -> tuple[Reading, dict[str, Any], str]:
    given = {key: list(value) if isinstance(value, tuple) else value for key, value in answers}
    said = Record(notes=dict(notes))
    plain = reading_of(CATALOGUE, check(CATALOGUE, given))
    no = refusals.refused(CATALOGUE, plain.answers, said)
    reading = replace(plain, by_others=said.by_others, refused=no, host=said.host)
    records = [Record(notes=dict(notes))]
    records += [Record(notes=dict(notes), kept={item.rule: "" for item in reading.blocks})] if kept else []
    text = "".join(write(reading, record)[1].partition("<!-- data-stack answers")[0] for record in records)
    return reading, as_json(reading), text


def read(told: dict[str, Any]) -> tuple[Reading, dict[str, Any], str]:
    """What follows from a case's answers and notes; with `kept`, also the file of who keeps what is objected to."""
    given = {key: tuple(value) if isinstance(value, list) else value for key, value in told["answers"].items()}
    return _read(tuple(given.items()), tuple(told.get("notes", {}).items()), kept=told.get("kept", False))


def matches(pattern: dict[str, Any], stack: dict[str, Any]) -> bool:
    return all(stack[key] in ([wanted] if isinstance(wanted, str) else wanted) for key, wanted in pattern.items())


@pytest.mark.parametrize("told", cases())
def test_it_would_be_signed(told: dict[str, Any]) -> None:
    """The stack, what is reported of it, and what the file says: of one reading, as that is what takes the time."""
    _, found, text = read(told)
    _check_stack(told, found, text)
    _check_report(told, found)
    for words in told.get("says", ()):
        assert words in text
    for words in told.get("says_not", ()):
        assert words not in text


def _check_stack(told: dict[str, Any], found: dict[str, Any], text: str) -> None:
    stack = {kind: found[kind] for kind in KINDS}
    why = f"{stack}, {found['certainty']}: {told['summary']}"
    if acceptable := told.get("acceptable"):
        assert any(matches(pattern, stack) for pattern in acceptable), why
    assert set(told.get("keep", ())) <= {*stack.values(), *(item["service"] for item in found["companions"])}, why
    beside = [item for item in found["companions"] if item["database"] != found["database"]]
    ids = {*stack.values(), *(item[kind] for item in beside for kind in KINDS)}
    for refused in told.get("must_not", ()):
        anywhere = refused.get("scope") == "anywhere"
        assert refused["id"] not in (ids if anywhere else stack.values()), why
        if anywhere:
            assert CATALOGUE.name(refused["id"]) not in text, why
    for together in told.get("never_together", ()):
        assert not set(together) <= ids, why
    wanted = told.get("companions", {})
    stores = {item["database"] for item in beside}
    for either in wanted.get("required", ()):
        assert stores & set([either] if isinstance(either, str) else either), why
    assert not stores & set(wanted.get("forbidden", ())), f"{stores}: {why}"
    if wanted:
        allowed = {
            id_ for either in wanted.get("required", ()) for id_ in ([either] if isinstance(either, str) else either)
        }
        assert stores <= allowed | set(wanted.get("optional", ())), f"{stores}: {why}"


def _check_report(told: dict[str, Any], found: dict[str, Any]) -> None:
    for wanted in told.get("report", ()):
        hits = [
            item
            for item in found["conflicts"]
            if item["level"] in wanted["levels"] and set(item["answers"]) & set(wanted["answers"])
        ]
        assert hits, f"{wanted['why']}: {[(item['level'], item['rule']) for item in found['conflicts']]}"
    if told.get("no_block"):
        assert not [item for item in found["conflicts"] if item["level"] == "block"]
