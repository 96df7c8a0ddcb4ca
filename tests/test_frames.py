"""Frames keep their kind, order, index and columns; what is no text has no answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from translit.adapters.frames import normalise
from translit.errors import InputError

NAMES = ["No Kwang-chol", None, "노광철", "", "Lavrov", " Noh Gwang Chol "]


def _pandas(columns: dict[str, list[Any]]) -> Any:
    return pytest.importorskip("pandas").DataFrame(columns, index=[5, 3, 9, 1, 0, 7][: len(columns["name"])])


def _polars(columns: dict[str, list[Any]]) -> Any:
    return pytest.importorskip("polars").DataFrame(columns)


def _arrow(columns: dict[str, list[Any]]) -> Any:
    return pytest.importorskip("pyarrow").table(columns)


def _columns(frame: Any) -> dict[str, list[Any]]:
    import narwhals as nw

    opened = nw.from_native(frame, eager_only=True)
    return {
        name: [None if value != value else value for value in opened[name].to_list()]
        for name in opened.columns
    }


@pytest.mark.parametrize("make", [_pandas, _polars, _arrow])
def test_normalise(make: Callable[[dict[str, list[Any]]], Any]) -> None:
    frame = make({"n": [1, 2, 3, 4, 5, 6], "name": NAMES, "label": ["x"] * 6})
    got = normalise(frame, "name")
    assert type(got) is type(frame)
    columns = _columns(got)
    assert list(columns) == [
        "n",
        "name",
        "label",
        "canonical_id",
        "native",
        "label_2",
        "language",
        "confidence",
    ]
    assert columns["n"] == [1, 2, 3, 4, 5, 6]
    assert columns["name"] == NAMES
    ids = columns["canonical_id"]
    assert ids[0] == ids[2] == ids[5] != ids[4]
    assert ids[1] is None
    assert ids[3] is None
    assert columns["native"][0] == "노광철"
    assert 0 < columns["confidence"][0] <= 1


def test_a_pandas_index_is_kept() -> None:
    frame = _pandas({"name": NAMES})
    assert list(normalise(frame, "name").index) == [5, 3, 9, 1, 0, 7]


@pytest.mark.parametrize("make", [_pandas, _polars, _arrow])
@pytest.mark.parametrize("values", [[], [None, None], [1.5, 2.5]])
def test_columns_without_names(make: Callable[[dict[str, list[Any]]], Any], values: list[Any]) -> None:
    got = _columns(normalise(make({"name": values}), "name"))
    assert got["canonical_id"] == [None] * len(values)


def test_numbers_among_names() -> None:
    frame = _pandas({"name": ["노광철", 7, float("nan")]})
    assert [cell is None for cell in _columns(normalise(frame, "name"))["native"]] == [False, True, True]


def test_wrong_calls_are_told() -> None:
    polars = pytest.importorskip("polars")
    with pytest.raises(InputError, match="no column 'nom'"):
        normalise(polars.DataFrame({"name": ["a"]}), "nom")
    with pytest.raises(InputError, match="no data frame"):
        normalise(polars.LazyFrame({"name": ["a"]}), "name")
    with pytest.raises(InputError, match="no data frame"):
        normalise({"name": ["a"]}, "name")
