"""Many distinct names gathered into entities: the pipeline's own stages, with the compiled reader and several processes.

The answer is the pipeline's, whatever the number of processes: only the work per name is divided, in portions that
come back in order.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import multiprocessing
import sys
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from translit import canonical, clustering
from translit.batch.entities import Answers, Found
from translit.batch.kept import Kept, Portion, Seen
from translit.canonical import Ballot, Spelt, distinct_ids, entity_id
from translit.clustering import meeting, nodes
from translit.clustering.odds import odds_of
from translit.errors import InputError
from translit.model import FINER, Kind, Profile
from translit.runs import Runs
from translit.settings import Settings
from translit.tables import load_tables
from translit.views import Views
from translit.wiring import Stages, fast

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from types import ModuleType

    from translit.batch.shelf import Room
    from translit.bulk.codes import Codes
    from translit.bulk.collected import Collected
    from translit.bulk.packer import Share

PORTION = 2000
"""Names that a process takes at a time."""

SMALL = 500
"""The same where memory is short: some 40 kilobytes a name are at work."""

WORTH, TRIED = 20_000, 600
"""Names from which it is worth a second, where memory is short, to let a process of its own compile what these need; and of how
many of them it finds out what that is."""


def gather(
    given: Sequence[str],
    counts: Sequence[int],
    step: Callable[[int], None],
    settings: Settings,
    jobs: int = 1,
    room: Room | None = None,
) -> Answers:
    """The entities of distinct names, each with the number of its rows; `step` is told of names done. Where there is only so
    much `room`, less is remembered and what can wait is put aside on disk; the answer is the same.

    >>> answers = gather(["No Kwang-chol", "노광철", "Lavrov"], [2, 1, 1], lambda steps: None, Settings())
    >>> [answers.found[place].native for place in answers.index]
    ['노광철', '노광철', 'Лавров']
    """
    found, contents, index = _gathered(given, counts, step, settings, jobs, room=room)
    ids = distinct_ids([entity.id for entity in found], contents)
    for number, id_ in enumerate(ids):
        if found[number].id != id_:
            found[number] = replace(found[number], id=id_)
    return Answers(index, found)


def _gathered(
    given: Sequence[str],
    counts: Sequence[int],
    step: Callable[[int], None],
    settings: Settings,
    jobs: int,
    whole: int = 0,
    room: Room | None = None,
) -> tuple[list[Found], Sequence[str], Sequence[int]]:
    """Entities whose ids may be equal when their canonical forms are, the spellings of each, and each name's entity."""
    with _uncollected():
        return _stages(given, counts, step, settings, jobs, whole, room)


