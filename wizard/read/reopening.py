"""A data-stack.md opened again: its answers, what was written by hand, and what has changed since.

A file that this wizard wrote holds its answers and a fingerprint of each section. A section with another fingerprint
was edited by hand, and is kept as it stands. A section with the same one is the guide's, and is written anew. A file
without answers is read as far as it goes.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from wizard.catalogue.model import Catalogue
from wizard.catalogue.signs import named, visible
from wizard.converse import record
from wizard.converse.flow import against
from wizard.converse.record import Record, Written, fingerprint
from wizard.converse.state import reading_with
from wizard.converse.uncompared import stays_unweighed
from wizard.decide.answers import AnswerError, Value, check, in_order, prune
from wizard.decide.rules import Rulebook
from wizard.explain.reading import Reading
from wizard.explain.words import listed
from wizard.read.decided import Contradiction
from wizard.read.forged import answers_changed, pick_changed
from wizard.read.named import contradictions, other_kind, proposals, unfinished
from wizard.read.own import (
    Own,
    changed_on_the_way,
    empty_ones,
    look_alikes,
    merge_marks,
    moved,
    no_longer_written,
    not_in,
    own_words,
    refuse_other_encoding,
    refuse_too_long,
    restored,
    short,
)
from wizard.read.unkept import idle, unkept, unread
from wizard.write import forms
from wizard.write.blocks import Section
from wizard.write.comment import (
    BESIDE,
    CLOSING,
    LONGEST,
    DocumentError,
    guide_day,
    pick_names,
    placed_ids,
    read_comment,
    split_comment,
)
from wizard.write.markdown import generated
from wizard.write.unsaid import replaced


@dataclass(frozen=True, kw_only=True, slots=True)
class Reopened:
    """What a file gave: answers, the record, and in `problems` what could not be used."""

    answers: dict[str, Value]
    record: Record
    problems: tuple[str, ...]
    contradictions: tuple[Contradiction, ...] = ()
    """What its own words say against its answers; `problems` have the sentences too."""
    missing: tuple[str, ...] = ()
    """Sections that the guide writes and the file no longer has, which the page lists."""

    def all_problems(self, name: str) -> tuple[str, ...]:
        """The problems, with a sentence for what the page lists by itself."""
        if not self.missing:
            return self.problems
        gone = listed([f"“{heading}”" for heading in self.missing])
        return (*self.problems, f"{name}: gone from the file, and written again by the guide: {gone}.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A section that the guide writes differently now: the lines that go and the lines that come."""

    heading: str
    gone: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Differences:
    """What is not as it was when the file was written, by who changed it."""

    by_hand: tuple[str, ...]
    by_guide: tuple[Change, ...]
    missing: tuple[str, ...]
    """Sections that the guide writes and the file no longer has."""
    pick_then: str
    pick_now: str
    guide_then: str
    guide_now: str


_BEHIND: Final = "text behind the comment at its end stands before it in the next version."


def reopen(book: Rulebook, name: str, text: str) -> Reopened:
    """Read a file that may be a data-stack.md. Raises :class:`DocumentError`, with what to do, where it is none, or
    holds more than is kept: what a file brings is brought whole, or named in `problems`."""
    if len(text) > LONGEST:
        raise DocumentError(f"{name} is longer than {LONGEST:,} characters, so it was not read.")
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    refuse_other_encoding(name, text)
    merged = tuple(merge_marks(name, record.readable(text)))
    body, toml = split_comment(text)  # as it stands: what is left out of it is to be named
    if toml is None:
        return _without_answers(book.catalogue, name, body, f"{name} holds no answers of this wizard", merged)
    try:
        raw = read_comment(text)
    except DocumentError as error:
        merged += tuple(unread(book.catalogue, toml))
        return _without_answers(book.catalogue, name, body, f"{name}: {error}", merged)
    answers, problems = _answers(book.catalogue, raw)
    if split_comment(body)[1] is not None:
        problems.insert(0, "there is more than one comment with answers; the last one counts.")
    kept = _kept(book.catalogue, name, raw)
    own = restored(own_words(body), kept.written.sections if kept.written else {})
    reading = reading_with(book, answers, kept)
    kept, changed = _changed(reading, kept, raw)
    opened, by_hand = _put_together(reading, kept, own)
    refuse_too_long(name, opened)
    told = kept.written or Written(file=name)
    made, file = forms.write(reading, opened)
    opened, forged = _without_a_forged_pick(reading, opened, {**own.sections, **dict.fromkeys(by_hand, "")})
    against_it = (*changed, *forged, *contradictions(reading, by_hand, (opened.written or told).pick, made.sections))
    problems += [
        *own.problems,
        *merged,
        *unkept(toml, raw, kept, own.sections),
        *idle(kept, (item.rule for item in against(reading, kept))),
        *empty_ones(own.sections, told.sections),
        *changed_on_the_way(by_hand, forms.form_of(kept).id),
        *look_alikes(by_hand, forms.form_of(kept).id),
        *(item.says for item in against_it),
    ]
    problems += _of_the_sections(own, told, by_hand, kept, made.sections)
    problems += [_BEHIND] if text.rpartition(f"\n{CLOSING}")[2].strip() else []
    lines = [f"# {own.title}", *own.front.split("\n"), *_lines_of(by_hand, forms.form_of(kept).id)]
    problems += not_in(lines, file)
    return Reopened(
        answers=answers,
        record=opened,
        problems=tuple(f"{name}: {problem}" for problem in problems),
        contradictions=(*_twice(own), *against_it),
        missing=_missing(opened, made.sections) if kept.written else (),
    )


