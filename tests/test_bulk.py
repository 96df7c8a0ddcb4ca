"""The stages over arrays and the plain ones give the same answer, to the last bit."""

from __future__ import annotations

import csv
import math
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("numba")

import numpy as np
from rapidfuzz.distance import Indel, JaroWinkler, Levenshtein

import translit
from benchmarks.generator import generate
from translit import blocking, clustering, score
from translit.batch.gather import gather
from translit.batch.kept import Kept, Portion
from translit.bulk import letters, pairs, ranks
from translit.bulk.codes import Codes, bits
from translit.bulk.collected import Collected
from translit.bulk.packer import Packer
from translit.bulk.pairs import Compiled
from translit.clustering import meeting
from translit.model import FINER, Profile
from translit.settings import Settings
from translit.tables import load_tables
from translit.wiring import MANY, Stages

REAL = Path(__file__).parents[1] / "../shared/evaldata/mix_stream.csv"
TABLES = load_tables()
STAGES = Stages(TABLES, Settings())
ODD = (
    "x",
    "Ли",
    "김",
    "John Smith",
    "Jon Smith",
    "Peggy Whitson",
    "Lavrov",
    "Лаврова",
    "В. П. Горемыкин",
    "V.P. Goremykin",
    "Goremykin Viktor Petrovich",
    "Саша Иванов",
    "Aleksandr Ivanov",
    "Владимир Зеленский",
    "Володимир Зеленський",
    "Wonsan",
    "원산시",
    "Нижний Новгород",
    "Nizhny Novgorod",
    "Bak Hu-bak",
    "12",
    "李明博",
    "Nguyễn Văn An Bình Dương Hà",
    "one two three four five six seven",
    "one two three four five six eight",
    "a" * 70 + " " + "b" * 70,
    "a" * 71 + " " + "b" * 70,
)


