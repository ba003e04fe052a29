"""Markdown that a person wrote: split into sections, made harmless, and shown as HTML.

The subset that is shown is what our own documents use: paragraphs, lists, third-level headings, fenced code, `code`,
**bold**, links and backslash escapes. Everything else is shown as it was typed. All of it takes linear time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from markupsafe import Markup

from wizard.catalogue.later import later
from wizard.catalogue.signs import visible
from wizard.write.spans import inert, inline, marked

#: What a person is told whose prose :func:`settle` changes.
ESCAPED: Final = (
    "Some marks were escaped, so that they read as they were typed and cannot break the file: headings of the first "
    "two levels, HTML, images from another site (links now), attributes in braces, links that may run code, "
    "definitions, entities, or marks that readers of Markdown do not all take in the same way."
)

#: And what of the line on which code begins.
BEHIND: Final = "Where code begins, only its language is kept, and this is left out:"

_FENCE: Final = later(r" {0,3}(`{3,}|~{3,})")

#: What may stand before a block's own text: quotes and lists, in each other too. A list does not begin at 1986.
_BEFORE: Final = later(r"(?:[ \t>]|[-*+](?=[ \t])|\d{1,2}[.)](?=[ \t]))*")

#: What would begin a block that is none of ours: a section's heading (`#x` too, in Python-Markdown), a long number, the
#: meaning of a term, and a box of Python-Markdown's `admonition`.
_BEGINS: Final = later(
    r"(?P<heading>#{1,2}(?=[ \t]|$)|#{1,6}(?=[^ \t#])|#{7})"
    r"|(?P<number>\d{3,9})(?=[.)](?:[ \t]|$))"
    r"|(?P<colon>:(?=[ \t]))"
    r"|(?P<box>!(?=!!))"
)
_UNDERLINE: Final = later(r"[ \t>]*(?P<sign>[=-])(?P=sign)*[ \t]*")
_INDENTED: Final = later(r" {4}| {0,3}\t")
_ITEM_BEGINS: Final = later(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)")
_MARKS: Final = later(r"\A[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])(?:[ \t>]+|\Z))*")
_TASK: Final = later(r"\[[ xX]\] ")
_CODE_IN_A_QUOTE: Final = later(r"[ \t]*>(?: {5}| {0,4}\t)")
_WIDE: Final = later(r" {4,}| *\t[ \t]*")
_WIDE_BEHIND_A_MARK: Final = later(rf"(?<=[^ \t])(?:{_WIDE.pattern})")

#: The line below a table's head, and a table's cells.
_RULE: Final = later(r"(?=[^-]*-)[ \t>|:]*+-[ \t|:-]*+")
_CELL: Final = later(r"(?:\\.|[^|\\]|\\$)*(?:\||$)")

#: An escape can make of a table none, or of a list: what is around it is looked at again. Two rounds have always done.
_ROUNDS: Final = 5

_LANGUAGE: Final = later(r"[ \t]*[\w#.+-]*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Sections:
    """A Markdown file: its title, what stands before the first section, and the sections by heading, in order."""

    title: str
    before: str
    sections: dict[str, str]
    twice: tuple[str, ...] = ()
    """Headings that stand more than once, whose texts are put together."""


def split(text: str) -> Sections:
    """Split at second-level headings outside fenced code. The same heading twice becomes one section; a heading in
    which nothing can be seen is text."""
    title, heading = "", ""
    parts: dict[str, list[str]] = {"": []}
    twice: list[str] = []
    for line, fenced in in_fences(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
        level, words = (0, "") if fenced else _heading(line)
        if level == 2 and visible(words).strip():
            heading = words
            twice += [heading] if heading in parts else []
            parts.setdefault(heading, [])
        elif level == 1 and not title and not heading:
            title = words
        else:
            parts[heading].append(line)
    texts = {name: "\n".join(lines).strip("\n").rstrip() for name, lines in parts.items()}
    return Sections(title=title, before=texts.pop(""), sections=texts, twice=tuple(dict.fromkeys(twice)))


def in_fences(lines: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it stands in fenced code: the line that ends the code does, the one that begins it not."""
    fence = ""
    for line in lines:
        yield line, bool(fence)
        fence = _fence_after(line, fence)


def _fence_after(line: str, fence: str) -> str:
    """The fence that is open after this line: the marks that opened it, or nothing."""
    found = _FENCE.match(line)
    if not found:
        return fence
    if not fence:
        opens_code = found[1][0] == "~" or "`" not in line[found.end() :]
        return found[1] if opens_code else ""
    closes = found[1][0] == fence[0] and len(found[1]) >= len(fence) and not line[found.end() :].strip(" \t")
    return "" if closes else fence


