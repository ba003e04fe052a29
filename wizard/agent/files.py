"""Files that are named on the command line: read with a limit, and replaced whole or not at all."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

#: In bytes: more than answers, a document or a project file ever has.
LONGEST: Final = 5_000_000

#: Stands for standard input, and for standard output.
STANDARD: Final = "-"

#: In seconds: so long another command may take to put its file in place, which is a matter of milliseconds.
PATIENCE: Final = 5.0


class InputError(ValueError):
    """What was given cannot be used; the text names the file or the key, and the way out."""


class NotThereError(InputError):
    """There is no such file."""


class ChangedError(InputError):
    """The file is another than when it was read."""


def where(name: str) -> str:
    """How a file is called in a message."""
    return "standard input" if name == STANDARD else name


def read(name: str) -> str:
    """The text of a file, or of standard input for `-`. Raises :class:`InputError`."""
    try:
        if name == STANDARD:
            if sys.stdin is None:
                raise InputError(f"{where(name)}: it is closed; name a file, or give the text there")
            data = sys.stdin.buffer.read(LONGEST + 1)
        elif Path(name).exists() and not Path(name).is_file() and not Path(name).is_dir():
            raise InputError(f"{where(name)}: this is no file; give a pipe as standard input, with -")
        else:
            with Path(name).open("rb") as file:
                data = file.read(LONGEST + 1)
        if len(data) > LONGEST:
            raise InputError(f"{where(name)}: longer than {LONGEST:,} bytes, so it was not read")
        return data.decode("utf-8-sig")
    except FileNotFoundError as error:
        raise NotThereError(f"{where(name)}: {error.strerror}") from None
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text; save it as UTF-8"
        raise InputError(f"{where(name)}: {reason}") from None


def replace(name: str, text: str, *, was: str | None = None, folders: bool = False) -> None:
    """Put `text` in the place of what a file holds. Whatever happens, the file holds the one or the other, whole. Where
    each line of what was there ended as on Windows, each of the new ones does.

    `was` is what was read there, and empty where nothing was; None replaces whatever is there. The file's own folder is
    made where it is missing, and all those above it with `folders`: a longer way is more likely a slip. Raises
    :class:`InputError`, and :class:`ChangedError` where the file is no longer what it was.
    """
    if was and was.count("\r\n") == was.count("\n") > 0:
        text = text.replace("\r\n", "\n").replace("\n", "\r\n")
    path = Path(os.path.realpath(name))  # a link stays one, and leads to the new text
    unfinished = ""
    try:
        if name.endswith(("/", os.sep)):
            raise InputError(f"{name}: this is a folder's name; nothing was written. Name a file in it")
        if any(place.is_symlink() and not place.exists() for place in (Path(name), *Path(name).parents)):
            raise InputError(f"{name}: a link in it leads to nothing that is there; nothing was written")
        if path.exists() and not path.is_file():
            raise InputError(f"{name}: this is no file; name one")
        path.parent.mkdir(parents=folders, exist_ok=True)
        with tempfile.NamedTemporaryFile("wb", dir=path.parent, prefix=f".{path.name[:40]}.", delete=False) as file:
            unfinished = file.name
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, unfinished)
        else:
            Path(unfinished).chmod(0o666 & ~_mask())
        with _alone(path.parent):
            if was is not None and _there(path) != was:
                raise ChangedError(f"{name}: it was changed meanwhile; nothing was written. Try again")
            Path(unfinished).replace(path)
    except (OSError, UnicodeEncodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "half a character stands in the text"
        raise InputError(f"{name}: {reason}; nothing was written") from None
    finally:
        if unfinished:
            Path(unfinished).unlink(missing_ok=True)


def _there(path: Path) -> str:
    """What a file holds now; nothing where there is none."""
    try:
        return read(str(path))
    except NotThereError:
        return ""


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """No other of our commands compares and replaces in this folder meanwhile. Raises InputError where one does for
    longer than :data:`PATIENCE`. Where the file system has no such locks, the comparison stands alone."""
    until = time.monotonic() + PATIENCE
    try:
        while (lock := _locked(folder)) is None:
            if time.monotonic() > until:
                raise InputError(f"{folder}: another program has locked this folder; nothing was written. Try again")
            time.sleep(0.01)
    except OSError:
        lock = None
    try:
        yield
    finally:
        if lock is not None:
            os.close(lock)


def _locked(folder: Path) -> int | None:
    """The descriptor that holds the lock, and None where somebody else has it. It ends with the process, and no file is
    left: elsewhere the folder itself is locked, and Windows deletes the lock's file as it is closed. Raises OSError
    where there is no lock to be had."""
    if sys.platform == "win32":
        try:
            return os.open(folder / ".data-stack.lock", os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_TEMPORARY)
        except (FileExistsError, PermissionError):  # the second while it is being deleted
            return None
    import fcntl  # noqa: PLC0415, Windows has none

    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    except OSError:
        os.close(lock)
        raise
    return lock


def is_output(name: str) -> bool:
    """Whether a file is the one that standard output goes to."""
    try:
        return name != STANDARD and Path(name).samefile(f"/dev/fd/{sys.stdout.fileno()}")
    except (OSError, ValueError, AttributeError):
        return False


def _mask() -> int:
    """The mask of new files, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
