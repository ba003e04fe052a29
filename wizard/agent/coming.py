"""What comes next in a conversation: what does not fit, one question, costs to weigh, or nothing.

It is what the page would show next: :func:`wizard.door.onward.onward` decides for both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from wizard.agent.idle import is_idle, outcome
from wizard.agent.on_a_device import to_ask_of_a_device
from wizard.agent.unasked import nouns, where_files_lie
from wizard.agent.warned import caveats, costs, first_sentence, gist, objection, warned
from wizard.catalogue.model import Catalogue, Option, Question
from wizard.converse.flow import BIND_ANY, guess_beside_a_host, objections, to_be_settled
from wizard.converse.own_words import works_offline
from wizard.converse.record import Record
from wizard.converse.state import State
from wizard.converse.uncompared import staying, stays_unweighed
from wizard.converse.weighing import considered, still_to_weigh, to_weigh
from wizard.decide.answers import Value, applies, offered, values
from wizard.decide.questions import is_suggested, is_told
from wizard.door.onward import onward
from wizard.explain.conflict import Conflict
from wizard.explain.reading import Reading
from wizard.explain.words import listed, names_another, rule_title
from wizard.show.question import hidden_places
from wizard.write.standard import told

#: So many names are told of what an answer could change; of more, the number.
MOST_NAMES: Final = 2

#: Of more picks than these none is named: what they name is the pick then.
MOST_PICKS: Final = 8

#: What is said of an outcome without a database.
NO_DATABASE: Final = "no database"


@dataclass(frozen=True, kw_only=True, slots=True)
class Could:
    """What one value would do: another pick, by name, and warnings (or objections) that are new."""

    option: Option
    pick: str
    """The pick's name where it is another, else nothing."""
    ids: tuple[str | None, ...]
    warnings: tuple[Conflict, ...]


def at(reading: Reading, record: Record) -> str:
    """A question's key, or `conflict`, `weigh` or `review`: where the page would be. A stack that was named is asked on
    while an answer can warn, for "Done" says that none is left that can."""
    answers = dict(reading.answers)
    while True:
        then = reading.instead(answers)
        where = onward(State(reading=then, record=record), answers, all_that_warns=True).state.at
        question = reading.catalogue.questions.get(where)
        if question is None:
            return where
        on_a_device = _on_a_device(then) and where in OF_A_SERVER and _passed_over(question, reading, record)
        if not (on_a_device or is_idle(question, then, record)):
            return where
        answers[where] = _open(question)


def _on_a_device(reading: Reading) -> bool:
    """Whether the data are a file on people's devices."""
    local = reading.answers.get("runtime") == "local"
    return local and reading.store is not None and reading.pick.service.kind == "embedded"


#: Questions about a server and a bill, or about what runs it, which a program on a device may have none of.
OF_A_SERVER: Final = ("platform", "hosting", "budget", "realtime", "engines", "query_style")

#: Those of them that mean nothing to a device without a network.
OF_A_NETWORK: Final = ("platform", "hosting", "budget", "realtime")


def _passed_over(question: Question, reading: Reading, record: Record) -> bool:
    """Whether a question is passed over on a device: there is no network, or no answer changes the pick, what it is
    warned of, or a rule."""
    offline = works_offline(record.notes.values())
    if question.key == "hosting" or (reading.decision.forced and question.key == "platform"):
        return True  # the data are a file on the device: nobody hosts it
    if offline and question.key in OF_A_NETWORK:
        return True
    return not _changes_something(question, reading, record)


def _changes_something(question: Question, reading: Reading, record: Record) -> bool:
    """Whether some answer to a question makes another pick, another warning or another rule than none does."""
    known = [it.value for it in options(question, reading) if it.value != "unsure"]  # which only assumes more
    values: list[Value] = [(it,) if question.several else it for it in known]
    then = [reading.instead({**reading.answers, question.key: value}) for value in values]
    told = 3 if question.key == "engines" else 4  # whose rules they speak of, where there are several
    now = _outcome(reading, record)[:told]
    return any(_outcome(it, record)[:told] != now for it in then)


