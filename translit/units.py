"""The letters that native units consist of, as readers see them."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=4096)
def _apart(character: str) -> str:
    """The letters of a unit that Unicode can take apart into letters (not into a letter and marks), else itself."""
    if unicodedata.category(character) != "Lo":
        return character
    parts = unicodedata.normalize("NFD", character)
    if len(parts) > 1 and not any(map(unicodedata.combining, parts)):
        return parts
    return character


def letters(text: str) -> str:
    """The text as readers see it: NFC, case-folded, units that consist of letters taken apart.

    >>> letters("Šuvalov")
    'šuvalov'
    >>> len(letters("광"))
    3
    """
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    return "".join(map(_apart, text))
