"""Servers for the starts, as Debian packages them, each started by hand in a folder of its own on a free port.

A server that is not installed is a :class:`MissingError` that says which package has it.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final


class MissingError(Exception):
    """Something that is not on this machine: a sentence that names it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Server:
    """A server that runs: what it calls itself, and its port."""

    version: str
    port: int


@contextmanager
def postgresql(folder: Path, roles: str) -> Iterator[Server]:
    """A cluster with the roles and databases that the SQL makes."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    found = [path for path in (*reversed(programs), *_on_path("postgres")) if (path / "initdb").is_file()]
    if not found:
        raise MissingError("PostgreSQL is not installed (on Debian: the package postgresql).")
    bin_, port, data = found[0], _free_port(), folder / "data"
    user = _for_user(folder, "postgres")
    _run(user, bin_ / "initdb", "--pgdata", data, "--username", "postgres", "--auth", "trust", "--no-sync")
    options = f"-c port={port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    _run(user, bin_ / "pg_ctl", "--pgdata", data, "--log", folder / "log", "--wait", "--options", options, "start")
    try:
        psql = (bin_ / "psql", "--host", folder, "--port", str(port), "--username", "postgres")
        _run(user, *psql, "--set", "ON_ERROR_STOP=1", given=roles)
        yield Server(version=f"PostgreSQL {_said(bin_ / 'postgres', '--version').split()[2]}", port=port)
    finally:
        _run(user, bin_ / "pg_ctl", "--pgdata", data, "--mode", "immediate", "stop")


@contextmanager
def mariadb(folder: Path, roles: str) -> Iterator[Server]:
    """A server with the users and databases that the SQL makes."""
    found = [path for path in (*_on_path("mariadbd"), Path("/usr/sbin")) if (path / "mariadbd").is_file()]
    if not found:
        raise MissingError("MariaDB is not installed (on Debian: the package mariadb-server).")
    server, port, at = found[0] / "mariadbd", _free_port(), folder / "socket"
    user = _for_user(folder, "mysql")
    _run(
        user,
        "mariadb-install-db",
        "--no-defaults",
        f"--datadir={folder}/data",
        "--auth-root-authentication-method=normal",
        "--skip-test-db",
    )
    options = (f"--datadir={folder}/data", f"--socket={at}", f"--port={port}", "--bind-address=127.0.0.1")
    running = _begin(user, folder, server, "--no-defaults", *options, f"--pid-file={folder}/pid")
    try:
        client = ("mariadb", "--no-defaults", f"--socket={at}", "--user=root")
        asked = [*user, *client, "--execute", "SELECT 1"]
        _until(lambda: subprocess.run(asked, capture_output=True, check=False).returncode == 0)
        _run(user, *client, given=roles)
        yield Server(version=f"MariaDB {_said(server, '--version').split()[2].split('-')[0]}", port=port)
    finally:
        _end(running)


@contextmanager
def redis(folder: Path, _: str) -> Iterator[Server]:
    """A server that keeps nothing."""
    name = next((name for name in ("valkey-server", "redis-server") if shutil.which(name)), "")
    if not name:
        raise MissingError("Neither Valkey nor Redis is installed (on Debian: the package redis-server).")
    port = _free_port()
    running = _begin((), folder, name, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder)
    try:
        _until(lambda: _listens(port))
        product = name.removesuffix("-server").capitalize()
        yield Server(version=f"{product} {_said(name, '--version').split('v=')[1].split()[0]}", port=port)
    finally:
        _end(running)


#: A server's name in `shared.toml`, and what starts it; and the port that the starts' own addresses have.
SERVERS: Final[Mapping[str, Callable[[Path, str], AbstractContextManager[Server]]]] = {
    "postgresql": postgresql,
    "mariadb": mariadb,
    "redis": redis,
}
PORTS: Final[Mapping[str, int]] = {"postgresql": 5432, "mariadb": 3306, "redis": 6379}


def _on_path(program: str) -> list[Path]:
    found = shutil.which(program)
    return [Path(found).resolve().parent] if found else []


def _for_user(folder: Path, name: str) -> tuple[str, ...]:
    """What runs a command as the server's own user where this is root, whom servers refuse."""
    if os.geteuid():
        return ()
    shutil.chown(folder, name)
    return ("setpriv", f"--reuid={name}", f"--regid={name}", "--clear-groups")


def _run(user: tuple[str, ...], *command: str | Path, given: str = "") -> None:
    done = subprocess.run(
        [*user, *map(str, command)], input=given, capture_output=True, text=True, check=False, cwd="/"
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))}: {done.stdout}{done.stderr}")


def _begin(user: tuple[str, ...], folder: Path, *command: str | Path) -> subprocess.Popen[bytes]:
    with (folder / "log").open("wb") as log:
        return subprocess.Popen([*user, *map(str, command)], stdout=log, stderr=log, cwd="/")


def _end(running: subprocess.Popen[bytes]) -> None:
    running.terminate()
    try:
        running.wait(30)
    except subprocess.TimeoutExpired:
        running.kill()
        running.wait()


def _said(*command: str | Path) -> str:
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, check=True).stdout


def _until(holds: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise RuntimeError(f"a server did not answer within {seconds:.0f} seconds")
        time.sleep(0.1)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def reachable(host: str) -> bool:
    """Whether a host answers at its port for HTTPS."""
    try:
        socket.create_connection((host, 443), timeout=10).close()
    except OSError:
        return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
