"""What stands in for a screen that could not be drawn: the answers, and the ways on. No template, which may be at
fault."""

from __future__ import annotations

from typing import Final

from markupsafe import escape

from wizard.converse.state import State
from wizard.explain.words import in_words
from wizard.show.shown import Shown

TITLE: Final = "This screen could not be shown"


def show(state: State, error: Exception) -> Shown:
    """The answers as they are kept, in a form whose buttons the screen has, too."""
    catalogue = state.reading.catalogue
    told = [
        f"<li>{escape(question.short)}: {escape(in_words(catalogue, key, state.answers[key]))}</li>"
        for key, question in catalogue.questions.items()
        if key in state.answers
    ]
    seen = ' data-review="yes"' if state.reviewed else ""
    button = '<button type="button" class="dsw-button" name="event" value='
    on = f'{button}"confirm">Write the document</button>' if state.at == "review" else ""
    html = (
        f'<form class="dsw-main dsw-form" data-at="{state.at}"{seen} method="dialog" novalidate>'
        f'<h1 tabindex="-1" data-focus>{TITLE}</h1><p>An error of ours: {escape(error)}. Your answers are kept:</p>'
        f'<ul>{"".join(told)}</ul><p class="dsw-actions">{button}"back">Back</button>{on}</p></form>'
    )
    return Shown(html=html, title=TITLE, announcement=f"{TITLE}. Your answers are kept.")
