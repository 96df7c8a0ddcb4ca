"""How many people bear a Russian surname, given name or patronymic: what the package russiannames (BSD-3-Clause) counted.

    pip install russiannames

Its lists write е for ё, mostly: which words may have a ё is told by the pairs that the readers are taught by.
"""

from __future__ import annotations

import math
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from translit.prior import Prior

LEAST = 2
"""Bearers that a word needs to teach letters: of those with one many are slips of a typist."""

KINDS = {"surnames": 1.0, "names": 0.3, "midnames": 0.1}
"""The lists of the package, and what each weighs."""

AS_LISTED = 0.5
"""The share of a word that is left as the lists have it: few pairs tell of ё, and most people write е."""

GENDERS = (
    ("ов", "ова"),
    ("ев", "ева"),
    ("ёв", "ёва"),
    ("ин", "ина"),
    ("ын", "ына"),
    ("ский", "ская"),
    ("цкий", "цкая"),
)
"""How men's and women's surnames end."""

FAINT = 0.01
"""The share of a word's spellings from which one with ё is told."""


@lru_cache(maxsize=3)
def bearers(kind: str) -> dict[str, int]:
    """How many bear each word of a list, case-folded; none where the package is not installed."""
    try:
        import duckdb
        import russiannames
    except ImportError:
        print("russiannames is not installed: Russian words are counted without it.", file=sys.stderr)
        return {}
    path = Path(russiannames.__file__).parent / "data" / f"{kind}.parquet"
    found: dict[str, int] = defaultdict(int)
    for text, count in duckdb.execute("select text, count from read_parquet(?)", [str(path)]).fetchall():
        word = (text or "").casefold()
        if re.fullmatch("[а-яё]+(-[а-яё]+)*", word):
            found[word] += count or 0
    return dict(sorted((_both_genders(found) if kind == "surnames" else found).items()))


def _both_genders(found: Mapping[str, int]) -> dict[str, int]:
    """The words with the form of the other gender, as common: of many surnames the lists have but one of the two."""
    both = dict(found)
    for word, count in found.items():
        for man, woman in GENDERS:
            for own, other in ((man, woman), (woman, man)):
                if word.endswith(own) and len(word) > len(own) + 1:
                    form = word[: -len(own)] + other
                    both[form] = max(both.get(form, 0), count)
    return both


def shares(least: int, power: float, taught: Prior) -> dict[str, float]:
    """The share that each word of so many bearers has of all, by a power of their number, with its ё."""
    found: dict[str, float] = defaultdict(float)
    for kind, weight in KINDS.items():
        many = {word: count**power for word, count in bearers(kind).items() if count >= least}
        whole = math.fsum(many.values())
        for word, count in many.items():
            for form, part in _with_yo(word, taught):
                found[form] += weight * count * part / whole
    whole = math.fsum(found.values())
    return {word: share / whole for word, share in sorted(found.items())}


def _with_yo(word: str, taught: Prior) -> Iterator[tuple[str, float]]:
    """The spellings of a word with one ё or none, and how likely each is."""
    forms = [word]
    if "ё" not in word:
        forms += [f"{word[:n]}ё{word[n + 1 :]}" for n, letter in enumerate(word) if letter == "е"]
    if len(forms) == 1:
        yield word, 1.0
        return
    costs: Mapping[str, float] = {form: taught.cost(form, "unknown") for form in forms}
    least = min(costs.values())
    whole = math.fsum(math.exp(least - cost) for cost in costs.values())
    for form, cost in costs.items():
        part = (1.0 - AS_LISTED) * math.exp(least - cost) / whole + AS_LISTED * (form == word)
        if part >= FAINT:
            yield form, part
