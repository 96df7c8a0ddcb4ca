"""The compiled reader and the plain one give the same answer, to the last bit."""

from __future__ import annotations

import pickle
from itertools import cycle, islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("numba")

from translit import kernel, lattice
from translit.kernel.depths import Depths
from translit.kernel.reader import Kernel
from translit.kernel.remembered import Remembered
from translit.lattice import Reader
from translit.model import Role
from translit.tables import load_tables

TABLES = load_tables()
READERS = [
    (code, script)
    for code in TABLES.languages
    for script in TABLES.language(code).read
    if TABLES.lines(f"{code}/read-{script.lower()}")
]
TOKENS = (
    "noh",
    "gwang-chol",
    "kwangch'ŏl",
    "Sŏnghye",
    "goremykin",
    "schtscherbakow",
    "чхоль",
    "ким",
    "x",
    "--",
    "łódź",
    "qqqq",
)
ROLES = [role.value for role in Role]


@pytest.mark.parametrize(("code", "script"), READERS)
@pytest.mark.parametrize("token", TOKENS)
def test_some_tokens(code: str, script: str, token: str) -> None:
    for role in ("family", "given", "unknown"):
        assert kernel.read(token, code, script, role, TABLES) == lattice.read(
            token, code, script, role, TABLES
        )


@given(
    st.sampled_from(READERS),
    st.text("aeiouyjkgnhcstvrlmbpwŏ'-", max_size=14),
    st.sampled_from(ROLES),
    st.integers(1, 70),
)
@settings(max_examples=60, deadline=None)
def test_any_token(which: tuple[str, str], token: str, role: str, limit: int) -> None:
    code, script = which
    assert kernel.read(token, code, script, role, TABLES, limit) == lattice.read(
        token, code, script, role, TABLES, limit
    )


def test_a_token_too_long_is_left_to_the_plain_reader() -> None:
    code, script = READERS[0]
    token = "kim" * 20
    assert kernel.read(token, code, script, "family", TABLES) == lattice.read(
        token, code, script, "family", TABLES
    )


ROW = st.tuples(
    st.sampled_from(["", "a:x", "b:", "a:x b:", "start:family", "start:family a:x", "c:yx b:y"]),
    st.sampled_from(["a", "b", "ab", "c", "end"]),
    st.sampled_from(["", "x", "y", "yx"]),
    st.sampled_from(["0.5", "1", "2", "7"]),
)


@given(st.lists(ROW, min_size=1, max_size=30), st.text("abcd", min_size=1, max_size=7))
@settings(max_examples=100, deadline=None)
def test_any_table(rows: list[tuple[str, str, str, str]], token: str) -> None:
    """Tables of a few rows: histories whose shorter ones are missing, equal chances, empty natives."""
    kept = {
        (past, written, "" if written == "end" else native): count for past, written, native, count in rows
    }
    if not any(written != "end" for _, written, _ in kept):
        return
    reader = Reader([(*key, count) for key, count in kept.items()])
    plain = reader.read(token, "family", 24)
    found = Kernel(reader).forms(token, "family", 24, lattice.WIDTH)
    assert found is not None
    assert [native for native, _ in found[0]] == [form.native for form in plain.forms]


LETTERS = "aeiouyjkgnhcstvrlmbpwŏ'-"


@given(
    st.sampled_from(READERS),
    st.text(LETTERS, min_size=1, max_size=12),
    st.lists(st.tuples(st.integers(0, 12), st.text(LETTERS, max_size=5)), min_size=2, max_size=8),
    st.sampled_from(ROLES),
)
@settings(max_examples=60, deadline=None)
def test_tokens_that_begin_alike(
    which: tuple[str, str], stem: str, ends: list[tuple[int, str]], role: str
) -> None:
    """Of these only the rest is searched."""
    code, script = which
    tokens = [stem[:size] + end for size, end in ends]
    assert kernel.read_many(tokens, [role] * len(tokens), code, script, TABLES) == [
        lattice.read(token, code, script, role, TABLES) for token in tokens
    ]


