"""Who runs the database, or the code, as own words have it: a host that the guide does not weigh, or others in the
house."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from wizard.catalogue.elsewhere import HOSTS
from wizard.catalogue.later import later
from wizard.converse.own_words import NOT_THERE, clauses, is_denied, settled_by

#: The questions whose reasons are about where the database runs; in any other, a clause has to be about a database.
_OF_THE_DATABASE: Final = ("hosting", "existing_database", "existing_stance")
_DATABASE: Final = later(r"\b(?:databases?|postgres\w*|mysql|mariadb|mongo\w*|redis|valkey)\b", re.IGNORECASE)

_NAMES: Final[Mapping[str, str]] = {name: re.escape(name).replace(r"\.io", r"(?:\.io)?") for name in HOSTS} | {
    "your hosting company": r"(?i:(?:web)?hoster|hosting (?:company|provider|firm|package)|(?:our|my) (?:\w+ )?host|"
    r"web[ -]?(?:hotel|host|hosting|space)|shared (?:web )?hosting)"
}

#: Machines of such a host on which one runs the server oneself.
_OURSELVES: Final = later(
    r"\b(?:VPS|VMs?|virtual|dedicated|bare[- ]metal|root server|droplets?|boxe?s?|machines?|kubernetes|k8s|k3s|docker|"
    r"compose|ourselves|myself|(?:we|I)(?: \w+)? run)\b",
    re.IGNORECASE,
)

#: So many words are a name, however it is written.
_A_NAME: Final = 2


#: The questions whose reasons are about where the code runs.
_OF_THE_CODE: Final = ("platform", "runtime")


def host_of_the_code(notes: Mapping[str, str]) -> str:
    """The host that own words name for the code, of those that the guide does not weigh; nothing where there is none,
    or where one runs machines of it oneself."""
    return next(_named(clause for key in _OF_THE_CODE for clause in clauses(notes.get(key, ""))), "")


def host_said(notes: Mapping[str, str]) -> str:
    """The host that own words name for the database, of those that the guide does not weigh; nothing where it only
    rents out machines."""
    told = (
        clause
        for key, text in notes.items()
        for clause in clauses(text)
        if key in _OF_THE_DATABASE or _DATABASE.search(clause)
    )
    return next(_named(told), "")


def _named(told: Iterable[str]) -> Iterator[str]:
    """The hosts that clauses name, and that do more than rent out machines."""
    for clause in told:
        if _OURSELVES.search(clause) or NOT_THERE.search(clause):
            continue
        flags = re.IGNORECASE if len(clause.split()) <= _A_NAME else re.NOFLAG  # "render" and "fly" are words, too
        for name, called in _NAMES.items():
            hit = re.search(rf"\b{called}\b", clause, flags)
            if hit and not is_denied(clause[: hit.start()], clause[hit.end() :]):
                yield name


def others_run_it(notes: Mapping[str, str]) -> bool:
    """Whether own words say that others than the team run the server, where no service of the guide does: a host of
    which one mostly has machines has to be said to run it."""
    host = host_said(notes)
    runs = re.compile(rf"\b{_NAMES.get(host, host)} (?:runs|operates|manages)\b")
    does = HOSTS.get(host) != "own" or any(map(runs.search, notes.values()))
    return "house" in settled_by(notes.values()) or (bool(host) and does)
