"""What the check says: as text for people, as JSON, as SARIF 2.1.0, and as annotations for GitHub's log."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from wizard import __version__
from wizard.catalogue.signs import quoted
from wizard.check.finding import Finding, Kind, Sentence, kinds
from wizard.converse.record import Place

#: The form of the JSON: raised when a reader of the old one would misread it.
VERSION: Final = 1

WIDTH: Final = 100

#: In characters: of a sentence of the file, where a person reads it.
LONGEST_SENTENCE: Final = 180

#: https://docs.oasis-open.org/sarif/sarif/v2.1.0/
SARIF_VERSION: Final = "2.1.0"
SARIF_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_SARIF_LEVELS: Final = {"differs": "error", "note": "note"}
_GITHUB_LEVELS: Final = {"differs": "error", "note": "notice"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """The outcome of a check. `file` and `prefix` are paths as reports name them: `prefix` leads from where paths are
    shown to the folder that was checked, and ends with a slash, or is empty."""

    file: str
    prefix: str
    decided: str
    findings: tuple[Finding, ...]
    unread: tuple[str, ...]
    link: str

    @property
    def differences(self) -> tuple[Finding, ...]:
        return tuple(item for item in self.findings if item.differs)

    @property
    def notes(self) -> tuple[Finding, ...]:
        return tuple(item for item in self.findings if not item.differs)

    @property
    def agree(self) -> str:
        """What there is to say where nothing differs."""
        alone = any(item.kind.id == "written-by-hand" for item in self.notes)
        if alone:
            return "do not differ in the little that was compared"
        return "agree in what was read" if self.unread else "agree"

    def path(self, place: Place) -> str:
        return self.prefix + place.file


# --- for people -------------------------------------------------------------------------------------------------------


def as_text(report: Report) -> str:
    """What differs, then what is worth knowing."""
    count = len(report.differences)
    things = "in one thing" if count == 1 else f"in {count} things"
    parts = [f"{report.file} and the project {f'differ {things}' if count else report.agree}."]
    parts += [_told(report, item, f"{number}. ") for number, item in enumerate(report.differences, 1)]
    parts += ["Worth knowing, and nothing to stop for:"] if report.notes else []
    parts += [_told(report, item, "-  ") for item in report.notes]
    parts += ["\n".join(["Not read:", *(_wrapped(text, "-  ") for text in report.unread)])] if report.unread else []
    if count:
        parts.append("To decide anew, open the wizard with the difference filled in: data-stack check --fix")
    return "\n\n".join(parts)


def _told(report: Report, item: Finding, mark: str) -> str:
    project = [f"{quoted(report.path(place))}:{place.line}: {place.text}" for place in item.places[:3]]
    more = len(item.places) - len(project)
    lines = [("project", text) for text in project]
    lines += [("", f"and {more} more")] if more else []
    lines += [
        ("file", f"{report.file}:{item.sentence.line}: {_short(item.sentence)}"),
        ("why", item.why),
        ("do", item.do),
    ]
    return "\n".join([_wrapped(item.says, mark), *(_wrapped(text, f"   {name:<9}") for name, text in lines)])


def _short(sentence: Sentence) -> str:
    """The beginning of a sentence: enough to know it by."""
    return textwrap.shorten(quoted(str(sentence)), LONGEST_SENTENCE, placeholder=" …")


def _wrapped(text: str, mark: str) -> str:
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=mark,
        subsequent_indent=" " * len(mark),
        break_long_words=False,
        break_on_hyphens=False,
    )


# --- for machines -----------------------------------------------------------------------------------------------------


def as_json(report: Report) -> str:
    """The form of `data/check.schema.json`."""
    return json.dumps(
        {
            "version": VERSION,
            "file": report.file,
            "agrees": not report.differences,
            "decided": report.decided,
            "findings": [_finding_json(report, item) for item in report.findings],
            "unread": list(report.unread),
            "link": report.link,
        },
        indent=2,
        ensure_ascii=False,
    )


def _finding_json(report: Report, item: Finding) -> dict[str, Any]:
    return {
        "kind": item.kind.id,
        "level": item.kind.level,
        "says": item.says,
        "why": item.why,
        "do": item.do,
        "sentence": {"line": item.sentence.line, "text": str(item.sentence)},
        "places": [{"file": report.path(place), "line": place.line, "text": place.text} for place in item.places],
        "answers": {key: value if isinstance(value, str) else list(value) for key, value in item.answers.items()},
    }


def as_sarif(report: Report) -> str:
    """One run, a rule a kind, a result a finding: at the line of the project, with the file's sentence related."""
    ids = list(kinds())
    driver = {
        "name": "data-stack",
        "version": __version__,
        "rules": [_rule(kind) for kind in kinds().values()],
    }
    results = [_result(report, item, ids.index(item.kind.id)) for item in report.findings]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": SARIF_SCHEMA, "version": SARIF_VERSION, "runs": [run]}, indent=2, ensure_ascii=False)


