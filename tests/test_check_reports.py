"""The reports of a check: each says the same, in the form that its readers ask for."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from tests.test_check import BASE, CATALOGUE, PYTHON, document, told
from wizard.build.machines import data
from wizard.check import report
from wizard.check.finding import kinds
from wizard.check.report import FORMATS, Report
from wizard.converse.record import Place

FILES: Final = {
    "requirements.txt": BASE + "pymongo==4.15\npeewee\n",
    "requirements-dev.txt": "aiosqlite\n",
    "a b/100%, really: yes/compose.yaml": "services:\n  db:\n    image: postgres:12\n  m:\n    image: mongo\n",
    "package.json": "{",
}

TEXT: Final = {"type": "string", "minLength": 1}
MESSAGE: Final = {"type": "object", "properties": {"text": TEXT}, "required": ["text"], "additionalProperties": False}


def only(required: dict[str, Any], **optional: Any) -> dict[str, Any]:
    properties = {**required, **optional}
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


PLACE: Final = only(
    {
        "physicalLocation": only(
            {
                "artifactLocation": only(
                    {"uri": {"type": "string", "format": "uri-reference", "pattern": "^[^/\\\\ ]"}}
                ),
                "region": only({"startLine": {"type": "integer", "minimum": 1}}),
            }
        )
    },
    id={"type": "integer", "minimum": 0},
    message=MESSAGE,
)
LEVELS: Final = {"enum": ["none", "note", "warning", "error"]}

#: What we write of SARIF, as sections 3.13 to 3.52 of the standard have it, and what GitHub asks for beyond it.
#: https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html
#: https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
SARIF: Final = only(
    {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "minItems": 1,
            "items": only(
                {
                    "tool": only(
                        {
                            "driver": only(
                                {
                                    "name": TEXT,
                                    "version": TEXT,
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": only(
                                            {
                                                "id": TEXT,
                                                "shortDescription": MESSAGE,
                                                "fullDescription": MESSAGE,
                                                "help": MESSAGE,
                                                "defaultConfiguration": only({"level": LEVELS}),
                                            }
                                        ),
                                    },
                                }
                            )
                        }
                    ),
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "results": {
                        "type": "array",
                        "items": only(
                            {
                                "ruleId": TEXT,
                                "ruleIndex": {"type": "integer", "minimum": 0},
                                "level": LEVELS,
                                "message": MESSAGE,
                                "locations": {"type": "array", "minItems": 1, "maxItems": 1, "items": PLACE},
                                "relatedLocations": {"type": "array", "uniqueItems": True, "items": PLACE},
                                "partialFingerprints": {"type": "object", "additionalProperties": TEXT},
                            }
                        ),
                    },
                }
            ),
        },
    }
)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder = tmp_path_factory.mktemp("project")
    made = told(folder, FILES, document(PYTHON))
    return replace(made, prefix="", file="standards/data-stack.md")


def test_the_text_says_all_of_it_to_a_person(found: Report) -> None:
    text = report.as_text(found)
    assert text.startswith(
        "standards/data-stack.md and the project differ in 3 things.\n\n1. MongoDB is in the project"
    )
    assert "Worth knowing, and nothing to stop for:\n\n-  Development or tests use SQLite" in text
    assert "Not read:\n-  package.json, line 1: " in text
    assert max(map(len, text.splitlines())) <= 120
    told_ = " ".join(text.split())
    for item in found.findings:
        for part in (item.says, item.why, item.do, f"{item.places[0].file}:{item.places[0].line}:"):
            assert part in told_
    agreeing = replace(found, findings=(), unread=())
    assert report.as_text(agreeing) == "standards/data-stack.md and the project agree."


def test_the_json_meets_the_schema_that_is_published(found: Report) -> None:
    schema = json.loads(data.files(CATALOGUE, "https://example.org/")["check.schema.json"])
    for made in (found, replace(found, findings=())):
        printed = json.loads(report.as_json(made))
        Draft202012Validator(schema).validate(printed)
        assert printed["agrees"] is not bool(made.differences)
    assert [item["kind"] for item in json.loads(report.as_json(found))["findings"]] == [
        item.kind.id for item in found.findings
    ]


def test_the_sarif_keeps_to_the_standard(found: Report) -> None:
    for made in (found, replace(found, findings=())):
        sarif = json.loads(report.as_sarif(made))
        Draft202012Validator(SARIF, format_checker=FormatChecker()).validate(sarif)
        (run,) = sarif["runs"]
        rules = run["tool"]["driver"]["rules"]
        assert [rule["id"] for rule in rules] == list(kinds())
        prints = [tuple(result["partialFingerprints"].values()) for result in run["results"]]
        assert len(set(prints)) == len(prints) == len(made.findings)
        for result in run["results"]:
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
            related = [place["id"] for place in result["relatedLocations"]]
            assert len(set(related)) == len(related)


def test_a_path_is_a_reference_that_leads_back_to_it(found: Report) -> None:
    sarif = json.loads(report.as_sarif(found))
    uris = {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in sarif["runs"][0]["results"]
    }
    assert "a%20b/100%25,%20really%3A%20yes/compose.yaml" in uris


def test_githubs_annotations_are_escaped_as_its_runner_reads_them(found: Report) -> None:
    """https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts"""
    place = Place(file="a,b:c%\r\nd.txt", line=7, text="x")
    odd = replace(found.findings[0], says="100% sure\r\nof it", places=(place,))
    first = report.as_github(replace(found, findings=(odd,), unread=())).splitlines()[0]
    assert first.startswith("::error file=a%2Cb%3Ac%25%0D%0Ad.txt,line=7,title=data-stack%3A A store in ")
    assert "::100%25 sure%0D%0Aof it%0A" in first


def test_every_finding_is_one_annotation(found: Report) -> None:
    lines = report.as_github(found).splitlines()
    read = [
        re.fullmatch(r"::(error|notice|warning) (?:file=([^,:]+),line=(\d+),)?title=[^,:]+::(.+)", line)
        for line in lines[:-1]
    ]
    assert all(read)
    assert len(read) == len(found.findings) + len(found.unread)
    assert [item[1] for item in read if item] == ["error"] * 3 + ["notice"] + ["warning"]
    assert lines[-1] == "standards/data-stack.md and the project differ: 3."


def test_every_form_takes_an_empty_report(found: Report, tmp_path: Path) -> None:
    assert all(form(replace(found, findings=(), unread=())) for form in FORMATS.values())


def test_the_page_lists_every_kind_by_its_level() -> None:
    page = (Path(__file__).parents[1] / "docs" / "keep-it-true.md").read_text(encoding="utf-8")
    differ, notes = page.split("These are notes", 1)
    for level, text in (("differs", differ), ("note", notes)):
        rows = dict(re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", text, re.MULTILINE))
        assert rows == {kind.id: kind.title for kind in kinds().values() if kind.level == level}
