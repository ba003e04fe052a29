"""What `data-stack.md` says: the guide's four sections, with the rules after the first, and the audit below a line."""

from __future__ import annotations

from typing import Final

from wizard.catalogue.later import later
from wizard.catalogue.model import Client
from wizard.converse.clients_in_words import client_of_unweighed, code_in_words
from wizard.converse.flow import against, agreed_way, another_server, conflicts, to_be_settled
from wizard.converse.hosts_said import host_named, host_runs_it
from wizard.converse.quoting import marked
from wizard.converse.record import EMPTY, END_OF_LIFE, Record
from wizard.converse.regions_said import names_where, place_words, places_bound
from wizard.converse.uncompared import agreeing, not_compared, stays_unweighed
from wizard.converse.weighing import accepted
from wizard.decide.answers import values
from wizard.decide.decision import language_of
from wizard.decide.rules import Store
from wizard.explain.beside import on_several
from wizard.explain.client_conflicts import UNUSED_CLIENT
from wizard.explain.conflict import Conflict
from wizard.explain.reading import Reading
from wizard.explain.words import capital, kind_of_data, label, listed, say
from wizard.write import audit, presumed, standard
from wizard.write.audit import reasons
from wizard.write.blocks import Block, Blocks, Item, bullets, ours, paragraph
from wizard.write.client import client_named, no_client
from wizard.write.no_database import left_to_them, without_database
from wizard.write.points import decided, objection
from wizard.write.quotes import CLIENT_SAID, STORE_SAID, agreed_on, notes_on, own_first
from wizard.write.said import OF_WHAT_RUNS, machines_said, settled

HEADINGS: Final = (
    "Overview",
    standard.HEADING,
    "Database",
    "ORM / Database Client",
    "Decision Relationships",
    standard.FURTHER_RULES,
    audit.HEADING,
)

TITLES: Final = later("Data Stack")


def title(_: Reading, __: Record) -> str:
    return "Data Stack"


def sections(reading: Reading, record: Record) -> dict[str, Blocks]:
    """The document for these answers: the guide's four sections, the rules after the first, further rules and the audit
    at the end.

    Without a database nothing was weighed.
    """
    if reading.store is None:
        return without_database(reading, notes_on(reading, record, "stack", "database", "client"))
    if stays_unweighed(reading, record):
        return _left_to_them(reading, record)
    rules = standard.told(reading, record)
    first = (*overview(reading, record), *objections(reading, record))
    behind = {
        "Database": _database(reading, record),
        "ORM / Database Client": _client(reading, record),
        "Decision Relationships": relationships(reading, record),
    }
    others = (*first, *(block for blocks in behind.values() for block in blocks))
    there, further = standard.standard(reading, record, rules, others, agreed(reading, record))
    below = audit.audit(reading, record, (*others, *there, *further), rules)
    last = {key: it for key, it in ((standard.FURTHER_RULES, further), (audit.HEADING, below)) if it}
    return {"Overview": first, standard.HEADING: there, **behind, **last}


def _left_to_them(reading: Reading, record: Record) -> dict[str, Blocks]:
    """The document for a database that the guide does not have, and that stays: what was named, and the needs."""
    bind = standard.binding(reading, record)
    client = client_of_unweighed(reading, record)
    notes = (notes_on(reading, record, "stack", "database"), notes_on(reading, record, "client"))
    return left_to_them(reading, record, bind, client, notes)


def stack_sentence(
    reading: Reading, things: str = "", engines: str = "", *, named: str = "", open_: bool = False
) -> str:
    """The pick as one sentence, with a place for what is stored. `engines`: :func:`presumed.engines_of_customers`;
    `named`: the code and its client, where only own words name them; `open_`: something is to be settled, and only what
    is in use is a fact."""
    client, name = reading.client, engines or reading.pick_name
    name += ", run by ourselves" if reading.own_service and not engines else ""
    code = f"{_code(reading)} with {client.name}" if client else named
    if open_ and not reading.full:
        return _not_settled(reading, "{things} in " if things else "", name, code)
    code = "" if open_ and client and client is not reading.existing_client else code
    reached = code and f"{', reached' if things else ', and reaches it'} from {code}"
    if things and reading.in_use_beside:  # which of them holds what, the nouns do not say
        return f"This project keeps {{things}}. The main store is {name}{reached}."
    return f"This project keeps {'{things}' if things else 'its data'} in {name}{reached}."


def _not_settled(reading: Reading, things: str, name: str, code: str) -> str:
    """That something is to be settled first: about what was decided, or what is proposed."""
    through, said = code and f", reached from {code}", decided(reading)
    if not said:
        return f"Proposed, not settled: {things}{name}{through}."
    if said != reading.pick_name:
        return f"Decided, not settled: {things}{said}. Proposed for it: {name}{through}."
    if reading.client and reading.client is not reading.existing_client:
        return f"Decided, not settled: {things}{name}. It would be reached from {code}."
    return f"Decided, not settled: {things}{name}{through}."


