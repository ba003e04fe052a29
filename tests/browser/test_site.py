"""The built site as a whole: links, markup, metadata, what machines read, and the search."""

from __future__ import annotations

import hashlib
import json
import os
import re
import struct
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from bs4 import BeautifulSoup
from bs4.filter import SoupStrainer
from playwright.sync_api import expect

from tests.browser.links import broken
from wizard.agent import coming
from wizard.build import stage
from wizard.build.machines import skills
from wizard.build.pages.moved import MOVED
from wizard.build.pages.words import page as place
from wizard.build.settings import Settings
from wizard.catalogue.load import load
from wizard.converse.record import EMPTY
from wizard.explain.reading import reading_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.conftest import Visit

#: Long enough for the search's index on a busy machine.
PATIENCE_MS: Final = 30_000
#: Between two letters, as of a quick typist. With no pause at all the page once stayed, on a busy machine, at the
#: results of "scale to z"; why was not found.
TYPIST_MS: Final = 40

TESTS: Final = Path(__file__).parents[1]

#: Pages that only lead on to another.
GONE: Final = {stage.url(place) for place in MOVED}

CATALOGUE = load()


@pytest.fixture(scope="session")
def site_root(site: Path) -> str:
    """The address that the site was built for, as its canonical links name it."""
    soup = BeautifulSoup((site / "index.html").read_text(encoding="utf-8"), "html.parser")
    canonical = soup.find("link", rel="canonical")
    assert canonical
    return str(canonical["href"])


def test_no_link_is_broken(site: Path, site_root: str) -> None:
    assert broken(site, site_root) == []


@pytest.mark.parametrize(
    ("href", "problem"),
    [
        ("other/", "no such file"),
        ("#nowhere", "no such anchor"),
        ("/guide/", "begins at the host's root"),
        ("../outside/", "leads out of the site"),
        ("guide/#language=cobol", "answers for a page that asks nothing"),
        ("wizard/#language=cobol", "language"),
        ("guide/index.html#here", ""),
        ("https://example.org/nowhere", ""),
        ("wizard/#language=go", ""),
        ("guide/compare/#clients=prisma,oracle", "not to be compared: oracle"),
        ("guide/compare/#clients=prisma,drizzle", ""),
    ],
)
def test_a_broken_link_would_be_found(tmp_path: Path, href: str, problem: str) -> None:
    for folder in ("guide", "guide/compare", "wizard"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "index.html").write_text('<p id="here">', encoding="utf-8")
    (tmp_path / "index.html").write_text(f'<a href="{href}">', encoding="utf-8")
    (tmp_path / "llms.txt").write_text("", encoding="utf-8")
    (tmp_path / "sitemap.xml").write_text("", encoding="utf-8")
    found = broken(tmp_path, "http://127.0.0.1:8000/")
    assert len(found) == bool(problem)
    assert all(f"{href}: {problem}" in line for line in found)


def test_the_html_is_valid(site: Path) -> None:
    """html-validate, with Node from the virtual environment."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    program = TESTS / "node_modules" / ".bin" / "html-validate"
    config = TESTS / "htmlvalidate.config.mjs"
    command = [str(program), "--config", str(config), "--formatter", "json", str(site)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | {"PATH": path})
    assert not done.stderr.strip()
    found = [
        f"{Path(result['filePath']).relative_to(site)}:{message['line']}: {message['ruleId']}: {message['message']}"
        for result in json.loads(done.stdout)
        for message in result["messages"]
    ]
    assert found == []


#: What the tests below ask of a page: to read the rest would take them many times as long.
ASKED: Final = SoupStrainer(["meta", "link", "h1", "a"])


@cache
def pages(site: Path) -> dict[str, BeautifulSoup]:
    """Address below the site's root -> what is there, but for the wizard and its gallery, which are no texts."""
    found = {}
    for path in sorted(site.rglob("index.html")):
        url = path.relative_to(site).as_posix().removesuffix("index.html")
        if url.startswith(("wizard/", "gallery/")):
            continue
        found[url] = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser", parse_only=ASKED)
    return found


