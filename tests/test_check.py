"""What the check finds, kind by kind, in small projects that a person can read; what it leaves in peace; and what no
report repeats."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from wizard.__main__ import main
from wizard.catalogue.ended import ENDED
from wizard.catalogue.load import load
from wizard.check import checking, project
from wizard.check.command import CheckError, checked
from wizard.check.drivers import with_theirs
from wizard.check.dropped import held
from wizard.check.finding import DIFFERS, NOTE, kinds
from wizard.check.lifetimes import ended, lifetimes
from wizard.check.report import FORMATS, Report
from wizard.check.versions import admits_major, declared, numbers
from wizard.converse import link
from wizard.converse.record import Record
from wizard.decide.answers import Value, check
from wizard.decide.rulebook import rulebook
from wizard.explain.reading import reading_of
from wizard.read.decided import drivers_said
from wizard.write import forms

CATALOGUE: Final = load()
TODAY: Final = date(2026, 11, 28)
PYTHON: Final[dict[str, Value]] = {
    "persistence": "yes",
    "language": "python",
    "framework": "fastapi",
    "runtime": "server",
    "data": ("relational",),
    "hosting": "managed",
}
NODE: Final[dict[str, Value]] = PYTHON | {"language": "typescript", "framework": "express", "query_style": "sql"}
GO: Final[dict[str, Value]] = {key: value for key, value in PYTHON.items() if key != "framework"} | {"language": "go"}
BASE: Final = "fastapi==0.121\nSQLAlchemy==2.1.9\npsycopg[binary]==3.3.9\n"


def document(answers: dict[str, Value], notes: dict[str, str] | None = None) -> str:
    return forms.write(reading_of(CATALOGUE, check(CATALOGUE, answers)), Record(notes=notes or {}))[1]


def laid(folder: Path, files: dict[str, str], text: str) -> Path:
    for path, content in {"standards/data-stack.md": text, **files}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content, encoding="utf-8")
    return folder


def told(folder: Path, files: dict[str, str], text: str) -> Report:
    return checked(CATALOGUE, laid(folder, files, text), today=TODAY)[1]


def kinds_of(report: Report) -> list[str]:
    return [item.kind.id for item in report.differences]


# --- what differs -----------------------------------------------------------------------------------------------------


UV: Final = """[project]
name = "shop"
version = "1"
dependencies = ["fastapi", "SQLAlchemy>=2.1", "psycopg[binary]"]

