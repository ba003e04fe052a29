"""The libraries that own words name and the guide does not have: what reaches the database in another language, and
what changes its schema."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from wizard.catalogue.later import later
from wizard.converse.own_words import NEGATION, NOT_THERE, affirmed, clauses, denied, sentences

#: What maps objects or writes queries, in languages that the guide has no clients for.
_MAPPER: Final = later(
    r"\b(?:Hibernate|NHibernate|JPA|jOOQ|MyBatis|Jdbi|JDBI|Spring Data(?: JPA| JDBC| R2DBC| MongoDB| Redis)?|"
    r"Exposed(?! to)|Ktorm|Slick|Doobie|Quill|EF Core|Entity Framework(?: Core)?|Dapper|linq2db|Eloquent|Doctrine|"
    r"Active ?Record|Sequel|Mongoid|Morphia|Diesel|SeaORM|SQLx|sqlx|Ecto|SQLDelight|GRDB|SwiftData|Core Data|sqflite|"
    r"Drift(?= [\d(]|[,.;)]|$)|(?<=with )Room)\b"
    r"(?: \d+(?:\.\d+)*)?"
)

#: Drivers of such languages, which count where nothing above is named.
_BARE_DRIVER: Final = later(
    r"\b(?:Npgsql|MySqlConnector|Microsoft\.Data\.Sqlite|Postgrex|MyXQL|rusqlite|tokio-postgres|JDBC|PDO|libpq|libpqxx|"
    r"mysqli|Jedis|Lettuce|Redisson|StackExchange\.Redis|Predis|PhpRedis|MongoDB\.Driver)\b(?: \d+(?:\.\d+)*)?"
)

#: Frameworks whose own library for SQL counts where none is named.
_BROUGHT: Final[Mapping[str, str]] = {
    "Laravel": "Eloquent",
    "Rails": "Active Record",
    "Phoenix": "Ecto",
    "Symfony": "Doctrine",
    "Vapor": "Fluent",
}


class Community(NamedTuple):
    """A language that the guide has no clients for: what a rule calls it, how words do, and what is usual there for a
    server that speaks SQL, for a file on a device, and for models on several engines."""

    id: str
    called: str
    sql: str = ""
    file: str = ""
    models: str = ""


_COMMUNITIES: Final = (
    Community("jvm", "Kotlin|Android|Ktor", "Hibernate, jOOQ or plain JDBC", "Room or SQLDelight", "Hibernate"),
    Community(
        "jvm",
        r"Java(?:FX)?|Scala|JVM|Spring(?: Boot)?|Quarkus|Micronaut|Jakarta(?: EE)?",
        *("Hibernate, jOOQ or plain JDBC", "plain JDBC", "Hibernate"),
    ),
    Community(
        "dotnet",
        r"C#|F#|(?:ASP)?\.NET(?: Core)?|Blazor|MAUI|WPF|Avalonia",
        *("EF Core or Dapper", "Microsoft.Data.Sqlite or EF Core", "EF Core"),
    ),
    Community("php", "PHP|Laravel|Symfony", "Doctrine or Eloquent", models="Doctrine or Eloquent"),
    Community("ruby", "Ruby|Rails|Sinatra|Hanami", *("Active Record",) * 3),
    Community("rust", "Rust|Axum|Actix", "SQLx, Diesel or SeaORM", "rusqlite or SQLx", "SeaORM"),
    Community("elixir", "Elixir|Phoenix", *("Ecto",) * 3),
    Community("swift", "Swift(?:UI)?|Vapor", "Fluent", "GRDB"),
    Community("dart", "Dart|Flutter", file="Drift or sqflite"),
    Community("cpp", r"C\+\+|Qt", file="Qt SQL or SQLite's own interface"),
)


def community(language: str) -> tuple[Community, str] | None:
    """The one community whose language or framework the words about the language name, with that name."""
    said = affirmed(clauses(language))
    calls = ((it, re.search(rf"(?<![\w.])(?:{it.called})(?![\w#+])", said)) for it in _COMMUNITIES)
    found = [(it, hit[0]) for it, hit in calls if hit]
    return found[0] if len({it.id for it, _ in found}) == 1 else None


#: Those that bring migrations of their own.
_BRINGS_MIGRATIONS: Final = later(
    r"EF Core|Entity Framework|Eloquent|Doctrine|Active ?Record|Sequel|Diesel|SeaORM|SQLx|sqlx|Ecto|SQLDelight|"
    r"GRDB|Fluent|Room|Drift|sqflite|SwiftData|Core Data"
)


#: What stands before, and behind, the name of a library that goes, that there was, or that was only looked at.
_LEFT: Final = later(
    r"\b(?:over|than|instead of|replac\w+|versus|vs\.?|compared (?:to|with)|from|off|leav\w+|left|drop\w*|"
    r"remov\w+|old|former|previous|legacy|considered|weighed|evaluated|tried|looked at|heard of|used to use)"
    r"(?: (?:the|our|an?))? $",
    re.IGNORECASE,
)
_LEAVES: Final = later(
    r"\s+(?:is |are )?(?:(?:(?:has|have|needs?) to|must|will|shall|should|to) (?:go|be (?:replaced|removed|dropped))\b|"
    r"goes\b(?! to\b)|(?:replaced|removed|dropped|gone|leaving|going|was|were)\b)",
    re.IGNORECASE,
)


def mapper_said(notes: Mapping[str, str]) -> str:
    """The one library for the database that words name, as they name it; nothing where they name none, or several.
    What is said of the client, else of the language, goes before the rest."""
    rest = [text for key, text in notes.items() if key not in _OF_THE_CLIENT]
    for texts in (*([notes[key]] for key in _OF_THE_CLIENT if key in notes), rest):
        said = [text for text in sentences(texts) if not text.rstrip().endswith("?")]
        if found := _taken(_MAPPER, said):
            return _the_one(found)
    return _the_one(_taken(_BARE_DRIVER, [it for it in sentences(notes.values()) if not it.rstrip().endswith("?")]))


def refused_libraries(notes: Mapping[str, str]) -> set[str]:
    """The libraries that words name, and everywhere only to deny them."""
    said = [*sentences(notes.values())]
    return {*_MAPPER.findall(" ".join(said))}.difference(_taken(_MAPPER, said))


def libraries_in(text: str) -> list[re.Match[str]]:
    """The libraries that words name, wanted or not."""
    return [*_MAPPER.finditer(text), *_BARE_DRIVER.finditer(text)]


def _the_one(found: Iterable[str]) -> str:
    """The name that all others begin; nothing where they are several."""
    longest = max(found, key=len, default="")
    return longest if all(longest.startswith(name) for name in found) else ""


#: The questions whose reasons are about what reaches the database, the nearer one first.
_OF_THE_CLIENT: Final = ("existing_client", "language")


def _taken(names: re.Pattern[str], texts: Iterable[str]) -> dict[str, None]:
    """The names that clauses do not deny. A bare name behind a denied one belongs to it: "no Hibernate, jOOQ"."""
    taken: dict[str, None] = {}
    for text in texts:
        goes_on = False
        for clause in clauses(text):
            hits = [*names.finditer(clause)]
            there = denied(hits, clause)
            there |= {it.start() for it in hits if _is_left(clause, it)}
            no = {hit[0] for hit in hits if hit.start() in there}
            goes_on = bool(no) or (goes_on and bool(hits) and names.fullmatch(_AND.sub("", clause.strip())) is not None)
            taken |= {} if goes_on and not no else {hit[0]: None for hit in hits if hit[0] not in no}
    return taken


def _is_left(clause: str, hit: re.Match[str]) -> bool:
    """Whether the words beside a library's name say that it goes, or was only looked at."""
    before = clause[max(hit.start() - 40, 0) : hit.start()]
    return bool(_LEFT.search(before) or _LEAVES.match(clause, hit.end()))


