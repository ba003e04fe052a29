"""Stands in for the standard library's `random`: Jinja2 imports these for filters that no template of ours uses."""


def _not_here(*_: object) -> None:
    raise NotImplementedError("random is not in the browser's Python")


choice = randrange = _not_here
