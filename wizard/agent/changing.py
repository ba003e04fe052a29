"""What a person says, put into the answers: an answer with its reason, what is kept, what was weighed.

Each change is checked before anything is written: an error leaves the file as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any, Final

from wizard.agent.answers_file import Said, note_of, things_of
from wizard.agent.coming import choice_not_taken
from wizard.agent.moved import is_early, moved
from wizard.agent.unknown import NOT_COVERED, TAKES_PRODUCTS, uncovered_name, way_out
from wizard.agent.ways import refuse_another
from wizard.catalogue.model import Catalogue, Condition, Question
from wizard.catalogue.signs import named
from wizard.converse import keeping
from wizard.converse.flow import against, to_be_answered
from wizard.converse.record import EMPTY, THINGS, Record, fingerprint
from wizard.converse.state import reading_with
from wizard.converse.switch import STANCE, answers_gone, settled_unsaid
from wizard.converse.uncompared import NOT_COMPARED, named_at_least, of_their_names
from wizard.converse.weighing import considered, to_weigh
from wizard.decide.answers import PACES, AnswerError, Value, applies, check_one, in_order, offered, prune, values
from wizard.decide.rules import Rulebook
from wizard.explain.client_conflicts import OF_THE_LEANING, OWN_PROTOCOL
from wizard.explain.conflict import Conflict
from wizard.explain.reading import Reading
from wizard.explain.words import in_words

#: Stands for nothing, where a list of keys is asked for.
NONE: Final = "none"

#: What is said where a reason is given as an answer.
REASON: Final = 'a reason is given as --because "…"; '

#: Answers that name nothing: where one does not apply nothing is lost, and the others of its call are taken.
NAMES_NOTHING: Final = frozenset({NONE, "other", "unsure"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """Answers and record after a change, with both readings. `lost` are answers that no longer apply; `told` are
    sentences about what else the person should hear; `was` is the record before."""

    answers: Mapping[str, Value]
    record: Record
    before: Reading
    after: Reading
    lost: Mapping[str, Value]
    told: tuple[str, ...] = ()
    was: Record = EMPTY


def answered(book: Rulebook, said: Said, given: Mapping[str, Any], because: str | None = None) -> Change:
    """The answers with those `given`: key -> value, or several; an empty one takes the answer back. `things` among them
    is what is stored. `because` is the person's own reason, and goes with one answer; an empty one takes the reason
    back. Raises AnswerError, with the key and the way out."""
    stored = said.record.notes.get(THINGS)
    before = said.record
    said, given = _with_things(said, given), {key: value for key, value in given.items() if key != THINGS}
    if because is not None and not given:
        raise AnswerError("because", f"a reason goes with an answer, and {THINGS} is none; leave it out")
    if because is not None and len(given) != 1:
        raise AnswerError(
            "because", f"a reason goes with one answer, not with {len(given)}; set {' and '.join(given)} one by one"
        )
    if because and "pace" in given:
        raise AnswerError("because", "the pace is how we ask, and takes no reason; give it with the answer it is about")
    merged = dict(said.answers)
    for key, value in given.items():
        answer = checked(book.catalogue, key, value)
        if answer is None:
            merged.pop(key, None)
        else:
            merged[key] = answer
    told = []
    if stored and said.record.notes.get(THINGS) != stored:
        what = "was replaced. It was" if THINGS in said.record.notes else "is taken back"
        told.append(f"What is stored {what}: “{stored}”")
    if merged.get("existing_stance") in ("in-use", "decided") and "persistence" not in merged:
        merged["persistence"] = "yes"
        told.append("persistence = yes, for a database keeps something.")
    told += [*_with_its_engine(book.catalogue, said, given, merged), *settled_unsaid(said.reading(book), given, merged)]
    ordered = in_order(book.catalogue, merged)
    kept, dropped = prune(book.catalogue, ordered)
    another = bool(because) and kept.get("language") == "other"  # whose libraries have no answer, but a reason
    _refuse_what_does_not_apply(book.catalogue, given, ordered, dropped, another=another)
    notes, heard = _reasons(book.catalogue, said, given, kept, dropped, because)
    told += heard
    if kept.get("persistence") == "no" and "existing_database" in dropped:
        name = in_words(book.catalogue, "existing_database", ordered["existing_database"])
        told.append(f"{name} was named, and the file keeps no more of it: put it into the reason for persistence.")
    lost = {key: ordered[key] for key in dropped}
    named = [key for key in ("existing_database", "existing_client") if key in given]
    # A reason alone does not say that it is there already.
    again = [was for key in named if (was := said.answers.get(key)) != given[key] or not because]
    there = tuple(id_ for id_ in said.record.chosen if id_ not in again)
    record = replace(said.record, notes=notes, chosen=there)
    record, more = keeping.parted(said.reading(book), kept, record, but=notes)
    return replace(change(book, said, kept, record, lost, (*told, *more)), was=before)


def _with_its_engine(catalogue: Catalogue, said: Said, given: Mapping[str, Any], merged: dict[str, Value]) -> list[str]:
    """The engine that was named before goes with a service that runs it; what is told of that."""
    engine, service = said.answers.get("existing_database"), catalogue.services.get(str(given.get("existing_database")))
    runs = service.runs if service else ()
    if engine not in runs or len(runs) < 2 or "existing_engine" in merged:
        return []
    merged["existing_engine"] = str(engine)
    return [f"existing_engine = {engine}, which was named before."]


def _reasons(
    catalogue: Catalogue,
    said: Said,
    given: Mapping[str, Any],
    kept: Mapping[str, Value],
    dropped: Iterable[str],
    because: str | None,
) -> tuple[dict[str, str], list[str]]:
    """The reasons after a change, and what is to be told of them. `kept`: the answers after it; `dropped`: the keys of
    those that no longer apply."""
    notes, told = dict(said.record.notes), []
    for key in given:
        if because:
            new = note_of(key, because)
            if notes.get(key, new) != new:
                told.append(f"The reason for {key} was replaced. It was: “{notes[key]}”")
            notes[key] = new
        elif because is not None:
            told.append(
                f"The reason for {key} is taken back: “{notes.pop(key)}”"
                if key in notes
                else f"There is no reason for {key}."
            )
        elif key in notes and key in kept and key in said.answers and kept[key] != said.answers[key]:
            told.append(
                f"The reason that was given for another answer stands: “{notes[key]}” Give --because if it is another."
            )
    others = answers_gone(catalogue, said.answers, kept).keys() - (given.keys() - {STANCE})  # which is of a product
    may = [key for key in (*dropped, *given, *said.answers, THINGS) if key in others or key not in (*kept, THINGS)]
    gone = [key for key in may if key in notes and not (because and key in given)]
    told += [f"The reason for {key} went with it: “{notes.pop(key)}”" for key in dict.fromkeys(gone)]
    return notes, told


def _with_things(said: Said, given: Mapping[str, Any]) -> Said:
    """The file with what is stored, where that is given; an empty text takes it back."""
    if THINGS not in given:
        return said
    text = given[THINGS]
    if isinstance(text, list) and all(isinstance(item, str) for item in text):
        text = ", ".join(text)
    notes = {key: note for key, note in said.record.notes.items() if key != THINGS}
    notes |= {THINGS: things_of(text)} if text else {}
    return replace(said, record=replace(said.record, notes=notes))


def change(
    book: Rulebook,
    said: Said,
    answers: Mapping[str, Value],
    record: Record,
    lost: Mapping[str, Value],
    told: Iterable[str] = (),
) -> Change:
    before, after = said.reading(book), reading_with(book, answers, record)
    return Change(
        answers=answers, record=record, before=before, after=after, lost=lost, told=tuple(told), was=said.record
    )


def question_of(catalogue: Catalogue, key: str) -> Question:
    """Raises AnswerError, with what may have been meant, where there is none."""
    if key not in catalogue.questions:
        near = get_close_matches(key, catalogue.questions, 1)
        meant = f"did you mean {near[0]}? " if near else REASON if key in ("because", "reason", "notes") else ""
        raise AnswerError(key, f"no such question; {meant}there are {', '.join(catalogue.questions)}, pace, {THINGS}")
    return catalogue.questions[key]


def checked(catalogue: Catalogue, key: str, value: Any) -> Value | None:
    """The answer to a question; None where it is taken back."""
    if key == "pace":
        if value in ("", *PACES):
            return value or None
        raise AnswerError("pace", f"{named(value)} is not one of {', '.join(PACES)}")
    question = question_of(catalogue, key)
    if value in ("", [], ()):
        return None
    if isinstance(value, str) and question.several:
        value = [item.strip() for item in value.split(",")]
    uncovered = uncovered_name(value) if key in TAKES_PRODUCTS else ""
    if uncovered:
        way = "; if it holds the data, keep database-not-compared" if key == "existing_database" else ""
        raise AnswerError(
            key,
            f"the guide does not cover {uncovered}, so it was not weighed; set none, with its name in the reason{way}",
        )
    try:
        return check_one(question, value)
    except AnswerError as error:
        raise AnswerError(key, f"{error.problem}{way_out(question, value)}") from None


#: What can be done about an answer that cannot be given yet.
NOT_YET: Final = {
    "existing_stores": "say in the reason for data what is in use beside, and set it once a main database is decided; "
    "what is in use and holds such data is existing_database"
}


def _wanted(condition: Condition) -> str:
    """What a condition asks of an answer: the values that do, or those that do not."""
    if condition.none_of:
        return f"any but {', '.join(sorted(condition.none_of))}"
    return ", ".join(sorted(condition.mentioned())) or "any"


def _refuse_what_does_not_apply(
    catalogue: Catalogue,
    given: Iterable[str],
    answers: Mapping[str, Value],
    dropped: Iterable[str],
    *,
    another: bool,
) -> None:
    """An answer that was just given is never left out in silence. In `another` language than the guide's, what is said
    of its libraries is kept as a reason."""
    for key in given:
        question = catalogue.questions.get(key)
        if question is None or key not in dropped or values(answers, key) <= NAMES_NOTHING:
            continue
        if another and "language" in question.when:
            continue
        before = {name: value for name, value in answers.items() if name not in dropped}
        refuse_what_is_not_asked(question, before)
        fitting = ", ".join(dict.fromkeys(option.value for option in offered(question, before)))
        given_ = in_words(catalogue, key, answers[key])
        raise AnswerError(key, f"{given_} does not go with the other answers; there are {fitting}")


def refuse_what_is_not_asked(question: Question, answers: Mapping[str, Value]) -> None:
    """Raises AnswerError, with the way out, where a question does not apply to the answers."""
    if applies(question, answers):
        return
    asked = " and ".join(f"{name} ({_wanted(condition)})" for name, condition in question.when.items())
    first = f"it is asked after {asked}" if question.when else "nothing is asked after persistence = no"
    there = all(name in answers for name in question.when) and question.when
    way = NOT_YET.get(question.key, "change that first") if there else "set that first, or in the same call"
    if answers.get("persistence") == "no":
        way = "put it into the reason for persistence; persistence=yes only if something is to be kept after all"
    if answers.get("language") == "other" and "language" in question.when:
        way = "give it as a reason, which is kept: data-stack set " + _for_another_language(question) + ' --because "…"'
    raise AnswerError(question.key, f"does not apply to the other answers: {first}; {way}")


def _for_another_language(question: Question) -> str:
    """The answer to a question about libraries whose reason is kept where the guide has none for the language."""
    known = [option.value for option in question.options]
    return f"{question.key}={next((it for it in (NONE, 'separate', 'unsure') if it in known), known[-1])}"


# --- what is kept and weighed -----------------------------------------------------------------------------------------


def kept(book: Rulebook, said: Said, rule: str, because: str = "", way: int | None = None) -> Change:
    """What does not fit is kept all the same, knowingly; or one of its ways out, by its number, is agreed on. Raises
    AnswerError where nothing of that name stands, or it has no such way out."""
    reading = said.reading(book)
    there = {item.rule: item for item in against(reading, said.record) if item.level != "note"}
    if rule == NOT_COMPARED and rule not in there and (name := named_at_least(reading, said.record)):
        there[rule], way = of_their_names(reading, (name,)), way or 1  # they say that it is one
    if rule not in there:
        names = ", ".join(there) or f"nothing. {NOT_COVERED}"
        raise AnswerError(rule, f"no objection or warning of that name stands; there is {names}")
    why = note_of(f"kept.{rule}", because) if because else ""
    told: tuple[str, ...] = ()
    if said.record.kept.get(rule) and why != said.record.kept[rule]:
        told = (f"The reason was: “{said.record.kept[rule]}”",)
    ways = there[rule].ways_out
    if way is not None:
        refuse_another(reading, there[rule], way)
    second = rule == OWN_PROTOCOL and way == len(ways) == 2  # another database, by name: it is decided then
    another = keeping.with_client(reading, reading.existing_client) if second and reading.existing_client else None
    if rule in OF_THE_LEANING or another:
        offered = keeping.ways(reading, (there[rule],))
        if not another and way is not None and way > len(offered):
            raise AnswerError("way", "that one means other answers: set them")
        chosen = another or offered[(way or 1) - 1]
        answers = prune(book.catalogue, chosen.answers)[0]
        record, gone = keeping.parted(reading, answers, said.record)
        record = keeping.with_way(record, reading, (there[rule],), chosen, why)
        record = replace(record, weighed=considered(reading.instead(answers), record))
        if why:  # with what was said before it may be too long
            note_of(chosen.about, record.notes[chosen.about])
        return change(book, said, answers, record, {}, (f"{chosen.label}. {chosen.hint}", *gone))
    taken = {name: mark for name, mark in said.record.taken.items() if name != rule}
    taken |= {rule: fingerprint(ways[way - 1])} if way is not None else {}
    record = replace(said.record, kept={**said.record.kept, rule: why}, taken=taken, raised=(*said.record.raised, rule))
    return change(book, said, said.answers, record, {}, told)


def weighed(book: Rulebook, said: Said, keys: Iterable[str]) -> Change:
    """Which costs of what is settled the person has considered, beside those told before; `none` clears them. Raises
    AnswerError for a key that is none."""
    keys = tuple(keys)
    there = [item.key for item in to_weigh(said.reading(book))]
    given = [key for key in keys if key != NONE]
    for key in given:
        if key not in there:
            raise AnswerError(key, f"no such trade-off; there is {', '.join(there) or 'nothing to weigh'}, or none")
    before = () if NONE in keys else said.record.weighed or ()
    weighed_ = tuple(dict.fromkeys((*before, *given)))
    return change(book, said, said.answers, replace(said.record, weighed=weighed_), {})


# --- what came of it --------------------------------------------------------------------------------------------------


def as_text(change: Change, given: Iterable[str] = ()) -> str:
    """What was taken, and what it did to the stack."""
    catalogue, after = change.after.catalogue, change.after
    lines = []
    for key in given:
        if key == THINGS and key in change.record.notes:
            lines.append(f"It stores: {change.record.notes[key]}")
        elif key in change.answers:
            why = f", because “{change.record.notes[key]}”" if key in change.record.notes else ""
            lines.append(f"{key} = {_value(change.answers[key])}{why}")
        elif key in change.lost:
            noted = f"noted, “{change.record.notes[key]}”" if key in change.record.notes else ""
            lines.append(f"{key}: {noted}" if noted else f"{key} = {_value(change.lost[key])} needs no answer here.")
        else:
            lines.append(f"{key}: taken back")
    given = set(given)
    lines += [
        f"{key} = {_value(value)} does not apply any more, and was left out."
        for key, value in change.lost.items()
        if key not in given
    ]
    lines += change.told
    lines.append(moved(change.before, change.after, change.record))
    new, gone = new_conflicts(change), new_conflicts(change, back=True)
    lines += [line for item in new for line in _new(item)]
    lines += [f"No longer raised: {item.text}" for item in gone]
    problem = choice_not_taken(catalogue, after)
    if problem and problem != choice_not_taken(catalogue, change.before):
        lines.append(problem)
    return "\n".join(lines)


def _new(item: Conflict) -> Iterable[str]:
    """An objection or a warning that came up: its text, the ways out, and how it is kept."""
    yield f"{'Objection' if item.level == 'block' else 'Warning'}, new: {item.text}"
    if item.ways_out:
        yield f"  Ways out: {' '.join(f'{number}. {way}' for number, way in enumerate(item.ways_out, 1))}"
    way = ", and --way N for a way out that no answer says" if item.ways_out else ""
    yield f'  If they keep it: data-stack keep {item.rule} --because "their own words"{way}'


def _value(value: Value) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def new_conflicts(change: Change, *, back: bool = False) -> list[Conflict]:
    """The objections and warnings that the change brought; `back`: those that it took away. While it is too early to
    tell the pick, no warning about it is told."""
    then, now = (change.before, change.was), (change.after, change.record)
    one, other = (now, then) if back else (then, now)
    known = {item.rule for item in _told(*one)} - to_be_answered(one[0]) | to_be_answered(other[0])
    known |= set() if back else {*change.record.kept}
    return [item for item in _told(*other) if item.rule not in known and item.level != "note"]


def _told(reading: Reading, record: Record) -> list[Conflict]:
    return [item for item in against(reading, record) if item.level == "block" or not is_early(reading)]
