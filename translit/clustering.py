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
"""

from __future__ import annotations

import itertools
import math
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol, TypeVar, cast, overload

from translit.explained import SAID, Explained, Said, silent
from translit.frozen import quick
from translit.model import FINER, Profile
from translit.runs import Runs, counted
from translit.settings import Settings
from translit.sides import LANGUAGES_APART, Side

Compare = Callable[[Profile, Profile], float]
"""Gives the log-odds, in nats, that two names are one."""

Screen = Callable[[Profile, Profile, float], float]
"""The same where they exceed the nats named third; below those any number that does not, found sooner."""

CONTRADICTION = -6.0
"""Nats: two members with log-odds below this cannot be in one group. At −4, two spellings of one Russian by papers of two
countries often cannot; at −8 other people's names join among many."""

LOOKED_AT = 36
"""Pairs across two groups that are looked at before they are joined; enough to tell, few enough for big groups."""

CROWD = 600
"""A key with more names than this tells too little: within it only names of unlike scripts are compared."""

PARTED = 50
"""Where more names than this share a key that has finer ones, names meet at those: of such pairs as share nothing finer
one in ten thousand is true."""

SHORT, MOST_SHORT = 1.15, 3.0
"""Nats by which the mean across two groups may fall short of the threshold that their surest link reaches, at `WEIGHED` names
and at most: a spelling of a third language is far from most of the others."""

WEIGHED = 30_000
"""Names of the greatest collection on which the weights were chosen."""

PRIOR = 0.27
"""Nats by which the mean must be greater each time the names are twice as many: the more there are, the more are near ones of
somebody else. All of a prior that two names drawn at random are one would be three times that; `TWO_NAMES` does the rest."""

TWO_NAMES, NEIGHBOURS, LEAST_TWO = 26.0, 3.0, 11.0
"""Nats by which two native names must explain the spellings of a group better than one for it to be two, at `WEIGHED` names; by
how much less each time the names are twice as many, as a near name of somebody else is the likelier to be there; and at least."""

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


@quick
@dataclass(frozen=True, slots=True)
class Node:
    """What clustering knows of a name beside how it scores: its spelling, whether it is a native form that needs no
    guess, whether it is one part alone, the family names by which a short name finds its home, and what its best reading
    costs in each language (nats)."""

    spelling: tuple[str, str]
    script: str
    native: bool
    short: bool
    families: tuple[str, ...]
    costs: Mapping[str, float]


class Known(Protocol):
    """What has all that a node has, however it is kept."""

    @property
    def spelling(self) -> tuple[str, str]: ...
    @property
    def script(self) -> str: ...
    @property
    def native(self) -> bool: ...
    @property
    def short(self) -> bool: ...
    @property
    def families(self) -> Sequence[str]: ...
    @property
    def costs(self) -> Mapping[str, float]: ...


class Odds(Mapping[tuple[int, int], float]):
    """Log-odds, in nats, of pairs by position, the lower first. There are millions of them: those that are given, in order,
    are arrays; few are added afterwards.

    >>> odds = Odds(array("i", [0, 0, 2]), array("i", [1, 3, 3]), array("d", [1.0, -2.0, 0.5]))
    >>> odds.add(1, 2, 0.25)
    >>> odds.given(0, 3), odds.given(1, 2), odds[1, 2], sorted(odds)
    (-2.0, None, 0.25, [(0, 1), (0, 3), (1, 2), (2, 3)])
    """

    __slots__ = ("_more", "_starts", "left", "points", "right", "room")

    def __init__(
        self, left: array[int], right: array[int], points: array[float], starts: array[int] | None = None
    ) -> None:
        self.left, self.right, self.points = left, right, points
        self._starts = counted(left, left[-1] + 1 if left else 0) if starts is None else starts
        self._more: dict[int, float] = {}
        self.room: float = math.inf
        """How many may be added before those are forgotten that were: they can be worked out again."""

    def given(self, left: int, right: int) -> float | None:
        """Of a pair among those given."""
        if left + 1 >= len(self._starts):
            return None
        end = self._starts[left + 1]
        place = bisect_left(self.right, right, self._starts[left], end)
        return self.points[place] if place < end and self.right[place] == right else None

    def changed(self, points: array[float]) -> Odds:
        """The pairs that were given, with other log-odds."""
        return Odds(self.left, self.right, points, self._starts)

    def add(self, left: int, right: int, points: float) -> None:
        """One more pair."""
        if len(self._more) >= self.room:
            self._more.clear()
        self._more[_link(left, right)] = points

    def rows(self) -> Iterable[tuple[int, int, float]]:
        """Those given, in order."""
        return zip(self.left, self.right, self.points, strict=True)

    def __getitem__(self, pair: tuple[int, int]) -> float:
        found = self.given(*pair)
        return self._more[_link(*pair)] if found is None else found

    def __iter__(self) -> Iterator[tuple[int, int]]:
        yield from zip(self.left, self.right, strict=True)
        yield from map(_ends, self._more)

    def __len__(self) -> int:
        return len(self.left) + len(self._more)


