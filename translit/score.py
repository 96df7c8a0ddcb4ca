"""How alike two names are, and why.

Two readings are aligned role by role. Each pair of parts gives a few measurements: how far the native forms behind
them are the same, how much worse the best shared form explains each spelling than its own best one, how many
native letters lie between them, how alike the letters look. An additive monotone model (a bounded curve a
measurement, an offset for the pair of scripts and for the roles that both names have; `weights.tsv`) turns them
into points in nats, and the points sum to the log-odds. So the explanation is the computation.

`value` is P(same name). How rare the name is says something about the *person* and stays out of it.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from rapidfuzz.distance import Indel, JaroWinkler, Levenshtein

from translit.distance import sound_key
from translit.model import Evidence, Profile, Role, Score
from translit.settings import Settings
from translit.sides import LANGUAGES_APART, Piece, Side
from translit.sums import added
from translit.tables import Tables

FLOOR = -12.0
"""Nats: no native form is shared or nearly so, or one whose share is too small to tell."""

SLIP = 1.2
"""Nats a letter costs that two native forms do not share."""

HARD = 2.5
"""Nats it costs beyond that where spellings seldom confuse it."""

KNOWN = 8.0
"""Nats beyond a well-known name up to which a spelling is held for no slip."""

SLIPPED = -2.5
"""Nats: the share of two forms, at most, of which one may be a slip for the other."""

FAR = 6
"""Two parts whose best forms lie more letters apart than this are not looked at more closely."""

SPELT, MISREAD = 3, 0.6
"""Letters from which a part that no table reads is no spelling of one that is read: fewer may be a character that the tables do
not have. In one script it may still be that spelling with a slip in it, if so great a share of the letters is alike."""

ROLES = ("family", "given", "patronymic", "loose")
_PER_ROLE = ("share", "quality", "units", "near", "letters", "rare")
_WHOLE = (
    "weakest",
    "closest",
    "listed",
    "gender",
    "initials",
    "order",
    "whole",
    "sound",
    "unread",
    "left over",
    "tail",
    "law",
    "fathers",
    "marks",
)
FEATURES = tuple(f"{role} {what}" for role in ROLES for what in _PER_ROLE) + _WHOLE
_SIZE = len(FEATURES)
(
    _WEAKEST,
    _CLOSEST,
    _LISTED,
    _GENDER,
    _INITIALS,
    _ORDER,
    _WHOLE_LETTERS,
    _SOUND,
    _UNREAD,
    _OVER,
    _TAIL,
    _LAW,
    _FATHERS,
    _MARKS,
) = range(_SIZE - len(_WHOLE), _SIZE)

Values = list[float | None]
Found = tuple[float | None, float | None, float, float, float | None, float | None]
"""What is measured of two parts, in the order of `_PER_ROLE`."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two readings side by side: the measurements, and which curves and offsets apply.

    `one`: both are native spellings of one form, part for part; nothing is left to weigh.
    """

    left: Side | None
    right: Side | None
    language: str
    values: Values
    roles: str
    scripts: str
    one: bool = False


BELOW = Comparison(None, None, "", [], "", "")
"""Stands for a comparison that was not measured to the end, because it could not reach the points that were asked for."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The additive model: a piecewise-linear curve a measurement (bounded: flat beyond its ends), and offsets."""

    curves: tuple[tuple[tuple[float, ...], tuple[float, ...]] | None, ...]
    offsets: Mapping[str, float]
    meanings: Mapping[str, str]
    source: str
    bends: tuple[tuple[int, tuple[float, ...], tuple[float, ...]], ...] = ()
    most: float = math.inf
    """Nats where all measurements are the best they could be, without the offsets of scripts and roles."""

    def bound(self, scripts: str, loose: bool, order: float) -> float:
        """Nats that no comparison of full names exceeds, before anything but the price of the readings is known."""
        at = self.offsets
        named = at.get("roles loose", at.get("roles other", 0.0)) if loose else self.named
        start = self.most + named + at.get(f"scripts {scripts}", at.get("scripts other", 0.0))
        return start + self.price(order)

    named: float = 0.0
    """The greatest offset for the roles of a name."""

    def price(self, order: float) -> float:
        """Nats that readings dearer than the cheapest cost, at most 0."""
        bend = self.curves[_ORDER]
        return min(0.0, curve(bend[0], bend[1], order) - max(bend[1])) if bend else 0.0

    def lost(self, role: int, values: Values) -> float:
        """Nats that the measurements of one role fall short of the best they could be."""
        total = 0.0
        for i in range(role * len(_PER_ROLE), (role + 1) * len(_PER_ROLE)):
            bend, measured = self.curves[i], values[i]
            if bend is not None and measured is not None:
                total += curve(bend[0], bend[1], measured) - max(bend[1])
        return total


