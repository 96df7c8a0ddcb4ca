"""Keys: few, short, the same for spellings of one name."""

from __future__ import annotations

import csv
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translit.blocking import MOST, skeleton, thin
from translit.model import FINER
from translit.settings import Settings
from translit.tables import load_tables
from translit.wiring import Stages

STAGES = Stages(load_tables(), Settings())
DATA = Path(__file__).parents[2] / "shared" / "evaldata"
TOGETHER = """
노광철; No Kwang-chol; Noh Gwang Chol; ROH, Kwangcheol; Kwang Chol No
Виктор Горемыкин; Viktor Goremykin; Wiktor Goremykin; Goremykin Viktor; ГОРЕМЫКИН Виктор Петрович
Сергей Лавров; Sergei Lavrov; Sergej Lawrow; LAVROV, Sergey
Микола Азаров; Mykola Azarov; Nikolai Azarov
박영일; Pak Yong Il; Park Young-il
Саша Лавров; Александр Лавров; Sasha Lavrov
Helen Stashina; Yelena Stashina
창원; Ch'angwŏn; Cshangvon; Changuon
Дудинка; Dudzinka
"""


def keys(name: str) -> tuple[str, ...]:
    return STAGES.keys(STAGES.profile(name))


@pytest.mark.parametrize("line", TOGETHER.strip().splitlines())
def test_spellings_of_one_name_share_a_key(line: str) -> None:
    first, *others = [name.strip() for name in line.split(";")]
    for other in others:
        assert set(keys(first)) & set(keys(other)), f"{first}: {keys(first)}; {other}: {keys(other)}"


@settings(deadline=None, max_examples=100)
@given(st.text(min_size=1, max_size=20))
def test_few_keys_without_repeats(name: str) -> None:
    found = keys(name)
    assert len(found) <= MOST
    assert len(set(found)) == len(found)


def test_case_spacing_and_hyphens_change_no_key() -> None:
    assert keys("KIM Jong Un") == keys("Kim Jong-un") == keys("kim  jong-un")


def test_a_skeleton_is_short_and_stable() -> None:
    tables = load_tables()
    for code in tables.languages:
        bones = skeleton(code, tables)
        for row in tables.rows(f"{code}/surnames")[:50]:
            assert thin(row["native"], bones)
            assert len(thin(row["native"], bones)) <= 4 * len(row["native"])


@pytest.mark.slow
@pytest.mark.skipif(not DATA.is_dir(), reason="the evaluation data is not beside the project")
@pytest.mark.parametrize("name", ["clusters_korean", "clusters_russian"])
def test_true_pairs_share_a_key(name: str) -> None:
    groups: dict[str, list[str]] = {}
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            groups.setdefault(row["entity_id"], []).append(row["name"])
    pairs = hit = 0
    for entity in sorted(groups)[::20]:
        own = [set(keys(one)) for one in groups[entity]]
        for one, two in combinations(own, 2):
            pairs += 1
            hit += bool(one & two)
    assert hit / pairs > 0.98


@settings(deadline=None, max_examples=100)
@given(st.text(min_size=1, max_size=20))
def test_finer_codes_stand_behind_their_keys(name: str) -> None:
    one = STAGES.profile(name)
    codes, key = STAGES.codes(one), ""
    assert tuple(code for code in codes if FINER not in code) == STAGES.keys(one)
    for code in codes:
        if FINER in code:
            assert code.partition(FINER)[0] == key
        else:
            key = code


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("J. Y. Park", "박진영"),
        ("Kim Y. C.", "Kim Yong-chol"),
        ("Jeong H. Kim", "김종훈"),
        ("Lee, M. B.", "이명박"),
    ],
)
def test_initials_of_units_meet_the_name_in_full(short: str, full: str) -> None:
    assert set(keys(short)) & set(keys(full)), "the family name and the onsets"
