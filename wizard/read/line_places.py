"""What a line says of the house or the place that data must not leave."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from wizard.converse.regions_said import answer_where, places_bound
from wizard.decide.answers import Value

#: A house of one's own in which the code runs.
_OWN_HOUSE: Final = re.compile(
    r"\b(?:in|on) (?:our|the) (?:[\w'\u2019-]+ ){0,2}(?:data ?cent(?:re|er)|server room|rack)\b", re.IGNORECASE
)


def bound_to(line: str, answers: Mapping[str, Value]) -> dict[str, Value]:
    """What a line says of the house or the place that data must not leave, where no answer has it."""
    found: dict[str, Value] = {}
    if _OWN_HOUSE.search(line) and not {"platform", "hosting"} & answers.keys():
        found |= {"persistence": "yes", "platform": "own", "hosting": "self-hosted"}
    regions = {answer_where(place) for place in places_bound({"": line})}
    if len(regions) == 1 and "compliance" not in answers:
        found |= {"persistence": "yes", "compliance": ("residency",), "region": regions.pop()}
    return found