def weights(language: str, tables: Tables) -> Weights:
    """The fitted weights for names of one language, or those for any name when the language has none."""
    name = f"{language}/weights" if language and tables.has(f"{language}/weights") else "weights"
    return tables.derived(f"score {name}", lambda: read_weights(tables.rows(name), name))


def read_weights(rows: Iterable[Mapping[str, str]], source: str) -> Weights:
    """The model from the rows of a table: feature, knot, points, what it means."""
    knots: dict[str, list[tuple[float, float]]] = {}
    offsets: dict[str, float] = {}
    meanings: dict[str, str] = {}
    for row in rows:
        if row["knot"] == "":
            offsets[row["feature"]] = float(row["points"])
        else:
            knots.setdefault(row["feature"], []).append((float(row["knot"]), float(row["points"])))
        if row["what"]:
            meanings.setdefault(row["feature"], row["what"])
    curves: list[tuple[tuple[float, ...], tuple[float, ...]] | None] = []
    for feature in FEATURES:
        points = sorted(knots.get(feature, []))
        curves.append((tuple(k for k, _ in points), tuple(p for _, p in points)) if points else None)
    bends = tuple((i, *bend) for i, bend in enumerate(curves) if bend is not None)
    most = offsets.get("base", 0.0) + math.fsum(max(0.0, *bend[2]) for bend in bends)
    named = max((nats for name, nats in offsets.items() if name.startswith("roles ")), default=0.0)
    return Weights(tuple(curves), offsets, meanings, source, bends, most, max(0.0, named))


def curve(knots: Sequence[float], points: Sequence[float], value: float) -> float:
    """The points at a value: linear between knots, flat beyond them.

    >>> curve((0.0, 2.0), (0.0, 4.0), 0.5), curve((0.0, 2.0), (0.0, 4.0), 9.0)
    (1.0, 4.0)
    """
    if value <= knots[0]:
        return points[0]
    if value >= knots[-1]:
        return points[-1]
    i = bisect_right(knots, value)
    low, high = knots[i - 1], knots[i]
    return points[i - 1] + (points[i] - points[i - 1]) * (value - low) / (high - low)


# -- measuring ----------------------------------------------------------------------------------------------------


def _measure(a: Piece, b: Piece) -> Found:
    """Share, quality, units, nearness, letters and rarity of two parts; None where a measurement does not apply.

    Quality goes on where no form is shared: a form of one that is a form of the other but for a few letters counts, at
    a price. What speaks for such a slip is that one of the two is no known name: then there is some share all the same.
    """
    share: float | None = None
    quality: float | None = None
    one, two = a.shares, b.shares
    if one and two:
        if len(one) > len(two):
            one, two = two, one
        total = best = 0.0
        for kind, chance in one.items():
            other = two.get(kind)
            if other is not None:
                both = chance * other
                total += both
                if both > best:
                    best = both
        share = max(FLOOR, math.log(total / (a.length * b.length))) if total else FLOOR
        quality = max(FLOOR, math.log(best / (a.peak * b.peak))) if best else FLOOR
        if share > 0.0:
            share = 0.0
        if quality < -SLIP:
            shared, quality = quality, max(quality, _nearly(a, b))
            if shared == FLOOR < quality:
                share = _slipped(quality, max(a.rarity, b.rarity))
    if quality is not None and quality > -0.7:
        apart, near = 0.0, 1.0
    elif a.units and b.units:
        apart, near = _apart(a, b)
    elif a.script == b.script:
        apart = float(min(4, Levenshtein.distance(a.plain, b.plain)))
        near = Indel.normalized_similarity(a.plain, b.plain)
    else:
        apart, near = 4.0, 0.0
    if bool(one) != bool(two) and near < MISREAD and len((b if a.shares else a).plain) >= SPELT:
        share = quality = FLOOR  # what no table reads is no spelling of what the other one is
    letters = None
    if a.script == b.script:
        letters = 1.0 if a.plain == b.plain else JaroWinkler.similarity(a.plain, b.plain)
        if a.plain == b.plain:
            share, quality, apart, near = 0.0, 0.0, 0.0, 1.0
    rare = None
    if one and two and near < 1.0:  # each has native forms of its own
        rare = max(a.rarity, b.rarity)
    return share, quality, -apart, near, letters, rare


