"""The files among what is stored, and where words put them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from wizard.catalogue.later import later
from wizard.converse.own_words import affirmed

#: Files that somebody made, and what says where they lie: a place, or a verb that asks for one.
_MADE: Final = (
    r"\b(?:photo(?:graph)?s?|pictures?|(?<!docker )(?<!container )images|scans?|videos?|pdfs?|attachments?|"
    r"uploads?|avatars?|(?:voice|audio) recordings?)\b"
)
_PLACED: Final = (
    r"\b(?:folders?|director(?:y|ies)|buckets?|s3|r2|minio|object storage|nas|file (?:share|server|system)|"
    r"cloudinary|uploadthing|nextcloud|sharepoint|backblaze|"
    r"beside the (?:file|database|code)|in the (?:database|db)|"
    r"(?:vercel|in|into|to|on|with|by|at) (?:[\w'\u2019]+ ){0,3}(?:storage|blobs?|drive|dis[ck]s?|volumes?|youtube)|"
    r"(?:lie|lies|live|lives|stay|stays|go|goes|stored|kept|saved|put) (?:in|into|on|to|under|at|with|by))\b"
)


def files_placed(texts: Iterable[str]) -> bool:
    """Whether words say where files lie that people make."""
    said = affirmed(texts).splitlines()
    return any(re.search(_MADE, it, re.IGNORECASE) and re.search(_PLACED, it, re.IGNORECASE) for it in said)


#: Nouns that are files.
_FILES: Final = (
    r"(?:photo(?:graph)?s?|pictures?|images?|videos?|pdfs?|attachments?|uploads?|avatars?|thumbnails?|"
    r"(?:audio|video|voice|sound) (?:files?|recordings?|clips?|messages?)|"
    r"(?:(?:uploaded|image|media|pdf|csv|parquet|raw|large) )?files?)"
)
#: They come behind up to three words (`profile photos of members`), and not before another noun (`photo albums`).
_A_FILE: Final = later(
    rf"(?P<no>(?:no|without)\s+)?(?:(?!(?:with|without|as|of)\s)[^\s,]+\s+){{0,3}}?{_FILES}"
    r"(?:\s+\(?(?:of|for|from|by|in|on|per|that|which|with|as|\w+ed by|(?<=\()files?)\b.*)?",
    re.IGNORECASE,
)
_WITH_FILES: Final = later(
    rf"\s+(?P<how>with|without|including|plus|as)\s+(?:[^\s,]+\s+){{0,2}}?{_FILES}(?!\s+[^\s,]*s\b).*", re.IGNORECASE
)
#: Records that are called files.
_CASES: Final = later(
    r"\b(?:case|client|customer|patient|personal|personnel|staff|student)s?'? files?\b", re.IGNORECASE
)


#: What parts a list: no comma within a number.
COMMA: Final = later(r",(?!\d{3}\b)")


def files_said(text: str) -> tuple[str, tuple[str, ...]]:
    """(what is stored, less what are files; the files): `members and photos of tools` gives `members` and `photos of
    tools`."""
    kept: list[str] = []
    there: list[str] = []
    for part in COMMA.split(text):
        pieces = _AND.split(part)
        read = [_less_files(piece) for piece in pieces]
        there += [files for _, files in read if files]
        left = [re.sub(r"^(?:their|its) ", "", words.strip()) for words, _ in read if words.strip()]
        kept += [part] if [words for words, _ in read] == pieces else [f" {' and '.join(left)}"] if left else []
    return ",".join(kept).strip(), tuple(there)


_AND: Final = later(r"\s+(?:and|or|&)\s+|^\s*(?:and|or|&)\s+")


def _less_files(piece: str) -> tuple[str, str]:
    """The same of one noun with what belongs to it."""
    if _CASES.search(piece):
        return piece, ""
    if hit := _A_FILE.fullmatch(piece.strip(" .;")):
        return "", "" if hit["no"] else hit[0]
    beside = _WITH_FILES.search(piece)
    if not beside:
        return piece, ""
    return piece[: beside.start()], "" if beside["how"].lower() == "without" else beside[0][
        beside.end("how") - beside.start() :
    ].strip(" .;")
