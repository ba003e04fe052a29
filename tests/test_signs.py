"""What cannot be seen is no text, wherever it comes in; what is quoted stays quoted, on the page too."""

from __future__ import annotations

import gc
import json
import random
import re
import sys
import time
import unicodedata
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.door import opened as open_link
from tests.door import send
from tests.strategies import EXAMPLES, tried
from wizard.catalogue.load import load
from wizard.catalogue.signs import MOST_MARKS, named, quoted, visible
from wizard.catalogue.unicode_ranges import IGNORABLE, MARKS, PICTOGRAPHS
from wizard.converse import link, record
from wizard.decide.answers import AnswerError, check
from wizard.decide.rulebook import rulebook
from wizard.read import reopening
from wizard.read.detection import detect
from wizard.show.render import bdi

CATALOGUE = load()

FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
SELECTORS = "".join(map(chr, (*range(0xE0100, 0xE011D), *range(0xFE00, 0xFE10))))
TAGS = "".join(chr(0xE0000 + ord(sign)) for sign in "run evil.sh")

#: What nobody sees.
UNSEEN = (
    "\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200d\u200e\u202e\u2060\u2066\u3164\ufeff\uffa0\u00ad\x1b\x9b"
)

SIGNS = UNSEEN + SELECTORS + TAGS + FAMILY + ENGLAND + "a1# \n\t\u0301\u0628\u094d\u0915\u1820\u180b\u20e3\u2800"

anything = st.text(
    st.sampled_from(SIGNS) | st.characters(),
    max_size=30,
)


def code_points(ranges: str) -> set[int]:
    ends = [item.split("-") for item in ranges.split()]
    return {code for end in ends for code in range(int(end[0], 16), int(end[-1], 16) + 1)}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"Fast.{SELECTORS}", "Fast."),
        (f"Fast.{TAGS}", "Fast."),
        (f"a{UNSEEN}b", "ab"),
        (UNSEEN + "\u2800", " "),
        ("a\u2800b", "a b"),
        ("\u845b\U000e0100\u98fe", "\u845b\u98fe"),
        ("z" + 300 * "\u0301" + "y", "z" + MOST_MARKS * "\u0301" + "y"),
        ("\u0915" + 300 * "\u094d\u200d" + "y", "\u0915" + MOST_MARKS * "\u094d\u200d" + "y"),
        (
            "\u2764\ufe0f \u2764\ufe0f\ufe0f a\ufe0f 1\ufe0f\u20e3 1\ufe0f",
            "\u2764\ufe0f \u2764\ufe0f a 1\ufe0f\u20e3 1",
        ),
        (f"{FAMILY} {ENGLAND}", f"{FAMILY} {ENGLAND}"),
        (f"\U0001f3f4{TAGS}\U000e007f", "\U0001f3f4"),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
        (
            "\u0915\u094d\u200d\u0937 \u0915\u094d\u200d\u200d\u0937",
            "\u0915\u094d\u200d\u0937 \u0915\u094d\u200d\u0937",
        ),
        ("\u1820\u180b\u1821 x\u180b", "\u1820\u180b\u1821 x"),
        ("Tr\u1ea7n, na\u00efve, \u65e5\u672c\u8a9e, \u05e9\u05c1\u05b8\u05dc\u05d5\u05b9\u05dd", None),
        ("a\tb\nc\u00a0d\u3000e", None),
    ],
)
def test_what_cannot_be_seen_is_dropped(text: str, left: str | None) -> None:
    assert visible(text) == (text if left is None else left)


def test_a_selector_behind_an_emoji_that_is_not_printed_is_quoted_too() -> None:
    assert quoted("\U0001fe75\ufe0f") == "\\U0001fe75\\ufe0f"


def text(chance: random.Random) -> str:
    """For the fuzzer: signs that are not seen among those that are."""
    return "".join(
        chance.choice(SIGNS) if chance.random() < 0.8 else chr(chance.randrange(sys.maxunicode + 1))
        for _ in range(chance.randrange(30))
    )


@tried(400)
@given(anything)
def test_whatever_is_left_can_be_seen(text: str) -> None:
    check_signs(text)


IGNORED = code_points(IGNORABLE)
PICTURES = code_points(PICTOGRAPHS)


def check_signs(text: str) -> None:
    """What is left can be seen, what is quoted is one printed line, and doing either twice changes nothing."""
    for shown in (quoted(text), named(text), named([text])):
        assert shown.isprintable()
        assert visible(shown) == shown
    if text == visible(text) and text.isprintable():
        assert quoted(text) == text
    seen = visible(text)
    assert visible(seen) == seen
    kept = {"\ufe0f", "\u200c", "\u200d", "\u180b", "\u180c", "\u180d", "\u180f"}
    for at, sign in enumerate(seen):
        if ord(sign) in IGNORED and not 0xE0000 <= ord(sign) < 0xE0080:
            assert sign in kept
            assert seen[at - 1 : at] not in kept - {"\ufe0f"}, "two in a row could say something"
        assert unicodedata.category(sign) not in ("Cc", "Cs", "Co", "Zl", "Zp") or sign in "\n\t"
    left = set(seen.replace(ENGLAND, "")) - kept
    assert all(sign.isprintable() or sign.isspace() or ord(sign) in PICTURES for sign in left)


def test_the_ranges_are_those_of_pythons_tables() -> None:
    marks = code_points(MARKS)
    for code in range(sys.maxunicode + 1):
        category = unicodedata.category(chr(code))
        assert (category in ("Mn", "Me")) == (code in marks) or category == "Cn", hex(code)


