"""Sequences that hold nothing themselves: each item is made when it is looked at, as millions would take too much room."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import TypeVar, overload

T = TypeVar("T", covariant=True)


class Views(Sequence[T]):
    """A sequence whose items are made when they are looked at, by `one`."""

    __slots__ = ()

    def one(self, at: int) -> T:
        """The item at a place."""
        raise NotImplementedError

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        if isinstance(at, slice):
            return [self.one(place) for place in range(*at.indices(len(self)))]
        return self.one(at)

    def __iter__(self) -> Iterator[T]:
        return map(self.one, range(len(self)))


class Some(Views[T]):
    """Some of a sequence, without a list of them.

    >>> list(Some("abcd", array("i", [3, 0])))
    ['d', 'a']
    """

    __slots__ = ("given", "places")

    def __init__(self, given: Sequence[T], places: array[int]) -> None:
        self.given, self.places = given, places

    def __len__(self) -> int:
        return len(self.places)

    def one(self, at: int) -> T:
        return self.given[self.places[at]]
