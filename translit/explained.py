"""How well native names explain the spellings of a group, so that it shows whether one name is behind them or two.

Each spelling has some native names among its readings, with shares. What one spelling leaves open the others of its group
may decide: Chon Song could be 정성 or 천성, Cheon-seong beside it says which. Two spellings of the same letters, in another order
or with other signs between them, are one witness.

A name and a fuller one cannot be held beside each other so, nor can initials: of these nothing is said.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

Said = Callable[[int], tuple[str, Mapping[str, float]]]
"""Gives, of the name at a position, the language that reads it best and the share (0…1) that each whole native name has of it."""

UNSAID = 1e-4
"""The share of a spelling that a native name has which is not among its readings."""

SAID = -math.log(UNSAID)
"""Nats by which a native name explains a spelling better than a strange one does, at most."""

_SEEN = 12_000
"""Spellings of which is remembered what they say."""


def silent(_: int) -> tuple[str, Mapping[str, float]]:
    """Says nothing of any name."""
    return "", {}


class Explained:
    """What some spellings say, by number; two native names must explain them `least` nats better than one to be two.

    >>> said = [("xx", {"a": 0.9, "b": 0.1}), ("xx", {"a": 1.0}), ("xx", {"b": 1.0})]
    >>> explained = Explained(said.__getitem__, ["k", "l", "m"].__getitem__, 3.0)
    >>> explained.two([0], [1]), explained.two([0, 1], [2]), explained.parts([0, 1, 2])
    (False, True, [[0, 1], [2]])
    """

    __slots__ = ("_least", "_said", "_seen", "_spelling")

    def __init__(self, said: Said, spelling: Callable[[int], str], least: float) -> None:
        self._said, self._spelling, self._least = said, spelling, least
        self._seen: dict[int, tuple[str, str, dict[str, float]]] = {}

    def two(self, one: Sequence[int], two: Sequence[int]) -> bool:
        """Whether two native names explain two groups that much better than one does."""
        (language, here), (other, there) = self._spoken(one), self._spoken(two)
        if language != other or not here or not there:
            return False
        left, right, both = _together(here), _together(there), _together(here + there)
        first, second = _best(left), _best(right)
        if first.count(" ") != second.count(" "):
            return False
        return round(left[first] + right[second] - both[_best(both)], 9) > self._least

    def parts(self, group: Sequence[int]) -> list[Sequence[int]]:
        """A group parted by the native names that explain it so."""
        language, here = self._spoken(group)
        if len(here) < 2:
            return [group]
        first = _best(_together(here))
        more = _together(
            [
                {form: nats - own.get(first, 0.0) for form, nats in own.items() if nats > own.get(first, 0.0)}
                for own in here
            ]
        )
        more = {form: nats for form, nats in more.items() if form.count(" ") == first.count(" ")}
        if not more or round(more[_best(more)], 9) <= self._least:
            return [group]
        second = _best(more)

        def leaves(one: int) -> bool:
            spoken, _, nats = self._of(one)
            return spoken == language and nats.get(second, 0.0) > nats.get(first, 0.0)

        kept = [one for one in group if not leaves(one)]
        gone = [one for one in group if leaves(one)]
        return [*self.parts(kept), *self.parts(gone)] if kept else [group]

    def by(self, one: int, group: Sequence[int]) -> float:
        """The nats by which the native name that explains a group best explains one spelling better than a strange name does."""
        (language, said), (own, _, nats) = self._spoken(group), self._of(one)
        return nats.get(_best(_together(said)), 0.0) if said and language == own else 0.0

    def _of(self, one: int) -> tuple[str, str, dict[str, float]]:
        """A spelling's language, its letters, and the nats by which each native name explains it better than a strange one."""
        found = self._seen.get(one)
        if found is None:
            if len(self._seen) >= _SEEN:
                self._seen.clear()
            language, shares = self._said(one)
            letters = "".join(sorted(filter(str.isalpha, self._spelling(one))))
            whole: dict[str, list[float]] = {}
            for form, share in shares.items():
                whole.setdefault(" ".join(sorted(form.split())), []).append(share)
            nats = {form: math.log(max(UNSAID, math.fsum(own)) / UNSAID) for form, own in whole.items()}
            found = self._seen[one] = language, letters, {} if any("." in form for form in nats) else nats
        return found

    def _spoken(self, group: Sequence[int]) -> tuple[str, list[dict[str, float]]]:
        """The language that reads most spellings of a group best, and what these say."""
        found: dict[str, dict[str, dict[str, float]]] = {}
        for one in group:
            language, letters, nats = self._of(one)
            if nats:
                found.setdefault(language, {}).setdefault(letters, nats)
        language = min(found, key=lambda code: (-len(found[code]), code), default="")
        return language, list(found.get(language, {}).values())


def _together(said: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """How well native names explain some spellings, in nats."""
    found: dict[str, list[float]] = {}
    for nats in said:
        for form, own in nats.items():
            found.setdefault(form, []).append(own)
    return {form: math.fsum(own) for form, own in found.items()}


def _best(explained: Mapping[str, float]) -> str:
    return min(explained, key=lambda form: (-round(explained[form], 9), form))
