"""Joining: links above the threshold join their groups, the surest first, where the two agree as wholes."""

from __future__ import annotations

import itertools
import math
from array import array
from collections.abc import Iterator, Sequence

from translit.clustering.meeting import Pairs
from translit.clustering.odds import Odds, link
from translit.clustering.voting import DROPPED
from translit.explained import Explained

CONTRADICTION = -6.0
"""Nats: two members with log-odds below this cannot be in one group. At −4, two spellings of one Russian by papers of two
countries often cannot; at −8 other people's names join among many."""

LEAST, MOST = -4.0, 4.0
"""Nats: no pair across two groups counts less for their mean, and none more."""

LOOKED_AT = 36
"""Pairs across two groups that are looked at before they are joined; enough to tell, few enough for big groups."""

SORTED = 200_000
"""Links that are put in order at a time: as objects they take ten times what they take in arrays."""


def join(
    many: int, kept: Odds, high: float, mean: float, pairs: Pairs, odds: Odds, explained: Explained
) -> tuple[array[int], array[int]]:
    """Groups by their first member, and the links that made them: from `high` nats on, and `mean` across two groups."""
    group = array("i", range(many))
    members: dict[int, array[int]] = {}  # of those of more than one
    used = array("q")
    for place in surest(kept.points, high):
        i, j = kept.left[place], kept.right[place]
        one, two = min(group[i], group[j]), max(group[i], group[j])
        if one == two:
            continue
        own, others = (members.get(name) or array("i", [name]) for name in (one, two))
        # looked at from the side of the link's first name
        here, there = (own, others) if group[i] == one else (others, own)
        if _agree(here, there, kept, odds, mean, pairs) and not (
            len(here) > 1 and len(there) > 1 and explained.two(here, there)
        ):
            for node in others:
                group[node] = one
            members[one] = array("i", sorted(own + others))
            members.pop(two, None)
            used.append(link(i, j))
    return group, used


def surest(points: array[float], least: float) -> Iterator[int]:
    """The places of points from `least` on, the most first, of equal ones the first.

    >>> list(surest(array("d", [1.0, 3.0, -1.0, 3.0, 2.0]), 0.0))
    [1, 3, 4, 0]
    """
    strong = array("d", filter(least.__le__, points))
    pieces = -(-len(strong) // SORTED)
    sample = sorted(strong[:: max(1, len(strong) // (100 * max(1, pieces)))], reverse=True)
    cuts = [math.inf, *dict.fromkeys(sample[100::100]), least]
    del strong
    for above, low in itertools.pairwise(cuts):
        held = [place for place, nats in enumerate(points) if low <= nats < above]
        yield from sorted(held, key=lambda place: -points[place])


def _agree(one: Sequence[int], two: Sequence[int], kept: Odds, odds: Odds, mean: float, pairs: Pairs) -> bool:
    """Whether two groups are one entity as wholes."""
    if len(one) == len(two) == 1:
        return True
    across = [(min(i, j), max(i, j)) for i in one for j in two]
    looked = across[:: max(1, len(across) // LOOKED_AT)]
    total = 0.0
    for pair in looked:
        points = kept.given(*pair)
        if points is None or points == DROPPED:
            held = odds.get(pair)
            if held is None:
                points = pairs.log_odds(*pair)
                odds.add(*pair, points)
            else:
                points = min(held, mean - 1.0)  # the vote dropped this link
        if points < CONTRADICTION:
            return False
        total += max(LEAST, min(MOST, points))
    return total / len(looked) >= mean
