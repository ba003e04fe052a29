"""Pages as Markdown: what the eye alone needs is gone, the rest is there, and links lead to Markdown."""

from __future__ import annotations

import pytest

from wizard.build.machines.markdown_copy import Entry, llms_txt, markdown


def test_headings_lists_tables_and_definitions_survive() -> None:
    html = """<h1 id="a">Title<a class="headerlink" href="#a">¶</a></h1><p>Some <strong>text</strong>.</p>
    <ul><li>one</li></ul><dl><dt>Term</dt><dd>Meaning.</dd></dl>
    <table><thead><tr><th>A</th></tr></thead><tbody><tr><td><span class="ds-label">A:</span> x</td>
    <td class="ds-rest">y</td></tr></tbody></table><svg><text>drawn</text></svg><pre><code>npm i</code></pre>"""
    text = markdown(html)
    assert text.startswith("# Title\n\nSome **text**.\n\n- one\n")
    assert "Term\n:   Meaning." in text
    assert "| A |\n| --- |\n| x |" in text
    assert "```\nnpm i\n```" in text
    assert not any(word in text for word in ("¶", "drawn", "A:", "y |"))


@pytest.mark.parametrize(
    ("href", "leads_to"),
    [
        ("../neon/", "../neon/index.md"),
        ("../../guide/database/#row-x", "../../guide/database/index.md#row-x"),
        ("../..", "../../index.md"),
        ("./", "./index.md"),
        ("#here", "#here"),
        ("../../wizard/#language=go", "../../wizard/#language=go"),
        ("../wizard/", "../wizard/"),
        ("https://example.org/a/", "https://example.org/a/"),
        ("../data/catalogue.json", "../data/catalogue.json"),
    ],
)
def test_links_between_pages_lead_to_markdown(href: str, leads_to: str) -> None:
    assert markdown(f'<p><a href="{href}">x</a></p>') == f"[x]({leads_to})\n"


def test_the_filters_of_tables_are_left_out() -> None:
    html = '<form class="ds-filters" hidden><label>Language <select><option>Go</option></select></label></form><p>x</p>'
    assert markdown(html) == "x\n"


def test_llms_txt_has_the_form() -> None:
    pages = [
        Entry(title="Database", url="guide/database/", description="Which\none."),
        Entry(title="All", url="databases/", description="No."),
        Entry(title="MySQL", url="databases/mysql/", description="No."),
        Entry(title="SQLite", url="databases/sqlite/", description="No."),
    ]
    root = "https://example.org/x/"
    text = llms_txt("Data stack", "Where to keep\ndata.", root, pages, ["answers", "next"])
    assert text.startswith("# Data stack\n\n> Where to keep data.\n\n")
    assert f"[the skill]({root}.well-known/agent-skills/data-stack/SKILL.md)" in text
    assert f"- [Database]({root}guide/database/index.md)\n" in text
    assert "\n## Databases\n\nmysql, sqlite\n" in text
    assert f"- [Catalogue]({root}data/catalogue.json): " in text
    assert ": answers, next\n" in text
