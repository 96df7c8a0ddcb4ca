"""A mention while it is being worked out: what the passes hand to each other."""

from __future__ import annotations

from dataclasses import dataclass, field

from translit.mentions.senses import Lemma


@dataclass(frozen=True, slots=True)
class Made:
    """What the words of a name say: their lemmas, the lookup keys of its parts, its gender.

    `other` is the name of the other gender that the same words may be in another case: Евгения Пригожина is a woman, or
    Евгений Пригожин in the genitive.
    """

    parts: tuple[tuple[Lemma, ...], ...]
    families: tuple[str, ...]
    givens: tuple[str, ...]
    initials: tuple[str, ...]
    gender: str
    other: Made | None = None


@dataclass(slots=True)
class Found:
    """A span with what is known about it. `families` and `givens` are lookup keys of the parts, cheapest first."""

    start: int
    end: int
    kind: str
    language: str
    score: float = 0.0
    full: bool = False
    families: tuple[str, ...] = ()
    givens: tuple[str, ...] = ()
    initials: tuple[str, ...] = ()
    parts: tuple[tuple[Lemma, ...], ...] = ()
    roles: tuple[str, ...] = ()
    gender: str = ""
    anchor: int | None = None
    text: str = field(default="")
    who: tuple[str, str] | None = None
    other: Made | None = None


class Taken:
    """Which stretches of a text belong to a mention already."""

    def __init__(self, length: int) -> None:
        self._taken = bytearray(length + 1)

    def free(self, start: int, end: int) -> bool:
        """Whether nothing in the stretch is taken."""
        return self._taken.find(1, start, end) < 0

    def take(self, start: int, end: int) -> None:
        """Mark the stretch."""
        self._taken[start:end] = b"\x01" * (end - start)