def _outcome(reading: Reading, record: Record) -> tuple[object, ...]:
    """The pick, what stands beside it, what it is warned of, and the rules."""
    return (*outcome(reading, record), [item.fact.text for item in told(reading, record).values()])


def _open(question: Question) -> Value:
    """The answer to a question that was passed over: the one that leaves it open."""
    known = [option.value for option in question.options]
    value = next((it for it in ("any", "no", "one", "unsure") if it in known), known[-1])
    return (value,) if question.several else value


def options(question: Question, reading: Reading) -> tuple[Option, ...]:
    """The values that make sense here: of the project's language, and each name once."""
    language = reading.answers.get("language")
    named: dict[str, Option] = {}
    for option in offered(question, reading.answers):
        other = question.key == "existing_client" and language and option.group not in ("", language)
        place = question.key == "existing_database" and option.value in hidden_places(reading.answers)
        if not other and not place:
            named.setdefault(option.label, option)
    return tuple(named.values())


def could(question: Question, reading: Reading) -> tuple[Could, ...]:
    """What each value alone would change, against no answer."""
    now = {(item.level, item.rule) for item in reading.conflicts}
    found = []
    for option in options(question, reading):
        value: Value = (option.value,) if question.several else option.value
        then = reading.instead({**reading.answers, question.key: value})
        moved = then.decision.key != reading.decision.key and pick_name(then) != pick_name(reading)
        found.append(
            Could(
                option=option,
                pick=pick_name(then) if moved else "",
                ids=ids_of(then),
                warnings=tuple(
                    item for item in then.conflicts if item.level != "note" and (item.level, item.rule) not in now
                ),
            )
        )
    return tuple(found)


def pick_name(reading: Reading) -> str:
    """The pick in a few words: `PostgreSQL on Neon with Drizzle`."""
    if reading.store is None:
        return NO_DATABASE
    return f"{reading.pick_name} with {reading.client.name}" if reading.client else reading.pick_name


def same_pick(one: Reading, other: Reading) -> bool:
    """Whether two picks are one, of which a place was only named, or is no longer."""
    if one.store is None or other.store is None or not (one.placeless or other.placeless):
        return pick_name(one) == pick_name(other)
    return one.pick.database is other.pick.database and one.client is other.client


def engine_named(reading: Reading) -> bool:
    """Whether what was named is an engine, which others run, and no service."""
    return reading.answers.get("existing_database") in reading.catalogue.databases


def ids_of(reading: Reading) -> tuple[str | None, ...]:
    """Database, service and client of the pick, by id."""
    store = reading.store
    return (
        store.database.id if store else None,
        store.service.id if store else None,
        reading.client.id if reading.client else None,
    )


def triple(ids: Iterable[str | None]) -> dict[str, str | None]:
    """Ids as the recommendation's JSON names them."""
    return dict(zip(("database", "service", "client"), ids, strict=True))


# --- as text ----------------------------------------------------------------------------------------------------------


def as_text(reading: Reading, record: Record, *, guided: bool = False, key: str = "") -> str:
    """What comes next, for somebody to say, or the question `key` where one is named. `guided`: with the explanation,
    whatever the pace."""
    where = key or _now(reading, record)
    if where in OBJECTS:
        return "\n\n".join(map(objection, _against(where, reading, record)))
    if where == "weigh":
        return costs(reading, record)
    if where == "review":
        return _done(reading, record)
    question = reading.catalogue.questions[where]
    could_ = _of_the_file(reading, record, question, could(question, reading))
    return _question(reading, question, could_, guided=guided or reading.pace == "guided") + nouns(where, record)


#: Where something is objected to.
OBJECTS: Final = ("conflict", "caveat")


def _now(reading: Reading, record: Record) -> str:
    """Where one is, or `caveat`: before the end a stack that was decided on is warned of."""
    where = at(reading, record)
    return "caveat" if where in ("weigh", "review") and caveats(reading, record) else where


def _against(where: str, reading: Reading, record: Record) -> tuple[Conflict, ...]:
    """What is objected to there; of caveats one, for each is to be heard."""
    return objections(reading, record) if where == "conflict" else caveats(reading, record)[: where == "caveat"]


