"""Stands in for the standard library's `weakref`: what Jinja2 and `copy` ask for is written in C."""

from _weakref import proxy, ref

__all__ = ["proxy", "ref"]
