"""How common a native form is, whatever its spelling: an n-gram over native units, and words that many bear, counted whole.

The counts stand in `prior.tsv` and `bearers.tsv` of a language. Costs are −log of chances, in nats.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from translit.model import UNKNOWN
from translit.sums import added
from translit.units import letters

TRUST = 0.3
"""The exponent with which a form's own commonness weighs in beside the joint chance (0: not at all; 1: as much again).
Of unseen Korean names 0.2 reads as many at first, and 0.5 one in a thousand less."""

COUNTED = 0.35
"""The same exponent where whole words are counted: they are told by millions of bearers, and not by the pairs that taught
the joint chance."""

KNOWN = 1.7
"""How many times as much a counted word weighs by what it is more common than its units tell (1: as much): Лебедь is told by
those who bear it, and "Lebed" by the many that end in -ед."""

WHOLE = 0.7
"""The share of words that the counts of whole words tell, where there are some; the rest is told by units."""


class Prior:
    """How likely a native form is in a role, whatever its spelling: an n-gram over native units, from counts.

    A row is (role, history, unit, count): the history is the units before, "^" the start, "$" the end of a form; an
    empty unit counts what the table leaves out. Units never seen are built from the letters of units that were. `words`
    are whole forms that many bear, each with a count: most words of unknown role are told by these (`WHOLE`).

    >>> prior = Prior([("unknown", "", "а", "3"), ("unknown", "", "$", "1")])
    >>> prior.cost("а", "unknown") < prior.cost("б", "unknown")
    True
    """

    __slots__ = ("_cells", "_known", "_letters", "_nats", "_reach", "_shares", "_units", "_words")

    def __init__(self, rows: Iterable[Sequence[str]], words: Iterable[Sequence[str]] = ()) -> None:
        self._words = {form: float(count) for form, count in words}
        whole = added(self._words.values())
        for form, times in self._words.items():
            self._words[form] = times / whole
        self._cells: dict[str, dict[str, dict[str, float]]] = {}
        self._shares: dict[tuple[str, str], tuple[float, float]] = {}
        rest: dict[tuple[str, str], float] = {}
        self._reach = 0
        last: tuple[str, str] | None = None
        cell: dict[str, float] = {}
        for role, past, unit, count in rows:
            # rows of one history mostly stand together
            if (role, past) != last:
                last = (role, past)
                cell = self._cells.setdefault(role, {}).setdefault(past, {})
                self._reach = max(self._reach, len(past))
            if unit:
                cell[unit] = float(count)
            else:
                rest[last] = float(count)
        self._units: dict[str, float] = {}
        for role, cells in self._cells.items():
            for past, cell in cells.items():
                more = added(min(1.0, count) for count in cell.values()) + rest.get((role, past), 0.0)
                self._shares[role, past] = (added(cell.values()) + more, more)
            for unit, times in cells.get("", {}).items():
                self._units[unit] = self._units.get(unit, 0.0) + times
        # letters after the letter before them in the same unit; "" opens and ends a unit
        self._letters: dict[str, dict[str, float]] = {"": {"": 0.0}}
        for unit in self._units:
            before = ""
            for letter in (*letters(unit), ""):
                following = self._letters.setdefault(before, {})
                following[letter] = following.get(letter, 0.0) + 1.0
                before = letter
        self._known: dict[tuple[str, str, str], float] = {}
        self._nats: dict[
            str, dict[str, float]
        ] = {}  # by role: log P of the last of some units after the others

    def forget(self) -> None:
        """Let go what was worked out for forms that were met."""
        self._known.clear()
        self._nats.clear()

    def _unit(self, unit: str) -> float:
        """P(unit) from its letters, for units that the counts do not hold."""
        chance, before = 1.0, ""
        for letter in (*letters(unit), ""):
            following = self._letters.get(before, {})
            kinds = len(following) + 1.0
            chance *= (following.get(letter, 0.0) + kinds / (len(self._letters) + 1)) / (
                added(following.values()) + kinds
            )
            before = letter
        return chance

    def _chance(self, role: str, past: str, unit: str) -> float:
        key = (role, past, unit)
        known = self._known.get(key)
        if known is None:
            lower = self._chance(role, past[1:], unit) if past else self._unit(unit)
            total, more = self._shares.get((role, past), (0.0, 0.0))
            known = (self._cells[role][past].get(unit, 0.0) + more * lower) / total if total else lower
            self._known[key] = known
        return known

    def weight(self, native: str, role: str) -> float:
        """The nats by which a reading is weighed with a form: its cost, with more of what is known of a word (`KNOWN`)."""
        return self.cost(native, role, KNOWN)

    def cost(self, native: str, role: str, told: float = 1.0) -> float:
        """−log P(native form | role), in nats; roles without counts are judged as "unknown". What is known of a word beyond
        its units counts `told` times."""
        if role not in self._cells:
            role = str(UNKNOWN)
            if role not in self._cells:
                return math.inf
        chain, reach = f"^{native}$", self._reach
        known = self._nats.get(role)
        if known is None:
            known = self._nats[role] = {}
        cost = 0.0
        for here in range(1, len(chain)):
            units = chain[max(0, here - reach) : here + 1]
            nats = known.get(units)
            if nats is None:
                nats = known[units] = math.log(self._chance(role, units[:-1], units[-1]))
            cost -= nats
        return (
            with_whole(cost, self._words.get(native, 0.0), told) if self._words and role == UNKNOWN else cost
        )

    @property
    def trust(self) -> float:
        """The exponent with which a form's own commonness weighs in."""
        return COUNTED if self._words else TRUST


def with_whole(cost: float, share: float, told: float) -> float:
    """−log P of a word in nats, that costs so much by its units, where so great a share of all words is it; the share counts
    `told` times."""
    if share == 0.0:
        return cost - told * math.log(1.0 - WHOLE)
    return cost - told * (math.log((1.0 - WHOLE) * math.exp(-cost) + WHOLE * share) + cost)


def weighed(found: list[tuple[str, float]], prior: Prior, role: str, trust: float) -> list[tuple[str, float]]:
    """The forms weighed once more by how common they are, their sum kept: units reach further than graphones."""
    weights = [math.exp(-trust * prior.weight(native, role)) for native, _ in found]
    before = added(chance for _, chance in found)
    after = added(chance * weight for (_, chance), weight in zip(found, weights, strict=True))
    if not after:
        return found
    scale = before / after
    again = [
        (native, chance * weight * scale) for (native, chance), weight in zip(found, weights, strict=True)
    ]
    return sorted((item for item in again if item[1]), key=lambda item: (-item[1], item[0]))
