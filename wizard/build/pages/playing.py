"""An interview as the gallery plays it: a link or what was stored, and then what the person does."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wizard.door.api import handle

type Event = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """One screen. `opened` is the link that it begins with; `events` are what the person does then.

    `state` is `ready`; or `starting` and `failed`, which the page shows around the screen without Python.
    """

    id: str
    title: str
    opened: str = ""
    stored: str = ""
    events: Sequence[Event] = field(default_factory=tuple)
    state: str = "ready"


def pressed(type_: str, fields: Mapping[str, Sequence[str]] | None = None, **more: Any) -> Event:
    return {"type": type_, "fields": dict(fields or {}), **more}


def picked(**files: str) -> Event:
    named = {name.replace("__", "-").replace("_", "."): text for name, text in files.items()}
    return {"type": "files", "files": [{"name": name, "text": text} for name, text in named.items()]}


def reason(opened: str, text: str) -> dict[str, list[str]]:
    """The field for a reason at the objection that these answers raise: each product has its own."""
    shown = play(Example(id="", title="", opened=f"{opened}&at=conflict"))["html"]
    return {name: [text] for name in re.findall(r'name="(why:[^"]+)"', shown)}


def play(example: Example) -> Mapping[str, Any]:
    """The response to the last event."""
    event: Event = {"type": "open", "how": "load", "fragment": example.opened, "stored": example.stored}
    response = _ask({}, {}, event)
    for event in example.events:
        here = {"at": response["at"], "review": response["review"]}
        response = _ask(response["answers"], response["record"], {**here, **event})
    return response


def _ask(answers: Any, record: Any, event: Event) -> dict[str, Any]:
    return dict(json.loads(handle(json.dumps({"answers": answers, "record": record, "event": event}))))
