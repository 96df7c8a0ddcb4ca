"""Many distinct names gathered into entities: the pipeline's own stages, with the compiled reader and several processes.

The answer is the pipeline's, whatever the number of processes: only the work per name is divided, in portions that
come back in order.
"""

from __future__ import annotations

import contextlib
import gc
import math
import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from translit import canonical, clustering
from translit import gather as short_names
from translit.batch.entities import Answers, Found
from translit.canonical import distinct_ids, entity_id
from translit.clustering import Node
from translit.model import Kind, Profile
from translit.profile import bare
from translit.settings import Settings
from translit.tables import load_tables
from translit.wiring import Stages, fast

PORTION = 2000
"""Names that a process takes at a time."""

KEPT = 20_000
"""Names up to which what was read of each is kept until its entity speaks; of more each is read again, in one language:
that takes longer, and a fraction of the memory."""


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


@dataclass(frozen=True, slots=True)
class Seen:
    """A name as it is gathered: `short` when it says too little to speak for its entity beside fuller ones."""

    node: Node
    keys: tuple[str, ...]
    short: bool
    profile: Profile


@dataclass(frozen=True, slots=True)
class Member:
    """A name of an entity, the number of its rows, and the languages that read it."""

    text: str
    count: int
    languages: frozenset[str]
    profile: Profile | None


def _gathered(
    given: Sequence[str], counts: Sequence[int], step: Callable[[int], None], settings: Settings, jobs: int
) -> tuple[list[Found], list[str], list[int]]:
    """Entities whose ids may be equal when their canonical forms are, the spellings of each, and each name's entity."""
    with _uncollected(), _workers(jobs, len(given)) as work:
        return _stages(given, counts, step, settings, jobs, work)


def _stages(
    given: Sequence[str],
    counts: Sequence[int],
    step: Callable[[int], None],
    settings: Settings,
    jobs: int,
    work: Any,
) -> tuple[list[Found], list[str], list[int]]:
    stages = Stages(load_tables(), settings)
    # In the order of the texts, so that nothing depends on the order of the rows.
    order = sorted(range(len(given)), key=given.__getitem__)
    texts = [given[i] for i in order]
    many = len(texts)
    # What several processes read is not sent whole between them; the plain score needs it at hand.
    kept = not fast(many) or (many <= KEPT and work is map)
    nodes: list[Node] = []
    keys: list[tuple[str, ...]] = []
    short: list[bool] = []
    profiles: list[Profile] = []
    same = _Same()

    def read() -> Iterator[Profile]:
        portions = (texts[start : start + PORTION] for start in range(0, many, PORTION))
        for portion in work(partial(_seen, settings=settings, many=many, whole=kept), portions):
            for one in portion:
                nodes.append(same.node(one.node))
                keys.append(same.texts(one.keys))
                short.append(one.short)
                if kept:
                    profiles.append(one.profile)
                yield one.profile
            step(len(portion))

    def profile(place: int) -> Profile:
        return profiles[place] if kept else stages.profiles([texts[place]], many)[0]

    if fast(many):
        pairs = stages.pairs(profile, read(), jobs)
    else:
        for _ in read():
            pass
        pairs = stages.pairs(profile, None)
    groups = clustering.group(nodes, keys, settings, pairs).groups
    del pairs  # the arrays of all names
    index = [0] * len(given)
    entities: list[tuple[list[Member], str]] = []
    for number, group in enumerate(groups):
        for i in group:
            index[order[i]] = number
        ones = sorted(group, key=lambda i: (nodes[i].spelling[0], texts[i]))
        ones = [i for i in ones if not short[i]] or ones
        members = [
            Member(texts[i], counts[order[i]], frozenset(nodes[i].costs), profiles[i] if kept else None)
            for i in ones
        ]
        entities.append((members, canonical.language_of(nodes[i].costs for i in ones)))
    found = [
        one
        for portion in work(partial(_chosen, settings=settings, many=many), _portions(entities))
        for one in portion
    ]
    contents = ["\n".join(sorted({texts[i] for i in group})) for group in groups]
    return found, contents, index


