"""Names met before, ready to be compared again: what makes every comparison of a name but its first one cheap.

A name is read once and remembered. When much was asked for and numba is installed, names are read and compared by what
is compiled, with the same numbers: how much was asked for, and in which order, changes no answer.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from translit.model import Profile, Score
from translit.settings import Settings, settings_only
from translit.tables import Tables
from translit.wiring import Stages, fast, needed

if TYPE_CHECKING:
    from translit.bulk.pool import Pool

READ = 8_192
"""Names remembered as they were read, and up to as many that were read before these: some ten kilobytes each."""

PRICE = 10
"""Comparisons that cost as much as reading a name; what is compiled is used from so much work on as `MANY` names make."""

_reading = threading.Lock()
"""What is compiled reads, and packs, for one thread at a time."""


class Met:
    """Names compared under one set of tables and settings. For any number of threads at once.

    >>> from translit.tables import load_tables
    >>> met(load_tables(), Settings()).compare("No Kwang-chol", "Но Гван Чхоль").language
    'ko'
    """

    __slots__ = ("_earlier", "_packed", "_profiles", "_stages", "_value", "_work")

    def __init__(self, stages: Stages) -> None:
        self._stages = stages
        self._work = 0  # comparisons made, and what reading the names was worth
        self._profiles: dict[str, Profile] = {}
        self._earlier: dict[str, Profile] = {}
        self._value: Callable[
            [float], float
        ]  # known when two names are first compared: reading them does without
        # a pool, and the place of each name in it
        self._packed: tuple[Pool | None, dict[str, int]] = (None, {})

    def compare(self, left: str, right: str) -> Score:
        """How likely two spellings are one name; the evidence is worked out when it is looked at."""
        pool, places = self._packed
        try:
            one, two = places.get(left), places.get(right)
        except TypeError:  # a list, say
            needed(left)
            needed(right)
            raise
        if pool is None or one is None or two is None:
            log_odds = self._seldom(left, right)
        else:
            log_odds = pool.log_odds(one, two)
        if log_odds is None:
            log_odds = self._plainly(left, right)
        return Score.told_later(self._value(log_odds), self.explained, left, right)

    def explained(self, left: str, right: str) -> Score:
        """The same with its evidence at once."""
        return self._stages.compare(self.profile(left), self.profile(right))

    def _plainly(self, left: str, right: str) -> float:
        from translit.score import MOST

        # no answer is less than this, so that what cannot reach it need not be worked out
        return self._stages.log_odds(self.profile(left), self.profile(right), -MOST)

    def profile(self, name: str) -> Profile:
        """A name as it is read."""
        found = self._profiles.get(name)
        if found is None:
            with _reading:
                [found] = self._read((name,))
        return found

    def _read(self, names: Sequence[str]) -> list[Profile]:
        known = {name: self._profiles.get(name) or self._earlier.get(name) for name in names}
        new = [name for name, found in known.items() if found is None]
        if new:
            self._work += PRICE * len(new)
            # in one go: what is compiled is dear to call
            known.update(zip(new, self._stages.profiles(new, self._work // PRICE), strict=True))
        found = [one for name in names if (one := known[name]) is not None]
        if len(self._profiles) >= READ:
            self._earlier, self._profiles = self._profiles, {}
        self._profiles.update(zip(names, found, strict=True))
        return found

    def _seldom(self, left: str, right: str) -> float | None:
        """The log-odds of two names that were not both packed yet; None where the plain score must tell."""
        from translit.score import value

        self._value = value
        needed(left)
        needed(right)
        if self._packed[0] is None:
            self._work += 1
            if not fast(self._work // PRICE):
                return None
        with _reading:
            if self._packed[0] is None:
                self._packed = (self._stages.pool(), {})
            return self._pack(left, right)

    def _pack(self, left: str, right: str) -> float | None:
        """The same of two names that are packed now, if there is room for them."""
        pool, places = self._packed
        assert pool is not None
        new = [name for name in dict.fromkeys((left, right)) if name not in places]
        for name, profile in zip(new, self._read(new), strict=True):
            place = pool.place(profile)
            if place is None:  # a new pool, for the names that are met from now on
                self._packed = (self._stages.pool(), {})
                return None
            places[name] = place
        return pool.log_odds(places[left], places[right])


def met(tables: Tables, settings: Settings) -> Met:
    """The names met under these tables and those of the settings that reading and comparing hang on."""
    settings_only(settings)
    known: dict[tuple[object, ...], Met] = tables.derived("names met", dict)
    key = (settings.limit, settings.languages, settings.doublets, settings.diminutives)
    found = known.get(key)
    if found is None:
        if len(known) >= _SETTINGS:
            known.clear()
        found = known.setdefault(key, Met(Stages(tables, settings)))
    return found


_SETTINGS = 8
"""Settings under which names are remembered."""
