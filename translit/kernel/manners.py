"""How likely a spelling is of native forms, of many at once: `manners.Manners`, compiled."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from translit.compiled import compiled, inlined
from translit.kernel.arrays import starts
from translit.kernel.cells import find, mix
from translit.kernel.search import LONGEST
from translit.manners import BARE, BREAK, FIRST, LATER, REST, START, UNMET, UNREAD, Manners, apart
from translit.manners import LONGEST as UNIT


@inlined
def _row_of(key: int, parts: Any, part: int) -> int:
    """Where the chances of a part of a unit to be written so stand: behind the table for what no manner has met."""
    if part == 0:
        return len(parts)
    cell = find(parts, key)
    return cell if parts[cell] == key else len(parts) + part


@compiled
def _costs_of(
    texts: Any,
    ends: Any,
    units: Any,
    unit_ends: Any,
    owners: Any,
    parts: Any,
    chances: Any,
    of_unit: Any,
    base: int,
    shares: Any,
    unread: float,
    first: int,
    longest: int,
) -> Any:
    """−log P(spelling | form) of many forms, as `manners.Manners.cost` works it out.

    `of_unit` gives for each unit the numbers of its parts: the first letter at the start, later, the rest, the rest bare.
    A letter of a spelling is a number from 1, 0 the break; `base` and such a number of a part begin its keys.
    """
    count = len(shares)
    costs = np.empty(len(owners), np.float64)
    sofar = np.zeros((LONGEST + 1, count), np.float64)
    further = np.zeros((LONGEST + 1, count), np.float64)
    met, next_met = np.zeros(LONGEST + 1, np.bool_), np.zeros(LONGEST + 1, np.bool_)
    chance = np.zeros(count, np.float64)
    for form in range(len(owners)):
        begin = ends[owners[form]]
        size = ends[owners[form] + 1] - begin
        met[: size + 1] = False
        met[0] = True
        sofar[0] = shares
        many = unit_ends[form + 1] - unit_ends[form]
        for number in range(many):
            unit = units[unit_ends[form] + number]
            one = of_unit[unit, 1 if number else 0]
            next_met[: size + 1] = False
            for at in range(size + 1):
                if not met[at]:
                    continue
                here = at
                if 0 < here < size and texts[begin + here] == 0:
                    here += 1
                for there in range(here + 1, min(here + longest, size) + 1):
                    if texts[begin + there - 1] == 0:
                        break
                    if number == many - 1 and there < size:
                        continue
                    chance[:] = 0.0
                    key = base + one
                    for cut in range(min(first, there - here - 1) + 1):
                        if cut:
                            key = (key << 7) + texts[begin + here + cut - 1]
                        two = of_unit[unit, 2 if cut else 3]
                        tail = base + two
                        for place in range(here + cut, there):
                            tail = (tail << 7) + texts[begin + place]
                        left, right = _row_of(key, parts, one), _row_of(tail, parts, two)
                        for manner in range(count):
                            chance[manner] += chances[left, manner] * chances[right, manner]
                    if not next_met[there]:
                        next_met[there] = True
                        further[there] = 0.0
                    for manner in range(count):
                        further[there, manner] += sofar[at, manner] * chance[manner]
            sofar, further = further, sofar
            met, next_met = next_met, met
        whole = 0.0
        if met[size]:
            for manner in range(count):
                whole += sofar[size, manner]
        costs[form] = -math.log(whole) if whole > 0.0 else unread * size
    return costs


class Spelled:
    """What a table of manners says of many forms in one go, compiled."""

    __slots__ = ("_arrays", "_base", "_letters", "_manners", "_numbers", "_parts", "_units")

    def __init__(self, manners: Manners) -> None:
        self._manners = manners
        self._letters = {BREAK: 0}
        for letter in sorted({letter for *_, written in manners.known for letter in written}):
            self._letters.setdefault(letter, len(self._letters))
        # Numbers from 1; 0 is any part never met. With the base they all have as many bits, so that a key tells how many
        # letters follow.
        self._parts = {part: number for number, part in enumerate(sorted(manners.least), 1)}
        self._base = 1 << len(self._parts).bit_length()
        count = len(manners.shares)
        keys = {}
        for (letters, place, written), chances in manners.known.items():
            key = self._base + self._parts[letters, place]
            for letter in written:
                key = (key << 7) + self._letters[letter]
            keys[key] = chances
        size = 16
        while size < 3 * len(keys):
            size *= 2
        parts, values = np.full(size, -1, np.int64), np.full((size + len(self._parts) + 1, count), UNMET)
        for key, chances in keys.items():
            cell = mix(key) & (size - 1)
            while parts[cell] >= 0:
                cell = (cell + 1) & (size - 1)
            parts[cell], values[cell] = key, chances
        for part, number in self._parts.items():
            values[size + number] = manners.least[part]
        self._arrays = (parts, values)
        self._numbers: dict[str, int] = {}
        self._units = np.zeros((1 << 10, 4), np.int64)  # grows as units are met

    def _unit(self, unit: str) -> int:
        number = self._numbers.get(unit)
        if number is None:
            one, two = apart(unit)
            number = self._numbers[unit] = len(self._numbers)
            if number == len(self._units):
                self._units = np.concatenate((self._units, np.zeros_like(self._units)))
            places = ((one, START), (one, LATER), (two, REST), (two, BARE))
            self._units[number] = [self._parts.get(part, 0) for part in places]
        return number

    def costs(self, texts: Sequence[str], forms: Sequence[Sequence[str]]) -> list[list[float]]:
        """−log P(spelling | form) for each form of each spelling, in nats."""
        if len(self._letters) > 100 or any(len(text) > LONGEST for text in texts):
            return [
                [self._manners.cost(t, form) for form in own] for t, own in zip(texts, forms, strict=True)
            ]
        if not texts:
            return []
        natives = [form.replace(BREAK, "") for own in forms for form in own]
        get, unit = self._letters.get, self._numbers.get
        for one in set().union(*natives):
            self._unit(one)
        other = len(self._letters)  # a letter that no manner writes
        found = _costs_of(
            np.array([get(letter, other) for text in texts for letter in text], np.int64),
            starts(map(len, texts)),
            np.array([unit(one) for native in natives for one in native], np.int64),
            starts(map(len, natives)),
            np.repeat(np.arange(len(texts)), [len(own) for own in forms]),
            *self._arrays,
            self._units,
            self._base,
            np.array(self._manners.shares, np.float64),
            UNREAD,
            FIRST,
            UNIT,
        ).tolist()
        at, answers = 0, []
        for own in forms:
            answers.append(found[at : at + len(own)])
            at += len(own)
        return answers