def _heading(line: str) -> tuple[int, str]:
    """The level and the words of a heading, as `# Words` or `## Words ##`; level 0 for any other line."""
    text = line.strip(" \t")
    marks = len(text) - len(text.lstrip("#"))
    if _INDENTED.match(line) or not marks or text[marks : marks + 1] not in (" ", "\t", ""):
        return 0, ""
    words = text[marks:].strip(" \t")
    without_end = words.rstrip("#")
    return marks, (without_end if without_end[-1:] in (" ", "\t", "") else words).strip(" \t")


@lru_cache(maxsize=32)  # a file that is opened asks several times for each section
def settle(text: str) -> str:
    """The same prose, unable to break the file that it goes into, and read by every reader as it was typed.

    Headings that would begin a section or rename the file, HTML, definitions, links that may run code, and marks on
    which readers of Markdown disagree are escaped; a fence that was left open is closed. Prose that is already harmless
    comes back as it is, so that a file does not change each time that it is opened.
    """
    for _ in range(_ROUNDS):
        settled = "\n".join(
            line for kind, lines in _blocks(text) for line in (_harmless(lines) if kind == "text" else lines)
        )
        if settled == text:
            break
        text = settled
    return text


def _blocks(text: str) -> Iterator[tuple[str, list[str]]]:
    """A text's lines, in order, by what every reader takes them for: `text`, `code` behind four spaces, `fenced` code
    with its fences, and `empty`."""
    block: list[str] = []
    fence = ""
    listed = False  # whether a list may still go on, in which four spaces mean no code
    for line in map(_seen, text.split("\n")):
        before, fence = fence, _fence_after(line, fence)
        if fence and not before and line[0] == " ":
            fence = ""  # perhaps in a list's item, and then it ends with it: no code, so that nobody has to tell
        if before:
            block.append(line if fence else before)  # Python-Markdown wants a fence closed as it was opened
            if not fence:
                yield "fenced", block
                block = []
        elif line.strip() and not fence:
            block.append(line)
        else:
            if block:
                yield _kind(block, listed=listed), block
                listed = _is_listed(block, listed=listed)
            listed = listed and not fence
            block = [_opening(line, fence)] if fence else []
            if not fence:
                yield "empty", [line]
    if block:
        yield ("fenced", [*block, fence]) if fence else (_kind(block, listed=listed), block)


def _seen(line: str) -> str:
    """A line of nothing but blanks, such as U+00A0, is empty to some readers and text to others: now to all."""
    return line if line.strip() or not line.strip(" \t") else ""


def _kind(block: list[str], *, listed: bool) -> str:
    return "code" if not listed and all(map(_INDENTED.match, block)) else "text"


def _is_listed(block: list[str], *, listed: bool) -> bool:
    """Whether a list may go on below a block: it ends where text begins at the margin."""
    return any(map(_ITEM_BEGINS.match, block)) or (listed and block[0][0] in " \t")


def _opening(line: str, fence: str) -> str:
    """The line that opens a fence: more than a language is attributes to Python-Markdown, or no fence at all."""
    language = _LANGUAGE.match(line, len(fence))
    return fence + (language[0].rstrip() if language else "")


def behind_languages(text: str) -> tuple[str, tuple[str, ...]]:
    """The prose without what stands behind the language where code begins, and what that is, as it was typed."""
    lines, left, fence = list[str](), list[str](), ""
    for line in text.split("\n"):
        before, fence = fence, _fence_after(line, fence)
        if fence and not before and line[0] == " ":
            fence = ""  # as above
        opens = bool(fence and not before)
        lines.append(_opening(line, fence) if opens else line)
        left.append(line[len(lines[-1]) :].strip() if opens else "")
    return "\n".join(lines), tuple(filter(None, left))


def _harmless(lines: list[str]) -> list[str]:
    """The lines of a block of text, made harmless."""
    rule = next(filter(_RULE.fullmatch, lines), "") if any("|" in line for line in lines) else ""
    columns = len(_cells(rule.lstrip(" \t>")))
    made: list[str] = []
    at = 0
    while at < len(lines):
        end = at + 1
        if not rule and _begins_with_a_letter(lines, end) and _is_text(lines[at]):
            end += 1
            while _begins_with_a_letter(lines, end):
                end += 1
        made += _run(lines[at:end], above=lines[at - 1] if at else "", columns=columns, quoted=">" in rule)
        at = end
    return made


def _begins_with_a_letter(lines: list[str], at: int) -> bool:
    return at < len(lines) and lines[at].lstrip(" \t")[:1].isalpha()