[dependency-groups]
events = ["pymongo"]
dev = ["pytest", "peewee"]
"""


@pytest.mark.parametrize(
    ("kind", "answers", "files", "says"),
    [
        (
            "unknown-store",
            PYTHON,
            {"pyproject.toml": UV},
            "MongoDB is in the project, and the file does not know it: it decides PostgreSQL on Supabase.",
        ),
        (
            "unknown-store",
            PYTHON,
            {"requirements.txt": BASE + "pymongo==4.15\n"},
            "MongoDB is in the project, and the file does not know it: it decides PostgreSQL on Supabase.",
        ),
        (
            "unknown-store",
            PYTHON,
            {"requirements.txt": BASE, "compose.yaml": "services:\n  s:\n    image: elasticsearch:8.15.0\n"},
            "Elasticsearch is in the project, and the file does not know it: it decides PostgreSQL on Supabase.",
        ),
        (
            "driver-of-another-family",
            PYTHON,
            {"requirements.txt": "SQLAlchemy==2.1.9\npymysql==1.1\n"},
            "pymysql is a driver for MySQL, and the file decides PostgreSQL on Supabase.",
        ),
        (
            "client-cannot-speak",
            PYTHON | {"data": ("documents",), "existing_database": "mongodb-atlas", "existing_stance": "decided"},
            {"requirements.txt": "fastapi\nbeanie\npymongo\nSQLAlchemy==2.1\n"},
            "SQLAlchemy cannot speak to MongoDB Atlas, which the file decides.",
        ),
        (
            "second-client",
            PYTHON,
            {"requirements.txt": BASE + "peewee==3.18\n"},
            "Peewee is in the project beside SQLAlchemy, which the file decides.",
        ),
        (
            "second-client",
            GO,
            {"go.mod": "module a\n\nrequire (\n\tgithub.com/uptrace/bun v1.2.0\n\tgithub.com/jackc/pgx/v5 v5.8.0\n)\n"},
            "Bun is in the project in the place of GORM, which the file decides.",
        ),
        (
            "pick-not-used",
            PYTHON,
            {"requirements.txt": "fastapi==0.121\npsycopg==3.3.9\n"},
            "The file decides SQLAlchemy, and no dependency of the project is SQLAlchemy.",
        ),
        (
            "past-end-of-life",
            PYTHON,
            {"requirements.txt": BASE, "compose.yaml": "services:\n  db:\n    image: postgres:12.4-alpine\n"},
            "PostgreSQL 12 has been without fixes since 21 November 2024.",
        ),
        (
            "off-the-pinned-major",
            PYTHON,
            {"requirements.txt": BASE.replace("2.1.9", "1.4.54")},
            "The project declares sqlalchemy 1.4.54, and the file has sqlalchemy 2.1.9.",
        ),
        (
            "other-service",
            PYTHON,
            {"requirements.txt": BASE, ".env.example": "URL=postgresql://a:b@ep-x-1.eu-central-1.aws.neon.tech/d\n"},
            "The project connects to Neon, and the file decides PostgreSQL on Supabase.",
        ),
        (
            "revisit-came-true",
            PYTHON,
            {
                "requirements.txt": BASE,
                "compose.yaml": "services:\n  db:\n    image: timescale/timescaledb:2.29.0-pg18\n",
            },
            "The project has time series now, and the file says to look again when that comes.",
        ),
    ],
)
def test_a_difference_is_told_once_and_in_words(
    tmp_path: Path, kind: str, answers: dict[str, Value], files: dict[str, str], says: str
) -> None:
    report = told(tmp_path, files, document(answers))
    (found,) = report.differences
    assert (found.kind.id, found.says) == (kind, says)
    place = found.places[0]
    line = (tmp_path / place.file).read_text(encoding="utf-8").split("\n")[place.line - 1]
    assert place.text.strip("…").split("://")[0].removesuffix(".neon.tech") in line
    text = (tmp_path / "standards" / "data-stack.md").read_text(encoding="utf-8").split("\n")
    words = found.sentence.text.split(". ")[0][:40]
    assert words in text[found.sentence.line - 1].replace("\\", "")
    assert found.why.endswith(".")
    assert found.do.endswith(".")


def test_every_kind_has_a_finder_and_says_what_to_do() -> None:
    assert list(kinds()) == list(checking.FINDERS)
    for kind in kinds().values():
        assert kind.level in (DIFFERS, NOTE)
        assert all(text.endswith((".", "}")) for text in (kind.says, kind.why, kind.do)), kind.id


def test_a_project_without_data_that_gets_a_store_differs(tmp_path: Path) -> None:
    text = document({"persistence": "no", "language": "python"})
    assert told(tmp_path, {"requirements.txt": "fastapi\n"}, text).differences == ()
    report = told(tmp_path, {"requirements.txt": "fastapi\nredis\n"}, text)
    assert kinds_of(report) == ["unknown-store"]
    assert "it decides no database" in report.differences[0].says
    assert "persistence=yes" in report.link


def test_a_second_client_for_a_store_beside_the_main_one(tmp_path: Path) -> None:
    answers = NODE | {"data": ("relational", "key-value"), "scale": "millions", "budget": "flexible"}
    text = document(answers)
    assert "node-redis" in text
    packages = '{"dependencies": {"drizzle-orm": "*", "pg": "*", "redis": "*"}}'
    assert "second-client" not in kinds_of(told(tmp_path, {"package.json": packages}, text))
    report = told(tmp_path, {"package.json": packages.replace('"redis"', '"ioredis"')}, text)
    assert "second-client" in kinds_of(report)


# --- what is left in peace --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"requirements.txt": BASE},
        {"requirements.txt": BASE + "asyncpg==0.30\nalembic==1.20\n"},
        {
            "requirements.txt": BASE,
            "tests/requirements.txt": "pymongo\n",
            "examples/x/package.json": '{"dependencies":{"mongoose":"1"}}',
        },
        *(
            {"requirements.txt": BASE, f"{folder}/requirements.txt": "pymongo\n"}
            for folder in ("archive", "_archive", "attic", "old", "legacy", "poc", "sandbox", "experiments", ".github")
        ),
        *(
            {"requirements.txt": BASE, name: "services:\n  db:\n    image: mysql:8\n"}
            for name in ("docker-compose.old.yml", "docker-compose-legacy.yml", "compose.example.yml")
        ),
        {"requirements.txt": BASE, "compose.yaml": "services:\n  grafana-db:\n    image: mysql:8\n"},
        {"requirements.txt": BASE, "compose.yaml": "services:\n  db:\n    image: postgres:17\n"},
        {
            "requirements.txt": BASE,
            ".env.example": "# redis://localhost\nURL=postgresql://u:p@db.abc.supabase.co:5432/x\n",
        },
        {"requirements.txt": BASE, ".env.example": "URL=postgresql+psycopg://u:p@localhost:5432/x\n"},
        {"requirements.txt": BASE.replace("==2.1.9", ">=2.0,<3")},
        {"requirements.txt": BASE, "push/package.json": '{"dependencies": {"firebase-admin": "^13.0.0"}}'},
    ],
    ids=str,
)
def test_what_keeps_to_the_file_is_left_in_peace(tmp_path: Path, files: dict[str, str]) -> None:
    assert told(tmp_path, files, document(PYTHON)).differences == ()


def test_a_driver_beneath_the_client_is_no_second_client(tmp_path: Path) -> None:
    text = document(NODE | {"existing_client": "drizzle"})
    packages = '{"dependencies": {"drizzle-orm": "^0.45.0", "pg": "^8.0.0", "postgres": "^3.4.0"}}'
    assert told(tmp_path, {"package.json": packages}, text).differences == ()


def test_gos_driver_beneath_a_thin_client_is_no_second_client(tmp_path: Path) -> None:
    text = document(GO | {"existing_client": "sqlx"})
    needs = "module a\n\nrequire (\n\tgithub.com/jmoiron/sqlx v1.4.0\n\tgithub.com/lib/pq v1.10.0\n)\n"
    assert kinds_of(told(tmp_path, {"go.mod": needs}, text)) == ["other-driver"]  # the rule says: not `lib/pq`


def test_a_library_and_a_container_of_a_relative_are_one_store(tmp_path: Path) -> None:
    files = {"requirements.txt": BASE + "redis\n", "compose.yaml": "services:\n  c:\n    image: valkey/valkey:9\n"}
    report = told(tmp_path, files, document(PYTHON))
    assert [item.says.split(" is ")[0] for item in report.differences] == ["Valkey"]
    assert len(report.differences[0].places) == 2


def test_the_driver_beneath_an_adapter_is_no_other_driver() -> None:
    taken, _ = drivers_said("typescript", "Driver: `@prisma/adapter-pg`.")
    assert taken == {"@prisma/adapter-pg"}
    assert {"pg", *taken} == with_theirs(taken)


def test_a_project_for_several_engines_may_have_their_drivers(tmp_path: Path) -> None:
    files = {"requirements.txt": BASE + "pymysql\n"}
    report = told(tmp_path, files, document(PYTHON))
    assert kinds_of(report) == ["driver-of-another-family"]
    assert "engines=several" in report.link
    assert told(tmp_path, files, document(PYTHON | {"engines": "several"})).differences == ()


def test_what_is_decided_and_not_yet_there_is_a_note(tmp_path: Path) -> None:
    report = told(tmp_path, {"requirements.txt": "fastapi==0.121\n"}, document(PYTHON))
    assert report.differences == ()
    assert [item.kind.id for item in report.notes] == ["pick-not-used-yet"]


def test_another_engine_in_tests_alone_is_a_note(tmp_path: Path) -> None:
    files = {"requirements.txt": BASE, "requirements-dev.txt": "aiosqlite\n"}
    report = told(tmp_path, files, document(PYTHON))
    assert report.differences == ()
    assert [item.says for item in report.notes] == [
        "Development or tests use SQLite, and the file decides PostgreSQL on Supabase."
    ]


def test_a_store_beside_that_another_library_reaches_is_used(tmp_path: Path) -> None:
    text = document(
        PYTHON | {"data": ("relational", "key-value"), "scale": "millions", "budget": "flexible", "platform": "aws"}
    )
    assert "Valkey" in text
    assert told(tmp_path, {"requirements.txt": BASE + "valkey\n"}, text).findings == ()


def test_what_an_app_keeps_on_its_device_is_no_engine_of_development(tmp_path: Path) -> None:
    app = {"mobile/package.json": '{"dependencies": {"expo": "54", "expo-sqlite": "16"}}'}
    assert told(tmp_path, {"requirements.txt": BASE, **app}, document(PYTHON)).findings == ()


@pytest.mark.parametrize(
    ("words", "known"),
    [
        ("Sessions are kept in Redis as well.", True),
        ("We do not use Redis.", False),
        ("Redis was dropped in 2025; PostgreSQL holds the sessions.", False),
    ],
)
def test_what_a_person_wrote_by_hand_is_known_unless_it_says_no(tmp_path: Path, words: str, known: bool) -> None:
    text = document(PYTHON).replace("\n## ORM", f"\n{words}\n\n## ORM", 1)
    report = told(tmp_path, {"requirements.txt": BASE + "redis==6.4\n"}, text)
    assert kinds_of(report) == ([] if known else ["unknown-store"])


def test_what_the_guide_wrote_of_others_is_not_known(tmp_path: Path) -> None:
    """“Also considered: MySQL” decides nothing, in a section that was edited by hand as well."""
    text = document(PYTHON).replace("\n## ORM", "\nWe back up nightly.\n\n## ORM", 1)
    assert "MySQL" in text
    report = told(tmp_path, {"requirements.txt": BASE + "pymysql==1.1\n"}, text)
    assert kinds_of(report) == ["driver-of-another-family"]


def test_a_version_that_a_person_wrote_into_the_file_is_held(tmp_path: Path) -> None:
    text = document(PYTHON).replace("PostgreSQL 17, which Supabase runs", "PostgreSQL")  # no version of the guide's
    text = text.replace("\n## ORM", "\nProduction runs PostgreSQL 17.\n\n## ORM", 1)
    compose = "services:\n  db:\n    image: postgres:{}\n"
    assert told(tmp_path, {"compose.yaml": compose.format("17.2")}, text).differences == ()
    report = told(tmp_path, {"compose.yaml": compose.format("18")}, text)
    assert kinds_of(report) == ["off-the-pinned-major"]
    assert report.differences[0].sentence.text == "Production runs PostgreSQL 17."


def test_a_file_written_by_hand_is_held_too(tmp_path: Path) -> None:
    written = "PostgreSQL, on the company's cluster.\n\n## ORM / Database Client\n\nSQLAlchemy 2.\n"
    text = f"# Data Stack\n\n## Database\n\n{written}"
    files = {"requirements.txt": BASE, ".env.example": "URL=postgresql://a:b@ep-x-1.eu-central-1.aws.neon.tech/d\n"}
    assert told(tmp_path, files, text).differences == ()
    report = told(tmp_path, {"requirements.txt": BASE + "pymongo\n"}, text)
    assert kinds_of(report) == ["unknown-store"]
    assert report.differences[0].sentence.text == "PostgreSQL, on the company's cluster."


IN_USE: Final[dict[str, Value]] = {
    "persistence": "yes",
    "language": "python",
    "framework": "fastapi",
    "existing_database": "postgresql",
    "existing_stance": "in-use",
    "existing_client": "sqlalchemy",
}
NEON: Final = {".env.example": "URL=postgresql://a:b@ep-x-1.eu-central-1.aws.neon.tech/d\n"}
UPSTASH: Final = {".env.example": "URL=rediss://a:b@eu1-x.upstash.io:6379\n"}


def test_no_place_is_held_that_the_file_does_not_name(tmp_path: Path) -> None:
    """An engine in use whose place nobody said, in the main store's place and beside it; and a file written by hand."""
    assert told(tmp_path, {"requirements.txt": BASE, **NEON}, document(IN_USE)).differences == ()
    report = told(tmp_path, {"requirements.txt": BASE + "pymongo\n"}, document(IN_USE))
    assert [item.says for item in report.differences] == [
        "MongoDB is in the project, and the file does not know it: it decides PostgreSQL."
    ]
    assert "existing_database=postgresql&" in report.link
    beside = document(IN_USE | {"existing_database": "supabase", "existing_stores": ("redis",)})
    assert told(tmp_path, {"requirements.txt": BASE + "redis\n", **UPSTASH}, beside).differences == ()
    written = "# Data Stack\n\n## Database\n\nMariaDB on our own servers.\n"
    report = told(tmp_path, {"requirements.txt": "pymongo\n", ".env.example": ""}, written)
    assert [item.says.partition(": ")[2] for item in report.differences] == ["it decides MariaDB."]


