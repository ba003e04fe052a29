"""Who runs the database, or the code, as own words have it: a host that the guide does not weigh, or others in the
house."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from wizard.catalogue.elsewhere import HOSTS
from wizard.catalogue.later import later
from wizard.converse.own_words import CALLED, NOT_THERE, clauses, is_denied, settled_by

#: The questions whose reasons are about where the database runs; in any other, a clause has to be about a database.
_OF_THE_DATABASE: Final = ("hosting", "existing_database", "existing_stance")
_DATABASE: Final = later(r"\b(?:databases?|postgres\w*|mysql|mariadb|mongo\w*|redis|valkey)\b", re.IGNORECASE)

_A_PLATFORM: Final = r"(?:our|the|a) (?:platform|paas|(?:cloud )?provider)"
_NAMES: Final[Mapping[str, str]] = {name: re.escape(name).replace(r"\.io", r"(?:\.io)?") for name in HOSTS} | {
    "your hosting company": r"(?i:(?:web)?hoster|hosting (?:company|provider|firm|package)|"
    r"(?:our|my|the|a) (?:\w+ )?host(?!\w| name)|"
    r"web[ -]?(?:hotel|host|hosting|space)|shared (?:web )?host(?:ing)?)",
    "your platform": rf"(?i:{_A_PLATFORM}(?= (?:\w+ )?(?:runs?|operates|manages|hosts|looks after)\b)|"
    rf"(?:run|managed|operated|hosted)(?: for us)? by {_A_PLATFORM})",
}

#: Whether one of them may be there, whichever it is: most clauses name none.
_ANY: Final = later(rf"\b(?:{'|'.join(_NAMES.values())})\b", re.IGNORECASE)

#: Machines of such a host on which one runs the server oneself.
_OURSELVES: Final = later(
    r"\b(?:VPS|VMs?|virtual|dedicated|bare[- ]metal|root server|droplets?|boxe?s?|machines?|kubernetes|k8s|k3s|docker|"
    r"compose|ourselves|myself|(?:we|I)(?: \w+)? run)\b",
    re.IGNORECASE,
)

#: What a host does that rents out more than machines: it runs the database, or lets nobody into the machine.
_RUNS_IT: Final = later(
    r"\b(?:web[ -]?(?:hotel|host|hosting|hoster|space)|shared (?:web )?hosting|cpanel|plesk|phpmyadmin|"
    r"(?:runs|offers|includes|provides|gives|manages|has|comes with)(?: \w+){0,3} "
    r"(?:databases?|postgres\w*|mysql|mariadb))\b",
    re.IGNORECASE,
)

#: Database servers that a host may have.
_SERVERS: Final[Mapping[str, str]] = {name: CALLED.get(name, name) for name in ("MySQL", "MariaDB", "PostgreSQL")}

#: So many words are a name, however it is written.
_A_NAME: Final = 2


#: The questions whose reasons are about where the code runs.
_OF_THE_CODE: Final = ("platform", "runtime", "language", "framework")


def host_of_the_code(notes: Mapping[str, str]) -> str:
    """The host that own words name for the code, of those that the guide does not weigh; nothing where there is none,
    or where one runs machines of it oneself."""
    there = _named(clause for key in _OF_THE_CODE for clause in clauses(notes.get(key, "")))
    return next((host for host, _ in there), "")


def host_said(notes: Mapping[str, str]) -> str:
    """The host that own words name for the database, of those that the guide does not weigh; nothing where it only
    rents out machines."""
    return next((host for host, _ in _hosts(notes)), "")


def _hosts(notes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(such a host, the clause that names it), as they come."""
    return _named(
        clause
        for key, text in notes.items()
        for clause in clauses(text)
        if key in _OF_THE_DATABASE or _DATABASE.search(clause)
    )


def host_named(notes: Mapping[str, str]) -> str:
    """The host that own words name, of those that the guide does not weigh, whoever runs its machines."""
    told = (clause for key in (*_OF_THE_CODE, *_OF_THE_DATABASE) for clause in clauses(notes.get(key, "")))
    return next((host for host, _ in _named(told, ourselves=True) if host in HOSTS), "")


def _named(told: Iterable[str], *, ourselves: bool = False) -> Iterator[tuple[str, str]]:
    """(a host that does more than rent out machines, or, with `ourselves`, any; the clause that names it)."""
    for clause in told:
        if not _ANY.search(clause) or NOT_THERE.search(clause) or (_OURSELVES.search(clause) and not ourselves):
            continue
        flags = re.IGNORECASE if len(clause.split()) <= _A_NAME else re.NOFLAG  # "render" and "fly" are words, too
        for name, called in _NAMES.items():
            hit = re.search(rf"\b{called}\b", clause, flags)
            if hit and not is_denied(clause[: hit.start()], clause[hit.end() :]):
                yield name, clause
                break


def engines_at_host(notes: Mapping[str, str]) -> tuple[str, ...]:
    """The database servers that own words put at the host that they name."""
    there = "\n".join(clause for _, clause in _hosts(notes))
    return tuple(name for name, called in _SERVERS.items() if re.search(rf"\b{called}\b", there, re.IGNORECASE))


def others_run_it(notes: Mapping[str, str]) -> bool:
    """Whether own words say that others than the team run the server, where no service of the guide does: a host of
    which one mostly has machines has to be said to run it."""
    if not notes:
        return False
    if not {"house", "no-shell"}.isdisjoint(settled_by(notes.values())):
        return True
    there = list(_hosts(notes))
    if not there:
        return False
    return (
        HOSTS.get(there[0][0]) != "own"
        or bool(host_runs_it(notes))
        or any(_RUNS_IT.search(clause) for _, clause in there)
    )


def host_runs_it(notes: Mapping[str, str], *, managed: bool = False) -> str:
    """The host by its name of which own words say that it runs the database, or, where a provider is to (`managed`),
    that it is there; nothing elsewhere."""
    host = host_said(notes)
    runs = re.compile(rf"\b{_NAMES.get(host, host)} (?:runs|operates|manages)\b")
    return host if host in HOSTS and (managed or any(map(runs.search, notes.values()))) else ""
