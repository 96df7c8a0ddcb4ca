"""Parting and settling: what joining, which goes link by link, could not yet know is set right when all groups are there.

A group that two native names explain is parted. A guess that fits another group better goes there.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence

from translit.clustering.joining import CONTRADICTION
from translit.clustering.meeting import Pairs
from translit.clustering.nodes import Known
from translit.clustering.odds import Odds, ends, link
from translit.explained import SAID, Explained
from translit.runs import Runs

SETTLED, AS_READ, FEW = 0.5, 0.3, 12
"""Nats by which a spelling must fit another group better to go there; how well it fits is its mean log-odds with some `FEW`
members and this share of the nats by which their native name explains it."""

LEAST, SUREST = -4.0, 6.0
"""Nats: no member counts less for that mean, and one that is surer counts no more."""

NEARLY = 1e-6
"""Nats by which sums may be off for being rounded, and more."""


def part(member: array[int], explained: Explained) -> None:
    """Part groups that two native names explain."""
    for nodes in _members(member):
        if len(nodes) > 1:
            for one in explained.parts(nodes):
                for node in one:
                    member[node] = one[0]


def settle(
    nodes: Sequence[Known],
    member: array[int],
    used: array[int],
    high: float,
    odds: Odds,
    pairs: Pairs,
    explained: Explained,
) -> array[int]:
    """Let each guess of a group go to the one that it fits better, and give the links that made the groups as they are then: when
    groups were joined, it was not known which others there would be."""
    groups = _members(member)

    def among(node: int, group: int) -> Sequence[int]:
        others = [other for other in groups[group] if other != node]
        return others[:: max(1, len(others) // FEW)]

    def mean(node: int, group: int, least: float = -math.inf) -> float:
        """Its mean log-odds with members of a group; −∞ where one contradicts it, or where `least` cannot be reached."""
        others = among(node, group)
        total = 0.0
        for left, other in zip(range(len(others) - 1, -1, -1), others, strict=True):
            pair = min(node, other), max(node, other)
            held = odds.get(pair)
            points = pairs.log_odds(*pair) if held is None else held
            if points < CONTRADICTION and group != member[node]:
                return -math.inf
            total += max(LEAST, min(SUREST, points))
            if total + SUREST * left < least * len(others):
                return -math.inf
        return total / len(others)

    def fits(node: int, group: int, points: float) -> float:
        return points + AS_READ * explained.by(node, among(node, group))

    moved: dict[int, int] = {}
    links = used[:]
    for node, places in enumerate(_strays(nodes, member, groups, high, odds)):
        near = _near(node, places, member, odds)
        if not near:
            continue
        here = mean(node, member[node])
        # what is read in a name weighs so little that most groups need not be asked for it
        least = here + SETTLED - AS_READ * SAID - NEARLY
        likely = {group: points for group in near if (points := mean(node, group, least)) > -math.inf}
        if likely:
            points, group = max((round(fits(node, *one), 9), -one[0]) for one in likely.items())
            if points > fits(node, member[node], here) + SETTLED:
                moved[node] = -group
                place = near[-group]
                links.append(link(odds.left[place], odds.right[place]))
    for node, group in moved.items():
        member[node] = group
    _call_by_first(member)
    return array("q", [made for made in links if len({member[node] for node in ends(made)}) == 1])


def _members(member: array[int]) -> Runs:
    """The members of each group, by the one that it is called by."""
    return Runs(member, range(len(member)), len(member))


def _strays(nodes: Sequence[Known], member: array[int], groups: Runs, high: float, odds: Odds) -> Runs:
    """For each guess in a group the places of its links to names in other ones."""
    guesses, places = array("i"), array("i")
    for place, (i, j, points) in enumerate(odds.rows()):
        if (
            points >= high
            and member[i] != member[j]
            and min(groups.size(member[i]), groups.size(member[j])) > 1
        ):
            for one in (i, j):
                if not nodes[one].native:
                    guesses.append(one)
                    places.append(place)
    return Runs(guesses, places, len(member))


def _near(node: int, places: Sequence[int], member: array[int], odds: Odds) -> dict[int, int]:
    """Of the links of a guess at these places the surest to each other group, the first of equal ones."""
    found: dict[int, int] = {}
    for place in places:
        i, j = odds.left[place], odds.right[place]
        group = member[j if i == node else i]
        if group not in found or odds.points[place] > odds.points[found[group]]:
            found[group] = place
    return found


def _call_by_first(member: array[int]) -> None:
    """Call each group by its first member again.

    >>> member = array("i", [2, 1, 2])
    >>> _call_by_first(member)
    >>> list(member)
    [0, 1, 0]
    """
    first = array("i", [-1]) * len(member)
    for node, own in enumerate(member):
        if first[own] < 0:
            first[own] = node
        member[node] = first[own]
