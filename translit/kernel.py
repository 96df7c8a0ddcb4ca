"""The reader's search, compiled: the same numbers as `lattice.Reader.read`, many times faster.

The search is the reader's own, step for step and sum for sum, over flat arrays: histories, graphones and written
pieces are numbers, a native form is a node in a tree of letters, and what the reader keeps in dictionaries stands in
open-addressed tables. It needs numba and numpy (extra `fast`), and importing it imports them: who has few names to
read does without. A token that is too long or too wide for the buffers is left to the plain reader. A law in the tests
holds the two to the same answer.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from itertools import accumulate
from typing import Any, NamedTuple, cast

import numpy as np

from translit import lattice
from translit.compiled import compiled as _compile
from translit.lattice import Prior, Reader, TokenReading
from translit.manners import BARE, BREAK, FIRST, LATER, REST, START, UNMET, UNREAD, Manners, apart
from translit.manners import LONGEST as UNIT
from translit.model import UNKNOWN, Form, Forms, Role
from translit.sums import added
from translit.tables import Tables

# A token with more letters is left to the plain reader: it is no name.
LONGEST = 48
# Room for one token: hypotheses, and letters of native forms; twice as many cells to find them by.
_ROOM = 1 << 13
_CELLS = 1 << 14
# What is kept between tokens: the arcs that (history, slot, piece) opens. When full, it is begun anew.
_OPENED = 1 << 17
_ARCS = 1 << 20
# Bits of a number that tell how many arcs there are, and which history follows.
_SPAN, _STATES = 20, 24
# A history is never longer than this.
_DEEPEST = 16
_NUMBERS: Mapping[str, int] = {role.value: number for number, role in enumerate(Role)}
"""Roles by number."""

# Nats by which what a token costs at least may be too much: histories of a hundred-thousandth of the best are dropped there, too.
HAIR = 0.05
# What is told of the token before: its history at the start (−1: there is none), its letters, forms, layers with what is kept.
_START, _DONE, _NODES, _KEPT = range(4)
# Native forms spelled out for one token, and the letters that one of them may have.
_SPELLED = 160
_LETTERS = 96


def _mix(key: int) -> int:
    """A number's bits well stirred, 32 of them, so that machine integers and Python's agree."""
    key = (key ^ (key >> 21)) & 0xFFFFFFFF
    key = (key * 0x9E3779B1) & 0xFFFFFFFF
    return key ^ (key >> 15)


def _find(keys: Any, key: int) -> int:
    """The cell of a key in an open-addressed table, or of the empty cell where it would stand."""
    mask = len(keys) - 1
    cell = _mixed(key) & mask
    while keys[cell] != -1 and keys[cell] != key:
        cell = (cell + 1) & mask
    return cell


def _after(state: int, graphone: int, follow: Any, back: Any) -> int:
    """The longest history that the table knows after this graphone."""
    keys, values = follow
    while True:
        key = (state << 24) + graphone
        cell = _found(keys, key)
        if keys[cell] == key:
            return int(values[cell])
        if state == 0:
            return 0
        state = back[state]


def _longer(word: int, unit: int) -> int:
    """The number of a word with one unit more, of so many that two words hardly share one."""
    return ((word * 0x2545F4914F6CDD1D) ^ (unit + 1)) & 0x3FFFFFFFFFFFFFFF


def _costs(
    codes: Any, end: int, many: int, start: int, counts: Any, follow: Any, learnt: Any, met: Any, unseen: Any
) -> Any:
    """−log P of native forms, one after another and each with its end, as `lattice.Prior.cost` works it out.

    What (history, unit) costs and where it leads is worked out once, and stands in `met`.
    """
    count_keys, count_values = counts
    follow_keys, follow_values = follow
    mass, backoff, back, empty, (word_keys, word_shares), told = learnt
    met_ways, met_costs, used = met
    met_keys = met_ways[:, 0]
    costs = np.zeros(many, np.float64)
    chain = np.empty(_DEEPEST, np.int64)
    state, place = start, 0
    word = 0
    for at in range(len(codes)):
        unit = codes[at]
        word = _longer_of(word, unit)
        way = (state << 24) + unit
        cell = _found(met_keys, way)
        if met_keys[cell] != way:
            if used[0] * 3 > len(met_keys) * 2:
                met_keys[:] = -1
                used[0] = 0
                cell = _found(met_keys, way)
            here, depth = state, 0
            while True:
                chain[depth] = here
                depth += 1
                if empty[here]:
                    break
                here = back[here]
            chance = unseen[unit]
            for step in range(depth - 1, -1, -1):
                here = chain[step]
                total = mass[here]
                if total != 0.0:
                    key = (here << 24) + unit
                    found = _found(count_keys, key)
                    count = count_values[found] if count_keys[found] == key else 0.0
                    chance = (count + backoff[here] * chance) / total
            after = state
            while True:
                key = (after << 24) + unit
                found = _found(follow_keys, key)
                if follow_keys[found] == key:
                    after = follow_values[found]
                    break
                if empty[after]:
                    break
                after = back[after]
            met_ways[cell, 0], met_ways[cell, 1] = way, after
            met_costs[cell] = math.log(chance)
            used[0] += 1
        costs[place] -= met_costs[cell]
        state = met_ways[cell, 1]
        if unit == end:
            if told[start]:
                cell = _found(word_keys, word)
                share = word_shares[cell] if word_keys[cell] == word else 0.0
                costs[place] = _whole_of(costs[place], share)
            state, word = start, 0
            place += 1
    return costs


def _open(
    state: int,
    slot: int,
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
    cell = _found(keys, key)
    if keys[cell] == key:
        return opened[cell, 1] >> _SPAN, opened[cell, 1] & (1 << _SPAN) - 1
    first, last = starts[piece], starts[piece + 1]
    if used[0] + last - first > len(chances) or used[1] * 3 > len(keys) * 2:
        keys[:] = -1
        used[:] = 0
        cell = _found(keys, key)
    begin, size = used[0], 0
    if piece != unit_break or whole[slot]:
        chain = np.empty(_DEEPEST, np.int64)
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
                    found = _found(count_keys, link)
                    count = count_values[found] if count_keys[found] == link else 0.0
                    chance = (count + backoff[here] * chance) / total
            # equals stand as they came
            at = begin + size
            while at > begin and chances[at - 1] < chance:
                chances[at] = chances[at - 1]
                targets[at] = targets[at - 1]
                at -= 1
            chances[at] = chance
            targets[at] = ((graphone << _STATES) + _next_of(state, graphone, follow, back)) * 4 + end
            size += 1
    opened[cell, 0], opened[cell, 1] = key, (begin << _SPAN) + size
    used[0] += size
    used[1] += 1
    return begin, size


def _keep(kept: Any, likely: Any, count: int, item: int, chance: float) -> int:
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


def _rank(found: int, sums: Any, forms: Any, letters: Any, alphabet: Any, ranked: Any, spelled: Any) -> None:
    """The chances of the forms, greatest first, and the spelling of the first few; the sums are zero again after it."""
    best = np.empty(len(spelled), np.int64)
    likely = np.empty(len(spelled), np.float64)
    count = 0
    for place in range(found):
        chance = sums[forms[place]]
        sums[forms[place]] = 0.0
        ranked[place] = -chance
        count = _kept_of(best, likely, count, forms[place], chance)
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


def _search(
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
    if held[_START] == start:
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
                            count = _kept_of(kept[first : first + width], likely, count, at, chances[at])
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
                cell = _found(arc_keys, key)
                if arc_keys[cell] == key:
                    begin, arcs = opened[cell, 1] >> _SPAN, opened[cell, 1] & (1 << _SPAN) - 1
                else:
                    begin, arcs = _opened(
                        state, slot, piece, pieces, natives, units, counts, follow, learnt, cache
                    )
                low = top * slack
                for arc in range(begin, begin + arcs):
                    new = chance * arc_chances[arc]
                    if new < low:
                        break
                    target = arc_targets[arc]
                    graphone = target >> _STATES + 2
                    written = form if spell else 1
                    for place in range(native_starts[graphone], native_starts[graphone + 1] if spell else 0):
                        letter = native_letters[place]
                        link = written * (1 << 20) + letter
                        spot = _found(letter_keys, link)
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
                    after, end = target >> 2 & (1 << _STATES) - 1, target & 3
                    key = (after * 4 + end) * room + written
                    cell = _found(cell_keys, key)
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
    held[_START], held[_DONE], held[_NODES] = start if fits else -1, size, nodes
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


def _spell(
    codes: Any,
    start: int,
    known: Any,
    width: int,
    slack: float,
    cache: Any,
    buffers: Any,
) -> int:
    """The search for one token, its likeliest forms spelled out in the buffers. Gives the number of forms; −1: no room."""
    buffers[-1][-1][_START] = -1
    found = _searched(codes, start, known, width, slack, cache, buffers, True)
    if found > 0:
        _ranked(found, *buffers[5:7], buffers[4], *buffers[7:10])
    return int(found)


def _before(one: Any, size: int, two: Any, other: int) -> bool:
    """Whether a run of numbers comes before another in the order of a dictionary."""
    for at in range(min(size, other)):
        if one[at] != two[at]:
            return bool(one[at] < two[at])
    return size < other


def _least_many(
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
    buffers[-1][-1][_START] = -1
    for token in range(many):
        found = _searched(
            codes[ends[token] : ends[token + 1]],
            starts[token],
            known,
            _ROOM,
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


def _read_many(
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
    prior_codes, prior_counts, prior_follow, prior_learnt, prior_met, prior_unseen, prior_end = prior
    many = len(ends) - 1
    sizes, totals, reach = np.zeros(many, np.int64), np.full(many, np.inf), np.zeros(many, np.int64)
    # They grow; for one token they begin small.
    points, costs = np.empty(1024 + 64 * many, np.uint32), np.empty(64 + 16 * many, np.float64)
    written, listed = 0, 0
    nodes, chances, spelled, lengths, chain = buffers[10:15]
    buffers[-1][-1][_START] = -1
    for token in range(many):
        reach[token] = written
        role = roles[token]
        limit, trust, prior_start = limits[role], trusts[role], prior_starts[role]
        weighed = prior_start >= 0
        found = _searched(
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
        for place in range(found):
            ranked[place] = -sums[forms[place]]
        ranked[:found].sort()
        total = 0.0
        for place in range(found):
            total += -ranked[place]
        wanted = min(2 * limit, found)
        least = -ranked[wanted - 1]
        # The likeliest, and all that are as likely as the last of them: a tie is taken in whole before it is cut.
        kept, fits = 0, True
        for place in range(found):
            chance = sums[forms[place]]
            sums[forms[place]] = 0.0
            if chance >= least and chance > 0.0 and fits:
                if kept == _SPELLED:
                    fits = False
                    continue
                size, node = 0, forms[place]
                while node > 0:
                    size += 1
                    node = letters[node, 0]
                if size >= _LETTERS:
                    fits = False
                    continue
                nodes[kept], chances[kept], lengths[kept] = kept, chance, size
                node = forms[place]
                while node > 0:
                    size -= 1
                    spelled[kept, size] = letters[node, 1]
                    node = letters[node, 0]
                kept += 1
        if not fits:
            sizes[token] = -1
            continue
        if total <= 0.0:
            continue
        totals[token] = -math.log(total)
        _sorted_by(nodes, kept, chances, spelled, lengths)
        kept = min(kept, wanted)
        # Letters go together into units, from here on the forms are those.
        for place in range(kept):
            here = nodes[place]
            size = 0
            for at in range(lengths[here]):
                letter = spelled[here, at]
                if size:
                    key = (spelled[here, size - 1] << 24) + letter
                    cell = _found(joins[0], key)
                    if joins[0][cell] == key:
                        spelled[here, size - 1] = joins[1][cell]
                        continue
                spelled[here, size] = letter
                size += 1
            lengths[here] = size
        if weighed and kept > 1:
            at = 0
            for place in range(kept):
                here = nodes[place]
                for unit in range(lengths[here]):
                    chain[at] = prior_codes[spelled[here, unit]]
                    at += 1
                chain[at] = prior_end
                at += 1
            own = _costs_of(
                chain[:at],
                prior_end,
                kept,
                prior_start,
                prior_counts,
                prior_follow,
                prior_learnt,
                prior_met,
                prior_unseen,
            )
            before = after = 0.0
            for place in range(kept):
                own[place] = math.exp(-trust * own[place])
                before += chances[nodes[place]]
            for place in range(kept):
                after += chances[nodes[place]] * own[place]
            if after:
                scale = before / after
                for place in range(kept):
                    here = nodes[place]
                    chances[here] = chances[here] * own[place] * scale
                for place in range(kept):
                    here = nodes[place]
                    for unit in range(lengths[here]):
                        spelled[here, unit] = shown[spelled[here, unit]]
                _sorted_by(nodes, kept, chances, spelled, lengths)
                while kept and chances[nodes[kept - 1]] == 0.0:
                    kept -= 1
                shown_now = True
            else:
                shown_now = False
        else:
            shown_now = False
        kept = min(kept, limit)
        sizes[token] = kept
        if written + kept * (_LETTERS + 1) > len(points):
            longer = np.empty(2 * len(points) + kept * _LETTERS, np.uint32)
            longer[:written] = points[:written]
            points = longer
        if listed + kept > len(costs):
            more = np.empty(2 * len(costs) + kept, np.float64)
            more[:listed] = costs[:listed]
            costs = more
        for place in range(kept):
            here = nodes[place]
            for unit in range(lengths[here]):
                points[written] = spelled[here, unit] if shown_now else shown[spelled[here, unit]]
                written += 1
            points[written] = 0
            written += 1
            costs[listed] = -math.log(chances[here])
            listed += 1
        reach[token] = written
    return sizes, totals, reach, points[:written], costs[:listed]


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


def _part_row(key: int, parts: Any, part: int) -> int:
    """Where the chances of a part of a unit to be written so stand: behind the table for what no manner has met."""
    if part == 0:
        return len(parts)
    cell = _found(parts, key)
    return cell if parts[cell] == key else len(parts) + part


def _manner_costs(
    texts: Any,
    ends: Any,
    units: Any,
    unit_ends: Any,
    owners: Any,
    parts: Any,
    chances: Any,
    of_unit: Any,
    base: int,
    shares: Any,
    unread: float,
    first: int,
    longest: int,
) -> Any:
    """−log P(spelling | form) of many forms, as `manners.Manners.cost` works it out.

    `of_unit` gives for each unit the numbers of its parts: the first letter at the start, later, the rest, the rest bare.
    A letter of a spelling is a number from 1, 0 the break; `base` and such a number of a part begin its keys.
    """
    count = len(shares)
    costs = np.empty(len(owners), np.float64)
    sofar = np.zeros((LONGEST + 1, count), np.float64)
    further = np.zeros((LONGEST + 1, count), np.float64)
    met, next_met = np.zeros(LONGEST + 1, np.bool_), np.zeros(LONGEST + 1, np.bool_)
    chance = np.zeros(count, np.float64)
    for form in range(len(owners)):
        begin = ends[owners[form]]
        size = ends[owners[form] + 1] - begin
        met[: size + 1] = False
        met[0] = True
        sofar[0] = shares
        many = unit_ends[form + 1] - unit_ends[form]
        for number in range(many):
            unit = units[unit_ends[form] + number]
            one = of_unit[unit, 1 if number else 0]
            next_met[: size + 1] = False
            for at in range(size + 1):
                if not met[at]:
                    continue
                here = at
                if 0 < here < size and texts[begin + here] == 0:
                    here += 1
                for there in range(here + 1, min(here + longest, size) + 1):
                    if texts[begin + there - 1] == 0:
                        break
                    if number == many - 1 and there < size:
                        continue
                    chance[:] = 0.0
                    key = base + one
                    for cut in range(min(first, there - here - 1) + 1):
                        if cut:
                            key = (key << 7) + texts[begin + here + cut - 1]
                        two = of_unit[unit, 2 if cut else 3]
                        tail = base + two
                        for place in range(here + cut, there):
                            tail = (tail << 7) + texts[begin + place]
                        left, right = _row_of(key, parts, one), _row_of(tail, parts, two)
                        for manner in range(count):
                            chance[manner] += chances[left, manner] * chances[right, manner]
                    if not next_met[there]:
                        next_met[there] = True
                        further[there] = 0.0
                    for manner in range(count):
                        further[there, manner] += sofar[at, manner] * chance[manner]
            sofar, further = further, sofar
            met, next_met = next_met, met
        whole = 0.0
        if met[size]:
            for manner in range(count):
                whole += sofar[size, manner]
        costs[form] = -math.log(whole) if whole > 0.0 else unread * size
    return costs


_inline = partial(_compile, inline="always")
_mixed = cast("Callable[[int], int]", _inline(_mix))
_found = cast("Callable[[Any, int], int]", _inline(_find))
_next_of = cast("Callable[..., int]", _compile(_after))
_longer_of = cast("Callable[[int, int], int]", _inline(_longer))
_whole_of = cast("Callable[[float, float], float]", _inline(lattice.with_whole))
_costs_of = cast("Callable[..., Any]", _compile(_costs))
_opened = cast("Callable[..., Any]", _compile(_open))
_kept_of = cast("Callable[..., int]", _compile(_keep))
_ranked = cast("Callable[..., None]", _compile(_rank))
_searched = cast("Callable[..., int]", _compile(_search))
_spelled_out = cast("Callable[..., int]", _compile(_spell))
_comes_before = cast("Callable[..., bool]", _compile(_before))
_sorted_by = cast("Callable[..., None]", _compile(_sort))
_row_of = cast("Callable[..., int]", _inline(_part_row))
_manner_costs_of = cast("Callable[..., Any]", _compile(_manner_costs))
_many_read = cast("Callable[..., Any]", _compile(_read_many))
_least_of = cast("Callable[..., Any]", _compile(_least_many))


class Kernel:
    """A compiled reader. Not for two threads at once: it works in buffers of its own."""

    __slots__ = ("_arrays", "_buffers", "_cache", "_codes", "_joins", "_letters", "_reader", "_starts")

    def __init__(self, reader: Reader) -> None:
        self._reader = reader.shell()
        graphones = reader._graphones
        letters = sorted({letter for _, native in graphones for letter in native})
        self._letters = letters
        number = {letter: n for n, letter in enumerate(letters)}
        pieces = sorted({written for written, _ in graphones[1:]})
        place = {piece: n for n, piece in enumerate(pieces)}
        self._codes = {c: n for n, c in enumerate(sorted(set("".join(pieces))))}
        by_piece: list[list[int]] = [[] for _ in pieces]
        # By native letters: arcs of equal chance stand in that order, and the sort that follows keeps it.
        for graphone in sorted(range(1, len(graphones)), key=lambda n: graphones[n][1]):
            by_piece[place[graphones[graphone][0]]].append(graphone)
        counts = {
            (state, graphone): count
            for state, own in enumerate(reader._counts)
            for graphone, count in own.items()
        }
        self._arrays = (
            _tree(pieces, self._codes),
            (
                _starts(map(len, by_piece)),
                np.array([graphone for group in by_piece for graphone in group] or [0], np.int64),
                place.get(lattice.BREAK, -1),
            ),
            (
                _starts(len(native) for _, native in graphones),
                np.array([number[letter] for _, native in graphones for letter in native] or [0], np.int64),
            ),
            (
                np.array([reader._slots.get(letter, 0) for letter in letters] or [0], np.int64),
                np.array(reader._whole, np.bool_),
            ),
            _table(counts, np.float64),
            _table(_follow(reader), np.int64),
            (
                np.array(reader._mass, np.float64),
                np.array(reader._backoff, np.float64),
                np.array(reader._back, np.int64),
                1.0 / len(graphones),
                np.array([reader._chance(state, 0) for state in range(len(reader._mass))], np.float64),
            ),
        )
        self._starts = np.array([reader._start(role) for role in _NUMBERS], np.int64)
        assert len(graphones) < 1 << 20
        assert len(reader._mass) < 1 << _STATES
        self._joins = _joined(tuple(letters))
        self._make_room()

    def __getstate__(self) -> tuple[Any, ...]:
        """What it knows, small."""
        return self._reader, self._letters, self._codes, self._starts, _thin(self._arrays), _thin(self._joins)

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self._reader, self._letters, self._codes, self._starts, arrays, joins = state
        self._arrays, self._joins = _thick(arrays), _thick(joins)
        self._make_room()

    def _make_room(self) -> None:
        # What is looked at together stands together, in as few bytes as can be: the search waits for memory most of all.
        empty = np.array([-1, 0], np.int64)
        self._cache = (
            np.tile(
                empty, (_OPENED, 1)
            ),  # history, slot and piece; where the arcs begin, and how many they are
            np.zeros(_ARCS, np.float64),
            np.zeros(_ARCS, np.int64),  # graphone, history and slot
            np.zeros(2, np.int64),
        )
        self._buffers = (
            np.tile(
                empty, (_CELLS, 1)
            ),  # history, slot and form; hypothesis, of those behind as many letters
            np.zeros((_ROOM, 4), np.int32),  # history, slot, form, cell
            np.zeros(_ROOM, np.float64),
            np.tile(empty, (_CELLS, 1)),  # form and letter; the form with this letter
            np.zeros((_ROOM, 3), np.int32),  # the letter before, letter, cell
            np.zeros(_ROOM, np.float64),
            np.zeros(_ROOM, np.int32),
            np.array([ord(letter) for letter in self._letters] or [0], np.int64),
            np.zeros(_ROOM, np.float64),
            np.zeros((_SPELLED, _LETTERS), np.uint32),
            # of one token at a time: the order of its forms, their chances, letters and sizes, and all letters in a row
            np.empty(_SPELLED, np.int64),
            np.empty(_SPELLED, np.float64),
            np.empty((_SPELLED, _LETTERS), np.int64),
            np.empty(_SPELLED, np.int64),
            np.empty(_SPELLED * _LETTERS, np.int64),
            (  # of the token before: its letters, and for so many of them
                np.zeros(LONGEST, np.int64),
                np.zeros(LONGEST + 2, np.int64),  # where the hypotheses begin
                np.zeros(LONGEST + 2, np.int64),  # where those that are kept begin
                np.zeros(LONGEST + 1, np.int64),  # how many forms there are
                np.zeros(LONGEST + 1, np.float64),  # the best chance
                np.zeros(
                    (LONGEST + 1, LONGEST + 1), np.int32
                ),  # from letter to letter, the node of the piece
                np.zeros(2 * _ROOM, np.int64),  # the hypotheses that are kept, and of as many at a time
                np.zeros(_ROOM, np.float64),  # their chances
                np.array([-1, 0, 1, 0], np.int64),  # see `_START`
            ),
        )

    def fold(self, token: str) -> str:
        """The token as the table can read it."""
        return self._reader.fold(token)

    def forms(
        self, token: str, role: str, limit: int, width: int
    ) -> tuple[list[tuple[str, float]], float] | None:
        """Native forms (letters apart) with their chances, likeliest first, and the chance of the token over all forms.

        None: the token is too long or too wide for the buffers.
        """
        text = self._reader.fold(token)
        if not text or len(text) > LONGEST:
            return None
        codes = np.array([self._codes.get(c, -1) for c in text], np.int64)
        start = self._reader._start(role)
        found = _spelled_out(codes, start, self._arrays, width, lattice.SLACK, self._cache, self._buffers)
        if found < 0:
            return None
        ranked = self._buffers[8][:found].tolist()
        total = added(ranked)
        more = min(limit, found)
        # Forms of equal chance are ranked by their letters: a tie at the limit is taken in whole before it is cut.
        while 0 < more < found and ranked[more] == ranked[more - 1]:
            more += 1
        if more > _SPELLED:
            return None
        text = self._buffers[9][:more].tobytes().decode("utf-32-le")
        words = [text[at : at + _LETTERS].rstrip("\0") for at in range(0, more * _LETTERS, _LETTERS)]
        if any(len(word) == _LETTERS for word in words):
            return None
        forms = list(zip(words, ranked[:more], strict=True))
        if len(set(ranked[:more])) < more:
            forms.sort(key=lambda item: (-item[1], item[0]))
        return forms[:limit], total

    def many(
        self, tokens: Sequence[str], roles: Sequence[str], width: int, depths: _Depths
    ) -> list[tuple[Forms, float] | None]:
        """For each token its native forms as `read` of this module weighs them, with their costs, and −log P in nats.

        None: the token is left to the plain reader.
        """
        answers: list[tuple[Forms, float] | None] = [None] * len(tokens)
        units, joins, points_of = self._joins
        fit, codes, ends = self._numbered(tokens, roles)
        if not fit or not units:
            return answers
        sizes, totals, reach, points, costs = _many_read(
            codes,
            ends,
            np.array([_NUMBERS[roles[n]] for n in fit], np.int64),
            self._starts,
            self._arrays,
            width,
            lattice.SLACK,
            self._cache,
            self._buffers,
            depths.limits,
            joins,
            points_of,
            *depths.prior_arrays(units),
            depths.trusts,
        )
        natives, prices, double = points.tobytes().decode("utf-32-le"), costs.tobytes(), costs.itemsize
        at = start = 0
        for n, size, total, end in zip(fit, sizes.tolist(), totals.tolist(), reach.tolist(), strict=True):
            if size >= 0:
                own = prices[double * at : double * (at + size)]
                answers[n] = Forms.of(natives[start : max(start, end - 1)], own), total
                at, start = at + size, end
        return answers

    def least(self, tokens: Sequence[str], roles: Sequence[str]) -> list[float]:
        """For each token what it costs at least, in nats, to a hair (`HAIR`): −log P over all histories, none dropped but for
        being unlikely. A tenth of the work of `many`; 0 where that leaves the token to the plain reader."""
        least = [0.0] * len(tokens)
        fit, codes, ends = self._numbered(tokens, roles)
        if fit:
            starts = self._starts[[_NUMBERS[roles[n]] for n in fit]]
            found = _least_of(codes, ends, starts, self._arrays, lattice.SLACK, self._cache, self._buffers)
            for n, cost in zip(fit, found.tolist(), strict=True):
                least[n] = max(0.0, cost - HAIR)
        return least

    def _numbered(self, tokens: Sequence[str], roles: Sequence[str]) -> tuple[list[int], Any, Any]:
        """Which tokens fit the buffers, their letters by number, and where each ends; those that begin alike together."""
        texts = [self._reader.fold(token) for token in tokens]
        fit = [n for n, text in enumerate(texts) if text and len(text) <= LONGEST]
        fit.sort(key=lambda n: (roles[n], texts[n]))
        get = self._codes.get
        codes = np.array([get(c, -1) for n in fit for c in texts[n]], np.int64)
        return fit, codes, _starts([len(texts[n]) for n in fit])


@lru_cache(maxsize=8)
def _joined(letters: tuple[str, ...]) -> tuple[list[str], Any, Any]:
    """The units that letters make under Unicode's composition, the letters first; which letter joins which unit; and the
    units as code points.

    No units at all where some letter is a mark, whose composition does not go from left to right.
    """
    if any(unicodedata.combining(letter) for letter in letters):
        return [], None, None
    units, sizes, lasts = list(letters) or ["\0"], [1] * len(letters), list(range(len(letters)))
    pairs: dict[tuple[int, int], float] = {}
    # What may join a unit hangs on how many letters it has and on the last of them, and is looked up once.
    joining: dict[tuple[int, int], list[int]] = {}
    for number, unit in enumerate(units):  # grows under way: a syllable takes one letter more
        kind = (sizes[number], lasts[number]) if letters else (0, 0)
        if kind not in joining:
            joining[kind] = [
                other
                for other, letter in enumerate(letters)
                if len(unicodedata.normalize("NFC", unit + letter)) == 1
            ]
        for other in joining[kind]:
            whole = unicodedata.normalize("NFC", unit + letters[other])
            if len(whole) == 1:
                pairs[number, other] = len(units)
                units.append(whole)
                sizes.append(kind[0] + 1)
                lasts.append(other)
    return units, _table(pairs, np.int64), np.array([ord(unit) for unit in units], np.int64)


class _Depths:
    """How deep words are read in each role, when so many forms are wanted, and how these are weighed."""

    __slots__ = ("_nothing", "_prior", "_prior_starts", "limits", "spelled", "trusts", "weighed")

    def __init__(self, language: str, script: str, limit: int, tables: Tables) -> None:
        manners = {role: lattice.manners(language, script, role, tables) for role in _NUMBERS}
        self._prior = prior = _remembered(language, tables)
        depths = [lattice.depth(known, prior, limit) for known in manners.values()]
        self.limits = np.array([deep for deep, _ in depths], np.int64)
        self.trusts = np.array([trust for _, trust in depths], np.float64)
        # the roles whose forms are weighed by how they are spelled, and what tells that
        self.weighed = frozenset([role for role, known in manners.items() if known is not None])
        self.spelled: _Spelled | None = None
        for known in filter(None, manners.values()):
            made = partial(_Spelled, known)
            self.spelled = tables.derived(f"kernel manners {language} {script}", made)
        starts = [-1 if prior is None else prior.start(role) for role in _NUMBERS]
        self._prior_starts = np.array(starts, np.int64)
        no = np.zeros(1, np.bool_)
        empty = np.zeros(1), np.zeros(1), np.zeros(1, np.int64), ~no, _table({}, np.float64), no
        nothing = (_table({}, np.float64), _table({}, np.int64), empty, _met(1), np.zeros(1), 0)
        self._nothing = (np.zeros(1, np.int64), *nothing)

    def prior_arrays(self, units: Sequence[str]) -> tuple[Any, Any]:
        """What weighs the forms, and the histories at their start in each role; −1 where nothing does."""
        prior = self._nothing if self._prior is None else self._prior.arrays(units)
        return prior, self._prior_starts


def least_many(
    tokens: Sequence[str], roles: Sequence[str], language: str, script: str, tables: Tables
) -> list[float]:
    """What each token costs at least as `read_many` reads it in its role, in nats; 0 where that is not known.

    >>> from translit.tables import load_tables
    >>> tables = load_tables()
    >>> [least] = least_many(["kwang-chol"], ["given"], "ko", "Latn", tables)
    >>> 0 < least <= read("kwang-chol", "ko", "Latn", "given", tables).total < least + 1
    True
    """
    kernel = tables.derived(f"kernel {language} {script}", lambda: _kernel(language, script, tables))
    if kernel is None:
        return [0.0] * len(tokens)
    return [
        lattice.least_listed(least, token, language, script, role, tables)
        for least, token, role in zip(kernel.least(tokens, roles), tokens, roles, strict=True)
    ]


def read_many(
    tokens: Sequence[str], roles: Sequence[str], language: str, script: str, tables: Tables, limit: int = 24
) -> list[TokenReading]:
    """As `read` for many tokens, each in its role, in one go.

    >>> from translit.tables import load_tables
    >>> found = read_many(["kwang-chol", "il"], ["given", "given"], "ko", "Latn", load_tables())
    >>> [one.forms[0].native for one in found]
    ['광철', '일']
    """
    kernel = tables.derived(f"kernel {language} {script}", lambda: _kernel(language, script, tables))
    if kernel is None:
        return [
            lattice.read(token, language, script, role, tables, limit)
            for token, role in zip(tokens, roles, strict=True)
        ]
    depths = tables.derived(
        f"kernel depths {language} {script} {limit}", lambda: _Depths(language, script, limit, tables)
    )
    answers = kernel.many(tokens, roles, max(lattice.WIDTH, limit), depths)
    found = [
        TokenReading(token, cast("tuple[Form, ...]", one[0]), one[1])
        if one is not None
        else read(token, language, script, role, tables, limit)
        for token, role, one in zip(tokens, roles, answers, strict=True)
    ]
    if depths.spelled is not None:
        fresh = [n for n, one in enumerate(answers) if one is not None and roles[n] in depths.weighed]
        more = depths.spelled.costs(
            [kernel.fold(tokens[n]) for n in fresh],
            [answers[n][0].natives for n in fresh],  # type: ignore[index]
        )
        for n, spellings in zip(fresh, more, strict=True):
            found[n] = lattice.both_ways(found[n], spellings, limit)
    return [
        one if own is None else lattice.with_listed(one, language, script, role, tables, limit)
        for one, own, role in zip(found, answers, roles, strict=True)
    ]


def read(token: str, language: str, script: str, role: str, tables: Tables, limit: int = 24) -> TokenReading:
    """As `lattice.read`, to the last bit, by the compiled search.

    >>> from translit.tables import load_tables
    >>> read("kwang-chol", "ko", "Latn", "given", load_tables()).forms[0].native
    '광철'
    """
    kernel = tables.derived(f"kernel {language} {script}", lambda: _kernel(language, script, tables))
    manners = lattice.manners(language, script, role, tables)
    prior = _remembered(language, tables)
    deep, trust = lattice.depth(manners, prior, limit)
    found = kernel.forms(token, role, 2 * deep, max(lattice.WIDTH, deep)) if kernel is not None else None
    if found is None or kernel is None:
        return lattice.read(token, language, script, role, tables, limit)
    forms = [(unicodedata.normalize("NFC", native), chance) for native, chance in found[0] if chance]
    if prior is not None and len(forms) > 1:
        prior.learn([native for native, _ in forms], role)
        forms = lattice._weighed(forms, prior, role, trust)
    counted = TokenReading(
        token,
        lattice.of_chances(forms[:deep]),
        -math.log(found[1]) if found[1] else math.inf,
    )
    if manners is not None:
        counted = lattice.by_manner(counted, kernel.fold(token), manners, limit)
    return lattice.with_listed(counted, language, script, role, tables, limit)


_READERS = 4
"""Readers of one language, one a script, whose units are remembered by number."""


class _Remembered(Prior):
    """A prior that works out many forms at once, compiled, and remembers them: the same forms come up again and again."""

    __slots__ = ("_answers", "_arrays", "_chances", "_codes", "_met", "_numbered", "_starts", "_unseen")
    _MOST = 500_000

    def __init__(self, learnt: Prior) -> None:
        self.stands_on(learnt)
        states: dict[tuple[str, str], int] = {}
        for role, cells in self._cells.items():
            for past in ("", *cells):
                states.setdefault((role, past), len(states))
        self._codes: dict[str, int] = {}
        self._unseen: list[float] = []
        counts = {
            (states[role, past], self._code(unit)): count
            for role, cells in self._cells.items()
            for past, cell in cells.items()
            for unit, count in cell.items()
        }
        back = []
        for role, past in states:
            shorter = past[1:]
            while (role, shorter) not in states:
                shorter = shorter[1:]
            back.append(states[role, shorter])
        shares = [self._shares.get(state, (0.0, 0.0)) for state in states]
        self._starts = {role: states.get((role, "^"), states[role, ""]) for role in self._cells}
        self._arrays = (
            _table(counts, np.float64),
            _table(self._follow(states, back), np.int64),
            (
                np.array([total for total, _ in shares] or [0.0], np.float64),
                np.array([more for _, more in shares] or [0.0], np.float64),
                np.array(back or [0], np.int64),
                np.array([past == "" for _, past in states] or [True], np.bool_),
                _table(self._whole_words(), np.float64),
                self._told(len(states)),
            ),
        )

    def _whole_words(self) -> dict[tuple[int, int], float]:
        """The share of each word that is counted as a whole, by the number that `_longer` gives it."""
        found: dict[tuple[int, int], float] = {}
        for word, share in self._words.items():
            number = 0
            for unit in (*word, "$"):
                number = _longer(number, self._code(unit))
            found[0, number] = share
        return found

    def _told(self, states: int) -> Any:
        """Whether whole words are counted in the role that begins with a history."""
        told = np.zeros(max(1, states), np.bool_)
        if self._words and UNKNOWN in self._starts:
            told[self._starts[UNKNOWN]] = True
        return told

    def stands_on(self, learnt: Prior) -> None:
        """Take over what that one knows, which does not change; nothing is remembered yet."""
        for slot in Prior.__slots__:
            setattr(self, slot, getattr(learnt, slot))
        self._answers: dict[tuple[str, str], float] = {}
        # units by their identity, and their numbers
        self._numbered: dict[int, tuple[Sequence[str], Any]] = {}
        self._chances = np.empty(0)
        self._met = _met(_OPENED)

    def __getstate__(self) -> tuple[Any, ...]:
        """What it knows beyond that, small."""
        return self._codes, self._unseen, self._starts, _thin(self._arrays)

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self._codes, self._unseen, self._starts, arrays = state
        self._arrays = _thick(arrays)

    def forget(self) -> None:
        super().forget()
        self._answers.clear()

    def _code(self, unit: str) -> int:
        """A unit's number; a new one gets its chance from its letters."""
        code = self._codes.get(unit)
        if code is None:
            code = self._codes[unit] = len(self._unseen)
            self._unseen.append(self._unit(unit))
        return code

    def _follow(
        self, states: Mapping[tuple[str, str], int], back: Sequence[int]
    ) -> dict[tuple[int, int], int]:
        """The history after a unit, as `_follow` of this module finds it for graphones."""
        follow: dict[tuple[int, int], int] = {}
        orphans: dict[tuple[str, str], list[tuple[int, int]]] = {}
        pasts = list(states)
        for (role, past), state in states.items():
            if past:
                before = states.get((role, past[:-1]))
                if before is not None:
                    follow[before, self._code(past[-1])] = state
                else:
                    orphans.setdefault((role, past[:-1]), []).append((self._code(past[-1]), state))
        for (role, past), state in states.items():
            for size in range(len(past) - 1, len(pasts[back[state]][1]), -1):
                for code, after in orphans.get((role, past[len(past) - size :]), ()):
                    follow.setdefault((state, code), after)
        return follow

    def start(self, role: str) -> int:
        """The history at the start of a form in this role; −1 where nothing was counted."""
        return self._starts.get(role if role in self._cells else "unknown", -1)

    def arrays(self, units: Sequence[str]) -> Any:
        """The number here of each of these units, and what `_costs` works with."""
        held = self._numbered.get(id(units))
        if held is None or held[0] is not units:
            if len(self._numbered) >= _READERS:
                self._numbered.clear()
            numbers = np.array([self._code(unit) for unit in units], np.int64)
            held = self._numbered[id(units)] = (units, numbers)
        return (held[1], *self._arrays, self._met, self._unseen_chances(), self._codes["$"])

    def _unseen_chances(self) -> Any:
        """The chances of the units from their letters."""
        if len(self._chances) < len(self._unseen):
            self._chances = np.array(self._unseen)
        return self._chances

    def learn(self, natives: Sequence[str], role: str) -> None:
        """Work out the costs of these forms, to be asked for by `cost`."""
        known = role if role in self._cells else "unknown"
        new = [native for native in natives if (native, role) not in self._answers]
        if not new or known not in self._cells or any(len(native) == 0 for native in new):
            return
        if len(self._answers) + len(new) > self._MOST:
            self._answers.clear()
            new = list(natives)
        codes = self._codes
        text = "$".join(new) + "$"
        for unit in set(text):
            if unit not in codes:
                self._code(unit)
        numbers = np.array([codes[unit] for unit in text], np.int64)
        found = _costs_of(
            numbers,
            codes["$"],
            len(new),
            self._starts[known],
            *self._arrays,
            self._met,
            self._unseen_chances(),
        )
        self._answers.update(zip(((native, role) for native in new), found.tolist(), strict=True))

    def cost(self, native: str, role: str) -> float:
        key = (native, role)
        known = self._answers.get(key)
        if known is None:
            known = self._answers[key] = super().cost(native, role)
        return known


