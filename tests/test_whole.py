"""Whole native names out of those of their parts: the cheapest few of all there are."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translit.model import Forms, Name, Part, PartReading, Reading, Role
from translit.whole import native_name, whole_forms

COSTS = st.lists(st.sampled_from([0.0, 0.1, 0.2, 0.3, 0.30000000000000004, 1.0, 2.5]), min_size=1, max_size=9)
ROLES = (Role.FAMILY, Role.UNKNOWN, Role.GIVEN)


@pytest.mark.parametrize("listed", [True, False])
@given(st.lists(COSTS, min_size=1, max_size=3), st.integers(1, 9))
def test_the_cheapest_of_all(listed: bool, parts: list[list[float]], limit: int) -> None:
    read = []
    for place, costs in enumerate(parts):
        forms = Forms([f"{chr(97 + place)}{n}" for n in range(len(costs))], sorted(costs))
        part = Part("x", ROLES[place], "x")
        read.append(PartReading(part, forms if listed else tuple(forms)))  # type: ignore[arg-type]
    reading = Reading(Name("x", "ko", tuple(one.part for one in read), 1.0), tuple(read))
    slow = []
    for way in product(*[tuple(one.forms)[:limit] for one in read]):
        cost = 1.0
        for form in way:
            cost += form.cost
        slow.append((cost, tuple(form.native for form in way)))
    found = [(form.cost, form.native) for form in whole_forms(reading, True, limit)]
    roles = ROLES[: len(parts)]
    assert found == [(cost, native_name(way, roles, True)) for cost, way in sorted(slow)[:limit]]
