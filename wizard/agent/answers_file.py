"""Answers in a file: TOML, JSON or a data-stack.md, with what was said beside them, read and changed.

The form is that of the comment at a document's end: an answer to a line, and the tables `[notes]` (question -> why, in
the person's words; as `things`, what is stored), `[kept]` (objection -> why it is kept), `[taken]` (objection -> the
mark of its way out that was agreed on), `[chosen]` (products taken as proposed) and `[weighed]` (trade-offs that were
considered).
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from wizard.agent import files
from wizard.agent.files import InputError, NotThereError
from wizard.catalogue import json_text, toml_text
from wizard.catalogue.model import Catalogue
from wizard.catalogue.signs import key_named, named
from wizard.catalogue.text_error import TextError
from wizard.check.command import PLACES
from wizard.check.standard import why_no_answers
from wizard.converse import record
from wizard.converse.record import (
    EMPTY,
    LONGEST_NAME,
    LONGEST_PROSE,
    LONGEST_THINGS,
    LONGEST_TYPED,
    MOST,
    THINGS,
    Record,
)
from wizard.converse.state import reading_with
from wizard.decide.answers import AnswerError, Value, check, prune
from wizard.decide.rules import Rulebook
from wizard.explain.reading import Reading
from wizard.read.own import not_in
from wizard.read.reopening import differences, reopen
from wizard.write import comment, forms
from wizard.write.comment import BESIDE, DocumentError
from wizard.write.length import length

#: No line of TOML begins so.
DOCUMENT: Final = re.compile(r"(?:^|[\r\n])<!--")

#: What ends a line of TOML, or keeps it open: all but comments and texts in quotes.
_PART: Final = re.compile(rf"{toml_text.NO_NAME.pattern}|[\[\]{{}}\n]", re.DOTALL)

#: Where answers are kept from one command to the next, unless another file is named.
DEFAULT: Final = "data-stack.toml"


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What a file holds. `form` is that of the file: `toml`, `json` or `document`; `text`, as it stands."""

    name: str
    answers: Mapping[str, Value] = field(default_factory=dict)
    record: Record = EMPTY
    text: str = ""
    form: str = "toml"
    problems: tuple[str, ...] = ()

    def reading(self, book: Rulebook) -> Reading:
        return reading_with(book, self.answers, self.record)


def read(book: Rulebook, name: str, *, begin: bool = False) -> Said:
    """What a file says. `begin`: a file that is not there yet, or empty, says nothing so far. Where there is no
    :data:`DEFAULT`, a document where one belongs holds the answers. Raises InputError."""
    alone = name == DEFAULT and not Path(DEFAULT).exists()
    name = (alone and _document_there()) or name
    silent = _without_answers() if alone and name == DEFAULT else ""
    try:
        text = files.read(name)
    except NotThereError as error:
        if begin:
            return Said(name=name, problems=(silent,) if silent else ())
        way = "; `data-stack next` has the first question, and `set` makes the file" if name == DEFAULT else ""
        raise NotThereError(f"{error}{way}{f'. {silent}' if silent else ''}") from None
    if not text.strip():
        if begin:
            return Said(name=name, text=text)
        emptied = f". The shell empties a file before `>` writes to it: use -o {name}" if files.is_output(name) else ""
        if name == files.STANDARD and Path(DEFAULT).is_file():
            return read(book, DEFAULT)
        given = f"give answers as JSON or TOML, or a data-stack.md{emptied}"
        raise InputError(f"{files.where(name)}: empty; {given}")
    try:
        return parsed(book, name, text)
    except (AnswerError, DocumentError) as error:
        raise InputError(f"{files.where(name)}: {error}") from None


def _document_there() -> str:
    """The document that stands where one belongs and holds answers; nothing where there is none."""
    return next((place for place in _there() if comment.split_comment(files.read(place))[1] is not None), "")


def _there() -> Iterator[str]:
    """The places of a document where one stands, or what is none and is refused as it is read."""
    return (place for place in PLACES if Path(place).exists() and not Path(place).is_dir())


def _without_answers() -> str:
    """A sentence for the document that stands where one belongs and is passed over, for it holds no answers."""
    place = next(_there(), "")
    why = why_no_answers(files.read(place)) if place else ""
    return f"{place}: {why}, so it was passed over, and {DEFAULT} begins anew" if why else ""


