"""Adding a question is adding TOML: a made-up one is asked, weighed, summed up and written, and no Python changes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.copied import copied, run

QUESTION = """
[[question]]
key = "keepers"
takes = "one"
topic = "stack"
planned = 10
short = "Who looks after it"
question = "How many people will look after the data?"
why = "Databases want care."
context = "Backups, updates and alarms at night."

[[question.option]]
value = "few"
label = "One or two"
phrase = "one or two people to look after it"

[[question.option]]
value = "unsure"
label = "I'm not sure"
assumes = "A handful of people will look after the data."
"""

RULE = """
[[rule]]
id = "few-keepers-want-a-managed-service"
when = { keepers = "few" }
favour = { kind = "managed", by = 12 }
because = "One or two people had better not be woken by {database}."
source = "judgement"
"""

#: Goes through the whole interview by the browser's only door, taking `CHOSEN` and else what is least.
WALK = """
import json
from wizard.api import handle
CHOSEN = {chosen!r}
said = {{"answers": {{}}, "record": {{}}, "at": "persistence"}}
seen = {{}}
while said["at"] != "document":
    at = said["at"]
    if at == "review":
        event = {{"type": "confirm", "at": at}}
    else:
        event = {{"type": "continue", "at": at, "fields": {{at: [CHOSEN.get(at, "unsure")]}}}}
    said = json.loads(handle(json.dumps({{"answers": said["answers"], "record": said["record"], "event": event}})))
    assert said["at"] not in seen, said["at"]
    seen[said["at"]] = said["html"]
print(json.dumps({{"screens": seen, "answers": said["answers"], "markdown": said["document"]["markdown"]}}))
"""

CHOSEN = {
    "persistence": "yes",
    "language": "go",
    "existing_database": "none",
    "existing_client": "none",
    "platform": "any",
    "data": "relational",
    "hosting": "any",
}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package with one question and one rule more."""
    package = copied(tmp_path_factory.mktemp("copy"))
    for file, text in (("questions.toml", QUESTION), ("rules/stores.toml", RULE)):
        with (package / "catalogue" / file).open("a", encoding="utf-8") as opened:
            opened.write(text)
    return package


def walked(package: Path, answer: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(run(package, WALK.format(chosen=CHOSEN | {"keepers": answer})))
    return told


def test_it_is_asked_weighed_summed_up_and_written_down(package: Path) -> None:
    told = walked(package, "few")
    assert "How many people will look after the data?" in told["screens"]["keepers"]
    assert told["answers"]["keepers"] == "few"
    assert "Who looks after it" in told["screens"]["review"]
    assert "One or two" in told["screens"]["review"]
    assert "One or two people had better not be woken by PostgreSQL." in told["markdown"]
    assert "one or two people to look after it" in told["markdown"], "what the document says of the project"
    assert 'keepers = "few"' in told["markdown"]


def test_not_sure_takes_its_labelled_default(package: Path) -> None:
    told = walked(package, "unsure")
    assert "A handful of people will look after the data." in told["markdown"]
    assert "had better not be woken" not in told["markdown"]


def test_the_page_about_the_rules_and_the_data_have_it(package: Path) -> None:
    program = "import json\nfrom wizard.build.machines import data\nfrom wizard.build.pages import rulebook\n"
    program += "from wizard.catalogue.load import load\n"
    program += "print(rulebook.rules('stores')); print(json.dumps(data.files(load(), 'https://example.org/')))"
    printed = run(package, program)
    assert "who looks after it is “One or two”" in printed
    assert "How many people will look after the data?" in printed
