"""The score of many pairs, compiled: the same numbers as `score.best`, to the last bit, many times faster.

What `score` measures of two profiles is measured here of two rows of `packed` arrays, function for function and sum for
sum: the curves and offsets are those of the same tables. It needs numba and numpy (extra `fast`). A pair that is not
foreseen here (letters alone, of names that a table reads; a language whose parts were not packed) is left to the plain
score. A law in the tests holds the two to the same answer.
"""

from __future__ import annotations

import itertools
import math
from array import array
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from translit.bulk.glance import sign
from translit.bulk.links import linked, met
from translit.bulk.packed import Packed, some
from translit.bulk.readings import LEFT_OVER, best, room
from translit.bulk.rows import OF_NAME
from translit.clustering.meeting import CROWD, Codes
from translit.clustering.nodes import Known
from translit.clustering.odds import Odds

ASKED = 64
"""Pairs that are asked for one by one until what was read for them is let go."""


class Compiled:
    """The pairs of packed names at these places; what cannot be told here is asked of `plain`, by places too.

    Not for two threads at once: it works in buffers of its own.
    """

    __slots__ = ("_arrays", "_asked", "_first", "_given", "_jobs", "_places", "_plain", "_room")

    def __init__(
        self, given: Packed, places: Sequence[int], plain: Callable[[int, int], float], jobs: int = 1
    ) -> None:
        self._given, self._places, self._plain, self._jobs = given, places, plain, jobs
        self._first = given.names
        self._arrays = (given.ints, given.floats)
        self._asked = 0
        if given.store is None:  # else those are signed that are taken into memory
            sign(*given.pieces, given.ints)
        self._room = room(given.letters)

    def log_odds(self, left: int, right: int) -> float:
        """The log-odds, in nats, that two names are one."""
        one, two = self._places[left], self._places[right]
        first = self._first
        self._asked += 1
        if self._given.store is not None and not self._asked % ASKED:
            self._given.store.release()
        points = best(first + one * OF_NAME, first + two * OF_NAME, -math.inf, *self._arrays, *self._room)
        return self._plain(one, two) if points == LEFT_OVER else float(points)

    def linked(self, nodes: Sequence[Known], codes: Sequence[Codes], low: float) -> Odds:
        """Pairs of names that meet at a key, where they reach `low` nats, in order."""
        numbers, owners, spoken, prices = met(nodes, codes)
        starts = np.searchsorted(owners, np.arange(len(nodes) + 1))
        sizes = np.bincount(numbers)
        members, blocks = owners[np.argsort(numbers, kind="stable")], np.concatenate([[0], np.cumsum(sizes)])
        del owners
        short = np.array([one.short for one in nodes], np.bool_)
        rows = np.array(self._places, np.int64)
        rooms = [self._room, *(room(len(self._room[0]) - 1) for _ in range(self._jobs - 1))]

        def links(first: int, last: int) -> list[Any]:
            """Those of some blocks."""
            arrays, names = self._arrays, self._first + OF_NAME * rows
            if self._given.store is not None:
                met = np.repeat(sizes[first:last] > 1, sizes[first:last])
                own = np.unique(members[blocks[first] : blocks[last]][met])
                taken = some(self._given, rows[own])
                sign(*taken.pieces, taken.ints)
                names[own] = taken.names + OF_NAME * np.arange(len(own))
                arrays = (taken.ints, taken.floats)
                for _, known, *_ in rooms:  # what is remembered there is of other parts in the same places
                    known[:] = -1
            given = (
                blocks,
                members,
                starts,
                numbers,
                spoken,
                prices,
                sizes > CROWD,
                short,
                names,
                low,
                math.nextafter(low, -math.inf),
                *arrays,
            )
            # portions of blocks with as many pairs, for several threads that each have a room of their own
            work = np.cumsum(sizes[first:last] * (sizes[first:last] - 1.0))
            steps = np.linspace(0.0, work[-1] if len(work) else 0.0, 8 * self._jobs + 1)
            cuts = (first + np.searchsorted(work, steps)).tolist()
            spans = [(a, b) for a, b in itertools.pairwise([first, *cuts[1:-1], last]) if a < b]

            def link(thread: int) -> list[Any]:
                return [linked(*span, *given, *rooms[thread]) for span in spans[thread :: self._jobs]]

            with ThreadPoolExecutor(self._jobs) as pool:
                return [one for own in pool.map(link, range(self._jobs)) for one in own]

        made = [one for stretch in self._stretches(sizes) for one in links(*stretch)]
        if self._given.store is not None:
            self._room[1][:] = -1
        pairs = np.concatenate([pairs for pairs, _ in made] or [np.empty((0, 2), np.int32)])
        points = np.concatenate([points for _, points in made] or [np.empty(0)])
        order = np.lexsort((pairs[:, 1], pairs[:, 0]))
        pairs, points = pairs[order], points[order]
        for at in np.flatnonzero(points == LEFT_OVER).tolist():
            i, j = pairs[at].tolist()
            points[at] = self._plain(self._places[i], self._places[j])
        kept = points >= low
        left, right, nats = array("i"), array("i"), array("d")
        left.frombytes(pairs[kept, 0].tobytes())
        right.frombytes(pairs[kept, 1].tobytes())
        nats.frombytes(points[kept].tobytes())
        return Odds(left, right, nats)

    def _stretches(self, sizes: Any) -> list[tuple[int, int]]:
        """Stretches of the blocks whose names are in memory at once: of a tenth of the blocks they are a fourth of all, and share
        less."""
        store, ints, floats = self._given.store, *self._arrays
        if store is None:
            return [(0, len(sizes))]
        many = min(1000, math.ceil(5 * (ints.nbytes + floats.nbytes) / max(1, store.most)))
        work = np.cumsum(np.where(sizes > 1, sizes, 0))
        cuts = np.searchsorted(work, np.linspace(0, work[-1] if len(work) else 0, many + 1)).tolist()
        return [(a, b) for a, b in itertools.pairwise([0, *cuts[1:-1], len(sizes)]) if a < b]
