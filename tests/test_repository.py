"""What a repository has beside its code: issue forms, rules for updates, owners, pages for whoever comes to work on it.

GitHub reads these files without saying what it did not understand, so what it asks for is written down here.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from wizard.catalogue.load import load
from wizard.decide.answers import check

ROOT = Path(__file__).parents[1]
GITHUB = ROOT / ".github"
FORMS = sorted(path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")

#: https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/
#: syntax-for-issue-forms, and syntax-for-githubs-form-schema beside it, checked 28 November 2026.
FORM_KEYS = {"name", "description", "body", "assignees", "labels", "title", "type", "projects"}
ELEMENT_KEYS = {"type", "id", "attributes", "validations"}
ATTRIBUTES = {
    "markdown": {"value"},
    "input": {"label", "description", "placeholder", "value"},
    "textarea": {"label", "description", "placeholder", "value", "render"},
}
#: What an address says to GitHub about the issue itself.
RESERVED = {"template", "title", "body", "labels", "assignees", "milestone", "projects", "type"}

#: Fields that links fill in. They are published: add, and never rename.
LINKED = {
    "wrong-fact.yml": {"sentence", "page", "right", "source", "checked"},
    "wrong-pick.yml": {"situation", "picked", "expected", "why", "source"},
    "fault.yml": {"what", "page", "browser", "report"},
}

#: What each of Dependabot's ecosystems looks for in a folder.
MANIFESTS = {
    "pip": ["requirements.txt", "pyproject.toml"],
    "npm": ["package.json", "package-lock.json"],
    "github-actions": [".github/workflows"],
}

PAGES = ["README.md", "CONTRIBUTING.md", "AGENTS.md", "SECURITY.md"]
#: Made by `make`, or by whoever reads the page.
MADE = (".venv", "site", "company", "answers.toml", "standards")


def read(path: Path) -> Any:
    """A YAML file."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def name(path: Path) -> str:
    return path.name


def fields(form: Path) -> dict[str, dict[str, Any]]:
    """What a person fills in, by id."""
    return {element["id"]: element for element in read(form)["body"] if element["type"] != "markdown"}


@pytest.mark.parametrize("form", FORMS, ids=name)
def test_an_issue_form_is_one_that_github_takes(form: Path) -> None:
    told = read(form)
    assert set(told) <= FORM_KEYS
    assert all(isinstance(told[key], str) and told[key].strip() for key in ("name", "description", "title"))
    for element in told["body"]:
        assert {"type", "attributes"} <= set(element) <= ELEMENT_KEYS
        attributes = element["attributes"]
        assert set(attributes) <= ATTRIBUTES[element["type"]]
        assert all(isinstance(value, str) and value.strip() for value in attributes.values()), attributes
        assert ("value" if element["type"] == "markdown" else "label") in attributes
        assert ("id" in element) == (element["type"] != "markdown")
        assert set(element.get("validations", {})) <= {"required"}
        assert isinstance(element.get("validations", {}).get("required", False), bool)
    ids = [element["id"] for element in told["body"] if "id" in element]
    labels = [element["attributes"]["label"] for element in told["body"] if "id" in element]
    assert len(set(ids)) == len(ids) > 0
    assert len(set(labels)) == len(labels)
    assert all(re.fullmatch(r"[a-z][a-z0-9-]*", id_) for id_ in ids)
    assert not RESERVED & set(ids), "an address means something else by this"


def test_no_two_issue_forms_have_one_name() -> None:
    names = [read(form)["name"] for form in FORMS]
    assert len(set(names)) == len(names)


def test_the_fields_that_links_fill_in_are_there() -> None:
    assert {form.name: set(fields(form)) for form in FORMS} == LINKED


def test_the_situation_in_the_form_is_one_that_the_tests_could_take() -> None:
    field = fields(GITHUB / "ISSUE_TEMPLATE" / "wrong-pick.yml")["situation"]
    assert field["attributes"]["render"] == "toml"
    (situation,) = tomllib.loads(field["attributes"]["placeholder"])["situation"]
    assert check(load(), situation["answers"])
    told = tomllib.loads((ROOT / "tests" / "situations" / "apis-python.toml").read_text(encoding="utf-8"))
    assert set(situation) <= {key for item in told["situation"] for key in item}
    assert situation["why"]
    assert {key for part in ("must", "may", "never") for key in situation[part]} <= {"database", "service", "client"}


def test_the_chooser_of_forms_says_whether_an_issue_needs_one() -> None:
    told = read(GITHUB / "ISSUE_TEMPLATE" / "config.yml")
    assert set(told) <= {"blank_issues_enabled", "contact_links"}
    assert isinstance(told["blank_issues_enabled"], bool)
    for link in told.get("contact_links", []):
        assert set(link) == {"name", "url", "about"}
        assert link["url"].startswith("https://")


def test_dependabot_looks_where_something_is() -> None:
    told = read(GITHUB / "dependabot.yml")
    assert told["version"] == 2
    assert {update["package-ecosystem"] for update in told["updates"]} == set(MANIFESTS)
    for update in told["updates"]:
        assert update["schedule"]["interval"] == "weekly"
        assert update["groups"]
        for folder in update.get("directories") or [update["directory"]]:
            assert folder.startswith("/")
            for manifest in MANIFESTS[update["package-ecosystem"]]:
                assert (ROOT / folder[1:] / manifest).exists(), f"{folder}: {manifest}"


