"""Groups of names as entities: canonical form, variants with counts, what holds the group together, an id."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from translit import gather
from translit.canonical import distinct_ids, entity_id
from translit.clustering import Edge
from translit.model import Canonical, Entity, Evidence, Kind, Mention, Profile
from translit.score import value
from translit.text import shown
from translit.wiring import Stages

NEAREST = 40
"""Spellings of a group among which each looks for its nearest when the group is explained."""


@dataclass(frozen=True, slots=True)
class Group:
    """One entity to be: positions in the input, and positions of its distinct names' profiles.

    `heard` are further spellings, which a document gives for one of these names: they say what the native name is.
    """

    members: tuple[int, ...]
    names: tuple[int, ...]
    heard: tuple[Profile, ...] = ()


def entities(
    groups: Sequence[Group],
    profiles: Sequence[Profile],
    texts: Sequence[str],
    weak: Iterable[Edge],
    stages: Stages,
    kind: Kind = Kind.PERSON,
    found: Sequence[Mention] = (),
) -> list[Entity]:
    """An entity for each group, still without a final id where two have equal content.

    `weak` are links (by position of profile) that were too weak to join; they become `possible`, by position of group
    written out as text until `with_ids` puts ids there. `found` are the mentions when `texts` are theirs.
    """
    made = []
    for group in groups:
        ranked = counted(texts[i] for i in group.members)
        variants = dict(ranked)
        ones = sorted((profiles[i] for i in group.names), key=lambda one: (one.folded, one.text))
        full = [one for one in ones if not gather.is_short(one)] or ones
        counts = [variants.get(spelled(one.text), 1) for one in full]
        own = tuple(found[i] for i in group.members) if found else ()
        made.append(
            Entity(
                id="",
                canonical=_canonical(kind, own, full, counts, group.heard, stages),
                members=group.members,
                variants=ranked,
                kind=kind,
                documents=tuple(sorted({mention.source for mention in own})),
                mentions=own,
                why=_why(full, stages),
            )
        )
    return _with_possible(with_ids(made), groups, weak)


def spelled(text: str) -> str:
    """A surface as a reader sees it, with single spaces, as variants are written."""
    return shown(text)


def counted(texts: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """The variants among some surfaces with how often each stands there, the most frequent first."""
    return tuple(sorted(Counter(map(spelled, texts)).items(), key=lambda item: (-item[1], item[0])))


def _canonical(
    kind: Kind,
    own: Sequence[Mention],
    members: Sequence[Profile],
    counts: Sequence[int],
    heard: Sequence[Profile],
    stages: Stages,
) -> Canonical:
    chosen = stages.choose(members, counts, heard)
    if kind is Kind.PERSON or not own or not own[0].language:
        return chosen
    # a place or institution that the tables know needs no guess
    code = own[0].language
    native = gather.native_lemma(own, stages.tables.language(code).scripts)
    return (
        replace(chosen, native=native, language=code, confidence=1.0, alternatives=()) if native else chosen
    )


def _why(ones: Sequence[Profile], stages: Stages) -> tuple[Evidence, ...]:
    """Each spelling's surest link to another one, the weakest of them first."""
    found = []
    for place, one in enumerate(ones[1:], 1):
        near = [other for other in ones[:NEAREST] if other is not one] or [ones[place - 1]]
        other = max(near, key=lambda two: stages.log_odds(one, two))
        told = stages.compare(one, other)
        parts = [item.what for item in told.evidence if item.points and " / " in item.what]
        rules = tuple(dict.fromkeys(rule for item in told.evidence for rule in item.rules))
        what = f"{one.text} = {other.text}: {'; '.join(parts) or 'the same letters'}"
        found.append(Evidence(what, round(told.log_odds, 4), rules))
    return tuple(sorted(found, key=lambda item: (item.points, item.what)))


def with_ids(made: Sequence[Entity]) -> list[Entity]:
    """The entities with ids made from their content; equal content gets an ordinal."""
    ids = [entity_id(entity.canonical, entity.kind.value) for entity in made]
    contents = ["\n".join((*(form for form, _ in entity.variants), *entity.documents)) for entity in made]
    return [replace(one, id=id_) for one, id_ in zip(made, distinct_ids(ids, contents), strict=True)]


def _with_possible(made: list[Entity], groups: Sequence[Group], weak: Iterable[Edge]) -> list[Entity]:
    home = {name: number for number, group in enumerate(groups) for name in group.names}
    best: dict[int, dict[int, float]] = {}
    for edge in weak:
        one, two = home.get(edge.left), home.get(edge.right)
        if one is None or two is None or one == two:
            continue
        for here, there in ((one, two), (two, one)):
            held = best.setdefault(here, {})
            held[there] = max(held.get(there, -math.inf), edge.log_odds)
    return [
        replace(
            entity,
            possible=tuple(
                sorted(
                    ((made[there].id, round(value(odds), 4)) for there, odds in best.get(number, {}).items()),
                    key=lambda item: (-item[1], item[0]),
                )
            ),
        )
        for number, entity in enumerate(made)
    ]