def _code(reading: Reading) -> str:
    """The language, and the framework where one was named: `Python (FastAPI)`."""
    language = label(reading.catalogue, "language", language_of(reading.answers))
    framework = reading.answers.get("framework")
    if isinstance(framework, str) and framework != "other":
        return f"{language} ({label(reading.catalogue, 'framework', framework)})"
    return language


def overview(reading: Reading, record: Record) -> Blocks:
    """The whole stack in a few sentences, with what speaks against it."""
    engines, open_ = _by_another_name(reading, record), bool(to_be_settled(reading, record))
    unsaid = _engine_unsaid(reading, record)
    code = code_in_words(reading, record)
    sentence = stack_sentence(reading, record.things, engines or unsaid, named=code, open_=open_)
    if main := not_compared(reading, record):
        sentence = say(reading.catalogue, "without-what-was-not-compared", name=reading.pick_name, **agreeing(main))
    held: dict[str, list[str]] = {}
    kinds = values(reading.answers, "data")
    left = [it for it in reading.companions if it.store.index in reading.decision.beside and it.for_ not in kinds]
    for item in reading.companions:
        if not item.within and item not in left:
            held.setdefault(capital(item.name), []).append(kind_of_data(item.for_))
    holds, live = ("would hold", "would live") if open_ else ("holds", "live")
    beside = [f"{name} beside it {holds} {listed(kinds)}." for name, kinds in held.items()]
    beside += [say(reading.catalogue, "kept-as-it-is", name=capital(item.name)) for item in left]
    within = [
        f"{capital(kind_of_data(item.for_))} {live} in {item.store.database.name} too."
        for item in reading.companions
        if item.within and not engines and kinds != {item.for_}
    ]
    given_up = [item.text for item in reading.answered if item.rule == "leaning-not-followed"]
    rests_on = [
        f"{item.text} We have considered this, and accept it." if accepted(reading, item, record) else item.text
        for item in conflicts(reading, record)
        if item.leads and item.rule not in record.kept
    ]
    going = standard.leaving(reading, record)
    names = [item.name for item in reading.in_use_beside if item not in going]
    in_use = [f"In use beside it, and staying: {listed(names)}."] if names else []
    in_use += [f"In use beside it, and going: {listed([item.name for item in going])}."] if going else []
    if others := standard.stores_in_words(reading, record):
        in_use.append(f"Beside it, as “In our own words” has it: {listed(others)}.")
    if not open_ and "files" in settled(reading, record):
        in_use.append(f"Beside it, as the rule Files has it: {listed([*map(marked, record.files)])}.")
    if reading.full and not open_ and reading.client and "new" in reading.attributes["client_standing"]:
        in_use.append(
            say(reading.catalogue, "client-is-new", client=reading.client.name, name=reading.pick.database.name)
        )
    if engines or unsaid:  # they run in no place of ours; or else the engine is a guess
        instead = reading.pick.database.name if engines else unsaid
        rests_on = [text.replace(reading.pick.name, instead) for text in rests_on]
    text = " ".join([sentence, *on_several(reading, engines), *rests_on, *beside, *in_use, *within, *given_up])
    return (Block(kind="text", items=(Item(text=text, things=record.things),)),)


def objections(reading: Reading, record: Record) -> Blocks:
    """What has to be settled first, and what was kept knowingly, each with its reason. The ways out are elsewhere."""
    kept = [item for item in conflicts(reading, record) if item.rule in record.kept and not agreed_way(item, record)]
    open_ = [objection(item) for item in to_be_settled(reading, record)]
    return (
        *bullets("To be settled before anybody builds on this", open_),
        *bullets("Known, and kept", [_kept(item, record.kept[item.rule]) for item in kept]),
    )


def agreed(reading: Reading, record: Record) -> list[Item]:
    """A rule for each way out that was agreed on, with the person's words, else with what it is a way out of."""
    taken = ((item, agreed_way(item, record)) for item in against(reading, record) if item.rule in record.kept)
    said = [(item, way, record.kept[item.rule]) for item, way in taken if way]
    found = [
        Item(text=agreed_on(way, words) if words else f"{ours(item.text)} {agreed_on(way, words)}", said=words)
        for item, way, words in said
    ]
    old = record.kept.get(END_OF_LIFE)
    return [*found, *([Item(text=standard.past_its_end(reading, record), said=old)] if old else [])]


