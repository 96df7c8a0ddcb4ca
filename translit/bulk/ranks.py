"""The ranks of many numbers, found a stretch of them at a time: sorting all at once takes five times what they take."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

AT_ONCE = 1 << 21
"""Numbers that are sorted at a time, about."""


def ranks(parts: Callable[[], Iterable[Any]]) -> Any:
    """The rank of each number among the unlike ones, from 0; `parts` gives the numbers as arrays behind each other, as often as
    it is asked.

    >>> ranks(lambda: [np.array([7, 5]), np.array([9, 5])]).tolist()
    [1, 0, 2, 0]
    """
    many = sum(len(part) for part in parts())
    found = np.empty(many, np.int32)
    cuts = _cuts(parts, many)
    before = 0
    for number, cut in enumerate(cuts):
        places, own, at = [], [], 0
        for part in parts():
            inside = part >= cut
            if number + 1 < len(cuts):
                inside &= part < cuts[number + 1]
            here = np.flatnonzero(inside)
            places.append(here + at)
            own.append(part[here])
            at += len(part)
        unlike, which = np.unique(np.concatenate(own), return_inverse=True)
        found[np.concatenate(places)] = which + before
        before += len(unlike)
    return found


def _cuts(parts: Callable[[], Iterable[Any]], many: int) -> Any:
    """Where stretches of about as many numbers begin, the first with the least."""
    if not many:
        return ()
    wanted = -(-many // AT_ONCE)
    step = max(1, many // (100 * wanted))
    sample = np.sort(np.concatenate([part[::step] for part in parts()]))
    least = min(part.min() for part in parts() if len(part))
    return np.unique([least, *sample[:: -(-len(sample) // wanted)][1:]])
