"""Pairs of many names that meet at a key, each looked at once."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from typing import Any, cast

import numpy as np

from translit.bulk.codes import LANGUAGE
from translit.bulk.codes import Codes as Hashed
from translit.bulk.readings import best_within, limit_of
from translit.bulk.rows import N_SCRIPT
from translit.clustering import meeting
from translit.clustering.meeting import Codes
from translit.clustering.nodes import Known
from translit.compiled import compiled
from translit.views import Some


def met(nodes: Sequence[Known], codes: Sequence[Codes]) -> tuple[Any, Any, Any, Any]:
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
    kept = held.parted(ranks, meeting.PARTED) & (np.bincount(ranks) > 1)[ranks]
    owners = np.repeat(np.arange(len(held), dtype=np.int32), np.diff(held.ends))[kept]
    ranks, languages = ranks[kept], held.low[kept] & np.uint8(LANGUAGE)
    del held, kept
    there = np.zeros(ranks.max(initial=-1) + 1, np.bool_)
    there[ranks] = True
    numbers = (np.cumsum(there, dtype=np.int32) - 1)[ranks]
    spoken = np.empty(np.count_nonzero(there), np.uint8)
    spoken[numbers] = languages
    both = np.unique(owners.astype(np.int64) << 32 | numbers)
    return (both & 0xFFFFFFFF).astype(np.int32), (both >> 32).astype(np.int32), spoken, prices


def _numbered(codes: Sequence[Codes], languages: Sequence[str]) -> Hashed:
    """The codes of names as numbers."""
    if isinstance(codes, Some) and isinstance(codes.given, Hashed):
        return codes.given.of(codes.places)
    return Hashed.made(cast("Sequence[tuple[str, ...]]", codes), languages)


@compiled
def linked(
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
                limit = limit_of(left, right, ints, floats)
                if prices[i, spoken[key]] + prices[j, spoken[key]] > limit:
                    continue
                if _meet_before(j, i, key, starts, keys, spoken, prices, crowded, alike, limit):
                    continue
                points = best_within(
                    right, left, limit, least, ints, floats, masks, known, found, values, rows
                )
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


@compiled
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
