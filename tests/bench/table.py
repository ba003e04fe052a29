"""Samples, and the table that they end in."""

from __future__ import annotations

from collections import defaultdict
from statistics import median, quantiles
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tests.bench.browser import Measured
    from tests.bench.growth import Grown

#: Every request of an interview for the second time, whatever the screen.
AGAIN: Final = "again"

#: A press in the same instant as the pick, whatever the screen.
AT_ONCE: Final = "at once"

SCREENS: Final = {
    "question": "to a question",
    "review": "to the summary",
    "document": "to the document",
    AGAIN: "all of them, a second time",
}

STARTS: Final = {
    "wizard": "wizard and its page",
    "whole": "the same with all of the WebAssembly",
    "runtime": "wizard's runtime alone",
    "stock": "stock `loadPyodide()`",
    "newest": "stock `loadPyodide()`, newest",
}

SEEN: Final = {
    "bare": "First paint, cold, {}: the page without the wizard",
    "painted": "First paint, cold, {}: the page with the wizard",
    "answerable": "First question can be answered, cold, {}",
}

#: What the ratio to stock has to stay below, by line and visit.
RATIOS: Final[Mapping[tuple[str, str], float]] = {
    ("unthrottled", "cold"): 0.36,
    ("9 Mbit/s, 60 ms", "cold"): 0.42,
    ("1.6 Mbit/s, 150 ms", "cold"): 0.45,
    ("unthrottled", "returning"): 0.35,
    ("9 Mbit/s, 60 ms", "returning"): 0.35,
}

#: Likewise the time of the first question to the first paint of the page without the wizard; and megabytes to ready.
SEEN_RATIO: Final = 1.2
MEGABYTES: Final = 2.3

#: Milliseconds that the 95th percentile has to stay below, by engine and screen.
TARGETS: Final[Mapping[str, Mapping[str, int]]] = {
    "CPython": {"question": 8, "review": 50, "document": 50},
    "Pyodide": {"question": 16, "review": 50, "document": 50},
}

#: The same for the time from a press to the next heading in the page. Nobody presses at once: that is for comparison.
WAITS: Final[Mapping[str, tuple[str, int | None]]] = {
    "question": (SCREENS["question"], 16),
    "review": (SCREENS["review"], 50),
    "document": (SCREENS["document"], 50),
    AT_ONCE: ("in the instant of the pick", None),
}

#: What grows with the catalogue, and the unit. Nothing may grow faster.
GROWN: Final[Mapping[str, tuple[str, str]]] = {
    "question": ("A question", "ms"),
    "review": ("The summary", "ms"),
    "document": ("The document", "ms"),
    "build": ("The build", "s"),
    "proofs": ("The proofs", "s"),
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
    for line, samples in measured.seen.items():
        for name, words in SEEN.items():
            target = SEEN_RATIO if name != "bare" else None
            rows.append(_compared(words.format(line), samples[name], "s", samples["bare"], "bare", target))
    for (line, visit), samples in measured.seconds.items():
        for name, words in STARTS.items():
            if name in samples:
                target = RATIOS.get((line, visit)) if name == "wizard" else None
                rows.append(
                    _compared(
                        f"To ready, {visit}, {line}: {words}", samples[name], "s", samples["stock"], "stock", target
                    )
                )
    for name, words in STARTS.items():
        row = _compared(
            f"Sent to ready, cold: {words}", measured.megabytes[name], "MB", measured.megabytes["stock"], "stock"
        )
        rows.append(row if name != "wizard" else (*row[:-1], _kept(median(measured.megabytes[name]), MEGABYTES, "MB")))
    rows.append(_row("Requests to ready, cold: wizard and its page", measured.requests, ""))
    for screen, (words, target) in WAITS.items():
        if measured.waits[screen]:
            rows.append(
                _row(f"Press to next heading in Chromium, {words}", measured.waits[screen], "ms", target=target)
            )
    if measured.shifts:
        still = "0: met" if not any(measured.shifts) else "0: missed"
        rows.append((*_row("Cumulative layout shift, whole interviews by mouse", measured.shifts, "shift")[:-1], still))
        none = "none: met" if not measured.long_tasks else "none: missed"
        worst = f"{max(measured.long_tasks, default=0):.0f} ms"
        rows.append(
            (
                "Tasks over 50 ms while answering, and the longest",
                str(len(measured.long_tasks)),
                worst,
                str(len(measured.shifts)),
                "",
                none,
            )
        )
    return rows


def growth_rows(found: Grown) -> list[Row]:
    """Each thing with so many times the catalogue, beside the same with the catalogue as it is."""
    rows = []
    for thing, (words, unit) in GROWN.items():
        for many in sorted(many for name, many in found if name == thing):
            samples, one = found[thing, many], found[thing, 1]
            what = f"{words}, {many} \N{MULTIPLICATION SIGN} the catalogue"
            if many == 1:
                rows.append(_row(what, samples, unit))
            else:
                rows.append(_compared(what, samples, unit, one, "one", many))
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


def _compared(
    what: str, samples: Sequence[float], unit: str, beside: Sequence[float], name: str, target: float | None = None
) -> Row:
    """A row with the ratio of the medians, and whether that is what it has to be."""
    ratio = median(samples) / median(beside)
    row = _row(what, samples, unit, ratio=_ratio(samples, beside, name) if samples is not beside else "")
    return row if target is None else (*row[:-1], _kept(ratio, target, "\N{MULTIPLICATION SIGN}"))


def _kept(value: float, target: float, unit: str) -> str:
    return f"\N{LESS-THAN OR EQUAL TO} {target:.2f} {unit}: {'met' if value <= target else 'missed'}"


def _number(value: float, unit: str) -> str:
    if unit == "shift":
        return f"{value:.3f}"
    return f"{value:.1f} ms" if unit == "ms" else f"{value:.2f} {unit}" if unit else f"{value:.0f}"


def _ratio(samples: Sequence[float], beside: Sequence[float], name: str) -> str:
    return f"{median(samples) / median(beside):.2f} \N{MULTIPLICATION SIGN} {name}"


def percentile_95(samples: Sequence[float]) -> float:
    """The value that 95 % of the samples do not exceed; the largest one when they are few."""
    return quantiles(samples, n=20, method="inclusive")[-1] if len(samples) >= 20 else max(samples)
