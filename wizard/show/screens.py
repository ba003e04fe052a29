"""Each screen: what it shows (:mod:`wizard.view`), laid out by its template, with its title and what is announced."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.catalogue.model import Catalogue
from wizard.converse.record import Record
from wizard.decide.answers import Answers, Value, several
from wizard.show.conflict import conflict_view
from wizard.show.document import document_view
from wizard.show.found import found_view
from wizard.show.question import question_view
from wizard.show.render import render
from wizard.show.review import review_view
from wizard.show.weigh import weigh_view


@dataclass(frozen=True, kw_only=True, slots=True)
class Screen:
    """`filename` and `markdown` are the file that the screen offers; empty on all screens but the document's."""

    html: str
    title: str
    announcement: str
    filename: str = ""
    markdown: str = ""


def screen(
    catalogue: Catalogue,
    answers: Answers,
    record: Record,
    at: str,
    *,
    reviewed: bool = False,
    entered: Value | None = None,
    error: str = "",
    note_error: str = "",
    note: str = "",
    notices: tuple[str, ...] = (),
    before: Answers | None = None,
    returning: str = "",
) -> Screen:
    """The screen `at`: a question's key, or one of :data:`wizard.link.SCREENS`.

    `entered` and `note` are what the form held when it could not be accepted, `error` and `note_error` why; `before`
    are the answers before the last one; `returning` offers a way back to another interview that is stored.
    """
    if at == "review":
        review = review_view(catalogue, answers, notices, record, returning=returning)
        title = "No database needed" if review.none else "Your data stack"
        return Screen(
            html=render("review.html.jinja", view=review), title=title, announcement="Summary of your data stack."
        )
    if at == "document":
        shown = document_view(catalogue, answers, record, notices)
        return Screen(
            html=render("document.html.jinja", view=shown),
            title=f"Your {shown.filename}",
            announcement="Your document is ready.",
            filename=shown.filename,
            markdown=shown.markdown,
        )
    if at == "conflict":
        chosen = several(entered)[0] if entered else ""
        conflict = conflict_view(
            catalogue, answers, record, error=error, note_error=note_error, chosen=chosen, note=note
        )
        return Screen(
            html=render("conflict.html.jinja", view=conflict, reviewed=reviewed, notices=notices),
            title="This does not fit together",
            announcement="Something does not fit together.",
        )
    if at == "weigh":
        weigh = weigh_view(catalogue, answers, record)
        return Screen(
            html=render("weigh.html.jinja", view=weigh, reviewed=reviewed, notices=notices),
            title="Which of these have you considered?",
            announcement="Trade-offs of what you keep.",
        )
    if at == "found":
        found = found_view(catalogue, answers, record)
        title = "This is what your files say" if found.rows else "Your files say nothing that we can use"
        return Screen(
            html=render("found.html.jinja", view=found, reviewed=reviewed, title=title),
            title=title,
            announcement=f"{len(found.rows)} answers proposed.",
        )
    if at == "opened":
        return _opened(catalogue, answers, record, notices, returning=returning)
    question = question_view(
        catalogue,
        answers,
        at,
        chosen=entered,
        error=error,
        note_error=note_error,
        notices=notices,
        before=before,
        record=record,
        returning=returning,
    )
    return Screen(
        html=render("question.html.jinja", view=question, reviewed=reviewed),
        title=question.question,
        announcement=f"{question.progress}.",
    )


def _opened(
    catalogue: Catalogue, answers: Answers, record: Record, notices: tuple[str, ...], *, returning: str
) -> Screen:
    from wizard.read.reopening import differences  # noqa: PLC0415 - needed only when a document has been opened again

    changed = differences(catalogue, answers, record)
    file = record.written.file if record.written else ""
    return Screen(
        html=render(
            "opened.html.jinja",
            file=file,
            changed=changed,
            notices=(*notices, *record.problems),
            returning=returning,
            answers=len(answers),
        ),
        title=f"{file} is open again",
        announcement="Your document is open again.",
    )
