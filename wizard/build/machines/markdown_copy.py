"""A page as plain Markdown, for machines: made from its finished HTML, so that it holds whatever the page holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from bs4 import BeautifulSoup
from markdownify import MarkdownConverter

from wizard.build.machines import skills

#: What is there for the eye and the hand alone: signs that link to headings, pictures (which are told in words beside
#: them), what the matrix repeats for phones, and the tables' filters.
TAGS_LEFT_OUT: Final = ("svg", "script", "style", "template", "form")
CLASSES_LEFT_OUT: Final = ("headerlink", "ds-label", "ds-page", "ds-rest")

#: A page's own address from here: relative, and a folder. The wizard's fragment is for browsers.
_PAGE: Final = re.compile(r"^(?!https?:|mailto:|/)([^#?]*/|(?:[^#?]*/)?\.{1,2})(#(?!.*=).*)?$")

#: Where a page begins to say what it has to say; it ends with the element.
ARTICLE: Final = '<article class="md-content__inner md-typeset">'

#: Folders whose pages are screens to use, not texts to read. `mkdocs.yml` says so too.
SCREENS: Final = ("wizard", "gallery")


def has_copy(url: str) -> bool:
    """Whether the page at this address (below the site's root) has Markdown beside it."""
    return url.split("/", maxsplit=1)[0] not in SCREENS


def content(page: str) -> str:
    """What a printed page says, without what is around it on every page. Raises ValueError where it says nothing."""
    return page[page.index(ARTICLE) + len(ARTICLE) : page.index("</article>")]


def markdown(html: str) -> str:
    """The Markdown of a page's content. Links between pages lead to the Markdown beside the other page."""
    soup = BeautifulSoup(html, "html.parser")
    for element in (*soup.find_all(TAGS_LEFT_OUT), *soup.find_all(class_=CLASSES_LEFT_OUT)):
        element.decompose()
    for link in soup.find_all("a", href=True):
        link["href"] = _to_markdown(str(link["href"]))
    converter = MarkdownConverter(heading_style="ATX", bullets="-", escape_underscores=False, escape_misc=False)
    text = converter.convert_soup(soup)
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)).strip() + "\n"


def _to_markdown(href: str) -> str:
    found = _PAGE.match(href)
    if not found or not set(SCREENS).isdisjoint(found[1].split("/")):
        return href
    return f"{found[1].rstrip('/')}/index.md{found[2] or ''}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A page as llms.txt names it; `url` is its address below the site's root, empty for the start page."""

    title: str
    url: str
    description: str


#: Every page's Markdown in one file.
FULL: Final = "llms-full.txt"

#: Groups of pages that llms.txt tells of by their names alone: there are many, and each is read by its id.
PRODUCTS: Final[Mapping[str, str]] = {"databases": "Databases", "services": "Services", "clients": "Clients"}

#: First parts of the addresses of pages that are listed.
GUIDE: Final = ("guide", "agents", "keep-it-true")

#: The list of the stacks that have lines to begin with.
STARTS: Final = "first-ten-minutes/"

#: What a page of data holds.
DATA: Final = (
    Entry(title="Catalogue", url="data/catalogue.json", description="All facts, tables and rules"),
    Entry(title="Questions", url="data/questions.json", description="Every question with its values"),
)


def llms_txt(name: str, description: str, root: str, pages: Iterable[Entry], schemas: Iterable[str] = ()) -> str:
    """The site in the form of llmstxt.org: a name, a summary, and lists of links. `root` ends with a slash; `schemas`
    are the names of those in `data/`.

    It is short, for it is read before anything else: products stand in it by their ids, and pages by their titles.
    """
    entries = {page.url: replace(page, url=f"{page.url}index.md") for page in pages}
    shown = [
        replace(entry, description="") for url, entry in entries.items() if url.split("/")[0] in GUIDE or url == STARTS
    ]
    lines = [
        f"# {name}",
        "",
        f"> {' '.join(description.split())}",
        "",
        f"To settle a data stack with a person, read [the skill]({root}{skills.PLACE}) and nothing else.",
        f"A product's page is `{root}databases/ID/index.md`, or `services/ID`, `clients/ID`.",
        "",
        "## Guide",
        "",
        *(_link(root, entry) for entry in shown),
        "",
    ]
    for part, title in PRODUCTS.items():
        ids = [url.split("/")[1] for url in entries if url.startswith(f"{part}/") and url != f"{part}/"]
        lines += [f"## {title}", "", ", ".join(ids), ""] if ids else []
    return "\n".join(
        [
            *lines,
            "## Data",
            "",
            *(_link(root, entry) for entry in DATA),
            f"- Schemas, as `data/NAME.schema.json`: {', '.join(schemas)}",
            "",
            "## Optional",
            "",
            *(_link(root, replace(entry, description="")) for url, entry in entries.items() if url == "decisions/"),
            f"- [Every page in one file]({root}{FULL})",
            "",
        ]
    )


def _link(root: str, entry: Entry) -> str:
    about = f": {' '.join(entry.description.split())}" if entry.description else ""
    return f"- [{entry.title}]({root}{entry.url}){about}"


def llms_full_txt(name: str, description: str, root: str, pages: Iterable[tuple[str, str]]) -> str:
    """Every page in one text. `pages` are addresses below the site with their Markdown, whose links begin there."""
    told = "Each page begins with its address, where its links begin too."
    head = f"# {name}\n\n> {' '.join(description.split())}\n\n{told}\n"
    return "\n".join([head, *(f"---\n\nSource: {root}{url}index.md\n\n{markdown}" for url, markdown in pages)])


def robots_txt(root: str) -> str:
    """Everything may be read, and the sitemap says what there is."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {root}sitemap.xml\n"
