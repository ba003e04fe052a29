"""Which Python answers the page: the one that is shipped, or the one that runs the tests.

A test about the page can do without Pyodide: `wizard.api.handle` takes a string and gives a string, so CPython can
answer behind the worker's protocol, at once. That Pyodide answers as CPython does is proved elsewhere:
tests/test_runtime.py runs the unit tests in the very files that are shipped (tests/in_pyodide) and compares answers;
test_start.py, test_failures.py, test_offline.py, test_privacy.py and whole interviews run the worker that is shipped.
"""

from __future__ import annotations

import json
import traceback
from contextlib import contextmanager
from http import HTTPStatus
from threading import Lock, Thread
from typing import TYPE_CHECKING, Final, Literal, override
from urllib.parse import urlsplit

from wizard.build.tools import serve
from wizard.door.api import handle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: "cpython": this process answers. "pyodide": the worker that is shipped, which rehearses nothing, keeps nothing for
#: the next visit and searches nothing, because that takes the machine longer than most tests do. "as shipped": every
#: byte as it was built.
Python = Literal["cpython", "pyodide", "as shipped"]

#: In milliseconds: longer than any test.
NEVER: Final = 3_600_000

ELEMENT: Final = b"<data-stack-wizard "
QUIET: Final = b'<data-stack-wizard rehearse="no" keep-after="%d" ' % NEVER

#: A page that is left is kept for the next visit at once: by this service worker, which keeps nothing.
KEEPS_NOTHING: Final = b"// Nothing is kept.\n"

#: The theme reads its search's index on every page: most of the work of loading a small one. These find nothing.
SEARCH_INDEX: Final = b'{"config": {"lang": ["en"], "separator": " ", "pipeline": [], "fields": {}}, "docs": []}'

#: Stands in for wizard/browser/worker.js, with the same protocol.
WORKER: Final = b"""
addEventListener("message", async ({ data }) => {
  if (data.start) {
    postMessage({ ready: true });
  } else {
    const answer = await fetch(new URL("python", location.href), { method: "POST", body: data.request });
    postMessage({ id: data.id, ...(await answer.json()) });
  }
});
"""

#: The server answers each request in a thread of its own; the worker asks one thing at a time.
ONE_AT_A_TIME: Final = Lock()


class Quiet(serve.Handler):
    """The site, whose wizard rehearses nothing and keeps nothing, and whose search finds nothing."""

    @override
    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path.endswith("/service-worker.js"):
            self._send(HTTPStatus.OK, KEEPS_NOTHING, ".js", cache_control="no-cache")
        elif path.endswith("/search_index.json"):
            self._send(HTTPStatus.OK, SEARCH_INDEX, ".json", cache_control="no-cache")
        elif path == f"{self.server.prefix}wizard/":
            page = (self.server.folder / "wizard" / "index.html").read_bytes()
            assert page.count(ELEMENT) == 1
            self._send(HTTPStatus.OK, page.replace(ELEMENT, QUIET), ".html", cache_control="no-cache")
        else:
            super().do_GET()


class InProcess(Quiet):
    """The same, and this process is its Python."""

    @override
    def do_GET(self) -> None:
        if urlsplit(self.path).path.endswith("/worker.js"):
            self._send(HTTPStatus.OK, WORKER, ".js", cache_control="no-cache")
        else:
            super().do_GET()

    def do_POST(self) -> None:  # noqa: N802, the name that http.server calls
        request = self.rfile.read(int(self.headers["Content-Length"])).decode()
        try:
            with ONE_AT_A_TIME:
                answer = {"response": handle(request)}
        except Exception:  # as in the worker: whatever Python raises is told to the page
            answer = {"error": traceback.format_exc()}
        content = json.dumps(answer).encode()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


HANDLERS: Final[dict[Python, type[serve.Handler]]] = {
    "cpython": InProcess,
    "pyodide": Quiet,
    "as shipped": serve.Handler,
}


@contextmanager
def serving(folder: Path, python: Python) -> Iterator[str]:
    """As :func:`wizard.build.tools.serve.serving`, with this Python."""
    with serve.Server(folder) as server:
        server.RequestHandlerClass = HANDLERS[python]
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield server.url
        finally:
            server.shutdown()
