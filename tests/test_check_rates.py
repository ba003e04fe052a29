"""The check on generated repositories: what is planted is found, and what keeps to its file is left in peace."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Final

from tests.drift import DRIFTS, FILE, Repository, clean, drifted
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


def test_ten_thousand_files_take_less_than_a_second(tmp_path: Path) -> None:
    """The processor's time of a whole run of the command, git included: how busy the machine is shall not count."""
    repository = next(clean(seed) for seed in range(9) if clean(seed).language == "typescript")
    project_, cache = tmp_path / "project", tmp_path / "cache"
    for path, text in {FILE: repository.document, **repository.files()}.items():
        (project_ / path).parent.mkdir(parents=True, exist_ok=True)
        (project_ / path).write_text(text, encoding="utf-8")
    for number in range(100):
        folder = project_ / f"packages/p{number}"
        folder.mkdir(parents=True)
        (folder / "package.json").write_text('{"dependencies": {"zod": "^4.0.0"}}', encoding="utf-8")
        for file in range(100):
            (folder / f"module{file}.ts").touch()
    subprocess.run(["git", "init", "--quiet", project_], check=True)
    subprocess.run(["git", "-C", project_, "add", "."], check=True)
    # Bytecode is kept, as where a package is installed: the first run writes it.
    cached = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(cache)}
    command = [sys.executable, "-m", "wizard", "check", str(project_)]
    taken: list[float] = []
    while len(taken) < 4 and not (len(taken) > 1 and taken[-1] < 1):
        before = os.times()
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=cached)
        after = os.times()
        assert "and the project agree." in done.stdout, done.stdout + done.stderr
        taken.append(sum(after[2:4]) - sum(before[2:4]))
    assert taken[-1] < 1, f"seconds of the processor: {taken}"
