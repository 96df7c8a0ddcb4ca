"""What is told of two readings at a glance: how far they surely fall short, from a few bits of their parts."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from translit.bulk.curves import short_of, shortfall
from translit.bulk.features import ALIGNED, CLOSEST, OF_ROW, WEAKEST
from translit.bulk.rows import (
    OF_FORM,
    OF_PIECE,
    P_IN_ALL,
    P_IN_ANY,
    P_KINDS_SEEN,
    P_KINDS_SEEN_TOO,
    P_LISTED,
    P_LISTED_END,
    P_LONGEST,
    P_PLAIN,
    P_SCRIPT,
    P_SHARES,
    P_SHARES_END,
    P_UNITS,
    P_UNITS_END,
    S_FAMILY,
)
from translit.bulk.sides import many_loose, many_words, nth_word
from translit.compiled import compiled
from translit.score import FLOOR, SLIP, SLIPPED


@compiled
def sign(first: int, last: int, ints: Any) -> None:
    """Fill the columns of the parts from `first` to before `last` that tell at a glance how far two parts are apart."""
    for a in range(first, last, OF_PIECE):
        if ints[a + P_UNITS_END] == ints[a + P_UNITS]:
            continue
        seen = np.zeros(2, np.int32)
        for i in range(ints[a + P_SHARES], ints[a + P_SHARES_END]):
            bit = bit_of(ints[i])
            seen[bit >> 5] |= np.int32(1) << np.int32(bit & 31)
        ints[a + P_KINDS_SEEN], ints[a + P_KINDS_SEEN_TOO] = seen[0], seen[1]
        common, some, longest = np.int32(-1), np.int32(0), 0
        for i in range(ints[a + P_UNITS], ints[a + P_UNITS_END], OF_FORM):
            letters = np.int32(0)
            for k in range(ints[i], ints[i + 1]):
                letters |= np.int32(1) << np.int32(ints[k] & 31)
            common &= letters
            some |= letters
            longest = max(longest, ints[i + 1] - ints[i])
        ints[a + P_IN_ALL], ints[a + P_IN_ANY], ints[a + P_LONGEST] = common, some, longest


@compiled
def bit_of(kind: int) -> int:
    """Which of 64 bits stands for a native form."""
    return int((np.uint64(kind) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(58))


@compiled
def at_a_glance(a: int, b: int, model: int, ints: Any, floats: Any) -> float:
    """Nats by which two full readings surely fall short of the best they could be, told from the bits of their parts: 0 or
    less. Less than 0 only where some parts that are read stand side by side and are no native spellings of one form."""
    total, weakest, closest, counted = 0.0, 0.0, 1.0, 0
    if many_loose(a, ints) or many_loose(b, ints):
        ones, twos = many_words(a, ints), many_words(b, ints)
        if ones > twos:
            a, b, ones, twos = b, a, twos, ones
        if ones == 0 or ones * twos > ALIGNED:
            return 0.0
        share = quality = units = near = 0.0
        for i in range(ones):
            one, apart, nearest = nth_word(a, ints, i), 1 << 20, 0.0
            for j in range(twos):
                two = nth_word(b, ints, j)
                letters = _surely_apart(one, two, ints)
                apart = min(apart, letters)
                longest = max(1, ints[one + P_LONGEST], ints[two + P_LONGEST])
                nearest = max(nearest, 1.0 - letters / longest)
            near += nearest
            if apart:
                share += SLIPPED
                quality -= SLIP * apart
                units -= min(4, apart)
                weakest = min(weakest, max(FLOOR, -SLIP * apart))
                counted += 1
        return _words_short_of(share, quality, units, near / ones, weakest, counted, model, ints, floats)
    read = parts = 0
    for n in range(3):
        one, two = ints[a + S_FAMILY + n], ints[b + S_FAMILY + n]
        if one < 0 or two < 0:
            continue
        if (
            n == 1
            and ints[one + P_LISTED] < ints[one + P_LISTED_END]
            and ints[two + P_LISTED] < ints[two + P_LISTED_END]
        ):
            continue  # another name for the name may make its letters tell nothing
        parts += 1
        if (
            ints[one + P_SHARES_END] > ints[one + P_SHARES]
            and ints[two + P_SHARES_END] > ints[two + P_SHARES]
        ):
            read += 1
        apart = _surely_apart(one, two, ints)
        if apart:
            quality = max(FLOOR, -SLIP * apart)
            near = max(0.0, 1.0 - apart / max(1, ints[one + P_LONGEST], ints[two + P_LONGEST]))
            weakest, closest = min(weakest, quality), min(closest, near)
            total += short_of(n, SLIPPED, quality, -float(min(4, apart)), near, model, ints, floats)
            counted += 1
    if counted and read > 1:
        total += shortfall(floats, ints, model, WEAKEST, weakest)
    if counted and parts > 1:
        total += shortfall(floats, ints, model, CLOSEST, closest)
    return total


@compiled
def first_row(a: int, b: int, model: int, rows: Any, ints: Any, floats: Any) -> float:
    """As `at_a_glance` of two readings of several words, when the first word of the shorter one is measured against all of
    the other."""
    ones, twos = many_words(a, ints), many_words(b, ints)
    count, more = min(ones, twos), max(ones, twos)
    share = quality = units = near = 0.0
    weakest, counted = 0.0, 0
    for outer in range(count):
        best, nearest, most, fewest = FLOOR, 0.0, FLOOR if outer == 0 else SLIPPED, -4.0
        read = True
        for inner in range(more):
            i, j = (outer, inner) if ones <= twos else (inner, outer)
            row = (i * twos + j) * OF_ROW
            if outer == 0:
                read = read and not math.isnan(rows[row + 1])
                if not math.isnan(rows[row + 1]):
                    best, most = max(best, rows[row + 1]), max(most, rows[row])
                fewest, nearest = max(fewest, rows[row + 2]), max(nearest, rows[row + 3])
                continue
            one, two = nth_word(a, ints, i), nth_word(b, ints, j)
            apart = _surely_apart(one, two, ints)
            read = read and apart > 0
            if apart == 0:
                best = most = fewest = 0.0
                nearest = 1.0
                break
            best, fewest = max(best, -SLIP * apart), max(fewest, -float(apart))
            nearest = max(nearest, 1.0 - apart / max(1, ints[one + P_LONGEST], ints[two + P_LONGEST]))
        units += fewest
        near += nearest
        if read:
            share += most
            quality += best
            weakest = min(weakest, best)
            counted += 1
    return _words_short_of(share, quality, units, near / count, weakest, counted, model, ints, floats)


@compiled
def _words_short_of(
    share: float,
    quality: float,
    units: float,
    near: float,
    weakest: float,
    counted: int,
    model: int,
    ints: Any,
    floats: Any,
) -> float:
    """Nats by which words without roles surely fall short, of which so many are `counted`: they are read and not one form."""
    if counted == 0:
        return 0.0
    total = short_of(3, max(FLOOR, share), max(FLOOR, quality), max(-4.0, units), near, model, ints, floats)
    return total + (shortfall(floats, ints, model, WEAKEST, weakest) if counted > 1 else 0.0)


@compiled
def _surely_apart(a: int, b: int, ints: Any) -> int:
    """Letters that surely lie between any two native forms of two parts; 0 where they may share one."""
    if (ints[a + P_KINDS_SEEN] & ints[b + P_KINDS_SEEN]) | (
        ints[a + P_KINDS_SEEN_TOO] & ints[b + P_KINDS_SEEN_TOO]
    ):
        return 0
    if ints[a + P_PLAIN] == ints[b + P_PLAIN] and ints[a + P_SCRIPT] == ints[b + P_SCRIPT]:
        return 0
    return max(
        1,
        _bits(ints[a + P_IN_ALL] & ~ints[b + P_IN_ANY]),
        _bits(ints[b + P_IN_ALL] & ~ints[a + P_IN_ANY]),
    )


@compiled
def _bits(number: int) -> int:
    """How many bits of 32 are set."""
    n = np.uint32(number)
    n = n - ((n >> np.uint32(1)) & np.uint32(0x55555555))
    n = (n & np.uint32(0x33333333)) + ((n >> np.uint32(2)) & np.uint32(0x33333333))
    n = (n + (n >> np.uint32(4))) & np.uint32(0x0F0F0F0F)
    return int(
        ((n & np.uint32(0xFF)) + ((n >> np.uint32(8)) & np.uint32(0xFF)))
        + ((n >> np.uint32(16)) & np.uint32(0xFF))
        + (n >> np.uint32(24))
    )
