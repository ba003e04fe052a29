"""What `data-stack.md` says of a project that keeps nothing: the guide's sections, without a database."""

from __future__ import annotations

from typing import Final

from wizard.explain.reading import Reading
from wizard.explain.words import say
from wizard.write import standard
from wizard.write.blocks import Block, Blocks, Item, bullets, paragraph

#: The rules of a project that keeps nothing.
NOTHING_KEPT: Final = (
    "Data: This code keeps nothing that has to outlive a restart; a cache holds only what can be built again.",
    "Other systems: What is theirs to keep they have taken before a person is told that it worked; a failure is shown.",
    "Secrets: None stands in the repository.",
    "Ask a person: Before a database, a store of files or anything else that keeps data.",
)


def without_database(reading: Reading, notes: Blocks) -> dict[str, Blocks]:
    """The sections of the document; `notes` is what the team added in its own words."""
    why, reverse = (reason.text for reason in reading.reasons)
    none = Block(kind="pick", items=(Item(text="None"),))
    later = (
        "Keeping no state leaves no database to back up, migrate or secure; tokens, caches and logs are secured as "
        "ever. Adding a database later is a decision of its own, not a detail of a feature: ask a person before you "
        "add one."
    )
    return {
        "Overview": (paragraph("This project keeps no data of its own, so it uses no database." + _named(reading)),),
        standard.HEADING: bullets("", [Item(text=text) for text in NOTHING_KEPT]),
        "Database": (none, paragraph(why, "Why"), paragraph(reverse, "Revisit when"), *notes),
        "ORM / Database Client": (none, paragraph("Without a database there is nothing to connect to.")),
        "Decision Relationships": (paragraph(later),),
    }


def _named(reading: Reading) -> str:
    """What becomes of a database that was named, where none is needed."""
    named = reading.answers.get("existing_database", "none")
    if named == "none":
        return ""
    in_use = reading.answers.get("existing_stance", "in-use") == "in-use"
    said = "there-and-not-of-this-project" if in_use else "named-and-not-needed"
    return " " + say(reading.catalogue, said, names=reading.catalogue.name(str(named)))
