"""The browser's door, as tests go through it: a request is sent, a button of a screen pressed, what is shown read."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from typing import Any

from wizard.door.api import handle
from wizard.show import broken

type Json = dict[str, Any]

KEYS = {
    "answers",
    "record",
    "at",
    "review",
    "fragment",
    "link",
    "html",
    "title",
    "announcement",
    "history",
    "document",
}
START: Json = {
    "persistence": "yes",
    "existing_database": "none",
    "language": "typescript",
    "framework": "nextjs",
    "existing_client": "none",
}
#: Every question of a TypeScript project, answered.
WHOLE: Json = {
    **START,
    "runtime": "server",
    "platform": "any",
    "data": ["relational"],
    "scale": "thousands",
    "realtime": "no",
    "hosting": "managed",
    "compliance": ["none"],
    "budget": "modest",
    "query_style": "any",
    "migrations": "any",
    "engines": "one",
}


def opened(fragment: str = "", stored: str = "") -> Json:
    return send({}, "open", how="load", fragment=fragment, stored=stored)


def send(
    answers: Mapping[str, Any], kind: str, record: Json | None = None, *, may_break: bool = False, **event: Any
) -> Json:
    request = {"answers": answers, "record": record or {}, "event": {"type": kind, **event}}
    response = json.loads(handle(json.dumps(request)))
    assert may_break or response["title"] != broken.TITLE, words(response)
    assert set(response) == KEYS
    return dict(response)


def press(state: Json, kind: str, *values: str, **event: Any) -> Json:
    """Press a button of the screen that `state` (a response) shows, with `values` chosen in its form."""
    fields = ({state["at"]: list(values)} if values else {}) | event.pop("fields", {})
    record = state.get("record", {})
    if "note" in fields and (why := re.search(r'id="dsw-note" name="(why:[^"]*)"', state.get("html", ""))):
        fields[why[1]] = fields.pop("note")
    return send(state["answers"], kind, record, at=state["at"], review=state["review"], fields=fields, **event)


def shown(answers: Json, at: str, *, review: bool = False) -> Json:
    return {"answers": answers, "at": at, "review": review}


def words(response: Json) -> str:
    """The text of a screen."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response["html"])).split())


def line_of(text: str) -> Json:
    """What a line of text leads to, typed on the first screen."""
    return send({}, "express", at="persistence", review=False, fields={"line": [text]})


def checked(response: Json) -> set[str]:
    return set(re.findall(r'value="([^"]*)" (?:checked|selected)', response["html"]))


def files(state: Json, texts: Mapping[str, str | None]) -> Json:
    """Drop files on the screen that `state` shows; those without a text were too large to be read."""
    return press(
        state,
        "files",
        files=[{"name": name} | ({} if text is None else {"text": text}) for name, text in texts.items()],
    )


def kept(state: Json) -> str:
    """What a browser keeps of a state."""
    return json.dumps({"fragment": state["fragment"], "record": state["record"]})


def reloaded(state: Json) -> Json:
    """The same after the page was loaded again."""
    return opened(state["fragment"], kept(state))
