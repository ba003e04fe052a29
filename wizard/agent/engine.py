"""The commands that need no conversation: everything at once, project files, the skill."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Final

from wizard.agent import answers_file, files, skill
from wizard.agent.answers_file import toml_value
from wizard.agent.command import Given, Output, as_json
from wizard.agent.files import InputError
from wizard.catalogue import json_text, toml_text
from wizard.catalogue.model import Question
from wizard.catalogue.packages import name as package_name
from wizard.catalogue.signs import quoted
from wizard.catalogue.text_error import TextError
from wizard.check import command as check_command
from wizard.check import report
from wizard.check.versions import declared
from wizard.converse.record import Found
from wizard.converse.uncompared import EXISTING, NOT_COMPARED, agreeing, stays_unweighed
from wizard.decide.rules import Rulebook
from wizard.explain import machine, table
from wizard.explain.reading import Reading
from wizard.explain.table import client_table, store_table
from wizard.explain.words import place_name, say
from wizard.read import containers, detection, folder, manifests
from wizard.read.known_elsewhere import LANGUAGES, LIBRARIES
from wizard.read.sign import UnreadableError
from wizard.read.sign import table as table_in
from wizard.write.start import own_packages


def recommend(book: Rulebook, given: Given) -> Output:
    said = answers_file.read(book, given["file"])
    reading = said.reading(book)
    if names := stays_unweighed(reading, said.record):
        text = say(reading.catalogue, "stays-unweighed", **agreeing(names))
        data = machine.unweighed_as_json({"rule": NOT_COMPARED, "text": text, "answers": [EXISTING]})
    else:
        data = machine.as_json(reading)
    return Output(text=as_json(data), data=data, problems=said.problems)


def explain(book: Rulebook, given: Given) -> Output:
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


def detect(book: Rulebook, given: Given) -> Output:
    """What project files say, as TOML that the other commands read; each line names the line it comes from."""
    texts, unread = _project_files(given["files"])
    named = [name if Path(name).is_dir() else Path(name).parent.as_posix() for name in given["files"]]
    found = detection.detect(book.catalogue, texts, roots=named)
    texts = {name: text for name, text in texts.items() if name not in found.left}
    text = "\n".join(
        f"# {quoted(item.file)}, line {item.line}: {quoted(item.text)}\n{item.key} = {toml_value(item.value)}"
        + ("  # or plain JavaScript: one value stands for both" if " or JavaScript project" in item.because else "")
        for item in found.proposals
    )
    main = {item.key: item.value for item in found.proposals}.get("existing_database")
    notes = {**_versions(book, found.proposals, texts), **pinned(book, found.proposals, texts)}
    if notes:
        text += "\n[notes]" + "".join(f"\n{key} = {toml_value(note)}" for key, note in notes.items())
    memory = main in book.catalogue.databases and book.catalogue.databases[str(main)].family == "redis"
    if memory:
        text += (
            f"\n# {book.catalogue.name(str(main))} as a cache or a queue is not the main database: leave it out then."
        )
    return Output(text=text, problems=(*unread, *found.problems))


#: Files whose names say nothing but what they are.
_PLAIN: Final = re.compile(r"(?:docker-)?compose\.ya?ml|pyproject\.toml|package\.json|requirements\.txt|go\.mod")


def _place(path: str) -> str:
    """How a note calls a file: notes are heard as words, and a folder's name or a file's is no word of anybody."""
    name = Path(path).name
    return name if _PLAIN.fullmatch(name) else "a file of the project"


def _versions(book: Rulebook, proposals: Iterable[Found], texts: Mapping[str, str]) -> dict[str, str]:
    """The versions that images have of the database and of the stores beside it, as notes for the rules."""
    tagged: dict[str, str] = {}
    for name, text in texts.items():
        if manifests.reader_of(name) is not containers.compose:
            continue
        with suppress(UnreadableError):  # which was told
            for engine, version in containers.versions(text).items():
                tagged.setdefault(engine, f"{book.catalogue.name(engine)} {version}, as {_place(name)} has it.")
    said = {item.key: item.value for item in proposals}
    main, beside = said.get("existing_database"), said.get("existing_stores", ())
    notes = {
        "existing_database": tagged.get(str(main), ""),
        "existing_stores": " ".join(tagged[store] for store in beside if store in tagged),
    }
    return {key: note for key, note in notes.items() if note}


#: Which Python a project asks for: `>=3.12`, Poetry's `^3.12`. What it excludes, `<3.14`, `!=3.9.1`, is none of them.
_PYTHON: Final = re.compile(r"(?:[^\n]{0,80}?(?:>=|==|~=|\^|~))?\s*(3\.\d+)")

#: Which Node.js a package.json asks for: `22.x`, `^22.11`. An open range, `>=20`, decides on none.
_NODE: Final = re.compile(r"[v=^~ ]*(\d+)[.\dx*]*$")

#: A version that one package is held to: `==2.2.4`, `^5.22.0`, `v5.7.1`. An open range, `>=2.0`, decides on none.
_HELD: Final = re.compile(r"[=~^ ]*v?(\d+(?:\.\d+)+)(?!.*\|\|)")


def pinned(book: Rulebook, proposals: Iterable[Found], texts: Mapping[str, str]) -> dict[str, str]:
    """The versions of Python, of the client's driver and of what runs it on devices that are listed, as notes."""
    said = {item.key: item.value for item in proposals}
    notes: dict[str, str] = {}
    named = _elsewhere if said.get("language") == "other" else partial(_runtime, said.get("language"))
    if runtime := next(filter(None, (named(*file) for file in texts.items())), ""):
        notes["language"] = runtime
    client = book.catalogue.clients.get(str(said.get("existing_client")))
    drivers = {package_name(it) for fetch in client.fetches[1:] for it in fetch.packages} if client else set[str]()
    own = dict.fromkeys(own_packages(client), client.name.removesuffix(" ORM")) if client else {}
    beneath = {driver: driver.partition("[")[0] for driver in sorted(drivers) if driver.lower() not in own}
    held = _held(texts)
    if note := " ".join(filter(None, (_listed(called, held) for called in (own, beneath)))):
        notes["existing_client"] = note
    devices = {"electron": "Electron", "@tauri-apps/api": "Tauri", "expo": "Expo", "react-native": "React Native"}
    if said.get("runtime") == "local" and (note := _listed(devices, held)):
        notes["runtime"] = note
    return notes


