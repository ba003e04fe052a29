"""What is done while the first question is read: it ends, in pieces, and changes no answer."""

import json

from wizard.door.api import handle
from wizard.door.rehearsal import INTERVIEWS, rehearse, warm_up

REQUEST = json.dumps({"answers": {}, "event": {"type": "open", "fragment": "persistence=yes&language=go&at=data"}})


def test_both_end_and_change_no_answer() -> None:
    before = handle(REQUEST)
    assert sum(1 for _ in warm_up()) > 3
    pieces = sum(1 for _ in rehearse())
    assert 10 * INTERVIEWS < pieces < 40 * INTERVIEWS
    assert handle(REQUEST) == before
