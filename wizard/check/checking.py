"""The check: a file and a project in, findings out, in the order of their kinds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from wizard.check import changes, differences, drivers, edits
from wizard.check.case import Case
from wizard.check.finding import Finding, kinds
from wizard.converse.record import Place

#: Kind -> what finds it. The order is that of `kinds.toml`.
FINDERS: Final[Mapping[str, Callable[[Case], Iterator[Finding]]]] = {
    "says-otherwise": changes.says_otherwise,
    "answers-lost": changes.answers_lost,
    "written-by-hand": changes.written_by_hand,
    "revisit-came-true": changes.revisit_came_true,
    "unknown-store": differences.unknown_store,
    "driver-of-another-family": differences.driver_of_another_family,
    "other-driver": drivers.other_driver,
    "client-cannot-speak": differences.client_cannot_speak,
    "second-client": differences.second_client,
    "pick-not-used": differences.pick_not_used,
    "pick-not-used-yet": differences.pick_not_used_yet,
    "past-end-of-life": changes.past_end_of_life,
    "kept-past-end-of-life": changes.kept_past_end_of_life,
    "off-the-pinned-major": changes.off_the_pinned_major,
    "other-majors-admitted": changes.other_majors_admitted,
    "other-service": differences.other_service,
    "answers-not-said": changes.answers_not_said,
    "foreign-command": edits.foreign_command,
    "edited-command": edits.edited_command,
    "other-engine-in-tests": differences.other_engine_in_tests,
    "guide-changed": changes.guide_changed,
}


def findings(case: Case) -> tuple[Finding, ...]:
    """Everything that no longer agrees. What a line names is told once: by the first kind that has it."""
    told: set[Place] = set()
    found = []
    for id_ in kinds():
        new = [item for item in FINDERS[id_](case) if not item.places or not set(item.places) <= told]
        for item in new:
            told |= set(item.places) if item.differs else set()
        found += new
    return tuple(found)


def outdated(case: Case) -> tuple[Finding, ...]:
    """What the guide says otherwise now: of the file alone."""
    return tuple(changes.guide_changes(case))
