"""Many names as arrays of numbers: what the compiled score sees of their profiles, and nothing else.

A part of a name is a row of numbers, and a part that many names share is one row. Strings stand as numbers: two are
equal when their numbers are. Of native forms, the many, nothing is kept but 64 bits each, by which they are numbered when
all are known: two unlike ones among ten million get one number in one of some hundred thousand runs. The columns are
named here once, for who fills them and for who reads them.
"""

from __future__ import annotations

import itertools
import struct
import sys
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Protocol, cast

import numpy as np

from translit import score
from translit.bulk.ranks import ranks
from translit.distance import sound_key
from translit.model import FINER, Profile, Role
from translit.score import weights
from translit.settings import Settings
from translit.sides import LIKE, Piece, Side
from translit.tables import Tables
from translit.text import SCRIPTS as KNOWN

# Columns of a part (those of `_piece`), of a reading (of `_side`) and of a name (of `add`).
OF_PIECE, OF_SIDE, OF_NAME = 25, 11, 11
# Fractions that stand last of those of a part: peak, length, rarity.
OF_SIZES = 3
# Columns that are filled when all names are known, and those of the scripts.
PLAIN, RANK = 4, 4
# The columns of a part that tell at a glance how far it is from another, as they stand before they are filled.
UNSIGNED = (-1, -1, 0, -1, 255)
_PIECE_SCRIPT, _NAME_SCRIPT, _NAME_FOLDED, _LANGUAGE = 1, 2, 3, 0
# What stands first: settings, the number of scripts, and where the weights for names that no language reads stand.
DOUBLETS, DIMINUTIVES, MANY_SCRIPTS, GENERAL = range(4)
# Columns of a language's weights: where its numbers, its offsets of roles and of scripts, and its curves begin and end.
NUMBERS, ROLES, SCRIPTS, BENDS = range(4)

NAMED = (Role.GIVEN, Role.FAMILY, Role.PATRONYMIC, Role.INITIAL, Role.UNKNOWN, Role.TITLE)
"""Roles by number."""

_NUMBERS: Mapping[Role, int] = {role: number for number, role in enumerate(NAMED)}

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


class Store(Protocol):
    """Where numbers stand that would take too much memory."""

    def numbers(self, kind: str, many: int) -> Any:
        """An array of so many."""
        ...

    def release(self) -> None:
        """Let go of memory what was looked at of the arrays: it is read again when it is asked for."""
        ...

    @property
    def most(self) -> int:
        """Bytes of numbers that may be in memory at once."""
        ...


@dataclass(frozen=True, slots=True)
class Packed:
    """Names as two runs of numbers, whole ones and others. `names` tells where the rows of the names begin, `pieces` where
    those of the parts begin and end.

    What a row refers to, another row or a run of letters, it names by its place in the run.
    """

    ints: Any
    floats: Any
    names: int
    letters: int
    pieces: tuple[int, int] = (0, 0)
    weights: tuple[int, int] = (0, 0)
    """How many whole numbers stand before those of names, and where the fractions behind those of names begin."""
    store: Store | None = None
    """Where the numbers stand when not in memory."""


