"""The screen of the document: its sections rendered and as Markdown."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from wizard.converse.state import Step
from wizard.explain.words import listed
from wizard.show.render import render
from wizard.show.shown import Shown
from wizard.write import forms
from wizard.write.comment import pick_names
from wizard.write.markdown import section_markdown
from wizard.write.prose import ESCAPED, settle, to_html
from wizard.write.start import first_minutes
from wizard.write.unsaid import sentences, unsaid


@dataclass(frozen=True, kw_only=True, slots=True)
class SectionView:
    heading: str
    html: Markup
    markdown: str
    edited: bool
    generated: bool
    """Whether there is a text of the guide to go back to."""
    stale: bool
    """Whether it was edited when the pick was another."""
    after_the_line: bool
    """Whether the line that the file has stands before it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentView:
    title: str
    sections: tuple[SectionView, ...]
    markdown: str
    filename: str
    form: str
    forms: tuple[tuple[str, str], ...]
    """(id, name) of each form that can be asked for."""
    first_minutes: tuple[tuple[str, str, str], ...]
    """(what there is, the client, where) to begin with each store."""
    keep_it: str
    """Where to put the file."""
    notices: tuple[str, ...]
    returning: str
    """Why another interview is there to return to; see :mod:`wizard.door.opening`."""


def show(step: Step) -> Shown:
    """The screen of the document."""
    view = document_view(step)
    return Shown(
        html=render("document.html.jinja", view=view),
        title=f"Your {view.filename}",
        announcement="Your document is ready.",
        filename=view.filename,
        markdown=view.markdown,
    )


def document_view(step: Step) -> DocumentView:
    """The document, section by section and whole."""
    reading, record, notices = step.state.reading, step.state.record, step.notices
    made, markdown = forms.write(reading, record)
    form = forms.form_of(record)
    stale = bool(record.edited_for) and record.edited_for != reading.pick_ids
    edited = [section.heading for section in made.sections if section.prose and section.blocks]
    if stale and edited:
        then, now = (pick_names(reading.catalogue, ids) for ids in (record.edited_for, reading.pick_ids))
        what = f"You edited {listed(edited)} when the pick was {then}. Your answers now give {now}"
        notices += (f"{what}: read your words again, or give the section back to the guide.",)
    notices += tuple(" ".join(sentences(item)) for item in unsaid(made, record))
    if any(settle(text) != text for text in record.prose.values()) and ESCAPED not in notices:
        notices += (ESCAPED,)
    headings = {section.heading for section in made.sections}
    elsewhere = [heading for heading in record.prose if heading in forms.GENERATED and heading not in headings]
    if elsewhere:
        notices += (f"Your edits of {listed(elsewhere)} belong to the other form, and are kept for it.",)
    return DocumentView(
        title=made.title,
        sections=tuple(
            SectionView(
                heading=section.heading,
                html=to_html(section_markdown(section)),
                markdown=section_markdown(section),
                edited=bool(section.prose),
                generated=bool(section.blocks),
                stale=stale and bool(section.prose and section.blocks),
                after_the_line=bool(section.heading) and section.heading == made.below,
            )
            for section in made.sections
        ),
        markdown=markdown,
        filename=made.filename,
        form=form.id,
        forms=tuple((item.id, item.name) for item in forms.FORMS.values()),
        first_minutes=first_minutes(reading),
        keep_it=form.keep_it,
        notices=notices,
        returning=step.returning,
    )
