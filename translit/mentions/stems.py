"""The forms in which words are looked up, and tables that are searched by them, beginnings of words among them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from translit.memory import Memory

_DROPPED = str.maketrans("", "", "'’‘`´ʼʻʹʺ′")
_HYPHENS = str.maketrans("‐‑‒–", "----")


@lru_cache(maxsize=131072)
def skeleton(word: str) -> str:
    """The form in which words are looked up: lower case, without marks, apostrophes and soft line breaks.

    >>> skeleton("Yo'ng-Ch'ŏl"), skeleton("Андреём") == skeleton("андреем")
    ('yong-chol', True)
    """
    word = word.lower()
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
        word = unicodedata.normalize("NFC", word)
    return word.translate(_DROPPED).translate(_HYPHENS).replace("\n", "")


_ROUGH = (
    (re.compile("tsch|tch|cz|ch|cs"), "c"), (re.compile("sch|sh|sz|zh|s[jy]"), "s"), (re.compile("ou"), "u"),
    (re.compile("w|v|f+"), "v"), (re.compile("ks|x"), "k"), (re.compile("ph"), "v"), (re.compile("[yj]"), "i"),
    (re.compile("ia|ie|io|iu|ii+"), "i"), (re.compile(r"(.)\1+"), r"\1"), (re.compile("[ie]$"), ""),
)  # fmt: skip


def rough(key: str) -> str:
    """A key in which the spellings of a given name in the languages of the press fall together.

    >>> rough("wjatscheslaw") == rough("vyacheslav"), rough("sergei") == rough("olga")
    (True, False)
    """
    for pattern, plain in _ROUGH:
        key = pattern.sub(plain, key)
    return key


class Stems:
    """Words of a table with their values; a word that ends in * stands for all that begin so (so does the first
    word of a phrase)."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self.whole: dict[str, str] = {}
        self.begin: dict[str, str] = {}
        self.phrases: dict[str, list[tuple[str, str]]] = {}
        self.longest = 1
        for word, value in pairs:
            key = skeleton(word)
            first, star, rest = key.partition("* ")
            if star:
                self.phrases.setdefault(rest, []).append((first, value))
                self.longest = max(self.longest, key.count(" ") + 1)
                continue
            self.longest = max(self.longest, key.count(" ") + 1)
            where = self.begin if key.endswith("*") else self.whole
            where.setdefault(key.removesuffix("*"), value)
        self.lasts = {key.rsplit(" ", 1)[1] for key in self.whole if " " in key}
        self.lasts |= {rest.rsplit(" ", 1)[-1] for rest in self.phrases}
        self.shortest = min((len(key) for key in self.begin), default=1)
        self._known: Memory[str, str | None] = Memory(self._get)

    def get(self, key: str) -> str | None:
        """The value of a word, the longest beginning that fits when it is not there as a whole."""
        return self._known[key]

    def _get(self, key: str) -> str | None:
        if key in self.whole:
            return self.whole[key]
        if " " in key:
            first, _, rest = key.partition(" ")
            for stem, value in self.phrases.get(rest, ()):
                if first.startswith(stem) and len(first) - len(stem) <= 3:
                    return value
        for length in range(len(key), self.shortest - 1, -1):
            if key[:length] in self.begin and len(key) - length <= 3:
                return self.begin[key[:length]]
        return None
