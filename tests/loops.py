"""An event loop of a test's own: Playwright leaves one running in the thread of every test after a browser's."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Coroutine


def run[T](coroutine: Coroutine[Any, Any, T]) -> T:
    """What `asyncio.run` gives, in a thread where no loop runs; raises what the coroutine raises."""
    with ThreadPoolExecutor(max_workers=1) as one:
        return one.submit(asyncio.run, coroutine).result()