def _slipped(quality: float, rarity: float) -> float:
    """The share of two forms of which one may be a slip for the other."""
    return max(FLOOR, min(SLIPPED, FLOOR + quality + max(0.0, rarity - KNOWN)))


def _nearly(a: Piece, b: Piece) -> float:
    """The quality of two forms that are one but for a few letters: minus what both lie behind the best ones and what the
    letters between them cost, in nats."""
    best = -FLOOR
    if Levenshtein.distance(a.units[0], b.units[0], score_cutoff=FAR) > FAR:
        return FLOOR
    for one, bone, gap in zip(a.units, a.bones, a.gaps, strict=True):
        for two, other, more in zip(b.units, b.bones, b.gaps, strict=True):
            cost = gap + more
            if cost < best:
                cost += SLIP * Levenshtein.distance(one, two)
                if cost < best:
                    cost += HARD * Levenshtein.distance(bone, other)
                    if cost < best:
                        best = cost
    return -best


def _apart(a: Piece, b: Piece) -> tuple[float, float]:
    """Native letters between the likeliest forms (at most 4), and the likeness of what is left without common endings."""
    ending = a.units[0][len(a.stem) :] if a.stem else ""
    least, stem = 99, 1
    for one in a.units:
        for two in b.units:
            distance = Levenshtein.distance(one, two)
            if distance < least:
                both = len(ending) if ending and one.endswith(ending) and two.endswith(ending) else 0
                least, stem = distance, max(1, len(one) - both, len(two) - both)
    return float(min(4, least)), max(0.0, 1.0 - least / stem)


def _put(values: Values, role: int, found: Found) -> None:
    start = role * len(_PER_ROLE)
    values[start : start + len(_PER_ROLE)] = found


_LIKE: Mapping[str, float] = {"same": 1.0, "doublet": 0.6, "foreign": 0.4, "diminutive": 0.4}


def _listed(a: Piece, b: Piece, settings: Settings) -> float | None:
    """1: one listed given name; less: a doublet, a foreign equivalent, a pet form; −1: listed ones that differ."""
    one, two = a.listed, b.listed
    if not one or not two:
        return None
    best = -1.0
    for name, kind in one.items():
        other = two.get(name)
        if other is not None:
            kinds = (kind, other)
            if "doublet" in kinds and not settings.doublets:
                continue
            if "diminutive" in kinds and not settings.diminutives:
                continue
            best = max(best, min(_LIKE[kind], _LIKE[other]))
    return best


_WHATEVER = Settings(doublets=True, diminutives=True)
"""Of fathers' names every likeness counts: a doublet of the father's is no other person."""


def _contradict(a: Piece, b: Piece) -> bool:
    """Whether two words that carry marks are one but for these: then a letter without a mark is another letter."""
    return a.plain == b.plain and bool(a.marked and b.marked) and a.marked != b.marked


