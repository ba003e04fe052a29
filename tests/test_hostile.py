"""Every parser under hostile input: nothing escapes but the errors it names, and no output breaks its structure.

`make test-all` tries some hundred inputs for each parser, the same ones every time; `make fuzz` tries many more, new.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields
from typing import Any, Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.hostile_text import FUZZING, MARKDOWN, PIECES, corpus, dangers, headings, hostile, intrusions
from tests.strategies import legal_answers
from wizard.agent import engine
from wizard.catalogue.load import load
from wizard.check import lines, mending, project
from wizard.converse import link, record
from wizard.decide.answers import AnswerError, Value, check
from wizard.decide.rulebook import rulebook
from wizard.door import api
from wizard.door.event import RequestError
from wizard.door.screens import EVENTS
from wizard.explain.reading import reading_of
from wizard.read import detection, own, reopening, sign
from wizard.write import comment, forms, prose
from wizard.write.markdown import escape
from wizard.write.markdown import markdown as as_markdown

CATALOGUE: Final = load()

FILES: Final = (
    "package.json",
    "requirements.txt",
    "pyproject.toml",
    "go.mod",
    "schema.prisma",
    "compose.yaml",
    "docker-compose.yml",
    ".env.example",
)

#: Anything that JSON or TOML can hold.
anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | hostile
    | st.sampled_from(("yes", "python", "unsure", "")),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(hostile | st.sampled_from(("notes", "at")), inner, max_size=4)
    ),
    max_leaves=12,
)
question_keys = st.sampled_from([*CATALOGUE.questions, "pace", "__class__"])


def every(test: Callable[..., None]) -> Callable[..., None]:
    """Run a test of one text for the whole corpus, and for what Hypothesis makes of its pieces."""
    for text in corpus():
        test = example(text=text)(test)
    return FUZZING(given(text=hostile)(test))


# --- links ------------------------------------------------------------------------------------------------------------


@every
def test_link(text: str) -> None:
    opened = link.read(CATALOGUE, text)
    assert check(CATALOGUE, opened.answers) == opened.answers
    assert opened.at in ("", *CATALOGUE.questions, *link.SCREENS)
    again = link.read(CATALOGUE, link.write(opened.answers, opened.at, reviewed=opened.reviewed))
    assert (again.answers, again.at, again.problems) == (opened.answers, opened.at, ())
    assert sum(map(len, opened.problems)) <= 60 + 200 * len(text)


# --- answers and record -----------------------------------------------------------------------------------------------


@FUZZING
@given(raw=st.dictionaries(question_keys, anything, max_size=6))
def test_answers(raw: dict[str, Any]) -> None:
    with suppress(AnswerError):
        checked = check(CATALOGUE, raw)
        assert check(CATALOGUE, checked) == checked


parts_of_a_record = st.sampled_from([field.name for field in fields(record.Record)])


@FUZZING
@given(raw=anything | st.dictionaries(parts_of_a_record, anything, max_size=8))
def test_record(raw: Any) -> None:
    said = record.read(CATALOGUE, raw)
    plain = json.loads(json.dumps(record.as_plain(said)))
    assert record.read(CATALOGUE, plain) == said


# --- documents --------------------------------------------------------------------------------------------------------


@every
def test_answers_in_a_document(text: str) -> None:
    for content in (text, f"# Data Stack\n\n<!-- data-stack answers\n{text}\n-->\n"):
        with suppress(comment.DocumentError, AnswerError):
            comment.read_answers(CATALOGUE, content)


@every
def test_document_opened(text: str) -> None:
    for content in (text, f"# Data Stack\n\n## Database\n\n{text}\n\n<!-- data-stack answers\n{text}\n-->\n"):
        with suppress(comment.DocumentError):
            opened = reopening.reopen(rulebook(CATALOGUE), "data-stack.md", content)
            assert check(CATALOGUE, opened.answers) == opened.answers
            reopening.differences(reading_of(CATALOGUE, opened.answers), opened.record)


# --- project files ----------------------------------------------------------------------------------------------------


@FUZZING
@given(files=st.dictionaries(st.sampled_from(FILES) | hostile, hostile, min_size=1, max_size=3))
def test_files(files: dict[str, str]) -> None:
    found = detection.detect(CATALOGUE, files)
    for proposal in found.proposals:
        assert check(CATALOGUE, {proposal.key: proposal.value})
        assert len(proposal.text) <= sign.SHOWN + 1


@pytest.mark.parametrize("name", FILES)
def test_files_of_the_corpus(name: str) -> None:
    for text in corpus():
        detection.detect(CATALOGUE, {name: text})


# --- prose ------------------------------------------------------------------------------------------------------------


@every
def test_prose_as_markdown(text: str) -> None:
    """Whatever is typed into a section stays in that section, and brings no HTML and no link that runs code."""
    words = record.clean(text, record.LONGEST_PROSE)
    settled = prose.settle(words)
    file = f"# Data Stack\n\n## Overview\n\n{settled}\n\n## Database\n\nAfter.\n"
    assert headings(file) == ["Data Stack", "Overview", "Database"]
    assert intrusions(file) == []
    assert prose.settle(settled) == settled, "settled prose would be changed once more when the file is opened again"


@every
def test_prose_as_html(text: str) -> None:
    assert dangers(str(prose.to_html(text))) == []


@every
def test_note_in_a_document(text: str) -> None:
    """A note and a reason: one line each, whatever they hold."""
    note = record.clean(text, record.LONGEST_NOTE)
    answers: dict[str, Value] = {"persistence": "yes", "language": "python", "data": ("relational",)}
    said = record.read(CATALOGUE, {"notes": dict.fromkeys(answers, note), "kept": {"x": note}, "weighed": [note]})
    plain = forms.document(reading_of(CATALOGUE, answers))
    made = forms.document(reading_of(CATALOGUE, answers), said)
    file = as_markdown(
        made, comment.answers_comment(answers, comment.beside_answers(reading_of(CATALOGUE, answers), said, made))
    )
    assert headings(file) == headings(as_markdown(plain))
    written = file[file.rindex(comment.OPENING) :]
    assert intrusions(file) == [written]
    assert comment.read_answers(CATALOGUE, file) == answers
    opened = reopening.reopen(rulebook(CATALOGUE), "data-stack.md", file)
    assert opened.answers == answers
    assert opened.record.notes == said.notes
    assert not opened.record.prose, "what the guide wrote was taken for an edit by hand"


#: What MkDocs and others read as HTML attributes: https://python-markdown.github.io/extensions/attr_list/, looked at on
#: 27 November 2026.
ATTRIBUTES: Final = (
    "`a`{: onx=1}",
    "_a_{: onx=1}",
    "*b*{ onx=1}",
    "x {: onx=1}",
    "a\n{: onx=1}",
    "# h {onx=1}",
    "![a](b){onx=1}",
    "\\{: onx=1}",
    "```{: onx=1}\nx\n```",
    "``` {.py onx=1}\n<b onx=1>\n```",
    "```py a\n<b onx=1>\n```",
    "```\u2028<b onx=1>",
    "```\x85<b onx=1>",
    "| a | b |\n|---|---|\n| `a`{: onx=1} | x |",
)


@pytest.mark.beside
@pytest.mark.parametrize("text", ATTRIBUTES)
@pytest.mark.parametrize("made", [escape, prose.settle])
def test_no_attribute_in_python_markdown(text: str, made: Callable[[str], str]) -> None:
    import markdown  # noqa: PLC0415, it is not there where the rest of this file is run too

    words = made(record.clean(text, record.LONGEST_PROSE))
    html = markdown.markdown(f"# Data Stack\n\n{words}\n", extensions=["extra"])
    assert not re.search(r"<[^>]* onx", html), html
    assert made is escape or prose.settle(words) == words


# --- the door ---------------------------------------------------------------------------------------------------------


screens = st.sampled_from([*CATALOGUE.questions, *link.SCREENS])
field_names = screens | st.sampled_from(["note", "found", "why", "prose:Database"])
storage = st.builds(lambda text, said: json.dumps({"fragment": text, "record": said}), hostile, anything)
file = st.fixed_dictionaries({"name": st.sampled_from([*FILES, "data-stack.md"]), "text": hostile})

#: Events of the right form with hostile values in them.
events = st.fixed_dictionaries(
    {
        "type": st.sampled_from(sorted(EVENTS)),
        "at": screens,
        "how": st.sampled_from(["load", "reload", "link", "history"]),
        "review": st.sampled_from(["yes", "", True]),
        "question": question_keys,
        "fragment": hostile,
        "stored": hostile | storage,
        "fields": anything | st.dictionaries(field_names, st.lists(hostile, max_size=2), max_size=4),
        "files": anything | st.lists(file, max_size=2),
    }
)
texts = st.dictionaries(question_keys | st.sampled_from(["Database", "Overview"]), hostile, max_size=3)
records = anything | st.fixed_dictionaries(
    {}, optional={"notes": texts, "prose": texts, "kept": texts, "written": anything}
)
requests = st.builds(
    lambda answers, said, event: json.dumps({"answers": answers, "record": said, "event": event}),
    legal_answers(),
    records,
    events,
)


@FUZZING
@given(request=hostile | anything.map(json.dumps) | requests)
def test_request(request: str) -> None:
    try:
        response = json.loads(api.handle(request))
    except RequestError:
        return
    assert dangers(response["html"]) == []
    assert check(CATALOGUE, response["answers"]) is not None
    if response["document"]:
        response["document"]["markdown"].encode()
        written = intrusions(response["document"]["markdown"])
        assert len(written) <= 1, "more than the comment that holds the answers"


# --- time -------------------------------------------------------------------------------------------------------------


def _open(text: str) -> None:
    with suppress(comment.DocumentError):
        reopening.reopen(rulebook(CATALOGUE), "data-stack.md", text)


def _detecting(name: str) -> Callable[[str], object]:
    return lambda text: detection.detect(CATALOGUE, {name: text})


#: Files that the check reads -> how they begin.
CHECKED: Final = {
    "requirements.txt": "psycopg",
    "package.json": '{"dependencies": {"pg": "',
    "compose.yaml": "services:\n  db:\n    image: postgres:",
    ".env": "DATABASE_URL=",
    "go.mod": "module a\n",
    "schema.prisma": "datasource db {\n provider = ",
}


def _checking(name: str, head: str) -> Callable[[str], object]:
    return lambda text: project.of(CATALOGUE, {name: f"{head}{text}x"})


def _ordering(text: str) -> None:
    """As many headings as a text of this length can have, before and after one of the guide's."""
    mine = [str(number) for number in range(len(text) // 8)]
    ours = [*forms.FORMS["guide"].headings]
    assert len([*own.moved([*mine, *ours], [*ours, *mine])]) == 1


#: Files whose versions `detect` notes -> how they begin. The client's drivers are looked for in each.
LISTED: Final = {
    "requirements.txt": "sqlalchemy\n",
    "pyproject.toml": '[project]\nname = "x"\ndependencies = ["sqlalchemy"]\n',
    "package.json": '{"dependencies": {"@prisma/client": "1", "pg": "1"}}',
    "go.mod": "module a\nrequire gorm.io/gorm v1.2.0\n",
}


def _noting(name: str, head: str) -> Callable[[str], object]:
    found = detection.detect(CATALOGUE, {name: head}).proposals
    return lambda text: engine.pinned(rulebook(CATALOGUE), found, {name: f"{head}{text}x"})


def _above_the_line(text: str) -> object:
    """What stands in the section before the line, in a file that is opened."""
    return own.own_words(f"# Data Stack\n\n## Overview\n\n{text}x\n\n---\n\n## {min(own.BELOW)}\n\nx\n")


#: Parser -> (what it reads, the longest text that it reads in characters).
PARSERS: Final[dict[str, tuple[Callable[[str], object], int]]] = {
    "link": (lambda text: link.read(CATALOGUE, text), link.LONGEST),
    "document": (_open, comment.LONGEST),
    "prose": (prose.settle.__wrapped__, record.LONGEST_PROSE // 10),
    "prose as HTML": (prose.to_html, record.LONGEST_PROSE // 10),
    **{name: (_detecting(name), 200_000) for name in FILES},
    **{f"check {name}": (_checking(name, head), 40_000) for name, head in CHECKED.items()},
    **{f"versions in {name}": (_noting(name, head), 200_000) for name, head in LISTED.items()},
    "above the line": (_above_the_line, 200_000),
    "sentences of a document": (lambda text: [*lines.sentences(f"a{text}b")], 60_000),
    "its address": (mending.named_in, 60_000),
    "its order": (_ordering, 60_000),
}


def seconds(parse: Callable[[str], object], text: str) -> float:
    """Processor time."""
    begun = time.process_time()
    parse(text)
    return time.process_time() - begun


@pytest.mark.full("the time that each parser takes, on texts of its length")
@pytest.mark.parametrize("name", PARSERS)
def test_time_is_linear(name: str) -> None:
    """Four times the text takes about four times as long; sixteen times would be quadratic. A third of what is read
    shows it, and only what takes a moment is looked at twice."""
    parse, longest = PARSERS[name]
    beside = MARKDOWN if name.startswith("prose") else ()
    slow = {}
    for piece in (
        *PIECES,
        *beside,
        '"a',
        "a = [",
        "a.",
        "{a=",
        "a: ",
        "\\`",
        "[[a]",
        "<!--\n",
        "x ** y ",
        "(((a",
        "%2C",
        " ",
        "http://",
        "([source](",
        "psycopg ",
        "\n",
        " \n",
        "#\n",
        "---\n\n",
    ):
        small, large = (piece * (size // len(piece)) for size in (longest // 12, longest // 3))
        if seconds(parse, large) < 0.05:
            continue
        before, after = (min(seconds(parse, text) for _ in range(3)) for text in (small, large))
        if after > 0.05 and after > 9 * before:
            slow[piece] = (before, after)
    assert not slow
