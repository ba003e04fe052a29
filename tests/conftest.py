"""What every run of the tests shares: proofs that need not be proved again (see proofs.py), what is left to the full
run, and which tests go to one process."""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests import proofs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _pytest.terminal import TerminalReporter

#: As the terminal counts them.
KIND: Final = "proved before"
LEFT: Final = "left to the full run"

#: How a reason to skip begins, by which what is left to the full run is told from what is skipped.
LEFT_FOR: Final = f"{LEFT}: "

BROWSER: Final = Path(__file__).parent / "browser"

#: Of each hundred examples with which a property is tried, and of the widths at which axe looks, --quick takes these.
FEWER: Final = "20"
ONE_WIDTH: Final = (320,)
PARTLY: Final = (
    f"Properties were tried with {FEWER} of 100 examples, and axe looked at {ONE_WIDTH[0]} pixels alone: "
    "`make test-all` does the rest."
)

#: Tests of one file go to one process, which makes what they share once. Files that share it -> the file that makes it.
TOGETHER: Final = {
    "test_agreement": "test_sentences",
    "test_nothing_given_up": "test_agent",
    "test_once": "test_stacks",
    "test_presumptions": "test_sentences",
    "test_same": "test_agent",
    "test_sources": "test_sentences",
    "test_standard": "test_sentences",
}

#: What depends on nothing but the package, its facts and the tests themselves: a page, a style or a script that has
#: changed changes nothing here. What starts another Python is not among them, as it is not seen what that reads.
PROOFS: Final = frozenset(
    f"test_{name}"
    for name in (
        *("agent", "agreement", "api", "by_fact", "catalogue", "check", "compatibility", "decision_map"),
        *("detection", "document", "heard", "hostile", "kept"),
        *("nothing_given_up", "once", "one_line", "operations", "own_words", "pairs", "presumptions", "products"),
        *("reopening", "recommendation", "record_events", "rulebook", "sentences", "situations", "sources", "stacks"),
        *("standard", "start", "talks", "things", "undo", "written"),
    )
)

#: Files that a proof has opened.
OPENED = pytest.StashKey[set[Path]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--prove", action="store_true", help="prove what was proved for the same sources, too")
    parser.addoption("--quick", action="store_true", help="leave what is marked `full` to the full run, and say so")


def pytest_configure(config: pytest.Config) -> None:
    proofs.forget_the_old()
    if config.getoption("quick"):
        os.environ.setdefault("DATA_STACK_EXAMPLES", FEWER)  # read by strategies.py


@pytest.fixture(scope="session")
def widths(pytestconfig: pytest.Config) -> tuple[int, ...]:
    """The widths of a window at which axe looks at a page, in pixels."""
    return ONE_WIDTH if pytestconfig.getoption("quick") else (1280, 320)


@pytest.hookimpl(tryfirst=True)  # pytest-xdist adds groups to the tests' ids
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    several = hasattr(config, "workerinput")  # as pytest-xdist says that this is one of its processes
    for item in items:
        if item.path.stem in PROOFS and item.path.parent == BROWSER.parent and sys.platform != "emscripten":
            item.add_marker(pytest.mark.proof)
        if item.get_closest_marker("proof") and not proofs.proves_again(config):
            found = proofs.digest_of(item.path)
            if proofs.is_kept(found, proofs.name_of(item)):
                item.add_marker(pytest.mark.skip(reason=f"{proofs.PROVED}{found}"))
        if (full := item.get_closest_marker("full")) and config.getoption("quick"):
            item.add_marker(pytest.mark.skip(reason=f"{LEFT_FOR}{full.args[0]}"))
        alone = item.path.is_relative_to(BROWSER) or any(map(item.get_closest_marker, ("full", "xdist_group")))
        if several and not alone:
            item.add_marker(pytest.mark.xdist_group(TOGETHER.get(item.path.stem, item.path.stem)))
    items.sort(key=lambda item: not item.get_closest_marker("full"))  # what takes longest does not begin last


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
        strangers = sorted(map(str, item.stash[OPENED] - proofs.covered_by_digest(item.path)))
        assert not strangers, f"it depends on files that its digest does not cover: {strangers}"
        proofs.keep(proofs.digest_of(item.path), proofs.name_of(item))
    return result


def _skipped_for(report: pytest.TestReport) -> str:
    """Why a test was skipped; empty where it was not."""
    reason = report.longrepr[2] if report.skipped and isinstance(report.longrepr, tuple) else ""
    return reason.removeprefix("Skipped: ")


def pytest_report_teststatus(report: pytest.TestReport) -> tuple[str, str, str] | None:
    reason = _skipped_for(report)
    if reason.startswith(proofs.PROVED):
        return KIND, "p", KIND.upper()
    if reason.startswith(LEFT_FOR):
        return LEFT, "l", LEFT.upper()
    return None


def pytest_terminal_summary(terminalreporter: TerminalReporter, config: pytest.Config) -> None:
    if kept := terminalreporter.stats.get(KIND):
        terminalreporter.write_line(
            f"{len(kept)} of the proofs were taken from .cache/proofs, where they are kept for the same sources: "
            "`make promises` proves the promises again, and `pytest --prove` everything."
        )
    if left := terminalreporter.stats.get(LEFT):
        terminalreporter.write_line(f"{len(left)} tests were left to the full run, `make test-all`, which CI does:")
        for reason, count in Counter(_skipped_for(report).removeprefix(LEFT_FOR) for report in left).items():
            terminalreporter.write_line(f"  {count} of {reason}")
    if config.getoption("quick"):
        terminalreporter.write_line(PARTLY)
