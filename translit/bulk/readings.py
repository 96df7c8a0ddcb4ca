"""Two names held side by side, reading by reading: `score.best`, compiled."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from translit.bulk.curves import curve, peak, points_of, scripts
from translit.bulk.features import (
    ALIGNED,
    GENDER,
    INITIALS,
    LETTERS_KNOWN,
    OF_ROLE,
    OF_ROW,
    ORDER,
    OVER,
    SIZE,
    SOUND,
    WHOLE,
)
from translit.bulk.glance import at_a_glance
from translit.bulk.letters import indel
from translit.bulk.measures import BELOW, MARGIN, NONE, of_roles, of_words
from translit.bulk.parts import REMEMBERED
from translit.bulk.rows import (
    GENERAL,
    M_BENDS,
    M_NUMBERS,
    M_ROLES,
    N_AT,
    N_END,
    N_FOLDED,
    N_RANK,
    N_SCRIPT,
    N_SIDES,
    N_SIDES_END,
    N_SOUNDS,
    N_SOUNDS_END,
    N_WORDS,
    OF_SIDE,
    R_ALONE_INITIALS,
    R_LETTERS,
    R_LOOSE,
    S_COST,
    S_GIVEN,
    S_LANGUAGE,
    S_NATIVE,
)
from translit.bulk.sides import are_one_form, full, gender, initials, is_read, many_loose, strange
from translit.compiled import compiled
from translit.score import DEAR, MOST, ONE_FORM, SAME
from translit.sides import FORMS, LANGUAGES_APART

LEFT_OVER = 1e9
"""Not a number of nats: the pair is left to the plain score."""


def room(letters: int) -> tuple[Any, ...]:
    """Buffers for one thread, as they are handed on from here: `masks`, `known`, `found`, `values` and `rows`.

    Before them go `ints` and `floats`, the numbers of the names. `letters`: the greatest number of a letter.
    """
    return (
        np.zeros(letters + 1, np.uint64),  # the places of each letter in a text; zeros when not in use
        np.full(1 << REMEMBERED, -1, np.int64),  # pairs of parts whose measurements are remembered
        # what was measured of these, and room for what lies between the forms of two parts
        np.empty((OF_ROLE << REMEMBERED) + FORMS, np.float64),
        np.empty(SIZE, np.float64),  # what is measured of two readings; not a number where it does not apply
        np.empty((ALIGNED + 1) * OF_ROW, np.float64),  # every two words of two readings
    )


@compiled
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
    limit = limit_of(left, right, ints, floats)
    return float(best_within(left, right, limit, least, ints, floats, masks, known, found, values, rows))


@compiled
def best_within(
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
    """`best`, when it is known what the readings of two names cost at most together: `limit_of`."""
    if ints[left + N_FOLDED] == ints[right + N_FOLDED]:
        return SAME
    if ints[left + N_RANK] > ints[right + N_RANK]:
        left, right = right, left
    sides, sides_end = ints[left + N_SIDES], ints[left + N_SIDES_END]
    rows[LETTERS_KNOWN] = -1.0  # the same for all readings, and not asked for by most
    top, chosen, measured = least, False, False
    for side in range(sides, sides_end, OF_SIDE):
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
        for a in range(side, sides_end, OF_SIDE):
            if ints[a + S_LANGUAGE] != model:
                continue
            for b in range(other, ints[right + N_SIDES_END], OF_SIDE):
                if ints[b + S_LANGUAGE] != model:
                    continue
                if apart and (many_loose(a, ints) > 0) != (many_loose(b, ints) > 0):
                    continue
                order = max(-6.0, cost - floats[ints[a + S_COST]] - floats[ints[b + S_COST]])
                points = _held(left, right, a, b, order, top, ints, floats, masks, known, found, values, rows)
                if points != NONE:
                    measured = True
                    if points != BELOW and points > top:
                        top, chosen = points, True
    if not measured:
        top = _letters_only(left, right, ints, floats, masks, values)
        if top == LEFT_OVER:
            return LEFT_OVER
        chosen = True
    return max(-MOST, min(MOST, top)) if chosen else -MOST


@compiled
def limit_of(left: int, right: int, ints: Any, floats: Any) -> float:
    """What the readings of two names cost at most together in a language in which they are held side by side."""
    limit = math.inf
    for side in range(ints[left + N_SIDES], ints[left + N_SIDES_END], OF_SIDE):
        model = ints[side + S_LANGUAGE]
        if _first_of(left, model, ints) == side:
            other = _first_of(right, model, ints)
            if other >= 0:
                limit = min(limit, floats[ints[side + S_COST]] + floats[ints[other + S_COST]])
    return limit + LANGUAGES_APART


@compiled
def _first_of(name: int, model: int, ints: Any) -> int:
    """The first reading of a name in a language; −1: there is none."""
    for side in range(ints[name + N_SIDES], ints[name + N_SIDES_END], OF_SIDE):
        if ints[side + S_LANGUAGE] == model:
            return int(side)
    return -1


@compiled
def _both_ways(name: int, model: int, ints: Any) -> bool:
    """Whether a name is read in a language both with roles and without."""
    loose = named = False
    for side in range(ints[name + N_SIDES], ints[name + N_SIDES_END], OF_SIDE):
        if ints[side + S_LANGUAGE] == model:
            if many_loose(side, ints):
                loose = True
            else:
                named = True
    return loose and named


@compiled
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
    if not (is_read(a, ints) and is_read(b, ints)) and strange(a, b, ints):
        return NONE
    model = ints[a + S_LANGUAGE]
    loose = many_loose(a, ints) or many_loose(b, ints)
    bound = math.inf
    if least > -math.inf and full(a, b, ints):
        numbers = ints[model + M_NUMBERS]
        named = floats[ints[model + M_ROLES] + R_LOOSE] if loose else floats[numbers + 2]
        bound = floats[numbers + 1] + named + scripts(left, right, model, ints, floats)
        start, end = ints[model + M_BENDS + 2 * ORDER], ints[model + M_BENDS + 2 * ORDER + 1]
        if end > start:
            bound += min(0.0, curve(floats, start, end, order) - peak(floats, start, end))
        if max(bound, ONE_FORM + DEAR * order) <= least:
            return BELOW
        short = at_a_glance(a, b, model, ints, floats)
        if short < 0.0 and bound + short <= least - MARGIN:
            return BELOW
    for i in range(SIZE):
        values[i] = math.nan
    forms = ints[a + S_NATIVE] > 0 and ints[b + S_NATIVE] > 0
    if loose:
        came, role, forms = of_words(
            a, b, model, forms, bound, least, ints, floats, masks, known, found, values, rows
        )
    else:
        came, role, forms = of_roles(
            a, b, model, forms, bound, least, ints, floats, masks, known, found, values
        )
    if came != 0.0:
        return float(came)
    values[GENDER] = gender(left, right, a, b, ints)
    values[INITIALS] = initials(a, b, ints)
    if not math.isnan(values[INITIALS]) and (ints[a + S_GIVEN] < 0 or ints[b + S_GIVEN] < 0):
        role = R_ALONE_INITIALS
    values[ORDER] = order
    if ints[left + N_SCRIPT] == ints[right + N_SCRIPT]:
        if rows[LETTERS_KNOWN] < 0.0:
            rows[LETTERS_KNOWN] = _as_written(left, right, ints, masks)
        values[WHOLE] = rows[LETTERS_KNOWN]
    one_form = forms and not values[GENDER] < 0.0 and are_one_form(a, b, ints)
    return points_of(left, right, model, role, one_form, values, ints, floats)


@compiled
def _as_written(left: int, right: int, ints: Any, masks: Any) -> float:
    """The likeness of the letters of two whole names."""
    return float(
        indel(ints, ints[left + N_AT], ints[left + N_END], ints[right + N_AT], ints[right + N_END], masks)
    )


@compiled
def _letters_only(left: int, right: int, ints: Any, floats: Any, masks: Any, values: Any) -> float:
    """The points of two names by letters and sounds; LEFT_OVER when the sounds of one are not known."""
    if ints[left + N_SOUNDS] < 0 or ints[right + N_SOUNDS] < 0:
        return LEFT_OVER
    for i in range(SIZE):
        values[i] = math.nan
    values[WHOLE] = values[SOUND] = 0.0
    alike = ints[left + N_SCRIPT] == ints[right + N_SCRIPT]
    if alike:
        values[WHOLE] = _as_written(left, right, ints, masks)
    start, end = ints[left + N_SOUNDS], ints[left + N_SOUNDS_END]
    other, other_end = ints[right + N_SOUNDS], ints[right + N_SOUNDS_END]
    if end > start and other_end > other:
        values[SOUND] = indel(ints, start, end, other, other_end, masks)
    elif alike:
        values[SOUND] = values[WHOLE]
    values[OVER] = -float(min(3, abs(ints[left + N_WORDS] - ints[right + N_WORDS])))
    return points_of(left, right, ints[GENERAL], R_LETTERS, False, values, ints, floats)
