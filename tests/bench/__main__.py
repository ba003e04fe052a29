"""`make bench`: measure, and print one table. `--only engine` needs no browser, and is quick."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from datetime import datetime
from pathlib import Path

from tests.bench import browser, engine
from tests.bench.table import as_markdown, browser_rows, engine_rows


def main() -> int:
    """Measure what the options ask for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure the engine and the site.")
    parser.add_argument("--runs", type=int, default=5, help="how often each thing is measured (5)")
    parser.add_argument("--only", choices=("engine", "browser"), help="leave the other out")
    parser.add_argument("--line", action="append", choices=browser.LINES, help="only this line, or these (all)")
    parser.add_argument("--site", type=Path, default=Path("site"), help="the folder that mkdocs built (site)")
    options = parser.parse_args()
    if options.runs < 1:
        parser.error("--runs must be at least 1")
    if options.only != "engine" and not (options.site / "wizard" / "index.html").is_file():
        parser.error(f"{options.site} holds no built site: run `make build`, or name one with --site")
    rows = []
    if options.only != "browser":
        rows += engine_rows(engine.measure(options.runs, _say))
    if options.only != "engine":
        rows += browser_rows(browser.measure(options.runs, options.site, _say, options.line or browser.LINES))
    print(f"\n{_where(options.runs)}\n\n{as_markdown(rows)}")
    return 0


def _say(text: str) -> None:
    print(f"     {text}", file=sys.stderr, flush=True)


def _where(runs: int) -> str:
    """When and on what it was measured; a busy machine shows in its load."""
    day = datetime.now().astimezone().date()
    python = f"Python {platform.python_version()}"
    load = f"load {os.getloadavg()[0]:.1f} at the end"
    return f"{day}, {os.cpu_count()} cores ({platform.machine()}), {platform.system()}, {python}, {runs} runs, {load}"


if __name__ == "__main__":
    sys.exit(main())
