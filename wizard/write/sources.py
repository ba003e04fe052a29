"""Where each rule comes from, and the day on which all was last checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.catalogue.vocabulary import INSTRUCTIONS
from wizard.explain.words import capital
from wizard.write.blocks import Block, Blocks, Item, paragraph
from wizard.write.comment import guide_day
from wizard.write.presumed import apart
from wizard.write.standard import stays_as_it_is, told_beside

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.catalogue.model import Cost
    from wizard.explain.reading import Reading


def sources(reading: Reading, rules: Mapping[str, Cost]) -> Blocks:
    """Where each rule comes from, whether others have no page, and the day on which all was last checked."""
    known = [
        (INSTRUCTIONS[about], item.fact, reading.pick)
        for about, item in rules.items()
        if not stays_as_it_is(reading, about, item)
    ]
    known += [
        (capital(companion.name), item.fact, companion.store)
        for companion in apart(reading)
        for item in told_beside(reading, companion).values()
    ]
    found: dict[str, list[str]] = {}
    for about, fact, store in known:
        if fact.page:
            found.setdefault(fact.link(store.database.id), []).append(about)
    links = tuple(Item(text=", ".join(dict.fromkeys(abouts)), url=url) for url, abouts in found.items())
    judged = any(not fact.page for _, fact, _ in known)
    rest = "; rules without a source are well known, or judgement" if judged else ""
    day = f"On or before {guide_day(reading.catalogue)}{rest}."
    return (
        *((Block(kind="links", items=links, label="Sources of the rules"),) if links else ()),
        paragraph(day, "Checked"),
    )
