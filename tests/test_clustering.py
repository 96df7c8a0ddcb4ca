"""Clusters: what is one stays one, whatever the order and whoever else is there."""

from __future__ import annotations

import random
from array import array

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translit.clustering import Edge, cluster, group, joining, node, pairs_of
from translit.clustering.many import WEIGHED
from translit.settings import Settings
from translit.tables import load_tables
from translit.wiring import Stages

STAGES = Stages(load_tables(), Settings())
TOGETHER = (
    ("노광철", "No Kwang-chol", "Noh Gwang Chol", "NO KWANG CHOL"),
    ("김정은", "Kim Jong-un", "KIM Jong Un", "Kim Jong Un"),
    ("김정남", "Kim Jong-nam"),
    ("Сергей Лавров", "Sergei Lavrov", "Sergej Lawrow", "Лавров Сергей Викторович"),
    ("Екатерина Лаврова", "Yekaterina Lavrova"),
    ("Виктор Горемыкин", "Viktor Goremykin"),
    ("Peggy Whitson",),
)
NAMES = tuple(name for group in TOGETHER for name in group)
PROFILES = {
    name: STAGES.profile(name) for name in (*NAMES, "Goremykin", "김철수", "Курск", "박영희", "Anna Karlova")
}


def groups(names: list[str]) -> set[frozenset[str]]:
    found = STAGES.group([PROFILES[name] for name in names])
    return {frozenset(names[i] for i in group) for group in found.groups}


def test_spellings_gather() -> None:
    assert groups(list(NAMES)) == {frozenset(group) for group in TOGETHER}


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 10_000))
def test_the_order_changes_nothing(seed: int) -> None:
    names = list(NAMES)
    random.Random(seed).shuffle(names)
    assert groups(names) == {frozenset(group) for group in TOGETHER}


@pytest.mark.parametrize("stranger", ["김철수", "Курск", "박영희", "Anna Karlova"])
def test_a_stranger_changes_no_other_group(stranger: str) -> None:
    assert groups([*NAMES, stranger]) == {*map(frozenset, TOGETHER), frozenset([stranger])}


def test_a_short_name_goes_home() -> None:
    assert frozenset(["Виктор Горемыкин", "Viktor Goremykin", "Goremykin"]) in groups([*NAMES, "Goremykin"])


def test_equal_names_are_one_and_nothing_is_nothing() -> None:
    one = PROFILES["Курск"]
    assert STAGES.group([one, one]).groups == ((0, 1),)
    assert STAGES.group([]).groups == ()


def test_a_go_between_does_not_glue_contradictions() -> None:
    """a–b and b–c are links, but a and c contradict each other: only the surer link holds."""
    ones = [STAGES.profile(text) for text in ("Aaa Bbb", "Aaa Bbc", "Aaa Bcc")]
    odds = {("aaa bbb", "aaa bbc"): 3.0, ("aaa bbc", "aaa bcc"): 2.0, ("aaa bbb", "aaa bcc"): -7.0}

    def compare(left: object, right: object) -> float:
        one, two = sorted((left.folded, right.folded))  # type: ignore[attr-defined]
        return odds[one, two]

    found = cluster(ones, [("k",)] * 3, Settings(), compare)
    assert found.groups == ((0, 1), (2,))
    assert found.links == (Edge(0, 1, 3.0),)
    assert [(edge.left, edge.right) for edge in found.possible] == [(1, 2)]


@pytest.mark.parametrize(("across", "apart"), [(2.9, True), (3.1, True), (3.1, False)])
def test_two_names_are_two_where_there_are_many(across: float, apart: bool) -> None:
    """What two native names explain much better than one is two among very many names, joined at once or one after another."""
    ones = [STAGES.profile(text) for text in ("Aaa Bbb", "Aaa Bbc", "Aaa Bcc", "Aaa Ccc")]
    said = [("xx", {"a": 1.0}), ("xx", {"a": 1.0}), ("xx", {"b": 1.0}), ("xx", {"b": 1.0})]

    def odds(left: object, right: object, least: float) -> float:
        one, two = sorted(text.folded.count("c") for text in (left, right))  # type: ignore[attr-defined]
        return across if one < 2 <= two else 3.0

    def grouped(many: int) -> tuple[tuple[int, ...], ...]:
        return group(
            [node(one) for one in ones],
            [("k",)] * 4,
            Settings(),
            pairs_of(ones.__getitem__, odds),
            said.__getitem__ if apart else lambda place: said[0],
            many,
        ).groups

    assert grouped(4) == ((0, 1, 2, 3),)
    assert grouped(32 * WEIGHED) == (((0, 1), (2, 3)) if apart else ((0, 1, 2, 3),))


def test_a_guess_settles_where_it_fits() -> None:
    """The surest link is of one group, the others of the other."""
    texts = ("Aaa Bbb", "Aaa Bbc", "Aaa Bcc", "Aaa Ccc", "Aaa Cdd")
    ones = [STAGES.profile(text) for text in texts]
    place = {one.folded: number for number, one in enumerate(ones)}
    points = {(0, 1): 9.0, (1, 2): 8.0, (0, 2): 0.1, (3, 4): 7.0, (2, 3): 5.0, (2, 4): 5.0}

    def odds(left: object, right: object, least: float) -> float:
        pair = sorted((place[left.folded], place[right.folded]))  # type: ignore[attr-defined]
        return points.get((pair[0], pair[1]), -7.0)

    found = group([node(one) for one in ones], [("k",)] * 5, Settings(), pairs_of(ones.__getitem__, odds))
    assert found.groups == ((0, 1), (2, 3, 4))
    assert [(edge.left, edge.right) for edge in found.links] == [(0, 1), (3, 4), (2, 3)]


@settings(deadline=None)
@given(st.lists(st.floats(-12.0, 12.0) | st.sampled_from([-1.0, 2.0]), max_size=3000))
def test_the_surest_link_comes_first_a_stretch_at_a_time(points: list[float]) -> None:
    expected = sorted((place for place, own in enumerate(points) if own >= -1.0), key=lambda at: -points[at])
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(joining, "SORTED", 200)
        assert list(joining.surest(array("d", points), -1.0)) == expected
