"""The document: printed, or put in the place of the one before it with all that was written there by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from wizard.agent import answers_file, files
from wizard.agent.answers_file import Said
from wizard.agent.files import InputError
from wizard.catalogue.signs import quoted
from wizard.converse.record import THINGS, Record
from wizard.decide.rules import Rulebook
from wizard.explain.reading import Reading
from wizard.explain.words import listed
from wizard.read.named import contradictions
from wizard.read.reopening import Reopened, reopen
from wizard.write import comment, forms
from wizard.write.comment import DocumentError
from wizard.write.markdown import generated
from wizard.write.unsaid import Unsaid, sentences, unsaid

#: What can be done about a section that does not say what its answers do.
WAYS: Final = "Mend these lines there; or delete the section's text and write once more, and it is the guide's again."


#: A line about a reason, which has one of its own.
_A_REASON: Final = re.compile(r"(?:In our own words|Known, and kept): ")


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """A file that was written. `kept` names what stood in it by hand, and `unsaid` has what is not said there for that
    reason; `problems`, what could not be kept as it was."""

    name: str
    characters: int
    kept: tuple[str, ...]
    unsaid: tuple[Unsaid, ...]
    reasons: tuple[str, ...]
    """A line for each reason that its text does not have."""
    problems: tuple[str, ...]


def text(reading: Reading, record: Record) -> str:
    """The document's Markdown, answers included."""
    return answers_file.document(reading, record, "the document")


def write(book: Rulebook, said: Said, output: str) -> Written:
    """Write the document to a file. What stands there by hand is kept, and so are reasons for answers that have not
    changed. Raises :class:`InputError` where the file holds something else, which is never written over."""
    reading = said.reading(book)
    there, before = _before(book, said, output)
    record = said.record
    problems: tuple[str, ...] = ()
    if before is not None:
        _refuse_an_older_file(said, before, output)
        record = _together(said, before, output)
        problems = (*before.all_problems(output), *_no_longer(reading, record, said, before))
    made = answers_file.document(reading, record, output)
    problems += answers_file.taken_out(book, said.name, said.answers, said.record, made)
    if before is not None:
        problems += answers_file.taken_out(book, output, before.answers, before.record, made)
    files.replace(output, made, was=there)
    return Written(
        name=output,
        characters=len(made),
        kept=tuple(heading or "the text before the first section" for heading in record.prose),
        unsaid=unsaid(forms.document(reading, record), record),
        reasons=tuple(_reasons_left_out(reading, record, made)),
        problems=problems,
    )


def _before(book: Rulebook, said: Said, output: str) -> tuple[str, Reopened | None]:
    """(the text that stands there, the document in it): None where there is none, or where it is the one that was
    read."""
    if not Path(output).exists():
        return "", None
    if said.form == "document" and Path(said.name).exists() and Path(said.name).samefile(output):
        return said.text, None
    old = files.read(output)
    if not old.strip():
        return old, None
    if comment.split_comment(old)[1] is None:
        raise InputError(f"{output}: holds no answers of this wizard, so it was left as it is; name another file")
    try:
        comment.read_comment(old)
    except DocumentError as error:
        raise InputError(f"{output}: {error}; mend that first: it was left as it is") from None
    try:
        return old, reopen(book, output, old)
    except DocumentError as error:
        raise InputError(f"{output}: {error} It was left as it is.") from None


def _refuse_an_older_file(said: Said, before: Reopened, output: str) -> None:
    """Raises :class:`InputError` where the document was changed after the answers that are to be written over it, and
    says otherwise: nothing that was corrected there is undone."""
    if not Path(said.name).is_file() or Path(said.name).stat().st_mtime_ns >= Path(output).stat().st_mtime_ns:
        return
    other = {*_answered_otherwise(said, before), *_differing(before.record.notes, said.record.notes)}
    if other:
        raise InputError(
            f"{output}: it was changed after {said.name}, and says otherwise of {listed(sorted(other))}; nothing was "
            f"written. `data-stack write {output} --output {output}` keeps what it says; where {said.name} is right, "
            "`data-stack set` that there once more"
        )


def _together(said: Said, before: Reopened, output: str) -> Record:
    """What was said now, with what the file before holds beside it. Raises :class:`InputError` where both have words of
    their own for one place, or words for which the form has none: no text gives way to another."""
    same = {*before.answers} - {*_answered_otherwise(said, before)}
    old, new = before.record, said.record
    form = old.form if new.form == "guide" else new.form
    prose, titles = {**old.prose, **new.prose}, {**old.titles, **new.titles}
    both = [heading or "the text before the first section" for heading in _differing(old.prose, new.prose)]
    both += ["the title"] if _differing(old.titles, new.titles) else []
    both += ["the front matter"] if old.front and new.front and old.front != new.front else []
    if both:
        raise InputError(
            f"{output}: {listed(both)} was written by hand here and, otherwise, in {said.name}; nothing was written. "
            "Put the two texts together in one of the files, and take them out of the other"
        )
    homeless = forms.of_the_other_form(prose, form)
    if homeless or {*titles} - {form}:
        raise InputError(
            f"{output}: {listed(homeless or ['the title'])} was written by hand for the other form of the document; "
            "nothing was written. Name another file"
        )
    return replace(
        new,
        notes={**{key: text for key, text in old.notes.items() if key in {*same, THINGS}}, **new.notes},
        kept={**old.kept, **{rule: why for rule, why in new.kept.items() if why or rule not in old.kept}},
        taken={**{rule: way for rule, way in old.taken.items() if not new.kept.get(rule)}, **new.taken},
        weighed=new.weighed if new.weighed is not None else old.weighed,
        prose=prose,
        replaced={**new.replaced, **old.replaced},
        titles=titles,
        front=new.front or old.front,
        form=form,
        edited_for=new.edited_for if new.prose else old.edited_for,
        written=old.written,
    )


