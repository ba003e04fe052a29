"""How a condition reads: as a phrase about a project, in the labels of answers, in the keys of a link, and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from wizard.build.pages.words import listed
from wizard.catalogue.model import Catalogue, Condition, Question
from wizard.decide.answers import UNSURE, possible, several
from wizard.explain.words import label


@dataclass(frozen=True, kw_only=True, slots=True)
class Verbs:
    """What stands before the values that a condition wants."""

    any_of: str = ""
    all_of: str = ""
    only: str
    none_of: str


#: By the name that a part has in the catalogue's own files.
PARTS: Final[Mapping[str, str]] = {"any": "any_of", "all": "all_of", "only": "only", "not": "none_of"}

#: How "I'm not sure", and no answer at all, read.
OPEN: Final = "is left open"

type Json = dict[str, dict[str, list[str]]]


def phrase(catalogue: Catalogue, key: str, when: Condition) -> str:
    """About a project: `serverless functions or edge functions`, `anything but relational data`."""
    question = catalogue.questions[key]
    values = {value: "" for item in possible(question) for value in several(item)} | {"unsure": ""}
    phrases = values | {option.value: option.phrase for option in question.options}
    if not phrases["unsure"]:
        phrases["unsure"] = f"nothing said about {question.short.lower()}"

    def words(wanted: frozenset[str], between: str) -> str:
        return listed([phrases[value] for value in phrases if value in wanted], between)

    parts = _parts(when, Verbs(only="nothing but", none_of="anything but"), words)
    rest = frozenset(phrases) - when.any_of
    if "unsure" in when.any_of and len(rest) < len(when.any_of):
        parts[0] = f"anything but {words(rest, 'or')}"
    return " ".join(parts)


def in_labels(catalogue: Catalogue, key: str, when: Condition) -> str:
    """As a person met it: `scale is “Millions”`, `data includes “Documents”`, `hosting is left open`."""
    question = catalogue.questions[key]
    order = [option.value for option in question.options]

    def words(wanted: frozenset[str], between: str) -> str:
        chosen = dict.fromkeys(value for value in order if value in wanted)
        return listed((f"“{label(catalogue, key, value)}”" for value in chosen), between)

    verbs = Verbs(any_of="is", all_of="includes", only="is nothing but", none_of="is not")
    if question.several:
        verbs = Verbs(any_of="includes", all_of="includes", only="is nothing but", none_of="does not include")
    named = replace(when, any_of=when.any_of - UNSURE)
    parts = _parts(named, verbs, words)
    if when.any_of & UNSURE:
        parts[: bool(named.any_of)] = [" or ".join([*parts[: bool(named.any_of)], OPEN])]
    return f"{question.short[0].lower()}{question.short[1:]} {' and '.join(parts)}"


def in_keys(question: Question, when: Condition) -> str:
    """As a link has it: `` `scale` is `millions` or `billions` ``."""
    known = list(dict.fromkeys(option.value for option in question.options))

    def codes(wanted: frozenset[str], between: str) -> str:
        return listed([f"`{value}`" for value in known if value in wanted], between)

    any_of = "holds" if question.several else "is"
    verbs = Verbs(any_of=any_of, all_of="holds", only="is nothing but", none_of="is given and not")
    return f"`{question.key}` {' and '.join(_parts(when, verbs, codes))}"


def as_json(conditions: Mapping[str, Condition]) -> Json:
    """Question -> `any`, `all`, `only` or `not` -> values, as in the catalogue's own files (a list alone is `any`)."""
    return {
        key: {part: sorted(values) for part, name in PARTS.items() if (values := getattr(condition, name))}
        for key, condition in conditions.items()
    }


def _parts(when: Condition, verbs: Verbs, words: Callable[[frozenset[str], str], str]) -> list[str]:
    """What the condition wants, part by part. `words` tells values, with a word between the last two."""
    wanted = ((when.any_of, "or"), (when.all_of, "and"), (when.only, "or"), (when.none_of, "or"))
    said = (verbs.any_of, verbs.all_of, verbs.only, verbs.none_of)
    return [
        f"{verb} {words(values, between)}".strip()
        for (values, between), verb in zip(wanted, said, strict=True)
        if values
    ]
