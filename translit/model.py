"""The nouns. Read this file first.

A name flows one way, and each step hands a plain value to the next:

    text → Mention → Name → Forms → Profile → Score of a pair → Entity

Costs are in nats everywhere: 0 is certain, and adding costs multiplies chances. All values are frozen, and
every sequence inside them is a tuple, so they can be shared between threads and used as keys.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, overload

from translit.frozen import quick

FINER = "\x1f"
"""Stands between a key and what a finer one says beside it: no name has it."""


class Role(StrEnum):
    """What a word does in a name."""

    FAMILY = "family"
    GIVEN = "given"
    PATRONYMIC = "patronymic"
    INITIAL = "initial"
    TITLE = "title"
    UNKNOWN = "unknown"


# For who asks of every word: Python 3.11 takes ten times as long to look one up in its class.
FAMILY, GIVEN, PATRONYMIC, INITIAL, TITLE, UNKNOWN = Role


class Kind(StrEnum):
    """What a name is the name of."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "org"
    OTHER = "other"


@quick
@dataclass(frozen=True, slots=True)
class Mention:
    """A name as written, and where: `start` and `end` are code points of the text as given, end exclusive.

    `lemmas` are the name's readings with case endings undone, cheapest first (empty: as written).
    `anchor` is the position, in the same document's mentions, of the fuller mention that this one shortens.
    `roles` are the title and role words beside it, as `titles.tsv` names them; `gender` is "m", "f" or "".
    """

    text: str
    start: int = 0
    end: int = 0
    source: str = ""
    kind: Kind = Kind.PERSON
    language: str = ""
    lemmas: tuple[str, ...] = ()
    anchor: int | None = None
    roles: tuple[str, ...] = ()
    gender: str = ""


@quick
@dataclass(frozen=True, slots=True)
class Part:
    """One word, or several that work as one, with its role; `text` is as written.

    `joined` is the text with the known unit breaks as hyphens ("kwang-chol"), ready to be read; `tail` is what a
    word taken off its end says (a town, a river), as the tables name it.
    """

    text: str
    role: Role
    joined: str = ""
    gender: str = ""
    tail: str = ""


@quick
@dataclass(frozen=True, slots=True)
class Name:
    """One way to understand a written name; a mention may have several, each with its cost in nats."""

    text: str
    language: str
    parts: tuple[Part, ...]
    cost: float = 0.0
    script: str = "Latn"
    gender: str = ""

    def part(self, role: Role) -> Part | None:
        """The first part with this role, or None."""
        return next((part for part in self.parts if part.role is role), None)


@quick
@dataclass(frozen=True, slots=True)
class Form:
    """One native spelling that may stand behind a written one.

    `cost` is −log P(spelling, native) in nats; `trail` names the rules used, as "ko/rr-2000#3".
    """

    native: str
    cost: float
    trail: tuple[str, ...] = ()


_DOUBLE = array("d").itemsize


class Forms(Sequence[Form]):
    """Forms without trails, as equal to a tuple of them as can be; each is made when it is looked at.

    Of millions of words read most forms are never looked at one by one.

    >>> Forms(["노"], [0.5]) == (Form("노", 0.5),)
    True
    """

    __slots__ = ("_costs", "_natives")

    def __init__(self, natives: Sequence[str], costs: Sequence[float]) -> None:
        # one text and one run of bytes instead of dozens of objects
        self._natives = "\0".join(natives)
        self._costs = array("d", costs).tobytes()

    @classmethod
    def of(cls, natives: str, costs: bytes) -> Forms:
        """Of native spellings with a zero between them, and of costs as they stand in memory."""
        made = cls.__new__(cls)
        made._natives, made._costs = natives, costs
        return made

    @property
    def natives(self) -> tuple[str, ...]:
        """The native spellings, cheapest first."""
        return tuple(self._natives.split("\0")) if self._costs else ()

    @property
    def costs(self) -> tuple[float, ...]:
        """What each costs, in nats."""
        return tuple(memoryview(self._costs).cast("d"))

    def head(self, limit: int) -> list[tuple[float, str]]:
        """The first few, each as its cost and its native spelling."""
        costs = self._costs[: limit * _DOUBLE]
        natives = self._natives.split("\0", limit)[:limit]
        return list(zip(memoryview(costs).cast("d"), natives, strict=True)) if costs else []

    def __len__(self) -> int:
        return len(self._costs) // _DOUBLE

    @overload
    def __getitem__(self, place: int) -> Form: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Form, ...]: ...

    def __getitem__(self, place: int | slice) -> Form | tuple[Form, ...]:
        if isinstance(place, slice):
            return tuple(map(Form, self.natives[place], self.costs[place]))
        return Form(self.natives[place], self.costs[place])

    def __iter__(self) -> Iterator[Form]:
        return map(Form, self.natives, self.costs)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Forms):
            return self._natives == other._natives and self._costs == other._costs
        return self[:] == other

    def __hash__(self) -> int:
        return hash(self[:])

    def __repr__(self) -> str:
        return repr(self[:])


