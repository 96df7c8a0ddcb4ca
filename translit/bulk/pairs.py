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
from typing import Any, cast

import numpy as np

from translit import clustering, profile, score
from translit.bulk import packed
from translit.bulk.packed import Packed
from translit.clustering import CROWD, Codes, Known, Odds, Some
from translit.compiled import compiled as _compiled
from translit.model import Role
from translit.profile import LANGUAGES_APART, LIKE

# What compiled code knows of the other rooms stands in numbers of its own: they are constants to it.
_SIZE = len(score.FEATURES)
_OF_ROLE = len(score._PER_ROLE)
_FLOOR, _ONE_FORM, _DEAR, _SAME, _MOST = score.FLOOR, score.ONE_FORM, score.DEAR, score.SAME, score.MOST
_APART = LANGUAGES_APART
_SLIP, _HARD, _FAR = score.SLIP, score.HARD, score.FAR
_SLIPPED, _KNOWN_NAME = score.SLIPPED, score.KNOWN
_WEAKEST, _CLOSEST, _LISTED, _GENDER, _INITIALS, _ORDER = (
    score._WEAKEST,
    score._CLOSEST,
    score._LISTED,
    score._GENDER,
    score._INITIALS,
    score._ORDER,
)
_WHOLE, _SOUND, _UNREAD, _OVER, _TAIL, _LAW, _FATHERS, _MARKS = (
    score._WHOLE_LETTERS,
    score._SOUND,
    score._UNREAD,
    score._OVER,
    score._TAIL,
    score._LAW,
    score._FATHERS,
    score._MARKS,
)
_NOT_SHORT = np.array([i in score._NOT_SHORT for i in range(_SIZE)])
_LIKE = np.array([score._LIKE[kind] for kind in LIKE])
_DOUBLET, _DIMINUTIVE = LIKE.index("doublet"), LIKE.index("diminutive")
# Columns, as `packed` fills them.
P_ROLE, P_SCRIPT, P_LAW, P_GENDER, P_PLAIN, P_AT, P_END, P_SHARES, P_SHARES_END, P_CHANCES, P_KINDS = range(
    11
)
P_UNITS, P_UNITS_END, P_TRIM, P_LISTED, P_LISTED_END, P_FIRSTS, P_FIRSTS_END, P_SIZES, P_MARKED = range(
    11, 20
)
# At a glance: bits for the native forms, for the letters that all of the likeliest have and for those that any has, and
# the letters of the longest.
P_KINDS_SEEN, P_KINDS_SEEN_TOO, P_IN_ALL, P_IN_ANY, P_LONGEST = range(20, packed.OF_PIECE)
(
    S_LANGUAGE,
    S_COST,
    S_FAMILY,
    S_GIVEN,
    S_PATRONYMIC,
    S_INITIALS,
    S_LOOSE,
    S_END,
    S_GENDER,
    S_TAIL,
    S_NATIVE,
) = range(packed.OF_SIDE)
N_SIDES, N_SIDES_END, N_SCRIPT, N_FOLDED, N_RANK, N_GENDER, N_AT, N_END, N_WORDS, N_SOUNDS, N_SOUNDS_END = (
    range(packed.OF_NAME)
)
M_NUMBERS, M_ROLES, M_SCRIPTS, M_BENDS = packed.NUMBERS, packed.ROLES, packed.SCRIPTS, packed.BENDS
_DOUBLETS, _DIMINUTIVES, _MANY_SCRIPTS, _GENERAL = (
    packed.DOUBLETS,
    packed.DIMINUTIVES,
    packed.MANY_SCRIPTS,
    packed.GENERAL,
)
_GIVEN_ROLE = packed.NAMED.index(Role.GIVEN)
_OF_PIECE, _OF_SIDE, _OF_NAME = packed.OF_PIECE, packed.OF_SIDE, packed.OF_NAME
R_LOOSE, R_ALONE, R_ALONE_GIVEN, R_ALONE_INITIALS, R_LETTERS = (
    packed.LOOSE,
    packed.ALONE,
    packed.ALONE_GIVEN,
    packed.ALONE_INITIALS,
    packed.LETTERS,
)
# Of more letters than a machine word has bits the distances are worked out row by row.
_BITS = 64
# Pairs of parts whose measurements are remembered: 2 to the power of this.
_KNOWN = 14
# Native forms of a part that are held against those of another.
_FORMS = profile.FORMS
# A native form of a part: where its letters begin and end, and those of its bones.
_OF_FORM = 4
# Two words beside each other: what is measured, how well they go together, and whether one of them is taken.
_OF_ROW = _OF_ROLE + 2
# Words of two names that are paired at most: more are left to their letters, as `score._align` does.
_ALIGNED = 24
# Where the likeness of two whole names is kept, behind their words.
_LETTERS_KNOWN = _ALIGNED * _OF_ROW
# Nats that the rounding of a sum may take from a bound on it.
_MARGIN = 1e-9
# Pairs that are asked for one by one until what was read for them is let go.
ASKED = 16
# Not a number of nats: the pair is left to the plain score.
LEFT_OVER = 1e9


# ---------------------------------------------------------------- letters


@_compiled
def order(a: int, a_end: int, b: int, b_end: int, ints: Any) -> int:
    """1 when the first text stands after the second in the order of letters, −1 before it, 0 when they are one."""
    for n in range(min(a_end - a, b_end - b)):
        one, two = ints[a + n], ints[b + n]
        if one != two:
            return 1 if one > two else -1
    return int(a_end - a > b_end - b) - int(a_end - a < b_end - b)


@_compiled
def _changes(ints: Any, n: int, b: int, b_end: int, masks: Any) -> int:
    """Letters between a text of `n` letters, each of which has its places in `masks`, and another, by bits (Myers 1999)."""
    one = np.uint64(1)
    plus, minus, distance = ~np.uint64(0), np.uint64(0), n
    last = one << np.uint64(n - 1)
    for j in range(b, b_end):
        match = masks[ints[j]]
        zero = (((match & plus) + plus) ^ plus) | match | minus
        more = minus | ~(zero | plus)
        less = zero & plus
        if more & last:
            distance += 1
        elif less & last:
            distance -= 1
        more = (more << one) | one
        plus = (less << one) | ~(zero | more)
        minus = more & zero
    return distance


@_compiled
def levenshtein(ints: Any, a: int, a_end: int, b: int, b_end: int, masks: Any) -> int:
    """Letters to insert, delete or change; two texts are runs of `ints`. `masks`: zeros, one a letter, and left so."""
    n, m = a_end - a, b_end - b
    if n == 0 or m == 0:
        return max(n, m)
    if n > _BITS:
        if m <= _BITS:
            a, a_end, b, b_end, n, m = b, b_end, a, a_end, m, n
        else:
            row = np.arange(m + 1)
            for i in range(n):
                corner, row[0] = row[0], i + 1
                for j in range(m):
                    least = corner if ints[a + i] == ints[b + j] else 1 + min(corner, row[j], row[j + 1])
                    corner, row[j + 1] = row[j + 1], least
            return int(row[m])
    one = np.uint64(1)
    for i in range(n):
        masks[ints[a + i]] |= one << np.uint64(i)
    distance = int(_changes(ints, n, b, b_end, masks))
    for i in range(a, a_end):
        masks[ints[i]] = np.uint64(0)
    return distance


