"""Sums of fractions that come out the same, to the last bit, on every Python and in compiled code."""

from __future__ import annotations

from collections.abc import Iterable


def added(numbers: Iterable[float]) -> float:
    """The sum of numbers added one after another, as compiled code adds them.

    >>> added([0.1] * 10)
    0.9999999999999999

    Python's own `sum` does otherwise since 3.12, where this is 1.0; it is left to whole numbers.
    """
    total = 0.0
    for number in numbers:
        total += number
    return total
