"""The commands that a new project starts with: the clients of the whole stack, each with the driver for its store."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from wizard.catalogue.packages import commands, name
from wizard.catalogue.vocabulary import MIGRATION_TOOLS
from wizard.converse.own_words import version_said
from wizard.decide.answers import hold, values
from wizard.decide.rules import selects
from wizard.write.blocks import Block, Blocks, Item, ours
from wizard.write.operations import answers_about

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from wizard.catalogue.model import Client, Fetch
    from wizard.decide.answers import Answers
    from wizard.decide.rules import Attributes, Store
    from wizard.explain.reading import Reading

#: What stands above commands where code for the store runs already: it may have some of what they fetch.
UNLESS_THERE = (
    "Add, in a version that goes with what runs, unless it, or another for the same job with this database, is there"
)

#: What a fetch for one engine asks for.
OF_AN_ENGINE: Final = frozenset({"family", "database"})

#: The same of a tool that migrates.
UNLESS_ANOTHER = UNLESS_THERE


#: Drivers of SQLite that write the file as it is.
PLAIN: Final = (
    "modernc.org/sqlite",
    "mattn/go-sqlite3",
    "gorm.io/driver/sqlite",
    "driver/sqliteshim",
    "better-sqlite3@",
    "mikro-orm/sqlite",
    "sqlite3@5",
)


def start(
    reading: Reading, rules: Iterable[str] = (), version: str = "", *, said: frozenset[str] = frozenset()
) -> Blocks:
    """The commands, a block for each store; for a client in use, what else the `rules` name. Of a client that is in
    another major `version` than the one fetched here, nothing. `said` is what the person's own words settle: with
    another migration tool, none is fetched, nor a driver that encrypts nothing where one that does was agreed on."""
    kept, without = (
        another_major(reading.client, version),
        MIGRATION_TOOLS if "migrations" in said or reading.full else (),
    )
    without = (*without, *(PLAIN if "encrypts" in said else ()))
    rules = (*rules, "better-sqlite3") if said & {"expo", "tauri"} else rules  # no Node.js runs there
    found = _by_store(reading, said, kept=kept, without=without)
    if reading.client and not kept:
        lacking = _lacking(reading, reading.client, " ".join(rules), said, without)
        found.append((UNLESS_THERE, commands(reading.client.language, lacking)))
    found = [(label, [_in_version(line, reading.client, version) for line in lines]) for label, lines in found]
    return tuple(
        Block(kind="code", items=(Item(text="\n".join(lines)),), label=label) for label, lines in found if lines
    )


def _in_version(line: str, client: Client | None, version: str) -> str:
    """A command with the client in the minor `version` that words give, where that is not the one fetched here."""
    if client is None or version.count(".") != 1:
        return line
    for package, here in own_packages(client).items():
        at = line.lower().find(f'"{package}{here}"')
        if at >= 0 and here.startswith("==") and not here[2:].startswith(f"{version}."):
            end = at + 1 + len(package)
            line = f"{line[:end]}=={version}.*{line[end + len(here) :]}"
    return line


def _less(fetches: Iterable[Fetch], without: Iterable[str]) -> Iterator[Fetch]:
    """What a client takes, less the tools that nothing migrates with."""
    for it in fetches:
        gone = {package for package in (*it.packages, *it.tools) if any(tool in package for tool in without)}
        packages, tools = (tuple(one for one in some if one not in gone) for some in (it.packages, it.tools))
        yield replace(it, packages=packages, tools=tools)


def _lacking(
    reading: Reading, client: Client, rules: str, said: frozenset[str], without: Iterable[str]
) -> tuple[Fetch, ...]:
    """What to fetch for a client that was named, and for what the rules name beside it: who likes the one need not have
    it, and who has it need not have the other. Of a client that its framework brings, and of the driver of a database
    in use, the project has some version; where the database is new, code for it may not be there at all."""
    store = reading.pick
    if not _in_use(reading, store, client):
        return ()
    brought = not values(reading.answers, "framework").isdisjoint(client.frameworks)
    full = store.index in reading.existing_stores and reading.stance == "in-use"
    # What is fetched first is the client itself, or its generator; the last tool is the one that migrates.
    own = {name(it) for first in client.fetches[:1] for it in (*first.packages[:1], *first.tools[:-1])}
    drivers = {
        name(it)
        for other in client.fetches[1:]
        if other.pick and not other.when
        for it in (*other.packages, *other.tools)
    } - own
    there = (own if brought or full else set()) | (drivers if full else set())

    def named(package: str) -> bool:
        if name(package) in there:
            return False
        if name(package) in own or not full:
            return True
        module = re.sub(r"/v\d+$", "", name(package))
        called = {module} if module.startswith("@") else {module, module.rpartition("/")[2]}
        return any(re.search(rf"(?<![\w/@-]){re.escape(it)}(?![\w-])", rules, re.IGNORECASE) for it in called)

    return tuple(
        replace(
            it,
            packages=tuple(filter(named, it.packages)),
            tools=tuple(filter(named, it.tools)),
            commands=it.commands if any(map(named, it.instead)) else (),
        )
        for it in _less(_fetches(reading, store, client, said), without)
    )


def start_lines(reading: Reading) -> tuple[str, ...]:
    """The commands, those for the main store first."""
    return tuple(line for _, lines in _by_store(reading) for line in lines)


def first_minutes(reading: Reading) -> tuple[tuple[str, str, str], ...]:
    """(what there is, the client, where it is below the site) for the main store and each one beside it that has a
    client: its first ten minutes with that store where the site has them, else how to start with it."""
    if reading.store is None:
        return ()
    stores = [(reading.pick, reading.client)]
    stores += [(item.store, item.client) for item in reading.companions if not item.within]
    return tuple(_first(client, store) for store, client in stores if client)


def _first(client: Client, store: Store) -> tuple[str, str, str]:
    if store.family in client.starts:
        there = f"#on-{store.service.id}" if store.service.kind == "managed" and store.service.start else ""
        return "The first ten minutes", client.name, f"first-ten-minutes/{client.id}-{store.family}/{there}"
    return "How to start", client.name, f"clients/{client.id}/#start"


def client_version(client: Client | None, words: str) -> str:
    """The version of a client that words give; empty where they give none."""
    said = (version_said(called, words) for called in _called(client)) if client else ()
    return next(filter(None, said), "")


#: Packages that are called what a store is called: with a version behind it, the store is meant.
_AS_A_STORE: Final = frozenset({"postgres", "redis", "mongodb", "firebase", "supabase"})


def _called(client: Client) -> Iterator[str]:
    """What a client is called, its packages first."""
    yield from (it for it in own_packages(client) if it not in _AS_A_STORE)
    yield from (client.name, client.name.removesuffix(" ORM"), client.id)


def own_packages(client: Client) -> Mapping[str, str]:
    """Package -> the version fetched here, of those that are the client itself."""
    fetched_here = (it for first in client.fetches[:1] for it in (*first.packages, *first.tools[:1]))
    known = {re.sub(r"/v\d+$", "", name(it).lower()): it[len(name(it)) :] for it in fetched_here}
    first = next(iter(known), "")
    return {
        it: version for it, version in known.items() if it == first or (client.id in it and version == known[first])
    }


def another_major(client: Client | None, version: str) -> bool:
    """Whether a version of a client is of another major than the one fetched here; below 1.0 each minor is one."""
    here = next(iter(own_packages(client).values()), "") if client else ""
    if not version or not here:
        return False
    one, other = ([*re.findall(r"\d+", it), "", ""][:2] for it in (version, here))
    return one[0] != other[0] or (one[0] == "0" and bool(one[1]) and one[1] != other[1])


def _by_store(
    reading: Reading, said: frozenset[str] = frozenset(), *, kept: bool = False, without: Iterable[str] = ()
) -> list[tuple[str, Sequence[str]]]:
    """The label and the commands for each store; none stands twice. `kept`: the main store's client stays as it is;
    `without`: see :func:`start`."""
    runs = "in-use" in reading.attributes["standing"] or reading.place_open
    stores = [(UNLESS_THERE if runs else "Start with", reading.pick, reading.client)]
    stores += [
        (f"Start with, for {ours(item.name)}", item.store, item.client)
        for item in reading.companions
        if not item.within and item.store.index not in reading.decision.beside  # whose client stays as the code has it
    ]
    told: set[str] = set()
    found: list[tuple[str, Sequence[str]]] = []
    for label, store, client in stores:
        known = client is None or _in_use(reading, store, client) or (kept and client is reading.client)
        fetches = _fetches(reading, store, client, said) if client else ()
        fetched_ = _less(fetches, without if store is reading.pick else ())
        if known and not (client and store is not reading.pick):
            fetched_ = iter(())
        elif known and client:
            fetched_ = _drivers(client, fetches)
        lines = commands(client.language, tuple(fetched_)) if client else ()
        found.append((label, [line for line in lines if line not in told]))
        told |= {*lines}
    return found


def _drivers(client: Client, fetches: Iterable[Fetch]) -> Iterator[Fetch]:
    """What a client that is there takes for one more store: no other migration tool, and not itself again."""
    own = {name(package) for first in client.fetches[:1] for package in first.packages}
    for it in fetches:
        packages = tuple(package for package in it.packages if name(package) not in own)
        yield replace(it, packages=packages if it.pick else (), tools=(), commands=())


def client_fetches(reading: Reading) -> Iterator[Fetch]:
    """What the client of the main store takes; nothing where there is none."""
    return iter(()) if reading.client is None else _fetches(reading, reading.pick, reading.client)


def _fetches(reading: Reading, store: Store, client: Client, said: frozenset[str] = frozenset()) -> Iterator[Fetch]:
    attributes = {**reading.book.client_attributes(store, client), "said": said}
    return fetched(client, attributes, answers_about(reading, store))


def fetched(client: Client, attributes: Attributes, answers: Answers) -> Iterator[Fetch]:
    """What a client takes with these answers, before a store that has these attributes."""
    there = [fetch for fetch in client.fetches if hold(fetch.when, answers) and selects(fetch.pick, attributes)]
    if answers.get("engines") == "several":  # no driver of one engine: a rule has that of each
        there = [fetch for fetch in there if "engines" in fetch.when or not OF_AN_ENGINE & fetch.pick.keys()]
    gone = {package for fetch in there for package in fetch.instead}
    for fetch in there:
        packages = tuple(it for it in fetch.packages if name(it) not in gone)
        tools = tuple(it for it in fetch.tools if name(it) not in gone)
        yield replace(fetch, packages=packages, tools=tools) if gone else fetch


def _in_use(reading: Reading, store: Store, client: Client) -> bool:
    """Whether the project has this client, in whatever version: by its name, or because its framework brings it to a
    database that is in use."""
    if reading.existing_client is client:
        return not reading.client_is_chosen
    used = store.index in reading.existing_stores and reading.stance == "in-use"
    return used and not values(reading.answers, "framework").isdisjoint(client.frameworks)
