"""The page "How the wizard decides": every rule in words with its source, and what the proofs covered."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from wizard.build.pages.conditions import in_labels
from wizard.build.pages.factors import client_factors, combinations, hard_factors
from wizard.build.pages.words import HOSTING, PLATFORM_NAMES, STANDS_FOR, linked, listed, product
from wizard.catalogue import overlay
from wizard.catalogue.load import load
from wizard.catalogue.model import Catalogue
from wizard.catalogue.rule_model import AnswerRule, CoherenceRule, Effect, RankingRule, Rule, StoreRule
from wizard.catalogue.vocabulary import CLIENT_FACTS, FAMILIES
from wizard.decide.decision import LEANING, SAME_HOST
from wizard.decide.rulebook import rulebook
from wizard.explain.reasons import CLOSE
from wizard.explain.words import kind_of_data, rule_title

#: What a rule asks of a candidate, by the fact and the values that will do. What is not here reads as `fact: value`.
ASKS: Final[Mapping[tuple[str, tuple[str, ...]], str]] = {
    ("support", ("caveat",)): "works there only with a caveat",
    ("type_safety", ("generated",)): "generates its types",
    ("type_safety", ("static",)): "carries static types",
    ("type_safety", ("partial",)): "is typed in part",
    ("type_safety", ("none",)): "is untyped",
    ("migrations", ("built-in",)): "brings its own migrations",
    ("migrations", ("companion",)): "leaves migrations to a companion tool",
    ("edge", ("yes",)): "runs in edge functions",
    ("edge", ("no",)): "does not run in edge functions",
    ("edge", ("no", "unknown")): "is not known to run in edge functions",
    ("several_engines", ("yes",)): "runs the same code on several engines",
    ("several_engines", ("partial",)): "runs on several engines, with a schema for each",
    ("several_engines", ("no",)): "is tied to one engine",
    ("http_access", ("yes",)): "answers over HTTP",
    ("http_access", ("no", "unknown")): "is not known to answer over HTTP",
    ("client_realtime", ("yes",)): "sends live updates to clients",
    ("client_realtime", ("no", "beta", "unknown")): "sends no live updates to clients, or only in beta",
    ("encryption_at_rest", ("yes",)): "encrypts at rest",
    ("encryption_at_rest", ("optional",)): "encrypts at rest when you switch it on",
    ("encryption_at_rest", ("no",)): "does not encrypt at rest",
    ("encryption_at_rest", ("unknown",)): "is not confirmed to encrypt at rest",
    ("scale_to_zero", ("yes",)): "scales to zero",
    ("scale_to_zero", ("no",)): "does not scale to zero",
    ("self_host", ("no",)): "cannot be self-hosted",
    ("free_tier", ("yes",)): "has a free plan that does not pause",
    ("free_tier", ("pauses",)): "has a free plan that pauses",
    ("free_tier", ("no",)): "has no free plan",
    ("free_tier", ("unknown",)): "is not confirmed to have a free plan",
    ("residency", ("yes",)): "lets you choose the region",
    ("open_source", ("no",)): "is not open source",
    ("style", ("orm",)): "is an ORM",
    ("style", ("orm", "query-builder", "driver")): "is an ORM, a query builder or a driver",
    ("style", ("driver", "query-builder", "codegen", "thin", "sdk")): "is no ORM",
    ("style", ("orm", "query-builder")): "is an ORM or a query builder",
    ("style", ("orm", "query-builder", "codegen", "thin", "driver")): "speaks the database's own protocol",
    ("type_safety", ("generated", "static")): "checks queries against types",
    ("type_safety", ("partial", "none", "unknown")): "checks queries in part or not at all",
    ("sql_control", ("yes",)): "leaves the SQL to you",
    ("sql_control", ("partial",)): "takes SQL for what it does not write itself",
    ("sql_control", ("no", "unknown")): "is not known to take SQL",
    ("migrations", ("none", "unknown")): "is not known to have migrations",
    ("several_engines", ("partial", "no", "unknown")): "is not known to run the same code on several engines",
    ("over_http", ("yes",)): "reaches it over HTTP",
    ("over_http", ("no",)): "reaches it over TCP",
    ("on_device", ("yes",)): "signs in each person, so that a device may hold it",
    ("on_device", ("no",)): "needs a secret that no device may hold",
    ("by_driver", ("yes",)): "speaks the database's own protocol",
    ("write_scaling", ("no",)): "takes every write on one machine",
    ("free_tier", ("yes", "pauses")): "has a free plan",
    ("standing", ("new", "leaning", "decided")): "is not in use yet",
    ("standing", ("in-use",)): "is in use",
    ("standing", ("new", "leaning", "decided", "in-use")): "is at a place that is known",
    ("standing", ("in-use", "decided", "leaning")): "was named",
    ("standing", ("leaning", "decided")): "was named and is not in use yet",
    ("standing", ("engine-in-use",)): "is an engine in use whose place was not said",
    ("standing", ("in-use", "engine-in-use")): "is in use",
    ("standing", ("leaning", "decided", "in-use", "engine-in-use")): "was named",
    ("standing", ("in-use", "decided")): "is in use, or decided on",
    ("standing", ("leaning",)): "is leaned towards",
    ("standing", ("decided",)): "is decided on",
    ("standing", ("decided", "in-use", "engine-in-use")): "is in use, or decided on",
    ("standing", ("new", "leaning")): "is neither in use nor decided on",
    ("standing", ("decided", "leaning")): "was named and is not in use yet",
    ("client_standing", ("in-use",)): "is a client in use",
    ("client_standing", ("new", "in-use")): "has a client",
    ("client_standing", ("in-use", "open")): "is a client in use, or one that was not said",
    ("part", ("main",)): "is the main store",
    ("part", ("beside",)): "stands beside the main store",
    ("cache", ("in-use",)): "has a store of keys and values in memory in use beside it",
    ("beside", ("time-series",)): "has another store beside it for measurements",
    ("beside", ("vectors",)): "has another store beside it for vectors",
    ("added", ("vectors",)): "would have a new store beside it for vectors",
    ("added", ("time-series",)): "would have a new store beside it for measurements",
    ("beside", ("key-value",)): "has another store beside it for keys and values",
    ("free_limits", ("yes",)): "has a free plan with known limits",
    ("free_tier", ("no", "unknown")): "is not known to have a free plan",
    ("open_source", ("no", "unknown")): "is not known to be open source",
    ("edge", ("yes", "partial")): "runs at the edge, at least in part",
    ("edge", ("unknown",)): "is not known to run at the edge",
}


def rules(stage: str) -> str:
    """The rules of one file as Markdown, each with an anchor that never changes: `rule-` and its id."""
    catalogue = load()
    return "\n".join(_rule(catalogue, rule) for rule in catalogue.rules_by_file[stage])


def built_in() -> str:
    """What the wizard says of its own accord as Markdown, with an anchor as rules have one."""
    return "\n".join(
        f'<span id="rule-{item.id}"></span>**{item.when}** '
        f"{' '.join(f'*{_spoken(text)}*' for text in (item.text, *item.ways_out) if text)}\n"
        for item in load().built_in.values()
    )


def _spoken(text: str) -> str:
    """A sentence with its names to be filled in: `{client}` is `…`."""
    return re.sub(r"\{\w+\}", "…", text).replace("*", "\\*").replace("<", "&lt;")


def _rule(catalogue: Catalogue, rule: Rule) -> str:
    conclusion = "; ".join(_conclusions(catalogue, rule))
    because = _plain(rule.because)
    ways = f" Ways out: {_plain(' '.join(rule.ways_out))}" if rule.ways_out else ""
    source = rule.source
    cited = f"[{source.title}]({source.url}), checked {source.checked}"
    if not source.url.startswith("https://"):
        cited = source.title
    ours = rule.id == overlay.HIDDEN_RULE or catalogue.overlay.wrote(f"rules/{rule.stage}.toml", "rule", rule.id)
    owner = f" (a rule of {catalogue.overlay.name})" if ours else ""
    title = f"**{rule_title(catalogue, rule.id)}{owner}.**"
    return (
        f'<span id="rule-{rule.id}"></span>{title} {_when(catalogue, rule)}: {conclusion}. '
        f"*{because}*{ways} Source: {cited}.\n"
    )


def _plain(text: str) -> str:
    """A rule's text without its placeholders: a capital where one begins a sentence."""

    def word(match: re.Match[str]) -> str:
        begins, name = match.groups()
        plain = STANDS_FOR[name]
        return plain if begins is None else begins + plain[0].upper() + plain[1:]

    text = re.sub(r"(^|[.] )?\{(name|database|service|client|relational|vectors|portable)\}", word, text)
    return text.replace("*", "\\*").replace("<", "&lt;")


