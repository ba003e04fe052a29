"""What the check takes from the readers of project files: all of it is named here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from wizard.read import manifests
from wizard.read.aside import FOREIGN_FOLDERS, is_beside, is_left
from wizard.read.clients import BENEATH, STYLE_RANKS
from wizard.read.detection import LONGEST, resolved
from wizard.read.known_names import CLIENTS, OF_DEVICES
from wizard.read.known_others import TAGGED_AS_ENGINE
from wizard.read.known_stores import HOSTS, SCHEMES, data_in
from wizard.read.languages import GENERAL
from wizard.read.manifests import READERS
from wizard.read.sign import GROUP, Reader, Sign, UnreadableError, short
from wizard.read.stores import RELATIVES

#: What a sign speaks for -> how it is called here. Other signs only say how another line is to be taken.
KINDS: Final = {
    "existing_database": "store",
    "existing_client": "client",
    "elsewhere": "store",
    **{key: key for key in ("language", "framework", "runtime", "platform")},
}

#: Stores that the guide does not hold: the sign's value is a name.
ELSEWHERE: Final = ("elsewhere",)


def reader_of(file: str) -> Reader | None:
    """How a project file is read, by its path; None for another file, and for other people's."""
    reader = manifests.reader_of(file)
    return reader if reader and FOREIGN_FOLDERS.isdisjoint(file.split("/")) else None


def signs(reader: Reader, text: str) -> Iterator[Sign]:
    """What a file names, line by line. Raises :class:`UnreadableError` where it is damaged."""
    return (sign for sign in reader(text) if sign.key in KINDS)


__all__ = [
    "BENEATH",
    "CLIENTS",
    "ELSEWHERE",
    "FOREIGN_FOLDERS",
    "GENERAL",
    "GROUP",
    "HOSTS",
    "KINDS",
    "LONGEST",
    "OF_DEVICES",
    "READERS",
    "RELATIVES",
    "SCHEMES",
    "STYLE_RANKS",
    "TAGGED_AS_ENGINE",
    "Reader",
    "Sign",
    "UnreadableError",
    "data_in",
    "is_beside",
    "is_left",
    "reader_of",
    "resolved",
    "short",
    "signs",
]
