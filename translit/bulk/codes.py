"""Texts as 64 bits each: what names meet at, and native forms until all are known and numbered.

Two unlike ones among ten million come to be one in one of some hundred thousand runs.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import numpy as np

from translit.bulk.ranks import ranks
from translit.bulk.stored import Store, gathered
from translit.model import FINER

CODE_POINTS = f"utf-32-{'le' if sys.byteorder == 'little' else 'be'}"


_BASE = 0x9E3779B97F4A7C15


def bits(texts: Sequence[str]) -> Any:
    """64 bits for each text, the same on every machine: a polynomial of its letters, well stirred.

    >>> bits(["노", "광철", "노"]).tolist() == [bits([text])[0] for text in ("노", "광철", "노")]
    True
    """
    sizes = np.fromiter(map(len, texts), np.int64, len(texts)) + 1  # the end counts as a letter
    starts = np.cumsum(sizes) - sizes
    letters = np.frombuffer(
        "".join(f"{text}\x01" for text in texts).encode(CODE_POINTS, "surrogatepass"), np.uint32
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
        numbers = gathered(self.numbers, self.ends[at], sizes, self._store)
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
