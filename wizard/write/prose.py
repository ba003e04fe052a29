"""Markdown that a person wrote: split into sections, made harmless, and shown as HTML.

The subset that is shown is what our own documents use: paragraphs, lists, third-level headings, fenced code, `code`,
**bold**, links and backslash escapes. Everything else is shown as it was typed. All of it takes linear time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup, escape

_FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})")

#: Headings count in quotes and in lists too, where this file does not follow them.
_INNER_HEADING: Final = re.compile(r"(?P<before>(?:[ \t>]|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))*)(?=#{1,2}(?:[ \t]|$))")
_UNDERLINE: Final = re.compile(r"(?P<before>[ \t>]*)(?=(?:=+|-+)[ \t]*$)")
_SAFE: Final = r"(?:https?://|mailto:|#|\.{0,2}/)"
_SAFE_LINK: Final = re.compile(_SAFE + r"[^\s<>\"']*")

_LANGUAGE: Final = re.compile(r"[ \t]*[\w#.+-]*")

#: Read from left to right: what is escaped already, code, and what would begin HTML, a link that runs code, or
#: attributes (`{: onclick=…}` in Python-Markdown).
_MARKS: Final = re.compile(
    r"\\[!-/:-@\[-`{-~]"
    r"|(?<!`)`(?!`)(?P<code>[^`]+)`(?!`)"
    rf"|(?P<breaks><(?=[A-Za-z/!?])|\]\((?!{_SAFE})|^ {{0,3}}\[(?=[^\]]*\]:)|{{(?=[^{{}}]*=))"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sections:
    """A Markdown file: its title, what stands before the first section, and the sections by heading, in order."""

    title: str
    before: str
    sections: dict[str, str]
    twice: tuple[str, ...] = ()
    """Headings that stand more than once, whose texts are put together."""


def split(text: str) -> Sections:
    """Split at second-level headings outside fenced code. The same heading twice becomes one section."""
    title, heading, fence = "", "", ""
    parts: dict[str, list[str]] = {"": []}
    twice: list[str] = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        level, words = (0, "") if fence else _heading(line)
        fence = _fence_after(line, fence)
        if level == 2:
            heading = words
            twice += [heading] if heading in parts else []
            parts.setdefault(heading, [])
        elif level == 1 and not title and not heading:
            title = words
        else:
            parts[heading].append(line)
    texts = {name: "\n".join(lines).strip("\n").rstrip() for name, lines in parts.items()}
    return Sections(title=title, before=texts.pop(""), sections=texts, twice=tuple(dict.fromkeys(twice)))


def _fence_after(line: str, fence: str) -> str:
    """The fence that is open after this line: the marks that opened it, or nothing."""
    found = _FENCE.match(line)
    if not found:
        return fence
    if not fence:
        opens_code = found[1][0] == "~" or "`" not in line[found.end() :]
        return found[1] if opens_code else ""
    closes = found[1][0] == fence[0] and len(found[1]) >= len(fence) and not line[found.end() :].strip()
    return "" if closes else fence


def _heading(line: str) -> tuple[int, str]:
    """The level and the words of a heading, as `# Words` or `## Words ##`; level 0 for any other line."""
    text = line.strip(" \t")
    marks = len(text) - len(text.lstrip("#"))
    if len(line) - len(line.lstrip(" ")) > 3 or not marks or text[marks : marks + 1] not in (" ", "\t", ""):
        return 0, ""
    words = text[marks:].strip(" \t")
    without_end = words.rstrip("#")
    return marks, (without_end if without_end[-1:] in (" ", "\t", "") else words).strip(" \t")


def settle(text: str) -> str:
    """The same prose, unable to break the file that it goes into.

    Headings that would begin a section or rename the file, HTML, and links that run code are escaped; a fence that was
    left open is closed. Prose that is already harmless comes back as it is.
    """
    fence, lines = "", []
    trust_code = True
    for line in text.split("\n"):
        before, fence = fence, _fence_after(line, fence)
        if fence and not before and line[0] == " ":
            # Perhaps in a list's item, and then it ends with the item: no code, so that nobody has to tell.
            line, fence = line.replace(fence[0], "\\" + fence[0], 1), ""  # noqa: PLW2901
        elif fence and not before:
            # Python-Markdown takes more than a language for attributes, or for no fence at all.
            language = _LANGUAGE.match(line, len(fence))
            line = fence + (language[0].rstrip() if language else "")  # noqa: PLW2901
        if before or fence:
            lines.append(line)
        else:
            lines.append(_harmless(line, lines[-1] if lines else "", trust_code=trust_code))
        trust_code = not line.strip() or (trust_code and stray_backtick(line) == len(line))
    return "\n".join([*lines, fence] if fence else lines)


def stray_backtick(line: str) -> int:
    """Where the first backtick stands that no code span of this line takes; the line's length where there is none.

    A span may go on in the next line of a paragraph: after a stray backtick, what looks like code may be none.
    """
    at = _MARKS.sub(lambda found: "x" * len(found[0]), line).find("`")
    return at if at >= 0 else len(line)


def _harmless(line: str, above: str, *, trust_code: bool) -> str:
    if found := _INNER_HEADING.match(line):
        line = f"{found['before']}\\{line[found.end() :]}"
    elif above.strip(" \t") and (found := _UNDERLINE.match(line)):
        return f"{found['before']}\\{line[found.end() :]}"

    return without_tags(line, trust_code=trust_code)


def without_tags(line: str, *, trust_code: bool = True) -> str:
    """A line in which no HTML begins and no link runs code. What may begin a tag is written as an entity, because not
    every Markdown knows a backslash before it."""
    trusted = trusted_code(line) if trust_code else 0

    def mark(found: re.Match[str]) -> str:
        if found["code"] is not None:
            return found[0] if found.start() < trusted else found[0].replace("<", "&lt;")
        if found[0] in ("<", "\\<"):
            return "&lt;"
        if found["breaks"] is not None:
            return found[0].replace("[", "\\[") if found[0].endswith("[") else "\\" + found[0]
        return found[0]

    return _MARKS.sub(mark, line)


def trusted_code(line: str) -> int:
    """Up to where what looks like a code span is one: not behind a stray backtick, and nowhere in a line that may be
    a table's, because tables are cut into cells first."""
    return 0 if "|" in line else stray_backtick(line)


