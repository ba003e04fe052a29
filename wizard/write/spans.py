"""What stands inside a line of Markdown: made harmless, and shown as HTML.

Readers of Markdown disagree, so this knows only what all of them read in the same way: `code`, **bold**, *emphasis*,
links and images with a safe address, backslash escapes, and a few entities. :func:`inert` writes every other mark so
that each reader shows it as it was typed, and :func:`inline` shows just that. Both take linear time. What is checked
against: CommonMark, GitHub's readers of it, and Python-Markdown with its `extra`.
"""

from __future__ import annotations

import re
from typing import Final

from markupsafe import Markup, escape

from wizard.catalogue.later import later

#: Python-Markdown's own list; CommonMark knows all of ASCII's punctuation, and an entity says the others to both.
#: https://python-markdown.github.io/ ("ESCAPED_CHARS" in its core.py)
_BACKSLASH_HELPS: Final = frozenset("\\`*_{}[]()>#+-.!|")

_IN_ADDRESS: Final = r"[^\s()<>\[\]\"'`\\]*"
_ADDRESS: Final = rf"(?:https?://|mailto:|#|\.{{0,2}}/){_IN_ADDRESS}(?:\({_IN_ADDRESS}\){_IN_ADDRESS})*"
_ENTITIES: Final = r"&(?:lt|gt|amp|quot|#(?:3[3-9]|4[0-7]|58|59|6[0-4]|9[1-6]|12[3-6]));"
_IN_TEXT: Final = rf"[^\[\]`\\!]|!(?!\[)|\\[!-/:-@\[-`{{-~]|`[^`\[\]]+`|!\[[^\[\]`\\]*\]\({_ADDRESS}\)"
_IN_STARS: Final = rf"[^*`\[\]\\<&]|\\[!-/:-@\[-`{{-~]|`[^`*]+`|{_ENTITIES}|\[[^\[\]`\\*]*\]\({_ADDRESS}\)"

#: What GitHub makes a link without being asked, and then shows its escapes: it is told not to where there are any, up
#: to the next space of ASCII: U+00A0 and U+3000 end no address there.
_BARE: Final = r"(?:(?i:https?|ftp):(?=//)|(?i:www)(?=\.))"
_BARE_ADDRESS: Final = later(_BARE)
_ESCAPED_IN_ADDRESS: Final = later(r"[\\`*{~\[\]<>]|&(?:#\w|\w+;)|_(?![A-Za-z0-9])|(?<![A-Za-z0-9])_")
_UNBROKEN: Final = later(r"[^ \t-\r]+")

#: Read from left to right, and the first that fits counts; the signs with which any begins are looked for first, for
#: speed. Bold and emphasis begin behind a space or a bracket and end before a space or punctuation, where no reader
#: doubts them.
_TOKENS: Final = later(
    r"(?=[\\`&*!\[\]_<{~hHfFwW])(?:"
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?<!`)`(?!`)(?P<code>[^`]+)`(?!`)"
    rf"|(?P<entity>{_ENTITIES})"
    rf"|(?<![^\s(])(?P<stars>\*\*?)(?P<strong>(?![\s*])(?:{_IN_STARS})+)(?<!\s)(?P=stars)(?![^\s.,;:!?)])"
    rf"|!\[(?P<alt>[^\[\]`\\]*)\]\((?P<src>{_ADDRESS})\)"
    rf"|\[(?P<text>(?:{_IN_TEXT})*)\]\((?P<url>{_ADDRESS})\)"
    rf"|(?P<mark>(?P<bare>{_BARE}[:/.]*+)|\]:|[\\`*_<&{{~\[\]]))"
)
_PLAIN: Final = later(rf"(?P<bare>{_BARE}[:/.]*+)|[\\`*_<>&{{~\[\]]")

#: A `<` that no reader takes for the beginning of a tag or an address: `a < b`, `x <= 3`, `<1 ms`.
_LESS: Final = later(r"<(?=[ \t]|[=\d][^ <>@]*[ >]|\d[\d.,]*\Z)")
#: An image that every reader of the file would fetch from somewhere else: it becomes the link that the page shows.
_FOREIGN_IMAGE: Final = later(rf"!\[([^\[\]`\\]*)\]\((?:https?:)?//{_IN_ADDRESS}(?:\({_IN_ADDRESS}\){_IN_ADDRESS})*\)")
_CLOSING: Final = later(r"(?<![^ \t])#+$")
_ENTITY: Final = later(r"&(?=#\w|\w+;)")  # Python-Markdown takes numbers for entities without their `;` too
_WORD: Final = later(r"[A-Za-z0-9]")


def literal(text: str) -> str:
    """Plain text as Markdown in which it reads as it is, to the letter."""
    bare = _addresses(text)
    return _PLAIN.sub(lambda found: _mark(found, text, bare, plain=True), text)


