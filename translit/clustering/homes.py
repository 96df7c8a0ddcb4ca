"""Bringing short names home: a name that is one part alone goes to the one group whose full names it can shorten."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence

from translit.clustering.meeting import Pairs
from translit.clustering.nodes import Known
from translit.clustering.odds import Odds, link

FITS = 1.0
"""Nats: the log-odds from which a short name is taken to shorten a full one."""

CHOICES = 3
"""More homes than this need not be counted: the short name stays apart."""


def bring_home(
    nodes: Sequence[Known], member: array[int], used: array[int], odds: Odds, pairs: Pairs
) -> None:
    """Groups of short names join the one group of full names that they can shorten."""
    full = _full_names(nodes)
    homes: dict[int, set[tuple[int, tuple[int, int]]]] = {}
    for i, one in enumerate(nodes):
        if one.short:
            others = sorted({j for form in one.families for j in full[form]})
            homes.setdefault(member[i], set()).update(_homes(i, others, member, odds, pairs).items())
    moved: dict[int, int] = {}
    for group, found in sorted(homes.items()):
        if len({home for home, _ in found}) == 1:
            home, pair = min(found)
            moved[group] = home
            used.append(link(*pair))
    for i, own in enumerate(member):
        member[i] = moved.get(own, own)


def _full_names(nodes: Sequence[Known]) -> Mapping[str, array[int]]:
    """Full names by the native forms of their family name, of such forms as a short name has."""
    found = {form: array("i") for one in nodes if one.short for form in one.families}
    for i, one in enumerate(nodes):
        if not one.short:
            for form in one.families:
                if form in found:
                    found[form].append(i)
    return found


def _homes(
    short: int, others: Sequence[int], member: Sequence[int], odds: Odds, pairs: Pairs
) -> dict[int, tuple[int, int]]:
    """Groups of full names that a short one can shorten, each with the pair that tells; not all when they are too many."""
    found: dict[int, tuple[int, int]] = {}
    for other in others:
        if member[other] not in found:
            pair = min(short, other), max(short, other)
            points = pairs.log_odds(*pair)
            if points >= FITS:
                found[member[other]] = pair
                odds.add(*pair, points)
                if len(found) > CHOICES:
                    break
    return found
