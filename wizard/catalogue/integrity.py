"""Every condition, effect and row names questions, values and attributes that exist."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from wizard.catalogue.model import Catalogue, Condition
from wizard.catalogue.rule_model import AnswerRule, CoherenceRule, CompanionRule, RankingRule, Rule, Selector
from wizard.catalogue.toml_table import CatalogueError
from wizard.catalogue.vocabulary import (
    CLIENT_FACTS,
    DATA_KINDS,
    FAMILIES,
    KINDS,
    LANGUAGES,
    PLATFORMS,
    STACK_FACTS,
    STANDING,
    STORE_FACTS,
    STYLES,
    UPKEEP,
    WHOLE_FILE,
)

type Known = Mapping[str, frozenset[str]]


def check_vocabulary(catalogue: Catalogue) -> None:
    """Raise :class:`CatalogueError` with a line for every condition, selector or row that names what is not there."""
    checks = (_frameworks, _statements, _instructions, _pages, _questions, _ids_of_rules, _rules, _rows)
    found = dict.fromkeys(line for check in checks for line in check(catalogue))
    if found:
        raise CatalogueError("\n".join(found))


# --- one check each: it yields a line for each mistake ----------------------------------------------------------------


def _frameworks(catalogue: Catalogue) -> Iterator[str]:
    allowed = _values(catalogue)["framework"]
    for client in catalogue.clients.values():
        for framework in client.frameworks:
            if framework not in allowed:
                named = ", ".join(sorted(allowed))
                yield f"clients/{client.id}.toml: frameworks: {framework!r} is not one of {named}"


def _statements(catalogue: Catalogue) -> Iterator[str]:
    """What a product's sentences, and the packages of a client, presume."""
    values, of_stacks = _values(catalogue), stack_attributes(catalogue)
    known = {**client_attributes(catalogue), "said": frozenset(WHOLE_FILE["said"])}
    for folder, group in catalogue.products.items():
        for product in group.values():
            kinds = {"trade_off": product.trade_offs}
            kinds |= {"operation": getattr(product, "operations", ()), "fetch": getattr(product, "fetches", ())}
            for kind, statements in kinds.items():
                where = f"{folder}/{product.id}.toml: {kind}"
                for statement in statements:
                    yield from _conditions(f"{where}: when", statement.when, values)
                    yield from _selector(f"{where}: pick", statement.pick, known if kind == "fetch" else of_stacks)


def _pages(catalogue: Catalogue) -> Iterator[str]:
    for key, source in catalogue.sources.items():
        for engine, _ in source.also:
            if engine not in catalogue.databases:
                yield f"sources: {key}: also: {engine!r} is no engine"


def _instructions(catalogue: Catalogue) -> Iterator[str]:
    values, known = _values(catalogue), file_attributes(catalogue)
    for stem, items in catalogue.standards.items():
        for item in items:
            where = f"standards/{stem}.toml: instruction: {item.fact.key}: {item.fact.text[:30]!r}"
            yield from _conditions(f"{where}: when", item.when, values)
            yield from _selector(f"{where}: pick", item.pick, known)
            yield from (f"{where}: needs: {it}: no such engine" for it in item.needs if it not in catalogue.databases)


def _questions(catalogue: Catalogue) -> Iterator[str]:
    values = _values(catalogue)
    for question in catalogue.questions.values():
        where = f"questions.toml: {question.key}"
        seen = Counter((option.value, str(option.when)) for option in question.options)
        yield from (f"{where}: {value}: defined twice" for (value, _), times in seen.items() if times > 1)
        yield from _conditions(f"{where}: when", question.when, values)
        yield from _conditions(f"{where}: asked", question.asked, values)
        yield from _conditions(f"{where}: told", question.told, values)
        for option in question.options:
            yield from _conditions(f"{where}: {option.value}: when", option.when, values)
            if option.stands_for and option.stands_for not in values[question.key]:
                yield f"{where}: {option.value}: stands_for: {option.stands_for!r} is not a value of this question"
            yield from _selector(f"{where}: {option.value}: presumes", option.presumes, stack_attributes(catalogue))


def _ids_of_rules(catalogue: Catalogue) -> Iterator[str]:
    seen = set()
    for rule in catalogue.rules:
        if rule.id in seen:
            yield f"{_place(rule)}: id: used twice"
        seen.add(rule.id)


