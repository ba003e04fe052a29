"""What a screen shows: plain dataclasses of strings and lists. Templates only lay them out."""

from __future__ import annotations

from dataclasses import dataclass

from wizard import document
from wizard.answers import Answers, Value, offered, values
from wizard.catalogue import Catalogue, Option, Question
from wizard.decision import Decision, settled, stance
from wizard.document import FILENAME, Document
from wizard.interview import at_most_left, next_question, pace, previous_question, relevant
from wizard.picture import StackView, TotalsView, stack_view, totals_view
from wizard.recommendation import Conflict, Recommendation, recommend, without_difference
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
    progress: str
    pace: str
    can_go_back: bool
    can_finish: bool
    notices: tuple[str, ...]
    so_far: SoFar | None


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerRow:
    key: str
    label: str
    answer: str
    changeable: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class AlternativeView:
    name: str
    client: str
    why_not: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewView:
    """The summary before the document, and the explanation of the pick."""

    database: str
    database_why: tuple[str, ...]
    client: str
    client_why: tuple[str, ...]
    beside: tuple[str, ...]
    certainty: str
    conflicts: tuple[Conflict, ...]
    trade_offs: tuple[document.Item, ...]
    alternatives: tuple[AlternativeView, ...]
    would_change: tuple[str, ...]
    no_difference: tuple[str, ...]
    unsure: tuple[str, ...]
    left_out: tuple[str, ...]
    answers: tuple[AnswerRow, ...]
    notices: tuple[str, ...]
    pace: str
    stack: StackView | None = None
    totals: TotalsView | None = None
    none: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentView:
    document: Document
    markdown: str
    filename: str = FILENAME


def certainty(result: Recommendation, answers: Answers) -> str:
    """How sure the pick is, in a sentence."""
    if result.certainty == "forced":
        return "Kept, because you have decided on it." if stance(answers) == "decided" else "Kept, because you use it."
    if result.certainty == "close":
        return "It was close: changing one answer could turn it."
    return "Your answers point here clearly."


def question_view(
    catalogue: Catalogue,
    answers: Answers,
    key: str,
    *,
    chosen: Value | None = None,
    error: str = "",
    notices: tuple[str, ...] = (),
    before: Answers | None = None,
) -> QuestionView:
    """The screen of one question.

    `chosen` shows what was entered when it could not be accepted; `before` are the answers before the last one, so
    that the screen can say what it changed.
    """
    question = catalogue.questions[key]
    picked = (
        values({key: chosen}, key) if chosen is not None else (values(answers, key) if key in answers else frozenset())
    )
    options = [_option(option, picked) for option in offered(question, answers)]
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
        progress=f"Question {number}" + (f", at most {left} more" if left > 0 else ", the last one"),
        pace=pace(answers),
        can_go_back=previous_question(catalogue, answers, key) is not None,
        can_finish=number >= FINISH_FROM,
        notices=notices,
        so_far=so_far(catalogue, answers, before) if "persistence" in answers else None,
    )


def _option(option: Option, picked: frozenset[str]) -> OptionView:
    return OptionView(value=option.value, label=option.label, hint=option.hint, checked=option.value in picked, tag="")


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
    first = next((reason.text for reason in result.reasons if reason.rule not in ("guide-order", "only-client")), "")
    return SoFar(
        store=store.name,
        client=result.client.name if result.client else "",
        beside=tuple(
            f"{item.store.database.name} for {document.kind_of_data(item.for_)}" for item in result.companions
        ),
        certainty=result.certainty,
        why=first,
        changed=_changed(catalogue, before, result) if before is not None else "",
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


def review_view(catalogue: Catalogue, answers: Answers, notices: tuple[str, ...] = ()) -> ReviewView:
    """The summary of everything, before the document."""
    result = recommend(catalogue, answers)
    rows = _rows(catalogue, answers)
    if result.store is None:
        return ReviewView(
            database="None", database_why=tuple(reason.text for reason in result.reasons), client="None",
            client_why=("Without a database there is nothing to connect to.",), beside=(), certainty="", conflicts=(),
            trade_offs=(), alternatives=(), would_change=(), no_difference=(), unsure=(), left_out=(), answers=rows,
            notices=notices, pace=pace(answers), none=True,
        )  # fmt: skip
    moves, unmoved = what_if(catalogue, answers)
    return ReviewView(
        database=result.store.name,
        database_why=tuple(reason.text for reason in result.reasons if reason.for_ != "client"),
        client=result.client.name if result.client else "To be chosen",
        client_why=tuple(reason.text for reason in result.reasons if reason.for_ == "client")
        or (document.no_client(result, answers),),
        beside=tuple(document.companion_sentence(item) for item in result.companions),
        certainty=certainty(result, answers),
        conflicts=result.conflicts,
        trade_offs=tuple(document.Item(text=item.text, url=item.source.url) for item in result.trade_offs),
        alternatives=tuple(
            AlternativeView(name=item.store.name, client=item.client.name if item.client else "", why_not=item.why_not)
            for item in result.alternatives
        ),
        would_change=tuple(_flip(catalogue, move, result.decision) for move in _first_of_each(moves)),
        no_difference=tuple(catalogue.questions[key].short for key in without_difference(result, unmoved)),
        unsure=result.unsure,
        left_out=result.left_out,
        answers=rows,
        notices=notices,
        pace=pace(answers),
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


def _rows(catalogue: Catalogue, answers: Answers) -> tuple[AnswerRow, ...]:
    rows = []
    for question in relevant(catalogue, answers):
        if question.key in answers:
            chosen = values(answers, question.key)
            labels = [option.label for option in offered(question, answers) if option.value in chosen]
            rows.append(AnswerRow(key=question.key, label=question.short, answer=", ".join(labels)))
        else:
            rows.append(AnswerRow(key=question.key, label=question.short, answer="Not answered: the default stands"))
    return tuple(rows)


def document_view(catalogue: Catalogue, answers: Answers) -> DocumentView:
    composed = document.compose(catalogue, answers)
    return DocumentView(document=composed, markdown=document.markdown(composed, answers))


def first_open(catalogue: Catalogue, answers: Answers) -> str:
    """The screen to show when none is named: the next question, or the review."""
    following = next_question(catalogue, answers)
    return following.key if following else "review"
