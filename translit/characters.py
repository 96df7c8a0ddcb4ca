"""Reads names written in a script of whole characters, by a table of readings.

A character of such a script says a whole syllable, and which one depends on its place: as a family name, at the
start of a given name, or inside it, and on the country of origin. The `[characters.<script>]` section of a
`language.toml` names the tables and says what the origins do; nothing here knows a script.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import nsmallest
from itertools import groupby, islice, product
from typing import cast

from translit.errors import InputError, TableError
from translit.model import Form, Role
from translit.tables import Tables
from translit.text import compose, letters, script_of_letter

_MOST = 6  # readings of one character that are tried: more would only lengthen the tail of a product

Weighed = dict[str, float]


@dataclass(frozen=True, slots=True)
class Change:
    """A reading that is written otherwise after certain letters, in one origin (or in all, when it is "")."""

    reading: str
    written: str
    after: frozenset[str]
    origin: str


@dataclass(frozen=True, slots=True)
class Origin:
    """What one country does: its share of names, and the columns that hold its readings, most telling first."""

    name: str
    share: float
    family: tuple[str, ...]
    initial: str


@dataclass(frozen=True, slots=True)
class Characters:
    """The tables of one script in one language, indexed."""

    code: str
    script: str
    table: str
    rows: Mapping[str, Mapping[str, str]]
    variants: Mapping[str, tuple[str, ...]]
    copies: Mapping[str, tuple[str, str]]
    origins: tuple[Origin, ...]
    changes: tuple[Change, ...]
    later: float
    kept: float
    dropped: float
    stranger: float
    native: frozenset[str]
    decompose: bool
    longest: int


def read_characters(
    text: str, language: str, tables: Tables, role: Role = Role.UNKNOWN, origin: str = "", limit: int = 8
) -> tuple[Form, ...]:
    """The native forms of a name written in whole characters, cheapest first, at most `limit`.

    >>> from translit.tables import load_tables
    >>> [form.native for form in read_characters("李陸史", "ko", load_tables(), origin="south", limit=1)]
    ['이육사']
    >>> [form.native for form in read_characters("李勇武", "ko", load_tables(), origin="north", limit=1)]
    ['리용무']

    With `role` FAMILY or GIVEN the text is that part alone; otherwise it is a whole name, family name first, and
    a space decides where it ends. `origin` is one that the language's table names; "" mixes them by their shares.
    The cost is −log P(native | text) in nats. () when a character is in no table, or the language reads no such
    script. Text that has not been normalised is better: the copy of a character that NFC folds away hints at its
    reading. Several readings are all candidates: families choose.
    """
    found: Weighed = {}
    trail: dict[str, tuple[str, ...]] = {}
    for one in _scripts(text, language, tables):
        chosen = _origins(one, origin)
        whole = math.fsum(o.share for o in chosen)
        for way in chosen:
            for share, family, given in _splits(text, one, role):
                for reading, chance in _whole(family, given, one, way):
                    weight = chance * share * way.share / whole
                    found[reading] = found.get(reading, 0.0) + weight
                    trail.setdefault(reading, (f"{language}/{one.table}#{way.name}",))
        break
    best = nsmallest(limit, found.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Form(native, abs(math.log(weight)), trail[native]) for native, weight in best)


def split_characters(text: str, language: str, tables: Tables) -> tuple[tuple[str, str], ...]:
    """Family and given name of a name written in whole characters, likeliest first, as written.

    >>> from translit.tables import load_tables
    >>> split_characters("南宮億", "ko", load_tables())[0]
    ('南宮', '億')
    """
    for one in _scripts(text, language, tables):
        ways = sorted(_splits(text, one, Role.UNKNOWN), key=lambda way: -way[0])
        return tuple((family, given) for _, family, given in ways)
    return ()


def write_characters(
    native: str, language: str, tables: Tables, role: Role = Role.UNKNOWN, origin: str = "", limit: int = 8
) -> tuple[Form, ...]:
    """Names in whole characters that could be read as a native name; `native` of each Form holds the characters.

    >>> from translit.tables import load_tables
    >>> "金" in {form.native for form in write_characters("김", "ko", load_tables(), Role.FAMILY)}
    True

    One syllable has dozens of characters and the tables do not count them, so this proposes and proves nothing.
    The cost is −log P in nats with all characters of a syllable alike, those taught in school twice as likely.
    () when a syllable has no character.
    """
    facts = tables.language(language).settings.get("characters", {})
    for script in sorted(cast("dict[str, object]", facts)):
        one = _characters(tables, language, script)
        by_family, by_reading = _written(tables, one, origin)
        native = compose(native)
        family, _, given = native.partition(" ")
        cuts: list[tuple[str, str]]
        if role is Role.FAMILY:
            cuts = [(native, "")]
        elif role is Role.GIVEN:
            cuts = [("", native)]
        elif given:
            cuts = [(family, given.replace(" ", ""))]
        else:
            longest = max(map(len, by_family), default=1)
            cuts = [
                (native[:n], native[n:])
                for n in range(longest, 0, -1)
                if native[:n] in by_family and native[n:]
            ]
            cuts = cuts[:1] or [("", native)]
        forms: list[tuple[float, str]] = []
        for first, rest in cuts:
            slots: list[list[tuple[str, float]]] = []
            if first:
                slots.append(_shares(by_family.get(first, {})))
            slots += [_shares(by_reading.get(unit, {})) for unit in rest]
            if slots and all(slots):
                forms += list(_products(slots, limit))
        best = nsmallest(limit, forms)
        return tuple(Form(text, cost, (f"{language}/{one.table}",)) for cost, text in best)
    return ()


def _characters(tables: Tables, code: str, script: str) -> Characters:
    return tables.derived(f"characters {code} {script}", lambda: _compiled(tables, code, script))


def _compiled(tables: Tables, code: str, script: str) -> Characters:
    language = tables.language(code)
    sections = cast("dict[str, dict[str, object]]", language.settings.get("characters", {}))
    facts = sections[script]
    where = f"{code}/language.toml, [characters.{script}]"
    table = str(facts.get("table", ""))
    if not tables.has(f"{code}/{table}"):
        raise TableError(
            f'{where}: there is no {code}/{table}.tsv; name the table of readings, as table = "…".'
        )
    rows = {row["character"]: row for row in tables.rows(f"{code}/{table}")}
    variants: dict[str, list[str]] = {}
    for row in tables.rows(f"{code}/{facts.get('variants', '')}"):
        own = variants.setdefault(row["form"], [])
        if row["itself"]:
            own.insert(0, row["form"])
        own.append(row["character"])
    copies = {
        chr(int(row["codepoint"].removeprefix("U+"), 16)): (row["character"], row["reading"])
        for row in tables.rows(f"{code}/{facts.get('copies', '')}")
    }
    origins = tuple(
        Origin(
            name,
            float(cast("float", entry.get("share", 1.0))),
            tuple(cast("list[str]", entry.get("family", []))),
            str(entry.get("initial", "")),
        )
        for name, entry in sorted(cast("dict[str, dict[str, object]]", facts.get("origins", {})).items())
    )
    if not origins:
        raise TableError(
            f"{where}: name at least one origin, as [characters.{script}.origins.home] with its share."
        )
    changes = []
    for entry in cast("list[list[str]]", facts.get("changes", [])):
        if len(entry) < 4:
            raise TableError(
                f"{where}, change {entry}: give reading, written, the letters before it, and the origin."
            )
        after: set[str] = set()
        for word in entry[2].split():
            after.update(
                language.classes[word] if word in language.classes else (language.letters.get(word, word),)
            )
        changes.append(Change(entry[0], entry[1], frozenset(after), entry[3]))
    return Characters(
        code=code,
        script=script,
        table=table,
        rows=rows,
        variants={form: tuple(own) for form, own in variants.items()},
        copies=copies,
        origins=origins,
        changes=tuple(changes),
        later=float(cast("float", facts.get("later", 0.3))),
        kept=float(cast("float", facts.get("kept", 0.1))),
        dropped=float(cast("float", facts.get("dropped", 0.0))),
        stranger=float(cast("float", facts.get("stranger", 0.1))),
        native=frozenset(language.scripts),
        decompose=language.decompose,
        longest=max((len(character) for character in rows), default=1),
    )


def _scripts(text: str, code: str, tables: Tables) -> Iterator[Characters]:
    """The compiled script of the text, when the language has a table for it."""
    facts = cast("dict[str, object]", tables.language(code).settings.get("characters", {}))
    for script in sorted(facts):
        if any(script_of_letter(c) == script for c in text):
            yield _characters(tables, code, script)


def _origins(one: Characters, origin: str) -> tuple[Origin, ...]:
    if not origin:
        return one.origins
    chosen = tuple(o for o in one.origins if o.name == origin)
    if not chosen:
        known = ", ".join(o.name for o in one.origins)
        raise InputError(f"there is no origin {origin!r} in {one.code}/language.toml; choose from: {known}.")
    return chosen


def _units(text: str, one: Characters) -> list[str]:
    """The text's characters: copies as they stand, what lies between them in NFC."""
    units: list[str] = []
    for is_copy, run in groupby(text, key=lambda c: c in one.copies):
        piece = "".join(run)
        units += piece if is_copy else unicodedata.normalize("NFC", piece)
    return units


