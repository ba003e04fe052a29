"""The commands, each listed once: the command line and the MCP server are made from this table.

A command takes the rules in force and what was given by name, and gives text and, mostly, the same as JSON.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from wizard.agent import engine, files, talking
from wizard.agent.answers_file import DEFAULT
from wizard.agent.command import Argument, Command, Given, Output
from wizard.agent.files import ChangedError, InputError
from wizard.catalogue.signs import named, visible
from wizard.check import command as check_command
from wizard.decide.answers import AnswerError
from wizard.decide.rules import Rulebook

ANSWERS: Final = Argument(
    name="answers", what=f"the file of answers; - for standard input ({DEFAULT})", flag=True, default=DEFAULT
)
BECAUSE: Final = Argument(
    name="because", what="why, in the person's own words, for one answer; it goes into the file", flag=True
)
FILE: Final = Argument(
    name="file",
    what="answers as JSON or TOML, or a data-stack.md; - or nothing for standard input",
    default=files.STANDARD,
)

#: So often a command begins again where its file is changed meanwhile.
AGAIN: Final = 10

#: In seconds: so long after, which is enough to save a file.
PAUSE: Final = 0.05

COMMANDS: Final = (
    Command(
        name="next",
        what="say what to ask next: one question, an objection, costs to weigh, or that all is settled",
        run=talking.next_,
        arguments=(
            Argument(name="key", what="the question to show instead, with its values"),
            ANSWERS,
            Argument(name="guided", what="with the explanation for somebody unsure", flag=True, kind="yes"),
        ),
    ),
    Command(
        name="set",
        what="take one or more answers, with the person's own reason",
        run=talking.set_,
        arguments=(
            Argument(
                name="pairs",
                what="an answer as key=value; several values as key=a,b; key= takes it back; things= is what is stored",
                kind="pairs",
                needed=True,
            ),
            BECAUSE,
            ANSWERS,
        ),
        changes=True,
    ),
    Command(
        name="choose",
        what="take what the person has decided on, the pick too: a service or a database, a client, or both",
        run=talking.choose,
        arguments=(
            Argument(name="ids", what="the product's id, such as neon or drizzle", kind="texts", needed=True),
            BECAUSE,
            ANSWERS,
        ),
        changes=True,
    ),
    Command(
        name="keep",
        what="keep something against an objection, knowingly, or agree on one of its ways out",
        run=talking.keep,
        arguments=(
            Argument(name="rule", what="the objection's name, as next shows it", needed=True),
            Argument(name="way", what="the number of the way out that they take", flag=True, kind="number"),
            Argument(
                name="until", what="for end-of-life, the day until which the release stays: 2027-12-31", flag=True
            ),
            BECAUSE,
            ANSWERS,
        ),
        changes=True,
    ),
    Command(
        name="weigh",
        what="note which costs of what is settled the person has considered, beside those noted before",
        run=talking.weigh,
        arguments=(
            Argument(
                name="keys", what="the costs' keys, as next shows them; none clears them", kind="texts", needed=True
            ),
            ANSWERS,
        ),
        changes=True,
    ),
    Command(
        name="say",
        what="say the pick, one reason, the warnings, what it costs, trade-offs and the runner-up, to be spoken",
        run=talking.say,
        arguments=(ANSWERS,),
    ),
    Command(
        name="why-not",
        what="say why a product is not the pick, and what would make it so",
        run=talking.why_not,
        arguments=(Argument(name="id", what="the product's id", needed=True), ANSWERS),
    ),
    Command(
        name="compare",
        what="print what differs between two databases, services or clients, with sources",
        run=talking.compare,
        arguments=(
            Argument(name="one", what="a product's id", needed=True),
            Argument(name="other", what="the other one's", needed=True),
            Argument(name="only", what="these facts alone", flag=True, kind="texts"),
        ),
    ),
    Command(
        name="summary",
        what="print the summary to read back before anything is written",
        run=talking.summary,
        arguments=(ANSWERS,),
    ),
    Command(
        name="write",
        what="print data-stack.md, or write it to a file, where notes and edits are kept",
        run=talking.write,
        arguments=(
            Argument(name="file", what=f"{FILE.what}; with --output, the file of answers"),
            Argument(
                name="output",
                what="the file to write, such as standards/data-stack.md; it may be the one that is read",
                flag=True,
                short="o",
            ),
            replace(ANSWERS, default=None),
        ),
        as_json=False,
        changes=True,
    ),
    Command(
        name="recommend",
        what="print the recommendation as JSON",
        run=engine.recommend,
        arguments=(FILE,),
        as_json=False,
        tool=False,
    ),
    Command(
        name="explain",
        what="print what each rule gives each candidate",
        run=engine.explain,
        arguments=(
            FILE,
            Argument(name="most", what="candidates in the text, best first (6)", flag=True, kind="number", default=6),
        ),
        tool=False,
    ),
    Command(
        name="detect",
        what="print the answers that project files give, as TOML",
        run=engine.detect,
        arguments=(
            Argument(
                name="files",
                what="a project file, such as package.json, go.mod or compose.yaml, or a folder",
                kind="texts",
                needed=True,
            ),
        ),
        as_json=False,
    ),
    Command(
        name="check",
        what="say where the project no longer does what its data-stack.md says",
        run=engine.check,
        arguments=(
            Argument(name="folder", what="the project's folder (the one the server was started in)", default="."),
            Argument(name="file", what=f"the data-stack.md ({check_command.PLACES[0]})", flag=True),
        ),
        line=False,
    ),
    Command(
        name="questions",
        what="print the questions with their values as JSON",
        run=engine.questions,
        as_json=False,
        tool=False,
    ),
    Command(
        name="skill",
        what="print the skill that has an agent hold the conversation, or write it into a folder",
        run=engine.skill_,
        arguments=(Argument(name="to", what="the folder that holds the agent's skills", flag=True),),
        as_json=False,
        tool=False,
    ),
)


def run(command: Command, book: Rulebook, given: Given) -> Output:
    """Run a command; it begins again where its file is changed meanwhile, so that it goes on from what is there now.
    Raises :class:`InputError`, one line that names what is wrong and the way out."""
    for name, value in given.items():
        for text in _texts(value):
            try:
                fine = b"\0" not in os.fsencode(text)
            except UnicodeEncodeError:
                fine = False
            if not fine:
                raise InputError(f"{name}: {named(text)} holds a sign that no text has; leave it out")
    again = 0 if files.STANDARD in given.values() else AGAIN  # standard input is read once
    changed = False
    for _ in range(again):
        try:
            return _run(command, book, given)
        except InputError as error:  # whoever changes it may have saved one half so far
            changed = changed or isinstance(error, ChangedError)
            if not changed:
                raise
            time.sleep(PAUSE)
    return _run(command, book, given)


def _run(command: Command, book: Rulebook, given: Given) -> Output:
    try:
        done = command.run(book, given)
        because = "".join((given.get("because") or "").split())
        if visible(because) != because:  # of a reason no sign goes without a word
            said = "because: signs that cannot be seen were left out, such as those that turn a line's direction"
            done = replace(done, problems=(*done.problems, said))
        return done
    except (AnswerError, check_command.CheckError) as error:
        raise InputError(str(error)) from None
    except OSError as error:  # such as a name that is too long
        raise InputError(f"{error.filename or command.name}: {error.strerror or error}") from None


def _texts(value: object) -> Iterator[str]:
    """All texts in what was given."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.items():
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
