"""Whom a sentence on a product's page concerns, as a label before it: `On paid plans:`, `If data must stay in the EU:`.

The labels are for these pages alone; the rules, which have more conditions, keep the words of `conditions.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from wizard.build.pages.conditions import phrase
from wizard.build.pages.rulebook import selector
from wizard.build.pages.words import linked, listed
from wizard.catalogue.model import Catalogue, Condition, Cost
from wizard.catalogue.vocabulary import FAMILIES
from wizard.explain.words import capital, language_name

#: By question and the values that are wanted; after `not`, those that are not.
LABELS: Final[Mapping[tuple[str, str], str]] = {
    ("budget", "free"): "on a free plan",
    ("budget", "not free"): "on paid plans",
    ("budget", "modest"): "on a small budget",
    ("budget", "modest unsure"): "on a small budget",
    ("budget", "free modest"): "on a small budget, or none",
    ("budget", "flexible modest"): "on paid plans",
    ("budget", "not flexible"): "on a small budget, or none",
    ("budget", "not free modest"): "on an ample budget",
    ("compliance", "residency"): "if data must stay in a region",
    ("compliance", "encryption"): "if data must be encrypted at rest",
    ("compliance", "not open-source"): "if other licences are allowed",
    ("compliance", "open-source"): "if everything must be open source",
    ("data", "documents"): "with documents",
    ("data", "time-series"): "with time series",
    ("data", "vectors"): "with vectors",
    ("hosting", "serverless"): "where capacity follows the load",
    ("realtime", "core nice"): "with live updates",
    ("region", "eu unsure"): "if data must stay in the EU",
    ("runtime", "edge serverless"): "from functions",
    ("runtime", "edge"): "from edge functions",
    ("runtime", "serverless"): "from serverless functions",
    ("runtime", "local"): "on the user's device",
    ("runtime", "not local"): "on a server, or from functions",
    ("scale", "hundreds"): "with hundreds of records",
    ("scale", "thousands unsure"): "with thousands of records",
}

#: Implied by another part: a region is asked of those alone whose data must stay in one, and a store in use is named.
IMPLIED: Final[Mapping[str, str]] = {"region": "compliance"}

STANDING: Final[Mapping[tuple[str, ...], str]] = {
    ("new", "leaning", "decided"): "before it is in use",
    ("in-use",): "once it is in use",
    ("in-use", "engine-in-use"): "once it is in use",
    ("engine-in-use",): "once the engine is in use, wherever that is",
}
STYLES: Final[Mapping[tuple[str, ...], str]] = {
    ("orm",): "with an ORM",
    ("orm", "query-builder", "driver"): "with an ORM, a query builder or a driver",
    ("driver", "query-builder", "codegen", "thin", "sdk"): "without an ORM",
}
KINDS: Final[Mapping[tuple[str, ...], str]] = {
    ("self-hosted",): "on your own machines",
    ("managed",): "with a managed service",
    ("embedded",): "as a file beside the program",
}


def label(catalogue: Catalogue, cost: Cost) -> str:
    """With a capital and without a colon; empty where the sentence concerns everybody."""
    told = dict.fromkeys((*_of_answers(catalogue, cost.when), *_of_the_pick(catalogue, cost)))
    return capital(", ".join(told)) if told else ""


def _of_answers(catalogue: Catalogue, when: Mapping[str, Condition]) -> Iterator[str]:
    implied = {IMPLIED[key] for key in when if key in IMPLIED}
    # What is in use is named by two answers, and told in one word.
    if "existing_stance" in when:
        implied |= {"existing_stance", "existing_database"}
        yield "once a database is in use"
    for key, condition in when.items():
        if key not in implied:
            yield _of_answer(catalogue, key, condition)


def _of_answer(catalogue: Catalogue, key: str, when: Condition) -> str:
    wanted = " ".join(sorted(when.any_of)) or f"not {' '.join(sorted(when.none_of))}"
    if key == "platform":
        names = listed([phrase(catalogue, key, Condition(any_of=when.any_of or when.none_of))], "or")
        return f"on {names}" if when.any_of else f"elsewhere than on {names}"
    return LABELS.get((key, wanted)) or f"with {phrase(catalogue, key, when)}"


def _of_the_pick(catalogue: Catalogue, cost: Cost) -> Iterator[str]:
    pick = dict(cost.pick)
    standing = pick.pop("standing", ())
    if standing and "existing_stance" not in cost.when:
        yield STANDING[standing]
    if kind := pick.pop("kind", ()):
        yield KINDS[kind]
    if services := pick.pop("service", ()):
        yield _on(catalogue, services)
    if families := pick.pop("family", ()):
        yield f"with {listed((FAMILIES[family] for family in families), 'or')}"
    if pick.pop("on_device", ()):
        yield "where each person signs in"
    if pick.pop("client_realtime", ()):
        yield "where the service sends none itself"
    languages, styles = pick.pop("language", ()), pick.pop("style", ())
    if languages:
        yield f"from {listed((language_name(item) for item in languages), 'or')}"
    if styles:
        yield STYLES[styles]
    if pick:
        yield f"with {selector(catalogue, pick)}"


def _on(catalogue: Catalogue, services: tuple[str, ...]) -> str:
    if (only := catalogue.services[services[0]].kind) != "managed" and len(services) == 1:
        return KINDS[only,]
    named = [linked(service) for id_ in services if (service := catalogue.services[id_]).kind == "managed"]
    return f"on {listed([*named, *(['your own machines'] if len(named) < len(services) else [])], 'or')}"