def _rule(kind: Kind) -> dict[str, Any]:
    return {
        "id": kind.id,
        "shortDescription": {"text": f"{kind.title}."},
        "fullDescription": {"text": f"{kind.title}."},
        "help": {"text": "data-stack check says why it matters, and what to do, with each result."},
        "defaultConfiguration": {"level": _SARIF_LEVELS[kind.level]},
    }


def _result(report: Report, item: Finding, index: int) -> dict[str, Any]:
    sentence = _location(report.file, item.sentence.line)
    where = [_location(report.path(place), place.line) for place in item.places]
    told = f"{item.kind.id} {item.says} {report.path(item.places[0]) if item.places else report.file}"
    related = {**sentence, "id": 0, "message": {"text": str(item.sentence)}}
    return {
        "ruleId": item.kind.id,
        "ruleIndex": index,
        "level": _SARIF_LEVELS[item.kind.level],
        "message": {"text": f"{item.says} {item.why} {item.do}"},
        "locations": where[:1] or [sentence],
        "relatedLocations": [related, *({**place, "id": at} for at, place in enumerate(where[1:], 1))],
        "partialFingerprints": {"dataStackCheck/v1": sha256(told.encode()).hexdigest()[:32]},
    }


def _location(path: str, line: int) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(path)}, "region": {"startLine": line}}}


def _uri(path: str) -> str:
    """A relative path as a reference (RFC 3986): a colon in its first part would read as a scheme."""
    safe = "!$&'()*+,;=/-._~@"
    return "".join(sign if sign.isascii() and (sign.isalnum() or sign in safe) else _percent(sign) for sign in path)


def _percent(sign: str) -> str:
    return "".join(f"%{byte:02X}" for byte in sign.encode("utf-8", "surrogateescape"))


def as_github(report: Report) -> str:
    """Workflow commands: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands"""
    lines = []
    for item in report.findings:
        file, line = (
            (report.path(item.places[0]), item.places[0].line) if item.places else (report.file, item.sentence.line)
        )
        said = f"{item.says}\n{report.file}:{item.sentence.line}: {item.sentence}\n{item.why}\n{item.do}"
        where = f"file={_property(file)},line={line},title={_property(f'data-stack: {item.kind.title}')}"
        lines.append(f"::{_GITHUB_LEVELS[item.kind.level]} {where}::{_data(said)}")
    lines += [f"::warning title={_property('data-stack: not read')}::{_data(text)}" for text in report.unread]
    count = len(report.differences)
    lines.append(f"{report.file} and the project {f'differ: {count}' if count else report.agree}.")
    return "\n".join(lines)


def _data(text: str) -> str:
    """A message as the runner takes it; other signs that work in a log are told by their code points."""
    text = "".join(sign if sign.isprintable() or sign in "\r\n" else quoted(sign) for sign in text)
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: Final[Mapping[str, Callable[[Report], str]]] = {
    "text": as_text,
    "json": as_json,
    "sarif": as_sarif,
    "github": as_github,
}