def _rules(catalogue: Catalogue) -> Iterator[str]:
    values, of_clients = _values(catalogue), client_attributes(catalogue)
    of_stacks = stack_attributes(catalogue)
    for rule in catalogue.rules:
        where = _place(rule)
        yield from _conditions(f"{where}: when", rule.when, values)
        yield from _conditions(f"{where}: unless", rule.unless, values)
        for about, selector in _selectors(rule):
            decides = about in ("effect", "exclude", "companion")
            yield from _selector(f"{where}: {about}", selector, of_clients if decides else of_stacks)
        if isinstance(rule, AnswerRule) and rule.about not in rule.when:
            yield f"{where}: about: there is no condition on {rule.about!r}"
        if isinstance(rule, AnswerRule) and rule.fact and rule.fact not in STORE_FACTS:
            yield f"{where}: fact: {rule.fact!r} is no fact of a store"
        for key, value in rule.as_if.items() if isinstance(rule, CoherenceRule) else ():
            yield from _conditions(f"{where}: as_if", {key: Condition(any_of=frozenset({value}))}, values)


def _rows(catalogue: Catalogue) -> Iterator[str]:
    values = _values(catalogue)
    for table in catalogue.tables.values():
        for row in table.rows:
            for key, answer in row.answers.items():
                if key not in values or set([answer] if isinstance(answer, str) else answer) - values[key]:
                    yield f"tables.toml: {table.id}: {row.id}: answers: {key}: not in the vocabulary"


# --- what there is to name --------------------------------------------------------------------------------------------


def _place(rule: Rule) -> str:
    return f"rules/{rule.stage}.toml: {rule.id}"


def _selectors(rule: Rule) -> Iterator[tuple[str, Selector]]:
    """What a rule speaks about, each with the name of its place."""
    yield "also_of", rule.also_of
    if isinstance(rule, RankingRule):
        yield "presumes", rule.presumes
        yield "lacking_of", rule.lacking_of
        yield "less_of", rule.less_of
        yield from (("effect", effect.where) for effect in rule.effects)
        yield from (("exclude", where) for where in rule.excludes)
    else:
        yield "pick", rule.pick
        yield "pick_not", rule.pick_not
    if isinstance(rule, CompanionRule):
        yield "companion", {"database": rule.databases}


def _conditions(where: str, table: Mapping[str, Condition], values: Known) -> Iterator[str]:
    for key, condition in table.items():
        if key not in values:
            yield f"{where}: {key}: no such question"
        else:
            for value in sorted(condition.mentioned() - values[key]):
                yield f"{where}: {key}: {value!r} is not a value of this question"


def _selector(where: str, selector: Selector, known: Known) -> Iterator[str]:
    for key, wanted in selector.items():
        if key not in known:
            yield f"{where}: {key}: no such attribute"
        else:
            for value in wanted:
                if value not in known[key]:
                    yield f"{where}: {key}: {value!r} is not one of {', '.join(sorted(known[key]))}"


def _values(catalogue: Catalogue) -> Known:
    """The values that each question takes."""
    questions = catalogue.questions.items()
    return {key: frozenset({"unsure", *(option.value for option in question.options)}) for key, question in questions}


def store_attributes(catalogue: Catalogue) -> dict[str, frozenset[str]]:
    """What a rule may say about a store, and the values each attribute can take."""
    return {
        "database": frozenset(catalogue.databases),
        "service": frozenset(catalogue.services),
        "family": frozenset(FAMILIES),
        "kind": frozenset(KINDS),
        "platform": frozenset(PLATFORMS) | {"independent"},
        "serves": frozenset(DATA_KINDS),
        "free_limits": frozenset({"yes", "no"}),
        **{key: frozenset(allowed) for key, allowed in STORE_FACTS.items() if allowed},
    }


def client_attributes(catalogue: Catalogue) -> dict[str, frozenset[str]]:
    """What a rule may say about a client in front of a store: of both."""
    return {
        **store_attributes(catalogue),
        "client": frozenset(catalogue.clients),
        "language": frozenset(LANGUAGES),
        "style": frozenset(STYLES),
        "support": frozenset({"yes", "caveat"}),
        "pickable": frozenset({"yes", "no"}),
        "upkeep": frozenset(UPKEEP),
        **{key: frozenset(allowed) for key, allowed in (*CLIENT_FACTS.items(), *STACK_FACTS.items()) if allowed},
    }


def stack_attributes(catalogue: Catalogue) -> dict[str, frozenset[str]]:
    """What a text may presume of the finished stack: how it came about, too."""
    return {**client_attributes(catalogue), **{key: frozenset(allowed) for key, allowed in STANDING.items()}}


def file_attributes(catalogue: Catalogue) -> dict[str, frozenset[str]]:
    """What an instruction may presume: of the stack, and of the file that it stands in."""
    return {**stack_attributes(catalogue), **{key: frozenset(allowed) for key, allowed in WHOLE_FILE.items()}}
