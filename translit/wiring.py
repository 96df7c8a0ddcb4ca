"""The stages wired to one set of tables and settings: what the pipeline and the batch both call.

Rooms for names, readings, keys and scores know nothing of each other. Here they are put in each other's hands. What works
on several names (keys, scores, clusters) is imported when it is first used: reading one name does without.
"""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, TypeVar

from translit import ahead, canonical, lattice, names, profile, rules
from translit.canonical import Ballot, Spelt
from translit.characters import read_characters
from translit.errors import InputError
from translit.lattice import TokenReading
from translit.model import Canonical, Form, Mention, Profile, Reading, Role, Score
from translit.reading import HALVED, Read, doubled, hypotheses
from translit.settings import Settings
from translit.tables import Tables
from translit.text import clean, must_be_text
from translit.whole import whole_forms

if TYPE_CHECKING:
    from translit.bulk.collected import Collected
    from translit.bulk.pool import Pool
    from translit.clustering import Choose, Grouping

T = TypeVar("T")
Letters = Callable[[str, str, str, str, Tables, int], TokenReading]
"""Reads the letters of a word: of a token, a language, a script, a role, from tables, so many forms."""

PER_CHARACTER = 5.0
"""Nats that a character costs when a table of characters reads it: what a letter-wise reading of it would cost."""

FORMS = 8
"""Whole native names looked at for each reading when a canonical form is chosen."""


def read(token: str, language: str, script: str, role: str, tables: Tables, limit: int) -> TokenReading:
    """What stands behind one word: letters by the learnt lattice, whole characters by their table."""
    return _read_by(lattice.read, token, language, script, role, tables, limit)


def _read_by(
    letters: Letters, token: str, language: str, script: str, role: str, tables: Tables, limit: int
) -> TokenReading:
    """The same by one reader of letters or another."""
    found = []
    for half in _halves(token, language, tables):
        one = letters(half, language, script, role, tables, limit)
        found.append(one if one.forms else _by_characters(half, language, role, tables, limit))
    return _double(token, found, limit)


def _halves(token: str, language: str, tables: Tables) -> list[str]:
    """The halves of a double name, where a part is a word; else the token."""
    if "-" not in token or names.grammar(language, tables).joined:
        return [token]
    halves = token.split("-")
    return halves if min(map(len, halves)) >= HALF else [token]


HALF = 3
"""Letters from which a spelling is read as half of a double name: a shorter one is a unit of a joined name, mostly."""


