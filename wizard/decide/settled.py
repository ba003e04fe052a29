"""Whether the pick is settled: no answer still to come can move the database."""

from __future__ import annotations

from wizard.decide.answers import Answers, may_apply
from wizard.decide.decision import (
    Decision,
    existing_client,
    existing_stores,
    leaning,
    refused_stores,
    running_stores,
    without_what_it_holds,
)
from wizard.decide.in_use import beside_in_use, without_what_is_taken
from wizard.decide.open_stacks import bounds
from wizard.decide.questions import BESIDE, is_suggested, is_told
from wizard.decide.reach import OPEN, least_leads, possible_verdicts, split_groups, sure_and_possible_outs
from wizard.decide.rules import Rulebook, verdict


def settled(book: Rulebook, answers: Answers, decision: Decision) -> bool:
    """Whether no answer still to come can move the database that is picked; `decision` is the pick for `answers`.

    In every group of rules that an open question touches, take the worst that it can do to the leader against each
    rival, and of the rules that ask the client the worst that any client can bring; when the leader is still ahead
    after all (or level, and first in the guide's order), the rest cannot matter. This may miss a settled case, since it
    treats the groups as independent, but it never calls an open one settled.
    """
    if decision.store is None:
        return True
    open_keys = _open(book, answers)
    if any(book.catalogue.questions[key].given for key in open_keys - {BESIDE}):
        return False
    if (decision.home or not decision.forced) and _open_beside(book, answers, open_keys):
        return False
    leader = decision.store.index
    existing = existing_stores(book, answers) - decision.beside
    closed_groups, open_groups = split_groups(book, open_keys)
    reach = [
        (group, tuple([OPEN if key in open_keys else answers.get(key) for key in group.keys])) for group in open_groups
    ]
    if decision.forced and any(existing <= item.unfit for part in reach for item in possible_verdicts(book, *part)):
        return False
    if decision.forced and existing == {leader}:
        return True
    if "data" in open_keys and existing_client(book, answers):
        return False  # what the data are decides which databases the client in use is at home in
    taken = without_what_is_taken(book, answers, existing)
    asked_held = without_what_it_holds(book, decision.beside, taken)
    closed = verdict(book, asked_held, closed_groups)
    stacks = bounds(book, asked_held, open_keys)
    everywhere = running_stores(book, answers, None, frozenset(), stacks.never)
    unwanted = refused_stores(book, decision.refused)
    if leader not in everywhere or leader in closed.excluded | stacks.may_be_out | unwanted:
        return False
    outs = [sure_and_possible_outs(book, *part) for part in reach]
    if any(leader in may_be_out for _, may_be_out in outs):
        return False
    out = closed.excluded.union(*(surely for surely, _ in outs))
    rivals = (existing if decision.forced else everywhere) & everywhere - out - {leader}
    liked = {} if decision.forced else leaning(book, asked_held, existing)
    none = (0,) * len(book.stores)
    ahead = tuple(map(sum, zip(none, *(least_leads(book, *part, leader) for part in reach), strict=True)))
    for rival in rivals - unwanted:
        lead = closed.points[leader] - closed.points[rival] + liked.get(leader, 0) - liked.get(rival, 0)
        lead += ahead[rival] + stacks.least[leader] - stacks.most[rival]
        if lead < 0 or (lead == 0 and (leader > rival or rival in existing)):
            return False
    return True


def _open(book: Rulebook, answers: Answers) -> frozenset[str]:
    """The questions that may still be answered: neither what was named tells them, nor are they left to be said."""
    found = frozenset(
        key
        for key, question in book.catalogue.questions.items()
        if key not in answers and may_apply(question, answers) and not is_told(question, answers)
    )
    beside = book.catalogue.questions[BESIDE]
    return found - {BESIDE} if "existing_stance" in answers and not is_suggested(beside, answers) else found


def _open_beside(book: Rulebook, answers: Answers, open_keys: frozenset[str]) -> bool:
    """Whether what is in use beside a main database that may not stay the main one can still take its place, or some of
    the data."""
    if BESIDE in open_keys:
        return bool(existing_stores(book, answers))
    return bool(open_keys and beside_in_use(book, answers))
