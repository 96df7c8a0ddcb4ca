"""What is asked of one name, or of two: readings, spellings, the canonical form, a comparison, keys."""

from __future__ import annotations

import math
from collections.abc import Sequence

from translit import lattice, names, rules
from translit.errors import InputError
from translit.met import met
from translit.model import Canonical, Form, Reading, Spelling, System, Written
from translit.reading import LONGEST
from translit.settings import Settings
from translit.sums import added
from translit.tables import Tables
from translit.text import clean, must_be_text, script_of
from translit.trail import with_trail
from translit.wiring import Stages, needed

AHEAD = 6
"""Times as many exact readings looked at as are asked for, before the rarer ones are dropped."""

UNREAD = 60.0
"""Nats for a spelling that is not read as the name it was written for."""


MOST = 1000
"""Spellings that are asked for at most: each is read again, and parts of that many are put together."""


def _number(value: object, what: str, most: int | None) -> None:
    """Raises InputError for a number of answers that cannot be given."""
    if not isinstance(value, int) or value < 1 or (most is not None and value > most):
        bound = "of at least 1" if most is None else f"from 1 to {most:,}"
        raise InputError(f"{what} is {value!r}; give a whole number {bound}.")


def readings(
    spelling: str, limit: int, system: str | None, tables: Tables, settings: Settings
) -> tuple[Form, ...]:
    """The native names behind a spelling: by one system exactly, or by all of them and the learnt habits."""
    needed(spelling)
    _number(limit, "limit", None)
    if len(spelling) > LONGEST and len(clean(spelling)) > LONGEST:
        return ()
    if system is not None:
        exact = rules.unromanise(spelling, tables.system(system), AHEAD * limit)
        weighed = (
            Form(one.native, _prior(one.native, tables.system(system), tables, settings), one.trail)
            for one in exact
        )
        return tuple(sorted(weighed, key=lambda form: (form.cost, form.native))[:limit])
    stages = Stages(tables, settings.changed(limit=max(limit, settings.limit)))
    best: dict[str, tuple[Form, Reading]] = {}
    for reading in stages.profile(spelling).readings:
        for form in stages.whole(reading, limit):
            if form.native not in best or form.cost < best[form.native][0].cost:
                best[form.native] = (form, reading)
    ranked = sorted(best.values(), key=lambda item: (item[0].cost, item[0].native))[:limit]
    return tuple(with_trail(form, reading, tables) for form, reading in ranked)


def _prior(native: str, system: System, tables: Tables, settings: Settings) -> float:
    """How rare a native name is, in nats: what a system that writes it just so costs as a reading."""
    costs = [
        name.cost
        + added(
            lattice.prior(part.joined.replace("-", ""), name.language, part.role.value, tables)
            for part in name.parts
        )
        for name in names.parse(native, tables, settings)
        if name.language == system.language.code
    ]
    return min(costs, default=UNREAD)


def spellings(native: str, limit: int, tables: Tables, settings: Settings) -> tuple[Spelling, ...]:
    """The ways a native name may be written, likeliest first: by every system, and by the learnt habits."""
    needed(native)
    _number(limit, "limit", MOST)
    native = clean(native)
    if len(native) > LONGEST:
        raise InputError(f"the name has {len(native):,} characters; give one of at most {LONGEST}.")
    script = script_of(native)
    languages = [code for code in tables.languages if script in tables.language(code).scripts]
    if not languages:
        known = ", ".join(sorted({s for code in tables.languages for s in tables.language(code).scripts}))
        raise InputError(f"{native!r} is written in {script}; give a native name, in one of {known}.")
    by: dict[str, list[str]] = {}
    for card in tables.systems():
        if card.language in languages:
            written = rules.romanise(native, tables.system(card.id))
            if not written.uncovered and script_of(written.text) != script:
                by.setdefault(written.text, []).append(card.id)
    for text in _habits(native, languages, limit, tables, settings):
        by.setdefault(text, [])
    stages = Stages(tables, settings.changed(limit=64))
    odds = {text: math.exp(-_cost(text, native, stages)) for text in by}
    totals: dict[str, float] = {}
    for text, chance in odds.items():
        totals[script_of(text)] = totals.get(script_of(text), 0.0) + chance
    found = [Spelling(text, odds[text] / (totals[script_of(text)] or 1.0), tuple(by[text])) for text in by]
    return tuple(sorted(found, key=lambda one: (-one.probability, one.text))[:limit])


def _habits(
    native: str, languages: Sequence[str], limit: int, tables: Tables, settings: Settings
) -> list[str]:
    """Spellings by the learnt habits: each part's likeliest ones, put together in the common order."""
    found: list[str] = []
    for name in names.parse(native, tables, settings):
        if (
            name.language not in languages
            or name.cost > 4.0
            or name.script not in tables.language(name.language).scripts
        ):
            continue
        best: list[tuple[float, str]] = [(0.0, "")]
        for part in name.parts:
            ways = lattice.write(
                part.joined.replace("-", ""), name.language, "Latn", part.role.value, tables, limit
            )
            best = sorted(
                (cost + more, f"{text} {_titled(way)}".strip()) for cost, text in best for way, more in ways
            )[:limit]
        found += [text for _, text in best if text]
    return found


def _titled(word: str) -> str:
    return word[:1].upper() + word[1:]


def _cost(text: str, native: str, stages: Stages) -> float:
    """What reading this spelling as this name costs, in nats."""
    wanted = native.casefold()
    costs = [
        form.cost
        for reading in stages.profile(text).readings
        for form in stages.whole(reading, stages.settings.limit)
        if form.native.casefold() == wanted
    ]
    return min(costs, default=UNREAD)


def written(native: str, system: str, tables: Tables) -> Written:
    """A native name as one system, or two in a row, writes it."""
    must_be_text(native, "the name")
    return rules.romanise(native, tables.system(system))


def canonicalise(name: str, tables: Tables, settings: Settings) -> Canonical:
    """The canonical form of one name by itself."""
    needed(name)
    return Stages(tables, settings).choose([met(tables, settings).profile(name)], [1])


def keys(name: str, tables: Tables, settings: Settings) -> tuple[str, ...]:
    """The codes by which a name can be joined with its likes."""
    must_be_text(name, "the name")
    return Stages(tables, settings).keys(met(tables, settings).profile(name))