def test_a_store_beside_at_another_service_is_held_against_its_own_sentence(tmp_path: Path) -> None:
    text = document(PYTHON | {"data": ("relational", "key-value"), "scale": "millions", "budget": "flexible"})
    report = told(tmp_path, {"requirements.txt": BASE + "redis\n", **UPSTASH}, text)
    (found,) = (item for item in report.differences if item.kind.id == "other-service")
    assert found.says == "The project connects to Upstash Redis, and the file decides Redis Cloud."
    assert "Redis Cloud" in str(found.sentence)


def test_a_manifest_on_one_line_hides_nothing(tmp_path: Path) -> None:
    listed = '{"dependencies": {"next": "16", "@prisma/client": "7", "mongodb": "6"}}'
    report = told(tmp_path, {"requirements.txt": BASE, "web/package.json": listed}, document(PYTHON))
    assert kinds_of(report) == ["unknown-store", "second-client"]


def test_what_changed_in_the_guide_is_a_note(tmp_path: Path) -> None:
    """The file of an older guide: a line that is written differently now, under the fingerprint of the old one."""
    from wizard.converse.record import fingerprint  # noqa: PLC0415, to forge one
    from wizard.write.prose import split  # noqa: PLC0415

    now = document(PYTHON)
    old = now.replace(
        "Supabase takes the servers' upgrades and repairs off our hands.", "Supabase takes upgrades off our hands."
    )
    body = old.partition("\n<!-- data-stack answers")[0]
    section = split(body).sections["Database"].strip()
    made = split(now.partition("\n<!-- data-stack answers")[0]).sections["Database"].strip()
    old = old.replace(f'Database = "{fingerprint(made)}"', f'Database = "{fingerprint(section)}"')
    assert old != now
    report = told(tmp_path, {"requirements.txt": BASE}, old)
    assert report.differences == ()
    (note,) = report.notes
    assert (note.kind.id, note.sentence.text) == ("guide-changed", "Supabase takes upgrades off our hands.")
    assert "It says: Supabase takes the servers' upgrades and repairs off our hands." in note.why
    assert main(["outdated", str(tmp_path)]) == 1
    laid(tmp_path, {}, now)
    assert main(["outdated", str(tmp_path)]) == 0


# --- secrets, and what is read ----------------------------------------------------------------------------------------


