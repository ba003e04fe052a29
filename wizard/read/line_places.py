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


def bound_to(line: str, answers: Mapping[str, Value]) -> tuple[dict[str, Value], dict[str, str]]:
    """What a line says of the house or the place that data must not leave, where no answer has it: as answers, and as
    the note that names the place."""
    found: dict[str, Value] = {}
    if _OWN_HOUSE.search(line) and not {"platform", "hosting"} & answers.keys():
        found |= {"persistence": "yes", "platform": "own", "hosting": "self-hosted"}
    places = places_bound({"": line})
    regions = {answer_where(place) for place in places}
    if len(regions) != 1 or "compliance" in answers:
        return found, {}
    found |= {"persistence": "yes", "compliance": ("residency",), "region": regions.pop()}
    return found, {"compliance": ", ".join(places)}