def _link(left: int, right: int) -> int:
    """Two names by position as one number."""
    return left << 32 | right


def _ends(link: int) -> tuple[int, int]:
    return link >> 32, link & 0xFFFFFFFF


def node(one: Profile) -> Node:
    """A name as clustering sees it."""
    return Node(
        (one.folded, "" if one.readings else one.text),
        one.script,
        is_native(one),
        is_short(one),
        tuple(_families(one)),
        costs(one),
    )


def costs(one: Profile) -> dict[str, float]:
    """What the best reading of a name costs in each language that reads it, in nats."""
    found: dict[str, float] = {}
    for side in cast("tuple[Side, ...]", one.sides):
        found.setdefault(side.language, side.cost)
    return found


def meet(one: Mapping[str, float], two: Mapping[str, float], key: str) -> bool:
    """Whether two names, by the costs of their readings, meet at a key: when it is of a language in which they are held
    side by side. Else they meet at a key of that language, or are far from being one.

    >>> meet({"a": 1.0, "b": 9.0}, {"a": 1.0, "b": 9.0}, "b:x")
    False
    >>> meet({"a": 1.0, "b": 9.0}, {"b": 9.0}, "b:x")
    True
    """
    language = key.partition(":")[0]
    if language not in one or language not in two:
        return True
    least = min(cost + two[code] for code, cost in one.items() if code in two)
    return one[language] + two[language] <= least + LANGUAGES_APART


Codes = tuple[str, ...] | Sequence[int]
"""The codes of a name as they are written, or as numbers: what compares many keeps them as such."""


class Pairs(Protocol):
    """Names by position, and the log-odds in nats that two of them are one."""

    def log_odds(self, left: int, right: int) -> float:
        """Of any two, the lower position first."""
        ...

    def linked(self, nodes: Sequence[Known], codes: Sequence[Codes], low: float) -> Odds:
        """Of those that meet at a key (see `parted`) and are both short or both not, where they reach `low`."""
        ...


Choose = Callable[[Sequence[int]], Pairs]
"""Gives the pairs of names at these positions."""


class _Plain:
    """Profiles, one pair after another."""

    __slots__ = ("_ones", "_screen")

    def __init__(self, ones: Sequence[Profile], screen: Screen) -> None:
        self._ones, self._screen = ones, screen

    def log_odds(self, left: int, right: int) -> float:
        return self._screen(self._ones[left], self._ones[right], -math.inf)

    def linked(self, nodes: Sequence[Known], codes: Sequence[Codes], low: float) -> Odds:
        below = math.nextafter(low, -math.inf)
        left, right, found = array("i"), array("i"), array("d")
        for i, j in _pairs(nodes, parted(cast("Sequence[tuple[str, ...]]", codes))):
            if nodes[i].short == nodes[j].short:
                points = self._screen(self._ones[i], self._ones[j], below)
                if points >= low:
                    left.append(i)
                    right.append(j)
                    found.append(points)
        return Odds(left, right, found)


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


def pairs_of(profile: Callable[[int], Profile], screen: Screen) -> Choose:
    """The pairs of names at some positions, by their profiles."""
    return lambda places: _Plain([profile(place) for place in places], screen)


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
    places, member, used, odds = _grouped(given, codes, settings, choose, said, many)
    return Grouping(tuple(map(tuple, _groups(places, member))), *_edges(places, member, used, odds))