def _stages(
    given: Sequence[str],
    counts: Sequence[int],
    step: Callable[[int], None],
    settings: Settings,
    jobs: int,
    whole: int,
    room: Room | None,
) -> tuple[list[Found], Sequence[str], Sequence[int]]:
    stages = Stages(load_tables(), settings)
    # In the order of the texts, so that nothing depends on the order of the rows.
    order = array("i", sorted(range(len(given)), key=given.__getitem__))
    texts = [given[i] for i in order]
    many = len(texts)

    @lru_cache(maxsize=PORTION if room is None else SMALL)
    def profile(place: int) -> Profile:
        # the few that the compiled score leaves over
        if room is not None and not profile.cache_info().misses % SMALL:
            stages.tables.forget()
        return stages.profiles([texts[place]], many)[0]

    codes: Sequence[meeting.Codes]
    if fast(many):
        if room is not None and many >= WORTH:
            _compile_ahead(texts[:: max(1, many // TRIED)], settings)
        seen, codes, collected = _read(texts, settings, jobs, step, room)
        pairs = stages.compiled(collected, texts, profile, jobs)
        del collected
    else:
        profiles = stages.profiles(texts)
        seen, codes = Kept([Portion(profiles, stages)], texts), [stages.codes(one) for one in profiles]
        step(many)
        pairs = stages.pairs(profiles)

    def said(place: int) -> tuple[str, Mapping[str, float]]:
        one = seen[place]
        return one.language, one.ballot.shares

    groups = clustering.groups(seen, codes, settings, pairs, said, whole)
    del pairs, codes  # the arrays of all names
    index = array("i", bytes(4 * len(given)))
    for number, group in enumerate(groups):
        for i in group:
            index[order[i]] = number

    def entities() -> Iterator[tuple[list[int], str]]:
        """Who speaks for each entity, and in which language."""
        for group in groups:
            ones = sorted(group, key=lambda i: (seen[i].folded, texts[i]))
            ones = [i for i in ones if not seen[i].brief] or ones
            yield ones, canonical.language_of(seen[i].costs for i in ones)

    ballots = _read_again(entities(), seen, texts, settings, room)
    found = []
    for ones, language in entities():
        best = stages.speak(
            [Spelt(texts[i], seen[i].words, counts[order[i]]) for i in ones],
            [ballots.get(i, seen[i].ballot) for i in ones if language in seen[i].costs],
            language,
        )
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
    return found, _Contents(groups, texts), index


def _compile_ahead(texts: Sequence[str], settings: Settings) -> None:
    """Let what these names need be compiled, and kept, by a process that goes: the compiler takes half a gigabyte and gives
    nothing back. Where nothing can be kept, or the process fails, the next that needs it compiles it."""
    process = multiprocessing.get_context("spawn").Process(target=_try, args=(texts, settings), daemon=True)
    process.start()
    process.join()


def _try(texts: Sequence[str], settings: Settings) -> None:
    spare_scipy()
    with contextlib.suppress(Exception):  # the same goes wrong again, where it is told
        _gathered(texts, [1] * len(texts), lambda steps: None, settings, 1)


class _Contents(Views[str]):
    """The spellings of each group, as one text."""

    __slots__ = ("_groups", "_texts")

    def __init__(self, groups: Runs, texts: Sequence[str]) -> None:
        self._groups, self._texts = groups, texts

    def __len__(self) -> int:
        return len(self._groups)

    def one(self, at: int) -> str:
        return "\n".join(sorted({self._texts[i] for i in self._groups[at]}))


def _read_again(
    entities: Iterable[tuple[list[int], str]],
    seen: Sequence[Seen],
    texts: Sequence[str],
    settings: Settings,
    room: Room | None,
) -> dict[int, Ballot]:
    """The votes of the few names whose entity is of another language than the one that reads them best."""
    wanted: dict[str, list[int]] = {}
    for ones, language in entities:
        for i in ones:
            if language != seen[i].language and language in seen[i].costs:
                wanted.setdefault(language, []).append(i)
    found: dict[int, Ballot] = {}
    for language, ones in sorted(wanted.items()):
        stages = Stages(load_tables(), settings.changed(languages=(language,)))
        size = PORTION if room is None else SMALL
        for start in range(0, len(ones), size):
            portion = ones[start : start + size]
            if room is not None:
                stages.tables.forget()
            profiles = stages.profiles([texts[i] for i in portion], len(texts))
            found |= {i: stages.ballot(one, language) for i, one in zip(portion, profiles, strict=True)}
    return found


def _read(
    texts: Sequence[str], settings: Settings, jobs: int, step: Callable[[int], None], room: Room | None
) -> tuple[Kept, Codes, Collected]:
    """All names read and packed, by this process or by several that take a portion in turn."""
    from translit.bulk.codes import Codes
    from translit.bulk.collected import Collected

    many = len(texts)
    size = PORTION if room is None else SMALL
    starts = range(0, many, size)
    portions = [texts[start : start + size] for start in starts]
    jobs = jobs if many >= 2 * jobs * PORTION else 1
    if room is None or many < 2 * PORTION:
        shelf, collected, work = None, Collected(), _Work(settings, many)
    else:
        from translit.batch.shelf import Shelf

        shelf = Shelf(room)
        collected = Collected(shelf.column, shelf)
        work = _Work(settings, many, max(1, room.names // size))
    found: dict[int, Portion] = {}
    coded: dict[int, Codes] = {}
    forms: dict[str, str] = {}
    with _answers(portions, work, jobs) as answers:
        for place, packer, found[place], coded[place], share in answers:
            collected.add(packer * jobs + place % jobs, share, starts[place])
            found[place].share(forms)
            if shelf is not None:
                found[place].put_aside(shelf)
            step(len(found[place]))
    codes = Codes.together([coded[place] for place in sorted(coded)], shelf)
    return Kept([found[place] for place in sorted(found)], texts), codes, collected


@dataclass(frozen=True, slots=True)
class _Work:
    """How portions of `many` names are read: all that is remembered of words is forgotten after so many portions, and all that
    was packed after ten times as many; 0: never."""

    settings: Settings
    many: int
    forget: int = 0


_Answer = tuple[int, int, Portion, "Codes", "Share"]
"""What was found of a portion: its place, which packer packed it, its names, their codes, and what is compared of them."""


def _portions(portions: Iterable[tuple[int, Sequence[str]]], work: _Work) -> Iterator[_Answer]:
    """Portions of many names, read and packed one after another."""
    from translit.bulk.codes import Codes
    from translit.bulk.packer import Packer

    stages, packer, packers = Stages(load_tables(), work.settings), Packer(), 0
    languages = stages.tables.languages
    for number, (place, portion) in enumerate(portions):
        if work.forget and number and not number % work.forget:
            stages.tables.forget()
            if not number % (10 * work.forget):
                packer, packers = Packer(), packers + 1
        ones = stages.profiles(portion, work.many, packed=True)
        for one in ones:
            packer.add(one)
        codes = Codes.made([stages.codes(one) for one in ones], languages)
        yield place, packers, Portion(ones, stages), codes, packer.share()


def spare_scipy() -> None:
    """For a process that does nothing but gather, by what is compiled: spares it scipy, a fifth of a second, which numba imports
    where it is installed for the products of matrices. Nothing here asks for one, but what else runs in a process might."""
    if "scipy" not in sys.modules:
        sys.modules["scipy"] = cast("ModuleType", None)  # so that importing it says that it is not there
        try:
            importlib.import_module("numba.np.arraymath")
        finally:
            del sys.modules["scipy"]


def _work(answers: Connection, portions: Sequence[tuple[int, Sequence[str]]], work: _Work) -> None:
    """What a process does: its portions, each sent back when it is done; or what went wrong."""
    gc.disable()
    spare_scipy()
    try:
        for answer in _portions(portions, work):
            answers.send(answer)
    except Exception as error:
        answers.send(error)


@contextlib.contextmanager
def _answers(portions: Sequence[Sequence[str]], work: _Work, jobs: int) -> Iterator[Iterator[_Answer]]:
    """What is found of the portions as it comes, from this process or from several."""
    numbered = list(enumerate(portions))
    # Where memory is short another process reads even if it is the only one: what it remembers goes with it.
    if jobs == 1 and not work.forget:
        yield _portions(numbered, work)
        return
    # Spawned, not forked: a fork would copy the locks of DuckDB's threads, and Python is leaving it.
    context = multiprocessing.get_context("spawn")
    workers, ends = [], []
    try:
        for worker in range(jobs):
            mine, theirs = context.Pipe(duplex=False)
            process = context.Process(target=_work, args=(theirs, numbered[worker::jobs], work), daemon=True)
            process.start()
            theirs.close()
            workers.append(process)
            ends.append(mine)
        yield _received(ends, len(portions))
    finally:
        for process in workers:
            process.terminate()
        for process in workers:
            process.join()
        for end in ends:
            end.close()


def _received(ends: Sequence[Connection], many: int) -> Iterator[_Answer]:
    """So many answers, each as soon as it is there."""
    from multiprocessing.connection import wait

    working = list(ends)
    while working:
        for end in cast("list[Connection]", wait(working)):
            try:
                answer = end.recv()
            except EOFError:  # this one is done
                working.remove(end)
                continue
            if isinstance(answer, Exception):
                raise answer
            many -= 1
            yield answer
    if many:
        raise InputError(
            f"--jobs {len(ends)}: a process ended before its work was done, as happens when memory is short. "
            "Use fewer jobs."
        )


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of rings: millions of objects that form none would be looked through again and again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            if not gc.get_freeze_count():
                # all that was made meanwhile counts as old, so that turning the collector on does not look through it
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def profiled(portion: Sequence[str], settings: Settings, many: int) -> list[Profile]:
    """The profiles of a portion of many names."""
    return Stages(load_tables(), settings).profiles(portion, many)


# ---------------------------------------------------------------- in pieces, for many machines


def nodes_of(given: Sequence[str], settings: Settings) -> list[tuple[str, str, bool, str, str | None]]:
    """A row (name, key, short, script, of) for each key of each name: `of` is "" for a key that has finer ones, for these
    the key whose place they take where it is crowded.

    Beside the keys by which names are compared stand "=…" for names that are one but for case, and "home:…" for the
    family names by which a bare surname finds its home.
    """
    stages = Stages(load_tables(), settings)
    rows = []
    for name, one in zip(given, profiled(given, settings, len(given)), strict=True):
        same = one.folded if one.readings else one.text
        codes = stages.codes(one)
        keys = [f"={same}", *codes, *(f"home:{form}" for form in nodes.families(one))]
        whole = {code.partition(FINER)[0] for code in codes if FINER in code}
        short = nodes.is_short(one)
        for key in dict.fromkeys(keys):
            of = key.partition(FINER)[0] if FINER in key else "" if key in whole else None
            rows.append((name, key, short, one.script, of))
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
    costs = [nodes.costs(one) for one in ones]
    short = [nodes.is_short(one) for one in ones]
    compared = stages.pairs(ones)(range(len(ones)))
    low = odds_of(settings.possible)
    pairs = []
    for number, a in enumerate(left):
        for b in left[:number] if left is right else right:
            i, j = sorted((place[a], place[b]))
            one, two = ones[i], ones[j]
            if size > meeting.CROWD and one.script == two.script and one.folded != two.folded:
                continue
            if (
                short[i] == short[j]
                and meeting.meet(costs[i], costs[j], key)
                and compared.log_odds(i, j) >= low
            ):
                pairs.append((texts[i], texts[j]))
    return pairs


def entities_of(
    given: Sequence[str], counts: Sequence[int], settings: Settings, many: int = 0
) -> list[tuple[str, str, str, str, str, str, float]]:
    """A row (name, code, spellings, native, label, language, confidence) for each name, all of `many` that could be one
    with these; entities may share a code."""
    found, contents, index = _gathered(given, counts, lambda steps: None, settings, 1, many)
    rows = []
    texts = list(contents)
    for name, number in zip(given, index, strict=True):
        one = found[number]
        rows.append((name, one.id, texts[number], one.native, one.label, one.language, one.confidence))
    return rows