def test_tokens_behind_one_without_room() -> None:
    reader = lattice._reader("ko", "Latn", TABLES)
    assert reader is not None
    tokens = ["gwang", "gwangcheol", "gwangcheolsu", "gwangho", "kim", "namgungminsu", "no"]
    depths = Depths("ko", "Latn", 24, TABLES)

    def read(room: int) -> list[object]:
        small = Kernel(reader)
        before, hypotheses, *rest = small._buffers
        small._buffers = (before, hypotheses[:room].copy(), *rest)
        return list(small.many(tokens, ["given"] * len(tokens), lattice.WIDTH, depths))

    whole = read(1 << 13)
    assert all(whole)
    for room in (60, 150, 400):
        found = read(room)
        assert any(found) and not all(found)
        assert all(one is None or one == other for one, other in zip(found, whole, strict=True))


@given(
    st.sampled_from(READERS),
    st.lists(st.text("aeiouyjkgnhcstvrlmbpwŏ'-광чхол", max_size=14), min_size=1, max_size=6),
    st.permutations(ROLES),
    st.integers(1, 70),
)
@settings(max_examples=60, deadline=None)
def test_many_tokens(which: tuple[str, str], tokens: list[str], some: list[str], limit: int) -> None:
    code, script = which
    tokens = [*tokens, *TOKENS, "kim" * 20]
    roles = list(islice(cycle(some), len(tokens)))
    assert kernel.read_many(tokens, roles, code, script, TABLES, limit) == [
        lattice.read(token, code, script, role, TABLES, limit)
        for token, role in zip(tokens, roles, strict=True)
    ]


@given(
    st.sampled_from(READERS),
    st.lists(st.text("aeiouyjkgnhcstvrlmbpwŏ'-광чхол", max_size=14), min_size=1, max_size=6),
    st.sampled_from(ROLES),
)
@settings(max_examples=60, deadline=None)
def test_no_token_costs_less_than_it_costs_at_least(
    which: tuple[str, str], tokens: list[str], role: str
) -> None:
    code, script = which
    tokens = [*tokens, *TOKENS, "kim" * 20]
    found = kernel.read_many(tokens, [role] * len(tokens), code, script, TABLES)
    least = kernel.least_many(tokens, [role] * len(tokens), code, script, TABLES)
    assert all(low <= one.total for low, one in zip(least, found, strict=True))


@pytest.mark.parametrize("token", ["chunhoe", "chunhul", "pkhunni", "yevgeniy", "dolgoprudnaja"])
def test_parts_of_units_are_told_apart_by_their_keys(token: str) -> None:
    """A part with a letter behind it once had the key of another part without one."""
    found = kernel.read_many([token], ["given"], "ko", "Latn", TABLES)
    assert found == [lattice.read(token, "ko", "Latn", "given", TABLES)]


@pytest.mark.parametrize(("code", "script"), READERS)
def test_what_is_kept_of_it_is_all_of_it(code: str, script: str) -> None:
    reader = lattice._reader(code, script, TABLES)
    assert reader is not None
    made = Kernel(reader)
    again = pickle.loads(pickle.dumps(made))
    for token in TOKENS:
        assert again.fold(token) == made.fold(token) == reader.fold(token)
        assert again.forms(token, "given", 24, lattice.WIDTH) == made.forms(token, "given", 24, lattice.WIDTH)
    learnt = lattice._prior(code, TABLES)
    assert learnt is not None
    prior = Remembered(learnt)
    other = pickle.loads(pickle.dumps(prior))
    other.stands_on(learnt)
    one, two = (Depths(code, script, 24, TABLES) for _ in range(2))
    one._prior, two._prior = prior, other
    for role in ROLES:
        roles = [role] * len(TOKENS)
        assert again.many(TOKENS, roles, lattice.WIDTH, two) == made.many(TOKENS, roles, lattice.WIDTH, one)
        assert again.least(TOKENS, roles) == made.least(TOKENS, roles)


def test_where_nothing_can_be_kept_it_is_compiled_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that belongs to another user, and no home to write into."""
    from numba.core import caching

    from translit.compiled import compiled

    def next_one(number: int) -> int:
        return number + 1

    monkeypatch.setattr(caching.CompileResultCacheImpl, "_locator_classes", [])
    assert compiled(next_one)(1) == compiled(next_one, inline="always")(1) == 2
