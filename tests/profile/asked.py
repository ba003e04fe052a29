"""Requests at random for `wizard.api.handle`, as many kinds of them as there are.

They are found by asking it here, in CPython: it gives the same answers as in Pyodide, and each leads to the next.
"""

from __future__ import annotations

import json
import random
import re
import tomllib
from contextlib import suppress
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from unittest import mock

from tests import fuzz
from tests.hostile_text import corpus
from wizard.build.pages import gallery, playing
from wizard.door.api import handle

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TEXTS: Final = tomllib.loads(Path(__file__).with_name("texts.toml").read_text(encoding="utf-8"))

#: Notes, in many scripts; and files that projects have, by their names.
SCRIPTS: Final[tuple[str, ...]] = tuple(TEXTS["scripts"])
PROJECT: Final[Mapping[str, str]] = TEXTS["files"]

#: Presses in an interview until the next one begins.
PRESSES: Final = 60

_FIELD: Final = re.compile(r"<(input|select|textarea|option)\b([^>]*)>")
_BUTTON: Final = re.compile(r'<button\b([^>]*name="event"[^>]*)>')
_ATTRIBUTE: Final = re.compile(r'([\w-]+)="([^"]*)"')

type Json = dict[str, Any]


@dataclass(kw_only=True)
class Asking:
    """Asks, and keeps what was asked."""

    asked: list[str] = field(default_factory=list)

    def ask(self, request: str) -> str:
        """The response; raises what `handle` raises."""
        self.asked.append(request)
        return handle(request)

    def response(self, shown: Json, event: Json) -> Json:
        """The response to an event on a screen, or that screen where there is none."""
        request: Json = {"answers": shown["answers"], "record": shown["record"], "event": event}
        with suppress(Exception):  # what is refused here is refused there
            return dict(json.loads(self.ask(json.dumps(request))))
        return shown


def requests(interviews: int, seed: str) -> Iterator[str]:
    """Every screen of the gallery, `interviews` interviews, and for each ten requests that no page sends."""
    asking = Asking()
    with mock.patch.object(playing, "handle", asking.ask):
        for example in gallery.examples():
            gallery.screen(example.id)
    chance = random.Random(seed)
    for _ in range(interviews):
        _interview(asking, chance)
        for _ in range(10):
            with suppress(Exception):
                asking.ask(fuzz.request(chance))
    yield from asking.asked


def _interview(asking: Asking, chance: random.Random) -> None:
    """Presses of whatever is on the screen, files among them, from the first question on; forward rather than back."""
    shown: Json = {"answers": {}, "record": {}, "at": "", "review": False, "link": "", "document": None}
    tabs: list[str] = []
    shown = asking.response(shown, {"type": "open", "how": "load", "fragment": "", "stored": ""})
    for _ in range(PRESSES):
        event: Json
        if chance.random() < 0.06:
            event = {"type": "files", "files": _files(chance, shown)}
        elif chance.random() < 0.03:
            fragment = chance.choice([shown["link"], fuzz.text(chance), f"{shown['link']}&at=review&review=yes"])
            kept = {"fragment": shown["link"], "record": shown["record"]}
            others = chance.sample(tabs, min(len(tabs), chance.randrange(3)))  # interviews of other tabs
            stored = json.dumps({**kept, "others": others} if others else kept)
            tabs.append(json.dumps(kept))
            event = {"type": "open", "how": chance.choice(["load", "reload", "link", "history"]), "fragment": fragment}
            event |= {"stored": chance.choice([stored, fuzz.text(chance), ""])}
        else:
            buttons = [dict(_ATTRIBUTE.findall(text)) for text in _BUTTON.findall(shown["html"])]
            forward = [button for button in buttons if button["value"] in ("continue", "confirm")]
            button = chance.choice(forward if forward and chance.random() < 0.7 else buttons)
            event = {"type": button["value"], "fields": _fields(shown["html"], chance)}
            event |= {"question": button["data-question"]} if "data-question" in button else {}
        shown = asking.response(shown, {"at": shown["at"], "review": "yes" if shown["review"] else "", **event})


def _files(chance: random.Random, shown: Json) -> list[Json]:
    """Files of a project, or the document of this interview, as they are or with something done to them."""
    names = chance.sample(sorted(PROJECT), chance.randrange(1, 4))
    texts: dict[str, str] = {name: PROJECT[name] for name in names}
    if shown["document"] and chance.random() < 0.8:
        beside = texts if chance.random() < 0.5 else {}  # then they are held against each other
        texts = {**beside, "data-stack.md": shown["document"]["markdown"]}
    for name, text in texts.items():
        kind = chance.randrange(4)
        at = chance.randrange(len(text) + 1)
        if kind == 1:
            texts[name] = text[:at] + chance.choice((*SCRIPTS, fuzz.text(chance))) + text[at:]
        elif kind == 2:
            texts[name] = text[:at]
        elif kind == 3:
            texts[name] = chance.choice((*corpus(), fuzz.text(chance)))
    return [{"name": name, "text": text} for name, text in texts.items()]


def _fields(html: str, chance: random.Random) -> dict[str, list[str]]:
    """What a form may hold: some of what it offers, and texts in its text fields."""
    offered: dict[str, list[str]] = {}
    name = ""
    for tag, text in _FIELD.findall(html):
        given = {key: unescape(value) for key, value in _ATTRIBUTE.findall(text)}
        name = given.get("name", name) if tag != "option" else name
        offered.setdefault(name, [])
        if tag == "textarea":
            offered[name] = [chance.choice((*SCRIPTS, fuzz.text(chance), ""))] if chance.random() < 0.4 else []
        elif given.get("value"):
            offered[name].append(given["value"])
    return {
        name: values if len(values) < 2 else chance.sample(values, min(len(values), chance.choice((1, 1, 1, 2, 0))))
        for name, values in offered.items()
    }
