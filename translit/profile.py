"""All that is worked out once per name, so that work per pair sees only two of these.

A name has several hypotheses (which language, which word is the family name); each is read part by part. What the
pair-wise rooms need of a part is a `Piece`: the native forms behind it with their shares, its gender, its first
letters, the given names it may stand for. Here it is told which readings are kept and what is shown of them; how a
part is read tells `reading.py`, and what the language holds for one `usage.py`.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
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
    Mention,
    Name,
    Part,
    PartReading,
    Profile,
    Reading,
    Role,
    columns,
)
from translit.reading import CALLED, Parse, Read, Weigh, by_itself, hypotheses, read_name
from translit.settings import Settings
from translit.tables import Tables
from translit.usage import (
    NONE_LISTED,
    Habits,
    alphabet,
    as_listed,
    classed,
    habits,
    is_given,
    speakers,
    swapped,
)

KEPT = 3
"""Readings kept for each language."""

SLACK = 7.0
"""Nats: a reading this much dearer than the language's cheapest is dropped."""

LANGUAGE_SLACK = 25.0
"""Nats: a language whose cheapest reading is this much dearer than another's is dropped."""

LANGUAGES_APART = 8.0
"""Nats: two names are also held side by side in a language that reads the pair this much worse than another does."""

NEIGHBOURS_APART = 2.5
"""Nats by which a language without counts may read a name better, at most, than one of the same native script that has
them: its letters have no price of their own, so a rare word looks cheap in it. Less than half of `LANGUAGES_APART`, so that
two names are always held in the counted language, too."""

WELL_KNOWN = 1.3
"""Nats that each further letter of a native form costs where the name is well known."""

FORMS = 4
"""Native forms of a part, the likeliest first, that are held against those of another letter by letter."""

SMALL_SHARE = 1e-4
"""Native forms with a smaller share of the reading are dropped: they decide nothing and cost time."""

LIKE = ("same", "doublet", "foreign", "diminutive")
"""Kinds of likeness of given names, the closest first."""

Far = Callable[[Mapping[str, float]], frozenset[str]]


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


def profile(
    mention: str | Mention,
    tables: Tables,
    settings: Settings,
    parse: Parse,
    read: Read,
    weigh: Weigh | None = None,
    far: Far | None = None,
) -> Profile:
    """A name's readings, cheapest first; `parse` says which word does what, `read` what stands behind a word.

    `weigh` gives −log P of a native form, in nats, so that native names and readings of other spellings weigh on
    one scale; without it a native letter costs a fixed price.

    A mention with lemmas is read as its lemmas, each later one at a small price. A text that no table reads has
    no reading: it is compared by its letters. `far` tells by what the best reading costs in each language (nats) which
    languages are hardly ever asked for: of those one side stands there without its parts.
    """
    readings = [
        read_name(name, tables, settings, read, weigh, extra)
        for name, extra in hypotheses(mention, tables, settings, parse)
    ]
    return shown(mention, readings, tables, far)


def shown(mention: str | Mention, readings: list[Reading], tables: Tables, far: Far | None = None) -> Profile:
    """The profile of a name whose hypotheses are read: all of them, or those that cost little enough."""
    written = mention if isinstance(mention, Mention) else Mention(mention)
    cleaned = texts.clean(by_itself(written.text, written.kind, tables))
    kept = _choose(_weighed(_levelled(readings), tables))
    return Profile(
        text=written.text,
        script=texts.script_of(cleaned),
        folded=texts.fold(cleaned),
        readings=tuple(kept),
        kind=written.kind,
        gender=written.gender or (kept[0].name.gender if kept else ""),
        sides=tuple(_sides(kept, tables, far)),
        words=_plain_words(cleaned),
    )


def _levelled(readings: list[Reading]) -> list[Reading]:
    """The readings, those of a name that its given name shows to be declined nearly as cheap as the cheapest of them: which
    nominative lies behind it (Сергея Шойгу: Шойгу or Шойга; Валентине: Валентина or Валентин) another spelling tells, and not
    which is the commoner word."""
    groups: dict[tuple[str, tuple[tuple[Role, str], ...]], list[int]] = {}
    for i, reading in enumerate(readings):
        parts = reading.name.parts
        # endings are undone on a person's parts all together, and then these tell the gender
        if parts[0].gender and len({part.gender for part in parts if part.role is not INITIAL}) == 1:
            if any(p.role is not FAMILY and p.joined != texts.fold(p.text).strip(".") for p in parts):
                written = tuple((part.role, part.text) for part in parts)
                groups.setdefault((reading.name.language, written), []).append(i)
    for group in groups.values():
        least = min(readings[i].cost for i in group)
        for i in group:
            found = readings[i]
            readings[i] = Reading(found.name, found.parts, least + LEVEL * (found.cost - least))
    return readings