# --- as HTML ----------------------------------------------------------------------------------------------------------

_INLINE: Final = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|`(?P<code>[^`\n]+)`"
    r"|&(?P<entity>lt|gt|amp|quot);"
    r"|\*\*(?P<bold>[^*\n]+)\*\*"
    r"|\[(?P<text>[^\[\]\n]*)\]\((?P<url>[^()\s]*)\)"
)
_ITEM: Final = re.compile(r"(?P<mark>[-*+]|\d{1,9}[.)])[ \t]+(?P<text>.*)")


def inline(text: str) -> Markup:
    """One line of prose as HTML."""
    parts, at = [], 0
    for found in _INLINE.finditer(text):
        parts.append(escape(text[at : found.start()]))
        parts.append(_span(found))
        at = found.end()
    return Markup("").join([*parts, escape(text[at:])])


def _span(found: re.Match[str]) -> Markup:
    if found["escaped"] is not None:
        return escape(found["escaped"])
    if found["code"] is not None:
        return _tagged("code", escape(found["code"]))
    if found["entity"] is not None:
        return Markup(found[0])
    if found["bold"] is not None:
        return _tagged("strong", inline(found["bold"]))
    if not _SAFE_LINK.fullmatch(found["url"]):
        return escape(found[0])
    if found["text"] == "source":
        host = found["url"].split("/")[2] if found["url"].count("/") > 1 else found["url"]
        return Markup(
            f'<a class="dsw-source" href="{escape(found["url"])}" rel="noopener">'
            f'source<span class="dsw-hidden">: {escape(host)}</span></a>'
        )
    return Markup(f'<a href="{escape(found["url"])}" rel="noopener">{inline(found["text"])}</a>')


def _tagged(tag: str, content: Markup) -> Markup:
    return Markup(f"<{tag}>{content}</{tag}>")


def to_html(text: str) -> Markup:
    """Prose as HTML; nothing that was typed can become a tag of its own."""
    blocks: list[Markup] = []
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        line = lines[at]
        fence = _fence_after(line, "")
        item = _ITEM.fullmatch(line.strip())
        if not line.strip():
            at += 1
        elif fence:
            end = next((i for i in range(at + 1, len(lines)) if not _fence_after(lines[i], fence)), len(lines))
            code = escape("\n".join(lines[at + 1 : end]))
            blocks.append(Markup(f'<pre><code tabindex="0">{code}</code></pre>'))
            at = end + 1
        elif item:
            entries, at = _entries(lines, at)
            tag = "ol" if item["mark"][0].isdigit() else "ul"
            blocks.append(_tagged(tag, Markup("").join(_tagged("li", inline(entry)) for entry in entries)))
        elif line.startswith("### "):
            blocks.append(_tagged("h3", inline(line[4:])))
            at += 1
        else:
            end = at
            while end < len(lines) and _goes_on(lines[end]):
                end += 1
            end = max(end, at + 1)
            blocks.append(_tagged("p", inline(" ".join(one.strip() for one in lines[at:end]))))
            at = end
    return Markup("\n").join(blocks)


def _goes_on(line: str) -> bool:
    """Whether a paragraph goes on with this line."""
    begins = _ITEM.fullmatch(line.strip()) or _fence_after(line, "") or line.startswith("### ")
    return bool(line.strip()) and not begins


def _entries(lines: list[str], at: int) -> tuple[list[str], int]:
    """The entries of the list that begins at `at`, and the line after it. An indented line belongs to its entry."""
    entries: list[list[str]] = []
    while at < len(lines):
        found = _ITEM.fullmatch(lines[at].strip())
        if found:
            entries.append([found["text"]])
        elif lines[at].startswith((" ", "\t")) and lines[at].strip():
            entries[-1].append(lines[at].strip())
        else:
            break
        at += 1
    return [" ".join(entry) for entry in entries], at
