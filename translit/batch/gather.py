"""Many distinct names gathered into entities: the pipeline's own stages, with the compiled reader and several processes.

The answer is the pipeline's, whatever the number of processes: only the work per name is divided, in portions that
come back in order.
"""

from __future__ import annotations

import importlib.util
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from translit import gather as short_names
from translit import lattice, names
from translit.batch.entities import Answers, Found
from translit.canonical import distinct_ids, entity_id
from translit.lattice import TokenReading
from translit.model import Kind, Profile
from translit.profile import Read, profile
from translit.settings import Settings
from translit.tables import Tables, load_tables
from translit.wiring import Stages, read

MANY = 2000
"""Distinct names from which the compiled reader pays: loading it takes a second, compiling it once some fifteen."""

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
    >>> list(answers.index), answers.found[0].native
    ([0, 0, 1], '노광철')
    """
    stages = Stages(load_tables(), settings)
    profiles = []
    for portion in _profiles(given, settings, jobs):
        profiles += portion
        step(len(portion))
    groups = stages.group(profiles).groups
    canonicals = []
    for group in groups:
        members = sorted((profiles[i] for i in group), key=lambda one: (one.folded, one.text))
        rows = dict(zip((given[i] for i in group), (counts[i] for i in group), strict=True))
        full = [one for one in members if not short_names.is_short(one)] or members
        canonicals.append(stages.choose(full, [rows[one.text] for one in full]))
    kind = Kind.PERSON.value
    contents = ["\n".join(sorted(given[i] for i in group)) for group in groups]
    ids = distinct_ids([entity_id(canonical, kind) for canonical in canonicals], contents)
    index = [0] * len(given)
    for number, group in enumerate(groups):
        for member in group:
            index[member] = number
    found = [
        Found(id_, canonical.native, canonical.label, canonical.language, canonical.confidence, kind)
        for id_, canonical in zip(ids, canonicals, strict=True)
    ]
    return Answers(index, found)


def reader(many: bool) -> Read:
    """How words are read: compiled when there are many of them and numba is installed."""
    if not many or importlib.util.find_spec("numba") is None:
        return read
    from translit import kernel

    def fast(token: str, language: str, script: str, role: str, tables: Tables, limit: int) -> TokenReading:
        found = kernel.read(token, language, script, role, tables, limit)
        return found if found.forms else read(token, language, script, role, tables, limit)

    return fast


def _profiles(given: Sequence[str], settings: Settings, jobs: int) -> Iterator[list[Profile]]:
    """The profiles of names, in order, a portion at a time."""
    portions = [given[start : start + PORTION] for start in range(0, len(given), PORTION)]
    work = partial(profiled, settings=settings, many=len(given) >= MANY)
    if jobs == 1 or len(portions) < 2 * jobs:
        yield from map(work, portions)
        return
    # Spawned, not forked: a fork would copy the locks of DuckDB's threads, and Python is leaving it.
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        yield from pool.imap(work, portions)


def profiled(portion: Sequence[str], settings: Settings, many: bool) -> list[Profile]:
    """Some names' profiles."""
    tables, reading = load_tables(), reader(many)
    return [profile(name, tables, settings, names.parse, reading, lattice.prior) for name in portion]
