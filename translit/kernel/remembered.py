"""How common native forms are, worked out for many at once: `prior.Prior`, compiled."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from translit import lattice
from translit.compiled import compiled, inlined
from translit.kernel.arrays import DEEPEST, next_histories, thick, thin
from translit.kernel.cells import find, table
from translit.model import UNKNOWN
from translit.prior import KNOWN, Prior, with_whole
from translit.tables import Tables


def _longer(word: int, unit: int) -> int:
    """The number of a word with one unit more, of so many that two words hardly share one."""
    return ((word * 0x2545F4914F6CDD1D) ^ (unit + 1)) & 0x3FFFFFFFFFFFFFFF


_longer_of = inlined(_longer)
_whole_of = inlined(with_whole)


@compiled
def weights_of(
    codes: Any, end: int, many: int, start: int, counts: Any, follow: Any, learnt: Any, met: Any, unseen: Any
) -> Any:
    """What native forms weigh, one after another and each with its end, as `prior.Prior.weight` works it out.

    What (history, unit) costs and where it leads is worked out once, and stands in `met`.
    """
    count_keys, count_values = counts
    follow_keys, follow_values = follow
    mass, backoff, back, empty, (word_keys, word_shares), told = learnt
    met_ways, met_costs, used = met
    met_keys = met_ways[:, 0]
    costs = np.zeros(many, np.float64)
    chain = np.empty(DEEPEST, np.int64)
    state, place = start, 0
    word = 0
    for at in range(len(codes)):
        unit = codes[at]
        word = _longer_of(word, unit)
        way = (state << 24) + unit
        cell = find(met_keys, way)
        if met_keys[cell] != way:
            if used[0] * 3 > len(met_keys) * 2:
                met_keys[:] = -1
                used[0] = 0
                cell = find(met_keys, way)
            here, depth = state, 0
            while True:
                chain[depth] = here
                depth += 1
                if empty[here]:
                    break
                here = back[here]
            chance = unseen[unit]
            for step in range(depth - 1, -1, -1):
                here = chain[step]
                total = mass[here]
                if total != 0.0:
                    key = (here << 24) + unit
                    found = find(count_keys, key)
                    count = count_values[found] if count_keys[found] == key else 0.0
                    chance = (count + backoff[here] * chance) / total
            after = state
            while True:
                key = (after << 24) + unit
                found = find(follow_keys, key)
                if follow_keys[found] == key:
                    after = follow_values[found]
                    break
                if empty[after]:
                    break
                after = back[after]
            met_ways[cell, 0], met_ways[cell, 1] = way, after
            met_costs[cell] = math.log(chance)
            used[0] += 1
        costs[place] -= met_costs[cell]
        state = met_ways[cell, 1]
        if unit == end:
            if told[start]:
                cell = find(word_keys, word)
                share = word_shares[cell] if word_keys[cell] == word else 0.0
                costs[place] = _whole_of(costs[place], share, KNOWN)
            state, word = start, 0
            place += 1
    return costs


def nothing_met(cells: int) -> tuple[Any, Any, Any]:
    """Room to remember what follows (history, unit), what that costs, and how many there are."""
    return np.tile(np.array([-1, 0], np.int64), (cells, 1)), np.zeros(cells), np.zeros(1, np.int64)


# Ways from (history, unit) that are remembered; when there are more, it is begun anew.
_WAYS = 1 << 17
# Readers of one language, one a script, whose units are remembered by number.
_READERS = 4


class Remembered(Prior):
    """A prior that works out many forms at once, compiled, and remembers them: the same forms come up again and again."""

    __slots__ = ("_answers", "_arrays", "_chances", "_codes", "_met", "_numbered", "_starts", "_unseen")
    _MOST = 500_000

    def __init__(self, learnt: Prior) -> None:
        self.stands_on(learnt)
        states: dict[tuple[str, str], int] = {}
        for role, cells in self._cells.items():
            for past in ("", *cells):
                states.setdefault((role, past), len(states))
        self._codes: dict[str, int] = {}
        self._unseen: list[float] = []
        counts = {
            (states[role, past], self._code(unit)): count
            for role, cells in self._cells.items()
            for past, cell in cells.items()
            for unit, count in cell.items()
        }
        back = []
        for role, past in states:
            shorter = past[1:]
            while (role, shorter) not in states:
                shorter = shorter[1:]
            back.append(states[role, shorter])
        follows: dict[tuple[int, int], int] = {}
        for role in self._cells:
            own = {past: state for (of, past), state in states.items() if of == role}
            follows |= next_histories(own, back, self._code)
        shares = [self._shares.get(state, (0.0, 0.0)) for state in states]
        self._starts = {role: states.get((role, "^"), states[role, ""]) for role in self._cells}
        self._arrays = (
            table(counts, np.float64),
            table(follows, np.int64),
            (
                np.array([total for total, _ in shares] or [0.0], np.float64),
                np.array([more for _, more in shares] or [0.0], np.float64),
                np.array(back or [0], np.int64),
                np.array([past == "" for _, past in states] or [True], np.bool_),
                table(self._whole_words(), np.float64),
                self._told(len(states)),
            ),
        )

    def _whole_words(self) -> dict[tuple[int, int], float]:
        """The share of each word that is counted as a whole, by the number that `_longer` gives it."""
        found: dict[tuple[int, int], float] = {}
        for word, share in self._words.items():
            number = 0
            for unit in (*word, "$"):
                number = _longer(number, self._code(unit))
            found[0, number] = share
        return found

    def _told(self, states: int) -> Any:
        """Whether whole words are counted in the role that begins with a history."""
        told = np.zeros(max(1, states), np.bool_)
        if self._words and UNKNOWN in self._starts:
            told[self._starts[UNKNOWN]] = True
        return told

    def stands_on(self, learnt: Prior) -> None:
        """Take over what that one knows, which does not change; nothing is remembered yet."""
        for slot in Prior.__slots__:
            setattr(self, slot, getattr(learnt, slot))
        self._answers: dict[tuple[str, str], float] = {}
        # units by their identity, and their numbers
        self._numbered: dict[int, tuple[Sequence[str], Any]] = {}
        self._chances = np.empty(0)
        self._met = nothing_met(_WAYS)

    def __getstate__(self) -> tuple[Any, ...]:
        """What it knows beyond that, small."""
        return self._codes, self._unseen, self._starts, thin(self._arrays)

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self._codes, self._unseen, self._starts, arrays = state
        self._arrays = thick(arrays)

    def forget(self) -> None:
        super().forget()
        self._answers.clear()

    def _code(self, unit: str) -> int:
        """A unit's number; a new one gets its chance from its letters."""
        code = self._codes.get(unit)
        if code is None:
            code = self._codes[unit] = len(self._unseen)
            self._unseen.append(self._unit(unit))
        return code

    def start(self, role: str) -> int:
        """The history at the start of a form in this role; −1 where nothing was counted."""
        return self._starts.get(role if role in self._cells else "unknown", -1)

    def arrays(self, units: Sequence[str]) -> Any:
        """The number here of each of these units, and what `weights_of` works with."""
        held = self._numbered.get(id(units))
        if held is None or held[0] is not units:
            if len(self._numbered) >= _READERS:
                self._numbered.clear()
            numbers = np.array([self._code(unit) for unit in units], np.int64)
            held = self._numbered[id(units)] = (units, numbers)
        return (held[1], *self._arrays, self._met, self._unseen_chances(), self._codes["$"])

    def _unseen_chances(self) -> Any:
        """The chances of the units from their letters."""
        if len(self._chances) < len(self._unseen):
            self._chances = np.array(self._unseen)
        return self._chances

    def learn(self, natives: Sequence[str], role: str) -> None:
        """Work out the weights of these forms, to be asked for by `weight`."""
        known = role if role in self._cells else "unknown"
        new = [native for native in natives if (native, role) not in self._answers]
        if not new or known not in self._cells or any(len(native) == 0 for native in new):
            return
        if len(self._answers) + len(new) > self._MOST:
            self._answers.clear()
            new = list(natives)
        codes = self._codes
        text = "$".join(new) + "$"
        for unit in set(text):
            if unit not in codes:
                self._code(unit)
        numbers = np.array([codes[unit] for unit in text], np.int64)
        found = weights_of(
            numbers,
            codes["$"],
            len(new),
            self._starts[known],
            *self._arrays,
            self._met,
            self._unseen_chances(),
        )
        self._answers.update(zip(((native, role) for native in new), found.tolist(), strict=True))

    def weight(self, native: str, role: str) -> float:
        key = (native, role)
        known = self._answers.get(key)
        if known is None:
            known = self._answers[key] = super().weight(native, role)
        return known


def remembered(language: str, tables: Tables) -> Remembered | None:
    """How common the forms of a language are; None where its tables do not tell."""

    def make() -> Remembered | None:
        learnt = lattice._prior(language, tables)
        if learnt is None:
            return None
        sources = lattice.prior_sources(language, tables)
        made = tables.kept(f"prior-{language}-compiled", sources, lambda: Remembered(learnt))
        made.stands_on(learnt)
        return made

    return tables.derived(f"kernel prior {language}", make)
