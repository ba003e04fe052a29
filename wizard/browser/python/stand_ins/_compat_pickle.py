"""Stands in for the standard library's `_compat_pickle`: names of Python 2, which `_pickle` looks up in its pickles."""

NAME_MAPPING: dict[tuple[str, str], tuple[str, str]] = {}
IMPORT_MAPPING: dict[str, str] = {}
REVERSE_NAME_MAPPING: dict[tuple[str, str], tuple[str, str]] = {}
REVERSE_IMPORT_MAPPING: dict[str, str] = {}
