"""Profiles made into rows, one after another, and given away share by share.

Strings stand as numbers: two are equal when their numbers are. Of native forms, the many, nothing is kept but 64 bits each,
by which they are numbered when all are known.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, cast

from translit import score
from translit.bulk.codes import CODE_POINTS, bits
from translit.bulk.rows import (
    NAMED,
    OF_SIZES,
    RUN_LETTERS,
    RUN_LISTED,
    RUN_LOOSE,
    RUN_NAMES,
    RUN_PIECES,
    RUN_SIDES,
    RUN_UNITS,
    RUN_WORDS,
    RUNS,
    UNSIGNED,
)
from translit.distance import sound_key
from translit.model import Profile, Role
from translit.sides import LIKE, Piece, Side

_NUMBERS: Mapping[Role, int] = {role: number for number, role in enumerate(NAMED)}


@dataclass(frozen=True, slots=True)
class Share:
    """What a packer took in, or the part of it that came since it was last asked: runs by number, floats, strings, and the
    bits of the words."""

    runs: tuple[array[int], ...]
    floats: array[float]
    strings: tuple[str, ...]
    words: Any


_TWO = struct.Struct("2d")

LATELY = 20_000
"""Parts that are known again by their identity alone."""

TEXTS = 100_000
"""Texts whose letters are known to stand there already; when there are more, it is begun anew."""


class Packer:
    """Takes profiles in, one after another; what its shares hold makes arrays."""

    __slots__ = (
        "_before",
        "_floats",
        "_fresh",
        "_given",
        "_held",
        "_lately",
        "_pieces",
        "_runs",
        "_shares",
        "_strings",
        "_texts",
        "_words",
    )

    def __init__(self) -> None:
        self._runs = tuple(array("i") for _ in RUNS)
        self._floats = array("d")
        self._strings: dict[str, int] = {"": 0}
        self._fresh = [""]  # texts that got numbers since the last share
        self._words: dict[str, int] = {}
        self._texts: dict[str, tuple[int, int]] = {}
        self._pieces: dict[bytes, int] = {}
        # by identity: where the rows of parts stand, and what stands there of their native forms
        self._lately: dict[int, int] = {}
        self._shares: dict[tuple[int, int, int], tuple[int, ...]] = {}
        self._held: list[Piece] = []  # these, so that no others can get their identity
        self._before = [0] * len(RUNS)  # numbers of each run that were given away
        self._given = [0, 1]  # floats and strings that were

    def share(self) -> Share:
        """What came since this was last asked. It is given away; how far the runs have come is remembered."""
        runs, floats = self._runs, self._floats
        self._runs, self._floats = tuple(array("i") for _ in RUNS), array("d")
        self._before = [before + len(run) for before, run in zip(self._before, runs, strict=True)]
        strings, self._fresh = tuple(self._fresh), []
        self._given[0] += len(floats)
        words, self._words = bits(list(self._words)), {}
        return Share(runs, floats, strings, words)

    def add(self, one: Profile) -> None:
        """One more name."""
        sides = self._runs[RUN_SIDES]
        start = self._before[RUN_SIDES] + len(sides)
        for side in cast("tuple[Side, ...]", one.sides):
            sides.extend(self._side(side))
        words = self._text(" ".join(one.words))
        sounds = (-1, -1)  # of a name that a table reads they are hardly ever asked for
        if not one.sides:
            sounds = self._text(" ".join(sorted(filter(None, map(sound_key, one.words)))))
        self._runs[RUN_NAMES].extend(
            (
                start,
                self._before[RUN_SIDES] + len(sides),
                self._string(one.script),
                self._whole(one.folded),
                0,  # the rank, known when all names are
                self._string(one.gender),
                *words,
                len(one.words),
                *sounds,
            )
        )

    def _string(self, text: str) -> int:
        """The number of a text: two are equal when their numbers are, and the empty one has none."""
        found = self._strings.get(text)
        if found is None:
            found = self._strings[text] = self._whole(text)
        return found

    def _whole(self, text: str) -> int:
        """A number for a text that is hardly ever met again and so is not remembered: two numbers are made one when all names
        are known."""
        self._fresh.append(text)
        self._given[1] += 1
        return self._given[1] - 1

    def _numbered(self, texts: Iterable[str]) -> list[int]:
        """The numbers of native forms or of first letters in this share."""
        words = self._words
        return [words.setdefault(text, len(words)) for text in texts]

    def _text(self, text: str) -> tuple[int, int]:
        """Where the letters of a text stand."""
        found = self._texts.get(text)
        if found is None:
            if len(self._texts) >= TEXTS:
                self._texts.clear()
            letters, before = self._runs[RUN_LETTERS], self._before[RUN_LETTERS]
            start = before + len(letters)
            letters.frombytes(text.encode(CODE_POINTS, "surrogatepass"))
            found = self._texts[text] = (start, before + len(letters))
        return found

    def _run(self, run: int, numbers: Iterable[int]) -> tuple[int, int]:
        held, before = self._runs[run], self._before[run]
        start = before + len(held)
        held.extend(numbers)
        return start, before + len(held)

    def _numbers(self, floats: Iterable[float]) -> tuple[int, int]:
        """The same of fractions."""
        start = self._given[0] + len(self._floats)
        self._floats.extend(floats)
        return start, self._given[0] + len(self._floats)

    def _side(self, side: Side) -> tuple[int, ...]:
        """The row of a reading."""
        code, piece = side.language, self._piece
        family, given = piece(side.family, code), piece(side.given, code)
        patronymic = piece(side.patronymic, code)
        at, end = self._run(RUN_LOOSE, [piece(one, code) for one in (*side.initials, *side.loose)])
        cost, _ = self._numbers((side.cost,))
        return (
            self._string(code),  # the place of its weights when all names are known
            cost,
            family,
            given,
            patronymic,
            at,
            at + len(side.initials),
            end,
            self._string(side.gender),
            self._string(side.tail),
            _native(side),
        )

    def _piece(self, piece: Piece | None, language: str) -> int:
        """Where the row of a part stands; −1 for none."""
        if piece is None:
            return -1
        lately = self._lately.get(id(piece))
        if lately is not None:
            return lately
        # what a part is made of: a word and how it was read
        said = f"{language} {piece.script} {piece.role} {piece.gender} {piece.folded}"
        made = said.encode(errors="surrogatepass") + _TWO.pack(piece.cost, piece.length)
        key = blake2b(made, digest_size=12).digest()  # there are millions of them
        place = self._pieces.get(key)
        if place is None:
            place = self._pieces[key] = self._row(piece)
        if len(self._held) >= LATELY:
            self._lately.clear()
            self._shares.clear()
            self._held.clear()
        self._lately[id(piece)] = place
        self._held.append(piece)
        return place

    def _row(self, piece: Piece) -> int:
        string, text = self._string, self._text
        forms = (id(piece.shares), id(piece.units), id(piece.gaps))
        behind = self._shares.get(forms)
        if behind is None:
            behind = self._shares[forms] = self._behind(piece)
        start, end, chances, kinds, units, units_end, sizes = behind
        likes = [n for name, kind in piece.listed.items() for n in (string(name), LIKE.index(kind))]
        firsts = piece.firsts if len(piece.firsts) < 2 else sorted(piece.firsts)
        first = piece.units[0] if piece.units else ""
        row = (
            _NUMBERS[piece.role],
            string(piece.script),
            piece.law,
            string(piece.gender),
            string(piece.plain),
            *text(piece.plain),
            start,
            end,
            chances,
            kinds,
            units,
            units_end,
            len(first) - len(first[: len(piece.stem)]) if piece.stem and first else 0,
            *self._run(RUN_LISTED, likes),
            *self._run(RUN_WORDS, self._numbered(firsts)),
            sizes,
            string(piece.marked),
            *UNSIGNED,
        )
        return self._run(RUN_PIECES, row)[0]

    def _behind(self, piece: Piece) -> tuple[int, ...]:
        """What a part has of its native forms alone: a word that may have several roles has it once."""
        text = self._text
        start, end = self._run(RUN_WORDS, self._numbered(piece.shares))
        chances, after = self._numbers(
            (*piece.shares.values(), *piece.gaps, piece.peak, piece.length, piece.rarity)
        )
        spelled = [
            place
            for both in zip(piece.units, piece.bones, strict=True)
            for one in both
            for place in text(one)
        ]
        # whether two have the same forms is only asked of native spellings
        kinds = self._string("\0".join(sorted(piece.shares))) if piece.native else 0
        return (start, end, chances, kinds, *self._run(RUN_UNITS, spelled), after - OF_SIZES)


def _native(side: Side) -> int:
    """Whether all parts of a reading are native spellings; −1 when it stands there without parts."""
    parts = score._parts(side)
    return all(piece.native for piece in parts) if parts else -1
