"""A company's own rules: a folder of TOML that is laid over the catalogue before it is checked.

The folder has the catalogue's layout, and a file ``overlay.toml`` that says whose it is, what to hide and which rules
to switch off. Merging works on the raw tables, so that the merged whole goes through the one strict parse. All of it is
plain functions of their arguments. See the page "Your company's rules".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from wizard.catalogue.toml_table import CatalogueError, Node

type Raw = Mapping[str, Mapping[str, Any]]
"""Parsed files by their path below the catalogue's folder, as `catalogue.read_raw` gives them."""

#: The overlay's own file. In merged tables it also says which places the overlay wrote (`places`).
FILE: Final = "overlay.toml"

#: The rule that keeps hidden databases and services from being proposed.
HIDDEN_RULE: Final = "the-company-does-not-use-it"

#: Folders in which an overlay may have files of its own.
FOLDERS: Final = ("databases", "services", "clients", "sources", "standards")

#: Arrays whose members are told apart by these keys. Members of any other array are put before those that are there.
IDENTITY: Final[Mapping[str, tuple[str, ...]]] = {
    "rule": ("id",),
    "table": ("id",),
    "row": ("id",),
    "runs": ("database",),
    "question": ("key",),
    "option": ("value", "when"),
}

#: Members that are replaced whole: half a rule would be a claim that nobody made.
WHOLE: Final = ("rule", "row")

#: All that an overlay may change in a question. Keys and values are public: links and documents hold them.
WORDS: Final = ("key", "short", "question", "why", "context", "example", "most", "option")
OPTION_WORDS: Final = ("value", "when", "label", "hint", "hint_in", "phrase", "assumes")


@dataclass(frozen=True, kw_only=True, slots=True)
class Overlay:
    """Whose rules lie over the catalogue. `places` are what they wrote: `rules/stores.toml: rule: only-azure`."""

    name: str = ""
    hidden: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()

    def wrote(self, file: str, *path: str) -> str:
        """The overlay's name if it wrote what is at this place, else nothing."""
        return self.name if ": ".join((file, *path)) in self.places else ""

    @classmethod
    def read(cls, node: Node) -> Self:
        node.texts("disable")
        node.maybe_text("source")
        overlay = cls(
            name=node.text("name"),
            hidden=frozenset(node.texts("hide")),
            places=frozenset(node.texts("places")),
        )
        node.done()
        return overlay


#: The catalogue as it is.
NONE: Final = Overlay()


def lay_over(base: Raw, over: Raw) -> dict[str, Any]:
    """`base` with `over` merged into it, as raw tables again. Raises :class:`CatalogueError`, with `over`'s file.

    A new file is added. In a file that is there already, tables are merged key by key, members of an array by their
    identity; a statement (a table with a source), a rule and a row are replaced whole.
    """
    about = Node(over.get(FILE, {}), FILE)
    about.text("name")
    about.named("name", ())
    if about.has("places"):
        raise about.fail("places", "unknown key")
    merged: dict[str, Any] = dict(base)
    places: list[str] = []
    for file, tables in over.items():
        if file == FILE:
            continue
        if file not in base and file.partition("/")[0] not in FOLDERS:
            raise CatalogueError(f"{file}: the catalogue has no such file")
        if file == "questions.toml":
            _check_words(Node(tables, file), base[file])
        if file in base:
            merged[file] = _merge(base[file], tables, file, places)
        else:
            merged[file] = tables
            places.append(file)
    merged = _without_rules(merged, about)
    merged = _without_products(merged, about)
    merged[FILE] = {**about.data, "places": places}
    return merged


