"""Many names as arrays of numbers: what the compiled score sees of their profiles, and nothing else.

A part of a name is a row of numbers, and a part that many names share is one row. Strings stand as numbers: two are
equal when their numbers are. The columns are named here once, for who fills them and for who reads them.
"""

from __future__ import annotations

from array import array
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from translit import score
from translit.distance import sound_key
from translit.model import Profile, Role
from translit.profile import Piece, Side
from translit.score import weights
from translit.settings import Settings
from translit.tables import Tables

# Columns of a part (those of `_piece`), of a reading (of `_side`) and of a name (of `add`).
OF_PIECE, OF_SIDE, OF_NAME = 19, 11, 11
# Two columns that are filled when all names are known.
PLAIN, RANK = 4, 4
# What stands first: settings, the number of scripts, and where the weights for names that no language reads stand.
DOUBLETS, DIMINUTIVES, MANY_SCRIPTS, GENERAL = range(4)
# Columns of a language's weights: where its numbers, its offsets of roles and of scripts, and its curves begin and end.
NUMBERS, ROLES, SCRIPTS, BENDS = range(4)

LIKE = ("same", "doublet", "foreign", "diminutive")
"""Kinds of likeness of given names, by number."""

NAMED = (Role.GIVEN, Role.FAMILY, Role.PATRONYMIC, Role.INITIAL, Role.UNKNOWN, Role.TITLE)
"""Roles by number."""

# The roles that both names have, by number: family 1, given 2, patronymic 4, in sum; then these.
SUMS = (
    "",
    "family",
    "given",
    "family given",
    "patronymic",
    "family patronymic",
    "given patronymic",
    "family given patronymic",
)
COMBINED = (*SUMS, "loose", "alone", "alone given", "alone initials", "letters")
LOOSE, ALONE, ALONE_GIVEN, ALONE_INITIALS, LETTERS = range(8, 13)


@dataclass(frozen=True, slots=True)
class Packed:
    """Names as two runs of numbers, whole ones and others. `names` tells where the rows of the names begin.

    What a row refers to, another row or a run of letters, it names by its place in the run.
    """

    ints: Any
    floats: Any
    names: int
    letters: int


class _Numbers:
    """Numbers for values, in the order in which they are met."""

    __slots__ = ("_known",)

    def __init__(self, first: Iterable[Hashable] = ()) -> None:
        self._known: dict[Hashable, int] = {value: n for n, value in enumerate(first)}

    def __call__(self, value: Hashable) -> int:
        return self._known.setdefault(value, len(self._known))

    def __len__(self) -> int:
        return len(self._known)

    def __iter__(self) -> Iterator[Hashable]:
        return iter(self._known)


LATELY = 20_000
"""Parts that are known again by their identity alone."""


