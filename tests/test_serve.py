"""The local server: what GitHub Pages does, as far as the site depends on it."""

from __future__ import annotations

import gzip
import http.client
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from wizard.build.tools import serve


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    (site / "guide").mkdir(parents=True)
    (site / "index.html").write_text("start")
    (site / "404.html").write_text("not here")
    (site / "guide" / "index.html").write_text("guide")
    (site / "app-0123456789abcdef.zip").write_bytes(b"zip")
    (site / "core.wasm").write_bytes(b"wasm")
    (site / "core.mjs").write_bytes(b"export {}")
    (site / "sitemap.xml").write_text("<loc>http://a.example/x/guide/</loc><loc>http://a.example/x/</loc>")
    (tmp_path / "secret.txt").write_text("secret")
    return site


def get(url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    parts = urlsplit(url)
    assert parts.hostname
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=10)
    connection.request("GET", parts.path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, dict(response.getheaders()), body


@pytest.mark.parametrize("prefix", ["/", "/data-stack/"])
def test_pages(folder: Path, prefix: str) -> None:
    with serve.serving(folder, prefix=prefix) as url:
        assert url.endswith(prefix)
        assert get(url)[::2] == (200, b"start")
        assert get(f"{url}guide/")[::2] == (200, b"guide")
        status, headers, _ = get(f"{url}guide")
        assert (status, headers["Location"]) == (301, f"{prefix}guide/")
        assert get(f"{url}nothing/")[::2] == (404, b"not here")


def test_below_a_prefix_there_is_nothing_else(folder: Path) -> None:
    with serve.serving(folder, prefix="/data-stack/") as url:
        origin = url.removesuffix("/data-stack/")
        assert get(f"{origin}/guide/")[0] == 404
        assert get(f"{origin}/data-stack")[1]["Location"] == "/data-stack/"


def test_nothing_outside_the_folder_is_served(folder: Path) -> None:
    with serve.serving(folder) as url:
        assert get(f"{url}../secret.txt")[0] == 404
        assert get(f"{url}%2e%2e/secret.txt")[0] == 404


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("core.wasm", "application/wasm"),
        ("core.mjs", "text/javascript; charset=utf-8"),
        ("app-0123456789abcdef.zip", "application/zip"),
    ],
)
def test_types(folder: Path, name: str, content_type: str) -> None:
    with serve.serving(folder) as url:
        assert get(url + name)[1]["Content-Type"] == content_type


def test_hashed_names_are_kept_for_ever_and_others_are_asked_for_again(folder: Path) -> None:
    with serve.serving(folder) as url:
        assert "immutable" in get(f"{url}app-0123456789abcdef.zip")[1]["Cache-Control"]
        status, headers, _ = get(url)
        assert (status, headers["Cache-Control"]) == (200, "no-cache")
        assert get(url, If_None_Match=headers["ETag"])[::2] == (304, b"")


def test_gzip(folder: Path) -> None:
    with serve.serving(folder) as url:
        _, headers, body = get(f"{url}core.wasm", Accept_Encoding="gzip")
        assert (headers["Content-Encoding"], gzip.decompress(body)) == ("gzip", b"wasm")
        assert "Content-Encoding" not in get(f"{url}core.wasm")[1]
        assert "Content-Encoding" not in get(f"{url}app-0123456789abcdef.zip", Accept_Encoding="gzip")[1]


def test_the_sitemap_has_the_address_it_is_served_at(folder: Path) -> None:
    with serve.serving(folder, prefix="/data-stack/") as url:
        assert get(f"{url}sitemap.xml")[2].decode() == f"<loc>{url}guide/</loc><loc>{url}</loc>"


def test_a_port_in_use_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serve.serving(folder) as url:
        port = urlsplit(url).port
        assert serve.main(["--port", str(port), str(folder)]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"Port {port} is in use")
    assert "make serve" in line
