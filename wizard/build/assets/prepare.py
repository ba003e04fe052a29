"""Makes what the browser's Python would otherwise work out at each start: the rulebook, as a pickle.

Started as a program by :mod:`wizard.build.assets.runtime`, with nothing else on its path.
"""

import importlib
import json
import pickle
import pickletools
import pkgutil
import sys
from pathlib import Path
from typing import Any, Final

#: What the guide's pages alone say of a product: it is left empty.
ON_PAGES: Final = frozenset(
    {"avoid_when", "best_for", "never_first", "pick_when", "pickable_why", "style_text", "summary", "website"}
)


def _without_pages(catalogue: Any) -> Any:
    for product in (*catalogue.databases.values(), *catalogue.services.values(), *catalogue.clients.values()):
        kept = {"pick_when"} if product.id in catalogue.databases else set()  # "why not another one" tells it
        for field in (ON_PAGES - kept).intersection(type(product).__dataclass_fields__):
            object.__setattr__(product, field, type(getattr(product, field))())  # they are frozen
    return catalogue


def main(file: str, archive: str) -> None:
    """Write `file`, for `wizard.door.packed`, with the code and the facts in `archive`, a zip file of sources."""
    sys.path.insert(0, archive)
    load, rules = (importlib.import_module(f"wizard.{name}") for name in ("catalogue.load", "decide.rulebook"))
    facts = json.loads(pkgutil.get_data("wizard.catalogue", "catalogue.json") or b"")
    book = rules.made(_without_pages(load.build(facts)))
    Path(file).write_bytes(pickletools.optimize(pickle.dumps(book)))


if __name__ == "__main__":
    main(*sys.argv[1:])
