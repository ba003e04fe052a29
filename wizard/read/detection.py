"""Detection: project files in, proposed answers out, each with the line that says so.

The files are read where the person is and never sent anywhere. What they propose is confirmed by the person, so this
reads what a file says plainly and does not guess. Whatever is dropped on the page, reading takes time that grows with
the text's length and never raises.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from wizard.catalogue.model import Catalogue, Client
from wizard.converse.record import Found
from wizard.decide.answers import AnswerError, check_one
from wizard.explain.words import in_words, label
from wizard.read.known_names import FRAMEWORKS
from wizard.read.manifests import READERS, SHOWN, Reader, Sign, UnreadableError, short

#: In characters. A longer file is not one that a person wrote.
LONGEST: Final = 1_000_000
MOST_FILES: Final = 20

#: Characters of all files together: so many take a second or two in the browser, and a project's have a tenth.
LONGEST_TOGETHER: Final = 1_000_000

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

#: In folders of these names lie other people's projects.
FOREIGN_FOLDERS: Final = frozenset({"node_modules", "site-packages", ".venv", "venv", "vendor"})


# --- what comes out ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Detection:
    """At most one proposal for each key, in the questions' order; `problems` are sentences for the person."""

    proposals: tuple[Found, ...]
    problems: tuple[str, ...]


def detect(catalogue: Catalogue, files: Mapping[str, str]) -> Detection:
    """Proposed answers from project files: `files` maps a name (perhaps with folders) to the text.

    Never raises: what cannot be read is named in `problems`. The proposals are legal answers and fit together.
    """
    problems: list[str] = []
    signs: list[Sign] = []
    for order, (name, reader) in enumerate(_chosen(files, problems)):
        found = _read(name, reader, files[name], problems)
        signs += [replace(sign, file=name, order=order) for sign in found]
    legal = [sign for sign in signs if _is_legal(catalogue, sign)]
    return Detection(proposals=tuple(_proposals(catalogue, legal, problems)), problems=tuple(problems))


def _is_legal(catalogue: Catalogue, sign: Sign) -> bool:
    """Whether the catalogue offers the value: the tables of names may be ahead of it."""
    try:
        check_one(catalogue.questions[sign.key], sign.value)
    except (AnswerError, KeyError):
        return False
    return True


# --- the files --------------------------------------------------------------------------------------------------------


def _chosen(files: Mapping[str, str], problems: list[str]) -> list[tuple[str, Reader]]:
    """The files to be read, those that win first. The others are named in `problems`."""
    ranked: list[tuple[int, str, Reader]] = []
    foreign = []
    for name in files:
        *folders, base = re.split(r"[/\\]", name)
        rank = next((rank for rank, (pattern, _) in enumerate(READERS) if pattern.fullmatch(base)), None)
        if rank is None or not FOREIGN_FOLDERS.isdisjoint(folders):
            foreign.append(name)
        else:
            ranked.append((rank, name, READERS[rank][1]))
    if foreign:
        problems.append(f"Ignored, because this is not a kind of file that is read here: {_names(foreign)}.")
    ranked.sort(key=lambda item: item[0])  # the order in which the files came decides between two of a kind
    if len(ranked) > MOST_FILES:
        left_out = [name for _, name, _ in ranked[MOST_FILES:]]
        problems.append(f"Only {MOST_FILES} files are read at once; left out: {_names(left_out)}.")
    chosen: list[tuple[str, Reader]] = []
    beyond = []
    length = 0
    for _, name, reader in ranked[:MOST_FILES]:
        if len(files[name]) > LONGEST:
            problems.append(f"{short(name)} is longer than {LONGEST:,} characters, so it was not read.")
        elif length + len(files[name]) > LONGEST_TOGETHER:
            beyond.append(name)
        else:
            chosen.append((name, reader))
            length += len(files[name])
    if beyond:
        problems.append(f"Only {LONGEST_TOGETHER:,} characters are read at once; left out: {_names(beyond)}.")
    return chosen


def _names(names: list[str]) -> str:
    shown = ", ".join(short(name) for name in names[:MOST_FILES])
    return f"{shown} and {len(names) - MOST_FILES} more" if len(names) > MOST_FILES else shown


