"""Many names as arrays of numbers: what the compiled score sees of their profiles, and nothing else.

A part of a name is a row of numbers, and a part that many names share is one row. Strings stand as numbers: two are
equal when their numbers are. The columns are named here once, for who fills them and for who reads them.
"""

from __future__ import annotations

from array import array
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from translit import score
from translit.clustering import is_short
from translit.distance import sound_key
from translit.model import Profile, Role
from translit.profile import Piece, Side
from translit.score import FEATURES, Weights, weights
from translit.settings import Settings
from translit.tables import Tables

# Columns of a part. A pair like PLAIN, PLAIN_END tells where a run of the pool of that kind begins and ends.
ROLE, SCRIPT, NATIVE, GENDER, PLAIN, PLAIN_AT, PLAIN_END, SHARES_AT, SHARES_END, KINDS = range(10)
UNITS_AT, UNITS_END, TRIM, LISTED_AT, LISTED_END, FIRSTS_AT, FIRSTS_END = range(10, 17)
OF_PIECE = 17
# Columns of a part's numbers with a fraction.
PEAK, LENGTH = range(2)
# Columns of a reading; parts by number, −1 where there is none.
LANGUAGE, FAMILY, GIVEN, PATRONYMIC, INITIALS_AT, INITIALS_END, LOOSE_AT, LOOSE_END, SEX, TAIL, WHOLLY = range(11)
OF_SIDE = 11
# Columns of a name.
SIDES_AT, SIDES_END, WRITTEN, FOLDED, RANK, MAN, WORDS_AT, WORDS_END, WORDS, SOUNDS_AT, SOUNDS_END = range(11)
OF_NAME = 11

LIKE = ("same", "doublet", "foreign", "diminutive")
"""Kinds of likeness of given names, by number."""

NAMED = (Role.GIVEN, Role.FAMILY, Role.PATRONYMIC, Role.INITIAL, Role.UNKNOWN, Role.TITLE)
"""Roles by number."""

# The roles that both names have, by number: family 1, given 2, patronymic 4, in sum; then these.
SUMS = ("", "family", "given", "family given", "patronymic", "family patronymic", "given patronymic", "family given patronymic")
COMBINED = (*SUMS, "loose", "alone", "alone given", "alone initials", "letters")
LOOSE, ALONE, ALONE_GIVEN, ALONE_INITIALS, LETTERS = range(8, 13)


@dataclass(frozen=True, slots=True)
class Model:
    """The weights of all languages as arrays; row 0 holds those for names that no language reads."""

    bends: Any
    knots: Any
    nats: Any
    scripts: Any
    roles: Any
    numbers: Any


@dataclass(frozen=True, slots=True)
class Packed:
    """Names as arrays. `ids` are the rows of the names in the order in which they were given."""

    names: Any
    sides: Any
    costs: Any
    pieces: Any
    sizes: Any
    codes: Any
    kinds: Any
    chances: Any
    spans: Any
    lists: Any
    letters: int
    model: Model
    flags: Any


class _Numbers:
    """Numbers for values, in the order in which they are met."""

    __slots__ = ("_known",)

    def __init__(self, first: Iterable[Hashable] = ()) -> None:
        self._known: dict[Hashable, int] = {value: n for n, value in enumerate(first)}

    def __call__(self, value: Hashable) -> int:
        return self._known.setdefault(value, len(self._known))

    def __len__(self) -> int:
        return len(self._known)

    def __iter__(self) -> Any:
        return iter(self._known)