def _merge(base: Mapping[str, Any], over: Mapping[str, Any], where: str, places: list[str]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        place = f"{where}: {key}"
        old = base.get(key)
        if (_are_tables(old) or key in IDENTITY) and not _are_tables(value):
            raise CatalogueError(f"{place}: expected an array of tables, [[{key}]]")
        if _are_tables(value) and old is not None and not _are_tables(old):
            raise CatalogueError(f"{place}: expected no array of tables: the catalogue has none of this name")
        if isinstance(value, dict):
            if "source" in value or not isinstance(old, dict) or "source" in old:
                merged[key] = value
                places.append(place)
            else:
                merged[key] = _merge(old, value, place, places)
        elif _are_tables(value):
            merged[key] = _members(key, base.get(key, []), value, place, places)
        else:
            merged[key] = value
            places.append(place)
    return merged


def _are_tables(value: Any) -> bool:
    """Whether a value is an array of tables, with one at least."""
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _members(
    key: str, base: Iterable[Mapping[str, Any]], over: Iterable[Mapping[str, Any]], where: str, places: list[str]
) -> list[Mapping[str, Any]]:
    """An array of tables: those of the same identity meet, the others are added at the end."""
    if key not in IDENTITY:
        places.append(where)
        return [*over, *base]
    members = {_identity(key, item, where): item for item in base}
    for number, item in enumerate(over, 1):
        id_ = _identity(key, item, f"{where} {number}")
        if key in WHOLE or id_ not in members:
            members[id_] = item
            places.append(f"{where}: {id_[0]}")
        else:
            members[id_] = _merge(members[id_], item, f"{where}: {id_[0]}", places)
    return list(members.values())


def _identity(key: str, item: Mapping[str, Any], where: str) -> tuple[str, ...]:
    first = IDENTITY[key][0]
    if not isinstance(item.get(first), str):
        raise CatalogueError(f"{where}: {first}: missing")
    return tuple(str(item.get(name, "")) for name in IDENTITY[key])


def _check_words(over: Node, base: Mapping[str, Any]) -> None:
    """An overlay changes the words of questions and options that are there, and nothing else about them."""
    known = {question["key"]: question for question in base["question"]}
    for question in over.tables("question"):
        key = question.choice("key", known)
        _only(question, WORDS)
        values = {(option["value"], str(option.get("when", ""))) for option in known[key].get("option", ())}
        for option in question.tables("option"):
            _only(option, OPTION_WORDS)
            if (option.text("value"), str(option.data.get("when", ""))) not in values:
                raise option.fail("value", f"an overlay adds no option; there is no {option.text('value')!r} like this")
    over.done()


def _only(node: Node, allowed: tuple[str, ...]) -> None:
    for key in node.data:
        if key not in allowed:
            raise node.fail(key, "an overlay may change a question's words only")


def _without_rules(merged: dict[str, Any], about: Node) -> dict[str, Any]:
    """The tables without the rules that the overlay switches off."""
    off = set(about.texts("disable"))
    files = {file: tables for file, tables in merged.items() if file.startswith("rules/")}
    there = {rule.get("id") for tables in files.values() for rule in tables.get("rule", ())}
    for id_ in sorted(off - there):
        raise about.fail("disable", f"no rule is called {id_!r}")
    kept = {
        file: {**tables, "rule": [rule for rule in tables.get("rule", ()) if rule.get("id") not in off]}
        for file, tables in files.items()
    }
    return {**merged, **kept}


def _without_products(merged: dict[str, Any], about: Node) -> dict[str, Any]:
    """The tables with hidden products never proposed. They stay, since links, documents and old projects name them."""
    hidden = about.texts("hide")
    if not hidden:
        return merged
    name = about.text("name")
    sources = [key for file, tables in merged.items() if file.startswith("sources/") for key in tables]
    if (source := about.text("source")) not in sources:
        raise about.fail("source", f"no source is called {source!r}")
    why = f"{name} does not use it."
    result = dict(merged)
    stores: dict[str, list[str]] = {"database": [], "service": []}
    for id_ in hidden:
        folder = next((kind for kind in FOLDERS[:3] if f"{kind}/{id_}.toml" in merged), None)
        if folder is None:
            raise about.fail("hide", f"no database, service or client is called {id_!r}")
        file = f"{folder}/{id_}.toml"
        if folder == "clients":
            result[file] = {**merged[file], "pickable": "no", "pickable_why": why}
        else:
            result[file] = {**merged[file], "never_first": why}
            stores[folder.removesuffix("s")].append(id_)
    rule = {
        "id": HIDDEN_RULE,
        "exclude": [{kind: ids} for kind, ids in stores.items() if ids],
        "because": f"{name} does not use {{name}}.",
        "ways_out": [f"Ask whoever looks after {name}'s rules for an exception."],
        "source": source,
    }
    if rule["exclude"]:
        file = "rules/stores.toml"
        result[file] = {**result[file], "rule": [*result[file]["rule"], rule]}
    return result
