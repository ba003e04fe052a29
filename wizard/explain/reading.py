"""Everything that follows from a set of answers, each part worked out once, when it is first asked for.

A reading is what every room below takes: the file, the screens, the door and the command line ask it, and nobody works
anything out beside it. Other answers are another reading.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from wizard.decide.answers import Answers, values
from wizard.decide.decision import Decision, decide, existing_client, existing_stores, stance
from wizard.decide.questions import pace, relevant
from wizard.decide.rulebook import rulebook
from wizard.decide.rules import coherent
from wizard.decide.settled import settled
from wizard.decide.what_if import WhatIf
from wizard.explain import (
    alternatives,
    answered,
    attributes,
    beside,
    conflicts,
    defaults,
    nearest,
    places,
    reasons,
    trade_offs,
)
from wizard.explain.places import NO_EDGE
from wizard.explain.words import no_client

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.catalogue.model import Catalogue, Client, Database, Question
    from wizard.catalogue.rule_model import CoherenceRule, Rule
    from wizard.decide.rules import Attributes, Everywhere, Rulebook, Store
    from wizard.explain.alternatives import Alternative
    from wizard.explain.answered import Answered
    from wizard.explain.beside import Companion
    from wizard.explain.conflict import Conflict
    from wizard.explain.places import Place
    from wizard.explain.reasons import Reason
    from wizard.explain.trade_offs import TradeOff

#: How a store came about that is full of data: its rules come before those for a new one.
FULL: Final = frozenset({"in-use", "engine-in-use"})


def reading_of(catalogue: Catalogue, answers: Answers) -> Reading:
    """The reading of `answers`, which must have been checked (see :mod:`wizard.decide.answers`)."""
    return Reading(book=rulebook(catalogue), answers=answers)


@dataclass(frozen=True, kw_only=True, eq=False)
class Reading:
    """The answers, and what the rules make of them. `store` is None when no database is needed, `client` when no listed
    client fits."""

    book: Rulebook
    answers: Answers
    chosen: tuple[str, ...] = ()
    """Products (ids) that were chosen as proposed, and are not there yet."""
    by_others: bool = False
    law: bool = False
    refused: frozenset[str] = frozenset()
    """Products (ids) that own words refuse."""
    host: str = ""
    """The host of the code, where it is one that the guide does not weigh."""

    def instead(self, answers: Answers) -> Reading:
        return replace(self, answers=answers)

    @property
    def catalogue(self) -> Catalogue:
        return self.book.catalogue

    # --- what is chosen -----------------------------------------------------------------------------------------------

    @cached_property
    def decision(self) -> Decision:
        return decide(self.book, self.answers, self.refused)

    @property
    def store(self) -> Store | None:
        return self.decision.store

    @property
    def client(self) -> Client | None:
        return self.decision.client

    @property
    def pick(self) -> Store:
        """The store, where there is one. Raises ValueError when no database is needed."""
        if self.decision.store is None:
            raise ValueError("no database was picked")
        return self.decision.store

    def client_of(self, store: Store) -> Client | None:
        """The client that a store would have."""
        return self.decision.lineup.clients[store.index] if self.decision.lineup else None

    @property
    def pick_ids(self) -> tuple[str, ...]:
        """The ids of the pick: database, service and client; fewer where there is none."""
        store = (self.store.database.id, self.store.service.id) if self.store else ()
        return (*store, self.client.id) if self.client else store

    @cached_property
    def attributes(self) -> Attributes:
        """What rules may ask about the pick: what the stack has, and how it came about."""
        return attributes.of_the_pick(self)

    @cached_property
    def wherever(self) -> Everywhere:
        """The attributes of the pick at each place where it can be: what is told holds at all of them."""
        return attributes.wherever_it_is(self)

    @cached_property
    def around(self) -> Everywhere:
        """:attr:`wherever`, with what stands beside: what texts may presume."""
        return places.with_beside(self, self.wherever)

    def around_beside(self, item: Companion) -> Everywhere:
        """The same of a store beside the pick."""
        return places.with_beside(self, self.wherever_beside(item))

    def wherever_beside(self, item: Companion) -> Everywhere:
        """:attr:`wherever` of a store beside the pick."""
        return attributes.wherever_beside(self, item)

    def attributes_beside(self, item: Companion) -> Attributes:
        """:attr:`attributes` of a store beside the pick."""
        return attributes.beside(self, item)

    @property
    def pick_name(self) -> str:
        """How the pick reads in a sentence: without a place that nobody named."""
        return self.pick.database.name if self.placeless else self.pick.name

    @property
    def full(self) -> bool:
        """Whether the pick is in use, and full of data."""
        return not FULL.isdisjoint(self.attributes["standing"])

    @property
    def place_open(self) -> bool:
        """Whether an engine is in use, and it was not said where: nothing is told of a place."""
        return "engine-in-use" in self.attributes["standing"]

    @property
    def run_by_others(self) -> bool:
        """Whether a host that was not weighed, or others in the house, run the server, as own words have it."""
        return self.by_others and self.store is not None and self.store.service.kind == "self-hosted"

    @property
    def host_not_compared(self) -> str:
        """The host of the code, where nobody named who runs the database and that host may run it too: no place is
        proposed. Nothing elsewhere."""
        if not self.host or self.store is None or self.place_open or self.homeless:
            return ""
        if self.answers.get("hosting") == "self-hosted":
            return ""
        named = {*values(self.answers, "existing_database"), *self.chosen}
        servers = self.catalogue.services["self-hosted"].runs
        return self.host if self.pick.database.id in servers and self.pick.service.id not in named else ""

    @property
    def anywhere(self) -> bool:
        """Whether the pick may be at any home of its engine: what is told holds at all of them."""
        return self.place_open or self.homeless or bool(self.host_not_compared)

    @property
    def placeless(self) -> bool:
        """Whether nothing is told of any place that the guide knows."""
        return self.anywhere or self.run_by_others

    @cached_property
    def homeless(self) -> bool:
        """Whether an engine was decided on, and no place of it meets what was asked."""
        return nearest.homeless(self)

    @property
    def own_service(self) -> bool:
        """Whether the team runs itself what a vendor sells as a service: then the vendor's plans, its regions and its
        encryption are none of this stack's."""
        return attributes.own_service(self)

    @cached_property
    def existing_stores(self) -> frozenset[int]:
        """The stores, by index, that the existing database can mean: the one that was named as the main one, or the one
        in use beside it that takes its place."""
        return self.decision.home or existing_stores(self.book, self.answers)

    @property
    def stance(self) -> str:
        """How firm the existing database is: `in-use`, `decided` or `leaning`."""
        return "in-use" if self.decision.home else stance(self.answers)

    @property
    def store_is_chosen(self) -> bool:
        """Whether the store was chosen as proposed: its reasons are those for which it was proposed."""
        named = self.answers.get("existing_database") in self.chosen
        there = self.store is not None and self.store.index in self.existing_stores
        return named and there and self.stance == "decided"

    @cached_property
    def unbound(self) -> Reading:
        """The reading had no database been named."""
        named = ("existing_database", "existing_engine", "existing_stance", "existing_stores")
        return self.instead({key: value for key, value in self.answers.items() if key not in named})

    @cached_property
    def without_leaning(self) -> Store | None:
        """What would be picked if the team did not lean to the pick; None where it makes no difference."""
        leans = self.store is not None and self.stance == "leaning" and self.pick.index in self.existing_stores
        other = self.unbound.store if leans else None
        return None if other is self.store else other

    @property
    def client_is_chosen(self) -> bool:
        """Whether the client was chosen as proposed: nothing of it is there yet."""
        return self.client is not None and self.client is self.existing_client and self.client.id in self.chosen

    @property
    def existing_client(self) -> Client | None:
        return existing_client(self.book, self.answers)

    @property
    def certainty(self) -> str:
        """How sure the pick is: `forced`, `close` or `clear`."""
        return reasons.certainty(self.decision)

    @cached_property
    def blocks(self) -> tuple[Conflict, ...]:
        """The objections that have to be settled before anybody builds on the pick."""
        return tuple(item for item in self.conflicts if item.level == "block")

    @cached_property
    def may_block(self) -> tuple[CoherenceRule, ...]:
        """The rules that block the stacks that they are about, by these answers."""
        return tuple(rule for rule in self.coherent if rule.level == "block")

    @cached_property
    def may_warn(self) -> tuple[CoherenceRule, ...]:
        """Those that warn of stacks, and say nothing of the pick."""
        return alternatives.may_warn(self)

    @cached_property
    def coherent(self) -> tuple[CoherenceRule, ...]:
        """The rules about coherence whose conditions hold, whatever the stack is."""
        return coherent(self.book, self.as_assumed)

    # --- what is still open -------------------------------------------------------------------------------------------

    @cached_property
    def settled(self) -> bool:
        """Whether no answer still to come can move the database."""
        return settled(self.book, self.answers, self.decision)

    @cached_property
    def pace(self) -> str:
        return pace(self.answers)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions that matter after these answers, answered or not. In the brief pace fewer do."""
        is_settled = (lambda: self.settled) if self.pace == "brief" else None
        return relevant(self.book, self.answers, self.decision, is_settled)

    @cached_property
    def what_if(self) -> WhatIf:
        if self.store_is_chosen and self.unbound.store is self.store:
            return self.unbound.what_if  # why it was proposed is why to look again
        return WhatIf(book=self.book, answers=self.answers, decision=self.decision)

    # --- what there is to say about it --------------------------------------------------------------------------------

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        return reasons.reasons(self) if self.store else reasons.nothing_to_keep(self.catalogue)

    @cached_property
    def trade_offs(self) -> tuple[TradeOff, ...]:
        return trade_offs.trade_offs(self) if self.store else ()

    @cached_property
    def in_use_beside(self) -> tuple[Database, ...]:
        """The engines that are in use beside the pick; where they run was not said."""
        return beside.in_use_beside(self) if self.store else ()

    @cached_property
    def companions(self) -> tuple[Companion, ...]:
        """The stores beside the pick, and the jobs that the pick does too."""
        return beside.companions(self) if self.store else ()

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Where each kind of data goes that was named."""
        return places.places(self) if self.store else ()

    @cached_property
    def held(self) -> Answers:
        """The answers as they concern the pick: of the kinds of data, those that go there."""
        return places.answers_of(self, self.pick) if self.store else self.answers

    @cached_property
    def as_assumed(self) -> Answers:
        """The same, with what is assumed of how the code runs."""
        return places.as_assumed(self, self.pick) if self.store else self.answers

    @property
    def no_edge(self) -> bool:
        """Whether the code is to run at the edge of a cloud that has none for it."""
        return self.answers.get("runtime") == "edge" and self.answers.get("platform") in NO_EDGE

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        return conflicts.conflicts(self) if self.store else ()

    @cached_property
    def told(self) -> tuple[Rule, ...]:
        """The rules that are told: as a reason or as an objection."""
        ids = {item.rule for item in self.reasons} | {item.rule for item in self.conflicts}
        return tuple(rule for rule in self.catalogue.rules if rule.id in ids)

    @cached_property
    def leaning_not_followed(self) -> Alternative | None:
        """What the person leaned towards, where something else was picked."""
        return alternatives.leaning_not_followed(self)

    @cached_property
    def answered(self) -> tuple[Answered, ...]:
        """What was asked for, by name: how the pick has it, or why not."""
        return answered.answered(self) if self.store else ()

    @cached_property
    def alternatives(self) -> tuple[Alternative, ...]:
        return alternatives.alternatives(self) if self.store else ()

    @property
    def why_no_client(self) -> str:
        """Why no listed client fits, and what to take."""
        signs_in = self.answers.get("runtime") == "local" and "yes" in self.attributes["on_device"]
        return no_client(self.catalogue, self.pick, self.answers, on_device=signs_in)

    @cached_property
    def client_alternatives(self) -> tuple[tuple[Client, str], ...]:
        """Other clients, each with what it would be better for."""
        return alternatives.client_alternatives(self) if self.store else ()

    @cached_property
    def unsure(self) -> tuple[str, ...]:
        """The labelled defaults that stand in for "not sure", as sentences."""
        return tuple(text for key, text in self.assumed.items() if key in self.answers)

    @cached_property
    def left_out(self) -> tuple[str, ...]:
        """The defaults of questions without an answer; of a database that was named, that it is in use."""
        return defaults.left_out(self)

    def called(self, named: str) -> str:
        """How what was named as existing reads in a sentence: without an engine that nobody said."""
        return defaults.existing_called(self, named)

    def matters(self, key: str) -> bool:
        """Whether the answer to a question can matter: at the brief pace it would be asked, were it open."""
        if key not in self.answers:
            return any(question.key == key for question in self.questions)
        rest = {name: value for name, value in self.answers.items() if name != key}
        return any(question.key == key for question in self.instead({**rest, "pace": "brief"}).questions)

    @cached_property
    def assumed(self) -> Mapping[str, str]:
        """Question -> the default that stands in for its answer."""
        return defaults.assumed(self)

    @property
    def without_difference(self) -> tuple[str, ...]:
        """The questions whose answers made no difference: no change moves the pick, and nothing said rests on them."""
        grounds = {key for reason in self.reasons for key in reason.answers}
        grounds |= {key for conflict in self.conflicts for key in conflict.answers}
        grounds |= {"data", "scale"} if self.companions else set()
        return tuple(key for key in self.what_if.unmoved if key not in grounds)
