"""What containers a project starts (Compose), and what sqlc is told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from wizard.catalogue.ended import has_ended
from wizard.read.known_others import BESIDE_PROJECTS, ELSEWHERE, TAGGED_AS_ENGINE
from wizard.read.known_stores import HOSTS, IMAGES, SCHEMES, SQLC_ENGINES, data_in
from wizard.read.sign import FIRM, SECOND, Sign, UnreadableError, manifest
from wizard.read.yaml_lines import DamagedError, Scalar, scalars

_DEFAULT: Final = re.compile(r"\$\{\w+:?-([^{}]*)\}")
_ADDRESS: Final = re.compile(
    r"(?<![\w+])(" + "|".join(re.escape(scheme) for scheme in sorted(SCHEMES, reverse=True)) + r")(?:\+\w++)?://"
    r"([^\s\"'/?,]*+)"
)
_VERSION: Final = re.compile(r"v?(\d{1,4}(?:\.\d{1,4})*)(?![\d.])")

#: Words in the name of a service or a variable that say what a key-value store is for.
_CACHES: Final = re.compile(r"cache|queue|broker|session|sidekiq|celery|limit|horizon|pubsub|jobs?\b", re.IGNORECASE)

#: Names that people give to a service that they build themselves -> the engine that it will be.
_BUILT: Final = frozenset(IMAGES) | {"firestore", "db", "database", "mariadb", "sqlserver", "clickhouse"}

_BRANCH: Final = re.compile(r"\{%-?\s*(if|endif)\b|\{\{-?\s*(if|/if|end|#if)\b")


def compose(text: str) -> Iterator[Sign]:
    """Images, addresses, and what says how they are meant: profiles, names of services, services that are built."""
    found = _scalars(text)
    profiled = {item.path[1] for item in found if item.path[:1] == ("services",) and item.path[2:3] == ("profiles",)}
    with_image = {item.path[1] for item in found if item.path[:1] == ("services",) and item.path[2:] == ("image",)}
    branch = _branches(text)
    for item in found:
        _stands_where_it_should(item, beside=bool(with_image) and not branch)
        if item.text and item.path[:1] == ("include",) and item.path[-1] in ("include", "-", "path"):
            yield Sign(key="include", value=item.text, line=item.line, how="include", what=item.text)
        service = _service(item)
        if _is_of_another(service):
            if item.path[2:] == ("image",) and _named(_image(item.text)[0], IMAGES):
                yield Sign(key="another", value=service, line=item.line, how="image", what=item.text)
            continue
        aside = SECOND if service in profiled or item.line in branch else FIRM
        if item.path[-1:] == ("image",) and len(item.path) <= 3:
            yield from _of_image(_DEFAULT.sub(r"\1", item.text), item, service, aside)
        elif item.path[2:3] == ("build",) and service not in with_image and service.lower() in _BUILT:
            yield Sign(key="built", value=service.lower(), line=item.line, how="image", what=service)
        yield from _addresses(item, aside)


def _stands_where_it_should(item: Scalar, *, beside: bool) -> None:
    """Raises :class:`UnreadableError` for a service that is a text, or stands `beside` those that there are."""
    at, *inside = item.path or ("",)
    if at == "services" and len(inside) == 1 and inside != ["<<"] and item.text[:1] not in ("", "*"):
        raise UnreadableError(item.line, "a service has keys of its own, and this is a text")
    if beside and inside == ["image"] and at != "services" and not at.startswith("x-"):
        raise UnreadableError(item.line, "this image stands beside the services, and not in them")


def versions(text: str) -> dict[str, str]:
    """Engine -> the version in the tag of its image, `15.6`; of several the first."""
    found: dict[str, str] = {}
    for item in _scalars(text):
        if item.path[-1:] == ("image",) and len(item.path) <= 3 and not _is_of_another(_service(item)):
            name, version = _image(_DEFAULT.sub(r"\1", item.text))
            store = _named(name, IMAGES)
            if store and version and name[-1] in TAGGED_AS_ENGINE:
                found.setdefault(store, ".".join(map(str, version)))
    return found


def _service(item: Scalar) -> str:
    return item.path[1] if len(item.path) > 1 and item.path[0] == "services" else ""


def _is_of_another(name: str) -> bool:
    """Whether a container, a host or a publisher is of another product: `keycloak-db` is Keycloak's database."""
    words = re.split(r"[-_.:]", name.lower())
    return any(word in BESIDE_PROJECTS or word.removesuffix("db") in BESIDE_PROJECTS for word in words)


