"""What a line says of the house or the place that data must not leave, and of devices."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from wizard.catalogue.later import later
from wizard.converse.regions_said import answer_where, places_bound
from wizard.decide.answers import Value
from wizard.read.mentions import Mention, plain

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


#: What is said of the data before the place in which they are.
DATA_IN: Final = later(
    r"\b(?:(?:personal|customers?['\u2019]?s?|users?['\u2019]?s?) )?data "
    r"(?:(?:is|are|stored|held|kept|stays?) )*(?:in|within|inside) (?:the )?$",
    re.IGNORECASE,
)

#: What is a server's, where a line names a device, too.
_A_SERVER: Final = later(
    r"\b(?:api|back[ -]?end|server|service) (?:in|on|with|written)\b|\b(?:own|our) (?:api|back[ -]?end|server)\b",
    re.IGNORECASE,
)
_IS_ONE: Final = later(r"\s+(?:[\d.]+\s+)?(?:api|back[ -]?end|server|service)\b", re.IGNORECASE)
_OFFLINE: Final = later(
    r"(?<!no )(?<!not )\boffline(?:[- ]first)?\b|"
    r"\b(?:no|without) (?:\w+ ){0,2}(?:internet|network|connection|signal)\b",
    re.IGNORECASE,
)


def on_devices(line: str, wanted: list[Mention]) -> tuple[list[Mention], dict[str, str]]:
    """The mentions, less those of a device where the line names what runs on a server: this one has the database, and
    the note says what is in front of it. That there is no network is noted, too."""
    offline = {"runtime": hit[0]} if (hit := _OFFLINE.search(line)) else {}
    at = {it.start for it in wanted if it.key == "runtime" and it.value == "local"}
    rest = [it for it in wanted if it.start not in at]
    spoken = any(it.start in at and it.key == "language" for it in wanted)  # by the device alone
    server = _A_SERVER.search(line) or any(
        (it.key == "runtime" and it.value != "local")
        or it.key == "framework"
        or (it.key == "language" and (_IS_ONE.match(line, it.end) or (spoken and it.value in ("python", "go"))))
        or plain(it.text) in _OF_SERVERS
        for it in rest
    )
    if not at or not server:
        return wanted, offline
    return rest, offline | {"persistence": ", ".join(dict.fromkeys(it.text for it in wanted if it.start in at))}


#: Frameworks of other languages for what a server does.
_OF_SERVERS: Final = frozenset(
    {"laravel", "symfony", "spring", "spring boot", "quarkus", "micronaut", "ktor", "rails", "ruby on rails", "asp.net"}
    | {"asp.net core", "axum", "actix", "phoenix", "vapor"}
)
