"""A way out that is an answer is set, and not agreed on: the file would have rules for what it leads away from."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.talking import Talk, talking


@pytest.fixture
def talk(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Talk:
    return talking(capsys, monkeypatch, tmp_path)


@pytest.mark.parametrize(
    ("named", "rule", "instead"),
    [
        (
            "existing_database=valkey  existing_stance=leaning  data=key-value  existing_stores=redis,mysql",
            "memory-in-use",
            "existing_database=redis existing_stance=in-use existing_stores=mysql",
        ),
        (
            "existing_database=aws-dynamodb  existing_stance=decided  data=relational  existing_stores=mysql",
            "in-use-takes-all",
            "existing_database=mysql existing_stance=in-use existing_stores=none",
        ),
        (
            "existing_database=upstash  existing_stance=decided  data=relational  existing_stores=valkey",
            "relational-data-needs-relations",
            "existing_database=postgresql existing_stance=decided",
        ),
    ],
)
def test_a_way_into_another_store_is_an_answer(talk: Talk, named: str, rule: str, instead: str) -> None:
    talk(f"set  persistence=yes  language=python  runtime=server  platform=any  hosting=any  {named}")
    assert f"data-stack set {instead}" in talk(f"keep  {rule}  --way  1  --because  It keeps them.")
    talk(f"set  {instead.replace(' ', '  ')}")
    text = talk("write  data-stack.toml")
    assert "Agreed:" not in text
    assert "Settle first" not in text


def test_what_goes_into_a_store_beside_is_agreed_on(talk: Talk) -> None:
    talk("set  persistence=yes  language=python  runtime=server  platform=aws  hosting=any  data=time-series,vectors")
    talk("set  existing_database=influxdb  existing_stance=decided")
    assert "becomes a rule" in talk("keep  no-vector-search-in-this-store  --way  1")


def test_another_way_is_agreed_on(talk: Talk) -> None:
    talk("set  persistence=yes  language=python  runtime=server  platform=any  hosting=any  data=relational")
    talk("set  existing_database=aws-dynamodb  existing_stance=decided  existing_stores=mysql")
    assert "becomes a rule" in talk("keep  in-use-takes-all  --way  2  --because  The sessions.")


@pytest.mark.parametrize(
    ("named", "rule", "way", "instead"),
    [
        ("dynamodb  platform=own  hosting=self-hosted", "your-own-machines", 1, "choose postgresql"),
        ("planetscale  existing_engine=mysql", "planetscale-does-not-scale-compute", 1, "choose neon"),
        ("sqlite", "a-file-cannot-live-in-a-function", 1, "choose "),
        ("sqlite", "a-file-cannot-live-in-a-function", 2, ""),
        ("dynamodb  platform=own  hosting=self-hosted", "your-own-machines", 2, ""),
    ],
)
def test_a_way_that_takes_another_pick_is_no_agreement_to_this_one(
    talk: Talk, named: str, rule: str, way: int, instead: str
) -> None:
    runtime = "server" if "file" not in rule else "serverless"
    runtime += "  hosting=serverless" if "scale" in rule else ""
    talk(
        f"set  persistence=yes  language=typescript  data=relational  runtime={runtime}  existing_database={named}  "
        "existing_stance=decided"
    )
    said = talk(f"keep  {rule}  --way  {way}")
    assert (f"data-stack {instead}" in said and "another pick" in said) if instead else "becomes a rule" in said
