"""The starts: TOML in, frozen dataclasses out. A mistake is a `CatalogueError` that begins with the file's name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from wizard.catalogue.load import read_raw
from wizard.catalogue.model import Fetch
from wizard.catalogue.packages import commands
from wizard.catalogue.toml_table import Node
from wizard.decide.answers import Answers
from wizard.decide.rules import Attributes, Rulebook, Store
from wizard.write.start import fetched

if TYPE_CHECKING:
    from wizard.catalogue.model import Catalogue, Client

FOLDER: Final = Path(__file__).parent

#: What the steps in a start's own file belong to, in the order of its page.
PARTS: Final = ("migration", "lines", "test", "own")

#: Files that are not starts.
SHARED: Final = "shared.toml"
RAN: Final = "ran.toml"


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """A file to write, or commands to run; `say` is the sentence before it, `shows` what the commands print: lines in
    which "…" stands for whatever there is."""

    part: str
    say: str
    file: str
    text: str
    shows: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Container:
    database: str
    compose: str
    commands: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Language:
    """What comes before a language's packages, and what a start has beside the client's unless it names its own."""

    prepare: str
    tools: tuple[str, ...]
    ignored: tuple[str, ...]
    """What stays out of Git."""
    files: dict[str, str]
    frameworks: dict[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Family:
    """A protocol: the store that its starts are written for, the answers that they presume, a laptop's addresses."""

    id: str
    database: str
    service: str
    answers: Answers
    server: str
    environment: str
    ignored: tuple[str, ...]
    containers: tuple[Container, ...]
    roles: str
    """SQL that makes the roles and the databases on a laptop; the job runs it too. Nothing where there are none."""
    roles_at_service: str
    """SQL that makes the app's role at a service, whose owner is there already."""
    package: str
    """Commands for who has no Docker."""
    note: str
    """How the lines keep a rule in which they do not look like it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Start:
    """The first ten minutes with a client before stores of one protocol."""

    client: Client
    family: Family
    language: Language
    environment: str
    install: tuple[str, ...]
    """The commands that the document of such a stack gives."""
    install_tools: tuple[str, ...]
    """Those for types and tests, which are the start's own."""
    fetches_from: str
    """A host beside the registries, from which its packages fetch a program when they run; or nothing."""
    files: tuple[Step, ...]
    """Those that every start of the language has, unless this one has its own."""
    terminal: bool
    """Whether a command wants a terminal, because it might ask."""
    steps: tuple[Step, ...]
    frameworks: dict[str, str]
    """Framework -> where the lines go there."""

    @property
    def id(self) -> str:
        return f"{self.client.id}-{self.family.id}"

    @property
    def keep(self) -> str:
        """The commands that keep secrets out of Git, and put the addresses where programs find them."""
        ignored = (*((".env",) if self.environment else ()), *self.language.ignored, *self.family.ignored)
        lines = [f"printf '%s\\n' {' '.join(map(repr, ignored))} >> .gitignore"]
        if self.environment:
            lines += ["sed 's/=.*/=/' .env > .env.example", "set -a; . ./.env; set +a"]
        return "\n".join(lines)

    @property
    def digest(self) -> str:
        """Changes with whatever is run."""
        parts = [
            self.family.roles,
            self.environment,
            self.keep,
            self.language.prepare,
            *self.install,
            *self.install_tools,
        ]
        parts += [f"{step.file}\n{step.text}" for step in (*self.files, *self.steps)]
        return sha256("\0".join(parts).encode()).hexdigest()[:16]


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """What came of a start: `why` it was not run, or the day, and on what."""

    day: str
    why: str
    digest: str
    on: tuple[str, ...]
    packages: tuple[str, ...]


def starts(catalogue: Catalogue, book: Rulebook) -> dict[str, Start]:
    """Every start whose client is in the catalogue, by its id (`drizzle-postgresql`). Raises `CatalogueError`."""
    raw = read_raw(FOLDER)
    languages, families = shared(raw)
    found = {}
    for name, data in raw.items():
        if name in (SHARED, RAN) or data.get("client") not in catalogue.clients:
            continue
        start = _start(Node(data, f"starts/{name}"), catalogue, book, languages, families)
        if f"{start.id}.toml" != name:
            raise Node(data, f"starts/{name}").fail("client", f"this start belongs into {start.id}.toml")
        found[start.id] = start
    order = {(client, family): None for client in catalogue.clients for family in families}
    return {id_: found[id_] for client, family in order if (id_ := f"{client}-{family}") in found}


def shared(raw: Mapping[str, Any]) -> tuple[dict[str, Language], dict[str, Family]]:
    """What the starts of a language, and those of a protocol, have in common."""
    node = Node(raw[SHARED], f"starts/{SHARED}")
    languages, families, _ = node.table("language"), node.table("family"), node.raw("without")
    node.done()
    return (
        {key: _language(languages.table(key)) for key in languages.data},
        {key: _family(families.table(key), key) for key in families.data},
    )