def _initials(a: Side, b: Side) -> float | None:
    """Whether initials fit what they stand beside: 1 they fit, −1 they do not, None without any."""
    if not a.initials and not b.initials:
        return None
    one = (
        [*a.initials]
        if a.initials and not a.given
        else [p for p in (a.given, *a.initials, a.patronymic) if p]
    )
    two = (
        [*b.initials]
        if b.initials and not b.given
        else [p for p in (b.given, *b.initials, b.patronymic) if p]
    )
    if not one or not two:
        return None
    fits = all(x.firsts & y.firsts for x, y in zip(one, two, strict=False))
    return 1.0 if fits else -1.0


def measure(
    left: Profile,
    right: Profile,
    a: Side,
    b: Side,
    settings: Settings,
    order: float,
    model: Weights | None = None,
    least: float = -math.inf,
) -> Comparison | None:
    """The measurements of two readings of one language; None when no part of one can stand beside one of the other.

    None, too, when no two parts that are read stand side by side: then this language tells nothing of them.
    `order` (nats, at most 0) is what the readings cost beyond the cheapest ones. With `model`, `BELOW` when the readings
    cannot reach more than `least` nats: the rest is then not measured.
    """
    if not (_is_read(a) and _is_read(b)) and _strange(a, b):
        return None
    bound = math.inf
    if model is not None and least > -math.inf and _full(a, b):
        bound = model.bound(_scripts(left, right), bool(a.loose or b.loose), order)
        if max(bound, ONE_FORM + DEAR * order) <= least:
            return BELOW
    values: Values = [None] * _SIZE
    roles: list[str] = []
    qualities: list[float] = []
    nears: list[float] = []
    unread = 0

    def put(role: int, one: Piece, two: Piece) -> None:
        nonlocal unread
        found = _measure(one, two)
        _put(values, role, found)
        if _contradict(one, two):
            values[_MARKS] = -1.0
        roles.append(ROLES[role])
        if found[1] is not None:
            qualities.append(found[1])
        else:
            unread += 1
        nears.append(found[3])

    over = 0
    if a.loose or b.loose:
        if (a.initials and len(b.loose) > 1) or (b.initials and len(a.loose) > 1):
            return None
        ones, twos = _words(a), _words(b)
        over = abs(len(ones) - len(twos))
        matched = _align(ones, twos)
        if not matched:
            return None
        found = [m for _, _, m in matched]
        shares = [m[0] for m in found if m[0] is not None]
        quality = [m[1] for m in found if m[1] is not None]
        letters = [m[4] for m in found if m[4] is not None]
        count = len(found)
        rare = [m[5] for m in found if m[5] is not None]
        unread = count - len(quality)
        summed = (
            max(FLOOR, added(shares)) if shares else None,
            max(FLOOR, added(quality)) if quality else None,
            max(-4.0, added(m[2] for m in found)),
            added(m[3] for m in found) / count,
            added(letters) / len(letters) if letters else None,
            min(rare, default=None),
        )
        _put(values, 3, summed)
        if any(_contradict(one, two) for one, two, _ in matched):
            values[_MARKS] = -1.0
        roles.append("loose")
        if a.tail or b.tail:
            values[_TAIL] = 1.0 if a.tail == b.tail else -1.0 if a.tail and b.tail else 0.0
        if min(len(ones), len(twos)) == 1 < max(len(ones), len(twos)):
            family = Role.GIVEN not in (matched[0][0].role, matched[0][1].role)
            roles = ["alone" if family else "alone given"]
        qualities += quality
        nears.append(min(m[3] for m in found))
        if count == 1:
            values[_LISTED] = _listed(matched[0][0], matched[0][1], settings)
    else:
        if a.family and b.family:
            put(0, a.family, b.family)
            if a.family.law * b.family.law < 0:
                values[_LAW] = -1.0
            if model is not None and bound < math.inf and a.family.shares.keys() != b.family.shares.keys():
                bound += model.lost(0, values)
                if bound <= least and qualities:
                    return BELOW
        if a.given and b.given:
            values[_LISTED] = listed = _listed(a.given, b.given, settings)
            if listed is not None and listed > 0.0 and not a.given.shares.keys() & b.given.shares.keys():
                roles.append(ROLES[1])  # another name for the name: its letters tell nothing more
            else:
                put(1, a.given, b.given)
        if a.patronymic and b.patronymic:
            put(2, a.patronymic, b.patronymic)
            values[_FATHERS] = _listed(a.patronymic, b.patronymic, _WHATEVER)
        if not roles:
            return None
        if "family" not in roles:
            roles = ["alone given"]
    if unread and not qualities and (values[_LISTED] or 0.0) <= 0.0:
        return None
    if len(qualities) > 1:
        values[_WEAKEST] = min(qualities)
    if len(nears) > 1:
        values[_CLOSEST] = min(nears)
    values[_GENDER] = _gender(left, right, a, b)
    values[_INITIALS] = _initials(a, b)
    if values[_INITIALS] is not None and not (a.given and b.given):
        roles = ["alone initials"]
    values[_ORDER] = order
    values[_WHOLE_LETTERS] = _whole(left, right)
    values[_UNREAD] = -float(min(unread, 2))
    values[_OVER] = -float(min(over, 3))
    one = not over and not unread and a.tail == b.tail and _one_form(a, b) and (values[_GENDER] or 0.0) >= 0.0
    return Comparison(a, b, a.language, values, " ".join(roles), _scripts(left, right), one)


