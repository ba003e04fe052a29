"""The commands `check`, `outdated` and `governs`: what they take, and what they print."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from wizard.catalogue.model import Catalogue
from wizard.catalogue.signs import quoted
from wizard.check import checking, governing, mending, project, report, repository, standard
from wizard.check.case import Case
from wizard.check.finding import Finding
from wizard.check.report import Report
from wizard.check.standard import Standard
from wizard.decide.rulebook import rulebook
from wizard.read import folder as walk
from wizard.write.comment import LONGEST, DocumentError

#: Where a project keeps the file, from its folder.
PLACES: Final = ("standards/data-stack.md", "docs/standards/data-stack.md", "docs/data-stack.md", "data-stack.md")

#: The environment variable that names the wizard's address, for `--fix`.
WIZARD: Final = "DATA_STACK_WIZARD"


class CheckError(ValueError):
    """A check that could not be made; the text says why, and the way out."""


type Outcome = tuple[str, int]
"""What is printed, and the exit status: 0 agrees, 1 differs."""


def add_to(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the three commands to the command line."""
    check = commands.add_parser(
        "check",
        help="say where the project no longer does what its data-stack.md says",
        description="Hold a project against its data-stack.md. Exit status: 0 agrees, 1 differs, 2 could not read. "
        "Reads what git does not ignore, and needs no network.",
    )
    check.add_argument("folder", nargs="?", default=".", help="the project's folder (the one you are in)")
    _add_file(check)
    check.add_argument("--format", choices=tuple(report.FORMATS), default="text")
    check.add_argument("--fix", action="store_true", help="print the wizard's link with the difference filled in")
    check.add_argument("--wizard", default=os.environ.get(WIZARD, ""), metavar="ADDRESS", help=f"of --fix ({WIZARD})")
    check.add_argument("--today", type=date.fromisoformat, metavar="DAY", help="the day to check for, as 2026-11-28")
    check.set_defaults(run=_check)
    outdated = commands.add_parser(
        "outdated",
        help="say what the guide has changed about the stack since its data-stack.md was written",
        description="Hold a data-stack.md against the guide of today. Exit status: 0 as it was, 1 changed.",
    )
    outdated.add_argument("folder", nargs="?", default=".", help="the project's folder (the one you are in)")
    _add_file(outdated)
    outdated.set_defaults(run=_outdated)
    governs = commands.add_parser(
        "governs",
        help="print which sentences of the data-stack.md govern a file",
        description="Print the sentences of the nearest data-stack.md that somebody who changes this file works by.",
    )
    governs.add_argument("path", help="a file, which need not be there yet")
    _add_file(governs)
    governs.set_defaults(run=_governs)


def _add_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--file", metavar="F", help=f"the data-stack.md ({PLACES[0]})")


def _check(catalogue: Catalogue, options: argparse.Namespace) -> Outcome:
    made, told = checked(catalogue, Path(options.folder), options.file, options.today, options.wizard)
    status = 1 if told.differences else 0
    if options.fix:
        foreign = told.link.startswith("https:") and not options.wizard
        if foreign and told.differences:
            place = told.link.partition("#")[0]
            print(
                f"data-stack: {place} is the address that {quoted(made.file)} names, and gets the answers when it is "
                f"opened; --wizard names another",
                file=sys.stderr,
            )
        return (told.link if told.differences else f"{made.file} and the project agree: nothing to fill in."), status
    return report.FORMATS[options.format](told), status


def checked(
    catalogue: Catalogue, folder: Path, file: str | None = None, today: date | None = None, wizard: str = ""
) -> tuple[Standard, Report]:
    """A folder held against its file. Raises :class:`CheckError` where one of them cannot be read."""
    try:
        found = repository.read(catalogue, folder)
    except OSError as error:
        raise CheckError(f"{folder}: {error.strerror}") from None
    made, text = read_standard(catalogue, file_in(folder, file))
    case = Case(standard=made, project=found, today=today or datetime.now(tz=UTC).date())
    findings = checking.findings(case)
    prefix = "" if folder == Path() else f"{folder.as_posix().rstrip('/')}/"
    return made, Report(
        file=made.file,
        prefix=prefix,
        decided=made.of_the_store.text,
        findings=findings,
        unread=found.unread,
        link=mending.address(made, findings, wizard, text),
    )


def _outdated(catalogue: Catalogue, options: argparse.Namespace) -> Outcome:
    made, _ = read_standard(catalogue, file_in(Path(options.folder), options.file))
    nothing = project.Project(names=(), unread=())
    found = checking.outdated(Case(standard=made, project=nothing, today=datetime.now(tz=UTC).date()))
    if not found:
        return f"{made.file}: the guide says of this stack what it said when the file was written.", 0
    return "\n\n".join(_outdated_text(made, item) for item in found), 1


def _outdated_text(made: Standard, item: Finding) -> str:
    return f"{made.file}:{item.sentence.line}: {item.sentence}\n{item.says} {item.why}\n{item.do}"


def _governs(catalogue: Catalogue, options: argparse.Namespace) -> Outcome:
    path = Path(options.path)
    file = Path(options.file) if options.file else _nearest(path)
    made, _ = read_standard(catalogue, file)
    found = governing.governing(made, path)
    lines = [f"{made.file}:{item.line}: {item}" for item in found]
    none = f"{made.file} says nothing of {path.as_posix()} by name: code that keeps data there follows all its rules."
    return "\n".join(lines) or none, 0


# --- the file ---------------------------------------------------------------------------------------------------------


def file_in(folder: Path, named: str | None) -> Path:
    """The file that is named, else the one in its usual place. Raises :class:`CheckError` where there is none."""
    if named:
        return Path(named)
    found = _usual(folder)
    if found is None:
        raise CheckError(
            f"{folder.as_posix()}: no {PLACES[0]} here; name the file with --file, or write one: data-stack write"
        )
    if repository.leads_out(found, folder):
        raise CheckError(f"{found.as_posix()} is a link out of the folder; name the file that it leads to with --file")
    return found


def _usual(folder: Path) -> Path | None:
    there = (folder / place for place in PLACES)
    return next((place for place in there if place.exists() and not place.is_dir()), None)


def _nearest(path: Path) -> Path:
    """The data-stack.md of the nearest folder above a file that has one."""
    for folder in path.absolute().parents:
        found = _usual(folder)
        if found is not None and not repository.leads_out(found, folder):
            return found.relative_to(Path.cwd()) if found.is_relative_to(Path.cwd()) else found
    raise CheckError(f"{path.as_posix()}: no {PLACES[0]} in a folder above it; name the file with --file")


def read_standard(catalogue: Catalogue, file: Path) -> tuple[Standard, str]:
    """The file and its text. Raises :class:`CheckError` where it cannot be read, or decides nothing."""
    try:
        text = walk.read(file, 4 * LONGEST + 1)
        return standard.read(rulebook(catalogue), file.as_posix(), text), text
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
        raise CheckError(f"{file.as_posix()}: {reason}") from None
    except DocumentError as error:
        said = str(error)
        raise CheckError(said if said.startswith(file.as_posix()) else f"{file.as_posix()}: {said}") from None