def _twice(own: Own) -> Iterator[Contradiction]:
    """The sections of the guide that stand twice: nobody sees which of the two decides."""
    for heading in dict.fromkeys(own.twice):
        if heading in forms.GENERATED:
            yield Contradiction(heading=heading, line="", says=f"“{heading}” stands in it twice: make one of the two.")


def _changed(reading: Reading, kept: Record, raw: Mapping[str, Any]) -> tuple[Record, tuple[Contradiction, ...]]:
    """(the record, the answers that were changed in the comment alone): with such, no edition of the guide wrote the
    text for these answers."""
    marks = _table(raw, "written").get("answers")
    if kept.written is None or not isinstance(marks, str):
        return kept, ()
    found = tuple(answers_changed(reading.catalogue, marks, reading.answers, kept.notes))
    return replace(kept, written=replace(kept.written, guide="")) if found else kept, found


def _without_a_forged_pick(
    reading: Reading, opened: Record, sections: Mapping[str, str]
) -> tuple[Record, tuple[Contradiction, ...]]:
    """(the record, what its sections say against the pick that is noted): nothing is taken from such a pick."""
    written = opened.written
    if written is None or not (found := tuple(pick_changed(reading.catalogue, written.pick, sections))):
        return opened, ()
    return replace(opened, written=replace(written, pick=placed_ids(reading, reading.pick_ids))), found


def _missing(opened: Record, made: Iterable[Section]) -> tuple[str, ...]:
    there = opened.written.sections if opened.written else {}
    return tuple(section.heading for section in made if section.blocks and section.heading not in there)


def _of_the_sections(
    own: Own, told: Written, by_hand: Mapping[str, str], kept: Record, made: Sequence[Section]
) -> Iterator[str]:
    """What becomes otherwise of the file's sections in the next version, whose sections are `made`."""
    headings = [section.heading for section in made]
    yield from _no_longer_said(made, [heading for heading in by_hand if heading not in kept.replaced])
    yield from no_longer_written(own.sections, told.sections, by_hand, headings)
    yield from moved(own.sections, headings)


def _kept(catalogue: Catalogue, name: str, raw: Mapping[str, Any]) -> Record:
    """What the comment holds beside the answers."""
    written = _table(raw, "written")
    return record.read(
        catalogue,
        {
            "notes": raw.get("notes"),
            "kept": raw.get("kept"),
            "taken": raw.get("taken"),
            "chosen": _table(raw, "chosen").get("products"),
            "raised": list(_table(raw, "kept")),
            "weighed": _table(raw, "weighed").get("trade_offs"),
            "replaced": _table(written, "replaced"),
            "form": written.get("form"),
            "written": {**written, "file": name},
        },
    )


def _put_together(reading: Reading, kept: Record, own: Own) -> tuple[Record, dict[str, str]]:
    """(the record with the file's own words, the sections that were edited by hand). Sections that the guide writes
    differently now are in its `written`."""
    told = kept.written or Written()
    # A mark whose heading nobody has belongs to a section that is called otherwise.
    strays = {mark for name, mark in told.sections.items() if name not in forms.GENERATED and name not in own.sections}
    by_hand = {
        heading: words
        for heading, words in own.sections.items()
        if words and (heading not in forms.GENERATED or fingerprint(words) not in {told.sections.get(heading), *strays})
    }
    form = forms.form_of(kept)
    titles = {form.id: own.title} if own.title and not form.titles.fullmatch(own.title) else {}
    made = forms.document(reading, kept)
    now = {section.heading: fingerprint(generated(section)) for section in made.sections}
    texts = {
        heading: words
        for heading, words in own.sections.items()
        if heading not in by_hand and words and now.get(heading) != fingerprint(words)
    }
    new = told.sections.keys() and now.keys() - told.sections.keys()  # an older file never had them
    there = {heading: told.sections.get(heading, "") for heading in now if heading in own.sections or heading in new}
    opened = replace(
        kept,
        prose=by_hand,
        replaced=replaced((section for section in made.sections if section.heading in by_hand), kept.replaced),
        titles=titles,
        front=own.front,
        edited_for=told.pick if by_hand else (),
        written=replace(told, texts=texts, sections=there),
    )
    return opened, by_hand


def _no_longer_said(sections: Iterable[Section], edited: Container[str]) -> Iterator[str]:
    """A sentence for each reason that a section says no longer since it was edited, and that the comment still has."""
    for section in sections:
        if section.heading in edited and section.prose:
            there = _letters(section.prose)
            said = dict.fromkeys(item.said for block in section.blocks for item in block.items if item.said)
            for reason in said:
                if _letters(reason) not in there:
                    yield (
                        f"“{section.heading}” no longer says “{short(reason)}”, the reason that came with the answer: "
                        "change it among the answers too."
                    )


