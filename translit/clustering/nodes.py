"""What a name is to clustering, beside how it scores against others: a node."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, cast

from translit.frozen import quick
from translit.model import Profile
from translit.sides import Side

FORMS = 2
"""Native forms of a family name by which a short name looks for full ones."""


@quick
@dataclass(frozen=True, slots=True)
class Node:
    """What clustering knows of a name beside how it scores: its spelling, whether it is a native form that needs no
    guess, whether it is one part alone, the family names by which a short name finds its home, and what its best reading
    costs in each language (nats)."""

    spelling: tuple[str, str]
    script: str
    native: bool
    short: bool
    families: tuple[str, ...]
    costs: Mapping[str, float]


class Known(Protocol):
    """What has all that a node has, however it is kept."""

    @property
    def spelling(self) -> tuple[str, str]: ...
    @property
    def script(self) -> str: ...
    @property
    def native(self) -> bool: ...
    @property
    def short(self) -> bool: ...
    @property
    def families(self) -> Sequence[str]: ...
    @property
    def costs(self) -> Mapping[str, float]: ...


def node(one: Profile) -> Node:
    """A name as clustering sees it."""
    return Node(
        (one.folded, "" if one.readings else one.text),
        one.script,
        is_native(one),
        is_short(one),
        tuple(families(one)),
        costs(one),
    )


def is_native(profile: Profile) -> bool:
    """Whether the likeliest reading of a name is of its own script: a form that needs no guess."""
    sides = _sides(profile)
    if not sides:
        return False
    side = sides[0]
    pieces = [p for p in (side.family, side.given, side.patronymic, *side.loose) if p is not None]
    return bool(pieces) and all(piece.native for piece in pieces)


def is_short(profile: Profile) -> bool:
    """Whether the likeliest reading of a name is one part alone."""
    sides = _sides(profile)
    if not sides:
        return " " not in profile.folded
    side = sides[0]
    if len(side.loose) != 1 or side.family or side.given or side.initials:
        return False
    # several words read as one may be a place; where they may as well be a family name and a given name they are no
    # shorter than those
    spaced = " " in profile.readings[0].parts[0].part.text
    return not (spaced and any(one.language == side.language and one.family and one.given for one in sides))


def families(profile: Profile) -> list[str]:
    """The native forms of the family name, or of the one word, each with its language; of the best language only."""
    found: list[str] = []
    sides = _sides(profile)
    for side in sides[:1] if is_short(profile) else sides:
        if side.language != sides[0].language:
            continue
        piece = side.family or (side.loose[0] if len(side.loose) == 1 else None)
        if piece is not None:
            found += [f"{side.language}:{form}" for form in list(piece.shares)[:FORMS]]
    return found


def costs(profile: Profile) -> dict[str, float]:
    """What the best reading of a name costs in each language that reads it, in nats."""
    found: dict[str, float] = {}
    for side in _sides(profile):
        found.setdefault(side.language, side.cost)
    return found


def _sides(profile: Profile) -> tuple[Side, ...]:
    """The readings of a name as pairs see them, the likeliest first."""
    return cast("tuple[Side, ...]", profile.sides)