def names(number: int) -> list[str]:
    """Synthetic names, a third of them real ones when those are there, and odd ones."""
    if not REAL.exists():
        return sorted({*(name for name, _ in generate(number * 3 // 2)), *ODD})
    with REAL.open(encoding="utf-8") as stream:
        real = sorted({row["name"] for row in csv.DictReader(stream)})
    found = [name for name, _ in generate(number)] + random.Random(1).sample(real, number // 2)
    return sorted({*found, *ODD})


@pytest.fixture(scope="module")
def profiles() -> list[Profile]:
    return STAGES.profiles(names(400))


def packed(ones: list[Profile], stages: Stages = STAGES) -> Compiled:
    """As two processes would pack them, in portions that they take in turn."""
    packers, collected = (Packer(), Packer()), Collected()
    for number, first in enumerate(range(0, len(ones), 100)):
        for one in ones[first : first + 100]:
            packers[number % 2].add(one)
        collected.add(number % 2, packers[number % 2].share(), first)
    arrays = collected.arrays([one.text for one in ones], stages.tables, stages.settings)
    return Compiled(arrays, range(len(ones)), lambda i, j: stages.log_odds(ones[i], ones[j]))


LETTERS = st.text("abcdé김", max_size=90)


@given(LETTERS, LETTERS)
@settings(max_examples=300, deadline=None)
def test_letters_apart(one: str, two: str) -> None:
    ints = np.array([ord(c) for c in one + two] or [0], np.int32)
    runs = (ints, 0, len(one), len(one), len(one) + len(two))
    masks = np.zeros(0xD800, np.uint64)
    assert letters.levenshtein(*runs, masks) == Levenshtein.distance(one, two)
    assert letters.indel(*runs, masks) == Indel.normalized_similarity(one, two)
    assert letters.jaro_winkler(*runs) == JaroWinkler.similarity(one, two)
    assert not masks.any()


@pytest.mark.parametrize("stages", [STAGES, Stages(TABLES, Settings(doublets=True, diminutives=False))])
def test_pairs_score_alike(profiles: list[Profile], stages: Stages) -> None:
    compiled = packed(profiles, stages)
    many = len(profiles)
    odd = [i for i, one in enumerate(profiles) if one.text in ODD]
    rng = random.Random(3)
    some = [(i, j) for i in odd for j in odd if i < j]
    some += [tuple(sorted(rng.sample(range(many), 2))) for _ in range(4000)]
    blocks: dict[str, list[int]] = {}
    for i, one in enumerate(profiles):
        for key in stages.keys(one):
            blocks.setdefault(key, []).append(i)
    some += [(i, j) for block in blocks.values() for i in block for j in block if i < j]
    for i, j in some:
        plain = score.best(profiles[i], profiles[j], TABLES, stages.settings)[0]
        # sums of more than two numbers come out a hair apart where Python's own sum is compensated
        assert compiled.log_odds(i, j) == pytest.approx(plain, abs=1e-12), (
            profiles[i].text,
            profiles[j].text,
        )


@pytest.mark.parametrize("possible", [0.2, 0.0])
def test_links_are_alike(profiles: list[Profile], possible: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same pairs are looked at, each once, also where a block is crowded."""
    keys = [STAGES.keys(one) for one in profiles]
    nodes = [clustering.node(one) for one in profiles]
    low = math.log(possible / (1 - possible)) if possible else -12.0
    for crowd in (meeting.CROWD, 3):
        monkeypatch.setattr(meeting, "CROWD", crowd)
        monkeypatch.setattr(pairs, "CROWD", crowd)
        plain = clustering.pairs_of(profiles.__getitem__, STAGES.log_odds)(range(len(profiles))).linked(
            nodes, keys, low
        )
        assert packed(profiles).linked(nodes, keys, low) == pytest.approx(plain, abs=1e-12)


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 9)), max_size=4))
def test_ranks_are_the_same_a_stretch_at_a_time(given: list[list[int]]) -> None:
    parts = [np.array(part, np.uint64) for part in given]
    unlike = sorted({number for part in given for number in part})
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ranks, "AT_ONCE", 3)
        found = ranks.ranks(lambda: parts).tolist()
    assert [unlike[rank] for rank in found] == [number for part in given for number in part]


def test_groups_are_alike_where_keys_are_crowded(
    profiles: list[Profile], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key of many names gives way to its finer ones, in both ways of comparing."""
    monkeypatch.setattr(meeting, "PARTED", 2)
    nodes = [clustering.node(one) for one in profiles]
    codes = [STAGES.codes(one) for one in profiles]
    met = meeting.parted(codes)
    assert any(FINER in key for own in met for key in own)
    assert all(set(own) <= set(code) for own, code in zip(met, codes, strict=True))
    numbered = Codes.made(codes, TABLES.languages)
    kept = numbered.parted(numbered.ranks(), 2)
    as_met = Codes.made(met, TABLES.languages)
    assert numbered.numbers[kept].tolist() == as_met.numbers.tolist()
    plain = clustering.pairs_of(profiles.__getitem__, STAGES.log_odds)
    compiled = STAGES.pairs(profiles)
    found = clustering.group(nodes, codes, Settings(), plain).groups
    assert clustering.group(nodes, codes, Settings(), compiled).groups == found
    assert tuple(map(tuple, clustering.groups(nodes, numbered, Settings(), compiled))) == found


def test_what_is_packed_without_far_languages_links_alike(
    profiles: list[Profile], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reading that stands there without its parts is left to the plain score."""
    monkeypatch.setattr(blocking, "FAR", blocking.DEAR)
    thin = STAGES.profiles([one.text for one in profiles], packed=True)
    assert any(not score._parts(side) for one in thin for side in one.sides)
    keys, nodes = [STAGES.keys(one) for one in thin], [clustering.node(one) for one in thin]
    assert keys == [STAGES.keys(one) for one in profiles]
    assert nodes == [clustering.node(one) for one in profiles]
    packer, collected = Packer(), Collected()
    for one in thin:
        packer.add(one)
    collected.add(0, packer.share(), 0)
    arrays = collected.arrays([one.text for one in thin], TABLES, Settings())
    asked = []

    def plain(i: int, j: int) -> float:
        asked.append((i, j))
        return STAGES.log_odds(profiles[i], profiles[j])

    compiled = Compiled(arrays, range(len(thin)), plain)
    assert compiled.linked(nodes, keys, -1.4) == pytest.approx(packed(profiles).linked(nodes, keys, -1.4))
    rng = random.Random(5)
    for i, j in [sorted(rng.sample(range(len(thin)), 2)) for _ in range(3000)]:
        assert compiled.log_odds(i, j) == pytest.approx(STAGES.log_odds(profiles[i], profiles[j]), abs=1e-12)
    assert asked


def test_what_is_kept_is_what_was_seen(profiles: list[Profile]) -> None:
    """Columns of portions give back nodes, votes and codes."""
    texts = [one.text for one in profiles]
    parts = [profiles[:70], profiles[70:]]
    kept = Kept([Portion(part, STAGES) for part in parts], texts)
    codes = Codes.together(
        [Codes.made([STAGES.codes(one) for one in part], TABLES.languages) for part in parts]
    )
    assert len(kept) == len(codes) == len(profiles)
    places = [*range(0, len(profiles), 3), 1]
    some = codes.of(places)
    for at, place in enumerate(places):
        one, seen, node = profiles[place], kept[place], clustering.node(profiles[place])
        assert some[at].tolist() == codes[place].tolist()
        assert (seen.spelling, seen.script, seen.native, seen.short) == (
            node.spelling,
            node.script,
            node.native,
            node.short,
        )
        assert (tuple(seen.families), seen.costs, seen.words) == (node.families, node.costs, len(one.words))
        if one.readings:
            vote = STAGES.ballot(one, seen.language)
            assert (list(seen.ballot.rows), seen.ballot.sure) == (list(vote.rows), vote.sure)


@given(st.lists(st.text("abc노광", max_size=4), max_size=60))
def test_bits_tell_texts_apart(texts: list[str]) -> None:
    found = bits(texts).tolist()
    assert len(set(zip(texts, found, strict=True))) == len(set(texts)) == len(set(found))


def test_many_are_grouped_as_few(profiles: list[Profile], monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(profiles) >= MANY
    found = STAGES.group(profiles)
    monkeypatch.setattr("translit.wiring.MANY", len(profiles) + 1)
    plain = STAGES.group(profiles)
    assert found.groups == plain.groups
    assert [(edge.left, edge.right) for edge in found.links] == [(e.left, e.right) for e in plain.links]
    assert [edge.log_odds for edge in found.possible] == pytest.approx([e.log_odds for e in plain.possible])


def test_many_are_read_as_few() -> None:
    given = names(60)[:150]
    assert STAGES.profiles(given, many=MANY) == [STAGES.profile(name) for name in given]


def test_the_same_entities_however_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compiled or plain, in one process or two; and those of `cluster`."""
    rows = names(360)
    counts = [1 + n % 3 for n in range(len(rows))]
    found = gather(rows, counts, lambda steps: None, Settings())
    monkeypatch.setattr("translit.batch.gather.PORTION", 100)
    assert gather(rows, counts, lambda steps: None, Settings(), 2) == found
    monkeypatch.setattr("translit.wiring.MANY", len(rows) + 1)
    assert gather(rows, counts, lambda steps: None, Settings()) == found
    written = [row for row, count in zip(rows, counts, strict=True) for _ in range(count)]
    plain = {}
    for one in translit.cluster(written):
        for place in one.members:
            plain[written[place]] = (one.native, one.label, one.language, one.canonical.confidence)
    mine = [found.found[number] for number in found.index]
    assert {
        row: (one.native, one.label, one.language, one.confidence)
        for row, one in zip(rows, mine, strict=True)
    } == plain
    groups: dict[int, list[int]] = {}
    for place, number in enumerate(found.index):
        groups.setdefault(number, []).append(place)
    assert sorted(map(tuple, groups.values())) == sorted(one.members for one in translit.cluster(rows))
