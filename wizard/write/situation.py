"""Answers as a situation, the form in which tests hold real projects: for telling that a pick is wrong."""

from __future__ import annotations

import json

from wizard.decide.answers import Answers


def situation(answers: Answers) -> str:
    """The answers as TOML, as in `tests/situations/`, with room for the rest: no notes, nothing else said."""
    told = ", ".join(
        f"{key} = {json.dumps(value if isinstance(value, str) else list(value))}"
        for key, value in answers.items()
        if key != "pace"
    )
    return f'[[situation]]\ntitle = ""\nstory = ""\nanswers = {{ {told} }}\nmust = {{  }}\nwhy = ""\n'
