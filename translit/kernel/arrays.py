"""What a reader keeps in lists and dictionaries, as arrays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np

DEEPEST = 16
"""A history is never longer than this."""


def starts(sizes: Iterable[int]) -> Any:
    """Where each of several runs begins, and where the last ends."""
    return np.array([*accumulate(sizes, initial=0)], np.int64)


def tree(pieces: Sequence[str], codes: Mapping[str, int]) -> tuple[Any, Any]:
    """The written pieces as a tree: node × letter → node, −1 none; and the piece that ends at each node."""
    nodes: list[dict[int, int]] = [{}]
    ends = [-1]
    for index, piece in enumerate(pieces):
        node = 0
        for letter in piece:
            code = codes[letter]
            if code not in nodes[node]:
                nodes[node][code] = len(nodes)
                nodes.append({})
                ends.append(-1)
            node = nodes[node][code]
        ends[node] = index
    children = np.full((len(nodes), max(1, len(codes))), -1, np.int64)
    for node, own in enumerate(nodes):
        for code, child in own.items():
            children[node, code] = child
    return children, np.array(ends, np.int64)


def next_histories(
    pasts: Mapping[Any, int], back: Sequence[int], number: Callable[[Any], int]
) -> dict[tuple[int, int], int]:
    """The history that an item leads to, for each history that has one of its own; compiled code tries shorter ones.

    `pasts` gives for the items of each history its number, `back` the next shorter history, and `number` stands for an
    item: a negative one is a start, to which nothing leads. The table may know a history (a b) without knowing (a). Then
    every history that ends with a gets the way to (a b), unless a longer one follows there.
    """
    found: dict[tuple[int, int], int] = {}
    orphans: dict[Any, list[tuple[int, int]]] = {}
    sizes = {state: len(past) for past, state in pasts.items()}
    for past, state in pasts.items():
        item = number(past[-1]) if past else -1
        if item >= 0:
            before = pasts.get(past[:-1])
            if before is not None:
                found[before, item] = state
            else:
                orphans.setdefault(past[:-1], []).append((item, state))
    for past, state in pasts.items():
        for size in range(len(past) - 1, sizes[back[state]], -1):
            for item, after in orphans.get(past[len(past) - size :], ()):
                found.setdefault((state, item), after)
    return found


def thin(value: Any) -> Any:
    """Arrays, in tuples, of which those that mostly hold one value are given by the places of the others."""
    if isinstance(value, tuple):
        return tuple(map(thin, value))
    if isinstance(value, np.ndarray) and value.size > 1 << 10:
        flat = value.ravel()
        for usual in (-1, 0):
            places = np.flatnonzero(flat != usual)
            if 2 * len(places) < len(flat):
                return _Thin(value.shape, usual, places.astype(np.int32), flat[places])
    return value


def thick(value: Any) -> Any:
    """The arrays as they were."""
    if isinstance(value, _Thin):
        array = np.full(value.shape, value.usual, value.values.dtype)
        array.ravel()[value.places] = value.values
        return array
    return tuple(map(thick, value)) if isinstance(value, tuple) else value


class _Thin(NamedTuple):
    """An array by the places of what is not the usual."""

    shape: tuple[int, ...]
    usual: int
    places: Any
    values: Any