#: What joins the last name of a list.
_AND: Final = later(r"^(?:and|or|nor) ")

#: Those that open a file on the device, and reach no server.
_OF_A_FILE: Final = later(r"GRDB|SwiftData|Core Data|sqflite|Drift|rusqlite|Microsoft\.Data\.Sqlite")


def opens_a_file(mapper: str) -> bool:
    """Whether a library that words name is for a file on the device alone."""
    return _OF_A_FILE.match(mapper) is not None


def brought_with(language: str) -> str:
    """The library of the framework that the words about the language name."""
    said = affirmed([language])
    return next((f"{own} ({name})" for name, own in _BROUGHT.items() if re.search(rf"\b{name}\b", said)), "")


#: Languages that the guide has no clients for, and frameworks by which they are known.
_LANGUAGE: Final = later(
    r"(?<![\w-])(?:Rust|Ruby(?: on Rails)?|Rails|Java|Kotlin|Scala|Spring Boot|Spring|Quarkus|Ktor|Clojure|C#|F#|\.NET|"
    r"ASP\.NET(?: Core)?|PHP|Laravel|Symfony|Elixir|Phoenix|Swift|Dart|Flutter|C\+\+|Perl|Haskell|Zig)(?![\w#+-])"
)


def language_said(note: str) -> str:
    """The language, or the framework in its place, that the note on it names first."""
    hit = _LANGUAGE.search(affirmed([note]))
    return hit[0] if hit else ""


def brings_migrations(mapper: str) -> bool:
    """Whether a library that words name migrates by itself."""
    return _BRINGS_MIGRATIONS.match(mapper) is not None


