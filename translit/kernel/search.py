"""The search of `lattice.Reader.read` over arrays: hypotheses of what may be written, letter by letter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from translit.compiled import compiled
from translit.kernel.arrays import DEEPEST
from translit.kernel.cells import find

LONGEST = 48
"""A token with more letters is left to the plain reader: it is no name."""

HAIR = 0.05
"""Nats by which what a token costs at least may be too much: histories of a hundred-thousandth of the best are dropped there,
too."""

# Room for one token: hypotheses, and letters of native forms; twice as many cells to find them by.
ROOM = 1 << 13
_CELLS = 1 << 14
# What is kept between tokens: the arcs that (history, slot, piece) opens. When full, it is begun anew.
_OPENED = 1 << 17
_ARCS = 1 << 20
# Bits of a number that tell how many arcs there are, and which history follows.
_SPAN, STATES = 20, 24
# What is told of the token before: its history at the start (−1: there is none), its letters, forms, layers with what is kept.
START, _DONE, _NODES, _KEPT = range(4)
# Native forms spelled out for one token, and the letters that one of them may have.
SPELLED = 160
LETTERS = 96


def empty_cache() -> tuple[Any, ...]:
    """Room for the arcs that are kept between tokens."""
    return (
        # history, slot and piece; where the arcs begin, and how many they are
        np.tile(np.array([-1, 0], np.int64), (_OPENED, 1)),
        np.zeros(_ARCS, np.float64),
        np.zeros(_ARCS, np.int64),  # graphone, history and slot
        np.zeros(2, np.int64),
    )


def empty_buffers(letters: Sequence[str]) -> tuple[Any, ...]:
    """Room for one token at a time, whose native forms are written in these letters."""
    # What is looked at together stands together, in as few bytes as can be: the search waits for memory most of all.
    empty = np.array([-1, 0], np.int64)
    return (
        # history, slot and form; hypothesis, of those behind as many letters
        np.tile(empty, (_CELLS, 1)),
        np.zeros((ROOM, 4), np.int32),  # history, slot, form, cell
        np.zeros(ROOM, np.float64),
        np.tile(empty, (_CELLS, 1)),  # form and letter; the form with this letter
        np.zeros((ROOM, 3), np.int32),  # the letter before, letter, cell
        np.zeros(ROOM, np.float64),
        np.zeros(ROOM, np.int32),
        np.array([ord(letter) for letter in letters] or [0], np.int64),
        np.zeros(ROOM, np.float64),
        np.zeros((SPELLED, LETTERS), np.uint32),
        # of one token at a time: the order of its forms, their chances, letters and sizes, and all letters in a row
        np.empty(SPELLED, np.int64),
        np.empty(SPELLED, np.float64),
        np.empty((SPELLED, LETTERS), np.int64),
        np.empty(SPELLED, np.int64),
        np.empty(SPELLED * LETTERS, np.int64),
        (  # of the token before: its letters, and for so many of them
            np.zeros(LONGEST, np.int64),
            np.zeros(LONGEST + 2, np.int64),  # where the hypotheses begin
            np.zeros(LONGEST + 2, np.int64),  # where those that are kept begin
            np.zeros(LONGEST + 1, np.int64),  # how many forms there are
            np.zeros(LONGEST + 1, np.float64),  # the best chance
            np.zeros((LONGEST + 1, LONGEST + 1), np.int32),  # from letter to letter, the node of the piece
            np.zeros(2 * ROOM, np.int64),  # the hypotheses that are kept, and of as many at a time
            np.zeros(ROOM, np.float64),  # their chances
            np.array([-1, 0, 1, 0], np.int64),  # see `START`
        ),
    )


@compiled
def _next_history(state: int, graphone: int, follow: Any, back: Any) -> int:
    """The longest history that the table knows after this graphone."""
    keys, values = follow
    while True:
        key = (state << 24) + graphone
        cell = find(keys, key)
        if keys[cell] == key:
            return int(values[cell])
        if state == 0:
            return 0
        state = back[state]


@compiled
def _open_arcs(
    state: Any,
    slot: Any,
    piece: int,
    pieces: Any,
    natives: Any,
    units: Any,
    counts: Any,
    follow: Any,
    learnt: Any,
    cache: Any,
) -> Any:
    """Where the arcs of a piece stand in the cache, likeliest first; worked out when they are not there.

    P(graphone | history) is interpolated from the shortest history up.
    """
    starts, graphones, unit_break = pieces
    native_starts, native_letters = natives
    slots, whole = units
    count_keys, count_values = counts
    mass, backoff, back, even, _ = learnt
    opened, chances, targets, used = cache
    keys = opened[:, 0]
    key = (state * 4 + slot) * len(starts) + piece
    cell = find(keys, key)
    if keys[cell] == key:
        return opened[cell, 1] >> _SPAN, opened[cell, 1] & (1 << _SPAN) - 1
    first, last = starts[piece], starts[piece + 1]
    if used[0] + last - first > len(chances) or used[1] * 3 > len(keys) * 2:
        keys[:] = -1
        used[:] = 0
        cell = find(keys, key)
    begin, size = used[0], 0
    if piece != unit_break or whole[slot]:
        chain = np.empty(DEEPEST, np.int64)
        here, depth = state, 1
        chain[0] = state
        while here != 0:
            here = back[here]
            chain[depth] = here
            depth += 1
        for place in range(first, last):
            graphone = graphones[place]
            end = slot
            for at in range(native_starts[graphone], native_starts[graphone + 1]):
                stands = slots[native_letters[at]]
                if stands != end and (stands != 0 or not whole[end]):
                    end = -1
                    break
                end = stands + 1
            if end < 0:
                continue
            chance = even
            for step in range(depth - 1, -1, -1):
                here = chain[step]
                total = mass[here]
                if total != 0.0:
                    link = (here << 24) + graphone
                    found = find(count_keys, link)
                    count = count_values[found] if count_keys[found] == link else 0.0
                    chance = (count + backoff[here] * chance) / total
            # equals stand as they came
            at = begin + size
            while at > begin and chances[at - 1] < chance:
                chances[at] = chances[at - 1]
                targets[at] = targets[at - 1]
                at -= 1
            chances[at] = chance
            targets[at] = ((graphone << STATES) + _next_history(state, graphone, follow, back)) * 4 + end
            size += 1
    opened[cell, 0], opened[cell, 1] = key, (begin << _SPAN) + size
    used[0] += size
    used[1] += 1
    return begin, size


@compiled
def keep(kept: Any, likely: Any, count: int, item: int, chance: float) -> int:
    """Put an item into a list of the likeliest, greatest first, equals as they came; gives the list's length."""
    if count == len(kept):
        if chance <= likely[count - 1]:
            return count
        count -= 1
    at = count
    while at > 0 and likely[at - 1] < chance:
        likely[at] = likely[at - 1]
        kept[at] = kept[at - 1]
        at -= 1
    likely[at] = chance
    kept[at] = item
    return count + 1


