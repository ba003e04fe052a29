"""What a line says that no answer has: the note on each question."""

from __future__ import annotations

import re
from typing import Final

from wizard.catalogue.later import later
from wizard.catalogue.model import Catalogue
from wizard.converse.libraries_said import language_said
from wizard.converse.own_words import COUNTED
from wizard.converse.regions_said import CITY, region_said
from wizard.read.mentions import Mention, plain
from wizard.read.short_names import HOSTS, MIGRATION_TOOLS, OTHER_LANGUAGES, OTHERS, PLACES

#: A law that asks more than a place, and holds for everyone.
GDPR: Final = "gdpr"


def notes_of(catalogue: Catalogue, line: str, wanted: list[Mention]) -> dict[str, str]:
    """Question -> what the line says of it that no answer has."""
    notes: dict[str, str] = {}
    other = {}
    if any(plain(item.text) == GDPR for item in wanted):
        notes["compliance"] = GDPR.upper()
    if spent := [item.text for item in wanted if item.key == "budget" and re.search(r"\d", item.text)]:
        notes["budget"] = ", ".join(spent)
    for item in wanted:
        hit = version_behind(line, item)
        version = f" {hit[1]}" if hit else ""
        if item.key == "language" and item.value == "other":
            name = OTHER_LANGUAGES.get(plain(item.text), item.text)
            other[name] = f"{name}{version}"
        elif plain(item.text) in OTHERS:
            notes["framework"] = item.text
        elif plain(item.text) in ANYWHERE and _other_language(wanted):
            other[item.value] = f"{ANYWHERE[plain(item.text)]}{version}"
        elif version and item.key in ("existing_database", "existing_client", "framework") and item.value != "other":
            name = item.text if item.key == "framework" else catalogue.name(item.value)
            notes.setdefault(item.key, f"{name}{version}")
    for hit in OF_NOTES.finditer(line):
        notes["scale" if hit["users"] else "query_style"] = hit[0]
    if other:
        said = sorted(other.values(), key=lambda one: not language_said(one))  # "Ruby on Rails" has Ruby
        notes["language"] = ", ".join(one for one in said if not any(one != it and one in it for it in said))
    for key in ("runtime", "platform"):
        if places := [PLACES[plain(item.text)][1] for item in wanted if item.key == key and plain(item.text) in PLACES]:
            notes["runtime"] = ", ".join(dict.fromkeys([*filter(None, [notes.get("runtime")]), *places]))
    separate = [plain(item.text) for item in wanted if item.key == "migrations" and item.value == "separate"]
    if tools := [MIGRATION_TOOLS[name][1] for name in separate]:
        notes["migrations"] = ", ".join(dict.fromkeys(tools))
    hosts = [HOSTS[plain(item.text)][1] for item in wanted if item.key == "platform" and plain(item.text) in HOSTS]
    cities = {city.title() for city in CITY.findall(line)}
    if region := region_said((line,)) or (cities.pop() if len(cities) == 1 else ""):
        hosts.append(region)
    if hosts:
        notes["platform"] = ", ".join(dict.fromkeys(hosts))
    return notes


#: How many use it, which says little of how many records there are; and how the code waits.
OF_NOTES: Final = later(
    r"\b(?P<users>\d[\d.]*\s?(?:k|m|thousand|million)?\s+(?:\w+ )?(?:users|customers|subscribers)\b)"
    r"(?!\s+(?:an?|per|each|every)\b|/)|\basync(?:io)?\b",
    re.IGNORECASE,
)

#: A client of ours whose name another language's library has, too -> how that one is written.
ANYWHERE: Final = {"sqlx": "SQLx"}


def _other_language(wanted: list[Mention]) -> bool:
    return any(item.key == "language" and item.value == "other" for item in wanted)


def version_behind(line: str, item: Mention) -> re.Match[str] | None:
    """The version behind a name: the 8 of "MySQL 8"."""
    return re.compile(rf"\s+v?({_VERSION}){COUNTED}(?!\s*(?:euros?|dollars?)\b)", re.IGNORECASE).match(line, item.end)


_VERSION: Final = r"\d+(?:\.\d+)*(?:[ -]?(?:alpha|beta|rc|canary|preview|lts)[.\d]*\b)?"
