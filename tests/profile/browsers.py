"""Which functions run in a browser: the site with a runtime that counts, and somebody who presses what there is."""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from http import HTTPStatus
from itertools import cycle
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, Final

from tests.browsers.__main__ import UNTIL, smoke
from tests.browsers.drivers import driver
from tests.profile.asked import PROJECT, SCRIPTS
from wizard.build.assets import runtime, scripts, trim
from wizard.build.pages import gallery
from wizard.build.tools import serve

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Stands before the worker's own script.
COUNT: Final = Path(__file__).with_name("count_in_worker.js")

#: What the scripts below use.
PRESS: Final = f"""{UNTIL}
  const form = () => wizard.querySelector("[data-screen] form");
  const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
  const change = async (act) => {{
    const before = form();
    act();
    for (let waited = 0; waited < 3000 && (form() === before || form().ariaBusy); waited += 20) await pause(20);
  }};
  const press = (value) => change(() => form().querySelector(`button[name=event][value="${{value}}"]`)?.click());
"""

#: Opens a link, writes a note where there is place for one, and goes on without an answer.
OPEN: Final = f"""{PRESS}
  const {{ fragment, note }} = GIVEN;
  await change(() => (location.hash = fragment));
  const field = form().querySelector("textarea[name=note]");
  if (field) field.value = note;
  await press("continue");
  await press("confirm");
  return form().dataset.at;
"""

#: Gives files.
DROP: Final = f"""{PRESS}
  const {{ files }} = GIVEN;
  await change(() => (location.hash = "persistence=yes&at=language"));
  const given = new DataTransfer();
  for (const [name, text] of Object.entries(files)) given.items.add(new File([text], name));
  const event = new DragEvent("drop", {{ bubbles: true, cancelable: true, dataTransfer: given }});
  await change(() => form().dispatchEvent(event));
  await press("back");
  return form().dataset.at;
"""

#: Asks for what does not exist. The last functions are told of a moment later.
ASK_WRONGLY: Final = f"""{PRESS}
  form().dataset.at = "no-such-question";
  form().querySelector("button[name=event]").click();
  await pause(2000);
  return form().dataset.at;
"""


def functions_in(engine: str, site: Path, folder: Path) -> set[int]:
    """The functions that run in `chromium`, `firefox` or `webkit`. `site` is built; a changed copy goes into `folder`.

    Raises `DriverError` if the browser cannot be had.
    """
    shutil.copytree(site, folder)
    running = runtime.stage(folder / "assets" / "runtime", wasm=trim.counting)
    (worker,) = folder.glob("assets/wizard-*/worker.js")
    worker.write_bytes(COUNT.read_bytes() + scripts.contents(running)["worker.js"])
    fragments = sorted({example.opened for example in gallery.examples()} - {""})
    files = {**PROJECT, "data-stack.md": gallery.HAND_WRITTEN}
    steps: list[tuple[str, dict[str, Any]]] = [
        (OPEN, {"fragment": each, "note": note}) for each, note in zip(fragments, cycle(SCRIPTS), strict=False)
    ]
    drops = [{name: text} for name, text in files.items()]
    drops += [{name: text, "data-stack.md": gallery.HAND_WRITTEN} for name, text in PROJECT.items()]
    steps += [(DROP, {"files": each}) for each in drops]
    steps += [(ASK_WRONGLY, {})]
    with listening(folder) as (url, ran), driver(engine) as browser:
        smoke(browser, url)
        for script, given in steps:
            done = str(browser.run(script.replace("GIVEN", json.dumps(given))))
            if done.startswith("failed:"):
                raise RuntimeError(f"{engine}, {given}: {done}")
        return ran


@contextmanager
def listening(folder: Path) -> Iterator[tuple[str, set[int]]]:
    """A server's address, and the functions that its pages have told it of."""
    ran: set[int] = set()

    class Listening(serve.Handler):
        def do_POST(self) -> None:  # noqa: N802, the name that http.server calls
            ran.update(map(int, self.rfile.read(int(self.headers["Content-Length"])).split()))
            self.send_response(HTTPStatus.NO_CONTENT)
            self.end_headers()

    with serve.Server(folder) as server:
        server.RequestHandlerClass = Listening
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield server.url, ran
        finally:
            server.shutdown()
