"""What measurements of two names are worth: the curves and offsets of `score.Weights`."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from translit import score
from translit.bulk.features import OF_ROLE, ORDER, SIZE
from translit.bulk.rows import (
    M_BENDS,
    M_NUMBERS,
    M_ROLES,
    M_SCRIPTS,
    MANY_SCRIPTS,
    N_SCRIPT,
    R_ALONE,
    R_ALONE_INITIALS,
)
from translit.compiled import compiled
from translit.score import DEAR, ONE_FORM

_NOT_SHORT = np.array([i in score._NOT_SHORT for i in range(SIZE)])


@compiled
def points_of(
    left: int, right: int, model: int, role: int, one: bool, values: Any, ints: Any, floats: Any
) -> float:
    """The points of two names for all that was measured of them; `one`: they are one native form."""
    if one:
        return ONE_FORM + DEAR * float(values[ORDER])
    short = R_ALONE <= role <= R_ALONE_INITIALS
    total = floats[ints[model + M_ROLES] + role]
    if not short:
        total = (floats[ints[model + M_NUMBERS]] + scripts(left, right, model, ints, floats)) + total
    for i in range(SIZE):
        value = values[i]
        if value == value and not (short and _NOT_SHORT[i]):  # a value that is not a number is not itself
            start, end = ints[model + M_BENDS + 2 * i], ints[model + M_BENDS + 2 * i + 1]
            if end > start:
                total += curve(floats, start, end, value)
    return float(total)


@compiled
def scripts(left: int, right: int, model: int, ints: Any, floats: Any) -> float:
    """The offset for the scripts of two names."""
    place = ints[left + N_SCRIPT] * ints[MANY_SCRIPTS] + ints[right + N_SCRIPT]
    return float(floats[ints[model + M_SCRIPTS] + place])


@compiled
def curve(floats: Any, start: int, end: int, value: float) -> float:
    """The points at a value: knots and points stand side by side."""
    if value <= floats[start]:
        return float(floats[start + 1])
    if value >= floats[end - 2]:
        return float(floats[end - 1])
    i = start
    while floats[i] <= value:
        i += 2
    low, high = floats[i - 2], floats[i]
    before = floats[i - 1]
    return float(before + (floats[i + 1] - before) * (value - low) / (high - low))


@compiled
def peak(floats: Any, start: int, end: int) -> float:
    """The most points of a curve."""
    most = floats[start + 1]
    for i in range(start + 3, end, 2):
        most = max(most, floats[i])
    return float(most)


@compiled
def lost(role: int, model: int, values: Any, ints: Any, floats: Any) -> float:
    """Nats that the measurements of one role fall short of the best they could be: `Weights.lost`."""
    total = 0.0
    for i in range(role * OF_ROLE, (role + 1) * OF_ROLE):
        start, end = ints[model + M_BENDS + 2 * i], ints[model + M_BENDS + 2 * i + 1]
        if end > start and not math.isnan(values[i]):
            total += curve(floats, start, end, values[i]) - peak(floats, start, end)
    return total


@compiled
def short_of(
    role: int, share: float, quality: float, units: float, near: float, model: int, ints: Any, floats: Any
) -> float:
    """Nats by which the parts of one role surely fall short of the best they could be, when they are measured no higher."""
    at = role * OF_ROLE
    total = shortfall(floats, ints, model, at, share)
    total += shortfall(floats, ints, model, at + 1, quality)
    total += shortfall(floats, ints, model, at + 2, units)
    return total + shortfall(floats, ints, model, at + 3, near)


@compiled
def shortfall(floats: Any, ints: Any, model: int, i: int, value: float) -> float:
    """Nats by which a curve surely falls short of its best where it is not beyond a value; at most 0."""
    start, end = ints[model + M_BENDS + 2 * i], ints[model + M_BENDS + 2 * i + 1]
    if end <= start:
        return 0.0
    here = curve(floats, start, end, value)
    for at in range(start, end, 2):
        if floats[at] <= value:
            here = max(here, floats[at + 1])
    return float(min(0.0, here - peak(floats, start, end)))
