"""The names of a collection by their spelling: equal ones are one, and all are numbered so that nothing depends on the order
of the input."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import groupby

from translit.clustering.nodes import Known
from translit.runs import Runs


class Spellings:
    """Spellings by number, in the order of their text, each with the positions at which it stands."""

    __slots__ = ("_order", "_starts")

    def __init__(self, given: Sequence[Known]) -> None:
        self._order = array("i", sorted(range(len(given)), key=lambda i: given[i].spelling))
        self._starts = array("i")
        at = 0
        for _, same in groupby(self._order, key=lambda i: given[i].spelling):
            self._starts.append(at)
            at += sum(1 for _ in same)
        self._starts.append(at)

    @property
    def first(self) -> array[int]:
        """The first position of each."""
        return array("i", [self._order[start] for start in self._starts[:-1]])

    def __getitem__(self, number: int) -> array[int]:
        return self._order[self._starts[number] : self._starts[number + 1]]

    def groups(self, member: Sequence[int]) -> Runs:
        """The positions of each group, in the order of their first ones, when each spelling is a member of the group that
        its first one is called by."""
        own = array("i", bytes(4 * len(self._order)))
        for node, group in enumerate(member):
            for place in self[node]:
                own[place] = group
        number = array("i", [-1]) * len(member)
        many = 0
        for place, group in enumerate(own):
            if number[group] < 0:
                number[group] = many
                many += 1
            own[place] = number[group]
        return Runs(own, range(len(own)), many)
