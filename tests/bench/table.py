"""Samples, and the table that they end in."""

from __future__ import annotations

from collections import defaultdict
from statistics import median, quantiles
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tests.bench.browser import Measured

#: Every request of an interview for the second time, whatever the screen.
AGAIN: Final = "again"

SCREENS: Final = {
    "question": "to a question",
    "review": "to the summary",
    "document": "to the document",
    AGAIN: "all of them, a second time",
}

STARTS: Final = {
    "wizard": "wizard and its page",
    "runtime": "wizard's runtime alone",
    "stock": "stock `loadPyodide()`",
}

#: Milliseconds that the 95th percentile has to stay below, by engine and screen.
TARGETS: Final[Mapping[str, Mapping[str, int | None]]] = {
    "CPython": {"question": 8, "review": 50, "document": 8},
    "Pyodide": {"question": 16, "review": 50, "document": 16},
    "Chromium": {"question": 16, "review": None, "document": None},
}

HEADER: Final = ("What", "Median", "95 % within", "Samples", "Ratio", "Target")

type Row = tuple[str, str, str, str, str, str]


class Samples:
    """Milliseconds by screen."""

    def __init__(self) -> None:
        self._by_screen: defaultdict[str, list[float]] = defaultdict(list)

    def add(self, screen: str, ms: float) -> None:
        """One more."""
        self._by_screen[screen].append(ms)

    def __getitem__(self, screen: str) -> list[float]:
        return self._by_screen[screen]


def engine_rows(samples: Mapping[str, Samples]) -> list[Row]:
    """`handle()` in both engines."""
    rows = []
    for screen, words in SCREENS.items():
        for engine, found in samples.items():
            ratio = _ratio(found[screen], samples["CPython"][screen], "CPython") if engine != "CPython" else ""
            target = TARGETS[engine].get(screen)
            rows.append(_row(f"`handle()` in {engine}, {words}", found[screen], "ms", ratio=ratio, target=target))
    return rows


def browser_rows(measured: Measured) -> list[Row]:
    """The wizard in Chromium, beside stock Pyodide."""
    rows = []
    for (line, visit), samples in measured.seconds.items():
        for name, words in STARTS.items():
            if name in samples:
                ratio = _ratio(samples[name], samples["stock"], "stock") if name != "stock" else ""
                rows.append(_row(f"To ready, {visit}, {line}: {words}", samples[name], "s", ratio=ratio))
    for name, words in STARTS.items():
        ratio = _ratio(measured.megabytes[name], measured.megabytes["stock"], "stock") if name != "stock" else ""
        rows.append(_row(f"Sent to ready, cold: {words}", measured.megabytes[name], "MB", ratio=ratio))
    for screen, target in TARGETS["Chromium"].items():
        words = f"Press to next heading in Chromium, {SCREENS[screen]}"
        if measured.waits[screen]:
            rows.append(_row(words, measured.waits[screen], "ms", target=target))
    return rows


def as_markdown(rows: Iterable[Row]) -> str:
    """A Markdown table, its columns aligned for a terminal."""
    rows = list(rows)
    widths = [max(map(len, column)) for column in zip(HEADER, *rows, strict=True)]
    rule = ("-" * width for width in widths)
    return "\n".join(
        f"| {' | '.join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))} |"
        for line in (HEADER, rule, *rows)
    )


def _row(what: str, samples: Sequence[float], unit: str, *, ratio: str = "", target: int | None = None) -> Row:
    high = percentile_95(samples)
    kept = "" if target is None else f"< {target} {unit}: {'met' if high < target else 'missed'}"
    return what, _number(median(samples), unit), _number(high, unit), str(len(samples)), ratio, kept


def _number(value: float, unit: str) -> str:
    return f"{value:.1f} ms" if unit == "ms" else f"{value:.2f} {unit}"


def _ratio(samples: Sequence[float], beside: Sequence[float], name: str) -> str:
    return f"{median(samples) / median(beside):.2f} \N{MULTIPLICATION SIGN} {name}"


def percentile_95(samples: Sequence[float]) -> float:
    """The value that 95 % of the samples do not exceed; the largest one when they are few."""
    return quantiles(samples, n=20, method="inclusive")[-1] if len(samples) >= 20 else max(samples)
