"""Whole interviews, as the requests that the page would send."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from wizard.catalogue.load import load
from wizard.decide.answers import offered
from wizard.door.api import handle

if TYPE_CHECKING:
    from collections.abc import Mapping

type Answers = Mapping[str, str | list[str]]
type Json = dict[str, Any]

#: What people answer. A question that is not named here is answered with the value that commits to least.
INTERVIEWS: Final[Mapping[str, Answers]] = {
    "an expert, Python": {
        "language": "python",
        "framework": "fastapi",
        "runtime": "server",
        "platform": "aws",
        "existing_database": "none",
        "existing_client": "none",
        "data": ["relational"],
        "scale": "millions",
        "realtime": "no",
        "hosting": "managed",
        "compliance": ["residency"],
        "budget": "modest",
        "query_style": "type-safe",
        "migrations": "separate",
        "engines": "one",
    },
    "an expert, TypeScript": {
        "language": "typescript",
        "framework": "nextjs",
        "runtime": "serverless",
        "platform": "vercel",
        "existing_database": "postgresql",
        "existing_stance": "leaning",
        "existing_client": "none",
        "data": ["relational", "key-value"],
        "scale": "thousands",
        "realtime": "nice",
        "hosting": "serverless",
        "compliance": ["none"],
        "budget": "free",
        "query_style": "sql",
        "migrations": "built-in",
        "engines": "one",
    },
    "an expert, Go": {
        "language": "go",
        "runtime": "server",
        "platform": "own",
        "existing_database": "none",
        "existing_client": "none",
        "data": ["relational", "time-series"],
        "scale": "billions",
        "realtime": "no",
        "hosting": "self-hosted",
        "compliance": ["open-source", "encryption"],
        "budget": "flexible",
        "query_style": "type-safe",
        "migrations": "separate",
        "engines": "several",
    },
    "not sure of anything": {},
    "wishes that conflict": {
        "language": "typescript",
        "framework": "other",
        "runtime": "server",
        "platform": "own",
        "existing_database": "firebase",
        "existing_stance": "in-use",
        "existing_client": "prisma",
        "data": ["documents"],
        "scale": "billions",
        "realtime": "core",
        "hosting": "self-hosted",
        "compliance": ["residency", "open-source"],
        "budget": "free",
    },
}

#: The values that commit to least, of which every question but the first has one.
WAYS_OUT: Final = ("unsure", "none", "any", "other")

OPEN: Final = json.dumps({"answers": {}, "event": {"type": "open", "fragment": "", "stored": ""}})


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """A press of a button."""

    request: str
    """What `wizard.api.handle` is asked."""
    screen: str
    """What it answers with: `question`, `review` or `document`."""


def events(answers: Answers) -> list[Event]:
    """The presses of one interview: every question, one look back, the summary, one change there, the document."""
    done: list[Event] = []

    def press(shown: Json, kind: str, **more: Any) -> Json:
        event = {"type": kind, "at": shown["at"], "review": "yes" if shown["review"] else "", **more}
        request = json.dumps({"answers": shown["answers"], "record": shown["record"], "event": event})
        response: Json = json.loads(handle(request))
        done.append(Event(request=request, screen=_screen(response)))
        return response

    def answer(shown: Json) -> Json:
        at = shown["at"]
        if at in load().questions:
            return press(shown, "continue", fields={at: chosen(shown, answers)})
        return press(shown, "continue", fields={at: ["keep"]} if at == "conflict" else {})

    shown = json.loads(handle(OPEN))
    looked_back = False
    while shown["at"] != "review":
        shown = answer(shown)
        if shown["at"] == "hosting" and not looked_back:
            looked_back = True
            shown = press(press(shown, "back"), "back")
    shown = answer(press(shown, "change", question="scale"))
    shown = press(shown, "review") if shown["at"] != "review" else shown
    shown = press(shown, "confirm")
    shown = press(shown, "back")
    press(shown, "confirm")
    return done


def chosen(shown: Json, answers: Answers) -> list[str]:
    """What is answered to the question of a screen."""
    question = load().questions[shown["at"]]
    if question.key == "persistence":
        return ["yes"]
    if given := answers.get(question.key):
        return [given] if isinstance(given, str) else list(given)
    values = {option.value for option in offered(question, shown["answers"])}
    return [next(value for value in WAYS_OUT if value in values)]


def _screen(response: Json) -> str:
    at = str(response["at"])
    return at if at in ("review", "document") else "question"
