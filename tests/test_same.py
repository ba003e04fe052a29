"""One engine: the page, the command line and the MCP server say the same for the same answers."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from mcp import Client

from tests.door import opened, press
from tests.loops import run
from tests.strategies import EXAMPLES, HOW_MANY, legal_answers
from tests.test_agent import drawn, reading
from wizard.__main__ import main
from wizard.agent import coming
from wizard.agent.idle import is_idle
from wizard.agent.server import made
from wizard.catalogue.load import load
from wizard.converse.flow import named
from wizard.converse.record import EMPTY
from wizard.converse.state import State
from wizard.decide.answers import Value, prune
from wizard.door.answering import go_on
from wizard.door.event import Event

CATALOGUE = load()


def plain(answers: dict[str, Value]) -> dict[str, Any]:
    return {key: value if isinstance(value, str) else list(value) for key, value in answers.items()}


def page_after(answers: dict[str, Value]) -> dict[str, Any]:
    """What the page shows once the last of these answers has been given."""
    keys = [key for key in CATALOGUE.questions if key in answers]
    if not keys:
        return opened()
    rest, _ = prune(CATALOGUE, {key: value for key, value in answers.items() if key != keys[-1]})
    value = answers[keys[-1]]
    before = {"answers": plain(rest), "record": {}, "at": keys[-1], "review": False}
    return press(before, "continue", *((value,) if isinstance(value, str) else value))


def passed_over(at: str, answers: dict[str, Value]) -> bool:
    """Whether the page asks a question whose answer cannot matter, for which it has no time to find out."""
    question = CATALOGUE.questions.get(at)
    return question is not None and is_idle(question, reading(answers), EMPTY)


@settings(EXAMPLES, max_examples=2 * HOW_MANY)
@given(legal_answers())
def test_what_comes_next_is_what_the_page_shows_next(answers: dict[str, Value]) -> None:
    page, at = page_after(answers), coming.at(reading(answers), EMPTY)
    assert at == page["at"] or passed_over(page["at"], answers)
    if at in CATALOGUE.questions:
        shown = re.findall(r'<option value="([^"]+)"|<input[^>]* value="([^"]+)"', page["html"])
        values = [option.value for option in coming.options(CATALOGUE.questions[at], reading(answers))]
        named = [one or other for one, other in shown]  # where it is one of a list, the page has "Another one" as well
        offered = [value for value in named if value in values or at not in ("existing_client", "existing_database")]
        assert values == offered, "but for clients of other languages, the same values"


def test_what_comes_next_is_what_the_door_goes_on_to() -> None:
    """Over many more sets, without a screen. Where the whole stack was named the page asks less: see `onward`."""
    chance = random.Random(19)
    for _ in range(10 * HOW_MANY):
        answers = drawn(chance) or {"persistence": "yes"}
        *_, last = (key for key in CATALOGUE.questions if key in answers)
        rest, _ = prune(CATALOGUE, {key: value for key, value in answers.items() if key != last})
        value = answers[last]
        fields = {last: [value] if isinstance(value, str) else list(value)}
        event = Event.read({"type": "continue", "at": last, "review": False, "fields": fields})
        step = go_on(State(reading=reading(rest), record=EMPTY, at=last, reviewed=False), event)
        now = step.state.reading
        assert coming.at(now, EMPTY) == step.state.at or named(now) or passed_over(step.state.at, answers), answers


def test_page_command_line_and_server_say_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # the server keeps to the folder in which it was started
    chance = random.Random(7)
    file = tmp_path / "answers.json"

    def printed(*arguments: str) -> str:
        assert main(arguments) == 0
        return capsys.readouterr().out

    async def compare() -> None:
        async with Client(made()) as client:
            for _ in range(15):
                answers = drawn(chance) or {"persistence": "yes"}
                file.write_text(json.dumps(plain(answers)), encoding="utf-8")
                for name in ("next", "say", "summary"):
                    served = await client.call_tool(name, {"answers": str(file)})
                    assert json.loads(printed(name, "--answers", str(file), "--format", "json")) == (
                        served.structured_content
                    )
                    assert printed(name, "--answers", str(file)) == f"{text_of(served)}\n"
                served = await client.call_tool("write", {"answers": str(file)})
                assert printed("write", str(file)) == f"{text_of(served)}\n" == of_the_page(answers)

    run(compare())


def text_of(result: Any) -> str:
    return str(result.content[0].text)


def of_the_page(answers: dict[str, Value]) -> str:
    """The document that the page gives for these answers."""
    state = {"answers": plain(answers), "record": {}, "at": "review", "review": True}
    return str(press(state, "confirm")["document"]["markdown"])