class _Spelled:
    """What a table of manners says of many forms in one go, compiled."""

    __slots__ = ("_arrays", "_base", "_letters", "_manners", "_numbers", "_parts", "_units")

    def __init__(self, manners: Manners) -> None:
        self._manners = manners
        self._letters = {BREAK: 0}
        for letter in sorted({letter for *_, written in manners.known for letter in written}):
            self._letters.setdefault(letter, len(self._letters))
        # Numbers from 1; 0 is any part never met. With the base they all have as many bits, so that a key tells how many
        # letters follow.
        self._parts = {part: number for number, part in enumerate(sorted(manners.least), 1)}
        self._base = 1 << len(self._parts).bit_length()
        count = len(manners.shares)
        keys = {}
        for (letters, place, written), chances in manners.known.items():
            key = self._base + self._parts[letters, place]
            for letter in written:
                key = (key << 7) + self._letters[letter]
            keys[key] = chances
        size = 16
        while size < 3 * len(keys):
            size *= 2
        parts, values = np.full(size, -1, np.int64), np.full((size + len(self._parts) + 1, count), UNMET)
        for key, chances in keys.items():
            cell = _mix(key) & (size - 1)
            while parts[cell] >= 0:
                cell = (cell + 1) & (size - 1)
            parts[cell], values[cell] = key, chances
        for part, number in self._parts.items():
            values[size + number] = manners.least[part]
        self._arrays = (parts, values)
        self._numbers: dict[str, int] = {}
        self._units = np.zeros((1 << 10, 4), np.int64)  # grows as units are met

    def _unit(self, unit: str) -> int:
        number = self._numbers.get(unit)
        if number is None:
            one, two = apart(unit)
            number = self._numbers[unit] = len(self._numbers)
            if number == len(self._units):
                self._units = np.concatenate((self._units, np.zeros_like(self._units)))
            places = ((one, START), (one, LATER), (two, REST), (two, BARE))
            self._units[number] = [self._parts.get(part, 0) for part in places]
        return number

    def costs(self, texts: Sequence[str], forms: Sequence[Sequence[str]]) -> list[list[float]]:
        """−log P(spelling | form) for each form of each spelling, in nats."""
        if len(self._letters) > 100 or any(len(text) > LONGEST for text in texts):
            return [
                [self._manners.cost(t, form) for form in own] for t, own in zip(texts, forms, strict=True)
            ]
        if not texts:
            return []
        natives = [form.replace(BREAK, "") for own in forms for form in own]
        get, unit = self._letters.get, self._numbers.get
        for one in set().union(*natives):
            self._unit(one)
        other = len(self._letters)  # a letter that no manner writes
        found = _manner_costs_of(
            np.array([get(letter, other) for text in texts for letter in text], np.int64),
            _starts(map(len, texts)),
            np.array([unit(one) for native in natives for one in native], np.int64),
            _starts(map(len, natives)),
            np.repeat(np.arange(len(texts)), [len(own) for own in forms]),
            *self._arrays,
            self._units,
            self._base,
            np.array(self._manners.shares, np.float64),
            UNREAD,
            FIRST,
            UNIT,
        ).tolist()
        at, answers = 0, []
        for own in forms:
            answers.append(found[at : at + len(own)])
            at += len(own)
        return answers