def parsed(book: Rulebook, name: str, text: str) -> Said:
    """What a text says; answers that do not apply together are left out by name. Raises InputError, AnswerError and
    DocumentError."""
    catalogue, place = book.catalogue, files.where(name)
    form = _form(text)
    if form == "document":
        answers, said, problems = _document(book, name, text)
    else:
        raw = _parsed_as(form, text, place)
        answers = check(catalogue, {key: value for key, value in raw.items() if key not in BESIDE})
        said = _beside(catalogue, raw)
        problems = tuple(
            f"{place}: {key_named(key)}: not used, and not in the next file: {named(value)}"
            for key, value in _not_used(raw)
        )
    kept, dropped = prune(catalogue, answers)
    problems += tuple(f"{place}: {key}: does not apply with the other answers; left out" for key in dropped)
    return Said(name=name, answers=kept, record=said, text=text, form=form, problems=problems)


def _form(text: str) -> str:
    if DOCUMENT.search(text):
        return "document"
    try:
        json_text.parsed(text, once=True)
    except TextError:
        return "json" if text.lstrip().startswith("{") else "toml"
    return "json"


def _parsed_as(form: str, text: str, place: str) -> dict[str, Any]:
    try:
        found = json_text.parsed(text, once=True) if form == "json" else toml_text.parsed(text)
    except TextError as error:
        raise InputError(f"{place}: line {error.line}: not {form.upper()}: {error}") from None
    if not isinstance(found, dict):
        raise InputError(f'{place}: expected a table of answers, such as {{"language": "python"}}')
    return found


def _document(book: Rulebook, name: str, text: str) -> tuple[dict[str, Value], Record, tuple[str, ...]]:
    answers = comment.read_answers(book.catalogue, text)
    opened = reopen(book, files.where(name), text)
    dropped = "does not apply to the other answers"  # said again by the one who reads it
    told = opened.all_problems(files.where(name))
    return answers, opened.record, tuple(problem for problem in told if dropped not in problem)


# --- what was said beside the answers ---------------------------------------------------------------------------------


def _beside(catalogue: Catalogue, raw: Mapping[str, Any]) -> Record:
    """The record in the tables beside the answers. What cannot be kept is an error, for it would be lost in silence."""
    tables = {name: _table(raw, name) for name in BESIDE}
    for key, text in tables["notes"].items():
        if key == THINGS:
            things_of(text)
            continue
        if key not in catalogue.questions:
            known = ", ".join((*catalogue.questions, THINGS))
            raise AnswerError(f"notes.{key}", f"no such question; there are {known}")
        note_of(key, text)
    _check_names("kept", tables["kept"])
    for rule, text in tables["kept"].items():
        if not isinstance(text, str):
            raise AnswerError(f"kept.{rule}", f"expected why it is kept, as text, not {named(text)}")
        if len(text) > LONGEST_TYPED:
            most = f"{len(text):,} characters, and {LONGEST_TYPED:,} are kept"
            raise AnswerError(f"kept.{rule}", f"{most}; shorten it by {len(text) - LONGEST_TYPED:,}")
    for rule, mark in tables["taken"].items():
        if not isinstance(mark, str) or not re.fullmatch("[0-9a-f]{8}", mark):
            raise AnswerError(f"taken.{rule}", f"expected the mark that `data-stack keep` writes, not {named(mark)}")
    chosen = tables["chosen"].get("products", [])
    if not isinstance(chosen, list) or not all(isinstance(item, str) for item in chosen):
        raise AnswerError("chosen.products", "expected a list of products' ids")
    _check_names("chosen.products", chosen)
    weighed = tables["weighed"].get("trade_offs")
    if weighed is not None and not (isinstance(weighed, list) and all(isinstance(item, str) for item in weighed)):
        raise AnswerError("weighed.trade_offs", "expected a list of the keys that `data-stack next` shows")
    _check_names("weighed.trade_offs", weighed or ())
    form = tables["written"].get("form", "guide")
    if form not in forms.FORMS:
        raise AnswerError("written.form", f"{named(form)} is not one of {', '.join(forms.FORMS)}")
    kept = tables["kept"]
    said = {"notes": tables["notes"], "kept": kept, "taken": tables["taken"], "chosen": chosen, "weighed": weighed}
    return record.read(catalogue, {**said, "raised": list(kept), "form": form})