def _of_the_file(reading: Reading, record: Record, question: Question, outcomes: Iterable[Could]) -> str:
    """What an answer could change, in one sentence: no pick, where a database stays that the guide does not have."""
    if not stays_unweighed(reading, record):
        return could_change(reading, outcomes, question.key)
    return f"Could change: {'rules' if question.key in BIND_ANY else 'nothing but the words'} of the file."


def _question(reading: Reading, question: Question, could_: str, *, guided: bool) -> str:
    there = options(question, reading)
    values = [it.value if len(there) > 12 else _value(it, guided=guided) for it in there]  # many names say enough
    explained = (
        [f"Explain: {question.context}", f"For example: {question.example}"] if guided and question.context else []
    )
    example = "data=relational,documents" if question.several and question.key == "data" else f"{question.key}=VALUE"
    return "\n".join(
        [
            f"{question.key}{' (several)' if question.several else ''}: {question.question}",
            f"Why now: {question.why}",
            could_,
            *explained,
            f"If they hesitate: {question.most}",
            f"Values: {', '.join(values)}",
            f'Then: data-stack set {example} --because "their own words"',
        ]
    )


#: Values whose names are terms: what they mean is said at every pace.
TERMS: Final = frozenset({"serverless", "edge", "relational", "vectors", "type-safe"})


def _value(option: Option, *, guided: bool) -> str:
    said = ((guided or option.value in TERMS) and option.hint.rstrip(".")) or option.label
    return option.value if said.lower() in ("", option.value) else f"{option.value} ({said})"


def could_change(reading: Reading, outcomes: Iterable[Could], key: str) -> str:
    """What the answer to the question `key` could change, in one sentence."""
    outcomes = tuple(outcomes)
    picks = list(dict.fromkeys(item.pick for item in outcomes if item.pick))
    warnings = {warning.rule: warning.text for item in outcomes for warning in item.warnings}
    titles = [_called(reading, rule, text) for rule, text in warnings.items()]
    parts = (
        [f"move the pick to {_some(picks, 'or')}" if len(picks) <= MOST_PICKS else "make another pick"] if picks else []
    )
    parts += [f"add a warning: {_some(titles, 'and')}"] if titles else []
    if not parts and any(key in item.when for item in reading.catalogue.instructions):
        return "Could change: rules of the file; with later answers, the pick."
    if not parts:
        return "Could change: nothing by itself; with later answers it can."
    return f"Could change: it can {', and '.join(parts)}."


def _called(reading: Reading, rule: str, text: str) -> str:
    """A warning in a few words: its rule's title, or its first sentence where the title names another product."""
    title = rule_title(reading.catalogue, rule)
    return f"“{first_sentence(text).rstrip('.') if names_another(reading.catalogue, title, text) else title}”"


def _some(names: list[str], word: str) -> str:
    if len(names) <= MOST_NAMES:
        return f" {word} ".join(names)
    return f"{', '.join(names[:MOST_NAMES])} {word} {len(names) - MOST_NAMES} more"


def left_out(reading: Reading) -> tuple[str, ...]:
    """The questions that apply and are not asked."""
    questions = reading.catalogue.questions.items()
    return tuple(key for key, item in questions if key not in reading.answers and applies(item, reading.answers))


#: What comes after the last question.
THEN: Final = "Then: data-stack summary, read it back, and wait for their answer before data-stack write"


def in_the_pick(reading: Reading) -> list[str]:
    """The products of the pick: of one without a place no service."""
    return [id_ for id_ in reading.pick_ids if not (reading.placeless and id_ in reading.catalogue.services)]


#: What is told of the question that a device has none of.
NO_HOST: Final = "\nNot asked, for the data are a file on the device: hosting. Set it where a server holds them."