LEVEL = 0.1
"""What is left of how much dearer one nominative behind a declined word is than another: it decides between equals."""


def _weighed(readings: list[Reading], tables: Tables) -> list[Reading]:
    """The readings, those of a language without counts at least as dear as a counted neighbour allows; without the ones in
    which no two names are ever held beside each other, for the neighbour reads both better."""
    least: dict[str, float] = {}
    for reading in readings:
        language = reading.name.language
        least[language] = min(reading.cost, least.get(language, math.inf))
    known, more = speakers(tables), dict.fromkeys(least, 0.0)
    for language, cost in least.items():
        near = [one for one in known[language] if one in least]
        counted = min([least[one] for one in near], default=cost)
        if cost > counted + LANGUAGES_APART + NEIGHBOURS_APART:
            more[language] = math.inf
        elif cost < counted:
            own = [reading.name for reading in readings if reading.name.language == language]
            apart = NEIGHBOURS_APART if any(_shows(name, near, tables) for name in own) else 0.0
            more[language] = max(0.0, counted - apart - cost)
    if not any(more.values()):
        return readings
    return [
        reading if not dearer else Reading(reading.name, reading.parts, reading.cost + dearer)
        for reading in readings
        if (dearer := more[reading.name.language]) < math.inf
    ]


def _shows(name: Name, neighbours: Sequence[str], tables: Tables) -> bool:
    """Whether a name tells that it is of its language and not of a neighbour: by a letter, or by a given name of its lists."""
    known = habits(name.language, tables)
    others = [habits(one, tables) for one in neighbours]
    if name.script in known.native:
        letters = set(filter(str.isalpha, texts.fold(name.text)))
        if not any(alphabet(one, tables).issuperset(letters) for one in neighbours):
            return True
    words = [texts.plain(part.joined) for part in name.parts if part.role is GIVEN]
    return any(is_given(word, known) and not any(is_given(word, other) for other in others) for word in words)


def _sides(kept: Sequence[Reading], tables: Tables, far: Far | None) -> Iterable[Side]:
    if far is None or len(kept) < 2:
        return [side(reading, tables) for reading in kept]
    costs: dict[str, float] = {}
    for reading in kept:
        costs.setdefault(reading.name.language, reading.cost)
    left_out = far(costs)
    found = []
    for reading in kept:
        language = reading.name.language
        if language not in left_out:
            found.append(side(reading, tables))
        elif costs.pop(language, None) is not None:
            found.append(Side(language, reading.name.script, reading.cost, None, None, None, (), (), ""))
    return found


def bare(text: str) -> Profile:
    """A text that no table reads, or one whose readings are not wanted."""
    cleaned = texts.clean(text)
    return Profile(
        text=text,
        script=texts.script_of(cleaned),
        folded=texts.fold(cleaned),
        readings=(),
        words=_plain_words(cleaned),
    )


def _plain_words(cleaned: str) -> tuple[str, ...]:
    return tuple(sorted(w for w in texts.plain(cleaned.replace(",", " ").replace("-", " ")).split(" ") if w))


def _choose(readings: list[Reading]) -> list[Reading]:
    """The readings worth comparing: the cheapest few of each language, and its cheapest without roles."""
    ranked = _ranked(readings)
    chosen: dict[str, list[Reading]] = {}
    loose: set[str] = set()  # languages whose cheapest without roles was met
    kept = []
    for reading in ranked:
        language = reading.name.language
        group = chosen.setdefault(language, [])
        least = group[0].cost if group else reading.cost
        if reading.cost > least + SLACK or least > ranked[0].cost + LANGUAGE_SLACK:
            continue
        alone = language not in loose and all(part.role is UNKNOWN for part in reading.name.parts)
        if alone:
            loose.add(language)
        if alone or len(group) < KEPT:
            group.append(reading)
            kept.append(reading)
    return kept


def _ranked(readings: list[Reading]) -> list[Reading]:
    """Readings, cheapest first; what the parts are called only matters where all else is equal, which is rare."""
    keys = [(reading.cost, reading.name.language) for reading in readings]
    if len(set(keys)) == len(keys):
        return [reading for _, reading in sorted(zip(keys, readings, strict=True))]
    return sorted(readings, key=lambda r: (r.cost, r.name.language, str(r.name.parts)))


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


UNITS = 2
"""Units of a given name that are held against initials."""

_NO_ONSETS: frozenset[str] = frozenset()


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


def best_natives(side: Side, limit: int = 4) -> Iterable[str]:
    """The likeliest classes of each part of a side, for keys and for voting."""
    for piece in (side.family, side.given, side.patronymic, *side.loose):
        if piece is not None:
            yield from list(piece.shares)[:limit]
