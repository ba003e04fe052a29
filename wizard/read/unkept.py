"""What the comment with the answers holds and no record keeps: a sentence for each kind, before anything is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from typing import Any, Final

from wizard.catalogue import toml_text
from wizard.catalogue.model import Catalogue
from wizard.catalogue.signs import key_named, named, quoted
from wizard.catalogue.text_error import TextError
from wizard.catalogue.toml_text import remarks
from wizard.converse.record import END_OF_LIFE, LONGEST_NAME, MOST, Record, clean
from wizard.decide.answers import AnswerError, check
from wizard.explain.words import listed
from wizard.read.own import short, signs, some
from wizard.write.forms import FORMS, GENERATED

_MARK: Final = re.compile("[0-9a-f]{8}")
_OF_SECTIONS: Final = {"sections": _MARK, "replaced": re.compile("(?:[0-9a-f]{8})+")}

#: Lines of a comment: the head of a table, and what is an answer, a name or a mark.
_HEAD: Final = re.compile(r"\[([\w.-]+)\]")
_OF_OURS: Final = re.compile(r'(?:[\w-]++|"[^"]*+") = (?:"[\w-]*+"|\[(?:"[\w-]*+"(?:, )?)*+\])')

#: The tables that hold words.
_WORDS: Final = ("notes", "kept")

#: In characters: so much of a text is said beside its name.
_BEGINNING: Final = 30


def _are_names(value: Any) -> bool:
    """Whether a value is a list of names, of which each is kept whole."""
    return (
        isinstance(value, list)
        and len(value) <= MOST
        and all(isinstance(item, str) and len(item) <= LONGEST_NAME for item in value)
    )


#: The tables beside the answers that hold no words: what stands in them -> whether a value says something to us.
_KNOWN: Final[Mapping[str, Mapping[str, Callable[[Any], bool]]]] = {
    "written": {
        "guide": lambda value: isinstance(value, str) and len(value) <= 10,
        "pick": _are_names,
        "form": lambda value: value in [*FORMS],
        "answers": lambda value: isinstance(value, str) and _OF_SECTIONS["replaced"].fullmatch(value) is not None,
        "sections": lambda value: isinstance(value, dict),
        "replaced": lambda value: isinstance(value, dict),
    },
    "weighed": {"trade_offs": _are_names},
    "chosen": {"products": _are_names},
}


def unkept(toml: str, raw: Mapping[str, Any], kept: Record, headings: Container[str]) -> Iterator[str]:
    """A sentence for notes and reasons that are not kept, or not to their end; for names that say nothing to us; and
    for remarks. `raw` is what `toml` holds, `kept` what was read of it, and `headings`
    are those of the file."""
    for table, there in (("notes", kept.notes), ("kept", kept.kept)):
        given = raw.get(table)
        if given is None:
            continue
        texts = given if isinstance(given, Mapping) else {table: given}
        lost = [name for key, text in texts.items() for name in _lost(key, text, there.get(clean(key, LONGEST_NAME)))]
        if lost and (table == "kept" or any(texts.values())):
            yield f"in the comment at its end, {_named(lost)} under “{table}” was left out, in part or whole."
    unknown = [f"“{short(name)}” ({_value(value)})" for name, value in _unknown(raw, headings)]
    if unknown:
        told = listed(some(unknown, "more"))
        yield f"in the comment at its end, the wizard has no use for what {told} says: it was left out."
    said = remarks(toml)
    if said:
        yield f"remarks in the comment at its end were left out: {_named(said)}."


def unread(catalogue: Catalogue, toml: str) -> Iterator[str]:
    """A sentence for the lines of a comment that is damaged, answers and marks of ours apart: no word goes unsaid."""
    lines, table = [], ""
    for line in filter(None, map(str.strip, toml.split("\n"))):
        if head := _HEAD.fullmatch(line):
            table = head[1]
            continue
        if line.startswith("["):
            table = _WORDS[0]  # a head that is damaged: what is below it can be anything
        if table in _WORDS or not _OF_OURS.fullmatch(line) or not (table or _is_answer(catalogue, line)):
            lines.append(line)
    if lines:
        yield f"these lines of the comment at its end were left out: {_named(lines)}. Mend it, and open the file again."


def _is_answer(catalogue: Catalogue, line: str) -> bool:
    """Whether a line above the tables is an answer: there too stands what anybody wrote, where a head is gone."""
    try:
        return bool(check(catalogue, toml_text.parsed(line)))
    except (AnswerError, TextError):
        return False


def _lost(key: str, text: Any, there: str | None) -> Iterator[str]:
    """The name of a text that was not read as it stands, with its beginning unless that was read."""
    if not isinstance(text, str) or there is None:
        yield f"{str(text)[:_BEGINNING]} ({key})"
        return
    whole = clean(text, len(text))
    if whole != there or signs(text) > signs(there):
        yield key if whole.startswith(there) else f"{text[:_BEGINNING]} ({key})"


def idle(kept: Record, objections: Iterable[str]) -> Iterator[str]:
    """A sentence for each reason to keep what nobody objects to (any more): no reader of the document sees it."""
    there = {*objections}
    for rule, why in kept.kept.items():
        if why and rule not in there and rule != END_OF_LIFE:  # the calendar objects, and the file says it
            quoted_ = short(why)
            yield f"nothing objects by the name {key_named(rule)}, so its reason is in the comment alone: “{quoted_}”."


def _unknown(raw: Mapping[str, Any], headings: Container[str]) -> Iterator[tuple[str, Any]]:
    """The names, as `written.form`, of what no record keeps as it stands, and what is said there."""
    taken = raw.get("taken", {})
    if not isinstance(taken, Mapping):
        yield "taken", taken
    else:
        yield from (
            (f"taken.{key}", value)
            for key, value in taken.items()
            if not isinstance(value, str) or not _MARK.fullmatch(value)
        )
    for table, known in _KNOWN.items():
        given = raw.get(table, {})
        if not isinstance(given, Mapping):
            yield table, given
            continue
        yield from (
            (f"{table}.{key}", value) for key, value in given.items() if key not in known or not known[key](value)
        )
        for name, wanted in _OF_SECTIONS.items():
            sections = given.get(name)
            for heading, value in sections.items() if isinstance(sections, Mapping) else ():
                there = heading in GENERATED or heading in headings
                if not there or not isinstance(value, str) or not wanted.fullmatch(value):
                    yield f"{table}.{name}.{heading}", value


def _value(value: Any) -> str:
    return named(short(value)) if isinstance(value, str) else quoted(short(repr(value)))


def _named(names: list[str]) -> str:
    return listed(some([f"“{short(name)}”" for name in names], "more"))
