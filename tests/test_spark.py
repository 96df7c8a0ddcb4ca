"""Spark and the embedded engine give the same entities."""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyspark")

from translit.adapters import spark as adapter
from translit.batch.gather import gather
from translit.errors import InputError
from translit.settings import Settings

ROOT = Path(__file__).parents[1]
NAMES = [
    "No Kwang-chol",
    "NO KWANG CHOL",
    "노광철",
    "Noh Gwang Chol",
    "Но Гван Чхоль",
    "Kim Jong-un",
    "김정은",
    "Ким Чен Ын",
    "Sergey Lavrov",
    "Сергей Лавров",
    "Lavrov",
    "Viktor Goremykin",
    "Горемыкин",
    "John Smith",
    "Jon Smith",
    "Pak Yong Il",
]


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["PYTHONPATH"] = str(ROOT)
    from pyspark.sql import SparkSession

    made = (
        SparkSession.builder.master("local[2]")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.memory", "1g")
        .getOrCreate()
    )
    made.sparkContext.setLogLevel("ERROR")
    yield made
    made.stop()


@pytest.mark.slow
@pytest.mark.parametrize("portion", [400, 3])
def test_the_same_entities(session: Any, monkeypatch: pytest.MonkeyPatch, portion: int) -> None:
    monkeypatch.setattr(adapter, "PORTION", portion)
    names = list(NAMES)
    given = ROOT / "../shared/evaldata/mix_stream.csv"
    if portion == 400 and given.exists():
        with given.open(encoding="utf-8") as stream:
            names += [row["name"] for row, _ in zip(csv.DictReader(stream), range(400), strict=False)]
    rows = [(name,) for name in names] + [("No Kwang-chol",), (None,), (" ",)]
    got = {
        row["name"]: row
        for row in adapter.entities(session.createDataFrame(rows, "name string"), "name").collect()
    }
    distinct = list(dict.fromkeys(names))
    counts = [sum(name.strip() == row[0] for row in rows if row[0]) for name in distinct]
    answers = gather(distinct, counts, lambda steps: None, Settings())
    assert set(got) == {name.strip() for name in distinct}
    for name, number in zip(distinct, answers.index, strict=True):
        one, row = answers.found[number], got[name.strip()]
        assert (row["canonical_id"], row["native"], row["label"], row["language"]) == (
            one.id,
            one.native,
            one.label,
            one.language,
        ), name
        assert row["confidence"] == pytest.approx(one.confidence)


@pytest.mark.slow
def test_rows_are_kept(session: Any) -> None:
    frame = session.createDataFrame(
        [(1, "노광철"), (2, None), (3, "No Kwang-chol"), (4, "노광철")], "n int, name string"
    )
    rows = adapter.normalise(frame, "name").orderBy("n").collect()
    assert [row["n"] for row in rows] == [1, 2, 3, 4]
    assert rows[0]["canonical_id"] == rows[2]["canonical_id"] == rows[3]["canonical_id"]
    assert rows[1]["canonical_id"] is None


@pytest.mark.slow
def test_wrong_calls_are_told(session: Any) -> None:
    frame = session.createDataFrame([("a", "b")], "name string, label string")
    with pytest.raises(InputError, match="no column 'nom'"):
        adapter.entities(frame, "nom")
    with pytest.raises(InputError, match="Rename it"):
        adapter.normalise(frame, "name")
