"""Stands in for the standard library's `threading`: Jinja2 imports it for the lock of a cache. There is one thread."""

from _thread import allocate_lock as Lock  # noqa: N812, its name there

__all__ = ["Lock"]
