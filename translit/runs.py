"""Whole numbers in runs, a run a key: what a dict of lists holds, in a tenth of the memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence


class Runs:
    """Numbers by the key of each, from 0 to before `many`; of one key they stand in the order in which they came.

    >>> runs = Runs([1, 0, 1], [5, 6, 7], 3)
    >>> [list(run) for run in runs], runs.size(1)
    ([[6], [5, 7], []], 2)
    """

    __slots__ = ("_numbers", "_starts")

    def __init__(self, keys: Sequence[int], numbers: Iterable[int], many: int) -> None:
        self._starts = starts = counted(keys, many)
        self._numbers = array("i", bytes(4 * len(keys)))
        free = starts[:-1]  # the next place of each
        for key, number in zip(keys, numbers, strict=True):
            self._numbers[free[key]] = number
            free[key] += 1

    def size(self, key: int) -> int:
        """How many numbers a key has."""
        return self._starts[key + 1] - self._starts[key]

    def __getitem__(self, key: int) -> array[int]:
        return self._numbers[self._starts[key] : self._starts[key + 1]]

    def __iter__(self) -> Iterator[array[int]]:
        return map(self.__getitem__, range(len(self)))

    def __len__(self) -> int:
        return len(self._starts) - 1


def counted(keys: Iterable[int], many: int) -> array[int]:
    """Where the run of each key begins, and behind the last one where they end.

    >>> counted([1, 0, 1], 3)
    array('q', [0, 1, 3, 3])
    """
    starts = array("q", bytes(8 * (many + 1)))
    for key in keys:
        starts[key + 1] += 1
    total = 0
    for key, size in enumerate(starts):
        total += size
        starts[key] = total
    return starts
