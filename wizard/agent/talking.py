"""The commands of a conversation, which read the answers and what was said beside them, and may change both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from wizard.agent import (
    answers_file,
    changing,
    choosing,
    coming,
    comparing,
    files,
    lifetime,
    reading_back,
    telling,
    unasked,
    writing,
)
from wizard.agent.answers_file import DEFAULT, Said
from wizard.agent.changing import Change
from wizard.agent.command import Given, Output
from wizard.converse.flow import against
from wizard.converse.record import END_OF_LIFE, THINGS
from wizard.converse.uncompared import staying, stays_unweighed
from wizard.decide.answers import AnswerError
from wizard.decide.rules import Rulebook
from wizard.explain.words import listed
from wizard.read.unkept import idle


def _read(book: Rulebook, given: Given, *, begin: bool = False) -> Said:
    return answers_file.read(book, given["answers"], begin=begin)


def next_(book: Rulebook, given: Given) -> Output:
    said = _read(book, given, begin=True)
    reading = said.reading(book)
    key = given.get("key") or ""
    if key:
        changing.refuse_what_is_not_asked(changing.question_of(book.catalogue, key), reading.answers)
    text = coming.as_text(reading, said.record, guided=bool(given.get("guided")), key=key)
    data = coming.as_json(reading, said.record, key=key)
    if data["kind"] in ("done", "trade-offs") and (
        old := lifetime.to_raise(reading, said.record, datetime.now(UTC).date())
    ):
        text = lifetime.as_text(old)
        data |= {"kind": "objection", "objections": [coming.conflict_json(lifetime.as_conflict(old))]}
        data |= {"trade_offs": [], "left_out": []}
    return Output(text=text, data=data, problems=said.problems)


def say(book: Rulebook, given: Given) -> Output:
    said = _read(book, given)
    told = telling.say_json(said.reading(book), said.record)
    return Output(text=told["text"], data=told, problems=said.problems)


def summary(book: Rulebook, given: Given) -> Output:
    said = _read(book, given)
    told = reading_back.summary_json(said.reading(book), said.record)
    return Output(text=told["text"], data=told, problems=said.problems)


def set_(book: Rulebook, given: Given) -> Output:
    said = _read(book, given, begin=True)
    pairs = given["pairs"]
    try:
        change = changing.answered(book, said, pairs, given.get("because"))
    except AnswerError as error:
        if len(pairs) > 1:
            others = [key for key in _refused(book, pairs) if key != error.key]
            too = f"Wrong too: {listed(others)}. " if others else ""
            raise AnswerError(error.key, f"{error.problem}. {too}Nothing was set") from None
        raise
    return _changed(book, said, change, tuple(pairs))


def _refused(book: Rulebook, given: Given) -> Iterator[str]:
    """The keys of answers that there are not."""
    for key in (it for it in given if it != THINGS):
        try:
            changing.checked(book.catalogue, key, given[key])
        except AnswerError:
            yield key


def choose(book: Rulebook, given: Given) -> Output:
    said = _read(book, given, begin=True)
    change = choosing.chosen(book, said, given["ids"], given.get("because") or "")
    new = tuple(
        key
        for key, value in change.answers.items()
        if said.answers.get(key) != value or said.record.notes.get(key) != change.record.notes.get(key)
        if not any(text.startswith(f"{key} = ") for text in change.told)
    )
    return _changed(book, said, change, new)


def keep(book: Rulebook, given: Given) -> Output:
    said = _read(book, given)
    way = given.get("way")
    if given["rule"] == END_OF_LIFE:
        if way is not None:
            raise AnswerError("way", f"{END_OF_LIFE} has no ways out; say --until a day")
        until, because = given.get("until") or "", given.get("because") or ""
        record = lifetime.kept_until(book, said, until, because, datetime.now(UTC).date())
        change = changing.change(book, said, said.answers, record, {})
        return _changed(book, said, change, first=f"{END_OF_LIFE}: kept, {record.kept[END_OF_LIFE]}")
    if given.get("until"):
        raise AnswerError("until", f"only {END_OF_LIFE} stays until a day; put it into --because")
    change = changing.kept(book, said, given["rule"], given.get("because") or "", way)
    done = "kept, and written down." if way is None else f"way out {way} is agreed on, and becomes a rule of the file."
    return _changed(book, said, change, first=f"{given['rule']}: {done}")


def weigh(book: Rulebook, given: Given) -> Output:
    said = _read(book, given)
    change = changing.weighed(book, said, given["keys"])
    return _changed(book, said, change, first=f"Considered: {', '.join(change.record.weighed or ()) or 'none'}.")


def _changed(book: Rulebook, said: Said, change: Change, keys: tuple[str, ...] = (), first: str = "") -> Output:
    """Write the file anew, and say what came of it; answers from standard input go to standard output."""
    change = replace(change, told=(*change.told, *unasked.brought_up(change)))
    text = answers_file.changed(book, said, change.answers, change.record)
    unsaid = writing.unsaid_of(change.after, change.record) if said.form == "document" else ()
    new = f"New file: {said.name}" if said.form == "toml" and not said.text and said.name != files.STANDARD else ""
    told = "\n".join(filter(None, (new, first, changing.as_text(change, keys), *unsaid)))
    problems = (*said.problems, *answers_file.taken_out(book, said.name, said.answers, said.record, text))
    if said.name == files.STANDARD:
        return Output(text=text, data=_as_json(change), problems=(*problems, *told.splitlines()))
    files.replace(said.name, text, was=said.text)
    return Output(text=told, data=_as_json(change), problems=problems)


def why_not(book: Rulebook, given: Given) -> Output:
    said = _read(book, given)
    reading = said.reading(book)
    told = comparing.why_not(reading, given["id"], said.record)
    if names := stays_unweighed(reading, said.record):
        told |= {"is_the_pick": False, "text": f"{staying(names)}, and nothing was weighed.", "would_take": []}
    return Output(text=comparing.why_not_text(told), data=told, problems=said.problems)


def compare(book: Rulebook, given: Given) -> Output:
    told = comparing.compare(book.catalogue, (given["one"], given["other"]), given.get("only") or ())
    return Output(text=comparing.compare_text(told), data=told)


def write(book: Rulebook, given: Given) -> Output:
    """The document, printed or written. One that is given keeps its form, its notes and what was edited by hand."""
    output = given.get("output")
    name = given.get("file") or given.get("answers") or (DEFAULT if output else files.STANDARD)
    said = answers_file.read(book, name)
    problems = said.problems
    if said.form != "document":  # which says so itself
        known = (END_OF_LIFE, *(item.rule for item in against(said.reading(book), said.record)))
        problems += tuple(idle(said.record, known))
    if old := lifetime.to_raise(said.reading(book), said.record, datetime.now(UTC).date()):
        problems += (f"nobody has said yet what becomes of this: {old} `data-stack next` asks",)
    if not output:
        text = writing.text(said.reading(book), said.record)
        problems += answers_file.taken_out(book, said.name, said.answers, said.record, text)
        return Output(text=text.rstrip("\n"), problems=problems)
    done = writing.write(book, said, output)
    return Output(text=writing.as_text(done), data=writing.as_json(done), problems=(*problems, *done.problems))


def _as_json(change: Change) -> dict[str, Any]:
    """The answers as they are now, and what the change did."""
    return {
        "answers": {key: value if isinstance(value, str) else list(value) for key, value in change.answers.items()},
        "notes": dict(change.record.notes),
        "left_out": {key: value if isinstance(value, str) else list(value) for key, value in change.lost.items()},
        "before": coming.triple(coming.ids_of(change.before)),
        "after": coming.triple(coming.ids_of(change.after)),
        "warnings": [coming.conflict_json(item) for item in changing.new_conflicts(change)],
        "told": list(change.told),
    }
