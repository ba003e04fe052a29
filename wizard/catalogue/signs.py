"""Signs of a text from outside: what cannot be seen is no text, and what is quoted can be told for what it is.

Whatever a person, a link, a file or the command line brings goes through :func:`visible` where it is kept, and through
:func:`quoted` or :func:`named` where a sentence of ours repeats it. Both take time that grows with the text's length.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Final

from wizard.catalogue.later import later

#: More marks than this on one letter hide it and the lines around it: "Forbid sequences of more than 4 nonspacing
#: marks", https://www.unicode.org/reports/tr39/#Optional_Detection
MOST_MARKS: Final = 4

#: Signs that are kept though they are not printed.
_KEPT: Final = "\n\t"

#: They are shown as room and nothing else: a cell of Braille without dots, a note without a head, blank hieroglyphs.
_BLANKS: Final = frozenset("\u2800\U0001d159\U00013441\U00013442")

#: Scripts in which a joiner, or its opposite, changes how a word is spelt: Arabic and its neighbours, the scripts of
#: India, Myanmar, Khmer, Mongolian. https://www.unicode.org/reports/tr31/#Layout_and_Format_Control_Characters
_JOINING: Final = "620-8FF 900-DFF 1000-109F 1780-17FF 1820-18AA FB50-FDFF FE70-FEFC"

#: In characters: a value that is refused is repeated so far.
_SHOWN: Final = 200

#: So many letters of a refused value are named.
_NAMED: Final = 3


def visible(text: str) -> str:
    """A text without the signs that cannot be seen, which may say to a machine what no person reads.

    Dropped are controls, halves of characters, what turns a line's direction, fillers, tags, selectors of variants, and
    marks above four on a letter; a sign that is only room becomes a space. What emoji and scripts need stays: the
    selector U+FE0F behind an emoji, joiners between emoji and in scripts that spell with them, a Mongolian letter's
    selector of its form, and three flags. The selectors of an ideograph's variants go: the ideograph stays the same
    character without one (https://www.unicode.org/reports/tr37/), and one of 240 behind each would be a byte of hidden
    text a character. Doing it twice changes nothing.
    """
    if text.isascii() and text.isprintable():
        return text
    return _told(text, lambda sign: " " if sign in _BLANKS else "")


def quoted(text: str) -> str:
    """A text from outside as a sentence, a page or a terminal may show it: on one line, and a sign that is not seen, or
    that would end the line or turn its direction, by its code point (`\\u202e`)."""
    if text.isprintable() and text.isascii():
        return text
    return _told("".join(sign if sign.isprintable() else _escaped(sign) for sign in text), _escaped)


def named(value: Any) -> str:
    """A value that is refused, in quotation marks: as :func:`quoted`, and letters that are none of the Latin alphabet
    by their code points, for some look like it."""
    text = value if isinstance(value, str) else repr(value)
    text = quoted(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")
    other = list(dict.fromkeys(sign for sign in text if not sign.isascii() and sign.isalnum()))
    code_points = [f"{sign} is U+{ord(sign):04X}" for sign in other[:_NAMED]]
    said = f" ({', '.join(code_points)})" if code_points else ""
    return (repr(text) if isinstance(value, str) else text).replace("\\\\", "\\") + said


def key_named(key: str) -> str:
    """A key that is refused: as :func:`named`, without quotation marks where it is a plain word."""
    return key if key.isascii() and key.isprintable() and len(key) <= _SHOWN else named(key)


def _escaped(text: str) -> str:
    return text.encode("unicode_escape", "surrogatepass").decode("ascii")


def _is_room(sign: str) -> bool:
    return sign.isspace() and (sign in _KEPT or sign >= "\xa0") and sign not in "\u2028\u2029"


def _told(text: str, instead: Callable[[str], str]) -> str:
    """The text, with something instead of each sign that cannot be seen."""
    known = _kinds()
    if _SEEN.issuperset(known[ord(sign)] for sign in set(text)):
        return text
    kinds = text.translate(known)
    for pattern in (_UNSEEN, _CROWDED):
        parts, shown, at = [], [], 0
        for found in pattern.finditer(kinds):
            if found["unseen"] is not None:
                start, end = found.span("unseen")
                told = "".join(map(instead, text[start:end]))
                parts += [text[at:start], told]
                shown += [kinds[at:start], "a" * len(told)]
                at = end
        text, kinds = "".join([*parts, text[at:]]), "".join([*shown, kinds[at:]])
    return text


#: Over a text's kinds, a letter for each sign (see :class:`_Kinds`). What is kept has a neighbour that always stays: so
#: it is kept again the next time. The flags are the three in https://unicode.org/Public/emoji/latest/emoji-sequences.txt
_UNSEEN: Final = later(
    "!(?:GBENG|GBSCT|GBWLS)0"
    "|(?<=[e!])v|(?<=d)v(?=k)|(?:(?<=[et!])|(?<=[e!]v))j(?=[e!])"
    "|(?<=[sgn])[jc]|(?<=g)f"
    "|(?P<unseen>[.vjcfA-Z0])"
)
_CROWDED: Final = later(f"(?:[mnk][jc]?){{{MOST_MARKS}}}(?P<unseen>[mnkjc]+)")


#: Kinds of signs that stay, whatever is around them.
_SEEN: Final = frozenset("ae!tdsg")


class _Kinds(dict[int, str]):
    """Code point -> its kind, worked out when it is first met.

    `e` emoji, `!` the black flag, `t` a tone of skin, `d` what becomes a keycap, `k` the keycap; `m` a mark; `s` a
    letter and `n` a mark of a script that joins, `g` a Mongolian letter; `v`, `f`, `j`, `c` the selector behind emoji,
    those behind Mongolian letters, the joiner and its opposite; A to Z and 0 tags; `.` any other that is not seen; `a`
    the rest.
    """

    def __init__(self) -> None:
        from wizard.catalogue.unicode_ranges import IGNORABLE, MARKS, PICTOGRAPHS  # noqa: PLC0415, most text is ASCII

        self._sets = tuple(map(_code_points, (PICTOGRAPHS, IGNORABLE, MARKS, _JOINING)))
        super().__init__({ord("\u200d"): "j", ord("\u200c"): "c", 0xFE0F: "v", 0x20E3: "k", 0x1F3F4: "!", 0xE007F: "0"})
        self.update(dict.fromkeys((0x180B, 0x180C, 0x180D, 0x180F), "f"))
        self.update(dict.fromkeys(map(ord, "0123456789#*"), "d"))
        self.update(dict.fromkeys(range(0x1F3FB, 0x1F400), "t"))
        self.update({0xE0000 + ord(tag): tag.upper() for tag in "abcdefghijklmnopqrstuvwxyz"})

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        emoji, ignorable, mark, joining = (code in points for points in self._sets)
        if emoji:
            kind = "e"
        elif ignorable or sign in _BLANKS or not (sign.isprintable() or _is_room(sign)):
            kind = "."
        elif mark:
            kind = "n" if joining else "m"
        elif joining:
            kind = "g" if 0x1820 <= code <= 0x18AA else "s"
        else:
            kind = "a"
        self[code] = kind
        return kind


_kinds = cache(_Kinds)


def _code_points(ranges: str) -> frozenset[int]:
    """`41-5A 61` is A to Z, and a."""
    ends = [item.split("-") for item in ranges.split()]
    return frozenset(
        code
        for first, *_, last in ((end[0], *end) for end in ends)
        for code in range(int(first, 16), int(last, 16) + 1)
    )
