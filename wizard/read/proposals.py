"""From signs to proposals: which of the things that project files name are meant, and what is not clear."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final

from wizard.catalogue.model import Catalogue, Client
from wizard.converse.record import Found
from wizard.explain.words import in_words, label
from wizard.read.known_names import FRAMEWORKS
from wizard.read.manifests import Sign, short

#: What is only the ground that another one stands on: where both are there, the one that stands on it is meant.
BENEATH: Final[Mapping[str, tuple[str, ...]]] = {
    "express": ("nextjs", "nestjs"),
    "sqlalchemy": ("sqlmodel",),
}

#: Libraries for a whole platform: alone they do not say that its database is used.
GENERAL: Final = frozenset({"boto3", "aws-sdk-go"})

#: A client in use: what maps objects or writes queries is what the code is written in; a driver may sit beneath it.
STYLE_RANKS: Final[Mapping[str, int]] = {
    "orm": 0,
    "odm": 0,
    "query-builder": 1,
    "codegen": 1,
    "sdk": 2,
    "thin": 2,
    "driver": 3,
}

#: The order of databases where several are found, by the data they serve.
DATA_RANKS: Final = ("relational", "documents", "time-series", "key-value")
KEY_VALUE: Final = DATA_RANKS.index("key-value")


type Part = tuple[list[Found], list[str]]
"""Proposals, and sentences about what is not clear."""


def propose(catalogue: Catalogue, signs: list[Sign]) -> Part:
    """(at most one proposal for each key, in the questions' order; what is not clear). All signs must be legal."""
    by_key: dict[str, list[Sign]] = {key: [] for key in catalogue.questions}
    for sign in signs:
        by_key[sign.key].append(sign)
    languages = _best(by_key["language"], lambda sign: (sign.aside, sign.order))
    language = languages[0].value if languages else ""
    foreign = []
    for key in ("framework", "runtime", "platform", "existing_client"):
        left_out = [sign for sign in by_key[key] if sign.language != language]
        by_key[key] = [sign for sign in by_key[key] if sign.language == language]
        if language and left_out and key in ("framework", "existing_client"):
            foreign.append(_left_out(catalogue, key, language, left_out))
    frameworks = _best(by_key["framework"], lambda sign: _framework_rank(sign, by_key["framework"]))
    firm = [sign for sign in languages if not sign.aside]
    rivals = [sign for sign in _not_beneath(frameworks) if sign.value != "other" and not sign.aside]
    parts = (
        _one_of(catalogue, "languages", languages, firm),
        ([], foreign),
        _one_of(catalogue, "frameworks", frameworks, rivals),
        *(
            _one_of(catalogue, f"{key}s", found, found)
            for key in ("runtime", "platform")
            for found in [_best(by_key[key], lambda sign: (sign.order,))]
        ),
        _existing(
            catalogue, by_key["existing_database"], by_key["existing_client"], frameworks[0].value if frameworks else ""
        ),
    )
    return [item for found, _ in parts for item in found], [text for _, told in parts for text in told]


def _one_of(catalogue: Catalogue, things: str, found: list[Sign], rivals: list[Sign]) -> Part:
    """The first of what was found; several that could be meant are named."""
    doubts = [_conflict(catalogue, things, rivals)] if len(rivals) > 1 else []
    return [_proposal(catalogue, sign) for sign in found[:1]], doubts


def _existing(catalogue: Catalogue, stores: list[Sign], clients: list[Sign], framework: str) -> Part:
    """The database and the client in use."""
    databases = _databases(catalogue, stores)
    doubts = []
    if mapper := _kept_elsewhere(catalogue, databases, clients):
        cache = databases[0]
        doubts.append(
            f"{_where(cache)} names {label(catalogue, cache.key, cache.value)}, which "
            f"{label(catalogue, mapper.key, mapper.value)} does not talk to. It looks like a cache beside another "
            "database, so it is not proposed as the existing one."
        )
        databases = [sign for sign in databases if _data_rank(catalogue, sign.value) < KEY_VALUE]
    clients = _clients(catalogue, clients, databases, framework)
    proposals = []
    for main in (_proposal(catalogue, sign) for sign in databases[:1]):
        because = (
            "What a project's files name is taken to be in use. "
            f"If {in_words(catalogue, main.key, main.value)} is only planned, change this."
        )
        proposals += [main, replace(main, key="existing_stance", value="in-use", because=because)]
    found, several = _one_of(catalogue, "clients", clients, _rivals(catalogue, clients))
    return [*proposals, *found], [*doubts, *several]


def _rivals(catalogue: Catalogue, clients: list[Sign]) -> list[Sign]:
    """The clients that could be the main one: those that map objects or write queries, as the first does."""
    ranks = {sign.value: STYLE_RANKS[catalogue.clients[sign.value].style] for sign in clients}
    if not clients or ranks[clients[0].value] >= STYLE_RANKS["sdk"]:
        return []
    return [sign for sign in _not_beneath(clients) if ranks[sign.value] <= ranks[clients[0].value] and not sign.aside]


def _best(signs: Iterable[Sign], rank: Callable[[Sign], tuple[int, ...]]) -> list[Sign]:
    """One sign for each value, the best first."""
    best: dict[str, Sign] = {}
    for sign in sorted(signs, key=rank):
        best.setdefault(sign.value, sign)
    return list(best.values())


def _not_beneath(signs: list[Sign]) -> list[Sign]:
    """`signs` without those that another one stands on."""
    there = {sign.value for sign in signs}
    return [sign for sign in signs if there.isdisjoint(BENEATH.get(sign.value, ()))]


def _framework_rank(sign: Sign, signs: list[Sign]) -> tuple[int, ...]:
    return (sign.value == "other", sign.aside, list(FRAMEWORKS[sign.language].values()).index(sign.value), sign.order)


def _engines(catalogue: Catalogue, store: str) -> tuple[str, ...]:
    """The engine itself, or those that a service runs."""
    return tuple(catalogue.services[store].runs) if store in catalogue.services else (store,)


def _families(catalogue: Catalogue, store: str) -> frozenset[str]:
    if store in catalogue.services:
        return frozenset(catalogue.services[store].runs.values())
    return frozenset({catalogue.databases[store].family})


def _data_rank(catalogue: Catalogue, store: str) -> int:
    serves = {data for engine in _engines(catalogue, store) for data in catalogue.databases[engine].serves}
    return next((rank for rank, data in enumerate(DATA_RANKS) if data in serves), len(DATA_RANKS))


#: A driver or an address for the first may well talk to the others, which speak the same protocol.
RELATIVES: Final[Mapping[str, tuple[str, ...]]] = {
    "postgresql": ("timescaledb", "cockroachdb"),
    "mysql": ("mariadb",),
    "redis": ("valkey",),
}


def _within(catalogue: Catalogue, sign: Sign, signs: list[Sign]) -> bool:
    """Whether a more exact sign names the same database: a service that runs it, or a relative behind its protocol."""
    there = {other.value for other in signs}
    if sign.value in catalogue.services:
        return False
    if any(sign.value in catalogue.services[store].runs for store in there & catalogue.services.keys()):
        return True
    exact = any(other.value == sign.value and other.how == "image" for other in signs)
    return not exact and not there.isdisjoint(RELATIVES.get(sign.value, ()))


def _databases(catalogue: Catalogue, signs: list[Sign]) -> list[Sign]:
    """The databases seen, the main one first; what is the same database under a less exact name is left out."""
    ways = ("provider", "image", "address", "package")

    def rank(sign: Sign) -> tuple[int, ...]:
        engine = min(catalogue.databases[item].order for item in _engines(catalogue, sign.value))
        return (
            sign.aside,
            _data_rank(catalogue, sign.value),
            sign.how != "provider",
            engine,
            ways.index(sign.how),
            sign.order,
        )

    within = {sign.value for sign in signs if _within(catalogue, sign, signs)}
    return _best([sign for sign in signs if sign.value not in within], rank)


def _speaks(client: Client, families: frozenset[str]) -> bool:
    return not families.isdisjoint(client.speaks)


def _clients(catalogue: Catalogue, signs: list[Sign], databases: list[Sign], framework: str) -> list[Sign]:
    """The clients seen, the main one first: it talks to the main database, and no other one stands on it."""
    main = _families(catalogue, databases[0].value) if databases else frozenset()
    seen = frozenset(family for sign in databases for family in _families(catalogue, sign.value))
    values = {sign.value for sign in signs}

    def rank(sign: Sign) -> tuple[int, ...]:
        client = catalogue.clients[sign.value]
        return (
            bool(main) and not _speaks(client, main),
            STYLE_RANKS[client.style],
            not values.isdisjoint(BENEATH.get(sign.value, ())),
            bool(framework) and framework not in client.frameworks,
            client.order,
            sign.aside,
            sign.order,
        )

    useful = [sign for sign in signs if sign.value not in GENERAL or _speaks(catalogue.clients[sign.value], seen)]
    return _best(useful, rank)


def _kept_elsewhere(catalogue: Catalogue, databases: list[Sign], clients: list[Sign]) -> Sign | None:
    """Where the main database seen is a key-value store: a client that must keep its data in one of another kind."""
    if not databases or _data_rank(catalogue, databases[0].value) < KEY_VALUE:
        return None
    seen = frozenset(family for sign in databases for family in _families(catalogue, sign.value))
    for sign in clients:
        client = catalogue.clients[sign.value]
        if client.style not in ("driver", "sdk") and not _speaks(client, seen):
            return sign
    return None


# --- in words ---------------------------------------------------------------------------------------------------------


def _where(sign: Sign) -> str:
    return f"{short(sign.file)}, line {sign.line}"


def _proposal(catalogue: Catalogue, sign: Sign) -> Found:
    return Found(
        key=sign.key,
        value=sign.value,
        file=sign.file,
        line=sign.line,
        text=sign.text,
        because=_because(catalogue, sign),
    )


def _because(catalogue: Catalogue, sign: Sign) -> str:
    file, what = short(sign.file), short(sign.what)
    name = label(catalogue, sign.key, sign.value)
    if sign.how == "manifest":
        kind = "TypeScript or JavaScript" if sign.value == "typescript" else name
        return f"{file} is the file in which a {kind} project lists what it needs."
    if sign.how == "image":
        return f"{file} starts the container image {what}: {name}."
    if sign.how == "address":
        return f"{file} holds an address of {name}."
    if sign.how == "provider":
        return f"{file} names {what} as a provider: {name}."
    if sign.value == "other":
        return f"{file} lists {what}, a framework that the question does not name."
    return {
        "existing_database": f"{file} lists {what}, which talks to {name}.",
        "existing_client": f"{file} lists {what}, which is part of {name}."
        if sign.value == "django-orm"
        else f"{file} lists {what}: the code talks to its database through {name}.",
        "framework": f"{file} lists {what}: the framework is {name}.",
        "runtime": f"{file} lists {what}, which says where the code runs: {name}.",
        "platform": f"{file} lists {what}, which is made for {name}.",
    }[sign.key]


def _conflict(catalogue: Catalogue, things: str, signs: list[Sign]) -> str:
    said = "; ".join(f"{label(catalogue, sign.key, sign.value)} ({_where(sign)})" for sign in signs)
    first = label(catalogue, signs[0].key, signs[0].value)
    return f"The files name several {things}: {said}. {first} is proposed; change it if another one is meant."


def _left_out(catalogue: Catalogue, key: str, language: str, signs: list[Sign]) -> str:
    named = _best(signs, lambda sign: (sign.order, sign.line))
    said = "; ".join(f"{label(catalogue, key, sign.value)} ({_where(sign)})" for sign in named)
    return f"Left out, because it does not go with {label(catalogue, 'language', language)}: {said}."
