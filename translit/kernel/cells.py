"""Open-addressed tables of numbers: how they are filled, and how compiled code finds what stands in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from translit.compiled import inlined


def mix(key: int) -> int:
    """A number's bits well stirred, 32 of them, so that machine integers and Python's agree."""
    key = (key ^ (key >> 21)) & 0xFFFFFFFF
    key = (key * 0x9E3779B1) & 0xFFFFFFFF
    return key ^ (key >> 15)


_mixed = inlined(mix)


@inlined
def find(keys: Any, key: int) -> int:
    """The cell of a key in an open-addressed table, or of the empty cell where it would stand."""
    mask = len(keys) - 1
    cell = _mixed(key) & mask
    while keys[cell] != -1 and keys[cell] != key:
        cell = (cell + 1) & mask
    return cell


def table(entries: Mapping[tuple[int, int], float], kind: Any) -> tuple[Any, Any]:
    """An open-addressed table: history · 2²⁴ + graphone → value; −1 is an empty cell."""
    size = 16
    while size < 3 * len(entries):
        size *= 2
    keys = np.full(size, -1, np.int64)
    values = np.zeros(size, kind)
    for (state, graphone), value in entries.items():
        cell = mix((state << 24) + graphone) & (size - 1)
        while keys[cell] >= 0:
            cell = (cell + 1) & (size - 1)
        keys[cell], values[cell] = (state << 24) + graphone, value
    return keys, values
