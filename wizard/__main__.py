"""The command line `data-stack`: the wizard without a browser, for scripts and for agents.

Exit status 0, or 2 with one line on standard error that says what is wrong and where. `check` and `outdated` end with 1
where something differs.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NoReturn

from wizard import __version__
from wizard.catalogue import json_text, toml_text
from wizard.catalogue.load import load
from wizard.catalogue.model import Catalogue, Question
from wizard.catalogue.signs import quoted
from wizard.catalogue.text_error import TextError
from wizard.catalogue.toml_table import CatalogueError
from wizard.check import command as check_command
from wizard.decide.answers import AnswerError, Value, check, prune
from wizard.explain import table
from wizard.explain.machine import as_json
from wizard.explain.reading import Reading, reading_of
from wizard.explain.table import client_table, store_table
from wizard.explain.words import place_name
from wizard.read import folder
from wizard.read.detection import MOST_FILES, detect
from wizard.read.reopening import reopen
from wizard.write import comment, forms
from wizard.write.comment import DocumentError

#: In bytes: more than answers, a document or a project file ever has.
LONGEST: Final = 5_000_000

#: In characters: what is said of a mistake. A value of megabytes is not repeated whole.
LONGEST_LINE: Final = 1_000


#: No line of TOML begins so.
_DOCUMENT: Final = re.compile(r"(?:^|[\r\n])<!--")


class InputError(ValueError):
    """What was given cannot be used; the text begins with the file's name."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    options = _parser().parse_args(arguments)
    try:
        said = options.run(load(), options)
        text, status = (said, 0) if isinstance(said, str) else said
        _print(text, getattr(options, "output", None))
    except CatalogueError as error:
        for line in str(error).splitlines():
            _complain(line)
        return 2
    except (InputError, check_command.CheckError) as error:
        _complain(str(error))
        return 2
    except BrokenPipeError:  # whoever reads has seen enough, as `head` has
        _end_output()
        return 0
    return status


