"""Stands in for the standard library's `hashlib`: what Jinja2 asks for is written in C."""

from _sha1 import sha1

__all__ = ["sha1"]
