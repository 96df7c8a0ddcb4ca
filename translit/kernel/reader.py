"""A reader's table as arrays, with the buffers in which tokens are read."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from translit import lattice
from translit.kernel.arrays import next_histories, starts, thick, thin, tree
from translit.kernel.cells import table
from translit.kernel.depths import NUMBERS, Depths
from translit.kernel.search import HAIR, LETTERS, LONGEST, SPELLED, STATES, empty_buffers, empty_cache
from translit.kernel.spell import least_costs, read_forms, spell_out
from translit.lattice import Reader
from translit.model import Forms
from translit.sums import added
from translit.tables import Tables


class Kernel:
    """A compiled reader. Not for two threads at once: it works in buffers of its own."""

    __slots__ = ("_arrays", "_buffers", "_cache", "_codes", "_joins", "_letters", "_reader", "_starts")

    def __init__(self, reader: Reader) -> None:
        self._reader = reader.shell()
        graphones = reader._graphones
        letters = sorted({letter for _, native in graphones for letter in native})
        self._letters = letters
        number = {letter: n for n, letter in enumerate(letters)}
        pieces = sorted({written for written, _ in graphones[1:]})
        place = {piece: n for n, piece in enumerate(pieces)}
        self._codes = {c: n for n, c in enumerate(sorted(set("".join(pieces))))}
        by_piece: list[list[int]] = [[] for _ in pieces]
        # By native letters: arcs of equal chance stand in that order, and the sort that follows keeps it.
        for graphone in sorted(range(1, len(graphones)), key=lambda n: graphones[n][1]):
            by_piece[place[graphones[graphone][0]]].append(graphone)
        counts = {
            (state, graphone): count
            for state, own in enumerate(reader._counts)
            for graphone, count in own.items()
        }
        self._arrays = (
            tree(pieces, self._codes),
            (
                starts(map(len, by_piece)),
                np.array([graphone for group in by_piece for graphone in group] or [0], np.int64),
                place.get(lattice.BREAK, -1),
            ),
            (
                starts(len(native) for _, native in graphones),
                np.array([number[letter] for _, native in graphones for letter in native] or [0], np.int64),
            ),
            (
                np.array([reader._slots.get(letter, 0) for letter in letters] or [0], np.int64),
                np.array(reader._whole, np.bool_),
            ),
            table(counts, np.float64),
            table(next_histories(reader._states, reader._back, int), np.int64),
            (
                np.array(reader._mass, np.float64),
                np.array(reader._backoff, np.float64),
                np.array(reader._back, np.int64),
                1.0 / len(graphones),
                np.array([reader._chance(state, 0) for state in range(len(reader._mass))], np.float64),
            ),
        )
        self._starts = np.array([reader._start(role) for role in NUMBERS], np.int64)
        assert len(graphones) < 1 << 20
        assert len(reader._mass) < 1 << STATES
        self._joins = _joined(tuple(letters))
        self._make_room()

    def __getstate__(self) -> tuple[Any, ...]:
        """What it knows, small."""
        return self._reader, self._letters, self._codes, self._starts, thin(self._arrays), thin(self._joins)

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self._reader, self._letters, self._codes, self._starts, arrays, joins = state
        self._arrays, self._joins = thick(arrays), thick(joins)
        self._make_room()

    def _make_room(self) -> None:
        self._cache, self._buffers = empty_cache(), empty_buffers(self._letters)

    def fold(self, token: str) -> str:
        """The token as the table can read it."""
        return self._reader.fold(token)

    def forms(
        self, token: str, role: str, limit: int, width: int
    ) -> tuple[list[tuple[str, float]], float] | None:
        """Native forms (letters apart) with their chances, likeliest first, and the chance of the token over all forms.

        None: the token is too long or too wide for the buffers.
        """
        text = self._reader.fold(token)
        if not text or len(text) > LONGEST:
            return None
        codes = np.array([self._codes.get(c, -1) for c in text], np.int64)
        start = self._reader._start(role)
        found = spell_out(codes, start, self._arrays, width, lattice.SLACK, self._cache, self._buffers)
        if found < 0:
            return None
        ranked = self._buffers[8][:found].tolist()
        total = added(ranked)
        more = min(limit, found)
        # Forms of equal chance are ranked by their letters: a tie at the limit is taken in whole before it is cut.
        while 0 < more < found and ranked[more] == ranked[more - 1]:
            more += 1
        if more > SPELLED:
            return None
        text = self._buffers[9][:more].tobytes().decode("utf-32-le")
        words = [text[at : at + LETTERS].rstrip("\0") for at in range(0, more * LETTERS, LETTERS)]
        if any(len(word) == LETTERS for word in words):
            return None
        forms = list(zip(words, ranked[:more], strict=True))
        if len(set(ranked[:more])) < more:
            forms.sort(key=lambda item: (-item[1], item[0]))
        return forms[:limit], total

    def many(
        self, tokens: Sequence[str], roles: Sequence[str], width: int, depths: Depths
    ) -> list[tuple[Forms, float] | None]:
        """For each token its native forms as `read` weighs them, with their costs, and −log P in nats.

        None: the token is left to the plain reader.
        """
        answers: list[tuple[Forms, float] | None] = [None] * len(tokens)
        units, joins, points_of = self._joins
        fit, codes, ends = self._numbered(tokens, roles)
        if not fit or not units:
            return answers
        sizes, totals, reach, points, costs = read_forms(
            codes,
            ends,
            np.array([NUMBERS[roles[n]] for n in fit], np.int64),
            self._starts,
            self._arrays,
            width,
            lattice.SLACK,
            self._cache,
            self._buffers,
            depths.limits,
            joins,
            points_of,
            *depths.prior_arrays(units),
            depths.trusts,
        )
        natives, prices, double = points.tobytes().decode("utf-32-le"), costs.tobytes(), costs.itemsize
        at = start = 0
        for n, size, total, end in zip(fit, sizes.tolist(), totals.tolist(), reach.tolist(), strict=True):
            if size >= 0:
                own = prices[double * at : double * (at + size)]
                answers[n] = Forms.of(natives[start : max(start, end - 1)], own), total
                at, start = at + size, end
        return answers

    def least(self, tokens: Sequence[str], roles: Sequence[str]) -> list[float]:
        """For each token what it costs at least, in nats, to a hair (`HAIR`): −log P over all histories, none dropped but for
        being unlikely. A tenth of the work of `many`; 0 where that leaves the token to the plain reader."""
        least = [0.0] * len(tokens)
        fit, codes, ends = self._numbered(tokens, roles)
        if fit:
            begin = self._starts[[NUMBERS[roles[n]] for n in fit]]
            found = least_costs(codes, ends, begin, self._arrays, lattice.SLACK, self._cache, self._buffers)
            for n, cost in zip(fit, found.tolist(), strict=True):
                least[n] = max(0.0, cost - HAIR)
        return least

    def _numbered(self, tokens: Sequence[str], roles: Sequence[str]) -> tuple[list[int], Any, Any]:
        """Which tokens fit the buffers, their letters by number, and where each ends; those that begin alike together."""
        texts = [self._reader.fold(token) for token in tokens]
        fit = [n for n, text in enumerate(texts) if text and len(text) <= LONGEST]
        fit.sort(key=lambda n: (roles[n], texts[n]))
        get = self._codes.get
        codes = np.array([get(c, -1) for n in fit for c in texts[n]], np.int64)
        return fit, codes, starts([len(texts[n]) for n in fit])


@lru_cache(maxsize=8)
def _joined(letters: tuple[str, ...]) -> tuple[list[str], Any, Any]:
    """The units that letters make under Unicode's composition, the letters first; which letter joins which unit; and the
    units as code points.

    No units at all where some letter is a mark, whose composition does not go from left to right.
    """
    if any(unicodedata.combining(letter) for letter in letters):
        return [], None, None
    units, sizes, lasts = list(letters) or ["\0"], [1] * len(letters), list(range(len(letters)))
    pairs: dict[tuple[int, int], float] = {}
    # What may join a unit hangs on how many letters it has and on the last of them, and is looked up once.
    joining: dict[tuple[int, int], list[int]] = {}
    for number, unit in enumerate(units):  # grows under way: a syllable takes one letter more
        kind = (sizes[number], lasts[number]) if letters else (0, 0)
        if kind not in joining:
            joining[kind] = [
                other
                for other, letter in enumerate(letters)
                if len(unicodedata.normalize("NFC", unit + letter)) == 1
            ]
        for other in joining[kind]:
            whole = unicodedata.normalize("NFC", unit + letters[other])
            if len(whole) == 1:
                pairs[number, other] = len(units)
                units.append(whole)
                sizes.append(kind[0] + 1)
                lasts.append(other)
    return units, table(pairs, np.int64), np.array([ord(unit) for unit in units], np.int64)


def kernel(language: str, script: str, tables: Tables) -> Kernel | None:
    """The compiled reader of a language's names in a script; None where its tables do not tell how they are spelled."""
    name = f"read-{script.lower()}"
    source = f"{language}/{name}"

    def make() -> Kernel | None:
        reader = lattice._reader(language, script, tables)
        return None if reader is None else Kernel(reader)

    def kept() -> Kernel | None:
        return tables.kept(f"{name}-{language}", (source,), make) if tables.has(source) else make()

    return tables.derived(f"kernel {language} {script}", kept)
