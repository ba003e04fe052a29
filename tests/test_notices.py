"""Third-party notices come from the packages that are installed."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

import pytest

from wizard.build.assets.bundle import BROWSER
from wizard.build.machines import notices
from wizard.build.machines.notices import NoticesError


def test_everything_that_is_shipped_has_its_licence() -> None:
    found = {notice.name.lower(): notice for notice in notices.notices()}
    pinned = json.loads((BROWSER / "package.json").read_text(encoding="utf-8"))["dependencies"]["pyodide"]
    assert (found["pyodide"].version, found["pyodide"].licence) == (pinned, "MPL-2.0")
    assert found["pyodide"].texts[0].startswith("Mozilla Public License Version 2.0")
    assert "This site's build changes what it ships" in found["pyodide"].use
    assert "PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2" in found["cpython"].texts[0]
    for name in ("jinja2", "markupsafe", "mkdocs", "mkdocs-material"):
        assert found[name].version == version(name)
        assert "Copyright" in found[name].texts[0]
        assert found[name].website.startswith("https://")
    scripts = found["inside material's scripts"]
    for name in ("lunr", "rxjs", "clipboard", "escape-html"):
        assert name in scripts.use
    assert "Oliver Nightingale" in scripts.texts[0]
    assert "Pictogrammers" in found["material design icons"].texts[0]


def test_the_page_shows_each_text_whole() -> None:
    page = notices.page()
    for notice in notices.notices():
        assert f"## {notice.name}" in page
        for text in notice.texts:
            for line in text.splitlines():
                assert line.strip().replace("```", "'''") in page


def test_a_licence_that_is_missing_stops_the_build(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(notices, "PYODIDE", tmp_path)
    with pytest.raises(NoticesError, match=r"package\.json: no such file"):
        notices.page()