def _is_read(side: Side) -> bool:
    """Whether there is a native form behind some part of a reading."""
    return any(piece.shares for piece in _parts(side))


def _strange(a: Side, b: Side) -> bool:
    """Whether two readings have no word in common as written."""
    return {piece.plain for piece in _parts(a)}.isdisjoint(piece.plain for piece in _parts(b))


def _full(a: Side, b: Side) -> bool:
    """Whether two readings say equally much, so that what a dear reading costs counts against them."""
    if a.initials or b.initials:
        return False
    if a.loose or b.loose:
        ones, twos = len(_words(a)), len(_words(b))
        return ones == twos or min(ones, twos) > 1
    return all(side.family is not None and side.given is not None for side in (a, b))


def _one_form(a: Side, b: Side) -> bool:
    """Whether two native spellings have the same parts with the same forms."""
    ones, twos = _parts(a), _parts(b)
    return len(ones) == len(twos) and all(
        x.native and y.native and x.role == y.role and x.shares.keys() == y.shares.keys()
        for x, y in zip(ones, twos, strict=True)
    )


def _parts(side: Side) -> list[Piece]:
    named = [piece for piece in (side.family, side.given, side.patronymic) if piece is not None]
    return [*named, *side.initials, *side.loose]


def _words(side: Side) -> list[Piece]:
    """The parts of a reading as plain words."""
    if side.loose:
        return list(side.loose)
    return [piece for piece in (side.family, side.given, side.patronymic) if piece is not None]


Match = tuple[Piece, Piece, Found]


def _align(ones: Sequence[Piece], twos: Sequence[Piece]) -> list[Match]:
    """The words of two names paired, best pair first, each word once."""
    if len(ones) == len(twos) == 1:
        return [(ones[0], twos[0], _measure(ones[0], twos[0]))]
    if len(ones) * len(twos) > 24:
        return []
    found = sorted(
        (
            (-((m[1] if m[1] is not None else FLOOR) + m[2] + 3.0 * m[3]), i, j, m)
            for i, one in enumerate(ones)
            for j, two in enumerate(twos)
            for m in (_measure(one, two),)
        ),
        key=lambda item: (item[0], ones[item[1]].plain, twos[item[2]].plain),
    )
    used: tuple[set[int], set[int]] = (set(), set())
    chosen: list[Match] = []
    for _, i, j, m in found:
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            chosen.append((ones[i], twos[j], m))
    return chosen