@compiled
def search(
    codes: Any,
    start: int,
    known: Any,
    width: int,
    slack: float,
    cache: Any,
    buffers: Any,
    spell: bool,
) -> int:
    """The beam search of `lattice.Reader.read`. Gives the number of forms, put into the buffers; −1: no room.

    `known` is what the reader learnt. Unless it is to `spell`, the first form stands for all: hypotheses are as many as there
    are histories. What stands after some letters hangs on nothing behind them, so of a token that begins as the one before it
    only the rest is searched.
    """
    tree, pieces, natives, units, counts, follow, learnt = known
    children, ends = tree
    last = learnt[4]
    native_starts, native_letters = natives
    whole = units[1]
    # What is kept stands in local arrays: numba counts references for each one it takes out of a tuple.
    opened, arc_chances, arc_targets, _ = cache
    arc_keys = opened[:, 0]
    piece_count = len(pieces[0])
    cells, hypotheses, chances, letter_cells, letters, sums, forms = buffers[:7]
    before, firsts, kept_firsts, nodes_at, best, paths, kept, likely, held = buffers[-1]
    cell_keys, letter_keys = cells[:, 0], letter_cells[:, 0]
    size = len(codes)
    room = len(hypotheses)
    common = 0
    if held[START] == start:
        while common < min(size, held[_DONE]) and codes[common] == before[common]:
            common += 1
        nodes = nodes_at[common]
        held[_KEPT] = min(held[_KEPT], common + 1)
    else:  # the start: history, slot 0, nothing written, which is node 0
        hypotheses[0, 0], hypotheses[0, 1], hypotheses[0, 2] = start, 0, 0
        chances[0] = best[0] = 1.0
        letters[0, 0], letters[0, 1] = 0, 0
        firsts[1], nodes, held[_KEPT] = 1, 1, 0
        nodes_at[0] = 1
    # letters found last go first, so that what stays is found as before
    for place in range(nodes, held[_NODES]):
        letter_keys[letters[place, 2]] = -1
    made, fits = firsts[common + 1], True
    for there in range(common + 1, size + 1):
        code, top = codes[there - 1], 0.0
        before[there - 1] = code
        for here in range(there):
            node = paths[here, there - 1]
            node = children[node, code] if node >= 0 and code >= 0 else -1
            paths[here, there] = node
            if node < 0 or ends[node] < 0 or not fits:
                continue
            piece = ends[node]
            while held[_KEPT] <= here:
                layer = held[_KEPT]
                first = kept_firsts[layer]
                held[_KEPT] += 1
                floor, count = best[layer] * slack, 0
                crowded = firsts[layer + 1] - firsts[layer] > width
                for at in range(firsts[layer], firsts[layer + 1]):
                    if chances[at] >= floor:
                        if crowded:
                            count = keep(kept[first : first + width], likely, count, at, chances[at])
                        else:
                            kept[first + count] = at
                            count += 1
                kept_firsts[layer + 1] = first + count
            for index in range(kept_firsts[here], kept_firsts[here + 1]):
                at = kept[index]
                state, slot = np.int64(hypotheses[at, 0]), np.int64(hypotheses[at, 1])
                form = np.int64(hypotheses[at, 2])
                chance = chances[at]
                key = (state * 4 + slot) * piece_count + piece
                cell = find(arc_keys, key)
                if arc_keys[cell] == key:
                    begin, arcs = opened[cell, 1] >> _SPAN, opened[cell, 1] & (1 << _SPAN) - 1
                else:
                    begin, arcs = _open_arcs(
                        state, slot, piece, pieces, natives, units, counts, follow, learnt, cache
                    )
                low = top * slack
                for arc in range(begin, begin + arcs):
                    new = chance * arc_chances[arc]
                    if new < low:
                        break
                    target = arc_targets[arc]
                    graphone = target >> STATES + 2
                    written = form if spell else 1
                    for place in range(native_starts[graphone], native_starts[graphone + 1] if spell else 0):
                        letter = native_letters[place]
                        link = written * (1 << 20) + letter
                        spot = find(letter_keys, link)
                        if letter_keys[spot] == link:
                            written = letter_cells[spot, 1]
                        else:
                            letter_cells[spot, 0], letter_cells[spot, 1] = link, nodes
                            letters[nodes, 0], letters[nodes, 1], letters[nodes, 2] = written, letter, spot
                            written = nodes
                            nodes += 1
                            if nodes + 16 > len(letters):
                                fits = False
                                break
                    if not fits:
                        break
                    after, end = target >> 2 & (1 << STATES) - 1, target & 3
                    key = (after * 4 + end) * room + written
                    cell = find(cell_keys, key)
                    if cell_keys[cell] == key:
                        other = cells[cell, 1]
                        new += chances[other]
                        chances[other] = new
                    else:
                        cells[cell, 0], cells[cell, 1] = key, made
                        hypotheses[made, 0] = after
                        hypotheses[made, 1] = end
                        hypotheses[made, 2] = written
                        hypotheses[made, 3] = cell
                        chances[made] = new
                        made += 1
                        if made + 16 > room:
                            fits = False
                            break
                    if new > top:
                        top = new
                if not fits:
                    break
        for place in range(firsts[there], made):
            cell_keys[hypotheses[place, 3]] = -1
        firsts[there + 1], nodes_at[there], best[there] = made, nodes, top
    # where there was no room nothing of the token stays
    held[START], held[_DONE], held[_NODES] = start if fits else -1, size, nodes
    if not fits:
        return -1
    found = 0
    for at in range(firsts[size], made):
        form = hypotheses[at, 2]
        if form > 0 and whole[hypotheses[at, 1]]:
            if sums[form] == 0.0:
                forms[found] = form
                found += 1
            sums[form] += chances[at] * last[hypotheses[at, 0]]
    return found
