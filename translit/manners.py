"""How likely a spelling is of a native form, unit by unit, by writers who each keep to one manner.

The lattice knows which letters follow each other; it forgets how a syllable was written once another stands between.
Here a unit is its first letter and the rest of it, each is written as its table counts it, and a spelling is made in one
of a few manners (the learner finds them: they come out as the official systems and the habit of the people). The manner
is not known, so its chances are added: where `yeong` stands, `jung` is not what the same writer makes of 정. How common
a native form is does not enter.

The code knows no language. Units are those that Unicode takes apart; the first letter and the rest tell onset and rime.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence

from translit.sums import added

START, LATER = "start", "later"
"""Where the first letter of a unit stands: in the first unit or in a later one."""

REST, BARE = "rest", "bare"
"""The rest of a unit, after a first letter that is written and after one that is not."""

SMOOTH = 3.0
"""Counts that all manners together lend to each of them."""

UNMET = 0.003
"""The share of those for a spelling that no manner has; and the chance of any spelling of a unit never met."""

FIRST, LONGEST = 3, 7
"""Letters that write the first letter of a unit, and a unit, at most."""

UNREAD = 5.0
"""Nats a letter of a spelling costs that cannot be cut into the units."""

BREAK = "-"


def apart(unit: str) -> tuple[str, str]:
    """The first letter of a unit and the rest of it.

    >>> [len(part) for part in apart("광")]
    [1, 2]
    """
    letters = unicodedata.normalize("NFD", unit)
    return letters[:1], letters[1:]


class Manners:
    """What the table of manners says of spellings; built from its rows.

    A row is (letters, place, written, counts): the counts of each manner, apart by blanks. A row without letters and place
    counts the spellings made in each manner.

    >>> rows = [("", "", "", "1 1"), ("a", "start", "a", "1 0"), ("a", "start", "e", "0 1"), ("", "bare", "", "1 1")]
    >>> one = Manners([*rows, ("", "rest", "", "1 1")])
    >>> len(one.shares)
    2
    """

    __slots__ = ("_units", "known", "least", "shares")

    def __init__(self, rows: Iterable[Sequence[str]]) -> None:
        counted = {
            (letters, place, written): [float(count) for count in counts.split(" ")]
            for letters, place, written, counts in rows
        }
        sizes = counted.pop(("", "", ""), [1.0])
        self.shares = tuple(size / added(sizes) for size in sizes)
        totals: dict[tuple[str, str], list[float]] = {}
        for (letters, place, _), counts in counted.items():
            total = totals.setdefault((letters, place), [0.0] * len(sizes))
            for manner, count in enumerate(counts):
                total[manner] += count
        self.least = {
            key: tuple([SMOOTH * UNMET / (size + SMOOTH) for size in total]) for key, total in totals.items()
        }
        self.known = {
            (letters, place, written): tuple(
                [
                    (count + SMOOTH * added(counts) / added(total)) / (size + SMOOTH)
                    for count, size in zip(counts, total, strict=True)
                ]
            )
            for (letters, place, written), counts in counted.items()
            for total in [totals[letters, place]]
        }
        self._units: dict[tuple[str, str, str], tuple[float, ...]] = {}

    def _part(self, letters: str, place: str, written: str) -> tuple[float, ...]:
        known = self.known.get((letters, place, written))
        if known is None:
            known = self.least.get((letters, place)) or (UNMET,) * len(self.shares)
        return known

    def _unit(self, unit: str, place: str, written: str) -> tuple[float, ...]:
        """The chance of each manner to write a unit so, over all ways to cut what is written."""
        key = (unit, place, written)
        known = self._units.get(key)
        if known is None:
            first, rest = apart(unit)
            known = (0.0,) * len(self.shares)
            for cut in range(min(FIRST, len(written) - 1) + 1):
                one = self._part(first, place, written[:cut])
                two = self._part(rest, REST if cut else BARE, written[cut:])
                known = tuple([sofar + x * y for sofar, x, y in zip(known, one, two, strict=True)])
            self._units[key] = known
        return known

    def cost(self, written: str, native: str) -> float:
        """−log P(spelling | native form), in nats; the spelling is folded, and "-" in it a break that was shown."""
        size = len(written)
        reached: dict[int, list[float]] = {0: list(self.shares)}
        units = native.replace(BREAK, "")
        for number, unit in enumerate(units):
            place = LATER if number else START
            last = number == len(units) - 1
            further: dict[int, list[float]] = {}
            for here, sofar in reached.items():
                if 0 < here < size and written[here] == BREAK:
                    here += 1
                for there in range(here + 1, min(here + LONGEST, size) + 1):
                    if written[there - 1] == BREAK:
                        break
                    if last and there < size:
                        continue
                    chances = self._unit(unit, place, written[here:there])
                    before = further.get(there)
                    if before is None:
                        further[there] = [x * y for x, y in zip(sofar, chances, strict=True)]
                    else:
                        further[there] = [z + x * y for z, x, y in zip(before, sofar, chances, strict=True)]
            reached = further
        chance = 0.0
        for one in reached.get(size, ()):
            chance += one
        return -math.log(chance) if chance > 0.0 else UNREAD * size
