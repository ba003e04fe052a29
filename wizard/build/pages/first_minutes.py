"""The first ten minutes with a stack: a page for each start, and an index that says what was run.

Anchors on a start's page never change: `account`, `addresses`, `environment`, `install`, `migration`, `lines`, `test`,
`own`, `agents`; `on-…` for each service.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from wizard.build.pages.words import definitions, folded, linked, listed, page, plain, section
from wizard.build.starts.read import FOLDER, Run, Start, Step, attributes, runs, starts, store, without
from wizard.catalogue.vocabulary import FAMILIES, INSTRUCTIONS
from wizard.decide.answers import Answers, hold
from wizard.decide.rulebook import rulebook
from wizard.decide.rules import selects
from wizard.explain.words import day_in_words, fill, language_name
from wizard.write.presumed import most_first

if TYPE_CHECKING:
    from wizard.catalogue.model import Catalogue
    from wizard.decide.rules import Rulebook, Store

#: Where the pages are, below `docs/`.
PLACE: Final = "first-ten-minutes"

#: How a box is coloured, by the end of its file's name.
COLOURED: Final[Mapping[str, str]] = {
    "py": "python",
    "ts": "typescript",
    "json": "json",
    "jsonc": "json",
    "yaml": "yaml",
    "sql": "sql",
    "go": "go",
}

#: The rules that somebody who changes the code needs at hand.
FOR_AGENTS: Final = ("schema", "migrations", "transactions", "local")

HEADINGS: Final[Mapping[str, str]] = {
    "migration": "The first migration",
    "lines": "Ten working lines",
    "test": "A test",
    "own": "Now your own tables",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What all pages are made from."""

    catalogue: Catalogue
    book: Rulebook
    starts: Mapping[str, Start]
    runs: Mapping[str, Run]


def known(catalogue: Catalogue) -> Known:
    book = rulebook(catalogue)
    return Known(catalogue=catalogue, book=book, starts=starts(catalogue, book), runs=runs())


def pages(catalogue: Catalogue) -> dict[str, str]:
    """Every page: its place below `docs/` and its Markdown. Raises `CatalogueError`."""
    there = known(catalogue)
    found = {f"{PLACE}/{start.id}.md": start_page(there, start) for start in there.starts.values()}
    return {f"{PLACE}/index.md": index(there), **found}


def sources(catalogue: Catalogue) -> dict[str, str]:
    """Place of a start's page -> the file that it is made from, in the repository."""
    there = starts(catalogue, rulebook(catalogue))
    return {f"{PLACE}/{id_}.md": f"wizard/build/{FOLDER.name}/{id_}.toml" for id_ in there}


def index(there: Known) -> str:
    """What was run, on what and when; and what has no lines of its own."""
    rows = [
        f"| [{plain(name(start))}]({start.id}.md) | {plain(outcome(start, there.runs.get(start.id)))} |"
        for start in there.starts.values()
    ]
    lines = [
        *_front("The first ten minutes", "From nothing to a test that passes, for each stack: lines that were run."),
        "# The first ten minutes\n",
        f"{INTRODUCTION}\n",
        *section("What was run", "ran", ["| Stack | What came of it |", "|---|---|", *rows]),
        f"{HOW_RUN}\n",
        *section("Without lines of their own", "without", [*_without(there)]),
    ]
    return "\n".join(lines) + "\n"


INTRODUCTION: Final = (
    "From nothing to a test that passes: a database on your laptop, which address goes where, what to install, the "
    "first migration, some working lines, a test, and then tables of your own. The lines are run before they are "
    "printed; where they were not, their page says so."
)

SHELL: Final = "The commands are for `bash`; on Windows, run all of this in WSL."

#: What the package is that `package` in `shared.toml` installs.
PACKAGED: Final[Mapping[str, str]] = {
    "postgresql": "PostgreSQL",
    "mysql": "MariaDB",
    "redis": "Redis",
}

HOW_RUN: Final = (
    "`make first-ten-minutes` runs them again. It starts the servers that are installed on the machine, each in a "
    "folder of its own, makes the roles by the same SQL, and stops them. No container, no managed service and no TLS "
    "was part of a run."
)

WITHOUT: Final = (
    "These can be picked too, and nobody has run lines for them here. What to install stands on the client's own page."
)


def _without(there: Known) -> Iterator[str]:
    yield WITHOUT
    yield ""
    for family, clients in without().items():
        named = [linked(there.catalogue.clients[id_], "start") for id_ in clients if id_ in there.catalogue.clients]
        if named:
            yield f"- **{FAMILIES[family]}:** {listed(named)}."


