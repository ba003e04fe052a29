"""A sign: one line of one file that speaks for one answer, or says how another line is to be taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from wizard.catalogue.signs import quoted
from wizard.catalogue.text_error import TextError, TooMuchError
from wizard.read.known_names import (
    OF_BROWSERS,
    OF_DEVICES,
    OF_PAGES,
    OTHER_MAPPERS,
    PACKAGES,
    QUEUES,
    SERVERS,
)
from wizard.read.known_others import ELSEWHERE_PACKAGES
from wizard.read.known_stores import ENGINES_BEHIND, data_in

#: What a line may say beside answers: a database that the guide does not hold, a queue or cache, a mapper that the
#: vocabulary does not have, a server, a library of browsers, a service that is built under a database's name, another
#: file, a version past its end of life, a container of another product.
type Hint = Literal["elsewhere", "queue", "mapper", "server", "browser", "built", "include", "ended", "another"]
HINTS: Final[frozenset[str]] = frozenset(
    {"elsewhere", "queue", "mapper", "server", "browser", "built", "include", "ended", "another"}
)

#: How far a sign stands aside: not at all; in a group beside the main list, which names a database; where nothing else
#: says more (what npm bundles, a profile or a second compose file); never for itself (tests, an extra).
FIRM: Final = 0
GROUP: Final = 1
SECOND: Final = 2
NEVER: Final = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Sign:
    """One line of one file that speaks for one value of a question (`key`), or a hint.

    `what` was read there, and `how`: `package`, `image`, `address`, `provider` (of a Prisma schema) or `manifest`.
    `language` is that of the manifest, and `depth` how many folders the file lies below the project's.
    """

    key: str
    value: str
    line: int
    how: str
    what: str
    language: str = ""
    aside: int = FIRM
    file: str = ""
    order: int = 0
    depth: int = 0
    text: str = ""


class UnreadableError(ValueError):
    """A file is damaged. The text says how; `line` says where."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line = line


type Reader = Callable[[str], Iterator[Sign]]

#: Where a line is shown, in characters.
SHOWN: Final = 120


def short(text: str) -> str:
    """Some text as it is shown: on one line, its unseen signs by their code points, and not long."""
    text = quoted(" ".join(text[: 10 * SHOWN].split()))
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def parsed(read: Callable[[str], Any], text: str, form: str) -> Any:
    """What a text of this form holds. Raises :class:`UnreadableError`."""
    try:
        return read(text)
    except TooMuchError as error:
        raise UnreadableError(error.line, str(error)) from None
    except TextError as error:
        raise UnreadableError(error.line, f"this is not valid {form} ({short(str(error))})") from None


def table(data: Any, *path: str) -> dict[str, Any]:
    """The table at `path`; empty where there is none."""
    for part in path:
        data = data.get(part) if isinstance(data, dict) else None
    return data if isinstance(data, dict) else {}


def manifest(language: str, line: int, *, aside: int = FIRM) -> Sign:
    """A file in which projects of a language list what they need."""
    return Sign(key="language", value=language, line=line, how="manifest", what="", language=language, aside=aside)


def package(language: str, name: str, line: int, *, aside: int = FIRM) -> Iterator[Sign]:
    """What the tables know about a package."""
    aside = max(aside, SECOND if name in OF_DEVICES else FIRM)
    for key, value in _known(language, name):
        yield Sign(key=key, value=value, line=line, how="package", what=name, language=language, aside=aside)


def _known(language: str, name: str) -> Iterator[tuple[str, str]]:
    for key, names in PACKAGES.items():
        if name in names.get(language, {}):
            yield key, names[language][name]
    if name in ENGINES_BEHIND and language == "typescript":
        yield "existing_engine", ENGINES_BEHIND[name]
    if kind := data_in(name):
        yield "data", kind
    if name in ELSEWHERE_PACKAGES[language]:
        yield "elsewhere", ELSEWHERE_PACKAGES[language][name]
    for hint, known in (("queue", QUEUES), ("mapper", OTHER_MAPPERS), ("server", SERVERS)):
        if name in known[language]:
            yield hint, name
    if language == "typescript" and name in OF_BROWSERS:
        yield "browser", name
    if language == "typescript" and name in OF_PAGES:
        yield "browser", name
