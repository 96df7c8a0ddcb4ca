"""Pairs that the lists do not hold: a name beside itself with one part changed for another, near one.

Public lists pair a name with its own spellings, and with others that happen to share a word; hardly ever do they hold
Sergei Ivanov beside Sergei Ivanova, or Dmitry Medvedev beside Dmitry Medvedko. A model fitted without such pairs learns
that one equal part is proof enough. So they are made: the family or the given name of one spelling of a person is
replaced by the spelling, in the same script, of a near one of somebody else in the lists, or of the other gender's
form. They teach the weights; no figure is reported on them but their own.
"""

from __future__ import annotations

import random
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import cast

from rapidfuzz.distance import Levenshtein

from translit import text as texts
from translit.model import Part, Profile, Role
from translit.profile import Piece, Side, classed, habits
from translit.rules import romanise
from translit.tables import Tables

NEAR = 3
"""Native letters, at most, between a family name and the one put in its place."""

Make = Callable[[str], Profile]
Row = dict[str, str]


def pairs(
    listed: Sequence[Row], language: str, tables: Tables, make: Make, most: int, seed: int = 7
) -> list[Row]:
    """At most so many pairs of two names that differ in one near part, in the shape of the pairs of the lists.

    `listed` are the spellings of the lists, each with its entity.

    Half of them differ in the family name, half in the given name.
    """
    chance = random.Random(seed)
    found: dict[Role, list[Row]] = {Role.FAMILY: [], Role.GIVEN: []}
    for role, rows in found.items():
        people = _people(listed, language, make, role)
        bank = _bank(people)
        for entity in sorted(people):
            own = people[entity]
            native = _native(own)
            others = [n for n in bank if _near(native, n)]
            flipped = _other_gender(native, language, tables) if role is Role.FAMILY else ""
            for _ in range(4):
                left, right = chance.choice(own), chance.choice(own)
                other = (
                    flipped if flipped and chance.random() < 0.3 else chance.choice(others) if others else ""
                )
                spelled = _spelled(other, left[0], bank, language, tables, chance) if other else ""
                if not spelled or _folded(spelled) in {_folded(part.text) for _, part, _ in own}:
                    continue
                changed = left[0].replace(left[1].text, _cased(spelled, left[1].text), 1)
                if _may_be(changed, left, language, role, tables, make):
                    continue
                rows.append(
                    {
                        "name_a": changed,
                        "name_b": right[0],
                        "label": "0",
                        "kind": f"near {role.value}",
                        "of": left[0],
                    }
                )
        chance.shuffle(rows)
    return [row for rows in found.values() for row in rows[: most // 2]]


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


def _near(one: str, two: str) -> bool:
    a, b = (unicodedata.normalize("NFD", native) for native in (one, two))
    return 0 < Levenshtein.distance(a, b) <= min(NEAR, max(len(a), len(b)) // 2)


def _other_gender(native: str, language: str, tables: Tables) -> str:
    if not tables.has(f"{language}/suffixes"):
        return ""
    for row in tables.rows(f"{language}/suffixes"):
        for one, two in ((row["masculine"], row["feminine"]), (row["feminine"], row["masculine"])):
            if one and two and one != two and native.endswith(one) and len(native) > len(one) + 1:
                return native[: len(native) - len(one)] + two
    return ""


def _may_be(changed: str, left: Spelling, language: str, role: Role, tables: Tables, make: Make) -> bool:
    """Whether the changed name can still be read as the old one: undecidable, so it teaches nothing."""
    known = habits(language, tables)
    if changed == left[0]:
        return True
    one, two = (_cheapest(make(text), language, role) for text in (left[0], changed))
    if one is None or two is None:
        return True
    return (
        classed(left[2], known) in two.shares
        or bool(one.listed.keys() & two.listed.keys())
        or bool(set(list(one.shares)[:3]) & set(list(two.shares)[:3]))
    )


def _cheapest(profile: Profile, language: str, role: Role) -> Piece | None:
    """The part in this role under the cheapest reading."""
    for side in cast("tuple[Side, ...]", profile.sides):
        if side.language == language:
            return side.family if role is Role.FAMILY else side.given
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


def _folded(text: str) -> str:
    return texts.strip_marks(texts.fold(text))


def _cased(text: str, like: str) -> str:
    return text.upper() if like.isupper() and len(like) > 1 else text[:1].upper() + text[1:].lower()
