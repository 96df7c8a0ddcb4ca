"""Which names are compared: those that meet at a key. And who compares them: `Pairs`.

A key that many names share gives way to its finer ones, a crowded one joins names of unlike scripts alone, and a key of a
language joins names that are held side by side in it.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, cast

from translit.clustering.nodes import Known
from translit.clustering.odds import Odds
from translit.model import FINER, Profile
from translit.sides import LANGUAGES_APART

Screen = Callable[[Profile, Profile, float], float]
"""Gives the log-odds, in nats, that two names are one, where they exceed the nats named third; below those any number that
does not, found sooner."""

Codes = tuple[str, ...] | Sequence[int]
"""The codes of a name as they are written, or as numbers: what compares many keeps them as such."""

CROWD = 600
"""A key with more names than this tells too little: within it only names of unlike scripts are compared."""

PARTED = 50
"""Where more names than this share a key that has finer ones, names meet at those: of such pairs as share nothing finer
one in ten thousand is true."""


class Pairs(Protocol):
    """Names by position, and the log-odds in nats that two of them are one."""

    def log_odds(self, left: int, right: int) -> float:
        """Of any two, the lower position first."""
        ...

    def linked(self, nodes: Sequence[Known], codes: Sequence[Codes], low: float) -> Odds:
        """Of those that meet at a key (see `parted`) and are both short or both not, where they reach `low`."""
        ...


Choose = Callable[[Sequence[int]], Pairs]
"""Gives the pairs of names at these positions."""


def pairs_of(profile: Callable[[int], Profile], screen: Screen) -> Choose:
    """The pairs of names at some positions, by their profiles."""
    return lambda places: _Plain([profile(place) for place in places], screen)


class _Plain:
    """Profiles, one pair after another."""

    __slots__ = ("_ones", "_screen")

    def __init__(self, ones: Sequence[Profile], screen: Screen) -> None:
        self._ones, self._screen = ones, screen

    def log_odds(self, left: int, right: int) -> float:
        return self._screen(self._ones[left], self._ones[right], -math.inf)

    def linked(self, nodes: Sequence[Known], codes: Sequence[Codes], low: float) -> Odds:
        below = math.nextafter(low, -math.inf)
        left, right, found = array("i"), array("i"), array("d")
        for i, j in _met(nodes, parted(cast("Sequence[tuple[str, ...]]", codes))):
            if nodes[i].short == nodes[j].short:
                points = self._screen(self._ones[i], self._ones[j], below)
                if points >= low:
                    left.append(i)
                    right.append(j)
                    found.append(points)
        return Odds(left, right, found)


def parted(codes: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The keys at which names meet: of the codes of each, a key or the finer ones that stand behind it.

    >>> names = [("k", "k\\x1fa"), *[("k", "k\\x1fb")] * PARTED]
    >>> parted(names)[0], parted(names[1:])[0]
    (('k\\x1fa',), ('k',))
    """
    sizes = Counter(code for own in codes for code in own if FINER not in code)
    found = []
    for own in codes:
        kept: list[str] = []
        key, crowded = "", False
        for code in own:
            if FINER not in code:
                key, crowded = code, sizes[code] > PARTED
                kept.append(code)
            elif crowded:
                if kept[-1] == key:
                    kept.pop()
                kept.append(code)
        found.append(tuple(kept))
    return found


def meet(one: Mapping[str, float], two: Mapping[str, float], key: str) -> bool:
    """Whether two names, by the costs of their readings, meet at a key: when it is of a language in which they are held
    side by side. Else they meet at a key of that language, or are far from being one.

    >>> meet({"a": 1.0, "b": 9.0}, {"a": 1.0, "b": 9.0}, "b:x")
    False
    >>> meet({"a": 1.0, "b": 9.0}, {"b": 9.0}, "b:x")
    True
    """
    language = key.partition(":")[0]
    if language not in one or language not in two:
        return True
    least = min(cost + two[code] for code, cost in one.items() if code in two)
    return one[language] + two[language] <= least + LANGUAGES_APART


def _met(ones: Sequence[Known], keys: Sequence[tuple[str, ...]]) -> list[tuple[int, int]]:
    """Names that meet at a key, each pair once, in order."""
    blocks: dict[str, list[int]] = {}
    for i, own in enumerate(keys):
        for key in own:
            blocks.setdefault(key, []).append(i)
    found: set[tuple[int, int]] = set()
    for key, block in blocks.items():
        crowded = len(block) > CROWD
        for n, i in enumerate(block):
            for j in block[:n]:
                if (not crowded or ones[i].script != ones[j].script) and meet(
                    ones[i].costs, ones[j].costs, key
                ):
                    found.add((j, i))
    return sorted(found)
