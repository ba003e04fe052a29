"""What a person rejected, chose or agreed to in a conversation, and what file, check and commands make of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from wizard.__main__ import main

type Talk = Callable[[str], str]

OUTPUT = "standards/data-stack.md"


@pytest.fixture
def talk(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Talk:
    """Run a command line in a folder of its own, words apart by two spaces: all that it prints."""
    monkeypatch.chdir(tmp_path)
    Path("standards").mkdir()

    def said(line: str) -> str:
        main(line.split("  "))
        out, err = capsys.readouterr()
        return out + err

    return said


# --- what was rejected, or is left behind -----------------------------------------------------------------------------


def test_a_product_rejected_in_a_reason_is_unknown(talk: Talk) -> None:
    talk("set  persistence=no  --because  MongoDB was considered, and HubSpot keeps the leads.")
    talk(f"write  --output  {OUTPUT}")
    Path("package.json").write_text('{"dependencies": {"mongoose": "^8.0.0"}}', encoding="utf-8")
    assert "MongoDB is in the project, and the file does not know it" in talk("check")


GO = "set  persistence=yes  language=go  data=relational  runtime=server  platform=aws"
COMPOSE = "services:\n  db:\n    image: {}\n"


@pytest.mark.parametrize(
    ("reason", "image", "said"),
    [
        ("moved from MySQL 5.7", "mysql:8", "MySQL is in the project, and the file does not know it"),
        ("PostgreSQL 17, moved from PostgreSQL 12", "postgres:17", "agree"),
        ("PostgreSQL 17, moved from PostgreSQL 12", "postgres:16", "the file has PostgreSQL 17"),
        ("moved from PostgreSQL 12", "postgres:18", "agree"),
    ],
)
def test_an_old_version_in_a_reason_is_none_that_was_decided(talk: Talk, reason: str, image: str, said: str) -> None:
    talk(GO)
    talk(f"choose  aws-rds  postgresql  sqlc  --because  {reason}")
    talk(f"write  --output  {OUTPUT}")
    Path("compose.yaml").write_text(COMPOSE.format(image), encoding="utf-8")
    assert said in talk("check")