# Runs of numbers that rows refer to. Strings stand by number in one list, letters as code points.
RUNS = ("letters", "words", "listed", "units", "loose", "pieces", "sides", "names")
LETTERS_RUN, WORDS, LISTED, UNITS, LOOSE_RUN, PIECES, SIDES, NAMES = range(len(RUNS))
# For each kind of row which columns refer to a place in which run, and which are numbers of strings.
_PLACES: Mapping[int, Mapping[int, int]] = {
    PIECES: {
        5: LETTERS_RUN,
        6: LETTERS_RUN,
        7: WORDS,
        8: WORDS,
        11: UNITS,
        12: UNITS,
        14: LISTED,
        15: LISTED,
        16: WORDS,
        17: WORDS,
    },
    SIDES: {2: PIECES, 3: PIECES, 4: PIECES, 5: LOOSE_RUN, 6: LOOSE_RUN, 7: LOOSE_RUN},
    NAMES: {0: SIDES, 1: SIDES, 6: LETTERS_RUN, 7: LETTERS_RUN, 9: LETTERS_RUN, 10: LETTERS_RUN},
}
_OF_RUN: Mapping[int, int] = {UNITS: LETTERS_RUN, LOOSE_RUN: PIECES}
"""Runs whose every number is a place in another."""
# Words (native forms, first letters) are numbered within a share.
_STRINGS: Mapping[int, tuple[int, ...]] = {PIECES: (1, 3, 4, 10, 19), SIDES: (0, 8, 9), NAMES: (2, 5)}
_FLOATS: Mapping[int, tuple[int, ...]] = {PIECES: (9, 18), SIDES: (1,)}
_WIDTH: Mapping[int, int] = {PIECES: OF_PIECE, SIDES: OF_SIDE, NAMES: OF_NAME}


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
        sides = self._runs[SIDES]
        start = self._before[SIDES] + len(sides)
        for side in cast("tuple[Side, ...]", one.sides):
            sides.extend(self._side(side))
        words = self._text(" ".join(one.words))
        sounds = (-1, -1)  # of a name that a table reads they are hardly ever asked for
        if not one.sides:
            sounds = self._text(" ".join(sorted(filter(None, map(sound_key, one.words)))))
        self._runs[NAMES].extend(
            (
                start,
                self._before[SIDES] + len(sides),
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
            letters, before = self._runs[LETTERS_RUN], self._before[LETTERS_RUN]
            start = before + len(letters)
            letters.frombytes(text.encode(_CODE_POINTS, "surrogatepass"))
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
        at, end = self._run(LOOSE_RUN, [piece(one, code) for one in (*side.initials, *side.loose)])
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
            *self._run(LISTED, likes),
            *self._run(WORDS, self._numbered(firsts)),
            sizes,
            string(piece.marked),
            *UNSIGNED,
        )
        return self._run(PIECES, row)[0]

    def _behind(self, piece: Piece) -> tuple[int, ...]:
        """What a part has of its native forms alone: a word that may have several roles has it once."""
        text = self._text
        start, end = self._run(WORDS, self._numbered(piece.shares))
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
        return (start, end, chances, kinds, *self._run(UNITS, spelled), after - OF_SIZES)


def _native(side: Side) -> int:
    """Whether all parts of a reading are native spellings; −1 when it stands there without parts."""
    parts = score._parts(side)
    return all(piece.native for piece in parts) if parts else -1


_CODE_POINTS = f"utf-32-{'le' if sys.byteorder == 'little' else 'be'}"


_BASE = 0x9E3779B97F4A7C15


def bits(texts: Sequence[str]) -> Any:
    """64 bits for each text, the same on every machine: a polynomial of its letters, well stirred.

    >>> bits(["노", "광철", "노"]).tolist() == [bits([text])[0] for text in ("노", "광철", "노")]
    True
    """
    sizes = np.fromiter(map(len, texts), np.int64, len(texts)) + 1  # the end counts as a letter
    starts = np.cumsum(sizes) - sizes
    letters = np.frombuffer(
        "".join(f"{text}\x01" for text in texts).encode(_CODE_POINTS, "surrogatepass"), np.uint32
    )
    powers = np.cumprod(np.full(int(sizes.max(initial=1)), _BASE, np.uint64))
    found = (
        np.add.reduceat(letters * powers[np.arange(len(letters)) - np.repeat(starts, sizes)], starts)
        if len(texts)
        else np.empty(0, np.uint64)
    )
    for shift in (33, 29, 32):
        found = (found ^ (found >> np.uint64(shift))) * np.uint64(0xFF51AFD7ED558CCD)
    return found


# What stands in the lowest bits of a code: whether it is a finer one, and its language's number, none 0.
FINE, LANGUAGE = 128, 127


class Codes(Sequence[Any]):
    """The codes of names as numbers: of a text no more is asked than whether it is another's, whether it is a finer code, of
    which language, and how it begins, so that the names that meet in some stretch of the numbers are few. Two unlike ones among
    ten million get one number in one of a hundred runs, and then some more names are compared.

    >>> codes = Codes.made([("ko:a", "ko:a\\x1fb"), ("ko:a",)], ("ko",))
    >>> int(codes[0][0]) == int(codes[1][0]), [int(code) & 255 for code in codes[0]]
    (True, [1, 129])
    >>> {int(code) >> 56 for own in codes for code in own} == {ord("a")}
    True
    """

    __slots__ = ("_store", "ends", "languages", "numbers")

    def __init__(self, numbers: Any, ends: Any, languages: Sequence[str], store: Store | None = None) -> None:
        """`ends` tells where the codes of each name end, beginning with 0; `store` where the numbers stand when not in memory."""
        self.numbers, self.ends, self.languages, self._store = numbers, ends, languages, store

    @classmethod
    def made(cls, given: Sequence[Sequence[str]], languages: Sequence[str]) -> Codes:
        """Of texts, whose languages are among these."""
        texts = [text for own in given for text in own]
        place = {language: number for number, language in enumerate(languages, 1)}
        low = [place.get(text.partition(":")[0], 0) + FINE * (FINER in text) for text in texts]
        # one letter of family names parts them best: more letters keep no more names together
        high = [ord(text.partition(":")[2][:1] or text[:1] or "-") & 255 for text in texts]
        numbers = (bits(texts) << np.uint64(8) >> np.uint64(8)) & ~np.uint64(FINE | LANGUAGE)
        numbers |= np.array(low, np.uint64) | np.array(high, np.uint64) << np.uint64(56)
        return cls(numbers, np.cumsum([0, *map(len, given)]), languages)

    @classmethod
    def together(cls, portions: Sequence[Codes], store: Store | None = None) -> Codes:
        """Those of several portions, one after another."""
        ends = np.cumsum(np.concatenate([[0], *(np.diff(one.ends) for one in portions)]))
        numbers = np.empty(ends[-1], np.uint64) if store is None else store.numbers("Q", int(ends[-1]))
        at = 0
        for one in portions:
            numbers[at : at + len(one.numbers)] = one.numbers
            at += len(one.numbers)
            if store is not None:
                store.release()
        return cls(numbers, ends, portions[0].languages, store)

    def of(self, places: Sequence[int]) -> Codes:
        """Those of some names, in memory."""
        at = np.array(places, np.int64)
        sizes = np.diff(self.ends)[at]
        numbers = _gathered(self.numbers, self.ends[at], sizes, self._store)
        return Codes(numbers, np.concatenate([[0], np.cumsum(sizes)]), self.languages)

    def ranks(self) -> Any:
        """The rank of each code among the unlike ones."""
        return ranks(lambda: (self.numbers,))

    def parted(self, ranks: Any, most: int) -> Any:
        """For each code, by their ranks, whether names meet there, as `clustering.meeting.parted` tells."""
        low = self.low
        fine = low >= FINE
        sizes = np.bincount(ranks)
        # a finer code has another number than any that it parts
        crowded = (sizes > most)[ranks] & ~fine
        # of finer ones, by the code before them that they part
        kept = crowded[~fine][np.cumsum(~fine, dtype=np.int32) - 1] | ~fine
        begins = np.zeros(len(fine) + 1, np.bool_)
        begins[self.ends] = True
        kept[:-1] &= ~(crowded[:-1] & fine[1:] & ~begins[1:-1])
        return kept

    @property
    def low(self) -> Any:
        """The lowest bits of each code."""
        return self.numbers.astype(np.uint8)  # nothing else goes in

    def __len__(self) -> int:
        return len(self.ends) - 1

    def __getitem__(self, at: Any) -> Any:
        return self.numbers[self.ends[at] : self.ends[at + 1]]


_KINDS: Mapping[str, Any] = {"i": np.int32, "d": np.float64, "Q": np.uint64}
"""The kinds of numbers, as `array` calls them."""


class Column(Protocol):
    """Numbers of one kind behind each other, wherever they stand."""

    def extend(self, numbers: Any) -> None:
        """More of them, as an array of that kind."""
        ...

    def parts(self) -> Iterator[Any]:
        """All of them, as arrays behind each other, each as it was given or several together."""
        ...

    def clear(self) -> None:
        """Let them go."""
        ...

    def __len__(self) -> int: ...


class Held:
    """A column in memory. It grows in place: many small arrays would leave holes that no other process gets back.

    >>> column = Held("i")
    >>> column.extend(array("i", (1, 2)))
    >>> [part.tolist() for part in column.parts()], len(column)
    ([[1, 2]], 2)
    """

    __slots__ = ("_numbers",)

    def __init__(self, kind: str) -> None:
        self._numbers: array[Any] = array(kind)

    def extend(self, numbers: Any) -> None:
        if len(numbers):
            self._numbers.frombytes(memoryview(numbers).cast("B"))

    def parts(self) -> Iterator[Any]:
        yield np.frombuffer(self._numbers, _KINDS[self._numbers.typecode])

    def clear(self) -> None:
        self._numbers = array(self._numbers.typecode)

    def __len__(self) -> int:
        return len(self._numbers)


class _Taken:
    """The shares of one packer behind each other; what was sent of them is let go."""

    __slots__ = ("floats", "order", "runs", "strings", "words")

    def __init__(self, column: Callable[[str], Column]) -> None:
        self.runs = [column("i") for _ in RUNS]
        self.floats, self.words = column("d"), column("Q")
        self.order, self.strings = array("i"), array("i")

    def add(self, share: Share, first: int, strings: dict[str, int], folded: _Texts) -> None:
        """The next one, whose names are those from `first` on; `strings` are the numbers of all texts but those that the names
        come to when folded, of which there are as many as names: these are told apart when all are known."""
        for run, (held, more) in enumerate(zip(self.runs, share.runs, strict=True)):
            if run == WORDS:  # words are numbered within a share
                held.extend(np.frombuffer(more, np.int32) + np.int32(len(self.words)))
            else:
                held.extend(more)
        self.floats.extend(share.floats)
        self.words.extend(share.words)
        before = len(self.strings)
        names = np.frombuffer(share.runs[NAMES], np.int32).reshape(-1, OF_NAME)
        own = [number - before for number in names[:, _NAME_FOLDED].tolist()]
        folded.add(first, [share.strings[number] for number in own])
        alone = frozenset(own)
        self.strings.extend(
            [
                0 if number in alone else strings.setdefault(text, len(strings))
                for number, text in enumerate(share.strings)
            ]
        )
        self.order.extend(range(first, first + len(names)))


class _Texts:
    """The texts of names, portion by portion, small."""

    __slots__ = ("_portions",)

    def __init__(self) -> None:
        self._portions: dict[int, tuple[bytes, array[int]]] = {}

    def add(self, first: int, texts: Sequence[str]) -> None:
        """Those of the names from `first` on."""
        given = [text.encode("utf-8", "surrogatepass") for text in texts]
        self._portions[first] = b"".join(given), array("i", map(len, given))

    def all(self) -> list[bytes]:
        """Those of all names, in order. Bytes stand in the order of the letters they stand for."""
        found: list[bytes] = []
        for first in sorted(self._portions):
            text, sizes = self._portions[first]
            at = 0
            for size in sizes:
                found.append(text[at : at + size])
                at += size
        return found


class Collected:
    """The shares of several packers, each packer's in order, and which name stands where. `column` makes what holds them."""

    __slots__ = ("_column", "_folded", "_store", "_strings", "_taken")

    def __init__(self, column: Callable[[str], Column] = Held, store: Store | None = None) -> None:
        """`column` makes what holds shares, `store` the arrays made of them; without one, they are made in memory."""
        self._column, self._store = column, store
        self._taken: dict[int, _Taken] = {}
        self._strings: dict[str, int] = {"": 0}
        self._folded = _Texts()

    def add(self, packer: int, share: Share, first: int) -> None:
        """The next share of a packer, whose names are those from `first` on."""
        if packer not in self._taken:
            self._taken[packer] = _Taken(self._column)
        self._taken[packer].add(share, first, self._strings, self._folded)

    def arrays(self, texts: Sequence[str], tables: Tables, settings: Settings) -> Packed:
        """All that was taken in, given away; `texts` are the names as they were written."""
        taken = [self._taken[packer] for packer in sorted(self._taken)]
        self._taken.clear()
        words = _numbered(taken)
        letters = np.zeros(sys.maxunicode + 1, np.bool_)  # those there are
        for one in taken:
            for part in one.runs[LETTERS_RUN].parts():
                letters[part] = True
        ranks = (np.cumsum(letters) - 1).astype(np.int32)
        sizes = [sum(len(one.runs[run]) for one in taken) for run in range(len(RUNS))]
        many = sum(len(one.floats) for one in taken)
        models = _Models(tables, settings, many)
        starts = np.cumsum([models.size, *sizes]).tolist()
        store = self._store
        if store is not None and 4 * starts[-1] + 8 * many <= store.most:
            store = None
        if store is None:
            ints, floats = np.empty(starts[-1], np.int32), np.empty(many + models.most)
        else:
            ints, floats = store.numbers("i", starts[-1]), store.numbers("d", many + models.most)
        ends, end = starts[:-1], 0
        for one, numbers in zip(taken, words, strict=True):
            strings_of = np.frombuffer(one.strings, np.int32)
            given = _Given(list(ends), end, strings_of, numbers, ranks)
            for run in range(len(RUNS)):
                for part in one.runs[run].parts():
                    given.put(run, part, ints[ends[run] : ends[run] + len(part)])
                    ends[run] += len(part)
                one.runs[run].clear()  # let go: together they are the most there is
                if store is not None:
                    store.release()
            for part in one.floats.parts():
                floats[end : end + len(part)] = part
                end += len(part)
            one.floats.clear()
        del words
        order = np.concatenate([np.empty(0, np.int32), *(one.order for one in taken)])
        strings, self._strings = list(self._strings), {"": 0}
        folded, self._folded = self._folded.all(), _Texts()
        _finish(ints, starts, strings, order, texts, folded, models, store)
        first, more = models.arrays()
        ints[: len(first)] = first
        floats = floats[: many + len(more)]
        floats[many:] = more
        if store is not None:
            store.release()
        return Packed(
            ints,
            floats,
            starts[NAMES],
            int(letters.sum()),
            (starts[PIECES], starts[SIDES]),
            (starts[0], many),
            store,
        )


def some(given: Packed, places: Any) -> Packed:
    """Some of the names, by their places in order, in memory: nothing of the others.

    What a row refers to is gathered run by run; what several refer to stands once, as before.
    """
    ints, floats, store = given.ints, given.floats, given.store
    head, tail = given.weights

    def rows(starts: Any, width: int) -> Any:
        return _gathered(ints, starts, np.full(len(starts), width, np.int32), store).reshape(-1, width)

    names = rows(given.names + OF_NAME * np.asarray(places, np.int64), OF_NAME)
    sizes = names[:, 1] - names[:, 0]
    sides = _gathered(ints, names[:, 0], sizes, store).reshape(-1, OF_SIDE)
    loose = _gathered(ints, sides[:, 5], sides[:, 7] - sides[:, 5], store)
    parts = np.unique(np.concatenate([sides[:, 2:5].ravel(), loose]))
    parts = parts[parts >= 0]
    pieces = rows(parts, OF_PIECE)

    def stood(columns: Sequence[tuple[Any, int]], source: Any) -> tuple[Any, list[tuple[Any, Any]]]:
        """The numbers that runs hold, each run once, and where each of these begins and ends among them."""
        starts = np.concatenate([table[:, at] for table, at in columns])
        ends = np.concatenate([table[:, at + 1] for table, at in columns])
        once, which = np.unique(starts, return_inverse=True)
        reach = once.copy()
        np.maximum.at(reach, which, ends)  # one that is empty begins where another does
        lengths = np.where(once >= 0, reach - once, 0).astype(np.int32)
        begins = (np.cumsum(lengths) - lengths).astype(np.int32)
        found = _gathered(source, once, lengths, store)
        first = np.where(starts >= 0, begins[which], -1)
        last = np.where(starts >= 0, first + ends - starts, -1)
        cuts = np.cumsum([len(table) for table, _ in columns])[:-1]
        return found, list(zip(np.split(first, cuts), np.split(last, cuts), strict=True))

    words, of_words = stood([(pieces, 7), (pieces, 16)], ints)
    listed, of_listed = stood([(pieces, 14)], ints)
    units, of_units = stood([(pieces, 11)], ints)
    pairs = units.reshape(-1, 2)
    letters, of_letters = stood([(pieces, 5), (names, 6), (names, 9), (pairs, 0)], ints)
    # a part's fractions end a few behind the place that it names
    behind = np.stack([pieces[:, 9], pieces[:, 18] + OF_SIZES], axis=1)
    chances, ((of_chances, of_ends),) = stood([(behind, 0)], floats)
    costs = _gathered(floats, sides[:, 1], np.ones(len(sides), np.int32), store)

    runs = [letters, words, listed, units, loose, pieces, sides, names]
    starts = np.cumsum([head, *(run.size for run in runs)]).tolist()
    for run, table, found in (
        (LETTERS_RUN, pieces, {5: of_letters[0]}),
        (LETTERS_RUN, names, {6: of_letters[1], 9: of_letters[2]}),
        (LETTERS_RUN, pairs, {0: of_letters[3]}),
        (WORDS, pieces, {7: of_words[0], 16: of_words[1]}),
        (LISTED, pieces, {14: of_listed[0]}),
        (UNITS, pieces, {11: of_units[0]}),
    ):
        for at, (first, last) in found.items():
            table[:, at] = np.where(first >= 0, first + starts[run], -1)
            table[:, at + 1] = np.where(first >= 0, last + starts[run], -1)
    pieces[:, 9], pieces[:, 18] = of_chances, of_ends - OF_SIZES
    for table in (sides[:, 2:5], loose):
        table[table >= 0] = starts[PIECES] + OF_PIECE * np.searchsorted(parts, table[table >= 0])
    at = sides[:, 7] - sides[:, 5]
    begins = starts[LOOSE_RUN] + np.cumsum(at) - at
    sides[:, 6] += (begins - sides[:, 5]).astype(np.int32)
    sides[:, 5], sides[:, 7] = begins, begins + at
    sides[:, 1] = len(chances) + np.arange(len(sides))
    names[:, 0] = starts[SIDES] + np.cumsum(sizes) - sizes
    names[:, 1] = names[:, 0] + sizes
    front = ints[:head].copy()
    front[GENERAL + 1 :] += len(chances) + len(costs) - tail
    made = np.empty(starts[-1], np.int32)
    made[:head] = front
    del words, listed, units, pairs, letters, loose, pieces, sides, names, table
    del behind, found, first, last, of_words, of_listed, of_units, of_letters, of_chances, of_ends
    for start in starts[:-1]:
        run = runs.pop(0).ravel()  # each is let go when it stands there
        made[start : start + len(run)] = run
    return Packed(
        made,
        np.concatenate([chances, costs, floats[tail:]]),
        starts[NAMES],
        given.letters,
        (starts[PIECES], starts[SIDES]),
        (head, len(chances) + len(costs)),
    )


def _gathered(source: Any, starts: Any, sizes: Any, store: Store | None) -> Any:
    """The numbers of runs that begin at these places, behind each other."""
    ends = np.cumsum(sizes, dtype=np.int64)
    out = np.empty(ends[-1] if len(ends) else 0, source.dtype)
    first = 0
    while first < len(ends):  # so many at a time, as what is looked at is in memory meanwhile
        before = ends[first - 1] if first else 0
        last = max(first + 1, int(np.searchsorted(ends, before + AT_ONCE, "right")))
        if store is not None:
            last = min(last, first + RUNS_AT_ONCE)
        own = sizes[first:last]
        begins = ends[first:last] - own - before
        places = np.repeat(starts[first:last] - begins, own) + np.arange(ends[last - 1] - before)
        out[before : ends[last - 1]] = source[places]
        if store is not None:
            store.release()
        first = last
    return out


AT_ONCE, RUNS_AT_ONCE = 1 << 20, 1 << 10
"""Numbers, and runs of them from where not all is in memory, that are gathered at a time: some systems take 64 kilobytes into
memory for each run that is looked at."""


def _numbered(taken: Sequence[_Taken]) -> list[Any]:
    """The number of each word, packer by packer."""
    sizes = [len(one.words) for one in taken]
    numbers = ranks(lambda: (part for one in taken for part in one.words.parts()))
    for one in taken:
        one.words.clear()
    return np.split(numbers, np.cumsum(sizes)[:-1])[: len(taken)]


@dataclass(frozen=True, slots=True)
class _Given:
    """What the numbers of a packer become: where each of its runs and its floats begin, and its strings, words and letters by
    number."""

    starts: Sequence[int]
    floats: int
    strings: Any
    words: Any
    letters: Any

    def put(self, run: int, given: Any, out: Any) -> None:
        """A run as it stands among those of all."""
        if run in (LETTERS_RUN, WORDS):
            out[:] = (self.letters if run == LETTERS_RUN else self.words)[given]
            return
        out[:] = given
        if run == LISTED:
            out[::2] = self.strings[out[::2]]
        elif run in _OF_RUN:
            out[out >= 0] += self.starts[_OF_RUN[run]]
        else:
            rows = out.reshape(-1, _WIDTH[run])
            for column in _STRINGS[run]:
                rows[:, column] = self.strings[rows[:, column]]
            for column, other in _PLACES[run].items():
                rows[rows[:, column] >= 0, column] += self.starts[other]
            for column in _FLOATS.get(run, ()):
                rows[:, column] += self.floats


class _Models:
    """The weights of languages as they stand before all names."""

    __slots__ = ("_floats", "_ints", "_models", "_tables", "_first")

    def __init__(self, tables: Tables, settings: Settings, first: int) -> None:
        """`first` floats stand before those of the weights."""
        self._tables, self._first = tables, first
        self._ints = array("i", (settings.doublets, settings.diminutives, 0, 0))
        self._floats = array("d")
        self._models: dict[str, int] = {}
        self._ints[GENERAL] = self.model("")
        for code in tables.languages:
            self.model(code)

    def model(self, code: str) -> int:
        """Where the weights of a language stand."""
        held = self._models.get(code)
        if held is not None:
            return held
        own, floats = weights(code, self._tables), self._floats
        numbers = self._first + len(floats)
        floats.extend((own.offsets.get("base", 0.0), own.most, own.named))
        roles = self._first + len(floats)
        at = own.offsets
        for said in COMBINED:
            alone = said.startswith("alone")
            floats.append(at.get(said, 0.0) if alone else at.get(f"roles {said}", at.get("roles other", 0.0)))
        curves: list[int] = []
        for bend in own.curves:
            start = self._first + len(floats)
            for point in zip(*bend, strict=True) if bend else ():
                floats.extend(point)
            curves += (start, self._first + len(floats))
        self._models[code] = len(self._ints)
        self._ints.extend((numbers, roles, 0, *curves))
        return self._models[code]

    @property
    def size(self) -> int:
        """How many whole numbers there are."""
        return len(self._ints)

    @property
    def most(self) -> int:
        """How many fractions there will be at most, whatever the scripts of the names."""
        return len(self._floats) + len(self._models) * (len(KNOWN) + 1) ** 2

    def of_scripts(self, scripts: Sequence[str]) -> None:
        """The weights of two scripts beside each other, when these are the scripts of all names."""
        self._ints[MANY_SCRIPTS] = len(scripts)
        for code, place in self._models.items():
            at = weights(code, self._tables).offsets
            self._ints[place + SCRIPTS] = self._first + len(self._floats)
            for one in scripts:
                for two in scripts:
                    named = f"scripts {min(one, two)}-{max(one, two)}"
                    self._floats.append(at.get(named, at.get("scripts other", 0.0)))

    def arrays(self) -> tuple[Any, Any]:
        """The numbers."""
        return np.array(self._ints, np.int32), np.array(self._floats, np.float64)


def _finish(
    ints: Any,
    starts: Sequence[int],
    strings: Sequence[str],
    order: Any,
    texts: Sequence[str],
    folded: Sequence[bytes],
    models: _Models,
    store: Store | None,
) -> None:
    """Fill in what is known when all names are; `order` tells which name each row of names is."""
    pieces, sides, names = (
        ints[starts[run] : starts[run + 1]].reshape(-1, width) for run, width in _WIDTH.items()
    )
    names[:] = names[np.argsort(order)]
    # by number of a string, what stands for it
    table = np.zeros(len(strings), np.int32)
    scripts = sorted({0, *_unlike(pieces, _PIECE_SCRIPT, store), *_unlike(names, _NAME_SCRIPT, store)})
    table[scripts] = np.arange(len(scripts))
    for rows, column in ((pieces, _PIECE_SCRIPT), (names, _NAME_SCRIPT)):
        _replaced(rows, column, table, store)
    codes = _unlike(sides, _LANGUAGE, store)
    table[codes] = [models.model(strings[code]) for code in codes]
    _replaced(sides, _LANGUAGE, table, store)
    # a part's letters by the order of the alphabet, so that ties come out as they do for strings
    plains = _unlike(pieces, PLAIN, store)
    table[sorted(plains, key=strings.__getitem__)] = np.arange(len(plains))
    _replaced(pieces, PLAIN, table, store)
    # names by their letters, then as they are written; those of the same letters have one number
    by_letters = sorted(sorted(range(len(names)), key=texts.__getitem__), key=folded.__getitem__)
    names[by_letters, RANK] = np.arange(len(names))
    number = 0
    for before, place in itertools.pairwise([*by_letters[:1], *by_letters]):
        number += folded[before] != folded[place]
        names[place, _NAME_FOLDED] = number
    models.of_scripts([strings[script] for script in scripts])


def _unlike(rows: Any, column: int, store: Store | None) -> list[int]:
    """The numbers that stand in a column, each once, in order."""
    found = [np.unique(some[:, column]) for some in _stretches(rows, store)]
    return cast("list[int]", np.unique(np.concatenate([np.empty(0, np.int32), *found])).tolist())


def _replaced(rows: Any, column: int, table: Any, store: Store | None) -> None:
    """Put in the place of each number of a column what stands for it in a table."""
    for some in _stretches(rows, store):
        some[:, column] = table[some[:, column]]


def _stretches(rows: Any, store: Store | None) -> Iterator[Any]:
    """Some rows at a time, as what is looked at is in memory meanwhile."""
    step = AT_ONCE // rows.shape[1]
    for start in range(0, len(rows), step):
        yield rows[start : start + step]
        if store is not None:
            store.release()
