"""Hints speak the person's language: no client of another one is an example."""

from __future__ import annotations

import re

import pytest

from tests.steps import on
from wizard.catalogue.load import load
from wizard.show.question import question_view

CATALOGUE = load()


@pytest.mark.parametrize("language", ["typescript", "python", "go"])
@pytest.mark.parametrize("key", ["query_style", "migrations"])
def test_examples_are_of_the_language(language: str, key: str) -> None:
    view = question_view(on(CATALOGUE, {"persistence": "yes", "language": language}, key))
    hints = " ".join(option.hint for option in view.options)
    named = [client for client in CATALOGUE.clients.values() if re.search(rf"\b{re.escape(client.name)}\b", hints)]
    named = [client for client in named if client.language != language]
    own = {client.name for client in CATALOGUE.clients.values() if client.language == language}
    assert not [client for client in named if client.name not in own], hints