def without() -> dict[str, tuple[str, ...]]:
    """Protocol -> the clients that can be picked with it and have no start."""
    node = Node(read_raw(FOLDER)[SHARED], f"starts/{SHARED}").table("without")
    return {family: node.texts(family) for family in node.data}


def runs() -> dict[str, Run]:
    """What came of each start when it was run last, by its id."""
    raw = read_raw(FOLDER).get(RAN, {})
    return {key: _run(Node(data, f"starts/{RAN}: {key}")) for key, data in raw.items()}


def store(book: Rulebook, family: Family) -> Store:
    """The store that the starts of a protocol are written for."""
    return next(
        item for item in book.stores if (item.database.id, item.service.id) == (family.database, family.service)
    )


def attributes(book: Rulebook, there: Store, client: Client) -> Attributes:
    """What the rules may presume of a new stack that is nothing but this store and this client."""
    alone = {"alone": "yes", "unsettled": "no", "standing": "new", "client_standing": "new", "part": "main"}
    return {**book.client_attributes(there, client), **{key: frozenset({value}) for key, value in alone.items()}}


def _start(
    node: Node, catalogue: Catalogue, book: Rulebook, languages: Mapping[str, Language], families: Mapping[str, Family]
) -> Start:
    client = catalogue.clients[node.choice("client", catalogue.clients)]
    family = families[node.choice("family", families)]
    language = languages[client.language]
    known = attributes(book, store(book, family), client)
    fetches = fetched(client, known, family.answers)
    own = _texts(node.table("files")) if node.has("files") else {}
    frameworks = _texts(node.table("frameworks")) if node.has("frameworks") else language.frameworks
    named = node.texts("tools") if node.has("tools") else language.tools
    tools = Fetch(when={}, pick={}, packages=(), tools=named)
    start = Start(
        client=client,
        family=family,
        language=language,
        environment=_block(node, "environment") if node.has("environment") else family.environment,
        install=commands(client.language, fetches),
        install_tools=commands(client.language, [tools]),
        fetches_from=node.maybe_text("fetches_from"),
        files=tuple(_install_file(*item) for item in (language.files | own).items()),
        terminal=node.has("terminal") and node.flag("terminal"),
        steps=tuple(_step(item) for item in node.tables("step")),
        frameworks=frameworks,
    )
    node.done()
    return start


def _install_file(name: str, text: str) -> Step:
    return Step(part="install", say="", file=name, text=text)


def _texts(node: Node) -> dict[str, str]:
    """File -> its text."""
    found = {name: _block(node, name) for name in node.data}
    node.done()
    return found


def _step(node: Node) -> Step:
    """A `file` with its `text`, or what to `run`."""
    file = node.maybe_text("file")
    step = Step(
        part=node.choice("part", PARTS),
        say=node.maybe_text("say"),
        file=file,
        text=_block(node, "text" if file else "run"),
        shows=_maybe_block(node, "shows"),
    )
    node.done()
    return step


def _language(node: Node) -> Language:
    language = Language(
        prepare=_block(node, "prepare"),
        tools=node.texts("tools"),
        ignored=node.texts("ignored"),
        files=_texts(node.table("files")) if node.has("files") else {},
        frameworks=_texts(node.table("frameworks")) if node.has("frameworks") else {},
    )
    node.done()
    return language


def _family(node: Node, id_: str) -> Family:
    family = Family(
        id=id_,
        database=node.text("database"),
        service=node.text("service"),
        answers={"persistence": "yes", **node.table("answers").data},
        server=node.maybe_text("server"),
        environment=_maybe_block(node, "environment"),
        ignored=node.texts("ignored"),
        containers=tuple(_container(item) for item in node.tables("container")),
        roles=_maybe_block(node, "roles"),
        roles_at_service=_maybe_block(node, "roles_at_service"),
        package=_maybe_block(node, "package"),
        note=node.maybe_text("note"),
    )
    node.done()
    return family


def _container(node: Node) -> Container:
    container = Container(
        database=node.text("database"), compose=_block(node, "compose"), commands=_block(node, "commands")
    )
    node.done()
    return container


def _run(node: Node) -> Run:
    run = Run(
        day=node.day("day"),
        why=node.maybe_text("why"),
        digest=node.text("digest"),
        on=node.texts("on"),
        packages=node.texts("packages"),
    )
    node.done()
    return run


def _block(node: Node, key: str) -> str:
    """Lines without the empty ones around them."""
    return node.text(key).strip("\n")


def _maybe_block(node: Node, key: str) -> str:
    return _block(node, key) if node.has(key) else ""