def _splits(text: str, one: Characters, role: Role) -> Iterator[tuple[float, str, str]]:
    """Ways to cut a name into family and given name, with their shares."""
    if role is Role.FAMILY:
        yield 1.0, "".join(text.split()), ""
        return
    if role is not Role.UNKNOWN:
        yield 1.0, "", "".join(text.split())
        return
    words = text.split()
    if len(words) > 1:
        yield 1.0, words[0], "".join(words[1:])
        return
    units = _units("".join(words), one)
    sizes = [
        n
        for n in range(min(one.longest, len(units) - 1), 1, -1)
        if any("".join(way) in one.rows for way in product(*(_standing(c, one) for c in units[:n])))
    ]
    left = 1.0
    for n in sizes:
        yield left * (1.0 - one.stranger), "".join(units[:n]), "".join(units[n:])
        left *= one.stranger
    if len(units) > 1:
        yield left, units[0], "".join(units[1:])
    elif units:
        yield left, units[0], ""


def _standing(c: str, one: Characters) -> tuple[str, ...]:
    """The characters of the table that a written one may stand for, likeliest first."""
    if c in one.copies:
        return (one.copies[c][0],)
    if c in one.variants:
        return one.variants[c]
    return (c,)


def _readings(c: str, one: Characters, way: Origin, place: str) -> Weighed:
    """What one character says at a place ("family", "first", "alone", "inside"), with weights that sum to 1."""
    if script_of_letter(c) in one.native:
        return {c: 1.0}
    found: Weighed = {}
    for rank, character in enumerate(_standing(c, one)):
        row = one.rows.get(character)
        if row is None:
            continue
        weight = one.later**rank
        plain = row["readings"].split()
        initial = (row[way.initial].split() if way.initial else []) or plain
        family = next((row[column].split() for column in way.family if row[column]), [])
        hint = one.copies[c][1] if c in one.copies and place != "family" else ""
        options: list[tuple[str, float]] = []
        if place == "family":
            options = [(reading, 1.0) for reading in family] or [
                (reading, one.stranger) for reading in initial
            ]
        else:
            usual, others, seldom = {
                "first": (initial, plain, one.kept),
                "alone": (plain, initial, one.later),
            }.get(place, (plain, initial, one.dropped))
            options = [(r, 1.0) for r in usual]
            options += [(r, seldom) for r in others if seldom and r not in usual]
        for position, (reading, share) in enumerate(options):
            more = 1.0 / one.later if reading == hint else 1.0
            found[reading] = found.get(reading, 0.0) + weight * share * more * one.later ** min(
                position, _MOST
            )
    total = math.fsum(found.values())
    return {reading: weight / total for reading, weight in found.items()} if total else {}


