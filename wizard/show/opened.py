"""The screen of a data-stack.md that was opened again: what the next version of the file would change."""

from __future__ import annotations

from wizard.converse.state import Step
from wizard.read.reopening import differences
from wizard.show.checked import checked_view, told
from wizard.show.render import render
from wizard.show.shown import Shown


def show(step: Step) -> Shown:
    """The screen of an opened file."""
    reading, record = step.state.reading, step.state.record
    file = record.written.file if record.written else ""
    return Shown(
        html=render(
            "opened.html.jinja",
            file=file,
            changed=differences(reading, record),
            notices=(*step.notices, *record.problems),
            returning=step.returning,
            answers=len(reading.answers),
            checked=checked_view(record.checked),
        ),
        title=f"{file} is open again",
        announcement=f"Your document is open again. {told(record.checked)}".rstrip(),
    )
