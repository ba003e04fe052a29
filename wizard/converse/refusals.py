"""The products that own words refuse: none of them is picked while something else is left; what none is made for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Final

from wizard.catalogue.later import later
from wizard.catalogue.model import Catalogue
from wizard.converse.own_words import CALLED, affirmed, sentences
from wizard.converse.record import THINGS, Record
from wizard.decide.answers import Answers, values
from wizard.explain.conflict import Conflict, of_our_own
from wizard.explain.reading import Reading
from wizard.explain.words import listed

#: What refuses the name that comes next, with little between them. "We have no Prisma" refuses nothing.
_NO: Final = (
    r"(?:(?<!why )(?<!if )(?<!have )(?<!had )(?<!has )(?<!is )\bno|(?<!why )(?<!if )\bnot|\bnever|\bnor|\bwithout|"
    r"\bavoid(?:ing)?|\brefus(?:e[sd]?|ing)|\breject(?:s|ed)?|\bbans?|\bbanned|\bforbid(?:s|den:?)?|\bhates?|"
    r"\brul(?:es?|ed) out|\binstead of|\brather than|\banything but|\bnobody|\bcannot|n['\u2019]t)"
    r"(?: (?:to|be|use|using|take|wants?|like|trust|host(?:ed)?|run|go|going|consider|pick|choose|buy|allow(?:ed)?|any|"
    r"an?|with|on|at)){0,4} "
)

#: What stands behind a name that is refused whole: "no Supabase login" refuses a part of it.
_WHOLE: Final = r"(?= (?:and|or|nor|but|because|as|since|please|here|either|at all)\b|[,;:.!)](?:\s|$)|\s*$)"

#: What refuses the name before it.
_IS_OUT: Final = (
    r" (?:(?:is|are|would be) (?:\w+ly )?(?:forbidden|banned|refused|prohibited|excluded|unwanted|not allowed|"
    r"no option|not an option|ruled out|off the table|out(?= of the question|[,;.!]|$))|"
    r"(?:must not|may not|cannot|can['\u2019]t|will not|won['\u2019]t|is not to) be used)\b"
)

#: Whether a text may refuse something: most do not.
_ANY: Final = later(
    r"\b(?:no|not|never|nor|without|avoid|refus|reject|ban|forbid|hate|rul(?:e|ed|es) out|instead of|rather than|but|"
    r"nobody|cannot|out|prohibited|excluded|unwanted|off)|n['\u2019]t\b|\b(?:plain|native) driver\b",
    re.IGNORECASE,
)

#: Words that refuse whatever maps objects, and not those by which there is none yet.
NO_MAPPER: Final = later(
    rf"(?<!there ){_NO}(?:ORM|ODM|(?:object|data) mapper)s?\b"
    r"(?! (?:yet|so far|today|now|in (?:place|use)|is|are|there|at the moment))|\b(?:plain|native) driver\b",
    re.IGNORECASE,
)

#: Words of those who write SQL itself, and have nothing build it.
RAW: Final = later(r"\b(?:raw|plain|bare|hand[- ]?written|native) (?:SQL|driver|queries)\b", re.IGNORECASE)

#: How people call services and clients beside their names and ids; of those that are empty, words say something else.
_ALSO: Final[Mapping[str, str]] = {
    "aws-rds": "(?:Amazon |AWS )?RDS",
    "aws-aurora": "(?:Amazon |AWS )?Aurora(?: Serverless)?",
    "aws-elasticache": "(?:Amazon |AWS )?ElastiCache",
    "dynamodb": "(?:Amazon |AWS )?Dynamo(?:DB)?",
    "mongodb-atlas": "(?:MongoDB )?Atlas",
    "google-cloud-sql": "(?:Google )?Cloud ?SQL",
    "cloudflare-d1": "(?:Cloudflare )?D1",
    "cockroachdb": "Cockroach(?:DB)?",
    "timescaledb": "Timescale(?:DB)?",
    "upstash": "Upstash(?: Redis)?",
    "turso": "Turso(?: Cloud)?",
    "firestore": "(?:Cloud )?Firestore",
    "prisma": "Prisma(?: ORM)?",
    "drizzle": "Drizzle(?: ORM)?",
    "tortoise": "Tortoise(?: ORM)?",
    **dict.fromkeys(("self-hosted", "embedded", "bun", "ent", "motor"), ""),
}


def refused(catalogue: Catalogue, answers: Answers, said: Record) -> frozenset[str]:
    """Ids of the databases, services and clients that own words refuse, less what the answers name."""
    texts = tuple(text for key, text in said.notes.items() if key != THINGS and _ANY.search(text))
    found = heard(catalogue, texts) if texts else frozenset[str]()
    if not found:
        return found
    return found.difference(*(values(answers, f"existing_{it}") for it in ("database", "stores", "client")))


@lru_cache(maxsize=64)
def heard(catalogue: Catalogue, texts: tuple[str, ...]) -> frozenset[str]:
    """The same of texts."""
    told = [it for it in sentences(texts) if not it.rstrip().endswith("?") and _ANY.search(it)]
    sign, a_name, names = _signs(catalogue)
    spans = [hit["list"] or hit["out"] for text in told for hit in sign.finditer(text)]
    found = {id_ for span in spans for it in a_name.findall(span) for id_, name in names if name.fullmatch(it)}
    mapping = object_mappers(catalogue) if any(map(NO_MAPPER.search, told)) else frozenset[str]()
    if mapping and any(map(RAW.search, texts)):
        mapping |= {it.id for it in catalogue.clients.values() if it.style == "query-builder"}
    found |= {"timescaledb"} if "postgresql" in found else set()  # which is PostgreSQL
    return frozenset(found) | mapping


@lru_cache(maxsize=2)
def _signs(catalogue: Catalogue) -> tuple[re.Pattern[str], re.Pattern[str], list[tuple[str, re.Pattern[str]]]]:
    """What refuses one name or several, what is a name, and what is called which."""
    products = {**catalogue.clients, **catalogue.services, **catalogue.databases}
    called = {id_: _ALSO.get(id_, CALLED.get(it.name, re.escape(it.name))) for id_, it in products.items()}
    called = {id_: name for id_, name in called.items() if name}
    name = rf"(?<![\w-])(?:{'|'.join(sorted(called.values(), key=len, reverse=True))})(?![\w-])"
    several = rf"{name}(?:(?:, {name})*,? (?:or|nor|and) (?:any |no |not )?{name})?"
    sign = re.compile(rf"{_NO}(?P<list>{several}){_WHOLE}|(?P<out>{name}){_IS_OUT}", re.IGNORECASE)
    names = [(id_, re.compile(name, re.IGNORECASE)) for id_, name in called.items()]
    return sign, re.compile(name, re.IGNORECASE), names


def object_mappers(catalogue: Catalogue) -> frozenset[str]:
    """The clients that map objects, or generate what does."""
    return frozenset(it.id for it in catalogue.clients.values() if it.style in ("orm", "odm") or it.id == "ent")


#: What is said of a refusal that moved the pick, and of one that leaves nothing.
LEFT_OUT: Final = "left-out-as-you-said"
NOTHING_LEFT: Final = ("service-refused-in-words", "database-refused-in-words")


#: Words of those who read all of a column, which stores by row are slow at.
_BULK: Final = later(r"\b(?:analysts?|aggregat\w*|OLAP|whole columns)\b", re.IGNORECASE)
_BY_ROW: Final = frozenset({"postgresql", "mysql", "vitess", "turso", "cockroachdb", "mongodb"})


def read_in_bulk(reading: Reading, record: Record) -> bool:
    """Whether billions of records are read in bulk, as own words say, out of a proposed store that has them by row."""
    if reading.store is None or reading.full or reading.answers.get("scale") != "billions":
        return False
    return reading.pick.family in _BY_ROW and bool(_BULK.search(affirmed(record.notes.values())))


def left_out(reading: Reading) -> tuple[Conflict, ...]:
    """What the pick would have and own words refuse, as a note."""
    if not reading.refused or reading.store is None:
        return ()
    without = replace(reading, refused=frozenset())
    gone = [id_ for id_ in without.pick_ids if id_ in reading.refused and id_ not in reading.pick_ids]
    if not gone:
        return ()
    mapping = object_mappers(reading.catalogue)  # they said what they do not want, and named none
    every = mapping if mapping <= reading.refused else frozenset[str]()
    names = listed(["every ORM" if id_ in every else reading.catalogue.name(id_) for id_ in gone])
    return (replace(of_our_own(reading, LEFT_OUT, "note", (), names=names), leads=True),)


def nothing_left(reading: Reading, record: Record) -> tuple[Conflict, ...]:
    """That own words refuse the pick, which nobody named, and nothing else is left."""
    if reading.store is None or reading.refused.isdisjoint(reading.pick_ids[:2]):
        return ()
    names = {"database": reading.pick.database.name}
    if not reading.existing_stores and reading.pick.database.id in reading.refused:
        return (of_our_own(reading, NOTHING_LEFT[1], "block", _leading_there(reading, record), **names),)
    if reading.placeless or reading.pick.service.id not in reading.refused:
        return ()
    names |= {"service": reading.pick.service.name}
    return (of_our_own(reading, NOTHING_LEFT[0], "block", _leading_there(reading, record), **names),)


def _leading_there(reading: Reading, record: Record) -> tuple[str, ...]:
    """The questions without whose answer something is left that nobody refuses, and those where it is refused."""
    answers = reading.answers
    after = {key: reading.instead({k: v for k, v in answers.items() if k != key}) for key in answers}
    freeing = [key for key, it in after.items() if it.store and reading.refused.isdisjoint(it.pick_ids[:2])]
    known = {*freeing, *that_refuse(reading, record)}
    return tuple(key for key in reading.catalogue.questions if key in known) or ("data", "hosting", "persistence")


def that_refuse(reading: Reading, record: Record) -> dict[str, str]:
    """Question -> the note that refuses what is picked all the same."""
    ids = {*reading.pick_ids[:2]}
    return {key: it for key, it in record.notes.items() if key != THINGS and ids & heard(reading.catalogue, (it,))}
