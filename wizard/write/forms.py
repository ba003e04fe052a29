"""The forms in which the outcome can be written, each listed once, and the whole file in the form that is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from wizard.converse.record import EMPTY, Record
from wizard.decide.answers import in_order
from wizard.explain.reading import Reading
from wizard.write import adr, audit, data_stack, standard
from wizard.write.blocks import Blocks, Document, assembled
from wizard.write.comment import answers_comment, beside_answers
from wizard.write.front import is_front
from wizard.write.length import fitted
from wizard.write.markdown import markdown
from wizard.write.spans import headline


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """A form of the document. `headings` are those that it writes itself; `keep_it` says where to put the file, with
    its name as `code`."""

    id: str
    name: str
    filename: str
    headings: tuple[str, ...]
    title: Callable[[Reading, Record], str]
    titles: re.Pattern[str]
    """Every title that the form gives itself: another one was written by hand."""
    sections: Callable[[Reading, Record], Mapping[str, Blocks]]
    keep_it: str
    below: tuple[str, ...] = ()
    """The headings that stand below a line, in their order."""


FORMS: Final[Mapping[str, Form]] = {
    form.id: form
    for form in (
        Form(
            id="guide",
            name="Standard",
            filename="data-stack.md",
            headings=data_stack.HEADINGS,
            title=data_stack.title,
            titles=data_stack.TITLES,
            sections=data_stack.sections,
            keep_it="Save it as `standards/data-stack.md` in the project and commit it.",
            below=(standard.FURTHER_RULES, audit.HEADING),
        ),
        Form(
            id="adr",
            name="Decision record (MADR)",
            filename="data-stack-decision.md",
            headings=adr.HEADINGS,
            title=adr.title,
            titles=adr.TITLES,
            sections=adr.sections,
            keep_it="Save it among the project's decision records, under the next number, and commit it.",
        ),
    )
}

#: Headings that one of the forms writes itself: prose under them belongs to that form alone.
GENERATED: Final = frozenset(heading for form in FORMS.values() for heading in form.headings)


def form_of(record: Record) -> Form:
    """The form that the record asks for, or the guide's."""
    return FORMS.get(record.form, FORMS["guide"])


def of_the_other_form(prose: Iterable[str], form: str) -> list[str]:
    """The headings that another form has and `form` has not: what was written below them has no place in it."""
    return [heading for heading in prose if heading in GENERATED - {*FORMS[form].headings}]


def document(reading: Reading, record: Record = EMPTY) -> Document:
    """The document for these answers, with the prose that was edited by hand in its place."""
    form = form_of(record)
    elsewhere = of_the_other_form(record.prose, form.id)
    own = {heading: prose for heading, prose in record.prose.items() if heading not in elsewhere}
    title = headline(record.titles.get(form.id, "")) or form.title(reading, record)
    return assembled(title, form.filename, form.sections(reading, record), own, form.below, by_others=reading.by_others)


def write(reading: Reading, record: Record = EMPTY) -> tuple[Document, str]:
    """(the document, the file's Markdown with the answers at its end). The file has no more of the record's own words
    than can be opened again; the document has all of them."""
    record = replace(record, form=form_of(record).id)
    whole = document(reading, record)
    record, all_ = fitted(record), record
    made = whole if record == all_ else document(reading, record)
    answers = in_order(reading.catalogue, reading.answers)
    text = markdown(made, answers_comment(answers, beside_answers(reading, record, made)))
    return whole, (f"---\n{record.front}\n---\n\n{text}" if record.front and is_front(record.front) else text)
