"""Random answer sets that a person could really give, for the tests that hold for all of them."""

from __future__ import annotations

import os

from hypothesis import settings
from hypothesis import strategies as st

from wizard.catalogue.load import load
from wizard.decide.answers import ALONE, PACES, Value, applies, offered

#: The same examples on every machine and in every run; fewer where Python is slow.
HOW_MANY = int(os.environ.get("DATA_STACK_EXAMPLES", "100"))
EXAMPLES = settings(max_examples=HOW_MANY, deadline=None, derandomize=True, database=None)


def tried(most: int) -> settings:
    """The same with at most so many examples; fewer where Python is slow."""
    return settings(EXAMPLES, max_examples=max(1, min(most, most * HOW_MANY // 100)))


@st.composite
def legal_answers(draw: st.DrawFn) -> dict[str, Value]:
    """A legal answer set: every answered question applies, and the option was on offer. Any may be left out."""
    answers: dict[str, Value] = {}
    for question in load().questions.values():
        if not applies(question, answers) or draw(st.booleans()):
            continue
        values = [option.value for option in offered(question, answers)]
        if not question.several:
            answers[question.key] = draw(st.sampled_from(values))
            continue
        together = draw(st.sets(st.sampled_from([value for value in values if value not in ALONE])))
        alone = draw(st.sampled_from([value for value in values if value in ALONE]))
        answers[question.key] = tuple(value for value in values if value in together) or (alone,)
    if draw(st.booleans()):
        answers["pace"] = draw(st.sampled_from(PACES))
    return answers
