"""Four kinds of rule, each read by its own function from its own file; and what the program says of its own accord."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from wizard.catalogue.built_in import BUILT_IN, WAYS_OUT_ALONE
from wizard.catalogue.conditions import conditions, selector, where
from wizard.catalogue.model import BuiltIn, read_source
from wizard.catalogue.reader import Sources, flag
from wizard.catalogue.rule_model import AnswerRule, ClientRule, CoherenceRule, CompanionRule, Effect, StoreRule
from wizard.catalogue.toml_table import CatalogueError, Node
from wizard.catalogue.vocabulary import DATA_KINDS

#: A name, in braces, that a rule's text may hold.
RULE_NAMES: Final = ("name", "database", "service", "client", "relational", "vectors", "portable")

# --- rules: four files, each with a kind of its own -------------------------------------------------------------------

#: What each file's rules conclude.
CONCLUDES: Final[Mapping[str, str]] = {
    "stores": "a rule about stores gives points or rules out",
    "clients": "a rule about clients gives points or rules out",
    "coherence": "a rule about coherence objects, warns or notes",
    "companions": "a rule about companions puts a store beside the pick",
    "answered": "a rule about what was asked for says how the pick has it, or why not",
}

#: The keys of a conclusion: what they hold, and the files that they belong to.
BELONGS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "favour": ("weights", ("stores", "clients")),
    "against": ("weights", ("stores", "clients")),
    "exclude": ("exclusions", ("stores", "clients")),
    "unfit": ("exclusions for what a store cannot hold", ("stores",)),
    "block": ("objections", ("coherence",)),
    "warn": ("warnings", ("coherence",)),
    "note": ("notes", ("coherence",)),
    "leads": ("what is said first", ("coherence",)),
    "as_if": ("how else the file is written", ("coherence",)),
    "ruled": ("what the rules of the file say", ("coherence",)),
    "companion": ("companions", ("companions",)),
    "pick": ("conditions on the pick", ("coherence", "companions", "answered")),
    "pick_not": ("conditions on the pick", ("coherence", "companions", "answered")),
    "presumes": ("what a reason presumes", ("stores", "clients")),
    "because_things": ("reasons in a person's own nouns", ("stores",)),
    "lacking": ("what is wrong with others", ("stores", "clients")),
    "lacking_of": ("what is wrong with others", ("stores", "clients")),
    "less_of": ("what is wrong with others", ("stores", "clients")),
    "less": ("what is wrong with others", ("stores", "clients")),
    "also_of": ("what is wrong with others", ("stores", "clients", "coherence")),
    "says": ("what is said of an answer", ("answered",)),
    "about": ("what is said of an answer", ("answered",)),
    "fact": ("what is said of an answer", ("answered",)),
    "simply": ("what is said of an answer", ("answered",)),
}


def read_store_rule(node: Node, sources: Sources) -> StoreRule:
    _refuse_other_kinds(node, StoreRule.stage)
    unfit = node.has("unfit")
    rule = StoreRule(
        **_claim(node, sources),
        **_ranking(node, "unfit" if unfit else "exclude"),
        unfit=unfit,
        because_things=node.maybe_text("because_things"),
    )
    node.done()
    return rule


def read_client_rule(node: Node, sources: Sources) -> ClientRule:
    _refuse_other_kinds(node, ClientRule.stage)
    rule = ClientRule(**_claim(node, sources), **_ranking(node, "exclude"))
    node.done()
    return rule


def read_coherence_rule(node: Node, sources: Sources) -> CoherenceRule:
    _refuse_other_kinds(node, CoherenceRule.stage)
    level = next((level for level in ("block", "warn", "note") if node.has(level)), "")
    if not level:
        raise _nothing(node)
    rule = CoherenceRule(
        **_claim(node, sources, because=level),
        **_about_the_pick(node),
        level=level,
        leads=flag(node, "leads"),
        ruled=flag(node, "ruled"),
        ways_out=node.texts("ways_out"),
        as_if=_as_if(node),
    )
    if level != "note" and not rule.ways_out:
        raise node.fail("ways_out", f"rule {rule.id!r} warns without a way out")
    node.done()
    return rule


def _as_if(node: Node) -> dict[str, str]:
    table = node.table("as_if") if node.has("as_if") else Node({}, node.where)
    return {key: table.text(key) for key in table.data}


def read_companion_rule(node: Node, sources: Sources) -> CompanionRule:
    _refuse_other_kinds(node, CompanionRule.stage)
    if not node.has("companion"):
        raise _nothing(node)
    companion = node.table("companion")
    rule = CompanionRule(
        **_claim(node, sources),
        **_about_the_pick(node),
        databases=companion.texts("database"),
        for_=companion.choice("for", DATA_KINDS),
        within=flag(companion, "within"),
    )
    companion.done()
    node.done()
    return rule


def read_answer_rule(node: Node, sources: Sources) -> AnswerRule:
    _refuse_other_kinds(node, AnswerRule.stage)
    if not node.has("says"):
        raise _nothing(node)
    rule = AnswerRule(
        **_claim(node, sources, because="says"),
        **_about_the_pick(node),
        about=node.text("about"),
        fact=node.maybe_text("fact"),
        simply=flag(node, "simply"),
    )
    node.done()
    return rule


def _refuse_other_kinds(node: Node, stage: str) -> None:
    """Refuse a conclusion that rules of this file do not draw: it would have no effect."""
    for key, (what, stages) in BELONGS.items():
        if node.has(key) and stage not in stages:
            files = " or ".join(f"rules/{other}.toml" for other in stages)
            raise node.fail(key, f"{CONCLUDES[stage]}; {what} belong to {files}")


def _claim(node: Node, sources: Sources, because: str = "because") -> dict[str, Any]:
    """What every rule has; `because` is the key that holds its reason."""
    for key in (because, "ways_out", "lacking", "less", "because_things"):
        node.named(key, (*RULE_NAMES, "things") if key == "because_things" else RULE_NAMES)
    return {
        "id": node.text("id"),
        "when": conditions(node, "when"),
        "unless": conditions(node, "unless"),
        "because": node.text(because),
        "source": read_source(node, sources),
        "also_of": selector(node, "also_of"),
    }


def _ranking(node: Node, exclude: str) -> dict[str, Any]:
    effects = []
    for key, sign in (("favour", 1), ("against", -1)):
        for item in _one_or_more(node, key):
            by = item.number("by")
            if not 1 <= by <= 12:
                raise item.fail("by", "expected a whole weight from 1 to 12")
            effects.append(Effect(where=where(item, "by"), by=sign * by))
    excludes = tuple(where(item) for item in _one_or_more(node, exclude))
    if not (effects or excludes):
        raise _nothing(node)
    return {
        "effects": tuple(effects),
        "excludes": excludes,
        "ways_out": node.texts("ways_out"),
        "presumes": selector(node, "presumes"),
        "lacking": node.maybe_text("lacking"),
        "lacking_of": selector(node, "lacking_of"),
        "less": node.maybe_text("less"),
        "less_of": selector(node, "less_of"),
    }


def _about_the_pick(node: Node) -> dict[str, Any]:
    return {key: selector(node, key) for key in ("pick", "pick_not")}


def _one_or_more(node: Node, key: str) -> tuple[Node, ...]:
    """A table, or an array of them, or nothing."""
    if not node.has(key):
        return ()
    return node.tables(key) if isinstance(node.raw(key), list) else (node.table(key),)


def _nothing(node: Node) -> CatalogueError:
    return node.fail("id", f"rule {node.text('id')!r} concludes nothing")


# --- what is built in -------------------------------------------------------------------------------------------------


def read_built_in(node: Node, sources: Sources) -> dict[str, BuiltIn]:
    """Every entry of :data:`BUILT_IN`, and no other."""
    found = {id_: _built_in(id_, node.table(id_), sources) for id_ in BUILT_IN}
    node.done()
    return found


def _built_in(id_: str, node: Node, sources: Sources) -> BuiltIn:
    alone = id_ in WAYS_OUT_ALONE
    entry = BuiltIn(
        id=id_,
        when=node.text("when"),
        text="" if alone else node.text("text"),
        ways_out=node.texts("ways_out", required=alone),
        source=read_source(node, sources) if node.has("source") else None,
    )
    node.done()
    for key in ("text", "ways_out"):
        node.named(key, BUILT_IN[id_])
    return entry
