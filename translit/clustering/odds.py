"""Log-odds of many pairs of names, by position, and a pair as one number."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping

from translit.runs import counted


class Odds(Mapping[tuple[int, int], float]):
    """Log-odds, in nats, of pairs by position, the lower first. There are millions of them: those that are given, in order,
    are arrays; few are added afterwards.

    >>> odds = Odds(array("i", [0, 0, 2]), array("i", [1, 3, 3]), array("d", [1.0, -2.0, 0.5]))
    >>> odds.add(1, 2, 0.25)
    >>> odds.given(0, 3), odds.given(1, 2), odds[1, 2], sorted(odds)
    (-2.0, None, 0.25, [(0, 1), (0, 3), (1, 2), (2, 3)])
    """

    __slots__ = ("_more", "_starts", "left", "points", "right", "room")

    def __init__(
        self, left: array[int], right: array[int], points: array[float], starts: array[int] | None = None
    ) -> None:
        self.left, self.right, self.points = left, right, points
        self._starts = counted(left, left[-1] + 1 if left else 0) if starts is None else starts
        self._more: dict[int, float] = {}
        self.room: float = math.inf
        """How many may be added before those are forgotten that were: they can be worked out again."""

    def given(self, left: int, right: int) -> float | None:
        """Of a pair among those given."""
        if left + 1 >= len(self._starts):
            return None
        end = self._starts[left + 1]
        place = bisect_left(self.right, right, self._starts[left], end)
        return self.points[place] if place < end and self.right[place] == right else None

    def changed(self, points: array[float]) -> Odds:
        """The pairs that were given, with other log-odds."""
        return Odds(self.left, self.right, points, self._starts)

    def add(self, left: int, right: int, points: float) -> None:
        """One more pair."""
        if len(self._more) >= self.room:
            self._more.clear()
        self._more[link(left, right)] = points

    def rows(self) -> Iterable[tuple[int, int, float]]:
        """Those given, in order."""
        return zip(self.left, self.right, self.points, strict=True)

    def __getitem__(self, pair: tuple[int, int]) -> float:
        found = self.given(*pair)
        return self._more[link(*pair)] if found is None else found

    def __iter__(self) -> Iterator[tuple[int, int]]:
        yield from zip(self.left, self.right, strict=True)
        yield from map(ends, self._more)

    def __len__(self) -> int:
        return len(self.left) + len(self._more)


def link(left: int, right: int) -> int:
    """Two names by position as one number.

    >>> ends(link(3, 8))
    (3, 8)
    """
    return left << 32 | right


def ends(link: int) -> tuple[int, int]:
    """The two names of such a number."""
    return link >> 32, link & 0xFFFFFFFF


def odds_of(chance: float) -> float:
    """The log-odds, in nats, of a probability.

    >>> odds_of(0.5)
    0.0
    """
    return math.log(max(1e-9, chance) / max(1e-9, 1.0 - chance))
