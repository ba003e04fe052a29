"""What was asked for by name, as a file answers it: what a reason, an objection or a rule there has answered is not
answered again, and what nothing there answers is."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable
from typing import TYPE_CHECKING, Final

from wizard.catalogue.later import later
from wizard.explain.answered import GIVEN_UP, answered
from wizard.explain.words import say
from wizard.write.blocks import Block, Item

if TYPE_CHECKING:
    from wizard.catalogue.rule_model import Rule
    from wizard.explain.conflict import Conflict
    from wizard.explain.reading import Reading

#: What only says where something stands, which whoever reads the file finds there.
_POINTING: Final = later(r"(?:stands under|see) Watch out for")

#: What is asked of a place, of one engine's licence and of its encryption, which customers see to who run the engines.
THEIRS: Final = frozenset({"open-source", "residency", "encryption"})

#: What is answered though the pick simply has it, while points are open: its rule waits.
NO_RULE_YET: Final = ("core", "nice", "vectors")


#: What own words settle -> what is then answered.
_BY_WORDS: Final = {"placed": "region", "keys": "encryption", "hosted": "hosting", "located": "region"}


def by_words(reading: Reading, settled: Container[str]) -> frozenset[str]:
    """What own words answer: where data stay, whose keys they are, what it may cost, and who runs what runs today."""
    host = {"hosting", "budget"} if reading.placeless and reading.by_others else set[str]()
    host |= {"budget"} if _priced(reading, settled) else set[str]()
    return frozenset(host | {about for said, about in _BY_WORDS.items() if said in settled})


def price(reading: Reading, settled: Container[str]) -> list[Item]:
    """That no plan of the provider was held against the money that own words name."""
    if not _priced(reading, settled) or reading.full or reading.anywhere:
        return []
    return [Item(text=say(reading.catalogue, "price-not-compared", service=reading.pick.service.name))]


def _priced(reading: Reading, settled: Container[str]) -> bool:
    """Whether own words say how much a provider's service may cost, of which nobody knows the plan."""
    managed = reading.pick.service.kind == "managed" and not reading.own_service
    return managed and "money" in settled and reading.answers.get("budget") == "modest"


def told_in(reading: Reading, above: Iterable[Block], objections: Iterable[Conflict]) -> list[Rule]:
    """The rules that stand in a file: as reasons in the blocks `above`, or as these objections."""
    texts = {item.text for block in above for item in block.items}
    ids = {item.rule for item in objections}
    ids |= {item.rule for item in reading.reasons if {item.text, item.of_things} & texts}
    return [rule for rule in reading.told if rule.id in ids]


def asked_for(
    reading: Reading,
    ruled: Container[str] = (),
    *,
    theirs: bool = False,
    points: Collection[Rule] = (),
    told: Collection[Rule] | None = None,
) -> list[Item]:
    """What was asked for by name, and how the pick has it; not what is simply so, or what a rule (`ruled`) or a point
    that is open answers; `told` are the reasons and objections of the file, where they are not all there. The licence
    and the place of one of the engines that customers bring (`theirs`) say nothing of the others."""
    open_ = {(key, value) for rule in points for key, asked in rule.when.items() for value in asked.mentioned()}
    found = reading.answered if told is None else answered(reading, told)
    found = tuple(item for item in found if item.rule != GIVEN_UP and not _POINTING.search(item.text))
    left = [item for item in found if not (item.question in ruled or item.value in ruled)]
    left = [item for item in left if not item.simply or (points and item.value in NO_RULE_YET)]
    left = [item for item in left if (item.question, item.value) not in open_]
    if reading.host_not_compared:  # the rule about them has to be met, wherever it will be
        left = [item for item in left if item.value not in ("residency", "encryption") and item.question != "region"]
    if reading.full:  # what depends on it says where
        left = [item for item in left if item.value != "residency" and item.question != "region"]
    left = [item for item in left if not (theirs and (item.value in THEIRS or item.question in ("region", "budget")))]
    return [Item(text=item.text, url=item.source.url if item.source else "", about=item.about) for item in left]