class Packer:
    """Takes profiles in, one after another, and gives the arrays."""

    def __init__(self, tables: Tables, settings: Settings) -> None:
        self._tables, self._settings = tables, settings
        self._names, self._sides, self._pieces = array("i"), array("i"), array("i")
        self._costs, self._sizes = array("d"), array("d")
        self._codes, self._kinds, self._chances = array("i"), array("i"), array("d")
        self._spans, self._lists = array("i"), array("i")
        self._letter: dict[str, int] = {}
        self._script = _Numbers([""])
        self._gender = _Numbers(["", "m", "f"])
        self._language = _Numbers([""])
        self._plain, self._kind, self._kindset = _Numbers(), _Numbers(), _Numbers()
        self._folded, self._word, self._tail = _Numbers(), _Numbers(), _Numbers([""])
        self._any = _Numbers()
        self._known: dict[int, tuple[int, Piece]] = {}
        self._ranks: list[tuple[str, str]] = []
        self._held: dict[str, tuple[int, int]] = {}
        self.short: list[bool] = []

    def __len__(self) -> int:
        return len(self._ranks)

    def _text(self, text: str) -> tuple[int, int]:
        """Where the letters of a text stand; a text met before stands where it stood."""
        held = self._held.get(text)
        if held is None:
            letters = self._letter
            start = len(self._codes)
            self._codes.extend([letters.setdefault(c, len(letters)) for c in text])
            held = self._held[text] = (start, len(self._codes))
        return held

    def _piece(self, piece: Piece | None) -> int:
        """The row of a part; −1 for none."""
        if piece is None:
            return -1
        held = self._known.get(id(piece))
        if held is not None:
            return held[0]
        row = len(self._known)
        self._known[id(piece)] = (row, piece)  # held, so that no other part can get its identity
        at, end = self._text(piece.plain)
        shares_at = len(self._kinds)
        self._kinds.extend([self._kind(kind) for kind in piece.shares])
        self._chances.extend(piece.shares.values())
        units_at = len(self._spans) // 2
        for unit in piece.units:
            self._spans.extend(self._text(unit))
        first = piece.units[0] if piece.units else ""
        trim = len(first) - len(first[: len(piece.stem)]) if piece.stem and first else 0
        listed_at = len(self._lists)
        for name, kind in piece.listed.items():
            self._lists.extend((self._any(name), LIKE.index(kind)))
        firsts_at = len(self._lists)
        self._lists.extend(sorted(self._any(first) for first in piece.firsts))
        self._pieces.extend(
            (
                NAMED.index(piece.role),
                self._script(piece.script),
                piece.native,
                self._gender(piece.gender),
                self._plain(piece.plain),
                at,
                end,
                shares_at,
                len(self._kinds),
                self._kindset(frozenset(piece.shares)),
                units_at,
                len(self._spans) // 2,
                trim,
                listed_at,
                firsts_at,
                firsts_at,
                len(self._lists),
            )
        )
        self._sizes.extend((piece.peak, piece.length))
        return row

    def add(self, one: Profile) -> None:
        """One more name."""
        sides_at = len(self._costs)
        for side in cast("tuple[Side, ...]", one.sides):
            self._side(side)
        at, end = self._text(" ".join(one.words))
        sounds_at, sounds_end = -1, -1  # of a name that a table reads they are hardly ever asked for
        if not one.sides:
            sounds_at, sounds_end = self._text(" ".join(sorted(filter(None, map(sound_key, one.words)))))
        self._names.extend(
            (
                sides_at,
                len(self._costs),
                self._script(one.script),
                self._folded(one.folded),
                len(self._ranks),
                self._gender(one.gender),
                at,
                end,
                len(one.words),
                sounds_at,
                sounds_end,
            )
        )
        self._ranks.append((one.folded, one.text))
        self.short.append(is_short(one))

    def _side(self, side: Side) -> None:
        family, given, patronymic = map(self._piece, (side.family, side.given, side.patronymic))
        initials, loose = ([self._piece(p) for p in own] for own in (side.initials, side.loose))
        at = len(self._lists)
        self._lists.extend(initials)
        middle = len(self._lists)
        self._lists.extend(loose)
        wholly = all(piece.native for piece in score._parts(side))
        self._sides.extend(
            (
                self._language(side.language),
                family,
                given,
                patronymic,
                at,
                middle,
                middle,
                len(self._lists),
                self._gender(side.gender),
                self._tail(side.tail),
                wholly,
            )
        )
        self._costs.append(side.cost)

    def arrays(self) -> Packed:
        """All that was taken in."""
        names = np.array(self._names, np.int32).reshape(-1, OF_NAME)
        ranks = self._ranks
        for rank, place in enumerate(sorted(range(len(ranks)), key=ranks.__getitem__)):
            names[place, RANK] = rank
        pieces = np.array(self._pieces, np.int32).reshape(-1, OF_PIECE)
        order = np.empty(max(1, len(self._plain)), np.int32)
        for rank, (_, number) in enumerate(sorted(zip(self._plain, range(len(self._plain)), strict=True))):
            order[number] = rank
        # a part's letters by the order of the alphabet, so that ties come out as they do for strings
        pieces[:, PLAIN] = order[pieces[:, PLAIN]]
        return Packed(
            names,
            np.array(self._sides, np.int32).reshape(-1, OF_SIDE),
            np.array(self._costs, np.float64),
            pieces,
            np.array(self._sizes, np.float64).reshape(-1, 2),
            np.array(self._codes, np.int32),
            np.array(self._kinds, np.int32),
            np.array(self._chances, np.float64),
            np.array(self._spans, np.int32).reshape(-1, 2),
            np.array(self._lists, np.int32),
            len(self._letter),
            _model([str(code) for code in self._language], [str(code) for code in self._script], self._tables),
            np.array([self._settings.doublets, self._settings.diminutives], np.bool_),
        )


def _model(languages: Sequence[str], scripts: Sequence[str], tables: Tables) -> Model:
    many = len(languages)
    bends = np.zeros((many, len(FEATURES), 2), np.int32)
    starts = np.zeros((many, len(scripts), len(scripts)), np.float64)
    roles = np.zeros((many, len(COMBINED)), np.float64)
    numbers = np.zeros((many, 3), np.float64)
    knots: list[float] = []
    nats: list[float] = []
    for n, code in enumerate(languages):
        own: Weights = weights(code, tables)
        for i, bend in enumerate(own.curves):
            bends[n, i] = len(knots), len(knots) + (len(bend[0]) if bend else 0)
            if bend:
                knots += bend[0]
                nats += bend[1]
        at = own.offsets
        for a, one in enumerate(scripts):
            for b, two in enumerate(scripts):
                named = f"scripts {min(one, two)}-{max(one, two)}"
                starts[n, a, b] = at.get(named, at.get("scripts other", 0.0))
        for i, said in enumerate(COMBINED):
            alone = said.startswith("alone")
            roles[n, i] = at.get(said, 0.0) if alone else at.get(f"roles {said}", at.get("roles other", 0.0))
        numbers[n] = at.get("base", 0.0), own.most, own.named
    return Model(bends, np.array(knots), np.array(nats), starts, roles, numbers)
