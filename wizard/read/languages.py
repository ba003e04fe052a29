"""Which of the languages in a project's files is that of the code which talks to the database."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from wizard.catalogue.model import Catalogue
from wizard.read.known_names import OF_PAGES
from wizard.read.sign import FIRM, NEVER, Sign

#: SDKs of platforms that run in the browser, too: they make no back end.
OF_PLATFORMS: Final = frozenset({"firebase", "firebase-js", "supabase", "supabase-js"})

#: Libraries for a whole cloud: alone they do not say that its database is used.
GENERAL: Final = frozenset({"boto3", "aws-sdk-go"})

# How much the files of a language say that theirs is the code which talks to the database.
TALKS: Final = 5
SERVES: Final = 4
MAY_TALK: Final = 3
OF_A_PLATFORM: Final = 2
CODE: Final = 1
TOOLS: Final = 0


def weights(catalogue: Catalogue, signs: Iterable[Sign]) -> dict[tuple[str, str], int]:
    """(language, file) -> how much that file says for its language."""
    found: dict[tuple[str, str], int] = {}
    browsers = {sign.file for sign in signs if sign.key == "browser"}
    for sign in signs:
        if sign.language:
            key = sign.language, sign.file
            said = _weight(catalogue, sign)
            if sign.key == "language" and sign.file in browsers:
                said = TOOLS
            found[key] = max(found.get(key, TOOLS), said)
    return found


def _weight(catalogue: Catalogue, sign: Sign) -> int:
    """What one sign says."""
    if sign.aside == NEVER:
        return TOOLS
    if sign.key == "language":
        return CODE if sign.aside == FIRM else TOOLS
    if sign.key == "existing_client" and sign.value in GENERAL:
        return CODE
    if sign.value in OF_PLATFORMS:
        return OF_A_PLATFORM
    if sign.key in ("existing_client", "existing_database"):
        if is_key_value(catalogue, sign):
            return MAY_TALK
        return TALKS if sign.aside == FIRM else MAY_TALK
    if sign.key in ("mapper", "elsewhere"):
        return SERVES
    if sign.key == "framework":
        if sign.what in OF_PAGES:
            return OF_A_PLATFORM
        return SERVES if sign.aside == FIRM else OF_A_PLATFORM
    if sign.key == "server":
        return SERVES
    if sign.key == "browser":
        return TOOLS
    return MAY_TALK if sign.key == "queue" else CODE


def is_key_value(catalogue: Catalogue, sign: Sign) -> bool:
    """Whether a store or a client seen is one for keys and values only."""
    if sign.key == "existing_client":
        families = frozenset(catalogue.clients[sign.value].speaks)
        return families <= {"redis"}
    return set(serves(catalogue, sign.value)) == {"key-value"}


def serves(catalogue: Catalogue, store: str) -> frozenset[str]:
    """The kinds of data of an engine, or of those that a service runs."""
    return frozenset(data for engine in engines(catalogue, store) for data in catalogue.databases[engine].serves)


def engines(catalogue: Catalogue, store: str) -> tuple[str, ...]:
    """The engine itself, or those that a service runs."""
    return tuple(catalogue.services[store].runs) if store in catalogue.services else (store,)


def ranked(catalogue: Catalogue, signs: list[Sign]) -> list[tuple[int, Sign]]:
    """The languages seen, the heaviest first: (how much is said for it, the sign that is shown)."""
    weight = weights(catalogue, signs)
    best: dict[str, tuple[int, Sign]] = {}
    for sign in signs:
        if sign.key == "language":
            said = weight[sign.language, sign.file]
            if sign.value not in best or said > best[sign.value][0]:
                best[sign.value] = said, sign
    return sorted(best.values(), key=lambda item: (-item[0], item[1].order))


def main(found: list[tuple[int, Sign]]) -> Sign | None:
    """The language that is proposed; None where two have as good a claim."""
    if not found:
        return None
    if len(found) > 1 and found[0][0] == found[1][0]:
        return None
    return found[0][1]
