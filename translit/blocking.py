"""The few short codes by which two names can find each other.

A key is exact-joinable: `ko:f|rest` in any database. Native forms that spellings confuse get one skeleton (a table of
confusable letters, `skeleton.tsv`), parts are put in a fixed order, and only the likeliest forms give keys.
Beside these a single word gets a coarse key from its letters, whatever language they are read in (`sounds.tsv`):
`*kprk`. Names that no table reads get the sound codes of their words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import cast

from translit.distance import sound_key
from translit.model import FINER, Profile
from translit.sides import Piece, Side
from translit.tables import Tables
from translit.text import fold, longest_first, strip_marks, to_ascii
from translit.usage import speakers

MOST = 10
"""Keys a name has at most; the mean stays under 4."""

OF_ONE = 7
"""Keys a name has at most in one language, so that no reading crowds out another."""

HEAD = 3
"""Letters of a skeleton that a word's key keeps: what is at the end is what languages change and slips hit."""

SHARE = 0.04
"""A native form with a smaller share of the reading gives no key."""

FAINT = 0.002
"""The same for keys of first letters alone, of which many forms have one: Kim Jong-čchol can be 영철."""

FAINT_FORMS = 5
"""Native forms that give such keys, at most."""


DEAR = 14.0
"""Nats: a reading this much dearer than the cheapest gives no key."""

FAR = 20.0
"""Nats: in a language whose cheapest reading is this much dearer than another's a name is held beside one of thousands."""

WORD = 3.0
"""Nats: a single word whose reading without roles is at most this much dearer than another may be a place."""

COARSE = 5
"""Sounds that a coarse key keeps."""

SILENT = "-"
"""What stands in a key for the onset of a syllable that opens without a sound."""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """How a language's native letters are thinned for keys."""

    decompose: bool
    joined: bool
    letters: Mapping[str, str]
    initials: Mapping[str, str]
    endings: tuple[str, ...]
    opening: frozenset[str]
    """Letters that open a syllable with a sound."""
    seen: dict[str, str] = field(default_factory=dict, compare=False, repr=False)
    """What native forms met before were thinned to."""


_SEEN = 50_000
"""Native forms whose skeletons are remembered."""


def skeleton(code: str, tables: Tables) -> Skeleton:
    """The language's table of confusable letters, compiled once; without a table every letter stands for itself."""
    return tables.derived(f"skeleton {code}", lambda: _skeleton(code, tables))


def _skeleton(code: str, tables: Tables) -> Skeleton:
    language = tables.language(code)
    letters: dict[str, str] = {}
    endings: list[str] = []
    initials: dict[str, str] = {}
    for row in tables.rows(f"{code}/skeleton"):
        if row["where"] == "end":
            endings.append(row["letter"])
            continue
        letter = unicodedata.normalize(
            "NFD" if language.decompose else "NFC", language.letters.get(row["letter"], row["letter"])
        )
        (initials if row["where"] == "initial" else letters)[letter] = row["key"]
    return Skeleton(
        language.decompose,
        language.joined,
        letters,
        initials,
        longest_first(endings),
        frozenset(letter for name, letter in language.letters.items() if name.endswith("-")),
    )


def thin(native: str, bones: Skeleton) -> str:
    """The skeleton of a native form: confusable letters made one, the common ending off, doubles single."""
    found = bones.seen.get(native)
    if found is None:
        if len(bones.seen) >= _SEEN:
            bones.seen.clear()
        found = bones.seen[native] = _thin(native, bones)
    return found


def _thin(native: str, bones: Skeleton) -> str:
    for ending in bones.endings:
        if native.endswith(ending) and len(native) > len(ending) + 2:
            native = native[: -len(ending)]
            break
    text = unicodedata.normalize("NFD", native) if bones.decompose else native
    out: list[str] = []
    for letter in text:
        new = bones.letters.get(letter, letter)
        if new and not (out and out[-1] == new):
            out.append(new)
    return "".join(out) or text[:1]


def _thinned(piece: Piece, bones: Skeleton, limit: int) -> list[str]:
    found: list[str] = []
    for form in [kind for kind, share in piece.shares.items() if share >= SHARE][:limit] or list(
        piece.shares
    )[:1]:
        bone = thin(form, bones)
        if bone not in found:
            found.append(bone)
    return found


