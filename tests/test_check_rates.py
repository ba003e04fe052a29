"""The check on generated repositories: what is planted is found, and what keeps to its file is left in peace."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Final

from tests.drift import DRIFTS, Repository, clean, drifted
from wizard.catalogue.load import load
from wizard.check import checking, project
from wizard.check.case import Case
from wizard.check.finding import Finding

TODAY: Final = date(2026, 11, 28)
PLANTED: Final = 200
CLEAN: Final = 60


def differences(repository: Repository) -> list[Finding]:
    found = project.of(load(), repository.files())
    assert not found.unread
    case = Case(standard=repository.standard, project=found, today=TODAY)
    return [item for item in checking.findings(case) if item.differs]


def test_at_least_95_in_100_planted_drifts_are_found() -> None:
    missed, planted = [], Counter[str]()
    for seed in range(PLANTED):
        told = drifted(seed)
        planted[told.drift] += 1
        found = differences(told.repository)
        lines = [place.text for item in found if item.kind.id in told.kinds for place in item.places]
        if not any(_same(told.named, line) for line in lines):
            missed.append(f"{seed} {told.drift} {told.named}: {[(item.kind.id, item.says) for item in found]}")
    assert planted.keys() == {drift.__name__ for drift, _ in DRIFTS}, "each drift is planted"
    assert min(planted.values()) >= 5
    assert len(missed) <= PLANTED * 0.05, "\n".join(missed)


def _same(named: str, line: str) -> bool:
    """Whether a line as it is shown is the planted one: of an address its end alone is shown."""
    return named.lower() in line.lower() or (line.startswith("….") and named.endswith(line.removeprefix("…")))


def test_at_most_one_of_60_repositories_without_drift_is_told_off() -> None:
    told = {
        seed: [item.says for item in found] for seed in range(CLEAN) for found in [differences(clean(seed))] if found
    }
    assert len(told) <= 1, told