def _letters(text: str) -> str:
    """A text without marks and spaces, which Markdown writes otherwise."""
    return "".join(filter(str.isalnum, text))


def _lines_of(by_hand: Mapping[str, str], form: str) -> Iterable[str]:
    """The lines of sections that the next file of this form is to hold."""
    for heading, words in by_hand.items():
        if heading not in forms.GENERATED - {*forms.FORMS[form].headings}:
            yield from (heading, *words.split("\n"))


def _table(raw: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = raw.get(key)
    return found if isinstance(found, Mapping) else {}


def _answers(catalogue: Catalogue, raw: Mapping[str, Any]) -> tuple[dict[str, Value], list[str]]:
    """The answers that the vocabulary has and that fit together, and a sentence for each that was left out."""
    found: dict[str, Value] = {}
    problems = []
    for key, given in ((visible(key), given) for key, given in raw.items() if key not in BESIDE):
        if key in found:
            problems.append(f"the answer {named(key)} is given twice, and the first one counts, not {named(given)}.")
        elif key != "pace" and key not in catalogue.questions:
            said = f"{named(key[:40])} is not one that the wizard knows, and was left out: {named(given)}"
            problems.append(f"the answer {said}.")
        else:
            try:
                found |= check(catalogue, {key: given})
            except AnswerError as error:
                problems.append(f"{error}; {'it' if isinstance(given, str) else named(given)} was left out.")
    ordered = in_order(catalogue, found)
    kept, dropped = prune(catalogue, ordered)
    shorts = [catalogue.questions[key].short for key in dropped]
    problems += [f"“{short}” does not apply to the other answers, and was left out." for short in shorts]
    return kept, problems


def differences(reading: Reading, kept: Record) -> Differences:
    """What is not as it was, for the record of a file that :func:`reopen` read."""
    written = kept.written or Written()
    made = forms.document(reading, kept)
    now = {section.heading: generated(section) for section in made.sections if section.blocks}
    theirs = ", ".join(stays_unweighed(reading, kept))  # which no pick stands for
    then, pick = (
        theirs or pick_names(reading.catalogue, placed_ids(reading, it)) for it in (written.pick, reading.pick_ids)
    )
    return Differences(
        by_hand=(
            *(["Front matter"] if kept.front else []),
            *(["The title"] if forms.form_of(kept).id in kept.titles else []),
            *(heading or "Before the first section" for heading in kept.prose),
        ),
        by_guide=tuple(
            Change(heading=heading, gone=_lines(old, now[heading]), new=_lines(now[heading], old))
            for heading, old in written.texts.items()
            if heading in now
        ),
        missing=tuple(heading for heading in now if kept.written and heading not in written.sections),
        pick_then=then if written.guide else "",
        pick_now=pick,
        guide_then=written.guide,
        guide_now=guide_day(reading.catalogue),
    )


def _lines(text: str, other: str) -> tuple[str, ...]:
    """The lines of `text` that `other` does not have."""
    there = {" ".join(line.split()) for line in other.splitlines()}
    return tuple(line for line in text.splitlines() if line.strip() and " ".join(line.split()) not in there)


# --- a file without answers -------------------------------------------------------------------------------------------


def _without_answers(catalogue: Catalogue, name: str, body: str, why: str, merged: Iterable[str]) -> Reopened:
    """What can be read from the words: the database and the client that are named, and the prose of each section, if
    the file is a record of a stack. `why` says that it holds no answers that can be read; `merged` is what
    :func:`merge_marks` and :func:`unread` have to say."""
    own = own_words(body)
    nothing = unfinished(own)
    found = () if nothing else proposals(catalogue, name, own.sections, body)
    no_record = nothing or other_kind(name, own, found)
    if no_record and not found:
        raise DocumentError(f"{why}, and it {no_record}, so none of its text was taken over.")
    there = {item.key for item in found}
    open_ = [question for key, question in catalogue.questions.items() if key not in there and not question.when]
    missing = ", ".join(question.short for question in open_)
    problems = [f"{why}, so it was read as far as its words go. Not in it: {missing}."]
    if no_record:
        problems.append(f"{name} is no record of a stack: it {no_record}, so none of its text was taken over.")
        return Reopened(answers={}, record=Record(found=found), problems=tuple(problems))
    prose = {heading: words for heading, words in own.sections.items() if words}
    told = [
        *own.problems,
        *merged,
        *empty_ones(own.sections, ()),
        *changed_on_the_way(prose, "guide"),
        *look_alikes(prose, "guide"),
    ]
    problems += [f"{name}: {problem}" for problem in told]
    form = forms.FORMS["guide"]
    titles = {form.id: own.title} if own.title and not form.titles.fullmatch(own.title) else {}
    said = Record(found=found, prose=prose, titles=titles, front=own.front)
    refuse_too_long(name, said)
    return Reopened(answers={}, record=said, problems=tuple(problems))
