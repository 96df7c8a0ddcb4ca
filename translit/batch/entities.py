"""What a run finds out about distinct names: plain values, light enough for millions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """An entity without its members: `confidence` is the probability (0…1) of the native form."""

    id: str
    native: str
    label: str
    language: str
    confidence: float
    kind: str


@dataclass(frozen=True, slots=True)
class Answers:
    """For each distinct name, by position, the position of its entity in `found`."""

    index: Sequence[int]
    found: Sequence[Found]


# Finds the entities of distinct names with their counts. It may call the last argument with the number of names done.
Gather = Callable[[Sequence[str], Sequence[int], Callable[[int], None]], Answers]
