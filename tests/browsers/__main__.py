"""A whole interview in each engine, up to the file: `python -m tests.browsers [ENGINE ...] --site site`."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tests.browsers.drivers import ENGINES, DriverError, driver
from wizard.build.tools.serve import serving

if TYPE_CHECKING:
    from tests.browsers.drivers import Driver

ANSWERS: Final = {"persistence": "yes", "language": "python", "framework": "fastapi", "data": "relational"}

#: Runs in the page before the interview: what it complains of, and what it offers as a file.
LISTEN: Final = """
  window.complaints = [];
  addEventListener("error", (event) => complaints.push(`error: ${event.message}`));
  addEventListener("unhandledrejection", (event) => complaints.push(`rejected: ${event.reason}`));
  document.addEventListener("securitypolicyviolation", (event) =>
    complaints.push(`policy: ${event.violatedDirective} ${event.blockedURI}`));
  const offer = URL.createObjectURL;
  URL.createObjectURL = (blob) => { blob.text().then((text) => (window.file = text)); return offer(blob); };
"""

#: Defines `until(condition)`, which waits and gives what the condition gave.
UNTIL: Final = """
  const until = async (condition) => {
    for (let waited = 0; waited < 80_000; waited += 50) {
      const found = condition();
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`waited in vain for ${condition}`);
  };
  const wizard = document.querySelector("data-stack-wizard");
"""

READY: Final = f"""{UNTIL}
  await until(() => wizard.dataset.state !== "starting");
  return wizard.dataset.state;
"""

#: Answers the question that is shown and waits for the next screen; gives its key.
ANSWER: Final = f"""{UNTIL}
  const answers = ANSWERS;
  const form = wizard.querySelector("form");
  const fields = [...form.querySelectorAll(".dsw-option input, select.dsw-select option")];
  const wanted = [answers[form.dataset.at], "unsure", "none", "any", "other", "no"];
  const value = wanted.find((one) => one && fields.some((field) => field.value === one));
  const field = fields.find((one) => one.value === value);
  if (field?.matches("option")) field.closest("select").value = value;
  else if (field && !field.checked) field.click();
  form.querySelector("button[name=event][value=continue]").click();
  await until(() => wizard.querySelector("form") !== form);
  return wizard.querySelector("form").dataset.at;
""".replace("ANSWERS", json.dumps(ANSWERS))

FILE: Final = f"""{UNTIL}
  wizard.querySelector("button[name=event][value=confirm]").click();
  const button = await until(() => wizard.querySelector("[data-download]"));
  button.click();
  const file = await until(() => window.file);
  return [file, window.complaints];
"""

HEADINGS: Final = [
    "# Data Stack",
    "## Overview",
    "## Rules to Work By",
    "## Database",
    "## ORM / Database Client",
    "## Decision Relationships",
    "## Further Rules",
    "## How This Was Decided",
]


def smoke(browser: Driver, url: str) -> list[str]:
    """Walk from the first question to the file. Gives the screens that were seen; raises AssertionError."""
    browser.goto(f"{url}wizard/")
    browser.run(LISTEN)
    state = browser.run(READY)
    assert state == "ready", state
    seen = ["persistence"]
    while seen[-1] != "review":
        assert len(seen) < 40, f"the interview does not end: {seen}"
        at: Any = browser.run(ANSWER)
        assert not str(at).startswith("failed:"), at
        seen.append(at)
    file, complaints = browser.run(FILE)
    found = [line for line in file.splitlines() if line.startswith(("# ", "## "))]
    assert found == HEADINGS, found
    assert "PostgreSQL" in file
    assert complaints == [], complaints
    return seen


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("engines", nargs="*", default=ENGINES, help=", ".join(ENGINES))
    parser.add_argument("--site", type=Path, default=Path("site"))
    options = parser.parse_args()
    failed = 0
    with serving(options.site) as url:
        for engine in options.engines:
            begun = time.monotonic()
            try:
                with driver(engine) as browser:
                    seen = smoke(browser, url)
                    outcome = f"{browser.name}: {len(seen)} screens and the file"
            except (AssertionError, DriverError) as error:
                failed += 1
                outcome = f"{engine}: FAILED: {error}"
            print(f"     {outcome}, {time.monotonic() - begun:.0f} s", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