def _scalars(text: str) -> list[Scalar]:
    try:
        found = list(scalars(text, whole="{%" not in text and "{{" not in text))
    except DamagedError as error:
        raise UnreadableError(error.line, str(error)) from None
    if found and not any(item.path for item in found):
        raise UnreadableError(found[0].line, "this is not valid YAML of keys and values")
    return found


def _branches(text: str) -> frozenset[int]:
    """The lines that a template may leave out."""
    if "{%" not in text and "{{" not in text:
        return frozenset()
    inside: set[int] = set()
    depth = 0
    for line, content in enumerate(text.split("\n"), 1):
        for found in _BRANCH.finditer(content):
            depth = max(0, depth + (1 if (found[1] or found[2]) in ("if", "#if") else -1))
        if depth:
            inside.add(line)
    return frozenset(inside)


def _of_image(full: str, item: Scalar, service: str, aside: int) -> Iterator[Sign]:
    name, version = _image(full)
    store = _named(name, IMAGES)
    line = item.line
    if store == "influxdb" and version and version < (3,):
        yield Sign(key="elsewhere", value=f"InfluxDB {version[0]}", line=line, how="image", what=full)
    elif store:
        yield Sign(key="existing_database", value=store, line=line, how="image", what=full, aside=aside)
        if _CACHES.search(service):
            yield Sign(key="queue", value=store, line=line, how="image", what=service)
        if kind := data_in(full):
            yield Sign(key="data", value=kind, line=line, how="image", what=full, aside=aside)
        if version and name[-1] in TAGGED_AS_ENGINE and has_ended(store, version):
            yield Sign(key="ended", value=store, line=line, how="image", what=".".join(map(str, version)))
    elif elsewhere := _named(name, ELSEWHERE):
        yield Sign(key="elsewhere", value=elsewhere, line=line, how="image", what=full, aside=aside)


def _image(full: str) -> tuple[list[str], tuple[int, ...]]:
    """(the parts of an image's name without its registry, its version)."""
    parts = full.partition("@")[0].split("/")
    parts[-1], _, tag = parts[-1].partition(":")
    if len(parts) > 1 and ("." in parts[0] or ":" in parts[0] or parts[0] == "localhost"):
        parts = parts[1:]
    found = _VERSION.match(tag)
    return parts, tuple(map(int, found[1].split("."))) if found else ()


def _named(parts: list[str], names: Mapping[str, str]) -> str:
    """What a table says about an image, whatever its registry and publisher (empty: nothing)."""
    if any(map(_is_of_another, parts[:-1])):
        return ""
    return names.get("/".join(parts)) or names.get(parts[-1], "")


def _addresses(item: Scalar, aside: int) -> Iterator[Sign]:
    """Addresses of stores in a value. The key, or the beginning of an item `KEY=…`, may say what for."""
    variable = item.path[-1] if item.path else ""
    for address in _ADDRESS.finditer(item.text):
        scheme = address[1]
        host = re.sub(r":\d*$", "", address[2].rpartition("@")[2]).lower()
        if _is_of_another(host):
            continue
        store = _at(host, scheme)
        said = Sign(key="existing_database", value=store, line=item.line, how="address", what=scheme, aside=aside)
        yield said
        if store != SCHEMES[scheme]:
            yield replace(said, key="existing_engine", value=SCHEMES[scheme])
        if _CACHES.search(variable if variable != "-" else item.text[: address.start()][-60:]):
            yield Sign(key="queue", value=store, line=item.line, how="address", what=scheme)


def _at(host: str, scheme: str) -> str:
    """The service whose host this is, else the engine that the address' scheme names."""
    if host.endswith(".rds.amazonaws.com") and ".cluster-" in host:
        return "aws-aurora"
    return next((service for end, service in HOSTS.items() if host.endswith(end)), SCHEMES[scheme])


# --- sqlc.yaml --------------------------------------------------------------------------------------------------------


def sqlc(text: str) -> Iterator[Sign]:
    """sqlc.yaml: the engine, and that Go code is made."""
    for item in _scalars(text):
        if item.path[-1:] == ("engine",) and item.text in SQLC_ENGINES:
            yield Sign(
                key="existing_database",
                value=SQLC_ENGINES[item.text],
                line=item.line,
                how="provider",
                what=item.text,
            )
            go = manifest("go", item.line)
            yield Sign(key=go.key, value=go.value, line=go.line, how="provider", what="sqlc", language="go")
            yield Sign(key="existing_client", value="sqlc", line=item.line, how="provider", what="sqlc", language="go")
