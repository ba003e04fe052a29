"""A property: whatever size a file and its parts have, each word of it is in the next file, or a notice is shown.

Sizes are around every limit that the project has for a text from outside.
"""

from __future__ import annotations

import random
import re
from typing import Any, Final

import pytest

from tests.door import Json, files, opened, press, reloaded, send, words
from wizard.converse import record
from wizard.write import comment, prose

#: In characters, and for the last in sections.
LIMITS: Final = (
    record.LONGEST_NAME,
    record.LONGEST_NOTE,
    record.LONGEST_TYPED,
    20_000,
    record.LONGEST_PROSE,
    comment.LONGEST,
)
MOST: Final = (record.MOST, record.MOST_ASIDE, 1)

WORD: Final = re.compile(r"word\d+z")

#: What a notice says of text that it does not quote.
NAMED: Final = ("not read", "not opened", "was left out", "were left out", "not in the next version", "or are left out")

_BASE: Final[str] = press(press(press(opened("persistence=yes&language=go"), "finish"), "confirm"), "save")["document"][
    "markdown"
]


def test_lines_of_marks_are_settled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    run, seen = prose._run, []

    def counted(lines: list[str], **more: Any) -> list[str]:
        seen.extend(lines)
        return run(lines, **more)

    monkeypatch.setattr(prose, "_run", counted)
    body, mark, answers = _BASE.partition("\n<!-- data-stack answers\n")
    marks = [f"[x{number}" for number in range(1000)]
    files(opened(""), {"data-stack.md": "\n".join([body, "## Mine", "", *marks, mark + answers])})
    assert all(seen.count(line) == 1 for line in marks)


def sized(chance: random.Random) -> str:
    """A data-stack.md with parts of sizes around the limits, each with a word at its end."""
    body, mark, answers = _BASE.partition("\n<!-- data-stack answers\n")
    count = 0

    def long(longest: int) -> str:
        nonlocal count
        count += 1
        word = f"word{count}z"
        sizes = [size for size in LIMITS if size <= longest]
        size = chance.choice(sizes) + chance.randrange(-2, 3)
        filler = chance.choice(("x", "y ", "é", "\u4e00 ", "- z\n"[: 4 if size < 20_500 else 1]))  # lines take time
        return (filler * size)[: max(size - len(word) - 1, 0)].strip() + f" {word}"

    for _ in range(chance.randrange(3)):
        body += f"\n## {' '.join(long(record.LONGEST_TYPED).split())}\n\n{long(comment.LONGEST)}\n"
    if chance.random() < 0.3:
        number = chance.choice(MOST) + chance.randrange(-1, 3)
        body += "".join(
            f"\n## {long(record.LONGEST_NAME)}\n\n{long(record.LONGEST_NOTE)}\n" for _ in range(max(number, 0))
        )
    if chance.random() < 0.3:
        body = body.replace("\n\n", f"\n\n{long(comment.LONGEST)}\n\n", 1)
    if chance.random() < 0.2:
        body = re.sub("^# .*", lambda _: f"# {' '.join(long(20_000).split())}", body)
    if chance.random() < 0.2:
        body = f"---\ntitle: {' '.join(long(20_000).split())}\n---\n\n{body}"
    if chance.random() < 0.3:
        answers = answers.replace("\n-->", f'\n[notes]\nlanguage = "{" ".join(long(20_000).split())}"\n-->')
    return body + (mark + answers if chance.random() < 0.8 else "\n")


def nothing_of_it_is_lost(text: str) -> None:
    state: Json = files(opened(), {"data-stack.md": text})
    said = words(state)
    state = press(reloaded(state), "continue", fields={"found": ["persistence", "language"]})
    file = ""
    if state["answers"]:  # else it was refused, or no record of a stack
        file = press(reloaded(press(state, "review")), "confirm")["document"]["markdown"]
    missing = set(WORD.findall(text)) - set(WORD.findall(file))
    assert not missing or any(name in said for name in NAMED) or "none of its text" in said, sorted(missing)[:9]


@pytest.mark.parametrize("seed", range(12))
def test_of_a_file_of_any_size_nothing_is_lost(seed: int) -> None:
    nothing_of_it_is_lost(sized(random.Random(seed)))


def test_a_title_longer_than_is_kept_is_refused_with_the_file() -> None:
    page = send(
        {}, "files", files=[{"name": "data-stack.md", "text": _BASE.replace("# Data Stack", f"# {'T' * 200_001}", 1)}]
    )
    assert "so it was not opened" in page["html"]
    assert not page["record"].get("titles")


def test_two_files_of_one_name_are_named() -> None:
    both = [{"name": "package.json", "text": f'{{"dependencies": {{"{name}": "1"}}}}'} for name in ("pg", "mysql2")]
    assert "package.json came more than once" in words(send({}, "files", files=both))


def test_what_a_document_and_project_files_propose_is_proposed_once() -> None:
    """Two boxes for one answer would be two elements of one name; the document counts, and what differs is told."""
    both = {"stack.md": "# Data Stack\n\n## Database\n\nMySQL.\n", "package.json": '{"dependencies": {"pg": "1"}}'}
    page = files(opened(), both)
    keys = [item["key"] for item in page["record"]["found"]]
    assert len(keys) == len(set(keys))
    assert next(item for item in page["record"]["found"] if item["key"] == "existing_database")["value"] == "mysql"
    assert "PostgreSQL is in the project, and the file does not know it" in words(page)


def test_what_files_say_of_another_store_or_language_than_the_document_is_not_proposed_of_its_own() -> None:
    both = {
        "stack.md": "# Data Stack\n\n## Database\n\nPostgreSQL on Neon.\n\n## ORM / Database Client\n\nDrizzle.\n",
        "requirements.txt": "fastapi\npymongo\n",
    }
    proposed = {item["key"]: item["value"] for item in files(opened(), both)["record"]["found"]}
    assert proposed["existing_database"] == "neon"
    assert proposed["language"] == "typescript"
    assert not {"existing_stance", "framework"} & proposed.keys()
