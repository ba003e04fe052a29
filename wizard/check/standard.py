"""A project's data-stack.md: its sentences with their lines, what it decides, and everything else that it knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from wizard.catalogue.model import Catalogue, Client
from wizard.catalogue.packages import name as package_name
from wizard.check.finding import Sentence
from wizard.check.lines import NOT_TAKEN, paragraphs, sentences
from wizard.check.taking import Paragraph, takes
from wizard.converse.own_words import affirmed
from wizard.converse.own_words import sentences as own_sentences
from wizard.converse.record import Record, readable
from wizard.converse.state import reading_with
from wizard.converse.uncompared import stays_unweighed
from wizard.decide.answers import Value, prune, several
from wizard.decide.rules import Rulebook, Store
from wizard.explain.reading import Reading
from wizard.explain.words import listed
from wizard.read.decided import Contradiction
from wizard.read.known_names import CLIENTS
from wizard.read.named import LEFT_OUT
from wizard.read.reopening import Differences, Reopened, differences, reopen
from wizard.write import forms
from wizard.write.blocks import Section
from wizard.write.comment import CLOSING, OPENING, DocumentError, split_comment
from wizard.write.markdown import generated
from wizard.write.start import UNLESS_ANOTHER, UNLESS_THERE


@dataclass(frozen=True, kw_only=True)
class Standard:
    """A file that was read. `store` and `client` are what it decides; no store where the project keeps no data.
    `placed`: it says where the store runs."""

    file: str
    reading: Reading
    record: Record
    store: Store | None
    client: Client | None
    placed: bool
    sentences: tuple[Sentence, ...]
    edited: frozenset[str]
    """The lines of sections edited by hand that the guide does not write."""
    own: tuple[Paragraph, ...]
    """What a person wrote into its sections by hand, less reasons."""
    versions: str
    """The same with the reasons, less what is of the past: where a version is looked for."""
    contradictions: tuple[Contradiction, ...]
    """What its sections say against its answers."""
    silent: str
    """Why it holds no answers; nothing where it holds some."""

    @property
    def catalogue(self) -> Catalogue:
        return self.reading.catalogue

    @property
    def answers(self) -> Mapping[str, Value]:
        return self.reading.answers

    @cached_property
    def since(self) -> Differences:
        """What the guide says otherwise now."""
        return differences(self.reading, self.record)

    # --- what it knows ------------------------------------------------------------------------------------------------

    @property
    def decided(self) -> tuple[Store, ...]:
        """The main store and those beside it."""
        return tuple(store for store, _ in self.pairs)

    @property
    def store_name(self) -> str:
        """What it decides, in words."""
        return self.name_of(self.store) if self.store else listed(self.unweighed or ("no database",))

    @property
    def unweighed(self) -> tuple[str, ...]:
        """The databases that the guide does not have, where the file leaves the data to them."""
        return stays_unweighed(self.reading, self.record)

    def name_of(self, store: Store) -> str:
        """A decided store in words: without a place that the file does not name."""
        return store.name if store in self.placed_stores else store.database.name

    @cached_property
    def beside(self) -> tuple[tuple[Store, Client | None], ...]:
        """The stores beside the main one, each with its client."""
        return tuple((item.store, item.client) for item in self.reading.companions if not item.within)

    @property
    def pairs(self) -> tuple[tuple[Store, Client | None], ...]:
        """The main store and those beside it, each with its client."""
        return (*(((self.store, self.client),) if self.store else ()), *self.beside)

    @cached_property
    def stores(self) -> frozenset[str]:
        """The ids of every engine and service that the file knows."""
        decided = {id_ for store in self.decided for id_ in (store.database.id, store.service.id)}
        return frozenset(
            decided | self._in_use("existing_database", "existing_stores") | self._by_hand("databases", "services")
        )

    @cached_property
    def engines(self) -> frozenset[str]:
        """The ids of every engine that it knows, those that its services by name could run left out."""
        return self.stores & self.catalogue.databases.keys()

    @cached_property
    def placed_stores(self) -> tuple[Store, ...]:
        """The stores that it decides and says where they run, the main one first."""
        beside = [item.store for item in self.reading.companions if not (item.within or item.place_open)]
        return (*((self.store,) if self.store and self.placed else ()), *beside)

    @cached_property
    def unplaced_engines(self) -> frozenset[str]:
        """The ids of the engines that it knows, and does not say where they run."""
        return self.engines - {store.database.id for store in self.placed_stores}

    @cached_property
    def families(self) -> frozenset[str]:
        """The protocols that the stores which it knows speak."""
        catalogue = self.catalogue
        named = {catalogue.databases[id_].family for id_ in self.engines}
        places = [catalogue.services[id_] for id_ in self.stores & catalogue.services.keys()]
        run = {family for place in places if len(place.runs) == 1 for family in place.runs.values()}
        return frozenset({store.family for store in self.decided} | named | run)

    @cached_property
    def clients(self) -> frozenset[str]:
        """The ids of every client that it knows; a framework brings its own, and a client what it is fetched with."""
        decided = {client.id for _, client in self.pairs if client}
        framework = self.answers.get("framework")
        brought = {item.id for item in self.catalogue.clients.values() if framework in item.frameworks[:1]}
        fetched = {id_ for _, client in self.pairs if client for id_ in fetched_with(client)}
        return frozenset(decided | self._in_use("existing_client") | self._by_hand("clients") | brought | fetched)

    def _in_use(self, *keys: str) -> set[str]:
        """What the answers say is in use, or decided."""
        if self.answers.get("existing_stance") == "leaning":
            keys = tuple(key for key in keys if key != "existing_database")
        return {item for key in keys for item in several(self.answers.get(key, ()))} - {"none", "unsure"}

    def _by_hand(self, *groups: str) -> set[str]:
        """The products of these groups that the file's own words name."""
        products = {id_: item for group in groups for id_, item in self.catalogue.products[group].items()}
        unnamed = ("embedded", "self-hosted")
        return {
            id_
            for id_, item in products.items()
            if id_ not in unnamed and self.names(item.name, item.name.removesuffix(" ORM"), id_)
        }

    def names(self, *names: str) -> bool:
        """Whether a paragraph written by hand takes one of these names into use. A reason never makes a product known:
        it names what was rejected, too."""
        return any(takes(it, _as_a_word(names)) for it in self.own)

    def in_doubt(self, *names: str) -> str:
        """The first sentence written by hand that has one of these names, and does not plainly take it."""
        said = (sentence for it in self.own for sentence in own_sentences([it.text]))
        return next((it for it in said if re.search(_as_a_word(names), it, re.IGNORECASE)), "")

    # --- its sentences ------------------------------------------------------------------------------------------------

    @property
    def of_the_store(self) -> Sentence:
        """The sentence that decides the store."""
        return (self._first(self.store.database.name, "database") if self.store else None) or self.sentences[0]

    def of(self, store: Store) -> Sentence:
        """The sentence that decides a store beside the main one."""
        return self.sentence_with(self.name_of(store)) or self.of_the_store

    def of_a_client(self, client: Client | None) -> Sentence:
        """The sentence that decides a client."""
        return (self._first(client.name, "client", "orm") if client else None) or self.of_the_store

    @property
    def of_the_place(self) -> Sentence:
        """The sentence that says where the store runs."""
        return self.labelled("Where it runs") or self.of_the_store

    def _first(self, name: str, *headings: str) -> Sentence | None:
        """The overview's sentence with this name, else the first in a section about it."""
        told = [item for item in self.sentences if name in item.text and item.label not in NOT_TAKEN]
        about = [item for item in told if any(word in item.heading.lower() for word in headings)]
        overview = [item for item in told if item.heading == "Overview"]
        return next(iter((*overview, *about, *told)), None)

    def sentence_with(self, text: str) -> Sentence | None:
        """The first sentence that holds a text, case apart, outside the lists of what was not taken."""
        wanted = text.lower()
        return next((it for it in self.sentences if wanted in it.text.lower() and it.label not in NOT_TAKEN), None)

    def labelled(self, *labels: str) -> Sentence | None:
        """The first sentence under one of these labels."""
        return next((item for item in self.sentences if item.label in labels), None)

    @cached_property
    def pins(self) -> Mapping[str, tuple[str, Sentence]]:
        """Package in small letters -> its version in the commands of the file, and the command. What is added unless it
        is there binds nobody who has it."""
        found: dict[str, tuple[str, Sentence]] = {}
        for sentence in self.sentences:
            if sentence.label not in (UNLESS_THERE, UNLESS_ANOTHER) and re.match(
                r"(npm|pnpm|yarn|bun|python|pip|uv|poetry|go)\s", sentence.text
            ):
                for word in re.findall(r"[^\s\"']+", sentence.text):
                    name = package_name(word)
                    version = word[len(name) :].partition("]")[2] if "[" in word[len(name) :] else word[len(name) :]
                    if re.match(r"(@|==|~=|>=)\s*v?\d", version):
                        found.setdefault(name.lower(), (version.lstrip("@=~>"), sentence))
        return found


