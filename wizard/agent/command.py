"""What a command is: what it takes, and what it gives."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from wizard.decide.rules import Rulebook

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
    """`flag`: given by name (`--because`, or in `short` by a letter); else by its place. `kind`: `text`, `texts`
    (several), `pairs` (key=value), `number` or `yes` (a flag that is given or not)."""

    name: str
    what: str
    flag: bool = False
    short: str = ""
    kind: str = "text"
    needed: bool = False
    default: Any = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Command:
    """`changes`: it writes a file. `line`: the command line has it from here; `tool`: the MCP server has it."""

    name: str
    what: str
    run: Callable[[Rulebook, Given], Output]
    arguments: tuple[Argument, ...] = ()
    as_json: bool = True
    changes: bool = False
    line: bool = True
    tool: bool = True


def as_json(data: Any) -> str:
    """Data as they are printed."""
    return json.dumps(data, indent=2, ensure_ascii=False)