def name(start: Start) -> str:
    return f"{start.client.name} with {FAMILIES[start.family.id]}"


def outcome(start: Start, run: Run | None) -> str:
    """What came of it, in a sentence or two."""
    if run is None:
        return "Not run yet."
    if run.why:
        return f"Not run on {_day(run.day)}: {run.why}"
    where = f"on {_day(run.day)}, with {listed(run.on)}"
    return f"Passed {where}." if run.digest == start.digest else f"Passed {where}; changed since, and not run again."


def _day(iso: str) -> str:
    return day_in_words(date.fromisoformat(iso))


def start_page(there: Known, start: Start) -> str:
    """One start."""
    run = there.runs.get(start.id)
    stack = f"{start.client.name} and {FAMILIES[start.family.id]}"
    title = f"The first ten minutes with {stack}"
    ran = [outcome(start, run)]
    if run and run.packages:
        ran.append(f"Fetched: {listed(run.packages)}.")
    environment = (
        [*_box("env", start.environment), *_box("sh", start.keep)] if start.environment else _box("sh", start.keep)
    )
    parts: list[Iterable[str]] = [
        _front(title, f"{stack} in {language_name(start.client.language)}: from nothing to a test that passes."),
        [f"# {plain(title)}\n", f"For {linked(start.client)}: from nothing to a test that passes.", ""],
        ['!!! note "What was run"', "", *(f"    {plain(text)}" for text in ran), ""],
        [SHELL, ""],
        section("A database, on a laptop and in production", "account", _account(there, start)),
        section("Which address goes where", "addresses", _addresses(there, start)),
        section("`.env`" if start.environment else "`.gitignore`", "environment", environment),
        section("Install", "install", _install(start)),
        *(section(heading, part, _steps(start, part)) for part, heading in HEADINGS.items()),
        section("Lines for AGENTS.md", "agents", _agents(there, start)),
    ]
    return "\n".join(line for part in parts for line in part) + "\n"


def _front(title: str, description: str) -> list[str]:
    said = (f"title: {json.dumps(title, ensure_ascii=False)}", f"description: {json.dumps(description)}")
    return ["---", *said, "---", ""]


def _account(there: Known, start: Start) -> Iterator[str]:
    """Where the store comes from: a container or a package on a laptop, or nothing; and the services that have it."""
    if start.family.containers:
        yield from _on_a_laptop(there, start)
    else:
        yield f"On a laptop, nothing: {'`workerd` runs the database' if start.family.id == 'd1' else 'it is a file'}."
    yield ""
    places = [item for item in _places(there, start) if item.service.kind == "managed" and item.service.start]
    if places:
        then = " Its owner runs this in the app's database before the first migration:"
        yield f"For production, an account with one of those below.{then if start.family.roles_at_service else ''}"
        yield ""
    if places and start.family.roles_at_service:
        yield from _box("sql", start.family.roles_at_service)
    for item in places:
        yield from folded(f'<span id="on-{item.service.id}"></span>{plain(item.service.name)}', _on(there, start, item))


def _on_a_laptop(there: Known, start: Start) -> Iterator[str]:
    """The roles, and each container or package in which they are made."""
    if start.family.roles:
        yield "On a laptop, this is `roles.sql`: who migrates owns the tables, and the app only reads and writes them."
        yield ""
        yield from _box("sql", start.family.roles)
    for container in start.family.containers:
        yield f"{there.catalogue.databases[container.database].name} in Docker, as `compose.yaml`:"
        yield ""
        yield from _box("yaml", container.compose)
        yield from _box("sh", container.commands)
    packaged = PACKAGED[start.family.id]
    yield f"Without Docker, {packaged} as Debian and Ubuntu package it. It may be older than production's:"
    yield ""
    yield from _box("sh", start.family.package)


def _on(there: Known, start: Start, item: Store) -> Iterator[str]:
    """What to do at one service: how it begins, and who is made there."""
    service = item.service
    yield f"`{service.start}`" if service.start[0].islower() else f"{plain(service.start)}."
    told = _told(there, start, item)
    for runtime, text in told.items():
        where = f", from {runtime}" if len(told) > 1 else ""
        yield from ("", f"{INSTRUCTIONS['addresses']}{where}: {plain(text)}")
    text = rule(there, start, item, "roles", start.family.answers)
    if text != rule(there, start, store(there.book, start.family), "roles", start.family.answers):
        yield from ("", f"{INSTRUCTIONS['roles']}: {plain(text)}")
    yield ""
    yield f"[What {plain(service.name)} is, and what it costs you](/{page(service)})."


