"""Data frames in, data frames out: pandas, polars and Arrow, by one path through narwhals.

The frame comes back as the kind it came as, in its own order, with columns added. Names repeat, so each distinct name is
worked on once. What is no text (None, NaN, a number) has no answer: its cells are empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar, cast

import narwhals as nw

from translit.batch.entities import Answers
from translit.batch.files import free_names
from translit.batch.gather import gather
from translit.batch.normalise import ADDED
from translit.errors import InputError
from translit.settings import Settings

Frame = TypeVar("Frame")
_DEFAULT = Settings()


def normalise(frame: Frame, column: str, settings: Settings = _DEFAULT, jobs: int = 1) -> Frame:
    """The frame with its names' entities: canonical_id, native, label, language and confidence (0…1).

    >>> import pandas
    >>> people = pandas.DataFrame({"name": ["No Kwang-chol", None, "노광철"]})
    >>> list(normalise(people, "name")["native"].fillna(""))
    ['노광철', '', '노광철']

    A column that the frame has already is not overwritten: the new one gets a number. `jobs` processes read the names.
    Raises InputError when there is no such column, or when the frame is of no kind that narwhals knows.
    """
    try:
        opened = nw.from_native(cast(Any, frame), eager_only=True)
    except TypeError as error:
        raise InputError(
            f"a {type(frame).__name__} is no data frame that is held in memory. Give a pandas or polars DataFrame or an "
            "Arrow table; collect a lazy one first."
        ) from error
    if column not in opened.columns:
        raise InputError(f"the frame has no column {column!r}. Its columns are: {', '.join(opened.columns)}.")
    values = [_text(value) for value in opened[column].to_list()]
    counts: dict[str, int] = {}
    for value in values:
        if value:
            counts[value] = counts.get(value, 0) + 1
    names = list(counts)
    answers = (
        gather(names, list(counts.values()), lambda steps: None, settings, jobs) if names else Answers((), ())
    )
    place = dict(zip(names, answers.index, strict=True))
    found = [answers.found[place[value]] if value else None for value in values]
    columns: Sequence[Sequence[str | float | None]] = (
        [entity.id if entity else None for entity in found],
        [entity.native if entity else None for entity in found],
        [entity.label if entity else None for entity in found],
        [entity.language if entity else None for entity in found],
        [entity.confidence if entity else None for entity in found],
    )
    added = [
        nw.new_series(
            name,
            list(cells),
            nw.Float64() if title == "confidence" else nw.String(),
            backend=opened.implementation,
        )
        for name, title, cells in zip(free_names(opened.columns, ADDED), ADDED, columns, strict=True)
    ]
    if opened.implementation.is_pandas_like():
        # pandas aligns by index: the new columns take the frame's own, which need not be 0, 1, 2 …
        index = nw.maybe_get_index(opened)
        added = [nw.maybe_set_index(series, index=index) for series in added]
    return cast(Frame, opened.with_columns(*added).to_native())


def _text(value: object) -> str:
    """A cell's name; pandas gives a missing one as NaN, which is a number."""
    return value.strip() if isinstance(value, str) else ""
