"""The score of many pairs, compiled: the same numbers as `score.best`, to the last bit, many times faster.

What `score` measures of two profiles is measured here of two rows of `packed` arrays, function for function and sum for
sum: the curves and offsets are those of the same tables. It needs numba and numpy (extra `fast`). A pair that is not
foreseen here (letters alone, of names that a table reads) is left to the plain score. A law in the tests holds the two
to the same answer.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

import numba
import numpy as np

from translit import packed, score
from translit.packed import Packed

F = TypeVar("F", bound=Callable[..., Any])


def _compiled(function: F) -> F:
    """Compiled when first called; the machine code is kept beside this file, or in the user's cache."""
    return cast(F, numba.njit(cache=True, nogil=True)(function))


# What compiled code knows of the other rooms stands in numbers of its own: they are constants to it.
_SIZE = len(score.FEATURES)
_OF_ROLE = len(score._PER_ROLE)
_FLOOR, _ONE_FORM, _DEAR, _SAME, _MOST = score.FLOOR, score.ONE_FORM, score.DEAR, score.SAME, score.MOST
_APART = score.LANGUAGES_APART
_WEAKEST, _CLOSEST, _LISTED, _GENDER, _INITIALS, _ORDER = (
    score._WEAKEST,
    score._CLOSEST,
    score._LISTED,
    score._GENDER,
    score._INITIALS,
    score._ORDER,
)
_WHOLE, _SOUND, _UNREAD, _OVER, _TAIL = (
    score._WHOLE_LETTERS,
    score._SOUND,
    score._UNREAD,
    score._OVER,
    score._TAIL,
)
_NOT_SHORT = np.array([i in score._NOT_SHORT for i in range(_SIZE)])
_LIKE = np.array([score._LIKE[kind] for kind in packed.LIKE])
_DOUBLET, _DIMINUTIVE = packed.LIKE.index("doublet"), packed.LIKE.index("diminutive")
_GIVEN_ROLE = 0
(
    P_ROLE,
    P_SCRIPT,
    P_NATIVE,
    P_GENDER,
    P_PLAIN,
    P_AT,
    P_END,
    P_SHARES,
    P_SHARES_END,
    P_KINDS,
    P_UNITS,
    P_UNITS_END,
    P_TRIM,
    P_LISTED,
    P_LISTED_END,
    P_FIRSTS,
    P_FIRSTS_END,
) = range(packed.OF_PIECE)
S_LANGUAGE, S_FAMILY, S_GIVEN, S_PATRONYMIC, S_INITIALS, S_INITIALS_END, S_LOOSE, S_LOOSE_END, S_GENDER, S_TAIL, S_NATIVE = range(
    packed.OF_SIDE
)
N_SIDES, N_SIDES_END, N_SCRIPT, N_FOLDED, N_RANK, N_GENDER, N_AT, N_END, N_WORDS, N_SOUNDS, N_SOUNDS_END = range(packed.OF_NAME)
R_LOOSE, R_ALONE, R_ALONE_GIVEN, R_ALONE_INITIALS, R_LETTERS = (
    packed.LOOSE,
    packed.ALONE,
    packed.ALONE_GIVEN,
    packed.ALONE_INITIALS,
    packed.LETTERS,
)
# Of more letters than a machine word has bits the distances are worked out row by row.
_BITS = 64
# Words of two names that are paired at most: more are left to their letters, as `score._align` does.
_ALIGNED = 24
# Not a number of nats: the pair is left to the plain score.
LEFT_OVER = 1e9


# ---------------------------------------------------------------- letters


@_compiled
def levenshtein(codes: Any, a: int, a_end: int, b: int, b_end: int, masks: Any) -> int:
    """Letters to insert, delete or change; two texts are runs of `codes`. `masks`: zeros, one a letter, and left so."""
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
                    least = corner if codes[a + i] == codes[b + j] else 1 + min(corner, row[j], row[j + 1])
                    corner, row[j + 1] = row[j + 1], least
            return int(row[m])
    one = np.uint64(1)
    for i in range(n):
        masks[codes[a + i]] |= one << np.uint64(i)
    plus, minus, distance = ~np.uint64(0), np.uint64(0), n
    last = one << np.uint64(n - 1)
    for j in range(b, b_end):
        match = masks[codes[j]]
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
    for i in range(a, a_end):
        masks[codes[i]] = np.uint64(0)
    return distance