def _answered_otherwise(said: Said, before: Reopened) -> list[str]:
    """The questions that the file before answers, and now have another answer or none."""
    return [key for key, value in before.answers.items() if said.answers.get(key) != value]


def _differing(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """The names under which both have a text, and not the same."""
    return [name for name, text in one.items() if other.get(name, text) != text]


def _no_longer(reading: Reading, record: Record, said: Said, before: Reopened) -> Iterator[str]:
    """What the file before said and the next one does not, and what contradicts the pick in its own words."""
    if gone := _answered_otherwise(said, before):
        yield f"it had other answers to {listed(gone)} than {said.name}, whose answers stand now"
    for key, note in before.record.notes.items():
        if key == THINGS and record.notes[key] != note:
            yield f"what is stored is another in {said.name}; it was: “{note}”"
        elif key in said.record.notes and record.notes[key] != note:
            yield f"the reason for {key} is another in {said.name}; it was: “{note}”"
        elif key not in record.notes:
            yield f"the reason for {key} belonged to another answer, and was left out: “{note}”"
    for rule in filter(before.record.kept.get, _differing(before.record.kept, record.kept)):
        yield f"the reason for keeping {rule} is another in {said.name}; it was: “{before.record.kept[rule]}”"
    for rule in before.record.taken.keys() - record.taken.keys():
        yield f"the way out of {rule} that was agreed on is none in {said.name}, which keeps what it was about"
    if gone := [id_ for id_ in before.record.chosen if id_ not in record.chosen]:
        again = f"`data-stack choose {' '.join(gone)}` takes it again"
        yield f"{listed(gone)} was chosen, and is not in {said.name}: {again}"
    then = before.record.written.pick if before.record.written else ()
    made = forms.document(reading, record).sections
    yield from (item.says for item in contradictions(reading, record.prose, then, made))


def _reasons_left_out(reading: Reading, record: Record, made: str) -> Iterator[str]:
    """A line for each reason that the file has at its end alone, because the section where the guide says it was edited
    by hand."""
    there = _letters(comment.split_comment(made)[0])
    sections = [(it.heading, _letters(generated(it))) for it in forms.document(reading, record).sections if it.prose]
    questions = reading.catalogue.questions
    told = {key: questions[key].short if key in questions else key for key in record.notes}
    for name, reason in [*((told[key], it) for key, it in record.notes.items()), *record.kept.items()]:
        said = _letters(reason)
        place = next((heading for heading, text in sections if said and said in text and said not in there), "")
        if place:
            yield f"Its text lacks the reason for {name}, “{reason}”: add it under “{place}”, which was edited by hand."


def _letters(text: str) -> str:
    """A text without marks and spaces, which Markdown writes otherwise."""
    return "".join(filter(str.isalnum, text))


def as_text(done: Written) -> str:
    """What was written, and what to do with it."""
    kept = f" Kept, as it was written by hand: {listed(done.kept)}." if done.kept else ""
    more = [replace(it, missing=tuple(line for line in it.missing if not _A_REASON.match(line))) for it in done.unsaid]
    lines = unsaid_lines(it for it in (more if done.reasons else done.unsaid) if it.missing or it.outdated)
    told = "".join(f"\n{line}" for line in (*done.reasons, *lines))
    return f"Wrote {quoted(done.name)}.{kept}{told}\nReread it: is each “why” what was said?"


def unsaid_lines(found: Iterable[Unsaid]) -> tuple[str, ...]:
    """What sections that were edited by hand do not say, and the ways out."""
    lines = tuple(line for item in found for line in sentences(item))
    return (*lines, WAYS) if lines else ()


def unsaid_of(reading: Reading, record: Record) -> tuple[str, ...]:
    """The same of the document that these answers make."""
    return unsaid_lines(unsaid(forms.document(reading, record), record))


def as_json(done: Written) -> dict[str, Any]:
    return {
        "file": done.name,
        "characters": done.characters,
        "kept": list(done.kept),
        "reasons": list(done.reasons),
        "unsaid": [
            {"heading": item.heading, "missing": list(item.missing), "outdated": list(item.outdated)}
            for item in done.unsaid
        ],
    }
