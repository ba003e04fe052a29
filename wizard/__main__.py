"""The command line `data-stack`: the wizard without a browser, for scripts and for agents.

Exit status 0, or 2 with one line on standard error that says what is wrong and where.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from wizard import __version__
from wizard.catalogue.load import load
from wizard.catalogue.model import Catalogue, Question
from wizard.catalogue.toml_table import CatalogueError
from wizard.decide.answers import AnswerError, Value, check, prune
from wizard.explain import table
from wizard.explain.machine import as_json
from wizard.explain.reading import Reading, reading_of
from wizard.explain.table import client_table, store_table
from wizard.explain.words import place_name
from wizard.read.detection import detect
from wizard.write import comment, forms
from wizard.write.comment import DocumentError


class InputError(ValueError):
    """What was given cannot be used; the text begins with the file's name."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    options = _parser().parse_args(arguments)
    try:
        print(options.run(load(), options))
    except CatalogueError as error:
        print("\n".join(f"data-stack: {line}" for line in str(error).splitlines()), file=sys.stderr)
        return 2
    except InputError as error:
        print(f"data-stack: {' '.join(str(error).split())}", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="data-stack", description="Settle a project's data stack.")
    parser.add_argument("--version", action="version", version=f"data-stack {__version__}")
    commands = parser.add_subparsers(required=True, metavar="command")
    for name, run, what in (
        ("recommend", _recommend, "print the recommendation as JSON"),
        ("write", _write, "print data-stack.md"),
    ):
        command = commands.add_parser(name, help=what, description=f"Read answers and {what}.")
        command.add_argument(
            "file",
            nargs="?",
            default="-",
            help="answers as JSON or TOML, or a data-stack.md; - or nothing for standard input",
        )
        command.set_defaults(run=run)
    command = commands.add_parser(
        "explain",
        help="print what each rule gives each candidate",
        description="Read answers and print why a store and a client won: what each rule gives each candidate.",
    )
    command.add_argument("file", nargs="?", default="-", help="answers, as for recommend")
    command.add_argument("--format", choices=("text", "json"), default="text")
    command.add_argument("--most", type=int, default=6, metavar="N", help="candidates in the text, best first (6)")
    command.set_defaults(run=_explain)
    command = commands.add_parser(
        "detect",
        help="print the answers that project files give, as TOML",
        description="Read package.json, pyproject.toml, requirements*.txt, go.mod, schema.prisma or compose.yaml.",
    )
    command.add_argument("files", nargs="+", metavar="file", help="a project file")
    command.set_defaults(run=_detect)
    command = commands.add_parser("questions", help="print the questions with their values as JSON")
    command.set_defaults(run=_questions)
    return parser


def _recommend(catalogue: Catalogue, options: argparse.Namespace) -> str:
    return json.dumps(as_json(_reading(catalogue, options.file)), indent=2, ensure_ascii=False)


def _explain(catalogue: Catalogue, options: argparse.Namespace) -> str:
    """The tables of the stores and the clients; without data to keep there is nothing to choose from."""
    reading = _reading(catalogue, options.file)
    tables = {} if reading.store is None else {"stores": store_table(reading), "clients": client_table(reading)}
    if options.format == "json":
        return json.dumps({name: table.as_json(found) for name, found in tables.items()}, indent=2, ensure_ascii=False)
    if not tables:
        return "No database is needed, so there is nothing to choose from."
    titles = {
        "stores": f"{place_name(reading.pick)}: {reading.certainty}",
        "clients": f"Clients for it: {reading.client.name if reading.client else 'none in the guide'}",
    }
    return "\n\n".join(table.as_text(found, titles[name], options.most) for name, found in tables.items())


def _write(catalogue: Catalogue, options: argparse.Namespace) -> str:
    return forms.write(_reading(catalogue, options.file))[1].rstrip("\n")


def _detect(catalogue: Catalogue, options: argparse.Namespace) -> str:
    """What project files say, as TOML that `recommend` and `write` read; each line names the line it comes from."""
    found = detect(catalogue, {name: _read(name) for name in options.files})
    for problem in found.problems:
        print(f"data-stack: {' '.join(problem.split())}", file=sys.stderr)
    return "\n".join(
        f"# {item.file}, line {item.line}: {item.text}\n{item.key} = {json.dumps(item.value)}"
        for item in found.proposals
    )


def _questions(catalogue: Catalogue, options: argparse.Namespace) -> str:
    return json.dumps([_question(question) for question in catalogue.questions.values()], indent=2, ensure_ascii=False)


def _question(question: Question) -> dict[str, Any]:
    return {
        "key": question.key,
        "takes": "several" if question.several else "one",
        "question": question.question,
        "why": question.why,
        "values": [{"value": option.value, "label": option.label, "hint": option.hint} for option in question.options],
    }


def _reading(catalogue: Catalogue, name: str) -> Reading:
    return reading_of(catalogue, _answers(catalogue, name))


def _answers(catalogue: Catalogue, name: str) -> dict[str, Value]:
    """The answers in a file or on standard input, checked; those that do not apply together are refused by name."""
    where = "standard input" if name == "-" else name
    text = _read(name)
    if not text.strip():
        raise InputError(f"{where}: empty; give answers as JSON or TOML, or a data-stack.md")
    try:
        answers = check(catalogue, _parse(text, where)) if "<!--" not in text else comment.read_answers(catalogue, text)
    except (AnswerError, DocumentError) as error:
        raise InputError(f"{where}: {error}") from None
    kept, dropped = prune(catalogue, answers)
    for key in dropped:
        print(f"data-stack: {where}: {key}: does not apply with the other answers; left out", file=sys.stderr)
    return kept


def _read(name: str) -> str:
    """The text of a file, or of standard input for `-`. Raises InputError."""
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
        raise InputError(f"{'standard input' if name == '-' else name}: {reason}") from None


def _parse(text: str, where: str) -> dict[str, Any]:
    """JSON when the text begins as JSON does, else TOML (whose tables also begin with a bracket)."""
    if text.lstrip().startswith("{") or _is_json(text):
        try:
            parsed = json.loads(text)
        except json.JSONDecodeError as error:
            raise InputError(f"{where}: line {error.lineno}: not JSON: {error.msg}") from None
        except (ValueError, RecursionError) as error:
            raise InputError(f"{where}: not JSON: {error}") from None
    else:
        try:
            parsed = tomllib.loads(text)
        except (ValueError, RecursionError) as error:
            raise InputError(f"{where}: not TOML: {error}") from None
    if not isinstance(parsed, dict):
        raise InputError(f'{where}: expected a table of answers, such as {{"language": "python"}}')
    return parsed


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
