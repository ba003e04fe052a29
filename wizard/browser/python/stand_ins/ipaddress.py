"""Stands in for the standard library's `ipaddress`: `urllib.parse` imports it for hosts in brackets."""


def __getattr__(name: str) -> object:
    raise AttributeError(f"ipaddress.{name} is not in the browser's Python")
