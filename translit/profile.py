"""All that is worked out once per name, so that work per pair sees only two of these.

A name has several hypotheses (which language, which word is the family name); each is read part by part. Here it is told
which readings are kept and what is shown of them; how a part is read tells `reading.py`, and what the pair-wise rooms
see of a reading `sides.py`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

from translit import text as texts
from translit.model import FAMILY, GIVEN, INITIAL, UNKNOWN, Mention, Name, Profile, Reading, Role
from translit.reading import Parse, Read, Weigh, by_itself, hypotheses, read_name
from translit.settings import Settings
from translit.sides import LANGUAGES_APART, Side, side
from translit.tables import Tables
from translit.usage import alphabet, habits, is_given, speakers

KEPT = 3
"""Readings kept for each language."""

SLACK = 7.0
"""Nats: a reading this much dearer than the language's cheapest is dropped."""

LANGUAGE_SLACK = 25.0
"""Nats: a language whose cheapest reading is this much dearer than another's is dropped."""

NEIGHBOURS_APART = 2.5
"""Nats by which a language without counts may read a name better, at most, than one of the same native script that has
them: its letters have no price of their own, so a rare word looks cheap in it. Less than half of `LANGUAGES_APART`, so that
two names are always held in the counted language, too."""

Far = Callable[[Mapping[str, float]], frozenset[str]]


def profile(
    mention: str | Mention,
    tables: Tables,
    settings: Settings,
    parse: Parse,
    read: Read,
    weigh: Weigh | None = None,
    far: Far | None = None,
) -> Profile:
    """A name's readings, cheapest first; `parse` says which word does what, `read` what stands behind a word.

    `weigh` gives −log P of a native form, in nats, so that native names and readings of other spellings weigh on
    one scale; without it a native letter costs a fixed price.

    A mention with lemmas is read as its lemmas, each later one at a small price. A text that no table reads has
    no reading: it is compared by its letters. `far` tells by what the best reading costs in each language (nats) which
    languages are hardly ever asked for: of those one side stands there without its parts.
    """
    readings = [
        read_name(name, tables, settings, read, weigh, extra)
        for name, extra in hypotheses(mention, tables, settings, parse)
    ]
    return shown(mention, readings, tables, far)


def shown(mention: str | Mention, readings: list[Reading], tables: Tables, far: Far | None = None) -> Profile:
    """The profile of a name whose hypotheses are read: all of them, or those that cost little enough."""
    written = mention if isinstance(mention, Mention) else Mention(mention)
    cleaned = texts.clean(by_itself(written.text, written.kind, tables))
    kept = _choose(_weighed(_levelled(readings), tables))
    return Profile(
        text=written.text,
        script=texts.script_of(cleaned),
        folded=texts.fold(cleaned),
        readings=tuple(kept),
        kind=written.kind,
        gender=written.gender or (kept[0].name.gender if kept else ""),
        sides=tuple(_sides(kept, tables, far)),
        words=_plain_words(cleaned),
    )


def _levelled(readings: list[Reading]) -> list[Reading]:
    """The readings, those of a name that its given name shows to be declined nearly as cheap as the cheapest of them: which
    nominative lies behind it (Сергея Шойгу: Шойгу or Шойга; Валентине: Валентина or Валентин) another spelling tells, and not
    which is the commoner word."""
    groups: dict[tuple[str, tuple[tuple[Role, str], ...]], list[int]] = {}
    for i, reading in enumerate(readings):
        parts = reading.name.parts
        # endings are undone on a person's parts all together, and then these tell the gender
        if parts[0].gender and len({part.gender for part in parts if part.role is not INITIAL}) == 1:
            if any(p.role is not FAMILY and p.joined != texts.fold(p.text).strip(".") for p in parts):
                written = tuple((part.role, part.text) for part in parts)
                groups.setdefault((reading.name.language, written), []).append(i)
    for group in groups.values():
        least = min(readings[i].cost for i in group)
        for i in group:
            found = readings[i]
            readings[i] = Reading(found.name, found.parts, least + LEVEL * (found.cost - least))
    return readings


LEVEL = 0.1
"""What is left of how much dearer one nominative behind a declined word is than another: it decides between equals."""


