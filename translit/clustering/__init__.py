"""Which names are one entity.

Names that meet at a key are compared. Then four steps, none of which depends on the order of the input:

1. Voting: a spelling that could stand for several native names found in the collection keeps only its links to the
   one that explains it best, and two spellings that voted for different native names are not linked.
2. Joining: links above the threshold join their groups, the surest first.
3. Cutting: two groups are joined only when they agree as wholes: the mean log-odds across them all but reaches the
   threshold, no member of one flatly contradicts a member of the other (Kim Chol must not glue 김철 to 김출), and two native
   names do not explain their spellings much better than one. A group that two explain so is parted.
4. Settling: a guess that fits another group better goes there.

A short name ("Lavrov") says too little to join anything by itself: it goes to the one group whose full names it can
shorten, and stays apart when there are several.

Links below the threshold are kept beside the groups, never used to join.

The rooms of this folder: `nodes` (what a name is here), `odds` (log-odds of many pairs), `meeting` (which are compared),
`spellings` (equal names are one), `voting`, `many` (how much surer among many), `joining`, `settling`, `homes`.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from translit.clustering.homes import bring_home
from translit.clustering.joining import join
from translit.clustering.many import slack, two_names
from translit.clustering.meeting import Choose, Codes, Screen, pairs_of
from translit.clustering.nodes import Known, node
from translit.clustering.odds import Odds, ends, odds_of
from translit.clustering.settling import part, settle
from translit.clustering.spellings import Spellings
from translit.clustering.voting import vote
from translit.explained import Explained, Said, silent
from translit.model import Profile
from translit.runs import Runs
from translit.settings import Settings
from translit.views import Some

__all__ = ["Choose", "Edge", "Grouping", "cluster", "group", "groups", "node", "pairs_of"]

Compare = Callable[[Profile, Profile], float]
"""Gives the log-odds, in nats, that two names are one."""

ADDED = 100_000
"""Log-odds that are remembered beside those of the pairs that met at a key, where nobody asks for the links."""

WEAKEST = -3.0
"""Nats: links from there on are told though they joined nothing."""


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
    said: Said = silent,
) -> Grouping:
    """Group names by position. `keys` holds the codes of each name, `compare` gives log-odds, and so does `screen`, which
    need not be exact for names that are far from being one; `said` tells what native names each could be.

    Equal spellings are one name. An empty input gives no groups.
    """
    sift = screen or (lambda one, two, _: compare(one, two))
    pairs = pairs_of(profiles.__getitem__, sift)
    return group([node(one) for one in profiles], keys, settings, pairs, said)


def group(
    given: Sequence[Known],
    codes: Sequence[Codes],
    settings: Settings,
    choose: Choose,
    said: Said = silent,
    many: int = 0,
) -> Grouping:
    """The same of names that are known as nodes, which may be a part of `many`; `choose` gives the pairs of some of them,
    by their positions."""
    found = _found(given, codes, settings, choose, said, many)
    return Grouping(tuple(map(tuple, found.groups())), found.links(), found.possible())


def groups(
    given: Sequence[Known],
    codes: Sequence[Codes],
    settings: Settings,
    choose: Choose,
    said: Said = silent,
    many: int = 0,
) -> Runs:
    """The groups alone, by number."""
    return _found(given, codes, settings, choose, said, many, ADDED).groups()


@dataclass(frozen=True, slots=True)
class _Found:
    """The spellings, the first spelling of the group that each is in, the links that made the groups (see `odds.link`), and
    all that were found."""

    spellings: Spellings
    member: array[int]
    used: array[int]
    odds: Odds

    def groups(self) -> Runs:
        return self.spellings.groups(self.member)

    def links(self) -> tuple[Edge, ...]:
        return tuple(self._edge(i, j, self.odds[i, j]) for i, j in map(ends, self.used))

    def possible(self) -> tuple[Edge, ...]:
        """Links too weak to join."""
        return tuple(
            self._edge(i, j, points)
            for (i, j), points in sorted(self.odds.items())
            if self.member[i] != self.member[j] and points > WEAKEST
        )

    def _edge(self, i: int, j: int, points: float) -> Edge:
        """Two spellings by their first positions."""
        return Edge(self.spellings[i][0], self.spellings[j][0], points)


def _found(
    given: Sequence[Known],
    codes: Sequence[Codes],
    settings: Settings,
    choose: Choose,
    said: Said,
    many: int,
    room: float = math.inf,
) -> _Found:
    """The steps, one after another; of the log-odds that are added, `room` many are remembered at a time."""
    spellings = Spellings(given)
    first = spellings.first
    nodes = Some(given, first)
    pairs = choose(first)
    high = odds_of(settings.threshold)
    odds = pairs.linked(nodes, Some(codes, first), odds_of(settings.possible))
    odds.room = room
    kept = vote(nodes, odds)
    many = max(many, len(nodes))
    explained = Explained(
        lambda node: said(first[node]), lambda node: nodes[node].spelling[0], two_names(many)
    )
    member, used = join(len(nodes), kept, high, high - slack(many), pairs, odds, explained)
    part(member, explained)
    used = settle(nodes, member, used, high, odds, pairs, explained)
    bring_home(nodes, member, used, odds, pairs)
    return _Found(spellings, member, used, odds)