def _side_keys(side: Side, bones: Skeleton, first: bool) -> Iterable[tuple[str, Iterable[str]]]:
    """The keys of one reading, each with the finer ones that take its place where it is crowded; `first` when it is the
    likeliest of its language."""
    code = side.language
    if bones.joined:
        if side.loose:
            # a place, or a short name that may be one: other languages change how it ends
            brief = first or len(next(iter(side.loose[0].shares), "")) < 3
            for whole in _thinned(side.loose[0], bones, 2):
                key = f"{code}:{whole[: HEAD + 1]}" if brief else f"{code}:{whole}"
                yield key, [f"{key}{FINER}{whole}"]
        elif side.family and side.given:
            for given in _thinned(side.given, bones, 3):
                for family in _thinned(side.family, bones, 2):
                    yield f"{code}:{family}{given}", ()
            if first and side.given.shares and side.family.shares:
                family = thin(next(iter(side.family.shares)), bones)
                likely = [form for form, share in side.given.shares.items() if share >= FAINT][:FAINT_FORMS]
                found: dict[str, list[str]] = {}
                for form in likely:
                    found.setdefault(_onsets(form, bones), []).append(form)
                for onsets, forms in found.items():
                    key = f"{code}:{family} {onsets}"
                    yield key, [f"{key}{FINER}{one}" for form in forms for one in _by_syllable(form, bones)]
        if side.family and side.initials and first:
            family = thin(next(iter(side.family.shares), ""), bones)
            yield from ((f"{code}:{family} {onsets}", ()) for onsets in _shortened(side, bones))
        return
    if side.loose:
        head, *more = side.loose
        for form in list(head.shares)[: 1 if more else 2] or [""]:
            words = (
                " ".join([form, *(next(iter(piece.shares), "") for piece in more)]).replace("-", " ").split()
            )
            thinned = sorted(thin(word, bones)[:HEAD] for word in words)
            telling = [word for word in thinned if len(word) > 2] or thinned
            if telling:
                key = f"{code}:{' '.join(telling)}"
                yield (
                    key,
                    [f"{key}{FINER}{' '.join(sorted(thin(word, bones)[: HEAD + 2] for word in words))}"],
                )
        # which word is the family name is not known: each may be, beside the initial of any other
        for place, word in enumerate(side.loose if 1 < len(side.loose) < 4 else ()):
            for at, other in enumerate(side.loose):
                if at != place and word.shares:
                    yield _beside(code, thin(next(iter(word.shares)), bones), other, bones)
        return
    if side.family:
        beside = side.given or (side.initials[0] if side.initials else None)
        for form in list(side.family.shares)[:2]:
            yield _beside(code, thin(form.replace("-", ""), bones), beside, bones)


def _beside(code: str, family: str, other: Piece | None, bones: Skeleton) -> tuple[str, Iterable[str]]:
    """The key of a thinned family name and the initial of another part, and the finer ones: how either goes on."""
    if other is None:
        key = f"{code}:{family[:HEAD]}"
        return key, [f"{key}{FINER}{family[: HEAD + 2]}"]
    key = f"{code}:{family[:HEAD]} {_initial(other, bones)}"
    name = min(other.listed, default="") or next(iter(other.shares), "")
    finer = [f"{key}{FINER} {thin(name, bones)[:HEAD]}"] if len(name) > 1 else []
    if len(family) > HEAD or not finer:
        finer.append(f"{key}{FINER}{family[: HEAD + 2]}")
    return key, finer


def _by_syllable(native: str, bones: Skeleton) -> Iterable[str]:
    """Each thinned syllable with its place: of two spellings of one name at least one is written alike."""
    return [f"{at}{thin(syllable, bones)}" for at, syllable in enumerate(native)]


def _shortened(side: Side, bones: Skeleton) -> list[str]:
    """The onsets of the units for which initials stand, behind those that stand there; none for an initial alone."""
    piece = side.initials[0]
    heads = {""} if side.given is None else {_onsets(form, bones) for form in list(side.given.shares)[:1]}
    size = piece.folded.count("-") + 1
    tails = {
        "".join(
            [bones.letters.get(letter, letter) if letter in bones.opening else SILENT for letter in first]
        )
        for first in piece.firsts
        if len(first) == size
    }
    return sorted({head + tail for head in heads for tail in tails if len(head + tail) > 1})


