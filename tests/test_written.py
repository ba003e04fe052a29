"""A property: each file that we write can be opened by us, and written again it is the same to the letter."""

from __future__ import annotations

import random
import re
from contextlib import suppress
from typing import Any, Final

import pytest

from tests.hostile_text import MARKDOWN, PIECES
from wizard.catalogue.load import load
from wizard.converse import record
from wizard.decide.answers import Value
from wizard.decide.rulebook import rulebook
from wizard.explain.reading import reading_of
from wizard.read.reopening import reopen
from wizard.write import length as length_module
from wizard.write.comment import LONGEST, DocumentError
from wizard.write.forms import FORMS, GENERATED, write
from wizard.write.length import fitted, length

CATALOGUE: Final = load()
BOOK: Final = rulebook(CATALOGUE)
ANSWERS: Final[tuple[dict[str, Value], ...]] = (
    {"persistence": "no"},
    {"persistence": "yes", "language": "python", "data": ("relational",), "existing_client": "prisma-python"},
)

#: Texts of which a little becomes much when it is written, or the other way round.
GROWING: Final = (
    "~~",
    "<b",
    "a ~",
    "&lt;",
    "|",
    "\\",
    "`",
    "]:",
    "\n# x",
    "```\n",
    "\n``` x y z",
    '"',
    "--",
    "\t|",
    "é",
)

#: What hand edits of a file put in; many of them mean something to the reader of files.
EDITS: Final = (
    *(
        "\n---\n",
        "---\na: b\n---\n",
        "# Ours\n",
        "\n## Ours\n",
        "\n## Database\n",
        "\n## \n",
        "\n##\n\n##\n",
        "\n```\n",
    ),
    *("\n<!-- data-stack answers\n", "\n-->\n", 'x = "y"\n', "\n[notes]\n", "# a remark\n", "\ufeff", "\u2028", "\t"),
    *("\n<<<<<<< a\n", "\n=======\n", "\n>>>>>>> b\n", "\r\n", "\r", " ", "  ", "\u00a0", "\u200b", "\ud800", "\x1b"),
)


def check_written(raw: Any, answers: dict[str, Value] = ANSWERS[1]) -> None:
    """The file of a record, from the page or from storage."""
    said = record.read(CATALOGUE, raw)
    file = write(reading_of(CATALOGUE, answers), said)[1]
    comes_back(file)


def comes_back(file: str) -> None:
    """Whether a file of ours is one when it is opened."""
    assert len(file) <= LONGEST
    opened = reopen(BOOK, "data-stack.md", file)
    assert opened.record.written is not None, "its answers are no longer found"
    again = write(reading_of(CATALOGUE, opened.answers), opened.record)[1]
    assert again == file


def check_edited(file: str) -> None:
    """The file that comes of one that was edited by hand."""
    with suppress(DocumentError):
        opened = reopen(BOOK, "data-stack.md", file)
        answers = {**opened.answers, **{item.key: item.value for item in opened.record.found}}
        if "persistence" in answers:
            comes_back(write(reading_of(CATALOGUE, answers), opened.record)[1])


def text(chance: random.Random) -> str:
    kinds = [chance.choice((MARKDOWN, PIECES, EDITS)) for _ in range(chance.randrange(1, 9))]
    return "".join(map(chance.choice, kinds))


def said(chance: random.Random) -> dict[str, Any]:
    """A record of hostile texts."""
    headings = (*GENERATED, "Ours", "", *(text(chance) for _ in range(2)))
    return {
        "notes": {chance.choice([*CATALOGUE.questions]): text(chance) for _ in range(chance.randrange(3))},
        "kept": {text(chance): text(chance) for _ in range(chance.randrange(2))},
        "prose": {chance.choice(headings): text(chance) for _ in range(chance.randrange(4))},
        "titles": {chance.choice([*FORMS]): text(chance) for _ in range(chance.randrange(2))},
        "front": text(chance) if chance.random() < 0.3 else "",
        "form": chance.choice([*FORMS, "x"]),
    }