#: (what of the words about the language has to be there; what writes a migration, and what applies those that wait), by
#: libraries; those without are called in more than one way.
_COMMANDS: Final[Mapping[str, tuple[str, str, str]]] = {
    "Eloquent": ("Laravel", "php artisan make:migration …", "php artisan migrate --force"),
    "Active Record": ("Rails", "bin/rails generate migration …", "bin/rails db:migrate"),
    "Doctrine": ("Symfony", "php bin/console doctrine:migrations:diff", "php bin/console doctrine:migrations:migrate"),
    "Ecto": ("", "mix ecto.gen.migration …", "mix ecto.migrate"),
    "EF Core": ("", "dotnet ef migrations add …", "dotnet ef migrations bundle"),
    "Diesel": ("", "diesel migration generate …", "diesel migration run"),
}


def by_commands(mapper: str, language: str) -> str:
    """The commands by which a library that words name migrates, as the end of a sentence."""
    for name, (framework, writes, applies) in _COMMANDS.items():
        if mapper.replace(" ", "").startswith(name.replace(" ", "")) and framework in language:  # "ActiveRecord", too
            return f": `{writes}` writes one, `{applies}` applies"
    return ", in its own way"


#: What changes a schema, and how words call it. Of a name that is a word, too, more has to be said.
_MIGRATION_TOOLS: Final[Mapping[str, str]] = {
    "Atlas": r"(?<!MongoDB )\bAtlas\b(?=.{0,99}\b(?:migrat\w+|schema)\b)|\batlas migrate\b",
    "golang-migrate": r"\bgolang-migrate\b",
    "sequelize-cli": r"\bsequelize(?:-cli| migrations?)\b",
    "Supabase CLI": r"\bsupabase (?:cli|migrations?|db push)\b",
    "goose": r"\bgoose\b",
    "Prisma Migrate": r"\bprisma migrat\w+\b",
    "Django": r"\b(?:django(?:'s)? migrations?|manage\.py migrate)\b",
    "numbered SQL": r"\b(?:numbered|plain|raw|hand-?written) \.?sql (?:files?|scripts?|migrations?)\b",
    "EF Core": r"\b(?:ef(?: core)?(?:'s)? migrations?|dotnet ef)\b",
    "Rails": r"\b(?:rails(?:'s?)?|active ?record) migrations?\b",
    "Laravel": r"\b(?:laravel(?:'s)? migrations?|artisan migrate)\b",
    "Ecto": r"\b(?:mix )?ecto(?:\.migrate| migrations?)\b",
    "sqlx": r"\bsqlx(?:-cli| migrat\w+)\b",
} | {
    name: rf"\b{name}\b"
    for name in (
        "Alembic", "Liquibase", "Flyway", "dbmate", "Sqitch", "Skeema", "Bytebase", "yoyo", "drizzle-kit", "kysely-ctl",
        "node-pg-migrate", "migrate-mongo", "db-migrate", "umzug", "graphile-migrate", "pgroll", "Phinx", "refinery",
        "DbUp", "FluentMigrator", "Evolve", "grate", "RoundhousE", "gh-ost",
    )
}  # fmt: skip


#: Those that are no names of a tool, and how a rule calls them.
_CALLED: Final[Mapping[str, str]] = {
    "numbered SQL": "numbered SQL files",
    **{name: f"{name}'s migrations" for name in ("Django", "EF Core", "Laravel", "Ecto")},
    "Rails": "Rails' migrations",
}


def tool_said(texts: Iterable[str]) -> str:
    """What changes the schema, by the one name that words give it; nothing where they give none, or several."""
    said, refused = _tools(texts)
    left = said - refused
    return next((_CALLED.get(name, name) for name in left), "") if len(left) == 1 else ""


def migrates_otherwise(texts: Iterable[str], own: Iterable[str]) -> bool:
    """Whether words settle that a schema is changed by something else than a client's `own` tool: they name another, or
    refuse it."""
    said, refused = _tools(texts)
    mine = {name for name in said | refused if any(name.lower().startswith(it.lower()) for it in own)}
    return bool(refused & mine) or bool(said - refused - mine and not said & mine)


def _tools(texts: Iterable[str]) -> tuple[set[str], set[str]]:
    """(what words say that changes the schema, what they refuse for it)."""
    said, refused = set[str](), set[str]()
    for clause in (it for text in texts for it in re.split(r"[,.;:!?()]\s|\n|\bbut\b", text)):
        if NOT_THERE.search(clause) and not NEGATION.search(clause):
            continue
        first = NEGATION.search(clause)
        parts = (clause[: first.start()], clause[first.start() :]) if first else (clause, "")
        for part, found in zip(parts, (said, refused), strict=True):
            found |= {name for name, called in _MIGRATION_TOOLS.items() if re.search(called, part, re.IGNORECASE)}
    return said, refused
