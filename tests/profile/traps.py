"""Counts the requests that call a function which was left out, `python -m tests.profile.traps --inputs 100000`.

They are those with which the profile is measured (:mod:`tests.profile.asked`), of other interviews. The built site's
runtime answers them under Node; at a function that is left out it ends, as the browser's worker does, and the next one
goes on behind the request that called it. Whatever is found belongs into the profile: `--add` of `tests.profile`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from itertools import batched, count, islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.profile.asked import requests

if TYPE_CHECKING:
    from collections.abc import Iterator

ASK: Final = Path(__file__).with_name("ask.mjs")

#: Interviews whose requests are held at once, beside every screen of the gallery; and requests that one Python answers,
#: whose memory grows.
INTERVIEWS: Final = 250
MANY: Final = 5000


def main() -> int:
    """Ask, print how far it is, and give the number of requests that ended a Python as the status, at most 1."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.profile.traps", description="Count calls of what is left out."
    )
    parser.add_argument("--site", type=Path, default=Path("site"), help="the folder that holds the built site (site)")
    parser.add_argument("--inputs", type=int, default=100_000, help="how many requests (100000)")
    parser.add_argument("--seed", default="traps", help="other interviews (traps)")
    options = parser.parse_args()
    runtime = options.site.resolve() / "assets" / "runtime"
    begun, asked, traps = time.monotonic(), 0, 0
    for some in batched(islice(_requests(options.seed), options.inputs), MANY):
        traps += sum(_traps(runtime, list(some)))
        asked += len(some)
        print(f"{asked:,} requests, {traps} traps, {time.monotonic() - begun:.0f} s", flush=True)
    return min(traps, 1)


def _requests(seed: str) -> Iterator[str]:
    for number in count():
        yield from requests(INTERVIEWS, f"{seed} {number}")


def _traps(runtime: Path, waiting: list[str]) -> Iterator[int]:
    """A 1 for each request at which a Python ended."""
    node = Path(sys.executable).with_name("node")
    while waiting:
        command = [str(node), "--stack-size=5000", str(ASK), str(runtime)]
        told = subprocess.run(command, input=json.dumps(waiting), stdout=subprocess.PIPE, text=True, check=False)
        seen = json.loads(told.stdout.splitlines()[-1])
        if seen["done"] == len(waiting):
            return
        print(f"{waiting[seen['done']]}\n{seen['fatal']}\n{told.stdout[:2000]}", flush=True)
        waiting = waiting[seen["done"] + 1 :]
        yield 1


if __name__ == "__main__":
    sys.exit(main())
