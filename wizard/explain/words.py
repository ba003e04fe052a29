"""One place for every label: how values, kinds of data, languages, places and rules read in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from wizard.catalogue.model import Catalogue, Client
from wizard.catalogue.told_once import FACTS, TOPICS
from wizard.catalogue.vocabulary import LANGUAGES
from wizard.decide.answers import Answers, Value, several
from wizard.decide.rules import Store
from wizard.decide.what_if import Flip

if TYPE_CHECKING:
    from datetime import date


def language_name(language: str) -> str:
    return {"typescript": "TypeScript", "python": "Python", "go": "Go"}.get(language, "another language")


#: What a text proposes for a kind of data, where nothing that is in use beside the pick holds it, and for several
#: engines.
ELSEWHERE: Final = {"relational": "PostgreSQL", "vectors": "PostgreSQL with pgvector", "portable": "another client"}


def fill(text: str, store: Store, client: Client | None = None, elsewhere: Mapping[str, str] = ELSEWHERE) -> str:
    """Put names into a rule's text; `elsewhere` names the store for a kind of data. The article of a name is large
    where the text begins with it."""
    if text.startswith("{name}") and store.name.startswith("an "):
        text = f"{capital(store.name)}{text.removeprefix('{name}')}"
    for kind, proposed in elsewhere.items():
        text = text.replace(f"{{{kind}}}", proposed)
    return (
        text.replace("{name}", store.name)
        .replace("{database}", store.database.name)
        .replace("{service}", store.service.name)
        .replace("{client}", client.name if client else "the client")
    )


#: So large a part of a text's longer words may stand in another one before the two say the same.
SAME: Final = 0.45


#: So large a part of a text's longer words is most of it.
MOST: Final = 0.6


class Told:
    """What has been told, so that nothing says much the same again."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._told: list[tuple[str, frozenset[str]]] = []
        for text in texts:
            self.add(text)

    def add(self, text: str) -> None:
        """Take it as told."""
        self._told.append(_lowered(text))

    def holds(self, text: str) -> bool:
        """Whether one of the texts that are told has most of this one's words."""
        _, words = _lowered(text)
        return any(len(words & theirs) >= MOST * len(words) for _, theirs in self._told)

    def knows(self, sentence: str) -> bool:
        """Whether one of :data:`FACTS` that this sentence tells is told already."""
        return any(fact.search(sentence) and any(fact.search(other) for other, _ in self._told) for fact in FACTS)

    def repeats(self, text: str, *, by_topic: bool = True) -> bool:
        """Whether one of the texts that are told already says much the same, or (`by_topic`) is on the same topic."""
        lowered, words = _lowered(text)
        topics = [topic for topic in TOPICS if topic in lowered] if by_topic else []
        return any(
            any(topic in other for topic in topics)
            or (bool(theirs) and len(words & theirs) >= SAME * min(len(words), len(theirs)))
            for other, theirs in self._told
        )


def _lowered(text: str) -> tuple[str, frozenset[str]]:
    """A text in small letters, and its longer words."""
    text = text.lower()
    return text, frozenset(re.findall(r"[a-z]{5,}", text))


def called(catalogue: Catalogue, id_: str, store: Store) -> str:
    """What was named, as it reads in a sentence: nobody uses "Embedded", but an embedded SQLite file."""
    own = id_ in catalogue.services and catalogue.services[id_].kind != "managed"
    return store.name if own else catalogue.name(id_)


def only_answered(keys: Iterable[str], answers: Answers) -> tuple[str, ...]:
    """Of the questions that something rests on, those that were answered."""
    return tuple(key for key in keys if key in answers)


def say(catalogue: Catalogue, id_: str, **names: str) -> str:
    """What the wizard says of its own accord, with names put in."""
    return _put_in(catalogue.built_in[id_].text, names)


def ways_out(catalogue: Catalogue, id_: str, **names: str) -> tuple[str, ...]:
    """The ways out that go with it."""
    return tuple(_put_in(way, names) for way in catalogue.built_in[id_].ways_out)