def edited(chance: random.Random) -> str:
    """A file of ours into which pieces are put, or of which pieces are lost or doubled."""
    file = _FILES[chance.randrange(len(_FILES))]
    for _ in range(chance.randrange(1, 5)):
        # Half of them where lines begin, for there most marks mean something.
        places = (
            [0, *(found.end() for found in re.finditer("\n", file))] if chance.random() < 0.5 else range(len(file) + 1)
        )
        at = chance.choice(places)
        end = min(at + chance.choice((0, 0, 0, 1, 40, 400)), len(file))
        file = file[:at] + chance.choice((text(chance), text(chance), file[at:end])) + file[end:]
    return file


_FILES: Final = (
    *(write(reading_of(CATALOGUE, answers), record.Record(form=form))[1] for answers in ANSWERS for form in FORMS),
    "# Data Stack\n\n## Database\n\nPostgreSQL on Neon.\n\n## ORM / Database Client\n\nDrizzle\n",
)


@pytest.mark.parametrize("seed", range(60))
def test_a_file_of_hostile_words_comes_back(seed: int) -> None:
    check_written(said(random.Random(seed)), ANSWERS[seed % 2])


@pytest.mark.parametrize("seed", range(60))
def test_a_file_that_was_edited_by_hand_comes_back(seed: int) -> None:
    check_edited(edited(random.Random(seed)))


@pytest.mark.parametrize("piece", GROWING)
@pytest.mark.parametrize(
    "where",
    [
        "prose",
        "notes",
        *(pytest.param(it, marks=pytest.mark.full("other long texts")) for it in ("titles", "kept", "front")),
    ],
)
def test_a_file_with_as_much_as_is_kept_comes_back(piece: str, where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Just under the limit as it was typed, and far above it as it is written. A smaller limit shows it sooner."""
    for name, most in {"LONGEST_PROSE": 4000, "LONGEST_TYPED": 600}.items():
        monkeypatch.setattr(record, name, most)
        monkeypatch.setattr(length_module, name, most)
    many = piece * ((record.LONGEST_TYPED if where in ("notes", "kept") else record.LONGEST_PROSE) // len(piece))
    names = {"prose": ["Backups"], "titles": ["guide"], "notes": [*CATALOGUE.questions]}.get(where, [*"abcdefghij"])
    check_written({where: f"a: {many}" if where == "front" else dict.fromkeys(names, many)})


def test_as_much_as_is_kept_is_a_file_that_can_be_opened() -> None:
    check_written({"prose": {"Backups": "x " * (record.LONGEST_PROSE // 2)}})


def test_what_is_written_counts_and_not_what_was_typed() -> None:
    assert length(record.Record(prose={"A": "a~" * 40_000})) > record.LONGEST_PROSE
    assert length(record.Record(prose={"A": "x" * 80_000})) == 80_001
    assert length(record.Record(prose={"A": "``` " + "x " * 40_000})) > 80_000, (
        "browsers keep what is left out of a file"
    )


def test_what_does_not_fit_is_cut_at_its_end_and_no_more_of_it() -> None:
    said = record.Record(prose={"A": "x" * 100_000, "B": "y" * 150_000}, notes={"data": "n"})
    cut = fitted(said)
    assert cut.prose["A"] == said.prose["A"]
    assert length(cut) == record.LONGEST_PROSE
    assert fitted(cut) == cut


def test_a_heading_behind_a_tab_is_code() -> None:
    check_edited(_FILES[0].replace("## Overview", "\t\ufeff## Overview", 1))


def test_rules_below_the_line_that_were_edited_stay_below_it_where_there_are_none() -> None:
    blocked = next(answers for answers in ANSWERS if reading_of(CATALOGUE, answers).blocks)
    check_written({"prose": {"Further Rules": "Ours."}}, blocked)
