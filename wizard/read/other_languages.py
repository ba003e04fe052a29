"""What projects list in languages that the vocabulary has no clients for: the language is "other", and a driver names
its database.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from wizard.read.known_elsewhere import DRIVERS
from wizard.read.sign import FIRM, NEVER, Sign, manifest

type Listed = Iterator[tuple[str, int, int]]
"""Packages: the name, its line, how far it stands aside."""

_OTHER: Final = "other"

#: One that nobody closed goes to the end, as a parser has it: so that what follows is read once.
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG: Final = re.compile(r"<(/?)(dependency|exclusions|artifactId|scope)>([^<\n]*)")
_GRADLE: Final = re.compile(r"\s*(\w+)\s*\(?\s*[\"'][\w.-]+:([\w.-]+)")
_GEM: Final = re.compile(r"\s*gem[\s(]+[\"']([\w-]+)[\"']")
_GROUP: Final = re.compile(r"\s*group\b[^\n]*\bdo\b")
_OF_TESTS: Final = re.compile(r":(?:test|development)\b")
_REFERENCE: Final = re.compile(r"<PackageReference\s+(?:Include|Update)\s*=\s*\"([\w.-]+)\"", re.IGNORECASE)
_JSON_KEY: Final = re.compile(r"\s*\"([\w/.-]+)\"\s*:")
_CRATE: Final = re.compile(r"\s*([\w-]+)\s*=")
_FEATURE: Final = re.compile(r"\"([\w-]+)\"")
_PUB: Final = re.compile(r"(dev_)?dependencies:|  (\w+):")
_HEX: Final = re.compile(r"\{\s*:(\w+)\s*,")


def _signs(listed: Listed) -> Iterator[Sign]:
    found = list(listed)
    yield manifest(_OTHER, found[0][1] if found else 1)
    for name, line, aside in found:
        store = DRIVERS.get(name.lower(), "")
        key = "existing_database" if store.islower() else "elsewhere"
        if store:
            yield Sign(key=key, value=store, line=line, how="package", what=name, language=_OTHER, aside=aside)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    yield from enumerate(text.split("\n"), 1)


def pom(text: str) -> Iterator[Sign]:
    """Maven's pom.xml: its dependencies, those of tests aside."""
    return _signs(_of_pom(_COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)))


def _of_pom(text: str) -> Listed:
    name, line, scope, within, excluded = "", 0, "", False, False
    at, count = 0, 1
    for tag in _TAG.finditer(text):
        count, at = count + text.count("\n", at, tag.start()), tag.start()
        closed, kind, value = tag.groups()
        if kind == "exclusions":
            excluded = not closed
        elif kind == "dependency" and not closed:
            name, line, scope, within = "", 0, "", True
        elif kind == "dependency":
            within = False
            if name:
                yield name, line, NEVER if scope == "test" else FIRM
        elif within and not excluded and not closed and kind == "artifactId":
            name, line = value.strip(), count
        elif within and not closed and kind == "scope":
            scope = value.strip()


def gradle(text: str) -> Iterator[Sign]:
    """Gradle's build file, in Groovy or Kotlin: dependencies that are written out."""
    found = ((line, _GRADLE.match(content)) for line, content in _lines(text))
    return _signs((hit[2], line, NEVER if "test" in hit[1].lower() else FIRM) for line, hit in found if hit)


def gemfile(text: str) -> Iterator[Sign]:
    """Bundler's Gemfile; what is for development and tests alone stands aside."""
    return _signs(_of_gemfile(text))


def _of_gemfile(text: str) -> Listed:
    aside = FIRM
    for line, content in _lines(text):
        if _GROUP.match(content):
            aside = NEVER if _OF_TESTS.search(content) and ":production" not in content else FIRM
        elif content.strip() == "end":
            aside = FIRM
        elif hit := _GEM.match(content):
            yield hit[1], line, NEVER if _OF_TESTS.search(content) and ":production" not in content else aside


def csproj(text: str) -> Iterator[Sign]:
    """A project file of .NET."""
    found = ((line, _REFERENCE.search(content)) for line, content in _lines(text))
    return _signs((hit[1], line, FIRM) for line, hit in found if hit)


def composer(text: str) -> Iterator[Sign]:
    """Composer's composer.json: what is required, that for development aside."""
    return _signs(_of_composer(text))


def _of_composer(text: str) -> Listed:
    aside = NEVER
    for line, content in _lines(text):
        if hit := _JSON_KEY.match(content):
            if hit[1] in ("require", "require-dev"):
                aside = FIRM if hit[1] == "require" else NEVER
            elif hit[1] in DRIVERS:
                yield hit[1], line, aside


def cargo(text: str) -> Iterator[Sign]:
    """Cargo.toml: its dependencies; what SQLx, Diesel and SeaORM talk to is among their features."""
    return _signs(_of_cargo(text))


def _of_cargo(text: str) -> Listed:
    section = ""
    for line, content in _lines(text):
        if content.lstrip().startswith("["):
            section = content.strip(" []\r")
        elif "dependencies" in section:
            hit = _CRATE.match(content)
            aside = NEVER if section.startswith(("dev-", "build-")) else FIRM
            names = [hit[1]] if hit and hit[1] != "features" else []
            features = content.partition("features")[2]
            for name in [*names, *_FEATURE.findall(features)]:
                yield name, line, aside


def mix(text: str) -> Iterator[Sign]:
    """Elixir's mix.exs."""
    found = ((line, _HEX.search(content)) for line, content in _lines(text) if not content.lstrip().startswith("#"))
    return _signs((hit[1], line, FIRM) for line, hit in found if hit)


def pubspec(text: str) -> Iterator[Sign]:
    """Dart's pubspec.yaml: its dependencies, those for development aside."""
    return _signs(_of_pubspec(text))


def _of_pubspec(text: str) -> Listed:
    aside, inside = FIRM, False
    for line, content in _lines(text):
        hit = _PUB.match(content)
        if hit and not hit[2]:
            aside, inside = NEVER if hit[1] else FIRM, True
        elif content[:1].strip() and not content.startswith("#"):
            inside = False
        elif hit and inside:
            yield hit[2], line, aside
