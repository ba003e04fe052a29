"""What hatchling does beside copying files: the wheel has the catalogue in one JSON file as well.

Reading a hundred TOML files is a third of what `data-stack check` takes. An editable installation reads them, for there
they change.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Catalogue(BuildHookInterface):  # type: ignore[type-arg]  # of a configuration that it does not have
    """Writes `wizard/catalogue/catalogue.json` into a wheel: the same catalogue gives the same bytes."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from wizard.catalogue.load import PACKED, read_raw  # noqa: PLC0415, of this tree and no other

        self._folder = TemporaryDirectory()
        file = Path(self._folder.name, PACKED.name)
        file.write_text(json.dumps(read_raw(), ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
        build_data["force_include"][str(file)] = PACKED.relative_to(self.root).as_posix()

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if version != "editable":
            self._folder.cleanup()
