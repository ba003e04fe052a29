"""A name in a line of text, and what needs no table of names: own machines, amounts of money and of records."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from wizard.catalogue.later import later


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """A name in the line. `text` is as it was typed; `left_out`: it is named as what is not wanted, or is left;
    `moves`: it is left now, so that what it holds has to be brought over; `maybe`: it is only thought about; `used`: it
    is there; `guessed`: it was misspelt."""

    text: str
    key: str
    value: str
    start: int
    end: int
    left_out: bool = False
    moves: bool = False
    maybe: bool = False
    used: bool = False
    guessed: bool = False


def plain(name: str) -> str:
    return re.sub(r"[-_/\s]+", " ", name.lower()).strip()


#: Machines of one's own, or of a host that rents out no more: "on our own Hetzner box", "the office server".
_OWN: Final = later(
    r"\b(?:(?:my|our|own|office|company(?:['\u2019]s)?|intranet|old|dedicated|root|home|"
    r"hetzner|ovh|linode|contabo|vultr|netcup|ionos|strato)\s+)+(?:[\w.]+ )?"
    r"(?:servers?|box(?:es)?|machines?|hardware|computers?|laptop|pc|pi|vms?|vps|linode|rack|basement|cellar|attic|closet|nas|"
    r"home ?lab)\b(?!\s+(?:is|in (?!(?:our|my|the)\b)|written|side|on (?:aws|azure|gcp|vercel)))|"
    r"\b(?P<us>(?:hosted|run|operated) by (?:us|me)|(?:host|run|operate)s? (?:\w+ )?(?:ourselves|myself))\b",
    re.IGNORECASE,
)


def own_places(line: str, found: list[Mention]) -> list[Mention]:
    """The mentions with those of own machines, in which a host is named with them."""
    for hit in _OWN.finditer(line):
        at = [it for it in found if it.start < hit.end() and hit.start() < it.end]
        if any(it.key not in ("platform", "hosting", "runtime") for it in at):
            continue
        found = [it for it in found if it not in at or it.key == "runtime"]
        said = [("hosting", "self-hosted"), *([] if hit["us"] else [("platform", "own")])]
        found += [Mention(text=hit[0], key=key, value=value, start=hit.start(), end=hit.end()) for key, value in said]
    return found


#: An amount a month.
_MONEY: Final = re.compile(
    r"(?:[€$£]\s?(\d[\d,]*)|\b(\d[\d,]*)\s?(?:[€$£]|(?:euros?|eur|dollars?|usd|pounds?|gbp)\b))(?:\s*(?:a|per|/)\s*month\b)?",
    re.IGNORECASE,
)

#: In any of these currencies: "some tens" end here.
_MODEST: Final = 100


def money(line: str) -> Iterable[Mention]:
    for match in _MONEY.finditer(line):
        amount = int((match[1] or match[2]).replace(",", ""))
        value = "free" if amount == 0 else "modest" if amount <= _MODEST else "flexible"
        yield Mention(text=match[0], key="budget", value=value, start=match.start(), end=match.end())


#: So many records, and no rate.
_COUNTED: Final = later(
    r"\b(\d[\d.,]*)\s?(k|m|thousand|million|billion)?\s+(?:rows|records|entries)\b(?!\s+(?:an?|per|each|every)\b|/)",
    re.IGNORECASE,
)
_TIMES: Final = {"k": 3, "thousand": 3, "m": 6, "million": 6, "billion": 9}


def counted(line: str) -> Iterable[Mention]:
    for hit in _COUNTED.finditer(line):
        number = float(hit[1].replace(",", "").rstrip(".").replace(".", "", hit[1].count(".") - 1)) * 10 ** _TIMES.get(
            (hit[2] or "").lower(), 0
        )
        value = (
            "hundreds" if number < 1e3 else "thousands" if number < 1e6 else "millions" if number < 1e9 else "billions"
        )
        yield Mention(text=hit[0], key="scale", value=value, start=hit.start(), end=hit.end())


def without_parts(found: list[Mention], wholes: list[Mention]) -> list[Mention]:
    """The mentions less those that stand within one of the `wholes`."""
    return [it for it in found if not any(at.start <= it.start < at.end for at in wholes)]
