"""Stands in for the standard library's `dataclasses`: as much as the wizard uses, and nothing is compiled for it.

The standard library writes each class's methods as text and compiles them. Here they are the same few functions for all
classes, over the object's `__dict__`: importing the wizard takes half the time. Nothing guards a frozen object, and
`slots` is not heard: outside the browser the tests run with the real one.
"""

from collections.abc import Callable, Mapping
from typing import Any

_MISSING = object()


class Field:
    """What a class says of one of its fields."""

    def __init__(self, name: str, default: Any, default_factory: Any) -> None:
        self.name, self.default, self.default_factory = name, default, default_factory


def field(*, default: Any = _MISSING, default_factory: Any = _MISSING, repr: bool = True) -> Any:
    """As in the standard library."""
    return Field("", default, default_factory)


def dataclass(
    cls: Any = None,
    /,
    *,
    frozen: bool = False,
    kw_only: bool = False,
    slots: bool = False,
    eq: bool = True,
) -> Any:
    """As in the standard library."""
    if cls is None:
        return lambda cls: dataclass(cls, frozen=frozen, kw_only=kw_only, slots=slots, eq=eq)
    fields = {name: it for base in cls.__mro__[:0:-1] for name, it in getattr(base, "__dataclass_fields__", {}).items()}
    for name, annotation in cls.__dict__.get("__annotations__", {}).items():
        if str(annotation).startswith("ClassVar"):
            continue
        value = cls.__dict__.get(name, _MISSING)
        if isinstance(value, Field):
            fields[name] = Field(name, value.default, value.default_factory)
            delattr(cls, name)
        else:
            fields[name] = Field(name, value, _MISSING)
    cls.__dataclass_fields__ = fields
    cls.__init__ = _init(tuple(fields.values()), kw_only=kw_only)
    if slots and "__setstate__" not in cls.__dict__:
        names = tuple(fields)

        def set_state(self: Any, state: Any) -> None:
            self.__dict__.update(zip(names, state))  # noqa: B905, with `strict` it is a function that never runs else

        cls.__setstate__ = set_state  # what was pickled of a class with slots is a list
    if eq:
        _add_equality(cls, tuple(fields), frozen=frozen)
    return cls


def _init(fields: tuple[Field, ...], *, kw_only: bool) -> Callable[..., None]:
    names = tuple(it.name for it in fields)
    count = len(names)
    defaults = {it.name: it.default for it in fields if it.default is not _MISSING}
    factories = {it.name: it.default_factory for it in fields if it.default_factory is not _MISSING}

    def init(self: Any, *ordered: Any, **given: Any) -> None:
        if ordered:
            if kw_only or len(ordered) > count:
                raise TypeError(f"{type(self).__qualname__}: too many positional arguments")
            given.update(zip(names, ordered))  # noqa: B905, fewer are given by place
        content = self.__dict__
        content.update(defaults)
        content.update(given)
        for name, make in factories.items():
            if name not in given:
                content[name] = make()
        if len(content) != count or not all(name in content for name in names):
            raise TypeError(f"{type(self).__qualname__}() takes {names}, not {tuple(given)}")

    return init


def _add_equality(cls: Any, names: tuple[str, ...], *, frozen: bool) -> None:
    def equal(self: Any, other: Any) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in names)

    def digest(self: Any) -> int:
        return hash(tuple([getattr(self, name) for name in names]))

    if "__eq__" not in cls.__dict__:
        cls.__eq__ = equal
    if "__hash__" not in cls.__dict__ or cls.__dict__["__hash__"] is None:
        cls.__hash__ = digest if frozen else None


def replace(obj: Any, /, **changes: Any) -> Any:
    """As in the standard library."""
    return obj.__class__(**{name: getattr(obj, name) for name in obj.__dataclass_fields__} | changes)


def asdict(obj: Any) -> dict[str, Any]:
    """As in the standard library."""
    return {name: _plain(getattr(obj, name)) for name in obj.__dataclass_fields__}


def _plain(value: Any) -> Any:
    if hasattr(value, "__dataclass_fields__"):
        return asdict(value)
    if isinstance(value, (list, tuple)):
        return type(value)(map(_plain, value))
    return {key: _plain(item) for key, item in value.items()} if isinstance(value, Mapping) else value