def _database(reading: Reading, record: Record) -> Blocks:
    """The main store: why it, how it scales and who runs it; while it is not settled, what speaks for it most."""
    engines, open_ = _by_another_name(reading, record), to_be_settled(reading, record)
    runs = () if open_ and not reading.place_open else (paragraph(where_it_runs(reading, record), "Where it runs"),)
    scaling = () if engines else (*audit.scaling(reading)[0], *runs)
    why = reasons(reading, record)[0][: 1 if open_ else None]
    return (
        Block(kind="pick", items=(Item(text=engines or capital(_engine_unsaid(reading, record) or _pick(reading))),)),
        *bullets("Why", own_first(reading, record, STORE_SAID, why)),
        *scaling,
        *notes_on(reading, record, "stack", "database"),
    )


def _by_another_name(reading: Reading, record: Record) -> str:
    """What the main store is called where it is not the pick: the engines that customers run, or install the software
    beside, or the server that is there. Empty for any other stack."""
    theirs = reading.pick.database.name if "installed" in settled(reading, record) else ""
    return presumed.engines_of_customers(reading, record) or _server(reading, record) or theirs


#: What says that the engine of a service in use has to be looked up.
LOOKED_UP: Final = frozenset({"look-which-engine-runs", "the-engine-in-use-is-looked-up-first"})


def _engine_unsaid(reading: Reading, record: Record) -> str:
    """What was named as in use, while its engine is a guess: the pick's name says more than anybody knows. Empty for
    any other stack."""
    if LOOKED_UP.isdisjoint(item.rule for item in to_be_settled(reading, record)):
        return ""
    return reading.called(str(reading.answers["existing_database"]))


def _server(reading: Reading, record: Record) -> str:
    """The server that is there, where it is none of the pick's engine; empty for any other stack."""
    server = another_server(reading, record) if reading.full else ()
    return listed(server) if server else ""


def _pick(reading: Reading) -> str:
    """The store as a headline."""
    return f"{reading.pick_name}, where it runs today" if reading.place_open else capital(reading.pick_name)


def where_it_runs(reading: Reading, record: Record = EMPTY) -> str:
    """Who runs the main store."""
    store = reading.pick
    said = "runs-own-service" if reading.own_service else RUNS[store.service.kind]
    if reading.anywhere:
        said = "runs-where-it-did"
    if reading.placeless and reading.by_others:
        said = "runs-in-house"
        wanted = reading.answers.get("hosting") in ("managed", "serverless")
        if provider := host_runs_it(record.notes, managed=wanted):
            return say(reading.catalogue, RUNS["managed"], service=provider)
    cloud = str(reading.answers.get("platform"))
    theirs = any(it.platform == cloud and store.database.id in it.runs for it in reading.catalogue.services.values())
    host = host_named(record.notes) or (label(reading.catalogue, "platform", cloud) if theirs else "")
    known = _place_known(reading, record)
    place = f"whether its host is {host}{'' if known else ', and the region'}" if host else "host and region"
    place = "host" if known and not host else place
    if said_of_it := host_named({key: record.notes[key] for key in OF_WHAT_RUNS if key in record.notes}):
        place = f"its {'plan' if known else 'region'} at {said_of_it}"
    elif reading.place_open and (machines := machines_said(record)):
        if known or names_where({"region": machines}):
            return say(reading.catalogue, "runs-as-said", words=machines)
        rest = say(reading.catalogue, said, place="the region")
        return f"{say(reading.catalogue, 'in-our-words', words=machines)} {rest}"
    runs_it = host_named({key: record.notes[key] for key in (*OF_WHAT_RUNS, "hosting") if key in record.notes})
    at = f", at {runs_it}" if runs_it else ""
    return say(reading.catalogue, said, service=store.service.name, place=place, at=at)


#: How it is said who runs what.
RUNS: Final = {"managed": "runs-managed", "self-hosted": "runs-self-hosted", "embedded": "runs-embedded"}


def _client(reading: Reading, record: Record) -> Blocks:
    client = reading.client
    notes = notes_on(reading, record, "client")
    if client is None:
        name, why = no_client(reading, record)
        return (Block(kind="pick", items=(Item(text=name),)), *((paragraph(why),) if why else ()), *notes)
    named = reading.answers.get("existing_client", "none") not in ("none", client.id)  # which it takes the place of
    told = [] if to_be_settled(reading, record) and not named else reasons(reading, record)[1]
    return (
        Block(kind="pick", items=(Item(text=client.name),)),
        *bullets("Why", own_first(reading, record, CLIENT_SAID, told)),
        *notes,
    )


def relationships(reading: Reading, record: Record = EMPTY) -> Blocks:
    """What depends on what."""
    unsaid = _engine_unsaid(reading, record) or reading.pick.name
    return bullets("", [Item(text=text.replace(reading.pick.name, unsaid)) for text in _depends(reading, record)])