def _done(reading: Reading, record: Record) -> str:
    if names := stays_unweighed(reading, record):
        return f"Done. {staying(names)}, and the file needs no other answer.\n{THEN}"
    device = _on_a_device(reading)
    questions = [reading.catalogue.questions[key] for key in left_out(reading)]
    questions = [item for item in questions if not (device and item.key in OF_A_SERVER)]
    told = [item.key for item in questions if is_told(item, reading.answers)]
    idle = [item for item in questions if is_suggested(item, reading.answers)]
    unasked = [item.key for item in questions if item.key not in told and item not in idle]
    bound = [item.key for item in idle if _changes_something(item, reading, record)]
    idle_ = [item.key for item in idle if item.key not in bound]
    rest = f"\nNot asked, for they cannot matter: {listed(idle_)}." if idle_ else ""
    rest += (
        f"\nNot asked, and rules of the file hang on it: {listed(bound)}. Set it where they speak of it."
        if bound
        else ""
    )
    rest += f"\nNot asked, for what was named tells it: {listed(told)}. Set it where it is otherwise." if told else ""
    rest += (
        f"\nNot asked, for nothing suggests it: {listed(unasked)}. Set it where they speak of it." if unasked else ""
    )
    if device:
        rest += NO_HOST if "hosting" not in reading.answers else ""
        rest += to_ask_of_a_device(reading, record)
    open_ = {"Still to be settled": to_be_settled(reading, record), "A warning stands": warned(reading, record)}
    rest += "".join(f"\n{how}: {gist(it)} (data-stack keep {it.rule})" for how, there in open_.items() for it in there)
    if guess := guess_beside_a_host(reading, record):
        rest += f"\n{guess.text} {' '.join(guess.ways_out)} "
        rest += f"To name a place: data-stack choose {reading.pick.service.id}"
    left = [item for item in to_weigh(reading) if item.key not in (considered(reading, record) or ())]
    rest += "".join(f"\nNot considered yet, and the file says so: {it.text} (data-stack weigh {it.key})" for it in left)
    rest += "".join(f"\n{it}" for it in where_files_lie(reading, record))
    return f"Done. No answer that is left would change the pick or what it is warned of.{rest}\n{THEN}"


def choice_not_taken(catalogue: Catalogue, reading: Reading) -> str:
    """A sentence where the database or the client that was named is not the pick."""
    wanted = values(reading.answers, "existing_database") - {"none", "unsure"}
    if reading.store is None or not wanted or reading.pick.index in reading.existing_stores:
        return ""
    name = catalogue.name(next(iter(wanted)))
    beside = " It stays beside the pick." if reading.decision.beside else ""
    return f"{name} is named, and is not the main store.{beside} `data-stack why-not {next(iter(wanted))}` says why."


# --- as JSON ----------------------------------------------------------------------------------------------------------


def as_json(reading: Reading, record: Record, *, key: str = "") -> dict[str, Any]:
    """What comes next, or the question `key`: `kind` says which of the other keys holds something."""
    where = key or _now(reading, record)
    kind = {**dict.fromkeys(OBJECTS, "objection"), "weigh": "trade-offs", "review": "done"}.get(where, "question")
    question = reading.catalogue.questions.get(where)
    return {
        "kind": kind,
        "question": _question_json(reading, record, question) if question else None,
        "objections": [conflict_json(item) for item in _against(where, reading, record)],
        "trade_offs": [
            {"key": item.key, "id": item.id, "text": item.text, "source": item.url}
            for item in (still_to_weigh(reading, record) if kind == "trade-offs" else ())
        ],
        "left_out": list(left_out(reading)) if kind == "done" and not stays_unweighed(reading, record) else [],
    }


def conflict_json(item: Conflict) -> dict[str, Any]:
    return {
        "level": item.level,
        "rule": item.rule,
        "text": item.text,
        "answers": list(item.answers),
        "ways_out": list(item.ways_out),
    }


def _question_json(reading: Reading, record: Record, question: Question) -> Mapping[str, Any]:
    outcomes, stays = could(question, reading), stays_unweighed(reading, record)
    return {
        "key": question.key,
        "takes": "several" if question.several else "one",
        "question": question.question,
        "why": question.why,
        "guided": {"context": question.context, "example": question.example, "most": question.most},
        "could_change": _of_the_file(reading, record, question, outcomes),
        "values": [
            {
                "value": item.option.value,
                "label": item.option.label,
                "hint": item.option.hint,
                "becomes": triple(item.ids) if item.pick and not stays else None,
                "warnings": [] if stays else [warning.text for warning in item.warnings],
            }
            for item in outcomes
        ],
    }