def _put_in(text: str, names: Mapping[str, str]) -> str:
    for name, value in names.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def listed(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return ", ".join(parts[:-1]) + (" and " if len(parts) > 1 else "") + parts[-1]


def label(catalogue: Catalogue, key: str, value: str) -> str:
    """How the vocabulary's value reads: the option's label."""
    return next((option.label for option in catalogue.questions[key].options if option.value == value), value)


def capital(text: str) -> str:
    """A sentence, or a name, as it begins a line."""
    return text[0].upper() + text[1:]


def small(text: str) -> str:
    """A sentence as it goes on within another."""
    return text[:1].lower() + text[1:]


def day_in_words(day: date) -> str:
    """`8 November 2026`."""
    return f"{day.day} {day:%B %Y}"


def kind_of_data(data: str) -> str:
    """The vocabulary's kind of data as it reads inside a sentence."""
    return {
        "relational": "relational data",
        "key-value": "key-value data",
        "time-series": "measurements over time",
        "vectors": "vector embeddings",
    }.get(data, data)


def flip_sentence(catalogue: Catalogue, move: Flip) -> str:
    """A changed answer in words: `"Real-time updates" becomes "Core"`."""
    question = catalogue.questions[move.question]
    words = ", ".join(label(catalogue, move.question, item) for item in several(move.to))
    return f"{question.short} becomes “{words}”"


#: Families that every language's own libraries speak.
SPOKEN_EVERYWHERE: Final = frozenset({"postgresql", "cockroachdb", "mysql", "vitess", "sqlite"})


def no_client(catalogue: Catalogue, store: Store, answers: Answers, *, on_device: bool = False) -> str:
    """Why no client is named, and what to take; `on_device`: each person signs in, on a device of their own."""
    language = str(answers.get("language", ""))
    if language in ("", "unsure"):
        return say(catalogue, "language-not-said")
    if on_device:
        return say(catalogue, "to-be-chosen-on-a-device", service=store.service.name)
    if language in LANGUAGES:
        return say(catalogue, "to-be-chosen-none-reaches", name=store.name, language=language_name(language))
    if answers.get("runtime") == "local" and store.service.kind == "embedded":
        return say(catalogue, "to-be-chosen-for-a-file-on-a-device")
    if store.family in SPOKEN_EVERYWHERE and answers.get("engines") == "several":
        return say(catalogue, "to-be-chosen-for-several", database="every promised engine")
    if store.family in SPOKEN_EVERYWHERE and answers.get("platform") != "vercel":  # which runs few other languages
        return say(catalogue, "to-be-chosen-with-sql", database=store.database.name)
    if store.family == "d1":
        return say(catalogue, "to-be-chosen-in-workers", name=store.service.name)
    of_the_vendor = store.family in ("turso", "dynamodb", "firestore")
    return say(catalogue, "to-be-chosen", name=store.service.name if of_the_vendor else store.database.name)


def language_label(group: str) -> str:
    """A group of options in words: a language's name, or the group's own."""
    return language_name(group) if group in LANGUAGES else group


MINUS: Final = "\N{MINUS SIGN}"

INSIDE: Final = "inside the app"


def where(store: Store) -> str:
    """Where a store runs: `on Neon`, `on your machines`, `inside the app`, `a managed service`."""
    if store.service.kind == "self-hosted":
        return "on your machines"
    if store.service.kind == "embedded":
        return INSIDE
    return f"on {store.service.name}" if store.service.name != store.database.name else "a managed service"


def place_name(store: Store) -> str:
    """A store as a heading: `PostgreSQL on Neon`, `SQLite inside the app`."""
    return store.name if store.service.kind == "managed" else f"{store.database.name} {where(store)}"


def signed(number: int) -> str:
    """A number with a real minus sign."""
    return str(number) if number >= 0 else f"{MINUS}{-number}"


#: Names in the ids of rules that no product of the catalogue has, or that are written small.
NAMES: Final[Mapping[str, str]] = {
    "agpl": "AGPL",
    "api": "API",
    "automigrate": "AutoMigrate",
    "aws": "AWS",
    "bsd": "BSD",
    "elasticache": "ElastiCache",
    "eu": "EU",
    "europe": "Europe",
    "go": "Go",
    "http": "HTTP",
    "tcp": "TCP",
    "influxdb core": "InfluxDB Core",
    "ioredis": "ioredis",
    "json": "JSON",
    "jsonb": "JSONB",
    "london": "London",
    "orm": "ORM",
    "osi": "OSI",
    "pgvector": "pgvector",
    "pydantic": "Pydantic",
    "python": "Python",
    "sdk": "SDK",
    "sql": "SQL",
    "sqlc": "sqlc",
    "sqlx": "sqlx",
    "timescale": "Timescale",
    "tsl": "TSL",
    "typescript": "TypeScript",
    "vitess": "Vitess",
    "workers": "Workers",
}


def rule_title(catalogue: Catalogue, rule: str) -> str:
    """A rule in a few words. Its id claims what it says: `stay-on-aws` is `Stay on AWS`."""
    names, pattern = _names(catalogue)
    text = pattern.sub(lambda found: names[found[0]], rule.replace("-", " "))
    return text if text.startswith(tuple(names.values())) else capital(text)


def names_another(catalogue: Catalogue, title: str, text: str) -> bool:
    """Whether a title names a product that a text does not: one rule can be about several."""
    names, _ = _names(catalogue)
    return any(re.search(rf"\b{re.escape(name)}\b", title) and name not in text for name in names.values())


@cache
def _names(catalogue: Catalogue) -> tuple[Mapping[str, str], re.Pattern[str]]:
    """(names as rules' ids hold them, in lower case without hyphens -> as they are spelt; what finds the longest).

    Of a product's name of several words its first stands for it too, as Aurora and Atlas do theirs.
    """
    platforms = [
        option.phrase for option in catalogue.questions["platform"].options if option.value not in ("any", "own")
    ]
    frameworks = [option.phrase for option in catalogue.questions["framework"].options if option.value != "other"]
    products = [
        *(item.name for item in catalogue.databases.values()),
        *(item.name for item in catalogue.services.values() if item.kind == "managed"),
        *(item.name for item in catalogue.clients.values()),
    ]
    whole = {name.lower().replace("-", " "): name for name in (*platforms, *frameworks, *products)}
    words = {
        word.lower(): word
        for name in (*products, *platforms)
        for word in re.findall(r"\w+", name)
        if word != word.lower() and word.lower() not in ORDINARY
    }
    names = {**words, **whole, **NAMES}
    longest_first = sorted(names, key=len, reverse=True)
    return names, re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")


#: Words in products' names that are words of the language too.
ORDINARY: Final = frozenset({"cloud", "database", "for", "own", "serverless", "driver", "drivers", "client"})


def in_words(catalogue: Catalogue, key: str, value: Value) -> str:
    """An answer by the labels of its options."""
    return ", ".join(label(catalogue, key, item) for item in several(value))