def test_no_report_repeats_a_secret(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secret = "hunter2"
    files = {
        "requirements.txt": f"pymongo @ https://bot:{secret}@example.org/pymongo.whl\n",
        "compose.yaml": f"services:\n  c: {{image: mongo, environment: {{PASSWORD: {secret}}}}}\n"
        "  d:\n    image: mongo:4.4\n"
        f"    environment:\n      URL: mongodb://root:{secret}@mongo/x\n",
        ".env.example": f"URL=postgresql://u:{secret}@ep-x-1.eu-central-1.aws.neon.tech/d?sslmode={secret}\n",
        "package.json": f'{{"dependencies": {{"mongoose": "https://x:{secret}@example.org/a.tgz"}}}}',
    }
    laid(tmp_path, files, document(PYTHON))
    for form in ("text", "json", "sarif", "github"):
        assert main(["check", str(tmp_path), "--format", form]) == 1
        out = capsys.readouterr().out
        assert "MongoDB" in out
        assert secret not in out
    assert main(["check", str(tmp_path), "--fix"]) == 1
    assert secret not in capsys.readouterr().out


def test_no_report_repeats_signs_that_work_in_a_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {
        "a\x1b[2J\n::error::b/requirements.txt": "pymongo\n",
        "compose.yaml": "services:\n  a:\n    image: 'mysql:5.7\x1b[31m\u202e'\n",
    }
    laid(tmp_path, files, document(PYTHON).replace("Supabase takes", "Supabase \u202etakes"))
    for form in ("text", "json", "sarif", "github"):
        assert main(["check", str(tmp_path), "--format", form]) == 1
        out = capsys.readouterr().out
        assert "MongoDB" in out
        assert "\x1b" not in out
        assert "\u202e" not in out
        assert form != "github" or out.count("\n::error::b") == 0


def test_a_pipe_by_the_name_of_a_manifest_holds_nothing_up(tmp_path: Path) -> None:
    laid(tmp_path, {"requirements.txt": BASE}, document(PYTHON))
    os.mkfifo(tmp_path / "package.json")
    (tmp_path / "go.mod").symlink_to(tmp_path / "nowhere")
    assert checked(CATALOGUE, tmp_path, today=TODAY)[1].differences == ()


def test_what_git_ignores_is_not_read(tmp_path: Path) -> None:
    laid(
        tmp_path,
        {"requirements.txt": BASE, "build/requirements.txt": "pymongo\n", ".gitignore": "build/\n"},
        document(PYTHON),
    )
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    assert checked(CATALOGUE, tmp_path, today=TODAY)[1].differences == ()
    (tmp_path / ".gitignore").write_text("", encoding="utf-8")
    assert kinds_of(checked(CATALOGUE, tmp_path, today=TODAY)[1]) == ["unknown-store"]


def test_a_file_that_cannot_be_read_is_named_and_the_others_count(tmp_path: Path) -> None:
    report = told(tmp_path, {"package.json": "{", "requirements.txt": BASE + "pymongo\n"}, document(PYTHON))
    assert kinds_of(report) == ["unknown-store"]
    assert len(report.unread) == 1
    assert report.unread[0].startswith("package.json, line 1: ")


def test_a_manifest_in_another_encoding_is_named(tmp_path: Path) -> None:
    """As PowerShell's `pip freeze > requirements.txt` writes it: it is not silently taken to agree."""
    laid(tmp_path, {}, document(PYTHON))
    (tmp_path / "requirements.txt").write_text(BASE + "pymongo\n", encoding="utf-16")
    report = checked(CATALOGUE, tmp_path, today=TODAY)[1]
    assert report.unread == ("requirements.txt is not UTF-8 text. The file was left out.",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "no standards/data-stack.md here"),
        ("# Notes\n\nNothing.\n", "names no database"),
        ("<<<<<<< a\n=======\n>>>>>>> b\n" + document(PYTHON), "marks of a merge"),
    ],
)
def test_what_cannot_be_read_is_status_two_and_says_the_way_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | None, said: str
) -> None:
    if text is not None:
        laid(tmp_path, {}, text)
    with pytest.raises(CheckError, match=said):
        checked(CATALOGUE, tmp_path)
    assert main(["check", str(tmp_path)]) == 2
    assert main(["check", str(tmp_path / "nowhere")]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "there is no such folder" in shown.err


def test_the_file_may_be_named(tmp_path: Path) -> None:
    laid(tmp_path, {"requirements.txt": BASE, "decisions/stack.md": document(PYTHON)}, "nothing")
    assert checked(CATALOGUE, tmp_path, str(tmp_path / "decisions/stack.md"), TODAY)[1].differences == ()


# --- the link ---------------------------------------------------------------------------------------------------------


def test_the_link_opens_the_wizard_with_the_difference(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    laid(tmp_path, {"requirements.txt": BASE + "peewee\n"}, document(PYTHON))
    assert main(["check", str(tmp_path), "--fix", "--wizard", "https://example.org/stack/wizard/"]) == 1
    printed = capsys.readouterr().out.strip()
    assert printed.startswith("https://example.org/stack/wizard/#persistence=yes&")
    opened = link.read(CATALOGUE, printed.partition("#")[2])
    assert opened.problems == ()
    assert opened.at == "review"
    assert opened.answers == {**check(CATALOGUE, PYTHON), "existing_client": "peewee"}


def test_the_engine_goes_with_the_service_into_the_link(tmp_path: Path) -> None:
    """MySQL on own machines, and an address at Amazon RDS: the link says MySQL on RDS, and not PostgreSQL."""
    answers = PYTHON | {"hosting": "self-hosted", "platform": "own", "existing_database": "mysql"}
    files = {
        "requirements.txt": "fastapi==0.121\nSQLAlchemy==2.1.9\npymysql\n",
        ".env.example": "URL=mysql://a:b@x.abc.eu-west-1.rds.amazonaws.com/d\n",
    }
    report = told(tmp_path, files, document(answers | {"existing_stance": "in-use"}))
    assert kinds_of(report) == ["other-service"]
    opened = link.read(CATALOGUE, report.link.partition("#")[2]).answers
    assert opened["existing_database"] == "aws-rds"
    assert opened["existing_engine"] == "mysql"
    assert opened["existing_client"] == "sqlalchemy"


def test_a_file_that_names_the_wizard_gives_the_link_its_address(tmp_path: Path) -> None:
    text = document(PYTHON).replace(
        "\n## ORM", "\nWritten with https://stack.example.org/wizard/#at=review.\n\n## ORM", 1
    )
    assert told(tmp_path, {"requirements.txt": BASE + "peewee\n"}, text).link.startswith(
        "https://stack.example.org/wizard/#p"
    )


def test_an_address_that_a_file_names_is_told_to_be_foreign(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = document(PYTHON).replace("\n## ORM", "\nSee https://stack.example.org/wizard/\n\n## ORM", 1)
    laid(tmp_path, {"requirements.txt": BASE + "peewee\n"}, text)
    assert main(["check", str(tmp_path), "--fix"]) == 1
    printed = capsys.readouterr()
    assert printed.out.startswith("https://stack.example.org/wizard/#p")
    assert "https://stack.example.org/wizard/ is the address that" in printed.err
    assert main(["check", str(tmp_path), "--fix", "--wizard", "https://example.org/wizard/"]) == 1
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    "place", ["http://a.example/wizard/", "https://a.example\u202e/wizard/", "https://\u0430.example/wizard/"]
)
def test_an_address_that_is_not_plain_and_secure_is_not_taken_from_a_file(tmp_path: Path, place: str) -> None:
    text = document(PYTHON).replace("\n## ORM", f"\nSee {place}\n\n## ORM", 1)
    assert told(tmp_path, {"requirements.txt": BASE + "peewee\n"}, text).link.startswith("wizard/#")


# --- versions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "what", "version"),
    [
        ('    "mongoose": "^8.0.0",', "mongoose", "^8.0.0"),
        ('"@prisma/client": "~7.1"', "@prisma/client", "~7.1"),
        ('"pg": ">=8 <9"', "pg", ">=8 <9"),
        ('"pg": "workspace:*"', "pg", ""),
        ("psycopg[binary,pool]==3.3.9 ; python_version > '3.9'", "psycopg", "==3.3.9"),
        ("SQLAlchemy>=1.4,<2", "sqlalchemy", ">=1.4,<2"),
        ('  "sqlalchemy~=2.0",', "sqlalchemy", "~=2.0"),
        ('sqlalchemy = { version = "^1.4", extras = ["asyncio"] }', "sqlalchemy", "^1.4"),
        ('SQLAlchemy = "^1.4"', "sqlalchemy", "^1.4"),
        ("\tgithub.com/jackc/pgx/v5 v5.7.1", "github.com/jackc/pgx", "v5.7.1"),
        ("psycopg2-binary==2.9", "psycopg", ""),
        ("pymongo", "pymongo", "*"),
        ('    "pymongo[srv]",', "pymongo", "*"),
        ('"pg": "latest",', "pg", "*"),
        ('"pg": "github:a/pg"', "pg", ""),
    ],
)
def test_a_declared_version_is_read_from_its_line(line: str, what: str, version: str) -> None:
    assert declared("package", what, line).removeprefix("==") == version.removeprefix("==")


@pytest.mark.parametrize(
    ("image", "version"),
    [
        ("postgres:12.4-alpine", "12.4-alpine"),
        ("ghcr.io/cloudnative-pg/postgresql:17.2@sha256:ab", "17.2"),
        ("citusdata/citus:12.1", ""),  # of Citus, which runs PostgreSQL 16
        ("paradedb/paradedb:0.15.1", ""),
        ("docker.dragonflydb.io/dragonflydb/dragonfly:v1.20", ""),
        ("localhost:5000/postgres", "*"),
        ("postgres:latest", "*"),
        ("postgres:${TAG}", ""),
        ("postgres@sha256:ab", ""),
    ],
)
def test_an_image_s_tag_is_the_engine_s_version_where_it_has_its_name(image: str, version: str) -> None:
    assert declared("image", image, f"    image: {image}") == version


@pytest.mark.parametrize(
    ("range_", "admitted", "refused"),
    [
        ("^8.0.0", 8, 7),
        ("~1.4", 1, 2),
        (">=1.4,<2", 1, 2),
        (">=1.4", 7, 0),
        ("<3", 2, 3),
        ("<=2.1", 2, 3),
        ("1.x || 2.x", 2, 3),
        ("v5.7.1", 5, 4),
        (">=8 <9", 8, 9),
        ("~=2.0", 2, 1),
    ],
)
def test_a_range_admits_a_major_version_or_not(range_: str, admitted: int, refused: int) -> None:
    assert admits_major(range_, (admitted, 3))
    assert not admits_major(range_, (refused, 3))


@pytest.mark.parametrize(
    ("listed", "admitted"),
    [
        ("SQLAlchemy>=2.0", "sqlalchemy >=2.0 (the file has 2."),
        ("SQLAlchemy>1.4", "sqlalchemy >1.4 (the file has 2."),
        ("SQLAlchemy<3", "sqlalchemy <3 (the file has 2."),
        ("SQLAlchemy", "sqlalchemy in any version (the file has 2."),
        ("SQLAlchemy>=2.0,<3", ""),
        ("SQLAlchemy~=2.0", ""),
        ("SQLAlchemy==2.1.9", ""),
        ("SQLAlchemy>=2,!=2.0.1,<2.9", ""),
    ],
)
def test_a_range_that_admits_other_majors_is_told_and_no_difference(tmp_path: Path, listed: str, admitted: str) -> None:
    report = told(tmp_path, {"requirements.txt": f"{listed}\npsycopg==3.3.9\n"}, document(PYTHON))
    assert not report.differences
    assert [item.kind.id for item in report.notes] == (["other-majors-admitted"] if admitted else [])
    assert all(admitted in item.says for item in report.notes)


def test_an_image_without_a_version_admits_every_major(tmp_path: Path) -> None:
    compose = "services:\n  db:\n    image: postgres:latest\n"
    text = document(IN_USE, {"existing_database": "PostgreSQL 17"})
    (note,) = (it for it in told(tmp_path, {"compose.yaml": compose}, text).notes if it.kind.id.startswith("other-maj"))
    assert "postgres in any version (the file has 17)" in note.says


def test_the_end_of_a_release_is_the_newest_that_its_number_can_mean() -> None:
    known = lifetimes()
    assert ended(known["postgresql"], numbers("13.4-alpine"), TODAY) == date(2025, 11, 13)
    assert ended(known["postgresql"], numbers("9.6"), TODAY) == date(2022, 11, 10)
    assert ended(known["postgresql"], numbers("18.1"), TODAY) is None
    assert ended(known["mysql"], numbers("8"), TODAY) is None
    assert ended(known["mysql"], numbers("8.0.36"), TODAY) == date(2026, 4, 30)
    assert ended(known["redis"], numbers("8.0"), date(2026, 12, 1)) is None
    assert ended(known["redis"], numbers("8.0"), date(2026, 12, 2)) == date(2026, 12, 1)
    assert ended(known["mongodb"], numbers("99"), TODAY) is None


def test_every_lifetime_is_of_an_engine_and_has_its_source() -> None:
    for id_, lifetime in lifetimes().items():
        assert id_ in CATALOGUE.databases
        assert lifetime.source in CATALOGUE.sources


def test_damaged_lines_take_time_that_grows_with_their_length() -> None:
    line = "sqlalchemy" + "1." * 50_000 + "=" * 50_000
    assert isinstance(declared("package", "sqlalchemy", line), str)
    assert project.of(CATALOGUE, {".env": "postgres://" * 20_000 + "a." * 50_000}).names


# --- which sentences govern a file ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "content", "said", "unsaid"),
    [
        ("compose.yaml", "", "supports PostgreSQL 17", "Alembic"),
        ("app/db.py", "from sqlalchemy import select\n", "This project keeps its data", "supports PostgreSQL 17"),
        ("migrations/0001_init.sql", "", "Migrations: `alembic", "supports PostgreSQL 17"),
        ("requirements.txt", "", "python -m pip install", "Availability:"),
        ("requirements.txt", BASE, "Driver: psycopg 3", "Types: Times"),
        ("infra/main.tf", "", "Where it runs: Managed", "python -m pip"),
    ],
)
def test_a_file_is_governed_by_the_sentences_about_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], path: str, content: str, said: str, unsaid: str
) -> None:
    laid(tmp_path, {path: content}, document(PYTHON))
    assert main(["governs", str(tmp_path / path)]) == 0
    out = capsys.readouterr().out
    assert said in out
    assert unsaid not in out
    assert all("data-stack.md:" in line for line in out.splitlines())


