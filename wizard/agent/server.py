"""The same commands as tools of the Model Context Protocol, on standard input and output.

Made with the official SDK, which is an extra (`data-stack[mcp]`) and is imported when the server starts.
"""

from __future__ import annotations

import asyncio
import json
import math
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from wizard import __version__
from wizard.agent import commands, skill
from wizard.agent.answers_file import DEFAULT
from wizard.agent.command import Argument, Command, Output
from wizard.agent.commands import COMMANDS
from wizard.agent.files import STANDARD, InputError
from wizard.catalogue.load import load
from wizard.catalogue.signs import named, quoted
from wizard.decide.rulebook import rulebook

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, AsyncIterator

    from mcp.server.lowlevel import Server
    from mcp_types import CallToolResult, JSONRPCError

#: The commands that are tools, by name.
TOOLS: Final = {command.name: command for command in COMMANDS if command.tool}

MISSING: Final = "mcp: the MCP server needs the package's extra: pip install 'data-stack[mcp]'"

_NO_MESSAGE: Final = (
    "not read: this is no message of JSON-RPC 2.0, whose id is a text or a whole number here, or several in one line"
)

#: How the kinds of arguments look in a tool's schema.
KINDS: Final[dict[str, dict[str, Any]]] = {
    "text": {"type": "string"},
    "texts": {"type": "array", "items": {"type": "string"}, "minItems": 1},
    "number": {"type": "integer"},
    "yes": {"type": "boolean"},
    "pairs": {
        "type": "object",
        "minProperties": 1,
        "examples": [{"language": "go", "data": ["relational"]}],
        "additionalProperties": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
    },
}


def serve() -> None:
    """Serve until standard input ends, or nobody reads any more. Raises :class:`InputError` where it is closed, or the
    SDK is not installed."""
    if sys.stdin is None:
        raise InputError("mcp: standard input: it is closed, and the protocol is spoken there")
    try:
        import anyio  # noqa: PLC0415, an extra
        from mcp.server.stdio import stdio_server  # noqa: PLC0415
    except ImportError:
        raise InputError(MISSING) from None
    load()  # a mistake in the catalogue is said before anybody connects

    async def until_the_end() -> None:
        server = made()
        said: Any = _lines(anyio.wrap_file(sys.stdin.buffer))
        async with stdio_server(stdin=said) as (incoming, outgoing), anyio.create_task_group() as tasks:
            passed_on, read = anyio.create_memory_object_stream[Any]()
            written, answers = anyio.create_memory_object_stream[Any]()
            open_ = Open()
            tasks.start_soon(_answer_the_unreadable, incoming, passed_on, outgoing, open_)
            tasks.start_soon(_answer, answers, outgoing, open_)
            await server.run(read, written, server.create_initialization_options())

    try:
        asyncio.run(until_the_end())
    except* BrokenPipeError:
        os._exit(0)  # Python would try once more to write what nobody reads, and complain


async def _lines(incoming: AsyncIterable[bytes]) -> AsyncIterator[str]:
    """The lines of standard input: only a line feed ends one, for a message may hold any other space."""
    async for line in incoming:
        yield answerable(line.decode("utf-8", "replace").removeprefix("\ufeff"))


def answerable(line: str) -> str:
    """A line as the SDK is to read it. It takes a request for a notification, which has no answer, where the id is
    neither text nor a whole number: such a request becomes one that it cannot read, and that is refused by its id."""
    try:
        whole = json.loads(line)
    except (ValueError, RecursionError):
        return line
    if not isinstance(whole, dict) or not {"id", "method"} <= whole.keys() or type(whole["id"]) in (str, int):
        return line
    return json.dumps({"id": whole["id"], "method": whole["method"]})


class Open:
    """The requests that have no answer yet. The SDK gives up those that it has at the end of its input: so it comes to
    the end when there are none."""

    def __init__(self) -> None:
        self._ids: set[str] = set()
        self._changed = asyncio.Event()

    def asked(self, message: Any) -> None:
        if getattr(message, "method", "") == "notifications/cancelled":
            self._ids.discard(str((message.params or {}).get("requestId")))  # and it is never answered
        elif hasattr(message, "method") and hasattr(message, "id"):
            self._ids.add(str(message.id))

    def answered(self, message: Any) -> None:
        self._ids.discard(str(getattr(message, "id", None)))
        self._changed.set()

    async def none(self) -> None:
        while self._ids:
            self._changed.clear()
            await self._changed.wait()


async def _answer_the_unreadable(incoming: Any, passed_on: Any, outgoing: Any, open_: Open) -> None:
    """Pass on what the SDK could read, and answer what it could not: it would be passed over, and waited for."""
    from mcp.shared.message import SessionMessage  # noqa: PLC0415, an extra

    async with passed_on:
        async for message in incoming:
            if not isinstance(message, Exception):
                open_.asked(message.message)
                await passed_on.send(message)
            elif answer := refusal(message):
                await outgoing.send(SessionMessage(answer))
        await open_.none()


async def _answer(answers: Any, outgoing: Any, open_: Open) -> None:
    """Pass on what the SDK answers."""
    async with outgoing:
        async for message in answers:
            await outgoing.send(message)
            open_.answered(message.message)


