"""Many distinct names gathered into entities: the pipeline's own stages, with the compiled reader and several processes.

The answer is the pipeline's, whatever the number of processes: only the work per name is divided, in portions that
come back in order.
"""

from __future__ import annotations

import math
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from translit import clustering
from translit import gather as short_names
from translit.batch.entities import Answers, Found
from translit.canonical import distinct_ids, entity_id
from translit.model import Kind, Profile
from translit.settings import Settings
from translit.tables import load_tables
from translit.wiring import Stages

PORTION = 500
"""Names that a process takes at a time."""


def gather(
    given: Sequence[str],
    counts: Sequence[int],
    step: Callable[[int], None],
    settings: Settings,
    jobs: int = 1,
) -> Answers:
    """The entities of distinct names, each with the number of its rows; `step` is told of names done.

    >>> answers = gather(["No Kwang-chol", "노광철", "Lavrov"], [2, 1, 1], lambda steps: None, Settings())
    >>> [answers.found[place].native for place in answers.index]
    ['노광철', '노광철', 'Лавров']
    """
    found, contents, index = _gathered(given, counts, step, settings, jobs)
    ids = distinct_ids([entity.id for entity in found], contents)
    return Answers(index, [replace(entity, id=id_) for entity, id_ in zip(found, ids, strict=True)])


def _gathered(
    given: Sequence[str], counts: Sequence[int], step: Callable[[int], None], settings: Settings, jobs: int
) -> tuple[list[Found], list[str], list[int]]:
    """Entities whose ids may be equal when their canonical forms are, the spellings of each, and each name's entity."""
    stages = Stages(load_tables(), settings)
    # In the order of the texts, so that nothing depends on the order of the rows.
    order = sorted(range(len(given)), key=given.__getitem__)
    texts = [given[i] for i in order]
    profiles: list[Profile] = []
    for portion in _profiles(texts, settings, jobs):
        profiles += portion
        step(len(portion))
    found: list[Found] = []
    contents: list[str] = []
    index = [0] * len(given)
    for group in stages.group(profiles).groups:
        members = sorted((profiles[i] for i in group), key=lambda one: (one.folded, one.text))
        rows = {texts[i]: counts[order[i]] for i in group}
        full = [one for one in members if not short_names.is_short(one)] or members
        canonical = stages.choose(full, [rows[one.text] for one in full])
        for i in group:
            index[order[i]] = len(found)
        found.append(
            Found(
                entity_id(canonical, Kind.PERSON.value),
                canonical.native,
                canonical.label,
                canonical.language,
                canonical.confidence,
                Kind.PERSON.value,
            )
        )
        contents.append("\n".join(sorted(rows)))
    return found, contents, index


def _profiles(given: Sequence[str], settings: Settings, jobs: int) -> Iterator[list[Profile]]:
    """The profiles of names, in order, a portion at a time."""
    portions = [given[start : start + PORTION] for start in range(0, len(given), PORTION)]
    work = partial(profiled, settings=settings, many=len(given))
    if jobs == 1 or len(portions) < 2 * jobs:
        yield from map(work, portions)
        return
    # Spawned, not forked: a fork would copy the locks of DuckDB's threads, and Python is leaving it.
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        yield from pool.imap(work, portions)


def profiled(portion: Sequence[str], settings: Settings, many: int) -> list[Profile]:
    """The profiles of a portion of many names."""
    return Stages(load_tables(), settings).profiles(portion, many)


# ---------------------------------------------------------------- in pieces, for many machines


def nodes_of(given: Sequence[str], settings: Settings) -> list[tuple[str, str, bool, str]]:
    """A row (name, key, short, script) for each key of each name.

    Beside the keys by which names are compared stand "=…" for names that are one but for case, and "home:…" for the
    family names by which a bare surname finds its home.
    """
    stages = Stages(load_tables(), settings)
    rows = []
    for name, one in zip(given, profiled(given, settings, len(given)), strict=True):
        same = one.folded if one.readings else one.text
        keys = [f"={same}", *stages.keys(one), *(f"home:{form}" for form in clustering._families(one))]
        short = clustering.is_short(one)
        rows += [(name, key, short, one.script) for key in dict.fromkeys(keys)]
    return rows


def linked(left: Sequence[str], right: Sequence[str], size: int, settings: Settings) -> list[tuple[str, str]]:
    """Pairs between two portions of a block of `size` names, or within one when they are the same, that are linked."""
    stages = Stages(load_tables(), settings)
    texts = sorted({*left, *right})
    ones = dict(zip(texts, profiled(texts, settings, len(texts)), strict=True))
    low = (
        math.log(settings.possible / (1.0 - settings.possible))
        if 0.0 < settings.possible < 1.0
        else -math.inf
    )
    below = math.nextafter(low, -math.inf)
    pairs = []
    for place, a in enumerate(left):
        for b in left[:place] if left is right else right:
            one, two = ones[min(a, b)], ones[max(a, b)]
            if size > clustering.CROWD and one.script == two.script and one.folded != two.folded:
                continue
            if (
                clustering.is_short(one) == clustering.is_short(two)
                and stages.log_odds(one, two, below) >= low
            ):
                pairs.append((min(a, b), max(a, b)))
    return pairs


def entities_of(
    given: Sequence[str], counts: Sequence[int], settings: Settings
) -> list[tuple[str, str, str, str, str, str, float]]:
    """A row (name, code, spellings, native, label, language, confidence) for each name; entities may share a code."""
    found, contents, index = _gathered(given, counts, lambda steps: None, settings, 1)
    rows = []
    for name, number in zip(given, index, strict=True):
        one = found[number]
        rows.append((name, one.id, contents[number], one.native, one.label, one.language, one.confidence))
    return rows
