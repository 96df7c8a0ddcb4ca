"""The law of both directions: a native name is among the readings of its own romanisation, for every system.

Names are drawn by listing: family names and the units of given names from a language's own tables. In a reversible
system the name comes first.
"""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translit.rules import romanise, unromanise
from translit.tables import load_tables

TABLES = load_tables()
# Readings of one spelling: a system that writes two letters alike has many, all of them right, so a rare name may
# stand far down. The longer list is asked for only when the shorter one does not hold the name.
LIMITS = ((50, 20_000), (5_000, 400_000))


def pieces(code: str) -> tuple[list[str], list[str]]:
    """A language's family names, and the units that its given names are made of, where tables list them."""
    family = [row["native"] for row in TABLES.rows(f"{code}/surnames")]
    units = [row["native"] for row in TABLES.rows(f"{code}/syllables")]
    return family, units


CODES = {code: pieces(code) for code in TABLES.languages if all(pieces(code))}
LISTED = [info.id for info in TABLES.systems() if info.language in CODES]


@st.composite
def cases(draw: st.DrawFn) -> tuple[str, str]:
    id_ = draw(st.sampled_from(LISTED))
    family, units = CODES[id_.partition("/")[0]]
    given_name = draw(st.lists(st.sampled_from(units), min_size=1, max_size=3))
    return id_, (draw(st.sampled_from(family)) + "".join(given_name))[:4]


@settings(max_examples=250, deadline=None)
@given(cases())
def test_a_name_is_among_the_readings_of_its_own_romanisation(case: tuple[str, str]) -> None:
    id_, native = case
    system = TABLES.system(id_)
    written = romanise(native, system)
    if system.then is not None or written.uncovered:
        return  # a chain begins in another script
    forms: list[str] = []
    for limit, effort in LIMITS:
        if native not in forms:
            forms = [form.native for form in unromanise(written.text, system, limit, effort)]
    assert native in forms
    if system.info.reversible:
        assert forms[0] == native
    assert len(set(forms)) == len(forms)


@settings(max_examples=60, deadline=None)
@given(cases())
def test_every_reading_is_written_so_again(case: tuple[str, str]) -> None:
    id_, native = case
    system = TABLES.system(id_)
    written = romanise(native, system).text
    costs = []
    for form in unromanise(written, system, 20):
        assert romanise(form.native, system).text.lower() == written.lower()
        costs.append(form.cost)
    assert all(later > earlier - 1e-9 for earlier, later in pairwise(costs))


@pytest.mark.parametrize(
    "info", [info for info in TABLES.systems() if info.reversible], ids=lambda info: info.id
)
def test_reversible_systems_read_their_examples_first(info) -> None:  # type: ignore[no-untyped-def]
    system = TABLES.system(info.id)
    for native, written in system.examples:
        if " " not in native and native.isalpha() and len(native) <= 12:
            assert unromanise(written, system, 1)[0].native.lower() == native.lower()


def test_what_no_rule_writes_has_no_reading() -> None:
    for id_ in LISTED:
        assert unromanise("Жщqwx", TABLES.system(id_)) == ()


def test_any_apostrophe_is_read_as_the_one_that_the_system_has() -> None:
    for id_ in LISTED:
        system = TABLES.system(id_)
        for native, written in system.examples:
            if (
                "’" in written
                and " " not in native
                and written.count("’") == sum(not c.isalnum() for c in written)
            ):
                right = unromanise(written, system, 3)
                assert unromanise(written.replace("’", "'"), system, 3) == right
                assert unromanise(written.replace("’", "ʼ"), system, 3) == right


@pytest.mark.parametrize(
    ("id_", "native"),
    [
        ("ko/kontsevich-1966", "가렸렸렸"),  # rare letters in units that are listed
        ("ko/kontsevich-1966", "태놓놓놓"),
        ("ko/mr-1939", "편슈슈슈"),  # what is prepared by one rule, three times
        ("ko/mr-1939", "요쳤쳤쳤"),  # and prepared into a unit that no table lists
    ],
)
def test_a_repeated_rare_unit_is_read(id_: str, native: str) -> None:
    system = TABLES.system(id_)
    forms = unromanise(romanise(native, system).text, system, *LIMITS[1])
    assert native in [form.native for form in forms[:1_000]]
