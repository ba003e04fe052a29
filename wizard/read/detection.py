"""Detection: project files in, proposed answers out, each with the line that says so.

The files are read where the person is and never sent anywhere. What they propose is confirmed by the person, so this
reads what a file says plainly and does not guess. Whatever is dropped on the page, reading takes time that grows with
the text's length and never raises.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from wizard.catalogue.model import Catalogue
from wizard.converse.record import Found
from wizard.decide.answers import AnswerError, check_one
from wizard.read.manifests import READERS, SHOWN, Reader, Sign, UnreadableError, short
from wizard.read.proposals import propose

#: In characters. A longer file is not one that a person wrote.
LONGEST: Final = 1_000_000
MOST_FILES: Final = 20

#: Characters of all files together: so many take a second or two in the browser, and a project's have a tenth.
LONGEST_TOGETHER: Final = 1_000_000

#: In folders of these names lie other people's projects.
FOREIGN_FOLDERS: Final = frozenset({"node_modules", "site-packages", ".venv", "venv", "vendor"})


# --- what comes out ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Detection:
    """At most one proposal for each key, in the questions' order; `problems` are sentences for the person."""

    proposals: tuple[Found, ...]
    problems: tuple[str, ...]


def detect(catalogue: Catalogue, files: Mapping[str, str]) -> Detection:
    """Proposed answers from project files: `files` maps a name (perhaps with folders) to the text.

    Never raises: what cannot be read is named in `problems`. The proposals are legal answers and fit together.
    """
    chosen, problems = _chosen(files)
    signs: list[Sign] = []
    for order, (name, reader) in enumerate(chosen):
        found, unread = _read(name, reader, files[name])
        signs += [replace(sign, file=name, order=order) for sign in found if _is_legal(catalogue, sign)]
        problems += unread
    proposals, doubts = propose(catalogue, signs)
    return Detection(proposals=tuple(proposals), problems=(*problems, *doubts))


def _is_legal(catalogue: Catalogue, sign: Sign) -> bool:
    """Whether the catalogue offers the value: the tables of names may be ahead of it."""
    try:
        check_one(catalogue.questions[sign.key], sign.value)
    except (AnswerError, KeyError):
        return False
    return True


# --- the files --------------------------------------------------------------------------------------------------------


def _chosen(files: Mapping[str, str]) -> tuple[list[tuple[str, Reader]], list[str]]:
    """(the files to be read, those that win first; a sentence for each kind of others)."""
    problems = []
    ranked: list[tuple[int, str, Reader]] = []
    foreign = []
    for name in files:
        *folders, base = re.split(r"[/\\]", name)
        rank = next((rank for rank, (pattern, _) in enumerate(READERS) if pattern.fullmatch(base)), None)
        if rank is None or not FOREIGN_FOLDERS.isdisjoint(folders):
            foreign.append(name)
        else:
            ranked.append((rank, name, READERS[rank][1]))
    if foreign:
        problems.append(f"Ignored, because this is not a kind of file that is read here: {_names(foreign)}.")
    ranked.sort(key=lambda item: item[0])  # the order in which the files came decides between two of a kind
    if len(ranked) > MOST_FILES:
        left_out = [name for _, name, _ in ranked[MOST_FILES:]]
        problems.append(f"Only {MOST_FILES} files are read at once; left out: {_names(left_out)}.")
    chosen: list[tuple[str, Reader]] = []
    beyond = []
    length = 0
    for _, name, reader in ranked[:MOST_FILES]:
        if len(files[name]) > LONGEST:
            problems.append(f"{short(name)} is longer than {LONGEST:,} characters, so it was not read.")
        elif length + len(files[name]) > LONGEST_TOGETHER:
            beyond.append(name)
        else:
            chosen.append((name, reader))
            length += len(files[name])
    if beyond:
        problems.append(f"Only {LONGEST_TOGETHER:,} characters are read at once; left out: {_names(beyond)}.")
    return chosen, problems


def _names(names: list[str]) -> str:
    shown = ", ".join(short(name) for name in names[:MOST_FILES])
    return f"{shown} and {len(names) - MOST_FILES} more" if len(names) > MOST_FILES else shown


def _read(name: str, reader: Reader, text: str) -> tuple[list[Sign], list[str]]:
    """(the signs in one file, each key and value once, with their lines' texts; what there is to say of it)."""
    text = text.removeprefix("\ufeff")
    found: dict[tuple[str, str, bool], Sign] = {}
    elsewhere: dict[str, int] = {}
    try:
        for sign in reader(text):
            if sign.key:
                found.setdefault((sign.key, sign.value, sign.aside), sign)
            else:
                elsewhere.setdefault(sign.value, sign.line)
    except UnreadableError as error:
        return [], [f"{short(name)}, line {error.line}: {error}. The file was left out."]
    problems = [
        f"{short(name)}, line {line} names {what}, which the guide does not cover." for what, line in elsewhere.items()
    ]
    if not found and not elsewhere:
        problems.append(f"{short(name)} names nothing that the wizard knows.")
    if re.search(r"(^|[-_.])(dev|develop|development|test|tests|testing|lint|docs)([-_.]|$)", _base(name)):
        found = {key: replace(sign, aside=True) for key, sign in found.items()}
    lines = text.split("\n")
    return [replace(sign, text=_shown(lines[sign.line - 1])) for sign in found.values()], problems


def _base(name: str) -> str:
    return re.split(r"[/\\]", name)[-1]


def _shown(line: str) -> str:
    """A line as it is shown: short, and without the password of an address."""
    return short(re.sub(r"(://[^\s:/@]*):[^\s\"']*@", r"\1:…@", line.strip()[: 10 * SHOWN]))
