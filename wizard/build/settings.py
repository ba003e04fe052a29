"""Where the site will be, and where its sources are: what only the surroundings of a build know."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Where `make serve` serves.
HERE: Final = "http://127.0.0.1:8000/"

_ADDRESS: Final = re.compile(r"https?://[^\s\"'<>?#]+")


class SettingsError(Exception):
    """A variable of the environment that cannot be what it says: one sentence that names it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """Both without the other's slash: `site` ends with one, and `repository` does not."""

    site: str
    """The site's address (SITE_URL)."""
    repository: str
    """The repository's address, or nothing where it is not known: REPOSITORY_URL, or what GitHub's runners say."""

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Raises :class:`SettingsError`."""
        site = _address("SITE_URL", environment.get("SITE_URL") or HERE)
        named = environment.get("REPOSITORY_URL", "")
        if not named and (repository := environment.get("GITHUB_REPOSITORY")):
            named = f"{environment.get('GITHUB_SERVER_URL') or 'https://github.com'}/{repository}"
        return cls(site=f"{site}/", repository=_address("REPOSITORY_URL", named) if named else "")


def _address(name: str, text: str) -> str:
    if not _ADDRESS.fullmatch(text):
        raise SettingsError(f"{name}: {text!r} is not an address such as {HERE}")
    return text.rstrip("/")