def test_dependabot_passes_over_only_what_is_there_and_moves_pyodide_by_patches_only() -> None:
    updates = {update["package-ecosystem"]: update for update in read(GITHUB / "dependabot.yml")["updates"]}
    ignored = {
        kind: {item["dependency-name"]: set(item["update-types"]) for item in update.get("ignore", [])}
        for kind, update in updates.items()
    }
    npm = "".join((ROOT / folder[1:] / "package.json").read_text() for folder in updates["npm"]["directories"])
    assert ignored["npm"]["pyodide"] == {"version-update:semver-major", "version-update:semver-minor"}
    assert all(f'"{package}": ' in npm for package in ignored["npm"])
    assert set(ignored["pip"]) <= set(locked())


def locked() -> dict[str, str]:
    """The version of each package in requirements.txt."""
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==([^ ;]+)", text, re.MULTILINE))


def test_what_is_locked_is_what_pyproject_asks_for() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = told["project"]["dependencies"] + [text for group in told["dependency-groups"].values() for text in group]
    versions = locked()
    for requirement in map(Requirement, asked):
        version = versions[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), f"{requirement}, and {version} is locked: run `make lock`"


def test_what_is_locked_fits_together() -> None:
    """Dependabot raises one pin at a time, and `make` installs what it finds without resolving it."""
    done = subprocess.run(
        [sys.executable, "-m", "uv", "pip", "check", "--python", sys.executable],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{done.stderr}Run `make lock`."


def test_every_line_of_the_owners_fits_a_file_and_names_somebody() -> None:
    lines = (GITHUB / "CODEOWNERS").read_text(encoding="utf-8").splitlines()
    rules = [line.split() for line in lines if line and not line.startswith("#")]
    assert rules[0][0] == "*"
    for pattern, *owners in rules:
        assert any(ROOT.glob(pattern.strip("/"))), pattern
        assert owners
        assert all(re.fullmatch(r"@[\w-]+(/[\w-]+)?", owner) for owner in owners), owners


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):(?!=)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def commands(text: str) -> set[str]:
    """The targets that a page's `make …` name, inline or in a block of code."""
    code = re.findall(r"`([^`\n]+)`", text) + re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    found = re.findall(r"(?:^|\s)make((?: [a-z][a-z-]*)+)", "\n".join(code), re.MULTILINE)
    return {target for targets in found for target in targets.split()}


def files(text: str) -> set[str]:
    """The files and folders that a page names: in backquotes, or as the target of a link inside the repository."""
    linked = [target.split("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in target]
    quoted = [word for code in re.findall(r"`([^`\n]+)`", text) for word in code.split()]
    named = [word for word in quoted if re.fullmatch(r"[\w./-]+(?:/|\.(?:py|toml|md|txt|yml|json))", word)]
    return {path for path in (*linked, *named) if path and path.split("/")[0] not in MADE}


@pytest.mark.parametrize("page", PAGES)
def test_every_make_target_that_a_page_names_is_there(page: str) -> None:
    assert commands((ROOT / page).read_text(encoding="utf-8")) <= make_targets()


def test_commands_and_files_are_found_on_a_page() -> None:
    text = "Run `make build browser`, see `a/b.py`, `b/` and [c](c.md#d).\n\n```sh\nPORT=1 make serve  # it\n```\n"
    assert commands(text) == {"build", "browser", "serve"}
    assert files(text) == {"a/b.py", "b/", "c.md"}


@pytest.mark.parametrize("page", ["AGENTS.md", "SECURITY.md", ".github/pull_request_template.md"])
def test_every_file_that_a_page_names_is_there(page: str) -> None:
    named = files((ROOT / page).read_text(encoding="utf-8"))
    assert named
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


def test_every_file_of_the_table_of_changes_is_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text.partition("## Where to make a change\n")[2].partition("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| ")][1:]
    named = {row.split("|")[1].strip(): files(row) for row in rows}
    assert len(named) == 10
    assert [path for paths in named.values() for path in sorted(paths) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("workflow", sorted((GITHUB / "workflows").glob("*.yml")), ids=name)
def test_a_workflow_may_little_ends_in_time_and_runs_what_is_there(workflow: Path) -> None:
    told = read(workflow)
    assert told["permissions"] == {"contents": "read"}
    for job in told["jobs"].values():
        assert job["timeout-minutes"] <= 30
        for step in job["steps"]:
            if "checkout" in step.get("uses", ""):
                assert step["with"] == {"persist-credentials": False}
            command = step.get("run", "")
            assert commands(f"`{command}`") <= make_targets()
            assert not command.startswith(".") or (ROOT / command).is_file()


def test_the_page_for_agents_can_be_read_at_a_glance() -> None:
    assert len((ROOT / "AGENTS.md").read_text(encoding="utf-8").splitlines()) <= 60


def test_editors_and_ruff_agree() -> None:
    text = (ROOT / ".editorconfig").read_text(encoding="utf-8")
    python = re.search(r"^\[\*\.py\]\n((?:.+\n)+)", text, re.MULTILINE)
    assert python
    said = dict(line.split(" = ") for line in python[1].splitlines())
    ruff = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]
    assert said == {"indent_size": str(ruff.get("indent-width", 4)), "max_line_length": str(ruff["line-length"])}


#: Where texts that are built in are told.
TELLING = ("converse", "explain", "write")


def test_every_text_that_is_built_in_is_used() -> None:
    """Its id stands in the program that says when."""
    program = "".join(file.read_text() for room in TELLING for file in (ROOT / "wizard" / room).glob("*.py"))
    assert [id_ for id_ in load().built_in if f'"{id_}"' not in program] == []
