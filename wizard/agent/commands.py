"""The commands, each listed once: the command line and the MCP server are made from this table.

A command takes the rules in force and what was given by name, and gives text and, mostly, the same as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from wizard.agent import answers_file, changing, coming, comparing, files, skill, telling, writing
from wizard.agent.answers_file import DEFAULT, Said
from wizard.agent.changing import Change
from wizard.agent.files import InputError
from wizard.catalogue.model import Question
from wizard.catalogue.signs import quoted
from wizard.decide.answers import AnswerError
from wizard.decide.rules import Rulebook
from wizard.explain import machine, table
from wizard.explain.reading import Reading
from wizard.explain.table import client_table, store_table
from wizard.explain.words import place_name
from wizard.read.detection import detect

type Given = Mapping[str, Any]
"""What was given with a command, by the arguments' names."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Output:
    """What a command gives: `text` for people, `data` for programs, and in `problems` what could not be used."""

    text: str
    data: Any = None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Argument:
    """`flag`: given by name (`--because`); else by its place. `kind`: `text`, `texts` (several), `pairs` (key=value),
    `number` or `yes` (a flag that is given or not)."""

    name: str
    what: str
    flag: bool = False
    kind: str = "text"
    needed: bool = False
    default: Any = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Command:
    """`changes`: it writes a file. `tool`: the MCP server has it too."""

    name: str
    what: str
    run: Callable[[Rulebook, Given], Output]
    arguments: tuple[Argument, ...] = ()
    as_json: bool = True
    changes: bool = False
    tool: bool = True


ANSWERS: Final = Argument(
    name="answers", what=f"the file of answers; - for standard input ({DEFAULT})", flag=True, default=DEFAULT
)
BECAUSE: Final = Argument(name="because", what="why, in the person's own words; it goes into the file", flag=True)
FILE: Final = Argument(
    name="file",
    what="answers as JSON or TOML, or a data-stack.md; - or nothing for standard input",
    default=files.STANDARD,
)


def _read(book: Rulebook, given: Given, *, begin: bool = False) -> Said:
    return answers_file.read(book, given["answers"], begin=begin)


# --- the conversation -------------------------------------------------------------------------------------------------


def _next(book: Rulebook, given: Given) -> Output:
    said = _read(book, given, begin=True)
    reading = said.reading(book)
    return Output(
        text=coming.as_text(reading, said.record, guided=bool(given.get("guided"))),
        data=coming.as_json(reading, said.record),
        problems=said.problems,
    )


def _say(book: Rulebook, given: Given) -> Output:
    said = _read(book, given)
    told = telling.say_json(said.reading(book))
    return Output(text=told["text"], data=told, problems=said.problems)


def _summary(book: Rulebook, given: Given) -> Output:
    said = _read(book, given)
    told = telling.summary_json(said.reading(book), said.record)
    return Output(text=told["text"], data=told, problems=said.problems)


def _set(book: Rulebook, given: Given) -> Output:
    said = _read(book, given, begin=True)
    pairs = given["pairs"]
    return _changed(book, said, changing.answered(book, said, pairs, given.get("because") or ""), tuple(pairs))


def _choose(book: Rulebook, given: Given) -> Output:
    said = _read(book, given, begin=True)
    change = changing.chosen(book, said, given["ids"], given.get("because") or "")
    new = tuple(
        key
        for key, value in change.answers.items()
        if said.answers.get(key) != value or said.record.notes.get(key) != change.record.notes.get(key)
    )
    return _changed(book, said, change, new)


def _keep(book: Rulebook, given: Given) -> Output:
    said = _read(book, given)
    change = changing.kept(book, said, given["rule"], given.get("because") or "")
    return _changed(book, said, change, first=f"{given['rule']}: kept, and written down.")


def _weigh(book: Rulebook, given: Given) -> Output:
    said = _read(book, given)
    change = changing.weighed(book, said, given["keys"])
    return _changed(book, said, change, first=f"Considered: {', '.join(change.record.weighed or ()) or 'none'}.")


