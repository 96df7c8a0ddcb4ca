"""Whole native names out of the readings of their parts, cheapest first."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache

from translit.model import (
    FAMILY,
    GIVEN,
    INITIAL,
    PATRONYMIC,
    UNKNOWN,
    Form,
    Forms,
    PartReading,
    Reading,
    Role,
)
from translit.text import capitalise

# The order in which a native name is set out when its language writes its parts as words.
_WORDED: Mapping[Role, int] = {
    role: place for place, role in enumerate((GIVEN, PATRONYMIC, INITIAL, UNKNOWN, FAMILY))
}
_JOINED: Mapping[Role, int] = {
    role: place for place, role in enumerate((FAMILY, UNKNOWN, GIVEN, PATRONYMIC, INITIAL))
}


def whole_forms(reading: Reading, joined: bool, limit: int) -> Sequence[Form]:
    """The native names that a reading allows, at most `limit`; the cost is that of the reading with these forms.

    `joined` languages write family and given name together, the family name first; others write the parts as
    capitalised words, the family name last; the halves of a double name are joined again.
    """
    parts = set_out(reading.parts, joined)
    if any(not part.forms for part in parts):
        return ()
    best: list[tuple[float, tuple[str, ...]]] = [(reading.name.cost, ())]
    for part in parts:
        own = _head(part.forms, limit)
        # none dearer than the last of those that begin with the cheapest can be among the first few
        most = best[0][0] + own[-1][0] if len(own) >= limit else math.inf
        further = []
        for cost, natives in best:
            for price, native in own:
                if cost + price > most:
                    break
                further.append((cost + price, (*natives, native)))
        best = sorted(further)[:limit]
    roles = tuple([part.part.role for part in parts])
    tied = [part.part.text.endswith("-") for part in parts[:-1]] + [False]
    if any(tied):
        roles = tuple([role for role, more in zip(roles, tied, strict=True) if not more])
        best = [(cost, _tied(natives, tied)) for cost, natives in best]
    return Forms([native_name(natives, roles, joined) for _, natives in best], [cost for cost, _ in best])


def _tied(natives: tuple[str, ...], tied: Sequence[bool]) -> tuple[str, ...]:
    """The parts with those that are written together with the next joined by a hyphen."""
    signs = ["-" if more else " " for more in tied]
    return tuple("".join(map("".join, zip(natives, signs, strict=True))).split())


def _head(forms: Sequence[Form], limit: int) -> list[tuple[float, str]]:
    """The first few forms, each with its cost in front."""
    if isinstance(forms, Forms):
        return forms.head(limit)
    return [(form.cost, form.native) for form in forms[:limit]]


def set_out(parts: tuple[PartReading, ...], joined: bool) -> tuple[PartReading, ...]:
    """The parts in the order of a native name; titles are left out."""
    place = _JOINED if joined else _WORDED
    kept = [part for part in parts if part.part.role in place]
    if any(part.part.role is GIVEN for part in kept):
        # an initial that has no native form says nothing beside a name in full
        kept = [part for part in kept if part.forms or part.part.role is not INITIAL]
    return tuple(sorted(kept, key=lambda part: place[part.part.role]))


def native_name(natives: tuple[str, ...], roles: tuple[Role, ...], joined: bool) -> str:
    """One native name from its parts, which stand in order.

    >>> native_name(("노", "광철"), (FAMILY, GIVEN), True)
    '노광철'
    >>> native_name(("виктор", "горемыкин"), (GIVEN, FAMILY), False)
    'Виктор Горемыкин'
    """
    if joined:
        return "".join(natives).replace("-", "")
    return " ".join(
        [
            _titled(native) + ("." if role is INITIAL else "")
            for native, role in zip(natives, roles, strict=True)
        ]
    )


@lru_cache(maxsize=4096)
def _titled(native: str) -> str:
    """A part as a name has it; the same few come in all readings of a name."""
    return "-".join(map(capitalise, native.split("-")))