def test_every_page_says_what_it_is(site: Path, site_root: str) -> None:
    described: dict[str, str] = {}
    for url, soup in pages(site).items():
        meta = {str(tag.get("property") or tag.get("name")): str(tag.get("content")) for tag in soup.find_all("meta")}
        canonical = soup.find("link", rel="canonical")
        assert canonical, url
        assert canonical["href"] == f"{site_root}{url}"
        assert meta["og:url"] == canonical["href"]
        assert meta["og:description"] == meta["description"]
        assert meta["og:title"] not in ("", "Home"), url
        assert meta["og:image"] == f"{site_root}images/social.png"
        assert meta["twitter:card"] == "summary_large_image"
        assert meta["description"] not in described, f"{url} describes itself as {described[meta['description']]} does"
        described[meta["description"]] = url


def test_every_page_has_its_markdown_beside_it(site: Path) -> None:
    for url, soup in pages(site).items():
        copy = (site / url / "index.md").read_text(encoding="utf-8")
        alternate = soup.find("a", type="text/markdown")
        assert alternate, url
        assert alternate["href"] == "index.md"
        heading = soup.h1
        assert heading, url
        assert copy.startswith(f"# {heading.find(string=True)}"), url


def test_llms_txt_is_short_and_names_every_page_of_the_guide_and_every_product(site: Path, site_root: str) -> None:
    text = (site / "llms.txt").read_text(encoding="utf-8")
    assert len(text) <= 6_000
    assert re.match(r"# Data stack\n\n> .+\n\n", text)
    assert "\n## Guide\n\n- [" in text
    named = set(re.findall(r"\]\(([^)]+)\)", text))
    wanted = {path.relative_to(site).as_posix() for path in (site / "guide").rglob("index.md")}
    wanted -= {f"{url}index.md" for url in GONE}
    wanted |= {skills.PLACE, "data/catalogue.json", "data/questions.json"}
    assert {f"{site_root}{name}" for name in wanted} <= named
    groups: tuple[Any, ...] = (CATALOGUE.databases, CATALOGUE.services, CATALOGUE.clients)
    for item in (item for group in groups for item in group.values()):
        assert re.search(rf"(^|, ){item.id}(,|$)", text, re.MULTILINE), item.id
        assert (site / place(item).removesuffix(".md") / "index.md").is_file()
    schemas = {path.name.removesuffix(".schema.json") for path in (site / "data").glob("*.schema.json")}
    assert schemas <= set(re.findall(r"[\w-]+", text.partition("Schemas")[2]))


def test_the_skill_is_where_agents_look_for_it(site: Path, site_root: str) -> None:
    index = json.loads((site / skills.FOLDER / "index.json").read_text(encoding="utf-8"))
    told = index["skills"][0]
    served = (site / skills.FOLDER / told["url"]).read_bytes()
    assert told["digest"] == f"sha256:{hashlib.sha256(served).hexdigest()}"
    assert f"{site_root}services/ID/index.md" in served.decode()


def test_before_the_first_question_an_agent_reads_little(site: Path, site_root: str) -> None:
    """All that is read from llms.txt on, by way of the skill, with the first question."""
    first = coming.as_text(reading_of(CATALOGUE, {}), EMPTY)
    read = [(site / name).read_text(encoding="utf-8") for name in ("llms.txt", skills.PLACE)]
    assert sum(len(text.replace(site_root, "https://stack.example.org/")) for text in (*read, first)) <= 8_000


def test_every_page_is_in_one_file_too(site: Path, site_root: str) -> None:
    """In the order of the navigation, and then the others."""
    text = (site / "llms-full.txt").read_text(encoding="utf-8")
    sources = re.findall(r"^Source: (\S+)index\.md$", text, flags=re.MULTILINE)
    assert sources[:3] == [site_root, f"{site_root}guide/database/", f"{site_root}guide/client/"]
    assert set(sources) == {f"{site_root}{url}" for url in pages(site) if url not in GONE}
    assert len(sources) == len(set(sources))
    assert (site / "guide" / "client" / "index.md").read_text(encoding="utf-8") in text
    assert f"{site_root}llms-full.txt" in (site / "llms.txt").read_text(encoding="utf-8")