def _changed(book: Rulebook, said: Said, change: Change, keys: tuple[str, ...] = (), first: str = "") -> Output:
    """Write the file anew, and say what came of it; answers from standard input go to standard output."""
    text = answers_file.changed(book, said, change.answers, change.record)
    told = "\n".join(filter(None, (first, changing.as_text(change, keys))))
    if said.name == files.STANDARD:
        return Output(text=text, data=changing.as_json(change), problems=(*said.problems, *told.splitlines()))
    files.replace(said.name, text)
    return Output(text=told, data=changing.as_json(change), problems=said.problems)


def _why_not(book: Rulebook, given: Given) -> Output:
    said = _read(book, given)
    told = comparing.why_not(said.reading(book), given["id"])
    return Output(text=comparing.why_not_text(told), data=told, problems=said.problems)


def _compare(book: Rulebook, given: Given) -> Output:
    told = comparing.compare(book.catalogue, (given["one"], given["other"]), given.get("only") or ())
    return Output(text=comparing.compare_text(told), data=told)


def _write(book: Rulebook, given: Given) -> Output:
    """The document, printed or written. One that is given keeps its form, its notes and what was edited by hand."""
    output = given.get("output")
    name = given.get("file") or given.get("answers") or (DEFAULT if output else files.STANDARD)
    said = answers_file.read(book, name)
    if not output:
        return Output(text=writing.text(said.reading(book), said.record).rstrip("\n"), problems=said.problems)
    done = writing.write(book, said, output)
    return Output(text=writing.as_text(done), data=writing.as_json(done), problems=(*said.problems, *done.problems))


# --- the engine -------------------------------------------------------------------------------------------------------


def _recommend(book: Rulebook, given: Given) -> Output:
    said = answers_file.read(book, given["file"])
    data = machine.as_json(said.reading(book))
    return Output(text=as_json(data), data=data, problems=said.problems)


def _explain(book: Rulebook, given: Given) -> Output:
    """The tables of the stores and the clients; without data to keep there is nothing to choose from."""
    said = answers_file.read(book, given["file"])
    reading = said.reading(book)
    tables = {} if reading.store is None else {"stores": store_table(reading), "clients": client_table(reading)}
    data = {name: table.as_json(found) for name, found in tables.items()}
    text = "\n\n".join(
        table.as_text(found, _title(reading, name), given.get("most") or 6) for name, found in tables.items()
    )
    none = "No database is needed, so there is nothing to choose from."
    return Output(text=text or none, data=data, problems=said.problems)


def _title(reading: Reading, name: str) -> str:
    if name == "stores":
        return f"{place_name(reading.pick)}: {reading.certainty}"
    return f"Clients for it: {reading.client.name if reading.client else 'none in the guide'}"


def _detect(book: Rulebook, given: Given) -> Output:
    """What project files say, as TOML that the other commands read; each line names the line it comes from."""
    found = detect(book.catalogue, {name: files.read(name) for name in given["files"]})
    text = "\n".join(
        f"# {quoted(item.file)}, line {item.line}: {quoted(item.text)}\n{item.key} = {json.dumps(item.value)}"
        for item in found.proposals
    )
    return Output(text=text, problems=tuple(found.problems))


def _questions(book: Rulebook, given: Given) -> Output:
    data = [_question(question) for question in book.catalogue.questions.values()]
    return Output(text=as_json(data), data=data)


def _question(question: Question) -> dict[str, Any]:
    return {
        "key": question.key,
        "takes": "several" if question.several else "one",
        "question": question.question,
        "why": question.why,
        "values": [{"value": option.value, "label": option.label, "hint": option.hint} for option in question.options],
    }


def _skill(book: Rulebook, given: Given) -> Output:
    folder = given["to"]
    if not folder:
        return Output(text=skill.text())
    name = f"{folder}/{skill.NAME}/SKILL.md"
    files.replace(name, skill.text())
    return Output(text=f"Wrote {name}. Tell your agent that it is there, or put {folder} where it looks for skills.")


def as_json(data: Any) -> str:
    """Data as they are printed."""
    return json.dumps(data, indent=2, ensure_ascii=False)


