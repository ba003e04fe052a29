"""What a change did to the pick, and whether there is anything to tell of it yet."""

from __future__ import annotations

from wizard.agent.coming import engine_named, pick_name, same_pick
from wizard.converse.record import Record
from wizard.converse.uncompared import staying, stays_unweighed
from wizard.decide.questions import keeps_the_client
from wizard.explain.reading import Reading
from wizard.explain.words import listed


def is_early(reading: Reading) -> bool:
    """Whether a pick says nothing yet: how firm a name is, is open; or the data and who runs what was decided on."""
    open_ = reading.answers.get("existing_database", "none") != "none" and "existing_stance" not in reading.answers
    whole = reading.decision.forced and (reading.stance == "in-use" or not engine_named(reading))
    return reading.store is not None and (open_ or ("data" not in reading.answers and not whole))


def _place_open(reading: Reading) -> bool:
    """Whether nothing says yet where the code runs, and no database is named: on a device the pick is a file."""
    return "runtime" not in reading.answers and reading.answers.get("existing_database", "none") == "none"


def _client_open(reading: Reading) -> bool:
    """Whether it is still asked what the client hangs on."""
    if reading.store is None or keeps_the_client(reading.decision, reading.answers):
        return False
    return any(item.topic == "client" and item.key not in reading.answers for item in reading.questions)


def moved(before: Reading, after: Reading, record: Record) -> str:
    """What a change did to the pick; what is still open is not told as settled."""
    if names := stays_unweighed(after, record):
        return f"{staying(names)}, not weighed: the file leaves the rules to who knows the database."
    if is_early(after) and _place_open(after):
        return "It is too early to tell a pick."
    if is_early(after):
        return f"So far: {pick_name(after)}. It is too early to tell them."
    if before.answers and not is_early(before) and not same_pick(before, after):
        if not _client_open(after):
            return f"The pick moved: {pick_name(after)}, no longer {pick_name(before)}."
        if before.store is None or before.pick_name == after.pick_name:
            was = f", no longer with {before.client.name}" if before.client and after.client else ""
            return f"So far: {pick_name(after)}{was}. The client is still open."
        return f"The pick moved: {after.pick_name}, no longer {before.pick_name}. The client is still open."
    beside = [item.name for item in after.companions if not item.within]
    return f"The pick: {pick_name(after)}{f', and {listed(beside)} beside it' if beside else ''}."
