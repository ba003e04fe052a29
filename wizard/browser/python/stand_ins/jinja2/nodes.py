"""Stands in for Jinja2's `nodes`: templates come compiled, and what runs them asks for this much."""

from __future__ import annotations

from typing import Any


class Template:
    """Named in annotations."""


class EvalContext:
    """What a template is run with, as in Jinja2."""

    def __init__(self, environment: Any, template_name: str | None = None) -> None:
        self.environment = environment
        escape = environment.autoescape
        self.autoescape = escape(template_name) if callable(escape) else escape
        self.volatile = False