def test_a_file_about_something_else_is_not_governed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    laid(tmp_path, {"README.md": "Hello.\n"}, document(PYTHON))
    assert main(["governs", str(tmp_path / "README.md")]) == 0
    assert "says nothing of" in capsys.readouterr().out
    assert main(["governs", "/no-such-folder/a.py"]) == 2


# --- two tables of ends -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("id_", ENDED)
def test_what_detection_says_of_an_end_the_check_says_too(id_: str) -> None:
    """The browser gets the last end alone, the check has every release: the two are one fact."""
    last, day = ENDED[id_]
    lifetime = lifetimes()[id_]
    told = ended(lifetime, last, TODAY)
    assert told is not None
    assert f"{told.day} {told:%B %Y}" == day


# --- in the browser ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "more",
    [
        {},
        {
            "requirements.txt": BASE + "pymongo==4.15\npeewee\n",
            "compose.yaml": "services:\n  d:\n    image: postgres:13\n",
        },
        {
            "package.json": '{"dependencies": {"mysql2": "3"}}',
            ".env": "DATABASE_URL=postgres://u:p@db.a.rds.amazonaws.com/d",
        },
    ],
    ids=["agree", "drivers and a release", "an address"],
)
def test_the_page_says_what_the_command_line_says(tmp_path: Path, more: dict[str, str]) -> None:
    text = document(PYTHON)
    files = {"requirements.txt": BASE, **more}
    report = told(tmp_path, files, text)
    found = held(rulebook(CATALOGUE), "standards/data-stack.md", text, files, TODAY)
    assert found
    in_terminal = [
        (item.says, item.why, item.do, str(item.sentence), item.sentence.line, item.places, item.differs)
        for item in report.findings
        if item.kind.id != "guide-changed"  # the page of an opened file has this in full
    ]
    assert [
        (item.says, item.why, item.do, item.sentence.text, item.sentence.line, item.places, not item.note)
        for item in found.checked.differences
    ] == in_terminal
    opened = link.read(CATALOGUE, report.link.partition("#")[2]).answers
    proposed = {item.key: item.value for item in found.found}
    own = check(CATALOGUE, PYTHON)
    assert proposed.items() <= opened.items()
    assert {key for key, value in opened.items() if own.get(key) != value} - {"pace"} <= proposed.keys()


