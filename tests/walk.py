"""A walk through the wizard by random events, and what must hold after each: every text that was typed, or came with a
file that was opened, is in the state, in the file, or named on the screen; Back over a file gives the state before it.

The walk goes through :func:`wizard.door.api.handle`, as the page does: nothing but responses is remembered. What it
does is chosen by a function that gives a number below another, so that Hypothesis and plain chance can both lead it.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from tests.door import Json, kept, opened, press, reloaded, send, words
from wizard.catalogue.load import load
from wizard.converse import record
from wizard.converse.record import LONGEST_NOTE, LONGEST_TYPED, MOST_ASIDE, MOST_UNDONE, THINGS
from wizard.converse.switch import STANCE, answers_gone
from wizard.converse.uncompared import EXISTING
from wizard.decide.answers import ALONE, offered
from wizard.door.event import PROSE, WHY
from wizard.write.forms import FORMS

CATALOGUE: Final = load()

#: Fragments that somebody else could send.
LINKS: Final = (
    "persistence=no",
    "persistence=yes&language=go",
    "persistence=yes&language=python&data=documents&at=review",
)

PROJECT: Final = {
    "package.json": '{"dependencies": {"next": "16", "drizzle-orm": "0.45", "pg": "8"}}',
    "go.mod": "module x\n\nrequire github.com/jackc/pgx/v5 v5.7.0\n",
    "notes.txt": "Buy milk.",
}

#: Lines for the first question that name a stack.
IN_ONE_LINE: Final = ("MySQL, Python, Django", "SQLite, Go", "Postgres on Neon, Drizzle")

#: How a screen says what comes of the interview that "Start again" cleared.
CLEARED: Final = "are kept until you write the document"

#: Texts around a word that is looked for later: at, and just over, the limits, and marks that files trip over.
SHAPES: Final = (
    "{}",
    "{} \\ `a` *b* [c](https://a.example) & <d> _e_",
    "{}\n\n- one\n- two\n\n```sql\nselect 1;\n```",
    "# {}",
    "x" * (LONGEST_NOTE - 12) + "\n{}",
    "x" * LONGEST_NOTE + "\n{}",
    "x" * (LONGEST_TYPED - 2) + "\n{}",
)

#: Parts of a section's heading: short, equal for long, and one that the guide writes itself.
HEADINGS: Final = ("Backups", "long " * 60 + "one", "long " * 60 + "two", "Database", "Decision Outcome", "Overview")

type Pick = Callable[[int], int]


@dataclass(frozen=True)
class Way:
    """What Back over a file must give."""

    state: Json
    expected: frozenset[str]
    after: tuple[Any, ...]


class Walk:
    """One person's visit. `expected` are the words that must be somewhere."""

    def __init__(self) -> None:
        self.state = _at_first()
        self.expected: set[str] = set()
        self.addresses = [self.state["fragment"]]
        self.ways: list[Way] = []
        self.tabs: list[str] = []
        self.warned: set[str] = set()
        self.recent: set[str] = set()
        self.told: set[str] = set()
        self.said_of: dict[str, list[Json]] = {}
        self.seen_with: dict[str, list[Json]] = {}
        self.count = 0

    # --- what can happen ----------------------------------------------------------------------------------------------

    def step(self, event: str, pick: Pick) -> None:
        """One event, and what must hold after it."""
        self.recent = set()
        getattr(self, event)(pick)
        self.addresses.append(self.state["fragment"])
        for text in re.findall(WENT, words(self.state)):
            self.forget(text)
        self.nothing_is_lost()
        self.nothing_is_hidden()
        self.nothing_outlives_its_answer()

    def go_on(self, pick: Pick) -> None:
        """The screen's own button that leads on, with what can be chosen and typed there."""
        at = self.state["at"]
        if at in CATALOGUE.questions:
            fields = {at: self.chosen(at, pick), **self.note(pick)}
            if 'name="line"' in self.state["html"] and pick(3) == 0:
                fields["line"] = [f"{IN_ONE_LINE[pick(len(IN_ONE_LINE))]} because {self.short(pick)}"]
            finish = pick(5) == 0 and 'value="finish"' in self.state["html"]
            self.press("finish" if finish else "continue", fields)
        elif at == "review":
            self.press("confirm", self.note(pick))
        elif at == "document":
            self.press("save", self.prose(pick))
        elif at == "conflict":
            ways = re.findall(r'name="conflict" value="([^"]*)"', self.state["html"])
            self.press("continue", {"conflict": [ways[pick(len(ways))]], **self.note(pick)})
        else:
            ticked = re.findall(rf'name="{at}" value="([^"]*)"', self.state["html"])
            before = self.state
            self.press("continue", {at: [value for value in ticked if pick(3)]})
            if at in ("found", "opened"):
                self.remember(before, frozenset(self.expected))

    def back(self, pick: Pick) -> None:
        """The page's Back; what was typed on the screen goes with it."""
        if 'value="back"' not in self.state["html"]:
            return
        there = set(self.expected)
        fields = self.typed(pick) if pick(3) == 0 else {}
        more = self.expected - there  # what stood there already is nothing new
        way = self.ways[0] if self.ways and not more and self.ways[0].after == self.moment() else None
        self.press("back", fields)
        if way:
            self.is_as_before(way)
            del self.ways[0]

    def turn(self, pick: Pick) -> None:
        """A button that is not on the way: change, review, pace, form, reset."""
        at = self.state["at"]
        if at == "document" and pick(2):
            name = [*FORMS][pick(len(FORMS))]
            self.press(f"form-{name}", self.prose(pick) if pick(2) else {})
        elif at == "document" and self.state["record"].get("prose"):
            heading = [*self.state["record"]["prose"]][pick(len(self.state["record"]["prose"]))]
            self.forget(self.state["record"]["prose"][heading])
            self.press("reset", {}, question=heading)
        elif at in ("review", "document"):
            answered = [key for key in self.state["answers"] if key != "pace"] or ["persistence"]
            self.press("change", {}, question=answered[pick(len(answered))])
        elif at in CATALOGUE.questions:
            self.press(
                ("pace-brief", "pace-guided", "review")[pick(3 if "persistence" in self.state["answers"] else 2)],
                self.typed(pick),
            )

    def start_again(self, pick: Pick) -> None:
        if self.state["at"] in ("review", "document"):
            self.press("restart", self.prose(pick) if self.state["at"] == "document" and pick(2) else {})

    def on_the_summary(self, pick: Pick) -> None:
        """A button beside an answer, or the runner-up, with what was typed beside another one."""
        buttons = re.findall(r'value="(adjust|adjusted|see|take)" data-question="([^"]*)"', self.state["html"])
        if not buttons:
            return
        kind, question = buttons[pick(len(buttons))]
        if kind == "adjust" and pick(2):
            question = ("existing_stance", "existing_database")[pick(2)]
        fields = self.note(pick)
        if kind == "adjusted":
            fields[question] = self.chosen(question, pick)
        self.press(kind, fields, question=question)

    def in_one_line(self, pick: Pick) -> None:
        if 'name="event" value="express"' in self.state["html"]:
            why = f" because {self.short(pick)}" if pick(2) else ""
            self.press("express", {"line": [IN_ONE_LINE[pick(len(IN_ONE_LINE))] + why], **self.note(pick)})

    def return_to_another(self, pick: Pick) -> None:
        if self.state["record"].get("earlier"):
            self.press("resume", self.typed(pick))

    def project_files(self, pick: Pick) -> None:
        names = [*PROJECT][: 1 + pick(len(PROJECT))]
        self.drop({name: PROJECT[name] for name in names}, set(), pick)

    def document(self, pick: Pick) -> None:
        """A data-stack.md: the one that is on the screen, or a small one, edited by hand; with answers or without."""
        made = self.state["document"]
        text = made["markdown"] if made and pick(2) else SMALL[pick(len(SMALL))]
        body, mark, comment = text.partition("\n<!-- data-stack answers\n")
        mine = set()
        for _ in range(pick(4)):
            word = self.word()
            mine.add(word)
            shaped = SHAPES[pick(len(SHAPES))].format(word)
            how = pick(4)
            if how == 0:
                body += f"\n## {HEADINGS[pick(len(HEADINGS))]}\n\n{shaped}\n"
            elif how == 1:
                body = re.sub(r"^# .*$", lambda _, to=word: f"# Stack of {to}", body, count=1, flags=re.MULTILINE)
                mine = {other for other in mine if other in body}
            elif how == 2:
                body = re.sub("\n\n", lambda _, to=shaped: f"\n\n{to}\n\n", body, count=1)
            elif not body.startswith("---"):
                body = f"---\ntitle: {word}\n---\n\n{body}"
            else:
                mine.discard(word)
        names = [*PROJECT][: pick(2) * pick(len(PROJECT))]
        self.drop({"data-stack.md": body + mark + comment, **{name: PROJECT[name] for name in names}}, mine, pick)

    def reload(self, pick: Pick) -> None:
        """The page is loaded again: nothing is another."""
        before = self.state
        self.state = reloaded(before)
        told = words(before)
        passing = "Your files say nothing that we can use" in told  # there is nothing to come back to
        if not passing and "or its end will be missing" not in told and "given up" not in told:
            self.same(self.state, before, "a reload")

    def reload_while_typing(self, pick: Pick) -> None:
        """The page is loaded again, and has no field any more for what was typed: a press had opened it."""
        before = self.state
        left = {"at": before["at"], "fields": {**self.line(), **self.typed(pick)}}
        self.state = send(
            before["answers"],
            "open",
            before["record"],
            how="reload",
            fragment=before["fragment"],
            stored=kept(before),
            left=left,
        )
        if self.moment()[:-2] != moment(before)[:-2]:
            self.ways = []
        else:
            self.as_many_as_are_kept()

    def follow_a_link(self, pick: Pick) -> None:
        before = self.state
        left = {"at": before["at"], "fields": {**self.line(), **self.typed(pick)}}
        link = LINKS[pick(len(LINKS))]
        self.state = send(
            before["answers"], "open", before["record"], how="link", fragment=link, stored=kept(before), left=left
        )
        if self.moment()[:-2] != moment(before)[:-2]:
            self.ways = []

    def browser_back(self, pick: Pick) -> None:
        """To any address that this visit has had."""
        before, there = self.state, set(self.expected)
        left = {"at": before["at"], "fields": {**self.line(), **(self.typed(pick) if pick(3) == 0 else {})}}
        more = self.expected - there  # what stood there already is nothing new
        address = self.addresses[pick(len(self.addresses))]
        self.state = send(
            before["answers"], "open", before["record"], at=before["at"], how="history", fragment=address, left=left
        )
        restored = [way for way in self.ways if not more and place(way.state["fragment"]) == place(address)]
        if restored and self.ways[0].after[:-2] == moment(before)[:-2]:
            self.is_as_before(restored[0])
            self.ways = self.ways[self.ways.index(restored[0]) + 1 :]
        elif moment(self.state)[:-2] != moment(before)[:-2]:
            self.ways = []
        else:
            self.as_many_as_are_kept()

    def another_tab(self, pick: Pick) -> None:
        """A tab that is opened when others have been closed: it goes on with this one, and is told of the others."""
        if pick(2) or not self.tabs:
            self.tabs.append(_tab(LINKS[pick(len(LINKS))]).replace("word0z", self.word()))
            return
        stored = json.dumps({**json.loads(kept(self.state)), "others": self.tabs})
        self.expected |= {word for text in self.tabs for word in re.findall(WORD, text)}
        self.tabs = []
        before = self.moment()
        self.state = opened("", stored)
        if self.moment()[:-2] != before[:-2]:
            self.ways = []

    # --- how ----------------------------------------------------------------------------------------------------------

    def press(self, kind: str, fields: dict[str, list[str]], **event: Any) -> None:
        before = self.state
        if kind == "confirm" and CLEARED in words(before):
            for text in cleared(before["record"]):
                self.forget(text)
        if "line" in fields:  # it is typed over the one that stands there
            self.forget(before["record"].get("line", ""))
            self.expected |= set(re.findall(WORD, fields["line"][0]))
        self.state = press(before, kind, fields={**self.line(), **fields}, **event)
        over_a_file = kind == "continue" and before["at"] in ("found", "opened")
        typed = any(fields.get(name) for name in fields if name == "note" or name.startswith((PROSE, WHY)))
        said = kind != "back" and not over_a_file and moment(self.state)[:-2] != moment(before)[:-2]
        if said:
            self.ways = []
            if "line" in fields and self.state["record"].get("undo"):  # it was taken, and Back brings it back
                way = json.loads(self.state["record"]["undo"][0])
                self.remember({**before, "record": way["record"]}, frozenset(self.expected))
        elif typed:
            self.as_many_as_are_kept()

    def as_many_as_are_kept(self) -> None:
        """What was typed may come to nothing: then the ways back are those that the page has kept."""
        self.ways = self.ways[len(self.ways) - len(self.state["record"].get("undo", ())) :]

    def drop(self, texts: dict[str, str], mine: set[str], pick: Pick) -> None:
        before = self.state
        fields = self.typed(pick) if pick(4) == 0 else {}
        expected = frozenset(self.expected)
        given = [{"name": name, "text": text} for name, text in texts.items()]
        self.state = press(before, "files", fields={**self.line(), **fields}, files=given)
        if any(text for texts_ in fields.values() for text in texts_):
            self.ways = []
            before = {**before, "record": json.loads(self.state["record"]["undo"][0])["record"]}
        shown = words(self.state)
        if "none of its text" not in shown and "not opened" not in shown:
            there = mine & set(re.findall(WORD, json.dumps(self.state["record"])))
            self.expected |= there if "those of the file were left out" in shown else mine
        self.remember(before, expected)

    def remember(self, before: Json, expected: frozenset[str]) -> None:
        self.ways.insert(0, Way(before, expected, self.moment()))
        if len(self.ways) > MOST_UNDONE:
            del self.ways[MOST_UNDONE - 1]

    def moment(self) -> tuple[Any, ...]:
        return moment(self.state)

    def chosen(self, key: str, pick: Pick) -> list[str]:
        question = CATALOGUE.questions[key]
        answers = {
            key: value if isinstance(value, str) else tuple(value) for key, value in self.state["answers"].items()
        }
        values = [option.value for option in offered(question, answers)]
        if question.several and pick(2):
            return [value for value in values if value not in ALONE and pick(2)]
        return [values[pick(len(values))]] if pick(6) else []

    def word(self) -> str:
        self.count += 1
        return f"word{self.count}z"

    def text(self, pick: Pick) -> str:
        """Something to type, with a word that is expected from now on."""
        word = self.word()
        self.expected.add(word)
        self.recent.add(word)
        return SHAPES[pick(len(SHAPES))].format(word)

    def typed(self, pick: Pick) -> dict[str, list[str]]:
        """What can be typed on the screen; perhaps nothing."""
        return self.prose(pick) if self.state["at"] == "document" else self.note(pick)

    def line(self) -> dict[str, list[str]]:
        """The line that stands on the screen."""
        line = self.state["record"].get("line", "")
        return {"line": [line]} if line and 'name="line"' in self.state["html"] else {}

    def note(self, pick: Pick) -> dict[str, list[str]]:
        """What can be typed in a note and on what is stored; perhaps nothing."""
        things = re.search(r'<input[^>]* name="things"[^>]* value="([^"]*)"', self.state["html"])
        if not things:
            return self.noted(pick)
        there = html.unescape(things[1])
        if pick(2):
            return {**self.noted(pick), THINGS: [there]}
        self.forget(there)
        return {**self.noted(pick), THINGS: [self.short(pick)]}

    def noted(self, pick: Pick) -> dict[str, list[str]]:
        found = re.search(r'<textarea id="dsw-note" name="([^"]*)"[^>]*>\n?([^<]*)', self.state["html"])
        if not found:
            return {}
        name, there = found[1], html.unescape(found[2])
        for word in re.findall(WORD, there):
            # it is seen, and left, beside what is answered now
            self.seen_with.setdefault(word, []).extend(self.said_of.pop(word, []))
        if pick(2):
            return {name: [there]} if there else {}
        self.forget(there)
        return {name: [self.text(pick)]}

    def short(self, pick: Pick) -> str:
        """A reason in a line."""
        word = self.word()
        self.expected.add(word)
        return word

    def prose(self, pick: Pick) -> dict[str, list[str]]:
        if pick(3) == 0:
            return {}
        names = re.findall(r'name="prose:([^"]*)"', self.state["html"])
        heading = names[pick(len(names))]
        self.forget(self.state["record"].get("prose", {}).get(heading, ""))
        return {f"{PROSE}{heading}": [self.text(pick)]}

    def forget(self, text: str) -> None:
        """A person has replaced or removed this text."""
        self.expected -= set(re.findall(WORD, text))

    # --- what must hold -----------------------------------------------------------------------------------------------

    def nothing_is_lost(self) -> None:
        state = self.state
        document = state["document"]["markdown"] if state["document"] else ""
        there = set(re.findall(WORD, json.dumps(state["record"]) + document))
        missing = self.expected - there
        if missing:
            shown = words(state)
            named = {word for word in missing if word in shown or word in self.warned}
            if "given up" in shown:
                named = missing
            missing -= named
            self.expected -= named
        assert not missing, f"lost: {sorted(missing)}"
        looks = "Which of the two?" in state["html"]  # at the runner-up alone
        if cleared(state["record"]) and not looks and state["at"] in (*CATALOGUE.questions, "review", "opened"):
            assert 'value="resume"' in state["html"], "what was cleared is kept, and not offered"
        if "given up" in words(state):
            self.warned |= set(re.findall(WORD, json.dumps(state["record"]["earlier"][MOST_ASIDE:])))
        if "or its end will be missing" in words(state):
            self.warned |= self.recent
        if document:
            said = state["record"]
            own = {heading: text for heading, text in said.get("prose", {}).items() if heading not in self.elsewhere()}
            written = json.dumps([said.get("notes"), own, said.get("kept"), said.get("front")])
            assert set(re.findall(WORD, written)) <= set(re.findall(WORD, document)) | self.warned, "not in the file"

    def nothing_is_hidden(self) -> None:
        """What was typed for a button that was not pressed is in its field, or was named when it left the screen."""
        said = self.state["record"]
        self.told |= {word for text in re.findall(NOT_TAKEN, words(self.state)) for word in re.findall(WORD, text)}
        drafts = " ".join([*said.get("reasons", {}).values(), said.get("line", "")])
        hidden = set(re.findall(WORD, drafts)) - set(re.findall(WORD, self.state["html"])) - self.told
        assert not hidden, f"in no field, and not named: {sorted(hidden)}"

    def nothing_outlives_its_answer(self) -> None:
        """Words on an answer do not stand beside another one that was given since, without having been seen there."""
        now = self.state["answers"]
        for key, text in self.state["record"].get("notes", {}).items():
            about = {STANCE: EXISTING, THINGS: "persistence"}.get(key, key)
            for word in re.findall(WORD, text):
                if about not in now:  # by the browser's Back alone, and what was said since is kept
                    self.said_of.pop(word, None)
                said = [*self.said_of.setdefault(word, [now]), *self.seen_with.get(word, ())]
                gone = [answers_gone(CATALOGUE, was, now) for was in said]
                assert not all(key in it for it in gone), f"{word} was said of {gone[0][key]}"

    def elsewhere(self) -> set[str]:
        """Headings that belong to the other form."""
        form = self.state["record"].get("form", "guide")
        return {name for other in FORMS.values() if other.id != form for name in other.headings} - {
            *FORMS[form].headings
        }

    def is_as_before(self, way: Way) -> None:
        self.same(self.state, way.state, "Back over a file")
        self.expected = set(way.expected)

    def same(self, state: Json, before: Json, what: str) -> None:
        assert state["answers"] == before["answers"], what
        assert of_answers(state) == of_answers(before), what
        assert (state["at"], state["review"]) == (before["at"], before["review"]), what


