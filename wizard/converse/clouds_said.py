"""The one cloud whose services alone may be taken, as own words have it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from wizard.catalogue.later import later
from wizard.converse.own_words import clauses

#: A cloud -> how words call it, and how the ids of its services begin.
_CLOUDS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "AWS": ("AWS|Amazon(?: Web Services)?", ("aws-",)),
    "Azure": ("(?:Microsoft )?Azure|Microsoft", ("azure-",)),
    "Google Cloud": ("Google(?: Cloud)?|GCP", ("google-", "firebase")),
    "Cloudflare": ("Cloudflare", ("cloudflare-",)),
}
_ANY: Final = "|".join(called for called, _ in _CLOUDS.values())
_ONLY: Final = later(
    rf"(?<!not )(?<!know )(?<!knows )\b(?:only|solely|exclusively|nothing but|nothing outside(?: of)?)"
    rf"(?: (?!know)[\w-]+){{0,3}}? (?:{_ANY})\b(?:'s)?(?! (?:for|login|AD|Entra|DevOps|functions?)\b)|"
    rf"\b(?:{_ANY})(?:'s)?(?: services?| products?)? (?:only|exclusively|alone)\b|"
    rf"\b(?:everything|all(?: of it)?)(?: [\w-]+){{0,3}} (?:in|on|at|from|by|with) (?:{_ANY})\b",
    re.IGNORECASE,
)


def only_cloud(texts: Iterable[str]) -> str:
    """The one cloud whose services alone own words take; nothing where they name none, or several."""
    there = [clause for text in texts for clause in clauses(text) if _ONLY.search(clause)]
    if not there:
        return ""
    found = {
        name
        for name, (called, _) in _CLOUDS.items()
        if re.search(rf"\b(?:{called})\b", "\n".join(there), re.IGNORECASE)
    }
    return found.pop() if len(found) == 1 else ""


def is_of(cloud: str, service: str) -> bool:
    """Whether a service, by its id, is that cloud's own."""
    return service.startswith(_CLOUDS[cloud][1])
