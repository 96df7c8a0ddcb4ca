"""The compiled tables of one language of names, and the units of its given names that a word is made of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from translit.memory import Memory


@dataclass(slots=True)
class Tongue:
    """The compiled tables of one language of names."""

    code: str
    surnames: dict[str, tuple[float, str]] = field(default_factory=dict)
    units: dict[str, float] = field(default_factory=dict)
    odds: dict[str, tuple[float, float, float, float]] = field(default_factory=dict)
    tails: tuple[str, ...] = ()
    onsets: set[str] = field(default_factory=set)
    nuclei: set[str] = field(default_factory=set)
    codas: set[str] = field(default_factory=set)
    given: dict[str, tuple[float, str, str]] = field(default_factory=dict)
    rough: dict[str, tuple[float, str, str]] = field(default_factory=dict)
    patronymics: dict[str, str] = field(default_factory=dict)
    endings: dict[str, tuple[float, str]] = field(default_factory=dict)
    cases: dict[str, list[tuple[str, str, tuple[str, ...], str, str]]] = field(default_factory=dict)
    whole_cases: dict[str, list[tuple[str, str, tuple[str, ...]]]] = field(default_factory=dict)
    longest_ending: int = 0
    known_endings: Memory[str, tuple[float, str]] = field(init=False)

    def __post_init__(self) -> None:
        self.known_endings = Memory(self._ending)

    def _ending(self, key: str) -> tuple[float, str]:
        rest = 1 if key.upper() == key else 2  # what must stand before the ending: letters or whole syllables
        for length in range(min(self.longest_ending, len(key) - rest), 0, -1):
            found = self.endings.get(key[-length:])
            if found:
                return found
        return 0.0, ""


class Shapes:
    """Cuts a spelled syllable into consonants, vowels, consonants, by the vowels and habits that tables list."""

    def __init__(self, vowels: str, glides: str, spelled: Iterable[str]) -> None:
        self.pattern = (
            re.compile(f"([^{vowels}-]*[{glides}]?)([{vowels}{glides}]+)([^{vowels}-]*)") if vowels else None
        )
        self.spelled = [(old, new) for old, _, new in (row.partition(">") for row in spelled)]

    def cut(self, key: str) -> tuple[str, str, str] | None:
        """The three pieces, or None when the word is not one syllable."""
        for old, new in self.spelled:
            key = key.replace(old, new)
        found = self.pattern.fullmatch(key) if self.pattern else None
        return (found[1], found[2], found[3]) if found else None

    def bare(self, key: str) -> str:
        """The word without what only keeps its letters apart."""
        for old, new in self.spelled:
            if not new:
                key = key.removesuffix(old)
        return key


def pieces(tongue: Tongue, shapes: Shapes, key: str, strict: bool = False) -> tuple[float, int] | None:
    """The weight and the number of given-name units that a word holds, or None when it is not made of them."""
    total, count = 0.0, 0
    parts = [part for part in key.split("-") if part]
    for part in parts:
        weight = tongue.units.get(part)
        if weight:
            total, count = total + weight, count + 1
            continue
        split = _two(tongue, shapes, part)
        if split and len(parts) == 1:
            total, count = total + split, count + 2
            continue
        shape = shapes.cut(part)
        if (
            strict
            or not shape
            or shape[0] not in tongue.onsets
            or shape[1] not in tongue.nuclei
            or shape[2] not in tongue.codas
        ):
            return None
        total, count = total + 0.35, count + 1
    return (total, count) if 0 < count <= 3 else None


def _two(tongue: Tongue, shapes: Shapes, part: str) -> float:
    """The weight of the best cut of a joined given name into two units; 0 when there is none."""
    best = 0.0
    for cut in range(1, len(part)):
        left = tongue.units.get(shapes.bare(part[:cut]), 0.0)
        right = tongue.units.get(part[cut:], 0.0)
        if left and right:
            best = max(best, left + right)
    return best