def _gender(left: Profile, right: Profile, a: Side, b: Side) -> float | None:
    """−1 when the names are of a man and of a woman (−2 when both are native spellings, which leave no doubt), 1 when
    both tell the same, None when one does not tell."""
    one, two = a.gender or left.gender, b.gender or right.gender
    if a.family and b.family and a.family.gender and b.family.gender and a.family.gender != b.family.gender:
        his, hers = _other_than_family(a), _other_than_family(b)
        # Олег Дерипаска is no woman, whatever his name ends in
        one, two = (his, hers) if his and his == hers else (a.family.gender, b.family.gender)
    if not one or not two:
        return None
    if one == two:
        return 1.0
    return -2.0 if all(piece.native for piece in (*_parts(a), *_parts(b))) else -1.0


def _other_than_family(side: Side) -> str:
    """The gender that the given name and the patronymic tell, where they tell one."""
    said = {piece.gender for piece in (side.given, side.patronymic) if piece is not None and piece.gender}
    return said.pop() if len(said) == 1 else ""


def _whole(left: Profile, right: Profile) -> float | None:
    if left.script != right.script:
        return None
    return Indel.normalized_similarity(" ".join(left.words), " ".join(right.words))


def _scripts(left: Profile, right: Profile) -> str:
    one, two = left.script, right.script
    return f"{one}-{two}" if one <= two else f"{two}-{one}"


def _letters_only(left: Profile, right: Profile) -> Comparison:
    """Two names that no table reads together: what their letters and sounds say."""
    values: Values = [None] * _SIZE
    whole = _whole(left, right)
    values[_WHOLE_LETTERS] = whole if whole is not None else 0.0
    sounds = [sorted(filter(None, map(sound_key, profile.words))) for profile in (left, right)]
    if sounds[0] and sounds[1]:
        values[_SOUND] = Indel.normalized_similarity(" ".join(sounds[0]), " ".join(sounds[1]))
    else:
        values[_SOUND] = values[_WHOLE_LETTERS]  # of what has no sounds the letters alone speak
    values[_OVER] = -float(min(3, abs(len(left.words) - len(right.words))))
    return Comparison(None, None, "", values, "letters", _scripts(left, right))


def _both_ways(sides: Sequence[Side]) -> bool:
    """Whether a name is read both with roles and without."""
    return any(side.loose for side in sides) and any(not side.loose for side in sides)


def _beside(left: Profile, right: Profile) -> Iterator[tuple[Side, Side, float]]:
    """Every two readings to hold side by side, of the languages that read both names best; and minus what they cost
    beyond the cheapest ones of their language (nats, −6 at most)."""
    sides = cast("tuple[Side, ...]", left.sides), cast("tuple[Side, ...]", right.sides)
    costs: dict[str, float] = {}
    for a in sides[0]:
        if a.language not in costs:
            b = next((b for b in sides[1] if b.language == a.language), None)
            if b is not None:
                costs[a.language] = a.cost + b.cost
    limit = min(costs.values(), default=0.0) + LANGUAGES_APART
    for language, cost in costs.items():
        if cost > limit:
            continue
        ones, twos = ([side for side in own if side.language == language] for own in sides)
        # readings without roles meet each other; beside one with roles they are held only where there is no other
        apart = _both_ways(ones) and _both_ways(twos)
        for a in ones:
            for b in twos:
                if not (apart and bool(a.loose) != bool(b.loose)):
                    yield a, b, max(-6.0, cost - a.cost - b.cost)


def comparisons(left: Profile, right: Profile, settings: Settings) -> list[Comparison]:
    """Every way to hold two names side by side; by their letters alone where no reading of one suits the other."""
    found = (measure(left, right, a, b, settings, order) for a, b, order in _beside(left, right))
    return [held for held in found if held is not None] or [_letters_only(left, right)]


# -- scoring ------------------------------------------------------------------------------------------------------


def points(held: Comparison, model: Weights) -> float:
    """The sum of the points of one comparison: its log-odds."""
    if held.one:
        return ONE_FORM + DEAR * (held.values[_ORDER] or 0.0)
    total = _start(held, model)
    short = held.roles.startswith("alone")
    values = held.values
    for i, knots, nats in model.bends:
        value = values[i]
        if value is not None and not (short and i in _NOT_SHORT):
            total += curve(knots, nats, value)
    return total


