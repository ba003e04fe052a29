"""What a line refuses, and which of its stores hold none of its data."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from wizard.catalogue.later import later
from wizard.catalogue.model import Catalogue
from wizard.converse.refusals import NO_MAPPER, RAW, object_mappers
from wizard.read.mention import Mention
from wizard.read.mentions import BESIDE
from wizard.read.phrases import clause_at


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """`clients` and `stores` are ids; `of_clients` says which clients; `vetoes` are words by which a note refuses it
    all, less stores that are left with what they hold; `typed` are words of the line that refuse no product by name."""

    clients: frozenset[str]
    stores: frozenset[str]
    of_clients: str
    vetoes: tuple[str, ...]
    typed: tuple[str, ...]


def refused(catalogue: Catalogue, line: str, found: Iterable[Mention], moving: str) -> Refused:
    """What a line refuses; `moving` is what it says of a store that is left."""
    out = [it for it in found if it.left_out]
    named = {it.value: catalogue.name(it.value) for it in out if it.key == "existing_client"}
    stores = [it for it in out if it.key == "existing_database"]
    mappers = tuple(NO_MAPPER.findall(line))
    raw = RAW.search(line) if mappers else None
    no_orm = f"{NO_ORM}, {raw[0]}" if raw else NO_ORM if mappers else ""
    of_clients = "; ".join(filter(None, (_not_any(named.values()), no_orm)))
    staying = (catalogue.name(it.value) for it in stores if not it.moves and it.text not in moving)
    return Refused(
        clients=(object_mappers(catalogue) if mappers else frozenset()).union(named),
        stores=frozenset(it.value for it in stores),
        of_clients=of_clients,
        vetoes=tuple(filter(None, (_not_any(staying), of_clients))),
        typed=(*mappers, *([raw[0]] if raw else [])),
    )


NO_ORM: Final = "No ORM"


def _not_any(names: Iterable[str]) -> str:
    *more, last = dict.fromkeys(names) or [""]
    return f"Not {', '.join(more)} or {last}" if more else f"Not {last}" if last else ""


def without_queued(line: str, wanted: list[Mention]) -> tuple[list[Mention], list[str]]:
    """The mentions less the stores that a queue beside the main one runs on, which hold none of the data; and what the
    line says of these."""
    main = any(it.key == "existing_database" and it.value not in BESIDE for it in wanted)
    queued = [it for it in wanted if main and it.value in BESIDE and _QUEUE.search(line, 0, it.start)]
    return [it for it in wanted if it not in queued], [clause_at(line, it.start).strip(" .") for it in queued]


_QUEUE: Final = later(
    r"\b(?:celery|dramatiq|huey|arq|bullmq|bull|sidekiq|resque|asynq|horizon)\s*(?:\+|/|&|and|with|on|over|via)\s*$",
    re.IGNORECASE,
)
