"""The screen of the document: its sections rendered and as Markdown."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from wizard.catalogue.model import Catalogue
from wizard.converse.record import EMPTY, Record
from wizard.decide.answers import Answers
from wizard.explain.words import listed
from wizard.write import forms
from wizard.write.blocks import GENERATED
from wizard.write.comment import pick_ids, pick_names
from wizard.write.markdown import section_markdown
from wizard.write.prose import to_html


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


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentView:
    title: str
    sections: tuple[SectionView, ...]
    markdown: str
    filename: str
    form: str
    notices: tuple[str, ...]


# --- the document -----------------------------------------------------------------------------------------------------


def document_view(
    catalogue: Catalogue, answers: Answers, record: Record = EMPTY, notices: tuple[str, ...] = ()
) -> DocumentView:
    composed, markdown = forms.write(catalogue, answers, record)
    pick = pick_ids(catalogue, answers)
    stale = bool(record.edited_for) and record.edited_for != pick
    edited = [section.heading for section in composed.sections if section.prose and section.blocks]
    if stale and edited:
        then, now = (pick_names(catalogue, ids) for ids in (record.edited_for, pick))
        what = f"You edited {listed(edited)} when the pick was {then}. Your answers now give {now}"
        notices += (f"{what}: read your words again, or give the section back to the guide.",)
    headings = {section.heading for section in composed.sections}
    elsewhere = [heading for heading in record.prose if heading in GENERATED and heading not in headings]
    if elsewhere:
        notices += (f"Your edits of {listed(elsewhere)} belong to the other form, and are kept for it.",)
    return DocumentView(
        title=composed.title,
        sections=tuple(
            SectionView(
                heading=section.heading,
                html=to_html(section_markdown(section)),
                markdown=section_markdown(section),
                edited=bool(section.prose),
                generated=bool(section.blocks),
                stale=stale and bool(section.prose and section.blocks),
            )
            for section in composed.sections
        ),
        markdown=markdown,
        filename=composed.filename,
        form=record.form,
        notices=notices,
    )
