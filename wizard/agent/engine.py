"""The commands that need no conversation: everything at once, project files, the skill."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from wizard.agent import answers_file, files, skill
from wizard.agent.command import Given, Output, as_json
from wizard.catalogue.model import Question
from wizard.catalogue.signs import quoted
from wizard.check import command as check_command
from wizard.check import report
from wizard.decide.rules import Rulebook
from wizard.explain import machine, table
from wizard.explain.reading import Reading
from wizard.explain.table import client_table, store_table
from wizard.explain.words import place_name
from wizard.read import detection


def recommend(book: Rulebook, given: Given) -> Output:
    said = answers_file.read(book, given["file"])
    data = machine.as_json(said.reading(book))
    return Output(text=as_json(data), data=data, problems=said.problems)


def explain(book: Rulebook, given: Given) -> Output:
    """The tables of the stores and the clients; without data to keep there is nothing to choose from."""
    said = answers_file.read(book, given["file"])
    reading = said.reading(book)
    tables = {} if reading.store is None else {"stores": store_table(reading), "clients": client_table(reading)}
    data = {name: table.as_json(found) for name, found in tables.items()}
    text = "\n\n".join(
        table.as_text(found, _title(reading, name), given.get("most") or 6) for name, found in tables.items()
    )
    none = "No database is needed, so there is nothing to choose from."
    return Output(text=text or none, data=data, problems=said.problems)


def _title(reading: Reading, name: str) -> str:
    if name == "stores":
        return f"{place_name(reading.pick)}: {reading.certainty}"
    return f"Clients for it: {reading.client.name if reading.client else 'none in the guide'}"


def detect(book: Rulebook, given: Given) -> Output:
    """What project files say, as TOML that the other commands read; each line names the line it comes from."""
    found = detection.detect(book.catalogue, {name: files.read(name) for name in given["files"]})
    text = "\n".join(
        f"# {quoted(item.file)}, line {item.line}: {quoted(item.text)}\n{item.key} = {json.dumps(item.value)}"
        for item in found.proposals
    )
    return Output(text=text, problems=tuple(found.problems))


def check(book: Rulebook, given: Given) -> Output:
    """The project held against its file, as `data-stack check` does."""
    _, told = check_command.checked(book.catalogue, Path(given["folder"]), given.get("file"))
    return Output(text=report.FORMATS["text"](told), data=json.loads(report.FORMATS["json"](told)))


def questions(book: Rulebook, given: Given) -> Output:
    data = [_question(question) for question in book.catalogue.questions.values()]
    return Output(text=as_json(data), data=data)


def _question(question: Question) -> dict[str, Any]:
    return {
        "key": question.key,
        "takes": "several" if question.several else "one",
        "question": question.question,
        "why": question.why,
        "values": [{"value": option.value, "label": option.label, "hint": option.hint} for option in question.options],
    }


def skill_(book: Rulebook, given: Given) -> Output:
    folder = given["to"]
    if not folder:
        return Output(text=skill.text())
    name = f"{folder}/{skill.NAME}/SKILL.md"
    files.replace(name, skill.text())
    return Output(text=f"Wrote {name}. Tell your agent that it is there, or put {folder} where it looks for skills.")
