"""Commands of the guide's that somebody changed in the file: what is pasted from it does otherwise than it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

from wizard.catalogue.packages import name as package_name
from wizard.check.case import Case
from wizard.check.finding import Finding, Sentence, finding
from wizard.check.known import knows_client, knows_store
from wizard.check.project import Name
from wizard.check.readers import CLIENTS
from wizard.converse.record import fingerprint
from wizard.read.known_stores import DATABASES
from wizard.read.own import short
from wizard.write import forms
from wizard.write.markdown import generated

#: What fetches packages -> their language.
_FETCHES: Final = {
    **dict.fromkeys(("npm", "npx", "pnpm", "yarn", "bun", "bunx", "deno"), "typescript"),
    **dict.fromkeys(("pip", "pip3", "python", "python3", "uv", "poetry", "pipenv", "pdm", "conda"), "python"),
    "go": "go",
}
_WORD: Final = re.compile(r"[^\s\"'`]+")
_FENCED: Final = "\t"
_CODE: Final = re.compile(r"(?<!`)`([^`\n]+ [^`\n]+)`(?!`)")


def foreign_command(case: Case) -> Iterator[Finding]:
    """A command in a section edited by hand that fetches a driver or a client which the file does not decide."""
    for sentence in case.standard.sentences:
        for package, title in _foreign(case, sentence) if sentence.text in case.standard.edited else ():
            yield finding("foreign-command", sentence, what=package, name=title, store=case.standard.store_name)


def edited_command(case: Case) -> Iterator[Finding]:
    """A command that the guide wrote for these answers, and that is another now, or gone; and a line of code that was
    put beside its own. Where the guide writes the section otherwise now, nobody can tell."""
    standard = case.standard
    written, prose = standard.record.written, standard.record.prose
    made = forms.document(standard.reading, standard.record).sections if written and prose else ()
    for section in made:
        text = generated(section)
        if section.heading not in prose or not written or written.sections.get(section.heading) != fingerprint(text):
            continue
        now, then = _commands(prose[section.heading]), _commands(text)
        gone, new = [it for it in then if it not in now], [it for it in now if it not in then]
        for old, instead in zip_longest(gone, new, fillvalue=""):
            if old or _FENCED in instead:
                line = next((it for it in standard.sentences if instead and instead.strip() in it.text), None)
                if line and any(_foreign(case, line)):
                    continue  # which is told already
                there = [it for it in standard.sentences if it.heading == section.heading]
                yield finding(
                    "edited-command",
                    line or (there or [standard.of_the_store])[0],
                    heading=section.heading,
                    said=_told(old.strip(), instead.strip()),
                )


def _told(old: str, now: str) -> str:
    """What became of a command; of a long one its words that are others."""
    if not now:
        return f"the guide wrote `{short(old)}`, and it is there no longer"
    if not old:
        return f"`{short(now)}` was added to what the guide wrote"
    before, after = old.split(), now.split()
    gone = " ".join(it for it in before if it not in after)
    new = " ".join(it for it in after if it not in before)
    if short(old) == old or len(gone) + len(new) > len(old):
        return f"the guide wrote `{short(old)}`, and it is `{short(now)}` now"
    lost, there = f"has lost `{short(gone)}`" if gone else "", f"has `{short(new)}` now" if new else ""
    return f"the guide's command `{' '.join(before[:2])} …` {' and '.join(filter(None, (lost, there)))}"


def _commands(text: str) -> list[str]:
    """The lines of code of a section, marked, and what stands in a sentence as code of several words."""
    fenced, found = False, list[str]()
    for line in map(str.strip, text.split("\n")):
        if line.startswith(("```", "~~~")):
            fenced = not fenced
        elif line:
            found += [f"{_FENCED}{line}"] if fenced else _CODE.findall(line)
    return found


def _foreign(case: Case, sentence: Sentence) -> Iterator[tuple[str, str]]:
    """(the package, what it is for) of each that a line fetches, and for which the file decides nothing."""
    for text in dict.fromkeys([sentence.text, *_CODE.findall(sentence.text)]):
        manager, *words = _WORD.findall(text.removeprefix("$ "))
        language = _FETCHES.get(manager, "")
        for package in (package_name(re.sub(r"/v\d+(?=@|$)", "", word)).lower() for word in words):
            store, client = DATABASES.get(language, {}).get(package, ""), CLIENTS.get(language, {}).get(package, "")
            for kind, id_ in (("store", store), ("client", client)):
                name = _name(kind, id_, package, language)
                known = knows_store if kind == "store" else knows_client
                if id_ and not known(case.standard, name):
                    yield package, case.catalogue.name(id_)
                    break


def _name(kind: str, id_: str, package: str, language: str) -> Name:
    return Name(
        kind=kind,
        id=id_,
        title=package,
        file="",
        line=0,
        how="package",
        what=package,
        version="",
        shown=package,
        language=language,
        aside=False,
    )
