"""`make bench`: measure, and print one table. `--only engine` needs no browser, and is quick."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from datetime import datetime
from pathlib import Path
from typing import Final

from tests.bench import browser, engine, growth
from tests.bench.table import as_markdown, browser_rows, engine_rows, growth_rows

#: The page of the docs that shows the last measurement.
PAGE: Final = Path(__file__).parents[2] / "docs" / "performance.md"

PARTS: Final = ("engine", "growth", "browser")


def main() -> int:
    """Measure what the options ask for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure the engine and the site.")
    parser.add_argument("--runs", type=int, default=5, help="how often each thing is measured (5)")
    parser.add_argument("--only", choices=PARTS, help="leave the others out")
    parser.add_argument("--line", action="append", choices=browser.LINES, help="only this line, or these (all)")
    parser.add_argument("--times", type=int, nargs="+", default=growth.TIMES, help="how often the products (1 2 4 8)")
    parser.add_argument("--site", type=Path, default=Path("site"), help="the folder that mkdocs built (site)")
    parser.add_argument("--save", action="store_true", help="write the table into docs/performance.md")
    options = parser.parse_args()
    if options.runs < 1:
        parser.error("--runs must be at least 1")
    if 1 not in options.times or min(options.times) < 1:
        parser.error("--times must have 1, which the others are compared with")
    parts = (options.only,) if options.only else PARTS
    if "browser" in parts and not (options.site / "wizard" / "index.html").is_file():
        parser.error(f"{options.site} holds no built site: run `make build`, or name one with --site")
    rows = []
    if "engine" in parts:
        rows += engine_rows(engine.measure(options.runs, _say))
    if "growth" in parts:
        rows += growth_rows(growth.measure(options.runs, _say, options.times))
    if "browser" in parts:
        rows += browser_rows(browser.measure(options.runs, options.site, _say, options.line or browser.LINES))
    where, table = _where(options.runs), as_markdown(rows)
    print(f"\n{where}\n\n{table}")
    if options.save:
        PAGE.write_text(measured(PAGE.read_text(encoding="utf-8"), f"{where}.\n\n{table}"), encoding="utf-8")
    return 0


def measured(page: str, text: str) -> str:
    """The page with `text` where it has the last measurement."""
    before, begin, rest = page.partition("<!-- measured: begin -->\n")
    _, end, after = rest.partition("<!-- measured: end -->\n")
    return f"{before}{begin}\n{text}\n\n{end}{after}"


def _say(text: str) -> None:
    print(f"     {text}", file=sys.stderr, flush=True)


def _where(runs: int) -> str:
    """When and on what it was measured; a busy machine shows in its load."""
    day = datetime.now().astimezone().date()
    python = f"Python {platform.python_version()}"
    load = f"load {os.getloadavg()[0]:.1f} at the end"
    return (
        f"{day:%-d %B %Y}, {os.cpu_count()} cores ({_processor()}), {platform.system()}, {python}, {runs} runs, {load}"
    )


def _processor() -> str:
    """Its name, where the system tells."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{platform.machine()}, {names[0]}" if names else platform.machine()


if __name__ == "__main__":
    sys.exit(main())
