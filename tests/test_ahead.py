"""Of many names only that is read which their profiles show, and they show the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("numba")

from translit import ahead, names, wiring
from translit.model import Mention
from translit.reading import hypotheses
from translit.settings import Settings
from translit.tables import load_tables
from translit.wiring import MANY, Stages

STAGES = Stages(load_tables(), Settings())
WORDS = (
    "Kim", "KIM,", "Noh", "Gwang-chol", "Kwangch'ŏl", "Un-je", "T’ak", "U", "V.", "Pose", "Lavrov", "Sergey", "Alexander",
    "Viktorovich", "Shevchenko", "Ким", "Чхоль", "Ён", "Горемыкина", "Ипполит", "В.", "노광철", "광철", "李", "小田", "X", "Łódź",
    "Naumov-gwan", "Pyongyang-si", "Qx'", "kimkimkimkim" * 5,
)  # fmt: skip


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_the_same_profiles_as_if_all_were_read(some: list[list[str]]) -> None:
    given = list(dict.fromkeys(map(" ".join, some)))
    assert STAGES.profiles(given, many=MANY) == [STAGES.profile(name) for name in given]


def test_the_same_of_mentions() -> None:
    given = [
        Mention("Горемыкина", lemmas=("горемыкин", "горемыкина"), gender="m"),
        Mention("Ким Чен Ына", lemmas=("ким чен ын",), language="ko"),
        Mention("Lavrov", language="ru"),
    ]
    assert STAGES.profiles(given, many=MANY) == [STAGES.profile(one) for one in given]


def test_most_words_are_not_read() -> None:
    given = ["Jaromir Kvapil", "Ottokar Brezina", "Chae Ryong-hwi", "Пак Сын Нам"]
    ways = [hypotheses(one, STAGES.tables, STAGES.settings, names.parse) for one in given]
    read: list[str] = []

    def reader(words, *rest):  # type: ignore[no-untyped-def]
        read.extend(words)
        return wiring._read_many(words, *rest)

    fresh = load_tables().__class__(STAGES.tables.folder)
    found = ahead.readings(ways, fresh, STAGES.settings, reader, wiring._least_many)
    assert all(found)
    assert (
        len(read) < len({(n.language, p.role, p.joined) for own in ways for n, _ in own for p in n.parts}) / 2
    )
