"""Stands in for Jinja2's filters: the templates use none but the wizard's own, and a test holds them to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

FILTERS: dict[str, Callable[..., Any]] = {}
