"""The first ten minutes with a stack: that they fetch what its document names, that each pair which can be picked has
some or is named, and that what is said of a run is about these very lines. `make first-ten-minutes` runs them."""

from __future__ import annotations

import re
import tomllib
from typing import Final

import pytest

from tests.first_ten_minutes.__main__ import as_toml
from tests.first_ten_minutes.project import script, shown
from tests.first_ten_minutes.servers import PORTS, SERVERS, Server
from wizard.build.pages import first_minutes
from wizard.build.starts.read import PARTS, Start, runs, store, without
from wizard.catalogue.load import load
from wizard.catalogue.packages import name
from wizard.decide.answers import Answers
from wizard.explain.reading import reading_of
from wizard.write.start import first_minutes as links
from wizard.write.start import start_lines

CATALOGUE: Final = load()
KNOWN: Final = first_minutes.known(CATALOGUE)
STARTS: Final = KNOWN.starts
RUNS: Final = runs()

#: Protocols for which there is a server, a file or a runtime that needs no account.
RUNNABLE: Final = frozenset({"postgresql", "mysql", "sqlite", "turso", "d1", "redis"})

each = pytest.mark.parametrize("start", STARTS.values(), ids=lambda start: start.id)


def picked() -> set[tuple[str, str]]:
    """Each client that can be picked, with each protocol that it speaks."""
    clients = [client for client in CATALOGUE.clients.values() if client.pickable]
    return {(client.id, key) for client in clients for key, fact in client.speaks.items() if fact.value != "no"}


@pytest.mark.guide
def test_each_pair_that_can_be_picked_has_a_start_or_is_named_as_without_one() -> None:
    has = {(start.client.id, start.family.id) for start in STARTS.values()}
    named = {(client, family) for family, clients in without().items() for client in clients}
    assert has.isdisjoint(named)
    assert picked() - has == named
    assert {family for _, family in has} == RUNNABLE


@pytest.mark.guide
def test_the_links_lead_to_the_starts_that_there_are() -> None:
    said = {(client.id, family) for client in CATALOGUE.clients.values() for family in client.starts}
    assert said == {(start.client.id, start.family.id) for start in STARTS.values()}


@each
def test_what_is_installed_beside_it_is_for_types_and_tests(start: Start) -> None:
    """Nothing that the document of such a stack names."""
    documented, tools = packages(start.install), packages(start.install_tools)
    assert documented
    assert tools & {"pytest", "typescript"} or start.client.id == "django-orm"  # it has a runner of its own
    assert tools.isdisjoint(documented)


def packages(commands: tuple[str, ...]) -> set[str]:
    """The packages that commands fetch: the words with a version."""
    return {name(word) for word in re.findall(r"[^\s\"]+(?:==|@v?)\d[^\s\"]*", " ".join(commands))}


@pytest.mark.parametrize(
    ("answers", "id_"),
    [
        ({"language": "python", "data": ("relational",), "runtime": "server"}, "sqlalchemy-postgresql"),
        ({"language": "python", "data": ("key-value",), "runtime": "server"}, "redis-py-redis"),
        (
            {
                "existing_database": "sqlite",
                "existing_stance": "decided",
                "language": "typescript",
                "data": ("relational",),
                "runtime": "server",
                "query_style": "sql",
            },
            "drizzle-sqlite",
        ),
    ],
)
def test_what_is_installed_is_what_the_document_says(answers: Answers, id_: str) -> None:
    """Word for word."""
    reading = reading_of(CATALOGUE, {"persistence": "yes", **answers})
    assert reading.client is STARTS[id_].client
    assert start_lines(reading) == STARTS[id_].install


@each
def test_a_start_migrates_runs_and_tests(start: Start) -> None:
    for part in PARTS:
        steps = [step for step in start.steps if step.part == part]
        assert any(step.file for step in steps) or part != "test", f"{part}: there is no file"
        assert any(not step.file for step in steps) or start.family.id == "redis", f"{part}: nothing is run"


@each
def test_each_variable_that_the_lines_read_is_set(start: Start) -> None:
    text = "\n".join(step.text for step in (*start.files, *start.steps))
    read = set(re.findall(r'(?:environ\["|process\.env\.|env\("|\$)([A-Z][A-Z_]+)', text)) - {"CI", "TEST_MIGRATIONS"}
    assert read <= set(re.findall(r"^([A-Z_]+)=", start.environment, re.MULTILINE)) | set(
        re.findall(r"^export ([A-Z_]+)=", text, re.MULTILINE)
    )


@each
def test_values_are_bound_and_never_put_into_sql(start: Start) -> None:
    """No statement is made by an f-string, a concatenation or a template of JavaScript that is not a tagged one."""
    for step in start.steps:
        made = (
            re.findall(r'f"[^"\n]*"|(?<!sql)(?<!Raw)`[^`\n]*`', step.text) if step.file.endswith((".py", ".ts")) else []
        )
        assert not [text for text in made if re.search(r"\b(?:SELECT|INSERT|UPDATE|DELETE)\b.*\{", text)], step.file


