"""The command line `data-stack`: the wizard without a browser, for scripts and for agents.

Exit status 0, or 2 with one line on standard error that says what is wrong and where. `check` and `outdated` end with 1
where something differs; Ctrl-C ends all with 130. What the commands do is in :mod:`wizard.agent.commands` and
:mod:`wizard.check.command`.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Any, Final, NoReturn

#: The exit status of who presses Ctrl-C, as shells have it.
INTERRUPTED: Final = 130

try:  # most of a short command's time goes by here
    from wizard import __version__
    from wizard.agent.command import Argument, Command, as_json
    from wizard.agent.files import InputError
    from wizard.catalogue.load import load
    from wizard.catalogue.signs import quoted
    from wizard.catalogue.toml_table import CatalogueError
    from wizard.check import command as check_command
    from wizard.decide.rulebook import rulebook
except KeyboardInterrupt:
    sys.exit(INTERRUPTED)

#: In characters: what is said of a mistake. A value of megabytes is not repeated whole.
LONGEST_LINE: Final = 1_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        options = _parser(alone=given[:1]).parse_args(arguments)
        status = _run(options)
    except CatalogueError as error:
        for line in str(error).splitlines():
            _complain(line)
        return 2
    except (InputError, check_command.CheckError) as error:
        _complain(str(error))
        return 2
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # whoever reads has seen enough, as `head` has
        _end_output()
        return 0
    except OSError as error:  # such as a name that is too long
        _complain(f"{error.filename or 'data-stack'}: {error.strerror or error}")
        return 2
    return status


def _run(options: argparse.Namespace) -> int:
    """Run the command, print what it gives, and return the exit status."""
    if hasattr(options, "run"):
        text, status = options.run(load(), options)
        _print(text)
        return int(status)
    if options.command is None:
        from wizard.agent.server import serve  # noqa: PLC0415, what it needs is an extra that may not be installed

        serve()
        return 0
    from wizard.agent import commands  # noqa: PLC0415, see `_parser`

    done = commands.run(options.command, rulebook(load()), vars(options))
    for problem in done.problems:
        _complain(problem)
    _print(as_json(done.data) if getattr(options, "format", "") == "json" else done.text)
    return 0


def _print(text: str) -> None:
    """Print a text. Raises InputError where that cannot be done."""
    if sys.stdout is None:
        raise InputError("standard output: it is closed")
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:  # what was changed is changed, and a document is UTF-8 wherever it goes
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
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


def _complain(text: str) -> None:
    """One line on standard error."""
    line = quoted(" ".join(text.split()))
    print(f"data-stack: {line if len(line) <= LONGEST_LINE else f'{line[:LONGEST_LINE]}…'}", file=sys.stderr)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"data-stack: {quoted(message)}; `{self.prog} --help` says what it takes\n")


def _parser(alone: Sequence[str]) -> argparse.ArgumentParser:
    """The parser, of a command line that begins with `alone`: the check's commands come without the conversation's,
    which would be a good part of their time."""
    parser = _Parser(prog="data-stack", description="Settle a project's data stack.")
    parser.add_argument("--version", action="version", version=f"data-stack {__version__}")
    subparsers = parser.add_subparsers(required=True, metavar="command")
    check_command.add_to(subparsers)
    if {*alone} & {*subparsers.choices}:
        return parser
    from wizard.agent.commands import COMMANDS  # noqa: PLC0415

    for command in filter(lambda command: command.line, COMMANDS):
        _add(subparsers.add_parser(command.name, help=command.what, description=_sentence(command.what)), command)
    server = subparsers.add_parser(
        "mcp", help="serve these commands to an agent by the Model Context Protocol, on standard input and output"
    )
    server.set_defaults(command=None)
    return parser


def _sentence(what: str) -> str:
    return f"{what[0].upper()}{what[1:]}."


def _add(parser: argparse.ArgumentParser, command: Command) -> None:
    for argument in command.arguments:
        _add_argument(parser, argument)
    if command.as_json:
        parser.add_argument("--format", choices=("text", "json"), default="text", help="text (as it is) or json")
    parser.set_defaults(command=command)


def _add_argument(parser: argparse.ArgumentParser, argument: Argument) -> None:
    how: dict[str, Any] = {"help": argument.what, "default": argument.default}
    if argument.kind == "yes":
        how |= {"action": "store_true", "default": False}
    elif argument.kind == "number":
        how |= {"type": int, "metavar": "N"}
    elif argument.kind == "pairs":
        how |= {"nargs": "+", "metavar": "key=value", "action": _Pairs}
    elif argument.kind == "texts":
        how |= {"nargs": "+", "metavar": argument.name.removesuffix("s")}
    elif not argument.flag and not argument.needed:
        how |= {"nargs": "?"}
    short = [f"-{argument.short}"] if argument.short else []
    parser.add_argument(*short, f"--{argument.name}" if argument.flag else argument.name, **how)


class _Pairs(argparse.Action):
    """`key=value` and so on, as a table."""

    def __call__(self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: Any, *_: Any) -> None:
        pairs = [text.partition("=") for text in values]
        for key, equals, _value in pairs:
            if not equals:
                parser.error(f"{key}: expected key=value, such as language=go")
        keys = [key.strip() for key, *_ in pairs]
        if len(set(keys)) < len(keys):
            parser.error(f"{next(key for key in keys if keys.count(key) > 1)}: given twice")
        setattr(namespace, self.dest, {key.strip(): value.strip() for key, _, value in pairs})


if __name__ == "__main__":
    sys.exit(main())