def _is_text(line: str) -> bool:
    """Whether a paragraph may go on below a line: below a heading, a rule or the mark of an empty item none does."""
    words = _MARKS.sub("", line)
    return not words.startswith("#") and any(map(str.isalnum, words))


def _run(lines: list[str], *, above: str, columns: int, quoted: bool) -> list[str]:
    """Lines of one paragraph, in which code may go over the line's end; or a line in a table of so many columns, which
    is `quoted`, or else has a quote's mark for a cell."""
    text = "\n".join(lines)
    underline = _UNDERLINE.fullmatch(lines[0]) if above else None
    begin = _BEFORE.match(text)
    before = text[: underline.start("sign")] if underline else begin[0] if begin else ""
    rest = text[len(before) :]
    begins = _BEGINS.match(rest)
    mark = ""
    if underline:
        mark, rest = ("&#61;" if underline["sign"] == "=" else "\\-"), rest[1:]
    elif begins and begins["number"]:
        mark, rest = f"{begins[0]}\\", rest[begins.end() :]
    elif begins:
        mark, rest = ("&#58;" if begins["colon"] else f"\\{rest[0]}"), rest[1:]
    elif rest.startswith("[") and "]:" in rest and not _TASK.match(rest):
        mark, rest = "\\[", rest[1:]
    listed = bool(before.strip(" \t>" if quoted else " \t"))
    made = _row(mark + rest, columns, listed=listed) if columns else inert(mark + rest)
    if before and marked(made):  # else some reader takes it for code, in which an escape would be seen
        # Where a paragraph goes on, only the mark of a quote or an item; none does below code in a quote.
        begins_anew = columns or not _is_text(above) or _CODE_IN_A_QUOTE.match(above)
        before = (_WIDE if begins_anew else _WIDE_BEHIND_A_MARK).sub("   ", before)
    return (before + made).split("\n")


def _cells(row: str, *, listed: bool = False) -> list[str]:
    """The cells of a table's row, each with the bar that ends it; what stands before the first bar is none, but a
    mark (`listed`), which Python-Markdown takes for a cell."""
    cells = _CELL.findall(row)[:-1]
    return cells if listed else ["".join(cells[:2]), *cells[2:]] if cells and not cells[0].strip(" \t|") else cells


def _row(row: str, columns: int, *, listed: bool) -> str:
    """A table's row, each cell on its own. Cells that are too many would not be shown: they join the last one."""
    cells = _cells(row, listed=listed)
    last = max((at for at, cell in enumerate(cells) if cell.strip(" \t|")), default=0)
    beyond = [f"{cell[:-1]}\\|" if at < last and cell.endswith("|") else cell for at, cell in enumerate(cells)]
    return "".join(map(inert, [*cells[: columns - 1], "".join(beyond[columns - 1 :])]))


# --- as HTML ----------------------------------------------------------------------------------------------------------

_ITEM: Final = later(r"(?P<mark>[-*+]|\d{1,9}[.)])[ \t]+(?P<text>.*)")


def _tagged(tag: str, content: Markup) -> Markup:
    return Markup(f"<{tag}>{content}</{tag}>")


def to_html(text: str) -> Markup:
    """Prose as HTML; nothing that was typed can become a tag of its own."""
    blocks: list[Markup] = []
    for kind, lines in _blocks(text):
        if kind == "text":
            blocks += _text_html(lines)
        elif kind != "empty":
            code = lines[1:-1] if kind == "fenced" else [_INDENTED.sub("", line, count=1) for line in lines]
            blocks.append(Markup('<pre><code tabindex="0">%s</code></pre>') % "\n".join(code))
    return Markup("\n").join(blocks)


def _text_html(lines: list[str]) -> Iterator[Markup]:
    """A block of text: paragraphs, lists and headings."""
    at = 0
    while at < len(lines):
        line = lines[at]
        item = _ITEM.fullmatch(line.strip())
        if item:
            entries, at = _entries(lines, at)
            tag = "ol" if item["mark"][0].isdigit() else "ul"
            yield _tagged(tag, Markup("").join(_tagged("li", inline(entry)) for entry in entries))
        elif line.startswith("### "):
            yield _tagged("h3", inline(line[4:]))
            at += 1
        else:
            end = at + 1
            while end < len(lines) and _goes_on(lines[end]):
                end += 1
            yield _tagged("p", inline(" ".join(one.strip() for one in lines[at:end])))
            at = end


def _goes_on(line: str) -> bool:
    """Whether a paragraph goes on with this line."""
    return not _ITEM.fullmatch(line.strip()) and not line.startswith("### ")


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
