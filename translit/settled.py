"""Entities with the ids that a registry knows them by, so that they are called the same from run to run.

A registry knows whole names, of persons as of places and institutions. A surname alone ("Lavrov") means a bearer only
within its own document: it is never looked up, it goes with the whole name that it stands for. So a known spelling
keeps its id whatever a run thinks: where a run joined two known entities they are parted again, each with its short
mentions; where a person has merged two, they come out as one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from translit.entities import counted, spelled
from translit.gather import is_short
from translit.model import Entity, Kind, Mention
from translit.registry import Entry, Registry
from translit.settings import Settings
from translit.tables import Tables
from translit.wiring import Stages

Facts = Mapping[str, tuple[str, str, str, str]]
"""What a registry says of an id: native form, label, language, kind."""


def settled(
    entities: Sequence[Entity], file: str | Path, who: str, why: str, tables: Tables, settings: Settings
) -> tuple[Entity, ...]:
    """The entities with a registry's ids, native forms and labels; what is new is written into it under `who`, `why`.

    The file is made when it is missing. Entities that have no whole name keep the id made from their content.
    """
    with Registry.open(file, create=True) as registry:
        return _settled(entities, registry, who, why, Stages(tables, settings))


def _settled(
    entities: Sequence[Entity], registry: Registry, who: str, why: str, stages: Stages
) -> tuple[Entity, ...]:
    known: dict[tuple[Kind, str], bool] = {}

    def whole(mention: Mention) -> bool:
        key = (mention.kind, spelled(mention.text))
        if key not in known:
            known[key] = mention.kind is not Kind.PERSON or not is_short(stages.profile(mention))
        return known[key]

    names = [
        tuple(sorted({spelled(one.text) for one in entity.mentions if whole(one)})) for entity in entities
    ]
    asked = [(entity, texts) for entity, texts in zip(entities, names, strict=True) if texts]
    entries = [
        Entry(one.id, one.native, one.label, one.language, one.kind.value, texts) for one, texts in asked
    ]
    ids = registry.settle(entries, who=who, why=why)
    facts = registry.facts({id_ for given in ids for id_ in given.values()})
    parts = [entity for entity, texts in zip(entities, names, strict=True) if not texts]
    leads: dict[str, str] = {}
    homes: dict[str, list[Entity]] = {}
    for (entity, _), given in zip(asked, ids, strict=True):
        for part in _parted(entity, given):
            homes.setdefault(part.id, []).append(part)
            leads.setdefault(entity.id, part.id)
    parts += [_joined(some, facts) for some in homes.values()]
    out = [_led(part, leads) for part in parts]
    return tuple(sorted(out, key=lambda one: (-len(one.members), one.label, one.id)))


def _parted(entity: Entity, ids: Mapping[str, str]) -> list[Entity]:
    """The entity with its registry's id, or in parts when its whole names have several."""
    if len(set(ids.values())) == 1:
        return [replace(entity, id=next(iter(ids.values())))]
    usual = Counter(ids[spelled(one.text)] for one in entity.mentions if spelled(one.text) in ids)
    last = max(sorted(usual), key=lambda id_: usual[id_])
    pairs = sorted(zip(entity.members, entity.mentions, strict=True), key=lambda pair: pair[0])
    source = ""
    parts: dict[str, list[tuple[int, Mention]]] = {}
    first: dict[str, str] = {}
    for _, one in pairs:
        if spelled(one.text) in ids:
            first.setdefault(one.source, ids[spelled(one.text)])
    for member, one in pairs:
        if one.source != source:
            source, here = one.source, first.get(one.source, last)
        here = ids.get(spelled(one.text), here)  # a short mention goes with the whole name before it
        parts.setdefault(here, []).append((member, one))
    return [
        _counted(replace(entity, id=id_), [member for member, _ in some], [one for _, one in some])
        for id_, some in sorted(parts.items())
    ]


def _joined(some: Sequence[Entity], facts: Facts) -> Entity:
    """One entity out of those that the registry calls by one id, named as the registry names it."""
    lead = max(some, key=lambda one: len(one.members))
    native, label, language, _ = facts[lead.id]
    canonical = lead.canonical
    if native != canonical.native:
        # decided before: what these spellings alone would say is one of the alternatives now
        share = dict(canonical.alternatives).get(native, 0.0)
        others = ((canonical.native, canonical.confidence), *canonical.alternatives)
        rest = tuple((form, value) for form, value in others if form not in ("", native))
        canonical = replace(canonical, native=native, confidence=share, alternatives=rest)
    one = replace(lead, canonical=replace(canonical, label=label, language=language))
    if len(some) == 1:
        return one
    pairs = sorted(
        (pair for entity in some for pair in zip(entity.members, entity.mentions, strict=True)),
        key=lambda pair: pair[0],
    )
    one = replace(
        one,
        why=tuple(item for entity in some for item in entity.why),
        possible=tuple(pair for entity in some for pair in entity.possible),
    )
    return _counted(one, [member for member, _ in pairs], [mention for _, mention in pairs])


def _counted(entity: Entity, members: Sequence[int], mentions: Sequence[Mention]) -> Entity:
    """The entity with other mentions, and all that is counted from them."""
    return replace(
        entity,
        members=tuple(members),
        mentions=tuple(mentions),
        variants=counted(one.text for one in mentions),
        documents=tuple(sorted({one.source for one in mentions})),
    )


def _led(entity: Entity, leads: Mapping[str, str]) -> Entity:
    """The entity with its possible others by the ids that they have now."""
    if not entity.possible:
        return entity
    best: dict[str, float] = {}
    for id_, value in entity.possible:
        now = leads.get(id_, id_)
        if now != entity.id:
            best[now] = max(best.get(now, 0.0), value)
    return replace(entity, possible=tuple(sorted(best.items(), key=lambda item: (-item[1], item[0]))))
