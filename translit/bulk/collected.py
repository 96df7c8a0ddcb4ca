"""The shares of several packers made into arrays, when all names are known: one number for one text, whoever packed it."""

from __future__ import annotations

import itertools
import sys
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from translit.bulk.models import Models
from translit.bulk.packed import Packed
from translit.bulk.packer import Share
from translit.bulk.ranks import ranks
from translit.bulk.rows import (
    FLOATS,
    N_FOLDED,
    N_RANK,
    N_SCRIPT,
    OF_NAME,
    OF_RUN,
    P_PLAIN,
    P_SCRIPT,
    PLACES,
    RUN_LETTERS,
    RUN_LISTED,
    RUN_NAMES,
    RUN_PIECES,
    RUN_SIDES,
    RUN_WORDS,
    RUNS,
    S_LANGUAGE,
    STRINGS,
    WIDTH,
)
from translit.bulk.stored import Column, Held, Store, stretches
from translit.settings import Settings
from translit.tables import Tables


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
            if run == RUN_WORDS:  # words are numbered within a share
                held.extend(np.frombuffer(more, np.int32) + np.int32(len(self.words)))
            else:
                held.extend(more)
        self.floats.extend(share.floats)
        self.words.extend(share.words)
        before = len(self.strings)
        names = np.frombuffer(share.runs[RUN_NAMES], np.int32).reshape(-1, OF_NAME)
        own = [number - before for number in names[:, N_FOLDED].tolist()]
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
            for part in one.runs[RUN_LETTERS].parts():
                letters[part] = True
        ranks = (np.cumsum(letters) - 1).astype(np.int32)
        sizes = [sum(len(one.runs[run]) for one in taken) for run in range(len(RUNS))]
        many = sum(len(one.floats) for one in taken)
        models = Models(tables, settings, many)
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
            starts[RUN_NAMES],
            int(letters.sum()),
            (starts[RUN_PIECES], starts[RUN_SIDES]),
            (starts[0], many),
            store,
        )


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
        if run in (RUN_LETTERS, RUN_WORDS):
            out[:] = (self.letters if run == RUN_LETTERS else self.words)[given]
            return
        out[:] = given
        if run == RUN_LISTED:
            out[::2] = self.strings[out[::2]]
        elif run in OF_RUN:
            out[out >= 0] += self.starts[OF_RUN[run]]
        else:
            rows = out.reshape(-1, WIDTH[run])
            for column in STRINGS[run]:
                rows[:, column] = self.strings[rows[:, column]]
            for column, other in PLACES[run].items():
                rows[rows[:, column] >= 0, column] += self.starts[other]
            for column in FLOATS.get(run, ()):
                rows[:, column] += self.floats


def _finish(
    ints: Any,
    starts: Sequence[int],
    strings: Sequence[str],
    order: Any,
    texts: Sequence[str],
    folded: Sequence[bytes],
    models: Models,
    store: Store | None,
) -> None:
    """Fill in what is known when all names are; `order` tells which name each row of names is."""
    pieces, sides, names = (
        ints[starts[run] : starts[run + 1]].reshape(-1, width) for run, width in WIDTH.items()
    )
    names[:] = names[np.argsort(order)]
    # by number of a string, what stands for it
    table = np.zeros(len(strings), np.int32)
    scripts = sorted({0, *_unlike(pieces, P_SCRIPT, store), *_unlike(names, N_SCRIPT, store)})
    table[scripts] = np.arange(len(scripts))
    for rows, column in ((pieces, P_SCRIPT), (names, N_SCRIPT)):
        _replaced(rows, column, table, store)
    codes = _unlike(sides, S_LANGUAGE, store)
    table[codes] = [models.model(strings[code]) for code in codes]
    _replaced(sides, S_LANGUAGE, table, store)
    # a part's letters by the order of the alphabet, so that ties come out as they do for strings
    plains = _unlike(pieces, P_PLAIN, store)
    table[sorted(plains, key=strings.__getitem__)] = np.arange(len(plains))
    _replaced(pieces, P_PLAIN, table, store)
    # names by their letters, then as they are written; those of the same letters have one number
    by_letters = sorted(sorted(range(len(names)), key=texts.__getitem__), key=folded.__getitem__)
    names[by_letters, N_RANK] = np.arange(len(names))
    number = 0
    for before, place in itertools.pairwise([*by_letters[:1], *by_letters]):
        number += folded[before] != folded[place]
        names[place, N_FOLDED] = number
    models.of_scripts([strings[script] for script in scripts])


def _unlike(rows: Any, column: int, store: Store | None) -> list[int]:
    """The numbers that stand in a column, each once, in order."""
    found = [np.unique(some[:, column]) for some in stretches(rows, store)]
    return cast("list[int]", np.unique(np.concatenate([np.empty(0, np.int32), *found])).tolist())


def _replaced(rows: Any, column: int, table: Any, store: Store | None) -> None:
    """Put in the place of each number of a column what stands for it in a table."""
    for some in stretches(rows, store):
        some[:, column] = table[some[:, column]]
