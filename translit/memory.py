"""What was worked out before, held in bounds: of a full memory everything goes, and is worked out anew when it is asked for.

A `Memory` knows itself how to work out what is new; into a `Remembered` its owner puts what was made.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

WORDS = 60_000
"""Distinct words whose senses are remembered: about 30 MB; beyond that the memory is emptied and filled anew."""


class Memory(dict[K, V]):
    """What has been worked out, by key: `memory[key]` works out what is new, and empties itself before it grows too large.

    >>> memory = Memory(len)
    >>> memory["word"], dict(memory)
    (4, {'word': 4})
    """

    def __init__(self, work: Callable[[K], V], most: int = WORDS) -> None:
        super().__init__()
        self._work = work
        self._most = most

    def __missing__(self, key: K) -> V:
        if len(self) >= self._most:
            self.clear()
        found = self[key] = self._work(key)
        return found


class Remembered(dict[K, V]):
    """What was worked out for parts already met: the same few words make up most names. What it holds never changes."""

    __slots__ = ()
    MOST = 200_000

    def put(self, key: K, value: V) -> None:
        if len(self) >= self.MOST:
            self.clear()
        self[key] = value

    def forget(self) -> None:
        """Begin anew."""
        self.clear()