def groups(
    given: Sequence[Known],
    codes: Sequence[Codes],
    settings: Settings,
    choose: Choose,
    said: Said = silent,
    many: int = 0,
) -> Runs:
    """The groups alone, by number."""
    places, member, _, _ = _grouped(given, codes, settings, choose, said, many, ADDED)
    return _groups(places, member)


ADDED = 100_000
"""Log-odds that are remembered beside those of the pairs that met at a key, where nobody asks for the links."""


def _grouped(
    given: Sequence[Known],
    codes: Sequence[Codes],
    settings: Settings,
    choose: Choose,
    said: Said,
    many: int,
    room: float = math.inf,
) -> tuple[_Places, array[int], array[int], Odds]:
    """The positions of each spelling, the first spelling of the group that each is in, the links that made the groups (see
    `_link`), and all that were found."""
    places = _Places(given)
    first = places.first
    nodes = Some(given, first)
    pairs = choose(first)
    high = odds_of(settings.threshold)
    odds = pairs.linked(nodes, Some(codes, first), odds_of(settings.possible))
    odds.room = room
    kept = _vote(nodes, odds)
    many = max(many, len(nodes))
    explained = Explained(
        lambda node: said(first[node]), lambda node: nodes[node].spelling[0], _two_names(many)
    )
    member, used = _join(len(nodes), kept, high, high - _slack(many), pairs, odds, explained)
    _part(member, explained)
    used = _settle(nodes, member, used, high, odds, pairs, explained)
    _bring_home(nodes, member, used, odds, pairs)
    return places, member, used, odds


class _Places:
    """The positions of each spelling. Names are numbered by their text, so that nothing depends on the order of the
    input."""

    __slots__ = ("_order", "_starts")

    def __init__(self, given: Sequence[Known]) -> None:
        self._order = array("i", sorted(range(len(given)), key=lambda i: given[i].spelling))
        self._starts = array("i")
        at = 0
        for _, same in groupby(self._order, key=lambda i: given[i].spelling):
            self._starts.append(at)
            at += sum(1 for _ in same)
        self._starts.append(at)

    @property
    def many(self) -> int:
        """How many positions there are."""
        return len(self._order)

    @property
    def first(self) -> array[int]:
        """The first position of each."""
        return array("i", [self._order[start] for start in self._starts[:-1]])

    def __getitem__(self, number: int) -> array[int]:
        return self._order[self._starts[number] : self._starts[number + 1]]


T = TypeVar("T", covariant=True)


class Views(Sequence[T]):
    """A sequence whose items are made when they are looked at, by `one`."""

    __slots__ = ()

    def one(self, at: int) -> T:
        """The item at a place."""
        raise NotImplementedError

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        if isinstance(at, slice):
            return [self.one(place) for place in range(*at.indices(len(self)))]
        return self.one(at)

    def __iter__(self) -> Iterator[T]:
        return map(self.one, range(len(self)))


class Some(Views[T]):
    """Some of a sequence, without a list of them."""

    __slots__ = ("given", "places")

    def __init__(self, given: Sequence[T], places: array[int]) -> None:
        self.given, self.places = given, places

    def __len__(self) -> int:
        return len(self.places)

    def one(self, at: int) -> T:
        return self.given[self.places[at]]


def odds_of(chance: float) -> float:
    """The log-odds, in nats, of a probability."""
    return math.log(max(1e-9, chance) / max(1e-9, 1.0 - chance))


