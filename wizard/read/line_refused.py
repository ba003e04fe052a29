"""Which clients a line refuses, and which stores hold none of its data."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from wizard.catalogue.later import later
from wizard.catalogue.model import Catalogue
from wizard.converse.refusals import object_mappers
from wizard.read.mention import Mention
from wizard.read.mentions import BESIDE


def refusal(catalogue: Catalogue, found: Iterable[Mention], *, mapped: bool, raw: str) -> tuple[frozenset[str], str]:
    """Which clients are not wanted: their ids, and in words."""
    named = {it.value: catalogue.name(it.value) for it in found if it.left_out and it.key == "existing_client"}
    mappers = frozenset[str]() if mapped else object_mappers(catalogue)
    told = (not_any(named.values()), f"{NO_ORM}, {raw}".strip(", ") if mappers else "")
    return mappers.union(named), "; ".join(filter(None, told))


NO_ORM: Final = "No ORM"


def not_any(names: Iterable[str]) -> str:
    *more, last = dict.fromkeys(names) or [""]
    return f"Not {', '.join(more)} or {last}" if more else f"Not {last}" if last else ""


def queued(line: str, wanted: list[Mention]) -> list[Mention]:
    """The stores that a queue beside the main one runs on: they hold none of the data."""
    main = any(it.key == "existing_database" and it.value not in BESIDE for it in wanted)
    return [it for it in wanted if main and it.value in BESIDE and _QUEUE.search(line, 0, it.start)]


_QUEUE: Final = later(
    r"\b(?:celery|dramatiq|huey|arq|bullmq|bull|sidekiq|resque|asynq|horizon)\s*(?:\+|/|&|and|with|on|over|via)\s*$",
    re.IGNORECASE,
)
