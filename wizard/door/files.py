"""Files that were picked or dropped: a data-stack.md is opened again, project files propose answers. Where both
came, they are held against each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from wizard.converse.record import LONGEST_PROSE, Record
from wizard.converse.state import State, Step
from wizard.door.event import Event
from wizard.door.opening import put_aside
from wizard.explain.words import in_words, listed
from wizard.write.comment import DocumentError, guide_day
from wizard.write.length import length

#: So many files that were not read are named; of more, the number is said.
MOST_NAMED: Final = 5


#: What is proposed of an answer: where a document proposes another answer, it is of no use.
FOLLOWS: Final = {
    "existing_database": ("existing_stance", "existing_engine"),
    "language": ("framework", "existing_client"),
}


def take_files(state: State, event: Event) -> Step:
    """A data-stack.md is opened again, and the likeliest of several counts; project files propose answers."""
    read = [(file.name, file.text) for file in event.files if file.text is not None]
    files = dict(read)
    times = Counter(name for name, _ in read)
    unread = (
        *_not_read([file.name for file in event.files if file.text is None]),
        *(
            f"{name} came more than once, and the last of these files was read: drop the others on their own."
            for name in files
            if times[name] > 1
        ),
    )
    named = {name: text for name, text in files.items() if name.lower().endswith((".md", ".markdown"))}
    others = {name: text for name, text in files.items() if name not in named}
    documents = _documents(named, alone=len(files) == 1)
    unread += tuple(_passed_over(named, documents))
    if documents and _base(documents[0]) in TELL_OF_A_PROJECT:
        opened = "came alone, so it was opened as a data-stack.md: its title and text are the document's now."
        unread += (f"{documents[0]} {opened}",)
    state = replace(state, record=replace(state.record, found=(), problems=unread, checked=None))
    if documents:
        first, *left = documents
        return _reopened(state, event.today, first, files[first], also=others, left=left)
    return Step(state=replace(_detected(state, others), at="found"))


#: Files that tell people, or agents, of a project: an answers' block in one is not known to be the project's.
TELL_OF_A_PROJECT: Final = ("readme.md", "agents.md", "claude.md", "gemini.md", "contributing.md", "changelog.md")


def _documents(names: Iterable[str], *, alone: bool) -> list[str]:
    """Those that may be the project's document, the likeliest first: one called data-stack.md, in `standards` before
    other folders. What is an example or a README counts where it came `alone`."""
    from wizard.read.aside import below, is_beside, is_left  # noqa: PLC0415 - it comes with the first file

    def is_aside(name: str) -> bool:
        there = below(name, [name.partition("/")[0]] if "/" in name else ())
        return _base(name) in TELL_OF_A_PROJECT or is_left(there) or is_beside(there)

    def rank(name: str) -> tuple[bool, bool, int]:
        folders = name.split("/")[:-1]
        return _base(name) != "data-stack.md", folders[-1:] != ["standards"], len(folders)

    return sorted((name for name in names if alone or not is_aside(name)), key=rank)


def _base(name: str) -> str:
    return name.rpartition("/")[2].lower()


def _passed_over(names: Iterable[str], documents: Iterable[str]) -> Iterator[str]:
    """A sentence for the documents that are not opened beside other files."""
    left = [name for name in names if name not in documents]
    if left:
        shown = listed(left if len(left) <= MOST_NAMED else [*left[:MOST_NAMED], f"{len(left) - MOST_NAMED} more"])
        verb = "was" if len(left) == 1 else "were"
        yield (
            f"{shown} {verb} not opened: a README, notes for agents, examples and what lies among documentation are "
            "not taken to be the project's data-stack.md. To open one, pick it alone."
        )


def _not_read(names: list[str]) -> Iterator[str]:
    """A sentence for files of which the page sends the name alone."""
    if names:
        more = len(names) - MOST_NAMED
        shown = listed(names if more <= 0 else [*names[:MOST_NAMED], f"{more} more"])
        why = "what is a folder, is gone, is larger than a project file ever is, or comes after the first 200 is not"
        yield f"{shown} {'was' if len(names) == 1 else 'were'} not read: {why}."


def _detected(state: State, files: Mapping[str, str]) -> State:
    """The state with what project files propose, less what is answered that way, or proposed by a document, already."""
    from wizard.read.detection import detect  # noqa: PLC0415 - in the browser it comes with the first file

    catalogue = state.reading.catalogue
    folders = {name.partition("/")[0] for name in files if "/" in name}  # whoever drops one names the project by it
    found = detect(catalogue, files, roots=folders)
    proposals = tuple(item for item in found.proposals if state.answers.get(item.key) != item.value)
    stored = next((item for item in proposals if item.key in ("existing_database", "existing_client")), None)
    if stored and state.answers.get("persistence") != "yes":
        because = "A project that names a database or a client keeps data."
        proposals = (replace(stored, key="persistence", value="yes", because=because), *proposals)
    mine = {item.key: item for item in state.record.found}
    told = {item.key for item in proposals if item.key in mine and mine[item.key].value != item.value}
    gone = {after for key in told for after in FOLLOWS.get(key, ())}
    others = tuple(
        f"{item.file} names {in_words(catalogue, item.key, item.value)} as well; {mine[item.key].file} counts."
        for item in proposals
        if item.key in told and not state.record.checked
    )
    said = replace(
        state.record,
        found=(*state.record.found, *(item for item in proposals if item.key not in {*mine, *gone})),
        problems=tuple(dict.fromkeys((*state.record.problems, *_untold(state, (*found.problems, *others))))),
    )
    return replace(state, record=said)


def _untold(state: State, problems: Iterable[str]) -> Iterator[str]:
    """Those sentences about lines of files that no difference from the document has told already."""
    differences = state.record.checked.differences if state.record.checked else ()
    told = tuple(f"{place.file}, line {place.line} " for item in differences for place in item.places)
    return (problem for problem in problems if not problem.startswith(told))


def _reopened(state: State, today: str, name: str, text: str, *, also: Mapping[str, str], left: Iterable[str]) -> Step:
    """The state that a data-stack.md holds; project files that came with it propose what it leaves open."""
    from wizard.read.reopening import reopen  # noqa: PLC0415 - in the browser it comes with the first file

    try:
        opened = reopen(state.reading.book, name, text)
    except DocumentError as error:
        said = replace(state.record, problems=(*state.record.problems, str(error)))
        return Step(state=replace(state, at="found", record=said))
    problems = (
        state.record.problems
        + opened.problems
        + tuple(f"{other} was left alone: one document is opened at a time." for other in left)
    )
    if opened.record.written:
        said = replace(opened.record, problems=problems, earlier=put_aside(state))
        found = replace(replace(state, record=said).with_answers(opened.answers), at="opened", reviewed=True)
    else:
        found = replace(state, at="found", record=_beside(name, state.record, opened.record, problems))
    aside = opened.record.written and found.record.earlier
    if also:
        found, read = _held(found, today, name, text, also)
        found = _detected(found, {other: text for other, text in also.items() if other not in read})
    return Step(state=found, returning="file" if aside else "")


def _held(state: State, today: str, name: str, text: str, files: Mapping[str, str]) -> tuple[State, frozenset[str]]:
    """(the state with what the check of project files against their document has to say, files that only it reads)."""
    from wizard.check.dropped import held  # noqa: PLC0415 - in the browser it comes with the first file

    try:
        day = date.fromisoformat(today)
    except ValueError:
        day = date.fromisoformat(guide_day(state.reading.catalogue))
    found = held(state.reading.book, name, text, files, day)
    if found is None:
        return state, frozenset()
    said = replace(
        state.record,
        checked=found.checked,
        found=found.found if state.at == "opened" else state.record.found,  # its own words propose what they say
        problems=(*state.record.problems, *found.unread),
    )
    return replace(state, record=said), found.settings


def _beside(name: str, mine: Record, read: Record, problems: tuple[str, ...]) -> Record:
    """The record with the words of a file without answers. Where there are words of one's own, those stay."""
    others = [heading for heading, text in read.prose.items() if mine.prose.get(heading, text) != text]
    words = [f"“{heading[:60]}”" if heading else "the text before the first section" for heading in others]
    words += ["the title"] if any(mine.titles.get(form, title) != title for form, title in read.titles.items()) else []
    words += ["the front matter"] if mine.front and read.front not in ("", mine.front) else []
    if words:
        named = listed(words)
        problems += (f"{name}: you have words of your own for {named} already, so those of the file were left out.",)
    prose = {**read.prose, **mine.prose}
    titles = {**read.titles, **mine.titles}
    front = mine.front or read.front
    if length(replace(mine, prose=prose, titles=titles, front=front)) > LONGEST_PROSE:
        prose, titles, front = {**mine.prose}, {**mine.titles}, mine.front
        problems += (
            f"{name}: with your own words these are more than {LONGEST_PROSE:,} characters: none was taken over.",
        )
    return replace(mine, found=read.found, prose=prose, titles=titles, front=front, problems=problems)