_NOT_SHORT = frozenset((_ORDER, _WHOLE_LETTERS, _OVER, _UNREAD, _WEAKEST, _CLOSEST))
"""Measurements that tell nothing of a short name beside a full one."""


ONE_FORM = 7.0
"""Nats for two native spellings of one form."""

DEAR = 4.0
"""How often what the readings cost beyond the cheapest ones is taken off that: with a case ending undone that may be
no case ending (Лаврова) the names stay two; with one that can be nothing else (Лавровым), or that a given name
confirms, they are one."""


def _start(held: Comparison, model: Weights) -> float:
    """Where the count starts: a short name beside a full one starts from a fixed point, whatever the scripts."""
    offsets = model.offsets
    if held.roles.startswith("alone"):
        return offsets.get(held.roles, 0.0)
    return (
        offsets.get("base", 0.0)
        + offsets.get(f"scripts {held.scripts}", offsets.get("scripts other", 0.0))
        + offsets.get(f"roles {held.roles}", offsets.get("roles other", 0.0))
    )


def best(
    left: Profile, right: Profile, tables: Tables, settings: Settings, least: float = -math.inf
) -> tuple[float, Comparison | None]:
    """The log-odds of two names and the comparison behind them: the most favourable way to read both.

    Where they cannot exceed `least` (nats) no more is worked out: −11 nats, and no comparison.
    """
    if left.folded == right.folded:
        return SAME, _letters_only(left, right)
    if (left.folded, left.text) > (right.folded, right.text):
        left, right = right, left  # sums and ties come out alike whichever name is named first
    top, chosen, measured = least, None, False
    language, model = "", None
    for a, b, order in _beside(left, right):
        if model is None or a.language != language:
            language, model = a.language, weights(a.language, tables)
        held = measure(left, right, a, b, settings, order, model, top)
        if held is None:
            continue
        measured = True
        if held is not BELOW:
            total = points(held, model)
            if total > top:
                top, chosen = total, held
    if not measured:
        chosen = _letters_only(left, right)
        top = points(chosen, weights("", tables))
    return (-MOST, None) if chosen is None else (max(-MOST, min(MOST, top)), chosen)


SAME = 12.0
"""Nats for one and the same spelling."""

MOST = 11.0
"""Nats: no other evidence makes a pair surer than this."""


def value(log_odds: float) -> float:
    """The probability of log-odds in nats.

    >>> value(0.0)
    0.5
    """
    if log_odds >= 0:
        return 1.0 / (1.0 + math.exp(-log_odds))
    chance = math.exp(log_odds)
    return chance / (1.0 + chance)


def compare(left: Profile, right: Profile, tables: Tables, settings: Settings | None = None) -> Score:
    """How likely two names are one, with the evidence: points in nats that sum to the log-odds."""
    settings = settings or Settings()
    log_odds, held = best(left, right, tables, settings)
    assert held is not None
    if left.folded == right.folded:
        same = Evidence("the two spellings are one, letter for letter", SAME)
        return Score(value(SAME), (same,), language=_language(left))
    model = weights(held.language, tables)
    evidence = _evidence(held, model, log_odds)
    return Score(value(log_odds), evidence, _open(held), _rarity(held), held.language)


def _language(profile: Profile) -> str:
    return cast("Side", profile.sides[0]).language if profile.sides else ""


def _pieces(held: Comparison, role: str) -> tuple[Piece | None, Piece | None]:
    if held.left is None or held.right is None:
        return None, None
    if role == "loose":
        ones, twos = _words(held.left), _words(held.right)
        pairs = _align(ones, twos) if ones and twos else []
        return (pairs[0][0], pairs[0][1]) if pairs else (None, None)
    return getattr(held.left, role), getattr(held.right, role)


def _said(role: str) -> str:
    return {"family": "family name", "given": "given name", "patronymic": "patronymic", "loose": "word"}[role]


