"""Where numbers stand: in memory, or aside where they would take too much of it."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

import numpy as np

AT_ONCE, RUNS_AT_ONCE = 1 << 20, 1 << 10
"""Numbers, and runs of them from where not all is in memory, that are gathered at a time: some systems take 64 kilobytes into
memory for each run that is looked at."""


class Store(Protocol):
    """Where numbers stand that would take too much memory."""

    def numbers(self, kind: str, many: int) -> Any:
        """An array of so many."""
        ...

    def release(self) -> None:
        """Let go of memory what was looked at of the arrays: it is read again when it is asked for."""
        ...

    @property
    def most(self) -> int:
        """Bytes of numbers that may be in memory at once."""
        ...


_KINDS: Mapping[str, Any] = {"i": np.int32, "d": np.float64, "Q": np.uint64}
"""The kinds of numbers, as `array` calls them."""


class Column(Protocol):
    """Numbers of one kind behind each other, wherever they stand."""

    def extend(self, numbers: Any) -> None:
        """More of them, as an array of that kind."""
        ...

    def parts(self) -> Iterator[Any]:
        """All of them, as arrays behind each other, each as it was given or several together."""
        ...

    def clear(self) -> None:
        """Let them go."""
        ...

    def __len__(self) -> int: ...


class Held:
    """A column in memory. It grows in place: many small arrays would leave holes that no other process gets back.

    >>> column = Held("i")
    >>> column.extend(array("i", (1, 2)))
    >>> [part.tolist() for part in column.parts()], len(column)
    ([[1, 2]], 2)
    """

    __slots__ = ("_numbers",)

    def __init__(self, kind: str) -> None:
        self._numbers: array[Any] = array(kind)

    def extend(self, numbers: Any) -> None:
        if len(numbers):
            self._numbers.frombytes(memoryview(numbers).cast("B"))

    def parts(self) -> Iterator[Any]:
        yield np.frombuffer(self._numbers, _KINDS[self._numbers.typecode])

    def clear(self) -> None:
        self._numbers = array(self._numbers.typecode)

    def __len__(self) -> int:
        return len(self._numbers)


def gathered(source: Any, starts: Any, sizes: Any, store: Store | None) -> Any:
    """The numbers of runs that begin at these places, behind each other."""
    ends = np.cumsum(sizes, dtype=np.int64)
    out = np.empty(ends[-1] if len(ends) else 0, source.dtype)
    first = 0
    while first < len(ends):  # so many at a time, as what is looked at is in memory meanwhile
        before = ends[first - 1] if first else 0
        last = max(first + 1, int(np.searchsorted(ends, before + AT_ONCE, "right")))
        if store is not None:
            last = min(last, first + RUNS_AT_ONCE)
        own = sizes[first:last]
        begins = ends[first:last] - own - before
        places = np.repeat(starts[first:last] - begins, own) + np.arange(ends[last - 1] - before)
        out[before : ends[last - 1]] = source[places]
        if store is not None:
            store.release()
        first = last
    return out


def stretches(rows: Any, store: Store | None) -> Iterator[Any]:
    """Some rows at a time, as what is looked at is in memory meanwhile."""
    step = AT_ONCE // rows.shape[1]
    for start in range(0, len(rows), step):
        yield rows[start : start + step]
        if store is not None:
            store.release()
