"""What is kept of compiled code is used again while it is the same, and never once it is another."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module, invalidate_caches
from pathlib import Path

import pytest

pytest.importorskip("numba")

TIMES = "FACTOR = {factor}\n"
INNER = """
from translit.compiled import {how}
from kept_here.times import FACTOR

@{how}
def scaled(number):
    return number * FACTOR + {more}
"""
OUTER = """
import math
from translit.compiled import compiled
from kept_here import times
from kept_here.inner import scaled

@compiled
def asked(number):
    return later(number) * times.FACTOR + math.floor(0.5)

@compiled
def later(number):
    return scaled(number)
"""
FIRST = {"how": "compiled", "factor": 3, "more": 1}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)  # a file may change twice in one tick of its clock
    (tmp_path / "kept_here").mkdir()
    yield tmp_path / "kept_here"
    forgotten()


def forgotten() -> None:
    """As a new process would begin."""
    for name in [name for name in sys.modules if name.startswith("kept_here")]:
        del sys.modules[name]
    invalidate_caches()


def asked(folder: Path, **said: object) -> tuple[int, bool]:
    """What the outer function answers, and whether it was compiled for that."""
    for name, text in (("times", TIMES), ("inner", INNER), ("outer", OUTER)):
        (folder / f"{name}.py").write_text(text.format(**FIRST | said), "utf-8")
    forgotten()
    outer = import_module("kept_here.outer")
    return outer.asked(5), bool(outer.asked.stats.cache_misses)


def test_what_is_the_same_is_not_compiled_again(folder: Path) -> None:
    assert asked(folder) == (48, True)
    assert asked(folder) == (48, False)


@pytest.mark.parametrize("how", ["compiled", "inlined"])
def test_a_function_in_another_file_is_seen_to_change(folder: Path, how: str) -> None:
    assert asked(folder, how=how) == (48, True)
    assert asked(folder, how=how, more=2) == (51, True)
    assert asked(folder, how=how, more=2) == (51, False)


def test_a_number_of_another_file_is_seen_to_change(folder: Path) -> None:
    assert asked(folder) == (48, True)
    assert asked(folder, factor=4) == (84, True)
    assert asked(folder, factor=4) == (84, False)


def test_another_file_may_change_where_nothing_is_taken_from_it(folder: Path) -> None:
    assert asked(folder) == (48, True)
    assert asked(folder, factor="3\nOTHER = 4") == (48, False)


def test_where_nothing_can_be_kept_it_is_compiled_each_time(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(function: object) -> None:
        raise RuntimeError("no locator available")

    monkeypatch.setattr("translit.compiled.FunctionCache", refused)
    assert asked(folder) == (48, True)
    assert asked(folder) == (48, True)


PROGRAM = """
import os
import subprocess
import sys
from numba.core.dispatcher import Dispatcher
from translit import compiled, kernel
from translit.bulk import pairs, pool

made = {one for name, module in sys.modules.items() if name.startswith("translit.")
        for one in vars(module).values() if isinstance(one, Dispatcher)}
assert len(made) > 60
for one in made:
    print(one.py_func.__module__, one.py_func.__name__, compiled._mark(one))
"""


def test_every_process_takes_the_code_for_the_same() -> None:
    """Else all would be compiled anew by each."""
    told = [
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(__file__).parents[1],
            env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout.splitlines()
        for seed in ("1", "2")
    ]
    assert sorted(told[0]) == sorted(told[1])
