"""Projects in languages that the guide has no clients for: what they list says the language, and the database."""

from __future__ import annotations

from typing import Final

import pytest

from wizard.catalogue.load import load
from wizard.read.detection import Detection, detect

CATALOGUE = load()

POM: Final = """<project>
<!-- <dependency><artifactId>mysql-connector-j</artifactId></dependency> -->
<dependencies>
<dependency>
  <groupId>org.postgresql</groupId>
  <artifactId>postgresql</artifactId>
  <exclusions><exclusion><artifactId>mariadb-java-client</artifactId></exclusion></exclusions>
</dependency>
<dependency><artifactId>sqlite-jdbc</artifactId><scope>test</scope></dependency>
%s</dependencies></project>"""
ORACLE: Final = "<dependency><artifactId>ojdbc11</artifactId></dependency>\n"
SQL_SERVER: Final = "<dependency><artifactId>mssql-jdbc</artifactId></dependency>\n"

GRADLE: Final = """dependencies {
  implementation("org.springframework:spring-core:6.2.0")
  runtimeOnly("org.mariadb.jdbc:mariadb-java-client:3.5.1")
  testImplementation("org.postgresql:postgresql:42.7.4")
}
"""
GEMFILE: Final = """gem "rails"
gem "pg", "~> 1.5"
group :development, :test do
  gem "sqlite3"
end
gem "mongo", group: :test
"""
CSPROJ: Final = """<Project>
<PackageReference Include="Pomelo.EntityFrameworkCore.MySql" Version="9.0.0" />
</Project>
"""
COMPOSER: Final = """{
  "require": {
    "php": "^8.3",
    "ext-pdo_pgsql": "*"
  },
  "require-dev": {
    "mongodb/mongodb": "^2.0"
  }
}
"""
CARGO: Final = """[package]
name = "postgres"
[dependencies]
sqlx = { version = "0.8", features = ["mysql", "macros"] }
[dev-dependencies]
rusqlite = "0.32"
"""
MIX: Final = """defp deps do
  [
    # {:myxql, "0.7"},
    {:postgrex, ">= 0.0.0"}
  ]
end
"""

PUBSPEC: Final = """name: notes
dependencies:
  flutter:
    sdk: flutter

  drift: ^2.18.0
dev_dependencies:
  mysql: ^1.0.0
"""

#: File -> its text, the database that it names, and the line that says so.
LISTED: Final = {
    "pom.xml": (POM % "", "postgresql", 6),
    "build.gradle.kts": (GRADLE, "mariadb", 3),
    "Gemfile": (GEMFILE, "postgresql", 2),
    "src/Shop.csproj": (CSPROJ, "mysql", 2),
    "composer.json": (COMPOSER, "postgresql", 4),
    "Cargo.toml": (CARGO, "mysql", 4),
    "mix.exs": (MIX, "postgresql", 4),
    "pubspec.yaml": (PUBSPEC, "sqlite", 6),
}


def found(files: dict[str, str]) -> Detection:
    return detect(CATALOGUE, files)


@pytest.mark.parametrize("name", LISTED)
def test_the_language_is_another_one_and_a_driver_names_the_database(name: str) -> None:
    text, database, line = LISTED[name]
    said = found({name: text})
    answers = {item.key: (item.value, item.line) for item in said.proposals}
    assert answers["existing_database"] == (database, line)
    assert answers["language"][0] == "other"
    assert "existing_client" not in answers
    assert said.problems == ()


def test_what_the_guide_does_not_cover_is_named_and_none_is_proposed() -> None:
    said = found({"pom.xml": POM % ORACLE})
    assert "existing_database" not in {item.key for item in said.proposals}
    assert any("names Oracle, which the guide does not cover" in text for text in said.problems)


def test_drivers_for_three_databases_are_a_promise_whichever_is_started_here() -> None:
    files = {
        "pom.xml": POM % (ORACLE + SQL_SERVER),
        "docker-compose.yml": "services:\n  db:\n    image: postgres:17\n",
    }
    answers = {item.key: item.value for item in found(files).proposals}
    assert answers == {"language": "other", "engines": "several"}


def test_one_more_driver_that_is_only_read_from_promises_nothing() -> None:
    said = found({"requirements.txt": "django\npsycopg\noracledb\n"})
    assert "engines" not in {item.key for item in said.proposals}


def test_beside_a_front_end_the_language_is_that_of_the_code_that_talks_to_the_database() -> None:
    files = {"package.json": '{"dependencies": {"react": "^19.0.0"}}', "Gemfile": LISTED["Gemfile"][0]}
    answers = {item.key: item.value for item in found(files).proposals}
    assert answers["language"] == "other"
