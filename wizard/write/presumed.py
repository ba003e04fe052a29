"""Which instruction of the catalogue holds of a store, and presumes most of it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from wizard.catalogue.ended import is_older
from wizard.converse.flow import to_be_settled
from wizard.converse.own_words import others_said, promised
from wizard.converse.record import EMPTY
from wizard.decide.answers import hold
from wizard.decide.rules import everywhere
from wizard.explain.reading import FULL
from wizard.explain.words import listed
from wizard.write.assumed import to_check
from wizard.write.operations import answers_about
from wizard.write.said import names_a_migration_tool, settled, store_version

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wizard.catalogue.model import Catalogue, Cost
    from wizard.converse.record import Record
    from wizard.decide.rules import Everywhere, Store
    from wizard.explain.beside import Companion
    from wizard.explain.reading import Reading

#: What a client adds to what an instruction may presume: that which is new waits too.
OF_A_CLIENT: Final = frozenset({"client", "style", "migrations", "several_engines"})

#: Rules that differ from one major version of a client to the next.
OF_A_MAJOR: Final = frozenset(
    {"driver", "pool", "security", "setup", "types", "values", "retries", "timeouts", "local"}
)


def apart(reading: Reading) -> list[Companion]:
    """The stores beside the main one that are not in it."""
    return [item for item in reading.companions if not item.within]


def attributes(reading: Reading, record: Record = EMPTY) -> Everywhere:
    """What an instruction about the main store may presume: of the stack, of the file, and of what was said. A client
    that is new counts for nothing while something is to be settled about a database in use."""
    open_ = bool(to_be_settled(reading, record))
    of_the_file = {
        "alone": yes_no(not (apart(reading) or reading.in_use_beside or others_said(record.notes.values()))),
        "unsettled": yes_no(any(to_check(reading, theirs=bool(engines_of_customers(reading, record))))),
        "blocked": yes_no(open_),
        "said": settled(reading, record),
        "release": frozenset(filter(None, [store_version(reading, record)])),
    }
    if open_ and reading.full and "new" in reading.attributes["client_standing"]:
        of_the_file |= {**dict.fromkeys(OF_A_CLIENT, frozenset[str]()), "client_standing": frozenset({"open"})}
    return tuple({**known, **of_the_file} for known in reading.around)


def engines_of_customers(reading: Reading, record: Record) -> str:
    """The engines that are promised and that customers run: `PostgreSQL, Oracle and SQL Server`. The place, the
    upgrades and the limits of one of them are then none of ours. Empty for any other stack."""
    several = reading.answers.get("engines") == "several" and not reading.place_open
    theirs = promised(record.notes) if several and reading.pick.service.kind == "self-hosted" else ()
    return listed(theirs) if theirs else ""


def attributes_beside(reading: Reading, item: Companion) -> Everywhere:
    """The same of a store beside the main one."""
    return tuple({**known, "alone": yes_no(False)} for known in reading.around_beside(item))


def yes_no(holds: bool) -> frozenset[str]:
    """An attribute that holds or does not."""
    return frozenset({"yes" if holds else "no"})


def instructions(reading: Reading, store: Store, known: Everywhere, part: str = "") -> dict[str, Cost]:
    """Of each aspect the instruction that presumes most; the first of those that presume as much. With a `part`, of
    those that are about that part alone."""
    answers = answers_about(reading, store)
    held = (
        item
        for item in _in_order(reading.catalogue)
        if everywhere(item.pick, known) and hold(item.when, answers) and item.fact.printable
        if not part or part in item.pick.get("part", ())
    )
    release = next((tuple(map(int, re.findall(r"\d+", it))) for at in known for it in at.get("release", ())), ())
    if release:
        held = (it for it in held if not is_older(release, it.needs.get(store.database.id, "0")))
    if any("another-major" in it.get("said", ()) for it in known):
        held = (it for it in held if "said" in it.pick or "client" not in it.pick or it.fact.key not in OF_A_MAJOR)
    if any("migrations" in it.get("said", ()) for it in known):
        held = (it for it in held if not names_a_migration_tool(it.fact.text))
    found: dict[str, Cost] = {}
    for item in held:
        found.setdefault(item.fact.key, item)
    return found


@cache
def _in_order(catalogue: Catalogue) -> list[Cost]:
    """All instructions, sorted once: each file asks for some of them."""
    return most_first(catalogue.instructions)


#: Answers that bind whatever is chosen: what presumes one of them stands in the place of what does not.
BINDING: Final = frozenset({"compliance", "engines"})

#: Attributes that name a product, which says more of a stack than what several products have.
PRODUCTS: Final = frozenset({"database", "service", "client"})


def most_first(items: Iterable[Cost]) -> list[Cost]:
    """Those that presume most first: what binds, then what was said, then that there are data already, then conditions,
    of which a product counts twice; of as many, those with fewer ways to hold."""

    def presumed(item: Cost) -> tuple[int, bool, bool, int, int]:
        said, new = "said" in item.pick, not FULL.issuperset(item.pick.get("standing", ("new",)))
        conditions = len(item.when) + len(item.pick) + len(PRODUCTS & item.pick.keys())
        return (
            -len(BINDING & item.when.keys()),
            not said,
            new,
            -conditions,
            sum(map(len, item.pick.values())),
        )

    return sorted(items, key=presumed)
