"""The whole story on one screen: which stage follows which. It decides nothing by itself."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from translit import blocking, clustering, gather, lattice, names, rules, score
from translit import canonical as choosing
from translit.characters import read_characters
from translit.errors import InputError
from translit.lattice import TokenReading
from translit.model import (
    Canonical,
    Entity,
    Evidence,
    Form,
    Kind,
    Mention,
    Profile,
    Reading,
    Role,
    Score,
    Spelling,
    Written,
)
from translit.profile import profile
from translit.settings import Settings
from translit.tables import Tables
from translit.text import clean, script_of
from translit.whole import whole_forms

PER_CHARACTER = 5.0
"""Nats that a character costs when a table of characters reads it: what a letter-wise reading of it would cost."""

FITS = 1.0
"""Nats: the log-odds from which a short name is taken for a shortening of a full one elsewhere."""


def read(token: str, language: str, script: str, role: str, tables: Tables, limit: int) -> TokenReading:
    """What stands behind one word: letters by the learnt lattice, whole characters by their table."""
    found = lattice.read(token, language, script, role, tables, limit)
    if found.forms:
        return found
    forms = read_characters(token.replace("-", ""), language, tables, Role(role), limit=limit)
    price = PER_CHARACTER * len(token)
    dear = tuple(Form(form.native, form.cost + price, form.trail) for form in forms)
    return TokenReading(token, dear, price if dear else math.inf)


def profiled(name: str | Mention, tables: Tables, settings: Settings) -> Profile:
    """A name with its parts, readings and keys."""
    return profile(name, tables, settings, names.parse, read)


def is_joined(language: str, tables: Tables) -> bool:
    """Whether the language writes family and given name together."""
    return names.grammar(language, tables).joined


def whole(tables: Tables, limit: int, reading: Reading) -> tuple[Form, ...]:
    """The whole native names a reading allows, cheapest first."""
    return whole_forms(reading, is_joined(reading.name.language, tables), limit)


def readings(
    spelling: str, limit: int, system: str | None, tables: Tables, settings: Settings
) -> tuple[Form, ...]:
    """The native names behind a spelling: by one system exactly, or by all of them and the learnt habits."""
    _needed(spelling)
    if system is not None:
        return rules.unromanise(spelling, tables.system(system), limit)
    best: dict[str, Form] = {}
    for reading in profiled(spelling, tables, settings.changed(limit=max(limit, settings.limit))).readings:
        for form in whole(tables, limit, reading):
            if form.native not in best or form.cost < best[form.native].cost:
                best[form.native] = form
    return tuple(sorted(best.values(), key=lambda form: (form.cost, form.native))[:limit])


def spellings(native: str, limit: int, tables: Tables, settings: Settings) -> tuple[Spelling, ...]:
    """The ways a native name may be written, likeliest first: by every system, and by the learnt habits."""
    _needed(native)
    native = clean(native)
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
    wide = settings.changed(limit=64)
    odds = {text: math.exp(-_cost(text, native, tables, wide)) for text in by}
    total = sum(odds.values()) or 1.0
    found = [Spelling(text, odds[text] / total, tuple(by[text])) for text in by]
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


def _cost(text: str, native: str, tables: Tables, settings: Settings) -> float:
    wanted = native.casefold()
    costs = [
        form.cost
        for reading in profiled(text, tables, settings).readings
        for form in whole(tables, settings.limit, reading)
        if form.native.casefold() == wanted
    ]
    return min(costs, default=60.0)


def written(native: str, system: str, tables: Tables) -> Written:
    """A native name as one system, or two in a row, writes it."""
    return rules.romanise(native, tables.system(system))


def canonicalise(name: str, tables: Tables, settings: Settings) -> Canonical:
    """The canonical form of one name by itself."""
    _needed(name)
    return _chosen([profiled(name, tables, settings)], [1], tables, settings)


def compare(left: str, right: str, tables: Tables, settings: Settings) -> Score:
    """How likely two spellings are one name."""
    _needed(left)
    _needed(right)
    return score.compare(
        profiled(left, tables, settings), profiled(right, tables, settings), tables, settings
    )


def keys(name: str, tables: Tables, settings: Settings) -> tuple[str, ...]:
    """The codes by which a name can be joined with its likes."""
    return blocking.keys(profiled(name, tables, settings), tables)


def cluster(given: Sequence[str | Mention], tables: Tables, settings: Settings) -> tuple[Entity, ...]:
    """Names gathered into entities, by position."""
    distinct: dict[str | Mention, list[int]] = {}
    for position, name in enumerate(given):
        distinct.setdefault(name, []).append(position)
    ones = list(distinct)
    profiles = [profiled(one, tables, settings) for one in ones]
    grouping = _grouped(profiles, tables, settings)
    groups = [tuple(sorted(i for one in group for i in distinct[ones[one]])) for group in grouping.groups]
    texts = [one.text if isinstance(one, Mention) else one for one in given]
    return _entities(groups, grouping.groups, profiles, texts, grouping, tables, settings)


def resolve(
    documents: Mapping[str, str],
    tables: Tables,
    settings: Settings,
    finder: Callable[..., Sequence[Mention]],
) -> tuple[Entity, ...]:
    """Documents to entities with their mentions: find, gather, cluster by kind, bring the short names home."""
    found = [m for name in sorted(documents) for m in finder(documents[name], tables, settings, name)]
    entities: list[Entity] = []
    for kind in Kind:
        # anchors count within a document whatever the kind, so roots are found before kinds are parted
        entities += _of_kind(kind, found, gather.roots(found), tables, settings)
    return _with_ids(
        sorted(entities, key=lambda e: (-len(e.members), e.canonical.label, e.mentions[0].source))
    )


def _of_kind(
    kind: Kind, found: Sequence[Mention], roots: Sequence[int], tables: Tables, settings: Settings
) -> list[Entity]:
    mine = [i for i, root in enumerate(roots) if found[root].kind is kind]
    local = {position: n for n, position in enumerate(mine)}
    mentions = [found[i] for i in mine]
    bundles = gather.bundles(mentions, [local.get(roots[i], local[i]) for i in mine])
    profiles = [profiled(bundle.first, tables, settings) for bundle in bundles]
    short = [i for i, one in enumerate(profiles) if kind is Kind.PERSON and gather.is_short(one)]
    full = [i for i in range(len(bundles)) if i not in set(short)]
    grouping = _grouped([profiles[i] for i in full], tables, settings)
    groups = [[full[i] for i in group] for group in grouping.groups]
    if kind is Kind.ORGANISATION:
        groups = [list(part) for group in groups for part in gather.apart(group, bundles)]
    odds = partial(_log_odds, tables, settings)
    homes = gather.homes(short, groups, profiles, odds, FITS)
    for one in short:
        if one in homes:
            groups[homes[one]].append(one)
        else:
            groups.append([one])
    members = [tuple(sorted(mine[i] for one in group for i in bundles[one].mentions)) for group in groups]
    return list(
        _entities(members, groups, profiles, [m.text for m in found], None, tables, settings, kind, found)
    )


def _log_odds(tables: Tables, settings: Settings, left: Profile, right: Profile) -> float:
    return score.best(left, right, tables, settings)[0]


def _grouped(profiles: Sequence[Profile], tables: Tables, settings: Settings) -> clustering.Grouping:
    codes = [blocking.keys(one, tables) for one in profiles]
    return clustering.cluster(profiles, codes, settings, partial(_log_odds, tables, settings))


def _chosen(
    members: Sequence[Profile], counts: Sequence[int], tables: Tables, settings: Settings
) -> Canonical:
    return choosing.choose(
        members,
        counts,
        tables,
        settings,
        partial(whole, tables, 8),
        lambda native, system: rules.romanise(native, tables.system(system)).text,
    )


def _canonical(
    kind: Kind,
    own: Sequence[Mention],
    members: Sequence[Profile],
    counts: Sequence[int],
    tables: Tables,
    settings: Settings,
) -> Canonical:
    chosen = _chosen(members, counts, tables, settings)
    if kind is Kind.PERSON or not own:
        return chosen
    # a place or institution that the tables know needs no guess
    code = own[0].language
    native = gather.native_lemma(own, tables.language(code).scripts) if code else ""
    return (
        replace(chosen, native=native, language=code, confidence=1.0, alternatives=()) if native else chosen
    )


def _entities(
    members: Sequence[tuple[int, ...]],
    groups: Sequence[Sequence[int]],
    profiles: Sequence[Profile],
    texts: Sequence[str],
    grouping: clustering.Grouping | None,
    tables: Tables,
    settings: Settings,
    kind: Kind = Kind.PERSON,
    found: Sequence[Mention] = (),
) -> tuple[Entity, ...]:
    """Groups of profiles as entities: `members` are positions in the input, `groups` positions of profiles."""
    made = []
    for positions, group in zip(members, groups, strict=True):
        variants = Counter(" ".join(texts[i].split()) for i in positions)
        ranked = sorted(variants.items(), key=lambda item: (-item[1], item[0]))
        ones = [profiles[i] for i in sorted(group, key=lambda i: profiles[i].text)]
        full = [one for one in ones if not gather.is_short(one)] or ones
        counts = [variants.get(" ".join(one.text.split()), 1) for one in full]
        own = tuple(found[i] for i in positions) if found else ()
        made.append(
            Entity(
                id="",
                canonical=_canonical(kind, own, full, counts, tables, settings),
                members=positions,
                variants=tuple(ranked),
                kind=kind,
                documents=tuple(sorted({m.source for m in own})),
                mentions=own,
                why=_why(full, tables, settings),
            )
        )
    return tuple(made) if found else _with_ids(sorted(made, key=lambda e: e.members[0]))


def _why(ones: Sequence[Profile], tables: Tables, settings: Settings) -> tuple[Evidence, ...]:
    """What holds an entity together: each spelling's surest link to another one, the weakest of them first."""
    found = []
    for one in ones[1:]:
        other = max(ones, key=lambda two: -math.inf if two is one else _log_odds(tables, settings, one, two))
        told = score.compare(one, other, tables, settings)
        parts = [item.what for item in told.evidence if item.points and " / " in item.what]
        words = "; ".join(parts) or "the same letters"
        rule = tuple(dict.fromkeys(r for item in told.evidence for r in item.rules))
        found.append(Evidence(f"{one.text} = {other.text}: {words}", round(told.log_odds, 4), rule))
    return tuple(sorted(found, key=lambda item: (item.points, item.what)))


def _with_ids(entities: Sequence[Entity]) -> tuple[Entity, ...]:
    ids = [choosing.entity_id(entity.canonical, entity.kind.value) for entity in entities]
    contents = ["\n".join(form for form, _ in entity.variants) for entity in entities]
    return tuple(
        replace(entity, id=id_)
        for entity, id_ in zip(entities, choosing.distinct_ids(ids, contents), strict=True)
    )


def _needed(name: str) -> None:
    if not clean(name):
        raise InputError(f"the name {name!r} is empty; give a name with at least one letter.")