def _when(catalogue: Catalogue, rule: Rule) -> str:
    parts = [in_labels(catalogue, key, condition) for key, condition in rule.when.items()]
    unless = [in_labels(catalogue, key, condition) for key, condition in rule.unless.items()]
    told = f"When {' and '.join(parts)}" if parts else "Always"
    return f"{told}, unless {' and '.join(unless)}" if unless else told


def _conclusions(catalogue: Catalogue, rule: Rule) -> list[str]:
    if isinstance(rule, RankingRule):
        main = " as the main store" if isinstance(rule, StoreRule) and rule.unfit else ""
        found = [_effect(catalogue, effect) for effect in rule.effects]
        return found + [f"rules out {selector(catalogue, where)}{main}" for where in rule.excludes]
    if isinstance(rule, CoherenceRule):
        about = f" about {selector(catalogue, rule.pick)}" if rule.pick else ""
        told = {"block": "objects", "warn": "warns", "note": "adds a note"}[rule.level] + about
    elif isinstance(rule, AnswerRule):
        about = f" of {selector(catalogue, rule.pick)}" if rule.pick else ""
        told = f"says{about} how it has {in_labels(catalogue, rule.about, rule.when[rule.about])}"
    else:
        data = kind_of_data(rule.for_)
        inside = f", where the pick {_asks('family', rule.pick['family'])}" if "family" in rule.pick else ""
        told = (
            f"keeps {data} in the same database{inside}"
            if rule.within
            else f"puts {_names(catalogue, rule.databases)} beside the pick for {data}"
        )
    excepted = [selector(catalogue, {key: wanted}) for key, wanted in rule.pick_not.items()]
    return [told + (f", except where the pick is {listed(excepted, 'or')}" if excepted else "")]