def refusal(error: Exception) -> JSONRPCError | None:
    """The answer to a line that is no message, with the id of its request where that can be told; None for an empty
    line. `error` is what the SDK's reader raised."""
    import mcp_types as types  # noqa: PLC0415, an extra
    from pydantic import ValidationError  # noqa: PLC0415, comes with it

    class Refusal(types.JSONRPCError):
        id: str | int | float | None  # type: ignore[assignment]  # JSON-RPC allows what MCP does not, and waits for it

    found = error.errors(include_url=False) if isinstance(error, ValidationError) else []
    no_json = next((item for item in found if item["type"] == "json_invalid"), None)
    if no_json:
        if not no_json["input"].strip():
            return None
        code, told = types.PARSE_ERROR, f"not read: {no_json['msg']}"
        try:  # Python's reader takes half a character, and more digits than are counted with
            whole = json.loads(no_json["input"], parse_int=lambda digits: int(digits) if len(digits) < 40 else None)
        except (ValueError, RecursionError):
            whole = None
    else:
        code, told = types.INVALID_REQUEST, _NO_MESSAGE
        whole = next((item["input"] for item in found if item["type"] == "missing" and len(item["loc"]) <= 2), None)
    request = whole if isinstance(whole, dict) and "method" in whole else {}
    return Refusal(jsonrpc="2.0", id=_id(request.get("id")), error=types.ErrorData(code=code, message=told))


def _id(given: Any) -> str | int | float | None:
    """A request's id; None for what can be none, or cannot be written."""
    if isinstance(given, bool) or not isinstance(given, str | int | float):
        return None
    if isinstance(given, float) and not math.isfinite(given):
        return None
    return None if re.search("[\ud800-\udfff]", str(given)) else given


def made() -> Server[Any]:
    """The server, not yet running."""
    import mcp_types as types  # noqa: PLC0415, an extra
    from mcp.server.lowlevel import Server  # noqa: PLC0415

    async def list_tools(context: Any, params: Any) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_tool(command) for command in TOOLS.values()])

    async def call_tool(context: Any, params: types.CallToolRequestParams) -> CallToolResult:
        try:
            done = called(params.name, params.arguments or {})
        except InputError as error:
            return types.CallToolResult(
                content=[types.TextContent(type="text", text=quoted(str(error)))], is_error=True
            )
        text = "\n".join([done.text, *(f"Not used: {problem}" for problem in done.problems)])
        structured = done.data if isinstance(done.data, dict) else None
        return types.CallToolResult(content=[types.TextContent(type="text", text=text)], structured_content=structured)

    return Server(
        "data-stack",
        version=__version__,
        title="Data stack wizard",
        instructions=skill.text(),
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def _tool(command: Command) -> Any:
    import mcp_types as types  # noqa: PLC0415, an extra

    return types.Tool(
        name=command.name,
        description=f"{command.what[0].upper()}{command.what[1:]}.",
        input_schema=schema(command),
        annotations=types.ToolAnnotations(
            read_only_hint=not command.changes, destructive_hint=False, idempotent_hint=True, open_world_hint=False
        ),
    )


def schema(command: Command) -> dict[str, Any]:
    """What a tool takes, as JSON Schema."""
    return {
        "type": "object",
        "properties": {
            item.name: {**KINDS[item.kind], "description": item.what.replace("; - for standard input", "")}
            for item in command.arguments
        },
        "required": [item.name for item in command.arguments if item.needed],
        "additionalProperties": False,
    }


def called(name: str, arguments: dict[str, Any]) -> Output:
    """What a tool gives. Raises :class:`InputError`, with the argument and the way out."""
    if name not in TOOLS:
        raise InputError(f"{named(name)}: no such tool; there are {', '.join(TOOLS)}")
    command = TOOLS[name]
    return commands.run(command, rulebook(load()), _given(command, arguments))


def _given(command: Command, arguments: dict[str, Any]) -> dict[str, Any]:
    known = {item.name: item for item in command.arguments}
    for key, value in arguments.items():
        if key not in known:
            raise InputError(f"{named(key)}: {command.name} takes no such argument; it takes {', '.join(known)}")
        if not _fits(known[key], value):
            raise InputError(f"{key}: expected {known[key].what}, not {named(value)}")
        if STANDARD in (value, *(value if isinstance(value, list) else ())) and known[key].kind != "pairs":
            raise InputError(f"{key}: name a file: standard input carries the protocol")
    missing = [item.name for item in command.arguments if item.needed and not arguments.get(item.name)]
    if missing:
        raise InputError(f"{missing[0]}: missing: {known[missing[0]].what}")
    given = {item.name: item.default for item in command.arguments} | arguments
    given = {**given, "answers": given.get("answers") or DEFAULT}  # never standard input
    for key in _OWN if command.name != "check" else ():
        if given.get(key):
            _keep_below(key, str(given[key]))
    return given


#: Arguments that name files of answers. What `check` and `detect` read is the project's, wherever it lies.
_OWN: Final = ("answers", "output", "file")


def _keep_below(key: str, name: str) -> None:
    """Raises :class:`InputError` for a file that lies, perhaps by a link, outside the folder of the server."""
    here = os.path.realpath(".")
    try:
        there = Path(os.path.realpath(name))
    except ValueError:
        return  # no file has such a name, and who opens it says so
    if not there.is_relative_to(here):
        raise InputError(
            f"{key}: {named(name)} lies outside {here}, in which the server was started; nothing was read or written. "
            "Name a file below it"
        )


def _fits(argument: Argument, value: Any) -> bool:
    """Whether a value is of the argument's kind."""
    if argument.kind == "pairs":
        return isinstance(value, dict) and all(isinstance(item, str) or _texts(item) for item in value.values())
    if argument.kind == "texts":
        return _texts(value)
    return isinstance(value, {"number": int, "yes": bool}.get(argument.kind, str))


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