# --- what a conversation brought to light -----------------------------------------------------------------------------

PRISMA: Final[dict[str, Value]] = {
    "persistence": "yes",
    "language": "typescript",
    "framework": "other",
    "existing_database": "mysql",
    "existing_stance": "in-use",
    "existing_client": "prisma",
    "runtime": "server",
    "data": ("relational",),
}


@pytest.mark.parametrize(("there", "kinds"), [("5.22.0", []), ("^6.2.0", ["off-the-pinned-major"])])
def test_the_client_s_version_is_the_one_that_was_told(tmp_path: Path, there: str, kinds: list[str]) -> None:
    text = document(PRISMA, notes={"existing_client": "Prisma 5.22, with Prisma Migrate"})
    listed = f'{{"dependencies": {{\n"prisma": "{there}"\n}}}}\n'
    report = told(tmp_path, {"package.json": listed, "requirements.txt": ""}, text)
    assert [item.kind.id for item in report.differences if item.kind.id == "off-the-pinned-major"] == kinds


@pytest.mark.parametrize(("image", "kinds"), [("mysql:8.0.41", []), ("mysql:8", []), ("mysql:8.4", ["MySQL 8.0"])])
def test_a_release_series_of_mysql_is_no_other_one(tmp_path: Path, image: str, kinds: list[str]) -> None:
    text = document(PRISMA, notes={"existing_database": "MySQL 8.0.40 on our own server"})
    compose = f"services:\n  db:\n    image: {image}\n"
    report = told(tmp_path, {"compose.yaml": compose, "requirements.txt": ""}, text)
    assert [name for item in report.differences for name in ["MySQL 8.0"] if f"has {name}" in item.says] == kinds


def test_what_a_generator_writes_is_in_use_with_its_driver(tmp_path: Path) -> None:
    """sqlc is installed as a command: go.mod has pgx alone."""
    text = document(GO | {"existing_database": "postgresql", "existing_stance": "decided", "existing_client": "sqlc"})
    module = "module x\n\nrequire (\n\tgithub.com/jackc/pgx/v5 v5.10.0\n)\n"
    settings = 'version: "2"\nsql:\n  - engine: postgresql\n    gen: {go: {package: db}}\n'
    for there in ({"go.mod": module}, {"go.mod": module, "sqlc.yaml": settings}):
        assert "pick-not-used" not in kinds_of(told(tmp_path, {**there, "requirements.txt": ""}, text))
    gorm = "module x\n\nrequire (\n\tgorm.io/gorm v1.31.2\n)\n"
    other = tmp_path / "other"
    assert {*kinds_of(told(other, {"go.mod": gorm}, text))} & {"second-client", "pick-not-used"}


# --- a file that was edited by hand -----------------------------------------------------------------------------------


def edited(answers: dict[str, Value], old: str, new: str) -> str:
    text = document(answers)
    assert old in text
    return text.replace(old, new, 1)


AWS: Final[dict[str, Value]] = PYTHON | {"platform": "aws", "compliance": ("residency",), "region": "eu"}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("**PostgreSQL on Amazon RDS**", "**MongoDB on MongoDB Atlas**", "“Database” says “MongoDB on MongoDB Atlas”"),
        ("**PostgreSQL on Amazon RDS**", "**PostgreSQL on Neon**", "“Database” says “PostgreSQL on Neon”"),
        ("**PostgreSQL on Amazon RDS**", "**PostgreSQL on our own server**", "“Database” says “PostgreSQL on our own"),
        ("**PostgreSQL on Amazon RDS**", "**FoundationDB**", "“Database” says “FoundationDB”"),
        ("**SQLAlchemy**", "**Django ORM**", "“ORM / Database Client” says “Django ORM”"),
        ("in PostgreSQL on Amazon RDS", "in PostgreSQL on Neon", "“Overview” says “"),
        ("in PostgreSQL on Amazon RDS", "in MongoDB", "“Overview” names MongoDB"),
        ("- Store: PostgreSQL 18.", "- Store: MySQL 8.4.", "“Rules to Work By” says “Store: MySQL 8.4.”"),
        ("psycopg 3, not psycopg2", "psycopg2, not psycopg 3", "“Rules to Work By” says “Driver: psycopg2, not"),
        ("psycopg 3, not psycopg2", "asyncpg", "“Rules to Work By” says “Driver: asyncpg"),
        ("stays in the EU", "stays in the US", "“Rules to Work By” says “Compliance: … stays in the US”"),
    ],
)
def test_what_a_section_says_against_the_answers_differs(tmp_path: Path, old: str, new: str, says: str) -> None:
    report = told(tmp_path, {}, edited(AWS, old, new))
    (found,) = (item for item in report.differences if item.kind.id == "says-otherwise")
    assert found.says.startswith(says)
    assert found.says.endswith(": change the one or the other.")