@each
def test_the_script_of_a_run_is_the_page(start: Start) -> None:
    """The job runs what the page shows, in its order, and changes nothing but the port."""
    server = Server(version="", port=1) if start.family.server else None
    run, page = script(start, server), first_minutes.start_page(KNOWN, start)
    at = 0
    for step in (*start.files, *start.steps):
        at = run.index(step.text, at)
        assert f"\n{step.text}\n```" in page
    assert all(line in page for line in (*start.install, *start.install_tools))
    if start.family.server:
        assert ":1/" in run
        assert f":{PORTS[start.family.server]}/" not in run


@each
def test_the_rules_of_the_file_are_kept(start: Start) -> None:
    """Where the rules name options of the pool or of the file, the lines, which run under WSGI, have them."""
    text = "\n".join(step.text for step in start.steps)
    rule = first_minutes.rule(KNOWN, start, store(KNOWN.book, start.family), "pool", start.family.answers)
    rule = rule.partition("; under ASGI")[0]
    for option in re.findall(r"`([A-Za-z_]+)(?:=|: | = )(\d+|True)", rule):
        assert re.search(rf"{option[0]}\W+{option[1]}\b", text), option
    if start.family.id == "sqlite":
        assert "WAL" in text
        assert "foreign_keys" in text
        assert re.search(r"busy_timeout", text)


@each
def test_what_the_project_ignores_already_stays(start: Start) -> None:
    assert ">> .gitignore" in start.keep


@each
def test_a_page_ends_in_tables_of_ones_own(start: Start) -> None:
    """One command that makes a migration, and one that applies it; who writes plain SQL files needs no first one."""
    commands = [line for step in start.steps if step.part == "own" for line in step.text.splitlines()]
    assert (start.family.id == "redis") == (not commands)
    page = first_minutes.start_page(KNOWN, start)
    assert all(line in page for line in commands)
    assert ("## Now your own tables" in page) == bool(commands or start.frameworks)


@each
def test_a_page_says_what_one_should_see(start: Start) -> None:
    shows = [step.shows for step in start.steps if step.shows]
    assert shows
    assert first_minutes.start_page(KNOWN, start).count("It prints:") == len(shows)


@pytest.mark.parametrize("family", ["postgresql", "mysql"])
def test_who_asks_may_not_change_tables(family: str) -> None:
    """As the rules of the file have it: the app's role reads and writes rows, and another one migrates."""
    one = next(start.family for start in STARTS.values() if start.family.id == family)
    for sql in (one.roles, one.roles_at_service):
        granted = [
            line for line in sql.splitlines() if line.startswith(("GRANT", "ALTER DEFAULT")) and "TO app;" in line
        ]
        assert granted
        assert not [line for line in granted if re.search(r"\b(?:ALL|CREATE|ALTER ON|DROP)\b", line)]
    addresses = dict(line.split("=") for line in one.environment.splitlines())
    assert "//app:" in addresses["DATABASE_URL"]
    assert "//owner:" in addresses["MIGRATIONS_URL"]


@pytest.mark.parametrize(
    ("text", "said", "is_shown"),
    [("1 passed", "==== 1 passed in 2s ====", True), ("a…\nb", "xa 1\nb", True), ("a\nb", "a\nc\nb", False)],
)
def test_what_is_shown_was_printed(text: str, said: str, is_shown: bool) -> None:
    assert shown(text, said) is is_shown


@pytest.mark.guide
def test_what_is_said_of_a_run_is_of_these_lines() -> None:
    """A start that was changed has to be run again, or its page says that it was not."""
    assert set(RUNS) <= set(STARTS)
    for id_, run in RUNS.items():
        said = first_minutes.outcome(STARTS[id_], run)
        assert said.startswith("Not run on" if run.why else "Passed on")
        assert ("not run again" in said) == (run.digest != STARTS[id_].digest and not run.why)
        assert bool(run.why) != bool(run.packages)


def test_what_came_of_a_run_is_read_as_it_was_written() -> None:
    assert tomllib.loads(as_toml(RUNS)).keys() == RUNS.keys()
    for id_, table in tomllib.loads(as_toml(RUNS)).items():
        assert (tuple(table["on"]), tuple(table["packages"])) == (RUNS[id_].on, RUNS[id_].packages)


@each
def test_a_server_that_is_named_can_be_started(start: Start) -> None:
    assert start.family.server in {"", *SERVERS}


def test_what_one_service_needs_stands_apart_from_the_others() -> None:
    text = first_minutes.start_page(KNOWN, STARTS["sqlalchemy-postgresql"])
    neon = text[text.index('id="on-neon"') :].partition("</details>")[0]
    assert "console.neon.tech" in neon
    assert "the pooler's" in neon
    assert "Supabase" not in neon


@each
def test_a_migration_is_read_between_two_commands(start: Start) -> None:
    for step in start.steps:
        assert not re.search(r"(autogenerate|kit generate|makemigrations).*\n.*(upgrade|migrate)", step.text)


def test_the_wizard_leads_there() -> None:
    answers: Answers = {"persistence": "yes", "language": "python", "data": ("relational",), "runtime": "server"}
    ((_, _, link),) = links(reading_of(CATALOGUE, answers))
    id_, _, anchor = link.removeprefix("first-ten-minutes/").partition("/")
    assert f'id="{anchor.removeprefix("#")}"' in first_minutes.start_page(KNOWN, STARTS[id_])
    ((_, _, link),) = links(reading_of(CATALOGUE, {**answers, "language": "go"}))
    assert link.startswith("clients/")
    assert links(reading_of(CATALOGUE, {"persistence": "no"})) == ()
