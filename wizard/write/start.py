"""The commands that a new project starts with: the clients of the whole stack, each with the driver for its store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.catalogue.packages import commands
from wizard.decide.answers import hold, values
from wizard.decide.decision import stance
from wizard.decide.rules import selects
from wizard.write.blocks import Block, Blocks, Item
from wizard.write.operations import answers_about

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.model import Client, Fetch
    from wizard.decide.rules import Store
    from wizard.explain.reading import Reading


def start(reading: Reading) -> Blocks:
    """The commands as one block; nothing where everything is in use already."""
    lines = start_lines(reading)
    return (Block(kind="code", items=(Item(text="\n".join(lines)),), label="Start with"),) if lines else ()


def start_lines(reading: Reading) -> tuple[str, ...]:
    """The commands, those for the main store first."""
    beside = [(item.store, item.client) for item in reading.companions if not item.within]
    return tuple(
        dict.fromkeys(
            line
            for store, client in ((reading.pick, reading.client), *beside)
            if client and not _in_use(reading, store, client)
            for line in commands(client.language, _fetches(reading, store, client))
        )
    )


def _fetches(reading: Reading, store: Store, client: Client) -> Iterator[Fetch]:
    attributes, answers = reading.book.client_attributes(store, client), answers_about(reading, store)
    return (fetch for fetch in client.fetches if hold(fetch.when, answers) and selects(fetch.pick, attributes))


def _in_use(reading: Reading, store: Store, client: Client) -> bool:
    """Whether the project has this client, in whatever version: by its name, or because its framework brings it to a
    database that is in use."""
    if reading.existing_client is client:
        return True
    used = store.index in reading.existing_stores and stance(reading.answers) == "in-use"
    return used and not values(reading.answers, "framework").isdisjoint(client.frameworks)
