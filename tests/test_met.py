"""Names met before: whatever was asked, however often and in which order, the answers are those of the plain score."""

from __future__ import annotations

import copy
import dataclasses
import math
import pickle
import random
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import translit
from benchmarks.generator import generate
from translit import met, wiring
from translit.errors import InputError
from translit.met import Met
from translit.model import Score
from translit.settings import Settings
from translit.tables import load_tables
from translit.wiring import Stages

STAGES = Stages(load_tables(), Settings())

# Two spellings, and what is special about them.
CASES = (
    ("No Kwang-chol", "Но Гван Чхоль", "two scripts, one name"),
    ("Kim Jong-un", "Kim Jong-nam", "two names"),
    ("Lavrov", "LAVROV", "one spelling but for the case"),
    ("Lavrov", "Lavrov", "one spelling"),
    ("Лавров", "Лаврова", "a genitive or a woman"),
    ("В. П. Горемыкин", "Goremykin Viktor Petrovich", "initials"),
    ("V.P. Goremykin", "Горемыкин", "initials beside a name alone"),
    ("Саша Иванов", "Aleksandr Ivanov", "a pet form"),
    ("Володимир Зеленський", "Владимир Зеленский", "a doublet"),
    ("노광철", "Ivan Petrov", "no language reads both: letters and sounds"),
    ("노광철", "李明博", "two scripts of one language"),
    ("12", "x", "no letters"),
    ("one two three four five six seven", "one two three four five six eight", "too many words to pair"),
    ("Bak Hu-bak", "Bak Bak Hu", "words that fit several times"),
    ("a" * 70 + " " + "b" * 70, "a" * 71 + " " + "b" * 70, "more letters than a machine word has bits"),
    ("원산시", "Wonsan", "a place word at the end"),
)
ODD = sorted({name for one, two, _ in CASES for name in (one, two)})
NAMES = sorted({*(name for name, _ in generate(60)), *ODD})


def plain(left: str, right: str) -> Score:
    return STAGES.compare(STAGES.profile(left), STAGES.profile(right))


def compiled(stages: Stages = STAGES, names: Sequence[str] = ()) -> Met:
    """Names as they are compared when much was asked for."""
    pytest.importorskip("numba")
    found = Met(stages)
    found._work = wiring.MANY * met.PRICE
    for name in names:
        found.compare(name, name)
    return found


@pytest.fixture(scope="module")
def often() -> Met:
    return compiled(names=NAMES)


@pytest.mark.parametrize(("left", "right"), [case[:2] for case in CASES], ids=[case[2] for case in CASES])
def test_seldom_and_often_alike(left: str, right: str, often: Met) -> None:
    told = plain(left, right)
    assert Met(STAGES).compare(left, right) == told
    assert often.compare(left, right) == told
    assert often.compare(right, left).value == told.value
    assert translit.compare(left, right) == told


@given(st.sampled_from(NAMES), st.sampled_from(NAMES))
@settings(max_examples=400, deadline=None)
def test_the_value_is_that_of_its_evidence(often: Met, left: str, right: str) -> None:
    for score in (translit.compare(left, right), often.compare(left, right)):
        at_once = score.value
        assert at_once == plain(left, right).value
        assert math.isclose(at_once, 1 / (1 + math.exp(-score.log_odds)), rel_tol=1e-12)
        assert score == plain(left, right)


WORDS = sorted({word for name in NAMES for word in name.split()})


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4), st.data())
@settings(max_examples=200, deadline=None)
def test_words_put_together(often: Met, words: list[str], data: st.DataObject) -> None:
    """Names met here for the first time, of words that other names have."""
    left, right = " ".join(words), " ".join(data.draw(st.permutations(words)))
    for _ in range(2):  # packed now, and before
        assert often.compare(left, right).value == plain(left, right).value


@pytest.mark.parametrize(
    "changed",
    [{}, {"doublets": True, "diminutives": False}, {"limit": 2}, {"languages": ("ru",)}],
    ids=str,
)
def test_settings_are_kept_apart(changed: dict[str, object]) -> None:
    own = Settings().changed(**changed)
    stages = Stages(load_tables(), own)
    some = compiled(stages, ODD)
    for left, right, _ in CASES:
        told = stages.compare(stages.profile(left), stages.profile(right))
        assert some.compare(left, right) == told
        assert translit.compare(left, right, own) == told


def test_history_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few names remembered and small pools, asked in any order."""
    monkeypatch.setattr(met, "READ", 7)
    rng = random.Random(1)
    pairs = [(rng.choice(NAMES), rng.choice(NAMES)) for _ in range(600)]
    told = {pair: plain(*pair).value for pair in pairs}
    assert [Met(STAGES).compare(*pair).value for pair in pairs[:50]] == [told[pair] for pair in pairs[:50]]
    small = compiled()
    from translit.bulk import pool

    ready = pool.ready
    made = []
    monkeypatch.setattr(pool, "MOST", 20)
    monkeypatch.setattr(pool, "ready", lambda *given: made.append(1) or ready(*given))
    for _ in range(3):
        rng.shuffle(pairs)
        assert [small.compare(*pair).value for pair in pairs] == [told[pair] for pair in pairs]
    assert len(made) > 3


def test_threads() -> None:
    rng = random.Random(2)
    pairs = [(rng.choice(NAMES), rng.choice(NAMES)) for _ in range(400)]
    told = [plain(*pair).value for pair in pairs]
    shared = compiled()

    def ask(seed: int) -> bool:
        order = list(range(len(pairs)))
        random.Random(seed).shuffle(order)
        return all(shared.compare(*pairs[n]).value == told[n] for _ in range(5) for n in order)

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(ask, range(8)))


@pytest.mark.parametrize("name", ["", " ", "\u200b"])
def test_nothing_is_no_name(name: str, often: Met) -> None:
    for given_names in ((name, "Kim"), ("Kim", name), (name, name)):
        with pytest.raises(InputError, match="is empty"):
            translit.compare(*given_names)
        with pytest.raises(InputError, match="is empty"):
            often.compare(*given_names)


def test_keys_and_canonical_forms_of_names_met() -> None:
    for name in (*ODD, ""):
        assert translit.keys(name) == STAGES.keys(STAGES.profile(name))
        if name:
            assert translit.canonicalise(name) == STAGES.choose([STAGES.profile(name)], [1])
    with pytest.raises(InputError, match="is empty"):
        translit.compare("", "Kim")  # though it was met


def test_a_score_told_later_is_a_score() -> None:
    told = plain("No Kwang-chol", "Но Гван Чхоль")

    def later() -> Score:
        return translit.compare("No Kwang-chol", "Но Гван Чхоль")

    assert later() == told
    assert hash(later()) == hash(told)
    assert repr(later()) == repr(told)
    assert dataclasses.asdict(later()) == dataclasses.asdict(told)
    assert dataclasses.replace(later(), value=0.5) == dataclasses.replace(told, value=0.5)
    assert pickle.loads(pickle.dumps(later())) == told
    assert copy.copy(later()) == copy.deepcopy(later()) == told
    assert (later().language, later().rarity, later().open) == (told.language, told.rarity, told.open)
    with pytest.raises(AttributeError, match="likelihood"):
        _ = later().likelihood  # type: ignore[attr-defined]


def test_one_comparison_loads_nothing_compiled() -> None:
    asked = "import sys, translit; translit.compare('Kim', 'Ким').evidence; print({'numba', 'numpy'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
