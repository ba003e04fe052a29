"""Run the starts, all or those that are named, and write into `wizard/build/starts/ran.toml` what came of them."""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
import tempfile
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from pathlib import Path

from tests.first_ten_minutes import project
from tests.first_ten_minutes.servers import SERVERS, MissingError, Server, reachable
from wizard.build.starts.read import FOLDER, RAN, Run, Start, runs, starts
from wizard.catalogue.load import load
from wizard.decide.rulebook import rulebook


def main() -> int:
    """Exit status 1 where a start failed; what was written of it before stays."""
    catalogue = load()
    known = starts(catalogue, rulebook(catalogue))
    parser = argparse.ArgumentParser(prog="python -m tests.first_ten_minutes", description=__doc__)
    parser.add_argument("names", nargs="*", help="of starts, such as drizzle-postgresql (all)")
    parser.add_argument("--keep", action="store_true", help="leave the folder with the projects where it is")
    options = parser.parse_args()
    if unknown := sorted(set(options.names) - known.keys()):
        parser.error(f"there is no start {', '.join(unknown)}: there are {', '.join(known)}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that servers are stopped
    chosen = [known[key] for key in options.names or known]
    found, failed = dict(runs()), []
    folder = Path(tempfile.mkdtemp(prefix="first-ten-minutes-"))
    folder.chmod(0o755)  # servers run as users of their own
    try:
        for start in chosen:
            try:
                found[start.id] = _run(start, folder / start.id)
                print(f"{start.id}: {found[start.id].why or 'passed'}", flush=True)
            except project.FailedError as error:
                failed.append(start.id)
                print(f"{start.id}: failed\n{error}", file=sys.stderr, flush=True)
            (FOLDER / RAN).write_text(as_toml({key: found[key] for key in known if key in found}), encoding="utf-8")
    finally:
        if options.keep:
            print(f"The projects are in {folder}.")
        else:
            shutil.rmtree(folder)
    print(f"Failed: {', '.join(failed)}." if failed else "All that can be run here passed.")
    return 1 if failed else 0


def _run(start: Start, folder: Path) -> Run:
    """Run a start before a server of its own, so that no other start's tables are there."""
    day = datetime.now(tz=UTC).date().isoformat()
    folder.mkdir(mode=0o755)
    try:
        if start.client.language == "go" and not shutil.which("go"):
            raise MissingError("There is no Go toolchain on the machine.")
        if start.fetches_from and not reachable(start.fetches_from):
            raise MissingError(
                f"{start.client.name} fetches a program from {start.fetches_from}, which was out of reach."
            )
        with _server(start, folder) as server:
            project.run(start, folder, server)
    except MissingError as error:
        return Run(day=day, why=str(error), digest=start.digest, on=(), packages=())
    on = (*([server.version] if server else []), *project.runtime(start, folder))
    return Run(day=day, why="", digest=start.digest, on=on, packages=tuple(project.versions(start, folder)))


def _server(start: Start, folder: Path) -> AbstractContextManager[Server | None]:
    if not start.family.server:
        return nullcontext()
    own = folder / "server"
    own.mkdir()
    return SERVERS[start.family.server](own, start.family.roles)


def as_toml(found: Mapping[str, Run]) -> str:
    """What came of them, as `wizard.build.starts.read.runs` reads it."""
    lines = ["# Written by `make first-ten-minutes`. A digest tells whether the lines have changed since."]
    for key, run in found.items():
        lines += ["", f"[{key}]", f"day = {run.day}"]
        lines += [f"why = {_quoted(run.why)}"] if run.why else []
        lines += [f"digest = {_quoted(run.digest)}"]
        lines += [f"on = {_listed(run.on)}", f"packages = {_listed(run.packages)}"]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _listed(texts: tuple[str, ...]) -> str:
    return f"[{', '.join(map(_quoted, texts))}]"


if __name__ == "__main__":
    sys.exit(main())
