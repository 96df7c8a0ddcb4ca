"""How alike two parts of names are: native forms, letters, and what a table lists."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from translit import score
from translit.bulk.features import OF_ROLE
from translit.bulk.glance import bit_of
from translit.bulk.letters import BITS, changes, indel, jaro_winkler, levenshtein
from translit.bulk.rows import (
    DIMINUTIVES,
    DOUBLETS,
    OF_FORM,
    P_AT,
    P_CHANCES,
    P_END,
    P_KINDS_SEEN,
    P_KINDS_SEEN_TOO,
    P_LISTED,
    P_LISTED_END,
    P_MARKED,
    P_PLAIN,
    P_SCRIPT,
    P_SHARES,
    P_SHARES_END,
    P_SIZES,
    P_TRIM,
    P_UNITS,
    P_UNITS_END,
)
from translit.compiled import compiled
from translit.score import FAR, FLOOR, HARD, KNOWN, MISREAD, SLIP, SLIPPED, SPELT
from translit.sides import LIKE

REMEMBERED = 14
"""Pairs of parts whose measurements are remembered: 2 to the power of this."""

_LIKE = np.array([score._LIKE[kind] for kind in LIKE])
_DOUBLET, _DIMINUTIVE = LIKE.index("doublet"), LIKE.index("diminutive")


@compiled
def measure(a: int, b: int, ints: Any, floats: Any, masks: Any, known: Any, found: Any) -> int:
    """The place in `found` of share, quality, units, nearness, letters and rarity of two parts; not a number where one does not
    apply. What was measured last stands there until another pair takes its place: names side by side share their parts."""
    key = (np.int64(a) << 32) | np.int64(b)
    cell = np.int64((np.uint64(key) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - REMEMBERED))
    at = cell * OF_ROLE
    if known[cell] == key:
        return int(at)
    known[cell] = key
    share = quality = math.nan
    ones, twos = ints[a + P_SHARES_END] - ints[a + P_SHARES], ints[b + P_SHARES_END] - ints[b + P_SHARES]
    if ones and twos:
        first, second = (b, a) if ones > twos else (a, b)
        total = best = 0.0
        start, other = ints[first + P_SHARES], ints[second + P_SHARES]
        chances, others = ints[first + P_CHANCES], ints[second + P_CHANCES]
        seen, seen_too = ints[second + P_KINDS_SEEN], ints[second + P_KINDS_SEEN_TOO]
        for i in range(min(ones, twos)):
            kind = ints[start + i]
            bit = bit_of(kind)
            if not ((seen_too if bit >> 5 else seen) >> (bit & 31)) & 1:
                continue
            for j in range(max(ones, twos)):
                if ints[other + j] == kind:
                    both = floats[chances + i] * floats[others + j]
                    total += both
                    if both > best:
                        best = both
                    break
        share = quality = FLOOR
        if total:
            lengths = floats[ints[a + P_SIZES] + 1] * floats[ints[b + P_SIZES] + 1]
            share = max(FLOOR, math.log(total / lengths))
        if best:
            peaks = floats[ints[a + P_SIZES]] * floats[ints[b + P_SIZES]]
            quality = max(FLOOR, math.log(best / peaks))
        share = min(share, 0.0)
    a_at, a_end, b_at, b_end = ints[a + P_AT], ints[a + P_END], ints[b + P_AT], ints[b + P_END]
    alike = ints[a + P_SCRIPT] == ints[b + P_SCRIPT]
    same = alike and ints[a + P_PLAIN] == ints[b + P_PLAIN]
    if same or quality > -0.7:
        apart, near = 0.0, 1.0
    elif ints[a + P_UNITS_END] > ints[a + P_UNITS] and ints[b + P_UNITS_END] > ints[b + P_UNITS]:
        before = quality
        quality, apart, near = _near_forms(a, b, quality, ints, floats, masks, found)
        if before == FLOOR and quality > FLOOR:
            rarity = max(floats[ints[a + P_SIZES] + 2], floats[ints[b + P_SIZES] + 2])
            share = max(FLOOR, min(SLIPPED, FLOOR + quality + max(0.0, rarity - KNOWN)))
    elif alike:
        apart = float(min(4, levenshtein(ints, a_at, a_end, b_at, b_end, masks)))
        near = indel(ints, a_at, a_end, b_at, b_end, masks)
    else:
        apart, near = 4.0, 0.0
    if (ones == 0) != (twos == 0) and near < MISREAD and (b_end - b_at if ones else a_end - a_at) >= SPELT:
        share = quality = FLOOR
    letters = math.nan
    if same:
        share, quality, apart, near, letters = 0.0, 0.0, 0.0, 1.0, 1.0
    elif alike:
        letters = jaro_winkler(ints, a_at, a_end, b_at, b_end)
    rare = math.nan
    if ones and twos and near < 1.0:
        rare = max(floats[ints[a + P_SIZES] + 2], floats[ints[b + P_SIZES] + 2])
    found[at], found[at + 1], found[at + 2], found[at + 3], found[at + 4], found[at + 5] = (
        share,
        quality,
        -apart,
        near,
        letters,
        rare,
    )
    return int(at)


@compiled
def _near_forms(
    a: int, b: int, quality: float, ints: Any, floats: Any, masks: Any, found: Any
) -> tuple[float, float, float]:
    """`score._nearly`, where the quality asks for it, and `score._apart`: both look at the letters between the same forms.

    The gaps of a part stand behind its shares. A part's ending is told by its length: its letters are the last ones of the
    first form.
    """
    first, first_end, second, second_end = (
        ints[a + P_UNITS],
        ints[a + P_UNITS_END],
        ints[b + P_UNITS],
        ints[b + P_UNITS_END],
    )
    ending, end = ints[a + P_TRIM], ints[first + 1]
    gaps = ints[a + P_CHANCES] + ints[a + P_SHARES_END] - ints[a + P_SHARES]
    others = ints[b + P_CHANCES] + ints[b + P_SHARES_END] - ints[b + P_SHARES]
    asked, best = quality < -SLIP, -FLOOR
    least, stem = 99, 1
    here = OF_ROLE << REMEMBERED
    for n in range((first_end - first) // OF_FORM):
        i = first + OF_FORM * n
        _beside(ints, i, second, second_end, found, masks)
        if asked and n == 0 and found[here] > FAR:
            asked = False
        for m in range((second_end - second) // OF_FORM):
            j = second + OF_FORM * m
            distance = int(found[here + m])
            if distance < least:
                both = ending > 0 and _ends_alike(i, end, ending, ints) and _ends_alike(j, end, ending, ints)
                taken = ending if both else 0
                least = distance
                stem = max(1, ints[i + 1] - ints[i] - taken, ints[j + 1] - ints[j] - taken)
            if asked:
                cost = floats[gaps + n] + floats[others + m]
                if cost < best:
                    cost += SLIP * distance
                    if cost < best:
                        cost += HARD * _distance(i + 2, j + 2, ints, masks)
                        best = min(best, cost)
    if quality < -SLIP:
        quality = max(quality, float(-best))
    return quality, float(min(4, least)), max(0.0, 1.0 - least / stem)


@compiled
def _beside(ints: Any, i: int, j: int, j_end: int, found: Any, masks: Any) -> None:
    """Letters between the text whose place stands at i and each of those from j on, put behind what is measured; what is
    said of the first text in `masks` is said once."""
    a, a_end = ints[i], ints[i + 1]
    n = a_end - a
    out = OF_ROLE << REMEMBERED
    if n == 0 or n > BITS:
        for other in range(j, j_end, OF_FORM):
            found[out] = levenshtein(ints, a, a_end, ints[other], ints[other + 1], masks)
            out += 1
        return
    one = np.uint64(1)
    for k in range(n):
        masks[ints[a + k]] |= one << np.uint64(k)
    for other in range(j, j_end, OF_FORM):
        found[out] = changes(ints, n, ints[other], ints[other + 1], masks)
        out += 1
    for k in range(a, a_end):
        masks[ints[k]] = np.uint64(0)


@compiled
def _distance(i: int, j: int, ints: Any, masks: Any) -> int:
    """Letters between two texts whose places stand at i and j."""
    return int(levenshtein(ints, ints[i], ints[i + 1], ints[j], ints[j + 1], masks))


@compiled
def _ends_alike(i: int, end: int, size: int, ints: Any) -> bool:
    """Whether the text whose place stands at i has the letters at its end that stand before `end`."""
    start = ints[i + 1] - size
    if start < ints[i]:
        return False
    n = 0
    while n < size and ints[start + n] == ints[end - size + n]:
        n += 1
    return bool(n == size)


@compiled
def listed_alike(a: int, b: int, ints: Any, whatever: bool) -> float:
    """1: one listed given name; less: a doublet, a foreign equivalent, a pet form; −1: listed ones that differ; not a number
    where one is not listed. What likenesses count tell the settings, or `whatever` they say all do."""
    if ints[a + P_LISTED] == ints[a + P_LISTED_END] or ints[b + P_LISTED] == ints[b + P_LISTED_END]:
        return math.nan
    best = -1.0
    for i in range(ints[a + P_LISTED], ints[a + P_LISTED_END], 2):
        for j in range(ints[b + P_LISTED], ints[b + P_LISTED_END], 2):
            if ints[i] == ints[j]:
                one, two = ints[i + 1], ints[j + 1]
                if (one == _DOUBLET or two == _DOUBLET) and not (whatever or ints[DOUBLETS]):
                    continue
                if (one == _DIMINUTIVE or two == _DIMINUTIVE) and not (whatever or ints[DIMINUTIVES]):
                    continue
                best = max(best, min(_LIKE[one], _LIKE[two]))
    return float(best)


@compiled
def contradict(a: int, b: int, ints: Any) -> bool:
    """Whether two words that carry marks are one but for these."""
    one, two = ints[a + P_MARKED], ints[b + P_MARKED]
    return bool(one and two and one != two and ints[a + P_PLAIN] == ints[b + P_PLAIN])


@compiled
def share_kinds(a: int, b: int, ints: Any) -> bool:
    """Whether two parts may be one native form."""
    for i in range(ints[a + P_SHARES], ints[a + P_SHARES_END]):
        for j in range(ints[b + P_SHARES], ints[b + P_SHARES_END]):
            if ints[i] == ints[j]:
                return True
    return False