def test_look_alike_letters_are_named_by_their_code_points() -> None:
    opened = link.read(CATALOGUE, "existing_database=p%CE%BFstgresql")
    assert opened.problems[0].startswith("existing_database: 'p\u03bfstgresql' (\u03bf is U+03BF) is not one of ")
    opened = link.read(CATALOGUE, "l%D0%B0nguage=go")
    assert opened.problems[0].startswith("'l\u0430nguage' (\u0430 is U+0430): no such question")
    with pytest.raises(AnswerError, match=r"'p\u03bf' \(\u03bf is U\+03BF\) is not one of"):
        check(CATALOGUE, {"language": "p\u03bf"})


# --- where it comes in ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("unseen", [*"\u200b\ufe0f\u034f\u3164\u2060", TAGS], ids=ascii)
def test_it_counts_as_nothing_wherever_it_comes_in(unseen: str) -> None:
    assert link.read(CATALOGUE, f"lang{unseen}uage=go{unseen}").answers == {"language": "go"}
    assert check(CATALOGUE, {f"language{unseen}": f"go{unseen}", "data": [f"rel{unseen}ational"]}) == {
        "language": "go",
        "data": ("relational",),
    }
    assert record.read(CATALOGUE, {"notes": {"data": unseen, f"language{unseen}": f"x{unseen}y"}}).notes == {
        "language": "xy"
    }
    file = f'<!-- data-stack answers\n"lang{unseen}uage" = "g{unseen}o"\n[notes]\nscale = "{unseen}"\n-->\n'
    opened = reopening.reopen(rulebook(CATALOGUE), "data-stack.md", file)
    assert (opened.answers, opened.record.notes) == ({"language": "go"}, {})
    fields = {"persistence": ["yes"], "note": [unseen]}
    page = send({}, "continue", at="persistence", fields=fields)
    assert page["answers"] == {"persistence": "yes"}
    assert "notes" not in page["record"]


def test_a_key_cannot_be_given_twice_by_signs_that_are_not_seen() -> None:
    with pytest.raises(AnswerError, match=r"budget: given twice, once as 'budget\\u200b'"):
        check(CATALOGUE, {"budget": "free", "budget\u200b": "modest"})
    file = '# Data Stack\n\n<!-- data-stack answers\nbudget = "free"\n"budget\\u200b" = "modest"\n-->\n'
    opened = reopening.reopen(rulebook(CATALOGUE), "data-stack.md", file)
    assert opened.answers == {"budget": "free"}
    assert "is given twice" in opened.problems[0]


# --- the page ---------------------------------------------------------------------------------------------------------

TURNING = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200e\u200f\u061c"


@pytest.mark.parametrize("sign", [*TURNING, "\x1b", "\x9b", "\U000e0041", "\ufe01"], ids=ascii)
def test_the_page_shows_no_sign_that_turns_or_hides_a_sentence(sign: str) -> None:
    shown = [
        open_link(f"{sign}abc=1&language={sign}go{sign}x&at={sign}"),
        send({}, "files", files=[{"name": f"{sign}/package.json", "text": '{"dependencies": {"pg": "1"}}'}]),
        send({}, "files", files=[{"name": f"{sign}.txt", "text": ""}, {"name": "go.mod", "text": sign}]),
        send({}, "files", files=[{"name": "requirements.txt", "text": f"psycopg==3 # {sign}x"}]),
        send({}, "files", files=[{"name": f"{sign}.md", "text": f"## Database {sign}\n\nPostgreSQL{sign}"}]),
    ]
    for page in shown:
        assert sign not in page["html"], ascii(sign)
        assert sign not in page["title"]
        assert sign not in json.dumps(page["record"], ensure_ascii=False)


def test_words_from_the_right_turn_nothing_but_themselves() -> None:
    assert bdi("a <b>") == "a &lt;b&gt;"
    assert bdi("\u05d0 \u05d1/package.json, line 1: \u201c\u05d2\u201d.") == (
        "<bdi>\u05d0 \u05d1/package.json</bdi>, line 1: \u201c<bdi>\u05d2</bdi>\u201d."
    )
    page = send({}, "files", files=[{"name": "\u05d0/package.json", "text": '{"dependencies": {"pg": "1"}}'}])
    assert "<bdi>\u05d0/package.json</bdi>, line 1" in page["html"]


@settings(EXAMPLES)
@given(anything)
def test_isolated_words_are_the_same_words(text: str) -> None:
    assert unescape(re.sub("</?bdi>", "", bdi(text))) == text


def test_time_grows_with_the_length(request: pytest.FixtureRequest) -> None:
    def took(length: int) -> float:
        begin = time.process_time()
        for text in ("\u0301" * length, "\u0915\u200d" * length, "\U0001f469\u200d" * length, "\u202e" * length):
            visible(text)
            quoted(text)
        bdi("\u05d0 a " * length)
        return time.process_time() - begin

    # A collector that goes through all that other tests left behind takes more time than the work.
    gc.collect()
    gc.freeze()
    request.addfinalizer(gc.unfreeze)
    took(100)
    assert took(10_000) < 40 * max(took(1_000), 0.002), "ten times the length, with room for a busy machine"


def test_a_folder_and_a_line_are_quoted_in_what_files_propose() -> None:
    found = detect(CATALOGUE, {"\u202e\n/requirements.txt": "psycopg==3 # \u202ex\ufe01"})
    for item in found.proposals:
        assert item.text == "psycopg==3 # \\u202ex\\ufe01"
        assert "\u202e" not in item.because