def _evidence(held: Comparison, model: Weights, log_odds: float) -> tuple[Evidence, ...]:
    """The points by part of the name, in words; measurements of one part are told together."""
    if held.one and held.left is not None:
        form = " ".join(kind for piece in _parts(held.left) for kind in list(piece.shares)[:1])
        return (
            Evidence(
                f"both are native spellings of one form: {form}", log_odds, (f"{held.language}/equivalents",)
            ),
        )
    found: list[Evidence] = []
    short = held.roles.startswith("alone")
    told = 0.0
    for number, role in enumerate(ROLES):
        start = number * len(_PER_ROLE)
        total, used = 0.0, False
        for i in range(start, start + len(_PER_ROLE)):
            measured, bend = held.values[i], model.curves[i]
            if measured is not None:
                used = True
                if bend is not None:
                    # told from the middle of the curve, so that what speaks for the pair has a plus and what speaks
                    # against it a minus; the rest of the curve is part of where the count starts
                    total += curve(bend[0], bend[1], measured) - (bend[1][0] + bend[1][-1]) / 2.0
        if used:
            found.append(Evidence(_words_for(held, role, start), total, (model.source,)))
            told += total
    for i in range(len(ROLES) * len(_PER_ROLE), _SIZE):
        measured, bend = held.values[i], model.curves[i]
        if measured is not None and bend is not None and not (short and i in _NOT_SHORT):
            gained = curve(bend[0], bend[1], measured)
            if gained:
                what = model.meanings.get(FEATURES[i], FEATURES[i])
                found.append(Evidence(f"{what}: {measured:.2f}", gained, (f"{model.source}#{FEATURES[i]}",)))
                told += gained
    rest = log_odds - told
    found.append(
        Evidence(
            f"where the count starts for scripts {held.scripts} and parts {held.roles}", rest, (model.source,)
        )
    )
    return tuple(found)


def _words_for(held: Comparison, role: str, start: int) -> str:
    one, two = _pieces(held, role)
    said = _said(role)
    if one is None or two is None:
        return said
    pair = f"{said}: {one.folded} / {two.folded}"
    shared = [kind for kind in one.shares if kind in two.shares]
    shared.sort(key=lambda kind: (-one.shares[kind] * two.shares[kind], kind))
    if not one.shares or not two.shares:
        if held.values[start + 1] == FLOOR:
            return f"{pair}: no table reads {(two if one.shares else one).folded} as a spelling of the other"
        return f"{pair}: no table reads both; compared by their letters"
    if role == "patronymic" and held.values[_FATHERS] == -1.0:
        return f"{pair}: contradict"
    if not shared:
        nearest = f"{next(iter(one.shares))} / {next(iter(two.shares))}"
        return f"{pair}: no native form is shared; the nearest are {nearest}"
    top = shared[0]
    words = f"{pair}: both can be {top}"
    quality = held.values[start + 1]
    if quality is not None and quality < -1.0:
        words += f", though it explains them {-quality:.1f} nats worse than {_own(one, two)}"
    return words


def _own(one: Piece, two: Piece) -> str:
    tops = sorted({max(p.shares, key=lambda kind: p.shares[kind]) for p in (one, two)})
    return " and ".join(tops)


def _open(held: Comparison) -> tuple[str, ...]:
    """What the spellings leave undecided: parts for which more than one native form stays likely."""
    found = []
    for role in ROLES:
        one, two = _pieces(held, role)
        if one is None or two is None or not one.shares or not two.shares:
            continue
        both = {kind: share * two.shares[kind] for kind, share in one.shares.items() if kind in two.shares}
        whole = math.fsum(both.values())
        likely = [
            k for k, v in sorted(both.items(), key=lambda item: (-item[1], item[0])) if v > 0.03 * whole
        ]
        if len(likely) > 1:
            found.append(f"{_said(role)}: {' or '.join(likely)}")
    return tuple(found)


def _rarity(held: Comparison) -> float:
    """How much the shared name narrows the bearers down, in nats: what the likelier spelling costs, beyond a common one."""
    if held.left is None or held.right is None:
        return 0.0
    return round(max(0.0, min(held.left.cost, held.right.cost) - 12.0), 2)