def _effect(catalogue: Catalogue, effect: Effect) -> str:
    points = "point" if abs(effect.by) == 1 else "points"
    return f"{abs(effect.by)} {points} {'for' if effect.by > 0 else 'against'} {selector(catalogue, effect.where)}"


def selector(catalogue: Catalogue, where: Mapping[str, tuple[str, ...]]) -> str:
    """What a rule speaks of, as words: `Mongoose with a database that speaks MongoDB`."""
    products = [key for key in ("client", "database", "service") if key in where]
    asked = {key: _asks(key, wanted) for key, wanted in where.items() if key not in (*products, "kind")}
    of_client = " and ".join(text for key, text in asked.items() if key in OF_CLIENT)
    of_store = " and ".join(text for key, text in asked.items() if key not in OF_CLIENT)
    kind = where.get("kind", ())
    head = " on ".join(_names(catalogue, where[key]) for key in products)
    if not products and (kind or of_store or not of_client):
        head = listed((HOSTING[value].what for value in kind), "or") if kind else "anything"
    elif kind:
        head += f" {listed((HOSTING[value].where for value in kind), 'or')}"
    if of_store:
        head += f"{' with a database' if products[:1] == ['client'] else ''} that {of_store}"
    if of_client:
        head += f"{' with a client' if head else 'a client'} that {of_client}"
    return head


#: What a rule may ask of a client; the rest it asks of a store.
OF_CLIENT: Final = frozenset(
    {*CLIENT_FACTS, "support", "style", "language", "pickable", "upkeep", "over_http", "on_device", "by_driver"}
)


def _asks(key: str, wanted: tuple[str, ...]) -> str:
    if key == "family":
        return f"speaks {listed((FAMILIES[value].replace(' and ', ' or ') for value in wanted), 'or')}"
    if key == "platform":
        return f"belongs to {listed((PLATFORM_NAMES[value] for value in wanted), 'or')}"
    if key == "serves":
        return f"holds {listed((kind_of_data(value) for value in wanted), 'or')}"
    values = listed((value.replace("-", " ") for value in wanted), "or")
    return ASKS.get((key, wanted), f"has {key.replace('_', ' ')}: {values}")


def _names(catalogue: Catalogue, ids: tuple[str, ...]) -> str:
    return listed((linked(product(catalogue, id_)) for id_ in ids), "or")


def proofs() -> str:
    """What the tests walk over, counted from the same classes that they walk."""
    book = rulebook(load())
    stores, store_classes = combinations(hard_factors(book))
    clients, client_classes = combinations(client_factors(book))
    catalogue = load()
    rows = sum(len(table.rows) for table in catalogue.tables.values())
    own = f"- **The guide's rows:** {rows}; each, answered alone, gives its own recommendation.\n"
    theirs = (
        f"- **The rules of {catalogue.overlay.name}** are among these. `make promises` proves the promises with them.\n"
    )
    return (
        f"- **Hard requirements:** {stores:,} combinations of answers, walked whole as {store_classes:,} classes that "
        f"no rule which rules something out tells apart, over {len(book.stores)} stores (an engine at a place). Points "
        "choose among what these leave, so one pick follows for all other answers.\n"
        f"- **Clients:** {clients:,} combinations of answers as {client_classes:,} classes, for every store.\n"
        f"- **Rules:** {len(catalogue.rules)}; each fires somewhere, and each says what it rests on.\n"
        f"{theirs if catalogue.overlay.name else own}"
        f"- **Weights:** leaning towards a database is worth {LEANING}, and {SAME_HOST} to the other "
        "engines of a service, unless its own engine was named and the data are relations, which it holds; "
        f"a lead of {CLOSE} or less is called close.\n"
    )


PARTS: Final[Mapping[str, Callable[[], str]]] = {
    "rules-stores": lambda: rules("stores"),
    "rules-clients": lambda: rules("clients"),
    "rules-coherence": lambda: rules("coherence"),
    "rules-companions": lambda: rules("companions"),
    "rules-answered": lambda: rules("answered"),
    "rules-built-in": built_in,
    "proofs": proofs,
}
