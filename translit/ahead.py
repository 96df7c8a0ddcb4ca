"""Many names read at once, and of each only what its profile shows.

A name has some eight hypotheses, and of most no profile shows anything: they cost too much beside the others. What a word
costs at least is known for a tenth of the work of reading it. So the likeliest hypothesis of each language is read first,
and of the others those that may yet stand beside it. The profiles are the same, to the last bit, as if all had been read.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

from translit.model import INITIAL, Form, Name, PartReading, Reading
from translit.profile import LANGUAGE_SLACK, NEIGHBOURS_APART, SLACK
from translit.reading import (
    Hypothesis,
    Kept,
    ReadKey,
    Token,
    Weigh,
    as_read,
    as_written,
    at_least,
    seen,
    together,
    token_of,
)
from translit.settings import Settings
from translit.sides import LANGUAGES_APART
from translit.tables import Tables
from translit.usage import habits, speakers

ReadMany = Callable[[Sequence[str], Sequence[str], str, str, Tables, int], Sequence[Token]]
"""Reads words, each in its role, in one language and script."""

LeastMany = Callable[[Sequence[str], Sequence[str], str, str, Tables], Sequence[float]]
"""What such words cost at least, in nats; 0 where that is not known."""

CLOSE = 1e-6
"""Nats: costs this close are not told apart, for their parts may have been added in another order."""


class _Word:
    """A part as all hypotheses read it: `found` is what was read, None so far; `cost` what it costs at least until then."""

    __slots__ = ("cost", "found", "key")

    def __init__(self, key: ReadKey) -> None:
        self.key = key
        self.found: tuple[tuple[Form, ...], float] | None = None
        self.cost = 0.0

    def put(self, found: tuple[tuple[Form, ...], float]) -> None:
        """It is read."""
        self.found = found
        self.cost = found[1]


class _Way:
    """A hypothesis under way. `cost` is what it costs at least, and just that when all is read; `native` letters are read
    for nothing, and what such a name costs is still made level with another."""

    __slots__ = ("cost", "extra", "language", "name", "native", "words")

    def __init__(self, name: Name, extra: float, words: list[_Word], native: bool) -> None:
        self.name, self.extra, self.words, self.native = name, extra, words, native
        self.language = name.language
        self.cost = 0.0

    def price(self) -> bool:
        """Works the cost out; tells whether all is read."""
        cost, read = self.extra + self.name.cost, True
        for word in self.words:
            cost += word.cost
            if word.found is None:
                read = False
        self.cost = cost
        return read

    def reading(self) -> Reading:
        """The hypothesis read."""
        parts = [
            PartReading(part, found[0], found[1])
            for part, word in zip(self.name.parts, self.words, strict=True)
            if (found := word.found) is not None
        ]
        return together(self.name, parts, self.extra)


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
    words.reckon()
    words.read([_firsts(own) for own in ways])
    neighbours = speakers(tables)
    kept = [_near(own, neighbours) for own in ways]
    words.read(kept)
    return [[way.reading() for way in own] for own in kept]


def _firsts(ways: Sequence[_Way]) -> list[_Way]:
    """The likeliest of each language, but for languages that hardly count."""
    for way in ways:
        way.price()
    first = _cheapest(ways)
    limit = min([way.cost for way in first.values()], default=0.0) + LANGUAGE_SLACK
    return [way for way in first.values() if way.cost <= limit]


def _cheapest(ways: Iterable[_Way]) -> dict[str, _Way]:
    """The cheapest of each language."""
    found: dict[str, _Way] = {}
    for way in ways:
        before = found.get(way.language)
        if before is None or way.cost < before.cost:
            found[way.language] = way
    return found


def _near(ways: Sequence[_Way], neighbours: Mapping[str, frozenset[str]]) -> list[_Way]:
    """Those that may stand in the profile beside the ones that are read, and these."""
    read = [way for way in ways if way.price()]
    least = {language: way.cost for language, way in _cheapest(ways).items()}
    # as dear as a language is at most; beside its neighbours one without counts may be raised, so it bounds no other
    most = {language: way.cost for language, way in _cheapest(read).items()}
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
    return [way for way in ways if way.native or way.cost <= limits.get(way.language, -math.inf)]


class _Words:
    """The words of some names: what they cost at least, and what is read of them."""

    __slots__ = (
        "_kept",
        "_languages",
        "_least",
        "_new",
        "_read",
        "_settings",
        "_tables",
        "_weigh",
        "_words",
    )

    def __init__(
        self, tables: Tables, settings: Settings, read: ReadMany, least: LeastMany, weigh: Weigh | None
    ) -> None:
        self._tables, self._settings, self._weigh = tables, settings, weigh
        self._read, self._least = read, least
        self._languages = {code: habits(code, tables) for code in tables.languages}
        self._kept = tables.derived("read parts", Kept)
        self._words: dict[ReadKey, _Word] = {}
        self._new: list[_Word] = []  # of which it is not known what they cost

    def way(self, name: Name, extra: float) -> _Way:
        """A hypothesis with its words."""
        known, limit, words = self._languages[name.language], self._settings.limit, self._words
        own = []
        for part, (key, native, spelled) in zip(name.parts, seen(name, known, limit), strict=True):
            word = words.get(key)
            if word is None:
                word = words[key] = _Word(key)
                found = self._kept.get(key)
                if found is None and (name.script in known.native or part.role is INITIAL):
                    found = as_written(part, native, spelled, name, key[2], known, self._tables, self._weigh)
                    self._kept.put(key, found)
                if found is None:
                    self._new.append(word)
                else:
                    word.put(found)
            own.append(word)
        return _Way(name, extra, own, name.script in known.native)

    def reckon(self) -> None:
        """Finds what the words cost at least that are not read."""
        for (language, script), words in _by_script(self._new).items():
            costs = self._least(*_tokens(words), language, script, self._tables)
            for word, cost in zip(words, costs, strict=True):
                role, joined = word.key[2:4]
                word.cost = at_least(joined, cost, language, role, self._tables, self._weigh)

    def read(self, ways: Sequence[Sequence[_Way]]) -> None:
        """Reads the words of these that are not read."""
        wanted = [word for own in ways for way in own for word in way.words if word.found is None]
        for (language, script), words in _by_script(dict.fromkeys(wanted)).items():
            found = self._read(*_tokens(words), language, script, self._tables, self._settings.limit)
            for word, token in zip(words, found, strict=True):
                role, joined = word.key[2:4]
                own = as_read(token, joined, language, role, self._tables, self._settings, self._weigh)
                word.put(own)
                self._kept.put(word.key, own)


def _by_script(words: Iterable[_Word]) -> dict[tuple[str, str], list[_Word]]:
    """The words by language and script."""
    found: dict[tuple[str, str], list[_Word]] = {}
    for word in words:
        found.setdefault(word.key[:2], []).append(word)
    return found


def _tokens(words: Sequence[_Word]) -> tuple[list[str], list[str]]:
    """The words as the reader takes them, and their roles."""
    return [token_of(word.key[3]) for word in words], [word.key[2] for word in words]
