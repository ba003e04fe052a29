"""The MCP server, spoken to by the SDK's own client over a real process's standard input and output."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters, stdio_client

from tests.loops import run
from wizard.__main__ import main
from wizard.agent import server, skill
from wizard.agent.commands import COMMANDS
from wizard.agent.files import InputError
from wizard.catalogue.load import load
from wizard.decide.answers import prune
from wizard.decide.rulebook import rulebook
from wizard.read.reopening import reopen

CATALOGUE = load()
FILES = sorted((Path(__file__).parent / "situations").glob("*.toml"))

#: The first situation of each file: a person who knows what is in it, and is not sure of the rest.
PEOPLE: list[dict[str, Any]] = [tomllib.loads(file.read_text(encoding="utf-8"))["situation"][0] for file in FILES][:10]


def process(folder: Path) -> Any:
    """The server as an agent starts it."""
    return stdio_client(StdioServerParameters(command=sys.executable, args=["-m", "wizard", "mcp"], cwd=folder))


@pytest.mark.full("ten whole interviews by the server for agents")
def test_a_person_is_talked_through_ten_situations(tmp_path: Path) -> None:
    assert len(PEOPLE) == 10

    async def talk() -> None:
        async with Client(process(tmp_path)) as client:
            assert client.instructions == skill.text()
            tools = (await client.list_tools()).tools
            assert [tool.name for tool in tools] == [command.name for command in COMMANDS if command.tool]
            for number, person in enumerate(PEOPLE):
                await conversation(client, tmp_path, str(number), person)

    run(talk())


async def conversation(client: Client, folder: Path, name: str, person: dict[str, Any]) -> None:
    """Ask until all is settled, read back, write: what was said is in the file, word for word."""
    (folder / name).mkdir()
    answers, output = f"{name}.toml", f"{name}/standards/data-stack.md"
    said: dict[str, Any] = {}
    for _ in range(40):
        told = await call(client, "next", answers=answers)
        if told["kind"] == "done":
            break
        if told["kind"] == "objection":
            await call(
                client, "keep", rule=told["objections"][0]["rule"], because="We know, and keep it.", answers=answers
            )
        elif told["kind"] == "trade-offs":
            await call(client, "weigh", keys=[told["trade_offs"][0]["key"]], answers=answers)
        else:
            question = told["question"]
            value = person["answers"].get(question["key"], default_of(question))
            assert {value} if isinstance(value, str) else set(value) <= {item["value"] for item in question["values"]}
            said[question["key"]] = value
            because = f"Because of {question['key']}."
            await call(client, "set", pairs={question["key"]: value}, because=because, answers=answers)
    else:
        raise AssertionError("it never ends")
    assert "Does this capture your data stack accurately?" in (await call(client, "summary", answers=answers))["text"]
    await call(client, "write", output=output, answers=answers)
    text = (folder / output).read_text(encoding="utf-8")
    opened = reopen(rulebook(CATALOGUE), "data-stack.md", text)
    assert opened.problems == ()
    assert {key: list(v) if isinstance(v, tuple) else v for key, v in opened.answers.items()} == said
    assert all(f"Because of {key}." in " ".join(text.replace("\\", "").split()) for key in said)
    assert prune(CATALOGUE, opened.answers)[1] == ()
    held = await call(client, "check", folder=name)
    assert held["agrees"], held


def default_of(question: dict[str, Any]) -> Any:
    """What somebody says who does not know."""
    values = [item["value"] for item in question["values"]]
    value = next(value for value in ("unsure", "none", "other", "any", values[0]) if value in values)
    return [value] if question["takes"] == "several" else value


async def call(client: Client, tool: str, **arguments: Any) -> dict[str, Any]:
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    return dict(result.structured_content or {})


MISTAKES: list[tuple[str, dict[str, Any], str]] = [
    ("dance", {}, "'dance': no such tool; there are next, "),
    ("set", {}, "pairs: missing: "),
    ("set", {"pairs": {"colour": "red"}}, "colour: no such question; there are "),
    ("set", {"pairs": "language=go"}, "pairs: expected "),
    ("next", {"answers": "-"}, "answers: name a file: standard input carries the protocol"),
    ("next", {"question": "x"}, "'question': next takes no such argument; it takes key, answers, guided"),
    ("say", {"answers": "missing.toml"}, "missing.toml: No such file or directory"),
    ("why-not", {"id": 7}, "id: expected "),
]


@pytest.mark.parametrize(("tool", "arguments", "told"), MISTAKES)
def test_a_mistake_is_told_to_the_agent_with_the_way_out(tool: str, arguments: dict[str, Any], told: str) -> None:
    async def call_it() -> Any:
        async with Client(server.made()) as client:
            return await client.call_tool(tool, arguments)

    result = run(call_it())
    assert result.is_error
    assert result.content[0].text.startswith(told)


CALL = '{"jsonrpc": "2.0", "id": %s, "method": "tools/call", "params": {"name": "set", "arguments": {%s}}}'

#: (a line that the SDK cannot read, the id and the code of its answer).
UNREADABLE: list[tuple[str, object, int]] = [
    (CALL % (1, r'"because": "\ud800 lone"'), 1, -32700),
    (CALL % (r'"a\u2028b"', r'"language\ud800": ""'), "a\u2028b", -32700),
    (CALL % (r'"5\ud800"', ""), None, -32700),
    (CALL % (2, f'"way": {"9" * 5_000}'), 2, -32700),
    (CALL % ("9" * 5_000, ""), None, -32700),
    (CALL % (3, f'"way": {"[" * 300}{"]" * 300}'), 3, -32700),
    (CALL % (4, f'"way": {"[" * 100_000}{"]" * 100_000}'), None, -32700),
    ("{", None, -32700),
    ("[]", None, -32600),
    ("null", None, -32600),
    (f"[{CALL % (5, '')}]", None, -32600),
    ('{"id": {"a": 1}, "method": 5}', None, -32600),
    ('{"jsonrpc": "2.0", "id": 6, "method": "ping", "params": [1]}', 6, -32600),
    ('{"jsonrpc": "2.0", "id": 1.5, "method": "ping"}', 1.5, -32600),
    ('{"jsonrpc": "2.0", "id": null, "method": "ping"}', None, -32600),
    ('{"jsonrpc": "2.0", "id": true, "method": "ping"}', None, -32600),
    ('{"jsonrpc": "2.0", "id": [1], "method": "ping"}', None, -32600),
    ('{"jsonrpc": "2.0", "id": NaN, "method": "ping"}', None, -32600),
    (r'{"jsonrpc": "2.0", "id": 7, "result": {"of": "ours \ud800"}}', None, -32700),
]


def test_a_line_that_is_no_message_is_answered(tmp_path: Path) -> None:
    lines = "".join(f"{line}\n\n" for line, *_ in UNREADABLE)
    done = subprocess.run(
        [sys.executable, "-m", "wizard", "mcp"], input=lines, capture_output=True, text=True, cwd=tmp_path, check=False
    )
    answers = [json.loads(line) for line in done.stdout.split("\n") if line]
    assert [(it["id"], it["error"]["code"]) for it in answers] == [(id_, code) for _, id_, code in UNREADABLE]
    assert all(it["error"]["message"].startswith("not read: ") for it in answers)


def test_what_was_asked_before_the_input_ends_is_answered(tmp_path: Path) -> None:
    def call(id_: int | str, name: str, **arguments: Any) -> dict[str, Any]:
        params = {"name": name, "arguments": arguments}
        return {"jsonrpc": "2.0", "id": id_, "method": "tools/call", "params": params}

    begin = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "x", "version": "1"}}
    cancelled = {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": "7"}}
    messages = [
        {"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": begin},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        *(call(number, "set", pairs={"language": "go"}, because=f"Why {number}.") for number in range(1, 13)),
        call("last", "next"),
        cancelled,
    ]
    lines = "".join(f"{json.dumps(message)}\n" for message in messages)
    done = subprocess.run(
        [sys.executable, "-m", "wizard", "mcp"], input=lines, capture_output=True, text=True, cwd=tmp_path, check=True
    )
    answered = {json.loads(line)["id"] for line in done.stdout.splitlines()}
    assert {*range(13), "last"} - answered <= {7}


def test_space_of_any_kind_within_a_message_and_a_byte_order_mark_before_it_are_read(tmp_path: Path) -> None:
    ping = '{"jsonrpc": "2.0",%s"id": %s, "method": "ping"}%s\n'
    lines = [ping % ("\r", 1, ""), ping % ("", 2, "\r"), "\ufeff" + ping % ("\t\r ", 3, ""), ping % ("", '"4"', "")]
    with subprocess.Popen(
        [sys.executable, "-m", "wizard", "mcp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path
    ) as server_:
        assert server_.stdin
        assert server_.stdout
        server_.stdin.write("".join(lines).encode())
        server_.stdin.flush()
        answers = [json.loads(server_.stdout.readline()) for _ in lines]
        server_.stdin.close()
    assert sorted(str(it["id"]) for it in answers) == ["1", "2", "3", "4"]
    assert all("result" in it for it in answers)


def test_a_server_whose_reader_has_gone_ends_as_the_commands_do(tmp_path: Path) -> None:
    command = f"({sys.executable} -m wizard mcp; echo $? >status) < lines 2>errors | true"
    (tmp_path / "lines").write_text('{"jsonrpc": "2.0", "id": 1, "method": "ping"}\n' * 3, encoding="utf-8")
    subprocess.run(["sh", "-c", command], cwd=tmp_path, check=True)
    told = [(tmp_path / name).read_text(encoding="utf-8") for name in ("status", "errors")]
    assert told == ["0\n", ""]


def test_a_tool_that_writes_says_so() -> None:
    hints = {name: server._tool(command).annotations.read_only_hint for name, command in server.TOOLS.items()}
    assert [name for name, only in hints.items() if not only] == ["set", "choose", "keep", "weigh", "write"]


def test_without_the_extra_one_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "mcp.server.stdio", None)
    assert main(["mcp"]) == 2
    assert capsys.readouterr().err == f"data-stack: {server.MISSING}\n"


def test_nothing_else_imports_the_sdk() -> None:
    code = "import sys, wizard.__main__ as m; m.main(['questions']); sys.exit('mcp' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], stdout=subprocess.DEVNULL, check=False).returncode == 0


def test_answers_are_read_and_written_below_the_folder_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here, outside = tmp_path / "project", tmp_path / "outside"
    here.mkdir()
    outside.mkdir()
    (here / "way").symlink_to(outside)
    (here / "link.md").symlink_to(outside / "made.md")
    monkeypatch.chdir(here)
    server.called("set", {"pairs": {"persistence": "no"}})
    for name in ("../outside/x.md", str(outside / "x.md"), "way/x.md", "link.md"):
        for tool, arguments in (
            ("set", {"pairs": {"persistence": "no"}, "answers": name}),
            ("next", {"answers": name}),
            ("write", {"output": name}),
            ("write", {"file": name}),
        ):
            with pytest.raises(InputError, match=r"lies outside .*; nothing was read or written"):
                server.called(tool, arguments)
    assert list(outside.iterdir()) == []
    server.called("write", {"output": str(here / "standards" / "data-stack.md")})
    assert (here / "standards" / "data-stack.md").is_file()
