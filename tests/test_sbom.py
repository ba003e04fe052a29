"""The bill of materials, against CycloneDX's own schema and against the lock files."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource

from wizard.build.machines import sbom

ROOT = Path(__file__).parents[1]


def schema(name: str) -> Any:
    return json.loads((files("cyclonedx.schema") / "_res" / f"{name}.SNAPSHOT.schema.json").read_text(encoding="utf-8"))


def test_it_is_valid() -> None:
    address = "http://cyclonedx.org/schema/{}.SNAPSHOT.schema.json"
    beside = [(address.format(name), Resource.from_contents(schema(name))) for name in ("spdx", "jsf-0.82")]
    known: Registry[Any] = Registry().with_resources(beside)
    validator = jsonschema.Draft7Validator(schema("bom-1.6"), registry=known)
    assert [error.message for error in validator.iter_errors(json.loads(sbom.text()))] == []
    assert list(validator.iter_errors({"bomFormat": "other"})), "the schema finds fault with nothing"


def test_it_names_what_is_shipped_with_its_version() -> None:
    shipped = {part["name"]: part for part in sbom.document()["components"] if part["scope"] == "required"}
    assert set(shipped) == {*sbom.SHIPPED, "cpython"}
    assert shipped["cpython"]["version"].startswith("3.13")
    assert len(shipped["pyodide"]["hashes"][0]["content"]) == 128


def test_it_says_what_is_not_shipped_as_it_was_published() -> None:
    changed = {part["name"]: part["pedigree"]["notes"] for part in sbom.document()["components"] if "pedigree" in part}
    assert set(changed) == {"pyodide"}
    for name in re.findall(r"wizard/[\w/]+(?:\.py)?", changed["pyodide"]):
        assert (ROOT / name).exists(), name


def test_it_is_the_same_every_time() -> None:
    assert sbom.text() == sbom.text()


@pytest.mark.parametrize("folder", ["tests", "wizard/browser"])
def test_every_npm_package_is_pinned_by_its_content_and_by_no_address(folder: str) -> None:
    lock = json.loads((ROOT / folder / "package-lock.json").read_text(encoding="utf-8"))
    packages = [package for path, package in lock["packages"].items() if path]
    assert packages
    assert all(package["integrity"].startswith("sha512-") for package in packages)
    assert not any("resolved" in package for package in packages)


def test_every_python_package_is_pinned_by_its_content_and_by_no_address() -> None:
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text


def test_every_action_of_the_workflows_is_pinned_by_its_commit() -> None:
    uses = [
        line.strip()
        for file in (ROOT / ".github" / "workflows").glob("*.yml")
        for line in file.read_text(encoding="utf-8").splitlines()
        if "uses:" in line
    ]
    assert uses
    assert all(re.fullmatch(r"(?:- )?uses: [\w./-]+@[0-9a-f]{40} # v[\d.]+", use) for use in uses), uses
