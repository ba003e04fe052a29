"""What conversations brought to light: each test is something that a person was told wrongly, or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.door import press
from wizard.__main__ import main
from wizard.catalogue.load import load
from wizard.decide.answers import Value
from wizard.decide.rulebook import rulebook
from wizard.explain.reading import Reading

CATALOGUE = load()
BOOK = rulebook(CATALOGUE)

type Talk = Callable[[str], str]


@pytest.fixture
def talk(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Talk:
    """Run a command line in a folder of its own, words apart by two spaces: all that it prints."""
    monkeypatch.chdir(tmp_path)

    def said(line: str) -> str:
        main(line.split("  "))
        out, err = capsys.readouterr()
        return out + err

    return said


def told(line: str) -> Reading:
    """The reading of answers as `key=value key=value`."""
    answers: dict[str, Value] = {}
    for pair in line.split():
        key, value = pair.split("=")
        answers[key] = tuple(value.split(",")) if CATALOGUE.questions[key].several else value
    return Reading(book=BOOK, answers=answers)


# --- a section that was edited by hand --------------------------------------------------------------------------------

OUTPUT = "data-stack.md"
SHOP = "set  persistence=yes  language=go  data=relational  scale=millions  runtime=server  budget=unsure"


def mended(old: str, new: str) -> None:
    file = Path(OUTPUT)
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_what_was_mended_on_purpose_is_not_told(talk: Talk) -> None:
    talk(SHOP)
    talk(f"write  --output  {OUTPUT}")
    mended("**What it is:**", "**What that is:**")
    for _ in range(2):
        said = talk(f"write  --output  {OUTPUT}")
        assert "Kept, as it was written by hand: How This Was Decided." in said
        assert "does not say" not in said
    assert "agree" in talk(f"check  --file  {OUTPUT}")


def test_answers_that_a_mended_section_does_not_say_are_told_each_time(talk: Talk) -> None:
    talk(SHOP)
    talk(f"write  --output  {OUTPUT}")
    mended("**What it is:**", "**What that is:**")
    talk("set  budget=flexible")
    for _ in range(2):
        said = talk(f"write  --output  {OUTPUT}")
        assert "How This Was Decided was edited by hand and stands as it is; its answers have changed since." in said
        assert re.search(r"It does not say: We plan for: .*flexible budget", said)
        assert "It still says: Assumed, because we were not sure: We assume a modest budget" in said
        assert "What that is" not in said
        assert "(answers-not-said)" in talk(f"check  --file  {OUTPUT}")


def test_answers_set_in_a_document_itself_are_told_too_and_a_section_can_go_back(talk: Talk) -> None:
    talk(SHOP)
    talk(f"write  --output  {OUTPUT}")
    mended("**What it is:**", "**What that is:**")
    said = talk(f"set  scale=billions  --answers  {OUTPUT}")
    assert re.search(r"It does not say: Watch out for: .*Billions", said)
    assert "delete the section's text" in said
    text = Path(OUTPUT).read_text(encoding="utf-8")
    cut = re.sub(r"(?s)(## How This Was Decided\n).*(\n<!--)", r"\1\2", text)
    Path(OUTPUT).write_text(cut, encoding="utf-8")
    said = talk(f"write  {OUTPUT}  --output  {OUTPUT}")
    assert "does not say" not in said
    assert "Watch out for" in Path(OUTPUT).read_text(encoding="utf-8")
    assert "agree" in talk(f"check  --file  {OUTPUT}")


def test_the_page_tells_the_same_of_an_edit() -> None:
    answers = {"persistence": "yes", "language": "go", "data": ["relational"], "scale": "millions"}
    state = {"answers": answers, "record": {}, "at": "document", "review": True}
    edited = press(state, "save", fields={"prose:How This Was Decided": ["Mine."]})
    assert "does not say" not in edited["html"]
    then = {**state, "answers": {**answers, "scale": "billions"}, "record": edited["record"], "at": "review"}
    assert re.search(r"It does not say: We plan for: .*billions of records", press(then, "confirm")["html"])
