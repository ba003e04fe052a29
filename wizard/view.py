"""What a screen shows: plain dataclasses of strings and lists. Templates only lay them out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from markupsafe import Markup

from wizard import document, forms
from wizard.answers import Answers, Value, offered, several, values
from wizard.catalogue import Catalogue, Fact, Option, Question
from wizard.decision import Decision, require, settled, stance
from wizard.interview import at_most_left, objections, pace, previous_question, relevant, to_weigh
from wizard.picture import StackView, TotalsView, stack_view, totals_view
from wizard.prose import to_html
from wizard.recommendation import Conflict, Recommendation, TradeOff, listed, recommend, without_difference
from wizard.record import EMPTY, LONGEST_NOTE, Record
from wizard.rules import Store
from wizard.what_if import Flip, what_if

#: From this question on a person may finish early.
FINISH_FROM = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class OptionView:
    value: str
    label: str
    hint: str
    checked: bool
    tag: str


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupView:
    label: str
    options: tuple[OptionView, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class SoFar:
    """The stack as the answers stand: one line each, and what the last answer changed."""

    store: str
    client: str
    beside: tuple[str, ...]
    certainty: str
    why: str
    changed: str
    settled: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionView:
    key: str
    kind: str
    """`radio`, `checkbox` or `select`."""
    question: str
    why: str
    context: tuple[tuple[str, str], ...]
    """Guided pace: (label, paragraph) pairs."""
    options: tuple[OptionView, ...]
    groups: tuple[GroupView, ...]
    error: str
    note_error: str
    """What is wrong with the note alone."""
    progress: str
    pace: str
    can_go_back: bool
    can_finish: bool
    notices: tuple[str, ...]
    returning: str
    so_far: SoFar | None
    note: str
    takes_files: bool
    longest_note: int = LONGEST_NOTE


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerRow:
    key: str
    label: str
    answer: str
    origin: str = ""
    """`from your link`, for an answer that nobody has confirmed."""
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class AlternativeView:
    name: str
    client: str
    why_not: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ComparisonView:
    """The pick beside the alternatives: the first of `names` is the pick; a cell of `rows` for each."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewView:
    """The summary before the document, and the explanation of the pick."""

    database: str
    database_why: tuple[str, ...]
    client: str
    client_why: tuple[str, ...]
    answers: tuple[AnswerRow, ...]
    defaults: tuple[AnswerRow, ...]
    """Questions without an answer."""
    notices: tuple[str, ...]
    returning: str
    pace: str
    none: bool = False
    beside: tuple[str, ...] = ()
    certainty: str = ""
    conflicts: tuple[Conflict, ...] = ()
    kept: Mapping[str, str] = field(default_factory=dict)
    """Conflict -> why it is kept."""
    trade_offs: tuple[TradeOffView, ...] = ()
    weighed: str = ""
    """How many of the trade-offs have been considered, as a sentence; nothing when there is nothing to ask."""
    asked_to_weigh: bool = False
    alternatives: tuple[AlternativeView, ...] = ()
    comparison: ComparisonView | None = None
    would_change: tuple[str, ...] = ()
    no_difference: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    gloss: Mapping[str, str] = field(default_factory=dict)
    """Guided pace: what each part of the summary is."""
    stack: StackView | None = None
    totals: TotalsView | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class TradeOffView:
    key: str
    name: str
    """Of the product that it belongs to."""
    text: str
    url: str
    considered: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class SectionView:
    heading: str
    html: Markup
    markdown: str
    edited: bool
    generated: bool
    """Whether there is a text of the guide to go back to."""
    stale: bool
    """Whether it was edited when the pick was another."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentView:
    title: str
    sections: tuple[SectionView, ...]
    markdown: str
    filename: str
    form: str
    notices: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ConflictView:
    conflicts: tuple[Conflict, ...]
    changes: tuple[AnswerRow, ...]
    """The answers of which one can be changed."""
    keep: str
    error: str
    note_error: str
    chosen: str
    note: str
    so_far: SoFar | None
    longest_note: int = LONGEST_NOTE


@dataclass(frozen=True, kw_only=True, slots=True)
class WeighView:
    name: str
    """What is kept."""
    trade_offs: tuple[TradeOffView, ...]
    so_far: SoFar | None


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundRow:
    key: str
    label: str
    answer: str
    instead_of: str
    """What the person has answered, where the file says otherwise."""
    where: str
    text: str
    because: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundView:
    rows: tuple[FoundRow, ...]
    problems: tuple[str, ...]
    prose: tuple[str, ...]
    """Headings of sections whose words are kept."""
    so_far: SoFar | None


def certainty(catalogue: Catalogue, result: Recommendation, answers: Answers) -> str:
    """How sure the pick is, in a sentence."""
    if result.certainty == "forced":
        return "Kept, because you have decided on it." if stance(answers) == "decided" else "Kept, because you use it."
    named = str(answers.get("existing_database", "none"))
    picked = (result.store.database.id, result.store.service.id) if result.store else ()
    if stance(answers) == "leaning" and named != "none" and named not in picked:
        return f"You lean towards {catalogue.name(named)}, but your answers speak for this, for these reasons."
    if result.certainty == "close":
        return "It was close: one different answer could change it."
    return "Your answers point here clearly."


def question_view(
    catalogue: Catalogue,
    answers: Answers,
    key: str,
    *,
    chosen: Value | None = None,
    error: str = "",
    note_error: str = "",
    notices: tuple[str, ...] = (),
    before: Answers | None = None,
    record: Record = EMPTY,
    returning: str = "",
) -> QuestionView:
    """The screen of one question.

    `chosen` shows what was entered when it could not be accepted; `before` are the answers before the last one, so
    that the screen can say what it changed.
    """
    question = catalogue.questions[key]
    picked = (
        values({key: chosen}, key) if chosen is not None else (values(answers, key) if key in answers else frozenset())
    )
    tag = record.origins[key].words if key in record.origins and key in answers else ""
    options = [_option(option, picked, tag) for option in offered(question, answers)]
    groups = _groups(_distinct(offered(question, answers), picked), picked)
    number = sum(item.key in answers and item.key != key for item in relevant(catalogue, answers)) + 1
    asked = {name: value for name, value in answers.items() if name != key}
    left = at_most_left(catalogue, asked) - 1
    return QuestionView(
        key=key,
        kind="select" if groups else ("checkbox" if question.several else "radio"),
        question=question.question,
        why=question.why,
        context=_context(question) if pace(answers) == "guided" else (),
        options=tuple(options) if not groups else tuple(item for item in options if not _grouped(question, item.value)),
        groups=groups,
        error=error,
        note_error=note_error,
        progress=f"Question {number}" + (f", at most {left} more" if left > 0 else ", the last one"),
        pace=pace(answers),
        can_go_back=previous_question(catalogue, answers, key) is not None,
        can_finish=number >= FINISH_FROM,
        notices=notices,
        returning=returning,
        so_far=so_far(catalogue, answers, before) if "persistence" in answers else None,
        note=record.notes.get(key, ""),
        takes_files=key in TAKES_FILES,
    )


#: Questions that project files can answer: here the screen offers to read them.
TAKES_FILES: Final = frozenset({"persistence", "existing_database"})


def _option(option: Option, picked: frozenset[str], tag: str = "") -> OptionView:
    checked = option.value in picked
    return OptionView(
        value=option.value, label=option.label, hint=option.hint, checked=checked, tag=tag if checked else ""
    )


def _distinct(options: tuple[Option, ...], picked: frozenset[str]) -> tuple[Option, ...]:
    """Without places that are no answer to "which database?", and without a name that stands there already; what has
    been answered (a link may say anything that is legal) stays."""
    named: dict[str, Option] = {}
    for option in sorted(options, key=lambda option: option.value not in picked):
        if option.value not in ("self-hosted", "embedded") or option.value in picked:
            named.setdefault(option.label, option)
    return tuple(option for option in options if option in named.values())


def _grouped(question: Question, value: str) -> bool:
    return any(option.value == value and option.group for option in question.options)


def _groups(options: tuple[Option, ...], picked: frozenset[str]) -> tuple[GroupView, ...]:
    names = dict.fromkeys(option.group for option in options if option.group)
    return tuple(
        GroupView(
            label=document.language_label(name),
            options=tuple(_option(option, picked) for option in options if option.group == name),
        )
        for name in names
    )


def _context(question: Question) -> tuple[tuple[str, str], ...]:
    pairs = (
        ("", question.context),
        ("For example", question.example),
        ("What most people pick", question.most),
    )
    return tuple((label, text) for label, text in pairs if text)


def so_far(catalogue: Catalogue, answers: Answers, before: Answers | None = None) -> SoFar | None:
    """The side panel; None when no database is needed."""
    result = recommend(catalogue, answers)
    store = result.store
    if store is None:
        return None
    told = [reason for reason in result.reasons if reason.rule not in ("guide-order", "only-client")]
    told.sort(key=lambda reason: not reason.rule.startswith("kept-because"))
    first = told[0].text if told else ""
    return SoFar(
        store=store.name,
        client=result.client.name if result.client else "",
        beside=tuple(
            f"{item.store.database.name} for {document.kind_of_data(item.for_)}" for item in result.companions
        ),
        certainty=result.certainty,
        why=first,
        changed=_changed(catalogue, before, result) if before and "persistence" in before else "",
        settled=settled(catalogue, answers),
    )


def _changed(catalogue: Catalogue, before: Answers, now: Recommendation) -> str:
    """What the last answer did to the stack, in a sentence."""
    was = recommend(catalogue, before)
    pairs = (
        (was.store.name if was.store else "", now.store.name if now.store else ""),
        (was.client.name if was.client else "", now.client.name if now.client else ""),
    )
    parts = [_exchanged(old, new) for old, new in pairs if old != new]
    old_beside = {item.store.name for item in was.companions}
    new_beside = {item.store.name for item in now.companions}
    parts += [f"{name} beside it" for name in sorted(new_beside - old_beside)]
    parts += [f"no {name} beside it any more" for name in sorted(old_beside - new_beside)]
    if not parts:
        return "Your last answer did not change the stack."
    return f"Your last answer changed this: {'; '.join(parts)}."


def _exchanged(old: str, new: str) -> str:
    if old and new:
        return f"now {new} instead of {old}"
    return f"{new} joins" if new else f"{old} is no longer named"


def review_view(
    catalogue: Catalogue,
    answers: Answers,
    notices: tuple[str, ...] = (),
    record: Record = EMPTY,
    *,
    returning: str = "",
) -> ReviewView:
    """The summary of everything, before the document."""
    result = recommend(catalogue, answers)
    rows = [_row(catalogue, answers, question, record) for question in relevant(catalogue, answers)]
    answered = tuple(row for row in rows if row.key in answers)
    defaults = tuple(row for row in rows if row.key not in answers)
    if result.store is None:
        return ReviewView(
            database="None",
            database_why=tuple(reason.text for reason in result.reasons),
            client="None",
            client_why=("Without a database there is nothing to connect to.",),
            answers=answered,
            defaults=defaults,
            notices=notices,
            returning=returning,
            pace=pace(answers),
            none=True,
        )
    moves, unmoved = what_if(catalogue, answers)
    return ReviewView(
        database=result.store.name,
        database_why=tuple(reason.text for reason in result.reasons if reason.for_ != "client"),
        client=result.client.name if result.client else "To be chosen",
        client_why=tuple(reason.text for reason in result.reasons if reason.for_ == "client")
        or (document.no_client(result, answers),),
        beside=tuple(document.companion_sentence(item) for item in result.companions),
        certainty=certainty(catalogue, result, answers),
        conflicts=result.conflicts,
        kept=record.kept,
        trade_offs=_trade_offs(catalogue, result, record),
        weighed=_weighed(to_weigh(catalogue, answers), record),
        asked_to_weigh=record.weighed is not None,
        alternatives=tuple(
            AlternativeView(name=item.store.name, client=item.client.name if item.client else "", why_not=item.why_not)
            for item in result.alternatives
        ),
        comparison=_comparison(result) if result.alternatives else None,
        would_change=tuple(_flip(catalogue, move, result.decision) for move in _first_of_each(moves)),
        no_difference=tuple(catalogue.questions[key].short for key in without_difference(result, unmoved)),
        unsure=result.unsure,
        left_out=result.left_out,
        answers=answered,
        defaults=defaults,
        notices=notices,
        returning=returning,
        pace=pace(answers),
        gloss=GLOSS if pace(answers) == "guided" else {},
        stack=stack_view(result, answers, catalogue),
        totals=totals_view(result, catalogue),
    )


def _first_of_each(moves: tuple[Flip, ...]) -> list[Flip]:
    """One move for each (question, outcome): the list is to be read, not to be complete."""
    found: dict[tuple[str, int, str], Flip] = {}
    for move in moves:
        found.setdefault((move.question, move.store.index, move.client.id if move.client else ""), move)
    return list(found.values())


def _flip(catalogue: Catalogue, move: Flip, decision: Decision) -> str:
    parts = []
    if move.store is not decision.store:
        parts.append(move.store.name)
    if move.client is not decision.client:
        parts.append(move.client.name if move.client else "no listed client")
    return f"{document.flip_sentence(catalogue, move)}: {' with '.join(parts)}."


#: What the parts of the summary are, for a person who reads one for the first time.
GLOSS: Final[Mapping[str, str]] = {
    "picture": "Your application is at one end and your data at the other. Each line says what runs where.",
    "costs": "Every choice gives something up. These are the prices of this one, so that nobody is surprised later.",
    "alternatives": "The next best choices for your answers, and why they came second.",
    "totals": "Each of your answers speaks for or against a candidate. The longer the bar, the more speaks for it.",
    "change": "If one of these answers turns out differently, come back: another choice would fit better.",
    "unsure": "Where there was no answer we took the safe choice. Check these with somebody who knows.",
}

#: Facts in which places to keep data differ most: row by row in the comparison.
COMPARED: Final[Mapping[str, str]] = {
    "open_source": "Open source",
    "scale_to_zero": "Costs nothing while idle",
    "client_realtime": "Live updates to clients",
    "free_tier": "Free plan",
}

#: How facts read in a comparison. A missing fact never reads as "no".
WORDS: Final[Mapping[str, str]] = {
    "yes": "Yes",
    "no": "No",
    "partial": "Partly",
    "pauses": "Yes, but it pauses",
    "beta": "Beta",
    "limited": "Limited",
    "optional": "Optional",
}

WHO_RUNS_IT: Final[Mapping[str, str]] = {
    "managed": "The provider",
    "self-hosted": "Your team",
    "embedded": "Nobody: it is inside the application",
}


def _comparison(result: Recommendation) -> ComparisonView:
    """The pick and the alternatives side by side."""
    pick = require(result.store)
    stores: tuple[Store, ...] = (pick, *(item.store for item in result.alternatives))
    clients = (result.client, *(item.client for item in result.alternatives))
    totals = (str(result.decision.points[pick.index]), *(str(item.total) for item in result.alternatives))
    rows = [
        ("Client", tuple(client.name if client else "None in the guide" for client in clients)),
        ("Points", totals),
        ("Who runs it", tuple(WHO_RUNS_IT[store.service.kind] for store in stores)),
        *((label, tuple(_word(store.facts.get(key)) for store in stores)) for key, label in COMPARED.items()),
    ]
    return ComparisonView(names=tuple(store.name for store in stores), rows=tuple(rows))


def _word(fact: Fact | None) -> str:
    return WORDS.get(fact.value, "Not confirmed") if fact and fact.printable else "Not confirmed"


def _trade_offs(catalogue: Catalogue, result: Recommendation, record: Record) -> tuple[TradeOffView, ...]:
    weighed = record.weighed or ()
    return tuple(
        TradeOffView(
            key=item.key,
            name=catalogue.name(item.id),
            text=item.text,
            url=item.source.url,
            considered=item.key in weighed,
        )
        for item in result.trade_offs
    )


def _weighed(concerned: Iterable[TradeOff], record: Record) -> str:
    """How many of these trade-offs were ticked as considered; nothing where there is nothing to ask."""
    keys = [item.key for item in concerned]
    if not keys:
        return ""
    if record.weighed is None:
        return "You brought this choice along. Nobody has asked yet which of its trade-offs you have considered."
    number = sum(key in record.weighed for key in keys)
    return f"You have considered {number} of the {len(keys)} trade-offs of what you keep."


def _row(catalogue: Catalogue, answers: Answers, question: Question, record: Record) -> AnswerRow:
    key = question.key
    words = in_words(catalogue, key, answers[key]) if key in answers else "Not answered: the default stands"
    origin = record.origins[key].words if key in record.origins and key in answers else ""
    return AnswerRow(key=key, label=question.short, answer=words, origin=origin, note=record.notes.get(key, ""))


def in_words(catalogue: Catalogue, key: str, value: Value) -> str:
    """An answer by the labels of its options."""
    return ", ".join(document.label(catalogue, key, item) for item in several(value))


# --- what does not fit, what it costs, what files say -----------------------------------------------------------------


def conflict_view(
    catalogue: Catalogue,
    answers: Answers,
    record: Record,
    *,
    error: str = "",
    note_error: str = "",
    chosen: str = "",
    note: str = "",
) -> ConflictView:
    """The screen of what would really break: the reasons, and the ways on."""
    found = objections(catalogue, answers, record)
    keys = dict.fromkeys(key for item in found for key in item.answers)
    rows = tuple(
        _row(catalogue, answers, question, EMPTY)
        for key, question in catalogue.questions.items()
        if key in keys and key in answers
    )
    return ConflictView(
        conflicts=found,
        changes=rows,
        keep="Keep it, and record why" if len(found) == 1 else "Keep all of it, and record why",
        error=error,
        note_error=note_error,
        chosen=chosen,
        note=note,
        so_far=so_far(catalogue, answers),
    )


def weigh_view(catalogue: Catalogue, answers: Answers, record: Record) -> WeighView:
    """The trade-offs of what the person keeps, to be ticked as considered."""
    result = recommend(catalogue, answers)
    concerned = {item.key for item in to_weigh(catalogue, answers)}
    shown = tuple(item for item in _trade_offs(catalogue, result, record) if item.key in concerned)
    return WeighView(
        name=listed(list(dict.fromkeys(item.name for item in shown))),
        trade_offs=shown,
        so_far=so_far(catalogue, answers),
    )


def found_view(catalogue: Catalogue, answers: Answers, record: Record) -> FoundView:
    """What files propose, each with the line that says so."""
    rows = [
        FoundRow(
            key=item.key,
            label=catalogue.questions[item.key].short,
            answer=in_words(catalogue, item.key, item.value),
            instead_of=in_words(catalogue, item.key, answers[item.key]) if item.key in answers else "",
            where=f"{item.file}, line {item.line}",
            text=item.text,
            because=item.because,
        )
        for item in record.found
        if answers.get(item.key) != item.value  # answered that way meanwhile
    ]
    return FoundView(
        rows=tuple(rows),
        problems=record.problems,
        prose=tuple(heading for heading in record.prose if heading),
        so_far=so_far(catalogue, answers) if "persistence" in answers else None,
    )


# --- the document -----------------------------------------------------------------------------------------------------


def document_view(
    catalogue: Catalogue, answers: Answers, record: Record = EMPTY, notices: tuple[str, ...] = ()
) -> DocumentView:
    composed, markdown = forms.write(catalogue, answers, record)
    pick = document.pick_ids(catalogue, answers)
    stale = bool(record.edited_for) and record.edited_for != pick
    edited = [section.heading for section in composed.sections if section.prose and section.blocks]
    if stale and edited:
        then, now = (document.pick_names(catalogue, ids) for ids in (record.edited_for, pick))
        what = f"You edited {listed(edited)} when the pick was {then}. Your answers now give {now}"
        notices += (f"{what}: read your words again, or give the section back to the guide.",)
    headings = {section.heading for section in composed.sections}
    elsewhere = [heading for heading in record.prose if heading in document.GENERATED and heading not in headings]
    if elsewhere:
        notices += (f"Your edits of {listed(elsewhere)} belong to the other form, and are kept for it.",)
    return DocumentView(
        title=composed.title,
        sections=tuple(
            SectionView(
                heading=section.heading,
                html=to_html(document.section_markdown(section)),
                markdown=document.section_markdown(section),
                edited=bool(section.prose),
                generated=bool(section.blocks),
                stale=stale and bool(section.prose and section.blocks),
            )
            for section in composed.sections
        ),
        markdown=markdown,
        filename=composed.filename,
        form=record.form,
        notices=notices,
    )
