"""What a document's own habits say about the readings of its names.

A writer keeps to one hand. A text with Pak, Ri and Hyok Chol writes by the system of Pyongyang, so its "Yong" is 영 as
likely as 용; one with "Gvan" comes by way of another language. The hands are those of `language.toml`: systems that are
written strictly (`hands`) and detours (`hops`); beside them stands the habit that was learnt of all writers. How much of
a text is in each hand is estimated from all its names, and then each name is read as its text is written.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from translit import lattice, rules
from translit.model import INITIAL, Form, Language, PartReading, Profile, Reading
from translit.sides import side
from translit.sums import added
from translit.tables import Tables
from translit.text import fold, script_of
from translit.trail import spelling_key
from translit.whole import native_name, set_out

HANDS: Mapping[str, float] = {"hands": 0.03, "hops": 0.003}
"""The share of names that each hand of a list writes, before a text is looked at; what is left is the learnt habit."""

FIRM = 1.0
"""How many names of a text that belief weighs as much as."""

ROUNDS = 20
"""Of the estimate: enough that shares no longer move in the third place."""

LOOKED_AT = 12
"""Forms of each part that are tried."""

WITHIN = 7.0
"""Nats by which they may be dearer than the cheapest as learnt."""

LEAST = 0.02
"""A name is left as it was read where no hand but the learnt one has this share of it."""

_Shares = Mapping[str, float]
"""The share (0…1) of each native form of a part."""


@dataclass(frozen=True, slots=True)
class _Hand:
    """How one hand explains a reading: −log P(the words as written) in nats, and the shares of the forms of each part.

    `before` is the share of names (0…1) that the hand is believed to write before any text is looked at; a part that has
    nothing to be read, as an initial, has no shares.
    """

    before: float
    cost: float
    parts: tuple[_Shares, ...]


def as_written(
    profiles: Sequence[Profile], sources: Sequence[frozenset[str]], tables: Tables
) -> list[Profile]:
    """The names as read in the hands of the texts they come from; `sources` are the texts of each."""
    hands = [[_hands(reading, tables) for reading in _of_one_language(one)] for one in profiles]
    texts: dict[tuple[str, str], list[int]] = {}
    for place, origin in enumerate(sources):
        for source in origin if hands[place] and hands[place][0] else ():
            texts.setdefault((source, profiles[place].readings[0].name.language), []).append(place)
    shares: list[list[Mapping[str, float]]] = [[] for _ in profiles]
    for _, places in sorted(texts.items()):
        for place, beside in zip(places, _beside([hands[place][0] for place in places]), strict=True):
            shares[place].append(beside)
    return [
        _read_so(one, of, beside, tables) for one, of, beside in zip(profiles, hands, shares, strict=True)
    ]


def _of_one_language(one: Profile) -> list[Reading]:
    """The readings in the language that reads a name best."""
    return [reading for reading in one.readings if reading.name.language == one.readings[0].name.language]


def _hands(reading: Reading, tables: Tables) -> dict[str, _Hand]:
    """The hands that write a reading just so, by system; with "" the learnt one, if there are any."""
    language = tables.language(reading.name.language)
    believed = _believed(language)
    wholes = _wholes(reading, language.joined)
    if not believed or not wholes or reading.name.script in language.scripts:
        return {}
    found = {}
    for id_, before in believed.items():
        written = [_written(whole, id_, language, reading.name.script, tables) for whole in wholes]
        if all(written):
            cost = -added([math.log(added(list(chances.values()))) for chances in written])
            shares = {
                part: share
                for whole, chances in zip(wholes, written, strict=True)
                for part, share in _by_part(whole, chances).items()
            }
            found[id_] = _Hand(before, cost, tuple([shares.get(id(part), {}) for part in reading.parts]))
    if found:
        looked_at = [part for whole in wholes for part in whole]
        cost = added([part.total for part in looked_at])
        among = {id(part) for part in looked_at}
        learnt = [
            {form.native: math.exp(part.total - form.cost) for form in part.forms}
            if id(part) in among
            else {}
            for part in reading.parts
        ]
        found[""] = _Hand(1.0 - added(list(believed.values())), cost, tuple(learnt))
    return found


def _wholes(reading: Reading, joined: bool) -> list[tuple[PartReading, ...]]:
    """The parts that are written as one, in native order: all where a language joins them, else each by itself.

    None, if a part cannot be read.
    """
    parts = tuple([part for part in set_out(reading.parts, joined) if part.part.role is not INITIAL])
    if not all(part.forms for part in parts):
        return []
    return [parts] if joined and parts else [(part,) for part in parts]


def _written(
    parts: Sequence[PartReading], id_: str, language: Language, script: str, tables: Tables
) -> dict[tuple[str, ...], float]:
    """The native forms of parts which a system writes as they are written, each with how common it is (0…1)."""
    system = tables.system(id_)
    spelt = " ".join([part.part.joined for part in parts])
    roles = tuple([part.part.role for part in parts])
    found = {}
    for way in _ways(parts):
        text = rules.romanise(native_name(way, roles, language.joined), system).text
        if _same(text, spelt) and script_of(text) == script:
            costs = [
                lattice.prior(native, language.code, role, tables)
                for native, role in zip(way, roles, strict=True)
            ]
            found[way] = math.exp(-added(costs))
    return found


def _same(one: str, other: str) -> bool:
    """Whether two spellings are one to the letter, and to the break where both show as many."""
    ones, others = (fold(text).replace("-", " ").split() for text in (one, other))
    if len(ones) == len(others):
        return [*map(spelling_key, ones)] == [*map(spelling_key, others)]
    return spelling_key(one) == spelling_key(other)


def _believed(language: Language) -> dict[str, float]:
    """The share of names that each hand of a language writes, before any text is looked at."""
    found: dict[str, float] = {}
    for kind, share in HANDS.items():
        listed = language.settings.get(kind, [])
        found |= {str(id_): share for id_ in listed} if isinstance(listed, list) else {}
    return found


def _ways(parts: Sequence[PartReading]) -> list[tuple[str, ...]]:
    """The native forms of all parts together, of each part the likelier ones."""
    ways: list[tuple[str, ...]] = [()]
    for part in parts:
        most = part.forms[0].cost + WITHIN
        own = [form.native for form in part.forms[:LOOKED_AT] if form.cost <= most]
        ways = [(*way, native) for way in ways for native in own]
    return ways


def _by_part(
    parts: Sequence[PartReading], chances: Mapping[tuple[str, ...], float]
) -> dict[int, dict[str, float]]:
    """The share of each native form of each part, out of the chances of them all together."""
    found: dict[int, dict[str, float]] = {id(part): {} for part in parts}
    for way, chance in chances.items():
        for part, native in zip(parts, way, strict=True):
            own = found[id(part)]
            own[native] = own.get(native, 0.0) + chance
    return {part: _normal(own) for part, own in found.items()}


def _normal(shares: Mapping[str, float]) -> dict[str, float]:
    total = added(list(shares.values()))
    return {native: share / total for native, share in shares.items()}


def _beside(names: Sequence[Mapping[str, _Hand]]) -> list[dict[str, float]]:
    """For each name of a text, how much of the others is in each hand (0…1), by expectation-maximisation.

    A name is no witness for itself: what speaks for a hand in it is counted when it is read.
    """
    before = {id_: hand.before for name in names for id_, hand in name.items()}
    shares = [before] * len(names)
    for _ in range(ROUNDS if len(names) > 1 else 0):
        told = [_responsible(name, own) for name, own in zip(names, shares, strict=True)]
        whole = {
            id_: FIRM * share + added([one.get(id_, 0.0) for one in told]) for id_, share in before.items()
        }
        weight = FIRM + len(names) - 1
        shares = [{id_: max(0.0, whole[id_] - one.get(id_, 0.0)) / weight for id_ in before} for one in told]
    return shares


def _responsible(name: Mapping[str, _Hand], shares: Mapping[str, float]) -> dict[str, float]:
    """The share of each hand in one name, given its shares in the text."""
    least = min(hand.cost for hand in name.values())
    weights = {id_: shares[id_] * math.exp(least - hand.cost) for id_, hand in sorted(name.items())}
    return _normal(weights)


def _read_so(
    one: Profile, hands: Sequence[Mapping[str, _Hand]], shares: Sequence[Mapping[str, float]], tables: Tables
) -> Profile:
    """The name with the forms of its readings weighed by the hands of its texts."""
    if not shares:
        return one
    weighed = {
        id(reading): _weighed(reading, of, shares)
        for reading, of in zip(_of_one_language(one), hands, strict=True)
        if of
    }
    readings = tuple([weighed.get(id(reading), reading) for reading in one.readings])
    if readings == one.readings:
        return one
    return replace(one, readings=readings, sides=tuple([side(reading, tables) for reading in readings]))


def _weighed(reading: Reading, hands: Mapping[str, _Hand], shares: Sequence[Mapping[str, float]]) -> Reading:
    told = [
        _responsible(hands, {id_: text.get(id_, hand.before) for id_, hand in hands.items()})
        for text in shares
    ]
    mean = {id_: added([one[id_] for one in told]) / len(told) for id_ in hands}
    if 1.0 - mean[""] < LEAST:
        return reading
    parts = [
        _mixed(part, [(mean[id_], hand.parts[place]) for id_, hand in hands.items()])
        if hands[""].parts[place]
        else part
        for place, part in enumerate(reading.parts)
    ]
    return Reading(reading.name, tuple(parts), reading.cost)


def _mixed(part: PartReading, hands: Sequence[tuple[float, _Shares]]) -> PartReading:
    """The part with the shares of its forms mixed from those that each hand gives them."""
    forms = []
    for form in part.forms:
        share = added([weight * own.get(form.native, 0.0) for weight, own in hands])
        forms.append(Form(form.native, part.total - math.log(share), form.trail))
    return PartReading(part.part, tuple(sorted(forms, key=lambda f: (f.cost, f.native))), part.total)
