"""Many names read at once, and of each only what its profile shows.

A name has some eight hypotheses, and of most no profile shows anything: they cost too much beside the others. What a word
costs at least is known for a tenth of the work of reading it. So the likeliest hypothesis of each language is read first,
and of the others those that may yet stand beside it. The profiles are the same, to the last bit, as if all had been read.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

from translit import profile
from translit.model import Form, Name, PartReading, Reading, Role
from translit.profile import (
    LANGUAGE_SLACK,
    LANGUAGES_APART,
    NEIGHBOURS_APART,
    SLACK,
    Hypothesis,
    ReadKey,
    Token,
    Weigh,
)
from translit.settings import Settings
from translit.tables import Tables

ReadMany = Callable[[Sequence[str], str, str, Sequence[str], Tables, int], Sequence[Token]]
"""Reads words of one language and script, each in its role."""

LeastMany = Callable[[Sequence[str], str, str, Sequence[str], Tables], Sequence[float]]
"""What such words cost at least, in nats; 0 where that is not known."""

CLOSE = 1e-6
"""Nats: costs this close are not told apart, for their parts may have been added in another order."""


class _Way:
    """A hypothesis under way: by the keys of its parts what was found of each, None where it is not read yet. `cost` is what
    it costs at least, and just that when all is read."""

    __slots__ = ("cost", "extra", "found", "keys", "name")

    def __init__(self, name: Name, extra: float) -> None:
        self.name, self.extra = name, extra
        self.keys: list[ReadKey] = []
        self.found: list[tuple[tuple[Form, ...], float] | None] = []
        self.cost = 0.0

    def reading(self) -> Reading:
        """The hypothesis read."""
        parts = [
            PartReading(part, *found)
            for part, found in zip(self.name.parts, self.found, strict=True)
            if found is not None
        ]
        return profile.together(self.name, parts, self.extra)


def readings(
    given: Sequence[Sequence[Hypothesis]],
    tables: Tables,
    settings: Settings,
    read: ReadMany,
    least: LeastMany,
    weigh: Weigh | None = None,
) -> list[list[Reading]]:
    """Of the hypotheses of each name those that its profile may show, read."""
    words = _Words(tables, settings, read, least, weigh)
    ways = [[words.way(name, extra) for name, extra in own] for own in given]
    words.reckon([way for own in ways for way in own])
    neighbours = profile.speakers(tables)
    words.read([way for own in ways for way in _firsts(own)])
    kept = [_near(own, neighbours) for own in ways]
    words.read([way for own in kept for way in own])
    return [[way.reading() for way in own] for own in kept]


def _firsts(ways: Sequence[_Way]) -> list[_Way]:
    """The likeliest of each language, but for languages that hardly count."""
    first = _cheapest(ways)
    limit = min([way.cost for way in first.values()], default=0.0) + LANGUAGE_SLACK
    return [way for way in first.values() if way.cost <= limit]


def _cheapest(ways: Iterable[_Way]) -> dict[str, _Way]:
    """The cheapest of each language."""
    found: dict[str, _Way] = {}
    for way in ways:
        before = found.get(way.name.language)
        if before is None or way.cost < before.cost:
            found[way.name.language] = way
    return found


def _near(ways: Sequence[_Way], neighbours: Mapping[str, frozenset[str]]) -> list[_Way]:
    """Those that may stand in the profile beside the ones that are read, and these."""
    least = {language: way.cost for language, way in _cheapest(ways).items()}
    # as dear as a language is at most; beside its neighbours one without counts may be raised, so it bounds no other
    most = {language: way.cost for language, way in _cheapest(w for w in ways if None not in w.found).items()}
    sure = [cost for language, cost in most.items() if neighbours[language].isdisjoint(least)]
    limit = min(sure, default=math.inf) + LANGUAGE_SLACK + NEIGHBOURS_APART + CLOSE
    limits: dict[str, float] = {}
    for language, cost in least.items():
        near = [
            most.get(one, math.inf) for one in neighbours[language] if one in least and least[one] <= limit
        ]
        if neighbours[language].isdisjoint(least):
            apart = math.inf
        else:  # beside neighbours that are too dear it is too dear itself
            apart = min(near, default=-math.inf) + LANGUAGES_APART + NEIGHBOURS_APART + CLOSE
        if cost <= min(limit, apart):
            limits[language] = most.get(language, math.inf) + SLACK + CLOSE
    return [way for way in ways if way.cost <= limits.get(way.name.language, -math.inf)]


class _Words:
    """The words of some names: what they cost at least, and what is read of them."""

    __slots__ = (
        "_kept",
        "_languages",
        "_least",
        "_least_many",
        "_new",
        "_read",
        "_settings",
        "_tables",
        "_weigh",
    )

    def __init__(
        self, tables: Tables, settings: Settings, read: ReadMany, least: LeastMany, weigh: Weigh | None
    ) -> None:
        self._tables, self._settings, self._weigh = tables, settings, weigh
        self._read, self._least_many = read, least
        self._languages = {code: profile.habits(code, tables) for code in tables.languages}
        self._kept = tables.derived("read parts", profile.Kept)
        self._least: dict[ReadKey, float] = {}
        self._new: dict[ReadKey, tuple[tuple[Form, ...], float]] = {}

    def way(self, name: Name, extra: float) -> _Way:
        """A hypothesis with what is known of its parts."""
        known, limit, remembered = self._languages[name.language], self._settings.limit, self._kept.get
        native = name.script in known.native
        way = _Way(name, extra)
        for part in name.parts:
            key, spelled, shown = profile.seen(part, name, known, limit)
            found = remembered(key)
            if found is None and (native or part.role is Role.INITIAL):
                found = profile.as_written(
                    part, spelled, shown, name, key[2], known, self._tables, self._weigh
                )
                self._kept.put(key, found)
            way.keys.append(key)
            way.found.append(found)
        return way

    def reckon(self, ways: Sequence[_Way]) -> None:
        """Finds what each of these costs at least."""
        for (language, script), keys in self._unread(ways).items():
            tokens, roles = _tokens(keys)
            costs = self._least_many(tokens, language, script, roles, self._tables)
            for key, cost in zip(keys, costs, strict=True):
                self._least[key] = profile.at_least(key[3], cost, language, key[2], self._tables, self._weigh)
        for way in ways:
            self._price(way)

    def read(self, ways: Sequence[_Way]) -> None:
        """Reads what is not read of these."""
        for (language, script), keys in self._unread(ways).items():
            tokens, roles = _tokens(keys)
            found = self._read(tokens, language, script, roles, self._tables, self._settings.limit)
            for key, token in zip(keys, found, strict=True):
                self._new[key] = profile.as_read(
                    token, key[3], language, key[2], self._tables, self._settings, self._weigh
                )
                self._kept.put(key, self._new[key])
        for way in ways:
            if None in way.found:
                way.found = [one or self._new[key] for key, one in zip(way.keys, way.found, strict=True)]
                self._price(way)

    def _unread(self, ways: Iterable[_Way]) -> dict[tuple[str, str], dict[ReadKey, None]]:
        """The parts that are not read, by language and script."""
        wanted: dict[tuple[str, str], dict[ReadKey, None]] = {}
        new = self._new
        for way in ways:
            if None in way.found:
                own = wanted.setdefault((way.name.language, way.name.script), {})
                for key, one in zip(way.keys, way.found, strict=True):
                    if one is None and key not in new:
                        own[key] = None
        return {where: keys for where, keys in wanted.items() if keys}

    def _price(self, way: _Way) -> None:
        least = self._least
        way.cost = way.extra + way.name.cost
        for key, found in zip(way.keys, way.found, strict=True):
            way.cost += least[key] if found is None else found[1]


def _tokens(keys: Iterable[ReadKey]) -> tuple[list[str], list[str]]:
    """The words as the reader takes them, and their roles."""
    return [profile.token_of(key[3]) for key in keys], [key[2].value for key in keys]
