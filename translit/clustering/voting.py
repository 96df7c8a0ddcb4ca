"""The vote: each spelling chooses, of the native names in the collection that it could stand for, the one that explains it best.

It keeps only its links to that one, and two spellings that voted for different native names are not linked.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence

from translit.clustering.nodes import Known
from translit.clustering.odds import Odds

BETTER = 0.3
"""Nats by which one native name must explain a spelling better than another to win its vote."""

SAME = 2.0
"""Nats above which two native names are one for certain."""

DROPPED = -math.inf
"""What stands for the log-odds of a link that a vote dropped."""


def vote(nodes: Sequence[Known], odds: Odds) -> Odds:
    """The links when each spelling has chosen the native name that explains it best."""
    native = bytes(one.native for one in nodes)
    # of each guess how well its best anchor fits, and which that is
    best, chosen = array("d", [-math.inf]) * len(nodes), array("i", [-1]) * len(nodes)
    for i, j, points in odds.rows():
        if native[i] != native[j]:
            guess, anchor = (j, i) if native[i] else (i, j)
            if points > best[guess] or (points == best[guess] and anchor < chosen[guess]):
                best[guess], chosen[guess] = points, anchor
    same = _same_native(odds, native)

    def root(node: int) -> int:
        return same.get(node, node)

    kept = array("d")
    for i, j, points in odds.rows():
        if native[i] != native[j]:
            guess, anchor = (j, i) if native[i] else (i, j)
            if points < best[guess] - BETTER and root(chosen[guess]) != root(anchor):
                points = DROPPED
        elif not native[i]:
            one, two = chosen[i], chosen[j]
            if one >= 0 and two >= 0 and root(one) != root(two):
                # two different votes weigh against the link by as much as each is sure of its own
                points -= min(best[i], best[j])
        kept.append(points)
    return odds.changed(kept)


def _same_native(odds: Odds, native: Sequence[int]) -> dict[int, int]:
    """Native names that are one for certain (a patronymic more, another order), by their first."""
    first: dict[int, int] = {}

    def root(node: int) -> int:
        while first.get(node, node) != node:
            node = first[node]
        return node

    for i, j, points in odds.rows():
        if native[i] and native[j] and points > SAME:
            one, two = sorted((root(i), root(j)))
            first[two] = one
    return {node: root(node) for node in first}