#: Protocols whose SQL is one kind.
KINDS: Final = ({"postgresql", "cockroachdb"}, {"mysql", "vitess"}, {"sqlite", "turso", "d1"})


def _tied(client: Client, store: Store) -> str:
    """How a client hangs on the store."""
    if "several_engines" in client.facts and client.facts["several_engines"].value == "yes":
        return "client-spans-engines"
    if client.style == "sdk" and store.family == "postgresql":
        return "client-ties-to-service"
    if client.style in ("orm", "odm"):
        return "client-ties-to-engine"
    several = sum(not kind.isdisjoint(client.speaks) for kind in KINDS) > 1
    return "client-with-sql-of-each" if several else "client-without-models"


def _depends(reading: Reading, record: Record) -> list[str]:
    """What depends on what, as sentences."""
    store, client, catalogue = reading.pick, reading.client, reading.catalogue
    found: list[str] = []
    tied: list[str] = []
    if client and store.family in client.speaks:
        names = {"client": client.name, "database": store.database.name, "service": store.service.name}
        tie = _tied(client, store)
        if tie == "client-spans-engines" and reading.answers.get("engines") == "several":
            tie = "client-for-every-engine"
        elif client is reading.existing_client and _engine_unsaid(reading, record):
            tie = "client-shows-the-engine"
        (tied if reading.full and tie != "client-for-every-engine" else found).append(say(catalogue, tie, **names))
    if "residency" in values(reading.answers, "compliance"):
        found += _residency_binds(reading, record)
    beside = [item.name for item in reading.in_use_beside] + [*standard.stores_in_words(reading, record)]
    if beside and "encryption" in values(reading.answers, "compliance"):
        found.append(say(catalogue, "encryption-binds-in-use", name=listed(beside)))
    found += [
        say(catalogue, "reached-through", name=capital(item.name), client=item.client.name)
        for item in reading.companions
        if item.client and not item.within and item.store.index not in reading.decision.beside
    ]
    there, engines = reading.full, presumed.engines_of_customers(reading, record)
    alone = say(catalogue, "client-to-be-named" if there else "stands-on-its-own", name=reading.pick_name)
    others = [item.name for item in reading.companions if not item.within]
    if client_ := client_named(reading, record):
        alone = say(catalogue, "client-of-their-words", client=client_)
    alone = f"{engines}: no code depends on one of them alone." if engines else alone
    together = say(catalogue, "kept-in-step", name=listed([reading.pick_name, *dict.fromkeys(others)]))
    return found or tied or ([together] if others else [alone])


def _place_known(reading: Reading, record: Record) -> bool:
    """Whether own words say where the data are, or have to be."""
    bound = places_bound(record.notes, str(reading.answers.get("region")))
    return bool(bound or names_where(record.notes) or place_words(record.notes))


def _residency_binds(reading: Reading, record: Record) -> list[str]:
    """Which of the stores whose place others chose, or nobody said, the rule about where data stays binds, and what to
    do about it."""
    there = "residency-binds-bound" if _place_known(reading, record) else "residency-binds-in-use"
    stores = [(reading.pick, reading.full)]
    stores += [
        (item.store, item.store.index in reading.decision.beside) for item in reading.companions if not item.within
    ]
    used = [item.name for item in reading.in_use_beside] + [*standard.stores_in_words(reading, record)]
    unsaid = [item.store for item in reading.companions if item.place_open]
    unsaid += [reading.pick] if reading.place_open else []
    bound: dict[str, list[str]] = {there: used} if used else {}
    inside = "inside" in settled(reading, record)  # then they have said where their machines are
    for store, in_use in stores:
        managed = store.service.kind == "managed" and not (store is reading.pick and reading.own_service)
        if store in unsaid or managed or (in_use and not inside and store.service.kind == "self-hosted"):
            name = store.database.name if store in unsaid else store.name
            bound.setdefault(there if in_use else "residency-binds-new", []).append(name)
        elif used and store is reading.pick and store.service.kind != "embedded":  # ours, beside theirs
            bound.setdefault("residency-binds-new", []).append(reading.pick_name)
    if bound == {"residency-binds-new": [reading.pick.name]}:  # of the one store the rule says it
        return []
    return [say(reading.catalogue, said, name=listed(list(dict.fromkeys(names)))) for said, names in bound.items()]


def _kept(item: Conflict, why: str) -> Item:
    reason = "We keep it:" if why else ""
    if item.rule in UNUSED_CLIENT:  # it stays where it is, and this file is not about it
        reason = "It is not used here:" if why else "It is not used here."
    first = audit.SENTENCES.split(item.text)[0]  # the rest is for those who still weigh it
    return Item(text=f"{first} {reason}".rstrip(), said=why, url=item.source.url if item.source else "")
