"""A page as plain Markdown, for machines: made from its finished HTML, so that it holds whatever the page holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from bs4 import BeautifulSoup
from markdownify import MarkdownConverter

#: What is there for the eye alone: signs that link to headings, pictures (which are told in words beside them), and
#: what the matrix repeats for phones.
TAGS_LEFT_OUT: Final = ("svg", "script", "style", "template")
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

#: Sections of llms.txt by the first part of an address; the last one, by the form's rules, may be skipped.
SECTIONS: Final[Mapping[str, str]] = {
    "guide": "Guide",
    "databases": "Databases",
    "services": "Services",
    "clients": "Clients",
    "facts": "By fact",
    "data": "Data",
    "decisions": "Optional",
}

DATA: Final = (
    Entry(title="Catalogue", url="data/catalogue.json", description="All facts, tables and rules, as JSON."),
    Entry(title="Questions", url="data/questions.json", description="Every question with its values, as JSON."),
    Entry(title="Schema of the catalogue", url="data/catalogue.schema.json", description=""),
    Entry(title="Schema of the questions", url="data/questions.schema.json", description=""),
    Entry(title="Schema of answers", url="data/answers.schema.json", description="What `data-stack recommend` reads."),
    Entry(
        title="Schema of a recommendation",
        url="data/recommendation.schema.json",
        description="What `data-stack recommend` prints.",
    ),
    Entry(title="Schema of a check", url="data/check.schema.json", description="What `data-stack check` prints."),
)


def llms_txt(name: str, description: str, root: str, pages: Iterable[Entry]) -> str:
    """The site in the form of llmstxt.org: a name, a summary, and lists of links. `root` ends with a slash."""
    entries = [*(replace(page, url=f"{page.url}index.md") for page in pages), *DATA]
    lines = [f"# {name}", "", f"> {' '.join(description.split())}", ""]
    for part, heading in SECTIONS.items():
        lines += [f"## {heading}", ""]
        for entry in entries:
            if entry.url.split("/")[0] == part:
                about = f": {' '.join(entry.description.split())}" if entry.description else ""
                lines.append(f"- [{entry.title}]({root}{entry.url}){about}")
        lines.append("")
    lines.insert(-1, f"- [Every page in one file]({root}{FULL}): All of the Markdown, in the order of the navigation.")
    return "\n".join(lines)


def llms_full_txt(name: str, description: str, root: str, pages: Iterable[tuple[str, str]]) -> str:
    """Every page in one text. `pages` are addresses below the site with their Markdown, whose links begin there."""
    told = "Each page begins with its address, where its links begin too."
    head = f"# {name}\n\n> {' '.join(description.split())}\n\n{told}\n"
    return "\n".join([head, *(f"---\n\nSource: {root}{url}index.md\n\n{markdown}" for url, markdown in pages)])


def robots_txt(root: str) -> str:
    """Everything may be read, and the sitemap says what there is."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {root}sitemap.xml\n"
