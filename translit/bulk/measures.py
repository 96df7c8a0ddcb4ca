"""What is measured of two readings: of the parts of their roles, or of their words where one has no roles."""

from __future__ import annotations

import math
from typing import Any

from translit.bulk.curves import lost
from translit.bulk.features import (
    ALIGNED,
    CLOSEST,
    FATHERS,
    LAW,
    LISTED,
    MARKS,
    OF_ROLE,
    OF_ROW,
    OVER,
    TAIL,
    UNREAD,
    WEAKEST,
)
from translit.bulk.glance import first_row
from translit.bulk.parts import contradict, listed_alike, measure, share_kinds
from translit.bulk.rows import (
    NAMED,
    P_KINDS,
    P_LAW,
    P_PLAIN,
    P_ROLE,
    R_ALONE,
    R_ALONE_GIVEN,
    R_LOOSE,
    S_FAMILY,
    S_INITIALS,
    S_LOOSE,
    S_TAIL,
)
from translit.bulk.sides import comes_before, many_loose, many_words, nth_word
from translit.compiled import compiled
from translit.model import Role
from translit.score import FLOOR

NONE = -1e300
"""What a comparison came to, when it tells nothing."""

BELOW = -2e300
"""What a comparison came to, when it surely comes to less than what was found before."""

MARGIN = 1e-9
"""Nats that the rounding of a sum may take from a bound on it."""

_GIVEN_ROLE = NAMED.index(Role.GIVEN)


@compiled
def of_roles(
    a: int,
    b: int,
    model: int,
    forms: bool,
    bound: float,
    least: float,
    ints: Any,
    floats: Any,
    masks: Any,
    known: Any,
    found: Any,
    values: Any,
) -> tuple[float, int, bool]:
    """Measure the parts of two readings role by role: what that came to (0: go on), the roles of both, and whether the two
    may be one form.

    `forms`: both are native spellings, which may be one form, and that is worth more than what is measured of its parts.
    `bound`: what the readings can be worth at most.
    """
    role, unread, qualities, nears = 0, 0, 0, 0
    weakest, closest = math.inf, math.inf
    for n in range(3):
        one, two = ints[a + S_FAMILY + n], ints[b + S_FAMILY + n]
        if one < 0 or two < 0:
            continue
        role += 1 << n
        if n == 1:
            listed = listed_alike(one, two, ints, False)
            values[LISTED] = listed
            if listed > 0.0 and not share_kinds(one, two, ints):
                continue
        at = measure(one, two, ints, floats, masks, known, found)
        for i in range(OF_ROLE):
            values[n * OF_ROLE + i] = found[at + i]
        if contradict(one, two, ints):
            values[MARKS] = -1.0
        if n == 2:
            values[FATHERS] = listed_alike(one, two, ints, True)
        if math.isnan(found[at + 1]):
            unread += 1
        else:
            qualities += 1
            weakest = min(weakest, found[at + 1])
        nears += 1
        closest = min(closest, found[at + 3])
        if n == 0 and ints[one + P_LAW] * ints[two + P_LAW] < 0:
            values[LAW] = -1.0
        if bound < math.inf and not (forms and ints[one + P_KINDS] == ints[two + P_KINDS]):
            forms = False
            bound += lost(n, model, values, ints, floats)
            if bound <= least and qualities:
                return BELOW, role, False
    if role == 0:
        return NONE, role, False
    if not _tell(unread, qualities, weakest, 0, values):
        return NONE, role, False
    if role % 2 == 0:
        role = R_ALONE_GIVEN
    if nears > 1:
        values[CLOSEST] = closest
    return 0.0, role, forms and not unread


