"""How likely a spelling is of a native form: chances, manners that hold together, and the compiled copy."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import manners as learner
from translit import lattice
from translit.manners import Manners
from translit.tables import load_tables

TABLES = load_tables()
KNOWN = lattice.manners("ko", "Latn", "given", TABLES)
assert KNOWN is not None
NATIVES = ("영철", "용철", "정은", "종운", "진", "쀓뢟", "아")


def test_only_given_names_have_manners() -> None:
    assert lattice.manners("ko", "Latn", "family", TABLES) is None
    assert lattice.manners("ru", "Latn", "given", TABLES) is None


def test_one_writer_keeps_to_one_manner() -> None:
    """`yong` is 영 beside `chŏl` (McCune–Reischauer) more readily than beside `cheol` (the South's own system)."""
    odds = [
        KNOWN.cost(written, "용철") - KNOWN.cost(written, "영철") for written in ("yong-chol", "yong-cheol")
    ]
    assert odds[1] < odds[0] - 0.5


@given(st.sampled_from(NATIVES), st.text("aeoyungchlkj-'ŏé", max_size=12))
@settings(max_examples=200, deadline=None)
def test_a_cost_is_a_chance(native: str, written: str) -> None:
    cost = KNOWN.cost(written, native)
    assert math.isfinite(cost)
    assert cost >= 0.0


def test_a_writer_who_knows_two_letters() -> None:
    rows = [("", "", "", "1"), ("a", "start", "", "1"), ("", "bare", "x", "3"), ("", "bare", "y", "1")]
    own = Manners(rows)
    assert own.cost("x", "a") < own.cost("y", "a") < own.cost("z", "a")
    assert own.cost("-", "a") == pytest.approx(5.0)


@given(st.lists(st.text("aeoyungchlkj-'ŏé", max_size=14), min_size=1, max_size=5))
@settings(max_examples=100, deadline=None)
def test_compiled_is_the_same_to_the_last_bit(written: list[str]) -> None:
    pytest.importorskip("numba")
    from translit.kernel.manners import Spelled

    costs = Spelled(KNOWN).costs(written, [NATIVES] * len(written))
    assert costs == [[KNOWN.cost(one, native) for native in NATIVES] for one in written]


def test_what_is_asked_for_does_not_change_what_is_first() -> None:
    for token in ("yong-cheol", "jongun", "song-il"):
        many = lattice.read(token, "ko", "Latn", "given", TABLES, 24).forms
        for limit in (1, 3, 8):
            assert tuple(lattice.read(token, "ko", "Latn", "given", TABLES, limit).forms) == tuple(
                many[:limit]
            )


def test_the_learner_finds_two_manners() -> None:
    """Two systems that disagree in both letters of a name come out as two."""
    pairs = [
        (f"{one}{two}n-{one}{two}", "간가", 1.0)
        for (one, two), times in (("ka", 9), ("gu", 9))
        for _ in range(times)
    ]
    seeds = dict.fromkeys([("k", "\u1100"), ("g", "\u1100"), ("a", "\u1161"), ("u", "\u1161")], 9.0)
    rows = [tuple(row.values()) for row in learner.rows(pairs, seeds | {("n", "\u11ab"): 9.0})]
    own = Manners(rows)
    assert own.cost("kan-ka", "간가") < own.cost("kan-gu", "간가") - 0.5
    assert rows == [tuple(row.values()) for row in learner.rows(pairs[::-1], seeds | {("n", "\u11ab"): 9.0})]
