"""A file's text line by line, with what each stands below, and what a person wrote there by paragraphs."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from typing import Final

from wizard.check.finding import Sentence
from wizard.check.taking import Paragraph
from wizard.read.named import NOT_SAID

#: Lists that name products which were not taken.
NOT_TAKEN: Final = frozenset(
    {"Also considered", "Also weighed", "Considered Options", "Revisit when", "Ways out", "What it costs us"}
)

#: Where a person's reasons stand: they name what was rejected, and what is left behind, as well as what was taken.
REASONS: Final = frozenset({"In our own words", "Known, and kept", "Kept against advice"})

_LABEL: Final = re.compile(r"\*\*([^*]+):\*\*\s*")
_LINK: Final = re.compile(r"(?<!\s)\s*+\(\[source\]\([^()\s]*+\)\)")
_ESCAPE: Final = re.compile(r"\\([!-/:-@\[-`{-~])")

#: A paragraph of so few words may take back what stands before it: “Not any more.”. So may an item that begins so.
_FEW: Final = 12
_BACK: Final = re.compile(
    r"\s*(?:[-*+]|\d+[.)])\s+(?:no|not|never|that|this|it|strike|scratch|ignore|forget|wrong|false)\b", re.IGNORECASE
)

#: Code says nothing in words.
_CODE: Final = re.compile(
    r"^[ \t]*(```|~~~).*?(?:^[ \t]*\1[^\n]*$|\Z)|(?<=\n\n)(?: {4}|\t)[ \t]*(?![-*+] |\d)[^\n]*",
    re.DOTALL | re.MULTILINE,
)
_NEW: Final = re.compile(r"\s*(?:[-*+>|#]|\d+[.)]\s|\*\*)")


def sentences(body: str) -> Iterator[Sentence]:
    """Every line of a file's text that says something, as it reads, with what it stands below."""
    heading, label, fence = "", "", False
    for number, line in enumerate(body.split("\n"), 1):
        content = line.strip()
        if content.startswith(("```", "~~~")):
            fence = not fence
            label = label if fence else ""  # what stood above code is not about what stands below it
            continue
        if not content or content == "---":
            continue
        if not fence and content.startswith("#"):
            level, text = len(content) - len(content.lstrip("#")), content.lstrip("#").strip()
            heading, label = (plain(text) if level == 2 else heading), "" if level <= 2 else plain(text)
            continue
        if fence:
            yield Sentence(line=number, heading=heading, label=label, text=content)
            continue
        listed = content[:2] in ("- ", "* ")
        found = _LABEL.match(content)
        if found:
            label = plain(found[1])
            content = content[found.end() :]
        elif not listed:
            label = ""
        text = plain(content[2:] if listed else content)
        if text:
            yield Sentence(line=number, heading=heading, label=label, text=text)


def plain(text: str) -> str:
    """A line of Markdown as it reads, without the links to its sources."""
    text = _ESCAPE.sub(r"\1", _LINK.sub("", text)).replace("**", "")
    return " ".join(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").split())


def paragraphs(heading: str, words: str, made: Container[str]) -> Iterator[Paragraph]:
    """The paragraphs of a section, its lists' items and its tables' rows; a line of the guide's is one by itself."""
    words = _CODE.sub("", NOT_SAID.sub("", words))
    raw = ["", *words.split("\n")]
    found, head, last = list[Paragraph](), "", Sentence(line=-9, heading="", label="", text="")
    lead = ""  # what stands before a colon, and is said of what follows
    subs = _headings(raw)
    for item in sentences(f"## {heading}\n{words}"):
        line, before = raw[item.line - 1], raw[last.line - 1] if last.line > 0 else ""
        if item.label in NOT_TAKEN | REASONS:
            continue
        head = (head if before.lstrip().startswith("|") else item.text) if line.lstrip().startswith("|") else ""
        labelled = item.label and _LABEL.match(line.strip())
        text, below = (str(item), (heading,)) if labelled else (item.text, (heading, item.label))
        below = (*below, *filter(None, [subs[item.line - 1]]))
        goes_on = item.line == last.line + 1 and not (_NEW.match(line) or before.lstrip()[:1] in ("|", "#"))
        if found and goes_on and item.text not in made and last.text not in made:
            found[-1] = replace(found[-1], text=f"{found[-1].text} {text}")
        else:
            beside = " ".join(filter(None, [head if head != item.text else "", lead]))
            found.append(Paragraph(text=text, below=below, beside=beside))
            after = _BACK.match(line) if _NEW.match(line) else not head
            if len(found) > 1 and after and len(text.split()) <= _FEW:
                found[-2] = replace(found[-2], beside=f"{found[-2].beside} {text}".strip())
        lead = item.text if item.text.endswith(":") else lead if _NEW.match(line) else ""
        last = item
    yield from found


def _headings(raw: Sequence[str]) -> list[str]:
    """For each line the heading below its section's that it stands under, if any."""
    found, heading = [], ""
    for line in raw:
        if line.lstrip().startswith("###"):
            heading = plain(line.strip().lstrip("#"))
        found.append(heading)
    return found
