"""The recommendation, explained: the pick with its reasons, its costs, its conflicts, and what stands beside it.

Everything is a function of the answers. :mod:`wizard.decision` decides; this says why.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from wizard.catalogue.model import Catalogue, Client
from wizard.catalogue.vocabulary import LANGUAGES
from wizard.decide.answers import Answers, applies, kept_for_a_moment, values
from wizard.decide.decision import Decision, decide, existing_client, language_of, require
from wizard.decide.rules import Store, rulebook
from wizard.explain.beside import Alternative, Companion, alternatives, client_alternatives, companions
from wizard.explain.conflicts import Conflict, all_conflicts
from wizard.explain.reasons import Reason, reasons
from wizard.explain.trade_offs import TradeOff, trade_offs
from wizard.explain.words import language_name

#: A lead of at most this many points is called close: a single weak reason could have turned it.
CLOSE: Final = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Recommendation:
    persistence: str
    decision: Decision
    certainty: str
    reasons: tuple[Reason, ...]
    trade_offs: tuple[TradeOff, ...]
    conflicts: tuple[Conflict, ...]
    alternatives: tuple[Alternative, ...]
    client_alternatives: tuple[tuple[Client, str], ...]
    companions: tuple[Companion, ...]
    unsure: tuple[str, ...]
    """The labelled defaults that stand in for "not sure", as sentences."""
    left_out: tuple[str, ...]
    """The defaults of questions without an answer."""

    @property
    def store(self) -> Store | None:
        return self.decision.store

    @property
    def client(self) -> Client | None:
        return self.decision.client


@kept_for_a_moment
def recommend(catalogue: Catalogue, answers: Answers) -> Recommendation:
    """The whole recommendation for `answers`, which must have been checked (see :mod:`wizard.answers`)."""
    decision = decide(catalogue, answers)
    if decision.store is None:
        return _nothing_to_keep(decision)
    book = rulebook(catalogue)
    return Recommendation(
        persistence="yes",
        decision=decision,
        certainty=_certainty(decision),
        reasons=tuple(_answered(item, answers) for item in reasons(book, decision, answers)),
        trade_offs=trade_offs(book, decision, answers),
        conflicts=conflicts(catalogue, answers),
        alternatives=alternatives(book, decision, answers),
        client_alternatives=client_alternatives(book, decision, answers),
        companions=companions(book, decision, answers),
        unsure=assumptions(catalogue, answers, asked=True),
        left_out=assumptions(catalogue, answers, asked=False),
    )


@kept_for_a_moment
def conflicts(catalogue: Catalogue, answers: Answers) -> tuple[Conflict, ...]:
    """What does not fit together in the pick for `answers`. After each answer this alone is asked."""
    decision = decide(catalogue, answers)
    if decision.store is None:
        return ()
    book = rulebook(catalogue)
    beside = companions(book, decision, answers)
    return tuple(_answered(item, answers) for item in all_conflicts(book, decision, answers, beside))


def _answered[Told: (Reason, Conflict)](told: Told, answers: Answers) -> Told:
    """The same, resting only on questions that were answered."""
    return replace(told, answers=tuple(key for key in told.answers if key in answers))


def _nothing_to_keep(decision: Decision) -> Recommendation:
    texts = {
        "nothing-to-keep": "Nothing this project makes has to be there after a restart, so there is nothing to store.",
        "reverse-when-state-appears": "The first user account, saved setting, upload or history that must outlive a "
        "restart reverses this: run the wizard again then.",
    }
    return Recommendation(
        persistence="no",
        decision=decision,
        certainty="forced",
        reasons=tuple(
            Reason(for_="database", id="none", rule=rule, text=text, answers=("persistence",), by=0, source=None)
            for rule, text in texts.items()
        ),
        trade_offs=(),
        conflicts=(),
        alternatives=(),
        client_alternatives=(),
        companions=(),
        unsure=(),
        left_out=(),
    )


def _certainty(decision: Decision) -> str:
    if decision.forced:
        return "forced"
    best, *rest = (decision.points[index] for index in decision.standings)
    return "close" if rest and best - rest[0] <= CLOSE else "clear"


def assumptions(catalogue: Catalogue, answers: Answers, *, asked: bool) -> tuple[str, ...]:
    """The labelled defaults in force, as sentences: where the person was not sure (`asked`), or gave no answer.

    With a client in use, wishes about clients are settled by it and assume nothing.
    """
    found = []
    kept = existing_client(rulebook(catalogue), answers)
    for key, question in catalogue.questions.items():
        if not applies(question, answers) or (kept and question.topic == "client"):
            continue
        if values(answers, key) == {"unsure"} and (key in answers) == asked:
            found += [option.assumes for option in question.options if option.value == "unsure" and option.assumes]
    return tuple(found)


def without_difference(result: Recommendation, unmoved: Iterable[str]) -> tuple[str, ...]:
    """The answers that made no difference: no change of theirs moves the pick, and nothing said rests on them."""
    grounds = {key for reason in result.reasons for key in reason.answers}
    grounds |= {key for conflict in result.conflicts for key in conflict.answers}
    grounds |= {"data", "scale"} if result.companions else set()
    return tuple(key for key in unmoved if key not in grounds)


def no_client(result: Recommendation, answers: Answers) -> str:
    """Why no client is named."""
    store = require(result.store)
    if language_of(answers) not in LANGUAGES:
        return (
            "The guide lists clients for TypeScript, Python and Go. "
            f"In another language, use the driver that {store.database.name} documents for it."
        )
    return f"No client in the guide reaches {store.name} from {language_name(language_of(answers))}."