def _remembered(language: str, tables: Tables) -> _Remembered | None:
    def make() -> _Remembered | None:
        learnt = lattice._prior(language, tables)
        if learnt is None:
            return None
        sources = lattice.prior_sources(language, tables)
        made = tables.kept(f"prior-{language}-compiled", sources, lambda: _Remembered(learnt))
        made.stands_on(learnt)
        return made

    return tables.derived(f"kernel prior {language}", make)


def _kernel(language: str, script: str, tables: Tables) -> Kernel | None:
    def make() -> Kernel | None:
        reader = lattice._reader(language, script, tables)
        return None if reader is None else Kernel(reader)

    name = f"read-{script.lower()}"
    source = f"{language}/{name}"
    return tables.kept(f"{name}-{language}", (source,), make) if tables.has(source) else make()


def _thin(value: Any) -> Any:
    """Arrays, in tuples, of which those that mostly hold one value are given by the places of the others."""
    if isinstance(value, tuple):
        return tuple(map(_thin, value))
    if isinstance(value, np.ndarray) and value.size > 1 << 10:
        flat = value.ravel()
        for usual in (-1, 0):
            places = np.flatnonzero(flat != usual)
            if 2 * len(places) < len(flat):
                return _Thin(value.shape, usual, places.astype(np.int32), flat[places])
    return value