def _whole(family: str, given: str, one: Characters, way: Origin) -> Iterator[tuple[str, float]]:
    """Every reading of family and given name together, with its chance."""
    slots: list[Weighed] = []
    units = _units(family, one)
    together = [
        row
        for w in product(*(_standing(c, one) for c in units))
        if len(w) > 1 and (row := one.rows.get("".join(w)))
    ]
    if together:
        names = [r for row in together for column in way.family for r in row[column].split()]
        slots.append({name: 1.0 / len(set(names)) for name in names})
    else:
        slots += [_readings(c, one, way, "family") for c in units]
    units = _units(given, one)
    for at, c in enumerate(units):
        place = "inside" if at else "alone" if len(units) == 1 else "first"
        slots.append(_readings(c, one, way, place))
    if not all(slots):
        return
    ranked = [nsmallest(_MOST, slot.items(), key=lambda item: (-item[1], item[0])) for slot in slots]
    for choice in islice(product(*ranked), 4096):
        yield (
            _changed([reading for reading, _ in choice], one, way),
            math.prod(weight for _, weight in choice),
        )


def _changed(units: Iterable[str], one: Characters, way: Origin) -> str:
    """Readings put together, each in the form it has after the one before."""
    out = ""
    for unit in units:
        before = letters(out, one.decompose)[-1:]
        for change in one.changes:
            if unit == change.reading and change.origin in ("", way.name) and before in change.after:
                unit = change.written
                break
        out += unit
    return out


def _written(tables: Tables, one: Characters, origin: str) -> tuple[dict[str, Weighed], dict[str, Weighed]]:
    """What `_backwards` gives for the origin that a caller asks for, built once."""
    key = f"characters backwards {one.code} {one.script} {origin}"
    return tables.derived(key, lambda: _backwards(one, _origins(one, origin)))


def _backwards(one: Characters, ways: tuple[Origin, ...]) -> tuple[dict[str, Weighed], dict[str, Weighed]]:
    """Family names and readings → the characters that say them, with weights."""
    families: dict[str, Weighed] = {}
    readings: dict[str, Weighed] = {}
    for character, row in one.rows.items():
        weight = 2.0 if row.get("list", "").startswith("E") else 1.0
        said = row["readings"].split()
        for way in ways:
            for name in next((row[column].split() for column in way.family if row[column]), []):
                families.setdefault(name, {})[character] = weight
            said += row[way.initial].split() if way.initial else []
        for reading in said:
            readings.setdefault(reading, {})[character] = weight
    return families, readings


def _shares(weights: Weighed) -> list[tuple[str, float]]:
    total = math.fsum(weights.values())
    return sorted(
        ((text, weight / total) for text, weight in weights.items()), key=lambda item: (-item[1], item[0])
    )


def _products(slots: list[list[tuple[str, float]]], limit: int) -> Iterator[tuple[float, str]]:
    """The cheapest ways to choose one from each slot."""
    best: list[tuple[float, str]] = [(0.0, "")]
    for slot in slots:
        best = nsmallest(
            limit, ((cost - math.log(share), text + c) for cost, text in best for c, share in slot)
        )
    yield from best
