"""Leave out of Pyodide's WebAssembly what never runs.

Three quarters of its functions are for things that the wizard does not do. `functions.txt` names those that were seen
to run; `make profile` measures that. Each of the others becomes a few bytes that leave the program, as `exit()` would.
The worker has put a function of its own in that place (wizard/browser/python/worker.js), which does not return. So what
has called a function that is left out gets no result, and has no chance to catch anything and go on. The page starts
Python again, with the untouched file.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from wizard.build.assets import webassembly as wasm

if TYPE_CHECKING:
    from collections.abc import Iterable

FUNCTIONS: Final = Path(__file__).with_name("functions.txt")

#: What functions that are left out call: an import that takes a number and does not return.
EXIT: Final = "wasi_snapshot_preview1.proc_exit"

#: Exported by a file that counts, with the function's number behind it: 0, or 1 when that has run.
RAN: Final = "data_stack_ran_"

#: Exported by it too: 1 where functions that run are not counted.
RESTS: Final = "data_stack_rests"

HEAD: Final = """\
# The functions of Pyodide's WebAssembly that run, by number: `make profile` writes this.
# They belong to the file with this SHA-256 and to no other.
"""


class ProfileError(Exception):
    """A profile that cannot be used: the message says why and what to do."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Profile:
    """Which functions run."""

    sha256: str
    """Of the untouched file, in hexadecimal digits: functions have numbers, and another file has others."""
    functions: frozenset[int]

    @classmethod
    def parse(cls, text: str) -> Profile:
        """Read :meth:`text`. Raises :class:`ProfileError`."""
        words = [word for line in text.splitlines() if not line.startswith("#") for word in line.split()]
        try:
            ends = [[int(end) for end in word.split("-")] for word in words[1:]]
            return cls(sha256=words[0], functions=frozenset(n for end in ends for n in range(end[0], end[-1] + 1)))
        except (IndexError, ValueError):
            raise ProfileError(f"{FUNCTIONS.name} is damaged: run `make profile`.") from None

    def text(self) -> str:
        """As the file has it: the digest, then numbers and ranges of numbers."""
        words = " ".join(str(first) if first == last else f"{first}-{last}" for first, last in _runs(self.functions))
        return f"{HEAD}{self.sha256}\n" + "\n".join(wrap(words, 120, break_on_hyphens=False)) + "\n"


def profile() -> Profile:
    """The one that is kept with the sources. Raises :class:`ProfileError`."""
    try:
        return Profile.parse(FUNCTIONS.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ProfileError(f"{FUNCTIONS.name} is missing: run `make profile`.") from None


def trimmed(untouched: bytes, measured: Profile) -> wasm.Module:
    """The module without the functions that are not in the profile. Raises :class:`ProfileError`."""
    if hashlib.sha256(untouched).hexdigest() != measured.sha256:
        raise ProfileError(f"{FUNCTIONS.name} belongs to another version of Pyodide: run `make profile`.")
    module = wasm.read(untouched)
    stub = left_out(module)
    bodies = zip(module.functions, module.bodies, strict=True)
    kept = tuple(body if number in measured.functions else stub for number, body in bodies)
    return replace(module, bodies=kept)


def left_out(module: wasm.Module) -> bytes:
    """The body of each function that is left out: should it return after all, it ends in a trap."""
    leave = wasm.CALL + wasm.number(module.imported_functions.index(EXIT))
    return wasm.NO_LOCALS + wasm.I32_CONST + b"\1" + leave + wasm.UNREACHABLE + wasm.END


def counting(untouched: bytes) -> bytes:
    """The module with a global for each function, which that function sets to 1 when it is called, and one more, RESTS:
    while that is 1, nothing is counted.
    """
    plain = wasm.read(untouched)
    module, added = wasm.with_globals(plain, (RESTS, *(f"{RAN}{number}" for number in plain.functions)))
    rests, ran = added[0], added[1:]
    bodies = zip(module.bodies, ran, strict=True)
    counted = tuple(wasm.beginning_with(body, wasm.set_unless(each, rests)) for body, each in bodies)
    return wasm.write(replace(module, bodies=counted))


def _runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """First and last of each run of numbers that follow each other."""
    ordered = sorted(numbers)
    breaks = [i for i, (one, other) in enumerate(pairwise(ordered), start=1) if other != one + 1]
    return [(ordered[begin], ordered[end - 1]) for begin, end in pairwise([0, *breaks, len(ordered)]) if ordered]