@pytest.mark.parametrize(
    "new",
    [
        "**Not PostgreSQL on Amazon RDS, but MongoDB Atlas**",
        "**PostgreSQL on Amazon RDS is what we left**",
        "**MariaDB (was: PostgreSQL on Amazon RDS)**",
        "**~~PostgreSQL on Amazon RDS~~ CockroachDB**",
        "**None: flat files**",
    ],
)
def test_a_deciding_line_that_takes_itself_back_differs(tmp_path: Path, new: str) -> None:
    report = told(tmp_path, {}, edited(AWS, "**PostgreSQL on Amazon RDS**", new))
    assert "says-otherwise" in kinds_of(report)


def test_a_section_of_the_guide_that_stands_twice_differs(tmp_path: Path) -> None:
    again = "## Database\n\n**MySQL on PlanetScale**\n\n## ORM / Database Client"
    report = told(tmp_path, {}, edited(AWS, "## ORM / Database Client", again))
    assert [it.says for it in report.differences][:1] == ["“Database” stands in it twice: make one of the two."]


@pytest.mark.parametrize(
    "words",
    [
        "<!-- Sessions are kept in Redis. -->",
        "<p hidden>Sessions are kept in Redis.</p>",
        "[Sessions are kept in Redis.]: https://a.example",
        "~~Sessions are kept in Redis.~~",
        "- [ ] Redis for sessions",
        "We chose PostgreSQL instead of Redis.",
        "Redis was refused.",
        "Redis is deprecated here.",
        "Redis is being phased out.",
        "We have given up on Redis.",
    ],
)
def test_words_that_take_no_store_make_none_known(tmp_path: Path, words: str) -> None:
    text = edited(AWS, "## ORM / Database Client", f"{words}\n\n## ORM / Database Client")
    assert "unknown-store" in kinds_of(told(tmp_path, {"requirements.txt": "fastapi\nredis\n"}, text))


@pytest.mark.parametrize(
    "words",
    [
        "We use Redis for sessions\nonly over my dead body.",
        "We use Redis for sessions.\n\nNot any more.",
        "### Open points\n\n- Redis for sessions",
        "**Open questions:**\n\n- Redis for sessions",
        "> We use Redis for sessions.",
        "```\nWe use Redis for sessions.\n```",
    ],
)
def test_what_does_not_plainly_take_a_store_is_quoted_where_it_is_missed(tmp_path: Path, words: str) -> None:
    text = edited(AWS, "## ORM / Database Client", f"{words}\n\n## ORM / Database Client")
    (found,) = told(tmp_path, {"requirements.txt": BASE + "redis\n"}, text).differences
    assert found.kind.id == "unknown-store"
    assert ("check cannot tell that this takes it" in found.says) is ("```" not in words)


def test_a_store_that_is_added_to_the_overview_is_known(tmp_path: Path) -> None:
    text = edited(AWS, "with SQLAlchemy.", "with SQLAlchemy. We use Redis for sessions.")
    assert kinds_of(told(tmp_path, {"requirements.txt": BASE + "redis\n"}, text)) == []


@pytest.mark.parametrize(
    ("behind", "differs"),
    [
        (", which we no longer use", True),
        ("\nwhich we no longer use", True),
        (" (until May)", True),
        ("\n\nNot any more: it was replaced.", True),
        ("\n\nWe no longer use it.", True),
        (", in Frankfurt", False),
        ("\n\nNot for files: those are in buckets.", False),
        ("\n\nWe no longer use MySQL.", False),
    ],
)
def test_what_stands_behind_a_name_in_bold_may_end_it(tmp_path: Path, behind: str, differs: bool) -> None:
    report = told(tmp_path, {}, edited(AWS, "**PostgreSQL on Amazon RDS**", f"**PostgreSQL on Amazon RDS**{behind}"))
    assert ("says-otherwise" in kinds_of(report)) is differs


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            'scale = "millions"',
            'scale = "billions"',
            "“Scale” is “Billions” in the answers at its end, and its text was written for “Mi",
        ),
        ('hosting = "managed"', 'hosting = "self-hosted"', "“Hosting” is “We run it ourselves” in"),
        ('existing_stores = ["redis"]', 'existing_stores = ["mongodb"]', "“In use beside it” is “MongoDB” in"),
        ('existing_stores = ["redis"]\n', "", "“In use beside it” is left out in"),
        ('language = "python"', 'language = "go"', "“Language” is “Go” in"),
        ('data = ["relational"]', 'data = ["relational", "vectors"]', "“Kind of data” is “Vec"),
    ],
)
def test_an_answer_that_was_changed_at_the_end_alone_differs(tmp_path: Path, old: str, new: str, says: str) -> None:
    text = edited(
        PYTHON | {"scale": "millions", "existing_database": "postgresql", "existing_stores": ("redis",)}, old, new
    )
    assert "its text was written " in told(tmp_path, {}, text).differences[0].says
    assert [it.kind.id for it in told(tmp_path, {}, text).differences][:1] == ["says-otherwise"]
    assert told(tmp_path, {}, text).differences[0].says.startswith(says)
    assert not [it for it in told(tmp_path, {}, text).findings if it.kind.id == "guide-changed"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("**PostgreSQL on Amazon RDS**", "**PostgreSQL 18 on Amazon RDS (Frankfurt)**"),
        ("**PostgreSQL on Amazon RDS**", "**Postgres on RDS, not MySQL**"),
        ("**PostgreSQL on Amazon RDS**", "**Read this first!**\n\n**PostgreSQL on Amazon RDS**"),
        ("**SQLAlchemy**", "**SQLAlchemy 2.1**"),
        ("- Store: PostgreSQL 18.", "- Store: PostgreSQL 17, with pgvector."),
        ("psycopg 3, not psycopg2,", "psycopg 3 with psycopg_pool,"),
        ("stays in the EU", "stays in Frankfurt, in the EU"),
    ],
)
def test_what_says_the_same_in_other_words_is_no_contradiction(tmp_path: Path, old: str, new: str) -> None:
    assert kinds_of(told(tmp_path, {}, edited(AWS, old, new))) == []


@pytest.mark.parametrize(
    ("words", "known"),
    [
        ("We left MongoDB in 2019.", False),
        ("Customers bring MongoDB dumps.", False),
        ("Unlike MongoDB, it has joins.", False),
        ("If we ever need documents, MongoDB is the candidate.", False),
        ("Someone proposed MongoDB.", False),
        ("Until 2022 sessions were in MongoDB.", False),
        ("MongoDB holds the catalogue.", True),
        ("Customers' documents are kept in MongoDB.", True),
        ("| MongoDB | logs |", True),
        ("We also run a small MongoDB for events.", True),
    ],
)
def test_a_store_that_is_named_in_passing_is_not_known(tmp_path: Path, words: str, known: bool) -> None:
    text = document(PYTHON).replace("\n## ORM", f"\n{words}\n\n## ORM", 1)
    report = told(tmp_path, {"requirements.txt": BASE + "pymongo==4.15\n"}, text)
    assert kinds_of(report) == ([] if known else ["unknown-store"])