@_compiled
def indel(ints: Any, a: int, a_end: int, b: int, b_end: int, masks: Any) -> float:
    """1 minus the share of letters that are inserted or deleted, as rapidfuzz's `Indel.normalized_similarity`."""
    n, m = a_end - a, b_end - b
    if n + m == 0:
        return 1.0
    if n > _BITS and m <= _BITS:
        a, a_end, b, b_end, n, m = b, b_end, a, a_end, m, n
    common = 0
    if n > _BITS:
        row = np.zeros(m + 1, np.int64)
        for i in range(n):
            corner = 0
            for j in range(m):
                above = row[j + 1]
                row[j + 1] = corner + 1 if ints[a + i] == ints[b + j] else max(above, row[j])
                corner = above
        common = int(row[m])
    elif n and m:
        one = np.uint64(1)
        for i in range(n):
            masks[ints[a + i]] |= one << np.uint64(i)
        seen = ~np.uint64(0)
        for j in range(b, b_end):
            match = seen & masks[ints[j]]
            seen = (seen + match) | (seen - match)
        if n < _BITS:
            seen |= ~np.uint64(0) << np.uint64(n)
        rest = ~seen
        while rest:
            rest &= rest - one
            common += 1
        for i in range(a, a_end):
            masks[ints[i]] = np.uint64(0)
    return 1.0 - (n + m - 2 * common) / (n + m)