def _onsets(native: str, bones: Skeleton) -> str:
    """The thinned first letter of each syllable: how it goes on is what spellings confuse."""
    heads = (unicodedata.normalize("NFD", syllable)[0] for syllable in native)
    return "".join(bones.letters.get(head, head) or SILENT for head in heads)


def _coarse(profile: Profile, tables: Tables) -> str:
    """The sounds of a single word, as coarse as can be: languages spell places in ways that no reader knows.

    A name of several words has none, nor one that can hardly be a word without roles.
    """
    sides = cast("tuple[Side, ...]", profile.sides)
    if " " in profile.folded:
        return ""
    word = profile.folded
    if sides:
        if not any(side.loose for side in sides if side.cost <= sides[0].cost + WORD):
            return ""
        piece = next(filter(None, (*sides[0].loose, sides[0].family)), None)
        form = next(iter(piece.shares), "") if piece else ""
        # signs that stand for whole syllables say nothing by themselves
        if len(unicodedata.normalize("NFD", form)) > len(unicodedata.normalize("NFD", word)):
            word = form
    sounds = tables.derived("sounds", lambda: {row["letters"]: row["key"] for row in tables.rows("sounds")})
    return _sounds(to_ascii(strip_marks(fold(word))).lower(), sounds)[:COARSE]


def _sounds(word: str, sounds: Mapping[str, str]) -> str:
    longest = max(map(len, sounds), default=0)
    out, at = "", 0
    while at < len(word):
        letters = next((word[at : at + n] for n in range(longest, 0, -1) if word[at : at + n] in sounds), "")
        if letters and not out.endswith(sounds[letters]):
            out += sounds[letters]
        at += len(letters) or 1
    return out


def _initial(piece: Piece, bones: Skeleton) -> str:
    """The thinned first letter of a given name; vowels, which one language or another drops or swaps, are one.

    A pet form or another language's form of a listed name has the letter of that.
    """
    head = (min(piece.listed, default="") or next(iter(piece.shares), piece.plain))[:1].lower()
    return bones.initials.get(head) or bones.letters.get(head, head) or "-"


def far(costs: Mapping[str, float], tables: Tables) -> frozenset[str]:
    """The languages in which a name is hardly ever held beside another, by what its best reading costs in each (nats);
    none of those that give it keys."""
    known = speakers(tables)
    limit = max(
        min(costs.values()), min(cost for code, cost in costs.items() if known[code].isdisjoint(costs))
    )
    return frozenset([code for code, cost in costs.items() if cost > limit + FAR])


def keys(profile: Profile, tables: Tables) -> tuple[str, ...]:
    """The keys of a name, at most ten, the likeliest reading's first."""
    return tuple(_branches(profile, tables))


def codes(profile: Profile, tables: Tables) -> tuple[str, ...]:
    """The keys of a name, behind each the finer ones that take its place where too many names share it.

    A pair that shares a key of many names and nothing finer is hardly ever one: the rest of either part must be alike too.
    """
    found = _branches(profile, tables)
    return tuple([code for key, finer in found.items() for code in (key, *dict.fromkeys(finer))])


def _branches(profile: Profile, tables: Tables) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    sides = cast("tuple[Side, ...]", profile.sides)
    given: dict[str, int] = {}
    known, present = speakers(tables), {side.language for side in sides}
    # of languages with one native script the one with counts gives the keys: its skeletons do for its neighbours
    speaking = [side for side in sides if known[side.language].isdisjoint(present)]
    for side in speaking:
        if side.cost > speaking[0].cost + DEAR:
            break
        for key, finer in _side_keys(side, skeleton(side.language, tables), side.language not in given):
            if key in found:
                found[key].extend(finer)
            elif given.get(side.language, 0) < OF_ONE:
                given[side.language] = given.get(side.language, 0) + 1
                found[key] = list(finer)
    if not found:
        sounds = sorted(filter(None, map(sound_key, profile.words)))
        only = "~" + " ".join(sounds) if sounds else "=" + profile.folded
        found = {only: []} if only != "=" else {}
    coarse = _coarse(profile, tables)
    most = dict(islice(found.items(), MOST - 1 if coarse else MOST))
    if coarse:
        most[f"*{coarse}"] = []
    return most
