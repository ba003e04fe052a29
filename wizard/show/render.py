"""The templates, and how they are filled. They decide nothing: an undefined name is an error, and HTML is escaped."""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby
from typing import Any, Final

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, ModuleLoader, StrictUndefined
from markupsafe import Markup, escape

from wizard.catalogue import beside
from wizard.catalogue.later import later
from wizard.write.spans import inline

#: Where the browser has the templates compiled, because compiling is slow there: `wizard/build/assets/runtime.py`.
COMPILED: Final = "compiled"

_CODE = re.compile(r"`([^`]+)`")


def code(text: str) -> Markup:
    """Plain text as HTML, with `backticks` as code; what is HTML already stays."""
    if isinstance(text, Markup):
        return text
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))


def with_things(text: str, things: str) -> Markup:
    """A sentence as HTML, with the person's own words where it says `{things}`."""
    return code(text).replace("{things}", bdi(things))


#: Letters that are written from right to left: Hebrew to Arabic, their presentation forms, and the old scripts.
#: https://www.unicode.org/Public/UCD/latest/ucd/extracted/DerivedBidiClass.txt, whose defaults these blocks are.
_FROM_THE_RIGHT: Final = later("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]")
_SPACE: Final = later(r"(\s+)")
_AROUND: Final = "'\"“”()[],.:;!?…"


def bdi(text: str) -> Markup:
    """A sentence as HTML, in which words that are written from right to left turn nothing but themselves."""
    if not _FROM_THE_RIGHT.search(text):
        return escape(text)
    parts: list[Markup] = []
    pieces = _SPACE.split(text)
    for turned, group in groupby(range(0, len(pieces), 2), lambda at: bool(_FROM_THE_RIGHT.search(pieces[at]))):
        ats = list(group)
        whole = "".join(pieces[ats[0] : ats[-1] + 1])
        inner = whole.strip(_AROUND) if turned else ""
        before, _, after = whole.partition(inner) if inner else (whole, "", "")
        parts += [escape(before), Markup("<bdi>%s</bdi>") % inner if inner else Markup(""), escape(after)]
        parts += [escape("".join(pieces[ats[-1] + 1 : ats[-1] + 2]))]
    return Markup("").join(parts)


def prose_line(line: str) -> Markup:
    """A line of Markdown as HTML, without its list mark."""
    return inline(line.removeprefix("- "))


@cache
def environment() -> Environment:
    here = beside.folder("wizard.show")
    made = Environment(
        loader=ChoiceLoader([ModuleLoader(f"{here}/{COMPILED}"), FileSystemLoader(here)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["bdi"] = bdi
    made.filters["code"] = code
    made.filters["prose"] = prose_line
    return made


def render(name: str, **context: Any) -> str:
    """The HTML of one screen."""
    return environment().get_template(name).render(**context)
