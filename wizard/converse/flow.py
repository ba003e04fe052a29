"""The flow: which screen comes next, and what the person still has to expect.

A flow is a function of the answers and of what was said beside them; nothing else is remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from wizard.catalogue.elsewhere import which
from wizard.catalogue.model import Catalogue, Question
from wizard.converse.clouds_said import is_of, only_cloud
from wizard.converse.hosts_said import engines_at_host, host_said
from wizard.converse.own_words import (
    affirmed,
    for_a_phone,
    merged_later,
    others_said,
    settled_by,
    version_alone,
    version_said,
)
from wizard.converse.record import Record, fingerprint
from wizard.converse.refusals import left_out, nothing_left, read_in_bulk
from wizard.converse.regions_said import REGION, places_bound, region_elsewhere, region_said
from wizard.converse.stores_said import denied_beside, stand_beside
from wizard.converse.uncompared import (
    EXISTING,
    NOT_COMPARED,
    other_engine,
    stays_unweighed,
    unweighed,
    way_with_it,
)
from wizard.decide.answers import Answers, applies, may_apply, values
from wizard.decide.questions import is_suggested, keeps_the_client
from wizard.explain.alternatives import OF_A_REGION
from wizard.explain.client_conflicts import UNUSED_CLIENT
from wizard.explain.conflict import Conflict, of_our_own
from wizard.explain.reading import Reading
from wizard.explain.words import label, listed, small


def next_question(reading: Reading) -> Question | None:
    """The first question that matters and has no answer; None when there is nothing left to ask."""
    return next((question for question in reading.questions if question.key not in reading.answers), None)


def previous_question(reading: Reading, at: str) -> Question | None:
    """The answered question before `at` (a key, or a screen after the last question)."""
    before = []
    for question in reading.questions:
        if question.key == at:
            break
        if question.key in reading.answers:
            before.append(question)
    return before[-1] if before else None


def at_most_left(reading: Reading) -> int:
    """An upper bound of the questions still to come: those that apply, and those that a later answer may raise."""
    if next_question(reading) is None:
        return 0
    if named(reading):
        questions = reading.catalogue.questions
        first = sum(key not in reading.answers and may_apply(questions[key], reading.answers) for key in AT_ONCE)
        return first + min(_room(reading), sum(may_apply(questions[key], reading.answers) for key in _hang_on(reading)))
    keeps_client = reading.settled and keeps_the_client(reading.decision, reading.answers)
    return sum(
        question.key not in reading.answers
        and may_apply(question, reading.answers)
        and is_suggested(question, reading.answers)
        and not (keeps_client and question.topic == "client" and question not in reading.questions)
        for question in reading.catalogue.questions.values()
    )


#: What is asked before all else, as soon as it applies, for everything after it would rest on a guess: which engine a
#: service runs, how settled that is, and where data stay that have to stay somewhere.
AT_ONCE: Final = ("existing_engine", "existing_stance", "region")


def at_once(reading: Reading) -> str:
    """The question of :data:`AT_ONCE` that is open; nothing where none is, or where the very first is open."""
    if "persistence" not in reading.answers:
        return ""
    open_ = {question.key for question in reading.questions if question.key not in reading.answers}
    return next((key for key in AT_ONCE if key in open_), "")


def first_open(reading: Reading) -> str:
    """The screen to show when none is named: the next question, or the review."""
    following = next_question(reading)
    return at_once(reading) or (following.key if following else "review")


def named(reading: Reading) -> bool:
    """Whether the whole stack was named: a database that stays where it is said to run, and a client that stays. Then
    the brief pace asks no more than :func:`still_asked`: what is open moves neither, and the summary has it as assumed.
    """
    store = reading.store
    return (
        reading.pace == "brief"
        and store is not None
        and store.index in reading.existing_stores
        and reading.answers.get("existing_stance") in ("in-use", "decided")
        and (reading.answers.get("existing_stance") == "in-use" or len(reading.existing_stores) == 1)
        and keeps_the_client(reading.decision, reading.answers)
    )


#: So many answers at most are asked for behind a database that was named, and how settled it is.
MOST_BEHIND: Final = 6

#: What the rules of the file hang on, whatever the stack: what is required, pool, addresses, region. Where there is no
#: room for all, the first of them are asked.
RULES_HANG_ON: Final = ("data", "compliance", "runtime", "platform")

#: What is not counted as behind the database that was named.
BEFORE: Final = frozenset({"persistence", "existing_database", "existing_stance", "pace", *AT_ONCE})


def still_asked(reading: Reading) -> tuple[str, ...]:
    """The questions that are still asked where the stack was named: those whose answers change the rules of the file,
    as far as there is room for them. Where no functions run, the platform changes little; what the data are is asked
    of a database that is not made for relations, as which they would be assumed."""
    open_ = [item.key for item in reading.questions if item.key not in reading.answers]
    wanted = [key for key in _hang_on(reading) if key in open_][: _room(reading)]
    return tuple(key for key in open_ if key in wanted)


def _hang_on(reading: Reading) -> list[str]:
    """The questions that the rules of a named stack hang on, those that are needed first before the others."""
    functions = not {"serverless", "edge", "unsure"}.isdisjoint(values(reading.answers, "runtime"))
    needless = {"platform"} if "runtime" in reading.answers and not functions else set[str]()
    needless |= {"data"} if reading.pick.database.serves[0] == "relational" else set()
    return [key for key in RULES_HANG_ON if key not in needless and key not in reading.answers]


def _room(reading: Reading) -> int:
    """How many answers may still be asked for behind a database that was named."""
    return max(MOST_BEHIND - len(reading.answers.keys() - BEFORE), 0)


def objections(reading: Reading, record: Record) -> tuple[Conflict, ...]:
    """What would really break and has not been objected to yet. What stands against the stack that was named comes
    alone: the answer to it makes another stack."""
    said = {*record.raised, *record.kept, *to_be_answered(reading)}
    found = tuple(item for item in against(reading, record) if item.level == "block" and item.rule not in said)
    if stays_unweighed(reading, record):
        return ()  # what speaks against another database is no matter any more
    first = tuple(item for item in found if item.rule == NOT_COMPARED)
    return first or tuple(item for item in found if item.rule in UNUSED_CLIENT) or found


def to_be_answered(reading: Reading) -> frozenset[str]:
    """The rules that the answer to the question may settle which is asked at once."""
    key = at_once(reading)
    if not key:
        return frozenset()
    by = {"existing_stance": "standing"}.get(key, "")
    return frozenset(rule.id for rule in reading.coherent if key in rule.unless or by in rule.pick)


def agreed_way(item: Conflict, record: Record) -> str:
    """The way out of a conflict that was agreed on; nothing where it is kept as it is, or the ways are others now."""
    return next((way for way in item.ways_out if fingerprint(way) == record.taken.get(item.rule)), "")


def to_be_settled(reading: Reading, record: Record) -> list[Conflict]:
    """What blocks and was not kept knowingly, and what their own words name that was not compared."""
    blocks = [item for item in conflicts(reading, record) if item.level == "block" and item.rule not in record.kept]
    return [*blocks, *named_elsewhere(reading, record)]


#: What the file of such a database uses of the answers: they bind whatever it is.
BIND_ANY: Final = ("compliance", "region")


def asked_of_any(answers: Answers, catalogue: Catalogue) -> str:
    """The first question that a database which the guide does not have leaves open; nothing where there is none."""
    open_ = (key for key in BIND_ANY if key not in answers)
    return next((key for key in open_ if applies(catalogue.questions[key], answers)), "")


def another_server(reading: Reading, record: Record) -> tuple[str, ...]:
    """The servers for the clients of MongoDB, not its own, that the reason for MongoDB names as what there is."""
    if reading.store is None or reading.answers.get(EXISTING) != "mongodb" or reading.pick.family != "mongodb":
        return ()
    said = others_said([record.notes.get(EXISTING, ""), record.notes.get("existing_stance", "")])
    return tuple(name for name in said if name in which("mongodb"))


def on_a_phone(reading: Reading, record: Record) -> bool:
    """Whether the code is TypeScript on a phone, as their own words say: no Node.js runs there."""
    there = reading.answers.get("runtime") == "local" and reading.answers.get("language", "typescript") == "typescript"
    return reading.store is not None and there and for_a_phone(record.notes.values())


def without_node(reading: Reading, record: Record) -> bool:
    """Whether the program runs where no module of Node.js does: on a phone, or in Tauri's webview."""
    return on_a_phone(reading, record) or "tauri" in settled_by(record.notes.values())


