"""Detection: project files in, proposed answers out, each with the line that says so.

The files are read where the person is and never sent anywhere. What they propose is confirmed by the person, so this
reads what a file says plainly and does not guess. Whatever is dropped on the page, reading takes time that grows with
the text's length and never raises.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Final

from wizard.catalogue.model import Catalogue
from wizard.converse.record import Found
from wizard.decide.answers import AnswerError, check_one
from wizard.read.aside import FOREIGN_FOLDERS, below, is_beside, is_left, parts
from wizard.read.ignore import is_ignored, patterns
from wizard.read.manifests import READERS, place_of
from wizard.read.proposals import propose
from wizard.read.python_files import ASIDE_GROUPS
from wizard.read.sign import HINTS, NEVER, SECOND, SHOWN, Reader, Sign, UnreadableError, short

#: In characters. A longer file is not one that a person wrote.
LONGEST: Final = 1_000_000
MOST_FILES: Final = 200

#: More files that say nothing are counted.
MOST_NAMED_SILENT: Final = 5

#: So many names are said at once.
MOST_NAMES: Final = 20

#: Characters of all files together: so many take a second or two in the browser, and a project's have a tenth.
LONGEST_TOGETHER: Final = 1_000_000


# --- what comes out ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Detection:
    """At most one proposal for each key: the project, its stores, its client. `problems` are sentences for the
    person."""

    proposals: tuple[Found, ...]
    problems: tuple[str, ...]
    left: frozenset[str] = frozenset()
    """The files that were not taken, for where they lie or what they are called."""


def detect(catalogue: Catalogue, files: Mapping[str, str], *, roots: Collection[str] = ()) -> Detection:
    """Proposed answers from project files: `files` maps a name (perhaps with folders) to the text. `roots` are folders
    that somebody named as the project: what these are called says nothing.

    Never raises: what cannot be read is named in `problems`. The proposals are legal answers and fit together.
    """
    chosen, problems = _chosen(files)
    signs: list[Sign] = []
    places = {name: below(name, roots) for name, _ in chosen}
    left = [name for name, there in places.items() if is_left(there)]
    beside = {name for name, there in places.items() if is_beside(there, perhaps=True)}.difference(left)
    beside = beside if len(beside) + len(left) < len(chosen) else set()
    silent = []
    for order, (name, reader) in enumerate(chosen):
        found, unread = _read(name, reader, files[name])
        silent += [] if found or unread or name in left else [name]
        problems += unread
        if name in left:
            continue
        aside = NEVER if name in beside else 0
        signs += [
            replace(sign, file=name, order=order, depth=len(places[name]), aside=max(sign.aside, aside))
            for sign in found
            if sign.key in HINTS or _is_legal(catalogue, sign)
        ]
    if left:
        shown = _names(left, most=MOST_NAMED_SILENT)
        problems.append(f"Not taken, as what is old, an example or for tests alone is not what runs: {shown}.")
    if len(silent) > MOST_NAMED_SILENT:
        problems.append(f"{len(silent)} files name nothing that the wizard knows, {short(silent[0])} among them.")
    elif silent:
        problems.append(f"{_names(silent)} {'names' if len(silent) == 1 else 'name'} nothing that the wizard knows.")
    problems += _pointed_to(signs, files)
    proposals, doubts = propose(catalogue, signs)
    return Detection(proposals=tuple(proposals), problems=(*problems, *doubts), left=frozenset(left))


def _pointed_to(signs: list[Sign], files: Mapping[str, str]) -> list[str]:
    """A sentence for each file of requirements that another one includes and that is not there."""
    there = {"/".join(parts(name)) for name in files}
    problems: dict[str, str] = {}
    for sign in signs:
        if sign.key != "include":
            continue
        target = resolved(sign.file, sign.value)
        if target not in there:
            problems.setdefault(
                target, f"{short(sign.file)}, line {sign.line} points to {short(target)}: add that file too."
            )
    return list(problems.values())[:MOST_FILES]


def resolved(name: str, relative: str) -> str:
    """The name of a file that another one names from where it lies."""
    place = parts(name)[:-1]
    for part in parts(relative):
        if part == "..":
            place = place[:-1]
        elif part not in ("", "."):
            place = [*place, part]
    return "/".join(place)


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
    told = {"/".join(parts(name)[:-1]): patterns(text) for name, text in files.items() if is_gitignore(name)}
    for name in files:
        *folders, _ = parts(name)
        if is_gitignore(name) or (told and is_ignored(name, told)):
            continue
        rank = place_of(name)
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


def is_gitignore(name: str) -> bool:
    """Whether a file says what git ignores: it comes with a whole folder, and what it names is not read."""
    return parts(name)[-1] == ".gitignore"


def _names(names: list[str], most: int = MOST_NAMES) -> str:
    shown = ", ".join(short(name) for name in names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown


def _read(name: str, reader: Reader, text: str) -> tuple[list[Sign], list[str]]:
    """(the signs in one file, each key and value once, with their lines' texts; what there is to say of it)."""
    text = text.removeprefix("\ufeff")
    found: dict[tuple[str, str, int], Sign] = {}
    try:
        for sign in reader(text):
            found.setdefault((sign.key, sign.value, sign.aside), sign)
    except UnreadableError as error:
        return [], [f"{short(name)}, line {error.line}: {error}. The file was left out."]
    aside = _aside(name)
    lines = text.split("\n")
    signs = [replace(sign, text=_shown(lines[sign.line - 1]), aside=max(sign.aside, aside)) for sign in found.values()]
    return signs, []


_ASIDE: Final = re.compile(rf"(?:.*[-_.])?(?:{'|'.join(sorted(ASIDE_GROUPS))})(?:[-_.].*)?", re.IGNORECASE)
_NOBODYS: Final = re.compile(r"(?:.*[-_.])?(?:gitpod|codespaces?|devcontainer|e2e)(?:[-_.].*)?")


def _aside(name: str) -> int:
    """How far a whole file stands aside, by its name: what is required for tests never counts for itself, and what a
    second compose file starts counts after the first."""
    base = parts(name)[-1]
    if _NOBODYS.fullmatch(base):
        return NEVER
    if not _ASIDE.fullmatch(base):
        return 0
    return NEVER if base.endswith((".txt", ".in")) else SECOND if base.endswith((".yml", ".yaml")) else 0


def _shown(line: str) -> str:
    """A line as it is shown: short, and without the password of an address."""
    return short(re.sub(r"(://[^\s:/@]*):[^\s\"']*@", r"\1:…@", line.strip()[: 10 * SHOWN]))