def _read(name: str, reader: Reader, text: str, problems: list[str]) -> list[Sign]:
    """The signs in one file, each key and value once, with their lines' texts."""
    text = text.removeprefix("\ufeff")
    found: dict[tuple[str, str, bool], Sign] = {}
    elsewhere: dict[str, int] = {}
    try:
        for sign in reader(text):
            if sign.key:
                found.setdefault((sign.key, sign.value, sign.aside), sign)
            else:
                elsewhere.setdefault(sign.value, sign.line)
    except UnreadableError as error:
        problems.append(f"{short(name)}, line {error.line}: {error}. The file was left out.")
        return []
    problems += [
        f"{short(name)}, line {line} names {what}, which the guide does not cover." for what, line in elsewhere.items()
    ]
    if not found and not elsewhere:
        problems.append(f"{short(name)} names nothing that the wizard knows.")
    if re.search(r"(^|[-_.])(dev|develop|development|test|tests|testing|lint|docs)([-_.]|$)", _base(name)):
        found = {key: replace(sign, aside=True) for key, sign in found.items()}
    lines = text.split("\n")
    return [replace(sign, text=_shown(lines[sign.line - 1])) for sign in found.values()]


def _base(name: str) -> str:
    return re.split(r"[/\\]", name)[-1]


def _shown(line: str) -> str:
    """A line as it is shown: short, and without the password of an address."""
    return short(re.sub(r"(://[^\s:/@]*):[^\s\"']*@", r"\1:…@", line.strip()[: 10 * SHOWN]))


# --- from signs to proposals ------------------------------------------------------------------------------------------


def _proposals(catalogue: Catalogue, signs: list[Sign], problems: list[str]) -> Iterator[Found]:
    by_key: dict[str, list[Sign]] = {key: [] for key in catalogue.questions}
    for sign in signs:
        by_key[sign.key].append(sign)
    languages = _best(by_key["language"], lambda sign: (sign.aside, sign.order))
    language = languages[0].value if languages else ""
    firm = [sign for sign in languages if not sign.aside]
    if len(firm) > 1:
        problems.append(_conflict(catalogue, "languages", firm))
    if languages:
        yield _proposal(catalogue, languages[0])
    for key in ("framework", "runtime", "platform", "existing_client"):
        left_out = [sign for sign in by_key[key] if sign.language != language]
        by_key[key] = [sign for sign in by_key[key] if sign.language == language]
        if language and left_out and key in ("framework", "existing_client"):
            problems.append(_left_out(catalogue, key, language, left_out))

    frameworks = _best(by_key["framework"], lambda sign: _framework_rank(sign, by_key["framework"]))
    if frameworks:
        yield _proposal(catalogue, frameworks[0])
        rivals = [sign for sign in _not_beneath(frameworks) if sign.value != "other" and not sign.aside]
        if len(rivals) > 1:
            problems.append(_conflict(catalogue, "frameworks", rivals))
    for key in ("runtime", "platform"):
        found = _best(by_key[key], lambda sign: (sign.order,))
        if found:
            yield _proposal(catalogue, found[0])
        if len(found) > 1:
            problems.append(_conflict(catalogue, f"{key}s", found))

    databases = _databases(catalogue, by_key["existing_database"])
    clients = by_key["existing_client"]
    mapper = _kept_elsewhere(catalogue, databases, clients)
    if mapper:
        cache = databases[0]
        problems.append(
            f"{_where(cache)} names {label(catalogue, cache.key, cache.value)}, which "
            f"{label(catalogue, mapper.key, mapper.value)} does not talk to. It looks like a cache beside another "
            "database, so it is not proposed as the existing one."
        )
        databases = [sign for sign in databases if _data_rank(catalogue, sign.value) < KEY_VALUE]
    clients = _clients(catalogue, clients, databases, frameworks[0].value if frameworks else "")
    if databases:
        main = _proposal(catalogue, databases[0])
        yield main
        yield replace(
            main,
            key="existing_stance",
            value="in-use",
            because="What a project's files name is taken to be in use. "
            f"If {in_words(catalogue, main.key, main.value)} is only planned, change this.",
        )
    if clients:
        yield _proposal(catalogue, clients[0])
        rank = STYLE_RANKS[catalogue.clients[clients[0].value].style]
        rivals = [
            sign
            for sign in _not_beneath(clients)
            if rank < 2 and STYLE_RANKS[catalogue.clients[sign.value].style] <= rank and not sign.aside
        ]
        if len(rivals) > 1:
            problems.append(_conflict(catalogue, "clients", rivals))


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
