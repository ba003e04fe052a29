"""A fresh Python that answers one interview: requests in, as a JSON list; milliseconds out. As answer.mjs does."""

import json
import sys
from itertools import chain
from time import process_time

from wizard.door.api import handle
from wizard.door.rehearsal import rehearse, warm_up


def answer(requests: list[str]) -> list[float]:
    """The milliseconds of the processor that each request takes."""
    taken = []
    for request in requests:
        begun = process_time()
        handle(request)
        taken.append(1000 * (process_time() - begun))
    return taken


if __name__ == "__main__":
    opening, *presses = json.load(sys.stdin)
    handle(opening)
    for _ in chain(warm_up(), rehearse()):  # as the worker does, once the first screen is there
        pass
    json.dump({"first": answer(presses), "again": answer(presses)}, sys.stdout)
