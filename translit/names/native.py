"""Names whose parts are units, in native letters: without spaces, and cut after the surname."""

from __future__ import annotations

import math
from collections.abc import Sequence

from translit.model import UNKNOWN, Part
from translit.names.costs import (
    GIVEN_OF_MANY,
    LONG_ALONE,
    LONG_BEFORE_ONE,
    PERSON_MOST,
    PLACE_ALONE,
    SHORT_OF_MORE,
    SHORT_OF_THREE,
    SPACE_ELSEWHERE,
    TAIL_BEHIND_GIVEN,
    UNKNOWN_SURNAME,
)
from translit.names.grammars import Grammar
from translit.names.parts import Ways, place_word, two
from translit.names.words import Word
from translit.text import plain


def native_units(words: Sequence[Word], rules: Grammar) -> Ways:
    """Native letters: a name has no spaces and is cut after its surname; a space that is there wins."""
    joined = "".join(word.folded.replace("-", "") for word in words)
    size = len(joined)
    tails = (place_word(joined, rules.tails.get(script)) for script in sorted(rules.native))
    tail, kind = next((found for found in tails if found[0]), ("", ""))
    lone = rules.lone + (LONG_ALONE if size > 2 else 0.0)
    if tail:
        named = (
            len(words) > 1 and words[-1].folded in rules.surnames and plain(words[0].folded) in rules.given
        )
        yield (
            lone + PLACE_ALONE + (TAIL_BEHIND_GIVEN if named else _as_person(joined, rules)),
            (Part(joined, UNKNOWN, joined[: -len(tail)], tail=kind),),
        )
    yield lone, (Part(joined, UNKNOWN, joined),)
    if size < 2:
        return
    for long in (True, False):
        cut = 2 if long else 1
        if size <= cut or (long and joined[:2] not in rules.long_surnames):
            continue
        family, given = joined[:cut], joined[cut:]
        cost = rules.family_first + (0.0 if family in rules.surnames else UNKNOWN_SURNAME)
        if not long and joined[:2] in rules.long_surnames and size > 2:
            cost += SHORT_OF_THREE if size == 3 else SHORT_OF_MORE
        if long and size == 3:
            cost += LONG_BEFORE_ONE
        if len(given) > 2:
            cost += GIVEN_OF_MANY
        if len(words) > 1 and len(words[0].folded) != cut:
            cost += SPACE_ELSEWHERE
        yield cost, two(family, given, family, given, True)
    last = words[-1].folded
    if (
        len(words) > 1
        and last in rules.surnames
        and (words[0].folded not in rules.surnames or words[-2].comma)
    ):
        given = joined[: -len(last)]
        yield rules.family_last, two(last, given, last, given, False)


def _as_person(joined: str, rules: Grammar) -> float:
    """How much three native units look like a surname and two of a given name (nats, 0 when they do not)."""
    if (
        len(joined) != 3
        or joined[0] not in rules.surnames
        or any(unit not in rules.unit_odds for unit in joined)
    ):
        return 0.0
    odds = math.fsum(rules.unit_odds[unit][place] for place, unit in enumerate(joined))
    return min(max(0.0, odds), PERSON_MOST)
