"""How far two sequences of units are apart (rapidfuzz), and how alike they sound (jellyfish).

For names that no table reads, and for slips of hand and eye on top of those that one does.
"""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from translit.text import fold, strip_marks, to_ascii


def slips(left: str, right: str) -> int:
    """The number of letters to insert, delete or change to turn one into the other.

    >>> slips("lavrov", "lavorv")
    2
    """
    return int(Levenshtein.distance(left, right))


@lru_cache(maxsize=65536)
def sound_key(word: str) -> str:
    """A short phonetic code for a word in any script, by its last-resort ASCII likeness (Metaphone).

    >>> sound_key("Stephan") == sound_key("Стефан")
    True
    """
    import jellyfish

    plain = "".join(c for c in to_ascii(strip_marks(fold(word))) if c.isalpha())
    return jellyfish.metaphone(plain) if plain else ""
