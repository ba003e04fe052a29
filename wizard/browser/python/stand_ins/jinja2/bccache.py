"""Stands in for Jinja2's caches of compiled templates: templates come compiled."""


class BytecodeCache:
    """Named, never made."""


FileSystemBytecodeCache = MemcachedBytecodeCache = BytecodeCache
