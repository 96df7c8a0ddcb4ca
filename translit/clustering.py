"""Which names are one entity.

Names that share a key are compared. Then three steps, none of which depends on the order of the input:

1. Voting: a spelling that could stand for several native names found in the collection keeps only its links to the
   one that explains it best, and two spellings that voted for different native names are not linked.
2. Joining: links above the threshold join their groups, the surest first.
3. Cutting: two groups are joined only when they agree as wholes: the mean log-odds across them all but reaches the
   threshold, and no member of one flatly contradicts a member of the other. (Kim Chol must not glue 김철 to 김출.)

A short name ("Lavrov") says too little to join anything by itself: it goes to the one group whose full names it can
shorten, and stays apart when there are several.

Links below the threshold are kept beside the groups, never used to join.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

from translit.model import Profile
from translit.profile import Side
from translit.settings import Settings

Compare = Callable[[Profile, Profile], float]
"""Gives the log-odds, in nats, that two names are one."""

Screen = Callable[[Profile, Profile, float], float]
"""The same where they exceed the nats named third; below those any number that does not, found sooner."""

CONTRADICTION = -4.0
"""Nats: two members with log-odds below this cannot be in one group."""

LOOKED_AT = 36
"""Pairs across two groups that are looked at before they are joined; enough to tell, few enough for big groups."""

CROWD = 600
"""A key with more names than this tells too little: within it only names of unlike scripts are compared."""

SHORT = 1.0
"""Nats by which the mean across two groups may fall short of the threshold that their surest link reaches: a spelling of
a third language is far from most of the others."""

BETTER = 0.3
"""Nats by which one native name must explain a spelling better than another to win its vote."""


@dataclass(frozen=True, slots=True)
class Edge:
    """Two names by position in the input, and the log-odds, in nats, that they are one."""

    left: int
    right: int
    log_odds: float


@dataclass(frozen=True, slots=True)
class Grouping:
    """Groups of positions, each sorted, in the order of their first member; the links that made them; those too weak."""

    groups: tuple[tuple[int, ...], ...]
    links: tuple[Edge, ...]
    possible: tuple[Edge, ...]


def cluster(
    profiles: Sequence[Profile],
    keys: Sequence[tuple[str, ...]],
    settings: Settings,
    compare: Compare,
    screen: Screen | None = None,
) -> Grouping:
    """Group names by position. `keys` holds the keys of each name, `compare` gives log-odds, and so does `screen`, which
    need not be exact for names that are far from being one.

    Equal spellings are one name. An empty input gives no groups.
    """
    positions: dict[tuple[str, str], list[int]] = {}
    for i, profile in enumerate(profiles):
        positions.setdefault((profile.folded, profile.text if profile.readings == () else ""), []).append(i)
    # names are numbered by their text, so that nothing below depends on the order of the input
    order = sorted(positions)
    nodes = [positions[name] for name in order]
    ones = [profiles[node[0]] for node in nodes]
    found = _pairs(ones, [keys[node[0]] for node in nodes])
    low = _log_odds(settings.possible)
    high = _log_odds(settings.threshold)
    short = [is_short(one) for one in ones]
    sift = screen or (lambda one, two, _: compare(one, two))
    below = math.nextafter(low, -math.inf)
    odds = {}
    for i, j in found:
        if short[i] == short[j]:
            points = sift(ones[i], ones[j], below)
            if points >= low:
                odds[i, j] = points
    kept = _vote(ones, odds)
    member, used = _join(ones, kept, high, compare, odds)
    _bring_home(ones, short, member, used, odds, compare)
    return _grouping(nodes, member, used, odds)


def _log_odds(chance: float) -> float:
    return math.log(max(1e-9, chance) / max(1e-9, 1.0 - chance))


def _pairs(ones: Sequence[Profile], keys: Sequence[tuple[str, ...]]) -> list[tuple[int, int]]:
    """Names that share a key, each pair once, in order."""
    blocks: dict[str, list[int]] = {}
    for i, own in enumerate(keys):
        for key in own:
            blocks.setdefault(key, []).append(i)
    found: set[tuple[int, int]] = set()
    for block in blocks.values():
        crowded = len(block) > CROWD
        for n, i in enumerate(block):
            for j in block[:n]:
                if not crowded or ones[i].script != ones[j].script:
                    found.add((j, i))
    return sorted(found)


def is_native(profile: Profile) -> bool:
    """Whether the likeliest reading of a name is of its own script: a form that needs no guess."""
    sides = cast("tuple[Side, ...]", profile.sides)
    if not sides:
        return False
    side = sides[0]
    pieces = [p for p in (side.family, side.given, side.patronymic, *side.loose) if p is not None]
    return bool(pieces) and all(piece.native for piece in pieces)


def _vote(ones: Sequence[Profile], odds: dict[tuple[int, int], float]) -> dict[tuple[int, int], float]:
    """The links that are left when each spelling has chosen the native name that explains it best."""
    native = [is_native(one) for one in ones]
    best: dict[int, tuple[float, int]] = {}
    for (i, j), points in odds.items():
        if native[i] != native[j]:
            guess, anchor = (j, i) if native[i] else (i, j)
            held = best.get(guess)
            if held is None or points > held[0] or (points == held[0] and anchor < held[1]):
                best[guess] = (points, anchor)
    chosen = {guess: anchor for guess, (_, anchor) in best.items()}
    same = _same_native(odds, native)

    def root(node: int) -> int:
        return same.get(node, node)

    kept = {}
    for (i, j), points in odds.items():
        if native[i] != native[j]:
            guess, anchor = (j, i) if native[i] else (i, j)
            if root(chosen[guess]) != root(anchor) and points < best[guess][0] - BETTER:
                continue
        elif not native[i]:
            one, two = chosen.get(i), chosen.get(j)
            if one is not None and two is not None and root(one) != root(two):
                # two different votes weigh against the link by as much as each is sure of its own
                points -= min(best[i][0], best[j][0])
        kept[i, j] = points
    return kept


def _same_native(odds: dict[tuple[int, int], float], native: Sequence[bool]) -> dict[int, int]:
    """Native names that are one for certain (a patronymic more, another order), by their first."""
    first: dict[int, int] = {}

    def root(node: int) -> int:
        while first.get(node, node) != node:
            node = first[node]
        return node

    for (i, j), points in sorted(odds.items()):
        if native[i] and native[j] and points > 2.0:
            one, two = sorted((root(i), root(j)))
            first[two] = one
    return {node: root(node) for node in first}


def _join(
    ones: Sequence[Profile],
    kept: dict[tuple[int, int], float],
    high: float,
    compare: Compare,
    odds: dict[tuple[int, int], float],
) -> tuple[list[int], list[tuple[int, int]]]:
    """Groups by their first member, and the links that made them."""
    group = list(range(len(ones)))
    members = {i: [i] for i in group}
    used: list[tuple[int, int]] = []
    strong = sorted((-points, pair) for pair, points in kept.items() if points >= high)
    for _, (i, j) in strong:
        one, two = group[i], group[j]
        if one == two:
            continue
        if _agree(members[one], members[two], ones, kept, odds, high - SHORT, compare):
            one, two = min(one, two), max(one, two)
            for node in members[two]:
                group[node] = one
            members[one] = sorted(members[one] + members.pop(two))
            used.append((i, j))
    return group, used


FITS = 1.0
"""Nats: the log-odds from which a short name is taken to shorten a full one."""

FORMS = 2
"""Native forms of a family name by which a short name looks for full ones."""


def is_short(profile: Profile) -> bool:
    """Whether the likeliest reading of a name is one part alone."""
    sides = cast("tuple[Side, ...]", profile.sides)
    if not sides:
        return " " not in profile.folded
    side = sides[0]
    if len(side.loose) != 1 or side.family or side.given or side.initials:
        return False
    # several words read as one may be a place; where they may as well be a family name and a given name they are no
    # shorter than those
    spaced = " " in profile.readings[0].parts[0].part.text
    return not (spaced and any(one.language == side.language and one.family and one.given for one in sides))


def _families(profile: Profile) -> list[str]:
    """The native forms of the family name, or of the one word, each with its language; of the best language only."""
    found: list[str] = []
    sides = cast("tuple[Side, ...]", profile.sides)
    short = is_short(profile)
    for side in sides[:1] if short else sides:
        if side.language != sides[0].language:
            continue
        piece = side.family or (side.loose[0] if len(side.loose) == 1 else None)
        if piece is not None:
            found += [f"{side.language}:{kind}" for kind in list(piece.shares)[:FORMS]]
    return found


def _bring_home(
    ones: Sequence[Profile],
    short: Sequence[bool],
    member: list[int],
    used: list[tuple[int, int]],
    odds: dict[tuple[int, int], float],
    compare: Compare,
) -> None:
    """Groups of short names join the one group of full names that they can shorten."""
    full: dict[str, list[int]] = {}
    for i, one in enumerate(ones):
        if not short[i]:
            for form in _families(one):
                full.setdefault(form, []).append(i)
    homes: dict[int, set[tuple[int, tuple[int, int]]]] = {}
    for i, one in enumerate(ones):
        if short[i]:
            seen: dict[int, tuple[int, int]] = {}
            for j in sorted({j for form in _families(one) for j in full.get(form, ())}):
                if member[j] not in seen:
                    points = compare(one, ones[j])
                    if points >= FITS:
                        seen[member[j]] = pair = (min(i, j), max(i, j))
                        odds[pair] = points
                        if len(seen) > CHOICES:
                            break
            homes.setdefault(member[i], set()).update(seen.items())
    for group, found in sorted(homes.items()):
        if len({home for home, _ in found}) == 1:
            home, pair = min(found)
            for i, own in enumerate(member):
                if own == group:
                    member[i] = home
            used.append(pair)


CHOICES = 3
"""More homes than this need not be counted: the short name stays apart."""


def _agree(
    one: list[int],
    two: list[int],
    ones: Sequence[Profile],
    kept: dict[tuple[int, int], float],
    odds: dict[tuple[int, int], float],
    high: float,
    compare: Compare,
) -> bool:
    """Whether two groups are one entity as wholes."""
    if len(one) == len(two) == 1:
        return True
    across = [(min(i, j), max(i, j)) for i in one for j in two]
    step = max(1, len(across) // LOOKED_AT)
    total = 0.0
    looked = across[::step]
    for pair in looked:
        points = kept.get(pair)
        if points is None:
            points = odds.get(pair)
            if points is None:
                points = odds[pair] = compare(ones[pair[0]], ones[pair[1]])
            else:
                points = min(points, high - 1.0)  # the vote dropped this link
        if points < CONTRADICTION:
            return False
        total += max(-4.0, min(4.0, points))
    return total / len(looked) >= high


def _grouping(
    nodes: Sequence[list[int]],
    member: Sequence[int],
    used: Sequence[tuple[int, int]],
    odds: dict[tuple[int, int], float],
) -> Grouping:
    groups: dict[int, list[int]] = {}
    for node, one in enumerate(member):
        groups.setdefault(one, []).extend(nodes[node])
    made = tuple(Edge(nodes[i][0], nodes[j][0], odds[i, j]) for i, j in used)
    weak = tuple(
        Edge(nodes[i][0], nodes[j][0], points)
        for (i, j), points in sorted(odds.items())
        if member[i] != member[j] and points > -3.0
    )
    ordered = sorted((tuple(sorted(group)) for group in groups.values()), key=lambda group: group[0])
    return Grouping(tuple(ordered), made, weak)
