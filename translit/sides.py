"""What the pair-wise rooms see of a reading: a `Side`, with a `Piece` for each part of the name.

All of it is worked out once a name, so that work a pair sees only two of these. Of a part that is the native forms behind
it with their shares, its gender, its first letters, the given names it may stand for; what the language holds for one
tells `usage.py`.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product
from typing import cast

from translit import text as texts
from translit.frozen import quick
from translit.memory import Remembered
from translit.model import (
    FAMILY,
    GIVEN,
    INITIAL,
    PATRONYMIC,
    UNKNOWN,
    Form,
    Name,
    Part,
    PartReading,
    Reading,
    Role,
    columns,
)
from translit.reading import CALLED
from translit.tables import Tables
from translit.usage import NONE_LISTED, Habits, as_listed, classed, habits, swapped

LANGUAGES_APART = 8.0
"""Nats: two names are also held side by side in a language that reads the pair this much worse than another does."""

FORMS = 4
"""Native forms of a part, the likeliest first, that are held against those of another letter by letter."""

LIKE = ("same", "doublet", "foreign", "diminutive")
"""Kinds of likeness of given names, the closest first."""

WELL_KNOWN = 1.3
"""Nats that each further letter of a native form costs where the name is well known."""

SMALL_SHARE = 1e-4
"""Native forms with a smaller share of the reading are dropped: they decide nothing and cost time."""

UNITS = 2
"""Units of a given name that are held against initials."""

_NO_ONSETS: frozenset[str] = frozenset()


@quick
@dataclass(frozen=True, slots=True)
class Piece:
    """One part of a name, ready to be compared.

    `shares` are the native forms behind it, as classes that the language holds for one, each with its share
    (0…1, summing to at most 1); `natives` the forms themselves, cheapest first; `units` the letters of the
    best few, `bones` the same with letters that spellings confuse made one, `gaps` how many nats each lies behind the
    best; `listed` the given names it may stand for, each with the kind of likeness; `peak` the greatest
    share and `length` the root of the sum of their squares. `law`: 1 where a spelling is read as the first of two equivalent
    starts, −1 where the second stands there as a native spelling, 0 elsewhere. `rarity`: nats that the likeliest form costs
    beyond a well-known name of its length. `marked`: the word with its marks, where it carries any.
    """

    role: Role
    folded: str
    plain: str
    script: str
    native: bool
    shares: Mapping[str, float]
    natives: tuple[str, ...]
    units: tuple[str, ...]
    bones: tuple[str, ...]
    gaps: tuple[float, ...]
    cost: float
    gender: str
    firsts: frozenset[str]
    listed: Mapping[str, str]
    stem: str
    peak: float
    length: float
    rarity: float
    law: int = 0
    marked: str = ""


@quick
@dataclass(frozen=True, slots=True)
class Side:
    """One reading of a whole name: its parts by role, and what it costs, in nats."""

    language: str
    script: str
    cost: float
    family: Piece | None
    given: Piece | None
    patronymic: Piece | None
    initials: tuple[Piece, ...]
    loose: tuple[Piece, ...]
    gender: str
    tail: str = ""


def side(reading: Reading, tables: Tables) -> Side:
    """A reading as the pair-wise rooms see it: its parts by role."""
    name = reading.name
    known, kept = habits(name.language, tables), tables.derived("behind pieces", _Seen)
    family = given = patronymic = None
    initials: list[Piece] = []
    loose: list[Piece] = []
    tail = ""
    for part in reading.parts:
        piece, role = _piece(part, name, known, kept), part.part.role
        tail += part.part.tail
        if role is UNKNOWN:
            loose.append(piece)
        elif role is INITIAL:
            initials.append(piece)
        elif role is FAMILY:
            family = family or piece
        elif role is GIVEN:
            given = given or piece
        elif role is PATRONYMIC:
            patronymic = patronymic or piece
    return Side(
        name.language,
        name.script,
        reading.cost,
        family,
        given,
        patronymic,
        tuple(initials),
        tuple(loose),
        name.gender,
        tail,
    )


def _piece(reading: PartReading, name: Name, known: Habits, kept: _Seen) -> Piece:
    """A part ready to be compared; one and the same for all names that have it."""
    part, forms = reading.part, reading.forms
    # what was read of a word is one object, held as long as what is made of it
    key = (id(forms), name.language)
    behind = kept.get(key)
    if behind is None or behind.forms is not forms:
        behind = _looked_through(forms, known)
        kept.put(key, behind)
    made = (CALLED[part.role], part.joined, part.gender, name.script, reading.total)
    found = behind.pieces.get(made)
    if found is None:
        found = behind.pieces[made] = _made(reading, name, known, behind)
    return found


@quick
@dataclass(frozen=True, slots=True)
class _Behind:
    """What a piece has of its native forms alone, which a word in several roles shares, and the `pieces` made of it."""

    forms: tuple[Form, ...]
    natives: tuple[str, ...]
    shares: Mapping[str, float]
    units: tuple[str, ...]
    bones: tuple[str, ...]
    gaps: tuple[float, ...]
    peak: float
    length: float
    heads: frozenset[str]
    listed: Mapping[str, str]
    stem: str
    rarity: float
    pieces: dict[tuple[str, str, str, str, float], Piece]


class _Seen(Remembered[tuple[int, str], _Behind]):
    """The same by the identity of the forms, which are held as long, and the language."""

    __slots__ = ()
    MOST = 20_000


def _looked_through(forms: Sequence[Form], known: Habits) -> _Behind:
    natives, costs = columns(forms)
    shares: dict[str, float] = {}
    exp, still = math.exp, known.touched.isdisjoint
    weights = [exp(costs[0] - cost) for cost in costs]
    whole = math.fsum(weights)
    for form, weight in zip(natives, weights, strict=True):
        share = weight / whole
        if share >= SMALL_SHARE:
            kind = form if still(form) else classed(form, known)
            shares[kind] = shares.get(kind, 0.0) + share
    likely = list(islice(shares.items(), FORMS))
    peak = max(shares.values(), default=0.0)
    letters = [unicodedata.normalize("NFD", kind) if known.decompose else kind for kind, _ in likely]
    head = next(iter(shares), "")
    ending = ""
    if head.endswith(known.endings):
        ending = next((e for e in known.endings if head.endswith(e) and len(head) > len(e) + 1), "")
    return _Behind(
        cast("tuple[Form, ...]", forms),
        natives[:8],
        shares,
        tuple(letters),
        tuple([kind.translate(known.confused) for kind in letters]),
        tuple([math.log(peak / share) for _, share in likely]),
        peak,
        math.sqrt(math.fsum([share * share for share in shares.values()])),
        frozenset([swapped(first, known.anywhere) for first in {form[:1] for form in natives[:6]}]),
        _listed(natives[:4], known),
        letters[0][: len(letters[0]) - len(ending)] if letters and ending else "".join(letters[:1]),
        costs[0] - WELL_KNOWN * len(letters[0]) if letters else 0.0,
        {},
    )


def _listed(words: Iterable[str], known: Habits) -> dict[str, str]:
    """The given names that some words may stand for, each with the closest kind of likeness."""
    found: dict[str, str] = {}
    if known.listed:
        for word in words:
            for full, how in known.listed.get(texts.plain(as_listed(word, known)), NONE_LISTED).items():
                before = found.get(full)
                if before is None or LIKE.index(how) < LIKE.index(before):
                    found[full] = how
    return found


def _of_father(words: Iterable[str], known: Habits) -> dict[str, str]:
    """The given names of the fathers that some patronymics may tell of."""
    found: dict[str, str] = {}
    for word in words:
        ending = next((e for e in known.of_father if word.endswith(e)), "")
        if ending:
            stem = word[: -len(ending)].translate(known.confused)
            for name, kind in known.fathers.get(stem, NONE_LISTED).items():
                found.setdefault(name, kind)
    return found


def _made(reading: PartReading, name: Name, known: Habits, behind: _Behind) -> Piece:
    part = reading.part
    plain = texts.plain(part.joined)
    listed: Mapping[str, str] = NONE_LISTED
    if part.role in (GIVEN, UNKNOWN):
        listed = _listed((plain,), known)
        listed = {**behind.listed, **listed} if listed and behind.listed else listed or behind.listed
    elif part.role is PATRONYMIC:
        listed = _of_father(behind.natives[:4], known)
    firsts = behind.heads
    if known.onsets and part.role in (INITIAL, GIVEN):
        firsts = _begun(part, behind.natives, known)
    else:
        own = {plain[:1], *known.initials.get(plain, ())} if part.role is INITIAL else (plain[:1],)
        more = [first for one in own if (first := swapped(one, known.anywhere)) not in firsts]
        if more:
            firsts = firsts.union(more)
    return Piece(
        role=part.role,
        folded=part.joined,
        plain=plain,
        script=name.script,
        native=name.script in known.native,
        shares=behind.shares,
        natives=behind.natives,
        units=behind.units,
        bones=behind.bones,
        gaps=behind.gaps,
        cost=reading.total,
        gender=part.gender,
        firsts=firsts,
        listed=listed,
        stem=behind.stem,
        peak=behind.peak,
        length=behind.length,
        rarity=behind.rarity,
        law=_law(behind.natives, name.script in known.native, known),
        marked=_marked(part.joined, plain) if known.marked and name.script not in known.native else "",
    )


def _begun(part: Part, natives: Sequence[str], known: Habits) -> frozenset[str]:
    """How the units of a given name begin, two at most; of initials all that they may stand for."""
    if part.role is not INITIAL:
        begin = known.begin
        return frozenset(["".join([begin[unit] for unit in native[:UNITS]]) for native in natives[:6]])
    ways = [known.onsets.get(letter, _NO_ONSETS) for letter in part.joined.split("-")[:UNITS]]
    found = frozenset(map("".join, product(*ways)))
    if len(ways) < UNITS:  # further units are left out
        found |= {one + other for one in found for other in known.begin.began}
    return found


@lru_cache(maxsize=16384)
def _marked(joined: str, plain: str) -> str:
    """A word with its marks; "" when it carries none."""
    word = joined.replace("-", "")
    return "" if word == plain else word


def _law(natives: Sequence[str], native: bool, known: Habits) -> int:
    """1 where the likeliest form of a spelling begins as the first of two equivalents (Ri 리), −1 where the second stands
    there as a native spelling (이), which writers of the first do not use; else 0."""
    head = natives[0][:1] if natives else ""
    return -(head in known.started) if native else int(head in known.starts)