def _portions(entities: Sequence[tuple[list[Member], str]]) -> Iterator[list[tuple[list[Member], str]]]:
    """Entities with their languages, so many at a time as have some thousand names."""
    portion: list[tuple[list[Member], str]] = []
    size = 0
    for one in entities:
        portion.append(one)
        size += len(one[0])
        if size >= PORTION:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion


def _seen(portion: Sequence[str], settings: Settings, many: int, whole: bool) -> list[Seen]:
    """A portion of many names; their profiles without the readings unless they are wanted `whole`."""
    stages = Stages(load_tables(), settings)
    return [
        Seen(
            clustering.node(one),
            stages.keys(one),
            short_names.is_short(one),
            one if whole else replace(one, readings=()),
        )
        for one in stages.profiles(portion, many)
    ]


def _chosen(portion: Sequence[tuple[list[Member], str]], settings: Settings, many: int) -> list[Found]:
    """What speaks for each of some entities, each with the language that its names are read in."""
    tables = load_tables()
    stages = Stages(tables, settings)
    again: dict[tuple[str, str], Profile] = {}
    by_language: dict[str, list[str]] = {}
    for members, language in portion:
        for one in members:
            if one.profile is None:
                by_language.setdefault(language if language in one.languages else "", []).append(one.text)
    for language, texts in sorted(by_language.items()):
        if language:
            own = Stages(tables, settings.changed(languages=(language,)))
            again |= {(one.text, language): one for one in own.profiles(texts, many)}
        else:
            again |= {(text, language): bare(text) for text in texts}
    found = []
    for members, language in portion:
        ones = [
            one.profile or again[one.text, language if language in one.languages else ""] for one in members
        ]
        best = stages.choose(ones, [one.count for one in members])
        found.append(
            Found(
                entity_id(best, Kind.PERSON.value),
                best.native,
                best.label,
                best.language,
                best.confidence,
                Kind.PERSON.value,
            )
        )
    return found


class _Same:
    """Texts and languages that many names have, as one object for all of them."""

    __slots__ = ("_texts",)

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}

    def texts(self, given: Iterable[str]) -> tuple[str, ...]:
        same = self._texts
        return tuple([same.setdefault(text, text) for text in given])

    def node(self, one: Node) -> Node:
        return replace(one, families=self.texts(one.families))


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of rings: millions of objects that form none would be looked through again and again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@contextlib.contextmanager
def _workers(jobs: int, many: int) -> Iterator[Any]:
    """What does the work on portions: this process, or several that take them in turn."""
    if jobs == 1 or many < 2 * jobs * PORTION:
        yield map
        return
    # Spawned, not forked: a fork would copy the locks of DuckDB's threads, and Python is leaving it.
    with multiprocessing.get_context("spawn").Pool(jobs, gc.disable) as pool:
        yield pool.imap


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


def linked(
    left: Sequence[str], right: Sequence[str], key: str, size: int, settings: Settings
) -> list[tuple[str, str]]:
    """Pairs between two portions of the block of a key, of `size` names, or within one when they are the same, that are
    linked."""
    stages = Stages(load_tables(), settings)
    texts = sorted({*left, *right})
    ones = profiled(texts, settings, len(texts))
    place = {text: number for number, text in enumerate(texts)}
    costs = [clustering.costs(one) for one in ones]
    short = [clustering.is_short(one) for one in ones]
    compared = stages.pairs(ones.__getitem__, ones if fast(len(ones)) else None)(range(len(ones)))
    low = (
        math.log(settings.possible / (1.0 - settings.possible))
        if 0.0 < settings.possible < 1.0
        else -math.inf
    )
    pairs = []
    for number, a in enumerate(left):
        for b in left[:number] if left is right else right:
            i, j = sorted((place[a], place[b]))
            one, two = ones[i], ones[j]
            if size > clustering.CROWD and one.script == two.script and one.folded != two.folded:
                continue
            if (
                short[i] == short[j]
                and clustering.meet(costs[i], costs[j], key)
                and compared.log_odds(i, j) >= low
            ):
                pairs.append((texts[i], texts[j]))
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