def edited_apart(reading: Reading, record: Record) -> bool:
    """Whether copies on several devices are edited apart and meet later, as their own words say."""
    device = reading.store is not None and reading.pick.service.kind == "embedded"
    return device and reading.answers.get("runtime") == "local" and merged_later(record.notes.values())


def proposes_the_service(reading: Reading, record: Record) -> bool:
    """Whether the pick has a provider's service which nobody named."""
    if reading.store is None or reading.place_open or reading.pick.service.kind in ("self-hosted", "embedded"):
        return False
    service = reading.pick.service
    return service.id not in (*values(reading.answers, "existing_database"), *record.chosen)


#: The client that runs over Expo's own driver.
ON_PHONES: Final = "drizzle"


def runs_in_workers(reading: Reading, record: Record) -> bool:
    """Whether the language that their own words name is Rust, for which Cloudflare has a library of its own."""
    return reading.answers.get("platform") == "cloudflare" and "Rust" in affirmed([record.notes.get("language", "")])


def has_open_redis(reading: Reading, record: Record) -> bool:
    """Whether own words name a version of Redis under an open-source licence: up to 7.2, and from 8.0 on."""
    major, _, minor = version_said("Redis", affirmed(record.notes.values())).partition(".")
    return major.isdigit() and (int(major) != 7 or minor.partition(".")[0] in ("0", "2"))