@_compiled
def _winkler(ints: Any, a: int, n: int, b: int, m: int, common: int, turned: int) -> float:
    """The likeness of two texts with so many common letters, so many of them out of turn."""
    alike = common / n
    alike += common / m
    alike += (common - turned // 2) / common
    alike /= 3.0
    if alike > 0.7:
        prefix = 0
        while prefix < min(4, n, m) and ints[a + prefix] == ints[b + prefix]:
            prefix += 1
        alike += prefix * 0.1 * (1.0 - alike)
        alike = min(alike, 1.0)
    return alike


@_compiled
def jaro_winkler(ints: Any, a: int, a_end: int, b: int, b_end: int) -> float:
    """Likeness that trusts the beginning of a word, as rapidfuzz's `JaroWinkler.similarity`."""
    n, m = a_end - a, b_end - b
    if n == 0 and m == 0:
        return 1.0
    if n == 0 or m == 0:
        return 0.0
    if n == 1 and m == 1:
        return 1.0 if ints[a] == ints[b] else 0.0
    bound = max(n, m) // 2 - 1
    common, turned, i = 0, 0, 0
    if n <= _BITS and m <= _BITS:
        one = np.uint64(1)
        taken, given = np.uint64(0), np.uint64(0)
        for j in range(m):
            for i in range(max(0, j - bound), min(n, j + bound + 1)):
                if ints[a + i] == ints[b + j] and not (taken >> np.uint64(i)) & one:
                    taken |= one << np.uint64(i)
                    given |= one << np.uint64(j)
                    common += 1
                    break
        if common == 0:
            return 0.0
        i = 0
        for j in range(m):
            if (given >> np.uint64(j)) & one:
                while not (taken >> np.uint64(i)) & one:
                    i += 1
                if ints[a + i] != ints[b + j]:
                    turned += 1
                i += 1
        return _winkler(ints, a, n, b, m, common, turned)
    here, there = np.zeros(n, np.bool_), np.zeros(m, np.bool_)
    for j in range(m):
        for i in range(max(0, j - bound), min(n, j + bound + 1)):
            if not here[i] and ints[a + i] == ints[b + j]:
                here[i] = there[j] = True
                common += 1
                break
    if common == 0:
        return 0.0
    i = 0
    for j in range(m):
        if there[j]:
            while not here[i]:
                i += 1
            if ints[a + i] != ints[b + j]:
                turned += 1
            i += 1
    return _winkler(ints, a, n, b, m, common, turned)


# ---------------------------------------------------------------- at a glance


@_compiled
def _bit(kind: int) -> int:
    """Which of 64 bits stands for a native form."""
    return int((np.uint64(kind) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(58))


@_compiled
def _sign(first: int, last: int, ints: Any) -> None:
    """Fill the columns of the parts from `first` to before `last` that tell at a glance how far two parts are apart."""
    for a in range(first, last, _OF_PIECE):
        if ints[a + P_UNITS_END] == ints[a + P_UNITS]:
            continue
        seen = np.zeros(2, np.int32)
        for i in range(ints[a + P_SHARES], ints[a + P_SHARES_END]):
            bit = _bit(ints[i])
            seen[bit >> 5] |= np.int32(1) << np.int32(bit & 31)
        ints[a + P_KINDS_SEEN], ints[a + P_KINDS_SEEN_TOO] = seen[0], seen[1]
        common, some, longest = np.int32(-1), np.int32(0), 0
        for i in range(ints[a + P_UNITS], ints[a + P_UNITS_END], _OF_FORM):
            letters = np.int32(0)
            for k in range(ints[i], ints[i + 1]):
                letters |= np.int32(1) << np.int32(ints[k] & 31)
            common &= letters
            some |= letters
            longest = max(longest, ints[i + 1] - ints[i])
        ints[a + P_IN_ALL], ints[a + P_IN_ANY], ints[a + P_LONGEST] = common, some, longest


# ---------------------------------------------------------------- parts


@_compiled
def _curve(floats: Any, start: int, end: int, value: float) -> float:
    """The points at a value: knots and points stand side by side."""
    if value <= floats[start]:
        return float(floats[start + 1])
    if value >= floats[end - 2]:
        return float(floats[end - 1])
    i = start
    while floats[i] <= value:
        i += 2
    low, high = floats[i - 2], floats[i]
    before = floats[i - 1]
    return float(before + (floats[i + 1] - before) * (value - low) / (high - low))


@_compiled
def _most(floats: Any, start: int, end: int) -> float:
    most = floats[start + 1]
    for i in range(start + 3, end, 2):
        most = max(most, floats[i])
    return float(most)


@_compiled
def _distance(i: int, j: int, ints: Any, masks: Any) -> int:
    """Letters between two texts whose places stand at i and j."""
    return int(levenshtein(ints, ints[i], ints[i + 1], ints[j], ints[j + 1], masks))


@_compiled
def _beside(ints: Any, i: int, j: int, j_end: int, found: Any, masks: Any) -> None:
    """Letters between the text whose place stands at i and each of those from j on, put behind what is measured; what is
    said of the first text in `masks` is said once."""
    a, a_end = ints[i], ints[i + 1]
    n = a_end - a
    out = _OF_ROLE << _KNOWN
    if n == 0 or n > _BITS:
        for other in range(j, j_end, _OF_FORM):
            found[out] = levenshtein(ints, a, a_end, ints[other], ints[other + 1], masks)
            out += 1
        return
    one = np.uint64(1)
    for k in range(n):
        masks[ints[a + k]] |= one << np.uint64(k)
    for other in range(j, j_end, _OF_FORM):
        found[out] = _changes(ints, n, ints[other], ints[other + 1], masks)
        out += 1
    for k in range(a, a_end):
        masks[ints[k]] = np.uint64(0)


@_compiled
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
    asked, best = quality < -_SLIP, -_FLOOR
    least, stem = 99, 1
    here = _OF_ROLE << _KNOWN
    for n in range((first_end - first) // _OF_FORM):
        i = first + _OF_FORM * n
        _beside(ints, i, second, second_end, found, masks)
        if asked and n == 0 and found[here] > _FAR:
            asked = False
        for m in range((second_end - second) // _OF_FORM):
            j = second + _OF_FORM * m
            distance = int(found[here + m])
            if distance < least:
                both = ending > 0 and _ends_alike(i, end, ending, ints) and _ends_alike(j, end, ending, ints)
                taken = ending if both else 0
                least = distance
                stem = max(1, ints[i + 1] - ints[i] - taken, ints[j + 1] - ints[j] - taken)
            if asked:
                cost = floats[gaps + n] + floats[others + m]
                if cost < best:
                    cost += _SLIP * distance
                    if cost < best:
                        cost += _HARD * _distance(i + 2, j + 2, ints, masks)
                        best = min(best, cost)
    if quality < -_SLIP:
        quality = max(quality, float(-best))
    return quality, float(min(4, least)), max(0.0, 1.0 - least / stem)


@_compiled
def _ends_alike(i: int, end: int, size: int, ints: Any) -> bool:
    """Whether the text whose place stands at i has the letters at its end that stand before `end`."""
    start = ints[i + 1] - size
    if start < ints[i]:
        return False
    n = 0
    while n < size and ints[start + n] == ints[end - size + n]:
        n += 1
    return bool(n == size)


@_compiled
def _measured(a: int, b: int, ints: Any, floats: Any, masks: Any, known: Any, found: Any) -> int:
    """The place in `found` of share, quality, units, nearness, letters and rarity of two parts; not a number where one does not
    apply. What was measured last stands there until another pair takes its place: names side by side share their parts."""
    key = (np.int64(a) << 32) | np.int64(b)
    cell = np.int64((np.uint64(key) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - _KNOWN))
    at = cell * _OF_ROLE
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
            bit = _bit(kind)
            if not ((seen_too if bit >> 5 else seen) >> (bit & 31)) & 1:
                continue
            for j in range(max(ones, twos)):
                if ints[other + j] == kind:
                    both = floats[chances + i] * floats[others + j]
                    total += both
                    if both > best:
                        best = both
                    break
        share = quality = _FLOOR
        if total:
            lengths = floats[ints[a + P_SIZES] + 1] * floats[ints[b + P_SIZES] + 1]
            share = max(_FLOOR, math.log(total / lengths))
        if best:
            peaks = floats[ints[a + P_SIZES]] * floats[ints[b + P_SIZES]]
            quality = max(_FLOOR, math.log(best / peaks))
        share = min(share, 0.0)
    a_at, a_end, b_at, b_end = ints[a + P_AT], ints[a + P_END], ints[b + P_AT], ints[b + P_END]
    alike = ints[a + P_SCRIPT] == ints[b + P_SCRIPT]
    same = alike and ints[a + P_PLAIN] == ints[b + P_PLAIN]
    if same or quality > -0.7:
        apart, near = 0.0, 1.0
    elif ints[a + P_UNITS_END] > ints[a + P_UNITS] and ints[b + P_UNITS_END] > ints[b + P_UNITS]:
        before = quality
        quality, apart, near = _near_forms(a, b, quality, ints, floats, masks, found)
        if before == _FLOOR and quality > _FLOOR:
            rarity = max(floats[ints[a + P_SIZES] + 2], floats[ints[b + P_SIZES] + 2])
            share = max(_FLOOR, min(_SLIPPED, _FLOOR + quality + max(0.0, rarity - _KNOWN_NAME)))
    elif alike:
        apart = float(min(4, levenshtein(ints, a_at, a_end, b_at, b_end, masks)))
        near = indel(ints, a_at, a_end, b_at, b_end, masks)
    else:
        apart, near = 4.0, 0.0
    letters = math.nan
    if same:
        share, quality, apart, near, letters = 0.0, 0.0, 0.0, 1.0, 1.0
    elif alike:
        letters = jaro_winkler(ints, a_at, a_end, b_at, b_end)
    rare = math.nan
    if quality == quality and near < 1.0:
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


@_compiled
def _listed(a: int, b: int, ints: Any, whatever: bool) -> float:
    # as the score's: the settings, or `whatever` they are every likeness
    if ints[a + P_LISTED] == ints[a + P_LISTED_END] or ints[b + P_LISTED] == ints[b + P_LISTED_END]:
        return math.nan
    best = -1.0
    for i in range(ints[a + P_LISTED], ints[a + P_LISTED_END], 2):
        for j in range(ints[b + P_LISTED], ints[b + P_LISTED_END], 2):
            if ints[i] == ints[j]:
                one, two = ints[i + 1], ints[j + 1]
                if (one == _DOUBLET or two == _DOUBLET) and not (whatever or ints[_DOUBLETS]):
                    continue
                if (one == _DIMINUTIVE or two == _DIMINUTIVE) and not (whatever or ints[_DIMINUTIVES]):
                    continue
                best = max(best, min(_LIKE[one], _LIKE[two]))
    return float(best)


@_compiled
def _contradict(a: int, b: int, ints: Any) -> bool:
    """Whether two words that carry marks are one but for these."""
    one, two = ints[a + P_MARKED], ints[b + P_MARKED]
    return bool(one and two and one != two and ints[a + P_PLAIN] == ints[b + P_PLAIN])


@_compiled
def _share_kinds(a: int, b: int, ints: Any) -> bool:
    for i in range(ints[a + P_SHARES], ints[a + P_SHARES_END]):
        for j in range(ints[b + P_SHARES], ints[b + P_SHARES_END]):
            if ints[i] == ints[j]:
                return True
    return False


@_compiled
def _said(side: int, ints: Any, n: int) -> int:
    """The nth of the parts that initials are held beside; −1: there are no more."""
    initials = ints[side + S_LOOSE] - ints[side + S_INITIALS]
    if initials and ints[side + S_GIVEN] < 0:
        return int(ints[ints[side + S_INITIALS] + n]) if n < initials else -1
    if ints[side + S_GIVEN] >= 0:
        if n == 0:
            return int(ints[side + S_GIVEN])
        n -= 1
    if n < initials:
        return int(ints[ints[side + S_INITIALS] + n])
    return int(ints[side + S_PATRONYMIC]) if n == initials else -1


@_compiled
def _initials(a: int, b: int, ints: Any) -> float:
    if ints[a + S_INITIALS] == ints[a + S_LOOSE] and ints[b + S_INITIALS] == ints[b + S_LOOSE]:
        return math.nan
    if _said(a, ints, 0) < 0 or _said(b, ints, 0) < 0:
        return math.nan
    n = 0
    while True:
        one, two = _said(a, ints, n), _said(b, ints, n)
        if one < 0 or two < 0:
            return 1.0
        fits = False
        for i in range(ints[one + P_FIRSTS], ints[one + P_FIRSTS_END]):
            for j in range(ints[two + P_FIRSTS], ints[two + P_FIRSTS_END]):
                fits = fits or ints[i] == ints[j]
        if not fits:
            return -1.0
        n += 1


@_compiled
def _other_than_family(side: int, ints: Any) -> int:
    """The gender that the given name and the patronymic tell; 0 where they tell none or two."""
    said = 0
    for column in range(S_GIVEN, S_PATRONYMIC + 1):
        part = ints[side + column]
        gender = ints[part + P_GENDER] if part >= 0 else 0
        if gender and said and gender != said:
            return 0
        said = gender if gender else said
    return int(said)


@_compiled
def _gender(left: int, right: int, a: int, b: int, ints: Any) -> float:
    one = ints[a + S_GENDER] if ints[a + S_GENDER] else ints[left + N_GENDER]
    two = ints[b + S_GENDER] if ints[b + S_GENDER] else ints[right + N_GENDER]
    if ints[a + S_FAMILY] >= 0 and ints[b + S_FAMILY] >= 0:
        his, hers = ints[ints[a + S_FAMILY] + P_GENDER], ints[ints[b + S_FAMILY] + P_GENDER]
        if his and hers and his != hers:
            his_own, her_own = _other_than_family(a, ints), _other_than_family(b, ints)
            one, two = (his_own, her_own) if his_own and his_own == her_own else (his, hers)
    if not one or not two:
        return math.nan
    if one == two:
        return 1.0
    return -2.0 if ints[a + S_NATIVE] and ints[b + S_NATIVE] else -1.0


@_compiled
def _part(side: int, ints: Any, n: int) -> int:
    """The nth part of a reading: family, given, patronymic, then initials, then words; −1: there are no more."""
    for column in range(S_FAMILY, S_PATRONYMIC + 1):
        if ints[side + column] >= 0:
            if n == 0:
                return int(ints[side + column])
            n -= 1
    at = ints[side + S_INITIALS] + n
    return int(ints[at]) if at < ints[side + S_END] else -1


@_compiled
def _is_read(side: int, ints: Any) -> bool:
    n = 0
    while True:
        part = _part(side, ints, n)
        if part < 0:
            return False
        if ints[part + P_SHARES_END] > ints[part + P_SHARES]:
            return True
        n += 1


@_compiled
def _strange(a: int, b: int, ints: Any) -> bool:
    n = 0
    while True:
        one = _part(a, ints, n)
        if one < 0:
            return True
        m = 0
        while True:
            two = _part(b, ints, m)
            if two < 0:
                break
            if ints[one + P_PLAIN] == ints[two + P_PLAIN]:
                return False
            m += 1
        n += 1


@_compiled
def _one_form(a: int, b: int, ints: Any) -> bool:
    if not (ints[a + S_NATIVE] and ints[b + S_NATIVE]):
        return False
    n = 0
    while True:
        one, two = _part(a, ints, n), _part(b, ints, n)
        if one < 0 or two < 0:
            return one == two
        if ints[one + P_ROLE] != ints[two + P_ROLE] or ints[one + P_KINDS] != ints[two + P_KINDS]:
            return False
        n += 1


@_compiled
def _loose(side: int, ints: Any) -> int:
    """The words without roles."""
    return int(ints[side + S_END] - ints[side + S_LOOSE])


@_compiled
def _count(side: int, ints: Any) -> int:
    """The words of a reading, initials left out."""
    loose = _loose(side, ints)
    if loose:
        return loose
    return (
        int(ints[side + S_FAMILY] >= 0) + int(ints[side + S_GIVEN] >= 0) + int(ints[side + S_PATRONYMIC] >= 0)
    )


@_compiled
def _word(side: int, ints: Any, n: int) -> int:
    if _loose(side, ints):
        return int(ints[ints[side + S_LOOSE] + n])
    return _part(side, ints, n)


@_compiled
def _before(one: int, two: int, ints: Any) -> bool:
    """Whether the letters of one part stand before those of another in the order of the alphabet."""
    return bool(order(ints[one + P_AT], ints[one + P_END], ints[two + P_AT], ints[two + P_END], ints) < 0)


@_compiled
def _full(a: int, b: int, ints: Any) -> bool:
    if ints[a + S_LOOSE] > ints[a + S_INITIALS] or ints[b + S_LOOSE] > ints[b + S_INITIALS]:
        return False
    if _loose(a, ints) or _loose(b, ints):
        ones, twos = _count(a, ints), _count(b, ints)
        return ones == twos or min(ones, twos) > 1
    return bool(
        ints[a + S_FAMILY] >= 0
        and ints[b + S_FAMILY] >= 0
        and ints[a + S_GIVEN] >= 0
        and ints[b + S_GIVEN] >= 0
    )


@_compiled
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


@_compiled
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


@_compiled
def _over(floats: Any, ints: Any, model: int, i: int, value: float) -> float:
    """Nats by which a curve surely falls short of its best where it is not beyond a value; at most 0."""
    start, end = ints[model + M_BENDS + 2 * i], ints[model + M_BENDS + 2 * i + 1]
    if end <= start:
        return 0.0
    here = _curve(floats, start, end, value)
    for at in range(start, end, 2):
        if floats[at] <= value:
            here = max(here, floats[at + 1])
    return float(min(0.0, here - _most(floats, start, end)))


@_compiled
def _short_of(
    role: int, share: float, quality: float, units: float, near: float, model: int, ints: Any, floats: Any
) -> float:
    """Nats by which the parts of one role surely fall short of the best they could be, when they are measured no higher."""
    at = role * _OF_ROLE
    total = _over(floats, ints, model, at, share)
    total += _over(floats, ints, model, at + 1, quality)
    total += _over(floats, ints, model, at + 2, units)
    return total + _over(floats, ints, model, at + 3, near)


@_compiled
def _first_row(a: int, b: int, model: int, rows: Any, ints: Any, floats: Any) -> float:
    """As `_at_a_glance` of two readings of several words, when the first word of the shorter one is measured against all of
    the other."""
    ones, twos = _count(a, ints), _count(b, ints)
    count, more = min(ones, twos), max(ones, twos)
    share = quality = units = near = 0.0
    weakest, counted = 0.0, 0
    for outer in range(count):
        best, nearest, most, fewest = _FLOOR, 0.0, _FLOOR if outer == 0 else _SLIPPED, -4.0
        read = True
        for inner in range(more):
            i, j = (outer, inner) if ones <= twos else (inner, outer)
            row = (i * twos + j) * _OF_ROW
            if outer == 0:
                read = read and not math.isnan(rows[row + 1])
                if not math.isnan(rows[row + 1]):
                    best, most = max(best, rows[row + 1]), max(most, rows[row])
                fewest, nearest = max(fewest, rows[row + 2]), max(nearest, rows[row + 3])
                continue
            one, two = _word(a, ints, i), _word(b, ints, j)
            apart = _surely_apart(one, two, ints)
            read = read and apart > 0
            if apart == 0:
                best = most = fewest = 0.0
                nearest = 1.0
                break
            best, fewest = max(best, -_SLIP * apart), max(fewest, -float(apart))
            nearest = max(nearest, 1.0 - apart / max(1, ints[one + P_LONGEST], ints[two + P_LONGEST]))
        units += fewest
        near += nearest
        if read:
            share += most
            quality += best
            weakest = min(weakest, best)
            counted += 1
    if counted == 0:
        return 0.0
    total = _short_of(
        3, max(_FLOOR, share), max(_FLOOR, quality), max(-4.0, units), near / count, model, ints, floats
    )
    return total + (_over(floats, ints, model, _WEAKEST, weakest) if counted > 1 else 0.0)


@_compiled
def _at_a_glance(a: int, b: int, model: int, ints: Any, floats: Any) -> float:
    """Nats by which two full readings surely fall short of the best they could be, told from the bits of their parts: 0 or
    less. Less than 0 only where some parts that are read stand side by side and are no native spellings of one form."""
    total, weakest, closest, counted = 0.0, 0.0, 1.0, 0
    if _loose(a, ints) or _loose(b, ints):
        ones, twos = _count(a, ints), _count(b, ints)
        if ones > twos:
            a, b, ones, twos = b, a, twos, ones
        if ones == 0 or ones * twos > _ALIGNED:
            return 0.0
        share = quality = units = near = 0.0
        for i in range(ones):
            one, apart, nearest = _word(a, ints, i), 1 << 20, 0.0
            for j in range(twos):
                two = _word(b, ints, j)
                letters = _surely_apart(one, two, ints)
                apart = min(apart, letters)
                longest = max(1, ints[one + P_LONGEST], ints[two + P_LONGEST])
                nearest = max(nearest, 1.0 - letters / longest)
            near += nearest
            if apart:
                share += _SLIPPED
                quality -= _SLIP * apart
                units -= min(4, apart)
                weakest = min(weakest, max(_FLOOR, -_SLIP * apart))
                counted += 1
        if counted == 0:
            return 0.0
        total = _short_of(
            3, max(_FLOOR, share), max(_FLOOR, quality), max(-4.0, units), near / ones, model, ints, floats
        )
        return total + (_over(floats, ints, model, _WEAKEST, weakest) if counted > 1 else 0.0)
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
            quality = max(_FLOOR, -_SLIP * apart)
            near = max(0.0, 1.0 - apart / max(1, ints[one + P_LONGEST], ints[two + P_LONGEST]))
            weakest, closest = min(weakest, quality), min(closest, near)
            total += _short_of(n, _SLIPPED, quality, -float(min(4, apart)), near, model, ints, floats)
            counted += 1
    if counted and read > 1:
        total += _over(floats, ints, model, _WEAKEST, weakest)
    if counted and parts > 1:
        total += _over(floats, ints, model, _CLOSEST, closest)
    return total


# ---------------------------------------------------------------- readings


@_compiled
def _scripts(left: int, right: int, model: int, ints: Any, floats: Any) -> float:
    """The offset for the scripts of two names."""
    place = ints[left + N_SCRIPT] * ints[_MANY_SCRIPTS] + ints[right + N_SCRIPT]
    return float(floats[ints[model + M_SCRIPTS] + place])


@_compiled
def _points(
    left: int, right: int, model: int, role: int, one: bool, values: Any, ints: Any, floats: Any
) -> float:
    if one:
        return _ONE_FORM + _DEAR * float(values[_ORDER])
    short = R_ALONE <= role <= R_ALONE_INITIALS
    total = floats[ints[model + M_ROLES] + role]
    if not short:
        total = (floats[ints[model + M_NUMBERS]] + _scripts(left, right, model, ints, floats)) + total
    for i in range(_SIZE):
        value = values[i]
        if value == value and not (short and _NOT_SHORT[i]):  # a value that is not a number is not itself
            start, end = ints[model + M_BENDS + 2 * i], ints[model + M_BENDS + 2 * i + 1]
            if end > start:
                total += _curve(floats, start, end, value)
    return float(total)


@_compiled
def _lost(role: int, model: int, values: Any, ints: Any, floats: Any) -> float:
    """Nats that the measurements of one role fall short of the best they could be: `Weights.lost`."""
    total = 0.0
    for i in range(role * _OF_ROLE, (role + 1) * _OF_ROLE):
        start, end = ints[model + M_BENDS + 2 * i], ints[model + M_BENDS + 2 * i + 1]
        if end > start and not math.isnan(values[i]):
            total += _curve(floats, start, end, values[i]) - _most(floats, start, end)
    return total


# What one comparison came to, when it came to no points.
_NONE = -1e300
_BELOW = -2e300


@_compiled
def _held(
    left: int,
    right: int,
    a: int,
    b: int,
    order: float,
    least: float,
    ints: Any,
    floats: Any,
    masks: Any,
    known: Any,
    found: Any,
    values: Any,
    rows: Any,
) -> float:
    """The points of two readings held side by side, as `score.measure` and `score.points` find them."""
    if not (_is_read(a, ints) and _is_read(b, ints)) and _strange(a, b, ints):
        return _NONE
    model = ints[a + S_LANGUAGE]
    a_loose, b_loose = _loose(a, ints), _loose(b, ints)
    bound = math.inf
    if least > -math.inf and _full(a, b, ints):
        numbers = ints[model + M_NUMBERS]
        named = floats[ints[model + M_ROLES] + R_LOOSE] if a_loose or b_loose else floats[numbers + 2]
        bound = floats[numbers + 1] + named + _scripts(left, right, model, ints, floats)
        start, end = ints[model + M_BENDS + 2 * _ORDER], ints[model + M_BENDS + 2 * _ORDER + 1]
        if end > start:
            bound += min(0.0, _curve(floats, start, end, order) - _most(floats, start, end))
        if max(bound, _ONE_FORM + _DEAR * order) <= least:
            return _BELOW
        short = _at_a_glance(a, b, model, ints, floats)
        if short < 0.0 and bound + short <= least - _MARGIN:
            return _BELOW
    for i in range(_SIZE):
        values[i] = math.nan
    # two native spellings may be one form, which is worth more than what is measured of its parts
    forms = ints[a + S_NATIVE] > 0 and ints[b + S_NATIVE] > 0
    unread, over, role = 0, 0, 0
    weakest, closest, qualities, nears = math.inf, math.inf, 0, 0
    if a_loose or b_loose:
        if (ints[a + S_LOOSE] > ints[a + S_INITIALS] and b_loose > 1) or (
            ints[b + S_LOOSE] > ints[b + S_INITIALS] and a_loose > 1
        ):
            return _NONE
        ones, twos = _count(a, ints), _count(b, ints)
        over = abs(ones - twos)
        count = min(ones, twos)
        if count == 0 or (ones * twos > _ALIGNED and not (ones == 1 and twos == 1)):
            return _NONE
        # every two words measured, then paired, best pair first, each word once
        for outer in range(count):
            for inner in range(max(ones, twos)):
                i, j = (outer, inner) if ones <= twos else (inner, outer)
                at = _measured(_word(a, ints, i), _word(b, ints, j), ints, floats, masks, known, found)
                row = (i * twos + j) * _OF_ROW
                for n in range(_OF_ROLE):
                    rows[row + n] = found[at + n]
                quality = _FLOOR if math.isnan(found[at + 1]) else found[at + 1]
                rows[row + _OF_ROLE] = -((quality + found[at + 2]) + 3.0 * found[at + 3])
                rows[row + _OF_ROLE + 1] = 0.0
            if outer == 0 < count - 1 and bound < math.inf:
                short = _first_row(a, b, model, rows, ints, floats)
                if short < 0.0 and bound + short <= least - _MARGIN:
                    return _BELOW
        share = quality = units = near = letters = 0.0
        shares = lettered = 0
        rare = math.inf
        first_one = first_two = -1
        for n in range(count):
            chosen = -1
            for i in range(ones):
                for j in range(twos):
                    at = i * twos + j
                    row, best_row = at * _OF_ROW, chosen * _OF_ROW
                    if rows[row + _OF_ROLE + 1] == 0.0:
                        if chosen < 0 or rows[row + _OF_ROLE] < rows[best_row + _OF_ROLE]:
                            chosen = at
                        elif rows[row + _OF_ROLE] == rows[best_row + _OF_ROLE]:
                            one, other = _word(a, ints, i), _word(a, ints, chosen // twos)
                            two, another = _word(b, ints, j), _word(b, ints, chosen % twos)
                            same = ints[one + P_PLAIN] == ints[other + P_PLAIN]
                            if _before(two, another, ints) if same else _before(one, other, ints):
                                chosen = at
            row = chosen * _OF_ROW
            i, j = chosen // twos, chosen % twos
            if _contradict(_word(a, ints, i), _word(b, ints, j), ints):
                values[_MARKS] = -1.0
            if n == 0:
                first_one, first_two = _word(a, ints, i), _word(b, ints, j)
            for m in range(twos):
                rows[(i * twos + m) * _OF_ROW + _OF_ROLE + 1] = 1.0
            for m in range(ones):
                rows[(m * twos + j) * _OF_ROW + _OF_ROLE + 1] = 1.0
            if not math.isnan(rows[row]):
                share += rows[row]
                shares += 1
            if math.isnan(rows[row + 1]):
                unread += 1
            else:
                quality += rows[row + 1]
                qualities += 1
                weakest = min(weakest, rows[row + 1])
            units += rows[row + 2]
            near += rows[row + 3]
            if not math.isnan(rows[row + 4]):
                letters += rows[row + 4]
                lettered += 1
            if not math.isnan(rows[row + 5]):
                rare = min(rare, rows[row + 5])
        place = 3 * _OF_ROLE
        if shares:
            values[place] = max(_FLOOR, share)
        if qualities:
            values[place + 1] = max(_FLOOR, quality)
        values[place + 2] = max(-4.0, units)
        values[place + 3] = near / count
        if lettered:
            values[place + 4] = letters / lettered
        if rare < math.inf:
            values[place + 5] = rare
        role = R_LOOSE
        if bound < math.inf and not forms:
            bound += _lost(3, model, values, ints, floats)
            if bound <= least and qualities:
                return _BELOW
        if ints[a + S_TAIL] or ints[b + S_TAIL]:
            values[_TAIL] = 0.0
            if ints[a + S_TAIL] == ints[b + S_TAIL]:
                values[_TAIL] = 1.0
            elif ints[a + S_TAIL] and ints[b + S_TAIL]:
                values[_TAIL] = -1.0
        if count == 1 < max(ones, twos):
            given = ints[first_one + P_ROLE] == _GIVEN_ROLE or ints[first_two + P_ROLE] == _GIVEN_ROLE
            role = R_ALONE_GIVEN if given else R_ALONE
        if count == 1:
            values[_LISTED] = _listed(first_one, first_two, ints, False)
    else:
        for n in range(3):
            one, two = ints[a + S_FAMILY + n], ints[b + S_FAMILY + n]
            if one < 0 or two < 0:
                continue
            role += 1 << n
            if n == 1:
                listed = _listed(one, two, ints, False)
                values[_LISTED] = listed
                if listed > 0.0 and not _share_kinds(one, two, ints):
                    continue
            at = _measured(one, two, ints, floats, masks, known, found)
            for i in range(_OF_ROLE):
                values[n * _OF_ROLE + i] = found[at + i]
            if _contradict(one, two, ints):
                values[_MARKS] = -1.0
            if n == 2:
                values[_FATHERS] = _listed(one, two, ints, True)
            if math.isnan(found[at + 1]):
                unread += 1
            else:
                qualities += 1
                weakest = min(weakest, found[at + 1])
            nears += 1
            closest = min(closest, found[at + 3])
            if n == 0 and ints[one + P_LAW] * ints[two + P_LAW] < 0:
                values[_LAW] = -1.0
            if bound < math.inf and not (forms and ints[one + P_KINDS] == ints[two + P_KINDS]):
                forms = False
                bound += _lost(n, model, values, ints, floats)
                if bound <= least and qualities:
                    return _BELOW
        if role == 0:
            return _NONE
        if role % 2 == 0:
            role = R_ALONE_GIVEN
    if unread and not qualities and not values[_LISTED] > 0.0:
        return _NONE
    if qualities > 1:
        values[_WEAKEST] = weakest
    if nears > 1:
        values[_CLOSEST] = closest
    values[_GENDER] = _gender(left, right, a, b, ints)
    values[_INITIALS] = _initials(a, b, ints)
    if not math.isnan(values[_INITIALS]) and (ints[a + S_GIVEN] < 0 or ints[b + S_GIVEN] < 0):
        role = R_ALONE_INITIALS
    values[_ORDER] = order
    if ints[left + N_SCRIPT] == ints[right + N_SCRIPT]:
        if rows[_LETTERS_KNOWN] < 0.0:
            rows[_LETTERS_KNOWN] = indel(
                ints, ints[left + N_AT], ints[left + N_END], ints[right + N_AT], ints[right + N_END], masks
            )
        values[_WHOLE] = rows[_LETTERS_KNOWN]
    values[_UNREAD] = -float(min(unread, 2))
    values[_OVER] = -float(min(over, 3))
    one_form = forms and not over and not unread and not values[_GENDER] < 0.0 and _one_form(a, b, ints)
    return _points(left, right, model, role, one_form, values, ints, floats)


@_compiled
def _letters_only(left: int, right: int, ints: Any, floats: Any, masks: Any, values: Any) -> float:
    """The points of two names by letters and sounds; LEFT_OVER when the sounds of one are not known."""
    if ints[left + N_SOUNDS] < 0 or ints[right + N_SOUNDS] < 0:
        return LEFT_OVER
    for i in range(_SIZE):
        values[i] = math.nan
    values[_WHOLE] = values[_SOUND] = 0.0
    alike = ints[left + N_SCRIPT] == ints[right + N_SCRIPT]
    if alike:
        values[_WHOLE] = indel(
            ints, ints[left + N_AT], ints[left + N_END], ints[right + N_AT], ints[right + N_END], masks
        )
    start, end = ints[left + N_SOUNDS], ints[left + N_SOUNDS_END]
    other, other_end = ints[right + N_SOUNDS], ints[right + N_SOUNDS_END]
    if end > start and other_end > other:
        values[_SOUND] = indel(ints, start, end, other, other_end, masks)
    elif alike:
        values[_SOUND] = values[_WHOLE]
    values[_OVER] = -float(min(3, abs(ints[left + N_WORDS] - ints[right + N_WORDS])))
    return _points(left, right, ints[_GENERAL], R_LETTERS, False, values, ints, floats)


@_compiled
def _first_of(name: int, model: int, ints: Any) -> int:
    """The first reading of a name in a language; −1: there is none."""
    for side in range(ints[name + N_SIDES], ints[name + N_SIDES_END], _OF_SIDE):
        if ints[side + S_LANGUAGE] == model:
            return int(side)
    return -1


@_compiled
def _limit(left: int, right: int, ints: Any, floats: Any) -> float:
    """What the readings of two names cost at most together in a language in which they are held side by side."""
    limit = math.inf
    for side in range(ints[left + N_SIDES], ints[left + N_SIDES_END], _OF_SIDE):
        model = ints[side + S_LANGUAGE]
        if _first_of(left, model, ints) == side:
            other = _first_of(right, model, ints)
            if other >= 0:
                limit = min(limit, floats[ints[side + S_COST]] + floats[ints[other + S_COST]])
    return limit + _APART


@_compiled
def _both_ways(name: int, model: int, ints: Any) -> bool:
    """Whether a name is read in a language both with roles and without."""
    loose = named = False
    for side in range(ints[name + N_SIDES], ints[name + N_SIDES_END], _OF_SIDE):
        if ints[side + S_LANGUAGE] == model:
            if _loose(side, ints):
                loose = True
            else:
                named = True
    return loose and named


@_compiled
def _best(
    left: int,
    right: int,
    limit: float,
    least: float,
    ints: Any,
    floats: Any,
    masks: Any,
    known: Any,
    found: Any,
    values: Any,
    rows: Any,
) -> float:
    """`best`, when it is known what the readings of two names cost at most together: `_limit`."""
    if ints[left + N_FOLDED] == ints[right + N_FOLDED]:
        return _SAME
    if ints[left + N_RANK] > ints[right + N_RANK]:
        left, right = right, left
    sides, sides_end = ints[left + N_SIDES], ints[left + N_SIDES_END]
    rows[_LETTERS_KNOWN] = -1.0  # the same for all readings, and not asked for by most
    top, chosen, measured = least, False, False
    for side in range(sides, sides_end, _OF_SIDE):
        model = ints[side + S_LANGUAGE]
        if _first_of(left, model, ints) != side:
            continue
        other = _first_of(right, model, ints)
        if other < 0:
            continue
        cost = floats[ints[side + S_COST]] + floats[ints[other + S_COST]]
        if cost > limit:
            continue
        if ints[side + S_NATIVE] < 0 or ints[other + S_NATIVE] < 0:
            return LEFT_OVER
        apart = _both_ways(left, model, ints) and _both_ways(right, model, ints)
        for a in range(side, sides_end, _OF_SIDE):
            if ints[a + S_LANGUAGE] != model:
                continue
            for b in range(other, ints[right + N_SIDES_END], _OF_SIDE):
                if ints[b + S_LANGUAGE] != model:
                    continue
                if apart and (_loose(a, ints) > 0) != (_loose(b, ints) > 0):
                    continue
                order = max(-6.0, cost - floats[ints[a + S_COST]] - floats[ints[b + S_COST]])
                points = _held(left, right, a, b, order, top, ints, floats, masks, known, found, values, rows)
                if points != _NONE:
                    measured = True
                    if points != _BELOW and points > top:
                        top, chosen = points, True
    if not measured:
        top = _letters_only(left, right, ints, floats, masks, values)
        if top == LEFT_OVER:
            return LEFT_OVER
        chosen = True
    return max(-_MOST, min(_MOST, top)) if chosen else -_MOST


@_compiled
def best(
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
    """The log-odds that two names are one, as `score.best` finds them, or LEFT_OVER."""
    limit = _limit(left, right, ints, floats)
    return float(_best(left, right, limit, least, ints, floats, masks, known, found, values, rows))


# Columns of a name in a pool beside those of `packed`: where the letters stand by which names are put in order.
N_ORDER, N_ORDER_END, N_TEXT, N_TEXT_END = range(packed.OF_NAME, packed.OF_NAME + 4)


@_compiled
def ordered(
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
    """The same of two names of a pool, the one first in order named first. It stands in this file because what is kept of
    compiled code is made anew when its own file changes, and not when another does that it calls."""
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


@_compiled
def _meet_before(
    i: int,
    j: int,
    key: int,
    starts: Any,
    keys: Any,
    spoken: Any,
    prices: Any,
    crowded: Any,
    alike: bool,
    limit: float,
) -> bool:
    """Whether two names meet in a block before this one. The keys of a name stand in order."""
    a, b = starts[i], starts[j]
    while True:
        one, two = keys[a], keys[b]
        if one == two:
            if one == key:
                return False
            if not (alike and crowded[one]) and prices[i, spoken[one]] + prices[j, spoken[one]] <= limit:
                return True
            a += 1
            b += 1
        elif one < two:
            a += 1
        else:
            b += 1


@_compiled
def _linked(
    first: int,
    last: int,
    blocks: Any,
    members: Any,
    starts: Any,
    keys: Any,
    spoken: Any,
    prices: Any,
    crowded: Any,
    short: Any,
    names: Any,
    low: float,
    least: float,
    ints: Any,
    floats: Any,
    masks: Any,
    known: Any,
    found: Any,
    values: Any,
    rows: Any,
) -> Any:
    """Pairs of names that meet in the blocks from `first` to before `last` with their log-odds, where they reach `low`.

    Block n holds the `members` from blocks[n] to blocks[n + 1], which are sorted, and its key is of the language spoken[n];
    the keys of name n stand from starts[n] to starts[n + 1], sorted, what it costs in each language at prices[n] (none: −∞),
    and its row is at names[n].
    """
    pairs = np.empty((1024, 2), np.int32)
    odds = np.empty(1024, np.float64)
    made = 0
    for key in range(first, last):
        for one in range(blocks[key], blocks[key + 1]):
            i = members[one]
            left = names[i]
            for other in range(blocks[key], one):
                j = members[other]
                right = names[j]
                if short[i] != short[j]:
                    continue
                alike = ints[left + N_SCRIPT] == ints[right + N_SCRIPT]
                if alike and crowded[key]:
                    continue
                limit = _limit(left, right, ints, floats)
                if prices[i, spoken[key]] + prices[j, spoken[key]] > limit:
                    continue
                if _meet_before(j, i, key, starts, keys, spoken, prices, crowded, alike, limit):
                    continue
                points = _best(right, left, limit, least, ints, floats, masks, known, found, values, rows)
                if points >= low:
                    if made == len(odds):
                        more = np.empty((2 * made, 2), np.int32)
                        more[:made] = pairs
                        again = np.empty(2 * made, np.float64)
                        again[:made] = odds
                        pairs, odds = more, again
                    pairs[made, 0], pairs[made, 1] = j, i
                    odds[made] = points
                    made += 1
    return pairs[:made], odds[:made]


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
            _sign(*given.pieces, given.ints)
        self._room = _room(given.letters)

    def log_odds(self, left: int, right: int) -> float:
        """The log-odds, in nats, that two names are one."""
        one, two = self._places[left], self._places[right]
        first = self._first
        self._asked += 1
        if self._given.store is not None and not self._asked % ASKED:
            self._given.store.release()
        points = best(first + one * _OF_NAME, first + two * _OF_NAME, -math.inf, *self._arrays, *self._room)
        return self._plain(one, two) if points == LEFT_OVER else float(points)

    def linked(self, nodes: Sequence[Known], codes: Sequence[Codes], low: float) -> Odds:
        """Pairs of names that meet at a key, where they reach `low` nats, in order."""
        numbers, owners, spoken, prices = _met(nodes, codes)
        starts = np.searchsorted(owners, np.arange(len(nodes) + 1))
        sizes = np.bincount(numbers)
        members, blocks = owners[np.argsort(numbers, kind="stable")], np.concatenate([[0], np.cumsum(sizes)])
        del owners
        short = np.array([one.short for one in nodes], np.bool_)
        rows = np.array(self._places, np.int64)
        rooms = [self._room, *(_room(len(self._room[0]) - 1) for _ in range(self._jobs - 1))]

        def links(first: int, last: int) -> list[Any]:
            """Those of some blocks."""
            arrays, names = self._arrays, self._first + _OF_NAME * rows
            if self._given.store is not None:
                met = np.repeat(sizes[first:last] > 1, sizes[first:last])
                own = np.unique(members[blocks[first] : blocks[last]][met])
                taken = packed.some(self._given, rows[own])
                _sign(*taken.pieces, taken.ints)
                names[own] = taken.names + _OF_NAME * np.arange(len(own))
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
                return [_linked(*span, *given, *rooms[thread]) for span in spans[thread :: self._jobs]]

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


def _met(nodes: Sequence[Known], codes: Sequence[Codes]) -> tuple[Any, Any, Any, Any]:
    """The keys at which names meet by number, name by name and sorted, with each the name; the language of each key by number;
    what each name costs in each language (−∞: it is not read in it, and 0 is no language)."""
    own, at, costs = array("i"), array("B"), array("d")
    known: dict[str, int] = {}
    for i, one in enumerate(nodes):
        for language, cost in one.costs.items():
            own.append(i)
            at.append(known.setdefault(language, len(known)))
            costs.append(cost)
    held = _numbered(codes, sorted(known))
    place = {language: number for number, language in enumerate(held.languages, 1)}
    prices = np.full((len(nodes), len(place) + 1), -math.inf)
    prices[own, np.array([place[language] for language in known] or [0])[at]] = costs
    ranks = held.ranks()
    # where one name stands alone, none meet
    kept = held.parted(ranks, clustering.PARTED) & (np.bincount(ranks) > 1)[ranks]
    owners = np.repeat(np.arange(len(held), dtype=np.int32), np.diff(held.ends))[kept]
    ranks, languages = ranks[kept], held.low[kept] & np.uint8(packed.LANGUAGE)
    del held, kept
    there = np.zeros(ranks.max(initial=-1) + 1, np.bool_)
    there[ranks] = True
    numbers = (np.cumsum(there, dtype=np.int32) - 1)[ranks]
    spoken = np.empty(np.count_nonzero(there), np.uint8)
    spoken[numbers] = languages
    both = np.unique(owners.astype(np.int64) << 32 | numbers)
    return (both & 0xFFFFFFFF).astype(np.int32), (both >> 32).astype(np.int32), spoken, prices


def _numbered(codes: Sequence[Codes], languages: Sequence[str]) -> packed.Codes:
    """The codes of names as numbers."""
    if isinstance(codes, Some) and isinstance(codes.given, packed.Codes):
        return codes.given.of(codes.places)
    return packed.Codes.made(cast("Sequence[tuple[str, ...]]", codes), languages)


def _room(letters: int) -> tuple[Any, ...]:
    """Buffers for one thread."""
    return (
        np.zeros(letters + 1, np.uint64),
        np.full(1 << _KNOWN, -1, np.int64),
        np.empty((_OF_ROLE << _KNOWN) + _FORMS, np.float64),
        np.empty(_SIZE, np.float64),
        np.empty((_ALIGNED + 1) * _OF_ROW, np.float64),
    )
