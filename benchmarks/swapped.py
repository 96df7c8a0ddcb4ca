"""Pairs that the lists do not hold: a name beside itself with one part changed for another, near one.

Public lists pair a name with its own spellings, and with others that happen to share a word; hardly ever do they hold
Sergei Ivanov beside Sergei Ivanova, or Dmitry Medvedev beside Dmitry Medvedko. A model fitted without such pairs learns
that one equal part is proof enough. So they are made: the family or the given name of one spelling of a person is
replaced by the spelling, in the same script, of a near one of somebody else in the lists, of one a letter away that looks
as much like a name, or of the other gender's form; the patronymic by any other one. They teach the weights; no figure is
reported on them but their own.
"""

from __future__ import annotations

import math
import random
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import cast

from rapidfuzz.distance import Levenshtein

from translit import text as texts
from translit.lattice import prior
from translit.model import Part, Profile, Role, System
from translit.rules import romanise
from translit.sides import WELL_KNOWN, Piece, Side
from translit.tables import Tables
from translit.usage import classed, habits

NEAR = 3
"""Native letters, at most, between a part and the one put in its place."""

LOOKS_LIKE_ONE = 8.0
"""Nats that a made-up family name may cost beyond a well-known one."""

SAME = 0.6
"""How often a hard pair is one spelling and itself changed, not another spelling of the person."""

UNDECIDED = 0.3
"""Where a spelling is that of another name with so much of the chance of its likeliest one, it teaches nothing."""

KINDS: Mapping[str, tuple[Role, float]] = {
    "near family": (Role.FAMILY, 0.35),
    "near given": (Role.GIVEN, 0.5),
    "near gender": (Role.FAMILY, 0.15),
}
"""Kinds of pairs, the part that differs, and how many of the pairs they are."""

HARD: Mapping[str, tuple[Role, float]] = {
    "near family made up": (Role.FAMILY, 0.35),
    "near family alike": (Role.FAMILY, 0.25),
    "near family next": (Role.FAMILY, 0.05),
    "near given next": (Role.GIVEN, 0.15),
    "near patronymic": (Role.PATRONYMIC, 0.2),
}
"""The same of those that only measurements made for them can tell: the part put in the place of another is as near as can be
and written in the same hand, or the rest of the names is the same."""

Make = Callable[[str], Profile]
Row = dict[str, str]


def pairs(
    listed: Sequence[Row],
    language: str,
    tables: Tables,
    make: Make,
    most: int,
    kinds: Mapping[str, tuple[Role, float]] = KINDS,
    seed: int = 7,
) -> list[Row]:
    """At most so many pairs of two names that differ in one near part, in the shape of the pairs of the lists.

    `listed` are the spellings of the lists, each with its entity.
    """
    chance = random.Random(seed)
    known = {role: _people(listed, language, make, role) for role, _ in kinds.values()}
    banks = {role: _bank(people) for role, people in known.items()}
    found: list[Row] = []
    for kind, (role, part) in kinds.items():
        people, rows, hard = known[role], list[Row](), kind in HARD
        count = math.ceil(4 * part * most / len(people)) if people else 0
        for entity in sorted(people):
            own = people[entity]
            others = _others(kind, _native(own), banks[role], language, role, tables)
            for _ in range(count if others else 0):
                left = chance.choice(own)
                right = left if hard and chance.random() < SAME else chance.choice(own)
                other = chance.choice(others)
                if hard:
                    spelled = _in_one_hand(other, left, language, tables, chance)
                else:
                    spelled = _spelled(other, left[0], banks[role], language, tables, chance)
                if not spelled or _folded(spelled) in {_folded(part.text) for _, part, _ in own}:
                    continue
                changed = left[0].replace(left[1].text, _cased(spelled, left[1].text), 1)
                asked = _may_be if hard else _might_be
                if any(
                    asked(changed, one, other, language, role, tables, make) for one in {left[0], right[0]}
                ):
                    continue
                rows.append(
                    {"name_a": changed, "name_b": right[0], "label": "0", "kind": kind, "of": left[0]}
                )
        chance.shuffle(rows)
        found += rows[: round(part * most)]
    return found


Spelling = tuple[str, Part, str]
"""A name, the part of it that is looked at, and the native form of that."""


def _people(listed: Sequence[Row], language: str, make: Make, role: Role) -> dict[str, list[Spelling]]:
    people: dict[str, list[Spelling]] = defaultdict(list)
    for row in listed:
        if row["kind"] == "person":
            people[row["entity_id"]] += _parts(make(row["name"]), language, role)
    return {entity: own for entity, own in people.items() if own}


def _parts(profile: Profile, language: str, role: Role) -> Iterator[Spelling]:
    """The part in this role of a full name."""
    for reading in profile.readings[:1]:
        roles = {part.part.role for part in reading.parts}
        if reading.name.language == language and {Role.FAMILY, Role.GIVEN} <= roles:
            for part in reading.parts:
                if part.part.role is role and part.forms:
                    yield profile.text, part.part, part.forms[0].native


def _bank(people: dict[str, list[Spelling]]) -> dict[str, list[str]]:
    """Native forms with the spellings that the lists have of them."""
    bank: dict[str, set[str]] = defaultdict(set)
    for own in people.values():
        bank[_native(own)].update(part.text for _, part, _ in own)
    return {native: sorted(bank[native]) for native in sorted(bank)}


def _native(own: list[Spelling]) -> str:
    forms = sorted(native for _, _, native in own)
    return max(forms, key=forms.count)


