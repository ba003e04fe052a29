"""Why not another product, and two products side by side: what the catalogue knows, with its sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from wizard.agent.coming import engine_named, in_the_pick, pick_name
from wizard.agent.unknown import no_such_product
from wizard.agent.warned import first_sentence, gist
from wizard.catalogue.elsewhere import STORES
from wizard.catalogue.model import Catalogue, Client, Database, Fact, Service
from wizard.catalogue.packages import name as package_name
from wizard.catalogue.vocabulary import LANGUAGES
from wizard.converse.flow import conflicts
from wizard.converse.record import EMPTY, Record
from wizard.converse.switch import STANCE
from wizard.decide.answers import AnswerError
from wizard.decide.clients import client_ranking, speaks
from wizard.decide.decision import framework_of, language_of
from wizard.decide.rules import Store, fires, selects
from wizard.decide.what_if import Flip
from wizard.explain.alternatives import REFUSED
from wizard.explain.alternatives import why_not as said_of
from wizard.explain.kept import decided_on, named_for
from wizard.explain.reading import Reading
from wizard.explain.words import Told, capital, fill, flip_sentence, kind_of_data, language_name, listed, say
from wizard.read.known_others import ELSEWHERE

#: So many warnings are told that tell two stacks apart.
MOST_WARNINGS: Final = 2

#: So many stores are tried for what to take where the pick is refused.
MOST_NEAR: Final = 5

#: What is said of a stack that was decided on, and of a store beside the pick: how it becomes another one.
DECIDED: Final = "It stays, so nothing was weighed against it. To weigh it: data-stack set existing_stance=leaning."
MAIN: Final = "Is it to be the main one? Then data-stack set existing_database={id} existing_stance={stance}."
GONE: Final = "Is it to go? Then set existing_stores without it, and say so in the reason."

#: So many changes of an answer that would lead there are told.
MOST_FLIPS: Final = 3


def why_not(reading: Reading, id_: str, record: Record = EMPTY) -> dict[str, Any]:
    """Why a product is not the pick, and what would make it so. Raises AnswerError for an id that there is not."""
    catalogue = reading.catalogue
    if id_ in catalogue.clients:
        name, text = catalogue.clients[id_].name, _not_this_client(reading, record, catalogue.clients[id_])
    elif id_ in catalogue.databases or id_ in catalogue.services:
        name, text = catalogue.name(id_), _not_this_store(reading, record, id_)
    else:
        name, text = _not_weighed(reading, id_)
    picked = id_ in in_the_pick(reading)
    flips = [] if picked else [move for move in reading.what_if.flips if id_ in _ids(move)]
    return {
        "id": id_,
        "name": name,
        "is_the_pick": picked,
        "text": text,
        "would_take": [flip_sentence(catalogue, move) for move in flips[:MOST_FLIPS]],
    }


def _ids(move: Flip) -> tuple[str, ...]:
    return (move.store.database.id, move.store.service.id, *((move.client.id,) if move.client else ()))


def _not_this_store(reading: Reading, record: Record, id_: str) -> str:
    if reading.store is None:
        return "Nothing has to be kept, so there is no database."
    if _place_unsaid(reading, id_):
        return f"Where {reading.pick.database.name} runs was not said: it stays there, and no host was weighed."
    if reading.placeless and id_ == reading.pick.service.id:
        host = f", for the databases of {reading.host_not_compared} were not compared" * bool(reading.host_not_compared)
        return f"The pick names no place{host}: `data-stack choose {id_} --because …` takes it."
    if id_ in reading.pick_ids:
        return f"{_it_is_the_pick(reading, record)}{_refused(reading, id_)}"
    beside = _beside(reading, id_)
    if beside:
        return beside
    there = [store for store in reading.book.stores if id_ in (store.database.id, store.service.id)]
    if not there:
        return "The guide knows it, and weighs no stack with it."
    decision = reading.decision
    then = reading.instead(decided_on(reading, id_))
    rival = then.store if then.store in there else None  # what `choose` would take
    if rival is None:
        rival = max(there, key=lambda item: (item.index in decision.running, decision.points[item.index], -item.index))
    told = {item.store.index: item.why_not for item in reading.alternatives}  # as the file has it
    said = told.get(rival.index) or said_of(reading, rival)
    weighed = rival.index in told or not decision.forced
    what = reading.pick.database.name if engine_named(reading) else reading.pick.name
    kept = "" if weighed else f"{capital(what)} is kept, so nothing was weighed against it. "
    warned = _warnings_apart(reading, then, said) if then.store is rival else ""
    for_it = "" if decision.forced else _for_it(reading, rival, said)
    name = "" if said.startswith(capital(rival.name)) else f"{capital(rival.name)}: "
    return f"{kept}{name}{said}{for_it}{warned}{_client_of(reading, rival)}"


def _it_is_the_pick(reading: Reading, record: Record, *, client: bool = False) -> str:
    """That it is the pick, the reason, and what stands against it, with how it is kept."""
    of_it = [item for item in reading.reasons if (item.for_ == "client") == client and not item.by_order]
    why = f" {of_it[0].text}" if of_it else ""
    there = [it for it in conflicts(reading, record) if it.level != "note" and it.rule not in record.kept]
    against = "".join(f" Against it: {gist(it)} (data-stack keep {it.rule})" for it in there[:MOST_WARNINGS])
    return f"It is in the pick: {pick_name(reading)}.{why}{against}"


def _refused(reading: Reading, id_: str) -> str:
    """What to run where they refuse a part of the pick: what came next without it; of a stack that was decided on,
    nothing did."""
    if reading.decision.forced and reading.answers.get(STANCE) != "leaning":
        return f" {DECIDED}"
    ids = (named_for(reading, reading.book.stores[at]) for at in _without(reading, id_))
    other = next((it for it in ids if it), "")
    return f" Do they refuse it? `data-stack choose {other} --because …` takes what came next." * bool(other)


def _without(reading: Reading, id_: str) -> list[int]:
    """The stores without a product, the one that came nearest first."""
    decision, stores = reading.decision, reading.book.stores
    found = [at for at in decision.running if id_ not in (stores[at].database.id, stores[at].service.id)]
    return sorted(found, key=lambda at: (-decision.points[at], at))[:MOST_NEAR]


def _place_unsaid(reading: Reading, id_: str) -> bool:
    """Whether a product is a service, and an engine stays where nobody said that it runs."""
    return reading.store is not None and reading.place_open and id_ in reading.catalogue.services


def _beside(reading: Reading, id_: str) -> str:
    """That a product stands beside the pick already; nothing where it does not."""
    name = reading.pick_name
    for item in reading.companions:
        if not item.within and id_ in (item.store.database.id, item.store.service.id):
            first = f"It is beside the pick already: {item.store.name} for {kind_of_data(item.for_)}, and {name} first."
            return f"{first} {item.text} {MAIN.format(id=id_, stance='decided')}"
    if any(item.id == id_ for item in reading.in_use_beside):
        return f"It stays in use beside {name}. {MAIN.format(id=id_, stance='in-use')} {GONE}"
    return ""


def _warnings_apart(reading: Reading, then: Reading, said: str) -> str:
    """What the pick is warned of and the other one is not, and the reverse."""
    mine, its = (
        {_without_names(item.text, some): item.text for item in some.conflicts if item.level != "note"}
        for some in (reading, then)
    )
    spared = [text for key, text in mine.items() if key not in its][:MOST_WARNINGS]
    there = Told([said])
    brought = [text for key, text in its.items() if key not in mine and not there.repeats(text)][:MOST_WARNINGS]
    parts = [f"What the pick is warned of does not hold for it: {' '.join(spared)}"] if spared else []
    parts += [f"It would be warned of: {' '.join(brought)}"] if brought else []
    return "".join(f" {part}" for part in parts)


def _without_names(text: str, reading: Reading) -> str:
    """The first sentence of a warning, whatever stack it names: two that say the same tell nothing apart."""
    first = first_sentence(text)
    for name in (reading.pick.name, reading.pick.database.name, reading.pick.service.name):
        first = first.replace(name, "")
    return first


def _for_it(reading: Reading, rival: Store, said: str) -> str:
    """What was asked for that speaks most for another stack and not for the pick."""
    client = reading.client_of(rival)
    attributes = reading.book.stack_attributes(rival, client)
    hits = [
        hit
        for hit in reading.decision.hits
        if hit.weights[reading.pick.index] <= 0 < hit.weights[rival.index]
        if selects(hit.rule.presumes, attributes) and fires(hit.rule, reading.held)
    ]
    best = max(hits, key=lambda hit: hit.weights[rival.index], default=None)
    text = fill(best.rule.because, rival, client) if best else ""
    return f" What speaks for it: {text}" if text and not Told([said]).repeats(text) else ""


def _not_weighed(reading: Reading, id_: str) -> tuple[str, str]:
    """(the name of a product that the guide only knows to exist, that it was not weighed, with what a rule says of
    it). Raises AnswerError for a name that is not known at all."""
    names = {title.lower(): title for title in STORES}
    wanted = id_.lower().replace("-", " ")
    name = names.get(wanted) or ELSEWHERE.get(id_.lower())
    if name is None:
        raise AnswerError(id_, no_such_product(reading.catalogue, id_))
    standing = [item.text for item in reading.conflicts]
    rules = [rule.because for rule in reading.book.coherence if "{" not in rule.because]
    told = [text for text in (*standing, *sorted(rules, key=len)) if re.search(rf"\b{re.escape(name)}\b", text)]
    first = f"The guide does not cover {name}, so it was not weighed."
    return name, " ".join([first, *told[:1]])


def _client_of(reading: Reading, rival: Store) -> str:
    client = reading.client_of(rival)
    if client is None and language_of(reading.answers) in LANGUAGES:
        return f" No client in the guide reaches it from {language_name(language_of(reading.answers))}."
    return ""


def _not_this_client(reading: Reading, record: Record, client: Client) -> str:
    if reading.store is None:
        return "Nothing has to be kept, so there is nothing to connect to."
    if client is reading.client:
        others = [f"`data-stack why-not {it.id}` says why not {it.name}." for it, _ in reading.client_alternatives[:1]]
        return " ".join([_it_is_the_pick(reading, record, client=True), *others])
    language, store = language_of(reading.answers), reading.pick
    if client.language != language:
        spoken = f" The project's is {language_name(language)}." if language else " No language was named so far."
        return f"{client.name} is a library for {language_name(client.language)}.{spoken}"
    if not speaks(client, store):
        return f"{client.name} does not speak to {store.name}."
    if not client.pickable:
        return client.pickable_why
    if client.frameworks and framework_of(reading.answers) not in client.frameworks:
        return f"{client.name} belongs to a framework that the project does not use."
    if reading.existing_client is not None and reading.client is reading.existing_client:
        if _is_driver_of(client, reading.existing_client):
            return f"It is beneath {reading.existing_client.name} already, as its driver."
        how = "chose {}" if reading.client_is_chosen else "brought {} along"
        return f"You {how.format(reading.existing_client.name)}, and it stays."
    if client.id in reading.refused:
        return say(reading.catalogue, REFUSED)
    if client not in client_ranking(reading.book, store, reading.answers):
        return f"{client.name} does not meet what was required of a client."
    ahead = [reason.text for reason in reading.reasons if reason.for_ == "client" and not reason.by_order]
    why = " ".join(ahead[:1]) or "by the answers they come as near."
    return f"It would do; {why} {client.name}: best for {client.best_for}."


def _is_driver_of(client: Client, other: Client) -> bool:
    """Whether a client is what the other one drives the database with."""
    own = {
        package_name(item) for fetch in client.fetches if not fetch.pick for item in fetch.packages if not fetch.when
    }
    return any(package_name(item) in own for fetch in other.fetches for item in fetch.packages)


def why_not_text(told: Mapping[str, Any]) -> str:
    """What :func:`why_not` found, to be read."""
    flips = "".join(f"\n- {text}" for text in told["would_take"])
    return f"{told['text']}{f'{chr(10)}It would be the pick if:{flips}' if flips else ''}"


# --- side by side -----------------------------------------------------------------------------------------------------

type Product = Database | Service | Client


def compare(catalogue: Catalogue, ids: Sequence[str], only: Iterable[str] = ()) -> dict[str, Any]:
    """Two products of a kind, fact by fact: those named in `only`, else those in which they differ. Raises AnswerError
    for an id or a fact that there is not, and for products of two kinds."""
    products = [_product(catalogue, id_) for id_ in ids]
    if len({type(item) for item in products}) != 1:
        raise AnswerError(
            ids[-1], f"{' and '.join(ids)} are not of one kind; compare two databases, services or clients"
        )
    keys = list(dict.fromkeys(key for item in products for key in item.facts))
    wanted = list(only)
    for key in wanted:
        if key not in keys:
            raise AnswerError(key, f"no such fact of {' or '.join(ids)}; there are {', '.join(keys)}")
    unknown = [key for key in keys if not any(map(_known, (item.facts.get(key) for item in products)))]
    shown = wanted or [key for key in keys if _differs([item.facts.get(key) for item in products])]
    return {
        "products": [{"id": item.id, "name": item.name, "summary": item.summary} for item in products],
        "facts": [
            *_kinds_of_data(products, bool(wanted)),
            *({"fact": key, "of": [_fact(item.facts.get(key)) for item in products]} for key in shown),
        ],
        "pick_when": [list(item.pick_when) for item in products] if not wanted else [],
        "alike": [key for key in keys if key not in (*shown, *unknown)] if not wanted else [],
        "unknown": unknown if not wanted else [],
    }


def _kinds_of_data(products: Sequence[Product], chosen: bool) -> list[dict[str, Any]]:
    """What each database holds well, where two differ: no single fact says it."""
    held = [listed(list(map(kind_of_data, item.serves))) for item in products if isinstance(item, Database)]
    if chosen or len(set(held)) < 2:
        return []
    none = {"source": "", "checked": ""}
    return [{"fact": "kinds_of_data", "of": [{"is": "", "text": text, **none} for text in held]}]


def _product(catalogue: Catalogue, id_: str) -> Product:
    for kind in (catalogue.databases, catalogue.services, catalogue.clients):
        if id_ in kind:
            found: Product = kind[id_]
            return found
    raise AnswerError(id_, no_such_product(catalogue, id_))


def _differs(facts: Sequence[Fact | None]) -> bool:
    known = [fact for fact in facts if fact is not None and fact.printable]
    return len({(fact.value, fact.text) for fact in known}) > 1 or 0 < len(known) < len(facts)


def _known(fact: Fact | None) -> bool:
    return fact is not None and fact.printable


def _fact(fact: Fact | None) -> dict[str, str]:
    if fact is None or not fact.printable:
        return {"is": "unknown", "text": "", "source": "", "checked": ""}
    return {"is": fact.value, "text": fact.text, "source": fact.source.url, "checked": fact.source.checked}


def compare_text(told: Mapping[str, Any]) -> str:
    """What :func:`compare` found, a fact to a paragraph."""
    names = [item["name"] for item in told["products"]]
    lines = [f"{item['name']}: {item['summary']}" for item in told["products"]]
    for fact in told["facts"]:
        lines += ["", fact["fact"].replace("_", " ").capitalize()]
        lines += [f"- {name}: {_in_words(of)}" for name, of in zip(names, fact["of"], strict=True)]
    if told["pick_when"]:
        lines.append("")
        lines += [f"Pick {name} when: {'; '.join(when)}" for name, when in zip(names, told["pick_when"], strict=True)]
    if told["alike"]:
        lines += ["", f"Alike: {', '.join(told['alike'])}"]
    if told["unknown"]:
        lines += ["", f"Not known of either: {', '.join(told['unknown'])}"]
    return "\n".join(lines)


def _in_words(fact: Mapping[str, str]) -> str:
    if not fact["text"]:
        return "not confirmed"
    return f"{fact['text']} ({fact['source']}, {fact['checked']})" if fact["source"] else fact["text"]