def _elsewhere(name: str, text: str) -> str:
    """The language that the guide has no clients for, with what is built with and what reaches the database."""
    there = (title for package, title in LIBRARIES.items() if re.search(rf"(?<![\w-]){package}(?![\w/])", text))
    language = LANGUAGES.get(Path(name).name) or LANGUAGES.get(Path(name).suffix, "")
    return " with ".join(filter(None, (language, ", ".join(there)))) if language else ""


def _runtime(language: object, name: str, text: str) -> str:
    """The version of what runs the language that a file asks for."""
    asked: tuple[object, ...] = ()
    title, sign = ("Python", _PYTHON) if language == "python" else ("Node.js", _NODE)
    with suppress(TextError):
        if (language, Path(name).name) == ("python", "pyproject.toml"):
            data = toml_text.parsed(text)
            of_poetry = table_in(data, "tool", "poetry", "dependencies")
            asked = (table_in(data, "project").get("requires-python"), of_poetry.get("python"))
        elif (language, Path(name).name) == ("typescript", "package.json"):
            asked = (table_in(json_text.parsed(text), "engines").get("node"),)
    hits = (sign.match(it) for it in asked if isinstance(it, str))
    return next((f"{title} {hit[1]}, as {_place(name)} has it." for hit in hits if hit), "")


def _held(texts: Mapping[str, str]) -> dict[str, str]:
    """Package -> the version that the first file which holds it to one has, and which file that is."""
    found: dict[str, str] = {}
    for name, text in texts.items():
        reader, lines = manifests.reader_of(name), text.split("\n")
        with suppress(UnreadableError):  # which was told
            for sign in reader(text) if reader else ():
                if hit := _HELD.match(declared(sign.how, sign.what, lines[sign.line - 1])):
                    found.setdefault(_bare(sign.what), f"{hit[1]}, as {_place(name)} has it.")
    return found


def _listed(called: Mapping[str, str], held: Mapping[str, str]) -> str:
    """The first of some packages, each with what it is `called`, that a file holds to a version."""
    return next((f"{title} {held[_bare(it)]}" for it, title in called.items() if _bare(it) in held), "")


def _bare(package: str) -> str:
    """A package's name without its extras and its major version, as the readers give it."""
    return re.sub(r"/v\d+$", "", package.partition("[")[0].lower()).replace("_", "-")


#: In folders of these names lie made-up projects, for tests to read.
_TEST_DATA: Final = frozenset({"fixtures", "__fixtures__", "_fixtures", "testdata"})


def _project_files(given: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """(name -> text of every file that was named, or lies in a folder that was; what could not be read of the latter).
    Raises InputError for a file that was named itself."""
    texts: dict[str, str] = {}
    problems = []
    for name in given:
        root = Path(name)
        if name == files.STANDARD or not root.is_dir():
            texts[name] = files.read(name)
            continue
        known = 0
        found = list(folder.names(root, _progress))
        own = [inside for inside in found if _TEST_DATA.isdisjoint(Path(inside).parts[:-1])]
        if found and not own:
            problems.append(f"{name}: only folders of test data hold files that are read here; they were left alone.")
            continue
        for inside in own:
            shown = inside if len(given) == 1 else (root / inside).as_posix()
            known += 1
            if known > detection.MOST_FILES:
                more = f"more than {detection.MOST_FILES} files that are read here"
                problems.append(f"{name}: {more}; those further down were left out.")
                break
            try:
                texts[shown] = folder.read(root / inside)
            except (OSError, UnicodeDecodeError) as error:
                reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
                problems.append(f"{shown}: {reason}; left out.")
        if not known:
            problems.append(f"{name}: no file in it that is read here.")
    return texts, problems


def _progress(count: int) -> None:
    """Says on a terminal how far a large folder has been looked at."""
    if sys.stderr.isatty():
        print(f"data-stack: {count:,} files looked at", end="\r", file=sys.stderr, flush=True)


def check(book: Rulebook, given: Given) -> Output:
    """The project held against its file, as `data-stack check` does."""
    _, told = check_command.checked(book.catalogue, Path(given["folder"]), given.get("file"))
    return Output(text=report.FORMATS["text"](told), data=json.loads(report.FORMATS["json"](told)))


def questions(book: Rulebook, given: Given) -> Output:
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


def skill_(book: Rulebook, given: Given) -> Output:
    place = given["to"]
    if not place:
        return Output(text=skill.text())
    name = f"{place}/{skill.NAME}/SKILL.md"
    there = files.read(name) if Path(name).exists() else ""
    if there.strip() and there.split() != skill.text().split():
        raise InputError(
            f"{name}: it is not what this version writes, and may have lines of yours: left as it is. Move it away"
        )
    files.replace(name, skill.text(), was=there, folders=True)
    return Output(text=f"Wrote {name}. Tell your agent that it is there, or put {place} where it looks for skills.")