@pytest.mark.parametrize(
    ("files", "kinds"),
    [
        ({"requirements.txt": "SQLAlchemy==2.1.9\npsycopg2-binary==2.9\n"}, ["other-driver"]),
        ({"requirements.txt": "SQLAlchemy==2.1.9\nasyncpg\n"}, ["other-driver"]),
        ({"requirements.txt": "SQLAlchemy==2.1.9\npg8000\n"}, ["other-driver"]),
        ({"requirements.txt": "SQLAlchemy (==1.4)\npsycopg\n"}, ["off-the-pinned-major"]),
        ({"requirements.txt": "SQLAlchemy>1.4,!=2.1.9\npsycopg\n"}, ["off-the-pinned-major"]),
        ({"requirements.txt": "SQLAlchemy (>=2.0),!=2.0.1\npsycopg\n"}, []),
        ({"requirements.txt": BASE + 'pymongo; python_version<"3"\n'}, []),
        ({"requirements.txt": BASE + 'pymongo; python_version<"3" or sys_platform=="win32"\n'}, ["unknown-store"]),
        ({"compose.yaml": "services:\n  db:\n    image: postgres:18\n"}, ["off-the-pinned-major"]),
        ({"compose.yaml": "services:\n  db:\n    image: postgres:17-alpine\n"}, []),
    ],
)
def test_what_the_rules_say_in_so_many_words_is_held(tmp_path: Path, files: dict[str, str], kinds: list[str]) -> None:
    assert kinds_of(told(tmp_path, files, document(PYTHON))) == kinds


def test_a_release_in_the_rule_is_held_to_its_end(tmp_path: Path) -> None:
    text = edited(AWS, "- Store: PostgreSQL 18.", "- Store: PostgreSQL 14.")
    assert kinds_of(told(tmp_path, {}, text)) == ["past-end-of-life"]


def test_a_denial_behind_a_version_does_not_hide_it(tmp_path: Path) -> None:
    said = {"existing_database": "PostgreSQL 17, never restored yet", "existing_stores": "Redis 7, not persisted"}
    answers = IN_USE | {"existing_stores": ("redis",)}
    compose = "services:\n  db:\n    image: postgres:18\n  c:\n    image: redis:8\n"
    report = told(tmp_path, {"compose.yaml": compose}, document(answers, said))
    assert [item.says for item in report.differences if item.kind.id == "off-the-pinned-major"] == [
        "The project declares postgres 18, and the file has PostgreSQL 17.",
        "The project declares redis 8, and the file has Redis 7.",
    ]


def test_a_file_without_answers_is_no_agreement(tmp_path: Path) -> None:
    text = document(PYTHON)
    for cut in (text.replace("\n-->", "\n"), text.partition("<!--")[0]):
        assert kinds_of(told(tmp_path, {}, cut)) == ["answers-lost"]
    report = told(tmp_path, {}, "# Data Stack\n\n## Database\n\nPostgreSQL on Neon.\n")
    assert [item.kind.id for item in report.findings] == ["written-by-hand"]
    assert "agree" not in FORMATS["text"](report).partition("\n")[0]


def test_what_a_file_includes_and_nobody_reads_is_named(tmp_path: Path) -> None:
    there = {
        "requirements.txt": "-r other.txt\n" + BASE,
        "compose.yaml": "include:\n  - infra/db.yml\n  - path: more.yml\nservices:\n  db:\n    build: ./db\n",
    }
    said = told(tmp_path, there, document(PYTHON)).unread
    for file in ("other.txt", "infra/db.yml", "more.yml", "Dockerfile"):
        assert len([it for it in said if file in it]) == 1, said


@pytest.mark.parametrize(
    "packages", ['{"dependencies": {"db": "npm:mongodb@8"}}', '{"optionalDependencies": {"mongodb": "8"}}']
)
def test_another_name_and_an_optional_package_hide_no_store(tmp_path: Path, packages: str) -> None:
    assert "unknown-store" in kinds_of(told(tmp_path, {"package.json": packages}, document(NODE)))


# --- commands and the comment at the end ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "kind", "says"),
    [
        ("psycopg[binary]==", "pymysql==", "foreign-command", "A command in the file fetches pymysql, for MySQL, and"),
        ('"SQLAlchemy==', '"peewee==', "foreign-command", "A command in the file fetches peewee, for Peewee, and the"),
        (
            "\n## ORM",
            "\n```sh\npip install pymongo\n```\n\n## ORM",
            "foreign-command",
            "A command in the file fetches py",
        ),
        (
            "alembic upgrade head",
            "alembic stamp head",
            "edited-command",
            "In “Rules to Work By” the guide wrote `alembic up",
        ),
        ("```sh\n", "```sh\nrm -rf /\n", "edited-command", "In “Rules to Work By” `rm -rf /` was added to what the"),
        (
            "python -m pip install",
            "uv add",
            "edited-command",
            "In “Rules to Work By” the guide's command `python -m …`",
        ),
        ("Transactions: Short", "Transactions: Quite short", "", ""),
    ],
)
def test_a_command_that_is_not_the_guides_is_named(tmp_path: Path, old: str, new: str, kind: str, says: str) -> None:
    found = told(tmp_path, {}, edited(PYTHON, old, new)).findings
    assert [item.kind.id for item in found] == ([kind] if kind else [])
    assert all(item.says.startswith(says) for item in found)


def test_a_command_makes_no_store_known(tmp_path: Path) -> None:
    text = edited(PYTHON, "\n## ORM", "\n```sh\npip install pymongo==4.15\n```\n\n## ORM")
    assert "unknown-store" in kinds_of(told(tmp_path, {"requirements.txt": BASE + "pymongo==4.15\n"}, text))


@pytest.mark.parametrize(
    ("pick", "says"),
    [
        (
            '["mongodb", "mongodb-atlas", "sqlalchemy"]',
            "“Database” says “PostgreSQL on Supabase”, and the pick noted at",
        ),
        ('["postgresql", "neon", "sqlalchemy"]', "“Database” says “PostgreSQL on Supabase”, and the pick noted at its"),
        (
            '["postgresql", "supabase", "peewee"]',
            "“ORM / Database Client” says “SQLAlchemy”, and the pick noted at its",
        ),
    ],
)
def test_a_pick_at_the_end_that_is_not_the_texts_differs_and_decides_nothing(
    tmp_path: Path, pick: str, says: str
) -> None:
    text = edited(PYTHON, 'pick = ["postgresql", "supabase", "sqlalchemy"]', f"pick = {pick}")
    report = told(tmp_path, {"requirements.txt": BASE + "pymongo==4.15\n"}, text)
    assert kinds_of(report) == ["says-otherwise", "unknown-store"]
    assert report.differences[0].says.startswith(says)
    assert "it decides PostgreSQL on Supabase." in report.differences[1].says
