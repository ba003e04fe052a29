"""The comment at a document's end: answers and record as TOML, written and read back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

from wizard.catalogue.later import later
from wizard.catalogue.model import Catalogue
from wizard.catalogue.text_error import TextError
from wizard.converse.record import Record, fingerprint, readable
from wizard.converse.uncompared import stays_unweighed
from wizard.converse.weighing import considered
from wizard.decide.answers import Answers, Value, check, several
from wizard.explain.reading import Reading
from wizard.write.blocks import Document, Section
from wizard.write.markdown import generated
from wizard.write.prose import in_fences, settle
from wizard.write.unsaid import replaced

#: How the comment that holds the answers begins and ends, each on a line of its own. Inside stand basic TOML strings,
#: in which neither `--` nor `<` nor `>` occurs.
OPENING: Final = "<!-- data-stack answers"
CLOSING: Final = "-->"

#: In characters: more than a data-stack.md whose every section is as long as is kept. Reading stays cheap whatever is
#: dropped on the page.
LONGEST: Final = 300_000


class DocumentError(ValueError):
    """A file cannot be opened again; the text says what is missing."""


def answers_comment(answers: Answers, beside: Mapping[str, Mapping[str, Any]] | None = None) -> str:
    """The answers as TOML in an HTML comment, and the tables `beside` them (see :func:`beside_answers`)."""
    lines = []
    for name, table in {"": answers, **(beside or {})}.items():
        if table:
            lines += [f"[{name}]"] if name else []
            lines += [f"{key if _BARE.fullmatch(key) else toml(key)} = {toml(value)}" for key, value in table.items()]
    return "\n".join([OPENING, *lines, CLOSING])


def beside_answers(reading: Reading, record: Record, document: Document) -> dict[str, Mapping[str, Any]]:
    """What belongs to the answers: the record, when the guide was last checked, its pick, and a fingerprint of each
    section as the guide wrote it, so that edits by hand can be told apart; of those, the lines that they replaced."""
    return {
        "written": {
            "guide": guide_day(reading.catalogue),
            "pick": [] if stays_unweighed(reading, record) else list(placed_ids(reading, reading.pick_ids)),
            "form": record.form,
            "answers": "".join(sorted(map(mark_of, said(reading.answers, record.notes)))),
        },
        "written.sections": {
            section.heading: fingerprint(generated(section)) for section in document.sections if section.blocks
        },
        "written.replaced": replaced(filter(_differs, document.sections), record.replaced),
        "notes": record.notes,
        "kept": record.kept,
        "taken": record.taken,
        "chosen": {"products": list(record.chosen)} if record.chosen else {},
        "weighed": {} if (weighed := considered(reading, record)) is None else {"trade_offs": list(weighed)},
    }


def said(answers: Answers, notes: Mapping[str, str]) -> list[tuple[str, str]]:
    """The answers, of a list each, and the reasons: (its question, its value or words)."""
    return [(key, item) for key, value in answers.items() for item in several(value)] + [*notes.items()]


def mark_of(one: tuple[str, str]) -> str:
    """The mark of an answer, or of a reason, from which the text of a file was written."""
    return fingerprint("\n".join(one))


def placed_ids(reading: Reading, pick: Iterable[str]) -> tuple[str, ...]:
    """The ids of a pick without the service that only stands for the place of an engine in use, which nobody named."""
    open_ = reading.store is not None and reading.anywhere
    return tuple(id_ for id_ in pick if not (open_ and id_ in reading.catalogue.services))


def _differs(section: Section) -> bool:
    """Whether a section was edited by hand, and not into what the guide writes."""
    return bool(section.prose) and fingerprint(settle(section.prose)) != fingerprint(generated(section))


def pick_names(catalogue: Catalogue, pick: Iterable[str]) -> str:
    """A pick by its products' names; an id that the catalogue no longer has stands for itself."""
    known = []
    for id_ in pick:
        try:
            known.append(catalogue.name(id_))
        except KeyError:
            known.append(id_)
    return ", ".join(dict.fromkeys(known)) or "no database"


_BARE: Final = later(r"[A-Za-z0-9_-]+")


def toml(value: Any) -> str:
    """A basic string, or a list of them, in which no comment can end and no tag begin."""
    if not isinstance(value, str):
        return "[" + ", ".join(map(toml, value)) + "]"
    text = json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return text.replace("--", "-\\u002d").replace("<", "\\u003c").replace(">", "\\u003e")


@cache
def guide_day(catalogue: Catalogue) -> str:
    """The last day on which a source of the guide was checked: which edition of it wrote a document."""
    return max((source.checked for source in catalogue.sources.values()), default="")


def split_comment(text: str) -> tuple[str, str | None]:
    """(the file without its answers, the TOML of the answers or None). The last comment counts. One in fenced code is
    an example, unless the code never ends."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    *fenced, never_ends = (code for _, code in in_fences([*lines, ""]))
    code = len(fenced) - 1 - fenced[::-1].index(False) if never_ends else len(fenced)
    bare = [
        "" if inside and at < code else line.rstrip(" \t")
        for at, (line, inside) in enumerate(zip(lines, fenced, strict=True))
    ]
    last = max((at for at, line in enumerate(bare) if line.startswith(CLOSING)), default=0)
    start = max((at for at, line in enumerate(bare[:last]) if line == OPENING), default=-1)
    if start < 0:
        return "\n".join(lines), None
    end = next(at for at in range(start + 1, last + 1) if bare[at].startswith(CLOSING))
    behind = bare[end].removeprefix(CLOSING)
    return "\n".join([*lines[:start], *filter(None, [behind]), *lines[end + 1 :]]), "\n".join(lines[start + 1 : end])


def read_answers(catalogue: Catalogue, text: str) -> dict[str, Value]:
    """The answers that a data-stack.md holds. Raises :class:`DocumentError`, or AnswerError for an unknown value."""
    raw = read_comment(text)
    return check(catalogue, {key: value for key, value in raw.items() if key not in BESIDE})


#: Tables in the comment that are no answers.
BESIDE: Final = ("written", "notes", "kept", "taken", "chosen", "weighed")


def read_comment(text: str) -> dict[str, Any]:
    """The comment at the end as it stands, unchecked. Raises :class:`DocumentError` where it is missing or damaged."""
    if len(text) > LONGEST:
        raise DocumentError(f"the file is longer than {LONGEST} characters")
    _, inside = split_comment(text)
    if inside is None:
        raise DocumentError("the file holds no answers (the comment at its end is missing)")
    from wizard.catalogue.toml_text import parsed  # noqa: PLC0415, a start does without

    try:
        return parsed(readable(inside))
    except TextError as error:
        raise DocumentError(f"the answers at the end of the file are damaged: line {error.line}: {error}") from None