def names_a_region(reading: Reading, record: Record) -> bool:
    """Whether own words name one of a provider's regions."""
    return bool(REGION.search(region_said(record.notes.values())))


def names_a_host(reading: Reading, record: Record) -> bool:
    """Whether own words name who is to run the database, or a host of the code that may."""
    return bool(host_said(record.notes) or reading.host_not_compared)


#: What is said of a host of the code whose own database was not compared.
HOST: Final = "host-of-the-code"


def runs_another_server(reading: Reading, record: Record) -> bool:
    """Whether the server that is there is not MongoDB's own."""
    return bool(another_server(reading, record))


def influxdb_said(reading: Reading, record: Record) -> str:
    """The version of InfluxDB that own words name as what runs."""
    if "influxdb" not in (reading.answers.get("existing_database"), reading.store and reading.pick.database.id):
        return ""
    there = [record.notes[key] for key in ("existing_database", "existing_stance") if key in record.notes]
    return version_said("InfluxDB", affirmed(record.notes.values())) or version_alone(affirmed(there))


#: Rule -> whether own words settle what it says.
HEARD: Final[Mapping[str, Callable[[Reading, Record], bool]]] = {
    "where-it-is-to-run-was-not-named": names_a_host,
    "that-you-run-it-yourself-was-not-named": lambda reading, _: bool(reading.host_not_compared),
    "native-modules-in-electron": without_node,
    OF_A_REGION: names_a_region,
    "few-languages-run-at-the-edge": runs_in_workers,
    "a-client-of-influxdb-3-alone": lambda reading, record: bool(influxdb_said(reading, record)),
    "the-edition-of-influxdb-was-not-said": lambda reading, record: influxdb_said(reading, record)[:1] in ("1", "2"),
    "open-source-means-osi-approved": runs_another_server,
    "ferretdb-takes-mongodbs-clients": runs_another_server,
    "redis-beside-it-is-not-always-open-source": has_open_redis,
    "columnar-stores-were-not-weighed": read_in_bulk,
    "who-encrypts-on-the-device": lambda _, record: "encrypts" in settled_by(record.notes.values()),
}


def conflicts(reading: Reading, record: Record) -> tuple[Conflict, ...]:
    """What does not fit or has a price: of the answers, and of what their own words say beside them. Of a database that
    the guide does not have, and that stays, nothing is known that rests on the pick."""
    if stays_unweighed(reading, record):
        return _elsewhere(reading, record)
    client, said = reading.client, list[Conflict]()
    if client and client.id != ON_PHONES and reading.pick.family == "sqlite" and on_a_phone(reading, record):
        about = ("query_style", "existing_client")
        said.append(of_our_own(reading, "client-not-on-a-phone", "block", about, client=client.name))
    if edited_apart(reading, record):
        said.append(of_our_own(reading, "copies-edited-apart", "warn", ("runtime",)))
    before = len(said)
    if another := _another_at_the_host(reading, record):
        said.append(another)
    elif proposes_the_service(reading, record) and not _to_be_asked_who_runs_it(reading, record):
        names = {"service": reading.pick.service.name, "database": reading.pick.database.name}
        if host := host_said(record.notes):
            said.append(of_our_own(reading, "host-not-weighed", "block", ("hosting",), **names, host=host))
        elif (cloud := only_cloud(record.notes.values())) and not is_of(cloud, reading.pick.service.id):
            leads = ("hosting", "budget", "platform")
            said.append(of_our_own(reading, "service-of-another-cloud", "block", leads, **names, cloud=cloud))
    if (host := reading.host_not_compared) and len(said) == before:
        names = {"host": host, "database": reading.pick.database.name}
        said.append(replace(of_our_own(reading, HOST, "note", ("platform",), **names), leads=True))
    said += (*left_out(reading), *nothing_left(reading, record))
    said += _of_those_beside(reading, record)
    unmet = client and any(item.rule == "a-client-of-influxdb-3-alone" for item in reading.conflicts)
    if client and unmet and (version := influxdb_said(reading, record)) and not version.startswith("3"):
        about = ("existing_client", "language")
        names = {"client": client.name, "version": version}
        said.append(of_our_own(reading, "client-of-another-influxdb", "block", about, **names))
    said += _elsewhere(reading, record)
    if bulk := read_in_bulk(reading, record):
        said.append(replace(of_our_own(reading, "read-in-bulk", "note", ("data", "scale")), leads=True))
    left = (it for it in reading.conflicts if it.rule not in HEARD or not HEARD[it.rule](reading, record))
    if bulk:  # what spreads writes helps no reader
        left = (replace(it, ways_out=tuple(way for way in it.ways_out if "its writes" not in way)) for it in left)
    return (*(_of_the_place(reading, record, it) if it.rule == OF_A_REGION else it for it in left), *said)


