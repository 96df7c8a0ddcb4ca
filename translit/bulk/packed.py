"""Many names as arrays of numbers: what the compiled score sees of their profiles, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from translit.bulk.rows import (
    GENERAL,
    N_AT,
    N_SIDES,
    N_SIDES_END,
    N_SOUNDS,
    OF_NAME,
    OF_PIECE,
    OF_SIDE,
    OF_SIZES,
    P_AT,
    P_CHANCES,
    P_FIRSTS,
    P_LISTED,
    P_SHARES,
    P_SIZES,
    P_UNITS,
    RUN_LETTERS,
    RUN_LISTED,
    RUN_LOOSE,
    RUN_NAMES,
    RUN_PIECES,
    RUN_SIDES,
    RUN_UNITS,
    RUN_WORDS,
    S_COST,
    S_END,
    S_FAMILY,
    S_INITIALS,
    S_LOOSE,
)
from translit.bulk.stored import Store, gathered


@dataclass(frozen=True, slots=True)
class Packed:
    """Names as two runs of numbers, whole ones and others. `names` tells where the rows of the names begin, `pieces` where
    those of the parts begin and end.

    What a row refers to, another row or a run of letters, it names by its place in the run.
    """

    ints: Any
    floats: Any
    names: int
    letters: int
    pieces: tuple[int, int] = (0, 0)
    weights: tuple[int, int] = (0, 0)
    """How many whole numbers stand before those of names, and where the fractions behind those of names begin."""
    store: Store | None = None
    """Where the numbers stand when not in memory."""


def some(given: Packed, places: Any) -> Packed:
    """Some of the names, by their places in order, in memory: nothing of the others.

    What a row refers to is gathered run by run; what several refer to stands once, as before.
    """
    ints, floats, store = given.ints, given.floats, given.store
    head, tail = given.weights

    def rows(starts: Any, width: int) -> Any:
        return gathered(ints, starts, np.full(len(starts), width, np.int32), store).reshape(-1, width)

    names = rows(given.names + OF_NAME * np.asarray(places, np.int64), OF_NAME)
    sizes = names[:, N_SIDES_END] - names[:, N_SIDES]
    sides = gathered(ints, names[:, N_SIDES], sizes, store).reshape(-1, OF_SIDE)
    loose = gathered(ints, sides[:, S_INITIALS], sides[:, S_END] - sides[:, S_INITIALS], store)
    parts = np.unique(np.concatenate([sides[:, S_FAMILY:S_INITIALS].ravel(), loose]))
    parts = parts[parts >= 0]
    pieces = rows(parts, OF_PIECE)

    def stood(columns: Sequence[tuple[Any, int]], source: Any) -> tuple[Any, list[tuple[Any, Any]]]:
        """The numbers that runs hold, each run once, and where each of these begins and ends among them."""
        starts = np.concatenate([table[:, at] for table, at in columns])
        ends = np.concatenate([table[:, at + 1] for table, at in columns])
        once, which = np.unique(starts, return_inverse=True)
        reach = once.copy()
        np.maximum.at(reach, which, ends)  # one that is empty begins where another does
        lengths = np.where(once >= 0, reach - once, 0).astype(np.int32)
        begins = (np.cumsum(lengths) - lengths).astype(np.int32)
        found = gathered(source, once, lengths, store)
        first = np.where(starts >= 0, begins[which], -1)
        last = np.where(starts >= 0, first + ends - starts, -1)
        cuts = np.cumsum([len(table) for table, _ in columns])[:-1]
        return found, list(zip(np.split(first, cuts), np.split(last, cuts), strict=True))

    words, of_words = stood([(pieces, P_SHARES), (pieces, P_FIRSTS)], ints)
    listed, of_listed = stood([(pieces, P_LISTED)], ints)
    units, of_units = stood([(pieces, P_UNITS)], ints)
    pairs = units.reshape(-1, 2)
    letters, of_letters = stood([(pieces, P_AT), (names, N_AT), (names, N_SOUNDS), (pairs, 0)], ints)
    # a part's fractions end a few behind the place that it names
    behind = np.stack([pieces[:, P_CHANCES], pieces[:, P_SIZES] + OF_SIZES], axis=1)
    chances, ((of_chances, of_ends),) = stood([(behind, 0)], floats)
    costs = gathered(floats, sides[:, S_COST], np.ones(len(sides), np.int32), store)

    runs = [letters, words, listed, units, loose, pieces, sides, names]
    starts = np.cumsum([head, *(run.size for run in runs)]).tolist()
    for run, table, found in (
        (RUN_LETTERS, pieces, {P_AT: of_letters[0]}),
        (RUN_LETTERS, names, {N_AT: of_letters[1], N_SOUNDS: of_letters[2]}),
        (RUN_LETTERS, pairs, {0: of_letters[3]}),
        (RUN_WORDS, pieces, {P_SHARES: of_words[0], P_FIRSTS: of_words[1]}),
        (RUN_LISTED, pieces, {P_LISTED: of_listed[0]}),
        (RUN_UNITS, pieces, {P_UNITS: of_units[0]}),
    ):
        for at, (first, last) in found.items():
            table[:, at] = np.where(first >= 0, first + starts[run], -1)
            table[:, at + 1] = np.where(first >= 0, last + starts[run], -1)
    pieces[:, P_CHANCES], pieces[:, P_SIZES] = of_chances, of_ends - OF_SIZES
    for table in (sides[:, S_FAMILY:S_INITIALS], loose):
        table[table >= 0] = starts[RUN_PIECES] + OF_PIECE * np.searchsorted(parts, table[table >= 0])
    at = sides[:, S_END] - sides[:, S_INITIALS]
    begins = starts[RUN_LOOSE] + np.cumsum(at) - at
    sides[:, S_LOOSE] += (begins - sides[:, S_INITIALS]).astype(np.int32)
    sides[:, S_INITIALS], sides[:, S_END] = begins, begins + at
    sides[:, S_COST] = len(chances) + np.arange(len(sides))
    names[:, N_SIDES] = starts[RUN_SIDES] + np.cumsum(sizes) - sizes
    names[:, N_SIDES_END] = names[:, N_SIDES] + sizes
    front = ints[:head].copy()
    front[GENERAL + 1 :] += len(chances) + len(costs) - tail
    made = np.empty(starts[-1], np.int32)
    made[:head] = front
    del words, listed, units, pairs, letters, loose, pieces, sides, names, table
    del behind, found, first, last, of_words, of_listed, of_units, of_letters, of_chances, of_ends
    for start in starts[:-1]:
        run = runs.pop(0).ravel()  # each is let go when it stands there
        made[start : start + len(run)] = run
    return Packed(
        made,
        np.concatenate([chances, costs, floats[tail:]]),
        starts[RUN_NAMES],
        given.letters,
        (starts[RUN_PIECES], starts[RUN_SIDES]),
        (head, len(chances) + len(costs)),
    )