def _thick(value: Any) -> Any:
    """The arrays as they were."""
    if isinstance(value, _Thin):
        array = np.full(value.shape, value.usual, value.values.dtype)
        array.ravel()[value.places] = value.values
        return array
    return tuple(map(_thick, value)) if isinstance(value, tuple) else value


class _Thin(NamedTuple):
    """An array by the places of what is not the usual."""

    shape: tuple[int, ...]
    usual: int
    places: Any
    values: Any


def _follow(reader: Reader) -> dict[tuple[int, int], int]:
    """The history that a graphone leads to, for each history that has one of its own; `_after` tries shorter ones.

    The table may know a history (a b) without knowing (a). Then every history that ends with a gets the way to (a b),
    unless a longer one follows there.
    """
    states = reader._states
    follow: dict[tuple[int, int], int] = {}
    orphans: dict[tuple[int, ...], list[tuple[int, int]]] = {}
    for chain, state in states.items():
        if chain and chain[-1] > 0:
            before = states.get(chain[:-1])
            if before is not None:
                follow[before, chain[-1]] = state
            else:
                orphans.setdefault(chain[:-1], []).append((chain[-1], state))
    for chain, state in states.items():
        shorter = len(reader._histories[reader._back[state]])
        for size in range(len(chain) - 1, shorter, -1):
            for graphone, after in orphans.get(chain[len(chain) - size :], ()):
                follow.setdefault((state, graphone), after)
    return follow