WORD: Final = r"word\d+z"
WENT: Final = r"“([^”]*)” was said of "
NOT_TAKEN: Final = r"Not taken, as its own button was not pressed: “(.*?)”"

EVENTS: Final = (
    *["go_on"] * 6,
    *["back"] * 2,
    *["turn"] * 2,
    *["on_the_summary"] * 3,
    "start_again",
    "in_one_line",
    "return_to_another",
    "project_files",
    "document",
    "document",
    "reload",
    "reload_while_typing",
    "follow_a_link",
    "browser_back",
    "another_tab",
)


def moment(state: Json) -> tuple[Any, ...]:
    """What has been said, and then where."""
    return (state["answers"], plain(state["record"]), state["at"], state["review"])


def plain(said: Json) -> Json:
    """A record as the next request reads it, without what can be undone."""
    read = record.as_plain(replace(record.read(CATALOGUE, said), undo=()))
    return dict(json.loads(json.dumps(read)))


def of_answers(state: Json) -> Json:
    """The record, with where an answer came from for answers that are there: others have it for "Forward" alone."""
    said = plain(state["record"])
    there = {key: origin for key, origin in said.pop("origins", {}).items() if key in state["answers"]}
    return {**said, "origins": there}


def cleared(said: Json) -> list[str]:
    """The interviews that "Start again" cleared, of those that are kept."""
    return [text for text in said.get("earlier", ()) if json.loads(text).get("cleared")]


def place(fragment: str) -> str:
    return re.sub("^at=persistence$|&?review=yes", "", fragment)


@cache
def _at_first() -> Json:
    return opened()


@cache
def _tab(link: str) -> str:
    """What a tab keeps in which a link was followed and a note typed."""
    other = press(opened(link), "review")
    return kept(press(press(other, "change", question="persistence"), "review", fields={"note": ["word0z"]}))


def _small(answers: str) -> str:
    state = press(opened(answers), "review")
    return str(press(press(state, "confirm"), "save")["document"]["markdown"])


SMALL: Final = (
    _small("persistence=no"),
    _small("persistence=yes&language=python&data=documents"),
    "# Data Stack\n\n## Database\n\nPostgreSQL, since it is there.\n\n## Backups\n\nNightly.\n",
    "# Project\n\n## Install\n\nnpm i\n\n## Database\n\nWe use what is there.\n",
)


def walk(pick: Pick, steps: int) -> None:
    """A whole walk. Raises AssertionError with what it did."""
    visit, done = Walk(), []
    try:
        for _ in range(steps):
            done.append(EVENTS[pick(len(EVENTS))])
            visit.step(done[-1], pick)
    except Exception as error:
        error.add_note(f"after {', '.join(done)}")
        raise
