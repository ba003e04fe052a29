"""The page's estimate of how long loading will take yet: near the truth, and steady on an uneven line."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest


@pytest.mark.parametrize("seconds", [12, 30, 300])
def test_the_estimate_is_near_the_truth_and_does_not_jump_about(seconds: int) -> None:
    node = Path(sys.executable).with_name("node")
    script = Path(__file__).with_name("estimate.mjs")
    command: list[str | Path] = [node, "--no-warnings", script, "4200000", str(seconds)]
    said = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    lefts = [(passed, left) for passed, left, _ in said if left is not None]
    assert lefts[0][0] == pytest.approx(2, abs=0.3), "it says something as soon as there is something to go by"
    assert all(abs(passed + left - seconds) < 2 + seconds / 4 for passed, left in lefts)
    assert all(later[1] <= earlier[1] for earlier, later in pairwise(lefts)), "the time left never grows"
    words = [text.partition(", ")[2] for _, _, text in said]
    assert sum(one != other for one, other in pairwise(words)) <= 3 + seconds / 8
