"""What a document's own habits say about the readings of its names.

A text that writes "Gvan" comes by way of another language: some name in it is written as only a detour writes it (the
`hops` of `language.toml`). Then, for the other names of that text too, the native forms that the detour writes just
so are likelier than they would be alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from translit import rules
from translit.model import Form, PartReading, Profile, Reading
from translit.profile import side
from translit.tables import Tables
from translit.text import script_of
from translit.trail import spelling_key
from translit.whole import native_name, set_out

LIKELIER = 3.0
"""Nats by which a form that the detour writes so gains in a text that is known to take the detour."""

LOOKED_AT = 8
"""Forms of each part that are tried."""


def by_detour(one: Profile, tables: Tables) -> bool:
    """Whether a name is written as a detour writes it and as no system of its own language does."""
    return any(_detours(reading, tables) and not _direct(reading, tables) for reading in one.readings[:1])


def favoured(one: Profile, tables: Tables) -> Profile:
    """The name with the readings that a detour writes just so made cheaper; the same name when there are none."""
    readings = []
    for reading in one.readings:
        gains = _detours(reading, tables)
        readings.append(_gained(reading, gains) if gains else reading)
    if tuple(readings) == one.readings:
        return one
    return replace(one, readings=tuple(readings), sides=tuple(side(reading, tables) for reading in readings))


def _detours(reading: Reading, tables: Tables) -> frozenset[tuple[str, ...]]:
    """The native forms, part by part, that a detour writes as the name is written."""
    language = tables.language(reading.name.language)
    hops = language.settings.get("hops", [])
    listed = tuple(str(hop) for hop in hops) if isinstance(hops, list) else ()
    return _written_so(reading, listed, tables)


def _direct(reading: Reading, tables: Tables) -> bool:
    return bool(_written_so(reading, [card.id for card in tables.systems(reading.name.language)], tables))


def _written_so(reading: Reading, systems: Sequence[str], tables: Tables) -> frozenset[tuple[str, ...]]:
    parts = set_out(reading.parts, True)
    script = reading.name.script
    if (
        not systems
        or script in tables.language(reading.name.language).scripts
        or not all(p.forms for p in parts)
    ):
        return frozenset()
    ways: list[tuple[str, ...]] = [()]
    for part in parts:
        ways = [(*way, form.native) for way in ways for form in part.forms[:LOOKED_AT]][: LOOKED_AT**2]
    key = spelling_key("".join(part.part.joined for part in parts))
    roles = tuple(part.part.role for part in parts)
    found = set()
    for way in ways:
        native = native_name(way, roles, True)
        for id_ in systems:
            text = rules.romanise(native, tables.system(id_)).text
            if spelling_key(text) == key and script_of(text) == script:
                found.add(way)
                break
    return frozenset(found)


def _gained(reading: Reading, gains: frozenset[tuple[str, ...]]) -> Reading:
    """The reading with the forms of these ways made cheaper, each part's cheapest first again."""
    parts = set_out(reading.parts, True)
    wanted = {id(part): {way[place] for way in gains} for place, part in enumerate(parts)}
    changed = []
    for part in reading.parts:
        forms = [
            Form(form.native, form.cost - LIKELIER, form.trail)
            if form.native in wanted.get(id(part), ())
            else form
            for form in part.forms
        ]
        changed.append(
            PartReading(part.part, tuple(sorted(forms, key=lambda f: (f.cost, f.native))), part.total)
        )
    return Reading(reading.name, tuple(changed), reading.cost)