def fetched_with(client: Client) -> Iterator[str]:
    """The clients among the packages of a client's start lines: asyncpg's migrations are SQLAlchemy's."""
    known = CLIENTS.get(client.language, {})
    for fetch in client.fetches:
        for package in fetch.packages:
            if found := known.get(re.sub(r"/v\d+$", "", package_name(package).lower())):
                yield found


def read(book: Rulebook, name: str, text: str) -> Standard:
    """Read a data-stack.md. Raises :class:`DocumentError`, with what to do, where it decides nothing."""
    opened = reopen(book, name, text)
    answers, placed = _answers(book.catalogue, opened)
    reading = reading_with(book, answers, opened.record)
    body, _ = split_comment(readable(text.removeprefix("\ufeff")))
    written = opened.record.written
    pick = written.pick if written else ()
    theirs = stays_unweighed(reading, opened.record)
    made = {item.text for section in _written(reading, opened.record) for item in sentences(generated(section))}
    own = tuple(_by_hand(opened.record, made))
    there = tuple(sentences(body))
    said = [f"{it.below[1]}: {it.text}" if it.below[1:] else it.text for it in own]
    return Standard(
        file=name,
        reading=reading,
        record=opened.record,
        store=None if theirs else _written_store(reading, pick) or reading.store,
        client=None
        if theirs
        else next((book.catalogue.clients[id_] for id_ in pick if id_ in book.catalogue.clients), reading.client),
        placed=placed and not (reading.store and reading.place_open),
        sentences=there,
        edited=frozenset(it.text for it in there if it.heading in opened.record.prose and it.text not in made),
        own=own,
        versions="\n".join(_up_to_a_denial([*opened.record.notes.values(), *affirmed(said).splitlines()])),
        contradictions=opened.contradictions,
        silent="" if written else why_no_answers(text),
    )


