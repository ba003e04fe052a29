"""The check in the browser: project files that were dropped together with their data-stack.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Final

from wizard.check import checking, mending, standard
from wizard.check.case import Case, places
from wizard.check.differences import kept
from wizard.check.finding import Finding
from wizard.check.project import Name, of, reader_of
from wizard.check.standard import Standard
from wizard.converse.record import Checked, Difference, Found, Place
from wizard.decide.answers import Value, several
from wizard.decide.rules import Rulebook
from wizard.read.detection import LONGEST_TOGETHER, MOST_FILES, is_gitignore
from wizard.read.ignore import is_ignored, patterns
from wizard.read.manifests import place_of
from wizard.write.comment import DocumentError

#: What the screen of an opened file says in full, whether project files came with it or not.
SAID_ANYWAY: Final = ("guide-changed",)


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """What came of it; `found` are the answers that differences stand for, and `settings` the files that only a check
    reads."""

    checked: Checked
    found: tuple[Found, ...]
    unread: tuple[str, ...]
    settings: frozenset[str]


def held(book: Rulebook, name: str, text: str, files: Mapping[str, str], today: date) -> Held | None:
    """Project files, by name, held against the data-stack.md of this name and text. None where there is nothing to
    hold: no file that says anything, or a document that decides nothing, which is told where it is opened."""
    chosen, left_out = _chosen(files)
    try:
        made = standard.read(book, name, text) if chosen else None
    except DocumentError:
        made = None
    if made is None:
        return None
    project = of(book.catalogue, chosen)
    case = Case(standard=made, project=project, today=today)
    findings = checking.findings(case)
    differences = tuple(_difference(made, item) for item in findings if item.kind.id not in SAID_ANYWAY)
    return Held(
        checked=Checked(files=len({item.file for item in project.names}), lines=project.lines, differences=differences),
        found=tuple(_proposed(case, findings)),
        unread=(*project.unread, *left_out),
        settings=frozenset(name for name in chosen if place_of(name) is None),
    )


def _chosen(files: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """(the files that are read, less what git ignores; what there is to say of the others)."""
    told = {name.rpartition("/")[0]: patterns(text) for name, text in files.items() if is_gitignore(name)}
    known = sorted(name for name in files if reader_of(name) and not is_ignored(name, told))
    lengths = accumulate(len(files[name]) for name in known)
    chosen = [name for name, length in zip(known, lengths, strict=True) if length <= LONGEST_TOGETHER][:MOST_FILES]
    most = (
        f"Only {len(chosen)} of {len(known)} project files were held against the document: the command line reads more."
    )
    return {name: files[name] for name in chosen}, (most,) if len(chosen) < len(known) else ()


def _difference(made: Standard, item: Finding) -> Difference:
    sentence = Place(file=made.file, line=item.sentence.line, text=str(item.sentence))
    return Difference(
        note=not item.differs, says=item.says, why=item.why, do=item.do, sentence=sentence, places=item.places
    )


def _proposed(case: Case, findings: Iterable[Finding]) -> Iterable[Found]:
    """The answers that the link of `--fix` has and the file has not, each with the line that it comes from."""
    findings = [item for item in findings if item.differs and item.places]
    mended = mending.mended(case.standard, findings)
    stays = kept(case)
    stays = stays if stays.get("existing_database") == mended.get("existing_database") else {}
    for key, value in mended.items():
        item = next((item for item in findings if key in item.answers), None)
        if item is None or case.standard.answers.get(key) == value:
            continue
        place, because = item.places[0], item.says
        if stays.get(key) == value:
            named = _named(case, value) if key in ("existing_client", "existing_stores") else _decided(case)
            place = next(iter(places(named)), place)
            because = "The file decides it, and the project uses it."
        yield Found(key=key, value=value, file=place.file, line=place.line, text=place.text, because=because)


def _named(case: Case, value: Value) -> Iterable[Name]:
    """The lines that name a client, or stores."""
    return [name for name in (*case.clients, *case.stores) if name.id in several(value)]


def _decided(case: Case) -> Iterable[Name]:
    """The lines that name the store which the file decides."""
    store = case.standard.store
    return [name for name in case.stores if store and name.id in (store.database.id, store.service.id)]
