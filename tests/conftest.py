"""Proofs that need not be proved again, and what the terminal says of them: see proofs.py."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import proofs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _pytest.terminal import TerminalReporter

#: As the terminal counts them.
KIND = "proved before"

#: Files that a proof has opened.
OPENED = pytest.StashKey[set[Path]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--prove", action="store_true", help="prove what was proved for the same sources, too")


@pytest.hookimpl(tryfirst=True)  # pytest-xdist adds groups to the tests' ids
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("proof") and not proofs.proves_again(config):
            found = proofs.digest_of(item.path)
            if proofs.is_kept(found, proofs.name_of(item)):
                item.add_marker(pytest.mark.skip(reason=f"{proofs.PROVED}{found}"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """What a proof opens is watched from its first fixture on."""
    if not item.get_closest_marker("proof"):
        return (yield)
    with proofs.watched() as opened:
        item.stash[OPENED] = opened
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    result = yield
    if OPENED in item.stash:
        strangers = sorted(map(str, item.stash[OPENED] - proofs.covered(item.path)))
        assert not strangers, f"it depends on files that its digest does not cover: {strangers}"
        proofs.keep(proofs.digest_of(item.path), proofs.name_of(item))
    return result


def pytest_report_teststatus(report: pytest.TestReport) -> tuple[str, str, str] | None:
    if report.skipped and isinstance(report.longrepr, tuple) and proofs.PROVED in report.longrepr[2]:
        return KIND, "p", KIND.upper()
    return None


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    if kept := terminalreporter.stats.get(KIND):
        terminalreporter.write_line(
            f"{len(kept)} of the proofs were taken from .cache/proofs, where they are kept for the same sources: "
            "`make promises` proves the promises again, and `pytest --prove` everything."
        )