COMMANDS: Final = (
    Command(
        name="next",
        what="say what to ask next: one question, an objection, costs to weigh, or that all is settled",
        run=_next,
        arguments=(
            ANSWERS,
            Argument(name="guided", what="with the explanation for somebody unsure", flag=True, kind="yes"),
        ),
    ),
    Command(
        name="set",
        what="take one or more answers, with the person's own reason",
        run=_set,
        arguments=(
            Argument(
                name="pairs",
                what="an answer as key=value; several values as key=a,b; key= takes it back",
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
        what="take a product that the person has decided on: a service or a database, a client, or both",
        run=_choose,
        arguments=(
            Argument(name="ids", what="the product's id, such as neon or drizzle", kind="texts", needed=True),
            BECAUSE,
            ANSWERS,
        ),
        changes=True,
    ),
    Command(
        name="keep",
        what="keep something against an objection, knowingly",
        run=_keep,
        arguments=(
            Argument(name="rule", what="the objection's name, as next shows it", needed=True),
            BECAUSE,
            ANSWERS,
        ),
        changes=True,
    ),
    Command(
        name="weigh",
        what="note which costs of what they brought along the person has considered",
        run=_weigh,
        arguments=(
            Argument(name="keys", what="the costs' keys, as next shows them, or none", kind="texts", needed=True),
            ANSWERS,
        ),
        changes=True,
    ),
    Command(
        name="say",
        what="say the pick, one reason, two trade-offs and the runner-up, in sentences to be spoken",
        run=_say,
        arguments=(ANSWERS,),
    ),
    Command(
        name="why-not",
        what="say why a product is not the pick, and what would make it so",
        run=_why_not,
        arguments=(Argument(name="id", what="the product's id", needed=True), ANSWERS),
    ),
    Command(
        name="compare",
        what="print what differs between two databases, services or clients, with sources",
        run=_compare,
        arguments=(
            Argument(name="one", what="a product's id", needed=True),
            Argument(name="other", what="the other one's", needed=True),
            Argument(name="only", what="these facts alone", flag=True, kind="texts"),
        ),
    ),
    Command(
        name="summary",
        what="print the summary to read back before anything is written",
        run=_summary,
        arguments=(ANSWERS,),
    ),
    Command(
        name="write",
        what="print data-stack.md, or write it to a file, where notes and edits are kept",
        run=_write,
        arguments=(
            Argument(name="file", what=f"{FILE.what}; with --output, the file of answers"),
            Argument(name="output", what="the file to write, such as standards/data-stack.md", flag=True),
            replace(ANSWERS, default=None),
        ),
        as_json=False,
        changes=True,
    ),
    Command(
        name="recommend",
        what="print the recommendation as JSON",
        run=_recommend,
        arguments=(FILE,),
        as_json=False,
        tool=False,
    ),
    Command(
        name="explain",
        what="print what each rule gives each candidate",
        run=_explain,
        arguments=(
            FILE,
            Argument(name="most", what="candidates in the text, best first (6)", flag=True, kind="number", default=6),
        ),
        tool=False,
    ),
    Command(
        name="detect",
        what="print the answers that project files give, as TOML",
        run=_detect,
        arguments=(
            Argument(
                name="files",
                what="a project file, such as package.json, pyproject.toml, go.mod, schema.prisma or compose.yaml",
                kind="texts",
                needed=True,
            ),
        ),
        as_json=False,
    ),
    Command(
        name="questions",
        what="print the questions with their values as JSON",
        run=_questions,
        as_json=False,
        tool=False,
    ),
    Command(
        name="skill",
        what="print the skill that has an agent hold the conversation, or write it into a folder",
        run=_skill,
        arguments=(Argument(name="to", what="the folder that holds the agent's skills", flag=True),),
        as_json=False,
        tool=False,
    ),
)


def run(command: Command, book: Rulebook, given: Given) -> Output:
    """Run a command. Raises :class:`InputError`, one line that names what is wrong and the way out."""
    try:
        return command.run(book, given)
    except AnswerError as error:
        raise InputError(str(error)) from None
