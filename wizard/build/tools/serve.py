"""Serve the built site on this machine, much as GitHub Pages does: `make serve`, and the tests.

Threads, gzip, validators, the site's own 404 page, the headers in its `_headers`, and a sub-path if asked for.
Not for the outside world.
"""

from __future__ import annotations

import argparse
import errno
import gzip
import re
import sys
import zlib
from contextlib import contextmanager
from functools import cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit

from wizard.build.assets import policy

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Written down, because what Python's own table says depends on the machine.
TYPES: Final = {
    ".bin": "application/octet-stream",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/vnd.microsoft.icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".md": "text/markdown; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".zip": "application/zip",
}
ALREADY_COMPRESSED: Final = (".bin", ".ico", ".png", ".woff2", ".zip")

#: A content hash in a path: `runtime.py` writes app-<16 digits>.zip, Material main.<8 digits>.min.css.
HASHED: Final = re.compile(r"[.-]([0-9a-f]{16}|[0-9a-f]{8})[./]")


class Server(ThreadingHTTPServer):
    """Serves `folder` below `prefix` on 127.0.0.1; port 0 takes any free port."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, folder: Path, *, port: int = 0, prefix: str = "/") -> None:
        self.folder = folder.resolve()
        self.prefix = prefix
        super().__init__(("127.0.0.1", port), Handler)

    @property
    def url(self) -> str:
        """Address of the site, with a slash at its end."""
        return f"http://127.0.0.1:{self.server_port}{self.prefix}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing when a browser goes away in the middle of an answer; show every other error."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD."""

    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        if f"{path}/" == self.server.prefix:
            return self._redirect(self.server.prefix)
        file = self._file(path)
        if file is None:
            missing = self.server.folder / "404.html"
            content = missing.read_bytes() if missing.is_file() else b"Not found"
            return self._send(HTTPStatus.NOT_FOUND, content, ".html", cache_control="no-cache")
        if file.is_dir():
            return self._redirect(f"{path}/")
        content = _content(file, file.stat().st_mtime_ns)
        if file.name == "sitemap.xml":
            content = _moved(content, f"http://{self.headers['Host']}{self.server.prefix}")
        forever = HASHED.search(path) is not None
        cache_control = "public, max-age=31536000, immutable" if forever else "no-cache"
        return self._send(HTTPStatus.OK, content, file.suffix, cache_control=cache_control)

    def do_HEAD(self) -> None:
        self.do_GET()

    def _file(self, path: str) -> Path | None:
        """The file for a path of the site; a folder if the path lacks its slash; None if nothing is there."""
        if not path.startswith(self.server.prefix):
            return None
        relative = path.removeprefix(self.server.prefix)
        file = (self.server.folder / relative).resolve()
        if not file.is_relative_to(self.server.folder):
            return None
        if not relative or relative.endswith("/"):
            file /= "index.html"
        return file if file.exists() else None

    def _redirect(self, path: str) -> None:
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", path)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, status: HTTPStatus, content: bytes, suffix: str, *, cache_control: str) -> None:
        tag = _tag(content)
        if status is HTTPStatus.OK and self.headers["If-None-Match"] == tag:
            status, content = HTTPStatus.NOT_MODIFIED, b""
        self.send_response(status)
        for name, value in policy.sent_with(self.server.folder).items():
            self.send_header(name, value)
        self.send_header("Cache-Control", cache_control)
        self.send_header("ETag", tag)
        if status is not HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", TYPES.get(suffix, "application/octet-stream"))
            if suffix not in ALREADY_COMPRESSED and "gzip" in self.headers.get("Accept-Encoding", ""):
                content = _gzip(content)
                self.send_header("Content-Encoding", "gzip")
                self.send_header("Vary", "Accept-Encoding")
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing: the browser's own tools show requests better."""


@contextmanager
def serving(folder: Path, *, prefix: str = "/") -> Iterator[str]:
    """Serve `folder` in a thread, on a free port, while the context lasts; gives the site's address."""
    with Server(folder, prefix=prefix) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield server.url
        finally:
            server.shutdown()


def main(arguments: list[str] | None = None) -> int:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m wizard.build.tools.serve", description="Serve the built site.")
    parser.add_argument("folder", type=Path, help="the folder that mkdocs built")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--prefix", default="/", help="sub-path to serve below, such as /data-stack/")
    options = parser.parse_args(arguments)
    try:
        server = Server(options.folder, port=options.port, prefix=options.prefix)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        another = f"PORT={options.port + 1} make serve"
        print(
            f"Port {options.port} is in use: stop what uses it, or choose another with {another}.",
            file=sys.stderr,
        )
        return 1
    with server:
        print(
            f"\nThe site is at {server.url}  (Ctrl+C stops it; `make build` in another terminal rebuilds it)",
            flush=True,
        )
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()
    return 0


@cache
def _content(file: Path, _changed: int) -> bytes:
    """A file's content, read once: the same object each time, so that what is made of it is found at once too."""
    return file.read_bytes()


@cache
def _tag(content: bytes) -> str:
    return f'"{zlib.crc32(content):08x}"'


@cache
def _gzip(content: bytes) -> bytes:
    return gzip.compress(content, compresslevel=6, mtime=0)


def _moved(sitemap: bytes, url: str) -> bytes:
    """A sitemap with its addresses moved to `url`.

    Material's instant navigation takes a link only if the sitemap has its address: a site that was built for
    one address and is served at another would silently lose it. The shortest address is the site's own.
    """
    built_for = min(re.findall(rb"<loc>(.*?)</loc>", sitemap), key=len, default=b"")
    return sitemap.replace(b"<loc>" + built_for, b"<loc>" + url.encode())


if __name__ == "__main__":
    sys.exit(main())
