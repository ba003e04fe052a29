"""Files that were picked or dropped: a data-stack.md is opened again, project files propose answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from wizard.converse.state import State, Step
from wizard.door.event import Event
from wizard.door.opening import put_aside
from wizard.write.comment import DocumentError


def take_files(state: State, event: Event) -> Step:
    """A data-stack.md is opened again, and the first of several counts; project files propose answers."""
    files = {file.name: file.text for file in event.files if file.text is not None}
    unread = tuple(
        f"{file.name} is larger than a project file ever is, so it was not read."
        for file in event.files
        if file.text is None
    )
    documents = {name: text for name, text in files.items() if name.lower().endswith((".md", ".markdown"))}
    others = {name: text for name, text in files.items() if name not in documents}
    state = replace(state, record=replace(state.record, found=(), problems=unread))
    if documents:
        return _reopened(state, *next(iter(documents.items())), also=others, left=list(documents)[1:])
    return Step(state=replace(_detected(state, others), at="found"))


def _detected(state: State, files: Mapping[str, str]) -> State:
    """The state with what project files propose, less what is answered that way already."""
    from wizard.read.detection import detect  # noqa: PLC0415 - loaded when the first file comes, not at start-up

    found = detect(state.reading.catalogue, files)
    proposals = tuple(item for item in found.proposals if state.answers.get(item.key) != item.value)
    stored = next((item for item in proposals if item.key in ("existing_database", "existing_client")), None)
    if stored and state.answers.get("persistence") != "yes":
        because = "A project that names a database or a client keeps data."
        proposals = (replace(stored, key="persistence", value="yes", because=because), *proposals)
    said = replace(
        state.record, found=(*state.record.found, *proposals), problems=(*state.record.problems, *found.problems)
    )
    return replace(state, record=said)


def _reopened(state: State, name: str, text: str, *, also: Mapping[str, str], left: Iterable[str]) -> Step:
    """The state that a data-stack.md holds; project files that came with it propose what it leaves open."""
    from wizard.read.reopening import reopen  # noqa: PLC0415 - loaded when the first file comes, not at start-up

    try:
        opened = reopen(state.reading.book, name, text)
    except DocumentError as error:
        said = replace(state.record, problems=(*state.record.problems, str(error)))
        return Step(state=replace(state, at="found", record=said))
    problems = opened.problems + tuple(f"{other} was left alone: one document is opened at a time." for other in left)
    if opened.record.written:
        said = replace(opened.record, problems=problems, earlier=put_aside(state))
        found = replace(state.with_answers(opened.answers), at="opened", reviewed=True, record=said)
    else:
        read = opened.record
        said = replace(state.record, found=read.found, prose={**state.record.prose, **read.prose}, problems=problems)
        found = replace(state, at="found", record=said)
    return Step(state=_detected(found, also) if also else found, returning="file" if said.earlier else "")