def columns(forms: Sequence[Form]) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """The native spellings of some forms, and what each costs, in nats.

    >>> columns((Form("노", 0.5), Form("로", 2.0)))
    (('노', '로'), (0.5, 2.0))
    """
    if isinstance(forms, Forms):
        return forms.natives, forms.costs
    return tuple([form.native for form in forms]), tuple([form.cost for form in forms])


@dataclass(frozen=True, slots=True)
class Written:
    """What a system writes for a native text: the text, the rules used, and the characters no rule covers."""

    text: str
    trail: tuple[str, ...] = ()
    uncovered: tuple[str, ...] = ()


@quick
@dataclass(frozen=True, slots=True)
class PartReading:
    """A part with its native forms, cheapest first. `total` is −log P(text) over all forms, in nats."""

    part: Part
    forms: tuple[Form, ...]
    total: float = 0.0


@quick
@dataclass(frozen=True, slots=True)
class Reading:
    """A Name with every part read: one hypothesis about what the whole spelling means."""

    name: Name
    parts: tuple[PartReading, ...]
    cost: float = 0.0


@quick
@dataclass(frozen=True, slots=True)
class Profile:
    """All that is worked out once per name, so that work per pair sees only two of these."""

    text: str
    script: str
    folded: str
    readings: tuple[Reading, ...]
    keys: tuple[str, ...] = ()
    kind: Kind = Kind.PERSON
    gender: str = ""
    sides: tuple[object, ...] = field(default=(), compare=False, repr=False)  # sides.Side, one a reading
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for or against, in words, with its points in nats; `rules` names the tables behind it."""

    what: str
    points: float
    rules: tuple[str, ...] = ()


class _Later:
    """Whose fields may be worked out when one is first looked at that is not there yet."""

    __slots__ = ("_tell",)
    _tell: tuple[Callable[[str, str], Score], str, str]

    if not TYPE_CHECKING:  # a misspelt field is still one for the type checker

        def __getattr__(self, name: str) -> object:
            if name not in Score.__dataclass_fields__:
                raise AttributeError(f"{type(self).__name__!r} has no attribute {name!r}")
            tell, left, right = self._tell
            told = tell(left, right)
            for field_name in ("evidence", "open", "rarity", "language"):
                object.__setattr__(self, field_name, getattr(told, field_name))
            return getattr(told, name)


_new = object.__new__


@dataclass(frozen=True, slots=True)
class Score(_Later):
    """How likely two spellings are one name.

    `value` is a probability in 0…1; `evidence` lists points in nats that add up to its log-odds.
    `open` tells what the spellings leave undecided. `rarity` (nats) says how much more a shared rare name
    tells about the person; it is reported beside the value and not in it.
    """

    value: float
    evidence: tuple[Evidence, ...] = ()
    open: tuple[str, ...] = ()
    rarity: float = 0.0
    language: str = ""

    @property
    def log_odds(self) -> float:
        """The sum of the evidence, in nats."""
        return math.fsum(item.points for item in self.evidence)

    @staticmethod
    def told_later(value: float, tell: Callable[[str, str], Score], left: str, right: str) -> Score:
        """A score of which only the value is known; the rest is what `tell` tells of two names, when it is looked at."""
        score = _new(Score)
        _set_value(score, value)
        _set_tell(score, (tell, left, right))
        return score


_set_value, _set_tell = Score.__dict__["value"].__set__, _Later.__dict__["_tell"].__set__


@dataclass(frozen=True, slots=True)
class Canonical:
    """The form that speaks for an entity, by a stated policy: never "the true name".

    `native` is the native form, or "" when no table reads the name; `alternatives` are other native forms
    that the spellings leave open, each with its share of the probability (they and `confidence` sum to ≤ 1).
    """

    native: str
    label: str
    language: str
    confidence: float
    alternatives: tuple[tuple[str, float], ...] = ()
    policy: str = "attested"
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """One bearer of a name and all that names it.

    `members` are positions in the input; `variants` the distinct spellings with their counts, most frequent
    first; `documents` the sources in which it occurs; `possible` are ids of entities linked below the threshold.
    """

    id: str
    canonical: Canonical
    members: tuple[int, ...]
    variants: tuple[tuple[str, int], ...]
    kind: Kind = Kind.PERSON
    documents: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    why: tuple[Evidence, ...] = ()
    possible: tuple[tuple[str, float], ...] = ()

    @property
    def native(self) -> str:
        """The canonical native form, or ""."""
        return self.canonical.native

    @property
    def label(self) -> str:
        """The canonical label."""
        return self.canonical.label

    @property
    def language(self) -> str:
        """The language whose tables read the name, or "" when none does."""
        return self.canonical.language


@dataclass(frozen=True, slots=True)
class Language:
    """A language's own facts, from its `language.toml`."""

    code: str
    title: str
    scripts: tuple[str, ...]
    read: tuple[str, ...]
    decompose: bool
    letters: Mapping[str, str] = field(default_factory=dict)
    classes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    settings: Mapping[str, object] = field(default_factory=dict)
    source: str = ""
    licence: str = ""

    @property
    def joined(self) -> bool:
        """Whether a name is written as one word, of units, as `[orders]` says."""
        orders = self.settings.get("orders", {})
        return isinstance(orders, Mapping) and bool(orders.get("joined", False))