def _print(text: str, output: str | None) -> None:
    """Print a text, or write it to the file that is named. Raises InputError where that cannot be done."""
    if output is not None:
        _save(Path(output), f"{text}\n")
        return
    if sys.stdout is None:
        raise InputError("standard output: it is closed")
    try:
        print(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _end_output()
        raise InputError(f"standard output: {error.strerror}") from None


def _end_output() -> None:
    """What is still to be printed goes nowhere, or Python would complain once more at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _save(path: Path, text: str) -> None:
    """Put a file in the place of another: at every moment there is the one or the other, whole."""
    target = path.resolve()
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        if target.exists() and not target.is_file():
            raise InputError(f"{path}: this is no file")
        with beside.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
        if target.exists():
            beside.chmod(target.stat().st_mode & 0o7777)
        beside.replace(target)
    except (OSError, ValueError) as error:
        beside.unlink(missing_ok=True)
        raise InputError(f"{path}: {error.strerror if isinstance(error, OSError) else error}") from None


def _complain(text: str) -> None:
    """One line on standard error."""
    line = quoted(" ".join(text.split()))
    print(f"data-stack: {line if len(line) <= LONGEST_LINE else f'{line[:LONGEST_LINE]}…'}", file=sys.stderr)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        super().error(quoted(message))


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="data-stack", description="Settle a project's data stack.")
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
        if run is _write:
            over = "write to this file, which may be the one that is read"
            command.add_argument("-o", "--output", metavar="FILE", help=over)
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
        description="Read package.json, Python's requirements, go.mod, schema.prisma, compose.yaml and the like. "
        "Of a folder, all of them that git does not ignore.",
    )
    command.add_argument("files", nargs="+", metavar="file", help="a project file, or a folder")
    command.set_defaults(run=_detect)
    command = commands.add_parser("questions", help="print the questions with their values as JSON")
    command.set_defaults(run=_questions)
    check_command.add_to(commands)
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
    """The document. One that is given keeps its form, its notes and what was edited by hand, as on the page."""
    text = _read(options.file)
    reading = reading_of(catalogue, _checked(catalogue, options.file, text))
    if not _DOCUMENT.search(text):
        return forms.write(reading)[1].rstrip("\n")
    try:
        opened = reopen(reading.book, _where(options.file), text)
    except DocumentError as error:
        raise InputError(str(error)) from None
    for problem in opened.problems:
        _complain(problem)
    return forms.write(reading, opened.record)[1].rstrip("\n")


def _detect(catalogue: Catalogue, options: argparse.Namespace) -> str:
    """What project files say, as TOML that `recommend` and `write` read; each line names the line it comes from."""
    files, unread = _project_files(options.files)
    found = detect(catalogue, files)
    for problem in (*unread, *found.problems):
        _complain(problem)
    return "\n".join(
        f"# {quoted(item.file)}, line {item.line}: {quoted(item.text)}\n{item.key} = {_as_toml(item.value)}"
        for item in found.proposals
    )


def _as_toml(value: Value) -> str:
    return json.dumps(value if isinstance(value, str) else list(value))


def _project_files(given: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """(name -> text of every file that was named, or lies in a folder that was; what could not be read of the latter).
    Raises InputError for a file that was named itself."""
    files: dict[str, str] = {}
    problems = []
    for name in given:
        root = Path(name)
        if name == "-" or not root.is_dir():
            files[name] = _read(name)
            continue
        known = 0
        for inside in folder.names(root, _progress):
            shown = inside if len(given) == 1 else (root / inside).as_posix()
            known += 1
            if known > MOST_FILES:
                problems.append(
                    f"{name}: more than {MOST_FILES} files that are read here; those further down were left out."
                )
                break
            try:
                files[shown] = folder.read(root / inside)
            except (OSError, UnicodeDecodeError) as error:
                reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
                problems.append(f"{shown}: {reason}; left out.")
        if not known:
            problems.append(f"{name}: no file in it that is read here.")
    return files, problems


def _progress(count: int) -> None:
    """Says on a terminal how far a large folder has been looked at."""
    if sys.stderr.isatty():
        print(f"data-stack: {count:,} files looked at", end="\r", file=sys.stderr, flush=True)


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
    return reading_of(catalogue, _checked(catalogue, name, _read(name)))


def _is_output(name: str) -> bool:
    """Whether a file is the one that standard output goes to."""
    try:
        return name != "-" and Path(name).samefile(f"/dev/fd/{sys.stdout.fileno()}")
    except (OSError, ValueError, AttributeError):
        return False


def _where(name: str) -> str:
    return "standard input" if name == "-" else name


def _checked(catalogue: Catalogue, name: str, text: str) -> dict[str, Value]:
    """The answers in a text, checked; those that do not apply together are left out by name. Raises InputError."""
    where = _where(name)
    if not text.strip():
        emptied = f". The shell empties a file before `>` writes to it: use -o {name}" if _is_output(name) else ""
        raise InputError(f"{where}: empty; give answers as JSON or TOML, or a data-stack.md{emptied}")
    try:
        document = _DOCUMENT.search(text)
        answers = comment.read_answers(catalogue, text) if document else check(catalogue, _parse(text, where))
    except (AnswerError, DocumentError) as error:
        raise InputError(f"{where}: {error}") from None
    kept, dropped = prune(catalogue, answers)
    for key in dropped:
        _complain(f"{where}: {key}: does not apply with the other answers; left out")
    return kept


def _read(name: str) -> str:
    """The text of a file, or of standard input for `-`. Raises InputError."""
    where = _where(name)
    try:
        if name == "-":
            data = sys.stdin.buffer.read(LONGEST + 1)
        elif Path(name).exists() and not Path(name).is_file() and not Path(name).is_dir():
            raise InputError(f"{where}: this is no file; give a pipe as standard input, with -")
        else:
            with Path(name).open("rb") as file:
                data = file.read(LONGEST + 1)
        if len(data) > LONGEST:
            raise InputError(f"{where}: longer than {LONGEST:,} bytes, so it was not read")
        return data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text; save it as UTF-8"
        raise InputError(f"{where}: {reason}") from None


def _parse(text: str, where: str) -> dict[str, Any]:
    """JSON when the text begins as JSON does, else TOML (whose tables also begin with a bracket)."""
    try:
        found = json_text.parsed(text, once=True)
    except TextError as error:
        if text.lstrip().startswith("{"):
            raise InputError(f"{where}: line {error.line}: not JSON: {error}") from None
        try:
            found = toml_text.parsed(text)
        except TextError as problem:
            raise InputError(f"{where}: line {problem.line}: not TOML: {problem}") from None
    if not isinstance(found, dict):
        raise InputError(f'{where}: expected a table of answers, such as {{"language": "python"}}')
    return found


if __name__ == "__main__":
    sys.exit(main())
