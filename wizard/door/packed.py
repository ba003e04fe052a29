"""The rules that the wizard runs on. In the browser they come out of one file, made when the site was built.

Reading and checking some hundred TOML files is what a start can least afford.
"""

from __future__ import annotations

import os.path
from _pickle import loads as unpickle
from functools import cache
from typing import Final

from wizard.catalogue import beside
from wizard.decide.rulebook import in_use, rulebook
from wizard.decide.rules import Rulebook

#: Stands in the browser's archive, beside this file: the pickled rulebook.
FILE: Final = "packed.pickle"


@cache
def rules_in_force() -> Rulebook:
    """The packed rulebook where the package is an archive, else the one of the TOML files."""
    if os.path.isdir(beside.folder("wizard.door")):  # noqa: PTH112, the browser has no pathlib
        from wizard.catalogue.load import load  # noqa: PLC0415, the browser reads no TOML

        return rulebook(load())
    book: Rulebook = unpickle(beside.content("wizard.door", FILE))
    return in_use(book)
