"""Which sentences of a data-stack.md somebody works by who changes a file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from wizard.check.finding import Sentence
from wizard.check.lines import NOT_TAKEN
from wizard.check.standard import Standard

FILE: Final = Path(__file__).with_name("governs.toml")

#: In bytes: what a file names stands in its first lines.
LOOKED_AT: Final = 20_000


@cache
def topics() -> tuple[Mapping[str, Any], ...]:
    """The topics of `governs.toml`."""
    return tuple(tomllib.loads(FILE.read_text(encoding="utf-8"))["topic"])


def governing(standard: Standard, path: Path) -> tuple[Sentence, ...]:
    """The sentences that govern a file, in the order of the data-stack.md; the file need not be there."""
    here = f"/{path.as_posix().lstrip('/')}"
    found: list[Sentence] = []
    by_path = [topic for topic in topics() if any(_pattern(glob).fullmatch(here) for glob in topic.get("paths", ()))]
    looked_into = not any(topic.get("whole") for topic in by_path) and _names_the_stack(standard, path)
    for topic in topics():
        if topic in by_path or (topic.get("names") and looked_into):
            found += [
                {"store": standard.of_the_store, "client": standard.of_a_client(standard.client)}[pick]
                for pick in topic.get("pick", ())
            ]
            found += [item for item in standard.sentences if _is_about(item, topic["sentences"])]
    return tuple(sorted(dict.fromkeys(found), key=lambda item: item.line))


def _is_about(item: Sentence, labels: list[str]) -> bool:
    begins = item.text.partition(":")[0]
    named = begins if any(begins in topic["sentences"] for topic in topics()) else item.label
    return item.label not in NOT_TAKEN and named in labels


@cache
def _pattern(glob: str) -> re.Pattern[str]:
    """A shell's pattern, for a path that begins with a slash: `**/` is any folders, none too."""
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", glob.removeprefix("**/"))
    signs = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return (
        re.compile("(?:.*/)?" + "".join(signs.get(part, re.escape(part)) for part in parts))
        if parts
        else re.compile("")
    )


def _names_the_stack(standard: Standard, path: Path) -> bool:
    """Whether a file's first lines name the client, its packages, or the store."""
    try:
        if not path.is_file():
            return False  # a pipe would be waited for
        with path.open("rb") as opened:
            text = opened.read(LOOKED_AT).decode("utf-8", "replace").lower()
    except OSError:
        return False
    clients = [client for _, client in standard.pairs if client]
    words = {word for item in clients for word in (item.id, item.name)}
    words |= {store.database.id for store in standard.decided} | set(standard.pins)
    return any(re.search(rf"(?<![\w-]){re.escape(word.lower())}(?![\w-])", text) for word in words)