@dataclass(frozen=True, slots=True)
class SystemInfo:
    """A romanisation system's card: what `translit systems` lists."""

    id: str
    language: str
    title: str
    year: int
    aliases: tuple[str, ...]
    persons: bool
    reversible: bool
    source: str
    licence: str


@dataclass(frozen=True, slots=True)
class Item:
    """One place in a rule's context: the letters that may stand there; "#" among them is the edge of a word."""

    letters: frozenset[str]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """Native letters, what is written for them, and beside what: `left` and `right` go outward."""

    native: str
    written: str
    left: tuple[Item, ...] = ()
    right: tuple[Item, ...] = ()
    number: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NameShape:
    """How a system for persons sets out a name.

    `unit_break` is what is written between the units of a given name, or None when rules run across them;
    `families` are the family names that are known, each with −log of its share in nats.
    """

    unit_break: str | None = None
    capitals: str = "parts"
    families: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Composition:
    """How written letters become syllables, for a system that writes in a script of syllable blocks.

    A coda goes under the syllable before it; one that finds no open syllable becomes what `stray` says. A vowel
    takes the waiting lead, or `empty`.
    """

    leads: frozenset[str]
    vowels: frozenset[str]
    codas: frozenset[str]
    empty: str
    stray: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class System:
    """One system of writing names, as its table tells it. `memo` holds what `rules` compiles from it.

    `owner` is the id of the table that the rules stand in: a chain of two systems lends it from its first.
    `units` are the units that names are known to be made of; others are read too, but cost more.
    """

    info: SystemInfo
    language: Language
    rules: tuple[Rule, ...]
    prepare: tuple[Rule, ...] = ()
    exceptions: Mapping[str, str] = field(default_factory=dict)
    name: NameShape | None = None
    capitals: str = "word"
    ligature_capitals: bool = False
    composed: bool = True
    examples: tuple[tuple[str, str], ...] = ()
    written: Language | None = None
    compose: Composition | None = None
    then: System | None = None
    owner: str = ""
    units: frozenset[str] = frozenset()
    memo: dict[str, object] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way a native name may be written: its probability (0…1) among the ways in its script,
    and the systems that give it.

    No system: a popular habit, learnt from how people really spell.
    """

    text: str
    probability: float
    systems: tuple[str, ...] = ()
