"""The built site with another WebAssembly in the place of the small one: for tests, and to measure."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def with_webassembly(site: Path, copy: Path, content: bytes) -> Path:
    """A copy of the site whose workers know this file. What is the same in both is shared by links."""
    shutil.copytree(site, copy, copy_function=os.link)
    small = json.loads((site / "assets" / "runtime" / "runtime.json").read_text(encoding="utf-8"))["wasm"]
    digest = hashlib.sha256(content).hexdigest()
    _replace(copy / "assets" / "runtime" / small["path"], content)
    (worker,) = copy.glob("assets/wizard-*/worker.js")
    text, found = re.subn(rf"\b{small['bytes']},", f"{len(content)},", worker.read_text(encoding="utf-8"))
    if found != 1 or text.count(small["sha256"]) != 1:
        raise ValueError(f"{worker} does not name the WebAssembly once")
    text = text.replace(small["sha256"], digest)
    _replace(worker, text.encode())
    keeper = copy / "service-worker.js"
    kept = keeper.read_text(encoding="utf-8").replace(small["sha256"], digest)
    kept = re.sub(r'(worker\.js": ")[0-9a-f]+', rf"\g<1>{hashlib.sha256(text.encode()).hexdigest()}", kept)
    _replace(keeper, kept.encode())
    return copy


def _replace(file: Path, content: bytes) -> None:
    """Another file in its place: the one that is there is the built site's too."""
    file.unlink()
    file.write_bytes(content)
