"""What is said of a product that no command knows, and of an answer that there is not."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any, Final

from wizard.agent.unasked import ARE_FILES
from wizard.catalogue.elsewhere import STORES
from wizard.catalogue.model import Catalogue, Question
from wizard.explain.words import listed

#: How a database that the guide does not have comes into the file.
NOT_COVERED: Final = (
    "A database that the guide does not cover: set existing_database=none, or existing_stores=none for a second one, "
    "its name first in --because; if it holds the data, keep database-not-compared"
)

#: Questions whose answers are products, and of places -> the answer that stands for another one.
TAKES_PRODUCTS: Final = frozenset({"existing_database", "existing_stores", "existing_client"})
ANOTHER: Final = dict.fromkeys(TAKES_PRODUCTS, "none") | {
    "platform": "any, or own for plain machines",
    "hosting": "self-hosted (a service that the guide has is a choose)",
    "language": "other",
    "framework": "other",
    "region": "other",
}

#: So like a value is what was meant by it: `postgres`, `mongo`.
NEAR: Final = 0.75


def way_out(question: Question, value: Any) -> str:
    """What was meant by an answer that there is not, or what stands for it; it goes behind what is wrong."""
    given = value if isinstance(value, (list, tuple)) else [value]
    wrong = [str(it) for it in given if it not in question.values]
    near = [hit for it in wrong for hit in get_close_matches(it.lower(), question.values, 1, NEAR)]
    if near:
        return f"; did you mean {listed(near)}?"
    if question.key == "data":
        return f"; {ARE_FILES}"
    another = ANOTHER.get(question.key)
    if question.key == "existing_database":
        return f"; what a host runs goes by its engine, such as postgresql; another is {another}, named in the reason"
    return f"; what is not among them is {another}, with its name in the reason" if another else ""


def no_such_product(catalogue: Catalogue, id_: str) -> str:
    """What is wrong with an id, and what may have been meant."""
    known = [*catalogue.databases, *catalogue.services, *catalogue.clients]
    near = get_close_matches(id_.lower().replace(" ", "-"), known, 3, 0.7)
    way = f"put the name of a library into the reason of existing_client=none. {NOT_COVERED}"
    meant = f"did you mean {listed(near)}? If not, the guide" if near else "the guide"
    way = f"{meant} does not cover it, so it was not weighed: say so, and {way}"
    return f"no database, service or client has this id; {way}"


def uncovered_name(value: Any) -> str:
    """The database that the guide does not cover among some values, as it is called."""
    known = {it.lower().replace(" ", "-"): it for it in STORES}
    given = value if isinstance(value, (list, tuple)) else [value]
    return next((known[it] for it in (str(one).lower().replace(" ", "-") for one in given) if it in known), "")
