"""The site grows with the catalogue: with four times the products it is built, and every product has its page.

Building takes a minute of processor, so that this site shows more: a company's own rules in a built site, and the
repository's address, to which pages lead where it is known.
"""

from __future__ import annotations

import gzip
import os
import pickle
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final
from urllib.parse import quote

import pytest

from tests.grown import KINDS, write_overlay
from tests.test_overlay import ANSWERS, COMPANY
from wizard.build.assets import compiled
from wizard.build.pages.products import sources
from wizard.catalogue.load import FOLDER, OVERLAY, load
from wizard.catalogue.overlay import FILE
from wizard.door import packed
from wizard.explain.reading import reading_of

#: One worker builds the large site, once.
pytestmark = [pytest.mark.xdist_group("grown"), pytest.mark.full("the site with four times the products")]

ROOT: Final = Path(__file__).parents[1]
TIMES: Final = 4
REPOSITORY: Final = "https://github.com/example/data-stack"

#: It takes half a minute on two quiet cores; before the map grew with the engines it never ended.
PATIENCE_SECONDS: Final = 540


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with copies of every product and Acme's rules, built as `make build` builds it."""
    folder = tmp_path_factory.mktemp("grown")
    overlay = write_overlay(shutil.copytree(COMPANY, folder / "overlay"), TIMES)
    hidden = re.compile(r"^hide = \[.*?\]$", re.MULTILINE | re.DOTALL)  # they are compared nowhere
    (overlay / FILE).write_text(hidden.sub("", (COMPANY / FILE).read_text(encoding="utf-8")), encoding="utf-8")
    command = [sys.executable, "-m", "wizard.build", "--site", str(folder / "site"), "--staged", str(folder / "staged")]
    environment = os.environ | {OVERLAY: str(overlay), "REPOSITORY_URL": REPOSITORY}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return folder / "site"


@pytest.mark.parametrize("kind", KINDS)
def test_every_copy_has_its_page_and_is_compared(site: Path, kind: str) -> None:
    own = {file.stem for file in (FOLDER / kind).glob("*.toml")}
    wanted = own | {f"{id_}-{number}" for id_ in own for number in range(2, TIMES + 1)}
    assert len(wanted) == TIMES * len(own)
    assert {file.parent.name for file in (site / kind).glob("*/index.html")} == wanted
    compared = (site / "guide" / "compare" / "index.html").read_text(encoding="utf-8")
    listed = {id_ for id_ in wanted if f'data-product="{id_}" scope="col">' in compared}
    assert listed == wanted


def test_the_built_site_decides_by_the_companys_rules_and_says_so(site: Path) -> None:
    assert "(a rule of Acme)" in (site / "guide" / "how-it-decides" / "index.html").read_text(encoding="utf-8")
    assert "(a row of Acme)" in (site / "guide" / "database" / "index.html").read_text(encoding="utf-8")
    (app,) = (site / "assets" / "runtime").glob("app-*.bin")
    book = pickle.loads(compiled.unzip(gzip.decompress(app.read_bytes()))[f"wizard/door/{packed.FILE}"])
    store = reading_of(book.catalogue, ANSWERS).store
    assert store is not None
    assert store.service.id == "azure-database"


def test_the_map_has_a_column_for_every_engine(site: Path) -> None:
    drawn = (site / "guide" / "how-it-decides" / "index.html").read_text(encoding="utf-8")
    panels = len(re.findall(r'<h3 id="question-', drawn))
    for id_ in ("postgresql", "valkey"):
        name = load().databases[id_].name
        for number in range(2, TIMES + 1):
            assert drawn.count(f">{name} {number}</text>") == 2 * panels, "in both drawings, above every panel"


def test_pages_lead_to_their_source_in_the_repository(site: Path) -> None:
    """To the catalogue's file where a page is made from one; nowhere where it is made from all, or by an overlay."""
    edited = {
        page.relative_to(site).as_posix().removesuffix("index.html"): found[1]
        for page in site.rglob("index.html")
        if (found := re.search(rf'href="{REPOSITORY}/edit/main/([^"]+)"', page.read_text(encoding="utf-8")))
    }
    assert all((ROOT / source).is_file() for source in edited.values())
    assert edited["databases/postgresql/"] == sources(load())["databases/postgresql.md"]
    assert edited["guide/client/"] == "docs/guide/client.md"
    assert not {"databases/", "facts/", "notices/", "gallery/", "wizard/", "databases/postgresql-2/"} & set(edited)


def test_a_products_page_asks_what_is_wrong(site: Path) -> None:
    name = load().clients["sqlc"].name
    text = (site / "clients" / "sqlc" / "index.md").read_text(encoding="utf-8")
    form = f"{REPOSITORY}/issues/new?template=wrong-fact.yml&title={quote(name)}"
    assert f"Something wrong? [Tell us]({form})." in text


def test_the_wizards_page_knows_the_repository_and_every_page_leads_there(site: Path) -> None:
    wizard = (site / "wizard" / "index.html").read_text(encoding="utf-8")
    assert re.search(rf'<data-stack-wizard [^>]*data-repository="{REPOSITORY}">', wizard)
    for page in site.rglob("index.html"):
        assert f'<a href="{REPOSITORY}" class="md-source">' in page.read_text(encoding="utf-8")
