"""A database that own words name and the guide does not compare: what becomes of it."""

from __future__ import annotations

from typing import Final

from wizard.converse.own_words import main_elsewhere
from wizard.converse.record import Record, fingerprint
from wizard.explain.conflict import Conflict, of_our_own
from wizard.explain.reading import Reading
from wizard.explain.words import listed

#: The question whose reason names a database that is not among its options, and what is said of that.
EXISTING: Final = "existing_database"

NOT_COMPARED: Final = "database-not-compared"

#: The ways on from a database that was not compared, in the order of its ways out.
STAYS, REPLACED, BESIDE = range(3)


def _uncompared(reading: Reading, record: Record) -> tuple[str, ...]:
    """The databases that the reason for "none of these" names, where it does not say that they stand beside."""
    if reading.store is None or reading.answers.get(EXISTING) != "none":
        return ()
    return main_elsewhere(record.notes.get(EXISTING, ""))


def way_with_it(reading: Reading, record: Record) -> int | None:
    """What becomes of a database that was not compared; None where that was not said. It stays where no way was
    agreed on."""
    for item in unweighed(reading, record) if NOT_COMPARED in record.kept else ():
        marks = [fingerprint(way) for way in item.ways_out]
        agreed = record.taken.get(NOT_COMPARED, marks[STAYS])
        return marks.index(agreed) if agreed in marks else None
    return None


def not_compared(reading: Reading, record: Record) -> tuple[str, ...]:
    """The databases that the reason for "none of these" names, where they are said neither to stand beside nor to be
    replaced."""
    return _uncompared(reading, record) if way_with_it(reading, record) in (None, STAYS) else ()


def stays_unweighed(reading: Reading, record: Record) -> tuple[str, ...]:
    """The databases that the guide does not have and that stay, as the person keeps to them knowingly."""
    return _uncompared(reading, record) if way_with_it(reading, record) == STAYS else ()


def beside_unweighed(reading: Reading, record: Record) -> tuple[str, ...]:
    """The databases that the guide does not have and that stand beside, as the person has chosen."""
    return _uncompared(reading, record) if way_with_it(reading, record) == BESIDE else ()


def unweighed(reading: Reading, record: Record) -> tuple[Conflict, ...]:
    """That a database was named which the guide does not have."""
    main = _uncompared(reading, record)
    names = {"names": listed(main), "name": reading.pick.name} if main else {}
    return (of_our_own(reading, NOT_COMPARED, "block", (EXISTING,), **names),) if main else ()