def _places(there: Known, start: Start) -> list[Store]:
    """Where a store of this protocol runs, one for each service, if the client goes there."""
    found: dict[str, Store] = {}
    for item in there.book.stores:
        if item.family == start.family.id and (not start.client.services or item.service.id in start.client.services):
            found.setdefault(item.service.id, item)
    return list(found.values())


def _addresses(there: Known, start: Start) -> Iterator[str]:
    """The rule about addresses where no service runs the store; what a service has stands with it, above."""
    own = [item for item in _places(there, start) if item.service.kind != "managed"]
    told = {linked(item.service): _told(there, start, item) for item in own}
    yield from definitions((place, plain(" ".join(texts.values()))) for place, texts in told.items() if texts)
    texts = [text for item in _places(there, start) for text in _told(there, start, item).values()]
    if any(item.service.kind == "managed" for item in _places(there, start)):
        yield "Those of a service stand [with it](#account)."
        yield ""
    named = ["DIRECT_URL"] if any("DIRECT_URL" in text for text in texts) else []
    named += ["MIGRATIONS_URL"] if "MIGRATIONS_URL" in start.environment and "--env" not in _run_by(start) else []
    if named:
        named_all = " or ".join(f"`{it}`" for it in named)
        yield f"A job that migrates gets what is in {named_all} as its `DATABASE_URL`: the code knows one name."


def _told(there: Known, start: Start, item: Store) -> dict[str, str]:
    """The rule about addresses at a place: from a server, and from functions where that differs."""
    pooled = start.family.id in _POOLED
    told = {
        runtime: text
        for runtime, answers in _RUNTIMES.items()
        if runtime == "servers" or (pooled and item.service.kind == "managed")
        if (text := rule(there, start, item, "addresses", {**start.family.answers, **answers}))
    }
    return told if len(set(told.values())) > 1 else dict(list(told.items())[:1])


#: Where an address may differ.
_RUNTIMES: Final[Mapping[str, Answers]] = {"servers": {}, "functions": {"runtime": "serverless"}}

#: Protocols whose address depends on whether functions call.
_POOLED: Final = ("postgresql", "mysql")


def _install(start: Start) -> Iterator[str]:
    yield from _box("sh", "\n".join((start.language.prepare, *start.install, *start.install_tools)))
    for step in start.files:
        yield from _step(step)


def _steps(start: Start, part: str) -> Iterator[str]:
    for step in start.steps:
        if step.part == part:
            yield from _step(step)
    if part == "own":
        yield from definitions((f"In {name}", plain(text)) for name, text in start.frameworks.items())
        if start.family.note:
            yield from (plain(start.family.note), "")


def _run_by(start: Start) -> str:
    return "\n".join(step.text for step in start.steps if not step.file)


def _step(step: Step) -> Iterator[str]:
    """A box, with the sentence and the file's name before it."""
    lead = " ".join(text for text in (step.say, f"`{step.file}`:" if step.file else "") if text)
    if lead:
        yield lead
        yield ""
    yield from _box(COLOURED.get(step.file.rpartition(".")[2], "text") if step.file else "sh", step.text)
    if step.shows:
        yield "It prints:"
        yield ""
        yield from _box("text", step.shows)


def _box(language: str, text: str) -> list[str]:
    return [f"```{language}", text, "```", ""]


def _agents(there: Known, start: Start) -> Iterator[str]:
    """What an agent that works on the code has to know beside the standard."""
    run = [step.text for step in start.steps if step.part == "test" and not step.file]
    tests = "; ".join(f"`{line}`" for text in run for line in text.splitlines())
    lines = [
        "## Data stack",
        "",
        "`standards/data-stack.md` says which database and which client this project uses: follow its rules. In short:",
        "",
        f"- Before a change is done: {tests}.",
    ]
    for about in FOR_AGENTS:
        text = rule(there, start, store(there.book, start.family), about, start.family.answers)
        lines += [f"- {INSTRUCTIONS[about]}: {text}"] if text else []
    yield "What to do with the whole file stands in [For agents](/agents.md#agentsmd)."
    yield ""
    yield from _box("markdown", "\n".join(lines))


def rule(there: Known, start: Start, at: Store, about: str, answers: Answers) -> str:
    """The rule that the document of such a stack tells about something, or nothing."""
    presumed = attributes(there.book, at, start.client)
    told = most_first(
        item
        for item in there.catalogue.instructions
        if item.fact.key == about and item.fact.printable and selects(item.pick, presumed) and hold(item.when, answers)
    )
    return fill(told[0].fact.text, at, start.client) if told else ""
