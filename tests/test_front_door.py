"""The front door: what strangers give to it in the place of names, texts and settings."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from collections.abc import Callable
from typing import Any, cast

import pytest

import translit
from translit import InputError, Settings

one: Any = translit  # what a type checker would refuse is tried here


@pytest.mark.parametrize("value", [None, b"Kim", 5, 1.5, ["Kim"], {"Kim"}])
@pytest.mark.parametrize(
    "ask",
    [
        lambda value: one.canonicalise(value),
        lambda value: one.readings(value),
        lambda value: one.readings(value, system="ko/mr"),
        lambda value: one.spellings(value),
        lambda value: one.romanise(value, "ko/mr"),
        lambda value: one.romanise("노", value),
        lambda value: one.keys(value),
        lambda value: one.compare(value, "Kim"),
        lambda value: one.compare("Kim", value),
        lambda value: one.cluster(["Kim", value]),
        lambda value: one.find(value),
        lambda value: one.resolve({"a": value}),
        lambda value: one.resolve([("a", value)]),
    ],
)
def test_what_is_no_text_is_refused_in_words(ask: Callable[[object], object], value: object) -> None:
    with pytest.raises(InputError, match=r"which is no text; (give a str|decode it first)\."):
        ask(value)


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda: one.cluster("Kim"), "the names are one str; give a list of texts"),
        (lambda: one.cluster(None), "the names are one NoneType"),
        (lambda: one.resolve("news/a.txt"), "the documents are one str; give a mapping"),
        (lambda: one.resolve(["met No Kwang-chol"]), "a document is 'met No Kwang-chol'; give a mapping"),
        (lambda: one.resolve({1: "met No Kwang-chol"}), "a document's name is 1"),
        (lambda: one.canonicalise("Kim", settings=None), "give a translit.Settings"),
        (lambda: one.compare("Kim", "김", settings={}), "give a translit.Settings"),
        (lambda: one.cluster(["Kim"], settings={}), "give a translit.Settings"),
        (lambda: one.readings("Kim", limit=0), "limit is 0; give a whole number of at least 1"),
        (lambda: one.readings("Kim", limit=None), "limit is None"),
        (lambda: one.spellings("김", limit=10**6), "limit is 1000000; give a whole number from 1 to 1,000"),
        (lambda: one.spellings("김" * 501), "the name has 501 characters; give one of at most 500"),
        (lambda: Settings(threshold=cast(float, "high")), "Settings.threshold is 'high'"),
        (lambda: Settings(possible=cast(float, None)), "Settings.possible is None"),
        (lambda: Settings(limit=cast(int, 2.5)), "Settings.limit is 2.5; give a whole number"),
        (lambda: Settings(label=""), "Settings.label is ''"),
        (lambda: Settings(diminutives=cast(bool, "no")), "Settings.diminutives is 'no'; give True or False"),
        (lambda: Settings(languages=cast(Any, "ko")), "Settings.languages is 'ko'; give a tuple"),
        (lambda: Settings().changed(treshold=0.9), "Settings has no 'treshold'. The settings are: "),
    ],
)
def test_what_cannot_be_done_is_told(ask: Callable[[], object], says: str) -> None:
    with pytest.raises(InputError) as told:
        ask()
    assert says in str(told.value)


def test_several_names_may_come_from_anywhere() -> None:
    names = ["No Kwang-chol", "Kim Jong-un", "노광철"]
    assert (
        translit.cluster(name for name in names) == translit.cluster(names) == translit.cluster(tuple(names))
    )
    settings = Settings(languages=cast(Any, ["ko"]))
    assert translit.compare(*names[:2], settings=settings) == translit.compare(
        *names[:2], settings=Settings(languages=("ko",))
    )


def test_half_of_a_surrogate_pair_is_a_name_like_another() -> None:
    assert len(translit.cluster(["\ud800", "Kim"])) == 2


LONG = """
import resource
resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
import translit
for letters in ("a", "김", "и", "Kim ", "김정은 ", "Ка-", "金"):
    name = letters * 4_000
    found = translit.canonicalise(name)
    assert (found.native, found.label) == ("", name.strip()), letters
    assert translit.readings(name) == translit.readings(name, system="ko/mr") == ()
    assert translit.compare(name, "Kim Jong Un").value < 0.5, letters
    assert translit.compare(name, name).value > 0.9, letters
    assert translit.keys(name)
    assert len(translit.cluster([name, "Kim Jong Un", "김정은"])) == 2
    assert [m.text for m in translit.find(f"Met {name}. Minister No Kwang-chol spoke.")][-1:] == ["No Kwang-chol"]
print("done")
"""


def test_what_is_longer_than_any_name_is_not_read_and_costs_nothing() -> None:
    """Reading takes memory by the square of the letters: a cell of some thousand once took all there was."""
    done = subprocess.run(
        [sys.executable, "-c", LONG], capture_output=True, text=True, timeout=240, check=False
    )
    assert done.stdout == "done\n", done.stderr[-2000:]


@pytest.mark.parametrize(
    "value",
    [
        translit.canonicalise("Kim Jong Un"),
        translit.compare("Kim Jong Un", "김정은"),
        translit.readings("Kim"),
        translit.cluster(["Kim", "김"]),
        translit.find("Minister No Kwang-chol spoke."),
        translit.systems(),
        Settings(),
    ],
    ids=lambda value: type(value).__name__,
)
def test_answers_can_be_copied_and_sent(value: object) -> None:
    assert pickle.loads(pickle.dumps(value)) == copy.deepcopy(value) == value
    hash(value)
