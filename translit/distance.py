"""How far two sequences of units are apart (rapidfuzz), and how alike they sound (jellyfish).

For names that no table reads, and for slips of hand and eye on top of those that one does. Everything here is a
likeness in 0…1, 1 for equal.
"""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler, Levenshtein

from translit.text import fold, strip_marks, to_ascii


def likeness(left: str, right: str) -> float:
    """How alike two sequences of letters are: 1 minus their normalised edit distance, swaps counted once.

    >>> likeness("goremykin", "goremikin") > likeness("goremykin", "kozlov")
    True
    >>> likeness("", "")
    1.0
    """
    return 1.0 if left == right else DamerauLevenshtein.normalized_similarity(left, right)


def slips(left: str, right: str) -> int:
    """The number of letters to insert, delete or change to turn one into the other.

    >>> slips("lavrov", "lavorv")
    2
    """
    return int(Levenshtein.distance(left, right))


def head_likeness(left: str, right: str) -> float:
    """Likeness that trusts the beginning of a word more than its end (Jaro–Winkler)."""
    return JaroWinkler.similarity(left, right)


@lru_cache(maxsize=65536)
def sound_key(word: str) -> str:
    """A short phonetic code for a word in any script, by its last-resort ASCII likeness (Metaphone).

    >>> sound_key("Stephan") == sound_key("Стефан")
    True
    """
    import jellyfish

    plain = "".join(c for c in to_ascii(strip_marks(fold(word))) if c.isalpha())
    return jellyfish.metaphone(plain) if plain else ""
