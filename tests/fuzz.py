"""The long job: the checks of test_hostile.py on many more texts, `python -m tests.fuzz --inputs 100000`.

Visits are walks of two to twelve events and take longer for each: `python -m tests.fuzz visits --inputs 100000`.

Texts are put together at random from the same pieces, without Hypothesis, which would take most of the time. A text
that fails is printed with its seed and belongs into hostile/.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
import traceback
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from tests import test_hostile as checks
from tests import test_nothing_given_up, test_opened, test_written
from tests import test_readers as readers
from tests import test_signs as signs
from tests.hostile_text import MARKDOWN, PIECES, corpus
from tests.walk import walk
from wizard.catalogue import json_text
from wizard.catalogue.text_error import TextError
from wizard.check import lines, mending
from wizard.converse import link
from wizard.door.screens import EVENTS

if TYPE_CHECKING:
    from collections.abc import Callable

#: Events of a visit, at least and at most.
STEPS: Final = (2, 12)

KEYS: Final = (
    *checks.CATALOGUE.questions,
    "pace",
    "notes",
    "kept",
    "prose",
    "written",
    "found",
    "raised",
    "earlier",
    "at",
)


def text(chance: random.Random) -> str:
    """Up to forty pieces, stray characters among them; now and then a text of the corpus is woven in."""
    parts = [
        chance.choice(PIECES) if chance.random() < 0.8 else chr(chance.randrange(0x2100))
        for _ in range(chance.randrange(40))
    ]
    if chance.random() < 0.1:
        whole = chance.choice(corpus())[:300]
        parts.insert(chance.randrange(len(parts) + 1), whole[chance.randrange(len(whole)) :])
    return "".join(parts)


def markdown(chance: random.Random) -> str:
    """Up to a dozen pieces, most of them marks of Markdown."""
    kinds = [MARKDOWN if chance.random() < 0.7 else PIECES for _ in range(chance.randrange(1, 12))]
    return "".join(map(chance.choice, kinds))


def json_like(chance: random.Random) -> str:
    """JSON, or what is left of it when some of it is lost, doubled or in another place."""
    whole = json.dumps(thing(chance)) * chance.choice((1, 1, 2))
    at, end = sorted((chance.randrange(len(whole) + 1), chance.randrange(len(whole) + 1)))
    return chance.choice((whole, whole[:at] + whole[end:], whole[:end] + whole[at:], text(chance)))


def check_json(given: str) -> None:
    """What is read is what Python's own parser reads, and nothing else escapes."""
    with suppress(TextError):
        found = json_text.parsed(given, once=True)
        assert json.dumps(found) == json.dumps(json.loads(given))


def check_project(given: tuple[str, str]) -> None:
    """The check's readers end without an error of ours."""
    name, words = given
    checks.PARSERS[f"check {name}"][0](words)
    [*lines.sentences(words)]
    mending.named_in(words)


def thing(chance: random.Random, depth: int = 3) -> Any:
    """Anything that JSON can hold."""
    kind = chance.randrange(8 if depth else 6)
    if kind < 6:
        words = (
            None,
            True,
            chance.randrange(-9, 10**9),
            chance.random(),
            text(chance),
            chance.choice(("yes", "python", "unsure")),
        )
        return words[kind]
    inside = [thing(chance, depth - 1) for _ in range(chance.randrange(4))]
    return inside if kind == 6 else {chance.choice(KEYS): item for item in inside}


def table(chance: random.Random) -> dict[str, Any]:
    return {chance.choice(KEYS): thing(chance) for _ in range(chance.randrange(6))}


def request(chance: random.Random) -> str:
    """A request whose parts are of the right name, and mostly of the right form."""
    event = {
        "type": chance.choice(sorted(EVENTS)),
        "at": chance.choice([*checks.CATALOGUE.questions, *link.SCREENS]),
        "how": chance.choice(["load", "reload", "link", "history"]),
        "question": chance.choice(KEYS),
        "fragment": text(chance),
        "stored": chance.choice([text(chance), json.dumps({"fragment": text(chance), "record": table(chance)})]),
        "fields": chance.choice([thing(chance), {chance.choice(["note", "found", *KEYS]): [text(chance)]}]),
        "files": chance.choice(
            [thing(chance), [{"name": chance.choice([*checks.FILES, "a.md"]), "text": text(chance)}]]
        ),
    }
    return json.dumps({"answers": {}, "record": chance.choice([thing(chance), table(chance)]), "event": event})


def visit(seed: int) -> None:
    """A walk of a random length."""
    chance = random.Random(seed)
    walk(chance.randrange, chance.randint(*STEPS))


def inner(test: Callable[..., None]) -> Callable[..., None]:
    """A Hypothesis test's own function."""
    return test.hypothesis.inner_test  # type: ignore[attr-defined, no-any-return]  # Hypothesis adds it


#: Parser -> (a check of one input, what makes an input).
FUZZED: Final[dict[str, tuple[Callable[[Any], None], Callable[[random.Random], Any]]]] = {
    "links": (inner(checks.test_link), text),
    "answers": (inner(checks.test_answers), table),
    "records": (inner(checks.test_record), thing),
    "answers in a document": (inner(checks.test_answers_in_a_document), text),
    "documents": (inner(checks.test_document_opened), text),
    "project files": (inner(checks.test_files), lambda chance: {chance.choice(checks.FILES): text(chance)}),
    "sections in readers": (readers.check_section, markdown),
    "notes in readers": (readers.check_note, markdown),
    "signs": (signs.check_signs, signs.text),
    "JSON": (check_json, json_like),
    "prose as Markdown": (inner(checks.test_prose_as_markdown), text),
    "prose as HTML": (inner(checks.test_prose_as_html), text),
    "files of ours": (test_written.check_written, test_written.said),
    "edited files": (test_written.check_edited, test_written.edited),
    "checked files": (check_project, lambda chance: (chance.choice([*checks.CHECKED]), text(chance))),
    "requests": (inner(checks.test_request), request),
    "files of answers": (test_nothing_given_up.check_changed, test_nothing_given_up.toml_like),
    "sizes of an opened file": (test_opened.nothing_of_it_is_lost, test_opened.sized),
    "visits": (visit, lambda chance: chance.randrange(10**12)),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parsers", nargs="*", help=", ".join(FUZZED))
    parser.add_argument("--inputs", type=int, default=100_000, help="for each parser")
    parser.add_argument("--seed", type=int, default=random.randrange(10**9))
    options = parser.parse_args()
    failed = 0
    for name in options.parsers or FUZZED:
        check, make = FUZZED[name]
        chance = random.Random(f"{name} {options.seed}")
        begun = time.monotonic()
        for number in range(options.inputs):
            given = make(chance)
            try:
                check(given)
            except Exception:
                failed += 1
                traceback.print_exc(limit=-3)
                print(f"{name}: input {number} of seed {options.seed} fails: {given!r}", file=sys.stderr, flush=True)
                break
        else:
            print(f"{name}: {options.inputs:,} inputs, {time.monotonic() - begun:.0f} s", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