def _weighed(readings: list[Reading], tables: Tables) -> list[Reading]:
    """The readings, those of a language without counts at least as dear as a counted neighbour allows; without the ones in
    which no two names are ever held beside each other, for the neighbour reads both better."""
    least: dict[str, float] = {}
    for reading in readings:
        language = reading.name.language
        least[language] = min(reading.cost, least.get(language, math.inf))
    known, more = speakers(tables), dict.fromkeys(least, 0.0)
    for language, cost in least.items():
        near = [one for one in known[language] if one in least]
        counted = min([least[one] for one in near], default=cost)
        if cost > counted + LANGUAGES_APART + NEIGHBOURS_APART:
            more[language] = math.inf
        elif cost < counted:
            own = [reading.name for reading in readings if reading.name.language == language]
            apart = NEIGHBOURS_APART if any(_shows(name, near, tables) for name in own) else 0.0
            more[language] = max(0.0, counted - apart - cost)
    if not any(more.values()):
        return readings
    return [
        reading if not dearer else Reading(reading.name, reading.parts, reading.cost + dearer)
        for reading in readings
        if (dearer := more[reading.name.language]) < math.inf
    ]


def _shows(name: Name, neighbours: Sequence[str], tables: Tables) -> bool:
    """Whether a name tells that it is of its language and not of a neighbour: by a letter, or by a given name of its lists."""
    known = habits(name.language, tables)
    others = [habits(one, tables) for one in neighbours]
    if name.script in known.native:
        letters = set(filter(str.isalpha, texts.fold(name.text)))
        if not any(alphabet(one, tables).issuperset(letters) for one in neighbours):
            return True
    words = [texts.plain(part.joined) for part in name.parts if part.role is GIVEN]
    return any(is_given(word, known) and not any(is_given(word, other) for other in others) for word in words)


def _sides(kept: Sequence[Reading], tables: Tables, far: Far | None) -> Iterable[Side]:
    if far is None or len(kept) < 2:
        return [side(reading, tables) for reading in kept]
    costs: dict[str, float] = {}
    for reading in kept:
        costs.setdefault(reading.name.language, reading.cost)
    left_out = far(costs)
    found = []
    for reading in kept:
        language = reading.name.language
        if language not in left_out:
            found.append(side(reading, tables))
        elif costs.pop(language, None) is not None:
            found.append(Side(language, reading.name.script, reading.cost, None, None, None, (), (), ""))
    return found


def bare(text: str) -> Profile:
    """A text that no table reads, or one whose readings are not wanted."""
    cleaned = texts.clean(text)
    return Profile(
        text=text,
        script=texts.script_of(cleaned),
        folded=texts.fold(cleaned),
        readings=(),
        words=_plain_words(cleaned),
    )


def _plain_words(cleaned: str) -> tuple[str, ...]:
    return tuple(sorted(w for w in texts.plain(cleaned.replace(",", " ").replace("-", " ")).split(" ") if w))


def _choose(readings: list[Reading]) -> list[Reading]:
    """The readings worth comparing: the cheapest few of each language, and its cheapest without roles."""
    ranked = _ranked(readings)
    chosen: dict[str, list[Reading]] = {}
    loose: set[str] = set()  # languages whose cheapest without roles was met
    kept = []
    for reading in ranked:
        language = reading.name.language
        group = chosen.setdefault(language, [])
        least = group[0].cost if group else reading.cost
        if reading.cost > least + SLACK or least > ranked[0].cost + LANGUAGE_SLACK:
            continue
        alone = language not in loose and all(part.role is UNKNOWN for part in reading.name.parts)
        if alone:
            loose.add(language)
        if alone or len(group) < KEPT:
            group.append(reading)
            kept.append(reading)
    return kept


def _ranked(readings: list[Reading]) -> list[Reading]:
    """Readings, cheapest first; what the parts are called only matters where all else is equal, which is rare."""
    keys = [(reading.cost, reading.name.language) for reading in readings]
    if len(set(keys)) == len(keys):
        return [reading for _, reading in sorted(zip(keys, readings, strict=True))]
    return sorted(readings, key=lambda r: (r.cost, r.name.language, str(r.name.parts)))
