"""How far two texts are apart, letter by letter: the same numbers as rapidfuzz's."""

from __future__ import annotations

from typing import Any

import numpy as np

from translit.compiled import compiled

BITS = 64
"""Of more letters than a machine word has bits the distances are worked out row by row."""


@compiled
def order(a: int, a_end: int, b: int, b_end: int, ints: Any) -> int:
    """1 when the first text stands after the second in the order of letters, −1 before it, 0 when they are one."""
    for n in range(min(a_end - a, b_end - b)):
        one, two = ints[a + n], ints[b + n]
        if one != two:
            return 1 if one > two else -1
    return int(a_end - a > b_end - b) - int(a_end - a < b_end - b)


@compiled
def levenshtein(ints: Any, a: int, a_end: int, b: int, b_end: int, masks: Any) -> int:
    """Letters to insert, delete or change; two texts are runs of `ints`. `masks`: zeros, one a letter, and left so."""
    n, m = a_end - a, b_end - b
    if n == 0 or m == 0:
        return max(n, m)
    if n > BITS:
        if m <= BITS:
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
    distance = int(changes(ints, n, b, b_end, masks))
    for i in range(a, a_end):
        masks[ints[i]] = np.uint64(0)
    return distance


@compiled
def changes(ints: Any, n: int, b: int, b_end: int, masks: Any) -> int:
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


@compiled
def indel(ints: Any, a: int, a_end: int, b: int, b_end: int, masks: Any) -> float:
    """1 minus the share of letters that are inserted or deleted, as rapidfuzz's `Indel.normalized_similarity`."""
    n, m = a_end - a, b_end - b
    if n + m == 0:
        return 1.0
    if n > BITS and m <= BITS:
        a, a_end, b, b_end, n, m = b, b_end, a, a_end, m, n
    common = 0
    if n > BITS:
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
        if n < BITS:
            seen |= ~np.uint64(0) << np.uint64(n)
        rest = ~seen
        while rest:
            rest &= rest - one
            common += 1
        for i in range(a, a_end):
            masks[ints[i]] = np.uint64(0)
    return 1.0 - (n + m - 2 * common) / (n + m)


@compiled
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
    if n <= BITS and m <= BITS:
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


@compiled
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
