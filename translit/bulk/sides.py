"""Readings of a name: their parts and words, and what two of them say beside the likeness of these."""

from __future__ import annotations

import math
from typing import Any

from translit.bulk.letters import order
from translit.bulk.rows import (
    N_GENDER,
    P_AT,
    P_END,
    P_FIRSTS,
    P_FIRSTS_END,
    P_GENDER,
    P_KINDS,
    P_PLAIN,
    P_ROLE,
    P_SHARES,
    P_SHARES_END,
    S_END,
    S_FAMILY,
    S_GENDER,
    S_GIVEN,
    S_INITIALS,
    S_LOOSE,
    S_NATIVE,
    S_PATRONYMIC,
)
from translit.compiled import compiled


@compiled
def nth_part(side: int, ints: Any, n: int) -> int:
    """The nth part of a reading: family, given, patronymic, then initials, then words; −1: there are no more."""
    for column in range(S_FAMILY, S_PATRONYMIC + 1):
        if ints[side + column] >= 0:
            if n == 0:
                return int(ints[side + column])
            n -= 1
    at = ints[side + S_INITIALS] + n
    return int(ints[at]) if at < ints[side + S_END] else -1


@compiled
def nth_word(side: int, ints: Any, n: int) -> int:
    """The nth of the words that `many_words` counts."""
    if many_loose(side, ints):
        return int(ints[ints[side + S_LOOSE] + n])
    return nth_part(side, ints, n)


@compiled
def many_words(side: int, ints: Any) -> int:
    """The words of a reading, initials left out."""
    loose = many_loose(side, ints)
    if loose:
        return loose
    return (
        int(ints[side + S_FAMILY] >= 0) + int(ints[side + S_GIVEN] >= 0) + int(ints[side + S_PATRONYMIC] >= 0)
    )


@compiled
def many_loose(side: int, ints: Any) -> int:
    """The words without roles."""
    return int(ints[side + S_END] - ints[side + S_LOOSE])


@compiled
def is_read(side: int, ints: Any) -> bool:
    """Whether a native form stands behind any part of a reading."""
    n = 0
    while True:
        part = nth_part(side, ints, n)
        if part < 0:
            return False
        if ints[part + P_SHARES_END] > ints[part + P_SHARES]:
            return True
        n += 1


@compiled
def full(a: int, b: int, ints: Any) -> bool:
    """Whether two readings say equally much, so that what a dear reading costs counts against them."""
    if ints[a + S_LOOSE] > ints[a + S_INITIALS] or ints[b + S_LOOSE] > ints[b + S_INITIALS]:
        return False
    if many_loose(a, ints) or many_loose(b, ints):
        ones, twos = many_words(a, ints), many_words(b, ints)
        return ones == twos or min(ones, twos) > 1
    return bool(
        ints[a + S_FAMILY] >= 0
        and ints[b + S_FAMILY] >= 0
        and ints[a + S_GIVEN] >= 0
        and ints[b + S_GIVEN] >= 0
    )


@compiled
def strange(a: int, b: int, ints: Any) -> bool:
    """Whether two readings have no word in common as written."""
    n = 0
    while True:
        one = nth_part(a, ints, n)
        if one < 0:
            return True
        m = 0
        while True:
            two = nth_part(b, ints, m)
            if two < 0:
                break
            if ints[one + P_PLAIN] == ints[two + P_PLAIN]:
                return False
            m += 1
        n += 1


@compiled
def are_one_form(a: int, b: int, ints: Any) -> bool:
    """Whether two native spellings have the same parts with the same forms."""
    if not (ints[a + S_NATIVE] and ints[b + S_NATIVE]):
        return False
    n = 0
    while True:
        one, two = nth_part(a, ints, n), nth_part(b, ints, n)
        if one < 0 or two < 0:
            return one == two
        if ints[one + P_ROLE] != ints[two + P_ROLE] or ints[one + P_KINDS] != ints[two + P_KINDS]:
            return False
        n += 1


@compiled
def comes_before(one: int, two: int, ints: Any) -> bool:
    """Whether the letters of one part stand before those of another in the order of the alphabet."""
    return bool(order(ints[one + P_AT], ints[one + P_END], ints[two + P_AT], ints[two + P_END], ints) < 0)


@compiled
def initials(a: int, b: int, ints: Any) -> float:
    """Whether initials fit what they stand beside: 1 they fit, −1 they do not; not a number without any."""
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


@compiled
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


@compiled
def gender(left: int, right: int, a: int, b: int, ints: Any) -> float:
    """−1 when the names are of a man and of a woman (−2 when both are native spellings), 1 when both tell the same; not a number
    when one does not tell."""
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


@compiled
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
