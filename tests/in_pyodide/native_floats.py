"""Hypothesis keeps a few functions on floats in an extension that is not built for WebAssembly: the same in Python."""

from __future__ import annotations

import math
import struct
import sys
from types import ModuleType
from typing import Final

FORMATS: Final = {16: ("!H", "!e"), 32: ("!I", "!f"), 64: ("!Q", "!d")}
NORMALS: Final = {16: 2.0**-14, 32: 2.0**-126, 64: sys.float_info.min}


def float_to_int(value: float, width: int = 64) -> int:
    whole, real = FORMATS[width]
    return int(struct.unpack(whole, struct.pack(real, value))[0])


def int_to_float(value: int, width: int = 64) -> float:
    whole, real = FORMATS[width]
    return float(struct.unpack(real, struct.pack(whole, value))[0])


def float_of(value: float, width: int) -> float:
    real = FORMATS[width][1]
    return float(struct.unpack(real, struct.pack(real, value))[0])


def is_negative(value: float) -> bool:
    return math.copysign(1.0, value) < 0


def next_up(value: float, width: int = 64) -> float:
    if math.isnan(value) or (math.isinf(value) and value > 0):
        return value
    if value == 0.0 and is_negative(value):
        return 0.0
    bits = float_to_int(value, width)
    return int_to_float(bits + (1 if value >= 0 else -1), width)


def next_down(value: float, width: int = 64) -> float:
    return -next_up(-value, width)


def width_smallest_normals(width: int) -> float:
    return NORMALS[width]


def next_up_normal(value: float, width: int, allow_subnormal: bool) -> float:
    found = next_up(value, width)
    normal = NORMALS[width]
    if not allow_subnormal and 0 < abs(found) < normal:
        return -0.0 if value < 0 else normal
    return found


def next_down_normal(value: float, width: int, allow_subnormal: bool) -> float:
    return -next_up_normal(-value, width, allow_subnormal)


def count_between_floats(low: float, high: float, width: int = 64) -> int:
    if is_negative(low):
        if is_negative(high):
            return float_to_int(low, width) - float_to_int(high, width) + 1
        return count_between_floats(low, -0.0, width) + count_between_floats(0.0, high, width)
    return float_to_int(high, width) - float_to_int(low, width) + 1


def install(version: str) -> None:
    """Stand in for `hypothesis._native`."""
    native, internal = ModuleType("hypothesis._native"), ModuleType("hypothesis._native.internal")
    cathetus = ModuleType("hypothesis._native.internal.cathetus")
    native.__version__ = version  # type: ignore[attr-defined]  # a module made here
    cathetus.cathetus = lambda long, short: math.sqrt(long * long - short * short)  # type: ignore[attr-defined]  # a module made here
    for module in (native, internal, cathetus):
        sys.modules[module.__name__] = module
    sys.modules["hypothesis._native.internal.floats"] = sys.modules[__name__]