@_compiled
def indel(codes: Any, a: int, a_end: int, b: int, b_end: int, masks: Any) -> float:
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
                row[j + 1] = corner + 1 if codes[a + i] == codes[b + j] else max(above, row[j])
                corner = above
        common = int(row[m])
    elif n and m:
        one = np.uint64(1)
        for i in range(n):
            masks[codes[a + i]] |= one << np.uint64(i)
        seen = ~np.uint64(0)
        for j in range(b, b_end):
            match = seen & masks[codes[j]]
            seen = (seen + match) | (seen - match)
        if n < _BITS:
            seen |= ~np.uint64(0) << np.uint64(n)
        rest = ~seen
        while rest:
            rest &= rest - one
            common += 1
        for i in range(a, a_end):
            masks[codes[i]] = np.uint64(0)
    return 1.0 - (n + m - 2 * common) / (n + m)


@_compiled
def jaro_winkler(codes: Any, a: int, a_end: int, b: int, b_end: int) -> float:
    """Likeness that trusts the beginning of a word, as rapidfuzz's `JaroWinkler.similarity`."""
    n, m = a_end - a, b_end - b
    if n == 0 and m == 0:
        return 1.0
    if n == 0 or m == 0:
        return 0.0
    if n == 1 and m == 1:
        return 1.0 if codes[a] == codes[b] else 0.0
    bound = max(n, m) // 2 - 1
    here, there = np.zeros(n, np.bool_), np.zeros(m, np.bool_)
    common = 0
    for j in range(m):
        for i in range(max(0, j - bound), min(n, j + bound + 1)):
            if not here[i] and codes[a + i] == codes[b + j]:
                here[i] = there[j] = True
                common += 1
                break
    if common == 0:
        return 0.0
    turned, i = 0, 0
    for j in range(m):
        if there[j]:
            while not here[i]:
                i += 1
            if codes[a + i] != codes[b + j]:
                turned += 1
            i += 1
    alike = common / n
    alike += common / m
    alike += (common - turned // 2) / common
    alike /= 3.0
    if alike > 0.7:
        prefix = 0
        while prefix < min(4, n, m) and codes[a + prefix] == codes[b + prefix]:
            prefix += 1
        alike += prefix * 0.1 * (1.0 - alike)
        alike = min(alike, 1.0)
    return alike


# ---------------------------------------------------------------- parts


@_compiled
def _curve(knots: Any, nats: Any, start: int, end: int, value: float) -> float:
    if value <= knots[start]:
        return float(nats[start])
    if value >= knots[end - 1]:
        return float(nats[end - 1])
    i = start
    while knots[i] <= value:
        i += 1
    low, high = knots[i - 1], knots[i]
    return float(nats[i - 1] + (nats[i] - nats[i - 1]) * (value - low) / (high - low))


@_compiled
def _measure(
    a: int,
    b: int,
    pieces: Any,
    sizes: Any,
    codes: Any,
    kinds: Any,
    chances: Any,
    spans: Any,
    masks: Any,
    found: Any,
) -> None:
    """Share, quality, units, nearness and letters of two parts into `found`; not a number where one does not apply."""
    share = quality = math.nan
    ones = pieces[a, P_SHARES_END] - pieces[a, P_SHARES]
    twos = pieces[b, P_SHARES_END] - pieces[b, P_SHARES]
    if ones and twos:
        first, second = (b, a) if ones > twos else (a, b)
        total = best = 0.0
        for i in range(pieces[first, P_SHARES], pieces[first, P_SHARES_END]):
            kind = kinds[i]
            for j in range(pieces[second, P_SHARES], pieces[second, P_SHARES_END]):
                if kinds[j] == kind:
                    both = chances[i] * chances[j]
                    total += both
                    if both > best:
                        best = both
                    break
        share = quality = _FLOOR
        if total:
            share = max(_FLOOR, math.log(total / (sizes[a, 1] * sizes[b, 1])))
        if best:
            quality = max(_FLOOR, math.log(best / (sizes[a, 0] * sizes[b, 0])))
        share = min(share, 0.0)
    alike = pieces[a, P_SCRIPT] == pieces[b, P_SCRIPT]
    same = alike and pieces[a, P_PLAIN] == pieces[b, P_PLAIN]
    if quality > -0.7:
        apart, near = 0.0, 1.0
    elif pieces[a, P_UNITS_END] > pieces[a, P_UNITS] and pieces[b, P_UNITS_END] > pieces[b, P_UNITS]:
        least, size = 99, 1
        for i in range(pieces[a, P_UNITS], pieces[a, P_UNITS_END]):
            for j in range(pieces[b, P_UNITS], pieces[b, P_UNITS_END]):
                n, m = spans[i, 1] - spans[i, 0], spans[j, 1] - spans[j, 0]
                if abs(n - m) < least:
                    distance = levenshtein(codes, spans[i, 0], spans[i, 1], spans[j, 0], spans[j, 1], masks)
                    if distance < least:
                        least, size = distance, max(n, m)
        stem = max(1, size - pieces[a, P_TRIM])
        apart, near = float(min(4, least)), max(0.0, 1.0 - least / stem)
    elif alike:
        apart = float(min(4, levenshtein(codes, pieces[a, P_AT], pieces[a, P_END], pieces[b, P_AT], pieces[b, P_END], masks)))
        near = indel(codes, pieces[a, P_AT], pieces[a, P_END], pieces[b, P_AT], pieces[b, P_END], masks)
    else:
        apart, near = 4.0, 0.0
    letters = math.nan
    if same:
        share, quality, apart, near, letters = 0.0, 0.0, 0.0, 1.0, 1.0
    elif alike:
        letters = jaro_winkler(codes, pieces[a, P_AT], pieces[a, P_END], pieces[b, P_AT], pieces[b, P_END])
    found[0], found[1], found[2], found[3], found[4] = share, quality, -apart, near, letters


@_compiled
def _listed(a: int, b: int, pieces: Any, lists: Any, flags: Any) -> float:
    if pieces[a, P_LISTED] == pieces[a, P_LISTED_END] or pieces[b, P_LISTED] == pieces[b, P_LISTED_END]:
        return math.nan
    best = -1.0
    for i in range(pieces[a, P_LISTED], pieces[a, P_LISTED_END], 2):
        for j in range(pieces[b, P_LISTED], pieces[b, P_LISTED_END], 2):
            if lists[i] == lists[j]:
                one, two = lists[i + 1], lists[j + 1]
                if (one == _DOUBLET or two == _DOUBLET) and not flags[0]:
                    continue
                if (one == _DIMINUTIVE or two == _DIMINUTIVE) and not flags[1]:
                    continue
                best = max(best, min(_LIKE[one], _LIKE[two]))
    return float(best)


@_compiled
def _share_kinds(a: int, b: int, pieces: Any, kinds: Any) -> bool:
    for i in range(pieces[a, P_SHARES], pieces[a, P_SHARES_END]):
        for j in range(pieces[b, P_SHARES], pieces[b, P_SHARES_END]):
            if kinds[i] == kinds[j]:
                return True
    return False


@_compiled
def _said(side: int, sides: Any, lists: Any, n: int) -> int:
    """The nth of the parts that initials are held beside; −1: there are no more."""
    initials = sides[side, S_INITIALS_END] - sides[side, S_INITIALS]
    if initials and sides[side, S_GIVEN] < 0:
        return int(lists[sides[side, S_INITIALS] + n]) if n < initials else -1
    if sides[side, S_GIVEN] >= 0:
        if n == 0:
            return int(sides[side, S_GIVEN])
        n -= 1
    if n < initials:
        return int(lists[sides[side, S_INITIALS] + n])
    return int(sides[side, S_PATRONYMIC]) if n == initials else -1


@_compiled
def _initials(a: int, b: int, sides: Any, pieces: Any, lists: Any) -> float:
    if sides[a, S_INITIALS] == sides[a, S_INITIALS_END] and sides[b, S_INITIALS] == sides[b, S_INITIALS_END]:
        return math.nan
    if _said(a, sides, lists, 0) < 0 or _said(b, sides, lists, 0) < 0:
        return math.nan
    n = 0
    while True:
        one, two = _said(a, sides, lists, n), _said(b, sides, lists, n)
        if one < 0 or two < 0:
            return 1.0
        fits = False
        for i in range(pieces[one, P_FIRSTS], pieces[one, P_FIRSTS_END]):
            for j in range(pieces[two, P_FIRSTS], pieces[two, P_FIRSTS_END]):
                fits = fits or lists[i] == lists[j]
        if not fits:
            return -1.0
        n += 1


@_compiled
def _gender(left: int, right: int, a: int, b: int, names: Any, sides: Any, pieces: Any) -> float:
    one = sides[a, S_GENDER] if sides[a, S_GENDER] else names[left, N_GENDER]
    two = sides[b, S_GENDER] if sides[b, S_GENDER] else names[right, N_GENDER]
    if sides[a, S_FAMILY] >= 0 and sides[b, S_FAMILY] >= 0:
        his, hers = pieces[sides[a, S_FAMILY], P_GENDER], pieces[sides[b, S_FAMILY], P_GENDER]
        if his and hers and his != hers:
            one, two = his, hers
    if not one or not two:
        return math.nan
    if one == two:
        return 1.0
    return -2.0 if sides[a, S_NATIVE] and sides[b, S_NATIVE] else -1.0


@_compiled
def _part(side: int, sides: Any, lists: Any, n: int) -> int:
    """The nth part of a reading: family, given, patronymic, then initials, then words; −1: there are no more."""
    for column in (S_FAMILY, S_GIVEN, S_PATRONYMIC):
        if sides[side, column] >= 0:
            if n == 0:
                return int(sides[side, column])
            n -= 1
    # initials and words stand in one run
    at = sides[side, S_INITIALS] + n
    return int(lists[at]) if at < sides[side, S_LOOSE_END] else -1


@_compiled
def _one_form(a: int, b: int, sides: Any, pieces: Any, lists: Any) -> bool:
    if not (sides[a, S_NATIVE] and sides[b, S_NATIVE]):
        return False
    n = 0
    while True:
        one, two = _part(a, sides, lists, n), _part(b, sides, lists, n)
        if one < 0 or two < 0:
            return one == two
        if pieces[one, P_ROLE] != pieces[two, P_ROLE] or pieces[one, P_KINDS] != pieces[two, P_KINDS]:
            return False
        n += 1


@_compiled
def _count(side: int, sides: Any) -> int:
    """The words of a reading, initials left out."""
    if sides[side, S_LOOSE_END] > sides[side, S_LOOSE]:
        return int(sides[side, S_LOOSE_END] - sides[side, S_LOOSE])
    return int(sides[side, S_FAMILY] >= 0) + int(sides[side, S_GIVEN] >= 0) + int(sides[side, S_PATRONYMIC] >= 0)


@_compiled
def _word(side: int, sides: Any, lists: Any, n: int) -> int:
    if sides[side, S_LOOSE_END] > sides[side, S_LOOSE]:
        return int(lists[sides[side, S_LOOSE] + n])
    return _part(side, sides, lists, n)


@_compiled
def _full(a: int, b: int, sides: Any) -> bool:
    if sides[a, S_INITIALS_END] > sides[a, S_INITIALS] or sides[b, S_INITIALS_END] > sides[b, S_INITIALS]:
        return False
    if sides[a, S_LOOSE_END] > sides[a, S_LOOSE] or sides[b, S_LOOSE_END] > sides[b, S_LOOSE]:
        ones, twos = _count(a, sides), _count(b, sides)
        return ones == twos or min(ones, twos) > 1
    return bool(sides[a, S_FAMILY] >= 0 and sides[b, S_FAMILY] >= 0 and sides[a, S_GIVEN] >= 0 and sides[b, S_GIVEN] >= 0)


# ---------------------------------------------------------------- readings


@_compiled
def _points(
    language: int, role: int, scripts: Any, order: float, one: bool, values: Any, model: Any
) -> float:
    if one:
        return _ONE_FORM + _DEAR * order
    bends, knots, nats, starts, roles, numbers = model
    short = R_ALONE <= role <= R_ALONE_INITIALS
    if short:
        total = roles[language, role]
    else:
        total = numbers[language, 0] + starts[language, scripts[0], scripts[1]] + roles[language, role]
    for i in range(_SIZE):
        value = values[i]
        start, end = bends[language, i, 0], bends[language, i, 1]
        if end > start and not math.isnan(value) and not (short and _NOT_SHORT[i]):
            total += _curve(knots, nats, start, end, value)
    return float(total)


@_compiled
def _lost(language: int, start_at: int, end_at: int, values: Any, model: Any) -> float:
    bends, knots, nats = model[0], model[1], model[2]
    total = 0.0
    for i in range(start_at, end_at):
        start, end = bends[language, i, 0], bends[language, i, 1]
        if end > start and not math.isnan(values[i]):
            most = nats[start]
            for n in range(start + 1, end):
                most = max(most, nats[n])
            total += _curve(knots, nats, start, end, values[i]) - most
    return total


# What one comparison came to, when it came to no points.
_NONE = -1e300
_BELOW = -2e300


@_compiled
def _held(
    left: int, right: int, a: int, b: int, order: float, least: float, names: Any, sides: Any, arrays: Any, model: Any, room: Any
) -> float:
    """The points of two readings held side by side, as `score.measure` and `score.points` find them."""
    pieces, sizes, codes, kinds, chances, spans, lists, flags = arrays
    masks, values, found, rows = room
    language = sides[a, S_LANGUAGE]
    scripts = (names[left, N_SCRIPT], names[right, N_SCRIPT])
    a_loose, b_loose = sides[a, S_LOOSE_END] - sides[a, S_LOOSE], sides[b, S_LOOSE_END] - sides[b, S_LOOSE]
    bound = math.inf
    if least > -math.inf and _full(a, b, sides):
        numbers, roles = model[5], model[4]
        named = roles[language, R_LOOSE] if a_loose or b_loose else numbers[language, 2]
        bound = numbers[language, 1] + named + model[3][language, scripts[0], scripts[1]]
        bound += min(0.0, _lost_order(language, order, model))
        if max(bound, _ONE_FORM + _DEAR * order) <= least:
            return _BELOW
    values[:] = math.nan
    unread, over, role = 0, 0, 0
    weakest, closest, qualities, nears = math.inf, math.inf, 0, 0
    if a_loose or b_loose:
        if (sides[a, S_INITIALS_END] > sides[a, S_INITIALS] and b_loose > 1) or (
            sides[b, S_INITIALS_END] > sides[b, S_INITIALS] and a_loose > 1
        ):
            return _NONE
        ones, twos = _count(a, sides), _count(b, sides)
        over = abs(ones - twos)
        count = min(ones, twos)
        if count == 0 or (ones * twos > _ALIGNED and not (ones == 1 and twos == 1)):
            return _NONE
        # every two words measured, then paired, best pair first, each word once
        for i in range(ones):
            for j in range(twos):
                row = rows[i * twos + j]
                one, two = _word(a, sides, lists, i), _word(b, sides, lists, j)
                _measure(one, two, pieces, sizes, codes, kinds, chances, spans, masks, row)
                quality = _FLOOR if math.isnan(row[1]) else row[1]
                row[5] = -((quality + row[2]) + 3.0 * row[3])
                row[6] = 0.0
        share = quality = units = near = letters = 0.0
        shares = lettered = 0
        furthest = math.inf
        first_one = first_two = -1
        for n in range(count):
            chosen = -1
            for i in range(ones):
                for j in range(twos):
                    at = i * twos + j
                    if rows[at, 6] == 0.0:
                        if chosen < 0 or rows[at, 5] < rows[chosen, 5]:
                            chosen = at
                        elif rows[at, 5] == rows[chosen, 5]:
                            one, other = _word(a, sides, lists, i), _word(a, sides, lists, chosen // twos)
                            two, another = _word(b, sides, lists, j), _word(b, sides, lists, chosen % twos)
                            if pieces[one, P_PLAIN] < pieces[other, P_PLAIN] or (
                                pieces[one, P_PLAIN] == pieces[other, P_PLAIN]
                                and pieces[two, P_PLAIN] < pieces[another, P_PLAIN]
                            ):
                                chosen = at
            row = rows[chosen]
            i, j = chosen // twos, chosen % twos
            if n == 0:
                first_one, first_two = _word(a, sides, lists, i), _word(b, sides, lists, j)
            for m in range(twos):
                rows[i * twos + m, 6] = 1.0
            for m in range(ones):
                rows[m * twos + j, 6] = 1.0
            if not math.isnan(row[0]):
                share += row[0]
                shares += 1
            if math.isnan(row[1]):
                unread += 1
            else:
                quality += row[1]
                qualities += 1
                weakest = min(weakest, row[1])
            units += row[2]
            near += row[3]
            furthest = min(furthest, row[3])
            if not math.isnan(row[4]):
                letters += row[4]
                lettered += 1
        at = 3 * _OF_ROLE
        if shares:
            values[at] = max(_FLOOR, share)
        if qualities:
            values[at + 1] = max(_FLOOR, quality)
        values[at + 2] = max(-4.0, units)
        values[at + 3] = near / count
        if lettered:
            values[at + 4] = letters / lettered
        role = R_LOOSE
        if sides[a, S_TAIL] or sides[b, S_TAIL]:
            values[_TAIL] = 1.0 if sides[a, S_TAIL] == sides[b, S_TAIL] else -1.0 if sides[a, S_TAIL] and sides[b, S_TAIL] else 0.0
        if count == 1 < max(ones, twos):
            family = pieces[first_one, P_ROLE] != _GIVEN_ROLE and pieces[first_two, P_ROLE] != _GIVEN_ROLE
            role = R_ALONE if family else R_ALONE_GIVEN
        nears = 1
        if count == 1:
            values[_LISTED] = _listed(first_one, first_two, pieces, lists, flags)
    else:
        for n in range(3):
            one, two = sides[a, S_FAMILY + n], sides[b, S_FAMILY + n]
            if one < 0 or two < 0:
                continue
            role += 1 << n
            if n == 1:
                listed = _listed(one, two, pieces, lists, flags)
                values[_LISTED] = listed
                if 0.0 < listed < 1.0 and not _share_kinds(one, two, pieces, kinds):
                    continue
            _measure(one, two, pieces, sizes, codes, kinds, chances, spans, masks, found)
            values[n * _OF_ROLE : (n + 1) * _OF_ROLE] = found
            if math.isnan(found[1]):
                unread += 1
            else:
                qualities += 1
                weakest = min(weakest, found[1])
            nears += 1
            closest = min(closest, found[3])
            if n == 0 and bound < math.inf and pieces[one, P_KINDS] != pieces[two, P_KINDS]:
                bound += _lost(language, 0, _OF_ROLE, values, model)
                if bound <= least:
                    return _BELOW
        if role == 0:
            return _NONE
        if role % 2 == 0:
            role = R_ALONE_GIVEN
    if qualities > 1:
        values[_WEAKEST] = weakest
    if nears > 1:
        values[_CLOSEST] = closest
    values[_GENDER] = _gender(left, right, a, b, names, sides, pieces)
    values[_INITIALS] = _initials(a, b, sides, pieces, lists)
    if not math.isnan(values[_INITIALS]) and (sides[a, S_GIVEN] < 0 or sides[b, S_GIVEN] < 0):
        role = R_ALONE_INITIALS
    values[_ORDER] = order
    if scripts[0] == scripts[1]:
        values[_WHOLE] = indel(codes, names[left, N_AT], names[left, N_END], names[right, N_AT], names[right, N_END], masks)
    values[_UNREAD] = -float(min(unread, 2))
    values[_OVER] = -float(min(over, 3))
    one_form = not over and not unread and not values[_GENDER] < 0.0 and _one_form(a, b, sides, pieces, lists)
    return _points(language, role, scripts, order, one_form, values, model)


@_compiled
def _lost_order(language: int, order: float, model: Any) -> float:
    """Nats that readings dearer than the cheapest cost, at most 0: `Weights.price`."""
    bends, knots, nats = model[0], model[1], model[2]
    start, end = bends[language, _ORDER, 0], bends[language, _ORDER, 1]
    if end == start:
        return 0.0
    most = nats[start]
    for n in range(start + 1, end):
        most = max(most, nats[n])
    return float(_curve(knots, nats, start, end, order) - most)


@_compiled
def _letters_only(left: int, right: int, names: Any, codes: Any, model: Any, room: Any) -> float:
    """The points of two names by letters and sounds; LEFT_OVER when the sounds of one are not known."""
    masks, values = room[0], room[1]
    if names[left, N_SOUNDS] < 0 or names[right, N_SOUNDS] < 0:
        return LEFT_OVER
    values[:] = math.nan
    values[_WHOLE] = 0.0
    if names[left, N_SCRIPT] == names[right, N_SCRIPT]:
        values[_WHOLE] = indel(codes, names[left, N_AT], names[left, N_END], names[right, N_AT], names[right, N_END], masks)
        if names[left, N_SOUNDS_END] > names[left, N_SOUNDS] and names[right, N_SOUNDS_END] > names[right, N_SOUNDS]:
            values[_SOUND] = indel(
                codes, names[left, N_SOUNDS], names[left, N_SOUNDS_END], names[right, N_SOUNDS], names[right, N_SOUNDS_END], masks
            )
    values[_OVER] = -float(min(3, abs(names[left, N_WORDS] - names[right, N_WORDS])))
    return _points(0, R_LETTERS, (names[left, N_SCRIPT], names[right, N_SCRIPT]), 0.0, False, values, model)


@_compiled
def _has(names: Any, name: int, sides: Any, language: int, loose: bool) -> bool:
    """Whether a name has a reading in this language with words without roles, or with roles."""
    for n in range(names[name, N_SIDES], names[name, N_SIDES_END]):
        if sides[n, S_LANGUAGE] == language and (sides[n, S_LOOSE_END] > sides[n, S_LOOSE]) == loose:
            return True
    return False


@_compiled
def best(
    i: int, j: int, least: float, names: Any, sides: Any, costs: Any, arrays: Any, model: Any, room: Any
) -> float:
    """The log-odds that two names are one, as `score.best` finds them, or LEFT_OVER."""
    if names[i, N_FOLDED] == names[j, N_FOLDED]:
        return _SAME
    if names[i, N_RANK] > names[j, N_RANK]:
        i, j = j, i
    # the languages that read both, and what the best readings of each cost together
    limit = math.inf
    last = -1
    for n in range(names[i, N_SIDES], names[i, N_SIDES_END]):
        language = sides[n, S_LANGUAGE]
        first = True
        for m in range(names[i, N_SIDES], n):
            first = first and sides[m, S_LANGUAGE] != language
        if first:
            for m in range(names[j, N_SIDES], names[j, N_SIDES_END]):
                if sides[m, S_LANGUAGE] == language:
                    limit = min(limit, costs[n] + costs[m])
                    break
    limit += _APART
    top, chosen, measured = least, False, False
    for start in range(names[i, N_SIDES], names[i, N_SIDES_END]):
        language = sides[start, S_LANGUAGE]
        first = True
        for m in range(names[i, N_SIDES], start):
            first = first and sides[m, S_LANGUAGE] != language
        last = -1
        if first:
            for m in range(names[j, N_SIDES], names[j, N_SIDES_END]):
                if sides[m, S_LANGUAGE] == language:
                    last = m
                    break
        if last < 0:
            continue
        cost = costs[start] + costs[last]
        if cost > limit:
            continue
        apart = (
            _has(names, i, sides, language, True)
            and _has(names, i, sides, language, False)
            and _has(names, j, sides, language, True)
            and _has(names, j, sides, language, False)
        )
        for n in range(start, names[i, N_SIDES_END]):
            if sides[n, S_LANGUAGE] != language:
                continue
            for m in range(last, names[j, N_SIDES_END]):
                if sides[m, S_LANGUAGE] != language:
                    continue
                if apart and (sides[n, S_LOOSE_END] > sides[n, S_LOOSE]) != (sides[m, S_LOOSE_END] > sides[m, S_LOOSE]):
                    continue
                order = max(-6.0, cost - costs[n] - costs[m])
                points = _held(i, j, n, m, order, top, names, sides, arrays, model, room)
                if points != _NONE:
                    measured = True
                    if points != _BELOW and points > top:
                        top, chosen = points, True
    if not measured:
        top = _letters_only(i, j, names, arrays[2], model, room)
        if top == LEFT_OVER:
            return LEFT_OVER
        chosen = True
    return max(-_MOST, min(_MOST, top)) if chosen else -_MOST


@_compiled
def _shared_before(i: int, j: int, key: int, starts: Any, keys: Any, crowded: Any, alike: bool) -> bool:
    """Whether two names meet in a block before this one. The keys of a name stand in order."""
    a, b = starts[i], starts[j]
    while True:
        one, two = keys[a], keys[b]
        if one == two:
            if one == key:
                return False
            if not (alike and crowded[one]):
                return True
            a += 1
            b += 1
        elif one < two:
            a += 1
        else:
            b += 1


@_compiled
def _linked(
    blocks: Any,
    first: int,
    last: int,
    members: Any,
    starts: Any,
    keys: Any,
    crowded: Any,
    short: Any,
    low: float,
    least: float,
    names: Any,
    sides: Any,
    costs: Any,
    arrays: Any,
    model: Any,
    letters: int,
) -> Any:
    """Pairs that meet in these blocks with their log-odds, where they reach `low`, and how many pairs were scored."""
    room = (
        np.zeros(letters + 1, np.uint64),
        np.empty(_SIZE, np.float64),
        np.empty(_OF_ROLE, np.float64),
        np.empty((_ALIGNED + 1, 7), np.float64),
    )
    pairs = np.empty((1024, 2), np.int32)
    odds = np.empty(1024, np.float64)
    made, scored = 0, 0
    for key in range(first, last):
        for one in range(blocks[key], blocks[key + 1]):
            i = members[one]
            for other in range(blocks[key], one):
                j = members[other]
                if short[i] != short[j]:
                    continue
                alike = names[i, N_SCRIPT] == names[j, N_SCRIPT]
                if alike and crowded[key]:
                    continue
                if _shared_before(j, i, key, starts, keys, crowded, alike):
                    continue
                scored += 1
                points = best(j, i, least, names, sides, costs, arrays, model, room)
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
    return pairs[:made], odds[:made], scored


class Scorer:
    """The compiled score of packed names; not for two threads at once."""

    __slots__ = ("_arguments", "_room", "packed")

    def __init__(self, given: Packed) -> None:
        self.packed = given
        model = given.model
        self._arguments = (
            given.names,
            given.sides,
            given.costs,
            (
                given.pieces,
                given.sizes,
                given.codes,
                given.kinds,
                given.chances,
                given.spans,
                given.lists,
                given.flags,
            ),
            (model.bends, model.knots, model.nats, model.scripts, model.roles, model.numbers),
        )
        self._room = (
            np.zeros(given.letters + 1, np.uint64),
            np.empty(_SIZE, np.float64),
            np.empty(_OF_ROLE, np.float64),
            np.empty((_ALIGNED + 1, 7), np.float64),
        )

    def best(self, one: int, two: int, least: float = -math.inf) -> float | None:
        """The log-odds, in nats, that two names are one; None when only the plain score can tell."""
        found = best(one, two, least, *self._arguments, self._room)
        return None if found == LEFT_OVER else float(found)

    def linked(
        self, keys: Sequence[Sequence[str]], short: Sequence[bool], low: float, least: float, crowd: int
    ) -> tuple[Any, Any, int]:
        """Pairs of names that share a key with their log-odds from `low` nats up, and how many pairs were looked at.

        A pair that only the plain score can tell has LEFT_OVER. In a block of more than `crowd` names only those of
        unlike scripts are looked at, and nowhere a short name beside a full one.
        """
        number: dict[str, int] = {}
        numbered = [sorted(number.setdefault(key, len(number)) for key in own) for own in keys]
        starts = np.cumsum([0, *map(len, numbered)], dtype=np.int64)
        flat = np.array([key for own in numbered for key in own], np.int64)
        members = np.argsort(flat, kind="stable")
        sizes = np.bincount(flat, minlength=len(number))
        blocks = np.cumsum([0, *sizes], dtype=np.int64)
        owner = np.repeat(np.arange(len(numbered)), np.diff(starts))[members]
        pairs, odds, scored = _linked(
            blocks,
            0,
            len(sizes),
            owner.astype(np.int32),
            starts,
            flat,
            sizes > crowd,
            np.array(short, np.bool_),
            low,
            least,
            *self._arguments,
            self.packed.letters,
        )
        return pairs, odds, int(scored)
