"""How many records a line of text says come in, such as "50k orders a day", and what that makes in two years."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from wizard.catalogue.later import later


@dataclass(frozen=True, kw_only=True, slots=True)
class Rate:
    """`text` is as it was typed, `records` what comes together in two years."""

    text: str
    records: float
    start: int
    end: int

    @property
    def scale(self) -> str:
        """The answer to how many records there will be."""
        return next((scale for scale, below in _BELOW.items() if self.records < below), "billions")

    @property
    def sum(self) -> str:
        """`some 36 million in two years`."""
        size, name = next((item for item in _SIZES.items() if self.records >= item[0]), (1, ""))
        shown = float(f"{self.records / size:.2g}")
        return f"some {shown:,.12g}{f' {name}' if name else ''} in two years"


_BELOW: Final[Mapping[str, float]] = {"hundreds": 1e3, "thousands": 1e6, "millions": 1e9}
_SIZES: Final[Mapping[float, str]] = {1e12: "trillion", 1e9: "billion", 1e6: "million"}

_TIMES: Final[Mapping[str, float]] = {
    "k": 1e3, "thousand": 1e3, "hundred": 1e2, "m": 1e6, "mio": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9,
}  # fmt: skip
_SPELT: Final[Mapping[str, float]] = {
    "a": 1, "half a": 0.5, "a few": 3, "several": 5, "a dozen": 12, "one": 1, "two": 2, "three": 3, "four": 4,
    "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twenty": 20, "fifty": 50,
}  # fmt: skip

#: A period, and how it is called besides -> how many of them are in two years.
_PERIODS: Final[Mapping[str, float]] = {
    **dict.fromkeys(("second", "sec", "s"), 730 * 86_400),
    **dict.fromkeys(("minute", "min"), 730 * 1_440),
    **dict.fromkeys(("hour", "hr", "h", "hourly"), 730 * 24),
    **dict.fromkeys(("day", "d", "night", "daily", "nightly"), 730),
    **dict.fromkeys(("week", "weekly"), 104),
    **dict.fromkeys(("month", "monthly"), 24),
    **dict.fromkeys(("year", "yr", "yearly"), 2),
}

#: What comes in and is no record, or is none that stays.
_NO_RECORDS: Final = (
    r"requests?|reqs?|queries|calls?|reads?|writes?|hits?|visits?|visitors?|views?|users?|people|customers?|times?|"
    r"hours?|days?|minutes?|seconds?|years?|deploys?|deployments?|releases?|backups?|logins?|connections?|"
    r"[kmgt]i?b|gigabytes?|terabytes?|megabytes?|euros?|eur|dollars?|usd|pounds?|gbp"
)
_NOUN: Final = rf"(?:of\s+)?(?!(?:{_NO_RECORDS}|an?|per|each|every|and|or|with|on)\b)[a-z][\w'-]*"
_EACH: Final = "|".join(name for name in _PERIODS if len(name) > 1 and not name.endswith("ly"))
_EVERY: Final = "|".join(name for name in _PERIODS if name.endswith("ly"))

_RATE: Final = later(
    rf"(?<![\w.$€£])(?:(?P<digits>\d[\d.,]*)\s?(?P<times>(?:{'|'.join(_TIMES)})\b)?(?![\w%€$£])|"
    rf"(?P<word>{'|'.join(sorted(_SPELT, key=len, reverse=True))})\b)"
    rf"(?P<more>(?:\s(?:{'|'.join(name for name in _TIMES if len(name) > 3)}))*)"
    rf"(?:\s+(?P<before>{_EVERY})\s+{_NOUN}\b|(?:\s+{_NOUN}){{0,3}}?"
    rf"(?:\s*(?:\b(?:an?|per|each|every)\s+|/\s?)(?P<per>{_EACH}|(?<=/)[sdh]\b)|\s+(?P<behind>{_EVERY})|"
    rf"\s+every\s+(?P<apart>\d+)\s?(?P<some>{_EACH}|[sdh])s?)\b)",
    re.IGNORECASE,
)


def rates(line: str) -> Iterator[Rate]:
    """What a line says of so many records in a time."""
    for hit in _RATE.finditer(line):
        many = _SPELT[hit["word"].lower()] if hit["word"] else _number(hit["digits"])
        for word in [hit["times"] or "", *hit["more"].split()]:
            many *= _TIMES.get(word.lower(), 1)
        period = (hit["before"] or hit["per"] or hit["behind"] or hit["some"]).lower()
        many *= _PERIODS[period] / max(int(hit["apart"] or 1), 1)
        yield Rate(text=hit[0], records=many, start=hit.start(), end=hit.end())


def _number(digits: str) -> float:
    """A number with a point in it: 1.5, or 50.000 as it is written in much of Europe."""
    digits = digits.replace(",", "").rstrip(".")
    whole = re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+", digits) is not None
    return float(digits.replace(".", "") if whole or digits.count(".") > 1 else digits)