def parted(codes: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The keys at which names meet: of the codes of each, a key or the finer ones that stand behind it.

    >>> names = [("k", "k\\x1fa"), *[("k", "k\\x1fb")] * PARTED]
    >>> parted(names)[0], parted(names[1:])[0]
    (('k\\x1fa',), ('k',))
    """
    sizes = Counter(code for own in codes for code in own if FINER not in code)
    found = []
    for own in codes:
        kept: list[str] = []
        key, crowded = "", False
        for code in own:
            if FINER not in code:
                key, crowded = code, sizes[code] > PARTED
                kept.append(code)
            elif crowded:
                if kept[-1] == key:
                    kept.pop()
                kept.append(code)
        found.append(tuple(kept))
    return found


def _pairs(ones: Sequence[Known], keys: Sequence[tuple[str, ...]]) -> list[tuple[int, int]]:
    """Names that meet at a key, each pair once, in order."""
    blocks: dict[str, list[int]] = {}
    for i, own in enumerate(keys):
        for key in own:
            blocks.setdefault(key, []).append(i)
    found: set[tuple[int, int]] = set()
    for key, block in blocks.items():
        crowded = len(block) > CROWD
        for n, i in enumerate(block):
            for j in block[:n]:
                if (not crowded or ones[i].script != ones[j].script) and meet(
                    ones[i].costs, ones[j].costs, key
                ):
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


_DROPPED = -math.inf
"""What stands for the log-odds of a link that a vote dropped."""


def _vote(nodes: Sequence[Known], odds: Odds) -> Odds:
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
                points = _DROPPED
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
        if native[i] and native[j] and points > 2.0:
            one, two = sorted((root(i), root(j)))
            first[two] = one
    return {node: root(node) for node in first}


def _slack(many: int) -> float:
    """Nats by which the mean across two of so many names' groups may fall short of the threshold.

    >>> _slack(100), _slack(WEIGHED), round(_slack(16 * WEIGHED), 2)
    (3.0, 1.15, 0.07)
    """
    return min(MOST_SHORT, SHORT - PRIOR * _doublings(many))


def _two_names(many: int) -> float:
    """Nats by which two native names must explain the spellings of one of so many names better than one.

    >>> _two_names(WEIGHED // 2), _two_names(WEIGHED), _two_names(1000 * WEIGHED)
    (29.0, 26.0, 11.0)
    """
    return max(LEAST_TWO, TWO_NAMES - NEIGHBOURS * _doublings(many))


def _doublings(many: int) -> int:
    """How often the greatest collection on which the weights were chosen must be doubled for so many names. It goes by steps, so
    that one name more changes nothing."""
    return math.floor(math.log2(max(1, many) / WEIGHED))


def _part(member: array[int], explained: Explained) -> None:
    """Part groups that two native names explain."""
    for nodes in Runs(member, range(len(member)), len(member)):
        if len(nodes) > 1:
            for part in explained.parts(nodes):
                for node in part:
                    member[node] = part[0]


def _settle(
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
    groups = Runs(member, range(len(member)), len(member))
    strays = _strays(nodes, member, groups, high, odds)

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
            total += max(-4.0, min(SUREST, points))
            if total + SUREST * left < least * len(others):
                return -math.inf
        return total / len(others)

    def fits(node: int, group: int, points: float) -> float:
        return points + AS_READ * explained.by(node, among(node, group))

    moved: dict[int, int] = {}
    links = used[:]
    for node, places in enumerate(strays):
        near: dict[int, int] = {}  # the surest link to each other group, the first of equal ones
        for place in places:
            i, j = odds.left[place], odds.right[place]
            group = member[j if i == node else i]
            if group not in near or odds.points[place] > odds.points[near[group]]:
                near[group] = place
        if not near:
            continue
        here = mean(node, member[node])
        # what is read in a name weighs so little that most groups need not be asked for it
        least = here + SETTLED - AS_READ * SAID - 1e-6
        there = {group: points for group in near if (points := mean(node, group, least)) > -math.inf}
        if there:
            points, group = max(
                (round(fits(node, group, points), 9), -group) for group, points in there.items()
            )
            if points > fits(node, member[node], here) + SETTLED:
                moved[node] = -group
                links.append(_link(odds.left[near[-group]], odds.right[near[-group]]))
    for node, group in moved.items():
        member[node] = group
    first = array("i", [-1]) * len(member)  # a group is called by its first member
    for node, own in enumerate(member):
        if first[own] < 0:
            first[own] = node
        member[node] = first[own]
    return array("q", [link for link in links if len({member[node] for node in _ends(link)}) == 1])


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


SETTLED, AS_READ, FEW = 0.5, 0.3, 12
"""Nats by which a spelling must fit another group better to go there; how well it fits is its mean log-odds with some `FEW`
members and this share of the nats by which their native name explains it."""

SUREST = 6.0
"""Nats: a member that is surer counts no more."""


def _join(
    many: int, kept: Odds, high: float, mean: float, pairs: Pairs, odds: Odds, explained: Explained
) -> tuple[array[int], array[int]]:
    """Groups by their first member, and the links that made them: from `high` nats on, and `mean` across two groups."""
    group = array("i", range(many))
    members: dict[int, array[int]] = {}  # of those of more than one
    used = array("q")
    for place in _surest(kept.points, high):
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
            used.append(_link(i, j))
    return group, used


SORTED = 200_000
"""Links that are put in order at a time: as objects they take ten times what they take in arrays."""


def _surest(points: array[float], least: float) -> Iterator[int]:
    """The places of points from `least` on, the most first, of equal ones the first.

    >>> list(_surest(array("d", [1.0, 3.0, -1.0, 3.0, 2.0]), 0.0))
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
    nodes: Sequence[Known], member: array[int], used: array[int], odds: Odds, pairs: Pairs
) -> None:
    """Groups of short names join the one group of full names that they can shorten."""
    full = {form: array("i") for one in nodes if one.short for form in one.families}
    for i, one in enumerate(nodes):
        if not one.short:
            for form in one.families:
                if form in full:
                    full[form].append(i)
    homes: dict[int, set[tuple[int, tuple[int, int]]]] = {}
    for i, one in enumerate(nodes):
        if one.short:
            seen: dict[int, tuple[int, int]] = {}
            for j in sorted({j for form in one.families for j in full[form]}):
                if member[j] not in seen:
                    points = pairs.log_odds(min(i, j), max(i, j))
                    if points >= FITS:
                        seen[member[j]] = pair = (min(i, j), max(i, j))
                        odds.add(*pair, points)
                        if len(seen) > CHOICES:
                            break
            homes.setdefault(member[i], set()).update(seen.items())
    moved: dict[int, int] = {}
    for group, found in sorted(homes.items()):
        if len({home for home, _ in found}) == 1:
            home, pair = min(found)
            moved[group] = home
            used.append(_link(*pair))
    for i, own in enumerate(member):
        member[i] = moved.get(own, own)


CHOICES = 3
"""More homes than this need not be counted: the short name stays apart."""


def _agree(one: Sequence[int], two: Sequence[int], kept: Odds, odds: Odds, high: float, pairs: Pairs) -> bool:
    """Whether two groups are one entity as wholes."""
    if len(one) == len(two) == 1:
        return True
    across = [(min(i, j), max(i, j)) for i in one for j in two]
    step = max(1, len(across) // LOOKED_AT)
    total = 0.0
    looked = across[::step]
    for pair in looked:
        points = kept.given(*pair)
        if points is None or points == _DROPPED:
            held = odds.get(pair)
            if held is None:
                points = pairs.log_odds(*pair)
                odds.add(*pair, points)
            else:
                points = min(held, high - 1.0)  # the vote dropped this link
        if points < CONTRADICTION:
            return False
        total += max(-4.0, min(4.0, points))
    return total / len(looked) >= high


def _groups(places: _Places, member: Sequence[int]) -> Runs:
    """The positions of each group, in the order of their first ones."""
    own = array("i", bytes(4 * places.many))
    for node, group in enumerate(member):
        for place in places[node]:
            own[place] = group
    number = array("i", [-1]) * len(member)
    many = 0
    for place, group in enumerate(own):
        if number[group] < 0:
            number[group] = many
            many += 1
        own[place] = number[group]
    return Runs(own, range(len(own)), many)


def _edges(
    places: _Places, member: Sequence[int], used: Iterable[int], odds: Odds
) -> tuple[tuple[Edge, ...], tuple[Edge, ...]]:
    """The links that made the groups, and those too weak."""
    made = tuple(Edge(places[i][0], places[j][0], odds[i, j]) for i, j in map(_ends, used))
    weak = tuple(
        Edge(places[i][0], places[j][0], points)
        for (i, j), points in sorted(odds.items())
        if member[i] != member[j] and points > -3.0
    )
    return made, weak