@compiled
def of_words(
    a: int,
    b: int,
    model: int,
    forms: bool,
    bound: float,
    least: float,
    ints: Any,
    floats: Any,
    masks: Any,
    known: Any,
    found: Any,
    values: Any,
    rows: Any,
) -> tuple[float, int, bool]:
    """As `of_roles` of two readings of which one has words without roles: every two words are measured, then paired, best pair
    first, each word once."""
    a_loose, b_loose = many_loose(a, ints), many_loose(b, ints)
    if (ints[a + S_LOOSE] > ints[a + S_INITIALS] and b_loose > 1) or (
        ints[b + S_LOOSE] > ints[b + S_INITIALS] and a_loose > 1
    ):
        return NONE, R_LOOSE, False
    ones, twos = many_words(a, ints), many_words(b, ints)
    over = abs(ones - twos)
    count = min(ones, twos)
    if count == 0 or (ones * twos > ALIGNED and not (ones == 1 and twos == 1)):
        return NONE, R_LOOSE, False
    for outer in range(count):
        for inner in range(max(ones, twos)):
            i, j = (outer, inner) if ones <= twos else (inner, outer)
            at = measure(nth_word(a, ints, i), nth_word(b, ints, j), ints, floats, masks, known, found)
            row = (i * twos + j) * OF_ROW
            for n in range(OF_ROLE):
                rows[row + n] = found[at + n]
            quality = FLOOR if math.isnan(found[at + 1]) else found[at + 1]
            rows[row + OF_ROLE] = -((quality + found[at + 2]) + 3.0 * found[at + 3])
            rows[row + OF_ROLE + 1] = 0.0
        if outer == 0 < count - 1 and bound < math.inf:
            short = first_row(a, b, model, rows, ints, floats)
            if short < 0.0 and bound + short <= least - MARGIN:
                return BELOW, R_LOOSE, False
    share = quality = units = near = letters = 0.0
    shares = lettered = unread = qualities = 0
    rare = weakest = math.inf
    first_one = first_two = -1
    for n in range(count):
        chosen = _best_pair(a, b, ones, twos, rows, ints)
        row = chosen * OF_ROW
        i, j = chosen // twos, chosen % twos
        if contradict(nth_word(a, ints, i), nth_word(b, ints, j), ints):
            values[MARKS] = -1.0
        if n == 0:
            first_one, first_two = nth_word(a, ints, i), nth_word(b, ints, j)
        for m in range(twos):
            rows[(i * twos + m) * OF_ROW + OF_ROLE + 1] = 1.0
        for m in range(ones):
            rows[(m * twos + j) * OF_ROW + OF_ROLE + 1] = 1.0
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
    place = 3 * OF_ROLE
    if shares:
        values[place] = max(FLOOR, share)
    if qualities:
        values[place + 1] = max(FLOOR, quality)
    values[place + 2] = max(-4.0, units)
    values[place + 3] = near / count
    if lettered:
        values[place + 4] = letters / lettered
    if rare < math.inf:
        values[place + 5] = rare
    if bound < math.inf and not forms:
        bound += lost(3, model, values, ints, floats)
        if bound <= least and qualities:
            return BELOW, R_LOOSE, False
    if ints[a + S_TAIL] or ints[b + S_TAIL]:
        values[TAIL] = 0.0
        if ints[a + S_TAIL] == ints[b + S_TAIL]:
            values[TAIL] = 1.0
        elif ints[a + S_TAIL] and ints[b + S_TAIL]:
            values[TAIL] = -1.0
    role = R_LOOSE
    if count == 1 < max(ones, twos):
        given = ints[first_one + P_ROLE] == _GIVEN_ROLE or ints[first_two + P_ROLE] == _GIVEN_ROLE
        role = R_ALONE_GIVEN if given else R_ALONE
    if count == 1:
        values[LISTED] = listed_alike(first_one, first_two, ints, False)
    if not _tell(unread, qualities, weakest, over, values):
        return NONE, role, False
    return 0.0, role, forms and not over and not unread


@compiled
def _tell(unread: int, qualities: int, weakest: float, over: int, values: Any) -> bool:
    """Whether parts or words tell anything, and what is measured of all of them: how many are unread or without a partner
    (`over`), and the weakest of several qualities."""
    if unread and not qualities and not values[LISTED] > 0.0:
        return False
    if qualities > 1:
        values[WEAKEST] = weakest
    values[UNREAD] = -float(min(unread, 2))
    values[OVER] = -float(min(over, 3))
    return True


@compiled
def _best_pair(a: int, b: int, ones: int, twos: int, rows: Any, ints: Any) -> int:
    """The two words that go together best of those that are not taken; between equals decide their letters."""
    chosen = -1
    for i in range(ones):
        for j in range(twos):
            at = i * twos + j
            row, best_row = at * OF_ROW, chosen * OF_ROW
            if rows[row + OF_ROLE + 1] == 0.0:
                if chosen < 0 or rows[row + OF_ROLE] < rows[best_row + OF_ROLE]:
                    chosen = at
                elif rows[row + OF_ROLE] == rows[best_row + OF_ROLE]:
                    one, other = nth_word(a, ints, i), nth_word(a, ints, chosen // twos)
                    two, another = nth_word(b, ints, j), nth_word(b, ints, chosen % twos)
                    same = ints[one + P_PLAIN] == ints[other + P_PLAIN]
                    if comes_before(two, another, ints) if same else comes_before(one, other, ints):
                        chosen = at
    return chosen
