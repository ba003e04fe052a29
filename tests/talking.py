"""Command lines as somebody types them in a folder of their own, and all that they print."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from wizard.__main__ import main

type Talk = Callable[[str], str]


def talking(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path) -> Talk:
    """Runs a command line in `folder`, words apart by two spaces: all that it prints."""
    monkeypatch.chdir(folder)

    def said(line: str) -> str:
        main(line.split("  "))
        out, err = capsys.readouterr()
        return out + err

    return said
