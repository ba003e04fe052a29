"""The content security policy, and the files that tell a host to send it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wizard.build.assets import policy

if TYPE_CHECKING:
    from pathlib import Path

PAGE = '<html><head><meta charset="utf-8"><script src="a.js"></script></head><body>{}</body></html>'


def built(folder: Path, **pages: str) -> Path:
    for name, body in pages.items():
        (folder / f"{name}.html").write_text(PAGE.format(body), encoding="utf-8")
    return folder


def test_an_inline_script_is_named_by_its_hash() -> None:
    # The example in the specification, https://www.w3.org/TR/CSP3/#match-element-to-source-list
    assert policy.script_hash("alert('Hello, world.');") == "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng="


def test_only_scripts_that_run_and_are_not_fetched_are_inline() -> None:
    html = '<script>one && "<b>"</script><script src="x"></script><script type="application/json">{}</script>'
    assert policy.inline_scripts(html + '<script type="module">two</script><p>three</p>') == ['one && "<b>"', "two"]


def test_every_page_gets_the_policy_of_all_pages(tmp_path: Path) -> None:
    """Instant navigation runs one page's inline scripts in another's document."""
    site = built(tmp_path, index="<script>one</script>", other="<script>two</script>")
    headers = policy.guard(site)
    for name in ("index", "other"):
        html = (site / f"{name}.html").read_text(encoding="utf-8")
        assert html.index("Content-Security-Policy") < html.index("<script")
        for script in ("one", "two"):
            assert f"'{policy.script_hash(script)}'" in html
            assert f"'{policy.script_hash(script)}'" in headers["Content-Security-Policy"]
        assert "frame-ancestors" not in html, "browsers complain about it in a page"


def test_nothing_looser_than_webassembly_is_allowed() -> None:
    text = policy.headers(["sha256-x"])["Content-Security-Policy"]
    directives = {name: allowed for name, *allowed in (part.split() for part in text.split("; "))}
    assert directives["default-src"] == ["'none'"]
    assert directives["script-src"] == ["'self'", "'wasm-unsafe-eval'", "'sha256-x'"]
    assert "unsafe-inline" not in text
    assert "'unsafe-eval'" not in text
    assert "*" not in text
    assert "http" not in text


def test_a_page_that_cannot_hold_the_policy_is_named(tmp_path: Path) -> None:
    (tmp_path / "odd.html").write_text("<p>no head</p>")
    with pytest.raises(policy.PolicyError, match=r"odd\.html"):
        policy.guard(tmp_path)


def test_hosts_are_told_the_same(tmp_path: Path) -> None:
    headers = policy.guard(built(tmp_path, index="<script>one</script>"))
    assert policy.sent_with(tmp_path) == headers
    for name, value in headers.items():
        assert '"' not in value, "nginx and Caddy have it in quotes"
        assert f'add_header {name} "{value}" always;' in (tmp_path / "headers" / "nginx.conf").read_text()
        assert f'\t{name} "{value}"' in (tmp_path / "headers" / "Caddyfile").read_text()


def test_a_site_without_headers_has_none(tmp_path: Path) -> None:
    assert policy.sent_with(tmp_path) == {}