def inert(text: str) -> str:
    """Lines of one paragraph, as they were typed, in which nothing works but what :data:`_TOKENS` knows; the rest reads
    as it was typed. Text that is already so comes back as it is."""
    bare = _addresses(text)

    def one(found: re.Match[str]) -> str:
        if found["mark"] is not None:
            return _mark(found, text, bare)
        if found["escaped"] is not None:
            sign = found["escaped"]
            return found[0] if sign in _BACKSLASH_HELPS else _sign(sign)
        if found["text"] is not None:
            words = _FOREIGN_IMAGE.sub(lambda image: image[1] or "image", found["text"])  # no link stands in another
            return f"[{inert(words)}]({found['url']})"
        if found["alt"] is not None:
            foreign = _FOREIGN_IMAGE.fullmatch(found[0])
            return f"{'' if foreign else '!'}[{inert(found['alt']) or 'image' * bool(foreign)}]({found['src']})"
        if found["strong"] is not None:
            return f"{found['stars']}{inert(found['strong'])}{found['stars']}"
        return found[0]

    return _TOKENS.sub(one, text)


def headline(text: str) -> str:
    """The words of a heading, as they stand behind its marks: signs at the end would be taken for marks that end it."""
    return _CLOSING.sub(r"\\\g<0>", inert(text))


def marked(text: str) -> bool:
    """Whether a text reads differently as Markdown than as it stands, in code."""
    bare = _addresses(text)
    return any(found["bare"] is None or found.start() in bare for found in _TOKENS.finditer(text))


def _addresses(text: str) -> frozenset[int]:
    """Where the bare addresses begin that hold signs which would be escaped."""
    if not _BARE_ADDRESS.search(text):
        return frozenset()
    found: set[int] = set()
    for run in _UNBROKEN.finditer(text):
        escaped = [mark.start() for mark in _ESCAPED_IN_ADDRESS.finditer(text, *run.span())]
        if escaped:
            found |= {address.start() for address in _BARE_ADDRESS.finditer(text, run.start(), escaped[-1])}
    return frozenset(found)


def _sign(sign: str) -> str:
    return {"<": "&lt;", ">": "&gt;", "&": "&amp;"}.get(sign, f"&#{ord(sign)};")


def _mark(found: re.Match[str], text: str, bare: frozenset[int], *, plain: bool = False) -> str:
    """One sign that a reader could take for a mark, so written that it is none. `bare` is what :func:`_addresses`
    gives."""
    sign, (start, end) = found[0], found.span()
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    if found["bare"] is not None:
        return sign if start not in bare else re.sub(r"/(?=/)|\.", lambda point: f"&#{ord(point[0])};", sign, count=1)
    if sign == "_":
        return "_" if _WORD.fullmatch(before) and _WORD.fullmatch(after) else "\\_"
    if sign == "&":
        return "&amp;" if _ENTITY.match(text, start) else "&"
    if sign in "<>":
        return "<" if sign == "<" and not plain and _LESS.match(text, start) else _sign(sign)
    if sign == "~":  # it strikes nothing out where it closes nothing
        return "&#126;" if before.strip() or after == "~" else "~"
    if plain:
        return f"\\{sign}"
    if sign == "\\":
        return "\\\\" if not after.strip() else "\\"
    if sign == "*":
        return "*" if not before.strip() and not after.strip() else "\\*"
    if sign == "]:":  # a definition or a footnote would begin
        return "]&#58;"
    if sign == "]":  # a link that is not known to be safe would work
        return "\\]" if after == "(" else "]"
    return "[" if sign == "[" else f"\\{sign}"


# --- as HTML ----------------------------------------------------------------------------------------------------------


def inline(text: str) -> Markup:
    """Lines of one paragraph as HTML: nothing that was typed can become a tag of its own."""
    parts, at = [], 0
    for found in _TOKENS.finditer(text):
        parts += [escape(text[at : found.start()]), _html(found)]
        at = found.end()
    return Markup("".join([*parts, escape(text[at:])]))


def _html(found: re.Match[str]) -> Markup:
    if found["escaped"] is not None:
        return escape(found["escaped"])
    if found["code"] is not None:
        return Markup(f"<code>{escape(found['code'])}</code>")
    if found["entity"] is not None:
        return Markup(found[0])
    if found["strong"] is not None:
        tag = "strong" if len(found["stars"]) == 2 else "em"
        return Markup(f"<{tag}>{inline(found['strong'])}</{tag}>")
    if found["alt"] is not None:
        return _link(found["src"], inline(found["alt"]))
    if found["text"] == "source":
        url = found["url"]
        host = url.split("/")[2] if url.count("/") > 1 else url
        said = f'source<span class="dsw-hidden">: {escape(host)}</span>'
        return Markup(f'<a class="dsw-source" href="{escape(url)}" rel="noopener">{said}</a>')
    return escape(found[0]) if found["text"] is None else _link(found["url"], inline(found["text"]))


def _link(url: str, said: Markup) -> Markup:
    return Markup(f'<a href="{escape(url)}" rel="noopener">{said}</a>')
