"""The flow: which question comes next, at which pace, and what the person still has to expect.

A flow is a function of the answers; nothing is remembered beside them.
"""

from __future__ import annotations

from wizard.answers import Answers, applies, may_apply, values
from wizard.catalogue import Catalogue, Question
from wizard.decision import decide, settled

#: Asked only to choose a client, so idle once the client is one that the team already uses.
CLIENT_WISHES = frozenset({"query_style", "migrations", "engines"})

#: So many honest "not sure" answers turn the guided pace on.
UNSURE_TO_GUIDE = 2


def pace(answers: Answers) -> str:
    """`brief` or `guided`: the person's own choice, else worked out. The pace changes words, never the recommendation.

    Naming a database with confidence makes it brief; two "not sure" answers make it guided.
    """
    chosen = answers.get("pace")
    if isinstance(chosen, str):
        return chosen
    confident = "existing_database" in answers and not values(answers, "existing_database") & {"none"}
    unsure = sum(values(answers, key) == {"unsure"} for key in answers)
    return "guided" if unsure >= UNSURE_TO_GUIDE and not confident else "brief"


def relevant(catalogue: Catalogue, answers: Answers) -> list[Question]:
    """The questions that apply after these answers, in order, without those that cannot matter any more."""
    keeps_client = _keeps_client(catalogue, answers)
    return [
        question
        for question in catalogue.questions.values()
        if applies(question, answers) and not (keeps_client and question.key in CLIENT_WISHES)
    ]


def _keeps_client(catalogue: Catalogue, answers: Answers) -> bool:
    """Whether the client that is in use stays, which leaves nothing to ask about clients."""
    named = values(answers, "existing_client") - {"none", "unsure"}
    client = decide(catalogue, answers).client if named else None
    return client is not None and client.id in named


def next_question(catalogue: Catalogue, answers: Answers) -> Question | None:
    """The first relevant question without an answer; None when there is nothing left to ask."""
    return next((question for question in relevant(catalogue, answers) if question.key not in answers), None)


def previous_question(catalogue: Catalogue, answers: Answers, at: str) -> Question | None:
    """The answered question before `at` (a key, or a screen after the last question)."""
    before = []
    for question in relevant(catalogue, answers):
        if question.key == at:
            break
        if question.key in answers:
            before.append(question)
    return before[-1] if before else None


def at_most_left(catalogue: Catalogue, answers: Answers) -> int:
    """An upper bound of the questions still to come: those that apply, and those that a later answer may raise."""
    keeps_client = settled(catalogue, answers) and _keeps_client(catalogue, answers)
    return sum(
        question.key not in answers
        and may_apply(question, answers)
        and not (keeps_client and question.key in CLIENT_WISHES)
        for question in catalogue.questions.values()
    )