def test_robots_may_read_everything_and_are_told_of_the_sitemap(site: Path, site_root: str) -> None:
    text = (site / "robots.txt").read_text(encoding="utf-8")
    assert text == f"User-agent: *\nAllow: /\n\nSitemap: {site_root}sitemap.xml\n"
    assert f"<loc>{site_root}</loc>" in (site / "sitemap.xml").read_text(encoding="utf-8")


def test_the_picture_beside_a_link_is_small_and_of_the_size_that_pages_name(site: Path) -> None:
    picture = (site / "images" / "social.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert struct.unpack(">II", picture[16:24]) == (1200, 630)
    assert len(picture) < 60_000


def test_ways_to_the_repository_are_there_where_its_address_is_known(site: Path) -> None:
    """In CI it is, elsewhere not; a site without it lacks nothing that can be seen."""
    start = BeautifulSoup((site / "index.html").read_text(encoding="utf-8"), "html.parser")
    wizard = BeautifulSoup((site / "wizard" / "index.html").read_text(encoding="utf-8"), "html.parser")
    known = Settings.read().repository
    links = [str(link["href"]) for link in start.select(".ds-page a, a.md-source")]
    assert set(links) == ({known, f"{known}/edit/main/docs/index.md"} if known else set())
    (element,) = wizard.select("data-stack-wizard")
    assert element.get("data-repository", "") == known


def test_the_page_that_is_not_there_helps(site: Path) -> None:
    soup = BeautifulSoup((site / "404.html").read_text(encoding="utf-8"), "html.parser")
    assert soup.title
    assert soup.title.get_text(strip=True).startswith("This page does not exist")
    assert len(soup.select("article li a")) >= 6


@pytest.mark.python("as shipped")
@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("pooling", "guide/client/"),
        ("scale to zero", "guide/compare/"),
        ("prisma mongodb", "clients/prisma/"),
    ],
)
def test_the_search_finds(visit: Visit, query: str, wanted: str) -> None:
    """Material's own field, in the page: the wanted page is among the first five (a page may have several results)."""
    visit.page.goto(visit.url)
    visit.page.locator(".md-search__input").click()
    # What is typed before the search has started is not heard.
    expect(visit.page.locator(".md-search-result__meta")).to_have_text("Type to start searching", timeout=PATIENCE_MS)
    visit.page.locator(".md-search__input").press_sequentially(query, delay=TYPIST_MS)
    results = visit.page.locator(".md-search-result__item > a.md-search-result__link")
    expect(results.first).to_be_visible(timeout=PATIENCE_MS)

    def places() -> list[str]:
        found = results.evaluate_all("all => all.map(one => one.href)")
        return list(dict.fromkeys(url.removeprefix(visit.url).partition("?")[0].partition("#")[0] for url in found))[:5]

    until = time.monotonic() + PATIENCE_MS / 1000
    while wanted not in places() and time.monotonic() < until:  # the first letters have results of their own
        visit.page.wait_for_timeout(100)
    assert wanted in places(), f"searched for {visit.page.locator('.md-search__input').input_value()!r}"


@pytest.mark.python("as shipped")
@pytest.mark.parametrize("width", [320, pytest.param(1280, marks=pytest.mark.full("other widths"))])
def test_the_search_is_reached_from_the_wizard_and_reads_nothing_beside_python_s_start(
    new_visit: Callable[..., Visit], width: int
) -> None:
    visit = new_visit(viewport={"width": width, "height": 700})
    visit.open()
    assert not [url for url in visit.requests if "/search" in url]
    assert not visit.page.locator(".md-header label[for=__search]:visible").count()
    visit.page.get_by_role("link", name="Search").click()
    visit.page.wait_for_url(visit.url)
    visit.page.keyboard.type("postgresql")
    expect(visit.page.locator(".md-search-result__item").first).to_be_visible(timeout=PATIENCE_MS)
    visit.page.go_back()
    visit.wait_until("ready")
