"""The whole story of many names on one screen: which stage follows which. It decides nothing by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice

from translit import gather
from translit.clustering import Edge
from translit.entities import Group, entities
from translit.errors import InputError
from translit.habits import as_written
from translit.model import Entity, Kind, Mention
from translit.settings import Settings, settings_only
from translit.tables import Tables
from translit.text import must_be_text
from translit.wiring import Stages

FITS = 0.5
"""Nats: the log-odds from which a short name is taken for a shortening of a full one elsewhere."""


def cluster(names: Iterable[str], tables: Tables, settings: Settings) -> tuple[Entity, ...]:
    """Names gathered into entities, by position, in the order of their first member."""
    settings_only(settings)
    _several(names, "names", "a list of texts")
    given = list(names)
    distinct: dict[str, list[int]] = {}
    for position, name in enumerate(given):
        must_be_text(name, "a name")
        distinct.setdefault(name, []).append(position)
    ones = list(distinct)
    stages = Stages(tables, settings)
    profiles = stages.profiles(ones)
    grouping = stages.group(profiles)
    groups = [
        Group(tuple(sorted(i for n in group for i in distinct[ones[n]])), group) for group in grouping.groups
    ]
    made = entities(groups, profiles, given, grouping.possible, stages)
    return tuple(sorted(made, key=lambda entity: entity.members[0]))


Finder = Callable[[str, Tables, Settings, str], Sequence[Mention]]
Documents = Mapping[str, str] | Iterable[tuple[str, str]]
"""Texts by name: all at hand, or one after another."""


def resolve(documents: Documents, tables: Tables, settings: Settings, find: Finder) -> tuple[Entity, ...]:
    """Documents to entities with their mentions: find, gather, cluster by kind, bring the short names home.

    No text is kept: each is let go when its names are found.
    """
    settings_only(settings)
    mentions: dict[str, Sequence[Mention]] = {}
    for name, text in _pairs(documents):
        must_be_text(name, "a document's name")
        must_be_text(text, f"the text of the document {name!r}")
        if name in mentions:
            raise InputError(f"the document {name!r} comes twice; give each document a name of its own.")
        mentions[name] = find(text, tables, settings, name)
    found = [mention for name in sorted(mentions) for mention in mentions[name]]
    stages = Stages(tables, settings)
    roots = gather.roots(found)
    made = [entity for kind in Kind for entity in _of_kind(kind, found, roots, stages)]
    return tuple(sorted(made, key=lambda one: (-len(one.members), one.label, one.id)))


def _pairs(documents: Documents) -> Iterable[tuple[str, str]]:
    """Documents one after another, each with its name."""
    if isinstance(documents, Mapping):
        yield from documents.items()
        return
    _several(documents, "documents", _PAIRS)
    for pair in documents:
        _is_pair(pair)
        name, text = pair
        yield name, text


_PAIRS = "a mapping of names to texts, or pairs (name, text)"


def _is_pair(given: object) -> None:
    if not isinstance(given, tuple | list) or len(given) != 2:
        shown = repr(given)
        raise InputError(f"a document is {shown if len(shown) <= 40 else shown[:39] + '…'}; give {_PAIRS}.")


def _several(given: object, what: str, wanted: str) -> None:
    """Raises InputError unless several things are given; a text holds letters, which nobody means."""
    if isinstance(given, str | bytes) or not isinstance(given, Iterable):
        raise InputError(f"the {what} are one {type(given).__name__}; give {wanted}.")


def _of_kind(kind: Kind, found: Sequence[Mention], roots: Sequence[int], stages: Stages) -> list[Entity]:
    mine = [i for i, root in enumerate(roots) if found[root].kind is kind]
    bundles = gather.bundles(found, roots, mine)
    profiles = stages.profiles([bundle.first for bundle in bundles])
    sources = [frozenset(found[i].source for i in bundle.mentions) for bundle in bundles]
    profiles = as_written(profiles, sources, stages.tables)
    short = {i for i, one in enumerate(profiles) if kind is Kind.PERSON and gather.is_short(one)}
    full = [i for i in range(len(bundles)) if i not in short]
    grouping = stages.group([profiles[i] for i in full])
    groups = [[full[i] for i in group] for group in grouping.groups]
    if kind is not Kind.PERSON:
        groups = [list(part) for group in groups for part in gather.apart(group, bundles)]
    roles = [frozenset(role for i in bundle.mentions for role in found[i].roles) for bundle in bundles]
    homes = gather.homes(sorted(short), groups, profiles, roles, sources, stages.log_odds, FITS)
    for one in sorted(short):
        if one in homes:
            groups[homes[one]].append(one)
        else:
            groups.append([one])
    beside = [gather.heard(bundle, found, stages.tables) for bundle in bundles]
    read = iter(stages.profiles([mention for own in beside for mention in own]))
    heard = [tuple(islice(read, len(own))) for own in beside]
    whole = [
        Group(
            tuple(sorted(i for one in group for i in bundles[one].mentions)),
            tuple(group),
            tuple([profile for one in group for profile in heard[one]]),
        )
        for group in groups
    ]
    weak = [Edge(full[edge.left], full[edge.right], edge.log_odds) for edge in grouping.possible]
    return entities(whole, profiles, [mention.text for mention in found], weak, stages, kind, found)
