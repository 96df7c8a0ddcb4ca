"""Forms that the search found, put in order and spelled out; of many tokens in one go."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from translit.compiled import compiled
from translit.kernel.cells import find
from translit.kernel.remembered import weights_of
from translit.kernel.search import LETTERS, ROOM, SPELLED, START, keep, search


@compiled
def _rank(found: int, sums: Any, forms: Any, letters: Any, alphabet: Any, ranked: Any, spelled: Any) -> None:
    """The chances of the forms, greatest first, and the spelling of the first few; the sums are zero again after it."""
    best = np.empty(len(spelled), np.int64)
    likely = np.empty(len(spelled), np.float64)
    count = 0
    for place in range(found):
        chance = sums[forms[place]]
        sums[forms[place]] = 0.0
        ranked[place] = -chance
        count = keep(best, likely, count, forms[place], chance)
    ranked[:found].sort()
    for place in range(found):
        ranked[place] = -ranked[place]
    for place in range(count):
        size, node = 0, best[place]
        while node > 0:
            size += 1
            node = letters[node, 0]
        node = best[place]
        for at in range(spelled.shape[1]):
            spelled[place, at] = 0
        while node > 0:
            size -= 1
            if size < spelled.shape[1]:
                spelled[place, size] = alphabet[letters[node, 1]]
            node = letters[node, 0]


@compiled
def spell_out(
    codes: Any,
    start: int,
    known: Any,
    width: int,
    slack: float,
    cache: Any,
    buffers: Any,
) -> int:
    """The search for one token, its likeliest forms spelled out in the buffers. Gives the number of forms; −1: no room."""
    buffers[-1][-1][START] = -1
    found = search(codes, start, known, width, slack, cache, buffers, True)
    if found > 0:
        _rank(found, buffers[5], buffers[6], buffers[4], buffers[7], buffers[8], buffers[9])
    return int(found)


@compiled
def least_costs(
    codes: Any,
    ends: Any,
    starts: Any,
    known: Any,
    slack: float,
    cache: Any,
    buffers: Any,
) -> Any:
    """−log P of many tokens over all forms, none of which is spelled out; 0 for no room."""
    many = len(ends) - 1
    costs = np.zeros(many, np.float64)
    buffers[-1][-1][START] = -1
    for token in range(many):
        found = search(
            codes[ends[token] : ends[token + 1]],
            starts[token],
            known,
            ROOM,
            slack,
            cache,
            buffers,
            False,
        )
        if found > 0:
            costs[token] = -math.log(buffers[5][1]) if buffers[5][1] > 0.0 else np.inf
            buffers[5][1] = 0.0
        elif found == 0:
            costs[token] = np.inf
    return costs


@compiled
def read_forms(
    codes: Any,
    ends: Any,
    roles: Any,
    starts: Any,
    known: Any,
    width: int,
    slack: float,
    cache: Any,
    buffers: Any,
    limits: Any,
    joins: Any,
    shown: Any,
    prior: Any,
    prior_starts: Any,
    trusts: Any,
) -> Any:
    """As `read` for many tokens: for each the number of its forms (−1: no room), −log P, and where the letters of its forms
    end; then all forms with their costs.

    `roles` are the numbers of the roles that the tokens have; histories at the start, limits and trusts go by these. A form
    stands as code points with a zero behind it. `joins` tells which letter goes together with the unit before it,
    `shown` the code point of each unit; `prior` is empty where there is nothing to weigh the forms with.
    """
    sums, forms, letters, ranked = buffers[5], buffers[6], buffers[4], buffers[8]
    nodes, chances, spelled, lengths, chain = buffers[10:15]
    many = len(ends) - 1
    sizes, totals, reach = np.zeros(many, np.int64), np.full(many, np.inf), np.zeros(many, np.int64)
    # They grow; for one token they begin small.
    points, costs = np.empty(1024 + 64 * many, np.uint32), np.empty(64 + 16 * many, np.float64)
    written, listed = 0, 0
    buffers[-1][-1][START] = -1
    for token in range(many):
        reach[token] = written
        role = roles[token]
        limit = limits[role]
        found = search(
            codes[ends[token] : ends[token + 1]],
            starts[role],
            known,
            width,
            slack,
            cache,
            buffers,
            True,
        )
        if found < 0:
            sizes[token] = -1
            continue
        if found == 0:
            continue
        wanted = min(2 * limit, found)
        kept, total = _likeliest(
            found, wanted, sums, forms, letters, ranked, nodes, chances, spelled, lengths
        )
        if kept < 0:
            sizes[token] = -1
            continue
        if total <= 0.0:
            continue
        totals[token] = -math.log(total)
        _sort(nodes, kept, chances, spelled, lengths)
        kept = min(kept, wanted)
        _join(nodes, kept, spelled, lengths, joins)
        weighed = prior_starts[role] >= 0 and kept > 1
        if weighed:
            weighed = _weigh(
                nodes, kept, chances, spelled, lengths, chain, prior, prior_starts[role], trusts[role]
            )
        for place in range(kept):
            here = nodes[place]
            for unit in range(lengths[here]):
                spelled[here, unit] = shown[spelled[here, unit]]
        if weighed:
            _sort(nodes, kept, chances, spelled, lengths)
            while kept and chances[nodes[kept - 1]] == 0.0:
                kept -= 1
        kept = min(kept, limit)
        sizes[token] = kept
        if written + kept * (LETTERS + 1) > len(points):
            longer = np.empty(2 * len(points) + kept * LETTERS, np.uint32)
            longer[:written] = points[:written]
            points = longer
        if listed + kept > len(costs):
            more = np.empty(2 * len(costs) + kept, np.float64)
            more[:listed] = costs[:listed]
            costs = more
        for place in range(kept):
            here = nodes[place]
            for unit in range(lengths[here]):
                points[written] = spelled[here, unit]
                written += 1
            points[written] = 0
            written += 1
            costs[listed] = -math.log(chances[here])
            listed += 1
        reach[token] = written
    return sizes, totals, reach, points[:written], costs[:listed]


@compiled
def _likeliest(
    found: int,
    wanted: int,
    sums: Any,
    forms: Any,
    letters: Any,
    ranked: Any,
    nodes: Any,
    chances: Any,
    spelled: Any,
    lengths: Any,
) -> tuple[int, float]:
    """The likeliest forms spelled in letters: how many there are (−1: no room), and the chance of all that were found.

    All that are as likely as the last that is wanted are among them: a tie is taken in whole before it is cut. The sums are
    zero again after it.
    """
    for place in range(found):
        ranked[place] = -sums[forms[place]]
    ranked[:found].sort()
    total = 0.0
    for place in range(found):
        total += -ranked[place]
    least = -ranked[wanted - 1]
    kept, fits = 0, True
    for place in range(found):
        chance = sums[forms[place]]
        sums[forms[place]] = 0.0
        if chance >= least and chance > 0.0 and fits:
            if kept == SPELLED:
                fits = False
                continue
            size, node = 0, forms[place]
            while node > 0:
                size += 1
                node = letters[node, 0]
            if size >= LETTERS:
                fits = False
                continue
            nodes[kept], chances[kept], lengths[kept] = kept, chance, size
            node = forms[place]
            while node > 0:
                size -= 1
                spelled[kept, size] = letters[node, 1]
                node = letters[node, 0]
            kept += 1
    return kept if fits else -1, total


@compiled
def _join(nodes: Any, kept: int, spelled: Any, lengths: Any, joins: Any) -> None:
    """Letters go together into units: from here on the forms are those."""
    keys, units = joins
    for place in range(kept):
        here = nodes[place]
        size = 0
        for at in range(lengths[here]):
            letter = spelled[here, at]
            if size:
                key = (spelled[here, size - 1] << 24) + letter
                cell = find(keys, key)
                if keys[cell] == key:
                    spelled[here, size - 1] = units[cell]
                    continue
            spelled[here, size] = letter
            size += 1
        lengths[here] = size


@compiled
def _weigh(
    nodes: Any,
    kept: int,
    chances: Any,
    spelled: Any,
    lengths: Any,
    chain: Any,
    prior: Any,
    start: int,
    trust: float,
) -> bool:
    """Weigh forms by how common they are, as `lattice` does: their chances together stay what they were. Tells whether any of
    them can be."""
    codes, counts, follow, learnt, met, unseen, end = prior
    at = 0
    for place in range(kept):
        here = nodes[place]
        for unit in range(lengths[here]):
            chain[at] = codes[spelled[here, unit]]
            at += 1
        chain[at] = end
        at += 1
    own = weights_of(chain[:at], end, kept, start, counts, follow, learnt, met, unseen)
    before = after = 0.0
    for place in range(kept):
        own[place] = math.exp(-trust * own[place])
        before += chances[nodes[place]]
    for place in range(kept):
        after += chances[nodes[place]] * own[place]
    if not after:
        return False
    scale = before / after
    for place in range(kept):
        here = nodes[place]
        chances[here] = chances[here] * own[place] * scale
    return True


@compiled
def _sort(nodes: Any, kept: int, chances: Any, spelled: Any, lengths: Any) -> None:
    """Sort forms by their chances, the likeliest first, those that are as likely by their letters."""
    for place in range(1, kept):
        node = nodes[place]
        at = place
        while at > 0:
            other = nodes[at - 1]
            if chances[other] > chances[node] or (
                chances[other] == chances[node]
                and not _comes_before(spelled[node], lengths[node], spelled[other], lengths[other])
            ):
                break
            nodes[at] = other
            at -= 1
        nodes[at] = node


@compiled
def _comes_before(one: Any, size: int, two: Any, other: int) -> bool:
    """Whether a run of numbers comes before another in the order of a dictionary."""
    for at in range(min(size, other)):
        if one[at] != two[at]:
            return bool(one[at] < two[at])
    return size < other
