"""The steps around MkDocs: what is staged for it, and what is read from what it printed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from mkdocs.config import load_config

from wizard.build import __main__ as program
from wizard.build.finish import in_order
from wizard.build.machines.markdown_copy import SCREENS, content
from wizard.build.settings import HERE, Settings, SettingsError
from wizard.build.stage import StageError, root, stage, url, with_tables
from wizard.catalogue.load import load
from wizard.door.api import first_step, response

SETTINGS = Settings(site="https://example.org/x/", repository="")


# --- before -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "address", "up"),
    [
        ("index.md", "", "."),
        ("facts.md", "facts/", ".."),
        ("guide/index.md", "guide/", ".."),
        ("guide/client.md", "guide/client/", "../.."),
    ],
)
def test_where_a_page_will_be(place: str, address: str, up: str) -> None:
    assert (url(place), root(place)) == (address, up)


def test_a_page_gets_the_tables_that_it_asks_for() -> None:
    text = with_tables("Before.\n\n<!-- table: data-patterns -->\n\nAfter.\n", "guide/database.md", SETTINGS.site)
    assert text.startswith("Before.\n")
    assert text.endswith("After.\n")
    assert 'id="row-data-patterns-relational"' in text
    assert 'href="../../wizard/#' in text
    assert "<!-- table" not in text


def test_the_wizards_page_gets_its_first_question() -> None:
    text = with_tables("---\ntemplate: wizard.html\n---\n", "wizard/index.md", SETTINGS.site)
    begin, template, question, rest, end = text.splitlines()
    first = response(first_step())
    assert (begin, template, end) == ("---", "template: wizard.html", "---")
    assert json.loads(question.removeprefix("first_question: ")) == first["html"]
    assert json.loads(json.loads(rest.removeprefix("first_response: "))) == first


def test_a_table_that_nobody_knows_is_named_with_its_page(tmp_path: Path) -> None:
    (tmp_path / "docs" / "guide").mkdir(parents=True)
    (tmp_path / "docs" / "guide" / "new.md").write_text("<!-- table: no-such -->\n")
    with pytest.raises(StageError, match=r"^docs/guide/new\.md: there is no table 'no-such'$"):
        stage(tmp_path / "docs", tmp_path / "staged", SETTINGS)


def test_a_page_in_the_place_of_one_that_is_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "docs" / "clients").mkdir(parents=True)
    (tmp_path / "docs" / "clients" / "prisma.md").write_text("# Mine\n")
    with pytest.raises(StageError, match=r"^docs/clients/prisma\.md: a page is made"):
        stage(tmp_path / "docs", tmp_path / "staged", SETTINGS)


def test_what_was_staged_before_is_gone(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# Start\n")
    (tmp_path / "staged").mkdir()
    (tmp_path / "staged" / "old.md").write_text("# Old\n")
    places = stage(tmp_path / "docs", tmp_path / "staged", SETTINGS)
    assert places[0] == "index.md"
    staged = {file.relative_to(tmp_path / "staged").as_posix() for file in (tmp_path / "staged").rglob("*.md")}
    assert staged == set(places)


# --- between ----------------------------------------------------------------------------------------------------------


def test_mkdocs_only_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    """No hook and no plugin of ours, and it knows what `wizard.build` knows."""
    monkeypatch.setenv("SITE_URL", HERE)
    (program.ROOT / ".cache" / "docs").mkdir(parents=True, exist_ok=True)  # a path that MkDocs asks for
    config = load_config(str(program.ROOT / "mkdocs.yml"))
    assert not config.hooks
    assert list(config.plugins) == ["material/search"]
    assert config.extra["screens"] == list(SCREENS)


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"DATA_STACK_OVERLAY": "no-such-folder"}, "DATA_STACK_OVERLAY: no-such-folder: there is no such folder\n"),
        ({"SITE_URL": "example.org"}, f"SITE_URL: 'example.org' is not an address such as {HERE}\n"),
    ],
)
def test_a_mistake_is_one_line(
    variables: dict[str, str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    load.cache_clear()
    assert program.main(["--site", str(tmp_path / "site"), "--staged", str(tmp_path / "staged")]) == 1
    assert capfd.readouterr() == ("", message)


@pytest.mark.full("a build of the site that MkDocs complains of")
def test_what_mkdocs_complains_of_stops_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# Start\n\n[Nowhere](nowhere.md)\n")
    monkeypatch.setattr(program, "DOCS", tmp_path / "docs")
    assert program.main(["--site", str(tmp_path / "site"), "--staged", str(tmp_path / "staged")]) == 1
    told = "".join(capfd.readouterr())
    assert "'index.md' contains a link 'nowhere.md'" in told
    assert "Traceback" not in told


# --- after ------------------------------------------------------------------------------------------------------------


def test_pages_come_in_the_order_of_the_navigation_and_then_the_others() -> None:
    printed = {
        "": '<link rel="next" href="wizard/">',
        "databases/": "",
        "guide/": '<link rel="next" href="client/">',
        "guide/client/": '<link rel="prev" href="../"><link rel="next" href="../../databases/">',
        "notices/": "",
        "wizard/": '<link rel="next" href="../guide/">',
    }
    assert in_order(printed) == ["", "wizard/", "guide/", "guide/client/", "databases/", "notices/"]


def test_the_content_of_a_page_is_what_stands_in_its_article() -> None:
    page = '<main><nav>x</nav><article class="md-content__inner md-typeset"><h1>A</h1></article></main>'
    assert content(page) == "<h1>A</h1>"


# --- what the surroundings say ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variables", "site", "repository"),
    [
        ({}, HERE, ""),
        ({"SITE_URL": "", "REPOSITORY_URL": ""}, HERE, ""),
        ({"SITE_URL": "https://example.org/x"}, "https://example.org/x/", ""),
        ({"REPOSITORY_URL": "https://git.example.org/a/b/"}, HERE, "https://git.example.org/a/b"),
        ({"GITHUB_REPOSITORY": "a/b"}, HERE, "https://github.com/a/b"),
        (
            {"GITHUB_SERVER_URL": "https://github.example.org", "GITHUB_REPOSITORY": "a/b"},
            HERE,
            "https://github.example.org/a/b",
        ),
        ({"GITHUB_SERVER_URL": "https://github.com"}, HERE, ""),
        ({"GITHUB_REPOSITORY": "a/b", "REPOSITORY_URL": "https://example.org/c"}, HERE, "https://example.org/c"),
    ],
)
def test_addresses_come_from_the_environment(variables: dict[str, str], site: str, repository: str) -> None:
    assert Settings.read(variables) == Settings(site=site, repository=repository)


@pytest.mark.parametrize("text", ["javascript:alert(1)", "example.org", 'https://example.org/"x', "https://e.org/ x"])
def test_what_is_no_address_is_named(text: str) -> None:
    with pytest.raises(SettingsError, match="REPOSITORY_URL: "):
        Settings.read({"REPOSITORY_URL": text})
