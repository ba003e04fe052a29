"""The reasons in a line of text: what stands behind "because", and what of the line it belongs to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from wizard.catalogue.model import Catalogue
from wizard.converse.own_words import clauses, others_said
from wizard.converse.refusals import NO_MAPPER
from wizard.decide.answers import Value
from wizard.read.mentions import mentions

_BECAUSE: Final = re.compile(r"(?<!\bnot)\s*,?\s*(?<!\bnot )\bbecause\s+", re.IGNORECASE)

#: Where a reason may end: a part with a name begins, or a reason of its own.
_ENDS: Final = re.compile(r"(?<=[,;])\s+|(?<!anything)\s+(?=(?:and|but)\b[^,;]*\bbecause\b)", re.IGNORECASE)

#: A part that is a name, though we do not know it.
_A_NAME: Final = re.compile(r"[A-Z][\w.+#-]*(?: [A-Z][\w.+#-]*)?[,;]?")

_CLAUSES: Final = re.compile(r"[,;:]\s+|(?<=\w[.!?])\s+|(?<!anything)\s+but\s+", re.IGNORECASE)

#: A whole answer, too: names behind it are none of a stack.
NONE: Final = re.compile(
    r"\bno (?:database|db|data ?store)\b(?!s? (?:yet|so far|for now|at the moment|chosen|decided|picked|named))",
    re.IGNORECASE,
)


def without_reasons(catalogue: Catalogue, line: str) -> tuple[str, list[tuple[str, str]]]:
    """(the line without them, (the clause before it, the reason) of each): what stands behind "because", as far as the
    sentence, or the first part with a name."""
    given = []
    while hit := _BECAUSE.search(line):
        before, after = line[: hit.start()], line[hit.end() :]
        sentence, *more = re.split(r"(?<=\w\.)\s+", after)
        clause = _CLAUSES.split(before)[-1]
        first, *rest = [sentence] if NONE.search(clause) else _ENDS.split(sentence)
        named = next((at for at, part in enumerate(rest) if _names_something(catalogue, part)), len(rest))
        left = [*rest[named:], *more]
        why = " ".join([first, *rest[:named]]).strip(" ,;.")
        given.append((clause, f"because {why}" if why.startswith("of ") else why))
        line = " ".join([f"{before}," if before and left else before, *left]).strip()
    return line, [(clause, why) for clause, why in given if why]


def _names_something(catalogue: Catalogue, part: str) -> bool:
    return bool(_A_NAME.fullmatch(part) or NO_MAPPER.search(part) or others_said([part]) or mentions(catalogue, part))


def beside_none(line: str, unknown: tuple[str, ...]) -> tuple[str, ...]:
    """What stands beside "no database": whole where it is more than names, for none of it is an answer."""
    rest = ", ".join(part for part in clauses(line) if part and not NONE.search(part))
    return (*(phrase for phrase in unknown if phrase not in rest), rest) if unknown and rest else unknown


def reasons_for(catalogue: Catalogue, given: list[tuple[str, str]], answers: Mapping[str, Value]) -> dict[str, str]:
    """Question -> the reason for what was said of it; behind what is not wanted, where it is one against that."""
    found: dict[str, str] = {}
    for clause, why in given:
        about, against = _reason_about(catalogue, clause)
        if about not in ("existing_stance", "existing_client", "existing_database"):
            about = _named_by(catalogue, why, answers) or about
        key = about or next((key for key in ("existing_stance", "existing_client", "data") if key in answers), "")
        if key == "existing_database" and answers.get(key, "none") != "none":
            key = "existing_stores"
        because = why if why.startswith("because ") else f"because {why}"
        text = f"{clause.strip()} {because}" if against or _of_another(catalogue, clause, answers) else why
        before = found.get(key or "persistence")
        found[key or "persistence"] = f"{before}. {text}" if before else text
    return found


def _named_by(catalogue: Catalogue, why: str, answers: Mapping[str, Value]) -> str:
    """The question of the store or the client that the reason itself names, where that is the one of the answers."""
    named = {it.value for it in mentions(catalogue, why)}
    taken = {key: str(answers.get(key, "")) for key in ("existing_database", "existing_engine", "existing_client")}
    service = catalogue.services.get(taken["existing_database"])
    if named & {taken["existing_database"], taken["existing_engine"], *(service.runs if service else ())}:
        return "existing_stance" if "existing_stance" in answers else ""
    return "existing_client" if taken["existing_client"] in named else ""


def _of_another(catalogue: Catalogue, clause: str, answers: Mapping[str, Value]) -> bool:
    """Whether a clause names a database that is not the one of the answers: whose reason it is, the clause says."""
    taken = answers.get("existing_database", "")
    service = catalogue.services.get(str(taken))
    known = {taken, *(service.runs if service else ())}
    return "existing_stance" in answers and any(
        item.key == "existing_database" and item.value not in known for item in mentions(catalogue, clause)
    )


def _reason_about(catalogue: Catalogue, clause: str) -> tuple[str, bool]:
    """The question that the reason behind a clause belongs to, that of the first store or client in it before others,
    what is taken before what is left for it; and whether the clause does not want that."""
    found = mentions(catalogue, clause)
    named = [it for it in found if it.key in ("existing_database", "existing_client")]
    about = next((it for it in named if not it.left_out), next(iter([*named, *found]), None))
    if NO_MAPPER.search(clause) and (about is None or about.key != "existing_client"):
        return "existing_client", True
    if about is None:
        return "existing_database" if others_said([clause]) else "", False
    return "existing_stance" if about.key == "existing_database" else about.key, about.left_out