def why_no_answers(text: str) -> str:
    """Why a text holds no answers, as after its name; nothing where it holds some."""
    if split_comment(text)[1] is not None:
        return ""
    cut = any(line.strip() == OPENING for line in text.splitlines())
    return f"its comment with the answers has no end, a line “{CLOSING}”" if cut else "it holds no answers"


def _answers(catalogue: Catalogue, opened: Reopened) -> tuple[dict[str, Value], bool]:
    """(the answers of a file, or what its words say where it holds none; whether those say where the store runs)."""
    if opened.record.written:
        return opened.answers, True
    found = {item.key: item.value for item in opened.record.found}
    named = found.get("existing_database")
    if named is None:
        raise DocumentError("the file names no database under a heading for one, so there is nothing to hold against")
    answers, _ = prune(catalogue, {**found, "existing_stance": "decided"})
    return answers, named in catalogue.services


def _written_store(reading: Reading, pick: Iterable[str]) -> Store | None:
    """The store that the guide picked when it wrote the file: what is decided stays so, whatever it would pick now."""
    ids = set(pick)
    return next((item for item in reading.book.stores if {item.database.id, item.service.id} <= ids), None)


# --- its words --------------------------------------------------------------------------------------------------------


def _up_to_a_denial(texts: Iterable[str]) -> Iterator[str]:
    """What the sentences of some texts say before they deny something: "PostgreSQL 17, never restored yet" says 17."""
    for sentence in own_sentences(texts):
        said = []
        for clause in re.split(r"(?<=[,:)])\s+|\s+(?=\()", sentence):
            if not affirmed([clause]):
                break
            said.append(clause)
        if said and not sentence.rstrip().endswith("?"):
            yield " ".join(said)


def _as_a_word(names: Iterable[str]) -> str:
    return rf"(?<![\w-])(?:{'|'.join(re.escape(name) for name in names if name)})(?![\w-])"


def _written(reading: Reading, record: Record) -> Iterable[Section]:
    """The guide's sections, where one was edited by hand."""
    return forms.document(reading, record).sections if record.prose else ()


def _by_hand(record: Record, lines: set[str]) -> Iterator[Paragraph]:
    """What a person wrote into sections: of those edited by hand, what is neither the guide's nor a reason."""
    made = {*lines, *own_sentences(lines)}
    for heading, words in record.prose.items():
        if not re.match(LEFT_OUT, heading, re.IGNORECASE):
            for it in paragraphs(heading, words, lines):
                text = " ".join(said for said in own_sentences([it.text]) if said not in made)
                if text and text not in made:
                    yield replace(it, text=text)