def _others(
    kind: str, native: str, bank: dict[str, list[str]], language: str, role: Role, tables: Tables
) -> list[str]:
    """Native forms to put in the place of one."""
    if kind == "near gender":
        return list(filter(None, [_other_gender(native, language, tables)]))
    if role is Role.PATRONYMIC:
        return [other for other in bank if other != native and other[-2:] == native[-2:]]
    if kind.endswith(("made up", "alike")):
        confused = habits(language, tables).confused
        made = _made_up(native, bank, language, tables)
        if kind.endswith("made up"):
            return made
        return [other for other in made if other.translate(confused) == native.translate(confused)]
    return [other for other in bank if 0 < _apart(native, other) <= (1 if kind in HARD else NEAR)]


def _apart(one: str, two: str) -> int:
    """Native letters between two names; many where they have no half in common."""
    a, b = (unicodedata.normalize("NFD", native) for native in (one, two))
    letters = int(Levenshtein.distance(a, b, score_cutoff=NEAR))
    return letters if letters <= max(len(a), len(b)) // 2 else NEAR + 1


def _made_up(native: str, bank: Iterable[str], language: str, tables: Tables) -> list[str]:
    """Names one letter away that look as much like a name as those people have."""
    if habits(language, tables).decompose:
        return []
    letters = sorted({letter for other in bank for letter in other})
    cuts = range(1, len(native) - 1)
    made = {native[:at] + native[at + 1 :] for at in cuts}
    made |= {
        native[:at] + letter + native[at + more :] for at in cuts for letter in letters for more in (0, 1)
    }
    known = habits(language, tables)
    return sorted(
        other
        for other in made
        if classed(other, known) != classed(native, known)
        and prior(other, language, Role.FAMILY, tables) < LOOKS_LIKE_ONE + WELL_KNOWN * len(other)
    )


def _other_gender(native: str, language: str, tables: Tables) -> str:
    if not tables.has(f"{language}/suffixes"):
        return ""
    for row in tables.rows(f"{language}/suffixes"):
        for one, two in ((row["masculine"], row["feminine"]), (row["feminine"], row["masculine"])):
            if one and two and one != two and native.endswith(one) and len(native) > len(one) + 1:
                return native[: len(native) - len(one)] + two
    return ""


def _may_be(
    changed: str, kept: str, other: str, language: str, role: Role, tables: Tables, make: Make
) -> bool:
    """Whether the changed name can as well be read as the kept one, or that one as the changed: it teaches nothing then."""
    both = _told_apart(changed, kept, language, role, make)
    if both is None:
        return True
    one, two = both
    if one.native and two.native:
        return bool(one.shares.keys() & two.shares.keys())
    put = classed(other, habits(language, tables))
    own = max(one.shares, key=lambda form: one.shares[form], default="")
    return (
        two.shares.get(put, 0.0) < UNDECIDED * two.peak
        or two.shares.get(own, 0.0) > UNDECIDED * two.peak
        or one.shares.get(put, 0.0) > UNDECIDED * one.peak
    )


def _might_be(
    changed: str, kept: str, other: str, language: str, role: Role, tables: Tables, make: Make
) -> bool:
    """The same, but for pairs that are to teach the lists' own measurements: they have no likely form in common."""
    both = _told_apart(changed, kept, language, role, make)
    if both is None:
        return True
    one, two = both
    own = max(one.shares, key=lambda form: one.shares[form], default="")
    return own in two.shares or bool(set(list(one.shares)[:3]) & set(list(two.shares)[:3]))


def _told_apart(changed: str, kept: str, language: str, role: Role, make: Make) -> tuple[Piece, Piece] | None:
    """The part as it was kept and as it was changed; None where both are one, or one listed name, or have no such part."""
    one, two = (_cheapest(make(text), language, role) for text in (kept, changed))
    if changed == kept or one is None or two is None or one.listed.keys() & two.listed.keys():
        return None
    return one, two


def _cheapest(profile: Profile, language: str, role: Role) -> Piece | None:
    """The part in this role under the cheapest reading."""
    for side in cast("tuple[Side, ...]", profile.sides):
        if side.language == language:
            return {Role.FAMILY: side.family, Role.GIVEN: side.given}.get(role, side.patronymic)
    return None


def _spelled(
    native: str, beside: str, bank: dict[str, list[str]], language: str, tables: Tables, chance: random.Random
) -> str:
    """A spelling of the native form in the script of another name: one from the lists, or one by a system."""
    script = texts.script_of(beside)
    if script == texts.script_of(native):
        return native
    known = [spelling for spelling in bank.get(native, ()) if texts.script_of(spelling) == script]
    if known:
        return chance.choice(known)
    written = {romanise(native, tables.system(info.id)).text for info in tables.systems(language)}
    fitting = sorted(w for w in written if w.isascii() and w.isalpha() and texts.script_of(w) == script)
    return chance.choice(fitting) if fitting else ""


def _in_one_hand(native: str, beside: Spelling, language: str, tables: Tables, chance: random.Random) -> str:
    """The native form as a system spells it that writes the part in whose place it comes as that stands there; or ""."""
    _, part, before = beside
    if texts.script_of(part.text) == texts.script_of(native):
        return native
    written = {
        _in_hand(native, part.text, system)
        for system in map(tables.system, [info.id for info in tables.systems(language)])
        if _in_hand(before, part.text, system) == _folded(part.text)
    }
    return chance.choice(sorted(filter(None, written)) or [""])


def _in_hand(native: str, beside: str, system: System) -> str:
    """A native form as a system writes it, its units parted as those of the part beside it are."""
    parted = next((sign for sign in "- " if sign in beside), "")
    units = native if parted and beside.count(parted) == len(native) - 1 else [native]
    return parted.join(_folded(romanise(unit, system).text) for unit in units)


def _folded(text: str) -> str:
    return texts.strip_marks(texts.fold(text))


def _cased(text: str, like: str) -> str:
    return text.upper() if like.isupper() and len(like) > 1 else text[:1].upper() + text[1:].lower()
