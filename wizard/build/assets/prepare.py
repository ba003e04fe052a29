"""Works out what the browser's Python would otherwise work out at each start.

Started as a program by :mod:`wizard.build.assets.runtime`, with nothing else on its path.
"""

import builtins
import importlib
import json
import marshal
import pickle
import pickletools
import pkgutil
import sys
from _sha1 import sha1
from pathlib import Path
from typing import Any, Final

#: What only makes the pickle: it is not sent.
FOR_PREPARING = {f"wizard.catalogue.{name}" for name in ("conditions", "integrity", "load", "reader", "rule_reader")}

#: What the guide's pages alone say of a product: it is left empty.
ON_PAGES: Final = frozenset(
    {"avoid_when", "best_for", "never_first", "pick_when", "pickable_why", "style_text", "summary", "website"}
)


def _without_pages(catalogue: Any) -> Any:
    for product in (*catalogue.databases.values(), *catalogue.services.values(), *catalogue.clients.values()):
        for field in ON_PAGES.intersection(type(product).__dataclass_fields__):
            object.__setattr__(product, field, type(getattr(product, field))())  # they are frozen
    return catalogue


def main(folder: str, archive: str, tools: str, *stdlib: str) -> None:
    """Write three files into `folder`.

    `prepared.marshal`, for `wizard/browser/python/sitecustomize.py`: digest of the text of a dataclass's methods ->
    that text compiled; `reader.marshal`, the same for what only :mod:`wizard.read` and :mod:`wizard.check` have.
    `packed.pickle`, for `wizard.door.packed`.

    Imports every module of `wizard` out of `archive`, a zip file of sources, and those named in `stdlib`. The archive
    holds Pyodide's own `dataclasses` too, for its texts can differ from one patch release of Python to the next.
    `tools` is the folder of this file.
    """
    texts: list[str] = []

    def noted_exec(text: str, globals: dict[str, Any], namespace: dict[str, Any]) -> None:  # noqa: A002, as in builtins
        texts.append(text)
        builtins.exec(text, globals, namespace)

    sys.path.insert(0, archive)
    import dataclasses  # noqa: PLC0415, the one in the archive

    vars(dataclasses)["exec"] = noted_exec
    for name in stdlib:
        importlib.import_module(name)
    import wizard  # noqa: PLC0415, the one in the archive

    names = [module.name for module in pkgutil.walk_packages(wizard.__path__, "wizard.")]
    for name in names:
        if not name.startswith(("wizard.check.", "wizard.read.")) and name not in FOR_PREPARING:
            importlib.import_module(name)
    own = {*texts}
    for name in names:
        if name not in FOR_PREPARING:
            importlib.import_module(name)
    methods = {text: compile(text, "<string>", "exec") for text in texts}
    load, rules, packed = (
        importlib.import_module(f"wizard.{name}") for name in ("catalogue.load", "decide.rulebook", "door.packed")
    )
    facts = json.loads(pkgutil.get_data("wizard.catalogue", "catalogue.json") or b"")
    book = rules.made(_without_pages(load.build(facts)))
    Path(folder, packed.FILE).write_bytes(pickletools.optimize(pickle.dumps(book)))

    sys.path.append(tools)
    without_lines = importlib.import_module("bytecode").without_lines
    for file, wanted in {"prepared": own, "reader": methods.keys() - own}.items():
        part = {
            sha1(text.encode()).hexdigest()[:16]: without_lines(code)
            for text, code in methods.items()
            if text in wanted
        }
        Path(folder, f"{file}.marshal").write_bytes(marshal.dumps(part))


if __name__ == "__main__":
    main(*sys.argv[1:])