def _of_the_place(reading: Reading, record: Record, found: Conflict) -> Conflict:
    """That nobody looked whether the service has a region where data have to stay (`found`), of the place that own
    words name, with the page that lists them."""
    region, residency = str(reading.answers.get("region")), reading.pick.facts.get("residency")
    places = places_bound(record.notes, region)
    if not places:
        return found
    names = {"place": listed(places), "service": reading.pick.service.name}
    said = of_our_own(reading, "nobody-looked-for-the-place", "block", found.answers, **names)
    page = residency.source.about(reading.pick.database.id) if residency else None
    lists = page and any(word in page.url for word in ("regions", "Regions", "locations"))
    return replace(said, rule=found.rule, source=page if lists else None)


def _elsewhere(reading: Reading, record: Record) -> tuple[Conflict, ...]:
    """That own words name a place which is not in the region of the answers."""
    region = str(reading.answers.get("region", ""))
    place = region_elsewhere(region, record.notes.values()) if reading.store else ""
    if not place:
        return ()
    asked = small(label(reading.catalogue, "region", region))
    return (of_our_own(reading, "region-said-is-elsewhere", "block", ("region",), place=place, asked=asked),)


def _to_be_asked_who_runs_it(reading: Reading, record: Record) -> bool:
    """Whether a host was named and it is still asked who runs the database, or whether there is one."""
    if not host_said(record.notes) or "hosting" in reading.answers:
        return False
    open_ = reading.answers.get("persistence") != "yes"
    return open_ or any(item.key == "hosting" for item in reading.questions)


def _another_at_the_host(reading: Reading, record: Record) -> Conflict | None:
    """That own words put another database server at the host that they name than the pick is."""
    host = host_said(record.notes) if reading.store and reading.pick.service.kind != "embedded" else ""
    if not host or _to_be_asked_who_runs_it(reading, record) or reading.full:
        return None
    named = reading.catalogue.databases.get(str(reading.answers.get(EXISTING)))
    there = engines_at_host(record.notes) or ((named.name,) if named else ())
    if not there or reading.pick.database.name in there:
        return None
    names = {"names": listed(there), "host": host, "name": reading.pick_name}
    return of_our_own(reading, "host-has-another", "block", (EXISTING, "hosting"), **names)


def _of_those_beside(reading: Reading, record: Record) -> Iterator[Conflict]:
    """What is said of a store that own words deny, and of a new one for keys and values beside a cache they name."""
    if no := denied_beside(record.notes, [it.name for it in reading.in_use_beside]):
        yield of_our_own(reading, "denied-beside", "warn", ("existing_stores",), names=listed(no))
    there = [name for name in stand_beside(record.notes) if name in which("cache")]
    if reading.store is None or not there:
        return
    kept = reading.decision.beside
    new = [it.name for it in reading.companions if it.for_ == "key-value" and it.store.index not in kept]
    if new:
        yield of_our_own(reading, "second-cache", "warn", ("data", "existing_stores"), names=listed(there), name=new[0])


def guess_beside_a_host(reading: Reading, record: Record) -> Conflict | None:
    """That a host of the code may run the database, which was not compared; None elsewhere."""
    return next((it for it in conflicts(reading, record) if it.rule == HOST), None)


def said_first(reading: Reading, record: Record) -> list[str]:
    """What all the rest rests on, as notes: a guess, above all, of what nobody named."""
    return [it.text for it in conflicts(reading, record) if it.leads and it.level == "note"]


def named_elsewhere(reading: Reading, record: Record) -> tuple[Conflict, ...]:
    """What was named and not compared: a database that the person may keep all the same, or another server, of which
    only other words settle what it is."""
    found = [*unweighed(reading, record)] if way_with_it(reading, record) is None else []
    if server := another_server(reading, record):
        found.append(of_our_own(reading, "server-not-compared", "block", (EXISTING,), names=listed(server)))
    found += (it for it in other_engine(reading, record) if it.rule not in record.kept)
    return tuple(found)


def against(reading: Reading, record: Record) -> tuple[Conflict, ...]:
    """All that can be kept by its name: what was not weighed, and what does not fit or has a price."""
    return (*unweighed(reading, record), *other_engine(reading, record), *conflicts(reading, record))
