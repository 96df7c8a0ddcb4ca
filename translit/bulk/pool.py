"""Names packed one after another, each ready to be compared at once: for who asks of two names at a time.

`collected` makes arrays when all names are known; here there is room for more names in arrays of a fixed size. They
are compared by `readings`, as those of `pairs` are, so the numbers are the same. Adding is for one thread at a time,
comparing for many.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Mapping
from typing import Any

import numpy as np

from translit import score
from translit.bulk.glance import sign
from translit.bulk.letters import order
from translit.bulk.models import Models
from translit.bulk.packer import Packer
from translit.bulk.readings import LEFT_OVER, best, room
from translit.bulk.rows import (
    N_SOUNDS,
    N_SOUNDS_END,
    OF_NAME,
    OF_SIDE,
    RUN_LETTERS,
    RUN_LISTED,
    RUN_LOOSE,
    RUN_NAMES,
    RUN_PIECES,
    RUN_SIDES,
    RUN_UNITS,
    RUN_WORDS,
    RUNS,
    S_LANGUAGE,
)
from translit.compiled import compiled
from translit.distance import sound_key
from translit.model import Profile
from translit.profile import bare
from translit.settings import Settings
from translit.tables import Tables
from translit.text import SCRIPTS

MOST = 65_536
"""Names in one pool: some five kilobytes each, most of them what is remembered of their parts."""

# Numbers that a name takes of each run at most, as a mean: about twice what real names take.
_ROOM: Mapping[int, int] = {
    RUN_LETTERS: 100,
    RUN_WORDS: 44,
    RUN_LISTED: 4,
    RUN_UNITS: 48,
    RUN_LOOSE: 6,
    RUN_PIECES: 150,
    RUN_SIDES: 54,
    RUN_NAMES: 11,
}
_FLOATS = 50


# No answer is less, so that what cannot reach it need not be worked out.
_LEAST = -score.MOST
# Columns of a name in a pool beside those of `rows`: where the letters stand by which names are put in order.
N_ORDER, N_ORDER_END, N_TEXT, N_TEXT_END = range(OF_NAME, OF_NAME + 4)


@compiled
def _ordered(
    left: int,
    right: int,
    least: float,
    ints: Any,
    floats: Any,
    masks: Any,
    known: Any,
    found: Any,
    values: Any,
    rows: Any,
) -> float:
    """The log-odds that two names of a pool are one, the one first in order named first."""
    later = order(
        ints[left + N_ORDER], ints[left + N_ORDER_END], ints[right + N_ORDER], ints[right + N_ORDER_END], ints
    )
    if later == 0:
        later = order(
            ints[left + N_TEXT], ints[left + N_TEXT_END], ints[right + N_TEXT], ints[right + N_TEXT_END], ints
        )
    if later > 0:
        left, right = right, left
    return float(best(left, right, least, ints, floats, masks, known, found, values, rows))


class Pool(Packer):
    """Packed names; each is known by its place."""

    __slots__ = ("_arrays", "_ends", "_local", "_models", "_views")

    def __init__(self, tables: Tables, settings: Settings, most: int) -> None:
        """`most` names of usual length find room."""
        super().__init__()
        # scripts first, so that the number of a script's name is the script's number
        scripts = ["", *SCRIPTS]
        for script in scripts:
            self._string(script)
        made = Models(tables, settings, 0)
        self._models = {self._string(code): made.model(code) for code in tables.languages}
        made.of_scripts(scripts)
        first, weights = made.arrays()
        starts = np.cumsum([len(first), *(most * _ROOM[run] for run in range(len(RUNS)))]).tolist()
        self._before, self._ends = starts[:-1], starts[1:]
        ints = np.empty(starts[-1], np.int32)
        floats = np.empty(len(weights) + most * _FLOATS, np.float64)
        ints[: len(first)], floats[: len(weights)] = first, weights
        self._arrays = (ints, floats)
        self._views = (ints.data, floats.data)  # they take a few numbers in sooner
        self._given[0] = len(weights)
        self._local = threading.local()

    def place(self, one: Profile) -> int | None:
        """Takes a name in and tells its place; None when there is no room: then no further name is to be given."""
        self.add(one)
        # any two names may be asked for, also such as no language reads together
        sounds = self._text(" ".join(sorted(filter(None, map(sound_key, one.words)))))
        row = self._runs[RUN_NAMES]
        row[N_SOUNDS], row[N_SOUNDS_END] = sounds
        row.extend((*self._text(one.folded), *self._text(one.text)))
        ints, floats = self._views
        sides = self._runs[RUN_SIDES]
        for at in range(S_LANGUAGE, len(sides), OF_SIDE):
            sides[at] = self._models[sides[at]]
        place, parts = self._before[RUN_NAMES], self._before[RUN_PIECES]
        for run, made in enumerate(self._runs):
            if made:
                start = self._before[run]
                end = self._before[run] = start + len(made)
                if end > self._ends[run]:
                    return None
                ints[start:end] = made
                del made[:]
        start = self._given[0]
        end = self._given[0] = start + len(self._floats)
        if end > len(floats):
            return None
        floats[start:end] = self._floats
        del self._floats[:]
        sign(parts, self._before[RUN_PIECES], self._arrays[0])
        return place

    def _whole(self, text: str) -> int:
        """Here names are compared at once, so that one text has one number."""
        return self._strings.setdefault(text, len(self._strings))

    def log_odds(self, left: int, right: int) -> float | None:
        """The log-odds, in nats, that the names at two places are one; None where the plain score must tell."""
        try:
            own = self._local.room
        except AttributeError:
            own = self._local.room = (*self._arrays, *room(sys.maxunicode))
        found: float = _ordered(left, right, _LEAST, *own)
        return None if found == LEFT_OVER else found


def ready(tables: Tables, settings: Settings) -> Pool:
    """A pool, with what it needs loaded, and compiled where it never was."""
    made = Pool(tables, settings, MOST)
    one, two = made.place(bare("a")), made.place(bare("b"))
    if one is not None and two is not None:
        made.log_odds(one, two)
    return made