def _check_names(place: str, names: Collection[str]) -> None:
    """Raises AnswerError where there are more names, or longer ones, than are kept."""
    if len(names) > MOST:
        raise AnswerError(place, f"{len(names)} of them, and {MOST} are kept; leave {len(names) - MOST} out")
    for name in names:
        if record.clean(name, LONGEST_NAME) != name:
            raise AnswerError(
                place, f"{named(name)} is no name of an objection or a cost, as `data-stack next` shows it"
            )


def _not_used(raw: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What the wizard has no use for in the tables beside the answers, by its name."""
    for table, known in (("written", "form"), ("weighed", "trade_offs"), ("chosen", "products")):
        yield from ((f"{table}.{key}", value) for key, value in raw.get(table, {}).items() if key != known)


def _table(raw: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = raw.get(name, {})
    if not isinstance(found, Mapping):
        raise AnswerError(name, f"expected a table, such as [{name}], not {named(found)}")
    return found


#: What Python makes of an argument's bytes that are no UTF-8.
_NO_UTF_8: Final = re.compile(r"[\ud800-\udfff]")


def note_of(key: str, text: Any) -> str:
    """A note, as it is kept. Raises AnswerError where it is no text, holds nothing, or is too long."""
    longest = record.longest_note(key)
    _check_utf_8(f"notes.{key}", text)
    if not isinstance(text, str) or not record.clean(text, longest):
        raise AnswerError(f"notes.{key}", f"expected the person's reason as text, not {named(text)}")
    if len(text) > longest:
        raise AnswerError(
            f"notes.{key}",
            f"{len(text):,} characters, and {longest:,} are kept; shorten it by {len(text) - longest:,}",
        )
    return record.clean(text, longest)


def _check_utf_8(key: str, text: Any) -> None:
    if isinstance(text, str) and _NO_UTF_8.search(text):
        raise AnswerError(key, "it holds bytes that are no UTF-8; give it again in UTF-8")


def things_of(text: Any) -> str:
    """What is stored, as it is kept. Raises AnswerError where it is no text, holds nothing, or is too long."""
    _check_utf_8(THINGS, text)
    if not isinstance(text, str) or not record.heading(text):
        raise AnswerError(
            THINGS, f"expected what is stored, in the person's own nouns, such as recipes, cooks; not {named(text)}"
        )
    long = len(record.heading(text))
    if long > LONGEST_THINGS:
        most = f"{long:,} characters, and {LONGEST_THINGS} are kept"
        raise AnswerError(THINGS, f"{most}; shorten it by {long - LONGEST_THINGS:,}")
    return record.one_line(text, LONGEST_THINGS)


def beside(said: Record) -> dict[str, Mapping[str, Any]]:
    """The tables beside the answers."""
    return {
        "written": {} if said.form == "guide" else {"form": said.form},
        "notes": said.notes,
        "kept": said.kept,
        "taken": said.taken,
        "chosen": {"products": list(said.chosen)} if said.chosen else {},
        "weighed": {} if said.weighed is None else {"trade_offs": list(said.weighed)},
    }


# --- changed ----------------------------------------------------------------------------------------------------------


def changed(book: Rulebook, before: Said, answers: Mapping[str, Value], said: Record) -> str:
    """The file's text with these answers and this record. In TOML the lines that do not change stay as they are, with
    their order and their comments; a document keeps its notes and edits."""
    if before.form == "document":
        return document(reading_with(book, answers, said), said, before.name)
    tables: dict[str, Mapping[str, Any]] = {"": answers, **beside(said)}
    plain = {**_plain(answers), **{name: dict(table) for name, table in tables.items() if name and table}}
    if before.form == "json":
        return json.dumps(plain, indent=2, ensure_ascii=False) + "\n"
    whole = before.text.replace("\r\n", "\n")
    was: Mapping[str, Any] = toml_text.parsed(whole) if whole.strip() else {}
    lines = statements(whole)
    for name, table in tables.items():
        old = was.get(name, {}) if name else {key: value for key, value in was.items() if key not in BESIDE}
        for key in [*old, *(key for key in table if key not in old)]:
            if _plain({key: table.get(key)}) != _plain({key: old.get(key)}):
                lines = _with_line(lines, name, key, table.get(key))
    text = "\n".join(lines).strip("\n") + "\n"
    remarks = toml_text.remarks(whole)
    try:
        same = {name: value for name, value in toml_text.parsed(text).items() if value != {}} == plain
        if same and sorted(toml_text.remarks(text)) == sorted(remarks):
            return text
    except TextError:
        pass
    return _anew(remarks, tables)


def document(reading: Reading, said: Record, name: str) -> str:
    """The document with all that was written by hand. Raises :class:`InputError` where it would hold more than it can
    be opened again with: nothing is cut."""
    long = length(said)
    if long > LONGEST_PROSE:
        raise InputError(
            f"{files.where(name)}: {long:,} characters of the person's own words, escapes with them, and "
            f"{LONGEST_PROSE:,} are kept; nothing was written. Move {long - LONGEST_PROSE:,} into a file of its own"
        )
    if homeless := forms.of_the_other_form(said.prose, forms.form_of(said).id):
        raise InputError(
            f"{files.where(name)}: “{homeless[0]}” is a heading of the other form of the document, so what was written "
            "below it would have no place; nothing was written. Give it another heading"
        )
    return forms.write(reading, said)[1]


def taken_out(book: Rulebook, name: str, answers: Mapping[str, Value], said: Record, file: str) -> tuple[str, ...]:
    """A sentence for the lines of a document called `name` that the next one, `file`, does not have, of sections that
    the guide writes otherwise for the same answers: marks in a comment do not prove who wrote them."""
    told = differences(reading_with(book, answers, said), said)
    gone = [line for change in told.by_guide for line in change.gone]
    return tuple(f"{files.where(name)}: {problem}" for problem in not_in(gone, file))


def _plain(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in table.items()}


def statements(text: str) -> list[str]:
    """The lines of a text that holds TOML, each with those that belong to it: of a list, or of a text in quotes."""
    found, begun, depth = [], 0, 0
    for part in _PART.finditer(text):
        sign = part[0]
        depth += (sign in ("[", "{")) - (sign in ("]", "}"))
        if sign == "\n" and depth <= 0:
            found.append(text[begun : part.start()])
            begun = part.end()
    return [*found, text[begun:]]


def _with_line(lines: list[str], table: str, key: str, value: Any) -> list[str]:
    """The statements of a TOML text with one more, or another, or one less where `value` is None. What is remarked
    beside it stays."""
    heads = [at for at, line in enumerate(lines) if line.lstrip().startswith("[")]
    new = [] if value is None else [f"{toml_key(key)} = {toml_value(value)}"]
    if not table:
        start, end = 0, min(heads, default=len(lines))
    else:
        own = [at for at in heads if lines[at].partition("#")[0].strip() == f"[{table}]"]
        if not own:
            return lines if value is None else [*lines, "", f"[{table}]", *new]
        start, end = own[0] + 1, min((at for at in heads if at > own[0]), default=len(lines))
    at = next((at for at in range(start, end) if re.match(_assigned(key), lines[at])), None)
    if at is None:
        while end > start and not lines[end - 1].strip():
            end -= 1
        return [*lines[:end], *new, *lines[end:]]
    remarks = toml_text.remarks(lines[at])
    beside_it = len(remarks) == 1 and "\n" not in lines[at] and value is not None
    told = [f"{new[0]}  {remarks[0]}"] if beside_it else [*remarks, *new]
    return [*lines[:at], *told, *lines[at + 1 :]]


def _assigned(key: str) -> str:
    return rf"\s*(?:{re.escape(key)}|\"{re.escape(key)}\"|'{re.escape(key)}')\s*="


def _anew(remarks: Iterable[str], tables: Mapping[str, Mapping[str, Any]]) -> str:
    """The whole file from the beginning, below the remarks that it had."""
    told = [*remarks]
    for name, table in tables.items():
        told += ["", f"[{name}]"] if name and table else []
        told += [f"{toml_key(key)} = {toml_value(value)}" for key, value in table.items()]
    return "\n".join(told).lstrip("\n") + "\n"


def toml_key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else toml_value(key)


def toml_value(value: Any) -> str:
    """A basic string of TOML, or a list of them."""
    if not isinstance(value, str):
        return "[" + ", ".join(map(toml_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def unknown(key: str, known: Iterable[str]) -> str:
    """What is wrong with a name that is none of those known."""
    return f"{key_named(key)}: there is none of that name; there are {', '.join(known)}"
