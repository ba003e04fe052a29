"""The link into the wizard with the difference filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from wizard.catalogue.model import Catalogue
from wizard.check.finding import Finding
from wizard.check.standard import Standard
from wizard.converse import link
from wizard.decide.answers import AnswerError, Value, check_one, prune, several

#: Where the wizard is, below the address of any copy of the site.
WIZARD: Final = "wizard/"

#: An address as a file names it. It is the file's, so it is one of `https` and of plain signs.
_ADDRESS: Final = re.compile(r"https://(?P<place>[!$-&*-;=?-~]++)(?P<end>[#)\s>]|\Z)?")


def mended(standard: Standard, found: Iterable[Finding]) -> dict[str, Value]:
    """The answers of the file with what the project shows in their place, as far as they fit together."""
    answers = dict(standard.answers)
    taken: dict[str, str | tuple[str, ...]] = {}
    for item in found:
        alone = {key: value for key, value in item.answers.items() if not _adds(standard.catalogue, key)}
        if item.differs and all(taken.get(key, value) == value for key, value in alone.items()):
            taken |= alone
            answers |= _changed(standard.catalogue, answers, item.answers)
    return prune(standard.catalogue, answers)[0]


def _adds(catalogue: Catalogue, key: str) -> bool:
    return key in catalogue.questions and catalogue.questions[key].several


def _changed(
    catalogue: Catalogue, answers: Mapping[str, Value], changes: Mapping[str, str | tuple[str, ...]]
) -> dict[str, Value]:
    """The changed answers: of a question that takes several, the values are added."""
    found: dict[str, Value] = {}
    for key, value in changes.items():
        question = catalogue.questions.get(key)
        if question is None or not value:
            continue
        if question.several:
            there = [item for item in several(answers.get(key, ())) if item not in ("unsure", "none")]
            wanted = {*there, *several(value)}
            taken: Value = tuple(option.value for option in question.options if option.value in wanted)
        else:
            taken = value
        try:
            found[key] = check_one(question, taken)
        except AnswerError:
            continue  # the file's own answer stands
    return found


def address(standard: Standard, found: Iterable[Finding], wizard: str, text: str) -> str:
    """The link: below the address that is given, else the one that the file names, else relative to any copy."""
    place = wizard or named_in(text) or WIZARD
    return f"{place.partition('#')[0]}#{link.write(mended(standard, found), 'review')}"


def named_in(text: str) -> str:
    """The wizard's address that a file names, or nothing."""
    for found in _ADDRESS.finditer(text):
        if found["end"] is not None and found["place"].endswith(f"/{WIZARD}"):
            return f"https://{found['place']}"
    return ""