class Packer:
    """Takes profiles in, one after another, and gives the arrays."""

    def __init__(self, tables: Tables, settings: Settings) -> None:
        self._tables = tables
        self._ints = array("i", (settings.doublets, settings.diminutives, 0, 0))
        self._floats, self._names = array("d"), array("i")
        self._letters: dict[str, int] = {}
        self._scripts, self._genders, self._tails = _Numbers([""]), _Numbers(["", "m", "f"]), _Numbers([""])
        self._plains, self._kinds, self._sets, self._folded = _Numbers(), _Numbers(), _Numbers(), _Numbers()
        self._pieces: dict[str, int] = {}
        self._lately: dict[int, tuple[int, Piece]] = {}
        self._ranks: list[tuple[str, str]] = []
        self._models: dict[str, int] = {}
        self._ints[GENERAL] = self._model("")

    def __len__(self) -> int:
        return len(self._ranks)

    def add(self, one: Profile) -> None:
        """One more name."""
        rows = [self._side(side) for side in cast("tuple[Side, ...]", one.sides)]
        words = self._text(" ".join(one.words))
        sounds = (-1, -1)  # of a name that a table reads they are hardly ever asked for
        if not rows:
            sounds = self._text(" ".join(sorted(filter(None, map(sound_key, one.words)))))
        sides_at = len(self._ints)
        for row in rows:
            self._ints.extend(row)
        self._names.extend(
            (
                sides_at,
                len(self._ints),
                self._scripts(one.script),
                self._folded(one.folded),
                0,  # the rank, known when all names are
                self._genders(one.gender),
                *words,
                len(one.words),
                *sounds,
            )
        )
        self._ranks.append((one.folded, one.text))

    def _text(self, text: str) -> tuple[int, int]:
        """Where the letters of a text stand."""
        letters = self._letters
        return self._run([letters.setdefault(c, len(letters)) for c in text])

    def _run(self, numbers: Iterable[int]) -> tuple[int, int]:
        start = len(self._ints)
        self._ints.extend(numbers)
        return start, len(self._ints)

    def _side(self, side: Side) -> tuple[int, ...]:
        """The row of a reading."""
        code = side.language
        family, given, patronymic, *words = (
            self._piece(one, code)
            for one in (side.family, side.given, side.patronymic, *side.initials, *side.loose)
        )
        at, end = self._run(words)
        model, cost = self._model(code), len(self._floats)
        self._floats.append(side.cost)
        return (
            model,
            cost,
            family,
            given,
            patronymic,
            at,
            at + len(side.initials),
            end,
            self._genders(side.gender),
            self._tails(side.tail),
            all(piece.native for piece in score._parts(side)),
        )

    def _piece(self, piece: Piece | None, language: str) -> int:
        """Where the row of a part stands; −1 for none."""
        if piece is None:
            return -1
        lately = self._lately.get(id(piece))
        if lately is not None:
            return lately[0]
        # what a part is made of: a word and how it was read
        key = f"{language} {piece.script} {piece.role} {piece.gender} {piece.folded} {piece.cost!r} {piece.length!r}"
        place = self._pieces.get(key)
        if place is None:
            place = self._pieces[key] = self._row(piece)
        if len(self._lately) >= LATELY:
            self._lately.clear()
        self._lately[id(piece)] = (place, piece)  # held, so that no other part can get its identity
        return place

    def _row(self, piece: Piece) -> int:
        kinds = [self._kinds(kind) for kind in piece.shares]
        shares = self._run(kinds)
        chances = len(self._floats)
        self._floats.extend((*piece.shares.values(), *piece.gaps, piece.peak, piece.length))
        spelled = [self._text(text) for both in zip(piece.units, piece.bones, strict=True) for text in both]
        units = self._run([place for span in spelled for place in span])
        listed = self._run(
            [n for name, kind in piece.listed.items() for n in (self._tails(name), LIKE.index(kind))]
        )
        firsts = self._run(sorted(self._tails(first) for first in piece.firsts))
        first = piece.units[0] if piece.units else ""
        row = (
            NAMED.index(piece.role),
            self._scripts(piece.script),
            piece.native,
            self._genders(piece.gender),
            self._plains(piece.plain),
            *self._text(piece.plain),
            *shares,
            chances,
            self._sets(array("i", sorted(kinds)).tobytes()),
            *units,
            len(first) - len(first[: len(piece.stem)]) if piece.stem and first else 0,
            *listed,
            *firsts,
            len(self._floats) - 2,
        )
        self._ints.extend(row)
        return len(self._ints) - len(row)

    def _model(self, code: str) -> int:
        """Where the weights of a language stand."""
        held = self._models.get(code)
        if held is not None:
            return held
        own, floats = weights(code, self._tables), self._floats
        numbers = len(floats)
        floats.extend((own.offsets.get("base", 0.0), own.most, own.named))
        roles = len(floats)
        at = own.offsets
        for said in COMBINED:
            alone = said.startswith("alone")
            floats.append(at.get(said, 0.0) if alone else at.get(f"roles {said}", at.get("roles other", 0.0)))
        curves: list[int] = []
        for bend in own.curves:
            start = len(floats)
            for point in zip(*bend, strict=True) if bend else ():
                floats.extend(point)
            curves += (start, len(floats))
        self._models[code] = len(self._ints)
        self._ints.extend((numbers, roles, 0, *curves))
        return self._models[code]

    def arrays(self) -> Packed:
        """All that was taken in."""
        ints, floats = np.array(self._ints, np.int32), array("d", self._floats)
        scripts = [str(code) for code in self._scripts]
        ints[MANY_SCRIPTS] = len(scripts)
        for code, place in self._models.items():
            at = weights(code, self._tables).offsets
            ints[place + SCRIPTS] = len(floats)
            for one in scripts:
                for two in scripts:
                    named = f"scripts {min(one, two)}-{max(one, two)}"
                    floats.append(at.get(named, at.get("scripts other", 0.0)))
        # a part's letters by the order of the alphabet, so that ties come out as they do for strings
        order = np.empty(len(self._plains), np.int32)
        order[sorted(range(len(order)), key=[str(plain) for plain in self._plains].__getitem__)] = np.arange(
            len(order)
        )
        pieces = np.array(list(self._pieces.values()), np.int64) + PLAIN
        ints[pieces] = order[ints[pieces]]
        names = np.array(self._names, np.int32).reshape(-1, OF_NAME)
        ranked = sorted(range(len(names)), key=self._ranks.__getitem__)
        names[ranked, RANK] = np.arange(len(names))
        return Packed(
            np.concatenate([ints, names.ravel()]),
            np.array(floats, np.float64),
            len(ints),
            len(self._letters),
        )
