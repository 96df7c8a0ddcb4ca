"""Parts made of words: how words that are one part are joined, what a surname costs, and which place word a name ends in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from translit.endings import Endings
from translit.model import FAMILY, GIVEN, Part
from translit.names.costs import UNKNOWN_SURNAME
from translit.names.grammars import Grammar
from translit.names.words import Word
from translit.text import plain

Ways = Iterator[tuple[float, tuple[Part, ...]]]
"""Ways to understand a name: each a cost in nats, and parts with roles."""


def join(words: Iterable[Word]) -> str:
    """Words that are one part, as they are read."""
    return "-".join(word.folded.strip(".-") for word in words)


def said(words: Iterable[Word]) -> str:
    """The same as written."""
    return " ".join(word.text for word in words)


def two(family: str, given: str, family_text: str, given_text: str, first: bool) -> tuple[Part, ...]:
    """A family name and a given one, each as it is read and as written, in the order of the text."""
    one, other = Part(family_text, FAMILY, family), Part(given_text, GIVEN, given)
    return (one, other) if first else (other, one)


def family_cost(word: str, rules: Grammar) -> float:
    """What it costs to take a word, as it is read, for a surname, in nats."""
    return 0.0 if plain(word) in rules.surname_spellings else UNKNOWN_SURNAME


def place_word(joined: str, tails: Endings | None) -> tuple[str, str]:
    """The longest place word at the end of some letters before which more than one stands, and what it stands for; two
    times "" without one."""
    if tails is None or not joined.endswith(tails.all):
        return "", ""
    fits = ((t, kind) for t, kind in tails.pairs if joined.endswith(t) and len(joined) > len(t) + 1)
    return next(fits, ("", ""))