def _double(token: str, halves: Sequence[TokenReading], limit: int) -> TokenReading:
    """What stands behind a double name, by what stands behind its halves."""
    if len(halves) == 1:
        return halves[0]
    forms: list[Form] = list(halves[0].forms)
    for half in halves[1:]:
        # of the cheapest so many no pair is for which as many pairs of cheaper halves are
        both = [
            Form(
                f"{one.native}-{two.native}",
                one.cost + two.cost + HALVED,
                tuple(dict.fromkeys(one.trail + two.trail)),
            )
            for place, one in enumerate(forms, 1)
            for two in half.forms[: limit // place]
        ]
        forms = sorted(both, key=lambda form: (form.cost, form.native))[:limit]
    total = doubled([half.total for half in halves])
    return TokenReading(token, tuple(forms), total if forms else math.inf)


def _by_characters(token: str, language: str, role: str, tables: Tables, limit: int) -> TokenReading:
    """What stands behind a word that has no letters which the lattice could read."""
    forms = read_characters(token.replace("-", ""), language, tables, Role(role), limit=limit)
    price = PER_CHARACTER * len(token)
    dear = tuple(Form(form.native, form.cost + price, form.trail) for form in forms)
    return TokenReading(token, dear, price if dear else math.inf)


def needed(name: str) -> None:
    """Raises InputError for a name of which nothing is left, and for what is no text."""
    must_be_text(name, "the name")
    if not clean(name):
        raise InputError(f"the name {name!r} is empty; give a name with at least one letter.")


MANY = 500
"""Names from which what is compiled pays: loading it takes a second, and the first use ever compiles it, half a minute
more."""


PORTION = 2000
"""Names whose words are read in one go."""


def fast(many: int) -> bool:
    """Whether what is compiled is used: for many names, where numba is installed."""
    return many >= MANY and _numba()


@lru_cache(maxsize=1)
def _numba() -> bool:
    return importlib.util.find_spec("numba") is not None


def reader(many: int) -> Read:
    """How the words of so many names are read."""
    if not fast(many):
        return read
    from translit import kernel

    return partial(_read_by, kernel.read)


def _read_many(
    tokens: Sequence[str], roles: Sequence[str], language: str, script: str, tables: Tables, limit: int
) -> list[TokenReading]:
    """What stands behind many words: those that have letters, compiled."""
    from translit import kernel

    halves = [_halves(token, language, tables) for token in tokens]
    words, own = _spread(halves, roles)
    found = [
        one if one.forms else _by_characters(word, language, role, tables, limit)
        for word, role, one in zip(
            words, own, kernel.read_many(words, own, language, script, tables, limit), strict=True
        )
    ]
    return [
        _double(token, one, limit)
        for token, one in zip(tokens, _gathered(found, map(len, halves)), strict=True)
    ]


def _least_many(
    tokens: Sequence[str], roles: Sequence[str], language: str, script: str, tables: Tables
) -> list[float]:
    """What these cost at least, in nats."""
    from translit import kernel

    halves = [_halves(token, language, tables) for token in tokens]
    words, own = _spread(halves, roles)
    found = [
        _by_characters(word, language, role, tables, 1).total if math.isinf(one) else one
        for word, role, one in zip(
            words, own, kernel.least_many(words, own, language, script, tables), strict=True
        )
    ]
    return [doubled(one) for one in _gathered(found, map(len, halves))]


def _spread(halves: Sequence[Sequence[str]], roles: Sequence[str]) -> tuple[list[str], list[str]]:
    """All halves in a row, each with the role of its name."""
    words = [half for one in halves for half in one]
    return words, [role for one, role in zip(halves, roles, strict=True) for _ in one]


def _gathered(found: Sequence[T], sizes: Iterable[int]) -> Iterator[Sequence[T]]:
    """What was found in a row, so many for each name."""
    at = 0
    for size in sizes:
        yield found[at : at + size]
        at += size


class Stages:
    """All stages, ready to be used on names."""

    __slots__ = ("settings", "tables")

    def __init__(self, tables: Tables, settings: Settings) -> None:
        self.tables = tables
        self.settings = settings

    def profile(self, name: str | Mention) -> Profile:
        """A name with its parts and their readings."""
        return profile.profile(name, self.tables, self.settings, names.parse, read, lattice.prior)

    def profiles(self, given: Sequence[str | Mention], many: int = 0, packed: bool = False) -> list[Profile]:
        """The same of some names, which may be a portion of `many`. What is to be `packed` does without the parts of
        readings in languages that are hardly ever asked for: the plain score cannot do with it."""
        many = max(many, len(given))
        if not fast(many):
            return [self.profile(name) for name in given]
        far = self._far if packed else None
        found: list[Profile] = []
        for start in range(0, len(given), PORTION):
            portion = given[start : start + PORTION]
            ways = [hypotheses(one, self.tables, self.settings, names.parse) for one in portion]
            read = ahead.readings(ways, self.tables, self.settings, _read_many, _least_many, lattice.prior)
            found += [
                profile.shown(one, own, self.tables, far) for one, own in zip(portion, read, strict=True)
            ]
        return found

    def _far(self, costs: Mapping[str, float]) -> frozenset[str]:
        from translit import blocking

        return blocking.far(costs, self.tables)

    def keys(self, one: Profile) -> tuple[str, ...]:
        """The codes by which a name can be joined with its likes."""
        from translit import blocking

        return blocking.keys(one, self.tables)

    def codes(self, one: Profile) -> tuple[str, ...]:
        """The same with the finer codes that take the place of such as many names share."""
        from translit import blocking

        return blocking.codes(one, self.tables)

    def log_odds(self, left: Profile, right: Profile, least: float = -math.inf) -> float:
        """The log-odds, in nats, that two names are one; exact where they exceed `least`, and sooner found elsewhere."""
        from translit import score

        return score.best(left, right, self.tables, self.settings, least)[0]

    def compare(self, left: Profile, right: Profile) -> Score:
        """The same with its evidence."""
        from translit import score

        return score.compare(left, right, self.tables, self.settings)

    def whole(self, reading: Reading, limit: int = FORMS) -> Sequence[Form]:
        """The whole native names that a reading allows, cheapest first."""
        return whole_forms(reading, names.grammar(reading.name.language, self.tables).joined, limit)

    def write(self, native: str, system: str) -> str:
        """A native name as a system writes it."""
        return rules.romanise(native, self.tables.system(system)).text

    def group(self, profiles: Sequence[Profile]) -> Grouping:
        """Which names are one, by position."""
        from translit import clustering

        nodes = [clustering.node(one) for one in profiles]
        keys = [self.codes(one) for one in profiles]

        def said(place: int) -> tuple[str, Mapping[str, float]]:
            return self.said(profiles[place])

        return clustering.group(nodes, keys, self.settings, self.pairs(profiles), said)

    def pairs(self, profiles: Sequence[Profile]) -> Choose:
        """The pairs of names by position; of many by the compiled score where numba is installed."""
        from translit import clustering

        if not fast(len(profiles)):
            return clustering.pairs_of(profiles.__getitem__, self.log_odds)
        from translit.bulk.collected import Collected
        from translit.bulk.packer import Packer

        packer, collected = Packer(), Collected()
        for one in profiles:
            packer.add(one)
        collected.add(0, packer.share(), 0)
        return self.compiled(collected, [one.text for one in profiles], profiles.__getitem__)

    def pool(self) -> Pool:
        """Room for names that are compared compiled, one pair at a time."""
        from translit.bulk import pool

        return pool.ready(self.tables, self.settings)

    def compiled(
        self, collected: Collected, texts: Sequence[str], profile: Callable[[int], Profile], jobs: int = 1
    ) -> Choose:
        """The pairs of names by position, of those that were packed, by the compiled score in so many threads."""
        from translit.bulk.pairs import Compiled

        arrays = collected.arrays(texts, self.tables, self.settings)

        def plain(left: int, right: int) -> float:
            return self.log_odds(profile(left), profile(right))

        return lambda places: Compiled(arrays, places, plain, jobs)

    def choose(
        self, members: Sequence[Profile], counts: Sequence[int], heard: Sequence[Profile] = ()
    ) -> Canonical:
        """The form that speaks for all members."""
        return canonical.choose(members, counts, self.tables, self.settings, self.whole, self.write, heard)

    def ballot(self, member: Profile, language: str) -> Ballot:
        """What a name says, in a language, of the native form of its entity."""
        return canonical.ballot(member, language, self.tables, self.whole)

    def said(self, one: Profile) -> tuple[str, Mapping[str, float]]:
        """The language that reads a name best, and the share that each whole native name has of it."""
        language = one.readings[0].name.language if one.readings else ""
        return language, self.ballot(one, language).shares if language else {}

    def speak(self, spellings: Sequence[Spelt], ballots: Iterable[Ballot], language: str) -> Canonical:
        """As `choose`, of names whose votes are known."""
        return canonical.speak(spellings, ballots, language, self.settings, self.write)