def _tree(pieces: Sequence[str], codes: Mapping[str, int]) -> tuple[Any, Any]:
    """The written pieces as a tree: node × letter → node, −1 none; and the piece that ends at each node."""
    nodes: list[dict[int, int]] = [{}]
    ends = [-1]
    for index, piece in enumerate(pieces):
        node = 0
        for letter in piece:
            code = codes[letter]
            if code not in nodes[node]:
                nodes[node][code] = len(nodes)
                nodes.append({})
                ends.append(-1)
            node = nodes[node][code]
        ends[node] = index
    children = np.full((len(nodes), max(1, len(codes))), -1, np.int64)
    for node, own in enumerate(nodes):
        for code, child in own.items():
            children[node, code] = child
    return children, np.array(ends, np.int64)


def _starts(sizes: Iterable[int]) -> Any:
    """Where each of several runs begins, and where the last ends."""
    return np.array([*accumulate(sizes, initial=0)], np.int64)


def _met(cells: int) -> tuple[Any, Any, Any]:
    """Room to remember what follows (history, unit), what that costs, and how many there are."""
    return np.tile(np.array([-1, 0], np.int64), (cells, 1)), np.zeros(cells), np.zeros(1, np.int64)


def _table(entries: Mapping[tuple[int, int], float], kind: Any) -> tuple[Any, Any]:
    """An open-addressed table: history · 2²⁴ + graphone → value; −1 is an empty cell."""
    size = 16
    while size < 3 * len(entries):
        size *= 2
    keys = np.full(size, -1, np.int64)
    values = np.zeros(size, kind)
    for (state, graphone), value in entries.items():
        cell = _mix((state << 24) + graphone) & (size - 1)
        while keys[cell] >= 0:
            cell = (cell + 1) & (size - 1)
        keys[cell], values[cell] = (state << 24) + graphone, value
    return keys, values
