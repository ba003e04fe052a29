"""The browser's only door, by the name that it keeps: see :mod:`wizard.door.api`."""

from wizard.door.api import handle

__all__ = ["handle"]
